//! Line mode: what is said, that it is said once, and that the work done is the same as on the screen.

use std::collections::VecDeque;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::rc::Rc;

use wenxiao::engine::inline::Inline;
use wenxiao::engine::request::{Engine, Request};
use wenxiao::text::Language;
use wenxiao::tui::line::{Talk, read_line};
use wenxiao::tui::msg::Msg;
use wenxiao::tui::play::{PlayOptions, Player, Stage};

use crate::support::fake::{Shared, World, stage};
use crate::support::script::look;
use crate::support::{Desk, import, items};

/// Somebody who listens.
struct Listener {
    talk: Talk,
    stage: Stage,
}

impl Listener {
    fn over(stage: Stage, language: Language) -> (Listener, Vec<String>) {
        let options = PlayOptions::default();
        let mut listener = Listener { talk: Talk::new(look(language), options.session, options.now), stage };
        listener.talk.begin(listener.stage.engine.as_ref(), Vec::new());
        let heard = listener.settle(false);
        (listener, heard)
    }

    fn new() -> Listener {
        Listener::on(&World::sample(), Language::ZhCn)
    }

    fn on(world: &Shared, language: Language) -> Listener {
        Listener::over(stage(world), language).0
    }

    fn settle(&mut self, key: bool) -> Vec<String> {
        let mut heard = Vec::new();
        while let Some(reply) = (self.stage.replies)() {
            heard.extend(self.talk.take(Msg::Reply(reply), self.stage.engine.as_ref()));
        }
        heard.extend(self.talk.tell(key));
        heard
    }

    /// Everything said after these keys.
    fn press(&mut self, keys: &str) -> Vec<String> {
        let mut heard = Vec::new();
        let mut keys: VecDeque<_> = read_line(keys).expect("a key of the script does not exist").into();
        while let Some(msg) = self.talk.next(&mut keys) {
            heard.extend(self.talk.take(msg, self.stage.engine.as_ref()));
            heard.extend(self.settle(true));
        }
        for sentence in &heard {
            assert!(!sentence.chars().any(char::is_control), "{sentence:?}");
        }
        heard
    }

    #[track_caller]
    fn hears(&mut self, keys: &str, words: &str) {
        let heard = self.press(keys);
        assert!(heard.iter().any(|sentence| sentence.contains(words)), "“{words}” was not said:\n{}", heard.join("\n"));
    }
}

#[test]
fn a_page_is_announced_with_its_row_and_its_keys_and_then_only_what_changes() {
    let (mut listener, first) = Listener::over(stage(&World::sample()), Language::ZhCn);
    assert!(first[0].starts_with("[页] 首页"), "{first:?}");
    assert!(first.iter().any(|line| line.starts_with("[可按] 回车 接着上次")), "{first:?}");
    let heard = listener.press("<f4><enter>");
    let page =
        heard.iter().position(|line| line.starts_with("[页] 目标审核。项目 1 / 12。P0001 老旧小区改造补助。住建局"));
    let page = page.unwrap_or_else(|| panic!("{heard:#?}"));
    assert!(heard[page].contains("1,260.00 万元。实质性审核"), "{}", heard[page]);
    assert_eq!(
        heard[page + 1],
        "[行 1 / 12] 经济成本指标。户均改造成本。目标值：小于等于 2.80 万元 每 户。分值 10。去年完成：2.40。标准值 小于等于 2.50"
    );
    assert!(
        heard[page + 2].starts_with("[可按] 回车 提意见。空格 无问题。1 到 等号 按类提意见。逗号 稍后。感叹号 退回")
    );
    assert_eq!(
        listener.press("<down>"),
        ["[行 2 / 12] 经济成本指标。项目总成本。目标值：小于等于 1260 万元。分值 10。去年完成：1080"]
    );
    listener.hears("<up>", "[行 1 / 12] 经济成本指标。户均改造成本");
}

#[test]
fn a_key_that_changes_nothing_says_where_one_is() {
    let mut listener = Listener::new();
    listener.press("<f4><enter><end>");
    assert_eq!(listener.press("<down>"), ["[行 12 / 12]"]);
}

#[test]
fn a_decision_is_confirmed_once_and_the_next_row_follows() {
    let mut listener = Listener::new();
    listener.press("<f4><enter>");
    let heard = listener.press("<space>");
    assert_eq!(heard.len(), 2, "{heard:#?}");
    assert!(heard[0].starts_with("[已记] ") && heard[0].ends_with("Ctrl+Z 撤销"), "{}", heard[0]);
    assert!(heard[1].starts_with("[行 2 / 12] "), "{}", heard[1]);
    let heard = listener.press("<ctrl-z>");
    assert!(heard[0].starts_with("[已记] 撤销") || heard[0].contains("Ctrl+Y 重做"), "{heard:?}");
    assert!(heard[1].starts_with("[行 1 / 12] "), "back on the row: {heard:?}");
}

#[test]
fn a_refusal_and_a_failure_are_told_as_such() {
    let world = World::sample();
    let mut listener = Listener::on(&world, Language::ZhCn);
    listener.press("<f4><enter>");
    listener.hears(".", "[拒绝] 1000 万元以上须逐条判断");
    listener.hears("<f12>", "[拒绝] ");
    world.borrow_mut().fail_next = Some(wenxiao::model::problem::Problem::internal("x"));
    let heard = listener.press("<space>");
    let told = heard.iter().filter(|line| line.starts_with("[问题]") || line.starts_with("[页]")).count();
    assert_eq!(told, 1, "{heard:#?}");
    assert!(!heard.iter().any(|line| line.starts_with("[已记]")), "{heard:#?}");
}

#[test]
fn typing_is_heard_and_so_is_what_the_text_became() {
    let mut listener = Listener::new();
    listener.press("<f4><enter>");
    listener.hears("7", "[页] 意见编辑");
    listener.hears("<tab>", "[输入] 意见正文：");
    assert_eq!(listener.press("请补充"), ["[输入] 请补充"], "what is committed together is said together");
    assert_eq!(listener.press("<backspace>"), ["[删去] 充"]);
    assert_eq!(listener.press("<left>"), ["[光标] 补"]);
    assert_eq!(listener.press("<end>"), ["[光标] 末尾"]);
    listener.hears("<tab>", "请补");
    let heard = listener.press("<ctrl-s>");
    assert_eq!(heard.iter().filter(|line| line.starts_with("[已记]")).count(), 1, "{heard:#?}");
    assert!(heard.iter().any(|line| line == "[回到] 目标审核"), "{heard:#?}");
}

#[test]
fn popups_are_announced_read_on_and_left() {
    let mut listener = Listener::new();
    listener.press("<f4>");
    let heard = listener.press("<f1>");
    assert!(heard[0].starts_with("[页] 帮助"), "{heard:?}");
    assert!(heard.iter().any(|line| line.starts_with("[详情] 依据")), "why first: {heard:#?}");
    let heard = listener.press("<tab>");
    assert!(heard.iter().any(|line| line.contains("斜杠 筛选")), "keys in words: {heard:#?}");
    let more = heard.iter().position(|line| line.starts_with("[还有] ")).expect("help is long");
    let on = listener.press("<pagedown>");
    assert!(on.len() > 3 && !on.iter().any(|line| heard[..more].contains(line)), "only what is new: {on:#?}");
    assert_eq!(listener.press("<esc>")[0], "[回到] 目标审核");
}

#[test]
fn the_page_can_be_heard_again() {
    let mut listener = Listener::new();
    let first = listener.press("<f4><enter>");
    let again = listener.press("<ctrl-l>");
    assert_eq!(again, first[first.len() - again.len()..]);
}

#[test]
fn the_question_before_a_result_is_asked() {
    let mut listener = Listener::new();
    listener.press("<f4><down><enter><space><space>7<enter>");
    let heard = listener.press(".");
    assert!(heard.iter().any(|line| line.starts_with("[问] 意见 1 条")), "{heard:#?}");
    let heard = listener.press("<enter>");
    assert_eq!(heard.iter().filter(|line| line.starts_with("[已记]")).count(), 1, "{heard:#?}");
}

#[test]
fn english_is_said_in_english() {
    let mut listener = Listener::on(&World::sample(), Language::En);
    listener.hears("<f4><enter>", "[row 1 of 12] ");
    listener.hears("<space>", "[recorded] ");
}

#[test]
fn every_page_says_something_in_both_languages() {
    for language in Language::ALL {
        let mut listener = Listener::on(&World::sample(), language);
        for keys in [
            "<f4>",
            "/a<enter>",
            "1<enter>",
            "7",
            "<esc>",
            "@",
            "<esc>",
            "~",
            "<esc>",
            "$",
            "<esc>",
            "#",
            "<esc>",
            ":",
            "<esc>",
            "<f7>",
            "<f6>",
            "<f8>",
            "<tab>",
            "<tab><tab><space>",
            "<f9>",
            "<space>",
            "<ctrl-k>",
            "<ctrl-o>",
            "<ctrl-n>",
            "<f2>",
        ] {
            let heard = listener.press(keys);
            assert!(!heard.is_empty(), "{keys}");
            for line in &heard {
                assert!(!line.contains("line-") && !line.ends_with("] "), "{keys}: {line}");
            }
        }
    }
}

#[test]
fn marks_acts_on_many_and_steps_are_told() {
    let mut listener = Listener::new();
    listener.press("<f4>");
    let heard = listener.press(" ");
    assert!(heard[0].starts_with("[说明] ") && heard[0].contains('1'), "how many are marked: {heard:?}");
    assert!(heard[1].starts_with("[行 2 / 12] 乡村教师培训"), "{heard:?}");
    listener.hears("<up>", "[行 1 / 12] 已标记。老旧小区改造补助");
    listener.hears("&", "[页] 批量处理");
    listener.hears("<esc>", "[回到] 目标审核");
    listener.press("<enter>  ");
    listener.hears("<ctrl-o>", "[行 1 / 2] ");
    listener.hears("<down>", "撤销 2 步到此");
}

/// What a session costs on a bad line: a decision and the row after it.
#[test]
fn a_decision_takes_less_than_half_a_second_at_9600_baud() {
    let mut listener = Listener::new();
    listener.press("<f4><enter>");
    let mut costs: Vec<usize> = Vec::new();
    for key in [" ", ",", "!", " ", " ", ",", " ", " "] {
        costs.push(listener.press(key).iter().map(|line| line.len() + 1).sum::<usize>() + "> \n".len());
    }
    println!("bytes of a decision: {costs:?}");
    // Ten bits a byte.
    assert!(costs.iter().all(|bytes| *bytes <= 480), "{costs:?}");
}

const SESSION: &str = "\
# several projects, every kind of act
<f4>/养护<enter><enter>
<space>
,
7<enter>
<up>9<tab>请按小区补充清单<tab><tab><ctrl-u>+10<ctrl-s>
<ctrl-z>
<ctrl-y>
.<enter>
<f4>1<end><enter>
<space>
7<tab>适量无法考核<ctrl-s>
!
.<enter>
#1<enter><enter><esc>
<ctrl-o><f2>
<ctrl-z><ctrl-z><ctrl-y>
";

struct Both(Rc<Inline>);

impl Engine for Both {
    fn post(&self, request: Request) {
        self.0.post(request);
    }
}

fn real(desk: &Desk) -> (Rc<Inline>, Stage) {
    let inline = Rc::new(Inline::new(desk.open()));
    let replies = Rc::clone(&inline);
    let stage = Stage { engine: Box::new(Both(Rc::clone(&inline))), replies: Box::new(move || replies.take()) };
    (inline, stage)
}

/// Two desks with the same database and the same keys.
fn twins() -> (Desk, Desk) {
    let first = Desk::new();
    let path = first.targets();
    let mut station = first.of("王敏");
    import(&mut station, &path);
    drop(station);
    let second = Desk::new();
    copy(first.folder.path(), second.folder.path());
    (first, second)
}

fn copy(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            std::fs::create_dir_all(&target).unwrap();
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), &target).unwrap();
        }
    }
}

/// What was decided, event names aside: they depend on how letters were typed.
fn decided(desk: &Desk) -> (usize, Vec<String>) {
    let station = desk.open();
    let mut all = Vec::new();
    for id in items(&station) {
        let view = station.project(id).unwrap();
        all.push(format!("{:?}", view.row));
        for (row, heads) in &view.state.rows {
            let verdicts: Vec<_> = heads.0.iter().map(|head| (head.value, &head.author)).collect();
            all.push(format!("{row} {verdicts:?}"));
        }
        for opinion in &view.state.opinions {
            all.push(format!("{:?} {:?} {} {:?}", opinion.row, opinion.category, opinion.text, opinion.author));
        }
        all.extend(view.state.demands.iter().map(|demand| format!("{:?} {:?}", demand.row, demand.demand)));
        all.extend(view.state.grade.0.iter().map(|head| format!("{:?}", head.value)));
        all.extend(view.drafts.iter().map(|draft| format!("{:?} {} {}", draft.key.on.row, draft.text, draft.due)));
    }
    // A copied station notices that it is one and goes on under another name; that is no step of anybody.
    let steps = station.history(1_000).unwrap().0;
    (steps.iter().filter(|step| step.key != "step-device-started").count(), all)
}

#[test]
fn a_session_in_line_mode_leaves_the_same_database_as_on_the_screen() {
    let (drawn, told) = twins();
    let before = decided(&drawn);
    {
        let (_, stage) = real(&drawn);
        let mut player = Player::new(stage, (80, 24), look(Language::ZhCn), &PlayOptions::default());
        for line in SESSION.lines().filter(|line| !line.starts_with("# ")) {
            player.press(line).unwrap();
        }
    }
    let mut heard = Vec::new();
    {
        let (_, stage) = real(&told);
        let (mut listener, _) = Listener::over(stage, Language::ZhCn);
        for line in SESSION.lines() {
            heard.extend(listener.press(line));
        }
    }
    let (drawn, told) = (decided(&drawn), decided(&told));
    assert!(drawn.0 > before.0 + 8, "{before:?} {drawn:?}");
    assert_eq!(drawn, told, "{}", heard.join("\n"));
    let recorded = heard.iter().filter(|line| line.starts_with("[已记] ")).count();
    assert_eq!(recorded, told.0 - before.0, "one sentence for each event:\n{}", heard.join("\n"));
}

/// The program itself, with a script as its input.
fn program(home: &Path, args: &[&str], script: &str) -> (String, bool) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_wenxiao"))
        .args(args)
        .env_clear()
        .env("WENXIAO_HOME", home)
        .env("LC_ALL", "C.UTF-8")
        .env("TZ", "UTC")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(!output.stdout.iter().any(|byte| *byte < 0x20 && *byte != b'\n'), "only letters and line ends");
    (String::from_utf8(output.stdout).unwrap(), output.status.success())
}

#[test]
fn a_script_gives_a_log_and_everything_is_kept_at_its_end() {
    let desk = Desk::new();
    let targets = desk.targets();
    let home = tempfile::tempdir().unwrap();
    let read = format!("<f8>\n<paste:{}>\n<tab>2025<enter>\n", targets.display());
    let (log, ok) = program(home.path(), &["--line"], &format!("王敏<tab>绩效处<enter>\n{read}"));
    assert!(ok, "{log}");
    assert!(log.contains("> <f8>\n[页] 导入"), "the log shows the keys: {log}");
    assert!(log.contains("[页] 导入预览") || log.contains("新增"), "{log}");
    let (log, ok) = program(home.path(), &["--line"], &format!("{read}.\n<esc>\n<f4><enter>\n7<tab>没写完"));
    assert!(ok && log.ends_with("[完] 已退出。已确认的都已保存。\n"), "{log}");
    let (log, ok) = program(home.path(), &["--line"], "<f4><enter>\n");
    assert!(ok && log.contains("没写完"), "the draft is there again: {log}");
    let (log, ok) = program(home.path(), &["--line"], "<f4>\n<nokey>\n<space>\n");
    assert!(!ok && log.contains("> <nokey>"), "a script that names no key stops there: {log}");
}

/// The program in a terminal: what it writes, byte by byte.
struct Terminal {
    from: std::sync::mpsc::Receiver<Vec<u8>>,
    writer: Box<dyn std::io::Write + Send>,
    child: Box<dyn portable_pty::Child + Send + Sync>,
    written: Vec<u8>,
    /// How much of it was waited for.
    seen: usize,
    _master: Box<dyn portable_pty::MasterPty + Send>,
}

impl Terminal {
    fn open(home: &Path, args: &[&str], term: &str) -> Terminal {
        let size = portable_pty::PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
        let pair = portable_pty::native_pty_system().openpty(size).unwrap();
        let mut command = portable_pty::CommandBuilder::new(env!("CARGO_BIN_EXE_wenxiao"));
        command.args(args);
        command.env_clear();
        for (name, value) in [("LC_ALL", "C.UTF-8"), ("TZ", "UTC"), ("TERM", term)] {
            command.env(name, value);
        }
        command.env("WENXIAO_HOME", home);
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let writer = pair.master.take_writer().unwrap();
        let (to, from) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 8192];
            while let Ok(count @ 1..) = std::io::Read::read(&mut reader, &mut buffer) {
                if to.send(buffer[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        Terminal { from, writer, child, written: Vec::new(), seen: 0, _master: pair.master }
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.written).into_owned()
    }

    fn send(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).unwrap();
        self.writer.flush().unwrap();
    }

    /// Waits for words behind those that were waited for before.
    #[track_caller]
    fn wait_for(&mut self, words: &str) {
        // Only a failing test waits so long.
        let until = std::time::Instant::now() + std::time::Duration::from_secs(60);
        loop {
            let new = &self.written[self.seen..];
            if let Some(at) = new.windows(words.len()).position(|part| part == words.as_bytes()) {
                self.seen += at + words.len();
                return;
            }
            let left = until.saturating_duration_since(std::time::Instant::now());
            match self.from.recv_timeout(left) {
                Ok(bytes) => self.written.extend(bytes),
                Err(_) => panic!("“{words}” was not said:\n{}", self.text()),
            }
        }
    }

    fn end(mut self) -> String {
        while let Ok(bytes) = self.from.recv_timeout(std::time::Duration::from_secs(60)) {
            self.written.extend(bytes);
        }
        assert!(self.child.wait().unwrap().success());
        // The terminal itself puts a carriage return before each line end.
        let harmless = |byte: &u8| *byte >= 0x20 || matches!(byte, b'\r' | b'\n');
        assert!(self.written.iter().all(harmless), "no escape sequence: {:?}", self.text());
        self.text()
    }
}

fn home_with_targets() -> tempfile::TempDir {
    let desk = Desk::new();
    let home = tempfile::tempdir().unwrap();
    let targets = desk.targets().display().to_string();
    let (_, ok) = program(home.path(), &["import", "--year", "2025", &targets], "");
    assert!(ok);
    let (_, ok) = program(home.path(), &["--line"], "王敏<tab>绩效处<enter>\n");
    assert!(ok);
    home
}

#[test]
fn in_a_terminal_keys_are_taken_one_by_one_and_nothing_is_echoed_or_drawn() {
    let home = home_with_targets();
    let mut terminal = Terminal::open(home.path(), &["--line"], "xterm-256color");
    terminal.wait_for("> ");
    terminal.send("\x1bOS");
    terminal.wait_for("[行 1 / 2]");
    terminal.send("\r");
    terminal.wait_for("[行 1 / ");
    terminal.send(" ");
    terminal.wait_for("[已记]");
    terminal.send("7");
    terminal.wait_for("[页] 意见编辑");
    terminal.send("\t");
    terminal.wait_for("[输入] 意见正文");
    terminal.send("没写完");
    terminal.wait_for("[输入] 没写完");
    terminal.send("\x03");
    terminal.wait_for("再按一次");
    terminal.send("\x03");
    let written = terminal.end();
    assert!(written.ends_with("[完] 已退出。已确认的都已保存。\r\n"), "{written}");
    assert!(!written.contains("没写完\r\n没写完"), "no echo: {written}");
    let (log, _) = program(home.path(), &["--line"], "<f4><enter>\n7\n");
    assert!(log.contains("没写完"), "the draft is kept: {log}");
}

#[test]
fn a_terminal_that_cannot_draw_gets_sentences_by_itself() {
    let home = home_with_targets();
    let mut terminal = Terminal::open(home.path(), &[], "dumb");
    terminal.wait_for("TERM=dumb");
    terminal.wait_for("> ");
    terminal.send("\x11\x11");
    terminal.end();
}

#[cfg(unix)]
#[test]
fn a_line_that_breaks_keeps_what_was_typed() {
    let home = home_with_targets();
    let mut terminal = Terminal::open(home.path(), &["--line"], "xterm");
    terminal.wait_for("> ");
    terminal.send("\x1bOS");
    terminal.wait_for("[行 1 / 2]");
    terminal.send("\r");
    terminal.wait_for("[行 1 / ");
    terminal.send("7");
    terminal.wait_for("[页] 意见编辑");
    terminal.send("\t断线前");
    terminal.wait_for("断线前");
    let id = terminal.child.process_id().unwrap();
    let ended = Command::new("kill").args(["-HUP", &id.to_string()]).status().unwrap();
    assert!(ended.success());
    terminal.end();
    let (log, _) = program(home.path(), &["--line"], "<f4><enter>\n7\n");
    assert!(log.contains("断线前"), "{log}");
}

#[test]
fn a_comparison_is_spoken_with_its_sums_and_the_line_under_the_cursor() {
    let mut listener = Listener::new();
    listener.press("<f4><enter>");
    let heard = listener.press(";").join("\n");
    for words in
        ["同类比对", "计入 9 条", "高于全部 9 条", "中位数 2.4", "可压 180万元", "未计入", "行 1 / 13", "乙县机关"]
    {
        assert!(heard.contains(words), "“{words}” was not said:\n{heard}");
    }
    listener.hears("2", "已排除");
    listener.hears("<down>", "行 10 / 13");
}

#[test]
fn a_draft_is_told_with_class_rule_and_acceptance_and_taken_with_one_key() {
    let world = World::sample();
    let finding = crate::drafts::finding("T003", None);
    let info = crate::drafts::info(96, 4, wenxiao::model::finding::Voice::Drafts);
    world.borrow_mut().projects[1].checks.insert(finding.check.clone(), info);
    world.borrow_mut().projects[1].findings = vec![finding];
    let mut listener = Listener::on(&world, Language::ZhCn);
    let heard = listener.press("<f4><down><enter>").join("\n");
    for words in ["机审草稿待答 1 条：第 整体 条", "[机审] 类别 1", "规则 T003", "采纳率百分之 96", "回车 采纳"]
    {
        assert!(heard.contains(words), "{words}\n{heard}");
    }
    let heard = listener.press("<space>").join("\n");
    assert!(heard.contains("为什么不采纳") && heard.contains("1 已核对原件"), "{heard}");
    listener.press("<esc>");
    let heard = listener.press("<enter>").join("\n");
    assert!(heard.contains("[已记]"), "{heard}");
    assert_eq!(world.borrow().projects[1].state.opinions.len(), 1);
}
