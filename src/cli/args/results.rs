//! `sample estimate`, and the papers of the spot check under `export`.

use std::path::PathBuf;

use clap::Args;

use super::year;

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
