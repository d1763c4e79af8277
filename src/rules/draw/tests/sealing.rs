//! What is sealed: who is certain, what is drawn of each stratum, which rate it comes to; and who replaces whom.

#![cfg(test)]

use std::collections::BTreeMap;

use super::super::certainty::{Exclusion, SealUnit};
use super::super::fraction::{self, ratio};
use super::super::proof::{Frozen, prove};
use super::super::replacement::{Replacement, examined, is_weaker};
use super::super::seal::{AllocateBy, AmountFloor, SealOptions, Sealed, seal, seal_tranche};
use super::super::seed::{SeedRecord, Source};
use super::super::{Plan, Population};
use crate::model::draw::{DrawMethod, UnitReason, UnitStatus};
use crate::model::money::Money;
use crate::model::recheck::Outcome;

fn unit(key: &str, stratum: &str, fen: i64) -> SealUnit {
    SealUnit { key: key.to_owned(), stratum: stratum.to_owned(), amount: Money(fen), ..SealUnit::default() }
}

/// The city of the source: 5,688 self-evaluations in 60 departments, 31 of them recommended.
fn city() -> Vec<SealUnit> {
    (0..5_688_u32)
        .map(|at| SealUnit {
            recommended: at % 183 == 0 && at / 183 < 31,
            ..unit(&format!("P{at:04}"), &format!("D{:02}", (at * at + 7 * at) % 60), i64::from(at % 977 + 1) * 10_000)
        })
        .collect()
}

fn record(sealed: &Sealed) -> SeedRecord {
    SeedRecord {
        frame: sealed.population.fingerprint(),
        plan: sealed.plan.fingerprint(),
        sources: vec![Source {
            label: "十面骰".to_owned(), value: "47102938561029384756".to_owned(), outside: true
        }],
        ..SeedRecord::default()
    }
}

#[test]
fn only_the_random_part_is_held_against_a_tenth() {
    let sealed = seal(&city(), &SealOptions::default()).unwrap();
    let quota = &sealed.quota;
    assert_eq!((quota.all, quota.need, quota.certainty, quota.random), (5_688, 569, 31, 569));
    assert!(quota.met_at_random() && !quota.certainty_above_half);
    let record = record(&sealed);
    let frozen = Frozen { population: &sealed.population, plan: &sealed.plan, record: &record, expanded_to: None };
    let (_, proof) = prove(frozen, "wenxiao").unwrap();
    assert_eq!((proof.rates.random, proof.rates.examined), (569, 600));
    assert_eq!((proof.rates.rate_random.as_str(), proof.rates.rate_all.as_str()), ("0.100035", "0.105485"));

    // Recommended ones that count towards the duty eat the random part: the trap, if somebody asks for it.
    let options = SealOptions { random_share: ratio(1, 2), ..SealOptions::default() };
    let quota = seal(&city(), &options).unwrap().quota;
    assert_eq!(quota.random, 538);
    assert!(!quota.met_at_random());
}

#[test]
fn what_is_sealed_is_read_back_the_same() {
    let sealed = seal(&city(), &SealOptions::default()).unwrap();
    let population = Population::read(&sealed.population.write(), "population.tsv").unwrap();
    let plan = Plan::read(&sealed.plan.write(), "plan.tsv").unwrap();
    assert_eq!((&population, &plan), (&sealed.population, &sealed.plan));
    plan.fits(&population, "plan.tsv", "population.tsv").unwrap();
    let mut turned = city();
    turned.reverse();
    assert_eq!(seal(&turned, &SealOptions::default()).unwrap(), sealed, "the order of the units does not matter");
    let mut changed = city();
    changed[77].amount = Money(1);
    let changed = seal(&changed, &SealOptions::default()).unwrap();
    assert_ne!(changed.population.fingerprint(), sealed.population.fingerprint());
}

#[test]
fn several_reasons_count_once_and_exclusions_need_a_ground() {
    let mut units: Vec<SealUnit> = (0..20).map(|at| unit(&format!("P{at:02}"), "D", 100)).collect();
    units[3] = SealUnit { recommended: true, flagged: true, due: true, ..unit("P03", "D", 1_000_000_000) };
    let exclusion =
        Exclusion { reason: UnitReason::Secret, ground: "涉密\n项目".to_owned(), by: "保密办".to_owned() };
    units[4] = SealUnit { recommended: true, excluded: Some(exclusion.clone()), ..units[4].clone() };
    let options = SealOptions { cutoff: Some(Money::KEY_LANE), ..SealOptions::default() };
    let sealed = seal(&units, &options).unwrap();
    let row = |at: usize| Population::row(&sealed.population.units[at]);
    assert_eq!(row(3), "P03\tD\t1000000000\tC\tA,D,F,T");
    assert_eq!(row(4), "P04\tD\t100\tX\tX3");
    assert_eq!((sealed.quota.certainty, sealed.quota.excluded, sealed.quota.frame), (1, 1, 18));
    // Exclusions do not shrink the duty unless the plan says so.
    assert_eq!(sealed.quota.need, 2);
    let nineteen = SealOptions { without_excluded: true, rate: ratio(1, 19), ..SealOptions::default() };
    assert_eq!(seal(&units, &nineteen).unwrap().quota.need, 1);
    assert_eq!(sealed.journal, ["exclude|P04|X3|保密办|涉密\n项目"]);
    for wrong in [
        Exclusion { ground: " ".to_owned(), ..exclusion.clone() },
        Exclusion { by: String::new(), ..exclusion.clone() },
        Exclusion { reason: UnitReason::Amount, ..exclusion },
    ] {
        units[4].excluded = Some(wrong);
        assert_eq!(seal(&units, &options).unwrap_err().key, "problem-seal-exclusion");
    }
}

#[test]
fn what_cannot_be_sealed_is_refused_by_name() {
    let good = || vec![unit("a", "D", 5), unit("b", "D", 5)];
    let none = SealOptions::default();
    let floor = |floor| SealOptions { floors: BTreeMap::from([("D".to_owned(), floor)]), ..SealOptions::default() };
    let cap = |cap| SealOptions { caps: BTreeMap::from([("D".to_owned(), cap)]), minimum: 2, ..SealOptions::default() };
    let elsewhere = SealOptions { floors: BTreeMap::from([("E".to_owned(), 1)]), ..SealOptions::default() };
    let money = SealOptions { method: DrawMethod::MonetaryUnit, ..SealOptions::default() };
    let recommended = |unit: SealUnit| SealUnit { recommended: true, ..unit };
    for (units, options, key) in [
        (vec![], &none, "problem-seal-empty"),
        (vec![unit("a", "D", 5), unit("a", "E", 6)], &none, "problem-seal-key-twice"),
        // Two spellings of one letter are one key.
        (vec![unit("e\u{301}", "D", 5), unit("\u{e9}", "D", 5)], &none, "problem-seal-key-twice"),
        (vec![unit("a\tb", "D", 5)], &none, "problem-seal-key"),
        (vec![unit("", "D", 5)], &none, "problem-seal-key"),
        (vec![unit("a", "D|E", 5)], &none, "problem-seal-stratum"),
        (vec![unit("a", "D", -1)], &none, "problem-seal-amount"),
        (vec![unit("a", "D", i64::MAX)], &none, "problem-seal-amount"),
        (vec![recommended(unit("a", "D", 5))], &none, "problem-seal-nothing-random"),
        (good(), &floor(3), "problem-seal-floor"),
        (good(), &cap(1), "problem-seal-floor"),
        (good(), &elsewhere, "problem-seal-no-stratum"),
        (vec![unit("a", "D", 5), unit("b", "D", 0)], &money, "problem-draw-no-amount"),
    ] {
        assert_eq!(seal(&units, options).unwrap_err().key, key, "{units:?}");
    }
    assert_eq!(seal(&good(), &floor(2)).unwrap().quota.random, 2);
}

#[test]
fn every_department_gets_its_floor_and_the_rest_goes_by_size() {
    let mut units: Vec<SealUnit> = (0..90).map(|at| unit(&format!("a{at:02}"), "大", 10)).collect();
    units.extend((0..9).map(|at| unit(&format!("b{at:02}"), "中", 1_000)));
    units.push(unit("c00", "小", 10));
    let drawn = |options: &SealOptions| -> Vec<u64> {
        let plan = seal(&units, options).unwrap().plan;
        // In the order of bytes: 中 大 小.
        ["大", "中", "小"]
            .iter()
            .map(|name| plan.strata.iter().find(|row| row.stratum == *name).unwrap().drawn)
            .collect()
    };
    assert_eq!(drawn(&SealOptions::default()), [8, 1, 1]);
    assert_eq!(drawn(&SealOptions { minimum: 2, ..SealOptions::default() }), [7, 2, 1]);
    assert_eq!(drawn(&SealOptions { stratum_rate: ratio(1, 3), ..SealOptions::default() }), [30, 3, 1]);
    assert_eq!(drawn(&SealOptions { statistical: 40, ..SealOptions::default() })[2], 1);
    assert_eq!(drawn(&SealOptions { allocate_by: AllocateBy::Amount, ..SealOptions::default() }), [1, 8, 1]);
    let variance = BTreeMap::from([("大".to_owned(), ratio(1, 100)), ("中".to_owned(), ratio(4, 1))]);
    assert_eq!(
        drawn(&SealOptions { allocate_by: AllocateBy::Variance(variance), ..SealOptions::default() }),
        [3, 6, 1]
    );
    let caps = BTreeMap::from([("大".to_owned(), 4)]);
    assert_eq!(drawn(&SealOptions { caps, ..SealOptions::default() }), [4, 5, 1]);
}

#[test]
fn the_largest_become_certain_until_the_amounts_suffice() {
    let units: Vec<SealUnit> = (1..=20).map(|at| unit(&format!("P{at:02}"), "D", at * 100)).collect();
    let options = |rate, amount_floor| SealOptions {
        amount_rate: Some(fraction::read(rate).unwrap()),
        amount_floor,
        ..SealOptions::default()
    };
    let total: i64 = (1..=20).map(|at| at * 100).sum();
    for (rate, floor) in
        [("30%", AmountFloor::Guarantee), ("50%", AmountFloor::Guarantee), ("30%", AmountFloor::Expected)]
    {
        let sealed = seal(&units, &options(rate, floor)).unwrap();
        let need = sealed.quota.need_fen.unwrap();
        assert_eq!(need, i128::from(total) * if rate == "30%" { 3 } else { 5 } / 10);
        let moved = sealed.quota.moved as usize;
        let certain: Vec<&str> = sealed
            .population
            .units
            .iter()
            .filter(|unit| unit.status == UnitStatus::Certainty)
            .map(|unit| unit.key.as_str())
            .collect();
        let largest: Vec<String> = (21 - moved..=20).map(|at| format!("P{at:02}")).collect();
        assert_eq!(certain, largest);
        if floor == AmountFloor::Guarantee {
            assert!(sealed.quota.guaranteed_fen >= need);
            // One fewer would not do: its certainty amount and the two smallest of the others.
            let before: i64 = (22 - moved as i64..=20).map(|at| at * 100).sum();
            assert!(i128::from(before + 300) < need, "{rate}");
        } else {
            let guaranteed = seal(&units, &options(rate, AmountFloor::Guarantee)).unwrap();
            assert!(moved < guaranteed.quota.moved as usize, "on average fewer suffice");
        }
    }
    // Whoever is excluded is not examined, so all of the amounts cannot be reached.
    let mut units = units;
    let (ground, by) = ("涉密".to_owned(), "保密办".to_owned());
    units[0].excluded = Some(Exclusion { reason: UnitReason::Secret, ground, by });
    assert_eq!(seal(&units, &options("100%", AmountFloor::Guarantee)).unwrap_err().key, "problem-seal-amounts");
}

#[test]
fn late_ones_are_a_population_of_their_own() {
    let first = seal(&city(), &SealOptions::default()).unwrap();
    let late = [unit("Q1", "D", 5), unit("Q2", "D", 5)];
    let tranche = seal_tranche(&late, &[&first.population], &SealOptions::default()).unwrap();
    assert_eq!(tranche.quota.need, 1);
    let again = [unit("Q1", "D", 5), unit("P0005", "D", 5)];
    assert_eq!(
        seal_tranche(&again, &[&first.population], &SealOptions::default()).unwrap_err().key,
        "problem-seal-known"
    );
}

#[test]
fn replacements_follow_the_tickets_and_who_refuses_is_not_replaced() {
    let order: Vec<String> = ["a", "b", "c", "d", "e", "f"].map(str::to_owned).to_vec();
    let outcomes = |list: &[(&str, Outcome)]| list.iter().map(|(key, outcome)| ((*key).to_owned(), *outcome)).collect();
    let result = examined(
        &order,
        3,
        &outcomes(&[("a", Outcome::Refused), ("b", Outcome::NotApplicable), ("d", Outcome::Postponed)]),
    );
    assert_eq!(result.units, ["a", "c", "e"]);
    let replaced =
        |of: &str, outcome, by: Option<&str>| Replacement { of: of.to_owned(), outcome, by: by.map(str::to_owned) };
    assert_eq!(
        result.replacements,
        [replaced("b", Outcome::NotApplicable, Some("d")), replaced("d", Outcome::Postponed, Some("e"))]
    );
    assert!(is_weaker(&result.replacements, 39) && !is_weaker(&result.replacements, 40));
    // The stratum runs out: that is told, not passed over.
    let all: BTreeMap<String, Outcome> = order.iter().map(|key| (key.clone(), Outcome::FrameError)).collect();
    let result = examined(&order, 4, &all);
    assert!(result.units.is_empty() && !is_weaker(&result.replacements, 4));
    assert_eq!(result.replacements.iter().filter(|it| it.by.is_none()).count(), 4);
}
