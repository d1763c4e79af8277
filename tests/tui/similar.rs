//! Projects that do the same: what is listed, left out, drawn, summed, and written into an opinion.

use wenxiao::engine::request::{Action, JobSpec, Request};
use wenxiao::rules::similar::standard_of;
use wenxiao::text::Language;

use crate::support::fake::{Shared, World};
use crate::support::script::Script;

fn jobs(world: &Shared) -> usize {
    let started = |request: &&Request| matches!(request, Request::Start { spec: JobSpec::TakeDownNames, .. });
    world.borrow().log.iter().filter(started).count()
}

#[test]
fn list_spread_and_sums_stand_on_one_page() {
    let mut script = Script::on(World::sample(), (80, 24), Language::ZhCn);
    script.press("<f4><enter>;").shows("同类比对").shows("口径：指标值（万元/户）").shows("1/13");
    script.shows("乙县机关").shows("2.18 实际").shows("得分 95.0").shows("计入 9/13 条").shows("只作参考");
    script.shows("本项目 2.8 高于全部 9 条 ^").shows("中位数 2.4  四分位 2.31-2.46");
    script.shows("450 × 2.4 = 1,080万元，可压 180（14.3%）").shows("没有标准值");
    script.shows("未计入：本项目其他年度 1 条，没有数值 1 条，未完成目标 1 条，离群 1 条");
    // The graph is read without colour, and stays inside.
    let graph = script.line(13);
    assert!(graph.starts_with("| |--") && graph.contains('[') && graph.contains('M') && graph.contains(']'), "{graph}");
    script.press("<end>").shows("离群");
    script.press("<esc>").shows("户均改造成本").hides("同类比对");
}

#[test]
fn a_standard_of_the_library_is_held_against_the_row() {
    let world = World::sample();
    world.borrow_mut().standard = standard_of("≤2.50", "万元/户", "改造定额");
    let mut script = Script::on(world, (80, 24), Language::ZhCn);
    script.press("<f4><enter>;").shows("按“改造定额” 2.5：450 × 2.5 = 1,125万元，可压 135（10.7%）");
}

#[test]
fn a_line_is_left_out_and_put_back_and_sums_follow() {
    let mut script = Script::on(World::sample(), (80, 24), Language::ZhCn);
    script.press("<f4><enter>;2").shows("已排除：乙县机关").shows("计入 8/13 条").shows("人工排除 1 条");
    // The cursor stays with its line.
    script.shows("> 乙县机关").press("2").shows("已放回").shows("> 乙县机关").shows("计入 9/13 条").hides("人工排除");
    // Fewer than five: the list stays, no sum is drawn.
    let world = World::sample();
    world.borrow_mut().others.truncate(4);
    let mut script = Script::on(world, (80, 24), Language::ZhCn);
    script.press("<f4><enter>;").shows("甲县机关").shows("按中位数：不测算，可比的只有 4 条，不足 5 条");
}

#[test]
fn the_comparison_becomes_an_opinion_with_its_table_and_what_was_left_out() {
    let world = World::sample();
    let mut script = Script::on(world.clone(), (80, 24), Language::ZhCn);
    script.press("<f4><enter>;21").shows("9*成本与资金不匹配").shows("申报 2.8万元/户，高于同类中位数");
    script.press("<ctrl-s>").hides("同类比对").shows("老旧小区改造补助");
    let log = &world.borrow().log;
    let given = log.iter().rev().find_map(|request| match request {
        Request::Act { action: Action::AddOpinion { on, category, text, .. }, .. } => Some((on.row, category, text)),
        _ => None,
    });
    let (row, category, text) = given.expect("an opinion");
    assert_eq!((row, category.0.as_str()), (Some(1), "C09"));
    for words in [
        "可压",
        "未计入：人工排除 1 条",
        "人工排除：乙县机关 城镇老旧小区改造 2024",
        "同类比对表（万元/户）",
        "甲县机关 城镇老旧小区改造 2024 2.46 实际 310户",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn sources_are_opened_and_bases_changed() {
    let mut script = Script::on(World::sample(), (80, 24), Language::ZhCn);
    script.press("<f4><enter>;<enter>").shows("全部指标").shows("来源").press("<esc>").shows("降本测算");
    script.press("<down><enter>").shows("可比指标").hides("全部指标").press("<esc>");
    script.press("3").shows("只有一种口径");
    // A quantity is compared by money first, then as it is.
    script.press("<esc><down><down>;").shows("口径：年度资金 ÷ 改造户数（万元/户）").shows("可压");
    script.press("3").shows("口径：指标值（户）").shows("不是单位成本");
}

#[test]
fn names_that_are_not_taken_down_are_taken_down_once() {
    let world = World::sample();
    world.borrow_mut().to_compare = 4;
    let mut script = Script::on(world.clone(), (80, 24), Language::ZhCn);
    script.press("<f4><enter>;").shows("乙县机关").hides("没有登记");
    assert_eq!((jobs(&world), world.borrow().to_compare), (1, 0));
    // What cannot be taken down is said, and not tried again.
    let world = World::sample();
    world.borrow_mut().to_compare = 4;
    world.borrow_mut().hold = true;
    let mut script = Script::on(world.clone(), (80, 24), Language::ZhCn);
    script.press("<f4><enter>;").shows("完成后自动列出").press("2").press("2");
    assert_eq!(jobs(&world), 1);
}

#[test]
fn it_is_right_in_every_size_and_language() {
    for size in [(80, 24), (60, 24), (120, 40), (80, 16), (44, 12)] {
        for language in Language::ALL {
            let mut script = Script::on(World::sample(), size, language);
            script.press("<f4><enter>;");
            for line in script.screen().lines() {
                assert!(wenxiao::text::width::width(line) <= usize::from(size.0), "{line}");
            }
            script.shows("2.4");
        }
    }
}
