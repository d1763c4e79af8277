//! The data that is compiled in: messages in two languages, opinion classes, phrases, profiles. Nothing missing, nothing
//! left over, nothing that a sink would show as a bare key.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use wenxiao::config::{Categories, Paths, PhraseKind, Phrases, Profile};
use wenxiao::text::{Language, Strings};

#[path = "support/rust_source.rs"]
mod rust_source;

use rust_source::{Kind, Source, Token};

/// Keys that are put together at run time, with what completes them.
const COMPOSED: &[(&str, &str)] = &[
    ("line-key-", "names of keys in line mode"),
    ("recheck-status-", "how a recheck stands"),
    ("second-standing-", "how an independent second review stands"),
    ("recheck-outcome-", "what became of a visit"),
    ("recheck-paper-", "how the file of a paper stands"),
    ("requests-", "how the papers of a row stand"),
    ("papers-file-", "how the file of a paper stands, on screen"),
    ("recheck-level-", "how far a self-evaluation deviates, in one word"),
    ("recheck-reason-", "why a unit is examined in any case"),
    ("line-number-", "signs beside numbers in line mode"),
    ("status-", "states, Strings::status"),
    ("figures-status-", "short names of states"),
    ("grade-", "results, Strings::grade"),
    ("verdict-", "decisions, Strings::verdict"),
    ("kind-", "kinds of tables, Strings::kind"),
    ("stage-", "stages, Strings::stage"),
    ("library-state-", "how far a standard has come"),
    ("library-near-", "how near an entry is"),
    ("library-part-", "parts of the library"),
    ("similar-out-", "why a project is not compared"),
    ("similar-no-sum-", "why no sum is drawn"),
    ("links-table-", "tables that are linked"),
    ("links-by-", "ways in which a partner is found"),
    ("links-standing-", "where a link stands"),
    ("links-only-", "which links are listed"),
    ("sort-", "orders, Strings::sort"),
    ("severity-", "severities of classes"),
    ("voice-", "how loudly a check speaks"),
    ("because-", "why a result is proposed"),
    ("value-", "kinds of values"),
    ("meaning-", "what columns and labels may mean, Strings::meaning"),
    ("results-status-", "how rechecks stand, on paper"),
    ("results-part-", "parts of a sample"),
    ("evidence-", "papers to ask for and kinds of indicators, named in evidence.toml"),
    ("sample-state-", "what became of a sealed population"),
    ("sample-rotation-", "who is examined in turn"),
    ("draw-lack-", "what a ceremony lacks to count as public"),
    ("draw-reason-", "why a unit is examined for certain"),
    ("certainty-", "how certain a proposal is"),
    ("check-", "what the doctor looked at"),
    ("scope-", "headings of help"),
    ("exchange-", "choices of the exchange screen with their explanations"),
    ("consequence-", "what a result leads to; a place's own profile chooses among them"),
    ("setting-", "settings, their values and what each is for"),
    ("score-", "rules, reasons, flags, deviations and consequences of recomputed scores"),
    ("lesson-", "names and texts of lessons, named in lessons.toml; a test of config::lessons compares them"),
    ("many-reason-", "why targets are left out of an act on many, without what is particular to one"),
    ("own-kind-", "kinds of parts of expressions"),
    ("rules-switch-", "switches of checks"),
    ("cli-", "help of the command line, by command and argument"),
];

/// Texts in code that look like keys and are none.
const NO_KEYS: &[(&str, &str)] = &[
    ("funds-tolerance", "name of a threshold in a profile"),
    ("read-workbook", "argument that makes the program a reader"),
    ("second-look", "a word of the filter language"),
    ("no-such-message", "a test"),
    ("which-key", "name of a setting"),
    ("review-bundle", "kind of file in a bundle's manifest"),
    ("wenxiao-sample", "name of a workspace"),
    ("funds-tolerance", "name of a threshold"),
    ("score-tolerance", "name of a threshold"),
    ("funds-missing", "part of score-unread-…"),
    ("funds-negative", "part of score-unread-…"),
];

/// Messages that only tests of the command line say, for want of anything to say.
const SAID_BY_TESTS: &[&str] = &["app-name"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

/// A message: the arguments it shows or chooses by, and the messages it quotes.
#[derive(Debug, Default, PartialEq, Eq)]
struct Message {
    arguments: BTreeSet<String>,
    quotes: BTreeSet<String>,
}

fn messages(source: &str) -> BTreeMap<String, Message> {
    let mut found: BTreeMap<String, Message> = BTreeMap::new();
    let mut key = String::new();
    for line in source.lines().filter(|line| !line.starts_with('#')) {
        if line.starts_with(|c: char| c.is_ascii_alphabetic()) {
            key = line.split('=').next().unwrap().trim().to_owned();
            assert!(found.insert(key.clone(), Message::default()).is_none(), "{key} is there twice");
        }
        let Some(message) = found.get_mut(&key) else { continue };
        for placed in line.split('{').skip(1) {
            let name: String = placed.trim_start().chars().take_while(|c| !c.is_whitespace() && *c != '}').collect();
            match name.strip_prefix('$') {
                Some(argument) => message.arguments.insert(argument.to_owned()),
                None => !name.is_empty() && message.quotes.insert(name),
            };
        }
    }
    found
}

/// All messages of a language, by key.
fn all(language: Language) -> BTreeMap<String, Message> {
    let ending = format!("{}.ftl", language.tag());
    let mut found = BTreeMap::new();
    for path in files(&root().join("src/data/locales"), &ending) {
        for (key, message) in messages(&read(&path)) {
            assert!(found.insert(key.clone(), message).is_none(), "{key} is in {} and another file", path.display());
        }
    }
    found
}

fn sources() -> Vec<Source> {
    rust_source::all(&root().join("src"))
}

/// Texts of code, with the file and line where they stand.
fn literals(sources: &[Source]) -> Vec<(&str, &Source, usize)> {
    sources
        .iter()
        .flat_map(|source| source.code().filter(|token| token.kind == Kind::Text).map(move |token| (source, token)))
        .map(|(source, token)| (token.text.as_str(), source, token.line))
        .collect()
}

/// True when a text stands after `==`.
fn compared(source: &Source, token: &Token) -> bool {
    let code: Vec<&Token> = source.code().collect();
    code.windows(3).any(|three| three[0].text == "=" && three[1].text == "=" && std::ptr::eq(three[2], token))
}

fn like_a_key(text: &str) -> bool {
    text.contains('-')
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .split('-')
            .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()))
}

#[test]
fn both_languages_say_the_same_things_about_the_same_arguments() {
    let (chinese, english) = (all(Language::ZhCn), all(Language::En));
    for key in chinese.keys().chain(english.keys()) {
        assert_eq!(chinese.get(key), english.get(key), "{key}");
    }
    assert!(chinese.len() > 100);
}

/// A text in code that begins like the keys we have must be one of them: a typing error would be shown as it is.
#[test]
fn every_key_in_code_has_a_message() {
    let known = all(Language::ZhCn);
    let begins: BTreeSet<&str> = known
        .keys()
        .filter_map(|key| key.split('-').next())
        .chain(["problem", "step", "phase", "check", "read", "reason"])
        .collect();
    let sources = sources();
    let mut missing = Vec::new();
    for (text, source, line) in literals(&sources) {
        // The sample's slips have names of their own that nobody is shown.
        if source.room() == "sample" || !like_a_key(text) || NO_KEYS.iter().any(|(name, _)| *name == text) {
            continue;
        }
        if begins.contains(text.split('-').next().unwrap()) && !known.contains_key(text) {
            missing.push(format!("src/{}:{line}: {text}", source.name));
        }
    }
    assert!(missing.is_empty(), "no message for\n  {}", missing.join("\n  "));
}

#[test]
fn every_message_is_used() {
    let known = all(Language::ZhCn);
    let sources = sources();
    let mut used: BTreeSet<String> = known.values().flat_map(|message| message.quotes.clone()).collect();
    for (text, _, _) in literals(&sources) {
        used.insert(text.to_owned());
        // The catalogue's `queue.next` is told by `command-queue-next`.
        if text.contains('.') {
            let command = format!("command-{}", text.replace('.', "-"));
            used.insert(format!("{command}-description"));
            used.insert(command);
        }
    }
    for path in files(&root().join("src/data"), ".toml") {
        used.extend(read(&path).split('"').filter(|text| like_a_key(text)).map(str::to_owned));
    }
    let composed = |key: &str| COMPOSED.iter().any(|(begin, _)| key.starts_with(begin));
    let unused: Vec<&String> = known
        .keys()
        .filter(|key| !used.contains(*key) && !composed(key) && !SAID_BY_TESTS.contains(&key.as_str()))
        .collect();
    assert!(unused.is_empty(), "messages that nothing says: {unused:#?}");
    for (begin, what) in COMPOSED {
        assert!(known.keys().any(|key| key.starts_with(begin)) || *begin == "cli-", "{begin} ({what}) is not needed");
    }
}

/// Where a key stands, the file must also name every argument of its message: what is missing would be shown as `{$path}`.
#[test]
fn every_argument_of_a_message_is_given_where_it_is_said() {
    let known = all(Language::ZhCn);
    let sources = sources();
    let mut texts: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (text, source, _) in literals(&sources) {
        texts.entry(&source.name).or_default().insert(text);
    }
    let mut missing = Vec::new();
    for (text, source, line) in literals(&sources) {
        // A word without a dash is as often a field of an answer.
        let Some(message) = known.get(text).filter(|_| like_a_key(text)) else { continue };
        if source.code().any(|token| token.line == line && token.text == text && compared(source, token)) {
            continue;
        }
        for argument in &message.arguments {
            // The door of a room adds the file that all of its problems are about.
            let door = argument == "path"
                && texts
                    .iter()
                    .any(|(name, texts)| name.split('/').next() == Some(source.room()) && texts.contains("path"));
            if !door && !texts[source.name.as_str()].contains(argument.as_str()) {
                missing.push(format!("src/{}:{line}: {text} needs {argument}", source.name));
            }
        }
    }
    assert!(missing.is_empty(), "not given:\n  {}", missing.join("\n  "));
}

/// What was undone is told in the words of the step itself.
#[test]
fn an_undone_step_is_told_in_its_own_words() {
    let args = |step: &str| {
        let given = [("step", step), ("project", "P"), ("row", "3"), ("category", "C07"), ("due", "2025-06-30")];
        given.map(|(name, value)| (name, value.to_owned()))
    };
    let outer = ["step-undone", "step-redone", "step-withdrawn"];
    let others = ["step-device-started", "step-batch-published", "step-from-newer-version"];
    let words = read(&root().join("src/engine/words.rs"));
    let steps: BTreeSet<&str> = words
        .split('"')
        .filter(|key| key.starts_with("step-") && !outer.contains(key) && !others.contains(key))
        // Acts on many have words of their own; what was sealed and drawn stays.
        .filter(|key| !["step-many", "step-sample", "step-recheck-assigned"].iter().any(|kind| key.starts_with(kind)))
        .collect();
    assert!(steps.len() > 40, "{steps:?}");
    for language in Language::ALL {
        let strings = Strings::new(language);
        for step in &steps {
            let own = strings.told(step, &args(step));
            for key in outer {
                let told = strings.told(key, &args(step));
                assert!(told.ends_with(&own) && told.len() > own.len(), "{key} of {step}: {told}");
            }
        }
    }
}

#[test]
fn why_nothing_can_be_stored_is_told_in_words() {
    for language in Language::ALL {
        let strings = Strings::new(language);
        let told: BTreeSet<String> = ["read-only-asked", "read-only-folder", "read-only-file", "disk on fire"]
            .iter()
            .map(|detail| strings.told("problem-database-read-only", &[("detail", (*detail).to_owned())]))
            .collect();
        assert_eq!(told.len(), 4);
        assert!(told.iter().all(|told| !told.contains("read-only-")), "{told:?}");
    }
}

fn slots(text: &str) -> Vec<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

#[test]
fn every_class_has_a_key_and_phrases_whose_slots_are_known() {
    // Filled from the row and its project, or left to the reviewer (head of phrases.toml).
    let known = slots_named("phrases.toml");
    let categories = Categories::built_in();
    assert_eq!(categories.all().len(), 12);
    let keys: BTreeSet<char> = categories.all().iter().map(|category| category.key).collect();
    assert_eq!(keys.len(), 12, "twelve keys, all different");
    let phrases = Phrases::built_in();
    for category in categories.all() {
        let mut templates = Vec::new();
        for language in Language::ALL {
            let words = category.words(language);
            templates.extend([words.opinion.clone(), words.demand.clone()]);
            for kind in [PhraseKind::Opinion, PhraseKind::Demand] {
                let offered = phrases.of(&category.code, kind);
                assert!(!offered.is_empty(), "{} has no {kind:?}", category.code.0);
                for phrase in offered {
                    assert!(!phrase.text(language).is_empty(), "{phrase:?}");
                    templates.push(phrase.text(language).to_owned());
                }
            }
        }
        for template in templates {
            for slot in slots(&template) {
                assert!(known.contains(slot), "{}: slot {slot} in {template}", category.code.0);
            }
            assert_eq!(template.matches('{').count(), template.matches('}').count(), "{template}");
        }
    }
}

/// Slots that the head of a file names, and those that only a reviewer can fill.
fn slots_named(file: &str) -> BTreeSet<String> {
    let text = read(&root().join("src/data").join(file));
    let head: String = text.lines().take_while(|line| line.starts_with('#')).collect();
    let named: BTreeSet<String> = slots(&head).into_iter().map(str::to_owned).collect();
    assert!(named.contains("indicator"), "the head of {file} names no slots");
    named
}

/// A value that binds people must say where it comes from: a document, a practice of a place and year, or that it is ours.
#[test]
fn every_value_of_a_profile_has_its_source() {
    let folder = tempfile::tempdir().unwrap();
    for name in Profile::names() {
        let (profile, problems) = Profile::load(name, &Paths::below(folder.path())).unwrap();
        assert!(problems.is_empty());
        assert!(
            !profile.version.is_empty() && Language::ALL.iter().all(|language| !profile.name(*language).is_empty())
        );
        for (what, source) in [
            ("bands", &profile.bands.source),
            ("consequences", &profile.consequences.source),
            ("deadlines", &profile.deadlines.source),
            ("key_lane", &profile.key_lane.source),
        ] {
            let document = source.contains('〔') || source.contains("20") || source.contains("财政部");
            assert!(document || source.contains("our default"), "{name}: {what} has no source: {source}");
        }
    }
}

/// The parsers above would be worth nothing if they saw nothing.
#[test]
fn the_reader_of_messages_sees_arguments_choices_and_quotes() {
    let found =
        messages("# { $none }\na-b = x { $one } { c-d }\nc-d =\n    { $two ->\n       *[other] { $three }\n    }\n");
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
    assert_eq!(found["a-b"], Message { arguments: names(&["one"]), quotes: names(&["c-d"]) });
    assert_eq!(found["c-d"].arguments, names(&["two", "three"]));
    assert!(like_a_key("problem-x-1") && !like_a_key("problem") && !like_a_key("a--b") && !like_a_key("A-b"));
}

/// What a person may choose for a column or label, and what a table printed beside the fields: each has a name, columns and
/// labels have different ones, and no name is left over.
#[test]
fn every_meaning_has_a_name_of_its_own() {
    use wenxiao::model::mapping::{COLUMNS, Group, IGNORED, LABELS};
    use wenxiao::model::packed;

    let id = |field: wenxiao::model::form::MoreField| serde_json::to_value(field).unwrap().as_str().unwrap().to_owned();
    let further: Vec<String> = (0..=u8::MAX).filter_map(|number| packed::field_of(number).ok()).map(id).collect();
    assert!(further.len() >= 60);
    let chosen = || COLUMNS.iter().chain(LABELS).map(|(id, _)| *id).chain([IGNORED]);
    let key = |id: &str| format!("meaning-{}", id.replace('_', "-"));
    let mut expected: BTreeSet<String> = chosen().chain(further.iter().map(String::as_str)).map(key).collect();
    expected.extend(Group::ALL.map(|group| format!("meaning-group-{}", group.id())));
    // What is offered first.
    expected.insert("meaning-group-likely".to_owned());
    for language in Language::ALL {
        let there: BTreeSet<String> = all(language).into_keys().filter(|key| key.starts_with("meaning-")).collect();
        let missing: Vec<_> = expected.difference(&there).collect();
        let left_over: Vec<_> = there.difference(&expected).collect();
        assert!(
            missing.is_empty() && left_over.is_empty(),
            "{language:?}: {missing:?} are missing, {left_over:?} too much"
        );
        let strings = Strings::new(language);
        for list in [COLUMNS, LABELS] {
            let mut names = BTreeMap::new();
            for (id, _) in list {
                let name = strings.meaning(id);
                assert!(!name.trim().is_empty() && !name.starts_with("meaning-"), "{id}: {name}");
                let other = names.insert(name.clone(), id);
                assert_eq!(other, None, "{language:?}: {id} is called {name}, too");
            }
        }
    }
}

/// A list of words that is not there finds nothing, silently.
#[test]
fn every_list_of_words_that_a_check_names_is_there() {
    let sources = files(&root().join("src"), "rs");
    let mut named = 0;
    for path in sources {
        let source = read(&path);
        let calls = source.split("List::named(\"").skip(1).filter_map(|rest| Some(rest.split_once('"')?.0));
        for name in calls.filter(|name| !name.is_empty()) {
            let list = wenxiao::rules::check::words::List::named(name);
            assert!(list.words().next().is_some(), "{}: no list {name}", path.display());
            named += 1;
        }
    }
    assert!(named > 50, "{named}");
}
