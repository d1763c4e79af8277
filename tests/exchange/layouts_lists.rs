//! One golden text for each layout of a list that `lists.rs` does not hold field by field.

use wenxiao::exchange::ReadOptions;

use crate::golden::{describe, golden, golden_of, read_pages};
use crate::pages::{Grid, read_with, xlsx, year};

#[test]
fn an_execution_list_keeps_every_amount_in_the_unit_of_its_group() {
    let page: Grid = &[
        &["2024年项目执行情况表", "<", "<", "<", "<", "<", "<"],
        &["序号", "预算单位", "项目编码", "项目名称", "预算（万元）", "<", "执行情况"],
        &["^", "^", "^", "^", "年初预算数", "调整预算数", "预算执行数"],
        &["n:1", "219001-棠溪镇", "51000024T000000000001", "道路养护", "n:90", "n:89.974", "n:450000"],
        &["n:2", "219001-棠溪镇", "51000024T000000000002", "水库维修", "n:20", "n:20", "n:0"],
        &["合计", "", "", "", "n:110", "n:109.974", "n:450000"],
    ];
    insta::assert_snapshot!(golden(page));
}

#[test]
fn the_tables_of_the_system_are_read_by_their_field_names() {
    let indicators: Grid = &[
        &[
            "fiscal_year",
            "mof_div_code",
            "pro_code",
            "pro_name",
            "lv1_perf_ind_name",
            "lv2_perf_ind_name",
            "lv3_perf_ind_name",
            "computesign",
            "kpi_val",
            "meterunit",
            "ind_comp",
            "ind_weight",
            "eval_score",
            "devi_analy",
            "yearflag",
        ],
        &[
            "2024",
            "990100000",
            "99010024T000000000001",
            "道路养护",
            "产出指标",
            "数量指标",
            "养护里程",
            "≥",
            "30",
            "公里",
            "31",
            "20",
            "20",
            "",
            "0",
        ],
        &[
            "2024",
            "990100000",
            "99010024T000000000001",
            "道路养护",
            "产出指标",
            "数量指标",
            "三年里程",
            "≥",
            "90",
            "公里",
            "31",
            "",
            "",
            "分年实施",
            "1",
        ],
    ];
    insta::assert_snapshot!("system_indicators", golden(indicators));
    let funds: Grid = &[
        &[
            "fiscal_year",
            "pro_code",
            "pro_name",
            "found_type_code",
            "reply_amt",
            "year_adj_amt",
            "cur_amt",
            "year_exe_amt",
            "exe_amt_rate",
        ],
        &["2024", "99010024T000000000001", "道路养护", "1", "900000.00", "-260.00", "899740.00", "899740.00", "100"],
        &["2024", "99010024T000000000002", "水库维修", "1", "100000.00", "0", "100000.00", "50000.00", "50"],
        &["2024", "99010024T000000000002", "水库维修", "2", "20000.00", "0", "20000.00", "20000.00", "100"],
    ];
    insta::assert_snapshot!("system_funds", golden(funds));
}

#[test]
fn an_indicator_library_is_one_form_named_by_its_title() {
    let page: Grid = &[
        &["云溪市交通运输行业绩效指标库", "<", "<", "<", "<", "<", "<", "<", "<"],
        &[
            "指标代码",
            "一级指标",
            "二级指标",
            "指标名称",
            "计量单位",
            "是否共性指标",
            "指标值说明",
            "赋值规则",
            "佐证资料要求",
        ],
        &["1101", "产出指标", "数量指标", "养护里程", "公里", "否", "当年养护的公路里程", "每少一公里扣1分", "验收单"],
        &["1201", "^", "质量指标", "验收合格率", "%", "是", "合格项数占验收项数", "按比例得分", "验收报告"],
    ];
    insta::assert_snapshot!("library", golden_of(2025, page));
    let system: Grid = &[
        &[
            "perf_ind_code",
            "perf_ind_name",
            "is_common_ind",
            "value_desc",
            "endvaltype",
            "endvalsource",
            "valrule",
            "evidencefile",
        ],
        &["1101", "养护里程", "2", "当年养护的公路里程", "累计", "填报", "每少一公里扣1分", "验收单"],
    ];
    let file = read_pages(&[("交通指标", system)], &year(2025));
    insta::assert_snapshot!("library_of_the_system", describe(&file));
}

#[test]
fn a_table_of_yardsticks_is_a_library_with_every_cell_kept_by_its_heading() {
    let library: Grid = &[
        &["云溪市交通运输行业绩效指标库", "<", "<", "<", "<", "<", "<", "<", "<", "<", "<", "<", "<"],
        &[
            "指标代码",
            "一级指标",
            "二级指标",
            "三级指标",
            "计量单位",
            "指标库类别",
            "行业",
            "项目类别",
            "标准值",
            "标杆值",
            "依据文件",
            "发布日期",
            "状态",
        ],
        &[
            "1101",
            "产出指标",
            "数量指标",
            "养护里程",
            "公里",
            "个性",
            "交通运输",
            "公路养护",
            "≥30",
            "≥40",
            "云交〔2024〕3号",
            "2024-03-01",
            "印发",
        ],
        &[
            "1201",
            "产出指标",
            "质量指标",
            "验收合格率",
            "%",
            "共性",
            "",
            "",
            "≥95",
            "100",
            "云财绩〔2024〕1号",
            "",
            "确认",
        ],
    ];
    insta::assert_snapshot!("yardsticks_of_a_library", golden_of(2025, library));
    let plain: Grid = &[
        &["指标名称", "计量单位", "级次", "项目类别", "标准值", "标杆值", "依据文件", "适用范围", "状态"],
        &["养护里程", "公里", "县级", "公路养护", "≥30", "≥40", "云交〔2024〕3号", "全市", "印发"],
        &["公路养护单位成本", "万元/公里", "县级", "公路养护", "≤3", "≤2.5", "云交〔2024〕3号", "全市", "试行"],
    ];
    let file = read_pages(&[("标准值表", plain)], &year(2025));
    insta::assert_snapshot!("yardsticks_alone", describe(&file));
}

#[test]
fn a_list_of_replies_keeps_every_finding_of_a_project() {
    let page: Grid = &[
        &["2024年绩效评价整改台账", "<", "<", "<", "<", "<", "<", "<"],
        &["编号", "项目编码", "项目名称", "单位", "问题类别", "问题描述", "整改要求", "整改期限"],
        &["1", "51000024T000000000001", "道路养护", "棠溪镇", "C03", "指标值偏低", "重新测算", "2025-03-31"],
        &["2", "51000024T000000000001", "道路养护", "棠溪镇", "C05", "缺少质量指标", "补充", "2025-04-30"],
        &["3", "51000024T000000000002", "水库维修", "棠溪镇", "C01", "目标不明确", "细化", "2025-03-31"],
    ];
    insta::assert_snapshot!(golden(page));
}

#[test]
fn departments_are_listed_with_their_indicators_by_code() {
    let page: Grid = &[
        &["2025年部门整体支出绩效目标表", "<", "<", "<", "<", "<", "<"],
        &["单位编码", "单位名称", "年度总体目标", "一级指标", "二级指标", "三级指标", "指标值"],
        &["118", "云溪市民政局", "保障基本民生。", "产出指标", "数量指标", "照料中心", "12个"],
        &["^", "^", "^", "效益指标", "社会效益指标", "老年人满意", "≥90%"],
        &["119", "云溪市水务局", "守好水安全。", "产出指标", "数量指标", "清淤", "10公里"],
    ];
    insta::assert_snapshot!(golden(page));
}

#[test]
fn a_column_that_nobody_knows_is_kept_with_its_project_and_said() {
    let page: Grid = &[
        &["预算年度", "项目代码", "项目名称", "单位", "类别", "项目金额（万元）", "绩效专员"],
        &["2025", "51000024T000000000001", "道路养护", "棠溪镇", "特定目标类", "n:90", "略"],
    ];
    insta::assert_snapshot!(golden(page));
}

#[test]
fn two_lists_side_by_side_are_left_to_the_one_who_knows() {
    let page: Grid = &[
        &["项目代码", "项目名称", "项目金额", "", "项目代码", "项目名称", "项目金额"],
        &["51000024T000000000001", "道路养护", "n:90", "", "51000024T000000000002", "水库维修", "n:20"],
    ];
    let problem = read_with("a.xlsx", &xlsx(&[("清单", page)]), &year(2025)).unwrap_err();
    assert_eq!(problem.key, "problem-no-known-table");
}

#[test]
fn headings_again_on_the_next_page_are_no_project() {
    let heading: &[&str] = &["序号", "项目代码", "项目名称", "单位名称", "项目金额"];
    let page: Grid = &[
        &["2025年项目清单", "<", "<", "<", "<"],
        heading,
        &["1", "51000024T000000000001", "道路养护", "棠溪镇", "n:900000"],
        heading,
        &["2", "51000024T000000000002", "水库维修", "棠溪镇", "n:200000"],
    ];
    let file = read_pages(&[("清单", page)], &ReadOptions::default());
    assert_eq!(file.tables[0].rejects, []);
    assert_eq!(file.tables[0].batch.forms.len(), 2);
}
