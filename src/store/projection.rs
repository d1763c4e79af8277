//! Tables folded from the log and the published batches. The folding itself is pure ([`crate::sync`]); the engine folds
//! and hands the result in here. Rebuilding from empty gives the same rows.

use rusqlite::{OptionalExtension, params};

use super::batch::head;
use super::error::{Result, Told, damaged};
use super::open::Session;
use crate::model::canonical;
use crate::model::form::{FormHead, Party};
use crate::model::ids::{BatchId, ItemId, ProjectKey, VersionId, tagged_sha256};
use crate::model::lot::Lot;
use crate::model::review::{ReviewState, Settled, Status, Verdict};
use crate::store::batch::{FiledForm, FormRow};

/// Number of a state as stored; the order of [`Status::ALL`] is the working order.
pub(super) fn status_number(status: Status) -> i64 {
    Status::ALL.iter().position(|known| *known == status).map_or(0, |at| i64::try_from(at).unwrap_or(0))
}

pub(super) fn status_of_number(number: i64) -> Result<Status> {
    usize::try_from(number).ok().and_then(|at| Status::ALL.get(at).copied()).ok_or_else(|| damaged("target.status"))
}

/// Stands for a department without a code: it sorts behind all codes.
pub(super) const NO_CODE: &str = "~";

/// How many rows of a target are decided: a verdict that is not "later", contested or not.
fn decided(state: &ReviewState) -> u32 {
    let rows = state
        .rows
        .values()
        .filter(|heads| !matches!(heads.settled(), Settled::Open | Settled::One(Verdict::Later)))
        .count();
    u32::try_from(rows).unwrap_or(u32::MAX)
}

/// A queue line as it is to be written.
struct Line<'a> {
    form: FormRow,
    versions: usize,
    head: &'a FormHead,
    state: &'a ReviewState,
    decided_before: bool,
}

impl Session {
    /// Stores what events about one version amount to.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn save_review(&self, version: VersionId, state: &ReviewState) -> Result<()> {
        self.connection.prepare_cached("DELETE FROM opinion WHERE version = ?1").told()?.execute([version.0]).told()?;
        self.connection.prepare_cached("DELETE FROM demand WHERE version = ?1").told()?.execute([version.0]).told()?;
        self.save_waiting(version, state)?;
        self.save_answers(version, state)?;
        self.save_second_look(version, state)?;
        if state.untouched() {
            self.connection
                .prepare_cached("DELETE FROM review WHERE version = ?1")
                .told()?
                .execute([version.0])
                .told()?;
            return Ok(());
        }
        let text = canonical::write(state).map_err(crate::model::problem::Problem::internal)?;
        self.connection
            .prepare_cached(
                "INSERT INTO review (version, state, contested, graded) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT DO UPDATE SET state = ?2, contested = ?3, graded = ?4",
            )
            .told()?
            .execute(params![version.0, text, state.contested(), !state.grade.0.is_empty()])
            .told()?;
        for opinion in &state.opinions {
            self.connection
                .prepare_cached("INSERT INTO opinion (id, version, category) VALUES (?1, ?2, ?3)")
                .told()?
                .execute(params![opinion.id.0, version.0, opinion.category.0])
                .told()?;
        }
        for demand in &state.demands {
            self.connection
                .prepare_cached("INSERT INTO demand (id, version, due) VALUES (?1, ?2, ?3)")
                .told()?
                .execute(params![demand.id.0, version.0, demand.demand.due])
                .told()?;
        }
        Ok(())
    }

    /// What people decided about a version; untouched when nobody did.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn review(&self, version: VersionId) -> Result<ReviewState> {
        let text: Option<String> = self
            .connection
            .prepare_cached("SELECT state FROM review WHERE version = ?1")
            .told()?
            .query_row([version.0], |row| row.get(0))
            .optional()
            .told()?;
        text.map_or(Ok(ReviewState::default()), |text| serde_json::from_str(&text).map_err(|_| damaged("review.state")))
    }

    /// The target of a project and year, if one is here.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn item_of(&self, project: ProjectKey, year: u16) -> Result<Option<ItemId>> {
        self.connection
            .prepare_cached(
                "SELECT t.item FROM form f CROSS JOIN target t ON t.form = f.local
                 WHERE f.project = ?1 AND f.year = ?2 AND f.kind = 0",
            )
            .told()?
            .query_row(params![project.0, year], |row| row.get(0).map(ItemId))
            .optional()
            .told()
    }

    /// Brings the queue line of one project and year up to date. `versions` as [`Session::filed_forms`] gives them; none
    /// takes the line away.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn refresh_target(&self, project: ProjectKey, year: u16, versions: &[FiledForm]) -> Result<Option<ItemId>> {
        let before = self.line_in_force(project, year)?;
        if let Some((_, form)) = before.filter(|(_, form)| versions.last().is_none_or(|current| current.row != *form)) {
            self.forget_form(form)?;
        }
        let Some(current) = versions.last() else {
            if let Some((item, _)) = before {
                self.connection
                    .prepare_cached("DELETE FROM target WHERE item = ?1")
                    .told()?
                    .execute([item.0])
                    .told()?;
            }
            return Ok(None);
        };
        let state = self.review(current.version)?;
        let mut decided_before = false;
        if versions.len() > 1 {
            for earlier in &versions[..versions.len() - 1] {
                decided_before |= !self.review(earlier.version)?.grade.0.is_empty();
            }
        }
        self.index_said(current.row, &state)?;
        if let Some((item, _)) = before
            && self.refresh_standing(item, versions, &state, decided_before)?
        {
            return Ok(Some(item));
        }
        self.index_form(current.row)?;
        let line = Line {
            form: current.row,
            versions: versions.len(),
            head: &self.form_head(current.row)?,
            state: &state,
            decided_before,
        };
        self.write_line(before.map(|(item, _)| item), year, &line).map(Some)
    }

    /// The queue line of a project and year, and the form it shows.
    fn line_in_force(&self, project: ProjectKey, year: u16) -> Result<Option<(ItemId, FormRow)>> {
        self.connection
            .prepare_cached(
                "SELECT t.item, t.form FROM form f CROSS JOIN target t ON t.form = f.local
                 WHERE f.project = ?1 AND f.year = ?2 AND f.kind = 0",
            )
            .told()?
            .query_row(params![project.0, year], |row| Ok((ItemId(row.get(0)?), FormRow(row.get(1)?))))
            .optional()
            .told()
    }

    /// Writes the queue lines of a table that was just published, where it brought the only version of a target and nobody
    /// has spoken of it: nothing is to be weighed there. `each` is told of every one of them. Answers the projects and years
    /// that are left; each of those must be refreshed.
    ///
    /// # Errors
    /// When the database cannot be written, or `each` fails.
    pub fn add_targets(
        &self,
        batch: BatchId,
        mut each: impl FnMut(ProjectKey, u16, &FormHead) -> Result<()>,
    ) -> Result<Vec<(ProjectKey, u16)>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT f.local, f.project, f.year, f.body,
                        EXISTS (SELECT 1 FROM form o WHERE o.project = f.project AND o.year = f.year AND o.kind = 0
                                AND o.local <> f.local)
                        OR EXISTS (SELECT 1 FROM review r WHERE r.version = f.version)
                 FROM batch b CROSS JOIN batch_line l ON l.batch = b.local CROSS JOIN form f ON f.local = l.form
                 WHERE b.id = ?1 AND f.kind = 0 ORDER BY l.ordinal",
            )
            .told()?;
        let mut rows = statement.query([batch.0]).told()?;
        let mut left = Vec::new();
        let nobody = ReviewState::default();
        while let Some(row) = rows.next().told()? {
            let form = FormRow(row.get(0).told()?);
            let project = row.get_ref(1).told()?.as_blob().map_err(|_| damaged("form.project"))?;
            let project = ProjectKey::try_from(project).map_err(|_| damaged("form.project"))?;
            let year = row.get(2).told()?;
            if row.get::<_, bool>(4).told()? {
                left.push((project, year));
                continue;
            }
            self.index_form(form)?;
            let head = head(row.get_ref(3).told()?)?;
            let line = Line { form, versions: 1, head: &head, state: &nobody, decided_before: false };
            self.write_line(None, year, &line)?;
            each(project, year, &head)?;
        }
        Ok(left)
    }

    /// Writes a line anew, or a new one; a form has one line.
    fn write_line(&self, item: Option<ItemId>, year: u16, line: &Line<'_>) -> Result<ItemId> {
        let Line { form, versions, head, state, decided_before } = line;
        let sql = match item {
            Some(_) => {
                "UPDATE target SET form = ?2, version_no = ?3, year = ?4, code = ?5, name = ?6, dept_code = ?7,
                     department = ?8, amount = ?9, indicators = ?10, status = ?11, decided = ?12, opinions = ?13,
                     demands = ?14, unit = ?15, lot = ?16, attention = CASE form WHEN ?2 THEN attention END
                 WHERE item = ?1 RETURNING item"
            }
            None => {
                "INSERT INTO target (item, form, version_no, year, code, name, dept_code, department, amount, indicators,
                                     status, decided, opinions, demands, unit, lot)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
                 ON CONFLICT (form) DO UPDATE SET version_no = ?3, status = ?11, decided = ?12, opinions = ?13,
                     demands = ?14, lot = ?16
                 RETURNING item"
            }
        };
        self.connection
            .prepare_cached(sql)
            .told()?
            .query_row(
                params![
                    item.map(|item| item.0),
                    form.0,
                    i64::try_from(*versions).unwrap_or(i64::MAX),
                    year,
                    head.code,
                    head.name,
                    head.department.code.as_deref().unwrap_or(NO_CODE),
                    head.department.name,
                    head.annual.map(|money| money.0),
                    head.indicators,
                    status_number(Status::of(state, head.indicators, *decided_before)),
                    decided(state),
                    i64::try_from(state.opinions.len()).unwrap_or(i64::MAX),
                    i64::try_from(state.demands.len()).unwrap_or(i64::MAX),
                    self.unit_row(&head.unit)?,
                    self.lot(*form)?.0,
                ],
                |row| row.get(0).map(ItemId),
            )
            .told()
    }

    /// The lot of a form, by the least of the published tables that hold it: so it does not matter which came first.
    fn lot(&self, form: FormRow) -> Result<Lot> {
        self.connection
            .prepare_cached(
                "SELECT f.project, f.year,
                        (SELECT min(b.id) FROM batch_line l CROSS JOIN batch b ON b.local = l.batch
                         WHERE l.form = f.local AND b.published = 1)
                 FROM form f WHERE f.local = ?1",
            )
            .told()?
            .query_row([form.0], |row| {
                let project = ProjectKey::try_from(row.get_ref(0)?.as_blob()?);
                let (year, batch) = (row.get(1)?, row.get_ref(2)?.as_blob_or_null()?.unwrap_or_default());
                Ok(project.map(|project| Lot::of(project, year, batch)))
            })
            .told()?
            .map_err(|_| damaged("form.project"))
    }

    /// The number of a unit; it is given one when it is met first.
    fn unit_row(&self, unit: &Party) -> Result<i64> {
        let known = self
            .connection
            .prepare_cached("SELECT local FROM unit WHERE name = ?1 AND code IS ?2")
            .told()?
            .query_row(params![unit.name, unit.code], |row| row.get(0))
            .optional()
            .told()?;
        match known {
            Some(known) => Ok(known),
            None => self
                .connection
                .prepare_cached("INSERT INTO unit (name, code) VALUES (?1, ?2) RETURNING local")
                .told()?
                .query_row(params![unit.name, unit.code], |row| row.get(0))
                .told(),
        }
    }

    /// Where the line shows the version in force already, only what people decided is brought up to date: the form is not
    /// read and of all indexes only the one by state changes. False where the whole line must be written.
    fn refresh_standing(
        &self,
        item: ItemId,
        versions: &[FiledForm],
        state: &ReviewState,
        decided_before: bool,
    ) -> Result<bool> {
        let Some(current) = versions.last() else { return Ok(false) };
        let indicators: Option<u32> = self
            .connection
            .prepare_cached("SELECT indicators FROM target WHERE item = ?1 AND form = ?2 AND version_no = ?3")
            .told()?
            .query_row(params![item.0, current.row.0, i64::try_from(versions.len()).unwrap_or(i64::MAX)], |row| {
                row.get(0)
            })
            .optional()
            .told()?;
        let Some(indicators) = indicators else { return Ok(false) };
        self.connection
            .prepare_cached(
                "UPDATE target SET status = ?2, decided = ?3, opinions = ?4, demands = ?5, lot = ?6
                 WHERE item = ?1 AND (status, decided, opinions, demands, lot) IS NOT (?2, ?3, ?4, ?5, ?6)",
            )
            .told()?
            .execute(params![
                item.0,
                status_number(Status::of(state, indicators, decided_before)),
                decided(state),
                i64::try_from(state.opinions.len()).unwrap_or(i64::MAX),
                i64::try_from(state.demands.len()).unwrap_or(i64::MAX),
                self.lot(current.row)?.0,
            ])
            .told()?;
        Ok(true)
    }

    /// Every project and year with a published target.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn projects_with_targets(&self) -> Result<Vec<(ProjectKey, u16)>> {
        let mut statement =
            self.connection.prepare("SELECT DISTINCT project, year FROM form WHERE kind = 0 ORDER BY local").told()?;
        let rows = statement.query_map([], |row| Ok((row.get::<_, Vec<u8>>(0)?, row.get(1)?))).told()?;
        rows.map(|row| {
            let (project, year) = row.told()?;
            Ok((ProjectKey::try_from(project.as_slice()).map_err(|_| damaged("form.project"))?, year))
        })
        .collect()
    }

    /// Empties everything folded. The caller folds anew in the same transaction. Queue lines that have a form stay and are
    /// brought up to date one by one, so that they keep their numbers.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn clear_projection(&self) -> Result<()> {
        self.clear_search()?;
        self.clear_rechecks()?;
        self.connection
            .execute_batch(
                "DELETE FROM demand; DELETE FROM opinion; DELETE FROM review; DELETE FROM later; DELETE FROM result;
                 DELETE FROM answer; DELETE FROM answer_tally; DELETE FROM second_look; DELETE FROM judged; DELETE FROM judged_tally;
                 DELETE FROM target WHERE item NOT IN (SELECT min(t.item) FROM target t CROSS JOIN form f ON f.local = t.form
                                                       WHERE f.kind = 0 GROUP BY f.project, f.year);
                 -- No line passes for up to date.
                 UPDATE target SET version_no = 0;
                 DELETE FROM unit WHERE local NOT IN (SELECT unit FROM target);
                 DELETE FROM tally;
                 INSERT INTO tally (year, status, lane, projects, indicators, fen)
                 SELECT year, status, coalesce(amount >= 1000000000, 0), 1, indicators, coalesce(amount, 0)
                 FROM target WHERE true
                 ON CONFLICT (year, status, lane) DO UPDATE SET projects = projects + 1,
                     indicators = indicators + excluded.indicators, fen = CAST(fen + excluded.fen AS INTEGER);
                 -- Without opinions nothing is counted.
                 DELETE FROM opinion_tally; DELETE FROM department_tally;
                 INSERT INTO department_tally (year, dept_code, department, status, projects, fen)
                 SELECT year, dept_code, department, status, 1, coalesce(amount, 0) FROM target WHERE true
                 ON CONFLICT (year, dept_code, department, status) DO UPDATE SET projects = projects + 1,
                     fen = CAST(fen + excluded.fen AS INTEGER);",
            )
            .told()
    }

    /// Folded reviews, ordered by version, as canonical text: what the state digest is taken over.
    ///
    /// # Errors
    /// When the database cannot be read, or `each` fails.
    pub fn each_review(&self, mut each: impl FnMut(VersionId, &str) -> Result<()>) -> Result<()> {
        let mut statement = self.connection.prepare("SELECT version, state FROM review ORDER BY version").told()?;
        let mut rows = statement.query([]).told()?;
        while let Some(row) = rows.next().told()? {
            let version: Vec<u8> = row.get(0).told()?;
            let state = row.get_ref(1).told()?.as_str().map_err(|_| damaged("review.state"))?.to_owned();
            each(VersionId::try_from(version.as_slice()).map_err(|_| damaged("review.version"))?, &state)?;
        }
        Ok(())
    }

    /// Fingerprint of everything folded, local row numbers left out: equal before and after a rebuild.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn projection_fingerprint(&self) -> Result<[u8; 32]> {
        let mut total = Vec::new();
        for sql in [
            "SELECT hex(version) || state || contested || graded FROM review ORDER BY version",
            "SELECT hex(id) || hex(version) || category FROM opinion ORDER BY id",
            "SELECT hex(id) || hex(version) || due FROM demand ORDER BY id",
            "SELECT coalesce(hex(f.project), '') || '|' || t.year || '|' || coalesce(hex(f.version), '') || '|' || version_no || '|' || coalesce(code, '') ||
                    '|' || name || '|' || dept_code || '|' || department || '|' || coalesce(amount, '') || '|' ||
                    indicators || '|' || status || '|' || decided || '|' || opinions || '|' || demands || '|' || lot || '|' ||
                    coalesce((SELECT coalesce(u.code, '') || '|' || u.name FROM unit u WHERE u.local = t.unit), '')
             FROM target t LEFT JOIN form f ON f.local = t.form ORDER BY f.project, t.year, t.item",
            "SELECT year || '|' || status || '|' || lane || '|' || projects || '|' || indicators || '|' || fen
             FROM tally WHERE projects > 0 ORDER BY year, status, lane",
            "SELECT year || '|' || dept_code || '|' || department || '|' || status || '|' || projects || '|' || fen
             FROM department_tally WHERE projects > 0 ORDER BY year, dept_code, department, status",
            "SELECT year || '|' || dept_code || '|' || department || '|' || category || '|' || opinions
             FROM opinion_tally WHERE opinions > 0 ORDER BY year, dept_code, department, category",
            "SELECT hex(version) || row || '|' || author || '|' || at FROM later ORDER BY version, row, author",
            "SELECT hex(version) || author FROM result ORDER BY version, author",
            "SELECT hex(version) || row || '|' || rule_of || '|' || rule || '|' || kind || '|' || hex(event)
             FROM answer ORDER BY version, row, rule_of, event",
            "SELECT hex(version) || found FROM second_look ORDER BY version",
            "SELECT rule_of || '|' || rule || '|' || kind || '|' || answers
             FROM answer_tally WHERE answers > 0 ORDER BY rule_of, rule, kind",
            "SELECT hex(f.version) || j.row || '|' || j.wording || '|' || j.decision FROM judged j
             CROSS JOIN form f ON f.local = j.form ORDER BY f.version, j.row, j.decision",
            "SELECT wording || '|' || decision || '|' || rows FROM judged_tally ORDER BY wording, decision",
            "SELECT kind || '|' || year || '|' || hex(project) || '|' || coalesce(code, '') || '|' || name || '|' || unit || '|' ||
                    department || '|' || coalesce(amount, '') || '|' || coalesce(hex(code_key), '') || '|' ||
                    coalesce(hex(name_key), '') || '|' || coalesce(hex(timeless), '') || '|' || coalesce(hex(unit_key), '')
             FROM filed ORDER BY kind, year, project",
            "SELECT hex(version) || linked || year || hex(project) || coalesce(hex(partner), '') || contested
             FROM link ORDER BY version",
            "SELECT hex(version) || hex(project) || year || '|' || status || '|' || coalesce(hex(draw), '') || '|' ||
                    coalesce(part, '') || '|' || stratum || '|' || place || '|' || reasons || '|' || coalesce(outcome, '') || '|' ||
                    coalesce(filed, '') || '|' || coalesce(own, '') || '|' || coalesce(verified, '') || '|' ||
                    coalesce(grade, '') || '|' || coalesce(deviation, '') || state
             FROM recheck ORDER BY version",
        ] {
            let mut statement = self.connection.prepare(sql).told()?;
            let mut rows = statement.query([]).told()?;
            let mut digest = [0; 32];
            while let Some(row) = rows.next().told()? {
                let text = row.get_ref(0).told()?.as_str().map_err(|_| damaged("projection"))?.as_bytes();
                digest = tagged_sha256("wx-projection-1", &[&digest, text]);
            }
            total.extend_from_slice(&digest);
        }
        total.extend_from_slice(&self.search_fingerprint()?);
        Ok(tagged_sha256("wx-projection-1", &[&total]))
    }
}
