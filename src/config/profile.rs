//! Profiles: rules that differ by place and year, each group of values with its source.
//!
//! A profile names only what differs from the one it extends, `default` unless it says another. A file `profiles/NAME.toml`
//! in the configuration folder is laid over the built-in one of that name or adds a place. Deliberately absent: what a rule
//! does with a value, and what an expression of a place's own check means.

mod checks;
mod example;
mod own;
mod score;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rust_decimal::Decimal;
use serde::Deserialize;
use toml::Spanned;

pub use self::checks::CheckSources;
use self::checks::{ChangeFile, Reader, Section, TargetFile, TreeFile};
use self::own::OwnFile;
use self::score::ScoreFile;
pub use self::score::ScoreSources;
use super::checks::{CheckText, Checks};
use super::paths::{Paths, read_own};
use super::tables::{Categories, Category, Phrase, Phrases, bad_line, bad_value, line_of, with_lines};
use crate::model::finding::CheckSettings;
use crate::model::money::{Money, MoneyUnit};
use crate::model::own_check::OwnRules;
use crate::model::problem::{Problem, ProblemKind};
use crate::model::review::Grade;
use crate::model::score::ScoreRules;
use crate::text::Language;

const DEFAULT: &str = include_str!("../data/profiles/default.toml");
const BUILT_IN: [(&str, &str); 4] = [
    ("default", DEFAULT),
    ("zhejiang", include_str!("../data/profiles/zhejiang.toml")),
    ("sichuan", include_str!("../data/profiles/sichuan.toml")),
    ("hubei", include_str!("../data/profiles/hubei.toml")),
];

/// A profile with everything that one may hold, for the page about it; a test holds it sound.
pub const EXAMPLE: &str = include_str!("../data/rules/example.toml");

/// The page about profiles, with marks where tables go.
pub fn guide(language: Language) -> &'static str {
    match language {
        Language::ZhCn => include_str!("../data/rules/guide.zh-CN.md"),
        Language::En => include_str!("../data/rules/guide.en.md"),
    }
}

/// A group of values with the rule they come from, or `our default`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sourced<T> {
    /// The values.
    pub value: T,
    /// Where they come from.
    pub source: String,
}

/// Points from which a grade is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bands {
    /// 优
    pub excellent: Decimal,
    /// 良
    pub good: Decimal,
    /// 中; below is 差.
    pub fair: Decimal,
}

impl Bands {
    /// The grade of a number of points.
    pub fn grade(&self, points: Decimal) -> Grade {
        if points >= self.excellent {
            Grade::Excellent
        } else if points >= self.good {
            Grade::Good
        } else if points >= self.fair {
            Grade::Fair
        } else {
            Grade::Poor
        }
    }
}

/// Deadlines of rectification demands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadlines {
    /// Days until the report.
    pub report_days: u16,
    /// Days until it must be done.
    pub finish_days: u16,
    /// True when they are counted in working days.
    pub working_days: bool,
    /// How often a deadline may be extended.
    pub extensions: u8,
}

/// The rules of one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// `default`, `zhejiang` …
    pub id: String,
    /// Version, stored with every result.
    pub version: String,
    name_zh: String,
    name_en: String,
    /// Points and grades.
    pub bands: Sourced<Bands>,
    /// What each grade leads to: locale keys in the order of [`Grade::ALL`].
    pub consequences: Sourced<[String; 4]>,
    /// Deadlines.
    pub deadlines: Sourced<Deadlines>,
    /// From this amount a target goes through substantive review.
    pub key_lane: Sourced<Money>,
    /// By what the automatic checks look.
    pub checks: CheckSettings,
    /// Where that comes from.
    pub check_sources: CheckSources,
    /// How self-evaluations are scored.
    pub score: ScoreRules,
    /// Where each of these values comes from.
    pub score_sources: ScoreSources,
    /// Checks that the place wrote itself.
    pub own: OwnRules,
    /// Their words, to be added to those of the catalogue ([`Profile::check_words`]).
    own_words: Vec<CheckText>,
    /// Files whose classes and phrases are laid over the tables, lowest first.
    tables: Vec<Tables>,
}

/// Classes and phrases of one profile file, with their lines.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Tables {
    file: PathBuf,
    categories: Vec<(usize, Category)>,
    phrases: Vec<(usize, Phrase)>,
}

/// One file of a profile, lowest first where several are laid over each other.
struct Layer {
    path: PathBuf,
    source: String,
}

/// How many profiles may extend each other.
const MOST_LAYERS: usize = 8;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    id: String,
    version: String,
    name: NameFile,
    /// Read before the others, see [`extended`].
    #[serde(rename = "extends")]
    _extends: Option<String>,
    bands: Option<toml::Spanned<BandsFile>>,
    consequences: Option<toml::Spanned<ConsequencesFile>>,
    deadlines: Option<DeadlinesFile>,
    key_lane: Option<toml::Spanned<KeyLaneFile>>,
    thresholds: Option<Spanned<Section>>,
    switches: Option<Spanned<Section>>,
    tree: Option<TreeFile>,
    target: Option<TargetFile>,
    score: Option<ScoreFile>,
    #[serde(default)]
    checks: BTreeMap<String, Spanned<ChangeFile>>,
    #[serde(default)]
    definitions: BTreeMap<String, Spanned<String>>,
    #[serde(default)]
    check: Vec<Spanned<OwnFile>>,
    #[serde(default)]
    category: Vec<Spanned<Category>>,
    #[serde(default)]
    phrase: Vec<Spanned<Phrase>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NameFile {
    zh: String,
    en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BandsFile {
    source: String,
    excellent: String,
    good: String,
    fair: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ConsequencesFile {
    source: String,
    excellent: String,
    good: String,
    fair: String,
    poor: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DeadlinesFile {
    source: String,
    report_days: u16,
    finish_days: u16,
    working_days: bool,
    extensions: u8,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyLaneFile {
    source: String,
    yuan: String,
}

impl Profile {
    /// The national defaults.
    pub fn built_in() -> Profile {
        let empty = || Sourced { value: Default::default(), source: String::new() };
        let mut profile = Profile {
            id: String::new(),
            version: String::new(),
            name_zh: String::new(),
            name_en: String::new(),
            bands: Sourced {
                value: Bands { excellent: Decimal::from(90), good: Decimal::from(80), fair: Decimal::from(60) },
                source: String::new(),
            },
            consequences: empty(),
            deadlines: Sourced {
                value: Deadlines { report_days: 30, finish_days: 60, working_days: false, extensions: 1 },
                source: String::new(),
            },
            key_lane: Sourced { value: Money::KEY_LANE, source: String::new() },
            checks: CheckSettings::default(),
            check_sources: CheckSources::default(),
            score: ScoreRules::default(),
            score_sources: ScoreSources::new(),
            own: OwnRules::default(),
            own_words: Vec::new(),
            tables: Vec::new(),
        };
        // A test proves that our own file has no problems.
        profile.apply(Path::new("default.toml"), DEFAULT);
        profile
    }

    /// Names of the built-in profiles.
    pub fn names() -> [&'static str; 4] {
        BUILT_IN.map(|(name, _)| name)
    }

    /// A profile by name: the user's file of that name over the built-in one, over those it extends. What is wrong in a
    /// file is reported and what lies below it used.
    ///
    /// # Errors
    /// When there is no profile of that name.
    pub fn load(name: &str, paths: &Paths) -> Result<(Profile, Vec<Problem>), Problem> {
        let mut problems = Vec::new();
        let layers = layers(name, paths, &mut problems)?;
        Ok(Profile::of(&layers, problems))
    }

    /// A profile in a file that is not (yet) in the configuration folder, over those it extends.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn load_file(path: &Path, paths: &Paths) -> Result<(Profile, Vec<Problem>), Problem> {
        let missing = || Problem::refused("problem-not-found").with("path", path.display());
        let source = read_own(path).ok_or_else(missing)??;
        let mut problems = Vec::new();
        let below = extended(path, &source).unwrap_or_else(|| "default".to_owned());
        let mut lower = match layers(&below, paths, &mut problems) {
            Ok(layers) => layers,
            Err(problem) => {
                problems.push(problem);
                layers("default", paths, &mut problems)?
            }
        };
        lower.push(Layer { path: path.to_owned(), source });
        Ok(Profile::of(&lower, problems))
    }

    fn of(layers: &[Layer], mut problems: Vec<Problem>) -> (Profile, Vec<Problem>) {
        let mut profile = Profile::built_in();
        for layer in layers {
            problems.extend(profile.apply(&layer.path, &layer.source));
        }
        profile.checks.profile = format!("{}@{}", profile.id, profile.version);
        profile.score.profile.clone_from(&profile.checks.profile);
        (profile, problems)
    }

    /// The words of all checks, the place's own included.
    pub fn check_words(&self, mut ours: Checks) -> Checks {
        self.own_words.iter().cloned().for_each(|text| ours.add(text));
        ours
    }

    /// The classes with those of the profile over them.
    pub fn categories(&self, mut ours: Categories) -> (Categories, Vec<Problem>) {
        let mut problems = Vec::new();
        for tables in &self.tables {
            problems.extend(ours.lay_over(&tables.file, tables.categories.clone()));
        }
        for check in self.own.checks.iter().filter(|check| ours.get(&check.category).is_none()) {
            let field = format!("{} category", check.id);
            problems.push(bad_value(Path::new(&check.when.file), check.when.line, &field, &check.category.0));
        }
        (ours, problems)
    }

    /// The phrases with those of the profile before them.
    pub fn phrases(&self, mut ours: Phrases, categories: &Categories) -> (Phrases, Vec<Problem>) {
        let mut problems = Vec::new();
        for tables in &self.tables {
            problems.extend(ours.lay_over(&tables.file, false, tables.phrases.clone(), categories));
        }
        (ours, problems)
    }

    fn apply(&mut self, path: &Path, source: &str) -> Vec<Problem> {
        let file: File = match toml::from_str(source) {
            Ok(file) => file,
            Err(error) => return vec![bad_line(path, source, &error)],
        };
        let mut problems = Vec::new();
        self.id = file.id;
        self.version = file.version;
        (self.name_zh, self.name_en) = (file.name.zh, file.name.en);
        if let Some(entry) = file.bands {
            let line = line_of(source, entry.span().start);
            let bands = entry.into_inner();
            let points = |text: &str| Decimal::from_str_exact(text).ok().filter(|points| !points.is_sign_negative());
            match (points(&bands.excellent), points(&bands.good), points(&bands.fair)) {
                (Some(excellent), Some(good), Some(fair)) if excellent > good && good > fair => {
                    self.bands = Sourced { value: Bands { excellent, good, fair }, source: bands.source };
                }
                _ => {
                    let value = format!("{} {} {}", bands.excellent, bands.good, bands.fair);
                    problems.push(bad_value(path, line, "bands", value));
                }
            }
        }
        if let Some(entry) = file.consequences {
            let c = entry.into_inner();
            self.consequences = Sourced { value: [c.excellent, c.good, c.fair, c.poor], source: c.source };
        }
        if let Some(d) = file.deadlines {
            let value = Deadlines {
                report_days: d.report_days,
                finish_days: d.finish_days,
                working_days: d.working_days,
                extensions: d.extensions,
            };
            self.deadlines = Sourced { value, source: d.source };
        }
        if let Some(entry) = file.key_lane {
            let line = line_of(source, entry.span().start);
            let lane = entry.into_inner();
            match Money::read(&lane.yuan, MoneyUnit::Yuan) {
                Some(value) => self.key_lane = Sourced { value, source: lane.source },
                None => problems.push(bad_value(path, line, "key_lane.yuan", lane.yuan)),
            }
        }
        let mut reader = Reader { path, source, problems: &mut problems };
        let (settings, sources) = (&mut self.checks, &mut self.check_sources);
        if let Some(section) = &file.thresholds {
            reader.thresholds(section, self.id == "default", settings, sources);
        }
        if let Some(section) = &file.switches {
            reader.switches(section, settings, sources);
        }
        if let Some(tree) = file.tree {
            reader.tree(tree, settings, sources);
        }
        if let Some(target) = file.target {
            reader.target(target, settings, sources);
        }
        if let Some(score) = file.score {
            reader.score(score, &mut self.score, &mut self.score_sources);
        }
        // One scale of grades for targets and self-evaluations.
        self.score.bands = [self.bands.value.excellent, self.bands.value.good, self.bands.value.fair];
        reader.definitions(&file.definitions, &mut self.own);
        reader.own_checks(file.check, &mut self.own, &mut self.own_words);
        let ours = Checks::built_in();
        let own = &self.own.checks;
        let known = |id: &_| ours.get(id).is_some() || own.iter().any(|check| check.id == *id);
        reader.changes(file.checks, known, settings, sources);
        let (categories, phrases) = (with_lines(source, file.category), with_lines(source, file.phrase));
        if !categories.is_empty() || !phrases.is_empty() {
            self.tables.push(Tables { file: path.to_owned(), categories, phrases });
        }
        problems
    }

    /// Name of the place.
    pub fn name(&self, language: Language) -> &str {
        match language {
            Language::ZhCn => &self.name_zh,
            Language::En => &self.name_en,
        }
    }

    /// What a grade leads to: a locale key, or the place's own words.
    pub fn consequence(&self, grade: Grade) -> &str {
        let [excellent, good, fair, poor] = &self.consequences.value;
        match grade {
            Grade::Excellent => excellent,
            Grade::Good => good,
            Grade::Fair => fair,
            Grade::Poor => poor,
        }
    }
}

/// The profile that a file extends, if it says so in a way that can be read.
fn extended(path: &Path, source: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Head {
        extends: Option<String>,
    }
    // What cannot be read is told when the whole file is.
    let head: Head = toml::from_str(source).ok()?;
    let own = path.file_stem().is_some_and(|stem| stem == "default");
    head.extends.filter(|_| !own)
}

/// The files of a profile and of those it extends, lowest first, ending in its own.
fn layers(name: &str, paths: &Paths, problems: &mut Vec<Problem>) -> Result<Vec<Layer>, Problem> {
    let mut way: Vec<String> = Vec::new();
    let mut found: Vec<Layer> = Vec::new();
    let mut next = Some(name.to_owned());
    while let Some(name) = next.take() {
        let (mine, more) = match files(&name, paths) {
            Ok(files) => files,
            // What was asked for is not there at all.
            Err(problem) if way.is_empty() => return Err(problem),
            Err(problem) => {
                problems.push(problem);
                break;
            }
        };
        problems.extend(more);
        let above = way.contains(&name);
        way.push(name.clone());
        if above || way.len() > MOST_LAYERS {
            let path = mine.last().map(|layer| layer.path.display().to_string()).unwrap_or_default();
            problems.push(Problem::refused("problem-profile-cycle").with("file", path).with("way", way.join(" → ")));
            break;
        }
        let below = mine.iter().rev().find_map(|layer| extended(&layer.path, &layer.source));
        next = below.or_else(|| (name != "default").then(|| "default".to_owned()));
        found.splice(0..0, mine);
    }
    Ok(found)
}

/// The built-in file of a name and the user's own.
fn files(name: &str, paths: &Paths) -> Result<(Vec<Layer>, Option<Problem>), Problem> {
    let ours = BUILT_IN.iter().find(|(known, _)| *known == name);
    // The name becomes a file name: nothing but plain names is looked for.
    let plain =
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    let path = paths.own("profiles").join(format!("{name}.toml"));
    let own = if plain { read_own(&path) } else { None };
    if ours.is_none() && own.is_none() {
        return Err(Problem::new(ProblemKind::Usage, "problem-unknown-profile")
            .with("name", name)
            .with("known", Profile::names().join(", ")));
    }
    let file =
        |(name, source): &(&str, &str)| Layer { path: format!("{name}.toml").into(), source: (*source).to_owned() };
    let mut layers: Vec<Layer> = ours.map(file).into_iter().collect();
    let problem = match own {
        None => None,
        Some(Err(problem)) => Some(problem),
        Some(Ok(source)) => {
            layers.push(Layer { path, source });
            None
        }
    };
    Ok((layers, problem))
}

#[cfg(test)]
mod tests;
