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
use super::spool::{Filling, Spool};
use super::view::{Complaint, Preview, PreviewFile, PreviewLine, PreviewTable, Standing, UnknownTable};
use super::workstation::Workstation;
use crate::exchange::read::{self, FileFacts, ReadOptions, Reason, read_into};
use crate::exchange::{FormSink, plain_name};
use crate::model::event::BatchPublished;
use crate::model::form::{Form, FormKind, Horizon, LINE_START, Place, Stage, line_end, version_of};
use crate::model::ids::{BatchId, VersionId};
use crate::model::money::Money;
use crate::model::packed;
use crate::model::problem::Problem;
use crate::rules::changes::{self, FieldChange};
use crate::store::standing::Standing as Stored;

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
}

/// A form in the spool.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    pub offset: u64,
    /// [`i64::MIN`] when there is no amount.
    fen: i64,
    file: u32,
    /// Number of its table in the file.
    pub table: u16,
    standing: Standing,
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

/// A table that is being read.
struct Open {
    report: PreviewTable,
    digest: Sha256,
    /// Whether anything of its kind and year is published here.
    published: bool,
}

/// Takes forms in, file after file.
pub(super) struct Staging<'s> {
    station: &'s Workstation,
    filling: Filling,
    lines: Vec<Line>,
    files: Vec<StagedFile>,
    tables: Vec<Open>,
    /// Where the spool and the lines were when the file began.
    begun: (u64, usize),
}

impl<'s> Staging<'s> {
    pub fn new(station: &'s Workstation) -> Result<Staging<'s>, Problem> {
        Ok(Staging {
            station,
            filling: Filling::beside(station.database())?,
            lines: Vec::new(),
            files: Vec::new(),
            tables: Vec::new(),
            begun: (0, 0),
        })
    }

    /// A file ends; the next one begins.
    pub fn end_file(&mut self, mut file: StagedFile) -> Result<Vec<PreviewTable>, Problem> {
        file.lines = self.begun.1..self.lines.len();
        let mut reports = Vec::new();
        for Open { report, digest, .. } in std::mem::take(&mut self.tables) {
            file.tables.push(StagedTable {
                kind: report.kind,
                year: report.year,
                batch: BatchId(digest.finalize().into()),
                forms: u32::try_from(report.projects).map_err(Problem::internal)?,
                indicators: report.indicators,
            });
            reports.push(report);
        }
        self.files.push(file);
        self.begun = (self.filling.at(), self.lines.len());
        Ok(reports)
    }

    pub fn finish(self) -> Result<Staged, Problem> {
        let mut lines = self.lines;
        lines.shrink_to_fit();
        Ok(Staged(Arc::new(Inner { spool: self.filling.finish()?, lines, files: self.files })))
    }

    fn table(&mut self, kind: FormKind, year: u16) -> Result<usize, Problem> {
        let same = |open: &Open| open.report.kind == kind && open.report.year == year;
        if let Some(at) = self.tables.iter().position(same) {
            return Ok(at);
        }
        let report = PreviewTable {
            kind,
            year,
            projects: 0,
            indicators: 0,
            new: 0,
            changed: 0,
            equal: 0,
            fen: 0,
            without_amount: 0,
        };
        let published = self.station.session.has_published(kind, year)?;
        self.tables.push(Open { report, digest: Sha256::new(), published });
        Ok(self.tables.len() - 1)
    }

    fn standing(&self, form: &Form, version: VersionId, published: bool) -> Result<Standing, Problem> {
        if !published {
            return Ok(Standing::New);
        }
        Ok(match self.station.session.standing(form.project(), form.year, form.kind, version)? {
            Stored::New => Standing::New,
            Stored::Changed => Standing::Changed,
            Stored::Equal => Standing::Equal,
        })
    }
}

impl FormSink for Staging<'_> {
    fn form(&mut self, place: Place, form: Form) -> Result<(), Problem> {
        let canonical = form.canonical();
        let version = version_of(&canonical);
        let at = self.table(form.kind, form.year)?;
        let standing = self.standing(&form, version, self.tables[at].published)?;
        let Open { report, digest, .. } = &mut self.tables[at];
        for part in [LINE_START, &canonical, &line_end(&place)] {
            digest.update(part.as_bytes());
        }
        report.projects += 1;
        report.indicators += annual(&form);
        match standing {
            Standing::New => report.new += 1,
            Standing::Changed => report.changed += 1,
            Standing::Equal => report.equal += 1,
        }
        let fen = form.annual_funds().map(|money| money.0).filter(|fen| *fen != i64::MIN);
        match fen {
            Some(fen) => report.fen += i128::from(fen),
            None => report.without_amount += 1,
        }
        let offset = self.filling.put(&place, version, &packed::pack(&form))?;
        self.lines.push(Line {
            offset,
            fen: fen.unwrap_or(i64::MIN),
            file: u32::try_from(self.files.len()).map_err(Problem::internal)?,
            table: u16::try_from(at).map_err(Problem::internal)?,
            standing,
        });
        Ok(())
    }

    fn again(&mut self) -> Result<(), Problem> {
        self.filling.cut(self.begun.0)?;
        self.lines.truncate(self.begun.1);
        self.tables.clear();
        Ok(())
    }
}

pub(super) fn annual(form: &Form) -> u64 {
    form.indicators.iter().filter(|row| row.horizon == Horizon::Annual).count() as u64
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
        let read_options = read_options(options, self.program());
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
        let staged = self.files.last().map(|file| &file.tables[..]).unwrap_or_default();
        let mut already_imported = !staged.is_empty();
        for table in staged {
            already_imported &= self.station.session.is_published(table.batch)?;
        }
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
    let ImportOptions { kind, year, region, stage: _, project, encoding, dry_run: _ } = options;
    (kind, year, region, project, encoding) == (&None, &None, &None, &None, &None)
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

fn read_options(options: &ImportOptions, reader: Option<&Path>) -> ReadOptions {
    ReadOptions {
        kind: options.kind,
        year: options.year,
        region: options.region.clone(),
        stage: options.stage,
        project: options.project.clone(),
        encoding: options.encoding.clone(),
        whole: false,
        reader: reader.map(Path::to_owned),
    }
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
