//! Forms: T-A, T-C and S-A of forms.md, and how they stand on a sheet.

use wenxiao::exchange::ReadOptions;
use wenxiao::model::form::{FormKind, Horizon, MoreField, Stage};
use wenxiao::model::money::Money;

use crate::pages::{Grid, brief, csv, form, forms, read_with, xlsx, year};

/// The self-evaluation of 2022 as published by a town of 池州.
const SELF_EVALUATION: Grid<'static> = &[
    &["项目支出绩效自评表", "<", "<", "<", "<", "<", "<", "<", "<"],
    &["（2022年度）", "<", "<", "<", "<", "<", "<", "<", "<"],
    &["项目名称", "<", "委托业务项目", "<", "<", "<", "<", "<", "<"],
    &[
        "主管部门",
        "<",
        "219-池州市贵池区棠溪镇人民政府",
        "<",
        "实施单位",
        "219001-池州市贵池区棠溪镇人民政府",
        "<",
        "<",
        "<",
    ],
    &["项目资金\n（万元）", "<", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
    &["^", "^", "年度资金总额：", "n:0", "n:0", "n:0", "n:10", "n:0", "n:0"],
    &["^", "^", "其中：本年财政拨款", "n:90", "n:89.974", "n:89.974", "", "", ""],
    &["^", "^", "上年结转资金", "", "", "", "", "", ""],
    &["^", "^", "其他资金", "", "", "", "", "", ""],
    &["年度总体目标", "预期目标", "<", "<", "<", "实际完成情况", "<", "<", "<"],
    &["^", "保障基建工程委托业务按期完成。", "<", "<", "<", "已全部完成。", "<", "<", "<"],
    &[
        "绩效指标",
        "一级指标",
        "二级指标",
        "三级指标",
        "年度指标值",
        "实际完成值",
        "分值",
        "得分",
        "偏差原因分析及改进措施",
    ],
    &["^", "产出指标（50分）", "数量指标", "基建工程委托业务项目数量", "≥50个", "n:50", "n:8", "n:8", ""],
    &["^", "^", "质量指标", "委托业务报告合格率", "≥100百分比", "n:100", "n:8", "n:8", ""],
    &["^", "^", "^", "经费支出合规性", "严格执行相关制度规定", "达成预期指标", "n:8", "n:8", ""],
    &["^", "^", "成本指标", "委托业务成本", "≤90万元", "n:90", "n:8", "n:8", ""],
    &["^", "效益指标（30分）", "社会效益指标", "指标1：", "", "", "", "", ""],
    &["^", "^", "^", "促进项目建设", "持续", "持续", "n:30", "n:30", ""],
    &["^", "满意度指标（10分）", "满意度指标", "群众满意度", "≥95%", "p:0.96", "n:10", "n:10", ""],
    &["总分", "<", "<", "<", "<", "<", "n:100", "n:72", ""],
];

fn check_self_evaluation(bytes: &[u8]) {
    let read = form(bytes, &ReadOptions::default(), FormKind::SelfEvaluation);
    assert_eq!((read.name.as_str(), read.year), ("委托业务项目", 2022));
    assert_eq!(read.department.code.as_deref(), Some("219"));
    assert_eq!(read.department.name, "池州市贵池区棠溪镇人民政府");
    assert_eq!(read.unit.code.as_deref(), Some("219001"));
    assert_eq!(read.unit.name, "池州市贵池区棠溪镇人民政府");
    let adjusted = read.funds.adjusted.as_ref().unwrap();
    assert_eq!((adjusted.raw.as_str(), adjusted.fen), ("0", Some(Money(0))));
    assert_eq!(read.funds.initial.as_ref().unwrap().raw, "0");
    assert_eq!(read.funds.execution_weight.as_deref(), Some("10"));
    assert_eq!(read.funds.execution_rate.as_deref(), Some("0"));
    assert_eq!(read.funds.execution_score.as_deref(), Some("0"));
    assert_eq!(read.funds.lines[0].label, "其中：本年财政拨款");
    assert_eq!(read.funds.lines[0].cells, ["90", "89.974", "89.974"]);
    assert_eq!(read.goal.annual.as_deref(), Some("保障基建工程委托业务按期完成。"));
    assert_eq!(read.goal.actual.as_deref(), Some("已全部完成。"));
    assert_eq!(
        brief(&read.indicators),
        [
            "产出指标/数量指标/基建工程委托业务项目数量=≥50个",
            "产出指标/质量指标/委托业务报告合格率=≥100百分比",
            "产出指标/质量指标/经费支出合规性=严格执行相关制度规定",
            "产出指标/成本指标/委托业务成本=≤90万元",
            "效益指标/社会效益指标/促进项目建设=持续",
            "满意度指标/满意度指标/群众满意度=≥95%",
        ]
    );
    let weights: Vec<_> = read.indicators.iter().map(|i| i.weight.as_deref().unwrap()).collect();
    assert_eq!(weights, ["8", "8", "8", "8", "30", "10"]);
    assert_eq!(read.indicators[2].actual.as_deref(), Some("达成预期指标"));
    assert_eq!(read.indicators[5].actual.as_deref(), Some("96%"));
    assert_eq!(read.self_score.as_deref(), Some("72"));
}

#[test]
fn the_published_self_evaluation_s_a_is_kept_as_printed() {
    check_self_evaluation(&xlsx(&[("自评表", SELF_EVALUATION)]));
    check_self_evaluation(csv(SELF_EVALUATION).as_bytes());
}

const CENTRAL: Grid<'static> = &[
    &["项目支出绩效目标申报表", "<", "<", "<", "<", "<", "<", "<"],
    &["（　2025　年度）", "<", "<", "<", "<", "<", "<", "<"],
    &["项目名称", "道路养护", "<", "<", "<", "<", "<", "<"],
    &["主管部门及代码", "219-棠溪镇人民政府", "<", "<", "实施单位", "219001-棠溪镇养护站", "<", "<"],
    &["项目属性", "延续项目", "<", "<", "项目期", "2025-2027年", "<", "<"],
    &["项目资金（万元）", "中期资金总额：", "<", "n:1260", "年度资金总额：", "<", "n:89.974", "<"],
    &["^", "其中：财政拨款", "<", "n:1200", "其中：财政拨款", "<", "n:80", "<"],
    &["^", "其他资金", "<", "n:60", "其他资金", "<", "n:9.974", "<"],
    &["总体目标", "中期目标（2025年—2027年）", "<", "<", "年度目标", "<", "<", "<"],
    &["^", "目标1：三年养护90公里。", "<", "<", "目标1：当年养护30公里。", "<", "<", "<"],
    &["绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "指标值"],
    &["^", "产出指标", "数量指标", "指标1：三年里程", "≥90公里", "数量指标", "指标1：当年里程", "≥30公里"],
    &["^", "^", "^", "指标2：", "", "^", "指标2：养护次数", "4次"],
    &["^", "^", "质量指标", "三年合格率", "≥98%", "质量指标", "", ""],
    &["^", "效益指标", "社会效益指标", "……", "", "社会效益指标", "出行改善", "明显"],
];

fn check_central(bytes: &[u8]) {
    let read = form(bytes, &ReadOptions { stage: Stage::Approved, ..ReadOptions::default() }, FormKind::Target);
    assert_eq!((read.name.as_str(), read.year, read.stage), ("道路养护", 2025, Stage::Approved));
    assert_eq!(read.department.code.as_deref(), Some("219"));
    assert_eq!(read.unit.name, "棠溪镇养护站");
    assert_eq!(read.more[&MoreField::ProjectNature], "延续项目");
    assert_eq!(read.more[&MoreField::Period], "2025-2027年");
    let fen = |amount: &Option<wenxiao::model::form::Amount>| amount.as_ref().unwrap().fen.unwrap();
    assert_eq!(fen(&read.funds.mid_term_total), Money(1_260_000_000));
    assert_eq!(fen(&read.funds.total), Money(89_974_000));
    assert_eq!(fen(&read.funds.fiscal), Money(80_000_000));
    assert_eq!(fen(&read.funds.other), Money(9_974_000));
    let lines: Vec<_> = read.funds.lines.iter().map(|line| (line.label.as_str(), line.cells[0].as_str())).collect();
    assert_eq!(lines, [("中期资金总额： 其中：财政拨款", "1200"), ("中期资金总额： 其他资金", "60")]);
    assert_eq!(read.goal.mid_term.as_deref(), Some("目标1：三年养护90公里。"));
    assert_eq!(read.goal.annual.as_deref(), Some("目标1：当年养护30公里。"));
    assert_eq!(
        brief(&read.indicators),
        [
            "产出指标/数量指标/指标1：当年里程=≥30公里",
            "产出指标/数量指标/指标2：养护次数=4次",
            "效益指标/社会效益指标/出行改善=明显",
            "产出指标/数量指标/指标1：三年里程=≥90公里",
            "产出指标/质量指标/三年合格率=≥98%",
        ]
    );
    let numbered: Vec<_> = read.indicators.iter().map(|i| (i.no, i.horizon)).collect();
    let (annual, mid_term) = (Horizon::Annual, Horizon::MidTerm);
    assert_eq!(numbered, [(1, annual), (2, annual), (3, annual), (4, mid_term), (5, mid_term)]);
}

#[test]
fn the_central_form_t_c_keeps_period_and_year_apart() {
    check_central(&xlsx(&[("申报表", CENTRAL)]));
    check_central(csv(CENTRAL).as_bytes());
}

#[test]
fn period_and_year_follow_their_headings_when_the_sides_are_changed() {
    let page: Grid = &[
        &["项目支出绩效目标申报表（2025年度）"],
        &["项目名称", "道路养护"],
        &["总体目标", "年度目标", "<", "<", "中期目标", "<", "<", "<"],
        &["^", "当年", "<", "<", "三年", "<", "<", "<"],
        &["绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "指标值"],
        &["^", "产出指标", "数量指标", "当年里程", "30", "数量指标", "三年里程", "90"],
    ];
    // 年度目标 stands over the columns B to D, 中期目标 over E to H: the second table begins at F.
    let read = form(&xlsx(&[("a", page)]), &ReadOptions::default(), FormKind::Target);
    assert_eq!(read.goal.annual.as_deref(), Some("当年"));
    let found: Vec<_> = read.indicators.iter().map(|i| (i.level3.as_str(), i.horizon)).collect();
    assert_eq!(found, [("当年里程", Horizon::Annual), ("三年里程", Horizon::MidTerm)]);
}

const CLASSIC: Grid<'static> = &[
    &["宁乡市财政支出项目绩效目标申报表 （ 2021 年度）", "<", "<", "<", "<", "<"],
    &["填报单位（盖章）：坝塘镇人民政府", "<", "<", "<", "<", "<"],
    &["项目名称", "镇域基础设施建设", "<", "项目属性", "新增项目□ 延续项目☑", "<"],
    &["主管部门", "坝塘镇", "<", "主管部门编码", "301", "<"],
    &["项目实施单位", "坝塘镇城建办", "项目负责人", "略", "联系电话", "略"],
    &["项目起止时间", "2021年1月-12月", "<", "<", "<", "<"],
    &["项目资金申请（万元）", "资金总额：10606.7522", "财政拨款：6923.3552", "自有资金：100", "其他：3583.3970", ""],
    &["单位职能概述", "负责全镇建设", "<", "<", "<", "<"],
    &["项目概况", "立面改造等", "<", "<", "<", "<"],
    &["项目立项情况", "项目立项的依据", "镇党委会议", "<", "<", "<"],
    &["^", "项目申报的可行性", "可行", "<", "<", "<"],
    &["项目实施进度计划", "项目实施内容", "<", "开始时间", "完成时间", ""],
    &["^", "立面改造", "<", "2021.1", "2021.12", ""],
    &["项目绩效目标", "长期目标", "<", "年度目标", "<", "<"],
    &["^", "三年提质", "<", "全面完成立面改造", "<", "<"],
    &["长期绩效指标", "一级指标", "二级指标", "指标内容", "指标值", "备注"],
    &["^", "产出指标", "数量指标", "改造栋数", "300栋", ""],
    &["^", "效益指标", "社会效益指标", "群众受益", "明显", ""],
    &["年度绩效指标", "一级指标", "二级指标", "指标内容", "指标值", "备注"],
    &["^", "产出指标", "数量指标", "改造栋数", "100栋", "分期"],
    &["^", "^", "时效指标", "完成时间", "d:2021-12-31", ""],
    &["其他说明的问题", "无", "<", "<", "<", "<"],
    &["填报人：略   单位负责人：略   填报日期：2020年11月2日", "<", "<", "<", "<", "<"],
];

#[test]
fn the_classic_form_t_a_has_a_block_for_the_period_and_one_for_the_year() {
    let read = form(&xlsx(&[("申报表", CLASSIC)]), &ReadOptions::default(), FormKind::Target);
    assert_eq!((read.name.as_str(), read.year), ("镇域基础设施建设", 2021));
    assert_eq!((read.department.name.as_str(), read.department.code.as_deref()), ("坝塘镇", Some("301")));
    assert_eq!(read.unit.name, "坝塘镇城建办");
    assert_eq!(read.funds.total.as_ref().unwrap().fen, Some(Money(10_606_752_200)));
    assert_eq!(read.funds.fiscal.as_ref().unwrap().raw, "6923.3552");
    assert_eq!(read.funds.other.as_ref().unwrap().raw, "3583.3970");
    assert_eq!((read.funds.lines[0].label.as_str(), read.funds.lines[0].cells[0].as_str()), ("自有资金：100", "100"));
    assert_eq!(read.goal.mid_term.as_deref(), Some("三年提质"));
    assert_eq!(read.goal.annual.as_deref(), Some("全面完成立面改造"));
    assert_eq!(
        brief(&read.indicators),
        [
            "产出指标/数量指标/改造栋数=100栋",
            "产出指标/时效指标/完成时间=2021-12-31",
            "产出指标/数量指标/改造栋数=300栋",
            "效益指标/社会效益指标/群众受益=明显",
        ]
    );
    assert_eq!(read.indicators[2].horizon, Horizon::MidTerm);
    assert_eq!(read.indicators[0].more[&MoreField::Remark], "分期");
    for (field, text) in [
        (MoreField::ProjectNature, "新增项目□ 延续项目☑"),
        (MoreField::Period, "2021年1月-12月"),
        (MoreField::UnitFunction, "负责全镇建设"),
        (MoreField::Overview, "立面改造等"),
        (MoreField::Grounds, "镇党委会议"),
        (MoreField::Notes, "无"),
        (MoreField::FiledOn, "2020年11月2日"),
    ] {
        assert_eq!(read.more[&field], text);
    }
}

#[test]
fn several_forms_stand_below_each_other_and_on_several_sheets() {
    let mut pages: Vec<&[&str]> = SELF_EVALUATION.to_vec();
    let second: Vec<&[&str]> = vec![
        &[],
        &["项目支出绩效自评表（2023年度）", "<", "<", "<", "<", "<", "<", "<", "<"],
        &["项目名称", "<", "水库维修", "<", "<", "<", "<", "<", "<"],
        &[
            "绩效指标",
            "一级指标",
            "二级指标",
            "三级指标",
            "年度指标值",
            "实际完成值",
            "分值",
            "得分",
            "偏差原因分析及改进措施",
        ],
        &["^", "产出指标", "数量指标", "维修座数", "2座", "2", "n:50", "n:50", ""],
    ];
    pages.extend(second);
    let bytes = xlsx(&[("一", &pages), ("二", CENTRAL), ("三", CLASSIC)]);
    let file = read_with("a.xlsx", &bytes, &ReadOptions::default()).unwrap();
    let found: Vec<_> = file
        .tables
        .iter()
        .flat_map(|t| {
            t.batch.forms.iter().map(|(place, f)| (t.kind, t.year, f.name.as_str(), place.sheet.as_str(), place.row))
        })
        .collect();
    assert_eq!(
        found,
        [
            (FormKind::SelfEvaluation, 2022, "委托业务项目", "一", 1),
            (FormKind::SelfEvaluation, 2023, "水库维修", "一", 22),
            (FormKind::Target, 2025, "道路养护", "二", 1),
            (FormKind::Target, 2021, "镇域基础设施建设", "三", 1),
        ]
    );
    assert_eq!(file.tables[1].batch.forms[0].1.indicators.len(), 1);
}

#[test]
fn a_year_that_is_given_wins_over_the_title_and_says_so() {
    let file = read_with("a.xlsx", &xlsx(&[("一", SELF_EVALUATION)]), &year(2023)).unwrap();
    assert_eq!(file.tables[0].year, 2023);
    assert!(file.tables[0].warnings.iter().any(|warning| warning.reason.key == "reason-year-differs"));
    let file = read_with("a.xlsx", &xlsx(&[("一", SELF_EVALUATION)]), &year(2022)).unwrap();
    assert_eq!(file.tables[0].warnings, []);
}

#[test]
fn whole_department_and_monitoring_forms_are_told_by_their_titles() {
    let whole: Grid = &[
        &["部门整体支出绩效目标申报表（2024年度）"],
        &["部门（单位）名称", "棠溪镇人民政府"],
        &["年度总体目标", "保障运转"],
        &["年度绩效指标", "一级指标", "二级指标", "三级指标", "指标值"],
        &["", "产出指标", "数量指标", "公文件数", "≥100件"],
    ];
    let read = form(&xlsx(&[("a", whole)]), &ReadOptions::default(), FormKind::DepartmentOverall);
    assert_eq!(read.name, "棠溪镇人民政府");
    assert_eq!(read.goal.annual.as_deref(), Some("保障运转"));
    assert_eq!(brief(&read.indicators), ["产出指标/数量指标/公文件数=≥100件"]);
    let options =
        ReadOptions { kind: Some(FormKind::Target), region: Some("340000000".into()), ..ReadOptions::default() };
    let read = forms(&xlsx(&[("a", whole)]), &options, FormKind::Target);
    assert_eq!(read[0].region, "340000000");
}

#[test]
fn weights_of_merged_rows_count_once_and_continued_rows_are_no_indicators() {
    let page: Grid = &[
        &["项目支出绩效自评表（2024年度）"],
        &["项目名称", "道路养护"],
        &["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
        &["产出指标", "数量指标", "里程", "30", "30", "n:20", "n:20"],
        &["^", "^", "次数", "4", "4", "^", "^"],
        &["^", "质量指标", "合格率", "95%", "95%", "n:20", "n:20"],
        &["^", "^", "^", "^", "^", "^", "^"],
    ];
    let read = form(&xlsx(&[("a", page)]), &ReadOptions::default(), FormKind::SelfEvaluation);
    let found: Vec<_> = read.indicators.iter().map(|i| (i.level3.as_str(), i.weight.as_deref())).collect();
    assert_eq!(found, [("里程", Some("20")), ("次数", None), ("合格率", Some("20"))]);
}

#[test]
fn funds_printed_as_labels_and_values_keep_every_line() {
    let page: Grid = &[
        &["省级部门预算项目支出绩效目标表（2023年度）"],
        &["项目名称", "博物馆免费开放"],
        &["主管部门", "207101天津市河北区人民法院"],
        &["项目总投资", "20万元"],
        &["中央补助安排", "0"],
        &["市级资金", "n:3", "n:2"],
        &["其他资金", "20万元", "19万元"],
        &["预算申报数", "20万元"],
        &["一级指标", "二级指标", "三级指标", "指标目标值", "实际完成值"],
        &["项目决策 2 分", "决策依据(1)", "依据充分", "充分", ""],
    ];
    let read = form(&xlsx(&[("a", page)]), &ReadOptions::default(), FormKind::Target);
    assert_eq!(read.department.code.as_deref(), Some("207101"));
    assert_eq!(read.funds.mid_term_total.as_ref().unwrap().fen, Some(Money(20_000_000)));
    assert_eq!(read.funds.total.as_ref().unwrap().raw, "20万元");
    assert_eq!(read.funds.other.as_ref().unwrap().fen, Some(Money(20_000_000)));
    let lines: Vec<_> =
        read.funds.lines.iter().map(|line| format!("{}={}", line.label, line.cells.join("|"))).collect();
    assert_eq!(lines, ["中央补助安排=0", "市级资金=3|2", "其他资金=20万元|19万元"]);
    assert_eq!(brief(&read.indicators), ["项目决策/决策依据(1)/依据充分=充分"], "points leave the first level only");
}
