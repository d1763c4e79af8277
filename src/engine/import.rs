//! Importing tables: read everything first ([`super::preview`]), then store it in slices under batches that nobody reads,
//! then publish the tables of a file with one event each, all in one transaction. A cancelled or killed import leaves
//! nothing of a file that anyone sees; a repeated one writes nothing.

use std::fs::{File, OpenOptions};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::preview::{Inner, Line, Staged, StagedFile};
use super::request::ImportOptions;
use super::staging::Staging;
use super::view::{ImportReport, ImportedFile, ImportedTable, Preview, PreviewFile, PreviewTable};
use super::workstation::Workstation;
use crate::exchange::FormSink;
use crate::model::event::{BatchPublished, Body};
use crate::model::form::{Form, Place};
use crate::model::packed;
use crate::model::problem::Problem;
use crate::store::batch::BatchRow;
use crate::store::standing::Standing;

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

impl Workstation {
    /// Imports files and folders: reads all of them, then commits. A file named by itself that is refused stops the
    /// import before anything is stored; one in a folder is told, and the rest is taken.
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
        let preview = self.preview(paths, options, watch)?;
        if let Some(problem) = preview.refused_among(paths) {
            return Err(problem.clone());
        }
        if options.dry_run {
            return Ok(preview.report());
        }
        self.commit_preview(&preview, watch)
    }

    /// Stores all of a preview; the report tells of files that were refused or known, too.
    ///
    /// # Errors
    /// As [`Workstation::commit`].
    pub fn commit_preview(&mut self, preview: &Preview, watch: Watch<'_>) -> Result<ImportReport, Problem> {
        let committed = self.commit(&preview.staged, watch)?;
        // What was told by its hash alone was not staged: its tables are known from the preview.
        let known = preview.files.iter().filter(|file| file.already_imported && !file.tables.is_empty());
        let known: Vec<ImportedFile> = known.map(imported).collect();
        let files = committed.files.into_iter().map(|file| {
            known.iter().find(|known| file.tables.is_empty() && known.path == file.path).cloned().unwrap_or(file)
        });
        let ImportReport { refused, passed_over, .. } = preview.report();
        Ok(ImportReport { files: files.collect(), dry_run: false, refused, passed_over })
    }

    /// Stores what was read and publishes it, file after file; what is published meanwhile is counted anew. Committing
    /// the same reading again writes nothing.
    ///
    /// # Errors
    /// When the job is cancelled or the station cannot write. Files before the one at hand are imported by then.
    pub fn commit(&mut self, staged: &Staged, watch: Watch<'_>) -> Result<ImportReport, Problem> {
        self.writable()?;
        let mut report = ImportReport::default();
        let inner = &staged.0;
        for file in &inner.files {
            // A file of which nothing was taken is in the report of the preview.
            if file.sha256.is_empty() {
                continue;
            }
            let operation = || uuid::Uuid::now_v7().to_string();
            let done = self.commit_file(inner, file, &operation, watch);
            let (tables, already_imported) = done.map_err(|problem| match report.files.len() {
                stored if stored > 0 && problem.key == "problem-cancelled" => {
                    let total = inner.files.iter().filter(|file| !file.sha256.is_empty()).count();
                    Problem::refused("problem-cancelled-between").with("stored", stored).with("total", total)
                }
                _ => problem,
            })?;
            report.files.push(ImportedFile {
                path: file.path.clone(),
                sha256: file.sha256.clone(),
                encoding: file.encoding.clone(),
                already_imported,
                tables,
                rejects: file.rejects.clone(),
                warnings: file.warnings.clone(),
            });
        }
        Ok(report)
    }

    /// Stores forms that no file holds.
    pub(super) fn store_forms(
        &mut self,
        source: &str,
        file_sha256: &str,
        operation: &str,
        forms: Vec<(Place, Form)>,
        watch: Watch<'_>,
    ) -> Result<(), Problem> {
        let mut staging = Staging::new(self)?;
        for (place, form) in forms {
            staging.form(place, form)?;
        }
        let file = StagedFile { source: source.to_owned(), sha256: file_sha256.to_owned(), ..StagedFile::default() };
        staging.end_file(file)?;
        let staged = staging.finish()?;
        for file in &staged.0.files {
            self.commit_file(&staged.0, file, &|| operation.to_owned(), watch)?;
        }
        Ok(())
    }

    /// Stores the tables of a file and publishes them together. Answers what each brought and whether all of them were
    /// here before.
    fn commit_file(
        &mut self,
        inner: &Inner,
        file: &StagedFile,
        operation: &dyn Fn() -> String,
        watch: Watch<'_>,
    ) -> Result<(Vec<ImportedTable>, bool), Problem> {
        let mut tables: Vec<ImportedTable> = file
            .tables
            .iter()
            .map(|table| ImportedTable {
                kind: table.kind,
                year: table.year,
                projects: u64::from(table.forms),
                indicators: table.indicators,
                new: 0,
                changed: 0,
                equal: 0,
            })
            .collect();
        let mut missing = Vec::new();
        for (at, table) in file.tables.iter().enumerate() {
            match self.session.is_published(table.batch)? {
                true => tables[at].equal = tables[at].projects,
                false => missing.push(at),
            }
        }
        if missing.is_empty() {
            return Ok((tables, true));
        }
        let lock = self.lock_import();
        let _room = self.session.roomy()?;
        let total: u64 = missing.iter().map(|at| tables[*at].projects).sum();
        let mut begun = Vec::new();
        let stored = self.store_tables(inner, file, (&missing, total), &mut begun, &mut tables, watch);
        let indexed = stored.and_then(|()| begun.iter().try_for_each(|batch| self.index_batch(*batch, total, watch)));
        let stored = indexed.and_then(|()| {
            let progress = Progress { phase: "phase-publishing", done: total, total: Some(total), rejects: 0 };
            if watch(progress).is_break() {
                return Err(cancelled());
            }
            self.publish(file, &missing, &begun, operation)
        });
        drop(lock);
        if let Err(problem) = stored {
            // Nobody reads an unpublished batch; what remains when even this fails goes at the next start.
            let _ = self
                .session
                .transaction(|session| begun.iter().try_for_each(|batch| session.drop_unfinished_batch(*batch)));
            return Err(problem);
        }
        Ok((tables, false))
    }

    fn store_tables(
        &self,
        inner: &Inner,
        file: &StagedFile,
        (missing, total): (&[usize], u64),
        begun: &mut Vec<BatchRow>,
        tables: &mut [ImportedTable],
        watch: Watch<'_>,
    ) -> Result<(), Problem> {
        let mut done = 0;
        for at in missing {
            let table = &file.tables[*at];
            let batch =
                self.session.transaction(|session| session.begin_batch(table.kind, table.year, &file.source))?;
            begun.push(batch);
            let lines: Vec<&Line> =
                inner.lines[file.lines.clone()].iter().filter(|line| usize::from(line.table) == *at).collect();
            self.fill(batch, inner, &lines, &mut tables[*at], &mut |stored| {
                watch(Progress { phase: "phase-storing", done: done + stored, total: Some(total), rejects: 0 })
            })?;
            done += lines.len() as u64;
        }
        Ok(())
    }

    fn publish(
        &self,
        file: &StagedFile,
        missing: &[usize],
        begun: &[BatchRow],
        operation: &dyn Fn() -> String,
    ) -> Result<(), Problem> {
        let mut bodies = Vec::new();
        for (at, batch) in missing.iter().zip(begun) {
            let table = &file.tables[*at];
            let body = Body::BatchPublished(BatchPublished {
                batch: table.batch,
                form_kind: table.kind,
                year: table.year,
                source: file.source.clone(),
                file: file.sha256.clone(),
                forms: table.forms,
                indicators: u32::try_from(table.indicators).map_err(Problem::internal)?,
            });
            bodies.push((table.batch, *batch, body));
        }
        self.session.transaction(|session| {
            for (id, batch, body) in bodies {
                if session.has_batch(id)? {
                    // Another process was faster with the same table.
                    session.drop_unfinished_batch(batch)?;
                } else {
                    session.name_batch(batch, id)?;
                }
                if !session.is_published(id)? {
                    self.append(session, &operation(), Vec::new(), body)?;
                }
            }
            Ok(())
        })
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
        inner: &Inner,
        lines: &[&Line],
        answer: &mut ImportedTable,
        watch: &mut dyn FnMut(u64) -> ControlFlow<()>,
    ) -> Result<(), Problem> {
        let others = self.session.has_published(answer.kind, answer.year)?;
        let mut records = inner.spool.reader();
        let mut next = 0;
        while next < lines.len() {
            let begun = Instant::now();
            next = self.session.transaction(|session| {
                let mut at = next;
                while at < lines.len() && (at == next || begun.elapsed() < SLICE) {
                    let record = records.read(lines[at].offset)?;
                    let form = packed::without_rows(&record.packed).map_err(Problem::internal)?;
                    let ordinal = u32::try_from(at).map_err(Problem::internal)?;
                    let (_, new) =
                        session.add_form(batch, ordinal, &record.place, &form, &record.packed, record.version)?;
                    match new {
                        false => answer.equal += 1,
                        true => {
                            answer.new += 1;
                            let standing = match others {
                                true => session.standing(form.project(), form.year, form.kind, record.version)?,
                                false => Standing::New,
                            };
                            answer.changed += u64::from(standing == Standing::Changed);
                        }
                    }
                    at += 1;
                }
                Ok(at)
            })?;
            if watch(next as u64).is_break() {
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
}

impl Preview {
    /// Why the first of these files was refused, if one was: a file that was named by itself stops an import.
    pub fn refused_among(&self, paths: &[PathBuf]) -> Option<&Problem> {
        self.files.iter().filter(|file| paths.contains(&file.path)).find_map(|file| file.refused.as_ref())
    }

    /// What an import would bring.
    pub fn report(&self) -> ImportReport {
        ImportReport {
            files: self.files.iter().filter(|file| file.refused.is_none()).map(imported).collect(),
            dry_run: true,
            refused: self.files.iter().filter_map(|file| Some((file.path.clone(), file.refused.clone()?))).collect(),
            passed_over: self.passed_over.clone(),
        }
    }
}

fn imported(file: &PreviewFile) -> ImportedFile {
    let table = |table: &PreviewTable| ImportedTable {
        kind: table.kind,
        year: table.year,
        projects: table.projects,
        indicators: table.indicators,
        new: table.new + table.changed,
        changed: table.changed,
        equal: table.equal,
    };
    ImportedFile {
        path: file.path.clone(),
        sha256: file.sha256.clone(),
        encoding: file.encoding.clone(),
        already_imported: file.already_imported,
        tables: file.tables.iter().map(table).collect(),
        rejects: file.rejects.clone(),
        warnings: file.warnings.clone(),
    }
}
