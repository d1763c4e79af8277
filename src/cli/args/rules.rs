//! `rules`: the checks of a place.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// `rules`
#[derive(Debug, Subcommand)]
pub enum RulesCommand {
    /// All checks.
    List,
    /// One check.
    Show(RulesShowArgs),
    /// Looks a profile file through.
    Test(RulesTestArgs),
    /// What expressions may use.
    Fields(RulesFieldsArgs),
}

/// `rules show`
#[derive(Debug, Args)]
pub struct RulesShowArgs {
    /// Name of the check.
    pub check: String,
}

/// `rules test`
#[derive(Debug, Args)]
pub struct RulesTestArgs {
    /// File of a profile.
    pub file: PathBuf,
}

/// `rules fields`
#[derive(Debug, Args)]
pub struct RulesFieldsArgs {
    /// As a page of a manual.
    #[arg(long)]
    pub markdown: bool,
}
