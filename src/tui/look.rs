//! How things look and are called: words, keys, styles, glyphs and the office's tables, read once and never changed.
//!
//! Styles are asked for by role, never by colour. Whatever is wrong in a user's file is reported and ours used.
//! Deliberately absent: state of any screen.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

use ratatui::style::{Color, Modifier, Style};
use serde::Deserialize;

use super::ability::{Ability, Colours};
use super::command::Command;
use super::familiar::Familiar;
use super::keymap::Keymap;
use super::measure::Measured;
use super::names::Names;
use crate::config::checks::Checks;
use crate::config::lessons::Lessons;
use crate::config::points::Points;
use crate::config::settings::GlyphChoice;
use crate::config::{Categories, Phrases, Profile, Settings};
use crate::model::event::Stamp;
use crate::model::problem::Problem;
use crate::text::{Arg, Language, Strings, dates};

/// What a piece of the screen is, for its style.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Anything else.
    Plain,
    /// The title line.
    Title,
    /// Rules and sides.
    Frame,
    /// Words in a rule, heads of columns.
    Heading,
    /// A key in a hint.
    Key,
    /// The row under the cursor; only its marker and heading use it, see the byte budget.
    Selected,
    /// Done, agreed.
    Good,
    /// Wants attention.
    Warning,
    /// Contested, failed, overdue.
    Danger,
    /// Less important.
    Muted,
    /// A field to be filled in.
    Field,
    /// What just happened.
    Told,
}

/// Style by role.
#[derive(Debug, Clone, Default)]
pub struct Theme {
    styles: BTreeMap<Role, Style>,
    boxes: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StyleFile {
    fg: Option<String>,
    bg: Option<String>,
    #[serde(default)]
    mods: String,
    /// Only of frames: the characters that the theme would have them drawn with.
    glyphs: Option<String>,
}

const THEMES: [(&str, &str); 6] = [
    ("dark", include_str!("../data/themes/dark.toml")),
    ("light", include_str!("../data/themes/light.toml")),
    ("mono", include_str!("../data/themes/mono.toml")),
    ("high-contrast", include_str!("../data/themes/high-contrast.toml")),
    ("red-green", include_str!("../data/themes/red-green.toml")),
    ("blue-yellow", include_str!("../data/themes/blue-yellow.toml")),
];

impl Theme {
    /// A theme that is compiled in; an unknown name is the first one.
    pub fn named(name: &str) -> Theme {
        let source = THEMES.iter().find(|(known, _)| *known == name).map_or(THEMES[0].1, |(_, source)| source);
        // A test proves that our own themes have no problems.
        Theme::read(name, source).0
    }

    /// Names of the themes that are compiled in.
    pub fn names() -> [&'static str; 6] {
        THEMES.map(|(name, _)| name)
    }

    /// Reads a theme; what cannot be understood is reported and left plain.
    pub fn read(file: &str, source: &str) -> (Theme, Vec<Problem>) {
        let mut problems = Vec::new();
        let mut theme = Theme::default();
        let roles: BTreeMap<Role, StyleFile> = match toml::from_str(source) {
            Ok(roles) => roles,
            Err(error) => {
                let at = error.span().map_or(0, |span| span.start);
                let line = source.get(..at).unwrap_or(source).matches('\n').count() + 1;
                problems.push(
                    Problem::refused("problem-config-line")
                        .with("file", file)
                        .with("line", line)
                        .with("detail", error.message()),
                );
                return (theme, problems);
            }
        };
        for (role, written) in roles {
            let mut style = Style::default();
            let mut wrong = |value: &str| {
                problems.push(Problem::refused("problem-theme-value").with("file", file).with("value", value));
            };
            for (colour, ground) in [(&written.fg, false), (&written.bg, true)] {
                let Some(name) = colour else { continue };
                match name.parse::<Color>() {
                    Ok(colour) if ground => style = style.bg(colour),
                    Ok(colour) => style = style.fg(colour),
                    Err(_) => wrong(name),
                }
            }
            for name in written.mods.split_whitespace() {
                match Modifier::from_name(&name.to_ascii_uppercase()) {
                    Some(modifier) => style = style.add_modifier(modifier),
                    None => wrong(name),
                }
            }
            match written.glyphs.as_deref() {
                None => {}
                Some("box") if role == Role::Frame => theme.boxes = true,
                Some("ascii") if role == Role::Frame => theme.boxes = false,
                Some(other) => wrong(other),
            }
            theme.styles.insert(role, style);
        }
        (theme, problems)
    }

    /// The same without colours, for `NO_COLOR`: what had only a colour keeps its words and brackets.
    #[must_use]
    pub fn without_colour(mut self) -> Theme {
        for style in self.styles.values_mut() {
            style.fg = None;
            style.bg = None;
        }
        self
    }

    /// The same in the colours that there are.
    #[must_use]
    pub fn with_colours(mut self, colours: Colours) -> Theme {
        if colours == Colours::None {
            return self.without_colour();
        }
        for style in self.styles.values_mut() {
            style.fg = style.fg.map(|colour| colours.nearest(colour));
            style.bg = style.bg.map(|colour| colours.nearest(colour));
        }
        self
    }

    /// True when it would have frames drawn with box lines.
    pub fn asks_for_boxes(&self) -> bool {
        self.boxes
    }

    /// The style of a role.
    pub fn style(&self, role: Role) -> Style {
        self.styles.get(&role).copied().unwrap_or_default()
    }
}

/// The few characters that frames are made of, one cell each.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Glyphs {
    /// Where rules meet sides.
    pub corner: String,
    /// Rule.
    pub horizontal: String,
    /// Side.
    pub vertical: String,
    /// Mark of the row under the cursor.
    pub marker: String,
}

impl Glyphs {
    /// Only characters whose width is certain.
    pub fn ascii() -> Glyphs {
        let plain = || Glyphs { corner: "+".into(), horizontal: "-".into(), vertical: "|".into(), marker: ">".into() };
        // A test proves that our own file can be read.
        toml::from_str(include_str!("../data/glyphs/ascii.toml")).unwrap_or_else(|_| plain())
    }

    /// Those that a person set.
    pub fn chosen(choice: GlyphChoice) -> Glyphs {
        if choice == GlyphChoice::Box { Glyphs::boxes() } else { Glyphs::ascii() }
    }

    /// Box lines, for terminals that are known to draw them one cell wide.
    pub fn boxes() -> Glyphs {
        toml::from_str(include_str!("../data/glyphs/box.toml")).unwrap_or_else(|_| Glyphs::ascii())
    }
}

/// Makes a look for settings; reads the user's own files again.
pub type Dress = Rc<dyn Fn(&Settings) -> Look>;

/// Everything above together.
pub struct Look {
    /// Words; shared with work that writes some.
    pub strings: Arc<Strings>,
    /// Keys.
    pub keymap: Keymap,
    /// Styles.
    pub theme: Theme,
    /// Frame characters.
    pub glyphs: Glyphs,
    /// Classes of opinions.
    pub categories: Categories,
    /// Standard sentences.
    pub phrases: Phrases,
    /// Words of the automatic checks.
    pub checks: Checks,
    /// Rules of the place.
    pub profile: Profile,
    /// Points to look at.
    pub points: Points,
    /// Lessons, and how far this person has come.
    pub lessons: Lessons,
    /// What the person set.
    pub settings: Settings,
    /// Line mode: keys are named in words that a reader reads.
    pub aloud: bool,
    /// What the person knows by heart. Noted by the application alone.
    pub familiar: RefCell<Familiar>,
    /// What commands can be called by; made when the command line is first opened.
    pub names: OnceCell<Names>,
    /// What the terminal can do.
    pub ability: Ability,
    /// What it was measured to draw; absent where there is none.
    pub measured: Option<Measured>,
    /// Where that is kept; nowhere in tests.
    pub settings_file: Option<PathBuf>,
    /// Makes another look for other settings.
    pub dress: Dress,
    /// Time zone for moments.
    pub zone: jiff::tz::TimeZone,
}

impl Look {
    /// What is compiled in, in a language.
    pub fn built_in(language: Language) -> Look {
        Look {
            strings: Arc::new(Strings::new(language)),
            keymap: Keymap::standard(),
            theme: Theme::named("dark"),
            glyphs: Glyphs::ascii(),
            categories: Categories::built_in(),
            phrases: Phrases::built_in(),
            checks: Checks::built_in(),
            profile: Profile::built_in(),
            points: Points::built_in(),
            lessons: Lessons::built_in(),
            settings: Settings::default(),
            aloud: false,
            familiar: RefCell::default(),
            names: OnceCell::new(),
            ability: Ability::default(),
            measured: None,
            settings_file: None,
            dress: Rc::new(move |settings| {
                let mut look = Look::built_in(settings.language.unwrap_or(language));
                look.theme = Theme::named(&settings.theme);
                look.glyphs = Glyphs::chosen(settings.glyphs);
                look.keymap = Keymap::layered(&settings.keymap, None).0;
                look.settings = settings.clone();
                look
            }),
            zone: dates::local(),
        }
    }

    /// Comes down to what the terminal was measured to draw and to the colours that it has.
    pub fn settle_for(&mut self, measured: Measured) {
        self.measured = Some(measured);
        let asked = match self.settings.glyphs {
            GlyphChoice::Box => true,
            GlyphChoice::Ascii => false,
            GlyphChoice::Auto => self.theme.asks_for_boxes(),
        };
        self.theme = std::mem::take(&mut self.theme).with_colours(self.ability.colours);
        let boxes = asked && measured.draws_boxes();
        self.glyphs = if boxes { Glyphs::boxes() } else { Glyphs::ascii() };
    }

    /// What to tell a person who set box lines on a terminal that does not draw them one cell wide.
    pub fn missing_boxes(&self) -> Option<Problem> {
        let missing = self.measured.is_some_and(|measured| !measured.draws_boxes());
        (missing && self.settings.glyphs == GlyphChoice::Box).then(|| Problem::refused("problem-no-boxes"))
    }

    /// The look for other settings; what a session found out about its terminal and its clock stays.
    #[must_use]
    pub fn dressed(&self, settings: &Settings) -> Look {
        let mut look = (self.dress)(settings);
        look.settings_file.clone_from(&self.settings_file);
        look.zone = self.zone.clone();
        // A lesson that is open stays open.
        look.lessons.clone_from(&self.lessons);
        look.familiar = self.familiar.clone();
        look.ability.clone_from(&self.ability);
        if let Some(measured) = self.measured {
            look.settle_for(measured);
        }
        // The language to fall back on is the one that the first look was made for.
        look.dress = Rc::clone(&self.dress);
        look.aloud = self.aloud;
        look
    }

    /// A message without arguments.
    pub fn s(&self, key: &str) -> String {
        self.strings.s(key)
    }

    /// A message.
    pub fn t(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.strings.t(key, args)
    }

    /// The style of a role.
    pub fn style(&self, role: Role) -> Style {
        self.theme.style(role)
    }

    /// The language.
    pub fn language(&self) -> Language {
        self.strings.language()
    }

    /// The short name of a command.
    pub fn label(&self, command: Command) -> String {
        self.s(&command.spec().label_key())
    }

    /// The key shown for a command; nothing when it has none.
    pub fn key(&self, command: Command) -> String {
        let label = self.keymap.label(command).unwrap_or_default();
        if self.aloud { super::speech::keys::words(&label, self) } else { label }
    }

    /// Key and short name together, as in hints: `Enter 打开`.
    pub fn hint(&self, command: Command) -> String {
        format!("{} {}", self.key(command), self.label(command))
    }

    /// A moment, short.
    pub fn when(&self, at: Stamp) -> String {
        dates::short(at, &self.zone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_themes_and_glyphs_can_be_read() {
        for (name, source) in THEMES {
            assert_eq!(Theme::read(name, source).1, [], "{name}");
        }
        assert_eq!(Glyphs::ascii().marker, ">");
        assert_ne!(Glyphs::boxes().horizontal, "-");
    }

    #[test]
    fn without_colour_only_modifiers_are_left() {
        let theme = Theme::named("dark").without_colour();
        assert_eq!(theme.style(Role::Key), Style::default());
        assert!(theme.style(Role::Danger).add_modifier.contains(Modifier::BOLD));
    }

    #[test]
    fn a_theme_with_faults_is_told_and_used() {
        let (theme, problems) = Theme::read("t", "[danger]\nfg = \"mauvish\"\nmods = \"bold wobbly\"\n");
        assert_eq!(problems.len(), 2);
        assert!(theme.style(Role::Danger).add_modifier.contains(Modifier::BOLD));
    }
}
