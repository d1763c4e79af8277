//! The home page: what waits, in numbers and amounts, and where I stopped.

mod page;
mod spoken;

use std::sync::Arc;

use ratatui::layout::Rect;

use super::contests::ContestsScreen;
use super::demands::DemandsScreen;
use super::exchange::ExchangeScreen;
use super::history::HistoryScreen;
use super::import::ImportScreen;
use super::links::LinksScreen;
use super::own_figures::FiguresScreen;
use super::queue::QueueScreen;
use super::rechecks::RechecksScreen;
use super::review::ReviewScreen;
use super::settings::SettingsScreen;
use super::welcome::WelcomeScreen;
use super::{Hint, Screen, Title};
use crate::engine::figures::Pace;
use crate::engine::request::{Reply, Request};
use crate::engine::view::Home as Figures;
use crate::model::ids::ItemId;
use crate::model::query::{Filter, Query, Sort};
use crate::text::{Arg, width};
use crate::tui::canvas::Canvas;
use crate::tui::command::{App, Command, Home, Scope};
use crate::tui::look::{Look, Role};
use crate::tui::msg::{Cx, Effect, Input, Notice};
use crate::tui::speech::Spoken;
use crate::tui::why::{self, Explained};
pub use crate::tui::widgets::figure::grouped;

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
    pace: Option<Box<Pace>>,
    epoch: u64,
    pace_epoch: u64,
    /// Going on where I stopped: the queue it belongs to is being asked for.
    going_on: Option<GoingOn>,
    asked: bool,
}

impl HomeScreen {
    /// Before anything is known.
    pub fn new() -> HomeScreen {
        HomeScreen::default()
    }

    fn ask(&mut self, cx: &Cx) -> Vec<Effect> {
        self.epoch = cx.numbers.fresh();
        self.pace_epoch = cx.numbers.fresh();
        vec![
            Effect::Work(Request::LoadHome { epoch: self.epoch }),
            Effect::Work(Request::LoadPace { epoch: self.pace_epoch }),
        ]
    }

    /// The row where I stopped, in the queue it belongs to. What is no longer here is told, and the queue opens.
    fn go_on(&mut self, cx: &Cx) -> Vec<Effect> {
        let Some((place, row)) = self.figures.as_ref().and_then(|figures| figures.place.as_ref()) else {
            return vec![Effect::Push(Box::new(QueueScreen::new()))];
        };
        let sort = Sort::from_id(&place.sort).unwrap_or_default();
        let Some(row) = row else {
            let queue = QueueScreen::with(&place.filter, sort);
            return vec![Effect::Push(Box::new(queue)), Effect::Say(Notice::Refused(cx.look.s("told-place-gone")))];
        };
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
            Home::SpotCheck => Box::new(RechecksScreen::new()),
            Home::Demands => Box::new(DemandsScreen::new()),
            Home::Contests => Box::new(ContestsScreen::new()),
            Home::Exchange => Box::new(ExchangeScreen::new()),
            Home::Import => Box::new(ImportScreen::new()),
            Home::History => Box::new(HistoryScreen::new()),
            Home::Links => Box::new(LinksScreen::new()),
            Home::Figures => Box::new(FiguresScreen::new()),
            Home::Lessons => return vec![Effect::Run(App::Lessons.into())],
            Home::Settings => Box::new(SettingsScreen::new()),
        };
        vec![Effect::Push(screen)]
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
            Reply::Pace { epoch, pace } if *epoch == self.pace_epoch => {
                self.pace = Some(pace.clone());
                Vec::new()
            }
            Reply::Introduced { result: Ok(_), .. } | Reply::DataChanged => self.ask(cx),
            // Under another page it asks when it shows again.
            Reply::Done { result: Ok(_), .. } if cx.visible => self.ask(cx),
            Reply::Failed { epoch, .. } if self.going_on.as_ref().is_some_and(|going| going.epoch == *epoch) => {
                self.going_on = None;
                vec![Effect::Say(Notice::Refused(cx.look.s("told-place-lost")))]
            }
            _ => Vec::new(),
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        match &self.figures {
            Some(figures) if page::has_any(figures) => {
                page::draw(canvas, area, &page::Page { figures, pace: self.pace.as_deref(), look });
            }
            known => {
                canvas.rule(Rect { height: area.height.min(1), ..area }, look, &look.s("title-home"), "");
                let below = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
                if known.is_some() {
                    let told = look.t("home-empty", &[("import", Arg::from(look.key(Home::Import.into())))]);
                    let inner = canvas.sides(below, look);
                    canvas.lines(inner, &width::wrap(&told, usize::from(inner.width)), look.style(Role::Plain));
                    canvas.set_caret(inner.x, inner.y);
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

    fn why(&self, look: &Look) -> Explained {
        self.figures
            .as_ref()
            .map(|figures| why::home::explained(figures, self.pace.as_deref(), look))
            .unwrap_or_default()
    }

    fn spoken(&self, look: &Look) -> Option<Spoken> {
        Some(self.say(look))
    }

    fn hints(&self, _look: &Look) -> Vec<Hint> {
        if self.figures.as_ref().is_some_and(|figures| figures.year.is_none()) {
            let spot_check = self.figures.as_ref().filter(|figures| page::has_any(figures));
            return spot_check
                .map(|_| Home::SpotCheck.into())
                .into_iter()
                .chain(vec![
                    Home::Import.into(),
                    Home::Exchange.into(),
                    App::Palette.into(),
                    App::Help.into(),
                    App::Quit.into(),
                ])
                .collect();
        }
        let mut hints: Vec<Hint> = vec![Home::Continue.into()];
        hints.push(Hint::Run(Home::Review.into(), Home::Links.into(), "hint-enter-number"));
        hints.extend([App::Filter, App::Palette, App::Undo, App::Help, App::Quit].map(Hint::from));
        hints
    }
}
