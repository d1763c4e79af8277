//! What files hold, before anything of them is stored. Reading writes nothing to the database: the forms go to a spool,
//! and in memory there is one short line for each. What was read is committed by [`super::import`].
//!
//! A file named by itself is always read. Of a folder, files that were imported before are told by their SHA-256 alone,
//! so that a long import goes on where it stopped; not so when options are given that change what is read.

use std::collections::HashMap;
use std::fmt;
use std::fs::File;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use super::folder;
use super::import::{Progress, Watch, cancelled};
use super::request::ImportOptions;
use super::spool::Spool;
use super::staging::Staging;
use super::view::{Complaint, Preview, PreviewFile, PreviewLine, PreviewTable, Standing, UnknownTable};
use super::workstation::Workstation;
use crate::exchange::read::{self, FileFacts, Reason, read_into};
use crate::exchange::{FormSink, plain_name};
use crate::model::event::BatchPublished;
use crate::model::form::{Form, FormKind, Stage};
use crate::model::ids::BatchId;
use crate::model::money::Money;
use crate::model::packed;
use crate::model::problem::Problem;
use crate::rules::changes::{self, FieldChange};

/// What was read and waits to be committed. Two are equal when they are the same reading.
#[derive(Clone)]
pub struct Staged(pub(super) Arc<Inner>);

impl PartialEq for Staged {
    fn eq(&self, other: &Staged) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Staged {}

impl Staged {
    /// Nothing that was read: for screens that are tried out without files.
    pub fn nothing() -> Staged {
        Staged(Arc::default())
    }

    /// Number of forms that stand so.
    pub fn count(&self, standing: Standing) -> u64 {
        self.0.counts[standing as usize]
    }
}

impl fmt::Debug for Staged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Staged").field("files", &self.0.files.len()).field("forms", &self.0.lines.len()).finish()
    }
}

#[derive(Default)]
pub(super) struct Inner {
    pub spool: Spool,
    pub lines: Vec<Line>,
    /// One for each file of the preview; without tables when nothing of it can be taken.
    pub files: Vec<StagedFile>,
    /// Forms by how they stand, in the order of [`Standing`].
    pub counts: [u64; 3],
}

/// A form in the spool.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    pub offset: u64,
    /// [`i64::MIN`] when there is no amount.
    pub fen: i64,
    pub file: u32,
    /// Number of its table in the file.
    pub table: u16,
    pub standing: Standing,
}

/// A file that was read.
#[derive(Debug, Default)]
pub(super) struct StagedFile {
    pub path: PathBuf,
    /// File name without folder, for people.
    pub source: String,
    pub sha256: String,
    pub encoding: Option<String>,
    pub tables: Vec<StagedTable>,
    /// Its forms among the lines.
    pub lines: std::ops::Range<usize>,
    pub rejects: Vec<Complaint>,
    pub warnings: Vec<Complaint>,
}

/// The forms of one kind and year in a file.
#[derive(Debug)]
pub(super) struct StagedTable {
    pub kind: FormKind,
    pub year: u16,
    pub batch: BatchId,
    pub forms: u32,
    pub indicators: u64,
}

/// A file that was named, or found in a folder that was named.
struct Wanted {
    path: PathBuf,
    found: bool,
    bytes: u64,
}

impl Workstation {
    /// Reads files and folders; writes nothing. A file that is refused does not spoil the others.
    ///
    /// # Errors
    /// When the reading is cancelled, a folder cannot be walked, or there is no room for what was read.
    pub fn preview(&self, paths: &[PathBuf], options: &ImportOptions, watch: Watch<'_>) -> Result<Preview, Problem> {
        let (wanted, passed_over) = wanted(paths, watch)?;
        let total: u64 = wanted.iter().map(|file| file.bytes).sum();
        let known = match wanted.iter().any(|file| file.found) && told_by_hash(options) {
            true => self.imported_files(options.stage)?,
            false => HashMap::new(),
        };
        let read_options = super::mapping::read_options(options, &self.places());
        let mut staging = Staging::new(self)?;
        let mut files: Vec<PreviewFile> = Vec::new();
        let (mut done, mut rejects) = (0, 0);
        for file in wanted {
            let mut tell = |bytes: Option<(u64, u64)>, rows: u64| {
                let (done, total) = match (bytes, total) {
                    (_, 0) => (rows, None),
                    (bytes, total) => (done + bytes.map_or(0, |(read, _)| read.min(file.bytes)), Some(total)),
                };
                watch(Progress { phase: "phase-reading", done, total, rejects })
            };
            if tell(None, 0).is_break() {
                return Err(cancelled());
            }
            let hashed = match known.is_empty() || !file.found {
                true => None,
                false => sha256_of(&file.path, &mut |read| tell(Some((read, file.bytes)), 0))?,
            };
            let report = match hashed.and_then(|hash| known.get(&hash)) {
                Some(tables) => staging.known_file(&file.path, tables)?,
                None => {
                    let mut told = |progress: read::Progress| tell(progress.bytes, progress.rows);
                    let mut stopped = false;
                    let mut heard = |progress| {
                        let answer = told(progress);
                        stopped |= answer.is_break();
                        answer
                    };
                    let facts = read_into(&file.path, &read_options, &mut heard, &mut staging);
                    if stopped {
                        return Err(cancelled());
                    }
                    staging.read_file(&file.path, facts)?
                }
            };
            done += file.bytes;
            rejects += report.rejects.len() as u64;
            files.push(report);
        }
        Ok(Preview { staged: staging.finish()?, files, passed_over })
    }

    /// Lines of what was read, `count` from the `from`-th on, only those that stand so.
    ///
    /// # Errors
    /// When what was read cannot be read again.
    pub fn preview_lines(
        &self,
        staged: &Staged,
        which: Option<Standing>,
        from: u64,
        count: usize,
    ) -> Result<Vec<PreviewLine>, Problem> {
        let inner = &staged.0;
        let mut records = inner.spool.reader();
        let wanted = |(_, line): &(usize, &Line)| which.is_none_or(|which| line.standing == which);
        let skipped = usize::try_from(from).unwrap_or(usize::MAX);
        let lines = inner.lines.iter().enumerate().filter(wanted).skip(skipped).take(count);
        lines
            .map(|(index, line)| {
                let record = records.read(line.offset)?;
                let head = packed::head(&record.packed).map_err(Problem::internal)?;
                let table = &inner.files[line.file as usize].tables[usize::from(line.table)];
                Ok(PreviewLine {
                    index: index as u64,
                    file: line.file as usize,
                    kind: table.kind,
                    year: table.year,
                    code: head.code,
                    name: head.name,
                    unit: head.unit.name,
                    amount: Some(line.fen).filter(|fen| *fen != i64::MIN).map(Money),
                    indicators: head.indicators,
                    standing: line.standing,
                    sheet: record.place.sheet,
                    row: record.place.row,
                })
            })
            .collect()
    }

    /// What a form that was read changes in the version in force, field by field; of a form of which nothing is here,
    /// everything it brings. Empty when it is the version in force.
    ///
    /// # Errors
    /// When there is no such line, or what is needed cannot be read.
    pub fn preview_change(&self, staged: &Staged, index: u64) -> Result<Vec<FieldChange>, Problem> {
        let line = usize::try_from(index).ok().and_then(|at| staged.0.lines.get(at));
        let line = line.ok_or_else(|| Problem::internal("no such line"))?;
        let record = staged.0.spool.reader().read(line.offset)?;
        let after = packed::unpack(&record.packed).map_err(Problem::internal)?;
        let before = match self.session.filed_forms(after.project(), after.year, after.kind)?.last() {
            Some(filed) => self.session.form(filed.row)?,
            None => Form { stage: after.stage, ..Form::new(after.kind, after.year) },
        };
        Ok(changes::between(&before, &after, plain_name))
    }

    /// Tables of files that were imported at this stage, by the SHA-256 of the file.
    fn imported_files(&self, stage: Stage) -> Result<HashMap<String, Vec<BatchPublished>>, Problem> {
        let mut files: HashMap<String, Vec<BatchPublished>> = HashMap::new();
        for (table, filed_at) in self.session.published_tables()? {
            if filed_at == Some(stage) {
                files.entry(table.file.clone()).or_default().push(table);
            }
        }
        Ok(files)
    }
}

impl Staging<'_> {
    /// A file of which all is known because it was imported before.
    fn known_file(&mut self, path: &Path, tables: &[BatchPublished]) -> Result<PreviewFile, Problem> {
        let sha256 = tables.first().map(|table| table.file.clone()).unwrap_or_default();
        let report = |table: &BatchPublished| PreviewTable {
            kind: table.form_kind,
            year: table.year,
            projects: u64::from(table.forms),
            indicators: u64::from(table.indicators),
            new: 0,
            changed: 0,
            equal: u64::from(table.forms),
            fen: 0,
            without_amount: 0,
        };
        self.end_file(StagedFile {
            path: path.to_owned(),
            source: source(path),
            sha256: sha256.clone(),
            ..Default::default()
        })?;
        Ok(PreviewFile {
            path: path.to_owned(),
            sha256,
            already_imported: true,
            tables: tables.iter().map(report).collect(),
            ..PreviewFile::default()
        })
    }

    /// A file that was read, or refused.
    fn read_file(&mut self, path: &Path, facts: Result<FileFacts, Problem>) -> Result<PreviewFile, Problem> {
        let facts = match facts {
            Ok(facts) => facts,
            Err(problem) => {
                self.again()?;
                self.end_file(StagedFile { path: path.to_owned(), ..StagedFile::default() })?;
                return Ok(PreviewFile { path: path.to_owned(), refused: Some(problem), ..PreviewFile::default() });
            }
        };
        let rejects: Vec<Complaint> = facts
            .rejects
            .iter()
            .map(|reject| complaint(&reject.sheet, (reject.row, reject.column), &reject.value, &reject.reason))
            .collect();
        let warnings: Vec<Complaint> = facts
            .warnings
            .iter()
            .map(|warning| complaint(&warning.sheet, (warning.row, warning.column), "", &warning.reason))
            .collect();
        let tables = self.end_file(StagedFile {
            path: path.to_owned(),
            source: source(path),
            sha256: facts.sha256.clone(),
            encoding: facts.encoding.clone(),
            rejects: rejects.clone(),
            warnings: warnings.clone(),
            ..StagedFile::default()
        })?;
        let already_imported = self.last_is_published()?;
        let unknown = facts
            .unknown
            .into_iter()
            .map(|sheet| UnknownTable { sheet: sheet.sheet, headings: sheet.headings })
            .collect();
        Ok(PreviewFile {
            path: path.to_owned(),
            sha256: facts.sha256,
            encoding: facts.encoding,
            already_imported,
            refused: None,
            tables,
            rejects,
            warnings,
            unknown,
        })
    }
}

/// File name without folder, for people.
fn source(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The files to read, folders walked.
fn wanted(paths: &[PathBuf], watch: Watch<'_>) -> Result<(Vec<Wanted>, Vec<(PathBuf, &'static str)>), Problem> {
    let (mut wanted, mut passed_over) = (Vec::new(), Vec::new());
    let size = |path: &Path| std::fs::metadata(path).map_or(0, |about| about.len());
    for path in paths {
        if !path.is_dir() {
            wanted.push(Wanted { bytes: size(path), path: path.clone(), found: false });
            continue;
        }
        let found = folder::walk(path, watch)?;
        if found.files.is_empty() {
            return Err(Problem::refused("problem-folder-without-tables").with("path", path.display()));
        }
        wanted.extend(found.files.into_iter().map(|path| Wanted { bytes: size(&path), path, found: true }));
        passed_over.extend(found.passed_over);
    }
    Ok((wanted, passed_over))
}

/// Whether options leave it to the file what is read from it.
fn told_by_hash(options: &ImportOptions) -> bool {
    let ImportOptions { kind, year, region, stage: _, project, encoding, dry_run: _, mappings } = options;
    (kind, year, region, project, encoding) == (&None, &None, &None, &None, &None) && mappings.is_empty()
}

/// SHA-256 of a file; `None` when it cannot be read, which reading it will tell.
fn sha256_of(path: &Path, watch: &mut dyn FnMut(u64) -> ControlFlow<()>) -> Result<Option<String>, Problem> {
    let plain = std::fs::metadata(path).is_ok_and(|about| about.is_file());
    let Some(mut file) = plain.then(|| File::open(path).ok()).flatten() else { return Ok(None) };
    let (mut digest, mut read, mut buffer) = (Sha256::new(), 0, vec![0; 256 << 10]);
    loop {
        if watch(read).is_break() {
            return Err(cancelled());
        }
        match file.read(&mut buffer) {
            Ok(0) => break,
            Ok(length) => {
                digest.update(&buffer[..length]);
                read += length as u64;
            }
            Err(_) => return Ok(None),
        }
    }
    Ok(Some(digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()))
}

fn complaint(sheet: &str, (row, column): (u32, u32), value: &str, reason: &Reason) -> Complaint {
    Complaint {
        sheet: sheet.to_owned(),
        row,
        column,
        value: value.to_owned(),
        key: reason.key,
        args: reason.args.clone(),
    }
}
