//! Imported tables: forms by content, and which table brought which form.
//!
//! A batch is filled in slices and read by nobody until it is published together with its event.

use rusqlite::{OptionalExtension, params};

use super::error::{Result, Told, damaged};
use super::open::Session;
use crate::model::form::{Form, FormHead, FormKind, Place, Stage, line, version_of};
use crate::model::ids::{BatchId, EventId, PersonId, ProjectKey, VersionId, sha256};
use crate::model::packed::{self, kind_number, stage_number};

/// Local number of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct BatchRow(pub i64);

/// Local number of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FormRow(pub i64);

/// A stored form of a project, with the table that brought it first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FiledForm {
    /// Local number.
    pub row: FormRow,
    /// Content identity.
    pub version: VersionId,
    /// Stage.
    pub stage: Stage,
    /// Table.
    pub batch: BatchId,
    /// File name of the table.
    pub source: String,
    /// Stamp of the event that published it, as text in order.
    pub at: String,
    /// That event.
    pub event: EventId,
    /// Where it stands in the table.
    pub place: Place,
    /// Who published the table.
    pub author: PersonId,
}

/// A batch that has its identity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedBatch {
    /// Its identity.
    pub id: BatchId,
    /// Stamp (as text in order) and identity of the event that published it, and the source that event names; `None`
    /// while it waits for one.
    pub event: Option<(String, EventId, String)>,
}

/// The number by which a code or name is looked up; whoever looks compares the text itself.
pub(super) fn sought(text: &str) -> i64 {
    let [a, b, c, d, ..] = sha256(text.as_bytes());
    i64::from(u32::from_be_bytes([a, b, c, d]))
}

/// What code and name of a form are looked up by. Targets are found by way of the queue.
fn keys(form: &Form) -> (Option<i64>, Option<i64>) {
    match form.kind {
        FormKind::Target => (None, None),
        _ => (form.code.as_deref().map(sought), Some(sought(&form.name))),
    }
}

impl Session {
    /// Begins a batch that nobody reads yet.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn begin_batch(&self, kind: FormKind, year: u16, source: &str) -> Result<BatchRow> {
        self.connection
            .prepare_cached("INSERT INTO batch (kind, year, source) VALUES (?1, ?2, ?3)")
            .told()?
            .execute(params![kind.id(), year, source])
            .told()?;
        Ok(BatchRow(self.connection.last_insert_rowid()))
    }

    /// Adds a form to a batch. `head` tells of it at least what goes before its rows, `packed` is all of it
    /// ([`packed::pack`]). Answers its local number and whether its content was new here.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn add_form(
        &self,
        batch: BatchRow,
        ordinal: u32,
        place: &Place,
        head: &Form,
        packed: &[u8],
        version: VersionId,
    ) -> Result<(FormRow, bool)> {
        let new = self
            .connection
            .prepare_cached(
                "INSERT INTO form (version, kind, project, year, stage, code_key, name_key, body)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                 ON CONFLICT (version) DO NOTHING",
            )
            .told()?
            .execute(params![
                version.0,
                kind_number(head.kind),
                head.project().0,
                head.year,
                stage_number(head.stage),
                keys(head).0,
                keys(head).1,
                packed
            ])
            .told()?
            > 0;
        let local = if new {
            self.connection.last_insert_rowid()
        } else {
            self.form_row(version)?.ok_or_else(|| damaged("form"))?.0
        };
        self.connection
            .prepare_cached("INSERT INTO batch_line (batch, ordinal, form, sheet, row) VALUES (?1, ?2, ?3, ?4, ?5)")
            .told()?
            .execute(params![batch.0, ordinal, local, place.sheet, place.row])
            .told()?;
        Ok((FormRow(local), new))
    }

    /// Projects and years that a person may mean, among all targets in force and published forms of other kinds: by code, else
    /// by exact name, else by key.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn find_projects(&self, text: &str) -> Result<Vec<(ProjectKey, u16)>> {
        let by_key = text.parse::<ProjectKey>().map(|key| key.0.to_vec()).unwrap_or_default();
        type Means = fn(&FormHead, &str) -> bool;
        let ways: [(Option<&str>, &str, rusqlite::types::Value, Means); 3] = [
            (Some("code"), "f.code_key = ?1", sought(text).into(), |head, text| head.code.as_deref() == Some(text)),
            (Some("name"), "f.name_key = ?1", sought(text).into(), |head, text| head.name == text),
            (None, "f.project = ?1", by_key.into(), |_, _| true),
        ];
        for (column, condition, arg, means) in ways {
            let mut found = Vec::new();
            if let Some(column) = column {
                found.extend(self.targets_where(column, text)?.into_iter().map(|line| (line.project, line.year)));
            }
            let sql = format!(
                "SELECT f.project, f.year, f.body FROM form f JOIN batch_line l ON l.form = f.local
                 JOIN batch b ON b.local = l.batch WHERE {condition} AND b.published = 1"
            );
            let mut statement = self.connection.prepare_cached(&sql).told()?;
            let mut rows = statement.query([arg]).told()?;
            while let Some(row) = rows.next().told()?
                && found.len() < super::queue::MOST_FOUND
            {
                let project = row.get_ref(0).told()?.as_blob().map_err(|_| damaged("form.project"))?;
                let project = ProjectKey::try_from(project).map_err(|_| damaged("form.project"))?;
                if means(&head(row.get_ref(2).told()?)?, text) {
                    found.push((project, row.get(1).told()?));
                }
            }
            found.sort_by_key(|(project, year)| (std::cmp::Reverse(*year), *project));
            found.dedup();
            if !found.is_empty() {
                return Ok(found);
            }
        }
        Ok(Vec::new())
    }

    /// Every project and year that has published forms of a kind but no target.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn projects_without_target(&self) -> Result<Vec<(ProjectKey, u16)>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT DISTINCT f.project, f.year FROM form f JOIN batch_line l ON l.form = f.local
                 JOIN batch b ON b.local = l.batch
                 WHERE b.published = 1 AND f.kind <> 0
                   AND NOT EXISTS (SELECT 1 FROM form g CROSS JOIN target t ON t.form = g.local
                                   WHERE g.project = f.project AND g.year = f.year AND g.kind = 0)
                 ORDER BY f.local",
            )
            .told()?;
        let rows = statement.query_map([], |row| Ok((row.get::<_, Vec<u8>>(0)?, row.get(1)?))).told()?;
        rows.map(|row| {
            let (project, year) = row.told()?;
            Ok((ProjectKey::try_from(project.as_slice()).map_err(|_| damaged("form.project"))?, year))
        })
        .collect()
    }

    /// True when a project has another published form of the same kind and year than this one.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn has_other_version(&self, form: &Form, version: VersionId) -> Result<bool> {
        let found = self
            .connection
            .prepare_cached(
                "SELECT 1 FROM form f JOIN batch_line l ON l.form = f.local JOIN batch b ON b.local = l.batch
                 WHERE f.project = ?1 AND f.year = ?2 AND f.kind = ?3 AND f.version <> ?4 AND b.published = 1 LIMIT 1",
            )
            .told()?
            .query_row(params![form.project().0, form.year, kind_number(form.kind), version.0], |_| Ok(()))
            .optional()
            .told()?;
        Ok(found.is_some())
    }

    /// Local number of a stored content.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn form_row(&self, version: VersionId) -> Result<Option<FormRow>> {
        self.connection
            .prepare_cached("SELECT local FROM form WHERE version = ?1")
            .told()?
            .query_row([version.0], |row| row.get(0).map(FormRow))
            .optional()
            .told()
    }

    /// True when a batch of this identity is here, published or waiting for its event.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn has_batch(&self, id: BatchId) -> Result<bool> {
        let found = self
            .connection
            .prepare_cached("SELECT 1 FROM batch WHERE id = ?1")
            .told()?
            .query_row([id.0], |_| Ok(()))
            .optional()
            .told()?;
        Ok(found.is_some())
    }

    /// True when a batch is published.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn is_published(&self, id: BatchId) -> Result<bool> {
        let found = self
            .connection
            .prepare_cached("SELECT 1 FROM batch WHERE id = ?1 AND published = 1")
            .told()?
            .query_row([id.0], |_| Ok(()))
            .optional()
            .told()?;
        Ok(found.is_some())
    }

    /// Names a filled batch by its content.
    ///
    /// # Errors
    /// When the database cannot be written, or another batch has this content.
    pub fn name_batch(&self, batch: BatchRow, id: BatchId) -> Result<()> {
        self.connection
            .prepare_cached("UPDATE batch SET id = ?2 WHERE local = ?1")
            .told()?
            .execute(params![batch.0, id.0])
            .told()?;
        Ok(())
    }

    /// Lets a batch be read: its event is live. The earliest event that published it (by stamp, then identity) counts, so
    /// that every station names the same one and the same source. Answers true when something changed.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn publish_batch(&self, id: BatchId, at: &str, event: EventId, source: &str) -> Result<bool> {
        let changed = self
            .connection
            .prepare_cached(
                "UPDATE batch SET published = 1, at = ?2, event = ?3, source = ?4
                 WHERE id = ?1 AND (published = 0 OR (at, event) > (?2, ?3))",
            )
            .told()?
            .execute(params![id.0, at, event.0, source])
            .told()?;
        Ok(changed > 0)
    }

    /// The exact lines of a batch, for handing over.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn batch_lines(&self, id: BatchId) -> Result<Option<String>> {
        if !self.has_batch(id)? {
            return Ok(None);
        }
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT l.sheet, l.row, f.body FROM batch b JOIN batch_line l ON l.batch = b.local
                 JOIN form f ON f.local = l.form WHERE b.id = ?1 ORDER BY l.ordinal",
            )
            .told()?;
        let mut rows = statement.query([id.0]).told()?;
        let mut lines = String::new();
        while let Some(row) = rows.next().told()? {
            let place = Place { sheet: row.get(0).told()?, row: row.get(1).told()? };
            let body = row.get_ref(2).told()?.as_blob().map_err(|_| damaged("form.body"))?;
            lines.push_str(&line(&place, &packed::canonical(body).map_err(|_| damaged("form.body"))?));
        }
        Ok(Some(lines))
    }

    /// Deletes all batches that were begun and never named: what killed imports leave. Only for a caller who knows that
    /// nobody is filling one. Answers how many there were.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn drop_unfinished_batches(&self) -> Result<u64> {
        let mut statement = self.connection.prepare_cached("SELECT local FROM batch WHERE id IS NULL").told()?;
        let rows: Vec<i64> =
            statement.query_map([], |row| row.get(0)).told()?.collect::<rusqlite::Result<_>>().told()?;
        for local in &rows {
            self.drop_unfinished_batch(BatchRow(*local))?;
        }
        Ok(rows.len() as u64)
    }

    /// Deletes one batch that was begun and not named. Its forms stay where another batch holds them.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn drop_unfinished_batch(&self, batch: BatchRow) -> Result<()> {
        let connection = &self.connection;
        let begun: Option<i64> = connection
            .query_row("SELECT local FROM batch WHERE local = ?1 AND id IS NULL", [batch.0], |row| row.get(0))
            .optional()
            .told()?;
        let Some(local) = begun else { return Ok(()) };
        connection.execute("CREATE TEMP TABLE IF NOT EXISTS orphan (form INTEGER PRIMARY KEY)", []).told()?;
        connection.execute("DELETE FROM orphan", []).told()?;
        connection
            .execute("INSERT OR IGNORE INTO orphan SELECT form FROM batch_line WHERE batch = ?1", [local])
            .told()?;
        connection.execute("DELETE FROM batch_line WHERE batch = ?1", [local]).told()?;
        connection.execute("DELETE FROM batch WHERE local = ?1", [local]).told()?;
        connection
            .execute(
                "DELETE FROM search WHERE rowid IN (
                     SELECT form FROM orphan JOIN search_docsize d ON d.id = orphan.form
                     WHERE NOT EXISTS (SELECT 1 FROM batch_line l WHERE l.form = orphan.form))",
                [],
            )
            .told()?;
        connection
            .execute(
                "DELETE FROM form WHERE local IN (SELECT form FROM orphan)
                 AND NOT EXISTS (SELECT 1 FROM batch_line l WHERE l.form = form.local)",
                [],
            )
            .told()?;
        Ok(())
    }

    /// All published forms of a kind for one project and year, in the order in which they count: by stage, then by the
    /// stamp and identity of the event that published them. The last one is in force.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn filed_forms(&self, project: ProjectKey, year: u16, kind: FormKind) -> Result<Vec<FiledForm>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT f.local, f.version, f.stage, b.id, b.source, b.at, b.event, l.sheet, l.row,
                        coalesce((SELECT e.author FROM event e WHERE e.id = b.event), '')
                 FROM form f JOIN batch_line l ON l.form = f.local JOIN batch b ON b.local = l.batch
                 WHERE f.project = ?1 AND f.year = ?2 AND f.kind = ?3 AND b.published = 1
                 ORDER BY b.at, b.event, l.ordinal",
            )
            .told()?;
        let rows = statement
            .query_map(params![project.0, year, kind_number(kind)], |row| {
                Ok((
                    row.get::<_, i64>(0)?,
                    row.get::<_, Vec<u8>>(1)?,
                    row.get::<_, i64>(2)?,
                    row.get::<_, Vec<u8>>(3)?,
                    row.get::<_, String>(4)?,
                    row.get::<_, String>(5)?,
                    row.get::<_, Vec<u8>>(6)?,
                    (row.get::<_, String>(7)?, row.get::<_, u32>(8)?, row.get::<_, String>(9)?),
                ))
            })
            .told()?;
        let mut forms: Vec<FiledForm> = Vec::new();
        for row in rows {
            let (local, version, stage, batch, source, at, event, (sheet, line, author)) = row.told()?;
            let form = FiledForm {
                place: Place { sheet, row: line },
                author: PersonId(author),
                row: FormRow(local),
                version: VersionId::try_from(version.as_slice()).map_err(|_| damaged("form.version"))?,
                stage: stage_of(stage)?,
                batch: BatchId::try_from(batch.as_slice()).map_err(|_| damaged("batch.id"))?,
                source,
                at,
                event: EventId::try_from(event.as_slice()).map_err(|_| damaged("batch.event"))?,
            };
            if !forms.iter().any(|known| known.version == form.version) {
                forms.push(form);
            }
        }
        forms.sort_by(|a, b| (a.stage, &a.at, a.event).cmp(&(b.stage, &b.at, b.event)));
        Ok(forms)
    }

    /// A stored form.
    ///
    /// # Errors
    /// When it is missing or damaged.
    pub fn form(&self, row: FormRow) -> Result<Form> {
        self.read_body(row, packed::unpack)
    }

    /// The head of a stored form.
    ///
    /// # Errors
    /// When it is missing or damaged.
    pub fn form_head(&self, row: FormRow) -> Result<FormHead> {
        self.read_body(row, packed::head)
    }

    pub(super) fn read_body<T>(
        &self,
        row: FormRow,
        read: impl FnOnce(&[u8]) -> std::result::Result<T, packed::NotPacked>,
    ) -> Result<T> {
        let mut statement = self.connection.prepare_cached("SELECT body FROM form WHERE local = ?1").told()?;
        let read = |row: &rusqlite::Row<'_>| Ok(read(row.get_ref(0)?.as_blob()?));
        statement.query_row([row.0], read).told()?.map_err(|_| damaged("form.body"))
    }

    /// The newest year that has published forms of a kind, and how many projects it has.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn newest_count(&self, kind: FormKind) -> Result<Option<(u16, u64)>> {
        let year: Option<u16> = self
            .connection
            .prepare_cached("SELECT max(year) FROM batch WHERE kind = ?1 AND published = 1")
            .told()?
            .query_row([kind.id()], |row| row.get(0))
            .told()?;
        let Some(year) = year else { return Ok(None) };
        // The second condition is that of the index; of targets there are counts in the queue.
        let count: i64 = self
            .connection
            .prepare_cached("SELECT count(DISTINCT project) FROM form WHERE kind = ?1 AND kind <> 0 AND year = ?2")
            .told()?
            .query_row(params![kind_number(kind), year], |row| row.get(0))
            .told()?;
        Ok(Some((year, count.unsigned_abs())))
    }

    /// All named batches, in order of arrival.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn batches(&self) -> Result<Vec<NamedBatch>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT id, published, at, event, source FROM batch WHERE id IS NOT NULL ORDER BY local")
            .told()?;
        let rows = statement
            .query_map([], |row| {
                Ok((
                    row.get::<_, Vec<u8>>(0)?,
                    row.get::<_, bool>(1)?,
                    row.get::<_, String>(2)?,
                    row.get::<_, Option<Vec<u8>>>(3)?,
                    row.get::<_, String>(4)?,
                ))
            })
            .told()?;
        rows.map(|row| {
            let (id, published, at, event, source) = row.told()?;
            let event = match event.filter(|_| published) {
                Some(event) => {
                    Some((at, EventId::try_from(event.as_slice()).map_err(|_| damaged("batch.event"))?, source))
                }
                None => None,
            };
            Ok(NamedBatch { id: BatchId::try_from(id.as_slice()).map_err(|_| damaged("batch.id"))?, event })
        })
        .collect()
    }

    /// The first form whose columns do not say what its content says, or whose content is not what its identity was taken
    /// over.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn misfiled_form(&self) -> Result<Option<FormRow>> {
        let mut statement = self
            .connection
            .prepare("SELECT local, version, kind, project, year, stage, body, code_key, name_key FROM form")
            .told()?;
        let mut rows = statement.query([]).told()?;
        while let Some(row) = rows.next().told()? {
            let body = row.get_ref(6).told()?.as_blob().map_err(|_| damaged("form.body"))?;
            let filed = match (packed::unpack(body), packed::canonical(body)) {
                (Ok(form), Ok(canonical)) => {
                    row.get::<_, Vec<u8>>(1).told()? == version_of(&canonical).0
                        && row.get::<_, i64>(2).told()? == i64::from(kind_number(form.kind))
                        && row.get::<_, Vec<u8>>(3).told()? == form.project().0
                        && row.get::<_, i64>(4).told()? == i64::from(form.year)
                        && row.get::<_, i64>(5).told()? == i64::from(stage_number(form.stage))
                        && row.get::<_, Option<i64>>(7).told()? == keys(&form).0
                        && row.get::<_, Option<i64>>(8).told()? == keys(&form).1
                }
                _ => false,
            };
            if !filed {
                return row.get(0).map(|local| Some(FormRow(local))).told();
            }
        }
        Ok(None)
    }
}

pub(super) fn stage_of(number: i64) -> Result<Stage> {
    u8::try_from(number).ok().and_then(|number| packed::stage_of(number).ok()).ok_or_else(|| damaged("form.stage"))
}

/// The head of the form that a column holds.
pub(super) fn head(body: rusqlite::types::ValueRef<'_>) -> Result<FormHead> {
    let damaged = || damaged("form.body");
    packed::head(body.as_blob().map_err(|_| damaged())?).map_err(|_| damaged())
}
