//! `sample`: the public draw on files alone, and the script that is not ours.

use std::path::{Path, PathBuf};
use std::process::Command;

use wenxiao::model::draw::{DrawMethod, DrawUnit, UnitReason, UnitStatus};
use wenxiao::model::money::Money;
use wenxiao::model::recheck::Outcome;
use wenxiao::rules::draw::full_plan::FullPlan;
use wenxiao::rules::draw::select::expanded;
use wenxiao::rules::draw::ticket::Seed;
use wenxiao::rules::draw::{
    Plan, PlannedStratum, Population, SeedRecord, digest, draw, list, replaced, second_lot, seed::Source,
};

use super::{Machine, Value, json, text};

const VECTORS: &str = include_str!("../data/sampling/native.json");

/// The published example in a folder.
struct Example {
    machine: Machine,
    folder: PathBuf,
}

impl Example {
    fn new() -> Example {
        let machine = Machine::new();
        let folder = machine.home.path().join("抽查");
        std::fs::create_dir(&folder).unwrap();
        let example = Example { machine, folder };
        for name in ["population.tsv", "plan.tsv", "seed.txt"] {
            std::fs::write(example.file(name), published()[name].as_str().unwrap()).unwrap();
        }
        example
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn change(&self, name: &str, from: &str, to: &str) {
        let old = std::fs::read_to_string(self.file(name)).unwrap();
        assert!(old.contains(from), "{name}: {from}");
        std::fs::write(self.file(name), old.replacen(from, to, 1)).unwrap();
    }

    fn args(&self, command: &str, more: &[&str]) -> Vec<String> {
        let mut args = vec!["sample".to_owned(), command.to_owned()];
        for (flag, name) in [("--population", "population.tsv"), ("--plan", "plan.tsv"), ("--seed-record", "seed.txt")]
        {
            args.extend([flag.to_owned(), text(&self.file(name)).to_owned()]);
        }
        args.extend(more.iter().map(|arg| (*arg).to_owned()));
        args
    }

    fn draw(&self, more: &[&str]) -> Value {
        let out = self.file("out");
        let args = self.args("draw", &[&["--out", text(&out)], more].concat());
        self.machine.json(&args.iter().map(String::as_str).collect::<Vec<_>>())
    }

    fn verify(&self, more: &[&str]) -> Value {
        let proof = self.file("out/proof.json");
        let args = self.args("verify", &[&["--proof", text(&proof)], more].concat());
        self.machine.json(&args.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// What is said when a command fails with this code.
    fn refused(&self, command: &str, more: &[&str], code: i32) -> String {
        let args = self.args(command, more);
        self.machine.refused(&args.iter().map(String::as_str).collect::<Vec<_>>(), code)
    }
}

fn published() -> Value {
    serde_json::from_str::<Value>(VECTORS).unwrap()["J3"]["case"].clone()
}

#[test]
fn the_published_example_is_drawn_proved_and_verified_without_a_database() {
    let example = Example::new();
    let drawn = example.draw(&[]);
    assert_eq!(drawn["seed"], published()["sha256"]["seed.txt"]);
    assert_eq!(drawn["drawn"].as_array().unwrap().len(), 10);
    assert_eq!((&drawn["rate_random"], &drawn["rate_all"]), (&json!("0.277777"), &json!("0.388888")));
    assert_eq!(drawn["duty"], json!({"rate": "10%", "need": 4, "met": true}));
    assert_eq!(drawn["lacks"], json!(["outside", "witness"]));
    let cut = drawn["cut"]["301"].as_str().unwrap();
    let listed = std::fs::read_to_string(example.file("out/drawn.tsv")).unwrap();
    assert_eq!(listed, published()["output"].as_str().unwrap());
    assert!(listed.contains(&format!("cut\t301\t4\t{cut}")));
    assert!(!example.machine.home.path().join("data").exists(), "no database is made");

    let again = example.draw(&[]);
    assert!(again["files"].as_array().unwrap().iter().all(|file| file["unchanged"] == true), "{again}");
    let (list, record) = (example.file("out/drawn.tsv"), example.file("out/record.txt"));
    let more = ["--list", text(&list), "--record", text(&record)];
    assert_eq!(example.verify(&more)["ok"], true);
    // A record in the other language is one as well.
    let english = example.file("english");
    let args = example.args("draw", &["--out", text(&english), "--lang", "en", "--json"]);
    assert!(example.machine.run(&args.iter().map(String::as_str).collect::<Vec<_>>()).status.success());
    let record = english.join("record.txt");
    assert!(std::fs::read_to_string(&record).unwrap().starts_with("Record of the public draw"));
    assert_eq!(example.verify(&["--record", text(&record)])["ok"], true);
}

#[test]
fn a_tampered_file_fails_with_four_and_names_file_and_line() {
    for (name, from, to, line) in [
        ("population.tsv", "8800000", "8800001", "37"),
        ("plan.tsv", "303\t6\t2", "303\t6\t3", "4"),
        ("seed.txt", "47102938561029384756", "47102938561029384757", "4"),
        ("out/proof.json", "2021-301-0001", "2021-301-0002", "1"),
        ("out/drawn.tsv", "S\t301\t2", "S\t301\t3", "6"),
        ("out/record.txt", "36", "37", "2"),
    ] {
        let example = Example::new();
        example.draw(&[]);
        let (proof, list, record) =
            (example.file("out/proof.json"), example.file("out/drawn.tsv"), example.file("out/record.txt"));
        let more = ["--proof", text(&proof), "--list", text(&list), "--record", text(&record)];
        example.change(name, from, to);
        let told = example.refused("verify", &more, 4);
        assert!(told.contains(&format!("{name} 第 {line} 行")), "{told}");
        let args = example.args("verify", &[&more[..], &["--json"]].concat());
        let output = example.machine.run(&args.iter().map(String::as_str).collect::<Vec<_>>());
        let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(
            (&answer["ok"], answer["line"].to_string().as_str(), output.status.code()),
            (&json!(false), line, Some(4))
        );
        assert!(answer["file"].as_str().unwrap().ends_with(name), "{answer}");
    }
}

#[test]
fn a_seed_from_before_the_seal_or_a_broken_file_draws_nothing() {
    for (name, from, to, said) in [
        ("population.tsv", "8800000", "8800001", "先于封存"),
        ("population.tsv", "2021-301-0002", "2021-301-0001", "重复"),
        ("population.tsv", "30348372", "-30348372", "非负整数"),
        ("plan.tsv", "305\t1\t1", "305\t1\t2", "只有 1 个"),
        ("seed.txt", "source=1", "source=9", "source=1|…|…"),
        ("seed.txt", "CJ1-SEED\n", "", "CJ1-SEED"),
    ] {
        let example = Example::new();
        example.change(name, from, to);
        let out = example.file("out");
        let told = example.refused("draw", &["--out", text(&out)], 3);
        assert!(told.contains(said) && told.contains(" 行"), "{told}");
        assert!(!out.exists());
    }
    let example = Example::new();
    std::fs::remove_file(example.file("seed.txt")).unwrap();
    let out = example.file("out");
    let told = example.refused("draw", &["--out", text(&out)], 3);
    assert!(told.contains("seed.txt"), "{told}");
    assert!(example.refused("draw", &["--out", text(&out), "--expand-to", "10"], 3).contains("seed.txt"));
}

#[test]
fn nothing_that_is_there_is_written_over_unless_asked() {
    let example = Example::new();
    example.draw(&[]);
    example.change("out/drawn.tsv", "C\t301", "C\t302");
    let out = example.file("out");
    let told = example.refused("draw", &["--out", text(&out)], 3);
    assert!(told.contains("drawn.tsv") && told.contains("--force"), "{told}");
    example.draw(&["--force"]);
    assert_eq!(
        std::fs::read_to_string(example.file("out/drawn.tsv")).unwrap(),
        published()["output"].as_str().unwrap()
    );
    let elsewhere = example.file("elsewhere");
    let args = example.args("draw", &["--out", text(&elsewhere), "--dry-run", "--json"]);
    assert!(example.machine.run(&args.iter().map(String::as_str).collect::<Vec<_>>()).status.success());
    assert!(!elsewhere.exists());
}

#[test]
fn more_are_drawn_on_top_of_the_first_and_only_random_ones_meet_the_duty() {
    let example = Example::new();
    let first = example.draw(&["--duty", "40%"]);
    assert_eq!(first["duty"], json!({"rate": "40%", "need": 15, "met": false}));
    let larger = example.draw(&["--duty", "40%", "--expand-to", "15", "--force"]);
    assert_eq!((&larger["duty"]["met"], &larger["random"]), (&json!(true), &json!(15)));
    let keys = |answer: &Value| answer["drawn"].as_array().unwrap().clone();
    assert!(keys(&first).iter().all(|key| keys(&larger).contains(key)));
    let list = example.file("out/drawn.tsv");
    assert_eq!(example.verify(&["--list", text(&list)])["drawn"], larger["drawn"]);
    let out = example.file("out");
    for duty in ["eleven", "110%", "-1"] {
        example.refused("draw", &["--out", text(&out), &format!("--duty={duty}")], 2);
    }
}

#[test]
fn a_total_is_spread_and_one_unit_is_proved() {
    let example = Example::new();
    let plan = example.file("plan.tsv");
    let spread = example.machine.json(&["sample", "allocate", "--plan", text(&plan), "--total", "10"]);
    assert_eq!(spread, json!({"301": 4, "302": 2, "303": 2, "304": 1, "305": 1}));
    let told = example.machine.refused(&["sample", "allocate", "--plan", text(&plan), "--total", "32"], 3);
    assert!(told.contains("31"), "{told}");
    example.machine.refused(&["sample", "allocate", "--plan", text(&plan), "--total", "4"], 3);

    example.draw(&[]);
    let (population, proof) = (example.file("population.tsv"), example.file("out/proof.json"));
    let args = [
        "sample",
        "proof",
        "--population",
        text(&population),
        "--key",
        "2021-305-0002 污水治理",
        "--proof",
        text(&proof),
    ];
    let shown = example.machine.json(&args);
    assert_eq!((&shown["index"], &shown["rows"]), (&json!(35), &json!(36)));
    // Leaf, left neighbour, then up: the last row of 36 has three neighbours.
    assert_eq!(shown["path"].as_array().unwrap().len(), 3);
    let read: Value = serde_json::from_slice(&std::fs::read(&proof).unwrap()).unwrap();
    assert_eq!(shown["root"], read["merkle_root"]);
    example.change("population.tsv", "8800000", "8800001");
    assert!(example.machine.refused(&args, 4).contains("proof.json"));
    example.machine.refused(&["sample", "proof", "--population", text(&population), "--key", "没有"], 3);
}

#[test]
fn names_from_outside_are_text_on_the_published_page() {
    let example = Example::new();
    example.change("population.tsv", "2021-301-0001\t", "2021-301-0001<script>\t");
    example.change("seed.txt", "公开开奖号码", "<b onclick=x>开奖</b>");
    let old = published()["sha256"]["population.tsv"].as_str().unwrap().to_owned();
    let new = digest::fingerprint(&std::fs::read(example.file("population.tsv")).unwrap());
    example.change("seed.txt", &old, &new);
    example.draw(&[]);
    let page = std::fs::read_to_string(example.file("out/record.html")).unwrap();
    assert!(!page.contains("<script") && !page.contains("<b "), "{page}");
    assert!(page.contains("&lt;b onclick=x&gt;") && page.contains("轮评") | page.contains("业务处室推荐"));
}

/// Numbers that look random and are the same in every run.
struct Chance(Seed, u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.1 += 1;
        self.0.ticket("main", &self.1.to_string()).modulo(limit)
    }
}

fn invented(chance: &mut Chance) -> (Population, Plan) {
    const NAMES: [&str; 8] = ["P-", "项目", "a|b", "·“千万工程”", "ß é", "👩‍💻", "z z", "|main|"];
    let strata = 1 + chance.below(4);
    let mut units: Vec<DrawUnit> = (0..1 + chance.below(30))
        .map(|at| {
            let (name, stratum) = (NAMES[chance.below(8) as usize], chance.below(strata));
            let (status, reasons) = match chance.below(8) {
                0 => (UnitStatus::Certainty, vec![UnitReason::Amount, UnitReason::Recommended]),
                1 => (UnitStatus::Excluded, vec![UnitReason::Secret]),
                _ => (UnitStatus::Random, Vec::new()),
            };
            let (key, stratum) = (format!("{name}{at}"), ["301", "教育局", "D 2", "é"][stratum as usize].to_owned());
            DrawUnit { key, stratum, amount: Money(chance.below(1_000_000) as i64), status, reasons }
        })
        .collect();
    // A plan without strata draws nothing and is refused.
    (units[0].status, units[0].reasons) = (UnitStatus::Random, Vec::new());
    units.sort_by(|left, right| left.key.cmp(&right.key));
    let population = Population { units };
    let strata = population.frame().into_iter().map(|(stratum, units)| {
        let frame = units.len() as u64;
        let drawn = match chance.below(4) {
            0 => 0,
            1 => frame,
            _ => chance.below(frame + 1),
        };
        PlannedStratum { stratum: stratum.to_owned(), frame, drawn, method: DrawMethod::Simple }
    });
    let plan = Plan { strata: strata.collect() };
    (population, plan)
}

/// One of the outcomes, the same for a key in every run.
fn chance_of(key: &str) -> usize {
    key.len() % Outcome::ALL.len()
}

#[test]
fn a_script_that_is_not_ours_draws_the_same_a_thousand_times() {
    let folder = tempfile::tempdir().unwrap();
    let mut chance = Chance(Seed::formal(&digest::fingerprint(b"a thousand")), 0);
    let mut grown = 0;
    for at in 0..1000 {
        let (population, plan) = invented(&mut chance);
        let share = ["1/3", "20%", "0.05", "1", "12.5%"][chance.below(5) as usize].to_owned();
        let full = FullPlan { second_share: Some(share), ..FullPlan::default() };
        let full_text = full.write().unwrap();
        let record = SeedRecord {
            plan_json: Some(digest::fingerprint(full_text.as_bytes())),
            frame: population.fingerprint(),
            plan: plan.fingerprint(),
            sources: vec![Source {
                label: "骰".to_owned(), value: chance.below(u64::MAX).to_string(), outside: false
            }],
            ..SeedRecord::default()
        };
        let seed = record.seed();
        let drawn = list::write(&population, &draw(&population, &plan, &seed));
        // Drawn on to any total, and with any who gave way.
        let frame: u64 = plan.strata.iter().map(|row| row.frame).sum();
        let total = plan.total() + chance.below(frame - plan.total() + 1);
        let further = list::write(&population, &draw(&population, &expanded(&plan, total).unwrap(), &seed));
        let gave_way = population.units.iter().filter(|_| chance.below(3) == 0);
        let outcomes = gave_way.map(|unit| (unit.key.clone(), Outcome::ALL[chance_of(&unit.key)])).collect();
        let replaced = replaced::write(&population, &plan, &seed, total, &outcomes).unwrap();
        let second =
            |total, replaced: &[u8]| second_lot::file(&population, &plan, &record, &full, total, replaced).unwrap();
        let (own, later) = (second(None, &[]), second(Some(total), &replaced));
        assert!(later.starts_with(&own), "nobody leaves the lot");
        grown += usize::from(later.len() > own.len());
        let (population, plan, record) = (population.write(), plan.write(), record.write());
        let total = total.to_string().into_bytes();
        let files = [
            ("population.tsv", population),
            ("plan.tsv", plan),
            ("seed.txt", record),
            ("drawn.tsv", drawn),
            ("further.tsv", further),
            ("replaced.tsv", replaced),
            ("plan.json", full_text.into_bytes()),
            ("second.tsv", own),
            ("later.tsv", later),
            ("total", total),
        ];
        let place = folder.path().join(at.to_string());
        std::fs::create_dir(&place).unwrap();
        files.iter().for_each(|(name, bytes)| std::fs::write(place.join(name), bytes).unwrap());
    }
    assert!(grown > 100, "the lot hardly ever grew: {grown}");
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-db");
    let driver = "import pathlib, sys; sys.path.insert(0, sys.argv[1]); import redraw; same = 0\n\
                  for place in pathlib.Path(sys.argv[2]).iterdir():\n    \
                  files = [(place / name).read_bytes() for name in ('population.tsv', 'plan.tsv', 'seed.txt')]\n    \
                  assert redraw.redraw(*files) == (place / 'drawn.tsv').read_bytes(), place\n    \
                  total = int((place / 'total').read_text())\n    \
                  assert redraw.redraw(*files, total) == (place / 'further.tsv').read_bytes(), place\n    \
                  gave = (place / 'replaced.tsv').read_bytes()\n    \
                  assert redraw.redraw(*files, 0, gave) == gave, place\n    \
                  full = (place / 'plan.json').read_bytes()\n    \
                  assert redraw.second(*files, full) == (place / 'second.tsv').read_bytes(), place\n    \
                  assert redraw.second(*files, full, total, gave) == (place / 'later.tsv').read_bytes(), place\n    same += 1\n\
                  print(same)";
    let output = Command::new("python3").args(["-B", "-c", driver]).arg(scripts).arg(folder.path()).output();
    let output = output.expect("python3 is needed for this test");
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), "1000", "{}", String::from_utf8_lossy(&output.stderr));
}
