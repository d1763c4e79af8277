//! What a check looks at: one target, read once, and what is known around it.
//!
//! Absent on purpose: finding the surroundings (the engine's) and judging.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::promises::{self, Promise};
use super::text::{is_missing, norm, windows};
use super::words::List;
use crate::model::finding::{CheckSettings, Level1};
use crate::model::form::{Form, Horizon, Indicator, MoreField};
use crate::model::money::Money;
use crate::model::review::Grade;
use crate::model::value::Value;
use crate::rules::value;

/// Second level of an indicator (二级指标).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level2 {
    /// 数量
    Quantity,
    /// 质量
    Quality,
    /// 时效
    Timeliness,
    /// 成本, of any kind
    Cost,
    /// 经济效益
    Economic,
    /// 社会效益
    Social,
    /// 生态效益
    Ecological,
    /// 可持续影响
    Sustained,
    /// 满意度
    Satisfaction,
}

static LEVELS1: LazyLock<[(List, Level1); 4]> = LazyLock::new(|| {
    [
        (List::named("level1-cost"), Level1::Cost),
        (List::named("level1-satisfaction"), Level1::Satisfaction),
        (List::named("level1-output"), Level1::Output),
        (List::named("level1-benefit"), Level1::Benefit),
    ]
});

static LEVELS2: LazyLock<[(List, Level2); 9]> = LazyLock::new(|| {
    [
        (List::named("level2-satisfaction"), Level2::Satisfaction),
        (List::named("level2-sustained"), Level2::Sustained),
        (List::named("level2-cost"), Level2::Cost),
        (List::named("level2-quantity"), Level2::Quantity),
        (List::named("level2-quality"), Level2::Quality),
        (List::named("level2-timeliness"), Level2::Timeliness),
        (List::named("level2-ecological"), Level2::Ecological),
        (List::named("level2-social"), Level2::Social),
        (List::named("level2-economic"), Level2::Economic),
    ]
});

/// One indicator, read.
#[derive(Debug, Clone)]
pub struct Row<'a> {
    /// As printed.
    pub indicator: &'a Indicator,
    /// 三级指标, normalised, without a leading `指标1：` of the template.
    pub name: String,
    /// 指标值, normalised.
    pub text: String,
    /// 二级指标, normalised.
    pub class: String,
    /// What its target says.
    pub value: Value,
    /// The target's number, where there is exactly one and it can be told without doubt.
    pub number: Option<Decimal>,
    /// First level, where it can be told.
    pub level1: Option<Level1>,
    /// Second level, where it can be told.
    pub level2: Option<Level2>,
    /// Points, where they are a number.
    pub weight: Option<Decimal>,
}

impl Row<'_> {
    /// A further printed field.
    pub fn more(&self, field: MoreField) -> &str {
        self.indicator.more.get(&field).map_or("", String::as_str)
    }

    /// Under 成本, as a first or a second level.
    pub fn is_cost(&self) -> bool {
        self.level1 == Some(Level1::Cost) || self.level2 == Some(Level2::Cost)
    }

    /// Unit of the value, or the one that the name carries at its end: `成本控制数(万元)`.
    pub fn unit(&self) -> Option<&str> {
        self.value.unit.as_deref().or_else(|| {
            let (_, inner) = self.name.strip_suffix(')')?.rsplit_once('(')?;
            let inner = inner.trim_start_matches(|c: char| !c.is_alphabetic() && c != '%');
            let read = value::read("5", None, Some(inner));
            (read.unit.is_some() && !read.uncertain).then_some(inner)
        })
    }

    /// Something explains how it is measured: an explanation, a way of scoring, a description of the value.
    pub fn is_explained(&self) -> bool {
        let fields = [MoreField::Explanation, MoreField::ScoringStandard, MoreField::ValueDescription];
        fields.into_iter().any(|field| !is_missing(self.more(field)))
    }

    /// A rate: its unit is percent.
    pub fn is_percent(&self) -> bool {
        self.unit() == Some("%")
    }

    /// The sign column says that the value is in words.
    pub fn says_qualitative(&self) -> bool {
        self.indicator.operator.as_deref().is_some_and(|sign| QUALITATIVE.is_in(sign))
            || QUALITATIVE.is_in(self.more(MoreField::Nature))
    }
}

static QUALITATIVE: LazyLock<List> = LazyLock::new(|| List::named("qualitative"));
static LABELS: LazyLock<List> = LazyLock::new(|| List::named("template-labels"));

/// The text behind a label of the template (`指标1：`, `目标2:`), normalised; the whole text where there is none.
pub fn without_label(text: &str) -> String {
    let text = norm(text);
    for label in LABELS.words() {
        if let Some(rest) = text.strip_prefix(label) {
            let rest = rest.trim_start_matches(|c: char| c.is_numeric());
            if let Some(rest) = rest.strip_prefix([':', '、', '.', '．']) {
                return rest.to_owned();
            }
            // The label alone, with or without its number, is a template's rest as well.
            if rest.is_empty() {
                return String::new();
            }
        }
    }
    text
}

/// Last year's papers of the same project.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LastYear<'a> {
    /// Its target as last filed.
    pub target: Option<&'a Form>,
    /// Its self-evaluation.
    pub self_evaluation: Option<&'a Form>,
    /// The grade that counts, where one is known: a re-verified one before the department's own.
    pub grade: Option<Grade>,
}

/// How like indicators of other projects are set: same normalised name, unit and comparator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peers {
    /// How many other projects.
    pub count: u64,
    /// Their median.
    pub median: Decimal,
}

/// Another project of the same unit and year that is nearly the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Twin {
    /// 项目代码 as printed, or its name.
    pub code: String,
    /// 项目名称
    pub name: String,
    /// Likeness of the names, 0 to 1.
    pub name_likeness: Decimal,
    /// Likeness of the goals, 0 to 1.
    pub goal_likeness: Decimal,
}

/// A passage of the goal that stands in another department's goal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    /// 主管部门 of the other project.
    pub department: String,
    /// 项目名称 of the other project.
    pub project: String,
    /// The passage.
    pub passage: String,
}

/// An open rectification demand on the project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenDemand {
    /// What is demanded.
    pub text: String,
    /// Due date, ISO 8601.
    pub due: String,
}

/// What is known around a target. What is `None` or empty is not known, and no check may fire for want of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Surroundings<'a> {
    /// Last year's papers.
    pub last_year: LastYear<'a>,
    /// Amount of the project in the budget list.
    pub listed: Option<Money>,
    /// Like indicators of other projects, by row number.
    pub peers: BTreeMap<u32, Peers>,
    /// How much money other projects spend on one unit of a row's output, by row number, in 万元.
    pub unit_costs: BTreeMap<u32, Peers>,
    /// Projects of the same unit that are nearly the same.
    pub twins: Vec<Twin>,
    /// Passages that stand in other departments' goals.
    pub copied: Vec<Copied>,
    /// Demands that are not closed.
    pub open_demands: Vec<OpenDemand>,
}

/// A target with everything the checks ask of it.
#[derive(Debug, Clone)]
pub struct Target<'a> {
    /// The form as printed.
    pub form: &'a Form,
    /// Annual indicators.
    pub rows: Vec<Row<'a>>,
    /// Mid-term indicators.
    pub mid_term_rows: Vec<Row<'a>>,
    /// 年度目标, normalised, without labels of the template; empty where none was filed.
    pub goal: String,
    /// What is known around it.
    pub around: &'a Surroundings<'a>,
    /// By what to look.
    pub settings: &'a CheckSettings,
    name: OnceCell<String>,
    goal_windows: OnceCell<BTreeSet<[char; 2]>>,
    name_windows: OnceCell<BTreeSet<[char; 2]>>,
    promises: OnceCell<Vec<Promise>>,
}

impl<'a> Target<'a> {
    /// Reads a form.
    pub fn new(form: &'a Form, around: &'a Surroundings<'a>, settings: &'a CheckSettings) -> Target<'a> {
        let rows = |horizon| form.indicators.iter().filter(move |row| row.horizon == horizon).map(read_row).collect();
        Target {
            form,
            rows: rows(Horizon::Annual),
            mid_term_rows: rows(Horizon::MidTerm),
            goal: form.goal.annual.as_deref().map(without_label).unwrap_or_default(),
            around,
            settings,
            name: OnceCell::new(),
            goal_windows: OnceCell::new(),
            name_windows: OnceCell::new(),
            promises: OnceCell::new(),
        }
    }

    /// 项目名称, normalised; made when first asked for, as the following.
    pub fn name(&self) -> &str {
        self.name.get_or_init(|| norm(&self.form.name))
    }

    /// Windows of the goal.
    pub fn goal_windows(&self) -> &BTreeSet<[char; 2]> {
        self.goal_windows.get_or_init(|| windows(&self.goal))
    }

    /// Windows of the name.
    pub fn name_windows(&self) -> &BTreeSet<[char; 2]> {
        self.name_windows.get_or_init(|| windows(&self.form.name))
    }

    /// Counts that the goal promises.
    pub fn promises(&self) -> &[Promise] {
        self.promises.get_or_init(|| promises::find(&self.goal))
    }

    /// The same target with more known around it.
    #[must_use]
    pub fn amid<'b>(self, around: &'b Surroundings<'b>) -> Target<'b>
    where
        'a: 'b,
    {
        Target { around, ..self }
    }

    /// A further printed field of the form.
    pub fn more(&self, field: MoreField) -> &str {
        self.form.more.get(&field).map_or("", String::as_str)
    }

    /// Annual funds in 万元.
    pub fn funds(&self) -> Option<Decimal> {
        self.form.annual_funds().map(ten_thousands)
    }
}

/// An amount in 万元, exactly.
pub fn ten_thousands(amount: Money) -> Decimal {
    Decimal::from(amount.0) / Decimal::from(1_000_000)
}

/// A decimal cell such as points (`8`, `8分`, `8%`); `None` where it is none.
pub fn decimal(text: &str) -> Option<Decimal> {
    // Nothing of it would be folded.
    if text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return Decimal::from_str_exact(text).ok();
    }
    let text = norm(text);
    let text = text.trim_end_matches(['\u{5206}', '%']);
    Decimal::from_str_exact(text).ok()
}

/// Reads an indicator.
pub(in crate::rules) fn read_row(indicator: &Indicator) -> Row<'_> {
    read_row_after(None, indicator)
}

/// The same of a row behind another one: levels that are printed as there are read as there.
pub(in crate::rules) fn read_row_after<'a>(before: Option<&Row<'a>>, indicator: &'a Indicator) -> Row<'a> {
    let value = value::read(&indicator.target, indicator.operator.as_deref(), indicator.unit.as_deref());
    let sure = value.number.as_deref().filter(|_| !value.uncertain && value.high.is_none());
    let number = sure.and_then(|number| Decimal::from_str_exact(number).ok());
    let level1 = match before.filter(|before| before.indicator.level1 == indicator.level1) {
        Some(before) => before.level1,
        None => {
            let printed = norm(&indicator.level1);
            LEVELS1.iter().find(|(words, _)| words.is_in(&printed)).map(|(_, level)| *level)
        }
    };
    let (class, level2) = match before.filter(|before| before.indicator.level2 == indicator.level2) {
        Some(before) => (before.class.clone(), before.level2),
        None => {
            let printed = norm(&indicator.level2);
            let level = LEVELS2.iter().find(|(words, _)| words.is_in(&printed)).map(|(_, level)| *level);
            (printed, level)
        }
    };
    Row {
        indicator,
        name: without_label(&indicator.level3),
        text: norm(&indicator.target),
        number,
        level1,
        level2,
        class,
        weight: indicator.weight.as_deref().and_then(decimal),
        value,
    }
}
