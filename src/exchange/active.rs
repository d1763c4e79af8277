//! What in a workbook would act if it were let: macros, links to other files and programs. Nothing here runs or opens any of
//! it; it is remarked once, so that who reviews the file knows.

use crate::model::problem::Problem;

use super::limits::Contents;
use super::read::{Reason, Reject, Warning};
use super::rows::{Row, RowSink, SheetHead};

/// Folders and parts of containers that hold macros.
const MACROS: [&str; 6] = ["xl/vbaProject.bin", "xl/macrosheets/", "xl/dialogsheets/", "Basic/", "Scripts/", "basic/"];
/// Where workbooks keep links to other files (which is how programs are called by name, too), connections to databases,
/// and documents of other programs.
const LINKS: [&str; 4] = ["xl/externalLinks/", "xl/connections.xml", "xl/embeddings/", "xl/activeX/"];
/// The folder of macros in an xls file.
const XLS_MACROS: &str = "_VBA_PROJECT_CUR";

/// What a zip container holds that would act.
pub fn in_container(contents: &Contents) -> Vec<Reason> {
    let mut reasons = Vec::new();
    if MACROS.iter().any(|place| contents.has(place)) {
        reasons.push(Reason::new("reason-macros-not-run"));
    }
    if LINKS.iter().any(|place| contents.has(place)) || contents.marks.iter().any(|(_, marks)| marks.links) {
        reasons.push(Reason::new("reason-links-not-followed"));
    }
    reasons
}

/// What a compound file holds that would act.
pub fn in_compound(bytes: &[u8]) -> Vec<Reason> {
    let name: Vec<u8> = XLS_MACROS.encode_utf16().flat_map(u16::to_le_bytes).collect();
    match bytes.windows(name.len()).any(|window| window == name) {
        true => vec![Reason::new("reason-macros-not-run")],
        false => Vec::new(),
    }
}

/// Passes everything on, and remarks on the first sheet what the whole workbook holds.
pub struct Remarked<'a> {
    sink: &'a mut dyn RowSink,
    reasons: Vec<Reason>,
    sheet: String,
}

impl<'a> Remarked<'a> {
    /// Remarks these reasons.
    pub fn new(sink: &'a mut dyn RowSink, reasons: Vec<Reason>) -> Remarked<'a> {
        Remarked { sink, reasons, sheet: String::new() }
    }
}

impl RowSink for Remarked<'_> {
    fn begin(&mut self, head: SheetHead) -> Result<(), Problem> {
        self.sheet.clone_from(&head.name);
        self.sink.begin(head)
    }

    fn row(&mut self, row: Row) -> Result<(), Problem> {
        self.sink.row(row)
    }

    fn left_out(&mut self, reject: Reject) {
        self.sink.left_out(reject);
    }

    fn end(&mut self, mut remarks: Vec<Warning>) -> Result<(), Problem> {
        let whole = |reason| Warning { sheet: self.sheet.clone(), row: 0, column: 0, reason };
        remarks.extend(self.reasons.drain(..).map(whole));
        self.sink.end(remarks)
    }
}
