//! C05 目标与指标不对应: T023 to T025.

use super::Check;

/// The checks of this room.
pub(super) const CHECKS: &[Check] = &[];
