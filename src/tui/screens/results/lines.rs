//! What the page says, as text: shared by the drawing, line mode and F1.

use rust_decimal::Decimal;

use crate::engine::spot_check::results::{DepartmentResult, FEWEST, Results};
use crate::model::recheck::{Outcome, Part, RecheckLine, RecheckStatus};
use crate::model::review::Grade;
use crate::text::Arg;
use crate::tui::command::{App, Rechecks};
use crate::tui::look::{Look, Role};
use crate::tui::screens::recheck::words;
use crate::tui::widgets::figure::grouped;

/// A text with its role.
pub type Told = (String, Role);

fn count(number: u64) -> Arg<'static> {
    Arg::from(grouped(number))
}

/// How the rechecks of a draw stand, those whose place another has taken not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Work {
    drawn: u64,
    begun: u64,
    done: u64,
    to_check: u64,
    contested: u64,
    left: u64,
    beyond: u64,
}

fn work(results: &Results) -> Work {
    let mut work = Work::default();
    for line in results.lines.iter().filter(|line| !line.outcome.is_some_and(Outcome::is_replaced)) {
        if line.part.is_none() {
            work.beyond += 1;
            continue;
        }
        work.drawn += 1;
        work.begun += u64::from(line.status != RecheckStatus::Open);
        work.to_check += u64::from(line.status == RecheckStatus::Finished);
        work.contested += u64::from(matches!(line.status, RecheckStatus::Contested | RecheckStatus::Objected));
        match line.status.open() {
            true => work.left += 1,
            false => work.done += 1,
        }
    }
    work
}

/// Both rates, the random one with its judgement; how far the work is. `short` where there is little room.
pub fn heads(results: &Results, short: bool, look: &Look) -> [Told; 2] {
    let rates = match &results.draw {
        None => (look.t("results-head-none", &[("count", count(results.evaluated))]), Role::Warning),
        Some(draw) => {
            // Without limits: numbers of a year are far from the end of decimals.
            let enough = Decimal::from(draw.random) * Decimal::ONE_HUNDRED >= Decimal::from(draw.units) * results.least;
            let least = [("least", Arg::from(results.least.normalize().to_string()))];
            let judged = look.t(if enough { "rechecks-enough" } else { "rechecks-too-few" }, &least);
            let args = [
                ("count", count(draw.random)),
                ("all", count(draw.units)),
                ("rate", Arg::from(&draw.rate_random)),
                ("judged", Arg::from(judged)),
                ("examined", count(draw.random + draw.certain)),
                ("examined-rate", Arg::from(&draw.rate_all)),
            ];
            (
                look.t(if short { "results-head-rates-short" } else { "results-head-rates" }, &args),
                if enough { Role::Plain } else { Role::Danger },
            )
        }
    };
    let work = work(results);
    let mut far = look.t(
        if short { "results-head-work-short" } else { "results-head-work" },
        &[
            ("drawn", count(work.drawn)),
            ("begun", count(work.begun)),
            ("done", count(work.done)),
            ("check", count(work.to_check)),
            ("contested", count(work.contested)),
            ("left", count(work.left)),
        ],
    );
    if work.beyond > 0 {
        far.push_str(&look.t("rechecks-beyond", &[("count", count(work.beyond))]));
    }
    [rates, (far, Role::Plain)]
}

/// What is missing before a statement may be made, or may be made without the worst case.
fn missing(results: &Results, look: &Look) -> Vec<String> {
    let mut missing = Vec::new();
    if results.draw.is_none() {
        let keys =
            [("sample", Arg::from(look.key(App::Sample.into()))), ("key", Arg::from(look.key(Rechecks::Find.into())))];
        missing.push(look.t("results-missing-draw", &keys));
        return missing;
    }
    let random = results.random;
    // More than one in twenty left is too many.
    let needed = random.open() - random.open().min(random.units / 20);
    if random.units == 0 {
        missing.push(look.s("results-missing-random"));
    } else if needed > 0 {
        let key = if random.done == 0 { "results-missing-all" } else { "results-missing-some" };
        missing.push(look.t(key, &[("needed", count(needed)), ("left", count(random.open()))]));
    }
    let work = work(results);
    if work.contested > 0 {
        missing.push(look.t("results-missing-settled", &[("count", count(work.contested))]));
    }
    if work.to_check > 0 {
        missing.push(look.t("results-missing-check", &[("count", count(work.to_check))]));
    }
    missing
}

/// Conclusions in the order in which they are told, what is missing first.
pub fn statements(results: &Results, look: &Look) -> Vec<Told> {
    let mut told: Vec<Told> = missing(results, look).into_iter().map(|text| (text, Role::Warning)).collect();
    told.extend(results.statements.iter().map(|said| (look.strings.told(said.key, &said.args), Role::Plain)));
    if let Some(problem) = &results.why_not {
        told.push((look.strings.problem(problem), Role::Warning));
    }
    told.extend(results.coach.iter().map(|said| (look.strings.told(said.key, &said.args), Role::Plain)));
    told.push((agreement(results, look), Role::Plain));
    if let Some(inflated) = results.inflated.as_ref().filter(|inflated| !inflated.units.is_empty()) {
        let args =
            [("count", count(inflated.units.len() as u64)), ("from", Arg::from(inflated.from.normalize().to_string()))];
        told.push((look.t("results-flagged", &args), Role::Plain));
    }
    told.push((look.s("results-attribute"), Role::Muted));
    told
}

/// How far two people agree who looked at the same.
fn agreement(results: &Results, look: &Look) -> String {
    let Some(both) = &results.agreement else { return look.s("results-agreement-none") };
    let mut told = Vec::new();
    if both.rows > 0 {
        let (low, high) = both.rows_percent.unwrap_or_default();
        let args = [
            ("rows", Arg::from(both.rows)),
            ("same", Arg::from(both.rows_same)),
            ("low", Arg::from(low.to_string())),
            ("high", Arg::from(high.to_string())),
        ];
        told.push(look.t("results-agreement-rows", &args));
    }
    if both.grades > 0 {
        let args = [("grades", Arg::from(both.grades)), ("same", Arg::from(both.grades_same))];
        told.push(look.t("results-agreement-grades", &args));
    }
    if both.released > 0 {
        told.push(look.t("results-agreement-released", &[("released", Arg::from(both.released))]));
    }
    if let Some((value, low, high)) = both.kappa {
        let args = [value, low, high].map(|number| number.to_string());
        let [value, low, high] = &args;
        let args = [("value", Arg::from(value)), ("low", Arg::from(low)), ("high", Arg::from(high))];
        told.push(look.t("results-agreement-kappa", &args));
    }
    told.join(&look.s("recheck-and"))
}

/// A row of the table of grades: part, own grade, and what the rechecks made of those.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GradeRow {
    pub part: Part,
    pub own: Grade,
    pub counts: [u64; 4],
    /// Of all that could be drawn, in percent.
    pub shares: Option<Vec<String>>,
}

impl GradeRow {
    /// Part and own grade in words.
    pub fn label(&self, look: &Look) -> String {
        let key = match self.part {
            Part::Random => "results-grades-random",
            Part::Certain => "results-grades-certain",
        };
        look.t(key, &[("grade", Arg::from(look.strings.grade(self.own)))])
    }

    /// `12 66.35%`; the count alone where both do not fit.
    pub fn cell(&self, at: usize, cells: usize) -> String {
        let count = self.counts.get(at).copied().unwrap_or_default();
        let share = self.shares.as_ref().and_then(|shares| shares.get(at));
        let both = share.map(|share| format!("{count} {share}%")).filter(|text| text.len() <= cells);
        both.unwrap_or_else(|| count.to_string())
    }
}

/// Random part with its weights; what was examined in any case as counted, where there is any.
pub fn grades(results: &Results, _look: &Look) -> Vec<GradeRow> {
    let matrix = &results.matrix;
    let random = Grade::ALL.iter().zip(&matrix.random).enumerate().map(|(at, (own, counts))| GradeRow {
        part: Part::Random,
        own: *own,
        counts: *counts,
        shares: matrix.shares.as_ref().and_then(|shares| shares.get(at)).cloned(),
    });
    // Of these only what there is: they stand for themselves.
    let some = |counts: &[u64; 4]| counts.iter().any(|count| *count > 0);
    let certain = Grade::ALL
        .iter()
        .zip(&matrix.certain)
        .filter(|(_, counts)| some(counts))
        .map(|(own, counts)| GradeRow { part: Part::Certain, own: *own, counts: *counts, shares: None });
    random.chain(certain).collect()
}

/// What follows from the table of grades.
pub fn grade_lines(results: &Results, look: &Look) -> Vec<Told> {
    let matrix = &results.matrix;
    if matrix.counted() == 0 {
        return vec![(look.s("results-grades-empty"), Role::Muted)];
    }
    let (over, equal, under) = matrix.signs();
    let rate = |rate: &Option<(String, String, String)>| match rate {
        Some((share, low, high)) => {
            let args = [("share", Arg::from(share)), ("low", Arg::from(low)), ("high", Arg::from(high))];
            look.t("results-grades-share", &args)
        }
        None => String::new(),
    };
    let same = matrix.equal.as_ref().map(|share| look.t("results-grades-share-alone", &[("share", Arg::from(share))]));
    let args = [
        ("over", count(over)),
        ("over-share", Arg::from(rate(&matrix.over))),
        ("equal", count(equal)),
        ("equal-share", Arg::from(same.unwrap_or_default())),
        ("under", count(under)),
        ("under-share", Arg::from(rate(&matrix.under))),
    ];
    let mut told = vec![(look.t("results-grades-signs", &args), Role::Plain)];
    if let Some(found) = &results.difference {
        let (above, equal, below) = found.signs;
        let args = [
            ("above", Arg::from(above)),
            ("equal", Arg::from(equal)),
            ("below", Arg::from(below)),
            ("over", Arg::from(format!("{:.2}", found.above))),
            ("under", Arg::from(format!("{:.2}", found.below))),
            ("size", Arg::from(found.mean_size.map(|size| size.to_string()).unwrap_or_default())),
        ];
        told.push((look.t("results-differences", &args), Role::Plain));
    }
    if let Some(kappa) = matrix.kappa {
        told.push((look.t("results-grades-kappa", &[("kappa", Arg::from(kappa.to_string()))]), Role::Muted));
    }
    if matrix.shares.is_none() {
        told.push((look.s("results-grades-counts"), Role::Muted));
    }
    told
}

/// The limit of a department, where it may be told.
pub fn most(one: &DepartmentResult) -> Option<u64> {
    one.inference.as_ref().filter(|it| it.drawn >= FEWEST || it.drawn == it.units).map(|it| it.most)
}

/// `-0.35..6.80`
pub fn interval(ends: Option<(Decimal, Decimal)>) -> String {
    ends.map(|(low, high)| format!("{low:.2}..{high:.2}")).unwrap_or_default()
}

/// What is to be said of a department.
pub fn department(results: &Results, one: &DepartmentResult, look: &Look) -> Vec<Told> {
    let mut told = Vec::new();
    if let Some(found) = &one.difference {
        let place = one.inflation.as_ref().and_then(|row| Some((row.place?, row.index)));
        let mut args = vec![
            ("drawn", count(found.drawn)),
            ("mean", Arg::from(format!("{:.2}", found.mean))),
            ("fewest", count(FEWEST)),
            ("interval", Arg::from(interval(found.interval))),
        ];
        args.push(("index", Arg::from(place.map(|(_, index)| format!("{index:.2}")).unwrap_or_default())));
        args.push(("place", Arg::from(place.map(|(place, _)| place.to_string()).unwrap_or_default())));
        let key = match (found.interval, found.drawn >= FEWEST) {
            (Some(_), _) => "results-department-mean",
            (None, true) => "results-department-unfinished",
            (None, false) => "results-department-few",
        };
        told.push((look.t(key, &args), Role::Plain));
        if place.is_some() {
            told.push((look.t("results-department-place", &args), Role::Plain));
        }
    }
    if let Some(inflated) = &results.inflated {
        let named = |text: &str| if text.trim().is_empty() { "-".to_owned() } else { text.trim().to_owned() };
        let of = inflated.units.iter().filter(|unit| named(&unit.department) == one.name);
        let units: Vec<String> = of.map(|unit| format!("{} {:.2}", named(&unit.unit), unit.index)).collect();
        if !units.is_empty() {
            let from = Arg::from(inflated.from.normalize().to_string());
            let args = [("units", Arg::from(units.join(&look.s("recheck-and")))), ("from", from)];
            told.push((look.t("results-department-flagged", &args), Role::Warning));
        }
    }
    told.extend(one.statements.iter().map(|said| (look.strings.told(said.key, &said.args), Role::Plain)));
    told
}

/// Name, department, part, own points, those of the recheck, difference, level.
pub fn deviation(line: &RecheckLine, look: &Look) -> [String; 7] {
    let points = |points: Option<Decimal>| points.map(words::points).unwrap_or_default();
    let difference = line.filed.zip(line.verified).map(|(filed, verified)| words::signed(verified - filed));
    [
        name(line),
        words::department(&line.department).to_owned(),
        words::part(line, look),
        points(line.filed),
        points(line.verified),
        difference.unwrap_or_default(),
        line.deviation.map(|level| words::short_level(level, look)).unwrap_or_default(),
    ]
}

/// What a recheck is called.
pub fn name(line: &RecheckLine) -> String {
    if line.name.is_empty() { line.project.to_string() } else { line.name.clone() }
}

/// What a deviation leads to, and the grade.
pub fn follows(results: &Results, line: &RecheckLine, look: &Look) -> Vec<Told> {
    let mut told = Vec::new();
    let unit = [line.code.clone(), name(line), line.unit.clone(), line.department.clone()];
    told.push((unit.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "), Role::Plain));
    if let Some(level) = line.deviation {
        let args = [("level", Arg::from(words::level(level, look))), ("effect", Arg::from(words::effect(level, look)))];
        told.push((look.t("results-follows-level", &args), Role::Plain));
    }
    let of = |one: &&crate::engine::spot_check::results::Consequence| {
        line.grade.is_some_and(|grade| one.grades.contains(&grade))
    };
    if let (Some(grade), Some(one)) = (line.grade, results.consequences.iter().find(of)) {
        let args = [
            ("grade", Arg::from(look.strings.grade(grade))),
            ("consequence", Arg::from(words::consequence(&one.words, look))),
        ];
        told.push((look.t("results-follows-grade", &args), Role::Plain));
    }
    told
}

/// A row of what follows: a consequence, or a recheck that falls under it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConsequenceRow {
    /// Which consequence.
    pub of: usize,
    /// Place of the recheck among the lines.
    pub line: Option<usize>,
}

/// Consequences with those that fall under each; those to whom nothing happens are only counted.
pub fn consequence_rows(results: &Results) -> Vec<ConsequenceRow> {
    let mut rows = Vec::new();
    for (of, one) in results.consequences.iter().enumerate() {
        rows.push(ConsequenceRow { of, line: None });
        if one.words != NOTHING {
            rows.extend(one.lines.iter().map(|line| ConsequenceRow { of, line: Some(*line) }));
        }
    }
    rows
}

/// The consequence that is none.
const NOTHING: &str = "score-consequence-none";

/// `improve first (fair, poor): 3 projects, annual budgets 1,234.50 together`
pub fn consequence(results: &Results, of: usize, look: &Look) -> String {
    let Some(one) = results.consequences.get(of) else { return String::new() };
    let grades: Vec<String> = one.grades.iter().map(|grade| look.strings.grade(*grade)).collect();
    let mut text = look.t(
        "results-consequence",
        &[
            ("words", Arg::from(words::consequence(&one.words, look))),
            ("grades", Arg::from(grades.join("/"))),
            ("count", count(one.lines.len() as u64)),
            ("amount", Arg::from(one.amount.ten_thousand_yuan())),
        ],
    );
    if one.without_amount > 0 {
        text.push_str(&look.t("results-consequence-unknown", &[("count", count(one.without_amount))]));
    }
    text
}

/// Name, department, own grade and points, those of the recheck, amount.
pub fn falls(line: &RecheckLine, look: &Look) -> [String; 5] {
    let points = |points: Option<Decimal>| points.map(words::points).unwrap_or_default();
    let verified = line.verified.map(|points| words::graded(points, line.grade, look));
    [
        name(line),
        words::department(&line.department).to_owned(),
        points(line.filed),
        verified.unwrap_or_default(),
        line.amount.map(|amount| amount.ten_thousand_yuan()).unwrap_or_default(),
    ]
}
