//! One answer for each request.

use std::sync::Arc;

use wenxiao::engine::links::LinkChoice;
use wenxiao::engine::request::{JobSpec, Reply, Request, Slot};
use wenxiao::engine::spot_check::page::{RecheckPage, ResultsPage};
use wenxiao::engine::view::{History, HistoryStep, Tally};
use wenxiao::model::problem::Problem;

use super::World;
use super::data::me;
use super::jobs::report;

impl World {
    pub(super) fn answer(&mut self, request: Request) {
        self.log.push(request.clone());
        match request {
            Request::OpenQueue { epoch, query } => {
                let ids = self.ids(&query);
                let total = ids.len() as u64;
                if ids.len() > 512 {
                    self.say(Reply::Ids { epoch, ids: ids[..512].into(), total, complete: false });
                }
                self.say(Reply::Ids { epoch, ids, total, complete: true });
            }
            Request::LoadFrequency { epoch, filter, columns, most } => {
                let tables = columns.iter().map(|column| self.frequency(&filter, *column, most)).collect();
                let reply = Reply::Frequency { epoch, tables };
                if self.hold_counts { self.held.push(reply) } else { self.say(reply) }
            }
            Request::Complete { epoch, line, at, words } => {
                let completion = self.complete(&line, at, &words);
                self.say(Reply::Completions { epoch, completion });
            }
            Request::LoadLibrary { epoch, query } => {
                let of = query.of.and_then(|(item, row)| Some((&*self.projects[self.index(item)?].form, row)));
                let page = Arc::new(super::library::page(&query, of));
                self.say(Reply::Library { epoch, page });
            }
            Request::LoadViews { epoch } => {
                let views = self.views.clone();
                self.say(Reply::Views { epoch, views });
            }
            Request::SaveView { ticket, view, replace } => {
                let result = self.save_view(view, replace);
                self.say(Reply::ViewsChanged { ticket, result });
            }
            Request::RenameView { ticket, from, to } => {
                let result = self.rename_view(&from, to);
                self.say(Reply::ViewsChanged { ticket, result });
            }
            Request::RemoveView { ticket, name } => {
                self.views.retain(|view| view.name != name);
                let result = Ok(self.views.clone());
                self.say(Reply::ViewsChanged { ticket, result });
            }
            Request::LoadRows { epoch, ids } => {
                let rows = ids.iter().filter_map(|id| self.index(*id)).map(|at| self.row(at)).collect();
                self.say(Reply::Rows { epoch, rows });
            }
            Request::LoadProject { slot, epoch, id } => match self.index(id) {
                Some(at) => {
                    let view = Arc::new(self.view(at));
                    self.say(Reply::Project { slot, epoch, view });
                }
                None => self.say(Reply::Failed { slot, epoch, problem: Problem::refused("problem-not-found") }),
            },
            Request::LoadHome { epoch } => {
                let home = Box::new(self.home());
                self.say(Reply::Home { epoch, home });
            }
            Request::LoadChecks { epoch } => {
                let rows = self.check_rows.clone();
                self.say(Reply::Checks { epoch, rows });
            }
            Request::LoadPace { .. }
            | Request::LoadFigures { .. }
            | Request::LoadHabits { .. }
            | Request::SaveHabits { .. }
            | Request::ClearHabits { .. } => self.answer_figures(request),
            Request::LoadDemands { epoch } => {
                let rows = self.demands();
                self.say(Reply::Demands { epoch, rows });
            }
            Request::LoadContests { epoch } => {
                let rows = self.contests();
                self.say(Reply::Contests { epoch, rows });
            }
            Request::LoadLinks { epoch, query } => {
                let report = Box::new(self.link_report(&query));
                self.say(Reply::Links { epoch, report });
            }
            Request::LoadConsistency { epoch, query } => {
                let report = self.consistency(&query).into();
                self.say(Reply::Consistency { epoch, report });
            }
            // Spot checks are tested over a real station; here is at most what was taken from one.
            Request::LoadRechecks { epoch, .. } => {
                let list = self.recheck.as_ref().map(|(list, _)| list.clone()).unwrap_or_default();
                self.say(Reply::Rechecks { epoch, page: Arc::new(RecheckPage::unmarked(list)) });
            }
            Request::LoadSamples { epoch, .. } => {
                let board = self.sample.as_ref().map(|(board, _)| Arc::clone(board)).unwrap_or_default();
                self.say(Reply::Samples { epoch, board });
            }
            Request::PlanSample { epoch, .. } if self.sample.is_some() => {
                if let Some((_, plan)) = &self.sample {
                    let result = Ok(Arc::clone(plan));
                    self.say(Reply::SamplePlanned { epoch, result });
                }
            }
            Request::LoadResults { epoch, .. } => {
                let results = self.results.as_deref().cloned().unwrap_or_default();
                self.say(Reply::Results { epoch, page: Arc::new(ResultsPage::of(results)) });
            }
            // Sampling is tested with a real engine (tests/tui/sample.rs).
            Request::PlanSample { .. }
            | Request::StopPlanning { .. }
            | Request::PlanFurther { .. }
            | Request::LoadNextTicket { .. }
            | Request::ReplaceUnit { .. }
            | Request::AbandonSample { .. }
            | Request::PublishSample { .. } => {}
            Request::LoadRecheck { epoch, .. } => {
                let reply = match &self.recheck {
                    Some((_, view)) => Reply::Recheck { epoch, view: Arc::clone(view) },
                    None => {
                        let problem = Problem::refused("problem-no-self-evaluation");
                        Reply::Failed { slot: Slot::Recheck, epoch, problem }
                    }
                };
                self.say(reply);
            }
            Request::LoadSimilar { epoch, query } => {
                let reply = match self.similar(&query) {
                    Ok(report) => Reply::Similar { epoch, report: Box::new(report) },
                    Err(problem) => Reply::Failed { slot: Slot::Similar, epoch, problem },
                };
                self.say(reply);
            }
            Request::FindPartners { epoch, words, targets, .. } => {
                assert!(targets, "the tests choose targets");
                let sides = (0..self.projects.len()).map(|at| self.link_side(at));
                let found = sides.filter(|side| words.split_whitespace().all(|word| side.name.contains(word)));
                let rows = found.map(|side| LinkChoice { side, seen: Vec::new() }).collect();
                self.say(Reply::Partners { epoch, rows });
            }
            Request::LoadHistory { epoch, query } => {
                let steps: Vec<HistoryStep> = self
                    .undone
                    .iter()
                    .map(|step| HistoryStep { live: false, undoable: false, ..step.step.clone() })
                    .chain(self.steps.iter().rev().zip(1..).map(|(step, undos)| HistoryStep {
                        undos: Some(undos),
                        place: Some((step.item, step.row)),
                        ..step.step.clone()
                    }))
                    .take(query.most)
                    .collect();
                let (can_undo, can_redo) = (self.steps.len(), self.undone.len());
                let history = History { steps, can_undo, can_redo, more: false };
                self.say(Reply::History { epoch, history: Box::new(history) });
            }
            Request::LoadPreviewLines { epoch, from, .. } => {
                self.say(Reply::PreviewLines { epoch, from, lines: Vec::new() });
            }
            Request::LoadPreviewChange { epoch, index, .. } => {
                self.say(Reply::PreviewChange { epoch, index, changes: Vec::new() });
            }
            Request::Act { ticket, operation: _, action } => {
                let result = match self.fail_next.take() {
                    Some(problem) => Err(problem),
                    None => self.act(action),
                };
                let reply = Reply::Done { ticket, result };
                if self.hold { self.held.push(reply) } else { self.say(reply) }
            }
            Request::Undo { ticket } => {
                let result = match self.steps.pop() {
                    Some(step) => {
                        self.restore(&step.before.clone());
                        self.links.clone_from(&step.links[0]);
                        let changed = self.changed(&step);
                        self.undone.push(step);
                        Ok(changed)
                    }
                    None => Err(Problem::refused("history-empty")),
                };
                self.say(Reply::Done { ticket, result });
            }
            Request::Redo { ticket } => {
                let result = match self.undone.pop() {
                    Some(step) => {
                        self.restore(&step.after.clone());
                        self.links.clone_from(&step.links[1]);
                        let changed = self.changed(&step);
                        self.steps.push(step);
                        Ok(changed)
                    }
                    None => Err(Problem::refused("history-empty")),
                };
                self.say(Reply::Done { ticket, result });
            }
            Request::SaveDraft { draft } => {
                self.drafts.retain(|other| other.key != draft.key);
                if !(draft.text.is_empty() && draft.demand.is_empty()) {
                    self.drafts.push(draft);
                }
            }
            Request::SavePlace { place } => self.place = Some(place),
            Request::KeepLesson { .. } => {}
            Request::Introduce { ticket, name, office } => {
                self.station.person = Some(me());
                self.station.name = name;
                self.station.office = office;
                let station = self.station.clone();
                self.say(Reply::Introduced { ticket, result: Ok(station) });
            }
            Request::Start { job, spec } => {
                self.say(Reply::Progress { job, phase: "phase-waiting", done: 1, total: Some(2), rejects: 1 });
                if !self.hold {
                    if spec == JobSpec::TakeDownNames {
                        self.to_compare = 0;
                    }
                    let result = Ok(report(&spec));
                    self.say(Reply::Finished { job, result });
                }
            }
            Request::LoadTally { epoch, items } => {
                let mut tally = Tally::default();
                for at in items.iter().filter_map(|id| self.index(*id)) {
                    let row = self.row(at);
                    tally.add(1, u64::from(row.indicators), row.amount);
                }
                self.say(Reply::Tally { epoch, tally });
            }
            // Acts on many, and several steps at once, are tested with a real engine (tests/tui/many.rs).
            Request::PreviewMany { .. } | Request::LoadStep { .. } | Request::UndoMany { .. } => {}
            // Mappings are tested with a real engine (tests/mapping.rs).
            Request::SurveyTables { .. }
            | Request::ProposeMapping { .. }
            | Request::TestMapping { .. }
            | Request::SaveMapping { .. } => {}
            Request::SaveSettings { ticket, path, .. } => self.say(Reply::SettingsSaved { ticket, result: Ok(path) }),
            Request::Cancel { job } => {
                self.say(Reply::Finished { job, result: Err(Problem::refused("told-cancelling")) });
            }
        }
    }
}
