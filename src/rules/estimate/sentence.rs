//! What may be said of a result: the message and its figures, chosen by rule.
//!
//! Nobody writes such a sentence freely, and nothing that was picked instead of drawn can reach a sentence that infers: it has
//! sentences of its own that tell what was found. A small department is told facts only; what was excluded has its own line;
//! "not contradicted" is the most that can be said of a declared level. Counts have thousands commas, rates are percent with
//! two places rounded away from what one would like to hear. Absent: words, which are the messages `estimate-…`.

use num_traits::{Signed, ToPrimitive};
use rust_decimal::Decimal;

use super::declared::Limit;
use super::inflation::Inflation;
use super::monetary::{Monetary, Projection};
use super::planning::{PlanRow, TopUp, Verdict, Wanted, top_up};
use super::stratified::{Mean, Rate, WEIGHT_RATIO_WARNING, universe};
use super::{Exact, Rounding, exact, fraction, percent, rounded, whole};
use crate::model::money::Money;

/// From so many drawn on a department has a rate of its own.
const FEWEST: u64 = 10;

/// A message with its figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Locale key.
    pub key: &'static str,
    /// Placeholders; numbers as they are printed.
    pub args: Vec<(&'static str, String)>,
}

impl Statement {
    fn new(key: &'static str) -> Statement {
        Statement { key, args: Vec::new() }
    }

    fn with(mut self, name: &'static str, value: impl Into<String>) -> Statement {
        self.args.push((name, value.into()));
        self
    }

    fn count(self, name: &'static str, number: u64) -> Statement {
        self.with(name, grouped(number))
    }
}

/// What was examined without having been drawn at random.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AsFound {
    /// How many were to be examined.
    pub units: u64,
    /// How many of them were bad.
    pub found: u64,
    /// How many of them are not examined yet.
    pub unexamined: u64,
}

/// All that a conclusion rests on, for the whole or for one department.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence<'a> {
    /// The department, when it is about one.
    pub department: Option<&'a str>,
    /// The random part; `None` where nothing was drawn at random.
    pub random: Option<&'a Rate>,
    /// The one-sided risk at which its limits were taken.
    pub risk: Decimal,
    /// The seed was taken in public, after list and plan were sealed.
    pub public_seed: bool,
    /// Drawn at even steps.
    pub systematic: bool,
    /// What was certain to be examined: large, recommended, flagged, due.
    pub certain: AsFound,
    /// What was picked after the draw was known.
    pub targeted: AsFound,
    /// What was left out before the draw: how many, and their amount.
    pub excluded: (u64, Money),
    /// Refusals and missing evidence among those found bad in the random part.
    pub refused: u64,
    /// Items of the random part replaced as not applicable.
    pub replaced: u64,
    /// The rate that is held tolerable, where the plan names one.
    pub at_most: Option<Decimal>,
}

/// A whole number with thousands commas.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// One less the risk, in percent: `95`.
fn confidence(risk: Decimal) -> String {
    (Decimal::ONE_HUNDRED - risk * Decimal::ONE_HUNDRED).normalize().to_string()
}

/// A decimal rate in percent: `5`.
fn in_percent(rate: Decimal) -> String {
    (rate * Decimal::ONE_HUNDRED).normalize().to_string()
}

fn points(value: &Exact, rounding: Rounding) -> String {
    rounded(value, 2, rounding).map(|value| value.to_string()).unwrap_or_default()
}

/// Fen as 万元.
fn amount(fen: &Exact, up: bool) -> String {
    let fen = if up { fen.ceil() } else { fen.round() };
    Money(fen.to_integer().to_i64().unwrap_or(i64::MAX)).ten_thousand_yuan()
}

/// Everything that may be said, in the order in which it is told.
pub fn statements(evidence: &Evidence<'_>) -> Vec<Statement> {
    let mut said = Vec::new();
    match evidence.random {
        Some(rate) if rate.drawn > 0 => random(evidence, rate, &mut said),
        _ => said.push(nothing_random(evidence)),
    }
    found_elsewhere(evidence, &mut said);
    said
}

fn nothing_random(evidence: &Evidence<'_>) -> Statement {
    let examined = evidence.certain.units - evidence.certain.unexamined.min(evidence.certain.units);
    let all = examined + evidence.targeted.units;
    let found = evidence.certain.found + evidence.targeted.found;
    let statement = match evidence.department {
        Some(name) if all == 0 => return Statement::new("estimate-department-none").with("department", name),
        Some(name) => Statement::new("estimate-department-not-statistical").with("department", name),
        None => Statement::new("estimate-not-statistical"),
    };
    statement.count("units", all).count("found", found)
}

fn random(evidence: &Evidence<'_>, rate: &Rate, said: &mut Vec<Statement>) {
    let small = evidence.department.is_some() && rate.drawn < FEWEST && rate.drawn < rate.units;
    if let (Some(name), true) = (evidence.department, small) {
        let facts = Statement::new("estimate-department-small").with("department", name);
        said.push(facts.count("population", rate.units).count("drawn", rate.drawn).count("found", rate.found));
        return;
    }
    said.push(headline(evidence, rate));
    if !evidence.public_seed && rate.drawn < rate.units {
        said.push(Statement::new("estimate-not-public"));
    }
    if evidence.systematic {
        said.push(Statement::new("estimate-systematic"));
    }
    if rate.worst_case {
        said.push(Statement::new("estimate-worst-case"));
    }
    if evidence.refused > 0 {
        let without = rate.found - evidence.refused.min(rate.found);
        said.push(Statement::new("estimate-refused").count("units", evidence.refused).count("found", without));
    }
    if evidence.replaced * 20 > rate.drawn {
        said.push(Statement::new("estimate-replaced").count("units", evidence.replaced));
    }
    if rate.weight_ratio > fraction(WEIGHT_RATIO_WARNING.0, WEIGHT_RATIO_WARNING.1) {
        said.push(Statement::new("estimate-uneven").with("ratio", points(&rate.weight_ratio, Rounding::Up)));
    }
    if let Some(at_most) = evidence.at_most {
        said.push(judged(rate, at_most, evidence.risk));
    }
}

fn headline(evidence: &Evidence<'_>, rate: &Rate) -> Statement {
    let census = rate.drawn == rate.units && !rate.worst_case;
    let clean = rate.found == 0 && !rate.worst_case;
    let key = match (evidence.department.is_some(), census, clean) {
        (true, true, _) => "estimate-department-census",
        (false, true, _) => "estimate-census",
        (true, _, true) => "estimate-department-clean",
        (false, _, true) => "estimate-clean",
        (true, _, false) => "estimate-department-random",
        (false, _, false) if evidence.public_seed => "estimate-random",
        (false, _, false) => "estimate-random-internal",
    };
    Statement::new(key)
        .with("department", evidence.department.unwrap_or_default())
        .count("population", rate.units)
        .count("drawn", rate.drawn)
        .count("found", rate.found)
        .count("most", rate.counts.1)
        .count("least", rate.counts.0)
        .with("upper", percent(&fraction(rate.counts.1, rate.units), Rounding::Up))
        .with("share", percent(&rate.share, Rounding::Nearest))
        .with("confidence", confidence(evidence.risk))
}

/// Holds the limits of a rate against what is tolerable.
pub fn verdict(rate: &Rate, at_most: Decimal) -> Verdict {
    let limit = exact(at_most);
    if fraction(rate.counts.1, rate.units) <= limit {
        Verdict::Met
    } else if fraction(rate.counts.0, rate.units) > limit {
        Verdict::Missed
    } else {
        Verdict::Open
    }
}

fn judged(rate: &Rate, at_most: Decimal, risk: Decimal) -> Statement {
    let key = match verdict(rate, at_most) {
        Verdict::Met => "estimate-met",
        Verdict::Missed => "estimate-missed",
        Verdict::Open => {
            // What uneven weights cost must be drawn on top.
            let settled =
                top_up(rate.units, rate.drawn, rate.found, at_most, risk).ok().and_then(|up| up.at_present_rate);
            let total = settled.map(|(total, _)| super::ceiling(&(whole(total) * &rate.weight_ratio)).min(rate.units));
            return match total.filter(|total| *total > rate.drawn) {
                Some(total) => Statement::new("estimate-open")
                    .with("limit", in_percent(at_most))
                    .count("total", total)
                    .count("more", total - rate.drawn),
                None => Statement::new("estimate-open-uneven").with("limit", in_percent(at_most)),
            };
        }
    };
    Statement::new(key).with("limit", in_percent(at_most)).with("confidence", confidence(risk))
}

/// What was certain to be examined, both parts together, what was picked later, what was left out.
fn found_elsewhere(evidence: &Evidence<'_>, said: &mut Vec<Statement>) {
    let AsFound { units, found, unexamined } = evidence.certain;
    let rate = evidence.random.filter(|rate| rate.drawn > 0);
    if units > 0 && rate.is_some() {
        let key = if unexamined > 0 { "estimate-certain-incomplete" } else { "estimate-certain" };
        let statement = Statement::new(key).count("units", units).count("found", found);
        said.push(if unexamined > 0 { statement.count("unexamined", unexamined) } else { statement });
    }
    if let Some(rate) = rate.filter(|_| units > 0 && evidence.department.is_none()) {
        let all = universe(rate, units, found, unexamined);
        let count = all.count.round().to_integer().to_u64().unwrap_or(u64::MAX);
        said.push(
            Statement::new("estimate-total")
                .count("population", all.units)
                .count("count", count)
                .count("most", all.upper_count)
                .count("known", rate.found + found)
                .with("confidence", confidence(evidence.risk)),
        );
    }
    if evidence.targeted.units > 0 && rate.is_some() {
        let AsFound { units, found, .. } = evidence.targeted;
        said.push(Statement::new("estimate-targeted").count("units", units).count("found", found));
    }
    let (left_out, money) = evidence.excluded;
    if left_out > 0 {
        said.push(
            Statement::new("estimate-excluded").count("units", left_out).with("amount", money.ten_thousand_yuan()),
        );
    }
}

/// What a plan can carry, of the whole or of a department.
pub fn plan(department: Option<&str>, row: &PlanRow, wanted: &Wanted) -> Statement {
    let key = match (department.is_some(), row.suffices()) {
        (false, true) => "estimate-plan-enough",
        (false, false) => "estimate-plan-short",
        (true, true) => "estimate-plan-department-enough",
        (true, false) => "estimate-plan-department-short",
    };
    Statement::new(key)
        .with("department", department.unwrap_or_default())
        .count("population", row.units)
        .count("drawn", row.allotted)
        .count("need", row.needed.drawn(row.units))
        .count("most", row.clean_upper)
        .with("upper", row.clean_percent.to_string())
        .with("limit", in_percent(wanted.tolerable))
        .with("confidence", confidence(wanted.risk))
}

/// What the coach says about drawing on for "at most that rate".
pub fn coach(top_up: &TopUp, drawn: u64, at_most: Decimal, risk: Decimal) -> Vec<Statement> {
    let limit = |key| Statement::new(key).with("limit", in_percent(at_most)).with("confidence", confidence(risk));
    match top_up.now {
        Verdict::Met => return vec![limit("estimate-met")],
        Verdict::Missed => return vec![limit("estimate-missed")],
        Verdict::Open => {}
    }
    let mut said = Vec::new();
    if let Some(total) = top_up.if_clean {
        let more = total.saturating_sub(drawn);
        said.push(limit("estimate-coach-clean").count("more", more).count("total", total));
    }
    if let Some((total, verdict)) = top_up.at_present_rate.filter(|_| drawn > 0) {
        let key = if verdict == Verdict::Met { "estimate-coach-rate-met" } else { "estimate-coach-rate-missed" };
        said.push(limit(key).count("more", total.saturating_sub(drawn)).count("total", total));
    }
    said
}

/// A department's declared level against the sample: contradicted or not, never confirmed.
pub fn declared(department: &str, limit: &Limit, declared: Decimal, drawn: u64, found: u64) -> Statement {
    let contradicted = limit.is_contradicted_by(found);
    Statement::new(if contradicted { "estimate-contradicted" } else { "estimate-not-contradicted" })
        .with("department", department)
        .with("declared", in_percent(declared))
        .count("drawn", drawn)
        .count("found", found)
        .count("limit", limit.limit)
}

/// Own grades and scores against those of the recheck. `risk` is that of both intervals, two-sided.
pub fn grades(over: &Rate, shift: &Mean, few: bool, risk: Decimal) -> Vec<Statement> {
    let higher = Statement::new("estimate-grades")
        .with("share", percent(&over.share, Rounding::Nearest))
        .with("lower", percent(&over.guaranteed.lower, Rounding::Down))
        .with("upper", percent(&over.guaranteed.upper, Rounding::Up))
        .with("confidence", confidence(risk));
    let mut said = vec![higher];
    // A mean below zero is told the other way round, its ends exchanged.
    let below = shift.mean.is_negative();
    let size = shift.mean.abs();
    let statement = match &shift.interval {
        None => Statement::new(if below { "estimate-points-below-alone" } else { "estimate-points-alone" }),
        Some(ends) => {
            let (lower, upper) =
                if below { (-&ends.upper, -&ends.lower) } else { (ends.lower.clone(), ends.upper.clone()) };
            Statement::new(if below { "estimate-points-below" } else { "estimate-points" })
                .with("lower", points(&lower, Rounding::Down))
                .with("upper", points(&upper, Rounding::Up))
                .with("confidence", confidence(risk))
        }
    };
    said.push(statement.with("points", points(&size, Rounding::Nearest)));
    if few {
        said.push(Statement::new("estimate-few-differences"));
    }
    said
}

/// Amounts drawn by value: too high, too low, and what no such draw can find. `risk` is one-sided.
pub fn amounts(found: &Monetary, risk: Decimal) -> Vec<Statement> {
    let one = |key, side: &Projection| {
        Statement::new(key)
            .with("projected", amount(&side.projected, false))
            .with("upper", amount(&side.upper, true))
            .with("basic", amount(&side.basic, false))
            .with("found", side.as_found.ten_thousand_yuan())
            .with("confidence", confidence(risk))
    };
    let mut said = vec![one("estimate-amount-over", &found.over), one("estimate-amount-under", &found.under)];
    if let Some(mean) = &found.mean_per_unit
        && let Some(ends) = &mean.interval
    {
        said.push(
            Statement::new("estimate-amount-mean")
                .with("misreported", amount(&mean.misreported, false))
                .with("lower", amount(&ends.lower.floor(), false))
                .with("upper", amount(&ends.upper, true)),
        );
    }
    said.push(Statement::new("estimate-amount-unreported"));
    said
}

/// A department's line in the ranking of inflation. `risk` is two-sided.
pub fn inflation(department: &str, one: &Inflation, risk: Decimal) -> Statement {
    let Some(mean) = &one.mean else {
        return Statement::new("estimate-inflation-none").with("department", department);
    };
    let key = match (&one.interval, one.drawn == one.units) {
        (_, true) => "estimate-inflation-census",
        (Some(_), _) => "estimate-inflation",
        (None, _) => "estimate-inflation-alone",
    };
    let end = |value: Option<&Exact>, rounding| value.map(|value| points(value, rounding)).unwrap_or_default();
    Statement::new(key)
        .with("department", department)
        .count("drawn", one.drawn)
        .with("mean", points(mean, Rounding::Nearest))
        .with("points", points(&one.index, Rounding::Nearest))
        .with("lower", end(one.interval.as_ref().map(|ends| &ends.lower), Rounding::Down))
        .with("upper", end(one.interval.as_ref().map(|ends| &ends.upper), Rounding::Up))
        .count("place", one.place.unwrap_or_default())
        .with("confidence", confidence(risk))
}

/// Whole departments drawn: the mean with the limits that departments allow.
pub fn departments(found: &super::clusters::ClusterMean, drawn: u64, units: u64, risk: Decimal) -> Statement {
    let statement = match &found.interval {
        None => Statement::new("estimate-clusters-alone"),
        Some(ends) => Statement::new("estimate-clusters")
            .with("lower", points(&ends.lower, Rounding::Down))
            .with("upper", points(&ends.upper, Rounding::Up))
            .with("confidence", confidence(risk)),
    };
    statement.count("drawn", drawn).count("units", units).with("mean", points(&found.mean, Rounding::Nearest))
}
