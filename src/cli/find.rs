//! `list`, `frequency` and `view`: one filter line for all of them.

use serde_json::{Value, json};

use super::args::{FrequencyArgs, ListArgs, ViewCommand, ViewSaveArgs, find::LISTS};
use super::desk::{Access, Desk};
use super::human::{self, Table};
use super::output::{Outcome, numbers, words};
use super::{Context, json as shapes};
use crate::config::Categories;
use crate::engine::view::QueueRow;
use crate::model::money::Money;
use crate::model::problem::{Problem, ProblemKind};
use crate::model::query::{Column, Field, Filter, Frequency, FrequencyRow, Group, Query, SavedView, Sort};
use crate::text::{Arg, Strings};

/// Reads a filter line.
///
/// # Errors
/// When words of it make no sense: all of them are told.
pub fn filter(line: &str, categories: &Categories, strings: &Strings) -> Result<Filter, Problem> {
    Filter::read(line, &categories.filter_words(strings)).map_err(|misread| {
        let told: Vec<String> = misread.iter().map(|misread| strings.misread(misread)).collect();
        Problem::new(ProblemKind::Usage, "problem-bad-filter").with("detail", told.join(" "))
    })
}

/// The filter and order of a command: of a saved view, if one is named, and of what is given beside it.
fn query(
    context: &Context<'_>,
    desk: &dyn Desk,
    view: Option<&str>,
    line: &str,
    sort: Option<Sort>,
) -> Result<Query, Problem> {
    let read = |line: &str| filter(line, &context.categories, context.output.strings);
    // What was typed is told first, whatever the database says.
    let typed = read(line)?;
    let Some(name) = view else {
        return Ok(Query { filter: typed, sort: sort.unwrap_or(Sort::DEPARTMENT) });
    };
    let view = desk.view(name)?;
    let filter = typed.clauses().iter().fold(read(&view.line)?, |filter, clause| filter.narrowed(clause.clone()));
    Ok(Query { filter, sort: sort.unwrap_or(view.sort) })
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

/// `list`
pub fn list(context: &mut Context<'_>, args: &ListArgs) -> Outcome {
    let strings = context.output.strings;
    let (what, typed) = match args.words.split_first() {
        Some((what, typed)) if LISTS.contains(&what.as_str()) => (what.as_str(), typed),
        _ => ("projects", args.words.as_slice()),
    };
    let line = format!("{} {}", typed.join(" "), args.filter);
    // A line that makes no sense is told even where there is no database.
    filter(&line, &context.categories, strings)?;
    let desk = context.open(Access::Read)?;
    let query = query(context, desk.as_ref(), args.view.as_deref(), &line, args.sort)?;
    let limit = args.limit.unwrap_or(usize::MAX);
    let as_json = context.output.json;
    // Demands and contests are few and come whole; the filter is applied to their targets here.
    let among = |row: &QueueRow| query.filter.fits(&row.facts());
    let (values, shown): (Vec<Value>, Table) = match what {
        "opinions" => {
            let rows: Vec<_> = desk.opinions()?.into_iter().filter(|row| among(&row.target)).take(limit).collect();
            let shown = human::opinions(&rows, &context.categories, strings);
            (rows.iter().filter(|_| as_json).map(shapes::opinion_row).collect(), shown)
        }
        "demands" => {
            let rows: Vec<_> = desk.demands()?.into_iter().filter(|row| among(&row.target)).take(limit).collect();
            (rows.iter().filter(|_| as_json).map(shapes::demand_row).collect(), human::demands(&rows, strings))
        }
        "events" => {
            let steps = desk.history(limit)?;
            let values = steps.iter().filter(|_| as_json).map(|step| shapes::step(step, strings)).collect();
            (values, human::history(&steps, strings))
        }
        "contests" => {
            let rows: Vec<_> = desk.contests()?.into_iter().filter(|row| among(&row.target)).take(limit).collect();
            (rows.iter().filter(|_| as_json).map(shapes::contest).collect(), human::contests(&rows, strings))
        }
        _ => {
            let mut rows = desk.queue(&query, limit)?;
            // Nobody reviews them, so they are in no state.
            if !query.filter.clauses().iter().any(|clause| clause.test.field() == Some(Field::State)) {
                rows.extend(desk.queue_without_targets()?.into_iter().filter(among).take(limit - rows.len()));
            }
            (rows.iter().filter(|_| as_json).map(shapes::queue_row).collect(), human::queue(&rows, strings))
        }
    };
    if as_json { Ok(context.output.json(&values.into())?) } else { table(context, &shown) }
}

/// The name of a group, as people call it.
fn label(row: &FrequencyRow, column: Column, categories: &Categories, strings: &Strings) -> String {
    match &row.group {
        Group::Text(_) => row.label.clone(),
        Group::Year(year) => year.to_string(),
        Group::Status(status) => strings.status(*status),
        Group::Number(number) => number.to_string(),
        Group::Class(code) => format!("{} {}", code.0, categories.name(code, strings.language())),
        Group::Amount(_) => row.clause.line(&categories.filter_words(strings)),
        Group::None if column == Column::Class => strings.s("frequency-no-opinion"),
        Group::None => strings.s("frequency-none"),
    }
}

/// The value of a group, as programs call it.
fn value(group: &Group) -> Value {
    match group {
        Group::Text(text) => json!(text),
        Group::Year(year) => json!(year),
        Group::Status(status) => json!(status.id()),
        Group::Number(number) => json!(number),
        Group::Class(code) => json!(code.0),
        Group::Amount(span) => json!({"least": span.least.map(Money::yuan), "most": span.most.map(Money::yuan)}),
        Group::None => Value::Null,
    }
}

/// Yuan with two places, of a sum that may be larger than an amount.
fn yuan(fen: i128) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", fen.unsigned_abs() / 100, fen.unsigned_abs() % 100)
}

/// Percent with two places, from hundredths of a percent.
fn percent(share: u32) -> String {
    format!("{}.{:02}", share / 100, share % 100)
}

/// `frequency`
pub fn frequency(context: &mut Context<'_>, args: &FrequencyArgs) -> Outcome {
    let strings = context.output.strings;
    let line = args.words.join(" ");
    filter(&line, &context.categories, strings)?;
    let desk = context.open(Access::Read)?;
    let query = query(context, desk.as_ref(), args.view.as_deref(), &line, None)?;
    // The parser lets only known columns through.
    let column = Column::from_id(&args.column).unwrap_or(Column::Status);
    let found = desk.frequency(&query.filter, column, args.limit)?;
    let categories = &context.categories;
    let known = categories.filter_words(strings);
    if context.output.json {
        let rows: Vec<Value> = found
            .rows
            .iter()
            .map(|row| {
                json!({
                    "value": value(&row.group),
                    "label": label(row, column, categories, strings),
                    "filter": row.clause.line(&known),
                    "targets": row.targets,
                    "amount": yuan(row.fen),
                    "share": percent(found.share(row.targets)),
                })
            })
            .collect();
        let others = found
            .others
            .map(|(values, targets, fen)| json!({"values": values, "targets": targets, "amount": yuan(fen)}));
        let answer = json!({
            "column": column.id(), "filter": query.filter.line(&known), "targets": found.targets,
            "amount": yuan(found.fen), "overlapping": found.overlapping, "rows": rows, "others": others,
        });
        return Ok(context.output.json(&answer)?);
    }
    let shown = frequency_table(&found, categories, strings);
    context.output.table(&shown.columns, &shown.rows)?;
    if found.overlapping {
        context.output.hint("frequency-overlapping", &[]);
    }
    Ok(())
}

fn frequency_table(found: &Frequency, categories: &Categories, strings: &Strings) -> Table {
    let known = categories.filter_words(strings);
    let row = |label: String, targets: u64, fen: i128, line: String| {
        // Whole 万元 are enough to compare by; the sheet has every fen.
        let amount = i64::try_from(fen).map_or_else(|_| yuan(fen), |fen| Money(fen).ten_thousand_yuan());
        vec![label, targets.to_string(), format!("{}%", percent(found.share(targets))), amount, line]
    };
    let mut rows: Vec<Vec<String>> = found
        .rows
        .iter()
        .map(|one| row(label(one, found.column, categories, strings), one.targets, one.fen, one.clause.line(&known)))
        .collect();
    if let Some((values, targets, fen)) = found.others {
        let label = strings.t("frequency-others", &[("values", Arg::from(values))]);
        rows.push(row(label, targets, fen, String::new()));
    }
    rows.push(row(strings.s("frequency-all"), found.targets, found.fen, String::new()));
    let columns = vec![
        words("column-value", 28),
        numbers("column-targets"),
        numbers("column-share"),
        numbers("column-amount"),
        words("column-filter", 0),
    ];
    Table { columns, rows }
}

fn shape(view: &SavedView) -> Value {
    json!({"name": view.name, "filter": view.line, "sort": view.sort.id()})
}

/// `view …`
pub fn view(context: &mut Context<'_>, command: &ViewCommand) -> Outcome {
    match command {
        ViewCommand::List => views(context),
        ViewCommand::Save(args) => save(context, args),
        ViewCommand::Rename(args) => {
            if context.dry_run {
                let desk = context.open(Access::Read)?;
                let view = SavedView { name: args.to.clone(), ..desk.view(&args.name)? };
                return told(context, "view-would-keep", &view);
            }
            let view = context.open(Access::Write)?.rename_view(&args.name, &args.to)?;
            told(context, "view-kept", &view)
        }
        ViewCommand::Remove(args) => {
            let view = context.open(Access::Read)?.view(&args.name)?;
            if context.dry_run {
                return told(context, "view-would-go", &view);
            }
            context.open(Access::Write)?.remove_view(&args.name)?;
            told(context, "view-gone", &view)
        }
    }
}

fn views(context: &mut Context<'_>) -> Outcome {
    let views = context.open(Access::Read)?.views()?;
    if context.output.json {
        return Ok(context.output.json(&views.iter().map(shape).collect::<Vec<_>>().into())?);
    }
    let row = |view: &SavedView| vec![view.name.clone(), view.sort.id(), view.line.clone()];
    let columns = vec![words("column-name", 24), words("column-sort", 16), words("column-filter", 0)];
    table(context, &Table { columns, rows: views.iter().map(row).collect() })
}

fn save(context: &mut Context<'_>, args: &ViewSaveArgs) -> Outcome {
    let line = args.words.join(" ");
    let filter = filter(&line, &context.categories, context.output.strings)?;
    let line = filter.line(&context.categories.filter_words(context.output.strings));
    let view = SavedView { name: args.name.clone(), line, sort: args.sort.unwrap_or(Sort::DEPARTMENT) };
    if context.dry_run {
        return told(context, "view-would-keep", &view);
    }
    let view = context.open(Access::Write)?.save_view(&view, args.replace)?;
    told(context, "view-kept", &view)
}

fn told(context: &mut Context<'_>, key: &str, view: &SavedView) -> Outcome {
    if context.output.json {
        return Ok(context.output.json(&shape(view))?);
    }
    Ok(context.output.told(key, &[("name", Arg::from(&view.name)), ("line", Arg::from(&view.line))])?)
}
