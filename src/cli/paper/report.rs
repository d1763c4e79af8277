//! A report of an import, for the paper desk.

use crate::engine::view::{Complaint, ImportReport, ImportedFile, ImportedTable};
use crate::model::form::FormKind;

/// One file of which one row was rejected.
pub fn import_report() -> ImportReport {
    let table =
        ImportedTable { kind: FormKind::Target, year: 2025, projects: 3, indicators: 12, new: 3, changed: 0, equal: 0 };
    let reject = Complaint {
        sheet: "表1".into(),
        row: 7,
        column: 3,
        value: "x".into(),
        key: "problem-bad-date",
        args: vec![("value", "x".into())],
    };
    let file = ImportedFile {
        path: "targets.xlsx".into(),
        sha256: "ab".into(),
        encoding: None,
        already_imported: false,
        tables: vec![table],
        rejects: vec![reject],
        warnings: Vec::new(),
    };
    ImportReport { files: vec![file], ..ImportReport::default() }
}
