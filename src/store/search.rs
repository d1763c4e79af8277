//! The search index: kept in step with the forms in force, filled for a table before it is published.
//!
//! A row stands under the number of its form. It is there for every target in force; for forms of a table that is not
//! published yet it may be there, so that publishing has little left to do: whoever asks joins it with the queue.

use rusqlite::{OptionalExtension, params};

use super::batch::{BatchRow, FormRow};
use super::error::{Result, Told, damaged};
use super::open::Session;
use crate::model::ids::tagged_sha256;
use crate::model::review::ReviewState;
use crate::model::{packed, search};

impl Session {
    /// Indexes forms of a table that is being filled, from `ordinal` on, at most `limit`. Answers the ordinal to go on from,
    /// `None` at the end. What is left out is indexed when the table is published.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn index_forms(&self, batch: BatchRow, ordinal: u32, limit: u32) -> Result<Option<u32>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT l.ordinal, f.local, f.body FROM batch_line l CROSS JOIN form f ON f.local = l.form
                 WHERE l.batch = ?1 AND l.ordinal >= ?2 AND f.kind = 0
                   AND NOT EXISTS (SELECT 1 FROM batch_line o JOIN batch b ON b.local = o.batch
                                   WHERE o.form = f.local AND b.published = 1)
                 ORDER BY l.ordinal LIMIT ?3",
            )
            .told()?;
        let mut rows = statement.query(params![batch.0, ordinal, limit]).told()?;
        let mut last = None;
        while let Some(row) = rows.next().told()? {
            last = Some(row.get::<_, u32>(0).told()?);
            self.index_body(row.get(1).told()?, row.get_ref(2).told()?.as_blob().map_err(|_| damaged("form.body"))?)?;
        }
        Ok(last.and_then(|last| last.checked_add(1)))
    }

    /// Lets a form be found, if it is not yet.
    pub(super) fn index_form(&self, form: FormRow) -> Result<()> {
        if self.is_indexed(form)? {
            return Ok(());
        }
        let mut statement = self.connection.prepare_cached("SELECT body FROM form WHERE local = ?1").told()?;
        let mut rows = statement.query([form.0]).told()?;
        let row = rows.next().told()?.ok_or_else(|| damaged("target.form"))?;
        self.index_body(form.0, row.get_ref(0).told()?.as_blob().map_err(|_| damaged("form.body"))?)
    }

    fn index_body(&self, form: i64, body: &[u8]) -> Result<()> {
        let terms = search::terms(&packed::unpack(body).map_err(|_| damaged("form.body"))?);
        self.connection
            .prepare_cached("INSERT OR REPLACE INTO search (rowid, terms) VALUES (?1, ?2)")
            .told()?
            .execute(params![form, terms])
            .told()?;
        Ok(())
    }

    fn is_indexed(&self, form: FormRow) -> Result<bool> {
        let found = self
            .connection
            .prepare_cached("SELECT 1 FROM search_docsize WHERE id = ?1")
            .told()?
            .query_row([form.0], |_| Ok(()))
            .optional()
            .told()?;
        Ok(found.is_some())
    }

    /// Lets a form be found no more.
    pub(super) fn forget_form(&self, form: FormRow) -> Result<()> {
        if self.is_indexed(form)? {
            self.connection.prepare_cached("DELETE FROM search WHERE rowid = ?1").told()?.execute([form.0]).told()?;
        }
        self.forget_said(form)
    }

    /// Lets what people said of a form in force be found. Writes nothing where that is so already.
    pub(super) fn index_said(&self, form: FormRow, state: &ReviewState) -> Result<()> {
        let terms = search::said_terms(state);
        let known: Option<String> = self
            .connection
            .prepare_cached("SELECT terms FROM said WHERE rowid = ?1")
            .told()?
            .query_row([form.0], |row| row.get(0))
            .optional()
            .told()?;
        if known.as_deref().unwrap_or_default() == terms {
            return Ok(());
        }
        self.forget_said(form)?;
        if !terms.is_empty() {
            self.connection
                .prepare_cached("INSERT INTO said (rowid, terms) VALUES (?1, ?2)")
                .told()?
                .execute(params![form.0, terms])
                .told()?;
        }
        Ok(())
    }

    fn forget_said(&self, form: FormRow) -> Result<()> {
        self.connection.prepare_cached("DELETE FROM said WHERE rowid = ?1").told()?.execute([form.0]).told()?;
        Ok(())
    }

    /// Empties the index but for forms that no published table has.
    pub(super) fn clear_search(&self) -> Result<()> {
        self.connection.execute_batch("DELETE FROM said;").told()?;
        let mut waiting = self
            .connection
            .prepare(
                "SELECT id FROM search_docsize WHERE NOT EXISTS (
                     SELECT 1 FROM batch_line l JOIN batch b ON b.local = l.batch WHERE l.form = id AND b.published = 1)",
            )
            .told()?;
        let waiting: Vec<i64> =
            waiting.query_map([], |row| row.get(0)).told()?.collect::<rusqlite::Result<_>>().told()?;
        self.connection.execute_batch("INSERT INTO search (search) VALUES ('delete-all');").told()?;
        waiting.into_iter().try_for_each(|form| match self.form_row_exists(form)? {
            true => self.index_form(FormRow(form)),
            false => Ok(()),
        })
    }

    fn form_row_exists(&self, form: i64) -> Result<bool> {
        let found = self
            .connection
            .prepare_cached("SELECT 1 FROM form WHERE local = ?1")
            .told()?
            .query_row([form], |_| Ok(()))
            .optional()
            .told()?;
        Ok(found.is_some())
    }

    /// Fingerprint of what the index holds, equal before and after it is built anew: which forms, and of every token in how
    /// many forms and how many times it stands.
    pub(super) fn search_fingerprint(&self) -> Result<[u8; 32]> {
        self.connection
            .execute_batch(
                "CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_token USING fts5vocab('main', 'search', 'row');",
            )
            .told()?;
        let mut digest = [0; 32];
        let mut tokens = self.connection.prepare("SELECT term, doc, cnt FROM temp.search_token").told()?;
        let mut rows = tokens.query([]).told()?;
        while let Some(row) = rows.next().told()? {
            let term = row.get_ref(0).told()?.as_bytes().map_err(|_| damaged("search"))?;
            let counts: (i64, i64) = (row.get(1).told()?, row.get(2).told()?);
            digest = tagged_sha256("wx-search-1", &[&digest, &counts.0.to_be_bytes(), &counts.1.to_be_bytes(), term]);
        }
        // Forms by identity: their numbers are local.
        let mut forms = self
            .connection
            .prepare(
                "SELECT coalesce(f.version, x'') FROM search_docsize d LEFT JOIN form f ON f.local = d.id ORDER BY 1",
            )
            .told()?;
        let mut rows = forms.query([]).told()?;
        while let Some(row) = rows.next().told()? {
            let version = row.get_ref(0).told()?.as_blob().map_err(|_| damaged("form.version"))?;
            digest = tagged_sha256("wx-search-1", &[&digest, version]);
        }
        let mut said = self
            .connection
            .prepare(
                "SELECT coalesce(f.version, x''), s.terms FROM said s LEFT JOIN form f ON f.local = s.rowid ORDER BY 1, 2",
            )
            .told()?;
        let mut rows = said.query([]).told()?;
        while let Some(row) = rows.next().told()? {
            let version = row.get_ref(0).told()?.as_blob().map_err(|_| damaged("form.version"))?;
            let terms = row.get_ref(1).told()?.as_bytes().map_err(|_| damaged("said"))?;
            digest = tagged_sha256("wx-search-1", &[&digest, version, terms]);
        }
        Ok(digest)
    }
}
