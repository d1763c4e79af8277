//! Home, demands, contests, history, help, forms, reports.

use wenxiao::engine::request::{JobSpec, Reply, Request};
use wenxiao::model::problem::{Problem, ProblemKind};
use wenxiao::text::Language;
use wenxiao::tui::msg::Msg;

use crate::support::fake::World;
use crate::support::script::Script;

#[test]
fn the_first_start_asks_who_works_here_and_shows_what_to_do_next() {
    let mut script = Script::on(World::empty(), (80, 24), Language::ZhCn);
    script.shows("首次使用：谁在这里审核").shows("[输入]");
    script.press("<enter>").shows("请写姓名");
    script
        .press("王敏<tab>绩效处<enter>")
        .shows("还没有绩效目标")
        .shows("7 导入")
        .shows("wenxiao demo")
        .shows("王敏 绩效处");
    script.press("<f4>").shows("还没有绩效目标。按 F8 导入");
}

#[test]
fn home_counts_and_leads_on() {
    let mut script = Script::new();
    script.shows("待审 12 项").shows("99 条指标 8,904 万元").shows("待审 3 项").shows("意见冲突 1 个待定");
    script
        .press("2")
        .shows("筛选：>=1000万")
        .shows("按金额")
        .press("<f2>5")
        .shows("意见冲突")
        .press("<esc>")
        .shows("我的工作");
    script.press("<esc>").shows("已在首页");
}

#[test]
fn contests_stand_side_by_side_and_say_who_settles_them() {
    let mut script = Script::new();
    script.press("<f6>").shows("决定：无问题").shows("决定：已提意见").shows("王敏, 李强").shows("修改或撤回");
    script.press("<enter>").shows("大气监测站").shows("[争]");
}

#[test]
fn history_tells_the_steps_and_what_undo_takes_back() {
    let mut script = Script::new();
    script.press("<f4><enter><space>!<ctrl-o>").shows("可撤销 2 步").shows("[下一撤销]").shows("退回重填");
    script.press("<ctrl-z>").shows("可撤销 1 步，可重做 1 步").shows("[撤]");
}

#[test]
fn help_shows_the_keys_of_this_screen_and_ends_with_undo() {
    let mut script = Script::new();
    script.press("<f4><enter><f1><tab>").shows("帮助：目标审核").shows("退回重填").shows("怎样撤销：Ctrl+Z");
    script.press("<pagedown><pagedown><pagedown><pagedown><pagedown>").hides("退回重填").shows("怎样撤销：Ctrl+Z");
    script.press("<esc>").hides("帮助：").shows("P0001");
}

#[test]
fn import_tells_progress_and_lists_rejects_by_place() {
    let mut script = Script::new();
    script.press("<f8><enter>").shows("请写文件路径");
    script.press("'/tmp/目标 表.xlsx'<tab>25<enter>").shows("年度请写四位数字");
    script
        .press("<ctrl-u>2025<enter>")
        .shows("合计 5,688 个项目 68,256 条指标 601,234.5678 万元")
        .press("5")
        .shows("Sheet1 D17")
        .shows("“一百”");
    let world = script.world.borrow();
    let started = world.log.iter().find_map(|request| match request {
        Request::Start { spec: JobSpec::Preview { paths, options }, .. } => Some((paths[0].clone(), options.year)),
        _ => None,
    });
    assert_eq!(started, Some(("/tmp/目标 表.xlsx".into(), Some(2025))));
}

#[test]
fn a_running_job_is_shown_everywhere_and_can_be_stopped() {
    let mut script = Script::new();
    script.world.borrow_mut().hold = true;
    script.press("<f8>/tmp/a.xlsx<enter>").shows("等待 1/2  不能用 1").shows("Esc 停止");
    script.press("<enter>").shows("有任务正在进行");
    script.press("<esc>").shows("正在停止").hides("等待 1/2");
}

#[test]
fn exchange_exports_and_takes_in() {
    let mut script = Script::new();
    script
        .press("<f9>")
        .shows("导出意见表（按项目）")
        .press("<tab>/tmp/意见.xlsx<enter>")
        .shows("31 行")
        .press("<esc>");
    script.press("<f9><space><space><space><space>").shows("收同事的交换包").press("<tab>/tmp/a.wxb<enter>");
    script.shows("新 198 条").shows("3 条等前面的操作到齐").shows("2 个目标因此有冲突");
}

#[test]
fn the_palette_finds_by_words_of_both_languages() {
    let mut script = Script::new();
    script.press(":台账").shows("整改要求一览").press("<enter>").shows("还没有整改要求");
    script.press(":app.home<enter>").shows("我的工作");
}

#[test]
fn leaving_asks_once_more_and_keeps_everything() {
    let mut script = Script::new();
    script.press("<ctrl-c>").shows("再按一次");
    assert!(!script.player.left);
    script.press("<down><ctrl-c>");
    assert!(!script.player.left, "another key in between");
    script.press("<ctrl-c>");
    assert!(script.player.left);
}

#[test]
fn a_signal_keeps_the_draft_and_leaves() {
    let mut script = Script::new();
    script.press("<f4><enter>7<tab>甲");
    script.player.handle(Msg::Leave);
    assert!(script.player.left);
    assert_eq!(script.world.borrow().drafts.len(), 1);
}

#[test]
fn a_dead_lane_is_told_calmly() {
    let mut script = Script::new();
    let problem = Problem::new(ProblemKind::Internal, "problem-internal").with("detail", "lane");
    script.player.handle(Msg::Reply(Reply::Fatal { problem }));
    script.shows("程序的一部分停止了").shows("已确认的内容都已保存");
}
