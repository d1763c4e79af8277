//! How the home page is drawn: what waits, how far it is, today, the classes.

use ratatui::layout::Rect;

use crate::engine::figures::{Pace, sum};
use crate::engine::view::{Home as Figures, Tally};
use crate::model::review::Status;
use crate::text::{Arg, width};
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, Home};
use crate::tui::look::{Look, Role};
use crate::tui::screens::second_look;
use crate::tui::widgets::figure::{amount, bar, duration, filled, grouped, percent};

/// Everything that is drawn.
pub(super) struct Page<'p> {
    pub figures: &'p Figures,
    pub pace: Option<&'p Pace>,
    pub look: &'p Look,
}

/// Whether there is anything to work on: targets, or self-evaluations to be spot-checked.
pub(super) fn has_any(figures: &Figures) -> bool {
    figures.year.is_some() || figures.self_evaluations.is_some()
}

/// What else can be entered, in rows of a few.
const MENU: [&[Home]; 2] =
    [&[Home::Import, Home::History, Home::Links], &[Home::Figures, Home::Lessons, Home::Settings]];

/// One line of the left upper part.
enum Entry {
    Line(Option<Home>, String),
    Menu(&'static [Home]),
}

fn group(tallies: &[(Status, Tally)], pick: impl Fn(Status) -> bool) -> Tally {
    sum(tallies.iter().filter(|(status, _)| pick(*status)).map(|(_, tally)| *tally))
}

impl Page<'_> {
    fn tally(&self, key: &str, tally: &Tally) -> String {
        self.look.t(
            key,
            &[
                ("projects", Arg::from(grouped(tally.projects))),
                ("indicators", Arg::from(grouped(tally.indicators))),
                ("amount", Arg::from(amount(tally))),
            ],
        )
    }

    fn counts(&self, key: &str, a: u64, b: u64) -> String {
        self.look.t(key, &[("count", Arg::from(grouped(a))), ("more", Arg::from(grouped(b)))])
    }

    /// What the spot check waits for: in the year of its newest self-evaluations.
    fn spot_check(&self) -> String {
        let Page { figures, look, .. } = self;
        if figures.self_evaluations.is_none() {
            return look.s("home-spot-check-none");
        }
        let (open, to_check) = figures.rechecks;
        look.t("home-spot-check", &[("open", Arg::from(grouped(open))), ("check", Arg::from(grouped(to_check)))])
    }

    fn work(&self) -> Vec<Entry> {
        let Page { figures, .. } = self;
        let waiting = group(&figures.by_status, Status::open);
        let lane = group(&figures.key_lane, Status::open);
        let contested = match figures.contested_links {
            0 => self.counts("home-contested", figures.contested, 0),
            links => self.counts("home-contested-links", figures.contested, links),
        };
        let mut entries = vec![
            Entry::Line(Some(Home::Review), self.tally("home-waiting", &waiting)),
            Entry::Line(None, self.tally("home-waiting-more", &waiting)),
            Entry::Line(Some(Home::KeyLane), self.tally("home-key-lane", &lane)),
            Entry::Line(None, self.tally("home-waiting-more", &lane)),
            Entry::Line(Some(Home::SpotCheck), self.spot_check()),
            Entry::Line(Some(Home::Demands), self.counts("home-demands", figures.demands.0, figures.demands.1)),
            Entry::Line(Some(Home::Contests), contested),
            Entry::Line(Some(Home::Exchange), self.counts("home-not-exported", figures.not_exported, figures.waiting)),
        ];
        if figures.waiting > 0 {
            entries.push(Entry::Line(None, self.counts("home-events-waiting", figures.waiting, 0)));
        }
        entries.extend(MENU.map(Entry::Menu));
        entries
    }

    /// The page in sentences: what waits with its key, what else can be entered, how far it is, today.
    pub fn sentences(&self) -> Vec<String> {
        /// So wide is no window: nothing is cut.
        const CELLS: usize = 1_000;
        let look = self.look;
        let mut told = Vec::new();
        for entry in self.work() {
            match entry {
                Entry::Line(command, text) => {
                    let key = command.map(|command| look.key(command.into())).unwrap_or_default();
                    told.push(format!("{key} {}", text.trim()).trim().to_owned());
                }
                Entry::Menu(menu) => told.extend(menu.iter().map(|command| look.hint((*command).into()))),
            }
        }
        // Bars repeat what is said before them.
        let said = |(text, role): (String, Role)| (role != Role::Good).then_some(text);
        told.extend(self.coverage(CELLS).into_iter().filter_map(said));
        told.extend(self.today(CELLS).into_iter().map(|(text, _)| text));
        told
    }

    /// How far the year is, and how long the rest takes.
    fn coverage(&self, cells: usize) -> Vec<(String, Role)> {
        let Page { figures, look, .. } = self;
        let all = group(&figures.by_status, |_| true);
        let closed = group(&figures.by_status, |status| !status.open());
        let far = |key: &str, done: String, of: String, share: String| {
            let args = [("done", Arg::from(done)), ("all", Arg::from(of)), ("share", Arg::from(share))];
            (look.t(key, &args), Role::Plain)
        };
        let bar = |part: i128, whole: i128| (bar(part, whole, cells.saturating_sub(2).min(60)), Role::Good);
        let (done, of) = (i128::from(closed.projects), i128::from(all.projects));
        let mut lines = vec![
            far("home-closed", grouped(closed.projects), grouped(all.projects), percent(done, of)),
            bar(done, of),
            far("home-closed-amount", amount(&closed), amount(&all), percent(closed.fen, all.fen)),
            bar(closed.fen, all.fen),
        ];
        let Some(pace) = self.pace else { return lines };
        lines.push((self.tally("home-mine", &pace.mine), Role::Plain));
        let rate = |key: &str, per_hour: Option<u64>| {
            let rate = per_hour.map_or_else(
                || look.s("pace-unknown"),
                |rate| look.t("pace-rate", &[("rate", Arg::from(grouped(rate)))]),
            );
            (look.t(key, &[("rate", Arg::from(rate))]), Role::Plain)
        };
        lines.push(rate("home-pace-today", pace.today.per_hour()));
        lines.push(rate("home-pace-lately", pace.lately.per_hour()));
        let open = group(&figures.by_status, Status::open);
        let basis = pace.basis();
        let left = |key: &str, seconds: Option<u64>| {
            let time = seconds.map_or_else(|| look.s("pace-unknown"), |seconds| duration(seconds, look));
            (look.t(key, &[("time", Arg::from(time))]), Role::Plain)
        };
        if open.projects > 0 {
            lines.push(left("home-left-projects", basis.seconds_for_projects(open.projects)));
            lines.push(left("home-left-amount", basis.seconds_for_amount(open.fen)));
        }
        lines
    }

    fn today(&self, cells: usize) -> Vec<(String, Role)> {
        let Page { figures, look, .. } = self;
        let (projects, rows, opinions) = figures.today;
        let mut lines = vec![(
            look.t(
                "home-today",
                &[
                    ("projects", Arg::from(grouped(projects))),
                    ("rows", Arg::from(grouped(rows))),
                    ("opinions", Arg::from(grouped(opinions))),
                ],
            ),
            Role::Plain,
        )];
        if let Some(due) = &figures.oldest_overdue {
            let args = [("count", Arg::from(grouped(figures.demands.1))), ("due", Arg::from(due))];
            lines.push((look.t("home-overdue", &args), Role::Danger));
        }
        if let Some(pace) = self.pace.filter(|pace| pace.later.rows > 0) {
            let since = pace.later.oldest.map(|at| look.when(at)).unwrap_or_default();
            let args = [
                ("rows", Arg::from(grouped(pace.later.rows))),
                ("projects", Arg::from(grouped(pace.later.projects))),
                ("since", Arg::from(since)),
            ];
            lines.push((look.t("home-later", &args), Role::Warning));
        }
        if figures.second_look.passed > 0 {
            let told = second_look::words(&figures.second_look, &look.strings);
            lines.extend(width::wrap(&told, cells).into_iter().map(|line| (line, Role::Plain)));
        }
        if let Some((place, row)) = &figures.place {
            let name = row.as_ref().map_or_else(|| look.s("home-place-gone"), |row| row.name.clone());
            let at = place.row.map(|row| row.to_string()).unwrap_or_default();
            let when = figures.place_at.map(|at| look.when(at)).unwrap_or_default();
            let args = [("name", Arg::from(name)), ("row", Arg::from(at)), ("when", Arg::from(when))];
            let told = look.t("home-place", &args);
            lines.extend(width::wrap(&told, cells).into_iter().map(|line| (line, Role::Plain)));
        }
        if let Some((year, count)) = figures.self_evaluations {
            let args = [("year", Arg::from(year.to_string())), ("count", Arg::from(grouped(count)))];
            lines.push((look.t("home-self-evaluations", &args), Role::Muted));
        }
        lines
    }

    fn states(&self) -> Vec<String> {
        let Page { figures, look, .. } = self;
        Status::ALL
            .iter()
            .filter_map(|status| {
                let tally = figures.by_status.iter().find(|(other, _)| other == status).map(|(_, tally)| tally)?;
                let name = width::pad(&look.strings.status(*status), 10);
                Some(format!(
                    "{name} {} {}",
                    width::pad_left(&grouped(tally.projects), 8),
                    width::pad_left(&look.t("amount-wan", &[("amount", Arg::from(amount(tally)))]), 16)
                ))
            })
            .collect()
    }

    /// Key, short name and count of each class.
    fn classes(&self) -> Vec<(String, u64)> {
        let Page { figures, look, .. } = self;
        look.categories
            .all()
            .iter()
            .map(|category| {
                let count =
                    figures.by_category.iter().find(|(code, _)| *code == category.code).map_or(0, |(_, count)| *count);
                let short = width::pad(&category.words(look.language()).short, 10);
                (format!("{} {short}", category.key), count)
            })
            .collect()
    }

    fn draw_entry(&self, canvas: &mut Canvas, row: Rect, entry: &Entry) {
        let look = self.look;
        match entry {
            Entry::Line(command, text) => {
                let key = command.map(|command| look.key(command.into())).unwrap_or_default();
                canvas.text(row.x, row.y, 2, &key, look.style(Role::Key));
                canvas.text(row.x + 2, row.y, row.width.saturating_sub(2), text, look.style(Role::Plain));
            }
            Entry::Menu(commands) => {
                let mut x = row.x;
                for command in commands.iter().map(|command| Command::from(*command)) {
                    let (key, label) = (look.key(command), look.label(command));
                    let cells = u16::try_from(width::width(&key) + width::width(&label) + 1).unwrap_or(u16::MAX);
                    if key.is_empty() || x.saturating_add(cells) > row.right() {
                        continue;
                    }
                    x += canvas.text(x, row.y, row.right() - x, &key, look.style(Role::Key)) + 1;
                    x += canvas.text(x, row.y, row.right() - x, &label, look.style(Role::Plain)) + 2;
                }
            }
        }
    }

    fn draw_classes(&self, canvas: &mut Canvas, inner: Rect) {
        let look = self.look;
        let classes = self.classes();
        let largest = classes.iter().map(|(_, count)| *count).max().unwrap_or(0);
        let one_below_the_other = usize::from(inner.height) >= classes.len();
        let columns: u16 = if one_below_the_other { 1 } else { 2 };
        let cells = inner.width / columns;
        let rows = classes.len().div_ceil(usize::from(columns));
        for (index, (name, count)) in classes.iter().enumerate() {
            let row = u16::try_from(index % rows.max(1)).unwrap_or(u16::MAX);
            let x = inner.x + u16::try_from(index / rows.max(1)).unwrap_or(0) * cells;
            if row >= inner.height {
                continue;
            }
            let y = inner.y + row;
            let text = format!("{name}{}", width::pad_left(&grouped(*count), if one_below_the_other { 7 } else { 5 }));
            let used = canvas.text(x, y, cells.saturating_sub(columns - 1), &text, look.style(Role::Plain));
            let room = cells.saturating_sub(used + 2);
            if one_below_the_other && room > 0 {
                let length = filled(i128::from(*count), i128::from(largest), usize::from(room));
                let length = if *count == largest && largest > 0 { usize::from(room) } else { length };
                canvas.text(x + used + 1, y, room, &"#".repeat(length), look.style(Role::Good));
            }
        }
    }
}

fn draw_lines(canvas: &mut Canvas, area: Rect, lines: &[(String, Role)], look: &Look) {
    for (row, (text, role)) in area.rows().zip(lines) {
        canvas.text(row.x, row.y, row.width, text, look.style(*role));
    }
}

/// Draws the page.
pub(super) fn draw(canvas: &mut Canvas, area: Rect, page: &Page<'_>) {
    let Page { figures, look, .. } = page;
    let year = figures.year.or(figures.self_evaluations.map(|(year, _)| year));
    let year = year.map(|year| year.to_string()).unwrap_or_default();
    let narrow = area.width < 70;
    let left_cells = if narrow { area.width } else { area.width / 2 };
    let entries = page.work();
    let upper = area.height.saturating_sub(2).min(u16::try_from(entries.len()).unwrap_or(u16::MAX).max(9));
    let columns = |y: u16, height: u16| {
        let part = Rect { y: area.y + y, height, ..area }.intersection(area);
        let left = Rect { width: left_cells, ..part };
        let right = Rect { x: part.x + left_cells.saturating_sub(1), width: part.width + 1 - left_cells, ..part };
        (left, right)
    };
    let (left, right) = columns(0, 1);
    canvas.rule(left, look, &look.t("home-work", &[("year", Arg::from(year))]), "");
    if !narrow {
        canvas.rule(right, look, &look.s("home-coverage"), "");
    }
    let (left, right) = columns(1, upper);
    let inner = canvas.sides(left, look);
    for (row, entry) in inner.rows().zip(&entries) {
        page.draw_entry(canvas, row, entry);
    }
    if let Some(first) = inner.rows().next() {
        canvas.set_caret(first.x, first.y);
    }
    if !narrow {
        let inner = canvas.sides(right, look);
        draw_lines(canvas, inner, &page.coverage(usize::from(inner.width)), look);
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
    let mut lines = page.today(usize::from(inner.width));
    if narrow {
        // The shares say what the bars would.
        let coverage = page.coverage(usize::from(inner.width)).into_iter().filter(|(text, _)| !text.starts_with('['));
        lines.splice(1..1, coverage);
    }
    let states = page.states();
    if !narrow && usize::from(inner.height) >= lines.len() + 2 + states.len() {
        lines.push((String::new(), Role::Plain));
        lines.push((look.s("home-states"), Role::Heading));
        lines.extend(states.into_iter().map(|line| (line, Role::Plain)));
    }
    draw_lines(canvas, inner, &lines, look);
    if !narrow {
        let inner = canvas.sides(right, look);
        page.draw_classes(canvas, inner);
    }
}
