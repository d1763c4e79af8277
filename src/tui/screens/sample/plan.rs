//! What is typed of a plan, and what belongs into each field.

use std::collections::BTreeMap;

use crate::engine::spot_check::asked;
use crate::engine::spot_check::plan::SampleAsk;
use crate::model::problem::{Problem, ProblemKind};
use crate::text::Arg;
use crate::tui::command::Sample;
use crate::tui::look::Look;
use crate::tui::widgets::form::{Form, Item};

/// The fields by their place.
pub const YEAR: usize = 0;
const RATE: usize = 1;
const MINIMUM: usize = 2;
const FLOORS: usize = 3;
const CUTOFF: usize = 4;
const RECOMMENDED: usize = 5;
const FLAGGED: usize = 6;
const EXCLUDED: usize = 7;
pub const SOURCES: usize = 8;
const ROTATION: usize = 9;
const STAGES: usize = 10;
const INFLATED: usize = 11;
const SECOND: usize = 12;
/// How many there are.
pub const COUNT: u16 = 13;

/// Whether units that scored themselves too high last time are examined in any case.
const INFLATED_OPTIONS: &[&str] = &["sample-inflated-no", "sample-inflated-yes"];

/// The duty: a tenth, one of each department.
pub fn form() -> Form {
    let duty = SampleAsk::default();
    let mut form = Form::new(vec![
        Item::text("sample-field-year", ""),
        Item::text("sample-field-rate", &duty.rate),
        Item::text("sample-field-minimum", &duty.minimum.to_string()),
        Item::text("sample-field-floors", ""),
        Item::text("sample-field-cutoff", ""),
        Item::text("sample-field-recommended", ""),
        Item::text("sample-field-flagged", ""),
        Item::text("sample-field-excluded", ""),
        Item::text("sample-field-sources", ""),
        Item::text("sample-field-rotation", ""),
        Item::text("sample-field-stages", ""),
        Item::choice("sample-field-inflated", INFLATED_OPTIONS),
        Item::text("sample-field-second", ""),
    ]);
    form.go(RATE);
    form
}

/// What belongs into the field under the cursor, in the order of the fields.
const HELP: [&str; COUNT as usize] = [
    "sample-help-year",
    "sample-help-rate",
    "sample-help-minimum",
    "sample-help-floors",
    "sample-help-cutoff",
    "sample-help-recommended",
    "sample-help-flagged",
    "sample-help-excluded",
    "sample-help-sources",
    "sample-help-rotation",
    "sample-help-stages",
    "sample-help-inflated",
    "sample-help-second",
];

/// What belongs into the field under the cursor.
pub fn help(form: &Form, look: &Look) -> String {
    let key = look.key(Sample::TopUp.into());
    HELP.get(form.focus()).map(|help| look.t(help, &[("key", Arg::from(key))])).unwrap_or_default()
}

/// Several in one line, between semicolons of either width.
pub fn several(text: &str) -> impl Iterator<Item = &str> {
    text.split([';', '\u{ff1b}']).map(str::trim).filter(|part| !part.is_empty())
}

/// Reads the fields.
///
/// # Errors
/// For the first that cannot be read.
pub fn read(form: &Form) -> Result<SampleAsk, Problem> {
    let text = |field: usize| form.value(field);
    let given = |field: usize| Some(text(field)).filter(|text| !text.is_empty());
    let year = given(YEAR).map(|typed| {
        let year = typed.parse().ok().filter(|year| (1990..=2100).contains(year));
        year.ok_or_else(|| Problem::new(ProblemKind::Usage, "problem-sample-number").with("value", &typed))
    });
    Ok(SampleAsk {
        year: year.transpose()?,
        rate: text(RATE),
        minimum: given(MINIMUM).map(|text| asked::number(&text)).transpose()?.unwrap_or(1),
        floors: several(&text(FLOORS)).map(asked::floor).collect::<Result<_, _>>()?,
        cutoff: given(CUTOFF).map(|text| asked::cutoff(&text)).transpose()?,
        recommended: several(&text(RECOMMENDED)).map(str::to_owned).collect(),
        flagged_from: given(FLAGGED).map(|text| asked::points(&text)).transpose()?,
        inflated: form.chosen(INFLATED) == 1,
        excluded: several(&text(EXCLUDED)).map(asked::exclusion).collect::<Result<_, _>>()?,
        sources: several(&text(SOURCES)).map(str::to_owned).collect(),
        rotation: given(ROTATION).map(|text| asked::rotation(&text)).transpose()?,
        stages: given(STAGES).map(|text| asked::stages(&text)).transpose()?,
        late: false,
        second: text(SECOND),
    })
}

/// Puts floors of single departments into their field.
pub fn set_floors(form: &mut Form, floors: &BTreeMap<String, u64>) {
    let floors: Vec<String> = floors.iter().map(|(name, number)| format!("{name}={number}")).collect();
    form.set(FLOORS, &floors.join("; "));
}
