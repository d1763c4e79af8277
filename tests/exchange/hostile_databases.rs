//! Databases meant to harm (I11), offered as the database, as a safety copy and as a table to import. What must not be
//! opened at all is in `tests/faults/files.rs`.

use std::path::Path;

use crate::hostile_program::Machine;

fn sql(path: &Path, statements: &str) {
    rusqlite::Connection::open(path).unwrap().execute_batch(statements).unwrap();
}

/// A database of ours with more in it than we put there.
const CHANGES: [(&str, &str); 6] = [
    ("a trigger", "CREATE TRIGGER quiet AFTER INSERT ON event BEGIN DELETE FROM draft; END"),
    (
        "a view that calls functions",
        "CREATE VIEW v AS SELECT load_extension('x'), randomblob(1000000000), writefile('/tmp/x', 1)",
    ),
    ("an index on an expression", "CREATE INDEX i ON draft (hex(zeroblob(10)))"),
    ("a table with a computed default", "CREATE TABLE t (a DEFAULT (hex(zeroblob(1000000))))"),
    ("a column computed on reading", "ALTER TABLE draft ADD COLUMN more TEXT AS (hex(zeroblob(1000000000))) VIRTUAL"),
    ("another program's mark", "PRAGMA application_id = 1"),
];

#[test]
fn i11_a_database_with_more_in_it_is_refused_as_database_and_as_safety_copy() {
    let machine = Machine::with_a_target();
    machine.json(&["backup", machine.place("good.db").to_str().unwrap()]);
    let before = machine.json(&["digest"]);
    for (what, statement) in CHANGES {
        let bad = machine.place("bad.db");
        std::fs::copy(machine.place("good.db"), &bad).unwrap();
        sql(&bad, statement);
        for args in [vec!["restore", bad.to_str().unwrap()], vec!["--db", bad.to_str().unwrap(), "list", "projects"]] {
            let output = machine.run(&args);
            assert!(matches!(output.status.code(), Some(3..=5)), "{what} {args:?}: {:?}", output.status);
            assert!(!output.stderr.is_empty() && output.stdout.is_empty(), "{what}");
        }
        std::fs::remove_file(&bad).unwrap();
    }
    assert_eq!(machine.json(&["digest"]), before, "what was there is as it was");
}

#[test]
fn i11_a_huge_schema_is_refused_in_little_memory() {
    let machine = Machine::with_a_target();
    let bad = machine.place("bad.db");
    machine.json(&["backup", bad.to_str().unwrap()]);
    let tables: String = (0..3_000).map(|n| format!("CREATE TABLE t{n} (a, b, c, d, e, f, g, h);")).collect();
    sql(&bad, &format!("BEGIN; {tables} COMMIT"));
    let output = machine.within(640 << 10, &["restore", bad.to_str().unwrap()]);
    assert!(matches!(output.status.code(), Some(3..=5)), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn i11_pages_that_lead_in_circles_are_refused() {
    let machine = Machine::with_a_target();
    let good = machine.place("good.db");
    machine.json(&["backup", good.to_str().unwrap()]);
    let whole = std::fs::read(&good).unwrap();
    let before = machine.json(&["digest"]);
    for page in 1..whole.len() / 4096 {
        let mut bytes = whole.clone();
        let place = page * 4096;
        // An inner page whose right child is itself, with a count of cells that cannot be.
        bytes[place] = 5;
        bytes[place + 3..place + 5].copy_from_slice(&[0x0f, 0xff]);
        bytes[place + 8..place + 12].copy_from_slice(&(page as u32 + 1).to_be_bytes());
        let bad = machine.place("bad.db");
        std::fs::write(&bad, &bytes).unwrap();
        let output = machine.run(&["restore", bad.to_str().unwrap()]);
        assert!(matches!(output.status.code(), Some(3..=5)), "page {page}: {:?}", output.status);
        std::fs::remove_file(&bad).unwrap();
    }
    assert_eq!(machine.json(&["digest"]), before);
}

#[test]
fn i11_a_database_is_no_table() {
    let machine = Machine::with_a_target();
    for name in ["copy.db", "copy.xlsx", "copy.csv"] {
        let copy = machine.place(name);
        machine.json(&["backup", copy.to_str().unwrap()]);
        let output = machine.run(&["import", copy.to_str().unwrap(), "--year", "2025"]);
        assert_eq!(output.status.code(), Some(3), "{name}");
    }
}
