//! The home page: what waits, in numbers and amounts, and where I stopped.

mod spoken;

use std::sync::Arc;

use ratatui::layout::Rect;

use super::contests::ContestsScreen;
use super::demands::DemandsScreen;
use super::exchange::ExchangeScreen;
use super::history::HistoryScreen;
use super::import::ImportScreen;
use super::links::LinksScreen;
use super::queue::QueueScreen;
use super::review::ReviewScreen;
use super::settings::SettingsScreen;
use super::welcome::WelcomeScreen;
use super::{Hint, Screen, Title};
use crate::engine::request::{Reply, Request};
use crate::engine::view::{Home as Figures, Tally};
use crate::model::ids::ItemId;
use crate::model::money::Money;
use crate::model::query::{Filter, Query, Sort};
use crate::model::review::Status;
use crate::text::{Arg, width};
use crate::tui::canvas::Canvas;
use crate::tui::command::{App, Command, Home, Scope};
use crate::tui::look::{Look, Role};
use crate::tui::msg::{Cx, Effect, Input, Notice};
use crate::tui::speech::Spoken;

/// Where I stopped, while the queue it belongs to is being asked for.
struct GoingOn {
    epoch: u64,
    id: ItemId,
    row: Option<u32>,
    from: (String, Sort),
}

/// The home page.
#[derive(Default)]
pub struct HomeScreen {
    figures: Option<Box<Figures>>,
    epoch: u64,
    /// Going on where I stopped: the queue it belongs to is being asked for.
    going_on: Option<GoingOn>,
    asked: bool,
}

fn group(tallies: &[(Status, Tally)], pick: impl Fn(Status) -> bool) -> Tally {
    let mut sum = Tally::default();
    for (_, tally) in tallies.iter().filter(|(status, _)| pick(*status)) {
        sum.projects += tally.projects;
        sum.indicators += tally.indicators;
        sum.fen += tally.fen;
    }
    sum
}

/// A count with thousands commas.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

fn amount(tally: &Tally) -> String {
    // Sums of a whole province may be larger than one amount can be; they are told in whole 万元 then.
    match i64::try_from(tally.fen) {
        Ok(fen) => Money(fen / 1_000_000 * 1_000_000).ten_thousand_yuan().trim_end_matches(".00").to_owned(),
        Err(_) => (tally.fen / 1_000_000).to_string(),
    }
}

impl HomeScreen {
    /// Before anything is known.
    pub fn new() -> HomeScreen {
        HomeScreen::default()
    }

    fn ask(&mut self, cx: &Cx) -> Vec<Effect> {
        self.epoch = cx.numbers.fresh();
        vec![Effect::Work(Request::LoadHome { epoch: self.epoch })]
    }

    fn go_on(&mut self, cx: &Cx) -> Vec<Effect> {
        let Some((place, Some(row))) = self.figures.as_ref().and_then(|figures| figures.place.as_ref()) else {
            return vec![Effect::Push(Box::new(QueueScreen::new()))];
        };
        let sort = Sort::from_id(&place.sort).unwrap_or_default();
        let strings = &cx.look.strings;
        let filter = Filter::read(&place.filter, &cx.look.categories.filter_words(strings)).unwrap_or_default();
        let epoch = cx.numbers.fresh();
        self.going_on = Some(GoingOn { epoch, id: row.id, row: place.row, from: (place.filter.clone(), sort) });
        vec![Effect::Work(Request::OpenQueue { epoch, query: Query { filter, sort } })]
    }

    fn command(&mut self, command: Home, cx: &Cx) -> Vec<Effect> {
        let screen: Box<dyn Screen> = match command {
            Home::Continue => return self.go_on(cx),
            Home::Review => Box::new(QueueScreen::new()),
            Home::KeyLane => Box::new(QueueScreen::with(&cx.look.s("queue-filter-key-lane"), Sort::AMOUNT)),
            Home::Demands => Box::new(DemandsScreen::new()),
            Home::Contests => Box::new(ContestsScreen::new()),
            Home::Exchange => Box::new(ExchangeScreen::new()),
            Home::Import => Box::new(ImportScreen::new()),
            Home::History => Box::new(HistoryScreen::new()),
            Home::Links => Box::new(LinksScreen::new()),
            Home::Settings => Box::new(SettingsScreen::new()),
        };
        vec![Effect::Push(screen)]
    }

    fn work(&self, figures: &Figures, look: &Look) -> Vec<(Option<Home>, String)> {
        let waiting = group(&figures.by_status, Status::open);
        let lane = group(&figures.key_lane, Status::open);
        let tally = |key: &str, tally: &Tally| {
            look.t(
                key,
                &[
                    ("projects", Arg::from(grouped(tally.projects))),
                    ("indicators", Arg::from(grouped(tally.indicators))),
                    ("amount", Arg::from(amount(tally))),
                ],
            )
        };
        let counts = |key: &str, a: u64, b: u64| {
            look.t(key, &[("count", Arg::from(grouped(a))), ("more", Arg::from(grouped(b)))])
        };
        let mut lines = vec![
            (Some(Home::Review), tally("home-waiting", &waiting)),
            (None, tally("home-waiting-more", &waiting)),
            (Some(Home::KeyLane), tally("home-key-lane", &lane)),
            (Some(Home::Demands), counts("home-demands", figures.demands.0, figures.demands.1)),
            (Some(Home::Contests), counts("home-contested", figures.contested, 0)),
            (Some(Home::Exchange), counts("home-not-exported", figures.not_exported, figures.waiting)),
            (Some(Home::Import), look.s("home-import")),
            (Some(Home::History), look.s("home-history")),
            (Some(Home::Links), look.s("home-links")),
        ];
        if figures.waiting > 0 {
            lines.push((None, counts("home-events-waiting", figures.waiting, 0)));
        }
        lines
    }

    fn states(figures: &Figures, look: &Look) -> Vec<String> {
        Status::ALL
            .iter()
            .filter_map(|status| {
                let tally = figures.by_status.iter().find(|(other, _)| other == status).map(|(_, tally)| tally)?;
                let name = width::pad(&look.strings.status(*status), 10);
                Some(format!("{name} {}", width::pad_left(&grouped(tally.projects), 8)))
            })
            .collect()
    }

    fn classes(figures: &Figures, look: &Look) -> Vec<String> {
        look.categories
            .all()
            .iter()
            .map(|category| {
                let count =
                    figures.by_category.iter().find(|(code, _)| *code == category.code).map_or(0, |(_, count)| *count);
                let short = width::pad(&category.words(look.language()).short, 10);
                format!("{} {short}{}", category.key, width::pad_left(&grouped(count), 5))
            })
            .collect()
    }

    fn today(figures: &Figures, look: &Look) -> Vec<String> {
        let (projects, rows, opinions) = figures.today;
        let mut lines = vec![
            look.t("home-today", &[("projects", Arg::from(grouped(projects))), ("rows", Arg::from(grouped(rows)))]),
            look.t("home-today-opinions", &[("opinions", Arg::from(grouped(opinions)))]),
        ];
        if let Some((place, row)) = &figures.place {
            let name = row.as_ref().map_or("", |row| &row.name);
            let at = place.row.map(|row| row.to_string()).unwrap_or_default();
            lines.push(look.t("home-place", &[("name", Arg::from(name)), ("row", Arg::from(at))]));
        }
        if let Some((year, count)) = figures.self_evaluations {
            lines.push(look.t(
                "home-self-evaluations",
                &[("year", Arg::from(year.to_string())), ("count", Arg::from(grouped(count)))],
            ));
        }
        lines
    }

    fn draw_empty(canvas: &mut Canvas, area: Rect, look: &Look) {
        let told = look.t("home-empty", &[("import", Arg::from(look.key(Home::Import.into())))]);
        let inner = canvas.sides(area, look);
        canvas.lines(inner, &width::wrap(&told, usize::from(inner.width)), look.style(Role::Plain));
        canvas.set_caret(inner.x, inner.y);
    }

    fn draw(canvas: &mut Canvas, area: Rect, figures: &Figures, lines: &[(Option<Home>, String)], look: &Look) {
        let year = figures.year.map(|year| year.to_string()).unwrap_or_default();
        let narrow = area.width < 70;
        let left_cells = if narrow { area.width } else { area.width / 2 };
        let upper = area.height.saturating_sub(2).min(10);
        let columns = |y: u16, height: u16| {
            let part = Rect { y: area.y + y, height, ..area }.intersection(area);
            let left = Rect { width: left_cells, ..part };
            let right = Rect { x: part.x + left_cells.saturating_sub(1), width: part.width + 1 - left_cells, ..part };
            (left, right)
        };
        let title = look.t("home-work", &[("year", Arg::from(year))]);
        let (left, right) = columns(0, 1);
        canvas.rule(left, look, &title, "");
        if !narrow {
            canvas.rule(right, look, &look.s("home-states"), "");
        }
        let (left, right) = columns(1, upper);
        let inner = canvas.sides(left, look);
        for (row, (command, text)) in inner.rows().zip(lines) {
            let key = command.map(|command| look.key(command.into())).unwrap_or_default();
            canvas.text(row.x, row.y, 2, &key, look.style(Role::Key));
            canvas.text(row.x + 2, row.y, row.width.saturating_sub(2), text, look.style(Role::Plain));
        }
        if let Some(first) = inner.rows().next() {
            canvas.set_caret(first.x, first.y);
        }
        if !narrow {
            let inner = canvas.sides(right, look);
            canvas.lines(inner, &HomeScreen::states(figures, look), look.style(Role::Plain));
        }
        let below = area.height.saturating_sub(upper + 2);
        if below == 0 {
            return;
        }
        let (left, right) = columns(upper + 1, 1);
        canvas.rule(left, look, &look.s("home-today-rule"), "");
        if !narrow {
            canvas.rule(right, look, &look.s("home-classes"), "");
        }
        let (left, right) = columns(upper + 2, below);
        let inner = canvas.sides(left, look);
        let mut today = Vec::new();
        for line in HomeScreen::today(figures, look) {
            today.extend(width::wrap(&line, usize::from(inner.width)));
        }
        canvas.lines(inner, &today, look.style(Role::Plain));
        if !narrow {
            let inner = canvas.sides(right, look);
            let classes = HomeScreen::classes(figures, look);
            let half = classes.len().div_ceil(2);
            let cells = inner.width / 2;
            for (index, text) in classes.iter().enumerate() {
                let row = u16::try_from(index % half).unwrap_or(u16::MAX);
                let column = u16::try_from(index / half).unwrap_or(0);
                if row < inner.height {
                    canvas.text(inner.x + column * cells, inner.y + row, cells, text, look.style(Role::Plain));
                }
            }
        }
    }
}

impl Screen for HomeScreen {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Home, Scope::Global]
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        match input {
            Input::Shown => self.ask(cx),
            Input::Command(Command::Home(command)) => self.command(command, cx),
            _ => Vec::new(),
        }
    }

    fn receive(&mut self, reply: &Reply, cx: &Cx) -> Vec<Effect> {
        match reply {
            Reply::Home { epoch, home } if *epoch == self.epoch => {
                self.figures = Some(home.clone());
                if home.station.person.is_none() && home.station.read_only.is_none() && !self.asked {
                    self.asked = true;
                    return vec![Effect::Push(Box::new(WelcomeScreen::new()))];
                }
                Vec::new()
            }
            Reply::Ids { epoch, ids, complete, .. } => match self.going_on.take() {
                Some(GoingOn { epoch: wanted, id, row, from })
                    if wanted == *epoch && (*complete || ids.contains(&id)) =>
                {
                    // A queue that no longer holds it is replaced by the one target.
                    let ids = if ids.contains(&id) { Arc::clone(ids) } else { Arc::from([id].as_slice()) };
                    let queue = QueueScreen::with(&from.0, from.1);
                    vec![Effect::Push(Box::new(queue)), Effect::Push(Box::new(ReviewScreen::new(id, row, ids, from)))]
                }
                waiting => {
                    self.going_on = waiting;
                    Vec::new()
                }
            },
            Reply::Introduced { result: Ok(_), .. } | Reply::DataChanged => self.ask(cx),
            Reply::Failed { epoch, .. } if self.going_on.as_ref().is_some_and(|going| going.epoch == *epoch) => {
                self.going_on = None;
                vec![Effect::Say(Notice::Refused(cx.look.s("told-place-lost")))]
            }
            _ => Vec::new(),
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        match &self.figures {
            Some(figures) if figures.year.is_some() => {
                HomeScreen::draw(canvas, area, figures, &self.work(figures, look), look);
            }
            known => {
                canvas.rule(Rect { height: area.height.min(1), ..area }, look, &look.s("title-home"), "");
                let below = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
                if known.is_some() {
                    HomeScreen::draw_empty(canvas, below, look);
                } else {
                    let inner = canvas.sides(below, look);
                    canvas.text(inner.x, inner.y, inner.width, &look.s("told-loading"), look.style(Role::Muted));
                }
            }
        }
    }

    fn title(&self, look: &Look) -> Title {
        let who = self.figures.as_ref().map(|figures| &figures.station);
        let right = who.map_or_else(String::new, |station| {
            [station.name.as_str(), station.office.as_str()]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(" ")
        });
        Title { left: look.s("app-title"), right }
    }

    fn spoken(&self, look: &Look) -> Option<Spoken> {
        Some(self.say(look))
    }

    fn hints(&self, _look: &Look) -> Vec<Hint> {
        let empty = self.figures.as_ref().is_some_and(|figures| figures.year.is_none());
        if empty {
            return vec![
                Home::Import.into(),
                Home::Exchange.into(),
                App::Palette.into(),
                App::Help.into(),
                App::Quit.into(),
            ];
        }
        let mut hints: Vec<Hint> = vec![Home::Continue.into()];
        hints.push(Hint::Run(Home::Review.into(), Home::Links.into(), "hint-enter-number"));
        hints.extend([App::Filter, App::Palette, App::Undo, App::Help, App::Quit].map(Hint::from));
        hints
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_have_commas() {
        assert_eq!([0, 999, 1_000, 5_688, 1_000_000].map(grouped), ["0", "999", "1,000", "5,688", "1,000,000"]);
        let tally = Tally { projects: 1, indicators: 1, fen: 123_456_789_012 };
        assert_eq!(amount(&tally), "123,456");
    }
}
