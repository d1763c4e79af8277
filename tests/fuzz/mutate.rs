//! Changing an input at random, but always the same way for the same seed.

/// A source of numbers: splitmix64, because a failing round must be repeatable everywhere.
pub struct Dice(u64);

impl Dice {
    /// The dice of one round: rounds do not depend on each other.
    pub fn of(seed: u64, name: &str, round: u64) -> Dice {
        let named = name.bytes().fold(seed, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte)));
        Dice(named.wrapping_add(round.wrapping_mul(0x2545_f491_4f6c_dd1d)))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Less than `end`; 0 for 0.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end.max(1) as u64).unwrap_or(0)
    }

    pub fn one<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }

    pub fn chance(&mut self, of: usize) -> bool {
        self.below(of) == 0
    }
}

/// Texts that readers know, and numbers that break what counts.
pub const WORDS: &[&str] = &[
    "≥",
    "≤",
    "＞＝",
    "=",
    "不低于",
    "控制在",
    "以内",
    "%",
    "％",
    "百分比",
    "‰",
    "万元",
    "元/人·月",
    "亩",
    "㎡",
    "-",
    "至",
    "~",
    "--",
    ",",
    "，",
    "、",
    ";",
    "；",
    "(",
    "（",
    ")",
    "指标1：",
    "……",
    "**",
    "XX",
    "达成",
    "未",
    "部分",
    "2025年",
    "12月31日",
    "前",
    "底",
    "每月",
    "上半年",
    "是/否",
    "项目名称",
    "三级指标",
    "指标值",
    "一级指标",
    "总分",
    "年度总体目标",
    "（万元）",
    "\"",
    "\"\"",
    "\r\n",
    "\n",
    "\t",
    "\0",
    "\u{feff}",
    "\u{202e}",
    "\u{1b}[2J",
    "=1+1",
    "0",
    "-0",
    "1e308",
    "1E+400",
    "NaN",
    "99999999999999999999999999999999",
    "0.0000000000000000000000000000001",
    "-1",
    "65536",
    "1048577",
    "18446744073709551616",
    "\u{10ffff}",
    "é\u{301}\u{301}",
];

/// Changes bytes: flips, cuts, doubles, mixes with another input, puts in words that the readers know.
pub fn bytes(dice: &mut Dice, input: &mut Vec<u8>, other: &[u8], most: usize) {
    for _ in 0..=dice.below(4) {
        let at = dice.below(input.len() + 1);
        let length = dice.below(64).min(input.len() - at);
        match dice.below(8) {
            0 if at < input.len() => input[at] ^= 1 << dice.below(8),
            1 if at < input.len() => {
                input[at] = dice.one::<u8>(&[&0, &0xff, &0x80, &0x7f, &b'"', &b'<', &b'&', &b'\n']).to_owned()
            }
            2 => drop(input.drain(at..at + length)),
            3 => {
                let again = input[at..at + length].to_vec();
                for _ in 0..=dice.below(8) {
                    input.splice(at..at, again.iter().copied());
                }
            }
            4 => {
                let from = dice.below(other.len() + 1);
                let length = dice.below(256).min(other.len() - from);
                input.splice(at..at, other[from..from + length].iter().copied());
            }
            5 if dice.chance(8) => input.truncate(at),
            _ => drop(input.splice(at..at + length.min(4), dice.one(WORDS).bytes())),
        }
    }
    input.truncate(most);
}

/// Changes text, and leaves it text.
pub fn text(dice: &mut Dice, input: &str, other: &str, most: usize) -> String {
    let mut letters: Vec<char> = input.chars().collect();
    for _ in 0..=dice.below(5) {
        let at = dice.below(letters.len() + 1);
        let length = dice.below(6).min(letters.len() - at);
        match dice.below(6) {
            0 => drop(letters.drain(at..at + length)),
            1 => {
                let again = letters[at..at + length].to_vec();
                for _ in 0..=dice.below(5) {
                    letters.splice(at..at, again.iter().copied());
                }
            }
            2 => {
                let others: Vec<char> = other.chars().collect();
                let from = dice.below(others.len() + 1);
                letters.splice(at..at, others[from..].iter().copied());
            }
            3 if at < letters.len() => {
                // The same in full width, or any other letter.
                let wide = char::from_u32(u32::from(letters[at]) + 0xfee0).filter(|_| letters[at].is_ascii_graphic());
                letters[at] = wide.or(char::from_u32(dice.next() as u32 % 0x11_0000)).unwrap_or('?');
            }
            _ => drop(letters.splice(at..at, dice.one(WORDS).chars())),
        }
    }
    letters.truncate(most);
    letters.into_iter().collect()
}

/// Changes XML so that it mostly stays XML: values of attributes, texts, whole tags.
pub fn xml(dice: &mut Dice, input: &[u8], other: &str, most: usize) -> Vec<u8> {
    const ODD: &[&str] = &[
        "XFD1048576",
        "A0",
        "A1:XFD1048576",
        "A1048577",
        "1",
        "-1",
        "4294967295",
        "99999999999999999999",
        "s",
        "n",
        "d",
        "e",
        "b",
        "str",
        "inlineStr",
        "true",
        "",
        "\u{1b}",
        "yyyy",
        "0%",
        "[h]:mm",
        "0.00E+00",
        "&#x0;",
        "&#xFFFFFFFF;",
        "&amp;amp;",
        "../../etc/passwd",
        "r1",
        "http://example.org/",
    ];
    let mut text = String::from_utf8_lossy(input).into_owned();
    for _ in 0..=dice.below(4) {
        let spots = |open: &str| -> Vec<usize> { text.match_indices(open).map(|(at, _)| at).collect() };
        let (quotes, tags, ends) = (spots("=\""), spots("<"), spots(">"));
        let (from, to, new) = match dice.below(6) {
            0 | 1 if !quotes.is_empty() => {
                let from = quotes[dice.below(quotes.len())] + 2;
                let to = from + text[from..].find('"').unwrap_or(0);
                (from, to, (*dice.one(ODD)).to_owned())
            }
            2 | 3 if !ends.is_empty() => {
                let from = ends[dice.below(ends.len())] + 1;
                let to = from + text[from..].find('<').unwrap_or(0);
                let word = if dice.chance(2) {
                    *dice.one(&[&WORDS]).get(dice.below(WORDS.len())).unwrap_or(&"")
                } else {
                    other
                };
                (from, to, if dice.chance(6) { word.repeat(dice.below(2000)) } else { word.replace('<', "&lt;") })
            }
            4 if !tags.is_empty() => {
                // One tag or a stretch of them, left out or doubled.
                let from = tags[dice.below(tags.len())];
                let many = dice.below(6);
                let to = text[from..].match_indices('>').nth(many).map_or(text.len(), |(at, _)| from + at + 1);
                let new = if dice.chance(2) { String::new() } else { text[from..to].repeat(1 + dice.below(4)) };
                (from, to, new)
            }
            _ => {
                let mut raw = text.clone().into_bytes();
                bytes(dice, &mut raw, other.as_bytes(), most);
                return raw;
            }
        };
        text.replace_range(from..to, &new);
        if text.len() > most {
            break;
        }
    }
    let mut raw = text.into_bytes();
    raw.truncate(most);
    raw
}
