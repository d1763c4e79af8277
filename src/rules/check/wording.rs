//! C11 填报表述不规范: T054 to T060.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::text::{is_missing, norm};
use super::values::{is_satisfaction, judged};
use super::weights::{CLASS_IN_CODE, NATIONAL_CODE};
use super::words::List;
use super::{Check, Hit, Row, Target};
use crate::model::finding::{Cell, Severity};
use crate::model::form::MoreField;
use crate::model::value::{Value, ValueKind};
use crate::rules::value;
use crate::rules::value::convert::same;

/// The checks of this room.
pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "T054",
        version: 1,
        category: "C11",
        severity: Severity::Warning,
        source: "practice: the integrated budget system refuses two of one name",
        run: same_name_twice,
    },
    Check {
        id: "T055",
        version: 1,
        category: "C11",
        severity: Severity::Info,
        source: "practice: published self-evaluations",
        run: irregular_unit,
    },
    Check {
        id: "T056",
        version: 1,
        category: "C11",
        severity: Severity::Warning,
        source: "our default",
        run: two_units,
    },
    Check {
        id: "T057",
        version: 1,
        category: "C11",
        severity: Severity::Warning,
        source: "practice: published rechecks",
        run: wrong_year,
    },
    Check {
        id: "T058",
        version: 1,
        category: "C11",
        severity: Severity::Info,
        source: "practice: published rechecks",
        run: foreign_object,
    },
    Check { id: "T059", version: 1, category: "C11", severity: Severity::Info, source: "our default", run: odd_sign },
    Check {
        id: "T060",
        version: 1,
        category: "C11",
        severity: Severity::Warning,
        source: "practice: fields of the integrated budget system",
        run: malformed_code,
    },
];

static PERCENT_WORDS: LazyLock<List> = LazyLock::new(|| List::named("irregular-percent"));
static USUAL_UNIT: LazyLock<List> = LazyLock::new(|| List::named("usual-unit"));
static NO_UNIT: LazyLock<List> = LazyLock::new(|| List::named("no-unit"));
static ODD_SIGN: LazyLock<List> = LazyLock::new(|| List::named("odd-sign"));
static YEAR: LazyLock<List> = LazyLock::new(|| List::named("year-word"));
static AFTER_YEAR: LazyLock<List> = LazyLock::new(|| List::named("after-other-year"));
static BEFORE_YEAR: LazyLock<List> = LazyLock::new(|| List::named("before-other-year"));
static GENERIC_OBJECT: LazyLock<List> = LazyLock::new(|| List::named("generic-object"));

/// Persons whose satisfaction is asked, and what tells that a project is about them.
static OBJECTS: LazyLock<[(List, List); 9]> = LazyLock::new(|| {
    [
        (List::named("object-elderly"), List::named("about-elderly")),
        (List::named("object-fishers"), List::named("about-fishers")),
        (List::named("object-drivers"), List::named("about-drivers")),
        (List::named("object-visitors"), List::named("about-visitors")),
        (List::named("object-teachers"), List::named("about-teachers")),
        (List::named("object-breeders"), List::named("about-breeders")),
        (List::named("object-patients"), List::named("about-patients")),
        (List::named("object-students"), List::named("about-students")),
        (List::named("object-disabled"), List::named("about-disabled")),
    ]
});

/// T054: an indicator stands twice.
///
/// Two rows of one period with the same normalised name. Told at the later one. Names with different notes in brackets differ
/// (培训人次(线上), 培训人次(线下)), and so do rows whose printed explanations differ.
fn same_name_twice(target: &Target<'_>) -> Vec<Hit> {
    let explained = |row: &Row<'_>| norm(row.more(MoreField::Explanation));
    let mut hits = Vec::new();
    for rows in [&target.rows, &target.mid_term_rows] {
        let mut first: BTreeMap<&str, &Row<'_>> = BTreeMap::new();
        for row in rows.iter().filter(|row| row.name.contains(char::is_alphabetic) && !is_missing(&row.name)) {
            let Some(other) = first.get(row.name.as_str()) else {
                first.insert(&row.name, row);
                continue;
            };
            let (one, two) = (explained(other), explained(row));
            if one == two || one.is_empty() || two.is_empty() {
                hits.push(Hit::row(row, Cell::Indicator).fact("other", other.indicator.no));
            }
        }
    }
    hits
}

/// The reading of a cell without the columns beside it.
fn alone(row: &Row<'_>) -> Value {
    value::read(&row.indicator.target, None, None)
}

/// Doubts that concern the unit only.
fn is_of_unit(doubt: &&str) -> bool {
    matches!(*doubt, "value-doubt-unit-unknown" | "value-doubt-unit-twice")
}

/// Keys of the doubts about a row's value.
fn doubts(row: &Row<'_>) -> Vec<&'static str> {
    let indicator = row.indicator;
    let notes = value::explain(&indicator.target, indicator.operator.as_deref(), indicator.unit.as_deref());
    notes.into_iter().filter(|note| note.doubt).map(|note| note.key).collect()
}

/// How a column of units is read; `None` where it holds none that is in our lists.
fn column_unit(printed: &str) -> Option<String> {
    let text = norm(printed);
    let read = |text: &str| {
        let value = value::read("5", None, Some(text));
        value.unit.filter(|_| USUAL_UNIT.holds(text) || (!value.uncertain && is_unit(text)))
    };
    read(&text).or_else(|| {
        // 台(套): both parts are units.
        let (outer, inner) = text.strip_suffix(')')?.split_once('(')?;
        read(inner).and(read(outer))
    })
}

/// Whether a text is a unit wherever it stands: behind a figure it is read without doubt, or makes a date of it (5月).
fn is_unit(text: &str) -> bool {
    let value = value::read_printed(&format!("0.5{text}"));
    let date = || value::read_printed(&format!("5{text}")).kind == ValueKind::Date;
    (!value.uncertain && value.number.is_some() && value.unit.is_some()) || date()
}

/// T055: a unit that is none or is told irregularly (`≥100百分比`, `95%%`).
///
/// Information, with the value in its usual spelling where it is known. A unit counts as unknown where the reader of values
/// knows it neither alone nor joined. Other than in the catalogue 元 where the funds are in 万元 is left alone: it is said.
fn irregular_unit(target: &Target<'_>) -> Vec<Hit> {
    let judge = |row: &Row<'_>| {
        let indicator = row.indicator;
        row.value.number.as_ref()?;
        let column = indicator.unit.as_deref().map(norm).unwrap_or_default();
        let irregular = |text: &str| PERCENT_WORDS.is_in(text);
        if row.is_percent() && (irregular(&row.text) || irregular(&column)) {
            let regular = Value { uncertain: false, ..row.value.clone() };
            let hit = Hit::row(row, Cell::Value).fact("unit", indicator.printed_target());
            return Some(hit.suggest(value::print(&regular)));
        }
        let usual = |text: &str| text.is_empty() || USUAL_UNIT.holds(text) || NO_UNIT.holds(text);
        let known = |text: &str| usual(text) || column_unit(text).is_some();
        let unit = match row.value.unit.as_deref() {
            _ if !known(&column) => column.as_str(),
            Some(unit) if row.value.uncertain && !known(unit) && doubts(row).iter().all(is_of_unit) => unit,
            _ => return None,
        };
        Some(Hit::row(row, Cell::UnitOfMeasure).fact("unit", unit))
    };
    judged(target).filter_map(judge).collect()
}

/// T056: the value names another unit than the column of units.
///
/// Both must be units for sure. Of 人 and 人次, 次 and 次/年, where one holds the other, nothing is said; 万元 and 元 are told, for
/// the amounts differ.
fn two_units(target: &Target<'_>) -> Vec<Hit> {
    let judge = |row: &Row<'_>| {
        let printed = row.indicator.unit.as_deref()?;
        // Digits and signs alone hold no unit.
        if !row.indicator.target.contains(|c: char| c.is_alphabetic() || matches!(c, '%' | '\u{ff05}' | '\u{2030}')) {
            return None;
        }
        let column = column_unit(printed)?;
        let own = alone(row);
        let counted = matches!(own.kind, ValueKind::Number | ValueKind::Percent | ValueKind::Range);
        let unit = own.unit.filter(|_| counted && !own.uncertain && own.number.is_some())?;
        let kin = unit.contains(&column) || column.contains(&unit);
        let money = MONEY.is_in(&unit) && MONEY.is_in(&column);
        if same(&unit, &column) || (kin && !money) || POWERS.holds(&unit) {
            return None;
        }
        let hit = Hit::row(row, Cell::UnitOfMeasure).fact("unit", &unit);
        Some(hit.fact("column", printed.trim()))
    };
    judged(target).filter_map(judge).collect()
}

static MONEY: LazyLock<List> = LazyLock::new(|| List::named("money-unit"));
static POWERS: LazyLock<List> = LazyLock::new(|| List::named("power-of-ten"));

/// Years of four digits before 年度, with what stands before and behind.
fn budget_years(text: &str) -> impl Iterator<Item = (u16, &str, &str)> {
    let word = YEAR.words().next().unwrap_or_default();
    text.match_indices(word).filter_map(move |(at, word)| {
        let (before, behind) = text.split_at(at);
        let digits = before.len().checked_sub(4).and_then(|from| before.get(from..))?;
        let lead = before.get(..before.len() - 4)?;
        let year = digits.parse::<u16>().ok().filter(|year| (2000..2100).contains(year))?;
        let longer = lead.ends_with(|c: char| c.is_ascii_digit());
        (!longer).then(|| (year, lead, behind.get(word.len()..).unwrap_or_default()))
    })
}

/// Years that the printed period of the project touches.
fn span(target: &Target<'_>) -> Option<(u16, u16)> {
    let year = |text: &str| text.get(..4)?.parse::<u16>().ok();
    let value = value::read_printed(target.more(MoreField::Period).trim());
    let first = year(value.date.as_deref()?)?;
    Some((first, value.high.as_deref().and_then(year).unwrap_or(first)))
}

/// T057: the goal or the project's name speaks of another budget year.
///
/// Only `2022年度` is judged, not every year: plans, documents, comparisons and buildings of other years are named rightly. Left
/// alone are the year of the form and its neighbours, years of the project's period, comparisons (较2020年度), what is
/// settled late (2022年度结转资金, 考核奖). In the name it is information only: projects keep the name they began with.
fn wrong_year(target: &Target<'_>) -> Vec<Hit> {
    let year = target.form.year;
    let within = |other: u16| span(target).is_some_and(|(from, to)| (from..=to).contains(&other));
    let fits = |other: u16| other.abs_diff(year) <= 1 || within(other);
    let texts = [(Cell::Goal, target.goal.as_str(), Severity::Warning), (Cell::Name, target.name(), Severity::Info)];
    let judge = |(cell, text, severity): (Cell, &str, Severity)| {
        let foreign = |(other, before, behind): &(u16, &str, &str)| {
            // Up to the end of the clause.
            let clause = |c: &char| c.is_alphanumeric() || matches!(c, '-' | '\u{2014}');
            let near: String = behind.chars().take_while(clause).take(8).collect();
            let excused = BEFORE_YEAR.ends(before).is_some() || AFTER_YEAR.is_in(&near);
            !fits(*other) && !excused
        };
        let (other, ..) = budget_years(text).find(foreign)?;
        Some(Hit::whole(cell).severity(severity).fact("found", other).fact("year", year))
    };
    texts.into_iter().filter_map(judge).collect()
}

/// T058: satisfaction of people whom the project does not concern.
///
/// Information. Only persons of a list are judged, each with words that tell that a project is about them; any of these in
/// name, goal, unit, other rows or grounds is enough. Narrower than the catalogue, which takes any word that stands nowhere else.
fn foreign_object(target: &Target<'_>) -> Vec<Hit> {
    let judge = |row: &Row<'_>| {
        let asked = is_satisfaction(row) && !GENERIC_OBJECT.is_in(&row.name);
        let (object, about) = OBJECTS.iter().filter(|_| asked).find_map(|(objects, about)| {
            let object = objects.found_in(&row.name)?;
            Some((object, about))
        })?;
        let form = target.form;
        let others = target.rows.iter().filter(|other| other.indicator.no != row.indicator.no);
        let mut texts = [&form.name, &target.goal, &form.unit.name, &form.department.name]
            .into_iter()
            .map(String::as_str)
            .chain([target.more(MoreField::Overview), target.more(MoreField::Grounds)])
            .chain(others.map(|other| other.name.as_str()));
        let concerned = texts.any(|text| text.contains(object) || about.is_in(text));
        (!concerned).then(|| Hit::row(row, Cell::Indicator).fact("object", object))
    };
    judged(target).filter_map(judge).collect()
}

/// T059: a sign in words or in marks that are none (`》50亩`, 不低于50亩), with the sign put right.
fn odd_sign(target: &Target<'_>) -> Vec<Hit> {
    let judge = |row: &Row<'_>| {
        let sign = row.indicator.operator.as_deref().map(norm).unwrap_or_default();
        let found = ODD_SIGN.words().find(|word| row.text.starts_with(word) || sign == **word)?;
        let figure = matches!(row.value.kind, ValueKind::Number | ValueKind::Percent | ValueKind::Duration);
        let op = row.value.op.filter(|_| figure && row.value.number.is_some())?;
        let regular = Value { uncertain: false, ..row.value.clone() };
        let hit = Hit::row(row, Cell::Value).fact("sign", found).fact("better", op.sign());
        Some(hit.suggest(value::print(&regular)))
    };
    judged(target).filter_map(judge).collect()
}

/// Whether a code lost its digits in a spreadsheet: `5.1E+20`.
fn is_scientific(code: &str) -> bool {
    let parts = code.split_once("E+").or_else(|| code.split_once("e+"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    parts.is_some_and(|(number, exponent)| digits(number) && digits(exponent))
}

/// T060: a code that is not built as codes are.
///
/// - The project code has another length than the place's codes, or 21 characters without the national shape (8 digits, a
///   letter, 12 digits). Only where the profile sets a length.
/// - The project code is a number with exponent: a spreadsheet lost its digits (our addition, always told).
/// - The code of the unit does not begin with that of its department. Codes of one length agree in the first three
///   digits; zeros behind a department's code do not count; codes with letters are other systems' and left alone.
fn malformed_code(target: &Target<'_>) -> Vec<Hit> {
    let form = target.form;
    let mut hits = Vec::new();
    let code = norm(form.code.as_deref().unwrap_or_default());
    let national = |code: &str| {
        code.chars().enumerate().all(|(at, c)| match at {
            CLASS_IN_CODE => c.is_ascii_uppercase(),
            _ => c.is_ascii_digit(),
        })
    };
    let length = code.chars().count();
    let malformed = target
        .settings
        .code_length
        .is_some_and(|wanted| length != wanted || (wanted == NATIONAL_CODE && !national(&code)));
    if !is_missing(&code) && (malformed || is_scientific(&code)) {
        let wanted = target.settings.code_length.unwrap_or(NATIONAL_CODE);
        hits.push(Hit::whole(Cell::Code).fact("code", &code).fact("length", length).fact("wanted", wanted));
    }
    let unit = norm(form.unit.code.as_deref().unwrap_or_default());
    let department = norm(form.department.code.as_deref().unwrap_or_default());
    let digits = |code: &str| code.len() >= 3 && code.bytes().all(|byte| byte.is_ascii_digit());
    if digits(&unit) && digits(&department) && unit.len() >= department.len() {
        let own = if unit.len() == department.len() {
            department.get(..3)
        } else {
            let short = department.trim_end_matches('0');
            department.get(..short.len().max(3))
        };
        if own.is_some_and(|own| !unit.starts_with(own)) {
            hits.push(
                Hit::whole(Cell::Unit).fact("code", &unit).fact("wanted", &department).fact("length", unit.len()),
            );
        }
    }
    hits
}

#[cfg(test)]
mod tests;
