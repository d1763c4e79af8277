//! Keys: what one costs in time and bytes, on the real program at a real pseudo-terminal beside `cat`, and inside one
//! process.
//!
//! A key at the pseudo-terminal is timed from its writing to the last byte that comes before a stretch of silence; the
//! silence is not part of the figure.

use std::collections::VecDeque;
use std::io::{self, Read, Write};
use std::path::Path;
use std::rc::Rc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use wenxiao::engine::inline::Inline;
use wenxiao::engine::request::{Action, Engine, Request};
use wenxiao::engine::spot_check::RecheckAct;
use wenxiao::engine::spot_check::draw::{DrawAsk, Source};
use wenxiao::engine::spot_check::plan::SampleAsk;
use wenxiao::model::event::Subject;
use wenxiao::model::recheck::Verified;
use wenxiao::text::Language;
use wenxiao::tui::line::{Talk, read_line};
use wenxiao::tui::look::Look;
use wenxiao::tui::msg::Msg;
use wenxiao::tui::paint::Painter;
use wenxiao::tui::play::{PlayOptions, Player, Stage};

use super::measure::{Samples, cpu};
use super::report::Report;
use super::{Plan, data, score};

const KEYS: usize = 300;
/// Silence after which a repaint is taken to be over.
const QUIET: Duration = Duration::from_millis(50);

pub fn run(plan: &Plan, report: &mut Report) {
    let city = data::database(data::CITY);
    let large = plan.million.then(|| data::database(data::MILLION));
    inside(report, "5,688", &city, (80, 24), 200);
    inside(report, "5,688", &city, (200, 50), 400);
    spoken(report, "5,688", &city);
    spot_check(report, data::CITY);
    if let Some(large) = &large {
        inside(report, "1M", large, (80, 24), 200);
    }
    let floor = Terminal::floor().keys("j", KEYS).0;
    report.note("K1", "floor: cat at the pseudo-terminal", floor.shown());
    let small = at_terminal(report, "5,688", &city, &floor);
    if let Some(large) = &large {
        let big = at_terminal(report, "1M", large, &floor);
        report.limit("K3", "cursor down at the terminal, 1M : 5,688, p50", big.p50() / small.p50(), 1.10, " x", "");
        report.limit("K3", "cursor down at the terminal, 1M : 5,688, p99", big.p99() / small.p99(), 1.5, " x", "");
        while_importing(report, "1M", large, &floor);
    } else {
        while_importing(report, "5,688", &city, &floor);
    }
}

/// Keys while another process imports a million rows into the same database: what a reviewer feels.
fn while_importing(report: &mut Report, size: &str, database: &Path, floor: &Samples) {
    let folder = tempfile::tempdir_in(data::folder()).expect("folder");
    let copy = folder.path().join("home");
    copy_all(data::home(database), &copy);
    let database = copy.join("data").join("wenxiao.db");
    let list = data::long_list();
    let mut terminal = Terminal::product(&database);
    terminal.settle(Duration::from_secs(5), Duration::from_millis(300));
    terminal.key(F4);
    terminal.settle(Duration::from_millis(1500), Duration::from_millis(1500));
    let mut import = std::process::Command::new(env!("CARGO_BIN_EXE_wenxiao"))
        .args(["import", "--quiet", "--year", "2026"])
        .arg(&list)
        .env("WENXIAO_HOME", &copy)
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .expect("import");
    let (mut down, mut acts) = (Samples::default(), Samples::default());
    for _ in 0..KEYS {
        if import.try_wait().expect("import").is_some() {
            break;
        }
        for _ in 0..10 {
            down.push(terminal.key(DOWN).0.unwrap_or_default());
        }
        // One decision on the row under the cursor, and back.
        terminal.key("\r");
        acts.push(terminal.key(" ").0.unwrap_or_default());
        terminal.key(ESC);
        terminal.settle(Duration::from_millis(100), Duration::from_millis(100));
    }
    let _ = import.kill();
    let _ = import.wait();
    let name = format!("cursor down while an import runs : floor, {size}, p99");
    report.limit("K1", &name, down.p99() / floor.p99(), 6.0, " x", &down.shown());
    report.note("W1", &format!("a row decided while an import runs, {size}"), acts.shown());
}

fn copy_all(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("folder");
    for entry in std::fs::read_dir(from).expect("folder") {
        let entry = entry.expect("entry");
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() { copy_all(&from, &to) } else { std::fs::copy(&from, &to).map(drop).expect("copy") }
    }
}

/// Counts what is written.
#[derive(Default)]
struct Counter(usize);

impl Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

struct Shared(Rc<Inline>);

impl Engine for Shared {
    fn post(&self, request: Request) {
        self.0.post(request);
    }
}

/// One interface with its painter in this process.
struct Inside {
    player: Player,
    painter: Painter<Counter>,
}

impl Inside {
    fn new(database: &Path, size: (u16, u16)) -> Inside {
        let inline = Rc::new(Inline::new(data::open(database)));
        let replies = Rc::clone(&inline);
        let stage = Stage { engine: Box::new(Shared(inline)), replies: Box::new(move || replies.take()) };
        let player = Player::new(stage, size, Look::built_in(Language::ZhCn), &PlayOptions::default());
        let mut inside = Inside { player, painter: Painter::new(Counter::default()) };
        inside.press("<f4>");
        inside
    }

    /// Presses and draws; answers the bytes written.
    fn press(&mut self, keys: &str) -> usize {
        self.player.press(keys).expect("keys");
        let (buffer, caret) = self.player.frame();
        let before = self.painter.writer().0;
        self.painter.paint(&buffer, caret).expect("painted");
        self.painter.writer().0 - before
    }

    fn many(&mut self, keys: &str, times: usize) -> (Samples, Vec<usize>) {
        let mut samples = Samples::default();
        let mut bytes: Vec<usize> = (0..times).map(|_| samples.time(|| self.press(keys))).collect();
        bytes.sort_unstable();
        (samples, bytes)
    }
}

fn inside(report: &mut Report, size: &str, database: &Path, (width, height): (u16, u16), most: usize) {
    let mut inside = Inside::new(database, (width, height));
    let cells = f64::from(width) * f64::from(height);
    // A plain repaint of the machine's figures: 2,929 bytes at 80x24, 15,101 at 200x50.
    let plain = if cells > 5_000.0 { 15_101.0 } else { 2_929.0 };
    let at = format!("{size}, {width}x{height}");
    let before = cpu();
    let (samples, bytes) = inside.many("<down>", KEYS);
    let each = (cpu() - before) * 1000.0 / KEYS as f64;
    // K2: half of what the least list needs at that size.
    let (id, limit) = if cells > 5_000.0 { ("K2", 0.48) } else { ("K1", 0.4) };
    report.limit(id, &format!("cursor down, {at}: processor a key"), each, limit, " ms", &samples.shown());
    report.limit(
        "K5",
        &format!("cursor down, {at}: bytes a key, median"),
        bytes[KEYS / 2] as f64,
        most as f64,
        " B",
        "",
    );
    let (samples, bytes) = inside.many("<pagedown>", 60);
    report.note("K4", &format!("page down, {at}"), samples.shown());
    report.limit("K5", &format!("page down, {at}: bytes, median"), bytes[30] as f64, 1.2 * plain, " B", "");
    let mut idle = 0;
    for _ in 0..100 {
        idle += inside.press("");
    }
    report.limit("K7", &format!("drawing again what is there, {at}: bytes"), idle as f64, 0.0, " B", "");
    inside.press("<home>");
    report.limit(
        "K5",
        &format!("a key that changes nothing, {at}: bytes"),
        inside.press("<home>") as f64,
        0.0,
        " B",
        "",
    );
    let mut burst = Samples::default();
    let bytes = burst.time(|| inside.press(&"<down>".repeat(200)));
    report.limit(
        "K6",
        &format!("200 keys, then one frame, {at}: bytes"),
        bytes as f64,
        2.0 * plain,
        " B",
        &burst.shown(),
    );
    let mut open = Samples::default();
    let mut next = Samples::default();
    for _ in 0..60 {
        open.time(|| inside.press("<enter>"));
        for _ in 0..3 {
            next.time(|| inside.press(">"));
        }
        inside.press("<esc><down>");
    }
    report.note("K4", &format!("open a project and keep the place, {at}"), open.shown());
    report.note("K4", &format!("next project from inside, {at}"), next.shown());
}

/// Pages of a spot check, each with the keys that lead there and those that are pressed on it.
const SPOT_CHECK: [(&str, &str, &[&str]); 13] = [
    ("rechecks", "<f5>", &["<down>", "<pagedown>", "<up>", "-", ";"]),
    ("values to narrow by", "<f5><tab>", &["<down>", "<up>", "<enter>"]),
    ("a recheck", "<f5><enter>", &["<down>", "<up>"]),
    ("papers", "<f5><enter>@", &["<down>", "<up>"]),
    ("papers wanted", "<f5><enter>=", &["<down>", "<up>"]),
    ("conclusions", "<f5>%", &["<down>", "<up>", "2", "1"]),
    ("grades", "<f5>%2", &["<down>", "<up>"]),
    ("departments", "<f5>%3", &["<down>", "<pagedown>", "<up>", "-"]),
    ("largest deviations", "<f5>%4", &["<down>", "<pagedown>", "<up>"]),
    ("what follows", "<f5>%5", &["<down>", "<pagedown>", "<up>"]),
    ("what was drawn", "<ctrl-b>", &["<down>", "<pagedown>", "<up>"]),
    ("a plan", "<ctrl-b><ctrl-g>", &["5", "<backspace>"]),
    ("departments of a plan", "<ctrl-b><ctrl-g><ctrl-d>", &["<down>", "<pagedown>", "<up>"]),
];

/// So many self-evaluations of which a tenth is drawn: what a key costs on each page, drawn and painted. Nothing the interface does
/// may take longer than a millisecond.
fn spot_check(report: &mut Report, count: usize) {
    let folder = tempfile::tempdir_in(data::folder()).expect("folder");
    let database = data::below(folder.path());
    let mut station = data::found(&database, "bench");
    score::evaluations(&mut station, folder.path(), count);
    let ask = SampleAsk { sources: vec!["dice".to_owned()], ..SampleAsk::default() };
    station.seal_sample("seal", &ask, &mut data::go_on).expect("sealed");
    let source = Source { label: "dice".to_owned(), value: "47102938561029384756".to_owned(), outside: true };
    let thrown = DrawAsk { sources: vec![source], ..DrawAsk::default() };
    station.draw_sample("draw", &thrown, &mut data::go_on).expect("drawn");
    let lines = station.rechecks(None).expect("rechecks").lines;
    let mut act = |number: usize, act: RecheckAct| {
        station.act(&format!("bench-{number}"), &Action::Recheck(act)).expect("act");
    };
    for (at, line) in lines.iter().enumerate() {
        let of = |row| Subject { project: line.project, year: line.year, version: line.version, row };
        for row in 1..=3 {
            let found = if at % 3 == 0 { Verified::Value("12".to_owned()) } else { Verified::Agrees };
            let (on, seen) = (of(Some(row)), Vec::new());
            act(
                at * 8 + row as usize,
                RecheckAct::Verify { on, seen, found, evidence: Vec::new(), note: String::new() },
            );
        }
        // Some are left open, so that both lists have rows.
        if at % 5 > 0 {
            act(at * 8, RecheckAct::Finish { on: of(None), seen: Vec::new(), note: String::new() });
        }
    }
    let drawn = lines.len();
    drop(station);
    for size in [(80, 24), (200, 50)] {
        for (page, way, keys) in SPOT_CHECK {
            let mut inside = Inside::new(&database, size);
            inside.press(way);
            let mut all = Samples::default();
            // The first frame of a page is the painter's; the keys after it are the page's.
            for _ in 0..40 {
                for key in keys {
                    all.time(|| inside.press(key));
                }
            }
            let what = format!("{page}, {drawn} rechecks of {count}, {}x{}: a key drawn, p99", size.0, size.1);
            report.limit("K2", &what, all.p99(), 1.0, " ms", &all.shown());
        }
    }
}

/// What a decision costs in line mode: its confirmation, the row after it, the prompt.
fn spoken(report: &mut Report, size: &str, database: &Path) {
    let folder = tempfile::tempdir_in(data::folder()).expect("folder");
    let copy = folder.path().join("home");
    copy_all(data::home(database), &copy);
    let inline = Inline::new(data::open(&copy.join("data").join("wenxiao.db")));
    let PlayOptions { session, now, .. } = PlayOptions::default();
    let mut talk = Talk::new(Look::built_in(Language::ZhCn), session, now);
    talk.begin(&inline, Vec::new());
    let mut press = |keys: &str| -> usize {
        let mut keys: VecDeque<_> = read_line(keys).expect("keys").into();
        let mut said = Vec::new();
        while let Some(msg) = talk.next(&mut keys) {
            said.extend(talk.take(msg, &inline));
            while let Some(reply) = inline.take() {
                said.extend(talk.take(Msg::Reply(reply), &inline));
            }
            said.extend(talk.tell(true));
        }
        said.iter().map(|sentence| sentence.len() + 1).sum::<usize>() + "> \n".len()
    };
    press("<f4><enter>");
    let mut samples = Samples::default();
    let mut bytes = Vec::new();
    for _ in 0..30 {
        for keys in ["<space>", ",", "!"] {
            bytes.push(samples.time(|| press(keys)));
        }
        press(">");
    }
    bytes.sort_unstable();
    let median = bytes[bytes.len() / 2] as f64;
    // Half a second at 9,600 baud, ten bits a byte.
    report.limit(
        "K5",
        &format!("a decision in line mode, {size}: bytes, median"),
        median,
        480.0,
        " B",
        &samples.shown(),
    );
}

/// A program at a pseudo-terminal of 80x24.
struct Terminal {
    bytes: Receiver<(Instant, usize)>,
    writer: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    _master: Box<dyn MasterPty + Send>,
    begun: Instant,
}

impl Terminal {
    fn floor() -> Terminal {
        let mut command = CommandBuilder::new("sh");
        command.args(["-c", "stty raw -echo; exec cat"]);
        let mut terminal = Terminal::spawn(command);
        // `cat` says nothing by itself: the first echo tells that it is there.
        thread::sleep(Duration::from_millis(300));
        terminal.key("j");
        terminal
    }

    fn product(database: &Path) -> Terminal {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_wenxiao"));
        command.env("WENXIAO_HOME", data::home(database));
        command.env("LANG", "zh_CN.UTF-8");
        command.env("TERM", "xterm-256color");
        Terminal::spawn(command)
    }

    fn spawn(command: CommandBuilder) -> Terminal {
        let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("pseudo-terminal");
        let mut reader = pair.master.try_clone_reader().expect("reader");
        let writer = pair.master.take_writer().expect("writer");
        let begun = Instant::now();
        let child = pair.slave.spawn_command(command).expect("program");
        let (to, bytes) = channel();
        thread::spawn(move || {
            let mut buffer = [0; 65_536];
            while let Ok(read) = reader.read(&mut buffer) {
                if read == 0 || to.send((Instant::now(), read)).is_err() {
                    break;
                }
            }
        });
        Terminal { bytes, writer, child, _master: pair.master, begun }
    }

    /// Waits for silence; answers the moment of the last byte and how many came.
    fn settle(&self, first: Duration, quiet: Duration) -> (Option<Instant>, usize) {
        let (mut last, mut count) = (None, 0);
        let mut wait = first;
        loop {
            match self.bytes.recv_timeout(wait) {
                Ok((at, read)) => {
                    last = Some(at);
                    count += read;
                    wait = quiet;
                }
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return (last, count),
            }
        }
    }

    /// Presses and waits until it is over: how long and how many bytes. `None` when nothing came.
    fn key(&mut self, key: &str) -> (Option<Duration>, usize) {
        let begun = Instant::now();
        self.writer.write_all(key.as_bytes()).expect("key");
        let (last, count) = self.settle(Duration::from_millis(400), QUIET);
        (last.map(|last| last - begun), count)
    }

    fn keys(&mut self, key: &str, times: usize) -> (Samples, Vec<usize>) {
        let (mut samples, mut counts) = (Samples::default(), Vec::new());
        for _ in 0..times {
            let (took, count) = self.key(key);
            if let Some(took) = took {
                samples.push(took);
            }
            counts.push(count);
        }
        counts.sort_unstable();
        (samples, counts)
    }

    fn peak_memory(&self) -> f64 {
        let id = self.child.process_id().unwrap_or_default();
        let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
        let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap_or_default();
        line.split_whitespace().nth(1).and_then(|kib| kib.parse::<f64>().ok()).map_or(0.0, |kib| kib * 1024.0 / 1e6)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const F4: &str = "\x1bOS";
const DOWN: &str = "\x1b[B";
const PAGE_DOWN: &str = "\x1b[6~";
const END: &str = "\x1b[F";
const HOME: &str = "\x1b[H";
const ESC: &str = "\x1b";

/// Answers what the cursor keys took.
fn at_terminal(report: &mut Report, size: &str, database: &Path, floor: &Samples) -> Samples {
    let mut start = Samples::default();
    for _ in 0..10 {
        let terminal = Terminal::product(database);
        let (last, _) = terminal.settle(Duration::from_secs(5), Duration::from_millis(150));
        start.push(last.expect("a first screen") - terminal.begun);
    }
    report.note("O1", &format!("start to first screen at rest, {size}"), start.shown());
    let mut terminal = Terminal::product(database);
    terminal.settle(Duration::from_secs(5), Duration::from_millis(300));
    let mut queue = Samples::default();
    queue.push(terminal.key(F4).0.unwrap_or_default());
    terminal.settle(Duration::from_millis(1500), Duration::from_millis(1500));
    report.note("O1", &format!("home to queue, {size}"), queue.shown());
    let (down, bytes) = terminal.keys(DOWN, KEYS);
    report.limit(
        "K1",
        &format!("cursor down at the terminal : floor, {size}, p50"),
        down.p50() / floor.p50(),
        4.0,
        " x",
        &down.shown(),
    );
    report.limit(
        "K1",
        &format!("cursor down at the terminal : floor, {size}, p99"),
        down.p99() / floor.p99(),
        6.0,
        " x",
        "",
    );
    report.limit(
        "K5",
        &format!("cursor down at the terminal, {size}: bytes, median"),
        bytes[KEYS / 2] as f64,
        200.0,
        " B",
        "",
    );
    let (page, _) = terminal.keys(PAGE_DOWN, 60);
    report.limit(
        "K4",
        &format!("page down : cursor down, {size}, p50"),
        page.p50() / down.p50(),
        1.5,
        " x",
        &page.shown(),
    );
    let mut ends = Samples::default();
    for _ in 0..20 {
        ends.push(terminal.key(END).0.unwrap_or_default());
        ends.push(terminal.key(HOME).0.unwrap_or_default());
    }
    report.limit(
        "K4",
        &format!("end and home : cursor down, {size}, p50"),
        ends.p50() / down.p50(),
        1.5,
        " x",
        &ends.shown(),
    );
    let (mut open, mut next) = (Samples::default(), Samples::default());
    for _ in 0..30 {
        open.push(terminal.key("\r").0.unwrap_or_default());
        next.push(terminal.key(">").0.unwrap_or_default());
        terminal.key(ESC);
        terminal.settle(Duration::from_millis(100), Duration::from_millis(100));
        terminal.key(DOWN);
    }
    report.limit(
        "K4",
        &format!("open a project : cursor down, {size}, p50"),
        open.p50() / down.p50(),
        1.5,
        " x",
        &open.shown(),
    );
    report.limit(
        "K4",
        &format!("next project : cursor down, {size}, p50"),
        next.p50() / down.p50(),
        1.5,
        " x",
        &next.shown(),
    );
    terminal.key(HOME);
    let (took, bytes) = terminal.key(&DOWN.repeat(200));
    let took = took.unwrap_or_default().as_secs_f64() * 1000.0;
    report.limit("K6", &format!("200 queued keys to rest, {size}"), took, 10.0, " ms", "");
    report.limit("K6", &format!("200 queued keys, {size}: bytes"), bytes as f64, 2.0 * 2_929.0, " B", "");
    let (_, idle) = terminal.settle(Duration::from_secs(3), Duration::from_secs(3));
    report.limit("K7", &format!("three seconds at rest, {size}: bytes"), idle as f64, 0.0, " B", "");
    report.limit("M1", &format!("memory of the screens after that, {size}"), terminal.peak_memory(), 40.0, " MB", "");
    down
}
