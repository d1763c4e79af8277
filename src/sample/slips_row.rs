//! Slips on a target that concern one row: class, wording, value, unit.

use super::library::{Facet, ONE, Sign, plain};
use super::paper::{Draft, Line, levels};
use super::plan::{Actual, Aim, Style};
use super::slips::{Desk, Part, Slip, aimed, is_count, is_rate, some_row};
use super::slips_form::replace;
use super::stream::Stream;
use crate::model::form::{Horizon, MoreField};

/// The slips of this room; classes stand together.
pub(super) const SLIPS: &[Slip] = &[
    Slip { class: "C01", part: Part::Row, make: value_blank },
    Slip { class: "C01", part: Part::Row, make: name_blank },
    Slip { class: "C01", part: Part::Row, make: unit_missing },
    Slip { class: "C01", part: Part::Row, make: residue },
    Slip { class: "C05", part: Part::Row, make: row_foreign },
    Slip { class: "C05", part: Part::Row, make: annual_over_mid_term },
    Slip { class: "C06", part: Part::Row, make: rate_as_quantity },
    Slip { class: "C06", part: Part::Row, make: time_as_quality },
    Slip { class: "C06", part: Part::Row, make: output_as_benefit },
    Slip { class: "C06", part: Part::Row, make: cost_as_quantity },
    Slip { class: "C07", part: Part::Row, make: vague_value },
    Slip { class: "C07", part: Part::Row, make: several_things },
    Slip { class: "C07", part: Part::Row, make: hollow_rate },
    Slip { class: "C07", part: Part::Row, make: name_repeats_class },
    Slip { class: "C07", part: Part::Row, make: no_tiers },
    Slip { class: "C08", part: Part::Row, make: cost_at_least },
    Slip { class: "C08", part: Part::Row, make: satisfaction_odd },
    Slip { class: "C08", part: Part::Row, make: impossible_rate },
    Slip { class: "C08", part: Part::Row, make: below_last_year },
    Slip { class: "C08", part: Part::Rows, make: all_hundred },
    Slip { class: "C08", part: Part::Row, make: date_outside },
    Slip { class: "C08", part: Part::Row, make: far_from_peers },
    Slip { class: "C08", part: Part::Row, make: sign_against_meaning },
    Slip { class: "C08", part: Part::Row, make: vacuous },
    Slip { class: "C11", part: Part::Row, make: duplicate_name },
    Slip { class: "C11", part: Part::Row, make: percent_in_words },
    Slip { class: "C11", part: Part::Row, make: unit_clash },
    Slip { class: "C11", part: Part::Row, make: object_foreign },
    Slip { class: "C11", part: Part::Row, make: odd_sign },
];

/// The slips that make a row impossible to assess, so that its self-evaluation is flawed as well.
pub(super) const HOLLOW: &[Slip] = &[
    Slip { class: "C07", part: Part::Row, make: vague_value },
    Slip { class: "C07", part: Part::Row, make: hollow_rate },
    Slip { class: "C07", part: Part::Row, make: name_repeats_class },
];

fn done(draft: &mut Draft, index: usize, class: &'static str, what: &'static str) -> bool {
    let id = draft.lines[index].id;
    draft.mark(Some(id), class, what);
    true
}

fn value_blank(draft: &mut Draft, desk: &Desk, stream: &mut Stream) -> bool {
    let Some(index) = some_row(draft, stream, |_| true) else { return false };
    draft.lines[index].printed.target = stream.pick(&desk.library.slips.blank).clone();
    done(draft, index, "C01", "value-blank")
}

fn name_blank(draft: &mut Draft, _: &Desk, stream: &mut Stream) -> bool {
    let Some(index) = some_row(draft, stream, |_| true) else { return false };
    draft.lines[index].printed.level3.clear();
    done(draft, index, "C01", "name-blank")
}

fn unit_missing(draft: &mut Draft, _: &Desk, stream: &mut Stream) -> bool {
    let Some(index) = some_row(draft, stream, |line| line.printed.unit.is_some()) else { return false };
    draft.lines[index].printed.unit = None;
    done(draft, index, "C01", "unit-missing")
}

fn residue(draft: &mut Draft, desk: &Desk, stream: &mut Stream) -> bool {
    let Some(index) = some_row(draft, stream, |line| aimed(line).is_some()) else { return false };
    let printed = &mut draft.lines[index].printed;
    printed.target = stream.pick(&desk.library.slips.residue).clone();
    printed.operator = None;
    printed.unit = None;
    done(draft, index, "C01", "template-residue")
}

fn row_foreign(draft: &mut Draft, desk: &Desk, _: &mut Stream) -> bool {
    let own = |name: &str| desk.plan.template.rows.iter().any(|row| row.1 == name);
    let mut strange = desk.other.years[0].rows.iter().filter(|row| {
        row.facet == Facet::Quantity && !own(&row.name) && desk.other.template.rows.iter().any(|own| own.1 == row.name)
    });
    let Some(strange) = strange.next_back() else { return false };
    if desk.other.area.id == desk.plan.area.id {
        return false;
    }
    let Some(index) = draft.rows(|line| line.truth.facet == Facet::Quantity).last().copied() else { return false };
    replace(draft, index, Facet::Quantity, &strange.name, &strange.unit, strange.aim.clone(), desk);
    done(draft, index, "C05", "row-foreign")
}

fn annual_over_mid_term(draft: &mut Draft, desk: &Desk, _: &mut Stream) -> bool {
    let found = draft.lines.iter().position(|line| line.printed.horizon == Horizon::MidTerm && aimed(line).is_some());
    let Some(mid) = found else { return false };
    let annual = draft.lines[mid].id - 1_000;
    if draft.is_marked(annual) || !draft.lines.iter().any(|line| line.id == annual) {
        return false;
    }
    let line = &mut draft.lines[mid];
    if let Aim::Number(_, value) = &mut line.truth.aim {
        *value = (*value / 5 / ONE).max(1) * ONE;
    }
    line.truth.weight = None;
    draft.reprint(mid, &desk.library.words);
    draft.mark(Some(annual), "C05", "annual-over-mid-term");
    true
}

fn rate_as_quantity(draft: &mut Draft, desk: &Desk, stream: &mut Stream) -> bool {
    let names: Vec<&String> = free_names(draft, desk.library.slips.rate_as_quantity.iter());
    let Some(index) = some_row(draft, stream, |line| line.truth.facet == Facet::Quality) else { return false };
    let Some(name) = names.first() else { return false };
    let aim = Aim::Number(Sign::AtLeast, stream.between(95, 98) * ONE);
    replace(draft, index, Facet::Quantity, name, "%", aim, desk);
    done(draft, index, "C06", "rate-as-quantity")
}

fn free_names<'a>(draft: &Draft, names: impl Iterator<Item = &'a String>) -> Vec<&'a String> {
    names.filter(|name| draft.lines.iter().all(|line| line.printed.level3 != **name)).collect()
}

fn time_as_quality(draft: &mut Draft, desk: &Desk, stream: &mut Stream) -> bool {
    let names = free_names(draft, desk.library.slips.time_as_quality.iter());
    let Some(index) = some_row(draft, stream, |line| line.truth.facet == Facet::Time) else { return false };
    let Some(name) = names.first() else { return false };
    let aim = Aim::Number(Sign::AtLeast, stream.between(90, 98) * ONE);
    replace(draft, index, Facet::Quality, name, "%", aim, desk);
    done(draft, index, "C06", "time-as-quality")
}

fn output_as_benefit(draft: &mut Draft, desk: &Desk, stream: &mut Stream) -> bool {
    let Some(index) = some_row(draft, stream, |line| line.truth.facet == Facet::Social) else { return false };
    let (name, unit) = stream.pick(&desk.library.slips.output_as_benefit);
    let aim = Aim::Number(Sign::AtLeast, stream.between(4, 60) * 5 * ONE);
    replace(draft, index, Facet::Social, name, unit, aim, desk);
    done(draft, index, "C06", "output-as-benefit")
}

fn cost_as_quantity(draft: &mut Draft, desk: &Desk, stream: &mut Stream) -> bool {
    let Some(index) = some_row(draft, stream, |line| line.truth.facet == Facet::Cost) else { return false };
    let (level1, level2) = levels(Facet::Quantity, draft.structure, &desk.library.words);
    draft.lines[index].printed.level1 = level1;
    draft.lines[index].printed.level2 = level2;
    done(draft, index, "C06", "cost-as-quantity")
}

fn is_benefit(line: &Line) -> bool {
    matches!(line.truth.facet, Facet::Social | Facet::Economic | Facet::Lasting | Facet::Ecological)
}

fn vague_value(draft: &mut Draft, desk: &Desk, stream: &mut Stream) -> bool {
    let fits = |line: &Line| is_benefit(line) || line.truth.facet == Facet::Quality;
    let Some(index) = some_row(draft, stream, fits) else { return false };
    let words = stream.pick(&desk.library.slips.vague).clone();
    let line = &mut draft.lines[index];
    line.truth.aim = Aim::Words(words.clone());
    line.truth.actual = Actual::Full;
    line.printed.target = words;
    line.printed.operator = if draft.style == Style::Columns { Some("=".into()) } else { None };
    line.printed.unit = None;
    line.printed.more.clear();
    done(draft, index, "C07", "vague-value")
}

fn several_things(draft: &mut Draft, desk: &Desk, stream: &mut Stream) -> bool {
    let Some(index) = some_row(draft, stream, is_count) else { return false };
    let (name, unit) = stream.pick(&desk.library.slips.several);
    let aim = Aim::Number(Sign::AtLeast, stream.between(4, 80) * 5 * ONE);
    replace(draft, index, Facet::Quantity, name, unit, aim, desk);
    done(draft, index, "C07", "several-things")
}

fn hollow_rate(draft: &mut Draft, desk: &Desk, stream: &mut Stream) -> bool {
    let Some(index) = some_row(draft, stream, |line| line.truth.facet == Facet::Social) else { return false };
    let name = stream.pick(&desk.library.slips.hollow).clone();
    let aim = Aim::Number(Sign::AtLeast, *stream.pick(&[90, 95, 95, 98]) * ONE);
    replace(draft, index, Facet::Social, &name, "%", aim, desk);
    done(draft, index, "C07", "hollow-rate")
}

fn name_repeats_class(draft: &mut Draft, _: &Desk, stream: &mut Stream) -> bool {
    let fits = |line: &Line| line.truth.facet != Facet::Content && line.truth.facet != Facet::Cost;
    let Some(index) = some_row(draft, stream, fits) else { return false };
    let printed = &mut draft.lines[index].printed;
    printed.level3 = printed.level2.clone();
    done(draft, index, "C07", "name-repeats-class")
}

fn no_tiers(draft: &mut Draft, _: &Desk, stream: &mut Stream) -> bool {
    let tiers = |line: &Line| line.printed.more.contains_key(&MoreField::ScoringStandard);
    let Some(index) = some_row(draft, stream, tiers) else { return false };
    draft.lines[index].printed.more.clear();
    done(draft, index, "C07", "qualitative-without-tiers")
}

fn cost_at_least(draft: &mut Draft, desk: &Desk, stream: &mut Stream) -> bool {
    let Some(index) = some_row(draft, stream, |line| line.truth.facet == Facet::Cost) else { return false };
    if let Aim::Number(sign, _) = &mut draft.lines[index].truth.aim {
        *sign = Sign::AtLeast;
    }
    draft.reprint(index, &desk.library.words);
    done(draft, index, "C08", "cost-at-least")
}

fn set_aim(draft: &mut Draft, index: usize, sign: Sign, value: i64, desk: &Desk) {
    draft.lines[index].truth.aim = Aim::Number(sign, value);
    draft.reprint(index, &desk.library.words);
}

fn satisfaction_odd(draft: &mut Draft, desk: &Desk, stream: &mut Stream) -> bool {
    let Some(index) = some_row(draft, stream, |line| line.truth.facet == Facet::Content && is_rate(line)) else {
        return false;
    };
    let (value, what) = match stream.below(3) {
        0 => (*stream.pick(&[105, 110, 120]), "satisfaction-over-100"),
        _ => (*stream.pick(&[50, 60, 60, 65, 70]), "satisfaction-too-low"),
    };
    set_aim(draft, index, Sign::AtLeast, value * ONE, desk);
    done(draft, index, "C08", what)
}

fn impossible_rate(draft: &mut Draft, desk: &Desk, stream: &mut Stream) -> bool {
    let Some(index) = some_row(draft, stream, |line| line.truth.facet == Facet::Quality && is_rate(line)) else {
        return false;
    };
    let value = *stream.pick(&[102, 105, 110, 120]);
    set_aim(draft, index, Sign::AtLeast, value * ONE, desk);
    done(draft, index, "C08", "impossible-rate")
}

fn below_last_year(draft: &mut Draft, desk: &Desk, stream: &mut Stream) -> bool {
    if draft.form.year != 2025 || desk.plan.first_year == 2025 {
        return false;
    }
    // A row that was there last year and reached a number worth comparing with.
    let reached = |line: &Line| matches!(line.truth.actual, Actual::Number(value) if value >= 20 * ONE);
    let old = |line: &Line| desk.plan.years[0].rows.iter().any(|row| row.name == line.truth.name && row.met());
    let Some(index) = some_row(draft, stream, |line| is_count(line) && reached(line) && old(line)) else {
        return false;
    };
    let Actual::Number(reached) = draft.lines[index].truth.actual else { return false };
    let value = reached / 100 * stream.between(55, 80) / ONE * ONE;
    set_aim(draft, index, Sign::AtLeast, value, desk);
    done(draft, index, "C08", "below-last-year")
}

fn all_hundred(draft: &mut Draft, desk: &Desk, _: &mut Stream) -> bool {
    let rates = draft.rows(is_rate);
    if rates.len() < 4 {
        return false;
    }
    for index in rates {
        draft.lines[index].truth.actual = Actual::Number(100 * ONE);
        set_aim(draft, index, Sign::Equal, 100 * ONE, desk);
    }
    draft.mark(None, "C08", "all-hundred");
    true
}

fn date_outside(draft: &mut Draft, desk: &Desk, stream: &mut Stream) -> bool {
    if draft.form.goal.mid_term.is_some() {
        return false;
    }
    let Some(index) = some_row(draft, stream, |line| matches!(line.truth.aim, Aim::Month(_))) else { return false };
    let (year, month) = (draft.form.year + 1, stream.between(3, 9).to_string());
    let text = desk.library.words.month_target[0].replace("{year}", &year.to_string()).replace("{month}", &month);
    draft.lines[index].printed.target = text;
    done(draft, index, "C08", "date-outside")
}

fn far_from_peers(draft: &mut Draft, desk: &Desk, stream: &mut Stream) -> bool {
    let own =
        |line: &Line| desk.plan.template.rows.iter().any(|row| row.1 == line.truth.name && row.value().contains(".."));
    let Some(index) = some_row(draft, stream, |line| is_count(line) && own(line)) else { return false };
    let Some(value) = aimed(&draft.lines[index]) else { return false };
    let value = value * stream.between(12, 20);
    draft.lines[index].truth.actual = Actual::Number(value);
    set_aim(draft, index, Sign::AtLeast, value, desk);
    done(draft, index, "C08", "far-from-peers")
}

fn sign_against_meaning(draft: &mut Draft, desk: &Desk, stream: &mut Stream) -> bool {
    if stream.percent(50) {
        let fits = |line: &Line| line.truth.facet == Facet::Social;
        let Some(index) = some_row(draft, stream, fits) else { return false };
        let (name, unit) = stream.pick(&desk.library.slips.complaints);
        let aim = Aim::Number(Sign::AtLeast, stream.between(2, 9) * ONE);
        replace(draft, index, Facet::Social, name, unit, aim, desk);
        return done(draft, index, "C08", "sign-against-meaning");
    }
    let fits = |line: &Line| is_rate(line) && matches!(line.truth.facet, Facet::Quality | Facet::Content);
    let Some(index) = some_row(draft, stream, fits) else { return false };
    let Some(value) = aimed(&draft.lines[index]) else { return false };
    set_aim(draft, index, Sign::AtMost, value, desk);
    done(draft, index, "C08", "sign-against-meaning")
}

fn vacuous(draft: &mut Draft, desk: &Desk, stream: &mut Stream) -> bool {
    let Some(index) = some_row(draft, stream, is_count) else { return false };
    set_aim(draft, index, Sign::AtLeast, 0, desk);
    done(draft, index, "C08", "vacuous-value")
}

fn duplicate_name(draft: &mut Draft, _: &Desk, stream: &mut Stream) -> bool {
    let facet = *stream.pick(&[Facet::Quantity, Facet::Quality]);
    let rows = draft.rows(|line| line.truth.facet == facet && !line.printed.level3.is_empty());
    let [first, .., last] = rows.as_slice() else { return false };
    draft.lines[*last].printed.level3 = draft.lines[*first].printed.level3.clone();
    done(draft, *last, "C11", "duplicate-name")
}

fn percent_in_words(draft: &mut Draft, desk: &Desk, stream: &mut Stream) -> bool {
    let Some(index) = some_row(draft, stream, is_rate) else { return false };
    let Some(value) = aimed(&draft.lines[index]) else { return false };
    let unit = stream.pick(&desk.library.slips.percent_words);
    let printed = &mut draft.lines[index].printed;
    let sign = if draft.style == Style::Glued { "≥" } else { "" };
    printed.target = format!("{sign}{}{unit}", plain(value));
    printed.unit = None;
    done(draft, index, "C11", "percent-in-words")
}

fn unit_clash(draft: &mut Draft, desk: &Desk, stream: &mut Stream) -> bool {
    let Some(index) = some_row(draft, stream, |line| is_count(line) && line.printed.unit.is_some()) else {
        return false;
    };
    let Some(value) = aimed(&draft.lines[index]) else { return false };
    let own = draft.lines[index].truth.unit.clone();
    let Some(unit) = desk.library.slips.clashing_units.iter().find(|unit| !own.contains(unit.as_str())) else {
        return false;
    };
    let printed = &mut draft.lines[index].printed;
    printed.target = format!("{}{own}", plain(value));
    printed.unit = Some(unit.clone());
    done(draft, index, "C11", "unit-clash")
}

fn object_foreign(draft: &mut Draft, desk: &Desk, stream: &mut Stream) -> bool {
    let Some(index) = some_row(draft, stream, |line| line.truth.facet == Facet::Content) else { return false };
    let text = format!("{}{}", desk.plan.name, draft.form.goal.annual.clone().unwrap_or_default());
    let strange =
        |word: &str| !text.contains(word) && draft.lines.iter().all(|line| !line.printed.level3.contains(word));
    let objects: Vec<&String> = desk.library.slips.objects.iter().filter(|word| strange(word)).collect();
    let Some(object) = objects.first().map(|_| *stream.pick(&objects)) else { return false };
    let name = draft.lines[index].printed.level3.clone();
    let tail: String = name.chars().skip(name.chars().count().saturating_sub(3)).collect();
    draft.lines[index].printed.level3 = format!("{object}{tail}");
    done(draft, index, "C11", "object-foreign")
}

fn odd_sign(draft: &mut Draft, desk: &Desk, stream: &mut Stream) -> bool {
    let Some(index) = some_row(draft, stream, |line| matches!(line.truth.aim, Aim::Number(Sign::AtLeast, _))) else {
        return false;
    };
    let Some(value) = aimed(&draft.lines[index]) else { return false };
    let sign = stream.pick(&desk.library.slips.odd_signs).clone();
    let line = &mut draft.lines[index];
    line.printed.target = format!("{sign}{}{}", plain(value), line.truth.unit);
    line.printed.operator = None;
    line.printed.unit = None;
    done(draft, index, "C11", "odd-sign")
}
