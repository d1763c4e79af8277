//! Types of the answers to drafts.

use clap::Args;

use super::On;

/// `opinion accept`
#[derive(Debug, Args)]
pub struct DraftAcceptArgs {
    /// The project.
    #[command(flatten)]
    pub on: On,
    /// The check.
    #[arg(long)]
    pub check: String,
    /// Other words than the draft's.
    #[arg(long)]
    pub text: Option<String>,
    /// Another demand than the draft's; empty for none.
    #[arg(long)]
    pub demand: Option<String>,
    /// Due date of the demand.
    #[arg(long)]
    pub due: Option<String>,
}

/// `opinion dismiss`
#[derive(Debug, Args)]
pub struct DraftDismissArgs {
    /// The project.
    #[command(flatten)]
    pub on: On,
    /// The check.
    #[arg(long)]
    pub check: String,
    /// Reason; grave findings need one.
    #[arg(long, default_value = "")]
    pub reason: String,
}
