//! The vocabulary of headings and labels (`src/data/headings.toml`), and how printed ones are compared with it.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names are those of glossary and vocabulary file")]
pub enum Column {
    Year,
    Region,
    UnitCode,
    Unit,
    DepartmentCode,
    Department,
    ProjectCode,
    Project,
    UnitOrProject,
    AnyCode,
    AnyName,
    Sequence,
    Level1,
    Level2,
    Level3,
    LevelCode,
    GroupName,
    IndicatorCode,
    Operator,
    Target,
    Threshold,
    Measure,
    Actual,
    ActualSoFar,
    RatioActual,
    Expected,
    Weight,
    Score,
    ReviewScore,
    ScoreFactor,
    Deduction,
    Description,
    DeviationReason,
    Explanation,
    ScoringStandard,
    Basis,
    IndicatorNature,
    Horizon,
    Common,
    ValueDescription,
    ValueMethod,
    ValueSource,
    Evidence,
    Industry,
    Likelihood,
    PreviousActual,
    Remark,
    Goal,
    GoalMidTerm,
    GoalActual,
    ProjectNature,
    ProjectClass,
    FinanceDivision,
    Period,
    Opinion,
    State,
    Initial,
    Increase,
    Decrease,
    Adjusted,
    Adjustment,
    Executed,
    ExpectedSpending,
    ExecutionRate,
    PreviousBudget,
    PreviousExecuted,
    FundsSource,
    Total,
    MidTermTotal,
    Fiscal,
    Other,
    CarriedOver,
    SelfGrade,
    SelfScore,
    Conclusion,
    Notes,
    SpendingOnTime,
    GoalOnTime,
    ReasonKind,
    Analysis,
    GoalAdjustment,
    Problems,
    Measures,
    ParentProject,
    ProjectLevel,
    RectificationTitle,
    RectificationKind,
    Rectification,
    RectificationFile,
    Due,
    ProblemClass,
    Feedback,
    FeedbackFile,
    FeedbackOn,
    BudgetAdvice,
    FinanceBudgetAdvice,
    Completed,
    Assessor,
}

impl Column {
    /// Whether a column speaks of indicators only, wherever it stands.
    pub fn is_of_indicators(self) -> bool {
        use Column::{
            Actual, ActualSoFar, Expected, GroupName, Horizon, Level1, Level2, Level3, LevelCode, Measure, Operator,
            RatioActual, Target, Threshold, Weight,
        };
        matches!(
            self,
            Level1 | Level2 | Level3 | LevelCode | GroupName | Measure | Operator | Target | Threshold | Weight
        ) || matches!(self, Actual | ActualSoFar | RatioActual | Expected | Horizon)
    }
}

/// What a label of a form announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names are those of glossary and vocabulary file")]
pub enum Label {
    Project,
    ProjectCode,
    Department,
    DepartmentCode,
    HigherDepartment,
    Unit,
    FilingUnit,
    UnitCode,
    WholeDepartment,
    Year,
    Region,
    ProjectNature,
    ProjectClass,
    ParentProject,
    ProjectLevel,
    FundsUse,
    Period,
    FinanceDivision,
    Overview,
    Grounds,
    UnitFunction,
    FiledOn,
    Notes,
    Conclusion,
    Problems,
    Measures,
    RectificationTitle,
    RectificationKind,
    Rectification,
    RectificationFile,
    Due,
    ProblemClass,
    Feedback,
    FeedbackFile,
    FeedbackOn,
    BudgetAdvice,
    FinanceBudgetAdvice,
    Completed,
    Assessor,
    State,
    Analysis,
    SelfGrade,
    SelfScore,
    TotalScore,
    MidTermTotal,
    Total,
    Fiscal,
    Other,
    CarriedOver,
    OwnFunds,
    Initial,
    Adjusted,
    Executed,
    ExecutionRate,
    ExecutionWeight,
    ExecutionScore,
    FundsSection,
    GoalSection,
    Goal,
    GoalMidTerm,
    GoalActual,
    IndicatorsSection,
    IndicatorsAnnual,
    IndicatorsMidTerm,
    ScheduleSection,
    TasksSection,
    Ignored,
    Kept,
}

/// Words looked for inside of texts.
#[derive(Debug, Deserialize)]
#[allow(missing_docs, reason = "see the vocabulary file")]
pub struct Words {
    pub year: String,
    pub month: String,
    pub budget_year: String,
    pub points: String,
    pub yuan: String,
    pub ten_thousand_yuan: String,
    pub ten_thousand: String,
    pub hundred_million_yuan: String,
    pub money_unit: String,
    pub filed_on: String,
    pub until: [String; 2],
    pub self_evaluation: Vec<String>,
    pub monitoring: Vec<String>,
    pub target: Vec<String>,
    pub whole_department: Vec<String>,
    pub total_rows: Vec<String>,
    pub foot_rows: Vec<String>,
    pub indicator_token: String,
    pub continued: Vec<String>,
    pub library: Vec<String>,
    pub yardsticks: Vec<String>,
    pub library_columns: Vec<String>,
    pub rectification: Vec<String>,
    pub areas: Vec<String>,
    pub ticks: Vec<String>,
    pub numerals: String,
    pub comparisons: Vec<String>,
    pub page: [String; 2],
    pub parts: String,
    pub part: String,
    pub form: String,
    pub nothing: Vec<String>,
}

/// Name and headings of the opinions sheet.
#[derive(Debug, Deserialize)]
#[allow(missing_docs, reason = "see the vocabulary file")]
pub struct OpinionHeadings {
    pub name: String,
    pub project: Vec<String>,
    pub department: Vec<String>,
    pub on_row: String,
    pub on_project: String,
    pub demand: String,
}

#[derive(Deserialize)]
struct Vocabulary {
    column: BTreeMap<Column, Vec<String>>,
    label: BTreeMap<Label, Vec<String>>,
    words: Words,
    opinions: OpinionHeadings,
}

struct Tables {
    columns: HashMap<String, Vec<Column>>,
    labels: HashMap<String, Vec<Label>>,
    column_spellings: BTreeMap<Column, Vec<String>>,
    label_spellings: BTreeMap<Label, Vec<String>>,
    words: Words,
    opinions: OpinionHeadings,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    // The vocabulary is part of the program and read by a test.
    let read: Vocabulary = toml::from_str(include_str!("../data/headings.toml")).expect("embedded vocabulary");
    let mut columns: HashMap<String, Vec<Column>> = HashMap::new();
    for (column, headings) in &read.column {
        for heading in headings {
            columns.entry(normal(heading, &read.words)).or_default().push(*column);
        }
    }
    let mut labels: HashMap<String, Vec<Label>> = HashMap::new();
    for (label, texts) in &read.label {
        for text in texts {
            labels.entry(normal(text, &read.words)).or_default().push(*label);
        }
    }
    let (column_spellings, label_spellings) = (read.column, read.label);
    Tables { columns, labels, column_spellings, label_spellings, words: read.words, opinions: read.opinions }
});

/// Words looked for inside of texts.
pub fn words() -> &'static Words {
    &TABLES.words
}

/// Name and headings of the opinions sheet.
pub fn opinion_sheet() -> &'static OpinionHeadings {
    &TABLES.opinions
}

/// Whether a character is its own half-width form: printable ASCII, Han, and the marks that stand between them.
fn is_plain(c: char) -> bool {
    matches!(c, '!'..='~' | '\u{4e00}'..='\u{9fff}' | '\u{3001}' | '\u{3002}' | '\u{300a}' | '\u{300b}')
}

/// Half width, without any white space or zero-width marks.
pub fn squeeze(text: &str) -> String {
    // Nearly every cell; normalising takes twenty times as long.
    if text.chars().all(is_plain) {
        return text.to_owned();
    }
    text.nfkc().filter(|c| !c.is_whitespace() && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}')).collect()
}

/// [`squeeze`], without leading marks and trailing colons, digits before 年 and 月 dropped.
fn normal(text: &str, words: &Words) -> String {
    let squeezed = squeeze(text).replace(&words.until[0], &words.until[1]);
    let bare = squeezed.trim_start_matches(['*', '\u{2605}', '\u{2606}']).trim_end_matches(':');
    let mut normal = String::new();
    for c in bare.chars() {
        if words.year.starts_with(c) || words.month.starts_with(c) {
            let kept =
                normal.trim_end_matches(|d: char| d.is_ascii_digit() || matches!(d, 'X' | 'x' | '-' | '~' | '—' | '–'));
            normal.truncate(kept.len());
        }
        normal.push(c);
    }
    normal
}

/// A heading or label as the vocabulary compares it: see [`normal`].
pub fn normalised(text: &str) -> String {
    normal(text, words())
}

/// Every column of the vocabulary with its spellings, the first one the usual.
pub fn column_spellings() -> &'static BTreeMap<Column, Vec<String>> {
    &TABLES.column_spellings
}

/// Every label of the vocabulary with its spellings, the first one the usual.
pub fn label_spellings() -> &'static BTreeMap<Label, Vec<String>> {
    &TABLES.label_spellings
}

/// The heading by which every reader knows this column; a hint in brackets may be added to it.
pub fn canonical(wanted: Column) -> Option<&'static str> {
    let spellings = TABLES.column_spellings.get(&wanted)?;
    let plain = || spellings.iter().map(String::as_str).filter(|text| !text.contains('('));
    plain().find(|text| columns(text) == [wanted]).or_else(|| plain().find(|text| column(text) == Some(wanted)))
}

/// The label by which every reader knows this; one that means nothing else, where there is one.
pub fn canonical_label(wanted: Label) -> Option<&'static str> {
    let spellings = TABLES.label_spellings.get(&wanted)?;
    let means = |text: &&str| labels(text).first() == Some(&wanted);
    let all = || spellings.iter().map(String::as_str);
    all().find(|text| means(text) && labels(text).len() == 1).or_else(|| all().find(means)).or_else(|| all().next())
}

/// The spellings under which a printed heading is looked up: as it is, without its bracketed hint, its first word.
fn spellings(text: &str) -> [String; 3] {
    let words = words();
    let whole = normal(text, words);
    let without_hint = whole.split('(').next().unwrap_or_default().trim_end_matches(':').to_owned();
    let marked = text.trim_start().starts_with(['*', '＊']);
    let first_word = match marked {
        true => normal(text.split_whitespace().next().unwrap_or_default(), words),
        false => String::new(),
    };
    [whole, without_hint, first_word]
}

/// Longest text that can be a heading with its hint, in characters.
const HEADING_MAX: usize = 120;

/// What a column under this heading may hold; more than one meaning where only the other headings tell.
pub fn columns(text: &str) -> &'static [Column] {
    // Only a period begins a heading with a digit; codes and numbers need no look-up.
    let numbered = text.starts_with(|c: char| c.is_ascii_digit()) && !text.contains(words().month.as_str());
    if numbered || text.chars().nth(HEADING_MAX).is_some() {
        return &[];
    }
    spellings(text).iter().find_map(|spelling| TABLES.columns.get(spelling)).map_or(&[], Vec::as_slice)
}

/// What a column under this heading holds where nothing else is known of the table.
pub fn column(text: &str) -> Option<Column> {
    columns(text).first().copied()
}

/// What a column under this heading holds in a table of indicators, or in one of projects (`单位`: of measure, or the
/// one that spends; `类别`: of indicators or of projects).
pub fn column_among(text: &str, indicators: bool) -> Option<Column> {
    let found = columns(text);
    let fits = |column: &&Column| column.is_of_indicators() == indicators;
    found.iter().find(fits).or(found.first()).copied()
}

/// What a label announces; some texts serve for two things.
pub fn labels(text: &str) -> &'static [Label] {
    if text.chars().nth(40).is_some() {
        return &[];
    }
    let [whole, without_hint, _] = spellings(text);
    // `年度绩效目标1` is numbered; `项目资金预算执行10分` carries points.
    let is_digit = |c: char| c.is_ascii_digit();
    let unnumbered = without_hint.trim_end_matches(is_digit);
    let pointless = whole.strip_suffix(words().points.as_str()).map_or("", |bare| bare.trim_end_matches(is_digit));
    // `1.年度目标完成情况`, `二、存在问题`.
    let is_number = |c: char| c.is_ascii_digit() || words().numerals.contains(c);
    let listed = whole.trim_start_matches(is_number);
    let listed = match listed.len() < whole.len() {
        true => listed.strip_prefix(['.', '\u{3001}']).unwrap_or(""),
        false => "",
    };
    [whole.as_str(), &without_hint, unnumbered, pointless, listed]
        .iter()
        .find_map(|spelling| TABLES.labels.get(*spelling))
        .map_or(&[], Vec::as_slice)
}

/// A label with its value in the same cell, parted by the first colon. The value may be empty.
pub fn inline_label(text: &str) -> Option<(&'static [Label], &str)> {
    let (at, colon) = text.char_indices().find(|(_, c)| matches!(c, ':' | '：'))?;
    // `其中：财政拨款` is one label that holds a colon itself.
    let second = text[at + colon.len_utf8()..].char_indices().find(|(_, c)| matches!(c, ':' | '：'));
    if let Some((after, colon2)) = second {
        let end = at + colon.len_utf8() + after;
        let longer = labels(&text[..end]);
        if !longer.is_empty() {
            return Some((longer, text[end + colon2.len_utf8()..].trim()));
        }
    }
    let found = labels(&text[..at]);
    (!found.is_empty()).then(|| (found, text[at + colon.len_utf8()..].trim()))
}

/// The budget year that a title names: `（2022年度）` before `2022年`.
pub fn title_year(text: &str) -> Option<u16> {
    let squeezed = squeeze(text);
    let words = words();
    [&words.budget_year, &words.year].into_iter().find_map(|mark| {
        squeezed.match_indices(mark.as_str()).find_map(|(at, _)| {
            let digits = squeezed[..at].trim_end_matches(|c: char| c.is_ascii_digit()).len();
            plausible_year(&squeezed[digits..at])
        })
    })
}

/// A year cell: `2025`, `2025年`, `2025年度`.
pub fn plausible_year(text: &str) -> Option<u16> {
    let squeezed = squeeze(text);
    let digits = squeezed.trim_end_matches(words().budget_year.as_str()).trim_end_matches(words().year.as_str());
    (digits.len() == 4 && digits.bytes().all(|d| d.is_ascii_digit()))
        .then(|| digits.parse().ok())
        .flatten()
        .filter(|year| (1990..=2100).contains(year))
}

/// Whether any of the words occurs in the text.
pub fn has_word(text: &str, words: &[String]) -> bool {
    let squeezed = squeeze(text);
    words.iter().any(|word| squeezed.contains(word.as_str()))
}

/// Whether a text is the title of a form: `项目支出绩效自评表（2022年度）`.
pub fn is_title(text: &str) -> bool {
    let words = words();
    let squeezed = squeeze(text);
    let rectification = || words.rectification.iter().any(|word| squeezed.contains(word.as_str()));
    squeezed.chars().count() <= 60
        && (squeezed.contains(words.form.as_str()) || rectification())
        && [&words.self_evaluation, &words.monitoring, &words.target, &words.whole_department, &words.rectification]
            .iter()
            .any(|list| list.iter().any(|word| squeezed.contains(word.as_str())))
        && !is_continued(&squeezed)
}

/// Whether a title says that the table goes on from the page before: `项目支出绩效自评表（续）`.
pub fn is_continued(text: &str) -> bool {
    has_word(text, &words().continued)
}

/// Whether a text only numbers the page: `第 1 页 共 2 页`.
pub fn is_page_mark(text: &str) -> bool {
    let squeezed = squeeze(text);
    let [before, behind] = &words().page;
    squeezed.starts_with(before.as_str())
        && squeezed.ends_with(behind.as_str())
        && squeezed.chars().any(|c| c.is_ascii_digit())
        && squeezed.chars().count() <= 12
}

/// Whether a cell says that there is nothing: `—`, `/`, `无`.
pub fn is_nothing(text: &str) -> bool {
    let bare = text.trim();
    bare.is_empty() || words().nothing.iter().any(|word| word == bare)
}

/// Whether a row that begins with this text sums others up: `合计`, `总分(100分)`, `合计100`.
pub fn is_total_row(text: &str) -> bool {
    let squeezed = squeeze(text);
    let points = words().points.as_str();
    let bare = squeezed.strip_suffix(points).filter(|bare| bare.ends_with(|c: char| c.is_ascii_digit()));
    let bare = bare.unwrap_or(&squeezed).trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    words().total_rows.iter().any(|word| bare.trim_end_matches(':').split('(').next() == Some(word))
}

/// Whether a heading names an area: one column per district, town or county.
pub fn is_area(text: &str) -> bool {
    let squeezed = squeeze(text);
    let length = squeezed.chars().count();
    (2..=12).contains(&length)
        && words().areas.iter().any(|ending| squeezed.len() > ending.len() && squeezed.ends_with(ending))
}

/// Whether a row that begins with this text is a note or signature line.
pub fn is_foot_row(text: &str) -> bool {
    let squeezed = squeeze(text);
    words().foot_rows.iter().any(|word| {
        squeezed.strip_prefix(word.as_str()).is_some_and(|rest| word.ends_with(':') || rest.starts_with(':'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_with_marks_hints_spaces_and_full_width() {
        assert_eq!(column("*实际完成值（定量填数字，定性填达成、部分达成、未达成）"), Some(Column::Actual));
        assert_eq!(column("*分值 数量(20)、质量(10)、时效(10)、成本(10)、效益(30)、满意度(10)"), Some(Column::Weight));
        assert_eq!(column("年度 指标值"), Some(Column::Target));
        assert_eq!(column("全年预算数（Ａ）"), Some(Column::Adjusted));
        assert_eq!(column("截止7月底支出数"), Some(Column::Executed));
        assert_eq!(column("截至10月底绩效目标执行情况"), Some(Column::GoalActual));
        assert_eq!(column("指标值(2021年实际实现值)"), Some(Column::PreviousActual));
        assert_eq!(column("指标值(预期2022年实现值)"), Some(Column::Target));
        assert_eq!(column("评（扣）分标准"), Some(Column::ScoringStandard));
        assert_eq!(column("*二级绩效指标"), Some(Column::Level2));
        assert_eq!(column("道路养护"), None);
    }

    #[test]
    fn plain_characters_are_their_own_half_width_form() {
        for c in (0..=0x9fff).filter_map(char::from_u32).filter(|c| is_plain(*c)) {
            assert!(c.nfkc().eq([c]), "{c:?}");
            assert!(!c.is_whitespace(), "{c:?}");
        }
        assert_eq!(squeeze("（２０）\u{200b} 分"), "(20)分");
    }

    #[test]
    fn labels_carry_their_value_inside_or_not() {
        assert_eq!(labels("项目资金\n（万元）"), [Label::FundsSection]);
        assert_eq!(inline_label("项目名称：道路养护：二期"), Some((&[Label::Project][..], "道路养护：二期")));
        assert_eq!(inline_label("其中：财政拨款：60"), Some((&[Label::Fiscal][..], "60")));
        assert_eq!(labels("其中：本年财政拨款"), [Label::Fiscal]);
        assert_eq!(labels("中期目标（2023年—2025年）"), [Label::GoalMidTerm]);
        assert!(inline_label("指标1：").is_none());
    }

    #[test]
    fn years_come_from_titles() {
        assert_eq!(title_year("项目支出绩效自评表 （ 2022 年度）"), Some(2022));
        assert_eq!(title_year("２０２３年度"), Some(2023));
        assert_eq!(title_year("2024年整改情况（2022年度）"), Some(2022));
        assert_eq!(title_year("（    年度）"), None);
        assert_eq!(plausible_year("2025"), Some(2025));
        assert_eq!(plausible_year("25"), None);
    }
}
