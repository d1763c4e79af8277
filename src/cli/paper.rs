//! A desk of paper for tests: one project, everything said about it kept in memory.

#![cfg(test)]

mod report;
mod shared;

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use super::desk::{Desk, KeyCard, OnProgress, OpinionRow, Result, Stats, TrustRow};
use crate::engine::FieldChange;
use crate::engine::check::{Check, Digest};
use crate::engine::consistency::{ConsistencyQuery, ConsistencyReport};
use crate::engine::draw_files::{LeftFile, Proof};
use crate::engine::exchange::WrittenFile;
use crate::engine::explain::FormExplained;
use crate::engine::import::Progress;
use crate::engine::library::{LibraryPage, LibraryQuery};
use crate::engine::links::{LinkQuery, LinkReport, LinkSaid, LinkSide};
use crate::engine::many::{ManyAct, ManyDone, ManyPreview};
use crate::engine::prereview::{EvaluationsChecked, Flagged, PreReviewed, WithoutEvaluation, WithoutTarget};
use crate::engine::report::ReportTo;
use crate::engine::request::{Action, BundleReport, Changed, ImportOptions, OpinionSheet};
use crate::engine::second_look::SecondLookReport;
use crate::engine::similar::{SimilarQuery, SimilarReport};
use crate::engine::spot_check::draw::{DrawAsk, Sample as SealedSample};
use crate::engine::spot_check::further::{FurtherAsk, FurtherPlan};
use crate::engine::spot_check::late::Late;
use crate::engine::spot_check::papers::PaperFile;
use crate::engine::spot_check::plan::{SampleAsk, SamplePlan};
use crate::engine::spot_check::replace::{NextTicket, ReplaceAsk, Replaced};
use crate::engine::spot_check::reports::{PaperAsk, RequestsAsk};
use crate::engine::spot_check::results::{Results, ResultsAsk};
use crate::engine::spot_check::rotation::{Rotation, RotationAsk};
use crate::engine::spot_check::{RecheckList, RecheckView};
use crate::engine::view::{
    Contest, DemandRow, HistoryStep, ImportReport, LastYear, Preview, PreviewFile, PreviewLine, ProjectView, QueueRow,
    Staged, Standing, Station, VersionView,
};
use crate::model::draw::SeedLack;
use crate::model::event::{DemandDraft, Stamp, Subject};
use crate::model::finding::CheckId;
use crate::model::form::{Amount, Form, FormKind, Horizon, Indicator, Party, Place, Stage};
use crate::model::ids::{BatchId, EventId, ItemId, PersonId, ProjectKey, VersionId};
use crate::model::link::LinkedTable;
use crate::model::money::Money;
use crate::model::paper::Paper as SpotCheckPaper;
use crate::model::problem::Problem;
use crate::model::query::{Column, Filter, Frequency, Query, SavedView};
use crate::model::review::{CategoryCode, Demand, Grade, Graded, Head, Heads, Opinion, ReviewState, Status, Verdict};
use crate::model::value::{Value, ValueKind};
use crate::text::Strings;

pub use self::report::import_report;
pub use self::shared::Shared;

const ME: &str = "p-3f9a0c21";

/// A reading that only carries the text along.
pub fn read_value(raw: &str, _operator: Option<&str>, unit: Option<&str>) -> Value {
    Value {
        raw: raw.to_owned(),
        kind: ValueKind::Qualitative,
        op: None,
        number: None,
        high: None,
        unit: unit.map(str::to_owned),
        date: None,
        achieved: None,
        uncertain: true,
    }
}

fn indicator(no: u32, name: &str, target: &str) -> Indicator {
    Indicator { no, level2: "数量指标".into(), level3: name.into(), target: target.into(), ..Indicator::default() }
}

fn fen(fen: i64) -> Option<Amount> {
    Some(Amount { raw: String::new(), fen: Some(Money(fen)) })
}

fn queue_row() -> QueueRow {
    QueueRow {
        id: ItemId(1),
        project: ProjectKey([1; 16]),
        year: 2025,
        code: Some("51000021R000000019951".into()),
        name: "道路养护".into(),
        department: "市交通局".into(),
        unit: "公路中心".into(),
        amount: Some(Money(89_974_000)),
        status: Status::Returned,
        indicators: 2,
        decided: 1,
        opinions: 1,
        demands: 0,
        version_no: 1,
        findings: None,
        reasons: Vec::new(),
        random: false,
    }
}

/// One target with a self-evaluation, an opinion and a result.
pub fn project_view() -> ProjectView {
    let mut form = Form::new(FormKind::Target, 2025);
    form.code = Some("51000021R000000019951".into());
    form.name = "道路养护".into();
    form.department = Party { code: Some("219".into()), name: "市交通局".into() };
    form.unit = Party { code: Some("219001".into()), name: "公路中心".into() };
    form.funds.total = fen(89_974_000);
    form.goal.annual = Some("养护道路 30 公里".into());
    form.indicators = vec![indicator(1, "养护里程", "≥30公里"), indicator(2, "养护里程", "≥10公里"), {
        Indicator { horizon: Horizon::MidTerm, ..indicator(3, "养护里程", "≥90公里") }
    }];
    let mut evaluation = Form::new(FormKind::SelfEvaluation, 2025);
    evaluation.funds.executed = fen(89_000_050);
    evaluation.indicators = vec![
        Indicator {
            actual: Some("31".into()), score: Some("20".into()), ..indicator(1, "养护 里程", "≥30公里")
        },
        Indicator { actual: Some("12".into()), ..indicator(2, "养护里程", "≥10公里") },
    ];
    let me = PersonId(ME.into());
    let version = VersionId([2; 32]);
    let head = Head {
        event: EventId([7; 32]),
        author: me.clone(),
        at: Stamp(1_749_694_860_000 << 16),
        value: Graded { grade: Grade::Fair, reason: "指标值需重核".into() },
    };
    let opinion = Opinion {
        id: EventId([8; 32]),
        event: EventId([8; 32]),
        author: me.clone(),
        at: head.at,
        row: Some(1),
        category: CategoryCode("C08".into()),
        text: "指标值低于上年".into(),
        variants: Vec::new(),
        from_check: None,
        agreed: Vec::new(),
    };
    ProjectView {
        row: queue_row(),
        subject: Subject { project: ProjectKey([1; 16]), year: 2025, version, row: None },
        readings: form.indicators.iter().map(|own| read_value(&own.target, None, None)).collect(),
        last_year: vec![LastYear { target: None, actual: Some("35".into()) }, LastYear::default(), LastYear::default()],
        yardsticks: vec![None; 3],
        elsewhere: vec![Vec::new(); 3],
        matching: Arc::default(),
        findings: Arc::new([]),
        checks: BTreeMap::new(),
        form: Arc::new(form),
        self_evaluation: Some(Arc::new(evaluation)),
        partners: Vec::new(),
        versions: vec![VersionView {
            version,
            no: 1,
            stage: Stage::Compiled,
            batch: BatchId([3; 32]),
            source: "targets.xlsx".into(),
            at: head.at,
            place: Place { sheet: "Sheet1".into(), row: 2 },
            by: "王敏".into(),
        }],
        state: ReviewState { opinions: vec![opinion], grade: Heads(vec![head]), ..ReviewState::default() },
        state_before: None,
        people: BTreeMap::from([(me.clone(), "王敏".to_owned())]),
        me,
        drafts: Vec::new(),
        waiting: 0,
    }
}

/// A demand that is so many days past its due date.
pub fn demand_row(overdue: i64) -> DemandRow {
    let demand = Demand {
        id: EventId([9; 32]),
        author: PersonId(ME.into()),
        at: Stamp(0),
        row: Some(1),
        category: None,
        demand: DemandDraft {
            text: "补充测算依据".into(),
            due: "2025-06-30".into(),
            responsible_unit: "公路中心".into(),
        },
    };
    let number = demand.number(2025);
    DemandRow { target: queue_row(), demand, number, author: "王敏".into(), overdue_days: Some(overdue) }
}

/// The desk.
pub struct Paper {
    /// The one project.
    pub view: ProjectView,
    /// Acts that were stored, oldest first.
    pub acts: Vec<Action>,
    /// Whether `doctor` finds everything sound.
    pub sound: bool,
}

impl Paper {
    /// A desk with [`project_view`].
    pub fn new() -> Self {
        Paper { view: project_view(), acts: Vec::new(), sound: true }
    }

    fn next(&self) -> EventId {
        EventId([100 + u8::try_from(self.acts.len()).unwrap(); 32])
    }

    fn changed(&self, event: EventId) -> Changed {
        Changed {
            event: Some(event),
            item: Some(ItemId(1)),
            row: None,
            step: HistoryStep {
                event: Some(event),
                at: Stamp(0),
                author: "王敏".into(),
                key: "app-name",
                args: Vec::new(),
                live: true,
                undoable: true,
                ..HistoryStep::default()
            },
            queue_row: Some(queue_row()),
            events: 1,
        }
    }
}

impl Desk for Paper {
    fn station(&self) -> Result<Station> {
        Ok(Station {
            database: "paper.db".into(),
            sample: false,
            read_only: None,
            person: Some(PersonId(ME.into())),
            name: "王敏".into(),
            office: "绩效处".into(),
            replica: None,
            years: vec![2025],
        })
    }
    fn introduce(&mut self, name: &str, office: &str, _anew: bool) -> Result<Station> {
        Ok(Station { name: name.into(), office: office.into(), ..self.station()? })
    }
    fn preview(&self, paths: &[PathBuf], _: &ImportOptions, progress: OnProgress<'_>) -> Result<Preview> {
        if progress(Progress { phase: "app-name", done: 1, total: Some(1), rejects: 0 }) == ControlFlow::Break(()) {
            return Err(Problem::refused("problem-internal"));
        }
        let file = |path: &PathBuf| PreviewFile { path: path.clone(), ..PreviewFile::default() };
        Ok(Preview { staged: Staged::nothing(), files: paths.iter().map(file).collect(), passed_over: Vec::new() })
    }
    fn preview_lines(&self, _: &Staged, _: Option<Standing>, _: u64, _: usize) -> Result<Vec<PreviewLine>> {
        Ok(Vec::new())
    }
    fn preview_change(&self, _: &Staged, _: u64) -> Result<Vec<FieldChange>> {
        Ok(Vec::new())
    }
    fn commit(&mut self, _: &Preview, _: OnProgress<'_>) -> Result<ImportReport> {
        Ok(import_report())
    }
    fn write_reports(&self, _: &Preview, _: &ReportTo, _: bool, _: &Strings) -> Result<Vec<PathBuf>> {
        Ok(Vec::new())
    }
    fn find_project(&self, text: &str, _: Option<u16>) -> Result<ItemId> {
        if Some(text) == self.view.form.code.as_deref() || text == self.view.form.name {
            Ok(ItemId(1))
        } else {
            Err(Problem::refused("problem-not-found").with("path", text))
        }
    }
    fn find_filed(&self, text: &str, year: Option<u16>) -> Result<ProjectView> {
        self.project(self.find_project(text, year)?)
    }
    fn queue_without_targets(&self) -> Result<Vec<QueueRow>> {
        Ok(Vec::new())
    }
    fn project(&self, _: ItemId) -> Result<ProjectView> {
        Ok(self.view.clone())
    }
    fn queue(&self, query: &Query, limit: usize) -> Result<Vec<QueueRow>> {
        let shown = query.filter.words().all(|word| self.view.row.name.contains(word));
        Ok(if shown && limit > 0 { vec![self.view.row.clone()] } else { Vec::new() })
    }
    fn frequency(&self, _: &Filter, column: Column, _: usize) -> Result<Frequency> {
        Ok(Frequency { column, rows: Vec::new(), others: None, targets: 0, fen: 0, overlapping: false })
    }
    fn views(&self) -> Result<Vec<SavedView>> {
        Ok(Vec::new())
    }
    fn view(&self, name: &str) -> Result<SavedView> {
        Err(Problem::refused("problem-no-such-view").with("name", name))
    }
    fn save_view(&mut self, view: &SavedView, _: bool) -> Result<SavedView> {
        Ok(view.clone())
    }
    fn rename_view(&mut self, from: &str, _: &str) -> Result<SavedView> {
        self.view(from)
    }
    fn remove_view(&mut self, name: &str) -> Result<()> {
        self.view(name).map(|_| ())
    }
    fn opinions(&self) -> Result<Vec<OpinionRow>> {
        let row = |opinion: &Opinion| OpinionRow {
            target: self.view.row.clone(),
            opinion: opinion.clone(),
            author: "王敏".into(),
        };
        Ok(self.view.state.opinions.iter().map(row).collect())
    }
    fn demands(&self) -> Result<Vec<DemandRow>> {
        Ok(vec![demand_row(5)])
    }
    fn contests(&self) -> Result<Vec<Contest>> {
        Ok(Vec::new())
    }
    fn pre_review(&mut self, _: bool, _: OnProgress<'_>) -> Result<PreReviewed> {
        Ok(PreReviewed::default())
    }
    fn without_target(&self, _: usize) -> Result<(Vec<WithoutTarget>, u64)> {
        Ok((Vec::new(), 0))
    }
    fn check_evaluations(&mut self, _: Option<u16>, _: bool, _: OnProgress<'_>) -> Result<EvaluationsChecked> {
        Ok(EvaluationsChecked::default())
    }
    fn without_evaluation(&self, _: Option<u16>, _: usize, _: OnProgress<'_>) -> Result<(Vec<WithoutEvaluation>, u64)> {
        Ok((Vec::new(), 0))
    }
    fn flagged(&self, _: u16, _: usize) -> Result<(Vec<Flagged>, u64)> {
        Ok((Vec::new(), 0))
    }
    fn links(&self, _: &LinkQuery) -> Result<LinkReport> {
        Ok(LinkReport::default())
    }
    fn library(&self, _: &LibraryQuery) -> Result<LibraryPage> {
        Ok(LibraryPage::default())
    }
    fn plan_sample(&self, _: &SampleAsk) -> Result<SamplePlan> {
        Err(Problem::refused("problem-sample-nothing"))
    }
    fn seal_sample(&mut self, _: &str, _: &SampleAsk, _: OnProgress<'_>) -> Result<(SealedSample, SamplePlan)> {
        Err(Problem::refused("problem-sample-nothing"))
    }
    fn seed_lacks(&self, _: &DrawAsk) -> Result<Vec<SeedLack>> {
        Err(Problem::refused("problem-sample-nothing"))
    }
    fn draw_sample(&mut self, _: &str, _: &DrawAsk, _: OnProgress<'_>) -> Result<SealedSample> {
        Err(Problem::refused("problem-sample-nothing"))
    }
    fn abandon_sample(&mut self, _: Option<EventId>, _: &str) -> Result<()> {
        Err(Problem::refused("problem-sample-nothing"))
    }
    fn samples(&self) -> Result<Vec<SealedSample>> {
        Ok(Vec::new())
    }
    fn sample_proof(&self, _: &SealedSample) -> Result<Option<Proof>> {
        Ok(None)
    }
    fn publish_sample(
        &self,
        _: &SealedSample,
        _: &Path,
        _: bool,
        _: &Strings,
        _: OnProgress<'_>,
    ) -> Result<Vec<LeftFile>> {
        Ok(Vec::new())
    }
    fn next_ticket(&self, _: ProjectKey, _: u16) -> Result<NextTicket> {
        Err(Problem::refused("problem-no-self-evaluation"))
    }
    fn replace_unit(&mut self, _: &str, _: &ReplaceAsk) -> Result<Changed> {
        Err(Problem::refused("problem-no-self-evaluation"))
    }
    fn replacements(&self, _: Option<u16>) -> Result<Vec<Replaced>> {
        Ok(Vec::new())
    }
    fn plan_further(&self, _: &FurtherAsk) -> Result<FurtherPlan> {
        Err(Problem::refused("problem-sample-not-drawn"))
    }
    fn draw_further(&mut self, _: &str, _: &FurtherAsk, _: OnProgress<'_>) -> Result<SealedSample> {
        Err(Problem::refused("problem-sample-not-drawn"))
    }
    fn rotation(&self, _: Option<u16>, _: RotationAsk) -> Result<Rotation> {
        Err(Problem::refused("problem-sample-nothing"))
    }
    fn late(&self, _: u16) -> Result<Option<Late>> {
        Ok(None)
    }
    fn rechecks(&self, _: Option<u16>) -> Result<RecheckList> {
        Ok(RecheckList::default())
    }
    fn evaluated(&self, _: &str, _: Option<u16>) -> Result<(ProjectKey, u16)> {
        Err(Problem::refused("problem-no-self-evaluation"))
    }
    fn recheck(&self, _: ProjectKey, _: u16) -> Result<RecheckView> {
        Err(Problem::refused("problem-no-self-evaluation"))
    }
    fn check_papers(&self, _: ProjectKey, _: u16, _: &Path) -> Result<BTreeMap<String, PaperFile>> {
        Err(Problem::refused("problem-no-self-evaluation"))
    }
    fn explain(&self, _: ItemId, _: Option<&CheckId>) -> Result<FormExplained> {
        Err(Problem::refused("problem-no-such-target"))
    }
    fn failed_checks(&self) -> Result<BTreeMap<CheckId, Problem>> {
        Ok(BTreeMap::new())
    }
    fn consistency(&self, _: &ConsistencyQuery) -> Result<ConsistencyReport> {
        Err(Problem::refused("problem-no-such-target"))
    }
    fn inconsistencies(&self, _: usize) -> Result<(Vec<(ItemId, u32)>, u64)> {
        Ok((Vec::new(), 0))
    }
    fn similar(&self, _: &SimilarQuery) -> Result<SimilarReport> {
        Err(Problem::refused("problem-no-such-target"))
    }
    fn second_look(&self, _: Option<u16>, _: usize) -> Result<SecondLookReport> {
        Ok(SecondLookReport::default())
    }
    fn take_down_names(&self, _: OnProgress<'_>) -> Result<u64> {
        Ok(0)
    }
    fn find_linked(&self, text: &str, _: LinkedTable, _: u16, _: bool) -> Result<LinkSide> {
        Err(Problem::refused("problem-link-not-filed").with("project", text))
    }
    fn link_said(&self, _: LinkedTable, _: u16, _: ProjectKey) -> Result<(Vec<LinkSaid>, Vec<EventId>)> {
        Ok((Vec::new(), Vec::new()))
    }
    fn preview_many(&self, _: &Query, _: &ManyAct) -> Result<ManyPreview> {
        Err(Problem::refused("problem-many-nothing"))
    }
    fn act_on_many(&mut self, _: &str, _: &ManyPreview) -> Result<ManyDone> {
        Err(Problem::refused("problem-many-nothing"))
    }
    fn act(&mut self, _operation: &str, action: &Action) -> Result<Changed> {
        let event = self.next();
        let (author, at) = (self.view.me.clone(), Stamp(0));
        match action {
            Action::AddOpinion { on, category, text, demand, .. } => {
                let (category, text) = (category.clone(), text.clone());
                let raise = |demand: &DemandDraft| Demand {
                    id: event,
                    author: author.clone(),
                    at,
                    row: on.row,
                    category: Some(category.clone()),
                    demand: demand.clone(),
                };
                self.view.state.demands.extend(demand.as_ref().map(raise));
                let (row, first) = (on.row, self.view.state.opinions[0].clone());
                let given = Opinion { id: event, event, author, at, row, category, text, ..first };
                self.view.state.opinions.push(given);
            }
            Action::SetGrade { grade, reason, .. } => {
                let value = Graded { grade: *grade, reason: reason.clone() };
                self.view.state.grade = Heads(vec![Head { event, author, at, value }]);
            }
            Action::SetVerdict { on, verdict, .. } => {
                let heads: Heads<Verdict> = Heads(vec![Head { event, author, at, value: *verdict }]);
                self.view.state.rows.insert(on.row.unwrap(), heads);
            }
            Action::IssueDemand { on, category, demand } => self.view.state.demands.push(Demand {
                id: event,
                author,
                at,
                row: on.row,
                category: category.clone(),
                demand: demand.clone(),
            }),
            Action::Withdraw { of, .. } => self.view.state.opinions.retain(|opinion| opinion.id != *of),
            Action::LookAgain { .. }
            | Action::AcceptDraft { .. }
            | Action::PassDrafts { .. }
            | Action::DismissDraft { .. } => {}
            Action::AmendOpinion { .. } | Action::Link { .. } | Action::Unlink { .. } | Action::Recheck(_) => {}
        }
        self.acts.push(action.clone());
        Ok(self.changed(event))
    }
    fn undo(&mut self) -> Result<Changed> {
        self.acts.pop().map(|_| self.changed(self.next())).ok_or(Problem::refused("problem-internal"))
    }
    fn redo(&mut self) -> Result<Changed> {
        Ok(self.changed(self.next()))
    }
    fn history(&self, _: usize) -> Result<Vec<HistoryStep>> {
        Ok(self.acts.iter().map(|_| self.changed(self.next()).step).collect())
    }
    fn digest(&self) -> Result<Digest> {
        Ok(Digest { events: 2, set: "aa".into(), state: "bb".into() })
    }
    fn stats(&self) -> Result<Stats> {
        Err(Problem::refused("problem-internal"))
    }
    fn doctor(&self) -> Result<Vec<Check>> {
        Ok(vec![Check { check: "chain", ok: self.sound, key: "app-name", args: Vec::new() }])
    }
    fn backup(&self, _: &Path) -> Result<String> {
        Ok("cc".into())
    }
    fn export_opinions(&self, path: &Path, _: OpinionSheet, _: &Query, _: bool) -> Result<WrittenFile> {
        Ok(WrittenFile { path: path.into(), rows: 1, batches: 0, sha256: "cc".into() })
    }
    fn spot_check_results(&self, _: &ResultsAsk) -> Result<Results> {
        Ok(Results::default())
    }
    fn asked_rechecks(&self, _: &RequestsAsk) -> Result<Vec<RecheckView>> {
        Err(Problem::refused("problem-no-self-evaluation"))
    }
    fn paper(&self, _: &PaperAsk, _: &Strings) -> Result<SpotCheckPaper> {
        Err(Problem::refused("problem-results-nothing"))
    }
    fn export_paper(&self, _: &Path, _: &PaperAsk, _: bool, _: &Strings, _: OnProgress<'_>) -> Result<WrittenFile> {
        Err(Problem::refused("problem-results-nothing"))
    }
    fn export_bundle(&self, path: &Path, full: bool) -> Result<WrittenFile> {
        Ok(WrittenFile { path: path.into(), rows: if full { 2 } else { 1 }, batches: 1, sha256: "cc".into() })
    }
    fn import_bundles(&mut self, paths: &[PathBuf], _: OnProgress<'_>) -> Result<Vec<BundleReport>> {
        let read = |path: &PathBuf| BundleReport {
            path: path.clone(),
            new: 1,
            known: 2,
            pending: 3,
            quarantined: 4,
            contested: 5,
        };
        Ok(paths.iter().map(read).collect())
    }
    fn key_card(&self) -> Result<KeyCard> {
        Ok(KeyCard {
            name: "王敏".into(),
            office: "绩效处".into(),
            replica: "dd".into(),
            public_key: "ee".into(),
            fingerprint: "4b1d 90c2".into(),
            card: "wx1:ee".into(),
        })
    }
    fn trust_enrol(&mut self, card: &str) -> Result<TrustRow> {
        Ok(TrustRow {
            name: card.into(),
            office: String::new(),
            public_key: "ee".into(),
            fingerprint: "4b1d".into(),
            trusted: true,
        })
    }
    fn trust_list(&self) -> Result<Vec<TrustRow>> {
        Ok(Vec::new())
    }
}
