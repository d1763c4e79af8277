//! `sample`: the public draw and what it proves.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand};

use super::year;
use crate::engine::spot_check::rotation::RotationOf;

/// `sample`
#[derive(Debug, Subcommand)]
pub enum SampleCommand {
    /// What would be drawn.
    Plan(SamplePlanArgs),
    /// Seals population and plan.
    Seal(SampleSealArgs),
    /// Draws from what was sealed, or from frozen files.
    Draw(Box<SampleDrawArgs>),
    /// Gives up what was sealed.
    Abandon(SampleAbandonArgs),
    /// Everything that was sealed.
    List,
    /// Draws on with the next tickets.
    Expand(SampleExpandArgs),
    /// Who falls due when.
    Rotation(SampleRotationArgs),
    /// Writes what is public.
    Publish(SamplePublishArgs),
    /// Verifies a draw.
    Verify(SampleVerifyArgs),
    /// Spreads a total over strata.
    Allocate(SampleAllocateArgs),
    /// Shows that a unit was in the population.
    Proof(SampleProofArgs),
    /// What the rechecks prove.
    Estimate(super::results::EstimateArgs),
    /// What a sample proves.
    Bound(SampleBoundArgs),
    /// How many must be drawn.
    Size(SampleSizeArgs),
}

/// What is planned.
#[derive(Debug, Args)]
pub struct SamplePlanArgs {
    /// Year.
    #[arg(long, value_parser = year)]
    pub year: Option<u16>,
    /// Share that has to be drawn.
    #[arg(long, default_value = "10%")]
    pub rate: String,
    /// At least so many of each department.
    #[arg(long, default_value_t = 1)]
    pub minimum: u64,
    /// `DEPARTMENT=NUMBER`
    #[arg(long)]
    pub floor: Vec<String>,
    /// From this amount on, in 万元.
    #[arg(long)]
    pub cutoff: Option<String>,
    /// Code or name; `@FILE` one a line.
    #[arg(long)]
    pub recommend: Vec<String>,
    /// From so many points too high.
    #[arg(long)]
    pub flagged_from: Option<String>,
    /// All of units that scored themselves too high by the last draw that is done.
    #[arg(long)]
    pub inflated: bool,
    /// `CODE=X3:ground`
    #[arg(long)]
    pub exclude: Vec<String>,
    /// Where the seed will come from.
    #[arg(long)]
    pub source: Vec<String>,
    /// `3` or `3 project`
    #[arg(long)]
    pub rotation: Option<String>,
    /// `5% 1-3 +150:4`
    #[arg(long)]
    pub stages: Option<String>,
    /// Only what came after what was drawn.
    #[arg(long)]
    pub tranche: bool,
    /// Share of what is drawn that two re-verify independently.
    #[arg(long, default_value = "")]
    pub second_share: String,
}

/// `sample expand`
#[derive(Debug, Args)]
pub struct SampleExpandArgs {
    /// How many in all; the next declared look where left out.
    #[arg(long)]
    pub to: Option<u64>,
    /// Why.
    #[arg(long, default_value = "")]
    pub reason: String,
    /// Which one; the newest that was drawn.
    #[arg(long)]
    pub sealed: Option<String>,
    /// Folder for list, proof and record.
    #[arg(long)]
    pub out: Option<PathBuf>,
    /// Writes over files that are there.
    #[arg(long)]
    pub force: bool,
}

/// `sample rotation`
#[derive(Debug, Args)]
pub struct SampleRotationArgs {
    /// Year.
    #[arg(long, value_parser = year)]
    pub year: Option<u16>,
    /// Everybody at least once in so many years.
    #[arg(long, default_value = "3")]
    pub years: u16,
    /// Who is examined in turn.
    #[arg(long, default_value = "department", value_parser = PossibleValuesParser::new(RotationOf::ALL.map(RotationOf::id)))]
    pub of: String,
}

/// `sample seal`
#[derive(Debug, Args)]
pub struct SampleSealArgs {
    #[command(flatten)]
    pub plan: SamplePlanArgs,
    /// Folder for the files and the notice.
    #[arg(long)]
    pub out: Option<PathBuf>,
    /// Writes over files that are there.
    #[arg(long)]
    pub force: bool,
}

/// `sample abandon`
#[derive(Debug, Args)]
pub struct SampleAbandonArgs {
    /// Why.
    #[arg(long)]
    pub reason: String,
    /// Which one.
    #[arg(long)]
    pub sealed: Option<String>,
}

/// `sample publish`
#[derive(Debug, Args)]
pub struct SamplePublishArgs {
    /// Folder for the files.
    #[arg(long)]
    pub out: PathBuf,
    /// Which one; the newest that was not given up.
    #[arg(long)]
    pub sealed: Option<String>,
    /// Writes over files that are there.
    #[arg(long)]
    pub force: bool,
}

/// `sample draw`: with the frozen files, or with what was sealed in the database.
#[derive(Debug, Args)]
pub struct SampleDrawArgs {
    /// `population.tsv`
    #[arg(long, requires_all = ["plan", "seed_record", "out"])]
    pub population: Option<PathBuf>,
    /// `plan.tsv`
    #[arg(long, requires = "population")]
    pub plan: Option<PathBuf>,
    /// Seed record.
    #[arg(long, requires = "population")]
    pub seed_record: Option<PathBuf>,
    /// What came out of each source.
    #[arg(long, conflicts_with = "population")]
    pub value: Vec<String>,
    /// Numbers of the sources that nobody here controls.
    #[arg(long, conflicts_with = "population")]
    pub outside: Vec<usize>,
    /// `NAME|OFFICE`
    #[arg(long, conflicts_with = "population")]
    pub witness: Vec<String>,
    /// When.
    #[arg(long, conflicts_with = "population", requires = "place")]
    pub at: Option<String>,
    /// Where.
    #[arg(long, requires = "at")]
    pub place: Option<String>,
    /// Which sealed population.
    #[arg(long, conflicts_with = "population")]
    pub sealed: Option<String>,
    /// Folder for list, proof and record.
    #[arg(long)]
    pub out: Option<PathBuf>,
    /// Draws more than planned, in the same order.
    #[arg(long, requires = "population")]
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
    /// A folder with everything that was published.
    #[arg(conflicts_with_all = ["population", "plan", "seed_record", "proof"])]
    pub folder: Option<PathBuf>,
    /// `population.tsv`
    #[arg(long, required_unless_present = "folder")]
    pub population: Option<PathBuf>,
    /// `plan.tsv`
    #[arg(long, required_unless_present = "folder")]
    pub plan: Option<PathBuf>,
    /// Seed record.
    #[arg(long, required_unless_present = "folder")]
    pub seed_record: Option<PathBuf>,
    /// `proof.json`
    #[arg(long, required_unless_present = "folder")]
    pub proof: Option<PathBuf>,
    /// `drawn.tsv`
    #[arg(long)]
    pub list: Option<PathBuf>,
    /// `record.txt`
    #[arg(long)]
    pub record: Option<PathBuf>,
    /// `replaced.tsv`
    #[arg(long)]
    pub replaced: Option<PathBuf>,
    /// `plan.json`
    #[arg(long)]
    pub plan_json: Option<PathBuf>,
    /// `second.tsv`
    #[arg(long)]
    pub second: Option<PathBuf>,
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
