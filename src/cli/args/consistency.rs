//! `consistency`: how the same was decided elsewhere.

use clap::Args;

use super::year;

/// `consistency`
#[derive(Debug, Args)]
pub struct ConsistencyArgs {
    /// Code, exact name or key.
    pub project: Option<String>,
    /// Year.
    #[arg(long, value_parser = year, requires = "project")]
    pub year: Option<u16>,
    /// Number of the indicator.
    #[arg(long, requires = "project")]
    pub row: Option<u32>,
}
