//! The rows of a recheck, the totals above them and the box below that says how the points of a row come about.

use ratatui::layout::Rect;

use super::{Mode, RecheckScreen, words};
use crate::engine::spot_check::RecheckView;
use crate::model::recheck::Verified;
use crate::model::score::{EXECUTION_ROW, ScoredRow};
use crate::text::{Arg, width};
use crate::tui::canvas::Canvas;
use crate::tui::layout::Room;
use crate::tui::look::{Look, Role};
use crate::tui::widgets::table::{Column, draw_row};

/// The parts of the body.
pub(super) struct Parts {
    head: Rect,
    columns: Rect,
    pub(super) list: Rect,
    rule: Rect,
    detail: Rect,
}

/// Twelve rows and the execution rate fit on the plain terminal; what is over goes to the box below.
pub(super) fn parts(area: Rect, rows: usize) -> Parts {
    let detail: u16 = match area.height {
        ..7 => 0,
        7..12 => 1,
        _ => 2,
    };
    let rule = u16::from(detail > 0);
    let room = area.height.saturating_sub(2 + rule + detail);
    let list = room.min(u16::try_from(rows).unwrap_or(u16::MAX).max(13));
    let row = |y: u16, height: u16| Rect { y: area.y.saturating_add(y), height, ..area }.intersection(area);
    Parts {
        head: row(0, 1),
        columns: row(1, 1),
        list: row(2, list),
        rule: row(2 + list, rule),
        detail: row(2 + list + rule, area.height.saturating_sub(2 + list + rule) * rule),
    }
}

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cell {
    No,
    Name,
    Target,
    Own,
    Verified,
    Weight,
    SelfScore,
    OwnPoints,
    Points,
    Difference,
    Evidence,
}

/// A column: what, how many cells (the name takes what is left), and whether figures end at its right edge.
type Spec = (Cell, u16, bool);

fn columns(room: Room) -> &'static [Spec] {
    match room {
        Room::Tiny | Room::Narrow => &[
            (Cell::No, 2, true),
            (Cell::Name, 0, false),
            (Cell::Own, 7, false),
            (Cell::Verified, 8, false),
            (Cell::Points, 6, true),
            (Cell::Difference, 6, true),
            (Cell::Evidence, 5, false),
        ],
        Room::Normal => &[
            (Cell::No, 2, true),
            (Cell::Name, 0, false),
            (Cell::Target, 8, false),
            (Cell::Own, 7, false),
            (Cell::Verified, 8, false),
            (Cell::Weight, 4, true),
            (Cell::SelfScore, 5, true),
            (Cell::Points, 5, true),
            (Cell::Difference, 6, true),
            (Cell::Evidence, 5, false),
        ],
        Room::Wide => &[
            (Cell::No, 3, true),
            (Cell::Name, 0, false),
            (Cell::Target, 12, false),
            (Cell::Own, 10, false),
            (Cell::Verified, 12, false),
            (Cell::Weight, 5, true),
            (Cell::SelfScore, 7, true),
            (Cell::OwnPoints, 8, true),
            (Cell::Points, 6, true),
            (Cell::Difference, 7, true),
            (Cell::Evidence, 10, false),
        ],
    }
}

fn head(cell: Cell) -> &'static str {
    match cell {
        Cell::No => "recheck-head-no",
        Cell::Name => "recheck-head-name",
        Cell::Target => "recheck-head-target",
        Cell::Own => "recheck-head-own",
        Cell::Verified => "recheck-head-verified",
        Cell::Weight => "recheck-head-weight",
        Cell::SelfScore => "recheck-head-self-score",
        Cell::OwnPoints => "recheck-head-own-points",
        Cell::Points => "recheck-head-points",
        Cell::Difference => "recheck-head-difference",
        Cell::Evidence => "recheck-head-evidence",
    }
}

fn table_columns(specs: &[Spec]) -> Vec<Column> {
    let column = |(cell, cells, right): &Spec| match (cell, right) {
        (Cell::Name, _) => Column::rest(),
        (_, true) => Column::right(*cells),
        (_, false) => Column::left(*cells),
    };
    specs.iter().map(column).collect()
}

/// Where the verified value is typed: its cell and those right of it, up to the points of the department.
fn typing_place(line: Rect, specs: &[Spec]) -> Rect {
    let fixed: u16 = specs.iter().map(|(_, cells, _)| cells).sum();
    let gaps = u16::try_from(specs.len().saturating_sub(1)).unwrap_or(u16::MAX);
    let rest = line.width.saturating_sub(fixed).saturating_sub(gaps);
    let wide = |(cell, cells, _): &Spec| if *cell == Cell::Name { rest } else { *cells };
    let at = specs.iter().position(|(cell, ..)| *cell == Cell::Verified).unwrap_or(0);
    let before: u16 = specs.iter().take(at).map(|spec| wide(spec) + 1).sum();
    let inside = |(cell, ..): &&Spec| matches!(cell, Cell::Verified | Cell::Weight | Cell::SelfScore);
    let cells: u16 = specs.iter().filter(inside).map(|spec| wide(spec) + 1).sum();
    Rect { x: line.x.saturating_add(before), width: cells.saturating_sub(1), ..line }.intersection(line)
}

impl RecheckScreen {
    /// The finding on its way, else the one that stands.
    pub(super) fn finding<'a>(&'a self, view: &'a RecheckView, no: u32) -> Option<(&'a Verified, bool)> {
        match self.saving.get(&no) {
            Some(saving) => Some((&saving.found, true)),
            None => view.found(no).map(|found| (&found.verified, false)),
        }
    }

    pub(super) fn contested(view: &RecheckView, no: u32) -> bool {
        view.state.rows.get(&no).is_some_and(crate::model::review::Heads::contested)
    }

    /// What was found, in words, with its role.
    pub(super) fn verified_cell(&self, view: &RecheckView, no: u32, look: &Look) -> (String, Role) {
        if !self.saving.contains_key(&no) && RecheckScreen::contested(view, no) {
            return (look.s("recheck-contested"), Role::Danger);
        }
        match self.finding(view, no) {
            None => (String::new(), Role::Plain),
            Some((found, true)) => (words::found(view, no, found, look), Role::Muted),
            Some((found @ (Verified::NoEvidence | Verified::NotApplicable), false)) => {
                (words::found(view, no, found, look), Role::Warning)
            }
            Some((found, false)) => (words::found(view, no, found, look), Role::Plain),
        }
    }

    /// Papers of a row: chosen and not yet stored, else those of the finding; missing ones are asked for.
    pub(super) fn evidence_cell(&self, view: &RecheckView, no: u32, look: &Look) -> String {
        let chosen = self.beside.get(&no).and_then(|beside| beside.papers.as_deref());
        let stored = view.found(no).map(|found| found.evidence.as_slice());
        let labels = words::labels(&view.state, chosen.or(stored).unwrap_or_default());
        let missing = self.finding(view, no).is_some_and(|(found, _)| *found == Verified::NoEvidence);
        if missing { format!("{labels} {}", look.s("recheck-asked")).trim().to_owned() } else { labels }
    }

    fn cell(&self, view: &RecheckView, row: &ScoredRow, cell: Cell, look: &Look) -> (String, Role) {
        let plain = |text: String| (text, Role::Plain);
        // Points that nobody has looked at yet count as filed; those of a finding on its way are not known.
        let points = match () {
            () if self.saving.contains_key(&row.no) => (String::from(".."), Role::Muted),
            () if self.open(view, row.no) => (words::points(row.verified.points), Role::Muted),
            () => plain(words::points(row.verified.points)),
        };
        match cell {
            Cell::No if row.no == EXECUTION_ROW => plain(String::new()),
            Cell::No => plain(row.no.to_string()),
            Cell::Name => plain(words::name(row, look)),
            Cell::Target => plain(words::target(view, row.no)),
            Cell::Own => plain(words::own(view, row.no)),
            Cell::Verified => self.verified_cell(view, row.no, look),
            Cell::Weight => plain(row.weight.map(|weight| weight.normalize().to_string()).unwrap_or_default()),
            Cell::SelfScore => plain(row.self_score.map(words::points).unwrap_or_default()),
            Cell::OwnPoints => plain(words::points(row.own.points)),
            Cell::Points => points,
            Cell::Difference if self.saving.contains_key(&row.no) => plain(String::new()),
            Cell::Difference => match row.difference() {
                Some(by) if !by.is_zero() => (words::signed(by), Role::Warning),
                // The points of the department stand: not because they were found to be right.
                _ if row.verified.unread.is_some() => (look.s("recheck-not-computed"), Role::Warning),
                _ => plain(String::new()),
            },
            Cell::Evidence => plain(self.evidence_cell(view, row.no, look)),
        }
    }

    /// The totals in one line.
    pub(super) fn totals(view: &RecheckView, narrow: bool, look: &Look) -> String {
        let scored = &view.scored;
        let own = scored
            .self_score
            .map_or_else(|| look.s("recheck-unknown"), |points| words::graded(points, scored.self_grade, look));
        let args = [
            ("self", Arg::from(own)),
            ("own", Arg::from(words::points(scored.own.points))),
            ("verified", Arg::from(words::graded(scored.verified.points, Some(scored.verified.grade), look))),
            ("difference", Arg::from(scored.difference.map(words::signed).unwrap_or_default())),
        ];
        look.t(if narrow { "recheck-sums-short" } else { "recheck-sums" }, &args)
    }

    /// Heading of the box: the row and, where evidence is missing, what is still possible.
    pub(super) fn box_heading(view: &RecheckView, row: &ScoredRow, narrow: bool, look: &Look) -> String {
        let number = if row.no == EXECUTION_ROW { String::new() } else { format!("{} ", row.no) };
        let name = format!("{number}{}", words::name(row, look));
        let mut heading = if narrow { name } else { look.t("recheck-how", &[("name", Arg::from(name))]) };
        if view.scored.best.points != view.scored.verified.points {
            let best = words::points(view.scored.best.points);
            heading.push_str(&look.t("recheck-best", &[("best", Arg::from(best))]));
        }
        heading
    }

    /// What is to be said of a row, most important first.
    pub(super) fn details(&self, view: &RecheckView, row: &ScoredRow, look: &Look) -> Vec<(String, Role)> {
        let mut lines: Vec<(String, Role)> = Vec::new();
        if let Some(heads) = view.state.rows.get(&row.no).filter(|heads| heads.contested()) {
            lines.push((words::contested(view, heads, look), Role::Danger));
        }
        lines.extend(words::alerts(view, look).into_iter().map(|alert| (alert, Role::Danger)));
        let mut formula = words::formula(&row.verified, look);
        let beside = self.beside.get(&row.no);
        let papers = self.evidence_cell(view, row.no, look);
        if !papers.is_empty() {
            formula.push_str(&look.t("recheck-papers-of", &[("papers", Arg::from(papers))]));
        }
        let note = beside.and_then(|beside| beside.note.clone());
        let note = note.or_else(|| view.found(row.no).map(|found| found.note.clone())).unwrap_or_default();
        if !note.is_empty() {
            formula.push_str(&look.t("recheck-note-of", &[("note", Arg::from(note))]));
        }
        let flags = words::flags(row, look).join(&look.s("recheck-and"));
        if RecheckScreen::contested(view, row.no) {
            lines.push((look.t("recheck-as-one", &[("formula", Arg::from(formula))]), Role::Muted));
        } else if self.open(view, row.no) {
            lines.push((look.t("recheck-as-filed", &[("formula", Arg::from(formula))]), Role::Muted));
        } else {
            lines.push((formula, Role::Plain));
        }
        if !flags.is_empty() {
            lines.push((flags, Role::Warning));
        }
        lines.extend(words::findings(view, row.no, look).into_iter().map(|told| (told, Role::Warning)));
        let target = look.t(
            "recheck-target-of",
            &[
                ("target", Arg::from(words::target(view, row.no))),
                ("weight", Arg::from(row.weight.map(|weight| weight.normalize().to_string()).unwrap_or_default())),
                ("score", Arg::from(row.self_score.map(words::points).unwrap_or_default())),
            ],
        );
        if row.own.points != row.verified.points {
            let own = words::formula(&row.own, look);
            lines.push((look.t("recheck-own-formula", &[("formula", Arg::from(own))]), Role::Muted));
        }
        if row.best.points != row.verified.points {
            let best = words::points(row.best.points);
            lines.push((look.t("recheck-row-best", &[("best", Arg::from(best))]), Role::Plain));
        }
        if let Some(standard) = &row.standard {
            lines.push((look.t("recheck-standard", &[("standard", Arg::from(standard))]), Role::Plain));
        }
        lines.push((target, Role::Muted));
        lines
    }

    pub(super) fn draw(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        let room = crate::tui::layout::layout(canvas.buffer.area.as_size()).room;
        let parts = parts(area, self.len());
        let Some(view) = &self.view else {
            canvas.rule(parts.head, look, &look.s("title-recheck"), "");
            let below = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area }.intersection(area);
            let inner = canvas.sides(below, look);
            let key = if self.failed { "recheck-gone" } else { "told-loading" };
            canvas.text(inner.x, inner.y, inner.width, &look.s(key), look.style(Role::Muted));
            return;
        };
        let far = format!("{}/{}", self.decided(view), self.len());
        canvas.rule(parts.head, look, &RecheckScreen::totals(view, room < Room::Normal, look), &far);
        let specs = columns(room);
        let cells = table_columns(specs);
        let inner = canvas.sides(parts.columns, look);
        let heads: Vec<(String, Role)> = specs.iter().map(|(cell, ..)| (look.s(head(*cell)), Role::Heading)).collect();
        let line = Rect { x: inner.x + 2, width: inner.width.saturating_sub(2), ..inner };
        draw_row(canvas, line, &cells, &heads, look);
        let inner = canvas.sides(parts.list, look);
        let rows = &view.scored.rows;
        for (line, index) in inner.rows().zip(self.cursor.rows(rows.len(), usize::from(inner.height))) {
            let Some(row) = rows.get(index) else { break };
            let place = Rect { x: line.x + 2, width: line.width.saturating_sub(2), ..line };
            let words: Vec<(String, Role)> = specs.iter().map(|(cell, ..)| self.cell(view, row, *cell, look)).collect();
            draw_row(canvas, place, &cells, &words, look);
            if index != self.cursor.at() {
                continue;
            }
            canvas.text(line.x, line.y, 1, &look.glyphs.marker, look.style(Role::Selected));
            let at = typing_place(place, specs);
            match &self.mode {
                Mode::Rows | Mode::Jump(_) => canvas.set_caret(at.x, at.y),
                Mode::Typing(field) => {
                    canvas.clear(at);
                    canvas.text(at.x.saturating_sub(1), at.y, 1, "[", look.style(Role::Key));
                    let inside = Rect { width: at.width.saturating_sub(1), ..at };
                    field.view(canvas, inside, look.style(Role::Field), true);
                    canvas.text(at.right().saturating_sub(1), at.y, 1, "]", look.style(Role::Key));
                }
            }
        }
        let Some(row) = rows.get(self.cursor.at()) else { return };
        // Before every row is decided the whole says nothing yet.
        let whole = view.scored.deviation.filter(|_| self.decided(view) == rows.len());
        let mut level = whole.map(|level| words::level(level, look)).unwrap_or_default();
        if let Some(second) = &view.second {
            level = format!("{} {level}", words::second_short(second, look)).trim_end().to_owned();
        }
        canvas.rule(parts.rule, look, &RecheckScreen::box_heading(view, row, room < Room::Normal, look), &level);
        let inner = canvas.sides(parts.detail, look);
        let mut lines = inner.rows();
        for (text, role) in self.details(view, row, look) {
            for wrapped in width::wrap(&text, usize::from(inner.width)) {
                let Some(line) = lines.next() else { return };
                canvas.text(line.x, line.y, line.width, &wrapped, look.style(role));
            }
        }
    }
}
