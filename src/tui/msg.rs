//! What comes in and what a screen wants done, as plain values.
//!
//! Everything that can change the interface is a [`Msg`] in one queue. A screen answers an [`Input`] with [`Effect`]s;
//! it never reaches a terminal, a clock or the engine itself.

use ratatui::layout::Size;

use super::chord::Chord;
use super::command::Command;
use super::screens::Screen;
use crate::config::Settings;
use crate::engine::request::{Reply, Request};
use crate::engine::spot_check::further::FurtherAsk;
use crate::model::event::Stamp;
use crate::model::finding::CheckId;
use crate::model::ids::EventId;
use crate::model::problem::Problem;
use crate::model::query::{Column, SavedView, Sort};

/// Something happened.
#[derive(Debug)]
#[allow(clippy::large_enum_variant, reason = "a handful live at a time, and each is handled at once")]
pub enum Msg {
    /// A key.
    Key(Chord),
    /// A key that came so close behind the one before that no hand pressed both: the rest of what an input method
    /// committed, or of a paste that the terminal did not announce.
    Behind(Chord),
    /// Characters that arrived together: what an input method commits is one step.
    Text(String),
    /// Pasted text.
    Paste(String),
    /// The terminal has another size.
    Resize(Size),
    /// The engine answers.
    Reply(Reply),
    /// The system asks to leave.
    Leave,
    /// The system asks to stop for a while.
    Stop,
    /// Back from suspension: draw everything anew.
    Resumed,
    /// The person's own editor is left: what it wrote, or why there is nothing.
    Edited(Result<String, Problem>),
    /// There is no shell that could wake the program: it was not stopped.
    NoShell,
    /// Time passed while something unsaved was on screen.
    Beat,
    /// Time passed after the beginning of something: say what may follow.
    Hesitated,
    /// A digit that came right behind Esc.
    AfterEsc(Chord),
}

/// What reaches the screen on top.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A command of one of its scopes.
    Command(Command),
    /// Text typed into its field.
    Text(String),
    /// Text pasted.
    Paste(String),
    /// It is on top now: ask for what is to be shown.
    Shown,
    /// Time passed: keep what is unsaved.
    Beat,
    /// It is about to go: keep what is unsaved.
    Left,
    /// The screen above it is done.
    Told(Outcome),
}

/// What a screen tells the one below when it goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// An opinion was handed over for a row (`None`: the whole target) with this ticket; `check`: it answers a draft.
    OpinionGiven { row: Option<u32>, ticket: u64, check: Option<CheckId> },
    /// An act on many was stored.
    ActedOnMany,
    /// The person's own editor made this of the text that was handed over.
    Edited(String),
    /// A preview was left.
    PreviewLeft,
    /// What was previewed should be read again: it will be understood otherwise.
    ReadAgain,
    /// A meaning was chosen for a column or label.
    MeaningChosen(String),
    /// Mappings for tables of this file were saved: it can be read again.
    MappingSaved(std::path::PathBuf),
    /// An order was chosen.
    SortChosen(Sort),
    /// A column was chosen, to be counted by.
    ColumnChosen(Column),
    /// A filter line was chosen.
    FilterChosen(String),
    /// A saved view was chosen.
    ViewChosen(SavedView),
    /// The papers of a row of a recheck were chosen.
    PapersChosen(Vec<EventId>),
    /// A row of a recheck was chosen: the cursor goes there.
    RowChosen(u32),
    /// A note on a row of a recheck was written.
    NoteGiven(String),
    /// What came after a draw is to be sealed as a tranche of its own.
    LateTranche,
    /// A draw is to go on with the next tickets.
    DrawOn(Box<FurtherAsk>),
}

/// A message to the reviewer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// What happened, in words.
    Told(String),
    /// Why nothing happened, in words.
    Refused(String),
    /// What should be known about the act that is being stored: told again together with it.
    Remark(String),
    /// A failure.
    Problem(Problem),
}

/// What a screen wants done.
#[allow(clippy::large_enum_variant, reason = "a handful live at a time, and each is carried out at once")]
pub enum Effect {
    /// Put a screen on top.
    Push(Box<dyn Screen>),
    /// Put a screen in its place.
    Replace(Box<dyn Screen>),
    /// Go.
    Pop,
    /// Go, and tell the screen below.
    Done(Outcome),
    /// Go back to the home page and put a screen on it.
    Go(Box<dyn Screen>),
    /// Say something.
    Say(Notice),
    /// Hand over to the engine.
    Work(Request),
    /// Hand a text over to the person's own editor; [`Outcome::Edited`] brings it back.
    Edit(String),
    /// Look as these settings say, without keeping them.
    Dress(Settings),
    /// Run a command as if its key had been pressed (palette).
    Run(Command),
    /// Leave these screens for others.
    Hand(Handover),
}

/// Whose screens come next in the same terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Handover {
    /// The database that the program was started with.
    Work,
    /// A lesson, by its place in the list; `afresh`: from its first step, on an untouched database.
    Lesson { at: usize, afresh: bool },
    /// A lesson forgets everything; then these screens again.
    Forget { at: usize },
}

/// Where numbers come from that must not repeat: epochs of reads, tickets of acts, names of operations.
#[derive(Debug)]
pub struct Numbers {
    next: std::cell::Cell<u64>,
    session: String,
}

impl Numbers {
    /// `session` makes operations of different runs different; it must never repeat.
    pub fn new(session: String) -> Numbers {
        Numbers { next: std::cell::Cell::new(1), session }
    }

    /// An epoch or ticket.
    pub fn fresh(&self) -> u64 {
        let number = self.next.get();
        self.next.set(number + 1);
        number
    }

    /// The name of an operation: saving it twice is one event.
    pub fn operation(&self) -> String {
        format!("{}-{}", self.session, self.fresh())
    }
}

/// Filter lines that were used in this run, so that they can be used again.
#[derive(Debug, Default)]
pub struct Recall(std::cell::RefCell<Vec<String>>);

impl Recall {
    /// Lines that are kept.
    const MOST: usize = 100;

    /// The lines, newest first.
    pub fn lines(&self) -> Vec<String> {
        self.0.borrow().clone()
    }

    /// Keeps a line; one that was there before is the newest now.
    pub fn keep(&self, line: &str) {
        let line = line.trim();
        if line.is_empty() {
            return;
        }
        let mut lines = self.0.borrow_mut();
        lines.retain(|known| known != line);
        lines.insert(0, line.to_owned());
        lines.truncate(Recall::MOST);
    }
}

/// What a screen may know while it decides.
pub struct Cx<'a> {
    /// Geometry.
    pub areas: super::layout::Areas,
    /// Words, keys, styles.
    pub look: &'a super::look::Look,
    /// The moment.
    pub now: Stamp,
    /// Fresh numbers.
    pub numbers: &'a Numbers,
    /// Filter lines of before.
    pub recall: &'a Recall,
    /// True when nothing but popups is above the screen.
    pub visible: bool,
}

impl Cx<'_> {
    /// Today, where the machine stands.
    pub fn today(&self) -> jiff::civil::Date {
        crate::text::dates::day(self.now, &self.look.zone).unwrap_or(jiff::civil::Date::constant(2000, 1, 1))
    }
}
