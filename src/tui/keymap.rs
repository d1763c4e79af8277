//! Which key means what where: TOML tables → one trie per scope, looked up along a chain of scopes.
//!
//! This is the only place where keys meet commands. Maps are layers: ours, the one that was chosen, the user's own file.
//! Whatever is wrong in a layer is reported all at once, with its line, and the rest is used; a layer that would leave an
//! action of every minute without a key that works under a Chinese input method is refused whole. Deliberately absent:
//! reading files (the caller brings texts), and drawing.

mod primary;
mod read;

use std::collections::{BTreeMap, HashMap};

use super::chord::Chord;
use super::command::{CATALOGUE, CHAINS, Command, Scope, Spec};
use crate::model::problem::Problem;

/// The keymap that is compiled in and under all others.
pub const DEFAULT: &str = include_str!("../../keymaps/default.toml");

/// Name of the keymap that is under all others.
pub const STANDARD: &str = "default";

/// The keymaps that are compiled in, by the name that settings give: file for the messages, text.
pub const MAPS: &[(&str, &str, &str)] = &[
    (STANDARD, "keymaps/default.toml", DEFAULT),
    ("vi", "keymaps/vi.toml", include_str!("../../keymaps/vi.toml")),
    ("numpad", "keymaps/numpad.toml", include_str!("../../keymaps/numpad.toml")),
    ("one-handed", "keymaps/one-handed.toml", include_str!("../../keymaps/one-handed.toml")),
];

/// What a key press amounts to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A command.
    Run(Command),
    /// The beginning of a longer sequence; what may follow.
    Pending(Vec<(Chord, Option<Command>)>),
    /// Nothing in any of the scopes.
    Miss,
}

#[derive(Debug, Default, Clone)]
struct Node {
    command: Option<Command>,
    next: BTreeMap<Chord, Node>,
}

/// One key sequence of a scope.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Binding {
    scope: Scope,
    keys: Vec<Chord>,
    command: Command,
}

/// All keys of all scopes.
#[derive(Debug, Clone, Default)]
pub struct Keymap {
    /// The map that was chosen.
    name: &'static str,
    bindings: Vec<Binding>,
    tries: HashMap<Scope, Node>,
}

impl Keymap {
    /// Our keymap alone. Its own test proves that it has no problems.
    pub fn standard() -> Keymap {
        Keymap::load(None).0
    }

    /// Our keymap with the user's laid over it, and everything that is wrong with the user's: the name is for the
    /// messages.
    pub fn load(own: Option<(&str, &str)>) -> (Keymap, Vec<Problem>) {
        Keymap::layered(STANDARD, own)
    }

    /// Ours, the named one over it, the user's over both, and everything that is wrong with the name or the user's.
    pub fn layered(name: &str, own: Option<(&str, &str)>) -> (Keymap, Vec<Problem>) {
        let mut problems = Vec::new();
        let mut keymap =
            Keymap { name: STANDARD, ..Keymap::default() }.with("keymaps/default.toml", DEFAULT, &mut problems);
        match MAPS.iter().find(|(known, ..)| *known == name) {
            Some((STANDARD, ..)) => {}
            Some((name, file, source)) => {
                keymap = keymap.with(file, source, &mut problems);
                keymap.name = name;
            }
            None => problems.push(
                Problem::refused("problem-keymap-name")
                    .with("value", name)
                    .with("known", names().collect::<Vec<_>>().join(", "))
                    .with("near", nearest(name, names()).unwrap_or_default()),
            ),
        }
        if let Some((file, source)) = own {
            keymap = keymap.with(file, source, &mut problems);
        }
        (keymap, problems)
    }

    /// Name of the map that was chosen; what the user laid over it has none.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Another layer; where it takes away what nobody can do without, the keymap stays as it was.
    fn with(self, file: &str, source: &str, problems: &mut Vec<Problem>) -> Keymap {
        let mut laid = Keymap { name: self.name, bindings: self.bindings.clone(), tries: HashMap::new() };
        let lines = laid.lay(file, source, problems);
        laid.build();
        // Ours are proven whole by tests; what they lack is no fault of the file.
        let (before, mut missing) = (primary::missing(&self), primary::missing(&laid));
        missing.retain(|lack| !before.contains(lack));
        if missing.is_empty() || self.bindings.is_empty() {
            return laid;
        }
        for (scope, command) in missing {
            let key = self.label(command).unwrap_or_default();
            // Where the file takes one of its keys.
            let before = self.keys(command);
            let takes = |keys: &[Chord]| before.iter().any(|own| own.starts_with(keys) || keys.starts_with(own));
            let line = lines.iter().find(|(_, keys, _)| takes(keys)).map_or(1, |(.., line)| *line);
            problems.push(
                Problem::refused("problem-keymap-primary")
                    .with("file", file)
                    .with("line", line)
                    .with("table", scope.id())
                    .with("value", command.spec().id)
                    .with("key", key),
            );
        }
        problems.push(Problem::refused("problem-keymap-refused").with("file", file));
        self
    }

    /// Returns the places of the file's keys.
    fn lay(&mut self, file: &str, source: &str, problems: &mut Vec<Problem>) -> Vec<read::Place> {
        let laid = read::layer(file, source, &self.bindings, problems);
        self.bindings.retain(|binding| {
            let taken = |scope: Scope, keys: &[Chord]| {
                // What was laid over a key takes longer sequences that begin with it away, too.
                binding.scope == scope && binding.keys.starts_with(keys)
            };
            let freed = |(scope, keys): &(Scope, Vec<Chord>)| binding.scope == *scope && binding.keys == *keys;
            !laid.freed.iter().any(freed) && !laid.bindings.iter().any(|own| taken(own.scope, &own.keys))
        });
        // What was laid later is shown first: the user's key, not ours, stands on the screen.
        let mut own = laid.bindings;
        own.append(&mut self.bindings);
        self.bindings = own;
        laid.places
    }

    fn build(&mut self) {
        for binding in &self.bindings {
            let mut node = self.tries.entry(binding.scope).or_default();
            for chord in &binding.keys {
                node = node.next.entry(*chord).or_default();
            }
            node.command = Some(binding.command);
        }
    }

    /// What the keys pressed so far mean, asked from the innermost scope outwards.
    pub fn resolve(&self, scopes: &[Scope], keys: &[Chord]) -> Step {
        let mut follow: Vec<(Chord, Option<Command>)> = Vec::new();
        for scope in scopes {
            let Some(root) = self.tries.get(scope) else { continue };
            let Some(node) = keys.iter().try_fold(root, |node, chord| node.next.get(chord)) else { continue };
            if let Some(command) = node.command {
                // An inner scope that waits for more goes before an outer one that is ready.
                if follow.is_empty() {
                    return Step::Run(command);
                }
            }
            for (chord, node) in &node.next {
                if !follow.iter().any(|(known, _)| known == chord) {
                    follow.push((*chord, node.command));
                }
            }
        }
        if follow.is_empty() { Step::Miss } else { Step::Pending(follow) }
    }

    /// All sequences of a command, the one shown first.
    pub fn keys(&self, command: Command) -> Vec<&[Chord]> {
        self.bindings.iter().filter(|binding| binding.command == command).map(|binding| &binding.keys[..]).collect()
    }

    /// How the first key of a command is shown: `Ctrl+Z`.
    pub fn label(&self, command: Command) -> Option<String> {
        self.keys(command).first().map(|keys| label(keys))
    }

    /// How all keys of a command are shown.
    pub fn labels(&self, command: Command) -> Vec<String> {
        let mut labels: Vec<String> = Vec::new();
        // A key that has to be said again for an inner scope is one key.
        for keys in self.keys(command) {
            let label = label(keys);
            if !labels.contains(&label) {
                labels.push(label);
            }
        }
        labels
    }

    /// The commands a chain of scopes understands, in the order of the catalogue, each with the labels of the keys that
    /// reach it there (a key taken by an inner scope does not count).
    pub fn commands(&self, scopes: &[Scope]) -> Vec<(&'static Spec, Vec<String>)> {
        let mut commands = Vec::new();
        for spec in CATALOGUE {
            let Some(depth) = scopes.iter().position(|scope| *scope == spec.scope) else { continue };
            let keys = self
                .bindings
                .iter()
                .filter(|binding| binding.command == spec.command)
                .filter(|binding| self.resolve(&scopes[..=depth], &binding.keys) == Step::Run(spec.command))
                .map(|binding| label(&binding.keys))
                .collect();
            commands.push((spec, keys));
        }
        commands
    }

    /// What a key does on other pages than the one with these scopes, the nearest of kin first. Keys of fields, lists and
    /// popups are everywhere and say nothing about a page.
    pub fn elsewhere(&self, here: &[Scope], key: Chord) -> Vec<(Scope, Command)> {
        let mut found: Vec<(Scope, Command)> = Vec::new();
        for chain in CHAINS {
            let Some(scope) = chain.first().filter(|scope| scope.is_page() && !here.contains(scope)) else { continue };
            if let Step::Run(command) = self.resolve(chain, &[key])
                && command.spec().scope != Scope::Global
                && !found.iter().any(|(known, _)| known == scope)
            {
                found.push((*scope, command));
            }
        }
        found
    }
}

/// Names of the maps that are compiled in.
pub fn names() -> impl Iterator<Item = &'static str> {
    MAPS.iter().map(|(name, ..)| *name)
}

/// How a sequence is shown.
pub fn label(keys: &[Chord]) -> String {
    keys.iter().map(|chord| chord.label()).collect::<Vec<_>>().join(" ")
}

/// The known name that is most like a mistyped one.
fn nearest<S: AsRef<str>>(typed: &str, known: impl IntoIterator<Item = S>) -> Option<S> {
    let distance = |other: &str| {
        let (a, b): (Vec<char>, Vec<char>) = (typed.chars().take(64).collect(), other.chars().collect());
        let mut row: Vec<usize> = (0..=b.len()).collect();
        for (i, x) in a.iter().enumerate() {
            let mut corner = row[0];
            row[0] = i + 1;
            for (j, y) in b.iter().enumerate() {
                let next = (corner + usize::from(x != y)).min(row[j] + 1).min(row[j + 1] + 1);
                corner = std::mem::replace(&mut row[j + 1], next);
            }
        }
        row[b.len()]
    };
    known.into_iter().min_by_key(|other| distance(other.as_ref()))
}

#[cfg(test)]
mod tests;
