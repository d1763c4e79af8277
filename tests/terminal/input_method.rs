//! A Chinese input method is on, and its bytes go the whole way: Microsoft Pinyin, Sogou, Rime, ibus and fcitx5 commit
//! the same characters; they differ in which setting (full width, Chinese punctuation) makes which.

use crate::harness::{Session, Setup};

/// What the page says about a key without meaning.
fn told(label: char) -> String {
    if label == ' ' { "“Space”".to_owned() } else { format!("“{label}”") }
}

fn told_keys() -> Session {
    let mut session = Setup::kind("told-keys").start();
    session.wait_for("我的工作");
    session
}

#[track_caller]
fn is_key(session: &mut Session, typed: &str, key: char) {
    session.send(typed);
    session.wait_for(&told(key));
    // Ctrl+L clears what was said.
    session.send("\x0c");
    session.wait_gone(&told(key));
}

#[test]
fn every_full_width_character_is_its_ascii_key() {
    let mut session = told_keys();
    for key in '!'..='~' {
        let full = char::from_u32(u32::from(key) + 0xFEE0).unwrap();
        is_key(&mut session, &full.to_string(), key);
    }
    is_key(&mut session, "\u{3000}", ' ');
    session.leave();
}

#[test]
fn every_chinese_punctuation_key_is_its_ascii_key() {
    let mut session = told_keys();
    let keys = [
        ("、", '/'),
        ("。", '.'),
        ("【", '['),
        ("「", '['),
        ("『", '['),
        ("】", ']'),
        ("」", ']'),
        ("』", ']'),
        ("《", '<'),
        ("〈", '<'),
        ("》", '>'),
        ("〉", '>'),
        ("“", '"'),
        ("”", '"'),
        ("‘", '\''),
        ("’", '\''),
        ("……", '^'),
        ("——", '_'),
        ("…", '^'),
        ("—", '_'),
        ("￥", '$'),
        ("¥", '$'),
        ("·", '`'),
        // Half width, Chinese punctuation off: ASCII as it is.
        ("!", '!'),
        ("~", '~'),
    ];
    for (typed, key) in keys {
        is_key(&mut session, typed, key);
    }
    session.leave();
}

#[test]
fn a_sign_that_comes_twice_counts_once_also_when_torn() {
    let mut session = told_keys();
    session.send("\x1bOS");
    session.wait_for("1/12");
    let mut place = 1;
    // One write; torn between the two; torn inside a character.
    let torn: [&[&[u8]]; 4] = [
        &["……".as_bytes()],
        &["——".as_bytes()],
        &["…".as_bytes(), "…".as_bytes()],
        &[b"\xe2\x80", b"\x94\xe2", b"\x80\x94"],
    ];
    for pieces in torn {
        for piece in pieces {
            session.send_bytes(piece);
        }
        place += 1;
        // A sign of another key behind it: all of it was taken in when that one is answered.
        session.send("\x1bOP");
        session.wait_for("帮助：").send("\x1b");
        session.wait_gone("帮助：").wait_for(&format!("{place}/12"));
    }
    // Twice the key is four characters.
    session.send("————");
    session.wait_for(&format!("{}/12", place + 2));
    session.leave();
}

#[test]
fn nothing_is_folded_in_a_text() {
    let mut session = Session::plain();
    session.wait_for("我的工作");
    session.send("\x1b[21~");
    session.wait_for("[输入]");
    let full: String = ('！'..='～').collect();
    let all: Vec<char> = full.chars().chain("　、。【】「」『』《》〈〉“”‘’……——￥¥·".chars()).collect();
    for part in all.chunks(24) {
        let part: String = part.iter().collect();
        session.send(&part);
        session.wait_for(part.trim());
        session.send("\x15");
        session.wait_gone(part.trim());
    }
    session.leave();
}

#[test]
fn han_text_never_runs_by_itself_whatever_comes_with_it() {
    let mut session = Session::plain();
    session.wait_for("我的工作");
    session.send("\x1bOS\r");
    session.wait_for("户均改造成本");
    for burst in ["退回\r", "退回\r\r\n", "退回\x1b[B\r", "退回\t\r"] {
        session.pause().send(burst);
        session.wait_for("没有执行").wait_for("退回重填");
        assert!(!session.contents().contains("[退]"), "{burst:?}: {}", session.contents());
        session.pause().send("\x1b");
        session.wait_gone("+-命令");
    }
    session.pause().send("退回");
    session.wait_for("退回重填").pause().send("\r");
    session.wait_for("[退]");
    session.leave();
}

#[test]
fn a_paste_that_the_terminal_does_not_announce_runs_nothing_behind_its_first_han_character() {
    let mut session = Session::plain();
    session.wait_for("我的工作");
    session.send("\x1bOS\r");
    session.wait_for("户均改造成本");
    session.pause().send("审核意见\r\n一、退回\r\n.\r\n");
    session.wait_for("没有执行");
    session.pause().send("\x1b");
    session.wait_gone("+-命令");
    let shown = session.contents();
    assert!(!shown.contains("[退]") && !shown.contains("[过]") && shown.contains("户均改造成本"), "{shown}");
    session.leave();
}

#[test]
fn an_announced_paste_is_offered_as_a_filter() {
    let mut session = Session::plain();
    session.wait_for("我的工作");
    session.send("\x1b[200~ 教育\r\n.!\x1b[201~");
    session.wait_for("没有当作命令").wait_for("教育 .!");
    assert!(!session.contents().contains("[退]"));
    session.leave();
}

#[test]
fn bytes_that_are_no_text_do_no_harm() {
    let mut session = Session::plain();
    session.wait_for("我的工作");
    session.send_bytes(b"\xff\xfe\xed\xa0\x80\xed\xb0\x80\xc0\xaf\xf5\x80\x80\x80\x00");
    session.pause().send("\x1bOS");
    session.wait_for("1/12");
    session.leave();
}
