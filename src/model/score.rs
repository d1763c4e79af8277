//! SCORE: by what rules self-evaluations are recomputed, what a recheck found, and what came of it.
//!
//! Points are decimals as printed or rounded once (two places, half up); there is no binary floating point. Who may import
//! it: everyone. Deliberately absent: the arithmetic ([`crate::rules::score`]), reading a profile (`config::profile`) and
//! words for people: a rule, a reason and a flag name messages (`score-…`).

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::finding::Level1;
use super::money::Money;
pub use super::recheck::Deviation;
use super::review::Grade;
use super::value::Achieved;

/// How the points of a row came about. The identifiers stand in working papers and never change their meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ScoreRule {
    /// Reached: full points.
    Reached,
    /// More is better, and it was missed: actual / target × points.
    Proportion,
    /// Less is better, and it was exceeded: target / actual × points.
    Reverse,
    /// A value to be met exactly was missed: by its deviation, by its ratio, or nothing, as the profile says.
    Deviation,
    /// A range was missed: by the ratio to its nearer end, or nothing.
    Range,
    /// A date was missed: what the profile leaves for so many days, or nothing. Dates are never divided.
    Late,
    /// Words with a share: share × points.
    Tier,
    /// Words without a share, and the points of the department lie within the tier: they stand.
    TierKept,
    /// Words without a share, and the points of the department lie outside of the tier: the profile's usual share.
    TierUsual,
    /// A target that cannot be a divisor (zero or below) was missed: nothing.
    Indivisible,
    /// The ratio lies below the pass line of the profile: nothing.
    BelowLine,
    /// Execution rate on the adjusted budget, full points at most.
    Execution,
    /// Satisfaction by the bands of the profile.
    Band,
    /// Evidence is missing: nothing until it arrives.
    NoEvidence,
    /// Not applicable: its points went to the other rows.
    Dropped,
    /// It cannot be read without guessing: the points of the department stand.
    Stands,
}

impl ScoreRule {
    /// All of them, in the order of their identifiers.
    pub const ALL: [ScoreRule; 16] = [
        ScoreRule::Reached,
        ScoreRule::Proportion,
        ScoreRule::Reverse,
        ScoreRule::Deviation,
        ScoreRule::Range,
        ScoreRule::Late,
        ScoreRule::Tier,
        ScoreRule::TierKept,
        ScoreRule::TierUsual,
        ScoreRule::Indivisible,
        ScoreRule::BelowLine,
        ScoreRule::Execution,
        ScoreRule::Band,
        ScoreRule::NoEvidence,
        ScoreRule::Dropped,
        ScoreRule::Stands,
    ];

    /// `Q1` …; its words are the message `score-q1` …
    pub fn id(self) -> &'static str {
        match self {
            ScoreRule::Reached => "Q1",
            ScoreRule::Proportion => "Q2",
            ScoreRule::Reverse => "Q3",
            ScoreRule::Deviation => "Q4",
            ScoreRule::Range => "Q5",
            ScoreRule::Late => "Q6",
            ScoreRule::Tier => "Q7",
            ScoreRule::TierKept => "Q8",
            ScoreRule::TierUsual => "Q9",
            ScoreRule::Indivisible => "Q10",
            ScoreRule::BelowLine => "Q11",
            ScoreRule::Execution => "Q12",
            ScoreRule::Band => "Q13",
            ScoreRule::NoEvidence => "Q14",
            ScoreRule::Dropped => "Q15",
            ScoreRule::Stands => "Q16",
        }
    }
}

/// Why a row was not recomputed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unread {
    /// No actual value, or only a sign of nothing.
    ActualMissing,
    /// The actual value can be read in several ways.
    ActualUnclear,
    /// The actual value states a bound (≥450) that leaves open whether the target was reached.
    ActualBound,
    /// Words where a number is due.
    WordsForNumber,
    /// The words do not say whether the target was reached.
    WordsUnclear,
    /// The target cannot be read without doubt.
    TargetUnclear,
    /// Units that measure different things.
    Units,
    /// The date may lie on either side of the target.
    DateUnclear,
    /// No points are printed with the row.
    WeightMissing,
    /// Budget or execution is missing, cannot be read, or the budget is zero.
    FundsMissing,
    /// An amount below zero.
    FundsNegative,
    /// Numbers too large for exact arithmetic.
    TooLarge,
}

impl Unread {
    /// All of them.
    pub const ALL: [Unread; 12] = [
        Unread::ActualMissing,
        Unread::ActualUnclear,
        Unread::ActualBound,
        Unread::WordsForNumber,
        Unread::WordsUnclear,
        Unread::TargetUnclear,
        Unread::Units,
        Unread::DateUnclear,
        Unread::WeightMissing,
        Unread::FundsMissing,
        Unread::FundsNegative,
        Unread::TooLarge,
    ];

    /// Part of a locale key: `score-unread-…`.
    pub fn id(self) -> &'static str {
        match self {
            Unread::ActualMissing => "actual-missing",
            Unread::ActualUnclear => "actual-unclear",
            Unread::ActualBound => "actual-bound",
            Unread::WordsForNumber => "words-for-number",
            Unread::WordsUnclear => "words-unclear",
            Unread::TargetUnclear => "target-unclear",
            Unread::Units => "units",
            Unread::DateUnclear => "date-unclear",
            Unread::WeightMissing => "weight-missing",
            Unread::FundsMissing => "funds-missing",
            Unread::FundsNegative => "funds-negative",
            Unread::TooLarge => "too-large",
        }
    }
}

/// What is noteworthy about a row beside its points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flag {
    /// The verified value is another than the department filed, whether or not points change (数据失实).
    Untrue,
    /// Far above the target, from the percent of the profile on.
    Overshoot,
    /// More was spent than the adjusted budget.
    Overspent,
    /// The department gave itself more than the row has.
    OverWeight,
    /// The department gave itself less than nothing.
    BelowZero,
    /// The target is another than approved; the verified column judges by the approved one.
    TargetChanged,
    /// The points are others than approved.
    WeightChanged,
    /// The row is not among the approved ones.
    NotApproved,
}

impl Flag {
    /// All of them.
    pub const ALL: [Flag; 8] = [
        Flag::Untrue,
        Flag::Overshoot,
        Flag::Overspent,
        Flag::OverWeight,
        Flag::BelowZero,
        Flag::TargetChanged,
        Flag::WeightChanged,
        Flag::NotApproved,
    ];

    /// Part of a locale key: `score-flag-…`.
    pub fn id(self) -> &'static str {
        match self {
            Flag::Untrue => "untrue",
            Flag::Overshoot => "overshoot",
            Flag::Overspent => "overspent",
            Flag::OverWeight => "over-weight",
            Flag::BelowZero => "below-zero",
            Flag::TargetChanged => "target-changed",
            Flag::WeightChanged => "weight-changed",
            Flag::NotApproved => "not-approved",
        }
    }
}

/// What is left of the points when a value to be met exactly is missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EqualMissed {
    /// max(0, 1 − |actual − target| / target)
    Deviation,
    /// The smaller over the larger.
    Ratio,
    /// Nothing.
    Nothing,
}

/// What is left of the points when a range is missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RangeMissed {
    /// The ratio to the nearer end.
    Ratio,
    /// Nothing.
    Nothing,
}

/// What a target without any sign asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unsigned {
    /// At least so much; at most where the row is one of cost, or counts what is not wanted.
    Direction,
    /// Exactly so much.
    Exactly,
}

/// One of the three words of a qualitative result. All numbers are percent of the row's points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tier {
    /// Least that it may give.
    pub low: Decimal,
    /// Most that it may give.
    pub high: Decimal,
    /// What it gives where nobody said how much.
    pub usual: Decimal,
}

/// The rules of one place and year by which self-evaluations are scored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoreRules {
    /// Name and version of the profile, stored with every result.
    pub profile: String,
    /// All points of a self-evaluation.
    pub total: Decimal,
    /// Points of the execution rate, where a form prints none.
    pub execution: Decimal,
    /// Points that the place gives to first levels; may be empty.
    pub groups: BTreeMap<Level1, Decimal>,
    /// Where the points of a first level go that is dropped as a whole; those of others are spread over all rows.
    pub dropped_to: BTreeMap<Level1, Level1>,
    /// Percent below which a ratio gives nothing.
    pub pass_line: Option<Decimal>,
    /// Percent of the target from which a result is far above it.
    pub overshoot: Decimal,
    /// A value to be met exactly that was missed.
    pub equal: EqualMissed,
    /// Percent by which such a value may differ and still be met.
    pub equal_tolerance: Decimal,
    /// A range that was missed.
    pub range: RangeMissed,
    /// A figure without a sign.
    pub unsigned: Unsigned,
    /// 达成
    pub achieved: Tier,
    /// 部分达成
    pub partly: Tier,
    /// 未达成
    pub not_achieved: Tier,
    /// Days late up to which a date still gives a percent of the points, fewest days first; later is nothing.
    pub late: Vec<(u32, Decimal)>,
    /// Satisfaction in percent from which a percent of the points is given, highest first; empty: by ratio.
    pub satisfaction: Vec<(Decimal, Decimal)>,
    /// Points from which 优, 良 and 中 are reached.
    pub bands: [Decimal; 3],
    /// What each grade of a recheck leads to: locale keys or the place's own words, in the order of [`Grade::ALL`].
    pub consequences: [String; 4],
    /// Percent of the self-score up to which a recheck is consistent, slightly and largely different.
    pub deviation: [Decimal; 3],
    /// Percent of all self-evaluations that must be drawn at random.
    pub random_least: Decimal,
    /// Points by which a unit scored itself too high, on average and drawn towards all, from which its projects may be examined
    /// in any case next time.
    pub inflated: Decimal,
}

impl Default for ScoreRules {
    /// The national default; `data/profiles/default.toml` says the same with sources.
    fn default() -> Self {
        let n = |number: u8| Decimal::from(number);
        ScoreRules {
            profile: "default".to_owned(),
            total: Decimal::ONE_HUNDRED,
            execution: n(10),
            groups: BTreeMap::from([(Level1::Output, n(50)), (Level1::Benefit, n(30)), (Level1::Satisfaction, n(10))]),
            dropped_to: BTreeMap::from([(Level1::Satisfaction, Level1::Benefit)]),
            pass_line: None,
            overshoot: n(130),
            equal: EqualMissed::Deviation,
            equal_tolerance: Decimal::new(5, 1),
            range: RangeMissed::Ratio,
            unsigned: Unsigned::Direction,
            achieved: Tier { low: n(80), high: n(100), usual: n(100) },
            partly: Tier { low: n(60), high: n(80), usual: n(70) },
            not_achieved: Tier { low: n(0), high: n(60), usual: n(0) },
            late: Vec::new(),
            satisfaction: Vec::new(),
            bands: [n(90), n(80), n(60)],
            consequences: ["none", "none", "improve", "improve"].map(|id| format!("score-consequence-{id}")),
            deviation: [n(5), n(10), n(20)],
            random_least: n(10),
            inflated: n(5),
        }
    }
}

impl ScoreRules {
    /// The grade of a number of points.
    pub fn grade(&self, points: Decimal) -> Grade {
        let reached = self.bands.iter().position(|band| points >= *band);
        reached.and_then(|index| Grade::ALL.get(index).copied()).unwrap_or(Grade::Poor)
    }

    /// What a grade of a recheck leads to: a locale key, or the place's own words.
    pub fn consequence(&self, grade: Grade) -> &str {
        let [excellent, good, fair, poor] = &self.consequences;
        match grade {
            Grade::Excellent => excellent,
            Grade::Good => good,
            Grade::Fair => fair,
            Grade::Poor => poor,
        }
    }

    /// The tier of a word.
    pub fn tier(&self, achieved: Achieved) -> Tier {
        match achieved {
            Achieved::Achieved => self.achieved,
            Achieved::PartlyAchieved => self.partly,
            Achieved::NotAchieved => self.not_achieved,
        }
    }
}

/// What a recheck found about one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowCheck {
    /// As the department filed it.
    Agrees,
    /// Another value, as typed: `412`, `部分70%`.
    Value(String),
    /// Nothing proves it.
    NoEvidence,
    /// Not applicable: its points go to the other rows.
    Dropped,
}

/// What a recheck found about the funds; `None` is as filed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct VerifiedFunds {
    /// Adjusted budget.
    pub adjusted: Option<Money>,
    /// Spending.
    pub executed: Option<Money>,
}

/// What a recheck found. Rows that are not named have not been looked at; they count as filed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verified {
    /// By number of the indicator.
    pub rows: BTreeMap<u32, RowCheck>,
    /// The funds, where they were looked at.
    pub funds: Option<VerifiedFunds>,
}

/// Points with how they came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scored {
    /// 0 to the row's points, two places.
    pub points: Decimal,
    /// By which rule.
    pub rule: ScoreRule,
    /// Why it was not recomputed, with [`ScoreRule::Stands`].
    pub unread: Option<Unread>,
    /// Every number the rule used, by name; they fill the message of the rule. `actual` and `target` are in one unit.
    pub facts: BTreeMap<&'static str, String>,
}

/// The number of the row of the execution rate.
pub const EXECUTION_ROW: u32 = 0;

/// A row, recomputed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoredRow {
    /// Number of the indicator; [`EXECUTION_ROW`] for the execution rate.
    pub no: u32,
    /// 三级指标 without labels of the template; empty for the execution rate.
    pub name: String,
    /// First level, where it can be told.
    pub level1: Option<Level1>,
    /// Points as printed.
    pub weight: Option<Decimal>,
    /// Points after those of dropped rows were spread.
    pub rescaled: Decimal,
    /// What the department gave itself.
    pub self_score: Option<Decimal>,
    /// By the department's own figures.
    pub own: Scored,
    /// By what the recheck found.
    pub verified: Scored,
    /// If all missing evidence arrives.
    pub best: Scored,
    /// What the recheck found; `None`: not looked at.
    pub check: Option<RowCheck>,
    /// What is noteworthy.
    pub flags: Vec<Flag>,
    /// The scoring standard as printed. It is shown, never executed.
    pub standard: Option<String>,
}

impl ScoredRow {
    /// Verified points less the department's own.
    pub fn difference(&self) -> Option<Decimal> {
        self.self_score.map(|score| self.verified.points - score)
    }
}

/// The points of a first level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupTotal {
    /// 一级指标 as printed.
    pub name: String,
    /// Which one, where it can be told.
    pub level1: Option<Level1>,
    /// Points of its rows.
    pub weight: Decimal,
    /// Points that the place gives it.
    pub prescribed: Option<Decimal>,
    /// By own figures, by verified ones, at best.
    pub points: [Decimal; 3],
}

/// A sum of points with what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Total {
    /// The sum of the rows as shown.
    pub points: Decimal,
    /// Its grade.
    pub grade: Grade,
    /// What that leads to: a locale key or the place's own words.
    pub consequence: String,
}

/// A self-evaluation, recomputed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recomputed {
    /// The execution rate first, where the form has one, then the annual indicators.
    pub rows: Vec<ScoredRow>,
    /// By first level, in printed order.
    pub groups: Vec<GroupTotal>,
    /// Sum of the printed points.
    pub weight: Decimal,
    /// The department's own total: as printed, else the sum of its rows.
    pub self_score: Option<Decimal>,
    /// Its grade.
    pub self_grade: Option<Grade>,
    /// By the department's own figures.
    pub own: Total,
    /// By what the recheck found.
    pub verified: Total,
    /// If all missing evidence arrives.
    pub best: Total,
    /// Verified total less the department's own.
    pub difference: Option<Decimal>,
    /// How far apart they are.
    pub deviation: Option<Deviation>,
    /// Rows that nobody has looked at, the funds included.
    pub open: usize,
    /// Rows that were not recomputed by own figures.
    pub unread: usize,
    /// Approved indicators that the self-evaluation does not have.
    pub dropped_approved: Vec<String>,
}
