//! Sums that a reviewer would do by hand.

use super::*;
use crate::model::form::{Amount, Form, FormKind, Indicator};
use crate::model::money::MoneyUnit;

fn row(no: u32, level1: &str, level2: &str, name: &str, target: &str, weight: &str) -> Indicator {
    Indicator {
        no,
        level1: level1.to_owned(),
        level2: level2.to_owned(),
        level3: name.to_owned(),
        target: target.to_owned(),
        weight: Some(weight.to_owned()).filter(|weight| !weight.is_empty()),
        ..Indicator::default()
    }
}

fn form(ten_thousands: &str, rows: Vec<Indicator>) -> Form {
    let mut form = Form::new(FormKind::Target, 2025);
    let fen = Money::read(ten_thousands, MoneyUnit::TenThousandYuan);
    form.funds.total = Some(Amount { raw: ten_thousands.to_owned(), fen });
    form.indicators = rows;
    form
}

fn of(form: &Form) -> Matching {
    matching(form, None, &CheckSettings::default())
}

fn renovation(quantity: &str, funds: &str) -> Form {
    form(
        funds,
        vec![
            row(1, "成本指标", "经济成本指标", "户均改造成本", "≤2.80万元/户", "10"),
            row(2, "成本指标", "经济成本指标", "项目总成本", "≤1260万元", "10"),
            row(3, "产出指标", "数量指标", "改造户数", quantity, "40"),
            row(4, "产出指标", "数量指标", "改造小区数", "≥6个", "30"),
        ],
    )
}

#[test]
fn unit_cost_times_quantity_agrees_with_the_budget() {
    let found = of(&renovation("≥450户", "1260"));
    let product = &found.products[0];
    assert_eq!((product.cost_row, product.quantity_row), (1, 3));
    assert_eq!(product.amount, Money(1_260_000_000));
    assert_eq!(found.products_sum.unwrap().verdict, MatchVerdict::Agrees);
    assert_eq!(found.total_cap.unwrap().verdict, MatchVerdict::Agrees);
    assert!(found.unpaired.is_empty() && found.caps.is_none());
}

#[test]
fn every_seeded_mismatch_is_found_and_nothing_within_the_tolerance() {
    // 5 % of 1260 is 63: from 1197 to 1323 万元 a sum agrees. 427.5 households are 1197 万元.
    for quantity in 1..=900 {
        let found = of(&renovation(&format!("≥{quantity}户"), "1260"));
        let sum = found.products_sum.unwrap();
        assert_eq!(sum.sum, Money(28_000 * 100 * quantity));
        let wanted = match quantity {
            ..=427 => MatchVerdict::Below,
            428..=472 => MatchVerdict::Agrees,
            _ => MatchVerdict::Above,
        };
        assert_eq!(sum.verdict, wanted, "{quantity}");
    }
}

#[test]
fn units_are_converted_and_never_guessed() {
    let mut target = form(
        "35",
        vec![
            row(1, "成本", "成本指标", "修路单位成本", "≤35元/米", ""),
            row(2, "产出", "数量", "修路里程", "≥10公里", ""),
        ],
    );
    let found = of(&target);
    assert_eq!(found.products[0].amount, Money(35_000_000), "35 yuan a metre, ten kilometres");
    assert_eq!(found.products_sum.unwrap().verdict, MatchVerdict::Agrees);
    // Per person and month: how many months is not said.
    target.indicators[0].target = "≤35元/人·月".to_owned();
    let found = of(&target);
    assert!(found.products.is_empty());
    assert_eq!(found.unpaired[0].candidates, 0);
    // Two lengths, and nothing tells which.
    target.indicators[0].target = "≤35元/米".to_owned();
    target.indicators[0].level3 = "单位成本".to_owned();
    target.indicators.push(row(3, "产出", "数量", "绿化长度", "≥2公里", ""));
    let found = of(&target);
    assert_eq!((found.products.len(), found.unpaired[0].candidates), (0, 2));
    // The name tells.
    target.indicators[0].level3 = "绿化单位成本".to_owned();
    assert_eq!(of(&target).products[0].quantity_row, 3);
}

#[test]
fn a_name_alone_says_what_a_cost_counts_by() {
    let target = form(
        "90",
        vec![row(1, "成本", "", "人均培训费", "≤300元", ""), row(2, "产出", "数量指标", "培训人数", "≥3000人", "")],
    );
    assert_eq!(of(&target).products_sum.unwrap().verdict, MatchVerdict::Agrees);
}

#[test]
fn part_of_the_cost_may_exceed_the_budget_but_cannot_fall_short_of_it() {
    let mut target = renovation("≥100户", "1260");
    target.indicators.push(row(5, "成本指标", "经济成本指标", "电梯单价", "≤40万元/台", ""));
    let found = of(&target);
    assert_eq!((found.products_sum.unwrap().verdict, found.unpaired.len()), (MatchVerdict::Open, 1));
    let mut target = renovation("≥1000户", "1260");
    target.indicators.push(row(5, "成本指标", "经济成本指标", "电梯单价", "≤40万元/台", ""));
    assert_eq!(of(&target).products_sum.unwrap().verdict, MatchVerdict::Above);
}

#[test]
fn itemised_caps_add_up_to_the_budget() {
    let caps = |second: &str| {
        form(
            "100",
            vec![
                row(1, "成本指标", "经济成本指标", "设备购置费", "≤60万元", ""),
                row(2, "成本指标", "经济成本指标", "培训费", second, ""),
                row(3, "成本指标", "经济成本指标", "总成本", "≤100万元", ""),
            ],
        )
    };
    let sum = |second: &str| of(&caps(second)).caps.unwrap();
    assert_eq!(sum("≤400000元").verdict, MatchVerdict::Agrees);
    assert_eq!(sum("≤50万元").verdict, MatchVerdict::Above);
    assert_eq!(sum("≤10万元").verdict, MatchVerdict::Below);
    assert_eq!(sum("≤40万元").items.len(), 2, "the cap on the whole is not added");
}

#[test]
fn points_come_to_a_hundred_with_the_execution_rate() {
    let points = |weight: &str, execution: Option<&str>| {
        let mut target =
            form("1", vec![row(1, "产出", "数量", "甲", "1个", weight), row(2, "产出", "数量", "乙", "1个", "40")]);
        target.funds.execution_weight = execution.map(str::to_owned);
        of(&target).points.unwrap()
    };
    let sum = points("50", None);
    assert!(sum.holds && sum.execution_assumed);
    assert_eq!((sum.execution, sum.indicators), (Decimal::TEN, Decimal::from(90)));
    let sum = points("60", None);
    assert!(sum.holds);
    assert_eq!(sum.execution, Decimal::ZERO, "100 of indicators alone");
    assert!(points("50", Some("10")).holds);
    assert!(!points("60", Some("10")).holds, "110");
    assert!(!points("45", None).holds, "85 and 10 are 95");
    assert!(of(&form("1", vec![row(1, "产出", "数量", "甲", "1个", "")])).points.is_none());
}

#[test]
fn money_that_rose_while_no_output_did_is_told() {
    let before = renovation("≥450户", "1080");
    let flat = matching(&renovation("≥450户", "1260"), Some(&before), &CheckSettings::default()).trend.unwrap();
    assert!(flat.flat());
    assert_eq!(flat.percent.to_string(), "16.7");
    assert_eq!(flat.outputs.len(), 2);
    let more = matching(&renovation("≥500户", "1260"), Some(&before), &CheckSettings::default()).trend.unwrap();
    assert!(more.up && !more.flat());
    let same = matching(&renovation("≥450户", "1100"), Some(&before), &CheckSettings::default()).trend.unwrap();
    assert!(!same.up && !same.flat(), "1.9 % is within the tolerance");
}

#[test]
fn nothing_is_made_of_nothing_and_huge_figures_do_not_end_the_program() {
    assert_eq!(of(&Form::new(FormKind::Target, 2025)).products, []);
    let huge = form(
        "90000000000",
        vec![
            row(1, "成本", "", "单位成本", "≤79228162514264337593543950335元/个", "79228162514264337593543950335"),
            row(2, "产出", "数量", "个数", "≥79228162514264337593543950335个", "79228162514264337593543950335"),
            row(3, "成本", "", "甲费", "≤79228162514264337593543950335万元", ""),
        ],
    );
    let found = of(&huge);
    assert!(found.products.is_empty() && found.points.is_none());
}
