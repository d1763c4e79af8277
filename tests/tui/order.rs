//! The queue in the order of expected findings, and the second look at what was passed.

use wenxiao::engine::view::Reason;
use wenxiao::model::event::Stamp;
use wenxiao::model::finding::FindingCounts;
use wenxiao::model::ids::{EventId, PersonId};
use wenxiao::model::review::{Grade, Graded, Head};
use wenxiao::text::Language;

use crate::support::fake::{Shared, World};
use crate::support::script::Script;

fn counts(errors: u32, warnings: u32, expected: u32) -> Option<FindingCounts> {
    Some(FindingCounts { errors, warnings, infos: 0, expected })
}

/// The dozen, of which the checks have looked at three.
fn looked_at() -> Shared {
    let world = World::sample();
    {
        let projects = &mut world.borrow_mut().projects;
        projects[4].counts = counts(2, 1, 2_000);
        projects[4].reasons = ["T001", "T003", "T012", "T035"].map(|id| Reason::Check(id.into())).to_vec();
        projects[4].reasons.push(Reason::Returned);
        projects[6].counts = counts(0, 1, 400);
        projects[6].random = true;
        projects[8].counts = counts(0, 0, 0);
    }
    world
}

fn pass(world: &Shared, at: usize) {
    let graded = Graded { grade: Grade::Excellent, reason: String::new() };
    let head = Head { event: EventId([7; 32]), author: PersonId("p".into()), at: Stamp(0), value: graded };
    let state = &mut world.borrow_mut().projects[at].state;
    *state = wenxiao::model::review::ReviewState::default();
    state.grade.0 = vec![head];
}

#[test]
fn one_key_orders_by_what_is_expected_and_every_place_has_its_reason() {
    let mut script = Script::on(looked_at(), (80, 24), Language::ZhCn);
    script.press("<f4><down><down>;").shows("按预计发现 大到小").shows("共 12 项").shows("1/12");
    assert!(script.line(4).contains("2.0"), "{}", script.line(4));
    script.shows("预计发现 2.0；必改 2 处；建议改 1 处；机审 T001 T003 T012 等，另 1 条规则；");
    script.shows("上年评为中或差；95.00 万元");
    script.press("<down>").shows("随机 0.4").shows("随机抽到这里（每十项抽一项），本身预计 0.4");
    script.press("<end>").shows("12/12").shows("机审还没有看过这一项，排在最后。").shows("check --all");
    // Why it stands there.
    script.press("<home><f1>").shows("预计发现（处）：2.0");
    script.press("<esc>;").shows("按年度").hides("预计v");
}

#[test]
fn the_order_fits_small_and_large_screens_in_both_languages() {
    for (size, language) in [
        ((80, 24), Language::En),
        ((60, 20), Language::ZhCn),
        ((60, 20), Language::En),
        ((120, 40), Language::ZhCn),
        ((120, 40), Language::En),
    ] {
        let mut script = Script::on(looked_at(), size, language);
        script.press("<f4>;");
        let (order, expected) = match language {
            Language::ZhCn => ("按预计发现", "预计发现 2.0"),
            Language::En => ("by expected findings", "2.0 findings expected"),
        };
        script.shows(order).shows(expected).shows("1/12");
        insta::assert_snapshot!(format!("order-{}x{}-{}", size.0, size.1, language.tag()), script.screen());
    }
}

#[test]
fn the_column_is_chosen_counted_and_filtered_like_any_other() {
    let mut script = Script::on(looked_at(), (80, 24), Language::ZhCn);
    script.press("<f4>/预计发现>=1<enter>").shows("共 1 项");
    script.press("1/预计发现:无<enter>").shows("共 9 项");
}

#[test]
fn what_was_passed_is_looked_at_again_and_home_says_what_it_proves() {
    let world = World::sample();
    for at in [1, 2] {
        pass(&world, at);
    }
    let mut script = Script::on(world, (80, 24), Language::ZhCn);
    script.press("<f2>").shows("复看：通过 2 项，应看 2 项");
    script.press("<f4>6").shows("筛选：复看").shows("共 2 项");
    script.press("<enter>'").shows("没有问题，直接按 Enter。");
    script.press("<enter>");
    script.press("<f2><f4>6").shows("共 1 项");
    script.press("<enter>'").press("指标值无依据<enter>").press("<f2><f4>6").shows("没有符合“复看”的项目");
    script.press("<f2>").shows("复看：通过 2 项，复看 2 项，有问题 1").shows("漏审率至多 50.00%（95%，单侧）");
    // How the number is made.
    script.press("<f1>");
    let mut found = false;
    for _ in 0..40 {
        found |= script.screen().contains("复看：漏审率至多多少") || script.screen().contains("漏审至多（项）");
        script.press("<down>");
    }
    assert!(found);
}

#[test]
fn nothing_that_was_not_passed_is_looked_at_again() {
    let mut script = Script::new();
    script.press("<f4><enter>'").shows("只有通过了（优或良）而且没有意见和整改要求的，才复看。");
}
