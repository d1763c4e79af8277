//! Files that are wrong, changed or made up: each is refused with its line and reason, or fails verification with its file.

#![cfg(test)]

use super::super::proof::{Frozen, Proof, prove};
use super::super::verify::{Evidence, Named, verify};
use super::super::{Plan, Population, SeedRecord, digest};
use super::{NATIVE, vector};
use crate::model::draw::SeedLack;
use crate::model::problem::{Problem, ProblemKind};

/// The frozen files and the proof of the published example.
fn files() -> [Vec<u8>; 4] {
    let case = vector(NATIVE, "J3")["case"].clone();
    let file = |name: &str| case[name].as_str().unwrap().as_bytes().to_vec();
    let (population, plan, record) = (file("population.tsv"), file("plan.tsv"), file("seed.txt"));
    let proof = proof_of(&population, &plan, &record).write().unwrap();
    [population, plan, record, proof]
}

fn proof_of(population: &[u8], plan: &[u8], record: &[u8]) -> Proof {
    let population = Population::read(population, "population.tsv").unwrap();
    let plan = Plan::read(plan, "plan.tsv").unwrap();
    let record = SeedRecord::read(record, "seed.txt").unwrap();
    let frozen = Frozen { population: &population, plan: &plan, record: &record, expanded_to: None };
    prove(frozen, "wenxiao 0.1.0").unwrap().1
}

const NAMES: [&str; 4] = ["population.tsv", "plan.tsv", "seed.txt", "proof.json"];

fn verified(files: &[Vec<u8>; 4]) -> Result<Proof, Problem> {
    let named = |at: usize| Named { file: NAMES[at], bytes: &files[at] };
    verify(&Evidence { population: named(0), plan: named(1), record: named(2), proof: named(3) })
}

fn arg<'p>(problem: &'p Problem, name: &str) -> &'p str {
    problem.args.iter().find(|(arg, _)| *arg == name).map_or("", |(_, value)| value)
}

#[test]
fn any_byte_that_is_changed_fails_and_names_its_file() {
    let files = files();
    let proof = verified(&files).unwrap();
    assert_eq!((proof.rates.random, proof.rates.rate_random.as_str()), (10, "0.277777"));
    for (at, name) in NAMES.into_iter().enumerate() {
        for byte in 0..files[at].len() {
            let mut changed = files.clone();
            changed[at][byte] ^= if byte % 3 == 0 { 0x20 } else { 1 };
            let problem = verified(&changed).expect_err("a changed byte");
            assert_eq!(problem.kind, ProblemKind::Verification, "{name} {byte}: {problem}");
            assert_eq!(arg(&problem, "path"), name, "{byte}: {problem}");
            assert!(arg(&problem, "line").parse::<usize>().is_ok(), "{byte}: {problem}");
        }
        let mut shorter = files.clone();
        shorter[at].pop();
        assert_eq!(arg(&verified(&shorter).unwrap_err(), "path"), name);
    }
}

fn with(text: &[u8], from: &str, to: &str) -> Vec<u8> {
    let text = std::str::from_utf8(text).unwrap();
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1).into_bytes()
}

#[test]
fn a_changed_line_is_named() {
    let files = files();
    for (at, from, to, line, key) in [
        (0, "8800000", "8800001", "37", "problem-draw-row-changed"),
        (0, "2021-302-0003\t302\t649203186\tR\t\n", "", "18", "problem-draw-row-changed"),
        (0, "0005\t302\t653208427\tC\tF", "0005\t302\t653208427\tC\tF,T", "20", "problem-draw-row-changed"),
        (1, "303\t6\t2", "303\t6\t3", "4", "problem-draw-differs"),
        (2, "47102938561029384756", "47102938561029384757", "4", "problem-draw-differs"),
        (3, "\"cut\":\"2760", "\"cut\":\"2761", "1", "problem-draw-proof-differs"),
        (3, "\"rate_random\":\"0.277777\"", "\"rate_random\":\"0.377777\"", "1", "problem-draw-proof-differs"),
    ] {
        let mut changed = files.clone();
        changed[at] = with(&changed[at], from, to);
        let problem = verified(&changed).unwrap_err();
        assert_eq!((problem.key, arg(&problem, "path"), arg(&problem, "line")), (key, NAMES[at], line), "{problem}");
    }
    // The last row is gone.
    let mut changed = files.clone();
    changed[0] = with(&changed[0], "2021-305-0002 污水治理\t305\t8800000\tR\t\n", "");
    assert_eq!(verified(&changed).unwrap_err().key, "problem-draw-row-missing");
    // Somebody who also makes the seed record fit has another seed, and the proof tells.
    let mut changed = files.clone();
    changed[0] = with(&changed[0], "8800000", "8800001");
    let (old, new) = (digest::fingerprint(&files[0]), digest::fingerprint(&changed[0]));
    changed[2] = with(&changed[2], &old, &new);
    let problem = verified(&changed).unwrap_err();
    assert_eq!((arg(&problem, "path"), arg(&problem, "line")), ("seed.txt", "2"), "{problem}");
    // A proof of its own for another list.
    let mut proof = Proof::read(&files[3], "proof.json").unwrap();
    proof.selected[0].key = "2021-301-0002".to_owned();
    proof.digest = proof.own_digest().unwrap();
    let mut changed = files.clone();
    changed[3] = proof.write().unwrap();
    assert_eq!(arg(&verified(&changed).unwrap_err(), "field"), "selected[0].key");
    proof = Proof::read(&files[3], "proof.json").unwrap();
    proof.expanded_to = 5;
    changed[3] = proof.write().unwrap();
    assert_eq!(arg(&verified(&changed).unwrap_err(), "field"), "expanded_to");
}

#[test]
fn an_expanded_draw_is_verified_and_holds_the_first() {
    let mut files = files();
    let population = Population::read(&files[0], NAMES[0]).unwrap();
    let plan = Plan::read(&files[1], NAMES[1]).unwrap();
    let record = SeedRecord::read(&files[2], NAMES[2]).unwrap();
    let first = proof_of(&files[0], &files[1], &files[2]);
    let frozen = |expanded_to| Frozen { population: &population, plan: &plan, record: &record, expanded_to };
    let (_, larger) = prove(frozen(Some(16)), "wenxiao 0.1.0").unwrap();
    assert_eq!((larger.rates.random, larger.strata[0].planned, larger.seed.as_str()), (16, 4, first.seed.as_str()));
    assert!(first.selected.iter().all(|unit| larger.selected.contains(unit)));
    files[3] = larger.write().unwrap();
    assert_eq!(verified(&files).unwrap(), larger);
    for (total, key) in [(9, "problem-draw-total-below"), (32, "problem-draw-total-above")] {
        assert_eq!(prove(frozen(Some(total)), "x").unwrap_err().key, key);
    }
}

#[test]
fn a_wrong_population_is_refused_with_its_line() {
    let head = "key\tstratum\tamount_fen\tstatus\treason\n";
    let long = "长".repeat(41);
    for (rows, key, line) in [
        ("", "problem-draw-empty", "1"),
        ("a\tD\t1\tR\t\na\tD\t1\tR\t\n", "problem-draw-key-twice", "3"),
        ("b\tD\t1\tR\t\na\tD\t1\tR\t\n", "problem-draw-unsorted", "3"),
        ("a\tD\t-1\tR\t\n", "problem-draw-number", "2"),
        ("a\tD\t+1\tR\t\n", "problem-draw-number", "2"),
        ("a\tD\t01\tR\t\n", "problem-draw-number", "2"),
        ("a\tD\t1.0\tR\t\n", "problem-draw-number", "2"),
        ("a\tD\t１\tR\t\n", "problem-draw-number", "2"),
        ("a\tD\t\tR\t\n", "problem-draw-number", "2"),
        ("a\tD\t100000000000000001\tR\t\n", "problem-draw-absurd", "2"),
        ("a\tD\t99999999999999999999999\tR\t\n", "problem-draw-absurd", "2"),
        ("a\tD\t1\tr\t\n", "problem-draw-status", "2"),
        ("a\tD\t1\tR\tA\n", "problem-draw-reason", "2"),
        ("a\tD\t1\tC\t\n", "problem-draw-reason", "2"),
        ("a\tD\t1\tC\tT,A\n", "problem-draw-reason", "2"),
        ("a\tD\t1\tC\tX1\n", "problem-draw-reason", "2"),
        ("a\tD\t1\tX\tA\n", "problem-draw-reason", "2"),
        ("a\tD\t1\tC\tA,A\n", "problem-draw-reason", "2"),
        ("a\tD|E\t1\tR\t\n", "problem-draw-stratum", "2"),
        ("a\t\t1\tR\t\n", "problem-draw-stratum", "2"),
        (" a\tD\t1\tR\t\n", "problem-draw-key", "2"),
        ("\tD\t1\tR\t\n", "problem-draw-key", "2"),
        (&format!("{long}\tD\t1\tR\t\n"), "problem-draw-key", "2"),
        ("a\tD\t1\tR\n", "problem-draw-fields", "2"),
        ("a\tD\t1\tR\t\t\n", "problem-draw-fields", "2"),
        ("\n", "problem-draw-fields", "2"),
        ("a\tD\t1\tR\t\r\n", "problem-draw-character", "2"),
        ("a\u{2028}b\tD\t1\tR\t\n", "problem-draw-character", "2"),
        ("a\u{85}b\tD\t1\tR\t\n", "problem-draw-character", "2"),
        ("a\u{1b}[2J\tD\t1\tR\t\n", "problem-draw-character", "2"),
        ("a\0\tD\t1\tR\t\n", "problem-draw-character", "2"),
        ("a\tD\t1\tR\t", "problem-draw-no-line-end", "2"),
    ] {
        let problem = Population::read(format!("{head}{rows}").as_bytes(), "population.tsv").unwrap_err();
        assert_eq!(
            (problem.key, arg(&problem, "line"), arg(&problem, "path")),
            (key, line, "population.tsv"),
            "{rows:?}"
        );
        assert_eq!(problem.kind, ProblemKind::Refused);
    }
    for (bytes, key) in [
        (&b""[..], "problem-draw-no-line-end"),
        (b"key\tstratum\n", "problem-draw-heading"),
        (b"\xef\xbb\xbfkey\tstratum\tamount_fen\tstatus\treason\n", "problem-draw-character"),
        (b"key\tstratum\tamount_fen\tstatus\treason\n\xff\tD\t1\tR\t\n", "problem-draw-not-utf8"),
    ] {
        assert_eq!(Population::read(bytes, "population.tsv").unwrap_err().key, key, "{bytes:?}");
    }
}

#[test]
fn a_wrong_plan_is_refused_with_its_line() {
    let head = "stratum\tN\tn\tmethod\n";
    for (rows, key, line) in [
        ("", "problem-draw-empty", "1"),
        ("D\t3\t4\tsrs\n", "problem-draw-more-than-there-are", "2"),
        ("D\t3\t-1\tsrs\n", "problem-draw-number", "2"),
        ("D\t3\t1\tSRS\n", "problem-draw-method", "2"),
        ("D\t3\t1\tsieve=5\n", "problem-draw-sieve-size", "2"),
        ("D\t3\t1\tsrs\nD\t3\t1\tsrs\n", "problem-draw-stratum-twice", "3"),
        ("E\t3\t1\tsrs\nD\t3\t1\tsrs\n", "problem-draw-unsorted", "3"),
        ("D\t100000001\t1\tsrs\n", "problem-draw-absurd", "2"),
    ] {
        let problem = Plan::read(format!("{head}{rows}").as_bytes(), "plan.tsv").unwrap_err();
        assert_eq!((problem.key, arg(&problem, "line")), (key, line), "{rows:?}");
    }
    let population = "key\tstratum\tamount_fen\tstatus\treason\na\tD\t5\tR\t\nb\tD\t0\tR\t\nc\tE\t1\tR\t\n";
    let population = Population::read(population.as_bytes(), "population.tsv").unwrap();
    for (rows, key, file, line) in [
        ("D\t3\t1\tsrs\nE\t1\t1\tsrs\n", "problem-draw-frame-differs", "plan.tsv", "2"),
        ("D\t2\t1\tsrs\nE\t1\t1\tsrs\nF\t1\t1\tsrs\n", "problem-draw-frame-differs", "plan.tsv", "4"),
        ("D\t2\t1\tsrs\n", "problem-draw-not-planned", "population.tsv", "4"),
        ("D\t2\t1\tmus\nE\t1\t1\tsrs\n", "problem-draw-no-amount", "population.tsv", "3"),
    ] {
        let plan = Plan::read(format!("{head}{rows}").as_bytes(), "plan.tsv").unwrap();
        let problem = plan.fits(&population, "plan.tsv", "population.tsv").unwrap_err();
        assert_eq!((problem.key, arg(&problem, "path"), arg(&problem, "line")), (key, file, line), "{rows:?}");
    }
}

#[test]
fn a_wrong_seed_record_is_refused_with_its_line() {
    let (frame, plan) = ("a".repeat(64), "b".repeat(64));
    let head = format!("CJ1-SEED\nframe={frame}\nplan={plan}\n");
    let dice = "source=1|十面骰20次|47102938561029384756\n";
    for (text, key, line) in [
        ("47102938561029384756\n".to_owned(), "problem-draw-seed-line", "1"),
        (format!("CJ1-SEED\nplan={plan}\n{dice}"), "problem-draw-seed-line", "2"),
        (format!("CJ1-SEED\nframe={}\nplan={plan}\n{dice}", "A".repeat(64)), "problem-draw-seed-digest", "2"),
        (head.clone(), "problem-draw-seed-no-source", "4"),
        (format!("{head}source=2|骰|1\n"), "problem-draw-seed-numbered", "4"),
        (format!("{head}source=1||1\n"), "problem-draw-seed-numbered", "4"),
        (format!("{head}source=1|骰\n"), "problem-draw-seed-numbered", "4"),
        (format!("{head}source=1|十面骰|4710 2938\n"), "problem-draw-seed-dice", "4"),
        (format!("{head}source=1|Dice|4a\n"), "problem-draw-seed-dice", "4"),
        (format!("{head}{dice}outside=2\n"), "problem-draw-seed-outside", "5"),
        (format!("{head}{dice}outside=0\n"), "problem-draw-seed-outside", "5"),
        (format!("{head}{dice}outside=1,1\n"), "problem-draw-seed-outside", "5"),
        (format!("{head}{dice}color=red\n"), "problem-draw-seed-unknown", "5"),
        (format!("{head}{dice}outside=1\noutside=1\n"), "problem-draw-seed-unknown", "6"),
        (format!("{head}{dice}witness=1|张三\n"), "problem-draw-seed-numbered", "5"),
        (format!("{head}at=2024-05-20\n{dice}"), "problem-draw-seed-line", "4"),
        (format!("{head}{dice}outside=01\n"), "problem-draw-seed-unknown", "6"),
    ] {
        let problem = SeedRecord::read(text.as_bytes(), "seed.txt").unwrap_err();
        assert_eq!((problem.key, arg(&problem, "line")), (key, line), "{text}");
    }
    let record = SeedRecord::read(format!("{head}{dice}").as_bytes(), "seed.txt").unwrap();
    for (frame, plan, line) in [(&plan, &plan, "2"), (&frame, &frame, "3")] {
        let problem = record.fits(frame, plan, "seed.txt").unwrap_err();
        assert_eq!((problem.key, arg(&problem, "line")), ("problem-draw-seed-not-of-these", line));
    }
}

#[test]
fn a_ceremony_counts_as_public_only_with_chance_an_outsider_and_witnesses() {
    let head = format!("CJ1-SEED\nframe={}\nplan={}\n", "a".repeat(64), "b".repeat(64));
    let read = |rest: &str| SeedRecord::read(format!("{head}{rest}").as_bytes(), "seed.txt").unwrap();
    let public = read(
        "at=2024-05-20 10:00|三楼会议室\nsource=1|十面骰|4710293856102938\nsource=2|开奖号码|0312\nsource=3|beacon|9f3a\n\
         outside=2,3\nwitness=1|李四|纪检组\nwitness=2|王五|审计局\n",
    );
    // 20 digits are 66 whole bits, four hexadecimal digits that might be anything count four.
    assert_eq!((public.bits(), public.lacks()), (70, vec![]));
    assert_eq!(public.witnesses[1].name, "王五");
    let poor = read("source=1|十面骰|4710293856102938475\n");
    assert_eq!(poor.bits(), 63);
    assert_eq!(poor.lacks(), [SeedLack::Entropy, SeedLack::Outside, SeedLack::Witness]);
    let text = String::from_utf8(public.write()).unwrap().replace("CJ1-SEED", "CJ1-REHEARSAL");
    let rehearsal = SeedRecord::read(text.as_bytes(), "seed.txt").unwrap();
    assert_eq!(rehearsal.lacks(), [SeedLack::Rehearsal]);
    assert!(rehearsal.seed().rehearsal);
}
