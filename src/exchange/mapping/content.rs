//! What the cells of a column speak for.

use rust_decimal::Decimal;

use super::words::content;
use crate::exchange::headings::{Column, is_nothing, is_total_row, plausible_year, squeeze};

/// What was seen in the cells of one column; shares are percent of the cells that hold something.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Cells that hold something.
    pub count: usize,
    /// Texts that differ.
    pub distinct: usize,
    project_codes: usize,
    short_codes: usize,
    years: usize,
    ascending: bool,
    operators: usize,
    level1: usize,
    level2: usize,
    units: usize,
    organisations: usize,
    numbers: usize,
    points: usize,
    percents: usize,
    values: usize,
    qualitative: usize,
    likelihood: usize,
    prose: usize,
    words: usize,
    /// Points up to 100 whose sum is a round hundred.
    hundred: bool,
}

/// From this many characters a text is prose.
const PROSE: usize = 18;

fn number(text: &str) -> Option<Decimal> {
    let plain = text.replace(',', "");
    Decimal::from_str_exact(&plain).ok()
}

fn is_project_code(text: &str) -> bool {
    text.len() == 21
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && text.bytes().filter(u8::is_ascii_digit).count() >= 15
}

impl Evidence {
    /// Looks at cells, top to bottom.
    pub fn of<'t>(cells: impl Iterator<Item = &'t str>) -> Evidence {
        let texts: Vec<String> =
            cells.map(squeeze).filter(|text| !text.is_empty() && !is_nothing(text) && !is_total_row(text)).collect();
        let count = texts.len();
        if count == 0 {
            return Evidence::default();
        }
        let known = content();
        let share = |holds: &dyn Fn(&str) -> bool| texts.iter().filter(|text| holds(text)).count() * 100 / count;
        let one_of = |words: &[String], text: &str| words.iter().any(|word| word == text);
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let is_points =
            |text: &str| number(text).is_some_and(|number| number >= Decimal::ZERO && number <= Decimal::ONE_HUNDRED);
        let is_value = |text: &str| {
            let digit = text.chars().any(|c| c.is_ascii_digit());
            let sign = known.operators.iter().any(|operator| text.starts_with(operator.as_str()));
            let unit = text.trim_start_matches(|c: char| c.is_ascii_digit() || "=≥≤<>.,~-".contains(c));
            (digit && (sign || one_of(&known.units, unit))) || one_of(&known.qualitative, text)
        };
        let numbers: Vec<Decimal> = texts.iter().filter_map(|text| number(text)).collect();
        let mut distinct: Vec<&String> = texts.iter().collect();
        distinct.sort();
        distinct.dedup();
        Evidence {
            count,
            distinct: distinct.len(),
            project_codes: share(&is_project_code),
            short_codes: share(&|text| (3..=9).contains(&text.len()) && digits(text)),
            years: share(&|text| plausible_year(text).is_some()),
            ascending: numbers.len() == count
                && count >= 2
                && numbers.first().is_some_and(|first| *first <= Decimal::ONE)
                && numbers.windows(2).all(|two| two[1] == two[0] + Decimal::ONE),
            operators: share(&|text| one_of(&known.operators, text)),
            level1: share(&|text| known.level1.iter().any(|name| text.starts_with(name.as_str()))),
            level2: share(&|text| known.level2.iter().any(|name| text.starts_with(name.as_str()))),
            units: share(&|text| one_of(&known.units, text)),
            organisations: share(&|text| {
                let length = text.chars().count();
                (3..=30).contains(&length) && known.organisations.iter().any(|end| text.ends_with(end.as_str()))
            }),
            numbers: share(&|text| number(text).is_some()),
            points: share(&is_points),
            percents: share(&|text| text.strip_suffix('%').is_some_and(|text| number(text).is_some())),
            values: share(&is_value),
            qualitative: share(&|text| one_of(&known.qualitative, text)),
            likelihood: share(&|text| one_of(&known.likelihood, text)),
            prose: share(&|text| text.chars().count() >= PROSE),
            words: share(&|text| !text.chars().any(|c| c.is_ascii_digit())),
            hundred: hundred(&texts),
        }
    }
}

/// Whether points of one or several projects make up whole hundreds (90 without the points of execution).
fn hundred(texts: &[String]) -> bool {
    let mut sum = Decimal::ZERO;
    let mut closed = 0;
    for text in texts {
        let Some(points) = number(text).filter(|points| *points >= Decimal::ZERO) else { return false };
        sum += points;
        // The next project begins when a sum is reached exactly.
        if sum == Decimal::ONE_HUNDRED || sum == Decimal::from(90) && texts.len() <= 40 {
            closed += 1;
            sum = Decimal::ZERO;
        }
        if sum > Decimal::ONE_HUNDRED {
            return false;
        }
    }
    closed > 0 && texts.len() >= 2 && (sum.is_zero() || sum == Decimal::TEN)
}

/// What the cells say about a meaning: points for or against it, and the words for it when they speak for it.
pub fn points(meaning: Column, seen: &Evidence) -> (i32, Option<&'static str>) {
    use Column as C;
    if seen.count == 0 {
        return (0, None);
    }
    let when = |holds: bool, points: i32, key: &'static str, otherwise: i32| {
        if holds { (points, Some(key)) } else { (otherwise, None) }
    };
    // What can be told by its cells is not offered for anything else.
    let unmistakable = seen.project_codes >= 80 || seen.level1 >= 60 || seen.level2 >= 60 || seen.operators >= 60;
    let text = seen.numbers < 50 && seen.percents < 50;
    match meaning {
        C::ProjectCode => when(seen.project_codes >= 80, 90, "mapping-why-project-codes", -60),
        C::Level1 => {
            when(seen.level1 >= 60 && seen.level2 < 60, 85, "mapping-why-level1", if text { -10 } else { -60 })
        }
        C::Level2 => when(seen.level2 >= 60, 85, "mapping-why-level2", if text { -10 } else { -60 }),
        C::Operator => when(seen.operators >= 60, 80, "mapping-why-operators", -60),
        _ if unmistakable => (-60, None),
        C::Year => when(seen.years >= 80, 75, "mapping-why-years", -60),
        C::Sequence => when(seen.ascending, 75, "mapping-why-sequence", -60),
        C::Likelihood => when(seen.likelihood >= 60, 80, "mapping-why-likelihood", -20),
        _ if seen.likelihood >= 60 || (seen.years >= 80 && seen.ascending) => (-30, None),
        C::UnitCode | C::DepartmentCode | C::Region => {
            when(seen.short_codes >= 80 && !seen.hundred && !seen.ascending, 25, "mapping-why-short-codes", -60)
        }
        C::Measure => when(seen.units >= 60, 60, "mapping-why-units", -30),
        C::Weight => match (seen.hundred, seen.points >= 80) {
            (true, _) => (60, Some("mapping-why-hundred")),
            (false, true) => (15, Some("mapping-why-points")),
            (false, false) => (-60, None),
        },
        C::Score | C::Deduction => when(seen.points >= 60, 20, "mapping-why-points", -60),
        C::ExecutionRate => when(seen.percents >= 60, 40, "mapping-why-percents", -40),
        C::Target | C::Actual | C::PreviousActual => match () {
            () if seen.organisations >= 60 || seen.prose >= 60 => (-40, None),
            () if seen.values >= 50 || seen.qualitative >= 50 => (30, Some("mapping-why-values")),
            () if seen.values + seen.numbers + seen.percents + seen.qualitative >= 60 => {
                (20, Some("mapping-why-values"))
            }
            () => (-15, None),
        },
        C::Unit => when(seen.organisations >= 60, 45, "mapping-why-organisations", if text { 0 } else { -60 }),
        C::Department => when(seen.organisations >= 60, 40, "mapping-why-organisations", if text { 0 } else { -60 }),
        C::Project => match () {
            () if !text || seen.prose >= 80 || seen.organisations >= 60 || seen.values >= 50 => (-60, None),
            () => when(seen.words >= 40, 10, "mapping-why-names", 0),
        },
        C::Level3 => match () {
            () if !text || seen.organisations >= 60 || seen.values >= 50 => (-60, None),
            () => when(
                seen.distinct * 2 >= seen.count && seen.prose < 50 && seen.qualitative < 50,
                20,
                "mapping-why-names",
                -5,
            ),
        },
        C::Goal
        | C::GoalMidTerm
        | C::GoalActual
        | C::DeviationReason
        | C::Explanation
        | C::ScoringStandard
        | C::Basis
        | C::Description
        | C::Analysis
        | C::Problems
        | C::Measures
        | C::Opinion => match () {
            () if !text => (-60, None),
            () => when(seen.prose >= 50, 15, "mapping-why-prose", 0),
        },
        C::Initial
        | C::Increase
        | C::Decrease
        | C::Adjusted
        | C::Executed
        | C::Total
        | C::MidTermTotal
        | C::Fiscal
        | C::Other
        | C::CarriedOver => match () {
            () if seen.hundred => (-20, None),
            () => when(seen.numbers >= 60, 15, "mapping-why-amounts", -60),
        },
        _ => (if text { 0 } else { -40 }, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(cells: &[&str]) -> Evidence {
        Evidence::of(cells.iter().copied())
    }

    #[track_caller]
    fn speaks(cells: &[&str], meaning: Column) {
        assert!(points(meaning, &of(cells)).0 > 0, "{cells:?}");
    }

    #[track_caller]
    fn denies(cells: &[&str], meaning: Column) {
        assert!(points(meaning, &of(cells)).0 < 0, "{cells:?}");
    }

    #[test]
    fn cells_speak_for_what_they_hold() {
        speaks(&["51000021R000000019951", "51000025T000000000002"], Column::ProjectCode);
        speaks(&["产出指标", "产出指标（50分）", "效益指标"], Column::Level1);
        speaks(&["数量指标", "质量指标", "社会效益指标"], Column::Level2);
        speaks(&["≥", "＝", "定性"], Column::Operator);
        speaks(&["30", "30", "30", "10"], Column::Weight);
        speaks(&["≥30公里", "95%", "明显"], Column::Target);
        speaks(&["市交通局", "县财政局", "城建中心"], Column::Unit);
        speaks(&["1", "2", "3"], Column::Sequence);
        speaks(&["2025年", "2025"], Column::Year);
        speaks(&["９５％", "100%"], Column::ExecutionRate);
        speaks(&["公里", "个", "%"], Column::Measure);
        denies(&["30", "30", "40"], Column::Level3);
        denies(&["养护里程", "验收合格率"], Column::Weight);
        denies(&["产出指标", "效益指标"], Column::Level3);
        assert_eq!(points(Column::Weight, &of(&[])), (0, None), "an empty column says nothing");
    }

    #[test]
    fn points_of_several_projects_make_whole_hundreds() {
        assert!(of(&["50", "50", "60", "40"]).hundred);
        assert!(!of(&["50", "60", "40"]).hundred);
        assert!(!of(&["100.5", "20"]).hundred);
    }
}
