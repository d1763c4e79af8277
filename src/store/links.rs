//! What links between tables are found by: one light line for each project, year and kind of table, and the decisions in
//! force. Folded; the engine makes the keys and hands them in.

use rusqlite::types::Value as Sql;
use rusqlite::{OptionalExtension, Row, params, params_from_iter};

use super::batch::{FiledForm, FormRow};
use super::error::{Result, Told, damaged};
use super::open::Session;
use crate::model::form::FormKind;
use crate::model::ids::{BatchId, ProjectKey, VersionId};
use crate::model::link::{Decided, Decisions, LinkedTable};
use crate::model::money::Money;
use crate::model::packed;
use crate::model::review::{ReviewState, Settled};

/// Digest of a text made comparable.
pub type Key = [u8; 16];

/// The form in force of one project, year and kind, as far as links look at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FiledLine {
    /// Which table.
    pub kind: FormKind,
    /// Fiscal year.
    pub year: u16,
    /// The project under which it was filed.
    pub project: ProjectKey,
    /// 项目代码
    pub code: Option<String>,
    /// 项目名称
    pub name: String,
    /// 实施单位
    pub unit: String,
    /// 主管部门
    pub department: String,
    /// Annual funds.
    pub amount: Option<Money>,
    /// Key of the code.
    pub code_key: Option<Key>,
    /// Key of the name.
    pub name_key: Option<Key>,
    /// Key of the name without years.
    pub timeless: Option<Key>,
    /// Key of the unit.
    pub unit_key: Option<Key>,
}

/// The keys of one line, for matching a whole table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FiledKeys {
    /// The project.
    pub project: ProjectKey,
    /// Key of the code.
    pub code: Option<Key>,
    /// Key of the name, or of the name without years.
    pub name: Option<Key>,
    /// Key of the unit.
    pub unit: Option<Key>,
}

const COLUMNS: &str =
    "kind, year, project, code, name, unit, department, amount, code_key, name_key, timeless, unit_key";

fn project(row: &Row<'_>, at: usize) -> Result<ProjectKey> {
    let bytes = row.get_ref(at).told()?.as_blob().map_err(|_| damaged("filed.project"))?;
    ProjectKey::try_from(bytes).map_err(|_| damaged("filed.project"))
}

fn key(row: &Row<'_>, at: usize) -> Result<Option<Key>> {
    let bytes = row.get_ref(at).told()?.as_blob_or_null().map_err(|_| damaged("filed.key"))?;
    bytes.map(|bytes| Key::try_from(bytes).map_err(|_| damaged("filed.key"))).transpose()
}

fn line(row: &Row<'_>) -> Result<FiledLine> {
    let kind: String = row.get(0).told()?;
    Ok(FiledLine {
        kind: FormKind::from_id(&kind).ok_or_else(|| damaged("filed.kind"))?,
        year: row.get(1).told()?,
        project: project(row, 2)?,
        code: row.get(3).told()?,
        name: row.get(4).told()?,
        unit: row.get(5).told()?,
        department: row.get(6).told()?,
        amount: row.get::<_, Option<i64>>(7).told()?.map(Money),
        code_key: key(row, 8)?,
        name_key: key(row, 9)?,
        timeless: key(row, 10)?,
        unit_key: key(row, 11)?,
    })
}

/// Which name is compared.
fn name_column(timeless: bool) -> &'static str {
    if timeless { "timeless" } else { "name_key" }
}

impl Session {
    /// Projects, years and kinds that a batch speaks of, but for its targets.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn filed_besides_targets(&self, id: BatchId) -> Result<Vec<(FormKind, u16, ProjectKey)>> {
        self.filed_places(
            "SELECT DISTINCT f.kind, f.year, f.project FROM batch b CROSS JOIN batch_line l ON l.batch = b.local
             CROSS JOIN form f ON f.local = l.form WHERE b.id = ?1 AND f.kind <> 0",
            params![id.0],
        )
    }

    /// Projects, years and kinds of everything published.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn filed_anywhere(&self) -> Result<Vec<(FormKind, u16, ProjectKey)>> {
        self.filed_places("SELECT DISTINCT kind, year, project FROM form", [])
    }

    fn filed_places(&self, sql: &str, args: impl rusqlite::Params) -> Result<Vec<(FormKind, u16, ProjectKey)>> {
        let mut statement = self.connection.prepare_cached(sql).told()?;
        let mut rows = statement.query(args).told()?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().told()? {
            let number: i64 = row.get(0).told()?;
            let kind = FormKind::ALL.into_iter().find(|kind| i64::from(packed::kind_number(*kind)) == number);
            let kind = kind.ok_or_else(|| damaged("form.kind"))?;
            found.push((kind, row.get(1).told()?, project(row, 2)?));
        }
        Ok(found)
    }

    /// The form in force of one project, year and kind: the last of [`Session::filed_forms`].
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn form_in_force(&self, project: ProjectKey, year: u16, kind: FormKind) -> Result<Option<FormRow>> {
        Ok(self.filed_forms(project, year, kind)?.last().map(|filed: &FiledForm| filed.row))
    }

    /// Stores one line.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn save_filed(&self, line: &FiledLine) -> Result<()> {
        let sql = format!(
            "INSERT INTO filed ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
             ON CONFLICT DO UPDATE SET code = ?4, name = ?5, unit = ?6, department = ?7, amount = ?8, code_key = ?9,
                 name_key = ?10, timeless = ?11, unit_key = ?12"
        );
        self.connection
            .prepare_cached(&sql)
            .told()?
            .execute(params![
                line.kind.id(),
                line.year,
                line.project.0,
                line.code,
                line.name,
                line.unit,
                line.department,
                line.amount.map(|money| money.0),
                line.code_key,
                line.name_key,
                line.timeless,
                line.unit_key,
            ])
            .told()?;
        Ok(())
    }

    /// Empties what is folded here.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn clear_links(&self) -> Result<()> {
        self.connection.execute_batch("DELETE FROM filed; DELETE FROM link;").told()
    }

    /// What a migration left to be filed is filed.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn nothing_to_file(&self) -> Result<()> {
        self.connection.execute("DELETE FROM meta WHERE key = 'to_file'", []).told()?;
        Ok(())
    }

    /// One line.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn filed(&self, kind: FormKind, year: u16, project: ProjectKey) -> Result<Option<FiledLine>> {
        let sql = format!("SELECT {COLUMNS} FROM filed WHERE kind = ?1 AND year = ?2 AND project = ?3");
        Ok(self.filed_lines(&sql, vec![text(kind.id()), number(year), blob(&project.0)])?.pop())
    }

    /// Whether a table of a year has any line.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn has_filed(&self, kind: FormKind, year: u16) -> Result<bool> {
        self.connection
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM filed WHERE kind = ?1 AND year = ?2)")
            .told()?
            .query_row(params![kind.id(), year], |row| row.get(0))
            .told()
    }

    fn filed_lines(&self, sql: &str, args: Vec<Sql>) -> Result<Vec<FiledLine>> {
        let mut statement = self.connection.prepare_cached(sql).told()?;
        let mut rows = statement.query(params_from_iter(args)).told()?;
        let mut lines = Vec::new();
        while let Some(row) = rows.next().told()? {
            lines.push(line(row)?);
        }
        Ok(lines)
    }

    /// Lines of one table with a code, at most `limit`. Its index is named: left to itself, SQLite walks a whole year in the
    /// order of projects, a second at a million.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn filed_with_code(&self, kind: FormKind, year: u16, code: Key, limit: u32) -> Result<Vec<FiledLine>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM filed INDEXED BY filed_by_code WHERE kind = ?1 AND year = ?2 AND code_key = ?3
             ORDER BY project LIMIT {limit}"
        );
        self.filed_lines(&sql, vec![text(kind.id()), number(year), blob(&code)])
    }

    /// Lines of one table with a name, and with a unit where one is given, at most `limit`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn filed_with_name(
        &self,
        kind: FormKind,
        year: u16,
        name: Key,
        timeless: bool,
        unit: Option<Key>,
        limit: u32,
    ) -> Result<Vec<FiledLine>> {
        let column = name_column(timeless);
        let index = if timeless { "filed_by_timeless" } else { "filed_by_name" };
        let sql = format!(
            "SELECT {COLUMNS} FROM filed INDEXED BY {index} WHERE kind = ?1 AND year = ?2 AND {column} = ?3
             AND (?4 IS NULL OR unit_key = ?4) ORDER BY project LIMIT {limit}"
        );
        let unit = unit.map_or(Sql::Null, |unit| blob(&unit));
        self.filed_lines(&sql, vec![text(kind.id()), number(year), blob(&name), unit])
    }

    /// Lines of one table whose code, name, unit or department holds all words, at most `limit`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn filed_holding(&self, kind: FormKind, year: u16, words: &[String], limit: u32) -> Result<Vec<FiledLine>> {
        let mut sql = format!("SELECT {COLUMNS} FROM filed WHERE kind = ?1 AND year = ?2");
        let mut args = vec![text(kind.id()), number(year)];
        for word in words {
            args.push(text(word));
            let at = args.len();
            // instr is literal: what people type is never a pattern.
            sql.push_str(&format!(
                " AND (instr(name, ?{at}) OR instr(coalesce(code, ''), ?{at}) OR instr(unit, ?{at})
                       OR instr(department, ?{at}))"
            ));
        }
        sql.push_str(&format!(" ORDER BY name, project LIMIT {limit}"));
        self.filed_lines(&sql, args)
    }

    /// Keys of all lines of one table, one by one.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn each_filed(&self, kind: FormKind, year: u16, timeless: bool, mut each: impl FnMut(FiledKeys)) -> Result<()> {
        let name = name_column(timeless);
        let sql = format!(
            "SELECT project, code_key, {name}, unit_key FROM filed WHERE kind = ?1 AND year = ?2 ORDER BY project"
        );
        let mut statement = self.connection.prepare_cached(&sql).told()?;
        let mut rows = statement.query(params![kind.id(), year]).told()?;
        while let Some(row) = rows.next().told()? {
            each(FiledKeys { project: project(row, 0)?, code: key(row, 1)?, name: key(row, 2)?, unit: key(row, 3)? });
        }
        Ok(())
    }

    /// Stores what the decisions of one field amount to.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn save_link(&self, version: VersionId, state: &ReviewState) -> Result<()> {
        let Some(first) = state.link.0.first() else {
            self.connection
                .prepare_cached("DELETE FROM link WHERE version = ?1")
                .told()?
                .execute([version.0])
                .told()?;
            return Ok(());
        };
        let contested = state.link.contested();
        let partner = match state.link.settled() {
            Settled::One(linked) => linked.to,
            Settled::Open | Settled::Contested => None,
        };
        self.connection
            .prepare_cached(
                "INSERT INTO link (version, linked, year, project, partner, contested) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                 ON CONFLICT DO UPDATE SET partner = ?5, contested = ?6",
            )
            .told()?
            .execute(params![
                version.0,
                first.value.table.id(),
                first.value.year,
                first.value.project.0,
                partner.map(|partner| partner.0),
                contested
            ])
            .told()?;
        Ok(())
    }

    /// Decisions in force on one table beside the targets of a year.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn link_decisions(&self, table: LinkedTable, year: u16) -> Result<Decisions> {
        self.decisions("linked = ?1 AND year = ?2", vec![text(table.id()), number(year)])
    }

    /// The decision on one project's form.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn link_decision(&self, table: LinkedTable, year: u16, project: ProjectKey) -> Result<Decisions> {
        let args = vec![text(table.id()), number(year), blob(&project.0)];
        self.decisions("linked = ?1 AND year = ?2 AND project = ?3", args)
    }

    /// Decisions that give a form to one project.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn links_to(&self, table: LinkedTable, year: u16, partner: ProjectKey) -> Result<Decisions> {
        let args = vec![text(table.id()), number(year), blob(&partner.0)];
        self.decisions("linked = ?1 AND year = ?2 AND partner = ?3 LIMIT 100", args)
    }

    fn decisions(&self, condition: &str, args: Vec<Sql>) -> Result<Decisions> {
        let sql = format!("SELECT project, partner, contested FROM link WHERE {condition}");
        let mut statement = self.connection.prepare_cached(&sql).told()?;
        let mut rows = statement.query(params_from_iter(args)).told()?;
        let mut found = Decisions::new();
        while let Some(row) = rows.next().told()? {
            let of = project(row, 0)?;
            let partner = row.get_ref(1).told()?.as_blob_or_null().map_err(|_| damaged("link.partner"))?;
            let decided = match (row.get::<_, bool>(2).told()?, partner) {
                (true, _) => Decided::Contested,
                (false, None) => Decided::Nobody,
                (false, Some(partner)) => {
                    Decided::To(ProjectKey::try_from(partner).map_err(|_| damaged("link.partner"))?)
                }
            };
            found.insert(of, decided);
        }
        Ok(found)
    }

    /// Number of links that people differ about.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn contested_links(&self) -> Result<u64> {
        self.connection
            .prepare_cached("SELECT count(*) FROM link WHERE contested = 1")
            .told()?
            .query_row([], |row| row.get::<_, i64>(0))
            .optional()
            .told()
            .map(|count| count.unwrap_or(0).unsigned_abs())
    }

    /// Years with targets or other linked forms, newest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn filed_years(&self) -> Result<Vec<u16>> {
        let mut years: Vec<u16> = Vec::new();
        for kind in FormKind::ALL {
            let mut below = i64::MAX;
            // A walk from year to year along the key: constant time, however many lines a year has.
            loop {
                let next: Option<i64> = self
                    .connection
                    .prepare_cached("SELECT max(year) FROM filed WHERE kind = ?1 AND year < ?2")
                    .told()?
                    .query_row(params![kind.id(), below], |row| row.get(0))
                    .told()?;
                let Some(year) = next else { break };
                years.push(u16::try_from(year).map_err(|_| damaged("filed.year"))?);
                below = year;
            }
        }
        years.sort_unstable_by(|a, b| b.cmp(a));
        years.dedup();
        Ok(years)
    }
}

fn text(text: &str) -> Sql {
    Sql::Text(text.to_owned())
}

fn number(year: u16) -> Sql {
    Sql::Integer(i64::from(year))
}

fn blob(bytes: &[u8]) -> Sql {
    Sql::Blob(bytes.to_vec())
}
