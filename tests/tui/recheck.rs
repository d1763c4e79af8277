//! Rechecks at a real station: keys in, points out, for the twelve rows of a self-evaluation of which a visit found some
//! wrong.

use std::rc::Rc;
use std::sync::{Arc, OnceLock};

use wenxiao::engine::inline::Inline;
use wenxiao::engine::request::ImportOptions;
use wenxiao::engine::spot_check::{RecheckList, RecheckView};
use wenxiao::text::{Language, width};
use wenxiao::tui::look::{Look, Theme};
use wenxiao::tui::play::{Format, PlayOptions, Player, Stage};

use crate::shared::Shared;
use crate::support::script::look;
use crate::support::{Desk, go_on, import};

pub(crate) const EVALUATION: &str = include_str!("../data/recheck/自评.csv");

/// What the visit found, from the execution rate down: four values, one row without evidence, the rest agrees.
pub(crate) const VISIT: &str = "<home><space>2.7<enter><space>412<enter><space><space><space>83.3%<enter><space>部分达成70%<enter>!<space>88.4%<enter>";

/// Somebody before a station that has the self-evaluation.
pub(crate) struct Seat {
    pub(crate) desk: Desk,
    pub(crate) player: Player,
}

impl Seat {
    pub fn new() -> Seat {
        let desk = Desk::new();
        let mut station = desk.of("王敏");
        let path = desk.path("自评.csv");
        std::fs::write(&path, EVALUATION).unwrap();
        station.import(&[path], &ImportOptions::default(), &mut go_on).unwrap();
        drop(station);
        Seat::at(desk, (80, 24), look(Language::ZhCn))
    }

    pub(crate) fn at(desk: Desk, size: (u16, u16), look: Look) -> Seat {
        let inline = Rc::new(Inline::new(desk.open()));
        let replies = Rc::clone(&inline);
        let stage = Stage { engine: Box::new(Shared(inline)), replies: Box::new(move || replies.take()) };
        // Names of acts of one run must not be those of another one.
        let session = uuid::Uuid::now_v7().to_string();
        let player = Player::new(stage, size, look, &PlayOptions { session, ..PlayOptions::default() });
        Seat { desk, player }
    }

    /// The same database in another window.
    pub(crate) fn again(self, size: (u16, u16), look: Look) -> Seat {
        Seat::at(self.desk, size, look)
    }

    /// On the page of the recheck.
    pub fn open() -> Seat {
        let mut seat = Seat::new();
        seat.press("<f5>/老旧<enter>");
        seat
    }

    pub(crate) fn press(&mut self, keys: &str) -> &mut Seat {
        self.player.press(keys).expect("a key of the script does not exist");
        self
    }

    pub(crate) fn screen(&self) -> String {
        self.player.picture(Format::Text).join("\n")
    }

    #[track_caller]
    pub(crate) fn shows(&mut self, words: &str) -> &mut Seat {
        let screen = self.screen();
        assert!(screen.contains(words), "“{words}” is not on the screen:\n{screen}");
        self
    }

    #[track_caller]
    pub(crate) fn hides(&mut self, words: &str) -> &mut Seat {
        let screen = self.screen();
        assert!(!screen.contains(words), "“{words}” is on the screen:\n{screen}");
        self
    }
}

/// A recheck in the middle of its work, for screens over an engine in memory.
pub fn taken() -> (RecheckList, Arc<RecheckView>) {
    static TAKEN: OnceLock<(RecheckList, Arc<RecheckView>)> = OnceLock::new();
    let take = || {
        let mut seat = Seat::open();
        seat.press("@+国库支付台账<tab>第3页<enter><enter>").press(VISIT);
        let station = seat.desk.open();
        let list = station.rechecks(None).unwrap();
        let (project, year) = station.evaluated("P0101", None).unwrap();
        (list, Arc::new(station.recheck(project, year).unwrap()))
    };
    TAKEN.get_or_init(take).clone()
}

#[test]
fn a_visit_typed_row_by_row_gives_the_points_and_what_is_still_possible() {
    let mut seat = Seat::open();
    seat.shows("自评 100.00优").shows("按自评值重算 99.51").shows("差 -0.49").shows("0/13");
    seat.press(VISIT).shows("按核实值 88.69良").shows("差 -11.31").shows("最高 94.69").shows("13/13").shows("较大差异");
}

/// The line on which the cursor stands.
fn chosen(seat: &Seat) -> String {
    seat.screen().lines().find(|line| line.starts_with("| >")).unwrap_or_default().to_owned()
}

#[test]
fn the_cursor_goes_to_the_next_open_row_and_undo_leads_back() {
    let mut seat = Seat::open();
    seat.press(" ").press("2.7<enter>");
    assert!(chosen(&seat).contains("项目总成本"), "{}", seat.screen());
    seat.shows("-0.74").shows("2/13").press("<ctrl-z>").hides("-0.74").shows("1/13");
    assert!(chosen(&seat).contains("户均改造成本"), "undo leads to the row it undid\n{}", seat.screen());
    // A row that is passed over stays open and comes last.
    seat.press("<down>").press("  ");
    assert!(chosen(&seat).contains("改造小区数"), "{}", seat.screen());
    seat.press("]");
    assert!(chosen(&seat).contains("加装电梯"), "{}", seat.screen());
    seat.press("<home>]");
    assert!(chosen(&seat).contains("户均改造成本"), "the open row, not those that agree\n{}", seat.screen());
    seat.press("[");
    assert!(chosen(&seat).contains("预算执行"), "its points are others than filed\n{}", seat.screen());
}

#[test]
fn while_a_value_is_typed_signs_belong_to_it_and_chinese_ones_count() {
    let mut seat = Seat::open();
    seat.press("<down>２。7").shows("[2。7").shows("[输入]").press("<enter>").shows("2.7").shows("-0.74");
    seat.press("<down>4!.,").shows("[4!.,").press("<esc>").hides("[4!.,").shows("1/13");
    // Enter opens what was found before; an empty value is no value.
    seat.press("<home><down><enter>").shows("[2.7").press("<ctrl-u><enter>").shows("核实值是空的").press("<esc>");
    seat.press("达成").shows("[达成").press("<esc>").hides("[达成").shows("1/13");
}

#[test]
fn a_value_in_another_unit_is_not_computed_and_says_so() {
    let mut seat = Seat::open();
    seat.hides("未重算").press("<down><down><down>78%<enter><up>").shows("计量单位不同");
    assert!(chosen(&seat).contains("78%") && chosen(&seat).contains("未重算"), "{}", seat.screen());
    seat.press("<ctrl-z>").hides("未重算");
}

#[test]
fn what_cannot_be_is_refused_with_its_reason_and_the_cursor_is_there() {
    let mut seat = Seat::open();
    seat.press("<down>.").shows("还有 13 条没有核实，先到第 0 条");
    assert!(chosen(&seat).contains("预算执行"), "{}", seat.screen());
    seat.press("很多<enter>").shows("读不成执行数").shows("0/13");
    assert!(chosen(&seat).contains("预算执行"), "{}", seat.screen());
    seat.press("!").shows("预算执行率按国库执行数核实").shows("0/13");
    for key in ["*", "_", "<backspace>"] {
        seat.press(key).shows("还没有已完成的复核结果");
    }
    seat.press("w").shows("没有作用");
    seat.press("+<enter>").shows("请写明理由").press("<esc>").shows("待复核");
    seat.press("+<tab>档案封存，无法取证<enter>").shows("未能复核").shows("王敏：拒不提供");
    seat.press("<ctrl-z>").shows("待复核");
}

#[test]
fn a_result_is_shown_with_what_follows_and_nothing_below_it_changes() {
    let mut seat = Seat::open();
    seat.press(VISIT).press(".").shows("完成复核，得出结果？").shows("按核实值 88.69良").shows("较大差异");
    seat.shows("要求整改，记入部门考核").shows("待补佐证若全部补齐：94.69优").press("<enter>").shows("（待核对）");
    for keys in ["<home>5", " ", "!", "<delete>", ".", "+"] {
        seat.press(keys).shows("复核已完成，不能再改。按 Backspace 撤回").shows("按核实值 88.69良");
    }
    seat.press("*").shows("不能自己核对自己的结果");
    seat.press("<esc>").shows("“要做的”这一类没有").press("--").shows("88.69").shows("-11.31").shows("待核对 · 1 项");
    seat.press("<enter><backspace>").shows("撤回自己的复核结果？").press("<esc>").shows("（待核对）");
    seat.press("<backspace><enter>").shows("（复核中）").press("<end>95%<enter>").hides("88.4%").shows("95%");
}

#[test]
fn papers_are_registered_and_chosen_for_a_row() {
    let mut seat = Seat::open();
    seat.press("<home><down><down><down>@").shows("还没有登记佐证").press(" ").shows("还没有佐证可选");
    let file = seat.desk.path("验收.pdf");
    std::fs::write(&file, "竣工验收单").unwrap();
    let typed = format!("竣工验收单<tab>第3页<tab>{}<tab>住建局<enter>", file.display());
    seat.press("+<enter>").shows("佐证要有名称").press(&typed);
    seat.shows("[x] @1").shows("数据来源：住建局").shows("文件名：验收.pdf").hides("/验收.pdf");
    // They wait for what is found.
    seat.press("<enter>").shows("随这一条的核实值一起保存").shows("@1").press("<tab>缺38户<enter>412<enter><up>");
    assert!(chosen(&seat).contains("412") && chosen(&seat).contains("@1"), "{}", seat.screen());
    seat.shows("佐证 @1").shows("缺38户");
    // Taken off again, the finding stays.
    seat.press("@ ").shows("[ ] @1").press("<enter>").shows("412");
    assert!(!chosen(&seat).contains("@1"), "{}", seat.screen());
    // A paper is everybody's: the row without evidence says that it is asked for.
    seat.press("<end>!<end>").shows("待补");
}

/// Two people with a station each; the first one has the self-evaluation, and the second one got it.
pub(crate) fn colleagues() -> (Desk, Desk) {
    let (ours, theirs) = (Desk::new(), Desk::new());
    let (mut a, mut b) = (ours.of("王敏"), theirs.of("李强"));
    a.enrol(&b.key_card().unwrap()).unwrap();
    b.enrol(&a.key_card().unwrap()).unwrap();
    let path = ours.path("自评.csv");
    std::fs::write(&path, EVALUATION).unwrap();
    a.import(&[path], &ImportOptions::default(), &mut go_on).unwrap();
    drop((a, b));
    carry(&ours, &theirs, "0.wxb");
    (ours, theirs)
}

pub(crate) fn carry(from: &Desk, to: &Desk, name: &str) {
    let path = from.path(name);
    from.open().export_bundle(&path, true, None, &mut go_on).unwrap();
    to.open().import_bundles(&[path], &mut go_on).unwrap();
}

pub(crate) fn seat(desk: Desk) -> Seat {
    Seat::at(desk, (80, 24), look(Language::ZhCn))
}

#[test]
fn a_second_person_checks_and_the_unit_objects() {
    let (ours, theirs) = colleagues();
    let mut wang = seat(ours);
    wang.press("<f5>/老旧<enter>").press(VISIT).press(".<enter>").shows("（待核对）");
    let ours = wang.desk;
    carry(&ours, &theirs, "1.wxb");
    let mut li = seat(theirs);
    li.press("<f5>--<enter>").shows("（待核对）").press("<backspace>").shows("这不是您的结果");
    li.press("*<space><enter>").shows("请写明理由").press("<tab>第9条无原始记录<enter>").shows("（退回）");
    li.shows("李强 退回：第9条无原始记录").press("<ctrl-z>").shows("（待核对）");
    li.press("*<enter>").shows("（已核对）").press("_<enter>").shows("请写明理由");
    li.press("能耗已有检测报告<enter>").shows("（有异议）").shows("单位异议，还没有答复：能耗已有检测报告");
    li.press("_").shows("答复单位异议").press("<tab>报告不属本年度<enter>").shows("（已核对）").hides("还没有答复");
}

#[test]
fn two_findings_of_a_row_stand_with_names_until_somebody_settles_them() {
    let (ours, theirs) = colleagues();
    let row = "<f5>/老旧<enter><home><down><down><down>";
    let mut wang = seat(ours);
    wang.press(row).press("412<enter>");
    let mut li = seat(theirs);
    li.press(row).press("420<enter>");
    let (ours, theirs) = (wang.desk, li.desk);
    carry(&ours, &theirs, "1.wxb");
    let mut li = seat(theirs);
    li.press("<f5>").shows("意见不一").press("<enter><home><down><down><down>");
    assert!(chosen(&li).contains("意见不一"), "{}", li.screen());
    li.shows("王敏：412").shows("李强：420").shows("0/13").press("415<enter><up>");
    // Another value does not settle it, whoever comes last; the same value does.
    li.shows("王敏：412").shows("李强：415").shows("0/13").press("412<enter><up>").shows("1/13").hides("王敏：412");
    assert!(chosen(&li).contains("412"), "{}", li.screen());
}

#[test]
fn the_list_says_what_is_missing_and_never_judges_what_was_not_drawn() {
    let desk = Desk::new();
    drop(desk.of("王敏"));
    let mut empty = Seat::at(desk, (80, 24), look(Language::ZhCn));
    empty.press("<f5>").shows("还没有自评表，没有可抽查的");
    let mut seat = Seat::new();
    import(&mut seat.desk.open(), &seat.desk.targets());
    seat.press("3").shows("2024 年有自评项目 1 项，还没有抽取").shows("随机 0 项 0.00%（不到 10%）");
    seat.press("/没有这样的<enter>").shows("没有选中任何项目").press("<ctrl-u>老旧<enter> <esc>");
    seat.shows("另行复核").shows("复核中").shows("已完成 0 项，还有 1 项；另行复核 1 项");
    seat.shows("随机 0 项 0.00%（不到 10%）").press("<f2>").shows("抽查复核 待复核 1 项 待核对 0 项");
}

#[test]
fn line_mode_says_the_row_its_value_and_how_its_points_come_about() {
    let mut seat = Seat::open();
    seat.press(VISIT).press("<home><down><down><down>");
    let spoken = seat.player.app().spoken();
    assert_eq!(spoken.at, Some((4, 13)));
    assert!(spoken.row.contains("改造户数") && spoken.row.contains("核实值 412"), "{}", spoken.row);
    assert!(spoken.more.iter().any(|(_, text)| text.contains("7.32")), "{:?}", spoken.more);
    seat.press("5");
    assert_eq!(seat.player.app().spoken().field.map(|field| field.value).as_deref(), Some("5"));
}

/// Pages as they look, kept as files; they fit their windows, and lose no word without colours.
#[test]
fn the_pages_look_as_they_did() {
    let visit = format!("<f5>/老旧<enter>{VISIT}");
    let pages = [
        ("list", format!("{visit}.<enter><esc>--")),
        ("rows", format!("{visit}<home><down><down><down>")),
        ("typing", "<f5>/老旧<enter><down><down><down>412".to_owned()),
        ("finish", format!("{visit}.")),
        ("papers", "<f5>/老旧<enter>@+国库支付台账<tab>第3页<enter>".to_owned()),
    ];
    let rooms = [((80, 24), "plain"), ((60, 24), "narrow"), ((120, 40), "wide")];
    for (size, room) in rooms {
        for language in Language::ALL {
            for (name, keys) in &pages {
                let mut seat = Seat::new().again(size, look(language));
                seat.press(keys);
                let screen = seat.screen();
                assert!(screen.lines().all(|line| width::width(line) <= usize::from(size.0)), "{screen}");
                insta::assert_snapshot!(format!("{name}-{room}-{}", language.tag()), screen);
                if language == Language::ZhCn && room == "plain" {
                    let mut mono = look(language);
                    mono.theme = Theme::named("mono");
                    let mut bare = Seat::new().again(size, mono);
                    bare.press(keys);
                    assert_eq!(bare.screen(), screen, "{name}");
                    let ansi = bare.player.picture(Format::Ansi).join("\n");
                    assert!(!ansi.contains("\u{1b}[3") && !ansi.contains("\u{1b}[9"), "{name} has colours");
                }
            }
        }
    }
}
