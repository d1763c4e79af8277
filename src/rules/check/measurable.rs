//! C07 指标不细化不可衡量: T029 to T034.

use super::Check;

/// The checks of this room.
pub(super) const CHECKS: &[Check] = &[];
