//! Sizes and keys that nobody would choose.

use proptest::prelude::*;
use wenxiao::text::Language;
use wenxiao::tui::chord::Chord;
use wenxiao::tui::command::CATALOGUE;
use wenxiao::tui::keymap::Keymap;
use wenxiao::tui::msg::Msg;

use crate::support::fake::World;
use crate::support::script::Script;

/// Ways to every screen.
pub const SCREENS: [&str; 29] = [
    "",
    "<f4>",
    "<f4>/教育",
    "<f4><enter>",
    "<f4><enter>@",
    "<f4><enter>#1",
    "<f4><down><enter>.",
    "<f4><enter>7",
    "<f4><enter>7<tab>一二三",
    "<f4><enter>7<enter><f7>",
    "<f6>",
    "<f4><enter><space><ctrl-o>",
    "<f8>",
    "<f9>",
    "<f1>",
    ":",
    "<f4><enter>~",
    "<f4><end><enter>$",
    "<f4><tab>",
    "<f4>-",
    "<f4>=<enter>",
    "<f4>'",
    "<f4><space>&",
    "<f4><space>&1",
    "0",
    "=",
    "-2",
    "-4",
    "<ctrl-k>",
];

#[test]
fn every_screen_draws_at_every_size() {
    for keys in SCREENS {
        let mut script = Script::new();
        script.press(keys);
        for width in (0..141).step_by(7).chain([1, 2, 3, 39, 40, 79, 80, 119, 120]) {
            for height in (0..51).step_by(3).chain([1, 2, 9, 10, 13, 14, 23, 24]) {
                script.press(&format!("<size:{width}x{height}>"));
                let (buffer, caret) = script.player.frame();
                assert_eq!((buffer.area.width, buffer.area.height), (width, height));
                assert!(caret.is_none_or(|caret| caret.x < width && caret.y < height));
            }
        }
    }
    let mut script = Script::on(World::empty(), (0, 0), Language::En);
    script.press("<size:1x1><size:80x24>").shows("First start");
}

#[test]
fn a_window_that_is_too_small_says_so_and_recovers() {
    let mut script = Script::new();
    script.press("<f4><size:39x24>").shows("窗口太小：需 80x24，现 39x24").press("<size:80x24>").shows("共 12 项");
}

#[test]
fn keys_still_work_while_the_window_is_tiny() {
    let mut script = Script::new();
    script.press("<f4><size:5x3><down><down><enter><space><esc><size:80x24>").shows("+-P0003");
}

/// Every key of the keymap, and some that mean nothing.
fn keys() -> Vec<Chord> {
    let keymap = Keymap::standard();
    let mut keys: Vec<Chord> = CATALOGUE.iter().flat_map(|spec| keymap.keys(spec.command).concat()).collect();
    keys.extend("审核7！。 a\u{301}&😀".chars().map(Chord::character));
    keys.push(Chord::read("ctrl-alt-x").unwrap());
    keys
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_sequence_of_keys_panics(picks in prop::collection::vec(any::<prop::sample::Index>(), 1..120), small in any::<bool>()) {
        let keys = keys();
        let size = if small { (44, 11) } else { (80, 24) };
        let mut script = Script::on(World::sample(), size, Language::ZhCn);
        for pick in picks {
            script.player.handle(Msg::Key(*pick.get(&keys)));
            script.player.frame();
        }
    }
}
