//! The coach of a lesson: watches what is done on the real screens, tells the next step in a strip above them, and counts
//! the result of the exercise.
//!
//! A value like any screen: it is told of keys, commands, requests and replies by [`super::app`] and answers with what
//! is to be asked of the engine. Time is the caller's. Deliberately absent: hiding keys, doing anything for the learner.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::command::{App, Command, Home, Scope};
use super::look::{Look, Role};
use crate::config::lessons::{Decided, Fault, Lesson, Progress, Score, Until};
use crate::engine::request::{JobReport, JobSpec, Reply, Request, Slot};
use crate::engine::view::ProjectView;
use crate::model::event::Stamp;
use crate::model::ids::ItemId;
use crate::model::query::Query;
use crate::model::review::Settled;
use crate::text::{Arg, width};

/// Lines of the strip at a width: its rule, and two lines of text, or three where they are short.
pub fn height(cells: u16) -> u16 {
    if cells < 80 { 4 } else { 3 }
}

/// A pause longer than this is no work.
const LONGEST_PAUSE_MILLIS: u64 = 120_000;

/// What is known of a project of the lesson.
#[derive(Debug, Default)]
struct Watched {
    rows: BTreeMap<u32, Decided>,
    graded: bool,
    demands: bool,
}

/// What happened since the last look.
#[derive(Debug, Default)]
struct Happened {
    commands: Vec<&'static str>,
    undone: bool,
    redone: bool,
    written: bool,
    refused: Option<&'static str>,
}

/// A row that was planted or marked, for the result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Number of the row.
    pub row: u32,
    /// The planted fault; `None` for a false alarm.
    pub fault: Option<Fault>,
    /// True when it was marked.
    pub marked: bool,
}

/// What can be done when a lesson is over: in the strip, and below the result.
pub fn over(result: bool, look: &Look) -> String {
    let home = Arg::from(look.key(App::Home.into()));
    let list = Arg::from(look.key(Home::Lessons.into()));
    let back = Arg::from(look.key(App::Back.into()));
    let key = if result { "lessons-what-next" } else { "coach-done" };
    look.t(key, &[("home", home), ("list", list), ("back", back)])
}

/// What a lesson says at a step, with the keys of the live map.
pub fn says(lesson: &Lesson, step: usize, look: &Look) -> String {
    const NAMES: [&str; 6] = ["a", "b", "c", "d", "e", "f"];
    let Some(step) = lesson.step.get(step) else {
        return over(false, look);
    };
    let key = |id: &String| Command::from_id(id).map(|command| look.key(command)).unwrap_or_default();
    let keys: Vec<String> = step.commands.iter().map(key).collect();
    let args: Vec<(&str, Arg<'_>)> = NAMES.into_iter().zip(keys.iter().map(Arg::from)).collect();
    look.t(&step.say, &args)
}

/// The coach.
pub struct Coach {
    lesson: Lesson,
    progress: Progress,
    folder: PathBuf,
    watched: BTreeMap<String, Watched>,
    happened: Happened,
    /// Targets still to be asked for.
    wanted: Vec<ItemId>,
    epoch: u64,
    last_key: Option<Stamp>,
    done: bool,
}

impl Coach {
    /// Of a lesson, from the step it was left at.
    pub fn new(lesson: Lesson, progress: Progress, folder: PathBuf) -> Coach {
        Coach {
            done: progress.step >= lesson.step.len(),
            lesson,
            progress,
            folder,
            watched: BTreeMap::new(),
            happened: Happened::default(),
            wanted: Vec::new(),
            epoch: 0,
            last_key: None,
        }
    }

    /// The lesson.
    pub fn lesson(&self) -> &Lesson {
        &self.lesson
    }

    /// How far one has come.
    pub fn progress(&self) -> &Progress {
        &self.progress
    }

    /// True when the lesson was left in the midst and goes on now.
    pub fn resumes(&self) -> bool {
        !self.done && self.progress.step > 0
    }

    /// Asks what has been decided so far.
    pub fn start(&mut self, epoch: u64) -> Vec<Request> {
        self.epoch = epoch;
        vec![Request::OpenQueue { epoch, query: Query::default() }]
    }

    /// A key was pressed.
    pub fn pressed(&mut self, now: Stamp) {
        if self.done {
            return;
        }
        self.progress.keys += 1;
        let millis = |stamp: Stamp| stamp.0 >> 16;
        if let Some(last) = self.last_key {
            self.progress.millis += millis(now).saturating_sub(millis(last)).min(LONGEST_PAUSE_MILLIS);
        }
        self.last_key = Some(now);
    }

    /// A command was run.
    pub fn ran(&mut self, command: Command) {
        self.happened.commands.push(command.spec().id);
    }

    /// Files that would be written beside the caller go into the folder of the lesson.
    pub fn divert(&self, request: Request) -> Request {
        match request {
            Request::Start { job, spec: JobSpec::ExportBundle { path, full } } if path.is_relative() => {
                Request::Start { job, spec: JobSpec::ExportBundle { path: self.folder.join(path), full } }
            }
            Request::Start { job, spec: JobSpec::ExportOpinions { path, sheet, query, replace } }
                if path.is_relative() =>
            {
                let path = self.folder.join(path);
                Request::Start { job, spec: JobSpec::ExportOpinions { path, sheet, query, replace } }
            }
            request => request,
        }
    }

    /// What was stored or read; asks for what it must know of the target concerned.
    pub fn heard(&mut self, reply: &Reply, undone: bool, redone: bool) -> Vec<Request> {
        match reply {
            Reply::Ids { epoch, ids, .. } if *epoch == self.epoch => {
                self.wanted = ids.iter().copied().take(2 * self.lesson.projects.len()).collect();
                return self.ask();
            }
            Reply::Project { slot, view, .. } => {
                self.see(view);
                if *slot == Slot::Watched {
                    self.wanted.retain(|id| *id != view.row.id);
                    return self.ask();
                }
            }
            Reply::Done { result: Ok(changed), .. } => {
                self.happened.undone |= undone;
                self.happened.redone |= redone;
                self.wanted.extend(changed.item);
                return self.ask();
            }
            Reply::Finished { result: Ok(JobReport::BundleWritten { .. }), .. } => self.happened.written = true,
            Reply::Finished { result: Err(problem), .. } => self.happened.refused = Some(problem.key),
            _ => {}
        }
        Vec::new()
    }

    /// One target at a time: a newer question of the same slot would replace the one before it.
    fn ask(&mut self) -> Vec<Request> {
        let Some(id) = self.wanted.first().copied() else { return Vec::new() };
        vec![Request::LoadProject { slot: Slot::Watched, epoch: self.epoch, id }]
    }

    fn see(&mut self, view: &ProjectView) {
        let Some(code) = view.row.code.clone().filter(|code| self.lesson.projects.contains(code)) else { return };
        // Last year's targets of the same projects are here, too.
        let newest = view.versions.last().is_none_or(|version| version.stage == crate::model::form::Stage::Compiled);
        if !newest {
            return;
        }
        let rows = view.state.rows.iter().filter_map(|(row, heads)| match heads.settled() {
            Settled::One(verdict) => Some((*row, Decided::of(*verdict))),
            _ => None,
        });
        let watched = Watched {
            rows: rows.collect(),
            graded: matches!(view.state.grade.settled(), Settled::One(_)),
            demands: !view.state.demands.is_empty(),
        };
        self.watched.insert(code, watched);
    }

    fn holds(&self, until: &Until, scopes: &[Scope]) -> bool {
        let of = |project: &String| self.watched.get(project);
        match until {
            Until::Command(id) => self.happened.commands.contains(&id.as_str()),
            Until::Screen(scope) => scopes.iter().any(|known| known.id() == scope),
            Until::Verdict { project, row, is } => of(project).is_some_and(|watched| watched.rows.get(row) == Some(is)),
            Until::Graded(project) => of(project).is_some_and(|watched| watched.graded),
            Until::Demanded(project) => of(project).is_some_and(|watched| watched.demands),
            Until::Undone(_) => self.happened.undone,
            Until::Redone(_) => self.happened.redone,
            Until::Written(_) => self.happened.written,
            Until::Refused(key) => self.happened.refused == Some(key),
        }
    }

    /// Looks whether steps are done; what is to be kept, and the result when the lesson is over.
    pub fn look(&mut self, scopes: &[Scope]) -> (Vec<Request>, bool) {
        if self.done {
            self.happened = Happened::default();
            return (Vec::new(), false);
        }
        let before = self.progress.step;
        while let Some(step) = self.lesson.step.get(self.progress.step) {
            if !self.holds(&step.until, scopes) {
                break;
            }
            self.progress.step += 1;
            // One act is one step; what is seen on screen may be several.
            self.happened = Happened::default();
        }
        // What a step asks for must happen while it is the step; typing on the way is none of it.
        if self.wanted.is_empty() {
            self.happened = Happened::default();
        }
        if self.progress.step == before {
            return (Vec::new(), false);
        }
        self.done = self.progress.step >= self.lesson.step.len();
        if self.done {
            let score = self.score();
            self.progress.last = Some(score);
            if self.progress.best.is_none_or(|best| best.points() <= score.points()) {
                self.progress.best = Some(score);
            }
        }
        (vec![self.keep()], self.done)
    }

    /// What is to be kept of the lesson.
    pub fn keep(&self) -> Request {
        Request::KeepLesson { progress: self.progress.clone() }
    }

    /// Rows that were planted or marked, in order.
    pub fn findings(&self) -> Vec<Finding> {
        let marked = self.marked();
        let faults: BTreeMap<u32, &Fault> = self.lesson.counted().map(|fault| (fault.row, fault)).collect();
        let rows: BTreeSet<u32> = marked.iter().chain(faults.keys()).copied().collect();
        let finding = |row: u32| Finding {
            row,
            fault: faults.get(&row).map(|fault| (*fault).clone()),
            marked: marked.contains(&row),
        };
        rows.into_iter().map(finding).collect()
    }

    fn marked(&self) -> BTreeSet<u32> {
        let watched = self.watched.get(self.lesson.exercise());
        let rows = watched.into_iter().flat_map(|watched| &watched.rows);
        rows.filter(|(_, decided)| self.lesson.marks.contains(decided)).map(|(row, _)| *row).collect()
    }

    fn score(&self) -> Score {
        let findings = self.findings();
        let count = |wanted: &dyn Fn(&&Finding) -> bool| {
            u32::try_from(findings.iter().filter(wanted).count()).unwrap_or(u32::MAX)
        };
        Score {
            found: count(&|finding| finding.fault.is_some() && finding.marked),
            faults: count(&|finding| finding.fault.is_some()),
            false_alarms: count(&|finding| finding.fault.is_none()),
            keys: self.progress.keys,
            seconds: self.progress.millis / 1_000,
        }
    }

    /// What is to be done now, with the keys of the live map.
    pub fn says(&self, look: &Look) -> String {
        says(&self.lesson, self.progress.step, look)
    }

    /// Draws the strip.
    pub fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        let name = look.s(&format!("lesson-{}", self.lesson.id));
        let step = (self.progress.step + 1).min(self.lesson.step.len());
        let far = look.t("coach-step", &[("step", Arg::from(step)), ("steps", Arg::from(self.lesson.step.len()))]);
        canvas.rule(
            Rect { height: area.height.min(1), ..area },
            look,
            &look.t("coach-rule", &[("name", Arg::from(name))]),
            &far,
        );
        let below = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area }.intersection(area);
        let inner = canvas.sides(below, look);
        let lines = width::wrap(&self.says(look), usize::from(inner.width));
        canvas.lines(inner, &lines, look.style(Role::Told));
    }
}
