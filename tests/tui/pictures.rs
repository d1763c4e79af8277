//! Whole screens, kept as files: a change is seen before it is accepted.

use wenxiao::text::Language;
use wenxiao::tui::play::{Format, PlayOptions, play};

use crate::support::fake::{World, stage};
use crate::support::script::{Script, look};

fn picture(keys: &str, size: (u16, u16), language: Language) -> String {
    let mut script = Script::on(World::sample(), size, language);
    script.press(keys);
    script.screen()
}

const PAGES: [(&str, &str); 37] = [
    ("home", ""),
    ("queue", "<f4>"),
    ("review", "<f4><enter><space>!7<enter><up>"),
    ("editor", "<f4><enter>#5<enter>7<tab>"),
    ("closing", "<f4><down><enter>7<enter>."),
    ("closed", "<f4><down><enter>."),
    ("demands", "<f4><enter>1<enter><f7>"),
    ("contests", "<f6>"),
    ("history", "<f4><enter><space>!<ctrl-z><ctrl-o>"),
    ("settings", "0"),
    ("help", "<f4><enter><f1>"),
    ("figures-pace", "-"),
    ("figures-classes", "<f4><enter>1<enter>1<enter><f4><down><enter>7<enter>2<enter><f2>-2<down><right>"),
    ("figures-states", "<f4><enter>1<enter><f4><down><enter>.<enter><f2>-3<down><right>"),
    ("figures-keys", "<f4><enter><space>!7<tab>请量化<ctrl-s><f2>-4"),
    ("why", "<f4><enter><f1><down><down><down><down>"),
    ("help-keys", "<f4><enter><f1><tab>"),
    ("lessons", "="),
    ("filter", "<f4>/教育"),
    ("facets", "<f4><tab>"),
    ("order", "<f4>-"),
    ("frequency", "<f4>=<enter>"),
    ("views", "<f4>'"),
    ("marks", "<f4><space><space>"),
    ("many", "<f4><space>&"),
    ("phrases", "<f4><enter>7"),
    ("details", "<f4><enter>@"),
    ("compare", "<f4><enter>~"),
    ("funds", "<f4><enter>$"),
    ("palette", "<f4><enter>:th"),
    ("links", "<ctrl-k>"),
    ("similar", "<f4><enter>;"),
    ("import", "<f8>"),
    ("exchange", "<f9>"),
    ("library", "<ctrl-w>2"),
    ("library-fits", "<f4><enter><home><down>*"),
    ("matching", "<f4><enter>%"),
];

#[test]
fn pages_look_as_they_did() {
    for (size, room) in [((80, 24), "plain"), ((60, 20), "narrow"), ((120, 40), "wide")] {
        for language in Language::ALL {
            for (name, keys) in PAGES {
                insta::assert_snapshot!(format!("{name}-{room}-{}", language.tag()), picture(keys, size, language));
            }
        }
    }
}

#[test]
fn the_plain_terminal_is_filled_exactly() {
    for (_, keys) in PAGES {
        let screen = picture(keys, (80, 24), Language::ZhCn);
        let lines: Vec<&str> = screen.lines().collect();
        assert_eq!(lines.len(), 24);
        for line in &lines {
            assert!(wenxiao::text::width::width(line) <= 80, "{line}");
        }
        for (row, first) in [(20, '+'), (21, '|'), (22, '|'), (23, '+')] {
            assert_eq!(lines[row - 1].chars().next(), Some(first), "row {row} of {keys}");
        }
        assert!(lines[0].ends_with("[命令]") || lines[0].ends_with("[输入]"));
        assert!(lines[23].starts_with(" F1帮助"));
    }
}

#[test]
fn without_colours_every_word_is_still_there() {
    for (name, keys) in PAGES {
        let mut mono = Script::mono(World::sample(), (80, 24));
        mono.press(keys);
        assert_eq!(mono.screen(), picture(keys, (80, 24), Language::ZhCn), "{name}");
        let ansi = mono.player.picture(Format::Ansi).join("\n");
        assert!(!ansi.contains("\u{1b}[3") && !ansi.contains("\u{1b}[9"), "{name} has colours");
    }
}

#[test]
fn a_play_takes_pictures_when_told_to() {
    let world = World::sample();
    let options = PlayOptions::default();
    let pictures =
        play(|| stage(&world), (80, 24), "<snap><f4><snap><enter>", look(Language::ZhCn), &options).unwrap().screens;
    assert_eq!(pictures.len(), 3);
    assert!(pictures[0].join("").contains("我的工作"));
    assert!(pictures[1].join("").contains("共 12 项"));
    assert!(pictures[2].join("").contains("P0001"));
    let wrong = play(|| stage(&world), (80, 24), "<nokey>", look(Language::ZhCn), &options).unwrap_err();
    assert_eq!(wrong.key, "problem-script-key");
}

#[test]
fn a_play_can_be_drawn() {
    let world = World::sample();
    let options = PlayOptions::default();
    let pictures = play(|| stage(&world), (80, 24), "<f4>", look(Language::ZhCn), &options).unwrap();
    let svg = pictures.svg;
    assert!(svg.starts_with("<svg") && svg.contains("老旧小区改造补助") && svg.trim_end().ends_with("</svg>"));
}
