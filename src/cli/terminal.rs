//! `wenxiao terminal`: what the terminal says of itself, what was measured, and what the screens make of it.

use serde_json::json;

use super::Context;
use super::output::{Outcome, words};
use super::screens::unsuited_locale;
use crate::config::Settings;
use crate::config::settings::GlyphChoice;
use crate::text::{Arg, width};
use crate::tui::ability::{Ability, Between};
use crate::tui::{Seen, see};

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// `terminal`
pub fn terminal(context: &mut Context<'_>) -> Outcome {
    let strings = context.output.strings;
    let Seen { ability, size, measured } = see(Ability::of(&variable), context.interactive && !context.output.json);
    let settings = Settings::load(&context.opening.paths).0;
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(|name| variable(name));
    let editor = ["VISUAL", "EDITOR"].iter().find_map(|name| variable(name));
    let plain = variable("NO_COLOR").is_some();
    let ambiguous = match measured.unwrap_or_default().ambiguous(&ability) {
        width::Ambiguous::One => 1_u8,
        width::Ambiguous::Two => 2,
    };
    let boxes = settings.glyphs == GlyphChoice::Box && measured.is_some_and(|measured| measured.draws_boxes());
    let between = match ability.between {
        Between::Nobody => None,
        Between::Tmux => Some("tmux"),
        Between::Screen => Some("screen"),
    };
    if context.output.json {
        let value = json!({
            "term": ability.term, "draws": ability.draws, "inside": between, "columns": size.map(|size| size.0),
            "rows": size.map(|size| size.1), "locale": locale, "utf8": unsuited_locale().is_none(),
            "colours": strings.s(ability.colours.key()), "no_color": plain, "second_screen": ability.second_screen,
            "bracketed_paste": ability.paste, "whole_frames": ability.frames, "clipboard": ability.clipboard,
            "ambiguous_width": ambiguous, "theme": settings.theme, "box_lines": boxes, "editor": editor,
        });
        return Ok(context.output.json(&value)?);
    }
    let yes = |holds: bool| strings.s(if holds { "terminal-yes" } else { "terminal-no" });
    let none = || strings.s("terminal-none");
    let cells = |cells: Option<u16>| match (measured, cells) {
        (None, _) => strings.s("terminal-not-asked"),
        (_, None) => strings.s("terminal-no-answer"),
        (_, Some(cells)) => strings.t("terminal-cells", &[("cells", Arg::from(cells))]),
    };
    let size = size.map_or_else(none, |(columns, rows)| {
        let key = if columns < 80 || rows < 24 { "terminal-size-small" } else { "terminal-size" };
        strings.t(key, &[("columns", Arg::from(columns)), ("rows", Arg::from(rows))])
    });
    let colours = if plain { strings.s("terminal-no-color") } else { strings.s(ability.colours.key()) };
    let frames = strings.s(if boxes { "terminal-frames-box" } else { "terminal-frames-ascii" });
    let encoding = match (&locale, unsuited_locale()) {
        (None, _) => none(),
        (Some(locale), None) => locale.clone(),
        (Some(locale), Some(_)) => strings.t("terminal-encoding-wrong", &[("locale", Arg::from(locale))]),
    };
    let measured = measured.unwrap_or_default();
    let rows = [
        ("terminal-row-term", if ability.term.is_empty() { none() } else { ability.term.clone() }),
        ("terminal-row-draws", yes(ability.draws)),
        ("terminal-row-inside", between.map_or_else(none, str::to_owned)),
        ("terminal-row-size", size),
        ("terminal-row-encoding", encoding),
        ("terminal-row-colours", colours),
        ("terminal-row-screen", yes(ability.second_screen)),
        ("terminal-row-paste", yes(ability.paste)),
        ("terminal-row-whole", yes(ability.frames)),
        ("terminal-row-clipboard", yes(ability.clipboard)),
        ("terminal-row-text-cells", cells(measured.text)),
        ("terminal-row-line-cells", cells(measured.line)),
        ("terminal-row-layout", strings.t("terminal-cells", &[("cells", Arg::from(ambiguous))])),
        ("terminal-row-frames", frames),
        ("terminal-row-theme", settings.theme),
        ("terminal-row-editor", editor.unwrap_or_else(none)),
    ];
    let rows: Vec<Vec<String>> = rows.into_iter().map(|(key, told)| vec![strings.s(key), told]).collect();
    context.output.table(&[words("column-check", 28), words("column-detail", 0)], &rows)?;
    context.output.hint("terminal-told-by", &[]);
    Ok(())
}
