//! What departments file: one project's target, self-evaluation, monitoring report …, as printed.
//!
//! A form is immutable and named by its content ([`Form::version`]). Every cell is kept as printed; readings
//! (see [`crate::rules::value`]) are made when they are shown, so a better reader never changes what was filed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::canonical;
use super::form_text;
use super::ids::{BatchId, ProjectKey, VersionId, sha256, tagged_sha256};
use super::money::Money;

/// What kind of table a form came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FormKind {
    /// 绩效目标申报表
    Target,
    /// 绩效自评表
    SelfEvaluation,
    /// 绩效运行监控表
    Monitoring,
    /// 项目清单、预算表: projects and amounts without indicators
    BudgetList,
    /// 部门整体绩效目标
    DepartmentOverall,
    /// 指标库
    IndicatorLibrary,
    /// 整改反馈
    Reply,
    /// 绩效目标评审意见 (单位编码 · … · 修改意见), as other systems hand it over
    OpinionList,
    /// 自评复核清单
    RecheckList,
}

impl FormKind {
    /// All kinds, in the order of the command line's help.
    pub const ALL: [FormKind; 9] = [
        FormKind::Target,
        FormKind::SelfEvaluation,
        FormKind::Monitoring,
        FormKind::BudgetList,
        FormKind::DepartmentOverall,
        FormKind::IndicatorLibrary,
        FormKind::Reply,
        FormKind::OpinionList,
        FormKind::RecheckList,
    ];

    /// The identifier used in files and answers, e.g. `self_evaluation`.
    pub fn id(self) -> &'static str {
        match self {
            FormKind::Target => "target",
            FormKind::SelfEvaluation => "self_evaluation",
            FormKind::Monitoring => "monitoring",
            FormKind::BudgetList => "budget_list",
            FormKind::DepartmentOverall => "department_overall",
            FormKind::IndicatorLibrary => "indicator_library",
            FormKind::Reply => "reply",
            FormKind::OpinionList => "opinion_list",
            FormKind::RecheckList => "recheck_list",
        }
    }

    /// Reads [`FormKind::id`].
    pub fn from_id(id: &str) -> Option<FormKind> {
        FormKind::ALL.into_iter().find(|kind| kind.id() == id)
    }
}

/// Which stage of the budget a target belongs to (编制 / 批复 / 执行 of the national data standard).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// 编制
    #[default]
    Compiled,
    /// 批复
    Approved,
    /// 执行
    Execution,
}

impl Stage {
    /// The identifier used in files and answers.
    pub fn id(self) -> &'static str {
        match self {
            Stage::Compiled => "compiled",
            Stage::Approved => "approved",
            Stage::Execution => "execution",
        }
    }

    /// Reads [`Stage::id`].
    pub fn from_id(id: &str) -> Option<Stage> {
        [Stage::Compiled, Stage::Approved, Stage::Execution].into_iter().find(|stage| stage.id() == id)
    }
}

/// A department or unit as printed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Party {
    /// Code without the name, e.g. `219001`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Name without the code.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
}

/// An amount as printed, and what it means if it can be read exactly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amount {
    /// The cell's text, with the unit of its label when the cell has none, e.g. `89.974` under 万元.
    pub raw: String,
    /// In fen; `None` when the text is no exact amount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fen: Option<Money>,
}

/// The funds block (项目资金).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Funds {
    /// 年度资金总额 of a target; of a self-evaluation the total line's adjusted amount is in `adjusted`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<Amount>,
    /// 其中：财政拨款
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fiscal: Option<Amount>,
    /// 其他资金
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other: Option<Amount>,
    /// 上年结转资金
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carried_over: Option<Amount>,
    /// 中期资金总额
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mid_term_total: Option<Amount>,
    /// 年初预算数, total line
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub initial: Option<Amount>,
    /// 全年预算数, total line
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adjusted: Option<Amount>,
    /// 全年执行数, total line
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub executed: Option<Amount>,
    /// 执行率 as printed
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub execution_rate: Option<String>,
    /// 分值 of the execution row as printed
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub execution_weight: Option<String>,
    /// 得分 of the execution row as printed
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub execution_score: Option<String>,
    /// The other lines of the block as printed: label → cells, e.g. `其中：本年财政拨款` → `["90","89.974"]`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<FundsLine>,
}

impl Funds {
    /// The amount by which the queue sorts and the key lane (≥1000万元) is told: annual total, else adjusted, else
    /// initial budget.
    pub fn annual(&self) -> Option<Money> {
        [&self.total, &self.adjusted, &self.initial]
            .into_iter()
            .find_map(|amount| amount.as_ref().and_then(|amount| amount.fen))
    }
}

/// One more line of the funds block, as printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FundsLine {
    /// The label of the line.
    pub label: String,
    /// Its cells from left to right, blanks included.
    pub cells: Vec<String>,
}

/// Overall goals (总体目标) as printed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Goal {
    /// 年度目标 / 预期目标
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub annual: Option<String>,
    /// 中期目标 / 长期目标
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mid_term: Option<String>,
    /// 实际完成情况
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actual: Option<String>,
}

/// Whether an indicator belongs to the year or to the whole period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Horizon {
    /// 年度指标
    #[default]
    Annual,
    /// 中期指标, 长期指标
    MidTerm,
}

/// One indicator (绩效指标) as printed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Indicator {
    /// Number from 1 in printed order; mid-term indicators follow the annual ones.
    pub no: u32,
    /// Year or whole period.
    #[serde(default)]
    pub horizon: Horizon,
    /// 一级指标, e.g. `产出指标`
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub level1: String,
    /// 二级指标, e.g. `数量指标`
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub level2: String,
    /// 三级指标, the named indicator
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub level3: String,
    /// 计算符号 from a column of its own
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operator: Option<String>,
    /// 指标值
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub target: String,
    /// 计量单位 from a column of its own
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// 实际完成值
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actual: Option<String>,
    /// 分值 / 权重
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<String>,
    /// 自评得分
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<String>,
    /// 偏差原因分析及改进措施
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deviation_reason: Option<String>,
    /// Whatever else the row printed: heading → cell, e.g. `评（扣）分标准`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub more: BTreeMap<MoreField, String>,
    /// Cells under headings that have no field above, as printed: one value per area (`新罗区`), a second value column
    /// (`目标值` beside `标准值`), columns nobody knows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<PrintedCell>,
}

/// One printed cell under a heading of its own.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PrintedCell {
    /// The heading as printed; empty for a cell under none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub heading: String,
    /// The cell as printed.
    pub text: String,
}

impl Indicator {
    /// The target as a table shows it: sign, value and unit as printed. A word in the column of signs (定性) stands apart.
    pub fn printed_target(&self) -> String {
        let sign = self.operator.as_deref().unwrap_or_default();
        let apart = if sign.chars().any(char::is_alphabetic) { " " } else { "" };
        format!("{sign}{apart}{}{}", self.target, self.unit.as_deref().unwrap_or_default())
    }
}

/// Further printed fields of an indicator or a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MoreField {
    /// 指标解释, 绩效指标说明
    Explanation,
    /// 评（扣）分标准
    ScoringStandard,
    /// 扣减分数
    Deduction,
    /// 完成情况简要描述
    Description,
    /// 备注
    Remark,
    /// 指标代码
    IndicatorCode,
    /// 指标属性 (定量/定性)
    Nature,
    /// 完成可能性
    Likelihood,
    /// 上年实际
    PreviousActual,
    /// 绩效标准, 指标标准或依据
    Basis,
    /// 项目属性
    ProjectNature,
    /// 项目类别
    ProjectClass,
    /// 起止时间, 项目期
    Period,
    /// 业务处室
    FinanceDivision,
    /// 项目概况
    Overview,
    /// 立项依据
    Grounds,
    /// 单位职能概述
    UnitFunction,
    /// 填报日期
    FiledOn,
    /// 修改意见
    Opinion,
    /// 状态
    State,
    /// 追加数
    Increase,
    /// 追减数
    Decrease,
    /// 原因类型
    ReasonKind,
    /// 情况分析
    Analysis,
    /// 是否达到序时支出进度
    SpendingOnTime,
    /// 是否达到阶段性绩效目标
    GoalOnTime,
    /// 绩效目标调整情况
    GoalAdjustment,
    /// 年度执行情况说明 / 存在问题
    Problems,
    /// 改进措施
    Measures,
    /// 评价结论
    Conclusion,
    /// 其他说明的问题
    Notes,
    /// 全年预计完成情况, of a monitoring form
    Expected,
    /// 复核分, the score somebody else gave after the department's own
    ReviewScore,
    /// 得分系数
    ScoreFactor,
    /// Points printed with the level-1 group, e.g. `50` of `产出指标（50分）` or `0-20`
    GroupPoints,
    /// Points printed beside the level-2 group in a column of their own
    SubgroupPoints,
    /// Points printed with the whole block of indicators, e.g. `90` of `绩效指标(90分)`
    BlockPoints,
    /// 是否共性指标, of an indicator library
    Common,
    /// 指标值说明
    ValueDescription,
    /// 完成值取值方式
    ValueMethod,
    /// 完成值数据来源
    ValueSource,
    /// 佐证资料要求, 佐证材料
    Evidence,
    /// 行业, 领域: where an indicator of a library is used
    Industry,
    /// 一级项目名称
    ParentProject,
    /// 项目级次
    ProjectLevel,
    /// 中央主管部门, 省级主管部门: the department above the one that answers
    HigherDepartment,
    /// 预算规模及资金用途
    FundsUse,
    /// 整改标题
    RectificationTitle,
    /// 整改类型
    RectificationKind,
    /// 整改内容, 整改要求
    Rectification,
    /// 整改通知附件
    RectificationFile,
    /// 整改期限
    Due,
    /// 反馈内容
    Feedback,
    /// 整改反馈附件
    FeedbackFile,
    /// 反馈日期
    FeedbackOn,
    /// 预算调整建议
    BudgetAdvice,
    /// 财政预算调整建议
    FinanceBudgetAdvice,
    /// 是否完成
    Completed,
    /// 评价机构
    Assessor,
    /// 问题类别
    ProblemClass,
}

/// One project's form, as filed once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Form {
    /// Which table.
    pub kind: FormKind,
    /// 财政区划代码, empty when the table and the import named none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub region: String,
    /// 预算年度
    pub year: u16,
    /// Stage of a target.
    #[serde(default)]
    pub stage: Stage,
    /// 项目代码
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// 项目名称 (of a department-overall form: the department's or unit's name)
    pub name: String,
    /// 主管部门
    #[serde(default)]
    pub department: Party,
    /// 实施单位 / 预算单位
    #[serde(default)]
    pub unit: Party,
    /// 项目资金
    #[serde(default)]
    pub funds: Funds,
    /// 总体目标
    #[serde(default)]
    pub goal: Goal,
    /// 绩效指标, annual first, then mid-term.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub indicators: Vec<Indicator>,
    /// 总分 as printed
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub self_score: Option<String>,
    /// 自评等级 as printed
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub self_grade: Option<String>,
    /// Whatever else the head or foot printed.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub more: BTreeMap<MoreField, String>,
    /// Cells of a project's row under headings that nobody knows, as printed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<PrintedCell>,
}

impl Form {
    /// An empty form of a kind and year.
    pub fn new(kind: FormKind, year: u16) -> Self {
        Form {
            kind,
            region: String::new(),
            year,
            stage: Stage::default(),
            code: None,
            name: String::new(),
            department: Party::default(),
            unit: Party::default(),
            funds: Funds::default(),
            goal: Goal::default(),
            indicators: Vec::new(),
            self_score: None,
            self_grade: None,
            more: BTreeMap::new(),
            others: Vec::new(),
        }
    }

    /// The project this form speaks of.
    pub fn project(&self) -> ProjectKey {
        ProjectKey::of(&self.region, self.code.as_deref(), &self.unit.name, &self.name)
    }

    /// See [`Funds::annual`].
    pub fn annual_funds(&self) -> Option<Money> {
        self.funds.annual()
    }

    /// Canonical text, the form in which it is stored, hashed and handed over.
    pub fn canonical(&self) -> String {
        form_text::write(self)
    }

    /// The version this content is.
    pub fn version(&self) -> VersionId {
        version_of(&self.canonical())
    }
}

/// What the queue shows of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormHead {
    /// 项目代码
    pub code: Option<String>,
    /// 项目名称
    pub name: String,
    /// 主管部门
    pub department: Party,
    /// 实施单位 / 预算单位
    pub unit: Party,
    /// See [`Funds::annual`].
    pub annual: Option<Money>,
    /// Number of indicators.
    pub indicators: u32,
}

impl From<Form> for FormHead {
    fn from(form: Form) -> Self {
        let annual = form.annual_funds();
        let Form { code, name, department, unit, indicators, .. } = form;
        let indicators = u32::try_from(indicators.len()).unwrap_or(u32::MAX);
        FormHead { code, name, department, unit, annual, indicators }
    }
}

/// The version named by a form's canonical text.
pub fn version_of(canonical: &str) -> VersionId {
    VersionId(tagged_sha256("wx-form-1", &[canonical.as_bytes()]))
}

/// Where in its file a form begins. Not part of its content: moving a row makes no new version.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Place {
    /// Sheet name, empty for csv.
    pub sheet: String,
    /// Row from 1.
    pub row: u32,
}

/// One imported table (批次): immutable, named by its content, carried by bundles to stations that lack it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Batch {
    /// Forms in the order of the file.
    pub forms: Vec<(Place, Form)>,
}

impl Batch {
    /// The lines of a batch: one canonical JSON object `{"form":…,"place":…}` per form, each ended by LF.
    pub fn lines(&self) -> String {
        let mut text = String::new();
        for (place, form) in &self.forms {
            text.push_str(&line(place, &form.canonical()));
        }
        text
    }

    /// The identity of these lines.
    pub fn id_of(lines: &[u8]) -> BatchId {
        BatchId(sha256(lines))
    }
}

/// One line of a batch from a form's canonical text.
pub fn line(place: &Place, canonical_form: &str) -> String {
    format!("{LINE_START}{canonical_form}{}", line_end(place))
}

/// What stands before the form in a line of a batch.
pub const LINE_START: &str = "{\"form\":";

/// What stands behind the form in a line of a batch.
pub fn line_end(place: &Place) -> String {
    // A place holds one text and one small number under ASCII keys.
    let place = canonical::write(place).expect("a place is canonical by construction");
    format!(",\"place\":{place}}}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn canonical_text_reads_back_and_names_the_version() {
        let mut form = Form::new(FormKind::Target, 2025);
        form.name = "道路养护".into();
        form.indicators.push(Indicator {
            no: 1,
            level3: "养护里程".into(),
            target: "≥30公里".into(),
            ..Indicator::default()
        });
        let text = form.canonical();
        assert!(canonical::read(text.as_bytes()).is_ok());
        assert_eq!(serde_json::from_str::<Form>(&text).unwrap(), form);
        let before = form.version();
        form.indicators[0].target = "≥31公里".into();
        assert_ne!(form.version(), before, "a changed target is another version");
    }

    #[test]
    fn the_place_in_the_file_makes_no_new_version() {
        let form = Form::new(FormKind::Target, 2025);
        let one = Batch { forms: vec![(Place { sheet: "a".into(), row: 2 }, form.clone())] };
        let two = Batch { forms: vec![(Place { sheet: "a".into(), row: 9 }, form)] };
        assert_eq!(one.forms[0].1.version(), two.forms[0].1.version());
        assert_ne!(Batch::id_of(one.lines().as_bytes()), Batch::id_of(two.lines().as_bytes()));
    }
}
