//! An independent second review at real stations: keys in, screens out; the other's work on no page before both are done.

use std::sync::{Arc, OnceLock};

use wenxiao::engine::spot_check::{RecheckList, RecheckView};
use wenxiao::text::{Language, width};
use wenxiao::tui::look::{Look, Theme};
use wenxiao::tui::play::Format;

use crate::recheck::{Seat, VISIT, carry, colleagues, seat};
use crate::support::Desk;
use crate::support::script::look;

/// As [`VISIT`], with another figure for the third row and proof for the tenth.
const OTHER_VISIT: &str = "<home><space>2.7<enter><space>398<enter><space><space><space>83.3%<enter><space>部分达成70%<enter><space><space>88.4%<enter>";

const OPEN: &str = "<f5>/老旧<enter>";

/// Both have done it, and both stations have everything.
fn done() -> (Desk, Desk) {
    let (ours, theirs) = colleagues();
    let mut wang = seat(ours);
    wang.press(OPEN).press("&金额较大<enter>");
    let ours = wang.desk;
    carry(&ours, &theirs, "1.wxb");
    let mut wang = seat(ours);
    wang.press(OPEN).press(VISIT).press(".<enter>");
    let ours = wang.desk;
    carry(&ours, &theirs, "2.wxb");
    let mut li = seat(theirs);
    li.press(OPEN).press(OTHER_VISIT).press(".<enter>");
    let theirs = li.desk;
    carry(&theirs, &ours, "3.wxb");
    (ours, theirs)
}

/// A recheck in which two differ, for screens over an engine in memory. Made once: it takes two stations.
pub fn taken() -> (RecheckList, Arc<RecheckView>) {
    static TAKEN: OnceLock<(RecheckList, Arc<RecheckView>)> = OnceLock::new();
    let taken = TAKEN.get_or_init(|| {
        let (ours, _theirs) = done();
        let station = ours.open();
        let list = station.rechecks(None).unwrap();
        let (project, year) = station.evaluated("P0101", None).unwrap();
        (list, Arc::new(station.recheck(project, year).unwrap()))
    });
    taken.clone()
}

#[test]
fn each_sees_own_work_until_both_are_done() {
    let (ours, theirs) = colleagues();
    let mut wang = seat(ours);
    wang.press(OPEN).press("&").shows("要求两人独立复核").press("<enter>").shows("请写明理由");
    wang.press("金额较大<enter>").shows("另一人未完成").press("&").shows("你可以是其中一人").press("<esc>");
    wang.press("<home><down><down><down>412<enter>").shows("412");
    let ours = wang.desk;
    carry(&ours, &theirs, "1.wxb");
    let mut li = seat(theirs);
    li.press("<f5>-----").shows("双").press("<enter>").hides("412").shows("0/13");
    li.press("<home><down><down><down>").hides("412").press("398.5<enter>").shows("1/13");
    li.press("@+秘密台账<enter><esc>");
    li.press("<ctrl-o>").shows("398.5").hides("412").press("<esc>");
    let theirs = li.desk;
    carry(&theirs, &ours, "2.wxb");
    let mut wang = seat(ours);
    wang.press(OPEN).shows("1/13").hides("398.5").press("@").hides("秘密台账").press("<esc>");
    wang.press("<home><down><down><down><f1>").hides("398.5").hides("李强").press("<esc>");
    wang.press("<ctrl-o>").shows("412").hides("398.5").hides("秘密台账").press("<esc>");
    let mut wang = seat(wang.desk);
    wang.press(OPEN).press(VISIT).press(".<enter>").shows("另一人未完成").press("&").shows("你已完成").press("<esc>*");
    wang.shows("不能自己核对自己的结果");
    // Taken back it can be changed: nobody has seen it.
    wang.press("<backspace><enter>").press("<home><down><down><down>415<enter>").press(".<enter>");
    let ours = wang.desk;
    carry(&ours, &theirs, "3.wxb");
    let mut li = seat(theirs);
    li.press(OPEN).shows("另一人已完成").hides("415").press("<home><down><down><down>").hides("415").hides("王敏");
    li.press("&").shows("另一人已完成").hides("415");
}

#[test]
fn differences_are_settled_one_by_one_and_then_give_the_result() {
    let (ours, _theirs) = done();
    let mut wang = seat(ours);
    wang.press(OPEN).shows("两人都已完成 未定 2 处").press("<home><down><down><down>5").shows("差异请按 & 处理");
    wang.press("&").shows("甲 王敏 88.69良").shows("乙 李强").shows("未定 2 处").shows("412").shows("398");
    wang.press(".").shows("还有 2 处差异没有定");
    wang.press("<home>1").shows("改造户数").shows("412").press("<enter>").shows("请写明理由");
    wang.press("以验收单为准<enter>").shows("未定 1 处").shows("无佐证");
    // The next one: otherwise, with a value of its own.
    wang.press("<enter><enter>").shows("请填写另定的核实值").press("<esc>");
    wang.press("2检测报告属本年度<enter>").shows("都已定，按 . 出结果");
    wang.press("<home>").shows("定为 412（王敏）：以验收单为准");
    wang.press(".").shows("完成复核，得出结果？").press("<enter>").shows("已有结果");
    wang.press("1").press("再定<enter>").shows("已经有两人合成的结果").press("<esc><esc>").shows("（待核对）");
    wang.press("<ctrl-z>").shows("（复核中）").press("<ctrl-z>").shows("未定 1 处");
}

#[test]
fn where_there_is_no_second_person_a_reason_releases_it_and_one_gives_the_result() {
    let (ours, _theirs) = colleagues();
    let mut wang = seat(ours);
    wang.press(OPEN).press("&金额较大<enter>").press(VISIT).press(".<enter>").shows("另一人未完成");
    wang.press("&").shows("没有第二人，免去独立复核").shows("你已完成").press("<enter>").shows("请写明理由");
    wang.press("本科只有一人<enter>").shows("已免去第二人").shows("（待核对）").hides("另一人未完成");
    wang.press("&").shows("已由王敏免去第二人（本科只有一人）");
    wang.press("<ctrl-o>").shows("免去第二人独立复核：本科只有一人").press("<esc>");
    // Taken back while nobody has gone on; then waited for again.
    let mut wang = seat(wang.desk);
    wang.press(OPEN)
        .press("<ctrl-z>")
        .shows("另一人未完成")
        .hides("已免去第二人")
        .press("<ctrl-y>")
        .shows("已免去第二人");
    let mut english = Seat::at(wang.desk, (60, 20), look(Language::En));
    english.press(OPEN).shows("second released").press("&").shows("released by 王敏");
}

#[test]
fn line_mode_says_both_sides() {
    let (ours, _theirs) = done();
    let mut wang = seat(ours);
    wang.press(OPEN).press("&");
    let spoken = wang.player.app().spoken();
    assert_eq!(spoken.at, Some((1, 2)));
    assert!(spoken.row.contains("412") && spoken.row.contains("398"), "{}", spoken.row);
    assert!(spoken.more.iter().any(|(_, text)| text.contains("王敏")), "{:?}", spoken.more);
    wang.press("1");
    assert!(wang.player.app().spoken().once.iter().any(|line| line.contains("李强")));
}

/// Pages as they look, kept as files; they fit their windows, and lose no word without colours.
#[test]
fn the_pages_look_as_they_did() {
    let (mut desk, _theirs) = done();
    let pages = [("recheck", ""), ("differences", "&"), ("settle", "&<enter>")];
    let rooms = [((80, 24), "plain"), ((60, 24), "narrow"), ((120, 40), "wide")];
    for (size, room) in rooms {
        for language in Language::ALL {
            for (name, keys) in &pages {
                let mut looks: Vec<Look> = vec![look(language)];
                if language == Language::ZhCn && room == "plain" {
                    let mut mono = look(language);
                    mono.theme = Theme::named("mono");
                    looks.push(mono);
                }
                let mut screens: Vec<String> = Vec::new();
                for look in looks {
                    let mut seat = Seat::at(desk, size, look);
                    seat.press(OPEN).press(keys);
                    screens.push(seat.screen());
                    if screens.len() == 2 {
                        let ansi = seat.player.picture(Format::Ansi).join("\n");
                        assert!(!ansi.contains("\u{1b}[3") && !ansi.contains("\u{1b}[9"), "{name} has colours");
                    }
                    desk = seat.desk;
                }
                let screen = &screens[0];
                assert!(screen.lines().all(|line| width::width(line) <= usize::from(size.0)), "{screen}");
                assert!(screens.iter().all(|other| other == screen), "{name}");
                insta::assert_snapshot!(format!("second-{name}-{room}-{}", language.tag()), screen);
            }
        }
    }
}
