//! Projects that do the same as one row: the list, how their figures are spread, what their middle would save.
//!
//! What is left out by hand lives as long as the screen and is named in the opinion. Names of indicators that nobody took
//! down yet are taken down by a job of its own; until then the list says how much is missing. Deliberately absent: any
//! judgement of its own, and keeping a project as a benchmark.

mod spoken;
pub(crate) mod words;

use std::collections::BTreeSet;
use std::sync::Arc;

use ratatui::layout::Rect;

use super::editor::{EditorScreen, Start};
use super::notice::NoticeScreen;
use super::{Hint, Screen, Title};
use crate::engine::request::{JobId, JobSpec, Reply, Request, Slot};
use crate::engine::similar::{Line, SimilarQuery, SimilarReport, Study};
use crate::engine::view::ProjectView;
use crate::model::event::Subject;
use crate::model::ids::ProjectKey;
use crate::text::{Arg, width};
use crate::tui::canvas::Canvas;
use crate::tui::command::{App, Command, List, Scope, Similar};
use crate::tui::layout::Room;
use crate::tui::look::{Look, Role};
use crate::tui::msg::{Cx, Effect, Input, Notice, Outcome};
use crate::tui::speech::Spoken;
use crate::tui::why::{self, Explained};
use crate::tui::widgets::cursor::Cursor;
use crate::tui::widgets::job::Running;
use crate::tui::widgets::sheet::Paragraph;
use crate::tui::widgets::table::{Column, draw_row};

/// The class of opinions about costs.
const COST_CLASS: &str = "C09";

/// Projects that do the same as a row.
pub struct SimilarScreen {
    view: Arc<ProjectView>,
    row: u32,
    basis: usize,
    without: BTreeSet<(ProjectKey, u16)>,
    report: Option<SimilarReport>,
    failed: bool,
    cursor: Cursor,
    epoch: u64,
    /// Taking names down.
    job: Option<Running>,
    /// It was asked for once; what cannot be written is not asked for again.
    asked: bool,
    /// The line whose source is being opened.
    opening: u64,
}

/// Rule, heads, list, detail; rule, spread; rule, sums.
struct Parts {
    rule: Rect,
    heads: Rect,
    list: Rect,
    detail: Rect,
    spread_rule: Rect,
    spread: Rect,
    sums_rule: Rect,
    sums: Rect,
}

fn parts(area: Rect) -> Parts {
    // What is needed least goes first where there is little room.
    let (detail, spread, sums): (u16, u16, u16) = match area.height {
        17.. => (1, 3, 3),
        13.. => (1, 3, 2),
        10.. => (0, 2, 2),
        _ => (0, 0, 2),
    };
    let rules = u16::from(spread > 0) + u16::from(sums > 0);
    let list = area.height.saturating_sub(2 + detail + spread + sums + rules);
    let mut y = 0;
    let mut take = |height: u16| {
        let part = Rect { y: area.y.saturating_add(y), height, ..area }.intersection(area);
        y += height;
        part
    };
    Parts {
        rule: take(1),
        heads: take(1),
        list: take(list),
        detail: take(detail),
        spread_rule: take(u16::from(spread > 0)),
        spread: take(spread),
        sums_rule: take(u16::from(sums > 0)),
        sums: take(sums),
    }
}

fn columns(room: Room) -> Vec<Column> {
    match room {
        Room::Tiny | Room::Narrow => {
            vec![Column::rest(), Column::left(4), Column::right(8), Column::left(4), Column::left(10)]
        }
        Room::Normal => vec![
            Column::rest(),
            Column::left(4),
            Column::right(10),
            Column::left(4),
            Column::right(8),
            Column::right(11),
            Column::left(10),
        ],
        Room::Wide => vec![
            Column::rest(),
            Column::left(5),
            Column::right(14),
            Column::left(6),
            Column::right(12),
            Column::right(16),
            Column::left(16),
        ],
    }
}

/// The cells of a line, as many as there are columns.
fn cells(line: &Line, room: Room, look: &Look) -> Vec<(String, Role)> {
    let role = if line.excluded.is_some() { Role::Muted } else { Role::Plain };
    let number = |number: Option<rust_decimal::Decimal>| (number.map(words::plain).unwrap_or_default(), role);
    let mut cells = vec![
        (words::named(line), role),
        (line.year.to_string(), role),
        number(line.figure),
        (words::from(line.from, &look.strings), role),
    ];
    if room >= Room::Normal {
        cells.push(number(line.quantity));
        cells.push(number(line.total));
    }
    let remark = if line.excluded.is_some() { Role::Warning } else { Role::Plain };
    cells.push((words::remark(line, &look.strings), remark));
    cells
}

impl SimilarScreen {
    /// Of a row of a target; `None`: the first that can be compared by money.
    pub fn new(view: Arc<ProjectView>, row: Option<u32>) -> SimilarScreen {
        SimilarScreen {
            row: row.unwrap_or(0),
            view,
            basis: 0,
            without: BTreeSet::new(),
            report: None,
            failed: false,
            cursor: Cursor::default(),
            epoch: 0,
            job: None,
            asked: false,
            opening: 0,
        }
    }

    fn ask(&mut self, cx: &Cx) -> Effect {
        self.epoch = cx.numbers.fresh();
        let query = SimilarQuery {
            item: self.view.row.id,
            row: (self.row > 0).then_some(self.row),
            basis: self.basis,
            without: self.without.clone(),
        };
        Effect::Work(Request::LoadSimilar { epoch: self.epoch, query })
    }

    fn study(&self) -> Option<&Study> {
        self.report.as_ref()?.study.as_ref()
    }

    fn lines(&self) -> &[Line] {
        self.study().map(|study| study.lines.as_slice()).unwrap_or_default()
    }

    fn chosen(&self) -> Option<&Line> {
        self.lines().get(self.cursor.at())
    }

    fn height(cx: &Cx) -> usize {
        usize::from(parts(cx.areas.body).list.height)
    }

    fn refuse(cx: &Cx, key: &str) -> Vec<Effect> {
        vec![Effect::Say(Notice::Refused(cx.look.s(key)))]
    }

    fn command(&mut self, command: Similar, cx: &Cx) -> Vec<Effect> {
        let Some(report) = &self.report else { return SimilarScreen::refuse(cx, "told-loading") };
        match command {
            Similar::Basis if report.bases.len() < 2 => SimilarScreen::refuse(cx, "told-similar-one-basis"),
            Similar::Basis => {
                self.basis = (report.basis + 1) % report.bases.len();
                self.cursor = Cursor::default();
                vec![self.ask(cx)]
            }
            Similar::Exclude => {
                let Some(line) = self.chosen() else {
                    return SimilarScreen::refuse(cx, "told-nothing-to-open");
                };
                let key = (line.project, line.year);
                let name = words::named(line);
                let back = self.without.remove(&key);
                if !back {
                    self.without.insert(key);
                }
                let told = if back { "told-similar-back" } else { "told-similar-out" };
                let told = Notice::Told(cx.look.t(told, &[("name", Arg::from(name))]));
                vec![self.ask(cx), Effect::Say(told)]
            }
            Similar::Write => {
                let Some(text) = words::opinion(report, &cx.look.strings) else {
                    return SimilarScreen::refuse(cx, "told-similar-no-figure");
                };
                let category = cx.look.categories.all().iter().map(|category| &category.code);
                let category = category.into_iter().find(|code| code.0 == COST_CLASS).cloned();
                let on = Subject { row: Some(report.row), ..self.view.subject.clone() };
                let view = Arc::clone(&self.view);
                let start = Start { view, on, category, opinion: None, text: Some(text), drafted: None };
                vec![Effect::Push(Box::new(EditorScreen::new(start, cx)))]
            }
        }
    }

    /// Opens the source of a line, to be looked at.
    fn open(&mut self, cx: &Cx) -> Vec<Effect> {
        let Some(line) = self.chosen() else { return SimilarScreen::refuse(cx, "told-nothing-to-open") };
        let key = (line.project, line.year);
        match self.report.as_ref().and_then(|report| report.items.get(&key)) {
            Some(item) => {
                let id = *item;
                self.opening = cx.numbers.fresh();
                vec![Effect::Work(Request::LoadProject { slot: Slot::SimilarSource, epoch: self.opening, id })]
            }
            // Only a self-evaluation is here.
            None => {
                let page = self.source(None, cx.look);
                page.map(|page| vec![Effect::Push(Box::new(page))]).unwrap_or_default()
            }
        }
    }

    /// The page about the source of the line under the cursor.
    fn source(&self, view: Option<&ProjectView>, look: &Look) -> Option<NoticeScreen> {
        let (line, study) = (self.chosen()?, self.study()?);
        let label = |key: &str, text: String| Paragraph::labelled(look.s(key), text);
        let mut page = vec![
            label("similar-source-unit", line.unit.clone()),
            label("similar-source-year", line.year.to_string()),
            label("similar-source-region", line.region.clone()),
            label("similar-source-code", line.code.clone().unwrap_or_default()),
            label("similar-source-row", words::detail(line, study, &look.strings)),
        ];
        page.retain(|paragraph| !paragraph.text.is_empty());
        if let Some(view) = view {
            if let Some(version) = view.versions.last() {
                let place = look.t(
                    "similar-source-place",
                    &[
                        ("source", Arg::from(&version.source)),
                        ("sheet", Arg::from(&version.place.sheet)),
                        ("row", Arg::from(version.place.row)),
                    ],
                );
                page.push(label("similar-source-file", place));
            }
            if let Some(amount) = view.row.amount {
                let amount = look.t("amount-ten-thousand", &[("amount", Arg::from(amount.ten_thousand_yuan()))]);
                page.push(label("similar-source-funds", amount));
            }
            if let Some(goal) = &view.form.goal.annual {
                page.push(label("similar-source-goal", goal.clone()));
            }
            page.push(Paragraph::heading(look.s("similar-source-rows")));
            for row in &view.form.indicators {
                page.push(Paragraph::labelled(row.no.to_string(), format!("{}  {}", row.level3, row.printed_target())));
            }
        }
        Some(NoticeScreen::sheet(line.name.clone(), page))
    }

    /// Starts taking names down where some are missing, once.
    fn catch_up(&mut self, cx: &Cx) -> Vec<Effect> {
        let waiting = self.report.as_ref().is_some_and(|report| report.waiting > 0);
        if !waiting || self.asked {
            return Vec::new();
        }
        self.asked = true;
        let job = JobId(cx.numbers.fresh());
        self.job = Some(Running::new(job));
        vec![Effect::Work(Request::Start { job, spec: JobSpec::TakeDownNames })]
    }

    /// Why the list is empty, or what is missing of it.
    fn remark(&self, look: &Look) -> Option<String> {
        if let Some(running) = &self.job {
            return Some(look.t("similar-taking-down", &[("far", Arg::from(running.words(look)))]));
        }
        if self.failed {
            return Some(look.s("similar-failed"));
        }
        let Some(report) = &self.report else { return Some(look.s("told-loading")) };
        if report.waiting > 0 {
            return Some(look.t("similar-waiting", &[("count", Arg::from(report.waiting))]));
        }
        match &report.study {
            None => Some(look.s("told-similar-no-figure")),
            Some(study) if study.lines.is_empty() => Some(look.s("similar-nobody")),
            Some(_) => None,
        }
    }

    /// The label over the list.
    fn heading(&self, look: &Look) -> String {
        let Some(report) = &self.report else { return look.s("title-similar") };
        let args =
            [("grounds", words::grounds(report, &look.strings)), ("basis", words::basis_line(report, &look.strings))];
        look.t("similar-rule", &args.map(|(name, text)| (name, Arg::from(text))))
    }

    fn draw_list(&self, canvas: &mut Canvas, parts: &Parts, room: Room, look: &Look) {
        let lines = self.lines();
        let place = if lines.is_empty() { String::new() } else { format!("{}/{}", self.cursor.at() + 1, lines.len()) };
        canvas.rule(parts.rule, look, &self.heading(look), &place);
        let columns = columns(room);
        let inset = |line: Rect| Rect { x: line.x + 2, width: line.width.saturating_sub(2), ..line };
        let mut heads: Vec<(String, Role)> = ["similar-head-name", "similar-head-year", "similar-head-figure"]
            .into_iter()
            .chain(["similar-head-from"])
            .map(|key| (look.s(key), Role::Heading))
            .collect();
        if room >= Room::Normal {
            let units = self.study().map(|study| &study.units);
            let unit = |unit: Option<&String>, key: &str| unit.cloned().unwrap_or_else(|| look.s(key));
            heads.push((unit(units.and_then(|units| units.quantity.as_ref()), "similar-head-quantity"), Role::Heading));
            heads.push((unit(units.and_then(|units| units.money.as_ref()), "similar-head-total"), Role::Heading));
        }
        heads.push((look.s("similar-head-remark"), Role::Heading));
        let inner = canvas.sides(parts.heads, look);
        draw_row(canvas, inset(inner), &columns, &heads, look);
        let inner = canvas.sides(parts.list, look);
        for (line, index) in inner.rows().zip(self.cursor.rows(lines.len(), usize::from(inner.height))) {
            let Some(found) = lines.get(index) else { break };
            if index == self.cursor.at() {
                canvas.text(line.x, line.y, 1, &look.glyphs.marker, look.style(Role::Selected));
                canvas.set_caret(line.x, line.y);
            }
            draw_row(canvas, inset(line), &columns, &cells(found, room, look), look);
        }
        if lines.is_empty()
            && let Some(remark) = self.remark(look)
        {
            canvas.lines(inner, &width::wrap(&remark, usize::from(inner.width)), look.style(Role::Plain));
        }
        let inner = canvas.sides(parts.detail, look);
        let words = match (lines.is_empty(), self.remark(look)) {
            (false, Some(remark)) => remark,
            _ => self
                .chosen()
                .zip(self.study())
                .map(|(line, study)| words::detail_within(line, study, usize::from(inner.width), &look.strings))
                .unwrap_or_default(),
        };
        canvas.lines(inner, &[words], look.style(Role::Muted));
    }

    fn draw_spread(&self, canvas: &mut Canvas, parts: &Parts, look: &Look) {
        let strings = &look.strings;
        let study = self.study();
        let label = study.map(|study| {
            look.t(
                "similar-spread-rule",
                &[
                    ("unit", Arg::from(&study.units.figure)),
                    ("counted", Arg::from(words::counted_short(study, strings))),
                ],
            )
        });
        canvas.rule(parts.spread_rule, look, &label.unwrap_or_default(), "");
        let inner = canvas.sides(parts.spread, look);
        if let Some(study) = study
            && let Some(spread) = &study.spread
        {
            let room = usize::from(inner.width);
            let (graph, at) = words::graph(spread, study.own.figure, room);
            let mark = words::own_mark(at, &words::own(study, strings), room);
            let lines = [graph, mark, words::quartiles(spread, strings)];
            canvas.lines(inner, &lines, look.style(Role::Plain));
        }
    }

    fn draw_sums(&self, canvas: &mut Canvas, parts: &Parts, look: &Look) {
        let strings = &look.strings;
        canvas.rule(parts.sums_rule, look, &look.s("similar-sums-rule"), "");
        let inner = canvas.sides(parts.sums, look);
        let (Some(report), Some(study)) = (&self.report, self.study()) else { return };
        let [median, standard] = words::sums(report, study, Some(usize::from(inner.width)), strings);
        let out = look.t("similar-out", &[("out", Arg::from(words::excluded(study, strings)))]);
        canvas.lines(inner, &[median, standard, out], look.style(Role::Plain));
    }
}

impl Screen for SimilarScreen {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Similar, Scope::List, Scope::Global]
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        match input {
            Input::Shown if self.report.is_none() => vec![self.ask(cx)],
            Input::Command(Command::Similar(command)) => self.command(command, cx),
            Input::Command(Command::List(List::Open)) => self.open(cx),
            Input::Command(Command::List(command)) => {
                let len = self.lines().len();
                self.cursor.act(command, len, SimilarScreen::height(cx));
                Vec::new()
            }
            // The opinion is given: the review goes on from it.
            Input::Told(outcome @ Outcome::OpinionGiven { .. }) => vec![Effect::Done(outcome)],
            Input::Left => {
                let cancel = |running: &Running| Effect::Work(Request::Cancel { job: running.job });
                self.job.as_ref().map(cancel).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    fn receive(&mut self, reply: &Reply, cx: &Cx) -> Vec<Effect> {
        if let Some(running) = &mut self.job
            && !running.hear(reply)
        {
            self.job = None;
            return vec![self.ask(cx)];
        }
        match reply {
            Reply::Similar { epoch, report } if *epoch == self.epoch => {
                // The cursor stays with its line.
                let key = |line: &Line| (line.project, line.year);
                let stay = self.chosen().map(key);
                self.row = report.row;
                self.failed = false;
                self.report = Some((**report).clone());
                let at = stay.and_then(|stay| self.lines().iter().position(|line| key(line) == stay));
                let (at, len) = (at.unwrap_or(self.cursor.at()), self.lines().len());
                self.cursor.set(at, len, SimilarScreen::height(cx));
                self.catch_up(cx)
            }
            Reply::Project { slot: Slot::SimilarSource, epoch, view } if *epoch == self.opening => {
                let page = self.source(Some(view), cx.look);
                page.map(|page| vec![Effect::Push(Box::new(page))]).unwrap_or_default()
            }
            Reply::Failed { slot: Slot::Similar, epoch, .. } if *epoch == self.epoch => {
                self.failed = true;
                Vec::new()
            }
            Reply::DataChanged if self.job.is_none() => vec![self.ask(cx)],
            _ => Vec::new(),
        }
    }

    fn ready(&self) -> bool {
        self.report.is_some() || self.failed
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        let room = crate::tui::layout::layout(canvas.buffer.area.as_size()).room;
        let parts = parts(area);
        self.draw_list(canvas, &parts, room, look);
        self.draw_spread(canvas, &parts, look);
        self.draw_sums(canvas, &parts, look);
    }

    fn title(&self, look: &Look) -> Title {
        let Some(report) = &self.report else { return Title { left: look.s("title-similar"), right: String::new() } };
        let args = [("indicator", &report.indicator), ("target", &report.target), ("project", &report.project)];
        Title {
            left: look.t("title-similar-of", &args.map(|(name, text)| (name, Arg::from(text)))),
            right: String::new(),
        }
    }

    fn why(&self, look: &Look) -> Explained {
        let Some(report) = &self.report else { return Explained::default() };
        why::similar::explained(report, self.cursor.at(), look)
    }

    fn spoken(&self, look: &Look) -> Option<Spoken> {
        Some(self.say(look))
    }

    fn hints(&self, _look: &Look) -> Vec<Hint> {
        vec![
            List::Open.into(),
            Similar::Write.into(),
            Similar::Exclude.into(),
            Similar::Basis.into(),
            App::Help.into(),
            App::Back.into(),
        ]
    }
}
