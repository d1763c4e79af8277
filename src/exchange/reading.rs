//! Sheets to forms, file by file: what each sheet is, which year a form belongs to, and what is told besides.

use std::collections::{BTreeSet, HashMap};

use crate::model::form::{Form, FormKind, Place};
use crate::model::problem::Problem;

use super::read::{Draft, Harvest, ReadOptions, Reason, Reject, UnknownSheet, VALUE_SHOWN, Warning, column_letters};
use super::rows::FormSink;
use super::sheet::Sheet;
use super::{form_segments, list_style};

/// How many unknown headings a refusal lists.
const MET_MAX: usize = 12;

/// What is told of a file besides its forms.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub rejects: Vec<Reject>,
    pub warnings: Vec<Warning>,
    pub unknown: Vec<UnknownSheet>,
}

/// Understands the sheets of one file.
pub(super) struct Reading<'a> {
    options: &'a ReadOptions,
    sink: &'a mut dyn FormSink,
    harvest: Harvest,
    /// What is told after everything that the sheets themselves gave.
    late: Harvest,
    unknown: Vec<UnknownSheet>,
    /// Headings of unknown sheets.
    met: Vec<String>,
    /// Kinds and years met so far.
    tables: Vec<(FormKind, u16)>,
    /// Names of the sheets that gave forms.
    sheets: Vec<String>,
    /// Table and project to the row and sheet where it was met last.
    known: HashMap<u64, (u32, u16)>,
    any: bool,
    handed_on: bool,
}

impl<'a> Reading<'a> {
    /// Hands the forms to `sink`.
    pub fn new(options: &'a ReadOptions, sink: &'a mut dyn FormSink) -> Reading<'a> {
        Reading {
            options,
            sink,
            harvest: Harvest::default(),
            late: Harvest::default(),
            unknown: Vec::new(),
            met: Vec::new(),
            tables: Vec::new(),
            sheets: Vec::new(),
            known: HashMap::new(),
            any: false,
            handed_on: false,
        }
    }

    /// Understands a whole sheet with the remarks about it.
    ///
    /// # Errors
    /// What the sink refuses.
    pub fn sheet(&mut self, sheet: Sheet, remarks: Vec<Warning>) -> Result<(), Problem> {
        self.harvest.warnings.extend(remarks);
        self.whole(sheet);
        self.hand_on()
    }

    fn whole(&mut self, mut sheet: Sheet) {
        let harvest = &mut self.harvest;
        harvest.rejects.append(&mut sheet.rejects);
        if sheet.row_count() == 0 {
            return;
        }
        let before = (harvest.drafts.len(), harvest.rejects.len(), harvest.nameless.len());
        let listed = list_style::read(&sheet, self.options, harvest);
        form_segments::read(&sheet, &listed, self.options, harvest);
        if before == (harvest.drafts.len(), harvest.rejects.len(), harvest.nameless.len()) {
            let headings = self.headings_met(&sheet);
            self.unknown.push(UnknownSheet { sheet: sheet.name.clone(), headings });
            return;
        }
        self.hidden(&sheet);
    }

    /// The short texts of the first rows: what may have been meant as headings.
    fn headings_met(&mut self, sheet: &Sheet) -> Vec<String> {
        let mut seen: BTreeSet<String> = BTreeSet::new();
        let mut headings = Vec::new();
        for row in sheet.row_numbers().take(20) {
            for (_, cell) in sheet.cells(row) {
                let text: String = cell.text.split_whitespace().collect::<Vec<_>>().join(" ");
                if text.chars().count() <= 20 && seen.insert(text.clone()) {
                    if self.met.len() < MET_MAX && !self.met.contains(&text) {
                        self.met.push(text.clone());
                    }
                    headings.push(text);
                }
            }
        }
        headings.truncate(MET_MAX);
        headings
    }

    fn hidden(&mut self, sheet: &Sheet) {
        let whole = |reason| Warning { sheet: sheet.name.clone(), row: 0, column: 0, reason };
        if sheet.hidden {
            self.harvest.warnings.push(whole(Reason::new("reason-hidden-sheet")));
        }
        if let Some(first) = sheet.hidden_rows.first() {
            let rows = ranges(sheet.hidden_rows.iter().map(|row| row + 1));
            let reason = Reason::new("reason-hidden-rows").with("rows", rows);
            self.harvest.warnings.push(Warning { row: first + 1, ..whole(reason) });
        }
        if let Some(first) = sheet.hidden_columns.first() {
            let columns = sheet.hidden_columns.iter().map(|column| column_letters(*column)).collect::<Vec<_>>();
            let reason = Reason::new("reason-hidden-columns").with("columns", columns.join(" "));
            self.harvest.warnings.push(Warning { column: u32::from(*first) + 1, ..whole(reason) });
        }
    }

    /// Gives every form found so far its year, region and stage and hands it on.
    fn hand_on(&mut self) -> Result<(), Problem> {
        std::mem::take(&mut self.harvest.drafts).into_iter().try_for_each(|draft| self.draft(draft))
    }

    /// Hands on one form.
    ///
    /// # Errors
    /// What the sink refuses.
    pub fn draft(&mut self, draft: Draft) -> Result<(), Problem> {
        self.any = true;
        let Some(year) = self.year_of(&draft) else { return Ok(()) };
        let Draft { mut form, place, .. } = draft;
        form.year = year;
        form.stage = self.options.stage;
        if let (true, Some(region)) = (form.region.is_empty(), &self.options.region) {
            form.region.clone_from(region);
        }
        self.handed_on = true;
        self.repeated(&form, &place);
        self.sink.form(place, form)
    }

    /// What a sheet gave besides forms that were handed on one by one.
    pub fn streamed(&mut self, left_out: Vec<Reject>, remarks: Vec<Warning>, harvest: Harvest, hidden: &Sheet) {
        self.harvest.rejects.extend(left_out);
        self.harvest.rejects.extend(harvest.rejects);
        self.harvest.warnings.extend(remarks);
        self.harvest.warnings.extend(harvest.warnings);
        self.hidden(hidden);
    }

    /// Forgets everything: the file is read again.
    ///
    /// # Errors
    /// What the sink refuses.
    pub fn again(&mut self) -> Result<(), Problem> {
        self.sink.again()?;
        self.harvest = Harvest::default();
        self.late = Harvest::default();
        self.unknown.clear();
        self.met.clear();
        self.tables.clear();
        self.sheets.clear();
        self.known.clear();
        (self.any, self.handed_on) = (false, false);
        Ok(())
    }

    /// What the person who imports said.
    pub fn options(&self) -> &'a ReadOptions {
        self.options
    }

    /// Remarks a project that was met before in a table of the same kind and year.
    fn repeated(&mut self, form: &Form, place: &Place) {
        let table = (form.kind, form.year);
        let table = self.tables.iter().position(|known| *known == table).unwrap_or_else(|| {
            self.tables.push(table);
            self.tables.len() - 1
        });
        let sheet = match self.sheets.last() {
            Some(last) if *last == place.sheet => self.sheets.len() - 1,
            _ => {
                self.sheets.push(place.sheet.clone());
                self.sheets.len() - 1
            }
        };
        // Half of the key tells projects apart well enough for a remark.
        let key = form
            .project()
            .0
            .into_iter()
            .step_by(2)
            .fold(table as u64, |key, byte| key.rotate_left(8) ^ u64::from(byte));
        if let Some((row, sheet)) = self.known.insert(key, (place.row, sheet as u16)) {
            let first = self.sheets.get(usize::from(sheet)).map_or("", String::as_str);
            let reason = Reason::new("reason-project-repeated").with("sheet", first).with("row", row);
            self.late.warn_of(Warning { sheet: place.sheet.clone(), row: place.row, column: 0, reason });
        }
    }

    /// What there is to say when the file was read to its end.
    ///
    /// # Errors
    /// When no form could be handed on.
    pub fn finish(mut self) -> Result<Told, Problem> {
        if !self.any {
            return Err(self.nothing_usable());
        }
        let unknown = self.unknown.iter().map(|sheet| (sheet.sheet.clone(), "reason-sheet-unknown"));
        let nameless = std::mem::take(&mut self.harvest.nameless);
        let nameless = nameless.into_iter().map(|sheet| (sheet, "reason-sheet-names-no-project"));
        for (sheet, key) in unknown.chain(nameless) {
            self.late.warn_of(Warning { sheet, row: 0, column: 0, reason: Reason::new(key) });
        }
        if !self.handed_on {
            return Err(Problem::refused("problem-no-year"));
        }
        let Harvest { mut rejects, mut warnings, .. } = self.harvest;
        rejects.extend(self.late.rejects);
        warnings.extend(self.late.warnings);
        Ok(Told { rejects, warnings, unknown: self.unknown })
    }

    fn year_of(&mut self, draft: &Draft) -> Option<u16> {
        let (year, overridden) = match (draft.column_year, self.options.year, draft.title_year) {
            (Some(column), given, _) => (column, given.filter(|given| *given != column)),
            (None, Some(given), title) => (given, title.filter(|title| *title != given)),
            (None, None, Some(title)) => (title, None),
            (None, None, None) => {
                self.late.rejects.push(Reject {
                    sheet: draft.place.sheet.clone(),
                    row: draft.place.row,
                    column: 1,
                    value: draft.form.name.chars().take(VALUE_SHOWN).collect(),
                    reason: Reason::new("reason-no-year"),
                });
                return None;
            }
        };
        if let Some(other) = overridden {
            self.late.warn_of(Warning {
                sheet: draft.place.sheet.clone(),
                row: draft.place.row,
                column: 0,
                reason: Reason::new("reason-year-differs").with("year", year).with("other", other),
            });
        }
        Some(year)
    }

    /// Why a file gave no form at all.
    fn nothing_usable(self) -> Problem {
        if !self.harvest.nameless.is_empty() {
            return Problem::refused("problem-no-project-named");
        }
        if let Some(first) = self.harvest.rejects.first() {
            return Problem::refused("problem-no-usable-row")
                .with("rejects", self.harvest.rejects.len())
                .with("sheet", &first.sheet)
                .with("row", first.row)
                .with("column", first.column)
                .with("reason", first.reason.key);
        }
        if self.unknown.is_empty() {
            return Problem::refused("problem-no-cells");
        }
        let sheets: Vec<&str> =
            self.unknown.iter().map(|sheet| sheet.sheet.as_str()).filter(|name| !name.is_empty()).collect();
        let key = if sheets.is_empty() { "problem-csv-unknown" } else { "problem-no-known-table" };
        Problem::refused(key).with("sheets", sheets.join(", ")).with("headings", self.met.join(" | "))
    }
}

/// Rows as `2-4 9`.
fn ranges(rows: impl Iterator<Item = u32>) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for row in rows {
        match runs.last_mut() {
            Some(run) if run.1 + 1 == row => run.1 = row,
            _ => runs.push((row, row)),
        }
    }
    let more = runs.len() > RUNS_SHOWN;
    let mut shown: Vec<String> = runs
        .iter()
        .take(RUNS_SHOWN)
        .map(|(from, to)| if from == to { from.to_string() } else { format!("{from}-{to}") })
        .collect();
    if more {
        shown.push("…".to_owned());
    }
    shown.join(" ")
}

/// Runs of hidden rows listed in one warning.
const RUNS_SHOWN: usize = 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_have_runs() {
        assert_eq!(ranges([2, 3, 4, 9].into_iter()), "2-4 9");
    }
}
