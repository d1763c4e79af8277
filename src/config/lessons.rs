//! Lessons: what each teaches step by step, the faults planted in its forms, and how far a person has come.
//!
//! A lesson is data: texts are keys of the locale files, a step names what must happen and the keys that do it. Pure
//! values; the engine makes the database, the screens watch the steps. Deliberately absent: keys of a person's own map
//! (the texts get them from the live one), and writing files.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::paths::{Paths, read_own};
use crate::model::review::Verdict;

const LESSONS: &str = include_str!("../data/lessons.toml");

/// What of an indicator or form a planted fault changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Planted {
    /// Sign of the target value.
    Sign,
    /// Target value.
    Target,
    /// Unit of the target value.
    Unit,
    /// Name of the indicator.
    Name,
    /// Points.
    Weight,
    /// Second level, the class.
    Class,
}

/// A fault that was planted in a form of the lesson.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// 项目代码
    pub project: String,
    /// Number of the indicator.
    pub row: u32,
    /// What was changed.
    pub field: Planted,
    /// What is printed now.
    pub text: String,
    /// The class of opinion it deserves.
    pub class: String,
    /// Locale key that tells why it is a fault.
    pub why: String,
}

/// What must happen for a step to be done.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Until {
    /// A command is run, named as in keymap files.
    Command(String),
    /// A screen is on top, named by its scope.
    Screen(String),
    /// A row of a project has this verdict.
    Verdict {
        /// 项目代码
        project: String,
        /// Number of the indicator.
        row: u32,
        /// What was decided.
        is: Decided,
    },
    /// A project has a result.
    Graded(String),
    /// Something was taken back.
    Undone(bool),
    /// Something was done again.
    Redone(bool),
    /// A demand stands.
    Demanded(String),
    /// A job was refused with this problem.
    Refused(String),
    /// A bundle was written.
    Written(bool),
}

/// A verdict as lessons name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decided {
    /// No problem.
    Passed,
    /// An opinion was given.
    Opinion,
    /// Sent back.
    Returned,
    /// Put off.
    Later,
}

impl Decided {
    /// Of a verdict.
    pub fn of(verdict: Verdict) -> Decided {
        match verdict {
            Verdict::Passed => Decided::Passed,
            Verdict::Opinion => Decided::Opinion,
            Verdict::Returned => Decided::Returned,
            Verdict::Later => Decided::Later,
        }
    }
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Locale key of the instruction.
    pub say: String,
    /// Commands whose keys the instruction names, as arguments `a`, `b` … in this order.
    #[serde(default)]
    pub commands: Vec<String>,
    /// What must happen.
    pub until: Until,
    /// Keys that do it, in the notation of scripts.
    pub keys: String,
}

/// One lesson.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lesson {
    /// Stable name, also of its folder.
    pub id: String,
    /// Minutes it takes a beginner.
    pub minutes: u8,
    /// 项目代码 of the projects in its database; the faults of the last one count.
    pub projects: Vec<String>,
    /// Verdicts that say "something is wrong here".
    pub marks: Vec<Decided>,
    /// Planted faults.
    pub fault: Vec<Fault>,
    /// Steps.
    pub step: Vec<Step>,
}

impl Lesson {
    /// The project whose faults count.
    pub fn exercise(&self) -> &str {
        self.projects.last().map_or("", String::as_str)
    }

    /// The faults that count.
    pub fn counted(&self) -> impl Iterator<Item = &Fault> {
        self.fault.iter().filter(|fault| fault.project == self.exercise())
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    lesson: Vec<Lesson>,
}

/// The lessons, in order.
pub fn built_in() -> Vec<Lesson> {
    // A test proves that our own file can be read.
    toml::from_str(LESSONS).map_or_else(|_| Vec::new(), |file: File| file.lesson)
}

/// How an exercise went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Score {
    /// Planted faults that were marked.
    pub found: u32,
    /// Planted faults.
    pub faults: u32,
    /// Rows that were marked without a fault.
    pub false_alarms: u32,
    /// Key presses.
    pub keys: u64,
    /// Seconds at work.
    pub seconds: u64,
}

impl Score {
    /// Points out of a hundred: the share of faults found, less ten for each false alarm.
    pub fn points(&self) -> u32 {
        let found = (100 * self.found).checked_div(self.faults).unwrap_or(100);
        found.saturating_sub(10 * self.false_alarms)
    }
}

/// How far a person has come in a lesson.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Progress {
    /// Steps done.
    pub step: usize,
    /// Key presses since the lesson was begun.
    pub keys: u64,
    /// Milliseconds at work since then.
    pub millis: u64,
    /// The last result.
    pub last: Option<Score>,
    /// The best result.
    pub best: Option<Score>,
}

impl Progress {
    /// Begun anew; results are kept.
    #[must_use]
    pub fn afresh(self) -> Progress {
        Progress { step: 0, keys: 0, millis: 0, ..self }
    }

    /// What is kept in a lesson's folder; nothing when there is nothing, or it cannot be understood: a lesson may always
    /// be begun anew.
    pub fn load(folder: &Path) -> Progress {
        let source = read_own(&folder.join(PROGRESS)).and_then(Result::ok);
        source.and_then(|source| toml::from_str(&source).ok()).unwrap_or_default()
    }

    /// As the file has it.
    pub fn print(&self) -> String {
        // Plain numbers can always be written.
        toml::to_string(self).unwrap_or_default()
    }
}

/// Name of the file in which progress is kept, in the folder of the lesson.
pub const PROGRESS: &str = "progress.toml";

/// The folder of a lesson: its database, its key, how far one has come.
pub fn folder(paths: &Paths, id: &str) -> PathBuf {
    paths.state.join("lessons").join(id)
}

/// A lesson that is being taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Which, by its place in the list.
    pub at: usize,
    /// Files that are written without a folder go here.
    pub folder: PathBuf,
}

/// All lessons and how far this person has come.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lessons {
    /// In order.
    pub all: Vec<Lesson>,
    /// Of each, how far.
    pub progress: Vec<Progress>,
    /// The one that is open.
    pub taken: Option<Taken>,
}

impl Lessons {
    /// Nothing begun.
    pub fn built_in() -> Lessons {
        let all = built_in();
        Lessons { progress: vec![Progress::default(); all.len()], all, taken: None }
    }

    /// With what lies in the state folder.
    pub fn load(paths: &Paths) -> Lessons {
        let all = built_in();
        let progress = all.iter().map(|lesson| Progress::load(&folder(paths, &lesson.id))).collect();
        Lessons { all, progress, taken: None }
    }

    /// The lesson that is open.
    pub fn current(&self) -> Option<&Lesson> {
        self.all.get(self.taken.as_ref()?.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Language, Strings};

    #[test]
    fn there_are_five_lessons_each_with_faults_and_steps_that_exist() {
        let file: File = toml::from_str(LESSONS).unwrap();
        assert_eq!(file.lesson.len(), 5);
        for lesson in &file.lesson {
            assert!(lesson.step.len() >= 5, "{}", lesson.id);
            assert!(lesson.counted().count() >= 2, "{} has no faults to find", lesson.id);
            assert!(lesson.fault.iter().all(|fault| lesson.projects.contains(&fault.project)), "{}", lesson.id);
            assert!(!lesson.marks.is_empty() && lesson.minutes <= 10, "{}", lesson.id);
        }
    }

    #[test]
    fn every_text_of_a_lesson_is_there_in_both_languages_and_no_other() {
        for language in Language::ALL {
            let strings = Strings::new(language);
            let mut wanted: Vec<String> = Vec::new();
            for lesson in built_in() {
                wanted.extend([format!("lesson-{}", lesson.id), format!("lesson-{}-text", lesson.id)]);
                wanted.extend(lesson.step.iter().map(|step| step.say.clone()));
                wanted.extend(lesson.fault.iter().map(|fault| fault.why.clone()));
            }
            for key in &wanted {
                assert!(strings.has(key), "{key} in {}", language.tag());
            }
            let part = match language {
                Language::ZhCn => include_str!("../data/locales/parts/lessons.zh-CN.ftl"),
                Language::En => include_str!("../data/locales/parts/lessons.en.ftl"),
            };
            let keys = part.lines().filter_map(|line| line.split_once(" =")).map(|(key, _)| key);
            for key in keys.filter(|key| key.starts_with("lesson-")) {
                assert!(wanted.iter().any(|wanted| wanted == key), "{key} belongs to no lesson");
            }
        }
    }

    #[test]
    fn points_are_the_share_found_less_ten_for_each_false_alarm() {
        let score = Score { found: 2, faults: 3, false_alarms: 1, keys: 9, seconds: 60 };
        assert_eq!(score.points(), 56);
        assert_eq!(Score { false_alarms: 9, ..score }.points(), 0);
        assert_eq!(Score { found: 3, false_alarms: 0, ..score }.points(), 100);
    }

    #[test]
    fn progress_reads_back_and_nonsense_is_a_fresh_start() {
        let progress = Progress { step: 3, keys: 7, millis: 1, last: Some(Score::default()), best: None };
        assert_eq!(toml::from_str::<Progress>(&progress.print()).unwrap(), progress);
        let folder = std::env::temp_dir();
        assert_eq!(Progress::load(&folder.join("no such folder")), Progress::default());
    }
}
