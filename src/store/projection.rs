//! Tables folded from the log and the published batches. The folding itself is pure ([`crate::sync`]); the engine folds
//! and hands the result in here. Rebuilding from empty gives the same rows.

use rusqlite::{OptionalExtension, params};

use super::error::{Result, Told, damaged};
use super::open::Session;
use crate::model::canonical;
use crate::model::ids::{ItemId, ProjectKey, VersionId, tagged_sha256};
use crate::model::review::{ReviewState, Settled, Status, Verdict};
use crate::store::batch::FiledForm;

/// Number of a state as stored; the order of [`Status::ALL`] is the working order.
pub(super) fn status_number(status: Status) -> i64 {
    Status::ALL.iter().position(|known| *known == status).map_or(0, |at| i64::try_from(at).unwrap_or(0))
}

pub(super) fn status_of_number(number: i64) -> Result<Status> {
    usize::try_from(number).ok().and_then(|at| Status::ALL.get(at).copied()).ok_or_else(|| damaged("target.status"))
}

/// Stands for a department without a code: it sorts behind all codes.
const NO_CODE: &str = "~";

/// How many rows of a target are decided: a verdict that is not "later", contested or not.
fn decided(state: &ReviewState) -> u32 {
    let rows = state
        .rows
        .values()
        .filter(|heads| !matches!(heads.settled(), Settled::Open | Settled::One(Verdict::Later)))
        .count();
    u32::try_from(rows).unwrap_or(u32::MAX)
}

impl Session {
    /// Stores what events about one version amount to.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn save_review(&self, version: VersionId, state: &ReviewState) -> Result<()> {
        self.connection.prepare_cached("DELETE FROM opinion WHERE version = ?1").told()?.execute([version.0]).told()?;
        self.connection.prepare_cached("DELETE FROM demand WHERE version = ?1").told()?.execute([version.0]).told()?;
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
            .prepare_cached("SELECT item FROM target WHERE project = ?1 AND year = ?2")
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
        let Some(current) = versions.last() else {
            self.connection
                .prepare_cached("DELETE FROM target WHERE project = ?1 AND year = ?2")
                .told()?
                .execute(params![project.0, year])
                .told()?;
            return Ok(None);
        };
        let state = self.review(current.version)?;
        let mut decided_before = false;
        if versions.len() > 1 {
            for earlier in &versions[..versions.len() - 1] {
                decided_before |= !self.review(earlier.version)?.grade.0.is_empty();
            }
        }
        if let Some(item) = self.refresh_standing(project, year, versions, &state, decided_before)? {
            return Ok(Some(item));
        }
        let form = self.form_head(current.row)?;
        let indicators = u32::try_from(form.indicators.len()).unwrap_or(u32::MAX);
        let item = self
            .connection
            .prepare_cached(
                "INSERT INTO target (project, year, form, version, version_no, code, name, dept_code, department, unit,
                                     amount, indicators, status, decided, opinions, demands)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
                 ON CONFLICT (project, year) DO UPDATE SET form = ?3, version = ?4, version_no = ?5, code = ?6,
                     name = ?7, dept_code = ?8, department = ?9, unit = ?10, amount = ?11, indicators = ?12,
                     status = ?13, decided = ?14, opinions = ?15, demands = ?16
                 RETURNING item",
            )
            .told()?
            .query_row(
                params![
                    project.0,
                    year,
                    current.row.0,
                    current.version.0,
                    i64::try_from(versions.len()).unwrap_or(i64::MAX),
                    form.code,
                    form.name,
                    form.department.code.as_deref().unwrap_or(NO_CODE),
                    form.department.name,
                    form.unit.name,
                    form.funds.annual().map(|money| money.0),
                    indicators,
                    status_number(Status::of(&state, indicators, decided_before)),
                    decided(&state),
                    i64::try_from(state.opinions.len()).unwrap_or(i64::MAX),
                    i64::try_from(state.demands.len()).unwrap_or(i64::MAX),
                ],
                |row| row.get(0).map(ItemId),
            )
            .told()?;
        Ok(Some(item))
    }

    /// Where the line shows the version in force already, only what people decided is brought up to date: the form is not
    /// read and of all indexes only the one by state changes. `None` where the whole line must be written.
    fn refresh_standing(
        &self,
        project: ProjectKey,
        year: u16,
        versions: &[FiledForm],
        state: &ReviewState,
        decided_before: bool,
    ) -> Result<Option<ItemId>> {
        let Some(current) = versions.last() else { return Ok(None) };
        let line: Option<(i64, u32)> = self
            .connection
            .prepare_cached(
                "SELECT item, indicators FROM target
                 WHERE project = ?1 AND year = ?2 AND form = ?3 AND version = ?4 AND version_no = ?5",
            )
            .told()?
            .query_row(
                params![
                    project.0,
                    year,
                    current.row.0,
                    current.version.0,
                    i64::try_from(versions.len()).unwrap_or(i64::MAX)
                ],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()
            .told()?;
        let Some((item, indicators)) = line else { return Ok(None) };
        self.connection
            .prepare_cached(
                "UPDATE target SET status = ?2, decided = ?3, opinions = ?4, demands = ?5
                 WHERE item = ?1 AND (status, decided, opinions, demands) IS NOT (?2, ?3, ?4, ?5)",
            )
            .told()?
            .execute(params![
                item,
                status_number(Status::of(state, indicators, decided_before)),
                decided(state),
                i64::try_from(state.opinions.len()).unwrap_or(i64::MAX),
                i64::try_from(state.demands.len()).unwrap_or(i64::MAX),
            ])
            .told()?;
        Ok(Some(ItemId(item)))
    }

    /// Every project and year with a published target.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn projects_with_targets(&self) -> Result<Vec<(ProjectKey, u16)>> {
        let mut statement = self
            .connection
            .prepare("SELECT DISTINCT project, year FROM form WHERE kind = 'target' ORDER BY local")
            .told()?;
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
        self.connection
            .execute_batch(
                "DELETE FROM demand; DELETE FROM opinion; DELETE FROM review;
                 DELETE FROM target WHERE NOT EXISTS (SELECT 1 FROM form f WHERE f.project = target.project
                                                      AND f.year = target.year AND f.kind = 'target');
                 -- No line passes for up to date.
                 UPDATE target SET version_no = 0;
                 DELETE FROM tally;
                 INSERT INTO tally (year, status, lane, projects, indicators, fen)
                 SELECT year, status, coalesce(amount >= 1000000000, 0), 1, indicators, coalesce(amount, 0)
                 FROM target WHERE true
                 ON CONFLICT (year, status, lane) DO UPDATE SET projects = projects + 1,
                     indicators = indicators + excluded.indicators, fen = CAST(fen + excluded.fen AS INTEGER);",
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
            "SELECT hex(project) || '|' || year || '|' || hex(version) || '|' || version_no || '|' || coalesce(code, '') || '|' ||
                    name || '|' || dept_code || '|' || department || '|' || unit || '|' || coalesce(amount, '') || '|' ||
                    indicators || '|' || status || '|' || decided || '|' || opinions || '|' || demands
             FROM target ORDER BY project, year",
            "SELECT year || '|' || status || '|' || lane || '|' || projects || '|' || indicators || '|' || fen
             FROM tally WHERE projects > 0 ORDER BY year, status, lane",
            "SELECT kind || '|' || year || '|' || hex(project) || '|' || coalesce(code, '') || '|' || name || '|' || unit || '|' ||
                    department || '|' || coalesce(amount, '') || '|' || coalesce(hex(code_key), '') || '|' ||
                    coalesce(hex(name_key), '') || '|' || coalesce(hex(timeless), '') || '|' || coalesce(hex(unit_key), '')
             FROM filed ORDER BY kind, year, project",
            "SELECT hex(version) || linked || year || hex(project) || coalesce(hex(partner), '') || contested
             FROM link ORDER BY version",
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
        Ok(tagged_sha256("wx-projection-1", &[&total]))
    }
}
