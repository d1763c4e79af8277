//! What comes after a draw: replacements by the next ticket, drawing on, late tranches, rotation.

use std::collections::BTreeSet;

use wenxiao::engine::request::Action;
use wenxiao::engine::request::ImportOptions;
use wenxiao::engine::spot_check::draw::{DrawAsk, Sample};
use wenxiao::engine::spot_check::further::FurtherAsk;
use wenxiao::engine::spot_check::plan::SampleAsk;
use wenxiao::engine::spot_check::replace::ReplaceAsk;
use wenxiao::engine::spot_check::results::ResultsAsk;
use wenxiao::engine::spot_check::rotation::{RotationAsk, RotationOf};
use wenxiao::engine::spot_check::{Place, RecheckAct, asked};
use wenxiao::engine::workstation::Workstation;
use wenxiao::model::event::Subject;
use wenxiao::model::form::FormKind;
use wenxiao::model::problem::Problem;
use wenxiao::model::recheck::{Outcome, RecheckLine, Verified};

use super::sampling::{ask, operation, read, thrown};
use super::support::{Desk, go_on};
use super::{bundle, colleagues};

fn drawn(station: &mut Workstation, desk: &Desk, ask: &SampleAsk) -> Sample {
    read(station, desk);
    station.seal_sample(&operation(), ask, &mut go_on).unwrap();
    station.draw_sample(&operation(), &thrown(), &mut go_on).unwrap()
}

fn lines(station: &Workstation, stratum: &str) -> Vec<RecheckLine> {
    let all = station.rechecks(Some(2024)).unwrap().lines;
    let mut of: Vec<RecheckLine> = all.into_iter().filter(|line| line.stratum == stratum).collect();
    of.sort_by_key(|line| line.place);
    of
}

fn on(line: &RecheckLine) -> Subject {
    Subject { project: line.project, year: line.year, version: line.version, row: None }
}

fn replace(station: &mut Workstation, line: &RecheckLine, outcome: Outcome) -> Result<(), Problem> {
    let seen = station.recheck(line.project, line.year).unwrap().state.outcome.events();
    let ask = ReplaceAsk { on: on(line), seen, outcome, reason: "当年没有自评任务".to_owned() };
    station.replace_unit(&operation(), &ask).map(|_| ())
}

/// Everything agrees, so nothing is untrue.
fn finish(station: &mut Workstation, line: &RecheckLine) {
    let agrees = RecheckAct::Verify {
        on: Subject { row: Some(1), ..on(line) },
        seen: Vec::new(),
        found: Verified::Agrees,
        evidence: Vec::new(),
        note: String::new(),
    };
    station.act(&operation(), &Action::Recheck(agrees)).unwrap();
    let finish = RecheckAct::Finish { on: on(line), seen: Vec::new(), note: String::new() };
    station.act(&operation(), &Action::Recheck(finish)).unwrap();
}

/// The tickets of a stratum in their order, as anybody computes them.
fn tickets(station: &Workstation, sample: &Sample, stratum: &str) -> Vec<String> {
    use sha2::{Digest as _, Sha256};
    let files = station.sample_files(sample).unwrap();
    let seed = &sample.drawn.as_ref().unwrap().about.seed;
    let population = String::from_utf8(files["population.tsv"].clone()).unwrap();
    let mut order: Vec<(String, String)> = population
        .lines()
        .skip(1)
        .map(|line| line.split('\t').collect::<Vec<_>>())
        .filter(|cells| cells[1] == stratum && cells[3] == "R")
        .map(|cells| {
            let digest = Sha256::digest(format!("CJ1|{seed}|main|{}", cells[0]).as_bytes());
            (digest.iter().map(|byte| format!("{byte:02x}")).collect(), cells[0].to_owned())
        })
        .collect();
    order.sort();
    order.into_iter().map(|(_, key)| key).collect()
}

const OFFICE: &str = "住建局";

#[test]
fn who_cannot_be_examined_gives_way_to_the_next_ticket_and_stays_in_the_list() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    let sample = drawn(&mut station, &desk, &ask());
    let order = tickets(&station, &sample, OFFICE);
    let before = lines(&station, OFFICE);
    let count = before.len();
    let first = before[0].clone();
    let next = station.next_ticket(first.project, 2024).unwrap();
    assert_eq!((next.place, next.drawn, next.frame), (count as u64 + 1, count as u64, 40));
    assert_eq!(next.key, order[count], "never a choice");
    replace(&mut station, &first, Outcome::NotApplicable).unwrap();
    let after = lines(&station, OFFICE);
    assert_eq!(after.len(), count + 1);
    assert_eq!((after[count].code.as_str(), after[count].reasons.as_str()), (order[count].as_str(), "N"));
    assert_eq!(after[0].outcome, Some(Outcome::NotApplicable));
    let place = |line: &RecheckLine| station.recheck(line.project, 2024).unwrap().place;
    assert!(matches!(place(&after[0]), Place::ReplacedBy(by) if by.version == after[count].version));
    assert!(matches!(place(&after[count]), Place::InsteadOf(of) if of.version == first.version));
    let told = station.replacements(Some(2024)).unwrap();
    assert_eq!(told.len(), 1);
    assert_eq!(
        (told[0].of.version, told[0].by.as_ref().map(|by| by.version)),
        (first.version, Some(after[count].version))
    );
    // Once more is refused, and the one who stands in may have to give way, too.
    assert_eq!(replace(&mut station, &after[0], Outcome::NotApplicable).unwrap_err().key, "problem-replace-already");
    replace(&mut station, &after[count], Outcome::Postponed).unwrap();
    assert_eq!(lines(&station, OFFICE)[count + 1].code, order[count + 1]);
    let list = station.rechecks(Some(2024)).unwrap();
    station.rebuild().unwrap();
    assert_eq!(station.rechecks(Some(2024)).unwrap(), list);
    // One undo each takes the outcome and the one who stood in back, and a redo brings both again.
    station.undo().unwrap();
    station.undo().unwrap();
    assert_eq!(lines(&station, OFFICE), before);
    station.redo().unwrap();
    assert_eq!(lines(&station, OFFICE), after);
}

#[test]
fn a_refusal_is_never_replaced_and_a_stratum_without_more_says_so() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    let ask = SampleAsk { recommended: vec!["教育局001".to_owned()], ..ask() };
    drawn(&mut station, &desk, &ask);
    let archive = lines(&station, "档案馆")[0].clone();
    assert_eq!(replace(&mut station, &archive, Outcome::Refused).unwrap_err().key, "problem-replace-refused");
    let certain =
        station.rechecks(Some(2024)).unwrap().lines.into_iter().find(|line| line.code == "教育局001").unwrap();
    assert_eq!(replace(&mut station, &certain, Outcome::Postponed).unwrap_err().key, "problem-replace-certain");
    let unsaid =
        ReplaceAsk { on: on(&archive), seen: Vec::new(), outcome: Outcome::FrameError, reason: " ".to_owned() };
    assert_eq!(station.replace_unit(&operation(), &unsaid).unwrap_err().key, "problem-recheck-reason-empty");
    let (other, _) = station.evaluated("住建局040", Some(2024)).unwrap();
    let known = station.rechecks(Some(2024)).unwrap().lines.iter().any(|line| line.project == other);
    if !known {
        assert_eq!(station.next_ticket(other, 2024).unwrap_err().key, "problem-replace-not-drawn");
    }
    // All three of the archive give way; then there is nobody left.
    for place in 0..2 {
        let line = lines(&station, "档案馆")[place].clone();
        replace(&mut station, &line, Outcome::FrameError).unwrap();
    }
    let last = lines(&station, "档案馆")[2].clone();
    assert_eq!(replace(&mut station, &last, Outcome::FrameError).unwrap_err().key, "problem-replace-exhausted");
    assert_eq!(lines(&station, "档案馆").len(), 3, "what was refused wrote nothing");
    assert_eq!(lines(&station, "档案馆")[2].outcome, None);
}

#[test]
fn two_stations_that_replace_at_once_agree_on_one_next_ticket() {
    let (ours, mut station, theirs, mut other) = colleagues();
    let sample = drawn(&mut station, &ours, &ask());
    read(&mut other, &theirs);
    // Both have the sealed files: the database was copied before anybody replaced anything.
    let order = tickets(&station, &sample, OFFICE);
    let before = lines(&station, OFFICE);
    let count = before.len();
    other.import_bundles(&[bundle(&ours, &station, "1.wxb", false)], &mut go_on).unwrap();
    if !other.samples().unwrap()[0].files {
        // Without the sealed list nobody can know who comes next.
        assert_eq!(
            replace(&mut other, &before[1], Outcome::NotApplicable).unwrap_err().key,
            "problem-sample-elsewhere"
        );
        let connection = rusqlite::Connection::open(theirs.path("wenxiao.db")).unwrap();
        connection.execute("ATTACH ?1 AS ours", [ours.path("wenxiao.db").to_str().unwrap()]).unwrap();
        connection.execute("INSERT INTO sealed SELECT * FROM ours.sealed", []).unwrap();
    }
    // The same one on both, and another one on each.
    replace(&mut station, &before[0], Outcome::NotApplicable).unwrap();
    replace(&mut other, &before[0], Outcome::NotApplicable).unwrap();
    replace(&mut other, &before[1], Outcome::FrameError).unwrap();
    let to_other = bundle(&ours, &station, "2.wxb", false);
    let to_ours = bundle(&theirs, &other, "3.wxb", false);
    other.import_bundles(&[to_other], &mut go_on).unwrap();
    station.import_bundles(&[to_ours], &mut go_on).unwrap();
    assert_eq!(lines(&station, OFFICE), lines(&other, OFFICE));
    assert_eq!(station.replacements(Some(2024)).unwrap(), other.replacements(Some(2024)).unwrap());
    let after = lines(&station, OFFICE);
    assert_eq!(after.iter().map(|line| line.code.clone()).collect::<Vec<_>>(), order[..count + 2]);
    let stands_in: Vec<u64> =
        station.replacements(Some(2024)).unwrap().iter().map(|one| one.by.as_ref().unwrap().place).collect();
    assert_eq!(stands_in, [count as u64 + 1, count as u64 + 2]);
    // Two that each take the next ticket for another one: after the merge one is owed, told, and drawn by one act.
    replace(&mut station, &after[2], Outcome::NotApplicable).unwrap();
    replace(&mut other, &after[3], Outcome::NotApplicable).unwrap();
    let to_ours = bundle(&theirs, &other, "4.wxb", false);
    station.import_bundles(&[to_ours], &mut go_on).unwrap();
    let owed: Vec<_> = station.replacements(Some(2024)).unwrap().into_iter().filter(|one| one.by.is_none()).collect();
    assert_eq!(owed.len(), 1, "not silently one for two");
    assert!(matches!(station.recheck(owed[0].of.project, 2024).unwrap().place, Place::Owed));
    replace(&mut station, &owed[0].of.clone(), Outcome::NotApplicable).unwrap();
    assert!(station.replacements(Some(2024)).unwrap().iter().all(|one| one.by.is_some()));
    assert_eq!(lines(&station, OFFICE).last().unwrap().code, order[count + 3]);
    let list = station.rechecks(Some(2024)).unwrap();
    station.rebuild().unwrap();
    assert_eq!(station.rechecks(Some(2024)).unwrap(), list);
}

#[test]
fn drawing_on_keeps_what_was_drawn_and_counts_only_while_nothing_is_known() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    let sample = drawn(&mut station, &desk, &ask());
    let before: BTreeSet<String> =
        station.rechecks(Some(2024)).unwrap().lines.into_iter().map(|line| line.code).collect();
    let to = |to: u64, reason: &str| FurtherAsk { sealed: None, to: Some(to), reason: reason.to_owned() };
    assert_eq!(station.plan_further(&FurtherAsk::default()).unwrap_err().key, "problem-further-nothing-declared");
    assert_eq!(station.plan_further(&to(6, "")).unwrap_err().key, "problem-draw-total-below");
    assert_eq!(station.plan_further(&to(56, "")).unwrap_err().key, "problem-draw-total-above");
    assert_eq!(
        station.draw_further(&operation(), &to(9, " "), &mut go_on).unwrap_err().key,
        "problem-recheck-reason-empty"
    );
    // Somebody stands in already; drawn on, that ticket is drawn itself and the next one stands in.
    let replaced = lines(&station, OFFICE)[0].clone();
    replace(&mut station, &replaced, Outcome::NotApplicable).unwrap();
    let plan = station.plan_further(&to(9, "多排了三个人")).unwrap();
    assert_eq!((plan.from, plan.to, plan.counts, plan.known), (6, 9, true, 0));
    let act = operation();
    let grown = station.draw_further(&act, &to(9, "多排了三个人"), &mut go_on).unwrap();
    assert_eq!(
        station.draw_further(&act, &to(9, "多排了三个人"), &mut go_on).unwrap(),
        grown,
        "the same act once more writes nothing"
    );
    assert_eq!((grown.total(), grown.at_random()), (9, 9));
    let all = station.rechecks(Some(2024)).unwrap().lines;
    assert!(before.iter().all(|code| all.iter().any(|line| line.code == *code)));
    let order = tickets(&station, &sample, OFFICE);
    let office = lines(&station, OFFICE);
    assert_eq!(office.iter().map(|line| line.code.clone()).collect::<Vec<_>>(), order[..office.len()]);
    assert_eq!(office.iter().filter(|line| line.reasons == "N").count(), 1);
    assert_eq!(office.last().unwrap().reasons, "N");
    assert_eq!(all.len(), 10, "nine drawn, one stands in");
    let results = station.spot_check_results(&ResultsAsk::default()).unwrap();
    assert_eq!((results.random.units, results.random.replaced), (9, 1));
    // The proof is that of the larger draw, and anybody can make it again.
    assert_eq!(station.sample_proof(&grown).unwrap().unwrap().expanded_to, 9);
    // Once a result is known, what is drawn on is told and concludes nothing.
    finish(&mut station, &office[1]);
    let plan = station.plan_further(&to(12, "结果不好再看看")).unwrap();
    assert_eq!((plan.known, plan.counts), (1, false));
    let grown = station.draw_further(&operation(), &to(12, "结果不好再看看"), &mut go_on).unwrap();
    assert_eq!((grown.total(), grown.at_random()), (12, 9));
    let results = station.spot_check_results(&ResultsAsk::default()).unwrap();
    assert_eq!((results.random.units, results.draw.unwrap().random), (9, 9));
    // One of the new tickets stood in for somebody already; the other two lie beyond.
    let besides = lines(&station, OFFICE).into_iter().filter(|line| line.reasons == "E");
    assert!(besides.clone().count() >= 1);
    for line in besides {
        assert_eq!(station.recheck(line.project, 2024).unwrap().place, Place::Besides);
    }
    let list = station.rechecks(Some(2024)).unwrap();
    station.rebuild().unwrap();
    assert_eq!(station.rechecks(Some(2024)).unwrap(), list);
}

#[test]
fn a_declared_plan_goes_on_only_as_it_said() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    for wrong in ["", "5%", "5% 1", "5% 1-3", "5% 3-1 +9:4", "5% 1-3 9:4", "5% 1-3 +0:4", "5% 1-3 +9:0", "x 1-3 +9:4"] {
        assert_eq!(asked::stages(wrong).unwrap_err().key, "problem-sample-stages", "{wrong}");
    }
    let stages = asked::stages("20% 0-1 +4:1").unwrap();
    let declared = SampleAsk { stages: Some(stages), ..ask() };
    read(&mut station, &desk);
    let plan = station.plan_sample(&declared).unwrap();
    let told = plan.stages.unwrap();
    // 11 of 55 are bad; accepted with none of 6, or one of 6 and none of 4 more.
    assert_eq!((told.plan.stages[0].more, told.bad), (6, 11));
    let choose = |n: u64, k: u64| (0..k).fold(1_u128, |c, i| c * u128::from(n - i) / u128::from(i + 1));
    let accepted = choose(44, 6) * choose(49, 4) + 11 * choose(44, 5) * choose(39, 4);
    let all = choose(55, 6) * choose(49, 4);
    let percent = (accepted * 10_000).div_ceil(all);
    assert_eq!(told.risk.unwrap(), format!("{}.{:02}", percent / 100, percent % 100));
    let many = SampleAsk { stages: Some(asked::stages("20% 0-1 +50:1").unwrap()), ..ask() };
    assert_eq!(station.plan_sample(&many).unwrap_err().key, "problem-sample-stages-many");
    station.seal_sample(&operation(), &declared, &mut go_on).unwrap();
    let sample = station.draw_sample(&operation(), &thrown(), &mut go_on).unwrap();
    let files = station.sample_files(&sample).unwrap();
    let record = String::from_utf8(files["seed.txt"].clone()).unwrap();
    use sha2::{Digest as _, Sha256};
    let digest: String = Sha256::digest(&files["plan.json"]).iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(record.contains(&format!("planjson={digest}\n")), "what was declared is in the seed: {record}");
    assert_eq!(station.plan_further(&FurtherAsk::default()).unwrap_err().key, "problem-further-open");
    let all = station.rechecks(Some(2024)).unwrap().lines;
    let refused = RecheckAct::SetOutcome {
        on: on(&all[0]),
        seen: Vec::new(),
        outcome: Outcome::Refused,
        reason: "不提供资料".to_owned(),
    };
    for line in &all[1..] {
        finish(&mut station, line);
    }
    station.act(&operation(), &Action::Recheck(refused)).unwrap();
    let plan = station.plan_further(&FurtherAsk::default()).unwrap();
    assert_eq!((plan.from, plan.to, plan.stage, plan.counts), (6, 10, 2, true));
    let grown = station.draw_further(&operation(), &FurtherAsk::default(), &mut go_on).unwrap();
    assert_eq!((grown.total(), grown.at_random()), (10, 10));
    let new: Vec<RecheckLine> = station
        .rechecks(Some(2024))
        .unwrap()
        .lines
        .into_iter()
        .filter(|line| all.iter().all(|known| known.version != line.version))
        .collect();
    assert_eq!(new.len(), 4);
    for line in &new {
        finish(&mut station, line);
    }
    assert_eq!(station.plan_further(&FurtherAsk::default()).unwrap_err().key, "problem-further-accepted");
}

fn read_late(station: &mut Workstation, desk: &Desk, year: u16, count: usize, prefix: &str) {
    let mut text =
        "项目代码,项目名称,主管部门,预算单位,一级指标,二级指标,三级指标,指标性质,指标值,度量单位,完成值,权重,得分\n"
            .to_owned();
    for number in 1..=count {
        let office = if number % 2 == 0 { OFFICE } else { "教育局" };
        text.push_str(&format!(
            "{prefix}{number:03},{prefix}项目{number},{office},{office}中心,产出指标,数量指标,完成数量,≥,30,件,31,90,90\n"
        ));
    }
    let path = desk.path(&format!("{prefix}{year}.csv"));
    std::fs::write(&path, text).unwrap();
    let options = ImportOptions { year: Some(year), kind: Some(FormKind::SelfEvaluation), ..ImportOptions::default() };
    station.import(&[path], &options, &mut go_on).unwrap();
}

#[test]
fn what_comes_late_is_a_tranche_of_its_own_with_another_seed() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    let late = SampleAsk { late: true, ..ask() };
    read(&mut station, &desk);
    assert_eq!(station.plan_sample(&late).unwrap_err().key, "problem-sample-late-first");
    station.seal_sample(&operation(), &ask(), &mut go_on).unwrap();
    let first = station.draw_sample(&operation(), &thrown(), &mut go_on).unwrap();
    assert_eq!(station.plan_sample(&late).unwrap_err().key, "problem-sample-none-late");
    let before = station.rechecks(Some(2024)).unwrap().lines;
    read_late(&mut station, &desk, 2024, 20, "补报");
    let told = station.late(2024).unwrap().unwrap();
    assert_eq!((told.sealed, told.late), (55, 20));
    assert_eq!(station.seal_sample(&operation(), &ask(), &mut go_on).unwrap_err().key, "problem-sample-exists");
    let plan = station.plan_sample(&late).unwrap();
    assert_eq!((plan.tranche, plan.quota.all, plan.quota.random), (2, 20, 2), "its own tenth");
    let names: Vec<&str> = plan.departments.iter().map(|one| one.stratum.as_str()).collect();
    assert_eq!(names, ["住建局 #2", "教育局 #2"]);
    let (sealed, _) = station.seal_sample(&operation(), &late, &mut go_on).unwrap();
    assert_eq!(sealed.about.parent, Some(first.sealed));
    assert_eq!(station.seal_sample(&operation(), &late, &mut go_on).unwrap_err().key, "problem-sample-exists");
    let other = DrawAsk { at: Some(("2025-07-01 10:00".into(), "三楼会议室".into())), ..thrown() };
    let second = station.draw_sample(&operation(), &other, &mut go_on).unwrap();
    let drawn = second.drawn.as_ref().unwrap();
    let seed = &first.drawn.as_ref().unwrap().about.seed;
    assert!(drawn.about.seed_record.contains(&format!("parent={seed}\n")), "{}", drawn.about.seed_record);
    assert_ne!(&drawn.about.seed, seed);
    let all = station.rechecks(Some(2024)).unwrap().lines;
    assert!(before.iter().all(|line| all.contains(line)), "the earlier draw is untouched");
    assert_eq!(all.len(), 8);
    // Both tranches are strata of one conclusion.
    let results = station.spot_check_results(&ResultsAsk::default()).unwrap();
    let draw = results.draw.unwrap();
    assert_eq!((draw.units, draw.random, draw.rate_random.as_str()), (75, 8, "10.66"));
    assert_eq!(results.departments.iter().filter_map(|one| one.frame).sum::<u64>(), 75);
    assert_eq!(results.random.units, 8);
    assert_eq!(station.late(2024).unwrap().unwrap().late, 0);
}

#[test]
fn whoever_is_due_by_rotation_is_examined_in_any_case() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    for wrong in ["", "1", "10", "three", "3 villages", "3 project x"] {
        assert_eq!(asked::rotation(wrong).unwrap_err().key, "problem-sample-rotation", "{wrong}");
    }
    let turn = asked::rotation("3 project").unwrap();
    assert_eq!(turn, RotationAsk { years: 3, of: RotationOf::Project });
    assert_eq!(station.rotation(None, turn).unwrap_err().key, "problem-sample-nothing");
    read_late(&mut station, &desk, 2023, 30, "项");
    read_late(&mut station, &desk, 2024, 33, "项");
    // The first year: thirds of those that were there.
    let first = station.rotation(Some(2023), turn).unwrap();
    assert_eq!(first.load, [(2023, 10), (2024, 10), (2025, 10)]);
    assert_eq!(first.due().count(), 10);
    let ask = SampleAsk { year: Some(2023), rotation: Some(turn), ..ask() };
    let plan = station.plan_sample(&ask).unwrap();
    assert_eq!(plan.quota.certainty, 10);
    station.seal_sample(&operation(), &ask, &mut go_on).unwrap();
    station.draw_sample(&operation(), &thrown(), &mut go_on).unwrap();
    let lines = station.rechecks(Some(2023)).unwrap().lines;
    assert_eq!(lines.iter().filter(|line| line.reasons == "D").count(), 10);
    for line in &lines {
        finish(&mut station, line);
    }
    // Next year nobody who was examined is due before 2026; the others keep their deadlines.
    let next = station.rotation(Some(2024), turn).unwrap();
    assert_eq!(next.rows.len(), 33);
    let examined: BTreeSet<&str> = lines.iter().map(|line| line.name.as_str()).collect();
    for row in &next.rows {
        match examined.contains(row.name.as_str()) {
            true => assert_eq!((row.last, row.deadline), (Some(2023), 2026), "{}", row.name),
            false => assert!(row.last.is_none() && (2024..=2026).contains(&row.deadline), "{}", row.name),
        }
    }
    assert!(next.due().all(|row| row.last.is_none()));
    assert_eq!(next.load.iter().map(|(_, count)| count).sum::<usize>(), 33);
    // By departments: both were examined last year.
    let offices = station.rotation(Some(2024), RotationAsk { years: 3, of: RotationOf::Department }).unwrap();
    assert_eq!(offices.load, [(2024, 0), (2025, 0), (2026, 2)]);
}
