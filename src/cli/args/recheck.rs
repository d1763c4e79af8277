//! Types of `recheck`.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand};

use super::year;
use crate::model::recheck::{Outcome, RecheckStatus};

/// `recheck`
#[derive(Debug, Subcommand)]
pub enum RecheckCommand {
    /// What is to be rechecked, and how it stands.
    List(RecheckListArgs),
    /// One recheck, row by row.
    Show(RecheckShowArgs),
    /// What was found of a row.
    Set(RecheckSetArgs),
    /// Registers a paper.
    Evidence(EvidenceArgs),
    /// What units are asked for.
    Request(RequestArgs),
    /// Checks the files of papers against their fingerprints.
    Papers(PapersArgs),
    /// Makes the result.
    Finish(RecheckNoteArgs),
    /// Takes one's own result back.
    Reopen(RecheckNoteArgs),
    /// The second person agrees.
    Confirm(RecheckNoteArgs),
    /// The second person does not agree.
    SendBack(RecheckReasonArgs),
    /// The unit objects.
    Object(RecheckReasonArgs),
    /// Answers an objection.
    Answer(AnswerArgs),
    /// It could not be, or need not be, rechecked.
    Outcome(OutcomeArgs),
    /// The next ticket takes its place.
    Replace(ReplaceArgs),
    /// Who was replaced by whom.
    Replacements(ReplacementsArgs),
    /// Two people are to find it out independently.
    Second(SecondArgs),
    /// Where the two differ.
    Differences(RecheckShowArgs),
    /// Settles a difference.
    Settle(SettleArgs),
}

/// Which self-evaluation.
#[derive(Debug, Args)]
pub struct Evaluated {
    /// Code, exact name or key of the project.
    pub project: String,
    /// Year.
    #[arg(long, value_parser = year)]
    pub year: Option<u16>,
}

/// `recheck list`
#[derive(Debug, Args)]
pub struct RecheckListArgs {
    /// Year.
    #[arg(long, value_parser = year)]
    pub year: Option<u16>,
    /// Only those that stand so.
    #[arg(long, value_parser = PossibleValuesParser::new(RecheckStatus::ALL.map(RecheckStatus::id)))]
    pub status: Option<String>,
    /// At most.
    #[arg(long)]
    pub limit: Option<usize>,
}

/// `recheck show`
#[derive(Debug, Args)]
pub struct RecheckShowArgs {
    /// Which.
    #[command(flatten)]
    pub of: Evaluated,
}

/// `recheck set`
#[derive(Debug, Args)]
#[group(id = "found", required = true, multiple = false, args = ["value", "confirm", "no_evidence", "not_applicable"])]
pub struct RecheckSetArgs {
    /// Which.
    #[command(flatten)]
    pub of: Evaluated,
    /// Number of the indicator; 0 is the execution rate.
    #[arg(long)]
    pub indicator: u32,
    /// The verified value.
    #[arg(long)]
    pub value: Option<String>,
    /// As self-evaluated.
    #[arg(long)]
    pub confirm: bool,
    /// Nothing proves it.
    #[arg(long)]
    pub no_evidence: bool,
    /// The row does not apply.
    #[arg(long)]
    pub not_applicable: bool,
    /// Papers that prove it.
    #[arg(long, value_delimiter = ',')]
    pub evidence: Vec<String>,
    /// Note for the working papers.
    #[arg(long, default_value = "")]
    pub note: String,
}

/// `recheck evidence`
#[derive(Debug, Args)]
pub struct EvidenceArgs {
    /// Which.
    #[command(flatten)]
    pub of: Evaluated,
    /// What it is called.
    #[arg(long)]
    pub name: String,
    /// Page or place in it.
    #[arg(long, default_value = "")]
    pub page: String,
    /// The file.
    #[arg(long)]
    pub file: Option<PathBuf>,
    /// Where the data come from.
    #[arg(long, default_value = "")]
    pub source: String,
    /// How they were verified.
    #[arg(long, default_value = "")]
    pub verification: String,
    /// How accurate they are.
    #[arg(long, default_value = "")]
    pub accuracy: String,
    /// What they do not say.
    #[arg(long, default_value = "")]
    pub limits: String,
    /// What makes up for that.
    #[arg(long, default_value = "")]
    pub compensation: String,
}

/// `recheck request`
#[derive(Debug, Args)]
#[group(id = "asked", required = true, multiple = true, args = ["projects", "department"])]
pub struct RequestArgs {
    /// Code, exact name or key of each project.
    pub projects: Vec<String>,
    /// All open rechecks of a department.
    #[arg(long)]
    pub department: Option<String>,
    /// Year.
    #[arg(long, value_parser = year)]
    pub year: Option<u16>,
    /// The day by which the papers are to come.
    #[arg(long)]
    pub due: Option<String>,
    /// File to write: docx, html, xlsx or txt.
    #[arg(long)]
    pub out: Option<PathBuf>,
    /// Write over an existing file.
    #[arg(long, requires = "out")]
    pub replace: bool,
}

/// `recheck papers`
#[derive(Debug, Args)]
pub struct PapersArgs {
    /// Which.
    #[command(flatten)]
    pub of: Evaluated,
    /// Folder in which the files lie.
    #[arg(long)]
    pub folder: PathBuf,
}

/// Acts with a note.
#[derive(Debug, Args)]
pub struct RecheckNoteArgs {
    /// Which.
    #[command(flatten)]
    pub of: Evaluated,
    /// Note.
    #[arg(long, default_value = "")]
    pub note: String,
}

/// Acts with a reason.
#[derive(Debug, Args)]
pub struct RecheckReasonArgs {
    /// Which.
    #[command(flatten)]
    pub of: Evaluated,
    /// Reason.
    #[arg(long)]
    pub reason: String,
}

/// `recheck second`
#[derive(Debug, Args)]
#[group(id = "why", required = true, multiple = false, args = ["reason", "release"])]
pub struct SecondArgs {
    /// Which.
    #[command(flatten)]
    pub of: Evaluated,
    /// Reason.
    #[arg(long)]
    pub reason: Option<String>,
    /// There is no second person, and why.
    #[arg(long)]
    pub release: Option<String>,
}

/// `recheck answer`
#[derive(Debug, Args)]
#[group(id = "answer", required = true, multiple = false, args = ["upheld", "rejected"])]
pub struct AnswerArgs {
    /// Which.
    #[command(flatten)]
    pub of: Evaluated,
    /// Number of the objection, from 1; the newest unless given.
    #[arg(long)]
    pub objection: Option<usize>,
    /// The result is looked at again.
    #[arg(long)]
    pub upheld: bool,
    /// The result stands.
    #[arg(long)]
    pub rejected: bool,
    /// Reason.
    #[arg(long)]
    pub reason: String,
}

/// `recheck settle`
#[derive(Debug, Args)]
#[group(id = "by", required = true, multiple = false, args = ["take", "value", "confirm", "no_evidence", "not_applicable"])]
pub struct SettleArgs {
    /// Which.
    #[command(flatten)]
    pub of: Evaluated,
    /// Number of the indicator; 0 is the execution rate.
    #[arg(long, required_unless_present = "visit")]
    pub indicator: Option<u32>,
    /// What became of the visit, and no row.
    #[arg(long, requires = "take", conflicts_with = "indicator")]
    pub visit: bool,
    /// What the one or the other of the two said.
    #[arg(long, value_parser = PossibleValuesParser::new(["first", "second"]))]
    pub take: Option<String>,
    /// The verified value.
    #[arg(long)]
    pub value: Option<String>,
    /// As self-evaluated.
    #[arg(long)]
    pub confirm: bool,
    /// Nothing proves it.
    #[arg(long)]
    pub no_evidence: bool,
    /// The row does not apply.
    #[arg(long)]
    pub not_applicable: bool,
    /// Papers that prove it.
    #[arg(long, value_delimiter = ',', conflicts_with = "take")]
    pub evidence: Vec<String>,
    /// On what ground.
    #[arg(long)]
    pub reason: String,
}

/// `recheck outcome`
#[derive(Debug, Args)]
pub struct OutcomeArgs {
    /// Which.
    #[command(flatten)]
    pub of: Evaluated,
    /// What became of it.
    #[arg(long, value_parser = PossibleValuesParser::new(Outcome::ALL.map(Outcome::id)))]
    pub outcome: String,
    /// Reason.
    #[arg(long)]
    pub reason: String,
}

/// `recheck replace`
#[derive(Debug, Args)]
pub struct ReplaceArgs {
    /// Which.
    #[command(flatten)]
    pub of: Evaluated,
    /// What became of it; known already where left out.
    #[arg(long = "as", value_parser = PossibleValuesParser::new(Outcome::ALL.map(Outcome::id)))]
    pub outcome: Option<String>,
    /// Reason.
    #[arg(long, default_value = "")]
    pub reason: String,
}

/// `recheck replacements`
#[derive(Debug, Args)]
pub struct ReplacementsArgs {
    /// Year.
    #[arg(long, value_parser = year)]
    pub year: Option<u16>,
}
