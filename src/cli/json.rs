//! Views of the engine as the JSON of the contract: pure functions, one per shape.
//!
//! Money is a decimal string in yuan with two places; points and rates stay as printed; enumerations are their English
//! identifiers; texts are the stored texts. What is absent is `null`.

use rust_decimal::Decimal;
use serde_json::{Value as Json, json};

use super::desk::{BundleFacts, KeyCard, OpinionRow, TrustRow};
use crate::engine::check::{Check, Digest};
use crate::engine::exchange::WrittenFile;
use crate::engine::request::BundleReport;
use crate::engine::view::{
    Complaint, Contest, DemandRow, HistoryStep, ImportReport, ImportedFile, LastYear, ProjectView, QueueRow,
};
use crate::model::event::Stamp;
use crate::model::form::{Amount, Form, FormKind, Indicator, Party, PrintedCell};
use crate::model::ids::{PersonId, ProjectKey};
use crate::model::review::{CategoryCode, Demand, Graded, Head, Opinion, Settled};
use crate::model::value::{Note, Value};
use crate::text::{Strings, dates};

/// Reads a printed value with the sign and unit of columns of their own.
pub type ReadValue<'a> = &'a dyn Fn(&str, Option<&str>, Option<&str>) -> Value;

fn at(stamp: Stamp) -> String {
    dates::iso(stamp)
}

/// A project is named by its code, else by its key.
pub fn project_name(code: Option<&str>, key: ProjectKey) -> String {
    code.map_or_else(|| key.to_string(), str::to_owned)
}

fn party(party: &Party) -> Json {
    json!({"code": party.code, "name": party.name})
}

fn amount(amount: Option<&Amount>) -> Json {
    amount.and_then(|amount| amount.fen).map_or(Json::Null, |money| json!(money.yuan()))
}

/// One line of the queue.
pub fn queue_row(row: &QueueRow) -> Json {
    json!({
        "project": project_name(row.code.as_deref(), row.project),
        "code": row.code,
        "key": row.project,
        "name": row.name,
        "year": row.year,
        "department": row.department,
        "unit": row.unit,
        "amount": row.amount.map(|amount| amount.yuan()),
        "key_lane": row.key_lane(),
        "status": row.status,
        "indicators": row.indicators,
        "decided": row.decided,
        "opinions": row.opinions,
        "demands": row.demands,
        "version": row.version_no,
        "expected": row.findings.map(|found| Decimal::new(found.expected.into(), 3).normalize().to_string()),
        "random": row.random,
    })
}

/// What every row about a target begins with.
fn target(row: &QueueRow) -> serde_json::Map<String, Json> {
    let mut map = serde_json::Map::new();
    map.insert("project".into(), json!(project_name(row.code.as_deref(), row.project)));
    map.insert("name".into(), json!(row.name));
    map.insert("year".into(), json!(row.year));
    map.insert("department".into(), json!(row.department));
    map.insert("unit".into(), json!(row.unit));
    map
}

fn with(mut map: serde_json::Map<String, Json>, more: Json) -> Json {
    if let Json::Object(more) = more {
        map.extend(more);
    }
    Json::Object(map)
}

/// The self-evaluated twin of each indicator of a target: the next one of the same name, since forms may print rows in
/// another order and the same name more than once.
fn twins<'a>(indicators: &[Indicator], evaluation: Option<&'a Form>) -> Vec<Option<&'a Indicator>> {
    let mut taken = vec![false; evaluation.map_or(0, |form| form.indicators.len())];
    let squeeze = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    indicators
        .iter()
        .map(|indicator| {
            let form = evaluation?;
            let name = squeeze(&indicator.level3);
            let (at, twin) = form.indicators.iter().enumerate().find(|(at, other)| {
                !taken.get(*at).copied().unwrap_or(true)
                    && other.horizon == indicator.horizon
                    && squeeze(&other.level3) == name
            })?;
            if let Some(slot) = taken.get_mut(at) {
                *slot = true;
            }
            Some(twin)
        })
        .collect()
}

/// Cells under headings that have no field.
fn others(cells: &[PrintedCell]) -> Vec<Json> {
    cells.iter().map(|cell| json!({"heading": cell.heading, "text": cell.text})).collect()
}

fn indicator(
    own: &Indicator,
    reading: Option<&Value>,
    twin: Option<&Indicator>,
    last: Option<&LastYear>,
    read: ReadValue<'_>,
) -> Json {
    let operator = own.operator.as_deref();
    let actual_of = own.actual.as_deref().map(|raw| (raw, own.unit.as_deref()));
    let actual = actual_of.or_else(|| twin.and_then(|twin| Some((twin.actual.as_deref()?, twin.unit.as_deref()))));
    let pick = |field: fn(&Indicator) -> Option<&String>| field(own).or_else(|| twin.and_then(field)).cloned();
    json!({
        "no": own.no,
        "horizon": own.horizon,
        "level1": own.level1,
        "level2": own.level2,
        "level3": own.level3,
        "target": reading.cloned().unwrap_or_else(|| read(&own.target, operator, own.unit.as_deref())),
        "actual": actual.map(|(raw, unit)| read(raw, None, unit)),
        "weight": pick(|i| i.weight.as_ref()),
        "self_score": pick(|i| i.score.as_ref()),
        "deviation_reason": pick(|i| i.deviation_reason.as_ref()),
        "last_year": {"target": last.and_then(|last| last.target.clone()), "actual": last.and_then(|last| last.actual.clone())},
        "more": own.more,
        "others": others(&own.others),
    })
}

/// A reading with the reasons for it beside the fields of VALUE.
///
/// # Errors
/// Never for a reading; the encoder's signature allows it.
pub fn value(value: &Value, notes: &[Note]) -> serde_json::Result<Json> {
    let mut json = serde_json::to_value(value)?;
    if let Some(fields) = json.as_object_mut() {
        fields.insert("notes".to_owned(), serde_json::to_value(notes)?);
    }
    Ok(json)
}

fn name_of(view: &ProjectView, person: &PersonId) -> String {
    view.people.get(person).cloned().unwrap_or_else(|| person.to_string())
}

fn graded(view: &ProjectView, head: &Head<Graded>) -> Json {
    json!({
        "grade": head.value.grade,
        "reason": head.value.reason,
        "author": name_of(view, &head.author),
        "at": at(head.at),
        "event": head.event,
    })
}

fn decision(view: &ProjectView) -> Json {
    match (view.state.grade.settled(), view.state.grade.0.first()) {
        (Settled::One(_), Some(head)) => graded(view, head),
        _ => Json::Null,
    }
}

/// One project with everything said about it.
pub fn project(view: &ProjectView, read: ReadValue<'_>) -> Json {
    let form = &*view.form;
    let evaluation = if form.kind == FormKind::SelfEvaluation { None } else { view.self_evaluation.as_deref() };
    let twins = twins(&form.indicators, evaluation);
    let indicators: Vec<Json> = form
        .indicators
        .iter()
        .enumerate()
        .map(|(at, own)| {
            let twin = twins.get(at).copied().flatten();
            indicator(own, view.readings.get(at), twin, view.last_year.get(at), read)
        })
        .collect();
    let fund = |field: fn(&Form) -> Option<&Amount>| amount(field(form).or_else(|| evaluation.and_then(field)));
    let print = |field: fn(&Form) -> Option<&String>| field(form).or_else(|| evaluation.and_then(field)).cloned();
    let contested = view.state.grade.contested();
    let current = view.versions.last();
    json!({
        "code": form.code,
        "key": view.row.project,
        "name": form.name,
        "year": form.year,
        "region": form.region,
        "kind": form.kind,
        "department": party(&form.department),
        "unit": party(&form.unit),
        "funds": {
            "total": fund(|form| form.funds.total.as_ref()),
            "fiscal": fund(|form| form.funds.fiscal.as_ref()),
            "other": fund(|form| form.funds.other.as_ref()),
            "carried_over": fund(|form| form.funds.carried_over.as_ref()),
            "mid_term_total": fund(|form| form.funds.mid_term_total.as_ref()),
            "initial": fund(|form| form.funds.initial.as_ref()),
            "adjusted": fund(|form| form.funds.adjusted.as_ref()),
            "executed": fund(|form| form.funds.executed.as_ref()),
            "execution_rate": print(|form| form.funds.execution_rate.as_ref()),
            "execution_weight": print(|form| form.funds.execution_weight.as_ref()),
            "execution_score": print(|form| form.funds.execution_score.as_ref()),
        },
        "goal": {
            "annual": print(|form| form.goal.annual.as_ref()),
            "mid_term": print(|form| form.goal.mid_term.as_ref()),
            "actual": print(|form| form.goal.actual.as_ref()),
        },
        "indicators": indicators,
        "partners": view.partners.iter().map(|partner| json!({
            "table": partner.table.id(),
            "project": project_name(partner.code.as_deref(), partner.project),
            "name": partner.name,
            "by": partner.by.id(),
        })).collect::<Vec<_>>(),
        "self_score": print(|form| form.self_score.as_ref()),
        "self_grade": print(|form| form.self_grade.as_ref()),
        "decision": decision(view),
        "decisions": if contested { view.state.grade.0.iter().map(|head| graded(view, head)).collect() } else { vec![] },
        "status": view.row.status,
        "rows": view.state.rows.iter().map(|(no, heads)| json!({
            "indicator": no,
            "verdicts": heads.0.iter().map(|head| json!({
                "verdict": head.value, "author": name_of(view, &head.author), "at": at(head.at), "event": head.event,
            })).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "opinions": view.state.opinions.iter().map(|o| opinion(o, &name_of(view, &o.author))).collect::<Vec<_>>(),
        "demands": view.state.demands.iter()
            .map(|d| demand(d, view.row.year, &name_of(view, &d.author), None)).collect::<Vec<_>>(),
        "contested": view.state.contested(),
        "waiting": view.waiting,
        "version": current.map(|version| json!({"no": version.no, "stage": version.stage, "batch": version.batch})),
        "versions": view.versions.iter().map(|version| json!({
            "no": version.no, "stage": version.stage, "batch": version.batch, "version": version.version,
            "source": version.source, "at": at(version.at),
        })).collect::<Vec<_>>(),
        "self_evaluation": evaluation.map(|form| json!({
            "self_score": form.self_score, "self_grade": form.self_grade,
            "indicators": form.indicators.iter().map(|own| indicator(own, None, None, None, read)).collect::<Vec<_>>(),
            "more": form.more, "others": others(&form.others),
        })),
        "more": form.more,
        "others": others(&form.others),
    })
}

/// An opinion without its target.
pub fn opinion(opinion: &Opinion, author: &str) -> Json {
    json!({
        "id": opinion.id,
        "event": opinion.event,
        "indicator": opinion.row,
        "category": opinion.category,
        "text": opinion.text,
        "variants": opinion.variants,
        "author": author,
        "at": at(opinion.at),
    })
}

/// A demand without its target. Overdue days are known where today is.
pub fn demand(demand: &Demand, year: u16, author: &str, overdue_days: Option<i64>) -> Json {
    json!({
        "id": demand.id,
        "number": demand.number(year),
        "indicator": demand.row,
        "category": demand.category,
        "text": demand.demand.text,
        "due": demand.demand.due,
        "responsible_unit": demand.demand.responsible_unit,
        "author": author,
        "at": at(demand.at),
        "overdue_days": overdue_days,
        "state": if overdue_days.is_some_and(|days| days > 0) { "overdue" } else { "issued" },
    })
}

/// An opinion in a list.
pub fn opinion_row(row: &OpinionRow) -> Json {
    with(target(&row.target), opinion(&row.opinion, &row.author))
}

/// A demand in a list.
pub fn demand_row(row: &DemandRow) -> Json {
    with(target(&row.target), demand(&row.demand, row.target.year, &row.author, row.overdue_days))
}

/// A contested target in a list.
pub fn contest(contest: &Contest) -> Json {
    let sides: Vec<Json> = contest
        .sides
        .iter()
        .map(|side| {
            json!({
                "author": side.name,
                "person": side.author,
                "at": at(side.at),
                "grade": side.grade.as_ref().map(|(grade, _)| grade),
                "reason": side.grade.as_ref().map(|(_, reason)| reason),
                "verdict": side.verdict,
                "opinions": side.opinions.iter()
                    .map(|(category, text)| json!({"category": category, "text": text})).collect::<Vec<_>>(),
            })
        })
        .collect();
    with(
        target(&contest.target),
        json!({
            "indicator": contest.row.as_ref().map(|(no, _)| no),
            "level3": contest.row.as_ref().map(|(_, name)| name),
            "sides": sides,
        }),
    )
}

fn complaint(complaint: &Complaint, strings: &Strings) -> Json {
    json!({
        "sheet": complaint.sheet,
        "row": complaint.row,
        "column": complaint.column,
        "value": complaint.value,
        "reason": strings.told(complaint.key, &complaint.args),
        "key": complaint.key,
    })
}

fn imported_file(file: &ImportedFile, strings: &Strings) -> Json {
    let tables: Vec<Json> = file
        .tables
        .iter()
        .map(|table| {
            json!({
                "kind": table.kind, "year": table.year, "projects": table.projects, "indicators": table.indicators,
                "new": table.new, "changed": table.changed, "equal": table.equal,
            })
        })
        .collect();
    // Most files hold one table: its kind and year are the file's.
    let first = file.tables.first();
    json!({
        "path": file.path.to_string_lossy(),
        "sha256": file.sha256,
        "encoding": file.encoding,
        "kind": first.map(|table| table.kind),
        "year": first.map(|table| table.year),
        "projects": file.tables.iter().map(|table| table.projects).sum::<u64>(),
        "indicators": file.tables.iter().map(|table| table.indicators).sum::<u64>(),
        "already_imported": file.already_imported,
        "tables": tables,
        "rejects": file.rejects.iter().map(|reject| complaint(reject, strings)).collect::<Vec<_>>(),
        "warnings": file.warnings.iter().map(|warning| complaint(warning, strings)).collect::<Vec<_>>(),
    })
}

/// What an import brought.
pub fn import(report: &ImportReport, strings: &Strings) -> Json {
    let tables = || report.files.iter().flat_map(|file| &file.tables);
    json!({
        "files": report.files.iter().map(|file| imported_file(file, strings)).collect::<Vec<_>>(),
        "projects": tables().map(|table| table.projects).sum::<u64>(),
        "indicators": tables().map(|table| table.indicators).sum::<u64>(),
        "dry_run": report.dry_run,
        "refused": report
            .refused
            .iter()
            .map(|(path, problem)| json!({
                "path": path.to_string_lossy(),
                "key": problem.key,
                "reason": strings.told(problem.key, &problem.args),
            }))
            .collect::<Vec<_>>(),
        "passed_over": report
            .passed_over
            .iter()
            .map(|(path, key)| json!({"path": path.to_string_lossy(), "reason": strings.s(key)}))
            .collect::<Vec<_>>(),
    })
}

/// A step in words.
pub fn step(step: &HistoryStep, strings: &Strings) -> Json {
    json!({
        "event": step.event,
        "at": at(step.at),
        "author": step.author,
        "kind": step.key,
        "text": strings.told(step.key, &step.args),
        "live": step.live,
        "undoable": step.undoable,
    })
}

/// Fingerprints.
pub fn digest(digest: &Digest) -> Json {
    json!({"events": digest.events, "set": digest.set, "state": digest.state})
}

/// What doctor found.
pub fn check(check: &Check, strings: &Strings) -> Json {
    json!({"check": check.check, "ok": check.ok, "detail": strings.told(check.key, &check.args)})
}

/// A sheet that was written.
pub fn sheet(written: &WrittenFile) -> Json {
    json!({"path": written.path.to_string_lossy(), "rows": written.rows, "sha256": written.sha256})
}

/// A bundle that was written.
pub fn bundle_written(written: &WrittenFile) -> Json {
    json!({
        "path": written.path.to_string_lossy(), "events": written.rows, "batches": written.batches,
        "sha256": written.sha256,
    })
}

/// Bundles that were taken in.
pub fn bundles(reports: &[BundleReport]) -> Json {
    let files: Vec<Json> = reports
        .iter()
        .map(|report| {
            json!({
                "path": report.path.to_string_lossy(), "new": report.new, "known": report.known,
                "pending": report.pending, "quarantined": report.quarantined, "contested": report.contested,
            })
        })
        .collect();
    json!({"files": files})
}

/// What a bundle says of itself.
pub fn bundle_facts(facts: &BundleFacts, path: &std::path::Path) -> Json {
    json!({
        "path": path.to_string_lossy(), "sha256": facts.sha256, "fingerprint": facts.fingerprint,
        "replica": facts.replica, "at": facts.at, "events": facts.events, "batches": facts.batches,
        "unchecked": facts.unchecked, "known": facts.known, "ok": true,
    })
}

/// A station's card.
pub fn key_card(card: &KeyCard) -> Json {
    json!({
        "name": card.name, "office": card.office, "replica": card.replica, "public_key": card.public_key,
        "fingerprint": card.fingerprint, "card": card.card,
    })
}

/// A station in the list of trust.
pub fn trust(row: &TrustRow) -> Json {
    json!({
        "name": row.name, "office": row.office, "public_key": row.public_key, "fingerprint": row.fingerprint,
        "trusted": row.trusted,
    })
}

/// What is about to be recorded, when nothing is written.
pub fn planned_opinion(view: &ProjectView, row: Option<u32>, category: &CategoryCode, text: &str) -> Json {
    json!({
        "project": project_name(view.form.code.as_deref(), view.row.project), "year": view.row.year, "indicator": row,
        "category": category, "text": text, "id": null, "event": null, "dry_run": true,
    })
}

#[cfg(test)]
mod tests {
    use super::super::paper;
    use super::*;
    use crate::text::Language;

    #[test]
    fn a_project_has_the_shape_of_the_contract() {
        let view = paper::project_view();
        let json = project(&view, &paper::read_value);
        for field in [
            "code",
            "name",
            "year",
            "department",
            "unit",
            "funds",
            "goal",
            "indicators",
            "self_score",
            "self_grade",
            "decision",
            "version",
        ] {
            assert!(json.get(field).is_some(), "{field}");
        }
        assert_eq!(json["funds"]["total"], "899740.00");
        assert_eq!(json["funds"]["executed"], "890000.50", "from the self-evaluation");
        assert_eq!(json["department"], json!({"code": "219", "name": "市交通局"}));
        assert_eq!(json["version"]["no"], 1);
        assert_eq!(json["version"]["stage"], "compiled");
        let rows = json["indicators"].as_array().unwrap();
        assert_eq!(rows[0]["no"], 1);
        assert_eq!(rows[0]["target"]["raw"], "≥30公里");
        assert_eq!(rows[0]["actual"]["raw"], "31");
        assert_eq!(rows[1]["actual"]["raw"], "12", "the second of the same name");
        assert_eq!(rows[0]["self_score"], "20");
        assert_eq!(rows[2]["horizon"], "mid_term");
        assert_eq!(rows[2]["actual"], Json::Null);
    }

    #[test]
    fn a_contested_result_is_no_decision() {
        let mut view = paper::project_view();
        let json_one = project(&view, &paper::read_value);
        assert_eq!(json_one["decision"]["grade"], "fair");
        let mut other = view.state.grade.0[0].clone();
        other.value.grade = crate::model::review::Grade::Poor;
        view.state.grade.0.push(other);
        let json = project(&view, &paper::read_value);
        assert_eq!(json["decision"], Json::Null);
        assert_eq!(json["decisions"].as_array().map(Vec::len), Some(2));
        assert_eq!(json["contested"], true);
    }

    #[test]
    fn an_import_adds_up_and_names_places() {
        let report = paper::import_report();
        let json = import(&report, &Strings::new(Language::En));
        assert_eq!((&json["projects"], &json["indicators"]), (&json!(3), &json!(12)));
        let file = &json["files"][0];
        assert_eq!(file["kind"], "target");
        assert_eq!(file["already_imported"], false);
        let reject = &file["rejects"][0];
        assert_eq!((&reject["sheet"], &reject["row"], &reject["column"]), (&json!("表1"), &json!(7), &json!(3)));
        assert!(reject["reason"].as_str().is_some_and(|reason| reason.contains("x")));
    }

    #[test]
    fn a_demand_says_when_it_is_overdue() {
        let row = paper::demand_row(5);
        let json = demand_row(&row);
        assert_eq!((&json["state"], &json["overdue_days"]), (&json!("overdue"), &json!(5)));
        assert_eq!(json["number"], row.number);
        assert_eq!(demand_row(&paper::demand_row(-3))["state"], "issued");
    }
}
