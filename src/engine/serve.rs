//! Answers requests with replies: the same for the threaded and the inline engine.

use std::ops::ControlFlow;
use std::sync::Arc;

use super::import::Watch;
use super::request::{Changed, EvaluationsReport, JobReport, JobSpec, Reply, Request, Slot};
use super::spot_check::page::ResultsPage;
use super::spot_check::papers::file_of_paper;
use super::spot_check::plan::SampleAsk;
use super::workstation::Workstation;
use crate::model::problem::Problem;
use crate::model::query::Query;

/// First part of a long queue, enough for any screen.
const FIRST_PART: u32 = 512;

/// Self-evaluations with the most errors that are named.
const MOST_FLAGGED: usize = 3;

/// Takes replies.
pub(super) type Out<'a> = &'a mut dyn FnMut(Reply);

/// Serves what changes something.
pub(super) fn write(station: &mut Workstation, request: Request, out: Out<'_>) {
    match request {
        Request::Act { ticket, operation, action } => done(ticket, station.act(&operation, &action), out),
        Request::Undo { ticket } => done(ticket, station.undo(), out),
        Request::UndoMany { ticket, count, last } => done(ticket, station.undo_many(count, last), out),
        Request::Redo { ticket } => done(ticket, station.redo(), out),
        Request::SaveDraft { draft } => {
            if let Err(problem) = station.save_draft(&draft) {
                out(Reply::NotKept { key: Some(draft.key), problem });
            }
        }
        Request::SavePlace { place } => {
            if let Err(problem) = station.save_place(&place) {
                out(Reply::NotKept { key: None, problem });
            }
        }
        Request::SaveHabits { counts } => {
            if let Err(problem) = station.add_habits(&counts) {
                // Nobody waits for it, and nothing of anybody's work is lost.
                tracing::warn!(key = problem.key, "habits not kept");
            }
        }
        // Here, so that what was handed over before is among it.
        Request::LoadHabits { epoch } => out(Reply::Habits { epoch, result: station.habits().map(Box::new) }),
        Request::ClearHabits { epoch } => {
            let result = station.clear_habits().and_then(|()| station.habits()).map(Box::new);
            out(Reply::Habits { epoch, result });
        }
        Request::KeepLesson { progress } => {
            if let Err(problem) = station.keep_lesson(&progress) {
                out(Reply::NotKept { key: None, problem });
            }
        }
        Request::Introduce { ticket, name, office } => {
            out(Reply::Introduced { ticket, result: station.introduce(&name, &office) });
        }
        Request::ReplaceUnit { ticket, operation, ask } => {
            let result = station.replace_unit(&operation, &ask);
            let done = result.is_ok();
            out(Reply::Done { ticket, result });
            if done {
                // There is one more to be rechecked: lists are to be read again.
                out(Reply::DataChanged);
            }
        }
        Request::AbandonSample { ticket, sealed, reason } => {
            sampled(ticket, station.abandon_sample(Some(sealed), &reason), out);
        }
        Request::SaveView { ticket, view, replace } => {
            let result = station.save_view(&view, replace).and_then(|_| station.views());
            out(Reply::ViewsChanged { ticket, result });
        }
        Request::RenameView { ticket, from, to } => {
            let result = station.rename_view(&from, &to).and_then(|_| station.views());
            out(Reply::ViewsChanged { ticket, result });
        }
        Request::RemoveView { ticket, name } => {
            let result = station.remove_view(&name).and_then(|()| station.views());
            out(Reply::ViewsChanged { ticket, result });
        }
        _ => {}
    }
}

/// Tells of an act; after a step of many events every list is to be read again.
fn done(ticket: u64, result: Result<Changed, Problem>, out: Out<'_>) {
    let many = result.as_ref().is_ok_and(|changed| changed.events > 1);
    out(Reply::Done { ticket, result });
    if many {
        out(Reply::DataChanged);
    }
}

/// Tells of a seal or a draw; whatever was drawn is a recheck now, so lists are to be read again.
fn sampled(ticket: u64, result: Result<(), Problem>, out: Out<'_>) {
    let done = result.is_ok();
    out(Reply::SampleDone { ticket, result });
    if done {
        out(Reply::DataChanged);
    }
}

/// Serves what only reads.
pub(super) fn read(station: &Workstation, request: Request, out: Out<'_>) {
    let failed = |slot, epoch, problem| Reply::Failed { slot, epoch, problem };
    match request {
        Request::OpenQueue { epoch, query } => queue(station, epoch, &query, out),
        Request::LoadRows { epoch, ids } => out(match station.rows(&ids) {
            Ok(rows) => Reply::Rows { epoch, rows },
            Err(problem) => failed(Slot::QueueRows, epoch, problem),
        }),
        Request::LoadProject { slot, epoch, id } => out(match station.project(id) {
            Ok(view) => Reply::Project { slot, epoch, view: view.into() },
            Err(problem) => failed(slot, epoch, problem),
        }),
        Request::LoadHome { epoch } => out(match station.home() {
            Ok(home) => Reply::Home { epoch, home: Box::new(home) },
            Err(problem) => failed(Slot::Home, epoch, problem),
        }),
        Request::LoadPace { epoch } => out(match station.pace() {
            Ok(pace) => Reply::Pace { epoch, pace: Box::new(pace) },
            Err(problem) => failed(Slot::Pace, epoch, problem),
        }),
        Request::LoadChecks { epoch } => out(match station.checks() {
            Ok(rows) => Reply::Checks { epoch, rows },
            Err(problem) => failed(Slot::Checks, epoch, problem),
        }),
        Request::LoadFigures { epoch } => out(match station.figures() {
            Ok(figures) => Reply::Figures { epoch, figures: Box::new(figures) },
            Err(problem) => failed(Slot::Figures, epoch, problem),
        }),
        Request::LoadDemands { epoch } => out(match station.demands() {
            Ok(rows) => Reply::Demands { epoch, rows },
            Err(problem) => failed(Slot::Demands, epoch, problem),
        }),
        Request::LoadContests { epoch } => out(match station.contests() {
            Ok(rows) => Reply::Contests { epoch, rows },
            Err(problem) => failed(Slot::Contests, epoch, problem),
        }),
        Request::LoadLinks { epoch, query } => out(match station.links(&query) {
            Ok(report) => Reply::Links { epoch, report: Box::new(report) },
            Err(problem) => failed(Slot::Links, epoch, problem),
        }),
        Request::LoadRechecks { epoch, year } => out(match station.recheck_page(year) {
            Ok(page) => Reply::Rechecks { epoch, page: Arc::new(page) },
            Err(problem) => failed(Slot::Rechecks, epoch, problem),
        }),
        Request::LoadRecheck { epoch, project, year } => out(match station.recheck(project, year) {
            Ok(view) => Reply::Recheck { epoch, view: Arc::new(view) },
            Err(problem) => failed(Slot::Recheck, epoch, problem),
        }),
        Request::LoadSamples { epoch, chosen } => out(match station.sample_board(chosen) {
            Ok(board) => Reply::Samples { epoch, board: board.into() },
            Err(problem) => failed(Slot::Samples, epoch, problem),
        }),
        Request::PlanSample { epoch, ask } => {
            plan(station, epoch, &ask, &mut |_| ControlFlow::Continue(()), out);
        }
        Request::PlanFurther { epoch, ask } => {
            out(Reply::FurtherPlanned { epoch, result: station.plan_further(&ask).map(Box::new) });
        }
        Request::LoadNextTicket { epoch, project, year } => {
            out(Reply::NextTicket { epoch, result: station.next_ticket(project, year).map(Box::new) });
        }
        Request::PublishSample { ticket, sample, out: folder, language, wording } => {
            let result = station
                .publish_sample(&sample, &folder, false, language, wording.say(), &mut |_| ControlFlow::Continue(()));
            out(Reply::SamplePublished { ticket, result });
        }
        Request::LoadResults { epoch, ask } => out(match station.spot_check_results(&ask) {
            Ok(results) => Reply::Results { epoch, page: Arc::new(ResultsPage::of(results)) },
            Err(problem) => failed(Slot::Results, epoch, problem),
        }),
        Request::FindPartners { epoch, table, year, targets, words } => {
            out(match station.choices(table, year, targets, &words) {
                Ok(rows) => Reply::Partners { epoch, rows },
                Err(problem) => failed(Slot::Partners, epoch, problem),
            });
        }
        Request::LoadFrequency { epoch, filter, columns, most } => {
            out(match station.frequency(&filter, &columns, most) {
                Ok(tables) => Reply::Frequency { epoch, tables },
                Err(problem) => failed(Slot::Frequency, epoch, problem),
            });
        }
        Request::Complete { epoch, line, at, words } => out(match station.complete(&line, at, &words) {
            Ok(completion) => Reply::Completions { epoch, completion },
            Err(problem) => failed(Slot::Completions, epoch, problem),
        }),
        Request::LoadSimilar { epoch, query } => out(match station.similar(&query) {
            Ok(report) => Reply::Similar { epoch, report: Box::new(report) },
            Err(problem) => failed(Slot::Similar, epoch, problem),
        }),
        Request::LoadConsistency { epoch, query } => out(match station.consistency(&query) {
            Ok(report) => Reply::Consistency { epoch, report: report.into() },
            Err(problem) => failed(Slot::Consistency, epoch, problem),
        }),
        Request::LoadLibrary { epoch, query } => out(match station.library(&query) {
            Ok(page) => Reply::Library { epoch, page: page.into() },
            Err(problem) => failed(Slot::Library, epoch, problem),
        }),
        Request::LoadViews { epoch } => out(match station.views() {
            Ok(views) => Reply::Views { epoch, views },
            Err(problem) => failed(Slot::Views, epoch, problem),
        }),
        Request::LoadHistory { epoch, query } => out(match station.history_of(&query) {
            Ok(history) => Reply::History { epoch, history: Box::new(history) },
            Err(problem) => failed(Slot::History, epoch, problem),
        }),
        Request::LoadTally { epoch, items } => out(match station.tally_of(&items) {
            Ok(tally) => Reply::Tally { epoch, tally },
            Err(problem) => failed(Slot::Tally, epoch, problem),
        }),
        Request::PreviewMany { epoch, items, act } => {
            out(match station.preview_many(&items, &act, &mut |_| ControlFlow::Continue(())) {
                Ok(preview) => Reply::ManyPreview { epoch, preview: preview.into() },
                Err(problem) => failed(Slot::Many, epoch, problem),
            });
        }
        Request::LoadStep { epoch, event } => out(match station.events_of_step(event) {
            Ok(events) => Reply::Step { epoch, events },
            Err(problem) => failed(Slot::Step, epoch, problem),
        }),
        Request::LoadPreviewLines { epoch, staged, which, from, count } => {
            out(match station.preview_lines(&staged, which, from, count) {
                Ok(lines) => Reply::PreviewLines { epoch, from, lines },
                Err(problem) => failed(Slot::PreviewLines, epoch, problem),
            });
        }
        Request::LoadPreviewChange { epoch, staged, index } => out(match station.preview_change(&staged, index) {
            Ok(changes) => Reply::PreviewChange { epoch, index, changes },
            Err(problem) => failed(Slot::PreviewChange, epoch, problem),
        }),
        _ => {}
    }
}

/// What would be sealed.
pub(super) fn plan(station: &Workstation, epoch: u64, ask: &SampleAsk, watch: Watch<'_>, out: Out<'_>) {
    out(Reply::SamplePlanned { epoch, result: station.plan_sample_watched(ask, watch).map(Arc::new) });
}

/// A queue: its first part, and all of it where it is longer.
pub(super) fn queue(station: &Workstation, epoch: u64, query: &Query, out: Out<'_>) {
    if !first_part(station, epoch, query, out) {
        whole_queue(station, epoch, query, out);
    }
}

/// The first part of a queue, at once. True when nothing is left to answer.
pub(super) fn first_part(station: &Workstation, epoch: u64, query: &Query, out: Out<'_>) -> bool {
    let first = station.queue_ids(query, Some(FIRST_PART)).and_then(|ids| {
        let complete = ids.len() < FIRST_PART as usize;
        let known = if complete { None } else { station.kept_count(&query.filter)? };
        Ok(Reply::Ids { epoch, total: known.unwrap_or(ids.len() as u64), ids: ids.into(), complete })
    });
    match first {
        Ok(reply) => {
            let complete = matches!(&reply, Reply::Ids { complete: true, .. });
            out(reply);
            complete
        }
        Err(problem) => {
            out(Reply::Failed { slot: Slot::QueueIds, epoch, problem });
            true
        }
    }
}

/// All of a long queue.
pub(super) fn whole_queue(station: &Workstation, epoch: u64, query: &Query, out: Out<'_>) {
    out(match station.queue_ids(query, None) {
        Ok(ids) => Reply::Ids { epoch, total: ids.len() as u64, ids: ids.into(), complete: true },
        Err(problem) => Reply::Failed { slot: Slot::QueueIds, epoch, problem },
    });
}

/// Does a long job.
pub(super) fn job(station: &mut Workstation, spec: &JobSpec, watch: Watch<'_>) -> Result<JobReport, Problem> {
    match spec {
        JobSpec::Import { paths, options } => station.import(paths, options, watch).map(JobReport::Imported),
        JobSpec::Preview { paths, options } => {
            station.preview(paths, options, watch).map(|preview| JobReport::Previewed(preview.into()))
        }
        JobSpec::Commit { staged } => station.commit(staged, watch).map(JobReport::Imported),
        JobSpec::Report { preview, to, replace, wording } => {
            station.write_reports(preview, to, *replace, wording.say()).map(JobReport::Reported)
        }
        JobSpec::ExportOpinions { path, sheet, query, replace } => station
            .export_opinions(path, *sheet, query, *replace, watch)
            .map(|file| JobReport::Exported { path: file.path, rows: file.rows, sha256: file.sha256 }),
        JobSpec::ExportBundle { path, full } => station.export_bundle(path, *full, None, watch).map(|file| {
            JobReport::BundleWritten { path: file.path, events: file.rows, batches: file.batches, sha256: file.sha256 }
        }),
        JobSpec::ImportBundles { paths } => station.import_bundles(paths, watch).map(JobReport::BundlesRead),
        JobSpec::ActOnMany { operation, act, seen } => {
            station.act_on_many(operation, act, seen, watch).map(|done| JobReport::ActedOnMany(done.into()))
        }
        JobSpec::PreReview { anew } => station.pre_review(*anew, watch).map(JobReport::PreReviewed),
        JobSpec::SealSample { operation, ask } => {
            station.seal_sample(operation, ask, watch).map(|_| JobReport::Sampled)
        }
        JobSpec::DrawSample { operation, ask } => {
            station.draw_sample(operation, ask, watch).map(|_| JobReport::Sampled)
        }
        JobSpec::DrawFurther { operation, ask } => {
            station.draw_further(operation, ask, watch).map(|_| JobReport::Sampled)
        }
        JobSpec::FingerprintFile { path } => {
            file_of_paper(path, watch).map(|(name, sha256)| JobReport::Fingerprinted { name, sha256 })
        }
        JobSpec::CheckPapers { project, year, folder } => {
            station.check_papers(*project, *year, folder, watch).map(JobReport::PapersChecked)
        }
        JobSpec::WritePaper { path, ask, replace, language, wording } => station
            .export_paper(path, ask, *replace, language, wording.say(), watch)
            .map(|file| JobReport::Exported { path: file.path, rows: file.rows, sha256: file.sha256 }),
        JobSpec::CheckEvaluations { year } => {
            let done = station.check_evaluations(*year, false, watch)?;
            let newest = done.years.first().copied();
            let (_, missing) = station.without_evaluation(newest, 0, watch)?;
            let flagged = newest.map(|year| station.flagged_most(year, MOST_FLAGGED)).transpose()?.unwrap_or_default();
            Ok(JobReport::EvaluationsChecked(Box::new(EvaluationsReport { done, missing, flagged })))
        }
        JobSpec::TakeDownNames => station.take_down_names(watch).map(JobReport::NamesTaken),
    }
}
