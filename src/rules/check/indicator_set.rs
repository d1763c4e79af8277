//! C04 指标体系缺项: T017 to T022.

use super::Check;

/// The checks of this room.
pub(super) const CHECKS: &[Check] = &[];
