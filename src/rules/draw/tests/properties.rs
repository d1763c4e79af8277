//! What holds for every draw, not only for those of the vectors.

#![cfg(test)]

use num_bigint::BigUint;
use num_rational::BigRational;
use proptest::prelude::*;

use super::super::allocation::{Share, allocate, variance_of_total};
use super::super::certainty::SealUnit;
use super::super::fraction::ratio;
use super::super::proof::{Frozen, prove};
use super::super::seal::{SealOptions, seal};
use super::super::seed::SeedRecord;
use super::super::select::expanded;
use super::super::ticket::{Seed, Ticket, uniform_of};
use super::super::weighted::{Weighted, chances};
use super::super::{Plan, PlannedStratum, Population, digest, draw, systematic};
use crate::model::draw::{DrawMethod, DrawUnit, UnitReason, UnitStatus};
use crate::model::money::Money;

fn population(units: &[(String, String, i64)]) -> Population {
    let mut units: Vec<DrawUnit> = units
        .iter()
        .map(|(key, stratum, amount)| DrawUnit {
            key: key.clone(),
            stratum: stratum.clone(),
            amount: Money(*amount),
            status: UnitStatus::Random,
            reasons: Vec::new(),
        })
        .collect();
    units.sort_by(|left, right| left.key.cmp(&right.key));
    units.dedup_by(|left, right| left.key == right.key);
    Population { units }
}

/// A plan that draws a share of each stratum.
fn plan(population: &Population, share: impl Fn(u64) -> u64, method: &DrawMethod) -> Plan {
    let strata = population.frame().into_iter().map(|(stratum, units)| PlannedStratum {
        stratum: stratum.to_owned(),
        frame: units.len() as u64,
        drawn: share(units.len() as u64).min(units.len() as u64),
        method: method.clone(),
    });
    Plan { strata: strata.collect() }
}

fn seed(number: u64) -> Seed {
    Seed::formal(&digest::fingerprint(&number.to_be_bytes()))
}

/// Keys drawn, in order.
fn keys(population: &Population, plan: &Plan, seed: &Seed) -> Vec<String> {
    let drawn = draw(population, plan, seed);
    let chosen = drawn.strata.iter().flat_map(|stratum| &stratum.chosen);
    chosen.map(|chosen| population.units[chosen.unit].key.clone()).collect()
}

fn units() -> impl Strategy<Value = Vec<(String, String, i64)>> {
    let unit = ("[a-z0-9|·项目 ]{1,8}[a-z项目]", "[甲乙丙]", 1_i64..1_000_000);
    proptest::collection::vec(unit, 1..40)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn removing_units_never_reorders_the_others(all in units(), number: u64, keep in any::<u64>()) {
        let whole = population(&all);
        let kept: Vec<_> = all.iter().enumerate().filter(|(at, _)| keep >> (at % 64) & 1 == 1).map(|(_, unit)| unit.clone()).collect();
        let part = population(&kept);
        for method in [DrawMethod::Simple, DrawMethod::Rivest] {
            let seed = seed(number);
            let there = |key: &String| part.units.iter().any(|unit| unit.key == *key && whole.units.iter().any(|other| other == unit));
            let left: Vec<String> = keys(&whole, &plan(&whole, |all| all, &method), &seed).into_iter().filter(|key| there(key)).collect();
            let right: Vec<String> = keys(&part, &plan(&part, |all| all, &method), &seed).into_iter().filter(|key| there(key)).collect();
            prop_assert_eq!(left, right);
        }
    }

    #[test]
    fn a_larger_draw_holds_every_smaller_one(all in units(), number: u64, more in 0_u64..40) {
        let whole = population(&all);
        let seed = seed(number);
        for method in [DrawMethod::Simple, DrawMethod::Rivest, DrawMethod::SequentialPoisson, DrawMethod::Rolling(1, 5)] {
            let first = plan(&whole, |all| all.div_ceil(4), &method);
            let total = (first.total() + more).min(whole.units.len() as u64);
            let larger = expanded(&first, total).unwrap();
            prop_assert_eq!(larger.total(), total);
            let (small, large) = (keys(&whole, &first, &seed), keys(&whole, &larger, &seed));
            prop_assert!(small.iter().all(|key| large.contains(key)), "{:?}", method);
        }
    }

    #[test]
    fn everything_drawn_is_in_its_stratum_and_once(all in units(), number: u64) {
        let whole = population(&all);
        for method in [DrawMethod::Simple, DrawMethod::Systematic, DrawMethod::MonetaryUnit, DrawMethod::SequentialPoisson] {
            let plan = plan(&whole, |all| all.div_ceil(3), &method);
            let drawn = draw(&whole, &plan, &seed(number));
            for (stratum, row) in drawn.strata.iter().zip(&plan.strata) {
                let mut units: Vec<usize> = stratum.chosen.iter().map(|chosen| chosen.unit).collect();
                prop_assert!(units.iter().all(|at| whole.units[*at].stratum == row.stratum));
                units.sort_unstable();
                units.dedup();
                prop_assert_eq!(units.len() as u64, row.drawn, "{:?}", method);
            }
        }
    }

    #[test]
    fn allocation_keeps_its_bounds_and_does_not_mind_the_order(
        strata in proptest::collection::vec((1_u64..60, 1_u64..9, 0_u64..4), 1..6), extra in 0_u64..80, turn in 0_usize..6,
    ) {
        let mut shares: Vec<Share> = strata.iter().enumerate().map(|(at, (frame, deviation, low))| Share {
            stratum: at.to_string(),
            weight_squared: BigUint::from(frame * deviation).pow(2),
            low: (*low).max(1).min(*frame),
            high: *frame,
        }).collect();
        let (floors, caps): (u64, u64) = (shares.iter().map(|it| it.low).sum(), shares.iter().map(|it| it.high).sum());
        let total = (floors + extra).min(caps);
        let given = allocate(&shares, total).unwrap();
        prop_assert_eq!(given.iter().sum::<u64>(), total);
        prop_assert!(shares.iter().zip(&given).all(|(share, count)| (share.low..=share.high).contains(count)));
        let mut turned: Vec<(Share, u64)> = shares.iter().cloned().zip(given).collect();
        let middle = turn % turned.len();
        turned.rotate_left(middle);
        shares = turned.iter().map(|(share, _)| share.clone()).collect();
        let again = allocate(&shares, total).unwrap();
        prop_assert_eq!(again, turned.into_iter().map(|(_, count)| count).collect::<Vec<_>>());
        prop_assert!(allocate(&shares, caps + 1).is_err() && (floors == 0 || allocate(&shares, floors - 1).is_err()));
    }

    #[test]
    fn no_other_allocation_has_a_smaller_variance(
        strata in proptest::collection::vec((2_u64..9, 1_u64..6), 2..5), extra in 0_u64..8,
    ) {
        let shares: Vec<Share> = strata.iter().enumerate().map(|(at, (frame, deviation))| Share {
            stratum: at.to_string(),
            weight_squared: BigUint::from(frame * deviation).pow(2),
            low: 1,
            high: *frame,
        }).collect();
        let total = (strata.len() as u64 + extra).min(strata.iter().map(|(frame, _)| frame).sum());
        let variance = |given: &[u64]| {
            let rows: Vec<(u64, BigRational, u64)> = strata.iter().zip(given).map(|((frame, deviation), count)| (*frame, ratio(deviation * deviation, 1), *count)).collect();
            variance_of_total(&rows).unwrap()
        };
        let best = variance(&allocate(&shares, total).unwrap());
        let mut given = vec![1; strata.len()];
        // Every allocation there is, counted up like the digits of a number.
        loop {
            if given.iter().sum::<u64>() == total {
                prop_assert!(variance(&given) >= best, "{:?}", given);
            }
            let mut carried = true;
            for (count, (frame, _)) in given.iter_mut().zip(&strata) {
                if carried {
                    carried = *count == *frame;
                    *count = if carried { 1 } else { *count + 1 };
                }
            }
            if carried {
                break;
            }
        }
    }
}

#[test]
fn equal_distances_hit_every_unit_equally_often() {
    for total in 1..=60_u64 {
        for drawn in 1..=total {
            let mut hits = vec![0; total as usize];
            for start in 0..u128::from(total) {
                systematic::positions(u128::from(total), drawn, start).for_each(|at| hits[at as usize] += 1);
            }
            assert!(hits.iter().all(|count| *count == drawn), "{drawn} of {total}: {hits:?}");
        }
    }
}

#[test]
fn every_amount_is_hit_in_proportion() {
    for amounts in [vec![1, 2, 3], vec![7, 3, 4, 9, 1, 8, 2, 6, 5], vec![5; 12], vec![20, 1, 1, 19, 19]] {
        let total: u64 = amounts.iter().sum();
        for drawn in 1..=total / amounts.iter().max().unwrap() {
            let mut hits = vec![0; amounts.len()];
            for start in 0..u128::from(total) {
                let hit = systematic::hits(&amounts, drawn, start);
                assert!(hit.windows(2).all(|pair| pair[0] != pair[1]), "twice");
                hit.into_iter().for_each(|at| hits[at] += 1);
            }
            let expected: Vec<u64> = amounts.iter().map(|amount| amount * drawn).collect();
            assert_eq!(hits, expected, "{drawn}");
        }
    }
}

#[test]
fn no_remainder_is_favoured() {
    for limit in 1..=256_u32 {
        let mut counts = vec![0; limit as usize];
        for first in 0..256_u32 {
            // What is passed over is followed by a number that is always taken.
            let next = |count| BigUint::from(if count == 0 { first } else { 999_999 });
            let taken = first < 256 - 256 % limit;
            if taken {
                let value = uniform_of(&BigUint::from(limit), 8, next);
                counts[usize::try_from(value).unwrap()] += 1;
            }
        }
        assert!(counts.iter().all(|count| *count == 256 / limit), "{limit}");
        let passed = |count: u64| BigUint::from(if count == 0 { 255_u32 } else { 0 });
        let expected = if 256 % limit == 0 { 255 % limit } else { 0 };
        assert_eq!(uniform_of(&BigUint::from(limit), 8, passed), BigUint::from(expected), "{limit}");
    }
}

/// How often each unit is drawn in so many draws, against its chance: all within three standard errors.
fn rates_hold(amounts: &[u64], drawn: u64, method: DrawMethod, draws: u64, chance: &[f64], slack: f64) {
    let units: Vec<_> =
        amounts.iter().enumerate().map(|(at, fen)| (format!("P{at:02}"), "甲".to_owned(), *fen as i64)).collect();
    let whole = population(&units);
    let plan = plan(&whole, |_| drawn, &method);
    let mut counts = vec![0_u64; amounts.len()];
    for number in 0..draws {
        let drawn = draw(&whole, &plan, &seed(number));
        drawn.strata[0].chosen.iter().for_each(|chosen| counts[chosen.unit] += 1);
    }
    for (at, (count, chance)) in counts.iter().zip(chance).enumerate() {
        let rate = *count as f64 / draws as f64;
        let error = (chance * (1.0 - chance) / draws as f64).sqrt();
        assert!((rate - chance).abs() <= 3.0 * error + slack * chance, "{method:?} {at}: {rate} against {chance}");
    }
}

#[test]
fn each_unit_is_drawn_as_often_as_its_chance() {
    rates_hold(&[1; 12], 4, DrawMethod::Simple, 100_000, &[1.0 / 3.0; 12], 0.0);
    rates_hold(&[1; 12], 5, DrawMethod::Systematic, 10_000, &[5.0 / 12.0; 12], 0.0);
    rates_hold(&[1; 12], 5, DrawMethod::Rivest, 2_000, &[5.0 / 12.0; 12], 0.0);
    let amounts = [40, 9, 7, 12, 3, 5, 1, 8, 10, 6];
    let tickets = [Ticket([0; 32]); 10];
    let keys: Vec<String> = (0..10).map(|at| at.to_string()).collect();
    let weighted: Vec<Weighted<'_>> =
        (0..10).map(|at| Weighted { key: &keys[at], amount: amounts[at], ticket: tickets[at] }).collect();
    let chance: Vec<f64> =
        chances(&weighted, 4).iter().map(|chance| num_traits::ToPrimitive::to_f64(chance).unwrap()).collect();
    rates_hold(&amounts, 4, DrawMethod::MonetaryUnit, 10_000, &chance, 0.0);
    // Close but not exact with so few units.
    rates_hold(&amounts, 4, DrawMethod::SequentialPoisson, 10_000, &chance, 0.1);
    let sieved: Vec<f64> = amounts.iter().map(|amount| (*amount as f64 / 30.0).min(1.0)).collect();
    rates_hold(&amounts, 0, DrawMethod::Sieve(30), 10_000, &sieved, 0.0);
}

/// Units of every status, in departments of very different size.
fn many() -> Population {
    let unit = |at: u64| {
        let status = [UnitStatus::Random, UnitStatus::Certainty, UnitStatus::Excluded];
        let status = status[usize::from(at.is_multiple_of(17)) + usize::from(at.is_multiple_of(34))];
        let reason = match status {
            UnitStatus::Random => Vec::new(),
            UnitStatus::Certainty => vec![UnitReason::Amount, UnitReason::Recommended],
            UnitStatus::Excluded => vec![UnitReason::Secret],
        };
        let key = format!("{}项目{at:07}", if at.is_multiple_of(3) { "K".repeat(60) } else { "K".to_owned() });
        let stratum = format!("部门{}", (at % 84).min(at % 13));
        DrawUnit { key, stratum, amount: Money(i64::try_from(at * 7_919 % 10_007).unwrap()), status, reasons: reason }
    };
    let mut units: Vec<DrawUnit> = (0..9_000).map(unit).collect();
    units.sort_by(|left, right| left.key.cmp(&right.key));
    Population { units }
}

#[test]
fn a_draw_is_the_smallest_digests_of_readable_lines() {
    let (all, seed) = (many(), seed(3));
    for share in [0, 1, 10, 31, 100] {
        let plan = plan(&all, |units| (units * share).div_ceil(100), &DrawMethod::Simple);
        for (row, drawn) in plan.strata.iter().zip(draw(&all, &plan, &seed).strata) {
            let line = |unit: &DrawUnit| digest::fingerprint(format!("CJ1|{}|main|{}", seed.hex, unit.key).as_bytes());
            let frame =
                all.units.iter().filter(|unit| unit.status == UnitStatus::Random && unit.stratum == row.stratum);
            let mut wanted: Vec<(String, &str)> = frame.map(|unit| (line(unit), unit.key.as_str())).collect();
            wanted.sort();
            assert_eq!(wanted.len() as u64, row.frame);
            wanted.truncate(usize::try_from(row.drawn).unwrap());
            let found = drawn.chosen.iter().map(|it| (it.ticket.clone(), all.units[it.unit].key.as_str()));
            assert_eq!(found.collect::<Vec<_>>(), wanted, "{share} of {}", row.stratum);
        }
    }
}

#[test]
fn a_proof_of_many_says_what_is_computed_row_by_row() {
    /// RFC 6962, 2.1, word for word.
    fn root(rows: &[String]) -> Vec<u8> {
        let hash = |parts: &[&[u8]]| digest::digest(&parts.concat()).to_vec();
        match rows {
            [] => hash(&[]),
            [row] => hash(&[&[0], row.as_bytes()]),
            _ => {
                let (left, right) = rows.split_at(rows.len().next_power_of_two() / 2);
                hash(&[&[1], &root(left), &root(right)])
            }
        }
    }
    let all = many();
    for count in [1, 2, 3, 1_024, 1_025, 2_049, 5_000, 9_000] {
        let all = Population { units: all.units[..count].to_vec() };
        let plan = plan(&all, |units| units.div_ceil(10), &DrawMethod::Simple);
        let record = SeedRecord { frame: all.fingerprint(), plan: plan.fingerprint(), ..SeedRecord::default() };
        let frozen = Frozen { population: &all, plan: &plan, record: &record, expanded_to: None };
        let (_, proof) = prove(frozen, "test").unwrap();
        let rows: Vec<String> = all.units.iter().map(Population::row).collect();
        let file = format!("key\tstratum\tamount_fen\tstatus\treason\n{}\n", rows.join("\n"));
        assert_eq!(proof.frame, digest::fingerprint(file.as_bytes()));
        assert_eq!((all.fingerprint(), all.write()), (proof.frame.clone(), file.into_bytes()));
        assert_eq!(proof.merkle_root, digest::hex(&root(&rows)), "{count}");
        let mark = |row: &String| digest::hex(&digest::digest(&[&[0], row.as_bytes()].concat())[..4]);
        assert_eq!(proof.marks, rows.iter().map(mark).collect::<String>());
        assert_eq!(proof.digest, proof.own_digest().unwrap());
        for told in &proof.counts {
            let fits = |unit: &&DrawUnit| match told.code.split_once(':') {
                None => unit.status.letter() == told.code,
                Some((_, code)) => unit.reasons.iter().any(|reason| reason.code() == code),
            };
            let amount: i64 = all.units.iter().filter(fits).map(|unit| unit.amount.0).sum();
            let count = all.units.iter().filter(fits).count() as u64;
            assert_eq!((told.count, &told.amount_fen), (count, &amount.to_string()), "{}", told.code);
        }
    }
}

#[test]
fn units_are_sealed_in_the_order_of_the_keys_that_are_written() {
    // Given in other orders, with keys of which one begins another, and one that has another spelling.
    let keys = ["K", "K1", "K10", "K2", "\u{e9}", "e\u{301}2", "项目1", "项目", "K1项目", "J"];
    let unit = |key: &str| SealUnit { key: key.to_owned(), stratum: "甲".to_owned(), ..SealUnit::default() };
    for turn in 0..keys.len() {
        let units: Vec<SealUnit> = keys.iter().cycle().skip(turn).take(keys.len()).map(|key| unit(key)).collect();
        let sealed = seal(&units, &SealOptions::default()).unwrap();
        let found: Vec<&str> = sealed.population.units.iter().map(|unit| unit.key.as_str()).collect();
        assert_eq!(found, ["J", "K", "K1", "K10", "K1项目", "K2", "\u{e9}", "\u{e9}2", "项目", "项目1"]);
        let wrong: Vec<SealUnit> = units.iter().cloned().chain([unit("b|\t"), unit("a|\n")]).collect();
        let problem = seal(&wrong, &SealOptions::default()).unwrap_err();
        assert!(problem.args.contains(&("unit", "b|\t".to_owned())), "the first of those given: {problem:?}");
    }
}
