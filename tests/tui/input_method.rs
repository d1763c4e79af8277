//! A Chinese input method is on all the time.

use wenxiao::engine::request::Request;
use wenxiao::tui::msg::Msg;

use crate::support::script::Script;

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
    script.press("<f4><enter><paste:  ..!!>").shows("粘贴的文字不会当作命令");
    assert_eq!(acts(&script), 0);
}

#[test]
fn a_key_without_meaning_is_told_once_and_quietly() {
    let mut script = Script::new();
    script.press("<f4>%").shows("“%”在本页没有作用。F1 看本页按键");
    let before = script.screen();
    script.press("%%");
    assert_eq!(script.screen(), before);
}
