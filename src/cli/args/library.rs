//! `library`: indicators, their standard and benchmark values.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand};

use super::year;
use crate::model::library::Part;

/// `library`
#[derive(Debug, Args)]
pub struct LibraryArgs {
    /// What is done.
    #[command(subcommand)]
    pub command: LibraryCommand,
}

/// What is done with the library.
#[derive(Debug, Subcommand)]
pub enum LibraryCommand {
    /// Entries.
    List(LibraryListArgs),
    /// One entry with its versions.
    Show(LibraryShowArgs),
    /// Reads tables of a library or of standard values.
    Import(LibraryImportArgs),
}

/// `library list`
#[derive(Debug, Args)]
pub struct LibraryListArgs {
    /// Words, a code or initials.
    pub words: Vec<String>,
    /// One part.
    #[arg(long, value_parser = PossibleValuesParser::new(Part::ALL.map(Part::id)))]
    pub part: Option<String>,
    /// What fits a row of this project, and what the project lacks: code, exact name or key.
    #[arg(long)]
    pub project: Option<String>,
    /// Year of the project.
    #[arg(long, value_parser = year)]
    pub year: Option<u16>,
    /// Number of the indicator.
    #[arg(long, requires = "project")]
    pub row: Option<u32>,
}

/// `library show`
#[derive(Debug, Args)]
pub struct LibraryShowArgs {
    /// Code or exact name.
    pub entry: String,
}

/// `library import`
#[derive(Debug, Args)]
pub struct LibraryImportArgs {
    /// Files.
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// Year where the file prints none.
    #[arg(long, value_parser = year)]
    pub year: Option<u16>,
}
