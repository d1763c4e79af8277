//! What line mode says: one sentence per event, and only what changed since it was said last.
//!
//! A screen describes itself as a [`Spoken`]; [`Speech`] compares it with what was said of that page before and makes
//! sentences of the difference. Nothing here draws, waits or writes: the same state gives the same sentences, without
//! control characters. Deliberately absent: reading keys and the loop, which are [`super::line`].

pub mod keys;
pub mod numbers;
mod seen;

use std::collections::HashSet;

use super::app::{App, Heard};
use super::command::Scope;
use super::look::Look;
use super::msg::Notice;
use super::screens::Hint;
use super::which_key;
use crate::text::{Arg, escape};

pub use seen::seen;

/// What a screen says of itself. Every text is one sentence without its full stop.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Spoken {
    /// Where am I and which object: another one is another page, which is announced.
    pub page: String,
    /// What is told when the page is announced, and not when it changes.
    pub once: Vec<String>,
    /// What is so on the whole page; each is said when it changed.
    pub about: Vec<String>,
    /// Where the cursor stands in its list, from 1, and how many rows there are.
    pub at: Option<(usize, usize)>,
    /// The row under the cursor.
    pub row: String,
    /// What belongs to that row, each with the locale key of its label; said with the row, or when it is new.
    pub more: Vec<(&'static str, String)>,
    /// The field that is being typed in.
    pub field: Option<Typing>,
}

/// A field that is being typed in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Typing {
    /// What it is called.
    pub label: String,
    /// What is in it.
    pub value: String,
    /// Place of the caret in characters.
    pub caret: usize,
}

impl Spoken {
    /// A page with nothing on it yet.
    pub fn page(page: impl Into<String>) -> Spoken {
        Spoken { page: page.into(), ..Spoken::default() }
    }
}

/// What stands between two sentences: a Chinese stop has its blank in it.
fn stop(look: &Look) -> String {
    let stop = look.s("line-stop");
    if stop.is_ascii() { format!("{stop} ") } else { stop }
}

/// Parts that are not empty as one sentence.
pub fn sentence<S: AsRef<str>>(parts: impl IntoIterator<Item = S>, look: &Look) -> String {
    let stop = stop(look);
    let mut out = String::new();
    for part in parts {
        let part = part.as_ref().trim();
        if part.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push_str(match out.chars().next_back() {
                Some('。' | '？' | '！' | '：' | '；') => "",
                Some('.' | '?' | '!' | ':' | ';') => " ",
                _ => &stop,
            });
        }
        out.push_str(part);
    }
    out
}

/// A step of progress that is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stage {
    phase: &'static str,
    step: u64,
}

/// What was said so far.
#[derive(Default)]
pub struct Speech {
    /// What was said last of each page, from the home page up.
    said: Vec<Spoken>,
    /// Where the keys were told.
    keys: HashSet<&'static [Scope]>,
    told: HashSet<String>,
    question: String,
    stage: Option<Stage>,
    /// Something was heard since the page was told last.
    answered: bool,
}

/// Rows between two steps of a job of which nobody knows the end.
const ROWS: u64 = 50_000;

impl Speech {
    /// Everything is said anew the next time.
    pub fn forget(&mut self) {
        *self = Speech::default();
    }

    /// What was told and how far a job is: said at once, even while something is still being answered.
    pub fn heard(&mut self, app: &mut App) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        for heard in app.take_heard() {
            let look = app.look();
            let (key, text) = match heard {
                Heard::Recorded(text) => ("line-recorded", text),
                Heard::Said(Notice::Told(text)) => ("line-told", text),
                Heard::Said(Notice::Remark(text)) => ("line-remark", text),
                Heard::Said(Notice::Refused(text)) => ("line-refused", text),
                Heard::Said(Notice::Problem(problem)) => ("line-problem", look.strings.problem(&problem)),
            };
            out.push(line(key, &text, look));
        }
        out.extend(self.progress(app));
        self.answered |= !out.is_empty();
        out
    }

    fn progress(&mut self, app: &App) -> Option<String> {
        let Some((phase, done, total)) = app.job() else {
            self.stage = None;
            return None;
        };
        let step = match total {
            Some(total) => (done.min(total) * 10).checked_div(total).unwrap_or(10),
            None => done / ROWS,
        };
        let stage = Stage { phase, step };
        if self.stage.replace(stage) == Some(stage) {
            return None;
        }
        let look = app.look();
        let far = match total {
            Some(_) => numbers::words(&format!("{}%", step * 10), look),
            None => look.t("job-rows", &[("count", Arg::from(done))]),
        };
        Some(line("line-progress", &format!("{} {far}", look.s(phase)), look))
    }

    /// What changed on the page. `key`: a key was pressed, so that silence would leave the reviewer in doubt.
    pub fn tell(&mut self, app: &App, key: bool) -> Vec<String> {
        let look = app.look();
        let now = app.spoken();
        let depth = app.depth();
        let back = self.said.len() > depth;
        self.said.truncate(depth);
        self.said.resize(depth, Spoken::default());
        let before = self.said.last().cloned().unwrap_or_default();
        let fresh = before.page != now.page;
        let mut out = Vec::new();
        if fresh {
            let parts = std::iter::once(&now.page).chain(&now.once).chain(&now.about);
            out.push(line("line-page", &sentence(parts, look), look));
        } else {
            if back {
                // The first words are enough: it was announced when it was opened.
                out.push(line("line-back", now.page.split(&stop(look)).next().unwrap_or_default(), look));
            }
            let news = now.about.iter().filter(|part| !before.about.contains(part));
            let news = sentence(news, look);
            if !news.is_empty() {
                out.push(line("line-about", &news, look));
            }
        }
        if let Some(field) = &now.field {
            let old = before.field.as_ref().filter(|old| !fresh && !back && old.label == field.label);
            out.extend(typing(old, field, look));
        }
        let moved = fresh || back || (before.at, &before.row) != (now.at, &now.row);
        if moved && !now.row.is_empty() {
            out.push(row(&now, look));
        }
        let news = now.more.iter().filter(|part| moved || !before.more.contains(part));
        out.extend(news.map(|(label, text)| line(label, text, look)));
        let question = question(app);
        if question != self.question && !question.is_empty() {
            out.push(line("line-question", &question, look));
        }
        self.question = question;
        if !app.pending().is_empty() {
            let keys =
                app.pending().iter().map(|chord| keys::words(&chord.label(), look)).collect::<Vec<_>>().join(" ");
            let follows = which_key::after(look, app.scopes(), app.pending());
            let entries = follows.into_iter().flat_map(|follows| follows.entries);
            let entries = entries.map(|(key, name)| format!("{} {name}", keys::words(&key, look)));
            out.push(line("line-pending", &sentence(std::iter::once(keys).chain(entries), look), look));
        }
        if self.keys.insert(app.scopes()) {
            let possible = possible(app);
            if !possible.is_empty() && self.told.insert(possible.clone()) {
                out.push(line("line-keys", &possible, look));
            }
        }
        let answered = std::mem::take(&mut self.answered);
        if key && !answered && out.is_empty() && now.at.is_some() {
            out.push(row(&Spoken { row: String::new(), ..now.clone() }, look));
        }
        if let Some(last) = self.said.last_mut() {
            *last = now;
        }
        out
    }
}

/// A labelled sentence on a line of its own, safe for any terminal.
fn line(key: &str, text: &str, look: &Look) -> String {
    clean(&format!("{} {text}", look.s(key)))
}

/// One line without control characters, blanks at its ends and runs of blanks.
pub fn clean(text: &str) -> String {
    escape::one_line(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn row(now: &Spoken, look: &Look) -> String {
    let text = match now.at {
        Some((at, total)) => {
            let args = [("at", Arg::from(at)), ("total", Arg::from(total)), ("text", Arg::from(&now.row))];
            look.t("line-row", &args)
        }
        None => look.t("line-row-alone", &[("text", Arg::from(&now.row))]),
    };
    clean(&text)
}

/// What the decision line asks, in words.
fn question(app: &App) -> String {
    let words = app.hints().into_iter().filter_map(|hint| match hint {
        Hint::Words(words) => Some(words),
        _ => None,
    });
    sentence(words.collect::<Vec<_>>(), app.look())
}

/// What can be done now, most important first, with keys a reader can read.
fn possible(app: &App) -> String {
    let look = app.look();
    let words = app.hints().into_iter().filter_map(|hint| match hint {
        Hint::One(command) => (!look.key(command).is_empty()).then(|| look.hint(command)),
        Hint::Run(first, last, label) => {
            let args = [
                ("first", Arg::from(look.key(first))),
                ("last", Arg::from(look.key(last))),
                ("label", Arg::from(look.s(label))),
            ];
            Some(look.t("line-key-run", &args))
        }
        Hint::Named(command, label) => {
            (!look.key(command).is_empty()).then(|| format!("{} {}", look.key(command), look.s(label)))
        }
        Hint::Words(_) => None,
    });
    sentence(words.collect::<Vec<_>>(), look)
}

/// What typing or moving in a field says: what came, what went, else the character under the caret.
fn typing(old: Option<&Typing>, now: &Typing, look: &Look) -> Option<String> {
    let Some(old) = old else {
        let value = if now.value.is_empty() { look.s("line-empty") } else { now.value.clone() };
        let args = [("label", Arg::from(&now.label)), ("value", Arg::from(value))];
        return Some(clean(&look.t("line-field", &args)));
    };
    if old.value == now.value {
        if old.caret == now.caret {
            return None;
        }
        let under = now.value.chars().nth(now.caret).map(|c| match c {
            '\n' => look.s("line-line-end"),
            ' ' => look.s("line-key-space"),
            c => keys::words(&c.to_string(), look),
        });
        return Some(line("line-caret", &under.unwrap_or_else(|| look.s("line-end")), look));
    }
    let (was, is): (Vec<char>, Vec<char>) = (old.value.chars().collect(), now.value.chars().collect());
    let same = was.iter().zip(&is).take_while(|(a, b)| a == b).count();
    let tail = was[same..].iter().rev().zip(is[same..].iter().rev()).take_while(|(a, b)| a == b).count();
    let came: String = is[same..is.len() - tail].iter().collect();
    let went: String = was[same..was.len() - tail].iter().collect();
    let aloud = |text: String| match text.as_str() {
        " " => look.s("line-key-space"),
        "\n" => look.s("line-line-end"),
        _ => text,
    };
    Some(match (came.is_empty(), went.is_empty()) {
        (true, _) => line("line-deleted", &aloud(went), look),
        (false, true) => line("line-typed", &aloud(came), look),
        (false, false) => line("line-typed", &now.value, look),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    fn field(value: &str, caret: usize) -> Typing {
        Typing { label: "正文".into(), value: value.into(), caret }
    }

    #[test]
    fn typing_says_what_came_what_went_and_what_is_under_the_caret() {
        let look = Look::built_in(Language::ZhCn);
        let told = |old: Option<&Typing>, now: &Typing| typing(old, now, &look);
        assert_eq!(told(None, &field("请量化", 3)).unwrap(), "[输入] 正文：请量化");
        assert_eq!(told(None, &field("", 0)).unwrap(), "[输入] 正文：空");
        assert_eq!(told(Some(&field("请", 1)), &field("请量化", 3)).unwrap(), "[输入] 量化");
        assert_eq!(told(Some(&field("请量化", 3)), &field("请化", 1)).unwrap(), "[删去] 量");
        assert_eq!(told(Some(&field("请量化", 3)), &field("请量化", 1)).unwrap(), "[光标] 量");
        assert_eq!(told(Some(&field("请量化", 0)), &field("请量化", 3)).unwrap(), "[光标] 末尾");
        assert_eq!(told(Some(&field("甲", 1)), &field("甲 ", 2)).unwrap(), "[输入] 空格");
        assert_eq!(told(Some(&field("甲", 1)), &field("甲", 1)), None);
    }

    #[test]
    fn a_line_is_one_line_of_harmless_characters() {
        let look = Look::built_in(Language::ZhCn);
        let told = line("line-told", "甲\u{1b}[2J\n乙\t丙\u{7}\r\u{85}\u{202e}丁", &look);
        assert!(told.chars().all(|c| !c.is_control() && c != '\u{202e}'), "{told:?}");
    }

    #[test]
    fn parts_become_a_sentence_with_one_stop_between_them() {
        let look = Look::built_in(Language::ZhCn);
        assert_eq!(sentence(["甲", "", " 乙 "], &look), "甲。乙");
        assert_eq!(sentence(["甲。", "乙：", "丙"], &look), "甲。乙：丙");
        assert_eq!(sentence(["a", "b"], &Look::built_in(Language::En)), "a. b");
    }
}
