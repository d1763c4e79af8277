//! Full-width and Chinese punctuation to the ASCII key it stands for.
//!
//! With a Chinese input method on, a punctuation key arrives in its Chinese form. Command mode and number entry fold it
//! back; text mode never does. Deliberately absent: Han words, which go to the palette as they are.

/// The ASCII key a character stands for in command mode; other characters stand for themselves.
pub fn fold_char(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        '、' => '/',
        '。' => '.',
        '【' | '「' | '『' => '[',
        '】' | '」' | '』' => ']',
        '《' | '〈' => '<',
        '》' | '〉' => '>',
        '“' | '”' => '"',
        '‘' | '’' => '\'',
        '…' => '^',
        '—' => '_',
        '￥' | '¥' => '$',
        '·' => '`',
        _ => c,
    }
}

/// True for the signs that input methods commit twice for one key: `……` and `——`.
pub fn comes_twice(c: char) -> bool {
    matches!(c, '…' | '—')
}

/// A burst of typed characters as the keys it stands for. `……` and `——` are one key each.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if comes_twice(c) && chars.peek() == Some(&c) {
            chars.next();
        }
        out.push(fold_char(c));
    }
    out
}

/// A typed number: folded, with `。` as the decimal point.
pub fn fold_number(text: &str) -> String {
    fold(text).chars().filter(|c| *c != ' ').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_key_of_a_chinese_input_method_is_its_ascii_key() {
        assert_eq!(fold("！，。；：？／（）～＋－＝＠＃％＊"), "!,.;:?/()~+-=@#%*");
        assert_eq!(fold("、【】「」『』《》〈〉“”‘’￥¥·　"), "/[][][]<><>\"\"''$$` ");
        assert_eq!(fold("……——"), "^_");
        assert_eq!(fold("…—"), "^_");
        assert_eq!(fold("１２ａ"), "12a");
        assert_eq!(fold("退回"), "退回");
        assert_eq!(fold_number("９５。５％"), "95.5%");
    }
}
