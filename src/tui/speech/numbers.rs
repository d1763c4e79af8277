//! Printed values as a person reads them aloud: `≥96%` is "大于等于百分之 96". Pure; what is no value stays as it is.

use crate::text::Arg;
use crate::tui::look::Look;

/// Signs of comparison and the like, longest first, with the end of their locale key.
const SIGNS: [(&str, &str); 18] = [
    (">=", "at-least"),
    ("=>", "at-least"),
    ("≥", "at-least"),
    ("≧", "at-least"),
    ("<=", "at-most"),
    ("=<", "at-most"),
    ("≤", "at-most"),
    ("≦", "at-most"),
    (">", "more-than"),
    ("＞", "more-than"),
    ("<", "less-than"),
    ("＜", "less-than"),
    ("=", "equal"),
    ("＝", "equal"),
    ("≠", "not-equal"),
    ("≈", "about"),
    ("±", "plus-minus"),
    ("×", "times"),
];

/// Signs of units.
const UNITS: [(&str, &str); 6] = [
    ("℃", "celsius"),
    ("㎡", "square-metre"),
    ("m²", "square-metre"),
    ("m2", "square-metre"),
    ("㎥", "cubic-metre"),
    ("m³", "cubic-metre"),
];

const RANGE: [char; 5] = ['-', '~', '～', '–', '—'];

/// A text in which values are spelled as they are read aloud.
pub fn words(text: &str, look: &Look) -> String {
    let mut out = Out { text: String::new(), glue: false };
    let mut rest = text;
    let mut before: Option<char> = None;
    // True while what is read is the unit of the number just read.
    let mut unit = false;
    while let Some(c) = rest.chars().next() {
        let taken = if let Some((sign, key)) = SIGNS.iter().find(|(sign, _)| rest.starts_with(sign)) {
            unit = false;
            out.word(&look.s(&format!("line-number-{key}")));
            sign.len()
        } else if let Some((value, length)) = value(rest, before, look) {
            out.word(&value);
            unit = true;
            length
        } else if let Some((sign, key)) = UNITS.iter().find(|(sign, _)| unit && rest.starts_with(sign)) {
            out.word(&look.s(&format!("line-number-{key}")));
            sign.len()
        } else if unit && c == '/' && rest[1..].chars().next().is_some_and(char::is_alphabetic) {
            out.word(&look.s("line-number-per"));
            1
        } else {
            unit = unit && c.is_alphanumeric();
            out.push(c);
            c.len_utf8()
        };
        before = rest[..taken].chars().next_back();
        rest = &rest[taken..];
    }
    out.text
}

struct Out {
    text: String,
    /// A word just ended: what follows it directly gets a blank in between.
    glue: bool,
}

impl Out {
    fn word(&mut self, word: &str) {
        let open = !self.text.chars().next_back().is_some_and(char::is_alphanumeric);
        if !open {
            self.text.push(' ');
        }
        self.text.push_str(word);
        self.glue = true;
    }

    fn push(&mut self, c: char) {
        if std::mem::take(&mut self.glue) && c.is_alphanumeric() {
            self.text.push(' ');
        }
        self.text.push(c);
    }
}

/// The number at the head of a text: digits, thousands commas, a point; its length in bytes.
fn number(text: &str) -> Option<(&str, usize)> {
    let bytes = text.as_bytes();
    if !bytes.first()?.is_ascii_digit() {
        return None;
    }
    let mut end = 0;
    while end < bytes.len() {
        let inner = matches!(bytes[end], b'.' | b',') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
        if !(bytes[end].is_ascii_digit() || inner) {
            break;
        }
        end += 1;
    }
    Some((&text[..end], end))
}

/// A date, range, percentage or number at the head of a text, in words, with its length.
fn value(text: &str, before: Option<char>, look: &Look) -> Option<(String, usize)> {
    // Figures inside a code are no numbers.
    if before.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')) {
        return None;
    }
    if let Some(found) = date(text, look) {
        return Some(found);
    }
    let negative =
        text.starts_with(['-', '－']) && before.is_none_or(|c| c.is_whitespace() || ">=<≥≤＞＜＝≈(（：，".contains(c));
    let sign = if negative { text.chars().next().map_or(0, char::len_utf8) } else { 0 };
    let (first, length) = number(&text[sign..])?;
    let mut at = sign + length;
    // A letter right behind it makes it part of a code.
    let mut range = None;
    let tail = &text[at..];
    let percent_first = tail.starts_with(['%', '％']);
    let skip = if percent_first { tail.chars().next().map_or(0, char::len_utf8) } else { 0 };
    if let Some(mark) = tail[skip..].chars().next().filter(|c| RANGE.contains(c))
        && let Some((second, length)) = number(&tail[skip + mark.len_utf8()..])
        && (!matches!(mark, '-' | '—' | '–') || measured(&tail[skip + mark.len_utf8() + length..]))
    {
        range = Some(second);
        at += skip + mark.len_utf8() + length;
    }
    let of = |number: &str, key: &str| look.t(&format!("line-number-{key}"), &[("number", Arg::from(number))]);
    let (shown, taken) = match text[at..].chars().next() {
        Some(c @ ('%' | '％')) => ("percent", c.len_utf8()),
        Some(c @ '‰') => ("per-mille", c.len_utf8()),
        _ if percent_first && range.is_some() => ("percent", 0),
        _ => ("", 0),
    };
    let one = |number: &str| if shown.is_empty() { number.to_owned() } else { of(number, shown) };
    let mut words = match range {
        None => one(first),
        Some(second) => {
            look.t("line-number-range", &[("first", Arg::from(one(first))), ("last", Arg::from(one(second)))])
        }
    };
    if negative {
        words = of(&words, "negative");
    }
    Some((words, at + taken))
}

/// True where a unit follows: a stroke between bare figures may be anything.
fn measured(rest: &str) -> bool {
    rest.trim_start_matches(' ').starts_with(|c: char| c.is_alphabetic() || matches!(c, '%' | '％' | '‰' | '℃' | '㎡'))
}

/// `2025-06-30` or with slashes or points.
fn date(text: &str, look: &Look) -> Option<(String, usize)> {
    let bytes = text.as_bytes();
    let sign = *bytes.get(4).filter(|sign| matches!(**sign, b'-' | b'/' | b'.'))?;
    let year = text.get(..4).filter(|year| year.bytes().all(|b| b.is_ascii_digit()))?;
    let mut at = 5;
    let mut parts = [0_u32; 2];
    for (index, part) in parts.iter_mut().enumerate() {
        let digits = bytes[at..].iter().take(2).take_while(|b| b.is_ascii_digit()).count();
        *part = text.get(at..at + digits)?.parse().ok()?;
        at += digits;
        if index == 0 {
            if bytes.get(at) != Some(&sign) {
                return None;
            }
            at += 1;
        }
    }
    let right = (1..=12).contains(&parts[0]) && (1..=31).contains(&parts[1]);
    if !right || bytes.get(at).is_some_and(u8::is_ascii_digit) {
        return None;
    }
    let args = [
        ("year", Arg::from(year)),
        ("month", Arg::from(parts[0].to_string())),
        ("day", Arg::from(parts[1].to_string())),
    ];
    Some((look.t("line-number-date", &args), at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    #[track_caller]
    fn reads(language: Language, cases: &[(&str, &str)]) {
        let look = Look::built_in(language);
        for (printed, spoken) in cases {
            assert_eq!(words(printed, &look), *spoken, "{printed}");
        }
    }

    #[test]
    fn values_are_read_as_people_read_them() {
        reads(
            Language::ZhCn,
            &[
                ("≥96%", "大于等于 百分之 96"),
                (">=12台", "大于等于 12 台"),
                ("≤2.80万元/户", "小于等于 2.80 万元 每 户"),
                ("＞1,260.5万元", "大于 1,260.5 万元"),
                ("100%", "百分之 100"),
                ("85-90%", "百分之 85 到 百分之 90"),
                ("85%~90%", "百分之 85 到 百分之 90"),
                ("3～5天", "3 到 5 天"),
                ("2024-2026年", "2024 到 2026 年"),
                ("2025-06-30", "2025 年 6 月 30 日"),
                ("2025.6.3前", "2025 年 6 月 3 日 前"),
                ("±5‰", "正负 千分之 5"),
                ("-3.5%", "负 百分之 3.5"),
                ("≤-18℃", "小于等于 负 18 摄氏度"),
                ("120㎡", "120 平方米"),
            ],
        );
        reads(
            Language::En,
            &[
                ("≥96%", "at least 96 percent"),
                ("3-5 days", "3 to 5 days"),
                ("2025-06-30", "2025-6-30"),
                ("<5", "less than 5"),
            ],
        );
    }

    #[test]
    fn what_is_no_value_stays_as_it_is() {
        let plain = [
            "适量",
            "效果明显",
            "P0101",
            "教育局/财政局",
            "A2-01",
            "ZG-2025-1f659bee",
            "",
            "第一、二季度",
            "（见附件）",
        ];
        reads(Language::ZhCn, &plain.map(|text| (text, text)));
        reads(
            Language::ZhCn,
            &[
                ("请改为「>=12台」", "请改为「大于等于 12 台」"),
                ("户数12/15", "户数 12/15"),
                ("11-22 04:33", "11-22 04:33"),
            ],
        );
    }
}
