//! What a screen may ask, and what comes back. Plain `Send` data; requests go to a lane, replies to the one message
//! queue of the interface.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::consistency::{ConsistencyQuery, ConsistencyReport};
use super::drafts::CheckRow;
use super::draw_files::LeftFile;
use super::figures::{Figures, Pace};
use super::habits::{HabitCounts, OwnHabits};
use super::library::{LibraryPage, LibraryQuery};
use super::links::{LinkChoice, LinkQuery, LinkReport};
use super::many::{ManyAct, ManyDone, ManyPreview, Seen};
use super::prereview::{EvaluationsChecked, Flagged, PreReviewed};
use super::report::{ReportTo, Wording};
use super::similar::{SimilarQuery, SimilarReport};
use super::spot_check::draw::{DrawAsk, Sample};
use super::spot_check::further::{FurtherAsk, FurtherPlan};
use super::spot_check::page::{RecheckPage, ResultsPage};
use super::spot_check::papers::PaperFile;
use super::spot_check::plan::{SampleAsk, SamplePlan};
use super::spot_check::publish::SampleBoard;
use super::spot_check::replace::{NextTicket, ReplaceAsk};
use super::spot_check::reports::PaperAsk;
use super::spot_check::results::ResultsAsk;
use super::spot_check::{RecheckAct, RecheckView};
use super::view::{
    Contest, DemandRow, Draft, DraftKey, History, HistoryQuery, HistoryStep, Home, ImportReport, Place, Preview,
    PreviewLine, ProjectView, QueueRow, Staged, Standing, Station, Tally,
};
use crate::config::Settings;
use crate::config::lessons::Progress;
use crate::model::event::{DemandDraft, Subject};
use crate::model::finding::{CheckRef, FromCheck};
use crate::model::form::{FormKind, Stage};
use crate::model::ids::{EventId, ItemId, ProjectKey};
use crate::model::link::LinkedTable;
use crate::model::mapping::{Mapping, MappingTrial, SurveyedSheet, UnknownTable};
use crate::model::problem::Problem;
use crate::model::query::{Column, Completion, Filter, Frequency, Query, SavedView, Words};
use crate::model::review::{CategoryCode, Grade, Verdict};
use crate::rules::changes::FieldChange;

/// Which reader of a screen a reply belongs to. A newer request for the same slot replaces an older one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Slot {
    /// The queue's list of ids.
    QueueIds,
    /// Rows of the queue.
    QueueRows,
    /// The project on screen.
    Project,
    /// The project after it, fetched ahead.
    NextProject,
    /// The target under the queue's cursor, to show where in it the words of the filter stand.
    Found,
    /// Home page.
    Home,
    /// My pace.
    Pace,
    /// Departments by class and state.
    Figures,
    /// List of demands.
    Demands,
    /// List of contested targets.
    Contests,
    /// Steps in words.
    History,
    /// What the marked targets amount to.
    Tally,
    /// What an act on many targets would do.
    Many,
    /// The events of one step.
    Step,
    /// The automatic checks.
    Checks,
    /// Links between tables.
    Links,
    /// Projects that may be a partner.
    Partners,
    /// Lines of what was read and is not stored.
    PreviewLines,
    /// What one of these lines changes.
    PreviewChange,
    /// A target whose figures are being explained.
    Explained,
    /// A target that a lesson watches.
    Watched,
    /// How often values stand.
    Frequency,
    /// What a filter line may become.
    Completions,
    /// Saved views.
    Views,
    /// Projects that do the same.
    Similar,
    /// The source of one of them.
    SimilarSource,
    /// The indicator library.
    Library,
    /// How the same was decided elsewhere.
    Consistency,
    /// Rechecks of a year.
    Rechecks,
    /// The recheck on screen.
    Recheck,
    /// Everything that was sealed.
    Samples,
    /// What would be sealed.
    SamplePlan,
    /// What drawing on would do.
    Further,
    /// Who would take a drawn unit's place.
    NextTicket,
    /// What a spot check found and proves.
    Results,
}

/// One act of a reviewer. Each becomes exactly one event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// A new opinion, with a demand if there is one. `seen`: heads of the row's verdict on screen.
    AddOpinion { on: Subject, seen: Vec<EventId>, category: CategoryCode, text: String, demand: Option<DemandDraft> },
    /// The draft of an automatic check given as an opinion, as it stood or edited. `seen` as for [`Action::AddOpinion`].
    AcceptDraft {
        on: Subject,
        seen: Vec<EventId>,
        from: FromCheck,
        category: CategoryCode,
        text: String,
        demand: Option<DemandDraft>,
    },
    /// A row passed although checks found something there, which is no fault. `seen` as for [`Action::SetVerdict`].
    PassDrafts { on: Subject, seen: Vec<EventId>, dismissed: Vec<CheckRef>, reason: String },
    /// What a check found on the target or a row is no fault; nothing else is decided.
    DismissDraft { on: Subject, check: CheckRef, reason: String },
    /// One's own opinion rewritten. `seen`: its latest event.
    AmendOpinion {
        on: Subject,
        opinion: EventId,
        seen: Vec<EventId>,
        category: CategoryCode,
        text: String,
        demand: Option<DemandDraft>,
    },
    /// One's own opinion, demand, verdict or result taken back.
    Withdraw { on: Subject, of: EventId, reason: String },
    /// A row decided. `seen`: heads of its verdict on screen.
    SetVerdict { on: Subject, seen: Vec<EventId>, verdict: Verdict, reason: String },
    /// The result. `seen`: heads of the result on screen.
    SetGrade { on: Subject, seen: Vec<EventId>, grade: Grade, reason: String },
    /// A second look at a target that was passed; `found`: a fault, whose words are the reason. `seen`: heads of what was found
    /// at second looks so far.
    LookAgain { on: Subject, seen: Vec<EventId>, found: bool, reason: String },
    /// A demand without an opinion of its own.
    IssueDemand { on: Subject, category: Option<CategoryCode>, demand: DemandDraft },
    /// Says whose a form in another table is; `to` absent: nobody's. `on` as [`links::subject`] makes it. `seen`: heads of
    /// that decision on screen.
    ///
    /// [`links::subject`]: super::links::subject
    Link { on: Subject, table: LinkedTable, to: Option<ProjectKey>, seen: Vec<EventId> },
    /// Takes one's own decision on a link back.
    Unlink { on: Subject, seen: Vec<EventId> },
    /// An act of a recheck.
    Recheck(RecheckAct),
}

impl Action {
    /// What the act is about.
    pub fn subject(&self) -> &Subject {
        match self {
            Action::AddOpinion { on, .. }
            | Action::AcceptDraft { on, .. }
            | Action::PassDrafts { on, .. }
            | Action::DismissDraft { on, .. }
            | Action::AmendOpinion { on, .. }
            | Action::Withdraw { on, .. }
            | Action::SetVerdict { on, .. }
            | Action::SetGrade { on, .. }
            | Action::LookAgain { on, .. }
            | Action::IssueDemand { on, .. }
            | Action::Link { on, .. }
            | Action::Unlink { on, .. } => on,
            Action::Recheck(act) => act.subject(),
        }
    }
}

/// How files are to be read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImportOptions {
    /// Kind of table; `None` finds it by its labels.
    pub kind: Option<FormKind>,
    /// Fiscal year where the file prints none.
    pub year: Option<u16>,
    /// 财政区划代码 where the file prints none.
    pub region: Option<String>,
    /// Stage of targets.
    pub stage: Stage,
    /// Project for tables that name none.
    pub project: Option<String>,
    /// Encoding of csv files where detection errs.
    pub encoding: Option<String>,
    /// Read and report, write nothing.
    pub dry_run: bool,
    /// Mappings for this once, before those that are saved.
    pub mappings: Vec<Mapping>,
}

/// Which opinions sheet to write (forms.md 1.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OpinionSheet {
    /// 单位编码 · 单位名称 · 项目编码 · 项目名称 · 修改意见
    #[default]
    Project,
    /// 单位编码 · 单位名称 · 修改意见
    Department,
}

/// Work that may take longer than a moment: shows progress, can be cancelled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JobSpec {
    /// Read files into the database.
    Import { paths: Vec<PathBuf>, options: ImportOptions },
    /// Read files and folders, store nothing.
    Preview { paths: Vec<PathBuf>, options: ImportOptions },
    /// Store what was read.
    Commit { staged: Staged },
    /// Write reports about what was read.
    Report { preview: Arc<Preview>, to: ReportTo, replace: bool, wording: Wording },
    /// Write the opinions sheet.
    ExportOpinions { path: PathBuf, sheet: OpinionSheet, query: Query, replace: bool },
    /// Write an exchange bundle; `full` or what was not exported before.
    ExportBundle { path: PathBuf, full: bool },
    /// Take in exchange bundles.
    ImportBundles { paths: Vec<PathBuf> },
    /// One act on the targets that were looked at, in one transaction. It takes its turn among the acts: what is asked
    /// for after it, an undo say, is done after it.
    ActOnMany { operation: String, act: ManyAct, seen: Arc<[Seen]> },
    /// Run the automatic checks over all targets; `anew` also over those about which nothing has changed.
    PreReview { anew: bool },
    /// The fingerprint of a file that is evidence.
    FingerprintFile { path: PathBuf },
    /// Whether the files of a project's papers still lie in a folder as they were registered.
    CheckPapers { project: ProjectKey, year: u16, folder: PathBuf },
    /// Write a paper of the spot check; `language` is the tag of the words.
    WritePaper { path: PathBuf, ask: Box<PaperAsk>, replace: bool, language: &'static str, wording: Wording },
    /// Run the checks of self-evaluations over a year, or over all years.
    CheckEvaluations { year: Option<u16> },
    /// Take down the names of indicators, so that projects that do the same are found.
    TakeDownNames,
    /// Seal population and plan.
    SealSample { operation: String, ask: Box<SampleAsk> },
    /// Draw from what was sealed.
    DrawSample { operation: String, ask: Box<DrawAsk> },
    /// Draw on with the next tickets.
    DrawFurther { operation: String, ask: Box<FurtherAsk> },
}

/// A job of this session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct JobId(pub u64);

/// A question or order from a screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Request {
    /// Ids of the queue, in order. A long queue is answered twice: first part at once, then all.
    OpenQueue { epoch: u64, query: Query },
    /// Rows for ids.
    LoadRows { epoch: u64, ids: Vec<ItemId> },
    /// One target with everything said about it.
    LoadProject { slot: Slot, epoch: u64, id: ItemId },
    /// Counters and where I stopped.
    LoadHome { epoch: u64 },
    /// How fast I decide, what I put off.
    LoadPace { epoch: u64 },
    /// All automatic checks, with what people answered to them.
    LoadChecks { epoch: u64 },
    /// Departments by class and state.
    LoadFigures { epoch: u64 },
    /// What was counted of my own use; counts handed over before are among it.
    LoadHabits { epoch: u64 },
    /// Add to what is counted of my own use.
    SaveHabits { counts: HabitCounts },
    /// Forget it.
    ClearHabits { epoch: u64 },
    /// All live demands, by due date.
    LoadDemands { epoch: u64 },
    /// All contested targets.
    LoadContests { epoch: u64 },
    /// Links between the targets of a year and one or all other tables.
    LoadLinks { epoch: u64, query: LinkQuery },
    /// Projects of one table that hold all words: partners to choose from.
    FindPartners { epoch: u64, table: LinkedTable, year: u16, targets: bool, words: String },
    /// Steps, newest first.
    LoadHistory { epoch: u64, query: HistoryQuery },
    /// What these targets amount to.
    LoadTally { epoch: u64, items: Arc<[ItemId]> },
    /// What an act on many targets would do.
    PreviewMany { epoch: u64, items: Arc<[ItemId]>, act: ManyAct },
    /// The events of the step that this one is a part of.
    LoadStep { epoch: u64, event: EventId },
    /// Lines of what was read, `count` from the `from`-th on of those that stand so.
    LoadPreviewLines { epoch: u64, staged: Staged, which: Option<Standing>, from: u64, count: usize },
    /// What one of these lines changes, field by field.
    LoadPreviewChange { epoch: u64, staged: Staged, index: u64 },
    /// How often each value of the columns stands among the targets that a filter leaves; of each at most `most`, the rest
    /// together.
    LoadFrequency { epoch: u64, filter: Filter, columns: Vec<Column>, most: usize },
    /// What a filter line may become at the caret, which is behind `at` characters.
    Complete { epoch: u64, line: String, at: usize, words: Arc<Words> },
    /// Projects that do the same as a row.
    LoadSimilar { epoch: u64, query: SimilarQuery },
    /// Rows elsewhere that say the same, and how they were decided.
    LoadConsistency { epoch: u64, query: ConsistencyQuery },
    /// Rechecks of a year, or of the newest that has any self-evaluation.
    LoadRechecks { epoch: u64, year: Option<u16> },
    /// One recheck.
    LoadRecheck { epoch: u64, project: ProjectKey, year: u16 },
    /// Everything that was sealed to be drawn from, with the draw of the chosen one, else of the newest.
    LoadSamples { epoch: u64, chosen: Option<EventId> },
    /// What would be sealed.
    PlanSample { epoch: u64, ask: Box<SampleAsk> },
    /// What is being planned is of no use to anyone any more; `epoch` is newer than what it was asked under.
    StopPlanning { epoch: u64 },
    /// What drawing on would do.
    PlanFurther { epoch: u64, ask: Box<FurtherAsk> },
    /// Who would take the place of a drawn unit.
    LoadNextTicket { epoch: u64, project: ProjectKey, year: u16 },
    /// Replace it by the next ticket.
    ReplaceUnit { ticket: u64, operation: String, ask: Box<ReplaceAsk> },
    /// Give up what was sealed.
    AbandonSample { ticket: u64, sealed: EventId, reason: String },
    /// Write what is public of a sealed population into a folder; `language` is its tag.
    PublishSample { ticket: u64, sample: Box<Sample>, out: PathBuf, language: &'static str, wording: Wording },
    /// What a spot check found and what that proves.
    LoadResults { epoch: u64, ask: ResultsAsk },
    /// Saved views by name.
    LoadViews { epoch: u64 },
    /// Entries of the indicator library.
    LoadLibrary { epoch: u64, query: LibraryQuery },
    /// Keep a view; `replace` another one of its name.
    SaveView { ticket: u64, view: SavedView, replace: bool },
    /// Give a view another name.
    RenameView { ticket: u64, from: String, to: String },
    /// Remove a view.
    RemoveView { ticket: u64, name: String },
    /// One act. `operation` is made when the form opens; saving it twice is one event.
    Act { ticket: u64, operation: String, action: Action },
    /// Take back my last step.
    Undo { ticket: u64 },
    /// Take back my last `count` steps, of which `last` is a part of the one that goes last.
    UndoMany { ticket: u64, count: usize, last: EventId },
    /// Do again what was taken back.
    Redo { ticket: u64 },
    /// Keep typed text; an empty text drops the draft.
    SaveDraft { draft: Draft },
    /// Remember where I am.
    SavePlace { place: Place },
    /// How far one has come in the lesson whose database this is.
    KeepLesson { progress: Progress },
    /// First start: who works here.
    Introduce { ticket: u64, name: String, office: String },
    /// Long work.
    Start { job: JobId, spec: JobSpec },
    /// Stop it at the next safe point; nothing half-done stays.
    Cancel { job: JobId },
    /// How the sheets of a file are understood.
    SurveyTables { ticket: u64, path: PathBuf },
    /// The proposal for another heading row (an index into the window) or another number of heading rows.
    ProposeMapping { ticket: u64, table: Arc<UnknownTable>, heading_at: usize, heading_rows: u32 },
    /// What a mapping would make of a file.
    TestMapping { ticket: u64, path: PathBuf, mapping: Box<Mapping> },
    /// Keep a mapping; `replace` the one that is there for its layout.
    SaveMapping { ticket: u64, mapping: Box<Mapping>, replace: bool },
    /// Keep a person's settings in a file.
    SaveSettings { ticket: u64, path: PathBuf, settings: Box<Settings> },
}

/// What an act changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The event written; `None` when the same operation had been saved before.
    pub event: Option<EventId>,
    /// Target it concerned, if one is loaded here.
    pub item: Option<ItemId>,
    /// Row it concerned, so that undo can bring the cursor back.
    pub row: Option<u32>,
    /// The step in words.
    pub step: HistoryStep,
    /// The queue row as it is now.
    pub queue_row: Option<QueueRow>,
    /// Number of events the step consists of; of more than one, all lists are to be read again.
    pub events: usize,
}

/// A mapping that was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappingSaved {
    /// The mapping.
    pub mapping: Mapping,
    /// The file it lies in.
    pub path: PathBuf,
    /// Another one of its layout was there; it is kept beside the file.
    pub replaced: bool,
    /// It was there before.
    pub unchanged: bool,
}

/// How a job ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JobReport {
    /// Files read and stored.
    Imported(ImportReport),
    /// Files read, nothing stored.
    Previewed(Arc<Preview>),
    /// Reports about what was read, written into these files.
    Reported(Vec<PathBuf>),
    /// A file written: path, rows, SHA-256.
    Exported { path: PathBuf, rows: u64, sha256: String },
    /// A bundle written.
    BundleWritten { path: PathBuf, events: u64, batches: u64, sha256: String },
    /// Bundles taken in.
    BundlesRead(Vec<BundleReport>),
    /// Many targets acted on.
    ActedOnMany(Box<ManyDone>),
    /// Targets looked at by the automatic checks.
    PreReviewed(PreReviewed),
    /// Name and SHA-256 of a file.
    Fingerprinted { name: String, sha256: String },
    /// How the files of papers stand, by label.
    PapersChecked(BTreeMap<String, PaperFile>),
    /// Self-evaluations looked at by the automatic checks.
    EvaluationsChecked(Box<EvaluationsReport>),
    /// Names of so many forms taken down.
    NamesTaken(u64),
    /// A population sealed, or drawn from.
    Sampled,
}

/// What the checks of self-evaluations came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EvaluationsReport {
    /// What was looked at, and found on it.
    pub done: EvaluationsChecked,
    /// How many approved targets of the newest of these years have no self-evaluation.
    pub missing: u64,
    /// Those of that year with the most errors, and how many have any.
    pub flagged: (Vec<Flagged>, u64),
}

/// What one bundle brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BundleReport {
    /// Its path.
    pub path: PathBuf,
    /// Events that were new here.
    pub new: u64,
    /// Events that were here before.
    pub known: u64,
    /// Events that wait for missing ones.
    pub pending: u64,
    /// Events kept without effect because their signer is unknown here.
    pub quarantined: u64,
    /// Targets that are contested because of it.
    pub contested: u64,
}

/// An answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    /// Ids of the queue; `complete` is false for the first part of a long one. `total` counts all where that is kept,
    /// else those known so far.
    Ids { epoch: u64, ids: Arc<[ItemId]>, total: u64, complete: bool },
    /// Rows in any order.
    Rows { epoch: u64, rows: Vec<QueueRow> },
    /// One target.
    Project { slot: Slot, epoch: u64, view: Arc<ProjectView> },
    /// Home page.
    Home { epoch: u64, home: Box<Home> },
    /// My pace.
    Pace { epoch: u64, pace: Box<Pace> },
    /// The automatic checks.
    Checks { epoch: u64, rows: Vec<CheckRow> },
    /// Departments.
    Figures { epoch: u64, figures: Box<Figures> },
    /// What was counted of my own use, or why it cannot be told.
    Habits { epoch: u64, result: Result<Box<OwnHabits>, Problem> },
    /// Demands.
    Demands { epoch: u64, rows: Vec<DemandRow> },
    /// Contested targets.
    Contests { epoch: u64, rows: Vec<Contest> },
    /// Links.
    Links { epoch: u64, report: Box<LinkReport> },
    /// Rechecks of a year.
    Rechecks { epoch: u64, page: Arc<RecheckPage> },
    /// One recheck.
    Recheck { epoch: u64, view: Arc<RecheckView> },
    /// Everything that was sealed.
    Samples { epoch: u64, board: Arc<SampleBoard> },
    /// How far a plan is that takes its time.
    SamplePlanning { epoch: u64, phase: &'static str, done: u64, total: Option<u64> },
    /// What would be sealed, or why it cannot be.
    SamplePlanned { epoch: u64, result: Result<Arc<SamplePlan>, Problem> },
    /// What drawing on would do, or why it cannot be.
    FurtherPlanned { epoch: u64, result: Result<Box<FurtherPlan>, Problem> },
    /// Who comes next, or why nobody does.
    NextTicket { epoch: u64, result: Result<Box<NextTicket>, Problem> },
    /// Something was sealed, drawn or given up, or was not.
    SampleDone { ticket: u64, result: Result<(), Problem> },
    /// What is public was written, or was not.
    SamplePublished { ticket: u64, result: Result<Vec<LeftFile>, Problem> },
    /// What a spot check found.
    Results { epoch: u64, page: Arc<ResultsPage> },
    /// Partners to choose from.
    Partners { epoch: u64, rows: Vec<LinkChoice> },
    /// Steps.
    History { epoch: u64, history: Box<History> },
    /// What targets amount to.
    Tally { epoch: u64, tally: Tally },
    /// What an act on many targets would do.
    ManyPreview { epoch: u64, preview: Arc<ManyPreview> },
    /// The events of one step, in the order in which they were written.
    Step { epoch: u64, events: Vec<HistoryStep> },
    /// Lines of what was read.
    PreviewLines { epoch: u64, from: u64, lines: Vec<PreviewLine> },
    /// What a line changes.
    PreviewChange { epoch: u64, index: u64, changes: Vec<FieldChange> },
    /// How often values stand, one table a column, in the order asked for.
    Frequency { epoch: u64, tables: Vec<Frequency> },
    /// What the line may become.
    Completions { epoch: u64, completion: Completion },
    /// Projects that do the same.
    Similar { epoch: u64, report: Box<SimilarReport> },
    /// How the same was decided elsewhere.
    Consistency { epoch: u64, report: Arc<ConsistencyReport> },
    /// Saved views.
    Views { epoch: u64, views: Vec<SavedView> },
    /// The indicator library.
    Library { epoch: u64, page: Arc<LibraryPage> },
    /// A view was kept, renamed or removed, or was not: all views as they are now.
    ViewsChanged { ticket: u64, result: Result<Vec<SavedView>, Problem> },
    /// A read failed.
    Failed { slot: Slot, epoch: u64, problem: Problem },
    /// An act, undo or redo was stored, or was not.
    Done { ticket: u64, result: Result<Changed, Problem> },
    /// A draft or place could not be kept.
    NotKept { key: Option<DraftKey>, problem: Problem },
    /// Who works here now.
    Introduced { ticket: u64, result: Result<Station, Problem> },
    /// Another part of the program or another session changed the data: reload what is on screen.
    DataChanged,
    /// A job goes on. `phase` is a locale key.
    Progress { job: JobId, phase: &'static str, done: u64, total: Option<u64>, rejects: u64 },
    /// A job ended.
    Finished { job: JobId, result: Result<JobReport, Problem> },
    /// How the sheets of a file are understood.
    Surveyed { ticket: u64, path: PathBuf, result: Result<Vec<SurveyedSheet>, Problem> },
    /// Another proposal.
    Proposed { ticket: u64, table: Arc<UnknownTable> },
    /// What a mapping would make of a file.
    MappingTested { ticket: u64, result: Result<Box<MappingTrial>, Problem> },
    /// A mapping was kept, or was not.
    MappingSaved { ticket: u64, result: Result<Box<MappingSaved>, Problem> },
    /// Settings were kept in this file, or were not.
    SettingsSaved { ticket: u64, result: Result<PathBuf, Problem> },
    /// A lane died; everything confirmed is stored.
    Fatal { problem: Problem },
}

/// The engine as the interface sees it: threads in production, inline in tests and `play`.
pub trait Engine {
    /// Hands over a request; never waits.
    fn post(&self, request: Request);
}
