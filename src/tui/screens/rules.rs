//! The automatic checks: what each looks at, how loudly it speaks, and how people answered it. A person turns one down or
//! puts it back here; that is kept in the settings of this station.
//!
//! Deliberately absent: changing what a check looks at (a profile's) and deciding about any target.

use ratatui::layout::Rect;

use super::notice::NoticeScreen;
use super::review::drafts::sign;
use super::{Hint, Screen, Title};
use crate::config::Settings;
use crate::engine::drafts::{CheckRow, HINT_BELOW, LEAST_ANSWERS, QUIET_BELOW};
use crate::engine::request::{Reply, Request, Slot};
use crate::model::finding::{Answers, Severity, Voice};
use crate::text::{Arg, width};
use crate::tui::canvas::Canvas;
use crate::tui::command::{App, Command, List, Rules as Keys, Scope};
use crate::tui::layout::Room;
use crate::tui::look::{Look, Role};
use crate::tui::msg::{Cx, Effect, Input, Notice};
use crate::tui::why::{self, Explained};
use crate::tui::widgets::cursor::Cursor;
use crate::tui::widgets::sheet::Paragraph;
use crate::tui::widgets::table::{Column, draw_row};

/// The list.
#[derive(Default)]
pub struct RulesScreen {
    rows: Vec<CheckRow>,
    loaded: bool,
    epoch: u64,
    cursor: Cursor,
    /// Settings that are being kept, by ticket.
    keeping: Option<(u64, Settings)>,
}

/// A check's name, as lists show it.
fn name(row: &CheckRow, look: &Look) -> String {
    look.checks.get(&row.check).map(|text| text.words(look.language()).name.clone()).unwrap_or_default()
}

fn voice(row: &CheckRow, look: &Look) -> Voice {
    look.settings.voice(&row.check, row.info.voice)
}

fn voice_name(voice: Voice, look: &Look) -> String {
    look.s(&format!("voice-{}", voice.id()))
}

/// How it speaks, in words; a check that only informs never drafts.
fn state_name(row: &CheckRow, look: &Look) -> String {
    match voice(row, look) {
        Voice::Drafts if row.severity == Severity::Info => look.s("rules-informs"),
        voice => voice_name(voice, look),
    }
}

/// The share that was accepted, in whole per cent rounded down; nothing where nobody answered.
fn share(answers: Answers) -> String {
    (answers.taken() * 100).checked_div(answers.all()).map(|percent| format!("{percent}%")).unwrap_or_default()
}

/// Why a check speaks as loudly as it does.
pub fn reason(row: &CheckRow, look: &Look) -> String {
    let answers = row.info.answers;
    if look.settings.voices.contains_key(&row.check) && row.info.voice != Voice::Off {
        return look.t("rules-why-person", &[("voice", Arg::from(voice_name(row.info.voice, look)))]);
    }
    let key = match row.info.voice {
        Voice::Off => "rules-why-off",
        Voice::Drafts if answers.all() < LEAST_ANSWERS => "rules-why-few",
        Voice::Drafts => "rules-why-drafts",
        Voice::Hint => "rules-why-hint",
        Voice::Quiet if answers.all() < LEAST_ANSWERS || answers.taken() * 100 >= answers.all() * QUIET_BELOW => {
            "rules-why-place"
        }
        Voice::Quiet => "rules-why-quiet",
    };
    let args = [
        ("taken", Arg::from(answers.taken())),
        ("all", Arg::from(answers.all())),
        ("least", Arg::from(LEAST_ANSWERS)),
        ("hint", Arg::from(HINT_BELOW)),
        ("quiet", Arg::from(QUIET_BELOW)),
    ];
    look.t(key, &args)
}

fn details(row: &CheckRow, look: &Look) -> (String, Vec<Paragraph>) {
    let mut page = Vec::new();
    let mut field = |key: &str, text: String| {
        if !text.trim().is_empty() {
            page.push(Paragraph::labelled(look.s(key), text));
        }
    };
    let class = look.categories.name(&row.category, look.language());
    field("rules-class", format!("{} {class}", sign(&row.category, row.severity, look)));
    field("rules-severity", look.s(&format!("severity-{}", row.severity.id())));
    field("rules-state", state_name(row, look));
    field("rules-reason", reason(row, look));
    field("rules-failed", row.failed.as_ref().map(|problem| look.strings.problem(problem)).unwrap_or_default());
    field("rules-version", row.info.rule.clone());
    field("rules-source", row.info.source.clone());
    let words = look.checks.get(&row.check).map(|text| text.words(look.language()).clone());
    if let Some(words) = words {
        field("rules-opinion", words.opinion);
        field("rules-demand", words.demand);
        field("rules-looks-at", words.why);
    }
    field("rules-answers", answers_words(row.info.answers, look));
    for (version, answers) in &row.before {
        let args = [("version", Arg::from(version)), ("answers", Arg::from(answers_words(*answers, look)))];
        field("rules-before", look.t("rules-before-answers", &args));
    }
    (format!("{} {}", row.check, name(row, look)), page)
}

/// Accepted, edited and dismissed in words.
pub fn answers_words(answers: Answers, look: &Look) -> String {
    let args = [
        ("accepted", Arg::from(answers.accepted)),
        ("edited", Arg::from(answers.edited)),
        ("dismissed", Arg::from(answers.dismissed)),
    ];
    look.t("rules-answers-words", &args)
}

fn columns(room: Room) -> Vec<Column> {
    match room {
        Room::Tiny | Room::Narrow => {
            vec![Column::left(5), Column::rest(), Column::left(8), Column::right(5), Column::right(5)]
        }
        Room::Normal | Room::Wide => vec![
            Column::left(5),
            Column::rest(),
            Column::left(14),
            Column::left(8),
            Column::right(6),
            Column::right(6),
            Column::right(6),
            Column::right(5),
        ],
    }
}

fn heads(room: Room) -> &'static [&'static str] {
    match room {
        Room::Tiny | Room::Narrow => {
            &["rules-head-check", "rules-head-name", "rules-head-state", "rules-head-all", "rules-head-share"]
        }
        Room::Normal | Room::Wide => &[
            "rules-head-check",
            "rules-head-name",
            "rules-head-class",
            "rules-head-state",
            "rules-head-accepted",
            "rules-head-edited",
            "rules-head-dismissed",
            "rules-head-share",
        ],
    }
}

fn cells(row: &CheckRow, room: Room, look: &Look) -> Vec<(String, Role)> {
    let loud = voice(row, look);
    let role = match loud {
        Voice::Drafts => Role::Plain,
        Voice::Hint => Role::Warning,
        Voice::Quiet | Voice::Off => Role::Muted,
    };
    let mine = if look.settings.voices.contains_key(&row.check) { "*" } else { "" };
    let state = match &row.failed {
        // It finds nothing until it is put right: that is what counts.
        Some(_) => (look.s("rules-failed"), Role::Danger),
        None => (format!("{}{mine}", state_name(row, look)), role),
    };
    let plain = |text: String| (text, Role::Plain);
    let answers = row.info.answers;
    let (check, name) = (plain(row.check.to_string()), plain(name(row, look)));
    match room {
        Room::Tiny | Room::Narrow => {
            vec![check, name, state, plain(answers.all().to_string()), plain(share(answers))]
        }
        Room::Normal | Room::Wide => {
            let class = look.categories.short(&row.category, look.language());
            vec![
                check,
                name,
                plain(format!("{} {class}", sign(&row.category, row.severity, look))),
                state,
                plain(answers.accepted.to_string()),
                plain(answers.edited.to_string()),
                plain(answers.dismissed.to_string()),
                plain(share(answers)),
            ]
        }
    }
}

/// The parts of the body: head, columns, list, rule and two lines about the check under the cursor.
fn parts(area: Rect) -> [Rect; 5] {
    let below: u16 = if area.height >= 8 { 3 } else { 0 };
    let list = area.height.saturating_sub(2 + below);
    let row = |y: u16, height: u16| Rect { y: area.y.saturating_add(y), height, ..area }.intersection(area);
    [row(0, 1), row(1, 1), row(2, list), row(2 + list, below.min(1)), row(3 + list, below.saturating_sub(1))]
}

impl RulesScreen {
    /// Asks for the checks when it is shown.
    pub fn new() -> RulesScreen {
        RulesScreen::default()
    }

    fn chosen(&self) -> Option<&CheckRow> {
        self.rows.get(self.cursor.at())
    }

    /// Keeps how loudly the check under the cursor speaks here; `None` leaves it to the answers again.
    fn keep(&mut self, wanted: Option<Voice>, cx: &Cx) -> Vec<Effect> {
        let refused = |key: &str| vec![Effect::Say(Notice::Refused(cx.look.s(key)))];
        let Some(row) = self.chosen() else { return Vec::new() };
        if row.info.voice == Voice::Off {
            return refused("told-rule-off");
        }
        let Some(path) = cx.look.settings_file.clone() else { return refused("told-settings-nowhere") };
        let mut settings = cx.look.settings.clone();
        match wanted {
            Some(wanted) => settings.voices.insert(row.check.clone(), wanted),
            None => settings.voices.remove(&row.check),
        };
        let ticket = cx.numbers.fresh();
        self.keeping = Some((ticket, settings.clone()));
        vec![Effect::Work(Request::SaveSettings { ticket, path, settings: Box::new(settings) })]
    }

    fn command(&mut self, command: Command, cx: &Cx) -> Vec<Effect> {
        let height = usize::from(parts(cx.areas.body)[2].height);
        match command {
            Command::List(List::Open) => {
                let Some(row) = self.chosen() else { return Vec::new() };
                let (heading, page) = details(row, cx.look);
                return vec![Effect::Push(Box::new(NoticeScreen::sheet(heading, page)))];
            }
            Command::List(command) => {
                self.cursor.act(command, self.rows.len(), height);
            }
            Command::Rules(Keys::Turn) => {
                let Some(row) = self.chosen() else { return Vec::new() };
                let quiet = matches!(voice(row, cx.look), Voice::Quiet);
                let wanted = if quiet { Voice::Drafts } else { Voice::Quiet };
                // What the answers say anyway needs no word of a person.
                let by_answers = row.info.voice == wanted;
                return self.keep((!by_answers).then_some(wanted), cx);
            }
            Command::Rules(Keys::Auto) => return self.keep(None, cx),
            _ => {}
        }
        Vec::new()
    }
}

impl Screen for RulesScreen {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Rules, Scope::List, Scope::Global]
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        match input {
            Input::Shown => {
                self.epoch = cx.numbers.fresh();
                vec![Effect::Work(Request::LoadChecks { epoch: self.epoch })]
            }
            Input::Command(command) => self.command(command, cx),
            _ => Vec::new(),
        }
    }

    fn receive(&mut self, reply: &Reply, cx: &Cx) -> Vec<Effect> {
        match reply {
            Reply::Checks { epoch, rows } if *epoch == self.epoch => {
                self.rows.clone_from(rows);
                self.loaded = true;
                let (at, height) = (self.cursor.at(), usize::from(parts(cx.areas.body)[2].height));
                self.cursor.set(at, self.rows.len(), height);
                Vec::new()
            }
            Reply::Failed { slot: Slot::Checks, epoch, .. } if *epoch == self.epoch => {
                self.loaded = true;
                Vec::new()
            }
            Reply::SettingsSaved { ticket, result } => match self.keeping.take() {
                Some((mine, settings)) if mine == *ticket => match result {
                    Ok(_) => {
                        let row = self.chosen();
                        let told = row.map(|row| {
                            let now = settings.voice(&row.check, row.info.voice);
                            let args =
                                [("check", Arg::from(&row.check.0)), ("voice", Arg::from(voice_name(now, cx.look)))];
                            Effect::Say(Notice::Told(cx.look.t("told-rule-kept", &args)))
                        });
                        let mut effects = vec![Effect::Dress(settings)];
                        effects.extend(told);
                        effects
                    }
                    Err(problem) => vec![Effect::Say(Notice::Problem(problem.clone()))],
                },
                other => {
                    self.keeping = other;
                    Vec::new()
                }
            },
            Reply::DataChanged => {
                self.epoch = cx.numbers.fresh();
                vec![Effect::Work(Request::LoadChecks { epoch: self.epoch })]
            }
            _ => Vec::new(),
        }
    }

    fn ready(&self) -> bool {
        self.loaded
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        let room = crate::tui::layout::layout(canvas.buffer.area.as_size()).room;
        let [head, names, list, rule, below] = parts(area);
        let count = |wanted: Voice| self.rows.iter().filter(|row| voice(row, look) == wanted).count();
        let told = look.t(
            "rules-rule",
            &[
                ("drafts", Arg::from(count(Voice::Drafts))),
                ("hints", Arg::from(count(Voice::Hint))),
                ("quiet", Arg::from(count(Voice::Quiet))),
                ("off", Arg::from(count(Voice::Off))),
            ],
        );
        let label = if self.loaded { told } else { look.s("told-loading") };
        canvas.rule(head, look, &label, "");
        let place = |line: Rect| Rect { x: line.x + 2, width: line.width.saturating_sub(2), ..line };
        let titles: Vec<(String, Role)> = heads(room).iter().map(|key| (look.s(key), Role::Heading)).collect();
        let inner = canvas.sides(names, look);
        draw_row(canvas, place(inner), &columns(room), &titles, look);
        let inner = canvas.sides(list, look);
        let range = self.cursor.rows(self.rows.len(), usize::from(list.height));
        for (line, at) in inner.rows().zip(range) {
            let Some(row) = self.rows.get(at) else { continue };
            if at == self.cursor.at() {
                canvas.text(line.x, line.y, 1, &look.glyphs.marker, look.style(Role::Selected));
                canvas.set_caret(line.x, line.y);
            }
            draw_row(canvas, place(line), &columns(room), &cells(row, room, look), look);
        }
        let Some(row) = self.chosen() else {
            canvas.rule(rule, look, "", "");
            canvas.sides(below, look);
            return;
        };
        canvas.rule(rule, look, &format!("{} {}", row.check, name(row, look)), "");
        let inner = canvas.sides(below, look);
        let text = [reason(row, look), row.info.source.clone()].join("  ");
        canvas.lines(inner, &width::wrap(&text, usize::from(inner.width)), look.style(Role::Plain));
    }

    fn title(&self, look: &Look) -> Title {
        let right =
            if self.rows.is_empty() { String::new() } else { format!("{}/{}", self.cursor.at() + 1, self.rows.len()) };
        Title { left: look.s("title-rules"), right }
    }

    fn why(&self, look: &Look) -> Explained {
        let counts = Voice::ALL.map(|wanted| self.rows.iter().filter(|row| voice(row, look) == wanted).count());
        Explained::fields(why::drafts::rules(self.chosen(), (self.cursor.at() + 1, self.rows.len()), counts, look))
    }

    fn hints(&self, look: &Look) -> Vec<Hint> {
        let quiet = self.chosen().is_some_and(|row| voice(row, look) == Voice::Quiet);
        let mut hints = vec![
            List::Open.into(),
            Hint::Named(Keys::Turn.into(), if quiet { "hint-put-back" } else { "hint-silence" }),
        ];
        if self.chosen().is_some_and(|row| look.settings.voices.contains_key(&row.check)) {
            hints.push(Keys::Auto.into());
        }
        hints.extend([Hint::Run(List::Up.into(), List::Down.into(), "hint-move"), App::Help.into(), App::Back.into()]);
        hints
    }
}
