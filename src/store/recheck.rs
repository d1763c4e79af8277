//! Rechecks as folded, one line for each self-evaluation that something was said of.
//!
//! Deliberately absent: folding ([`crate::sync::recheck`]) and points ([`crate::rules`]).

use std::collections::BTreeSet;

use rusqlite::{OptionalExtension, Row, params};
use rust_decimal::Decimal;

use super::error::{Result, Told, damaged};
use super::open::Session;
use crate::model::canonical;
use crate::model::ids::{EventId, ProjectKey, VersionId};
use crate::model::money::Money;
use crate::model::problem::Problem;
use crate::model::recheck::{
    Deviation, Outcome, Part, RecheckLine, RecheckState, RecheckStatus, SecondBrief, SecondReview,
};
use crate::model::review::{Grade, Settled};

const COLUMNS: &str =
    "r.version, r.project, r.year, r.status, r.draw, r.part, r.stratum, r.place, r.reasons, r.outcome,
    r.filed, r.own, r.verified, r.grade, r.deviation,
    coalesce(f.code, ''), coalesce(f.name, ''), coalesce(f.unit, ''), coalesce(f.department, ''), f.amount,
    CASE WHEN instr(r.state, '\"second\":{') > 0 THEN r.state ->> '$.second' END
    FROM recheck r LEFT JOIN filed f ON f.kind = 'self_evaluation' AND f.year = r.year AND f.project = r.project";

fn status_number(status: RecheckStatus) -> i64 {
    RecheckStatus::ALL.iter().position(|known| *known == status).map_or(0, |at| i64::try_from(at).unwrap_or(0))
}

fn part_number(part: Part) -> i64 {
    i64::from(part == Part::Certain)
}

fn points(row: &Row<'_>, at: usize) -> Result<Option<Decimal>> {
    let text: Option<String> = row.get(at).told()?;
    text.map(|text| text.parse().map_err(|_| damaged("recheck.points"))).transpose()
}

fn line(row: &Row<'_>) -> Result<RecheckLine> {
    let blob = |at: usize, what: &'static str| row.get_ref(at).told()?.as_blob().map_err(|_| damaged(what));
    let status: usize = row.get::<_, i64>(3).told()?.try_into().map_err(|_| damaged("recheck.status"))?;
    let draw = row.get_ref(4).told()?.as_blob_or_null().map_err(|_| damaged("recheck.draw"))?;
    let second: Option<String> = row.get(20).told()?;
    let second: Option<SecondReview> =
        second.map(|text| serde_json::from_str(&text).map_err(|_| damaged("recheck.state"))).transpose()?;
    let word = |at: usize| row.get::<_, Option<String>>(at).told();
    Ok(RecheckLine {
        version: VersionId::try_from(blob(0, "recheck.version")?).map_err(|_| damaged("recheck.version"))?,
        project: ProjectKey::try_from(blob(1, "recheck.project")?).map_err(|_| damaged("recheck.project"))?,
        year: row.get(2).told()?,
        status: RecheckStatus::ALL.get(status).copied().ok_or_else(|| damaged("recheck.status"))?,
        draw: draw.map(|draw| EventId::try_from(draw).map_err(|_| damaged("recheck.draw"))).transpose()?,
        part: row
            .get::<_, Option<i64>>(5)
            .told()?
            .map(|number| if number == part_number(Part::Random) { Part::Random } else { Part::Certain }),
        stratum: row.get(6).told()?,
        place: row.get::<_, i64>(7).told()?.unsigned_abs(),
        reasons: row.get(8).told()?,
        outcome: word(9)?.and_then(|id| Outcome::from_id(&id)),
        filed: points(row, 10)?,
        own: points(row, 11)?,
        verified: points(row, 12)?,
        grade: word(13)?.and_then(|id| Grade::from_id(&id)),
        deviation: word(14)?.and_then(|id| Deviation::ALL.into_iter().find(|known| known.id() == id)),
        code: row.get(15).told()?,
        name: row.get(16).told()?,
        unit: row.get(17).told()?,
        department: row.get(18).told()?,
        amount: row.get::<_, Option<i64>>(19).told()?.map(Money),
        second: second.map(|second| SecondBrief::of(&second)),
    })
}

impl Session {
    /// Stores what the events about one self-evaluation amount to; an untouched one leaves no line.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn save_recheck(&self, version: VersionId, of: Option<(ProjectKey, u16)>, state: &RecheckState) -> Result<()> {
        if let Some((project, year)) = of {
            self.look_at_evaluation_again(project, year)?;
        }
        let Some((project, year)) = of.filter(|_| !state.untouched()) else {
            self.connection
                .prepare_cached("DELETE FROM recheck WHERE version = ?1")
                .told()?
                .execute([version.0])
                .map(|_| ())
                .told()?;
            return Ok(());
        };
        let assigned = state.assigned.first();
        let finished = match state.finished.settled() {
            Settled::One(finished) => Some(finished),
            Settled::Open | Settled::Contested => None,
        };
        let outcome = match state.outcome.settled() {
            Settled::One(outcome) => Some(outcome.id()),
            Settled::Open | Settled::Contested => None,
        };
        self.connection
            .prepare_cached(
                "INSERT OR REPLACE INTO recheck (version, project, year, status, draw, part, stratum, place, reasons, outcome,
                     filed, own, verified, grade, deviation, state)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
            )
            .told()?
            .execute(params![
                version.0,
                project.0,
                year,
                status_number(state.status()),
                assigned.map(|assigned| assigned.draw.0),
                assigned.map(|assigned| part_number(assigned.part)),
                assigned.map_or("", |assigned| &assigned.stratum),
                assigned.map_or(0, |assigned| i64::try_from(assigned.place).unwrap_or(i64::MAX)),
                assigned.map_or("", |assigned| &assigned.reasons),
                outcome,
                finished.and_then(|finished| finished.filed).map(|points| points.to_string()),
                finished.map(|finished| finished.own.to_string()),
                finished.map(|finished| finished.verified.to_string()),
                finished.map(|finished| finished.grade.id()),
                finished.map(|finished| finished.deviation.id()),
                canonical::write(state).map_err(Problem::internal)?,
            ])
            .map(|_| ())
            .told()
    }

    /// What was said of a self-evaluation, what is hidden by an independent second review included; untouched when nothing was.
    /// Whoever shows it to a person takes [`RecheckState::seen_by`].
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn recheck(&self, version: VersionId) -> Result<RecheckState> {
        let text: Option<String> = self
            .connection
            .prepare_cached("SELECT state FROM recheck WHERE version = ?1")
            .told()?
            .query_row([version.0], |row| row.get(0))
            .optional()
            .told()?;
        text.map_or(Ok(RecheckState::default()), |text| {
            serde_json::from_str(&text).map_err(|_| damaged("recheck.state"))
        })
    }

    /// What was said of each self-evaluation, by version.
    ///
    /// # Errors
    /// When the database cannot be read, or `each` fails.
    pub fn each_recheck(&self, mut each: impl FnMut(VersionId, RecheckState) -> Result<()>) -> Result<()> {
        let mut statement = self.connection.prepare("SELECT version, state FROM recheck ORDER BY version").told()?;
        let mut rows = statement.query([]).told()?;
        while let Some(row) = rows.next().told()? {
            let version = row.get_ref(0).told()?.as_blob().map_err(|_| damaged("recheck.version"))?;
            let version = VersionId::try_from(version).map_err(|_| damaged("recheck.version"))?;
            let text = row.get_ref(1).told()?.as_str().map_err(|_| damaged("recheck.state"))?;
            each(version, serde_json::from_str(text).map_err(|_| damaged("recheck.state"))?)?;
        }
        Ok(())
    }

    /// One line.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn recheck_line(&self, version: VersionId) -> Result<Option<RecheckLine>> {
        let sql = format!("SELECT {COLUMNS} WHERE r.version = ?1");
        let mut statement = self.connection.prepare_cached(&sql).told()?;
        let mut rows = statement.query([version.0]).told()?;
        rows.next().told()?.map(line).transpose()
    }

    /// Rechecks of one year: by stratum, the random part first and in the order of its tickets.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn recheck_lines(&self, year: u16) -> Result<Vec<RecheckLine>> {
        let sql = format!("SELECT {COLUMNS} WHERE r.year = ?1 ORDER BY r.stratum, r.part, r.place, r.version");
        let mut statement = self.connection.prepare_cached(&sql).told()?;
        let mut rows = statement.query([year]).told()?;
        let mut lines = Vec::new();
        while let Some(row) = rows.next().told()? {
            lines.push(line(row)?);
        }
        Ok(lines)
    }

    /// What one draw took at random from one stratum, in the order of tickets.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn recheck_lines_of(&self, year: u16, draw: EventId, stratum: &str) -> Result<Vec<RecheckLine>> {
        let sql = format!(
            "SELECT {COLUMNS} WHERE r.year = ?1 AND r.stratum = ?2 AND r.part = 0 AND r.draw = ?3 ORDER BY r.place, r.version"
        );
        let mut statement = self.connection.prepare_cached(&sql).told()?;
        let mut rows = statement.query(params![year, stratum, draw.0]).told()?;
        let mut lines = Vec::new();
        while let Some(row) = rows.next().told()? {
            lines.push(line(row)?);
        }
        Ok(lines)
    }

    /// Self-evaluations of a project and year that something was said of.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn rechecks_of(&self, project: ProjectKey, year: u16) -> Result<Vec<VersionId>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT version FROM recheck WHERE project = ?1 AND year = ?2 ORDER BY version")
            .told()?;
        let mut rows = statement.query(params![project.0, year]).told()?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().told()? {
            let bytes = row.get_ref(0).told()?.as_blob().map_err(|_| damaged("recheck.version"))?;
            found.push(VersionId::try_from(bytes).map_err(|_| damaged("recheck.version"))?);
        }
        Ok(found)
    }

    /// Self-evaluations of a year of which some row stands as found without evidence. What an independent second review hides is
    /// no row yet.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn rechecks_without_evidence(&self, year: u16) -> Result<BTreeSet<VersionId>> {
        // Words that people typed have their quotation marks escaped, so they are never taken for this.
        let sql = "SELECT version FROM recheck WHERE year = ?1 AND instr(state, '\"no_evidence\"') > 0
            AND instr(state -> '$.rows', '\"no_evidence\"') > 0";
        let mut statement = self.connection.prepare_cached(sql).told()?;
        let mut rows = statement.query([year]).told()?;
        let mut found = BTreeSet::new();
        while let Some(row) = rows.next().told()? {
            let bytes = row.get_ref(0).told()?.as_blob().map_err(|_| damaged("recheck.version"))?;
            found.insert(VersionId::try_from(bytes).map_err(|_| damaged("recheck.version"))?);
        }
        Ok(found)
    }

    /// Number of rechecks of a year by how they stand.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn recheck_counts(&self, year: u16) -> Result<Vec<(RecheckStatus, u64)>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT status, count(*) FROM recheck WHERE year = ?1 GROUP BY status ORDER BY status")
            .told()?;
        let rows = statement.query_map([year], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?))).told()?;
        rows.map(|row| {
            let (status, count) = row.told()?;
            let status = usize::try_from(status).ok().and_then(|at| RecheckStatus::ALL.get(at).copied());
            Ok((status.ok_or_else(|| damaged("recheck.status"))?, count.unsigned_abs()))
        })
        .collect()
    }

    /// Number of rechecks that are to be done, by year, the newest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn open_rechecks(&self) -> Result<Vec<(u16, u64)>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT year, status, count(*) FROM recheck GROUP BY year, status ORDER BY year DESC, status",
            )
            .told()?;
        let mut rows = statement.query([]).told()?;
        let mut found: Vec<(u16, u64)> = Vec::new();
        while let Some(row) = rows.next().told()? {
            let status: usize = row.get::<_, i64>(1).told()?.try_into().map_err(|_| damaged("recheck.status"))?;
            let status = RecheckStatus::ALL.get(status).ok_or_else(|| damaged("recheck.status"))?;
            if !status.open() {
                continue;
            }
            let (year, count) = (row.get(0).told()?, row.get::<_, i64>(2).told()?.unsigned_abs());
            match found.last_mut().filter(|last| last.0 == year) {
                Some(last) => last.1 += count,
                None => found.push((year, count)),
            }
        }
        Ok(found)
    }

    /// Empties what is folded here.
    pub(super) fn clear_rechecks(&self) -> Result<()> {
        self.connection.execute_batch("DELETE FROM recheck;").told()
    }
}
