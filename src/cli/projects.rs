//! `show`, `list` and `value`: reading.

use super::args::{ListArgs, ShowArgs, ValueArgs};
use super::desk::Access;
use super::human::{self, Table};
use super::output::{Outcome, words};
use super::{Context, json};
use crate::config::Categories;
use crate::engine::view::QueueRow;
use crate::model::problem::{Problem, ProblemKind};
use crate::model::query::{Field, Filter, Query, Sort};
use crate::model::value::{Note, Value};
use crate::text::{Arg, Strings};

/// Reads a filter line and an order of the command line.
///
/// # Errors
/// When words of the filter make no sense: all of them are told.
pub fn query(filter: &str, sort: &str, categories: &Categories, strings: &Strings) -> Result<Query, Problem> {
    let filter = Filter::read(filter, &categories.filter_words(strings)).map_err(|misread| {
        let told: Vec<String> = misread.iter().map(|misread| strings.misread(misread)).collect();
        Problem::new(ProblemKind::Usage, "problem-bad-filter").with("detail", told.join(" "))
    })?;
    Ok(Query { filter, sort: Sort::from_id(sort).unwrap_or_default() })
}

fn table(context: &mut Context<'_>, table: &Table) -> Outcome {
    if table.rows.is_empty() {
        context.output.hint("list-empty", &[]);
        return Ok(());
    }
    context.output.table(&table.columns, &table.rows)?;
    context.output.hint("list-count", &[("count", Arg::from(table.rows.len()))]);
    Ok(())
}

/// `show`
pub fn show(context: &mut Context<'_>, args: &ShowArgs) -> Outcome {
    let desk = context.open(Access::Read)?;
    let view = desk.find_filed(&args.project, args.year)?;
    let doors = context.doors;
    if context.output.json {
        let read = |raw: &str, operator: Option<&str>, unit: Option<&str>| doors.read_value(raw, operator, unit);
        return Ok(context.output.json(&json::project(&view, &read))?);
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

/// `list`
pub fn list(context: &mut Context<'_>, args: &ListArgs) -> Outcome {
    let strings = context.output.strings;
    let query = query(&args.filter, &args.sort, &context.categories, strings)?;
    let desk = context.open(Access::Read)?;
    let limit = args.limit.unwrap_or(usize::MAX);
    let as_json = context.output.json;
    // Demands and contests are few and come whole; the filter is applied to their targets here.
    let among = |row: &QueueRow| query.filter.fits(&row.facts());
    let (values, shown): (Vec<serde_json::Value>, Table) = match args.what.as_str() {
        "opinions" => {
            let rows: Vec<_> = desk.opinions()?.into_iter().filter(|row| among(&row.target)).take(limit).collect();
            let shown = human::opinions(&rows, &context.categories, strings);
            (rows.iter().filter(|_| as_json).map(json::opinion_row).collect(), shown)
        }
        "demands" => {
            let rows: Vec<_> = desk.demands()?.into_iter().filter(|row| among(&row.target)).take(limit).collect();
            (rows.iter().filter(|_| as_json).map(json::demand_row).collect(), human::demands(&rows, strings))
        }
        "events" => {
            let steps = desk.history(limit)?;
            let values = steps.iter().filter(|_| as_json).map(|step| json::step(step, strings)).collect();
            (values, human::history(&steps, strings))
        }
        "contests" => {
            let rows: Vec<_> = desk.contests()?.into_iter().filter(|row| among(&row.target)).take(limit).collect();
            (rows.iter().filter(|_| as_json).map(json::contest).collect(), human::contests(&rows, strings))
        }
        _ => {
            let mut rows = desk.queue(&query, limit)?;
            // They are in no state.
            if !query.filter.clauses().iter().any(|clause| clause.test.field() == Some(Field::State)) {
                rows.extend(desk.queue_without_targets()?.into_iter().filter(among).take(limit - rows.len()));
            }
            (rows.iter().filter(|_| as_json).map(json::queue_row).collect(), human::queue(&rows, strings))
        }
    };
    if as_json { Ok(context.output.json(&values.into())?) } else { table(context, &shown) }
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
