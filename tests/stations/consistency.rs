//! The same decided differently is listed, whoever decided, whatever came first, and forgotten when it is undone.

use wenxiao::engine::consistency::{ConsistencyQuery, ConsistencyReport};
use wenxiao::engine::many::{Like, ManyAct, Spot, Wording};
use wenxiao::engine::workstation::Workstation;
use wenxiao::model::ids::ItemId;
use wenxiao::model::review::{CategoryCode, Verdict};

use super::support::{Desk, go_on, import, items, opine, pass, view};
use super::{bundle, colleagues};

const HEAD: &str = "项目代码,项目名称,主管部门,预算单位,年度资金总额（万元）,年度目标,一级指标,二级指标,三级指标,计算符号,指标值,计量单位,分值\n";

/// Hundred pairs that say the same: words under different names, figures under the same name. Beside each a row that is
/// nearly the same.
fn pairs() -> String {
    let mut text = HEAD.to_owned();
    let mut row = |no: String, name: &str, sign: &str, value: &str, unit: &str| {
        text.push_str(&format!(
            "{no},项目{no},219-交通局,219001-养护中心,100,完成任务,产出指标,数量指标,{name},{sign},{value},{unit},90\n"
        ));
    };
    for no in 0..100 {
        if no % 2 == 0 {
            row(format!("A{no}"), &format!("甲事项{no}推进情况"), "", &format!("第{no}号方案有序推进"), "");
            row(format!("B{no}"), &format!("乙工作{no}开展情况"), "定性", &format!("第{no} 号方案有序推进。"), "");
            row(format!("C{no}"), &format!("甲事项{no}推进情况"), "", &format!("第{no}号方案基本推进"), "");
        } else {
            row(format!("A{no}"), &format!("第{no}段道路养护里程"), "≥", "300", "公里");
            row(format!("B{no}"), &format!("指标1：第{no}段道路养护 里程"), "", "≧３００公里", "");
            row(format!("C{no}"), &format!("第{no}段道路养护里程"), "≥", "301", "公里");
        }
    }
    text
}

fn item(station: &Workstation, code: &str) -> ItemId {
    station.find_target(code, None).unwrap().id
}

fn elsewhere(station: &Workstation, code: &str) -> ConsistencyReport {
    station.consistency(&ConsistencyQuery { item: item(station, code), row: Some(1) }).unwrap()
}

#[test]
fn hundred_pairs_that_were_decided_differently_are_all_listed_and_nothing_else() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    let path = desk.path("对.csv");
    std::fs::write(&path, pairs()).unwrap();
    import(&mut station, &path);
    for no in 0..100 {
        pass(&mut station, &format!("项目A{no}"), 1);
        opine(&mut station, &format!("项目B{no}"), 1, "无法考核");
        opine(&mut station, &format!("项目C{no}"), 1, "无法考核");
    }
    let (mut found, mut wrong) = (0, 0);
    for no in 0..100 {
        let report = elsewhere(&station, &format!("A{no}"));
        for line in report.rows.iter().flat_map(|same| &same.lines) {
            match (line.target.code.as_deref() == Some(&format!("B{no}")), line.differs) {
                (true, true) => found += 1,
                _ => wrong += 1,
            }
        }
    }
    assert_eq!((found, wrong), (100, 0));
    let (several, count) = station.inconsistencies(1_000).unwrap();
    assert_eq!((several.len(), count), (100, 100));
}

#[test]
fn a_decision_is_counted_on_the_page_listed_with_who_and_when_and_gone_with_its_undo() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    let path = desk.path("对.csv");
    std::fs::write(&path, pairs()).unwrap();
    import(&mut station, &path);
    assert!(view(&station, "项目A0").elsewhere[0].is_empty());
    opine(&mut station, "项目B0", 1, "无法考核");
    let ways = view(&station, "项目A0").elsewhere[0].clone();
    assert_eq!((ways.len(), ways[0].rows, ways[0].decision.verdict, ways[0].differs), (1, 1, Verdict::Opinion, false));
    pass(&mut station, "项目A0", 1);
    assert!(view(&station, "项目A0").elsewhere[0][0].differs, "passed here, an opinion there");
    let report = elsewhere(&station, "A0");
    let line = &report.rows[0].lines[0];
    assert_eq!((line.who.as_slice(), line.mine, line.row), (&["王敏".to_owned()][..], true, 1));
    assert_eq!(line.text.as_deref(), Some("无法考核"));
    assert!(line.at.0 > 0);
    // The row itself is not elsewhere.
    assert_eq!(elsewhere(&station, "B0").rows[0].lines.len(), 1);
    let doctor = station.doctor().unwrap();
    assert!(doctor.iter().all(|check| check.ok), "{doctor:?}");
    station.rebuild().unwrap();
    assert!(view(&station, "项目A0").elsewhere[0][0].differs);
    station.undo().unwrap();
    station.undo().unwrap();
    assert!(view(&station, "项目A0").elsewhere[0].is_empty());
    assert!(elsewhere(&station, "A0").rows.is_empty());
    let query = ConsistencyQuery { item: item(&station, "A0"), row: Some(9) };
    assert_eq!(station.consistency(&query).unwrap_err().key, "problem-no-such-row");
}

#[test]
fn what_a_colleague_decided_comes_with_the_bundle_and_a_new_version_begins_anew() {
    let (ours, mut a, theirs, mut b) = colleagues();
    let path = ours.path("对.csv");
    std::fs::write(&path, pairs()).unwrap();
    import(&mut a, &path);
    b.import_bundles(&[bundle(&ours, &a, "first.wxb", false)], &mut go_on).unwrap();
    opine(&mut b, "项目B1", 1, "依据不足");
    pass(&mut a, "项目A1", 1);
    a.import_bundles(&[bundle(&theirs, &b, "b.wxb", false)], &mut go_on).unwrap();
    let line = elsewhere(&a, "A1").rows[0].lines[0].clone();
    assert_eq!((line.who, line.mine, line.differs), (vec!["李强".to_owned()], false, true));
    // Filed anew nothing was decided about it yet.
    let again: Vec<String> = pairs().lines().filter(|line| !line.contains("项目A")).map(str::to_owned).collect();
    std::fs::write(&path, again.join("\n").replace(",100,完成", ",101,完成")).unwrap();
    import(&mut a, &path);
    assert!(elsewhere(&a, "A1").rows.is_empty());
    let doctor = a.doctor().unwrap();
    assert!(doctor.iter().all(|check| check.ok), "{doctor:?}");
}

#[test]
fn one_act_on_many_is_taken_down_with_all_of_its_rows() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    let mut text = HEAD.to_owned();
    for no in 0..30 {
        text.push_str(&format!(
            "D{no},项目D{no},219-交通局,219001-养护中心,100,完成,产出指标,数量指标,事项{no},,适量,,90\n"
        ));
    }
    let path = desk.path("多.csv");
    std::fs::write(&path, text).unwrap();
    import(&mut station, &path);
    let act = ManyAct::Opinion {
        spot: Spot::Rows(Like::Value("适量".into())),
        category: CategoryCode("C07".into()),
        text: Wording { text: "请量化".into(), slots: false },
        demand: None,
    };
    let preview = station.preview_many(&items(&station), &act, &mut go_on).unwrap();
    station.act_on_many("op", &preview.act, &preview.seen, &mut go_on).unwrap();
    let report = elsewhere(&station, "D0");
    assert_eq!((report.rows[0].ways[0].rows, report.rows[0].lines.len(), report.rows[0].more), (29, 29, 0));
    station.undo().unwrap();
    assert!(elsewhere(&station, "D0").rows.is_empty());
}
