//! Shapes that indicators are printed in, and what people do to forms: each is read as what it says.

use rust_xlsxwriter::Workbook;
use wenxiao::exchange::ReadOptions;

use crate::golden::{describe, form_text, golden, read_pages};
use crate::pages::{Grid, draw, read_with, xlsx};

/// A form with these rows of indicators.
fn with_indicators(rows: Grid<'_>) -> String {
    let mut page: Vec<&[&str]> = vec![&["项目支出绩效自评表（2024年度）"], &["项目名称", "道路养护"]];
    page.extend(rows);
    golden(&page)
}

#[test]
fn every_area_keeps_its_value() {
    insta::assert_snapshot!(
        "areas",
        with_indicators(&[
            &["一级指标", "二级指标", "三级指标", "指标解释", "指标方向", "笏石街道办", "埭头镇"],
            &["产出指标", "数量指标", "开展修复工程(个)", "", "≥", "n:1", "n:2"],
            &["^", "质量指标", "是否存在质量问题", "", "是/否", "否", "否"],
            &["^", "时效指标", "开展率(%)", "", "≥", "", "100%"],
        ])
    );
    insta::assert_snapshot!(
        "areas_beside_the_whole",
        with_indicators(&[
            &["一级指标", "二级指标", "三级指标", "区域目标值", "新罗区", "永定区"],
            &["产出指标", "数量指标", "培训人次", "300人次", "200人次", "100人次"],
        ])
    );
    insta::assert_snapshot!(
        "areas_under_a_group",
        with_indicators(&[
            &["一级指标", "二级指标", "三级指标", "区域目标值", "<"],
            &["^", "^", "^", "新罗区", "永定区"],
            &["产出指标", "数量指标", "培训人次", "200人次", "100人次"],
        ])
    );
}

#[test]
fn everything_in_one_cell_is_parted() {
    insta::assert_snapshot!(with_indicators(&[
        &["一级指标", "二级指标", "三级指标"],
        &["产出指标（50分）", "数量指标", "指标1：养护里程≥30公里（10分）"],
        &["^", "^", "指标2：养护次数：4次（5分）"],
        &["^", "质量指标", "指标1：合格率≥95%\n指标2：返修率≤5%"],
        &["效益指标", "社会效益指标", "出行条件改善"],
    ]));
}

#[test]
fn parents_carry_points_and_children_values() {
    insta::assert_snapshot!(with_indicators(&[
        &[
            "一级 指标",
            "二级指标",
            "三级指标",
            "分值",
            "年度指标值",
            "全年实际值",
            "得分",
            "未完成原因及拟采取的改进措施"
        ],
        &["产\n出\n指\n标\n(50分)", "数量指标", "★补助各类粮食作物种植面积", "n:10", "", "", "n:10", ""],
        &["^", "^", "红薯种植面积", "", "5.5亩", "5.5亩", "", ""],
        &["^", "^", "★补助家畜家禽养殖数量", "n:10", "", "", "n:10", ""],
        &["^", "^", "猪养殖数量", "", "80头", "80头", "", ""],
        &["(30分)", "经济效益指标", "增收", "n:30", "≥1万元", "1.2万元", "n:30", ""],
    ]));
}

#[test]
fn four_value_columns_belong_to_goal_and_indicator() {
    insta::assert_snapshot!(with_indicators(&[
        &["目标名称", "目标值", "评价指标", "标准值", "目标完成值", "评价指标值", "权重分值", "评分规则", "得分"],
        &["一、投入目标", "", "", "", "", "", "", "", ""],
        &["1.预算投入资金", "300万元", "预算完成率", "100%", "300万元", "100%", "n:5", "按比例得分", "n:5"],
        &["二、产出目标", "", "", "", "", "", "", "", ""],
        &["1.数量目标", "12000份", "居民电子健康档案建档率", "≥75%", "11800份", "81.74%", "n:5", "", "n:5"],
    ]));
}

#[test]
fn points_of_each_level_and_the_score_of_another_reviewer_are_kept() {
    insta::assert_snapshot!(with_indicators(&[
        &["一级指标", "分值", "二级指标", "分值", "三级指标", "分值", "得分", "复核分", "得分系数"],
        &["项目决策", "n:20", "项目目标", "n:4", "目标内容", "n:4", "n:4", "n:3.5", "n:1"],
        &["^", "^", "决策过程", "n:8", "决策依据", "n:3", "n:3", "n:3", "n:1"],
        &["项目管理 25 分", "", "资金到位", "n:5", "到位率", "n:3", "n:3", "n:2", "n:0.9"],
    ]));
}

#[test]
fn headings_in_two_rows_and_values_over_two_columns() {
    insta::assert_snapshot!(with_indicators(&[
        &["一级指标", "二级指标", "三级指标", "<", "指标值", "<", "得分情况", "<"],
        &["^", "^", "^", "<", "年初目标值", "实际完成值", "分值", "自评得分"],
        &["产出指标", "数量指标", "指标1：", "养护里程", "30公里", "31公里", "n:20", "n:20"],
        &["^", "^", "指标2：", "养护次数", "4次", "4次", "n:10", "n:10"],
    ]));
    insta::assert_snapshot!(
        "sign_and_number_apart",
        with_indicators(&[
            &["一级指标", "二级指标", "三级指标", "指标值", "<", "<"],
            &["产出指标", "数量指标", "养护里程", "≥", "n:30", "公里"],
            &["^", "质量指标", "合格率", "≥", "p:0.95", ""],
        ])
    );
}

#[test]
fn columns_without_a_use_are_kept_and_the_value_of_a_group_is_found() {
    insta::assert_snapshot!(with_indicators(&[
        &["二级项目名称", "养护二期"],
        &["一级指标", "二级指标", "三级指标", "指标值", "<", "<", "实际完成情况", "上年度指标值", "状态"],
        &["^", "^", "^", "符号", "数值", "单位", "^", "^", "^"],
        &["产出指标", "数量指标", "养护里程", "≥", "n:30", "公里", "31公里", "28公里", "已核"],
    ]));
}

#[test]
fn a_form_that_goes_on_over_the_page_is_one_form() {
    let heading: &[&str] = &["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值"];
    insta::assert_snapshot!(with_indicators(&[
        heading,
        &["产出指标（50分）", "数量指标", "养护里程", "30公里", "31公里"],
        &["第 1 页 共 2 页"],
        &["项目支出绩效自评表（续）", "<", "<", "<", "<"],
        &["项目名称", "道路养护"],
        heading,
        &["", "", "养护次数", "4次", "4次"],
        &["", "质量指标", "合格率", "≥95%", "96%"],
        &["合计100"],
    ]));
}

#[test]
fn rows_without_an_indicator_are_said() {
    insta::assert_snapshot!(with_indicators(&[
        &["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "偏差原因分析"],
        &["产出指标", "数量指标", "养护里程", "30公里", "31公里", ""],
        &["^", "质量指标", "", "", "", "未开展验收"],
        &["本表由项目实施单位如实填写，并对填写内容的真实性、完整性和准确性负责。", "<", "<", "<", "<", "<"],
    ]));
}

#[test]
fn forms_stand_side_by_side_and_below_each_other() {
    let page: Grid = &[
        &["项目支出绩效目标申报表（2025年度）", "<", "<", "<", "<", "<", "<", "<", "<"],
        &["项目名称", "道路养护", "<", "<", "", "项目名称", "水库维修", "<", "<"],
        &["主管部门", "交通局", "<", "<", "", "主管部门", "水务局", "<", "<"],
        &["一级指标", "二级指标", "三级指标", "指标值", "", "一级指标", "二级指标", "三级指标", "指标值"],
        &["产出指标", "数量指标", "里程", "30公里", "", "产出指标", "数量指标", "座数", "2座"],
        &["^", "质量指标", "合格率", "≥95%", "", "效益指标", "社会效益指标", "灌溉面积", "500亩"],
        &["项目名称", "桥梁检测", "<", "<", "", "项目名称", "堤防加固", "<", "<"],
        &["一级指标", "二级指标", "三级指标", "指标值", "", "一级指标", "二级指标", "三级指标", "指标值"],
        &["产出指标", "数量指标", "座数", "8座", "", "产出指标", "数量指标", "长度", "1公里"],
    ];
    insta::assert_snapshot!(golden(page));
}

#[test]
fn amounts_below_their_labels_are_read() {
    let page: Grid = &[
        &["项目支出绩效目标申报表（2025年度）", "<", "<", "<"],
        &["项目名称", "道路养护", "<", "<"],
        &["项目资金（元）", "资金总额", "财政拨款", "其他资金"],
        &["^", "n:900000", "n:800000.5", "n:99999.5"],
        &["资金性质", "一般公共预算", "", ""],
        &["一级指标", "二级指标", "三级指标", "指标值"],
        &["产出指标", "数量指标", "里程", "30公里"],
    ];
    insta::assert_snapshot!(golden(page));
}

/// A form that people change in ways that must not matter.
const FORM: Grid<'static> = &[
    &["项目支出绩效自评表", "<", "<", "<", "<", "<", "<", "<"],
    &["（2024年度）", "<", "<", "<", "<", "<", "<", "<"],
    &["项目名称", "<", "99010024T000000000001-道路养护", "<", "<", "<", "<", "<"],
    &["主管部门", "<", "107-云溪市交通局", "<", "实施单位", "<", "107001-云溪市公路站", "<"],
    &["项目资金（万元）", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
    &["^", "年度资金总额：", "90", "89.974", "89.974", "10", "100%", "10"],
    &["^", "其中：本年财政拨款", "90", "89.974", "89.974", "—", "100%", "—"],
    &["年度总体目标", "预期目标", "<", "<", "实际完成情况", "<", "<", "<"],
    &["^", "养护三十公里。", "<", "<", "已养护三十一公里。", "<", "<", "<"],
    &["绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
    &["^", "产出指标（50分）", "数量指标", "养护里程", "≥30公里", "31公里", "30", "30"],
    &["^", "^", "质量指标", "验收合格率", "≥95%", "96%", "20", "20"],
    &["^", "效益指标（40分）", "社会效益指标", "出行改善", "明显", "明显", "40", "38"],
    &["总分", "<", "<", "<", "<", "<", "100", "98"],
];

fn text_of(bytes: &[u8]) -> String {
    let file = read_with("表.xlsx", bytes, &ReadOptions::default()).unwrap_or_else(|problem| panic!("{problem}"));
    let forms: Vec<String> = file.tables.iter().flat_map(|t| &t.batch.forms).map(|(_, form)| form_text(form)).collect();
    assert_eq!(forms.len(), 1, "{}", describe(&file));
    forms.concat()
}

fn changed(change: impl Fn(&str) -> String) -> String {
    let rows: Vec<Vec<String>> = FORM.iter().map(|row| row.iter().map(|cell| change(cell)).collect()).collect();
    let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
    let grid: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    text_of(&xlsx(&[("表", &grid)]))
}

#[test]
fn a_form_is_read_the_same_wherever_it_stands_and_however_it_is_marked() {
    let plain = text_of(&xlsx(&[("表", FORM)]));
    insta::assert_snapshot!("unchanged", plain);

    // Moved down and to the right, under two more rows of titles.
    let mut moved: Vec<Vec<&str>> = vec![vec!["", "", "", "附件2"], vec!["", "", "", "云溪市财政局制"], vec![]];
    moved.extend(FORM.iter().map(|row| ["", "", ""].iter().chain(row.iter()).copied().collect()));
    let grid: Vec<&[&str]> = moved.iter().map(Vec::as_slice).collect();
    assert_eq!(text_of(&xlsx(&[("表", &grid)])), plain, "moved");

    // The same text again in every cell instead of merged ones.
    let mut repeated: Vec<Vec<&str>> = FORM.iter().map(|row| row.to_vec()).collect();
    for row in 0..repeated.len() {
        for column in 0..repeated[row].len() {
            repeated[row][column] = match repeated[row][column] {
                "<" => repeated[row][column - 1],
                "^" => repeated[row - 1][column],
                text => text,
            };
        }
    }
    let grid: Vec<&[&str]> = repeated.iter().map(Vec::as_slice).collect();
    assert_eq!(text_of(&xlsx(&[("表", &grid)])), plain, "repeated");

    // Stars and hints in headings, spaces and line breaks inside of labels, full-width brackets and letters.
    let marked = changed(|cell| match cell {
        "年度指标值" => "*年度指标值（Ａ）".into(),
        "实际完成值" => "＊实际完成值（定量填数字，定性填达成、部分达成、未达成）".into(),
        "三级指标" => "★三级指标（必填）".into(),
        "分值" => "分 值".into(),
        "主管部门" => "主管部门：".into(),
        "项目名称" => "项 目\n名 称".into(),
        "全年预算数" => "全年预算数（Ａ）".into(),
        "项目资金（万元）" => "项目资金\n(万元)".into(),
        other => other.to_owned(),
    });
    assert_eq!(marked, plain, "marked");

    // Hidden rows are read, and said.
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    draw(sheet, FORM);
    sheet.set_row_hidden(11).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    assert_eq!(text_of(&bytes), plain, "hidden");
    let file = read_with("表.xlsx", &bytes, &ReadOptions::default()).unwrap();
    assert_eq!(file.tables[0].warnings[0].reason.key, "reason-hidden-rows");

    // Numbers that were stored as numbers, shown with their digits.
    let numbers = changed(|cell| match cell.parse::<f64>() {
        Ok(_) => format!("n:{cell}"),
        Err(_) => cell.to_owned(),
    });
    assert_eq!(numbers, plain, "numbers");

    // Two of them below each other, and another on a second sheet.
    let mut two: Vec<&[&str]> = FORM.to_vec();
    two.push(&[]);
    two.extend(FORM);
    let file = read_pages(&[("一", &two), ("二", FORM)], &ReadOptions::default());
    let forms: Vec<String> = file.tables.iter().flat_map(|t| &t.batch.forms).map(|(_, form)| form_text(form)).collect();
    assert_eq!(forms, [plain.clone(), plain.clone(), plain]);
}

#[test]
fn what_people_type_in_full_width_is_kept_and_understood() {
    let page: Grid = &[
        &["项目支出绩效目标申报表（２０２５年度）", "<", "<", "<"],
        &["项目名称：道路养护", "<", "<", "<"],
        &["项目资金（万元）", "年度资金总额：", "８９．９７４", ""],
        &["一级指标", "二级指标", "三级指标", "指标值"],
        &["产出指标（５０分）", "数量指标", "养护里程", "≥３０公里"],
        &["^", "质量指标", "合格率", "≥９５％"],
    ];
    insta::assert_snapshot!(golden(page));
}
