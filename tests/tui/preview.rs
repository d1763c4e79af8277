//! Files are read, looked at and stored: the real engine behind the screens.

use std::fs;
use std::path::Path;
use std::rc::Rc;

use wenxiao::engine::inline::Inline;
use wenxiao::engine::request::{JobSpec, Reply, Request};
use wenxiao::model::problem::Problem;
use wenxiao::text::Language;
use wenxiao::tui::msg::Msg;
use wenxiao::tui::play::{Format, PlayOptions, Player, Stage};

use crate::shared::Shared;
use crate::support::script::{Script, look};
use crate::support::{Desk, TARGETS, import, items, view};

/// A reviewer at a real station.
struct Seat {
    desk: Desk,
    player: Player,
}

impl Seat {
    fn new(size: (u16, u16), language: Language) -> Seat {
        let desk = Desk::new();
        let mut station = desk.of("王敏");
        import(&mut station, &desk.targets());
        let inline = Rc::new(Inline::new(station));
        let replies = Rc::clone(&inline);
        let stage = Stage { engine: Box::new(Shared(inline)), replies: Box::new(move || replies.take()) };
        let player = Player::new(stage, size, look(language), &PlayOptions::default());
        Seat { desk, player }
    }

    fn plain() -> Seat {
        Seat::new((80, 24), Language::ZhCn)
    }

    fn press(&mut self, keys: &str) -> &mut Seat {
        self.player.press(keys).expect("a key of the script does not exist");
        self
    }

    /// Reads a file or folder of the year 2025.
    fn read(&mut self, path: &Path) -> &mut Seat {
        self.press(&format!("<f8>{}<tab>2025<enter>", path.display()))
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

/// The list with one amount, one long value and one row changed, one project more, and a row that names none.
fn second(folder: &Path) -> std::path::PathBuf {
    let path = folder.join("目标二稿.csv");
    let text = TARGETS.replace(",1260,", ",1380.5,").replace("加装电梯,,适量,台", "加装电梯,≥,12,台").replace(
        "改造小区6个",
        "改造小区6个，惠及居民450户，同步完成雨污分流、加装电梯和适老化改造，资金使用规范，群众满意",
    ) + "51000025T000000000003,新桥,219-交通局,219001-养护中心,80,建桥,产出指标,数量指标,新建桥梁,≥,1,座,40\n"
        + "51000025T000000000004,旧桥,219-交通局,219001-养护中心,约八十,拆桥,产出指标,数量指标,拆除,≥,1,座,40\n"
        + "51000025T000000000005,坏\0桥,219-交通局,219001-养护中心,1,坏,产出指标,数量指标,里程,≥,1,公里,40\n";
    fs::write(&path, text).unwrap();
    path
}

/// A folder with a list, a file that is no table and one that is not read.
fn folder(desk: &Desk) -> std::path::PathBuf {
    let root = desk.path("报送");
    fs::create_dir_all(root.join("交通局")).unwrap();
    second(&root);
    fs::write(root.join("交通局/目标.csv"), TARGETS).unwrap();
    fs::write(root.join("坏.csv"), "项目名称,指标值\n\"道路养护,1\n").unwrap();
    fs::write(root.join("说明.docx"), "x").unwrap();
    root
}

#[test]
fn a_file_is_read_looked_at_and_stored_by_one_key() {
    let mut seat = Seat::plain();
    let file = second(seat.desk.folder.path());
    seat.read(&file).shows("目标二稿.csv").shows("绩效目标申报表");
    seat.shows("[1 文件 2]").shows("2 有变化 1").shows("3 新增 2").shows("4 未变 1").shows("5 不能用 1");
    seat.shows("按 . 存入：新增 2 个，有变化 1 个");
    seat.press("2").shows("老旧小区改造").press("<enter>");
    seat.shows("指标 2 加装电梯").shows("适量 -> 12").shows("年度资金总额").shows("1260 -> 1380.5");
    seat.press("<esc>3").shows("新桥").press("4").shows("道路养护");
    assert_eq!(items(&seat.desk.open()).len(), 2, "looking stores nothing");
    seat.press(".").shows("导入完成").press("<esc>").shows("共 4 项").shows("新桥");
    let station = seat.desk.open();
    assert_eq!(items(&station).len(), 4);
    assert_eq!(view(&station, "老旧小区改造").row.version_no, 2);
}

#[test]
fn values_that_change_are_told_whole() {
    let mut seat = Seat::new((80, 30), Language::ZhCn);
    let file = second(seat.desk.folder.path());
    seat.read(&file).press("2<enter>");
    let told: String = seat.screen().chars().filter(|c| !c.is_whitespace() && *c != '|').collect();
    let value = "改造小区6个，惠及居民450户，同步完成雨污分流、加装电梯和适老化改造，资金使用规范，群众满意";
    assert!(told.contains("年度目标原改造小区6个年度目标新") && told.contains(value), "{told}");
}

#[test]
fn leaving_stores_nothing_and_says_so_and_the_form_is_still_filled() {
    let mut seat = Seat::plain();
    let file = second(seat.desk.folder.path());
    seat.read(&file).press("<esc>").shows("没有写入任何内容").shows("目标二稿.csv").shows("[输入]");
    assert_eq!(items(&seat.desk.open()).len(), 2);
    seat.press("<enter>").shows("存入").press("<f2>").shows("我的工作");
    assert_eq!(items(&seat.desk.open()).len(), 2);
}

#[test]
fn what_is_here_already_offers_nothing_to_store() {
    let mut seat = Seat::plain();
    let file = seat.desk.targets();
    seat.read(&file).shows("已导入过").shows("全部与库里相同，没有要存的").hides("按 . 存入");
    seat.press(".").shows("没有要存入的内容").press("!").shows("没有要退回的问题");
    seat.press("2").shows("没有变化的项目").press("5").shows("没有不能用的单元格");
}

#[test]
fn a_folder_shows_each_file_and_why_some_were_not_read() {
    let mut seat = Seat::plain();
    let root = folder(&seat.desk);
    seat.read(&root).shows("目标.csv").shows("目标二稿.csv").shows("坏.csv").shows("未能读入");
    seat.press("7").shows("坏.csv").shows("说明.docx").shows("不是表格文件");
    seat.press("<tab>").shows("[1 文件").press("<s-tab>").shows("[7 没读");
    seat.press(".").shows("导入完成");
    assert_eq!(items(&seat.desk.open()).len(), 4);
}

#[test]
fn a_refused_file_says_why_and_can_be_sent_back() {
    let mut seat = Seat::plain();
    let file = seat.desk.path("坏.csv");
    fs::write(&file, "项目名称,指标值\n\"道路养护,1\n").unwrap();
    seat.read(&file).shows("未能读入").shows("没有可以存入的内容");
    seat.press("!").shows("坏-问题.xlsx");
    assert!(seat.desk.path("坏-问题.xlsx").exists());
}

#[test]
fn reports_lie_beside_the_file_and_replace_nothing() {
    let mut seat = Seat::plain();
    let file = second(seat.desk.folder.path());
    seat.read(&file).press("!").shows("写出 1 个文件").shows("目标二稿-问题.xlsx").press("<esc>");
    seat.press("!").shows("目标二稿-问题-2.xlsx").press("<esc>");
    seat.press("@").shows("目标二稿-导入预览.txt").press("<esc>").shows("按 . 存入");
    let text = fs::read_to_string(seat.desk.path("目标二稿-导入预览.txt")).unwrap();
    assert!(text.contains("新增 2，有变化 1，未变 1") && text.contains("约八十"), "{text}");
    assert!(text.contains("不能用　第 9 行第 2 列") && text.contains("单元格含空字符"), "{text}");
    assert_eq!(items(&seat.desk.open()).len(), 2, "a report stores nothing");
}

#[test]
fn reading_tells_how_far_it_is_and_stops_when_asked() {
    let mut script = Script::new();
    script.world.borrow_mut().hold = true;
    script.press("<f8>/tmp/a.xlsx<enter>");
    let job = script.world.borrow().log.iter().find_map(|request| match request {
        Request::Start { job, spec: JobSpec::Preview { .. } } => Some(*job),
        _ => None,
    });
    let job = job.unwrap();
    let far = |done, total| Msg::Reply(Reply::Progress { job, phase: "phase-reading", done, total, rejects: 3 });
    script.player.handle(far(21, Some(50)));
    script.shows("读取 42%  不能用 3");
    script.player.handle(far(1200, None));
    script.shows("读取 1200 行");
    // Whoever goes elsewhere will not see what is read.
    script.press("<f2>");
    assert!(script.world.borrow().log.contains(&Request::Cancel { job }));
}

#[test]
fn storing_stops_between_files_and_says_what_is_stored() {
    let mut script = Script::new();
    script.press("<f8>/tmp/a.xlsx<enter>");
    script.world.borrow_mut().hold = true;
    script.press(".").shows("等待 1/2").shows("Esc 停止").press(".").shows("有任务正在进行");
    let job = script.world.borrow().log.iter().find_map(|request| match request {
        Request::Start { job, spec: JobSpec::Commit { .. } } => Some(*job),
        _ => None,
    });
    let problem = Problem::refused("problem-cancelled-between").with("stored", 2).with("total", 5);
    script.player.handle(Msg::Reply(Reply::Finished { job: job.unwrap(), result: Err(problem) }));
    script.shows("5 个文件中有 2 个已经存入").press("<esc>").shows("按 . 存入");
    script.press("<esc>").hides("没有写入任何内容");
}

#[test]
fn an_unknown_table_leads_to_its_mapping_and_is_read_again() {
    let mut seat = Seat::plain();
    let file = seat.desk.path("别的表.csv");
    let table = "名头,要干啥,干到啥样\n新路,修路,30公里\n新桥,架桥,1座\n新站,建站,2个\n";
    fs::write(&file, table).unwrap();
    seat.read(&file).shows("+ 认表").press("+").shows("别的表.csv").shows("名头").hides("按 . 存入");
    seat.press("<esc>").shows("导入预览").shows("没有可以存入的内容");
}

#[test]
fn a_long_list_comes_in_pages() {
    let mut seat = Seat::plain();
    let mut text: String = TARGETS.lines().next().unwrap().to_owned() + "\n";
    for number in 0..3_000 {
        text += &format!(
            "51000025T00001{number:07},项目{number},219-交通局,219001-养护中心,80,建桥,产出指标,数量指标,桥,≥,1,座,40\n"
        );
    }
    let file = seat.desk.path("很多.csv");
    fs::write(&file, text).unwrap();
    seat.read(&file).press("3").shows("项目0 ").press("<pagedown>").shows("项目15");
    seat.press("<end>").shows("项目2999").shows("3000/3000").press("<up>").shows("2999/3000");
    seat.press("<home>").shows("项目0 ").press("2").shows("没有变化的项目").press("3").shows("项目0 ");
}

#[test]
fn pages_look_as_they_did() {
    for (size, room) in [((80, 24), "plain"), ((60, 20), "narrow"), ((120, 40), "wide")] {
        for language in Language::ALL {
            if room != "plain" && language == Language::En {
                continue;
            }
            let mut seat = Seat::new(size, language);
            let root = folder(&seat.desk);
            seat.read(&root);
            for (name, keys) in
                [("files", ""), ("changed", "2"), ("change", "<enter>"), ("new", "<esc>3"), ("rejected", "5")]
            {
                seat.press(keys);
                let screen = seat.screen();
                // Between the totals and the order stands the path of a folder that is another one each time.
                let totals = |line: &str| line.contains("-合计 ") || line.contains("-Total: ");
                let mut lines: Vec<&str> = screen.lines().collect();
                if let Some(rule) = lines.iter().copied().position(totals) {
                    let order = lines.len() - 7;
                    lines.drain(rule + 1..order);
                }
                insta::assert_snapshot!(format!("preview-{name}-{room}-{}", language.tag()), lines.join("\n"));
            }
        }
    }
}

/// `项目名称,…` in GB18030, of one project.
const IN_GB18030: &[u8] = b"\xcf\xee\xc4\xbf\xc3\xfb\xb3\xc6,\xc8\xfd\xbc\xb6\xd6\xb8\xb1\xea,\xd6\xb8\xb1\xea\xd6\xb5\n\xd0\xde\xc2\xb7,\xc0\xef\xb3\xcc,30\n";

#[test]
fn the_encoding_is_shown_and_can_be_chosen_and_so_can_the_version() {
    let mut seat = Seat::plain();
    let path = seat.desk.folder.path().join("编码.csv");
    fs::write(&path, IN_GB18030).unwrap();
    seat.read(&path);
    assert!(seat.screen().contains("GB18030"), "{}", seat.screen());
    seat.press("<esc><tab><tab><space><tab><space><enter>");
    assert!(seat.screen().contains("UTF-8"), "chosen, so not read otherwise: {}", seat.screen());
    assert!(seat.screen().contains("未能读入"), "{}", seat.screen());
    seat.press("<esc><space><enter>.");
    assert!(seat.screen().contains("导入完成"), "{}", seat.screen());
    seat.press("<esc>/修路<enter><enter><up>@");
    assert!(seat.screen().contains("批复"), "{}", seat.screen());
}
