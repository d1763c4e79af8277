//! The examples of the catalogue: what fires and what must not, on papers made from a clean one.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::model::finding::Cell;
use crate::model::form::{Amount, FormKind, Indicator, Party};
use crate::model::money::MoneyUnit;

/// A self-evaluation under construction. [`Paper::clean`] has nothing that a check complains of.
#[derive(Clone)]
struct Paper {
    form: Form,
    approved: Option<Form>,
    rules: ScoreRules,
    around: fn(Around<'_>) -> Around<'_>,
}

fn amount_of(ten_thousands: &str) -> Option<Amount> {
    Some(Amount { raw: ten_thousands.to_owned(), fen: Money::read(ten_thousands, MoneyUnit::TenThousandYuan) })
}

impl Paper {
    fn clean() -> Paper {
        let mut form = Form::new(FormKind::SelfEvaluation, 2025);
        form.name = "农村公路养护".to_owned();
        form.department = Party { code: Some("219".to_owned()), name: "市交通运输局".to_owned() };
        form.unit = Party { code: Some("219001".to_owned()), name: "市公路养护中心".to_owned() };
        form.goal.annual = Some("完成农村公路养护30公里，好路率达到95%。".to_owned());
        form.goal.actual = Some("全年养护农村公路31公里，抽检好路率96%，未发生安全事故，沿线群众出行改善。".to_owned());
        form.self_grade = Some("优".to_owned());
        form.more.insert(MoreField::Measures, "提前安排招标，加快支付。".to_owned());
        let paper = Paper { form, approved: None, rules: ScoreRules::default(), around: |around| around };
        paper
            .funds("90", "90", "89.974", "99.97%", "10")
            .row("成本指标", "经济成本指标", "养护单价", "≤3万元/公里", "2.9", "20", "20")
            .row("产出指标", "数量指标", "养护里程", "≥30公里", "31", "20", "20")
            .row("产出指标", "质量指标", "验收合格率", "≥98%", "99", "20", "20")
            .row("效益指标", "社会效益指标", "出行条件改善", "明显改善", "达成", "20", "18")
            .row("满意度指标", "服务对象满意度指标", "群众满意度", "≥90%", "96%", "10", "10")
            .totalled("98")
    }

    fn funds(mut self, initial: &str, adjusted: &str, executed: &str, rate: &str, score: &str) -> Paper {
        let funds = &mut self.form.funds;
        (funds.initial, funds.adjusted) = (amount_of(initial), amount_of(adjusted));
        funds.executed = amount_of(executed);
        funds.execution_rate = Some(rate.to_owned());
        funds.execution_weight = Some("10".to_owned());
        funds.execution_score = Some(score.to_owned());
        self
    }

    #[allow(clippy::too_many_arguments)] // The columns of a table.
    fn row(mut self, l1: &str, l2: &str, name: &str, target: &str, actual: &str, weight: &str, score: &str) -> Paper {
        let no = u32::try_from(self.form.indicators.len()).unwrap() + 1;
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        self.form.indicators.push(Indicator {
            no,
            level1: l1.to_owned(),
            level2: l2.to_owned(),
            level3: name.to_owned(),
            target: target.to_owned(),
            actual: text(actual),
            weight: text(weight),
            score: text(score),
            ..Indicator::default()
        });
        self
    }

    /// One quantity of ten points in the place of the second row.
    fn quantity(self, target: &str, actual: &str, score: &str) -> Paper {
        self.indicator("产出指标", "数量指标", "养护里程", target, actual, score)
    }

    fn indicator(mut self, l1: &str, l2: &str, name: &str, target: &str, actual: &str, score: &str) -> Paper {
        self.form.indicators.clear();
        self.row(l1, l2, name, target, actual, "10", score)
    }

    fn totalled(mut self, total: &str) -> Paper {
        self.form.self_score = Some(total.to_owned());
        self
    }

    fn with(mut self, change: impl FnOnce(&mut Paper)) -> Paper {
        change(&mut self);
        self
    }

    /// The form as it was approved, changed.
    fn approved(self, change: impl FnOnce(&mut Form)) -> Paper {
        self.with(|paper| {
            let mut approved = paper.form.clone();
            change(&mut approved);
            paper.approved = Some(approved);
        })
    }

    fn amid(mut self, around: fn(Around<'_>) -> Around<'_>) -> Paper {
        self.around = around;
        self
    }

    fn findings(&self) -> Vec<Finding> {
        let around = (self.around)(Around { approved: self.approved.as_ref(), ..Around::default() });
        run(&Evaluation::new(&self.form, &around, &CheckSettings::default(), &self.rules))
    }

    fn row_of(&mut self, no: usize) -> &mut Indicator {
        &mut self.form.indicators[no - 1]
    }
}

fn fires(check: &str, paper: &Paper) -> bool {
    paper.findings().iter().any(|finding| finding.check.0 == check)
}

/// Every example of the catalogue: the check, what fires, what must not.
fn examples() -> Vec<(&'static str, Paper, Paper)> {
    let clean = Paper::clean;
    let tiers = |actual: &'static str, score: &'static str| {
        clean().indicator("效益指标", "社会效益指标", "出行改善", "明显改善", actual, score)
    };
    let satisfied = |actual: &'static str, score: &'static str| {
        clean().indicator("满意度指标", "满意度指标", "群众满意度", "≥90%", actual, score)
    };
    let all_full = || {
        clean()
            .with(|paper| paper.row_of(4).score = Some("20".to_owned()))
            .with(|paper| paper.form.funds.execution_score = Some("10".to_owned()))
            .totalled("100")
    };
    let line =
        |label: &str, cells: [&str; 3]| FundsLine { label: label.to_owned(), cells: cells.map(str::to_owned).to_vec() };
    let cost = |actual: &'static str| clean().indicator("成本指标", "经济成本指标", "总成本", "≤90万元", actual, "10");
    let echo = |last: &'static str| {
        let mut paper = clean().quantity("≥10个", "10", "10");
        for (name, actual) in [("桥梁数", "10"), ("涵洞数", "10"), ("标志牌数", "10"), ("护栏数", last)] {
            paper = paper.row("产出指标", "数量指标", name, "≥10个", actual, "10", "10");
        }
        paper
    };
    vec![
        ("E001", clean().with(|paper| paper.form.goal.actual = None), clean()),
        ("E001", clean().with(|paper| paper.row_of(2).actual = None), clean()),
        ("E001", clean().with(|paper| paper.form.funds.adjusted = None), clean()),
        ("E002", clean().approved(|form| form.indicators[0].level3 = "绿化里程".to_owned()), clean().approved(|_| {})),
        ("E003", clean().approved(|form| drop(form.indicators.remove(1))), clean().approved(|_| {})),
        (
            "E004",
            clean().with(|paper| paper.row_of(3).target = "≥80%".to_owned()).approved(|form| {
                form.indicators[2].target = "≥95%".to_owned();
            }),
            clean().with(|paper| paper.row_of(3).target = "≥0.95".to_owned()).approved(|form| {
                form.indicators[2].target = "≥95%".to_owned();
            }),
        ),
        (
            "E005",
            clean().approved(|form| form.indicators[0].weight = Some("15".to_owned())),
            clean().approved(|form| form.indicators[0].weight = Some("20.0".to_owned())),
        ),
        ("E006", clean().with(|paper| paper.row_of(1).weight = Some("15".to_owned())), clean()),
        ("E007", clean().totalled("96"), clean()),
        ("E008", clean().funds("90", "90", "89.974", "90%", "10"), clean()),
        ("E009", clean().funds("90", "90", "72", "80%", "10"), clean().funds("90", "90", "72", "80%", "8")),
        ("E010", clean().funds("100", "100", "105", "105%", "10"), clean().funds("100", "100", "100", "100%", "10")),
        (
            "E011",
            clean().with(|paper| {
                paper.form.funds.initial = amount_of("0");
                paper.form.funds.lines = vec![line("其中：本年财政拨款", ["90", "90", "89.974"])];
            }),
            clean().with(|paper| {
                let lines = [("其中：本年财政拨款", ["90", "90", "89.974"]), ("上年结转资金", ["0", "0", "0"])];
                paper.form.funds.lines = lines.map(|(label, cells)| line(label, cells)).to_vec();
            }),
        ),
        (
            "E012",
            clean().funds("238.93", "251.89", "251.89", "100%", "10"),
            clean().funds("238.93", "251.89", "251.89", "100%", "10").with(|paper| {
                paper.form.more.insert(MoreField::Analysis, "追加水毁修复经费".to_owned());
            }),
        ),
        (
            "E013",
            clean().funds("100", "100", "82", "82%", "8.2"),
            clean().funds("100", "100", "82", "82%", "8.2").with(|paper| {
                paper.form.more.insert(MoreField::Problems, "招标延期，尾款未付".to_owned());
            }),
        ),
        (
            "E014",
            clean().quantity("≥50个", "55", "8"),
            clean().quantity("≥50个", "55", "8").with(|paper| {
                paper.row_of(1).more.insert(MoreField::Deduction, "2".to_owned());
            }),
        ),
        ("E015", clean().quantity("≥50个", "40", "9"), clean().quantity("≥50个", "40", "8")),
        ("E016", clean().quantity("≥50个", "50", "12"), clean().quantity("≥50个", "50", "10")),
        ("E016", clean().quantity("≥50个", "50", "-1"), clean().quantity("≥50个", "50", "0")),
        (
            "E017",
            clean().quantity("≥50个", "40", "8"),
            clean().quantity("≥50个", "40", "8").with(|paper| {
                paper.row_of(1).deviation_reason = Some("雨季停工".to_owned());
            }),
        ),
        (
            "E018",
            clean().quantity("≥9次", "20", "10"),
            clean().quantity("≥9次", "20", "10").with(|paper| {
                paper.row_of(1).deviation_reason = Some("新增两个乡镇".to_owned());
            }),
        ),
        ("E019", clean().quantity("≥9次", "26", "10"), clean().quantity("≥9次", "10", "10")),
        (
            "E019",
            clean().indicator("效益指标", "社会效益指标", "事故起数", "≤4起", "2", "10"),
            clean().indicator("效益指标", "社会效益指标", "事故起数", "≤4起", "3", "10"),
        ),
        ("E019", clean().quantity("≥9次", "18", "10"), cost("40")),
        (
            "E015",
            clean()
                .quantity("2025年6月底前", "2025年7月1日", "10")
                .with(|paper| paper.rules.late = vec![(30, 60.into())]),
            clean().quantity("2025年6月底前", "2025年7月1日", "10"),
        ),
        ("E020", tiers("部分达成", "10"), tiers("部分达成", "7")),
        ("E020", tiers("达成", "7"), tiers("达成", "8")),
        ("E020", tiers("未达成", "6"), tiers("未达成", "5")),
        ("E020", tiers("部分达成", "8"), tiers("部分达成", "6")),
        ("E021", clean().quantity("≥50个", "达成", "10"), clean().quantity("≥50个", "50", "10")),
        ("E022", tiers("明显改善", "10"), tiers("达成预期指标", "10")),
        (
            "E023",
            satisfied("100%", "10"),
            satisfied("96%", "10").with(|paper| {
                paper.row_of(1).more.insert(MoreField::Evidence, "200份问卷".to_owned());
            }),
        ),
        (
            "E024",
            satisfied("85%", "10").with(|paper| paper.rules = banded()),
            satisfied("92%", "10").with(|paper| paper.rules = banded()),
        ),
        (
            "E025",
            all_full().amid(|around| Around { unit: Some(UnitScores { projects: 10, full: 10 }), ..around }),
            all_full().amid(|around| Around { unit: Some(UnitScores { projects: 10, full: 2 }), ..around }),
        ),
        (
            "E026",
            clean().funds("100", "100", "40", "40%", "4"),
            clean().funds("100", "100", "40", "40%", "4").with(|paper| paper.row_of(2).score = Some("9".to_owned())),
        ),
        ("E027", echo("10"), echo("11")),
        (
            "E028",
            clean().totalled("88"),
            clean().totalled("88").with(|paper| paper.form.self_grade = Some("良".to_owned())),
        ),
        (
            "E029",
            clean().amid(|around| Around { sampled: true, evidence: Some(BTreeMap::new()), ..around }),
            clean().amid(|around| Around {
                sampled: true,
                evidence: Some((1..=5).map(|no| (no, 1)).collect()),
                ..around
            }),
        ),
        ("E030", clean().with(|paper| paper.form.goal.actual.clone_from(&paper.form.goal.annual)), clean()),
        ("E030", clean().with(|paper| paper.form.goal.actual = Some("全部完成".to_owned())), clean()),
        ("E031", clean().totalled("84").with(|paper| paper.form.more.clear()), clean().totalled("84")),
        ("E031", missed_with("雨季停工"), missed_with("雨季停工，下一步加快施工")),
        (
            "E032",
            clean().amid(|around| Around { copied: vec![copied(40)], ..around }),
            clean().amid(|around| Around { copied: vec![copied(39)], ..around }),
        ),
        (
            "E033",
            clean().indicator("成本指标", "经济成本指标", "总成本", "≤90万元", "95", "10"),
            clean().indicator("成本指标", "经济成本指标", "总成本", "≤90万元", "88", "10"),
        ),
        (
            "E034",
            clean().amid(|around| Around { recheck: Some(72.into()), ..around }),
            clean().amid(|around| Around { recheck: Some(96.into()), ..around }),
        ),
        ("E036", cost("80"), cost("90")),
    ]
}

fn missed_with(reason: &str) -> Paper {
    let paper = Paper::clean().quantity("≥50个", "40", "8").with(|paper| paper.form.more.clear());
    paper.with(|paper| paper.row_of(1).deviation_reason = Some(reason.to_owned()))
}

fn banded() -> ScoreRules {
    let bands = [(90, 100), (80, 80), (60, 50)].map(|(from, share)| (from.into(), share.into()));
    ScoreRules { satisfaction: bands.to_vec(), ..ScoreRules::default() }
}

fn copied(length: usize) -> Copied {
    Copied { department: "市水利局".to_owned(), project: "河道管护".to_owned(), passage: "护".repeat(length) }
}

#[test]
fn nothing_fires_on_a_clean_paper() {
    let findings = Paper::clean().approved(|_| {}).findings();
    assert!(findings.is_empty(), "{findings:#?}");
}

#[test]
fn every_example_of_the_catalogue_fires_and_its_counterpart_does_not() {
    let mut seen = BTreeSet::new();
    let mut wrong = Vec::new();
    for (index, (check, firing, silent)) in examples().into_iter().enumerate() {
        seen.insert(check);
        if !fires(check, &firing) {
            wrong.push(format!("{index} {check} does not fire"));
        }
        if fires(check, &silent) {
            wrong.push(format!("{index} {check} fires where it must not"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
    let all: BTreeSet<&str> = all().map(|check| check.id).filter(|id| *id != "E035").collect();
    assert_eq!(seen, all);
}

#[test]
fn a_missing_evaluation_is_told_unless_the_place_turned_that_off() {
    let mut settings = CheckSettings::default();
    let finding = missing_evaluation(&Paper::clean().form, &settings).unwrap();
    assert_eq!((finding.check.0.as_str(), finding.category.0.as_str()), ("E035", "S01"));
    assert_eq!(finding.facts["project"], "农村公路养护");
    settings.checks.entry("E035".into()).or_default().off = true;
    assert_eq!(missing_evaluation(&Paper::clean().form, &settings), None);
}

#[test]
fn the_catalogue_has_thirty_six_checks_once_each() {
    let ids: BTreeSet<&str> = all().map(|check| check.id).collect();
    let wanted: BTreeSet<String> = (1..=36).map(|number| format!("E{number:03}")).collect();
    assert_eq!(ids, wanted.iter().map(String::as_str).collect());
    assert_eq!(all().count(), 36);
    for check in all() {
        let number = check.category.strip_prefix('S').and_then(|number| number.parse::<u8>().ok());
        assert!(number.is_some_and(|number| (1..=12).contains(&number)), "{}", check.id);
        assert!(check.version > 0 && !check.source.is_empty(), "{}", check.id);
    }
}

/// Words with slots that no finding fills would be shown with braces.
#[test]
fn findings_fill_every_slot_of_their_words() {
    let files = [
        include_str!("../../data/checks/evaluation-form.toml"),
        include_str!("../../data/checks/evaluation-score.toml"),
        include_str!("../../data/checks/evaluation-values.toml"),
    ];
    let mut words: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in files {
        let table: toml::Table = file.parse().unwrap();
        for check in table["check"].as_array().unwrap() {
            let texts = ["zh", "en"].into_iter().flat_map(|language| check[language].as_table().unwrap().values());
            let slots = texts.flat_map(|text| text.as_str().unwrap().split('{').skip(1).collect::<Vec<_>>());
            let slots = slots.map(|rest| rest.split('}').next().unwrap().to_owned()).collect();
            assert_eq!(words.insert(check["id"].as_str().unwrap().to_owned(), slots), None);
        }
    }
    assert_eq!(words.len(), 36);
    let told = examples().into_iter().flat_map(|(_, firing, _)| firing.findings());
    let absent = missing_evaluation(&Paper::clean().form, &CheckSettings::default());
    for finding in told.chain(absent) {
        for slot in &words[&finding.check.0] {
            let fact = finding.facts.get(slot).map(String::as_str).unwrap_or_default();
            assert!(!fact.is_empty(), "{}: nothing fills {{{slot}}}", finding.check);
        }
    }
}

#[test]
fn a_fact_is_charged_once_by_the_gravest() {
    let paper = Paper::clean().indicator("成本指标", "经济成本指标", "总成本", "≤90万元", "95", "12");
    let findings = paper.findings();
    let on_score: Vec<_> =
        findings.iter().filter(|finding| finding.cell == Cell::Score && finding.row == Some(1)).collect();
    let ids: Vec<&str> = on_score.iter().map(|finding| finding.check.0.as_str()).collect();
    assert_eq!(ids, ["E016"], "more than the row has is no matter of proportion");
    let whole: Vec<_> = Paper::clean().with(|paper| paper.form.goal.actual = None).findings();
    assert!(whole.iter().all(|finding| finding.charged_by.is_none()), "{whole:#?}");
}

#[test]
fn nothing_is_said_for_want_of_columns() {
    let mut form = Form::new(FormKind::SelfEvaluation, 2025);
    form.name = "农村公路养护".to_owned();
    form.department.name = "市交通运输局".to_owned();
    let list = Paper { form, approved: None, rules: ScoreRules::default(), around: |around| around };
    let list = list.row("满意度指标", "满意度指标", "群众满意度", "≥90%", "96%", "", "");
    let ids: Vec<String> = list.findings().into_iter().map(|finding| finding.check.0).collect();
    assert!(ids.is_empty(), "{ids:?}");
}
