//! Mappings as a use case: how a file is understood, what is proposed for it, trying a mapping, keeping it.
//!
//! None of this needs a database: a mapping belongs to the configuration. The file of mappings is read anew each time, so
//! that what another process saved holds at once; it is written whole or not at all, and what is replaced or removed
//! is kept beside it with the ending `.bak`.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::request::{ImportOptions, MappingSaved};
use crate::config::mappings;
use crate::exchange::atomic::{write_atomically, write_failed};
use crate::exchange::read::{ReadFile, ReadOptions, read_file, survey_file};
use crate::exchange::{self, Progress};
use crate::model::form::Horizon;
use crate::model::mapping::{Mapping, MappingTrial, Proposal, SurveyedSheet, UnknownTable};
use crate::model::problem::Problem;

/// Indicators of the first project that a trial shows.
const ROWS: usize = 5;
/// Year of a trial of a file that names none; only counts are told.
const ANY_YEAR: u16 = 2000;

/// Where what reading needs lies.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places {
    /// File with the saved mappings.
    pub file: Option<PathBuf>,
    /// This program, to be started again for reading workbooks behind a wall.
    pub reader: Option<PathBuf>,
}

/// How files are to be read: what was asked, with the mappings given for this once before those that are saved.
pub(super) fn read_options(options: &ImportOptions, places: &Places) -> ReadOptions {
    let saved = places.file.as_deref().map(|file| mappings::load(file).0).unwrap_or_default();
    let given = &options.mappings;
    let others = saved.into_iter().filter(|saved| !given.iter().any(|one| one.fingerprint == saved.fingerprint));
    ReadOptions {
        kind: options.kind,
        year: options.year,
        region: options.region.clone(),
        stage: options.stage,
        project: options.project.clone(),
        encoding: options.encoding.clone(),
        mappings: given.iter().cloned().chain(others).collect(),
        whole: false,
        reader: places.reader.clone(),
    }
}

fn on(_: Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// How each sheet of a file is understood, with a proposal for those that are not.
///
/// # Errors
/// When the file cannot be read as tables at all.
pub fn survey(path: &Path, options: &ImportOptions, places: &Places) -> Result<Vec<SurveyedSheet>, Problem> {
    survey_file(path, &read_options(options, places), &mut on)
}

/// Another proposal: the heading begins at another row of the window (an index) or takes another number of rows.
pub fn propose(table: &UnknownTable, heading_at: usize, heading_rows: u32) -> Proposal {
    exchange::mapping::propose(&table.window, heading_at, heading_rows)
}

/// The mapping that a proposal amounts to when it is taken as it is.
pub fn proposed(table: &UnknownTable) -> Mapping {
    with_layout(mappings::proposed(&table.proposal))
}

/// A mapping of labels alone is bound to the labels that it names.
fn with_layout(mut mapping: Mapping) -> Mapping {
    if mapping.heading_rows == 0 {
        mapping.fingerprint = exchange::mapping::form_fingerprint(&mapping.labels);
    }
    mapping
}

/// What a mapping would make of a file, beside the saved ones. Nothing is written.
///
/// # Errors
/// When the file cannot be read, or still holds no table that is known.
pub fn trial(
    path: &Path,
    mapping: &Mapping,
    options: &ImportOptions,
    places: &Places,
) -> Result<MappingTrial, Problem> {
    let options = ImportOptions { mappings: vec![mapping.clone()], ..options.clone() };
    let mut options = read_options(&options, places);
    match read_file(path, &options, &mut on) {
        Ok(read) => Ok(told(&read, None)),
        Err(problem) if problem.key == "problem-no-year" => {
            options.year = Some(ANY_YEAR);
            Ok(told(&read_file(path, &options, &mut on)?, Some(problem)))
        }
        Err(problem) if problem.key == "problem-no-project-named" => {
            options.project = Some("?".to_owned());
            options.year = options.year.or(Some(ANY_YEAR));
            Ok(told(&read_file(path, &options, &mut on)?, Some(problem)))
        }
        Err(problem) => Err(problem),
    }
}

fn told(read: &ReadFile, missing: Option<Problem>) -> MappingTrial {
    let forms = || read.tables.iter().flat_map(|table| table.batch.forms.iter().map(|(_, form)| form));
    let annual = |row: &&crate::model::form::Indicator| row.horizon == Horizon::Annual;
    let first = forms().find(|form| !form.indicators.is_empty()).or_else(|| forms().next());
    let rows = first.iter().flat_map(|form| form.indicators.iter().filter(annual)).take(ROWS).map(|row| {
        let text = |part: &Option<String>| part.clone().unwrap_or_default();
        [row.level3.clone(), row.target.clone(), text(&row.actual), text(&row.weight)]
    });
    MappingTrial {
        projects: forms().count() as u64,
        indicators: forms().map(|form| form.indicators.iter().filter(annual).count() as u64).sum(),
        rejects: read.tables.iter().map(|table| table.rejects.len() as u64).sum(),
        first: first.map(|form| (form.code.clone().unwrap_or_default(), form.name.clone())),
        rows: rows.collect(),
        missing,
    }
}

/// Mappings of a file that somebody hands over; unlike the saved ones it must be right as a whole.
///
/// # Errors
/// When the file cannot be read, holds nothing, or anything in it is wrong.
pub fn read_mappings(path: &Path) -> Result<Vec<Mapping>, Problem> {
    let source = match crate::config::paths::read_own(path) {
        None => return Err(Problem::refused("problem-file-missing").with("path", path.display())),
        Some(read) => read?,
    };
    let (mappings, problems) = mappings::read(path, &source);
    match problems.into_iter().next() {
        Some(problem) => Err(problem),
        None if mappings.is_empty() => Err(Problem::refused("problem-mapping-none").with("path", path.display())),
        None => Ok(mappings),
    }
}

/// The saved mappings, for a change: refused when anything in the file is wrong, because writing would lose it.
fn to_change(file: &Path) -> Result<Vec<Mapping>, Problem> {
    let (mappings, problems) = mappings::load(file);
    match problems.into_iter().next() {
        Some(problem) => Err(problem),
        None => Ok(mappings),
    }
}

/// One change at a time, whatever process makes it.
fn lock(file: &Path) -> Result<Option<File>, Problem> {
    let failed = |error: std::io::Error| write_failed(file, &error);
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    let lock = OpenOptions::new().create(true).append(true).open(file.with_extension("lock")).map_err(failed)?;
    // A file system without locks has one user.
    Ok(lock.lock().is_ok().then_some(lock))
}

fn write(path: &Path, text: &str) -> Result<(), Problem> {
    write_atomically(path, true, |out| out.write_all(text.as_bytes()).map_err(|error| write_failed(path, &error)))
}

fn keep_old(file: &Path) -> Result<(), Problem> {
    let old = std::fs::read_to_string(file).map_err(|error| write_failed(file, &error))?;
    let mut name = file.as_os_str().to_owned();
    name.push(".bak");
    write(&PathBuf::from(name), &old)
}

/// Keeps mappings, all of them or none. The same one again changes nothing; with `dry_run` nothing is written.
///
/// # Errors
/// When another mapping of a layout is there and `replace` does not say so, a mapping reads nothing, or the file cannot
/// be read or written.
pub fn save(file: &Path, new: &[Mapping], replace: bool, dry_run: bool) -> Result<Vec<MappingSaved>, Problem> {
    // What is saved must be what would be read again.
    let (sound, problems) = mappings::read(file, &mappings::render_all(new));
    if let Some(problem) = problems.into_iter().next() {
        return Err(problem);
    }
    if sound != new || !new.iter().all(mappings::says_anything) {
        return Err(Problem::refused("problem-mapping-empty"));
    }
    let _lock = if dry_run { None } else { lock(file)? };
    let mut all = to_change(file)?;
    let mut answer = Vec::new();
    for mapping in new {
        let full = all.len() >= mappings::MAPPINGS_MAX;
        let path = file.to_owned();
        let mut saved = MappingSaved { mapping: mapping.clone(), path, replaced: false, unchanged: false };
        match all.iter_mut().find(|other| other.fingerprint == mapping.fingerprint) {
            Some(other) if other == mapping => saved.unchanged = true,
            Some(other) if !replace => {
                return Err(Problem::refused("problem-mapping-exists")
                    .with("name", &other.name)
                    .with("fingerprint", other.short())
                    .with("path", file.display()));
            }
            Some(other) => {
                *other = mapping.clone();
                saved.replaced = true;
            }
            None if full => {
                return Err(Problem::refused("problem-mapping-too-many").with("most", mappings::MAPPINGS_MAX));
            }
            None => all.push(mapping.clone()),
        }
        answer.push(saved);
    }
    if !dry_run && answer.iter().any(|saved| !saved.unchanged) {
        if answer.iter().any(|saved| saved.replaced) {
            keep_old(file)?;
        }
        write(file, &mappings::render_all(&all))?;
    }
    Ok(answer)
}

/// Removes the mapping whose fingerprint begins so; with `dry_run` only tells which.
///
/// # Errors
/// When none or several do, or the file cannot be read or written.
pub fn remove(file: &Path, fingerprint: &str, dry_run: bool) -> Result<Mapping, Problem> {
    const FEWEST: usize = 6;
    let _lock = if dry_run || !file.exists() { None } else { lock(file)? };
    let mut all = to_change(file)?;
    let begins = |mapping: &Mapping| fingerprint.len() >= FEWEST && mapping.fingerprint.starts_with(fingerprint);
    let found: Vec<usize> = (0..all.len()).filter(|at| begins(&all[*at])).collect();
    let [at] = found.as_slice() else {
        return Err(Problem::refused("problem-mapping-not-found")
            .with("fingerprint", fingerprint)
            .with("count", found.len())
            .with("path", file.display()));
    };
    let removed = all.remove(*at);
    if !dry_run {
        keep_old(file)?;
        write(file, &mappings::render_all(&all))?;
    }
    Ok(removed)
}

/// Answers what the mapping screen asks.
pub(super) fn serve(places: &Places, request: super::request::Request, out: super::serve::Out<'_>) {
    use super::request::{Reply, Request};
    let options = ImportOptions::default();
    match request {
        Request::SurveyTables { ticket, path } => {
            let result = survey(&path, &options, places);
            out(Reply::Surveyed { ticket, path, result });
        }
        Request::ProposeMapping { ticket, table, heading_at, heading_rows } => {
            let proposal = propose(&table, heading_at, heading_rows);
            let table = UnknownTable { window: table.window.clone(), proposal };
            out(Reply::Proposed { ticket, table: Arc::new(table) });
        }
        Request::TestMapping { ticket, path, mapping } => {
            out(Reply::MappingTested {
                ticket,
                result: trial(&path, &with_layout(*mapping), &options, places).map(Box::new),
            });
        }
        Request::SaveMapping { ticket, mapping, replace } => {
            let result = match &places.file {
                Some(file) => save(file, &[with_layout(*mapping)], replace, false).and_then(|mut saved| {
                    saved.pop().map(Box::new).ok_or_else(|| Problem::refused("problem-mapping-empty"))
                }),
                None => Err(Problem::refused("problem-mapping-no-file")),
            };
            out(Reply::MappingSaved { ticket, result });
        }
        Request::SaveSettings { ticket, path, settings } => {
            let result = super::settings::save(&path, &settings).map(|()| path);
            out(Reply::SettingsSaved { ticket, result });
        }
        _ => {}
    }
}
