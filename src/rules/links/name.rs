//! Names made comparable: half width, no blanks, one form of brackets and dashes, and across years without the year.

/// A name as it is compared: half-width, lower case, without blanks and signs of nothing around it, all brackets alike.
pub fn plain(name: &str) -> String {
    name.chars()
        .filter_map(|c| {
            let c = match c {
                '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
                _ => c,
            };
            Some(match c {
                c if c.is_whitespace() || matches!(c, '\u{200B}'..='\u{200D}' | '\u{FEFF}') => return None,
                '(' | '[' | '{' | '\u{3010}' | '\u{3014}' | '\u{3016}' | '\u{2768}' => '(',
                ')' | ']' | '}' | '\u{3011}' | '\u{3015}' | '\u{3017}' | '\u{2769}' => ')',
                '<' | '\u{300A}' | '\u{3008}' | '"' | '\u{201C}' | '\u{201D}' | '\u{300C}' | '\u{300E}' => return None,
                '>' | '\u{300B}' | '\u{3009}' | '\'' | '\u{2018}' | '\u{2019}' | '\u{300D}' | '\u{300F}' => {
                    return None;
                }
                '\u{2010}'..='\u{2015}' | '\u{2212}' | '~' | '_' => '-',
                c => c.to_lowercase().next().unwrap_or(c),
            })
        })
        .collect()
}

/// The year and what follows it that still belongs to it.
const YEAR_ENDS: [&str; 2] = ["\u{5E74}\u{5EA6}", "\u{5E74}"];

/// A comparable name without the years in it: `2023年度`, `2023年`, `(2023)`, `2023` on its own.
pub fn timeless(plain: &str) -> String {
    let mut out = String::with_capacity(plain.len());
    let mut rest = plain;
    while let Some(c) = rest.chars().next() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 {
            out.push(c);
            rest = &rest[c.len_utf8()..];
            continue;
        }
        let (number, after) = rest.split_at(digits);
        if digits == 4 && (number.starts_with("19") || number.starts_with("20")) {
            let after = YEAR_ENDS.iter().find_map(|end| after.strip_prefix(end)).unwrap_or(after);
            // `(2023)` leaves nothing, not a pair of brackets.
            match (out.strip_suffix('('), after.strip_prefix(')')) {
                (Some(before), Some(behind)) => {
                    out = before.to_owned();
                    rest = behind;
                }
                _ => rest = after,
            }
        } else {
            out.push_str(number);
            rest = after;
        }
    }
    // A name that is nothing but a year stays one.
    if out.is_empty() { plain.to_owned() } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_blanks_and_brackets_make_no_other_name() {
        let same =
            ["农村公路养护（二期）A", "农村公路养护(二期)a", " 农村公路　养护【二期】Ａ", "农村公路养护［二期］Ａ"];
        for name in same {
            assert_eq!(plain(name), "农村公路养护(二期)a", "{name}");
        }
        assert_ne!(plain("农村公路养护(一期)"), plain("农村公路养护(二期)"));
    }

    #[test]
    fn only_years_are_left_out_across_years() {
        for name in
            ["2023年度道路养护", "2024年道路养护", "道路养护(2025)", "道路养护2022", "道路养护(2023年度)", "道路养护"]
        {
            assert_eq!(timeless(&plain(name)), "道路养护", "{name}");
        }
        assert_eq!(timeless("110指挥中心3000万"), "110指挥中心3000万");
        assert_eq!(timeless("2023"), "2023");
    }
}
