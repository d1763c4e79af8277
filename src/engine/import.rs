//! Importing tables: read everything first, then store it in slices under a batch that nobody reads, then publish it
//! with one event. A cancelled or killed import leaves nothing that anyone sees; a repeated one writes nothing.

use std::fs::{File, OpenOptions};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::request::ImportOptions;
use super::view::{Complaint, ImportReport, ImportedFile, ImportedTable};
use super::workstation::Workstation;
use crate::exchange::read::{ReadOptions, ReadTable, Reason, read_file};
use crate::model::event::{BatchPublished, Body};
use crate::model::form::{Batch, Form, Horizon, Place, line, version_of};
use crate::model::ids::{BatchId, VersionId, sha256};
use crate::model::problem::Problem;
use crate::store::batch::BatchRow;

/// Longest time one slice keeps the write lock.
const SLICE: Duration = Duration::from_millis(20);

/// Forms that are indexed at once. Each time costs a part of the index of its own, which is merged with the others later; with
/// slices as short as those of forms it would be merged over and over.
const INDEXED: u32 = 8_000;

/// How far a job is. `phase` is a locale key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub phase: &'static str,
    /// Done so far.
    pub done: u64,
    /// Of how many, where that is known.
    pub total: Option<u64>,
    /// Cells and rows that could not be used so far.
    pub rejects: u64,
}

/// Told of progress; answers whether to go on.
pub type Watch<'a> = &'a mut dyn FnMut(Progress) -> ControlFlow<()>;

/// Problem of a job that was cancelled.
pub fn cancelled() -> Problem {
    Problem::refused("problem-cancelled")
}

/// A form ready to be stored.
struct Ready {
    place: Place,
    form: Form,
    canonical: String,
    version: VersionId,
}

impl Workstation {
    /// Imports files. All are read before the first is stored, so a file that is refused leaves nothing behind.
    ///
    /// # Errors
    /// When a file is refused, the job is cancelled, or the station cannot write.
    pub fn import(
        &mut self,
        paths: &[PathBuf],
        options: &ImportOptions,
        watch: Watch<'_>,
    ) -> Result<ImportReport, Problem> {
        if !options.dry_run {
            self.writable()?;
        }
        let read_options = ReadOptions {
            kind: options.kind,
            year: options.year,
            region: options.region.clone(),
            stage: options.stage,
            project: options.project.clone(),
            encoding: options.encoding.clone(),
        };
        let mut files = Vec::new();
        for path in paths {
            let read = read_file(path, &read_options, &mut |progress| {
                watch(Progress { phase: "phase-reading", done: progress.rows, total: None, rejects: 0 })
            })?;
            files.push((path, read));
        }
        let mut report = ImportReport { files: Vec::new(), dry_run: options.dry_run };
        for (path, read) in files {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let mut file = ImportedFile {
                path: path.clone(),
                sha256: read.sha256.clone(),
                encoding: read.tables.iter().find_map(|table| table.encoding.clone()),
                already_imported: true,
                tables: Vec::new(),
                rejects: Vec::new(),
                warnings: Vec::new(),
            };
            for table in read.tables {
                for reject in &table.rejects {
                    let place = (reject.row, reject.column);
                    file.rejects.push(complaint(&reject.sheet, place, &reject.value, &reject.reason));
                }
                for warning in &table.warnings {
                    file.warnings.push(complaint(&warning.sheet, (warning.row, warning.column), "", &warning.reason));
                }
                let (stored, known) = self.store_table(
                    &name,
                    &read.sha256,
                    &uuid::Uuid::now_v7().to_string(),
                    table,
                    options.dry_run,
                    watch,
                )?;
                file.already_imported &= known;
                file.tables.push(stored);
            }
            report.files.push(file);
        }
        Ok(report)
    }

    /// Stores one table. Answers what it brought and whether this very table was here before.
    pub(super) fn store_table(
        &mut self,
        source: &str,
        file_sha256: &str,
        operation: &str,
        table: ReadTable,
        dry_run: bool,
        watch: Watch<'_>,
    ) -> Result<(ImportedTable, bool), Problem> {
        let (kind, year) = (table.kind, table.year);
        let (ready, id) = prepare(table.batch);
        let total = ready.len() as u64;
        let indicators: u64 = ready.iter().map(|ready| annual(&ready.form)).sum();
        let mut answer = ImportedTable { kind, year, projects: total, indicators, new: 0, changed: 0, equal: 0 };
        let published = self.session.is_published(id)?;
        if published || dry_run {
            for form in &ready {
                self.count(&mut answer, form, self.session.form_row(form.version)?.is_none())?;
            }
            return Ok((answer, published));
        }
        let lock = self.lock_import();
        let _room = self.session.roomy()?;
        let batch = self.session.transaction(|session| session.begin_batch(kind, year, source))?;
        let filled = self.fill(batch, &ready, &mut answer, watch);
        let forms = u32::try_from(total).map_err(Problem::internal)?;
        let body = Body::BatchPublished(BatchPublished {
            batch: id,
            form_kind: kind,
            year,
            source: source.to_owned(),
            file: file_sha256.to_owned(),
            forms,
            indicators: u32::try_from(indicators).map_err(Problem::internal)?,
        });
        let stored = filled.and_then(|()| self.index_batch(batch, total, watch)).and_then(|()| {
            let progress = Progress { phase: "phase-publishing", done: total, total: Some(total), rejects: 0 };
            if watch(progress).is_break() {
                return Err(cancelled());
            }
            self.session.transaction(|session| {
                if session.has_batch(id)? {
                    // Another process was faster with the same table.
                    session.drop_unfinished_batch(batch)?;
                } else {
                    session.name_batch(batch, id)?;
                }
                if !session.is_published(id)? {
                    self.append(session, operation, Vec::new(), body)?;
                }
                Ok(())
            })
        });
        drop(lock);
        if let Err(problem) = stored {
            // Nobody reads an unpublished batch; what remains when even this fails goes at the next start.
            let _ = self.session.transaction(|session| session.drop_unfinished_batch(batch));
            return Err(problem);
        }
        Ok((answer, false))
    }

    /// Held shared while a batch is filled, so that a second process that starts meanwhile does not tidy it away.
    fn lock_import(&self) -> Option<File> {
        let file = OpenOptions::new().create(true).append(true).open(self.import_lock_path()).ok()?;
        file.lock_shared().ok()?;
        Some(file)
    }

    fn fill(
        &self,
        batch: BatchRow,
        ready: &[Ready],
        answer: &mut ImportedTable,
        watch: Watch<'_>,
    ) -> Result<(), Problem> {
        let mut next = 0;
        while next < ready.len() {
            let begun = Instant::now();
            let stored = self.session.transaction(|session| {
                let mut at = next;
                while at < ready.len() && (at == next || begun.elapsed() < SLICE) {
                    let form = &ready[at];
                    let ordinal = u32::try_from(at).map_err(Problem::internal)?;
                    let (_, new) =
                        session.add_form(batch, ordinal, &form.place, &form.form, &form.canonical, form.version)?;
                    self.count(answer, form, new)?;
                    at += 1;
                }
                Ok(at)
            })?;
            next = stored;
            let progress =
                Progress { phase: "phase-storing", done: next as u64, total: Some(ready.len() as u64), rejects: 0 };
            if watch(progress).is_break() {
                return Err(cancelled());
            }
        }
        Ok(())
    }

    /// Lets what was filled in be found. Publishing does it for what is left out; done before, and in slices, nobody waits
    /// for the lock meanwhile.
    fn index_batch(&self, batch: BatchRow, total: u64, watch: Watch<'_>) -> Result<(), Problem> {
        let mut next = 0;
        while let Some(from) = self.session.transaction(|session| session.index_forms(batch, next, INDEXED))? {
            next = from;
            let progress =
                Progress { phase: "phase-publishing", done: u64::from(next), total: Some(total), rejects: 0 };
            if watch(progress).is_break() {
                return Err(cancelled());
            }
        }
        Ok(())
    }

    fn count(&self, answer: &mut ImportedTable, ready: &Ready, new: bool) -> Result<(), Problem> {
        if !new {
            answer.equal += 1;
            return Ok(());
        }
        answer.new += 1;
        if self.session.has_other_version(&ready.form, ready.version)? {
            answer.changed += 1;
        }
        Ok(())
    }
}

fn annual(form: &Form) -> u64 {
    form.indicators.iter().filter(|row| row.horizon == Horizon::Annual).count() as u64
}

fn prepare(batch: Batch) -> (Vec<Ready>, BatchId) {
    let mut lines = String::new();
    let ready = batch
        .forms
        .into_iter()
        .map(|(place, form)| {
            let canonical = form.canonical();
            lines.push_str(&line(&place, &canonical));
            let version = version_of(&canonical);
            Ready { place, form, canonical, version }
        })
        .collect();
    (ready, BatchId(sha256(lines.as_bytes())))
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
