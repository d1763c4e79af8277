//! A draw from the record of what was thrown to the rechecks it means: computed and signed without holding up anybody, then
//! stored in one transaction that only writes. Whoever stops or kills it before the end leaves nothing.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::draw::{Sample, SealedFiles, lot, no_member, read};
use super::plan::go_on;
use crate::engine::append::{Composed, PROGRAM, Pen, Standing};
use crate::engine::fold::{fold_first, fold_version};
use crate::engine::import::Watch;
use crate::engine::workstation::Workstation;
use crate::model::event::{Body, RecheckAssigned, SampleDrawn, SealedFile, SpotCheck, Subject, part_of_step};
use crate::model::ids::{EventId, VersionId};
use crate::model::problem::Problem;
use crate::model::recheck::{Part, RecheckLine};
use crate::rules::draw::digest::fingerprint;
use crate::rules::draw::proof::{Frozen, prove};
use crate::rules::draw::{SeedRecord, members};
use crate::store::Session;

/// Most parts of one step, as for acts on many.
const MOST_PARTS: usize = 20_000;
/// How often a draw is signed anew because somebody acted meanwhile, before it is signed while others wait.
const ATTEMPTS: usize = 3;

/// A draw, or drawing on, that is computed and not stored.
pub(super) struct Made {
    pub about: SampleDrawn,
    /// What it builds upon.
    pub sees: Vec<EventId>,
    /// The draw that goes on; `None` for a first one, whose identity is known when it is signed.
    pub of: Option<EventId>,
    /// Whatever is to be rechecked.
    pub picks: Vec<RecheckAssigned>,
    /// The lines by which these were found, where any were there.
    pub lines: Vec<RecheckLine>,
}

/// The same signed, and where the chain stood then and stands thereafter.
struct Ready {
    from: Standing,
    after: Standing,
    events: Vec<Composed>,
}

/// What the record of a seed draws from sealed files.
///
/// # Errors
/// When the files do not fit one another, or do not say which self-evaluation a line is.
pub(super) fn made(
    sample: &Sample,
    files: &SealedFiles,
    record: &SeedRecord,
    watch: Watch<'_>,
) -> Result<Made, Problem> {
    let all = sample.about.units;
    go_on(watch, "phase-drawing", 0, all)?;
    let (population, plan) = read(files)?;
    record.fits(&population.fingerprint(), &plan.fingerprint(), "seed.txt")?;
    go_on(watch, "phase-drawing", 0, all)?;
    let frozen = Frozen { population: &population, plan: &plan, record, expanded_to: None };
    let (drawn, proof) = prove(frozen, PROGRAM)?;
    go_on(watch, "phase-drawing", 0, all)?;
    let second = lot(sample, record, &population, &drawn)?;
    // Which self-evaluations they are is known where the list of members is.
    let members = files.members.as_ref().ok_or_else(|| Problem::refused("problem-sample-elsewhere"))?;
    let members = members::read(members, SealedFile::Members.name())?;
    let mut chosen: Vec<(usize, Part, u64)> = Vec::new();
    for stratum in &drawn.strata {
        chosen.extend(stratum.chosen.iter().zip(1..).map(|(chosen, place)| (chosen.unit, Part::Random, place)));
    }
    chosen.extend(drawn.certainty.iter().map(|unit| (*unit, Part::Certain, 0)));
    let pick = |(unit, part, place): (usize, Part, u64)| {
        let unit = population.units.get(unit).ok_or_else(|| Problem::internal("unit"))?;
        let (project, version) = *members.get(&unit.key).ok_or_else(|| no_member(&unit.key))?;
        let reasons: Vec<&str> = unit.reasons.iter().map(|reason| reason.code()).collect();
        Ok(RecheckAssigned {
            on: Subject { project, year: sample.about.year, version, row: None },
            draw: sample.sealed,
            part,
            stratum: unit.stratum.clone(),
            place,
            reasons: reasons.join(","),
            instead_of: None,
            second: part == Part::Random && second.holds(&unit.key),
        })
    };
    let about = SampleDrawn {
        sealed: sample.sealed,
        year: sample.about.year,
        seed_record: proof.seed_record.clone(),
        seed: proof.seed.clone(),
        proof: fingerprint(&proof.write()?),
        witnesses: record.witnesses.iter().map(|witness| format!("{} {}", witness.name, witness.office)).collect(),
        random: drawn.random(),
        certain: drawn.certainty.len() as u64,
        further: None,
    };
    let picks = chosen.into_iter().map(pick).collect::<Result<_, Problem>>()?;
    Ok(Made { about, sees: vec![sample.sealed], of: None, picks, lines: Vec::new() })
}

impl Made {
    /// Signs everything: the draw, and a recheck for each that was drawn.
    fn sign(&self, mut pen: Pen<'_>, operation: &str, watch: Watch<'_>) -> Result<Ready, Problem> {
        let from = pen.standing();
        let total = self.picks.len() as u64 + 1;
        go_on(watch, "phase-signing", 0, total)?;
        let body = Body::SpotCheck(SpotCheck::Drawn(self.about.clone()));
        let drawn = pen.compose(operation, self.sees.clone(), body)?;
        let draw: EventId = self.of.unwrap_or(drawn.event.id);
        let mut events = Vec::with_capacity(self.picks.len() + 1);
        events.push(drawn);
        for parts in self.picks.chunks(MOST_PARTS) {
            let step = uuid::Uuid::now_v7().to_string();
            for (number, pick) in (1..).zip(parts) {
                go_on(watch, "phase-signing", events.len(), total)?;
                let body = Body::SpotCheck(SpotCheck::Assigned(RecheckAssigned { draw, ..pick.clone() }));
                events.push(pen.compose(&part_of_step(&step, number), Vec::new(), body)?);
            }
        }
        Ok(Ready { from, after: pen.standing(), events })
    }
}

impl Ready {
    /// Stores all of it, inside the caller's transaction.
    fn store(&self, session: &Session, watch: Watch<'_>) -> Result<(), Problem> {
        let total = self.events.len() as u64;
        // Of most of them nothing was said before: what they amount to follows from the one event.
        let mut spoken_of: BTreeSet<VersionId> = session.versions_spoken_of()?.into_iter().collect();
        for (done, composed) in self.events.iter().enumerate() {
            go_on(watch, "phase-storing", done, total)?;
            composed.append(session)?;
            match composed.event.body.subject() {
                Some(on) if spoken_of.insert(on.version) => fold_first(session, &composed.event)?,
                Some(on) => fold_version(session, on.version)?,
                None => {}
            }
        }
        session.set_clock(self.after.clock)
    }
}

impl Workstation {
    /// Stores a draw that `make` computes, where `still` finds under the lock that it may stand. Somebody may act between: then
    /// it is made and signed anew, the last time while others wait.
    pub(super) fn store_draw(
        &self,
        make: &dyn Fn() -> Result<Rc<Made>, Problem>,
        still: &dyn Fn(&Made) -> Result<bool, Problem>,
        operation: &str,
        watch: Watch<'_>,
    ) -> Result<(), Problem> {
        for _ in 0..ATTEMPTS {
            let Some(pen) = self.dry_pen(&self.session)? else { break };
            let made = make()?;
            let ready = made.sign(pen, operation, watch)?;
            let stored = self.session.transaction(|session| {
                // Whoever acted meanwhile stands where the draw was to stand.
                let stands = still(&made)? && self.dry_pen(session)?.is_some_and(|pen| pen.standing() == ready.from);
                if stands {
                    ready.store(session, watch)?;
                }
                Ok(stands)
            })?;
            if stored {
                return Ok(());
            }
        }
        self.session.transaction(|session| {
            let made = make()?;
            still(&made)?;
            made.sign(self.pen(session)?, operation, watch)?.store(session, watch)
        })
    }
}
