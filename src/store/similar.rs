//! Which forms have an indicator of a name: found without reading all of them.
//!
//! The engine says what the names are ([`crate::model`] knows no wording) and asks; this room keeps numbers. Forms are taken
//! down table by table, after they were published, so an import is not held up by it. What is here is made of published forms
//! alone and can be emptied and made anew at any time; it is no part of what is folded.
//!
//! Measured with 1,000,000 forms of 12 rows and 207,000 names, on one slow core: 51 MB; 20 to 30 microseconds a form to take
//! down beside reading it; a question (near names, then the forms of every year) 8 ms, at worst 15 ms, before the forms are read.
//! At an import nothing is taken down, so an import loses nothing.
//!
//! Deliberately absent: what is near, and what counts.

use std::collections::HashMap;

use rusqlite::{OptionalExtension, params};

use super::batch::{BatchRow, FormRow};
use super::error::{Result, Told, damaged};
use super::open::Session;
use crate::model::form::{Form, FormKind};
use crate::model::ids::ProjectKey;
use crate::model::packed::{self, kind_number};

/// Names that were given numbers lately, so that each is looked up once.
#[derive(Debug, Default)]
pub struct KnownNames(HashMap<String, i64>);

/// Most names that are remembered.
const MOST_KNOWN: usize = 200_000;

/// Most names that are answered to one question.
const MOST_NAMES: u32 = 4_000;

/// Kinds of form that tell what indicators were wanted and reached.
const KINDS: [FormKind; 2] = [FormKind::Target, FormKind::SelfEvaluation];

/// A table whose forms are not all taken down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// The table.
    pub batch: BatchRow,
    /// The line to go on from.
    pub next: u32,
    /// Lines that are left.
    pub forms: u64,
}

/// A form that has a name that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named {
    /// The form.
    pub form: FormRow,
    /// The project it speaks of.
    pub project: ProjectKey,
    /// Fiscal year.
    pub year: u16,
}

/// A year and kind of form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stratum {
    /// Fiscal year.
    pub year: u16,
    /// A self-evaluation, else a target.
    pub evaluation: bool,
}

impl Stratum {
    fn token(self) -> String {
        format!("s{}{}", self.year, if self.evaluation { 'e' } else { 't' })
    }
}

/// A code as a token: hexadecimal, since signs would part tokens.
fn code_token(code: &str) -> String {
    use std::fmt::Write;
    let mut token = String::from("c");
    for byte in code.trim().to_lowercase().bytes().take(64) {
        let _ = write!(token, "{byte:02x}");
    }
    token
}

/// What is asked for: forms with any of these names or codes.
#[derive(Debug, Clone, Default)]
pub struct Asked<'a> {
    /// Numbers of names.
    pub names: &'a [i64],
    /// A code of the indicator library.
    pub code: Option<&'a str>,
}

impl Asked<'_> {
    fn tokens(&self) -> Vec<String> {
        let names = self.names.iter().map(|name| format!("n{name}"));
        names.chain(self.code.map(code_token)).collect()
    }
}

impl Session {
    /// Tables whose forms are not all taken down, and how many forms that are.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn tables_to_compare(&self) -> Result<Vec<Waiting>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT b.local, coalesce(i.next, 0),
                        (SELECT count(*) FROM batch_line l WHERE l.batch = b.local AND l.ordinal >= coalesce(i.next, 0))
                 FROM batch b LEFT JOIN indicator_batch i ON i.batch = b.local
                 WHERE b.published = 1 AND b.kind IN (?1, ?2) AND (i.batch IS NULL OR i.next IS NOT NULL)
                 ORDER BY b.local",
            )
            .told()?;
        let rows = statement
            .query_map(params![KINDS[0].id(), KINDS[1].id()], |row| {
                let count: i64 = row.get(2)?;
                Ok(Waiting { batch: BatchRow(row.get(0)?), next: row.get(1)?, forms: count.unsigned_abs() })
            })
            .told()?;
        rows.collect::<rusqlite::Result<_>>().told()
    }

    /// Forms of a table from a line on, at most `limit`, that are not taken down yet; and the line to go on from, `None` at the
    /// end.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn forms_to_compare(&self, waiting: Waiting, limit: u32) -> Result<(Vec<(FormRow, Form)>, Option<u32>)> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT l.ordinal, f.local, f.body, EXISTS (SELECT 1 FROM indicator_use_docsize d WHERE d.id = f.local)
                 FROM batch_line l CROSS JOIN form f ON f.local = l.form
                 WHERE l.batch = ?1 AND l.ordinal >= ?2 ORDER BY l.ordinal LIMIT ?3",
            )
            .told()?;
        let mut rows = statement.query(params![waiting.batch.0, waiting.next, limit]).told()?;
        let (mut forms, mut seen, mut last) = (Vec::new(), 0, None);
        while let Some(row) = rows.next().told()? {
            seen += 1;
            last = Some(row.get::<_, u32>(0).told()?);
            let local = FormRow(row.get(1).told()?);
            if !row.get::<_, bool>(3).told()? {
                let body = row.get_ref(2).told()?.as_blob().map_err(|_| damaged("form.body"))?;
                forms.push((local, packed::unpack(body).map_err(|_| damaged("form.body"))?));
            }
        }
        Ok((forms, last.filter(|_| seen == limit).and_then(|last| last.checked_add(1))))
    }

    /// The forms of a table are taken down before this line; `None`: all are.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn compared_up_to(&self, batch: BatchRow, next: Option<u32>) -> Result<()> {
        self.connection
            .prepare_cached(
                "INSERT INTO indicator_batch (batch, next) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET next = ?2",
            )
            .told()?
            .execute(params![batch.0, next])
            .told()?;
        Ok(())
    }

    /// Takes down one form: the names of its indicators and the codes they print. `pairs` parts a new name.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn take_down(
        &self,
        form: FormRow,
        stratum: Stratum,
        (names, codes): (&[String], &[String]),
        pairs: impl Fn(&str) -> Vec<String>,
        known: &mut KnownNames,
    ) -> Result<()> {
        let already = self
            .connection
            .prepare_cached("SELECT 1 FROM indicator_use_docsize WHERE id = ?1")
            .told()?
            .query_row([form.0], |_| Ok(()))
            .optional()
            .told()?;
        if already.is_some() {
            return Ok(());
        }
        let mut tokens = vec![stratum.token()];
        for name in names {
            tokens.push(format!("n{}", self.name_number(name, &pairs, known)?));
        }
        tokens.extend(codes.iter().map(|code| code_token(code)));
        tokens.sort_unstable();
        tokens.dedup();
        self.connection
            .prepare_cached("INSERT INTO indicator_use (rowid, tokens) VALUES (?1, ?2)")
            .told()?
            .execute(params![form.0, tokens.join(" ")])
            .told()?;
        Ok(())
    }

    fn name_number(&self, name: &str, pairs: &impl Fn(&str) -> Vec<String>, known: &mut KnownNames) -> Result<i64> {
        if let Some(local) = known.0.get(name) {
            return Ok(*local);
        }
        let local = match self.number_of(name)? {
            Some(local) => local,
            None => {
                self.connection
                    .prepare_cached("INSERT INTO indicator_name (name) VALUES (?1)")
                    .told()?
                    .execute([name])
                    .told()?;
                let local = self.connection.last_insert_rowid();
                self.connection
                    .prepare_cached("INSERT INTO indicator_near (rowid, pairs) VALUES (?1, ?2)")
                    .told()?
                    .execute(params![local, pairs(name).join(" ")])
                    .told()?;
                local
            }
        };
        if known.0.len() >= MOST_KNOWN {
            known.0.clear();
        }
        known.0.insert(name.to_owned(), local);
        Ok(local)
    }

    fn number_of(&self, name: &str) -> Result<Option<i64>> {
        self.connection
            .prepare_cached("SELECT local FROM indicator_name WHERE name = ?1")
            .told()?
            .query_row([name], |row| row.get(0))
            .optional()
            .told()
    }

    /// Names that have all pairs of one of the groups, with their numbers; at most a bounded number of them.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn names_with(&self, groups: &[Vec<String>]) -> Result<Vec<(i64, String)>> {
        let group = |pairs: &Vec<String>| {
            let quoted: Vec<String> = pairs.iter().map(|pair| format!("\"{}\"", pair.replace('"', ""))).collect();
            format!("({})", quoted.join(" AND "))
        };
        let asked: Vec<String> = groups.iter().filter(|group| !group.is_empty()).map(group).collect();
        if asked.is_empty() {
            return Ok(Vec::new());
        }
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT n.local, n.name FROM indicator_near i CROSS JOIN indicator_name n ON n.local = i.rowid
                 WHERE i.indicator_near MATCH ?1 LIMIT ?2",
            )
            .told()?;
        let rows = statement
            .query_map(params![asked.join(" OR "), MOST_NAMES], |row| Ok((row.get(0)?, row.get(1)?)))
            .told()?;
        rows.collect::<rusqlite::Result<_>>().told()
    }

    /// The number of a name in its wording.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn name_known(&self, name: &str) -> Result<Option<i64>> {
        self.number_of(name)
    }

    /// Years and kinds of published forms, the newest year first, self-evaluations before targets.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn strata(&self) -> Result<Vec<Stratum>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT DISTINCT year, kind = ?2 FROM batch WHERE published = 1 AND kind IN (?1, ?2)
                 ORDER BY year DESC, 2 DESC",
            )
            .told()?;
        let rows = statement
            .query_map(params![KINDS[0].id(), KINDS[1].id()], |row| {
                Ok(Stratum { year: row.get(0)?, evaluation: row.get(1)? })
            })
            .told()?;
        rows.collect::<rusqlite::Result<_>>().told()
    }

    /// Forms in force, of one year and kind or of all, that have what is asked for, the newest first, at most `limit`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn forms_named(&self, asked: &Asked<'_>, stratum: Option<Stratum>, limit: usize) -> Result<Vec<Named>> {
        let tokens = asked.tokens();
        if tokens.is_empty() || limit == 0 {
            return Ok(Vec::new());
        }
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT f.local, f.project, f.year FROM indicator_use u CROSS JOIN form f ON f.local = u.rowid
                 WHERE u.indicator_use MATCH ?1 AND (f.kind <> 0 OR EXISTS (SELECT 1 FROM target t WHERE t.form = f.local))
                 ORDER BY u.rowid DESC LIMIT ?2",
            )
            .told()?;
        let tokens = tokens.join(" OR ");
        let asked = stratum.map_or(tokens.clone(), |stratum| format!("{} AND ({tokens})", stratum.token()));
        let mut rows = statement.query(params![asked, i64::try_from(limit).unwrap_or(i64::MAX)]).told()?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().told()? {
            let project = row.get_ref(1).told()?.as_blob().map_err(|_| damaged("form.project"))?;
            let project = ProjectKey::try_from(project).map_err(|_| damaged("form.project"))?;
            found.push(Named { form: FormRow(row.get(0).told()?), project, year: row.get(2).told()? });
        }
        Ok(found)
    }

    /// The target in force of a project and year.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn target_form(&self, project: ProjectKey, year: u16) -> Result<Option<Form>> {
        let row = self
            .connection
            .prepare_cached(
                "SELECT f.local FROM form f CROSS JOIN target t ON t.form = f.local
                 WHERE f.project = ?1 AND f.year = ?2 AND f.kind = ?3",
            )
            .told()?
            .query_row(params![project.0, year, kind_number(FormKind::Target)], |row| row.get(0).map(FormRow))
            .optional()
            .told()?;
        row.map(|row| self.form(row)).transpose()
    }

    /// Forgets all that was taken down.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn forget_names(&self) -> Result<()> {
        self.connection
            .execute_batch(
                "DELETE FROM indicator_batch; DELETE FROM indicator_name;
                 INSERT INTO indicator_near (indicator_near) VALUES ('delete-all');
                 INSERT INTO indicator_use (indicator_use) VALUES ('delete-all');",
            )
            .told()
    }
}
