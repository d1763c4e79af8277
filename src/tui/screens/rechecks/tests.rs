//! The list of rechecks: both rates, what it is narrowed by, and what a drawing costs.

use super::*;
use crate::engine::spot_check::page::{DrawnFrom, LineMark, RecheckNumbers};
use crate::model::ids::{ProjectKey, VersionId};
use crate::model::recheck::{Part, RecheckStatus};
use crate::text::Language;
use crate::tui::screens::tested::{told_for, with_cx};

fn line(at: u8, department: &str, status: RecheckStatus) -> RecheckLine {
    RecheckLine {
        status,
        part: Some(Part::Random),
        stratum: department.to_owned(),
        place: 1,
        name: format!("P{at}"),
        department: department.to_owned(),
        ..RecheckLine::untouched(VersionId([at; 32]), ProjectKey([at; 16]), 2024)
    }
}

fn page(lines: Vec<RecheckLine>) -> RecheckPage {
    RecheckPage::unmarked(RecheckList {
        year: Some(2024),
        years: vec![2024],
        evaluated: 5_688,
        lines,
        ..RecheckList::default()
    })
}

fn shown(page: RecheckPage, look: &Look, act: impl FnOnce(&mut RechecksScreen, &Cx)) -> RechecksScreen {
    with_cx(look, |cx| {
        let mut screen = RechecksScreen::new();
        screen.receive(&Reply::Rechecks { epoch: 0, page: Arc::new(page) }, cx);
        act(&mut screen, cx);
        screen
    })
}

/// What is drawn costs what is on screen: ten times the rechecks change nothing, with and without the values to narrow by.
#[test]
fn a_page_tells_only_what_is_on_screen() {
    let look = Look::built_in(Language::ZhCn);
    let cost = |count: usize, facets: bool| {
        let lines = (0..count).map(|at| line(1, &format!("D{}", at % 40), RecheckStatus::Open)).collect();
        let screen = shown(page(lines), &look, |screen, cx| {
            screen.update(Input::Command(List::PageDown.into()), cx);
            if facets {
                screen.update(Input::Command(Rechecks::Facets.into()), cx);
            }
        });
        told_for(&screen, &look)
    };
    for facets in [false, true] {
        assert_eq!(cost(60, facets), cost(600, facets));
        // One word and one part a row, heads of the columns, and the rules.
        assert!((10..80).contains(&cost(600, facets)), "{}", cost(600, facets));
    }
}

/// Draws, departments and states are asked for together; of one column any value will do; what is left out stays out.
#[test]
fn the_list_is_narrowed_by_draw_state_and_department() {
    let sealed = [EventId([1; 32]), EventId([2; 32])];
    let mut made = page(vec![
        line(1, "A", RecheckStatus::Open),
        line(2, "A", RecheckStatus::Finished),
        line(3, "B", RecheckStatus::Begun),
        line(4, "B", RecheckStatus::Contested),
    ]);
    made.draws =
        vec![DrawnFrom { sealed: sealed[0], tranche: Some(1) }, DrawnFrom { sealed: sealed[1], tranche: Some(2) }];
    let mark = |draw, waits| LineMark { draw, waits };
    made.marks = vec![mark(Some(0), false), mark(Some(0), true), mark(Some(1), true), mark(None, false)];
    let listed = |values: &[(narrow::Value, bool)]| -> Vec<usize> {
        let look = Look::built_in(Language::ZhCn);
        let screen = shown(made.clone(), &look, |screen, cx| {
            for (value, except) in values {
                screen.narrowed.choose(value, *except);
            }
            screen.narrow(None, cx);
        });
        screen.shown
    };
    use narrow::{Only, Value};
    let all = (Value::Stands(Only::All), false);
    let (first, second, besides) = (Value::Draw(Some(sealed[0])), Value::Draw(Some(sealed[1])), Value::Draw(None));
    let of = |name: &str| Value::Department(name.to_owned());
    assert_eq!(listed(&[]), [0, 2, 3], "what is to be done");
    assert_eq!(listed(&[(Value::Stands(Only::Open), false)]), [0, 1, 2, 3], "released: all");
    assert_eq!(listed(&[(Value::Stands(Only::Waiting), false)]), [1, 2]);
    assert_eq!(listed(&[(Value::Stands(Only::ToCheck), false)]), [1]);
    assert_eq!(listed(&[all.clone(), (first.clone(), false)]), [0, 1]);
    assert_eq!(listed(&[all.clone(), (first.clone(), false), (second.clone(), false)]), [0, 1, 2]);
    assert_eq!(listed(&[all.clone(), (besides, false)]), [3]);
    assert_eq!(listed(&[all.clone(), (second, true), (of("B"), false)]), [3]);
    assert_eq!(listed(&[all.clone(), (of("A"), true)]), [2, 3]);
    assert_eq!(listed(&[all, (of("A"), true), (of("A"), true)]), [0, 1, 2, 3], "once more lets it in");
    assert_eq!(listed(&[(first.clone(), true), (first, false)]), [0], "not both");
}

/// 浙江: 5,688 evaluated, 600 examined, of which only those drawn at random may be held against ten per cent.
#[test]
fn only_the_random_part_is_held_against_ten_per_cent() {
    let look = Look::built_in(Language::ZhCn);
    let page = |random: u64| {
        let numbers = RecheckNumbers { random, certain: 600 - random, beyond: 1, done: random, left: 601 - random };
        let list = RecheckList { year: Some(2024), evaluated: 5_688, least: Decimal::TEN, ..RecheckList::default() };
        RecheckPage { list, numbers, ..RecheckPage::default() }
    };
    let [enough, work, _] = heads(&page(569), &look);
    assert_eq!(enough, "随机 569 项 10.00%（达到 10%） 含必抽 600 项 10.54%");
    assert_eq!(work, "必抽 31 项不与 10% 比；已完成 569 项，还有 32 项；另行复核 1 项");
    assert!(heads(&page(568), &look)[0].contains("568 项 9.98%（不到 10%）"));
}
