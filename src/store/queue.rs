//! The queue: ids in order, rows on demand. A query never counts with OFFSET and never loads rows it does not show.

use rusqlite::types::Value as Sql;
use rusqlite::{OptionalExtension, Row, params, params_from_iter};

use super::batch::head;
use super::error::{Result, Told, damaged};
use super::open::Session;
use super::projection::{status_number, status_of_number};
use crate::model::ids::{ItemId, ProjectKey, VersionId};
use crate::model::money::Money;
use crate::model::query::{Filter, Query, Sort};
use crate::model::review::Status;
use crate::model::search;

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
}

/// A line with its form, whose body comes last.
const COLUMNS: &str = "t.item, f.project, t.year, f.version, t.version_no, t.code, t.name, t.department, t.amount, \
                       t.indicators, t.status, t.decided, t.opinions, t.demands, f.body";

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
        unit: head(get(14)?)?.unit.name,
        amount: row.get::<_, Option<i64>>(8).told()?.map(Money),
        indicators: row.get(9).told()?,
        status: status_of_number(row.get(10).told()?)?,
        decided: row.get::<_, i64>(11).told()?.try_into().map_err(|_| damaged("target.decided"))?,
        opinions: row.get(12).told()?,
        demands: row.get(13).told()?,
    })
}

fn conditions(filter: &Filter) -> (String, Vec<Sql>) {
    let mut sql = String::from("WHERE 1");
    let mut args = Vec::new();
    let mut add = |condition: &str, arg: Sql| {
        args.push(arg);
        sql.push_str(" AND ");
        sql.push_str(&condition.replace('?', &format!("?{}", args.len())));
    };
    if let Some(year) = filter.year {
        add("t.year = ?", Sql::Integer(i64::from(year)));
    }
    if let Some(amount) = filter.at_least {
        add("t.amount >= ?", Sql::Integer(amount.0));
    }
    if let Some(amount) = filter.at_most {
        add("t.amount <= ?", Sql::Integer(amount.0));
    }
    if let Some(department) = &filter.department {
        add("(t.department = ? OR t.dept_code = ?)", Sql::Text(department.clone()));
    }
    for word in &filter.words {
        if word.is_empty() {
            continue;
        }
        if word.chars().nth(1).is_none() {
            // instr is literal: what people type is never a pattern.
            add(
                "(instr(t.name, ?) OR instr(t.department, ?) OR instr(coalesce(t.code, ''), ?))",
                Sql::Text(word.clone()),
            );
        } else if let Some(part) = search::part_of_code(word) {
            add(
                "(t.form IN (SELECT rowid FROM search WHERE search MATCH '\"' || ? || ' \"*')
                  OR instr(lower(coalesce(t.code, '')), ?))",
                Sql::Text(part),
            );
        }
    }
    if let Some(phrases) = phrases(filter) {
        // Asked once for all it has: asking it for each line on the way took 0.7 ms a line.
        add("t.form IN (SELECT rowid FROM search WHERE search MATCH ?)", Sql::Text(phrases));
    }
    if !filter.statuses.is_empty() {
        let numbers: Vec<String> = filter.statuses.iter().map(|status| status_number(*status).to_string()).collect();
        sql.push_str(&format!(" AND t.status IN ({})", numbers.join(",")));
    }
    (sql, args)
}

/// What the index is asked: all words that only it can answer.
fn phrases(filter: &Filter) -> Option<String> {
    let asked = |word: &&String| search::part_of_code(word).is_none();
    let phrases: Vec<String> = filter.words.iter().filter(asked).filter_map(|word| search::phrase(word)).collect();
    (!phrases.is_empty()).then(|| phrases.join(" AND "))
}

fn order(sort: Sort) -> &'static str {
    match sort {
        Sort::Department => "ORDER BY t.dept_code, t.department, t.amount DESC, t.code, t.item",
        Sort::Amount => "ORDER BY t.amount DESC, t.code, t.item",
        Sort::Year => "ORDER BY t.year DESC, t.dept_code, t.department, t.amount DESC, t.code, t.item",
        Sort::Status => "ORDER BY t.status, t.amount DESC, t.code, t.item",
    }
}

/// No more than so many are told of what a person may mean.
pub(super) const MOST_FOUND: usize = 200;

/// So many targets are sorted within a few milliseconds.
const FEW: u64 = 5_000;

/// So many hits of the search index are cheaper to sort than to meet on the way.
const FEW_HITS: i64 = 20_000;

/// The index that has the order of a query.
fn index(query: &Query) -> &'static str {
    match query.sort {
        Sort::Department if query.filter.year.is_some() => "INDEXED BY target_by_year",
        Sort::Department => "INDEXED BY target_by_department",
        Sort::Amount => "INDEXED BY target_by_amount",
        Sort::Year => "INDEXED BY target_by_year",
        Sort::Status => "INDEXED BY target_by_status",
    }
}

fn ids(query: &Query, limit: Option<u32>, index: &str) -> (String, Vec<Sql>) {
    let (condition, args) = conditions(&query.filter);
    let limit = limit.map_or(-1, i64::from);
    (format!("SELECT t.item FROM target t {index} {condition} {} LIMIT {limit}", order(query.sort)), args)
}

impl Session {
    /// Ids of a query in order, at most `limit` of them.
    ///
    /// # Errors
    /// When the database cannot be read, or the query was interrupted.
    pub fn queue_ids(&self, query: &Query, limit: Option<u32>) -> Result<Vec<ItemId>> {
        // The first rows are found by walking along the order and leaving out what does not fit, instead of collecting
        // all that fits and sorting it; but where few targets are in the states asked for or have the words, those are
        // looked up.
        let walk = limit.is_some() && !self.few_in_states(&query.filter)? && !self.few_have_words(&query.filter)?;
        let (sql, args) = ids(query, limit, if walk { index(query) } else { "" });
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

    fn few_in_states(&self, filter: &Filter) -> Result<bool> {
        let Filter { year, statuses, .. } = filter;
        if statuses.is_empty() {
            return Ok(false);
        }
        let filter = Filter { year: *year, statuses: statuses.clone(), ..Filter::default() };
        Ok(self.kept_count(&filter)?.is_some_and(|count| count <= FEW))
    }

    fn few_have_words(&self, filter: &Filter) -> Result<bool> {
        let Some(phrases) = phrases(filter) else {
            return Ok(filter.words.iter().any(|word| search::part_of_code(word).is_some()));
        };
        let count: i64 = self
            .connection
            .prepare_cached("SELECT count(*) FROM (SELECT 1 FROM search WHERE search MATCH ?1 LIMIT ?2)")
            .told()?
            .query_row(params![phrases, FEW_HITS + 1], |row| row.get(0))
            .told()?;
        Ok(count <= FEW_HITS)
    }

    /// Number of targets a filter leaves, where it is kept; `None` where they would have to be counted.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn kept_count(&self, filter: &Filter) -> Result<Option<u64>> {
        let Filter { words, year, statuses, at_least, at_most, department } = filter;
        let lane = match at_least {
            None => "",
            Some(amount) if *amount == Money::KEY_LANE => " AND lane = 1",
            Some(_) => return Ok(None),
        };
        if !words.is_empty() || at_most.is_some() || department.is_some() {
            return Ok(None);
        }
        let filter = Filter { year: *year, statuses: statuses.clone(), ..Filter::default() };
        let (condition, args) = conditions(&filter);
        let sql = format!("SELECT coalesce(sum(projects), 0) FROM tally t {condition}{lane}");
        let count: i64 =
            self.connection.prepare_cached(&sql).told()?.query_row(params_from_iter(args), |row| row.get(0)).told()?;
        Ok(Some(count.unsigned_abs()))
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
        let (condition, args) = conditions(filter);
        let sql = format!("SELECT count(*) FROM target t {condition}");
        let count: i64 =
            self.connection.prepare_cached(&sql).told()?.query_row(params_from_iter(args), |row| row.get(0)).told()?;
        Ok(count.unsigned_abs())
    }

    /// Number of targets that words leave, from the index alone: where nothing else is asked for and no table waits to be
    /// published, whose forms it may hold.
    fn count_of_words(&self, filter: &Filter) -> Result<Option<u64>> {
        let only_words = *filter == Filter { words: filter.words.clone(), ..Filter::default() };
        let indexed = |word: &String| word.chars().nth(1).is_some() && search::part_of_code(word).is_none();
        if !only_words || !filter.words.iter().all(indexed) {
            return Ok(None);
        }
        let Some(phrases) = phrases(filter) else { return Ok(None) };
        let waits: bool = self
            .connection
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM batch WHERE published = 0)")
            .told()?
            .query_row([], |row| row.get(0))
            .told()?;
        if waits {
            return Ok(None);
        }
        self.connection
            .prepare_cached("SELECT count(*) FROM search WHERE search MATCH ?1")
            .told()?
            .query_row([phrases], |row| row.get::<_, i64>(0))
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
        let (condition, args) = conditions(&query.filter);
        let sql = format!(
            "SELECT {COLUMNS} FROM target t CROSS JOIN form f ON f.local = t.form {condition} {}",
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
            "SELECT {COLUMNS} FROM form f CROSS JOIN target t ON t.form = f.local WHERE f.project = ?1 AND f.kind = 0
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
                     WHERE s.search MATCH ?2 AND {order}"
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
        let sql = format!("SELECT {COLUMNS} FROM form f CROSS JOIN target t ON t.form = f.local WHERE f.version = ?1");
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
        let sql = format!("SELECT {COLUMNS} FROM target t CROSS JOIN form f ON f.local = t.form {condition}");
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
mod tests {
    use super::*;
    use crate::store::Access;

    fn plan(session: &Session, sql: &str, args: Vec<Sql>) -> String {
        let mut statement = session.connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let steps = statement.query_map(params_from_iter(args), |row| row.get::<_, String>(3)).unwrap();
        steps.map(rusqlite::Result::unwrap).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn the_first_page_of_every_order_is_read_off_an_index() {
        let folder = tempfile::tempdir().unwrap();
        let session = Session::open(&folder.path().join("new.db"), Access::Create).unwrap();
        for round in ["without statistics", "with statistics"] {
            for sort in Sort::ALL {
                let query = Query { sort, ..Query::default() };
                let (sql, args) = ids(&query, Some(512), super::index(&query));
                let plan = self::plan(&session, &sql, args);
                // In the order of an index that has all columns: neither sorted nor looked up in the table.
                let index = format!("SCAN t USING COVERING INDEX target_by_{}", sort.id());
                assert_eq!(plan, index, "{round}");
                let filters = [
                    Filter { year: Some(2025), at_least: Some(Money::KEY_LANE), ..Filter::default() },
                    Filter { statuses: vec![Status::Queued], at_most: Some(Money(1)), ..Filter::default() },
                    Filter { year: Some(2025), words: vec!["x".to_owned()], ..Filter::default() },
                ];
                for filter in filters {
                    let query = Query { sort, filter };
                    let (sql, args) = ids(&query, Some(512), super::index(&query));
                    let plan = self::plan(&session, &sql, args);
                    assert!(!plan.contains("TEMP B-TREE"), "{round}, {query:?}: {plan}");
                }
            }
            session
                .connection
                .execute_batch(
                    "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 2000)
                     INSERT OR IGNORE INTO target
                     SELECT n, n, 1, 2024 + n % 2, 'c' || n, 'n' || n, n % 84, 'd' || (n % 84),
                            n * 1000, 5, n % 8, 0, 0, 0 FROM n;
                     ANALYZE;",
                )
                .unwrap();
        }
    }

    #[test]
    fn what_is_asked_for_one_target_or_one_act_never_walks_through_a_table() {
        let folder = tempfile::tempdir().unwrap();
        let session = Session::open(&folder.path().join("new.db"), Access::Create).unwrap();
        for sql in [
            "SELECT local FROM form f WHERE f.code_key = 1",
            "SELECT local FROM form f WHERE f.name_key = 1",
            "SELECT item FROM form f CROSS JOIN target t ON t.form = f.local WHERE f.project = x'00' AND f.year = 2025 AND f.kind = 0",
            "SELECT item FROM form f CROSS JOIN target t ON t.form = f.local WHERE f.version = x'00'",
            "SELECT count(DISTINCT project) FROM form WHERE kind = 1 AND kind <> 0 AND year = 2025",
            "SELECT max(year) FROM target WHERE year < 2025",
            "SELECT e.body FROM event e JOIN event_state s USING (local) WHERE e.version = x'00' AND s.state = 0 ORDER BY e.id",
            "SELECT e.body FROM event e JOIN event_state s USING (local) WHERE e.op = 'x' AND e.author = 'p' LIMIT 1",
            "SELECT e.seq FROM event e JOIN event_state s USING (local) WHERE e.replica = x'00' AND s.state = 0
             ORDER BY e.seq DESC, e.id LIMIT 1",
            "SELECT local FROM batch WHERE id IS NULL",
            "SELECT count(*) FROM event_state WHERE state <> 0 AND state = 1",
        ] {
            let plan = plan(&session, sql, Vec::new());
            assert!(!plan.contains("SCAN"), "{sql}: {plan}");
        }
    }
}
