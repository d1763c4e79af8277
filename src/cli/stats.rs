//! `stats`: one's own figures, as the home page tells them. Keys and seconds are counted on this machine only.

use serde_json::{Value as Json, json};

use super::Context;
use super::desk::{Access, Stats};
use super::output::Outcome;
use crate::engine::figures::{DepartmentFigures, Work, sum};
use crate::engine::habits::HabitDay;
use crate::engine::view::Tally;
use crate::model::review::Status;
use crate::text::{Arg, dates};

/// Fen as a decimal string in yuan.
fn yuan(fen: i128) -> String {
    format!("{}{}.{:02}", if fen < 0 { "-" } else { "" }, fen.unsigned_abs() / 100, fen.unsigned_abs() % 100)
}

fn tally(tally: Tally) -> Json {
    json!({"projects": tally.projects, "indicators": tally.indicators, "amount": yuan(tally.fen)})
}

fn number_and_amount(tally: Tally) -> Json {
    json!({"projects": tally.projects, "amount": yuan(tally.fen)})
}

fn work(work: Work) -> Json {
    json!({
        "decisions": work.decisions,
        "sittings": work.sittings,
        "seconds": work.millis / 1000,
        "timed": work.timed,
        "results": work.results,
        "amount": yuan(work.fen),
        "per_hour": work.per_hour(),
    })
}

fn department(figures: &DepartmentFigures) -> Json {
    let states: serde_json::Map<String, Json> =
        figures.by_status.iter().map(|(status, tally)| (status.id().to_owned(), number_and_amount(*tally))).collect();
    let classes: serde_json::Map<String, Json> =
        figures.by_category.iter().map(|(category, count)| (category.0.clone(), json!(count))).collect();
    json!({"code": figures.code, "name": figures.name, "states": states, "classes": classes})
}

fn day(day: &HabitDay) -> Json {
    json!({
        "day": day.day,
        "keys": day.keys,
        "typed": day.typed,
        "decisions": day.decisions,
        "projects": day.projects,
        "median_seconds": day.median(),
    })
}

fn open_and_all(stats: &Stats) -> [Tally; 3] {
    let pick = |tallies: &[(Status, Tally)], open: bool| {
        sum(tallies.iter().filter(|(status, _)| status.open() == open).map(|(_, tally)| *tally))
    };
    let home = &stats.home;
    [pick(&home.by_status, true), pick(&home.by_status, false), pick(&home.key_lane, true)]
}

/// All of it as one value.
pub fn shape(stats: &Stats) -> Json {
    let Stats { home, pace, figures, habits } = stats;
    let [open, closed, lane] = open_and_all(stats);
    let basis = pace.basis();
    let classes: serde_json::Map<String, Json> =
        home.by_category.iter().map(|(category, count)| (category.0.clone(), json!(count))).collect();
    let states: serde_json::Map<String, Json> =
        home.by_status.iter().map(|(status, known)| (status.id().to_owned(), tally(*known))).collect();
    let days: Vec<Json> = pace
        .days
        .iter()
        .map(|day| {
            json!({
                "day": day.day.to_string(),
                "projects": day.projects,
                "rows": day.rows,
                "opinions": day.opinions,
                "work": work(day.work),
            })
        })
        .collect();
    let commands: Vec<Json> = habits
        .lines
        .iter()
        .map(|line| {
            json!({
                "screen": line.screen,
                "command": (!line.command.is_empty()).then_some(&line.command),
                "uses": line.uses,
                "keys": line.keys,
                "last": line.day,
            })
        })
        .collect();
    json!({
        "year": home.year,
        "open": tally(open),
        "closed": tally(closed),
        "key_lane_open": tally(lane),
        "mine": tally(pace.mine),
        "states": states,
        "classes": classes,
        "departments": figures.departments.iter().map(department).collect::<Vec<_>>(),
        "demands": {"live": home.demands.0, "overdue": home.demands.1, "oldest_overdue": home.oldest_overdue},
        "contested": {"targets": home.contested, "links": home.contested_links},
        "later": {
            "rows": pace.later.rows,
            "projects": pace.later.projects,
            "oldest": pace.later.oldest.map(dates::iso),
        },
        "not_exported": home.not_exported,
        "waiting": home.waiting,
        "pace": {"today": work(pace.today), "lately": work(pace.lately), "days": days},
        "seconds_left": {
            "by_number": basis.seconds_for_projects(open.projects),
            "by_amount": basis.seconds_for_amount(open.fen),
        },
        "keys": {
            "all": day(&habits.all()),
            "days": habits.days.iter().map(day).collect::<Vec<_>>(),
            "commands": commands,
        },
    })
}

/// `stats`
pub fn stats(context: &mut Context<'_>) -> Outcome {
    let stats = context.open(Access::Read)?.stats()?;
    if context.output.json {
        return Ok(context.output.json(&shape(&stats))?);
    }
    let Stats { home, pace, habits, .. } = &stats;
    let [open, closed, lane] = open_and_all(&stats);
    let strings = context.output.strings;
    let unknown = || strings.s("pace-unknown");
    let rate = |work: Work| work.per_hour().map_or_else(unknown, |rate| rate.to_string());
    let hours = |seconds: Option<u64>| {
        seconds.map_or_else(unknown, |seconds| format!("{}:{:02}", seconds / 3_600, seconds % 3_600 / 60))
    };
    let wan = |tally: Tally| (tally.fen / 1_000_000).to_string();
    let basis = pace.basis();
    let all = habits.all();
    let per = |whole: u64| {
        all.keys
            .saturating_mul(10)
            .checked_div(whole)
            .map_or_else(|| "-".to_owned(), |tenths| format!("{}.{}", tenths / 10, tenths % 10))
    };
    let args = [
        ("year", Arg::from(home.year.map(|year| year.to_string()).unwrap_or_default())),
        ("open", Arg::from(open.projects.to_string())),
        ("open-amount", Arg::from(wan(open))),
        ("closed", Arg::from(closed.projects.to_string())),
        ("closed-amount", Arg::from(wan(closed))),
        ("lane", Arg::from(lane.projects.to_string())),
        ("lane-amount", Arg::from(wan(lane))),
        ("mine", Arg::from(pace.mine.projects.to_string())),
        ("mine-amount", Arg::from(wan(pace.mine))),
        ("demands", Arg::from(home.demands.0.to_string())),
        ("overdue", Arg::from(home.demands.1.to_string())),
        ("contested", Arg::from(home.contested.to_string())),
        ("links", Arg::from(home.contested_links.to_string())),
        ("later", Arg::from(pace.later.rows.to_string())),
        ("today", Arg::from(rate(pace.today))),
        ("lately", Arg::from(rate(pace.lately))),
        ("by-number", Arg::from(hours(basis.seconds_for_projects(open.projects)))),
        ("by-amount", Arg::from(hours(basis.seconds_for_amount(open.fen)))),
        ("keys", Arg::from(per(all.decisions))),
        ("keys-project", Arg::from(per(all.projects))),
        ("median", Arg::from(all.median().map_or_else(|| "-".to_owned(), |seconds| seconds.to_string()))),
    ];
    Ok(context.output.told("stats", &args)?)
}
