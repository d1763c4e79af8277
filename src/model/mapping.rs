//! How a table that the vocabulary does not know is to be understood: a mapping per layout, and what is proposed for one.
//!
//! A mapping is bound to a layout by the fingerprint of its heading rows (or of its labels), never to a file. It names
//! meanings by the identifiers of [`COLUMNS`] and [`LABELS`], which are those of the vocabulary of headings. Screens,
//! files of mappings and the reader all speak of these values. Deliberately absent: how a proposal is made and how a
//! mapping is applied (`exchange::mapping`).

use super::form::{Form, FormKind, Horizon};
use super::money::MoneyUnit;

/// Where a meaning stands in a list to choose from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// What identifies a project, and what it wants.
    Project,
    /// Fields of an indicator.
    Indicator,
    /// Amounts and rates.
    Money,
    /// Everything else.
    Other,
}

impl Group {
    /// All groups, in the order in which they are offered.
    pub const ALL: [Group; 4] = [Group::Project, Group::Indicator, Group::Money, Group::Other];

    /// The identifier; its name is the message `meaning-group-…`.
    pub fn id(self) -> &'static str {
        match self {
            Group::Project => "project",
            Group::Indicator => "indicator",
            Group::Money => "money",
            Group::Other => "other",
        }
    }
}

/// What a column or label means when it is not to be read.
pub const IGNORED: &str = "ignored";

/// Every meaning that a column may have, with its group: the columns of the vocabulary. A test of `exchange` holds the
/// two together.
pub const COLUMNS: &[(&str, Group)] = &[
    ("project_code", Group::Project),
    ("project", Group::Project),
    ("unit_code", Group::Project),
    ("unit", Group::Project),
    ("department_code", Group::Project),
    ("department", Group::Project),
    ("unit_or_project", Group::Project),
    ("any_code", Group::Project),
    ("any_name", Group::Project),
    ("year", Group::Project),
    ("region", Group::Project),
    ("goal", Group::Project),
    ("goal_mid_term", Group::Project),
    ("goal_actual", Group::Project),
    ("project_nature", Group::Project),
    ("project_class", Group::Project),
    ("finance_division", Group::Project),
    ("period", Group::Project),
    ("level1", Group::Indicator),
    ("level2", Group::Indicator),
    ("level3", Group::Indicator),
    ("operator", Group::Indicator),
    ("target", Group::Indicator),
    ("measure", Group::Indicator),
    ("actual", Group::Indicator),
    ("weight", Group::Indicator),
    ("score", Group::Indicator),
    ("deduction", Group::Indicator),
    ("description", Group::Indicator),
    ("deviation_reason", Group::Indicator),
    ("explanation", Group::Indicator),
    ("scoring_standard", Group::Indicator),
    ("basis", Group::Indicator),
    ("indicator_nature", Group::Indicator),
    ("likelihood", Group::Indicator),
    ("previous_actual", Group::Indicator),
    ("level_code", Group::Indicator),
    ("indicator_code", Group::Indicator),
    ("total", Group::Money),
    ("fiscal", Group::Money),
    ("other", Group::Money),
    ("carried_over", Group::Money),
    ("mid_term_total", Group::Money),
    ("initial", Group::Money),
    ("increase", Group::Money),
    ("decrease", Group::Money),
    ("adjusted", Group::Money),
    ("executed", Group::Money),
    ("execution_rate", Group::Money),
    ("sequence", Group::Other),
    ("remark", Group::Other),
    ("opinion", Group::Other),
    ("state", Group::Other),
    ("self_grade", Group::Other),
    ("self_score", Group::Other),
    ("conclusion", Group::Other),
    ("notes", Group::Other),
    ("spending_on_time", Group::Other),
    ("goal_on_time", Group::Other),
    ("reason_kind", Group::Other),
    ("analysis", Group::Other),
    ("goal_adjustment", Group::Other),
    ("problems", Group::Other),
    ("measures", Group::Other),
    ("parent_project", Group::Project),
    ("project_level", Group::Project),
    ("group_name", Group::Indicator),
    ("threshold", Group::Indicator),
    ("actual_so_far", Group::Indicator),
    ("ratio_actual", Group::Indicator),
    ("expected", Group::Indicator),
    ("review_score", Group::Indicator),
    ("score_factor", Group::Indicator),
    ("horizon", Group::Indicator),
    ("common", Group::Indicator),
    ("value_description", Group::Indicator),
    ("value_method", Group::Indicator),
    ("value_source", Group::Indicator),
    ("evidence", Group::Indicator),
    ("industry", Group::Indicator),
    ("adjustment", Group::Money),
    ("expected_spending", Group::Money),
    ("previous_budget", Group::Money),
    ("previous_executed", Group::Money),
    ("funds_source", Group::Other),
    ("rectification_title", Group::Other),
    ("rectification_kind", Group::Other),
    ("rectification", Group::Other),
    ("rectification_file", Group::Other),
    ("due", Group::Other),
    ("problem_class", Group::Other),
    ("feedback", Group::Other),
    ("feedback_file", Group::Other),
    ("feedback_on", Group::Other),
    ("budget_advice", Group::Other),
    ("finance_budget_advice", Group::Other),
    ("completed", Group::Other),
    ("assessor", Group::Other),
];

/// Every meaning that a label of a form may have.
pub const LABELS: &[(&str, Group)] = &[
    ("project", Group::Project),
    ("project_code", Group::Project),
    ("department", Group::Project),
    ("department_code", Group::Project),
    ("unit", Group::Project),
    ("filing_unit", Group::Project),
    ("unit_code", Group::Project),
    ("whole_department", Group::Project),
    ("year", Group::Project),
    ("region", Group::Project),
    ("project_nature", Group::Project),
    ("project_class", Group::Project),
    ("period", Group::Project),
    ("finance_division", Group::Project),
    ("goal", Group::Project),
    ("goal_mid_term", Group::Project),
    ("goal_actual", Group::Project),
    ("total", Group::Money),
    ("fiscal", Group::Money),
    ("other", Group::Money),
    ("carried_over", Group::Money),
    ("own_funds", Group::Money),
    ("mid_term_total", Group::Money),
    ("initial", Group::Money),
    ("adjusted", Group::Money),
    ("executed", Group::Money),
    ("execution_rate", Group::Money),
    ("funds_section", Group::Money),
    ("self_score", Group::Other),
    ("self_grade", Group::Other),
    ("total_score", Group::Other),
    ("overview", Group::Other),
    ("grounds", Group::Other),
    ("unit_function", Group::Other),
    ("filed_on", Group::Other),
    ("notes", Group::Other),
    ("conclusion", Group::Other),
    ("problems", Group::Other),
    ("measures", Group::Other),
    ("state", Group::Other),
    ("analysis", Group::Other),
    ("goal_section", Group::Other),
    ("indicators_section", Group::Indicator),
    ("indicators_annual", Group::Indicator),
    ("indicators_mid_term", Group::Indicator),
    ("schedule_section", Group::Other),
    ("higher_department", Group::Project),
    ("parent_project", Group::Project),
    ("project_level", Group::Project),
    ("funds_use", Group::Money),
    ("execution_weight", Group::Money),
    ("execution_score", Group::Money),
    ("tasks_section", Group::Other),
    ("kept", Group::Other),
    ("rectification_title", Group::Other),
    ("rectification_kind", Group::Other),
    ("rectification", Group::Other),
    ("rectification_file", Group::Other),
    ("due", Group::Other),
    ("problem_class", Group::Other),
    ("feedback", Group::Other),
    ("feedback_file", Group::Other),
    ("feedback_on", Group::Other),
    ("budget_advice", Group::Other),
    ("finance_budget_advice", Group::Other),
    ("completed", Group::Other),
    ("assessor", Group::Other),
];

/// Whether a column may mean this.
pub fn is_column(id: &str) -> bool {
    id == IGNORED || COLUMNS.iter().any(|(known, _)| *known == id)
}

/// Whether a label may mean this.
pub fn is_label(id: &str) -> bool {
    id == IGNORED || LABELS.iter().any(|(known, _)| *known == id)
}

/// Whether a column of this meaning holds amounts, so that their unit matters.
pub fn is_amount(id: &str) -> bool {
    id != "execution_rate" && COLUMNS.iter().any(|(known, group)| *known == id && *group == Group::Money)
}

/// Whether a meaning may be given once more beside these: what is not read may, and so may the columns of a mid-term
/// table beside the annual one, which begins with a second name or group of its own. A column given twice otherwise
/// would be read once only.
pub fn may_repeat<'m>(id: &str, given: impl Iterator<Item = &'m str>) -> bool {
    let mut levels = [0; 2];
    for other in given {
        match other {
            "level2" => levels[0] += 1,
            "level3" => levels[1] += 1,
            _ => {}
        }
    }
    match id {
        IGNORED | "level2" | "level3" => true,
        "target" | "measure" | "operator" | "weight" | "level_code" => levels.iter().any(|count| *count > 1),
        _ => false,
    }
}

/// Most heading rows of one table.
pub const HEADING_ROWS_MAX: u32 = 3;

/// What one column means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnMapping {
    /// The heading as printed, normalised as the vocabulary is.
    pub heading: String,
    /// Which of several columns under the same heading, from 1 at the left.
    pub occurrence: u16,
    /// An identifier of [`COLUMNS`] or [`IGNORED`].
    pub means: String,
    /// The unit of amounts where the sheet does not print it.
    pub unit: Option<MoneyUnit>,
}

/// What one label means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelMapping {
    /// The label as printed, normalised.
    pub printed: String,
    /// An identifier of [`LABELS`] or [`IGNORED`].
    pub means: String,
}

/// How the tables of one layout are to be understood.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mapping {
    /// A name for people.
    pub name: String,
    /// The layout: 64 hexadecimal digits.
    pub fingerprint: String,
    /// Kind of table; `None` leaves it to headings and title.
    pub kind: Option<FormKind>,
    /// How many rows the heading takes; 0 for a form that has labels only.
    pub heading_rows: u32,
    /// Columns, in the order of the sheet. One that is not named is left as printed.
    pub columns: Vec<ColumnMapping>,
    /// Labels.
    pub labels: Vec<LabelMapping>,
    /// Budget year where neither the sheet nor the person who imports says it.
    pub year: Option<u16>,
    /// 财政区划代码, likewise.
    pub region: Option<String>,
    /// Project of a table that names none, likewise. Absent: whoever imports is asked for each file.
    pub project: Option<String>,
}

impl Mapping {
    /// The first digits of a fingerprint, enough to tell layouts apart on a screen.
    pub fn short(&self) -> &str {
        self.fingerprint.get(..12).unwrap_or(&self.fingerprint)
    }
}

/// How certain a proposal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Certainty {
    /// Nothing speaks for anything; the column is left as it is unless a person says what it is.
    #[default]
    Unknown,
    /// Heading or content speak for it.
    Likely,
    /// Heading and content speak for it, or the heading is known.
    Sure,
}

impl Certainty {
    /// The identifier used in answers; its name is the message `certainty-…`.
    pub fn id(self) -> &'static str {
        match self {
            Certainty::Unknown => "unknown",
            Certainty::Likely => "likely",
            Certainty::Sure => "sure",
        }
    }
}

/// Why something is proposed: a locale key with arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    /// Locale key.
    pub key: &'static str,
    /// Placeholders; untrusted text.
    pub args: Vec<(&'static str, String)>,
}

/// One cell of the window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WindowCell {
    /// Column from 0.
    pub column: u16,
    /// What it shows, cut to a length.
    pub text: String,
    /// Columns that it is merged over, from 1.
    pub width: u16,
    /// Rows that it is merged over, from 1.
    pub height: u32,
}

/// One row of the window that shows something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WindowRow {
    /// Row from 0, as in the sheet.
    pub row: u32,
    /// Its cells, left to right.
    pub cells: Vec<WindowCell>,
}

/// The first rows of a sheet, as they are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Window {
    /// Name of the sheet; empty for csv.
    pub sheet: String,
    /// Rows that show something.
    pub rows: Vec<WindowRow>,
}

/// What is proposed for one column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposedColumn {
    /// Column from 0.
    pub place: u16,
    /// The heading as printed; groups above it stand before a `/`.
    pub printed: String,
    /// The heading by which a mapping names it.
    pub heading: String,
    /// Which of several under the same heading, from 1.
    pub occurrence: u16,
    /// An identifier of [`COLUMNS`]; `None` when nothing is proposed.
    pub means: Option<&'static str>,
    /// Unit of amounts, where the sheet prints one.
    pub unit: Option<MoneyUnit>,
    /// How certain.
    pub certainty: Certainty,
    /// What speaks for it.
    pub why: Vec<Why>,
    /// What else it could be, best first.
    pub others: Vec<&'static str>,
}

/// What is proposed for one label that the vocabulary does not know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposedLabel {
    /// Row from 0.
    pub row: u32,
    /// Column from 0.
    pub place: u16,
    /// As printed.
    pub printed: String,
    /// As a mapping names it.
    pub normal: String,
    /// The value beside it.
    pub value: String,
    /// An identifier of [`LABELS`]; `None` when nothing is proposed.
    pub means: Option<&'static str>,
    /// How certain.
    pub certainty: Certainty,
    /// What speaks for it.
    pub why: Vec<Why>,
}

/// What is proposed for a table. Nothing of it holds before a person or a saved mapping says so.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Proposal {
    /// A name for the layout: its title, else the name of the sheet, else its first headings.
    pub name: String,
    /// First heading row, as an index into the rows of the window.
    pub heading_at: usize,
    /// How many rows the heading takes; 0 when no heading was found.
    pub heading_rows: u32,
    /// The layout.
    pub fingerprint: String,
    /// Kind of table that headings, content and title speak for.
    pub kind: Option<FormKind>,
    /// Columns, left to right.
    pub columns: Vec<ProposedColumn>,
    /// Labels above the heading that are not known.
    pub labels: Vec<ProposedLabel>,
}

/// A table that was not recognised, with a proposal for it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UnknownTable {
    /// The sheet as it is.
    pub window: Window,
    /// What it could be.
    pub proposal: Proposal,
}

/// How one sheet of a file is understood.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SurveyedSheet {
    /// Name; empty for csv.
    pub sheet: String,
    /// Name of the mapping that was applied.
    pub mapping: Option<String>,
    /// Kinds of the forms that were read.
    pub kinds: Vec<FormKind>,
    /// Forms that were read.
    pub projects: u64,
    /// Their annual indicators.
    pub indicators: u64,
    /// Rows that could not be used.
    pub rejects: u64,
    /// The sheet with a proposal, where it is not understood or a column of it is not.
    pub unknown: Option<std::sync::Arc<UnknownTable>>,
}

impl SurveyedSheet {
    /// Counts a form that was read.
    pub fn count(&mut self, form: &Form) {
        self.projects += 1;
        self.indicators += form.indicators.iter().filter(|row| row.horizon == Horizon::Annual).count() as u64;
        if !self.kinds.contains(&form.kind) {
            self.kinds.push(form.kind);
        }
    }
}

/// What a mapping would make of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MappingTrial {
    /// Projects that would be read.
    pub projects: u64,
    /// Their annual indicators.
    pub indicators: u64,
    /// Rows that could not be used.
    pub rejects: u64,
    /// The first project: code or empty, name.
    pub first: Option<(String, String)>,
    /// Its first indicators: name, target, result, points.
    pub rows: Vec<[String; 4]>,
    /// What is still missing, e.g. the year: why nothing or not all can be read.
    pub missing: Option<super::problem::Problem>,
}
