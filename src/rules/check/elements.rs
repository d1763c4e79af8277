//! C01 要素缺失不完整: T001 to T009.

use super::text::is_missing;
use super::{Check, Hit, Target};
use crate::model::finding::{Cell, Severity};

/// The checks of this room.
pub(super) const CHECKS: &[Check] = &[Check {
    id: "T003",
    version: 1,
    category: "C01",
    severity: Severity::Error,
    source: "绩效目标申报表必填项",
    run: annual_goal,
}];

/// T003: no annual goal.
fn annual_goal(target: &Target<'_>) -> Vec<Hit> {
    if is_missing(&target.goal) { vec![Hit::whole(Cell::Goal)] } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{Paper, fires};

    #[test]
    fn t003_a_goal_must_stand_there() {
        assert!(fires("T003", Paper::clean().goal("……")));
        assert!(!fires("T003", Paper::clean().goal("完成道路养护30公里")));
    }
}
