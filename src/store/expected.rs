//! The order of the queue by expected findings: what it is made of, and the number that each target has in it.
//!
//! The engine decides what findings weigh and who comes to which place. Absent on purpose: the list in this order
//! ([`super::queue`]).

use rusqlite::params;

use super::batch::FormRow;
use super::error::{Result, Told};
use super::findings::{Weighed, severity_of_number};
use super::open::Session;
use crate::model::finding::CheckId;
use crate::model::ids::ItemId;
use crate::model::lot::{Lot, ONE_IN};

/// Walks along the numbers of the lines, as [`super::findings`] does.
pub(super) const PLACES: &str = "SELECT t.item, t.lot, p.expected, t.attention
    FROM target t CROSS JOIN prereview p ON p.form = t.form WHERE t.item > ?1 AND +t.year = ?2 ORDER BY t.item LIMIT ?3";

/// What decides the place of a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OrderPlace {
    /// The queue line.
    pub item: ItemId,
    /// Its lot.
    pub lot: Lot,
    /// Thousandths of a finding that are expected on it.
    pub expected: u32,
    /// The number it has in the order.
    pub attention: Option<u32>,
}

impl Session {
    /// Forms after `after` that the checks looked at, at most `limit`, with what they found that no other check charges.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn weighed(&self, after: FormRow, limit: u32) -> Result<Vec<Weighed>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT p.form, p.expected, p.reasons, r.check_id, r.severity
                 FROM (SELECT * FROM prereview WHERE form > ?1 ORDER BY form LIMIT ?2) p
                 LEFT JOIN finding n ON n.form = p.form AND n.charged_by IS NULL
                 LEFT JOIN rule r ON r.local = n.rule ORDER BY p.form, n.no",
            )
            .told()?;
        let mut rows = statement.query(params![after.0, limit]).told()?;
        let mut all: Vec<Weighed> = Vec::new();
        while let Some(row) = rows.next().told()? {
            let form = FormRow(row.get(0).told()?);
            if all.last().is_none_or(|last| last.form != form) {
                let (expected, reasons) = (row.get(1).told()?, row.get(2).told()?);
                all.push(Weighed { form, expected, reasons, findings: Vec::new() });
            }
            let check: Option<String> = row.get(3).told()?;
            if let (Some(check), Some(last)) = (check, all.last_mut()) {
                last.findings.push((CheckId(check), severity_of_number(row.get(4).told()?)?));
            }
        }
        Ok(all)
    }

    /// Writes how many findings are expected on a form, and why.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn save_weight(&self, one: &Weighed) -> Result<()> {
        self.connection
            .prepare_cached("UPDATE prereview SET expected = ?2, reasons = ?3 WHERE form = ?1")
            .told()?
            .execute(params![one.form.0, one.expected, one.reasons])
            .told()?;
        Ok(())
    }

    /// How many targets of a year that were not drawn have each number of expected findings, in thousandths.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn expectations(&self, year: u16) -> Result<Vec<(u32, u64)>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT p.expected, count(*) FROM target t CROSS JOIN prereview p ON p.form = t.form
                 WHERE t.year = ?1 AND (t.lot & 0x7fffffff) % ?2 <> 0 GROUP BY p.expected",
            )
            .told()?;
        let one_in = i64::try_from(ONE_IN).unwrap_or(i64::MAX);
        let rows = statement
            .query_map(params![year, one_in], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?.unsigned_abs())))
            .told()?;
        rows.collect::<rusqlite::Result<_>>().told()
    }

    /// Targets of a year after `after` that the checks looked at, at most `limit`, in the order of their numbers.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn places(&self, year: u16, after: ItemId, limit: u32) -> Result<Vec<OrderPlace>> {
        let mut statement = self.connection.prepare_cached(PLACES).told()?;
        let rows = statement
            .query_map(params![after.0, year, limit], |row| {
                Ok(OrderPlace {
                    item: ItemId(row.get(0)?),
                    lot: Lot(row.get(1)?),
                    expected: row.get(2)?,
                    attention: row.get(3)?,
                })
            })
            .told()?;
        rows.collect::<rusqlite::Result<_>>().told()
    }

    /// Gives a target its number in the order.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn save_attention(&self, item: ItemId, attention: u32) -> Result<()> {
        self.connection
            .prepare_cached("UPDATE target SET attention = ?2 WHERE item = ?1")
            .told()?
            .execute(params![item.0, attention])
            .told()?;
        Ok(())
    }
}
