//! Published and own vectors, held cell by cell. `tests/data/sampling` keeps each with its source.

#![cfg(test)]

mod hostile;
mod properties;
mod sealing;

use std::collections::BTreeMap;

use num_bigint::{BigInt, BigUint};
use num_rational::BigRational;
use num_traits::{One, ToPrimitive};
use serde_json::Value;

use super::allocation::{Share, allocate, variance_of_total};
use super::fraction::{self, ratio};
use super::ticket::{Seed, Ticket};
use super::weighted::{Weighted, by_ticket_over_amount, chances, take_all};
use super::{Plan, Population, SeedRecord, digest, draw, list, merkle, rivest, systematic};
use crate::model::draw::{DrawMethod, DrawUnit, UnitStatus};
use crate::model::money::Money;

const ORDER: &str = include_str!("../../../tests/data/sampling/order.json");
const ALLOCATION: &str = include_str!("../../../tests/data/sampling/allocation.json");
const SELECTION: &str = include_str!("../../../tests/data/sampling/selection.json");
const NATIVE: &str = include_str!("../../../tests/data/sampling/native.json");
const FINGERPRINTS: &str = include_str!("../../../tests/data/sampling/fingerprints.json");

fn vector(file: &str, id: &str) -> Value {
    serde_json::from_str::<Value>(file).unwrap()[id].clone()
}

fn texts(value: &Value) -> Vec<String> {
    value.as_array().unwrap().iter().map(|item| item.as_str().map_or_else(|| item.to_string(), str::to_owned)).collect()
}

fn numbers(value: &Value) -> Vec<u64> {
    value.as_array().unwrap().iter().map(|item| item.as_u64().unwrap()).collect()
}

#[test]
fn rivests_published_order() {
    let vector = vector(ORDER, "A1");
    for case in vector["cases"].as_array().unwrap() {
        let (given, expected) = (&case["in"], &case["out"]);
        let seed = given["seed"].as_str().map_or_else(|| given["seed"].to_string(), str::to_owned);
        let order = |ids: Vec<String>| {
            let mut order: Vec<(String, String)> = ids.into_iter().map(|id| (rivest::ticket(&seed, &id), id)).collect();
            order.sort();
            order
        };
        match case["fn"].as_str().unwrap() {
            "sha256_uniform" => assert_eq!(rivest::fraction(given.as_str().unwrap()), expected.as_str().unwrap()),
            "first_fraction" => {
                assert_eq!(rivest::ticket(&seed, given["id"].as_str().unwrap()), expected.as_str().unwrap());
            }
            "sampler_ids" => {
                let ids = match given["ids"].as_array() {
                    Some(_) => texts(&given["ids"]),
                    None => (0..100).map(|id: u32| id.to_string()).collect(),
                };
                let keys: Vec<String> = order(ids).into_iter().map(|(_, id)| id).collect();
                let expected = texts(expected);
                assert_eq!(keys[..expected.len()], expected);
            }
            "sampler_tuples_9digits" => {
                let order = order(texts(&given["ids"]));
                for ((ticket, id), expected) in order.iter().zip(expected.as_array().unwrap()) {
                    assert_eq!(id, expected[1].as_str().unwrap());
                    assert!(ticket.starts_with(expected[0].as_str().unwrap()), "{ticket}");
                }
            }
            "stratified_threshold" => {
                let order = order((0..1000).map(|id| format!("CD-{id}")).collect());
                let below = order.into_iter().filter(|(ticket, _)| ticket.as_str() < "0.01").map(|(_, id)| id);
                assert_eq!(below.collect::<Vec<_>>(), texts(expected));
            }
            // Drawing with replacement is not offered.
            "next_fraction" => {}
            other => panic!("{other}"),
        }
    }
}

#[test]
fn tickets_are_big_endian_integers_as_in_others_samplers() {
    for row in vector(ORDER, "A4")["rows"].as_array().unwrap() {
        let (seed, total) = (row[0].as_str().unwrap(), row[1].as_u64().unwrap());
        for (index, expected) in numbers(&row[3]).into_iter().enumerate() {
            assert_eq!(Ticket::of(&format!("{seed},{}", index + 1)).modulo(total) + 1, expected);
        }
    }
    let case = &vector(ORDER, "A6")["cases"][0];
    for (index, expected) in numbers(&case["out"]).into_iter().enumerate() {
        let line = format!("{},{}", case["seed"].as_str().unwrap(), "\0".repeat(index));
        assert_eq!(Ticket::of(&line).modulo(1000) + 1, expected);
    }
    let ticket = Ticket::of("abc");
    assert_eq!(ticket.to_string(), vector(FINGERPRINTS, "K1")["sha256"][0][1].as_str().unwrap());
    for factor in [0, 1, 7, 37_861_357, u64::MAX] {
        let parts = ticket.times(factor).iter().fold(BigUint::default(), |sum, part| (sum << 64_u32) + *part);
        assert_eq!(parts, ticket.number() * factor);
        assert_eq!(ticket.modulo(factor.max(1)), (ticket.number() % factor.max(1)).to_u64().unwrap());
    }
}

fn shares(squares: Vec<BigUint>, low: &[u64], high: &[u64]) -> Vec<Share> {
    let share = |(index, weight_squared)| {
        let (low, high) = (low[index], high[index]);
        Share { stratum: format!("{index:03}"), weight_squared, low, high }
    };
    squares.into_iter().enumerate().map(share).collect()
}

#[test]
fn priority_allocation_meets_the_published_seats() {
    for case in vector(ALLOCATION, "B1")["cases"].as_array().unwrap() {
        let (frames, variances) = (numbers(&case["N"]), numbers(&case["S2"]));
        let squares = frames.iter().zip(&variances).map(|(n, s2)| BigUint::from(n * n * s2)).collect();
        let given =
            allocate(&shares(squares, &numbers(&case["lo"]), &numbers(&case["hi"])), case["n"].as_u64().unwrap());
        let given = given.unwrap();
        assert_eq!(given, numbers(&case["alloc"]));
        let strata: Vec<_> =
            (0..3).map(|at| (frames[at], BigRational::from_integer(variances[at].into()), given[at])).collect();
        let variance = variance_of_total(&strata).unwrap();
        assert!((variance.to_f64().unwrap() - case["var_total"].as_f64().unwrap()).abs() < 1e-6);
    }
    for id in ["B2", "B3"] {
        let case = &vector(ALLOCATION, id)["case"];
        let squares: Vec<BigUint> =
            numbers(&case["w"]).into_iter().map(|weight| BigUint::from(weight).pow(2)).collect();
        let (low, high) = (vec![1; squares.len()], vec![u64::MAX / 100; squares.len()]);
        let given = allocate(&shares(squares, &low, &high), case["n"].as_u64().unwrap()).unwrap();
        assert_eq!(given, numbers(&case["alloc"]), "{id}");
    }
    let case = &vector(ALLOCATION, "B7")["case"];
    let (frames, deviations, drawn) = (numbers(&case["N"]), numbers(&case["S"]), numbers(&case["n_h"]));
    let strata: Vec<_> = (0..4).map(|at| (frames[at], ratio(deviations[at] * deviations[at], 1), drawn[at])).collect();
    let variance = variance_of_total(&strata).unwrap().to_f64().unwrap();
    assert!((variance / case["variance_of_total"].as_f64().unwrap() - 1.0).abs() < 1e-6);
}

#[test]
fn equal_distances_hit_what_the_textbook_hits() {
    let positions = |total, drawn, start| systematic::positions(total, drawn, start).collect::<Vec<_>>();
    // A start of 1.2 of an interval of 2.5, counted from 1, is the whole number 2 of 5.
    let case = &vector(SELECTION, "C1")["case"];
    let selected = positions(5, 2, 2).into_iter().map(|at| texts(&case["items"])[at as usize].clone());
    assert_eq!(selected.collect::<Vec<_>>(), texts(&case["selected"]));
    let case = &vector(SELECTION, "C2")["case"];
    for start in 5..10 {
        let hit = systematic::hits(&numbers(&case["x"]), case["n"].as_u64().unwrap(), start);
        let hit = hit.into_iter().map(|at| texts(&case["items"])[at].clone());
        assert_eq!(hit.collect::<Vec<_>>(), texts(&case["selected"]), "{start}");
    }
    let every_tenth: Vec<u128> = (0..100).map(|step| 3 + 10 * step - 1).collect();
    assert_eq!(positions(1000, 100, 200), every_tenth);
}

fn by_amount<'k>(keys: &'k [String], amounts: &[u64], tickets: &[Ticket]) -> Vec<Weighted<'k>> {
    let unit = |(at, amount): (usize, u64)| Weighted { key: keys[at].as_str(), amount, ticket: tickets[at] };
    amounts.iter().copied().enumerate().map(unit).collect()
}

#[test]
fn chances_by_amount_are_exact() {
    let case = &vector(SELECTION, "C5")["case"];
    let amounts = numbers(&case["x"]);
    let keys: Vec<String> = amounts.iter().map(u64::to_string).collect();
    let units = by_amount(&keys, &amounts, &vec![Ticket([0; 32]); amounts.len()]);
    let expected: Vec<BigRational> = texts(&case["pi"]).iter().map(|text| fraction::read(text).unwrap()).collect();
    assert_eq!(chances(&units, case["n"].as_u64().unwrap()), expected);
}

#[test]
fn sequential_poisson_meets_another_program() {
    let case = &vector(SELECTION, "C7")["case"];
    let amounts = numbers(&case["x"]);
    let keys: Vec<String> = (1..=amounts.len()).map(|at| format!("{at:02}")).collect();
    // Their random numbers as 256-bit integers.
    let ticket = |text: &String| {
        let number = (fraction::read(text).unwrap() * (BigInt::one() << 256_u32)).to_integer();
        let bytes = number.magnitude().to_bytes_be();
        let mut ticket = [0; 32];
        ticket[32 - bytes.len()..].copy_from_slice(&bytes);
        Ticket(ticket)
    };
    let tickets: Vec<Ticket> = texts(&case["u"]).iter().map(ticket).collect();
    let units = by_amount(&keys, &amounts, &tickets);
    for (drawn, expected) in case["selected_1based"].as_object().unwrap() {
        let all = take_all(&units, drawn.parse().unwrap());
        let mut taken: Vec<u64> = all.taken.iter().map(|at| *at as u64 + 1).collect();
        taken.sort_unstable();
        assert_eq!(taken, numbers(&case["take_all_1based"][drawn]));
        let mut rest = all.others(units.len());
        rest.sort_by(|left, right| by_ticket_over_amount(&units[*left], &units[*right]));
        rest.truncate(all.left as usize);
        let mut selected: Vec<u64> = all.taken.iter().chain(&rest).map(|at| *at as u64 + 1).collect();
        selected.sort_unstable();
        assert_eq!(selected, numbers(expected), "{drawn}");
    }
}

fn native(case: &Value, stratum: &str) -> Population {
    let unit = |item: &Value| DrawUnit {
        key: item[0].as_str().unwrap().to_owned(),
        stratum: stratum.to_owned(),
        amount: Money(item[1].as_i64().unwrap()),
        status: UnitStatus::Random,
        reasons: Vec::new(),
    };
    Population { units: case["items"].as_array().unwrap().iter().map(unit).collect() }
}

/// Keys drawn of one stratum: those taken for certain, the others; and the start.
fn drawn(case: &Value, stratum: &str, method: DrawMethod, count: u64) -> (Vec<String>, Vec<String>, Option<String>) {
    let population = native(case, stratum);
    let plan =
        Plan { strata: vec![super::PlannedStratum { stratum: stratum.to_owned(), frame: 24, drawn: count, method }] };
    plan.fits(&population, "plan.tsv", "population.tsv").unwrap();
    let drawn = draw(&population, &plan, &Seed::formal(case["seed_hex"].as_str().unwrap()));
    let chosen = |certain| {
        let chosen = drawn.strata[0].chosen.iter().filter(move |chosen| chosen.certain == certain);
        chosen.map(|chosen| population.units[chosen.unit].key.clone()).collect()
    };
    (chosen(true), chosen(false), drawn.strata[0].start.clone())
}

#[test]
fn our_own_stream_gives_what_its_definition_gives() {
    let case = &vector(NATIVE, "J1")["case"];
    let seed = Seed::formal(case["seed_hex"].as_str().unwrap());
    for (key, ticket) in case["tickets_first3"].as_object().unwrap() {
        assert_eq!(seed.ticket("main", key).to_string(), ticket.as_str().unwrap());
    }
    assert_eq!(drawn(case, "S", DrawMethod::Simple, 24).1, texts(&case["order_all"]));
    for name in ["uniform", "uniform_small"] {
        let uniform = &case[name];
        let limit = BigUint::from(uniform["M"].as_u64().unwrap());
        let value = seed.uniform(uniform["stream"].as_str().unwrap(), &limit);
        assert_eq!(value.to_u64(), uniform["value"].as_u64());
    }
    let population = native(case, "S");
    let at = |keys: Vec<String>| -> Vec<u64> {
        keys.iter().map(|key| population.units.iter().position(|unit| unit.key == *key).unwrap() as u64).collect()
    };
    let (_, keys, start) = drawn(case, "S", DrawMethod::Systematic, 5);
    assert_eq!((at(keys), start.as_deref()), (numbers(&case["systematic"]["positions0"]), Some("20")));
    let money = &case["mus_interval"];
    let (certain, hit, start) = drawn(case, "M", DrawMethod::MonetaryUnit, 8);
    assert_eq!((certain, hit), (texts(&money["take_all"]), texts(&money["hits"])));
    assert_eq!(start, Some(money["start"].to_string()));
    for (count, expected) in case["seq_poisson"].as_object().unwrap() {
        let (certain, chosen, _) = drawn(case, "S", DrawMethod::SequentialPoisson, count.parse().unwrap());
        assert_eq!((certain, chosen), (texts(&expected["take_all"]), texts(&expected["selected"])), "{count}");
    }
    let interval = case["sieve"]["J"].as_u64().unwrap();
    let (certain, chosen, _) = drawn(case, "S", DrawMethod::Sieve(interval), 0);
    let mut sieved = [certain, chosen].concat();
    sieved.sort();
    assert_eq!(sieved, texts(&case["sieve"]["selected"]));
    for (name, under) in [("bernoulli_1_10", 10), ("bernoulli_1_3", 3)] {
        let mut keys = drawn(case, "S", DrawMethod::Rolling(1, under), 0).1;
        keys.sort();
        assert_eq!(keys, texts(&case[name]), "{name}");
    }
}

#[test]
fn the_rehearsal_draws_otherwise() {
    let case = &vector(NATIVE, "J1")["case"];
    let seed = Seed::formal(case["seed_hex"].as_str().unwrap());
    let rehearsal = Seed { rehearsal: true, ..seed.clone() };
    assert_ne!(seed.ticket("main", "P-001"), rehearsal.ticket("main", "P-001"));
    assert_eq!(rehearsal.ticket("main", "P-001"), Ticket::of(&format!("CJ1R|{}|main|P-001", seed.hex)));
}

#[test]
fn the_frozen_files_are_read_written_and_drawn_as_published() {
    let case = &vector(NATIVE, "J3")["case"];
    let file = |name: &str| case[name].as_str().unwrap().as_bytes();
    let population = Population::read(file("population.tsv"), "population.tsv").unwrap();
    let plan = Plan::read(file("plan.tsv"), "plan.tsv").unwrap();
    let record = SeedRecord::read(file("seed.txt"), "seed.txt").unwrap();
    assert_eq!(population.write(), file("population.tsv"));
    assert_eq!(plan.write(), file("plan.tsv"));
    assert_eq!(record.write(), file("seed.txt"));
    let prints = &case["sha256"];
    assert_eq!(population.fingerprint(), prints["population.tsv"].as_str().unwrap());
    assert_eq!(plan.fingerprint(), prints["plan.tsv"].as_str().unwrap());
    assert_eq!(record.seed().hex, prints["seed.txt"].as_str().unwrap());
    record.fits(&population.fingerprint(), &plan.fingerprint(), "seed.txt").unwrap();
    plan.fits(&population, "plan.tsv", "population.tsv").unwrap();
    let drawn = draw(&population, &plan, &record.seed());
    assert_eq!(String::from_utf8(list::write(&population, &drawn)).unwrap(), case["output"].as_str().unwrap());
}

#[test]
fn the_tree_has_the_published_roots_and_proves_every_row() {
    let vector = vector(FINGERPRINTS, "K1");
    let bytes = |text: &String| -> Vec<u8> {
        (0..text.len() / 2).map(|at| u8::from_str_radix(&text[at * 2..at * 2 + 2], 16).unwrap()).collect()
    };
    let leaves: Vec<merkle::Node> =
        texts(&vector["leaves_hex"]).iter().map(|text| merkle::leaf(&bytes(text))).collect();
    for row in vector["rows"].as_array().unwrap() {
        let count = row[0].as_u64().unwrap() as usize;
        assert_eq!(digest::hex(&merkle::root(&leaves[..count])), row[1].as_str().unwrap());
    }
    for count in 1..=leaves.len() {
        let leaves = &leaves[..count];
        let root = merkle::root(leaves);
        for (at, leaf) in leaves.iter().enumerate() {
            let path = merkle::path(leaves, at).unwrap();
            assert_eq!(merkle::root_from(leaf, at, count, &path), Some(root));
            let elsewhere = merkle::root_from(leaf, (at + 1) % count, count, &path);
            assert!(count == 1 || elsewhere != Some(root), "{at} of {count}");
        }
    }
    assert_eq!(merkle::path(&leaves, leaves.len()), None);
}

#[test]
fn the_order_of_the_public_election_draw() {
    // One line each of `seed|year|department|project`, with a public dice seed of a 2020 election audit.
    let expected = ["P0106", "P0108", "P0101", "P0107", "P0103", "P0104", "P0102", "P0105"];
    let line = |key: &str| Ticket::of(&format!("20237331128159211123|2024|D017|{key}"));
    let mut order: Vec<(Ticket, &str)> = expected.into_iter().map(|key| (line(key), key)).collect();
    order.sort();
    assert_eq!(order.iter().map(|(_, key)| *key).collect::<Vec<_>>(), expected);
    assert!(order[0].0.to_string().starts_with("130033da"));
}

#[test]
fn a_larger_total_takes_nothing_away() {
    let strata: BTreeMap<u64, u64> = (0..9).map(|at| (at, 3 + at * at * 7)).collect();
    let squares: Vec<BigUint> = strata.values().map(|count| BigUint::from(count * count)).collect();
    let (low, high) = (vec![1; 9], strata.values().copied().collect::<Vec<_>>());
    let shares = shares(squares, &low, &high);
    let mut before = vec![0; 9];
    for total in 9..=high.iter().sum() {
        let given = allocate(&shares, total).unwrap();
        assert_eq!(given.iter().sum::<u64>(), total);
        assert!(given.iter().zip(&before).all(|(now, before)| now >= before));
        before = given;
    }
    assert_eq!(before, high);
}
