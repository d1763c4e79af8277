//! How many keys the commonest tasks take, counted over the real screens. The figures are the product's promise; typed text
//! is counted apart.
//!
//! Not here: re-checking a value, drawing a sample, notices by department. They come with the
//! parts of the program that they belong to.

use wenxiao::engine::request::{Action, Request};
use wenxiao::model::query::Filter;
use wenxiao::model::review::{Grade, Verdict};
use wenxiao::tui::chord::{ScriptStep, read_script};

use crate::support::script::Script;

/// A task: from where, what is pressed and typed, and how one sees that it is done.
struct Task {
    name: &'static str,
    /// Keys that lead to the resting state; not counted.
    before: &'static str,
    /// Keys, and text in braces: `/{教育局}<enter>`.
    does: &'static str,
    /// Most keys it may take.
    most: usize,
    done: fn(&mut Script) -> bool,
}

/// The last act handed to the engine.
fn last_act(script: &Script) -> Option<Action> {
    script.world.borrow().log.iter().rev().find_map(|request| match request {
        Request::Act { action, .. } => Some(action.clone()),
        _ => None,
    })
}

fn verdict(script: &Script) -> Option<Verdict> {
    match last_act(script)? {
        Action::SetVerdict { verdict, .. } => Some(verdict),
        _ => None,
    }
}

fn opinion(script: &Script) -> Option<String> {
    match last_act(script)? {
        Action::AddOpinion { text, .. } => Some(text),
        _ => None,
    }
}

fn grade(script: &Script) -> Option<Grade> {
    match last_act(script)? {
        Action::SetGrade { grade, .. } => Some(grade),
        _ => None,
    }
}

fn filtered(script: &Script) -> Option<Filter> {
    script.world.borrow().log.iter().rev().find_map(|request| match request {
        Request::OpenQueue { query, .. } => Some(query.filter.clone()),
        _ => None,
    })
}

const TASKS: &[Task] = &[
    Task {
        name: "go on where I stopped",
        before: "<f4><down><down><enter>#2<enter><f2>",
        does: "<enter>",
        most: 1,
        done: |script| script.screen().contains("P0003"),
    },
    Task {
        name: "a row without a problem",
        before: "<f4><enter>",
        does: " ",
        most: 1,
        done: |script| verdict(script) == Some(Verdict::Passed),
    },
    Task {
        name: "an opinion of a class with its standard text",
        before: "<f4><enter>",
        does: "2<enter>",
        most: 2,
        done: |script| opinion(script).is_some_and(|text| !text.is_empty()),
    },
    Task {
        name: "an opinion in own words",
        before: "<f4><enter>",
        does: "2<tab>{请写明单价和数量。}<ctrl-s>",
        most: 3,
        done: |script| opinion(script).is_some_and(|text| text.contains("请写明单价和数量。")),
    },
    Task {
        name: "close a clean project",
        before: "<f4><down><enter>",
        does: ".",
        most: 1,
        done: |script| grade(script) == Some(Grade::Excellent),
    },
    Task {
        name: "close a project with findings",
        before: "<f4><down><enter>7<enter>",
        does: ".<enter>",
        most: 2,
        done: |script| grade(script) == Some(Grade::Fair),
    },
    Task {
        name: "undo the last act",
        before: "<f4><enter>!",
        does: "<ctrl-z>",
        most: 1,
        done: |script| !script.screen().contains("[退]"),
    },
    Task {
        name: "show one department",
        before: "<f4>",
        does: "/{教育局}<enter>",
        most: 2,
        done: |script| filtered(script).is_some_and(|filter| !filter.is_empty()) && script.screen().contains("教育局"),
    },
];

/// Keys and typed text of a script with braces.
fn parts(does: &str) -> (usize, String) {
    let (mut keys, mut script, mut rest) = (0, String::new(), does);
    while !rest.is_empty() {
        let (pressed, more) = rest.split_once('{').unwrap_or((rest, ""));
        let steps = read_script(pressed).unwrap();
        keys += steps.iter().filter(|step| matches!(step, ScriptStep::Key(_))).count();
        let (typed, more) = if more.is_empty() { ("", "") } else { more.split_once('}').unwrap() };
        script.push_str(pressed);
        script.push_str(typed);
        rest = more;
    }
    (keys, script)
}

#[test]
fn each_task_takes_no_more_keys_than_promised() {
    for task in TASKS {
        let mut script = Script::new();
        script.press(task.before);
        assert!(!(task.done)(&mut script), "{}: it is done before it began", task.name);
        let (keys, pressed) = parts(task.does);
        script.press(&pressed);
        assert!((task.done)(&mut script), "{}: it is not done:\n{}", task.name, script.screen());
        assert!(keys <= task.most, "{}: {keys} keys", task.name);
    }
}

/// Drafts come from a world of their own: the accepted draft is one key, a project with three of them five.
#[test]
fn a_drafted_opinion_is_one_key_and_a_project_with_three_drafts_five() {
    use crate::drafts::{worded, world};
    use wenxiao::text::Language;

    let three = world(&[("T029", Some(1)), ("T029", Some(2)), ("T035", Some(3))]);
    let mut script = Script::with(three, (80, 24), worded(Language::ZhCn));
    script.press("<f4><down><enter>");
    script.press("<enter>");
    assert!(matches!(last_act(&script), Some(Action::AcceptDraft { .. })));
    let (keys, pressed) = parts("<enter><enter>.<enter>");
    script.press(&pressed);
    assert_eq!((grade(&script), keys + 1), (Some(Grade::Fair), 5));
}
