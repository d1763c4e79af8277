//! How a session begins, stops, goes on and ends.

use rustix::process::Signal;

use crate::harness::{Session, Setup, given_back, written_to};

#[test]
fn a_session_begins_works_and_gives_the_terminal_back() {
    let mut session = Session::plain();
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
    let written = session.leave();
    given_back(&written);
    assert!(written.contains("ended Ok(())"), "{written}");
    assert!(written.contains("三四五]"), "what was typed is kept: {written}");
}

/// Opens the editor on a draft.
fn with_half_a_sentence(setup: Setup) -> Session {
    let mut session = setup.start();
    session.wait_for("我的工作");
    // All at once: keys wait for what they speak of.
    session.send("\x1bOS\r7\t");
    session.wait_for("[输入]");
    session.send("\x15半句");
    session.wait_for("半句");
    session
}

#[test]
fn signals_leave_cleanly_and_keep_the_draft() {
    for signal in [Signal::TERM, Signal::INT, Signal::HUP, Signal::QUIT] {
        let mut session = with_half_a_sentence(Setup::default());
        session.signal(signal);
        let written = session.rest();
        given_back(&written);
        assert!(written.contains("kept [半句]"), "{signal:?}: {written}");
    }
}

#[test]
fn a_lost_line_keeps_the_draft_and_ends_the_program() {
    let folder = tempfile::tempdir().unwrap();
    let kept = folder.path().join("kept");
    let under = ["/bin/sh", "-c", "{}; :"].map(ToString::to_string).to_vec();
    let mut session = with_half_a_sentence(Setup { under, ..Setup::default() }.kept(&kept));
    session.hang_up();
    assert_eq!(written_to(&kept), "ended Ok(()) kept [半句]");
    session.rest();
}

#[test]
fn a_panic_gives_the_terminal_back_before_it_is_told() {
    let mut session = Session::plain();
    session.wait_for("我的工作");
    session.send("8");
    let written = session.rest();
    given_back(&written);
    let left = written.rfind("\x1b[?1049l").unwrap();
    assert!(written[left..].contains("the planned panic"), "{written}");
}

#[test]
fn two_hundred_queued_keys_are_a_few_frames() {
    let mut session = Session::plain();
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
    given_back(&session.leave());
}

#[test]
fn a_storm_of_resizes_ends_in_the_right_picture() {
    let mut session = Session::plain();
    session.wait_for("我的工作");
    session.send("\x1bOS");
    session.wait_for("1/12");
    for step in 0..300_u16 {
        session.resize(20 + step % 140, 5 + step % 50);
    }
    session.resize(100, 30);
    session.wait_until("a full last row", |session| session.row(29).contains("F10"));
    session.send("\x1b[F");
    session.wait_for("12/12");
    assert_eq!(session.row(28).len(), 100, "{}", session.contents());
    given_back(&session.leave());
}

/// A shell with job control that tells when its job stopped, and goes on with it when told.
fn under_a_shell() -> Setup {
    let script = "{}; echo \"stopped $?\"; read line; fg >/dev/null; echo \"done $?\"";
    Setup { under: vec!["/bin/sh".into(), "-m".into(), "-c".into(), script.into()], ..Setup::default() }
}

#[test]
fn a_stop_from_outside_gives_the_terminal_back_and_waking_takes_it_again() {
    let mut session = with_half_a_sentence(under_a_shell());
    session.signal(Signal::TSTP);
    session.wait_for("stopped");
    assert!(!session.screen.screen().alternate_screen() && !session.screen.screen().bracketed_paste());
    assert!(!session.screen.screen().hide_cursor());
    session.resize(90, 28);
    session.send("\n");
    session.wait_for("半句");
    assert!(session.screen.screen().alternate_screen() && session.screen.screen().bracketed_paste());
    session.send("继续");
    session.wait_for("半句继续");
    session.wait_until("the new size", |session| session.row(27).contains("F10"));
    let written = session.leave();
    assert!(written.contains("kept [半句继续]"), "{written}");
    assert!(written.contains("done 0"), "{written}");
}

#[test]
fn the_command_to_suspend_does_the_same() {
    let mut session = under_a_shell().start();
    session.wait_for("我的工作");
    session.send("\x1b[21~挂起");
    session.pause().wait_for("挂起").send("\r");
    session.wait_for("stopped");
    session.send("\n");
    session.wait_for("我的工作");
    given_back(&session.leave());
}

#[test]
fn without_a_shell_nothing_is_stopped() {
    let mut session = Session::plain();
    session.wait_for("我的工作");
    session.signal(Signal::TSTP);
    session.wait_for("不能挂起");
    given_back(&session.leave());
}

#[test]
fn whoever_hesitates_is_shown_the_keys_without_pressing_any() {
    let mut session = Session::plain();
    session.wait_for("我的工作");
    session.send(":");
    session.wait_for("不挡下一键");
    session.send("px");
    session.wait_for("排序");
    session.send("\x1b");
    session.wait_for("我的工作");
    given_back(&session.leave());
}
