//! What the page says, as lines: the same for the drawing, for line mode and for why.

use super::{Keys, SampleScreen, Step, seed};
use crate::engine::draw_files::{Proof, groups, percent};
use crate::engine::spot_check::draw::{DrawAsk, Sample};
use crate::engine::spot_check::further::{FurtherPlan, StagesTold};
use crate::engine::spot_check::late::Late;
use crate::engine::spot_check::plan::{PlannedDepartment, SamplePlan};
use crate::engine::spot_check::rotation::Rotation;
use crate::model::draw::SeedLack;
use crate::text::{Arg, dates};
use crate::tui::look::{Look, Role};
use crate::tui::widgets::figure::grouped;

/// A line and how it looks.
pub type Told = (String, Role);

/// What was drawn, where that is what stands.
pub fn drawn(screen: &SampleScreen) -> Option<&Proof> {
    screen.board.as_ref()?.proof.as_ref()?.as_ref().ok()
}

/// Year and size.
pub fn title(screen: &SampleScreen, look: &Look) -> String {
    let sealed = match screen.step {
        Step::Seed | Step::Drawn => screen.current().map(|sample| (sample.about.year, sample.about.units)),
        Step::Population | Step::Plan => None,
    };
    match sealed.or(screen.known_plan().map(|plan| (plan.year, plan.quota.all))) {
        None => look.s("title-sampling"),
        Some((year, all)) => {
            look.t("title-sampling-of", &[("year", Arg::from(year.to_string())), ("all", Arg::from(grouped(all)))])
        }
    }
}

/// `2/4`
pub fn step(screen: &SampleScreen, look: &Look) -> String {
    let at: u64 = match screen.step {
        Step::Population => 1,
        Step::Plan => 2,
        Step::Seed => 3,
        Step::Drawn => 4,
    };
    let step = look.t("sample-step", &[("at", Arg::from(at))]);
    let (place, count) = screen.board.as_ref().map(|board| board.place()).unwrap_or_default();
    if count < 2 || !matches!(screen.step, Step::Seed | Step::Drawn) {
        return step;
    }
    look.t("sample-step-of", &[("step", Arg::from(step)), ("place", Arg::from(place)), ("count", Arg::from(count))])
}

/// All four steps, the one where one is marked.
pub fn steps(screen: &SampleScreen, look: &Look) -> String {
    let steps = [
        (Step::Population, "sample-step-population"),
        (Step::Plan, "sample-step-plan"),
        (Step::Seed, "sample-step-seed"),
        (Step::Drawn, "sample-step-drawn"),
    ];
    let named = steps.map(|(step, key)| {
        let mark = if step == screen.step { "*" } else { " " };
        format!("{mark}{}", look.s(key))
    });
    named.join(" ").trim_start().to_owned()
}

fn count(number: u64) -> Arg<'static> {
    Arg::from(grouped(number))
}

/// What the plan comes to: the load, both rates, what stands in the way.
pub fn outcome(plan: &SamplePlan, look: &Look) -> Vec<Told> {
    let quota = &plan.quota;
    let rate = |drawn: u64, percent: &str| {
        [("count", count(drawn)), ("all", count(quota.all)), ("percent", Arg::from(percent.to_owned()))]
    };
    let numbers = [
        ("random", count(quota.random)),
        ("certain", count(quota.certainty)),
        ("all", count(plan.examined)),
        ("excluded", count(quota.excluded)),
    ];
    let met = if quota.met_at_random() { "sample-rate-met" } else { "sample-rate-not-met" };
    let met = look.t(met, &[("need", count(quota.need))]);
    let random = look.t("sample-rate-random", &rate(quota.random, &plan.rate_random));
    let mut lines = vec![
        (look.t("sample-load", &numbers), Role::Plain),
        (format!("{random} {met}"), if quota.met_at_random() { Role::Good } else { Role::Danger }),
        (look.t("sample-rate-all", &rate(plan.examined, &plan.rate_all)), Role::Muted),
    ];
    if let Some((inflated, projects)) = &plan.inflated {
        let args = [
            ("year", Arg::from(inflated.year.to_string())),
            ("points", Arg::from(inflated.from.normalize().to_string())),
            ("units", count(inflated.units.len() as u64)),
            ("projects", count(*projects)),
        ];
        lines.push((look.t("sample-inflated", &args), Role::Warning));
    }
    if !plan.unknown.is_empty() {
        let told = look.t("sample-unknown", &[("units", Arg::from(plan.unknown.join(" ")))]);
        lines.push((told, Role::Danger));
    }
    if plan.tranche > 1 {
        lines.push((look.t("sample-tranche", &[("number", count(plan.tranche))]), Role::Plain));
    }
    lines.extend(plan.rotation.as_ref().map(|rotation| (due(rotation, look), Role::Plain)));
    lines.extend(plan.stages.as_ref().map(|told| (stages(told, look), Role::Plain)));
    if quota.certainty_above_half {
        let told = look.t("sample-certain-many", &[("certain", Arg::from(quota.certainty))]);
        lines.push((told, Role::Warning));
    }
    if plan.second > 0 {
        lines.push((look.t("sample-second", &[("count", Arg::from(plan.second))]), Role::Plain));
    }
    if plan.without_target > 0 {
        let told = look.t("sample-without-target", &[("count", Arg::from(plan.without_target))]);
        lines.push((told, Role::Muted));
    }
    lines
}

/// `3 of 1: all good, at most 66.67%`
pub fn department(one: &PlannedDepartment, look: &Look) -> String {
    let args = [
        ("name", Arg::from(&one.stratum)),
        ("frame", count(one.frame)),
        ("drawn", count(one.drawn)),
        ("percent", Arg::from(one.at_most.1.to_string())),
    ];
    look.t("sample-proves-department", &args)
}

/// What the plan could prove: all, the weakest, and how many these are.
pub fn proves(plan: &SamplePlan, look: &Look) -> Vec<Told> {
    let all = [
        ("frame", count(plan.quota.frame)),
        ("drawn", count(plan.quota.random)),
        ("percent", Arg::from(plan.at_most.1.to_string())),
    ];
    let mut lines =
        vec![(look.s("sample-proves-head"), Role::Heading), (look.t("sample-proves-all", &all), Role::Plain)];
    let weak = plan.weak();
    lines.extend(weak.iter().take(3).map(|one| (format!("{} !", department(one, look)), Role::Warning)));
    let numbers = [("weak", Arg::from(weak.len())), ("all", Arg::from(plan.departments.len()))];
    match weak.is_empty() {
        true => lines.push((look.s("sample-weak-none"), Role::Good)),
        false => lines.push((look.t("sample-weak-short", &numbers), Role::Warning)),
    }
    lines
}

/// What was sealed, in one line.
pub fn sealed(sample: &Sample, screen: &SampleScreen, look: &Look) -> Told {
    let (state, role) = match (&sample.abandoned, &sample.drawn) {
        (Some(_), _) => ("sample-state-abandoned", Role::Muted),
        (None, Some(_)) => ("sample-state-drawn", Role::Good),
        (None, None) => ("sample-state-sealed", Role::Warning),
    };
    let names = screen.board.as_ref().map(|board| &board.names);
    let who = names.and_then(|names| names.get(&sample.by)).cloned().unwrap_or_default();
    let args = [
        ("at", Arg::from(dates::long(sample.at, &look.zone))),
        ("who", Arg::from(who)),
        ("year", Arg::from(sample.about.year.to_string())),
        ("state", Arg::from(look.s(state))),
        ("units", count(sample.about.units)),
        ("random", count(sample.total())),
        ("reason", Arg::from(sample.abandoned.clone().unwrap_or_default())),
    ];
    (look.t("sample-journal-line", &args), role)
}

/// Both fingerprints of what was sealed.
pub fn fingerprints(sample: &Sample, look: &Look) -> Vec<Told> {
    let digest = |key: &str, digest: &str| (look.t(key, &[("digest", Arg::from(groups(digest)))]), Role::Plain);
    vec![digest("sample-frame-digest", &sample.about.frame), digest("sample-plan-digest", &sample.about.plan)]
}

fn lacks<'l>(lacks: impl IntoIterator<Item = &'l str>, look: &Look) -> Told {
    let named: Vec<String> = lacks.into_iter().map(|lack| look.s(&format!("draw-lack-{lack}"))).collect();
    if named.is_empty() {
        return (look.s("sample-public"), Role::Good);
    }
    let named = named.join(" / ");
    (look.t("draw-record-not-public", &[("lacks", Arg::from(named))]), Role::Warning)
}

/// What is still missing for the draw to count as public.
pub fn missing(screen: &SampleScreen, look: &Look) -> Told {
    let Some(sample) = screen.current() else { return (String::new(), Role::Plain) };
    if !sample.files {
        return (look.s("problem-sample-elsewhere"), Role::Danger);
    }
    match seed::so_far(&screen.seed, sample) {
        Ok(ask) => lacks(ask.lacks().into_iter().map(SeedLack::id), look),
        Err(problem) => (look.strings.problem(&problem), Role::Warning),
    }
}

/// The question before a draw: what it lacks is in it.
pub fn ask_draw(ask: &DrawAsk, look: &Look) -> String {
    let (told, _) = lacks(ask.lacks().into_iter().map(SeedLack::id), look);
    look.t("sample-ask-draw", &[("public", Arg::from(told))])
}

/// What a declared plan of several looks says, and its risk.
pub fn stages(told: &StagesTold, look: &Look) -> String {
    let looks = told.plan.stages.iter().enumerate().map(|(at, stage)| {
        let last = at + 1 == told.plan.stages.len();
        let args =
            [("more", Arg::from(stage.more)), ("accept", Arg::from(stage.accept)), ("most", Arg::from(stage.go_on))];
        look.t(if last { "sample-look-last" } else { "sample-look" }, &args)
    });
    let looks: Vec<String> = looks.collect();
    let args = [
        ("looks", Arg::from(looks.join(" "))),
        ("tolerable", Arg::from(&told.plan.tolerable)),
        ("bad", count(told.bad)),
        ("risk", Arg::from(told.risk.clone().unwrap_or_else(|| "-".to_owned()))),
    ];
    look.t("sample-stages", &args)
}

/// How many fall due by rotation in the coming years.
pub fn due(rotation: &Rotation, look: &Look) -> String {
    let years = rotation.load.iter().map(|(year, count)| {
        look.t("sample-due-year", &[("year", Arg::from(year.to_string())), ("count", Arg::from(*count))])
    });
    let load: Vec<String> = years.collect();
    let of = look.s(&format!("sample-rotation-{}", rotation.ask.of.id()));
    let args = [("of", Arg::from(of)), ("years", Arg::from(rotation.ask.years)), ("load", Arg::from(load.join(" ")))];
    look.t("sample-due-load", &args)
}

/// What came after everything was sealed.
pub fn late(late: &Late, look: &Look) -> String {
    let args = [
        ("year", Arg::from(late.year.to_string())),
        ("sealed", count(late.sealed)),
        ("late", count(late.late)),
        ("key", Arg::from(look.key(Keys::Further.into()))),
    ];
    look.t("sample-late-here", &args)
}

/// What drawing on does.
pub fn further(plan: &FurtherPlan, look: &Look) -> Vec<String> {
    let total = [("from", count(plan.from)), ("to", count(plan.to)), ("more", count(plan.to - plan.from))];
    let mut lines = vec![look.t("further-total", &total)];
    let strata = plan.strata.iter().map(|(name, from, to)| {
        look.t("further-stratum", &[("stratum", Arg::from(name)), ("from", count(*from)), ("to", count(*to))])
    });
    let strata: Vec<String> = strata.collect();
    lines.push(strata.join("; "));
    let args = [("stage", count(plan.stage)), ("known", count(plan.known))];
    let key = match (plan.stage, plan.counts) {
        (1.., _) => "further-stage",
        (0, true) => "further-counts",
        (0, false) => "further-besides",
    };
    lines.push(look.t(key, &args));
    lines.extend(plan.stages.as_ref().filter(|_| plan.stage > 0).map(|told| stages(told, look)));
    lines
}

/// What came after the draw: draws that went on, who was replaced, what arrived late.
pub fn since(screen: &SampleScreen, look: &Look) -> Vec<Told> {
    let Some(board) = &screen.board else { return Vec::new() };
    let mut lines = Vec::new();
    if let Some(sample) = screen.current()
        && let Some(last) = sample.further.last()
    {
        let reason = last.about.further.as_ref().map(|further| further.reason.clone()).unwrap_or_default();
        let args = [
            ("times", Arg::from(sample.further.len())),
            ("from", count(sample.about.random)),
            ("to", count(sample.total())),
            ("counts", count(sample.at_random())),
            ("reason", Arg::from(reason)),
        ];
        lines.push((look.t("sample-further-line", &args), Role::Plain));
    }
    let (replaced, owed) = board.replaced;
    if replaced > 0 {
        let role = if owed > 0 { Role::Warning } else { Role::Plain };
        lines.push((look.t("sample-replaced-line", &[("replaced", count(replaced)), ("owed", count(owed))]), role));
    }
    if let Some(told) = board.late.as_ref().filter(|told| told.late > 0) {
        lines.push((late(told, look), Role::Warning));
    }
    lines
}

/// What is to be told of a draw, above its list.
pub fn record(proof: &Proof, look: &Look) -> Vec<Told> {
    let rates = &proof.rates;
    let rate = |key: &str, drawn: u64| {
        let percent = percent(drawn, rates.all);
        look.t(key, &[("count", count(drawn)), ("all", count(rates.all)), ("percent", Arg::from(percent))])
    };
    let digest = |key: &str, digest: &str| look.t(key, &[("digest", Arg::from(groups(digest)))]);
    vec![
        (rate("sample-rate-random", rates.random), Role::Plain),
        (rate("sample-rate-all", rates.examined), Role::Muted),
        lacks(proof.lacks.iter().map(String::as_str), look),
        (digest("sample-seed-digest", &proof.seed), Role::Plain),
        (digest("sample-list-digest", &proof.list), Role::Plain),
        (look.s("sample-how"), Role::Plain),
    ]
}

/// One drawn self-evaluation: place, department, key, the beginning of its ticket or why it was certain.
pub fn picked(proof: &Proof, at: usize, look: &Look) -> Option<[String; 4]> {
    if let Some(unit) = proof.selected.get(at) {
        let ticket = unit.ticket.chars().take(12).collect();
        return Some([(at + 1).to_string(), unit.stratum.clone(), unit.key.clone(), ticket]);
    }
    let unit = proof.certainty.get(at - proof.selected.len())?;
    let reasons: Vec<String> =
        unit.reasons.split(',').map(|code| look.s(&format!("draw-reason-{}", code.to_lowercase()))).collect();
    Some([look.s("sample-certain-mark"), unit.stratum.clone(), unit.key.clone(), reasons.join(" ")])
}
