//! `consistency`: how rows elsewhere that say the same were decided.

use serde_json::{Value as Json, json as shape};

use super::Context;
use super::args::consistency::ConsistencyArgs;
use super::desk::Access;
use super::json::project_name;
use super::output::{Outcome, Stop};
use crate::engine::consistency::{ConsistencyQuery, ConsistencyReport, Decision, Elsewhere, SameWording};
use crate::model::problem::Problem;
use crate::text::{Arg, dates};
use crate::tui::screens::consistency::words;

/// Most wordings that are listed of the whole database.
const MOST_WORDINGS: usize = 100;

fn decision(decision: &Decision) -> Json {
    shape!({"verdict": decision.verdict.id(), "classes": decision.classes})
}

fn line_json(line: &Elsewhere) -> Json {
    shape!({
        "project": project_name(line.target.code.as_deref(), line.target.project),
        "year": line.target.year,
        "name": line.target.name,
        "department": line.target.department,
        "row": line.row,
        "indicator": line.indicator,
        "decision": decision(&line.decision),
        "differs": line.differs,
        "who": line.who,
        "mine": line.mine,
        "at": dates::iso(line.at),
        "text": line.text,
    })
}

fn same_json(report: &ConsistencyReport, same: &SameWording) -> Json {
    shape!({
        "project": project_name(report.target.code.as_deref(), report.target.project),
        "year": report.target.year,
        "name": report.target.name,
        "row": same.row,
        "indicator": same.indicator,
        "target": same.target,
        "qualitative": same.qualitative,
        "own": same.own.iter().map(decision).collect::<Vec<_>>(),
        "ways": same
            .ways
            .iter()
            .map(|way| shape!({"decision": decision(&way.decision), "rows": way.rows, "differs": way.differs}))
            .collect::<Vec<_>>(),
        "lines": same.lines.iter().map(line_json).collect::<Vec<_>>(),
        "not_listed": same.more,
    })
}

fn told(context: &mut Context<'_>, report: &ConsistencyReport) -> Result<(), Stop> {
    let strings = context.output.strings;
    for same in &report.rows {
        let asked = words::asked(same, &context.categories, strings);
        context.output.line(&format!("{}  {asked}", report.target.name))?;
        for line in &same.lines {
            let mark = if line.differs { format!("{} ", strings.s("elsewhere-differs")) } else { String::new() };
            let args = [
                ("mark", Arg::from(mark)),
                ("decision", Arg::from(words::decision(&line.decision, &context.categories, strings))),
                ("project", Arg::from(&line.target.name)),
                ("department", Arg::from(&line.target.department)),
                ("row", Arg::from(line.row)),
                ("who", Arg::from(line.who.join(", "))),
                ("when", Arg::from(dates::long(line.at, &dates::local()))),
            ];
            context.output.told("consistency-row-line", &args)?;
        }
        if same.more > 0 {
            context.output.told("consistency-more", &[("rows", Arg::from(same.more))])?;
        }
    }
    Ok(())
}

/// `consistency`
pub fn consistency(context: &mut Context<'_>, args: &ConsistencyArgs) -> Outcome {
    let desk = context.open(Access::Read)?;
    let Some(project) = &args.project else {
        let (found, count) = desk.inconsistencies(MOST_WORDINGS)?;
        let reports: Vec<ConsistencyReport> = found
            .iter()
            .map(|(item, row)| desk.consistency(&ConsistencyQuery { item: *item, row: Some(*row) }))
            .collect::<Result<_, Problem>>()?;
        if context.output.json {
            let wordings: Vec<Json> =
                reports.iter().flat_map(|report| report.rows.iter().map(move |same| same_json(report, same))).collect();
            return Ok(context.output.json(&shape!({"count": count, "wordings": wordings}))?);
        }
        if reports.is_empty() {
            context.output.told("consistency-none", &[])?;
            return Ok(());
        }
        let args = [("count", Arg::from(count)), ("shown", Arg::from(reports.len()))];
        context.output.told("consistency-count", &args)?;
        return reports.iter().try_for_each(|report| told(context, report));
    };
    let target = super::review::find(desk.as_ref(), project, args.year)?.row;
    let report = desk.consistency(&ConsistencyQuery { item: target.id, row: args.row })?;
    if context.output.json {
        let rows: Vec<Json> = report.rows.iter().map(|same| same_json(&report, same)).collect();
        return Ok(context.output.json(&shape!({ "rows": rows }))?);
    }
    if report.rows.is_empty() {
        context.output.told("consistency-none-here", &[("project", Arg::from(&report.target.name))])?;
    }
    told(context, &report)
}
