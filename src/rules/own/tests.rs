//! Own checks as a place writes them.

use super::*;
use crate::model::finding::{Cell, CheckChange, Level1, Severity};
use crate::model::own_check::Written;
use crate::model::review::CategoryCode;
use crate::rules::check::tests::Paper;

fn written(text: &str) -> Written {
    Written { text: text.to_owned(), file: "profiles/jilin.toml".to_owned(), line: 12 }
}

fn check(on: On, when: &str) -> OwnCheck {
    OwnCheck {
        id: CheckId::from("JL01"),
        version: 3,
        category: CategoryCode("C08".to_owned()),
        severity: Severity::Warning,
        on,
        cell: Cell::Value,
        when: written(when),
        slots: BTreeSet::new(),
        source: "our default".to_owned(),
        examples: Vec::new(),
    }
}

fn own(definitions: &[(&str, &str)], checks: Vec<OwnCheck>) -> OwnRules {
    let definition = |(name, text): &(&str, &str)| Definition { name: (*name).to_owned(), is: written(text) };
    OwnRules { definitions: definitions.iter().map(definition).collect(), checks }
}

fn book(definitions: &[(&str, &str)], on: On, when: &str) -> Result<Rulebook, Problem> {
    let (book, mut problems) = Rulebook::new(CheckSettings::default(), &own(definitions, vec![check(on, when)]));
    if problems.is_empty() { Ok(book) } else { Err(problems.remove(0)) }
}

/// Rows of the clean paper on which an expression is true.
fn rows(when: &str) -> Vec<u32> {
    rows_of(&Paper::clean(), &[], when)
}

fn rows_of(paper: &Paper, definitions: &[(&str, &str)], when: &str) -> Vec<u32> {
    let book = book(definitions, On::Row, when).unwrap_or_else(|problem| panic!("{when}: {problem}"));
    let (findings, problems) = book.examine(&paper.form, &Surroundings::default());
    assert_eq!(problems, Vec::new(), "{when}");
    findings.iter().filter(|finding| finding.check.0 == "JL01").filter_map(|finding| finding.row).collect()
}

fn whole(when: &str) -> bool {
    let book = book(&[], On::Target, when).unwrap_or_else(|problem| panic!("{when}: {problem}"));
    let (findings, problems) = book.examine(&Paper::clean().form, &Surroundings::default());
    assert_eq!(problems, Vec::new(), "{when}");
    findings.iter().any(|finding| finding.check.0 == "JL01" && finding.row.is_none())
}

fn refused(on: On, when: &str) -> (&'static str, String) {
    let problem = book(&[], on, when).expect_err(when);
    let arg = |name: &str| problem.args.iter().find(|(it, _)| *it == name).map(|(_, value)| value.clone());
    assert_eq!(arg("file").as_deref(), Some("profiles/jilin.toml"), "{when}");
    (problem.key, format!("{}:{}", arg("line").unwrap(), arg("column").unwrap()))
}

#[test]
fn a_row_is_judged_by_its_fields_in_either_language() {
    assert_eq!(rows("level1 == \"成本\" && number > 3"), [1]);
    assert_eq!(rows("一级指标 == \"成本\" && 数值 > 3"), [1]);
    assert_eq!(rows("number >= 95 && unit == \"%\""), [3, 5]);
    assert_eq!(rows("数值 ≥ 95 && 计量单位 == \"%\""), [3, 5]);
    assert_eq!(rows("（weight ＞ 15）"), [1, 2]);
    assert_eq!(rows("level2 in [\"数量\", \"质量\"]"), [2, 3]);
    assert_eq!(rows("level2 !in [\"数量\", \"质量\"]"), [1, 4, 5, 6]);
    assert_eq!(rows("属于(二级指标, [\"数量\", \"质量\"])"), [2, 3]);
    assert_eq!(rows("\"率\" in name || ends_with(name, \"度\")"), [3, 5, 6]);
    assert_eq!(rows("sign == \"≤\" && known(number) && !blank(value)"), [1]);
    assert_eq!(rows("kind == \"date\""), [4]);
    assert_eq!(rows("number < threshold(\"satisfaction-lowest\") && 有值(number) && level1 == \"产出\""), [2]);
    assert_eq!(rows("funds / number > 3.9 && unit == \"公里\""), [2]);
    assert_eq!(rows("-number < -90 && row_number < 4"), [3]);
    assert_eq!(rows("row_number % 2 == 0 && weight == 10"), [4, 6]);
}

#[test]
fn a_whole_target_is_judged_by_its_lists() {
    assert!(whole("sum(weights) == 90 && rows == 6"));
    assert!(whole("count(levels1, \"产出\") == 3 && 个数(各一级指标, \"效益\") == 1"));
    assert!(whole("largest(weights) == 20 && smallest(weights) == 10"));
    assert!(whole("\"质量\" in levels2 && 30 in numbers && !(7 in numbers)"));
    assert!(whole("similar(goal, \"完成农村公路养护30公里\") > 0.4 && similar(goal, project) < 0.5"));
    assert!(whole("funds == fiscal_funds + other_funds && year == 2025"));
    assert!(!whole("length(goal) < 15 || open_demands > 0"));
}

#[test]
fn a_second_level_is_in_the_tree_of_the_place_or_not() {
    let mut settings = CheckSettings::default();
    settings.level2_names.insert(Level1::Output, vec!["数量".to_owned()]);
    let (book, problems) = Rulebook::new(settings, &own(&[], vec![check(On::Row, "!体系内")]));
    assert_eq!(problems, Vec::new());
    let (findings, _) = book.examine(&Paper::clean().form, &Surroundings::default());
    let rows = findings.iter().filter(|finding| finding.check.0 == "JL01").filter_map(|finding| finding.row);
    assert_eq!(rows.collect::<Vec<_>>(), [3, 4]);
}

/// 0.1 + 0.2 is 0.3 here, and a third of three is one.
#[test]
fn numbers_are_exact_decimals() {
    assert!(whole("0.1 + 0.2 == 0.3"));
    assert!(whole("1 / 4 == 0.25"), "whole numbers are no integers that are cut");
    assert!(whole("round(2.675, 2) == 2.68 && round(-0.5, 0) == -1"));
    assert!(whole("99999999999999999999.01 > 99999999999999999999"));
}

#[test]
fn what_the_form_does_not_say_is_missing_and_compares_as_false() {
    assert_eq!(rows("last_actual > 0 || last_actual <= 0 || last_actual * 1.1 < number"), Vec::<u32>::new());
    assert_eq!(rows("!known(last_actual) && (last_actual ?? 7) == 7 && row_number == 1"), [1]);
    assert_eq!(rows("abs(last_actual - 1) > 0 || max(last_actual, 1) > 0"), Vec::<u32>::new());
}

#[test]
fn definitions_are_parts_with_a_name() {
    let definitions =
        [("单价", "资金总额 / 数值"), ("太贵", "单位是公里 && 单价 > 3.9"), ("单位是公里", "unit == \"公里\"")];
    assert_eq!(rows_of(&Paper::clean(), &definitions, "太贵"), [2]);
    // The guard keeps the division from being tried where the number is 0.
    let zero = Paper::clean().row("产出指标", "数量指标", "培训期数", "≥0期", "5");
    assert_eq!(rows_of(&zero, &[("单价", "funds / number")], "number > 0 && unit == \"公里\" && 单价 > 3.9"), [2]);
}

#[test]
fn a_finding_carries_what_it_used_and_follows_the_settings() {
    let mut one = check(On::Row, "太贵");
    one.slots = BTreeSet::from(["资金总额".to_owned(), "basis".to_owned()]);
    let rules = own(&[("太贵", "单价 > 3.9 && unit == \"公里\""), ("单价", "funds / number")], vec![one]);
    let mut settings = CheckSettings::default();
    let change = CheckChange { severity: Some(Severity::Error), ..CheckChange::default() };
    settings.checks.insert(CheckId::from("JL01"), change);
    let (book, problems) = Rulebook::new(settings.clone(), &rules);
    assert_eq!(problems, Vec::new());
    let (findings, _) = book.examine(&Paper::clean().form, &Surroundings::default());
    let [finding] = &findings[..] else { panic!("{findings:?}") };
    assert_eq!((finding.row, finding.severity, finding.version.as_str()), (Some(2), Severity::Error, "3/default"));
    let fact = |name: &str| finding.facts.get(name).map(String::as_str);
    assert_eq!(fact("indicator"), Some("养护公路里程"));
    assert_eq!(
        (fact("资金总额"), fact("单价"), fact("funds"), fact("basis")),
        (Some("120"), Some("4"), Some("120"), None)
    );

    settings.checks.insert(CheckId::from("JL01"), CheckChange { off: true, ..CheckChange::default() });
    let (book, _) = Rulebook::new(settings, &rules);
    assert!(book.examine(&Paper::clean().form, &Surroundings::default()).0.is_empty());
}

/// Line 12 of the profile is the first line of the expression.
#[test]
fn what_cannot_be_used_is_refused_with_its_place() {
    use On::{Row, Target};
    for (on, when, key, place) in [
        (Row, "number >", "problem-expression-unreadable", "12:9"),
        (Row, "number > 3\n  && (", "problem-expression-unreadable", "13:7"),
        (Row, "numbr > 3", "problem-expression-unknown-name", "12:1"),
        (Row, "number > 3 &&\n levl1 == \"产出\"", "problem-expression-unknown-name", "13:2"),
        (Row, "lenght(name) > 3", "problem-expression-unknown-function", "12:1"),
        (Row, "number > threshold(\"satisfaction-lowes\")", "problem-expression-unknown-threshold", "12:20"),
        (Row, "number > threshold(name)", "problem-expression-arguments", "12:10"),
        (Row, "length(name, goal) > 3", "problem-expression-arguments", "12:1"),
        (Target, "number > 3", "problem-expression-row-only", "12:1"),
        (Row, "level2 > 3", "problem-expression-kind", "12:1"),
        (Row, "level2 == 3", "problem-expression-kind", "12:11"),
        (Row, "1 < number < 3", "problem-expression-kind", "12:3"),
        (Row, "name + \"x\" == goal", "problem-expression-kind", "12:1"),
        (Row, "number", "problem-expression-kind", "12:1"),
        (Row, "number in [\"a\"]", "problem-expression-kind", "12:1"),
        (Row, "level2 in []", "problem-expression-not-allowed", "12:11"),
        (Row, "level2 in [name]", "problem-expression-not-allowed", "12:12"),
        (Row, "names[0] == name", "problem-expression-not-allowed", "12:6"),
        (Row, "number ** 2 > 3", "problem-expression-not-allowed", "12:8"),
        (Row, "number > 3 & true", "problem-expression-not-allowed", "12:12"),
        (Row, "`${name}` == \"x\"", "problem-expression-not-allowed", "12:1"),
        (Row, "'x' in name", "problem-expression-not-allowed", "12:1"),
        (Row, "eval(\"1\") == 1", "problem-expression-unknown-function", "12:1"),
    ] {
        assert_eq!(refused(on, when), (key, place.to_owned()), "{when}");
    }
    // Statements, loops, assignments and functions are no expressions at all.
    for when in [
        "let x = 1; x > 0",
        "loop {}",
        "while true {}",
        "number = 3",
        "if true { true } else { false }",
        "|x| x",
        "",
        "{ true }",
        "fn f() { 1 } f() == 1",
        "import \"x\"",
        "true; true",
    ] {
        let key = refused(Row, when).0;
        assert!(key == "problem-expression-unreadable" || key == "problem-expression-not-allowed", "{when}: {key}");
    }
}

#[test]
fn the_nearest_known_name_is_told() {
    let near = |when: &str| {
        let problem = book(&[("单价上限", "5")], On::Row, when).unwrap_err();
        problem.args.iter().find(|(name, _)| *name == "near").unwrap().1.clone()
    };
    assert_eq!(near("wieght > 3"), "weight");
    assert_eq!(near("指标名 == \"\""), "指标名称");
    assert_eq!(near("number > 单价上线"), "单价上限");
    assert_eq!(near("lenght(name) > 3"), "length");
    assert_eq!(near("number > threshold(\"twin-nam\")"), "twin-name");
}

#[test]
fn definitions_that_need_themselves_are_refused_with_the_way_round() {
    let definitions = [("甲", "乙 + 1"), ("乙", "丙 * 2"), ("丙", "甲 - 1"), ("丁", "甲 > 3"), ("戊", "weight > 100")];
    let rules =
        own(&definitions, vec![check(On::Row, "甲 > 3"), OwnCheck { id: "JL02".into(), ..check(On::Row, "戊") }]);
    let (book, problems) = Rulebook::new(CheckSettings::default(), &rules);
    let cycles: Vec<String> = problems
        .iter()
        .filter(|problem| problem.key == "problem-expression-cycle")
        .map(|problem| problem.args.iter().find(|(name, _)| *name == "way").unwrap().1.clone())
        .collect();
    assert!(
        cycles.contains(&"甲 → 乙 → 丙 → 甲".to_owned()) && cycles.contains(&"丁 → 甲 → 乙 → 丙 → 甲".to_owned()),
        "{cycles:?}"
    );
    assert!(problems.iter().any(|problem| problem.key == "problem-expression-unknown-name"), "{problems:?}");
    assert_eq!(book.own().map(|check| check.id.0.as_str()).collect::<Vec<_>>(), ["JL02"], "the other one works");
    let itself = Rulebook::new(CheckSettings::default(), &own(&[("甲", "甲")], Vec::new())).1;
    assert_eq!(itself[0].key, "problem-expression-cycle");
}

/// Each definition doubles the one before: forty of them would be a million million readings.
#[test]
fn what_would_be_slow_is_refused_before_it_is_run() {
    let names: Vec<String> = (0..40).map(|at| format!("d{at}")).collect();
    let texts: Vec<String> =
        (0..40).map(|at| if at == 0 { "number".to_owned() } else { format!("d{0} + d{0}", at - 1) }).collect();
    let definitions: Vec<(&str, &str)> =
        names.iter().zip(&texts).map(|(name, text)| (name.as_str(), text.as_str())).collect();
    assert_eq!(book(&definitions, On::Row, "d39 > 0").unwrap_err().key, "problem-expression-too-slow");
    let alike = ["similar(goal, project) > 0.5"; 20].join(" || ");
    assert_eq!(refused(On::Row, &alike).0, "problem-expression-too-slow");
    let deep = "!".repeat(60) + "true";
    assert!(refused(On::Row, &deep).0.starts_with("problem-expression-"));
    let deep = "(".repeat(3_000) + "1";
    assert_eq!(refused(On::Row, &deep).0, "problem-expression-unreadable");
    let long = "true && ".repeat(600) + "true";
    assert_eq!(refused(On::Row, &long).0, "problem-expression-too-long");
    let names: Vec<String> = (0..60).map(|at| format!("d{at}")).collect();
    let texts: Vec<String> =
        (0..60).map(|at| if at == 0 { "number".to_owned() } else { format!("-d{}", at - 1) }).collect();
    let definitions: Vec<(&str, &str)> =
        names.iter().zip(&texts).map(|(name, text)| (name.as_str(), text.as_str())).collect();
    assert_eq!(book(&definitions, On::Row, "d59 > 0").unwrap_err().key, "problem-expression-too-deep");
}

#[test]
fn names_of_definitions_are_names_of_their_own() {
    for name in ["number", "数值", "包含", "a b", "1a", "if", "true", "", "a+b"] {
        let problems = Rulebook::new(CheckSettings::default(), &own(&[(name, "1")], Vec::new())).1;
        assert_eq!(problems.first().map(|problem| problem.key), Some("problem-expression-bad-name"), "{name}");
    }
}

#[test]
fn an_expression_that_fails_finds_nothing_is_told_once_and_stops_no_other() {
    let zero = Paper::clean().bare();
    let zero =
        zero.row("产出指标", "数量指标", "培训期数", "≥0期", "5").row("产出指标", "数量指标", "培训场次", "≥0场", "5");
    let huge = "9999999999999999999999999999 * 9999999999999999999999999999 > 0";
    for failing in ["1 / number > 3", huge] {
        let checks = vec![check(On::Row, failing), OwnCheck { id: "JL02".into(), ..check(On::Row, "number == 0") }];
        let (book, problems) = Rulebook::new(CheckSettings::default(), &own(&[], checks));
        assert_eq!(problems, Vec::new());
        let (findings, problems) = book.examine(&zero.form, &Surroundings::default());
        let found: Vec<&str> =
            findings.iter().map(|finding| finding.check.0.as_str()).filter(|id| id.starts_with("JL")).collect();
        assert_eq!(found, ["JL02", "JL02"]);
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert_eq!(problems[0].key, "problem-expression-failed");
        assert!(problems[0].args.contains(&("row", "1".to_owned())), "{problems:?}");
    }
}

#[test]
fn every_part_of_an_answer_can_be_seen() {
    let definitions = [("单价", "funds / number")];
    let book = book(&definitions, On::Row, "unit == \"公里\" && 单价 > 3.9").unwrap();
    let told = book.explain(&"JL01".into(), &Paper::clean().form, &Surroundings::default()).unwrap();
    assert_eq!(told.len(), 6);
    let lines: Vec<String> =
        told[1].parts.iter().map(|part| format!("{}{} {:?}", " ".repeat(part.depth), part.text, part.value)).collect();
    assert_eq!(
        lines,
        [
            "(unit == \"公里\") && (单价 > 3.9) YesNo(true)",
            " unit == \"公里\" YesNo(true)",
            "  unit Printed(\"公里\")",
            " 单价 > 3.9 YesNo(true)",
            "  单价 Printed(\"4\")",
            "   funds / number Printed(\"4\")",
            "    funds Printed(\"120\")",
            "    number Printed(\"30\")",
        ]
    );
    assert!(told[1].fires && !told[0].fires);
    assert_eq!(book.explain(&"JL99".into(), &Paper::clean().form, &Surroundings::default()), None);
    let uses = book.uses(&"JL01".into()).unwrap();
    assert_eq!(
        (uses.fields, uses.definitions),
        (vec!["funds".to_owned(), "number".to_owned(), "unit".to_owned()], vec!["单价".to_owned()])
    );
}

#[test]
fn targets_without_rows_or_with_two_thousand_are_survived() {
    let book =
        book(&[], On::Target, "largest(weights) > 1 || count(names, \"x\") > 0 || similar(goal, project) > 2").unwrap();
    let mut paper = Paper::clean().bare();
    paper.form.goal.annual = Some("养护".repeat(100_000));
    assert_eq!(book.examine(&paper.form, &Surroundings::default()).1, Vec::new());
    for _ in 0..2_000 {
        paper = paper.row("产出指标", "数量指标", "x", "≥1个", "1");
    }
    let (findings, problems) = book.examine(&paper.form, &Surroundings::default());
    assert_eq!(problems, Vec::new());
    assert!(findings.iter().any(|finding| finding.check.0 == "JL01"));
}
