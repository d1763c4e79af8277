//! `check`: automatic checks of files or projects.

use std::path::PathBuf;

use clap::Args;

use super::year;

/// `check`
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Files and folders, or projects.
    pub what: Vec<String>,
    /// All targets of the database, kept for the queue.
    #[arg(long, group = "whole", conflicts_with_all = ["what", "out", "year", "region", "project", "encoding"])]
    pub all: bool,
    /// All self-evaluations of a year, or of every year.
    #[arg(long, group = "whole", conflicts_with_all = ["what", "out", "region", "project", "encoding"])]
    pub evaluations: bool,
    /// With `--all` or `--evaluations`: also those about which nothing has changed.
    #[arg(long, requires = "whole")]
    pub anew: bool,
    /// How the checks came to their answers; of one check, also why it does not fire.
    #[arg(long, num_args = 0..=1, default_missing_value = "", conflicts_with_all = ["all", "evaluations", "out"])]
    pub explain: Option<String>,
    /// Where to write: `.xlsx`, `.html`, `.txt` or a folder.
    #[arg(long)]
    pub out: Option<PathBuf>,
    /// Write over what is there.
    #[arg(long)]
    pub replace: bool,
    /// Year where the file prints none.
    #[arg(long, value_parser = year)]
    pub year: Option<u16>,
    /// Region code where the file prints none.
    #[arg(long)]
    pub region: Option<String>,
    /// Project for tables that name none.
    #[arg(long)]
    pub project: Option<String>,
    /// Encoding of csv files.
    #[arg(long)]
    pub encoding: Option<String>,
}
