//! What must hold on every terminal: where the caret stands, colours that nobody needs, frames, sizes.

use ratatui::style::{Color, Modifier, Style};
use wenxiao::text::{Language, width};
use wenxiao::tui::ability::{Colours, rgb};
use wenxiao::tui::look::{Glyphs, Look, Role, Theme};
use wenxiao::tui::measure::Measured;
use wenxiao::tui::msg::Msg;
use wenxiao::tui::play::{PlayOptions, Player};

use super::robust::SCREENS;
use crate::support::fake::{World, stage};
use crate::support::script::{Script, look};

const ROLES: [Role; 12] = [
    Role::Plain,
    Role::Title,
    Role::Frame,
    Role::Heading,
    Role::Key,
    Role::Selected,
    Role::Good,
    Role::Warning,
    Role::Danger,
    Role::Muted,
    Role::Field,
    Role::Told,
];

#[test]
fn the_caret_stands_on_the_active_cell_of_every_screen() {
    let more =
        ["<f9>1", "<f8>", "0", "0<down><down>", "<ctrl-n>", "<f4><enter>7<tab><tab>", "<f4><enter>7<tab><tab><tab>"];
    for keys in SCREENS.into_iter().chain(more) {
        for size in [(80, 24), (60, 20), (120, 40), (40, 10)] {
            for language in Language::ALL {
                let mut script = Script::on(World::sample(), size, language);
                script.press(keys);
                let (buffer, caret) = script.player.frame();
                let caret =
                    caret.unwrap_or_else(|| panic!("no caret after {keys:?} at {size:?}:\n{}", script.screen()));
                assert!(buffer.area.contains(caret), "{keys:?} at {size:?}");
                let body = 1..size.1 - 2;
                assert!(body.contains(&caret.y), "{keys:?} at {size:?}: the caret is at {caret}\n{}", script.screen());
                let field = script.player.app().takes_text();
                assert_eq!(field, script.line(1).contains(if language == Language::En { "[text]" } else { "[输入]" }));
            }
        }
    }
}

#[test]
fn the_caret_of_a_list_is_on_the_row_with_the_marker() {
    for keys in
        ["<f4>", "<f4><down><down>", "<f4><end>", "<f4><enter><down>", "<f6>", "<f4><enter><space><ctrl-o>", "0<down>"]
    {
        let mut script = Script::new();
        script.press(keys);
        let caret = script.player.frame().1.unwrap();
        let row = script.line(usize::from(caret.y) + 1);
        assert!(row.contains('>'), "{keys:?}: {row}");
    }
}

#[test]
fn the_caret_stands_behind_what_was_typed() {
    let mut script = Script::new();
    script.press("<f4>/教育局");
    let caret = script.player.frame().1.unwrap();
    let row = script.line(usize::from(caret.y) + 1);
    let before = row.find("教育局").unwrap() + "教育局".len();
    assert_eq!(usize::from(caret.x), width::width(&row[..before]), "{row}");
    script.press("<left>");
    assert_eq!(script.player.frame().1.unwrap().x, caret.x - 2, "a wide character is two cells");
    script.press("<esc><f4><enter>7<tab><ctrl-u>").press(&"数".repeat(60));
    let caret = script.player.frame().1.unwrap();
    let row = script.line(usize::from(caret.y) + 1);
    assert_eq!(row.matches('数').count(), 60 - 37, "{}", script.screen());
    assert_eq!(usize::from(caret.x), 2 + 2 * (60 - 37));
}

#[test]
fn ambiguous_characters_take_two_cells_where_the_terminal_gives_them_two() {
    let world = World::sample();
    let mut look = look(Language::ZhCn);
    look.settle_for(Measured { text: Some(2), line: Some(2) });
    width::lay_out_for(width::Ambiguous::Two);
    let mut player = Player::new(stage(&world), (80, 24), look, &PlayOptions::default());
    player.press("<f4><enter>7<tab><ctrl-u>“甲”≥12…").unwrap();
    let (buffer, caret) = player.frame();
    let caret = caret.unwrap();
    assert_eq!(caret.x, 2 + 2 * 5 + 2, "three signs, one word, two digits, one sign");
    let symbols: Vec<&str> = (2..caret.x).map(|x| buffer.cell((x, caret.y)).unwrap().symbol()).collect();
    assert_eq!(symbols, ["“", " ", "甲", " ", "”", " ", "≥", " ", "1", "2", "…", " "]);
    for keys in SCREENS {
        player.press("<esc><esc><esc><f2>").unwrap();
        player.press(keys).unwrap();
        for y in 0..24 {
            // Nothing is pushed out of its line.
            let last = buffer.cell((79, y)).unwrap().symbol();
            assert!(width::width(last) <= 1, "{keys:?} row {y}");
        }
    }
}

#[test]
fn frames_follow_what_was_asked_for_and_what_was_measured() {
    let glyphs = |settings: wenxiao::config::settings::GlyphChoice, theme: &str, line| {
        let mut look = Look::built_in(Language::ZhCn);
        look.settings.glyphs = settings;
        look.theme = Theme::read("test", theme).0;
        look.settle_for(Measured { text: Some(1), line });
        (look.glyphs.horizontal == Glyphs::boxes().horizontal, look.missing_boxes().iter().count())
    };
    use wenxiao::config::settings::GlyphChoice::{Ascii, Auto, Box};
    let wanting = "[frame]\nglyphs = \"box\"\n";
    assert_eq!(glyphs(Auto, "", Some(1)), (false, 0), "ASCII unless somebody asks for more");
    assert_eq!(glyphs(Auto, wanting, Some(1)), (true, 0));
    assert_eq!(glyphs(Auto, wanting, Some(2)), (false, 0));
    assert_eq!(glyphs(Ascii, wanting, Some(1)), (false, 0));
    assert_eq!(glyphs(Box, "", Some(1)), (true, 0));
    assert_eq!(glyphs(Box, "", None), (false, 1), "and it is said");
    assert_eq!(Theme::read("test", "[title]\nglyphs = \"box\"\n").1.len(), 1, "only frames have glyphs");
}

fn luminance((r, g, b): (u8, u8, u8)) -> f64 {
    let part = |value: u8| {
        let value = f64::from(value) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b)
}

/// WCAG 2: from 1 to 21.
fn contrast(a: (u8, u8, u8), b: (u8, u8, u8)) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

const BLACK: (u8, u8, u8) = (0, 0, 0);
const WHITE: (u8, u8, u8) = (255, 255, 255);

#[test]
fn every_role_can_be_read_on_the_ground_it_is_made_for() {
    for name in Theme::names() {
        let (own, ground) = if name == "light" { (BLACK, WHITE) } else { (WHITE, BLACK) };
        for colours in [Colours::All, Colours::Many, Colours::Sixteen] {
            let theme = Theme::named(name).with_colours(colours);
            for role in ROLES {
                let style = theme.style(role);
                let mut pair = (style.fg.and_then(rgb).unwrap_or(own), style.bg.and_then(rgb).unwrap_or(ground));
                if style.add_modifier.contains(Modifier::REVERSED) {
                    pair = (pair.1, pair.0);
                }
                let reached = contrast(pair.0, pair.1);
                // Frames are lines, not words: WCAG asks for 3 there.
                let wanted = if role == Role::Frame { 3.0 } else { 4.5 };
                assert!(reached >= wanted, "{name} {role:?} in {colours:?}: {reached:.2}");
                assert!(name != "high-contrast" || reached >= 7.0, "{role:?}: {reached:.2}");
            }
        }
    }
}

#[test]
fn what_is_good_bad_or_wants_attention_differs_by_more_than_colour() {
    for name in Theme::names() {
        let theme = Theme::named(name).without_colour();
        let mods = [Role::Good, Role::Warning, Role::Danger].map(|role| theme.style(role).add_modifier);
        assert!(mods[0] != mods[1] && mods[1] != mods[2] && mods[0] != mods[2], "{name}: {mods:?}");
        for role in [Role::Title, Role::Selected, Role::Field, Role::Danger] {
            assert_ne!(theme.style(role), Style::default(), "{name} {role:?}");
        }
    }
}

/// How somebody without one kind of cones sees a colour (Viénot, Brettel and Mollon 1999; for tritanopia the usual
/// single-plane form), in linear light.
fn seen(kind: &str, colour: (u8, u8, u8)) -> [f64; 3] {
    let linear = [colour.0, colour.1, colour.2].map(|value| (f64::from(value) / 255.0).powf(2.2));
    let rows = match kind {
        "protanopia" => [[0.11238, 0.88762, 0.0], [0.11238, 0.88762, 0.0], [0.00401, -0.00401, 1.0]],
        "deuteranopia" => [[0.29275, 0.70725, 0.0], [0.29275, 0.70725, 0.0], [-0.02234, 0.02234, 1.0]],
        _ => [[1.0, 0.14461, -0.14461], [0.0, 0.85924, 0.14076], [0.0, 0.85924, 0.14076]],
    };
    rows.map(|row| row.iter().zip(linear).map(|(a, b)| a * b).sum::<f64>().clamp(0.0, 1.0).powf(1.0 / 2.2))
}

#[test]
fn the_themes_for_other_eyes_keep_good_and_bad_apart() {
    let apart = |name: &str, kind: &str| {
        let theme = Theme::named(name);
        let colour = |role: Role| seen(kind, theme.style(role).fg.and_then(rgb).unwrap());
        let far = |a: [f64; 3], b: [f64; 3]| a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt();
        let [good, warning, danger] = [Role::Good, Role::Warning, Role::Danger].map(colour);
        far(good, danger).min(far(good, warning))
    };
    for (name, kind) in [("red-green", "protanopia"), ("red-green", "deuteranopia"), ("blue-yellow", "tritanopia")] {
        let reached = apart(name, kind);
        assert!(reached > 0.25, "{name} as seen with {kind}: {reached:.2}");
    }
}

#[test]
fn without_colour_every_screen_says_the_same() {
    for keys in SCREENS {
        let mut coloured = Script::new();
        coloured.press(keys);
        let mut plain = Script::mono(World::sample(), (80, 24));
        plain.press(keys);
        assert_eq!(coloured.screen(), plain.screen(), "{keys:?}");
        let (buffer, _) = plain.player.frame();
        let bare = |colour: Color| colour == Color::Reset;
        assert!(buffer.content.iter().all(|cell| bare(cell.fg) && bare(cell.bg)), "{keys:?}");
    }
}

#[test]
fn a_small_window_is_told_once_and_what_can_be_shown_is() {
    let mut script = Script::new();
    script.press("<f4><size:72x20>").shows("窗口 72x20 不足 80x24").shows("老旧小区改造补助");
    script.press("<down>").press("<size:70x20>").hides("窗口 70x20");
    script.press("<size:80x24><size:80x20>").shows("窗口 80x20");
    script.press("<size:30x8>").shows("需 80x24，现 30x8").shows("行模式").press("<size:80x24>").shows("2/12");
}

#[test]
fn what_stands_at_the_caret_is_copied() {
    let mut script = Script::new();
    script.press("<f4><ctrl-p>").shows("已交给终端复制");
    let copied = script.player.copied.take().unwrap();
    assert!(copied.starts_with("待审") && copied.contains("老旧小区改造补助"), "{copied}");
    script.press("<enter>7<tab><ctrl-u>正文甲<ctrl-p>");
    assert_eq!(script.player.copied.take().as_deref(), Some("正文甲"), "a field is copied whole");
    script.press("<esc>@<ctrl-p>");
    let copied = script.player.copied.take().unwrap();
    assert!(
        copied.lines().count() > 3 && copied.contains("户均改造成本"),
        "what is to be read is copied whole: {copied}"
    );
    script.press("<esc><esc><f4>/<ctrl-p>").shows("已交给终端复制");
}

#[test]
fn what_does_not_fit_a_clipboard_is_not_copied() {
    let mut script = Script::new();
    script.press("<f4><enter>7<tab><ctrl-u>");
    script.player.handle(Msg::Text("文".repeat(17_000)));
    script.press("<ctrl-p>").shows("超过 48 KB，没有复制");
    assert_eq!(script.player.copied, None);
    let mut look = look(Language::ZhCn);
    look.ability.clipboard = false;
    let mut player = Player::new(stage(&World::sample()), (80, 24), look, &PlayOptions::default());
    player.press("<f4><ctrl-p>").unwrap();
    assert_eq!(player.copied, None, "a console has none");
}

#[test]
fn a_text_goes_to_the_own_editor_and_comes_back_as_one_step() {
    let mut script = Script::new();
    script.press("<f4><enter>7<tab><ctrl-u>原文<ctrl-e>");
    assert_eq!(script.player.edited.take().as_deref(), Some("原文"));
    assert_eq!(script.world.borrow().drafts[0].text, "原文", "kept before anybody else has it");
    script.player.handle(Msg::Edited(Ok("换了\n两行".into())));
    script.shows("换了").shows("两行").shows("已换成外部编辑器里写的");
    assert_eq!(script.world.borrow().drafts[0].text, "换了\n两行");
    script.press("<ctrl-z>").shows("原文").hides("换了").press("<ctrl-y>").shows("换了");
    script.press("<ctrl-e>");
    script.player.handle(Msg::Edited(Ok("换了\n两行".into())));
    script.shows("没有改动");
    // The demand is one line, whatever the editor made of it.
    script.press("<tab><ctrl-u>要求<ctrl-e>");
    assert_eq!(script.player.edited.take().as_deref(), Some("要求"));
    script.player.handle(Msg::Edited(Ok("一\n二".into())));
    script.shows("一 二");
}
