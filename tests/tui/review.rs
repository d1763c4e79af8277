//! One target: decisions, closing, undo, the key lane.

use wenxiao::engine::request::{Action, Request};
use wenxiao::model::problem::Problem;
use wenxiao::model::review::{Grade, Settled, Verdict};

use crate::support::script::Script;

fn verdict(script: &Script, project: usize, row: u32) -> Option<Verdict> {
    let world = script.world.borrow();
    match world.projects[project].state.rows.get(&row)?.settled() {
        Settled::One(verdict) => Some(*verdict),
        _ => None,
    }
}

fn grade(script: &Script, project: usize) -> Option<Grade> {
    let world = script.world.borrow();
    match world.projects[project].state.grade.settled() {
        Settled::One(graded) => Some(graded.grade),
        _ => None,
    }
}

fn acts(script: &Script) -> usize {
    script.world.borrow().log.iter().filter(|request| matches!(request, Request::Act { .. })).count()
}

#[test]
fn space_passes_a_row_and_goes_to_the_next_open_one() {
    let mut script = Script::new();
    script.press("<f4><enter><space>");
    assert_eq!(verdict(&script, 0, 1), Some(Verdict::Passed));
    script.shows("无问题。Ctrl+Z 撤销").shows("+-2 项目总成本").shows("[过]");
    script.press("!,");
    assert_eq!(verdict(&script, 0, 2), Some(Verdict::Returned));
    assert_eq!(verdict(&script, 0, 3), Some(Verdict::Later));
    script.shows("[退]").shows("[后]").shows("+-4 改造小区数");
}

#[test]
fn undo_goes_back_to_the_row_it_concerns_and_redo_does_it_again() {
    let mut script = Script::new();
    script.press("<f4><enter><space><space><space><ctrl-z><ctrl-z>");
    assert_eq!(verdict(&script, 0, 2), None);
    assert_eq!(verdict(&script, 0, 1), Some(Verdict::Passed));
    script.shows("无问题。Ctrl+Y 重做").shows("+-2 项目总成本");
    script.press("<ctrl-y>");
    assert_eq!(verdict(&script, 0, 2), Some(Verdict::Passed));
    script.shows("无问题。Ctrl+Z 撤销").shows("+-2 项目总成本");
}

#[test]
fn undo_of_a_step_in_another_project_goes_there() {
    let mut script = Script::new();
    script.press("<f4><down><enter><space>>").shows("校园安全设施更新");
    script.press("<ctrl-z>").shows("乡村教师培训").shows("+-1 培训人次");
}

#[test]
fn the_key_lane_has_no_batch_and_stops_at_the_first_open_row() {
    let mut script = Script::new();
    script.press("<f4><enter><space><space><down>.");
    script.shows("1000 万元以上须逐条判断：还有 10 条没有定").shows("+-3 改造户数");
    assert_eq!(grade(&script, 0), None);
    script.press("<space><space><space><space><space><space><space><space><space><space>");
    script.shows("Enter").shows("已判 12/12 条");
    assert!(script.line(21).contains("| . 审结项目"), "closing comes first now: {}", script.line(21));
    script.press(".");
    assert_eq!(grade(&script, 0), Some(Grade::Excellent));
    script.shows("86.00万 乡村教师培训 教育局 P0002").shows("2/12");
}

#[test]
fn a_clean_small_project_is_closed_with_one_key_and_says_what_was_not_looked_at() {
    let mut script = Script::new();
    script.press("<f4><down><enter>.").shows("3 条未逐条判断").shows("Ctrl+Z 撤销");
    assert_eq!(grade(&script, 1), Some(Grade::Excellent));
    assert_eq!(acts(&script), 1);
    script.shows("3/12").press("<ctrl-z>").shows("86.00万 乡村教师培训 教育局 P0002");
    assert_eq!(grade(&script, 1), None);
}

#[test]
fn a_result_somebody_gave_is_never_replaced_without_a_question() {
    let mut script = Script::new();
    script.press("<f4><down><enter>.<lt>.").shows("建议结果“优”").shows("Enter 确认");
    assert_eq!(acts(&script), 1);
}

#[test]
fn a_row_that_was_put_off_is_not_closed_over() {
    let mut script = Script::new();
    script.press("<f4><down><enter><down>,.").shows("还有 3 条没有定").shows("+-2 培训合格率");
    assert_eq!(grade(&script, 1), None);
}

#[test]
fn fair_and_poor_need_an_opinion_and_their_consequence_is_shown_first() {
    let mut script = Script::new();
    script.press("<f4><down><enter>.<lt>.3").shows("改选“中”").shows("重新报送审核");
    script.press("<enter>").shows("须先有意见或整改要求");
    assert_eq!(grade(&script, 1), Some(Grade::Excellent));
    script.press("<esc>7<enter>").shows("[提]");
    script.press(".").shows("意见 1 条、整改 0 条，建议结果“中”").shows("Enter 确认").shows("4 差");
    script.press("<enter>");
    assert_eq!(grade(&script, 1), Some(Grade::Fair));
}

#[test]
fn a_decision_names_what_was_on_screen() {
    let mut script = Script::new();
    script.press("<f4><enter><space><up>!");
    let world = script.world.borrow();
    let seen: Vec<usize> = world
        .log
        .iter()
        .filter_map(|request| match request {
            Request::Act { action: Action::SetVerdict { seen, .. }, .. } => Some(seen.len()),
            _ => None,
        })
        .collect();
    assert_eq!(seen, [0, 1], "the second decision of a row names the first");
}

#[test]
fn a_row_that_is_being_saved_takes_no_second_decision() {
    let mut script = Script::new();
    script.press("<f4><enter>");
    script.world.borrow_mut().hold = true;
    script.press("<space>").shows("[..]");
    script.press("<up>!").shows("正在保存");
    assert_eq!(acts(&script), 1);
}

#[test]
fn a_decision_that_fails_is_told_and_the_cursor_is_on_its_row() {
    let mut script = Script::new();
    script.press("<f4><enter><down>");
    script.world.borrow_mut().fail_next = Some(Problem::refused("problem-internal").with("detail", "磁盘已满"));
    script.press("<space>").shows("磁盘已满");
    script.shows("+-2 项目总成本").hides("[过]").hides("[..]");
}

#[test]
fn look_back_jump_and_the_next_open_row() {
    let mut script = Script::new();
    script.press("<f4><enter><space>#9<enter>").shows("+-9 居住条件改善");
    script.press("<backspace>").shows("+-2 项目总成本");
    script.press("]").shows("+-3 改造户数");
    script.press("[[").shows("+-12 居民满意度");
    script.press("#99<enter>").shows("没有第“99”条");
}

#[test]
fn the_next_project_shows_at_once_and_nothing_is_decided_by_going_there() {
    let mut script = Script::new();
    script.press("<f4><enter>>").shows("86.00万 乡村教师培训 教育局 P0002").shows("2/12");
    script.press("<lt>").shows("P0001").press("<lt>").shows("已是第一个项目");
    assert_eq!(acts(&script), 0);
}

#[test]
fn a_new_version_tells_what_the_one_before_came_to() {
    let mut script = Script::new();
    script.press("<f4><down><down><down><down><enter>").shows("第 2 版重报：上一版结果 未定，意见 1 条");
    script.press("~").shows("上一版").shows("请量化").shows("与去年和本年自评比");
}

#[test]
fn details_funds_and_comparison_are_read_in_popups() {
    let mut script = Script::new();
    script.press("<f4><enter>#5<enter>@").shows("读作").shows("文字").shows("还没有意见");
    script.press("<esc>$").shows("年度资金总额").shows("差").shows("不得进入下一步预算安排流程");
    script.press("<esc>~").shows("去年完成 12台");
    script.press("<esc>").shows("+-5 加装电梯");
}

#[test]
fn contested_rows_are_marked_and_named() {
    let mut script = Script::new();
    script.press("<f4><end><enter><down>").shows("[争]").shows("王敏: 无问题").shows("+-2 培训合格率");
}

#[test]
fn ones_own_opinion_can_be_taken_back() {
    let mut script = Script::new();
    script.press("<f4><enter>7<enter><up>").shows("[提]");
    script.press("<delete>").hides("[提]");
    assert!(script.world.borrow().projects[0].state.opinions.is_empty());
    script.press("<delete>").shows("没有您自己的意见");
}

#[test]
fn one_goes_on_where_one_stopped() {
    let mut script = Script::new();
    script.press("<f4>/教育<enter><down><enter><space><f2>").shows("上次停在：校园安全设施更新");
    script.press("<enter>").shows("412.00万 校园安全设施更新").shows("2/2").shows("+-2 项目总成本");
    script.press("<esc>").shows("筛选：教育");
}

#[test]
fn what_has_no_place_of_its_own_in_a_table_is_read_with_the_row() {
    use wenxiao::model::form::{MoreField, PrintedCell};
    use wenxiao::text::Language;

    let world = crate::support::fake::World::sample();
    {
        let mut world = world.borrow_mut();
        let form = std::sync::Arc::make_mut(&mut world.projects[0].form);
        let cell = |heading: &str, text: &str| PrintedCell { heading: heading.into(), text: text.into() };
        form.indicators[0].more = [
            (MoreField::Expected, "1250万元"),
            (MoreField::ReviewScore, "9.5"),
            (MoreField::GroupPoints, "20"),
            (MoreField::Remark, "含上年结转"),
            (MoreField::Evidence, " "),
        ]
        .map(|(field, text)| (field, text.to_owned()))
        .into();
        form.indicators[0].others = vec![cell("新罗区", "300"), cell("", "附注\u{1b}[2J"), cell("永定区", " ")];
        form.more = [(MoreField::ProjectLevel, "省级".to_owned())].into();
        form.others = vec![cell("科室意见", "同意")];
    }
    let mut script = Script::on(std::rc::Rc::clone(&world), (80, 40), Language::ZhCn);
    script.press("<f4><enter>@").shows("表中其他内容").shows("预计完成值   1250万元").shows("复核得分     9.5");
    script.shows("一级指标分值 20").shows("其他列       新罗区：300").shows("附注").hides("佐证").hides("永定");
    let remarks = script.screen().matches("含上年结转").count();
    script.press("<esc>").shows("备注 含上年结转");
    assert_eq!(remarks, 1, "an explanation is not told again");
    script.press("<up>@").shows("项目级次").shows("省级").shows("科室意见：同意").hides("新罗区");
    let mut script = Script::on(world, (80, 40), Language::En);
    script.press("<f4><enter>@").shows("Also in the table").shows("level-1 points").shows("新罗区: 300");
    // Nothing more, nothing said.
    script.press("<esc><down>@").hides("Also in the table");
}

#[test]
fn a_partner_that_was_not_found_by_its_code_is_told_with_how() {
    use wenxiao::engine::links::By;
    use wenxiao::engine::view::Partner;
    use wenxiao::model::link::LinkedTable;
    use wenxiao::text::Language;

    let world = crate::support::fake::World::sample();
    {
        let mut world = world.borrow_mut();
        let project = world.projects[1].form.project();
        let partner =
            |table, by| Partner { table, project, code: None, name: "校园安全（2024年度）".into(), by };
        world.projects[0].partners =
            vec![partner(LinkedTable::LastYear, By::Name), partner(LinkedTable::SelfEvaluation, By::Hand)];
        world.projects[1].partners =
            vec![partner(LinkedTable::LastYear, By::Code), partner(LinkedTable::BudgetList, By::Name)];
    }
    let mut script = Script::on(std::rc::Rc::clone(&world), (80, 24), Language::ZhCn);
    script.press("<f4><enter>").shows("上年目标（仅名称）").shows("绩效自评（人工指定）");
    script.press("~").shows("校园安全（2024年度）（仅名称）").shows("校园安全（2024年度）（人工指定）");
    script.press("<esc>>").shows("乡村教师培训").hides("上年目标（").hides("预算清单（");
    let mut script = Script::on(world, (80, 24), Language::En);
    script.press("<f4><enter>").shows("last year (name only)").shows("self-eval. (by hand)");
}

/// The first target with values that are read otherwise than they look.
fn strange(language: wenxiao::text::Language, mono: bool) -> Script {
    let world = crate::support::fake::World::sample();
    {
        let mut world = world.borrow_mut();
        let form = std::sync::Arc::make_mut(&mut world.projects[0].form);
        for (row, target) in
            form.indicators.iter_mut().zip(["不低于95百分比", "约300户/……", "见附件", "≥**万元", "95%"])
        {
            row.target = target.to_owned();
        }
    }
    let mut script = if mono { Script::mono(world, (80, 24)) } else { Script::on(world, (80, 24), language) };
    script.press("<f4><enter>");
    script
}

#[test]
fn a_value_that_is_not_plain_is_marked_and_its_reading_stands_below() {
    for mono in [false, true] {
        let mut script = strange(wenxiao::text::Language::ZhCn, mono);
        script.shows("不低于95百分比 ~").shows("见附件 ?").shows("≥**万元 ?");
        let line = script.screen().lines().find(|line| line.contains("  5 ")).unwrap().to_owned();
        assert!(line.contains("95%  ") && !line.contains('~') && !line.contains('?'), "{line}");
        script.shows("目标值 不低于95百分比  读作 百分比 >= 95%");
        script.press("<down><down>").shows("拿不准：值写在别处");
    }
    let mut script = strange(wenxiao::text::Language::En, false);
    script.shows("target 不低于95百分比  read as");
    script.press("<down><down><down>").shows("≥**万元 ?").shows("uncertain: the number is hidden");
}

#[test]
fn the_detail_of_a_row_explains_its_reading() {
    let mut script = strange(wenxiao::text::Language::ZhCn, true);
    script.press("@").shows("由“不低于”读出比较符号 ≥").shows("由“百分比”读出单位 %");
    script.press("<esc><down><down><down>@").shows("疑问").shows("数被星号、叉号之类的占位符号代替了");
    let mut script = strange(wenxiao::text::Language::En, false);
    script.press("@").shows("\"不低于\" gives the sign ≥").shows("because");
}
