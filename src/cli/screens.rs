//! Opening the screens: what they look like here, and which engine stands behind them.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use super::desk::{KeyLine, Opening, Play, Played, Result};
use crate::config::checks::Checks;
use crate::config::lessons::{Lessons, Taken};
use crate::config::points::Points;
use crate::config::settings::{self, Settings};
use crate::config::{self, Categories, Phrases, Profile};
use crate::engine::inline::Inline;
use crate::engine::lanes::Lanes;
use crate::engine::lessons;
use crate::engine::request::{Engine, Request};
use crate::engine::single::Single;
use crate::engine::workstation::{OpenOptions, Workstation};
use crate::model::event::Stamp;
use crate::model::problem::{Problem, ProblemKind};
use crate::text::{Arg, Language, Strings, dates};
use crate::tui::ability::Ability;
use crate::tui::card;
use crate::tui::command::CATALOGUE;
use crate::tui::keymap::Keymap;
use crate::tui::look::{Dress, Glyphs, Look, Theme};
use crate::tui::msg::Handover;
use crate::tui::play::{Format, PlayOptions, Stage, play as play_screens};
use crate::tui::{RunOptions, line, run as run_screens};

/// The user's own key map in the configuration folder.
const KEYMAP: &str = "keymap.toml";
/// The user's own theme in the configuration folder.
const THEME: &str = "theme.toml";

fn own(opening: &Opening, name: &str, problems: &mut Vec<Problem>) -> Option<String> {
    match config::paths::read_own(&opening.paths.own(name)) {
        None => None,
        Some(Ok(source)) => Some(source),
        Some(Err(problem)) => {
            problems.push(problem);
            None
        }
    }
}

/// The keys as this user set them: the map that was asked for or set, with their own file over it.
pub fn keymap(opening: &Opening, settings: &Settings, problems: &mut Vec<Problem>) -> Keymap {
    let keys = own(opening, KEYMAP, problems);
    let name = opening.keymap.as_deref().unwrap_or(&settings.keymap);
    let (keymap, more) = Keymap::layered(name, keys.as_deref().map(|source| (KEYMAP, source)));
    problems.extend(more);
    keymap
}

/// Words, keys, styles and tables as this user set them, and everything that is wrong with their files.
fn look(opening: &Opening, language: Language) -> Result<(Look, Vec<Problem>)> {
    let (settings, mut problems) = Settings::load(&opening.paths);
    let (look, more) = dressed(opening, language, settings)?;
    problems.extend(more);
    Ok((look, problems))
}

/// The same for settings that may not be kept yet.
fn dressed(opening: &Opening, language: Language, settings: Settings) -> Result<(Look, Vec<Problem>)> {
    let (strings, mut problems) = config::strings(language, &opening.paths);
    let (profile, more) = Profile::load(opening.profile.as_deref().unwrap_or("default"), &opening.paths)?;
    problems.extend(more);
    problems.extend(super::wiring::rulebook(&profile).1);
    let (categories, more) = Categories::load(&opening.paths);
    problems.extend(more);
    let (checks, more) = Checks::load(&opening.paths);
    problems.extend(more);
    let (categories, more) = profile.categories(categories);
    problems.extend(more);
    let (phrases, more) = Phrases::load(&opening.paths, &categories);
    problems.extend(more);
    let (phrases, more) = profile.phrases(phrases, &categories);
    problems.extend(more);
    let (points, more) = Points::load(&opening.paths);
    problems.extend(more);
    problems.extend(config::mappings::load(&config::mappings::file(&opening.paths, opening.profile.as_deref())).1);
    let keymap = keymap(opening, &settings, &mut problems);
    let theme = match own(opening, THEME, &mut problems) {
        None => {
            if !Theme::names().contains(&settings.theme.as_str()) {
                problems.push(
                    Problem::refused("problem-settings-theme")
                        .with("file", settings::file(&opening.paths).display())
                        .with("value", &settings.theme)
                        .with("known", Theme::names().join(", ")),
                );
            }
            Theme::named(&settings.theme)
        }
        Some(source) => {
            let (theme, more) = Theme::read(THEME, &source);
            problems.extend(more);
            theme
        }
    };
    // https://no-color.org: present and not empty.
    let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let look = Look {
        theme: if plain { theme.without_colour() } else { theme },
        glyphs: Glyphs::chosen(settings.glyphs),
        dress: dress(opening.clone(), language),
        settings_file: Some(settings::file(&opening.paths)),
        settings,
        aloud: false,
        familiar: RefCell::default(),
        ability: Ability::of(&|name| std::env::var(name).ok()),
        measured: None,
        names: OnceCell::new(),
        zone: dates::local(),
        strings: strings.into(),
        keymap,
        categories,
        phrases,
        checks,
        profile,
        points,
        lessons: Lessons::load(&opening.paths),
    };
    Ok((look, problems))
}

/// Another look for the same user: `language` where the settings name none.
fn dress(opening: Opening, language: Language) -> Dress {
    Rc::new(move |settings| {
        let wanted = settings.language.unwrap_or(language);
        match dressed(&opening, wanted, settings.clone()) {
            Ok((look, _)) => look,
            // The profile was there when the program started; without it the built-in look is as good.
            Err(_) => Look { settings: settings.clone(), ..Look::built_in(wanted) },
        }
    })
}

/// A locale that names another encoding, with its variable: it cannot show the screens. An unset or plain `C` locale says
/// nothing about the terminal, which is UTF-8 nearly everywhere.
pub fn unsuited_locale() -> Option<(String, String)> {
    let named = ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(|name| {
        std::env::var(name).ok().filter(|value| !value.is_empty()).map(|value| (name.to_string(), value))
    });
    let (name, value) = named?;
    let encoding = value.split_once('.').map(|(_, encoding)| encoding.to_ascii_lowercase().replace('-', ""))?;
    (!encoding.starts_with("utf8")).then_some((name, value))
}

fn check_locale() -> Result<()> {
    match unsuited_locale() {
        None => Ok(()),
        Some((name, value)) => {
            Err(Problem::new(ProblemKind::Unavailable, "problem-locale").with("name", name).with("value", value))
        }
    }
}

/// Where the screens begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum First {
    /// In the database of the opening.
    Work,
    /// In a lesson, by its place; leaving it ends the program.
    Lesson { at: usize, afresh: bool },
}

/// The station of the work or of a lesson, and what its screens need besides.
fn station_for(
    opening: &Opening,
    language: Language,
    handover: Handover,
    open: &dyn Fn() -> Result<Workstation>,
    base: &OpenOptions,
) -> Result<(Workstation, Look, Vec<Problem>)> {
    let (mut look, problems) = look(opening, language)?;
    let mut station = match handover {
        Handover::Work | Handover::Forget { .. } => open()?,
        Handover::Lesson { at, afresh } => {
            if opening.read_only {
                return Err(Problem::new(ProblemKind::Unavailable, "problem-lesson-read-only"));
            }
            let Some(lesson) = look.lessons.all.get(at) else { return Err(no_such_lesson(at + 1, &look)) };
            let folder = config::lessons::folder(&opening.paths, &lesson.id);
            let station = lessons::open(base.clone(), &folder, lesson, afresh)?;
            look.lessons = Lessons::load(&opening.paths);
            look.lessons.taken = Some(Taken { at, folder });
            station
        }
    };
    introduce_to_sample(&mut station, &look)?;
    Ok((station, look, problems))
}

/// In the sample database somebody works already: nobody is asked for a name there.
fn introduce_to_sample(station: &mut Workstation, look: &Look) -> Result<()> {
    let about = station.station()?;
    if about.sample && about.person.is_none() && about.read_only.is_none() {
        station.introduce(&look.s("demo-person"), &look.s("demo-office"))?;
    }
    Ok(())
}

fn forget(opening: &Opening, at: usize) -> Result<()> {
    match config::lessons::built_in().get(at) {
        Some(lesson) if !opening.read_only => lessons::forget(&config::lessons::folder(&opening.paths, &lesson.id)),
        _ => Err(Problem::new(ProblemKind::Unavailable, "problem-lesson-read-only")),
    }
}

fn no_such_lesson(number: usize, look: &Look) -> Problem {
    Problem::new(ProblemKind::Usage, "lessons-number-wrong")
        .with("number", number)
        .with("count", look.lessons.all.len())
}

/// Runs the screens in the terminal until the reviewer leaves: the work, and lessons between.
pub fn run(
    opening: &Opening,
    language: Language,
    first: First,
    open: &dyn Fn() -> Result<Workstation>,
    base: &OpenOptions,
) -> Result<()> {
    check_locale()?;
    let begin = match first {
        First::Work => Handover::Work,
        First::Lesson { at, afresh } => Handover::Lesson { at, afresh },
    };
    // What went wrong with a lesson is told on the screens it was chosen on.
    let mut failed: Option<Problem> = None;
    let mut begun = false;
    run_screens(begin, |handover, sink| {
        if let Handover::Forget { at } = handover {
            failed = forget(opening, at).err();
        }
        let back = begun && !matches!(handover, Handover::Lesson { .. });
        if back && first != First::Work {
            return Ok(None);
        }
        let opened = station_for(opening, language, handover, open, base);
        let (station, look, mut problems) = match opened {
            Err(problem) if begun && first == First::Work => {
                failed = Some(problem);
                station_for(opening, language, Handover::Work, open, base)?
            }
            opened => opened?,
        };
        begun = true;
        problems.extend(failed.take());
        let session = uuid::Uuid::now_v7().to_string();
        let options = RunOptions { look, problems, session, state: opening.paths.state.clone() };
        let lanes = Lanes::start(station, Arc::new(move |reply| sink(reply)))?;
        Ok(Some((Box::new(lanes) as Box<dyn Engine>, options)))
    })
}

/// Tells the screens in sentences until the reviewer leaves or the input ends: the work, and lessons between.
pub fn talk(
    opening: &Opening,
    language: Language,
    cannot_draw: Option<&str>,
    open: &dyn Fn() -> Result<Workstation>,
    base: &OpenOptions,
) -> Result<()> {
    check_locale()?;
    let strings = Strings::new(language);
    let greeting = match cannot_draw {
        Some(term) => strings.t("line-cannot-draw", &[("term", Arg::from(term))]),
        None => strings.s("line-help-hint"),
    };
    let answer = |handover, sink| {
        let mut failed = None;
        if let Handover::Forget { at } = handover {
            failed = forget(opening, at).err();
        }
        let (station, look, mut problems) = match station_for(opening, language, handover, open, base) {
            Err(problem) if matches!(handover, Handover::Lesson { .. }) => {
                failed = Some(problem);
                station_for(opening, language, Handover::Work, open, base)?
            }
            opened => opened?,
        };
        problems.extend(failed);
        let session = uuid::Uuid::now_v7().to_string();
        let options = RunOptions { look, problems, session, state: opening.paths.state.clone() };
        Ok(Some((Box::new(Single::start(station, sink)?) as Box<dyn Engine>, options)))
    };
    line::run(Handover::Work, answer, greeting)
}

/// An inline engine that two parts of a stage share.
struct Shared(Rc<Inline>);

impl Engine for Shared {
    fn post(&self, request: Request) {
        self.0.post(request);
    }
}

/// Plays keys on the screens without a terminal.
pub fn play(opening: &Opening, language: Language, play: &Play, mut station: Workstation) -> Result<Played> {
    let make_look = || look(opening, language).map(|(look, _)| look);
    introduce_to_sample(&mut station, &make_look()?)?;
    let now = Stamp(station.clock().millis() << 16);
    let inline = Rc::new(Inline::new(station));
    let session = uuid::Uuid::now_v7().to_string();
    let format = if play.ansi { Format::Ansi } else { Format::Text };
    let options = PlayOptions { format, now, session };
    let stage = || {
        let replies = Rc::clone(&inline);
        Stage { engine: Box::new(Shared(Rc::clone(&inline))), replies: Box::new(move || replies.take()) }
    };
    let pictures = play_screens(stage, play.size, &play.keys, make_look()?, &options)?;
    Ok(Played { screens: pictures.screens, svg: play.svg.then_some(pictures.svg) })
}

/// The card of the keys in use: its lines, or a drawing of it.
pub fn key_card(opening: &Opening, language: Language, drawn: bool) -> Result<Vec<String>> {
    let (look, _) = look(opening, language)?;
    Ok(if drawn { vec![card::picture(&look)] } else { card::lines(&look) })
}

/// All commands with their keys, in the order of the table.
pub fn keys(opening: &Opening, strings: &Strings) -> Vec<KeyLine> {
    let keymap = keymap(opening, &Settings::load(&opening.paths).0, &mut Vec::new());
    CATALOGUE
        .iter()
        .map(|spec| KeyLine {
            place: strings.s(&format!("scope-{}", spec.scope.id())),
            keys: keymap.labels(spec.command).join("  "),
            command: spec.id.to_owned(),
            meaning: strings.s(&spec.description_key()),
        })
        .collect()
}
