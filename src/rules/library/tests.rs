//! Libraries as people fill them in, and what is found in them.

use super::*;
use crate::model::form::{FormKind, Party, PrintedCell};

fn cell(heading: &str, text: &str) -> PrintedCell {
    PrintedCell { heading: heading.to_owned(), text: text.to_owned() }
}

fn library_row(no: u32, name: &str, unit: &str, others: &[(&str, &str)]) -> Indicator {
    Indicator {
        no,
        level1: "产出指标".to_owned(),
        level2: "数量指标".to_owned(),
        level3: name.to_owned(),
        unit: Some(unit.to_owned()).filter(|unit| !unit.is_empty()),
        others: others.iter().map(|(heading, text)| cell(heading, text)).collect(),
        ..Indicator::default()
    }
}

fn table(name: &str, rows: Vec<Indicator>) -> Form {
    let mut form = Form::new(FormKind::IndicatorLibrary, 2025);
    form.name = name.to_owned();
    form.indicators = rows;
    form
}

fn row(name: &str) -> Indicator {
    Indicator { no: 1, level2: "数量指标".to_owned(), level3: name.to_owned(), ..Indicator::default() }
}

fn project(name: &str, rows: &[&str]) -> Form {
    let mut form = Form::new(FormKind::Target, 2025);
    form.name = name.to_owned();
    form.department = Party { code: None, name: "交通运输局".to_owned() };
    form.indicators = rows.iter().map(|name| row(name)).collect();
    form
}

fn roads() -> Library {
    let form = table(
        "交通运输行业指标库",
        vec![
            library_row(
                1,
                "养护里程",
                "公里",
                &[("项目类别", "公路养护"), ("标准值", "≥30"), ("标杆值", "≥40"), ("状态", "印发")],
            ),
            library_row(2, "养护里程", "公里", &[("标准值", "≥20"), ("状态", "废止")]),
            library_row(3, "验收合格率", "%", &[("指标库类别", "共性"), ("标准值", "≥95"), ("核心指标", "是")]),
            library_row(4, "借阅册次", "册", &[("项目类别", "图书馆"), ("标准值", "≥900")]),
        ],
    );
    Library::new(entries(&form, 0))
}

#[test]
fn parts_and_states_are_told_by_column_then_title() {
    let part_of = |title: &str, others: &[(&str, &str)], common: Option<&str>| {
        let mut row = library_row(1, "甲", "", others);
        row.more.extend(common.map(|text| (MoreField::Common, text.to_owned())));
        entries(&table(title, vec![row]), 0)[0].part
    };
    assert_eq!(part_of("指标库", &[], None), Part::Specific);
    assert_eq!(part_of("共性指标库", &[], None), Part::Common);
    assert_eq!(part_of("共性指标库", &[("指标库类别", "个性指标")], None), Part::Specific);
    assert_eq!(part_of("专项转移支付指标库", &[], Some("否")), Part::Transfer);
    assert_eq!(part_of("指标库", &[], Some("是")), Part::Common);
    let states = ["试行", "已确认", "印发实施", "2023年废止", ""].map(state);
    assert_eq!(
        states,
        [
            Some(StandardState::Trial),
            Some(StandardState::Confirmed),
            Some(StandardState::Issued),
            Some(StandardState::Abolished),
            None
        ]
    );
}

#[test]
fn values_stand_beside_a_row_of_the_same_name_kind_and_unit() {
    let (library, about) = (roads(), About::of(&project("县乡公路养护", &[])));
    let beside = |name: &str, unit: &str| {
        library.yardstick(&row(name), Some(unit), &about).map(|fit| library.entries()[fit.entry].clone())
    };
    let found = beside("养护里程", "公里").unwrap();
    assert_eq!((found.standard.as_str(), found.benchmark.as_str()), ("≥30", "≥40"));
    assert_eq!(beside("指标1：养护里程", "米").unwrap().no, 1, "metres and kilometres compare");
    assert_eq!(beside("养护里程", "座"), None, "a count is no length");
    assert_eq!(beside("养护桥梁", "座"), None);
    // What is abolished is not held against anybody, though its name is the same.
    let abolished = Library::new(vec![library.entries()[1].clone()]);
    assert_eq!(abolished.yardstick(&row("养护里程"), Some("公里"), &about), None);
}

#[test]
fn entries_of_another_kind_fit_only_where_they_are_called_the_same() {
    let (library, about) = (roads(), About::of(&project("县乡公路养护", &[])));
    let fits = |name: &str| library.fits(&row(name), &about, 9).iter().map(|fit| fit.entry).collect::<Vec<_>>();
    assert_eq!(fits("借阅册次"), [3]);
    assert_eq!(fits("图书借阅册次"), [0; 0], "of libraries, not of roads");
    assert_eq!(fits("工程验收合格率"), [2]);
    let in_library = About::of(&project("县图书馆免费开放", &[]));
    assert_eq!(library.fits(&row("图书借阅册次"), &in_library, 9)[0].nearness, Nearness::Within);
}

#[test]
fn a_library_is_searched_by_words_codes_and_initials() {
    let library = roads();
    assert_eq!(library.search(None, "养护"), [0, 1]);
    assert_eq!(library.search(Some(Part::Common), ""), [2]);
    assert_eq!(library.search(None, "yhlc"), [0, 1]);
    assert_eq!(library.search(None, "公路 里程"), [0]);
    assert_eq!(library.search(None, "没有"), [0; 0]);
}

#[test]
fn what_most_like_projects_have_is_suggested_first() {
    let library = roads();
    let peers = [
        project("甲镇公路养护", &["养护里程", "路面完好率", "修补面积"]),
        project("乙镇公路养护", &["养护里程", "路面完好率", "验收合格率"]),
        project("丙镇公路养护", &["养护里程", "路面完好率", "群众满意度"]),
    ];
    let suggested = |rows: &[&str]| {
        let found = library.missing(&project("丁镇公路养护", rows), &peers, 3);
        found.into_iter().map(|found| (found.name, found.having, found.core)).collect::<Vec<_>>()
    };
    assert_eq!(
        suggested(&["养护里程"]),
        [("路面完好率".to_owned(), 3, false), ("验收合格率".to_owned(), 0, true)],
        "one peer alone is no rule, a core indicator of the library is"
    );
    let found = library.missing(&project("丁镇公路养护", &["验收合格率"]), &peers, 3);
    assert_eq!(found[0].entry, Some(0), "the library knows its unit and value");
    assert_eq!(suggested(&["养护里程", "农村路面完好率", "验收合格率"]), [], "near enough is there");
}
