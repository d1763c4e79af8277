//! The only long list of the product: ids in memory, rows on demand. The cursor stays with the item, not with its place.

use std::collections::HashMap;
use std::sync::Arc;

use super::cursor::Cursor;
use crate::engine::view::QueueRow;
use crate::model::ids::ItemId;
use crate::tui::command::List;

/// Most rows that are kept; more than any few pages need.
const MOST_ROWS: usize = 600;

/// A long list.
#[derive(Debug, Default)]
pub struct Window {
    ids: Arc<[ItemId]>,
    cursor: Cursor,
    rows: HashMap<ItemId, QueueRow>,
}

impl Window {
    /// Number of items.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// True when there is none.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// All ids in order.
    pub fn ids(&self) -> &Arc<[ItemId]> {
        &self.ids
    }

    /// The item under the cursor.
    pub fn at(&self) -> Option<ItemId> {
        self.ids.get(self.cursor.at()).copied()
    }

    /// Its place from 0.
    pub fn place(&self) -> usize {
        self.cursor.at()
    }

    /// The row under the cursor, if it has arrived.
    pub fn row(&self) -> Option<&QueueRow> {
        self.rows.get(&self.at()?)
    }

    /// Another list. The cursor stays on its item; where that is gone, on the one that took its place.
    pub fn replace(&mut self, ids: Arc<[ItemId]>, height: usize) {
        let stay = self.at().and_then(|at| ids.iter().position(|id| *id == at));
        let place = stay.unwrap_or(self.cursor.at());
        self.ids = ids;
        self.cursor.set(place, self.ids.len(), height);
    }

    /// Turns the page where another height needs it.
    pub fn refit(&mut self, height: usize) {
        self.cursor.set(self.cursor.at(), self.ids.len(), height);
    }

    /// Puts the cursor on an item.
    pub fn go(&mut self, id: ItemId, height: usize) {
        // Mostly it is here or next door; a long list is not walked through for that.
        let here = self.cursor.at();
        let near = [here, here + 1, here.saturating_sub(1)].into_iter().find(|place| self.ids.get(*place) == Some(&id));
        if let Some(place) = near.or_else(|| self.ids.iter().position(|other| *other == id)) {
            self.cursor.set(place, self.ids.len(), height);
        }
    }

    /// Carries out a movement; false when nothing moved.
    pub fn act(&mut self, command: List, height: usize) -> bool {
        self.cursor.act(command, self.ids.len(), height)
    }

    /// Takes in rows.
    pub fn accept(&mut self, rows: &[QueueRow]) {
        if self.rows.len() + rows.len() > MOST_ROWS {
            self.rows.clear();
        }
        self.rows.extend(rows.iter().map(|row| (row.id, row.clone())));
    }

    /// Forgets what it knows of rows, so that they are asked for again.
    pub fn forget_rows(&mut self) {
        self.rows.clear();
    }

    /// Ids whose rows are missing on the page before, this one and the next.
    pub fn wanted(&self, height: usize) -> Vec<ItemId> {
        let first = self.cursor.top().saturating_sub(height);
        let last = (self.cursor.top() + 2 * height).min(self.ids.len());
        let missing = |range: std::ops::Range<usize>| {
            self.ids.get(range).unwrap_or_default().iter().copied().filter(|id| !self.rows.contains_key(id))
        };
        // A page at a time, and only when something on screen or next to it is missing.
        missing(first..last).collect()
    }

    /// The items on screen, with their rows where they have arrived.
    pub fn visible(&self, height: usize) -> impl Iterator<Item = (usize, ItemId, Option<&QueueRow>)> {
        let range = self.cursor.rows(self.ids.len(), height);
        let first = range.start;
        self.ids
            .get(range)
            .unwrap_or_default()
            .iter()
            .enumerate()
            .map(move |(index, id)| (first + index, *id, self.rows.get(id)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(range: std::ops::Range<i64>) -> Arc<[ItemId]> {
        range.map(ItemId).collect()
    }

    #[test]
    fn the_cursor_stays_with_its_item_when_the_list_changes() {
        let mut window = Window::default();
        window.replace(ids(0..100), 10);
        for _ in 0..25 {
            window.act(List::Down, 10);
        }
        assert_eq!(window.at(), Some(ItemId(25)));
        window.replace(ids(20..60), 10);
        assert_eq!((window.at(), window.place()), (Some(ItemId(25)), 5));
        window.replace(ids(26..60), 10);
        assert_eq!(window.at(), Some(ItemId(31)), "its item is gone: the one now in its place");
        window.replace(ids(0..0), 10);
        assert_eq!(window.at(), None);
    }

    #[test]
    fn rows_are_wanted_a_page_around_the_screen() {
        let mut window = Window::default();
        window.replace(ids(0..100), 10);
        assert_eq!(window.wanted(10).len(), 20);
        window.act(List::Bottom, 10);
        assert_eq!(window.wanted(10), (80..100).map(ItemId).collect::<Vec<_>>());
    }
}
