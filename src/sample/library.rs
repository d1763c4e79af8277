//! The hand-written sources of the sample: city, words, subject areas and kinds of projects (`sample-db/*.toml`).
//!
//! The files are embedded and belong to the program, so a mistake in them is found by the tests and not reported to
//! people.

use std::sync::OnceLock;

use serde::Deserialize;

/// The class of an indicator, in the order of the forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Facet {
    /// 经济成本指标
    Cost,
    /// 社会成本指标
    SocialCost,
    /// 生态环境成本指标
    EcologicalCost,
    /// 数量指标
    Quantity,
    /// 质量指标
    Quality,
    /// 时效指标
    Time,
    /// 经济效益指标
    Economic,
    /// 社会效益指标
    Social,
    /// 生态效益指标
    Ecological,
    /// 可持续影响指标
    Lasting,
    /// 服务对象满意度指标
    Content,
}

/// The level-1 class of an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Group {
    /// 成本指标
    Cost,
    /// 产出指标
    Output,
    /// 效益指标
    Benefit,
    /// 满意度指标
    Content,
}

impl Facet {
    /// The level-1 class under the current national structure.
    pub(super) fn group(self) -> Group {
        match self {
            Facet::Cost | Facet::SocialCost | Facet::EcologicalCost => Group::Cost,
            Facet::Quantity | Facet::Quality | Facet::Time => Group::Output,
            Facet::Economic | Facet::Social | Facet::Ecological | Facet::Lasting => Group::Benefit,
            Facet::Content => Group::Content,
        }
    }
}

/// Millionths of a unit; of 万元 that is fen.
pub(super) type Micro = i64;

/// One unit.
pub(super) const ONE: Micro = 1_000_000;

/// Which way a value counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// `≥`
    AtLeast,
    /// `≤`
    AtMost,
    /// `=`
    Equal,
}

impl Sign {
    /// As printed.
    pub(super) fn text(self) -> &'static str {
        match self {
            Sign::AtLeast => "≥",
            Sign::AtMost => "≤",
            Sign::Equal => "=",
        }
    }
}

/// How the value of an indicator comes about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Spec {
    /// Grows with the money of the project.
    Scaled(Micro, Micro),
    /// Anything between, in steps of the third number.
    Even(Micro, Micro, Micro),
    /// Done by the end of this month.
    Month(u8),
    /// Words, judged by tiers.
    Words,
}

/// One indicator as written in a source: class, name, sign, value, unit.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct RowSource(pub(super) Facet, pub(super) String, String, String, pub(super) String);

impl RowSource {
    /// The sign; words and dates have none.
    pub(super) fn sign(&self) -> Option<Sign> {
        [Sign::AtLeast, Sign::AtMost, Sign::Equal].into_iter().find(|sign| sign.text() == self.2)
    }

    /// The value column as written.
    pub(super) fn value(&self) -> &str {
        &self.3
    }

    /// Reads the value column: `60..360` scaled, `88~93` even, `95` fixed, `month 11`, anything else words.
    pub(super) fn spec(&self) -> Spec {
        let text = self.3.as_str();
        let step = if text.contains('.') && !text.contains("..") { ONE / 10 } else { ONE };
        let pair = |mark: &str| text.split_once(mark).and_then(|(low, high)| Some((micro(low)?, micro(high)?)));
        if let Some((low, high)) = pair("..") {
            Spec::Scaled(low, high)
        } else if let Some((low, high)) = pair("~") {
            Spec::Even(low, high, step)
        } else if let Some(value) = micro(text) {
            Spec::Even(value, value, step)
        } else if let Some(month) = text.strip_prefix("month ").and_then(|month| month.parse().ok()) {
            Spec::Month(month)
        } else {
            Spec::Words
        }
    }
}

/// Reads a plain decimal number with at most six places.
fn micro(text: &str) -> Option<Micro> {
    let (whole, places) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(places) || places.len() > 6 {
        return None;
    }
    let places = if places.is_empty() { 0 } else { format!("{places:0<6}").parse().ok()? };
    Some(whole.parse::<Micro>().ok()? * ONE + places)
}

/// Prints millionths, trailing zeros dropped.
pub(super) fn plain(value: Micro) -> String {
    let places = format!("{:06}", value.unsigned_abs() % ONE.unsigned_abs());
    let places = places.trim_end_matches('0');
    let whole = value / ONE;
    if places.is_empty() { whole.to_string() } else { format!("{whole}.{places}") }
}

/// A kind of project that departments file again and again.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Template {
    /// Names, with `{place}` in all of them or in none.
    pub(super) names: Vec<String>,
    /// Which pool of further indicators fits.
    pub(super) kind: String,
    /// 人员类 R, 运转类 Y, 特定目标类 T.
    #[serde(default = "specific")]
    pub(super) class: String,
    /// Yearly amount in 万元, lowest and highest.
    pub(super) funds: (i64, i64),
    /// Runs over several years with mid-term indicators.
    #[serde(default)]
    pub(super) years: u16,
    /// Ending of the name of the unit that does it.
    #[serde(default)]
    pub(super) by: String,
    /// Goals; `{1}` is the first indicator's value with its unit, `{place}` the place.
    pub(super) goals: Vec<String>,
    /// Indicators of its own.
    pub(super) rows: Vec<RowSource>,
}

fn specific() -> String {
    "T".into()
}

impl Template {
    /// Whether it can be filed for one place after another.
    pub(super) fn has_place(&self) -> bool {
        self.names.iter().all(|name| name.contains("{place}"))
    }
}

/// A subject area.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Area {
    /// Named by departments.
    pub(super) id: String,
    /// Units below the department; `{city}` and `{short}` are filled in.
    pub(super) units: Vec<String>,
    /// Its projects.
    pub(super) project: Vec<Template>,
}

/// A pool of indicators that fit a kind of project.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Kind {
    /// Named by templates.
    pub(super) id: String,
    /// What its goals may end with.
    pub(super) tails: Vec<String>,
    /// The pool.
    pub(super) rows: Vec<RowSource>,
}

/// A department: code, name, short name, area, division of the finance bureau, projects a year.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Department(
    pub(super) String,
    pub(super) String,
    pub(super) String,
    pub(super) String,
    pub(super) String,
    pub(super) usize,
);

/// The invented city.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct City {
    /// 财政区划代码, 9 digits.
    pub(super) region: String,
    /// Its name.
    pub(super) city: String,
    /// Places of city departments.
    pub(super) towns: Vec<String>,
    /// Places of towns and streets.
    pub(super) villages: Vec<String>,
    /// All departments.
    pub(super) departments: Vec<Department>,
}

/// Words of the forms.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub(super) qualitative: String,
    pub(super) tiers: Vec<String>,
    pub(super) ten_thousand_yuan: String,
    pub(super) name_tails: Vec<String>,
    pub(super) name_ends: Vec<String>,
    pub(super) total_cost: Vec<String>,
    pub(super) level1: Level1,
    pub(super) level2: Level2,
    pub(super) month_target: Vec<String>,
    pub(super) month_actual: String,
    pub(super) achieved: Vec<String>,
    pub(super) partly: String,
    pub(super) natures: (String, String),
    pub(super) class_names: ClassNames,
    pub(super) period: String,
    pub(super) grounds: Vec<String>,
    pub(super) ex_ante: String,
    pub(super) mid_term_goal: String,
    pub(super) goal_done: Vec<String>,
    pub(super) goal_done_poor: String,
    pub(super) funds_lines: (String, String),
    pub(super) reasons: Vec<String>,
    pub(super) cost_reasons: Vec<String>,
    pub(super) measures: Vec<String>,
    pub(super) adjusted: Vec<String>,
    pub(super) low_execution: Vec<String>,
    pub(super) survey: String,
    pub(super) grades: [String; 4],
    pub(super) filed_on: String,
}

/// Names of the level-1 classes.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Level1 {
    pub(super) cost: String,
    pub(super) output: String,
    pub(super) benefit: String,
    pub(super) content: String,
}

/// Names of the level-2 classes.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Level2 {
    pub(super) cost: String,
    /// Cost as a class of output, in forms of the older structure.
    pub(super) cost_in_output: String,
    pub(super) social_cost: String,
    pub(super) ecological_cost: String,
    pub(super) quantity: String,
    pub(super) quality: String,
    pub(super) time: String,
    pub(super) economic: String,
    pub(super) social: String,
    pub(super) ecological: String,
    pub(super) lasting: String,
    pub(super) content: String,
}

/// Names of the project classes.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "UPPERCASE")]
pub(super) struct ClassNames {
    pub(super) r: String,
    pub(super) y: String,
    pub(super) t: String,
}

/// Phrases that people write when they fill a form badly.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Slips {
    pub(super) blank: Vec<String>,
    pub(super) residue: Vec<String>,
    pub(super) slogans: Vec<String>,
    pub(super) short_goals: Vec<String>,
    pub(super) extra_promises: Vec<String>,
    pub(super) vague: Vec<String>,
    pub(super) several: Vec<(String, String)>,
    pub(super) hollow: Vec<String>,
    pub(super) time_as_quality: Vec<String>,
    pub(super) output_as_benefit: Vec<(String, String)>,
    pub(super) rate_as_quantity: Vec<String>,
    pub(super) complaints: Vec<(String, String)>,
    pub(super) percent_words: Vec<String>,
    pub(super) objects: Vec<String>,
    pub(super) odd_signs: Vec<String>,
    pub(super) clashing_units: Vec<String>,
    pub(super) old_year: String,
    pub(super) cost_parts: Vec<String>,
    pub(super) name_endings: Vec<String>,
    pub(super) words_for_numbers: Vec<String>,
    pub(super) added_rows: Vec<(String, String)>,
    pub(super) empty_done: Vec<String>,
    pub(super) empty_measures: Vec<String>,
}

/// Everything that was written by hand.
#[derive(Debug, Clone)]
pub(super) struct Library {
    pub(super) city: City,
    pub(super) words: Words,
    pub(super) slips: Slips,
    pub(super) kinds: Vec<Kind>,
    pub(super) areas: Vec<Area>,
}

/// Subject areas, one file each; `common` holds what every department files.
const AREAS: [&str; 36] = [
    include_str!("../../sample-db/areas/archive.toml"),
    include_str!("../../sample-db/areas/cityadmin.toml"),
    include_str!("../../sample-db/areas/civil.toml"),
    include_str!("../../sample-db/areas/commerce.toml"),
    include_str!("../../sample-db/areas/common.toml"),
    include_str!("../../sample-db/areas/court.toml"),
    include_str!("../../sample-db/areas/culture.toml"),
    include_str!("../../sample-db/areas/data.toml"),
    include_str!("../../sample-db/areas/defence.toml"),
    include_str!("../../sample-db/areas/disabled.toml"),
    include_str!("../../sample-db/areas/ecology.toml"),
    include_str!("../../sample-db/areas/education.toml"),
    include_str!("../../sample-db/areas/emergency.toml"),
    include_str!("../../sample-db/areas/farming.toml"),
    include_str!("../../sample-db/areas/garden.toml"),
    include_str!("../../sample-db/areas/government.toml"),
    include_str!("../../sample-db/areas/health.toml"),
    include_str!("../../sample-db/areas/housing.toml"),
    include_str!("../../sample-db/areas/industry.toml"),
    include_str!("../../sample-db/areas/insurance.toml"),
    include_str!("../../sample-db/areas/justice.toml"),
    include_str!("../../sample-db/areas/labour.toml"),
    include_str!("../../sample-db/areas/market.toml"),
    include_str!("../../sample-db/areas/nature.toml"),
    include_str!("../../sample-db/areas/party.toml"),
    include_str!("../../sample-db/areas/police.toml"),
    include_str!("../../sample-db/areas/redcross.toml"),
    include_str!("../../sample-db/areas/science.toml"),
    include_str!("../../sample-db/areas/sport.toml"),
    include_str!("../../sample-db/areas/town.toml"),
    include_str!("../../sample-db/areas/transport.toml"),
    include_str!("../../sample-db/areas/veterans.toml"),
    include_str!("../../sample-db/areas/water.toml"),
    include_str!("../../sample-db/areas/weather.toml"),
    include_str!("../../sample-db/areas/women.toml"),
    include_str!("../../sample-db/areas/zone.toml"),
];

fn parse<T: for<'de> Deserialize<'de>>(source: &str) -> T {
    // Embedded at build time; `every_source_is_read` fails when one is wrong.
    toml::from_str(source).unwrap_or_else(|error| panic!("sample-db: {error}"))
}

impl Library {
    /// The library, read once.
    pub(super) fn shared() -> &'static Library {
        static LIBRARY: OnceLock<Library> = OnceLock::new();
        LIBRARY.get_or_init(|| {
            #[derive(Deserialize)]
            struct Kinds {
                kind: Vec<Kind>,
            }
            Library {
                city: parse(include_str!("../../sample-db/city.toml")),
                words: parse(include_str!("../../sample-db/words.toml")),
                slips: parse(include_str!("../../sample-db/slips.toml")),
                kinds: parse::<Kinds>(include_str!("../../sample-db/kinds.toml")).kind,
                areas: AREAS.iter().map(|source| parse(source)).collect(),
            }
        })
    }

    /// The area of this name.
    pub(super) fn area(&self, id: &str) -> &Area {
        // The sources are part of the program, and every test of the sample reads all of them.
        self.areas.iter().find(|area| area.id == id).unwrap_or_else(|| panic!("sample-db: no area {id}"))
    }

    /// The kind of this name.
    pub(super) fn kind(&self, id: &str) -> &Kind {
        // As above.
        self.kinds.iter().find(|kind| kind.id == id).unwrap_or_else(|| panic!("sample-db: no kind {id}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_source_is_read_and_fits_the_others() {
        let library = Library::shared();
        let areas: Vec<&str> = library.city.departments.iter().map(|department| department.3.as_str()).collect();
        for department in &library.city.departments {
            let (code, area) = (&department.0, library.area(&department.3));
            assert!(code.len() == 3 && code.bytes().all(|digit| digit.is_ascii_digit()), "{code}");
            assert!(!area.units.is_empty() && !area.project.is_empty(), "{}", area.id);
        }
        for area in &library.areas {
            assert!(area.id == "common" || areas.contains(&area.id.as_str()), "{} is used by nobody", area.id);
            for template in &area.project {
                let name = &template.names[0];
                let placed = template.names.iter().filter(|name| name.contains("{place}")).count();
                assert!(placed == 0 || placed == template.names.len(), "{name}: place in all names or in none");
                assert!(!library.kind(&template.kind).rows.is_empty());
                assert!(template.funds.0 > 0 && template.funds.0 < template.funds.1, "{name}");
                assert!(matches!(template.class.as_str(), "R" | "Y" | "T"), "{name}: {}", template.class);
                for goal in &template.goals {
                    let mut rest = goal.replace("{place}", "");
                    (1..=template.rows.len()).for_each(|row| rest = rest.replace(&format!("{{{row}}}"), ""));
                    assert!(!rest.contains(['{', '}']), "{name}: a slot without a row in {goal}");
                }
            }
        }
    }

    #[test]
    fn values_of_the_sources_mean_what_the_note_in_kinds_says() {
        let spec = |value: &str| RowSource(Facet::Time, String::new(), "≥".into(), value.into(), String::new()).spec();
        assert_eq!(spec("60..360"), Spec::Scaled(60 * ONE, 360 * ONE));
        assert_eq!(spec("0.6..3.8"), Spec::Scaled(600_000, 3_800_000));
        assert_eq!(spec("90~95"), Spec::Even(90 * ONE, 95 * ONE, ONE));
        assert_eq!(spec("0.9"), Spec::Even(900_000, 900_000, ONE / 10));
        assert_eq!(spec("month 11"), Spec::Month(11));
        assert_eq!(spec("x"), Spec::Words);
        assert_eq!((plain(89_974_000), plain(7 * ONE)), ("89.974".into(), "7".into()));
    }
}
