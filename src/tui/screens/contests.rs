//! Targets about which two reviewers decided differently without having seen each other: side by side, never overwritten.

mod spoken;

use std::sync::Arc;

use ratatui::layout::Rect;

use super::review::ReviewScreen;
use super::{Hint, Screen, Title};
use crate::engine::request::{Reply, Request};
use crate::engine::view::{Contest, Side};
use crate::model::ids::ItemId;
use crate::model::query::Sort;
use crate::text::{Arg, width};
use crate::tui::canvas::Canvas;
use crate::tui::command::{App, Command, List, Scope};
use crate::tui::look::{Look, Role};
use crate::tui::msg::{Cx, Effect, Input, Notice};
use crate::tui::speech::Spoken;
use crate::tui::why::{self, Explained};
use crate::tui::widgets::cursor::Cursor;

/// The list of contests.
#[derive(Default)]
pub struct ContestsScreen {
    rows: Option<Vec<Contest>>,
    cursor: Cursor,
    epoch: u64,
}

/// Head, list, rule, sides, foot.
fn parts(area: Rect) -> [Rect; 5] {
    let foot: u16 = if area.height < 12 { 0 } else { 2 };
    let list = (area.height / 3).max(1);
    let sides = area.height.saturating_sub(2 + list + foot);
    let row = |y: u16, height: u16| Rect { y: area.y + y, height, ..area }.intersection(area);
    [row(0, 1), row(1, list), row(1 + list, 1), row(2 + list, sides), row(2 + list + sides, foot)]
}

fn what(contest: &Contest, look: &Look) -> String {
    match &contest.row {
        None => look.s("contests-result"),
        Some((row, name)) => look.t("editor-row", &[("row", Arg::from(*row)), ("name", Arg::from(name))]),
    }
}

fn side_lines(side: &Side, cells: usize, look: &Look) -> Vec<String> {
    let mut lines = vec![format!("{}  {}", side.name, look.when(side.at))];
    if let Some((grade, reason)) = &side.grade {
        lines.push(look.t("contests-grade", &[("grade", Arg::from(look.strings.grade(*grade)))]));
        if !reason.is_empty() {
            lines.extend(width::wrap(reason, cells));
        }
    }
    if let Some(verdict) = side.verdict {
        lines.push(look.t("contests-verdict", &[("verdict", Arg::from(look.strings.verdict(verdict)))]));
    }
    for (code, text) in &side.opinions {
        let class = look.categories.short(code, look.language());
        lines.extend(width::wrap(&format!("[{class}] {text}"), cells));
    }
    lines
}

impl ContestsScreen {
    /// Not yet asked for.
    pub fn new() -> ContestsScreen {
        ContestsScreen::default()
    }

    fn ask(&mut self, cx: &Cx) -> Vec<Effect> {
        self.epoch = cx.numbers.fresh();
        vec![Effect::Work(Request::LoadContests { epoch: self.epoch })]
    }

    fn draw_sides(canvas: &mut Canvas, area: Rect, contest: &Contest, look: &Look) {
        let across = u16::try_from(contest.sides.len()).unwrap_or(u16::MAX).clamp(1, (area.width / 24).max(1));
        let cells = area.width / across;
        for (index, side) in contest.sides.iter().enumerate() {
            let index = u16::try_from(index).unwrap_or(u16::MAX);
            // More sides than fit beside each other go below.
            let (column, level) = (index % across, index / across);
            let levels = u16::try_from(contest.sides.len()).unwrap_or(u16::MAX).div_ceil(across).max(1);
            let height = area.height / levels;
            let part = Rect::new(area.x + column * cells, area.y + level * height, cells, height).intersection(area);
            let part = if column == 0 { Rect { width: part.width + u16::from(across > 1), ..part } } else { part };
            let inner = canvas.sides(part, look);
            let lines = side_lines(side, usize::from(inner.width), look);
            canvas.lines(inner, &lines, look.style(Role::Plain));
        }
    }
}

impl Screen for ContestsScreen {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::List, Scope::Global]
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        let rows = self.rows.as_deref().unwrap_or_default();
        match input {
            Input::Shown => self.ask(cx),
            Input::Command(Command::List(List::Open)) => {
                let Some(contest) = rows.get(self.cursor.at()) else {
                    return vec![Effect::Say(Notice::Refused(cx.look.s("told-nothing-to-open")))];
                };
                let mut ids: Vec<ItemId> = rows.iter().map(|row| row.target.id).collect();
                ids.dedup();
                let row = contest.row.as_ref().map_or(Some(0), |(row, _)| Some(*row));
                let from = (String::new(), Sort::default());
                vec![Effect::Push(Box::new(ReviewScreen::new(contest.target.id, row, Arc::from(ids), from)))]
            }
            Input::Command(Command::List(command)) => {
                self.cursor.act(command, rows.len(), usize::from(parts(cx.areas.body)[1].height));
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn receive(&mut self, reply: &Reply, cx: &Cx) -> Vec<Effect> {
        match reply {
            Reply::Contests { epoch, rows } if *epoch == self.epoch => {
                let height = usize::from(parts(cx.areas.body)[1].height);
                self.cursor.set(self.cursor.at(), rows.len(), height);
                self.rows = Some(rows.clone());
                Vec::new()
            }
            Reply::Done { result: Ok(_), .. } | Reply::DataChanged => self.ask(cx),
            _ => Vec::new(),
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        let [head, list, rule, sides, foot] = parts(area);
        let rows = self.rows.as_deref().unwrap_or_default();
        canvas.rule(head, look, &look.t("contests-rule", &[("count", Arg::from(rows.len()))]), "");
        let inner = canvas.sides(list, look);
        if rows.is_empty() {
            let key = if self.rows.is_some() { "contests-empty" } else { "told-loading" };
            canvas.lines(inner, &width::wrap(&look.s(key), usize::from(inner.width)), look.style(Role::Plain));
        }
        let range = self.cursor.rows(rows.len(), usize::from(inner.height));
        for (line, index) in inner.rows().zip(range) {
            let Some(contest) = rows.get(index) else { break };
            if index == self.cursor.at() {
                canvas.text(line.x, line.y, 1, &look.glyphs.marker, look.style(Role::Selected));
                canvas.set_caret(line.x, line.y);
            }
            let code = contest.target.code.as_deref().unwrap_or_default();
            let text = format!("{}  {code} {}", what(contest, look), contest.target.name);
            canvas.text(line.x + 2, line.y, line.width.saturating_sub(2), text.trim(), look.style(Role::Plain));
        }
        let chosen = rows.get(self.cursor.at());
        let heading = chosen.map(|contest| what(contest, look)).unwrap_or_default();
        canvas.rule(rule, look, &heading, "");
        match chosen {
            Some(contest) => ContestsScreen::draw_sides(canvas, sides, contest, look),
            None => {
                canvas.sides(sides, look);
            }
        }
        let inner = canvas.sides(foot, look);
        if let Some(contest) = chosen {
            let names: Vec<&str> = contest.sides.iter().map(|side| side.name.as_str()).collect();
            let told = look.t("contests-who-settles", &[("names", Arg::from(names.join(", ")))]);
            canvas.lines(inner, &width::wrap(&told, usize::from(inner.width)), look.style(Role::Warning));
        }
    }

    fn title(&self, look: &Look) -> Title {
        Title { left: look.s("title-contests"), right: String::new() }
    }

    fn why(&self, look: &Look) -> Explained {
        why::lists::contests(self.rows.as_deref().unwrap_or_default(), self.cursor.at(), look)
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
