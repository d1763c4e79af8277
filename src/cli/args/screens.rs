//! `play` and `keys`: the screens without a terminal, and what their keys do.

use std::path::PathBuf;

use clap::Args;

/// `play`
#[derive(Debug, Args)]
pub struct PlayArgs {
    /// Keys in the notation of the keymap files.
    pub keys: String,
    /// Columns and rows.
    #[arg(long, default_value = "80x24")]
    pub size: String,
    /// With colours.
    #[arg(long)]
    pub ansi: bool,
    /// As a picture.
    #[arg(long)]
    pub svg: Option<PathBuf>,
}

/// `keys`
#[derive(Debug, Args)]
pub struct KeysArgs {
    /// As a page of a manual.
    #[arg(long, conflicts_with_all = ["card", "check"])]
    pub markdown: bool,
    /// As a card to be printed.
    #[arg(long, conflicts_with = "check")]
    pub card: bool,
    /// The card as a picture.
    #[arg(long, requires = "card")]
    pub svg: Option<PathBuf>,
    /// Looks a file of keys through.
    #[arg(long)]
    pub check: Option<PathBuf>,
}
