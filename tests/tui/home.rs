//! The home page, own figures, and what is counted of one's own keys.

use std::collections::BTreeMap;
use std::rc::Rc;

use wenxiao::engine::inline::Inline;
use wenxiao::engine::request::{Engine, Reply, Request};
use wenxiao::model::event::Stamp;
use wenxiao::model::problem::Problem;
use wenxiao::text::Language;
use wenxiao::tui::command::{Home, Review};
use wenxiao::tui::msg::Msg;
use wenxiao::tui::play::{Format, PlayOptions, Player, Stage};

use crate::support::Desk;
use crate::support::fake::{World, stage};
use crate::support::script::{Script, look};

/// Keys counted so far, by screen and command: uses and keys.
fn counted(script: &mut Script) -> BTreeMap<(String, String), (u64, u64)> {
    script.press("<f2>-4");
    let world = script.world.borrow();
    world
        .habits
        .lines
        .iter()
        .map(|line| ((line.screen.clone(), line.command.clone()), (line.uses, line.keys)))
        .collect()
}

#[test]
fn home_tells_how_far_it_is_how_fast_and_how_long_the_rest_takes() {
    let mut script = Script::new();
    script.shows("已审结 0/12 项  0.0%").shows("[----").shows("金额 0/8,904 万元");
    script.shows("今天 每小时 84 次决定").shows("近 7 个工作日 每小时 46 次决定");
    // Twenty-nine results in seven and a half hours; twelve are left.
    script.shows("余下按项数 约 3 小时").shows("余下按金额 约 4 小时");
    script.press("<f4><down><enter>.<enter><f2>");
    script.shows("已审结 1/12 项  8.3%").shows("[##--").shows("其中我审结 1 项 86 万元");
}

#[test]
fn figures_on_screen_change_with_an_undo_and_with_an_import_without_leaving_the_page() {
    let mut script = Script::new();
    script.press("<f4><down><enter>.<enter><f2>").shows("已审结 1/12 项");
    script.press("<ctrl-z>").shows("已审结 0/12 项").shows("Ctrl+Y 重做");
    script.press("<ctrl-y>").shows("已审结 1/12 项");
    let asked = |script: &Script| {
        script.world.borrow().log.iter().filter(|request| matches!(request, Request::LoadHome { .. })).count()
    };
    let before = asked(&script);
    script.player.handle(Msg::Reply(Reply::DataChanged));
    assert_eq!(asked(&script), before + 1);
    // Under another page nobody looks: it asks when it shows again.
    script.press("<f4><enter>");
    let before = asked(&script);
    script.press("<space><space>");
    assert_eq!(asked(&script), before);
    script.press("<f2>").hides("稍后").press("<f4><enter>,<f2>").shows("稍后 1 条 (1 项)");
}

#[test]
fn going_on_returns_to_the_row_with_its_filter_and_says_what_is_gone() {
    let mut script = Script::new();
    script.press("<f4>/教育局<enter><enter>#3<enter><f2>").shows("上次停在：").shows("第 3 条");
    // Another session.
    let world = script.world.clone();
    let mut later = Script::on(world, (80, 24), Language::ZhCn);
    later
        .press("<enter>")
        .shows(">   3 服务")
        .shows("教育局 P0002")
        .press("<esc>")
        .shows("筛选：教育局")
        .shows("共 2 项");
    let world = later.world.clone();
    let gone = world.borrow().projects[2].form.project();
    world.borrow_mut().place.as_mut().unwrap().project = wenxiao::model::ids::ProjectKey([0xEE; 16]);
    assert_ne!(gone, wenxiao::model::ids::ProjectKey([0xEE; 16]));
    let mut later = Script::on(world, (80, 24), Language::ZhCn);
    later.shows("该项目已不在库中").press("<enter>").shows("上次停下的项目已不在库中").shows("筛选：教育局");
}

#[test]
fn figures_have_four_pages_and_numbers_lead_to_their_rows() {
    let mut script = Script::new();
    script.press("-").shows("[1 我的速度]").shows("2025-06-11").shows("相隔不到 10 分钟").shows("####");
    script.press("<enter>").shows("操作记录").press("<esc>").shows("[1 我的速度]");
    // Two opinions of one class, one of another.
    script.press("<f4><enter>1<enter>1<enter><f4><down><enter>7<enter>");
    script.press("<f2>-2").shows("[2 意见类别]").shows("2#").shows("全部部门：全部类别 4 条，占全部意见 100%");
    script.press("<down>").shows("住建局：全部类别 2 条，占全部意见 50.0%");
    script.press("<right>").shows("住建局：1 要素缺失不完整 2 条").shows("[2#]");
    script.press("<enter>").shows("类1").press("<esc>").shows("[2#]");
    script.press("3").shows("[3 审核状态]").shows("待审万元").press("<up><right><right><right>");
    script.shows("全部部门：在审 2 项").press("<enter>").shows("在审").shows("共 2 项");
}

#[test]
fn a_recorded_session_is_counted_key_by_key() {
    let mut script = Script::new();
    // f4, enter, space, space, !, 7, tab, text, ctrl-s, W (nothing), f2
    script.press("<f4><enter><space><space>!7<tab>请量化指标<ctrl-s>W<f2>");
    let counted = counted(&mut script);
    let of = |screen: &str, command: &str| counted.get(&(screen.to_owned(), command.to_owned())).copied();
    assert_eq!(of("home", "app.queue"), Some((1, 1)));
    assert_eq!(of("queue", "list.open"), Some((1, 1)));
    assert_eq!(of("review", "review.pass"), Some((2, 2)));
    assert_eq!(of("review", "review.return"), Some((1, 1)));
    assert_eq!(of("review", "class.7"), Some((1, 1)));
    assert_eq!(of("review", ""), Some((0, 1)), "a key without a meaning");
    assert_eq!(of("editor", "editor.next-area"), Some((1, 1)), "{counted:?}");
    assert_eq!(of("editor", "editor.save"), Some((1, 1)));
    let keys: u64 = counted.values().map(|(_, keys)| keys).sum();
    // Eleven of the session but the text, and f2 and - of the way to the page; 4 is pressed after it was asked for.
    assert_eq!(keys, 10 + 2);
    let world = script.world.borrow();
    let day = &world.habits.days[0];
    assert_eq!((day.keys, day.typed, day.decisions, day.projects), (12, 5, 4, 0));
    drop(world);
    script.shows("每次决定 3.0 键").shows("4 次决定，另输入 5 字").shows("无问题").shows("该页没有的键");
    let habits = script.player.app().look().familiar.borrow();
    assert_eq!(habits.used(Review::Pass.into()), 2);
    assert_eq!(habits.last_used(Review::Pass.into()), Some(jiff::civil::date(2025, 6, 12)));
}

#[test]
fn seconds_per_decision_come_from_the_moments_of_the_keys() {
    let mut script = Script::new();
    let start = PlayOptions::default().now.0 >> 16;
    let at = |script: &mut Script, second: u64, keys: &str| {
        script.player.at(Stamp((start + second * 1000) << 16));
        script.press(keys);
    };
    at(&mut script, 0, "<f4>");
    at(&mut script, 1, "<enter>");
    at(&mut script, 4, "<space>");
    at(&mut script, 6, "<space>");
    // Lunch: two minutes of it count.
    at(&mut script, 4_006, "<space>");
    // What was refused is no decision; its time goes to the next.
    script.world.borrow_mut().fail_next = Some(Problem::refused("problem-target-changed"));
    at(&mut script, 4_008, ",");
    at(&mut script, 4_010, "<esc><esc>");
    at(&mut script, 4_011, "<f4><down><enter>!");
    at(&mut script, 4_012, "<f2>-4");
    let world = script.world.borrow();
    let day = &world.habits.days[0];
    assert_eq!(day.seconds.iter().map(|(s, n)| (*s, *n)).collect::<Vec<_>>(), [(2, 1), (4, 1), (5, 1), (120, 1)]);
    drop(world);
    script.shows("中位 4 秒");
}

#[test]
fn counts_are_handed_over_seldom_and_when_one_leaves() {
    let mut script = Script::new();
    let saved = |script: &Script| {
        script.world.borrow().log.iter().filter(|request| matches!(request, Request::SaveHabits { .. })).count()
    };
    script.press("<f4><enter><space><space><space><esc><esc>");
    assert_eq!(saved(&script), 0, "within one minute nothing is written");
    let start = PlayOptions::default().now.0 >> 16;
    script.player.at(Stamp((start + 61_000) << 16));
    script.press("<down>");
    assert_eq!(saved(&script), 1);
    script.press("<f4><ctrl-c><ctrl-c>");
    assert!(script.player.left);
    assert_eq!(saved(&script), 2);
    let keys: u64 = script.world.borrow().habits.lines.iter().map(|line| line.keys).sum();
    assert_eq!(keys, 7 + 1 + 3);
}

#[test]
fn counting_can_be_cleared_and_turned_off() {
    let mut script = Script::new();
    script.press("<f4><enter><space><f2>-4<delete>").shows("再按一次").press("<down><delete>").shows("再按一次");
    script.press("<delete>").shows("按键统计已清除");
    assert_eq!(script.world.borrow().habits.lines, []);
    assert_eq!(script.player.app().look().familiar.borrow().used(Review::Pass.into()), 0);

    let world = World::sample();
    let mut quiet = look(Language::ZhCn);
    quiet.settings.count_keys = false;
    let mut player = Player::new(stage(&world), (80, 24), quiet, &PlayOptions::default());
    player.press("<f4><enter><space>!7<tab>x<ctrl-s><f2>-4<ctrl-c><ctrl-c>").unwrap();
    assert!(world.borrow().log.iter().all(|request| !matches!(request, Request::SaveHabits { .. })));
}

/// The screens over a real station in a folder; opening it again is another session.
fn real(desk: &Desk) -> Player {
    struct Shared(Rc<Inline>);
    impl Engine for Shared {
        fn post(&self, request: Request) {
            self.0.post(request);
        }
    }
    let inline = Rc::new(Inline::new(desk.open()));
    let replies = Rc::clone(&inline);
    let stage = Stage { engine: Box::new(Shared(inline)), replies: Box::new(move || replies.take()) };
    let session = uuid::Uuid::now_v7().to_string();
    Player::new(stage, (80, 24), look(Language::ZhCn), &PlayOptions { session, ..PlayOptions::default() })
}

#[track_caller]
fn shows(player: &Player, words: &str) {
    let screen = player.picture(Format::Text).join("\n");
    assert!(screen.contains(words), "“{words}” is not on the screen:\n{screen}");
}

#[test]
fn behind_a_number_stand_as_many_rows_as_it_says() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    crate::support::import(&mut station, &desk.targets());
    drop(station);
    let mut player = real(&desk);
    shows(&player, "已审结 0/2 项");
    // The small one is closed; an opinion is given in the large one.
    player.press("<f4>/道路<enter><enter>.<enter><f2><f4>/老旧<enter><enter>7<enter><f2>").unwrap();
    shows(&player, "已审结 1/2 项  50.0%");
    shows(&player, "其中我审结 1 项 120 万元");
    player.press("-3").unwrap();
    for (column, said) in [("<right><right><right>", "在审 1 项"), ("<right><right>", "通过 1 项")] {
        player.press(column).unwrap();
        shows(&player, said);
        player.press("<enter>").unwrap();
        shows(&player, "共 1 项");
        player.press("<esc>").unwrap();
    }
    player.press("2<down>").unwrap();
    shows(&player, "住建局：");
    player.press("<enter>").unwrap();
    shows(&player, "老旧小区改造");
    shows(&player, "共 1 项");
}

#[test]
fn the_exact_row_is_there_again_after_a_restart_and_after_the_target_changed() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    crate::support::import(&mut station, &desk.targets());
    drop(station);
    let mut player = real(&desk);
    player.press("<f4>/改造<enter><enter>#2<enter><f2><ctrl-c><ctrl-c>").unwrap();
    drop(player);
    let mut player = real(&desk);
    shows(&player, "上次停在：老旧小区改造 第 2 条");
    player.press("<enter>").unwrap();
    shows(&player, ">   2 数量 加装电梯");
    player.press("<esc>").unwrap();
    shows(&player, "筛选：改造");
    player.press("<ctrl-c><ctrl-c>").unwrap();
    drop(player);
    // Another version of it is there meanwhile; the row is the same.
    let path = desk.path("目标.csv");
    std::fs::write(&path, crate::support::TARGETS.replace("适量", "12")).unwrap();
    crate::support::import(&mut desk.open(), &path);
    let mut player = real(&desk);
    player.press("<enter>").unwrap();
    shows(&player, ">   2 数量 加装电梯");
    shows(&player, "12");
    // What was counted in the sessions before is known in the next one.
    player.press("<f2><ctrl-c><ctrl-c>").unwrap();
    drop(player);
    let player = real(&desk);
    let habits = player.app().look().familiar.borrow();
    assert_eq!((habits.used(Home::Continue.into()), habits.used(Review::Jump.into())), (2, 1));
}
