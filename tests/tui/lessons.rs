//! The lessons, played on the real engine: every step can be done by the keys it names, and the result tells the truth.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use wenxiao::config::lessons::{Lessons, Progress, Taken, built_in};
use wenxiao::engine::clock::Clock;
use wenxiao::engine::inline::Inline;
use wenxiao::engine::lessons;
use wenxiao::engine::request::{Engine, Request};
use wenxiao::engine::workstation::{DEFAULT_WORKSPACE, OpenOptions};
use wenxiao::text::Language;
use wenxiao::tui::play::{Format, PlayOptions, Player, Stage};

use crate::support::script::look;

struct Shared(Rc<Inline>);

impl Engine for Shared {
    fn post(&self, request: Request) {
        self.0.post(request);
    }
}

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

#[test]
fn zz_play() {
    for at in 0..5 {
        let mut class = Class::new(at);
        for step in built_in()[at].step.clone() {
            println!("##### {} {}\n{}", at + 1, step.say, class.screen());
            class.press(&step.keys);
        }
        println!("##### {} end\n{}", at + 1, class.screen());
    }
}
