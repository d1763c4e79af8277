//! What files hold and what was wrong with them, as lines of text and as files for whoever sent them. The words come
//! from the caller; here are only their keys.
//!
//! A report beside a file never replaces anything: it takes the next free name.

use std::fmt;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::view::{Complaint, Preview, PreviewFile, PreviewTable};
use super::workstation::Workstation;
use crate::exchange::atomic::{write_atomically, write_failed};
use crate::exchange::returned::{Remark, Words, write_returned};
use crate::model::form::{FormKind, Stage};
use crate::model::money::Money;
use crate::model::problem::{Problem, ProblemKind};
use crate::rules::changes::{FieldChange, FieldId};

/// Puts a key and its arguments into words.
pub type Say<'a> = &'a dyn Fn(&str, &[(&'static str, String)]) -> String;

type Sayer = dyn Fn(&str, &[(&'static str, String)]) -> String + Send + Sync;

/// The same, to be handed to another thread. Two are equal when they are the same.
#[derive(Clone)]
pub struct Wording(Arc<Sayer>);

impl Wording {
    /// Words that a function gives.
    pub fn new(say: impl Fn(&str, &[(&'static str, String)]) -> String + Send + Sync + 'static) -> Wording {
        Wording(Arc::new(say))
    }

    /// The function.
    pub fn say(&self) -> Say<'_> {
        &*self.0
    }
}

impl PartialEq for Wording {
    fn eq(&self, other: &Wording) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Wording {}

impl fmt::Debug for Wording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Wording")
    }
}

/// Where a report goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReportTo {
    /// All files as lines of text, into this file.
    Text(PathBuf),
    /// The same, beside what was named: a file or a folder.
    TextBeside(PathBuf),
    /// What is wrong in the only file, as a workbook with its cells marked.
    Sheet(PathBuf),
    /// One such workbook for each file of which there is something to tell, into this folder.
    Folder(PathBuf),
    /// The same, each beside its file.
    Beside,
}

/// Locale key of the name of a kind of table.
fn kind_key(kind: FormKind) -> String {
    format!("kind-{}", kind.id().replace('_', "-"))
}

/// A sum in fen, in 万元 with thousands commas.
pub fn ten_thousand_yuan(fen: i128) -> String {
    i64::try_from(fen).map_or_else(|_| fen.to_string(), |fen| Money(fen).ten_thousand_yuan())
}

/// A complaint with its place, its cell's text and the reason.
pub fn complaint(complaint: &Complaint, say: Say<'_>) -> String {
    let mut reason = say(complaint.key, &complaint.args);
    if !complaint.value.is_empty() {
        reason = say("report-value", &[("value", complaint.value.clone()), ("reason", reason)]);
    }
    let key = match (complaint.row, complaint.sheet.is_empty(), complaint.column) {
        (0, true, _) => return reason,
        (0, false, _) => "preview-sheet",
        (_, true, 0) => "complaint-row",
        (_, true, _) => "complaint-cell",
        (_, false, 0) => "complaint-sheet-row",
        (_, false, _) => "complaint-sheet-cell",
    };
    let args = [
        ("sheet", complaint.sheet.clone()),
        ("row", complaint.row.to_string()),
        ("column", complaint.column.to_string()),
        ("reason", reason),
    ];
    say(key, &args)
}

/// One table of a file in one line.
pub fn table(table: &PreviewTable, say: Say<'_>) -> String {
    let line = say(
        "preview-table",
        &[
            ("kind", say(&kind_key(table.kind), &[])),
            ("year", table.year.to_string()),
            ("projects", table.projects.to_string()),
            ("indicators", table.indicators.to_string()),
            ("new", table.new.to_string()),
            ("changed", table.changed.to_string()),
            ("equal", table.equal.to_string()),
            ("amount", ten_thousand_yuan(table.fen)),
        ],
    );
    if table.without_amount == 0 || table.projects == table.equal {
        return line;
    }
    say("preview-without-amount", &[("line", line), ("count", table.without_amount.to_string())])
}

/// What one file holds and what is wrong with it, line by line; the first line is its path.
pub fn file_lines(file: &PreviewFile, say: Say<'_>) -> Vec<String> {
    let path = file.path.display().to_string();
    let head = match &file.encoding {
        Some(encoding) => say("preview-file-encoding", &[("path", path), ("encoding", encoding.clone())]),
        None => say("preview-file", &[("path", path)]),
    };
    let mut lines = vec![head];
    let mut inner = Vec::new();
    if let Some(problem) = &file.refused {
        inner.push(say("preview-refused", &[("text", say(problem.key, &problem.args))]));
    }
    if file.already_imported {
        inner.push(say("preview-already", &[]));
    }
    inner.extend(file.tables.iter().map(|one| table(one, say)));
    for unknown in &file.unknown {
        let args = [("sheet", unknown.sheet.clone()), ("headings", unknown.headings.join(" | "))];
        inner.push(say(if unknown.sheet.is_empty() { "preview-unknown-table" } else { "preview-unknown" }, &args));
    }
    for (key, complaints) in [("preview-reject", &file.rejects), ("preview-remark", &file.warnings)] {
        // Unknown sheets were told above, with what is written in them.
        let others = complaints.iter().filter(|one| one.key != "reason-sheet-unknown");
        inner.extend(others.map(|one| say(key, &[("text", complaint(one, say))])));
    }
    lines.extend(inner.into_iter().map(|line| format!("  {line}")));
    lines
}

/// Tables of a file whose columns nobody has told us yet: a file of nothing else is refused.
pub fn unknown_tables(file: &PreviewFile) -> u64 {
    // Only tables that nobody knows are told with the headings that were met.
    let whole = |problem: &Problem| problem.args.iter().any(|(name, _)| *name == "headings");
    match file.unknown.len() as u64 {
        0 => u64::from(file.refused.as_ref().is_some_and(whole)),
        sheets => sheets,
    }
}

/// Totals over all files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Files.
    pub files: u64,
    /// Files of which nothing can be taken.
    pub refused: u64,
    /// Sheets that are no table we know.
    pub unknown: u64,
    /// Forms.
    pub projects: u64,
    /// Annual indicators.
    pub indicators: u64,
    /// Forms of which nothing is here.
    pub new: u64,
    /// Forms of which another version is here.
    pub changed: u64,
    /// Forms that are here.
    pub equal: u64,
    /// Annual funds in fen.
    pub fen: i128,
    /// What could not be used.
    pub rejects: u64,
    /// What was used with a remark.
    pub remarks: u64,
}

impl Totals {
    /// Of a preview.
    pub fn of(preview: &Preview) -> Totals {
        let mut totals = Totals { files: preview.files.len() as u64, ..Totals::default() };
        for file in &preview.files {
            totals.refused += u64::from(file.refused.is_some());
            totals.unknown += unknown_tables(file);
            totals.rejects += file.rejects.len() as u64;
            totals.remarks += file.warnings.len() as u64;
            for table in &file.tables {
                totals.projects += table.projects;
                totals.indicators += table.indicators;
                totals.new += table.new;
                totals.changed += table.changed;
                totals.equal += table.equal;
                totals.fen += table.fen;
            }
        }
        totals
    }

    /// Whether storing would bring anything.
    pub fn anything_to_store(&self) -> bool {
        self.new + self.changed > 0
    }

    /// Whether there is something to tell whoever sent the files.
    pub fn anything_to_tell(&self) -> bool {
        self.refused + self.unknown + self.rejects + self.remarks > 0
    }

    /// In one line.
    pub fn line(&self, say: Say<'_>) -> String {
        say(
            "preview-total",
            &[
                ("files", self.files.to_string()),
                ("refused", self.refused.to_string()),
                ("projects", self.projects.to_string()),
                ("indicators", self.indicators.to_string()),
                ("new", self.new.to_string()),
                ("changed", self.changed.to_string()),
                ("equal", self.equal.to_string()),
                ("amount", ten_thousand_yuan(self.fen)),
                ("rejects", self.rejects.to_string()),
                ("remarks", self.remarks.to_string()),
            ],
        )
    }
}

/// All of it, line by line: files, what was passed over, totals.
pub fn lines(preview: &Preview, say: Say<'_>) -> Vec<String> {
    let mut lines: Vec<String> = preview.files.iter().flat_map(|file| file_lines(file, say)).collect();
    for (path, key) in &preview.passed_over {
        lines.push(say("import-passed-over", &[("path", path.display().to_string()), ("text", say(key, &[]))]));
    }
    lines.push(Totals::of(preview).line(say));
    lines
}

/// What a change is of: the indicator, else nothing.
pub fn change_of(change: &FieldChange, say: Say<'_>) -> Option<String> {
    let indicator = change.indicator.as_ref()?;
    let no = indicator.after.or(indicator.before).map(|no| no.to_string()).unwrap_or_default();
    Some(say("preview-indicator", &[("no", no), ("name", indicator.name.clone())]))
}

/// A changed field in words: its name, what was there, what is there. `None` where there is nothing.
pub fn change(change: &FieldChange, say: Say<'_>) -> (String, Option<String>, Option<String>) {
    let shown = |value: &Option<String>| {
        value.as_ref().map(|value| match change.field {
            FieldId::Kind => FormKind::from_id(value).map_or_else(|| value.clone(), |kind| say(&kind_key(kind), &[])),
            FieldId::Stage => {
                Stage::from_id(value).map_or_else(|| value.clone(), |stage| say(&format!("stage-{}", stage.id()), &[]))
            }
            FieldId::Horizon if value == "mid_term" => say("horizon-mid-term", &[]),
            FieldId::Horizon => say("horizon-annual", &[]),
            _ => value.clone(),
        })
    };
    (say(change.field.key(), &[]), shown(&change.before), shown(&change.after))
}

/// Changes of one form, line by line.
pub fn change_lines(changes: &[FieldChange], say: Say<'_>) -> Vec<String> {
    let nothing = || say("preview-nothing", &[]);
    changes
        .iter()
        .map(|one| {
            let (field, before, after) = change(one, say);
            let field = change_of(one, say).map_or_else(|| field.clone(), |of| format!("{of} {field}"));
            let args = [
                ("field", field),
                ("before", before.unwrap_or_else(nothing)),
                ("after", after.unwrap_or_else(nothing)),
            ];
            say("preview-change", &args)
        })
        .collect()
}

impl Workstation {
    /// Writes reports about what was read; nothing is stored. Answers the files that were written: none when there is
    /// nothing to tell.
    ///
    /// # Errors
    /// When a file exists and `replace` is not set, when it cannot be written, when one that was read has changed since,
    /// or when one workbook was asked for several files.
    pub fn write_reports(
        &self,
        preview: &Preview,
        to: &ReportTo,
        replace: bool,
        say: Say<'_>,
    ) -> Result<Vec<PathBuf>, Problem> {
        let reader = self.places().reader;
        let reader = reader.as_deref();
        match to {
            ReportTo::Text(path) => write_text(preview, path, replace, say).map(|()| vec![path.clone()]),
            ReportTo::TextBeside(named) => {
                let (folder, name) = match named.is_dir() {
                    true => (named.clone(), String::new()),
                    false => (folder_of(named), stem(named)),
                };
                let name = say("preview-name-text", &[("name", name)]);
                beside(&folder, name.trim_start_matches('-'), "txt", &mut |path| write_text(preview, path, false, say))
                    .map(|path| vec![path])
            }
            ReportTo::Sheet(path) => match &preview.files[..] {
                [file] if told(file) => write_sheet(file, path, replace, (say, reader)).map(|()| vec![path.clone()]),
                [_] | [] => Ok(Vec::new()),
                files => Err(Problem::new(ProblemKind::Usage, "problem-report-one-file")
                    .with("path", path.display())
                    .with("files", files.len())),
            },
            ReportTo::Folder(folder) => {
                std::fs::create_dir_all(folder).map_err(|error| {
                    Problem::refused("problem-not-readable").with("path", folder.display()).with("detail", error)
                })?;
                let mut written: Vec<PathBuf> = Vec::new();
                for file in preview.files.iter().filter(|file| told(file)) {
                    // Files of one name from several folders: only what this run wrote is passed over.
                    let path = numbered(folder, &sheet_name(file, say), "xlsx")
                        .find(|path| !written.contains(path))
                        .unwrap_or_default();
                    write_sheet(file, &path, replace, (say, reader))?;
                    written.push(path);
                }
                Ok(written)
            }
            ReportTo::Beside => preview
                .files
                .iter()
                .filter(|file| told(file))
                .map(|file| {
                    let folder = folder_of(&file.path);
                    beside(&folder, &sheet_name(file, say), "xlsx", &mut |path| {
                        write_sheet(file, path, false, (say, reader))
                    })
                })
                .collect(),
        }
    }
}

/// Whether there is something to tell of a file.
fn told(file: &PreviewFile) -> bool {
    file.refused.is_some() || !file.rejects.is_empty() || !file.warnings.is_empty() || !file.unknown.is_empty()
}

fn stem(path: &Path) -> String {
    path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn folder_of(path: &Path) -> PathBuf {
    path.parent().map(Path::to_owned).unwrap_or_default()
}

fn sheet_name(file: &PreviewFile, say: Say<'_>) -> String {
    say("preview-name-sheet", &[("name", stem(&file.path))])
}

/// A name, then the same with numbers.
pub(super) fn numbered(folder: &Path, name: &str, ending: &str) -> impl Iterator<Item = PathBuf> {
    let (plain, folder, name, ending) =
        (folder.join(format!("{name}.{ending}")), folder.to_owned(), name.to_owned(), ending.to_owned());
    std::iter::once(plain).chain((2u32..).map(move |number| folder.join(format!("{name}-{number}.{ending}"))))
}

/// Most reports of one name beside a file.
const MOST_BESIDE: usize = 1_000;

/// Writes under the first free name.
fn beside(
    folder: &Path,
    name: &str,
    ending: &str,
    write: &mut dyn FnMut(&Path) -> Result<(), Problem>,
) -> Result<PathBuf, Problem> {
    let mut taken = None;
    for path in numbered(folder, name, ending).take(MOST_BESIDE) {
        match write(&path) {
            Ok(()) => return Ok(path),
            Err(problem) if problem.key == "problem-file-exists" => taken = Some(problem),
            Err(problem) => return Err(problem),
        }
    }
    Err(taken.unwrap_or_else(|| Problem::internal("no name")))
}

fn write_text(preview: &Preview, path: &Path, replace: bool, say: Say<'_>) -> Result<(), Problem> {
    write_atomically(path, replace, |file| {
        let mut out = std::io::BufWriter::new(file);
        let written = lines(preview, say).iter().try_for_each(|line| writeln!(out, "{line}"));
        written.and_then(|()| out.flush()).map_err(|error| write_failed(path, &error))
    })
}

/// `reader`: the program that reads the file again, as when it was read first.
fn write_sheet(
    file: &PreviewFile,
    path: &Path,
    replace: bool,
    (say, reader): (Say<'_>, Option<&Path>),
) -> Result<(), Problem> {
    let remark = |one: &Complaint, rejected| Remark {
        sheet: one.sheet.clone(),
        row: one.row,
        column: one.column,
        value: one.value.clone(),
        rejected,
        text: say(one.key, &one.args),
    };
    let mut remarks: Vec<Remark> = Vec::new();
    remarks.extend(file.refused.iter().map(|problem| Remark {
        sheet: String::new(),
        row: 0,
        column: 0,
        value: String::new(),
        rejected: true,
        text: say(problem.key, &problem.args),
    }));
    remarks.extend(file.rejects.iter().map(|one| remark(one, true)));
    remarks.extend(file.warnings.iter().map(|one| remark(one, false)));
    let name = file.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let rejected = remarks.iter().filter(|remark| remark.rejected).count();
    let counts =
        [("file", name), ("rejects", rejected.to_string()), ("remarks", (remarks.len() - rejected).to_string())];
    let words = Words {
        list: say("returned-list", &[]),
        preface: vec![say("returned-about", &counts), say("returned-please", &[])],
        headings: [
            say("returned-head-number", &[]),
            say("returned-head-sheet", &[]),
            say("returned-head-cell", &[]),
            say("returned-head-value", &[]),
            say("returned-head-outcome", &[]),
            say("returned-head-reason", &[]),
        ],
        rejected: say("returned-rejected", &[]),
        remarked: say("returned-remarked", &[]),
        table: say("returned-table", &[]),
        in_part: say("returned-in-part", &[]),
    };
    let encoding = file.encoding.as_deref();
    write_returned(&file.path, &file.sha256, encoding, reader, &remarks, &words, (path, replace))?;
    Ok(())
}
