//! The command line as a table of types; its words are put in by [`super::localise`].
//!
//! Comments on commands and arguments here are for developers: people see the messages `cli-…` of the locale files. The
//! names are a contract with scripts; they are added to, never renamed.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand};

use crate::engine::links::Only;
use crate::model::form::{FormKind, Stage};
use crate::model::link::LinkedTable;
use crate::model::query::Sort;

pub mod check;
pub mod consistency;
pub mod drafts;
pub mod find;
pub mod library;
pub mod many;
pub mod recheck;
pub mod results;
pub mod rules;
pub mod sample;
pub mod screens;
pub mod second_look;
pub mod similar;

pub use self::check::CheckArgs;
pub use self::drafts::{DraftAcceptArgs, DraftDismissArgs};
use self::find::sorts;
pub use self::find::{FrequencyArgs, ListArgs, ViewCommand, ViewSaveArgs};
pub use self::results::ExportCommand;
pub use self::rules::{RulesCommand, RulesFieldsArgs, RulesShowArgs, RulesTestArgs};
pub use self::screens::{KeysArgs, PlayArgs};
pub use self::similar::SimilarArgs;

/// Kinds of table that a file may be said to hold.
fn kinds() -> Vec<&'static str> {
    std::iter::once("auto").chain(FormKind::ALL.map(FormKind::id)).collect()
}

fn stages() -> [&'static str; 3] {
    [Stage::Compiled, Stage::Approved, Stage::Execution].map(Stage::id)
}

/// Budget years that make sense.
fn year(text: &str) -> Result<u16, String> {
    text.parse().ok().filter(|year| (1990..=2100).contains(year)).ok_or_else(|| "1990-2100".to_owned())
}

/// `wenxiao`
#[derive(Debug, Parser)]
#[command(
    name = "wenxiao",
    version,
    disable_help_subcommand = true,
    disable_help_flag = true,
    disable_version_flag = true
)]
pub struct Cli {
    /// Database file.
    #[arg(long, global = true, env = "WENXIAO_DB")]
    pub db: Option<PathBuf>,
    /// Language, already obeyed when this is read.
    #[arg(long, global = true, value_parser = PossibleValuesParser::new(["zh-CN", "en"]))]
    pub lang: Option<String>,
    /// Rules of a place.
    #[arg(long, global = true)]
    pub profile: Option<String>,
    /// Keys of the screens.
    #[arg(long, global = true)]
    pub keymap: Option<String>,
    /// The answer as one JSON value.
    #[arg(long, global = true)]
    pub json: bool,
    /// No hints and progress.
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// Look only: whatever would write to the database is refused.
    #[arg(long, global = true)]
    pub read_only: bool,
    /// Show what would be written, write nothing.
    #[arg(long, global = true)]
    pub dry_run: bool,
    /// The screens as sentences.
    #[arg(long, global = true)]
    pub line: bool,
    /// What to do; the screens when absent.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Everything a person can do, for scripts.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Builds the sample database and opens it.
    Demo(DemoArgs),
    /// Ten-minute lessons.
    Lessons(super::lessons::LessonsArgs),
    /// Reads files.
    Import(ImportArgs),
    /// One project.
    Show(ShowArgs),
    /// Automatic checks.
    Check(CheckArgs),
    /// By what is checked.
    #[command(subcommand)]
    Rules(RulesCommand),
    /// Reads printed values.
    Value(ValueArgs),
    /// Rows of a list.
    List(ListArgs),
    /// How often values stand.
    Frequency(FrequencyArgs),
    /// Saved views.
    #[command(subcommand)]
    View(ViewCommand),
    /// Links between tables.
    Links(LinksArgs),
    /// The indicator library.
    Library(library::LibraryArgs),
    /// Projects that do the same.
    Similar(SimilarArgs),
    /// A second look at what was passed.
    SecondLook(second_look::SecondLookArgs),
    /// How the same was decided elsewhere.
    Consistency(consistency::ConsistencyArgs),
    /// Decides a link.
    #[command(subcommand)]
    Link(LinkCommand),
    /// Opinions.
    #[command(subcommand)]
    Opinion(OpinionCommand),
    /// A result or a row's decision.
    Decide(DecideArgs),
    /// One act on many targets.
    #[command(subcommand)]
    Many(many::ManyCommand),
    /// Demands.
    #[command(subcommand)]
    Demand(DemandCommand),
    /// Files for others.
    #[command(subcommand)]
    Export(ExportCommand),
    /// Exchange bundles.
    #[command(subcommand)]
    Bundle(BundleCommand),
    /// Layouts that nobody knows.
    #[command(subcommand)]
    Mapping(MappingCommand),
    /// The spot check's draw.
    #[command(subcommand)]
    Sample(sample::SampleCommand),
    /// The spot check's visits.
    #[command(subcommand)]
    Recheck(recheck::RecheckCommand),
    /// Fingerprints.
    Digest,
    /// One's own figures.
    Stats,
    /// Takes back.
    Undo(StepArgs),
    /// Does again.
    Redo(StepArgs),
    /// My steps.
    History(HistoryArgs),
    /// This station's identity.
    #[command(subcommand)]
    Key(KeyCommand),
    /// Whom this station believes.
    #[command(subcommand)]
    Trust(TrustCommand),
    /// Looks for damage.
    Doctor,
    /// What the terminal can do.
    Terminal,
    /// A safety copy.
    Backup(FileArgs),
    /// Back to a safety copy.
    Restore(FileArgs),
    /// The screens without a terminal.
    Play(PlayArgs),
    /// All keys.
    Keys(KeysArgs),
    /// Completions of a shell.
    Completions(CompletionsArgs),
    /// The manual page.
    Man,
}

/// `demo`
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// Folder of the database.
    #[arg(long)]
    pub dir: Option<PathBuf>,
    /// Only build.
    #[arg(long)]
    pub no_open: bool,
}

/// `import`
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// Files.
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// Kind of table.
    #[arg(long, default_value = "auto", value_parser = PossibleValuesParser::new(kinds()))]
    pub kind: String,
    /// Year where the file prints none.
    #[arg(long, value_parser = year)]
    pub year: Option<u16>,
    /// Region code where the file prints none.
    #[arg(long)]
    pub region: Option<String>,
    /// Which version of a target it holds.
    #[arg(long, default_value = Stage::Compiled.id(), value_parser = PossibleValuesParser::new(stages()))]
    pub stage: String,
    /// Project for tables that name none.
    #[arg(long)]
    pub project: Option<String>,
    /// Encoding of csv files.
    #[arg(long)]
    pub encoding: Option<String>,
    /// Where to report what is wrong: `.xlsx`, `.txt` or a folder.
    #[arg(long)]
    pub report: Option<PathBuf>,
    /// Write over a report that is there.
    #[arg(long)]
    pub replace: bool,
    /// Tell changed projects field by field.
    #[arg(long)]
    pub changes: bool,
    /// Mappings for this once.
    #[arg(long)]
    pub mapping: Option<PathBuf>,
}

/// `mapping`
#[derive(Debug, Subcommand)]
pub enum MappingCommand {
    /// What could be meant.
    Propose(MappingProposeArgs),
    /// How a file is understood.
    Show(FileArgs),
    /// Keeps mappings.
    Save(MappingSaveArgs),
    /// Saved mappings.
    List,
    /// Removes one.
    Remove(MappingRemoveArgs),
}

/// `mapping propose`
#[derive(Debug, Args)]
pub struct MappingProposeArgs {
    /// File.
    pub file: PathBuf,
    /// Only this sheet.
    #[arg(long)]
    pub sheet: Option<String>,
}

/// `mapping save`
#[derive(Debug, Args)]
pub struct MappingSaveArgs {
    /// File with mappings.
    pub file: PathBuf,
    /// In place of another of the same layout.
    #[arg(long)]
    pub replace: bool,
}

/// `mapping remove`
#[derive(Debug, Args)]
pub struct MappingRemoveArgs {
    /// Its layout, or how that begins.
    pub fingerprint: String,
}

/// `show`
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// Code, exact name or key.
    pub project: String,
    /// Year.
    #[arg(long, value_parser = year)]
    pub year: Option<u16>,
}

/// `value`
#[derive(Debug, Args)]
pub struct ValueArgs {
    /// Printed values.
    #[arg(required = true, allow_negative_numbers = true)]
    pub text: Vec<String>,
    /// What a column of signs beside them holds.
    #[arg(long)]
    pub sign: Option<String>,
    /// What a column of units beside them holds.
    #[arg(long)]
    pub unit: Option<String>,
}

/// `links`
#[derive(Debug, Args)]
pub struct LinksArgs {
    /// Year of the targets.
    #[arg(long, value_parser = year)]
    pub year: Option<u16>,
    /// Which rows.
    #[arg(long, default_value = Only::Open.id(), value_parser = PossibleValuesParser::new(Only::ALL.map(Only::id)))]
    pub only: String,
    /// One table.
    #[arg(long, value_parser = PossibleValuesParser::new(LinkedTable::ALL.map(LinkedTable::id)))]
    pub table: Option<String>,
    /// At most.
    #[arg(long)]
    pub limit: Option<usize>,
}

/// `link`
#[derive(Debug, Subcommand)]
pub enum LinkCommand {
    /// Gives a form to a target.
    Set(LinkSetArgs),
    /// Says that a form belongs to no target.
    #[command(name = "none")]
    Nobody(LinkArgs),
    /// Takes one's own decision back.
    Clear(LinkArgs),
}

/// A form in another table.
#[derive(Debug, Args)]
pub struct LinkArgs {
    /// Code, exact name or key of the form in that table.
    #[arg(long)]
    pub project: String,
    /// The table.
    #[arg(long, value_parser = PossibleValuesParser::new(LinkedTable::ALL.map(LinkedTable::id)))]
    pub table: String,
    /// Year of the targets.
    #[arg(long, value_parser = year)]
    pub year: Option<u16>,
}

/// `link set`
#[derive(Debug, Args)]
pub struct LinkSetArgs {
    /// The form.
    #[command(flatten)]
    pub of: LinkArgs,
    /// Code, exact name or key of the target.
    #[arg(long)]
    pub to: String,
}

/// A project, its year and one of its indicators.
#[derive(Debug, Args)]
pub struct On {
    /// Code, exact name or key.
    #[arg(long)]
    pub project: String,
    /// Year.
    #[arg(long, value_parser = year)]
    pub year: Option<u16>,
    /// Indicator number.
    #[arg(long)]
    pub indicator: Option<u32>,
}

/// `opinion`
#[derive(Debug, Subcommand)]
pub enum OpinionCommand {
    /// Records an opinion.
    Add(OpinionAddArgs),
    /// Takes an opinion back.
    Retract(RetractArgs),
    /// Gives the draft of an automatic check.
    Accept(drafts::DraftAcceptArgs),
    /// Says that what a check found is no fault.
    Dismiss(drafts::DraftDismissArgs),
}

/// `opinion add`
#[derive(Debug, Args)]
pub struct OpinionAddArgs {
    /// Code, exact name or key.
    #[arg(long, required_unless_present = "from")]
    pub project: Option<String>,
    /// Year.
    #[arg(long, value_parser = year)]
    pub year: Option<u16>,
    /// Indicator number.
    #[arg(long)]
    pub indicator: Option<u32>,
    /// Class.
    #[arg(long, required_unless_present = "from")]
    pub category: Option<String>,
    /// Text.
    #[arg(long, required_unless_present = "from")]
    pub text: Option<String>,
    /// Demand that goes with it.
    #[arg(long)]
    pub demand: Option<String>,
    /// Due date of the demand.
    #[arg(long, requires = "demand")]
    pub due: Option<String>,
    /// JSON lines, `-` for standard input.
    #[arg(long, conflicts_with_all = ["project", "indicator", "category", "text", "demand"])]
    pub from: Option<PathBuf>,
}

/// `opinion retract`
#[derive(Debug, Args)]
pub struct RetractArgs {
    /// Identity of the opinion.
    pub id: String,
    /// Reason.
    #[arg(long, default_value = "")]
    pub reason: String,
}

/// `decide`
#[derive(Debug, Args)]
pub struct DecideArgs {
    /// The project.
    #[command(flatten)]
    pub on: On,
    /// Result of the whole target.
    #[arg(long, required_unless_present = "verdict", conflicts_with = "indicator")]
    pub grade: Option<String>,
    /// Decision on one row.
    #[arg(long, requires = "indicator", conflicts_with = "grade",
          value_parser = PossibleValuesParser::new(["passed", "returned", "later"]))]
    pub verdict: Option<String>,
    /// Reason.
    #[arg(long, default_value = "")]
    pub reason: String,
}

/// `demand`
#[derive(Debug, Subcommand)]
pub enum DemandCommand {
    /// Raises a demand.
    Add(DemandAddArgs),
}

/// `demand add`
#[derive(Debug, Args)]
pub struct DemandAddArgs {
    /// The project.
    #[command(flatten)]
    pub on: On,
    /// Text.
    #[arg(long)]
    pub text: String,
    /// Due date; the profile's deadline when absent.
    #[arg(long)]
    pub due: Option<String>,
    /// Class.
    #[arg(long)]
    pub category: Option<String>,
    /// Unit that must act; the project's unit when absent.
    #[arg(long)]
    pub unit: Option<String>,
}

/// `export opinions`
#[derive(Debug, Args)]
pub struct ExportOpinionsArgs {
    /// File to write.
    #[arg(long)]
    pub out: PathBuf,
    /// By project or by department.
    #[arg(long, default_value = "project", value_parser = PossibleValuesParser::new(["project", "department"]))]
    pub sheet: String,
    /// Which projects.
    #[arg(long, default_value = "")]
    pub filter: String,
    /// Order.
    #[arg(long, value_parser = sorts())]
    pub sort: Option<Sort>,
    /// Write over an existing file.
    #[arg(long)]
    pub replace: bool,
}

/// `bundle`
#[derive(Debug, Subcommand)]
pub enum BundleCommand {
    /// Writes a bundle.
    Export(BundleExportArgs),
    /// Takes bundles in.
    Import(FilesArgs),
    /// What a bundle holds.
    Show(FileArgs),
    /// Whether a bundle is sound.
    Verify(FileArgs),
}

/// `bundle export`
#[derive(Debug, Args)]
pub struct BundleExportArgs {
    /// File to write.
    #[arg(long)]
    pub out: PathBuf,
    /// Everything, not only what is new.
    #[arg(long)]
    pub full: bool,
}

/// Files to read.
#[derive(Debug, Args)]
pub struct FilesArgs {
    /// Files.
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
}

/// One file.
#[derive(Debug, Args)]
pub struct FileArgs {
    /// File.
    pub file: PathBuf,
}

/// `undo`, `redo`
#[derive(Debug, Args)]
pub struct StepArgs {
    /// How many steps.
    #[arg(default_value_t = 1)]
    pub steps: u32,
}

/// `history`
#[derive(Debug, Args)]
pub struct HistoryArgs {
    /// At most.
    #[arg(long, default_value_t = 20)]
    pub limit: usize,
}

/// `key`
#[derive(Debug, Subcommand)]
pub enum KeyCommand {
    /// Shows the card.
    Show,
    /// Makes a key.
    New(KeyNewArgs),
}

/// `key new`
#[derive(Debug, Args)]
pub struct KeyNewArgs {
    /// Name.
    #[arg(long)]
    pub name: String,
    /// Office.
    #[arg(long)]
    pub office: String,
}

/// `trust`
#[derive(Debug, Subcommand)]
pub enum TrustCommand {
    /// Believes a station.
    Enrol(CardArgs),
    /// Whom we believe.
    List,
}

/// `trust enrol`
#[derive(Debug, Args)]
pub struct CardArgs {
    /// A card or a file with one.
    pub card: String,
}

/// `completions`
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// Which shell.
    pub shell: clap_complete::Shell,
}
