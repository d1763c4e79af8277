//! What is typed of the ceremony: the value of each sealed source twice, who watched, when and where.

use super::plan::several;
use crate::engine::spot_check::asked;
use crate::engine::spot_check::draw::{DrawAsk, Sample, Source, Witness};
use crate::model::problem::Problem;
use crate::tui::widgets::form::{Form, Item};

const OUTSIDE: &[&str] = &["sample-outside-no", "sample-outside-yes"];
/// Fields of one source.
const EACH: usize = 3;

/// Fields for what was sealed.
pub fn form(sample: &Sample) -> Form {
    let sources = sample.about.sources.iter().flat_map(|label| {
        [
            Item::text("sample-field-value", "").about("name", label),
            Item::text("sample-field-again", ""),
            Item::choice("sample-field-outside", OUTSIDE),
        ]
    });
    let rest = ["sample-field-witnesses", "sample-field-at", "sample-field-place"].map(|label| Item::text(label, ""));
    Form::new(sources.chain(rest).collect())
}

/// What is typed so far, whether or not it is complete: what it lacks can be told.
pub fn so_far(form: &Form, sample: &Sample) -> Result<DrawAsk, Problem> {
    let rest = sample.about.sources.len() * EACH;
    let sources = sample.about.sources.iter().enumerate().map(|(number, label)| Source {
        label: label.clone(),
        value: form.value(number * EACH),
        outside: form.chosen(number * EACH + 2) == 1,
    });
    let witness = |text: &str| asked::witness(text).map(|(name, office)| Witness { name, office });
    let (at, place) = (form.value(rest + 1), form.value(rest + 2));
    Ok(DrawAsk {
        sealed: Some(sample.sealed),
        at: (!at.is_empty() && !place.is_empty()).then_some((at, place)),
        sources: sources.collect(),
        witnesses: several(&form.value(rest)).map(witness).collect::<Result<_, _>>()?,
    })
}

/// Reads the fields; the one that is wrong becomes active.
///
/// # Errors
/// When a value is missing or differs the second time, or a witness cannot be read.
pub fn read(form: &mut Form, sample: &Sample) -> Result<DrawAsk, Problem> {
    for (number, label) in sample.about.sources.iter().enumerate() {
        let (value, again) = (form.value(number * EACH), form.value(number * EACH + 1));
        if value.is_empty() {
            form.go(number * EACH);
            return Err(Problem::refused("problem-sample-value-empty").with("source", label));
        }
        if value != again {
            form.set(number * EACH + 1, "");
            form.go(number * EACH + 1);
            return Err(Problem::refused("problem-sample-value-differs").with("source", label));
        }
    }
    let rest = sample.about.sources.len() * EACH;
    if form.value(rest + 1).is_empty() != form.value(rest + 2).is_empty() {
        form.go(if form.value(rest + 1).is_empty() { rest + 1 } else { rest + 2 });
        return Err(Problem::refused("problem-sample-at-place"));
    }
    so_far(form, sample).inspect_err(|_| form.go(rest))
}
