//! The lessons, played on the real engine: every step can be done by the keys it names, and the result tells the truth.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use wenxiao::config::lessons::{Lessons, Progress, Taken, built_in};
use wenxiao::engine::clock::Clock;
use wenxiao::engine::inline::Inline;
use wenxiao::engine::lessons;
use wenxiao::engine::request::OpinionSheet;
use wenxiao::engine::workstation::{DEFAULT_WORKSPACE, OpenOptions, Workstation};
use wenxiao::model::query::Query;
use wenxiao::text::Language;
use wenxiao::tui::msg::Handover;
use wenxiao::tui::play::{Format, PlayOptions, Player, Stage};

use crate::shared::Shared;
use crate::support::fake::World;
use crate::support::script::{Script, look};

/// A learner in a lesson.
struct Class {
    home: tempfile::TempDir,
    player: Player,
    at: usize,
}

fn base(folder: &Path) -> OpenOptions {
    OpenOptions {
        database: folder.join("never.db"),
        state: folder.join("never"),
        create: true,
        read_only: false,
        workspace: DEFAULT_WORKSPACE,
        clock: Clock::fixed("2025-06-12T02:21:00Z".parse().unwrap()),
        mappings: None,
        reader: None,
        checks: Default::default(),
    }
}

fn player(folder: &Path, at: usize, afresh: bool, size: (u16, u16), language: Language) -> Player {
    let all = built_in();
    let mut station = lessons::open(base(folder), folder, &all[at], afresh).unwrap();
    if station.station().unwrap().person.is_none() {
        station.introduce("王敏", "预算绩效处").unwrap();
    }
    let inline = Rc::new(Inline::new(station));
    let replies = Rc::clone(&inline);
    let stage = Stage { engine: Box::new(Shared(inline)), replies: Box::new(move || replies.take()) };
    let mut look = look(language);
    let mut lessons = Lessons::built_in();
    lessons.progress[at] = Progress::load(folder);
    lessons.taken = Some(Taken { at, folder: folder.to_owned() });
    look.lessons = lessons;
    Player::new(stage, size, look, &PlayOptions::default())
}

impl Class {
    fn new(at: usize) -> Class {
        let home = tempfile::tempdir().unwrap();
        let player = player(&home.path().join("lesson"), at, false, (80, 24), Language::ZhCn);
        Class { home, player, at }
    }

    fn folder(&self) -> PathBuf {
        self.home.path().join("lesson")
    }

    fn press(&mut self, keys: &str) -> &mut Class {
        self.player.press(keys).expect("a key of the lesson does not exist");
        self
    }

    fn screen(&self) -> String {
        self.player.picture(Format::Text).join("\n")
    }

    #[track_caller]
    fn shows(&mut self, words: &str) -> &mut Class {
        let screen = self.screen();
        assert!(screen.contains(words), "“{words}” is not on the screen:\n{screen}");
        self
    }

    fn progress(&self) -> Progress {
        Progress::load(&self.folder())
    }
}

/// Presses the keys of each step and sees that it leads to the next; the last one ends the lesson.
fn play_through(class: &mut Class) {
    let steps = built_in()[class.at].step.clone();
    for (index, step) in steps.iter().enumerate() {
        let before = class.progress().step;
        assert_eq!(before, index, "step {} of lesson {}:\n{}", index + 1, class.at + 1, class.screen());
        class.press(&step.keys);
    }
    assert_eq!(class.progress().step, steps.len(), "lesson {} is not over:\n{}", class.at + 1, class.screen());
}

#[test]
fn every_lesson_can_be_done_by_the_keys_it_names_and_gets_full_marks() {
    for (at, lesson) in built_in().iter().enumerate() {
        let mut class = Class::new(at);
        class.shows("[教学 样例库]").shows("第 1/");
        play_through(&mut class);
        let last = class.progress().last.unwrap();
        let faults = lesson.counted().count() as u32;
        assert_eq!(
            (last.found, last.faults, last.false_alarms, last.points()),
            (faults, faults, 0, 100),
            "{}",
            lesson.id
        );
        assert!(last.keys > 10, "{}: {} keys", lesson.id, last.keys);
        class.shows("100 分").shows("找到").press("<esc>").shows("这一课学完了");
    }
}

#[test]
fn every_step_names_keys_that_are_in_the_map() {
    let look = look(Language::ZhCn);
    for step in built_in().iter().flat_map(|lesson| &lesson.step) {
        for id in &step.commands {
            let command = wenxiao::tui::command::Command::from_id(id).unwrap_or_else(|| panic!("{}: {id}", step.say));
            assert!(!look.key(command).is_empty(), "{}: {id} has no key", step.say);
        }
        let holes = look.s(&step.say).matches("{ $").count();
        assert!(holes <= step.commands.len() || !look.s(&step.say).contains('{'), "{}: {holes} keys", step.say);
    }
}

/// Lesson 2 with the first fault passed over, the second found, and an opinion on a row that is right.
#[test]
fn a_lesson_played_badly_tells_what_was_missed_and_what_was_no_fault() {
    let mut class = Class::new(1);
    let steps = built_in()[1].step.clone();
    for step in &steps[..steps.len() - 1] {
        class.press(&step.keys);
    }
    class.press("<space>7<enter><space><space>6<enter><space><space><space><space><space><space>.<enter>");
    let last = class.progress().last.unwrap();
    assert_eq!((last.found, last.faults, last.false_alarms), (1, 3, 1));
    assert_eq!(last.points(), 23, "a third of a hundred, less ten");
    class.shows("第 1 条 漏了 没有数，无法考核").shows("第 2 条 误报 这一条没有错处");
    class.shows("第 5 条 找到").shows("第 6 条 漏了").shows("C08");
}

#[test]
fn undo_counts_as_if_it_had_never_been() {
    let mut class = Class::new(1);
    let steps = built_in()[1].step.clone();
    for step in &steps[..steps.len() - 1] {
        class.press(&step.keys);
    }
    // A false alarm on row 2, taken back at once.
    class.press("7<enter>!<ctrl-z><space><space><space>6<enter>8<enter><space><space><space><space><space>.<enter>");
    let last = class.progress().last.unwrap();
    assert_eq!((last.found, last.false_alarms), (3, 0));
}

#[test]
fn a_lesson_is_left_with_two_escapes_and_goes_on_where_it_was() {
    let mut class = Class::new(2);
    let steps = built_in()[2].step.clone();
    class.press(&steps[0].keys).press(&steps[1].keys).press(&steps[2].keys);
    assert_eq!(class.progress().step, 3);
    class.press("<esc><esc>").press("<esc>").shows("再按一次 Esc 离开教学");
    assert!(!class.player.left);
    class.press("1").press("<esc><esc>");
    assert!(!class.player.left, "another key between");
    class.press("<esc>");
    assert!(class.player.left);
    assert_eq!(class.player.app().handover(), Some(Handover::Work));
    let keys = class.progress().keys;
    class.player = player(&class.folder(), class.at, false, (80, 24), Language::ZhCn);
    class.shows("第 4/9 步").shows("重做").shows("接着上次那一步学：按 Enter");
    assert_eq!(class.progress().keys, keys);
    // The act that was taken back before can still be done again.
    class.press("1<enter>").press(&steps[3].keys).shows("第 5/9 步");
}

#[test]
fn a_lesson_begun_anew_is_untouched_and_keeps_its_best_result() {
    let mut class = Class::new(0);
    play_through(&mut class);
    class.player = player(&class.folder(), class.at, true, (80, 24), Language::ZhCn);
    class.shows("第 1/10 步").shows("待审 2 项").shows("已定 0 项 0 条");
    assert_eq!(class.progress().best.map(|best| best.points()), Some(100));
    assert_eq!((class.progress().step, class.progress().keys), (0, 0));
}

#[test]
fn the_strip_hides_no_row_and_leaves_the_decision_line_where_it_is() {
    for size in [(80, 24), (60, 24), (120, 40)] {
        for language in Language::ALL {
            let home = tempfile::tempdir().unwrap();
            let mut lesson = player(&home.path().join("lesson"), 1, false, size, language);
            lesson.press("1<enter>").unwrap();
            let lines = lesson.picture(Format::Text);
            let look = look(language);
            let pass = look.label(wenxiao::tui::command::Review::Pass.into());
            let below = usize::from(size.1) - 4;
            assert!(lines[below].contains(&pass) || lines[below + 1].contains(&pass), "{}", lines.join("\n"));
            // Every row can be reached and is seen when the cursor is on it.
            for row in 1..=10 {
                let screen = lesson.picture(Format::Text).join("\n");
                assert!(screen.contains(&format!("> {row:>3} ")), "row {row} at {size:?}:\n{screen}");
                lesson.press("<down>").unwrap();
            }
            let strip = &lines[1..4];
            assert!(
                strip[1].starts_with('|') && lines[if size.0 < 80 { 5 } else { 4 }].starts_with("+"),
                "{}",
                lines.join("\n")
            );
        }
    }
}

/// The longest instruction fits into the strip, in both languages, on the plain terminal and on a narrow one.
#[test]
fn every_instruction_fits_into_the_strip() {
    for language in Language::ALL {
        let look = look(language);
        for (lesson, step) in
            built_in().iter().flat_map(|lesson| (0..=lesson.step.len()).map(move |step| (lesson, step)))
        {
            let says = wenxiao::tui::coach::says(lesson, step, &look);
            for (cells, most) in [(76, 2), (56, 3)] {
                let lines = wenxiao::text::width::wrap(&says, cells).len();
                assert!(lines <= most, "{lines} lines, {} step {}: {says}", lesson.id, step + 1);
            }
        }
    }
}

#[test]
fn the_list_shows_progress_and_hands_over() {
    let mut script = Script::new();
    script.press("=").shows("共 5 课").shows("1 看懂一个项目").shows("还没学").shows("不会碰到正式数据");
    script.press("<down><enter>");
    assert!(script.player.left);
    assert_eq!(script.player.app().handover(), Some(Handover::Lesson { at: 1, afresh: false }));
    let mut script = Script::new();
    script.press("=!");
    assert_eq!(script.player.app().handover(), Some(Handover::Lesson { at: 0, afresh: true }));
    let mut script = Script::new();
    script.press("=<delete>").shows("找不回来");
    assert!(!script.player.left);
    script.press("<delete>");
    assert_eq!(script.player.app().handover(), Some(Handover::Forget { at: 0 }));
    let mut script = Script::new();
    script.press("=.").shows("我的工作");
    assert!(!script.player.left);
}

#[test]
fn the_palette_and_the_first_start_lead_to_the_lessons() {
    let mut script = Script::new();
    script.press(":教学").shows("十分钟教学").press("<enter>").shows("共 5 课");
    let mut script = Script::on(World::empty(), (80, 24), Language::ZhCn);
    script.shows("首次使用").shows("五节十分钟的课");
}

/// Nothing of the sample, and nothing of a lesson, leaves as an opinions sheet; no file is made.
#[test]
fn nothing_of_a_lesson_or_the_sample_can_be_exported_to_a_department() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("lesson");
    let lesson = &built_in()[1];
    let mut station = lessons::open(base(&folder), &folder, lesson, false).unwrap();
    assert!(station.station().unwrap().sample);
    station.introduce("王敏", "绩效处").unwrap();
    drop(station);
    let database = lessons::database(&folder);
    let sample = home.path().join("sample.db");
    let options = OpenOptions { database: sample.clone(), state: home.path().join("state"), ..base(&folder) };
    wenxiao::engine::sample::build(&options, wenxiao::engine::sample::SampleSize::Small, &mut |_| {
        std::ops::ControlFlow::Continue(())
    })
    .unwrap();
    for database in [database, sample] {
        let station = Workstation::open(OpenOptions { database, state: home.path().join("looking"), ..base(&folder) });
        let path = home.path().join("意见.xlsx");
        for sheet in [OpinionSheet::Project, OpinionSheet::Department] {
            let refused = station
                .as_ref()
                .unwrap()
                .export_opinions(&path, sheet, &Query::default(), true, &mut |_| std::ops::ControlFlow::Continue(()))
                .unwrap_err();
            assert_eq!(refused.key, "problem-sample-stays-here");
            assert!(!path.exists());
        }
    }
}

/// A database of work keeps no lesson: its folder is nobody's.
#[test]
fn progress_is_kept_in_a_lesson_only() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("work");
    std::fs::create_dir(&folder).unwrap();
    let station = Workstation::open(OpenOptions { database: folder.join("wenxiao.db"), ..base(&folder) }).unwrap();
    assert_eq!(station.keep_lesson(&Progress::default()).unwrap_err().key, "problem-no-lesson");
    assert!(!folder.join("progress.toml").exists());
}

#[test]
fn what_a_lesson_writes_without_a_folder_goes_into_its_own() {
    let mut class = Class::new(4);
    play_through(&mut class);
    assert!(class.folder().join("jiaoxue.wxb").is_file());
    assert!(!class.folder().join("jiaoxue.xlsx").exists());
    assert!(!Path::new("jiaoxue.wxb").exists());
}
