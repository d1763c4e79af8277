//! `similar`: which row of which project is compared with others.

use clap::Args;

use super::year;

/// `similar`
#[derive(Debug, Args)]
pub struct SimilarArgs {
    /// Code, exact name or key.
    pub project: String,
    /// Year.
    #[arg(long, value_parser = year)]
    pub year: Option<u16>,
    /// Number of the indicator.
    #[arg(long)]
    pub row: Option<u32>,
    /// Which basis, from 1.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=100))]
    pub basis: u16,
    /// Projects to leave out.
    #[arg(long)]
    pub without: Vec<String>,
}
