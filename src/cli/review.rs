//! `opinion`, `decide` and `demand`: a reviewer's acts.
//!
//! What is already so is not written again: a second identical run changes nothing and says so.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use serde::Deserialize;
use serde_json::{Value as Json, json as shape};

use super::args::{DecideArgs, DemandAddArgs, OpinionAddArgs, RetractArgs};
use super::desk::{Access, Desk};
use super::json;
use super::output::{Outcome, Stop, usage};
use super::{Context, drafts, files};
use crate::config::{Categories, Profile};
use crate::engine::clock::Clock;
use crate::engine::request::Action;
use crate::engine::view::ProjectView;
use crate::model::event::{DemandDraft, MAX_TEXT, Subject};
use crate::model::ids::EventId;
use crate::model::problem::{Problem, ProblemKind};
use crate::model::review::{CategoryCode, Grade, Settled, Verdict};
use crate::text::{Arg, Strings, dates};

/// Longest line of `--from` in bytes.
const MAX_LINE: u64 = 1024 * 1024;

pub(super) fn operation() -> String {
    uuid::Uuid::now_v7().to_string()
}

pub(super) fn find(desk: &dyn Desk, project: &str, year: Option<u16>) -> Result<ProjectView, Problem> {
    desk.project(desk.find_project(project, year)?)
}

/// What an act on a row or the whole target speaks of.
pub(super) fn subject(view: &ProjectView, row: Option<u32>) -> Result<Subject, Problem> {
    if let Some(no) = row
        && !view.form.indicators.iter().any(|indicator| indicator.no == no)
    {
        return Err(usage("problem-no-such-row")
            .with("row", no)
            .with("project", &view.form.name)
            .with("rows", view.form.indicators.len()));
    }
    Ok(Subject { row, ..view.subject.clone() })
}

pub(super) fn category(categories: &Categories, text: &str) -> Result<CategoryCode, Problem> {
    let text = text.trim();
    let mut chars = text.chars();
    let by_key = match (chars.next(), chars.next()) {
        (Some(key), None) => categories.by_key(key),
        _ => None,
    };
    let upper = CategoryCode(text.to_ascii_uppercase());
    by_key.or_else(|| categories.get(&upper)).map(|category| category.code.clone()).ok_or_else(|| {
        let known: Vec<&str> = categories.all().iter().map(|category| category.code.0.as_str()).collect();
        usage("problem-unknown-category").with("value", text).with("known", known.join(" "))
    })
}

pub(super) fn text(text: &str) -> Result<String, Problem> {
    let text = text.trim();
    if text.is_empty() {
        return Err(usage("problem-text-empty"));
    }
    if text.len() > MAX_TEXT {
        return Err(usage("problem-text-too-long").with("most", MAX_TEXT));
    }
    Ok(text.to_owned())
}

pub(super) fn due(typed: Option<&str>, profile: &Profile) -> Result<String, Problem> {
    let today = Clock::new().today();
    let deadlines = &profile.deadlines.value;
    let date = match typed {
        Some(typed) => dates::read_due(typed, today),
        None if deadlines.working_days => Some(dates::add_working_days(today, deadlines.report_days, &[])),
        None => dates::add_days(today, deadlines.report_days),
    };
    date.map(dates::write).ok_or_else(|| usage("problem-bad-date").with("value", typed.unwrap_or_default()))
}

/// An opinion as given on the command line or in one line of JSON.
#[derive(Debug, Deserialize)]
struct Given {
    project: String,
    year: Option<u16>,
    indicator: Option<u32>,
    category: String,
    text: String,
    demand: Option<String>,
    due: Option<String>,
}

/// What became of an opinion.
struct Recorded {
    view: ProjectView,
    /// `None` when nothing was to be written.
    id: Option<EventId>,
    already: bool,
    on: Subject,
    category: CategoryCode,
    text: String,
}

fn record(
    desk: &mut dyn Desk,
    categories: &Categories,
    profile: &Profile,
    dry_run: bool,
    given: &Given,
) -> Result<Recorded, Problem> {
    let category = category(categories, &given.category)?;
    let words = text(&given.text)?;
    let view = find(desk, &given.project, given.year)?;
    let on = subject(&view, given.indicator)?;
    let demand = match &given.demand {
        None => None,
        Some(demand) => Some(DemandDraft {
            text: text(demand)?,
            due: due(given.due.as_deref(), profile)?,
            responsible_unit: view.form.unit.name.clone(),
        }),
    };
    let same = view.state.opinions.iter().find(|opinion| {
        opinion.author == view.me && opinion.row == on.row && opinion.category == category && opinion.text == words
    });
    let (id, already) = match same {
        Some(opinion) => (Some(opinion.id), true),
        None if dry_run => (None, false),
        None => {
            let seen = on.row.and_then(|row| view.state.rows.get(&row)).map(|heads| heads.events()).unwrap_or_default();
            let action =
                Action::AddOpinion { on: on.clone(), seen, category: category.clone(), text: words.clone(), demand };
            (desk.act(&operation(), &action)?.event, false)
        }
    };
    let view = if already || dry_run { view } else { find(desk, &given.project, Some(on.year))? };
    Ok(Recorded { view, id, already, on, category, text: words })
}

fn recorded_json(recorded: &Recorded) -> Json {
    let found = recorded.view.state.opinions.iter().find(|opinion| Some(opinion.id) == recorded.id);
    let mut value = match found {
        Some(opinion) => {
            let author = recorded.view.people.get(&opinion.author).map_or("", String::as_str);
            let mut value = json::opinion(opinion, author);
            if let Json::Object(map) = &mut value {
                let code = recorded.view.form.code.as_deref();
                map.insert("project".into(), shape!(json::project_name(code, recorded.view.row.project)));
                map.insert("year".into(), shape!(recorded.view.row.year));
            }
            value
        }
        None => {
            let mut value = json::planned_opinion(&recorded.view, recorded.on.row, &recorded.category, &recorded.text);
            if let (Json::Object(map), Some(id)) = (&mut value, recorded.id) {
                map.insert("id".into(), shape!(id));
                map.insert("event".into(), shape!(id));
                map.remove("dry_run");
            }
            value
        }
    };
    if let Json::Object(map) = &mut value {
        map.insert("already".into(), shape!(recorded.already));
    }
    value
}

pub(super) fn place(strings: &Strings, row: Option<u32>) -> String {
    row.map_or_else(|| strings.s("place-whole"), |row| strings.t("place-row", &[("row", Arg::from(row))]))
}

/// `opinion add`
pub fn add_opinion(context: &mut Context<'_>, args: &OpinionAddArgs) -> Outcome {
    if let Some(from) = &args.from {
        return add_lines(context, from);
    }
    let given = Given {
        project: args.project.clone().unwrap_or_default(),
        year: args.year,
        indicator: args.indicator,
        category: args.category.clone().unwrap_or_default(),
        text: args.text.clone().unwrap_or_default(),
        demand: args.demand.clone(),
        due: args.due.clone(),
    };
    let mut desk = context.open_to_act(Access::Write)?;
    let recorded = record(desk.as_mut(), &context.categories, &context.profile, context.dry_run, &given)?;
    if context.output.json {
        return Ok(context.output.json(&recorded_json(&recorded))?);
    }
    let strings = context.output.strings;
    let key = match (recorded.already, recorded.id) {
        (true, _) => "opinion-already",
        (_, None) => "opinion-would-be-added",
        _ => "opinion-added",
    };
    let id = recorded.id.map(|id| id.to_string()).unwrap_or_default();
    context.output.told(
        key,
        &[
            ("project", Arg::from(&recorded.view.form.name)),
            ("place", Arg::from(place(strings, recorded.on.row))),
            ("category", Arg::from(context.categories.name(&recorded.category, strings.language()))),
            ("id", Arg::from(id.get(..12).unwrap_or(""))),
        ],
    )?;
    Ok(())
}

/// `opinion add --from`: each line is acknowledged by one line once it is stored, or refused by one.
fn add_lines(context: &mut Context<'_>, from: &Path) -> Outcome {
    let input: Box<dyn Read> = if from == Path::new("-") {
        Box::new(std::io::stdin())
    } else {
        files::plain_file(from)?;
        Box::new(std::fs::File::open(from).map_err(|error| files::cannot_read(from, &error))?)
    };
    let mut input = BufReader::new(input);
    let mut desk = context.open_to_act(Access::Write)?;
    let (mut good, mut bad) = (0_u64, 0_u64);
    for line in 1_u64.. {
        let mut bytes = Vec::new();
        let read = (&mut input).take(MAX_LINE).read_until(b'\n', &mut bytes);
        if read.map_err(|error| files::cannot_read(from, &error))? == 0 {
            break;
        }
        if bytes.len() as u64 == MAX_LINE && !bytes.ends_with(b"\n") {
            return Err(Problem::refused("problem-line-too-long").with("line", line).with("most", MAX_LINE).into());
        }
        let content = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes).trim_ascii();
        if content.is_empty() {
            continue;
        }
        let outcome = serde_json::from_slice::<Given>(content)
            .map_err(|error| Problem::refused("problem-bad-json-line").with("line", line).with("detail", error))
            .and_then(|given| record(desk.as_mut(), &context.categories, &context.profile, context.dry_run, &given));
        let mut answer = match outcome {
            Ok(recorded) => {
                good += 1;
                let mut answer = recorded_json(&recorded);
                if let Json::Object(map) = &mut answer {
                    map.insert("stored".into(), shape!(recorded.id.is_some()));
                }
                answer
            }
            // A station that cannot write at all will not do better with the next line.
            Err(problem) if matches!(problem.kind, ProblemKind::Unavailable | ProblemKind::Internal) => {
                return Err(problem.into());
            }
            Err(problem) => {
                bad += 1;
                shape!({"stored": false, "reason": context.output.strings.problem(&problem), "key": problem.key})
            }
        };
        if let Json::Object(map) = &mut answer {
            map.insert("line".into(), shape!(line));
        }
        context.output.json(&answer)?;
    }
    context.output.hint("lines-done", &[("good", Arg::from(good)), ("bad", Arg::from(bad))]);
    if good == 0 && bad > 0 { Err(Stop::Code(ProblemKind::Refused.exit_code())) } else { Ok(()) }
}

/// `opinion retract`
pub fn retract(context: &mut Context<'_>, args: &RetractArgs) -> Outcome {
    let mut desk = context.open_to_act(Access::Write)?;
    let wanted = args.id.trim().to_ascii_lowercase();
    let mut found = desk.opinions()?;
    found.retain(|row| wanted.len() >= 6 && row.opinion.id.to_string().starts_with(&wanted));
    let row = match found.as_slice() {
        [row] => row,
        [] => return Err(Problem::refused("problem-no-such-opinion").with("id", wanted).into()),
        several => {
            return Err(usage("problem-ambiguous-opinion").with("id", wanted).with("count", several.len()).into());
        }
    };
    let view = desk.project(row.target.id)?;
    let opinion = &row.opinion;
    let current = view.state.opinions.iter().any(|own| own.id == opinion.id);
    // Said of an earlier version: that version is what the act speaks of.
    let before = view.versions.len().checked_sub(2).and_then(|at| view.versions.get(at)).map(|before| before.version);
    let version = if current { view.subject.version } else { before.unwrap_or(view.subject.version) };
    let on = Subject { version, row: opinion.row, ..view.subject.clone() };
    if !context.dry_run {
        let reason = args.reason.trim().to_owned();
        desk.act(&operation(), &Action::Withdraw { on, of: opinion.id, reason })?;
    }
    if context.output.json {
        let mut value = json::opinion_row(row);
        if let Json::Object(map) = &mut value {
            map.insert("retracted".into(), shape!(!context.dry_run));
        }
        return Ok(context.output.json(&value)?);
    }
    let key = if context.dry_run { "opinion-would-be-retracted" } else { "opinion-retracted" };
    let project = &row.target.name;
    context.output.told(key, &[("project", Arg::from(project)), ("text", Arg::from(&opinion.text))])?;
    Ok(())
}

/// `decide`
pub fn decide(context: &mut Context<'_>, args: &DecideArgs) -> Outcome {
    let strings = context.output.strings;
    let reason = args.reason.trim();
    if reason.len() > MAX_TEXT {
        return Err(usage("problem-text-too-long").with("most", MAX_TEXT).into());
    }
    let mut desk = context.open_to_act(Access::Write)?;
    let view = find(desk.as_ref(), &args.on.project, args.on.year)?;
    let on = subject(&view, args.on.indicator)?;
    let (action, already, name) = match (&args.grade, &args.verdict, on.row) {
        (Some(grade), _, _) => {
            let grade = localised_grade(grade, strings)?;
            let same = matches!(view.state.grade.settled(),
                Settled::One(graded) if graded.grade == grade && graded.reason == reason);
            let seen = view.state.grade.events();
            let on = Subject { row: None, ..on };
            (Action::SetGrade { on, seen, grade, reason: reason.to_owned() }, same, strings.grade(grade))
        }
        (None, Some(verdict), Some(row)) => {
            let verdict = match verdict.as_str() {
                "returned" => Verdict::Returned,
                "later" => Verdict::Later,
                _ => Verdict::Passed,
            };
            let heads = view.state.rows.get(&row);
            let same = heads.is_some_and(|heads| matches!(heads.settled(), Settled::One(now) if *now == verdict));
            let seen = heads.map(|heads| heads.events()).unwrap_or_default();
            let (dismissed, grave) = drafts::waiting(context, &view, Some(row));
            let passes = verdict == Verdict::Passed && !dismissed.is_empty();
            if passes && grave && reason.is_empty() {
                let checks: Vec<&str> = dismissed.iter().map(|one| one.check.0.as_str()).collect();
                return Err(usage("problem-dismissal-needs-reason").with("check", checks.join(" ")).into());
            }
            if passes {
                let action = Action::PassDrafts { on, seen, dismissed, reason: reason.to_owned() };
                (action, false, strings.verdict(verdict))
            } else {
                let name = strings.verdict(verdict);
                (Action::SetVerdict { on, seen, verdict, reason: reason.to_owned() }, same, name)
            }
        }
        // The parser asks for one of them.
        _ => return Err(usage("problem-nothing-to-decide").into()),
    };
    let event = if already || context.dry_run { None } else { desk.act(&operation(), &action)?.event };
    if context.output.json {
        let view = if event.is_some() { find(desk.as_ref(), &args.on.project, Some(view.row.year))? } else { view };
        let mut value = shape!({
            "project": json::project_name(view.form.code.as_deref(), view.row.project),
            "year": view.row.year,
            "indicator": args.on.indicator,
            "verdict": args.verdict,
            "reason": reason,
            "event": event,
            "already": already,
            "status": view.row.status,
            "dry_run": context.dry_run,
        });
        if let (Json::Object(map), Some(grade)) = (&mut value, &args.grade) {
            map.insert("grade".into(), shape!(localised_grade(grade, strings)?.id()));
            if already {
                map.insert("event".into(), shape!(view.state.grade.0.first().map(|head| head.event)));
            }
        }
        return Ok(context.output.json(&value)?);
    }
    let key = match (already, context.dry_run) {
        (true, _) => "decided-already",
        (_, true) => "would-be-decided",
        _ => "decided",
    };
    context.output.told(
        key,
        &[
            ("project", Arg::from(&view.form.name)),
            ("place", Arg::from(place(strings, args.on.indicator))),
            ("decision", Arg::from(name)),
        ],
    )?;
    Ok(())
}

pub(super) fn localised_grade(text: &str, strings: &Strings) -> Result<Grade, Problem> {
    Grade::from_id(text)
        .or_else(|| Grade::ALL.into_iter().find(|grade| strings.grade(*grade) == text))
        .ok_or_else(|| usage("problem-unknown-grade").with("value", text))
}

/// `demand add`
pub fn add_demand(context: &mut Context<'_>, args: &DemandAddArgs) -> Outcome {
    let words = text(&args.text)?;
    let code = args.category.as_deref().map(|text| category(&context.categories, text)).transpose()?;
    let mut desk = context.open_to_act(Access::Write)?;
    let view = find(desk.as_ref(), &args.on.project, args.on.year)?;
    let on = subject(&view, args.on.indicator)?;
    let demand = DemandDraft {
        text: words,
        due: due(args.due.as_deref(), &context.profile)?,
        responsible_unit: args.unit.clone().unwrap_or_else(|| view.form.unit.name.clone()),
    };
    // Without a due date of its own a demand raised yesterday is the same one today.
    let same = |other: &crate::model::review::Demand| {
        other.author == view.me
            && other.row == on.row
            && other.category == code
            && other.demand.text == demand.text
            && other.demand.responsible_unit == demand.responsible_unit
            && (args.due.is_none() || other.demand.due == demand.due)
    };
    let already = view.state.demands.iter().find(|other| same(other)).map(|other| other.id);
    let (row, year) = (on.row, view.row.year);
    let stored = match already {
        Some(id) => Some(id),
        None if context.dry_run => None,
        None => {
            let action = Action::IssueDemand { on, category: code.clone(), demand: demand.clone() };
            desk.act(&operation(), &action)?.event
        }
    };
    let view =
        if already.is_none() && stored.is_some() { find(desk.as_ref(), &args.on.project, Some(year))? } else { view };
    let raised = view.state.demands.iter().find(|demand| Some(demand.id) == stored);
    let number = raised.map(|demand| demand.number(year)).unwrap_or_default();
    if context.output.json {
        let mut value = match raised {
            Some(raised) => {
                let author = view.people.get(&raised.author).map_or("", String::as_str);
                json::demand(raised, year, author, None)
            }
            None => shape!({
                "id": stored, "number": null, "indicator": row, "category": code, "text": demand.text,
                "due": demand.due, "responsible_unit": demand.responsible_unit,
                "state": if context.dry_run { "drafted" } else { "issued" },
            }),
        };
        if let Json::Object(map) = &mut value {
            let project = json::project_name(view.form.code.as_deref(), view.row.project);
            map.insert("project".into(), shape!(project));
            map.insert("year".into(), shape!(year));
            map.insert("already".into(), shape!(already.is_some()));
        }
        return Ok(context.output.json(&value)?);
    }
    let key = match (already, context.dry_run) {
        (Some(_), _) => "demand-already",
        (None, true) => "demand-would-be-added",
        (None, false) => "demand-added",
    };
    let due = raised.map_or(&demand.due, |raised| &raised.demand.due);
    context.output.told(
        key,
        &[
            ("project", Arg::from(&view.form.name)),
            ("number", Arg::from(number)),
            ("due", Arg::from(due)),
            ("unit", Arg::from(&demand.responsible_unit)),
        ],
    )?;
    Ok(())
}
