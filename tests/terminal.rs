//! The loop in a real terminal: this test binary runs itself in a pty, with the engine in memory.

mod support;

use std::io::{Read, Write};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, PtySize, native_pty_system};
use support::fake::{World, stage};
use support::script::look;
use wenxiao::engine::request::{Engine, Reply, Request};
use wenxiao::model::problem::Problem;
use wenxiao::text::Language;
use wenxiao::tui::play::Stage;
use wenxiao::tui::{RunOptions, Sink, run};

const CHILD: &str = "WENXIAO_TEST_CHILD";
/// Only a failing test waits so long.
const PATIENCE: Duration = Duration::from_secs(60);

/// Answers at once, through the sink, as lanes do.
struct Direct {
    stage: std::cell::RefCell<Stage>,
    sink: Sink,
}

impl Engine for Direct {
    fn post(&self, request: Request) {
        assert!(!matches!(request, Request::LoadHistory { .. }), "the planned panic of a test");
        let mut stage = self.stage.borrow_mut();
        stage.engine.post(request);
        while let Some(reply) = (stage.replies)() {
            (self.sink)(reply);
        }
    }
}

/// Not a test of its own: what the others run in the pty.
#[test]
fn child_session() {
    if std::env::var_os(CHILD).is_none() {
        return;
    }
    let world = World::sample();
    let options = RunOptions { look: look(Language::ZhCn), problems: Vec::new(), session: "pty".into() };
    let start =
        |sink: Sink| -> Result<Box<dyn Engine>, Problem> { Ok(Box::new(Direct { stage: stage(&world).into(), sink })) };
    let ended = run(start, options);
    let kept = world.borrow().drafts.iter().map(|draft| draft.text.clone()).collect::<Vec<_>>().join("|");
    println!("ended {:?} kept [{kept}]", ended.map_err(|problem| problem.key));
}

struct Session {
    screen: vt100::Parser,
    bytes: Receiver<Vec<u8>>,
    writer: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    written: Vec<u8>,
    _master: Box<dyn portable_pty::MasterPty + Send>,
}

impl Session {
    fn start() -> Session {
        let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
        command.args(["child_session", "--exact", "--nocapture", "--test-threads=1"]);
        command.env(CHILD, "1");
        command.env("TERM", "xterm-256color");
        command.env("RUST_BACKTRACE", "0");
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let writer = pair.master.take_writer().unwrap();
        let (to, bytes) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 8192];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if to.send(buffer[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        let screen = vt100::Parser::new(24.try_into().unwrap(), 80.try_into().unwrap(), 0);
        Session { screen, bytes, writer, child, written: Vec::new(), _master: pair.master }
    }

    fn send(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).unwrap();
        self.writer.flush().unwrap();
    }

    #[track_caller]
    fn wait_for(&mut self, words: &str) {
        let until = Instant::now() + PATIENCE;
        while !self.screen.screen().contents().contains(words) {
            match self.bytes.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(bytes) => {
                    self.screen.process(&bytes);
                    self.written.extend(bytes);
                }
                Err(_) => panic!("“{words}” did not appear:\n{}", self.screen.screen().contents()),
            }
        }
    }

    /// Everything until the end of the program.
    fn rest(&mut self) -> String {
        let until = Instant::now() + PATIENCE;
        while let Ok(bytes) = self.bytes.recv_timeout(until.saturating_duration_since(Instant::now())) {
            self.screen.process(&bytes);
            self.written.extend(bytes);
        }
        self.child.wait().unwrap();
        String::from_utf8_lossy(&self.written).into_owned()
    }
}

#[track_caller]
fn given_back(written: &str) {
    let left = written.rfind("\x1b[?1049l").expect("the other screen was not left");
    assert!(written[left..].contains("\x1b[?25h"), "the caret is shown again");
    assert!(written.contains("\x1b[?2004l"), "pasting is as before");
}

#[test]
fn a_session_begins_works_and_gives_the_terminal_back() {
    let mut session = Session::start();
    session.wait_for("我的工作");
    session.send("\x1bOS");
    session.wait_for("老旧小区改造补助");
    session.send("\r");
    session.wait_for("户均改造成本");
    session.send(" ");
    session.wait_for("[过]");
    assert_eq!(session.screen.screen().cursor_position(), (5, 2), "the caret is on the marked row");
    session.send("7\t");
    session.wait_for("[输入]");
    session.send("\x1b[200~一二\x1b[31m\r三\x1b[201~四五");
    session.wait_for("三四五");
    session.send("\x11\x11");
    let written = session.rest();
    given_back(&written);
    assert!(written.contains("ended Ok(())"), "{written}");
    assert!(written.contains("三四五]"), "what was typed is kept: {written}");
}

#[test]
fn a_signal_leaves_cleanly_and_keeps_the_draft() {
    let mut session = Session::start();
    session.wait_for("我的工作");
    // All at once: keys wait for what they speak of.
    session.send("\x1bOS\r7\t");
    session.wait_for("[输入]");
    session.send("\x15半句");
    session.wait_for("半句");
    let id = session.child.process_id().unwrap();
    let id = rustix::process::Pid::from_raw(i32::try_from(id).unwrap()).unwrap();
    rustix::process::kill_process(id, rustix::process::Signal::TERM).unwrap();
    let written = session.rest();
    given_back(&written);
    assert!(written.contains("kept [半句]"), "{written}");
}

#[test]
fn a_panic_gives_the_terminal_back_before_it_is_told() {
    let mut session = Session::start();
    session.wait_for("我的工作");
    session.send("8");
    let written = session.rest();
    given_back(&written);
    let left = written.rfind("\x1b[?1049l").unwrap();
    assert!(written[left..].contains("the planned panic"), "{written}");
}

#[test]
fn two_hundred_queued_keys_are_a_few_frames() {
    let mut session = Session::start();
    session.wait_for("我的工作");
    session.send("\x1bOS");
    session.wait_for("1/12");
    session.written.clear();
    session.send(&"jk".repeat(100));
    session.send("j");
    session.wait_for("2/12");
    session.send("\x1bOQ");
    session.wait_for("我的工作");
    assert!(session.written.len() < 16_000, "{} bytes", session.written.len());
    session.send("\x11\x11");
    given_back(&session.rest());
}

#[test]
fn whoever_hesitates_is_shown_the_keys_without_pressing_any() {
    let mut session = Session::start();
    session.wait_for("我的工作");
    session.send(":");
    session.wait_for("不挡下一键");
    session.send("px");
    session.wait_for("排序");
    session.send("\x1b");
    session.wait_for("我的工作");
    session.send("\x11\x11");
    given_back(&session.rest());
}

/// Keeps the compiler from calling the sink's type unused where only its alias is named.
#[test]
fn a_sink_may_cross_threads() {
    fn shared<T: Send + Sync>(_: &T) {}
    let sink: Sink = Arc::new(|_: Reply| {});
    shared(&sink);
}
