//! T054 to T060 on forms.

use super::super::tests::{Paper, fires};
use crate::model::finding::{Finding, Severity};
use crate::model::form::MoreField;

fn found(check: &str, paper: &Paper) -> Option<Finding> {
    paper.findings().into_iter().find(|finding| finding.check.0 == check)
}

fn quantity(name: &str, value: &str) -> Paper {
    Paper::clean().row("产出指标", "数量指标", name, value, "")
}

/// A row whose sign and unit have columns of their own.
fn columns(sign: &str, value: &str, unit: &str) -> Paper {
    quantity("设备数量", value).with(|paper| {
        let row = paper.form.indicators.last_mut().unwrap();
        (row.operator, row.unit) = (Some(sign.into()), Some(unit.into()));
    })
}

#[test]
fn t054_an_indicator_stands_once() {
    let twice = quantity("培训人次", "≥300人次").row("产出指标", "数量指标", "指标2：培训 人次", "≥200人次", "");
    let finding = found("T054", &twice).unwrap();
    assert_eq!((finding.row, finding.facts["other"].as_str()), (Some(8), "7"));
    let apart =
        quantity("培训人次（线上）", "≥300人次").row("产出指标", "数量指标", "培训人次（线下）", "≥200人次", "");
    assert!(!fires("T054", apart));
    let explained = twice.with(|paper| {
        for (at, text) in [(6, "线上参训人次"), (7, "线下参训人次")] {
            paper.form.indicators[at].more.insert(MoreField::Explanation, text.into());
        }
    });
    assert!(!fires("T054", explained));
    assert!(
        !fires("T054", quantity("", "≥1个").row("产出指标", "数量指标", "", "≥1个", "")),
        "blank names are no names"
    );
}

#[test]
fn t055_units_are_regular() {
    let finding = found("T055", &quantity("合格率", "≥100百分比")).unwrap();
    assert_eq!((finding.suggestion.as_deref(), finding.severity), (Some("≥100%"), Severity::Info));
    for (value, expected) in [
        ("≥95%", false),
        ("≥95%%", true),
        ("≥95％", false),
        ("≥50台（套）", false),
        ("≥50", false),
        ("≥50元/人·月", false),
        ("有效", false),
    ] {
        assert_eq!(fires("T055", quantity("设备合格情况", value)), expected, "{value}");
    }
    assert!(fires("T055", columns("≥", "95", "百分比")));
    assert!(fires("T055", columns("≥", "95", "咘")), "no unit that anybody knows");
    assert!(!fires("T055", columns("≥", "95", "台（套）")));
}

#[test]
fn t056_value_and_column_name_one_unit() {
    let finding = found("T056", &columns("≥", "50台", "人")).unwrap();
    assert_eq!((finding.facts["unit"].as_str(), finding.facts["column"].as_str()), ("台", "人"));
    for (value, unit, expected) in [
        ("50台", "台", false),
        ("50台", "台（套）", false),
        ("50人", "人次", false),
        ("50", "人", false),
        ("5公里", "km", false),
        ("50㎡", "平方米", false),
        ("1.5万", "人", false),
        ("50万元", "元", true),
        ("50万元", "万元", false),
        ("95%", "百分比", false),
        ("95%", "个", true),
        ("50台", "/", false),
        ("2025年12月", "个", false),
        ("大约五十", "个", false),
    ] {
        assert_eq!(fires("T056", columns("=", value, unit)), expected, "{value} {unit}");
    }
}

#[test]
fn t057_the_goal_is_of_its_year() {
    let finding = found("T057", &Paper::clean().goal("按照2022年度工作安排，完成农村公路养护30公里。")).unwrap();
    assert_eq!((finding.facts["found"].as_str(), finding.facts["year"].as_str()), ("2022", "2025"));
    for (goal, expected) in [
        ("完成2025年度养护30公里。", false),
        ("巩固2024年度成果，完成养护30公里。", false),
        ("养护里程较2020年度增加30公里。", false),
        ("支付2021年度结转工程尾款。", false),
        ("依据交公路发〔2019〕12号，完成2018年建成公路养护30公里。", false),
        ("实现2035年远景目标。", false),
        ("完成2028年度养护30公里。", true),
        ("编号120220年度", false),
    ] {
        assert_eq!(fires("T057", Paper::clean().goal(goal)), expected, "{goal}");
    }
    let years = Paper::clean().goal("2022年度开工，完成养护30公里。").with(|paper| {
        paper.form.more.insert(MoreField::Period, "2022年1月至2026年12月".into());
    });
    assert!(!fires("T057", years));
    let named = Paper::clean().with(|paper| paper.form.name = "2022年度农村公路养护".into());
    assert_eq!(found("T057", &named).unwrap().severity, Severity::Info, "projects keep their names");
}

#[test]
fn t058_satisfaction_is_asked_of_those_served() {
    let asked = |project: &str, name: &str| {
        let paper = Paper::clean().bare().goal("按计划完成年度任务，达到预期成效。");
        paper.row("满意度指标", "服务对象满意度指标", name, "≥90%", "").with(|paper| {
            paper.form.name = project.into();
            (paper.form.unit.name, paper.form.department.name) = Default::default();
        })
    };
    assert!(fires("T058", asked("民族宗教事务", "老年人满意度")));
    assert!(!fires("T058", asked("养老服务补贴", "受益老年人满意度")));
    assert!(!fires("T058", asked("敬老院改造", "老年人满意度")));
    assert!(!fires("T058", asked("民族宗教事务", "服务对象满意度")));
    assert!(!fires("T058", asked("民族宗教事务", "信教公民满意度")), "only persons of the list are judged");
}

#[test]
fn t059_the_sign_is_put_right() {
    let finding = found("T059", &quantity("造林面积", "》50亩")).unwrap();
    assert_eq!((finding.suggestion.as_deref(), finding.facts["sign"].as_str()), (Some("≥50亩"), "》"));
    for (value, suggestion) in [
        ("不低于50亩", Some("≥50亩")),
        ("大于等于50亩", Some("≥50亩")),
        ("不超过50亩", Some("≤50亩")),
        ("《50亩", Some("≤50亩")),
        ("≥50亩", None),
        ("≧50亩", None),
        ("不低于上年水平", None),
        ("《章程》修订", None),
    ] {
        let finding = found("T059", &quantity("造林面积", value));
        assert_eq!(finding.and_then(|finding| finding.suggestion).as_deref(), suggestion, "{value}");
    }
    assert_eq!(found("T059", &columns("不低于", "50", "台")).unwrap().suggestion.as_deref(), Some("≥50台"));
}

fn coded(code: &str, length: Option<usize>) -> Paper {
    Paper::clean().with(|paper| (paper.form.code, paper.settings.code_length) = (Some(code.into()), length))
}

#[test]
fn t060_codes_are_built_as_the_place_builds_them() {
    assert!(fires("T060", coded("5100R1", Some(21))));
    assert!(!fires("T060", coded("51000021R000000019951", Some(21))));
    assert!(fires("T060", coded("510000210000000019951", Some(21))), "no letter for the class");
    assert!(!fires("T060", coded("5100R1", None)), "the place sets no length");
    assert!(fires("T060", coded("5.10000E+20", None)), "a spreadsheet lost the digits");
    let parties = |department: &str, unit: &str| {
        Paper::clean().with(|paper| {
            paper.form.department.code = Some(department.into());
            paper.form.unit.code = Some(unit.into());
        })
    };
    for (department, unit, expected) in [
        ("219", "219001", false),
        ("219", "305001", true),
        ("219001", "219002", false),
        ("219001", "305001", true),
        ("219000", "219001", false),
        ("219", "11500000MB0001", false),
        ("219001", "219", false),
    ] {
        assert_eq!(fires("T060", parties(department, unit)), expected, "{department} {unit}");
    }
}
