//! T045 to T048, X005 on forms.

use super::super::Surroundings;
use super::super::tests::{Paper, fires};
use crate::model::finding::{Finding, Severity};
use crate::model::form::{Amount, FundsLine};
use crate::model::money::{Money, MoneyUnit};

fn money(ten_thousands: &str) -> Option<Money> {
    Money::read(ten_thousands, MoneyUnit::TenThousandYuan)
}

fn amount(ten_thousands: &str) -> Option<Amount> {
    Some(Amount { raw: ten_thousands.into(), fen: money(ten_thousands) })
}

fn found(check: &str, paper: &Paper) -> Option<Finding> {
    paper.findings().into_iter().find(|finding| finding.check.0 == check)
}

fn funds(total: &str, fiscal: &str, other: &str) -> Paper {
    Paper::clean().funds(total, fiscal, other)
}

fn listed(paper: &Paper, list: &str) -> Vec<String> {
    let around = Surroundings { listed: money(list), ..Surroundings::default() };
    paper.findings_amid(&around).into_iter().map(|finding| finding.check.0).collect()
}

#[test]
fn t045_sources_add_up_exactly() {
    let finding = found("T045", &funds("100", "60", "30")).unwrap();
    assert_eq!(finding.severity, Severity::Error);
    assert_eq!((finding.facts["sources"].as_str(), finding.facts["difference"].as_str()), ("90", "10"));
    assert!(!fires("T045", funds("100", "70", "30")));
    assert!(!fires("T045", funds("100", "69.95", "30")), "within the tolerance");
    assert!(!fires("T045", funds("0.3", "0.1", "0.2")), "no binary fractions");
    assert!(fires("T045", funds("100", "110", "0")));
}

#[test]
fn t045_what_was_carried_over_counts_or_is_held_by_the_first_source() {
    let carried = |total, fiscal, other| funds(total, fiscal, other).with(|p| p.form.funds.carried_over = amount("20"));
    assert!(!fires("T045", carried("120", "100", "0")));
    assert!(!fires("T045", carried("100", "100", "0")));
    assert!(!fires("T045", carried("110", "100", "0")), "a part of it may be held");
    assert!(fires("T045", carried("150", "100", "0")));
}

#[test]
fn t045_sources_that_were_not_printed_or_not_read_say_nothing() {
    let alone = funds("100", "60", "0").with(|paper| paper.form.funds.other = None);
    assert_eq!(found("T045", &alone).unwrap().severity, Severity::Info);
    let unread = funds("100", "60", "0").with(|paper| paper.form.funds.other.as_mut().unwrap().fen = None);
    assert!(!fires("T045", unread));
    let line = FundsLine { label: "单位资金".into(), cells: vec!["40".into()] };
    assert!(!fires("T045", funds("100", "60", "0").with(|paper| paper.form.funds.lines.push(line))));
    assert!(!fires("T045", Paper::clean().with(|paper| paper.form.funds = Default::default())));
}

#[test]
fn t046_the_form_asks_for_what_the_list_says() {
    let paper = funds("120", "120", "0");
    assert!(listed(&paper, "100").contains(&"T046".to_owned()));
    assert!(listed(&paper, "120").is_empty());
    assert!(listed(&paper, "120.05").is_empty(), "within the tolerance");
    assert!(!fires("T046", paper), "no list, no finding");
}

/// A project of 100 万元 with these cost rows.
fn costs(rows: &[(&str, &str)]) -> Paper {
    let paper = Paper::clean().bare().funds("100", "100", "0");
    rows.iter().fold(paper, |paper, (name, value)| paper.row("成本指标", "经济成本指标", name, value, ""))
}

#[test]
fn t047_items_of_cost_stay_within_the_budget() {
    let over = costs(&[("设备购置费", "≤60万元"), ("人工费", "≤50万元")]);
    let finding = found("T047", &over).unwrap();
    assert_eq!((finding.severity, finding.facts["sum"].as_str()), (Severity::Error, "110"));
    for (first, second, expected) in [
        (("设备购置费", "≤60万元"), ("人工费", "≤40万元"), None),
        (("设备购置费", "≤60万元"), ("人工费", "≤40.5万元"), None),
        (("设备购置费", "≤60万元"), ("人工费", "≤500000元"), Some(Severity::Warning)),
        (("设备购置费", "60万元"), ("人工费", "50万元"), Some(Severity::Warning)),
        (("设备购置费", "≤150万元"), ("人工费", "有效控制"), Some(Severity::Warning)),
        (("项目总成本", "≤100万元"), ("人工费", "≤50万元"), None),
        (("采购成本", "≤100万元"), ("人工费", "≤50万元"), None),
        (("财政资金投入", "≤80万元"), ("人工费", "≤50万元"), None),
        (("设备单价", "≤60万元"), ("人均成本", "≤50万元"), None),
        (("设备购置费", "≤60万元/台"), ("人工费", "≤50万元"), None),
        (("节约成本", "≤60万元"), ("人工费", "≤50万元"), None),
    ] {
        assert_eq!(
            found("T047", &costs(&[first, second])).map(|finding| finding.severity),
            expected,
            "{first:?} {second:?}"
        );
    }
    let social = over.clone().with(|paper| paper.form.indicators[1].level2 = "社会成本指标".into());
    assert!(!fires("T047", social), "others bear it");
    let years = over.with(|paper| paper.form.funds.mid_term_total = amount("300"));
    assert_eq!(found("T047", &years).unwrap().severity, Severity::Warning, "perhaps the cost of all years");
}

#[test]
fn t048_the_total_cost_is_the_budget() {
    let finding = found("T048", &costs(&[("项目总成本", "≤90万元")])).unwrap();
    assert_eq!((finding.facts["cap"].as_str(), finding.facts["difference"].as_str()), ("90", "-10"));
    for (name, value, expected) in [
        ("总成本", "≤120万元", true),
        ("总成本", "≤120万", true),
        ("总成本", "≤1200000元", true),
        ("总成本", "≤100万元", false),
        ("总成本", "≤95万元", false),
        ("总成本", "≤1000000元", false),
        ("农村公路养护项目总成本", "≤120万元", true),
        ("设备购置总成本", "≤60万元", false),
        ("人均总成本", "≤60万元", false),
        ("总成本", "≤60万元/年", false),
        ("总成本", "≥60万元", false),
        ("总成本", "有效控制", false),
    ] {
        assert_eq!(fires("T048", costs(&[(name, value)])), expected, "{name} {value}");
    }
    assert!(!fires("T048", costs(&[("总成本", "≤90万元"), ("项目成本", "≤60万元")])), "which of them is the whole?");
    let carried = costs(&[("总成本", "≤120万元")]).with(|paper| paper.form.funds.carried_over = amount("20"));
    assert!(!fires("T048", carried));
}

#[test]
fn x005_yuan_among_ten_thousands_is_told_once() {
    let paper = funds("90", "90", "0");
    let slip = listed(&funds("900000", "900000", "0"), "90");
    assert!(slip.contains(&"X005".to_owned()) && !slip.contains(&"T046".to_owned()), "{slip:?}");
    assert!(listed(&paper, "899800").contains(&"X005".to_owned()), "the other way round, nearly");
    assert!(!listed(&paper, "90").contains(&"X005".to_owned()));
    assert!(!listed(&paper, "850000").contains(&"X005".to_owned()));
    let sources = funds("900000", "90", "0");
    assert!(fires("X005", sources.clone()) && !fires("T045", sources));
    let cost = costs(&[("项目总成本", "≤1000000万元")]);
    let finding = found("X005", &cost).unwrap();
    assert_eq!((finding.row, fires("T048", cost)), (Some(1), false));
}

#[test]
fn amounts_as_large_as_money_can_be_end_nothing() {
    let large = "92233720368547";
    let paper =
        funds(large, large, large).row("成本指标", "成本指标", "总成本", "≤79228162514264337593543950335万元", "");
    assert!(!listed(&paper, large).is_empty());
}
