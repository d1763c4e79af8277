//! Links between tables: what is shown, confirmed, refused, chosen and taken back.

use wenxiao::engine::links::{By, LinkRow, LinkSide, Standing};
use wenxiao::engine::request::{Action, Request};
use wenxiao::model::form::FormKind;
use wenxiao::model::ids::ProjectKey;
use wenxiao::model::link::LinkedTable;
use wenxiao::text::Language;

use crate::support::fake::{Shared, World};
use crate::support::script::Script;

fn form(number: u8, name: &str) -> LinkSide {
    LinkSide {
        project: ProjectKey([number; 16]),
        kind: FormKind::SelfEvaluation,
        year: 2025,
        code: None,
        name: name.into(),
        unit: "教育局机关".into(),
        department: "教育局".into(),
        amount: None,
    }
}

/// One found by name, one of several, one missing, one surplus, all among the self-evaluations.
fn world() -> Shared {
    let world = World::sample();
    let table = LinkedTable::SelfEvaluation;
    let side = |at: usize| world.borrow().link_side(at);
    let row = |standing, target, other| LinkRow {
        table,
        standing,
        target,
        other,
        candidates: Vec::new(),
        candidates_total: 0,
        said: Vec::new(),
        seen: Vec::new(),
    };
    let several = LinkRow {
        candidates: vec![side(2), side(4)],
        candidates_total: 2,
        ..row(Standing::Ambiguous, None, Some(form(2, "设施更新")))
    };
    let links = vec![
        several,
        row(Standing::Linked(By::Name), Some(side(1)), Some(form(1, "乡村教师 培训"))),
        row(Standing::Missing, Some(side(3)), None),
        row(Standing::Surplus, None, Some(form(3, "来历不明的项目"))),
    ];
    world.borrow_mut().links = links;
    world
}

fn last_act(world: &Shared) -> (ProjectKey, Option<ProjectKey>) {
    let log = &world.borrow().log;
    let act = log.iter().rev().find_map(|request| match request {
        Request::Act { action: Action::Link { on, to, .. }, .. } => Some((on.project, *to)),
        _ => None,
    });
    act.expect("nothing was decided")
}

#[test]
fn the_screen_counts_each_table_and_lists_what_needs_a_person() {
    let mut script = Script::on(world(), (80, 24), Language::ZhCn);
    script.press("9").shows("各表对应").shows("绩效自评").shows("需人工确认 · 全部表 · 2 条");
    script.shows("2 个目标可能对应").shows("设施更新").shows("可能：").hides("来历不明");
    script.press("<tab>").shows("目标缺少的").shows("小型水库除险加固").shows("目标：P0004");
    script.press("<tab>").shows("表中多出的").shows("来历不明的项目").hides("小型水库");
    script.press("-").shows("预算清单 · 0 条").shows("按 Tab 换一类");
    script.press("<esc>").shows("我的工作").press("<ctrl-k>").shows("需人工确认");
}

#[test]
fn a_match_by_name_is_confirmed_and_taken_back() {
    let world = world();
    let wanted = world.borrow().link_side(1).project;
    let mut script = Script::on(world, (80, 24), Language::ZhCn);
    script.press("9<down><enter>").shows("对应目标“乡村教师培训”").shows("1 条");
    assert_eq!(last_act(&script.world), (ProjectKey([1; 16]), Some(wanted)));
    script.press("<ctrl-z>").shows("需人工确认 · 全部表 · 2 条").shows("仅名称");
}

#[test]
fn what_is_not_the_same_belongs_to_nobody() {
    let mut script = Script::on(world(), (80, 24), Language::ZhCn);
    script.press("9<down><delete>").shows("不对应任何目标");
    assert_eq!(last_act(&script.world), (ProjectKey([1; 16]), None));
    script.press("<tab><delete>").shows("这一行只有目标");
}

#[test]
fn another_partner_is_chosen_by_typing_a_part_of_its_name() {
    let world = world();
    let wanted = world.borrow().link_side(7).project;
    let mut script = Script::on(world, (80, 24), Language::ZhCn);
    // Of several, the candidates come first; typing looks among all.
    script.press("9<enter>").shows("为绩效自评中这一条选择目标").shows("校园安全设施更新").shows("[输入]");
    script.press("医疗").shows("基层医疗设备购置").hides("农村公路养护").press("<enter>");
    script.shows("对应目标“基层医疗设备购置”");
    assert_eq!(last_act(&script.world), (ProjectKey([2; 16]), Some(wanted)));
    script.press("/没有这样的<enter>").shows("没有选中任何项目").press("<esc>").shows("需人工确认");
}

#[test]
fn where_nothing_is_the_screen_says_what_to_do_and_words_are_there_in_english() {
    let mut script = Script::on(World::sample(), (80, 24), Language::ZhCn);
    script.press("9").shows("只有绩效目标，没有可对应的表");
    let mut script = Script::on(world(), (120, 40), Language::En);
    script.press("<ctrl-k>").shows("Links between tables").shows("to be confirmed, all tables: 2");
    script.shows("2 targets possible").shows("not the same");
    let mut narrow = Script::on(world(), (60, 20), Language::ZhCn);
    narrow.press("9").shows("需人工确认").shows("设施更新");
}
