//! Projects that do the same as one row of a target, compared: list, spread, savings.
//!
//! Names of indicators are taken down once for every table that was published ([`Workstation::take_down_names`]), so that
//! candidates are found by name and not by reading every form; what is compared is read from the forms in force. What a person
//! leaves out lives as long as the visit and is handed in with every question.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use super::import::{Progress, Watch, cancelled};
use super::workstation::Workstation;
use crate::model::form::{Form, FormKind, Horizon, Indicator, MoreField};
use crate::model::ids::{ItemId, ProjectKey};
use crate::model::problem::Problem;
use crate::rules::similar::{self, Question};
pub use crate::rules::similar::{
    Basis, EXCLUDED, Excluded, FEWEST, From, Likeness, Line, MANY, NoQuantity, NoSum, Own, Spread, Standard, Standing,
    Study, Sum, Units,
};
pub use crate::rules::similar::{Filed, Row};
use crate::rules::value;
use crate::store::Session;
use crate::store::batch::FormRow;
use crate::store::similar::{Asked, KnownNames, Stratum};

/// Forms taken down in one transaction: some ten milliseconds.
const SLICE: u32 = 500;

/// Most projects and years that are compared. Reading two forms of each is what a question takes time for.
pub const MOST_COMPARED: usize = 300;

/// Most near names by which forms are looked for, the nearest first.
const MOST_NAMES: usize = 48;

/// Where the version of the wording lies under which names were taken down.
const WORDING: &str = "similar_wording";

/// A question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SimilarQuery {
    /// The target.
    pub item: ItemId,
    /// Number of the row; `None`: the first that can be compared by money.
    pub row: Option<u32>,
    /// Which of the row's bases, from 0; past the last it begins again.
    pub basis: usize,
    /// Projects and years that are left out by hand.
    pub without: BTreeSet<(ProjectKey, u16)>,
}

/// A basis, with the names of its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BasisView {
    /// Which.
    pub basis: Basis,
    /// Name of the row of money; `None`: the annual funds.
    pub money: Option<String>,
    /// Name of the row of the quantity.
    pub quantity: Option<String>,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SimilarReport {
    /// The target.
    pub item: ItemId,
    /// 项目名称
    pub project: String,
    /// Fiscal year.
    pub year: u16,
    /// Number of the row.
    pub row: u32,
    /// Its name as printed.
    pub indicator: String,
    /// What is wanted, as printed.
    pub target: String,
    /// The bases on which it can be compared.
    pub bases: Vec<BasisView>,
    /// Which of them this is.
    pub basis: usize,
    /// Targets in the queue, of the lines that have one.
    pub items: BTreeMap<(ProjectKey, u16), ItemId>,
    /// The comparison; `None` where the row tells no figure.
    pub study: Option<Study>,
    /// The standard that the form prints beside the row, else that of the indicator library.
    pub standard: Option<Standard>,
    /// There are more projects that are like than were compared: the newest were.
    pub more: bool,
    /// So many forms are not taken down yet, and not compared.
    pub waiting: u64,
}

impl SimilarReport {
    /// How those that count were found: by code, and the furthest of the names.
    pub fn likeness(&self) -> (bool, Option<u16>) {
        let used = || self.study.iter().flat_map(|study| &study.lines).filter(|line| line.excluded.is_none());
        let by_code = used().any(|line| line.likeness == Likeness::Code);
        let names = used().filter_map(|line| match line.likeness {
            Likeness::Name(near) => Some(near),
            Likeness::Code => None,
        });
        (by_code, names.min())
    }
}

impl Workstation {
    /// How many forms are published and not taken down.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn forms_to_compare(&self) -> Result<u64, Problem> {
        Ok(self.session.tables_to_compare()?.iter().map(|table| table.forms).sum())
    }

    /// Takes down the names of the indicators of everything published, in slices; what is done stays done when it is stopped.
    /// Answers how many forms there were.
    ///
    /// # Errors
    /// When the station cannot write, or the job is cancelled.
    pub fn take_down_names(&self, watch: Watch<'_>) -> Result<u64, Problem> {
        if let Some(key) = self.session.read_only() {
            return Err(Problem::new(crate::model::problem::ProblemKind::Unavailable, "problem-database-read-only")
                .with("detail", key));
        }
        let version = similar::wording_version().to_string();
        if self.session.meta(WORDING)?.is_none_or(|known| known != version) {
            self.session.transaction(|session| {
                session.forget_names()?;
                session.set_meta(WORDING, &version)
            })?;
        }
        let total = self.forms_to_compare()?;
        let mut known = KnownNames::default();
        let mut done = 0;
        for mut table in self.session.tables_to_compare()? {
            loop {
                let next = self.session.transaction(|session| {
                    let (forms, next) = session.forms_to_compare(table, SLICE)?;
                    for (row, form) in &forms {
                        take_down(session, *row, form, &mut known)?;
                    }
                    session.compared_up_to(table.batch, next)?;
                    Ok::<_, Problem>(next)
                })?;
                done += u64::from(next.map_or(0, |next| next - table.next));
                let progress = Progress { phase: "phase-taking-down", done, total: Some(total), rejects: 0 };
                if watch(progress) == ControlFlow::Break(()) {
                    return Err(cancelled());
                }
                match next {
                    Some(next) => table.next = next,
                    None => break,
                }
            }
        }
        Ok(total)
    }

    /// Compares a row of a target with other projects.
    ///
    /// # Errors
    /// When the target or row is not there, or the database cannot be read.
    pub fn similar(&self, query: &SimilarQuery) -> Result<SimilarReport, Problem> {
        let line = self.session.target(query.item)?.ok_or_else(|| Problem::refused("problem-no-such-target"))?;
        let target = self
            .session
            .target_form(line.project, line.year)?
            .ok_or_else(|| Problem::refused("problem-no-such-target"))?;
        let mut report = compare(query, &target, |row| self.found(&target, row))?;
        report.items = self.items_of(report.study.as_ref())?;
        report.waiting = self.forms_to_compare()?;
        Ok(report)
    }

    fn found(&self, target: &Form, row: &Row) -> Result<Found, Problem> {
        let (candidates, more) = self.candidates(row)?;
        Ok(Found { candidates, more, standard: self.library_standard(target, row.no)? })
    }

    /// What the indicator library says is the standard of a row.
    fn library_standard(&self, target: &Form, row: u32) -> Result<Option<Standard>, Problem> {
        let read = |row: &Indicator| value::read(&row.target, row.operator.as_deref(), row.unit.as_deref());
        let readings: Vec<_> = target.indicators.iter().map(read).collect();
        let beside = self.yardsticks(target, &readings)?;
        let at = usize::try_from(row).ok().and_then(|row| row.checked_sub(1));
        let yardstick = at.and_then(|at| beside.into_iter().nth(at)).flatten();
        Ok(yardstick.and_then(|yardstick| {
            let entry = yardstick.entry;
            let source = if entry.document.is_empty() { &yardstick.table } else { &entry.document };
            similar::standard_of(&entry.standard, &entry.unit, source)
        }))
    }

    fn items_of(&self, study: Option<&Study>) -> Result<BTreeMap<(ProjectKey, u16), ItemId>, Problem> {
        let mut items = BTreeMap::new();
        for line in study.map(|study| study.lines.as_slice()).unwrap_or_default() {
            if let Some(item) = self.session.item_of(line.project, line.year)? {
                items.insert((line.project, line.year), item);
            }
        }
        Ok(items)
    }

    /// Projects and years with a row of a near name or the same code: newest years first, of each year those with
    /// self-evaluations first, and the nearest names first.
    fn candidates(&self, row: &Row) -> Result<(Vec<Filed>, bool), Problem> {
        let mut near = Vec::new();
        for (local, name) in self.session.names_with(&similar::sought(&row.wording))? {
            match similar::nearness(&row.wording, &name) {
                Some(found) if found < 1000 || name != row.wording => {
                    near.push((std::cmp::Reverse(found), name, local))
                }
                _ => {}
            }
        }
        // The very name is found among however many near ones.
        let exact: Vec<i64> = self.session.name_known(&row.wording)?.into_iter().collect();
        near.sort();
        near.truncate(MOST_NAMES);
        let near: Vec<i64> = near.into_iter().map(|(_, _, local)| local).collect();
        let strata = self.session.strata()?;
        let mut found: BTreeSet<(ProjectKey, u16)> = BTreeSet::new();
        let mut more = false;
        let asked = Asked { names: &exact, code: row.code.as_deref() };
        for (at, stratum) in strata.iter().enumerate() {
            // Each year has its share of the room that is left, so that one large table does not fill it.
            let room = MOST_COMPARED.saturating_sub(found.len()).div_ceil(strata.len() - at);
            let forms = self.session.forms_named(&asked, Some(*stratum), room + 1)?;
            more |= forms.len() > room;
            found.extend(forms.into_iter().take(room).map(|named| (named.project, named.year)));
        }
        // What is only near fills what is left, the newest first.
        let room = MOST_COMPARED.saturating_sub(found.len());
        let forms = self.session.forms_named(&Asked { names: &near, code: None }, None, room + 1)?;
        more |= forms.len() > room;
        found.extend(forms.into_iter().take(room).map(|named| (named.project, named.year)));
        let mut candidates = Vec::with_capacity(found.len());
        for (project, year) in found {
            let target = self.session.target_form(project, year)?;
            let evaluation = match self.session.form_in_force(project, year, FormKind::SelfEvaluation)? {
                Some(row) => Some(self.session.form(row)?),
                None => None,
            };
            candidates.extend(Filed::of(target.as_ref(), evaluation.as_ref()));
        }
        Ok((candidates, more))
    }
}

/// The row to begin with where none is named: unit costs and costs that can be divided first, then whatever has a figure.
fn first_choice<'f>(own: &'f Filed, horizons: &[Horizon]) -> Option<&'f Row> {
    let by_money = |row: &&Row| {
        similar::bases(own, row, horizons)
            .first()
            .and_then(|basis| similar::units(own, row, *basis))
            .is_some_and(|units| units.money.is_some())
    };
    let costs = own.rows.iter().filter(|row| row.class.is_cost());
    costs.clone().find(by_money).or_else(|| own.rows.iter().find(by_money)).or_else(|| own.rows.first())
}

fn take_down(session: &Session, row: FormRow, form: &Form, known: &mut KnownNames) -> Result<(), Problem> {
    let digits = |text: &str| text.chars().any(char::is_numeric);
    // What tells no number is never compared.
    let told = form.indicators.iter().filter(|row| digits(&row.target) || row.actual.as_deref().is_some_and(digits));
    let names: BTreeSet<String> =
        told.clone().map(|row| similar::wording(&row.level3)).filter(|name| !name.is_empty()).collect();
    let codes: BTreeSet<String> = told
        .filter_map(|row| row.more.get(&MoreField::IndicatorCode))
        .filter(|code| !code.trim().is_empty())
        .cloned()
        .collect();
    let (names, codes): (Vec<_>, Vec<_>) = (names.into_iter().collect(), codes.into_iter().collect());
    let stratum = Stratum { year: form.year, evaluation: form.kind == FormKind::SelfEvaluation };
    let pairs = |name: &str| similar::pairs(name).into_iter().collect();
    session.take_down(row, stratum, (&names, &codes), pairs, known)
}

/// What is found for a row.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// Projects and years that may be like, one record each.
    pub candidates: Vec<Filed>,
    /// There are more than these.
    pub more: bool,
    /// A standard from elsewhere than the form.
    pub standard: Option<Standard>,
}

/// Compares a row of a target with the projects that `find` finds for it. Which of them are in the queue, and how many forms
/// wait, is for the caller to add.
///
/// # Errors
/// When there is no such row, or `find` fails.
pub fn compare(
    query: &SimilarQuery,
    target: &Form,
    find: impl FnOnce(&Row) -> Result<Found, Problem>,
) -> Result<SimilarReport, Problem> {
    let own = Filed::of(Some(target), None).ok_or_else(|| Problem::refused("problem-no-such-target"))?;
    let horizons: Vec<Horizon> = target.indicators.iter().map(|row| row.horizon).collect();
    let row = match query.row {
        Some(no) => own.rows.iter().find(|row| row.no == no),
        None => first_choice(&own, &horizons),
    };
    let row = row.ok_or_else(|| {
        Problem::refused("problem-no-such-row")
            .with("row", query.row.unwrap_or(1))
            .with("project", &own.name)
            .with("rows", own.rows.len())
    })?;
    let bases = similar::bases(&own, row, &horizons);
    let at = query.basis % bases.len().max(1);
    let basis = bases.get(at).copied().unwrap_or(Basis::Printed);
    let Found { candidates, more, standard } = find(row)?;
    // What the form itself prints is what its department answers for.
    let standard = similar::printed_standard(target, row.no).or(standard);
    let question = Question { own: &own, row, basis, standard: standard.as_ref(), by_hand: &query.without };
    let name = |no: u32| own.rows.iter().find(|row| row.no == no).map(|row| row.name.clone());
    let view = |basis: Basis| match basis {
        Basis::Printed => BasisView { basis, money: None, quantity: None },
        Basis::Each { money, quantity } => BasisView { basis, money: money.and_then(name), quantity: name(quantity) },
    };
    Ok(SimilarReport {
        item: query.item,
        project: own.name.clone(),
        year: own.year,
        row: row.no,
        indicator: row.name.clone(),
        target: row.target_text.clone(),
        bases: bases.iter().copied().map(view).collect(),
        basis: at,
        study: similar::study(question, &candidates),
        standard,
        items: BTreeMap::new(),
        more,
        waiting: 0,
    })
}
