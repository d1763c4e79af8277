//! FINDING: what an automatic check (机审) found on a target, and the settings by which the checks look.
//!
//! A finding only suggests: a person accepts it (it becomes an opinion), words it anew or dismisses it. It names the cell,
//! the rule with its version and every number the rule used, so that it can be explained years later. Who may import it:
//! everyone. Deliberately absent: the words of a check (`config::checks`) and the checks themselves (`rules::check`).

use std::collections::BTreeMap;
use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::review::CategoryCode;

/// How grave a finding or an opinion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// A rule is broken: must be put right.
    Error,
    /// A matter of judgement: should be put right.
    Warning,
    /// For information; never a draft.
    Info,
}

impl Severity {
    /// The gravest first.
    pub const ALL: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Info];

    /// The identifier used in files and answers; its name is the message `severity-…`.
    pub fn id(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
        }
    }
}

/// Name of a check: `T001` … of the catalogue, or one of a place's own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CheckId(pub String);

impl fmt::Display for CheckId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for CheckId {
    fn from(id: &str) -> Self {
        CheckId(id.to_owned())
    }
}

/// What of a target or of one of its rows is meant. Findings on one cell speak of the same fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cell {
    /// 项目名称
    Name,
    /// 项目代码
    Code,
    /// 主管部门
    Department,
    /// 实施单位
    Unit,
    /// 起止时间
    Period,
    /// 年度目标
    Goal,
    /// 中期目标
    MidTermGoal,
    /// 项目资金
    Funds,
    /// The indicators as a set
    Rows,
    /// The points as a set
    Weights,
    /// 一级指标 and 二级指标 of a row
    Level,
    /// 三级指标 of a row
    Indicator,
    /// 计算符号 of a row
    Sign,
    /// 指标值 of a row, with sign and unit where the check speaks of all three
    Value,
    /// 计量单位 of a row
    UnitOfMeasure,
    /// 分值 of a row
    Weight,
    /// 指标解释, 评分标准 of a row
    Explanation,
    /// 数据来源, 佐证 of a row
    Source,
    /// 实施进度
    Schedule,
    /// What is known of the project beside the form: evaluation, rectification, last year
    History,
    /// The file
    File,
    /// 实际完成值 of a row of a self-evaluation
    Actual,
    /// 得分 of a row, or of the execution rate
    Score,
    /// 偏差原因分析及改进措施 of a row
    Reason,
    /// 总分 and 自评等级
    Total,
    /// 实际完成情况 of the goal
    Completion,
    /// 改进措施
    Measures,
}

impl Cell {
    /// All of them.
    pub const ALL: [Cell; 27] = [
        Cell::Name,
        Cell::Code,
        Cell::Department,
        Cell::Unit,
        Cell::Period,
        Cell::Goal,
        Cell::MidTermGoal,
        Cell::Funds,
        Cell::Rows,
        Cell::Weights,
        Cell::Level,
        Cell::Indicator,
        Cell::Sign,
        Cell::Value,
        Cell::UnitOfMeasure,
        Cell::Weight,
        Cell::Explanation,
        Cell::Source,
        Cell::Schedule,
        Cell::History,
        Cell::File,
        Cell::Actual,
        Cell::Score,
        Cell::Reason,
        Cell::Total,
        Cell::Completion,
        Cell::Measures,
    ];

    /// The identifier used in files and answers; its name is the message `cell-…`.
    pub fn id(self) -> &'static str {
        match self {
            Cell::Name => "name",
            Cell::Code => "code",
            Cell::Department => "department",
            Cell::Unit => "unit",
            Cell::Period => "period",
            Cell::Goal => "goal",
            Cell::MidTermGoal => "mid-term-goal",
            Cell::Funds => "funds",
            Cell::Rows => "rows",
            Cell::Weights => "weights",
            Cell::Level => "level",
            Cell::Indicator => "indicator",
            Cell::Sign => "sign",
            Cell::Value => "value",
            Cell::UnitOfMeasure => "unit-of-measure",
            Cell::Weight => "weight",
            Cell::Explanation => "explanation",
            Cell::Source => "source",
            Cell::Schedule => "schedule",
            Cell::History => "history",
            Cell::File => "file",
            Cell::Actual => "actual",
            Cell::Score => "score",
            Cell::Reason => "reason",
            Cell::Total => "total",
            Cell::Completion => "completion",
            Cell::Measures => "measures",
        }
    }
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The check.
    pub check: CheckId,
    /// Version of the check: it changes when the check would judge the same form differently.
    pub version: String,
    /// Class of the opinion that it proposes.
    pub category: CategoryCode,
    /// How grave it is.
    pub severity: Severity,
    /// Indicator number; absent when the whole target is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<u32>,
    /// What of it.
    pub cell: Cell,
    /// Everything the check used, by slot name, as printed: these fill the words of the check.
    pub facts: BTreeMap<String, String>,
    /// A better text for the cell, where the check knows one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<String>,
    /// The check that charges the same fact in place of this one (a fact is charged once).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charged_by: Option<CheckId>,
}

/// A check with its version, as decisions name it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CheckRef {
    /// The check.
    pub check: CheckId,
    /// Its version.
    pub version: String,
}

impl CheckRef {
    /// The check's own version: what stands before the profile's name.
    pub fn rule(&self) -> &str {
        self.version.split('/').next().unwrap_or_default()
    }
}

/// Where an opinion comes from that was a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FromCheck {
    /// The check.
    pub check: CheckId,
    /// Its version.
    pub version: String,
    /// True when class, text or demand were changed before it was given.
    pub edited: bool,
}

/// How people answered the drafts of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Answers {
    /// Accepted as they stood.
    pub accepted: u64,
    /// Accepted in other words or another class.
    pub edited: u64,
    /// Found to be no fault.
    pub dismissed: u64,
}

impl Answers {
    /// All answers.
    pub fn all(self) -> u64 {
        self.taken().saturating_add(self.dismissed)
    }

    /// Accepted, whether edited or not: in both cases there was a fault.
    pub fn taken(self) -> u64 {
        self.accepted.saturating_add(self.edited)
    }
}

/// How loudly a check speaks. People's answers turn it down, and a person may turn it up again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Voice {
    /// Its findings are drafts that wait for an answer.
    Drafts,
    /// Its findings are shown and wait for nothing.
    Hint,
    /// Its findings are shown only to whoever looks for details.
    Quiet,
    /// It never runs.
    Off,
}

impl Voice {
    /// The loudest first.
    pub const ALL: [Voice; 4] = [Voice::Drafts, Voice::Hint, Voice::Quiet, Voice::Off];

    /// The identifier used in files and answers; its name is the message `voice-…`.
    pub fn id(self) -> &'static str {
        match self {
            Voice::Drafts => "drafts",
            Voice::Hint => "hint",
            Voice::Quiet => "quiet",
            Voice::Off => "off",
        }
    }
}

impl Finding {
    /// The check with its version.
    pub fn check_ref(&self) -> CheckRef {
        CheckRef { check: self.check.clone(), version: self.version.clone() }
    }

    /// True when it proposes an opinion: grave enough, and not charged by another check.
    pub fn drafts(&self) -> bool {
        self.severity != Severity::Info && self.charged_by.is_none()
    }
}

/// Stands among the reasons to expect findings where last year's result was 中 or 差.
pub const RETURNED: &str = "@returned";

/// What was found on a target, counted. Findings that another check charges are left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FindingCounts {
    /// Rules broken.
    pub errors: u32,
    /// Matters of judgement.
    pub warnings: u32,
    /// For information.
    pub infos: u32,
    /// How many of them a reviewer may be expected to raise, in thousandths.
    pub expected: u32,
}

/// A number that a check compares with; places set their own in a profile.
macro_rules! thresholds {
    ($($(#[$doc:meta])* $name:ident = $id:literal, $default:literal;)*) => {
        /// Numbers by which the checks look. Values of `data/profiles/default.toml`, laid over by a place's own.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Threshold { $($(#[$doc])* $name,)* }

        impl Threshold {
            /// All of them.
            pub const ALL: &[Threshold] = &[$(Threshold::$name,)*];

            /// Its name in a profile.
            pub fn id(self) -> &'static str {
                match self { $(Threshold::$name => $id,)* }
            }

            /// The national default as written in `data/profiles/default.toml` (a test holds the two together).
            pub fn default_text(self) -> &'static str {
                match self { $(Threshold::$name => $default,)* }
            }
        }
    };
}

thresholds! {
    /// T010: characters below which a goal is too short.
    GoalShortest = "goal-shortest", "15";
    /// T012, T013: similarity from which two goals are copies, 0 to 1.
    GoalCopied = "goal-copied", "0.95";
    /// T013: change of the budget, in percent, beyond which an unchanged goal is told.
    BudgetMoved = "budget-moved", "10";
    /// T015: similarity of names, 0 to 1.
    TwinName = "twin-name", "0.9";
    /// T015: similarity of goals, 0 to 1.
    TwinGoal = "twin-goal", "0.8";
    /// T016: characters from which a common passage is a copy.
    CopiedText = "copied-text", "40";
    /// T022: fewest indicators.
    RowsFewest = "rows-fewest", "3";
    /// T022: most indicators.
    RowsMost = "rows-most", "20";
    /// T023: percent by which an indicator may miss what the goal promises.
    PromiseTolerance = "promise-tolerance", "5";
    /// T036: percent below which satisfaction is too low.
    SatisfactionLowest = "satisfaction-lowest", "80";
    /// T038: percent below last year's result.
    BelowLastYear = "below-last-year", "5";
    /// T039: percent by which a target was cut.
    TargetCut = "target-cut", "10";
    /// T040: number of percentages from which habit can be told.
    HabitRows = "habit-rows", "4";
    /// T040: percent of them that are exactly 100 %.
    HabitShare = "habit-share", "80";
    /// T042, T049: fewest like indicators to compare with.
    PeersFewest = "peers-fewest", "5";
    /// T042, T049: how many times the median is far.
    PeersFactor = "peers-factor", "3";
    /// T045, T046: tolerance of sums of funds, in 万元.
    FundsTolerance = "funds-tolerance", "0.1";
    /// T047: percent by which itemised caps may exceed the budget.
    CapsOver = "caps-over", "0.5";
    /// T048: percent by which the total cost may differ from the budget.
    TotalCostOff = "total-cost-off", "5";
    /// T049: 万元 from which a project is large.
    LargeProject = "large-project", "1000";
    /// T049: quantity indicators that are too few for it.
    LargeProjectRows = "large-project-rows", "1";
    /// T050: tolerance of sums of points.
    WeightTolerance = "weight-tolerance", "0.01";
    /// T053: points from which one indicator dominates.
    WeightHeaviest = "weight-heaviest", "30";
    /// T053: number of rows from which equal points are no distribution.
    EvenRows = "even-rows", "6";
    /// T061: 万元 from which a new project needs an ex-ante evaluation.
    ExAnteFrom = "ex-ante-from", "1000";
    /// T063: share of like indicators from which nothing changed, 0 to 1.
    SameRows = "same-rows", "0.95";
    /// T065: percent of execution that is low.
    LowExecution = "low-execution", "60";
    /// X005: percent of tolerance around 10,000.
    UnitSlip = "unit-slip", "0.5";
    /// E007, E009: points by which a printed sum or score may differ.
    TotalTolerance = "total-tolerance", "0.1";
    /// E008: percentage points by which a printed execution rate may differ.
    RateTolerance = "rate-tolerance", "0.1";
    /// E010: 万元 by which spending may exceed the adjusted budget.
    SpendingTolerance = "spending-tolerance", "0.01";
    /// E013: percent of execution below which a reason must be given.
    ExplainedExecution = "explained-execution", "90";
    /// E014, E015, E024: points by which a score may differ.
    ScoreTolerance = "score-tolerance", "0.05";
    /// E019: percent of the target from which it was set too low.
    TargetTooLow = "target-too-low", "200";
    /// E025: percent of a unit's projects with all points from which scores are inflated.
    FullShare = "full-share", "90";
    /// E026: percent of execution below which full outputs are doubtful.
    SpentLittle = "spent-little", "60";
    /// E027: numeric rows from which equal values can be told as an echo.
    EchoRows = "echo-rows", "4";
    /// E030: characters below which a statement of completion is empty.
    CompletionShortest = "completion-shortest", "15";
    /// E030: likeness from which it copies the goal, 0 to 1.
    CompletionCopied = "completion-copied", "0.98";
    /// E031: points below which measures are asked for.
    ImproveBelow = "improve-below", "90";
    /// E036: percent by which total cost and spending may differ.
    CostSpentOff = "cost-spent-off", "1";
}

/// Yes or no by place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Switch {
    /// T002: targets name a unit below the department.
    UnitLevel,
    /// T020: every project needs a cost indicator, and lacking one is an error.
    CostRequired,
    /// T021: a project with users needs a satisfaction indicator.
    SatisfactionAsked,
    /// T030: words as values need tiers.
    TiersRequired,
    /// T034: rates need an explanation.
    ExplanationRequired,
    /// T062: rows name where their data come from.
    SourceRequired,
}

impl Switch {
    /// All of them.
    pub const ALL: [Switch; 6] = [
        Switch::UnitLevel,
        Switch::CostRequired,
        Switch::SatisfactionAsked,
        Switch::TiersRequired,
        Switch::ExplanationRequired,
        Switch::SourceRequired,
    ];

    /// Its name in a profile.
    pub fn id(self) -> &'static str {
        match self {
            Switch::UnitLevel => "unit-level",
            Switch::CostRequired => "cost-required",
            Switch::SatisfactionAsked => "satisfaction-asked",
            Switch::TiersRequired => "tiers-required",
            Switch::ExplanationRequired => "explanation-required",
            Switch::SourceRequired => "source-required",
        }
    }
}

/// What a place says of one check.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CheckChange {
    /// False: never run.
    pub off: bool,
    /// Shown, but neither a draft nor a hint: people mostly dismissed it, or the place wants it so.
    pub quiet: bool,
    /// Another severity.
    pub severity: Option<Severity>,
    /// Another class.
    pub category: Option<CategoryCode>,
}

/// First level of an indicator (一级指标), in the words of the indicator tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level1 {
    /// 成本
    Cost,
    /// 产出
    Output,
    /// 效益
    Benefit,
    /// 满意度
    Satisfaction,
}

impl Level1 {
    /// All of them, in printed order.
    pub const ALL: [Level1; 4] = [Level1::Cost, Level1::Output, Level1::Benefit, Level1::Satisfaction];

    /// Its name in a profile; its name for people is the message `level-…`.
    pub fn id(self) -> &'static str {
        match self {
            Level1::Cost => "cost",
            Level1::Output => "output",
            Level1::Benefit => "benefit",
            Level1::Satisfaction => "satisfaction",
        }
    }
}

/// How a place wants points spread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tree {
    /// What the points of a target may add up to, e.g. 90 (100 with the execution rate) and 100.
    pub totals: Vec<Decimal>,
    /// Lowest and highest points of a level, where the place sets them.
    pub ranges: BTreeMap<Level1, (Decimal, Decimal)>,
}

/// By what the checks look: one place's profile, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckSettings {
    /// Name and version of the profile, stored with every finding.
    pub profile: String,
    thresholds: BTreeMap<Threshold, Decimal>,
    switches: BTreeMap<Switch, bool>,
    /// Changes by check.
    pub checks: BTreeMap<CheckId, CheckChange>,
    /// Points.
    pub tree: Tree,
    /// Names of second levels that a level may have; a level that is not named may have any.
    pub level2_names: BTreeMap<Level1, Vec<String>>,
    /// Number of characters of a full project code (21 in the national standard); `None`: not checked.
    pub code_length: Option<usize>,
    /// Words in a project's name or class that make a cost indicator compulsory (T020).
    pub cost_kinds: Vec<String>,
}

impl Default for CheckSettings {
    /// The national default; `data/profiles/default.toml` says the same with sources.
    fn default() -> Self {
        let ninety = Decimal::from(90);
        CheckSettings {
            profile: "default".to_owned(),
            thresholds: BTreeMap::new(),
            switches: BTreeMap::from([(Switch::UnitLevel, true), (Switch::SatisfactionAsked, true)]),
            checks: BTreeMap::new(),
            tree: Tree { totals: vec![ninety, Decimal::ONE_HUNDRED], ranges: BTreeMap::new() },
            level2_names: BTreeMap::new(),
            code_length: None,
            cost_kinds: Vec::new(),
        }
    }
}

impl CheckSettings {
    /// A threshold as a number.
    pub fn number(&self, threshold: Threshold) -> Decimal {
        // A test reads every default.
        let default = || threshold.default_text().parse().unwrap_or_default();
        self.thresholds.get(&threshold).copied().unwrap_or_else(default)
    }

    /// Sets a threshold.
    pub fn set_number(&mut self, threshold: Threshold, value: Decimal) {
        self.thresholds.insert(threshold, value);
    }

    /// Whether a switch is on.
    pub fn is_on(&self, switch: Switch) -> bool {
        self.switches.get(&switch).copied().unwrap_or_default()
    }

    /// Sets a switch.
    pub fn switch(&mut self, switch: Switch, on: bool) {
        self.switches.insert(switch, on);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_threshold_has_a_name_of_its_own_and_a_default() {
        let mut names: Vec<_> = Threshold::ALL.iter().map(|threshold| threshold.id()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Threshold::ALL.len());
        for threshold in Threshold::ALL {
            assert!(threshold.default_text().parse::<Decimal>().is_ok_and(|value| !value.is_zero()), "{threshold:?}");
        }
    }
}
