//! C09 成本与资金不匹配: T045 to T048, X005.

use super::Check;

/// The checks of this room.
pub(super) const CHECKS: &[Check] = &[];
