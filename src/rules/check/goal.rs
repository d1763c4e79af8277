//! C02 目标表述不明确 and C03 目标相关性不足: T010 to T014, of the form alone.

use super::Check;

/// The checks of this room.
pub(super) const CHECKS: &[Check] = &[];
