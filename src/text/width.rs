//! Terminal cells: the only place where width is counted and text is cut, padded or wrapped.
//!
//! Counts grapheme by grapheme, as the screen buffer does, so a wide character is never split. Texts should have gone
//! through [`super::escape`] before. Characters of ambiguous width count one cell.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// What ends a text that was cut.
const CUT: &str = "..";

fn ascii(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// Cells a text takes on one line.
pub fn width(text: &str) -> usize {
    if ascii(text) { text.len() } else { text.graphemes(true).map(|grapheme| grapheme.width()).sum() }
}

/// The longest beginning that fits.
fn prefix(text: &str, cells: usize) -> &str {
    let mut used = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        used += grapheme.width();
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
        } else if grapheme.width() >= 2 {
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
        last = Some(if clings && closes(grapheme) && grapheme.width() >= 2 { Kind::Wide } else { kind });
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
