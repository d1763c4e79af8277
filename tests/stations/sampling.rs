//! The draw: sealed before the seed is known, drawn once, repeatable by anybody with the published files.

use rust_decimal::Decimal;
use wenxiao::engine::request::ImportOptions;
use wenxiao::engine::spot_check::draw::{DrawAsk, Source, Witness};
use wenxiao::engine::spot_check::plan::SampleAsk;
use wenxiao::engine::workstation::Workstation;
use wenxiao::model::draw::UnitReason;
use wenxiao::model::form::FormKind;
use wenxiao::model::money::Money;
use wenxiao::model::recheck::{Part, RecheckStatus};
use wenxiao::rules::draw::verify::{Evidence, Named, verify};

use super::support::{Desk, go_on};
use super::{bundle, colleagues};

/// Self-evaluations of three departments: 40, 12 and 3.
fn evaluations() -> String {
    let mut text =
        "项目代码,项目名称,主管部门,预算单位,一级指标,二级指标,三级指标,指标性质,指标值,度量单位,完成值,权重,得分\n"
            .to_owned();
    for (department, count) in [("住建局", 40), ("教育局", 12), ("档案馆", 3)] {
        for number in 1..=count {
            text.push_str(&format!(
                "{department}{number:03},{department}项目{number},{department},{department}中心,产出指标,数量指标,完成数量,≥,30,件,31,90,90\n"
            ));
        }
    }
    text
}

pub(super) fn read(station: &mut Workstation, desk: &Desk) {
    let path = desk.path("自评清单.csv");
    std::fs::write(&path, evaluations()).unwrap();
    let kind = Some(FormKind::SelfEvaluation);
    let options = ImportOptions { year: Some(2024), kind, ..ImportOptions::default() };
    let report = station.import(&[path], &options, &mut go_on).unwrap();
    assert!(report.files[0].rejects.is_empty(), "{report:?}");
}

const DICE: &str = "十面骰20次(监督处)";
const LOTTERY: &str = "公开开奖号码";

pub(super) fn ask() -> SampleAsk {
    SampleAsk { sources: vec![DICE.to_owned(), LOTTERY.to_owned()], ..SampleAsk::default() }
}

pub(super) fn thrown() -> DrawAsk {
    let source = |label: &str, value: &str, outside| Source { label: label.into(), value: value.into(), outside };
    DrawAsk {
        sealed: None,
        at: Some(("2025-06-12 10:00".into(), "三楼会议室".into())),
        sources: vec![source(DICE, "47102938561029384756", false), source(LOTTERY, "03 07 12 19 26 31+08", true)],
        witnesses: vec![Witness { name: "张某".into(), office: "纪检组".into() }],
    }
}

pub(super) fn operation() -> String {
    uuid::Uuid::now_v7().to_string()
}

#[test]
fn a_population_is_sealed_drawn_and_anybody_can_repeat_it() {
    let (ours, mut station, _theirs, mut other) = colleagues();
    read(&mut station, &ours);
    let plan = station.plan_sample(&ask()).unwrap();
    // A tenth of 55 is 6; one of the archive at least.
    assert_eq!((plan.quota.all, plan.quota.need, plan.quota.random), (55, 6, 6));
    assert_eq!((plan.rate_random.as_str(), plan.rate_all.as_str()), ("10.90", "10.90"));
    let archive = plan.departments.iter().find(|one| one.stratum == "档案馆").unwrap();
    assert_eq!((archive.frame, archive.drawn, archive.at_most.0), (3, 1, 2), "one good of three proves little");
    let (sample, _) = station.seal_sample(&operation(), &ask(), &mut go_on).unwrap();
    assert!(sample.waits() && sample.files);
    let act = operation();
    let drawn = station.draw_sample(&act, &thrown(), &mut go_on).unwrap();
    assert_eq!(
        station.draw_sample(&act, &thrown(), &mut go_on).unwrap(),
        drawn,
        "the same act once more is the same draw"
    );
    let files = station.sample_files(&drawn).unwrap();
    let named = |file| Named { file, bytes: &files[file] };
    let evidence = Evidence {
        population: named("population.tsv"),
        plan: named("plan.tsv"),
        record: named("seed.txt"),
        proof: named("proof.json"),
    };
    verify(&evidence).unwrap();
    let list = station.rechecks(Some(2024)).unwrap();
    assert_eq!((list.lines.len(), list.evaluated, list.counts[&RecheckStatus::Open]), (6, 55, 6));
    assert!(list.lines.iter().all(|line| line.part == Some(Part::Random) && line.place >= 1));
    let text = String::from_utf8(files["list.tsv"].clone()).unwrap();
    assert!(list.lines.iter().all(|line| text.contains(&line.code)), "{text}");
    // Folded anew it is the same, and another station has list and files.
    station.rebuild().unwrap();
    assert_eq!(station.rechecks(Some(2024)).unwrap(), list);
    other.import_bundles(&[bundle(&ours, &station, "1.wxb", false)], &mut go_on).unwrap();
    assert_eq!(other.rechecks(Some(2024)).unwrap().lines, list.lines);
    let there = &other.samples().unwrap()[0];
    assert!(there.files);
    assert_eq!(other.sample_files(there).unwrap(), files);
}

#[test]
fn a_draw_is_made_once_with_the_sources_that_were_sealed() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    assert_eq!(station.plan_sample(&ask()).unwrap_err().key, "problem-sample-nothing");
    read(&mut station, &desk);
    assert_eq!(station.draw_sample(&operation(), &thrown(), &mut go_on).unwrap_err().key, "problem-sample-not-sealed");
    for rate in ["", "0", "101%", "ten", "-1%", "1/0"] {
        let wrong = SampleAsk { rate: rate.to_owned(), ..ask() };
        assert_eq!(station.plan_sample(&wrong).unwrap_err().key, "problem-sample-rate", "{rate}");
    }
    let unsaid = SampleAsk { sources: Vec::new(), ..ask() };
    assert_eq!(station.seal_sample(&operation(), &unsaid, &mut go_on).unwrap_err().key, "problem-sample-sources");
    let unknown = SampleAsk { recommended: vec!["没有这个".to_owned()], ..ask() };
    assert_eq!(station.seal_sample(&operation(), &unknown, &mut go_on).unwrap_err().key, "problem-sample-unknown");
    station.seal_sample(&operation(), &ask(), &mut go_on).unwrap();
    assert_eq!(station.seal_sample(&operation(), &ask(), &mut go_on).unwrap_err().key, "problem-sample-exists");
    let mut others = thrown();
    others.sources.reverse();
    assert_eq!(station.draw_sample(&operation(), &others, &mut go_on).unwrap_err().key, "problem-sample-other-sources");
    let mut few = thrown();
    few.sources.pop();
    assert_eq!(station.draw_sample(&operation(), &few, &mut go_on).unwrap_err().key, "problem-sample-other-sources");
    // Given up with a reason it stays in the journal; a new one may be sealed.
    assert_eq!(station.abandon_sample(None, " ").unwrap_err().key, "problem-recheck-reason-empty");
    station.abandon_sample(None, "清单漏了一个部门").unwrap();
    assert_eq!(station.draw_sample(&operation(), &thrown(), &mut go_on).unwrap_err().key, "problem-sample-abandoned");
    station.seal_sample(&operation(), &ask(), &mut go_on).unwrap();
    station.draw_sample(&operation(), &thrown(), &mut go_on).unwrap();
    assert_eq!(station.draw_sample(&operation(), &thrown(), &mut go_on).unwrap_err().key, "problem-sample-drawn");
    assert_eq!(station.samples().unwrap().len(), 2);
    assert_eq!(station.undo().unwrap_err().key, "problem-nothing-to-undo", "no key takes a public draw back");
}

#[test]
fn what_is_recommended_or_large_is_apart_and_never_counts_as_random() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    read(&mut station, &desk);
    let ask = SampleAsk {
        recommended: vec!["住建局001".to_owned(), "教育局项目2".to_owned()],
        excluded: vec![("档案馆003".to_owned(), UnitReason::Secret, "涉密项目".to_owned())],
        flagged_from: Some(Decimal::ONE),
        cutoff: Some(Money(1)),
        ..ask()
    };
    let plan = station.plan_sample(&ask).unwrap();
    assert_eq!((plan.quota.certainty, plan.quota.excluded, plan.quota.frame), (2, 1, 52));
    assert_eq!(plan.quota.random, 6, "the duty is met at random, whatever is recommended");
    assert_eq!((plan.rate_random.as_str(), plan.rate_all.as_str()), ("10.90", "14.54"));
    station.seal_sample(&operation(), &ask, &mut go_on).unwrap();
    station.draw_sample(&operation(), &thrown(), &mut go_on).unwrap();
    let lines = station.rechecks(Some(2024)).unwrap().lines;
    let certain: Vec<(&str, &str)> = lines
        .iter()
        .filter(|line| line.part == Some(Part::Certain))
        .map(|line| (line.code.as_str(), line.reasons.as_str()))
        .collect();
    assert_eq!(certain, [("住建局001", "T"), ("教育局002", "T")]);
    assert!(lines.iter().all(|line| line.code != "档案馆003"));
}

#[test]
fn a_sealed_file_that_was_changed_is_noticed_before_anything_is_drawn() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    read(&mut station, &desk);
    let (sample, _) = station.seal_sample(&operation(), &ask(), &mut go_on).unwrap();
    let files = station.sample_files(&sample).unwrap();
    assert_eq!(files.keys().copied().collect::<Vec<_>>(), ["plan.tsv", "population.tsv"]);
    // Someone with the database swaps the population of the seal for another one.
    drop(station);
    let connection = rusqlite::Connection::open(desk.path("wenxiao.db")).unwrap();
    connection.execute("UPDATE attachment SET content = (SELECT content FROM attachment LIMIT 1)", []).unwrap();
    drop(connection);
    let mut station = desk.open();
    let sample = station.samples().unwrap().remove(0);
    assert!(station.sample_files(&sample).is_err());
    assert!(station.draw_sample(&operation(), &thrown(), &mut go_on).is_err());
    assert!(station.rechecks(Some(2024)).unwrap().lines.is_empty());
}
