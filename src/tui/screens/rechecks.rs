//! The rechecks of a year: what was drawn at random, what is examined in any case, how each stands.
//!
//! Both rates stand side by side; only what was drawn at random is held against the ten per cent. Deliberately absent: the
//! draw, and the recheck itself ([`super::recheck`]).

mod facets;
mod find;
mod narrow;
mod spoken;
mod table;

use std::sync::Arc;

use ratatui::layout::Rect;
use rust_decimal::Decimal;

use self::facets::{Choice, Facets};
use self::find::FindScreen;
use self::narrow::Narrowed;
pub(super) use self::narrow::draw_name;
use super::notice::NoticeScreen;
use super::recheck::{RecheckScreen, Unit, words};
use super::report;
use super::{Hint, Screen, Title};
use crate::engine::request::{JobId, JobReport, JobSpec, Reply, Request, Slot};
use crate::engine::spot_check::RecheckList;
use crate::engine::spot_check::page::RecheckPage;
use crate::model::ids::EventId;
use crate::model::recheck::RecheckLine;
use crate::text::Arg;
use crate::tui::canvas::Canvas;
use crate::tui::command::{App, Command, Facet, Home, List, Rechecks, Scope};
use crate::tui::look::{Look, Role};
use crate::tui::msg::{Cx, Effect, Input, Notice};
use crate::tui::speech::Spoken;
use crate::tui::why::{self, Explained};
use crate::tui::widgets::cursor::Cursor;
use crate::tui::widgets::job::Running;

/// A share in per cent with two places, rounded down, so that 9.999 is not ten.
fn percent(part: u64, of: u64) -> String {
    let hundredths = u128::from(part) * 10_000;
    let hundredths = hundredths.checked_div(u128::from(of)).and_then(|share| i64::try_from(share).ok()).unwrap_or(0);
    format!("{:.2}%", Decimal::new(hundredths, 2))
}

/// Both rates, the random one with its judgement; how far the work is; how many stand how.
pub(in crate::tui) fn heads(page: &RecheckPage, look: &Look) -> [String; 3] {
    let (list, of) = (&page.list, page.numbers);
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
    page: Option<Arc<RecheckPage>>,
    /// What stands above the list, told once for each answer.
    heads: [String; 3],
    failed: bool,
    year: Option<u16>,
    narrowed: Narrowed,
    /// The values to narrow by, while they are shown.
    facets: Option<Facets>,
    /// Those on which the checks found the most errors come first; else as drawn.
    by_errors: bool,
    /// Places of the lines that are listed.
    shown: Vec<usize>,
    cursor: Cursor,
    epoch: u64,
    /// The checks of the year, while they run for this page.
    checking: Option<Running>,
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
        self.page.as_ref().map(|page| page.list.lines.as_slice()).unwrap_or_default()
    }

    fn line(&self, place: usize) -> Option<&RecheckLine> {
        self.lines().get(*self.shown.get(place)?)
    }

    /// The year that is shown, where any is.
    fn shown_year(&self) -> Option<u16> {
        self.page.as_ref()?.list.year
    }

    fn height(cx: &Cx) -> usize {
        usize::from(parts(cx.areas.body)[4].height)
    }

    fn tell_heads(&mut self, cx: &Cx) {
        let known = self.page.as_ref().filter(|page| page.list.year.is_some());
        self.heads = known.map(|page| heads(page, cx.look)).unwrap_or_default();
    }

    /// Lists what fits; the cursor stays with its line.
    fn narrow(&mut self, stay: Option<Unit>, cx: &Cx) {
        self.shown = match &self.page {
            Some(page) => {
                let marked = page.list.lines.iter().zip(&page.marks).enumerate();
                let fits = marked.filter(|(_, (line, mark))| self.narrowed.fits(page, line, **mark));
                fits.map(|(index, _)| index).collect()
            }
            None => Vec::new(),
        };
        if let Some(page) = self.page.as_ref().filter(|_| self.by_errors) {
            let found = |index: &usize| page.list.lines.get(*index).map(|line| errors(&page.list, line));
            // Stable: equal ones stay as drawn.
            self.shown.sort_by_cached_key(|index| std::cmp::Reverse(found(index)));
        }
        let at = |unit: Unit| {
            let of = |index: &usize| self.lines().get(*index).is_some_and(|line| (line.project, line.year) == unit);
            self.shown.iter().position(of)
        };
        let at = stay.and_then(at).unwrap_or(self.cursor.at());
        self.cursor.set(at, self.shown.len(), RechecksScreen::height(cx));
        if let (Some(facets), Some(page)) = (&mut self.facets, &self.page) {
            facets.count(page, &self.narrowed, Facets::height(cx.areas.body));
        }
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
                self.narrowed.only = self.narrowed.only.next();
                self.narrow(stay, cx);
                Vec::new()
            }
            Rechecks::Facets => {
                let Some(page) = self.page.as_ref().filter(|page| !page.list.lines.is_empty()) else {
                    return vec![Effect::Say(Notice::Refused(cx.look.s("told-rechecks-nothing")))];
                };
                let facets = self.facets.get_or_insert_default();
                facets.count(page, &self.narrowed, Facets::height(cx.areas.body));
                Vec::new()
            }
            Rechecks::Leave => self.leave(cx),
            Rechecks::Order => {
                self.by_errors = !self.by_errors;
                // Whoever asks for another order wants to see what comes first.
                self.cursor = Cursor::default();
                self.narrow(None, cx);
                let known = self.page.as_ref().is_some_and(|page| !page.list.found.is_empty());
                let key = match (self.by_errors, known) {
                    (true, false) => "told-rechecks-not-checked",
                    (true, true) => "told-rechecks-by-errors",
                    (false, _) => "told-rechecks-as-drawn",
                };
                let check = cx.look.key(Rechecks::Check.into());
                vec![Effect::Say(Notice::Told(cx.look.t(key, &[("key", Arg::from(check))])))]
            }
            Rechecks::Year => {
                let Some(page) = &self.page else { return Vec::new() };
                let years = &page.list.years;
                if years.len() < 2 {
                    return vec![Effect::Say(Notice::Refused(cx.look.s("told-only-year")))];
                }
                let at = years.iter().position(|year| Some(*year) == page.list.year);
                self.year = years.get(at.map_or(0, |at| at + 1)).or(years.first()).copied();
                self.cursor = Cursor::default();
                self.ask(cx)
            }
            Rechecks::Find => match self.shown_year() {
                Some(year) => vec![Effect::Push(Box::new(FindScreen::new(year)))],
                None => vec![Effect::Say(Notice::Refused(cx.look.s("told-nothing-to-open")))],
            },
            Rechecks::Check => self.check(cx),
        }
    }

    /// Starts the checks of all self-evaluations of the year that is shown.
    fn check(&mut self, cx: &Cx) -> Vec<Effect> {
        let refused = |key: &str| vec![Effect::Say(Notice::Refused(cx.look.s(key)))];
        if self.checking.is_some() {
            return refused("told-job-running");
        }
        let Some(year) = self.shown_year() else { return refused("problem-no-evaluations") };
        let job = JobId(cx.numbers.fresh());
        self.checking = Some(Running::new(job));
        let told = cx.look.t("told-rechecks-checking", &[("year", Arg::from(year.to_string()))]);
        let spec = JobSpec::CheckEvaluations { year: Some(year) };
        vec![Effect::Work(Request::Start { job, spec }), Effect::Say(Notice::Told(told))]
    }

    /// One level out: the checks are stopped, else the filter is cleared, else the page is left.
    fn leave(&mut self, cx: &Cx) -> Vec<Effect> {
        if let Some(running) = &self.checking {
            let told = Notice::Told(cx.look.s("told-cancelling"));
            return vec![Effect::Work(Request::Cancel { job: running.job }), Effect::Say(told)];
        }
        if self.narrowed == Narrowed::default() {
            return vec![Effect::Run(App::Back.into())];
        }
        let stay = self.unit();
        self.narrowed = Narrowed::default();
        self.narrow(stay, cx);
        let only = cx.look.s(self.narrowed.only.key());
        vec![Effect::Say(Notice::Told(cx.look.t("told-rechecks-cleared", &[("only", Arg::from(only))])))]
    }

    /// Narrows by what stands under the cursor of the values.
    fn facet(&mut self, command: Facet, cx: &Cx) -> Vec<Effect> {
        let refused = |key: &str| vec![Effect::Say(Notice::Refused(cx.look.s(key)))];
        let choice = self.facets.as_ref().and_then(Facets::choice);
        let stay = self.unit();
        match (command, choice) {
            (Facet::Leave | Facet::Close, _) => self.facets = None,
            (Facet::Exclude, Some(Choice::Value(narrow::Value::Stands(_)))) => {
                return refused("told-rechecks-one-state");
            }
            (Facet::Narrow | Facet::Exclude, Some(Choice::Value(value))) => {
                self.narrowed.choose(&value, command == Facet::Exclude);
                self.narrow(stay, cx);
            }
            (Facet::Narrow | Facet::Exclude, Some(Choice::Column(_))) => return refused("told-facet-value"),
            (Facet::Widen, Some(choice)) => {
                let by = match choice {
                    Choice::Value(value) => value.by(),
                    Choice::Column(by) => by,
                };
                if !self.narrowed.widen(by) {
                    return refused("told-rechecks-wide");
                }
                self.narrow(stay, cx);
            }
            (Facet::Frequency, _) => return refused("told-rechecks-no-table"),
            (_, None) => {}
        }
        Vec::new()
    }

    /// The job of this page is over: what the checks found, and how to see it.
    fn checked(&mut self, reply: &Reply, cx: &Cx) -> Vec<Effect> {
        let Some(running) = &mut self.checking else { return Vec::new() };
        let job = running.job;
        if !running.hear(reply) {
            self.checking = None;
        }
        match reply {
            Reply::Finished { job: of, result: Ok(found @ JobReport::EvaluationsChecked(_)) }
                if *of == job && cx.visible =>
            {
                let (_, found) = report::paragraphs(found, cx.look);
                let heading = cx.look.s("report-evaluations-title");
                vec![Effect::Push(Box::new(NoticeScreen::sheet(heading, found)))]
            }
            _ => Vec::new(),
        }
    }

    /// What is listed, and how many.
    fn label(&self, look: &Look) -> String {
        let only = Arg::from(self.narrowed.words(self.page.as_deref(), look));
        look.t("rechecks-list", &[("only", only), ("count", Arg::from(self.shown.len()))])
    }

    /// Why nothing is listed, and what to do.
    fn empty(&self, look: &Look) -> String {
        let Some(list) = self.page.as_ref().map(|page| &page.list) else {
            return look.s(if self.failed { "recheck-gone" } else { "told-loading" });
        };
        let import = look.key(Home::Import.into());
        let find = look.key(Rechecks::Find.into());
        let (facets, leave) = (look.key(Rechecks::Facets.into()), look.key(Rechecks::Leave.into()));
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
                let only = Arg::from(self.narrowed.words(self.page.as_deref(), look));
                let key =
                    if self.narrowed == Narrowed::default() { "rechecks-none-here" } else { "rechecks-none-narrowed" };
                look.t(key, &[("only", only), ("key", Arg::from(facets)), ("clear", Arg::from(leave))])
            }
        }
    }
}

impl Screen for RechecksScreen {
    fn scopes(&self) -> &'static [Scope] {
        match self.facets {
            Some(_) => &[Scope::Facet, Scope::List, Scope::Global],
            None => &[Scope::Rechecks, Scope::List, Scope::Global],
        }
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        match input {
            Input::Shown => {
                self.tell_heads(cx);
                self.ask(cx)
            }
            Input::Command(Command::Rechecks(command)) => self.command(command, cx),
            Input::Command(Command::Facet(command)) => self.facet(command, cx),
            Input::Command(Command::List(List::Open)) if self.facets.is_none() => self.open(cx),
            Input::Command(Command::List(command)) => {
                match &mut self.facets {
                    Some(facets) => facets.act(command, Facets::height(cx.areas.body)),
                    None => {
                        self.cursor.act(command, self.shown.len(), RechecksScreen::height(cx));
                    }
                }
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn receive(&mut self, reply: &Reply, cx: &Cx) -> Vec<Effect> {
        let checked = self.checked(reply, cx);
        if !checked.is_empty() {
            return checked;
        }
        match reply {
            Reply::Rechecks { epoch, page } if *epoch == self.epoch => {
                let stay = self.unit();
                self.failed = false;
                self.page = Some(Arc::clone(page));
                self.tell_heads(cx);
                if page.list.lines.is_empty() {
                    self.facets = None;
                }
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
        let label = match self.page.as_ref().and_then(|page| Some((page.list.year?, page.list.evaluated))) {
            None => look.s("title-rechecks"),
            Some((year, evaluated)) => {
                let args = [("year", Arg::from(year.to_string())), ("count", Arg::from(evaluated.to_string()))];
                look.t("rechecks-rule", &args)
            }
        };
        canvas.rule(head, look, &label, "");
        let inner = canvas.sides(figures, look);
        canvas.lines(inner, &self.heads, look.style(Role::Plain));
        let label = self.label(look);
        let place = if self.shown.is_empty() {
            String::new()
        } else {
            format!("{}/{}", self.cursor.at() + 1, self.shown.len())
        };
        canvas.rule(rule, look, &label, &place);
        self.table(canvas, (headings, list), room, look);
        if let (Some(facets), Some(page)) = (&self.facets, &self.page) {
            facets.view(canvas, area, (page, &self.narrowed), look);
        }
    }

    fn title(&self, look: &Look) -> Title {
        Title { left: look.s("title-rechecks"), right: String::new() }
    }

    fn why(&self, look: &Look) -> Explained {
        let Some(page) = &self.page else { return Explained::default() };
        let place = (self.cursor.at(), self.shown.len());
        let mut explained = why::recheck::list(page, self.line(self.cursor.at()), place, self.label(look), look);
        explained.whys.extend(self.facets.iter().flat_map(|facets| facets.explained(page, look)));
        explained
    }

    fn spoken(&self, look: &Look) -> Option<Spoken> {
        Some(self.say(look))
    }

    fn hints(&self, look: &Look) -> Vec<Hint> {
        if self.facets.is_some() {
            return [Facet::Narrow, Facet::Exclude, Facet::Widen, Facet::Close]
                .map(Hint::from)
                .into_iter()
                .chain([App::Help.into()])
                .collect();
        }
        let mut hints: Vec<Hint> = Vec::new();
        if let Some(running) = &self.checking {
            hints.extend([Hint::Words(running.words(look)), Hint::Named(Rechecks::Leave.into(), "rechecks-stop")]);
        }
        hints.extend([List::Open.into(), Rechecks::Facets.into()]);
        if self.checking.is_none() && self.narrowed != Narrowed::default() {
            hints.push(Rechecks::Leave.into());
        }
        hints.extend([
            Rechecks::Find.into(),
            Rechecks::Filter.into(),
            Rechecks::Order.into(),
            Rechecks::Year.into(),
            Rechecks::Check.into(),
            App::Results.into(),
            App::Sample.into(),
            App::Undo.into(),
        ]);
        if self.checking.is_none() && self.narrowed == Narrowed::default() {
            hints.push(Hint::Named(Rechecks::Leave.into(), "command-app-back"));
        }
        hints.push(App::Help.into());
        hints
    }

    fn speaks_of(&self) -> Option<(u16, Option<EventId>)> {
        Some((self.shown_year()?, self.narrowed.draw()))
    }

    fn ready(&self) -> bool {
        self.page.is_some() || self.failed
    }
}

#[cfg(test)]
mod tests;
