//! C11 填报表述不规范: T054 to T060.

use super::Check;

/// The checks of this room.
pub(super) const CHECKS: &[Check] = &[];
