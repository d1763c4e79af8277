//! Examples of the checks T001 to T009.

use super::super::tests::{Paper, fires};
use crate::model::finding::{Cell, Finding, Severity, Switch};
use crate::model::form::{Amount, MoreField, Party, PrintedCell};

fn found(check: &str, paper: &Paper) -> Vec<Finding> {
    paper.findings().into_iter().filter(|finding| finding.check.0 == check).collect()
}

fn the_one(check: &str, paper: &Paper) -> Finding {
    let mut found = found(check, paper);
    assert_eq!(found.len(), 1, "{check}: {found:#?}");
    found.remove(0)
}

#[test]
fn t001_name_and_code_must_stand_there() {
    let named = |name: &str| Paper::clean().with(|paper| paper.form.name = name.to_owned());
    let nameless = the_one("T001", &named(""));
    assert_eq!((nameless.severity, nameless.cell), (Severity::Error, Cell::Name));
    assert_eq!(nameless.facts["missing"], "项目名称");
    assert!(!fires("T001", named("道路养护")));
    let coded = |code: Option<&str>| Paper::clean().with(|paper| paper.form.code = code.map(str::to_owned));
    assert_eq!(the_one("T001", &coded(None)).severity, Severity::Info, "most forms have no place for it");
    assert_eq!(the_one("T001", &coded(Some("XXX"))).severity, Severity::Error);
}

#[test]
fn t002_department_and_unit_must_stand_there() {
    let without = |paper: &mut Paper| paper.form.department = Party::default();
    let told = the_one("T002", &Paper::clean().with(without));
    assert_eq!((told.cell, told.severity), (Cell::Department, Severity::Warning), "the code of the unit tells it");
    let untold = Paper::clean().with(without).with(|paper| paper.form.unit.code = None);
    assert_eq!(the_one("T002", &untold).severity, Severity::Error);
    let of_code = |paper: &mut Paper| paper.form.department.name.clear();
    assert!(!fires("T002", Paper::clean().with(of_code)), "the code tells it");
    let no_unit = Paper::clean().with(|paper| paper.form.unit = Party::default());
    assert_eq!(the_one("T002", &no_unit).severity, Severity::Error);
    let flat = no_unit.with(|paper| paper.settings.switch(Switch::UnitLevel, false));
    assert_eq!(the_one("T002", &flat).severity, Severity::Info);
}

#[test]
fn t003_a_goal_must_stand_there() {
    assert!(fires("T003", Paper::clean().goal("……")));
    assert!(fires("T003", Paper::clean().goal("目标1：")));
    assert!(!fires("T003", Paper::clean().goal("完成道路养护30公里")));
}

#[test]
fn t004_a_period_has_two_ends() {
    let during = |period: &str| {
        let period = period.to_owned();
        Paper::clean().with(|paper| drop(paper.form.more.insert(MoreField::Period, period)))
    };
    assert_eq!(the_one("T004", &during("")).severity, Severity::Info);
    assert_eq!(the_one("T004", &during("2025-01-01 至")).severity, Severity::Warning);
    assert_eq!(the_one("T004", &during("2025-01-01 至")).facts["missing"], "结束时间");
    assert_eq!(the_one("T004", &during("至2025年12月")).facts["missing"], "开始时间");
    for period in ["2025-01-01 至 2025-12-31", "2025年", "一年", "长期", "2025年1月—12月"] {
        assert!(!fires("T004", during(period)), "{period}");
    }
}

#[test]
fn t005_money_must_be_asked_for() {
    assert_eq!(the_one("T005", &Paper::clean().funds("0", "0", "0")).severity, Severity::Error);
    assert!(fires("T005", Paper::clean().with(|paper| paper.form.funds = Default::default())));
    assert!(!fires("T005", Paper::clean()));
    let unsummed = the_one("T005", &Paper::clean().funds("0", "100", "20"));
    assert_eq!((unsummed.severity, unsummed.suggestion.as_deref()), (Severity::Warning, Some("120万元")));
    let unread = Amount { raw: "约120万元左右".to_owned(), fen: None };
    assert!(!fires("T005", Paper::clean().with(|paper| paper.form.funds.total = Some(unread))), "it stands there");
}

#[test]
fn t006_a_row_has_a_name_and_a_class() {
    let row = |level1: &str, level2: &str, level3: &str| Paper::clean().row(level1, level2, level3, "≥95%", "5");
    assert_eq!(the_one("T006", &row("产出指标", "质量指标", "")).severity, Severity::Error);
    assert!(fires("T006", row("产出指标", "质量指标", "指标1：")));
    assert_eq!(the_one("T006", &row("", "", "路面完好率")).severity, Severity::Error);
    assert_eq!(the_one("T006", &row("产出指标", "", "路面完好率")).severity, Severity::Warning);
    assert!(!fires("T006", row("产出指标", "质量指标", "路面完好率")));
    assert!(!fires("T006", row("满意度指标", "", "群众满意度")), "satisfaction has one class only");
    let empty = Paper::clean().row("产出指标", "质量指标", "", "", "");
    assert!(!fires("T006", empty), "a line of the form that nobody used");
    let two_levels = Paper::clean().with(|paper| {
        for row in &mut paper.form.indicators {
            row.level2 = std::mem::take(&mut row.level3);
        }
    });
    assert!(!fires("T006", two_levels), "a form of two levels");
}

#[test]
fn t007_an_indicator_has_a_value() {
    let valued = |value: &str| Paper::clean().row("产出指标", "数量指标", "养护培训人次", value, "5");
    for value in ["*", "", "……", "/", "—", "无"] {
        assert_eq!(the_one("T007", &valued(value)).severity, Severity::Error, "{value}");
    }
    assert_eq!(the_one("T007", &valued("≧ %")).severity, Severity::Warning, "a sign and a unit");
    for value in ["≥300人次", "三百人次", "逐步提高", "≥**人"] {
        assert!(!fires("T007", valued(value)), "{value}");
    }
    let accidents = Paper::clean().row("效益指标", "社会效益指标", "重大安全事故", "无", "5");
    assert!(!fires("T007", accidents), "none is what is wanted");
    let by_area = valued("").with(|paper| {
        let areas = [("东区", "120"), ("西区", "180")];
        let cell = |(heading, text): (&str, &str)| PrintedCell { heading: heading.into(), text: text.into() };
        paper.form.indicators.last_mut().unwrap().others = areas.map(cell).to_vec();
    });
    assert!(!fires("T007", by_area), "a value for each area");
}

#[test]
fn t008_a_number_has_a_unit() {
    let valued = |name: &str, value: &str| Paper::clean().row("产出指标", "数量指标", name, value, "5");
    assert_eq!(the_one("T008", &valued("养护设备数量", "≥20")).severity, Severity::Warning);
    for (name, value) in [
        ("养护合格率", "≥95%"),
        ("养护设备数量(台)", "≥20"),
        ("养护培训人数", "≥300"),
        ("养护考核得分", "≥90"),
        ("养护事故数量", "0"),
        ("路面完好率", "0.95"),
        ("养护设备数量", "20台"),
        ("养护设备", "齐全"),
    ] {
        assert!(!fires("T008", valued(name, value)), "{name} {value}");
    }
    assert_eq!(the_one("T008", &valued("路面完好率", "≥95")).suggestion.as_deref(), Some("%"));
    let with_column = valued("养护设备数量", "20").with(|paper| paper.form.indicators[1].unit = Some("公里".into()));
    assert_eq!(the_one("T008", &with_column).severity, Severity::Error, "the column of units is blank here");
    let sign = with_column.with(|paper| paper.form.indicators[6].operator = Some("定性".into()));
    assert!(!fires("T008", sign));
}

#[test]
fn t009_nothing_of_the_template_is_left() {
    let valued = |name: &str, value: &str| Paper::clean().row("产出指标", "数量指标", name, value, "5");
    for (name, value) in [
        ("养护培训人次", "≥**人"),
        ("养护培训人次", "XX"),
        ("指标1：", "≥120人"),
        ("指标", "≥120人"),
        ("示例", "≥120人"),
        ("养护培训人次", "（请填写）"),
    ] {
        assert!(fires("T009", valued(name, value)), "{name} {value}");
    }
    for (name, value) in [
        ("指标1：养护培训人次", "≥120人"),
        ("养护培训人次", "7×24小时"),
        ("养护培训人次", "MAXXX型"),
        ("XX路养护里程", "≥3公里"),
    ] {
        assert!(!fires("T009", valued(name, value)), "{name} {value}");
    }
    assert!(fires("T009", Paper::clean().goal("XX年完成道路养护30公里，好路率达到95%。")));
}
