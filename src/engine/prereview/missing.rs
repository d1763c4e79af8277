//! Projects of the budget list that filed no target (X001).

use crate::engine::links::{LinkQuery, LinkSide, Only};
use crate::engine::workstation::Workstation;
use crate::model::form::{FormKind, Place as FormPlace};
use crate::model::link::LinkedTable;
use crate::model::problem::Problem;

/// A project of the budget list without a target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithoutTarget {
    /// The line of the list.
    pub listed: LinkSide,
    /// File of the list.
    pub source: String,
    /// Where in it the line stands.
    pub place: FormPlace,
}

impl Workstation {
    /// Projects of a year's budget list that filed no target, at most `limit`, and how many there are. The newest year with
    /// targets when none is given. Lines that could be meant by a target of nearly the same name are not among them: they are
    /// for a person to link.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn without_target(&self, year: Option<u16>, limit: usize) -> Result<(Vec<WithoutTarget>, u64), Problem> {
        let table = Some(LinkedTable::BudgetList);
        let report = self.links(&LinkQuery { year, table, only: Only::Surplus, limit: Some(limit) })?;
        let mut found = Vec::new();
        for listed in report.rows.into_iter().filter_map(|row| row.other) {
            let filed = self.session.filed_forms(listed.project, listed.year, FormKind::BudgetList)?;
            if let Some(filed) = filed.last() {
                found.push(WithoutTarget { listed, source: filed.source.clone(), place: filed.place.clone() });
            }
        }
        Ok((found, report.total))
    }
}
