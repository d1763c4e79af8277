//! C12 依据佐证与可行性不足, of the form alone: T061, T062, T066.

use super::Check;

/// The checks of this room.
pub(super) const CHECKS: &[Check] = &[];
