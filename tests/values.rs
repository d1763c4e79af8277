//! Printed indicator values, as people typed them, against what the reader makes of them.
//!
//! `data/values.tsv` holds one reading a line: the cell, the column of signs, the column of units (both may be empty),
//! and the reading as JSON. Every line was looked at by a person; `UPDATE=1` rewrites the last column, and the difference has to be
//! looked at again.

use std::fmt::Write as _;
use std::path::Path;

use proptest::prelude::*;
use wenxiao::model::value::{Achieved, Comparator, Value, ValueKind};
use wenxiao::rules::value::{read, read_printed};

fn column(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

/// The reading as JSON without `raw` and without what is absent.
fn told(value: &Value) -> String {
    let mut json = serde_json::to_value(value).unwrap();
    let fields = json.as_object_mut().unwrap();
    fields.remove("raw");
    fields.retain(|name, field| !field.is_null() && !(name == "uncertain" && field == false));
    // Keys in the order of the contract, so a person can read down the column.
    let order = ["kind", "op", "number", "high", "unit", "date", "achieved", "uncertain"];
    let parts: Vec<String> =
        order.iter().filter_map(|key| fields.get(*key).map(|v| format!("\"{key}\":{v}"))).collect();
    format!("{{{}}}", parts.join(","))
}

#[test]
fn every_recorded_value_is_read_as_recorded() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/values.tsv");
    let recorded = std::fs::read_to_string(&path).unwrap();
    let mut written = String::new();
    let mut wrong = String::new();
    for line in recorded.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        if line.starts_with('#') {
            writeln!(written, "{line}").unwrap();
            continue;
        }
        let [raw, operator, unit, expected @ ..] = columns.as_slice() else { panic!("not four columns: {line}") };
        let value = read(raw, column(operator), column(unit));
        assert_eq!(value.raw, **raw);
        let told = told(&value);
        writeln!(written, "{raw}\t{operator}\t{unit}\t{told}").unwrap();
        if expected != [told.as_str()] {
            writeln!(wrong, "{raw}\t{operator}\t{unit}\n  recorded {expected:?}\n  read     {told}").unwrap();
        }
    }
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, written).unwrap();
    } else {
        assert!(wrong.is_empty(), "readings changed:\n{wrong}");
    }
}
