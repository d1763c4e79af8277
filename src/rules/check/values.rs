//! C08 指标值不合理, of the form alone: T035 to T037, T040, T041, T043, T044.

use super::Check;

/// The checks of this room.
pub(super) const CHECKS: &[Check] = &[];
