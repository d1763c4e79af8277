//! What tests of the checks share: papers built from a clean one, and what fires on them.

use super::*;
use crate::model::form::{Amount, Form, FormKind, Indicator, MoreField, Party};
use crate::model::money::{Money, MoneyUnit};

/// A target under construction. [`Paper::clean`] has nothing that a check complains of.
#[derive(Clone)]
pub struct Paper {
    /// The form.
    pub form: Form,
    /// The settings.
    pub settings: CheckSettings,
}

fn amount(ten_thousands: &str) -> Amount {
    Amount { raw: format!("{ten_thousands}万元"), fen: Money::read(ten_thousands, MoneyUnit::TenThousandYuan) }
}

impl Paper {
    /// A road maintenance project as it should be filed.
    pub fn clean() -> Paper {
        let mut form = Form::new(FormKind::Target, 2025);
        form.name = "农村公路养护".to_owned();
        form.code = Some("51000021R000000019951".to_owned());
        form.department = Party { code: Some("219".to_owned()), name: "市交通运输局".to_owned() };
        form.unit = Party { code: Some("219001".to_owned()), name: "市公路养护中心".to_owned() };
        form.more.insert(MoreField::Period, "2025-01-01 至 2025-12-31".to_owned());
        form.goal.annual = Some("完成农村公路养护30公里，好路率达到95%，群众满意度不低于90%。".to_owned());
        let paper = Paper { form, settings: CheckSettings::default() };
        paper
            .funds("120", "100", "20")
            .row("成本指标", "经济成本指标", "养护单价", "≤4万元/公里", "20")
            .row("产出指标", "数量指标", "养护公路里程", "≥30公里", "20")
            .row("产出指标", "质量指标", "养护验收合格率", "≥98%", "15")
            .row("产出指标", "时效指标", "养护完成时间", "2025年11月前", "10")
            .row("效益指标", "社会效益指标", "好路率", "≥95%", "15")
            .row("满意度指标", "服务对象满意度指标", "沿线群众满意度", "≥90%", "10")
    }

    /// Another goal.
    #[must_use]
    pub fn goal(mut self, goal: &str) -> Paper {
        self.form.goal.annual = Some(goal.to_owned());
        self
    }

    /// Other funds, in 万元.
    #[must_use]
    pub fn funds(mut self, total: &str, fiscal: &str, other: &str) -> Paper {
        self.form.funds.total = Some(amount(total));
        self.form.funds.fiscal = Some(amount(fiscal));
        self.form.funds.other = Some(amount(other));
        self
    }

    /// No rows.
    #[must_use]
    pub fn bare(mut self) -> Paper {
        self.form.indicators.clear();
        self
    }

    /// One more row.
    #[must_use]
    pub fn row(mut self, level1: &str, level2: &str, level3: &str, target: &str, weight: &str) -> Paper {
        let no = u32::try_from(self.form.indicators.len()).unwrap() + 1;
        self.form.indicators.push(Indicator {
            no,
            level1: level1.to_owned(),
            level2: level2.to_owned(),
            level3: level3.to_owned(),
            target: target.to_owned(),
            weight: (!weight.is_empty()).then(|| weight.to_owned()),
            ..Indicator::default()
        });
        self
    }

    /// Anything else.
    #[must_use]
    pub fn with(mut self, change: impl FnOnce(&mut Paper)) -> Paper {
        change(&mut self);
        self
    }

    /// All findings, with nothing known around the target.
    pub fn findings(&self) -> Vec<Finding> {
        self.findings_amid(&Surroundings::default())
    }

    /// All findings.
    pub fn findings_amid(&self, around: &Surroundings<'_>) -> Vec<Finding> {
        run(&Target::new(&self.form, around, &self.settings))
    }
}

/// Whether a check fires on a paper.
pub fn fires(check: &str, paper: Paper) -> bool {
    paper.findings().iter().any(|finding| finding.check.0 == check)
}

#[test]
fn nothing_fires_on_a_clean_paper() {
    let findings = Paper::clean().findings();
    assert!(findings.is_empty(), "{findings:#?}");
}

#[test]
fn ids_are_unique_and_in_order_within_their_room() {
    let mut seen = std::collections::BTreeSet::new();
    for check in all() {
        assert!(seen.insert(check.id), "{}", check.id);
        assert!(PRIORITY.contains(&check.category) && check.version > 0 && !check.source.is_empty(), "{}", check.id);
    }
    for room in ROOMS {
        assert!(room.is_sorted_by_key(|check| check.id));
    }
}

#[test]
fn a_fact_is_charged_once_by_the_first_class() {
    let finding = |check: &str, category: &str, severity| Finding {
        check: check.into(),
        version: "1".to_owned(),
        category: CategoryCode(category.to_owned()),
        severity,
        row: Some(1),
        cell: Cell::Value,
        facts: BTreeMap::new(),
        suggestion: None,
        charged_by: None,
    };
    let mut findings = vec![
        finding("T029", "C07", Severity::Warning),
        finding("T035", "C08", Severity::Error),
        finding("T059", "C11", Severity::Info),
        Finding { cell: Cell::Weight, ..finding("T051", "C10", Severity::Warning) },
    ];
    charge_once(&mut findings);
    let charged: Vec<_> = findings.iter().map(|finding| finding.charged_by.as_ref().map(|id| id.0.as_str())).collect();
    assert_eq!(charged, [Some("T035"), None, None, None]);
    assert_eq!(findings.iter().filter(|finding| finding.drafts()).count(), 2);
}
