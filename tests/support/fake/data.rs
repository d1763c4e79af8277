//! The invented projects' raw material: people, rows, forms.

use std::collections::BTreeMap;
use std::sync::Arc;

use wenxiao::engine::view::LastYear;
use wenxiao::model::form::{Amount, Form, FormKind, Goal, Indicator, Party};
use wenxiao::model::ids::PersonId;
use wenxiao::model::money::Money;
use wenxiao::model::review::ReviewState;
use wenxiao::model::value::Value;

use super::Project;

pub(super) fn me() -> PersonId {
    PersonId("p-1".into())
}

pub(super) fn other() -> PersonId {
    PersonId("p-2".into())
}

/// One indicator as a tuple: level 2, level 3, target, weight, last year's actual.
pub(super) type Row = (&'static str, &'static str, &'static str, &'static str, &'static str);

pub(super) const HOUSING: [Row; 12] = [
    ("经济成本指标", "户均改造成本", "≤2.80万元/户", "10", "2.40"),
    ("经济成本指标", "项目总成本", "≤1260万元", "10", "1080"),
    ("数量指标", "改造户数", "≥450户", "8", "450"),
    ("数量指标", "改造小区数", "≥6个", "8", "6"),
    ("数量指标", "加装电梯", "适量", "6", "12台"),
    ("质量指标", "验收合格率", "100%", "6", "100%"),
    ("时效指标", "按期完工率", "100%", "6", "100%"),
    ("质量指标", "竣工资料归档率", "100%", "6", "98%"),
    ("社会效益指标", "居住条件改善", "效果明显", "8", "效果明显"),
    ("生态效益指标", "单位能耗下降率", "≥5%", "6", ""),
    ("可持续影响指标", "物业服务覆盖率", "≥90%", "6", "88%"),
    ("服务对象满意度指标", "居民满意度", "≥85%", "10", "96%"),
];

pub(super) const PLAIN: [Row; 3] = [
    ("数量指标", "培训人次", "≥300人次", "30", "280"),
    ("质量指标", "培训合格率", "≥95%", "30", "96%"),
    ("服务对象满意度指标", "参训人员满意度", "≥90%", "30", ""),
];

pub(super) fn reading(row: &Indicator) -> Value {
    wenxiao::engine::read_value(&row.target, row.operator.as_deref(), row.unit.as_deref())
}

pub(super) fn project(no: usize, department: &str, name: &str, wan: i64, rows: &[Row]) -> Project {
    let mut form = Form::new(FormKind::Target, 2025);
    form.region = "371600000".into();
    form.code = Some(format!("P{no:04}"));
    form.name = name.to_owned();
    form.department = Party { code: Some(format!("{:03}", 100 + no)), name: department.to_owned() };
    form.unit = Party { code: None, name: format!("{department}机关") };
    form.funds.total = Some(Amount { raw: format!("{wan}万元"), fen: Some(Money(wan * 1_000_000)) });
    form.goal =
        Goal {
            annual: Some(format!("完成{name}年度任务，资金使用规范，群众满意。")), mid_term: None, actual: None
        };
    form.indicators = rows
        .iter()
        .enumerate()
        .map(|(index, (level2, level3, target, weight, _))| Indicator {
            no: index as u32 + 1,
            level1: if level2.contains("成本") { "成本指标" } else { "产出指标" }.into(),
            level2: (*level2).into(),
            level3: (*level3).into(),
            target: (*target).into(),
            weight: Some((*weight).into()),
            ..Indicator::default()
        })
        .collect();
    let last_year = rows
        .iter()
        .map(|row| LastYear { target: None, actual: (!row.4.is_empty()).then(|| row.4.to_owned()) })
        .collect();
    Project {
        form: Arc::new(form),
        last_year,
        counts: None,
        reasons: Vec::new(),
        random: false,
        findings: Vec::new(),
        checks: BTreeMap::new(),
        partners: Vec::new(),
        state: ReviewState::default(),
        before: None,
    }
}
