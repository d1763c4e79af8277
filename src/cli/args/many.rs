//! `many`: one act on all targets that a filter leaves.

use clap::{Args, Subcommand};

/// `many`
#[derive(Debug, Subcommand)]
pub enum ManyCommand {
    /// The same opinion on each target, or on each row alike.
    Opinion(ManyOpinionArgs),
    /// Sends undecided rows back.
    Return(ManyReasonArgs),
    /// Puts undecided rows off.
    Later(ManyReasonArgs),
    /// No problem for undecided rows, and a result.
    Finish(ManyFinishArgs),
    /// The drafts of a check, as they stand.
    Accept(ManyAcceptArgs),
    /// What a check found is no fault.
    Dismiss(ManyDismissArgs),
}

/// Which targets.
#[derive(Debug, Args)]
pub struct ManyOn {
    /// Words of a filter line. Nothing is done to all targets by forgetting them: at least one is needed.
    #[arg(required_unless_present = "filter")]
    pub words: Vec<String>,
    /// More of the filter line; here a word may begin with a hyphen.
    #[arg(long, allow_hyphen_values = true)]
    pub filter: Option<String>,
}

/// Which targets, where a check narrows them already.
#[derive(Debug, Args)]
pub struct ManyWhere {
    /// Words of a filter line.
    pub words: Vec<String>,
    /// More of the filter line; here a word may begin with a hyphen.
    #[arg(long, allow_hyphen_values = true)]
    pub filter: Option<String>,
    /// The check.
    #[arg(long)]
    pub check: String,
}

/// `many accept`
#[derive(Debug, Args)]
pub struct ManyAcceptArgs {
    /// Which.
    #[command(flatten)]
    pub on: ManyWhere,
    /// Due date of the demands; the profile's deadline when absent.
    #[arg(long)]
    pub due: Option<String>,
}

/// `many dismiss`
#[derive(Debug, Args)]
pub struct ManyDismissArgs {
    /// Which.
    #[command(flatten)]
    pub on: ManyWhere,
    /// Why it is no fault.
    #[arg(long)]
    pub reason: String,
}

/// `many opinion`
#[derive(Debug, Args)]
pub struct ManyOpinionArgs {
    /// Which.
    #[command(flatten)]
    pub on: ManyOn,
    /// Class.
    #[arg(long)]
    pub category: String,
    /// Text.
    #[arg(long)]
    pub text: String,
    /// Only on rows with this printed target value.
    #[arg(long, conflicts_with = "indicator_name")]
    pub value: Option<String>,
    /// Only on rows of this name.
    #[arg(long)]
    pub indicator_name: Option<String>,
    /// Demand.
    #[arg(long)]
    pub demand: Option<String>,
    /// Due date; the profile's deadline when absent.
    #[arg(long, requires = "demand")]
    pub due: Option<String>,
}

/// `many return`, `many later`
#[derive(Debug, Args)]
pub struct ManyReasonArgs {
    /// Which.
    #[command(flatten)]
    pub on: ManyOn,
    /// Reason.
    #[arg(long, default_value = "")]
    pub reason: String,
}

/// `many finish`
#[derive(Debug, Args)]
pub struct ManyFinishArgs {
    /// Which.
    #[command(flatten)]
    pub on: ManyOn,
    /// Result.
    #[arg(long)]
    pub grade: String,
    /// Reason.
    #[arg(long, default_value = "")]
    pub reason: String,
}
