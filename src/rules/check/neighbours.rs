//! What other projects say: T015, T016, T042, T049.

use super::Check;

/// The checks of this room.
pub(super) const CHECKS: &[Check] = &[];
