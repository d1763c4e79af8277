//! `sample`: the public draw and what it proves.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand};

/// `sample`
#[derive(Debug, Subcommand)]
pub enum SampleCommand {
    /// Draws from frozen files.
    Draw(SampleDrawArgs),
    /// Verifies a draw.
    Verify(SampleVerifyArgs),
    /// Spreads a total over strata.
    Allocate(SampleAllocateArgs),
    /// Shows that a unit was in the population.
    Proof(SampleProofArgs),
    /// What a sample proves.
    Bound(SampleBoundArgs),
    /// How many must be drawn.
    Size(SampleSizeArgs),
}

/// The frozen files.
#[derive(Debug, Args)]
pub struct FrozenArgs {
    /// `population.tsv`
    #[arg(long)]
    pub population: PathBuf,
    /// `plan.tsv`
    #[arg(long)]
    pub plan: PathBuf,
    /// Seed record.
    #[arg(long)]
    pub seed_record: PathBuf,
}

/// `sample draw`
#[derive(Debug, Args)]
pub struct SampleDrawArgs {
    #[command(flatten)]
    pub frozen: FrozenArgs,
    /// Folder for list, proof and record.
    #[arg(long)]
    pub out: PathBuf,
    /// Draws more than planned, in the same order.
    #[arg(long)]
    pub expand_to: Option<u64>,
    /// Share of all units that has to be drawn at random.
    #[arg(long, default_value = "10%")]
    pub duty: String,
    /// Writes over files that are there.
    #[arg(long)]
    pub force: bool,
}

/// `sample verify`
#[derive(Debug, Args)]
pub struct SampleVerifyArgs {
    #[command(flatten)]
    pub frozen: FrozenArgs,
    /// `proof.json`
    #[arg(long)]
    pub proof: PathBuf,
    /// `drawn.tsv`
    #[arg(long)]
    pub list: Option<PathBuf>,
    /// `record.txt`
    #[arg(long)]
    pub record: Option<PathBuf>,
}

/// `sample allocate`
#[derive(Debug, Args)]
pub struct SampleAllocateArgs {
    /// `plan.tsv`
    #[arg(long)]
    pub plan: PathBuf,
    /// How many in all.
    #[arg(long)]
    pub total: u64,
    /// At least so many of each stratum.
    #[arg(long, default_value_t = 1)]
    pub minimum: u64,
    /// At least this share of each stratum.
    #[arg(long, default_value = "0")]
    pub stratum_rate: String,
}

/// `sample proof`
#[derive(Debug, Args)]
pub struct SampleProofArgs {
    /// `population.tsv`
    #[arg(long)]
    pub population: PathBuf,
    /// Key of the unit.
    #[arg(long)]
    pub key: String,
    /// `proof.json` whose root it has to lead to.
    #[arg(long)]
    pub proof: Option<PathBuf>,
}

/// `sample bound`
#[derive(Debug, Args)]
pub struct SampleBoundArgs {
    /// How many there are, or `inf`.
    #[arg(long = "population")]
    pub units: String,
    /// How many were drawn at random.
    #[arg(long)]
    pub drawn: u64,
    /// How many of them were bad.
    #[arg(long)]
    pub found: u64,
    /// Risk that the limit is passed.
    #[arg(long, default_value = "0.05")]
    pub risk: String,
    /// Which limits.
    #[arg(long, default_value = "upper", value_parser = PossibleValuesParser::new(["upper", "lower", "two"]))]
    pub side: String,
}

/// `sample size`
#[derive(Debug, Args)]
pub struct SampleSizeArgs {
    /// How many there are, or `inf`.
    #[arg(long = "population")]
    pub units: String,
    /// Rate that would be too much.
    #[arg(long)]
    pub tolerable: String,
    /// Rate that is expected.
    #[arg(long, default_value = "0")]
    pub expected: String,
    /// Risk of accepting what is too much.
    #[arg(long, default_value = "0.05")]
    pub risk: String,
}
