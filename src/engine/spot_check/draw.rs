//! Sealing a population and drawing from it in public. Each is written in one transaction or not at all, and neither can be
//! undone by a key: what was sealed is given up with a reason, what was drawn stays drawn.

use std::collections::BTreeMap;
use std::rc::Rc;

use num_traits::Zero as _;

use super::plan::{SampleAsk, SamplePlan, go_on};
use super::replace::Opened;
use super::storing::{Made, made};
use crate::engine::import::Watch;
use crate::engine::workstation::Workstation;
use crate::model::draw::SeedLack;
use crate::model::event::{
    Body, FurtherDraw, SampleAbandoned, SampleDrawn, SampleSealed, SealedFile, SpotCheck, Stamp,
};
use crate::model::ids::{BatchId, EventId, PersonId};
use crate::model::problem::{Problem, ProblemKind};
use crate::rules::draw::digest::fingerprint;
use crate::rules::draw::exclusions;
use crate::rules::draw::full_plan::FullPlan;
use crate::rules::draw::members::{self, Members};
use crate::rules::draw::proof::{Frozen, Proof, prove};
use crate::rules::draw::second_lot::{self, SecondLot, keys};
pub use crate::rules::draw::seed::{Source, Witness};
use crate::rules::draw::{Drawn, Plan, Population, SeedRecord, draw, list};
use crate::store::attachment::Attachment;

/// A sealed population with what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// The event that sealed it: its identity.
    pub sealed: EventId,
    /// Who sealed it.
    pub by: PersonId,
    /// When.
    pub at: Stamp,
    /// What was sealed.
    pub about: SampleSealed,
    /// Why it was given up.
    pub abandoned: Option<String>,
    /// The draw.
    pub drawn: Option<DrawnSample>,
    /// Draws that went on with it, by their totals; each keeps everything drawn before.
    pub further: Vec<DrawnSample>,
    /// The files are on this station.
    pub files: bool,
}

/// A draw that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawnSample {
    /// The event.
    pub event: EventId,
    /// Who drew.
    pub by: PersonId,
    /// When.
    pub at: Stamp,
    /// Version of the program that drew; the proof names it.
    pub program: String,
    /// What was drawn.
    pub about: SampleDrawn,
}

impl Sample {
    /// The draw as far as it went.
    pub fn last(&self) -> Option<&DrawnSample> {
        self.further.last().or(self.drawn.as_ref())
    }

    /// Drawn at random so far: by the plan, else as it went on.
    pub fn total(&self) -> u64 {
        self.last().map_or(self.about.random, |drawn| drawn.about.random)
    }

    /// Drawn at random so that it counts: what was drawn on after results were known, without a plan, does not.
    pub fn at_random(&self) -> u64 {
        let counts = self.further.iter().filter(|drawn| drawn.about.further.as_ref().is_some_and(FurtherDraw::counts));
        counts.map(|drawn| drawn.about.random).max().unwrap_or(self.about.random)
    }

    /// Sealed, neither given up nor drawn.
    pub fn waits(&self) -> bool {
        self.abandoned.is_none() && self.drawn.is_none()
    }

    /// Year and the beginning of its identity: how people name it.
    pub fn label(&self) -> String {
        format!("{} {:.12}", self.about.year, self.sealed.to_string())
    }
}

/// What was thrown and drawn in public.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DrawAsk {
    /// Which sealed population; `None` is the only one that waits.
    pub sealed: Option<EventId>,
    /// When and where, in words.
    pub at: Option<(String, String)>,
    /// What came out of each source, in the order in which they were sealed.
    pub sources: Vec<Source>,
    /// Who watched.
    pub witnesses: Vec<Witness>,
}

impl DrawAsk {
    /// What a draw with these sources and witnesses would lack to count as public.
    pub fn lacks(&self) -> Vec<SeedLack> {
        let (sources, witnesses) = (self.sources.clone(), self.witnesses.clone());
        SeedRecord { sources, witnesses, ..SeedRecord::default() }.lacks()
    }
}

/// The files by which anybody can repeat a draw, by name.
pub type DrawFiles = BTreeMap<&'static str, Vec<u8>>;

/// The exact files of a sealed population, as far as they are here.
pub(super) struct SealedFiles {
    /// `population.tsv`
    pub population: Vec<u8>,
    /// `plan.tsv`
    pub plan: Vec<u8>,
    /// Which self-evaluation each line of the population is.
    pub members: Option<Vec<u8>>,
    /// Why units were left out.
    pub exclusions: Option<Vec<u8>>,
}

impl Workstation {
    /// Everything that was sealed, the newest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn samples(&self) -> Result<Vec<Sample>, Problem> {
        let mut samples: Vec<Sample> = Vec::new();
        let events = self.session.events_of_draws()?;
        for event in &events {
            let (by, at) = (event.envelope.author.clone(), event.envelope.at);
            if let Body::SpotCheck(SpotCheck::Sealed(about)) = &event.body {
                let files = self.has_files(about)?;
                let about = about.clone();
                samples.push(Sample {
                    sealed: event.id,
                    by,
                    at,
                    about,
                    abandoned: None,
                    drawn: None,
                    further: Vec::new(),
                    files,
                });
            }
        }
        for event in &events {
            match &event.body {
                Body::SpotCheck(SpotCheck::Abandoned(body)) => {
                    if let Some(sample) = samples.iter_mut().find(|sample| sample.sealed == body.sealed) {
                        sample.abandoned = Some(body.reason.clone());
                    }
                }
                Body::SpotCheck(SpotCheck::Drawn(body)) => {
                    let Some(sample) = samples.iter_mut().find(|sample| sample.sealed == body.sealed) else { continue };
                    let drawn = DrawnSample {
                        event: event.id,
                        by: event.envelope.author.clone(),
                        at: event.envelope.at,
                        program: event.envelope.app.clone(),
                        about: body.clone(),
                    };
                    if body.further.is_some() {
                        sample.further.push(drawn);
                    } else if sample.drawn.is_none() {
                        sample.drawn = Some(drawn);
                    }
                }
                _ => {}
            }
        }
        for sample in &mut samples {
            let first = sample.drawn.as_ref().map(|drawn| drawn.event);
            sample.further.retain(|drawn| drawn.about.further.as_ref().map(|further| further.of) == first);
            sample.further.sort_by_key(|drawn| (drawn.about.random, drawn.event));
        }
        samples.sort_by_key(|sample| std::cmp::Reverse((sample.at, sample.sealed)));
        Ok(samples)
    }

    /// Seals the population and the plan: from now on their fingerprints stand, and the seed may be taken. Everything is read
    /// and made ready first; then it is stored at once. Stopped before that, nothing is left.
    ///
    /// # Errors
    /// When the plan cannot be met, another population of the year waits or was drawn, the job is cancelled, or the station
    /// cannot write.
    pub fn seal_sample(
        &mut self,
        operation: &str,
        ask: &SampleAsk,
        watch: Watch<'_>,
    ) -> Result<(Sample, SamplePlan), Problem> {
        self.writable()?;
        let sources: Vec<String> = ask.sources.iter().map(|label| label.trim().to_owned()).collect();
        if sources.is_empty() || sources.iter().any(|label| label.is_empty() || label.contains(['|', '\n', '\t'])) {
            return Err(Problem::refused("problem-sample-sources"));
        }
        let planned = self.planned(ask, watch)?;
        if let Some(first) = planned.plan.unknown.first() {
            return Err(Problem::refused("problem-sample-unknown").with("unit", first));
        }
        let quota = &planned.plan.quota;
        let stages = planned.plan.stages.as_ref().map(|told| told.plan.clone());
        let full_plan = FullPlan { stages, ..self.full_plan_of(ask, planned.parent)? };
        let (population, plan) = (planned.sealed.population.write(), planned.sealed.plan.write());
        let members = members::write(&planned.units);
        let left_out = exclusions::write(&planned.left_out);
        let about = SampleSealed {
            year: planned.plan.year,
            frame: fingerprint(&population),
            plan: fingerprint(&plan),
            members: Some(fingerprint(&members)),
            exclusions: Some(&left_out).filter(|file| !file.is_empty()).map(|file| fingerprint(file)),
            units: quota.all,
            certain: quota.certainty,
            random: quota.random,
            excluded: quota.excluded,
            sources,
            parent: planned.parent,
            plan_json: full_plan.write(),
        };
        // Made ready before the database is locked.
        go_on(watch, "phase-sealing", 0, quota.all)?;
        let mut files = vec![Attachment::of(&population)?, Attachment::of(&plan)?, Attachment::of(&members)?];
        if !left_out.is_empty() {
            files.push(Attachment::of(&left_out)?);
        }
        go_on(watch, "phase-storing", 0, 1)?;
        let event = self.session.transaction(|session| {
            let me = self.me()?;
            if let Some(stored) = session.event_of_operation(&me.person, operation)? {
                return Ok(stored.event);
            }
            let of_year = |sample: &Sample| sample.about.year == about.year && sample.abandoned.is_none();
            let stands: Vec<Sample> = self.samples()?.into_iter().filter(of_year).collect();
            // Only what came late is sealed beside what was drawn.
            if stands
                .iter()
                .any(|sample| about.parent.is_none() || sample.about.parent == about.parent || sample.waits())
            {
                return Err(Problem::refused("problem-sample-exists").with("year", about.year));
            }
            let body = Body::SpotCheck(SpotCheck::Sealed(about.clone()));
            let event = self.append(session, operation, Vec::new(), body)?.0;
            files.iter().try_for_each(|file| session.save_attachment(file))?;
            Ok(event)
        })?;
        let sample = self.samples()?.into_iter().find(|sample| sample.sealed == event.id);
        Ok((sample.ok_or_else(|| Problem::internal("sample"))?, planned.plan))
    }

    /// Gives up a sealed population from which nothing was drawn.
    ///
    /// # Errors
    /// When there is none, it was drawn from, or no reason is given.
    pub fn abandon_sample(&mut self, sealed: Option<EventId>, reason: &str) -> Result<(), Problem> {
        self.writable()?;
        let reason = reason.trim().to_owned();
        if reason.is_empty() {
            return Err(Problem::refused("problem-recheck-reason-empty"));
        }
        let sample = self.waiting(sealed)?;
        self.session.transaction(|session| {
            let body = Body::SpotCheck(SpotCheck::Abandoned(SampleAbandoned { sealed: sample.sealed, reason }));
            self.append(session, &uuid::Uuid::now_v7().to_string(), vec![sample.sealed], body).map(|_| ())
        })
    }

    /// The sealed population that waits for its draw.
    pub(super) fn waiting(&self, sealed: Option<EventId>) -> Result<Sample, Problem> {
        let samples = self.samples()?;
        let waiting: Vec<&Sample> = samples.iter().filter(|sample| sample.waits()).collect();
        let found = match (sealed, waiting.as_slice()) {
            (Some(id), _) => samples.iter().find(|sample| sample.sealed == id),
            (None, [one]) => Some(*one),
            // Told below what became of the newest.
            (None, []) => samples.first(),
            (None, several) => {
                let names: Vec<String> = several.iter().map(|sample| sample.label()).collect();
                return Err(Problem::refused("problem-sample-several").with("ids", names.join("; ")));
            }
        };
        let sample = found.ok_or_else(|| Problem::refused("problem-sample-not-sealed"))?;
        match (&sample.abandoned, &sample.drawn) {
            (Some(reason), _) => Err(Problem::refused("problem-sample-abandoned").with("reason", reason)),
            (None, Some(_)) => Err(Problem::refused("problem-sample-drawn").with("year", sample.about.year)),
            (None, None) => Ok(sample.clone()),
        }
    }

    /// The record of what was thrown, bound to the sealed files. Writes nothing.
    ///
    /// # Errors
    /// When sources are missing, or others than were sealed.
    pub fn seed_record(&self, ask: &DrawAsk) -> Result<(Sample, SeedRecord), Problem> {
        let sample = self.waiting(ask.sealed)?;
        let labels: Vec<&str> = ask.sources.iter().map(|source| source.label.as_str()).collect();
        if labels != sample.about.sources.iter().map(String::as_str).collect::<Vec<_>>() {
            return Err(Problem::refused("problem-sample-other-sources")
                .with("sealed", sample.about.sources.join("; "))
                .with("given", labels.join("; ")));
        }
        let record = SeedRecord {
            rehearsal: false,
            frame: sample.about.frame.clone(),
            plan: sample.about.plan.clone(),
            plan_json: sample.about.plan_json.as_deref().map(|text| fingerprint(text.as_bytes())),
            parent: self.parent_seed(&sample)?,
            at: ask.at.clone(),
            sources: ask.sources.clone(),
            witnesses: ask.witnesses.clone(),
        };
        // What is written is read back: what cannot be, is refused now and not by whoever repeats the draw.
        SeedRecord::read(&record.write(), "seed.txt")?;
        Ok((sample, record))
    }

    /// What a draw with these sources and witnesses would lack to count as public. Writes nothing.
    ///
    /// # Errors
    /// As [`Workstation::seed_record`].
    pub fn seed_lacks(&self, ask: &DrawAsk) -> Result<Vec<SeedLack>, Problem> {
        Ok(self.seed_record(ask)?.1.lacks())
    }

    /// Draws. The seed follows from the record; whatever was drawn becomes a recheck to be done. Everything is computed and
    /// signed first; then it is stored at once. Stopped before that, nothing is drawn.
    ///
    /// # Errors
    /// When nothing sealed waits here, the record does not fit, the job is cancelled, or the station cannot write.
    pub fn draw_sample(&mut self, operation: &str, ask: &DrawAsk, watch: Watch<'_>) -> Result<Sample, Problem> {
        self.writable()?;
        let me = self.me()?.person.clone();
        if let Some(stored) = self.session.event_of_operation(&me, operation)? {
            let of = |sample: &Sample| sample.drawn.as_ref().is_some_and(|drawn| drawn.event == stored.event.id);
            return self.samples()?.into_iter().find(of).ok_or_else(|| Problem::internal("sample"));
        }
        let (sample, record) = self.seed_record(ask)?;
        let made = Rc::new(made(&sample, &self.files(&sample)?, &record, watch)?);
        // If nothing was drawn or given up meanwhile.
        let still = |_: &Made| self.waiting(Some(sample.sealed)).map(|_| true);
        self.store_draw(&|| Ok(Rc::clone(&made)), &still, operation, watch)?;
        let found = self.samples()?.into_iter().find(|known| known.sealed == sample.sealed);
        found.ok_or_else(|| Problem::internal("sample"))
    }

    /// Whether what a draw is repeated from is on this station.
    fn has_files(&self, about: &SampleSealed) -> Result<bool, Problem> {
        for (file, digest) in about.files() {
            let repeats = matches!(file, SealedFile::Population | SealedFile::Plan);
            if repeats && !self.session.has_attachment(digest)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The sealed files, each held against its digest.
    pub(super) fn files(&self, sample: &Sample) -> Result<SealedFiles, Problem> {
        let mut named: BTreeMap<SealedFile, BatchId> = sample.about.files().into_iter().collect();
        if let Some(beside) = self.session.members_beside(sample.sealed)? {
            named.entry(SealedFile::Members).or_insert(beside);
        }
        let read = |file: SealedFile| {
            let changed = |problem: Problem| match problem.kind {
                ProblemKind::Verification => {
                    Problem::new(ProblemKind::Verification, "problem-sample-changed").with("file", file.name())
                }
                _ => problem,
            };
            let found = named.get(&file).map(|digest| self.session.attachment(*digest)).transpose().map_err(changed)?;
            Ok::<_, Problem>(found.flatten())
        };
        let here = |file| read(file)?.ok_or_else(|| Problem::refused("problem-sample-elsewhere"));
        Ok(SealedFiles {
            population: here(SealedFile::Population)?,
            plan: here(SealedFile::Plan)?,
            members: read(SealedFile::Members)?,
            exclusions: read(SealedFile::Exclusions)?,
        })
    }

    /// What a draw computed, made again from its files; `None` where nothing was drawn yet.
    fn proved(&self, sample: &Sample, files: &SealedFiles) -> Result<Option<Proved>, Problem> {
        let Some(drawn) = sample.last() else { return Ok(None) };
        let (population, plan) = read(files)?;
        let record = SeedRecord::read(drawn.about.seed_record.as_bytes(), "seed.txt")?;
        let expanded_to = drawn.about.further.is_some().then_some(drawn.about.random);
        let frozen = Frozen { population: &population, plan: &plan, record: &record, expanded_to };
        let (selected, proof) = prove(frozen, &drawn.program)?;
        let bytes = proof.write()?;
        if fingerprint(&bytes) != drawn.about.proof {
            return Err(Problem::new(ProblemKind::Verification, "problem-sample-changed").with("file", "proof.json"));
        }
        record.fits_full_plan(
            sample.about.plan_json.as_deref().map(|text| fingerprint(text.as_bytes())).as_deref(),
            "seed.txt",
        )?;
        Ok(Some(Proved { population, plan, record, expanded_to, selected, proof, bytes }))
    }

    /// What a draw computed, with its list and cut-offs; `None` where nothing was drawn yet.
    ///
    /// # Errors
    /// When the files are on another station, or no longer those that were sealed.
    pub fn sample_proof(&self, sample: &Sample) -> Result<Option<Proof>, Problem> {
        let files = self.files(sample)?;
        Ok(self.proved(sample, &files)?.map(|proved| proved.proof))
    }

    /// Everything that is published: the two sealed files and, once drawn, the seed record, the proof and the lists.
    ///
    /// # Errors
    /// When the files are on another station, or no longer those that were sealed.
    pub fn sample_files(&self, sample: &Sample) -> Result<DrawFiles, Problem> {
        let files = self.files(sample)?;
        let mut published = DrawFiles::new();
        if let Some(Proved { population, plan, record, expanded_to, selected, bytes, .. }) =
            self.proved(sample, &files)?
        {
            let full = full_plan(&sample.about)?;
            if !full.second()?.is_zero() {
                let replaced = self.since_draw(sample)?.1.unwrap_or_default();
                let second = second_lot::file(&population, &plan, &record, &full, expanded_to, &replaced)?;
                published.insert("second.tsv", second);
            } else if sample.about.plan_json.is_some() {
                published.insert("second.tsv", Vec::new());
            }
            published.insert("seed.txt", record.write());
            published.insert("proof.json", bytes);
            published.insert("list.tsv", list::write(&population, &selected));
        }
        published.extend(files.exclusions.map(|bytes| (SealedFile::Exclusions.name(), bytes)));
        if let Some(text) = &sample.about.plan_json {
            published.insert("plan.json", text.clone().into_bytes());
        }
        published.insert("population.tsv", files.population);
        published.insert("plan.tsv", files.plan);
        Ok(published)
    }
}

/// A draw that was made again.
struct Proved {
    population: Population,
    plan: Plan,
    record: SeedRecord,
    expanded_to: Option<u64>,
    selected: Drawn,
    proof: Proof,
    bytes: Vec<u8>,
}

impl SealedFiles {
    /// Which self-evaluation each line of the population is.
    pub fn read_members(&self) -> Result<Members, Problem> {
        let bytes = self.members.as_ref().ok_or_else(|| Problem::refused("problem-sample-elsewhere"))?;
        members::read(bytes, SealedFile::Members.name())
    }
}

/// A population of which nobody says which self-evaluation one of its lines is.
pub(super) fn no_member(key: &str) -> Problem {
    Problem::refused("problem-sample-member-missing").with("unit", key)
}

/// The lot of those that two re-verify independently, from what the plan itself drew; nobody where it asks for none.
pub(super) fn lot<'p>(
    sample: &Sample,
    record: &SeedRecord,
    population: &'p Population,
    planned: &Drawn,
) -> Result<SecondLot<'p>, Problem> {
    let share = full_plan(&sample.about)?.second()?;
    Ok(SecondLot::of(&record.seed(), keys(population, planned), &share))
}

/// The same for what is drawn later: the plan's own draw is made again, where second reviews are wanted at all.
pub(super) fn lot_again<'o>(sample: &Sample, opened: &'o Opened) -> Result<SecondLot<'o>, Problem> {
    let Opened { population, plan, record, .. } = opened;
    let planned = match full_plan(&sample.about)?.second()?.is_zero() {
        true => Drawn::default(),
        false => draw(population, plan, &record.seed()),
    };
    lot(sample, record, population, &planned)
}

/// What was decided with a population beside how many are drawn.
///
/// # Errors
/// When its `plan.json` is not one of ours.
pub(super) fn full_plan(about: &SampleSealed) -> Result<FullPlan, Problem> {
    let plan = about.plan_json.as_deref().map(|text| FullPlan::read(text, "plan.json")).transpose()?;
    Ok(plan.unwrap_or_default())
}

pub(super) fn read(files: &SealedFiles) -> Result<(Population, Plan), Problem> {
    Ok((Population::read(&files.population, "population.tsv")?, Plan::read(&files.plan, "plan.tsv")?))
}
