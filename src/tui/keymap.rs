//! Which key means what where: TOML tables → one trie per scope, looked up along a chain of scopes.
//!
//! This is the only place where keys meet commands. A user's file is laid over ours; whatever is wrong in it is
//! reported all at once, with its line, and the rest is used. Deliberately absent: reading files (the caller brings
//! texts), and drawing.

use std::collections::{BTreeMap, HashMap};

use super::chord::{Chord, read_sequence};
use super::command::{CATALOGUE, Command, Scope, Spec};
use crate::model::problem::Problem;

/// The keymap that is compiled in.
pub const DEFAULT: &str = include_str!("../../keymaps/default.toml");

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
    bindings: Vec<Binding>,
    tries: HashMap<Scope, Node>,
}

type Tables = BTreeMap<String, BTreeMap<String, toml::Spanned<String>>>;

/// A text's entries in the order in which they stand there: line, table, key, command.
fn entries(file: &str, source: &str, problems: &mut Vec<Problem>) -> Vec<(usize, String, String, String)> {
    let line = |at: usize| source.get(..at.min(source.len())).unwrap_or(source).matches('\n').count() + 1;
    let tables: Tables = match toml::from_str(source) {
        Ok(tables) => tables,
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            problems.push(
                Problem::refused("problem-config-line")
                    .with("file", file)
                    .with("line", line(at))
                    .with("detail", error.message()),
            );
            return Vec::new();
        }
    };
    let mut entries: Vec<(usize, String, String, String)> = Vec::new();
    for (table, keys) in tables {
        for (key, value) in keys {
            entries.push((value.span().start, table.clone(), key, value.into_inner()));
        }
    }
    entries.sort_by_key(|(at, ..)| *at);
    entries.into_iter().map(|(at, table, key, value)| (line(at), table, key, value)).collect()
}

impl Keymap {
    /// Our keymap alone. Its own test proves that it has no problems.
    pub fn standard() -> Keymap {
        Keymap::load(None).0
    }

    /// Our keymap with the user's laid over it, and everything that is wrong with the user's: the name is for the
    /// messages.
    pub fn load(own: Option<(&str, &str)>) -> (Keymap, Vec<Problem>) {
        let mut keymap = Keymap::default();
        let mut problems = Vec::new();
        keymap.lay("keymaps/default.toml", DEFAULT, &mut problems);
        if let Some((file, source)) = own {
            keymap.lay(file, source, &mut problems);
        }
        keymap.build(&mut problems);
        (keymap, problems)
    }

    fn lay(&mut self, file: &str, source: &str, problems: &mut Vec<Problem>) {
        let mut laid: Vec<(Scope, Vec<Chord>)> = Vec::new();
        let mut own: Vec<Binding> = Vec::new();
        for (line, table, key, id) in entries(file, source, problems) {
            let problem = |name: &'static str, value: &str| {
                Problem::refused(name).with("file", file).with("line", line).with("value", value)
            };
            let Some(scope) = Scope::from_id(&table) else {
                problems.push(problem("problem-keymap-scope", &table));
                continue;
            };
            let Ok(keys) = read_sequence(&key) else {
                problems.push(problem("problem-keymap-key", &key));
                continue;
            };
            if laid.contains(&(scope, keys.clone())) {
                problems.push(problem("problem-keymap-twice", &key));
                continue;
            }
            laid.push((scope, keys.clone()));
            if id.is_empty() {
                self.bindings.retain(|binding| (binding.scope, &binding.keys) != (scope, &keys));
                continue;
            }
            let Some(command) = Command::from_id(&id) else {
                let near = nearest(&id).unwrap_or_default();
                problems.push(problem("problem-keymap-command", &id).with("near", near));
                continue;
            };
            if command.spec().scope != scope && command.spec().scope != Scope::Global {
                problems.push(problem("problem-keymap-place", &id).with("table", command.spec().scope.id()));
                continue;
            }
            self.bindings.retain(|binding| (binding.scope, &binding.keys) != (scope, &keys));
            own.push(Binding { scope, keys, command });
        }
        // What was laid later is shown first: the user's key, not ours, stands on the screen.
        own.append(&mut self.bindings);
        self.bindings = own;
    }

    fn build(&mut self, problems: &mut Vec<Problem>) {
        for binding in &self.bindings {
            let shadowed = self.bindings.iter().any(|other| {
                other.scope == binding.scope
                    && other.keys.len() < binding.keys.len()
                    && binding.keys.starts_with(&other.keys)
            });
            if shadowed {
                let keys: Vec<String> = binding.keys.iter().map(ToString::to_string).collect();
                problems.push(
                    Problem::refused("problem-keymap-shadowed")
                        .with("table", binding.scope.id())
                        .with("value", keys.join(" ")),
                );
                continue;
            }
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
        self.keys(command).into_iter().map(label).collect()
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
}

/// How a sequence is shown.
fn label(keys: &[Chord]) -> String {
    keys.iter().map(|chord| chord.label()).collect::<Vec<_>>().join(" ")
}

/// The catalogue's name that is most like a mistyped one.
fn nearest(id: &str) -> Option<&'static str> {
    let distance = |other: &str| {
        let (a, b): (Vec<char>, Vec<char>) = (id.chars().take(64).collect(), other.chars().collect());
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
    CATALOGUE.iter().map(|spec| spec.id).min_by_key(|other| distance(other))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::command::{App, Class, Editor, Queue, Review};

    fn keys(text: &str) -> Vec<Chord> {
        read_sequence(text).unwrap()
    }

    #[test]
    fn our_own_keymap_has_no_problems() {
        assert_eq!(Keymap::load(None).1, []);
    }

    #[test]
    fn every_command_can_be_reached_without_letters() {
        // These are reached through the palette, which needs no letters.
        let by_palette = [Command::App(App::Suspend), Command::App(App::Settings)];
        let keymap = Keymap::standard();
        for spec in CATALOGUE.iter().filter(|spec| !by_palette.contains(&spec.command)) {
            let bound = keymap.keys(spec.command);
            let first = bound.first().unwrap_or_else(|| panic!("{} has no key", spec.id));
            assert!(first.iter().all(|chord| chord.input_method_safe()), "{} begins with a letter", spec.id);
        }
    }

    #[test]
    fn the_inner_scope_goes_first_and_the_outer_one_is_still_heard() {
        let keymap = Keymap::standard();
        let chain = [Scope::Review, Scope::Class, Scope::List, Scope::Global];
        assert_eq!(keymap.resolve(&chain, &keys("enter")), Step::Run(Review::Opinion.into()));
        assert_eq!(keymap.resolve(&chain, &keys("=")), Step::Run(Class::C12.into()));
        assert_eq!(keymap.resolve(&chain, &keys("f2")), Step::Run(App::Home.into()));
        assert_eq!(keymap.resolve(&[Scope::Queue, Scope::Global], &keys("=")), Step::Miss);
    }

    #[test]
    fn a_users_keymap_is_laid_over_ours_and_all_its_faults_are_told() {
        let own = "[queue]\n\"ctrl-f\" = \"queue.filter\"\n\"/\" = \"\"\n\"hyper-x\" = \"queue.sort\"\n\"g g\" = \"queue.srot\"\n[nowhere]\n\"a\" = \"queue.all\"\n[review]\n\"w\" = \"queue.all\"\n";
        let (keymap, problems) = Keymap::load(Some(("keymap.toml", own)));
        let faults: Vec<(&str, String)> = problems
            .iter()
            .map(|problem| (problem.key, problem.args.iter().find(|(n, _)| *n == "line").unwrap().1.clone()))
            .collect();
        assert_eq!(
            faults,
            [
                ("problem-keymap-key", "4".to_owned()),
                ("problem-keymap-command", "5".to_owned()),
                ("problem-keymap-scope", "7".to_owned()),
                ("problem-keymap-place", "9".to_owned())
            ]
        );
        assert!(problems[1].args.contains(&("near", "queue.sort".to_owned())));
        assert_eq!(keymap.label(Queue::Filter.into()).as_deref(), Some("Ctrl+F"));
        assert_eq!(keymap.resolve(&[Scope::Queue], &keys("/")), Step::Miss);
    }

    #[test]
    fn a_sequence_waits_and_one_that_could_never_be_finished_is_a_fault() {
        let (keymap, problems) = Keymap::load(Some(("k", "[editor]\n\"ctrl-k ctrl-s\" = \"editor.save\"\n")));
        assert_eq!(problems, []);
        let Step::Pending(follow) = keymap.resolve(&[Scope::Editor], &keys("ctrl-k")) else { panic!("must wait") };
        assert_eq!(follow, [(Chord::read("ctrl-s").unwrap(), Some(Editor::Save.into()))]);
        assert_eq!(keymap.resolve(&[Scope::Editor], &keys("ctrl-k ctrl-s")), Step::Run(Editor::Save.into()));

        let (_, problems) = Keymap::load(Some(("k", "[editor]\n\"ctrl-s ctrl-s\" = \"editor.save\"\n")));
        assert_eq!(problems.iter().map(|problem| problem.key).collect::<Vec<_>>(), ["problem-keymap-shadowed"]);
    }

    #[test]
    fn a_file_that_is_no_toml_is_told_with_its_line() {
        let (keymap, problems) = Keymap::load(Some(("k", "[queue]\n\"a\" = \n")));
        assert_eq!(problems.len(), 1);
        assert!(problems[0].args.contains(&("line", "2".to_owned())), "{problems:?}");
        assert!(keymap.label(Queue::Filter.into()).is_some(), "ours still holds");
    }
}
