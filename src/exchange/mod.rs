//! Files and model values.

pub mod bundle;
