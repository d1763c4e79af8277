//! Where two who rechecked the same independently differ: both values beside each other with their points, what was settled
//! and on what ground. Over the recheck.
//!
//! Neither of the two silently wins: whatever counts is settled row by row with a ground. Deliberately absent: points (the
//! engine computes them for each side) and what is hidden before both are done (it never arrives here).

use std::sync::Arc;

use ratatui::layout::Rect;

use super::ask::{AskScreen, Question};
use super::settle::{SettleScreen, VALUE};
use super::words;
use crate::engine::request::Reply;
use crate::engine::spot_check::RecheckView;
use crate::engine::spot_check::second::{Compared, DifferingRow, Side};
use crate::model::recheck::{FoundRow, Outcome, SecondStanding};
use crate::text::{Arg, width};
use crate::tui::canvas::Canvas;
use crate::tui::command::{App, Command, Differences, Scope};
use crate::tui::layout::Room;
use crate::tui::look::{Look, Role};
use crate::tui::msg::{Cx, Effect, Input, Notice};
use crate::tui::screens::{Hint, Screen, Title};
use crate::tui::speech::{Spoken, numbers, sentence};
use crate::tui::widgets::cursor::Cursor;
use crate::tui::widgets::table::{Column, draw_row};

/// The differences of one recheck.
pub struct DifferencesScreen {
    view: Arc<RecheckView>,
    cursor: Cursor,
}

/// A difference: of what became of the visit, or of a row.
enum Line<'v> {
    Visit,
    Row(&'v DifferingRow),
}

/// Head, the two and the columns, list, rule, detail.
fn parts(area: Rect) -> [Rect; 5] {
    let detail: u16 = match area.height {
        ..10 => 0,
        10..16 => 4,
        _ => 6,
    };
    let rule = u16::from(detail > 0);
    let list = area.height.saturating_sub(4 + rule + detail);
    let row = |y: u16, height: u16| Rect { y: area.y.saturating_add(y), height, ..area }.intersection(area);
    [row(0, 1), row(1, 3), row(4, list), row(4 + list, rule), row(4 + list + rule, detail)]
}

fn visit(outcome: Option<Outcome>, look: &Look) -> String {
    outcome.map_or_else(|| look.s("second-rechecked"), |outcome| words::outcome(outcome, look))
}

fn found(found: Option<&FoundRow>, look: &Look) -> String {
    found.map_or_else(|| look.s("second-nothing"), |found| words::finding(&found.verified, look))
}

/// The total of one side with what it leads to.
fn side_line(view: &RecheckView, place: &str, side: &Side, look: &Look) -> String {
    let result = match side.gave_up {
        Some(outcome) => words::outcome(outcome, look),
        None => words::graded(side.points, Some(side.grade), look),
    };
    let leads = if side.gave_up.is_some() { String::new() } else { words::consequence(&side.consequence, look) };
    let args = [
        ("place", Arg::from(look.s(place))),
        ("name", Arg::from(words::person(view, &side.person))),
        ("result", Arg::from(result)),
        ("consequence", Arg::from(leads)),
    ];
    look.t("second-side", &args)
}

/// What the two said of a row, or of what became of the visit, with how the points come about.
pub(super) fn sides(view: &RecheckView, row: Option<u32>, look: &Look) -> Vec<String> {
    let Some(compared) = view.compared() else { return Vec::new() };
    let places = ["second-first", "second-other"];
    let Some(row) = row else {
        let both = places.into_iter().zip(&compared.sides);
        return both.map(|(place, side)| side_line(view, place, side, look)).collect();
    };
    let Some(row) = compared.rows.iter().find(|known| known.no == row) else { return Vec::new() };
    let filed = [("own", Arg::from(words::own(view, row.no))), ("target", Arg::from(words::target(view, row.no)))];
    let mut lines = vec![look.t("second-filed", &filed)];
    for (at, place) in places.into_iter().enumerate() {
        let (said, points) = (row.found[at].as_ref(), &row.points[at]);
        let mut beside = said.map(|said| words::labels(&view.state, &said.evidence)).unwrap_or_default();
        if let Some(note) = said.map(|said| said.note.as_str()).filter(|note| !note.is_empty()) {
            beside = format!("{beside} {note}");
        }
        let args = [
            ("place", Arg::from(look.s(place))),
            ("name", Arg::from(words::person(view, &compared.sides[at].person))),
            ("found", Arg::from(found(said, look))),
            ("points", Arg::from(words::points(points.points))),
            ("formula", Arg::from(words::formula(points, look))),
            ("beside", Arg::from(beside.trim())),
        ];
        lines.push(look.t("second-said", &args));
    }
    lines
}

impl DifferencesScreen {
    /// Of a recheck that both have done.
    pub fn new(view: Arc<RecheckView>) -> DifferencesScreen {
        DifferencesScreen { view, cursor: Cursor::default() }
    }

    fn compared(&self) -> Option<&Compared> {
        self.view.compared()
    }

    fn lines(&self) -> Vec<Line<'_>> {
        let Some(compared) = self.compared() else { return Vec::new() };
        let visit = compared.whole.iter().map(|_| Line::Visit);
        visit.chain(compared.rows.iter().map(Line::Row)).collect()
    }

    fn height(cx: &Cx) -> usize {
        usize::from(parts(cx.areas.body)[2].height)
    }

    /// The row of the difference under the cursor; `Some(None)` for what became of the visit.
    fn chosen(&self) -> Option<Option<u32>> {
        Some(match self.lines().get(self.cursor.at())? {
            Line::Visit => None,
            Line::Row(row) => Some(row.no),
        })
    }

    fn settle(&self, by: usize, cx: &Cx) -> Vec<Effect> {
        let Some(row) = self.chosen() else {
            return vec![Effect::Say(Notice::Refused(cx.look.s("second-no-differences")))];
        };
        vec![Effect::Push(Box::new(SettleScreen::new(Arc::clone(&self.view), row, by)))]
    }

    fn finish(&self, cx: &Cx) -> Vec<Effect> {
        let refuse = |text: String| vec![Effect::Say(Notice::Refused(text))];
        let name = || Arg::from(&self.view.line.name);
        match self.compared() {
            Some(compared) if compared.open > 0 => {
                let args = [("project", name()), ("differences", Arg::from(compared.open))];
                refuse(cx.look.t("problem-second-open", &args))
            }
            Some(_) if !self.view.state.finished.is_empty() => {
                refuse(cx.look.t("problem-second-result", &[("project", name())]))
            }
            _ => vec![Effect::Push(Box::new(AskScreen::new(Arc::clone(&self.view), Question::Finish)))],
        }
    }

    /// What was settled of a line, and the points of it.
    fn settled(&self, line: &Line<'_>, look: &Look) -> (String, String, bool) {
        let (values, points, open): (Vec<String>, _, _) = match line {
            Line::Visit => {
                let whole = self.compared().and_then(|compared| compared.whole.as_ref());
                let heads = whole.map(|whole| whole.settled.as_slice()).unwrap_or_default();
                let same = heads.iter().all(|head| Some(head.value.0) == heads.first().map(|first| first.value.0));
                let values = heads.iter().map(|head| visit(head.value.0, look)).collect();
                (values, None, heads.is_empty() || !same)
            }
            Line::Row(row) => {
                let values = row.settled.0.iter().map(|head| words::finding(&head.value.verified, look)).collect();
                (values, row.counts, row.is_open())
            }
        };
        let mut values = values;
        values.dedup();
        let text = if values.is_empty() { look.s("second-open") } else { values.join(" / ") };
        (text, points.map(words::points).unwrap_or_default(), open)
    }

    fn cells(&self, line: &Line<'_>, room: Room, look: &Look) -> Vec<(String, Role)> {
        let (settled, counts, open) = self.settled(line, look);
        let role = if open { Role::Danger } else { Role::Plain };
        let plain = |text: String| (text, Role::Plain);
        let (no, name, found_of, points_of) = match line {
            Line::Visit => {
                let sides = self.compared().map(|compared| compared.sides.each_ref());
                let of = |at: usize| sides.map(|sides| visit(sides[at].gave_up, look)).unwrap_or_default();
                (String::new(), look.s("second-visit"), [of(0), of(1)], [String::new(), String::new()])
            }
            Line::Row(row) => {
                let name = self.view.scored.rows.iter().find(|known| known.no == row.no);
                let no = if row.no == 0 { String::new() } else { row.no.to_string() };
                let name = name.map(|name| words::name(name, look)).unwrap_or_default();
                let said = row.found.each_ref().map(|said| found(said.as_ref(), look));
                (no, name, said, row.points.each_ref().map(|points| words::points(points.points)))
            }
        };
        let [one, other] = found_of;
        let [one_points, other_points] = points_of;
        let mut cells = vec![plain(no), plain(name), plain(one)];
        if room >= Room::Normal {
            cells.push(plain(one_points));
        }
        cells.push(plain(other));
        if room >= Room::Normal {
            cells.push(plain(other_points));
        }
        cells.push((settled, role));
        if room >= Room::Normal {
            cells.push(plain(counts));
        }
        cells
    }

    /// What is to be said of the line under the cursor.
    fn details(&self, look: &Look) -> Vec<(String, Role)> {
        let Some(row) = self.chosen() else { return Vec::new() };
        let mut lines: Vec<(String, Role)> =
            sides(&self.view, row, look).into_iter().map(|line| (line, Role::Plain)).collect();
        let Some(compared) = self.compared() else { return lines };
        let grounds: Vec<(String, String, String)> = match row {
            None => compared
                .whole
                .iter()
                .flat_map(|whole| &whole.settled)
                .map(|head| (words::person(&self.view, &head.author), visit(head.value.0, look), head.value.1.clone()))
                .collect(),
            Some(no) => compared
                .rows
                .iter()
                .filter(|known| known.no == no)
                .flat_map(|known| &known.settled.0)
                .map(|head| {
                    let found = words::finding(&head.value.verified, look);
                    (words::person(&self.view, &head.author), found, head.value.reason.clone())
                })
                .collect(),
        };
        for (name, found, reason) in grounds {
            let args = [("name", Arg::from(name)), ("found", Arg::from(found)), ("reason", Arg::from(reason))];
            lines.push((look.t("second-settled-by", &args), Role::Muted));
        }
        lines
    }

    /// How many differences are open, and what comes next.
    fn next(&self, look: &Look) -> String {
        let standing = self.view.second.as_ref().map(|second| second.standing);
        let open = self.compared().map_or(0, |compared| compared.open);
        if standing == Some(SecondStanding::Differing) {
            return look.t("second-left", &[("open", Arg::from(open))]);
        }
        if !self.view.state.finished.is_empty() || !self.view.state.outcome.is_empty() {
            return look.s("second-has-result");
        }
        look.t("second-can-finish", &[("key", Arg::from(look.key(Differences::Finish.into())))])
    }
}

fn columns(room: Room) -> Vec<(Column, &'static str)> {
    let points = (Column::right(6), "second-head-points");
    let (values, wide) = match room {
        Room::Wide => (16, true),
        Room::Normal => (11, true),
        Room::Tiny | Room::Narrow => (10, false),
    };
    let mut columns = vec![
        (Column::right(2), "recheck-head-no"),
        (Column::rest(), "recheck-head-name"),
        (Column::left(values), "second-head-first"),
    ];
    columns.extend(wide.then_some(points));
    columns.push((Column::left(values), "second-head-other"));
    columns.extend(wide.then_some(points));
    columns.push((Column::left(values), "second-head-settled"));
    columns.extend(wide.then_some(points));
    columns
}

impl Screen for DifferencesScreen {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Differences, Scope::List, Scope::Global]
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        match input {
            Input::Command(Command::Differences(Differences::First)) => self.settle(0, cx),
            Input::Command(Command::Differences(Differences::Second)) => self.settle(1, cx),
            Input::Command(Command::Differences(Differences::Other)) => self.settle(VALUE, cx),
            Input::Command(Command::Differences(Differences::Finish)) => self.finish(cx),
            Input::Command(Command::List(command)) => {
                let len = self.lines().len();
                self.cursor.act(command, len, DifferencesScreen::height(cx));
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn receive(&mut self, reply: &Reply, cx: &Cx) -> Vec<Effect> {
        // The recheck below asks for it whenever something was stored.
        if let Reply::Recheck { view, .. } = reply
            && view.line.version == self.view.line.version
        {
            let before = self.compared().map_or(0, |compared| compared.open);
            self.view = Arc::clone(view);
            if view.compared().is_none() {
                return vec![Effect::Pop];
            }
            let (len, height) = (self.lines().len(), DifferencesScreen::height(cx));
            // What was settled is done with: the next one that is open.
            let lines = self.lines();
            let open = |at: &usize| lines.get(*at).is_some_and(|line| self.settled(line, cx.look).2);
            let next = (self.cursor.at()..len).chain(0..self.cursor.at()).find(open);
            let fewer = view.compared().is_some_and(|compared| compared.open < before);
            let at = next.filter(|_| fewer).unwrap_or(self.cursor.at());
            self.cursor.set(at.min(len.saturating_sub(1)), len, height);
        }
        Vec::new()
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        let room = crate::tui::layout::layout(canvas.buffer.area.as_size()).room;
        let [head, top, list, rule, detail] = parts(area);
        canvas.rule(head, look, &look.s("second-heading"), &self.next(look));
        let Some(compared) = self.compared() else { return };
        let inner = canvas.sides(top, look);
        let both = ["second-first", "second-other"].into_iter().zip(&compared.sides);
        for (line, (place, side)) in inner.rows().zip(both) {
            canvas.text(line.x, line.y, line.width, &side_line(&self.view, place, side, look), look.style(Role::Plain));
        }
        let columns = columns(room);
        let heads: Vec<(String, Role)> = columns.iter().map(|(_, key)| (look.s(key), Role::Heading)).collect();
        let cells: Vec<Column> = columns.into_iter().map(|(column, _)| column).collect();
        let line = Rect { x: inner.x + 2, y: inner.y + 2, width: inner.width.saturating_sub(2), height: 1 };
        draw_row(canvas, line.intersection(area), &cells, &heads, look);
        let inner = canvas.sides(list, look);
        let lines = self.lines();
        if lines.is_empty() {
            let told = width::wrap(&look.s("second-no-differences"), usize::from(inner.width));
            canvas.lines(inner, &told, look.style(Role::Plain));
            canvas.set_caret(inner.x, inner.y);
        }
        for (line, index) in inner.rows().zip(self.cursor.rows(lines.len(), usize::from(inner.height))) {
            let Some(difference) = lines.get(index) else { break };
            if index == self.cursor.at() {
                canvas.text(line.x, line.y, 1, &look.glyphs.marker, look.style(Role::Selected));
                canvas.set_caret(line.x, line.y);
            }
            let place = Rect { x: line.x + 2, width: line.width.saturating_sub(2), ..line };
            draw_row(canvas, place, &cells, &self.cells(difference, room, look), look);
        }
        canvas.rule(rule, look, &look.s("second-detail"), "");
        let inner = canvas.sides(detail, look);
        let mut rows = inner.rows();
        for (text, role) in self.details(look) {
            for wrapped in width::wrap(&text, usize::from(inner.width)) {
                let Some(line) = rows.next() else { return };
                canvas.text(line.x, line.y, line.width, &wrapped, look.style(role));
            }
        }
    }

    fn title(&self, look: &Look) -> Title {
        let line = &self.view.line;
        Title { left: format!("{} {} {}", look.s("title-differences"), line.code, line.name), right: String::new() }
    }

    fn why(&self, look: &Look) -> crate::tui::why::Explained {
        let line = |line: &Line<'_>| {
            let cells = self.cells(line, Room::Wide, look).into_iter().map(|(text, _)| text);
            cells.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
        };
        let mut lines: Vec<String> = self.lines().get(self.cursor.at()).map(line).into_iter().collect();
        lines.extend(self.details(look).into_iter().map(|(text, _)| text));
        crate::tui::why::recheck::differences(&self.view, lines, self.next(look), look)
    }

    fn spoken(&self, look: &Look) -> Option<Spoken> {
        let mut spoken = Spoken::page(look.s("second-heading"));
        spoken.about.push(self.next(look));
        if let Some(compared) = self.compared() {
            let both = ["second-first", "second-other"].into_iter().zip(&compared.sides);
            let both = both.map(|(place, side)| side_line(&self.view, place, side, look));
            spoken.once.extend(both.map(|line| numbers::words(&line, look)));
        }
        let lines = self.lines();
        match lines.get(self.cursor.at()) {
            Some(line) => {
                spoken.at = Some((self.cursor.at() + 1, lines.len()));
                let cells = self.cells(line, Room::Wide, look).into_iter().map(|(text, _)| numbers::words(&text, look));
                spoken.row = sentence(cells, look);
                let details = self.details(look).into_iter();
                spoken.more.extend(details.map(|(text, _)| ("line-detail", numbers::words(&text, look))));
            }
            None => spoken.row = look.s("second-no-differences"),
        }
        Some(spoken)
    }

    fn hints(&self, _look: &Look) -> Vec<Hint> {
        let mut hints: Vec<Hint> =
            [Differences::First, Differences::Second, Differences::Other, Differences::Finish].map(Hint::from).into();
        hints.extend([App::Undo.into(), App::Back.into(), App::Help.into()]);
        if self.compared().is_some_and(|compared| compared.open == 0) {
            let finish = hints.remove(3);
            hints.insert(0, finish);
        }
        hints
    }
}
