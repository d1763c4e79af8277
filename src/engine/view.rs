//! What screens show: plain values, already joined and read. No words for people in here.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::consistency::Way;
use super::drafts::CheckInfo;
pub use super::library::Yardstick;
pub use super::preview::Staged;
use super::second_look::SecondLookFigures;
use crate::model::event::{Stamp, Subject};
use crate::model::finding::{CheckId, Finding, FindingCounts, FromCheck};
use crate::model::form::{Form, FormKind, Place as FormPlace, Stage};
use crate::model::ids::{BatchId, EventId, ItemId, PersonId, ProjectKey, ReplicaId, VersionId};
use crate::model::link::LinkedTable;
use crate::model::matching::Matching;
use crate::model::money::Money;
use crate::model::problem::Problem;
use crate::model::query::fits::Facts;
use crate::model::review::{CategoryCode, Demand, Grade, ReviewState, Status, Verdict};
use crate::model::value::Value;
use crate::rules::links::By;

/// One line of the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueRow {
    /// Local row number.
    pub id: ItemId,
    /// Stable identity.
    pub project: ProjectKey,
    /// 预算年度
    pub year: u16,
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
    /// Where it stands.
    pub status: Status,
    /// Number of indicators.
    pub indicators: u32,
    /// Rows decided.
    pub decided: u32,
    /// Live opinions.
    pub opinions: u32,
    /// Live demands.
    pub demands: u32,
    /// Number of the version, from 1.
    pub version_no: u32,
    /// What the automatic checks found, where they have looked. Possibly by earlier settings or beside earlier tables.
    pub findings: Option<FindingCounts>,
    /// Why it stands where it stands in the order of expected findings.
    pub reasons: Vec<Reason>,
    /// It was drawn to its place in that order.
    pub random: bool,
}

/// What makes findings expected on a target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// A check found something.
    Check(CheckId),
    /// Last year's result was 中 or 差.
    Returned,
}

impl QueueRow {
    /// What a filter can ask of the line alone.
    pub fn facts(&self) -> Facts {
        Facts {
            code: self.code.clone(),
            name: self.name.clone(),
            department: (None, self.department.clone()),
            unit: (None, self.unit.clone()),
            status: Some(self.status),
            year: self.year,
            amount: self.amount,
            numbers: [self.indicators, self.decided, self.opinions, self.demands, self.version_no],
            expected: self.findings.map(|findings| findings.expected / 1000),
            ..Facts::default()
        }
    }

    /// True in the lane of substantive review (≥1000万元).
    pub fn key_lane(&self) -> bool {
        self.amount.is_some_and(|amount| amount >= Money::KEY_LANE)
    }
}

/// One stored version of a target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionView {
    /// Identity.
    pub version: VersionId,
    /// Number from 1 in order of publication.
    pub no: u32,
    /// Stage it was filed at.
    pub stage: Stage,
    /// Table it came with.
    pub batch: BatchId,
    /// File name of that table.
    pub source: String,
    /// When it was imported.
    pub at: Stamp,
    /// Where it stands in that file.
    pub place: FormPlace,
    /// Who imported it.
    pub by: String,
}

/// What last year's forms say of an indicator with the same name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LastYear {
    /// Target value as printed.
    pub target: Option<String>,
    /// Actual value as printed.
    pub actual: Option<String>,
}

/// A project's form in another table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Partner {
    /// The table.
    pub table: LinkedTable,
    /// The project under which it was filed.
    pub project: ProjectKey,
    /// 项目代码 as printed there
    pub code: Option<String>,
    /// 项目名称 as printed there
    pub name: String,
    /// How it was found.
    pub by: By,
}

/// A target with everything said about it.
#[derive(Debug, Clone, PartialEq)]
pub struct ProjectView {
    /// The queue line.
    pub row: QueueRow,
    /// What acts on this screen speak of (`row` empty).
    pub subject: Subject,
    /// The form as printed.
    pub form: Arc<Form>,
    /// Reading of each indicator's target, in the order of `form.indicators`.
    pub readings: Vec<Value>,
    /// Last year's values, in the order of `form.indicators`.
    pub last_year: Vec<LastYear>,
    /// What the indicator library says of each value, in the order of `form.indicators`.
    pub yardsticks: Vec<Option<Yardstick>>,
    /// How rows elsewhere that say the same were decided, in the order of `form.indicators`.
    pub elsewhere: Vec<Vec<Way>>,
    /// How cost, output and benefit match.
    pub matching: Arc<Matching>,
    /// What the automatic checks found, those of the whole target first, then by row.
    pub findings: Arc<[Finding]>,
    /// The checks that found it.
    pub checks: BTreeMap<CheckId, CheckInfo>,
    /// The self-evaluation of the same year, if one is here.
    pub self_evaluation: Option<Arc<Form>>,
    /// Partners in other tables, and how each was found.
    pub partners: Vec<Partner>,
    /// All versions, oldest first; the last one is under review.
    pub versions: Vec<VersionView>,
    /// What people decided about this version.
    pub state: ReviewState,
    /// What people decided about the version before it, if there is one.
    pub state_before: Option<ReviewState>,
    /// Names of the people in `state` and `state_before`.
    pub people: BTreeMap<PersonId, String>,
    /// Who I am.
    pub me: PersonId,
    /// Drafts kept for this target.
    pub drafts: Vec<Draft>,
    /// Events of others that wait for missing ones; a result is not final while there are any.
    pub waiting: u64,
}

/// What a draft belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DraftKey {
    /// Version and row.
    pub on: Subject,
    /// The opinion being rewritten; `None` for a new one.
    pub opinion: Option<EventId>,
}

/// Typed and not yet given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Where it belongs.
    pub key: DraftKey,
    /// The operation it will be saved as.
    pub operation: String,
    /// Class chosen so far.
    pub category: Option<CategoryCode>,
    /// Opinion text.
    pub text: String,
    /// Demand text.
    pub demand: String,
    /// Due date as typed.
    pub due: String,
    /// Responsible unit as typed.
    pub responsible_unit: String,
    /// The automatic check whose draft is being edited.
    pub from_check: Option<FromCheck>,
}

/// Where a reviewer stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Project and year.
    pub project: ProjectKey,
    /// Fiscal year.
    pub year: u16,
    /// Row, if inside a project.
    pub row: Option<u32>,
    /// Filter line of the queue.
    pub filter: String,
    /// Order of the queue ([`crate::model::query::Sort::id`]).
    pub sort: String,
}

/// Who and what this station is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Station {
    /// Database file.
    pub database: PathBuf,
    /// True for the sample database.
    pub sample: bool,
    /// True when nothing can be stored, with the reason as locale key.
    pub read_only: Option<&'static str>,
    /// Person, if someone has introduced themselves.
    pub person: Option<PersonId>,
    /// Name.
    pub name: String,
    /// Office.
    pub office: String,
    /// Chain of this device.
    pub replica: Option<ReplicaId>,
    /// Years for which targets are here, newest first.
    pub years: Vec<u16>,
}

/// Number and amount of a group of targets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Targets.
    pub projects: u64,
    /// Their indicators.
    pub indicators: u64,
    /// Their annual funds in fen (sum over targets with an amount).
    pub fen: i128,
}

impl Tally {
    /// Adds targets with their rows and amount.
    pub fn add(&mut self, projects: u64, indicators: u64, amount: Option<Money>) {
        self.projects += projects;
        self.indicators += indicators;
        self.fen += amount.map_or(0, |amount| i128::from(amount.0));
    }
}

/// The home page's figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home {
    /// Who and what.
    pub station: Station,
    /// Newest year with targets; the figures are of this year.
    pub year: Option<u16>,
    /// By state.
    pub by_status: Vec<(Status, Tally)>,
    /// By state, only the lane ≥1000万元.
    pub key_lane: Vec<(Status, Tally)>,
    /// Live opinions of the year by class.
    pub by_category: Vec<(CategoryCode, u64)>,
    /// Self-evaluations of the newest year that has them: year and number.
    pub self_evaluations: Option<(u16, u64)>,
    /// Rechecks of that year: those that wait for somebody, those that wait for a second person.
    pub rechecks: (u64, u64),
    /// Live demands, and how many of them are past their due date.
    pub demands: (u64, u64),
    /// The earliest due date that is past (ISO 8601).
    pub oldest_overdue: Option<String>,
    /// Contested targets.
    pub contested: u64,
    /// Links between tables that people decided differently.
    pub contested_links: u64,
    /// Events not yet exported.
    pub not_exported: u64,
    /// Events of others that wait for missing ones.
    pub waiting: u64,
    /// My decisions today: targets decided, rows decided, opinions given.
    pub today: (u64, u64, u64),
    /// Where I stopped, with its queue line.
    pub place: Option<(Place, Option<QueueRow>)>,
    /// When that was.
    pub place_at: Option<Stamp>,
    /// What was passed this year, and what a second look at some of it proves.
    pub second_look: SecondLookFigures,
}

/// One demand in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemandRow {
    /// Its queue line.
    pub target: QueueRow,
    /// The demand.
    pub demand: Demand,
    /// Number told to people.
    pub number: String,
    /// Who raised it.
    pub author: String,
    /// Days past the due date; negative before it; `None` when the date cannot be read.
    pub overdue_days: Option<i64>,
}

/// One of several decisions that stand side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// Who.
    pub author: PersonId,
    /// Their name.
    pub name: String,
    /// When.
    pub at: Stamp,
    /// Their result, if the result is contested.
    pub grade: Option<(Grade, String)>,
    /// Their verdict, if a row is contested.
    pub verdict: Option<Verdict>,
    /// Their opinions on the same row or target.
    pub opinions: Vec<(CategoryCode, String)>,
}

/// A contested field, with all its sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contest {
    /// The queue line.
    pub target: QueueRow,
    /// Row number and name of its indicator; `None` when the result is contested.
    pub row: Option<(u32, String)>,
    /// Two or more.
    pub sides: Vec<Side>,
}

/// One step in words: a locale key and its arguments. An act on many targets is one step of many events.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HistoryStep {
    /// The event; of several the newest.
    pub event: Option<EventId>,
    /// When.
    pub at: Stamp,
    /// Who.
    pub author: String,
    /// Locale key, e.g. `step-opinion-added`.
    pub key: &'static str,
    /// Placeholders of the text.
    pub args: Vec<(&'static str, String)>,
    /// False when all of it was taken back.
    pub live: bool,
    /// True when undo can reach it.
    pub undoable: bool,
    /// How many undos take it back: 1 for what the next one takes.
    pub undos: Option<usize>,
    /// Events it consists of, and how many of them are not taken back.
    pub events: (usize, usize),
    /// True when I did it.
    pub mine: bool,
    /// The target it concerned, the first of several, if it is here, and the row.
    pub place: Option<(ItemId, Option<u32>)>,
}

/// Whose steps are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Whose {
    /// Everybody's.
    #[default]
    All,
    /// My own.
    Mine,
    /// What was done to one target.
    Target(ItemId),
}

/// Which steps are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HistoryQuery {
    /// Whose.
    pub whose: Whose,
    /// At most so many of the newest.
    pub most: usize,
}

/// Steps, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct History {
    /// The steps.
    pub steps: Vec<HistoryStep>,
    /// How many of my steps can be undone, shown here or not.
    pub can_undo: usize,
    /// How many can be redone.
    pub can_redo: usize,
    /// True when there are older ones.
    pub more: bool,
}

/// A cell, row or file that could not be used: place and reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// Sheet, empty for csv.
    pub sheet: String,
    /// Row from 1, 0 when none.
    pub row: u32,
    /// Column from 1, 0 when none.
    pub column: u32,
    /// The cell's text.
    pub value: String,
    /// Locale key of the reason.
    pub key: &'static str,
    /// Placeholders of the reason.
    pub args: Vec<(&'static str, String)>,
}

/// What one table of one file brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedTable {
    /// Its kind.
    pub kind: FormKind,
    /// Fiscal year.
    pub year: u16,
    /// Forms in it.
    pub projects: u64,
    /// Annual indicators in it.
    pub indicators: u64,
    /// Forms that were not here before.
    pub new: u64,
    /// Of these, forms of projects that had another version before.
    pub changed: u64,
    /// Forms that were here before, unchanged.
    pub equal: u64,
}

/// What one file brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedFile {
    /// Its path.
    pub path: PathBuf,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Encoding that was found (csv).
    pub encoding: Option<String>,
    /// True when this very file was imported before: nothing was written.
    pub already_imported: bool,
    /// Its tables.
    pub tables: Vec<ImportedTable>,
    /// What could not be used.
    pub rejects: Vec<Complaint>,
    /// What was used with a remark.
    pub warnings: Vec<Complaint>,
}

/// What an import brought.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImportReport {
    /// Files in the order given; of a folder in the order of their paths.
    pub files: Vec<ImportedFile>,
    /// True when nothing was written because it was only a trial.
    pub dry_run: bool,
    /// Files of which nothing was taken, and why.
    pub refused: Vec<(PathBuf, Problem)>,
    /// What was passed over in folders, with the locale key of the reason.
    pub passed_over: Vec<(PathBuf, &'static str)>,
}

/// How a form that was read stands against what is published here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Nothing of this kind is here for its project and year.
    New,
    /// Another version is here.
    Changed,
    /// This very version is here.
    Equal,
}

/// The forms of one kind and year in a file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewTable {
    /// Their kind.
    pub kind: FormKind,
    /// Fiscal year.
    pub year: u16,
    /// Forms.
    pub projects: u64,
    /// Annual indicators.
    pub indicators: u64,
    /// Forms of which nothing is here.
    pub new: u64,
    /// Forms of which another version is here.
    pub changed: u64,
    /// Forms that are here.
    pub equal: u64,
    /// Their annual funds in fen (sum over forms with an amount).
    pub fen: i128,
    /// Forms without an amount.
    pub without_amount: u64,
}

/// A sheet that is no table we know, and what may have been meant as its headings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownTable {
    /// Name of the sheet, empty for csv.
    pub sheet: String,
    /// Short texts of its first rows.
    pub headings: Vec<String>,
}

/// One file that was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PreviewFile {
    /// Its path.
    pub path: PathBuf,
    /// SHA-256 of its bytes; empty when it could not be read.
    pub sha256: String,
    /// Encoding that was found (csv).
    pub encoding: Option<String>,
    /// True when all its tables are published here: committing writes nothing.
    pub already_imported: bool,
    /// Why nothing of it can be taken.
    pub refused: Option<Problem>,
    /// Its tables.
    pub tables: Vec<PreviewTable>,
    /// What could not be used.
    pub rejects: Vec<Complaint>,
    /// What was used with a remark.
    pub warnings: Vec<Complaint>,
    /// Sheets that are no table we know.
    pub unknown: Vec<UnknownTable>,
}

/// What files hold, before anything of them is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// What was read, for looking closer and for committing.
    pub staged: Staged,
    /// The files in the order given; of a folder in the order of their paths.
    pub files: Vec<PreviewFile>,
    /// What was passed over in folders, with the locale key of the reason.
    pub passed_over: Vec<(PathBuf, &'static str)>,
}

/// One form that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewLine {
    /// Its number among all that was read, from 0.
    pub index: u64,
    /// Number of its file in [`Preview::files`].
    pub file: usize,
    /// Kind.
    pub kind: FormKind,
    /// Fiscal year.
    pub year: u16,
    /// 项目代码
    pub code: Option<String>,
    /// 项目名称
    pub name: String,
    /// 实施单位
    pub unit: String,
    /// Annual funds.
    pub amount: Option<Money>,
    /// Number of indicators.
    pub indicators: u32,
    /// How it stands.
    pub standing: Standing,
    /// Sheet, empty for csv.
    pub sheet: String,
    /// Row from 1.
    pub row: u32,
}
