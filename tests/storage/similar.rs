//! Projects that do the same, from files to a comparison: found by name and code, across years and kinds of table.

use std::collections::BTreeSet;

use wenxiao::engine::request::ImportOptions;
use wenxiao::engine::similar::{Excluded, Line, NoSum, SimilarQuery, SimilarReport};
use wenxiao::engine::workstation::Workstation;
use wenxiao::model::form::FormKind;
use wenxiao::model::ids::ItemId;

use crate::support::{Desk, go_on};

const HEAD: &str =
    "项目代码,项目名称,预算单位,年度资金总额（万元）,一级指标,二级指标,三级指标,计算符号,指标值,计量单位,分值\n";

fn read(station: &mut Workstation, desk: &Desk, name: &str, text: &str, kind: FormKind, (year, region): (u16, &str)) {
    let path = desk.path(name);
    std::fs::write(&path, text).unwrap();
    let region = Some(region.to_owned());
    let options = ImportOptions { year: Some(year), kind: Some(kind), region, ..ImportOptions::default() };
    let report = station.import(&[path], &options, &mut go_on).unwrap();
    assert!(report.files[0].rejects.is_empty(), "{report:?}");
}

fn target(code: &str, unit: &str, name: &str, cost: &str, cost_unit: &str, households: u32) -> String {
    format!(
        "{code},老旧小区改造,{unit},1260,成本指标,经济成本指标,{name},≤,{cost},{cost_unit},20\n\
         {code},老旧小区改造,{unit},1260,产出指标,数量指标,改造户数,≥,{households},户,20\n\
         {code},老旧小区改造,{unit},1260,产出指标,质量指标,验收合格率,≥,95,%,20\n"
    )
}

/// The project's own city this year, five counties last year, one of them only by its self-evaluation.
fn filled(desk: &Desk) -> Workstation {
    let mut station = desk.of("王敏");
    let own = format!("{HEAD}{}", target("A1", "住建局", "户均改造成本", "2.80", "万元/户", 450));
    read(&mut station, desk, "本年.csv", &own, FormKind::Target, (2025, "371600000"));
    for (at, (name, cost, unit)) in [
        ("户均改造成本", "2.46", "万元/户"),
        ("平均每户改造费用", "21800", "元/户"),
        ("老旧小区户均改造成本", "2.55", "万元/户"),
        ("户均改造成本", "2.31", "万元/户"),
        ("户均绿化成本", "0.50", "万元/户"),
    ]
    .into_iter()
    .enumerate()
    {
        let text = format!("{HEAD}{}", target(&format!("C{at}"), "县住建局", name, cost, unit, 300));
        read(&mut station, desk, &format!("县{at}.csv"), &text, FormKind::Target, (2024, &format!("37170{at}000")));
    }
    let evaluation = "\
项目代码,项目名称,预算单位,一级指标,二级指标,三级指标,指标性质,指标值,度量单位,完成值,权重,得分
E1,小区改造,区住建局,成本指标,经济成本指标,户均改造成本,≤,2.60,万元/户,2.41,20,20
E1,小区改造,区住建局,产出指标,数量指标,改造户数,≥,200,户,200,20,20
";
    read(&mut station, desk, "自评.csv", evaluation, FormKind::SelfEvaluation, (2024, "371800000"));
    station
}

fn item(station: &Workstation) -> ItemId {
    station.find_target("A1", None).unwrap().id
}

fn ask(station: &Workstation, without: BTreeSet<(wenxiao::model::ids::ProjectKey, u16)>) -> SimilarReport {
    station.similar(&SimilarQuery { item: item(station), row: None, basis: 0, without }).unwrap()
}

fn told(lines: &[Line]) -> Vec<(String, Option<Excluded>)> {
    lines.iter().map(|line| (line.figure.map(|f| f.to_string()).unwrap_or_default(), line.excluded)).collect()
}

#[test]
fn what_does_the_same_is_found_once_its_names_are_taken_down() {
    let desk = Desk::new();
    let mut station = filled(&desk);
    let before = ask(&station, BTreeSet::new());
    assert_eq!((before.waiting, before.study.unwrap().lines.len()), (7, 0), "nothing was taken down");
    assert_eq!(station.take_down_names(&mut go_on).unwrap(), 7);
    let report = ask(&station, BTreeSet::new());
    assert_eq!((report.indicator.as_str(), report.waiting, report.more), ("户均改造成本", 0, false));
    let study = report.study.unwrap();
    let figures = ["2.18", "2.31", "2.41", "2.46", "2.55"].map(|figure| (figure.to_owned(), None));
    assert_eq!(told(&study.lines), figures, "绿化 is another thing");
    let sum = study.median.clone().unwrap();
    assert_eq!([sum.expected, sum.saved, sum.percent].map(|f| f.to_string()), ["1084.5", "175.5", "13.9"]);
    assert_eq!(report.items.len(), 4, "a self-evaluation alone is not in the queue");

    // One left out by hand: four are too few, and the fifth is named.
    let line = &study.lines[2];
    let without = BTreeSet::from([(line.project, line.year)]);
    let study = ask(&station, without).study.unwrap();
    assert_eq!((study.median.clone(), study.excluded.clone()), (Err(NoSum::TooFew), vec![(Excluded::ByHand, 1)]));

    // A changed target counts as it is now; the same work is not done twice.
    let changed = format!("{HEAD}{}", target("C0", "县住建局", "户均改造成本", "2.90", "万元/户", 300));
    read(&mut station, &desk, "县0改.csv", &changed, FormKind::Target, (2024, "371700000"));
    assert_eq!(station.take_down_names(&mut go_on).unwrap(), 1);
    assert_eq!(station.take_down_names(&mut go_on).unwrap(), 0);
    let study = ask(&station, BTreeSet::new()).study.unwrap();
    assert_eq!(told(&study.lines).last().unwrap().0, "2.90");
    assert_eq!(study.used(), 5);
}

#[test]
fn a_job_that_is_stopped_goes_on_where_it_was_and_nothing_else_is_touched() {
    let desk = Desk::new();
    let station = filled(&desk);
    let stopped = station.take_down_names(&mut |_| std::ops::ControlFlow::Break(())).unwrap_err();
    assert_eq!(stopped.key, "problem-cancelled");
    assert_eq!(ask(&station, BTreeSet::new()).waiting, 6, "the table that was done stays done");
    assert_eq!(station.take_down_names(&mut go_on).unwrap(), 6);
    assert_eq!(ask(&station, BTreeSet::new()).study.unwrap().used(), 5);
    assert!(station.doctor().unwrap().iter().all(|check| check.ok), "{:?}", station.doctor());
    let reading = desk.reading();
    assert_eq!(ask(&reading, BTreeSet::new()).study.unwrap().used(), 5);
    assert_eq!(reading.take_down_names(&mut go_on).unwrap_err().key, "problem-database-read-only");
}

#[test]
fn a_row_that_is_not_there_is_refused_and_one_without_a_figure_is_told() {
    let desk = Desk::new();
    let station = filled(&desk);
    let query = SimilarQuery { item: item(&station), row: Some(9), basis: 0, without: BTreeSet::new() };
    assert_eq!(station.similar(&query).unwrap_err().key, "problem-no-such-row");
    // By money: the annual funds divided by the households.
    let by_money = station.similar(&SimilarQuery { row: Some(2), ..query.clone() }).unwrap();
    assert_eq!(by_money.bases.len(), 2);
    let own = by_money.study.unwrap().own;
    assert_eq!((own.figure.to_string(), own.total.unwrap().to_string()), ("2.8".to_owned(), "1260".to_owned()));
    let rate = station.similar(&SimilarQuery { row: Some(3), ..query }).unwrap().study.unwrap();
    assert_eq!(rate.median, Err(NoSum::NotMoney));
}
