//! What the page says, as text: shared by the drawing, line mode and F1. What is said of the whole year is told once for each answer
//! ([`Shown`]); of departments and rechecks only those are told that are on screen, and nothing here walks over all of them.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::band::Scale;
use crate::engine::spot_check::page::{ConsequenceRow, DrawnFrom, ResultsPage, named};
use crate::engine::spot_check::results::{Consequence, DepartmentResult, FEWEST, Inflated, Results};
use crate::model::recheck::{Part, RecheckLine};
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

/// What was found, with everything told that does not depend on what is on screen.
pub struct Shown {
    page: Arc<ResultsPage>,
    heads: [[Told; 2]; 2],
    /// Conclusions in the order in which they are told, what is missing first.
    pub statements: Vec<Told>,
    /// Own grades against those of the rechecks.
    pub grades: Vec<GradeRow>,
    /// What follows from them.
    pub grade_lines: Vec<Told>,
    /// A scale for all departments.
    pub scale: Scale,
}

#[cfg(test)]
thread_local! {
    /// How many rechecks were looked at.
    pub static TOUCHED: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

impl Shown {
    /// Tells an answer.
    pub fn new(page: Arc<ResultsPage>, look: &Look) -> Shown {
        Shown {
            heads: [heads(&page, false, look), heads(&page, true, look)],
            statements: statements(&page, look),
            grades: grades(&page.results),
            grade_lines: grade_lines(&page.results, look),
            scale: scale(&page.results.departments),
            page,
        }
    }

    /// The answer itself, to be told anew.
    pub fn page(&self) -> Arc<ResultsPage> {
        Arc::clone(&self.page)
    }

    /// Both rates, and how far the work is; `short` where there is little room.
    pub fn heads(&self, short: bool) -> &[Told; 2] {
        &self.heads[usize::from(short)]
    }

    /// The year; `None` where no self-evaluation is here at all.
    pub fn year(&self) -> Option<u16> {
        self.page.results.year
    }

    /// Years that have self-evaluations, the newest first.
    pub fn years(&self) -> &[u16] {
        &self.page.results.years
    }

    /// The one draw that they are of, where one was chosen.
    pub fn of(&self) -> Option<&DrawnFrom> {
        self.page.results.of.as_ref()
    }

    /// Self-evaluations of the year.
    pub fn evaluated(&self) -> u64 {
        self.page.results.evaluated
    }

    /// Departments by name.
    pub fn departments(&self) -> &[DepartmentResult] {
        &self.page.results.departments
    }

    /// Units that score themselves too high.
    pub fn inflated(&self) -> Option<&Inflated> {
        self.page.results.inflated.as_ref()
    }

    /// Number of rechecks.
    pub fn rechecks(&self) -> usize {
        self.page.results.lines.len()
    }

    /// A recheck.
    pub fn line(&self, at: usize) -> Option<&RecheckLine> {
        #[cfg(test)]
        TOUCHED.with(|touched| touched.set(touched.get() + 1));
        self.page.results.lines.get(at)
    }

    /// Places of the rechecks that differ most.
    pub fn largest(&self) -> &[usize] {
        &self.page.results.largest
    }

    /// Consequences with those that fall under each.
    pub fn consequences(&self) -> &[ConsequenceRow] {
        &self.page.consequences
    }
}

/// A scale for all departments.
fn scale(departments: &[DepartmentResult]) -> Scale {
    let ends = |one: &DepartmentResult| {
        let index = one.inflation.as_ref().filter(|row| row.place.is_some()).map(|row| row.index);
        let interval = one.difference.as_ref().and_then(|found| found.interval);
        [index, interval.map(|ends| ends.0), interval.map(|ends| ends.1)]
    };
    Scale::over(departments.iter().flat_map(ends).flatten())
}

/// Both rates, the random one with its judgement; how far the work is. `short` where there is little room.
fn heads(page: &ResultsPage, short: bool, look: &Look) -> [Told; 2] {
    let (results, work) = (&page.results, page.work);
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
fn missing(page: &ResultsPage, look: &Look) -> Vec<String> {
    let (results, work) = (&page.results, page.work);
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
    if work.contested > 0 {
        missing.push(look.t("results-missing-settled", &[("count", count(work.contested))]));
    }
    if work.to_check > 0 {
        missing.push(look.t("results-missing-check", &[("count", count(work.to_check))]));
    }
    missing
}

/// Conclusions in the order in which they are told, what is missing first.
fn statements(page: &ResultsPage, look: &Look) -> Vec<Told> {
    let results = &page.results;
    let mut told: Vec<Told> = missing(page, look).into_iter().map(|text| (text, Role::Warning)).collect();
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
fn grades(results: &Results) -> Vec<GradeRow> {
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
fn grade_lines(results: &Results, look: &Look) -> Vec<Told> {
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

impl Shown {
    /// What is to be said of a department.
    pub fn department(&self, one: &DepartmentResult, look: &Look) -> Vec<Told> {
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
        if let Some(inflated) = self.inflated() {
            let of = self.page.inflated.get(&one.name).into_iter().flatten().filter_map(|at| inflated.units.get(*at));
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

    /// What a deviation leads to, and the grade.
    pub fn follows(&self, line: &RecheckLine, look: &Look) -> Vec<Told> {
        let mut told = Vec::new();
        let unit = [line.code.clone(), name(line), line.unit.clone(), line.department.clone()];
        told.push((unit.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "), Role::Plain));
        if let Some(level) = line.deviation {
            let args =
                [("level", Arg::from(words::level(level, look))), ("effect", Arg::from(words::effect(level, look)))];
            told.push((look.t("results-follows-level", &args), Role::Plain));
        }
        let of = |one: &&Consequence| line.grade.is_some_and(|grade| one.grades.contains(&grade));
        if let (Some(grade), Some(one)) = (line.grade, self.page.results.consequences.iter().find(of)) {
            let args = [
                ("grade", Arg::from(look.strings.grade(grade))),
                ("consequence", Arg::from(words::consequence(&one.words, look))),
            ];
            told.push((look.t("results-follows-grade", &args), Role::Plain));
        }
        told
    }

    /// `improve first (fair, poor): 3 projects, annual budgets 1,234.50 together`
    pub fn consequence(&self, of: usize, look: &Look) -> String {
        let Some(one) = self.page.results.consequences.get(of) else { return String::new() };
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
}
