//! Tables as departments published them, 2016–2025: laid out again as workbooks with their own titles, headings and
//! funds rows, read back, and compared cell by cell with what was printed.
//!
//! 32 of them are the facts of the sample (`sample-db/published.json`), three that name no year are in
//! `tests/data/real_tables.json`. Publisher and address stand with each. Goals were left out there, so the pages here
//! carry a sentence of their own.

use serde::Deserialize;
use wenxiao::exchange::{ReadOptions, ReadTable};
use wenxiao::model::form::{Form, FormKind};

use crate::pages::{read_with, xlsx};

#[derive(Debug, Deserialize)]
struct Published {
    id: String,
    kind: FormKind,
    year: Option<u16>,
    title: String,
    publisher: String,
    source_url: String,
    #[serde(default)]
    project_code: Option<String>,
    #[serde(default)]
    project_name: Option<String>,
    #[serde(default)]
    department: Party,
    #[serde(default)]
    unit: Party,
    #[serde(default)]
    funds_rows: Vec<Vec<String>>,
    #[serde(default)]
    headings: Vec<String>,
    #[serde(default)]
    total_score: Option<String>,
    indicators: Vec<Row>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Party {
    code: String,
    name: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Row {
    level1: String,
    level2: String,
    level3: String,
    operator: String,
    target: String,
    unit: String,
    actual: String,
    weight: String,
    score: String,
    deviation_reason: String,
}

impl Row {
    /// Whether the row prints more than its group. Two publishers left rows of the template blank.
    fn is_indicator(&self) -> bool {
        [&self.level3, &self.target, &self.actual, &self.weight, &self.score].iter().any(|text| !text.is_empty())
    }

    fn field(&self, field: &str) -> &str {
        match field {
            "level1" => &self.level1,
            "level2" => &self.level2,
            "level3" => &self.level3,
            "operator" => &self.operator,
            "target" => &self.target,
            "unit" => &self.unit,
            "actual" => &self.actual,
            "weight" => &self.weight,
            "score" => &self.score,
            "deviation_reason" => &self.deviation_reason,
            _ => "",
        }
    }
}

fn published() -> Vec<Published> {
    let mut tables: Vec<Published> =
        serde_json::from_str(include_str!("../../sample-db/published.json")).expect("published tables");
    let more: Vec<Published> = serde_json::from_str(include_str!("../data/real_tables.json")).expect("more tables");
    tables.extend(more);
    tables
}

/// What was printed under each of the headings that these tables use.
const HEADINGS: &[(&str, &str)] = &[
    ("一级指标", "level1"),
    ("二级指标", "level2"),
    ("三级指标", "level3"),
    ("指标名称(三级指标)", "level3"),
    ("指标名称", "level3"),
    ("指标内容", "level3"),
    ("评价指标", "level3"),
    ("目标名称", "group"),
    ("年度指标值", "target"),
    ("指标值", "target"),
    ("指标值及单位", "target"),
    ("年初目标值", "target"),
    ("年初目标值(A)", "target"),
    ("年初指标值", "target"),
    ("指标目标值", "target"),
    ("年度目标指标值", "target"),
    ("目标值", "target"),
    ("标准值", "target"),
    ("区域目标值", "target"),
    ("笏石街道办", "target"),
    ("埭头镇", "target"),
    ("实际完成值", "actual"),
    ("实际完成值(B)", "actual"),
    ("全年完成值", "actual"),
    ("全年实际值", "actual"),
    ("年终完成值", "actual"),
    ("完成值", "actual"),
    ("评价指标值", "actual"),
    ("指标性质", "operator"),
    ("指标方向", "operator"),
    ("度量单位", "unit"),
    ("计量单位", "unit"),
    ("单位", "unit"),
    ("分值", "weight"),
    ("权重", "weight"),
    ("权重分值", "weight"),
    ("指标权重(分)", "weight"),
    ("得分", "score"),
    ("自评分", "score"),
    ("指标得分(分)", "score"),
    ("偏差原因分析及改进措施", "deviation_reason"),
    ("未完成原因及改进措施", "deviation_reason"),
    ("未完成原因和改进措施", "deviation_reason"),
    ("未完成原因分析", "deviation_reason"),
    ("未完成原因及拟采取的改进措施", "deviation_reason"),
];

/// Headings of these tables under which nothing was copied.
const BLANK: &[&str] = &[
    "备注",
    "复核分",
    "评价标准",
    "指标解释",
    "绩效指标描述",
    "绩效标准",
    "评分规则",
    "目标完成值",
    "说明",
    "新罗区",
    "永定区",
    "上杭县",
    "武平县",
    "长汀县",
    "连城县",
    "漳平市",
];

/// Headings put in where a table printed none, or none for a field that it has (it was prose, or the copy lost them).
const DEFAULTS: &[(&str, &str)] = &[
    ("level1", "一级指标"),
    ("level2", "二级指标"),
    ("level3", "三级指标"),
    ("operator", "指标性质"),
    ("target", "年度指标值"),
    ("unit", "计量单位"),
    ("actual", "实际完成值"),
    ("weight", "分值"),
    ("score", "得分"),
    ("deviation_reason", "偏差原因分析及改进措施"),
];

fn field_of(table: &Published, at: usize, heading: &str) -> &'static str {
    let bare: String = heading.chars().filter(|c| !c.is_whitespace()).collect();
    if BLANK.contains(&bare.as_str()) {
        return "";
    }
    // 江苏 prints four value columns; the copy holds the standard and the ratio. 海南 prints points behind each level.
    match (table.id.as_str(), bare.as_str(), at) {
        ("yixing-wjw-2016-gongwei", "目标值", _) => return "",
        ("hainan-swt-fuwumaoyi", "分值", 1) => return "points1",
        ("hainan-swt-fuwumaoyi", "分值", 3) => return "points2",
        _ => {}
    }
    let found = HEADINGS.iter().find(|(known, _)| *known == bare);
    found.unwrap_or_else(|| panic!("{}: {heading} is new", table.id)).1
}

/// The number in the brackets behind a name.
fn points(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// The page as rows of cells, merged as the real ones are. `block` puts `绩效指标` beside the indicators.
fn page(table: &Published, block: bool) -> Vec<Vec<String>> {
    let mut columns: Vec<(String, &str)> =
        table.headings.iter().enumerate().map(|(at, h)| (h.clone(), field_of(table, at, h))).collect();
    let grouped = columns.iter().any(|(_, field)| *field == "group");
    for (field, heading) in DEFAULTS {
        let printed = table.indicators.iter().any(|row| !row.field(field).is_empty());
        let known = columns.iter().any(|(_, known)| known == field) || grouped && field.starts_with("level");
        let standard = table.headings.is_empty() && matches!(*field, "level1" | "level2" | "level3" | "target");
        if !known && !table.indicators.is_empty() && (printed || standard) {
            columns.push(((*heading).to_owned(), field));
        }
    }
    let left = usize::from(block);
    let width = (columns.len() + left).max(9);
    let mut rows: Vec<Vec<String>> = Vec::new();
    let wide = |cells: &[&str]| {
        let mut row: Vec<String> = cells.iter().map(|cell| (*cell).to_owned()).collect();
        row.resize(width, "<".to_owned());
        row
    };
    if !table.title.is_empty() {
        rows.push(wide(&[&table.title]));
    }
    let department = format!("{}{}", table.department.code, table.department.name);
    if let Some(name) = &table.project_name {
        let name = table.project_code.as_ref().map_or(name.clone(), |code| format!("{code}-{name}"));
        rows.push(wide(&["项目名称", "<", &name]));
        rows.push(wide(&["主管部门", "<", &department, "<", "实施单位", &table.unit.name]));
    } else {
        rows.push(wide(&["部门（单位）名称", "<", &department]));
    }
    funds(table, width, &mut rows);
    rows.push(wide(&["年度总体目标", "<", "按计划完成全年工作。"]));
    if table.indicators.is_empty() {
        return rows;
    }
    let mut headings: Vec<String> = Vec::new();
    if block {
        headings.push("绩效指标".to_owned());
    }
    headings.extend(columns.iter().map(|(heading, _)| heading.clone()));
    rows.push(headings);
    let mut before: Option<&Row> = None;
    for row in &table.indicators {
        let continues = |field: &str| before.is_some_and(|before| before.field(field) == row.field(field));
        if grouped && !continues("level1") {
            let mut cells = vec![String::new(); width];
            cells[left].clone_from(&row.level1);
            rows.push(cells);
        }
        let mut cells = Vec::new();
        if block {
            cells.push("^".to_owned());
        }
        let group1 = continues("level1");
        let group2 = group1 && continues("level2") && !row.level2.is_empty();
        cells.extend(columns.iter().map(|(_, field)| match *field {
            "level1" | "points1" if group1 && !row.level1.is_empty() => "^".to_owned(),
            "level2" | "points2" | "group" if group2 => "^".to_owned(),
            "points1" => points(&row.level1),
            "points2" => points(&row.level2),
            "group" => row.level2.clone(),
            field => row.field(field).to_owned(),
        }));
        rows.push(cells);
        before = Some(row);
    }
    if let Some(total) = &table.total_score {
        let mut cells = vec![String::new(); width];
        match columns.iter().position(|(_, field)| *field == "score") {
            Some(score) => {
                cells[0] = "总分".to_owned();
                cells[left + score].clone_from(total);
            }
            None => cells[0].clone_from(total),
        }
        rows.push(cells);
    }
    rows
}

/// The funds block: a table where the first row holds headings of amounts, else labels with values.
fn funds(table: &Published, width: usize, rows: &mut Vec<Vec<String>>) {
    let Some(first) = table.funds_rows.first() else { return };
    let is_amount =
        |text: &String| (text.contains("预算") && text.contains('数') || text == "年初预算") && !text.contains("万元");
    let lead = first.iter().position(is_amount).filter(|_| first.len() > 2);
    for (at, line) in table.funds_rows.iter().enumerate() {
        let mut cells: Vec<String> = Vec::new();
        match (lead, at) {
            (Some(1), 0) => {
                cells.extend([line[0].clone(), String::new()]);
                cells.extend(line[1..].iter().cloned());
            }
            (Some(_), 0) | (None, _) => cells.extend(line.iter().cloned()),
            (Some(_), _) => {
                cells.push("^".to_owned());
                cells.extend(line.iter().cloned());
            }
        }
        cells.resize(width, String::new());
        rows.push(cells);
    }
}

fn read(table: &Published, block: bool) -> ReadTable {
    let rows = page(table, block);
    let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
    let grid: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    // Two copies hold neither a title of their kind nor results: the one who imports says what they are.
    let untold = ["daying-2023-renyuan", "shangyou-sixia-2019-gaoqikeng"].contains(&table.id.as_str());
    let options = ReadOptions {
        year: Some(table.year.unwrap_or(2023)),
        kind: untold.then_some(table.kind),
        project: Some("未写明的项目".to_owned()),
        ..ReadOptions::default()
    };
    let file = read_with("表.xlsx", &xlsx(&[("表", &grid)]), &options);
    let mut file = file.unwrap_or_else(|problem| panic!("{}: {problem}", table.id));
    assert_eq!(file.tables.len(), 1, "{}", table.id);
    file.tables.remove(0)
}

/// Every text of a form, wherever it stands.
fn texts(form: &Form) -> Vec<String> {
    fn collect(value: &serde_json::Value, found: &mut Vec<String>) {
        match value {
            serde_json::Value::String(text) => found.push(text.clone()),
            serde_json::Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
            serde_json::Value::Object(fields) => fields.values().for_each(|item| collect(item, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    collect(&serde_json::from_str(&form.canonical()).expect("canonical json"), &mut found);
    found
}

fn check(table: &Published, block: bool) {
    let id = &table.id;
    let read = read(table, block);
    assert_eq!(read.rejects, [], "{id}");
    let [(_, form)] = read.batch.forms.as_slice() else { panic!("{id}: {} forms", read.batch.forms.len()) };
    assert_eq!(form.kind, table.kind, "{id}");
    match &table.project_name {
        Some(name) => assert_eq!(&form.name, name, "{id}"),
        None if table.department.name.is_empty() => assert_eq!(form.name, "未写明的项目", "{id}"),
        None => assert_eq!(form.name, table.department.name, "{id}"),
    }
    assert_eq!(form.code, table.project_code, "{id}");
    let printed: Vec<&Row> = table.indicators.iter().filter(|row| row.is_indicator()).collect();
    let shown = |text: &Option<String>| text.clone().unwrap_or_default();
    let names = |form: &Form| form.indicators.iter().map(|i| i.level3.clone()).collect::<Vec<_>>();
    assert_eq!(form.indicators.len(), printed.len(), "{id}: {:?}", names(form));
    for (read, row) in form.indicators.iter().zip(&printed) {
        assert_eq!(read.level3, row.level3, "{id}");
        let at = format!("{id}: {}", row.level3);
        assert_eq!(read.level2, row.level2, "{at}");
        assert!(row.level1.starts_with(&read.level1), "{at}: {} of {}", read.level1, row.level1);
        assert_eq!(read.target, row.target, "{at}");
        assert_eq!(shown(&read.unit), row.unit, "{at}");
        assert_eq!(shown(&read.operator), row.operator, "{at}");
        assert_eq!(shown(&read.actual), row.actual, "{at}");
        assert_eq!(shown(&read.weight), row.weight, "{at}");
        assert_eq!(shown(&read.score), row.score, "{at}");
        assert_eq!(shown(&read.deviation_reason), row.deviation_reason, "{at}");
    }
    let kept = texts(form);
    for line in &table.funds_rows {
        let values = line.iter().skip(1).filter(|value| {
            line.iter().any(|cell| cell.contains(|c: char| c.is_ascii_digit()))
                && value.contains(|c: char| c.is_ascii_digit())
        });
        for value in values.filter(|value| !value.contains('(')) {
            assert!(kept.contains(value), "{id}: {value} of {line:?} in {kept:?}");
        }
    }
    if let Some(total) = table.total_score.as_ref().filter(|_| form.self_score.is_some()) {
        assert_eq!(form.self_score.as_ref(), Some(total), "{id}");
    }
    for warning in &read.warnings {
        let told = [
            "reason-year-differs",
            "reason-column-beside",
            "reason-areas",
            "reason-amount-not-exact",
            "reason-kind-by-columns",
        ];
        assert!(told.contains(&warning.reason.key), "{id}: {warning:?}");
    }
}

#[test]
fn every_published_table_is_read_as_printed() {
    let tables = published();
    assert_eq!(tables.len(), 35);
    assert_eq!(tables.iter().map(|table| table.indicators.len()).sum::<usize>(), 244);
    for table in &tables {
        assert!(!table.publisher.is_empty(), "{}", table.id);
        assert!(table.source_url.is_empty() || table.source_url.starts_with("http"), "{}", table.id);
        check(table, false);
        check(table, true);
    }
}
