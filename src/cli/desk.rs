//! What the command line asks of the engine, as one trait, so that every command can be tested at a desk of paper.
//!
//! The figures here that are not views of the engine exist only for answers. Deliberately absent: how it is done (the
//! engine) and how it is shown ([`super::json`], [`super::human`]).

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use crate::config::Paths;
use crate::engine::FieldChange;
use crate::engine::check::{Check, Digest};
use crate::engine::consistency::{ConsistencyQuery, ConsistencyReport};
use crate::engine::draw_files::{LeftFile, Proof};
use crate::engine::exchange::WrittenFile;
use crate::engine::explain::FormExplained;
use crate::engine::figures::{Figures, Pace};
use crate::engine::habits::OwnHabits;
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
    Contest, DemandRow, HistoryStep, Home, ImportReport, Preview, PreviewLine, ProjectView, QueueRow, Staged, Standing,
    Station,
};
use crate::model::draw::SeedLack;
use crate::model::finding::CheckId;
use crate::model::ids::{EventId, ItemId, ProjectKey};
use crate::model::link::LinkedTable;
use crate::model::paper::Paper;
use crate::model::problem::Problem;
use crate::model::query::{Column, Filter, Frequency, Query, SavedView};
use crate::model::review::Opinion;
use crate::model::value::{Note, Value};
use crate::text::{Language, Strings};

/// Result of every use case.
pub type Result<T> = std::result::Result<T, Problem>;

/// Told of progress; stops the work by breaking.
pub type OnProgress<'a> = &'a mut dyn FnMut(Progress) -> ControlFlow<()>;

/// One live opinion with the target it speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpinionRow {
    /// The target.
    pub target: QueueRow,
    /// The opinion.
    pub opinion: Opinion,
    /// Name of who gave it.
    pub author: String,
}

/// Who a station is, to be handed to others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyCard {
    /// Name.
    pub name: String,
    /// Office.
    pub office: String,
    /// Chain of the device.
    pub replica: String,
    /// Public key, hexadecimal.
    pub public_key: String,
    /// Short form to read out over the telephone.
    pub fingerprint: String,
    /// The whole as one line of text that `trust enrol` reads.
    pub card: String,
}

/// A station this one believes or knows of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustRow {
    /// Name.
    pub name: String,
    /// Office.
    pub office: String,
    /// Public key, hexadecimal.
    pub public_key: String,
    /// Short form.
    pub fingerprint: String,
    /// True when its events count here.
    pub trusted: bool,
}

/// What a bundle says of itself, and whether it is whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BundleFacts {
    /// SHA-256 of the file.
    pub sha256: String,
    /// Short form of the sender's key.
    pub fingerprint: String,
    /// Chain of the sender.
    pub replica: String,
    /// When it was written, RFC 3339.
    pub at: String,
    /// Events in it.
    pub events: u64,
    /// Imported tables in it.
    pub batches: u64,
    /// Events whose signer's key is not in the bundle: they are checked when they are taken in.
    pub unchecked: u64,
    /// True when this station knows the sender.
    pub known: bool,
}

/// What building the sample brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// The database.
    pub database: PathBuf,
    /// Targets.
    pub projects: u64,
    /// Annual indicators.
    pub indicators: u64,
    /// Fingerprint of the content.
    pub digest: String,
}

/// One's own figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stats {
    /// Counters.
    pub home: Home,
    /// Pace.
    pub pace: Pace,
    /// Departments.
    pub figures: Figures,
    /// Keys and seconds.
    pub habits: OwnHabits,
}

/// An open station.
pub trait Desk {
    /// Who and what it is.
    fn station(&self) -> Result<Station>;
    /// First start: who works here; `anew` sets an earlier identity aside.
    fn introduce(&mut self, name: &str, office: &str, anew: bool) -> Result<Station>;
    /// Reads files, stores nothing.
    fn preview(&self, paths: &[PathBuf], options: &ImportOptions, progress: OnProgress<'_>) -> Result<Preview>;
    /// Lines of what was read.
    fn preview_lines(
        &self,
        staged: &Staged,
        which: Option<Standing>,
        from: u64,
        count: usize,
    ) -> Result<Vec<PreviewLine>>;
    /// What one of these lines changes.
    fn preview_change(&self, staged: &Staged, index: u64) -> Result<Vec<FieldChange>>;
    /// Stores what was read.
    fn commit(&mut self, preview: &Preview, progress: OnProgress<'_>) -> Result<ImportReport>;
    /// Writes reports about what was read.
    fn write_reports(&self, preview: &Preview, to: &ReportTo, replace: bool, strings: &Strings)
    -> Result<Vec<PathBuf>>;
    /// The project named so, whatever it filed: its target, else its self-evaluation or another form.
    fn find_filed(&self, text: &str, year: Option<u16>) -> Result<ProjectView>;
    /// Projects that filed something else than a target, which the queue does not show.
    fn queue_without_targets(&self) -> Result<Vec<QueueRow>>;
    /// The target that a code, an exact name or a key means.
    fn find_project(&self, text: &str, year: Option<u16>) -> Result<ItemId>;
    /// One target.
    fn project(&self, id: ItemId) -> Result<ProjectView>;
    /// The queue, at most `limit` lines.
    fn queue(&self, query: &Query, limit: usize) -> Result<Vec<QueueRow>>;
    /// How often each value of a column stands among the targets that a filter leaves.
    fn frequency(&self, filter: &Filter, column: Column, most: usize) -> Result<Frequency>;
    /// Saved views.
    fn views(&self) -> Result<Vec<SavedView>>;
    /// The view of this name.
    fn view(&self, name: &str) -> Result<SavedView>;
    /// Keeps a view.
    fn save_view(&mut self, view: &SavedView, replace: bool) -> Result<SavedView>;
    /// Gives a view another name.
    fn rename_view(&mut self, from: &str, to: &str) -> Result<SavedView>;
    /// Removes a view.
    fn remove_view(&mut self, name: &str) -> Result<()>;
    /// Live opinions, oldest first.
    fn opinions(&self) -> Result<Vec<OpinionRow>>;
    /// Live demands, by due date.
    fn demands(&self) -> Result<Vec<DemandRow>>;
    /// Contested targets.
    fn contests(&self) -> Result<Vec<Contest>>;
    /// Runs the automatic checks over all targets.
    fn pre_review(&mut self, anew: bool, progress: OnProgress<'_>) -> Result<PreReviewed>;
    /// Projects of the newest budget list without a target, at most so many, and how many there are.
    fn without_target(&self, limit: usize) -> Result<(Vec<WithoutTarget>, u64)>;
    /// Runs the checks over the self-evaluations of a year, or of all years; `anew` also over those about which nothing has changed.
    fn check_evaluations(&mut self, year: Option<u16>, anew: bool, on: OnProgress<'_>) -> Result<EvaluationsChecked>;
    /// Approved targets without a self-evaluation, at most so many, and how many there are.
    fn without_evaluation(
        &self,
        year: Option<u16>,
        limit: usize,
        progress: OnProgress<'_>,
    ) -> Result<(Vec<WithoutEvaluation>, u64)>;
    /// Self-evaluations of a year that break rules, those with the most first, at most so many, and how many there are.
    fn flagged(&self, year: u16, limit: usize) -> Result<(Vec<Flagged>, u64)>;
    /// Links between tables.
    fn links(&self, query: &LinkQuery) -> Result<LinkReport>;
    /// Entries of the indicator library.
    fn library(&self, query: &LibraryQuery) -> Result<LibraryPage>;
    /// Rechecks of a year, or of the newest that has any self-evaluation.
    fn rechecks(&self, year: Option<u16>) -> Result<RecheckList>;
    /// The self-evaluation that a person means.
    fn evaluated(&self, text: &str, year: Option<u16>) -> Result<(ProjectKey, u16)>;
    /// One recheck.
    fn recheck(&self, project: ProjectKey, year: u16) -> Result<RecheckView>;
    /// Whether the files of its papers lie in a folder as they were registered.
    fn check_papers(&self, project: ProjectKey, year: u16, folder: &Path) -> Result<BTreeMap<String, PaperFile>>;
    /// A row compared with projects that do the same.
    fn explain(&self, item: ItemId, check: Option<&CheckId>) -> Result<FormExplained>;
    /// A place's own checks that failed, each with a target on which it did.
    fn failed_checks(&self) -> Result<BTreeMap<CheckId, Problem>>;
    /// Rows elsewhere that say the same, and how they were decided.
    fn consistency(&self, query: &ConsistencyQuery) -> Result<ConsistencyReport>;
    /// Rows of wordings that were decided in several ways, and how many such wordings there are.
    fn inconsistencies(&self, most: usize) -> Result<(Vec<(ItemId, u32)>, u64)>;
    /// Projects that do the same.
    fn similar(&self, query: &SimilarQuery) -> Result<SimilarReport>;
    /// What was passed in a year, how far the second look at it is, and at most so many of its sample.
    fn second_look(&self, year: Option<u16>, limit: usize) -> Result<SecondLookReport>;
    /// Takes down the names of indicators by which those are found.
    fn take_down_names(&self, progress: OnProgress<'_>) -> Result<u64>;
    /// The form of a table, or the target, that a code, an exact name or a key means.
    fn find_linked(&self, text: &str, table: LinkedTable, year: u16, targets: bool) -> Result<LinkSide>;
    /// What people decided about a form, and the events of those decisions.
    fn link_said(&self, table: LinkedTable, year: u16, project: ProjectKey) -> Result<(Vec<LinkSaid>, Vec<EventId>)>;
    /// What would be sealed.
    fn plan_sample(&self, ask: &SampleAsk) -> Result<SamplePlan>;
    /// Seals population and plan.
    fn seal_sample(
        &mut self,
        operation: &str,
        ask: &SampleAsk,
        progress: OnProgress<'_>,
    ) -> Result<(SealedSample, SamplePlan)>;
    /// What a draw would lack to count as public; refused where it could not be made.
    fn seed_lacks(&self, ask: &DrawAsk) -> Result<Vec<SeedLack>>;
    /// Draws from what was sealed.
    fn draw_sample(&mut self, operation: &str, ask: &DrawAsk, progress: OnProgress<'_>) -> Result<SealedSample>;
    /// Gives up what was sealed.
    fn abandon_sample(&mut self, sealed: Option<EventId>, reason: &str) -> Result<()>;
    /// Everything that was sealed, the newest first.
    fn samples(&self) -> Result<Vec<SealedSample>>;
    /// What a draw computed.
    fn sample_proof(&self, sample: &SealedSample) -> Result<Option<Proof>>;
    /// Writes what is public into a folder.
    fn publish_sample(
        &self,
        sample: &SealedSample,
        out: &Path,
        replace: bool,
        strings: &Strings,
        progress: OnProgress<'_>,
    ) -> Result<Vec<LeftFile>>;
    /// Who would take the place of a drawn unit.
    fn next_ticket(&self, project: ProjectKey, year: u16) -> Result<NextTicket>;
    /// Replaces a drawn unit by the next ticket of its stratum.
    fn replace_unit(&mut self, operation: &str, ask: &ReplaceAsk) -> Result<Changed>;
    /// Who was replaced by whom.
    fn replacements(&self, year: Option<u16>) -> Result<Vec<Replaced>>;
    /// What drawing on would do.
    fn plan_further(&self, ask: &FurtherAsk) -> Result<FurtherPlan>;
    /// Draws on.
    fn draw_further(&mut self, operation: &str, ask: &FurtherAsk, progress: OnProgress<'_>) -> Result<SealedSample>;
    /// Who falls due when.
    fn rotation(&self, year: Option<u16>, ask: RotationAsk) -> Result<Rotation>;
    /// What came after the population of a year was sealed.
    fn late(&self, year: u16) -> Result<Option<Late>>;
    /// One act.
    fn act(&mut self, operation: &str, action: &Action) -> Result<Changed>;
    /// What an act on many targets would do.
    fn preview_many(&self, query: &Query, act: &ManyAct) -> Result<ManyPreview>;
    /// Does it.
    fn act_on_many(&mut self, operation: &str, preview: &ManyPreview) -> Result<ManyDone>;
    /// Takes my last step back.
    fn undo(&mut self) -> Result<Changed>;
    /// Does again what was taken back.
    fn redo(&mut self) -> Result<Changed>;
    /// The latest steps of everybody, newest first.
    fn history(&self, limit: usize) -> Result<Vec<HistoryStep>>;
    /// Fingerprints.
    fn digest(&self) -> Result<Digest>;
    /// One's own figures.
    fn stats(&self) -> Result<Stats>;
    /// Looks for damage.
    fn doctor(&self) -> Result<Vec<Check>>;
    /// Writes a safety copy; its SHA-256.
    fn backup(&self, path: &Path) -> Result<String>;
    /// Writes the opinions sheet.
    fn export_opinions(&self, path: &Path, sheet: OpinionSheet, query: &Query, replace: bool) -> Result<WrittenFile>;
    /// What the spot check of a year found, and what that proves.
    fn spot_check_results(&self, ask: &ResultsAsk) -> Result<Results>;
    /// The rechecks for which papers are asked.
    fn asked_rechecks(&self, ask: &RequestsAsk) -> Result<Vec<RecheckView>>;
    /// A paper of the spot check, as it would be written.
    fn paper(&self, ask: &PaperAsk, strings: &Strings) -> Result<Paper>;
    /// Writes it.
    fn export_paper(
        &self,
        path: &Path,
        ask: &PaperAsk,
        replace: bool,
        strings: &Strings,
        progress: OnProgress<'_>,
    ) -> Result<WrittenFile>;
    /// Writes an exchange bundle.
    fn export_bundle(&self, path: &Path, full: bool) -> Result<WrittenFile>;
    /// Takes exchange bundles in.
    fn import_bundles(&mut self, paths: &[PathBuf], progress: OnProgress<'_>) -> Result<Vec<BundleReport>>;
    /// This station's card.
    fn key_card(&self) -> Result<KeyCard>;
    /// Believes the station of a card.
    fn trust_enrol(&mut self, card: &str) -> Result<TrustRow>;
    /// Stations known here.
    fn trust_list(&self) -> Result<Vec<TrustRow>>;
}

/// Which database, and where things lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// The database file.
    pub database: PathBuf,
    /// The user's folders.
    pub paths: Paths,
    /// Name of the profile, if one was asked for.
    pub profile: Option<String>,
    /// Name of the keymap, if one was asked for.
    pub keymap: Option<String>,
    /// True when nothing may be written, whatever the command.
    pub read_only: bool,
}

/// What a command needs of the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Only reads.
    Read,
    /// Writes to a database that is there.
    Write,
    /// Makes the database if it is missing.
    Create,
}

/// Keys to feed to the screens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Play {
    /// In the notation of the keymap files.
    pub keys: String,
    /// Columns and rows.
    pub size: (u16, u16),
    /// Colours as escape sequences.
    pub ansi: bool,
    /// Draw the last screen as a picture too.
    pub svg: bool,
}

/// What the screens looked like.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Played {
    /// Lines of each screen that was asked for; the last one is the final screen.
    pub screens: Vec<Vec<String>>,
    /// The last screen as a picture.
    pub svg: Option<String>,
}

/// One line of the key table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyLine {
    /// Where it holds, in words.
    pub place: String,
    /// Keys as printed in help.
    pub keys: String,
    /// Identifier of the command.
    pub command: String,
    /// What it does, in words.
    pub meaning: String,
}

/// The doors that lead out of the command line: stations, the sample, the screens.
pub trait Doors {
    /// This program, to be started again for reading workbooks.
    fn program(&self) -> Option<PathBuf> {
        None
    }
    /// Opens a station.
    fn open(&self, opening: &Opening, access: Access) -> Result<Box<dyn Desk>>;
    /// Puts a safety copy in the place of the database; tells where the earlier database was kept,
    /// if there was one.
    fn restore(&self, opening: &Opening, from: &Path) -> Result<Option<PathBuf>>;
    /// Checks a bundle without taking it in; needs no database. One that is not whole is a problem of kind verification.
    fn examine_bundle(&self, opening: &Opening, path: &Path) -> Result<BundleFacts>;
    /// Builds the sample database in a folder.
    fn build_sample(&self, opening: &Opening, folder: &Path, progress: OnProgress<'_>) -> Result<Sample>;
    /// Runs the screens until the user leaves.
    fn screens(&self, opening: &Opening, language: Language) -> Result<()>;
    /// Runs a lesson, by its place in the list, until the user leaves it; `afresh`: from its first step.
    fn lesson(&self, opening: &Opening, language: Language, at: usize, afresh: bool) -> Result<()>;
    /// Tells the screens in sentences until the user leaves or the input ends. `cannot_draw` names a terminal that led here.
    fn talk(&self, opening: &Opening, language: Language, cannot_draw: Option<&str>) -> Result<()>;
    /// Runs the screens without a terminal.
    fn play(&self, opening: &Opening, language: Language, play: &Play) -> Result<Played>;
    /// The key card: its lines, or a drawing of it.
    fn key_card(&self, opening: &Opening, language: Language, drawn: bool) -> Result<Vec<String>>;
    /// All keys with their meanings.
    fn keys(&self, opening: &Opening, strings: &Strings) -> Vec<KeyLine>;
    /// Reads a printed value.
    fn read_value(&self, raw: &str, operator: Option<&str>, unit: Option<&str>) -> Value;
    /// Why a printed value is read so.
    fn explain_value(&self, raw: &str, operator: Option<&str>, unit: Option<&str>) -> Vec<Note>;
}
