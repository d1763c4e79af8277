//! The opinion editor: classes, phrases, own words, demands, drafts.

use wenxiao::engine::request::{Action, Request};
use wenxiao::model::event::DemandDraft;
use wenxiao::tui::msg::Msg;

use crate::support::script::Script;

fn given(script: &Script) -> Vec<(String, String, Option<DemandDraft>)> {
    script
        .world
        .borrow()
        .log
        .iter()
        .filter_map(|request| match request {
            Request::Act { action: Action::AddOpinion { category, text, demand, .. }, .. }
            | Request::Act { action: Action::AmendOpinion { category, text, demand, .. }, .. } => {
                Some((category.0.clone(), text.clone(), demand.clone()))
            }
            _ => None,
        })
        .collect()
}

#[test]
fn a_class_key_and_enter_give_the_standard_opinion() {
    let mut script = Script::new();
    script.press("<f4><enter>#5<enter>7").shows("意见编辑").shows("指标不细化不可衡量").shows("加装电梯");
    script.press("<enter>");
    let given = given(&script);
    assert_eq!(given.len(), 1);
    assert_eq!(given[0].0, "C07");
    assert!(given[0].1.contains("适量"), "the slot is filled: {}", given[0].1);
    script.shows("[提]").shows("+-6 验收合格率");
}

#[test]
fn own_words_take_digit_tab_text_and_ctrl_s() {
    let mut script = Script::new();
    script.press("<f4><enter>8<tab>").shows("[输入]");
    script.press("<ctrl-u>请核对 1 户的成本, 改为 2.4!<ctrl-s>");
    assert_eq!(given(&script)[0].1, "请核对 1 户的成本, 改为 2.4!");
}

#[test]
fn another_class_replaces_what_a_class_filled_in_but_not_what_was_typed() {
    let mut script = Script::new();
    script.press("<f4><enter>7<ctrl-t>8");
    let before = script.screen();
    script.press("<ctrl-t>1");
    assert_ne!(script.screen(), before);
    script.press("<tab>自己写的<ctrl-t>6<enter>");
    let given = given(&script);
    assert_eq!(given[0].0, "C06");
    assert!(given[0].1.ends_with("自己写的"), "{}", given[0].1);
}

#[test]
fn digits_put_phrases_in() {
    let mut script = Script::new();
    script.press("<f4><enter>52<enter>");
    assert!(given(&script)[0].1.contains("在目标中没有对应内容"), "{:?}", given(&script));
}

#[test]
fn a_demand_has_text_due_date_and_unit() {
    let mut script = Script::new();
    script.press("<f4><enter>7<tab><tab>改为可核查的数值<tab><ctrl-u>+10<enter>");
    script.shows("责任单位 住建局机关").press("<ctrl-s>");
    let demand = given(&script)[0].2.clone().expect("a demand");
    assert_eq!(demand.text, "改为可核查的数值");
    assert_eq!(demand.due, "2025-06-22");
    assert_eq!(demand.responsible_unit, "住建局机关");
    script.press("<f7>").shows("改为可核查的数值").shows("2025-06-22");
}

#[test]
fn a_due_date_that_cannot_be_read_keeps_the_editor_open() {
    let mut script = Script::new();
    script.press("<f4><enter>7<tab><tab>改<tab><ctrl-u>月底<ctrl-s>").shows("看不懂期限").shows("意见编辑");
    assert!(given(&script).is_empty());
}

#[test]
fn a_grave_class_proposes_its_demand() {
    let mut script = Script::new();
    script.press("<f4><enter>1<enter>");
    assert!(given(&script)[0].2.is_some());
}

#[test]
fn nothing_is_given_without_class_or_text() {
    let mut script = Script::new();
    script.press("<f4><enter><enter>").shows("按键选类");
    script.press("<ctrl-s>").shows("先选类别");
    script.press("7<tab><ctrl-u><ctrl-s>").shows("意见正文还没有写");
    assert!(given(&script).is_empty());
}

#[test]
fn esc_keeps_a_draft_that_is_there_again() {
    let mut script = Script::new();
    script.press("<f4><enter>7<tab><ctrl-u>写了一半<esc>").shows("草稿已保留").shows("[草稿] 写了一半");
    script.press("<enter>").shows("接着上次的草稿").shows("写了一半");
    script.press("<ctrl-s>");
    assert_eq!(given(&script)[0].1, "写了一半");
    assert!(script.world.borrow().drafts.is_empty());
}

#[test]
fn leaving_by_a_screen_key_or_a_beat_keeps_the_draft_too() {
    let mut script = Script::new();
    script.press("<f4><enter>7<tab>甲");
    assert!(script.player.app().unsaved());
    script.player.handle(Msg::Beat);
    assert!(!script.player.app().unsaved());
    assert!(script.world.borrow().drafts[0].text.ends_with('甲'));
    script.press("乙<f2>").shows("我的工作");
    assert!(script.world.borrow().drafts[0].text.ends_with("甲乙"));
}

#[test]
fn a_draft_keeps_its_operation_so_that_saving_twice_is_one_event() {
    let mut script = Script::new();
    script.press("<f4><enter>7<tab>甲<esc>");
    let kept = script.world.borrow().drafts[0].operation.clone();
    script.press("<enter><ctrl-s>");
    let world = script.world.borrow();
    let used = world.log.iter().find_map(|request| match request {
        Request::Act { operation, .. } => Some(operation.clone()),
        _ => None,
    });
    assert_eq!(used, Some(kept));
}

#[test]
fn a_draft_can_be_dropped() {
    let mut script = Script::new();
    script.press("<f4><enter>7<tab>甲<esc><enter><ctrl-x>").shows("草稿已丢弃");
    assert!(script.world.borrow().drafts.is_empty());
}

#[test]
fn enter_on_a_row_with_my_opinion_rewrites_it() {
    let mut script = Script::new();
    script.press("<f4><enter>7<enter><up><enter>").shows("修改意见");
    script.press("<ctrl-u>改过的<ctrl-s>");
    let world = script.world.borrow();
    assert_eq!(world.projects[0].state.opinions.len(), 1);
    assert_eq!(world.projects[0].state.opinions[0].text, "改过的");
}

#[test]
fn ctrl_z_takes_back_typing_and_not_the_last_decision() {
    let mut script = Script::new();
    script.press("<f4><enter><space>7<tab>甲<ctrl-z>");
    assert!(!script.world.borrow().log.iter().any(|request| matches!(request, Request::Undo { .. })));
    script.hides("甲").shows("意见编辑");
}

#[test]
fn the_caret_is_where_the_text_goes() {
    let mut script = Script::new();
    script.press("<f4><enter>7<tab><ctrl-u>一二三");
    let (_, caret) = script.player.frame();
    let caret = caret.expect("a caret");
    assert_eq!(caret.x, 2 + 6, "three wide characters after the side");
    script.press("<left>");
    assert_eq!(script.player.frame().1.map(|caret| caret.x), Some(2 + 4));
}

#[test]
fn a_paste_is_cleaned_and_its_limit_is_told() {
    let mut script = Script::new();
    script.press("<f4><enter>7<tab><ctrl-u>");
    script.player.handle(Msg::Paste("甲\u{1b}[31m乙\u{202e}丙".into()));
    script.shows("甲[31m乙丙");
    script.player.handle(Msg::Paste("文".repeat(30_000)));
    script.shows("最多 64 KB");
    script.press("<esc>");
    assert!(script.world.borrow().drafts[0].text.len() <= 64 * 1024);
}

#[test]
fn the_whole_target_takes_opinions_on_row_zero() {
    let mut script = Script::new();
    script.press("<f4><enter><up>").shows("+-总体目标").press("2<enter>");
    let world = script.world.borrow();
    assert_eq!(world.projects[0].state.opinions[0].row, None);
    assert!(world.projects[0].state.rows.is_empty());
}
