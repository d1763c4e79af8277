//! Units against each other: which ones measure the same, and comparing figures across them exactly.
//!
//! Every unit of a family is a whole number of the family's smallest piece (`src/data/units.toml`), so two figures are
//! compared by multiplying; nothing is divided or rounded. Compound units (元/人·月) are compared part by part, however
//! their parts are joined. Units in no family compare with themselves only.
//!
//! Who may import it: `rules` and `engine`. Absent on purpose: judging by a comparison, and guessing what a figure without
//! a unit counts.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::fold::fold;
use super::words::WORDS;
use crate::model::value::{Value, ValueKind};

/// What a unit measures: its kind and that of every part it is counted by.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Measure {
    over: String,
    under: Vec<String>,
    /// Smallest pieces of `over`, and of all of `under` multiplied.
    pieces: (Decimal, Decimal),
}

/// One part of a unit: the family or else the text itself, and how many smallest pieces it is.
fn part(text: &[char]) -> Option<(String, Decimal)> {
    let whole: String = text.iter().collect();
    if let Some((family, pieces)) = WORDS.families.get(&whole) {
        return Some((family.clone(), *pieces));
    }
    // 100人 under a slash.
    let digits = text.iter().take_while(|c| c.is_ascii_digit()).count();
    if digits > 0 {
        let (count, rest) = text.split_at_checked(digits)?;
        let count: Decimal = count.iter().collect::<String>().parse().ok()?;
        let (family, pieces) = part(rest)?;
        return Some((family, pieces.checked_mul(count)?));
    }
    if let Some((length, &power)) = WORDS.powers_of_ten.longest(text)
        && let Some(rest) = text.get(length..)
        && !rest.is_empty()
    {
        let rest: String = rest.iter().collect();
        let (family, pieces) = WORDS.families.get(&rest).cloned().unwrap_or((rest, Decimal::ONE));
        return Some((family, pieces.checked_mul(Decimal::from(power))?));
    }
    (!whole.is_empty()).then_some((whole, Decimal::ONE))
}

fn measure(unit: &str) -> Option<Measure> {
    let text = fold(unit);
    let mut parts = text.split(|c| matches!(c, '/' | '·' | '•' | '‧' | '・' | '、' | '.' | '*' | '(' | ')' | '∕'));
    let (over, pieces) = part(parts.next()?)?;
    let mut measure = Measure { over, under: Vec::new(), pieces: (pieces, Decimal::ONE) };
    for text in parts.filter(|text| !text.is_empty()) {
        let (family, pieces) = part(text)?;
        measure.under.push(family);
        measure.pieces.1 = measure.pieces.1.checked_mul(pieces)?;
    }
    measure.under.sort();
    Some(measure)
}

/// Two ways to write one unit: `㎡` and 平方米, 元/人·月 and 元/人/月.
pub fn same(one: &str, other: &str) -> bool {
    compare_figures(Decimal::ONE, one, Decimal::ONE, other) == Some(Ordering::Equal)
}

/// Whether figures in both units can be compared.
pub fn related(one: &str, other: &str) -> bool {
    compare_figures(Decimal::ONE, one, Decimal::ONE, other).is_some()
}

/// Compares `left` of one unit with `right` of another, exactly. `None`: the units measure different things, or the
/// figures are too large to be exact.
pub fn compare_figures(left: Decimal, one: &str, right: Decimal, other: &str) -> Option<Ordering> {
    if one == other {
        return Some(left.cmp(&right));
    }
    let (one, other) = (measure(one)?, measure(other)?);
    if one.over != other.over || one.under != other.under {
        return None;
    }
    let left = exactly(left, one.pieces.0)?;
    let right = exactly(right, other.pieces.0)?;
    Some(exactly(left, other.pieces.1)?.cmp(&exactly(right, one.pieces.1)?))
}

/// A product, or `None` where digits would be lost.
pub(in crate::rules) fn exactly(left: Decimal, right: Decimal) -> Option<Decimal> {
    let (left, right) = (left.normalize(), right.normalize());
    let product = left.checked_mul(right)?;
    // A product that did not fit was rounded to fewer places.
    let zero = left.is_zero() || right.is_zero();
    (zero || product.scale() >= left.scale() + right.scale()).then_some(product)
}

/// `number` of the unit `from`, told in the unit `to`, where that is a finite decimal. `None`: the units measure different
/// things (元 and 个), or the figure has no end (平方米 in 亩): [`compare_figures`] tells which is more all the same.
pub fn convert(number: Decimal, from: &str, to: &str) -> Option<Decimal> {
    if from == to {
        return Some(number);
    }
    let (one, other) = (measure(from)?, measure(to)?);
    if one.over != other.over || one.under != other.under {
        return None;
    }
    let dividend = exactly(exactly(number, one.pieces.0)?, other.pieces.1)?;
    let divisor = exactly(other.pieces.0, one.pieces.1)?;
    let quotient = dividend.checked_div(divisor)?;
    (exactly(quotient, divisor)? == dividend).then(|| quotient.normalize())
}

/// Compares the figures of two readings. `None` where nothing honest can be said: words, dates, ranges, no number, units
/// that measure different things, or a unit on one side only (a caller that knows the row may fill it in).
pub fn compare(left: &Value, right: &Value) -> Option<Ordering> {
    let figure = |value: &Value| {
        let told = matches!(value.kind, ValueKind::Number | ValueKind::Percent | ValueKind::Duration);
        let number = value.number.as_deref().filter(|_| told)?.parse::<Decimal>().ok()?;
        Some((number, value.unit.clone().unwrap_or_default()))
    };
    let ((left, one), (right, other)) = (figure(left)?, figure(right)?);
    if one.is_empty() != other.is_empty() {
        return None;
    }
    compare_figures(left, &one, right, &other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::value::read_printed;

    fn against(left: &str, right: &str) -> Option<Ordering> {
        compare(&read_printed(left), &read_printed(right))
    }

    #[test]
    fn figures_compare_across_units_exactly() {
        use Ordering::{Equal, Greater, Less};
        for (left, right, wanted) in [
            ("1.5万人", "15000人", Equal),
            ("1.5万人", "15001名", Less),
            ("3亩", "2000平方米", Equal),
            ("3亩", "2000.0001㎡", Less),
            ("15亩", "1公顷", Equal),
            ("1km²", "100ha", Equal),
            ("2㎞", "2000米", Equal),
            ("1吨", "2000斤", Equal),
            ("0.97比例", "97%", Equal),
            ("1.5‰", "0.15%", Equal),
            ("100万元", "1000000元", Equal),
            ("1亿元", "9999.99万元", Greater),
            ("2小时", "121分钟", Less),
            ("1年", "12个月", Equal),
            ("1000元/人·月", "0.1万元/人、月", Equal),
            ("15元/(人·月)", "15元/人/月", Equal),
            ("20元/100人", "0.2元/人", Equal),
            ("3.5万元/公里", "35元/米", Equal),
            ("12万", "120000", Greater),
            ("50个", "50个", Equal),
            ("1TB", "1024GB", Equal),
        ] {
            let wanted = (left != "12万").then_some(wanted);
            assert_eq!(against(left, right), wanted, "{left} {right}");
        }
    }

    #[test]
    fn what_measures_different_things_does_not_compare() {
        for (left, right) in [
            ("5个", "5项"),
            ("5人", "5人次"),
            ("5人", "5户"),
            ("100万", "100万元"),
            ("90分", "90元"),
            ("5天", "5个工作日"),
            ("1月", "30天"),
            ("80M", "80米"),
            ("1429.39hm", "1429.39公顷"),
            ("5%", "5个百分点"),
            ("50个", "50"),
            ("0.95", "95%"),
            ("1元/人", "1元/人·月"),
            ("有所提升", "有所提升"),
            ("5-8个", "5个"),
        ] {
            assert_eq!(against(left, right), None, "{left} {right}");
        }
    }

    #[test]
    fn a_conversion_is_exact_or_none() {
        let told = |number: &str, from: &str, to: &str| {
            convert(number.parse().unwrap(), from, to).map(|number| number.to_string())
        };
        assert_eq!(told("1.5", "万人", "人").as_deref(), Some("15000"));
        assert_eq!(told("97.5", "%", "比例").as_deref(), Some("0.975"));
        assert_eq!(told("3", "亩", "平方米").as_deref(), Some("2000"));
        assert_eq!(told("1", "亩", "平方米"), None, "666.66… has no end");
        assert_eq!(told("1", "元/人·月", "元/人"), None);
        assert_eq!(told("79228162514264337593543950335", "吨", "微克"), None, "too large to be exact");
        assert_eq!(told("0.0000000000000000000000000001", "平方厘米", "平方米"), None, "too small to be exact");
    }

    #[test]
    fn every_family_is_a_list_of_positive_figures_and_known_units() {
        assert!(WORDS.families.len() > 100);
        for (unit, (family, pieces)) in &WORDS.families {
            assert!(*pieces > Decimal::ZERO, "{unit} {family}");
            // A ratio above one is doubted.
            let figure = if unit == "比例" { "0.5" } else { "5" };
            let read = read_printed(&format!("{figure}{unit}"));
            let date = matches!(unit.as_str(), "月" | "日" | "年" | "方");
            assert!(date || (!read.uncertain && read.unit.as_deref() == Some(unit)), "{read:?}");
        }
    }
}
