//! Numbers as a spreadsheet shows them.
//!
//! A cell stores a binary number and a format code. What was filed is what the cell shows: a percent-formatted 1 is
//! `100%`, a date cell its date, `0.1 + 0.2` is `0.3` (spreadsheets show 15 significant digits). Where showing drops
//! digits, the stored number is kept beside it so that money stays exact. Formats that cannot be followed (fractions,
//! exponents, conditions) show the plain number.

use rust_decimal::prelude::*;

use super::sheet::Cell;

/// One parsed format code.
#[derive(Debug, Clone, Default)]
pub struct NumberFormat {
    sections: Vec<Section>,
    /// Which of day and month a date shows.
    shows_day: bool,
    shows_month: bool,
}

#[derive(Debug, Clone, Default)]
struct Section {
    whole: Vec<Token>,
    /// `true` for each place that is always shown.
    places: Vec<bool>,
    tail: String,
    percent: bool,
    grouped: bool,
    /// Trailing commas: each divides by a thousand.
    thousands: u32,
    /// `General` or something we cannot follow.
    plain: bool,
}

#[derive(Debug, Clone)]
enum Token {
    Digit { always: bool },
    Literal(char),
}

impl NumberFormat {
    /// Parses a format code such as `0.00%` or `yyyy"年"m"月"d"日"`.
    pub fn parse(code: &str) -> NumberFormat {
        let bare = without_literals(code).to_ascii_lowercase();
        let mut format = NumberFormat {
            sections: split_sections(code).iter().map(|section| Section::parse(section)).collect(),
            shows_day: bare.contains('d') || !bare.contains('y'),
            shows_month: bare.contains('m'),
        };
        if format.sections.is_empty() {
            format.sections.push(Section { plain: true, ..Section::default() });
        }
        format
    }

    /// What a cell with this stored number shows.
    pub fn show(&self, stored: f64) -> Cell {
        let plain = plain_digits(stored);
        let Some(number) = Decimal::from_str_exact(&plain).ok() else {
            return Cell { text: plain, exact: None };
        };
        let section = match self.sections.len() {
            0 | 1 => self.sections.first(),
            2 => self.sections.get(usize::from(number.is_sign_negative() && !number.is_zero())),
            _ if number.is_zero() => self.sections.get(2),
            _ => self.sections.get(usize::from(number.is_sign_negative())),
        };
        let Some(section) = section.filter(|section| !section.plain) else {
            return Cell { text: plain, exact: None };
        };
        let mut text = section.show(number.abs());
        if number.is_sign_negative() && self.sections.len() < 2 && text.chars().any(|c| matches!(c, '1'..='9')) {
            text.insert(0, '-');
        }
        let literal_inside = section.whole.iter().any(|token| matches!(token, Token::Literal(_)));
        let follows = !section.percent && section.thousands == 0 && !literal_inside;
        let exact = (follows && text != plain).then(|| plain.into());
        Cell { text: text.trim().into(), exact }
    }

    /// What a date cell shows, as ISO 8601 cut to the parts it shows.
    pub fn show_date(&self, (year, month, day, hour, minute, second): (u16, u8, u8, u8, u8, u8)) -> String {
        // Serial numbers below one are times of day; the library dates them to the end of 1899.
        if year < 1900 {
            return format!("{hour:02}:{minute:02}:{second:02}");
        }
        let date = match (self.shows_month, self.shows_day) {
            (_, true) => format!("{year:04}-{month:02}-{day:02}"),
            (true, false) => format!("{year:04}-{month:02}"),
            (false, false) => format!("{year:04}"),
        };
        match (hour, minute, second) {
            (0, 0, 0) => date,
            (_, _, 0) => format!("{date} {hour:02}:{minute:02}"),
            _ => format!("{date} {hour:02}:{minute:02}:{second:02}"),
        }
    }
}

/// A stored number in plain digits, rounded to the 15 significant digits that spreadsheets show.
pub fn plain_digits(stored: f64) -> String {
    if !stored.is_finite() {
        return stored.to_string();
    }
    let rounded = format!("{stored:.14e}");
    match Decimal::from_scientific(&rounded) {
        Ok(number) if number.is_zero() && stored != 0.0 => stored.to_string(),
        Ok(number) => number.normalize().to_string(),
        Err(_) => stored.to_string(),
    }
}

impl Section {
    fn parse(code: &str) -> Section {
        let mut section = Section::default();
        let mut point = false;
        let mut commas = 0;
        let mut digits = 0;
        let mut chars = code.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '0' | '#' | '?' => {
                    if commas > 0 && digits > 0 && !point {
                        section.grouped = true;
                    }
                    commas = 0;
                    digits += 1;
                    if point {
                        section.places.push(c == '0');
                    } else {
                        section.whole.push(Token::Digit { always: c == '0' });
                    }
                }
                '.' if digits > 0 || matches!(chars.peek(), Some('0' | '#' | '?')) => {
                    section.thousands += commas;
                    commas = 0;
                    point = true;
                }
                ',' => commas += 1,
                '%' => {
                    section.percent = true;
                    section.literal('%', point, digits);
                }
                '"' => {
                    for literal in chars.by_ref().take_while(|c| *c != '"') {
                        section.literal(literal, point, digits);
                    }
                }
                '\\' => {
                    if let Some(literal) = chars.next() {
                        section.literal(literal, point, digits);
                    }
                }
                '_' | '*' => {
                    chars.next();
                }
                '[' => {
                    let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                    if let Some(currency) = inside.strip_prefix('$') {
                        for literal in currency.chars().take_while(|c| *c != '-') {
                            section.literal(literal, point, digits);
                        }
                    } else if inside.starts_with(['<', '>', '=']) {
                        section.plain = true;
                    }
                }
                'E' | 'e' | '/' | 'G' | 'g' | '@' => section.plain = true,
                other => section.literal(other, point, digits),
            }
        }
        section.thousands += commas;
        section.plain |= digits == 0 && section.whole.is_empty() && section.tail.is_empty();
        section
    }

    fn literal(&mut self, literal: char, point: bool, digits: u32) {
        if point || digits > 0 && literal == '%' {
            self.tail.push(literal);
        } else {
            self.whole.push(Token::Literal(literal));
        }
    }

    fn show(&self, number: Decimal) -> String {
        let mut scaled = number;
        if self.percent {
            scaled = scaled.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(scaled);
        }
        for _ in 0..self.thousands.min(8) {
            scaled /= Decimal::ONE_THOUSAND;
        }
        let places = self.places.len().min(15);
        let rounded = scaled.round_dp_with_strategy(places as u32, RoundingStrategy::MidpointAwayFromZero);
        let text = format!("{rounded:.places$}");
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        let mut fraction = fraction.to_owned();
        let always = self.places.iter().rposition(|always| *always).map_or(0, |at| at + 1);
        while fraction.len() > always && fraction.ends_with('0') {
            fraction.pop();
        }
        let mut shown = self.show_whole(if whole == "0" { "" } else { whole });
        if !fraction.is_empty() {
            shown.push('.');
            shown.push_str(&fraction);
        }
        shown + self.tail.as_str()
    }

    /// Digits fill their places from the right; the leftmost place takes all that are left.
    fn show_whole(&self, digits: &str) -> String {
        let mut left: Vec<char> = digits.chars().collect();
        let mut reversed = Vec::new();
        let mut written = 0;
        let last_place = self.whole.iter().position(|token| matches!(token, Token::Digit { .. }));
        let mut put = |reversed: &mut Vec<char>, digit: char| {
            if self.grouped && written > 0 && written % 3 == 0 {
                reversed.push(',');
            }
            reversed.push(digit);
            written += 1;
        };
        for (at, token) in self.whole.iter().enumerate().rev() {
            match token {
                Token::Literal(literal) => reversed.push(*literal),
                Token::Digit { always } => {
                    match left.pop() {
                        Some(digit) => put(&mut reversed, digit),
                        None if *always => put(&mut reversed, '0'),
                        None => {}
                    }
                    if last_place == Some(at) {
                        while let Some(digit) = left.pop() {
                            put(&mut reversed, digit);
                        }
                    }
                }
            }
        }
        reversed.into_iter().rev().collect()
    }
}

/// Splits at `;` outside of literals.
fn split_sections(code: &str) -> Vec<String> {
    let mut sections = vec![String::new()];
    let mut quoted = false;
    let mut escaped = false;
    for c in code.chars() {
        if c == ';' && !quoted && !escaped {
            sections.push(String::new());
            continue;
        }
        if c == '"' && !escaped {
            quoted = !quoted;
        }
        escaped = c == '\\' && !escaped;
        if let Some(last) = sections.last_mut() {
            last.push(c);
        }
    }
    sections
}

fn without_literals(code: &str) -> String {
    let mut bare = String::new();
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => chars.by_ref().take_while(|c| *c != '"').for_each(drop),
            '[' => chars.by_ref().take_while(|c| *c != ']').for_each(drop),
            '\\' | '_' | '*' => {
                chars.next();
            }
            other => bare.push(other),
        }
    }
    bare
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(code: &str, stored: f64) -> String {
        NumberFormat::parse(code).show(stored).text
    }

    #[test]
    fn numbers_look_like_in_the_spreadsheet() {
        assert_eq!(shown("General", 0.1 + 0.2), "0.3");
        assert_eq!(shown("General", 5.0), "5");
        assert_eq!(shown("General", 89.974), "89.974");
        assert_eq!(shown("General", -5.5), "-5.5");
        assert_eq!(shown("0%", 1.0), "100%");
        assert_eq!(shown("0.00%", 0.9775), "97.75%");
        assert_eq!(shown("#,##0.00", 1234.5), "1,234.50");
        assert_eq!(shown("0.00", 89.974), "89.97");
        assert_eq!(shown("0.00_);[Red]\\(0.00\\)", -1.5), "(1.50)");
        assert_eq!(shown("000000", 219.0), "000219");
        assert_eq!(shown("0\"个\"", 50.0), "50个");
        assert_eq!(shown("0.##", 2.5), "2.5");
        assert_eq!(shown("#,##0 ;(#,##0)", 1234567.0), "1,234,567");
        assert_eq!(shown("0\\.0,", 12345.0), "1.2", "ten-thousands by a printed point");
        assert_eq!(shown("0.00E+00", 12.0), "12");
        assert_eq!(shown("@", 12.0), "12");
        assert_eq!(shown("0", -0.2), "0");
    }

    #[test]
    fn the_stored_number_stays_beside_a_rounded_one() {
        assert_eq!(NumberFormat::parse("0.00").show(89.974).exact.as_deref(), Some("89.974"));
        assert_eq!(NumberFormat::parse("General").show(89.974).exact, None);
        assert_eq!(NumberFormat::parse("0%").show(1.0).exact, None, "a percentage is no stored amount");
    }

    #[test]
    fn dates_are_cut_to_what_the_format_shows() {
        let day = (2025, 6, 30, 0, 0, 0);
        assert_eq!(NumberFormat::parse("yyyy/m/d").show_date(day), "2025-06-30");
        assert_eq!(NumberFormat::parse("yyyy\"年\"m\"月\"").show_date(day), "2025-06");
        assert_eq!(NumberFormat::parse("m\"月\"d\"日\"").show_date(day), "2025-06-30");
        assert_eq!(NumberFormat::parse("yyyy").show_date(day), "2025");
    }
}
