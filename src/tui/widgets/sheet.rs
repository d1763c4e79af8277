//! A text to be read: wrapped to its width, scrolled by lines.

use std::cell::Cell;

use ratatui::layout::Rect;

use crate::text::{Arg, width};
use crate::tui::canvas::Canvas;
use crate::tui::command::Popup;
use crate::tui::look::{Look, Role};
use crate::tui::speech::{Spoken, keys, numbers};

/// One paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// Words in front, in heading style; the text is set to the right of them.
    pub label: String,
    /// The text.
    pub text: String,
    /// Its role.
    pub role: Role,
}

impl Paragraph {
    /// A plain paragraph.
    pub fn plain(text: impl Into<String>) -> Paragraph {
        Paragraph { label: String::new(), text: text.into(), role: Role::Plain }
    }

    /// A paragraph with a label in front.
    pub fn labelled(label: impl Into<String>, text: impl Into<String>) -> Paragraph {
        Paragraph { label: label.into(), text: text.into(), role: Role::Plain }
    }

    /// A heading.
    pub fn heading(text: impl Into<String>) -> Paragraph {
        Paragraph { label: String::new(), text: text.into(), role: Role::Heading }
    }

    /// The same in another role.
    #[must_use]
    pub fn as_role(mut self, role: Role) -> Paragraph {
        self.role = role;
        self
    }
}

/// A text with a place in it.
#[derive(Debug, Default)]
pub struct Sheet {
    paragraphs: Vec<Paragraph>,
    top: usize,
    /// Lines it took when last drawn or measured; only bounds how far it scrolls.
    lines: Cell<usize>,
    height: Cell<usize>,
    cells: Cell<usize>,
}

impl Sheet {
    /// A sheet that begins at its first line.
    pub fn new(paragraphs: Vec<Paragraph>) -> Sheet {
        Sheet { paragraphs, ..Sheet::default() }
    }

    /// What it says in line mode: the paragraphs that begin on what was drawn last, and how many are still to come.
    pub fn spoken(&self, page: String, look: &Look) -> Spoken {
        let mut spoken = Spoken::page(page);
        let (first, end) = (self.top, self.top + self.height.get().max(1));
        let mut line = 0;
        let mut left = 0_usize;
        for paragraph in &self.paragraphs {
            let at = line;
            line += self.wrapped(paragraph, self.label_cells(self.cells.get()), self.cells.get()).len();
            if at >= end {
                left += 1;
            } else if line > first {
                let text = format!("{} {}", keys::words(&paragraph.label, look), numbers::words(&paragraph.text, look));
                spoken.more.push(("line-detail", text.trim().to_owned()));
            }
        }
        if left > 0 {
            spoken.more.push(("line-more", look.t("line-paragraphs-left", &[("count", Arg::from(left))])));
        }
        spoken
    }

    fn label_cells(&self, cells: usize) -> usize {
        self.paragraphs.iter().map(|paragraph| width::width(&paragraph.label)).max().unwrap_or(0).min(cells / 3)
    }

    fn wrapped(&self, paragraph: &Paragraph, label_cells: usize, cells: usize) -> Vec<String> {
        let indent = if paragraph.label.is_empty() { 0 } else { label_cells + 1 };
        width::wrap(&paragraph.text, cells.saturating_sub(indent).max(1))
    }

    /// The lines at a width: label cells, text, role.
    fn set(&self, cells: usize) -> Vec<(String, String, Role)> {
        let label_cells = self.label_cells(cells);
        let mut lines = Vec::new();
        for paragraph in &self.paragraphs {
            let indent = if paragraph.label.is_empty() { 0 } else { label_cells + 1 };
            for (index, line) in self.wrapped(paragraph, label_cells, cells).into_iter().enumerate() {
                let label = match (indent, index) {
                    (0, _) => String::new(),
                    (_, 0) => width::pad(&paragraph.label, indent),
                    _ => " ".repeat(indent),
                };
                lines.push((label, line, paragraph.role));
            }
        }
        lines
    }

    /// Lines it takes at a width.
    pub fn height(&self, cells: u16) -> usize {
        self.set(usize::from(cells)).len()
    }

    /// All of it as plain text.
    pub fn text(&self) -> String {
        let line = |paragraph: &Paragraph| format!("{} {}", paragraph.label, paragraph.text).trim().to_owned();
        self.paragraphs.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// Scrolls.
    pub fn act(&mut self, command: Popup) {
        let page = self.height.get().max(1);
        let last = self.lines.get().saturating_sub(page);
        self.top = match command {
            Popup::Up => self.top.saturating_sub(1),
            Popup::Down => (self.top + 1).min(last),
            Popup::PageUp => self.top.saturating_sub(page),
            Popup::PageDown => (self.top + page).min(last),
            Popup::Close => self.top,
        };
    }

    /// Draws it; returns how far it is, `3-12/40`, when it does not fit.
    pub fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) -> Option<String> {
        let lines = self.set(usize::from(area.width));
        let height = usize::from(area.height);
        self.lines.set(lines.len());
        self.height.set(height);
        self.cells.set(usize::from(area.width));
        let top = self.top.min(lines.len().saturating_sub(height));
        for (row, (label, text, role)) in area.rows().zip(&lines[top..]) {
            let used = canvas.text(row.x, row.y, row.width, label, look.style(Role::Heading));
            canvas.text(row.x + used, row.y, row.width.saturating_sub(used), text, look.style(*role));
        }
        (lines.len() > height).then(|| format!("{}-{}/{}", top + 1, (top + height).min(lines.len()), lines.len()))
    }
}
