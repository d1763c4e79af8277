//! F1: every figure on a screen has a reason, with what it was made of, the rule and its source.

use std::collections::BTreeSet;

use wenxiao::engine::links::{By, LinkRow, Standing};
use wenxiao::text::Language;
use wenxiao::tui::why::{Table, Why};

use crate::support::fake::{Shared, World};
use crate::support::script::{Script, look};

/// Places to look at: keys from the home page.
const PLACES: &[(&str, &str)] = &[
    ("home", ""),
    ("queue", "<f4>"),
    ("queue, second", "<f4><down>"),
    ("queue with facets", "<f4><tab>"),
    ("frequency", "<f4>=<enter>"),
    ("review", "<f4><enter>"),
    ("review, a value in words", "<f4><enter><down><down><down><down>"),
    ("review, whole target", "<f4><enter><home>"),
    ("review, decided", "<f4><enter><space><up>"),
    ("review, contested", "<f6><enter>"),
    ("demands, none", "<f7>"),
    ("demands", "<f4><enter>7<tab><tab>'改为可核查的数值'<ctrl-s><f7>"),
    ("contests", "<f6>"),
    ("history", "<f4><enter><space>!<ctrl-o>"),
    ("links", "<ctrl-k>"),
    ("consistency, counted", "<f4><down><enter>"),
    ("consistency", "<f4><down><enter>^"),
    ("consistency, second", "<f4><down><enter>^<down>"),
    ("similar", "<f4><enter>;"),
    ("similar, left out", "<f4><enter>;2<end>"),
    ("similar, by money", "<f4><enter><down>;"),
    ("editor", "<f4><enter>7"),
    ("library, of a row", "<f4><enter><home><down>*"),
    ("library, missing", "<f4><enter><home>*"),
    ("library", "<ctrl-w>2"),
    ("review, a draft", "<f4><down><down><enter>"),
    ("checks", "<f4>*"),
    ("rechecks", "<f5>-----"),
    ("rechecks with facets", "<f5><tab>"),
    ("recheck", "<f5><enter><home><down><down><down>"),
    ("recheck, execution", "<f5><enter><home>"),
    ("recheck, no evidence", "<f5><enter><end><up><up>"),
    ("papers", "<f5><enter><home>@"),
    ("differences", "<f5><enter>&"),
    ("differences, second", "<f5><enter>&<down>"),
    ("differences, of the recheck", "<f5><enter>"),
    ("papers wanted", "<f5><enter><home>="),
    ("sample", "<ctrl-b>"),
    ("sample, second", "<ctrl-b><down>"),
    ("results", "<f5>%"),
    ("results, second", "<f5>%<down><down>"),
    ("results, grades", "<f5>%2"),
    ("results, departments", "<f5>%3"),
    ("results, few", "<f5>%3<down>"),
    ("results, largest", "<f5>%4"),
    ("results, consequences", "<f5>%5"),
    ("results, a project", "<f5>%5<down>"),
    ("figures, pace", "-"),
    ("figures, classes", "<f4><enter>1<enter><f2>-2"),
    ("figures, states", "-3"),
    ("figures, keys", "<f4><enter> <f2>-4"),
];

/// Numbers in a text: digits with what belongs to them.
fn numbers(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut word = String::new();
    for c in text.chars().chain([' ']) {
        if c.is_ascii_digit() || (!word.is_empty() && matches!(c, ',' | '.' | ':')) {
            word.push(c);
        } else if !word.is_empty() {
            found.insert(std::mem::take(&mut word).trim_end_matches([',', '.', ':']).to_owned());
        }
    }
    found
}

/// The lines of a screen that its figures stand in: title and body, without the lines of a list the cursor is not on.
fn told(script: &Script, name: &str) -> Vec<String> {
    let screen = script.screen();
    let lines: Vec<&str> = screen.lines().collect();
    let end = lines.iter().rposition(|line| line.starts_with("+-")).unwrap_or(lines.len());
    let end = lines[..end].iter().rposition(|line| line.starts_with("+-")).unwrap_or(end);
    let list = !matches!(name, "home" | "links" | "editor");
    let chosen = |line: &&str| !list || !line.starts_with("|   ") || line.starts_with("|   >");
    lines[..end].iter().filter(|line| chosen(line)).map(|line| (*line).to_owned()).collect()
}

/// What the screen explains, as text: headings, and what the fields were made of.
fn explained(script: &Script) -> String {
    let look = look(Language::ZhCn);
    let explained = script.player.app().explained();
    let entry = |why: &Why| format!("{} {}\n", why.what(&look), why.value);
    explained.whys.iter().map(entry).collect()
}

/// Numbers on a screen that are no figures: keys of a menu, and the line from which a project is in the lane.
fn no_figures(name: &str) -> &'static [&'static str] {
    match name {
        "home" => &["1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "1000"],
        name if name.starts_with("library") => &["1", "2", "3", "4", "5"],
        name if name.starts_with("results") => &["1", "2", "3", "4", "5"],
        name if name.starts_with("sample") => &["1", "2", "3", "4"],
        "editor" => &["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"],
        _ => &[],
    }
}

/// The world for a place: two who differ have a recheck of their own.
fn world_for(place: &str) -> Shared {
    let world = world();
    if place.starts_with("differences") {
        world.borrow_mut().recheck = Some(crate::second::taken());
    }
    world
}

/// A world in which every screen has something to show.
fn world() -> Shared {
    let world = World::sample();
    let side = |at: usize| world.borrow().link_side(at);
    let table = wenxiao::model::link::LinkedTable::SelfEvaluation;
    let row = |standing, target, other, candidates: Vec<_>| LinkRow {
        table,
        standing,
        target,
        other,
        candidates_total: candidates.len(),
        candidates,
        said: Vec::new(),
        seen: Vec::new(),
    };
    let links = vec![
        row(Standing::Ambiguous, None, Some(side(1)), vec![side(2), side(4)]),
        row(Standing::Linked(By::Name), Some(side(1)), Some(side(3)), Vec::new()),
    ];
    world.borrow_mut().links = links;
    let planted = crate::consistency::world(None).borrow().planted.clone();
    world.borrow_mut().planted = planted;
    let finding = crate::drafts::finding("T003", Some(2));
    let info = crate::drafts::info(96, 4, wenxiao::model::finding::Voice::Drafts);
    let mut told = world.borrow_mut();
    told.projects[2].findings = vec![finding.clone()];
    told.projects[2].checks.insert(finding.check, info);
    told.recheck = Some(crate::recheck::taken());
    told.results = Some(crate::results::taken());
    told.sample = Some(crate::results::board());
    told.check_rows = vec![crate::drafts::row("T003", Default::default(), wenxiao::model::finding::Voice::Drafts)];
    drop(told);
    world
}

/// A number that a screen shows and does not explain is a number without a reason: this test finds it by looking.
#[test]
fn every_number_on_every_screen_is_explained() {
    for size in [(80, 24), (120, 40), (60, 24)] {
        // Own figures are tables headed by digits: a row is explained as a whole, in the test below.
        for (name, keys) in PLACES.iter().filter(|(name, _)| !name.starts_with("figures")) {
            let mut script = Script::on(world_for(name), size, Language::ZhCn);
            script.press(keys);
            let known = numbers(&explained(&script));
            for line in told(&script, name) {
                for number in numbers(&line) {
                    let known = known.contains(&number) || no_figures(name).contains(&number.as_str());
                    assert!(known, "{name}: nobody says why {number}, at {size:?}, in\n{line}\n{}", explained(&script));
                }
            }
        }
    }
}

/// On every screen and every line of it F1 opens a page with what the field is made of, the rule with its version, and
/// the document, in both languages.
#[test]
fn every_explanation_has_its_formula_rule_version_and_source() {
    for language in Language::ALL {
        let words = look(language);
        for (name, keys) in PLACES {
            let mut script = Script::on(world_for(name), (80, 40), language);
            script.press(keys);
            let explained = script.player.app().explained();
            assert!(!explained.whys.is_empty(), "{name} explains nothing");
            for why in &explained.whys {
                assert!(Table::built_in().field(why.field).is_some(), "{name}: {} is not in the table", why.field);
                let rule = why.rule(&words).unwrap_or_else(|| panic!("{name}: {} has no rule", why.field));
                assert!(rule.name.split_whitespace().count() == 2, "{name}: {} has no version", rule.name);
                assert!(!rule.source.is_empty());
            }
            script.press("<f1>");
            for _ in 0..explained.points.len() {
                script.press("<down>");
            }
            for why in &explained.whys {
                for key in ["why-formula", "why-rule", "why-source"] {
                    script.shows(&words.s(key));
                }
                script.shows(&why.rule(&words).unwrap().name);
                script.press("<down>");
            }
        }
    }
}

#[test]
fn the_table_has_no_field_that_no_screen_shows() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tui");
    let mut sources = String::new();
    let mut folders = vec![root];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                sources.push_str(&std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    for field in &Table::built_in().field {
        assert!(sources.contains(&format!("\"{}\"", field.id)), "{} is shown nowhere", field.id);
    }
    for piece in sources.split("Why::new(").skip(1) {
        let Some(id) = piece.trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next()) else { continue };
        assert!(Table::built_in().field(id).is_some(), "{id} is not in the table");
    }
}

#[test]
fn a_row_of_the_review_opens_its_points_with_their_source() {
    let mut script = Script::new();
    script
        .press("<f4><enter><down><down><f1>")
        .shows("审核要点：数量指标")
        .shows("“适量”“若干”不能考核")
        .shows("依据：");
    script.press("<esc><up><up><f1>").shows("审核要点：经济成本指标").shows("符号应为不超过");
    script.press("<esc><home><f1>").shows("审核要点：年度目标").shows("88号");
}

#[test]
fn the_sum_of_the_points_is_told_with_every_row() {
    let mut script = Script::new();
    script.press("<f4><enter><f1><down><down><down><down>").shows("90 + 10 = 100");
    script.shows("10 + 10 + 8 + 8 + 6 + 6 + 6 + 6 + 8 + 6 + 6 + 10").shows("合计 90，相符");
}

#[test]
fn why_a_result_is_refused_is_told_before_it_is_tried() {
    let mut script = Script::new();
    script
        .press("<f4><enter><home><f1><down><down>")
        .shows("哪些结果现在不能定：优 良 中 差")
        .shows("1000 万元以上的项目要逐条审核");
    script
        .press("<esc><esc><down><enter><home><f1><down><down>")
        .shows("哪些结果现在不能定：中 差")
        .shows("至少提一条意见");
}

#[test]
fn the_queue_tells_file_sheet_and_row_of_an_amount() {
    let mut script = Script::new();
    script.press("<f4><down><f1>").shows("金额（万元）：86.00").shows("绩效目标表1.xlsx Sheet1 第 3 行").shows("王敏");
}

#[test]
fn each_class_says_what_belongs_there_and_to_which_item() {
    let mut script = Script::new();
    script
        .press("<f4><enter>8<f1><down>")
        .shows("C08 指标值不合理")
        .shows("指什么")
        .shows("绩效合理性")
        .shows("意见范例");
}

#[test]
fn help_can_be_searched_and_always_ends_with_undo() {
    let mut script = Script::new();
    script.press("<f4><enter><f1>").shows("怎样撤销：Ctrl+Z");
    script.press("/退回<enter>").shows("退回重填").shows("怎样撤销：Ctrl+Z").hides("跳到序号");
    script.press("<esc>").shows("审核要点：").press("<esc>").hides("帮助：");
    script.press("<f1><tab>").shows("退回重填").hides("审核要点");
}

/// The first page about a row fits the plain terminal: nobody has to scroll for the points to look at.
#[test]
fn the_first_page_about_a_row_is_one_screen() {
    for language in Language::ALL {
        let look = look(language);
        for set in look.points.all() {
            let words = set.words(language);
            let ours = if set.ours { wenxiao::text::width::wrap(&look.s("why-points-ours"), 76).len() } else { 0 };
            let source = look.t("why-points-source", &[("source", (&words.source).into())]);
            let points = words.points.iter().flat_map(|point| wenxiao::text::width::wrap(point, 74)).count();
            let lines = points + wenxiao::text::width::wrap(&source, 76).len() + ours;
            // Eighteen lines of body, less frame, list, rule and the line about undo.
            assert!(lines <= 9, "{} takes {lines} lines in {}", set.id, language.tag());
        }
    }
}

#[test]
fn every_set_of_points_is_opened_by_some_row() {
    let look = look(Language::ZhCn);
    for set in look.points.all() {
        let found = set.words.iter().any(|word| {
            let by_kind = look.points.for_indicator("", word).is_some_and(|found| found.id == set.id);
            by_kind || look.points.for_funds(word, None).is_some_and(|found| found.id == set.id)
        });
        let class = set.class.map(|class| format!("99010023{class}000016020044"));
        let by_class = class.is_some_and(|code| look.points.for_funds("", Some(&code)).is_some_and(|f| f.id == set.id));
        let goal = look.points.for_goal().is_some_and(|found| found.id == set.id);
        assert!(found || by_class || goal, "{} is never opened", set.id);
    }
}
