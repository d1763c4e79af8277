//! Lists: forms.md 1.1 to 1.8.

use wenxiao::exchange::ReadOptions;
use wenxiao::model::form::{FormKind, MoreField};
use wenxiao::model::money::Money;

use crate::pages::{Grid, brief, csv, form, forms, read_with, xlsx, year};

#[test]
fn opinions_of_projects_and_departments_come_back_in_1_1() {
    let projects: Grid = &[
        &["单位编码", "单位名称", "项目编码", "项目名称", "修改意见"],
        &["219001", "棠溪镇人民政府", "51000021R000000019951", "道路养护", "1. 指标值偏低\n2. 缺少质量指标"],
        &["219001", "棠溪镇人民政府", "51000021R000000019952", "水库维修", "1. 无"],
    ];
    let read = forms(&xlsx(&[("绩效目标评审意见", projects)]), &year(2025), FormKind::OpinionList);
    assert_eq!(read.len(), 2);
    assert_eq!(read[0].code.as_deref(), Some("51000021R000000019951"));
    assert_eq!(read[0].unit.code.as_deref(), Some("219001"));
    assert_eq!(read[0].more[&MoreField::Opinion], "1. 指标值偏低\n2. 缺少质量指标");

    let departments: Grid = &[&["单位编码", "单位名称", "修改意见"], &["219", "棠溪镇人民政府", "1. 目标与职能不符"]];
    let read = form(&xlsx(&[("意见", departments)]), &year(2025), FormKind::OpinionList);
    assert_eq!((read.name.as_str(), read.code), ("棠溪镇人民政府", None));
}

const SELF_EVALUATION_INDICATORS: [&str; 12] = [
    "一级指标",
    "二级指标",
    "三级指标名称",
    "计算符号",
    "指标值",
    "*实际完成值（定量填数字，定性填达成、部分达成、未达成）",
    "计量单位",
    "*分值 数量(20)、质量(10)、时效(10)、成本(10)、效益(30)、满意度(10)",
    "*指标得分（定量系统自动计算，定性必填，所填值为原指标得分，不包含扣减分数。）",
    "扣减分数",
    "完成情况简要描述（定量选填，定性必填）",
    "偏差原因及改进措施（指标未完成时必填）",
];

#[test]
fn self_evaluation_indicators_1_2_take_their_project_from_above_or_from_the_option() {
    let row: &[&str] =
        &["产出指标", "数量指标", "养护里程", "≥", "n:30", "n:31.5", "公里", "n:20", "n:20", "n:0", "完成", "无"];
    let named: Grid = &[
        &["项目名称：", "道路养护", "项目代码", "51000021R000000019951"],
        &["预算年度", "2024"],
        &SELF_EVALUATION_INDICATORS,
        row,
        &["", "质量指标", "合格率", "≥", "p:0.95", "p:1", "", "n:10", "n:10"],
    ];
    let read = form(&xlsx(&[("指标", named)]), &ReadOptions::default(), FormKind::SelfEvaluation);
    assert_eq!((read.name.as_str(), read.year), ("道路养护", 2024));
    assert_eq!(read.code.as_deref(), Some("51000021R000000019951"));
    let first = &read.indicators[0];
    assert_eq!(first.operator.as_deref(), Some("≥"));
    assert_eq!((first.target.as_str(), first.actual.as_deref()), ("30", Some("31.5")));
    assert_eq!(first.unit.as_deref(), Some("公里"));
    assert_eq!((first.weight.as_deref(), first.score.as_deref()), (Some("20"), Some("20")));
    assert_eq!(first.more[&MoreField::Deduction], "0");
    assert_eq!(first.more[&MoreField::Description], "完成");
    assert_eq!(first.deviation_reason.as_deref(), Some("无"));
    assert_eq!(read.indicators[1].level1, "产出指标", "groups are filled down");
    assert_eq!(read.indicators[1].target, "95%");
    assert_eq!(read.indicators[1].actual.as_deref(), Some("100%"), "a percent-formatted 1 is 100%");

    let nameless: Grid = &[&SELF_EVALUATION_INDICATORS, row];
    let bytes = xlsx(&[("指标", nameless)]);
    assert_eq!(read_with("a.xlsx", &bytes, &year(2024)).unwrap_err().key, "problem-no-project-named");
    let options = ReadOptions { project: Some("道路养护".into()), ..year(2024) };
    assert_eq!(form(&bytes, &options, FormKind::SelfEvaluation).name, "道路养护");
    let options = ReadOptions { project: Some("51000021R000000019951".into()), ..year(2024) };
    assert_eq!(form(&bytes, &options, FormKind::SelfEvaluation).code.as_deref(), Some("51000021R000000019951"));
}

#[test]
fn monitoring_indicators_1_3_are_known_by_their_headings() {
    let page: Grid = &[
        &["项目名称：道路养护", "", "（2025年度）"],
        &[
            "一级指标",
            "二级指标",
            "三级指标名称",
            "计算符号",
            "年度指标值",
            "计量单位",
            "*当前完成值（定量填数字，定性填达成、部分达成、未达成）",
            "*完成可能性分析",
            "偏差原因说明",
        ],
        &["产出指标", "数量指标", "养护里程", "≥", "30", "公里", "12", "确定能", ""],
    ];
    let read = form(&xlsx(&[("监控", page)]), &ReadOptions::default(), FormKind::Monitoring);
    assert_eq!((read.name.as_str(), read.year), ("道路养护", 2025));
    assert_eq!(read.indicators[0].actual.as_deref(), Some("12"));
    assert_eq!(read.indicators[0].more[&MoreField::Likelihood], "确定能");
}

#[test]
fn the_general_monitoring_list_1_4_is_in_yuan_unless_a_label_says_otherwise() {
    let headings = [
        "序号",
        "处室名称",
        "单位名称",
        "项目类别",
        "项目编码",
        "支出项目名称",
        "年初预算数",
        "追加数",
        "追减数",
        "调整预算数",
        "绩效目标",
        "截止7月底支出数",
        "预算执行率",
        "截止7月底绩效目标执行情况",
        "是否达到序时支出进度",
        "是否达到阶段性绩效目标",
        "原因类型",
        "情况分析",
        "绩效目标调整情况",
    ];
    let row = [
        "n:1",
        "农业处",
        "219001-棠溪镇",
        "特定目标类",
        "51000021T000000000001",
        "道路养护",
        "n:900000",
        "n:0",
        "n:260",
        "n:899740",
        "养护30公里",
        "n:450000.5",
        "p:0.5",
        "完成12公里",
        "是",
        "否",
        "3",
        "采购慢",
        "不调整",
    ];
    let page: Grid =
        &[&["2025年绩效运行监控汇总表", "<", "<"], &headings, &row, &["合计", "", "", "", "", "", "n:900000"]];
    let read = form(&xlsx(&[("汇总", page)]), &ReadOptions::default(), FormKind::Monitoring);
    assert_eq!(read.year, 2025);
    assert_eq!(read.unit.name, "棠溪镇");
    assert_eq!(read.unit.code.as_deref(), Some("219001"));
    assert_eq!(read.funds.initial.as_ref().unwrap().fen, Some(Money(90_000_000)));
    assert_eq!(read.funds.adjusted.as_ref().unwrap().raw, "899740");
    assert_eq!(read.funds.executed.as_ref().unwrap().fen, Some(Money(45_000_050)));
    assert_eq!(read.funds.execution_rate.as_deref(), Some("50%"));
    assert_eq!(read.goal.annual.as_deref(), Some("养护30公里"));
    assert_eq!(read.goal.actual.as_deref(), Some("完成12公里"));
    for (field, text) in [
        (MoreField::FinanceDivision, "农业处"),
        (MoreField::ProjectClass, "特定目标类"),
        (MoreField::Increase, "0"),
        (MoreField::Decrease, "260"),
        (MoreField::SpendingOnTime, "是"),
        (MoreField::GoalOnTime, "否"),
        (MoreField::ReasonKind, "3"),
        (MoreField::Analysis, "采购慢"),
        (MoreField::GoalAdjustment, "不调整"),
    ] {
        assert_eq!(read.more[&field], text);
    }

    let in_ten_thousands: Grid = &[&["2025年监控", "", "单位：万元"], &headings, &row];
    let read = form(&xlsx(&[("汇总", in_ten_thousands)]), &ReadOptions::default(), FormKind::Monitoring);
    assert_eq!(read.funds.initial.as_ref().unwrap().fen, Some(Money(900_000_000_000)));
}

#[test]
fn both_recheck_lists_1_5_are_read() {
    let picking: Grid = &[
        &["项目编码", "项目名称", "预算部门", "预算单位", "业务处室", "项目总金额", "当年预算金额"],
        &["51000021T000000000001", "道路养护", "219-棠溪镇", "219001-棠溪镇本级", "农业处", "n:2000000", "n:900000"],
    ];
    let read = form(&xlsx(&[("复核", picking)]), &year(2024), FormKind::RecheckList);
    assert_eq!(read.department.code.as_deref(), Some("219"));
    assert_eq!(read.funds.mid_term_total.as_ref().unwrap().fen, Some(Money(200_000_000)));
    assert_eq!(read.funds.total.as_ref().unwrap().fen, Some(Money(90_000_000)));

    let query: Grid = &[
        &[
            "状态",
            "编码",
            "名称",
            "预算单位",
            "业务处室",
            "年初预算数",
            "当年预算数",
            "全年执行数",
            "项目总金额",
            "预算执行率",
            "得分",
            "自评结论",
            "自评预警",
        ],
        &[
            "已下达",
            "51000021T000000000001",
            "道路养护",
            "棠溪镇",
            "农业处",
            "9",
            "9",
            "8.5",
            "20",
            "94.44%",
            "95.5",
            "优",
            "红",
        ],
    ];
    let read = form(&xlsx(&[("复核", query)]), &year(2024), FormKind::RecheckList);
    assert_eq!(read.code.as_deref(), Some("51000021T000000000001"));
    assert_eq!(read.self_score.as_deref(), Some("95.5"));
    assert_eq!(read.funds.adjusted.as_ref().unwrap().fen, Some(Money(900)));
    assert_eq!(read.more[&MoreField::State], "已下达");
    assert_eq!(read.more[&MoreField::Conclusion], "优");
}

#[test]
fn the_bond_template_1_6_groups_rows_into_projects_by_code() {
    let page: Grid = &[
        &[
            "*具体项目代码",
            "一级绩效指标代码",
            "一级绩效指标名称",
            "*二级绩效指标",
            "*三级绩效指标代码",
            "*三级绩效指标名称",
            "绩效指标说明",
            "*指标值",
            "评（扣）分标准",
            "备注",
        ],
        &[
            "P00000000000000B",
            "1",
            "产出指标",
            "11-数量指标",
            "1101",
            "新建渠道",
            "长度",
            "≥5公里",
            "少一公里扣2分",
            "a",
        ],
        &["P00000000000000A", "1", "产出指标", "11-数量指标", "1101", "新建泵站", "", "2座", "", ""],
        &["P00000000000000B", "2", "效益指标", "22-社会效益指标", "2201", "受益人口", "", "≥300人", "", ""],
    ];
    let read = forms(&xlsx(&[("国债资金项目绩效指标", page)]), &year(2023), FormKind::Target);
    assert_eq!(
        read.iter().map(|f| f.code.as_deref().unwrap()).collect::<Vec<_>>(),
        ["P00000000000000B", "P00000000000000A"]
    );
    assert_eq!(
        brief(&read[0].indicators),
        ["产出指标/数量指标/新建渠道=≥5公里", "效益指标/社会效益指标/受益人口=≥300人"]
    );
    assert_eq!(read[0].indicators[1].no, 2);
    let more = &read[0].indicators[0].more;
    assert_eq!(more[&MoreField::IndicatorCode], "1101");
    assert_eq!(more[&MoreField::Explanation], "长度");
    assert_eq!(more[&MoreField::ScoringStandard], "少一公里扣2分");
    assert_eq!(more[&MoreField::Remark], "a");
}

#[test]
fn the_sichuan_block_1_7_has_its_operator_in_a_column() {
    let page: Grid = &[
        &["项目名称", "51000021R000000019951-工资性支出"],
        &[
            "一级指标",
            "二级指标",
            "三级指标",
            "指标性质",
            "指标值",
            "度量单位",
            "完成值",
            "权重",
            "得分",
            "未完成原因分析",
        ],
        &["产出指标", "数量指标", "发放人数", "＝", "n:35", "人", "n:35", "n:30", "n:30", ""],
        &["^", "质量指标", "足额发放", "定性", "好", "", "好", "n:30", "n:30", ""],
        &["合计", "", "", "", "", "", "", "n:100", "n:98", ""],
    ];
    let read = form(&xlsx(&[("自评", page)]), &year(2023), FormKind::SelfEvaluation);
    assert_eq!((read.code.as_deref(), read.name.as_str()), (Some("51000021R000000019951"), "工资性支出"));
    assert_eq!(read.indicators.len(), 2);
    assert_eq!(read.indicators[0].operator.as_deref(), Some("＝"));
    assert_eq!(read.indicators[1].operator.as_deref(), Some("定性"));
    assert_eq!(read.indicators[1].level1, "产出指标");
    assert_eq!(read.self_score.as_deref(), Some("98"));
}

const DISCLOSURE: Grid<'static> = &[
    &["预算05-2表", "", "", "", "", "", "", "", "", ""],
    &["部门项目支出绩效目标表（2024年度）", "<", "<", "<", "<", "<", "<", "<", "<", "<"],
    &[
        "单位名称、项目名称",
        "项目年度绩效目标",
        "一级指标",
        "二级指标",
        "三级指标",
        "指标性质",
        "指标值",
        "度量单位",
        "指标属性",
        "指标内容",
    ],
    &["棠溪镇人民政府", "", "", "", "", "", "", "", "", ""],
    &["道路养护", "养护30公里", "产出指标", "数量指标", "养护里程", ">=", "n:30", "公里", "定量指标", "镇村道路"],
    &["^", "^", "^", "质量指标", "合格率", ">=", "n:95", "%", "定量指标", ""],
    &["^", "^", "效益指标", "社会效益", "出行改善", "=", "明显", "", "定性指标", ""],
    &["水库维修", "维修2座", "产出指标", "数量指标", "维修座数", "=", "n:2", "座", "定量指标", ""],
];

fn check_disclosure(bytes: &[u8]) {
    let read = forms(bytes, &ReadOptions::default(), FormKind::Target);
    assert_eq!(read.len(), 2);
    assert_eq!((read[0].name.as_str(), read[0].unit.name.as_str(), read[0].year), ("道路养护", "棠溪镇人民政府", 2024));
    assert_eq!(read[0].goal.annual.as_deref(), Some("养护30公里"));
    assert_eq!(
        brief(&read[0].indicators),
        ["产出指标/数量指标/养护里程=30", "产出指标/质量指标/合格率=95", "效益指标/社会效益/出行改善=明显"]
    );
    assert_eq!(read[0].indicators[0].more[&MoreField::Explanation], "镇村道路");
    assert_eq!(read[0].indicators[2].more[&MoreField::Nature], "定性指标");
    assert_eq!(read[1].name, "水库维修");
    assert_eq!(read[1].unit.name, "棠溪镇人民政府");
}

#[test]
fn the_disclosure_sheet_1_8_fills_merged_projects_and_goals_down() {
    check_disclosure(&xlsx(&[("部门项目支出绩效目标05-2", DISCLOSURE)]));
}

#[test]
fn csv_twins_read_like_the_workbook_and_name_their_encoding() {
    let text = csv(DISCLOSURE);
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let gb18030 = encoding_rs::GB18030.encode(&text).0.into_owned();
    let with_bom = |bom: &[u8], bytes: &[u8]| [bom, bytes].concat();
    for (bytes, encoding) in [
        (text.clone().into_bytes(), "UTF-8"),
        (with_bom(b"\xef\xbb\xbf", text.as_bytes()), "UTF-8"),
        (with_bom(b"\xff\xfe", &utf16), "UTF-16LE"),
        (utf16, "UTF-16LE"),
        (gb18030, "GB18030"),
    ] {
        let file = read_with("表.csv", &bytes, &ReadOptions::default()).unwrap();
        assert_eq!(file.tables[0].encoding.as_deref(), Some(encoding));
        check_disclosure(&bytes);
    }
}

#[test]
fn several_lists_years_and_kinds_in_one_book_become_tables_of_their_own() {
    let budget: Grid = &[
        &["预算年度", "项目代码", "项目名称", "单位名称", "预算金额（万元）"],
        &["n:2024", "51000024T000000000001", "道路养护", "棠溪镇", "n:90"],
        &["n:2025", "51000024T000000000001", "道路养护", "棠溪镇", "n:95.5"],
        &["n:2025", "", "", "棠溪镇", "n:1"],
        &["n:2025", "51000024T000000000001", "道路养护", "棠溪镇", "n:95.5"],
        &["n:2025", "51000024T000000000002", "水库维修", "棠溪镇", "约90"],
    ];
    let notes: Grid = &[&["说明"], &["本表由财政所填写"]];
    let file = read_with("a.xlsx", &xlsx(&[("清单", budget), ("填表说明", notes)]), &ReadOptions::default()).unwrap();
    let found: Vec<_> = file.tables.iter().map(|t| (t.kind, t.year, t.batch.forms.len())).collect();
    assert_eq!(found, [(FormKind::BudgetList, 2024, 1), (FormKind::BudgetList, 2025, 2)]);
    let rejects: Vec<_> =
        file.tables[0].rejects.iter().map(|r| (r.sheet.as_str(), r.row, r.column, r.reason.key)).collect();
    assert_eq!(rejects, [("清单", 4, 1, "reason-no-project"), ("清单", 5, 1, "reason-duplicate-project")]);
    let warnings: Vec<_> =
        file.tables[0].warnings.iter().map(|w| (w.sheet.as_str(), w.row, w.column, w.reason.key)).collect();
    assert_eq!(warnings, [("清单", 6, 5, "reason-amount-not-exact"), ("填表说明", 0, 0, "reason-sheet-unknown")]);
    let (_, kept) = &file.tables[1].batch.forms[1];
    assert_eq!(kept.funds.total.as_ref().unwrap().raw, "约90");
    assert_eq!(kept.funds.total.as_ref().unwrap().fen, None);
    assert_eq!(file.tables[1].batch.forms[0].0.row, 3);
}

#[test]
fn a_list_needs_a_year_from_somewhere() {
    let page: Grid = &[&["项目代码", "项目名称", "单位名称"], &["51000024T000000000001", "道路养护", "棠溪镇"]];
    let bytes = xlsx(&[("清单", page)]);
    assert_eq!(read_with("2025年清单.xlsx", &bytes, &ReadOptions::default()).unwrap_err().key, "problem-no-year");
    assert_eq!(form(&bytes, &year(2025), FormKind::BudgetList).year, 2025);
}

#[test]
fn rows_of_one_project_that_disagree_are_remarked_once_for_each_column() {
    let text = "项目编码,项目名称,项目金额（万元）,绩效目标,三级指标,指标值\n\
                51000025T000000000001,道路养护,90,养好路,里程,30\n\
                51000025T000000000001,道路养护,90.00,养好路,合格率,95%\n\
                51000025T000000000001,道路养护,80,另一个目标,满意度,90%\n\
                ,,5,,孤行,1\n";
    let file = read_with("a.csv", text.as_bytes(), &year(2025)).unwrap();
    let table = &file.tables[0];
    assert_eq!(table.batch.forms[0].1.funds.total.as_ref().map(|amount| amount.raw.as_str()), Some("90"));
    let told: Vec<(u32, u32, &str)> = table
        .warnings
        .iter()
        .filter(|warning| warning.reason.key == "reason-differs-from-first")
        .map(|warning| (warning.row, warning.column, warning.reason.args[1].1.as_str()))
        .collect();
    assert_eq!(told, [(4, 4, "养好路"), (4, 3, "90")]);
}

#[test]
fn the_total_of_a_self_evaluation_is_read_from_a_list_of_its_indicators() {
    let text = "项目编码,项目名称,三级指标,指标值,完成值,分值,得分,自评总分,自评等级\n\
                51000024T000000000001,道路养护,里程,30,30,60,60,97.50,优\n\
                51000024T000000000001,道路养护,合格率,95%,95%,40,37.5,98,优\n";
    let file = read_with("自评.csv", text.as_bytes(), &year(2024)).unwrap();
    let table = &file.tables[0];
    assert_eq!((table.kind, table.batch.forms[0].1.self_score.as_deref()), (FormKind::SelfEvaluation, Some("97.50")));
    let told: Vec<_> = table.warnings.iter().map(|warning| (warning.row, warning.column, warning.reason.key)).collect();
    assert_eq!(told, [(3, 8, "reason-differs-from-first")]);
}
