//! `show` and `value`: reading.

use super::args::{ShowArgs, ValueArgs};
use super::desk::Access;
use super::human;
use super::output::{Outcome, words};
use super::{Context, drafts, json};
use crate::model::problem::Problem;
use crate::model::value::{Note, Value};
use crate::text::Arg;

/// `show`
pub fn show(context: &mut Context<'_>, args: &ShowArgs) -> Outcome {
    let desk = context.open(Access::Read)?;
    let view = desk.find_filed(&args.project, args.year)?;
    let doors = context.doors;
    if context.output.json {
        let read = |raw: &str, operator: Option<&str>, unit: Option<&str>| doors.read_value(raw, operator, unit);
        let mut answer = json::project(&view, &read);
        let findings = drafts::findings(context, &view);
        answer["findings"] = findings.into();
        return Ok(context.output.json(&answer)?);
    }
    let strings = context.output.strings;
    for line in human::project_head(&view, strings) {
        context.output.line(&line)?;
    }
    let rows = human::indicators(&view, strings);
    context.output.line("")?;
    context.output.table(&rows.columns, &rows.rows)?;
    for lines in [human::kept(&view, strings), human::said(&view, &context.categories, strings)] {
        if !lines.is_empty() {
            context.output.line("")?;
        }
        for line in lines {
            context.output.line(&line)?;
        }
    }
    Ok(())
}

/// `value`: needs no database.
pub fn value(context: &mut Context<'_>, args: &ValueArgs) -> Outcome {
    let (sign, unit) = (args.sign.as_deref(), args.unit.as_deref());
    let doors = context.doors;
    let values: Vec<(Value, Vec<Note>)> = args
        .text
        .iter()
        .map(|text| (doors.read_value(text, sign, unit), doors.explain_value(text, sign, unit)))
        .collect();
    if context.output.json {
        let values: serde_json::Result<Vec<_>> =
            values.iter().map(|(value, notes)| json::value(value, notes)).collect();
        return Ok(context.output.json(&values.map_err(Problem::internal)?.into())?);
    }
    let id = |value: serde_json::Result<serde_json::Value>| {
        value.ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
    };
    let strings = context.output.strings;
    let kind = |value: &Value| strings.s(&format!("value-{}", id(serde_json::to_value(value.kind))));
    let mut rows = Vec::new();
    let mut reasons = Vec::new();
    for (value, notes) in values {
        let head = if value.uncertain { "value-why-uncertain" } else { "value-why-sure" };
        let args = [("printed", Arg::from(&value.raw)), ("kind", Arg::from(kind(&value)))];
        reasons.push(strings.t(head, &args));
        for note in &notes {
            let key = if note.doubt { "value-why-doubt" } else { "value-why" };
            reasons.push(strings.t(key, &[("note", Arg::from(human::note(note, strings)))]));
        }
        let kind = kind(&value);
        let figure = [value.number, value.date, value.high].into_iter().flatten().collect::<Vec<_>>().join(" - ");
        rows.push(vec![
            value.raw,
            kind,
            id(serde_json::to_value(value.op)),
            figure,
            value.unit.unwrap_or_default(),
            if value.uncertain { strings.s("value-uncertain") } else { String::new() },
        ]);
    }
    let columns = [
        words("column-printed", 30),
        words("column-kind", 12),
        words("column-comparator", 4),
        words("column-figure", 24),
        words("column-unit-of-measure", 12),
        words("column-remark", 0),
    ];
    context.output.table(&columns, &rows)?;
    context.output.line("")?;
    for line in reasons {
        context.output.line(&line)?;
    }
    Ok(())
}
