//! Profiles: rules that differ by place and year, each group of values with its source.
//!
//! A profile names only what differs from `default`. A file `profiles/NAME.toml` in the configuration folder replaces
//! the built-in one of that name or adds a place. Deliberately absent: what a rule does with a value.

use std::path::Path;

use rust_decimal::Decimal;
use serde::Deserialize;

use super::paths::{Paths, read_own};
use super::tables::{bad_line, bad_value, line_of};
use crate::model::money::{Money, MoneyUnit};
use crate::model::problem::{Problem, ProblemKind};
use crate::model::review::Grade;
use crate::text::Language;

const DEFAULT: &str = include_str!("../data/profiles/default.toml");
const BUILT_IN: [(&str, &str); 4] = [
    ("default", DEFAULT),
    ("zhejiang", include_str!("../data/profiles/zhejiang.toml")),
    ("sichuan", include_str!("../data/profiles/sichuan.toml")),
    ("hubei", include_str!("../data/profiles/hubei.toml")),
];

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
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    id: String,
    version: String,
    name: NameFile,
    bands: Option<toml::Spanned<BandsFile>>,
    consequences: Option<toml::Spanned<ConsequencesFile>>,
    deadlines: Option<DeadlinesFile>,
    key_lane: Option<toml::Spanned<KeyLaneFile>>,
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
        };
        // A test proves that our own file has no problems.
        profile.apply(Path::new("default.toml"), DEFAULT);
        profile
    }

    /// Names of the built-in profiles.
    pub fn names() -> [&'static str; 4] {
        BUILT_IN.map(|(name, _)| name)
    }

    /// A profile by name: the user's file of that name, else the built-in one. What is wrong in a user's file is
    /// reported and the built-in content used.
    ///
    /// # Errors
    /// When there is no profile of that name.
    pub fn load(name: &str, paths: &Paths) -> Result<(Profile, Vec<Problem>), Problem> {
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
        let mut profile = Profile::built_in();
        if let Some((file, source)) = ours {
            profile.apply(Path::new(file), source);
        }
        let problems = match own {
            None => Vec::new(),
            Some(Err(problem)) => vec![problem],
            Some(Ok(source)) => profile.apply(&path, &source),
        };
        Ok((profile, problems))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Strings;

    #[test]
    fn every_built_in_profile_is_complete_and_names_its_sources() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::below(folder.path());
        for (name, source) in BUILT_IN {
            assert!(toml::from_str::<File>(source).is_ok(), "{name}");
            let (profile, problems) = Profile::load(name, &paths).unwrap();
            assert_eq!((profile.id.as_str(), problems), (name, Vec::new()));
            for source in [
                &profile.bands.source,
                &profile.consequences.source,
                &profile.deadlines.source,
                &profile.key_lane.source,
            ] {
                assert!(!source.is_empty(), "{name}");
            }
            for language in Language::ALL {
                let strings = Strings::new(language);
                assert!(Grade::ALL.iter().all(|grade| strings.has(profile.consequence(*grade))), "{name}");
            }
        }
    }

    #[test]
    fn a_place_differs_only_where_it_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::below(folder.path());
        let (sichuan, _) = Profile::load("sichuan", &paths).unwrap();
        assert!(sichuan.deadlines.value.working_days);
        assert_eq!(sichuan.key_lane, Profile::built_in().key_lane);
        assert_eq!(sichuan.bands.value.grade(Decimal::from(80)), Grade::Good);
        assert_eq!(sichuan.bands.value.grade(Decimal::new(5999, 2)), Grade::Poor);
        assert!(Profile::load("../default", &paths).is_err());
    }

    #[test]
    fn a_wrong_value_keeps_the_built_in_one_and_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::below(folder.path());
        std::fs::create_dir_all(paths.own("profiles")).unwrap();
        let text = "id = \"jilin\"\nversion = \"1\"\nname.zh = \"吉林\"\nname.en = \"Jilin\"\n[key_lane]\nsource = \"x\"\nyuan = \"五百万\"\n[deadlines]\nsource = \"x\"\nreport_days = 7\nfinish_days = 9\nworking_days = true\nextensions = 0\n";
        std::fs::write(paths.own("profiles").join("jilin.toml"), text).unwrap();
        let (jilin, problems) = Profile::load("jilin", &paths).unwrap();
        assert_eq!(jilin.name(Language::ZhCn), "吉林");
        assert_eq!(jilin.deadlines.value.report_days, 7);
        assert_eq!(jilin.key_lane, Profile::built_in().key_lane);
        assert_eq!(problems[0].key, "problem-config-value");
        assert!(problems[0].args.contains(&("line", "5".to_owned())), "{:?}", problems[0]);
    }
}
