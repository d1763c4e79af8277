//! What last year says: T013, T038, T039, T063 to T065.

use super::Check;

/// The checks of this room.
pub(super) const CHECKS: &[Check] = &[];
