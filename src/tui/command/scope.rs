//! Where chords are looked up: pages, parts of pages, everywhere.

/// Where a chord is looked up. A screen names its scopes from the inside out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Everywhere except inside popups that must be answered.
    Global,
    /// Lists of any kind.
    List,
    /// Home page.
    Home,
    /// Own figures.
    Figures,
    /// Links between tables.
    Links,
    /// The public draw.
    Sample,
    /// What a spot check found.
    Results,
    /// The queue of targets.
    Queue,
    /// Choosing what is to be done to many targets.
    Many,
    /// Projects that do the same as a row.
    Similar,
    /// What was done.
    History,
    /// Its filter line.
    Find,
    /// Values beside it to narrow it by.
    Facet,
    /// Choosing a column.
    Column,
    /// How often values stand.
    Frequency,
    /// Saved views.
    Views,
    /// What files hold, before it is stored.
    Preview,
    /// One target.
    Review,
    /// Choosing one of the twelve classes.
    Class,
    /// Choosing a phrase.
    Phrase,
    /// Confirming a result.
    Grade,
    /// The opinion editor.
    Editor,
    /// What the columns of an unknown table mean.
    Mapping,
    /// Forms with several fields.
    Form,
    /// One-line entries: filter, palette, number.
    Line,
    /// Any text field.
    Text,
    /// Notices and other popups to be read.
    Popup,
    /// Help.
    Help,
    /// The list of lessons.
    Lessons,
    /// The indicator library.
    Library,
    /// The automatic checks.
    Rules,
    /// The rechecks of a year.
    Rechecks,
    /// One recheck.
    Recheck,
    /// The papers of a recheck.
    Papers,
    /// Where two who rechecked the same differ.
    Differences,
}

impl Scope {
    /// All scopes with the name of their table in keymap files.
    pub const ALL: [(Scope, &'static str); 35] = [
        (Scope::Global, "global"),
        (Scope::List, "list"),
        (Scope::Home, "home"),
        (Scope::Figures, "figures"),
        (Scope::Links, "links"),
        (Scope::Sample, "sample"),
        (Scope::Results, "results"),
        (Scope::Queue, "queue"),
        (Scope::Many, "many"),
        (Scope::Similar, "similar"),
        (Scope::History, "history"),
        (Scope::Find, "find"),
        (Scope::Facet, "facet"),
        (Scope::Column, "column"),
        (Scope::Frequency, "frequency"),
        (Scope::Views, "views"),
        (Scope::Preview, "preview"),
        (Scope::Review, "review"),
        (Scope::Class, "class"),
        (Scope::Phrase, "phrase"),
        (Scope::Grade, "grade"),
        (Scope::Editor, "editor"),
        (Scope::Mapping, "mapping"),
        (Scope::Form, "form"),
        (Scope::Line, "line"),
        (Scope::Text, "text"),
        (Scope::Popup, "popup"),
        (Scope::Help, "help"),
        (Scope::Lessons, "lessons"),
        (Scope::Library, "library"),
        (Scope::Rules, "rules"),
        (Scope::Rechecks, "rechecks"),
        (Scope::Recheck, "recheck"),
        (Scope::Papers, "papers"),
        (Scope::Differences, "differences"),
    ];

    /// True for scopes that are a page of their own; the others are parts of several pages.
    pub fn is_page(self) -> bool {
        use Scope::{
            Differences, Editor, Figures, Frequency, Grade, History, Home, Library, Links, Many, Mapping, Papers,
            Preview, Queue, Recheck, Rechecks, Results, Review, Rules, Sample, Similar, Views,
        };
        matches!(
            self,
            Home | Figures
                | Queue
                | Review
                | Editor
                | Grade
                | History
                | Preview
                | Links
                | Sample
                | Results
                | Similar
                | Many
                | Mapping
                | Frequency
                | Rules
                | Views
                | Library
                | Rechecks
                | Recheck
                | Papers
                | Differences
        )
    }

    /// The name of its table.
    pub fn id(self) -> &'static str {
        Scope::ALL.iter().find(|(scope, _)| *scope == self).map_or("", |(_, id)| id)
    }

    /// Reads [`Scope::id`].
    pub fn from_id(id: &str) -> Option<Scope> {
        Scope::ALL.iter().find(|(_, name)| *name == id).map(|(scope, _)| *scope)
    }
}
