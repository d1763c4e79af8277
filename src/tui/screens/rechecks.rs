//! The rechecks of a year: what was drawn at random, what is examined in any case, how each stands.
//!
//! Both rates stand side by side; only what was drawn at random is held against the ten per cent. Deliberately absent: the
//! draw, and the recheck itself ([`super::recheck`]).

mod find;
mod spoken;

use std::sync::Arc;

use ratatui::layout::Rect;
use rust_decimal::Decimal;

use self::find::FindScreen;
use super::recheck::{RecheckScreen, Unit, words};
use super::{Hint, Screen, Title};
use crate::engine::request::{Reply, Request, Slot};
use crate::engine::spot_check::RecheckList;
use crate::model::recheck::{Outcome, Part, RecheckLine, RecheckStatus};
use crate::text::{Arg, width};
use crate::tui::canvas::Canvas;
use crate::tui::command::{App, Command, Home, List, Rechecks, Scope};
use crate::tui::layout::Room;
use crate::tui::look::{Look, Role};
use crate::tui::msg::{Cx, Effect, Input, Notice};
use crate::tui::speech::Spoken;
use crate::tui::why::{self, Explained};
use crate::tui::widgets::cursor::Cursor;
use crate::tui::widgets::table::{Column, draw_row};

/// Which rechecks are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Only {
    #[default]
    Open,
    ToCheck,
    Contested,
    Done,
    All,
}

impl Only {
    const ALL: [Only; 5] = [Only::Open, Only::ToCheck, Only::Contested, Only::Done, Only::All];

    fn key(self) -> &'static str {
        match self {
            Only::Open => "rechecks-only-open",
            Only::ToCheck => "rechecks-only-to-check",
            Only::Contested => "rechecks-only-contested",
            Only::Done => "rechecks-only-done",
            Only::All => "rechecks-only-all",
        }
    }

    fn next(self) -> Only {
        let at = Only::ALL.iter().position(|only| *only == self).unwrap_or(0);
        Only::ALL.get(at + 1).copied().unwrap_or_default()
    }

    fn fits(self, status: RecheckStatus) -> bool {
        match self {
            Only::Open => status.open(),
            Only::ToCheck => status == RecheckStatus::Finished,
            Only::Contested => matches!(status, RecheckStatus::Contested | RecheckStatus::Objected),
            Only::Done => !status.open(),
            Only::All => true,
        }
    }
}

/// How many there are, and how they came into the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::tui) struct Numbers {
    /// Drawn at random; those whose place another ticket has taken are not counted.
    pub random: u64,
    /// Examined in any case.
    pub certain: u64,
    /// Looked at beyond the draw.
    pub beyond: u64,
    /// Finished, or found impossible.
    pub done: u64,
    /// The rest.
    pub left: u64,
}

/// Counts a list.
pub(in crate::tui) fn numbers(list: &RecheckList) -> Numbers {
    let mut numbers = Numbers::default();
    for line in &list.lines {
        let replaced = line.outcome.is_some_and(Outcome::is_replaced);
        match line.part {
            Some(Part::Random) if !replaced => numbers.random += 1,
            Some(Part::Certain) => numbers.certain += 1,
            Some(Part::Random) => {}
            None => numbers.beyond += 1,
        }
        if line.status.open() {
            numbers.left += 1;
        } else {
            numbers.done += 1;
        }
    }
    numbers
}

/// A share in per cent with two places, rounded down, so that 9.999 is not ten.
fn percent(part: u64, of: u64) -> String {
    let hundredths = u128::from(part) * 10_000;
    let hundredths = hundredths.checked_div(u128::from(of)).and_then(|share| i64::try_from(share).ok()).unwrap_or(0);
    format!("{:.2}%", Decimal::new(hundredths, 2))
}

/// Both rates, the random one with its judgement; how far the work is; how many stand how.
pub(in crate::tui) fn heads(list: &RecheckList, look: &Look) -> [String; 3] {
    let of = numbers(list);
    // Without limits: numbers of a year are far from the end of decimals.
    let enough = Decimal::from(of.random) * Decimal::ONE_HUNDRED >= Decimal::from(list.evaluated) * list.least;
    let least = || Arg::from(list.least.normalize().to_string());
    let judged = look.t(if enough { "rechecks-enough" } else { "rechecks-too-few" }, &[("least", least())]);
    let all = of.random + of.certain;
    let count = |number: u64| Arg::from(number.to_string());
    let random = look.t(
        "rechecks-random",
        &[
            ("count", count(of.random)),
            ("rate", Arg::from(percent(of.random, list.evaluated))),
            ("judged", Arg::from(judged)),
            ("all", count(all)),
            ("all-rate", Arg::from(percent(all, list.evaluated))),
        ],
    );
    let mut work = look.t(
        "rechecks-work",
        &[("least", least()), ("certain", count(of.certain)), ("done", count(of.done)), ("left", count(of.left))],
    );
    if of.beyond > 0 {
        work.push_str(&look.t("rechecks-beyond", &[("count", count(of.beyond))]));
    }
    // Another year may wait as well; which one is on screen must not be all that is said.
    if let Some((year, left)) = list.elsewhere.first() {
        let args = [("year", Arg::from(year.to_string())), ("count", count(*left))];
        work.push_str(&look.t("rechecks-elsewhere", &args));
    }
    let stands = list.counts.iter().filter(|(_, count)| **count > 0);
    let stands = stands.map(|(status, count)| format!("{} {count}", words::status(*status, look)));
    [random, work, stands.collect::<Vec<_>>().join("  ")]
}

/// How many errors the checks found on a self-evaluation; `None` where they did not look.
pub(in crate::tui) fn errors(list: &RecheckList, line: &RecheckLine) -> Option<u32> {
    list.found.get(&line.project).map(|found| found.errors)
}

/// The rechecks of a year.
#[derive(Default)]
pub struct RechecksScreen {
    list: Option<Box<RecheckList>>,
    failed: bool,
    year: Option<u16>,
    only: Only,
    /// Those on which the checks found the most errors come first; else as drawn.
    by_errors: bool,
    /// Places of the lines that are listed.
    shown: Vec<usize>,
    cursor: Cursor,
    epoch: u64,
}

/// Head, figures, rule, list.
fn parts(area: Rect) -> [Rect; 5] {
    let figures: u16 = if area.height < 10 { 1 } else { 3 };
    let row = |y: u16, height: u16| Rect { y: area.y + y, height, ..area }.intersection(area);
    let list = area.height.saturating_sub(figures + 3);
    [row(0, 1), row(1, figures), row(1 + figures, 1), row(2 + figures, 1), row(3 + figures, list)]
}

impl RechecksScreen {
    /// What waits in the newest year.
    pub fn new() -> RechecksScreen {
        RechecksScreen::default()
    }

    fn ask(&mut self, cx: &Cx) -> Vec<Effect> {
        self.epoch = cx.numbers.fresh();
        vec![Effect::Work(Request::LoadRechecks { epoch: self.epoch, year: self.year })]
    }

    fn lines(&self) -> &[RecheckLine] {
        self.list.as_ref().map(|list| list.lines.as_slice()).unwrap_or_default()
    }

    fn line(&self, place: usize) -> Option<&RecheckLine> {
        self.lines().get(*self.shown.get(place)?)
    }

    fn height(cx: &Cx) -> usize {
        usize::from(parts(cx.areas.body)[4].height)
    }

    /// Lists what fits; the cursor stays with its line.
    fn narrow(&mut self, stay: Option<Unit>, cx: &Cx) {
        let fits = |(_, line): &(usize, &RecheckLine)| self.only.fits(line.status);
        self.shown = self.lines().iter().enumerate().filter(fits).map(|(index, _)| index).collect();
        if let Some(list) = self.list.as_ref().filter(|_| self.by_errors) {
            // Stable: equal ones stay as drawn.
            self.shown.sort_by_key(|index| std::cmp::Reverse(list.lines.get(*index).map(|line| errors(list, line))));
        }
        let at = |unit: Unit| {
            let of = |index: &usize| self.lines().get(*index).is_some_and(|line| (line.project, line.year) == unit);
            self.shown.iter().position(of)
        };
        let at = stay.and_then(at).unwrap_or(self.cursor.at());
        self.cursor.set(at, self.shown.len(), RechecksScreen::height(cx));
    }

    fn unit(&self) -> Option<Unit> {
        self.line(self.cursor.at()).map(|line| (line.project, line.year))
    }

    fn open(&self, cx: &Cx) -> Vec<Effect> {
        let Some(unit) = self.unit() else {
            return vec![Effect::Say(Notice::Refused(cx.look.s("told-nothing-to-open")))];
        };
        let units: Arc<[Unit]> = self
            .shown
            .iter()
            .filter_map(|index| self.lines().get(*index))
            .map(|line| (line.project, line.year))
            .collect();
        vec![Effect::Push(Box::new(RecheckScreen::new(unit, units)))]
    }

    fn command(&mut self, command: Rechecks, cx: &Cx) -> Vec<Effect> {
        match command {
            Rechecks::Filter => {
                let stay = self.unit();
                self.only = self.only.next();
                self.narrow(stay, cx);
                Vec::new()
            }
            Rechecks::Order => {
                let stay = self.unit();
                self.by_errors = !self.by_errors;
                self.narrow(stay, cx);
                let known = self.list.as_ref().is_some_and(|list| !list.found.is_empty());
                let key = match (self.by_errors, known) {
                    (true, false) => "told-rechecks-not-checked",
                    (true, true) => "told-rechecks-by-errors",
                    (false, _) => "told-rechecks-as-drawn",
                };
                vec![Effect::Say(Notice::Told(cx.look.s(key)))]
            }
            Rechecks::Year => {
                let Some(list) = &self.list else { return Vec::new() };
                let at = list.years.iter().position(|year| Some(*year) == list.year);
                self.year = list.years.get(at.map_or(0, |at| at + 1)).or(list.years.first()).copied();
                self.cursor = Cursor::default();
                self.ask(cx)
            }
            Rechecks::Find => match self.list.as_ref().and_then(|list| list.year) {
                Some(year) => vec![Effect::Push(Box::new(FindScreen::new(year)))],
                None => vec![Effect::Say(Notice::Refused(cx.look.s("told-nothing-to-open")))],
            },
        }
    }

    /// Why nothing is listed, and what to do.
    fn empty(&self, look: &Look) -> String {
        let Some(list) = &self.list else {
            return look.s(if self.failed { "recheck-gone" } else { "told-loading" });
        };
        let import = look.key(Home::Import.into());
        let find = look.key(Rechecks::Find.into());
        let filter = look.key(Rechecks::Filter.into());
        match list.year {
            None => look.t("rechecks-empty", &[("key", Arg::from(import))]),
            Some(year) if list.lines.is_empty() => look.t(
                "rechecks-none-drawn",
                &[
                    ("year", Arg::from(year.to_string())),
                    ("evaluated", Arg::from(list.evaluated.to_string())),
                    ("sample", Arg::from(look.key(App::Sample.into()))),
                    ("find", Arg::from(find)),
                ],
            ),
            Some(_) => {
                let only = look.s(self.only.key());
                look.t("rechecks-none-here", &[("only", Arg::from(only)), ("key", Arg::from(filter))])
            }
        }
    }

    fn cells(line: &RecheckLine, errors: Option<Option<u32>>, room: Room, look: &Look) -> Vec<(String, Role)> {
        let plain = |text: String| (text, Role::Plain);
        let role = match line.status {
            RecheckStatus::Contested | RecheckStatus::Objected | RecheckStatus::SentBack => Role::Danger,
            RecheckStatus::Open | RecheckStatus::Begun => Role::Warning,
            RecheckStatus::Finished | RecheckStatus::NotDone => Role::Plain,
            RecheckStatus::Confirmed => Role::Good,
        };
        let stands = match line.outcome {
            Some(outcome) => words::outcome(outcome, look),
            None => words::status(line.status, look),
        };
        let points = |points: Option<Decimal>| plain(points.map(words::points).unwrap_or_default());
        let difference = line.filed.zip(line.verified).map(|(filed, verified)| words::signed(verified - filed));
        let level = line.deviation.map(|level| words::short_level(level, look)).unwrap_or_default();
        let name = if line.name.is_empty() { line.project.to_string() } else { line.name.clone() };
        let stratum = if line.stratum.is_empty() { &line.department } else { &line.stratum };
        let stratum = words::department(stratum).to_owned();
        let figures = [points(line.filed), points(line.verified), plain(difference.unwrap_or_default())];
        let mut cells = Vec::new();
        if room >= Room::Normal {
            cells.push(plain(stratum));
        }
        cells.push(plain(name));
        if room >= Room::Normal {
            cells.push(plain(words::part(line, look)));
        }
        cells.push((stands, role));
        cells.extend(figures);
        if room >= Room::Normal {
            if let Some(errors) = errors {
                let role = if errors.is_some_and(|errors| errors > 0) { Role::Danger } else { Role::Muted };
                cells.push((errors.map(|errors| errors.to_string()).unwrap_or_default(), role));
            }
            cells.push(plain(level));
        }
        cells
    }
}

const HEADS: [&str; 9] = [
    "rechecks-head-stratum",
    "rechecks-head-name",
    "rechecks-head-part",
    "rechecks-head-status",
    "rechecks-head-self",
    "rechecks-head-verified",
    "rechecks-head-difference",
    "rechecks-head-errors",
    "rechecks-head-level",
];

/// Place of the column of errors; it is there once the checks looked.
const ERRORS: usize = 7;

fn columns(room: Room, checked: bool) -> Vec<Column> {
    let mut columns = all_columns(room);
    if !checked && room >= Room::Normal {
        columns.remove(ERRORS);
    }
    columns
}

fn all_columns(room: Room) -> Vec<Column> {
    match room {
        Room::Tiny | Room::Narrow => {
            vec![Column::rest(), Column::left(9), Column::right(6), Column::right(6), Column::right(7)]
        }
        Room::Normal => vec![
            Column::left(8),
            Column::rest(),
            Column::left(9),
            Column::left(8),
            Column::right(6),
            Column::right(6),
            Column::right(7),
            Column::right(3),
            Column::left(8),
        ],
        Room::Wide => vec![
            Column::left(16),
            Column::rest(),
            Column::left(20),
            Column::left(12),
            Column::right(8),
            Column::right(8),
            Column::right(8),
            Column::right(8),
            Column::left(16),
        ],
    }
}

impl Screen for RechecksScreen {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Rechecks, Scope::List, Scope::Global]
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        match input {
            Input::Shown => self.ask(cx),
            Input::Command(Command::Rechecks(command)) => self.command(command, cx),
            Input::Command(Command::List(List::Open)) => self.open(cx),
            Input::Command(Command::List(command)) => {
                let len = self.shown.len();
                self.cursor.act(command, len, RechecksScreen::height(cx));
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn receive(&mut self, reply: &Reply, cx: &Cx) -> Vec<Effect> {
        match reply {
            Reply::Rechecks { epoch, list } if *epoch == self.epoch => {
                let stay = self.unit();
                self.failed = false;
                self.list = Some(list.clone());
                self.narrow(stay, cx);
                Vec::new()
            }
            Reply::Failed { slot: Slot::Rechecks, epoch, .. } if *epoch == self.epoch => {
                self.failed = true;
                Vec::new()
            }
            // Under another page it asks when it shows again.
            Reply::Done { result: Ok(_), .. } | Reply::DataChanged if cx.visible => self.ask(cx),
            _ => Vec::new(),
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        let room = crate::tui::layout::layout(canvas.buffer.area.as_size()).room;
        let [head, figures, rule, headings, list] = parts(area);
        let known = self.list.as_ref().filter(|list| list.year.is_some());
        let label = known.map_or_else(
            || look.s("title-rechecks"),
            |list| {
                let year = list.year.map(|year| year.to_string()).unwrap_or_default();
                look.t("rechecks-rule", &[("year", Arg::from(year)), ("count", Arg::from(list.evaluated.to_string()))])
            },
        );
        canvas.rule(head, look, &label, "");
        let inner = canvas.sides(figures, look);
        if let Some(list) = known {
            canvas.lines(inner, &heads(list, look), look.style(Role::Plain));
        }
        let only = look.s(self.only.key());
        let label = look.t("rechecks-list", &[("only", Arg::from(only)), ("count", Arg::from(self.shown.len()))]);
        let place = if self.shown.is_empty() {
            String::new()
        } else {
            format!("{}/{}", self.cursor.at() + 1, self.shown.len())
        };
        canvas.rule(rule, look, &label, &place);
        let checked = self.list.as_ref().is_some_and(|list| !list.found.is_empty());
        let columns = columns(room, checked);
        let inner = canvas.sides(headings, look);
        let narrow = room < Room::Normal;
        let wanted = HEADS.iter().filter(|head| {
            let wide = ["rechecks-head-stratum", "rechecks-head-part", "rechecks-head-errors", "rechecks-head-level"];
            (!narrow || !wide.contains(head)) && (checked || **head != "rechecks-head-errors")
        });
        let words: Vec<(String, Role)> = wanted.map(|head| (look.s(head), Role::Heading)).collect();
        draw_row(
            canvas,
            Rect { x: inner.x + 2, width: inner.width.saturating_sub(2), ..inner },
            &columns,
            &words,
            look,
        );
        let inner = canvas.sides(list, look);
        if self.shown.is_empty() {
            canvas.lines(inner, &width::wrap(&self.empty(look), usize::from(inner.width)), look.style(Role::Plain));
            canvas.set_caret(inner.x, inner.y);
        }
        for (row, place) in inner.rows().zip(self.cursor.rows(self.shown.len(), usize::from(inner.height))) {
            let Some(line) = self.line(place) else { break };
            if place == self.cursor.at() {
                canvas.text(row.x, row.y, 1, &look.glyphs.marker, look.style(Role::Selected));
                canvas.set_caret(row.x, row.y);
            }
            let cells = Rect { x: row.x + 2, width: row.width.saturating_sub(2), ..row };
            let errors = self.list.as_ref().filter(|_| checked).map(|list| errors(list, line));
            draw_row(canvas, cells, &columns, &RechecksScreen::cells(line, errors, room, look), look);
        }
    }

    fn title(&self, look: &Look) -> Title {
        Title { left: look.s("title-rechecks"), right: String::new() }
    }

    fn why(&self, look: &Look) -> Explained {
        let Some(list) = &self.list else { return Explained::default() };
        why::recheck::list(list, self.line(self.cursor.at()), (self.cursor.at(), self.shown.len()), look)
    }

    fn spoken(&self, look: &Look) -> Option<Spoken> {
        Some(self.say(look))
    }

    fn hints(&self, _look: &Look) -> Vec<Hint> {
        vec![
            List::Open.into(),
            Rechecks::Filter.into(),
            Rechecks::Find.into(),
            Rechecks::Order.into(),
            Rechecks::Year.into(),
            App::Sample.into(),
            App::Undo.into(),
            App::Back.into(),
            App::Help.into(),
        ]
    }

    fn ready(&self) -> bool {
        self.list.is_some() || self.failed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ids::{ProjectKey, VersionId};
    use crate::text::Language;

    fn line(part: Option<Part>, status: RecheckStatus, outcome: Option<Outcome>) -> RecheckLine {
        RecheckLine {
            version: VersionId([0; 32]),
            project: ProjectKey([0; 16]),
            year: 2024,
            status,
            draw: None,
            part,
            stratum: String::new(),
            place: 0,
            reasons: String::new(),
            outcome,
            filed: None,
            own: None,
            verified: None,
            grade: None,
            deviation: None,
            code: String::new(),
            name: String::new(),
            unit: String::new(),
            department: String::new(),
            amount: None,
            second: None,
        }
    }

    /// 浙江: 5,688 evaluated, 600 examined, of which only those drawn at random may be held against ten per cent.
    #[test]
    fn only_the_random_part_is_held_against_ten_per_cent() {
        let look = Look::built_in(Language::ZhCn);
        let list = |random: usize| {
            let mut lines = vec![line(Some(Part::Random), RecheckStatus::Finished, None); random];
            lines.extend(vec![line(Some(Part::Certain), RecheckStatus::Open, None); 600 - random]);
            lines.push(line(None, RecheckStatus::Open, None));
            RecheckList { year: Some(2024), evaluated: 5_688, least: Decimal::TEN, lines, ..RecheckList::default() }
        };
        let [enough, work, _] = heads(&list(569), &look);
        assert_eq!(enough, "随机 569 项 10.00%（达到 10%） 含必抽 600 项 10.54%");
        assert_eq!(work, "必抽 31 项不与 10% 比；已完成 569 项，还有 32 项；另行复核 1 项");
        assert!(heads(&list(568), &look)[0].contains("568 项 9.98%（不到 10%）"));
    }

    #[test]
    fn whose_place_the_next_ticket_takes_is_not_counted_twice() {
        let random = Some(Part::Random);
        let lines = vec![
            line(random, RecheckStatus::NotDone, Some(Outcome::FrameError)),
            line(random, RecheckStatus::NotDone, Some(Outcome::Refused)),
            line(random, RecheckStatus::Open, None),
        ];
        let of = numbers(&RecheckList { lines, ..RecheckList::default() });
        assert_eq!((of.random, of.done, of.left), (2, 2, 1), "a refusal is never replaced");
    }
}
