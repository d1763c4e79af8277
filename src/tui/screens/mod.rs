//! What a reviewer sees: one file per screen, all behind one trait.
//!
//! A screen owns its state, answers inputs with effects, and draws itself from that state alone. Adding one is a file,
//! rows in the catalogue, keys, words, and a line in the table of [`super::app`]. Deliberately absent: registration,
//! initialisation, handles.

mod choosing;
pub mod column;
pub mod consistency;
pub mod contests;
pub mod demands;
pub mod editor;
pub mod exchange;
pub mod frequency;
pub mod help;
mod hint;
pub mod history;
pub mod home;
pub mod import;
pub mod lessons;
pub mod library;
pub mod links;
pub mod many;
pub mod mapping;
pub mod notice;
pub mod own_figures;
pub mod palette;
pub mod partner;
pub mod preview;
pub mod queue;
pub mod recheck;
pub mod rechecks;
pub mod report;
pub mod results;
pub mod review;
pub mod rules;
pub mod sample;
pub mod second_look;
pub mod settings;
pub mod shares;
pub mod similar;
#[cfg(test)]
mod tested;
pub mod views;
pub mod welcome;

use ratatui::layout::Rect;

pub use self::hint::{Hint, Title};

use super::canvas::Canvas;
use super::command::Scope;
use super::look::Look;
use super::msg::{Cx, Effect, Input};
use super::speech::Spoken;
use super::why::Explained;
use crate::engine::request::Reply;
use crate::model::ids::EventId;

/// The only trait of the interface. Popups are screens that float.
pub trait Screen {
    /// Where its keys are looked up, from the inside out. With [`Scope::Text`] among them printable keys are text.
    fn scopes(&self) -> &'static [Scope];

    /// Answers an input.
    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect>;

    /// Hears an answer of the engine; ignores what it did not ask for.
    fn receive(&mut self, _reply: &Reply, _cx: &Cx) -> Vec<Effect> {
        Vec::new()
    }

    /// Draws itself. Pure: the same state gives the same cells.
    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look);

    /// Its title.
    fn title(&self, look: &Look) -> Title;

    /// Why the figures under the cursor, and those of the whole screen, are as they are.
    fn why(&self, _look: &Look) -> Explained {
        Explained::default()
    }

    /// What can be done now, most important first.
    fn hints(&self, look: &Look) -> Vec<Hint>;

    /// What it says in line mode; one that says nothing is read from its drawing. Pure.
    fn spoken(&self, _look: &Look) -> Option<Spoken> {
        None
    }

    /// The scopes whose keys are listed for whoever hesitates here: it was just opened and waits for a first word about
    /// the page below.
    fn leads(&self) -> Option<&'static [Scope]> {
        None
    }

    /// True for popups: the screen below is drawn first.
    fn floats(&self) -> bool {
        false
    }

    /// True when Han text typed outside a field belongs to this screen and not to the palette.
    fn wants_han(&self) -> bool {
        false
    }

    /// True when text pasted outside a field belongs to this screen; it is never taken for commands.
    fn wants_paste(&self) -> bool {
        false
    }

    /// False until what its keys speak of has arrived: keys pressed before that wait, so that none acts on what was
    /// never seen.
    fn ready(&self) -> bool {
        true
    }

    /// The year of a spot check that it speaks of, and one draw of it where it is about that alone: a page opened from here speaks
    /// of the same.
    fn speaks_of(&self) -> Option<(u16, Option<EventId>)> {
        None
    }

    /// What is copied to the clipboard; `None` for the row in which the caret stands, as it is shown.
    fn copied(&self, _look: &Look) -> Option<String> {
        None
    }

    /// True while something typed is not yet kept.
    fn unsaved(&self) -> bool {
        false
    }
}
