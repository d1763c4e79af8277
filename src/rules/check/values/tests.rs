//! T035 to T037, T040, T041, T043, T044 on forms.

use super::super::tests::{Paper, fires};
use crate::model::finding::{Finding, Severity};
use crate::model::form::{Horizon, MoreField};

/// The clean paper with one more row.
fn with(level1: &str, level2: &str, name: &str, value: &str) -> Paper {
    Paper::clean().row(level1, level2, name, value, "")
}

fn found(check: &str, paper: Paper) -> Option<Finding> {
    paper.findings().into_iter().find(|finding| finding.check.0 == check)
}

fn cost(name: &str, value: &str) -> Paper {
    with("成本指标", "经济成本指标", name, value)
}

fn quality(name: &str, value: &str) -> Paper {
    with("产出指标", "质量指标", name, value)
}

fn satisfaction(name: &str, value: &str) -> Paper {
    with("满意度指标", "服务对象满意度指标", name, value)
}

#[test]
fn t035_a_cost_is_capped() {
    let finding = found("T035", cost("专项经费", "≥17.4万元")).unwrap();
    assert_eq!(finding.suggestion.as_deref(), Some("≤17.4万元"));
    assert_eq!(finding.severity, Severity::Error);
    assert!(!fires("T035", cost("专项经费", "≤17.4万元")));
    // Under 产出 in the older tree; a sign in a column of its own; a unit that is in no list; no unit at all.
    assert!(fires("T035", with("产出指标", "成本指标", "项目总成本", "≥90万元")));
    let columns = cost("设备购置成本", "90").with(|paper| {
        let row = paper.form.indicators.last_mut().unwrap();
        (row.operator, row.unit) = (Some("≥".into()), Some("万元".into()));
    });
    assert!(fires("T035", columns));
    assert!(fires("T035", cost("检测成本", "≥90元/眼井")));
    assert!(fires("T035", cost("运行成本", ">90")));
}

#[test]
fn t035_what_is_saved_brought_in_or_paid_in_time_may_have_a_lower_bound() {
    for (name, value) in [
        ("成本节约率", "≥5%"),
        ("节约资金", "≥20万元"),
        ("带动社会资本投入", "≥500万元"),
        ("资金到位率", "≥95%"),
        ("预算执行率", "≥90%"),
        ("比价供应商数量", "≥3家"),
        ("成本控制措施", "≥3"),
        ("成本控制有效性", "有效"),
    ] {
        let paper = cost(name, value);
        let expected = name == "成本控制措施";
        assert_eq!(fires("T035", paper), expected, "{name} {value}");
    }
    for (level2, name, value) in
        [("经济成本指标", "人均补助标准", "≥610元/人"), ("生态环境成本指标", "污染治理费用", "≥5万元")]
    {
        let finding = found("T035", with("成本指标", level2, name, value)).unwrap();
        assert_eq!(finding.severity, Severity::Warning, "{name}");
    }
    assert!(!fires("T035", with("产出指标", "数量指标", "养护里程", "≥30公里")));
}

#[test]
fn t036_satisfaction_lies_between_the_least_and_the_whole() {
    assert_eq!(found("T036", satisfaction("群众满意度", "≥60%")).unwrap().severity, Severity::Warning);
    let over = found("T036", satisfaction("群众满意度", "≥110%")).unwrap();
    assert_eq!((over.severity, over.facts["value"].as_str()), (Severity::Error, "110"));
    assert!(!fires("T037", satisfaction("群众满意率", "≥110%")), "one fact, one check");
    for (name, value) in [
        ("群众满意度", "≥90%"),
        ("群众满意度", "≥80%"),
        ("群众满意度", "100%"),
        ("群众不满意率", "≤5%"),
        ("满意度提升率", "≥5%"),
        ("投诉办结率", "≥70%"),
        ("问卷回收率", "≥60%"),
        ("群众满意度", "≤60%"),
        ("群众满意度", "≥60分"),
        ("群众满意度", "比较满意"),
    ] {
        assert!(!fires("T036", satisfaction(name, value)), "{name} {value}");
    }
    let strict = satisfaction("群众满意度", "≥85%").with(|paper| {
        paper.settings.set_number(crate::model::finding::Threshold::SatisfactionLowest, 90.into());
    });
    assert!(fires("T036", strict), "the threshold is the place's");
}

#[test]
fn t037_a_part_is_no_more_than_the_whole() {
    assert_eq!(found("T037", quality("合格率", "≥120%")).unwrap().severity, Severity::Error);
    assert_eq!(found("T037", quality("验收合格率(%)", "=105%")).unwrap().severity, Severity::Error);
    assert_eq!(found("T037", quality("设施启用率", "≥120%")).unwrap().severity, Severity::Warning);
    for (name, value) in [
        ("增长率", "≥120%"),
        ("合格率提升率", "≥120%"),
        ("产值增幅", "≥120%"),
        ("学前教育毛入学率", "≥105%"),
        ("床位使用率", "≥105%"),
        ("任务完成率", "≥110%"),
        ("平台公司资产负债率", "≤120%"),
        ("合格率", "=100%"),
        ("合格数", "≥120个"),
        ("工作效率", "提高120%"),
    ] {
        assert!(!fires("T037", quality(name, value)), "{name} {value}");
    }
}

#[test]
fn t040_nearly_all_rates_are_full() {
    let rates = |values: &[&str]| {
        values.iter().enumerate().fold(Paper::clean().bare(), |paper, (at, value)| {
            paper.row("产出指标", "质量指标", &format!("第{at}项合格率"), value, "")
        })
    };
    let habit = found("T040", rates(&["100%", "=100%", "≥100%", "100%", "100%", "≥95%"])).unwrap();
    assert_eq!((habit.facts["full"].as_str(), habit.facts["rates"].as_str()), ("5", "6"));
    assert!(fires("T040", rates(&["100%", "100%", "100%", "100%", "≥95%"])), "four of five are just enough");
    assert!(!fires("T040", rates(&["100%", "95%", "95%", "95%", "95%", "95%"])));
    assert!(!fires("T040", rates(&["100%", "100%", "100%"])), "three rates are no habit");
    assert!(!fires("T040", rates(&["≤100%", "≤100%", "≤100%", "≤100%"])));
}

/// The clean paper with another period and date.
fn dated(period: &str, date: &str) -> Paper {
    Paper::clean().with(|paper| {
        paper.form.more.insert(MoreField::Period, period.into());
        paper.form.indicators[3].target = date.into();
    })
}

#[test]
fn t041_dates_lie_within_the_project() {
    let year = "2025-01-01 至 2025-12-31";
    for (period, date, expected) in [
        (year, "2026年6月前", true),
        (year, "2025年11月前", false),
        (year, "2026年1月1日前", false),
        (year, "2026年前", false),
        (year, "2026年1月底前", true),
        (year, "2024年12月底前", true),
        (year, "12月底前", false),
        (year, "每月10日前", false),
        (year, "及时", false),
        ("2025年1月—2025年6月", "9月前", true),
        ("2025年1月—2025年6月", "2025年6月30日前", false),
        ("2025年1月—2025年6月", "2025年", false),
        ("2024年—2026年", "2026年6月前", false),
        ("2024-2026", "2026年6月前", false),
        ("", "2026年6月前", true),
        ("", "2025年6月前", false),
        ("", "2025.07-2026.01", false),
        ("", "2026.07-2027.01", true),
        ("", "2024年3月", true),
        ("长期", "2025年6月前", false),
        ("1年", "2024年6月前", true),
    ] {
        assert_eq!(fires("T041", dated(period, date)), expected, "{period} {date}");
    }
}

#[test]
fn t041_a_beginning_may_lie_before_the_year_where_no_period_is_told() {
    let begun = dated("", "2024年3月").with(|paper| paper.form.indicators[3].level3 = "开工时间".into());
    assert!(!fires("T041", begun));
}

#[test]
fn t041_the_project_begins_before_it_ends_and_touches_the_year() {
    let reversed = found("T041", dated("2025-12-31 至 2025-01-01", "及时")).unwrap();
    assert_eq!((reversed.severity, reversed.row), (Severity::Error, None));
    assert!(reversed.facts["period"].contains("2025-12-31"));
    let copied = found("T041", dated("2024-01-01 至 2024-12-31", "及时")).unwrap();
    assert_eq!(copied.severity, Severity::Warning);
    for period in ["2024年—2026年", "2025年", "2025年度", "2025.1-2025.12", "2023年9月至2025年8月"] {
        assert!(!fires("T041", dated(period, "及时")), "{period}");
    }
}

#[test]
fn t043_the_sign_agrees_with_the_meaning() {
    let social = |name: &str, value: &str| with("效益指标", "社会效益指标", name, value);
    let complaints = found("T043", social("群众投诉次数", "≥5次")).unwrap();
    assert_eq!(complaints.suggestion.as_deref(), Some("≤5次"));
    for (name, value, expected) in [
        ("投诉次数", "≤5次", false),
        ("安全事故发生次数", "≥2起", true),
        ("逾期办理件数", ">3件", true),
        ("工作差错次数", "≥4次", true),
        ("投诉办结率", "≥95%", false),
        ("投诉处理及时率", "≥95%", false),
        ("事故应急演练次数", "≥2次", false),
        ("无事故率", "≥100%", false),
        ("事故发生率下降", "≥10%", false),
        ("违法案件查处数量", "≥10件", false),
        ("事故车辆拖移数量", "≥100辆", false),
        ("投诉工单接听数量", "≥5000件", false),
        ("超标电动自行车置换数量", "≥500辆", false),
        ("医保基金当期结余率", "≥2%", false),
        ("交通事故死亡人数", "≥3人", true),
        ("追回违规基金金额", "≥40万元", false),
        ("拆除违法建设面积", "≥790平方米", false),
        ("故障排除率", "≥98%", false),
        ("产品合格率", "≤95%", true),
        ("群众满意度", "≤90%", true),
        ("产品不合格率", "≤5%", false),
        ("结余率", "≤5%", false),
        ("结余率", "≥5%", true),
        ("预算完成率", "≤100%", false),
        ("好路率", "≥95%", false),
        ("合格率", "不高于标准", false),
    ] {
        assert_eq!(fires("T043", social(name, value)), expected, "{name} {value}");
    }
}

#[test]
fn t044_a_value_asks_for_something() {
    let quantity = |name: &str, value: &str| with("产出指标", "数量指标", name, value);
    for (name, value, expected) in [
        ("培训期数", "≥0期", true),
        ("培训期数", "=0期", true),
        ("培训期数", "≥1期", false),
        ("任务及时率", "≤100%", true),
        ("预算执行率", "≤100%", false),
        ("成本控制率", "≤100%", false),
        ("床位使用率", "≤100%", false),
        ("安全事故", "=0起", false),
        ("新增债务", "=0万元", false),
        ("人员伤亡数量", "0人", false),
        ("重复建设项目数", "=0个", false),
        ("群体性聚集", "0起", false),
    ] {
        assert_eq!(fires("T044", quantity(name, value)), expected, "{name} {value}");
    }
    assert!(!fires("T044", cost("成本比率", "≤100%")));
}

#[test]
fn a_row_of_both_periods_is_told_once() {
    let both = cost("专项经费", "≥17.4万元").with(|paper| {
        let mut twin = paper.form.indicators.last().unwrap().clone();
        (twin.no, twin.horizon) = (99, Horizon::MidTerm);
        paper.form.indicators.push(twin);
    });
    let rows: Vec<_> = both.findings().into_iter().filter(|finding| finding.check.0 == "T035").map(|f| f.row).collect();
    assert_eq!(rows, [Some(7)]);
    let alone = both.with(|paper| {
        paper.form.indicators.remove(6);
    });
    assert!(fires("T035", alone), "a mid-term row without an annual one is judged");
}
