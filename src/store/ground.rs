//! What is known around the targets of a year, as it stood when they were last looked at. Derived, like
//! [`super::findings`].

use rusqlite::{OptionalExtension, params};

use super::batch::FormRow;
use super::error::{Result, Told, damaged};
use super::open::Session;
use crate::model::ids::sha256;

/// Local number of a ground. Never used twice; 0 is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct GroundRow(pub i64);

/// What forms stand on a ground.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroundOf {
    /// Targets.
    Targets,
    /// Self-evaluations.
    Evaluations,
}

impl GroundOf {
    fn number(self) -> i64 {
        i64::from(self == GroundOf::Evaluations)
    }
}

/// By what a year's targets were looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ground {
    /// Its number.
    pub row: GroundRow,
    /// Digest of the tables that were published by then.
    pub data: [u8; 32],
    /// Digest of settings and checks.
    pub settings: [u8; 32],
    /// The newest form by then: later ones are not among the peers.
    pub newest: FormRow,
}

impl Session {
    /// Digest of the published tables that the targets of a year are looked at beside, whatever the order in which they
    /// came: those of the year, and of the year before.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn published_digest(&self, year: u16) -> Result<[u8; 32]> {
        self.published_digest_since(year.saturating_sub(1), year)
    }

    /// The same of the tables of some years, both included.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn published_digest_since(&self, first: u16, last: u16) -> Result<[u8; 32]> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT id FROM batch WHERE published = 1 AND id IS NOT NULL AND year BETWEEN ?1 AND ?2 ORDER BY id",
            )
            .told()?;
        let mut rows = statement.query([first, last]).told()?;
        let mut ids = Vec::new();
        while let Some(row) = rows.next().told()? {
            ids.extend_from_slice(row.get_ref(0).told()?.as_blob().map_err(|_| damaged("batch.id"))?);
        }
        Ok(sha256(&ids))
    }

    /// The ground in force of a year.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn ground(&self, year: u16) -> Result<Option<Ground>> {
        self.ground_of(GroundOf::Targets, year)
    }

    /// The ground in force of a year's targets or self-evaluations.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn ground_of(&self, of: GroundOf, year: u16) -> Result<Option<Ground>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT local, data, settings, newest FROM ground WHERE kind = ?1 AND year = ?2 AND complete = 1",
            )
            .told()?;
        let found = statement
            .query_row(params![of.number(), year], |row| {
                Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?, row.get::<_, Vec<u8>>(2)?, row.get::<_, i64>(3)?))
            })
            .optional()
            .told()?;
        let Some((local, data, settings, newest)) = found else { return Ok(None) };
        let digest = |bytes: Vec<u8>| <[u8; 32]>::try_from(bytes).map_err(|_| damaged("ground"));
        Ok(Some(Ground {
            row: GroundRow(local),
            data: digest(data)?,
            settings: digest(settings)?,
            newest: FormRow(newest),
        }))
    }

    /// Whether any ground was ever begun and is not forgotten.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn has_ground(&self) -> Result<bool> {
        self.connection
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM ground)")
            .told()?
            .query_row([], |row| row.get(0))
            .told()
    }

    /// Begins a ground that nobody reads yet.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn begin_ground(&self, year: u16, data: &[u8; 32], settings: &[u8; 32]) -> Result<GroundRow> {
        self.begin_ground_of(GroundOf::Targets, year, data, settings)
    }

    /// The same of a year's targets or self-evaluations.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn begin_ground_of(&self, of: GroundOf, year: u16, data: &[u8; 32], settings: &[u8; 32]) -> Result<GroundRow> {
        self.connection
            .prepare_cached(
                "INSERT INTO ground (kind, year, data, settings, newest, complete)
                 VALUES (?1, ?2, ?3, ?4, (SELECT coalesce(max(local), 0) FROM form), 0) RETURNING local",
            )
            .told()?
            .query_row(params![of.number(), year, data, settings], |row| row.get(0).map(GroundRow))
            .told()
    }

    /// Puts a ground in force in the place of the one before it.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn finish_ground(&self, ground: GroundRow) -> Result<()> {
        self.connection
            .prepare_cached(
                "DELETE FROM ground
                 WHERE complete = 1 AND (kind, year) = (SELECT kind, year FROM ground WHERE local = ?1)",
            )
            .told()?
            .execute([ground.0])
            .told()?;
        self.connection
            .prepare_cached("UPDATE ground SET complete = 1 WHERE local = ?1")
            .told()?
            .execute([ground.0])
            .told()?;
        Ok(())
    }
}

/// How like indicators are set, as it is kept. Values are decimals as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeerLine {
    /// Digest of name, unit and comparator.
    pub key: i64,
    /// How many projects.
    pub count: u64,
    /// The value below the middle.
    pub low: String,
    /// The value in the middle.
    pub middle: String,
    /// The value above the middle.
    pub high: String,
}

/// Two forms of one unit that are nearly the same, as one of them sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TwinLine {
    /// The one.
    pub form: FormRow,
    /// The other.
    pub other: FormRow,
    /// Likeness of their names, a decimal.
    pub name: String,
    /// Likeness of their goals, a decimal.
    pub goal: String,
}

/// A passage of one form that stands in another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopiedLine {
    /// The one.
    pub form: FormRow,
    /// The other.
    pub other: FormRow,
    /// The passage.
    pub passage: String,
}

/// Tables whose rows belong to a ground, and what tells rows of one ground apart.
const OF_A_GROUND: [(&str, &str); 4] = [("peer", "key"), ("twin", "form"), ("copied", "form"), ("unit_score", "key")];

impl Session {
    /// Keeps a line of peers.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn save_peer(&self, ground: GroundRow, line: &PeerLine) -> Result<()> {
        self.connection
            .prepare_cached("INSERT INTO peer (ground, key, count, low, middle, high) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
            .told()?
            .execute(params![
                ground.0,
                line.key,
                i64::try_from(line.count).unwrap_or(i64::MAX),
                line.low,
                line.middle,
                line.high
            ])
            .told()?;
        Ok(())
    }

    /// The peers under a key.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn peer(&self, ground: GroundRow, key: i64) -> Result<Option<PeerLine>> {
        self.connection
            .prepare_cached("SELECT count, low, middle, high FROM peer WHERE ground = ?1 AND key = ?2")
            .told()?
            .query_row(params![ground.0, key], |row| {
                Ok(PeerLine {
                    key,
                    count: row.get::<_, i64>(0)?.unsigned_abs(),
                    low: row.get(1)?,
                    middle: row.get(2)?,
                    high: row.get(3)?,
                })
            })
            .optional()
            .told()
    }

    /// Keeps a twin.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn save_twin(&self, ground: GroundRow, line: &TwinLine) -> Result<()> {
        self.connection
            .prepare_cached("INSERT OR IGNORE INTO twin (ground, form, other, name, goal) VALUES (?1, ?2, ?3, ?4, ?5)")
            .told()?
            .execute(params![ground.0, line.form.0, line.other.0, line.name, line.goal])
            .told()?;
        Ok(())
    }

    /// The twins of a form.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn twins(&self, ground: GroundRow, form: FormRow) -> Result<Vec<TwinLine>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT other, name, goal FROM twin WHERE ground = ?1 AND form = ?2 ORDER BY other")
            .told()?;
        let lines = statement
            .query_map(params![ground.0, form.0], |row| {
                Ok(TwinLine { form, other: FormRow(row.get(0)?), name: row.get(1)?, goal: row.get(2)? })
            })
            .told()?;
        lines.collect::<rusqlite::Result<_>>().told()
    }

    /// Keeps a copied passage.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn save_copied(&self, ground: GroundRow, line: &CopiedLine) -> Result<()> {
        self.connection
            .prepare_cached("INSERT OR IGNORE INTO copied (ground, form, other, passage) VALUES (?1, ?2, ?3, ?4)")
            .told()?
            .execute(params![ground.0, line.form.0, line.other.0, line.passage])
            .told()?;
        Ok(())
    }

    /// The copied passages of a form.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn copied(&self, ground: GroundRow, form: FormRow) -> Result<Vec<CopiedLine>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT other, passage FROM copied WHERE ground = ?1 AND form = ?2 ORDER BY other")
            .told()?;
        let lines = statement
            .query_map(params![ground.0, form.0], |row| {
                Ok(CopiedLine { form, other: FormRow(row.get(0)?), passage: row.get(1)? })
            })
            .told()?;
        lines.collect::<rusqlite::Result<_>>().told()
    }

    /// Drops grounds that were begun and never finished. Only for a caller who knows that nobody is making one.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn drop_unfinished_grounds(&self) -> Result<()> {
        self.connection.execute("DELETE FROM ground WHERE complete = 0", []).told()?;
        Ok(())
    }

    /// Forgets rows of grounds that are no more, at most `limit`. Answers how many there were.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn forget_old_grounds(&self, limit: u32) -> Result<usize> {
        for (table, key) in OF_A_GROUND {
            let mut after = i64::MIN;
            // A walk from ground to ground along the key: there are few.
            loop {
                let next: Option<i64> = self
                    .connection
                    .prepare_cached(&format!("SELECT min(ground) FROM {table} WHERE ground > ?1"))
                    .told()?
                    .query_row([after], |row| row.get(0))
                    .told()?;
                let Some(ground) = next else { break };
                after = ground;
                let gone = self
                    .connection
                    .prepare_cached(&format!(
                        "DELETE FROM {table} WHERE ground = ?1 AND NOT EXISTS (SELECT 1 FROM ground WHERE local = ?1)
                         AND {key} IN (SELECT {key} FROM {table} WHERE ground = ?1 LIMIT ?2)"
                    ))
                    .told()?
                    .execute(params![ground, limit])
                    .told()?;
                if gone > 0 {
                    return Ok(gone);
                }
            }
        }
        Ok(0)
    }
}
