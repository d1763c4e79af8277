//! What a screen that says nothing of itself shows, read from its drawing: the line with the caret is the row, rules give
//! headings. Good enough to work with; a screen that can say more implements `spoken`.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Spoken;
use crate::tui::canvas::{Canvas, buffer_to_text};
use crate::tui::layout::Areas;
use crate::tui::look::Look;
use crate::tui::screens::Screen;

/// A line without frames: sides go, a side in the middle becomes a stop, runs of blanks become one pause.
fn words(line: &str, look: &Look) -> String {
    let glyphs = &look.glyphs;
    let plain = line.trim().trim_start_matches(&glyphs.vertical).trim_end_matches(&glyphs.vertical).trim();
    let mut parts: Vec<&str> = Vec::new();
    for part in plain.split(&format!(" {} ", glyphs.vertical)).flat_map(|part| part.split("  ")) {
        let part = part.trim();
        if !part.is_empty() {
            parts.push(part);
        }
    }
    parts.join(", ")
}

/// The words in a rule, or nothing when the line is none.
fn rule(line: &str, look: &Look) -> Option<String> {
    let glyphs = &look.glyphs;
    let line = line.trim();
    let is_rule = line.starts_with(&glyphs.corner) && line.contains(&glyphs.horizontal);
    is_rule.then(|| {
        let run = glyphs.horizontal.repeat(2);
        let parts = line.split(&run);
        let trimmed = parts.map(|part| {
            part.trim_matches(|c: char| c.is_whitespace() || glyphs.corner.contains(c) || glyphs.horizontal.contains(c))
        });
        trimmed.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    })
}

/// Reads a screen from its drawing.
pub fn seen(screen: &dyn Screen, areas: Areas, look: &Look) -> Spoken {
    let title = screen.title(look);
    let mut spoken = Spoken::page(title.left);
    if !title.right.trim().is_empty() {
        spoken.once.push(title.right);
    }
    let mut buffer = Buffer::empty(Rect::new(0, 0, areas.all.width, areas.all.height));
    let mut canvas = Canvas { buffer: &mut buffer, caret: None };
    screen.view(&mut canvas, areas.body, look);
    let caret = canvas.caret.map(|caret| usize::from(caret.y));
    let lines = buffer_to_text(&buffer);
    let marked = |line: &str| {
        line.trim_start_matches(|c: char| c.is_whitespace() || look.glyphs.vertical.contains(c))
            .strip_prefix(look.glyphs.marker.as_str())
            .map(str::to_owned)
    };
    let row = caret.and_then(|caret| lines.get(caret)).and_then(|line| marked(line));
    let is_list = row.is_some();
    let mut below = false;
    for (y, line) in lines.iter().enumerate() {
        if let Some(heading) = rule(line, look) {
            below = is_list && caret.is_some_and(|caret| y > caret);
            match (heading.is_empty(), below) {
                (true, _) => {}
                (false, true) => spoken.more.push(("line-detail", heading)),
                // What stands in a rule above a list counts rows and moves with the cursor.
                (false, false) => spoken.once.push(heading),
            }
            continue;
        }
        let text = words(line, look);
        if text.is_empty() || (is_list && Some(y) == caret) {
            continue;
        }
        if below {
            spoken.more.push(("line-detail", text));
        } else if !is_list {
            spoken.about.push(text);
        }
    }
    if let Some(row) = row {
        spoken.row = words(&row, look);
    }
    spoken
}
