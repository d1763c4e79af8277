//! Finding at a real station: the same lines, facets, tables and views over a database.

use std::rc::Rc;

use wenxiao::engine::inline::Inline;
use wenxiao::text::Language;
use wenxiao::tui::play::{Format, PlayOptions, Player, Stage};

use crate::shared::Shared;
use crate::support::script::look;
use crate::support::{Desk, import, opine};

/// A reviewer at a station with two targets; an opinion was given on the second one.
struct Seat {
    desk: Desk,
    player: Player,
}

impl Seat {
    fn new() -> Seat {
        let desk = Desk::new();
        let mut station = desk.of("王敏");
        import(&mut station, &desk.targets());
        opine(&mut station, "老旧小区改造", 2, "写明电梯的台数与型号。");
        drop(station);
        Seat::at(desk)
    }

    fn at(desk: Desk) -> Seat {
        let inline = Rc::new(Inline::new(desk.open()));
        let replies = Rc::clone(&inline);
        let stage = Stage { engine: Box::new(Shared(inline)), replies: Box::new(move || replies.take()) };
        let player = Player::new(stage, (80, 24), look(Language::ZhCn), &PlayOptions::default());
        Seat { desk, player }
    }

    fn press(&mut self, keys: &str) -> &mut Seat {
        self.player.press(keys).expect("a key of the script does not exist");
        self
    }

    #[track_caller]
    fn shows(&mut self, words: &str) -> &mut Seat {
        let screen = self.player.picture(Format::Text).join("\n");
        assert!(screen.contains(words), "“{words}” is not on the screen:\n{screen}");
        self
    }

    #[track_caller]
    fn hides(&mut self, words: &str) -> &mut Seat {
        let screen = self.player.picture(Format::Text).join("\n");
        assert!(!screen.contains(words), "“{words}” is on the screen:\n{screen}");
        self
    }
}

#[test]
fn initials_fields_and_texts_find_targets() {
    let mut seat = Seat::new();
    seat.press("<f4>").shows("共 2 项 1,380.5万");
    seat.press("/jtj").shows("部门:交通局").press("<tab>").shows("共 1 项 120.5万").press("<enter>").shows("道路养护");
    seat.press("/<ctrl-u>养护里程<enter>").shows("共 1 项").shows("指标 1：【养护里程】");
    seat.press("/<ctrl-u>有整改<enter>").shows("共 1 项").shows("老旧小区改造");
}

#[test]
fn a_word_of_an_opinion_is_found_and_shown() {
    let mut seat = Seat::new();
    seat.press("<f4>/型号<enter>").shows("共 1 项").shows("意见（2）：").shows("【型号】");
}

#[test]
fn facets_and_tables_count_what_the_queue_counts() {
    let mut seat = Seat::new();
    seat.press("<f4><tab>").shows("住建局").shows("1,260.0万").shows("7 ").press("<esc>");
    seat.press("=1").shows("2 个值  共 2 项 1,380.5万").shows("50.0%").press("<end><enter>").shows("共 1 项");
    seat.press("1=<end><enter>").shows("频数：意见类别").shows("（没有意见）").shows("共 2 项 1,380.5万");
}

#[test]
fn a_filter_that_leaves_nothing_says_why_at_a_station_too() {
    let mut seat = Seat::new();
    seat.press("<f4>/交通局 >1000万<enter>").shows("去掉“交通局”有 1 项").shows("去掉“>1000万”有 1 项");
}

#[test]
fn views_and_the_order_outlive_the_program() {
    let mut seat = Seat::new();
    seat.press("<f4>/住建局<enter>-5'+改造<enter>").shows("视图“改造”已存。");
    let mut again = Seat::at(seat.desk);
    again.press("<f4>'").shows("1  改造").press("1").shows("筛选：住建局").shows("按单位 小到大").hides("道路养护");
    again.press("'+改造<enter>").shows("视图“改造”已存。").press("<esc>1'+改造<enter>").shows("已有另一个“改造”");
}
