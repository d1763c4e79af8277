//! Limits on what is read, and the check of zip containers before any library inflates them.
//!
//! Figures: sync-reliability 2.9. Sizes that a container declares are not believed; every entry is inflated once here
//! and counted, which also proves its checksum. Overlong texts are found in the same pass, because the workbook
//! library would hold them in memory whole.

use std::collections::{HashMap, HashSet};
use std::io::{BufRead, BufReader, Cursor, Read};
use std::ops::ControlFlow;

use zip::ZipArchive;
use zip::result::ZipError;

use crate::model::problem::Problem;

use super::read::{Progress, Watch, stopped};
use super::xml_scan::{self, SheetMarks};

/// Largest workbook, in bytes.
pub const FILE_BYTES_MAX: u64 = 64 << 20;
/// Largest delimited text, in bytes. It is read piece by piece, so only patience limits it.
pub const DELIMITED_BYTES_MAX: u64 = 8 << 30;
/// Rows of delimited text.
pub const DELIMITED_ROWS_MAX: u32 = 20_000_000;
/// Largest content of a zip container, in bytes.
pub const UNZIPPED_BYTES_MAX: u64 = 512 << 20;
/// Largest ratio of content to container, counted from `RATIO_FREE_BYTES` on.
pub const RATIO_MAX: u64 = 200;
/// Content below this size is never a bomb: small sheets of blanks pack better than the ratio allows.
const RATIO_FREE_BYTES: u64 = 4 << 20;
/// Most entries of a zip container.
pub const ENTRIES_MAX: usize = 10_000;
/// Rows of a sheet.
pub const ROWS_MAX: u32 = 1_048_576;
/// Used columns of a sheet.
pub const COLUMNS_MAX: u16 = 512;
/// Cells of a sheet that show something.
pub const CELLS_MAX: usize = 8_000_000;
/// Longest text of a cell, in bytes; a longer one rejects its row.
pub const CELL_BYTES_MAX: usize = 64 << 10;
/// Longest row, in bytes; a longer one is left out.
pub const ROW_BYTES_MAX: usize = 4 << 20;
/// All rows of a workbook, in bytes: a shared text counts as often as it is used.
pub const ROWS_BYTES_MAX: usize = 256 << 20;
/// Sheets of a workbook.
pub const SHEETS_MAX: usize = 10_000;
/// Cell styles of a workbook; spreadsheets themselves hold 65,490.
pub const STYLES_MAX: usize = 100_000;
/// Merged areas of a sheet.
pub const AREAS_MAX: usize = 500_000;
/// Hidden rows remembered per sheet; more only swell the warning.
pub const HIDDEN_ROWS_MAX: usize = 100_000;
/// Depth of elements in XML; a sheet needs less than ten.
pub const NESTING_MAX: u32 = 256;
/// Longest piece of text inside a container, in bytes; a longer one refuses the file before it is held in memory.
pub const TEXT_BYTES_MAX: usize = 4 << 20;

/// What a container holds, as far as the workbook library does not tell.
#[derive(Debug, Default)]
pub struct Contents {
    /// Names of entries.
    pub names: Vec<String>,
    /// What tags tell, by the name of the entry.
    pub marks: Vec<(String, SheetMarks)>,
}

impl Contents {
    /// What the tags of an entry tell.
    pub fn marks(&self, path: &str) -> Option<&SheetMarks> {
        self.marks.iter().find(|(name, _)| name.eq_ignore_ascii_case(path)).map(|(_, marks)| marks)
    }

    /// A part that two sheets say they are: a little file would have as much to read as it likes.
    fn shared_part(&self) -> Option<&str> {
        let relations = &self.marks("xl/_rels/workbook.xml.rels")?.relations;
        let targets: HashMap<&str, &str> =
            relations.iter().map(|(id, target)| (id.as_str(), target.as_str())).collect();
        let mut seen = HashSet::new();
        let parts = self.marks("xl/workbook.xml")?.sheets.iter().filter_map(|(_, id)| targets.get(id.as_str()));
        parts.copied().find(|part| !seen.insert(*part))
    }

    /// Whether an entry lies in this folder or has this name, whatever the case.
    pub fn has(&self, start: &str) -> bool {
        self.names.iter().any(|name| {
            name.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
                && (start.ends_with('/') || name.len() == start.len())
        })
    }
}

fn broken(error: &ZipError) -> Problem {
    match error {
        ZipError::UnsupportedArchive(reason) if reason.contains("assword") => {
            Problem::refused("problem-workbook-encrypted")
        }
        _ => Problem::refused("problem-workbook-truncated").with("detail", error),
    }
}

/// Checks a zip container within the limits and lists what it holds.
///
/// # Errors
/// A refusal that names the limit, the doubled entry, or the entry that is broken.
pub fn inspect(bytes: &[u8], watch: Watch<'_>) -> Result<Contents, Problem> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    if archive.len() > ENTRIES_MAX {
        return Err(Problem::refused("problem-zip-entries").with("entries", archive.len()).with("most", ENTRIES_MAX));
    }
    if archive.has_duplicate_names() {
        return Err(Problem::refused("problem-zip-duplicate").with("entry", ""));
    }
    // Bytes before the archive, or between what it says it holds, may be another archive to another program.
    if archive.offset() != 0 || archive.has_overlapping_entries().map_err(|error| broken(&error))? {
        return Err(Problem::refused("problem-zip-overlap"));
    }
    let mut contents = Contents::default();
    let mut lower_names = HashSet::new();
    let mut total = 0_u64;
    for index in 0..archive.len() {
        if watch(Progress { rows: 0, bytes: None }) == ControlFlow::Break(()) {
            return Err(stopped());
        }
        let entry = archive.by_index(index).map_err(|error| broken(&error))?;
        let name = entry.name().map_err(|error| broken(&error))?.into_owned();
        let declared = entry.size();
        if entry.enclosed_name().is_none() || leads_elsewhere(&name) || entry.is_symlink() {
            return Err(Problem::refused("problem-zip-entry-name").with("entry", name));
        }
        let lower = name.to_ascii_lowercase();
        if !lower_names.insert(lower.clone()) {
            return Err(Problem::refused("problem-zip-duplicate").with("entry", name));
        }
        contents.names.push(name.clone());
        let mut counted = BufReader::with_capacity(
            64 << 10,
            Counted { inner: entry, total, packed: bytes.len() as u64, watch: &mut *watch },
        );
        let scanned = match lower.ends_with(".xml") || lower.ends_with(".rels") {
            true => xml_scan::scan(&mut counted).map(|marks| contents.marks.push((name.clone(), marks))),
            false => drain(&mut counted),
        };
        let before = total;
        total = counted.get_ref().total;
        scanned.map_err(|error| match error.get_ref().and_then(|inner| inner.downcast_ref::<TooMuch>()) {
            Some(TooMuch::Ratio) => Problem::refused("problem-zip-ratio").with("ratio", RATIO_MAX),
            Some(TooMuch::Bytes) => Problem::refused("problem-zip-size").with("mib", UNZIPPED_BYTES_MAX >> 20),
            Some(TooMuch::Text) => {
                Problem::refused("problem-zip-text").with("entry", &name).with("mib", TEXT_BYTES_MAX >> 20)
            }
            Some(TooMuch::Merges) => Problem::refused("problem-too-many-merges").with("sheet", &name),
            Some(TooMuch::Sheets) => Problem::refused("problem-too-many-sheets").with("most", SHEETS_MAX),
            Some(TooMuch::Styles) => Problem::refused("problem-too-many-styles").with("most", STYLES_MAX),
            Some(TooMuch::Nesting) => {
                Problem::refused("problem-xml-nesting").with("entry", &name).with("depth", NESTING_MAX)
            }
            Some(TooMuch::Stopped) => stopped(),
            Some(TooMuch::Entities) => Problem::refused("problem-xml-entities").with("entry", &name),
            None => Problem::refused("problem-workbook-truncated").with("detail", format!("{name}: {error}")),
        })?;
        // Programs that believe the directory would see another content.
        if total - before != declared {
            return Err(Problem::refused("problem-workbook-truncated").with("detail", format!("{name}: {declared}")));
        }
    }
    if let Some(part) = contents.shared_part() {
        return Err(Problem::refused("problem-sheets-share-part").with("entry", part));
    }
    Ok(contents)
}

/// Whether a name is a place of the whole machine, or leads out of its folder by way of another.
fn leads_elsewhere(name: &str) -> bool {
    let drive = name.as_bytes().get(1) == Some(&b':');
    drive || name.starts_with(['/', '\\']) || name.split(['/', '\\']).any(|part| part == "..")
}

fn drain(reader: &mut impl BufRead) -> std::io::Result<()> {
    loop {
        let length = reader.fill_buf()?.len();
        if length == 0 {
            return Ok(());
        }
        reader.consume(length);
    }
}

/// Which limit reading ran into.
#[derive(Debug, thiserror::Error)]
pub(super) enum TooMuch {
    #[error("content grows out of proportion")]
    Ratio,
    #[error("content is too large")]
    Bytes,
    #[error("text is too long")]
    Text,
    #[error("too many merged areas")]
    Merges,
    #[error("too many sheets")]
    Sheets,
    #[error("too many styles")]
    Styles,
    #[error("elements are nested too deep")]
    Nesting,
    #[error("document type definition")]
    Entities,
    #[error("stopped")]
    Stopped,
}

impl From<TooMuch> for std::io::Error {
    fn from(limit: TooMuch) -> Self {
        std::io::Error::other(limit)
    }
}

/// Counts what comes out and stops at the limits. Each piece is a sign of life to the watcher.
struct Counted<'a, R> {
    inner: R,
    total: u64,
    packed: u64,
    watch: Watch<'a>,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let length = self.inner.read(buffer)?;
        self.total += length as u64;
        if self.total > UNZIPPED_BYTES_MAX {
            return Err(TooMuch::Bytes.into());
        }
        if self.total > RATIO_FREE_BYTES && self.total / self.packed.max(1) > RATIO_MAX {
            return Err(TooMuch::Ratio.into());
        }
        if self.total >> 20 != (self.total - length as u64) >> 20
            && (self.watch)(Progress { rows: 0, bytes: None }) == ControlFlow::Break(())
        {
            return Err(TooMuch::Stopped.into());
        }
        Ok(length)
    }
}

/// The beginning of a text that is at most so many units of UTF-16, and no half sign.
pub(super) fn cut(text: &str, units: usize) -> String {
    let mut left = units;
    text.chars()
        .take_while(|c| {
            let fits = c.len_utf16() <= left;
            left -= if fits { c.len_utf16() } else { left };
            fits
        })
        .collect()
}
