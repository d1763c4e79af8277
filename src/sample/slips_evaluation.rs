//! Slips on a self-evaluation.

use super::library::{Facet, Group, Micro, ONE, Sign, plain};
use super::paper::{Draft, Line, amount, band, hundredths, points, print, print_actual, rate, settle};
use super::plan::{Actual, Aim, Row};
use super::slips::{Desk, Part, Slip, aimed, is_count, is_rate, some_row};
use super::stream::Stream;
use crate::model::form::MoreField;

/// The slips of this room; classes stand together.
pub(super) const SLIPS: &[Slip] = &[
    Slip { class: "S01", part: Part::Row, make: actual_blank },
    Slip { class: "S01", part: Part::Goal, make: goal_done_blank },
    Slip { class: "S01", part: Part::Total, make: adjusted_blank },
    Slip { class: "S01", part: Part::Head, make: unit_blank },
    Slip { class: "S02", part: Part::Funds, make: rate_wrong },
    Slip { class: "S02", part: Part::Funds, make: overspent },
    Slip { class: "S02", part: Part::Total, make: total_row_empty },
    Slip { class: "S02", part: Part::Row, make: cost_differs },
    Slip { class: "S03", part: Part::Total, make: total_wrong },
    Slip { class: "S03", part: Part::Funds, make: execution_score_wrong },
    Slip { class: "S03", part: Part::Row, make: unmet_overscored },
    Slip { class: "S03", part: Part::Row, make: score_over_weight },
    Slip { class: "S03", part: Part::Row, make: reverse_as_positive },
    Slip { class: "S03", part: Part::Row, make: tier_disagrees },
    Slip { class: "S03", part: Part::Total, make: grade_wrong },
    Slip { class: "S04", part: Part::Rows, make: all_full },
    Slip { class: "S04", part: Part::Rows, make: full_without_spending },
    Slip { class: "S04", part: Part::Rows, make: echo_of_targets },
    Slip { class: "S05", part: Part::Row, make: words_for_number },
    Slip { class: "S05", part: Part::Row, make: copies_words },
    Slip { class: "S05", part: Part::Row, make: satisfaction_hundred },
    Slip { class: "S06", part: Part::Row, make: unmet_without_reason },
    Slip { class: "S06", part: Part::Funds, make: adjustment_unexplained },
    Slip { class: "S06", part: Part::Funds, make: low_execution_unexplained },
    Slip {
        class: "S07",
        part: Part::Row,
        make: |draft, desk, stream| overshoot(draft, desk, stream, 140, 185, "overshoot-unexplained"),
    },
    Slip {
        class: "S07",
        part: Part::Row,
        make: |draft, desk, stream| overshoot(draft, desk, stream, 220, 380, "target-far-too-low"),
    },
    Slip { class: "S08", part: Part::Rows, make: indicator_dropped },
    Slip { class: "S08", part: Part::Rows, make: indicator_added },
    Slip { class: "S08", part: Part::Row, make: target_changed },
    Slip { class: "S08", part: Part::Weights, make: weight_changed },
    Slip { class: "S10", part: Part::Goal, make: done_empty },
    Slip { class: "S10", part: Part::Goal, make: done_copied },
    Slip { class: "S12", part: Part::Total, make: measures_empty },
];

fn done(draft: &mut Draft, index: usize, class: &'static str, what: &'static str, desk: &Desk) -> bool {
    let id = draft.lines[index].id;
    draft.mark(Some(id), class, what);
    total(draft, desk)
}

/// Adds up anew after points changed.
fn total(draft: &mut Draft, desk: &Desk) -> bool {
    settle(draft, &desk.library.words, desk.plan.wording);
    true
}

/// Gives a row another result with the points it deserves and a reason where one is due.
fn set_actual(draft: &mut Draft, index: usize, actual: Actual, desk: &Desk, stream: &mut Stream) {
    let style = draft.style;
    let line = &mut draft.lines[index];
    line.truth.actual = actual;
    line.printed.actual = Some(print_actual(line, style, desk.plan.wording, &desk.library.words));
    line.printed.score = Some(points(line.truth.deserved()));
    line.printed.deviation_reason =
        if line.truth.met() { None } else { Some(stream.pick(&desk.library.words.reasons).clone()) };
}

/// A row that missed its aim, made so when there is none.
fn missed_row(draft: &mut Draft, desk: &Desk, stream: &mut Stream) -> Option<usize> {
    let positive = |line: &Line| matches!(line.truth.aim, Aim::Number(Sign::AtLeast, aim) if aim >= 5 * ONE);
    if let Some(index) = some_row(draft, stream, |line| positive(line) && !line.truth.met()) {
        return Some(index);
    }
    let index =
        some_row(draft, stream, |line| positive(line) && line.truth.weight.is_some_and(|weight| weight >= 300))?;
    let aim = aimed(&draft.lines[index])?;
    let actual = (aim / 100 * stream.between(62, 84) / ONE * ONE).max(ONE);
    set_actual(draft, index, Actual::Number(actual), desk, stream);
    Some(index)
}

fn actual_blank(draft: &mut Draft, desk: &Desk, stream: &mut Stream) -> bool {
    let Some(index) = some_row(draft, stream, |line| line.truth.met()) else { return false };
    draft.lines[index].printed.actual = None;
    done(draft, index, "S01", "actual-blank", desk)
}

fn goal_done_blank(draft: &mut Draft, _: &Desk, _: &mut Stream) -> bool {
    draft.form.goal.actual = None;
    draft.mark(None, "S01", "goal-done-blank");
    true
}

fn adjusted_blank(draft: &mut Draft, _: &Desk, _: &mut Stream) -> bool {
    draft.form.funds.adjusted = None;
    draft.mark(None, "S01", "adjusted-blank");
    true
}

fn unit_blank(draft: &mut Draft, _: &Desk, _: &mut Stream) -> bool {
    draft.form.unit = Default::default();
    draft.mark(None, "S01", "unit-blank");
    true
}

fn rate_wrong(draft: &mut Draft, desk: &Desk, _: &mut Stream) -> bool {
    if rate(desk.plan.executed, desk.plan.adjusted) > 9_900 {
        return false;
    }
    draft.form.funds.execution_rate = Some("100%".into());
    draft.form.funds.execution_score = Some("10".into());
    draft.mark(None, "S02", "execution-rate-wrong");
    total(draft, desk)
}

/// Prints another sum as spent, with everything that follows from it.
fn spend(draft: &mut Draft, executed: Micro, desk: &Desk, stream: &mut Stream) {
    let rate = rate(executed, desk.plan.adjusted);
    let funds = &mut draft.form.funds;
    funds.executed = Some(amount(executed));
    funds.execution_rate = Some(format!("{}.{:02}%", rate / 100, rate % 100));
    funds.execution_score = Some(points((rate / 10).min(1_000)));
    // The lines below the total go with it.
    let fiscal = if funds.lines[1].cells[2] == "0" { executed } else { executed / 20_000 * 10_000 };
    funds.lines[0].cells[2] = plain(fiscal);
    funds.lines[1].cells[2] = plain(executed - fiscal);
    let spent = Actual::Number(desk.plan.executed);
    for index in draft.rows(|line| line.truth.actual == spent && line.truth.facet == Facet::Cost) {
        set_actual(draft, index, Actual::Number(executed), desk, stream);
    }
}

fn overspent(draft: &mut Draft, desk: &Desk, stream: &mut Stream) -> bool {
    let executed = desk.plan.adjusted / 1_000 * stream.between(1_030, 1_150) / 10_000 * 10_000;
    spend(draft, executed, desk, stream);
    draft.mark(None, "S02", "overspent");
    total(draft, desk)
}

fn total_row_empty(draft: &mut Draft, _: &Desk, _: &mut Stream) -> bool {
    let funds = &mut draft.form.funds;
    funds.initial = Some(amount(0));
    funds.adjusted = Some(amount(0));
    funds.executed = Some(amount(0));
    draft.mark(None, "S02", "fund-rows-do-not-add-up");
    true
}

fn cost_differs(draft: &mut Draft, desk: &Desk, stream: &mut Stream) -> bool {
    let fits = |line: &Line| {
        line.truth.facet == Facet::Cost && line.truth.actual == Actual::Number(desk.plan.executed) && line.truth.met()
    };
    let Some(index) = some_row(draft, stream, fits) else { return false };
    let actual = desk.plan.executed / 100 * stream.between(72, 92) / 10_000 * 10_000;
    set_actual(draft, index, Actual::Number(actual), desk, stream);
    done(draft, index, "S02", "cost-differs-from-spending", desk)
}

fn total_wrong(draft: &mut Draft, _: &Desk, stream: &mut Stream) -> bool {
    let total = draft.form.self_score.as_deref().map(hundredths).unwrap_or(0);
    let wrong = (total + stream.between(12, 40) * 10).min(10_000);
    draft.form.self_score = Some(points(wrong));
    draft.mark(None, "S03", "total-wrong");
    wrong >= total + 20 && band(wrong) == band(total)
}

fn execution_score_wrong(draft: &mut Draft, desk: &Desk, _: &mut Stream) -> bool {
    if rate(desk.plan.executed, desk.plan.adjusted) > 9_700 {
        return false;
    }
    draft.form.funds.execution_score = Some("10".into());
    draft.mark(None, "S03", "execution-score-wrong");
    total(draft, desk)
}

fn unmet_overscored(draft: &mut Draft, desk: &Desk, stream: &mut Stream) -> bool {
    let Some(index) = missed_row(draft, desk, stream) else { return false };
    let line = &mut draft.lines[index];
    let weight = line.truth.weight.unwrap_or(0);
    line.printed.score = Some(points(weight));
    let inflated = weight > line.truth.deserved() + 20;
    done(draft, index, "S03", "unmet-overscored", desk) && inflated
}

fn score_over_weight(draft: &mut Draft, desk: &Desk, stream: &mut Stream) -> bool {
    let Some(index) = some_row(draft, stream, |line| line.truth.weight.is_some_and(|weight| weight > 0)) else {
        return false;
    };
    let weight = draft.lines[index].truth.weight.unwrap_or(0);
    draft.lines[index].printed.score = Some(points(weight + 100 * stream.between(1, 3)));
    done(draft, index, "S03", "score-over-weight", desk)
}

fn reverse_as_positive(draft: &mut Draft, desk: &Desk, stream: &mut Stream) -> bool {
    let fits = |line: &Line| {
        matches!(line.truth.aim, Aim::Number(Sign::AtMost, aim) if aim > 0)
            && line.truth.actual != Actual::Number(desk.plan.executed)
    };
    let Some(index) = some_row(draft, stream, fits) else { return false };
    let Some(aim) = aimed(&draft.lines[index]) else { return false };
    let step = if aim % ONE == 0 { ONE } else { ONE / 100 };
    let actual = aim + (aim / 100 * stream.between(8, 25) / step * step).max(step);
    set_actual(draft, index, Actual::Number(actual), desk, stream);
    draft.lines[index].printed.score = draft.lines[index].truth.weight.map(points);
    done(draft, index, "S03", "reverse-as-positive", desk)
}

fn tier_disagrees(draft: &mut Draft, desk: &Desk, stream: &mut Stream) -> bool {
    let Some(index) = some_row(draft, stream, |line| matches!(line.truth.aim, Aim::Words(_))) else { return false };
    set_actual(draft, index, Actual::Partly, desk, stream);
    draft.lines[index].printed.score = draft.lines[index].truth.weight.map(points);
    done(draft, index, "S03", "tier-disagrees", desk)
}

fn grade_wrong(draft: &mut Draft, desk: &Desk, _: &mut Stream) -> bool {
    let band = band(draft.form.self_score.as_deref().map(hundredths).unwrap_or(0));
    // Those with the best grade write the one below by mistake, the others flatter themselves.
    let wrong = if band == 0 { 1 } else { band - 1 };
    draft.form.self_grade = Some(desk.library.words.grades[wrong].clone());
    draft.mark(None, "S03", "grade-disagrees");
    true
}

fn all_full(draft: &mut Draft, desk: &Desk, stream: &mut Stream) -> bool {
    let plan = desk.plan;
    if rate(plan.executed, plan.adjusted) < 9_000 || plan.adjusted > plan.years[0].funds {
        return false;
    }
    spend(draft, plan.adjusted, desk, stream);
    for index in draft.rows(|line| !line.truth.met()) {
        let actual = match draft.lines[index].truth.aim {
            _ if draft.lines[index].truth.facet == Facet::Cost => continue,
            Aim::Number(_, aim) => Actual::Number(aim),
            Aim::Month(month) => Actual::Month(month),
            Aim::Words(_) => Actual::Full,
        };
        set_actual(draft, index, actual, desk, stream);
    }
    draft.mark(None, "S04", "all-full");
    total(draft, desk) && draft.form.self_score.as_deref() == Some("100")
}

fn full_without_spending(draft: &mut Draft, desk: &Desk, stream: &mut Stream) -> bool {
    if rate(desk.plan.executed, desk.plan.adjusted) >= 6_000 {
        return false;
    }
    for index in draft.rows(|line| line.truth.facet.group() == Group::Output && !line.truth.met()) {
        let actual = match draft.lines[index].truth.aim {
            Aim::Number(_, aim) => Actual::Number(aim),
            Aim::Month(month) => Actual::Month(month),
            Aim::Words(_) => Actual::Full,
        };
        set_actual(draft, index, actual, desk, stream);
    }
    draft.mark(None, "S04", "full-without-spending");
    total(draft, desk)
}

fn echo_of_targets(draft: &mut Draft, desk: &Desk, stream: &mut Stream) -> bool {
    let rows = draft.rows(|line| aimed(line).is_some());
    for index in &rows {
        let Some(aim) = aimed(&draft.lines[*index]) else { continue };
        set_actual(draft, *index, Actual::Number(aim), desk, stream);
    }
    draft.mark(None, "S04", "echo-of-targets");
    total(draft, desk) && rows.len() >= 4 && desk.plan.executed == desk.plan.years[0].funds
}

fn words_for_number(draft: &mut Draft, desk: &Desk, stream: &mut Stream) -> bool {
    let Some(index) = some_row(draft, stream, |line| is_count(line) && line.truth.met()) else { return false };
    draft.lines[index].printed.actual = Some(stream.pick(&desk.library.slips.words_for_numbers).clone());
    done(draft, index, "S05", "words-for-number", desk)
}

fn copies_words(draft: &mut Draft, desk: &Desk, stream: &mut Stream) -> bool {
    let fits = |line: &Line| matches!(line.truth.aim, Aim::Words(_)) && line.truth.met();
    let Some(index) = some_row(draft, stream, fits) else { return false };
    draft.lines[index].printed.actual = Some(draft.lines[index].printed.target.clone());
    done(draft, index, "S05", "actual-copies-target", desk)
}

fn satisfaction_hundred(draft: &mut Draft, desk: &Desk, stream: &mut Stream) -> bool {
    let fits = |line: &Line| line.truth.facet == Facet::Content && is_rate(line);
    let Some(index) = some_row(draft, stream, fits) else { return false };
    set_actual(draft, index, Actual::Number(100 * ONE), desk, stream);
    draft.lines[index].printed.more.remove(&MoreField::Description);
    done(draft, index, "S05", "satisfaction-without-survey", desk)
}

fn unmet_without_reason(draft: &mut Draft, desk: &Desk, stream: &mut Stream) -> bool {
    let Some(index) = missed_row(draft, desk, stream) else { return false };
    draft.lines[index].printed.deviation_reason = None;
    done(draft, index, "S06", "unmet-without-reason", desk)
}

fn adjustment_unexplained(draft: &mut Draft, desk: &Desk, _: &mut Stream) -> bool {
    let plan = desk.plan;
    draft.form.more.remove(&MoreField::Analysis);
    draft.mark(None, "S06", "adjustment-unexplained");
    plan.adjusted != plan.years[0].funds && rate(plan.executed, plan.adjusted) >= 9_000
}

fn low_execution_unexplained(draft: &mut Draft, desk: &Desk, _: &mut Stream) -> bool {
    let plan = desk.plan;
    draft.form.more.remove(&MoreField::Analysis);
    draft.mark(None, "S06", "low-execution-unexplained");
    plan.adjusted == plan.years[0].funds && rate(plan.executed, plan.adjusted) < 9_000
}

fn overshoot(draft: &mut Draft, desk: &Desk, stream: &mut Stream, low: i64, high: i64, what: &'static str) -> bool {
    let fits =
        |line: &Line| is_count(line) && matches!(line.truth.aim, Aim::Number(Sign::AtLeast, aim) if aim >= 4 * ONE);
    let Some(index) = some_row(draft, stream, fits) else { return false };
    let Some(aim) = aimed(&draft.lines[index]) else { return false };
    let actual = aim / 100 * stream.between(low, high) / ONE * ONE;
    set_actual(draft, index, Actual::Number(actual), desk, stream);
    done(draft, index, "S07", what, desk)
}

fn indicator_dropped(draft: &mut Draft, desk: &Desk, stream: &mut Stream) -> bool {
    let outputs = draft.rows(|line| line.truth.facet.group() == Group::Output && line.truth.weight.is_some());
    if outputs.len() < 3 {
        return false;
    }
    let gone = outputs[1 + stream.below(outputs.len() - 1)];
    let weight = draft.lines[gone].truth.weight.unwrap_or(0);
    shift(draft, outputs[0], weight);
    draft.lines.remove(gone);
    draft.mark(None, "S08", "indicator-dropped");
    total(draft, desk)
}

/// Moves points to a row and scores it anew.
fn shift(draft: &mut Draft, index: usize, by: i64) {
    let line = &mut draft.lines[index];
    line.truth.weight = line.truth.weight.map(|weight| weight + by);
    line.printed.weight = line.truth.weight.map(points);
    line.printed.score = Some(points(line.truth.deserved()));
}

fn indicator_added(draft: &mut Draft, desk: &Desk, stream: &mut Stream) -> bool {
    let heavy =
        |line: &Line| line.truth.facet == Facet::Quantity && line.truth.weight.is_some_and(|weight| weight >= 500);
    let Some(giver) = some_row(draft, stream, heavy) else { return false };
    let (name, unit) = stream.pick(&desk.library.slips.added_rows);
    let aim = stream.between(2, 24) * ONE;
    let truth = Row {
        facet: Facet::Quantity,
        name: name.clone(),
        unit: unit.clone(),
        aim: Aim::Number(Sign::AtLeast, aim),
        actual: Actual::Number(aim + ONE * stream.between(0, aim / ONE / 10)),
        weight: Some(200),
    };
    let printed = print(&truth, draft.style, draft.structure, 2024, 0, &desk.library.words);
    let mut line = Line { id: 2_000, truth, printed };
    line.printed.actual = Some(print_actual(&line, draft.style, 0, &desk.library.words));
    line.printed.score = Some(points(line.truth.deserved()));
    shift(draft, giver, -200);
    draft.lines.insert(giver + 1, line);
    draft.mark(Some(2_000), "S08", "indicator-not-approved");
    total(draft, desk)
}

fn target_changed(draft: &mut Draft, desk: &Desk, stream: &mut Stream) -> bool {
    let fits = |line: &Line| matches!(line.truth.aim, Aim::Number(Sign::AtLeast, aim) if aim >= 10 * ONE);
    let Some(index) = some_row(draft, stream, fits) else { return false };
    let Some(aim) = aimed(&draft.lines[index]) else { return false };
    let lower = aim / 100 * stream.between(78, 92) / ONE * ONE;
    draft.lines[index].truth.aim = Aim::Number(Sign::AtLeast, lower);
    let more = draft.lines[index].printed.more.clone();
    let name = draft.lines[index].printed.level3.clone();
    draft.reprint(index, &desk.library.words);
    draft.lines[index].printed.more = more;
    draft.lines[index].printed.level3 = name;
    let close = |line: &Line| match line.truth.actual {
        Actual::Number(actual) => actual < lower / 10 * 13,
        _ => true,
    };
    let line = &mut draft.lines[index];
    line.printed.score = Some(points(line.truth.deserved()));
    line.printed.deviation_reason = line.printed.deviation_reason.take().filter(|_| !line.truth.met());
    let believable = close(line) && lower < aim;
    done(draft, index, "S08", "target-changed", desk) && believable
}

fn weight_changed(draft: &mut Draft, desk: &Desk, stream: &mut Stream) -> bool {
    let rows = draft.rows(|line| line.truth.weight.is_some_and(|weight| weight >= 500));
    let [first, .., last] = rows.as_slice() else { return false };
    let by = stream.between(2, 4) * 100;
    let (first, last) = (*first, *last);
    shift(draft, first, by);
    shift(draft, last, -by);
    done(draft, first, "S08", "weight-changed", desk)
}

fn done_empty(draft: &mut Draft, desk: &Desk, stream: &mut Stream) -> bool {
    draft.form.goal.actual = Some(stream.pick(&desk.library.slips.empty_done).clone());
    draft.mark(None, "S10", "goal-done-empty");
    true
}

fn done_copied(draft: &mut Draft, _: &Desk, _: &mut Stream) -> bool {
    draft.form.goal.actual = draft.form.goal.annual.clone();
    draft.mark(None, "S10", "goal-done-copied");
    draft.form.goal.actual.as_ref().is_some_and(|goal| goal.chars().count() > 20)
}

fn measures_empty(draft: &mut Draft, desk: &Desk, stream: &mut Stream) -> bool {
    if draft.form.more.remove(&MoreField::Measures).is_none() {
        return false;
    }
    let text = stream.pick(&desk.library.slips.empty_measures);
    if !text.is_empty() {
        draft.form.more.insert(MoreField::Measures, text.clone());
    }
    draft.mark(None, "S12", "measures-empty");
    true
}
