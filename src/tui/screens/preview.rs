//! What files hold, before anything of them is stored: totals, what is new and changed, what could not be used; then
//! one key stores it.
//!
//! Lists may be of any length: only what is on screen is put into words, and lines of forms come in pages from the
//! engine. Leaving stores nothing.

mod change;
mod lists;
mod pages;
mod spoken;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ratatui::layout::Rect;

use super::mapping::MappingScreen;
use super::notice::NoticeScreen;
use super::queue::QueueScreen;
use super::{Hint, Screen, Title};
use crate::engine::report::{self, ReportTo, Totals, Wording};
use crate::engine::request::{JobId, JobReport, JobSpec, Reply, Request};
use crate::engine::view::{Preview, PreviewFile, Standing};
use crate::model::mapping::SurveyedSheet;
use crate::model::problem::Problem;
use crate::text::{Arg, width};
use crate::tui::canvas::Canvas;
use crate::tui::command::{App, Command, List, Preview as Keys, Scope};
use crate::tui::look::{Look, Role};
use crate::tui::msg::{Cx, Effect, Input, Notice, Outcome};
use crate::tui::speech::Spoken;
use crate::tui::why::{Explained, Why};
use crate::tui::widgets::cursor::Cursor;
use crate::tui::widgets::job::Running;

use change::ChangeScreen;
use lists::{Lists, Tab};
use pages::Pages;

/// A preview.
pub struct PreviewScreen {
    preview: Arc<Preview>,
    /// What was asked to be read.
    named: PathBuf,
    totals: Totals,
    lists: Lists,
    pages: Pages,
    tab: Tab,
    cursors: [Cursor; Tab::ALL.len()],
    running: Option<Running>,
    /// Ticket of the unknown tables that were asked for.
    surveyed: Option<u64>,
    stored: Stored,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stored {
    /// Nothing is stored.
    Nothing,
    /// Some files are.
    Some,
    /// All is: what remains is the queue.
    All,
}

struct Parts {
    tabs: Rect,
    heads: Rect,
    list: Rect,
    rule: Rect,
    detail: Rect,
    order: Rect,
}

fn parts(area: Rect) -> Parts {
    let (detail, order): (u16, u16) = match area.height {
        ..8 => (0, 1),
        8..12 => (1, 1),
        12..16 => (2, 2),
        16..26 => (3, 2),
        _ => (6, 2),
    };
    let list = area.height.saturating_sub(3 + detail + order);
    let row = |y: u16, height: u16| Rect { y: area.y + y, height, ..area }.intersection(area);
    Parts {
        tabs: row(0, 1),
        heads: row(1, 1),
        list: row(2, list),
        rule: row(2 + list, 1),
        detail: row(3 + list, detail),
        order: row(3 + list + detail, order),
    }
}

fn height(cx: &Cx) -> usize {
    usize::from(parts(cx.areas.body).list.height)
}

fn refused(cx: &Cx, key: &str) -> Vec<Effect> {
    vec![Effect::Say(Notice::Refused(cx.look.s(key)))]
}

impl PreviewScreen {
    /// Of what was read from `named`.
    pub fn new(preview: Arc<Preview>, named: PathBuf) -> PreviewScreen {
        PreviewScreen {
            totals: Totals::of(&preview),
            lists: Lists::of(&preview),
            pages: Pages::default(),
            preview,
            named,
            tab: Tab::Files,
            cursors: Default::default(),
            running: None,
            surveyed: None,
            stored: Stored::Nothing,
        }
    }

    fn len(&self, tab: Tab) -> usize {
        match tab.standing() {
            Some(standing) => usize::try_from(self.preview.staged.count(standing)).unwrap_or(usize::MAX),
            None => self.lists.len(tab),
        }
    }

    fn cursor(&self) -> Cursor {
        self.cursors[self.tab as usize]
    }

    fn go(&mut self, tab: Tab, cx: &Cx) -> Vec<Effect> {
        self.tab = tab;
        self.ask(cx)
    }

    /// Asks for lines that are on screen and not here.
    fn ask(&mut self, cx: &Cx) -> Vec<Effect> {
        let Some(standing) = self.tab.standing() else { return Vec::new() };
        let Some((from, count)) = self.pages.wanted(standing, self.cursor(), self.len(self.tab), height(cx)) else {
            return Vec::new();
        };
        let epoch = cx.numbers.fresh();
        self.pages.asked(epoch, standing, from, count);
        let staged = self.preview.staged.clone();
        vec![Effect::Work(Request::LoadPreviewLines { epoch, staged, which: Some(standing), from, count })]
    }

    fn start(&mut self, spec: JobSpec, cx: &Cx) -> Vec<Effect> {
        let job = JobId(cx.numbers.fresh());
        self.running = Some(Running::new(job));
        vec![Effect::Work(Request::Start { job, spec })]
    }

    fn report(&mut self, to: ReportTo, cx: &Cx) -> Vec<Effect> {
        let strings = Arc::clone(&cx.look.strings);
        let wording = Wording::new(move |key, args| strings.told(key, args));
        self.start(JobSpec::Report { preview: Arc::clone(&self.preview), to, replace: false, wording }, cx)
    }

    fn open(&self, cx: &Cx) -> Vec<Effect> {
        if let Some(standing) = self.tab.standing() {
            return match self.pages.line(standing, self.cursor().at()) {
                Some(_) if standing == Standing::Equal => refused(cx, "preview-change-none"),
                Some(line) => {
                    let screen = ChangeScreen::new(self.preview.staged.clone(), line.clone());
                    vec![Effect::Push(Box::new(screen))]
                }
                None => refused(cx, "told-change-not-there"),
            };
        }
        match self.lists.opened(self.tab, self.cursor().at(), &self.preview, cx.look) {
            Some((heading, paragraphs)) => vec![Effect::Push(Box::new(NoticeScreen::sheet(heading, paragraphs)))],
            None => refused(cx, "told-change-not-there"),
        }
    }

    /// Asks for the tables of a file that nobody knows, so that they can be given a meaning: of the file under the cursor, else
    /// of the first that has some.
    fn map(&mut self, cx: &Cx) -> Vec<Effect> {
        let columns = |file: &&PreviewFile| file.warnings.iter().any(|one| one.key == "reason-column-unknown");
        let asked = |file: &&PreviewFile| report::unknown_tables(file) > 0 || columns(file);
        let under_cursor = self.lists.file(self.tab, self.cursor().at(), &self.preview).filter(asked);
        let files = || self.preview.files.iter();
        let first = || files().find(|file| report::unknown_tables(file) > 0).or_else(|| files().find(columns));
        let file = under_cursor.or_else(first);
        let Some(file) = file else { return refused(cx, "told-no-unknown-table") };
        let ticket = cx.numbers.fresh();
        let path = file.path.clone();
        self.surveyed = Some(ticket);
        vec![Effect::Work(Request::SurveyTables { ticket, path })]
    }

    fn map_tables(&self, path: &Path, result: &Result<Vec<SurveyedSheet>, Problem>, cx: &Cx) -> Vec<Effect> {
        let sheets = match result {
            Ok(sheets) => sheets,
            Err(problem) => return vec![Effect::Say(Notice::Problem(problem.clone()))],
        };
        // Those of which nothing was read come first.
        let unknown = |read: bool| {
            sheets.iter().filter(move |sheet| (sheet.projects > 0) == read).filter_map(|sheet| sheet.unknown.clone())
        };
        let tables: Vec<_> = unknown(false).chain(unknown(true)).collect();
        match tables.is_empty() {
            true => refused(cx, "told-no-unknown-table"),
            false => vec![Effect::Push(Box::new(MappingScreen::new(path.to_owned(), tables)))],
        }
    }

    fn leave(&self, cx: &Cx) -> Vec<Effect> {
        if let Some(running) = self.running {
            let told = Notice::Told(cx.look.s("told-stopping"));
            return vec![Effect::Work(Request::Cancel { job: running.job }), Effect::Say(told)];
        }
        let mut effects = vec![Effect::Done(Outcome::PreviewLeft)];
        if self.stored == Stored::Nothing {
            effects.push(Effect::Say(Notice::Told(cx.look.s("told-nothing-written"))));
        }
        effects
    }

    fn command(&mut self, command: Keys, cx: &Cx) -> Vec<Effect> {
        match command {
            Keys::Files => self.go(Tab::Files, cx),
            Keys::Changed => self.go(Tab::Changed, cx),
            Keys::New => self.go(Tab::New, cx),
            Keys::Equal => self.go(Tab::Equal, cx),
            Keys::Rejected => self.go(Tab::Rejected, cx),
            Keys::Remarks => self.go(Tab::Remarks, cx),
            Keys::Unread => self.go(Tab::Unread, cx),
            Keys::Next => self.go(self.tab.step(1), cx),
            Keys::Previous => self.go(self.tab.step(Tab::ALL.len() - 1), cx),
            Keys::Leave => self.leave(cx),
            _ if self.running.is_some() => refused(cx, "told-job-running"),
            Keys::Commit if !self.totals.anything_to_store() => refused(cx, "told-nothing-to-store"),
            Keys::Commit => {
                let staged = self.preview.staged.clone();
                self.start(JobSpec::Commit { staged }, cx)
            }
            Keys::Report if !self.totals.anything_to_tell() => refused(cx, "told-nothing-to-report"),
            Keys::Report => self.report(ReportTo::Beside, cx),
            Keys::Text => self.report(ReportTo::TextBeside(self.named.clone()), cx),
            Keys::Map => self.map(cx),
        }
    }

    /// The sentence at the bottom: what one key stores, or why there is nothing, or how far it is.
    fn order(&self, look: &Look, cells: usize) -> (Vec<String>, Role) {
        let key = |command: Command| Arg::from(look.key(command));
        if let Some(running) = &self.running {
            let stop = look.t("job-cancel", &[("key", key(Keys::Leave.into()))]);
            return (vec![running.words(look), stop], Role::Told);
        }
        let totals = &self.totals;
        let mut lines = if totals.anything_to_store() {
            let args = [
                ("key", key(Keys::Commit.into())),
                ("new", Arg::from(totals.new)),
                ("changed", Arg::from(totals.changed)),
            ];
            width::wrap(&look.t("preview-to-store", &args), cells)
        } else {
            let told = match totals.equal {
                0 => "preview-nothing-to-store",
                _ => "preview-nothing-to-store-equal",
            };
            let args = [("key", key(Keys::Leave.into())), ("report", key(Keys::Report.into()))];
            width::wrap(&look.t(told, &args), cells)
        };
        if totals.unknown > 0 {
            let args = [("count", Arg::from(totals.unknown)), ("key", key(Keys::Map.into()))];
            lines.push(look.t("preview-unknown-count", &args));
        }
        (lines, Role::Heading)
    }

    fn draw_tabs(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        let name = |tab: Tab, counted: bool| {
            let label = format!("{} {}", look.key(tab.command().into()), look.label(tab.command().into()));
            let label = match self.len(tab) {
                count if counted && count > 0 => format!("{label} {}", super::home::grouped(count as u64)),
                _ => label,
            };
            if tab == self.tab { format!("[{label}]") } else { label }
        };
        let all = |counted: &dyn Fn(Tab) -> bool| Tab::ALL.map(|tab| name(tab, counted(tab))).join("  ");
        let room = usize::from(area.width).saturating_sub(4);
        let whole = all(&|_| true);
        let label = match width::width(&whole) <= room {
            true => whole,
            false => all(&|tab| tab == self.tab),
        };
        let label = match width::width(&label) <= room {
            true => label,
            // Of the others, the keys.
            false => Tab::ALL
                .map(|tab| if tab == self.tab { name(tab, true) } else { look.key(tab.command().into()) })
                .join(" "),
        };
        canvas.rule(area, look, &label, "");
    }
}

impl Screen for PreviewScreen {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Preview, Scope::List, Scope::Global]
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        match input {
            Input::Shown if self.stored == Stored::All => vec![Effect::Go(Box::new(QueueScreen::new()))],
            Input::Shown => self.ask(cx),
            Input::Told(Outcome::MappingSaved(_)) => vec![Effect::Done(Outcome::ReadAgain)],
            Input::Command(Command::List(List::Open)) => self.open(cx),
            Input::Command(Command::List(command)) => {
                let len = self.len(self.tab);
                self.cursors[self.tab as usize].act(command, len, height(cx));
                self.ask(cx)
            }
            Input::Command(Command::Preview(command)) => self.command(command, cx),
            _ => Vec::new(),
        }
    }

    fn receive(&mut self, reply: &Reply, cx: &Cx) -> Vec<Effect> {
        if let Some(running) = &mut self.running
            && !running.hear(reply)
        {
            self.running = None;
            match reply {
                Reply::Finished { result: Ok(JobReport::Imported(_)), .. } => self.stored = Stored::All,
                Reply::Finished { result: Err(problem), .. } if problem.key == "problem-cancelled-between" => {
                    self.stored = Stored::Some;
                }
                _ => {}
            }
        }
        match reply {
            Reply::PreviewLines { epoch, from, lines } => {
                self.pages.accept(*epoch, *from, lines);
                Vec::new()
            }
            Reply::Surveyed { ticket, path, result } if self.surveyed == Some(*ticket) => {
                self.surveyed = None;
                self.map_tables(path, result, cx)
            }
            _ => Vec::new(),
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        let room = crate::tui::layout::layout(canvas.buffer.area.as_size()).room;
        let parts = parts(area);
        self.draw_tabs(canvas, parts.tabs, look);
        let heads = canvas.sides(parts.heads, look);
        let list = canvas.sides(parts.list, look);
        let len = self.len(self.tab);
        if len == 0 {
            let told = width::wrap(&look.s(self.tab.empty()), usize::from(list.width));
            canvas.lines(list, &told, look.style(Role::Plain));
        } else {
            lists::draw_heads(canvas, lists::inset(heads), self.tab, room, look);
        }
        for (line, at) in list.rows().zip(self.cursor().rows(len, usize::from(list.height))) {
            if at == self.cursor().at() {
                canvas.text(line.x, line.y, 1, &look.glyphs.marker, look.style(Role::Selected));
                canvas.set_caret(line.x, line.y);
            }
            let place = lists::inset(line);
            match self.tab.standing() {
                Some(standing) => match self.pages.line(standing, at) {
                    Some(line) => lists::draw_line(canvas, place, line, room, look),
                    None => drop(canvas.text(place.x, place.y, place.width, "..", look.style(Role::Muted))),
                },
                None => self.lists.draw(canvas, place, (self.tab, at), (&self.preview, &self.named), (room, look)),
            }
        }
        let totals = look.t(
            "preview-rule-total",
            &[
                ("projects", Arg::from(super::home::grouped(self.totals.projects))),
                ("indicators", Arg::from(super::home::grouped(self.totals.indicators))),
                ("amount", Arg::from(report::ten_thousand_yuan(self.totals.fen))),
            ],
        );
        let place = if len == 0 { String::new() } else { format!("{}/{len}", self.cursor().at() + 1) };
        canvas.rule(parts.rule, look, &totals, &place);
        let detail = canvas.sides(parts.detail, look);
        let at = self.cursor().at();
        let told = match self.tab.standing() {
            Some(standing) => self.pages.line(standing, at).map(|line| lists::line_detail(line, &self.preview, look)),
            None => self.lists.detail(self.tab, at, &self.preview, look),
        };
        let told: Vec<String> =
            told.unwrap_or_default().iter().flat_map(|line| width::wrap(line, usize::from(detail.width))).collect();
        canvas.lines(detail, &told, look.style(Role::Plain));
        let inside = canvas.sides(parts.order, look);
        let (lines, role) = self.order(look, usize::from(inside.width));
        canvas.lines(inside, &lines, look.style(role));
    }

    fn title(&self, look: &Look) -> Title {
        let name = self.named.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Title { left: look.t("title-preview", &[("name", Arg::from(name))]), right: String::new() }
    }

    fn why(&self, look: &Look) -> Explained {
        let at = self.cursor().at();
        let (amount, counts) =
            (report::ten_thousand_yuan(self.totals.fen), [self.totals.projects, self.totals.indicators]);
        let totals = counts.map(super::home::grouped).join(" / ");
        let mut whys = vec![Why::new("preview.total", format!("{totals} / {amount}"))];
        let line = match self.tab.standing() {
            Some(standing) => self.pages.line(standing, at).map(|line| {
                let amount = line.amount.map(|amount| amount.ten_thousand_yuan()).unwrap_or_default();
                let mut told = lists::line_detail(line, &self.preview, look);
                told.push(amount);
                told
            }),
            None => self.lists.detail(self.tab, at, &self.preview, look),
        };
        if let Some(told) = line {
            let place = format!("{}/{}", at + 1, self.len(self.tab));
            let why = Why::new("preview.line", format!("{place} {}", told.join("  ")));
            whys.insert(0, told.into_iter().fold(why, |why, line| why.given(look, "why-input-printed", line, "")));
        }
        for tab in Tab::ALL {
            let name = look.label(tab.command().into());
            let count = super::home::grouped(self.len(tab) as u64);
            whys.push(Why::new("preview.count", format!("{} {count}", look.key(tab.command().into()))).named(name));
        }
        Explained::fields(whys)
    }

    fn spoken(&self, look: &Look) -> Option<Spoken> {
        Some(self.say(look))
    }

    fn hints(&self, _look: &Look) -> Vec<Hint> {
        let mut hints: Vec<Hint> = Vec::new();
        if self.totals.anything_to_store() {
            hints.push(Keys::Commit.into());
        }
        hints.extend([List::Open.into(), Keys::Next.into()]);
        if self.totals.anything_to_tell() {
            hints.push(Keys::Report.into());
        }
        hints.push(Keys::Text.into());
        if self.totals.unknown > 0 {
            hints.push(Keys::Map.into());
        }
        hints.push(Hint::Run(List::PageDown.into(), List::PageUp.into(), "hint-page"));
        hints.extend([Keys::Leave.into(), App::Help.into()]);
        hints
    }
}
