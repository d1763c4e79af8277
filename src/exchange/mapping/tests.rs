//! Layouts, proposals and relabelling, on sheets put together in memory.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::config::mappings::proposed;
use crate::exchange::headings;
use crate::exchange::read::{ReadOptions, read_bytes, survey_file};
use crate::exchange::sheet::{Area, Cell};
use crate::model::form::FormKind;
use crate::model::mapping::{COLUMNS, IGNORED, LABELS, Mapping, Window};

/// A deliberately strange self-evaluation: no heading that the vocabulary knows.
pub const STRANGE: &str = "\
某县2025年度项目考核小结,,,,,,
项目名称：道路养护,,承担科室：养护中心,,,,
大类,小类,考核事项,要做到多少,做到了没,占多少分,拿了几成
产出指标,数量指标,养护里程,≥30公里,31公里,50,50
产出指标,质量指标,验收合格率,≥95%,96%,20,20
效益指标,社会效益指标,出行改善情况,明显改善,达成预期指标,20,18
满意度指标,服务对象满意度指标,群众满意度,≥90%,92%,10,10
";

fn put(sheet: &mut Sheet, row: u32, column: u16, text: impl Into<String>) {
    let cell = Cell { text: text.into(), exact: None };
    if !cell.text.is_empty() {
        sheet.put_row(row, vec![(column, cell)]);
    }
}

fn sheet(csv: &str) -> Sheet {
    let mut sheet = Sheet::new("表1");
    for (row, line) in csv.lines().enumerate() {
        for (column, text) in line.split(',').enumerate() {
            put(&mut sheet, row as u32, column as u16, text.trim());
        }
    }
    assert!(sheet.finish(Vec::new()));
    sheet
}

fn proposal_of(csv: &str) -> UnknownTable {
    unknown(&sheet(csv)).expect("a table to be asked about")
}

fn meanings(table: &UnknownTable) -> Vec<(String, Option<&'static str>)> {
    table.proposal.columns.iter().map(|column| (column.heading.clone(), column.means)).collect()
}

fn nothing_said(_: super::super::read::Progress) -> std::ops::ControlFlow<()> {
    std::ops::ControlFlow::Continue(())
}

fn taken(csv: &str) -> Mapping {
    proposed(&proposal_of(csv).proposal)
}

#[test]
fn meanings_are_the_columns_and_labels_of_the_vocabulary() {
    for (id, _) in COLUMNS {
        let column = apply::column(id).unwrap_or_else(|| panic!("{id} is no column"));
        assert!(headings::canonical(column).is_some(), "{id} has no heading that every reader knows");
    }
    for column in headings::column_spellings().keys() {
        assert!(COLUMNS.iter().any(|(id, _)| apply::column(id) == Some(*column)), "{column:?} is missing in COLUMNS");
    }
    for (id, _) in LABELS {
        let label = apply::label(id).unwrap_or_else(|| panic!("{id} is no label"));
        let canonical = headings::canonical_label(label).unwrap_or_else(|| panic!("{id} has no label"));
        assert!(headings::labels(canonical).contains(&label), "{canonical}");
    }
    for label in headings::label_spellings().keys() {
        let ignored = apply::label(IGNORED) == Some(*label);
        assert!(ignored || LABELS.iter().any(|(id, _)| apply::label(id) == Some(*label)), "{label:?} is missing");
    }
}

#[test]
fn strange_headings_are_told_by_likeness_and_content() {
    let table = proposal_of(STRANGE);
    assert_eq!((table.proposal.heading_at, table.proposal.heading_rows), (2, 1));
    let found = meanings(&table);
    let expected = [
        ("大类", Some("level1")),
        ("小类", Some("level2")),
        ("考核事项", Some("level3")),
        ("要做到多少", Some("target")),
        ("做到了没", Some("actual")),
        ("占多少分", Some("weight")),
    ];
    for (heading, means) in expected {
        assert!(found.contains(&(heading.to_owned(), means)), "{heading}: {found:#?}");
    }
    assert_eq!(table.proposal.kind, Some(FormKind::SelfEvaluation));
    assert!(table.proposal.columns.iter().filter(|c| c.means.is_some()).all(|column| !column.why.is_empty()));
}

#[test]
fn a_mapping_makes_the_sheet_readable_and_moves_nothing() {
    let options = ReadOptions { mappings: Arc::from([taken(STRANGE)]), ..ReadOptions::default() };
    let refused = read_bytes("a.csv", STRANGE.as_bytes(), &ReadOptions::default(), &mut nothing_said);
    let indicators = |read: &super::super::read::ReadFile| read.tables[0].batch.forms[0].1.indicators.len();
    assert!(refused.is_err() || indicators(&refused.unwrap()) == 0);
    let read = read_bytes("a.csv", STRANGE.as_bytes(), &options, &mut nothing_said).unwrap();
    let (place, form) = &read.tables[0].batch.forms[0];
    assert_eq!((place.row, form.name.as_str(), form.year, form.kind), (1, "道路养护", 2025, FormKind::SelfEvaluation));
    assert_eq!(form.indicators.len(), 4);
    let first = &form.indicators[0];
    assert_eq!((first.level3.as_str(), first.target.as_str()), ("养护里程", "≥30公里"));
    assert_eq!((first.actual.as_deref(), first.weight.as_deref()), (Some("31公里"), Some("50")));
    assert!(read.sheets[0].mapping.is_some());
}

#[test]
fn a_form_whose_indicators_nobody_knows_is_not_read_without_a_word() {
    let csv = "\
项目支出绩效自评表（2025年度）,,,
项目名称,道路养护,主管部门,交通局
实施单位,养护中心,项目属性,延续项目
考核事项,要做到多少,做到了没,占多少分
养护里程,≥30公里,31公里,60
验收合格率,≥95%,96%,40
";
    let read = read_bytes("a.csv", csv.as_bytes(), &ReadOptions::default(), &mut nothing_said).unwrap();
    let told: Vec<_> = read.tables[0].warnings.iter().map(|warning| (warning.reason.key, warning.row)).collect();
    assert_eq!(told, [("reason-indicators-unknown", 4)]);
    let table = read.sheets[0].unknown.as_ref().unwrap();
    let options = ReadOptions { mappings: Arc::from([proposed(&table.proposal)]), ..ReadOptions::default() };
    let read = read_bytes("a.csv", csv.as_bytes(), &options, &mut nothing_said).unwrap();
    assert_eq!((read.tables[0].batch.forms[0].1.indicators.len(), read.tables[0].warnings.len()), (2, 0));
}

#[test]
fn two_heading_rows_with_merged_groups_become_one() {
    let csv = "\
项目叫什么,钱,,做得怎样,
,年初安排的,已经花了,干什么,要做到
道路养护,100,80,养护里程,30公里
桥梁维修,50,40,维修座数,3座
";
    let mut whole = Sheet::new("表");
    for (row, line) in csv.lines().enumerate() {
        for (column, text) in line.split(',').enumerate() {
            put(&mut whole, row as u32, column as u16, text);
        }
    }
    let merged = |top, left, bottom, right| Area { top, left, bottom, right };
    assert!(whole.finish(vec![merged(0, 0, 1, 0), merged(0, 1, 0, 2), merged(0, 3, 0, 4)]));
    let table = unknown(&whole).unwrap();
    assert_eq!((table.proposal.heading_at, table.proposal.heading_rows), (0, 2), "{table:#?}");
    let mut mapping = proposed(&table.proposal);
    mapping.name = "两行".into();
    for (heading, means) in [
        ("项目叫什么", "project"),
        ("年初安排的", "initial"),
        ("已经花了", "executed"),
        ("干什么", "level3"),
        ("要做到", "target"),
    ] {
        mapping.columns.retain(|column| column.heading != heading);
        let unit = (means == "initial").then_some(crate::model::money::MoneyUnit::TenThousandYuan);
        let column =
            crate::model::mapping::ColumnMapping { heading: heading.into(), occurrence: 1, means: means.into(), unit };
        mapping.columns.push(column);
    }
    let applied = apply(&mut whole, &[mapping]).unwrap();
    assert_eq!(applied.name, "两行");
    let shown = |row, column| whole.shown(row, column).map_or("", |cell| &cell.text);
    assert_eq!((shown(1, 0), shown(1, 1), shown(1, 3)), ("项目名称", "年初预算数(万元)", "三级指标"));
    assert_eq!((shown(0, 0), shown(0, 1), shown(2, 0)), ("", "", "道路养护"));
}

#[test]
fn ignored_columns_are_not_shown_and_others_stay_as_printed() {
    let mut mapping = taken(STRANGE);
    mapping.columns.retain(|column| column.heading != "拿了几成");
    for column in &mut mapping.columns {
        if column.heading == "大类" {
            column.means = IGNORED.into();
        }
    }
    let mut sheet = sheet(STRANGE);
    apply(&mut sheet, &[mapping]).unwrap();
    assert_eq!(sheet.own(2, 0), None);
    assert_eq!(sheet.own(2, 6).map(|cell| &*cell.text), Some("拿了几成"));
    assert_eq!(sheet.own(3, 0).map(|cell| &*cell.text), Some("产出指标"), "values are never touched");
}

#[test]
fn a_label_that_nobody_knows_is_read_under_its_mapping() {
    let csv = "\
考核小结,,
活儿叫什么,道路养护,
大类,考核事项,要做到多少
产出指标,养护里程,≥30公里
效益指标,出行改善,明显改善
";
    let mut mapping = taken(csv);
    mapping.labels =
        vec![crate::model::mapping::LabelMapping { printed: "活儿叫什么".into(), means: "project".into() }];
    let options = ReadOptions { mappings: Arc::from([mapping]), year: Some(2025), ..ReadOptions::default() };
    let read = read_bytes("a.csv", csv.as_bytes(), &options, &mut nothing_said).unwrap();
    let (_, form) = &read.tables[0].batch.forms[0];
    assert_eq!((form.name.as_str(), form.indicators.len()), ("道路养护", 2));
}

#[test]
fn headings_printed_again_far_below_are_no_records() {
    let head = "代号,干的活,钱数\n";
    let mut csv = head.to_owned();
    for page in 0..3 {
        for n in 0..150 {
            csv.push_str(&format!("51000025T0000000{:05},活儿{page}-{n},10\n", page * 1000 + n));
        }
        csv.push_str(head);
    }
    let mut mapping = taken(&csv);
    for (heading, means) in [("代号", "project_code"), ("干的活", "project"), ("钱数", "total")] {
        mapping.columns.retain(|column| column.heading != heading);
        mapping.columns.push(crate::model::mapping::ColumnMapping {
            heading: heading.into(),
            occurrence: 1,
            means: means.into(),
            unit: None,
        });
    }
    let options = ReadOptions { mappings: Arc::from([mapping]), year: Some(2025), ..ReadOptions::default() };
    let read = read_bytes("a.csv", csv.as_bytes(), &options, &mut nothing_said).unwrap();
    assert_eq!((read.tables[0].batch.forms.len(), read.tables[0].rejects.len()), (450, 0));
}

#[test]
fn a_file_without_any_table_is_surveyed_without_a_proposal() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    std::fs::write(&path, "你好\n再见\n").unwrap();
    let sheets = survey_file(&path, &ReadOptions::default(), &mut nothing_said).unwrap();
    assert!(sheets[0].unknown.is_none() && sheets[0].projects == 0);
}

fn heading_text() -> impl Strategy<Value = String> {
    "[甲乙丙丁戊己庚辛壬癸子丑寅卯]{2,6}"
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// A layout is the words of its heading, wherever they stand and whatever stands above and below.
    #[test]
    fn a_layout_does_not_depend_on_place_titles_years_or_data(
        words in proptest::collection::vec(heading_text(), 3..8),
        right in 0_u16..5,
        titles in 0_u32..4,
        gap in 0_u16..2,
        year in 2015_u16..2030,
        data in proptest::collection::vec("[0-9]{1,6}", 3..20),
    ) {
        let build = |right: u16, titles: u32, gap: u16, year: u16, data: &[String]| {
            let mut sheet = Sheet::new("s");
            for title in 0..titles {
                put(&mut sheet, title, 0, "某表");
            }
            for (at, word) in words.iter().enumerate() {
                let text = if at == 0 { format!("{year}年{word}") } else { word.clone() };
                put(&mut sheet, titles, right + at as u16 * (gap + 1), text);
            }
            for (at, value) in data.iter().enumerate() {
                let column = right + (at % words.len()) as u16 * (gap + 1);
                put(&mut sheet, titles + 1 + (at / words.len()) as u32, column, value.as_str());
            }
            assert!(sheet.finish(Vec::new()));
            sheet
        };
        let at = |sheet: &Sheet, titles: u32| propose(&window::of(sheet), titles as usize, 1).fingerprint;
        let one = build(0, 0, 0, 2020, &["1".to_owned()]);
        let other = build(right, titles, gap, year, &data);
        prop_assert_eq!(at(&one, 0), at(&other, titles));
        let mut less = build(0, 0, 0, 2020, &["1".to_owned()]);
        less.relabel(0, words.len() as u16 - 1, "");
        prop_assert_ne!(at(&less, 0), at(&one, 0), "a column less is another layout");
    }

    /// Whatever a sheet holds, looking at it and laying a mapping over it neither fails nor changes a value.
    #[test]
    fn no_sheet_is_too_strange_to_be_looked_at(
        cells in proptest::collection::vec((0_u32..30, 0_u16..20, "\\PC{0,12}"), 0..80),
        areas in proptest::collection::vec((0_u32..30, 0_u16..20, 0_u32..3, 0_u16..4), 0..8),
    ) {
        let mut sheet = Sheet::new("s");
        for (row, column, text) in &cells {
            put(&mut sheet, *row, *column, text.trim());
        }
        let areas = areas.iter().map(|(top, left, down, across)| Area {
            top: *top, left: *left, bottom: top + down, right: left + across,
        });
        prop_assume!(sheet.finish(areas.collect()));
        let window = window::of(&sheet);
        let fingerprint = |at: usize, rows: usize| window.rows.get(at..at + rows).and_then(layout::fingerprint);
        for (at, rows) in [(0, 0), (0, 1), (1, 1), (2, 2), (5, 3), (90, 1)] {
            let proposal = propose(&window, at, rows);
            let mapping = proposed(&proposal);
            let depth = proposal.heading_rows as usize;
            let own = fingerprint(proposal.heading_at, depth);
            // Another row of the same words is a heading as well.
            let same = (0..window.rows.len()).filter(|from| own.is_some() && fingerprint(*from, depth) == own).count();
            if depth == 0 || same != 1 {
                continue;
            }
            let below = || window.rows.iter().skip(proposal.heading_at + depth).map(|row| row.row);
            let shown = |sheet: &Sheet| -> Vec<String> {
                below().flat_map(|row| sheet.cells(row)).map(|(_, cell)| cell.text.to_string()).collect()
            };
            let mut other = copy(&sheet, &window);
            prop_assert_eq!(shown(&sheet), shown(&other));
            apply(&mut other, &[mapping]);
            prop_assert_eq!(shown(&sheet), shown(&other));
        }
    }
}

/// The same sheet once more.
fn copy(sheet: &Sheet, window: &Window) -> Sheet {
    let mut copy = Sheet::new(&sheet.name);
    let mut areas = Vec::new();
    for row in &window.rows {
        for (column, cell) in sheet.cells(row.row) {
            copy.put_row(row.row, vec![(column, cell.clone())]);
            let area = sheet.area(row.row, column);
            if area.top != area.bottom || area.left != area.right {
                areas.push(area);
            }
        }
    }
    assert!(copy.finish(areas));
    copy
}
