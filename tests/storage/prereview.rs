//! What the automatic checks find on all targets: what surrounds a target, what is looked at again, and what a run that was
//! stopped leaves.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::ops::ControlFlow;
use std::sync::Arc;

use rust_decimal::Decimal;
use wenxiao::engine::request::{Action, ImportOptions};
use wenxiao::engine::rulebook::Rulebook;
use wenxiao::engine::workstation::{OpenOptions, Workstation};
use wenxiao::model::event::DemandDraft;
use wenxiao::model::finding::{CheckId, CheckSettings, Finding, Threshold};
use wenxiao::model::form::FormKind;
use wenxiao::model::query::Query;

use super::support::{Desk, go_on, items, on, view};

/// A target as a list prints it.
#[derive(Clone)]
pub(crate) struct Paper {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) department: usize,
    pub(crate) unit: usize,
    pub(crate) funds: u32,
    pub(crate) goal: String,
    pub(crate) people: u32,
}

/// Characters in an order of their own: texts that have nothing in common.
struct Words(u64);

impl Words {
    fn text(&mut self, length: usize) -> String {
        let mut next = || {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            char::from_u32(0x4e00 + u32::try_from(self.0 >> 44).unwrap() % 6_000).unwrap()
        };
        (0..length).map(|_| next()).collect()
    }
}

/// So many targets of twenty departments with three units each. None has anything in common with another, but for a sentence
/// that all of them use.
pub(crate) fn papers(count: usize) -> Vec<Paper> {
    let mut words = Words(7);
    let common = words.text(45);
    let paper = |at: usize| Paper {
        code: format!("51000025T{at:012}"),
        name: words.text(9),
        department: at % 20,
        unit: at / 20 % 3,
        funds: 100,
        goal: format!("{}，{common}，{}", words.text(50), words.text(50)),
        people: 100,
    };
    (0..count).map(paper).collect()
}

pub(crate) fn list(papers: &[Paper]) -> String {
    let mut text = "项目代码,项目名称,主管部门,预算单位,年度资金总额（万元）,年度目标,一级指标,二级指标,三级指标,计算符号,指标值,计量单位,分值\n".to_owned();
    for Paper { code, name, department, unit, funds, goal, people } in papers {
        let unit = format!("{:03}{unit:03}-第{department}局第{unit}中心", department + 100);
        writeln!(
            text,
            "{code},{name},{:03}-第{department}局,{unit},{funds},{goal},产出指标,数量指标,培训人数,≥,{people},人,90",
            department + 100
        )
        .unwrap();
    }
    text
}

pub(crate) fn import_as(
    station: &mut Workstation,
    desk: &Desk,
    name: &str,
    text: &str,
    year: u16,
    kind: Option<FormKind>,
) {
    let path = desk.path(name);
    std::fs::write(&path, text).unwrap();
    let options = ImportOptions { year: Some(year), kind, ..ImportOptions::default() };
    station.import(&[path], &options, &mut go_on).unwrap();
}

pub(crate) fn import(station: &mut Workstation, desk: &Desk, name: &str, papers: &[Paper]) {
    import_as(station, desk, name, &list(papers), 2025, None);
}

/// Everything found, by code of the project.
fn found(station: &Workstation) -> BTreeMap<String, Vec<Finding>> {
    let rows = station.rows(&items(station)).unwrap();
    rows.iter().map(|row| (row.code.clone().unwrap(), station.findings_of(row.id).unwrap())).collect()
}

/// Codes of the projects on which a check found something.
fn found_by(station: &Workstation, check: &str) -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    let each = |item, finding: Finding| {
        assert_eq!(finding.check.0, check);
        codes.insert(station.rows(&[item]).unwrap()[0].code.clone().unwrap());
        Ok(())
    };
    station.each_finding(&CheckId::from(check), each).unwrap();
    codes
}

pub(crate) fn code(at: usize) -> String {
    format!("51000025T{at:012}")
}

#[test]
fn planted_copies_are_found_and_nothing_else_is_called_one() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    let mut papers = papers(600);
    let mut copied = BTreeSet::new();
    for at in 0..100 {
        // From another department.
        let passage: String = papers[at].goal.chars().skip(3).take(42).collect();
        let to = 310 + at;
        assert_ne!(papers[at].department, papers[to].department);
        papers[to].goal = format!("本年{passage}。");
        copied.extend([code(at), code(to)]);
    }
    import(&mut station, &desk, "目标.csv", &papers);
    let done = station.pre_review(false, &mut go_on).unwrap();
    assert_eq!((done.looked, done.fresh), (600, 0));
    assert_eq!(found_by(&station, "T016"), copied);
    let finding = found(&station)[&code(0)].iter().find(|finding| finding.check.0 == "T016").unwrap().clone();
    assert_eq!((finding.facts["length"].as_str(), finding.facts["department"].as_str()), ("42", "第10局"));
    assert_eq!(found_by(&station, "T015"), BTreeSet::new());
}

#[test]
fn twins_are_of_one_unit_and_peers_of_one_name() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    let mut papers = papers(60);
    let goal = "保障机房和网络全年稳定运行，故障两小时内响应，重要系统可用率达到九成九";
    for (at, name) in [(0, "信息系统运维"), (20, "信息系统运行维护"), (1, "信息系统运维")] {
        papers[at].name = name.to_owned();
        papers[at].goal = goal.to_owned();
        papers[at].unit = 0;
    }
    papers[5].people = 2;
    papers[6].funds = 900;
    import(&mut station, &desk, "目标.csv", &papers);
    station.pre_review(false, &mut go_on).unwrap();
    assert_eq!(found_by(&station, "T015"), BTreeSet::from([code(0), code(20)]));
    assert_eq!(found_by(&station, "T042"), BTreeSet::from([code(5)]));
    // 50 万元 and 9 万元 for one person, where all others need 1.
    assert_eq!(found_by(&station, "T049"), BTreeSet::from([code(5), code(6)]));
}

#[test]
fn the_target_on_screen_shows_what_the_list_counts() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    let mut papers = papers(60);
    papers[5].people = 2;
    papers[7].goal = format!("{}新", papers[8].goal);
    import(&mut station, &desk, "目标.csv", &papers);
    let row = &station.rows(&items(&station)).unwrap()[0];
    assert_eq!(row.findings, None, "nobody looked yet");
    assert!(station.needs_pre_review().unwrap());
    station.pre_review(false, &mut go_on).unwrap();
    assert!(!station.needs_pre_review().unwrap());
    for row in station.rows(&items(&station)).unwrap() {
        let kept = station.findings_of(row.id).unwrap();
        assert_eq!(*station.project(row.id).unwrap().findings, *kept);
        let counts = row.findings.unwrap();
        let charged = kept.iter().filter(|finding| finding.charged_by.is_some()).count();
        let counted = counts.errors + counts.warnings + counts.infos;
        assert_eq!(usize::try_from(counted).unwrap(), kept.len() - charged);
        assert_eq!(counts.expected, counts.errors * 800 + counts.warnings * 400);
    }
    assert!(found_by(&station, "T016").contains(&code(7)));
    // A second look finds nothing to do, and leaves what is there.
    let before = found(&station);
    let again = station.pre_review(false, &mut go_on).unwrap();
    assert_eq!((again.looked, again.fresh), (0, 60));
    let anew = station.pre_review(true, &mut go_on).unwrap();
    assert_eq!((anew.looked, anew.fresh), (60, 0));
    assert_eq!(found(&station), before);
    assert!(station.doctor().unwrap().iter().all(|check| check.ok));
    station.rebuild().unwrap();
    assert!(station.needs_pre_review().unwrap(), "what is derived is made anew");
    station.pre_review(false, &mut go_on).unwrap();
    assert_eq!(found(&station), before);
}

#[test]
fn the_order_in_which_tables_come_changes_nothing() {
    let mut papers = papers(120);
    for at in 0..6 {
        papers[at].goal = papers[60 + at + 1].goal.clone();
        papers[at * 7].people = 1 + u32::try_from(at).unwrap() * 90;
        let (name, goal) = (papers[at + 30].name.clone(), papers[at + 30].goal.clone());
        papers[at + 90] =
            Paper { name: format!("2025年{name}"), goal, unit: papers[at + 30].unit, ..papers[at + 90].clone() };
        papers[at + 90].department = papers[at + 30].department;
    }
    let parts: Vec<Vec<Paper>> = (0..3).map(|part| papers.iter().skip(part).step_by(3).cloned().collect()).collect();
    let mut answers = Vec::new();
    for order in [[0, 1, 2], [2, 0, 1], [1, 2, 0]] {
        let desk = Desk::new();
        let mut station = desk.of("王敏");
        for (at, part) in order.into_iter().enumerate() {
            let mut part = parts[part].clone();
            if at == 1 {
                part.reverse();
            }
            import(&mut station, &desk, &format!("{at}.csv"), &part);
            // Also where somebody looked in between.
            if order[0] == 2 {
                station.pre_review(false, &mut go_on).unwrap();
            }
        }
        station.pre_review(false, &mut go_on).unwrap();
        assert!(!found_by(&station, "T016").is_empty() && !found_by(&station, "T015").is_empty());
        assert!(!found_by(&station, "T042").is_empty());
        answers.push(found(&station));
    }
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn a_run_that_is_stopped_keeps_what_is_whole_and_goes_on_there() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    import(&mut station, &desk, "目标.csv", &papers(600));
    let whole = {
        let desk = Desk::new();
        let mut station = desk.of("王敏");
        import(&mut station, &desk, "目标.csv", &papers(600));
        station.pre_review(false, &mut go_on).unwrap();
        found(&station)
    };
    // Stopped while the surroundings are found: nothing is kept.
    let problem = station.pre_review(false, &mut |_| ControlFlow::Break(())).unwrap_err();
    assert_eq!(problem.key, "problem-cancelled");
    assert!(found(&station).values().all(Vec::is_empty));
    let mut seen = 0;
    let stop = station.pre_review(false, &mut |progress| {
        seen = progress.done;
        if progress.phase == "phase-checking" { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert_eq!((stop.unwrap_err().key, seen), ("problem-cancelled", 256));
    let looked = |station: &Workstation| {
        let rows = station.rows(&items(station)).unwrap();
        rows.iter().filter(|row| row.findings.is_some()).count()
    };
    assert_eq!(looked(&station), 256);
    // As after a kill: another process opens the database and goes on.
    drop(station);
    let station = desk.open();
    assert!(station.needs_pre_review().unwrap());
    let done = station.pre_review(false, &mut go_on).unwrap();
    assert_eq!((done.looked, done.fresh), (600 - 256, 256));
    assert_eq!(found(&station), whole);
}

#[test]
fn only_one_process_looks_at_a_time_and_a_reader_never() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    import(&mut station, &desk, "目标.csv", &papers(3));
    let other = desk.open();
    let mut met = None;
    station
        .pre_review(false, &mut |_| {
            met.get_or_insert_with(|| other.pre_review(false, &mut go_on).unwrap_err().key);
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(met, Some("problem-checks-running"));
    assert_eq!(desk.reading().pre_review(false, &mut go_on).unwrap_err().key, "problem-database-read-only");
}

#[test]
fn what_changes_is_looked_at_again() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    let mut papers = papers(40);
    import(&mut station, &desk, "目标.csv", &papers);
    station.pre_review(false, &mut go_on).unwrap();
    // A new version of one target: its peers are others now, so all are looked at, and the old version's are forgotten.
    papers[3].people = 1;
    import(&mut station, &desk, "新版.csv", &papers[3..4]);
    let shown = view(&station, &papers[3].name).row;
    assert_eq!(shown.findings, None, "the new version was not looked at");
    let done = station.pre_review(false, &mut go_on).unwrap();
    assert_eq!((done.looked, done.fresh), (40, 0));
    assert_eq!(found_by(&station, "T042"), BTreeSet::from([code(3)]));
    // A table of another year is nobody's concern here.
    let old: Vec<Paper> = papers.iter().take(5).map(|paper| Paper { funds: 50, ..paper.clone() }).collect();
    import_as(&mut station, &desk, "旧.csv", &list(&old), 2020, None);
    assert_eq!(station.pre_review(false, &mut go_on).unwrap().looked, 5);
    // Other settings: everything.
    drop(station);
    let mut settings = CheckSettings::default();
    settings.set_number(Threshold::PeersFactor, Decimal::from(1_000));
    let (rulebook, _) = Rulebook::new(settings, &Default::default());
    let station = Workstation::open(OpenOptions { checks: Arc::new(rulebook), ..desk.options() }).unwrap();
    assert_eq!(station.pre_review(false, &mut go_on).unwrap().looked, 45);
    assert_eq!(found_by(&station, "T042"), BTreeSet::new());
}

#[test]
fn last_years_papers_and_demands_are_looked_into() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    let papers = papers(4);
    let before: Vec<Paper> = papers.iter().map(|paper| Paper { funds: 60, people: 300, ..paper.clone() }).collect();
    import_as(&mut station, &desk, "去年.csv", &list(&before), 2024, None);
    import(&mut station, &desk, "目标.csv", &papers);
    station.pre_review(false, &mut go_on).unwrap();
    let all: BTreeSet<String> = (0..4).map(code).collect();
    assert_eq!(found_by(&station, "T013"), all, "66 % more money, the same goal");
    assert_eq!(found_by(&station, "T039"), all, "100 people for more money than 300 last year");
    assert_eq!(found_by(&station, "T064"), BTreeSet::new());
    // What was demanded last year.
    let query = Query::default();
    let mut last = None;
    let each = |row: wenxiao::engine::view::QueueRow| {
        if row.year == 2024 && row.code == Some(code(2)) {
            last = Some(row.id);
        }
        Ok(())
    };
    station.each_row(&query, each).unwrap();
    let shown = station.project(last.unwrap()).unwrap();
    let demand =
        DemandDraft {
            text: "补报测算依据".into(), due: "2024-12-31".into(), responsible_unit: "预算科".into()
        };
    station.act("demand", &Action::IssueDemand { on: on(&shown, None), category: None, demand }).unwrap();
    assert!(station.needs_pre_review().unwrap());
    station.pre_review(false, &mut go_on).unwrap();
    assert_eq!(found_by(&station, "T064"), BTreeSet::from([code(2)]));
}
