//! One row against one value: which rule applies, and what share of the points it gives.
//!
//! Printed texts are read by [`crate::rules::value`] alone. A reading that a person could dispute is no basis for points: the
//! row is told as unread, and the department's points stand. Only [`super`] and the checks of evaluations may import it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::fraction::{Fraction, points};
use super::{dates, numeric, tiers};
use crate::model::form::Indicator;
use crate::model::score::{ScoreRule, ScoreRules, Scored, Unread, Unsigned};
use crate::model::value::{Comparator, Value, ValueKind};
use crate::rules::check::Row;
use crate::rules::check::text::is_missing;
use crate::rules::check::words::List;
use crate::rules::value;

static REVERSE: LazyLock<List> = LazyLock::new(|| List::named("reverse"));
static NO_REVERSE: LazyLock<List> = LazyLock::new(|| List::named("no-reverse"));
static COST_NAMES: LazyLock<List> = LazyLock::new(|| List::named("cost-names"));
static NO_COST: LazyLock<List> = LazyLock::new(|| List::named("no-cost"));

/// What a number has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::rules) enum Direction {
    /// At least the target. A printed `>` is scored like `≥`: at the target itself the ratio is one.
    More,
    /// At most the target.
    Less,
    /// The target.
    Same,
}

/// Numbers a rule used, by the name of their slot.
pub(super) type Facts = BTreeMap<&'static str, String>;

/// What is kept of the numbers a rule used: all of them where a person will read why, none where only the points of a whole
/// year are asked for. The rules are written once, for either.
pub(in crate::rules) trait Keep: Default {
    /// Whether anything is kept.
    const ALL: bool;

    /// Keeps a number; it is put into words only where it is kept.
    fn keep(&mut self, name: &'static str, value: impl ToString);
}

impl Keep for Facts {
    const ALL: bool = true;

    fn keep(&mut self, name: &'static str, value: impl ToString) {
        self.insert(name, value.to_string());
    }
}

/// Nothing is kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::rules) struct PointsAlone;

impl Keep for PointsAlone {
    const ALL: bool = false;

    fn keep(&mut self, _: &'static str, _: impl ToString) {}
}

/// What share of the points a value gives, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::rules) struct Judged<F = Facts> {
    /// 0 to 1.
    pub share: Fraction,
    /// By which rule.
    pub rule: ScoreRule,
    /// Numbers it used.
    pub facts: F,
    /// actual / target, where both are numbers above zero and it is kept.
    pub ratio: Option<Fraction>,
}

impl<F: Keep> Judged<F> {
    pub(super) fn of(share: Fraction, rule: ScoreRule, actual: impl ToString, target: impl ToString) -> Self {
        Judged { share, rule, facts: F::default(), ratio: None }.fact("actual", actual).fact("target", target)
    }

    pub(super) fn fact(mut self, name: &'static str, value: impl ToString) -> Self {
        self.facts.keep(name, value);
        self
    }

    pub(super) fn with_ratio(self, ratio: impl FnOnce() -> Option<Fraction>) -> Self {
        Judged { ratio: if F::ALL { ratio() } else { None }, ..self }
    }
}

impl Judged {
    /// Whether the target was reached.
    pub fn reached(&self) -> bool {
        self.rule == ScoreRule::Reached
            || self.rule == ScoreRule::Band && self.facts.get("reached").is_some_and(|yes| yes == "1")
            || matches!(self.rule, ScoreRule::Tier | ScoreRule::TierKept | ScoreRule::TierUsual)
                && self.facts.get("tier").is_some_and(|tier| tier == tiers::ACHIEVED)
    }
}

/// Which way a row counts. A figure without a sign asks for at least so much, but at most where it is a cost or counts what
/// is not wanted (our default; the profile may want exactly so much).
pub(in crate::rules) fn direction(row: &Row<'_>, rules: &ScoreRules) -> Option<Direction> {
    Some(match row.value.op? {
        Comparator::AtLeast | Comparator::MoreThan => Direction::More,
        Comparator::AtMost | Comparator::LessThan => Direction::Less,
        Comparator::Equal if rules.unsigned == Unsigned::Exactly || has_sign(row.indicator) => Direction::Same,
        Comparator::Equal => {
            let cost = (row.is_cost() || COST_NAMES.is_in(&row.name)) && !NO_COST.is_in(&row.name);
            let unwanted = REVERSE.is_in(&row.name) && !NO_REVERSE.is_in(&row.name);
            if cost || unwanted { Direction::Less } else { Direction::More }
        }
    })
}

fn has_sign(indicator: &Indicator) -> bool {
    let notes = value::explain(&indicator.target, indicator.operator.as_deref(), indicator.unit.as_deref());
    !notes.iter().any(|note| note.key == "value-note-no-sign")
}

/// Reads an actual value; a figure without a unit has the target's.
pub(in crate::rules) fn read_actual(row: &Row<'_>, printed: &str) -> Value {
    let unit = row.unit().filter(|_| row.value.kind != ValueKind::Date);
    // Digits alone have no unit, whatever they are.
    let bare = || printed.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if let Some(unit) = unit.filter(|_| bare()) {
        return value::read(printed, None, Some(unit));
    }
    let plain = value::read_printed(printed);
    match unit {
        Some(unit) if plain.unit.is_none() => value::read(printed, None, Some(unit)),
        _ => plain,
    }
}

/// The number of a reading without doubt.
pub(in crate::rules) fn number(value: &Value) -> Option<Decimal> {
    let told = matches!(value.kind, ValueKind::Number | ValueKind::Percent | ValueKind::Duration);
    value.number.as_deref().filter(|_| told && !value.uncertain)?.parse().ok()
}

/// What share of a row's points a value gives. `self_share` is what the department gave itself: it stands where words leave
/// room for it, and is asked for only there.
///
/// # Errors
/// Why nothing can be said without guessing.
pub(in crate::rules) fn judge<F: Keep>(
    row: &Row<'_>,
    printed: &str,
    self_share: impl FnOnce() -> Option<Fraction>,
    year: u16,
    rules: &ScoreRules,
) -> Result<Judged<F>, Unread> {
    if is_missing(printed) {
        return Err(Unread::ActualMissing);
    }
    if row.value.uncertain {
        return Err(Unread::TargetUnclear);
    }
    match row.value.kind {
        ValueKind::Blank => Err(Unread::TargetUnclear),
        ValueKind::Qualitative => tiers::judge(printed, self_share(), rules),
        ValueKind::Date => {
            let actual = value::read_printed(printed);
            if actual.kind == ValueKind::Qualitative {
                return tiers::judge(printed, self_share(), rules);
            }
            dates::judge(&row.value, &actual, year, rules)
        }
        ValueKind::Number | ValueKind::Percent | ValueKind::Duration | ValueKind::Range => {
            let actual = read_actual(row, printed);
            match actual.kind {
                ValueKind::Qualitative => Err(Unread::WordsForNumber),
                _ if actual.uncertain => Err(Unread::ActualUnclear),
                _ => numeric::judge(row, &actual, rules),
            }
        }
    }
}

/// Points of a judgement, and why they are the department's own (`stands`) where they are.
pub(super) fn points_of<F>(
    judged: &Result<Judged<F>, Unread>,
    weight: Option<Decimal>,
    stands: impl FnOnce() -> Decimal,
) -> (Decimal, Option<Unread>) {
    let unread = match (weight, judged) {
        (None, _) => Unread::WeightMissing,
        (_, Err(reason)) => *reason,
        (Some(weight), Ok(judged)) => match points(judged.share, weight) {
            Some(points) => return (points, None),
            None => Unread::TooLarge,
        },
    };
    let mut points = stands().clamp(Decimal::ZERO, weight.unwrap_or_default());
    points.rescale(points.scale().max(super::fraction::PLACES));
    (points, Some(unread))
}

/// Points of a judgement with how they came about.
pub(super) fn scored(
    judged: Result<Judged, Unread>,
    weight: Option<Decimal>,
    stands: impl FnOnce() -> Decimal,
) -> Scored {
    let (points, unread) = points_of(&judged, weight, stands);
    let (rule, mut facts) = match judged {
        Ok(judged) if unread.is_none() => (judged.rule, judged.facts),
        _ => (ScoreRule::Stands, Facts::new()),
    };
    facts.insert("weight", weight.map(|weight| weight.normalize().to_string()).unwrap_or_default());
    facts.insert("points", points.to_string());
    Scored { points, rule, unread, facts }
}

/// Points by a rule that looks at no value.
pub(super) fn without_value(rule: ScoreRule, weight: Decimal) -> Scored {
    let points = Decimal::new(0, super::fraction::PLACES);
    let facts = Facts::from([("weight", weight.normalize().to_string()), ("points", points.to_string())]);
    Scored { points, rule, unread: None, facts }
}
