//! T050 to T053 on forms.

use super::super::tests::{Paper, fires};
use crate::model::finding::{Finding, Level1, Severity};
use crate::model::form::MoreField;

/// The clean paper with these points.
fn points(weights: [&str; 6]) -> Paper {
    Paper::clean().with(|paper| {
        for (row, weight) in paper.form.indicators.iter_mut().zip(weights) {
            row.weight = (!weight.is_empty()).then(|| weight.to_owned());
        }
    })
}

fn found(check: &str, paper: &Paper) -> Option<Finding> {
    paper.findings().into_iter().find(|finding| finding.check.0 == check)
}

fn group_points(paper: Paper, points: [&str; 6]) -> Paper {
    paper.with(|paper| {
        for (row, points) in paper.form.indicators.iter_mut().zip(points) {
            row.more.insert(MoreField::GroupPoints, points.to_owned());
        }
    })
}

#[test]
fn t050_points_make_ninety_or_hundred() {
    let finding = found("T050", &points(["20", "20", "15", "10", "10", "10"])).unwrap();
    assert_eq!((finding.facts["sum"].as_str(), finding.facts["difference"].as_str()), ("85", "-5"));
    assert_eq!((finding.facts["wanted"].as_str(), finding.severity), ("90/100", Severity::Error));
    assert!(!fires("T050", points(["20", "20", "15", "10", "15", "10"])));
    assert!(!fires("T050", points(["20", "20", "15", "15", "20", "10"])));
    assert!(!fires("T050", points(["22.5", "22.5", "22.5", "7.5", "7.5", "7.5"])), "fractions are exact");
    assert!(!fires("T050", points(["20%", "20%", "15%", "10分", "15分", "10"])));
    assert!(!fires("T050", points(["0.2", "0.2", "0.15", "0.1", "0.15", "0.1"])), "shares of one");
    assert!(!fires("T050", points(["", "", "", "", "", ""])), "no points at all");
    assert!(!fires("T050", points(["20", "见附件", "15", "10", "10", "10"])), "what cannot be read is not summed");
}

#[test]
fn t050_points_that_the_form_prints_hold() {
    let eighty = |block: &str| {
        points(["20", "20", "10", "10", "10", "10"])
            .with(|paper| drop(paper.form.more.insert(MoreField::BlockPoints, block.to_owned())))
    };
    assert!(!fires("T050", eighty("80")) && !fires("T050", eighty("80分")));
    assert_eq!(found("T050", &eighty("90")).unwrap().facts["wanted"], "90");
    let groups = ["20", "45", "45", "45", "15", "10"];
    let finding = found("T050", &group_points(points(["20", "20", "25", "10", "15", "10"]), groups)).unwrap();
    assert_eq!(finding.facts["wanted"], "90", "20 + 45 + 15 + 10");
    assert!(!fires("T050", group_points(Paper::clean(), groups)));
}

#[test]
fn t051_every_row_has_points_where_some_have() {
    let zero = found("T051", &points(["20", "20", "15", "10", "25", "0"])).unwrap();
    assert_eq!((zero.row, zero.facts["weight"].as_str()), (Some(6), "0"));
    assert!(fires("T051", points(["20", "20", "15", "10", "25", ""])));
    assert!(fires("T051", points(["20", "20", "15", "10", "35", "-10"])));
    assert!(fires("T051", points(["20", "20", "15", "10", "25", "若干"])));
    assert!(!fires("T051", Paper::clean()) && !fires("T051", points(["", "", "", "", "", ""])));
}

#[test]
fn t051_many_are_told_together_and_merged_cells_are_no_slip() {
    let many = points(["80", "10", "", "", "", ""]).findings();
    let rows: Vec<_> = many.iter().filter(|finding| finding.check.0 == "T051").map(|finding| finding.row).collect();
    assert_eq!(rows, [None]);
    let merged = points(["20", "45", "", "", "15", "10"]).with(|paper| {
        for row in &mut paper.form.indicators[1..4] {
            row.level2 = "数量指标".into();
        }
    });
    assert_eq!(found("T051", &merged).unwrap().severity, Severity::Info);
    let off = merged.with(|paper| paper.form.indicators[5].weight = Some("5".into()));
    assert_eq!(found("T051", &off).unwrap().severity, Severity::Warning, "they do not add up");
}

#[test]
fn t052_levels_lie_in_the_ranges_of_form_or_place() {
    let place = Paper::clean().with(|paper| {
        let ranges = &mut paper.settings.tree.ranges;
        ranges.insert(Level1::Cost, (0.into(), 15.into()));
        ranges.insert(Level1::Output, (40.into(), 50.into()));
    });
    let finding = found("T052", &place).unwrap();
    assert_eq!(finding.facts["levels"], "成本指标 20 (0-15)");
    let printed = |cost: &str| group_points(Paper::clean(), [cost, "45", "45", "45", "15", "10"]);
    assert!(fires("T052", printed("0-15")) && fires("T052", printed("15")));
    assert!(!fires("T052", printed("0-20分")) && !fires("T052", printed("20")));
    assert!(!fires("T052", Paper::clean()), "nobody set a range");
}

#[test]
fn t053_one_indicator_does_not_hold_all() {
    let heavy = points(["10", "60", "5", "5", "5", "5"]);
    assert!(!fires("T053", heavy.clone()), "the code says that the project pays persons");
    let heavy = heavy.with(|paper| paper.form.code = None);
    assert_eq!(found("T053", &heavy).unwrap().row, Some(2));
    let persons = heavy.with(|paper| drop(paper.form.more.insert(MoreField::ProjectClass, "人员类".into())));
    assert!(!fires("T053", persons));
    let even = points(["15", "15", "15", "15", "15", "15"]).with(|paper| paper.form.code = None);
    assert_eq!(found("T053", &even).unwrap().row, None);
    assert!(!fires("T053", Paper::clean().with(|paper| paper.form.code = None)));
}
