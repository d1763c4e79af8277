//! `list`, `frequency` and `view`: what finds, counts and remembers.

use std::ffi::OsString;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};

use crate::model::query::{Column, Sort};

/// What a list may be of; another word begins the filter.
pub const LISTS: [&str; 5] = ["projects", "opinions", "demands", "events", "contests"];

/// Orders: `amount`, `amount:asc`, `amount:desc`.
pub fn sorts() -> impl TypedValueParser<Value = Sort> {
    let ways = |column: Column| ["", ":asc", ":desc"].map(|way| format!("{}{way}", column.id()));
    // Only orders get through.
    PossibleValuesParser::new(Column::orders().flat_map(ways)).map(|id| Sort::from_id(&id).unwrap_or_default())
}

/// `-道路` leaves a word out of a filter line and is no option of a command: it is handed on as `not:道路`. Options are Latin
/// letters; a word of those is left out by `not:` itself.
pub fn exceptions(args: &[OsString]) -> Vec<OsString> {
    let mut args: Vec<OsString> = args.to_vec();
    let finds = |arg: &OsString| ["list", "frequency", "view"].iter().any(|name| arg == name);
    let Some(at) = args.iter().position(finds) else { return args };
    for arg in args.iter_mut().skip(at + 1).take_while(|arg| *arg != "--") {
        let word = arg.to_str().and_then(|text| text.strip_prefix('-'));
        if let Some(word) = word.filter(|word| word.starts_with(|c: char| !c.is_ascii_alphabetic() && c != '-')) {
            *arg = format!("not:{word}").into();
        }
    }
    args
}

/// `list`
#[derive(Debug, Args)]
pub struct ListArgs {
    /// Of what, and the words of a filter line.
    pub words: Vec<String>,
    /// More of the filter line.
    #[arg(long, default_value = "", allow_hyphen_values = true)]
    pub filter: String,
    /// Order.
    #[arg(long, value_parser = sorts())]
    pub sort: Option<Sort>,
    /// A saved view.
    #[arg(long)]
    pub view: Option<String>,
    /// At most.
    #[arg(long)]
    pub limit: Option<usize>,
}

/// `frequency`
#[derive(Debug, Args)]
pub struct FrequencyArgs {
    /// Which column.
    #[arg(value_parser = PossibleValuesParser::new(Column::ALL.map(Column::id)))]
    pub column: String,
    /// The words of a filter line.
    pub words: Vec<String>,
    /// A saved view.
    #[arg(long)]
    pub view: Option<String>,
    /// At most.
    #[arg(long, default_value_t = 50)]
    pub limit: usize,
}

/// `view`
#[derive(Debug, Subcommand)]
pub enum ViewCommand {
    /// Saved views.
    List,
    /// Keeps one.
    Save(ViewSaveArgs),
    /// Gives one another name.
    Rename(ViewRenameArgs),
    /// Removes one.
    Remove(ViewRemoveArgs),
}

/// `view save`
#[derive(Debug, Args)]
pub struct ViewSaveArgs {
    /// Its name.
    pub name: String,
    /// The words of its filter line.
    pub words: Vec<String>,
    /// Its order.
    #[arg(long, value_parser = sorts())]
    pub sort: Option<Sort>,
    /// In place of another one of its name.
    #[arg(long)]
    pub replace: bool,
}

/// `view rename`
#[derive(Debug, Args)]
pub struct ViewRenameArgs {
    /// Its name.
    pub name: String,
    /// Its new name.
    pub to: String,
}

/// `view remove`
#[derive(Debug, Args)]
pub struct ViewRemoveArgs {
    /// Its name.
    pub name: String,
}
