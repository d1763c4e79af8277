//! `links` and `link`: whose form in another table is whose, and deciding it.

use serde_json::{Value as Json, json as shape};

use super::Context;
use super::args::{LinkArgs, LinkCommand, LinksArgs};
use super::desk::{Access, Desk};
use super::json::project_name;
use super::output::{Outcome, numbers, usage, words};
use crate::engine::links::{self, LinkCounts, LinkQuery, LinkRow, LinkSaid, LinkSide, Only, Standing};
use crate::engine::request::Action;
use crate::model::ids::EventId;
use crate::model::link::LinkedTable;
use crate::model::problem::Problem;
use crate::text::{Arg, Strings};

fn side(side: Option<&LinkSide>) -> Json {
    let Some(side) = side else { return Json::Null };
    shape!({
        "project": project_name(side.code.as_deref(), side.project),
        "key": side.project,
        "code": side.code,
        "name": side.name,
        "unit": side.unit,
        "department": side.department,
        "amount": side.amount.map(|amount| amount.yuan()),
        "kind": side.kind,
        "year": side.year,
    })
}

fn said(said: &LinkSaid) -> Json {
    shape!({"author": said.name, "to": side(said.to.as_ref())})
}

fn row(row: &LinkRow) -> Json {
    let by = match row.standing {
        Standing::Linked(by) => Some(by.id()),
        _ => None,
    };
    shape!({
        "table": row.table.id(),
        "standing": row.standing.id(),
        "by": by,
        "target": side(row.target.as_ref()),
        "partner": side(row.other.as_ref()),
        "candidates": row.candidates.iter().map(|found| side(Some(found))).collect::<Vec<_>>(),
        "candidates_total": row.candidates_total,
        "decisions": row.said.iter().map(said).collect::<Vec<_>>(),
    })
}

fn counts(counts: &LinkCounts) -> Json {
    shape!({
        "table": counts.table.id(),
        "targets": counts.targets,
        "forms": counts.others,
        "by_hand": counts.by_hand,
        "code": counts.code,
        "name_and_unit": counts.name_and_unit,
        "name": counts.name,
        "missing": counts.missing,
        "surplus": counts.surplus,
        "ambiguous": counts.ambiguous,
        "suspected": counts.suspected,
        "contested": counts.contested,
        "apart": counts.apart,
    })
}

fn table_name(table: LinkedTable, strings: &Strings) -> String {
    strings.s(&format!("links-table-{}", table.id().replace('_', "-")))
}

fn standing_name(standing: Standing, strings: &Strings) -> String {
    match standing {
        Standing::Linked(by) => strings.s(&format!("links-by-{}", by.id().replace('_', "-"))),
        standing => strings.s(&format!("links-standing-{}", standing.id())),
    }
}

fn cells(side: Option<&LinkSide>) -> String {
    side.map_or_else(String::new, |side| {
        let unit = if side.unit.is_empty() { &side.department } else { &side.unit };
        [side.code.as_deref().unwrap_or_default(), &side.name, unit]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    })
}

/// `links`
pub fn links(context: &mut Context<'_>, args: &LinksArgs) -> Outcome {
    let desk = context.open(Access::Read)?;
    let query = LinkQuery {
        year: args.year,
        table: args.table.as_deref().and_then(LinkedTable::from_id),
        only: Only::from_id(&args.only).unwrap_or_default(),
        limit: args.limit,
    };
    let report = desk.links(&query)?;
    if context.output.json {
        let answer = shape!({
            "year": report.year,
            "years": report.years,
            "tables": report.tables.iter().map(counts).collect::<Vec<_>>(),
            "only": query.only.id(),
            "total": report.total,
            "rows": report.rows.iter().map(row).collect::<Vec<_>>(),
        });
        return Ok(context.output.json(&answer)?);
    }
    let strings = context.output.strings;
    if report.year.is_none() {
        context.output.hint("links-empty", &[]);
        return Ok(());
    }
    let columns = [
        words("column-links-table", 12),
        numbers("column-links-forms"),
        numbers("links-by-by-hand"),
        numbers("links-by-code"),
        numbers("column-links-by-name"),
        numbers("links-standing-missing"),
        numbers("links-standing-surplus"),
        numbers("links-standing-ambiguous"),
        numbers("links-standing-suspected"),
        numbers("links-standing-contested"),
    ];
    let rows: Vec<Vec<String>> = report
        .tables
        .iter()
        .map(|counts| {
            let named = counts.name_and_unit + counts.name;
            let surplus = counts.surplus + counts.apart;
            let figures = [
                counts.others,
                counts.by_hand,
                counts.code,
                named,
                counts.missing,
                surplus,
                counts.ambiguous,
                counts.suspected,
                counts.contested,
            ];
            std::iter::once(table_name(counts.table, strings)).chain(figures.map(|figure| figure.to_string())).collect()
        })
        .collect();
    context.output.table(&columns, &rows)?;
    if report.rows.is_empty() {
        context.output.hint("links-none", &[]);
        return Ok(());
    }
    context.output.line("")?;
    let columns = [
        words("column-links-table", 12),
        words("column-status", 12),
        words("column-links-target", 44),
        words("column-links-partner", 0),
    ];
    let rows: Vec<Vec<String>> = report
        .rows
        .iter()
        .map(|row| {
            let candidates: Vec<String> = row.candidates.iter().map(|found| cells(Some(found))).collect();
            let target = match &row.target {
                Some(target) => cells(Some(target)),
                None => candidates.join(" / "),
            };
            vec![
                table_name(row.table, strings),
                standing_name(row.standing, strings),
                target,
                cells(row.other.as_ref()),
            ]
        })
        .collect();
    context.output.table(&columns, &rows)?;
    let counts = [("shown", Arg::from(report.rows.len())), ("total", Arg::from(report.total))];
    context.output.hint("links-count", &counts);
    Ok(())
}

/// The form an act is about.
struct About {
    table: LinkedTable,
    year: u16,
    form: LinkSide,
    said: Vec<LinkSaid>,
    seen: Vec<EventId>,
}

fn about(desk: &dyn Desk, args: &LinkArgs) -> Result<About, Problem> {
    // The parser lets no other table pass.
    let table = LinkedTable::from_id(&args.table).ok_or_else(|| usage("problem-link-not-filed"))?;
    let newest = || -> Result<Option<u16>, Problem> {
        Ok(desk.links(&LinkQuery { limit: Some(0), table: Some(table), ..LinkQuery::default() })?.year)
    };
    let year = match args.year {
        Some(year) => Some(year),
        None => newest()?,
    };
    let year = year.ok_or_else(|| Problem::refused("problem-project-not-found").with("project", &args.project))?;
    let form = desk.find_linked(&args.project, table, year, false)?;
    let (said, seen) = desk.link_said(table, year, form.project)?;
    Ok(About { table, year, form, said, seen })
}

/// `link`
pub fn link(context: &mut Context<'_>, command: LinkCommand) -> Outcome {
    let mut desk = context.open_to_act(Access::Write)?;
    let (args, to) = match &command {
        LinkCommand::Set(args) => (&args.of, Some(&args.to)),
        LinkCommand::Nobody(args) | LinkCommand::Clear(args) => (args, None),
    };
    let mut about = about(desk.as_ref(), args)?;
    let target = to.map(|to| desk.find_linked(to, about.table, about.year, true)).transpose()?;
    let clear = matches!(command, LinkCommand::Clear(_));
    let wanted = target.as_ref().map(|target| target.project);
    let agreed =
        !about.said.is_empty() && about.said.iter().all(|said| said.to.as_ref().map(|to| to.project) == wanted);
    let already = if clear { about.said.is_empty() } else { agreed };
    let on = links::subject(about.table, about.form.project, about.year);
    let mut event = None;
    if !already && !context.dry_run {
        let operation = || uuid::Uuid::now_v7().to_string();
        if clear {
            // Each decision of one's own that comes to light is taken back, too.
            while !about.seen.is_empty() {
                let action = Action::Unlink { on: on.clone(), seen: about.seen.clone() };
                match desk.act(&operation(), &action) {
                    Ok(changed) => event = changed.event,
                    // What is left is not ours.
                    Err(_) if event.is_some() => break,
                    Err(problem) => return Err(problem.into()),
                }
                (about.said, about.seen) = desk.link_said(about.table, about.year, about.form.project)?;
            }
        } else {
            let action = Action::Link { on, table: about.table, to: wanted, seen: about.seen.clone() };
            event = desk.act(&operation(), &action)?.event;
        }
    }
    if context.output.json {
        let answer = shape!({
            "table": about.table.id(),
            "year": about.year,
            "partner": side(Some(&about.form)),
            "to": side(target.as_ref()),
            "event": event,
            "already": already,
            "dry_run": context.dry_run,
        });
        return Ok(context.output.json(&answer)?);
    }
    let key = match (already, clear, wanted.is_some()) {
        (true, ..) => "link-already",
        (_, true, _) => "link-cleared",
        (_, _, true) => "link-set",
        _ => "link-set-to-none",
    };
    let strings = context.output.strings;
    let table = table_name(about.table, strings);
    let to = target.map(|target| target.name).unwrap_or_default();
    context
        .output
        .told(key, &[("of", Arg::from(&about.form.name)), ("to", Arg::from(to)), ("table", Arg::from(table))])?;
    if context.dry_run {
        context.output.hint("link-dry-run", &[]);
    }
    Ok(())
}
