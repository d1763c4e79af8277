//! The queue: filter, order, cursor by identity, rows on demand.

use wenxiao::engine::request::{Reply, Request};
use wenxiao::text::Language;
use wenxiao::tui::msg::Msg;

use crate::support::fake::World;
use crate::support::script::Script;

#[test]
fn the_filter_counts_while_it_is_typed_and_esc_brings_the_old_one_back() {
    let mut script = Script::new();
    script.press("<f4>/教").shows("共 2 项").shows("[输入]");
    script.press("育局 >100万").shows("共 1 项").shows("校园安全设施更新").hides("乡村教师培训");
    script.press("<esc>").shows("共 12 项").hides("筛选：");
    script.press("/教育<enter>").shows("共 2 项").shows("筛选：教育").shows("[命令]");
}

#[test]
fn a_filter_that_makes_no_sense_is_told_and_changes_nothing() {
    let mut script = Script::new();
    script.press("<f4>/>五百").shows("“>五百”看不懂：应是金额").shows("共 12 项");
}

#[test]
fn an_empty_list_says_why() {
    let mut script = Script::new();
    script.press("<f4>/没有这个<enter>").shows("没有符合“没有这个”的项目").shows("1 取消筛选");
    script.press("<enter>").shows("没有可打开的");
    script.press("1").shows("共 12 项");
}

#[test]
fn quick_filters_and_order() {
    let mut script = Script::new();
    script.press("<f4>3").shows("共 3 项").hides("乡村教师培训");
    script.press("5").shows("共 1 项").shows("有冲突");
    script.press("1-2");
    script.shows("按金额");
    assert!(script.line(4).contains("小型水库除险加固"), "the largest first: {}", script.line(4));
}

#[test]
fn the_cursor_stays_with_its_project_when_the_order_changes() {
    let mut script = Script::new();
    script.press("<f4><down><down>").shows("+-P0003");
    script.press("-2").shows("+-P0003").press("--").shows("+-P0003");
}

#[test]
fn the_cursor_stays_far_down_a_long_queue_that_is_loaded_again() {
    let mut script = Script::on(World::large(5_000), (80, 24), Language::ZhCn);
    script.press("<f4><end><up>").shows("4999/5000");
    script.player.handle(Msg::Reply(Reply::DataChanged));
    script.shows("4999/5000");
}

#[test]
fn the_queue_shows_what_was_decided_and_follows_the_reviewer() {
    let mut script = Script::new();
    script.press("<f4><enter>>.<esc>").shows("+-P0003");
    assert!(script.line(5).contains("通过"), "{}", script.line(5));
}

#[test]
fn of_a_long_queue_only_pages_are_read_and_the_page_turns_at_the_edge() {
    let mut script = Script::on(World::large(5_000), (80, 24), Language::ZhCn);
    script.press("<f4>").shows("1/5000");
    for _ in 0..12 {
        script.press("<down>");
    }
    script.shows("13/5000");
    assert!(script.line(4).contains("> "), "the page turned: {}", script.line(4));
    script.press("<end>").shows("5000/5000").shows("P4999");
    let world = script.world.borrow();
    let read: usize =
        world.log.iter().map(|request| if let Request::LoadRows { ids, .. } = request { ids.len() } else { 0 }).sum();
    assert!(read < 150, "{read} rows were read for three pages");
}
