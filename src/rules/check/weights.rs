//! C10 权重分值不规范: T050 to T053.

use super::Check;

/// The checks of this room.
pub(super) const CHECKS: &[Check] = &[];
