//! C06 指标归类错误: T026 to T028.

use super::Check;

/// The checks of this room.
pub(super) const CHECKS: &[Check] = &[];
