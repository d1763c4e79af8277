//! Profiles as places write them.

use super::*;
use crate::model::finding::{CheckId, Level1, Severity, Switch, Threshold};
use crate::text::Strings;

#[test]
fn every_built_in_profile_is_complete_and_names_its_sources() {
    let folder = tempfile::tempdir().unwrap();
    let paths = Paths::below(folder.path());
    for (name, source) in BUILT_IN {
        assert!(toml::from_str::<File>(source).is_ok(), "{name}");
        let (profile, problems) = Profile::load(name, &paths).unwrap();
        assert_eq!((profile.id.as_str(), problems), (name, Vec::new()));
        for source in
            [&profile.bands.source, &profile.consequences.source, &profile.deadlines.source, &profile.key_lane.source]
        {
            assert!(!source.is_empty(), "{name}");
        }
        for language in Language::ALL {
            let strings = Strings::new(language);
            assert!(Grade::ALL.iter().all(|grade| strings.has(profile.consequence(*grade))), "{name}");
        }
    }
}

#[test]
fn a_place_differs_only_where_it_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let paths = Paths::below(folder.path());
    let (sichuan, _) = Profile::load("sichuan", &paths).unwrap();
    assert!(sichuan.deadlines.value.working_days);
    assert_eq!(sichuan.key_lane, Profile::built_in().key_lane);
    assert_eq!(sichuan.bands.value.grade(Decimal::from(80)), Grade::Good);
    assert_eq!(sichuan.bands.value.grade(Decimal::new(5999, 2)), Grade::Poor);
    assert!(Profile::load("../default", &paths).is_err());
}

#[test]
fn a_wrong_value_keeps_the_built_in_one_and_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let paths = Paths::below(folder.path());
    std::fs::create_dir_all(paths.own("profiles")).unwrap();
    let text = "id = \"jilin\"\nversion = \"1\"\nname.zh = \"吉林\"\nname.en = \"Jilin\"\n[key_lane]\nsource = \"x\"\nyuan = \"五百万\"\n[deadlines]\nsource = \"x\"\nreport_days = 7\nfinish_days = 9\nworking_days = true\nextensions = 0\n";
    std::fs::write(paths.own("profiles").join("jilin.toml"), text).unwrap();
    let (jilin, problems) = Profile::load("jilin", &paths).unwrap();
    assert_eq!(jilin.name(Language::ZhCn), "吉林");
    assert_eq!(jilin.deadlines.value.report_days, 7);
    assert_eq!(jilin.key_lane, Profile::built_in().key_lane);
    assert_eq!(problems[0].key, "problem-config-value");
    assert!(problems[0].args.contains(&("line", "5".to_owned())), "{:?}", problems[0]);
}

/// The configuration folder with these profiles, and the profile of a name.
fn load(name: &str, files: &[(&str, &str)]) -> (Profile, Vec<Problem>) {
    let folder = tempfile::tempdir().unwrap();
    let paths = Paths::below(folder.path());
    std::fs::create_dir_all(paths.own("profiles")).unwrap();
    for (name, text) in files {
        std::fs::write(paths.own("profiles").join(format!("{name}.toml")), text).unwrap();
    }
    Profile::load(name, &paths).unwrap()
}

/// A profile of four lines of head and what follows.
fn jilin(rest: &str) -> (Profile, Vec<Problem>) {
    load("jilin", &[("jilin", &head("jilin", rest))])
}

fn head(id: &str, rest: &str) -> String {
    format!("id = \"{id}\"\nversion = \"2026.1\"\nname.zh = \"吉林\"\nname.en = \"Jilin\"\n{rest}")
}

/// What is wrong, as key, line and one more argument.
fn told(problems: &[Problem], arg: &str) -> Vec<(&'static str, String, String)> {
    let get = |problem: &Problem, name: &str| {
        problem.args.iter().find(|(it, _)| *it == name).map(|(_, value)| value.clone()).unwrap_or_default()
    };
    problems.iter().map(|problem| (problem.key, get(problem, "line"), get(problem, arg))).collect()
}

const WORDS: &str =
    "zh.name = \"甲\"\nzh.opinion = \"{indicator}超过{funds}，{basis}\"\nzh.demand = \"乙\"\nzh.why = \"丙{单价}\"\n";

fn own_check(id: &str, rest: &str) -> String {
    let head = format!("[[check]]\nid = \"{id}\"\nversion = 2\ncategory = \"C09\"\nseverity = \"error\"\n");
    format!("{head}{rest}\nsource = \"x\"\n{WORDS}")
}

const ON_ROW: &str = "on = \"row\"\ncell = \"value\"\nwhen = \"number > 3\"";

#[test]
fn the_national_default_names_every_threshold_and_agrees_with_the_program() {
    let (default, problems) = load("default", &[]);
    assert_eq!(problems, Vec::new());
    for threshold in Threshold::ALL {
        let value: Decimal = threshold.default_text().parse().unwrap();
        assert_eq!(default.checks.number(*threshold), value, "{}", threshold.id());
        assert!(!default.check_sources.thresholds[threshold].is_empty());
    }
    let program = CheckSettings::default();
    for switch in Switch::ALL {
        assert_eq!(default.checks.is_on(switch), program.is_on(switch), "{}", switch.id());
        assert!(!default.check_sources.switches[&switch].is_empty());
    }
    assert_eq!((&default.checks.tree, default.checks.code_length), (&program.tree, program.code_length));
    assert_eq!(default.checks.profile, format!("default@{}", default.version));
    // A place that replaces the default must name all of them, too.
    let short = head("default", "[thresholds]\nsource = \"x\"\ngoal-shortest = \"9\"\n");
    let (default, problems) = load("default", &[("default", &short)]);
    assert_eq!(default.checks.number(Threshold::GoalShortest), Decimal::from(9));
    let [(key, line, names)] = &told(&problems, "names")[..] else { panic!("{problems:?}") };
    assert_eq!((*key, line.as_str(), names.contains("twin-name")), ("problem-profile-missing", "5", true));
}

#[test]
fn thresholds_are_read_exactly_and_what_is_wrong_is_told_line_by_line() {
    let (profile, problems) = jilin(
        r#"[thresholds]
source = "吉财绩〔2026〕1号"
twin-name = 0.85
rows-most = 30
satisfaction-lowest = { value = "85", source = "y" }
rows-mots = 3
twin-goal = "1.5"
caps-over = "-1"
low-execution = "六十"
peers-factor = 1e30
"#,
    );
    let number = |threshold| profile.checks.number(threshold);
    assert_eq!(number(Threshold::TwinName), Decimal::new(85, 2));
    assert_eq!(number(Threshold::RowsMost), Decimal::from(30));
    assert_eq!(number(Threshold::SatisfactionLowest), Decimal::from(85));
    assert_eq!(profile.check_sources.thresholds[&Threshold::SatisfactionLowest], "y");
    assert_eq!(profile.check_sources.thresholds[&Threshold::RowsMost], "吉财绩〔2026〕1号");
    assert_eq!((number(Threshold::TwinGoal), number(Threshold::LowExecution)), (Decimal::new(8, 1), Decimal::from(60)));
    let mut lines: Vec<(u32, &str)> =
        told(&problems, "").into_iter().map(|(key, line, _)| (line.parse().unwrap(), key)).collect();
    lines.sort_unstable();
    let value = "problem-config-value";
    assert_eq!(lines, [(10, "problem-profile-unknown"), (11, value), (12, value), (13, value), (14, value)]);
    // A value without a source is not used.
    let (profile, problems) =
        jilin("[thresholds]\nrows-most = 30\n[switches]\nunit-level = false\nunit-levle = true\n");
    assert_eq!(profile.checks.number(Threshold::RowsMost), Decimal::from(20));
    assert!(profile.checks.is_on(Switch::UnitLevel));
    let keys: Vec<&str> = problems.iter().map(|problem| problem.key).collect();
    assert_eq!(keys, ["problem-profile-missing", "problem-profile-missing", "problem-profile-unknown"]);
}

#[test]
fn a_place_turns_checks_off_and_changes_them_and_unknown_ones_are_told() {
    let changes = r#"[checks.T003]
source = "x"
severity = "warning"
[checks.T999]
source = "x"
off = true
[checks.JL01]
source = "x"
quiet = true
"#;
    let (profile, problems) = jilin(&format!("{changes}{}", own_check("JL01", ON_ROW)));
    let change = &profile.checks.checks[&CheckId::from("T003")];
    assert_eq!((change.off, change.severity), (false, Some(Severity::Warning)));
    assert!(profile.checks.checks[&CheckId::from("JL01")].quiet);
    assert_eq!(told(&problems, "name"), [("problem-profile-unknown", "8".to_owned(), "T999".to_owned())]);
}

#[test]
fn a_place_writes_checks_with_words_and_definitions() {
    let when = "on = \"row\"\ncell = \"unit-of-measure\"\nwhen = '''\n单价 > 3\n&& number > 0\n'''";
    let (profile, problems) =
        jilin(&format!("[definitions]\n\"单价\" = \"funds / number\"\n{}", own_check("JL01", when)));
    assert_eq!(problems, Vec::new());
    let [check] = &profile.own.checks[..] else { panic!("{:?}", profile.own) };
    assert_eq!((check.cell.id(), check.version, check.when.line), ("unit-of-measure", 2, 15));
    assert_eq!(check.slots.iter().map(String::as_str).collect::<Vec<_>>(), ["basis", "funds", "indicator", "单价"]);
    assert_eq!((profile.own.definitions[0].is.line, profile.own.definitions[0].name.as_str()), (6, "单价"));
    let words = profile.check_words(Checks::built_in());
    let words = words.get(&check.id).unwrap();
    assert_eq!(words.words(Language::En).name, "甲", "without English words the Chinese ones");
}

#[test]
fn own_checks_that_cannot_be_used_are_told_with_their_line() {
    for (id, rest, field) in [
        ("T035", ON_ROW, "id"),
        ("X9", ON_ROW, "id"),
        ("J", ON_ROW, "id"),
        ("JL 01", ON_ROW, "id"),
        ("JL01", "on = \"file\"\ncell = \"value\"\nwhen = \"1 > 0\"", "on"),
        ("JL01", "on = \"row\"\ncell = \"nowhere\"\nwhen = \"1 > 0\"", "cell"),
    ] {
        let (profile, problems) = jilin(&own_check(id, rest));
        assert_eq!(told(&problems, "field"), [("problem-config-value", "5".to_owned(), field.to_owned())], "{id}");
        assert!(profile.own.checks.is_empty());
    }
    let two = [own_check("JL01", ON_ROW), own_check("JL01", ON_ROW)].concat();
    let (profile, problems) = jilin(&two);
    assert_eq!(told(&problems, "first"), [("problem-config-twice", "18".to_owned(), "5".to_owned())]);
    assert_eq!(profile.own.checks.len(), 1);
    let many: String = (0..201).map(|at| own_check(&format!("JL{at}"), ON_ROW)).collect();
    let (profile, problems) = jilin(&many);
    assert_eq!((profile.own.checks.len(), problems[0].key), (200, "problem-profile-too-many"));
    let (_, problems) = jilin(&own_check("JL01", ON_ROW).replace("severity = \"error\"", "severity = \"fatal\""));
    assert_eq!(told(&problems, "")[0].0, "problem-config-line");
}

#[test]
fn the_tree_of_indicators_is_read_with_its_ranges() {
    let (profile, problems) = jilin(
        r#"[tree]
source = "x"
totals = ["80"]
ranges.cost = ["0", "20"]
ranges.output = ["50", "40"]
ranges.costs = ["0", "1"]
names.cost = ["经济成本"]
names.effect = ["x"]
"#,
    );
    assert_eq!(profile.checks.tree.totals, [Decimal::from(80)]);
    assert_eq!(profile.checks.tree.ranges[&Level1::Cost], (Decimal::ZERO, Decimal::from(20)));
    assert_eq!(profile.checks.level2_names[&Level1::Cost], ["经济成本"]);
    assert!(profile.checks.level2_names.contains_key(&Level1::Output), "what is not named stays");
    let mut lines: Vec<(String, &str)> = told(&problems, "").into_iter().map(|(key, line, _)| (line, key)).collect();
    lines.sort();
    let unknown = "problem-profile-unknown";
    let wanted = [("10", unknown), ("12", unknown), ("9", "problem-config-value")];
    assert_eq!(lines, wanted.map(|(line, key)| (line.to_owned(), key)));
    assert_eq!(jilin("[tree]\nsource = \"x\"\ntotals = []\n").1[0].key, "problem-config-value");
}

#[test]
fn profiles_are_laid_over_those_they_extend_and_a_cycle_is_told_with_its_way() {
    let city = head("city", "extends = \"jilin\"\n[thresholds]\nsource = \"z\"\nrows-most = 9\n");
    let province =
        head("jilin", "extends = \"sichuan\"\n[thresholds]\nsource = \"x\"\nrows-most = 30\nrows-fewest = 2\n");
    let (profile, problems) = load("city", &[("city", &city), ("jilin", &province)]);
    assert_eq!(problems, Vec::new());
    assert_eq!(profile.checks.number(Threshold::RowsMost), Decimal::from(9));
    assert_eq!(profile.checks.number(Threshold::RowsFewest), Decimal::TWO);
    assert!(profile.deadlines.value.working_days, "from Sichuan");
    assert_eq!(profile.checks.number(Threshold::HabitRows), Decimal::from(4), "from the national default");
    assert_eq!((profile.id.as_str(), profile.checks.profile.as_str()), ("city", "city@2026.1"));

    let back = head("jilin", "extends = \"city\"\n[thresholds]\nsource = \"x\"\nrows-fewest = 2\n");
    let (profile, problems) = load("city", &[("city", &city), ("jilin", &back)]);
    assert_eq!(told(&problems, "way"), [("problem-profile-cycle", String::new(), "city → jilin → city".to_owned())]);
    assert_eq!(profile.checks.number(Threshold::RowsFewest), Decimal::TWO);
    assert_eq!(profile.checks.number(Threshold::HabitRows), Decimal::from(4));
    let (_, problems) = load("jilin", &[("jilin", &head("jilin", "extends = \"atlantis\"\n"))]);
    assert_eq!(problems[0].key, "problem-unknown-profile");
    let (_, problems) = load("jilin", &[("jilin", &head("jilin", "extends = \"jilin\"\n"))]);
    assert_eq!(problems[0].key, "problem-profile-cycle");
}

#[test]
fn a_place_brings_classes_and_phrases_and_one_that_stands_twice_is_told() {
    let class = |code: &str, key: &str| {
        let words = |lang: &str| {
            ["name", "short", "item", "definition", "opinion", "demand"]
                .map(|field| format!("{lang}.{field} = \"甲\"\n"))
                .concat()
        };
        let head = format!("[[category]]\ncode = \"{code}\"\nkey = \"{key}\"\nseverity = \"info\"\n");
        format!("{head}{}{}", words("zh"), words("en"))
    };
    let phrase = "[[phrase]]\ncategory = \"C07\"\nkind = \"opinion\"\nzh = \"请量化。\"\n";
    let rest = [&class("C07", "7"), &class("C13", "+"), &class("C07", "7"), phrase, phrase].concat();
    let (profile, problems) = jilin(&rest);
    assert_eq!(problems, Vec::new());
    let (categories, problems) = profile.categories(Categories::built_in());
    assert_eq!(categories.all().len(), 13);
    assert_eq!(told(&problems, "first"), [("problem-config-twice", "37".to_owned(), "5".to_owned())]);
    let (phrases, problems) = profile.phrases(Phrases::built_in(), &categories);
    assert_eq!(told(&problems, "first"), [("problem-config-twice", "57".to_owned(), "53".to_owned())]);
    let first = phrases.of(&crate::model::review::CategoryCode("C07".into()), crate::config::PhraseKind::Opinion)[0];
    assert_eq!(first.zh, "请量化。");
}

#[test]
fn an_own_check_of_a_class_that_is_not_there_is_told() {
    let (profile, problems) = jilin(&own_check("JL01", ON_ROW).replace("C09", "C99"));
    assert_eq!(problems, Vec::new());
    let (_, problems) = profile.categories(Categories::built_in());
    assert_eq!(told(&problems, "value"), [("problem-config-value", "12".to_owned(), "C99".to_owned())]);
}

#[test]
fn a_file_of_any_place_can_be_tried() {
    let folder = tempfile::tempdir().unwrap();
    let paths = Paths::below(folder.path());
    let file = folder.path().join("try.toml");
    let text = head("try", "extends = \"sichuan\"\n[thresholds]\nsource = \"x\"\nrows-most = 7\n");
    std::fs::write(&file, text).unwrap();
    let (profile, problems) = Profile::load_file(&file, &paths).unwrap();
    assert_eq!((problems, profile.checks.number(Threshold::RowsMost)), (Vec::new(), Decimal::from(7)));
    assert!(profile.deadlines.value.working_days);
    assert!(Profile::load_file(&folder.path().join("none.toml"), &paths).is_err());
}
