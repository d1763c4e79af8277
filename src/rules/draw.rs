//! The public draw: a sealed population, a seed taken in public, and a selection that anybody can repeat.
//!
//! One definition, written down in `docs/sampling.md`: two frozen text files and a seed record go in, and the order of
//! SHA-256 tickets decides. Whole numbers and exact fractions only. Deliberately absent: estimation, files, words.

pub mod allocation;
pub mod certainty;
mod cores;
pub mod digest;
pub mod exclusions;
pub mod fraction;
pub mod full_plan;
pub mod journal;
mod lines;
pub mod list;
pub mod members;
pub mod merkle;
pub mod options;
pub mod plan;
pub mod population;
pub mod proof;
pub mod replaced;
pub mod replacement;
pub mod rivest;
pub mod rotation;
pub mod seal;
pub mod second;
pub mod second_lot;
pub mod seed;
pub mod select;
pub mod systematic;
pub mod ticket;
pub mod verify;
pub mod weighted;

pub use self::plan::{Plan, PlannedStratum};
pub use self::population::Population;
pub use self::seed::SeedRecord;
pub use self::select::{Drawn, draw};

#[cfg(test)]
mod tests;
