//! The golden rows, the project of twelve rows, and what holds whatever a form says.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde::Deserialize;

use super::*;
use crate::model::form::{Amount, FormKind};
use crate::model::money::MoneyUnit;
use crate::model::review::Grade;
use crate::model::score::{Deviation, EqualMissed, RangeMissed, Unsigned, VerifiedFunds};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Golden {
    row: Vec<Line>,
}

/// A row worked by hand.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    level: String,
    name: String,
    target: String,
    actual: String,
    weight: String,
    #[serde(rename = "self")]
    score: Option<String>,
    points: String,
    rule: String,
    unread: Option<String>,
    flag: Option<String>,
    with: Option<String>,
    work: String,
}

fn indicator(no: u32, level: &str, name: &str, target: &str, weight: &str) -> Indicator {
    let (level1, level2) = level.split_once('/').unwrap();
    let ended = |text: &str| format!("{text}指标");
    Indicator {
        no,
        level1: ended(level1),
        level2: ended(level2),
        level3: name.to_owned(),
        target: target.to_owned(),
        weight: (!weight.is_empty()).then(|| weight.to_owned()),
        ..Indicator::default()
    }
}

fn rules_with(name: Option<&str>) -> ScoreRules {
    let mut rules = ScoreRules::default();
    match name {
        None => {}
        Some("line") => rules.pass_line = Some(60.into()),
        Some("bands") => {
            rules.satisfaction =
                [(90, 100), (80, 80), (60, 50)].map(|(from, share)| (from.into(), share.into())).to_vec();
        }
        Some("late") => rules.late = vec![(30, 60.into()), (60, 30.into())],
        Some("equal-ratio") => rules.equal = EqualMissed::Ratio,
        Some("equal-nothing") => rules.equal = EqualMissed::Nothing,
        Some("range-nothing") => rules.range = RangeMissed::Nothing,
        Some("exactly") => rules.unsigned = Unsigned::Exactly,
        Some(other) => panic!("no rule {other}"),
    }
    rules
}

#[test]
fn the_golden_rows_come_out_as_worked_by_hand() {
    let golden: Golden = toml::from_str(include_str!("../../../tests/data/score/rows.toml")).unwrap();
    assert!(golden.row.len() >= 60, "{}", golden.row.len());
    let mut wrong = Vec::new();
    for line in &golden.row {
        let mut form = Form::new(FormKind::SelfEvaluation, 2025);
        let mut row = indicator(1, &line.level, &line.name, &line.target, &line.weight);
        row.actual = Some(line.actual.clone());
        row.score.clone_from(&line.score);
        form.indicators.push(row);
        let told = recompute(&form, None, &Verified::default(), &rules_with(line.with.as_deref()));
        let row = &told.rows[0];
        let got = (row.own.points.to_string(), row.own.rule.id(), row.own.unread.map(Unread::id));
        let flags: Vec<&str> = row.flags.iter().map(|flag| flag.id()).collect();
        let wanted = (line.points.clone(), line.rule.as_str(), line.unread.as_deref());
        if got != wanted || flags != line.flag.iter().map(String::as_str).collect::<Vec<_>>() {
            wrong.push(format!(
                "{} {} {}: {got:?} {flags:?}, by hand {wanted:?} ({})",
                line.name, line.target, line.actual, line.work
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn amount(ten_thousands: &str) -> Option<Amount> {
    Some(Amount { raw: ten_thousands.to_owned(), fen: Money::read(ten_thousands, MoneyUnit::TenThousandYuan) })
}

/// 老旧小区改造: twelve rows and the execution rate, 100 points, all of which the department gave itself.
fn rebuilt_quarter() -> Form {
    let mut form = Form::new(FormKind::SelfEvaluation, 2021);
    form.code = Some("P0101".to_owned());
    form.name = "老旧小区改造".to_owned();
    form.self_score = Some("100.00".to_owned());
    form.funds.adjusted = amount("1260");
    form.funds.executed = amount("1198");
    form.funds.execution_weight = Some("10".to_owned());
    form.funds.execution_score = Some("10".to_owned());
    for (level, name, target, actual, weight) in [
        ("成本/经济成本", "户均改造成本", "≤2.5万元", "2.4", "10"),
        ("成本/经济成本", "项目总成本", "≤1260万元", "1198", "10"),
        ("产出/数量", "改造户数", "≥450户", "450", "8"),
        ("产出/数量", "改造小区数", "≥6个", "6", "8"),
        ("产出/数量", "加装电梯", "≥12台", "12", "6"),
        ("产出/质量", "验收合格率", "=100%", "100", "6"),
        ("产出/时效", "按期完工率", "=100%", "100", "6"),
        ("产出/质量", "竣工资料归档率", "=100%", "100", "6"),
        ("效益/社会效益", "居住条件改善", "达成", "达成", "8"),
        ("效益/生态效益", "单位能耗下降率", "≥5%", "6.2", "6"),
        ("效益/社会效益", "物业服务覆盖率", "≥90%", "92", "6"),
        ("满意度/服务对象满意度", "居民满意度", "≥85%", "96.0", "10"),
    ] {
        let no = u32::try_from(form.indicators.len()).unwrap() + 1;
        let mut row = indicator(no, level, name, target, weight);
        row.actual = Some(actual.to_owned());
        row.score = Some(weight.to_owned());
        form.indicators.push(row);
    }
    form
}

fn found_on_site() -> Verified {
    let value = |text: &str| RowCheck::Value(text.to_owned());
    let mut rows: BTreeMap<u32, RowCheck> = (1..=12).map(|no| (no, RowCheck::Agrees)).collect();
    rows.extend([(1, value("2.7")), (3, value("412")), (7, value("83.3")), (9, value("部分70%"))]);
    rows.extend([(10, RowCheck::NoEvidence), (12, value("88.4"))]);
    Verified { rows, funds: Some(VerifiedFunds::default()) }
}

#[test]
fn the_project_of_twelve_rows_gives_its_four_totals() {
    let told = recompute(&rebuilt_quarter(), None, &found_on_site(), &ScoreRules::default());
    let totals = [&told.own, &told.verified, &told.best].map(|total| (total.points.to_string(), total.grade));
    let wanted = [("99.51", Grade::Excellent), ("88.69", Grade::Good), ("94.69", Grade::Excellent)];
    assert_eq!(totals, wanted.map(|(points, grade)| (points.to_owned(), grade)));
    assert_eq!(told.difference.unwrap().to_string(), "-11.31");
    assert_eq!((told.weight.to_string().as_str(), told.open, told.unread), ("100", 0, 0));
    assert_eq!(told.deviation, Some(Deviation::Large), "11.31 % and a grade lower");
    let points: Vec<String> = told.rows.iter().map(|row| row.verified.points.to_string()).collect();
    let wanted = "9.51 9.26 10.00 7.32 8.00 6.00 6.00 5.00 6.00 5.60 0.00 6.00 10.00";
    assert_eq!(points.join(" "), wanted);
    let untrue: Vec<u32> = told.rows.iter().filter(|row| row.flags.contains(&Flag::Untrue)).map(|row| row.no).collect();
    assert_eq!(untrue, [1, 3, 7, 9, 12], "row 12 costs no points and is untrue all the same");
    let facts = &told.rows[3].verified.facts;
    let shown = ["actual", "target", "weight", "points"].map(|name| facts[name].as_str());
    assert_eq!((told.rows[3].verified.rule.id(), shown), ("Q2", ["412", "450", "8", "7.32"]));
    let groups: Vec<_> = told.groups.iter().map(|group| (group.name.as_str(), group.weight.to_string())).collect();
    let wanted = [("成本指标", "20"), ("产出指标", "40"), ("效益指标", "20"), ("满意度指标", "10")];
    assert_eq!(groups, wanted.map(|(name, weight)| (name, weight.to_owned())));
    assert_eq!(told.groups[1].points.map(|points| points.to_string()), ["40.00", "38.32", "38.32"]);
}

#[test]
fn nothing_is_verified_before_somebody_looked() {
    let told = recompute(&rebuilt_quarter(), None, &Verified::default(), &ScoreRules::default());
    assert_eq!((told.open, &told.verified), (13, &told.own));
}

#[test]
fn missing_evidence_of_the_heaviest_output_is_serious() {
    let mut verified = Verified::default();
    verified.rows.insert(4, RowCheck::NoEvidence);
    let told = recompute(&rebuilt_quarter(), None, &verified, &ScoreRules::default());
    assert_eq!((told.deviation, told.verified.points.to_string().as_str()), (Some(Deviation::Serious), "91.51"));
}

#[test]
fn a_dropped_row_gives_its_points_to_its_group() {
    let mut verified = found_on_site();
    verified.rows.insert(5, RowCheck::Dropped);
    let told = recompute(&rebuilt_quarter(), None, &verified, &ScoreRules::default());
    let output: Vec<String> =
        told.rows.iter().filter(|row| (3..=8).contains(&row.no)).map(|row| row.rescaled.to_string()).collect();
    // 40 points among 8 8 6 6 6, which were 34.
    assert_eq!(output.join(" "), "9.41 9.41 0.00 7.06 7.06 7.06");
    assert_eq!(told.rows[5].verified.rule, ScoreRule::Dropped);
    assert_eq!(told.own.points.to_string(), "99.51", "the department's own column keeps the printed points");
    let all: Decimal = told.rows.iter().map(|row| row.rescaled).sum();
    assert_eq!(all, Decimal::ONE_HUNDRED);
}

#[test]
fn the_verified_column_judges_by_the_approved_target() {
    let mut approved = rebuilt_quarter();
    approved.kind = FormKind::Target;
    approved.indicators[2].target = "≥500户".to_owned();
    approved.indicators[3].weight = Some("9".to_owned());
    approved.indicators[4].level3 = "改造楼栋数".to_owned();
    let told = recompute(&rebuilt_quarter(), Some(&approved), &Verified::default(), &ScoreRules::default());
    let flags = |no: u32| told.rows.iter().find(|row| row.no == no).unwrap().flags.clone();
    assert_eq!(flags(3), [Flag::TargetChanged]);
    assert_eq!(flags(4), [Flag::WeightChanged]);
    assert_eq!(flags(5), [Flag::NotApproved]);
    assert_eq!(told.dropped_approved, ["改造楼栋数"]);
    let row = &told.rows[3];
    assert_eq!((row.own.points.to_string(), row.verified.points.to_string()), ("8.00".to_owned(), "7.20".to_owned()));
}

#[test]
fn the_execution_rate_is_of_the_adjusted_budget_and_full_at_most() {
    let told = |adjusted: &str, executed: &str| {
        let mut form = rebuilt_quarter();
        (form.funds.adjusted, form.funds.executed) = (amount(adjusted), amount(executed));
        let told = recompute(&form, None, &Verified::default(), &ScoreRules::default());
        let row = told.rows[0].clone();
        (row.own.points.to_string(), row.own.unread.map(Unread::id), row.flags)
    };
    assert_eq!(told("90", "89.974"), ("10.00".to_owned(), None, vec![]));
    assert_eq!(told("329.77", "338.31"), ("10.00".to_owned(), None, vec![Flag::Overspent]));
    assert_eq!(told("650", "94"), ("1.45".to_owned(), None, vec![]), "a published form of 20 points gives 2.9");
    assert_eq!(told("0", "0"), ("10.00".to_owned(), Some("funds-missing"), vec![]));
    assert_eq!(told("-5", "3").1, Some("funds-negative"));
    let mut form = rebuilt_quarter();
    form.funds.execution_weight = None;
    let verified = Verified {
        funds: Some(VerifiedFunds { executed: amount("630").unwrap().fen, adjusted: None }),
        ..Verified::default()
    };
    let told = recompute(&form, None, &verified, &ScoreRules::default());
    let row = &told.rows[0];
    assert_eq!((row.weight, row.verified.points.to_string()), (Some(10.into()), "5.00".to_owned()), "90 leave 10");
    assert_eq!(
        (row.check.clone(), row.flags.clone()),
        (Some(RowCheck::Value("630.00".to_owned())), vec![Flag::Untrue])
    );
    form.indicators.pop();
    let told = recompute(&form, None, &Verified::default(), &ScoreRules::default());
    assert_eq!(told.rows[0].no, 1, "80 do not leave 10: no row is made up");
}

#[test]
fn deviations_follow_rate_and_grade() {
    for (own, recheck, wanted) in [
        ("98", "96", Deviation::Consistent),
        ("100", "95", Deviation::Consistent),
        ("100", "94.99", Deviation::Slight),
        ("100", "90", Deviation::Slight),
        ("98", "72", Deviation::Serious),
        ("91", "89", Deviation::Large),
        ("89", "91", Deviation::Consistent),
        ("81", "79.9", Deviation::Large),
        ("90", "79", Deviation::Serious),
    ] {
        let told = by_points(own.parse().unwrap(), recheck.parse().unwrap(), &ScoreRules::default());
        assert_eq!(told, Some(wanted), "{own} {recheck}");
    }
    assert_eq!(by_points(Decimal::ZERO, Decimal::ONE, &ScoreRules::default()), None);
}

fn target() -> impl Strategy<Value = String> {
    let sign = prop::sample::select(vec!["≥", "≤", "=", "", ">", "<"]);
    prop_oneof![
        (sign, 0_i64..2_000, prop::sample::select(vec!["个", "%", "万元", ""]))
            .prop_map(|(sign, number, unit)| format!("{sign}{number}{unit}")),
        (1_i64..50, 50_i64..100).prop_map(|(low, high)| format!("{low}-{high}%")),
        (1_u8..13).prop_map(|month| format!("2025年{month}月底前")),
        prop::sample::select(vec!["达成", "有所提升", "≥**个", ""]).prop_map(str::to_owned),
    ]
}

fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        (-100_i64..3_000, 0_u32..3).prop_map(|(number, scale)| Decimal::new(number, scale).to_string()),
        (1_u8..13, 1_u8..29).prop_map(|(month, day)| format!("2025年{month}月{day}日")),
        prop::sample::select(vec![
            "达成",
            "部分达成",
            "未达成",
            "部分70%",
            "约30个",
            "79228162514264337593543950335",
            "",
            "无"
        ])
        .prop_map(str::to_owned),
    ]
}

fn check() -> impl Strategy<Value = Option<RowCheck>> {
    prop_oneof![
        Just(None),
        Just(Some(RowCheck::Agrees)),
        Just(Some(RowCheck::NoEvidence)),
        Just(Some(RowCheck::Dropped)),
        value().prop_map(|value| Some(RowCheck::Value(value))),
    ]
}

fn paper() -> impl Strategy<Value = (Form, Verified)> {
    let group = prop::sample::select(vec!["产出/数量", "产出/成本", "效益/社会", "满意度/满意度"]);
    let row = (group, target(), value(), 0_i64..4_000, proptest::option::of(-500_i64..5_000), check());
    proptest::collection::vec(row, 1..9).prop_map(|rows| {
        let mut form = Form::new(FormKind::SelfEvaluation, 2025);
        let mut verified = Verified::default();
        for (no, (level, target, actual, weight, score, check)) in (1..).zip(rows) {
            let mut row = indicator(no, level, &format!("指标{no}"), &target, &Decimal::new(weight, 2).to_string());
            row.actual = Some(actual);
            row.score = score.map(|score| Decimal::new(score, 2).to_string());
            form.indicators.push(row);
            verified.rows.extend(check.map(|check| (no, check)));
        }
        (form, verified)
    })
}

proptest! {
    #[test]
    fn points_lie_between_none_and_all_and_best_is_no_less((form, verified) in paper(), line in any::<bool>()) {
        let rules = rules_with(line.then_some("line"));
        let told = recompute(&form, None, &verified, &rules);
        for row in &told.rows {
            let printed = row.weight.unwrap_or_default();
            prop_assert!((Decimal::ZERO..=printed).contains(&row.own.points), "{row:?}");
            prop_assert!((Decimal::ZERO..=row.rescaled.max(printed)).contains(&row.verified.points), "{row:?}");
            prop_assert!(row.best.points >= row.verified.points, "{row:?}");
        }
        prop_assert!(told.best.points >= told.verified.points);
        let dropped = told.rows.iter().all(|row| row.check == Some(RowCheck::Dropped));
        let heirs = told.rows.iter().any(|row| row.check != Some(RowCheck::Dropped) && !row.weight.unwrap_or_default().is_zero());
        if !dropped && heirs {
            prop_assert_eq!(told.rows.iter().map(|row| row.rescaled).sum::<Decimal>(), told.weight);
        }
    }

    #[test]
    fn points_alone_are_those_that_are_told(
        (mut form, _) in paper(),
        funds in proptest::option::of((target(), value(), 0_i64..900, 0_i64..900)),
        total in proptest::option::of(value()),
        rules in prop::sample::select(vec![None, Some("line"), Some("bands")]),
        silent in 0_u32..9,
    ) {
        if let Some((weight, score, adjusted, executed)) = funds {
            let amount = |fen: i64| Some(Amount { raw: fen.to_string(), fen: Some(Money(fen)) });
            form.funds.execution_weight = Some(weight.replace(['≥', '≤'], "")).filter(|weight| !weight.is_empty());
            form.funds.execution_score = Some(score);
            (form.funds.adjusted, form.funds.executed) = (amount(adjusted), amount(executed));
        }
        form.self_score = total;
        // A row without points.
        if let Some(row) = form.indicators.iter_mut().find(|row| row.no == silent) {
            row.weight = None;
        }
        let rules = rules_with(rules);
        let told = recompute(&form, None, &Verified::default(), &rules);
        let points = own_points(&form, &rules);
        prop_assert_eq!((points.self_score, points.own), (told.self_score, told.own.points), "{:?}", told);
        prop_assert_eq!(points.own.to_string(), told.own.points.to_string());
    }

    #[test]
    fn more_never_gives_less(target in 0_i64..1_000, one in 0_i64..3_000, other in 0_i64..3_000, line in any::<bool>()) {
        let rules = rules_with(line.then_some("line"));
        let points = |sign: &str, actual: i64| {
            let mut form = Form::new(FormKind::SelfEvaluation, 2025);
            let mut row = indicator(1, "产出/数量", "户数", &format!("{sign}{target}户"), "10");
            row.actual = Some(actual.to_string());
            form.indicators.push(row);
            recompute(&form, None, &Verified::default(), &rules).own.points
        };
        let (low, high) = (one.min(other), one.max(other));
        prop_assert!(points("≥", low) <= points("≥", high));
        prop_assert!(points("≤", low) >= points("≤", high));
    }

    #[test]
    fn dropping_a_row_takes_nothing_from_the_others((form, verified) in paper(), at in 0_usize..9) {
        let rules = ScoreRules::default();
        let before = recompute(&form, None, &verified, &rules);
        let no = u32::try_from(at % form.indicators.len()).unwrap() + 1;
        let mut fewer = verified.clone();
        fewer.rows.insert(no, RowCheck::Dropped);
        let after = recompute(&form, None, &fewer, &rules);
        for (one, other) in before.rows.iter().zip(&after.rows).filter(|(row, _)| row.no != no) {
            prop_assert!(other.rescaled >= one.rescaled, "{one:?} {other:?}");
            prop_assert!(other.verified.points >= one.verified.points, "{one:?} {other:?}");
        }
    }
}
