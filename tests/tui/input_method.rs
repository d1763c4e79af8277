//! A Chinese input method is on all the time.

use std::cell::Cell;
use std::rc::Rc;

use wenxiao::engine::request::Request;
use wenxiao::text::Language;
use wenxiao::tui::chord::{Chord, Code};
use wenxiao::tui::msg::Msg;
use wenxiao::tui::play::{PlayOptions, Player, Stage};

use crate::support::fake::{World, stage};
use crate::support::script::{Script, look};

fn acts(script: &Script) -> usize {
    script.world.borrow().log.iter().filter(|request| matches!(request, Request::Act { .. })).count()
}

#[test]
fn chinese_punctuation_and_full_width_digits_are_the_same_keys() {
    let mut script = Script::new();
    script.press("<f4><enter>！").shows("[退]");
    script.press("，").shows("[后]");
    script.press("　").shows("[过]");
    script.press("】】").shows("+-6 验收合格率");
    script.press("《").shows("已是第一个项目").press("》").shows("P0002");
    script.press("。").shows("未逐条判断").press("《。").shows("建议结果");
    script.press("３").shows("改选“中”");
    script.press("<esc>７").shows("意见编辑").press("<esc>");
    script.press("？").shows("帮助：");
    script.press("<esc>").press("：").shows("+-命令");
    script.press("<esc><f4>、").shows("筛选：");
}

#[test]
fn han_text_is_looked_up_and_never_runs_by_itself() {
    let mut script = Script::new();
    script.press("<f4><enter>退回").shows("+-命令").shows("退回重填");
    assert_eq!(acts(&script), 0);
    script.press("<enter>").shows("[退]");
    assert_eq!(acts(&script), 1);
    script.press("撤销<enter>").shows("Ctrl+Y 重做");
    script.press("无此命令").shows("没有找到").press("<enter>").shows("没有这样的命令").press("<esc>").hides("+-命令");
}

#[test]
fn enter_behind_han_text_runs_nothing_however_what_came_is_cut_up() {
    let behind = |key: char| Msg::Behind(Chord::character(key));
    let enter = || Msg::Behind(Chord::plain(Code::Enter));
    let first = || Msg::Key(Chord::character('退'));
    for cut in [
        vec![vec![first(), behind('回'), enter()]],
        vec![vec![first()], vec![behind('回'), enter()]],
        vec![vec![first()], vec![behind('回')], vec![enter()]],
        vec![vec![first(), behind('回')], vec![enter()]],
    ] {
        let mut script = Script::new();
        script.press("<f4><enter>");
        for batch in cut {
            script.player.handle_batch(batch);
        }
        script.shows("没有执行").hides("[退]");
        assert_eq!(acts(&script), 0);
        // A hand that presses Enter means it.
        script.press("<enter>").shows("[退]");
    }
}

#[test]
fn a_committed_word_is_typed_at_once() {
    let mut script = Script::new();
    script.press("<f4><enter>7<tab><ctrl-u>");
    script.player.handle(Msg::Text("请量化指标".into()));
    script.shows("请量化指标").press("<ctrl-z>").hides("请量化指标");
}

#[test]
fn han_text_on_the_phrases_goes_into_the_opinion() {
    let mut script = Script::new();
    script.press("<f4><enter>7").shows("[命令]").press("补充").shows("[输入]").shows("补充").hides("+-命令");
}

#[test]
fn punctuation_in_a_text_stays_chinese() {
    let mut script = Script::new();
    script.press("<f4><enter>7<tab><ctrl-u>一，二。三！<esc>");
    assert_eq!(script.world.borrow().drafts[0].text, "一，二。三！");
}

#[test]
fn pasted_text_is_never_a_command() {
    let mut script = Script::new();
    script.press("<f4><enter><paste:  ..!!>").shows("没有当作命令").shows("筛选： ..!!");
    assert_eq!(acts(&script), 0);
}

#[test]
fn a_key_without_meaning_is_told_once_and_quietly() {
    let mut script = Script::new();
    script.press("<f4>|").shows("“|”在本页没有作用。F1 看本页按键");
    let before = script.screen();
    script.press("||");
    assert_eq!(script.screen(), before);
}

/// Keys that came at one go: the first as a key, the others right behind it.
fn burst(script: &mut Script, keys: &str) {
    for (at, key) in keys.split_whitespace().enumerate() {
        let chord = Chord::read(key).unwrap();
        script.player.handle(if at == 0 { Msg::Key(chord) } else { Msg::Behind(chord) });
    }
}

#[test]
fn what_comes_right_behind_han_text_never_runs_what_it_found() {
    for keys in ["退 回 enter", "退 回 down enter", "退 回 enter enter ctrl-s"] {
        let mut script = Script::new();
        script.press("<f4><enter>");
        burst(&mut script, keys);
        script.shows("+-命令").shows("退回重填").shows("没有执行");
        assert_eq!(acts(&script), 0, "{keys}");
        script.press("<enter>").shows("[退]");
        assert_eq!(acts(&script), 1, "pressed by a hand it runs");
    }
}

#[test]
fn han_text_that_came_before_the_screen_was_ready_is_held_as_well() {
    let world = World::sample();
    let slow = Rc::new(Cell::new(true));
    let Stage { engine, mut replies } = stage(&world);
    let waits = Rc::clone(&slow);
    let late = Stage { engine, replies: Box::new(move || if waits.get() { None } else { replies() }) };
    let player = Player::new(late, (80, 24), look(Language::ZhCn), &PlayOptions::default());
    let mut script = Script { world, player };
    burst(&mut script, "f4 enter 退 回 enter");
    slow.set(false);
    script.player.handle(Msg::Resize(ratatui::layout::Size::new(80, 24)));
    script.shows("退回重填").shows("没有执行");
    assert_eq!(acts(&script), 0);
}

#[test]
fn a_sign_that_comes_twice_is_one_key_and_four_are_two() {
    let mut script = Script::new();
    script.press("<f4><enter>7<tab><ctrl-u>一——二……三<esc>");
    assert_eq!(script.world.borrow().drafts[0].text, "一——二……三", "in a text both are text");
    let mut script = Script::new();
    script.press("<f4><enter>");
    burst(&mut script, "》 》 》");
    script.shows("P0004");
}

#[test]
fn numbers_are_folded_where_they_are_entered() {
    let mut script = Script::new();
    script.press("<f4><enter>#１２<enter>").shows(">  12").press("＃３<enter>").shows(">   3");
}

#[test]
fn a_paste_is_offered_as_a_filter_where_nothing_is_lost_by_it() {
    let mut script = Script::new();
    script.press("<f4><paste:教育\n>").shows("没有当作命令").shows("筛选").shows("乡村教师培训");
    script.hides("老旧小区改造补助").press("<esc>").shows("老旧小区改造补助");
    // A paste takes the place of a filter that is there.
    script.press("/水利<enter><paste:教育>").shows("乡村教师培训");
    for keys in ["<f4><enter>@", "<f4><down><enter>7<enter>.", "<ctrl-n>"] {
        let mut script = Script::new();
        script.press(keys);
        let before = script.line(1);
        script.press("<paste:教育 .!>");
        assert_eq!(acts(&script), usize::from(keys.contains('7')), "{keys}");
        assert_eq!(script.line(1).split("  ").next(), before.split("  ").next(), "{keys}: it stays where it is");
    }
}

#[test]
fn a_paste_on_the_phrases_goes_into_the_opinion() {
    let mut script = Script::new();
    script.press("<f4><enter>7<paste:第一行\r\n第二行\u{1b}[31m>").shows("第一行").shows("第二行[31m").shows("[输入]");
}
