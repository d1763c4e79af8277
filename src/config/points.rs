//! Points to look at (审核要点): by kind of indicator and by kind of funds, each set with its source. Data; a place may
//! put its own in the place of ours.

use std::path::Path;

use serde::Deserialize;

use super::paths::{Paths, read_own};
use super::tables::bad_line;
use crate::model::problem::Problem;
use crate::text::Language;

const POINTS: &str = include_str!("../data/points.toml");

/// What a set says in one language.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PointWords {
    /// Its name.
    pub name: String,
    /// What to look at, most important first.
    pub points: Vec<String>,
    /// Document and article, or where the points were taken from.
    pub source: String,
}

/// What a set of points is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// A kind of indicator.
    Indicator,
    /// The goal of the whole target.
    Goal,
    /// One of the budgets or a class of projects.
    Funds,
}

/// Points for one kind of indicator or funds.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PointSet {
    /// Stable name.
    pub id: String,
    /// What they are about.
    pub about: About,
    /// Words by which it is found on a form; the first set with a word that is there is taken.
    #[serde(default)]
    pub words: Vec<String>,
    /// Letter of the project class in a project code.
    #[serde(default)]
    pub class: Option<char>,
    /// True when no document says so: our own default.
    #[serde(default)]
    pub ours: bool,
    /// Chinese words.
    pub zh: PointWords,
    /// English words.
    pub en: PointWords,
}

impl PointSet {
    /// The words in a language.
    pub fn words(&self, language: Language) -> &PointWords {
        if language == Language::ZhCn { &self.zh } else { &self.en }
    }
}

/// All sets.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Points(Vec<PointSet>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    points: Vec<PointSet>,
}

/// Place of the class letter in a project code: six digits of the region, two of the year.
const CLASS_AT: usize = 8;

impl Points {
    /// The built-in sets.
    pub fn built_in() -> Points {
        // A test proves that our own file can be read.
        let file: File = toml::from_str(POINTS).unwrap_or(File { points: Vec::new() });
        Points(file.points)
    }

    /// The built-in sets with the user's own in place of those of the same name; further ones go first.
    pub fn load(paths: &Paths) -> (Points, Vec<Problem>) {
        let mut points = Points::built_in();
        let path = paths.own("points.toml");
        let problems = match read_own(&path) {
            None => Vec::new(),
            Some(Err(problem)) => vec![problem],
            Some(Ok(source)) => points.lay_over(&path, &source),
        };
        (points, problems)
    }

    fn lay_over(&mut self, path: &Path, source: &str) -> Vec<Problem> {
        let own: File = match toml::from_str(source) {
            Ok(own) => own,
            Err(error) => return vec![bad_line(path, source, &error)],
        };
        for set in own.points.into_iter().rev() {
            match self.0.iter_mut().find(|known| known.id == set.id) {
                Some(known) => *known = set,
                None => self.0.insert(0, set),
            }
        }
        Vec::new()
    }

    /// All sets, in order.
    pub fn all(&self) -> &[PointSet] {
        &self.0
    }

    fn with_word(&self, about: About, text: &str) -> Option<&PointSet> {
        let mut sets = self.0.iter().filter(|set| set.about == about);
        sets.find(|set| set.words.iter().any(|word| text.contains(word.as_str())))
    }

    /// The set for an indicator of these classes: the second level counts before the first.
    pub fn for_indicator(&self, level1: &str, level2: &str) -> Option<&PointSet> {
        self.with_word(About::Indicator, level2).or_else(|| self.with_word(About::Indicator, level1))
    }

    /// The set for the goal.
    pub fn for_goal(&self) -> Option<&PointSet> {
        self.0.iter().find(|set| set.about == About::Goal)
    }

    /// The set for the money: by a budget that the form names, else by the class in the project code.
    pub fn for_funds(&self, printed: &str, code: Option<&str>) -> Option<&PointSet> {
        let letter = code.and_then(|code| code.chars().nth(CLASS_AT));
        let by_class = || self.0.iter().find(|set| set.class.is_some() && set.class == letter);
        self.with_word(About::Funds, printed).or_else(by_class)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_points_can_be_read_and_each_says_where_it_comes_from() {
        let file: File = toml::from_str(POINTS).unwrap();
        assert!(file.points.len() >= 15);
        for set in &file.points {
            assert!(
                set.about == About::Goal || !set.words.is_empty() || set.class.is_some(),
                "{} is never found",
                set.id
            );
            for words in [&set.zh, &set.en] {
                assert!(!words.name.is_empty() && !words.source.is_empty(), "{}", set.id);
                assert!((2..=6).contains(&words.points.len()), "{} has {} points", set.id, words.points.len());
            }
            assert_eq!(set.zh.points.len(), set.en.points.len(), "{}", set.id);
        }
    }

    #[test]
    fn each_kind_of_indicator_and_each_budget_has_its_own_points() {
        let points = Points::built_in();
        let kind = |level2: &str| points.for_indicator("", level2).map(|set| set.id.as_str());
        for (level2, id) in [
            ("数量指标", "quantity"),
            ("质量指标", "quality"),
            ("时效指标", "time"),
            ("经济成本指标", "economic_cost"),
            ("社会成本指标", "social_cost"),
            ("生态环境成本指标", "environmental_cost"),
            ("经济效益指标", "economic_benefit"),
            ("社会效益指标", "social_benefit"),
            ("生态效益指标", "ecological_benefit"),
            ("可持续影响指标", "lasting"),
            ("服务对象满意度指标", "satisfaction"),
        ] {
            assert_eq!(kind(level2), Some(id), "{level2}");
        }
        assert_eq!(points.for_indicator("成本指标", "").map(|set| set.id.as_str()), Some("economic_cost"));
        let funds = |printed: &str, code| points.for_funds(printed, code).map(|set| set.id.as_str());
        assert_eq!(funds("政府性基金预算 30", None), Some("government_funds"));
        assert_eq!(funds("", Some("99010023T000016020044")), Some("class_t"));
        assert_eq!(funds("国有资本经营预算", Some("99010023T000016020044")), Some("state_capital"));
        assert_eq!(funds("", Some("P0001")), None);
    }

    #[test]
    fn a_place_puts_its_own_points_in_the_place_of_ours() {
        let mut points = Points::built_in();
        let own = "[[points]]\nid = \"quantity\"\nabout = \"indicator\"\nwords = [\"数量\"]\nzh = { name = \"数\", points = \
                   [\"一\", \"二\"], source = \"市局\" }\nen = { name = \"n\", points = [\"1\", \"2\"], source = \"city\" }\n";
        assert_eq!(points.lay_over(Path::new("points.toml"), own), []);
        assert_eq!(points.for_indicator("", "数量指标").unwrap().zh.source, "市局");
        assert_eq!(points.lay_over(Path::new("points.toml"), "[[points]]\nid = 3")[0].key, "problem-config-line");
    }
}
