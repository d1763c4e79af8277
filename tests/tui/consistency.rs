//! The same elsewhere: told on the review page, listed by one key, opened by another.

use wenxiao::engine::consistency::{Decision, Elsewhere, SameWording, Way};
use wenxiao::model::review::{CategoryCode, Verdict};
use wenxiao::text::Language;

use crate::support::fake::{NOW, Shared, World};
use crate::support::script::Script;

fn decided(verdict: Verdict, class: Option<&str>) -> Decision {
    Decision { verdict, classes: class.into_iter().map(|class| CategoryCode(class.into())).collect() }
}

/// The first row of the second target: six opinions elsewhere, one of another class, one row without a problem.
pub fn world(own: Option<Verdict>) -> Shared {
    let world = World::sample();
    let (passed, opinion) = (decided(Verdict::Passed, None), decided(Verdict::Opinion, Some("C07")));
    let line = |at: usize, decision: &Decision, differs: bool, who: &str, text: Option<&str>| Elsewhere {
        target: world.borrow().row(at),
        row: 3,
        indicator: "参训人员满意度".into(),
        decision: decision.clone(),
        differs,
        who: vec![who.into()],
        at: NOW,
        mine: who == "王敏",
        text: text.map(str::to_owned),
    };
    let contradicts = own == Some(Verdict::Opinion);
    let lines = vec![
        line(4, &passed, contradicts, "李强", None),
        line(2, &opinion, false, "王敏", Some("指标值没有数，无法考核")),
    ];
    let ways = vec![
        Way { decision: passed, rows: 1, differs: contradicts },
        Way { decision: opinion, rows: 6, differs: false },
    ];
    let same = SameWording {
        row: 1,
        indicator: "培训人次".into(),
        target: "≥300人次".into(),
        qualitative: false,
        own: own.map(|verdict| decided(verdict, Some("C07"))).into_iter().collect(),
        ways,
        more: 5,
        lines,
    };
    world.borrow_mut().planted.insert((1, 1), same);
    world
}

#[test]
fn how_the_same_was_decided_elsewhere_stands_on_the_line_below_the_rows() {
    let mut script = Script::on(world(None), (80, 24), Language::ZhCn);
    script.press("<f4><down><enter>").shows("同名同值的另有 7 处：6 处已提意见，1 处无问题").hides("[不一致]");
    script.press("<down>").hides("另有 7 处");
    let mut script = Script::on(world(Some(Verdict::Opinion)), (120, 40), Language::ZhCn);
    script.press("<f4><down><enter>").shows("[不一致] 同名同值的另有 7 处");
    // Where there is little room the short form stands.
    let mut script = Script::on(world(Some(Verdict::Opinion)), (60, 24), Language::ZhCn);
    script.press("<f4><down><enter>").shows("!别处：提6 无1");
    let mut script = Script::on(world(None), (80, 24), Language::En);
    script.press("<f4><down><enter>").shows("6 with an opinion");
}

#[test]
fn one_key_lists_them_what_contradicts_first_and_another_opens_one() {
    for keys in ["^", "<ctrl-g>"] {
        let mut script = Script::on(world(Some(Verdict::Opinion)), (80, 24), Language::ZhCn);
        script.press("<f4><down><enter>").press(keys);
        script.shows("前后一致").shows("第 1 条 培训人次 ≥300人次（本条：意见 不可衡量）");
        script.shows("另有 5 处没有列出").shows("1/2").shows("> 不同").shows("无问题").shows("李强").shows("文旅局");
        script.press("<down>").shows("2/2").shows("王敏（本人）").shows("意见：指标值没有数，无法考核");
        script.press("<home><enter>").shows("公共图书馆免费开放");
        script.press("<esc>").shows("前后一致").press("<esc>").shows("培训人次");
    }
}

#[test]
fn nothing_elsewhere_is_said_with_what_to_do() {
    let mut script = Script::on(World::sample(), (80, 24), Language::ZhCn);
    script.press("<f4><enter>^").shows("别处没有已审的同样写法").press("<enter>").shows("前后一致");
    script.press("<esc>").hides("前后一致");
}

#[test]
fn it_is_right_in_sixty_columns_and_in_english() {
    for size in [(60, 24), (120, 40), (80, 24)] {
        let mut script = Script::on(world(Some(Verdict::Opinion)), size, Language::En);
        script.press("<f4><down><enter>^").shows("Consistency").shows("/=").shows("5 more are not listed");
    }
}
