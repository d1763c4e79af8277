//! Files and model values.
