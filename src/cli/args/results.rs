//! `export` with the papers of the spot check, and `sample estimate`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{ExportOpinionsArgs, year};

/// `export`
#[derive(Debug, Subcommand)]
pub enum ExportCommand {
    /// The opinions sheet.
    Opinions(ExportOpinionsArgs),
    /// The rechecks of a year.
    Recheck(ExportYearArgs),
    /// The results of a year.
    Circular(ExportYearArgs),
    /// One recheck with its evidence.
    Workpaper(ExportWorkpaperArgs),
}

/// `sample estimate`
#[derive(Debug, Args)]
pub struct EstimateArgs {
    /// Year.
    #[arg(long, value_parser = year)]
    pub year: Option<u16>,
    /// One department.
    #[arg(long)]
    pub department: Option<String>,
    /// The rate that is held tolerable.
    #[arg(long)]
    pub at_most: Option<String>,
}

/// `export recheck`, `export circular`
#[derive(Debug, Args)]
pub struct ExportYearArgs {
    /// File to write.
    #[arg(long)]
    pub out: PathBuf,
    /// Year.
    #[arg(long, value_parser = year)]
    pub year: Option<u16>,
    /// Write over an existing file.
    #[arg(long)]
    pub replace: bool,
}

/// `export workpaper`
#[derive(Debug, Args)]
pub struct ExportWorkpaperArgs {
    /// Code, exact name or key.
    pub project: String,
    #[command(flatten)]
    pub paper: ExportYearArgs,
}
