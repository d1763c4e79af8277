//! Nouns of the indicator library (指标库): entries with their yardsticks (历史值, 标准值, 标杆值), and where they come from.
//!
//! A library is a published table like any other: immutable, named by its digest. An entry is one of its rows, read by its
//! headings; every value stays as printed. Absent on purpose: how rows are read ([`crate::rules::library`]) and words for
//! people.

use super::ids::BatchId;

/// The three parts of a library.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Part {
    /// 共性指标: of every project
    Common,
    /// 个性指标: of an industry or a kind of project
    #[default]
    Specific,
    /// 专项转移支付指标
    Transfer,
}

impl Part {
    /// All parts in the order of their pages.
    pub const ALL: [Part; 3] = [Part::Common, Part::Specific, Part::Transfer];

    /// The identifier used in files, answers and locale keys.
    pub fn id(self) -> &'static str {
        match self {
            Part::Common => "common",
            Part::Specific => "specific",
            Part::Transfer => "transfer",
        }
    }

    /// Reads [`Part::id`].
    pub fn from_id(id: &str) -> Option<Part> {
        Part::ALL.into_iter().find(|part| part.id() == id)
    }
}

/// How far a standard has come. The order is that of weight: the later one of two counts more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StandardState {
    /// 废止: no longer used
    Abolished,
    /// 试行
    Trial,
    /// 确认
    Confirmed,
    /// 印发
    Issued,
}

impl StandardState {
    /// All states, the weakest first.
    pub const ALL: [StandardState; 4] =
        [StandardState::Abolished, StandardState::Trial, StandardState::Confirmed, StandardState::Issued];

    /// The identifier used in answers and locale keys.
    pub fn id(self) -> &'static str {
        match self {
            StandardState::Abolished => "abolished",
            StandardState::Trial => "trial",
            StandardState::Confirmed => "confirmed",
            StandardState::Issued => "issued",
        }
    }
}

/// One row of a library. Texts are as printed, empty where nothing was.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LibraryEntry {
    /// Which part it belongs to.
    pub part: Part,
    /// 指标代码
    pub code: String,
    /// 一级指标
    pub level1: String,
    /// 二级指标
    pub level2: String,
    /// 三级指标
    pub name: String,
    /// 计量单位
    pub unit: String,
    /// 标准值 with its sign
    pub standard: String,
    /// 标杆值 with its sign
    pub benchmark: String,
    /// 行业
    pub industry: String,
    /// 项目类别
    pub project_class: String,
    /// 级次: 省级, 市级, 县级 …
    pub tier: String,
    /// 指标解释, 指标值说明
    pub explanation: String,
    /// 评分标准
    pub scoring: String,
    /// 佐证资料要求
    pub evidence: String,
    /// 依据文件: the document that says so
    pub document: String,
    /// 发布日期
    pub date: String,
    /// 适用范围
    pub scope: String,
    /// 试行 / 确认 / 印发 / 废止
    pub state: Option<StandardState>,
    /// 核心指标
    pub core: bool,
    /// Index of its table among [`LibraryTable`]s.
    pub table: usize,
    /// Its number in that table, from 1.
    pub no: u32,
}

impl LibraryEntry {
    /// True where it may be held against a target: not 废止.
    pub fn in_use(&self) -> bool {
        self.state != Some(StandardState::Abolished)
    }

    /// True where it says what a value is measured against.
    pub fn measures(&self) -> bool {
        !self.standard.is_empty() || !self.benchmark.is_empty()
    }
}

/// One version of a library: a published table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LibraryTable {
    /// Its title.
    pub name: String,
    /// Year it was filed for.
    pub year: u16,
    /// The batch that brought it: its version.
    pub batch: BatchId,
    /// File name.
    pub source: String,
    /// Number of entries.
    pub entries: u32,
    /// False for a version that a later one of the same name has replaced.
    pub in_force: bool,
}

/// How an entry was found to fit a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Nearness {
    /// Names share most of their pairs of characters.
    Alike,
    /// One name holds the other.
    Within,
    /// The same name.
    Same,
}

impl Nearness {
    /// The identifier used in answers and locale keys.
    pub fn id(self) -> &'static str {
        match self {
            Nearness::Alike => "alike",
            Nearness::Within => "within",
            Nearness::Same => "same",
        }
    }
}

/// An entry that fits a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LibraryFit {
    /// Index of the entry.
    pub entry: usize,
    /// How the names stand to each other.
    pub nearness: Nearness,
    /// Its industry or project class is that of the project.
    pub same_field: bool,
    /// Names alike, in thousandths.
    pub likeness: u32,
}

/// An indicator that a project of its kind usually has, and this one has not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// 三级指标
    pub name: String,
    /// 二级指标
    pub level2: String,
    /// Like projects that have it.
    pub having: u32,
    /// Like projects that were looked at.
    pub looked: u32,
    /// A value as one of them prints it, for the wording only.
    pub example: String,
    /// Entry of the library that names it.
    pub entry: Option<usize>,
    /// The library calls it a core indicator of this kind of project.
    pub core: bool,
}
