//! Keymaps: which key wins, what is wrong in a file, what no file may take away.

use super::*;
use crate::tui::chord::read_sequence;
use crate::tui::command::{App, Class, Editor, List, Queue, Review};

/// These are reached through the palette, which needs no letters.
const BY_PALETTE: [Command; 3] = [Command::App(App::Lessons), Command::App(App::Suspend), Command::App(App::Settings)];

fn keys(text: &str) -> Vec<Chord> {
    read_sequence(text).unwrap()
}

#[test]
fn our_own_keymap_has_no_problems() {
    assert_eq!(Keymap::load(None).1, []);
}

#[test]
fn every_command_can_be_reached_without_letters() {
    let keymap = Keymap::standard();
    for spec in CATALOGUE.iter().filter(|spec| !BY_PALETTE.contains(&spec.command)) {
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
    assert_eq!(keymap.resolve(&[Scope::Queue, Scope::Global], &keys("~")), Step::Miss);
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

fn argument<'a>(problem: &'a Problem, name: &str) -> &'a str {
    problem.args.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value)
}

/// Key of the problem, its line, and what is suggested.
fn told(problems: &[Problem]) -> Vec<(&'static str, &str, &str)> {
    problems.iter().map(|problem| (problem.key, argument(problem, "line"), argument(problem, "near"))).collect()
}

#[test]
fn what_a_terminal_or_a_field_would_not_deliver_is_a_fault() {
    let own = "[queue]\n\"ctrl-i\" = \"queue.sort\"\n\"ctrl-enter\" = \"queue.sort\"\n\"ctrl-w\" = 7\n\"%\" = \"\"\n\
               \"！\" = \"queue.sort\"\n\"!\" = \"queue.all\"\n[text]\n\"x\" = \"text.left\"\n[quene]\nbroken\n";
    let (keymap, problems) = Keymap::load(Some(("k", own)));
    let mut found = told(&problems);
    found.sort_by_key(|(_, line, _)| line.parse::<usize>().unwrap());
    assert_eq!(
        found,
        [
            ("problem-keymap-other-key", "2", "tab"),
            ("problem-keymap-never-sent", "3", ""),
            ("problem-keymap-no-text", "4", ""),
            ("problem-keymap-nothing", "5", ""),
            ("problem-keymap-twice", "7", ""),
            ("problem-keymap-types", "9", ""),
            ("problem-keymap-scope", "10", "queue"),
            ("problem-keymap-line", "11", ""),
        ]
    );
    assert_eq!(argument(problems.iter().find(|problem| problem.key == "problem-keymap-twice").unwrap(), "first"), "6");
    assert_eq!(
        keymap.resolve(&[Scope::Queue], &keys("!")),
        Step::Run(Queue::Sort.into()),
        "the full-width sign is the key"
    );
}

#[test]
fn a_mistyped_key_is_answered_with_the_nearest_one() {
    for (typed, meant) in
        [("entr", "enter"), ("crtl-x", "ctrl-x"), ("Ctrl+S", "ctrl-s"), ("page-down", "pagedown"), ("f13", "f1")]
    {
        let (_, problems) = Keymap::load(Some(("k", &format!("[queue]\n\"{typed}\" = \"queue.sort\"\n"))));
        assert_eq!(told(&problems), [("problem-keymap-key", "2", meant)], "{typed}");
    }
}

#[test]
fn a_key_that_hides_a_longer_one_is_told_unless_it_was_given_up() {
    // `g` goes to the top of a list in ours.
    let (_, problems) = Keymap::load(Some(("k", "[list]\n\"g e\" = \"list.bottom\"\n")));
    assert_eq!(told(&problems), [("problem-keymap-shadowed", "2", "")]);
    assert_eq!((argument(&problems[0], "by"), argument(&problems[0], "command")), ("g", "list.top"));

    let (keymap, problems) = Keymap::load(Some(("k", "[list]\n\"g\" = \"\"\n\"g e\" = \"list.bottom\"\n")));
    assert_eq!(problems, []);
    assert_eq!(keymap.resolve(&[Scope::List], &keys("g e")), Step::Run(List::Bottom.into()));

    // What the user lays over a sequence of another map takes its place without complaint.
    let (keymap, problems) = Keymap::layered("vi", Some(("k", "[list]\n\"g\" = \"list.bottom\"\n")));
    assert_eq!(problems, []);
    assert_eq!(keymap.resolve(&[Scope::List], &keys("g")), Step::Run(List::Bottom.into()));
}

#[test]
fn a_map_that_takes_away_what_nobody_can_do_without_is_refused_whole() {
    for (own, table, command) in [
        ("[review]\n\"space\" = \"\"\n\"w\" = \"review.pass\"\n", "review", "review.pass"),
        ("[review]\n\"enter\" = \"\"\n", "review", "review.opinion"),
        ("[review]\n\"esc\" = \"review.later\"\n", "review", "app.back"),
        ("[class]\n\"3\" = \"\"\n", "class", "class.3"),
        ("[queue]\n\"/\" = \"\"\n", "queue", "queue.filter"),
        ("[global]\n\"f10\" = \"\"\n", "find", "app.palette"),
        ("[popup]\n\"esc\" = \"\"\n\"enter\" = \"\"\n\"space\" = \"\"\n", "popup", "popup.close"),
        ("[editor]\n\"ctrl-s\" = \"\"\n\"f12\" = \"editor.save\"\n", "editor", "editor.save"),
    ] {
        let also = format!("{own}[global]\n\"ctrl-g\" = \"app.home\"\n")
            .replace("[global]\n\"f10\" = \"\"\n[global]", "[global]\n\"f10\" = \"\"");
        let (keymap, problems) = Keymap::layered("vi", Some(("k", &also)));
        let named = problems.iter().any(|problem| {
            problem.key == "problem-keymap-primary"
                && (argument(problem, "table"), argument(problem, "value")) == (table, command)
        });
        assert!(named, "{own}: {problems:?}");
        let told = problems.iter().filter(|problem| problem.key == "problem-keymap-primary");
        assert!(told.clone().all(|problem| argument(problem, "line") != "1"), "{own}: {problems:?}");
        assert_eq!(problems.last().unwrap().key, "problem-keymap-refused");
        assert_eq!(keymap.bindings, Keymap::layered("vi", None).0.bindings, "nothing of it is used, vi still is");
    }
    let (_, problems) = Keymap::load(Some(("k", "[review]\n\"space\" = \"\"\n\"*\" = \"review.pass\"\n")));
    assert_eq!(problems, [], "another sign does as well");
}

#[test]
fn every_shipped_map_is_without_fault_and_reaches_every_command() {
    for name in names() {
        let (keymap, problems) = Keymap::layered(name, None);
        assert_eq!(problems, [], "{name}");
        assert_eq!(primary::missing(&keymap), [], "{name}");
        for spec in CATALOGUE.iter().filter(|spec| !BY_PALETTE.contains(&spec.command)) {
            let reached = CHAINS.iter().any(|chain| {
                let types = chain.contains(&Scope::Text);
                keymap.keys(spec.command).into_iter().any(|keys| {
                    keymap.resolve(chain, keys) == Step::Run(spec.command)
                        && !keys.iter().any(|chord| types && chord.text().is_some())
                        && (1..keys.len()).all(|part| matches!(keymap.resolve(chain, &keys[..part]), Step::Pending(_)))
                })
            });
            assert!(reached, "{name}: no page has a key for {}", spec.id);
        }
        assert_eq!(names().filter(|other| *other == name).count(), 1);
    }
    let (_, problems) = Keymap::layered("nunpad", None);
    assert_eq!((problems[0].key, argument(&problems[0], "near")), ("problem-keymap-name", "numpad"));
}

#[test]
fn another_page_knows_what_a_key_does_there() {
    let keymap = Keymap::standard();
    let queue = [Scope::Queue, Scope::List, Scope::Global];
    assert_eq!(keymap.elsewhere(&queue, Chord::character('t'))[0], (Scope::Review, Review::Return.into()));
    assert_eq!(keymap.elsewhere(&queue, Chord::character('|')), []);
}
