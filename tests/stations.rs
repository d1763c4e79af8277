//! One station and several: acts, undo, restarts, copies, bundles in any order.

mod support;

#[path = "stations/consistency.rs"]
mod consistency;
#[path = "stations/drafts.rs"]
mod drafts;
#[path = "stations/drawing.rs"]
mod drawing;
#[path = "stations/figures.rs"]
mod figures;
#[path = "stations/published.rs"]
mod published;
#[path = "stations/recheck.rs"]
mod recheck;
#[path = "stations/results.rs"]
mod results;
#[path = "stations/sampling.rs"]
mod sampling;
#[path = "stations/sealed_files.rs"]
mod sealed_files;
#[path = "stations/second.rs"]
mod second;
#[path = "stations/second_look.rs"]
mod second_look;
#[path = "stations/tranches.rs"]
mod tranches;

use support::{Desk, go_on, grade, import, items, opine, pass, view};
use wenxiao::engine::identity::Standing;
use wenxiao::engine::request::Action;
use wenxiao::engine::workstation::Workstation;
use wenxiao::model::review::{Grade, Status};

#[test]
fn the_same_table_twice_is_no_second_import_and_a_changed_target_is_a_new_version() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    let path = desk.targets();
    let first = import(&mut station, &path);
    assert!(!first.files[0].already_imported, "{first:?}");
    assert_eq!((first.files[0].tables[0].projects, first.files[0].tables[0].new), (2, 2), "{first:?}");
    assert_eq!(items(&station).len(), 2);
    let before = station.digest().unwrap();
    assert!(import(&mut station, &path).files[0].already_imported);
    assert_eq!(station.digest().unwrap(), before, "a repeated import writes nothing");

    opine(&mut station, "老旧小区改造", 2, "目标值「适量」无法考核");
    std::fs::write(&path, support::TARGETS.replace("适量", "12").replace("加装电梯,", "加装电梯,≥")).unwrap();
    let changed = import(&mut station, &path);
    assert_eq!((changed.files[0].tables[0].new, changed.files[0].tables[0].changed), (1, 1), "{changed:?}");
    let view = view(&station, "老旧小区改造");
    assert_eq!(view.versions.len(), 2);
    assert!(view.state.untouched(), "an opinion stays with the version it was given on");
    assert_eq!(view.state_before.unwrap().opinions.len(), 1);
}

#[test]
fn a_bad_result_needs_a_reason_and_the_key_lane_needs_every_row() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    import(&mut station, &desk.targets());
    assert_eq!(grade(&mut station, "道路养护", Grade::Poor).unwrap_err().key, "problem-grade-needs-opinion");
    grade(&mut station, "道路养护", Grade::Excellent).unwrap();
    assert_eq!(view(&station, "道路养护").row.status, Status::Passed);
    let refused = grade(&mut station, "老旧小区改造", Grade::Excellent).unwrap_err();
    assert_eq!(refused.key, "problem-key-lane-rows-open");
    pass(&mut station, "老旧小区改造", 1);
    opine(&mut station, "老旧小区改造", 2, "无法考核");
    grade(&mut station, "老旧小区改造", Grade::Fair).unwrap();
    assert_eq!(view(&station, "老旧小区改造").row.status, Status::Returned);
}

#[test]
fn every_step_can_be_undone_and_redone_also_after_a_restart() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    import(&mut station, &desk.targets());
    let mut states = vec![station.digest().unwrap().state];
    pass(&mut station, "老旧小区改造", 1);
    states.push(station.digest().unwrap().state);
    opine(&mut station, "老旧小区改造", 2, "无法考核");
    states.push(station.digest().unwrap().state);
    grade(&mut station, "老旧小区改造", Grade::Poor).unwrap();
    states.push(station.digest().unwrap().state);
    drop(station);
    let mut station = desk.open();
    for state in states.iter().rev().skip(1) {
        station.undo().unwrap();
        assert_eq!(station.digest().unwrap().state, *state);
    }
    assert_eq!(station.undo().unwrap_err().key, "problem-nothing-to-undo");
    for state in &states[1..] {
        station.redo().unwrap();
        assert_eq!(station.digest().unwrap().state, *state);
    }
    assert_eq!(station.redo().unwrap_err().key, "problem-nothing-to-redo");
    let doctor = station.doctor().unwrap();
    assert!(doctor.iter().all(|check| check.ok), "{doctor:?}");
}

#[test]
fn saving_the_same_form_again_is_the_same_act_and_a_stale_screen_is_told() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    import(&mut station, &desk.targets());
    let view = view(&station, "道路养护");
    let action = Action::SetVerdict {
        on: support::on(&view, Some(1)),
        seen: Vec::new(),
        verdict: wenxiao::model::review::Verdict::Passed,
        reason: String::new(),
    };
    assert!(station.act("form-1", &action).unwrap().event.is_some());
    let events = station.digest().unwrap().events;
    assert!(station.act("form-1", &action).unwrap().event.is_none(), "saved again after a lost answer");
    assert_eq!(station.digest().unwrap().events, events);
    assert_eq!(station.act("form-2", &action).unwrap_err().key, "problem-decided-meanwhile");
}

/// Two stations whose people have exchanged keys, with the same targets.
fn colleagues() -> (Desk, Workstation, Desk, Workstation) {
    let (ours, theirs) = (Desk::new(), Desk::new());
    let (mut a, mut b) = (ours.of("王敏"), theirs.of("李强"));
    a.enrol(&b.key_card().unwrap()).unwrap();
    b.enrol(&a.key_card().unwrap()).unwrap();
    import(&mut a, &ours.targets());
    (ours, a, theirs, b)
}

fn bundle(desk: &Desk, from: &Workstation, name: &str, full: bool) -> std::path::PathBuf {
    let path = desk.path(name);
    from.export_bundle(&path, full, None, &mut go_on).unwrap();
    path
}

#[test]
fn two_decisions_on_one_target_stand_side_by_side_and_both_stations_agree_on_everything() {
    let (ours, mut a, theirs, mut b) = colleagues();
    let path = bundle(&ours, &a, "first.wxb", false);
    b.import_bundles(&[path], &mut go_on).unwrap();
    assert_eq!(items(&b).len(), 2, "the bundle carried the table");
    grade(&mut a, "道路养护", Grade::Excellent).unwrap();
    opine(&mut b, "道路养护", 3, "定性指标未设档次");
    grade(&mut b, "道路养护", Grade::Poor).unwrap();
    let from_a = bundle(&ours, &a, "a.wxb", false);
    let from_b = bundle(&theirs, &b, "b.wxb", false);
    let report = a.import_bundles(&[from_b], &mut go_on).unwrap();
    assert_eq!(report[0].contested, 1, "{report:?}");
    b.import_bundles(&[from_a], &mut go_on).unwrap();
    assert_eq!(a.digest().unwrap(), b.digest().unwrap());
    let contest = &a.contests().unwrap()[0];
    let sides: Vec<_> = contest.sides.iter().map(|side| side.name.as_str()).collect();
    assert!(sides.contains(&"王敏") && sides.contains(&"李强"), "{sides:?}");
    assert_eq!(view(&a, "道路养护").row.status, Status::Contested);
    // One of the two comes round: nothing is contested any more, on either station.
    a.undo().unwrap();
    let settled = bundle(&ours, &a, "settled.wxb", false);
    b.import_bundles(&[settled], &mut go_on).unwrap();
    assert_eq!(view(&b, "道路养护").row.status, Status::Blocked);
    assert_eq!(a.digest().unwrap().state, b.digest().unwrap().state);
}

#[test]
fn bundles_come_in_any_order_and_twice_and_a_gap_waits() {
    let (ours, mut a, _theirs, mut b) = colleagues();
    let mut paths = vec![bundle(&ours, &a, "0.wxb", false)];
    for (name, row) in [("1.wxb", 1), ("2.wxb", 2), ("3.wxb", 3)] {
        pass(&mut a, "道路养护", row);
        paths.push(bundle(&ours, &a, name, false));
    }
    let late = b.import_bundles(&paths[3..], &mut go_on).unwrap();
    assert_eq!((late[0].new, late[0].pending), (1, 1), "its predecessors have not arrived");
    assert_eq!(b.gaps().unwrap().len(), 1);
    b.import_bundles(&paths[..1], &mut go_on).unwrap();
    assert_eq!(view(&b, "道路养护").row.decided, 0, "what waits does not count");
    b.import_bundles(&[paths[2].clone(), paths[1].clone()], &mut go_on).unwrap();
    assert_eq!(view(&b, "道路养护").row.decided, 3);
    assert!(b.gaps().unwrap().is_empty());
    assert_eq!(a.digest().unwrap(), b.digest().unwrap());
    let again = b.import_bundles(&paths, &mut go_on).unwrap();
    assert!(again.iter().all(|report| report.new == 0), "{again:?}");
    assert_eq!(a.digest().unwrap(), b.digest().unwrap());
    let doctor = b.doctor().unwrap();
    assert!(doctor.iter().all(|check| check.ok), "{doctor:?}");
}

#[test]
fn a_strangers_bundle_is_refused_and_leaves_nothing() {
    let (ours, theirs) = (Desk::new(), Desk::new());
    let (a, mut b) = (ours.of("陌生人"), theirs.of("李强"));
    let mut a = a;
    import(&mut a, &ours.targets());
    let path = bundle(&ours, &a, "stranger.wxb", true);
    let before = b.digest().unwrap();
    assert_eq!(b.import_bundles(&[path], &mut go_on).unwrap_err().key, "problem-bundle-unknown-key");
    assert_eq!(b.digest().unwrap(), before);
}

#[test]
fn a_relayed_colleague_counts_once_their_key_is_entered() {
    let (ours, mut a, theirs, mut b) = colleagues();
    let third = Desk::new();
    let mut c = third.of("赵芳");
    c.enrol(&b.key_card().unwrap()).unwrap();
    pass(&mut a, "道路养护", 1);
    b.import_bundles(&[bundle(&ours, &a, "a.wxb", true)], &mut go_on).unwrap();
    pass(&mut b, "道路养护", 2);
    let relayed = c.import_bundles(&[bundle(&theirs, &b, "b.wxb", true)], &mut go_on).unwrap();
    assert!(relayed[0].quarantined > 0, "{relayed:?}");
    let woken = c.enrol(&a.key_card().unwrap()).unwrap();
    assert!(woken.unwrap() > 0);
    assert_eq!(view(&c, "道路养护").row.decided, 2);
    assert_eq!(c.digest().unwrap(), b.digest().unwrap());
}

#[test]
fn a_restored_copy_never_uses_a_number_twice() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    import(&mut station, &desk.targets());
    pass(&mut station, "道路养护", 1);
    let copy = desk.path("copy.db");
    station.backup(&copy).unwrap();
    pass(&mut station, "道路养护", 2);
    let replica = station.replica().unwrap();
    let in_use = Workstation::restore(&desk.options(), &copy).unwrap_err();
    assert_eq!(in_use.key, "problem-database-in-use");
    drop(station);
    let aside = Workstation::restore(&desk.options(), &copy).unwrap().unwrap();
    assert!(aside.exists(), "the present database is kept");
    let mut station = desk.open();
    assert_ne!(station.standing(), Standing::Known);
    assert_eq!(view(&station, "道路养护").row.decided, 1);
    assert_ne!(station.replica().unwrap(), replica, "a new incarnation");
    pass(&mut station, "道路养护", 3);
    let doctor = station.doctor().unwrap();
    assert!(doctor.iter().all(|check| check.ok), "{doctor:?}");
}

#[test]
fn a_database_whose_key_is_elsewhere_is_read_only_until_someone_introduces_themselves() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    import(&mut station, &desk.targets());
    drop(station);
    std::fs::remove_dir_all(desk.path("state")).unwrap();
    let mut station = desk.open();
    assert_eq!(station.standing(), Standing::KeyMissing);
    assert_eq!(grade(&mut station, "道路养护", Grade::Excellent).unwrap_err().key, "problem-key-missing");
    station.introduce("王敏", "绩效处").unwrap();
    grade(&mut station, "道路养护", Grade::Excellent).unwrap();
}

#[test]
fn a_project_that_only_evaluated_itself_is_found_and_shown() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    let path = desk.path("自评.csv");
    std::fs::write(
        &path,
        "项目代码,项目名称,预算单位,一级指标,二级指标,三级指标,指标性质,指标值,度量单位,完成值,权重,得分,未完成原因分析\n\
         51000024T000000000007,应急物资储备,应急局,产出指标,数量指标,储备帐篷,≥,500,顶,480,40,38,供货延迟\n",
    )
    .unwrap();
    let options = wenxiao::engine::request::ImportOptions { year: Some(2024), ..Default::default() };
    station.import(&[path], &options, &mut go_on).unwrap();
    assert!(items(&station).is_empty(), "there is nothing to review");
    let found = station.find_project("应急物资储备", None).unwrap();
    assert_eq!(found.form.indicators[0].actual.as_deref(), Some("480"));
    assert_eq!(found.readings[0].number.as_deref(), Some("500"));
    assert_eq!(station.projects_without_target().unwrap().len(), 1);
}
