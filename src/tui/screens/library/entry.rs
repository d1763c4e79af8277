//! An entry of the library in words: for the sheet about it, and for a draft opinion.

use crate::engine::library::{LibraryLine, LibraryPage};
use crate::model::library::{LibraryEntry, Suggestion};
use crate::text::Arg;
use crate::tui::look::{Look, Role};
use crate::tui::screens::review::yardsticks::source;
use crate::tui::widgets::sheet::Paragraph;

fn table_name<'p>(entry: &LibraryEntry, page: &'p LibraryPage) -> &'p str {
    page.tables.get(entry.table).map_or("", |table| table.name.as_str())
}

/// Document, date, scope and state of an entry; its table where it names no document.
pub fn where_from(entry: &LibraryEntry, page: &LibraryPage, look: &Look) -> String {
    let told = source(entry, table_name(entry, page), look);
    if told.is_empty() { look.s("library-no-source") } else { told }
}

/// The state of an entry in a word.
pub fn state(entry: &LibraryEntry, look: &Look) -> String {
    entry.state.map(|state| look.s(&format!("library-state-{}", state.id()))).unwrap_or_default()
}

/// The words that an entry recommends to a department.
pub fn said(entry: &LibraryEntry, page: &LibraryPage, look: &Look) -> String {
    let or = |text: &str| if text.is_empty() { look.s("library-no-value") } else { text.to_owned() };
    let key = if entry.measures() { "library-said" } else { "library-said-unvalued" };
    look.t(
        key,
        &[
            ("name", Arg::from(&entry.name)),
            ("source", Arg::from(where_from(entry, page, look))),
            ("unit", Arg::from(or(&entry.unit))),
            ("standard", Arg::from(or(&entry.standard))),
            ("benchmark", Arg::from(or(&entry.benchmark))),
        ],
    )
}

/// What is said to a department whose target lacks a core indicator.
pub fn said_missing(suggestion: &Suggestion, look: &Look) -> String {
    let key = if suggestion.having > 0 { "library-said-missing" } else { "library-said-missing-core" };
    look.t(
        key,
        &[
            ("name", Arg::from(&suggestion.name)),
            ("level2", Arg::from(&suggestion.level2)),
            ("having", Arg::from(suggestion.having)),
            ("looked", Arg::from(suggestion.looked)),
        ],
    )
}

/// Everything about a suggestion.
pub fn suggested(suggestion: &Suggestion, look: &Look) -> (String, Vec<Paragraph>) {
    let mut paragraphs = Vec::new();
    if suggestion.having > 0 {
        let args = [
            ("name", Arg::from(&suggestion.name)),
            ("having", Arg::from(suggestion.having)),
            ("looked", Arg::from(suggestion.looked)),
            ("example", Arg::from(&suggestion.example)),
        ];
        paragraphs.push(Paragraph::plain(look.t("library-missing-line", &args)));
    }
    if suggestion.core {
        let told = look.t("library-missing-core", &[("name", Arg::from(&suggestion.name))]);
        paragraphs.push(Paragraph::plain(told));
    }
    paragraphs.push(Paragraph::plain(said_missing(suggestion, look)).as_role(Role::Muted));
    (suggestion.name.clone(), paragraphs)
}

/// Everything about an entry.
pub fn detail(line: &LibraryLine, page: &LibraryPage, look: &Look) -> (String, Vec<Paragraph>) {
    let entry = &line.entry;
    let mut paragraphs = Vec::new();
    let mut field = |key: &str, text: &str| {
        if !text.trim().is_empty() {
            paragraphs.push(Paragraph::labelled(look.s(key), text.trim()));
        }
    };
    field("field-library-part", &look.s(&format!("library-part-{}", entry.part.id())));
    field("field-library-code", &entry.code);
    field("field-level1", &entry.level1);
    field("field-level2", &entry.level2);
    field("field-library-unit", &entry.unit);
    field("field-library-standard", &entry.standard);
    field("field-library-benchmark", &entry.benchmark);
    if let Some(fit) = line.fit {
        field("field-library-fit", &look.s(&format!("library-near-{}", fit.nearness.id())));
    }
    field("field-library-industry", &entry.industry);
    field("field-library-class", &entry.project_class);
    field("field-library-tier", &entry.tier);
    field("field-explanation", &entry.explanation);
    field("field-library-scoring", &entry.scoring);
    field("field-library-evidence", &entry.evidence);
    field("field-library-document", &entry.document);
    field("field-library-date", &entry.date);
    field("field-library-scope", &entry.scope);
    field("field-library-state", &state(entry, look));
    if let Some(table) = page.tables.get(entry.table) {
        let own = version(table, look);
        field("field-library-version", &own);
        // Other versions of the same library stay; only this one is in force.
        for other in page.tables.iter().filter(|other| other.name == table.name && other.batch != table.batch) {
            field("field-library-version", &version(other, look));
        }
    }
    let heading = if entry.core { format!("{} {}", entry.name, look.s("library-core")) } else { entry.name.clone() };
    (heading, paragraphs)
}

fn version(table: &crate::model::library::LibraryTable, look: &Look) -> String {
    let args = [
        ("table", Arg::from(&table.name)),
        ("year", Arg::from(table.year.to_string())),
        ("batch", Arg::from(table.batch.to_string().chars().take(8).collect::<String>())),
        ("file", Arg::from(&table.source)),
    ];
    look.t(if table.in_force { "library-version" } else { "library-version-old" }, &args)
}
