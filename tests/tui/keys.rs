//! Finding keys: the command line, the list for whoever hesitates, hints that fall away, what is said about a wrong key,
//! keymaps and the card.

use wenxiao::config::settings::HintLevel;
use wenxiao::engine::request::Request;
use wenxiao::model::event::Stamp;
use wenxiao::text::{Language, width};
use wenxiao::tui::command::{CHAINS, Scope};
use wenxiao::tui::keymap::{self, Keymap};

use crate::robust::SCREENS;
use crate::support::fake::World;
use crate::support::script::{Script, look};

fn acts(script: &Script) -> usize {
    script.world.borrow().log.iter().filter(|request| matches!(request, Request::Act { .. })).count()
}

/// The lines of the command line's list, the first one first.
fn found(script: &Script) -> Vec<String> {
    let screen = script.screen();
    let rows = screen.lines().skip(3).take_while(|line| line.starts_with('|'));
    rows.map(|line| line.trim_matches(['|', ' ', '>']).to_owned()).filter(|line| !line.is_empty()).collect()
}

#[test]
fn a_command_is_found_by_initials_full_pinyin_han_english_key_and_meaning() {
    for typed in ["thct", "tuihuict", "tuihuichong", "退回重", "return", "review.return", "!", "！"] {
        let mut script = Script::new();
        script.press("<f4><enter>:").press(typed);
        let first = found(&script).first().cloned().unwrap_or_default();
        let hit = first.starts_with("退回重填") && first.contains("tuihuichongtian") && first.contains('!');
        assert!(hit || typed == "tuihuict", "{typed}: {first}\n{}", script.screen());
        if hit {
            script.press("<enter>").shows("[退]");
            assert_eq!(acts(&script), 1);
        }
    }
    let mut script = Script::new();
    script.press("<f4>:部门 px").shows("> 排序");
}

#[test]
fn commands_of_other_pages_are_told_with_their_place_and_do_not_run() {
    let mut script = Script::new();
    script.press("<f4>:thct").shows("（“逐条判断”页）").press("<enter>");
    script.shows("“退回重填”是“逐条判断”页的命令").shows("+-命令");
    assert_eq!(acts(&script), 0);
    // Of two that fit, the one that can be used here comes first.
    let mut script = Script::new();
    script.press("<f4>:退");
    assert!(found(&script)[0].starts_with("退出"), "{}", script.screen());
}

#[test]
fn screens_can_be_gone_to_and_what_was_used_last_is_offered_first() {
    let mut script = Script::new();
    script.press(":tz<enter>").shows("整改要求");
    script.press("<f4>--1:");
    let first: Vec<String> = found(&script).into_iter().take(2).collect();
    assert!(first[0].starts_with("全部") && first[1].starts_with("排序"), "{first:?}");
    let mut english = Script::on(World::sample(), (80, 24), Language::En);
    english.press("<f4>:sort").shows("> sort");
}

#[test]
fn nothing_typed_runs_by_itself() {
    let mut script = Script::new();
    script.press("<f4><enter>:th<esc>退<backspace><backspace>th<down><up>");
    assert_eq!(acts(&script), 0);
}

#[test]
fn whoever_hesitates_is_shown_the_keys_and_the_next_key_still_acts() {
    let mut script = Script::new();
    script.press("<f4><enter>:").hides("+-本页按键").press("<wait>").shows("+-本页按键").shows("Space     无问题");
    script.press("th").hides("+-本页按键").shows(": th");
    script.press("<wait>").hides("+-本页按键").press("<esc><wait>").hides("+-本页按键");

    let mut look = look(Language::ZhCn);
    look.keymap = Keymap::layered("vi", None).0;
    let mut vi = Script::with(World::sample(), (80, 24), look);
    vi.press("<f4><end>g").hides("之后可按").shows("g 等待下一键").press("<wait>").shows("g 之后可按").shows("最前");
    let shown = vi.screen();
    vi.press("g").hides("之后可按");
    assert_ne!(vi.screen(), shown);
    vi.press("gx").shows("导出与交换").press("<f4>g<wait><esc>").hides("之后可按").shows("共 12 项");
    vi.press("g%").shows("“g %”在本页没有作用");
}

#[test]
fn the_list_can_be_turned_off_and_asks_for_no_timer_then() {
    let mut script = Script::new();
    script.press(":");
    assert!(script.player.app().hesitates());
    script.press("<wait>");
    assert!(!script.player.app().hesitates(), "shown once, nothing more is waited for");
    let mut look = look(Language::ZhCn);
    look.settings.which_key = false;
    let mut script = Script::with(World::sample(), (80, 24), look);
    script.press(":");
    assert!(!script.player.app().hesitates());
    script.press("<wait>").hides("+-本页按键");
}

#[test]
fn a_key_of_another_page_says_what_it_does_there_and_what_can_be_pressed_here() {
    let mut script = Script::new();
    script.press("<f4>]").shows("“]”在“逐条判断”页是“下一未审”，这里没有。可用：Enter 打开");
    script.press("<f4>|").shows("“|”在本页没有作用。F1 看本页按键。可用：Enter 打开");
    script.press("<f4><enter>+").shows("“+”在“审核队列”页是“全部标记”，这里没有。可用：Enter 提意见");
    for language in Language::ALL {
        for width in [60, 80, 120] {
            for keys in SCREENS {
                let mut script = Script::on(World::sample(), (width, 24), language);
                script.press(keys).press("%");
                let screen = script.screen();
                assert!(screen.lines().all(|line| width::width(line) <= usize::from(width)), "{screen}");
                let told = script.line(23);
                assert!(!told.contains(".. "), "whole entries only: {told}");
            }
        }
    }
}

#[test]
fn the_hint_about_input_methods_is_given_once_an_hour() {
    let mut script = Script::new();
    script.press("<f4><enter>退").shows("中文输入法开着").press("<esc><down>").hides("中文输入法开着");
    script.press("退").hides("中文输入法开着").press("<esc>");
    let hour = Stamp(wenxiao::tui::play::PlayOptions::default().now.0 + ((60 * 60 * 1000) << 16));
    script.player.set_now(hour);
    script.press("退").shows("中文输入法开着");
}

/// The decision line, without its frame.
fn hints(script: &Script) -> [String; 2] {
    [21, 22].map(|row| script.line(row).trim_matches(['|', ' ']).to_owned())
}

#[test]
fn hints_come_in_three_levels_and_the_line_stays_where_it_is() {
    let at = |level, keys: &str| {
        let mut look = look(Language::ZhCn);
        look.settings.hints = level;
        let mut script = Script::with(World::sample(), (80, 24), look);
        script.press(keys);
        for (row, first) in [(20, '+'), (21, '|'), (22, '|'), (23, '+')] {
            assert_eq!(script.line(row).chars().next(), Some(first), "row {row}");
        }
        hints(&script)
    };
    let full = at(HintLevel::Full, "<f4><enter>");
    assert!(full.iter().all(|line| !line.is_empty()), "{full:?}");
    let short = at(HintLevel::Short, "<f4><enter>");
    assert_eq!((&short[0], short[1].as_str()), (&full[0], ""));
    assert_eq!(at(HintLevel::None, "<f4><enter>"), ["", ""]);
    // A question keeps its answers.
    let question = at(HintLevel::None, "<f4><down><enter>7<enter>.");
    assert!(question[1].contains("Enter 确认"), "{question:?}");
}

#[test]
fn a_hint_falls_away_with_habit_and_comes_back_after_two_weeks() {
    let mut script = Script::new();
    script.press("<f4>").shows("2 未审结");
    script.press(&"2".repeat(19)).shows("2 未审结");
    script.press("2").hides("2 未审结").shows("/ 筛选");
    let later = Stamp(wenxiao::tui::play::PlayOptions::default().now.0 + ((15 * 24 * 60 * 60 * 1000) << 16));
    script.player.set_now(later);
    script.shows("2 未审结");
    let mut look = look(Language::ZhCn);
    look.settings.hints = HintLevel::Full;
    let mut script = Script::with(World::sample(), (80, 24), look);
    script.press("<f4>").press(&"2".repeat(30)).shows("2 未审结");
}

#[test]
fn no_hint_is_cut_in_two() {
    for (language, question) in [(Language::ZhCn, "建议结果"), (Language::En, "suggested")] {
        for width in [40, 47, 60, 80, 100, 120] {
            for keys in SCREENS {
                let mut script = Script::on(World::sample(), (width, 24), language);
                script.press(keys);
                // A question may be longer than its line; keys are not.
                let cut =
                    hints(&script).into_iter().filter(|line| line.ends_with("..") && !line.contains(question)).count();
                assert_eq!(cut, 0, "{keys} at {width}: {:?}", hints(&script));
            }
        }
    }
}

#[test]
fn esc_and_a_digit_behind_it_are_a_function_key_wherever_one_is() {
    for keys in ["", "<f4><enter>", "<f4><enter>7", "<f4><enter>7<tab>一二三", "<f4>/教育", ":tz", "<f1>", "<f8>"]
    {
        let mut script = Script::new();
        script.press(keys).press("<esc+4>").shows("共 12 项").shows("首").hides("+-命令");
        let mut script = Script::new();
        script.press(keys).press("<esc+2>").shows("我的工作");
    }
    // Help is about the page one was on, not about the one that Esc went back to.
    let mut script = Script::new();
    script.press("<f4><enter><esc+1>").shows("帮助：").press("<tab>").shows("退回重填").press("<esc>").shows("P0001");
    let mut script = Script::new();
    script.press("<f4><enter><esc+0>").shows("+-命令").press("<esc>").shows("P0001");
    // What was typed in the editor is still there.
    let mut script = Script::new();
    script.press("<f4><enter>7<tab><ctrl-u>一二三<esc+1>").shows("帮助：").press("<esc>").shows("一二三");
    // A digit that no function key belongs to is itself.
    let mut script = Script::new();
    script.press("<f4><enter><down><esc+6>").shows("共");
}

/// What a keymap is checked against is what the screens ask: a chain that is missing there could lose its keys unseen.
#[test]
fn every_screen_asks_for_its_keys_through_a_known_chain() {
    for keys in SCREENS {
        let mut script = Script::new();
        script.press(keys);
        let scopes = script.player.app().scopes();
        assert!(CHAINS.contains(&scopes), "{keys}: add {scopes:?} to CHAINS");
    }
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join("src/tui/screens"), root.join("src/tui/widgets")];
    let mut asked = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let source = std::fs::read_to_string(&path).unwrap();
            for body in source.split("fn scopes(&self)").skip(1) {
                let body = body.split("\n    }\n").next().unwrap();
                for chain in body.split("&[Scope::").skip(1) {
                    let names = format!("[Scope::{}", chain.split_inclusive(']').next().unwrap());
                    let known = |chain: &&[Scope]| {
                        let parts: Vec<String> = chain.iter().map(|scope| format!("Scope::{scope:?}")).collect();
                        names == format!("[{}]", parts.join(", "))
                    };
                    assert!(CHAINS.iter().any(known), "{}: add {names} to CHAINS", path.display());
                    asked += 1;
                }
            }
        }
    }
    assert!(asked > 25, "{asked}");
}

#[test]
fn shipped_maps_work_on_the_screens() {
    for name in keymap::names() {
        let mut look = look(Language::ZhCn);
        look.keymap = Keymap::layered(name, None).0;
        let mut script = Script::with(World::sample(), (80, 24), look);
        // The keys without letters are the same everywhere.
        script.press("<f4><enter>！").shows("[退]").press("<ctrl-z>").hides("[退]");
        let keys = match name {
            "vi" => "jky",
            "numpad" => "+2+8*",
            "one-handed" => "sw<space>",
            _ => "<down><up><space>",
        };
        script.press(keys).shows("[过]");
    }
}
