//! How figures are spread: least, quartiles, median, greatest, and where one figure stands among them. Exact.

use rust_decimal::Decimal;

use crate::rules::value::convert::exactly;

/// How figures are spread.
///
/// Quartiles are those of the spreadsheets that people check them with (QUARTILE, QUARTILE.INC): of `n` figures in order the
/// one at place `(n - 1)·q` from 0, and between two of them the share of the way that is left. So the median of an even number
/// is the middle of two, and every result is a finite decimal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spread {
    /// Number of figures.
    pub count: usize,
    /// The least.
    pub least: Decimal,
    /// The lower quartile.
    pub lower: Decimal,
    /// The median.
    pub median: Decimal,
    /// The upper quartile.
    pub upper: Decimal,
    /// The greatest.
    pub greatest: Decimal,
}

/// Where a figure stands among others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    /// So many are below it.
    pub below: usize,
    /// So many are equal to it.
    pub equal: usize,
    /// So many are above it.
    pub above: usize,
}

impl Spread {
    /// The spread of figures in any order; `None` for no figures, or where a quartile would have too many digits to be exact.
    pub fn of(figures: &[Decimal]) -> Option<Spread> {
        let mut sorted = figures.to_vec();
        sorted.sort_unstable();
        let quarter = |quarters: usize| -> Option<Decimal> {
            let place = (sorted.len().checked_sub(1)?) * quarters;
            let (at, share) = (place / 4, place % 4);
            let low = *sorted.get(at)?;
            if share == 0 {
                return Some(low.normalize());
            }
            let step = minus(*sorted.get(at + 1)?, low)?;
            // Quarters of a decimal end after two more places.
            let part = exactly(step, Decimal::new(25 * i64::try_from(share).ok()?, 2))?;
            plus(low, part)
        };
        Some(Spread {
            count: sorted.len(),
            least: sorted.first()?.normalize(),
            lower: quarter(1)?,
            median: quarter(2)?,
            upper: quarter(3)?,
            greatest: sorted.last()?.normalize(),
        })
    }

    /// Far out: more than three times the distance of the quartiles below the lower or above the upper one. Of no use where
    /// the quartiles are equal.
    pub fn is_far_out(&self, figure: Decimal) -> Option<bool> {
        let reach = exactly(minus(self.upper, self.lower)?, Decimal::from(3))?;
        if reach.is_zero() {
            return Some(false);
        }
        Some(figure < minus(self.lower, reach)? || figure > plus(self.upper, reach)?)
    }
}

/// Where a figure stands among others.
pub fn standing(own: Decimal, figures: &[Decimal]) -> Standing {
    let mut standing = Standing::default();
    for figure in figures {
        match figure.cmp(&own) {
            std::cmp::Ordering::Less => standing.below += 1,
            std::cmp::Ordering::Equal => standing.equal += 1,
            std::cmp::Ordering::Greater => standing.above += 1,
        }
    }
    standing
}

/// A sum, or `None` where digits would be lost.
pub(super) fn plus(left: Decimal, right: Decimal) -> Option<Decimal> {
    let (left, right) = (left.normalize(), right.normalize());
    let sum = left.checked_add(right)?;
    // A sum that did not fit was rounded to fewer places, so it is not undone.
    (sum.checked_sub(right)? == left && sum.checked_sub(left)? == right).then(|| sum.normalize())
}

/// A difference, or `None` where digits would be lost.
pub(super) fn minus(left: Decimal, right: Decimal) -> Option<Decimal> {
    plus(left, -right)
}
