//! Printed indicator values, as people typed them, against what the reader makes of them.
//!
//! `data/values.tsv` holds one reading a line: the cell, the column of signs, the column of units (both may be empty),
//! and the reading as JSON. Every line was reviewed; `UPDATE=1` rewrites the last column, and what
//! changed has to be reviewed again.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use wenxiao::model::value::{Achieved, Comparator, Value, ValueKind};
use wenxiao::rules::value::{explain, print, read, read_printed};

fn column(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

/// The reading as JSON without `raw` and without what is absent.
fn told(value: &Value) -> String {
    let mut json = serde_json::to_value(value).unwrap();
    let fields = json.as_object_mut().unwrap();
    fields.remove("raw");
    fields.retain(|name, field| if name == "uncertain" { field == true } else { !field.is_null() });
    // Keys in the order of the contract, so a person can read down the column.
    let order = ["kind", "op", "number", "high", "unit", "date", "achieved", "uncertain"];
    let parts: Vec<String> =
        order.iter().filter_map(|key| fields.get(*key).map(|v| format!("\"{key}\":{v}"))).collect();
    format!("{{{}}}", parts.join(","))
}

#[test]
fn every_recorded_value_is_read_as_recorded() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/values.tsv");
    let recorded = std::fs::read_to_string(&path).unwrap();
    let mut written = String::new();
    let mut wrong = String::new();
    for line in recorded.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        if line.starts_with('#') {
            writeln!(written, "{line}").unwrap();
            continue;
        }
        let [raw, operator, unit, expected @ ..] = columns.as_slice() else { panic!("not four columns: {line}") };
        let value = read(raw, column(operator), column(unit));
        assert_eq!(value.raw, **raw);
        let told = told(&value);
        writeln!(written, "{raw}\t{operator}\t{unit}\t{told}").unwrap();
        if expected != [told.as_str()] {
            writeln!(wrong, "{raw}\t{operator}\t{unit}\n  recorded {expected:?}\n  read     {told}").unwrap();
        }
    }
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, written).unwrap();
    } else {
        assert!(wrong.is_empty(), "readings changed:\n{wrong}");
    }
}

/// The example sentences of the contract, each in the full shape a script sees.
#[test]
fn the_examples_of_the_contract_hold() {
    let json = |value: &Value| serde_json::to_value(value).unwrap();
    assert_eq!(
        json(&read_printed("1.5万人")),
        serde_json::json!({
            "raw": "1.5万人", "kind": "number", "op": "=", "number": "1.5", "high": null, "unit": "万人", "date": null,
            "achieved": null, "uncertain": false
        })
    );
    assert_eq!(
        json(&read_printed("2020年1月--2020年11月")),
        serde_json::json!({
            "raw": "2020年1月--2020年11月", "kind": "date", "op": "=", "number": null, "high": "2020-11", "unit": null,
            "date": "2020-01", "achieved": null, "uncertain": false
        })
    );
    for (raw, unit) in [("100万", "万"), ("≥0.97比例", "比例"), ("1.5‰", "‰"), ("≥100百分比", "%"), ("95％", "%")]
    {
        assert_eq!(read_printed(raw).unit.as_deref(), Some(unit), "{raw}");
    }
    for (raw, date) in [
        ("2025-06-30", "2025-06-30"),
        ("2025年6月", "2025-06"),
        ("2025年", "2025"),
        ("9月前", "--09"),
        ("每年12月底前", "--12-31"),
    ] {
        let value = read_printed(raw);
        assert_eq!((value.kind, value.date.as_deref(), value.uncertain), (ValueKind::Date, Some(date), false), "{raw}");
    }
    for (raw, achieved) in
        [("达成", Achieved::Achieved), ("部分达成", Achieved::PartlyAchieved), ("未达成", Achieved::NotAchieved)]
    {
        let value = read_printed(raw);
        assert_eq!((value.op, value.achieved, value.uncertain), (None, Some(achieved), false), "{raw}");
    }
    for raw in ["完成1部宣传片,2套方案", "**人", "/", "—", "无", "年度预算220万元"] {
        assert!(read_printed(raw).uncertain, "{raw} must not look sure");
    }
    assert_eq!(read("100", Some("≤"), Some("万元")).op, Some(Comparator::AtMost));
}

/// Cells made to keep a careless reader busy; a reader that looks twice at everything does not come back from these.
#[test]
fn cells_at_the_length_limit_are_read() {
    const LIMIT: usize = 64 * 1024;
    for seed in [
        "9",
        "9,",
        "1 111",
        "1.",
        "1-",
        "1:",
        "(",
        "1(",
        "X",
        "X甲",
        "*甲",
        "1%",
        "元/",
        "1元/(人·",
        "每年",
        "1月-",
        "2021-",
        "≥",
        "≥5",
        "达成",
        "千百",
        "指标",
        "1、",
        "e",
        "控制在",
    ] {
        let raw: String = seed.chars().cycle().take(LIMIT / seed.chars().next().map_or(1, char::len_utf8)).collect();
        for raw in [format!("{raw}甲"), format!("≥5{raw}个")] {
            assert_eq!(read(&raw, Some(&raw), Some(&raw)).raw, raw);
        }
    }
}

/// Every recorded line: cell, column of signs, column of units.
fn recorded() -> Vec<[String; 3]> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/values.tsv");
    let text = std::fs::read_to_string(path).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| std::array::from_fn(|at| line.split('\t').nth(at).unwrap_or_default().to_owned())).collect()
}

/// Nothing that anybody published is read without having been looked at.
#[test]
fn every_published_value_is_recorded() {
    let recorded: BTreeSet<String> = recorded().into_iter().map(|[cell, ..]| cell).collect();
    for table in wenxiao::sample::published() {
        for indicator in &table.form.indicators {
            for cell in [Some(&indicator.target), indicator.actual.as_ref()].into_iter().flatten() {
                let cell = cell.replace('\n', " ");
                assert!(recorded.contains(&cell), "{cell:?} of {} is not in tests/data/values.tsv", table.id);
            }
        }
    }
}

#[test]
fn recorded_values_print_and_read_again_the_same() {
    for [cell, operator, unit] in recorded() {
        let value = read(&cell, column(&operator), column(&unit));
        let printed = print(&value);
        let again = read_printed(&printed);
        let words = matches!(value.kind, ValueKind::Qualitative | ValueKind::Blank);
        if !value.uncertain && !words {
            let unseen = print(&Value { raw: String::new(), ..value.clone() });
            assert_eq!(printed, unseen, "{cell}: what is sure has a spelling of its own");
        }
        if operator.is_empty() && unit.is_empty() {
            assert_eq!(print(&again), printed, "{cell}");
            assert_eq!(parts(again), parts(value), "{cell} printed {printed}");
        } else if !value.uncertain && !words {
            // 年 beside a year is part of the date once it stands in one cell.
            let kept = value.unit.clone().filter(|_| value.kind != ValueKind::Date);
            assert_eq!(print(&again), printed, "{cell} {operator} {unit}");
            assert_eq!(parts(again), parts(Value { unit: kept, ..value }), "{cell} printed {printed}");
        }
    }
}

/// What is told to people is what was read: no doubt without a reason, no reason without a doubt.
#[test]
fn every_uncertain_reading_tells_why() {
    let mut reasons = BTreeSet::new();
    for [cell, operator, unit] in recorded() {
        let value = read(&cell, column(&operator), column(&unit));
        let notes = explain(&cell, column(&operator), column(&unit));
        let doubts: Vec<_> = notes.iter().filter(|note| note.doubt).map(|note| note.key).collect();
        assert_eq!(value.uncertain, !doubts.is_empty(), "{cell} {operator} {unit}");
        assert!(notes.iter().any(|note| !note.doubt), "{cell}");
        reasons.extend(doubts);
    }
    let locale =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/data/locales/parts/values.zh-CN.ftl"))
            .unwrap();
    for line in locale.lines().filter(|line| line.starts_with("value-doubt-")) {
        let key = line.split(" =").next().unwrap_or_default();
        assert!(reasons.contains(key), "no recorded value shows {key}");
    }
}

#[test]
fn an_explanation_names_the_words_that_decided() {
    let said = |raw: &str| -> Vec<String> {
        let told = explain(raw, None, None);
        told.iter()
            .map(|note| format!("{} {}", note.key, note.args.values().cloned().collect::<Vec<_>>().join(" ")))
            .collect()
    };
    assert_eq!(
        said("控制在5.0％以内"),
        ["value-note-sign ≤ 控制在 … 以内", "value-note-number 5.0 5.0%", "value-note-unit % %"]
    );
    assert_eq!(said("9月底前"), ["value-note-sign ≤ 前", "value-note-date --09-30 9月底"]);
    assert_eq!(
        said("指标1：约300人（含20名学生）"),
        [
            "value-note-label 指标1:",
            "value-note-bracket 含20名学生",
            "value-note-sign = 约",
            "value-note-number 300 300人",
            "value-note-unit 人 人",
            "value-doubt-note ",
            "value-doubt-sign-unclear ",
        ]
    );
    let columns = explain("95", Some("≥"), Some("%"));
    let keys: Vec<_> = columns.iter().map(|note| note.key).collect();
    assert_eq!(keys, ["value-note-sign-column", "value-note-number", "value-note-unit-column"]);
}

/// Everything but `raw`.
fn parts(value: Value) -> Value {
    Value { raw: String::new(), ..value }
}

fn cell() -> impl Strategy<Value = String> {
    // Pieces that the grammar knows, in any order, between arbitrary characters.
    let piece = prop_oneof![
        3 => proptest::sample::select(vec![
            "≥", ">=", "=", "≤", "<", "不低于", "控制在", "以内", "左右", "余", "%", "％", "百分比", "百分之", "万", "元", "/", "人", "·",
            "个", "年", "月", "日", "底", "前", "每年", "每月", "第", "季度", "上半年", "至", "-", "--", "—", "~", ":", ",", ".", "、",
            "(", ")", "XX", "**", "…", "指标1：", "达成", "未", "部分", "完成", "是/否", "三", "十", "百", " ", "\n", "2021", "12", "31", "0", "5",
        ]).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
        1 => "[0-9]{1,30}".prop_map(String::from),
    ];
    proptest::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

fn is_iso(date: &str) -> bool {
    let shape: String = date.chars().map(|c| if c.is_ascii_digit() { 'd' } else { c }).collect();
    ["dddd", "dddd-dd", "dddd-dd-dd", "--dd", "--dd-dd", "---dd"].contains(&shape.as_str())
}

/// The same cells every time; `VALUES_SEED` and `PROPTEST_CASES` try others.
fn cells_to_try() -> ProptestConfig {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let seed = RngSeed::Fixed(number("VALUES_SEED").unwrap_or(2026));
    let cases = number("PROPTEST_CASES").and_then(|cases| u32::try_from(cases).ok()).unwrap_or(2000);
    ProptestConfig { cases, rng_seed: seed, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cells_to_try())]

    #[test]
    fn whatever_a_cell_holds_it_comes_back_unchanged(raw in any::<String>(), operator in any::<String>(), unit in any::<String>()) {
        prop_assert_eq!(read(&raw, Some(&operator), Some(&unit)).raw, raw);
    }

    #[test]
    fn every_reading_keeps_the_shape_of_the_contract(
        raw in cell(), operator in proptest::option::of(cell()), unit in proptest::option::of(cell()),
    ) {
        let value = read(&raw, operator.as_deref(), unit.as_deref());
        prop_assert_eq!(&value.raw, &raw);
        for number in value.number.iter().chain(value.high.iter().filter(|_| value.kind == ValueKind::Range)) {
            prop_assert!(number.parse::<rust_decimal::Decimal>().is_ok(), "{} is no decimal", number);
        }
        for date in value.date.iter().chain(value.high.iter().filter(|_| value.kind == ValueKind::Date)) {
            prop_assert!(is_iso(date), "{} is no date", date);
        }
        let numeric = matches!(value.kind, ValueKind::Number | ValueKind::Percent | ValueKind::Duration);
        prop_assert!(value.number.is_none() || numeric || value.kind == ValueKind::Range);
        prop_assert!(value.date.is_none() || value.kind == ValueKind::Date);
        prop_assert!(value.achieved.is_none() || value.kind == ValueKind::Qualitative);
        prop_assert!(value.kind != ValueKind::Qualitative || value.op.is_none());
        prop_assert!(value.kind != ValueKind::Percent || value.unit.as_deref().is_none_or(|unit| unit == "%") || value.uncertain);
        // Sure of a figure means that the figure is there, with its comparator.
        if !value.uncertain && !matches!(value.kind, ValueKind::Qualitative | ValueKind::Blank) {
            prop_assert!(value.number.is_some() || value.date.is_some());
            prop_assert!(value.op.is_some());
        }
        // The same cell in full width says the same.
        let wide: String = raw.chars().map(|c| if c.is_ascii_graphic() { char::from_u32(c as u32 + 0xfee0).unwrap() } else { c }).collect();
        prop_assert_eq!(parts(read_printed(&wide)), parts(read_printed(&raw)));
    }

    #[test]
    fn print_read_print_is_stable(raw in cell(), operator in proptest::option::of(cell()), unit in proptest::option::of(cell())) {
        let value = read_printed(&raw);
        let printed = print(&value);
        let again = read_printed(&printed);
        prop_assert_eq!(print(&again), printed);
        prop_assert_eq!(parts(again), parts(value));
        // The explanation tells of the same reading, and never panics.
        let doubts = explain(&raw, operator.as_deref(), unit.as_deref()).iter().any(|note| note.doubt);
        prop_assert_eq!(doubts, read(&raw, operator.as_deref(), unit.as_deref()).uncertain);
    }

    #[test]
    fn what_is_printed_is_read_again(
        op in proptest::sample::select(vec!["≥", ">", "=", "≤", "<", ""]),
        number in "(0|[1-9][0-9]{0,9})(\\.[0-9]{1,4})?",
        high in proptest::option::of("[1-9][0-9]{10}"),
        unit in proptest::sample::select(vec!["", "%", "个", "万元", "元/人·月", "平方米", "人次", "个百分点", "‰", "天", "个工作日", "万", "次/月", "km", "部宣传片"]),
    ) {
        let printed = format!("{op}{number}{}{unit}", high.as_ref().map_or(String::new(), |high| format!("-{high}")));
        let first = read_printed(&printed);
        prop_assert_eq!(first.number.as_ref(), Some(&number));
        prop_assert_eq!(first.high.as_ref(), high.as_ref());
        prop_assert_eq!(first.unit.as_deref().unwrap_or_default(), unit);
        prop_assert_eq!(first.op.map(Comparator::sign), Some(if op.is_empty() { "=" } else { op }));
        let again = read_printed(&print(&first));
        prop_assert_eq!(parts(again), parts(first));
    }
}
