//! C01 要素缺失不完整: T001 to T009.

use std::sync::LazyLock;

use super::target::ten_thousands;
use super::text::{is_blank, is_missing, norm};
use super::words::List;
use super::{Check, Hit, Row, Target};
use crate::model::finding::{Cell, Level1, Severity, Switch};
use crate::model::form::{Amount, MoreField};
use crate::model::money::Money;
use crate::model::value::ValueKind;

const REQUIRED: &str = "required field of the target form";

/// The checks of this room.
pub(super) const CHECKS: &[Check] = &[
    check("T001", Severity::Error, REQUIRED, project_named),
    check("T002", Severity::Error, REQUIRED, parties),
    check("T003", Severity::Error, REQUIRED, annual_goal),
    check("T004", Severity::Warning, REQUIRED, period),
    check("T005", Severity::Error, REQUIRED, funds),
    check("T006", Severity::Error, REQUIRED, indicator_named),
    check("T007", Severity::Error, REQUIRED, indicator_valued),
    check("T008", Severity::Error, "national data standard: a unit is required of numeric signs", unit_of_number),
    check("T009", Severity::Warning, "published checkers of targets", residue),
];

/// What stands in a cell, for words that quote it.
fn or_dash(printed: &str) -> &str {
    if printed.trim().is_empty() { "—" } else { printed }
}

/// A hit on a row that may have no value to quote.
fn hit(row: &Row<'_>, cell: Cell) -> Hit {
    Hit::row(row, cell).fact("target", or_dash(&row.indicator.printed_target()))
}

const fn check(id: &'static str, severity: Severity, source: &'static str, run: fn(&Target<'_>) -> Vec<Hit>) -> Check {
    Check { id, version: 1, category: "C01", severity, source, run }
}

static LABEL_NAME: LazyLock<List> = LazyLock::new(|| List::named("printed-project-name"));
static LABEL_CODE: LazyLock<List> = LazyLock::new(|| List::named("printed-project-code"));
static LABEL_DEPARTMENT: LazyLock<List> = LazyLock::new(|| List::named("printed-department"));
static LABEL_UNIT: LazyLock<List> = LazyLock::new(|| List::named("printed-unit"));
static LABEL_START: LazyLock<List> = LazyLock::new(|| List::named("printed-start"));
static LABEL_END: LazyLock<List> = LazyLock::new(|| List::named("printed-end"));
static LABEL_PERIOD: LazyLock<List> = LazyLock::new(|| List::named("printed-period"));
static LABEL_LEVEL2: LazyLock<List> = LazyLock::new(|| List::named("printed-level2"));
static LABEL_LEVEL3: LazyLock<List> = LazyLock::new(|| List::named("printed-level3"));
static TEN_THOUSAND_YUAN: LazyLock<List> = LazyLock::new(|| List::named("printed-ten-thousand-yuan"));

/// T001: no name, or no code. Differs from the catalogue: most printed forms have no place for a code, so a form without
/// any is only told; a code that is a placeholder is an error.
fn project_named(target: &Target<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    if is_missing(&target.form.name) {
        hits.push(Hit::whole(Cell::Name).fact("missing", LABEL_NAME.first()));
    }
    let code = target.form.code.as_deref();
    if is_missing(code.unwrap_or_default()) {
        let severity = if code.is_some_and(|code| !norm(code).is_empty()) { Severity::Error } else { Severity::Info };
        hits.push(Hit::whole(Cell::Code).fact("missing", LABEL_CODE.first()).severity(severity));
    }
    hits
}

/// T002: no department, or no unit where the place has units below departments. Differs from the catalogue: where the
/// unit's code is there, the department can be told from it (lists have no column of departments), so this is a
/// warning.
fn parties(target: &Target<'_>) -> Vec<Hit> {
    let form = target.form;
    let missing = |name: &str, code: Option<&str>| is_missing(name) && is_missing(code.unwrap_or_default());
    let mut hits = Vec::new();
    if missing(&form.department.name, form.department.code.as_deref()) {
        let told = !is_missing(form.unit.code.as_deref().unwrap_or_default());
        let severity = if told { Severity::Warning } else { Severity::Error };
        hits.push(Hit::whole(Cell::Department).fact("missing", LABEL_DEPARTMENT.first()).severity(severity));
    }
    if missing(&form.unit.name, form.unit.code.as_deref()) {
        let unit_level = target.settings.is_on(Switch::UnitLevel);
        let severity = if unit_level { Severity::Error } else { Severity::Info };
        hits.push(Hit::whole(Cell::Unit).fact("missing", LABEL_UNIT.first()).severity(severity));
    }
    hits
}

/// T003: no annual goal.
fn annual_goal(target: &Target<'_>) -> Vec<Hit> {
    if is_missing(&target.goal) { vec![Hit::whole(Cell::Goal)] } else { Vec::new() }
}

static UNTIL: LazyLock<List> = LazyLock::new(|| List::named("until"));

/// T004: no period, or only one end of it. A year, a length of time or words (长期) are a period. Differs from the catalogue:
/// where nothing at all is printed it is information, since a list without such a column is no fault of the department.
fn period(target: &Target<'_>) -> Vec<Hit> {
    let printed = target.more(MoreField::Period);
    let said = or_dash(printed);
    let hit = |missing: &List| Hit::whole(Cell::Period).fact("missing", missing.first()).fact("period", said);
    if is_missing(printed) {
        return vec![hit(&LABEL_PERIOD).severity(Severity::Info)];
    }
    let text = norm(printed);
    for word in UNTIL.words() {
        if text.strip_prefix(word).is_some_and(|rest| rest.contains(|c: char| c.is_ascii_digit())) {
            return vec![hit(&LABEL_START)];
        }
        if text.ends_with(word) {
            return vec![hit(&LABEL_END)];
        }
    }
    Vec::new()
}

/// T005: no annual funds, or zero. Differs from the catalogue: an amount that stands there but cannot be read is not
/// missing; where the sources are filled and only their sum is not, it is a warning with the sum as a suggestion.
fn funds(target: &Target<'_>) -> Vec<Hit> {
    let funds = &target.form.funds;
    let printed = [&funds.total, &funds.adjusted, &funds.initial];
    let unread = |amount: &Amount| amount.fen.is_none() && amount.raw.contains(|c: char| c.is_ascii_digit());
    let total = funds.annual();
    if total.is_some_and(|total| total.0 > 0) || printed.into_iter().flatten().any(unread) {
        return Vec::new();
    }
    let sources = [&funds.fiscal, &funds.other, &funds.carried_over];
    let sum: i64 = sources.into_iter().flatten().filter_map(|amount| amount.fen).map(|Money(fen)| fen).sum();
    let raw = printed.into_iter().flatten().map(|amount| amount.raw.as_str()).find(|raw| !raw.is_empty());
    let hit = Hit::whole(Cell::Funds).fact("total", raw.unwrap_or("—"));
    if sum <= 0 {
        return vec![hit.fact("sources", "0")];
    }
    let sum = ten_thousands(Money(sum)).normalize();
    let suggestion = format!("{sum}{}", TEN_THOUSAND_YUAN.first());
    vec![hit.fact("sources", sum).severity(Severity::Warning).suggest(suggestion)]
}

static CLASSES: LazyLock<List> = LazyLock::new(|| List::named("class-names"));

/// T006: a row with value or points, but without name or class. Differs from the catalogue: a form that has no column of
/// third or second levels at all lacks none; a second level that only some rows lack is a warning, and none is asked of
/// satisfaction.
fn indicator_named(target: &Target<'_>) -> Vec<Hit> {
    let rows = &target.rows;
    let plain_class = |row: &Row<'_>| CLASSES.holds(&row.class);
    let named = rows.iter().any(|row| !is_blank(&row.name));
    let classed = rows.iter().any(|row| !is_blank(&row.indicator.level2));
    let levelled = rows.iter().any(|row| !is_blank(&row.indicator.level1));
    let filled = |row: &&Row<'_>| !is_missing(&row.text) || row.indicator.weight.is_some();
    let mut hits = Vec::new();
    for row in rows.iter().filter(filled) {
        if is_missing(&row.name) {
            if named || plain_class(row) {
                hits.push(hit(row, Cell::Indicator).fact("missing", LABEL_LEVEL3.first()));
            }
            continue;
        }
        let (no_first, no_second) = (is_blank(&row.indicator.level1), is_blank(&row.indicator.level2));
        let satisfied = row.level1 == Some(Level1::Satisfaction);
        let unplaced = if no_first { classed || levelled } else { classed && !satisfied };
        if no_second && unplaced {
            let severity = if no_first { Severity::Error } else { Severity::Warning };
            hits.push(hit(row, Cell::Level).fact("missing", LABEL_LEVEL2.first()).severity(severity));
        }
    }
    hits
}

static REVERSE: LazyLock<List> = LazyLock::new(|| List::named("may-be-none"));

/// T007: an indicator without value. Differs from the catalogue: 无 is a value of what should not happen (事故, 投诉); a value
/// that is only a sign or a unit counts as missing, as a warning; and values in columns of their own, one for each area,
/// or in the column of descriptions, are values.
fn indicator_valued(target: &Target<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for row in target.rows.iter().filter(|row| !is_blank(&row.name)) {
        let beside = row.indicator.others.iter().any(|cell| cell.text.contains(|c: char| c.is_ascii_digit()));
        if beside || !is_missing(row.more(MoreField::ValueDescription)) {
            continue;
        }
        if is_missing(&row.text) {
            if is_blank(&row.text) || !REVERSE.is_in(&row.name) {
                hits.push(hit(row, Cell::Value));
            }
            continue;
        }
        let figure = matches!(row.value.kind, ValueKind::Number | ValueKind::Percent);
        let said = row.text.contains(|c: char| c.is_ascii_digit() || matches!(c, '*' | 'X' | 'x' | '\u{d7}'));
        let counted = row.value.number.is_none() && row.value.op.is_some();
        if figure && counted && !said && !has_numeral(&row.text) {
            hits.push(hit(row, Cell::Value).severity(Severity::Warning));
        }
    }
    hits
}

static NUMERALS: LazyLock<List> = LazyLock::new(|| List::named("numerals"));

fn has_numeral(text: &str) -> bool {
    NUMERALS.is_in(text)
}

static NO_UNIT_SIGNS: LazyLock<List> = LazyLock::new(|| List::named("signs-without-unit"));
static COUNTING: LazyLock<List> = LazyLock::new(|| List::named("names-that-count"));
static UNITLESS: LazyLock<List> = LazyLock::new(|| List::named("names-without-unit"));
static RATES: LazyLock<List> = LazyLock::new(|| List::named("names-of-rates"));

/// T008: a number without unit. Differs from the catalogue: an error only where the form has a column of units that this
/// row leaves blank; else a warning, and nothing where the name says what is counted (人数, 次数) or carries the unit in
/// brackets. Scores, indexes and zero need none; a rate up to 1 may be meant as a share.
fn unit_of_number(target: &Target<'_>) -> Vec<Hit> {
    let column = target.rows.iter().any(|row| row.indicator.unit.as_deref().is_some_and(|unit| !is_missing(unit)));
    let mut hits = Vec::new();
    for row in &target.rows {
        let Some(number) = row.number.filter(|_| row.value.kind == ValueKind::Number) else { continue };
        let sign = row.indicator.operator.as_deref().map(norm).unwrap_or_default();
        if row.unit().is_some() || number.is_zero() || NO_UNIT_SIGNS.holds(&sign) || row.says_qualitative() {
            continue;
        }
        let name = row.name.trim_end_matches(')');
        let rate = RATES.ends(name).is_some();
        if UNITLESS.ends(name).is_some() || (rate && number <= rust_decimal::Decimal::ONE) {
            continue;
        }
        if !column && !rate && COUNTING.ends(name).is_some() {
            continue;
        }
        let severity = if column { Severity::Error } else { Severity::Warning };
        let hit = Hit::row(row, Cell::UnitOfMeasure).severity(severity).fact("number", number.normalize());
        hits.push(if rate { hit.suggest("%") } else { hit });
    }
    hits
}

static RESIDUE: LazyLock<List> = LazyLock::new(|| List::named("residue"));
static RESIDUE_ALONE: LazyLock<List> = LazyLock::new(|| List::named("residue-alone"));

/// T009: something of the template is left: a label with nothing behind it, masks (`≥**人`, `XX`), words that tell how to
/// fill the cell. In names of rows `XX` may be meant and is left alone.
fn residue(target: &Target<'_>) -> Vec<Hit> {
    let form = target.form;
    let mut hits = Vec::new();
    for (cell, text) in [(Cell::Goal, &form.goal.annual), (Cell::MidTermGoal, &form.goal.mid_term)] {
        let text = text.as_deref().map(norm).unwrap_or_default();
        if let Some(left) = left_over(&text, true) {
            hits.push(Hit::whole(cell).fact("left", left));
        }
    }
    for row in target.rows.iter().chain(&target.mid_term_rows) {
        if let Some(left) = left_over(&row.text, true) {
            hits.push(Hit::row(row, Cell::Value).fact("left", left));
        }
        let label = if row.name.is_empty() { norm(&row.indicator.level3) } else { String::new() };
        if !label.is_empty() {
            hits.push(Hit::row(row, Cell::Indicator).fact("left", label));
        } else if row.name.contains("**") || left_over(&row.name, false).is_some() {
            hits.push(Hit::row(row, Cell::Indicator).fact("left", &row.name));
        }
    }
    hits
}

/// What of a normalised text is the template's.
fn left_over(text: &str, masks: bool) -> Option<String> {
    if RESIDUE_ALONE.holds(text) {
        return Some(text.to_owned());
    }
    if let Some(word) = RESIDUE.found_in(text) {
        return Some(word.to_owned());
    }
    if !masks || !text.contains(['*', 'X', 'x', '\u{d7}']) {
        return None;
    }
    let characters: Vec<char> = text.chars().collect();
    let mask = |c: &char| matches!(c, '*' | 'X' | 'x' | '\u{d7}');
    let start = characters.windows(2).position(|pair| pair.iter().all(mask) && pair[0] == pair[1])?;
    let end = characters.iter().skip(start).position(|c| !mask(c)).map_or(characters.len(), |by| start + by);
    // Letters of a foreign word around it: no mask.
    let letter = |at: Option<usize>| at.and_then(|at| characters.get(at)).is_some_and(char::is_ascii_alphabetic);
    if letter(start.checked_sub(1)) || letter(Some(end)) {
        return None;
    }
    Some(characters.get(start..end)?.iter().collect())
}

#[cfg(test)]
mod tests;
