//! Folding a cell's text to the one spelling that the grammar knows.
//!
//! Not NFKC: that would turn `㎡` into `m2`, `①` into `1` and `…` into three dots, and a unit must stay as printed.
//! Here only width, dashes, waves and blanks are folded. Only [`super`] may import it.

fn fold_char(character: char) -> Option<char> {
    Some(match character {
        // Byte order mark, joiners, direction marks: they show nothing.
        '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{ad}' => {
            return None;
        }
        // Full-width forms of ASCII.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(character) - 0xfee0)?,
        // Small forms.
        '\u{fe64}' => '<',
        '\u{fe65}' => '>',
        '\u{fe66}' => '=',
        '\u{fe6a}' => '%',
        '\u{fe63}' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2500}' | '\u{2501}' => '-',
        '\u{301c}' | '\u{223c}' | '\u{2dc}' => '~',
        '\u{2236}' => ':',
        '\u{2215}' | '\u{2044}' => '/',
        _ => character,
    })
}

fn is_blank(character: char) -> bool {
    character.is_whitespace() || character.is_control() || character == '\u{2800}' || character == '\u{3164}'
}

/// The text as characters with width, dashes, waves and the tilde folded and blanks removed; one space stays between
/// two digits, because `10 20` is no `1020`.
pub(super) fn fold(text: &str) -> Vec<char> {
    let mut folded: Vec<char> = Vec::with_capacity(text.len().min(1 << 16));
    let mut gap = false;
    for character in text.chars().filter_map(fold_char) {
        if is_blank(character) {
            gap = true;
            continue;
        }
        if gap && character.is_ascii_digit() && folded.last().is_some_and(char::is_ascii_digit) {
            folded.push(' ');
        }
        gap = false;
        folded.push(character);
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        fold(text).into_iter().collect()
    }

    #[test]
    fn width_and_dashes_fold_but_units_stay_as_printed() {
        assert_eq!(folded("＞＝ ９５．５％"), ">=95.5%");
        assert_eq!(folded("5%—8%"), "5%-8%");
        assert_eq!(folded("10～20"), "10~20");
        assert_eq!(folded("50㎡ ①…"), "50㎡①…");
    }

    #[test]
    fn blanks_vanish_except_between_digits() {
        assert_eq!(folded(" 300 公 里\u{3000}"), "300公里");
        assert_eq!(folded("10\n20"), "10 20");
        assert_eq!(folded("\u{feff}5\u{200b}0"), "50");
    }
}
