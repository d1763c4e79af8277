//! The plans that SQLite makes of queries.

use super::*;
use crate::model::review::Status;
use crate::store::Access;
use crate::store::migrate::VERSION;

const WALK: Plan = Plan { walk: true, words: Way::LookUp };

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
        for sort in Sort::INDEXED {
            let query = Query { sort, ..Query::default() };
            let (sql, args) = session.ids(&query, Some(512), &WALK).unwrap();
            let plan = self::plan(&session, &sql, args);
            // In the order of an index that has all columns: neither sorted nor looked up in the table.
            let index = format!("SCAN t USING COVERING INDEX target_by_{}", sort.by.id());
            assert_eq!(plan, index, "{round}");
            let filters = [
                Filter::of([Test::Year(vec![Span::only(2025)]), Test::Amount(Span::from(Money::KEY_LANE))]),
                Filter::of([Test::State(vec![Status::Queued]), Test::Amount(Span::to(Money(1)))]),
                Filter::word("x").with([Clause::of(Test::Year(vec![Span::only(2025)]))]),
            ];
            for filter in filters {
                let query = Query { sort, filter };
                let (sql, args) = session.ids(&query, Some(512), &WALK).unwrap();
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
                        n * 1000, 5, n % 8, 0, 0, 0, n % 50, n % 3, n FROM n;
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

#[test]
fn a_word_that_many_have_is_found_near_the_beginning_as_anywhere() {
    let frozen = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("sample-db/frozen/{VERSION:04}.db"));
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.db");
    std::fs::copy(frozen, &copy).unwrap();
    let session = Session::open(&copy, Access::Read).unwrap();
    let mut words = vec!["数".to_owned(), "率".to_owned()];
    let each = |target: TargetLine| {
        words.extend([target.name, target.unit]);
        Ok(())
    };
    session.each_target(&Query::default(), each).unwrap();
    let mut found = 0;
    for (word, sort) in words.iter().flat_map(|word| Sort::INDEXED.map(|sort| (word, sort))) {
        let query = Query { sort, filter: Filter::word(word) };
        for limit in [1, 5] {
            let near = session.near_beginning(&query, limit).unwrap();
            assert_eq!(near, session.queue_ids(&query, Some(limit)).unwrap(), "{word} {sort:?}");
            found += near.len();
        }
    }
    assert!(found > 16, "{found}");
}
