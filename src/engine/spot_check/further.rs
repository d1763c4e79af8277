//! Drawing on (加抽): more units with the next tickets; everything drawn before stays.
//!
//! Two ways, both told openly. A plan that declared its looks before the seed was known goes on as it said, and the risk of
//! the whole is known exactly. Anything else needs a reason: while no result is known what is drawn on counts as drawn at
//! random, afterwards it is told as found and enters no estimate.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::draw::{Sample, full_plan, lot_again, no_member};
use super::plan::go_on;
use super::replace::Opened;
use super::standing::Stratum;
use super::storing::Made;
use crate::engine::append::PROGRAM;
use crate::engine::import::Watch;
use crate::engine::workstation::Workstation;
use crate::model::draw::{PlannedStage, StagePlan};
use crate::model::event::{FurtherDraw, MAX_TEXT, RecheckAssigned, SampleDrawn, SampleSealed, Subject};
use crate::model::ids::{EventId, VersionId};
use crate::model::problem::Problem;
use crate::model::recheck::{BESIDES, Part, RecheckLine, STANDS_IN};
use crate::rules::draw::digest::fingerprint;
use crate::rules::draw::fraction::{ceil_of, read_share};
use crate::rules::draw::proof::{Frozen, prove};
use crate::rules::draw::seal::Quota;
use crate::rules::draw::second_lot::SecondLot;
use crate::rules::draw::{Drawn, select};
use crate::rules::estimate::staged::{Stage, risk};
use crate::rules::estimate::{Rounding, percent};

/// Larger frames and draws have chances with too many digits to be computed exactly while somebody waits.
const MOST_EXACT: (u64, u64) = (20_000, 2_500);

/// What a person asks for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FurtherAsk {
    /// Which population; `None` is the newest that was drawn.
    pub sealed: Option<EventId>,
    /// How many in all are to be drawn at random; `None` is the next look of the declared plan.
    pub to: Option<u64>,
    /// Why; of a declared look the plan says it.
    pub reason: String,
}

/// What drawing on would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FurtherPlan {
    /// The population.
    pub sealed: EventId,
    /// Year.
    pub year: u16,
    /// Drawn at random so far.
    pub from: u64,
    /// Drawn at random after it.
    pub to: u64,
    /// Strata that get more: how many were drawn of each, and will be.
    pub strata: Vec<(String, u64, u64)>,
    /// Results of the random part that are known.
    pub known: u64,
    /// Which look of the declared plan it is for; 0 for none.
    pub stage: u64,
    /// Whether what is drawn on counts as drawn at random.
    pub counts: bool,
    /// The declared looks with their risk.
    pub stages: Option<StagesTold>,
}

/// Declared looks, and what they risk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StagesTold {
    /// The plan; its first look is the draw.
    pub plan: StagePlan,
    /// So many bad ones of the frame are just too many.
    pub bad: u64,
    /// Chance, in percent and rounded up, that the plan accepts a frame with so many; `None` where the numbers are too large.
    pub risk: Option<String>,
}

/// The looks that were declared when a population was sealed.
///
/// # Errors
/// When its `plan.json` is not one of ours.
pub fn declared(about: &SampleSealed) -> Result<Option<StagePlan>, Problem> {
    Ok(full_plan(about)?.stages)
}

/// The looks of a plan with what is drawn first filled in, and their risk.
pub(super) fn stages_told(plan: &StagePlan, quota: &Quota) -> Result<StagesTold, Problem> {
    let mut plan = plan.clone();
    if let Some(first) = plan.stages.first_mut() {
        first.more = quota.random;
    }
    told(plan, quota.frame)
}

fn told(plan: StagePlan, frame: u64) -> Result<StagesTold, Problem> {
    let total: u64 = plan.stages.iter().map(|stage| stage.more).fold(0, u64::saturating_add);
    if total > frame {
        return Err(Problem::refused("problem-sample-stages-many").with("total", total).with("frame", frame));
    }
    let tolerable = read_share(&plan.tolerable)
        .ok_or_else(|| Problem::refused("problem-sample-stages").with("value", &plan.tolerable))?;
    let bad = ceil_of(&tolerable, frame);
    let exact = frame <= MOST_EXACT.0 && total <= MOST_EXACT.1;
    let stage = |stage: &PlannedStage| Stage { more: stage.more, accept: stage.accept, go_on: stage.go_on };
    let stages: Vec<Stage> = plan.stages.iter().map(stage).collect();
    let risk = exact.then(|| percent(&risk(frame, bad, &stages), Rounding::Up));
    Ok(StagesTold { plan, bad, risk })
}

/// A line of the draw that is to be written.
struct Wanted {
    key: usize,
    place: u64,
    reasons: &'static str,
    instead_of: Option<VersionId>,
}

impl Workstation {
    /// The population that is drawn on: the one that is meant, else the newest that was drawn.
    fn drawn_on(&self, sealed: Option<EventId>) -> Result<Sample, Problem> {
        let samples = self.samples()?;
        let found = match sealed {
            Some(id) => samples.into_iter().find(|sample| sample.sealed == id),
            None => samples.into_iter().find(|sample| sample.abandoned.is_none() && sample.drawn.is_some()),
        };
        let found = found.filter(|sample| sample.abandoned.is_none() && sample.drawn.is_some());
        found.ok_or_else(|| Problem::refused("problem-sample-not-drawn"))
    }

    /// What drawing on would do. Writes nothing.
    ///
    /// # Errors
    /// When nothing was drawn, the plan does not go on, the number is none that can be drawn, or the files are elsewhere.
    pub fn plan_further(&self, ask: &FurtherAsk) -> Result<FurtherPlan, Problem> {
        let sample = self.drawn_on(ask.sealed)?;
        let opened = self.opened(&sample)?;
        self.further_of(&sample, &opened, ask)
    }

    fn further_of(&self, sample: &Sample, opened: &Opened, ask: &FurtherAsk) -> Result<FurtherPlan, Problem> {
        let first = sample.drawn.as_ref().ok_or_else(|| Problem::refused("problem-sample-not-drawn"))?;
        let tally = self.random_tally(sample.about.year, first.event)?;
        let frame: u64 = opened.plan.strata.iter().map(|row| row.frame).sum();
        let declared = declared(&sample.about)?;
        let stages = declared.clone().map(|plan| told(plan, frame)).transpose()?;
        let from = sample.total();
        let (to, stage) = match (ask.to, &declared) {
            (Some(to), _) => (to, 0),
            (None, None) => return Err(Problem::refused("problem-further-nothing-declared")),
            (None, Some(plan)) => {
                let looks = sample.further.iter().filter_map(|drawn| drawn.about.further.as_ref());
                let done = looks.filter(|further| further.stage > 0).map(|further| further.stage).max().unwrap_or(1);
                let at = usize::try_from(done).unwrap_or(usize::MAX);
                let look = plan.stages.get(at - 1).ok_or_else(|| Problem::internal("stages"))?;
                let refused = |key| Problem::refused(key).with("found", tally.found).with("accept", look.accept);
                if tally.open() > 0 {
                    return Err(Problem::refused("problem-further-open").with("open", tally.open()));
                }
                if tally.found <= look.accept {
                    return Err(refused("problem-further-accepted"));
                }
                match plan.stages.get(at) {
                    Some(next) if tally.found <= look.go_on => (from + next.more, done + 1),
                    _ => return Err(refused("problem-further-stopped").with("most", look.go_on)),
                }
            }
        };
        if to <= from {
            return Err(Problem::refused("problem-draw-total-below").with("total", to).with("least", from + 1));
        }
        let before = match sample.further.last() {
            Some(drawn) => select::expanded(&opened.plan, drawn.about.random)?,
            None => opened.plan.clone(),
        };
        let after = select::expanded(&opened.plan, to)?;
        let rows = before.strata.iter().zip(&after.strata);
        let strata = rows
            .filter(|(before, after)| after.drawn > before.drawn)
            .map(|(before, after)| (after.stratum.clone(), before.drawn, after.drawn));
        let known = tally.done;
        Ok(FurtherPlan {
            sealed: sample.sealed,
            year: sample.about.year,
            from,
            to,
            strata: strata.collect(),
            known,
            stage,
            counts: stage > 0 || known == 0,
            stages,
        })
    }

    /// Draws on: the next tickets become rechecks to be done. Everything is computed and signed first; then it is stored at once.
    /// Stopped before that, nothing is drawn.
    ///
    /// # Errors
    /// As [`Workstation::plan_further`]; when a reason is missing, the job is cancelled, or the station cannot write.
    pub fn draw_further(&mut self, operation: &str, ask: &FurtherAsk, watch: Watch<'_>) -> Result<Sample, Problem> {
        self.writable()?;
        let me = self.me()?.person.clone();
        let sample = self.drawn_on(ask.sealed)?;
        if self.session.event_of_operation(&me, operation)?.is_some() {
            return Ok(sample);
        }
        let first = sample.drawn.as_ref().ok_or_else(|| Problem::refused("problem-sample-not-drawn"))?;
        let (draw, all) = (first.event, sample.about.units);
        go_on(watch, "phase-drawing", 0, all)?;
        let opened = self.opened(&sample)?;
        let planned = self.further_of(&sample, &opened, ask)?;
        let reason = ask.reason.trim();
        if reason.is_empty() && planned.stage == 0 {
            return Err(Problem::refused("problem-recheck-reason-empty"));
        }
        if reason.len() > MAX_TEXT {
            return Err(Problem::refused("problem-text-too-long").with("most", MAX_TEXT));
        }
        go_on(watch, "phase-drawing", 0, all)?;
        let Opened { population, plan, record, .. } = &opened;
        let (drawn, proof) = prove(Frozen { population, plan, record, expanded_to: Some(planned.to) }, PROGRAM)?;
        go_on(watch, "phase-drawing", 0, all)?;
        let lot = lot_again(&sample, &opened)?;
        let further = FurtherDraw { of: draw, stage: planned.stage, known: planned.known, reason: reason.to_owned() };
        let about = SampleDrawn {
            sealed: sample.sealed,
            year: sample.about.year,
            seed_record: proof.seed_record.clone(),
            seed: proof.seed.clone(),
            proof: fingerprint(&proof.write()?),
            witnesses: Vec::new(),
            random: drawn.random(),
            certain: drawn.certainty.len() as u64,
            further: Some(further),
        };
        let sees: Vec<EventId> = sample.last().map(|last| last.event).into_iter().collect();
        let make = || {
            let picks = self.picks_further(&opened, &drawn, &about, &lot)?;
            let lines = self.lines_further(&drawn, &about)?;
            Ok(Rc::new(Made { about: about.clone(), sees: sees.clone(), of: Some(draw), picks, lines }))
        };
        let still = |made: &Made| {
            // Another process may have drawn on while this one computed.
            if self.drawn_on(Some(sample.sealed))?.total() != planned.from {
                return Err(Problem::refused("problem-decided-meanwhile"));
            }
            // Or somebody gave way.
            Ok(self.lines_further(&drawn, &about)? == made.lines)
        };
        self.store_draw(&make, &still, operation, watch)?;
        self.drawn_on(Some(sample.sealed))
    }

    /// The lines that a draw has in its strata by now, in their order.
    fn lines_further(&self, drawn: &Drawn, about: &SampleDrawn) -> Result<Vec<RecheckLine>, Problem> {
        let Some(further) = &about.further else { return Ok(Vec::new()) };
        let mut lines = Vec::new();
        for stratum in &drawn.strata {
            lines.extend(self.session.recheck_lines_of(about.year, further.of, &stratum.stratum)?);
        }
        Ok(lines)
    }

    /// What drawing on makes rechecks of.
    fn picks_further(
        &self,
        opened: &Opened,
        drawn: &Drawn,
        about: &SampleDrawn,
        lot: &SecondLot<'_>,
    ) -> Result<Vec<RecheckAssigned>, Problem> {
        let Some(further) = &about.further else { return Ok(Vec::new()) };
        let reasons = if further.counts() { "" } else { BESIDES };
        let mut wanted: Vec<Wanted> = Vec::new();
        for stratum in &drawn.strata {
            let lines = self.session.recheck_lines_of(about.year, further.of, &stratum.stratum)?;
            self.wanted(opened, stratum, &lines, reasons, &mut wanted)?;
        }
        let pick = |one: Wanted| {
            let unit = opened.population.units.get(one.key).ok_or_else(|| Problem::internal("unit"))?;
            let (project, version) = *opened.units.get(&unit.key).ok_or_else(|| no_member(&unit.key))?;
            Ok(RecheckAssigned {
                on: Subject { project, year: about.year, version, row: None },
                draw: further.of,
                part: Part::Random,
                stratum: unit.stratum.clone(),
                place: one.place,
                reasons: one.reasons.to_owned(),
                instead_of: one.instead_of,
                second: lot.holds(&unit.key),
            })
        };
        wanted.into_iter().map(pick).collect()
    }

    /// What is to be written of a stratum: who is drawn now, and who then stands in for those replaced before.
    fn wanted(
        &self,
        opened: &Opened,
        stratum: &select::DrawnStratum,
        lines: &[RecheckLine],
        reasons: &'static str,
        wanted: &mut Vec<Wanted>,
    ) -> Result<(), Problem> {
        let known: BTreeMap<u64, &RecheckLine> = lines.iter().map(|line| (line.place, line)).collect();
        let stands = |place: &u64| known.get(place).is_some_and(|line| line.reasons.is_empty() || !reasons.is_empty());
        for (chosen, place) in stratum.chosen.iter().zip(1_u64..).filter(|(_, place)| !stands(place)) {
            wanted.push(Wanted { key: chosen.unit, place, reasons, instead_of: None });
        }
        if !reasons.is_empty() || !lines.iter().any(RecheckLine::is_replaced) {
            return Ok(());
        }
        // Who stood in for another is drawn now: the next tickets stand in.
        let mut after: Vec<RecheckLine> = lines.to_vec();
        let drawn = stratum.chosen.len() as u64;
        for line in after.iter_mut().filter(|line| line.place <= drawn) {
            line.reasons.clear();
        }
        let there: BTreeSet<u64> = known.keys().copied().collect();
        let like = after.first().cloned();
        let new = (1..=drawn).filter(|place| !there.contains(place));
        after.extend(new.filter_map(|place| like.clone().map(|line| RecheckLine { place, ..unworked(line) })));
        let standing = Stratum::of(&after, Some(stratum.frame));
        let owed = standing.owed();
        let Some(last) = owed.last() else { return Ok(()) };
        let frame = opened.population.frame();
        let units = frame.get(stratum.stratum.as_str()).map_or(&[][..], Vec::as_slice);
        let most = usize::try_from(*last).unwrap_or(usize::MAX);
        let order = select::order(&opened.population, units, &opened.record.seed(), most);
        let replaced: Vec<VersionId> =
            standing.reach.pairs.iter().filter_map(|(of, _)| standing.at(*of)).map(|line| line.version).collect();
        for place in owed {
            let at = usize::try_from(place - 1).ok().and_then(|at| order.get(at));
            let (_, key) = at.ok_or_else(|| Problem::internal("ticket"))?;
            let of = replaced.get(usize::try_from(place - drawn - 1).unwrap_or(usize::MAX)).copied();
            wanted.push(Wanted { key: *key, place, reasons: STANDS_IN, instead_of: of });
        }
        Ok(())
    }
}

/// A line of which nothing is known yet, in place of one that is about to be written.
fn unworked(line: RecheckLine) -> RecheckLine {
    RecheckLine {
        status: crate::model::recheck::RecheckStatus::Open,
        outcome: None,
        reasons: String::new(),
        part: Some(Part::Random),
        ..line
    }
}
