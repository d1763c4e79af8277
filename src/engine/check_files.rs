//! Checks files without a database, so that a department finds its faults before it files them (送审前自查).
//!
//! The same checks as a station's, over what stands in the files themselves: a budget list among them is held against
//! the targets, targets against the self-evaluations of their year, and self-evaluations of one department against those of
//! others; what only a database knows (last year, targets of other departments) is not looked at, and that is said. Nothing is
//! stored. The words come from the caller's tables.

mod among;
mod copied;

use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::folder;
use super::import::{Progress, Watch, cancelled};
use super::mapping::{Places, read_options};
use super::report::{Say, numbered};
use super::request::ImportOptions;
use super::rulebook::Rulebook;
use super::view::Complaint;
use crate::exchange::atomic::{write_atomically, write_failed};
pub use crate::exchange::locate::Spot;
use crate::exchange::locate::locate;
use crate::exchange::page::{Page, Table, write_page};
use crate::exchange::returned::{Remark, Words, write_returned};
use crate::exchange::{ReadFile, read_file};
use crate::model::finding::{Cell, Finding, Severity};
use crate::model::form::{Form, FormKind, Place};
use crate::model::problem::Problem;
use crate::model::score::ScoreRules;
use among::Among;

/// One target or self-evaluation in a file, and what was found on it.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckedForm {
    /// Where it begins.
    pub place: Place,
    /// The form.
    pub form: Form,
    /// What the checks found: the whole target first, then by row.
    pub findings: Vec<Finding>,
}

impl CheckedForm {
    /// Findings that no other check charges.
    pub fn charged(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.charged_by.is_none())
    }
}

/// A file that was checked.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckedFile {
    /// The file.
    pub path: PathBuf,
    /// SHA-256 of it, lower-case hexadecimal; empty when it was refused.
    pub sha256: String,
    /// Encoding of a csv file.
    pub encoding: Option<String>,
    /// Its targets and self-evaluations.
    pub forms: Vec<CheckedForm>,
    /// Forms that are neither: they are read but there is nothing to check.
    pub others: u64,
    /// Own checks that failed on one of its targets, each as it failed first.
    pub failed: Vec<Problem>,
    /// Cells and rows that could not be used.
    pub rejects: Vec<Complaint>,
    /// Why nothing of it could be used.
    pub refused: Option<Problem>,
}

impl CheckedFile {
    /// How many findings are of a severity; only those that are charged.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings().filter(|(_, finding)| finding.severity == severity).count()
    }

    /// Findings with their forms; what another check charges is left out.
    pub fn findings(&self) -> impl Iterator<Item = (&CheckedForm, &Finding)> {
        self.forms.iter().flat_map(|form| form.charged().map(move |finding| (form, finding)))
    }
}

/// A finding in words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FindingWords {
    /// Name of the check.
    pub name: String,
    /// What the department reads.
    pub opinion: String,
    /// What the department is to do.
    pub demand: String,
    /// What was looked at.
    pub why: String,
}

/// By what to check and how to say it.
#[derive(Clone, Copy)]
pub struct Desk<'a> {
    /// The checks of the catalogue and of the place.
    pub rulebook: &'a Rulebook,
    /// How the place scores self-evaluations.
    pub score: &'a ScoreRules,
    /// Puts a finding into words.
    pub words: &'a dyn Fn(&Finding) -> FindingWords,
    /// Tag of the language of these words, e.g. `zh-CN`.
    pub language: &'static str,
    /// Saved mappings of unknown layouts.
    pub mappings: Option<&'a Path>,
    /// This program, for reading workbooks behind a wall.
    pub reader: Option<&'a Path>,
}

/// Checks files and folders. A file that is refused does not spoil the others.
///
/// # Errors
/// When it is cancelled, or a folder cannot be walked.
pub fn check_files(
    paths: &[PathBuf],
    options: &ImportOptions,
    desk: Desk<'_>,
    watch: Watch<'_>,
) -> Result<Vec<CheckedFile>, Problem> {
    let mut files = Vec::new();
    for path in paths {
        match path.is_dir() {
            true => files.extend(folder::walk(path, watch)?.files),
            false => files.push(path.clone()),
        }
    }
    let places = Places { file: desk.mappings.map(Path::to_owned), reader: desk.reader.map(Path::to_owned) };
    let read_options = read_options(options, &places);
    let mut read: Vec<(PathBuf, Result<ReadFile, Problem>)> = Vec::new();
    let total = files.len() as u64;
    for (done, path) in files.into_iter().enumerate() {
        let told = Progress { phase: "phase-reading", done: done as u64, total: Some(total), rejects: 0 };
        let mut stopped = false;
        let file = read_file(&path, &read_options, &mut |_| {
            let answer = watch(told);
            stopped |= answer.is_break();
            answer
        });
        if stopped {
            return Err(cancelled());
        }
        read.push((path, file));
    }
    let among = Among::of(&read, desk.rulebook, desk.score);
    let mut checked = Vec::new();
    let total = read.len() as u64;
    for (done, (path, file)) in read.into_iter().enumerate() {
        let told = Progress { phase: "phase-checking", done: done as u64, total: Some(total), rejects: 0 };
        checked.push(check_file(path, file, &among, desk, &mut || watch(told).is_break())?);
    }
    Ok(checked)
}

fn check_file(
    path: PathBuf,
    file: Result<ReadFile, Problem>,
    among: &Among,
    desk: Desk<'_>,
    stop: &mut dyn FnMut() -> bool,
) -> Result<CheckedFile, Problem> {
    let mut checked = CheckedFile {
        path,
        sha256: String::new(),
        encoding: None,
        forms: Vec::new(),
        others: 0,
        failed: Vec::new(),
        rejects: Vec::new(),
        refused: None,
    };
    let file = match file {
        Ok(file) => file,
        Err(problem) => {
            checked.refused = Some(problem);
            return Ok(checked);
        }
    };
    checked.sha256 = file.sha256;
    for table in file.tables {
        checked.encoding = checked.encoding.or(table.encoding);
        checked.rejects.extend(table.rejects.into_iter().map(|reject| Complaint {
            sheet: reject.sheet,
            row: reject.row,
            column: reject.column,
            value: reject.value,
            key: reject.reason.key,
            args: reject.reason.args,
        }));
        if !matches!(table.kind, FormKind::Target | FormKind::SelfEvaluation) {
            checked.others += table.batch.forms.len() as u64;
            continue;
        }
        for (place, form) in table.batch.forms {
            if stop() {
                return Err(cancelled());
            }
            let findings = if table.kind == FormKind::SelfEvaluation {
                among.examine_evaluation(&form, desk.rulebook, desk.score)
            } else {
                let (findings, failed) = among.examine_target(&form, desk.rulebook);
                for problem in failed {
                    super::rulebook::failed(&problem);
                    let same = |known: &Problem| known.args.first() == problem.args.first();
                    if !checked.failed.iter().any(same) {
                        checked.failed.push(problem);
                    }
                }
                findings
            };
            checked.forms.push(CheckedForm { place, form, findings });
        }
    }
    Ok(checked)
}

/// Where each finding of a file stands, in the order of [`CheckedFile::findings`].
///
/// # Errors
/// When the file cannot be read again.
pub fn spots(file: &CheckedFile, desk: Desk<'_>) -> Result<Vec<Spot>, Problem> {
    let forms: Vec<(Place, &Form)> = file.forms.iter().map(|form| (form.place.clone(), &form.form)).collect();
    if file.findings().next().is_none() {
        return Ok(Vec::new());
    }
    let located = locate(&file.path, file.encoding.as_deref(), desk.reader, &forms)?;
    let mut spots = Vec::new();
    for (form, located) in file.forms.iter().zip(&located) {
        let whole = Spot { row: form.place.row, column: 0 };
        spots.extend(form.charged().map(|finding| located.spot(finding.row, finding.cell).unwrap_or(whole)));
    }
    Ok(spots)
}

/// Lines about a file.
pub fn lines(file: &CheckedFile, desk: Desk<'_>, say: Say<'_>) -> Vec<String> {
    let mut lines = vec![summary(file, say)];
    if let Some(problem) = &file.refused {
        lines.push(format!("  {}", say(problem.key, &problem.args)));
    }
    lines.extend(file.forms.iter().flat_map(|form| form_lines(form, desk.words, say)));
    lines
}

/// Lines about one target; none where nothing was found.
pub fn form_lines(form: &CheckedForm, words: &dyn Fn(&Finding) -> FindingWords, say: Say<'_>) -> Vec<String> {
    let findings: Vec<&Finding> = form.charged().collect();
    if findings.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![format!("  {}", title(form, say))];
    for finding in findings {
        let FindingWords { name, opinion, why, .. } = words(finding);
        let head = [
            ("severity", say(&format!("severity-{}", finding.severity.id()), &[])),
            ("check", finding.check.to_string()),
            ("class", finding.category.0.clone()),
            ("row", finding.row.map(|row| row.to_string()).unwrap_or_default()),
            ("name", name),
        ];
        let key = if finding.row.is_some() { "check-line-row" } else { "check-line-whole" };
        lines.push(format!("    {}", say(key, &head)));
        lines.push(format!("      {opinion}"));
        lines.push(format!("      {}", say("check-line-why", &[("why", why)])));
    }
    lines
}

fn summary(file: &CheckedFile, say: Say<'_>) -> String {
    let indicators: usize = file.forms.iter().map(|form| form.form.indicators.len()).sum();
    let args = [
        ("file", file.path.display().to_string()),
        ("projects", file.forms.len().to_string()),
        ("indicators", indicators.to_string()),
        ("errors", file.count(Severity::Error).to_string()),
        ("warnings", file.count(Severity::Warning).to_string()),
        ("infos", file.count(Severity::Info).to_string()),
    ];
    say("check-summary", &args)
}

fn title(form: &CheckedForm, say: Say<'_>) -> String {
    let args = [
        ("code", form.form.code.clone().unwrap_or_default()),
        ("project", form.form.name.clone()),
        ("sheet", form.place.sheet.clone()),
        ("row", form.place.row.to_string()),
    ];
    say(if form.place.sheet.is_empty() { "check-project-row" } else { "check-project-sheet" }, &args)
}

/// Writes a copy of the file with every cell that something is said of marked and annotated.
///
/// # Errors
/// When the file exists and `replace` is not set, cannot be written, or the checked file has changed since.
pub fn write_sheet(
    file: &CheckedFile,
    (path, replace): (&Path, bool),
    desk: Desk<'_>,
    say: Say<'_>,
) -> Result<usize, Problem> {
    let encoding = file.encoding.as_deref();
    let mut remarks = Vec::new();
    for ((form, finding), spot) in file.findings().zip(spots(file, desk)?) {
        let FindingWords { name, opinion, why, .. } = (desk.words)(finding);
        remarks.push(Remark {
            sheet: form.place.sheet.clone(),
            row: spot.row,
            column: spot.column,
            value: shown(form, finding),
            rejected: finding.severity == Severity::Error,
            text: format!("{} {name}: {opinion} {why}", finding.check),
        });
    }
    for reject in &file.rejects {
        remarks.push(Remark {
            sheet: reject.sheet.clone(),
            row: reject.row,
            column: reject.column,
            value: reject.value.clone(),
            rejected: true,
            text: say(reject.key, &reject.args),
        });
    }
    let words = Words {
        list: say("check-sheet-list", &[]),
        preface: vec![summary(file, say), say("check-sheet-please", &[]), say("check-not-looked-at", &[])],
        headings: [
            say("returned-head-number", &[]),
            say("returned-head-sheet", &[]),
            say("returned-head-cell", &[]),
            say("returned-head-value", &[]),
            say("check-head-severity", &[]),
            say("check-head-finding", &[]),
        ],
        rejected: say("severity-error", &[]),
        remarked: say("check-remarked", &[]),
        table: say("returned-table", &[]),
        in_part: say("returned-in-part", &[]),
    };
    let written = write_returned(&file.path, &file.sha256, encoding, desk.reader, &remarks, &words, (path, replace))?;
    Ok(written.rows)
}

/// What the cell of a finding shows.
fn shown(form: &CheckedForm, finding: &Finding) -> String {
    let row = finding.row.and_then(|no| form.form.indicators.iter().find(|indicator| indicator.no == no));
    match (row, finding.cell) {
        (Some(row), Cell::Value | Cell::Sign | Cell::UnitOfMeasure) => row.printed_target(),
        (Some(row), Cell::Weight) => row.weight.clone().unwrap_or_default(),
        (Some(row), Cell::Actual) => row.actual.clone().unwrap_or_default(),
        (Some(row), Cell::Score) => row.score.clone().unwrap_or_default(),
        (Some(row), Cell::Reason) => row.deviation_reason.clone().unwrap_or_default(),
        (Some(row), Cell::Level) => row.level2.clone(),
        (Some(row), _) => row.level3.clone(),
        (None, Cell::Goal) => form.form.goal.annual.clone().unwrap_or_default(),
        (None, Cell::Completion) => form.form.goal.actual.clone().unwrap_or_default(),
        (None, Cell::Score) => form.form.funds.execution_score.clone().unwrap_or_default(),
        (None, Cell::Total) => form.form.self_score.clone().unwrap_or_default(),
        (None, Cell::Funds) => printed_funds(&form.form),
        (None, _) => form.form.name.clone(),
    }
}

/// The amount of a target, or the adjusted budget of a self-evaluation.
fn printed_funds(form: &Form) -> String {
    let funds = &form.funds;
    let amount = if form.kind == FormKind::SelfEvaluation { &funds.adjusted } else { &funds.total };
    amount.as_ref().map(|amount| amount.raw.clone()).unwrap_or_default()
}

/// Writes a page about files.
///
/// # Errors
/// When the file exists and `replace` is not set, or cannot be written.
pub fn write_html(
    files: &[CheckedFile],
    (path, replace): (&Path, bool),
    desk: Desk<'_>,
    say: Say<'_>,
) -> Result<usize, Problem> {
    let mut tables = Vec::new();
    for file in files {
        let refused = file.refused.iter().map(|problem| say(problem.key, &problem.args));
        tables.push(Table { title: summary(file, say), lines: refused.collect(), ..Table::default() });
        for form in &file.forms {
            let findings = form.charged();
            let rows: Vec<_> =
                findings.map(|finding| (finding.severity.id(), page_row(form, finding, desk, say))).collect();
            if !rows.is_empty() {
                let heads = ["severity", "check", "row", "value", "finding", "why"];
                let headings = heads.iter().map(|head| say(&format!("check-head-{head}"), &[])).collect();
                tables.push(Table { title: title(form, say), lines: Vec::new(), headings, rows });
            }
        }
    }
    let page = Page {
        language: desk.language,
        title: say("check-page-title", &[]),
        lines: vec![say("check-sheet-please", &[]), say("check-not-looked-at", &[])],
        tables,
    };
    write_page(path, replace, &page).map(|written| written.rows)
}

fn page_row(form: &CheckedForm, finding: &Finding, desk: Desk<'_>, say: Say<'_>) -> Vec<String> {
    let FindingWords { name, opinion, why, .. } = (desk.words)(finding);
    vec![
        say(&format!("severity-{}", finding.severity.id()), &[]),
        format!("{} {name}", finding.check),
        finding.row.map(|row| row.to_string()).unwrap_or_default(),
        shown(form, finding),
        opinion,
        why,
    ]
}

/// Writes the lines about files.
///
/// # Errors
/// When the file exists and `replace` is not set, or cannot be written.
pub fn write_text(
    files: &[CheckedFile],
    (path, replace): (&Path, bool),
    desk: Desk<'_>,
    say: Say<'_>,
) -> Result<(), Problem> {
    write_atomically(path, replace, |out| {
        let mut lines = files.iter().flat_map(|file| lines(file, desk, say));
        lines.try_for_each(|line| writeln!(out, "{line}")).map_err(|error| write_failed(path, &error))
    })
}

/// Writes a marked copy of each file that something is said of into a folder, which is made. Answers what was written.
///
/// # Errors
/// As [`write_sheet`].
pub fn write_folder(
    files: &[CheckedFile],
    (folder, replace): (&Path, bool),
    desk: Desk<'_>,
    say: Say<'_>,
) -> Result<Vec<PathBuf>, Problem> {
    std::fs::create_dir_all(folder).map_err(|error| write_failed(folder, &error))?;
    let mut written: Vec<PathBuf> = Vec::new();
    let told = |file: &&CheckedFile| file.refused.is_none() && file.findings().next().is_some();
    for file in files.iter().filter(told) {
        let stem = file.path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let name = say("check-name-sheet", &[("name", stem)]);
        // Files of one name from several folders.
        let free = numbered(folder, &name, "xlsx").find(|path| !written.contains(path));
        let path = free.unwrap_or_else(|| folder.join(&name));
        write_sheet(file, (&path, replace), desk, say)?;
        written.push(path);
    }
    Ok(written)
}
