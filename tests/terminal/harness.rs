//! A program in a pty, and a terminal in memory before it.

use std::collections::VecDeque;
use std::io::{Read, Write};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use wenxiao::config::settings::GlyphChoice;
use wenxiao::engine::request::{Engine, Reply, Request};
use wenxiao::model::problem::Problem;
use wenxiao::text::Language;
use wenxiao::tui::ability::Ability;
use wenxiao::tui::keymap::Keymap;
use wenxiao::tui::msg::Handover;
use wenxiao::tui::play::Stage;
use wenxiao::tui::{RunOptions, Sink, run};

use crate::support::fake::{World, stage};
use crate::support::script::look;

const CHILD: &str = "WENXIAO_TEST_CHILD";
/// Where the child writes what was kept: its terminal may be gone by then.
const KEPT: &str = "WENXIAO_TEST_KEPT";
const STATE: &str = "WENXIAO_TEST_STATE";
/// Only a failing test waits so long.
const PATIENCE: Duration = Duration::from_secs(30);
/// Longer than keys that belong together are apart.
const A_HANDS_TIME: Duration = Duration::from_millis(120);

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

/// A keymap in which no printable key means anything on the home page, so that each is told by its name; `^` and `_`
/// move in the queue.
fn told_keys() -> Keymap {
    let mut own = String::new();
    for table in ["global", "home"] {
        own.push_str(&format!("[{table}]\n"));
        for c in (b'!'..=b'~').map(char::from) {
            own.push_str(&format!("{:?} = \"\"\n", c.to_string()));
        }
        own.push_str("\"space\" = \"\"\n");
    }
    own.push_str("[queue]\n\"_\" = \"\"\n\"^\" = \"\"\n[list]\n\"^\" = \"list.down\"\n\"_\" = \"list.down\"\n");
    Keymap::load(Some(("test", &own))).0
}

/// Not a test of its own: what the others run in the pty.
#[test]
fn child_session() {
    let Ok(kind) = std::env::var(CHILD) else { return };
    println!("pid {} ", std::process::id());

    let world = World::sample();
    let mut look = look(Language::ZhCn);
    look.ability = Ability::of(&|name| std::env::var(name).ok());
    match kind.as_str() {
        "told-keys" => look.keymap = told_keys(),
        "boxes" => look.settings.glyphs = GlyphChoice::Box,
        _ => {}
    }
    if kind == "ambiguous" {
        world.borrow_mut().projects[0].form = {
            let mut form = (*world.borrow().projects[0].form).clone();
            form.name = "≥甲≥乙".into();
            std::sync::Arc::new(form)
        };
    }
    let state = std::env::var_os(STATE).map(Into::into).unwrap_or_default();
    let mut options = Some(RunOptions { look, problems: Vec::new(), session: "pty".into(), state });
    let start = |_: Handover, sink: Sink| -> Result<Option<(Box<dyn Engine>, RunOptions)>, Problem> {
        let engine: Box<dyn Engine> = Box::new(Direct { stage: stage(&world).into(), sink });
        Ok(options.take().map(|options| (engine, options)))
    };
    let ended = run(Handover::Work, start);
    let kept = world.borrow().drafts.iter().map(|draft| draft.text.clone()).collect::<Vec<_>>().join("|");
    let told = format!("ended {:?} kept [{kept}]", ended.map_err(|problem| problem.key));
    if let Some(path) = std::env::var_os(KEPT) {
        std::fs::write(path, &told).unwrap();
    }
    // Its terminal may be gone.
    let _ = writeln!(std::io::stdout(), "{told}");
}

/// How a session begins.
pub struct Setup {
    pub kind: &'static str,
    pub variables: Vec<(&'static str, String)>,
    pub size: (u16, u16),
    /// Cells that the terminal gives to `≥` and to `─`, when it says so.
    pub cells: Option<(u16, u16)>,
    /// Words before the program: a shell or a multiplexer. `{}` in them is the program.
    pub under: Vec<String>,
}

impl Default for Setup {
    fn default() -> Setup {
        Setup { kind: "session", variables: vec![], size: (80, 24), cells: Some((1, 1)), under: vec![] }
    }
}

impl Setup {
    pub fn kind(kind: &'static str) -> Setup {
        Setup { kind, ..Setup::default() }
    }

    pub fn term(term: &str) -> Setup {
        Setup { variables: vec![("TERM", term.to_owned())], ..Setup::default() }
    }

    pub fn with(mut self, name: &'static str, value: &str) -> Setup {
        self.variables.push((name, value.to_owned()));
        self
    }

    pub fn kept(self, path: &std::path::Path) -> Setup {
        self.with(KEPT, &path.display().to_string())
    }

    pub fn state(self, path: &std::path::Path) -> Setup {
        self.with(STATE, &path.display().to_string())
    }

    pub fn start(self) -> Session {
        Session::start(self)
    }
}

/// The program as words of a shell.
fn program() -> Vec<String> {
    let program = std::env::current_exe().unwrap().display().to_string();
    [&program, "harness::child_session", "--exact", "--nocapture", "--test-threads=1"].map(ToString::to_string).to_vec()
}

pub struct Session {
    pub screen: vt100::Parser,
    bytes: Receiver<Vec<u8>>,
    writer: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    pub written: Vec<u8>,
    master: Box<dyn MasterPty + Send>,
    answers: VecDeque<u16>,
    /// Bytes in which questions were looked for.
    asked: usize,
}

impl Session {
    pub fn plain() -> Session {
        Setup::default().start()
    }

    fn start(setup: Setup) -> Session {
        let (cols, rows) = setup.size;
        let size = PtySize { rows, cols, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let words: Vec<String> = if setup.under.is_empty() {
            program()
        } else {
            let quoted = program().iter().map(|word| format!("'{word}'")).collect::<Vec<_>>().join(" ");
            setup.under.iter().map(|word| word.replace("{}", &quoted)).collect()
        };
        let mut command = CommandBuilder::new(&words[0]);
        command.args(&words[1..]);
        for name in ["TMUX", "STY", "COLORTERM", "NO_COLOR", "VISUAL", "EDITOR", "LC_ALL", "LC_CTYPE", "LANG"] {
            command.env_remove(name);
        }
        command.env(CHILD, setup.kind);
        command.env("TERM", "xterm-256color");
        command.env("RUST_BACKTRACE", "0");
        for (name, value) in &setup.variables {
            command.env(name, value);
        }
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
        let screen = vt100::Parser::new(rows.try_into().unwrap(), cols.try_into().unwrap(), 0);
        let answers = setup.cells.map(|(text, line)| [text, line].into()).unwrap_or_default();
        Session { screen, bytes, writer, child, written: Vec::new(), master: pair.master, answers, asked: 0 }
    }

    pub fn send(&mut self, keys: &str) {
        self.send_bytes(keys.as_bytes());
    }

    pub fn send_bytes(&mut self, bytes: &[u8]) {
        self.writer.write_all(bytes).unwrap();
        self.writer.flush().unwrap();
    }

    /// Takes in output until a deadline; false when none came.
    fn take_in(&mut self, until: Instant) -> bool {
        let Ok(bytes) = self.bytes.recv_timeout(until.saturating_duration_since(Instant::now())) else { return false };
        self.screen.process(&bytes);
        self.written.extend(bytes);
        const QUESTION: &[u8] = b"\x1b[6n";
        while let Some(at) = self.written[self.asked..].windows(QUESTION.len()).position(|window| window == QUESTION) {
            self.asked += at + QUESTION.len();
            if let Some(cells) = self.answers.pop_front() {
                self.send(&format!("\x1b[1;{}R", cells + 1));
            }
        }
        true
    }

    pub fn contents(&self) -> String {
        self.screen.screen().contents()
    }

    #[track_caller]
    pub fn wait_until(&mut self, what: &str, holds: impl Fn(&Session) -> bool) -> &mut Session {
        let until = Instant::now() + PATIENCE;
        while !holds(self) {
            assert!(self.take_in(until), "{what} did not happen:\n{}", self.contents());
        }
        self
    }

    #[track_caller]
    pub fn wait_for(&mut self, words: &str) -> &mut Session {
        self.wait_until(words, |session| session.contents().contains(words))
    }

    #[track_caller]
    pub fn wait_gone(&mut self, words: &str) -> &mut Session {
        self.wait_until(&format!("the end of {words}"), |session| !session.contents().contains(words))
    }

    /// Until bytes with these words were written, whether or not they still stand on the screen.
    #[track_caller]
    pub fn wait_written(&mut self, words: &str) -> &mut Session {
        self.wait_until(words, |session| String::from_utf8_lossy(&session.written).contains(words))
    }

    /// As long as a hand takes to the next key; whatever is written meanwhile is taken in.
    pub fn pause(&mut self) -> &mut Session {
        let until = Instant::now() + A_HANDS_TIME;
        while self.take_in(until) {}
        self
    }

    pub fn row(&self, row: u16) -> String {
        let (_, cols) = self.screen.screen().size();
        self.screen.screen().contents_between(row, 0, row, cols.into())
    }

    /// Process number that the program told.
    pub fn pid(&mut self) -> Pid {
        self.wait_written("pid ");
        let written = String::from_utf8_lossy(&self.written).into_owned();
        let number = written.split("pid ").nth(1).unwrap().split_whitespace().next().unwrap();
        Pid::from_raw(number.parse().unwrap()).unwrap()
    }

    pub fn signal(&mut self, signal: Signal) {
        let pid = self.pid();
        kill_process(pid, signal).unwrap();
    }

    pub fn resize(&mut self, cols: u16, rows: u16) {
        let size = PtySize { rows, cols, pixel_width: 0, pixel_height: 0 };
        self.master.resize(size).unwrap();
        self.screen.screen_mut().set_size(rows.try_into().unwrap(), cols.try_into().unwrap());
    }

    /// The process that leads the session is killed, and with it the system takes the terminal away from all others: as
    /// when a line is lost.
    pub fn hang_up(&mut self) {
        let leader = self.child.process_id().unwrap();
        kill_process(Pid::from_raw(i32::try_from(leader).unwrap()).unwrap(), Signal::KILL).unwrap();
    }

    /// Everything until the end of the program.
    #[track_caller]
    pub fn rest(&mut self) -> String {
        let until = Instant::now() + PATIENCE;
        while self.take_in(until) {}
        if Instant::now() > until {
            self.child.kill().unwrap();
            panic!("the program did not end:\n{}", self.contents());
        }
        self.child.wait().unwrap();
        String::from_utf8_lossy(&self.written).into_owned()
    }

    /// Leaves by the keys for it.
    #[track_caller]
    pub fn leave(&mut self) -> String {
        // Out of whatever is open first.
        self.pause().send("\x1b");
        self.pause().send("\x11\x11");
        self.rest()
    }
}

#[track_caller]
pub fn given_back(written: &str) {
    let left = written.rfind("\x1b[?1049l").expect("the other screen was not left");
    assert!(written[left..].contains("\x1b[?25h"), "the caret is shown again");
    assert!(written.contains("\x1b[?2004l"), "pasting is as before");
}

/// What the program wrote into a file, once it is there.
pub fn written_to(path: &std::path::Path) -> String {
    let until = Instant::now() + PATIENCE;
    loop {
        match std::fs::read_to_string(path) {
            Ok(text) if text.ends_with(']') => return text,
            _ if Instant::now() > until => panic!("{} was not written", path.display()),
            _ => std::thread::yield_now(),
        }
    }
}

/// Keeps the compiler from calling the sink's type unused where only its alias is named.
#[test]
fn a_sink_may_cross_threads() {
    fn shared<T: Send + Sync>(_: &T) {}
    let sink: Sink = std::sync::Arc::new(|_: Reply| {});
    shared(&sink);
}
