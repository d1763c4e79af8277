//! Drafts of one check answered in many targets at once, and closing many where drafts wait.

use wenxiao::config::checks::Checks;
use wenxiao::engine::drafts::Voices;
use wenxiao::engine::many::ManyAct;
use wenxiao::engine::workstation::Workstation;
use wenxiao::model::finding::{Answers, CheckId, Voice};
use wenxiao::model::ids::ItemId;
use wenxiao::model::problem::Problem;
use wenxiao::model::review::{Grade, Settled, Verdict};
use wenxiao::text::{Language, Strings};

use super::many::{look, station};
use super::support::{Desk, go_on, pass, view};

/// The check that finds 适量: words without a number.
const CHECK: &str = "T029";

fn accept_with(voices: Voices) -> ManyAct {
    let check = CheckId::from(CHECK);
    let phrases = Checks::built_in().phrases(&check, &Strings::new(Language::ZhCn)).unwrap();
    ManyAct::Accept { check, phrases: phrases.into(), due: "2025-06-20".into(), voices }
}

fn accept() -> ManyAct {
    accept_with(Voices::default())
}

fn dismiss(reason: &str) -> ManyAct {
    ManyAct::Dismiss { check: CHECK.into(), reason: reason.into(), voices: Voices::default() }
}

fn finish(grade: Grade) -> ManyAct {
    ManyAct::Finish { grade, reason: String::new(), voices: Voices::default() }
}

fn refused(station: &Workstation, items: &[ItemId], act: &ManyAct) -> Problem {
    station.preview_many(items, act, &mut go_on).unwrap_err()
}

fn answers(station: &Workstation) -> Answers {
    station.checks().unwrap().into_iter().find(|row| row.check.0 == CHECK).unwrap().info.answers
}

#[test]
fn one_check_is_accepted_wherever_its_draft_waits_in_one_step_and_one_undo() {
    let desk = Desk::new();
    // 适量 in every other one; every fifth is in the key lane.
    let (mut station, items) = station(&desk, 20);
    pass(&mut station, "项目0002", 2);
    let before = station.digest().unwrap();
    let preview = look(&station, &items, &accept());
    assert_eq!(station.digest().unwrap(), before, "looking changes nothing");
    // Ten say 适量: two of them are in the key lane, one row was passed by a person.
    assert_eq!((preview.chosen.projects, preview.changes.projects, preview.events), (20, 7, 7));
    assert_eq!(preview.without_draft, 8, "those with a number are not called left out");
    let reasons: Vec<_> = preview.reasons().into_iter().map(|(key, of)| (key, of.projects)).collect();
    assert_eq!(reasons, [("many-left-key-lane", 4), ("many-left-rows-decided", 1)]);

    let done = station.act_on_many("op", &preview.act, &preview.seen, &mut go_on).unwrap();
    assert_eq!((done.changes, done.changed.events), (preview.changes, 7));
    assert_eq!(done.changed.step.key, "step-many");
    let state = view(&station, "项目0000").state;
    let [opinion] = &state.opinions[..] else { panic!("{:?}", state.opinions) };
    let from = opinion.from_check.clone().unwrap();
    assert_eq!((from.check.0.as_str(), from.version.is_empty(), from.edited), (CHECK, false, false));
    assert!(opinion.text.contains("适量") && !opinion.text.contains('{'), "{}", opinion.text);
    assert_eq!(state.rows[&2].settled(), Settled::One(&Verdict::Opinion));
    assert_eq!(state.demands[0].demand.responsible_unit, "养护中心");
    assert_eq!(view(&station, "项目0002").state.rows[&2].settled(), Settled::One(&Verdict::Passed), "stays passed");
    assert_eq!(answers(&station), Answers { accepted: 7, edited: 0, dismissed: 0 });

    // A second time nothing is left to accept.
    let again = look(&station, &items, &accept());
    assert_eq!((again.events, again.reasons()[0].0), (0, "many-left-draft-answered"));
    station.undo().unwrap();
    assert_eq!(station.digest().unwrap().state, before.state);
    assert_eq!(answers(&station).all(), 0);
    assert_eq!(station.redo().unwrap().events, 7);
    assert!(station.doctor().unwrap().iter().all(|check| check.ok));
}

#[test]
fn a_check_is_dismissed_everywhere_for_one_reason_and_nothing_else_is_decided() {
    let desk = Desk::new();
    let (mut station, items) = station(&desk, 10);
    assert_eq!(refused(&station, &items, &dismiss(" ")).key, "problem-many-dismissal-needs-reason");
    let preview = look(&station, &items, &dismiss("合同另有约定"));
    assert_eq!((preview.changes.projects, preview.events), (4, 4));
    station.act_on_many("op", &preview.act, &preview.seen, &mut go_on).unwrap();
    let seen = view(&station, "项目0000");
    assert_eq!((seen.state.dismissed.len(), seen.row.decided), (1, 0), "the row is still open");
    assert_eq!(seen.state.dismissed[0].reason, "合同另有约定");
    assert_eq!(answers(&station), Answers { accepted: 0, edited: 0, dismissed: 4 });
    station.undo().unwrap();
    assert_eq!(answers(&station).all(), 0);
}

#[test]
fn what_changed_since_it_was_looked_at_refuses_all() {
    let desk = Desk::new();
    let (mut station, items) = station(&desk, 4);
    let preview = look(&station, &items, &accept());
    pass(&mut station, "项目0000", 2);
    let before = station.digest().unwrap();
    let problem = station.act_on_many("op", &preview.act, &preview.seen, &mut go_on).unwrap_err();
    assert_eq!((problem.key, station.digest().unwrap() == before), ("problem-many-changed", true));
}

#[test]
fn a_check_that_drafts_nothing_has_nothing_to_accept() {
    let desk = Desk::new();
    let (station, items) = station(&desk, 2);
    let quiet = Voices { said: [(CHECK.into(), Voice::Quiet)].into(), quiet: false };
    assert_eq!(refused(&station, &items, &accept_with(quiet)).key, "problem-many-check-drafts-nothing");
    let unknown = ManyAct::Dismiss { check: "T999".into(), reason: "无".into(), voices: Voices::default() };
    assert_eq!(refused(&station, &items, &unknown).key, "problem-no-such-check");
}

#[test]
fn many_are_not_closed_over_drafts_that_wait() {
    let desk = Desk::new();
    let (mut station, items) = station(&desk, 2);
    let preview = look(&station, &items, &finish(Grade::Excellent));
    assert_eq!(preview.events, 0);
    assert!(preview.reasons().iter().all(|(key, _)| *key == "many-left-drafts"), "{:?}", preview.reasons());
    // Whoever turned all of them down closes as before.
    let said = station.checks().unwrap().into_iter().map(|row| (row.check, Voice::Quiet)).collect();
    let act = ManyAct::Finish { grade: Grade::Excellent, reason: String::new(), voices: Voices { said, quiet: false } };
    let preview = look(&station, &items, &act);
    assert_eq!(preview.changes.projects, 2);
    station.act_on_many("op", &preview.act, &preview.seen, &mut go_on).unwrap();
}
