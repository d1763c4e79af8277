//! T061, T062, T066 on forms.

use super::super::tests::{Paper, fires};
use crate::model::finding::{Finding, Severity, Switch};
use crate::model::form::{MoreField, PrintedCell};

fn found(check: &str, paper: &Paper) -> Option<Finding> {
    paper.findings().into_iter().find(|finding| finding.check.0 == check)
}

fn project(nature: &str, funds: &str, grounds: &str) -> Paper {
    Paper::clean().funds(funds, funds, "0").with(|paper| {
        paper.form.more.insert(MoreField::ProjectNature, nature.into());
        paper.form.more.insert(MoreField::Grounds, grounds.into());
    })
}

fn cell(paper: Paper, heading: &str, text: &str) -> Paper {
    paper.with(|paper| paper.form.others.push(PrintedCell { heading: heading.into(), text: text.into() }))
}

#[test]
fn t061_a_large_new_project_was_evaluated_before() {
    let silent = project("新增项目", "2000", "市政府常务会议纪要");
    let finding = found("T061", &silent).unwrap();
    assert_eq!((finding.severity, finding.facts["from"].as_str()), (Severity::Warning, "1000"));
    assert!(fires("T061", project("新增项目", "1000", "纪要")), "the threshold itself counts");
    assert!(!fires("T061", project("新增项目", "999.99", "纪要")));
    assert!(!fires("T061", project("延续项目", "2000", "纪要")));
    assert!(!fires("T061", project("新增项目□ 延续项目□", "2000", "纪要")), "nobody ticked");
    assert!(!fires("T061", project("新增项目", "2000", "已开展事前绩效评估，结论：予以支持")));
    let refused = found("T061", &project("新增项目", "2000", "事前绩效评估结论：不予支持")).unwrap();
    assert_eq!(refused.severity, Severity::Error);
    let blank = cell(silent.clone(), "事前绩效评估结论", "");
    assert_eq!(found("T061", &blank).unwrap().severity, Severity::Error);
    assert!(!fires("T061", cell(silent.clone(), "事前绩效评估结论", "予以支持")));
    assert_eq!(found("T061", &cell(silent, "事前绩效评估结论", "不予支持")).unwrap().severity, Severity::Error);
}

#[test]
fn t062_sources_are_named_where_the_place_asks() {
    let asked = Paper::clean().with(|paper| paper.settings.switch(Switch::SourceRequired, true));
    assert_eq!(found("T062", &asked).unwrap().row, None, "told once for the form");
    let some = asked.with(|paper| {
        for row in &mut paper.form.indicators[..5] {
            row.more.insert(MoreField::ValueSource, "台账".into());
        }
    });
    assert_eq!(found("T062", &some).unwrap().row, Some(6));
    let all = some.with(|paper| {
        paper.form.indicators[5].more.insert(MoreField::Evidence, "问卷".into());
    });
    assert!(!fires("T062", all) && !fires("T062", Paper::clean()));
}

#[test]
fn t066_the_schedule_lies_within_the_project() {
    let node = |text: &str| cell(Paper::clean(), "实施进度计划", text);
    assert!(fires("T066", node("")));
    assert!(fires("T066", node("2026年3月")));
    assert!(!fires("T066", node("2025年12月")) && !fires("T066", node("2025年")) && !fires("T066", node("分期实施")));
    assert!(!fires("T066", Paper::clean()), "no schedule was printed");
}
