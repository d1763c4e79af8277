//! How people answered the drafts of automatic checks: a line for each answer, and their sums by check.
//!
//! Both follow from the folded reviews. Deliberately absent: what the sums mean ([`crate::rules::acceptance`]).

use std::collections::BTreeMap;

use rusqlite::params;

use super::error::{Result, Told};
use super::open::Session;
use crate::model::finding::{Answers, CheckId, CheckRef};
use crate::model::ids::{EventId, VersionId};
use crate::model::review::ReviewState;

const ACCEPTED: i64 = 0;
const EDITED: i64 = 1;
const DISMISSED: i64 = 2;

impl Session {
    /// Stores the answers that a review holds, in the place of those it held before.
    pub(super) fn save_answers(&self, version: VersionId, state: &ReviewState) -> Result<()> {
        self.connection.prepare_cached("DELETE FROM answer WHERE version = ?1").told()?.execute([version.0]).told()?;
        for opinion in &state.opinions {
            let Some(from) = &opinion.from_check else { continue };
            let kind = if opinion.edited() { EDITED } else { ACCEPTED };
            let check = CheckRef { check: from.check.clone(), version: from.version.clone() };
            self.save_answer(version, opinion.row, &check, kind, opinion.id)?;
            for agreed in &opinion.agreed {
                self.save_answer(version, opinion.row, &check, ACCEPTED, agreed.id)?;
            }
        }
        for one in &state.dismissed {
            self.save_answer(version, one.row, &one.check, DISMISSED, one.event)?;
        }
        Ok(())
    }

    fn save_answer(
        &self,
        version: VersionId,
        row: Option<u32>,
        check: &CheckRef,
        kind: i64,
        event: EventId,
    ) -> Result<()> {
        self.connection
            .prepare_cached(
                "INSERT INTO answer (version, row, rule_of, rule, kind, event) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                 ON CONFLICT DO NOTHING",
            )
            .told()?
            .execute(params![version.0, row.unwrap_or(0), check.check.0, check.rule(), kind, event.0])
            .map(|_| ())
            .told()
    }

    /// How people answered each check, by the check's own version.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn answers(&self) -> Result<BTreeMap<(CheckId, String), Answers>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT rule_of, rule, kind, answers FROM answer_tally WHERE answers > 0")
            .told()?;
        let mut rows = statement.query([]).told()?;
        let mut found: BTreeMap<(CheckId, String), Answers> = BTreeMap::new();
        while let Some(row) = rows.next().told()? {
            let (check, rule): (String, String) = (row.get(0).told()?, row.get(1).told()?);
            let (kind, count): (i64, i64) = (row.get(2).told()?, row.get(3).told()?);
            let count = u64::try_from(count).unwrap_or(0);
            let answers = found.entry((CheckId(check), rule)).or_default();
            match kind {
                ACCEPTED => answers.accepted = count,
                EDITED => answers.edited = count,
                _ => answers.dismissed = count,
            }
        }
        Ok(found)
    }

    /// Nothing is left to be folded that came from newer stations.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn nothing_to_fold(&self) -> Result<()> {
        self.connection.execute("DELETE FROM meta WHERE key = 'to_fold'", []).told()?;
        Ok(())
    }
}
