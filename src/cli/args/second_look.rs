//! `second-look`: a random sample of what was passed, looked at again.

use clap::{Args, Subcommand};

use super::year;

/// `second-look`
#[derive(Debug, Args)]
pub struct SecondLookArgs {
    /// What is done.
    #[command(subcommand)]
    pub command: SecondLookCommand,
}

/// What is done with the sample.
#[derive(Debug, Subcommand)]
pub enum SecondLookCommand {
    /// The sample and what it proves.
    List(SecondLookListArgs),
    /// Nothing is wrong with a target.
    Agree(SecondLookAgreeArgs),
    /// A fault was found.
    Found(SecondLookFoundArgs),
}

/// `second-look list`
#[derive(Debug, Args)]
pub struct SecondLookListArgs {
    /// Fiscal year; the newest when absent.
    #[arg(long, value_parser = year)]
    pub year: Option<u16>,
    /// Most lines.
    #[arg(long, default_value_t = 50)]
    pub limit: usize,
}

/// `second-look agree`
#[derive(Debug, Args)]
pub struct SecondLookAgreeArgs {
    /// Code, exact name or key.
    pub project: String,
    /// Fiscal year.
    #[arg(long, value_parser = year)]
    pub year: Option<u16>,
}

/// `second-look found`
#[derive(Debug, Args)]
pub struct SecondLookFoundArgs {
    /// Code, exact name or key.
    pub project: String,
    /// The fault.
    #[arg(long)]
    pub reason: String,
    /// Fiscal year.
    #[arg(long, value_parser = year)]
    pub year: Option<u16>,
}
