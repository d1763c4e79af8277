//! The clipboard and the person's own editor.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use crate::harness::{Session, Setup, given_back};

#[test]
fn a_row_goes_to_the_clipboard_of_the_terminal() {
    let mut session = Session::plain();
    session.wait_for("我的工作").send("\x1bOS");
    session.wait_for("1/12").send("\x10");
    session.wait_for("已交给终端复制");
    let written = session.leave();
    let start = written.find("\x1b]52;c;").expect("OSC 52") + "\x1b]52;c;".len();
    let sequence = &written[start..start + written[start..].find(['\x1b', '\x07']).unwrap()];
    let text = base64(sequence);
    assert!(text.contains("老旧小区改造补助") && !text.contains('|') && !text.contains('>'), "{text}");
    given_back(&written);
}

fn base64(text: &str) -> String {
    const SIGNS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bytes = Vec::new();
    let (mut held, mut count) = (0_u32, 0);
    for sign in text.chars().filter(|sign| *sign != '=') {
        held = (held << 6 | u32::try_from(SIGNS.find(sign).unwrap()).unwrap()) & 0xFFFF;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(held >> count & 0xFF).unwrap());
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// An editor made of shell commands; `$1` is the file.
fn editor(folder: &Path, commands: &str) -> String {
    let path = folder.join("editor");
    std::fs::write(&path, format!("#!/bin/sh\n{commands}\n")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    path.display().to_string()
}

/// In the opinion's text, with an editor.
fn writing(folder: &Path, commands: &str) -> Session {
    let state = folder.join("state");
    let mut session = Setup::default().state(&state).with("EDITOR", &editor(folder, commands)).start();
    session.wait_for("我的工作").send("\x1bOS\r7\t");
    session.wait_for("[输入]").send("\x15原文");
    session.wait_for("原文");
    session
}

#[test]
fn the_editor_has_the_terminal_and_what_it_wrote_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    // It reads from the terminal itself: no key may be taken from it.
    let mut session = writing(
        folder.path(),
        "echo edits $(cat \"$1\"); read line </dev/tty; printf '%s\\n第二行\\n' \"$line\" > \"$1\"",
    );
    session.pause().send("\x05");
    session.wait_for("edits 原文");
    assert!(!session.screen.screen().alternate_screen());
    session.send("从终端读来的一行\n");
    session.wait_for("从终端读来的一行").wait_for("第二行").wait_for("已换成外部编辑器里写的");
    assert!(session.screen.screen().alternate_screen());
    session.pause().send("\x1a");
    session.wait_for("原文");
    let written = session.leave();
    assert!(written.contains("kept [原文]"), "{written}");
    assert_eq!(std::fs::read_dir(folder.path().join("state")).unwrap().count(), 0, "nothing is left behind");
}

#[test]
fn whatever_becomes_of_the_editor_the_draft_is_kept() {
    for (commands, told) in [
        ("exit 3", "没有正常结束"),
        ("kill -9 $$", "没有正常结束"),
        (": > \"$1\"", "没有留下文字"),
        ("printf '\\377\\376' > \"$1\"", "不是 UTF-8"),
        ("rm \"$1\"", "读不出"),
        ("kill -INT $PPID; kill -INT $$", "没有正常结束"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let mut session = writing(folder.path(), commands);
        session.pause().send("\x05");
        session.wait_for(told);
        session.pause().send("\x1b");
        let written = session.leave();
        given_back(&written);
        assert!(written.contains("kept [原文]"), "{commands}: {written}");
    }
}

#[test]
fn without_an_editor_it_says_how_to_set_one() {
    let mut session = Session::plain();
    session.wait_for("我的工作").send("\x1bOS\r7\t");
    session.wait_for("[输入]").pause().send("\x05");
    session.wait_for("没有设置编辑器");
    session.leave();
}
