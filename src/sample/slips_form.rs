//! Slips on a target that concern the form: head, goal, funds, points, the set of rows.

use super::library::{Facet, Group, ONE};
use super::paper::{Draft, Line, amount, levels, points, print};
use super::plan::{Actual, Aim, Row};
use super::slips::{Desk, Part, Slip, aimed, reweigh, some_row};
use super::stream::Stream;
use crate::model::form::{Horizon, MoreField};
use crate::model::money::Money;

/// The slips of this room; classes stand together.
pub(super) const SLIPS: &[Slip] = &[
    Slip { class: "C01", part: Part::Head, make: department_blank },
    Slip { class: "C01", part: Part::Head, make: period_blank },
    Slip { class: "C01", part: Part::Goal, make: goal_blank },
    Slip { class: "C01", part: Part::Funds, make: funds_zero },
    Slip { class: "C02", part: Part::Goal, make: goal_slogan },
    Slip { class: "C02", part: Part::Goal, make: goal_short },
    Slip { class: "C02", part: Part::Goal, make: goal_copies_mid_term },
    Slip { class: "C02", part: Part::Goal, make: goal_copies_last_year },
    Slip { class: "C03", part: Part::Goal, make: goal_foreign },
    Slip { class: "C03", part: Part::Head, make: near_duplicate },
    Slip {
        class: "C04",
        part: Part::Rows,
        make: |draft, _, _| without(draft, "no-benefit", |f| f.group() == Group::Benefit),
    },
    Slip {
        class: "C04",
        part: Part::Rows,
        make: |draft, _, _| without(draft, "no-quantity", |f| f == Facet::Quantity),
    },
    Slip { class: "C04", part: Part::Rows, make: no_cost },
    Slip { class: "C04", part: Part::Rows, make: no_satisfaction },
    Slip {
        class: "C04",
        part: Part::Rows,
        make: |draft, _, _| without(draft, "no-output", |f| f.group() == Group::Output),
    },
    Slip { class: "C04", part: Part::Rows, make: too_few },
    Slip { class: "C05", part: Part::Goal, make: promise_without_row },
    Slip { class: "C05", part: Part::Goal, make: goal_number_differs },
    Slip { class: "C09", part: Part::Funds, make: sources_differ },
    Slip { class: "C09", part: Part::Rows, make: cost_parts_exceed },
    Slip { class: "C09", part: Part::Row, make: total_cost_off },
    Slip { class: "C09", part: Part::Rows, make: few_outputs },
    Slip { class: "C10", part: Part::Weights, make: weights_sum },
    Slip { class: "C10", part: Part::Weights, make: weight_lost },
    Slip { class: "C10", part: Part::Weights, make: class_outside },
    Slip { class: "C10", part: Part::Weights, make: one_dominates },
    Slip { class: "C11", part: Part::Goal, make: wrong_year },
    Slip { class: "C11", part: Part::Head, make: unit_code_foreign },
    Slip { class: "C12", part: Part::Head, make: grounds_missing },
    Slip { class: "C12", part: Part::Head, make: ex_ante_missing },
];

/// A large new project without ex-ante evaluation.
pub(super) const EX_ANTE: &[Slip] = &[Slip { class: "C12", part: Part::Head, make: ex_ante_missing }];

fn department_blank(draft: &mut Draft, _: &Desk, _: &mut Stream) -> bool {
    draft.form.department = Default::default();
    draft.mark(None, "C01", "department-blank");
    true
}

fn period_blank(draft: &mut Draft, _: &Desk, _: &mut Stream) -> bool {
    draft.form.more.remove(&MoreField::Period);
    draft.mark(None, "C01", "period-blank");
    true
}

fn goal_blank(draft: &mut Draft, desk: &Desk, stream: &mut Stream) -> bool {
    let text = stream.pick(&desk.library.slips.blank).clone();
    draft.form.goal.annual = if text.is_empty() { None } else { Some(text) };
    draft.mark(None, "C01", "goal-blank");
    true
}

fn funds_zero(draft: &mut Draft, _: &Desk, _: &mut Stream) -> bool {
    for cell in [&mut draft.form.funds.total, &mut draft.form.funds.fiscal, &mut draft.form.funds.other] {
        *cell = Some(amount(0));
    }
    draft.mark(None, "C01", "funds-zero");
    true
}

fn goal_slogan(draft: &mut Draft, desk: &Desk, stream: &mut Stream) -> bool {
    let slogan = stream.pick(&desk.library.slips.slogans);
    draft.form.goal.annual = Some(slogan.replace("{subject}", &desk.plan.name));
    draft.mark(None, "C02", "goal-slogan");
    true
}

fn goal_short(draft: &mut Draft, desk: &Desk, stream: &mut Stream) -> bool {
    draft.form.goal.annual = Some(stream.pick(&desk.library.slips.short_goals).clone());
    draft.mark(None, "C02", "goal-too-short");
    true
}

fn goal_copies_mid_term(draft: &mut Draft, _: &Desk, _: &mut Stream) -> bool {
    if draft.form.goal.mid_term.is_none() {
        return false;
    }
    draft.form.goal.mid_term = draft.form.goal.annual.clone();
    draft.mark(None, "C02", "goal-copies-mid-term");
    true
}

fn goal_copies_last_year(draft: &mut Draft, desk: &Desk, _: &mut Stream) -> bool {
    let [last, this] = &desk.plan.years;
    if draft.form.year != 2025 || desk.plan.first_year == 2025 || last.goal == this.goal {
        return false;
    }
    if draft.marks.iter().any(|mark| mark.class == "C09" || mark.what == "funds-zero") {
        return false;
    }
    // The money moves by a quarter, the words stay.
    let funds = last.funds / 4 * 5 / 100_000 * 100_000;
    draft.form.goal.annual = Some(last.goal.clone());
    draft.form.funds.total = Some(amount(funds));
    draft.form.funds.fiscal = Some(amount(funds));
    draft.form.funds.other = Some(amount(0));
    for index in
        draft.rows(|line| line.truth.facet == Facet::Cost && line.truth.unit == desk.library.words.ten_thousand_yuan)
    {
        if let Aim::Number(_, value) = &mut draft.lines[index].truth.aim {
            *value = funds;
        }
        draft.reprint(index, &desk.library.words);
    }
    draft.mark(None, "C02", "goal-copies-last-year");
    true
}

fn goal_foreign(draft: &mut Draft, desk: &Desk, _: &mut Stream) -> bool {
    draft.form.goal.annual = Some(desk.other.years[usize::from(draft.form.year == 2025)].goal.clone());
    draft.mark(None, "C03", "goal-foreign");
    true
}

fn near_duplicate(draft: &mut Draft, desk: &Desk, stream: &mut Stream) -> bool {
    let Some(sibling) = desk.sibling.filter(|sibling| sibling.name.chars().count() >= 10) else { return false };
    draft.form.name = format!("{}{}", sibling.name, stream.pick(&desk.library.slips.name_endings));
    draft.form.goal.annual = Some(sibling.years[usize::from(draft.form.year == 2025)].goal.clone());
    draft.mark(None, "C03", "near-duplicate");
    true
}

fn without(draft: &mut Draft, what: &'static str, gone: fn(Facet) -> bool) -> bool {
    let before = draft.lines.len();
    draft.lines.retain(|line| !gone(line.truth.facet));
    if draft.lines.len() == before || draft.lines.is_empty() {
        return false;
    }
    reweigh(draft);
    draft.mark(None, "C04", what);
    true
}

fn no_cost(draft: &mut Draft, desk: &Desk, _: &mut Stream) -> bool {
    // Only where things are built or bought must a cost stand.
    let bought = matches!(desk.plan.template.kind.as_str(), "works" | "purchase" | "system");
    bought && without(draft, "no-cost", |facet| facet.group() == Group::Cost)
}

fn no_satisfaction(draft: &mut Draft, desk: &Desk, _: &mut Stream) -> bool {
    // Only where somebody is served.
    let served = matches!(desk.plan.template.kind.as_str(), "subsidy" | "service" | "training" | "event");
    served && without(draft, "no-satisfaction", |facet| facet == Facet::Content)
}

fn too_few(draft: &mut Draft, _: &Desk, _: &mut Stream) -> bool {
    let Some(first) = draft.rows(|line| line.truth.facet == Facet::Quantity).first().copied() else { return false };
    let Some(last) = draft.rows(|line| line.truth.facet == Facet::Content).first().copied() else { return false };
    let keep = [draft.lines[first].id, draft.lines[last].id];
    draft.lines.retain(|line| keep.contains(&line.id));
    reweigh(draft);
    draft.mark(None, "C04", "too-few");
    true
}

fn promise_without_row(draft: &mut Draft, desk: &Desk, stream: &mut Stream) -> bool {
    let promise = stream.pick(&desk.library.slips.extra_promises);
    let Some(goal) = draft.form.goal.annual.as_mut() else { return false };
    goal.push_str(promise);
    draft.mark(None, "C05", "promise-without-row");
    true
}

fn goal_number_differs(draft: &mut Draft, _: &Desk, stream: &mut Stream) -> bool {
    let goal = draft.form.goal.annual.clone().unwrap_or_default();
    let shown = |line: &Line| aimed(line).map(|value| format!("{}{}", super::library::plain(value), line.truth.unit));
    let fits = |line: &Line| {
        line.truth.facet == Facet::Quantity && shown(line).is_some_and(|text| goal.matches(&text).count() == 1)
    };
    let Some(index) = some_row(draft, stream, fits) else { return false };
    let line = &draft.lines[index];
    let (Some(value), Some(text), id) = (aimed(line), shown(line), line.id) else { return false };
    let other = format!("{}{}", super::library::plain(value / ONE * 3 / 2 * ONE + ONE), line.truth.unit);
    draft.form.goal.annual = Some(goal.replace(&text, &other));
    draft.mark(Some(id), "C05", "goal-number-differs");
    true
}

fn sources_differ(draft: &mut Draft, _: &Desk, stream: &mut Stream) -> bool {
    let Some(Money(total)) = draft.form.funds.total.as_ref().and_then(|total| total.fen) else { return false };
    let part = total / 100 * stream.between(60, 90) / 10_000 * 10_000;
    draft.form.funds.fiscal = Some(amount(part));
    draft.form.funds.other = Some(amount(if stream.percent(50) { 0 } else { (total - part) / 2 / 10_000 * 10_000 }));
    draft.mark(None, "C09", "sources-do-not-add-up");
    true
}

fn cost_parts_exceed(draft: &mut Draft, desk: &Desk, stream: &mut Stream) -> bool {
    let words = &desk.library.words;
    let cost = |line: &Line| line.truth.facet == Facet::Cost && line.truth.unit == words.ten_thousand_yuan;
    let Some(index) = draft.rows(cost).first().copied() else { return false };
    let Some(total) = aimed(&draft.lines[index]) else { return false };
    let mut names = desk.library.slips.cost_parts.clone();
    stream.shuffle(&mut names);
    for (place, percent) in [(0, stream.between(58, 80)), (1, stream.between(50, 70))] {
        let mut line = draft.lines[index].clone();
        let value = total / 100 * percent / 10_000 * 10_000;
        line.truth.name = names[place].clone();
        line.truth.aim = Aim::Number(super::library::Sign::AtMost, value);
        line.truth.actual = Actual::Number(value / 100 * 97 / 10_000 * 10_000);
        line.id += 500 * place as u32;
        line.printed = print(&line.truth, draft.style, draft.structure, draft.form.year, 0, words);
        if place == 0 { draft.lines[index] = line } else { draft.lines.insert(index + 1, line) }
    }
    reweigh(draft);
    draft.mark(None, "C09", "cost-parts-exceed-budget");
    true
}

fn total_cost_off(draft: &mut Draft, desk: &Desk, stream: &mut Stream) -> bool {
    let words = &desk.library.words;
    let cost = |line: &Line| line.truth.facet == Facet::Cost && line.truth.unit == words.ten_thousand_yuan;
    let Some(index) = draft.rows(cost).first().copied() else { return false };
    let percent = stream.between(125, 170);
    if let Aim::Number(_, value) = &mut draft.lines[index].truth.aim {
        *value = *value / 100 * percent / 10_000 * 10_000;
    }
    draft.reprint(index, words);
    let id = draft.lines[index].id;
    draft.mark(Some(id), "C09", "total-cost-off-budget");
    true
}

fn few_outputs(draft: &mut Draft, _: &Desk, _: &mut Stream) -> bool {
    let large = draft.form.annual_funds().is_some_and(|funds| funds >= Money::KEY_LANE);
    let rows = draft.rows(|line| line.truth.facet == Facet::Quantity);
    let (true, [first, _, ..]) = (large, rows.as_slice()) else { return false };
    let keep = draft.lines[*first].id;
    let kept = |line: &Line| {
        line.truth.facet != Facet::Quantity || line.id == keep || line.printed.horizon == Horizon::MidTerm
    };
    draft.lines.retain(kept);
    reweigh(draft);
    draft.mark(None, "C09", "few-outputs-for-money");
    true
}

/// Sets the points of a row, in hundredths.
fn set_weight(draft: &mut Draft, index: usize, weight: i64) {
    draft.lines[index].truth.weight = Some(weight);
    draft.lines[index].printed.weight = Some(points(weight));
}

fn weight(draft: &Draft, index: usize) -> i64 {
    draft.lines[index].truth.weight.unwrap_or(0)
}

fn weights_sum(draft: &mut Draft, _: &Desk, stream: &mut Stream) -> bool {
    let off = *stream.pick(&[-1_000, -500, -500, -200, 500, 500, 1_000]);
    let fits = |line: &Line| line.truth.weight.is_some_and(|weight| weight + off > 0);
    let Some(index) = some_row(draft, stream, fits) else { return false };
    let changed = weight(draft, index) + off;
    set_weight(draft, index, changed);
    draft.mark(None, "C10", "weights-sum");
    true
}

fn weight_lost(draft: &mut Draft, _: &Desk, stream: &mut Stream) -> bool {
    let rows = draft.rows(|line| line.truth.facet.group() == Group::Output && line.truth.weight.is_some());
    let [heir, .., lost] = rows.as_slice() else { return false };
    let sum = weight(draft, *heir) + weight(draft, *lost);
    set_weight(draft, *heir, sum);
    set_weight(draft, *lost, 0);
    let id = draft.lines[*lost].id;
    if stream.percent(50) {
        draft.lines[*lost].truth.weight = None;
        draft.lines[*lost].printed.weight = None;
        draft.mark(Some(id), "C10", "weight-missing");
    } else {
        draft.mark(Some(id), "C10", "weight-zero");
    }
    true
}

fn class_outside(draft: &mut Draft, _: &Desk, _: &mut Stream) -> bool {
    let structure = draft.structure;
    let group = |line: &Line| structure.group(line.truth.facet);
    let outputs = draft.rows(|line| group(line) == Group::Output && line.truth.weight.is_some());
    let Some(content) = draft.rows(|line| group(line) == Group::Content).first().copied() else { return false };
    // Outputs give up points until their class lies below its range; satisfaction takes them.
    let mut moved = 0;
    for index in outputs {
        let give = (weight(draft, index) - 200).clamp(0, 2_000 - moved);
        let left = weight(draft, index) - give;
        set_weight(draft, index, left);
        moved += give;
    }
    let sum = weight(draft, content) + moved;
    set_weight(draft, content, sum);
    draft.mark(None, "C10", "class-outside-range");
    moved >= 1_500
}

fn one_dominates(draft: &mut Draft, desk: &Desk, _: &mut Stream) -> bool {
    if desk.plan.template.class == "R" {
        return false;
    }
    let rows = draft.rows(|line| line.truth.facet.group() == Group::Output && line.truth.weight.is_some());
    let [heir, others @ ..] = rows.as_slice() else { return false };
    let mut sum = weight(draft, *heir);
    for index in others {
        let give = (weight(draft, *index) - 100).max(0);
        let left = weight(draft, *index) - give;
        set_weight(draft, *index, left);
        sum += give;
    }
    set_weight(draft, *heir, sum);
    let id = draft.lines[*heir].id;
    draft.mark(Some(id), "C10", "one-dominates");
    sum > 3_000
}

fn wrong_year(draft: &mut Draft, desk: &Desk, _: &mut Stream) -> bool {
    let Some(goal) = draft.form.goal.annual.as_mut() else { return false };
    *goal = format!("{}{goal}", desk.library.slips.old_year);
    draft.mark(None, "C11", "wrong-year");
    true
}

fn unit_code_foreign(draft: &mut Draft, desk: &Desk, _: &mut Stream) -> bool {
    draft.form.unit.code = Some(desk.other.unit_code.clone());
    draft.mark(None, "C11", "unit-code-foreign");
    desk.other.department.0 != desk.plan.department.0
}

fn grounds_missing(draft: &mut Draft, _: &Desk, _: &mut Stream) -> bool {
    draft.form.more.remove(&MoreField::Grounds);
    let told = draft.marks.iter().any(|mark| mark.what == "ex-ante-missing");
    draft.mark(None, "C12", "grounds-missing");
    !told
}

fn ex_ante_missing(draft: &mut Draft, desk: &Desk, _: &mut Stream) -> bool {
    let ex_ante = desk.library.words.ex_ante.as_str();
    let Some(grounds) = draft.form.more.get_mut(&MoreField::Grounds) else { return false };
    let Some(rest) = grounds.strip_suffix(ex_ante).map(str::to_owned) else { return false };
    *grounds = rest;
    draft.mark(None, "C12", "ex-ante-missing");
    true
}

/// A row with other words and aim in the place of one that is there.
pub(super) fn replace(draft: &mut Draft, index: usize, facet: Facet, name: &str, unit: &str, aim: Aim, desk: &Desk) {
    let words = &desk.library.words;
    let actual = match &aim {
        Aim::Number(_, value) => Actual::Number(*value),
        Aim::Month(month) => Actual::Month(*month),
        Aim::Words(_) => Actual::Full,
    };
    let weight = draft.lines[index].truth.weight;
    draft.lines[index].truth = Row { facet, name: name.to_owned(), unit: unit.to_owned(), aim, actual, weight };
    let (level1, level2) = levels(facet, draft.structure, words);
    draft.lines[index].printed.level1 = level1;
    draft.lines[index].printed.level2 = level2;
    draft.reprint(index, words);
}
