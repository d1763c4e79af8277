//! Every kind of terminal: what it is sent, how it is measured.

use std::process::Command;

use crate::harness::{Session, Setup, given_back};

fn a_little_work(session: &mut Session) -> String {
    session.wait_for("我的工作");
    session.send("\x1bOS");
    session.wait_for("1/12").send("\r");
    session.wait_for("户均改造成本").send(" ");
    session.wait_for("[过]");
    session.leave()
}

#[test]
fn a_console_and_a_vt220_are_sent_only_what_they_understand() {
    for (term, colours) in [("linux", true), ("vt220", false)] {
        let mut session = Setup::term(term).with("COLORTERM", "truecolor").start();
        let written = a_little_work(&mut session);
        for unknown in ["\x1b[?1049", "\x1b[?2004", "\x1b[?2026", "\x1b]", "\x1bP", "38;5;", "38;2;"] {
            assert!(!written.contains(unknown), "{term}: {unknown:?}");
        }
        let coloured = written.contains("\x1b[33m") || written.contains(";33m");
        assert_eq!(coloured, colours, "{term}");
        let screen = session.screen.screen();
        assert!(!screen.hide_cursor(), "the caret is shown again");
        assert!(screen.contents().trim_start().starts_with("ended Ok"), "our picture is gone: {}", screen.contents());
    }
}

#[test]
fn modern_terminals_work_alike() {
    for term in ["xterm-256color", "xterm", "putty", "screen", "tmux-256color", ""] {
        let mut session = Setup::term(term).start();
        let written = a_little_work(&mut session);
        given_back(&written);
        assert!(!written.contains("38;2;"), "{term}");
    }
}

#[test]
fn a_terminal_that_cannot_draw_is_refused_in_words() {
    let written = Setup::term("dumb").start().rest();
    assert!(written.contains("ended Err(\"problem-terminal-dumb\")"), "{written}");
    assert!(!written.contains('\x1b'), "{written:?}");
}

#[test]
fn without_colour_nothing_is_missing() {
    let mut session = Setup::term("vt220").start();
    session.wait_for("我的工作").send("\x1bOS\r");
    session.wait_for("户均改造成本").send("!");
    session.wait_for("[退]").wait_for("Ctrl+Z 撤销");
    let written = session.leave();
    let coloured = (30..=37).any(|number| written.contains(&format!("[{number}m")));
    assert!(!coloured);
}

#[test]
fn the_terminal_is_measured_and_texts_are_laid_out_as_it_draws() {
    for cells in [Some((1, 1)), Some((2, 2)), None] {
        let mut session = Setup { cells, ..Setup::kind("ambiguous") }.start();
        session.wait_for("我的工作").send("\x1bOS");
        session.wait_for("乙");
        let row = (0..24).map(|row| session.row(row)).find(|row| row.contains('乙')).unwrap();
        let wide = cells == Some((2, 2));
        // The terminal of the test draws one cell whatever it says, so a second one shows as a gap.
        assert_eq!(row.contains("≥ 甲≥ 乙"), wide, "{cells:?}: {row}");
        assert_eq!(row.contains("≥甲≥乙"), !wide, "{cells:?}: {row}");
        session.leave();
    }
}

#[test]
fn in_a_chinese_setup_silence_means_two_cells() {
    let setup = Setup { cells: None, ..Setup::kind("ambiguous") };
    let mut session = setup.with("LANG", "zh_CN.UTF-8").start();
    session.wait_for("我的工作").send("\x1bOS");
    session.wait_for("≥ 甲≥ 乙");
    session.leave();
}

#[test]
fn box_lines_are_drawn_only_where_they_were_asked_for_and_measured() {
    for (kind, cells, boxes) in [
        ("boxes", Some((1, 1)), true),
        ("boxes", Some((1, 2)), false),
        ("boxes", None, false),
        ("session", Some((1, 1)), false),
    ] {
        let mut session = Setup { cells, ..Setup::kind(kind) }.start();
        session.wait_for("我的工作");
        assert_eq!(session.contents().contains('─'), boxes, "{kind} {cells:?}");
        let told = kind == "boxes" && !boxes;
        assert_eq!(session.contents().contains("改用 + - |"), told, "{kind} {cells:?}: {}", session.contents());
        session.leave();
    }
}

#[test]
fn an_answer_that_comes_late_is_no_key() {
    let mut session = Setup { cells: None, ..Setup::default() }.start();
    session.wait_for("我的工作").pause();
    let before = session.contents();
    session.send("\x1b[1;2R\x1b[1;2R");
    session.pause();
    assert_eq!(session.contents(), before);
    session.leave();
}

#[test]
fn keys_pressed_before_the_first_frame_are_not_lost() {
    let mut session = Session::plain();
    session.wait_written("\x1b[6n").send("\x1bOS");
    session.wait_for("1/12");
    session.leave();
}

/// A program, if it is installed here.
fn installed(program: &str, flag: &str) -> bool {
    Command::new(program).arg(flag).output().is_ok()
}

#[test]
fn inside_tmux() {
    if !installed("tmux", "-V") {
        return;
    }
    let name = format!("wenxiao-test-{}", std::process::id());
    let under = ["tmux", "-L", &name, "-f", "/dev/null", "new-session", "{}"].map(ToString::to_string).to_vec();
    let mut session = Setup { under, cells: None, ..Setup::default() }.with("LANG", "C.UTF-8").start();
    session.wait_for("我的工作");
    // Function keys go through its own table.
    session.send("\x1bOS");
    session.wait_for("1/12").send("\r");
    session.wait_for("户均改造成本").send("！");
    session.wait_for("[退]");
    session.pause().send("\x10");
    session.wait_for("set-clipboard");
    session.pause().send("\x11\x11");
    session.rest();
}

#[test]
fn inside_screen() {
    if !installed("screen", "--version") {
        return;
    }
    let under = ["screen", "-U", "-c", "/dev/null", "sh", "-c", "{}"].map(ToString::to_string).to_vec();
    let mut session = Setup { under, cells: None, ..Setup::default() }.with("LANG", "C.UTF-8").start();
    session.wait_for("我的工作").send("\x1bOS");
    session.wait_for("1/12").send("\r");
    session.wait_for("户均改造成本").send("！");
    session.wait_for("[退]").pause().send("\x11\x11");
    session.rest();
}
