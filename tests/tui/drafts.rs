//! Drafts of the automatic checks on the review page: accepted, edited, found to be no fault, and never passed over.

use std::rc::Rc;

use wenxiao::config::checks::{CheckText, CheckWords};
use wenxiao::engine::drafts::{CheckInfo, CheckRow};
use wenxiao::engine::request::{Action, Request};
use wenxiao::model::finding::{Answers, Cell, CheckId, Finding, Severity, Voice};
use wenxiao::model::review::{CategoryCode, Grade, ReviewState, Settled, Verdict};
use wenxiao::text::Language;
use wenxiao::tui::look::{Look, Theme};

use crate::support::fake::{Shared, World};
use crate::support::script::{Script, look};

/// Checks with words: class, and how grave it is.
const CHECKS: &[(&str, &str, Severity)] = &[
    ("T029", "C07", Severity::Warning),
    ("T035", "C08", Severity::Error),
    ("T040", "C08", Severity::Info),
    ("T003", "C01", Severity::Error),
];

pub fn finding(check: &str, row: Option<u32>) -> Finding {
    let (_, class, severity) = CHECKS.iter().find(|(id, ..)| *id == check).unwrap();
    Finding {
        check: check.into(),
        version: "1/default".into(),
        category: CategoryCode((*class).into()),
        severity: *severity,
        row,
        cell: Cell::Value,
        facts: [("target".to_owned(), format!("值{}", row.unwrap_or(0)))].into(),
        suggestion: None,
        charged_by: None,
    }
}

pub fn info(accepted: u64, dismissed: u64, voice: Voice) -> CheckInfo {
    let answers = Answers { accepted, edited: 0, dismissed };
    CheckInfo { rule: "1".into(), source: "审核要点 2.3".into(), answers, voice }
}

/// The usual look, with words for the checks of these tests.
pub fn worded(language: Language) -> Look {
    let mut look = look(language);
    for (id, ..) in CHECKS {
        let words = |name: &str, opinion: &str, demand: &str, why: &str| CheckWords {
            name: name.into(),
            opinion: opinion.into(),
            demand: demand.into(),
            why: why.into(),
        };
        look.checks.add(CheckText {
            id: (*id).into(),
            zh: words("不量化", "指标值“{target}”无法考核。", "改为有数值的目标。", "值里没有数。"),
            en: words(
                "not measurable",
                "The value {target} cannot be assessed.",
                "State a number.",
                "No number in it.",
            ),
        });
    }
    look
}

/// The first target with these findings; the second, a small one, with the same.
pub fn world(findings: &[(&str, Option<u32>)]) -> Shared {
    let world = World::sample();
    for project in &mut world.borrow_mut().projects[..2] {
        project.findings = findings.iter().map(|(check, row)| finding(check, *row)).collect();
        let known = |(check, ..): &(&str, &str, Severity)| (CheckId::from(*check), info(96, 4, Voice::Drafts));
        project.checks = CHECKS.iter().map(known).collect();
    }
    world
}

fn script(world: &Shared) -> Script {
    Script::with(Rc::clone(world), (80, 24), worded(Language::ZhCn))
}

fn state(world: &Shared, project: usize) -> ReviewState {
    world.borrow().projects[project].state.clone()
}

fn verdict(world: &Shared, project: usize, row: u32) -> Option<Verdict> {
    match state(world, project).rows.get(&row)?.settled() {
        Settled::One(verdict) => Some(*verdict),
        _ => None,
    }
}

fn acts(world: &Shared) -> Vec<Action> {
    let world = world.borrow();
    let act = |request: &Request| match request {
        Request::Act { action, .. } => Some(action.clone()),
        _ => None,
    };
    world.log.iter().filter_map(act).collect()
}

#[test]
fn enter_accepts_the_draft_with_its_text_demand_and_due_date() {
    let world = world(&[("T029", Some(2)), ("T029", Some(3))]);
    let mut script = script(&world);
    script.press("<f4><down><enter>").shows("2 培训合格率　机审草稿").shows("规则 T029 采纳 96/100 F1 看依据");
    script.shows("7 不可衡量：指标值“值2”无法考核。").shows("Enter 采纳").shows("待");
    script.press("<enter>").shows("Ctrl+Z 撤销").shows("3 参训人员满意度　机审草稿");
    let [Action::AcceptDraft { on, from, category, text, demand: Some(demand), .. }] = &acts(&world)[..] else {
        panic!("one act")
    };
    assert_eq!((on.row, category.0.as_str(), text.as_str()), (Some(2), "C07", "指标值“值2”无法考核。"));
    assert_eq!((from.check.0.as_str(), from.version.as_str(), from.edited), ("T029", "1/default", false));
    assert_eq!((demand.text.as_str(), demand.responsible_unit.as_str()), ("改为有数值的目标。", "教育局机关"));
    assert_eq!(demand.due.len(), 10, "{}", demand.due);
    assert_eq!(verdict(&world, 1, 2), Some(Verdict::Opinion));
}

#[test]
fn space_says_no_problem_and_names_the_checks_it_answers() {
    let world = world(&[("T029", Some(2))]);
    let mut script = script(&world);
    script.press("<f4><down><enter><space>").hides("待");
    let [Action::PassDrafts { dismissed, reason, .. }] = &acts(&world)[..] else { panic!("one act") };
    assert_eq!((dismissed.len(), dismissed[0].check.0.as_str(), reason.as_str()), (1, "T029", ""));
    assert_eq!(verdict(&world, 1, 2), Some(Verdict::Passed));
    script.press("<up>@").shows("不采纳").shows("机审 T029").shows("已答");
}

#[test]
fn a_grave_finding_is_dismissed_only_with_a_reason() {
    let world = world(&[("T035", Some(2))]);
    let mut script = script(&world);
    script.press("<f4><down><enter>").shows("8! ").press("<space>").shows("不采纳的理由");
    script.press("<enter>").shows("须写明理由");
    assert!(acts(&world).is_empty());
    script.press("<esc>").hides("不采纳的理由");
    assert!(acts(&world).is_empty(), "nothing is decided by leaving");
    script.press("<space>3");
    assert_eq!(state(&world, 1).dismissed[0].reason, "机审读错了数值或单位");
    script.press("<ctrl-z>");
    assert_eq!(state(&world, 1), ReviewState::default());
    script.shows("机审草稿").press("<space>另有规定<enter>");
    assert_eq!(state(&world, 1).dismissed[0].reason, "另有规定");
    script.press("<ctrl-z><space> 2024年已核<enter>");
    assert_eq!(state(&world, 1).dismissed[0].reason, "2024年已核");
}

#[test]
fn tab_opens_the_draft_in_the_editor_and_what_is_changed_is_told() {
    let world = world(&[("T029", Some(2))]);
    let mut script = script(&world);
    script.press("<f4><down><enter><tab>").shows("指标值“值2”无法考核。").shows("改为有数值的目标。");
    script.press("请改。<ctrl-s>");
    let [Action::AcceptDraft { from, text, .. }] = &acts(&world)[..] else { panic!("one act") };
    assert!(from.edited && text.contains("请改。"), "{text}");
    // Given as it stood it is no other opinion than that of Enter.
    script.press("<ctrl-z>").shows("机审草稿").press("<tab><ctrl-s>");
    let all = acts(&world);
    let Some(Action::AcceptDraft { from, .. }) = all.last() else { panic!("accepted") };
    assert!(!from.edited);
}

#[test]
fn a_draft_left_in_the_editor_is_still_that_checks_when_one_comes_back() {
    let world = world(&[("T029", Some(2))]);
    let mut script = script(&world);
    script.press("<f4><down><enter><tab>补充。<esc>").shows("机审草稿");
    script.press("<tab>").shows("补充。").press("<ctrl-s>");
    let [Action::AcceptDraft { from, .. }] = &acts(&world)[..] else { panic!("one act") };
    assert_eq!((from.check.0.as_str(), from.edited), ("T029", true));
}

#[test]
fn several_drafts_on_a_row_are_answered_one_after_the_other() {
    let world = world(&[("T029", Some(2)), ("T035", Some(2))]);
    let mut script = script(&world);
    script.press("<f4><down><enter>").shows("8!+").shows("机审草稿  1/2").shows("规则 T035");
    script.press("<enter>").shows("规则 T029").hides("1/2").shows("待");
    // An opinion stands: what is left is answered without taking it back.
    script.press("<space>");
    let all = acts(&world);
    assert!(matches!(&all[..], [Action::AcceptDraft { .. }, Action::DismissDraft { .. }]), "{all:?}");
    assert_eq!(verdict(&world, 1, 2), Some(Verdict::Opinion));
    script.hides("待").shows("[提]");
}

#[test]
fn what_one_check_found_twice_on_a_row_is_one_draft() {
    let world = world(&[("T029", None), ("T029", None)]);
    world.borrow_mut().projects[1].findings[1].facts = [("target".to_owned(), "另一处".to_owned())].into();
    let mut script = script(&world);
    script.press("<f4><down><enter>").hides("1/2").press("<enter>").hides("机审草稿");
    let text = state(&world, 1).opinions[0].text.clone();
    assert_eq!(text, "指标值“值0”无法考核。指标值“另一处”无法考核。");
}

#[test]
fn drafts_of_the_whole_target_stand_on_its_line() {
    let world = world(&[("T003", None), ("T029", Some(2))]);
    let mut script = script(&world);
    script.press("<f4><down><enter>").shows("总体目标　机审草稿").shows("1!");
    script.press("<space>1").shows("培训合格率　机审草稿");
    let [Action::DismissDraft { on, check, reason }] = &acts(&world)[..] else { panic!("one act") };
    assert_eq!((on.row, check.check.0.as_str(), reason.as_str()), (None, "T003", "已核对原件，填报无误"));
    script.press("<ctrl-z>").shows("总体目标　机审草稿").press("<enter>").shows("培训合格率　机审草稿");
    assert_eq!(state(&world, 1).opinions[0].row, None);
}

#[test]
fn closing_stops_at_the_first_draft_that_waits() {
    let world = world(&[("T029", Some(2)), ("T029", Some(3))]);
    let mut script = script(&world);
    script.press("<f4><down><enter><home>.").shows("还有 2 条机审草稿没有答").shows("+-2 培训合格率");
    assert!(acts(&world).is_empty());
    script.press("<enter><space>.").shows("建议结果“中”").shows("有须改正的问题").press("<enter>");
    assert!(matches!(acts(&world).last(), Some(Action::SetGrade { grade: Grade::Fair, .. })));
    // Three drafts would have taken five keys.
    let keys = "<enter><space>.<enter>";
    assert_eq!(keys.matches('<').count() + keys.matches('.').count(), 4);
}

#[test]
fn returning_the_row_as_a_whole_leaves_nothing_to_answer() {
    let world = world(&[("T029", Some(2))]);
    let mut script = script(&world);
    script.press("<f4><down><enter>!").hides("待").shows("[退]");
    script.press("#2<enter>,").shows("待");
}

#[test]
fn the_next_that_needs_me_is_a_draft_or_an_open_row() {
    let world = world(&[("T029", Some(3))]);
    let mut script = script(&world);
    // In the key lane every row is read in order.
    script.press("<f4><enter>").shows("+-1 户均改造成本").press("<space><space>").shows("3 改造户数　机审草稿");
    script.press("<enter>").shows("+-4 改造小区数");
    let mut script = self::script(&world);
    script.press("<f4><down><enter>").shows("机审草稿").press("<up><up><space>").shows("+-2 培训合格率");
    script.press("]").shows("3 参训人员满意度　机审草稿").press("[").shows("+-2 培训合格率");
    script.press("[").shows("3 参训人员满意度　机审草稿");
}

#[test]
fn hints_are_shown_and_wait_for_nothing_and_quiet_ones_only_in_the_details() {
    let world = world(&[("T029", Some(1)), ("T040", Some(2)), ("T035", Some(3))]);
    {
        let mut world = world.borrow_mut();
        let checks = &mut world.projects[1].checks;
        checks.insert("T029".into(), info(9, 11, Voice::Hint));
        checks.insert("T035".into(), info(1, 30, Voice::Quiet));
    }
    let mut script = script(&world);
    script.press("<f4><down><enter>").hides("机审草稿").shows("(7)").shows("(8)").hides("8!");
    script.shows("提示").shows("采纳 9/20");
    script.press("<down><down>").hides("T035").press("@").shows("静默").shows("采纳 1/31");
    script.press("<esc>.").shows("审结");
    assert!(
        matches!(&acts(&world)[..], [Action::SetGrade { grade: Grade::Excellent, .. }]),
        "what waits for nothing stops nothing"
    );
}

#[test]
fn a_person_puts_a_quiet_check_back_on_this_station() {
    let world = world(&[("T035", Some(2))]);
    world.borrow_mut().projects[1].checks.insert("T035".into(), info(1, 30, Voice::Quiet));
    let mut look = worded(Language::ZhCn);
    look.settings.voices.insert("T035".into(), Voice::Drafts);
    let mut script = Script::with(Rc::clone(&world), (80, 24), look);
    script.press("<f4><down><enter>").shows("机审草稿").shows("采纳 1/31");
}

#[test]
fn a_fact_that_another_check_charges_is_no_second_draft() {
    let world = world(&[("T029", Some(2)), ("T035", Some(2))]);
    world.borrow_mut().projects[1].findings[0].charged_by = Some("T035".into());
    let mut script = script(&world);
    script.press("<f4><down><enter>").hides("1/2").press("<enter>").hides("机审草稿");
    script.press("#2<enter>@").shows("已并").shows("同一事实已由");
}

#[test]
fn a_draft_with_an_open_slot_is_completed_in_the_editor_first() {
    let world = world(&[("T029", Some(2))]);
    world.borrow_mut().projects[1].findings[0].facts.clear();
    let mut script = script(&world);
    script.press("<f4><down><enter><enter>").shows("「…」");
    assert!(acts(&world).is_empty());
}

#[test]
fn accepted_and_undone_leaves_no_trace() {
    let world = world(&[("T029", Some(1)), ("T035", Some(2)), ("T003", None)]);
    let mut script = script(&world);
    script.press("<f4><down><enter><enter><enter><space>4");
    assert_eq!((state(&world, 1).opinions.len(), state(&world, 1).dismissed.len()), (2, 1));
    script.press("<ctrl-z><ctrl-z><ctrl-z>");
    assert_eq!(state(&world, 1), ReviewState::default());
    script.press("<ctrl-y><ctrl-y>");
    assert_eq!(state(&world, 1).opinions.len(), 2);
}

#[test]
fn the_next_draft_is_not_answered_before_it_was_seen() {
    let world = world(&[("T029", Some(2)), ("T035", Some(2))]);
    let mut script = script(&world);
    script.press("<f4><down><enter>");
    world.borrow_mut().hold = true;
    script.press("<enter><enter>");
    assert_eq!(acts(&world).len(), 1, "the second key waits for the second draft");
}

#[test]
fn everything_is_told_without_colour_at_every_width_and_in_both_languages() {
    let findings = [("T003", None), ("T029", Some(2)), ("T035", Some(2)), ("T040", Some(3))];
    for size in [(60, 24), (80, 24), (120, 40)] {
        for language in Language::ALL {
            for mono in [false, true] {
                let mut look = worded(language);
                if mono {
                    look.theme = Theme::named("mono");
                }
                let mut script = Script::with(world(&findings), size, look);
                script.press("<f4><down><enter>");
                let head = if language == Language::ZhCn { " 机  " } else { "chk" };
                script.shows("1!").shows("8!+").shows("(8)").shows("T003").shows("96/100").shows(head);
                script.shows(if language == Language::ZhCn { "待" } else { "wait" });
            }
        }
    }
}

#[test]
fn f1_tells_rule_version_source_and_facts_of_a_draft() {
    let world = world(&[("T029", Some(2)), ("T035", Some(2))]);
    let mut script = script(&world);
    script.press("<f4><down><enter>");
    let explained = script.player.app().explained();
    let draft = explained.whys.iter().find(|why| why.field == "row.draft").unwrap();
    let rule = draft.rule(&worded(Language::ZhCn)).unwrap();
    assert_eq!((rule.name.as_str(), rule.source.as_str()), ("T029 1/default", "审核要点 2.3"));
    assert!(draft.given.iter().any(|given| given.value == "值2"), "{draft:?}");
    assert!(explained.whys.iter().any(|why| why.field == "row.draft-accepted" && why.value.contains("96/100")));
    script.press("<f1>").shows("机审 T029");
}

pub fn row(check: &str, answers: Answers, voice: Voice) -> CheckRow {
    let (id, class, severity) = CHECKS.iter().find(|(id, ..)| *id == check).unwrap();
    let info = CheckInfo { rule: "2".into(), source: "our default".into(), answers, voice };
    let before = vec![("1".to_owned(), Answers { accepted: 7, edited: 0, dismissed: 0 })];
    CheckRow {
        check: (*id).into(),
        category: CategoryCode((*class).into()),
        severity: *severity,
        info,
        before,
        failed: None,
    }
}

#[test]
fn the_page_of_checks_tells_answers_and_state_and_puts_a_quiet_one_back() {
    for (size, language) in [((80, 24), Language::ZhCn), ((60, 24), Language::ZhCn), ((80, 24), Language::En)] {
        let world = World::sample();
        let of = |accepted, dismissed| Answers { accepted, edited: 0, dismissed };
        world.borrow_mut().check_rows = vec![
            row("T003", of(1, 30), Voice::Quiet),
            row("T029", of(9, 11), Voice::Hint),
            row("T035", of(3, 1), Voice::Drafts),
            row("T040", of(0, 0), Voice::Off),
        ];
        let mut look = worded(language);
        look.settings_file = Some("settings.toml".into());
        let mut script = Script::with(Rc::clone(&world), size, look);
        let say = |zh: &'static str, en: &'static str| if language == Language::ZhCn { zh } else { en };
        script.press("<f4>*").shows(say("机审规则", "Automatic checks")).shows("T003").shows("3%").shows("45%");
        script.shows(say("静默", "quiet")).shows(say("停用", "off")).shows(say("低于 20%", "below 20 per cent"));
        script.press("<enter>").shows(say("旧版回答", "before")).press("<esc>");
        script.press("=").shows(say("规则 T003：出草稿", "Check T003: drafts")).shows("*");
        let saved = world.borrow().log.iter().rev().find_map(|request| match request {
            Request::SaveSettings { settings, .. } => Some(settings.voices.clone()),
            _ => None,
        });
        assert_eq!(saved.unwrap().get(&CheckId::from("T003")), Some(&Voice::Drafts));
        // Silenced again it is what the answers say, and needs no word of a person.
        script.press("=");
        let kept = script.player.app().look().settings.voices.clone();
        assert!(kept.is_empty(), "{kept:?}");
        script.press("<down><down>=");
        assert_eq!(script.player.app().look().settings.voices[&CheckId::from("T035")], Voice::Quiet);
        script.press("<delete>");
        assert!(script.player.app().look().settings.voices.is_empty());
        script.press("<down>=").shows(say("不能在这里放回", "cannot be put back"));
    }
}
