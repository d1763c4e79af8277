//! What every screen wears: title line, decision line, what was said, and the bar of screens. All keys shown come from
//! the live keymap.

use jiff::civil::Date;
use ratatui::style::Style;

use super::canvas::Canvas;
use super::chord::Chord;
use super::command;
use super::familiar;
use super::layout::Areas;
use super::look::{Look, Role};
use super::msg::Notice;
use super::screens::{Hint, Title};
use crate::config::settings::HintLevel;
use crate::text::{Arg, width};

fn cells(text: &str) -> u16 {
    u16::try_from(width::width(text)).unwrap_or(u16::MAX)
}

/// The notice for terminals below 40x10.
pub fn too_small(canvas: &mut Canvas, areas: Areas, look: &Look) {
    let (width, height) = (areas.all.width, areas.all.height);
    let told = look.t("told-too-small", &[("width", Arg::from(width)), ("height", Arg::from(height))]);
    let lines = width::wrap(&told, usize::from(width));
    canvas.lines(areas.all, &lines, look.style(Role::Plain));
}

/// ` where and what                      how far [mode] `
pub fn title(canvas: &mut Canvas, areas: Areas, look: &Look, title: &Title, text_mode: bool) {
    let style = look.style(Role::Title);
    let mode = look.s(if text_mode { "mode-text" } else { "mode-command" });
    let area = areas.title;
    let mode_cells = cells(&mode).min(area.width);
    let right = area.width.saturating_sub(mode_cells + 1);
    canvas.text(area.x + right, area.y, mode_cells, &mode, style);
    let far = cells(&title.right).min(right / 2);
    if far > 0 {
        canvas.text(area.x + right.saturating_sub(far + 1), area.y, far, &title.right, style);
    }
    let room = right.saturating_sub(far + 3);
    canvas.text(area.x + 1, area.y, room, &title.left, style);
}

/// Key and name of a hint; the key is empty where there is none.
pub fn hint_parts(hint: &Hint, look: &Look) -> (String, String) {
    match hint {
        Hint::One(command) => (look.key(*command), look.label(*command)),
        Hint::Named(command, label) => (look.key(*command), look.s(label)),
        Hint::Run(first, last, label) => (format!("{}..{}", look.key(*first), look.key(*last)), look.s(label)),
        Hint::Words(words) => (String::new(), words.clone()),
    }
}

/// The hints that are left at a level: by habit those that the person knows by heart are left out. A question is shown with
/// its answers at any level.
fn kept<'h>(look: &Look, hints: &'h [Hint], asks: bool, today: Date) -> Vec<&'h Hint> {
    let asks = asks || hints.iter().any(|hint| matches!(hint, Hint::Words(_)));
    let familiar = look.familiar.borrow();
    let known = |hint: &Hint| match hint {
        Hint::One(command) | Hint::Named(command, _) => familiar.by_heart([*command], today),
        Hint::Run(first, last, _) => familiar.by_heart(familiar::between(*first, *last), today),
        Hint::Words(_) => false,
    };
    let keep = |hint: &&Hint| match look.settings.hints {
        _ if asks => true,
        HintLevel::Auto => !known(hint),
        HintLevel::Full | HintLevel::Short => true,
        HintLevel::None => false,
    };
    hints.iter().filter(keep).collect()
}

/// The decision line: what can be done now, as many as fit, most important first. It stands where it stands, however little
/// is on it; no entry is cut in two.
pub fn hints(canvas: &mut Canvas, areas: Areas, look: &Look, hints: &[Hint], asks: bool, today: Date) {
    if areas.hints.height == 0 {
        return;
    }
    canvas.rule(areas.divider, look, "", "");
    let mut inside = canvas.sides(areas.hints, look);
    let hints = kept(look, hints, asks, today);
    let words = hints.iter().any(|hint| matches!(hint, Hint::Words(_)));
    if look.settings.hints == HintLevel::Short && !words {
        inside.height = inside.height.min(1);
    }
    let (mut x, mut y) = (inside.x, inside.y);
    for hint in hints {
        let (key, label) = hint_parts(hint, look);
        if key.is_empty() && !matches!(hint, Hint::Words(_)) {
            continue;
        }
        let taken = cells(&key) + cells(&label) + u16::from(!key.is_empty());
        if x > inside.x && x + taken > inside.right() {
            (x, y) = (inside.x, y + 1);
        }
        if taken > inside.width && !matches!(hint, Hint::Words(_)) {
            continue;
        }
        if y >= inside.bottom() {
            break;
        }
        if matches!(hint, Hint::Words(_)) {
            // A question has its line; its keys have the next one.
            canvas.text(inside.x, y, inside.width, &label, look.style(Role::Warning));
            (x, y) = (inside.x, y + 1);
            continue;
        }
        x += canvas.text(x, y, inside.right() - x, &key, look.style(Role::Key));
        x += 1;
        x += canvas.text(x, y, inside.right().saturating_sub(x), &label, look.style(Role::Plain));
        x += 2;
    }
}

/// What was said, and how it looks.
fn words(look: &Look, said: &Notice) -> (String, Style) {
    match said {
        Notice::Told(text) => (text.clone(), look.style(Role::Told)),
        Notice::Refused(text) | Notice::Remark(text) => (text.clone(), look.style(Role::Warning)),
        Notice::Problem(problem) => (look.strings.problem(problem), look.style(Role::Danger)),
    }
}

/// Why something was not done is read to its end: where it does not fit into the rule, it takes the place of the decision line
/// until the next key, and goes on in the rule. Returns whether it did.
pub fn told_at_length(canvas: &mut Canvas, areas: Areas, look: &Look, said: Option<&Notice>) -> bool {
    let Some(said @ (Notice::Refused(_) | Notice::Problem(_))) = said else { return false };
    let (text, style) = words(look, said);
    let room = areas.hints.width.saturating_sub(4);
    if areas.hints.height == 0 || cells(&text) <= room {
        return false;
    }
    let lines = width::wrap(&text, usize::from(room));
    let (above, rest) = lines.split_at(lines.len().min(usize::from(areas.hints.height)));
    canvas.rule(areas.divider, look, "", "");
    let inside = canvas.sides(areas.hints, look);
    canvas.lines(inside, above, style);
    canvas.rule_styled(areas.told, look, &rest.join(" "), "", look.style(Role::Frame), style);
    true
}

/// The rule under the decision line tells what happened, or which keys wait for more.
pub fn told(canvas: &mut Canvas, areas: Areas, look: &Look, said: Option<&Notice>, pending: &[Chord]) {
    let line = look.style(Role::Frame);
    let (text, words) = if !pending.is_empty() {
        let keys: Vec<String> = pending.iter().map(|chord| chord.label()).collect();
        (look.t("told-pending", &[("keys", Arg::from(keys.join(" ")))]), look.style(Role::Warning))
    } else {
        said.map_or_else(|| (String::new(), line), |said| words(look, said))
    };
    canvas.rule_styled(areas.told, look, &text, "", line, words);
}

/// The screens and their keys. The spot check gives way where not all of them have room: the home page leads there, too.
pub fn bar(canvas: &mut Canvas, areas: Areas, look: &Look) {
    use command::App;
    const SCREENS: [App; 10] = [
        App::Help,
        App::Home,
        App::Filter,
        App::Queue,
        App::SpotCheck,
        App::Demands,
        App::Import,
        App::Exchange,
        App::Palette,
        App::Back,
    ];
    let area = areas.bar;
    let entries = SCREENS.map(|screen| (screen, look.key(screen.into()), look.label(screen.into())));
    let all: u16 = entries.iter().map(|(_, key, label)| cells(key) + cells(label) + 1).sum();
    let mut x = area.x + 1;
    for (_, key, label) in entries.iter().filter(|(screen, ..)| *screen != App::SpotCheck || all <= area.width) {
        if key.is_empty() || x + cells(key) + cells(label) > area.right() {
            continue;
        }
        x += canvas.text(x, area.y, area.width, key, look.style(Role::Key));
        x += canvas.text(x, area.y, area.width, label, look.style(Role::Plain));
        x += 1;
    }
}
