//! Bars made of signs: where a value lies on a scale, with its interval and the place of zero. They say the same without colour.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

/// From where to where a scale goes; zero is always on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Scale {
    pub low: Decimal,
    pub high: Decimal,
}

impl Scale {
    /// A scale that all values fit on.
    pub fn over(values: impl Iterator<Item = Decimal>) -> Scale {
        values.fold(Scale::default(), |scale, value| Scale { low: scale.low.min(value), high: scale.high.max(value) })
    }

    /// The cell of a value among so many; what lies outside is on the edge.
    fn cell(&self, value: Decimal, cells: usize) -> usize {
        let last = Decimal::from(cells.saturating_sub(1));
        let width = self.high - self.low;
        if width.is_zero() {
            return 0;
        }
        let part = (value.clamp(self.low, self.high) - self.low).checked_div(width).unwrap_or_default();
        (part * last).round().to_usize().unwrap_or(0).min(cells.saturating_sub(1))
    }
}

/// `   |  ---#----   `: `|` zero, `-` the interval, `#` the value.
pub fn band(scale: Scale, value: Option<Decimal>, interval: Option<(Decimal, Decimal)>, cells: usize) -> String {
    let mut signs = vec![' '; cells];
    if let Some((low, high)) = interval {
        let (from, to) = (scale.cell(low, cells), scale.cell(high, cells));
        signs.iter_mut().take(to + 1).skip(from).for_each(|sign| *sign = '-');
    }
    for (at, sign) in [(Some(Decimal::ZERO), '|'), (value, '#')] {
        if let Some(place) = at.and_then(|at| signs.get_mut(scale.cell(at, cells))) {
            *place = sign;
        }
    }
    signs.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(number: i64) -> Decimal {
        Decimal::from(number)
    }

    #[test]
    fn zero_interval_and_value_stand_where_they_lie() {
        let scale = Scale::over([points(-2), points(18)].into_iter());
        assert_eq!(band(scale, Some(points(8)), Some((points(4), points(14))), 21), "  |   ----#------    ");
        assert_eq!(band(scale, Some(points(-2)), None, 21), "# |                  ");
        assert_eq!(band(scale, Some(points(99)), None, 21), "  |                 #", "outside is on the edge");
        assert_eq!(band(scale, None, None, 21), "  |                  ");
        assert_eq!(band(Scale::default(), Some(points(0)), None, 3), "#  ");
        assert_eq!(band(scale, Some(points(1)), None, 0), "");
    }
}
