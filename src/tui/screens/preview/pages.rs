//! The lines of a long list that are on screen and next to it; the rest stays with the engine.

use crate::engine::view::{PreviewLine, Standing};
use crate::tui::widgets::cursor::Cursor;

/// What is here of one list.
#[derive(Debug, Default)]
pub struct Pages {
    /// List, place of the first line and the lines.
    here: Option<(Standing, u64, Vec<PreviewLine>)>,
    /// What was asked for last.
    asked: Option<Asked>,
}

#[derive(Debug, Clone, Copy)]
struct Asked {
    epoch: u64,
    standing: Standing,
    from: u64,
    count: usize,
}

impl Pages {
    /// A line, if it is here.
    pub fn line(&self, standing: Standing, at: usize) -> Option<&PreviewLine> {
        let (here, from, lines) = self.here.as_ref()?;
        let at = (at as u64).checked_sub(*from).filter(|_| *here == standing)?;
        lines.get(usize::try_from(at).ok()?)
    }

    /// Which lines to ask for so that what is on screen is here: the page before it, its own and the next. `None` when
    /// it is here or on its way.
    pub fn wanted(&self, standing: Standing, cursor: Cursor, len: usize, height: usize) -> Option<(u64, usize)> {
        let shown = cursor.rows(len, height.max(1));
        let inside = |from: u64, count: usize| from <= shown.start as u64 && shown.end as u64 <= from + count as u64;
        let here = matches!(&self.here, Some((list, from, lines)) if *list == standing && inside(*from, lines.len()));
        let coming = self.asked.is_some_and(|asked| asked.standing == standing && inside(asked.from, asked.count));
        if shown.is_empty() || here || coming {
            return None;
        }
        Some((shown.start.saturating_sub(height) as u64, 3 * height.max(1)))
    }

    /// Remembers what was asked for.
    pub fn asked(&mut self, epoch: u64, standing: Standing, from: u64, count: usize) {
        self.asked = Some(Asked { epoch, standing, from, count });
    }

    /// Takes in lines; what was not asked for last is passed over.
    pub fn accept(&mut self, epoch: u64, from: u64, lines: &[PreviewLine]) {
        if let Some(asked) = self.asked.take_if(|asked| asked.epoch == epoch) {
            self.here = Some((asked.standing, from, lines.to_vec()));
        }
    }
}
