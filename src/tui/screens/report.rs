//! What a finished job brought, in words.

use crate::engine::prereview::PreReviewed;
use crate::engine::request::{EvaluationsReport, JobReport};
use crate::engine::view::{Complaint, ImportReport, ImportedTable};
use crate::model::form::FormKind;
use crate::text::Arg;
use crate::tui::command::{App, Rechecks};
use crate::tui::look::{Look, Role};
use crate::tui::widgets::sheet::Paragraph;

use super::home::grouped;

/// Most complaints shown; the rest are counted.
const MOST: usize = 200;

fn complaint(complaint: &Complaint, look: &Look) -> Paragraph {
    let place = look.t(
        "report-place",
        &[
            ("sheet", Arg::from(&complaint.sheet)),
            ("row", Arg::from(complaint.row.to_string())),
            ("column", Arg::from(complaint.column.to_string())),
        ],
    );
    let reason = look.strings.told(complaint.key, &complaint.args);
    let text = if complaint.value.is_empty() {
        reason
    } else {
        look.t("report-value", &[("value", Arg::from(&complaint.value)), ("reason", Arg::from(reason))])
    };
    Paragraph::labelled(place, text)
}

fn complaints(key: &str, all: &[Complaint], role: Role, look: &Look, out: &mut Vec<Paragraph>) {
    if all.is_empty() {
        return;
    }
    out.push(Paragraph::heading(look.t(key, &[("count", Arg::from(all.len()))])).as_role(role));
    out.extend(all.iter().take(MOST).map(|one| complaint(one, look)));
    if all.len() > MOST {
        out.push(Paragraph::plain(look.t("report-more", &[("count", Arg::from(all.len() - MOST))])));
    }
}

fn imported(report: &ImportReport, look: &Look) -> Vec<Paragraph> {
    let mut out = Vec::new();
    if report.dry_run {
        out.push(Paragraph::plain(look.s("report-dry-run")).as_role(Role::Warning));
    }
    for file in &report.files {
        out.push(Paragraph::heading(file.path.display().to_string()));
        if file.already_imported {
            out.push(Paragraph::plain(look.s("report-already")));
        }
        for table in &file.tables {
            out.push(Paragraph::plain(look.t(
                "report-table",
                &[
                    ("kind", Arg::from(look.strings.kind(table.kind))),
                    ("year", Arg::from(table.year.to_string())),
                    ("projects", Arg::from(grouped(table.projects))),
                    ("indicators", Arg::from(grouped(table.indicators))),
                    ("new", Arg::from(grouped(table.new))),
                    ("changed", Arg::from(grouped(table.changed))),
                    ("equal", Arg::from(grouped(table.equal))),
                ],
            )));
        }
        complaints("report-rejects", &file.rejects, Role::Danger, look, &mut out);
        complaints("report-warnings", &file.warnings, Role::Warning, look, &mut out);
        out.push(Paragraph::labelled("SHA-256", file.sha256.clone()).as_role(Role::Muted));
    }
    let filed = |table: &ImportedTable| table.kind == FormKind::SelfEvaluation && table.new + table.changed > 0;
    if !report.dry_run && report.files.iter().flat_map(|file| &file.tables).any(filed) {
        // Where one thread does everything they do not run by themselves.
        let keys = [
            ("list", Arg::from(look.key(App::SpotCheck.into()))),
            ("check", Arg::from(look.key(Rechecks::Check.into()))),
        ];
        out.push(Paragraph::plain(look.t("report-evaluations-next", &keys)));
    }
    out
}

/// What the automatic checks found, in one line.
fn prereviewed(done: &PreReviewed, look: &Look) -> String {
    let args = [
        ("looked", Arg::from(grouped(done.looked))),
        ("errors", Arg::from(grouped(done.found.errors))),
        ("warnings", Arg::from(grouped(done.found.warnings))),
        ("infos", Arg::from(grouped(done.found.infos))),
    ];
    if done.looked == 0 { look.s("report-prereview-fresh") } else { look.t("report-prereview", &args) }
}

/// What the checks found on self-evaluations, in one line.
fn evaluated(report: &EvaluationsReport, look: &Look) -> String {
    let EvaluationsReport { done, missing, .. } = report;
    let args = [
        ("looked", Arg::from(grouped(done.looked))),
        ("errors", Arg::from(grouped(done.found.errors))),
        ("warnings", Arg::from(grouped(done.found.warnings))),
        ("missing", Arg::from(grouped(*missing))),
    ];
    look.t(if done.looked == 0 { "report-evaluations-fresh" } else { "report-evaluations" }, &args)
}

/// The same by class of findings, with those that have the most errors and how to see them.
fn evaluated_by_class(report: &EvaluationsReport, look: &Look) -> Vec<Paragraph> {
    let EvaluationsReport { done, missing, flagged: (flagged, with_errors) } = report;
    let years: Vec<String> = done.years.iter().map(u16::to_string).collect();
    let looked = [
        ("years", Arg::from(years.join(" "))),
        ("looked", Arg::from(grouped(done.looked))),
        ("fresh", Arg::from(grouped(done.fresh))),
    ];
    let mut page = vec![Paragraph::plain(look.t("report-evaluations-looked", &looked))];
    let mut counts = Vec::new();
    if done.looked > 0 {
        page.push(Paragraph::plain(look.s("report-evaluations-found")));
        counts.extend([
            ("report-evaluations-errors", done.found.errors, Role::Danger),
            ("report-evaluations-warnings", done.found.warnings, Role::Warning),
            ("report-evaluations-infos", done.found.infos, Role::Plain),
        ]);
    }
    counts.extend([
        ("report-evaluations-missing", *missing, Role::Warning),
        ("report-evaluations-projects", *with_errors, Role::Plain),
    ]);
    for (key, count, role) in counts {
        let role = if count == 0 { Role::Muted } else { role };
        page.push(Paragraph::plain(look.t(key, &[("count", Arg::from(grouped(count)))])).as_role(role));
    }
    for one in flagged {
        let side = &one.evaluation;
        let args = [
            ("project", Arg::from(&side.name)),
            ("department", Arg::from(&side.department)),
            ("errors", Arg::from(grouped(u64::from(one.counts.errors)))),
        ];
        page.push(Paragraph::plain(look.t("report-evaluations-project", &args)));
    }
    let keys = [
        ("order", Arg::from(look.key(Rechecks::Order.into()))),
        ("find", Arg::from(look.key(Rechecks::Find.into()))),
        ("missing", Arg::from("wenxiao check --evaluations")),
    ];
    page.push(Paragraph::plain(look.t("report-evaluations-see", &keys)));
    page
}

/// Heading and paragraphs of a report.
pub fn paragraphs(report: &JobReport, look: &Look) -> (String, Vec<Paragraph>) {
    match report {
        JobReport::Imported(report) => (look.s("report-imported"), imported(report, look)),
        JobReport::Previewed(preview) => (look.s("report-imported"), imported(&preview.report(), look)),
        // Told on the line, like any other act.
        JobReport::ActedOnMany(done) => (look.strings.told(done.changed.step.key, &done.changed.step.args), Vec::new()),
        JobReport::PreReviewed(done) => (prereviewed(done, look), Vec::new()),
        // Told on the line: the page shows it.
        JobReport::Sampled => (look.s("sample-stored"), Vec::new()),
        // Shown by the screens that asked.
        JobReport::Fingerprinted { name, .. } => (name.clone(), Vec::new()),
        JobReport::PapersChecked(_) => (look.s("title-papers"), Vec::new()),
        JobReport::EvaluationsChecked(report) => (evaluated(report, look), evaluated_by_class(report, look)),
        JobReport::NamesTaken(forms) => (
            look.s("title-similar"),
            vec![Paragraph::plain(look.t("similar-taken", &[("count", Arg::from(grouped(*forms)))]))],
        ),
        JobReport::Reported(paths) => {
            let told = match paths.len() {
                0 => look.s("report-written-none"),
                count => look.t("report-written-files", &[("count", Arg::from(count))]),
            };
            let paths = paths.iter().take(MOST).map(|path| Paragraph::plain(path.display().to_string()));
            (look.s("report-written"), std::iter::once(Paragraph::plain(told)).chain(paths).collect())
        }
        JobReport::Exported { path, rows, sha256 } => {
            let text = look.t(
                "report-exported",
                &[("path", Arg::from(path.display().to_string())), ("rows", Arg::from(grouped(*rows)))],
            );
            let digest = Paragraph::labelled("SHA-256", sha256.clone()).as_role(Role::Muted);
            (look.s("report-export"), vec![Paragraph::plain(text), digest])
        }
        JobReport::BundleWritten { path, events, batches, sha256 } => {
            let text = look.t(
                "report-bundle-written",
                &[
                    ("path", Arg::from(path.display().to_string())),
                    ("events", Arg::from(grouped(*events))),
                    ("batches", Arg::from(grouped(*batches))),
                ],
            );
            let digest = Paragraph::labelled("SHA-256", sha256.clone()).as_role(Role::Muted);
            (look.s("report-export"), vec![Paragraph::plain(text), digest])
        }
        JobReport::BundlesRead(bundles) => {
            let mut out = Vec::new();
            for bundle in bundles {
                out.push(Paragraph::heading(bundle.path.display().to_string()));
                out.push(Paragraph::plain(look.t(
                    "report-bundle-read",
                    &[("new", Arg::from(grouped(bundle.new))), ("known", Arg::from(grouped(bundle.known)))],
                )));
                for (key, count, role) in [
                    ("report-bundle-pending", bundle.pending, Role::Warning),
                    ("report-bundle-quarantined", bundle.quarantined, Role::Danger),
                    ("report-bundle-contested", bundle.contested, Role::Danger),
                ] {
                    if count > 0 {
                        let text = look.t(key, &[("count", Arg::from(grouped(count)))]);
                        out.push(Paragraph::plain(text).as_role(role));
                    }
                }
            }
            (look.s("report-bundles"), out)
        }
    }
}
