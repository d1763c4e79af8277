//! Amounts drawn by value: results of IDEA, of textbooks and of the tables of factors.

use rust_decimal::Decimal;
use wenxiao::model::money::Money;
use wenxiao::rules::estimate::monetary::{
    Bound, Drawn, Item, confidence_factor, evaluate, mean_per_unit, stringer_binomial,
};
use wenxiao::rules::estimate::{Exact, exact, whole};

use crate::vectors::{decimal, figure, list, near, near_by_share, number, row};

fn five() -> Decimal {
    Decimal::new(5, 2)
}

fn money(value: &serde_json::Value) -> Money {
    let fen = decimal(value) * Decimal::ONE_HUNDRED;
    assert!(fen.fract().is_zero());
    Money(fen.try_into().unwrap())
}

fn items(book: &serde_json::Value, audited: &serde_json::Value) -> Vec<Item> {
    let pairs = list(book).iter().zip(list(audited));
    pairs.map(|(reported, verified)| Item { reported: money(reported), verified: money(verified) }).collect()
}

fn drawn(reported: Money, items: &[Item]) -> Drawn<'_> {
    Drawn { reported, items, over_as_found: Money(0), under_as_found: Money(0) }
}

/// Fen as yuan.
fn yuan(fen: &Exact) -> Exact {
    fen / whole(100)
}

#[test]
fn idea_is_met_to_the_cent() {
    let row = row("monetary", "G1");
    let case = &row["case"];
    let reported = money(&case["population_book_value"]);
    for (name, audited) in case["audited"].as_object().unwrap() {
        let items = items(&case["book"], audited);
        let found = evaluate(&drawn(reported, &items), five(), Bound::Hypergeometric).unwrap();
        for (side, suffix) in [(&found.over, "over"), (&found.under, "under")] {
            for (figure, name_of) in [(&side.projected, "projected"), (&side.upper, "upper")] {
                let printed = &case["expected"][name][format!("{name_of}_{suffix}")];
                if !printed.is_null() {
                    near(&yuan(figure), printed, "0.01");
                }
            }
            assert_eq!(&side.basic + &side.projected + &side.allowance, side.upper, "the three parts are the whole");
        }
    }
}

#[test]
fn the_textbook_bound_is_met() {
    for case in list(&row("monetary", "G3")["cases"]) {
        let taints: Vec<Exact> = list(&case["taints"]).iter().map(figure).collect();
        near(&stringer_binomial(145, &taints, five()).unwrap(), &case["upper"], "1e-9");
        if !case["mle"].is_null() {
            near(&(taints.iter().sum::<Exact>() / whole(145)), &case["mle"], "1e-9");
        }
    }
}

#[test]
fn printed_factors_are_met_cell_by_cell() {
    let table = row("monetary", "G5");
    for line in list(&table["rows"]) {
        for (cell, column) in list(line).iter().zip(list(&table["columns"])).skip(1) {
            let risk: Decimal = column.as_str().unwrap().trim_end_matches('%').parse().unwrap();
            let found = confidence_factor(number(&line[0]), risk / Decimal::ONE_HUNDRED).unwrap();
            assert_eq!(found, decimal(cell), "{} {column}", line[0]);
        }
    }
}

#[test]
fn the_mean_per_unit_of_the_textbook_is_met() {
    let row = row("monetary", "G7");
    let case = &row["case"];
    let reported = money(&case["population_book_value"]);
    let items = items(&case["book"], &case["audited"]);
    let risk = Decimal::ONE - decimal(&case["confidence_two_sided"]);
    let found = mean_per_unit(reported, &items, risk).unwrap();
    let interval = found.interval.clone().unwrap();
    let audited = |misreported: &Exact| yuan(&(whole(u64::try_from(reported.0).unwrap()) - misreported));
    near_by_share(&audited(&found.misreported), &case["estimate_audited_total"], "1e-9");
    near_by_share(&audited(&interval.upper), &case["lower"], "1e-9");
    near_by_share(&audited(&interval.lower), &case["upper"], "1e-9");
    // With that many items off it stands beside the bound.
    let both = evaluate(&drawn(reported, &items), five(), Bound::Binomial).unwrap();
    assert_eq!(both.mean_per_unit, Some(found));
}

#[test]
fn too_high_and_too_low_are_never_netted_and_full_examination_is_added() {
    let item = |reported, verified| Item { reported: Money(reported), verified: Money(verified) };
    let items = [item(10_000, 5_000), item(10_000, 15_000), item(10_000, 10_000), item(100, -900)];
    let reported = Money(1_000_000);
    let plain = evaluate(&drawn(reported, &items), five(), Bound::Binomial).unwrap();
    assert_eq!(plain.over.taints, [whole(1), exact(Decimal::new(5, 1))], "a taint is at most the whole");
    assert_eq!(plain.over.projected, whole(375_000));
    assert_eq!(plain.under.projected, whole(125_000));
    assert_eq!(plain.mean_per_unit, None, "few are off");
    let full = Drawn { over_as_found: Money(777), ..drawn(reported, &items) };
    let full = evaluate(&full, five(), Bound::Poisson).unwrap();
    let poisson = evaluate(&drawn(reported, &items), five(), Bound::Poisson).unwrap();
    assert_eq!(full.over.upper, poisson.over.upper + whole(777));
    assert_eq!(full.over.projected, plain.over.projected, "what was examined in full is projected nowhere");
    let zero = [item(0, 5)];
    assert_eq!(evaluate(&drawn(reported, &zero), five(), Bound::Binomial).unwrap_err().key, "problem-estimate-amount");
    assert_eq!(
        evaluate(&drawn(reported, &[]), five(), Bound::Binomial).unwrap_err().key,
        "problem-estimate-nothing-drawn"
    );
}
