//! The queue: ids in order, rows on demand. A query never counts with OFFSET and never loads rows it does not show.

use rusqlite::types::Value as Sql;
use rusqlite::{OptionalExtension, Row, params, params_from_iter};

use self::filter::{Way, conditions, plain_word};
use super::error::{Result, Told, damaged};
use super::open::Session;
use super::projection::status_of_number;
use crate::model::finding::FindingCounts;
use crate::model::ids::{ItemId, ProjectKey, VersionId};
use crate::model::money::Money;
use crate::model::query::{Clause, Column, Field, Filter, Query, Sort, Span, Test};
use crate::model::review::Status;
use crate::model::search;

mod filter;
mod frequency;
pub(super) mod functions;
mod parties;

/// A stored queue line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetLine {
    /// Local number.
    pub item: ItemId,
    /// Project.
    pub project: ProjectKey,
    /// Fiscal year.
    pub year: u16,
    /// Version in force.
    pub version: VersionId,
    /// Its number from 1.
    pub version_no: u32,
    /// 项目代码
    pub code: Option<String>,
    /// 项目名称
    pub name: String,
    /// 主管部门
    pub department: String,
    /// 实施单位
    pub unit: String,
    /// Annual funds.
    pub amount: Option<Money>,
    /// Number of indicators.
    pub indicators: u32,
    /// Where it stands.
    pub status: Status,
    /// Rows decided.
    pub decided: u32,
    /// Live opinions.
    pub opinions: u32,
    /// Live demands.
    pub demands: u32,
    /// What the checks found, where they have looked.
    pub findings: Option<FindingCounts>,
    /// What makes findings expected, the weightiest first, parted by blanks: checks, and [`RETURNED`](crate::model::finding::RETURNED).
    pub reasons: String,
    /// The number by which it is put in order of expected findings; more than its own where it was drawn to its place.
    pub attention: Option<u32>,
}

/// A line with what its form is known by.
const COLUMNS: &str = "t.item, f.project, t.year, f.version, t.version_no, t.code, t.name, t.department, t.amount, \
                       t.indicators, t.status, t.decided, t.opinions, t.demands, \
                       (SELECT name FROM unit WHERE local = t.unit), p.errors, p.warnings, p.infos, p.expected, coalesce(p.reasons, ''), t.attention";

/// What the checks found on the form in force.
const CHECKED: &str = "LEFT JOIN prereview p ON p.form = t.form";

fn line(row: &Row<'_>) -> Result<TargetLine> {
    let get = |column: usize| row.get_ref(column).told();
    let bytes = |column: usize, what: &'static str| get(column)?.as_blob().map_err(|_| damaged(what));
    Ok(TargetLine {
        item: ItemId(row.get(0).told()?),
        project: ProjectKey::try_from(bytes(1, "form.project")?).map_err(|_| damaged("form.project"))?,
        year: row.get(2).told()?,
        version: VersionId::try_from(bytes(3, "form.version")?).map_err(|_| damaged("form.version"))?,
        version_no: row.get(4).told()?,
        code: row.get(5).told()?,
        name: row.get(6).told()?,
        department: row.get(7).told()?,
        unit: row.get(14).told()?,
        amount: row.get::<_, Option<i64>>(8).told()?.map(Money),
        indicators: row.get(9).told()?,
        status: status_of_number(row.get(10).told()?)?,
        decided: row.get::<_, i64>(11).told()?.try_into().map_err(|_| damaged("target.decided"))?,
        opinions: row.get(12).told()?,
        demands: row.get(13).told()?,
        findings: match row.get::<_, Option<u32>>(15).told()? {
            Some(errors) => Some(FindingCounts {
                errors,
                warnings: row.get(16).told()?,
                infos: row.get(17).told()?,
                expected: row.get(18).told()?,
            }),
            None => None,
        },
        reasons: row.get(19).told()?,
        attention: row.get(20).told()?,
    })
}

fn order(sort: Sort) -> String {
    let key = match sort.by {
        Column::Year => "t.year",
        Column::Department => "t.dept_code",
        Column::Unit => "(SELECT name FROM unit WHERE local = t.unit)",
        Column::Code => "t.code",
        Column::Name => "t.name",
        Column::Amount => "t.amount",
        Column::Status => "t.status",
        Column::Rows => "t.indicators",
        Column::Decided => "t.decided",
        Column::Undecided => "max(t.indicators - t.decided, 0)",
        Column::Opinions => "t.opinions",
        Column::Demands => "t.demands",
        Column::Expected => "t.attention",
        Column::Version | Column::Class => "t.version_no",
    };
    let way = if sort.descending { " DESC" } else { "" };
    let rest = match sort.by {
        Column::Year => ", t.dept_code, t.department, t.amount DESC, t.code, t.item".to_owned(),
        Column::Department => format!(", t.department{way}, t.amount DESC, t.code, t.item"),
        Column::Amount => ", t.code, t.item".to_owned(),
        _ => ", t.amount DESC, t.code, t.item".to_owned(),
    };
    format!("ORDER BY {key}{way}{rest}")
}

/// No more than so many are told of what a person may mean.
pub(super) const MOST_FOUND: usize = 200;

/// So many targets are sorted within a few milliseconds.
const FEW: u64 = 5_000;

/// So many hits of the search index are cheaper to sort than to meet on the way.
const FEW_HITS: i64 = 50_000;

/// So many forms are read for a word that many have, before its hits are looked up instead: some 20 ms.
const NEAR: u32 = 2_000;

/// So many targets are read one by one within a few milliseconds.
const FEW_TO_SCAN: u64 = 20_000;

/// The index that has the order of a query.
fn index(query: &Query) -> &'static str {
    match query.sort.by {
        Column::Department if one_year(&query.filter) => "INDEXED BY target_by_year",
        Column::Department => "INDEXED BY target_by_department",
        Column::Amount => "INDEXED BY target_by_amount",
        Column::Year => "INDEXED BY target_by_year",
        Column::Status => "INDEXED BY target_by_status",
        Column::Expected => "INDEXED BY target_by_expected",
        _ => "",
    }
}

fn one_year(filter: &Filter) -> bool {
    let one = |span: &Span<u16>| span.least.is_some() && span.least == span.most;
    filter.clauses().iter().any(|clause| {
        matches!(&clause.test, Test::Year(years) if !clause.except && matches!(years.as_slice(), [span] if one(span)))
    })
}

/// How a query is answered.
struct Plan {
    /// Along the index that has the order, leaving out what does not fit.
    walk: bool,
    words: Way,
}

impl Session {
    fn ids(&self, query: &Query, limit: Option<u32>, plan: &Plan) -> Result<(String, Vec<Sql>)> {
        let (condition, args) = conditions(self, &query.filter, plan.words)?;
        let (limit, index) = (limit.map_or(-1, i64::from), if plan.walk { index(query) } else { "" });
        Ok((format!("SELECT t.item FROM target t {index} {condition} {} LIMIT {limit}", order(query.sort)), args))
    }

    /// How the first part of a query is best found: by walking along the order and leaving out what does not fit, or, where
    /// few targets can fit, by looking those up and sorting them.
    fn plan(&self, query: &Query, limit: Option<u32>) -> Result<Plan> {
        let look_up = Plan { walk: false, words: Way::LookUp };
        if limit.is_none() || self.few_in_states(&query.filter)? {
            return Ok(look_up);
        }
        let words = self.few_have_words(&query.filter)?;
        if words == Some(true) || self.few_fit(&query.filter)? {
            return Ok(look_up);
        }
        Ok(Plan { walk: true, words: if words == Some(false) { Way::Walk } else { Way::LookUp } })
    }

    /// True where the first part of a query is there within a few milliseconds, whatever the number of targets.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn is_quick(&self, query: &Query) -> Result<bool> {
        let indexed = !index(query).is_empty();
        let quick = |clause: &Clause| match &clause.test {
            Test::Anywhere(text) => !clause.except && search::part_of_code(&text.text).is_none(),
            Test::Party(field, _) => *field == Field::Department || !clause.except,
            Test::Class(_) | Test::In(Field::Opinion, _) => !clause.except,
            Test::State(_) | Test::Year(_) | Test::Amount(_) | Test::Missing(Field::Amount | Field::Department) => true,
            Test::In(..) | Test::Count(..) | Test::Missing(_) => false,
        };
        Ok((indexed && query.filter.clauses().iter().all(quick))
            || self.kept_count(&Filter::default())?.is_some_and(|all| all <= FEW_TO_SCAN))
    }

    /// Ids of a query in order, at most `limit` of them.
    ///
    /// # Errors
    /// When the database cannot be read, or the query was interrupted.
    pub fn queue_ids(&self, query: &Query, limit: Option<u32>) -> Result<Vec<ItemId>> {
        let mut plan = self.plan(query, limit)?;
        if let (Way::Walk, Some(limit)) = (plan.words, limit) {
            let near = self.near_beginning(query, limit)?;
            if near.len() >= usize::try_from(limit).unwrap_or(usize::MAX) {
                return Ok(near);
            }
            // Many have the words, but not here: a whole order would be read form by form.
            plan.words = Way::LookUp;
        }
        let (sql, args) = self.ids(query, limit, &plan)?;
        let mut statement = self.connection.prepare_cached(&sql).told()?;
        let mut rows = statement.query(params_from_iter(args)).told()?;
        let kept = if limit.is_none() { self.kept_count(&query.filter)? } else { None };
        // Growing would hold a long list twice.
        let mut ids = Vec::with_capacity(kept.and_then(|count| usize::try_from(count).ok()).unwrap_or(0));
        while let Some(row) = rows.next().told()? {
            ids.push(ItemId(row.get(0).told()?));
        }
        Ok(ids)
    }

    /// What fits among the first targets of the order.
    fn near_beginning(&self, query: &Query, limit: u32) -> Result<Vec<ItemId>> {
        let (condition, args) = conditions(self, &query.filter, Way::Walk)?;
        let (index, order) = (index(query), order(query.sort));
        let sql = format!(
            "SELECT t.item FROM (SELECT * FROM target t {index} {order} LIMIT {NEAR}) t {condition} {order} LIMIT {limit}"
        );
        let mut statement = self.connection.prepare_cached(&sql).told()?;
        let rows = statement.query_map(params_from_iter(args), |row| row.get(0).map(ItemId)).told()?;
        rows.map(Told::told).collect()
    }

    /// True where a clause that an index answers leaves few.
    fn few_fit(&self, filter: &Filter) -> Result<bool> {
        for clause in filter.clauses().iter().filter(|clause| !clause.except) {
            let few = match &clause.test {
                Test::Party(..) => FEW,
                Test::Class(_) | Test::In(Field::Opinion, _) => FEW_HITS.unsigned_abs(),
                Test::Count(Field::Opinions | Field::Demands, span) if span.least.is_some_and(|least| least > 0) => {
                    FEW_HITS.unsigned_abs()
                }
                _ => continue,
            };
            let (condition, args) = conditions(self, &Filter::new([clause.clone()]), Way::LookUp)?;
            let sql = format!("SELECT count(*) FROM (SELECT 1 FROM target t {condition} LIMIT {})", few + 1);
            let count: i64 = self
                .connection
                .prepare_cached(&sql)
                .told()?
                .query_row(params_from_iter(args), |row| row.get(0))
                .told()?;
            if count.unsigned_abs() <= few {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn few_in_states(&self, filter: &Filter) -> Result<bool> {
        let state = |clause: &&Clause| matches!(clause.test, Test::State(_));
        if !filter.clauses().iter().any(|clause| state(&clause)) {
            return Ok(false);
        }
        let year = |clause: &&Clause| matches!(clause.test, Test::Year(_));
        let filter = Filter::new(filter.clauses().iter().filter(|clause| state(clause) || year(clause)).cloned());
        Ok(self.kept_count(&filter)?.is_some_and(|count| count <= FEW))
    }

    /// Whether few targets have the words; nothing where no word is asked for that the index can count.
    fn few_have_words(&self, filter: &Filter) -> Result<Option<bool>> {
        let mut answer = None;
        for text in filter.clauses().iter().filter_map(plain_word) {
            let Some(phrase) = search::phrase(&text.text) else { continue };
            let count: i64 = self
                .connection
                .prepare_cached("SELECT count(*) FROM (SELECT 1 FROM search WHERE search MATCH ?1 LIMIT ?2)")
                .told()?
                .query_row(params![phrase, FEW_HITS + 1], |row| row.get(0))
                .told()?;
            if count <= FEW_HITS {
                return Ok(Some(true));
            }
            answer = Some(false);
        }
        Ok(answer)
    }

    /// Number of targets a filter leaves, where it is kept; `None` where they would have to be counted.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn kept_count(&self, filter: &Filter) -> Result<Option<u64>> {
        let Some((condition, args)) = self.tally_condition(filter)? else { return Ok(None) };
        let sql = format!("SELECT coalesce(sum(projects), 0) FROM tally t {condition}");
        let count: i64 =
            self.connection.prepare_cached(&sql).told()?.query_row(params_from_iter(args), |row| row.get(0)).told()?;
        Ok(Some(count.unsigned_abs()))
    }

    /// The filter as a condition on the tally, where that can answer it.
    fn tally_condition(&self, filter: &Filter) -> Result<Option<(String, Vec<Sql>)>> {
        let (mut lane, mut kept) = ("", Vec::new());
        for clause in filter.clauses() {
            match &clause.test {
                Test::Year(_) | Test::State(_) => kept.push(clause.clone()),
                Test::Amount(span) if *span == Span::from(Money::KEY_LANE) && lane.is_empty() => {
                    lane = if clause.except { " AND lane = 0" } else { " AND lane = 1" };
                }
                _ => return Ok(None),
            }
        }
        let (condition, args) = conditions(self, &Filter::new(kept), Way::LookUp)?;
        Ok(Some((format!("{condition}{lane}"), args)))
    }

    /// Number of targets a filter leaves.
    ///
    /// # Errors
    /// When the database cannot be read, or the query was interrupted.
    pub fn queue_count(&self, filter: &Filter) -> Result<u64> {
        if let Some(count) = self.kept_count(filter)? {
            return Ok(count);
        }
        if let Some(count) = self.count_of_words(filter)? {
            return Ok(count);
        }
        let (condition, args) = conditions(self, filter, Way::LookUp)?;
        let sql = format!("SELECT count(*) FROM target t {condition}");
        let count: i64 =
            self.connection.prepare_cached(&sql).told()?.query_row(params_from_iter(args), |row| row.get(0)).told()?;
        Ok(count.unsigned_abs())
    }

    /// Number of targets that words leave, from the index alone: where nothing else is asked for and no table waits to be
    /// published, whose forms it may hold.
    fn count_of_words(&self, filter: &Filter) -> Result<Option<u64>> {
        let Some(phrases) = filter
            .clauses()
            .iter()
            .map(|clause| plain_word(clause).and_then(|text| search::phrase(&text.text)))
            .collect::<Option<Vec<String>>>()
            .filter(|phrases| !phrases.is_empty())
        else {
            return Ok(None);
        };
        let waits: bool = self
            .connection
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM batch WHERE published = 0)")
            .told()?
            .query_row([], |row| row.get(0))
            .told()?;
        // Where people said one of the words, a target may have it twice.
        let said: bool = self
            .connection
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM said WHERE said MATCH ?1)")
            .told()?
            .query_row([phrases.join(" OR ")], |row| row.get(0))
            .told()?;
        if waits || said {
            return Ok(None);
        }
        self.connection
            .prepare_cached("SELECT count(*) FROM search WHERE search MATCH ?1")
            .told()?
            .query_row([phrases.join(" AND ")], |row| row.get::<_, i64>(0))
            .told()
            .map(|count| Some(count.unsigned_abs()))
    }

    /// One queue line.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn target(&self, item: ItemId) -> Result<Option<TargetLine>> {
        Ok(self.lines("WHERE t.item = ?1", params![item.0])?.pop())
    }

    /// All queue lines of a query, in order, one by one.
    ///
    /// # Errors
    /// When the database cannot be read, or `each` fails.
    pub fn each_target(&self, query: &Query, mut each: impl FnMut(TargetLine) -> Result<()>) -> Result<()> {
        let (condition, args) = conditions(self, &query.filter, Way::LookUp)?;
        let sql = format!(
            "SELECT {COLUMNS} FROM target t CROSS JOIN form f ON f.local = t.form {CHECKED} {condition} {}",
            order(query.sort)
        );
        let mut statement = self.connection.prepare(&sql).told()?;
        let mut rows = statement.query(params_from_iter(args)).told()?;
        while let Some(row) = rows.next().told()? {
            each(line(row)?)?;
        }
        Ok(())
    }

    /// Targets that a person may mean: by code, else by exact name, else by key. Newest year first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn find_targets(&self, text: &str) -> Result<Vec<TargetLine>> {
        for column in ["code", "name"] {
            let found = self.targets_where(column, text)?;
            if !found.is_empty() {
                return Ok(found);
            }
        }
        let Ok(key) = text.parse::<ProjectKey>() else { return Ok(Vec::new()) };
        let sql = format!(
            "SELECT {COLUMNS} FROM form f CROSS JOIN target t ON t.form = f.local {CHECKED} WHERE f.project = ?1 AND f.kind = 0
             ORDER BY t.year DESC"
        );
        self.read_lines(&sql, params![key.0])
    }

    /// Targets whose code or name is exactly this text, newest year first.
    pub(super) fn targets_where(&self, column: &'static str, text: &str) -> Result<Vec<TargetLine>> {
        let order = format!("t.{column} = ?1 ORDER BY t.year DESC, t.item LIMIT {MOST_FOUND}");
        match search::phrase(text) {
            // Whatever holds it is looked at.
            Some(phrase) => {
                let sql = format!(
                    "SELECT {COLUMNS} FROM search s CROSS JOIN target t ON t.form = s.rowid CROSS JOIN form f ON f.local = t.form
                     {CHECKED} WHERE s.search MATCH ?2 AND {order}"
                );
                self.read_lines(&sql, params![text, phrase])
            }
            None => self.lines(&format!("WHERE {order}"), params![text]),
        }
    }

    /// Number of indicators and amount of a target.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn size_of_target(&self, item: ItemId) -> Result<Option<(u32, Option<Money>)>> {
        self.connection
            .prepare_cached("SELECT indicators, amount FROM target WHERE item = ?1")
            .told()?
            .query_row([item.0], |row| Ok((row.get(0)?, row.get::<_, Option<i64>>(1)?.map(Money))))
            .optional()
            .told()
    }

    /// The target whose version in force is this one.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn target_of_version(&self, version: VersionId) -> Result<Option<TargetLine>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM form f CROSS JOIN target t ON t.form = f.local {CHECKED} WHERE f.version = ?1"
        );
        Ok(self.read_lines(&sql, params![version.0])?.pop())
    }

    /// Years with targets, newest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn years(&self) -> Result<Vec<u16>> {
        // A walk from year to year along the index: constant time, however many targets a year has.
        let mut years = Vec::new();
        let mut below = i64::MAX;
        loop {
            let next: Option<i64> = self
                .connection
                .prepare_cached("SELECT max(year) FROM target WHERE year < ?1")
                .told()?
                .query_row([below], |row| row.get(0))
                .told()?;
            let Some(year) = next else { return Ok(years) };
            years.push(u16::try_from(year).map_err(|_| damaged("target.year"))?);
            below = year;
        }
    }

    /// Per state of one year and side of the key lane (true from [`Money::KEY_LANE`] on): number of targets, of
    /// indicators, sum of amounts in fen.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn tallies(&self, year: u16) -> Result<Vec<(Status, bool, u64, u64, i128)>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT status, lane, projects, indicators, fen FROM tally WHERE year = ?1 AND projects > 0",
            )
            .told()?;
        let rows = statement
            .query_map([year], |row| {
                Ok((
                    row.get::<_, i64>(0)?,
                    row.get::<_, bool>(1)?,
                    row.get::<_, i64>(2)?,
                    row.get::<_, i64>(3)?,
                    row.get::<_, i64>(4)?,
                ))
            })
            .told()?;
        rows.map(|row| {
            let (status, lane, projects, indicators, fen) = row.told()?;
            Ok((status_of_number(status)?, lane, projects.unsigned_abs(), indicators.unsigned_abs(), i128::from(fen)))
        })
        .collect()
    }

    fn lines(&self, condition: &str, args: impl rusqlite::Params) -> Result<Vec<TargetLine>> {
        let sql = format!("SELECT {COLUMNS} FROM target t CROSS JOIN form f ON f.local = t.form {CHECKED} {condition}");
        self.read_lines(&sql, args)
    }

    fn read_lines(&self, sql: &str, args: impl rusqlite::Params) -> Result<Vec<TargetLine>> {
        let mut statement = self.connection.prepare_cached(sql).told()?;
        let mut rows = statement.query(args).told()?;
        let mut lines = Vec::new();
        while let Some(row) = rows.next().told()? {
            lines.push(line(row)?);
        }
        Ok(lines)
    }
}

#[cfg(test)]
mod tests;
