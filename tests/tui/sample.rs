//! Sampling at a real station: planned, sealed, drawn and published by keys.

use std::rc::Rc;

use wenxiao::engine::inline::Inline;
use wenxiao::engine::request::ImportOptions;
use wenxiao::model::form::FormKind;
use wenxiao::text::Language;
use wenxiao::tui::play::{Format, PlayOptions, Player, Stage};

use crate::shared::Shared;
use crate::support::script::look;
use crate::support::{Desk, go_on};

/// Somebody who draws, at a station with 40, 12 and 3 self-evaluations.
pub(crate) struct Seat {
    pub(crate) desk: Desk,
    pub(crate) player: Player,
}

impl Seat {
    pub(crate) fn new() -> Seat {
        Seat::of((80, 24), Language::ZhCn)
    }

    pub(crate) fn of(size: (u16, u16), language: Language) -> Seat {
        let desk = Desk::new();
        let mut station = desk.of("王敏");
        let mut list =
            "项目代码,项目名称,主管部门,预算单位,一级指标,二级指标,三级指标,指标性质,指标值,度量单位,完成值,权重,得分\n"
                .to_owned();
        for (department, count) in [("住建局", 40), ("教育局", 12), ("档案馆", 3)] {
            for number in 1..=count {
                list.push_str(&format!(
                    "{department}{number:03},{department}项目{number},{department},{department}中心,产出指标,数量指标,完成数量,≥,30,件,31,90,90\n"
                ));
            }
        }
        let path = desk.path("自评清单.csv");
        std::fs::write(&path, list).unwrap();
        let kind = Some(FormKind::SelfEvaluation);
        let options = ImportOptions { year: Some(2024), kind, ..ImportOptions::default() };
        station.import(&[path], &options, &mut go_on).unwrap();
        drop(station);
        Seat::at(desk, size, language)
    }

    pub(crate) fn at(desk: Desk, size: (u16, u16), language: Language) -> Seat {
        let inline = Rc::new(Inline::new(desk.open()));
        let replies = Rc::clone(&inline);
        let stage = Stage { engine: Box::new(Shared(inline)), replies: Box::new(move || replies.take()) };
        let mut player = Player::new(stage, size, look(language), &PlayOptions::default());
        player.press("<ctrl-b>").unwrap();
        Seat { desk, player }
    }

    pub(crate) fn press(&mut self, keys: &str) -> &mut Seat {
        self.player.press(keys).expect("a key of the script does not exist");
        self
    }

    pub(crate) fn screen(&mut self) -> String {
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

/// From the rate to the sources: six fields on; then sealed. What was just changed is looked at first.
pub(crate) const SEAL: &str = "<enter><tab><tab><tab><tab><tab><tab><tab>十面骰20次;开奖号码<enter><enter>";
pub(crate) const SEED: &str =
    "47102938561029384756<tab>47102938561029384756<tab><tab>03 07 12 19<tab>03 07 12 19<tab> <tab>张某|纪检组";

#[test]
fn a_plan_says_what_it_could_prove_and_weak_departments_are_raised() {
    let mut seat = Seat::new();
    seat.shows("自评 55 项").shows("3 个部门中 3 个").shows("66.67%").shows("还没有封存过");
    seat.press("<enter>").shows("6/55 = 10.90% 达标（须 6 项）").shows("档案馆 3 抽 1 <=66.67% !");
    seat.press("<ctrl-u>ten<tab>").shows("读不懂").press("<shift-tab><ctrl-u>20%<tab>").shows("11/55 = 20.00%");
    seat.press("<ctrl-t>").shows("每个部门全好时都能说").shows("档案馆=3");
    seat.press("<ctrl-d>").shows("各部门").press("<end>").shows("3/3").press("+").shows("没有需要加抽");
    seat.press("<enter><esc><esc>").hides("4 抽取公示");
}

#[test]
fn each_field_of_a_plan_says_what_belongs_into_it() {
    let mut seat = Seat::new();
    seat.press("<enter>").shows("占自评项目的比例").shows("2/13");
    seat.press("<tab><tab>").shows("部门=项数").shows("Ctrl+T 自动填").hides("占自评项目的比例").shows("4/13");
    let mut told = std::collections::BTreeSet::new();
    for _ in 0..13 {
        let screen = seat.screen();
        told.insert(screen.lines().skip(13).take(7).collect::<Vec<_>>().join("\n"));
        seat.press("<tab>");
    }
    assert_eq!(told.len(), 13, "{told:?}");
}

#[test]
fn why_a_step_is_refused_is_read_to_its_end() {
    let mut seat = Seat::new();
    seat.press("<enter>").shows("Enter 封存");
    seat.press("<enter>").shows("封存时要写明种子取自何处").shows("不能有“|”").hides("Enter 封存");
    seat.press("<tab>").hides("不能有“|”").shows("Enter 封存");
}

#[test]
fn a_population_is_sealed_and_drawn_with_values_typed_twice() {
    let mut seat = Seat::new();
    seat.press(SEAL).shows("封存 55 项和方案（种子来源 2 处）").press("<esc>").shows("2/4 步").press("<enter><enter>");
    seat.shows("3/4 步").shows("总体指纹").shows("十面骰20次").shows("没有见证人");
    // Leaving loses nothing that was sealed.
    seat.press("<esc>").hides("4 抽取公示").press("<ctrl-b>").shows("3/4 步");
    seat.press("<enter>").shows("还没有结果");
    seat.press("47102938561029384756<tab>4710<enter>").shows("两遍输的不同").shows("3/4 步");
    seat.press("<shift-tab><ctrl-u>")
        .press(SEED)
        .shows("可作公开取种")
        .press("<enter>")
        .shows("现在抽取")
        .press("<esc>");
    seat.shows("3/4 步").press("<enter><enter>").shows("4/4 步").shows("名单指纹").shows("1/6").shows("住建局");
    seat.press("<delete>").shows("不能作废");
    let folder = seat.desk.path("公示");
    seat.press("<enter><enter>").shows("路径").press(&format!("{}<enter>", folder.display())).shows("个文件到");
    for name in ["population.tsv", "notice.txt", "record.html", "redraw.py", "drawn.tsv"] {
        assert!(folder.join(name).is_file(), "{name}");
    }
    seat.press("=").press(&format!("{}<enter>", folder.display())).shows("个文件到");
    let mut again = Seat::at(seat.desk, (80, 24), Language::ZhCn);
    again.shows("4/4 步").press("<ctrl-g>").shows("2/4 步");
}

#[test]
fn what_was_sealed_is_given_up_with_a_reason() {
    let mut seat = Seat::new();
    seat.press("<ctrl-x>").shows("还没有封存");
    seat.press(SEAL).press("<enter>").shows("3/4 步");
    seat.press("<ctrl-x><enter>")
        .hides("已作废")
        .press("漏了一个部门<enter>")
        .shows("1/4 步")
        .shows("已作废")
        .shows("漏了一个部门");
}

#[test]
fn every_size_and_language_shows_every_step() {
    for language in Language::ALL {
        for size in [(60, 24), (80, 24), (120, 40)] {
            let mut seat = Seat::of(size, language);
            for (keys, word) in [
                ("", "66.67%"),
                ("<enter>", "10.90%"),
                ("<tab><tab><tab><tab><tab><tab><tab>dice 20;lottery<enter><enter><enter>", "lottery"),
                (&SEED.replace("张某|纪检组", "A|B"), "lottery"),
                ("<enter><enter>", "10.90%"),
            ] {
                seat.press(keys).shows(word);
                let explained = seat.player.app().explained();
                assert!(!explained.whys.is_empty());
                if std::env::var_os("WENXIAO_SHOW").is_some() {
                    println!("{}", seat.screen());
                }
            }
        }
    }
}

#[test]
fn without_self_evaluations_the_page_says_how_to_get_them() {
    let desk = Desk::new();
    drop(desk.of("王敏"));
    Seat::at(desk, (80, 24), Language::ZhCn)
        .shows("请先按 F8 导入")
        .press("<enter><enter>")
        .press("<esc>")
        .press("<esc>")
        .hides("4 抽取公示");
}

/// A self-evaluation list of one department and year.
pub(crate) fn of_year(desk: &Desk, station: &mut wenxiao::engine::workstation::Workstation, year: u16, count: usize) {
    let mut list =
        "项目代码,项目名称,主管部门,预算单位,一级指标,二级指标,三级指标,指标性质,指标值,度量单位,完成值,权重,得分\n"
            .to_owned();
    for number in 1..=count {
        list.push_str(&format!(
            "水{year}{number:03},水利{year}项目{number},水利局,水利中心,产出指标,数量指标,完成数量,≥,30,件,31,90,90\n"
        ));
    }
    let path = desk.path(&format!("{year}.csv"));
    std::fs::write(&path, list).unwrap();
    let kind = Some(FormKind::SelfEvaluation);
    let options = ImportOptions { year: Some(year), kind, ..ImportOptions::default() };
    station.import(&[path], &options, &mut go_on).unwrap();
}

#[test]
fn of_several_years_that_stand_one_is_chosen_and_each_is_drawn_by_itself() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    of_year(&desk, &mut station, 2023, 20);
    of_year(&desk, &mut station, 2024, 30);
    let ask = |year| wenxiao::engine::spot_check::plan::SampleAsk {
        year: Some(year),
        sources: vec!["十面骰20次".into()],
        ..Default::default()
    };
    for year in [2023, 2024] {
        station.seal_sample(&uuid::Uuid::now_v7().to_string(), &ask(year), &mut go_on).unwrap();
    }
    drop(station);
    let mut seat = Seat::at(desk, (80, 24), Language::ZhCn);
    seat.shows("2024 年度").shows("第 1/2 份").shows("3/4 步");
    seat.press("<ctrl-s>").shows("2023 年度").shows("第 2/2 份");
    // What is typed belongs to the one on screen, and stays with it.
    seat.press("47102938561029384756<tab>47102938561029384756<enter><enter>").shows("4/4 步").shows("2023 年度");
    seat.shows("1/2");
    seat.press("*").shows("2024 年度").shows("3/4 步").press("<ctrl-s>").shows("2023 年度").shows("4/4 步");
    // The list of rechecks says that another year waits; from the newest year on, there is nothing yet.
    let mut seat = Seat::at(seat.desk, (120, 40), Language::En);
    seat.press("<ctrl-s><esc><f5>").shows("2 of 2023 are to be done, too");
}

#[test]
fn one_population_alone_has_no_other_to_go_to() {
    let mut seat = Seat::new();
    seat.press("<ctrl-s>").shows("没有别的可换");
    seat.press(SEAL).press("<enter>").hides("份 ·").press("<ctrl-g>").shows("2/4 步").press("<ctrl-s>").shows("3/4 步");
    seat.press("<ctrl-s>").shows("没有别的可换");
}
