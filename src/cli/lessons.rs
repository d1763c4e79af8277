//! `lessons`: lists the lessons with what was reached, and opens one on its own copy of the sample.

use clap::Args;

use super::Context;
use super::output::{Outcome, usage, words};
use crate::config::lessons::{Lessons, Progress};
use crate::text::Arg;

/// `lessons`
#[derive(Debug, Args)]
pub struct LessonsArgs {
    /// Which one to open, from 1; without it they are listed.
    pub number: Option<usize>,
    /// Begin at the first step.
    #[arg(long)]
    pub again: bool,
}

/// Lists the lessons, or opens one.
pub fn lessons(context: &mut Context<'_>, args: &LessonsArgs) -> Outcome {
    let lessons = Lessons::load(&context.opening.paths);
    let Some(number) = args.number else { return list(context, &lessons) };
    let count = lessons.all.len();
    let at = number
        .checked_sub(1)
        .filter(|at| *at < count)
        .ok_or_else(|| usage("lessons-number-wrong").with("number", number).with("count", count))?;
    if !context.interactive || context.output.json {
        return Err(usage("problem-no-terminal").into());
    }
    if context.dry_run {
        return Ok(context.output.told("dry-run-nothing-written", &[])?);
    }
    context.output.flush()?;
    Ok(context.doors.lesson(&context.opening, context.output.strings.language(), at, args.again)?)
}

fn list(context: &mut Context<'_>, lessons: &Lessons) -> Outcome {
    let strings = context.output.strings;
    let with_progress = lessons.all.iter().zip(&lessons.progress).enumerate();
    if context.output.json {
        let values: Vec<_> = with_progress
            .map(|(at, (lesson, progress))| {
                serde_json::json!({
                    "number": at + 1,
                    "id": lesson.id,
                    "name": strings.s(&format!("lesson-{}", lesson.id)),
                    "minutes": lesson.minutes,
                    "steps": lesson.step.len(),
                    "step": progress.step,
                    "best": progress.best.map(|best| best.points()),
                })
            })
            .collect();
        return Ok(context.output.json(&values.into())?);
    }
    let rows: Vec<Vec<String>> = with_progress
        .map(|(at, (lesson, progress))| {
            let state = match progress {
                Progress { best: Some(best), .. } => strings.t("lessons-best", &[("points", Arg::from(best.points()))]),
                Progress { step: 0, .. } => strings.s("lessons-new"),
                Progress { step, .. } => {
                    let steps = lesson.step.len();
                    strings.t("lessons-begun", &[("step", Arg::from(*step)), ("steps", Arg::from(steps))])
                }
            };
            let name = strings.s(&format!("lesson-{}", lesson.id));
            vec![(at + 1).to_string(), name, state, strings.s(&format!("lesson-{}-text", lesson.id))]
        })
        .collect();
    let columns = [
        words("column-row", 4),
        words("column-lesson", 26),
        words("column-lesson-state", 14),
        words("column-meaning", 0),
    ];
    context.output.table(&columns, &rows)?;
    context.output.hint("lessons-how", &[]);
    Ok(())
}
