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

/// What share of the points a value gives, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::rules) struct Judged {
    /// 0 to 1.
    pub share: Fraction,
    /// By which rule.
    pub rule: ScoreRule,
    /// Numbers it used.
    pub facts: Facts,
    /// actual / target, where both are numbers above zero.
    pub ratio: Option<Fraction>,
}

impl Judged {
    pub(super) fn of(share: Fraction, rule: ScoreRule, actual: impl ToString, target: impl ToString) -> Judged {
        let facts = Facts::from([("actual", actual.to_string()), ("target", target.to_string())]);
        Judged { share, rule, facts, ratio: None }
    }

    pub(super) fn fact(mut self, name: &'static str, value: impl ToString) -> Judged {
        self.facts.insert(name, value.to_string());
        self
    }

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
    let plain = value::read_printed(printed);
    match row.unit() {
        Some(unit) if plain.unit.is_none() && row.value.kind != ValueKind::Date => {
            value::read(printed, None, Some(unit))
        }
        _ => plain,
    }
}

/// The number of a reading without doubt.
pub(in crate::rules) fn number(value: &Value) -> Option<Decimal> {
    let told = matches!(value.kind, ValueKind::Number | ValueKind::Percent | ValueKind::Duration);
    value.number.as_deref().filter(|_| told && !value.uncertain)?.parse().ok()
}

/// What share of a row's points a value gives. `self_share` is what the department gave itself: it stands where words leave
/// room for it.
///
/// # Errors
/// Why nothing can be said without guessing.
pub(in crate::rules) fn judge(
    row: &Row<'_>,
    printed: &str,
    self_share: Option<Fraction>,
    year: u16,
    rules: &ScoreRules,
) -> Result<Judged, Unread> {
    if is_missing(printed) {
        return Err(Unread::ActualMissing);
    }
    if row.value.uncertain {
        return Err(Unread::TargetUnclear);
    }
    match row.value.kind {
        ValueKind::Blank => Err(Unread::TargetUnclear),
        ValueKind::Qualitative => tiers::judge(printed, self_share, rules),
        ValueKind::Date => {
            let actual = value::read_printed(printed);
            if actual.kind == ValueKind::Qualitative {
                return tiers::judge(printed, self_share, rules);
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

/// Points of a judgement.
pub(super) fn scored(judged: Result<Judged, Unread>, weight: Option<Decimal>, stands: Decimal) -> Scored {
    let unread = |reason| stands_as(reason, weight, stands);
    let Some(weight) = weight else { return unread(Unread::WeightMissing) };
    match judged {
        Err(reason) => unread(reason),
        Ok(judged) => match points(judged.share, weight) {
            None => unread(Unread::TooLarge),
            Some(points) => {
                let mut facts = judged.facts;
                facts.insert("weight", weight.normalize().to_string());
                facts.insert("points", points.to_string());
                Scored { points, rule: judged.rule, unread: None, facts }
            }
        },
    }
}

fn stands_as(reason: Unread, weight: Option<Decimal>, stands: Decimal) -> Scored {
    let mut points = stands.clamp(Decimal::ZERO, weight.unwrap_or_default());
    points.rescale(points.scale().max(super::fraction::PLACES));
    let weight = weight.map(|weight| weight.normalize().to_string()).unwrap_or_default();
    let facts = Facts::from([("weight", weight), ("points", points.to_string())]);
    Scored { points, rule: ScoreRule::Stands, unread: Some(reason), facts }
}

/// Points by a rule that looks at no value.
pub(super) fn without_value(rule: ScoreRule, weight: Decimal) -> Scored {
    let points = Decimal::new(0, super::fraction::PLACES);
    let facts = Facts::from([("weight", weight.normalize().to_string()), ("points", points.to_string())]);
    Scored { points, rule, unread: None, facts }
}
