//! Rows elsewhere that say the same as a row, and how they were decided, by me or others: what contradicts first.
//!
//! Deliberately absent: changing anything from here, and saying who is right.

mod spoken;
pub(crate) mod words;

use std::sync::Arc;

use ratatui::layout::Rect;

use super::review::ReviewScreen;
use super::{Hint, Screen, Title};
use crate::engine::consistency::{ConsistencyQuery, ConsistencyReport, Elsewhere, SameWording};
use crate::engine::request::{Reply, Request, Slot};
use crate::model::ids::ItemId;
use crate::model::query::Sort;
use crate::text::{Arg, width};
use crate::tui::canvas::Canvas;
use crate::tui::command::{App, Command, List, Scope};
use crate::tui::layout::Room;
use crate::tui::look::{Look, Role};
use crate::tui::msg::{Cx, Effect, Input, Notice};
use crate::tui::speech::Spoken;
use crate::tui::why::{self, Explained};
use crate::tui::widgets::cursor::Cursor;
use crate::tui::widgets::table::{Column, draw_row};

/// The list.
pub struct ConsistencyScreen {
    query: ConsistencyQuery,
    report: Option<Arc<ConsistencyReport>>,
    failed: bool,
    cursor: Cursor,
    epoch: u64,
}

/// Rule, what is asked about, heads, list, rule, detail.
fn parts(area: Rect) -> [Rect; 6] {
    let detail: u16 = if area.height < 14 { 0 } else { 4 };
    let rule = u16::from(detail > 0);
    // In few columns the sentence takes a line more.
    let asked: u16 = if area.width < 80 { 3 } else { 2 };
    let list = area.height.saturating_sub(2 + asked + rule + detail);
    let top = 2 + asked;
    let row = |y: u16, height: u16| Rect { y: area.y.saturating_add(y), height, ..area }.intersection(area);
    [row(0, 1), row(1, asked), row(1 + asked, 1), row(top, list), row(top + list, rule), row(top + list + rule, detail)]
}

fn columns(room: Room) -> Vec<Column> {
    match room {
        Room::Tiny | Room::Narrow => vec![Column::left(4), Column::left(16), Column::rest()],
        Room::Normal => {
            vec![Column::left(4), Column::left(18), Column::rest(), Column::left(12), Column::left(8), Column::left(11)]
        }
        Room::Wide => {
            vec![
                Column::left(6),
                Column::left(24),
                Column::rest(),
                Column::left(18),
                Column::left(12),
                Column::left(16),
            ]
        }
    }
}

const HEADS: [&str; 6] = [
    "consistency-head-differs",
    "consistency-head-decision",
    "consistency-head-project",
    "consistency-head-department",
    "consistency-head-who",
    "consistency-head-when",
];

impl ConsistencyScreen {
    /// Not yet asked for.
    pub fn new(query: ConsistencyQuery) -> ConsistencyScreen {
        ConsistencyScreen { query, report: None, failed: false, cursor: Cursor::default(), epoch: 0 }
    }

    fn ask(&mut self, cx: &Cx) -> Vec<Effect> {
        self.epoch = cx.numbers.fresh();
        vec![Effect::Work(Request::LoadConsistency { epoch: self.epoch, query: self.query })]
    }

    fn lines(&self) -> Vec<(&SameWording, &Elsewhere)> {
        let rows = self.report.as_ref().map(|report| report.rows.as_slice()).unwrap_or_default();
        rows.iter().flat_map(|same| same.lines.iter().map(move |line| (same, line))).collect()
    }

    fn chosen(&self) -> Option<(&SameWording, &Elsewhere)> {
        self.lines().get(self.cursor.at()).copied()
    }

    fn height(cx: &Cx) -> usize {
        usize::from(parts(cx.areas.body)[3].height)
    }

    fn open(&self, cx: &Cx) -> Vec<Effect> {
        let Some((_, line)) = self.chosen() else {
            return vec![Effect::Say(Notice::Refused(cx.look.s("told-nothing-to-open")))];
        };
        let mut ids: Vec<ItemId> = Vec::new();
        for (_, line) in self.lines() {
            if !ids.contains(&line.target.id) {
                ids.push(line.target.id);
            }
        }
        let from = (String::new(), Sort::default());
        vec![Effect::Push(Box::new(ReviewScreen::new(line.target.id, Some(line.row), ids.into(), from)))]
    }

    /// Everything about a line.
    fn detail(line: &Elsewhere, look: &Look) -> Vec<String> {
        let who = line.who.join(", ");
        let who = if line.mine { look.t("consistency-mine", &[("who", Arg::from(who))]) } else { who };
        let args = [
            ("row", Arg::from(line.row)),
            ("name", Arg::from(&line.indicator)),
            ("project", Arg::from(&line.target.name)),
            ("who", Arg::from(who)),
            ("when", Arg::from(look.when(line.at))),
        ];
        let mut lines = vec![look.t("consistency-line", &args)];
        lines.extend(line.text.as_ref().map(|text| look.t("consistency-text", &[("text", Arg::from(text))])));
        lines
    }

    fn cells((_, line): &(&SameWording, &Elsewhere), room: Room, look: &Look) -> Vec<(String, Role)> {
        let differs = if line.differs { look.s("consistency-differs") } else { String::new() };
        let role = if line.differs { Role::Warning } else { Role::Plain };
        let decision = words::decision(&line.decision, &look.categories, &look.strings);
        let mut cells = vec![(differs, role), (decision, role), (line.target.name.clone(), Role::Plain)];
        if room > Room::Narrow {
            cells.push((line.target.department.clone(), Role::Plain));
            cells.push((line.who.join(", "), Role::Plain));
            cells.push((look.when(line.at), Role::Muted));
        }
        cells
    }
}

impl Screen for ConsistencyScreen {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::List, Scope::Global]
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        match input {
            Input::Shown => self.ask(cx),
            Input::Command(Command::List(List::Open)) => self.open(cx),
            Input::Command(Command::List(command)) => {
                let len = self.lines().len();
                self.cursor.act(command, len, ConsistencyScreen::height(cx));
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn receive(&mut self, reply: &Reply, cx: &Cx) -> Vec<Effect> {
        match reply {
            Reply::Consistency { epoch, report } if *epoch == self.epoch => {
                // The cursor stays with its row.
                let stay = self.chosen().map(|(_, line)| (line.target.id, line.row));
                self.report = Some(Arc::clone(report));
                self.failed = false;
                let at =
                    stay.and_then(|stay| self.lines().iter().position(|(_, line)| (line.target.id, line.row) == stay));
                let (at, len) = (at.unwrap_or(self.cursor.at()), self.lines().len());
                self.cursor.set(at, len, ConsistencyScreen::height(cx));
                Vec::new()
            }
            Reply::Failed { slot: Slot::Consistency, epoch, .. } if *epoch == self.epoch => {
                self.failed = true;
                Vec::new()
            }
            Reply::Done { result: Ok(_), .. } | Reply::DataChanged => self.ask(cx),
            _ => Vec::new(),
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        let room = crate::tui::layout::layout(canvas.buffer.area.as_size()).room;
        let [head, asked, heads, list, rule, detail] = parts(area);
        let lines = self.lines();
        let place = if lines.is_empty() { String::new() } else { format!("{}/{}", self.cursor.at() + 1, lines.len()) };
        canvas.rule(head, look, &look.s("consistency-rule"), &place);
        let chosen = self.chosen();
        let inner = canvas.sides(asked, look);
        if let Some((same, _)) = chosen {
            let told = words::asked(same, &look.categories, &look.strings);
            let more = look.t("consistency-more", &[("rows", Arg::from(same.more))]);
            let told = if same.more > 0 { format!("{told} {more}") } else { told };
            canvas.lines(inner, &width::wrap(&told, usize::from(inner.width)), look.style(Role::Heading));
        }
        let columns = columns(room);
        let below = |line: Rect| Rect { x: line.x + 2, width: line.width.saturating_sub(2), ..line };
        let inner = canvas.sides(heads, look);
        let heads: Vec<(String, Role)> =
            HEADS.iter().take(columns.len()).map(|key| (look.s(key), Role::Heading)).collect();
        draw_row(canvas, below(inner), &columns, &heads, look);
        let inner = canvas.sides(list, look);
        if lines.is_empty() {
            let key = match (&self.report, self.failed) {
                (None, false) => "told-loading",
                _ => "consistency-empty",
            };
            canvas.lines(inner, &width::wrap(&look.s(key), usize::from(inner.width)), look.style(Role::Plain));
        }
        for (row, index) in inner.rows().zip(self.cursor.rows(lines.len(), usize::from(inner.height))) {
            let Some(line) = lines.get(index) else { break };
            if index == self.cursor.at() {
                canvas.text(row.x, row.y, 1, &look.glyphs.marker, look.style(Role::Selected));
                canvas.set_caret(row.x, row.y);
            }
            draw_row(canvas, below(row), &columns, &ConsistencyScreen::cells(line, room, look), look);
        }
        if rule.height == 0 {
            return;
        }
        let name = chosen.map(|(_, line)| line.target.name.clone()).unwrap_or_default();
        canvas.rule(rule, look, &name, "");
        let inner = canvas.sides(detail, look);
        if let Some((_, line)) = chosen {
            let cells = usize::from(inner.width);
            let told: Vec<String> =
                ConsistencyScreen::detail(line, look).iter().flat_map(|text| width::wrap(text, cells)).collect();
            canvas.lines(inner, &told, look.style(Role::Plain));
        }
    }

    fn ready(&self) -> bool {
        self.report.is_some() || self.failed
    }

    fn title(&self, look: &Look) -> Title {
        let name = self.report.as_ref().map(|report| report.target.name.clone()).unwrap_or_default();
        Title { left: format!("{} {name}", look.s("title-consistency")).trim().to_owned(), right: String::new() }
    }

    fn why(&self, look: &Look) -> Explained {
        why::consistency::list(self.chosen(), (self.cursor.at(), self.lines().len()), look)
    }

    fn spoken(&self, look: &Look) -> Option<Spoken> {
        Some(self.say(look))
    }

    fn hints(&self, _look: &Look) -> Vec<Hint> {
        vec![
            List::Open.into(),
            Hint::Run(List::Up.into(), List::Down.into(), "hint-move"),
            App::Back.into(),
            App::Help.into(),
        ]
    }
}
