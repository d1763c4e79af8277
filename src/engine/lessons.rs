//! Lessons: a small copy of the sample with faults planted in it, in a folder of its own, and how far one has come.
//!
//! Nothing here touches a database of work: the folder belongs to the lesson alone, and its workspace is the sample's,
//! which never merges with a real one.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::sample::{self, SampleForms};
use super::workstation::{OpenOptions, SAMPLE_WORKSPACE, Workstation};
use crate::config::lessons::{Fault, Lesson, PROGRESS, Planted, Progress};
use crate::model::form::{Form, FormKind};
use crate::model::problem::{Problem, ProblemKind};
use crate::system;

/// Name of the database in a lesson's folder.
const DATABASE: &str = "lesson.db";

/// The database of a lesson.
pub fn database(folder: &Path) -> PathBuf {
    folder.join(DATABASE)
}

/// The year whose targets the faults are planted in.
const YEAR: u16 = 2025;

fn plant(fault: &Fault, form: &mut Form) {
    let index = usize::try_from(fault.row).unwrap_or(0);
    let Some(row) = index.checked_sub(1).and_then(|index| form.indicators.get_mut(index)) else { return };
    let text = fault.text.clone();
    match fault.field {
        Planted::Sign => row.operator = Some(text),
        Planted::Target => row.target = text,
        Planted::Unit => row.unit = Some(text),
        Planted::Name => row.level3 = text,
        Planted::Weight => row.weight = Some(text),
        Planted::Class => row.level2 = text,
    }
}

/// The forms of a lesson: those of its projects out of the small sample, with its faults.
pub fn forms(lesson: &Lesson) -> Vec<SampleForms> {
    let mut batches = sample::small();
    // Last year's targets would stand in the queue beside this year's; its self-evaluations say the same.
    batches.retain(|batch| batch.year == YEAR || batch.kind != FormKind::Target);
    for batch in &mut batches {
        let belongs = |form: &Form| form.code.as_ref().is_some_and(|code| lesson.projects.contains(code));
        batch.forms.retain(|(_, form)| belongs(form));
        for (_, form) in &mut batch.forms {
            if form.kind != FormKind::Target || form.year != YEAR {
                continue;
            }
            let code = form.code.clone();
            for fault in lesson.fault.iter().filter(|fault| Some(&fault.project) == code.as_ref()) {
                plant(fault, form);
            }
        }
    }
    batches.retain(|batch| !batch.forms.is_empty());
    batches
}

fn cannot(path: &Path, error: &std::io::Error) -> Problem {
    Problem::new(ProblemKind::Unavailable, "problem-cannot-write").with("path", path.display()).with("detail", error)
}

/// Opens the database of a lesson, which is made when it is not there or `afresh` is asked for. `base` gives the clock
/// and the reader; everything else is the lesson's own. Results of earlier runs are kept.
///
/// # Errors
/// When the folder cannot be written.
pub fn open(base: OpenOptions, folder: &Path, lesson: &Lesson, afresh: bool) -> Result<Workstation, Problem> {
    let options = OpenOptions {
        database: database(folder),
        state: folder.to_owned(),
        create: false,
        read_only: false,
        workspace: SAMPLE_WORKSPACE,
        mappings: None,
        ..base
    };
    if afresh || !options.database.exists() {
        let progress = Progress::load(folder).afresh();
        match std::fs::remove_dir_all(folder) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(cannot(folder, &error)),
            _ => {}
        }
        std::fs::create_dir_all(folder).map_err(|error| cannot(folder, &error))?;
        keep(folder, &progress)?;
        // No automatic checks: in a lesson one finds for oneself.
        sample::build_of(&options, forms(lesson), &mut |_| ControlFlow::Continue(()), |_, _| Ok(()))?;
    }
    Workstation::open(options)
}

/// Forgets everything about a lesson, results included.
///
/// # Errors
/// When the folder cannot be removed.
pub fn forget(folder: &Path) -> Result<(), Problem> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(cannot(folder, &error)),
        _ => Ok(()),
    }
}

/// Keeps how far one has come.
///
/// # Errors
/// When the file cannot be written.
pub fn keep(folder: &Path, progress: &Progress) -> Result<(), Problem> {
    let path = folder.join(PROGRESS);
    system::replace_private_file(&path, progress.print().as_bytes()).map_err(|error| cannot(&path, &error))
}

impl Workstation {
    /// Keeps how far one has come in the lesson whose database this is.
    ///
    /// # Errors
    /// When this is no lesson, or the file cannot be written.
    pub fn keep_lesson(&self, progress: &Progress) -> Result<(), Problem> {
        match self.database().parent() {
            Some(folder) if self.is_sample() && self.database().ends_with(DATABASE) => keep(folder, progress),
            _ => Err(Problem::refused("problem-no-lesson")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::lessons::built_in;

    #[test]
    fn each_lesson_has_its_projects_with_last_year_and_its_faults_and_no_others() {
        let slips = crate::sample::small_answer_key();
        for lesson in built_in() {
            let batches = forms(&lesson);
            for code in &lesson.projects {
                let of = |year, kind| {
                    let mut forms = batches.iter().flat_map(|batch| &batch.forms).map(|(_, form)| form);
                    forms.find(|form| form.code.as_ref() == Some(code) && form.year == year && form.kind == kind)
                };
                assert!(of(2025, FormKind::Target).is_some(), "{}: {code}", lesson.id);
                assert!(of(2024, FormKind::SelfEvaluation).is_some(), "{}: {code} has no last year", lesson.id);
                let slip = slips.iter().find(|slip| slip.code == *code && slip.year == YEAR);
                assert!(slip.is_none(), "{}: the sample itself has a slip in {code}: {slip:?}", lesson.id);
            }
            for fault in &lesson.fault {
                let sound = sample::small().into_iter().flat_map(|batch| batch.forms).map(|(_, form)| form);
                let is = |form: &Form| form.code.as_deref() == Some(&fault.project) && form.year == YEAR;
                let sound = sound.into_iter().find(|form| is(form) && form.kind == FormKind::Target).unwrap();
                let mut planted = sound.clone();
                plant(fault, &mut planted);
                assert_ne!(sound, planted, "{}: row {} of {} is as before", lesson.id, fault.row, fault.project);
            }
        }
    }
}
