//! The list of keys that may follow, shown to whoever hesitates. It is drawn over the page and is no screen: the next key
//! does what it would have done without it.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::command::{App, Class, Command, Scope};
use super::keymap::Step;
use super::look::{Look, Role};
use crate::text::{Arg, width};
use crate::tui::chord::Chord;

/// What may follow: a heading, and keys with what they do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Follows {
    /// Which keys were pressed, or which page these are the keys of.
    pub heading: String,
    /// Key and name, most useful first.
    pub entries: Vec<(String, String)>,
}

/// What may follow the beginning of a sequence.
pub fn after(look: &Look, scopes: &[Scope], pressed: &[Chord]) -> Option<Follows> {
    let Step::Pending(next) = look.keymap.resolve(scopes, pressed) else { return None };
    let name =
        |command: Option<Command>| command.map_or_else(|| look.s("which-key-more"), |command| look.label(command));
    let entries = next.into_iter().map(|(chord, command)| (chord.label(), name(command))).collect();
    let keys = super::keymap::label(pressed);
    Some(Follows { heading: look.t("which-key-after", &[("keys", Arg::from(keys))]), entries })
}

/// The keys of a page, for whoever opened the command line and does not know what to type. Movement and what the bar of
/// screens says anyway are left out.
pub fn of_page(look: &Look, scopes: &[Scope]) -> Follows {
    let mut entries = Vec::new();
    let mut classes = false;
    let commands = look.keymap.commands(scopes);
    let ordered = scopes.iter().flat_map(|scope| commands.iter().filter(|(spec, _)| spec.scope == *scope));
    for (spec, keys) in ordered {
        let Some(key) = keys.first() else { continue };
        match spec.command {
            Command::Class(_) if classes => {}
            Command::Class(_) => {
                classes = true;
                let run = format!("{}..{}", look.key(Class::C1.into()), look.key(Class::C12.into()));
                entries.push((run, look.s("hint-classes")));
            }
            Command::List(_) | Command::Text(_) => {}
            Command::App(App::Undo | App::Redo | App::Quit | App::Contests | App::History | App::Links) => {
                entries.push((key.clone(), look.label(spec.command)));
            }
            Command::App(_) => {}
            _ => entries.push((key.clone(), look.label(spec.command))),
        }
    }
    Follows { heading: look.s("which-key-page"), entries }
}

/// Draws the list at the foot of the page, in columns, over at most two thirds of it.
pub fn draw(canvas: &mut Canvas, area: Rect, look: &Look, follows: &Follows) {
    let inside = usize::from(area.width.saturating_sub(4));
    let most_rows = usize::from(area.height * 2 / 3).saturating_sub(2);
    if follows.entries.is_empty() || most_rows == 0 || inside == 0 {
        return;
    }
    let keys = follows.entries.iter().map(|(key, _)| width::width(key)).max().unwrap_or(0);
    let names = follows.entries.iter().map(|(_, name)| width::width(name)).max().unwrap_or(0);
    let column = (keys + 1 + names + 2).min(inside);
    let columns = (inside / column).max(1);
    let rows = follows.entries.len().div_ceil(columns).min(most_rows);
    let height = u16::try_from(rows + 2).unwrap_or(area.height);
    let place = Rect { y: area.bottom().saturating_sub(height), height, ..area };
    let inner = canvas.popup(place, look, &follows.heading, &look.s("which-key-foot"));
    for (index, (key, name)) in follows.entries.iter().take(rows * columns).enumerate() {
        let cells = |number: usize| u16::try_from(number).unwrap_or(u16::MAX);
        let (x, y) = (inner.x + cells(index / rows * column), inner.y + cells(index % rows));
        canvas.text(x, y, cells(keys), key, look.style(Role::Key));
        canvas.text(x + cells(keys + 1), y, cells(column.saturating_sub(keys + 2)), name, look.style(Role::Plain));
    }
}
