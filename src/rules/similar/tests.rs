//! What is of one kind, what a sum is, what must hold of any comparison.

use std::collections::BTreeSet;

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;
use crate::model::form::{Form, FormKind, Indicator, PrintedCell};
use crate::model::ids::ProjectKey;

/// The judged pairs.
const PAIRS: &str = include_str!("../../../tests/data/similar/pairs.tsv");

fn row(group: &str, name: &str, unit: &str) -> Row {
    let unit = (!unit.is_empty()).then(|| unit.to_owned());
    Row::of(&Indicator {
        no: 1,
        level2: group.into(),
        level3: name.into(),
        target: "5".into(),
        unit,
        ..Indicator::default()
    })
}

#[test]
fn judged_pairs_are_grouped_with_a_precision_of_nine_tenths() {
    let (mut right, mut wrong, mut lost, mut count) = (0, Vec::new(), Vec::new(), 0);
    for line in PAIRS.lines().filter(|line| !line.starts_with('#')) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [judged, group, name, unit, other_group, other_name, other_unit] = cells[..] else { panic!("{line}") };
        count += 1;
        let (one, other) = (row(group, name, unit), row(other_group, other_name, other_unit));
        // Where a table prints no unit nothing tells that the measures differ.
        let measure = unit.is_empty() || other_unit.is_empty() || same_measure(&one, &other);
        let grouped = alike(&one, &other).is_some() && measure;
        assert_eq!(alike(&one, &other), alike(&other, &one), "{line}");
        match (judged == "1", grouped) {
            (true, true) => right += 1,
            (false, true) => wrong.push(line),
            (true, false) => lost.push(line),
            (false, false) => {}
        }
    }
    let told = format!("right {right}\nwrong {wrong:#?}\nlost {lost:#?}");
    assert!(count >= 300, "{count}");
    assert!(right * 10 >= (right + wrong.len()) * 9, "precision: {told}");
    assert!(right * 10 >= (right + lost.len()) * 7, "recall: {told}");
}

/// Savings worked out by hand.
const SUMS: &str = include_str!("../../../tests/data/similar/sums.tsv");

fn cost_and_quantity(code: &str, cost: (&str, &str), quantity: &str) -> Form {
    let mut form = Form::new(FormKind::Target, 2025);
    form.code = Some(code.into());
    form.name = "老旧小区改造".into();
    form.region = "370000000".into();
    let row = |no, level2: &str, level3: &str, target: &str| Indicator {
        no,
        level2: level2.into(),
        level3: level3.into(),
        target: target.into(),
        ..Indicator::default()
    };
    form.indicators = vec![row(1, "经济成本指标", cost.0, cost.1), row(2, "数量指标", "改造数量", quantity)];
    form
}

fn filed(form: &Form) -> Filed {
    Filed::of(Some(form), None).unwrap()
}

fn ask(own: &Filed, basis: usize, others: &[Filed]) -> Study {
    asked(own, basis, others, &BTreeSet::new(), None).unwrap()
}

fn asked(
    own: &Filed,
    basis: usize,
    others: &[Filed],
    by_hand: &BTreeSet<(ProjectKey, u16)>,
    standard: Option<&Standard>,
) -> Option<Study> {
    let row = &own.rows[0];
    let basis = bases(own, row, &[])[basis];
    study(Question { own, row, basis, standard, by_hand }, others)
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

#[test]
fn sums_are_those_worked_out_by_hand() {
    let mut count = 0;
    for line in SUMS.lines().filter(|line| !line.starts_with('#')) {
        count += 1;
        let cells: Vec<&str> = line.split('\t').collect();
        let [basis, own, quantity, others, median, expected, amount, saved, percent] = cells[..] else {
            panic!("{line}")
        };
        let name = if basis == "each" { "改造总成本" } else { "改造单位成本" };
        let own = filed(&cost_and_quantity("A", (name, own), quantity));
        let others: Vec<Filed> = others
            .split(' ')
            .enumerate()
            .map(|(at, told)| {
                let (cost, quantity) = told.split_once('÷').unwrap_or((told, quantity));
                filed(&cost_and_quantity(&format!("B{at}"), (name, cost), quantity))
            })
            .collect();
        let study = ask(&own, 0, &others);
        match study.median {
            Err(NoSum::TooFew) => assert_eq!(median, "too-few", "{line}"),
            Err(other) => panic!("{other:?} {line}"),
            Ok(sum) => {
                let found = [sum.yardstick, sum.expected, sum.own, sum.saved, sum.percent];
                assert_eq!(found, [median, expected, amount, saved, percent].map(decimal), "{line}");
                assert_eq!(study.spread.unwrap().count, others.len(), "{line}");
            }
        }
    }
    assert_eq!(count, 20);
}

#[test]
fn figures_are_brought_to_one_unit_exactly_or_not_at_all() {
    for (own, other, wanted) in [
        ("2.80万元/户", "23100元/户", Ok("2.31")),
        ("2.80万元/户", "0.000231亿元/户", Ok("2.31")),
        ("35元/米", "3.5万元/公里", Ok("35")),
        ("15元/人·月", "0.0015万元/(人·月)", Ok("15")),
        ("3元/平方米", "2000元/亩", Ok("3")),
        ("3元/平方米", "1000元/亩", Ok("1.5")),
        ("2000元/亩", "1元/平方米", Err(Lack::Inexact)),
        ("2.80万元/户", "2.31万元/人", Err(Lack::OtherUnit)),
        ("2.80万元/户", "2.31万元", Err(Lack::OtherUnit)),
        ("2.80万元/户", "2.31", Err(Lack::OtherUnit)),
        ("2.80万元/户", "适中", Err(Lack::NoFigure)),
        ("2.80万元/户", "2-3万元/户", Err(Lack::NoFigure)),
        ("2.80万元/户", "约2.31万元/户?", Err(Lack::Unsure)),
    ] {
        let own = filed(&cost_and_quantity("A", ("改造单位成本", own), "450户"));
        let other = filed(&cost_and_quantity("B", ("改造单位成本", other), "450户"));
        let study = ask(&own, 0, &[other]);
        let [line] = &study.lines[..] else { panic!("one line") };
        match wanted {
            Ok(figure) => assert_eq!((line.figure, line.excluded), (Some(decimal(figure)), None)),
            Err(lack) => assert_eq!((line.figure, line.excluded), (None, Some(Excluded::Lack(lack)))),
        }
    }
    // 户均 promises what the printed unit leaves out; a unit may stand behind the name.
    let own = filed(&cost_and_quantity("A", ("户均改造成本", "2.80万元/户"), "450户"));
    for (name, cost) in [("户均改造成本", "23100元"), ("户均改造成本（万元）", "2.31")] {
        let study = ask(&own, 0, &[filed(&cost_and_quantity("B", (name, cost), "450户"))]);
        assert_eq!(study.lines[0].figure, Some(decimal("2.31")), "{name} {cost}");
    }
}

#[test]
fn what_does_not_count_is_named() {
    let cost = |code: &str, cost: &str| cost_and_quantity(code, ("户均改造成本", cost), "100户");
    let own = filed(&cost("A", "2.80万元/户"));
    let with_actual = |mut form: Form, actual: &str| {
        let target = form.clone();
        form.kind = FormKind::SelfEvaluation;
        form.indicators[0].actual = Some(actual.into());
        Filed::of(Some(&target), Some(&form)).unwrap()
    };
    let mut before = cost("A", "2.40万元/户");
    before.year = 2024;
    let left_out = filed(&cost("E", "2.40万元/户"));
    let mut others = vec![
        filed(&before),
        with_actual(cost("B", "≤2.50万元/户"), "2.62万元/户"),
        with_actual(cost("C", "≤2.50万元/户"), "2.46万元/户"),
        with_actual(cost("D", "≤2.50万元/户"), "未完成"),
        left_out.clone(),
        filed(&cost("F", "合理")),
    ];
    // Seven more and one in another unit by mistake.
    others.extend((0..7).map(|at| filed(&cost(&format!("G{at}"), &format!("2.4{at}万元/户")))));
    others.push(filed(&cost("H", "24000万元/户")));
    let by_hand = BTreeSet::from([(left_out.project, left_out.year)]);
    let study = asked(&own, 0, &others, &by_hand, None).unwrap();
    let lack = Excluded::Lack(Lack::NoFigure);
    let wanted =
        [(Excluded::ByHand, 1), (Excluded::OwnYear, 1), (lack, 1), (Excluded::Missed, 2), (Excluded::FarOut, 1)];
    assert_eq!(study.excluded, wanted);
    assert_eq!(study.used(), 8);
    assert_eq!(study.standing, Standing { below: 8, equal: 0, above: 0 });
    assert_eq!(study.actuals(), 1, "what was reached goes before what was wanted");
}

#[test]
fn a_standard_is_held_against_the_figure_whatever_the_number_of_projects() {
    let own = filed(&cost_and_quantity("A", ("户均改造成本", "2.80万元/户"), "450户"));
    let standard =
        |number: &str, unit: &str| Standard { number: decimal(number), unit: unit.into(), source: "定额".into() };
    let sum = |standard: &Standard| asked(&own, 0, &[], &BTreeSet::new(), Some(standard)).unwrap().standard;
    let found = sum(&standard("25000", "元/户")).unwrap();
    assert_eq!((found.saved, found.percent), (decimal("135"), decimal("10.7")));
    assert_eq!(sum(&standard("2.5", "万元/人")), Err(NoSum::OtherUnit));
    let study = ask(&own, 0, &[]);
    assert_eq!((study.median, study.standard), (Err(NoSum::TooFew), Err(NoSum::NoStandard)));
}

#[test]
fn no_sum_is_drawn_where_the_quantity_is_not_told() {
    let mut form = cost_and_quantity("A", ("户均改造成本", "2.80万元/户"), "450个");
    let others: Vec<Filed> =
        (0..6).map(|at| filed(&cost_and_quantity(&format!("B{at}"), ("户均改造成本", "2.5万元/户"), "1户"))).collect();
    assert_eq!(ask(&filed(&form), 0, &others).median, Err(NoSum::NoQuantity));
    // Two rows that count 户, neither nearer by name.
    form.indicators[1].target = "450户".into();
    let mut second = form.indicators[1].clone();
    second.no = 3;
    form.indicators.push(second);
    assert_eq!(ask(&filed(&form), 0, &others).median, Err(NoSum::SeveralQuantities));
    let rate = Indicator {
        no: 1,
        level2: "质量指标".into(),
        level3: "验收合格率".into(),
        target: "95%".into(),
        ..Indicator::default()
    };
    form.indicators = vec![rate];
    assert_eq!(ask(&filed(&form), 0, &[filed(&form)]).median, Err(NoSum::NotMoney));
}

#[test]
fn a_printed_standard_is_read_with_the_unit_of_its_row() {
    let mut form = cost_and_quantity("A", ("户均改造成本", "2.80"), "450户");
    form.indicators[0].unit = Some("万元/户".into());
    form.indicators[0].others = vec![PrintedCell { heading: "标准值".into(), text: "2.50".into() }];
    let found = printed_standard(&form, 1).unwrap();
    assert_eq!((found.number, found.unit.as_str(), found.source.as_str()), (decimal("2.50"), "万元/户", "标准值"));
    assert_eq!(printed_standard(&form, 2), None);
}

/// Figures that the quartiles are tried on: two places, some of them equal.
fn figures() -> impl Strategy<Value = Vec<Decimal>> {
    proptest::collection::vec((1_i64..40_000, 0_u32..4).prop_map(|(number, scale)| Decimal::new(number, scale)), 1..40)
}

proptest! {
    #[test]
    fn quartiles_are_those_of_spreadsheets(figures in figures()) {
        let spread = Spread::of(&figures).unwrap();
        let mut sorted = figures.clone();
        sorted.sort();
        let quarter = |quarters: usize| {
            // In quarters of a place, by walking there.
            let (mut at, mut left) = (0, (sorted.len() - 1) * quarters);
            while left >= 4 {
                at += 1;
                left -= 4;
            }
            let next = sorted.get(at + 1).copied().unwrap_or(sorted[at]);
            sorted[at] + (next - sorted[at]) * Decimal::from(left) / Decimal::from(4)
        };
        prop_assert_eq!([spread.lower, spread.median, spread.upper], [quarter(1), quarter(2), quarter(3)]);
        prop_assert_eq!([spread.least, spread.greatest], [sorted[0], sorted[sorted.len() - 1]]);
        let half = |below: bool| sorted.iter().filter(|f| if below { **f <= spread.median } else { **f >= spread.median }).count();
        prop_assert!(half(true) * 2 >= sorted.len() && half(false) * 2 >= sorted.len());
    }

    #[test]
    fn every_project_counts_or_has_one_reason_and_the_order_does_not_matter(
        costs in proptest::collection::vec((0_i64..500, 0_u8..6), 0..24),
        seed in any::<u64>(),
        quantity in 1_i64..100_000,
    ) {
        let own = filed(&cost_and_quantity("A", ("户均改造成本", "2.80万元/户"), &format!("{quantity}户")));
        let mut others: Vec<Filed> = Vec::new();
        let mut by_hand = BTreeSet::new();
        for (at, (cost, kind)) in costs.iter().enumerate() {
            let text = match kind {
                0 => "合理".to_owned(),
                1 => format!("{cost}元/人"),
                2 => format!("{}元/户", cost * 100),
                _ => format!("{}万元/户", Decimal::new(*cost, 2)),
            };
            let other = filed(&cost_and_quantity(&format!("B{at}"), ("户均改造成本", &text), "10户"));
            if *kind == 3 {
                by_hand.insert((other.project, other.year));
            }
            others.push(other);
        }
        let found = asked(&own, 0, &others, &by_hand, None).unwrap();
        let out: usize = found.excluded.iter().map(|(_, count)| count).sum();
        prop_assert_eq!(found.lines.len(), others.len());
        prop_assert_eq!(found.used() + out, others.len(), "used and left out are all");
        let standing = found.standing;
        prop_assert_eq!(standing.below + standing.equal + standing.above, found.used());
        prop_assert_eq!(found.spread.as_ref().map_or(0, |spread| spread.count), found.used());
        if let Ok(sum) = &found.median {
            prop_assert!(found.used() >= FEWEST);
            prop_assert_eq!(sum.expected, sum.yardstick * sum.quantity);
            prop_assert_eq!(sum.saved, sum.own - sum.expected);
            prop_assert_eq!(sum.saved, (found.own.figure - sum.yardstick) * sum.quantity);
        } else {
            prop_assert!(found.used() < FEWEST);
        }
        // Another order, the same answer.
        let mut shuffled = others.clone();
        let mut state = seed;
        for at in (1..shuffled.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            shuffled.swap(at, (state >> 33) as usize % (at + 1));
        }
        prop_assert_eq!(asked(&own, 0, &shuffled, &by_hand, None).unwrap(), found);
    }

    #[test]
    fn whoever_is_near_is_found_by_the_pairs_that_are_asked_for(name in "[改造建设户数公里小区道路]{2,10}", place in 0_usize..10, piece in "[老旧新农村社会]{0,2}") {
        let mut other: Vec<char> = name.chars().collect();
        other.splice(place.min(other.len())..place.min(other.len()), piece.chars());
        let (one, other) = (wording(&name), wording(&other.into_iter().collect::<String>()));
        if nearness(&one, &other).is_some() && dice(&one, &other) >= NEAR && pairs(&one).len() <= 8 {
            let has = pairs(&other);
            prop_assert!(sought(&one).iter().any(|group| group.iter().all(|pair| has.contains(pair))), "{one} {other}");
        }
    }

    #[test]
    fn any_name_has_a_wording_that_parts_into_plain_tokens(name in "\\PC{0,30}") {
        let told = wording(&name);
        prop_assert!(told.chars().all(|c| !c.is_ascii() || c.is_ascii_alphanumeric()), "{told:?}");
        prop_assert_eq!(nearness(&told, &told).is_some(), !told.is_empty());
    }
}
