//! Settings: shown at once, kept on Enter, as before on Esc.

use std::path::PathBuf;

use wenxiao::config::Settings;
use wenxiao::engine::request::Request;
use wenxiao::text::Language;
use wenxiao::tui::play::{PlayOptions, Player};

use crate::support::fake::{World, stage};
use crate::support::script::{Script, look};

/// What was handed over to be kept.
fn kept(script: &Script) -> Vec<Settings> {
    let world = script.world.borrow();
    let kept = world.log.iter().filter_map(|request| match request {
        Request::SaveSettings { settings, .. } => Some((**settings).clone()),
        _ => None,
    });
    kept.collect()
}

fn seated() -> Script {
    let world = World::sample();
    let mut look = look(Language::ZhCn);
    look.settings_file = Some(PathBuf::from("/家/settings.toml"));
    let player = Player::new(stage(&world), (80, 24), look, &PlayOptions::default());
    Script { world, player }
}

#[test]
fn a_setting_shows_at_once_and_is_kept_on_enter() {
    let mut script = seated();
    script.press("0").shows("个人设置").shows("[跟随系统]").shows("/家/settings.toml");
    script.press(" ").shows("[中文]").press(" ").shows("Your settings").shows("[English]");
    script.press("<down><down> ").shows("[automatic]").press("<enter>");
    assert_eq!(kept(&script).len(), 1);
    assert_eq!(kept(&script)[0].language, Some(Language::En));
    script.shows("Settings kept in /家/settings.toml").shows("My work");
}

#[test]
fn what_was_not_kept_is_as_it_was_however_the_page_is_left() {
    for leave in ["<esc>", "<f2>", "<f4>"] {
        let mut script = seated();
        script.press("0  ").shows("Your settings").press(leave).hides("My work").shows("F1帮助");
        assert_eq!(script.player.app().look().language(), Language::ZhCn);
        assert_eq!(kept(&script), []);
    }
}

#[test]
fn frames_change_under_the_eye() {
    let mut script = seated();
    script.press("0<down><down>").shows("+-个人设置").press("  ").hides("+-个人设置").shows("[制表线]");
}

#[test]
fn another_key_map_holds_from_the_next_key_on() {
    let mut script = seated();
    script.press("0<down><down><down> ").shows("[vi]").press("<enter>gq").shows("共 12 项");
}

#[test]
fn without_a_place_to_keep_them_it_says_so() {
    let mut script = Script::new();
    script.press("0<down> <enter>").shows("没有保存设置的地方");
    // All the way round.
    script.press("     <enter>").shows("设置没有变化");
}
