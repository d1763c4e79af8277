//! Money in fen, exactly.

use std::fmt;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An amount in fen (分, 1/100 yuan). Written in events and canonical texts as a decimal string of fen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Money(pub i64);

/// The unit an amount was printed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MoneyUnit {
    /// 元
    Yuan,
    /// 万元
    TenThousandYuan,
}

impl MoneyUnit {
    fn fen(self) -> Decimal {
        match self {
            MoneyUnit::Yuan => Decimal::from(100),
            MoneyUnit::TenThousandYuan => Decimal::from(1_000_000),
        }
    }
}

impl Money {
    /// 1000 万元: from here a target goes through substantive review (实质性审核), one row at a time.
    pub const KEY_LANE: Money = Money(1_000_000_000);

    /// Reads a printed number. Commas and spaces are dropped; `None` when it is no number, does not fit, or is finer
    /// than one fen (nothing is rounded silently).
    pub fn read(printed: &str, unit: MoneyUnit) -> Option<Money> {
        let plain: String = printed.chars().filter(|c| !matches!(c, ',' | '，' | ' ' | '\u{3000}')).collect();
        let number = Decimal::from_str_exact(&plain).ok().or_else(|| Decimal::from_scientific(&plain).ok())?;
        let fen = number.checked_mul(unit.fen())?;
        if !fen.fract().is_zero() {
            return None;
        }
        fen.to_i64().map(Money)
    }

    /// In yuan with two places: `899740.00`, the shape of the command line's answers.
    pub fn yuan(self) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        format!("{sign}{}.{:02}", self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100)
    }

    /// In 万元 with thousands commas and up to six places, trailing zeros dropped after the second: `1,260.00`.
    pub fn ten_thousand_yuan(self) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        let whole = (self.0.unsigned_abs() / 1_000_000).to_string();
        let mut grouped = String::new();
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        let mut places = format!("{:06}", self.0.unsigned_abs() % 1_000_000);
        while places.len() > 2 && places.ends_with('0') {
            places.pop();
        }
        format!("{sign}{grouped}.{places}")
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.yuan())
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map(Money).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_yuan_and_ten_thousand_yuan_exactly() {
        assert_eq!(Money::read("89.974", MoneyUnit::TenThousandYuan), Some(Money(89_974_000)));
        assert_eq!(Money::read("1,260", MoneyUnit::TenThousandYuan), Some(Money(1_260_000_000)));
        assert_eq!(Money::read("899740.00", MoneyUnit::Yuan), Some(Money(89_974_000)));
        assert_eq!(Money::read("-5.5", MoneyUnit::Yuan), Some(Money(-550)));
        assert_eq!(Money::read("0.001", MoneyUnit::Yuan), None, "a tenth of a fen is not rounded away");
        assert_eq!(Money::read("九十", MoneyUnit::Yuan), None);
        assert_eq!(Money::read("99999999999999999999", MoneyUnit::Yuan), None);
    }

    #[test]
    fn prints_both_units() {
        assert_eq!(Money(89_974_000).yuan(), "899740.00");
        assert_eq!(Money(89_974_000).ten_thousand_yuan(), "89.974");
        assert_eq!(Money(1_260_000_000).ten_thousand_yuan(), "1,260.00");
        assert_eq!(Money(-5).yuan(), "-0.05");
        assert_eq!(Money(-5).ten_thousand_yuan(), "-0.000005");
    }
}
