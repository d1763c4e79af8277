//! One file of keys, read leniently: every fault is told with its line and what was probably meant.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::{Binding, nearest};
use crate::model::problem::Problem;
use crate::text::fold::fold_char;
use crate::tui::chord::{Chord, Code, key_names, read_sequence};
use crate::tui::command::{CATALOGUE, Command, Scope};

/// A key of a file and its line.
pub(super) type Place = (Scope, Vec<Chord>, usize);

/// What a file says.
#[derive(Debug, Default)]
pub(super) struct Layer {
    /// Its keys.
    pub(super) bindings: Vec<Binding>,
    /// Keys it takes their meaning from.
    pub(super) freed: Vec<(Scope, Vec<Chord>)>,
    /// Everything it names.
    pub(super) places: Vec<Place>,
}

/// Something written in the file.
struct Entry {
    line: usize,
    table: String,
    key: String,
    /// `None`: no text.
    command: Option<String>,
}

/// Entries in the order in which they stand there; what is no TOML is told and passed over.
fn entries(file: &str, source: &str, problems: &mut Vec<Problem>) -> Vec<Entry> {
    let line =
        |span: &Range<usize>| source.get(..span.start.min(source.len())).unwrap_or(source).matches('\n').count() + 1;
    let (tables, errors) = DeTable::parse_recoverable(source);
    let mut broken: Vec<usize> = Vec::new();
    for error in errors {
        let at = error.span().map_or(1, |span| line(&span));
        broken.push(at);
        problems.push(
            Problem::refused("problem-keymap-line").with("file", file).with("line", at).with("detail", error.message()),
        );
    }
    let mut entries: Vec<(usize, Entry)> = Vec::new();
    for (table, keys) in tables.get_ref().iter() {
        let DeValue::Table(keys) = keys.get_ref() else {
            problems.push(
                Problem::refused("problem-keymap-no-table")
                    .with("file", file)
                    .with("line", line(&table.span()))
                    .with("value", table.get_ref()),
            );
            continue;
        };
        if keys.is_empty() && Scope::from_id(table.get_ref()).is_none() {
            problems.push(scope_problem(file, line(&table.span()), table.get_ref()));
        }
        for (key, value) in keys.iter() {
            let command = match value.get_ref() {
                DeValue::String(command) => Some(command.to_string()),
                _ => None,
            };
            let at = line(&key.span());
            // Half a line was told about already.
            if broken.contains(&at) {
                continue;
            }
            let entry = Entry { line: at, table: table.get_ref().to_string(), key: key.get_ref().to_string(), command };
            entries.push((key.span().start, entry));
        }
    }
    entries.sort_by_key(|(at, _)| *at);
    entries.into_iter().map(|(_, entry)| entry).collect()
}

fn scope_problem(file: &str, line: usize, table: &str) -> Problem {
    let near = nearest(table, Scope::ALL.iter().map(|(_, id)| *id)).unwrap_or_default();
    Problem::refused("problem-keymap-scope")
        .with("file", file)
        .with("line", line)
        .with("value", table)
        .with("near", near)
}

/// The notation that is most like a mistyped key: the mistake may be in a modifier or in the name.
fn nearest_key(typed: &str) -> String {
    // Only the first key of a sequence that cannot be read is looked at.
    let wrong = typed.split_whitespace().find(|part| Chord::read(part).is_err()).unwrap_or(typed).to_lowercase();
    let wrong = wrong.replace('+', "-");
    let mut plain: Vec<String> = key_names();
    if let Some((_, name)) = wrong.rsplit_once('-')
        && name.chars().count() == 1
    {
        plain.push(name.to_owned());
    }
    let held = ["", "ctrl-", "alt-", "shift-"];
    let known = held.iter().flat_map(|held| plain.iter().map(move |name| format!("{held}{name}")));
    nearest(&wrong, known).unwrap_or_default()
}

/// Signs as an input method types them are the keys they stand for.
fn folded(mut keys: Vec<Chord>) -> Vec<Chord> {
    for chord in &mut keys {
        if let Code::Char(c) = chord.code {
            *chord = Chord { code: Code::Char(fold_char(c)), ..*chord }.settled();
        }
    }
    keys
}

fn written(keys: &[Chord]) -> String {
    keys.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

/// Reads a file that is laid over `below`.
pub(super) fn layer(file: &str, source: &str, below: &[Binding], problems: &mut Vec<Problem>) -> Layer {
    let mut layer = Layer::default();
    let mut lines: Vec<usize> = Vec::new();
    for Entry { line, table, key, command } in entries(file, source, problems) {
        let problem = |name: &'static str, value: &str| {
            Problem::refused(name).with("file", file).with("line", line).with("value", value)
        };
        let Some(scope) = Scope::from_id(&table) else {
            problems.push(scope_problem(file, line, &table));
            continue;
        };
        let Ok(keys) = read_sequence(&key).map(folded) else {
            problems.push(problem("problem-keymap-key", &key).with("near", nearest_key(&key)));
            continue;
        };
        if let Some((.., first)) = layer.places.iter().find(|(of, other, _)| *of == scope && *other == keys) {
            problems.push(problem("problem-keymap-twice", &key).with("first", first));
            continue;
        }
        layer.places.push((scope, keys.clone(), line));
        let Some(id) = command else {
            problems.push(problem("problem-keymap-no-text", &key));
            continue;
        };
        if id.is_empty() {
            if !below.iter().any(|binding| binding.scope == scope && binding.keys == keys) {
                problems.push(problem("problem-keymap-nothing", &key).with("table", &table));
            }
            layer.freed.push((scope, keys));
            continue;
        }
        let Some(command) = Command::from_id(&id) else {
            let near = nearest(&id, CATALOGUE.iter().map(|spec| spec.id)).unwrap_or_default();
            problems.push(problem("problem-keymap-command", &id).with("near", near));
            continue;
        };
        if command.spec().scope != scope && command.spec().scope != Scope::Global {
            problems.push(problem("problem-keymap-place", &id).with("table", command.spec().scope.id()));
            continue;
        }
        if let Some(chord) = keys.iter().find(|chord| chord.arrives() != Some(**chord)) {
            let near = chord.arrives().map(|chord| chord.to_string());
            problems.push(match near {
                Some(near) => problem("problem-keymap-other-key", &key).with("near", near),
                None => problem("problem-keymap-never-sent", &key),
            });
            continue;
        }
        if matches!(scope, Scope::Text | Scope::Line) && keys.iter().any(|chord| chord.text().is_some()) {
            problems.push(problem("problem-keymap-types", &key));
            continue;
        }
        layer.bindings.push(Binding { scope, keys, command });
        lines.push(line);
    }
    // A key with a meaning hides every longer sequence that begins with it: one of this file or of those below.
    let freed =
        |binding: &Binding| layer.freed.iter().any(|(scope, keys)| (*scope, keys) == (binding.scope, &binding.keys));
    let hides = |short: &Binding, long: &Binding| {
        short.scope == long.scope && short.keys.len() < long.keys.len() && long.keys.starts_with(&short.keys)
    };
    let mut hidden = Vec::new();
    for (at, binding) in layer.bindings.iter().enumerate() {
        let own = layer.bindings.iter().find(|other| hides(other, binding));
        let by = own.or_else(|| below.iter().find(|other| hides(other, binding) && !freed(other)));
        if let Some(by) = by {
            hidden.push(at);
            problems.push(
                Problem::refused("problem-keymap-shadowed")
                    .with("file", file)
                    .with("line", lines[at])
                    .with("value", written(&binding.keys))
                    .with("by", written(&by.keys))
                    .with("command", by.command.spec().id),
            );
        }
    }
    for at in hidden.into_iter().rev() {
        layer.bindings.remove(at);
    }
    layer
}
