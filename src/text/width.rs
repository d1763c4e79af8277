//! Terminal cells: the only place where width is counted and text is cut, padded or wrapped.
//!
//! Counts grapheme by grapheme, as the screen buffer does, so a wide character is never split. Texts should have gone
//! through [`super::escape`] before.
//!
//! Characters of ambiguous width (`≥`, `…`, Greek, box lines) take what the terminal was measured to give them. That is
//! a fact about the one terminal that a thread draws on, as little a parameter of a text as the terminal itself, so the
//! thread that draws is told once, by [`lay_out_for`]. Nothing is shared between threads: lists and files that others
//! write, and tests, count one cell unless they ask for two themselves.

use std::borrow::Cow;
use std::cell::Cell;

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// What ends a text that was cut.
const CUT: &str = "..";

/// Cells that a terminal gives to characters of ambiguous width.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ambiguous {
    /// One cell: most terminals, whatever the language.
    #[default]
    One,
    /// Two cells: many terminals in Chinese setups.
    Two,
}

thread_local! {
    static AMBIGUOUS: Cell<Ambiguous> = const { Cell::new(Ambiguous::One) };
}

/// From now on this thread counts for a terminal that was measured so.
pub fn lay_out_for(ambiguous: Ambiguous) {
    AMBIGUOUS.set(ambiguous);
}

/// What this thread counts for.
pub fn laid_out_for() -> Ambiguous {
    AMBIGUOUS.get()
}

/// Cells of one grapheme.
fn cells(grapheme: &str) -> usize {
    match AMBIGUOUS.get() {
        Ambiguous::One => grapheme.width(),
        Ambiguous::Two if grapheme.chars().next().is_some_and(ambiguous_letter) => 2,
        Ambiguous::Two => grapheme.width_cjk(),
    }
}

/// Letters and marks of ambiguous width, as EastAsianWidth.txt lists them: the crate counts them as one cell everywhere,
/// terminals do not.
fn ambiguous_letter(c: char) -> bool {
    matches!(u32::from(c),
        0xA8 | 0xAA | 0xAF | 0xB4 | 0xB8 | 0xBA | 0xC6 | 0xD0 | 0xD8 | 0xDE..=0xE1 | 0xE6 | 0xE8..=0xEA | 0xEC..=0xED
        | 0xF0 | 0xF2..=0xF3 | 0xF8..=0xFA | 0xFC | 0xFE | 0x101 | 0x111 | 0x113 | 0x11B | 0x126..=0x127 | 0x12B
        | 0x131..=0x133 | 0x138 | 0x13F..=0x142 | 0x144 | 0x148..=0x14B | 0x14D | 0x152..=0x153 | 0x166..=0x167
        | 0x16B | 0x1CE | 0x1D0 | 0x1D2 | 0x1D4 | 0x1D6 | 0x1D8 | 0x1DA | 0x1DC | 0x251 | 0x261 | 0x2C4 | 0x2C7
        | 0x2C9..=0x2CB | 0x2CD | 0x2D0 | 0x2D8..=0x2DB | 0x2DD | 0x2DF | 0x391..=0x3A1 | 0x3A3..=0x3A9
        | 0x3B1..=0x3C1 | 0x3C3..=0x3C9 | 0x401 | 0x410..=0x44F | 0x451)
}

/// The graphemes of a text with the cells of each.
pub fn graphemes(text: &str) -> impl Iterator<Item = (&str, usize)> {
    text.graphemes(true).map(|grapheme| (grapheme, cells(grapheme)))
}

/// True when every terminal agrees about the width of a grapheme, so that the caret is known to stand behind it.
pub fn certain(grapheme: &str) -> bool {
    ascii(grapheme) || grapheme.width() == 2
}

fn ascii(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// Cells a text takes on one line.
pub fn width(text: &str) -> usize {
    if ascii(text) { text.len() } else { graphemes(text).map(|(_, cells)| cells).sum() }
}

/// The longest beginning that fits.
fn prefix(text: &str, cells: usize) -> &str {
    let mut used = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        used += self::cells(grapheme);
        if used > cells {
            // `at` is a grapheme border.
            return text.get(..at).unwrap_or(text);
        }
    }
    text
}

/// Cuts a text to at most `cells`; what was cut ends with `..`. In fewer than three cells only dots are left.
pub fn cut(text: &str, cells: usize) -> Cow<'_, str> {
    if width(text) <= cells {
        return Cow::Borrowed(text);
    }
    if cells <= CUT.len() {
        return Cow::Borrowed(&CUT[..cells]);
    }
    let mut out = prefix(text, cells - CUT.len()).to_owned();
    out.push_str(CUT);
    Cow::Owned(out)
}

/// Cuts or fills with blanks on the right, so that exactly `cells` are taken.
pub fn pad(text: &str, cells: usize) -> String {
    let mut out = cut(text, cells).into_owned();
    let missing = cells.saturating_sub(width(&out));
    out.extend(std::iter::repeat_n(' ', missing));
    out
}

/// Cuts or fills with blanks on the left: numbers.
pub fn pad_left(text: &str, cells: usize) -> String {
    let cut = cut(text, cells);
    let mut out = " ".repeat(cells.saturating_sub(width(&cut)));
    out.push_str(&cut);
    out
}

/// Cuts or fills with blanks on both sides; the odd blank is on the right.
pub fn center(text: &str, cells: usize) -> String {
    let cut = cut(text, cells);
    let missing = cells.saturating_sub(width(&cut));
    format!("{}{cut}{}", " ".repeat(missing / 2), " ".repeat(missing - missing / 2))
}

/// Must not begin a line.
fn closes(grapheme: &str) -> bool {
    matches!(
        grapheme,
        "，" | "。"
            | "；"
            | "："
            | "、"
            | "！"
            | "？"
            | "）"
            | "》"
            | "〉"
            | "」"
            | "』"
            | "】"
            | "〕"
            | "”"
            | "’"
            | "％"
            | "…"
            | ","
            | "."
            | ";"
            | ":"
            | "!"
            | "?"
            | ")"
            | "]"
            | "}"
            | "%"
            | "‰"
            | "℃"
    )
}

/// Must not end a line.
fn opens(grapheme: &str) -> bool {
    matches!(
        grapheme,
        "（" | "《"
            | "〈"
            | "「"
            | "『"
            | "【"
            | "〔"
            | "“"
            | "‘"
            | "("
            | "["
            | "{"
            | "￥"
            | "¥"
            | "$"
            | "≥"
            | "≤"
            | ">"
            | "<"
    )
}

/// Pieces that a line is not broken inside: a word or number with the signs that cling to it, or one wide character
/// with the closing signs after it and the opening signs before it. Blanks are pieces of their own.
fn pieces(line: &str) -> Vec<&str> {
    #[derive(PartialEq, Clone, Copy)]
    enum Kind {
        Blank,
        Word,
        Wide,
        Open,
    }
    let mut pieces: Vec<(usize, usize)> = Vec::new();
    let mut last: Option<Kind> = None;
    for (at, grapheme) in line.grapheme_indices(true) {
        let end = at + grapheme.len();
        let kind = if grapheme.chars().all(|c| c == ' ' || c == '\u{3000}') {
            Kind::Blank
        } else if opens(grapheme) {
            Kind::Open
        } else if cells(grapheme) >= 2 {
            Kind::Wide
        } else {
            Kind::Word
        };
        let clings = match last {
            None | Some(Kind::Blank) => false,
            Some(Kind::Open) => kind != Kind::Blank,
            Some(_) => closes(grapheme) || (last == Some(Kind::Word) && kind == Kind::Word),
        };
        match pieces.last_mut() {
            Some(piece) if clings => piece.1 = end,
            _ => pieces.push((at, end)),
        }
        // A closing sign leaves the piece as it was, except that a word does not go on after a wide closing sign.
        last = Some(if clings && closes(grapheme) && cells(grapheme) >= 2 { Kind::Wide } else { kind });
    }
    pieces.into_iter().filter_map(|(from, to)| line.get(from..to)).collect()
}

/// Breaks a text into lines of at most `cells`. Line ends of the text stay; closing signs do not begin a line and
/// opening signs do not end one, unless a line is too short for anything else. An empty text is one empty line.
pub fn wrap(text: &str, cells: usize) -> Vec<String> {
    let cells = cells.max(2);
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        let mut used = 0;
        for piece in pieces(paragraph) {
            let wide = width(piece);
            let blank = piece.trim_start_matches([' ', '\u{3000}']).is_empty();
            if used + wide <= cells {
                line.push_str(piece);
                used += wide;
                continue;
            }
            if blank {
                // A blank at the end of a line is the line end itself.
                lines.push(std::mem::take(&mut line));
                used = 0;
                continue;
            }
            if used > 0 {
                lines.push(std::mem::take(&mut line).trim_end_matches(' ').to_owned());
            }
            let mut rest = piece;
            while width(rest) > cells {
                let mut head = prefix(rest, cells);
                if head.is_empty() {
                    // A single grapheme wider than the line is shown as it is.
                    head = rest.graphemes(true).next().unwrap_or(rest);
                }
                lines.push(head.to_owned());
                rest = rest.get(head.len()..).unwrap_or("");
            }
            used = width(rest);
            line.push_str(rest);
        }
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_counted_not_characters() {
        assert_eq!(width("abc"), 3);
        assert_eq!(width("养护里程"), 8);
        assert_eq!(width("e\u{301}"), 1);
        assert_eq!(width("👩\u{200D}💻"), 2);
        assert_eq!(width("≥30公里"), 7);
    }

    #[test]
    fn ambiguous_characters_take_what_the_terminal_gives_them() {
        let measure = || (width("≥30公里"), width("“甲”…"), width("├─┤"), width("abc甲"), cut("≥≥≥", 4).into_owned());
        assert_eq!(measure(), (7, 5, 3, 5, "≥≥≥".to_owned()));
        lay_out_for(Ambiguous::Two);
        assert_eq!(measure(), (8, 8, 6, 5, "≥..".to_owned()));
        for cells in 4..24 {
            let text = "不低于≥12台（“加装电梯”α±0.5℃…）";
            assert!(wrap(text, cells).iter().all(|line| width(line) <= cells), "{cells}: {:?}", wrap(text, cells));
            assert_eq!(width(&pad(text, cells)), cells);
        }
        let other = std::thread::spawn(|| width("≥")).join().unwrap();
        assert_eq!(other, 1, "another thread draws on no terminal");
        assert!(certain("审") && certain("a") && !certain("≥") && !certain("é"));
    }

    #[test]
    fn a_wide_character_is_never_split() {
        assert_eq!(cut("养护里程", 8), "养护里程");
        assert_eq!(cut("养护里程数", 9), "养护里..");
        assert_eq!(cut("养护里程数", 7), "养护..");
        assert_eq!(cut("养护里程数", 6), "养护..");
        assert_eq!(cut("养护", 1), ".");
        assert_eq!(cut("养护", 0), "");
        for cells in 0..12 {
            assert!(width(&cut("老旧小区改造a项目", cells)) <= cells);
            for padded in [pad("老旧小区", cells), pad_left("老旧小区", cells), center("老旧小区", cells)] {
                assert_eq!(width(&padded), cells, "{padded:?}");
            }
        }
    }

    #[test]
    fn numbers_stand_on_the_right() {
        assert_eq!(pad_left("1,260.00", 10), "  1,260.00");
        assert_eq!(center("万元", 7), " 万元  ");
    }

    #[test]
    fn a_line_never_begins_with_a_closing_sign() {
        assert_eq!(wrap("养护里程，不详", 8), ["养护里", "程，不详"]);
        assert_eq!(wrap("第一（二）三", 6), ["第一", "（二）", "三"]);
        assert_eq!(wrap("一二三。」四", 6), ["一二", "三。」", "四"]);
        assert_eq!(wrap("", 10), [""]);
        assert_eq!(wrap("一\n\n二", 10), ["一", "", "二"]);
    }

    #[test]
    fn words_and_numbers_stay_whole_while_they_fit() {
        assert_eq!(wrap("the unit revises it", 9), ["the unit", "revises", "it"]);
        assert_eq!(wrap("不低于1,260.50万元", 10), ["不低于", "1,260.50万", "元"]);
        assert_eq!(wrap("abcdefghij", 4), ["abcd", "efgh", "ij"]);
        for cells in 2..20 {
            let text = "年度目标未说明产出（数量、质量、时效）及预期效果, see 2015/88 art. 25。";
            let lines = wrap(text, cells);
            assert!(lines.iter().all(|line| width(line) <= cells), "{cells}: {lines:?}");
            let squeeze = |text: &str| text.replace(' ', "");
            assert_eq!(squeeze(&lines.concat()), squeeze(text), "nothing is lost");
        }
    }
}
