//! Drawing of one target: the table of its rows and the box about the row under the cursor.

use ratatui::layout::Rect;

use super::readings::{self, reading, reasons};
use super::{Mark, Mode, ReviewScreen, machine, sheets, yardsticks};
use crate::engine::consistency::Way;
use crate::engine::view::ProjectView;
use crate::model::form::Horizon;
use crate::model::review::{Settled, Verdict};
use crate::model::value::ValueKind;
use crate::text::{Arg, width};
use crate::tui::canvas::Canvas;
use crate::tui::layout::Room;
use crate::tui::look::{Look, Role};
use crate::tui::screens::consistency::words;
use crate::tui::widgets::sheet::Paragraph;
use crate::tui::widgets::table::{Column, draw_row};

/// The parts of the body.
pub(super) struct Parts {
    head: Rect,
    columns: Rect,
    pub(super) list: Rect,
    /// The match of cost and output, where there is a line to spare for it.
    matching: Rect,
    rule: Rect,
    detail: Rect,
}

/// Twelve rows and the whole target fit on the plain terminal; what is over goes to the box below.
pub(super) fn parts(area: Rect, rows: usize) -> Parts {
    let detail: u16 = match area.height {
        ..7 => 0,
        7..12 => 1,
        _ => 2,
    };
    let rule = u16::from(detail > 0);
    let matching = u16::from(area.height > 20);
    let room = area.height.saturating_sub(2 + rule + detail + matching);
    let list = room.min(u16::try_from(rows).unwrap_or(u16::MAX).max(13));
    let row = |y: u16, height: u16| Rect { y: area.y.saturating_add(y), height, ..area }.intersection(area);
    Parts {
        head: row(0, 1),
        columns: row(1, 1),
        list: row(2, list),
        matching: row(2 + list, matching),
        rule: row(2 + list + matching, rule),
        detail: row(2 + list + matching + rule, area.height.saturating_sub(2 + list + matching + rule) * rule),
    }
}

fn columns(room: Room) -> Vec<Column> {
    let mut columns = vec![Column::right(3)];
    match room {
        Room::Tiny | Room::Narrow => columns.extend([Column::rest(), Column::left(14)]),
        Room::Normal => {
            columns.extend([Column::left(4), Column::rest(), Column::left(16), Column::right(4)]);
            columns.extend([Column::left(8), Column::left(8)]);
        }
        Room::Wide => columns.extend([
            Column::left(8),
            Column::rest(),
            Column::left(16),
            Column::right(5),
            Column::left(9),
            Column::left(9),
            Column::left(8),
            Column::left(10),
            Column::left(10),
        ]),
    }
    columns.push(machine::column());
    columns.push(Column::left(4));
    columns
}

/// The heads of all columns: those of the form, then what the checks and what I say.
fn heads(room: Room) -> impl Iterator<Item = &'static str> {
    form_heads(room).iter().copied().chain([machine::HEAD, "review-head-mark"])
}

fn form_heads(room: Room) -> &'static [&'static str] {
    match room {
        Room::Tiny | Room::Narrow => &["review-head-no", "review-head-name", "review-head-target"],
        Room::Normal => &[
            "review-head-no",
            "review-head-kind",
            "review-head-name",
            "review-head-target",
            "review-head-weight",
            "review-head-last-year",
            "review-head-standard",
        ],
        Room::Wide => &[
            "review-head-no",
            "review-head-kind",
            "review-head-name",
            "review-head-target",
            "review-head-weight",
            "review-head-last-target",
            "review-head-last-actual",
            "review-head-self-actual",
            "review-head-standard",
            "review-head-benchmark",
        ],
    }
}

fn first_cells(text: &str, cells: usize) -> String {
    let mut cut = String::new();
    for c in text.chars() {
        if width::width(&cut) + width::width(c.encode_utf8(&mut [0; 4])) > cells {
            break;
        }
        cut.push(c);
    }
    cut
}

/// Standard and benchmark value of a row; one that has them in a range or with words is cut where the column ends.
fn standards(view: &ProjectView, index: usize) -> [String; 2] {
    let Some(Some(yardstick)) = view.yardsticks.get(index) else { return Default::default() };
    [yardstick.entry.standard.clone(), yardstick.entry.benchmark.clone()]
}

/// What stands at the right of the upper rule: the match of cost and output where it has no line of its own, before the
/// place in the list.
fn matched(view: &ProjectView, own: Rect, head: Rect, label: &str, right: String, look: &Look) -> String {
    if own.height > 0 {
        return right;
    }
    let used = width::width(label) + width::width(&right) + 8;
    let line = yardsticks::line(&view.matching, usize::from(head.width).saturating_sub(used), look);
    format!("{line}  {right}").trim().to_owned()
}

/// The match of cost and output under the rows.
fn draw_matching(canvas: &mut Canvas, area: Rect, view: &ProjectView, look: &Look) {
    if area.height == 0 {
        return;
    }
    let inner = canvas.sides(area, look);
    let line = yardsticks::line(&view.matching, usize::from(inner.width), look);
    canvas.text(inner.x, inner.y, inner.width, &line, look.style(Role::Muted));
}

impl ReviewScreen {
    fn mark_words(&self, row: u32, look: &Look) -> (String, Role) {
        match self.mark(row) {
            Mark::Open => (String::new(), Role::Plain),
            Mark::Waiting => (look.s("mark-waiting"), Role::Warning),
            Mark::Saving => (look.s("mark-saving"), Role::Muted),
            Mark::Contested => (look.s("mark-contested"), Role::Danger),
            Mark::Decided(Verdict::Passed) => (look.s("mark-passed"), Role::Good),
            Mark::Decided(Verdict::Opinion) => (look.s("mark-opinion"), Role::Warning),
            Mark::Decided(Verdict::Returned) => (look.s("mark-returned"), Role::Warning),
            Mark::Decided(Verdict::Later) => (look.s("mark-later"), Role::Muted),
        }
    }

    fn cells(&self, view: &ProjectView, at: usize, room: Room, look: &Look) -> Vec<(String, Role)> {
        let plain = |text: String| (text, Role::Plain);
        let Some(indicator) = at.checked_sub(1).and_then(|index| view.form.indicators.get(index)) else {
            return self.whole(view, room, look);
        };
        let index = at - 1;
        let (machine, mark) = (self.machine_cell(view, indicator.no, look), self.mark_words(indicator.no, look));
        let no = plain(indicator.no.to_string());
        let name = plain(indicator.level3.clone());
        let printed = indicator.printed_target();
        let target = match view.readings.get(index).map_or("", |value| readings::mark(&printed, value)) {
            "" => plain(printed),
            // The mark stays where the value has to be cut.
            mark => {
                let cells = match room {
                    Room::Tiny | Room::Narrow => 14,
                    Room::Normal | Room::Wide => 16,
                };
                plain(format!("{}{mark}", first_cells(&printed, cells - mark.len())))
            }
        };
        let weight = plain(indicator.weight.clone().unwrap_or_default());
        let last = view.last_year.get(index);
        let last_target = last.and_then(|last| last.target.clone()).unwrap_or_default();
        let last_actual = last.and_then(|last| last.actual.clone()).unwrap_or_default();
        let kind = if indicator.horizon == Horizon::MidTerm {
            look.strings.horizon(Horizon::MidTerm)
        } else {
            first_cells(&indicator.level2, if room == Room::Wide { 8 } else { 4 })
        };
        let [standard, benchmark] = standards(view, index);
        match room {
            Room::Tiny | Room::Narrow => vec![no, name, target, machine, mark],
            Room::Normal => {
                let last = if last_actual.is_empty() { last_target } else { last_actual };
                let standard = if standard.is_empty() { benchmark } else { standard };
                vec![no, plain(kind), name, target, weight, plain(last), plain(standard), machine, mark]
            }
            Room::Wide => {
                let own = view.self_evaluation.as_ref().and_then(|form| {
                    form.indicators.iter().find(|other| other.level3 == indicator.level3)?.actual.clone()
                });
                vec![
                    no,
                    plain(kind),
                    name,
                    target,
                    weight,
                    plain(last_target),
                    plain(last_actual),
                    plain(own.unwrap_or_default()),
                    plain(standard),
                    plain(benchmark),
                    machine,
                    mark,
                ]
            }
        }
    }

    /// The line of the whole target: its goal and its result.
    fn whole(&self, view: &ProjectView, room: Room, look: &Look) -> Vec<(String, Role)> {
        let (mark, role) = match view.state.grade.settled() {
            Settled::Open => {
                let said = view.state.opinions.iter().any(|opinion| opinion.row.is_none());
                (if said { look.s("mark-opinion") } else { String::new() }, Role::Warning)
            }
            Settled::One(graded) => (format!("[{}]", look.strings.grade(graded.grade)), Role::Good),
            Settled::Contested => (look.s("mark-contested"), Role::Danger),
        };
        let goal = view.form.goal.annual.clone().unwrap_or_else(|| look.s("review-no-goal"));
        let whole = look.s("review-whole");
        let mut cells = vec![(String::new(), Role::Plain)];
        if room > Room::Narrow {
            cells.push((whole.clone(), Role::Heading));
        }
        cells.push((goal, Role::Plain));
        cells.resize(columns(room).len() - 2, (String::new(), Role::Plain));
        cells.push(self.machine_cell(view, 0, look));
        cells.push(self.whole_waits(look).unwrap_or((mark, role)));
        cells
    }

    /// How rows elsewhere that say the same as the one under the cursor were decided.
    pub(super) fn ways<'v>(&self, view: &'v ProjectView) -> &'v [Way] {
        let index = self.cursor.at().checked_sub(1);
        index.and_then(|index| view.elsewhere.get(index)).map(Vec::as_slice).unwrap_or_default()
    }

    /// The same in one line.
    pub(super) fn elsewhere(&self, view: &ProjectView, look: &Look) -> String {
        let (value, ways) = (self.said_in_words(view), self.ways(view));
        words::counted(value.as_deref(), ways, &look.strings)
    }

    /// What the row under the cursor says, where it says it in words.
    pub(super) fn said_in_words(&self, view: &ProjectView) -> Option<String> {
        let index = self.cursor.at().checked_sub(1)?;
        let words = view.readings.get(index)?.kind == ValueKind::Qualitative;
        view.form.indicators.get(index).filter(|_| words).map(|row| row.target.trim().to_owned())
    }

    pub(super) fn head_words(&self, view: &ProjectView, look: &Look) -> (String, String) {
        let decided = self.rows().filter(|row| !self.open_row(*row)).count();
        let mut label =
            look.t("review-rule", &[("done", Arg::from(decided)), ("rows", Arg::from(view.row.indicators))]);
        if view.versions.len() > 1
            && let Some(before) = view.state_before.as_ref().filter(|before| !before.untouched())
        {
            let grade = match before.grade.settled() {
                Settled::One(graded) => look.strings.grade(graded.grade),
                _ => look.s("review-no-result"),
            };
            label.push_str("  ");
            label.push_str(&look.t(
                "review-version-notice",
                &[
                    ("no", Arg::from(view.row.version_no)),
                    ("grade", Arg::from(grade)),
                    ("opinions", Arg::from(before.opinions.len())),
                ],
            ));
        }
        for (table, _, by) in sheets::partners(view, look) {
            label.push_str("  ");
            label.push_str(&look.t("review-partner", &[("table", Arg::from(table)), ("by", Arg::from(by))]));
        }
        if view.waiting > 0 {
            label.push_str("  ");
            label.push_str(&look.t("review-waiting-events", &[("count", Arg::from(view.waiting))]));
        }
        (label, String::new())
    }

    pub(super) fn draw(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        let room = crate::tui::layout::layout(canvas.buffer.area.as_size()).room;
        let parts = parts(area, self.len());
        let Some(view) = &self.view else {
            canvas.rule(parts.head, look, &look.s("told-loading"), "");
            for part in [parts.columns, parts.list, parts.detail] {
                canvas.sides(part, look);
            }
            canvas.rule(parts.rule, look, "", "");
            return;
        };
        let height = usize::from(parts.list.height);
        let range = self.cursor.rows(self.len(), height);
        let (label, mut right) = self.head_words(view, look);
        if self.len() > height {
            right = format!("{}-{}/{}", range.start, range.end.saturating_sub(1), self.len() - 1);
        }
        right = matched(view, parts.matching, parts.head, &label, right, look);
        canvas.rule(parts.head, look, &label, &right);
        draw_matching(canvas, parts.matching, view, look);
        let inner = canvas.sides(parts.columns, look);
        let columns = columns(room);
        let place = |line: Rect| Rect { x: line.x + 2, width: line.width.saturating_sub(2), ..line };
        let heads: Vec<(String, Role)> = heads(room).map(|key| (look.s(key), Role::Heading)).collect();
        draw_row(canvas, place(inner), &columns, &heads, look);
        let list = canvas.sides(parts.list, look);
        for (line, at) in list.rows().zip(range) {
            if at == self.cursor.at() {
                canvas.text(line.x, line.y, 1, &look.glyphs.marker, look.style(Role::Selected));
                if matches!(self.mode, Mode::Rows) {
                    canvas.set_caret(line.x, line.y);
                }
            }
            if at == 0 {
                // The goal takes the columns that mean nothing for the whole target.
                let last = columns.len() - 2;
                let whole = self.cells(view, 0, room, look);
                let wide: Vec<Column> = if room > Room::Narrow {
                    vec![Column::right(3), Column::left(4), Column::rest(), machine::column(), Column::left(4)]
                } else {
                    vec![Column::right(3), Column::rest(), machine::column(), Column::left(4)]
                };
                let mut cells: Vec<(String, Role)> = whole.iter().take(wide.len() - 2).cloned().collect();
                cells.extend(whole.iter().skip(last).cloned());
                draw_row(canvas, place(line), &wide, &cells, look);
            } else {
                draw_row(canvas, place(line), &columns, &self.cells(view, at, room, look), look);
            }
        }
        self.draw_detail(canvas, &parts, view, look);
    }

    /// The box while a draft waits under the cursor. False when none does.
    fn draw_draft(&self, canvas: &mut Canvas, parts: &Parts, view: &ProjectView, look: &Look) -> bool {
        let inner = Rect { x: parts.detail.x + 2, width: parts.detail.width.saturating_sub(4), ..parts.detail };
        let room = (usize::from(inner.width), usize::from(inner.height));
        let Some((left, right, lines)) = self.draft_box(view, room, look) else { return false };
        // How the same was decided elsewhere stands where there is room: the draft goes first.
        let elsewhere = words::short(self.ways(view), &look.strings);
        let with = format!("{left}  {elsewhere}");
        let fits = width::width(&with) + width::width(&right) + 8 <= usize::from(parts.rule.width);
        canvas.rule(parts.rule, look, if fits && !elsewhere.is_empty() { &with } else { &left }, &right);
        let inner = canvas.sides(parts.detail, look);
        for (line, (text, role)) in inner.rows().zip(&lines) {
            canvas.text(line.x, line.y, line.width, text, look.style(*role));
        }
        true
    }

    fn draw_detail(&self, canvas: &mut Canvas, parts: &Parts, view: &ProjectView, look: &Look) {
        if parts.rule.height == 0 {
            return;
        }
        if self.draw_draft(canvas, parts, view, look) {
            return;
        }
        let at = self.cursor.at();
        let indicator = at.checked_sub(1).and_then(|index| view.form.indicators.get(index));
        let heading = match indicator {
            None => look.s("review-whole-target"),
            Some(indicator) => {
                let levels: Vec<&str> = [&indicator.level1, &indicator.level2]
                    .into_iter()
                    .map(String::as_str)
                    .filter(|level| !level.is_empty())
                    .collect();
                format!("{} {}  {}", indicator.no, indicator.level3, levels.join(" / "))
            }
        };
        // How the same was decided elsewhere goes before the levels; where even that is too long, in few words.
        let elsewhere = self.elsewhere(view, look);
        let brief = indicator.map(|row| format!("{} {}", row.no, row.level3)).unwrap_or_default();
        let fits = |left: &str| width::width(left) + width::width(&elsewhere) + 8 <= usize::from(parts.rule.width);
        let few = words::short(self.ways(view), &look.strings);
        let (left, right) = match (fits(&heading), fits(&brief)) {
            (true, _) => (&heading, &elsewhere),
            (false, true) => (&brief, &elsewhere),
            (false, false) => (&heading, &few),
        };
        canvas.rule(parts.rule, look, left, right);
        let inner = canvas.sides(parts.detail, look);
        let cells = usize::from(inner.width);
        let mut lines: Vec<(String, Role)> = Vec::new();
        match indicator {
            None => {
                let goal = view.form.goal.annual.as_deref().unwrap_or_default();
                let goal = look.t("review-goal", &[("goal", Arg::from(goal))]);
                lines.extend(width::wrap(&goal, cells).into_iter().map(|line| (line, Role::Plain)));
                lines.extend(yardsticks::segments(&view.matching, look).into_iter().map(|sum| (sum.text(), sum.role)));
            }
            Some(indicator) => {
                let read = view.readings.get(at - 1).map(|value| reading(value, look)).unwrap_or_default();
                lines.push((
                    look.t(
                        "review-reading",
                        &[("printed", Arg::from(indicator.printed_target())), ("reading", Arg::from(read))],
                    ),
                    Role::Plain,
                ));
                let doubts: Vec<String> =
                    reasons(indicator, look).into_iter().filter(|(_, doubt)| *doubt).map(|(why, _)| why).collect();
                if !doubts.is_empty() {
                    let why = look.t("review-doubt", &[("reasons", Arg::from(doubts.join("; ")))]);
                    lines.extend(width::wrap(&why, cells).into_iter().map(|line| (line, Role::Warning)));
                }
                // A name that the table had to cut is given in full.
                if width::width(&indicator.level3) > cells.saturating_sub(8) {
                    lines.extend(width::wrap(&indicator.level3, cells).into_iter().map(|line| (line, Role::Plain)));
                }
            }
        }
        let mut said = sheets::said(view, self.row(), look);
        said.extend(self.hint_lines(view, look));
        let more = if said.is_empty() { sheets::explanations(indicator, look) } else { Vec::new() };
        let beside = at.checked_sub(1).and_then(|index| yardsticks::beside(view, index, look)).map(Paragraph::plain);
        for paragraph in said.into_iter().chain(beside).chain(more) {
            let text = format!("{} {}", paragraph.label, paragraph.text);
            lines.extend(width::wrap(text.trim(), cells).into_iter().map(|line| (line, paragraph.role)));
        }
        if let [first, second, ..] = &lines[..]
            && inner.height == 1
            && !second.0.is_empty()
        {
            let joined = format!("{}  {}", first.0, second.0);
            canvas.text(inner.x, inner.y, inner.width, &joined, look.style(first.1));
            return;
        }
        for (line, (text, role)) in inner.rows().zip(&lines) {
            canvas.text(line.x, line.y, line.width, text, look.style(*role));
        }
    }
}
