//! C05 目标与指标不对应: T023 to T025.

use std::cmp::Ordering;
use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::promises::Promise;
use super::target::Level2;
use super::text::{is_missing, norm, windows};
use super::words::List;
use super::{Check, Hit, MATTER, Row, Target};
use crate::model::finding::{Cell, Severity, Threshold};
use crate::model::form::MoreField;
use crate::model::value::{Comparator, ValueKind};
use crate::rules::value::convert;

/// The checks of this room.
pub(super) const CHECKS: &[Check] = &[
    check("T023", Severity::Warning, "published checkers of targets", promise_without_row),
    check("T024", Severity::Info, "published checkers of targets", row_without_goal),
    check("T025", Severity::Warning, "our default", annual_over_mid_term),
];

const fn check(id: &'static str, severity: Severity, source: &'static str, run: fn(&Target<'_>) -> Vec<Hit>) -> Check {
    Check { id, version: 1, category: "C05", severity, source, run }
}

static POWERS: LazyLock<List> = LazyLock::new(|| List::named("promise-powers"));
static PEOPLE: LazyLock<List> = LazyLock::new(|| List::named("kin-people"));
static TIMES: LazyLock<List> = LazyLock::new(|| List::named("kin-times"));
static THINGS: LazyLock<List> = LazyLock::new(|| List::named("kin-things"));

/// A number without its power of ten, and what it counts: `2.5万人次` is 25000 and 人次.
fn plain(number: Decimal, unit: &str) -> Option<(Decimal, &str)> {
    for power in POWERS.words() {
        if let Some(rest) = unit.strip_prefix(power).filter(|rest| !rest.is_empty()) {
            let times = match power.chars().map(power_of).collect::<Option<Vec<_>>>()?.as_slice() {
                [power] => *power,
                [first, second] => first.checked_mul(*second)?,
                _ => return None,
            };
            return Some((number.checked_mul(Decimal::from(times))?.normalize(), rest));
        }
    }
    Some((number.normalize(), unit))
}

fn power_of(c: char) -> Option<u64> {
    match c {
        '\u{5341}' => Some(10),
        '\u{767e}' => Some(100),
        '\u{5343}' => Some(1_000),
        '\u{4e07}' => Some(10_000),
        '\u{4ebf}' => Some(100_000_000),
        _ => None,
    }
}

/// Count much the same things: units of one measure, or of people, of times, of pieces.
fn akin(one: &str, other: &str) -> bool {
    let kin = |list: &List| list.holds(one) && list.holds(other);
    one == other || kin(&PEOPLE) || kin(&TIMES) || kin(&THINGS) || convert::related(one, other)
}

/// Surely count different things: people and times, times and pieces.
fn apart(one: &str, other: &str) -> bool {
    let lists: [&List; 3] = [&PEOPLE, &TIMES, &THINGS];
    let kin = |unit: &str| lists.iter().position(|list| list.holds(unit));
    matches!((kin(one), kin(other)), (Some(one), Some(other)) if one != other)
}

/// Whether `figure` lies within `tolerance` percent of what was promised.
fn near(promised: (Decimal, &str), figure: (Decimal, &str), tolerance: Decimal) -> bool {
    let (number, unit) = promised;
    let margin = number * tolerance / Decimal::ONE_HUNDRED;
    let compare = |bound: Decimal| match convert::compare_figures(bound, unit, figure.0, figure.1) {
        None => bound.cmp(&figure.0),
        Some(ordering) => ordering,
    };
    compare(number - margin) != Ordering::Greater && compare(number + margin) != Ordering::Less
}

/// An indicator's figure.
struct Figure<'t> {
    row: &'t Row<'t>,
    number: Decimal,
    unit: &'t str,
}

/// T023: the goal promises a count that no indicator has. Differs from the catalogue: the same number is accepted whatever
/// its unit (17个 and 17个标段), unless that surely counts something else (10场 and 10人); so are sums of indicators,
/// mid-term values and a number in an indicator's name. An indicator of the same thing whose value is missing or unclear
/// is charged by other checks, and so is a set without any quantity (T017, T019). All such promises of a goal are one
/// finding.
fn promise_without_row(target: &Target<'_>) -> Vec<Hit> {
    let promises = target.promises();
    let quantity = |row: &Row<'_>| row.level2.is_none_or(|level| level == Level2::Quantity);
    if promises.is_empty() || !target.rows.iter().any(quantity) {
        return Vec::new();
    }
    let tolerance = target.settings.number(Threshold::PromiseTolerance);
    let rows = || target.rows.iter().chain(&target.mid_term_rows);
    let figure = |row| read_figure(row);
    let figures: Vec<Figure<'_>> = rows().filter_map(figure).collect();
    let broken: Vec<&Promise> =
        promises.iter().filter(|promise| !is_kept(promise, rows(), &figures, tolerance)).collect();
    if broken.is_empty() {
        return Vec::new();
    }
    let quoted = |promise: &Promise| format!("{}{}", promise.before, promise.printed());
    let join = |texts: Vec<String>| texts.join("\u{3001}");
    let promised = join(broken.iter().map(|promise| quoted(promise)).collect());
    let nearest: Vec<String> = broken.iter().filter_map(|promise| nearest(promise, &figures)).collect();
    let nearest = if nearest.is_empty() { "\u{65E0}".to_owned() } else { join(nearest) };
    let hit = Hit::whole(Cell::Goal).fact(MATTER, &promised).fact("promise", &promised);
    vec![hit.fact("nearest", nearest).fact("tolerance", tolerance)]
}

fn read_figure<'t>(row: &'t Row<'t>) -> Option<Figure<'t>> {
    let (number, unit) = plain(row.number.filter(|_| !row.is_percent())?, row.unit().unwrap_or_default())?;
    Some(Figure { row, number, unit })
}

fn is_kept<'t>(
    promise: &Promise,
    mut rows: impl Iterator<Item = &'t Row<'t>>,
    figures: &[Figure<'_>],
    tolerance: Decimal,
) -> bool {
    let Some(promised) = plain(promise.number, &promise.unit) else { return true };
    let fits = |figure: &Figure<'_>| {
        let same = figure.number == promised.0 || Some(promise.number) == figure.row.number;
        (same && !apart(promised.1, figure.unit))
            || ((figure.unit.is_empty() || akin(promised.1, figure.unit))
                && near(promised, (figure.number, figure.unit), tolerance))
    };
    if figures.iter().any(fits) {
        return true;
    }
    // Sums: 培训300人 as 200 of one kind and 100 of another.
    let same: Vec<Decimal> =
        figures.iter().filter(|figure| figure.unit == promised.1).map(|figure| figure.number).collect();
    let fits = |sum: Decimal| near(promised, (sum, promised.1), tolerance);
    let pairs = || same.iter().enumerate().any(|(at, one)| same.iter().skip(at + 1).any(|other| fits(*one + *other)));
    if same.len() > 1 && (fits(same.iter().sum()) || pairs()) {
        return true;
    }
    // A number inside a name or a sentence, or an indicator of it without a clear value.
    let number = promise.number.normalize().to_string();
    let about = windows(&promise.before);
    rows.any(|row| {
        let said = holds_number(&row.name, &number) || (row.number.is_none() && holds_number(&row.text, &number));
        let unclear = row.number.is_none() && !matches!(row.value.kind, ValueKind::Date | ValueKind::Duration);
        said || (unclear && !windows(&row.name).is_disjoint(&about))
    })
}

/// The digits stand in the text as a number of their own.
fn holds_number(text: &str, number: &str) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || c == '.');
    text.match_indices(number).any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + number.len()..).and_then(|after| after.chars().next());
        !digit(before) && !digit(after)
    })
}

/// The indicator that most likely means the same: of like unit, whose name shares most with the clause.
fn nearest(promise: &Promise, figures: &[Figure<'_>]) -> Option<String> {
    let about = windows(&promise.before);
    let (_, unit) = plain(promise.number, &promise.unit)?;
    let shared = |figure: &Figure<'_>| windows(&figure.row.name).intersection(&about).count();
    let alike = figures.iter().filter(|figure| figure.unit.is_empty() || akin(unit, figure.unit));
    let best = alike.map(|figure| (shared(figure), figure)).rev().max_by_key(|(shared, _)| *shared);
    best.filter(|(shared, _)| *shared > 0)
        .map(|(_, figure)| format!("{}{}", figure.row.name, figure.row.indicator.printed_target()))
}

static GENERIC: LazyLock<List> = LazyLock::new(|| List::named("generic-indicators"));

/// T024: an indicator that has no word in common with goal and project. Information only. Differs from the catalogue: only
/// counts of output are looked at, because quality, time and benefit are named in general words; some other count
/// must be tied to the goal (else the goal is the odd one, T014); and a word in common with another indicator, the unit,
/// the overview or the grounds of the project is enough.
fn row_without_goal(target: &Target<'_>) -> Vec<Hit> {
    if is_missing(&target.goal) {
        return Vec::new();
    }
    let counted = |row: &&Row<'_>| row.level2 == Some(Level2::Quantity) && row.number.is_some() && !row.is_percent();
    let (goal, name) = (target.goal_windows(), target.name_windows());
    let rows = target.rows.iter().filter(counted).map(|row| (row, windows(&row.name)));
    let (tied, loose): (Vec<_>, Vec<_>) = rows.partition(|(_, own)| !own.is_disjoint(goal) || !own.is_disjoint(name));
    if tied.is_empty() {
        return Vec::new();
    }
    let form = target.form;
    let around = [
        form.unit.name.as_str(),
        form.goal.mid_term.as_deref().unwrap_or_default(),
        target.more(MoreField::Overview),
        target.more(MoreField::Grounds),
        target.more(MoreField::UnitFunction),
    ];
    let mut hits = Vec::new();
    for (row, own) in loose {
        let apart = |text: &str| text.is_empty() || windows(text).is_disjoint(&own);
        let others = target.rows.iter().filter(|other| other.indicator.no != row.indicator.no);
        if own.is_empty() || GENERIC.is_in(&row.name) || !around.into_iter().all(apart) {
            continue;
        }
        if others.map(|other| other.name.as_str()).all(apart) {
            hits.push(Hit::row(row, Cell::Indicator));
        }
    }
    hits
}

/// T025: the year's value of a count is above that of the whole period. Rates are no counts and left alone.
fn annual_over_mid_term(target: &Target<'_>) -> Vec<Hit> {
    let counts = |row: &Row<'_>| {
        let forward = matches!(row.value.op, Some(Comparator::AtLeast | Comparator::MoreThan | Comparator::Equal));
        forward && row.value.kind == ValueKind::Number && !row.name.is_empty() && !row.is_cost()
    };
    let mut hits = Vec::new();
    for row in target.rows.iter().filter(|row| counts(row)) {
        let mut like = target.mid_term_rows.iter().filter(|other| other.name == row.name && counts(other));
        // Two of one name: nobody can say which is meant.
        let (Some(mid_term), None) = (like.next(), like.next()) else { continue };
        let (Some(annual), Some(whole)) = (row.number, mid_term.number) else { continue };
        let (one, other) = (row.unit().unwrap_or_default(), mid_term.unit().unwrap_or_default());
        if convert::compare_figures(annual, one, whole, other) == Some(Ordering::Greater) {
            let printed = norm(&mid_term.indicator.printed_target());
            hits.push(Hit::row(row, Cell::Value).fact("mid_term", printed));
        }
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::super::tests::{Paper, fires};
    use crate::model::finding::{Cell, Finding, Severity, Threshold};
    use crate::model::form::Horizon;

    const QUANTITY: &str = "数量指标";

    fn paper(goal: &str, rows: &[(&str, &str)]) -> Paper {
        let paper = Paper::clean().goal(goal);
        rows.iter().fold(paper, |paper, (name, value)| paper.row("产出指标", QUANTITY, name, value, "5"))
    }

    fn the_one(check: &str, paper: &Paper) -> Finding {
        let mut found: Vec<_> = paper.findings().into_iter().filter(|finding| finding.check.0 == check).collect();
        assert_eq!(found.len(), 1, "{check}: {found:#?}");
        found.remove(0)
    }

    #[test]
    fn t023_what_the_goal_promises_has_an_indicator() {
        let goal = "采购养护设备20台，培训300人，养护公路30公里。";
        let found = the_one("T023", &paper(goal, &[("采购养护设备", "≥20台")]));
        assert_eq!((found.severity, found.cell), (Severity::Warning, Cell::Goal));
        assert_eq!((found.facts["promise"].as_str(), found.facts["nearest"].as_str()), ("培训300人", "无"));
        for training in [
            ("培训人数", "≥300人"),
            ("培训人次", "≥300人次"),
            ("培训人数", "≥290人"),
            ("培训人数(人)", "≥300"),
            ("培训规模", "0.03万人"),
            ("培训300人完成率", "100%"),
            ("培训任务", "完成300人培训"),
            ("培训人数", "待定"),
        ] {
            assert!(!fires("T023", paper(goal, &[("采购养护设备", "≥20台"), training])), "{training:?}");
        }
        let differs = the_one("T023", &paper(goal, &[("采购养护设备", "≥20台"), ("培训人数", "≥200人")]));
        assert_eq!(differs.facts["nearest"], "培训人数≥200人");
        let parts = [("采购养护设备", "≥20台"), ("培训干部人数", "200人"), ("培训职工人数", "100人")];
        assert!(!fires("T023", paper(goal, &parts)), "200 and 100 are 300");
        let other = paper("举办养护活动10场，养护公路30公里。", &[("配备养护人员", "≥10人")]);
        assert!(fires("T023", other), "people are no events");
        let mild = paper("养护公路33公里，好路率达到95%以上。", &[]);
        assert!(fires("T023", mild.clone()));
        let mild = mild.with(|paper| paper.settings.set_number(Threshold::PromiseTolerance, 10.into()));
        assert!(!fires("T023", mild));
    }

    #[test]
    fn t023_units_of_one_measure_are_compared() {
        assert!(!fires("T023", paper("养护公路30千米，好路率达到95%以上。", &[])));
        assert!(!fires("T023", paper("绿化2000平方米，养护公路30公里。", &[("公路绿化面积", "≥3亩")])));
        assert!(fires("T023", paper("绿化9000平方米，养护公路30公里。", &[("公路绿化面积", "≥3亩")])));
        assert!(!fires("T023", paper("服务群众2.5万人次，养护公路30公里。", &[("服务群众人次", "≥25000人次")])));
    }

    #[test]
    fn t024_an_indicator_supports_the_goal() {
        let found = the_one("T024", &paper("完成农村公路养护30公里，好路率达到95%。", &[("图书借阅量", "≥500册")]));
        assert_eq!((found.severity, found.row), (Severity::Info, Some(7)));
        assert!(!fires("T024", paper("完成农村公路养护30公里，好路率达到95%。", &[("任务完成数量", "≥5项")])));
    }

    #[test]
    fn t025_a_year_is_not_more_than_the_whole() {
        let of = |annual: &str, whole: &str| {
            let whole =
                paper("完成农村公路养护30公里，好路率达到95%。", &[("公路标线里程", annual), ("公路标线里程", whole)]);
            whole.with(|paper| paper.form.indicators.last_mut().unwrap().horizon = Horizon::MidTerm)
        };
        let found = the_one("T025", &of("≥400公里", "≥300公里"));
        assert_eq!((found.row, found.facts["mid_term"].as_str()), (Some(7), "≥300公里"));
        assert!(fires("T025", of("≥4公里", "≥300米")));
        for (annual, whole) in [
            ("≥100公里", "≥300公里"),
            ("≥300米", "≥4公里"),
            ("≥95%", "≥90%"),
            ("≤400公里", "≤300公里"),
            ("≥4个", "≥3公里"),
        ] {
            assert!(!fires("T025", of(annual, whole)), "{annual} {whole}");
        }
    }
}
