//! A person's settings, each shown at once; kept in their file on Enter, and as they were before on Esc.

use ratatui::layout::Rect;

use super::{Hint, Screen, Title};
use crate::config::Settings;
use crate::config::settings::{GlyphChoice, HintLevel};
use crate::engine::request::{Reply, Request};
use crate::text::{Arg, Language, width};
use crate::tui::canvas::Canvas;
use crate::tui::command::{App, Command, Form as Keys, Scope};
use crate::tui::keymap;
use crate::tui::look::{Look, Role, Theme};
use crate::tui::msg::{Cx, Effect, Input, Notice};

/// One line of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Item {
    Language,
    Theme,
    Glyphs,
    Keymap,
    Hints,
    WhichKey,
    CountKeys,
}

const ITEMS: [Item; 7] =
    [Item::Language, Item::Theme, Item::Glyphs, Item::Keymap, Item::Hints, Item::WhichKey, Item::CountKeys];

/// The one after a value, round and round; the first one where it is none of them.
fn after<T: PartialEq + Clone>(all: &[T], value: &T) -> T {
    let at = all.iter().position(|other| other == value).map_or(0, |at| (at + 1) % all.len().max(1));
    all.get(at).unwrap_or(value).clone()
}

impl Item {
    fn id(self) -> &'static str {
        match self {
            Item::Language => "language",
            Item::Theme => "theme",
            Item::Glyphs => "glyphs",
            Item::Keymap => "keymap",
            Item::Hints => "hints",
            Item::WhichKey => "which-key",
            Item::CountKeys => "count-keys",
        }
    }

    /// The value as part of a locale key.
    fn value(self, settings: &Settings) -> String {
        let switch = |on: bool| if on { "on" } else { "off" };
        match self {
            Item::Language => settings.language.map_or("system", Language::tag).to_ascii_lowercase(),
            Item::Theme => settings.theme.clone(),
            Item::Glyphs => settings.glyphs.id().to_owned(),
            Item::Keymap => settings.keymap.clone(),
            Item::Hints => settings.hints.id().to_owned(),
            Item::WhichKey => switch(settings.which_key).to_owned(),
            Item::CountKeys => switch(settings.count_keys).to_owned(),
        }
    }

    /// The settings with the next value of this line.
    fn next(self, settings: &Settings) -> Settings {
        let mut next = settings.clone();
        match self {
            Item::Language => {
                next.language = after(&[None, Some(Language::ZhCn), Some(Language::En)], &settings.language);
            }
            Item::Theme => next.theme = after(&Theme::names().map(str::to_owned), &settings.theme),
            Item::Glyphs => next.glyphs = after(GlyphChoice::ALL, &settings.glyphs),
            Item::Keymap => {
                let names: Vec<String> = keymap::names().map(str::to_owned).collect();
                next.keymap = after(&names, &settings.keymap);
            }
            Item::Hints => next.hints = after(HintLevel::ALL, &settings.hints),
            Item::WhichKey => next.which_key = !settings.which_key,
            Item::CountKeys => next.count_keys = !settings.count_keys,
        }
        next
    }
}

/// The settings.
#[derive(Default)]
pub struct SettingsScreen {
    at: usize,
    /// As they were when the screen was opened, and as they are now.
    settings: Option<(Settings, Settings)>,
    ticket: Option<u64>,
}

impl SettingsScreen {
    /// Takes the settings over when it is shown.
    pub fn new() -> SettingsScreen {
        SettingsScreen::default()
    }

    fn item(&self) -> Item {
        ITEMS.get(self.at).copied().unwrap_or(Item::Language)
    }

    fn command(&mut self, command: Keys, cx: &Cx) -> Vec<Effect> {
        let item = self.item();
        let Some((before, now)) = &mut self.settings else { return Vec::new() };
        match command {
            Keys::Next => self.at = (self.at + 1) % ITEMS.len(),
            Keys::Previous => self.at = (self.at + ITEMS.len() - 1) % ITEMS.len(),
            Keys::Choose => {
                *now = item.next(now);
                return vec![Effect::Dress(now.clone())];
            }
            Keys::Submit if now == before => {
                return vec![Effect::Pop, Effect::Say(Notice::Told(cx.look.s("told-settings-same")))];
            }
            Keys::Submit => {
                let Some(path) = cx.look.settings_file.clone() else {
                    return vec![Effect::Say(Notice::Refused(cx.look.s("told-settings-nowhere")))];
                };
                let ticket = cx.numbers.fresh();
                self.ticket = Some(ticket);
                let settings = Box::new(now.clone());
                return vec![Effect::Work(Request::SaveSettings { ticket, path, settings })];
            }
            Keys::Leave => return vec![Effect::Dress(before.clone()), Effect::Pop],
        }
        Vec::new()
    }
}

impl Screen for SettingsScreen {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Form, Scope::Global]
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        match input {
            Input::Shown if self.settings.is_none() => {
                let now = cx.look.settings.clone();
                self.settings = Some((now.clone(), now));
                Vec::new()
            }
            // Gone by another key: what was not kept is as it was.
            Input::Left => self.settings.take().map(|(before, _)| Effect::Dress(before)).into_iter().collect(),
            Input::Command(Command::Form(command)) => self.command(command, cx),
            _ => Vec::new(),
        }
    }

    fn receive(&mut self, reply: &Reply, cx: &Cx) -> Vec<Effect> {
        let Reply::SettingsSaved { ticket, result } = reply else { return Vec::new() };
        if Some(*ticket) != self.ticket {
            return Vec::new();
        }
        self.ticket = None;
        match result {
            Ok(path) => {
                if let Some((before, now)) = &mut self.settings {
                    before.clone_from(now);
                }
                let told = cx.look.t("told-settings-kept", &[("path", Arg::from(path.display().to_string()))]);
                vec![Effect::Pop, Effect::Say(Notice::Told(told))]
            }
            Err(problem) => vec![Effect::Say(Notice::Problem(problem.clone()))],
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        canvas.rule(Rect { height: area.height.min(1), ..area }, look, &look.s("settings-rule"), "");
        let below = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area }.intersection(area);
        let inner = canvas.sides(below, look);
        let labels = ITEMS.map(|item| look.s(&format!("setting-{}", item.id())));
        let cells = labels.iter().map(|label| width::width(label)).max().unwrap_or(0);
        let cells = u16::try_from(cells).unwrap_or(u16::MAX).min(inner.width / 2);
        let settings = self.settings.as_ref().map_or(&look.settings, |(_, now)| now);
        for (index, (row, (item, label))) in inner.rows().zip(ITEMS.iter().zip(&labels)).enumerate() {
            canvas.text(row.x + 2, row.y, cells, label, look.style(Role::Heading));
            let value = item.value(settings);
            let key = format!("setting-{}-{value}", item.id());
            let words = if look.strings.has(&key) { look.s(&key) } else { value };
            let x = row.x + 2 + cells + 1;
            canvas.text(x, row.y, row.right().saturating_sub(x), &format!("[{words}]"), look.style(Role::Plain));
            if index == self.at {
                canvas.text(row.x, row.y, 1, &look.glyphs.marker, look.style(Role::Selected));
                canvas.set_caret(x.min(row.right().saturating_sub(1)), row.y);
            }
        }
        let used = u16::try_from(ITEMS.len() + 1).unwrap_or(u16::MAX);
        let rest = Rect { y: inner.y + used, height: inner.height.saturating_sub(used), ..inner }.intersection(inner);
        let mut told = width::wrap(&look.s(&format!("setting-{}-text", self.item().id())), usize::from(rest.width));
        told.push(String::new());
        let file = look.settings_file.as_ref().map(|path| path.display().to_string()).unwrap_or_default();
        told.extend(width::wrap(&look.t("settings-file", &[("path", Arg::from(file))]), usize::from(rest.width)));
        canvas.lines(rest, &told, look.style(Role::Plain));
    }

    fn title(&self, look: &Look) -> Title {
        Title { left: look.s("title-settings"), right: String::new() }
    }

    fn hints(&self, _look: &Look) -> Vec<Hint> {
        vec![
            Keys::Choose.into(),
            Hint::Named(Keys::Submit.into(), "hint-keep"),
            Keys::Next.into(),
            Keys::Leave.into(),
            App::Help.into(),
        ]
    }
}
