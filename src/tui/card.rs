//! The key card: one A5 page made from the keymap in use, so that it is never out of date.
//!
//! Deliberately absent: files and paper; the caller prints lines.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::command::{App, CATALOGUE, Class, Command, Review, Scope};
use super::look::{Look, Role};
use super::svg;
use crate::text::width;

/// Cells of a line of the card and lines of the page, in the fixed type that fills an A5 sheet.
pub const COLUMNS: usize = 40;
/// See [`COLUMNS`].
pub const LINES: usize = 60;

/// The first sections never are left out; the last ones are, where the page is full.
const SECTIONS: [Scope; 6] = [Scope::Review, Scope::Global, Scope::List, Scope::Editor, Scope::Queue, Scope::Home];

/// What a section says, key and name.
fn entries(look: &Look, scope: Scope) -> Vec<(String, String)> {
    let mut entries = Vec::new();
    for spec in CATALOGUE.iter().filter(|spec| spec.scope == scope) {
        let key = look.key(spec.command);
        if !key.is_empty() {
            entries.push((key, look.label(spec.command)));
        }
        // The classes stand where a class begins an opinion.
        if spec.command == Command::from(Review::Opinion) {
            let run = format!("{}..{}", look.key(Class::C1.into()), look.key(Class::C12.into()));
            entries.push((run, look.s("hint-classes")));
        }
    }
    entries
}

/// A section in two columns; what is too long for a half stands on a line of its own.
fn section(heading: &str, entries: &[(String, String)]) -> Vec<String> {
    const HALF: usize = COLUMNS / 2;
    let rule = COLUMNS.saturating_sub(width::width(heading) + 3);
    let mut lines = vec![format!("- {heading} {}", "-".repeat(rule))];
    let mut half = String::new();
    for (key, name) in entries {
        let entry = format!("{key} {name}");
        let cells = width::width(&entry);
        if half.is_empty() && cells < HALF {
            half = width::pad(&entry, HALF);
        } else if !half.is_empty() && cells <= HALF {
            lines.push(format!("{}{entry}", std::mem::take(&mut half)));
        } else {
            if !half.is_empty() {
                lines.push(std::mem::take(&mut half));
            }
            lines.push(width::cut(&entry, COLUMNS).into_owned());
        }
    }
    if !half.is_empty() {
        lines.push(half);
    }
    lines.into_iter().map(|line| line.trim_end().to_owned()).collect()
}

/// The card, at most [`LINES`] lines of at most [`COLUMNS`] cells.
pub fn lines(look: &Look) -> Vec<String> {
    let title = look.t("card-title", &[("map", look.keymap.name().into())]);
    let mut lines = vec![width::cut(&title, COLUMNS).into_owned()];
    let foot: Vec<String> = ["card-input-method", "card-han", "card-function-keys", "card-undo"]
        .iter()
        .flat_map(|key| width::wrap(&look.t(key, &[("undo", look.key(App::Undo.into()).into())]), COLUMNS))
        .collect();
    for scope in SECTIONS {
        let more = section(&look.s(&format!("scope-{}", scope.id())), &entries(look, scope));
        if lines.len() + more.len() + foot.len() < LINES {
            lines.extend(more);
        }
    }
    lines.push("-".repeat(COLUMNS));
    lines.extend(foot);
    lines
}

/// The card as a picture.
pub fn picture(look: &Look) -> String {
    let lines = lines(look);
    let cells = |number: usize| u16::try_from(number).unwrap_or(u16::MAX);
    let mut buffer = Buffer::empty(Rect::new(0, 0, cells(COLUMNS), cells(LINES)));
    let area = buffer.area;
    Canvas { buffer: &mut buffer, caret: None }.lines(area, &lines, look.style(Role::Plain));
    svg::draw(&buffer, None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;
    use crate::tui::keymap::{Keymap, names};

    #[test]
    fn every_map_fits_on_the_card_in_both_languages() {
        for language in Language::ALL {
            for name in names() {
                let mut look = Look::built_in(language);
                look.keymap = Keymap::layered(name, None).0;
                let lines = lines(&look);
                assert!((40..=LINES).contains(&lines.len()), "{name}: {} lines", lines.len());
                for line in &lines {
                    assert!(width::width(line) <= COLUMNS, "{line}");
                }
                let card = lines.join("\n");
                for command in [Review::Pass.into(), Review::Close.into(), App::Undo.into(), App::Palette.into()] {
                    let entry = format!("{} {}", look.key(command), look.label(command));
                    assert!(card.contains(&entry), "{name}: {entry} is not on\n{card}");
                }
            }
        }
    }

    #[test]
    fn the_card_speaks_of_the_keymap_in_use() {
        let mut look = Look::built_in(Language::ZhCn);
        look.keymap = Keymap::load(Some(("k", "[review]\n\"*\" = \"review.pass\"\n"))).0;
        assert!(lines(&look).join("\n").contains("* 无问题"));
        assert!(picture(&look).starts_with("<svg"));
    }
}
