//! The results of a spot check at a real station: what a drawn and rechecked year proves, on the page, with figures computed by
//! hand.

use std::rc::Rc;
use std::sync::{Arc, OnceLock};

use wenxiao::engine::inline::Inline;
use wenxiao::engine::request::{Action, ImportOptions};
use wenxiao::engine::spot_check::RecheckAct;
use wenxiao::engine::spot_check::draw::{DrawAsk, Source, Witness};
use wenxiao::engine::spot_check::plan::{SampleAsk, SamplePlan};
use wenxiao::engine::spot_check::publish::SampleBoard;
use wenxiao::engine::spot_check::results::{Results, ResultsAsk};
use wenxiao::engine::workstation::Workstation;
use wenxiao::model::draw::UnitReason;
use wenxiao::model::event::Subject;
use wenxiao::model::form::FormKind;
use wenxiao::model::recheck::{Outcome, Part, RecheckLine, Verified};
use wenxiao::text::{Language, width};
use wenxiao::tui::look::{Look, Theme};
use wenxiao::tui::play::{Format, PlayOptions, Player, Stage};

use crate::shared::Shared;
use crate::support::script::look;
use crate::support::{Desk, go_on};

const DICE: &str = "十面骰20次";

fn operation() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// Self-evaluations of three departments: 40, 12 and 3, each with 90 of 90 points for 31 of 30 pieces and 20 万元.
fn read(station: &mut Workstation, desk: &Desk) {
    let mut list =
        "项目代码,项目名称,主管部门,预算单位,年度资金总额（万元）,一级指标,二级指标,三级指标,指标性质,指标值,度量单位,完成值,权重,得分\n"
            .to_owned();
    for (department, count) in [("住建局", 40), ("教育局", 12), ("档案馆", 3)] {
        for number in 1..=count {
            list.push_str(&format!(
                "{department}{number:03},{department}项目{number},{department},{department}中心,20,产出指标,数量指标,完成数量,≥,30,件,31,90,90\n"
            ));
        }
    }
    let path = desk.path("自评清单.csv");
    std::fs::write(&path, list).unwrap();
    let kind = Some(FormKind::SelfEvaluation);
    let options = ImportOptions { year: Some(2024), kind, ..ImportOptions::default() };
    let report = station.import(&[path], &options, &mut go_on).unwrap();
    assert!(report.files[0].rejects.is_empty(), "{report:?}");
}

/// One recommended project of each of two offices, one left out; 17 of the other 52 are drawn.
fn drawn(station: &mut Workstation) -> Vec<RecheckLine> {
    let ask = SampleAsk {
        rate: "30%".to_owned(),
        recommended: vec!["住建局001".to_owned(), "教育局项目2".to_owned()],
        excluded: vec![("档案馆003".to_owned(), UnitReason::Secret, "涉密项目".to_owned())],
        sources: vec![DICE.to_owned()],
        ..SampleAsk::default()
    };
    station.seal_sample(&operation(), &ask, &mut go_on).unwrap();
    let thrown = DrawAsk {
        sealed: None,
        at: Some(("2025-06-12 10:00".into(), "三楼会议室".into())),
        sources: vec![Source { label: DICE.into(), value: "47102938561029384756".into(), outside: true }],
        witnesses: vec![Witness { name: "张某".into(), office: "纪检组".into() }],
    };
    station.draw_sample(&operation(), &thrown, &mut go_on).unwrap();
    station.rechecks(Some(2024)).unwrap().lines
}

fn subject(line: &RecheckLine, row: Option<u32>) -> Subject {
    Subject { project: line.project, year: line.year, version: line.version, row }
}

fn act(station: &mut Workstation, act: RecheckAct) {
    station.act(&operation(), &Action::Recheck(act)).unwrap();
}

fn finish(station: &mut Workstation, line: &RecheckLine, found: Option<&str>) {
    let found = found.map_or(Verified::Agrees, |value| Verified::Value(value.to_owned()));
    let (on, seen) = (subject(line, Some(1)), Vec::new());
    act(station, RecheckAct::Verify { on, seen, found, evidence: Vec::new(), note: String::new() });
    act(station, RecheckAct::Finish { on: subject(line, None), seen: Vec::new(), note: String::new() });
}

fn of<'a>(lines: &'a [RecheckLine], part: Part, stratum: &'a str) -> Vec<&'a RecheckLine> {
    lines.iter().filter(|line| line.part == Some(part) && line.stratum == stratum).collect()
}

/// Three of the building office have 24 pieces (72 points, 中), one of the schools 29 (87, 良), one of the schools refused; of
/// the two recommended one has 15 (45, 差). All others agree.
fn visit(station: &mut Workstation, lines: &[RecheckLine]) {
    for (at, line) in of(lines, Part::Random, "住建局").into_iter().enumerate() {
        finish(station, line, (at < 3).then_some("24"));
    }
    for (at, line) in of(lines, Part::Random, "教育局").into_iter().enumerate() {
        if at == 1 {
            let (on, reason) = (subject(line, None), "单位未提供".to_owned());
            act(station, RecheckAct::SetOutcome { on, seen: Vec::new(), outcome: Outcome::Refused, reason });
        } else {
            finish(station, line, (at == 0).then_some("29"));
        }
    }
    of(lines, Part::Random, "档案馆").into_iter().for_each(|line| finish(station, line, None));
    finish(station, of(lines, Part::Certain, "住建局")[0], None);
    finish(station, of(lines, Part::Certain, "教育局")[0], Some("15"));
}

/// Somebody before the page of results.
struct Seat {
    desk: Desk,
    player: Player,
}

impl Seat {
    fn at(desk: Desk, size: (u16, u16), look: Look) -> Seat {
        let inline = Rc::new(Inline::new(desk.open()));
        let replies = Rc::clone(&inline);
        let stage = Stage { engine: Box::new(Shared(inline)), replies: Box::new(move || replies.take()) };
        let player = Player::new(stage, size, look, &PlayOptions { session: operation(), ..PlayOptions::default() });
        Seat { desk, player }
    }

    /// The year is drawn and visited.
    fn visited() -> Seat {
        let desk = Desk::new();
        let mut station = desk.of("王敏");
        read(&mut station, &desk);
        let lines = drawn(&mut station);
        visit(&mut station, &lines);
        drop(station);
        Seat::at(desk, (80, 24), look(Language::ZhCn))
    }

    /// The same database in another window.
    fn again(self, size: (u16, u16), look: Look) -> Seat {
        Seat::at(self.desk, size, look)
    }

    fn press(&mut self, keys: &str) -> &mut Seat {
        self.player.press(keys).expect("a key of the script does not exist");
        self
    }

    fn screen(&self) -> String {
        self.player.picture(Format::Text).join("\n")
    }

    #[track_caller]
    fn shows(&mut self, words: &str) -> &mut Seat {
        let screen = self.screen();
        assert!(screen.contains(words), "“{words}” is not on the screen:\n{screen}");
        self
    }

    #[track_caller]
    fn hides(&mut self, words: &str) -> &mut Seat {
        let screen = self.screen();
        assert!(!screen.contains(words), "“{words}” is on the screen:\n{screen}");
        self
    }
}

/// A finished year, for screens over an engine in memory.
pub fn taken() -> Arc<Results> {
    static TAKEN: OnceLock<Arc<Results>> = OnceLock::new();
    let take = || {
        let seat = Seat::visited();
        Arc::new(seat.desk.open().spot_check_results(&ResultsAsk::default()).unwrap())
    };
    Arc::clone(TAKEN.get_or_init(take))
}

/// Self-evaluations that are planned to be drawn from, for screens over an engine in memory.
pub fn board() -> (Arc<SampleBoard>, Arc<SamplePlan>) {
    static BOARD: OnceLock<(Arc<SampleBoard>, Arc<SamplePlan>)> = OnceLock::new();
    let take = || {
        let desk = Desk::new();
        let mut station = desk.of("王敏");
        read(&mut station, &desk);
        (Arc::new(station.sample_board(None).unwrap()), Arc::new(station.plan_sample(&SampleAsk::default()).unwrap()))
    };
    BOARD.get_or_init(take).clone()
}

/// Every figure follows by hand from [`visit`]: 39, 11 and 2 could be drawn, 12, 4 and 1 were.
#[test]
fn a_finished_year_says_what_it_proves_and_no_more() {
    let mut seat = Seat::visited();
    seat.press("<f5>%").shows("随机 17/55 项 30.90%（达到 10%） 含必抽 19 项 34.54%（仅列示）");
    seat.shows("抽中 19，已动手 19，完成 19（待核对 18），不一或异议 0，未完成 0").shows("还差：18 个结果等第二人核对");
    // 61/208 by weights; at most 28 of 52, rounded up.
    seat.shows("不超过 28 个").shows("（53.85%），点估计 29.33%").shows("不作总体推断");
    // 3 of 12 in 39 and 1 of 3 in 11 are 13.42 of 52; 9.75 of them 中.
    seat.press("2").shows("12 74.20%").shows("1 7.05%").shows("3 18.75%").shows("必抽 优");
    seat.shows("高于复核 4 个，占 25.80%").shows("偏高 4 个，合计 57.00 分").shows("合计 0.00 分").shows("不相抵");
    // 54 points of 12, t of 11 degrees, 27/39 not drawn: 4.50 less and more 4.31.
    seat.press("3").shows("12/12").shows("0.19..8.81 分").shows("列第 1 位").shows("-#-");
    seat.press("<down>")
        .shows("2/3")
        .shows("随机复核 3 个，不足 10 个")
        .shows("不给区间")
        .hides("教育局：随机部分 11 个项目，随机抽取 4 个复核");
    seat.press("-").shows("按名称").press("<home><down>").shows("随机复核 3 个").press("-").shows("按不实个数");
    // The largest whichever way; the first was examined in any case and is no part of any rate.
    seat.press("4").shows("教育局项目2").shows("-45.00").shows("-18.00").shows("-3.00").shows("1/5");
    seat.shows("改进管理，下年预算从严")
        .press("<enter>")
        .shows("抽查复核")
        .shows("教育局项目2")
        .press("<esc>")
        .shows("1/5");
    // 中 and 差: three and one of 20 万元 each.
    seat.press("5")
        .shows("4 个，当年预算数合计 80.00 万元")
        .shows("14 个，当年预算数合计 280.00 万元")
        .press("<enter>");
    seat.shows("这里没有可打开的复核").press("<down><enter>").shows("抽查复核").press("<esc>").hides("抽查复核（");
}

#[test]
fn before_there_is_anything_the_page_says_what_is_missing() {
    let desk = Desk::new();
    drop(desk.of("王敏"));
    let mut seat = Seat::at(desk, (80, 24), look(Language::ZhCn));
    seat.press("<f5>%").shows("还没有自评表，没有可抽查的").press("12345!-=<enter><esc>");
    let desk = seat.desk;
    let mut station = desk.open();
    read(&mut station, &desk);
    drop(station);
    let mut seat = Seat::at(desk, (80, 24), look(Language::ZhCn));
    // Self-evaluations alone are something to work on.
    seat.shows("抽查复核 待复核 0 项").press("3%").shows("还没有抽取（自评 55 项）").shows("还差：公开抽取。按 Ctrl+B");
    seat.press("!").shows("没有可写的内容").press("2").shows("没有可对照的").press("3").shows("没有部门可列");
    seat.press("4").shows("还没有完成的复核").press("5").shows("0 个，当年预算数合计 0.00 万元");
    let desk = seat.desk;
    let mut station = desk.open();
    let lines = drawn(&mut station);
    // 17 were drawn: none may be left, as one of them is more than one in twenty.
    finish(&mut station, of(&lines, Part::Random, "住建局")[0], Some("24"));
    drop(station);
    let mut seat = Seat::at(desk, (80, 24), look(Language::ZhCn));
    seat.press("<f5>%")
        .shows("还有 16 个没有完成，再完成 16 个")
        .shows("未完成 18")
        .press("2")
        .shows("只列个数，不列占比");
    seat.press("3").shows("1/12").shows("随机复核 1 个，不足 10 个");
}

#[test]
fn papers_are_written_from_the_page_under_the_name_that_is_proposed() {
    let mut seat = Seat::visited();
    let folder = seat.desk.path("通报");
    std::fs::create_dir(&folder).unwrap();
    let name = folder.join("a.html").display().to_string();
    seat.press("<f5>%!").shows("2024年度抽查结果通报.docx").press(" ").shows("2024年度自评复核表.xlsx").press(" ");
    seat.shows("2024年度抽查结果通报.docx").press("<esc>4!").press("  ").shows("复核工作底稿-教育局002.docx");
    seat.press(&format!("<tab><ctrl-u>{name}<enter>")).shows("a.html");
    assert!(std::fs::read_to_string(&name).unwrap().contains("教育局项目2"));
    seat.press("!")
        .press(&format!("<tab><ctrl-u>{name}<enter>"))
        .shows("文件已存在")
        .press("<tab> <enter>")
        .hides("已有同名文件");
    assert!(std::fs::read_to_string(&name).unwrap().contains("28 个"), "the circular is over it now");
    // A name that was typed stays, whatever is chosen.
    seat.press("!<tab><ctrl-u>x.docx<shift-tab> ").shows("x.docx").press("<tab><ctrl-u><enter>").shows("路径");
    seat.press("<esc>");
}

#[test]
fn line_mode_says_the_line_and_what_belongs_to_it() {
    let mut seat = Seat::visited();
    seat.press("<f5>%3");
    let spoken = seat.player.app().spoken();
    assert_eq!((spoken.at, spoken.row.as_str()), (Some((1, 3)), "住建局"));
    assert!(spoken.more.iter().any(|(_, text)| text.contains("0.19..8.81")), "{spoken:?}");
    seat.press("2");
    let spoken = seat.player.app().spoken();
    assert!(spoken.row.contains("随机 优") && spoken.row.contains("复核中 3 18.75%"), "{}", spoken.row);
    for keys in ["1", "4", "5"] {
        seat.press(keys);
        assert!(!seat.player.app().spoken().row.is_empty(), "{keys}");
    }
}

/// Pages as they look, kept as files; they fit their windows, and lose no word without colours.
#[test]
fn the_pages_look_as_they_did() {
    let mut seat = Seat::visited();
    for (size, room) in [((80, 24), "plain"), ((60, 24), "narrow"), ((120, 40), "wide")] {
        for language in Language::ALL {
            seat = seat.again(size, look(language));
            seat.press("<f5>%");
            for (keys, name) in
                [("1", "statements"), ("2", "grades"), ("3", "departments"), ("4", "largest"), ("5", "consequences")]
            {
                seat.press(keys);
                let screen = seat.screen();
                assert!(screen.lines().all(|line| width::width(line) <= usize::from(size.0)), "{screen}");
                insta::assert_snapshot!(format!("{name}-{room}-{}", language.tag()), screen);
            }
            if language == Language::ZhCn && room == "plain" {
                let shown = seat.press("3").screen();
                let mut mono = look(language);
                mono.theme = Theme::named("mono");
                seat = seat.again(size, mono);
                assert_eq!(seat.press("<f5>%3").screen(), shown);
                let ansi = seat.player.picture(Format::Ansi).join("\n");
                assert!(!ansi.contains("\u{1b}[3") && !ansi.contains("\u{1b}[9"), "it has colours");
            }
        }
    }
}
