//! One act on many targets: what the preview counted is what is written, in one step, or nothing is.

use std::ops::ControlFlow;

use super::support::{Desk, go_on, import, on, opine, pass, silent, view};
use wenxiao::engine::import::Progress;
use wenxiao::engine::many::{Like, ManyAct, ManyDemand, ManyPreview, Spot, Wording};
use wenxiao::engine::request::Action;
use wenxiao::engine::view::{HistoryQuery, Whose};
use wenxiao::engine::workstation::Workstation;
use wenxiao::model::ids::ItemId;
use wenxiao::model::problem::Problem;
use wenxiao::model::query::Query;
use wenxiao::model::review::{CategoryCode, Grade, Settled, Status, Verdict};

/// A list of `count` targets of 三 rows each; every fifth is in the key lane.
pub fn table(count: usize) -> String {
    let mut text = String::from(
        "项目代码,项目名称,主管部门,预算单位,年度资金总额（万元）,年度目标,一级指标,二级指标,三级指标,计算符号,指标值,计量单位,分值\n",
    );
    for no in 0..count {
        let funds = if no % 5 == 4 { 1000 } else { 100 + no };
        let head = format!("51000025T{no:012},项目{no:04},219-交通局,219001-养护中心,{funds},完成任务{no}");
        let value = if no % 2 == 0 { ",适量," } else { "≥,95,%" };
        text.push_str(&format!("{head},产出指标,数量指标,养护里程,≥,{},公里,30\n", no + 1));
        text.push_str(&format!("{head},产出指标,质量指标,验收合格率,{value},30\n"));
        text.push_str(&format!("{head},效益指标,社会效益指标,出行改善,定性,明显改善,,30\n"));
    }
    text
}

/// A station with `count` targets, and their items by number.
pub fn station(desk: &Desk, count: usize) -> (Workstation, Vec<ItemId>) {
    let mut station = desk.of("王敏");
    let path = desk.path("多.csv");
    std::fs::write(&path, table(count)).unwrap();
    import(&mut station, &path);
    let items = (0..count).map(|no| station.find_target(&format!("项目{no:04}"), None).unwrap().id).collect();
    (station, items)
}

fn words(text: &str) -> Wording {
    Wording { text: text.into(), slots: false }
}

fn whole(text: &str) -> ManyAct {
    ManyAct::Opinion { spot: Spot::Whole, category: CategoryCode("C02".into()), text: words(text), demand: None }
}

fn rows_like(like: Like, text: &str, slots: bool) -> ManyAct {
    let demand = ManyDemand { text: words("补充可考核的数值"), due: "2025-06-20".into() };
    ManyAct::Opinion {
        spot: Spot::Rows(like),
        category: CategoryCode("C07".into()),
        text: Wording { text: text.into(), slots },
        demand: Some(demand),
    }
}

fn finish(grade: Grade) -> ManyAct {
    ManyAct::Finish { grade, reason: String::new(), voices: silent() }
}

pub fn look(station: &Workstation, items: &[ItemId], act: &ManyAct) -> ManyPreview {
    station.preview_many(items, act, &mut go_on).unwrap()
}

fn act(station: &mut Workstation, preview: &ManyPreview, operation: &str) -> Result<u64, Problem> {
    let done = station.act_on_many(operation, &preview.act, &preview.seen, &mut go_on)?;
    if !done.already {
        assert_eq!(done.changes, preview.changes, "what was counted is what was done");
        assert_eq!(done.changed.events as u64, preview.events);
    }
    Ok(done.changes.projects)
}

fn reason(preview: &ManyPreview, item: ItemId) -> Option<&'static str> {
    preview.left_out.iter().find(|left| left.item == item).map(|left| left.key)
}

#[test]
fn the_same_fault_in_forty_projects_is_one_act_and_one_undo() {
    let desk = Desk::new();
    let (mut station, items) = station(&desk, 50);
    let before = station.digest().unwrap();
    let preview = look(&station, &items, &whole("绩效目标与预算不匹配"));
    assert_eq!(station.digest().unwrap(), before, "looking changes nothing");
    assert_eq!((preview.chosen.projects, preview.changes.projects, preview.events), (50, 40, 40));
    assert_eq!(preview.reasons().len(), 1);
    let (key, left) = preview.reasons()[0];
    assert_eq!((key, left.projects, left.fen), ("many-left-key-lane", 10, 10 * 1000 * 1_000_000));

    assert_eq!(act(&mut station, &preview, "op-1").unwrap(), 40);
    let after = station.digest().unwrap();
    assert_eq!(after.events, before.events + 40, "an event for each");
    for (no, item) in items.iter().enumerate() {
        let view = station.project(*item).unwrap();
        let expected = if no % 5 == 4 { 0 } else { 1 };
        assert_eq!((view.state.opinions.len(), view.row.opinions), (expected, expected as u32), "项目{no}");
    }
    let again = station.act_on_many("op-1", &preview.act, &preview.seen, &mut go_on).unwrap();
    assert!(again.already && again.changed.event.is_none());
    assert_eq!(station.digest().unwrap(), after, "the same operation twice is one act");

    let undone = station.undo().unwrap();
    assert_eq!((undone.events, undone.item, undone.row), (40, Some(items[0]), None), "back to the first of them");
    assert_eq!(undone.step.key, "step-many-undone");
    assert_eq!(station.digest().unwrap().state, before.state);
    assert_eq!(station.undo().unwrap_err().key, "problem-nothing-to-undo");
    let redone = station.redo().unwrap();
    assert_eq!((redone.events, redone.item), (40, Some(items[0])));
    assert_eq!(station.digest().unwrap().state, after.state);
    assert!(station.doctor().unwrap().iter().all(|check| check.ok));
}

#[test]
fn an_opinion_on_rows_that_are_alike_is_worded_for_each() {
    let desk = Desk::new();
    let (mut station, items) = station(&desk, 6);
    pass(&mut station, "项目0002", 2);
    let act_on = rows_like(Like::Value("适量".into()), "“{indicator}”写作“{target}”，无法考核", true);
    let preview = look(&station, &items, &act_on);
    assert_eq!((preview.changes.projects, preview.changes.indicators, preview.events), (1, 1, 1));
    let keys: Vec<_> = items.iter().map(|item| reason(&preview, *item)).collect();
    let (none, decided, lane) = (Some("many-left-no-row"), Some("many-left-rows-decided"), Some("many-left-key-lane"));
    assert_eq!(keys, [None, none, decided, none, lane, none]);
    act(&mut station, &preview, "op").unwrap();
    let state = view(&station, "项目0000").state;
    assert_eq!(state.opinions[0].text, "“验收合格率”写作“适量”，无法考核");
    assert_eq!(state.opinions[0].row, Some(2));
    assert_eq!(state.demands[0].demand.responsible_unit, "养护中心");
    assert_eq!(state.rows[&2].settled(), Settled::One(&Verdict::Opinion));

    // The same name in all of them; a phrase that asks for what is not there leaves the target out.
    let preview = look(&station, &items, &rows_like(Like::Name("出行改善".into()), "上年为{last_year}", true));
    assert_eq!(preview.events, 0);
    assert_eq!(reason(&preview, items[0]), Some("many-left-slot"));
    let preview = look(&station, &items, &rows_like(Like::Name("出行 改善".into()), "不可衡量", false));
    assert_eq!(preview.changes.projects, 5);
    assert_eq!(act(&mut station, &preview, "op-2").unwrap(), 5);
}

#[test]
fn what_is_put_off_contested_closed_or_given_already_is_left_out() {
    let desk = Desk::new();
    let (mut station, items) = station(&desk, 4);
    let later = ManyAct::Later { reason: "等回复".into() };
    let preview = look(&station, &items[..1], &later);
    assert_eq!(preview.changes.indicators, 3);
    act(&mut station, &preview, "later").unwrap();
    assert_eq!(reason(&look(&station, &items, &later), items[0]), Some("many-left-put-off-already"));
    opine(&mut station, "项目0001", 1, "目标偏低");

    let preview = look(&station, &items, &finish(Grade::Excellent));
    assert_eq!(reason(&preview, items[0]), Some("many-left-put-off"), "what was put off is not closed over");
    assert_eq!(reason(&preview, items[1]), Some("many-left-has-opinions"));
    assert_eq!((preview.changes.projects, preview.changes.indicators, preview.events), (2, 6, 8));
    act(&mut station, &preview, "finish").unwrap();
    let view = station.project(items[2]).unwrap();
    assert_eq!((view.row.status, view.row.decided), (Status::Passed, 3));
    let preview = look(&station, &items, &finish(Grade::Poor));
    let keys: Vec<_> = items.iter().map(|item| reason(&preview, *item)).collect();
    let closed = Some("many-left-closed");
    assert_eq!(keys, [Some("many-left-put-off"), None, closed, closed]);

    let preview = look(&station, &items, &ManyAct::Return { reason: String::new() });
    assert_eq!((preview.changes.projects, preview.changes.indicators, preview.rows_left), (2, 5, 1));
    act(&mut station, &preview, "return").unwrap();
    assert_eq!(station.project(items[0]).unwrap().row.status, Status::Opinioned);
    let preview = look(&station, &[items[0], ItemId(9_999_999)], &whole("一"));
    assert_eq!(reason(&preview, ItemId(9_999_999)), Some("many-left-gone"));
    act(&mut station, &preview, "whole").unwrap();
    assert_eq!(reason(&look(&station, &items, &whole("一")), items[0]), Some("many-left-same"));
}

#[test]
fn what_changed_since_the_preview_refuses_the_whole_act_and_says_how_much() {
    let desk = Desk::new();
    let (mut station, items) = station(&desk, 4);
    let preview = look(&station, &items, &finish(Grade::Excellent));
    opine(&mut station, "项目0001", 1, "目标偏低");
    pass(&mut station, "项目0003", 2);
    let before = station.digest().unwrap();
    let problem = act(&mut station, &preview, "op").unwrap_err();
    assert_eq!(problem.key, "problem-many-changed");
    assert!(problem.args.contains(&("changed", "2".into())) && problem.args.contains(&("targets", "4".into())));
    assert_eq!(station.digest().unwrap(), before, "all or nothing");
    // A new version counts as a change, too.
    let preview = look(&station, &items, &whole("一"));
    std::fs::write(desk.path("多.csv"), table(4).replace("≥,1,公里", "≥,7,公里")).unwrap();
    import(&mut station, &desk.path("多.csv"));
    let before = station.digest().unwrap();
    assert_eq!(act(&mut station, &preview, "op").unwrap_err().args[0], ("changed", "1".into()));
    assert_eq!(station.digest().unwrap(), before);
    // Looked at again it goes through.
    let preview = look(&station, &items, &whole("一"));
    assert_eq!(act(&mut station, &preview, "op").unwrap(), 4);
}

#[test]
fn a_cancelled_act_leaves_nothing_however_far_it_came() {
    let desk = Desk::new();
    let (mut station, items) = station(&desk, 90);
    let preview = look(&station, &items, &finish(Grade::Excellent));
    assert_eq!(preview.events, 72 * 4);
    let before = station.digest().unwrap();
    let mut calls = 0;
    let mut count = |_: Progress| {
        calls += 1;
        ControlFlow::Continue(())
    };
    station.act_on_many("probe", &preview.act, &preview.seen, &mut count).unwrap();
    station.undo().unwrap();
    assert_eq!(station.digest().unwrap().state, before.state);
    let before = station.digest().unwrap();
    assert!(calls > 6, "{calls} chances to stop");
    let preview = look(&station, &items, &finish(Grade::Excellent));
    for stop in 0..calls {
        let mut met = 0;
        let mut watch = |_: Progress| {
            met += 1;
            if met > stop { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let problem = station.act_on_many("op", &preview.act, &preview.seen, &mut watch).unwrap_err();
        assert_eq!(problem.key, "problem-cancelled");
        assert_eq!(station.digest().unwrap(), before, "stopped at {stop}");
        assert_eq!(station.undo().map(|changed| changed.events).unwrap_err().key, "problem-nothing-to-undo");
    }
    assert_eq!(act(&mut station, &preview, "op").unwrap(), 72);
}

#[test]
fn too_much_for_one_go_is_refused_clearly_and_so_is_an_act_that_makes_no_sense() {
    let desk = Desk::new();
    let (station, items) = station(&desk, 2);
    let many: Vec<ItemId> = items.iter().cycle().take(wenxiao::engine::many::MOST_TARGETS + 1).copied().collect();
    let problem = station.preview_many(&many, &whole("一"), &mut go_on).unwrap_err();
    assert_eq!(problem.key, "problem-many-targets");
    assert_eq!(station.preview_many(&items, &whole(" "), &mut go_on).unwrap_err().key, "problem-text-empty");
    let mut wrong = rows_like(Like::Value("适量".into()), "一", false);
    if let ManyAct::Opinion { demand: Some(demand), .. } = &mut wrong {
        demand.due = "下周".into();
    }
    assert_eq!(station.preview_many(&items, &wrong, &mut go_on).unwrap_err().key, "problem-due-date");
}

#[test]
fn history_tells_an_act_on_many_as_one_line_with_its_events_behind_it() {
    let desk = Desk::new();
    let (mut station, items) = station(&desk, 10);
    pass(&mut station, "项目0000", 1);
    let preview = look(&station, &items, &finish(Grade::Good));
    act(&mut station, &preview, "op").unwrap();
    pass(&mut station, "项目0004", 1);
    let (steps, undo, redo) = station.history(100).unwrap();
    assert_eq!((undo, redo), (3, 0));
    assert_eq!(steps.iter().map(|step| step.undos).take(3).collect::<Vec<_>>(), [Some(1), Some(2), Some(3)]);
    let step = &steps[1];
    assert_eq!((step.key, step.events, step.live), ("step-many", (8 * 4 - 1, 8 * 4 - 1), true));
    let arg = |name: &str| step.args.iter().find(|(known, _)| *known == name).unwrap().1.clone();
    assert_eq!((arg("targets").as_str(), arg("step").as_str()), ("8", "step-graded-good"));
    let parts = station.events_of_step(step.event.unwrap()).unwrap();
    assert_eq!(parts.len(), 31);
    assert_eq!((parts[0].key, parts[30].key), ("step-passed", "step-graded-good"));
    assert_eq!(parts[0].place, Some((items[0], Some(2))));

    let of = |whose| station.history_of(&HistoryQuery { whose, most: 100 }).unwrap();
    assert_eq!(of(Whose::Target(items[0])).steps.len(), 2, "what concerns this target");
    assert_eq!(of(Whose::Target(items[0])).steps[0].events, (3, 3));
    assert_eq!(of(Whose::Mine).steps.len(), 5, "with the device and the table");
    assert!(station.history_of(&HistoryQuery { whose: Whose::All, most: 1 }).unwrap().more);

    // Back to a chosen step, at once; forth again one by one.
    let target = step.event.unwrap();
    assert_eq!(station.undo_many(1, target).unwrap_err().key, "problem-steps-changed");
    assert_eq!(station.undo_many(4, target).unwrap_err().key, "problem-steps-changed");
    let changed = station.undo_many(2, target).unwrap();
    assert_eq!((changed.item, changed.step.key), (Some(items[0]), "step-undone-several"));
    let (steps, undo, redo) = station.history(100).unwrap();
    assert_eq!((undo, redo), (1, 2));
    assert_eq!((steps[0].key, steps[0].events), ("step-many-undone", (31, 31)));
    assert_eq!((steps[3].key, steps[3].events, steps[3].live), ("step-many", (31, 0), false));
    assert_eq!(station.redo().unwrap().events, 31);
    assert_eq!(station.redo().unwrap().events, 1);
}

#[test]
fn a_merge_of_an_act_on_many_is_harmless_and_shows_as_one_line_there_too() {
    let (desk, other_desk) = (Desk::new(), Desk::new());
    let (mut station, items) = station(&desk, 5);
    let mut other = other_desk.of("李强");
    other.enrol(&station.key_card().unwrap()).unwrap();
    let preview = look(&station, &items, &whole("一"));
    act(&mut station, &preview, "op").unwrap();
    let bundle = desk.path("一.wxb");
    station.export_bundle(&bundle, true, None, &mut go_on).unwrap();
    other.import_bundles(&[bundle], &mut go_on).unwrap();
    assert_eq!(other.digest().unwrap().state, station.digest().unwrap().state);
    let (steps, undo, _) = other.history(10).unwrap();
    let many = steps.iter().find(|step| step.key == "step-many").unwrap();
    assert_eq!((many.events, many.undoable, many.mine, undo), ((4, 4), false, false, 0));
    assert_eq!(other.undo().unwrap_err().key, "problem-nothing-to-undo", "a colleague's step is not mine to undo");
    // A colleague's opinion is no obstacle to mine, and an act on a contested row is left out.
    let theirs = other.find_target("项目0000", None).unwrap().id;
    let seen = other.project(theirs).unwrap();
    let action = Action::SetVerdict {
        on: on(&seen, Some(1)),
        seen: Vec::new(),
        verdict: Verdict::Returned,
        reason: String::new(),
    };
    other.act("v", &action).unwrap();
    pass(&mut station, "项目0000", 1);
    let bundle = desk.path("二.wxb");
    station.export_bundle(&bundle, false, None, &mut go_on).unwrap();
    other.import_bundles(&[bundle], &mut go_on).unwrap();
    let all = other.queue_ids(&Query::default(), None).unwrap();
    let preview = look(&other, &all, &whole("二"));
    assert_eq!(reason(&preview, theirs), Some("many-left-contested"));
    assert_eq!(act(&mut other, &preview, "op").unwrap(), 3);
}
