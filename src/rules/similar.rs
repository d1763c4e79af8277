//! Projects that do the same, across regions and years: which rows of theirs can be compared, on which basis, how their
//! figures are spread, and what a project would save by their middle.
//!
//! What counts as the same is written in [`filed::alike`], what a unit cost is in [`mod@basis`], who counts in [`mod@study`]. All
//! figures are exact decimals; the one rounding is that of money divided by a quantity, to the fen, which is what people
//! write down and check. Deliberately absent: where forms come from, words for people, and any judgement: a project that
//! costs more may have its reasons.

mod basis;
mod class;
mod filed;
mod name;
mod spread;
mod study;
mod words;

#[cfg(test)]
mod tests;

pub use self::basis::{Basis, From, Lack, NoQuantity, Units, bases, units};
pub use self::filed::{Figure, Filed, Likeness, Row, Told, alike, same_measure};
pub use self::name::{NEAR, dice, nearness, pairs, sought, wording};
pub use self::spread::{Spread, Standing};
pub use self::study::{
    EXCLUDED, Excluded, FEWEST, Line, MANY, NoSum, Own, Question, Standard, Study, Sum, printed_standard, standard_of,
    study,
};

/// Version of the wording: names that were taken down under another one are taken down anew.
pub fn wording_version() -> u32 {
    words::WORDS.version
}
