//! Sealing a population and drawing from it in public. Each is written in one transaction or not at all, and neither can be
//! undone by a key: what was sealed is given up with a reason, what was drawn stays drawn.

use std::collections::BTreeMap;

use super::plan::{SampleAsk, SamplePlan};
use crate::engine::append::PROGRAM;
use crate::engine::fold::fold_all;
use crate::engine::workstation::Workstation;
use crate::model::draw::SeedLack;
use crate::model::event::{
    Body, Event, FurtherDraw, RecheckAssigned, SampleAbandoned, SampleDrawn, SampleSealed, SpotCheck, Stamp, Subject,
    part_of_step,
};
use crate::model::ids::{EventId, PersonId, ProjectKey, VersionId};
use crate::model::problem::{Problem, ProblemKind};
use crate::model::recheck::Part;
use crate::rules::draw::digest::fingerprint;
use crate::rules::draw::proof::{Frozen, prove};
pub use crate::rules::draw::seed::{Source, Witness};
use crate::rules::draw::{Plan, Population, SeedRecord, list};
use crate::store::sample::SealedFiles;

/// Most parts of one step, as for acts on many.
const MOST_PARTS: usize = 20_000;

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

fn units_file(units: &BTreeMap<String, (ProjectKey, VersionId)>) -> Vec<u8> {
    units.iter().flat_map(|(key, (project, version))| format!("{key}\t{project}\t{version}\n").into_bytes()).collect()
}

pub(super) fn read_units(bytes: &[u8]) -> Result<BTreeMap<String, (ProjectKey, VersionId)>, Problem> {
    let damaged = || Problem::new(ProblemKind::Verification, "problem-database-damaged").with("detail", "sealed.units");
    let text = std::str::from_utf8(bytes).map_err(|_| damaged())?;
    text.lines()
        .map(|line| {
            let mut cells = line.split('\t');
            let (key, project, version) = (cells.next(), cells.next(), cells.next());
            let project = project.and_then(|text| text.parse().ok());
            let version = version.and_then(|text| text.parse().ok());
            Some((key?.to_owned(), (project?, version?)))
        })
        .collect::<Option<_>>()
        .ok_or_else(damaged)
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
                let files = self.session.has_sealed(event.id)?;
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

    /// Seals the population and the plan: from now on their fingerprints stand, and the seed may be taken.
    ///
    /// # Errors
    /// When the plan cannot be met, another population of the year waits or was drawn, or the station cannot write.
    pub fn seal_sample(&mut self, operation: &str, ask: &SampleAsk) -> Result<(Sample, SamplePlan), Problem> {
        self.writable()?;
        let sources: Vec<String> = ask.sources.iter().map(|label| label.trim().to_owned()).collect();
        if sources.is_empty() || sources.iter().any(|label| label.is_empty() || label.contains(['|', '\n', '\t'])) {
            return Err(Problem::refused("problem-sample-sources"));
        }
        let planned = self.planned(ask)?;
        if let Some(first) = planned.plan.unknown.first() {
            return Err(Problem::refused("problem-sample-unknown").with("unit", first));
        }
        let quota = &planned.plan.quota;
        let (population, plan) = (planned.sealed.population.write(), planned.sealed.plan.write());
        let about = SampleSealed {
            year: planned.plan.year,
            frame: fingerprint(&population),
            plan: fingerprint(&plan),
            units: quota.all,
            certain: quota.certainty,
            random: quota.random,
            excluded: quota.excluded,
            sources,
            parent: planned.parent,
            plan_json: planned.plan.full_plan().write(),
        };
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
            let units = units_file(&planned.units);
            session.save_sealed(event.id, &SealedFiles { population, plan, units })?;
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
    fn waiting(&self, sealed: Option<EventId>) -> Result<Sample, Problem> {
        let samples = self.samples()?;
        let waiting: Vec<&Sample> = samples.iter().filter(|sample| sample.waits()).collect();
        let found = match (sealed, waiting.as_slice()) {
            (Some(id), _) => samples.iter().find(|sample| sample.sealed == id),
            (None, [one]) => Some(*one),
            // Told below what became of the newest.
            (None, []) => samples.first(),
            (None, several) => {
                let ids: Vec<String> = several.iter().map(|sample| sample.sealed.to_string()).collect();
                return Err(Problem::refused("problem-sample-several").with("ids", ids.join(" ")));
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

    /// Draws. The seed follows from the record; whatever was drawn becomes a recheck to be done.
    ///
    /// # Errors
    /// When nothing sealed waits here, the record does not fit, or the station cannot write.
    pub fn draw_sample(&mut self, operation: &str, ask: &DrawAsk) -> Result<Sample, Problem> {
        self.writable()?;
        let me = self.me()?.person.clone();
        if let Some(stored) = self.session.event_of_operation(&me, operation)? {
            let of = |sample: &Sample| sample.drawn.as_ref().is_some_and(|drawn| drawn.event == stored.event.id);
            return self.samples()?.into_iter().find(of).ok_or_else(|| Problem::internal("sample"));
        }
        let (sample, record) = self.seed_record(ask)?;
        let files = self.files(&sample)?;
        let (population, plan) = read(&files)?;
        record.fits(&population.fingerprint(), &plan.fingerprint(), "seed.txt")?;
        let frozen = Frozen { population: &population, plan: &plan, record: &record, expanded_to: None };
        let (drawn, proof) = prove(frozen, PROGRAM)?;
        let units = read_units(&files.units)?;
        let about = SampleDrawn {
            sealed: sample.sealed,
            year: sample.about.year,
            seed_record: proof.seed_record.clone(),
            seed: proof.seed.clone(),
            proof: fingerprint(&proof.write()?),
            witnesses: ask.witnesses.iter().map(|witness| format!("{} {}", witness.name, witness.office)).collect(),
            random: drawn.random(),
            certain: drawn.certainty.len() as u64,
            further: None,
        };
        let mut picks: Vec<(usize, Part, u64)> = Vec::new();
        for stratum in &drawn.strata {
            picks.extend(stratum.chosen.iter().zip(1..).map(|(chosen, place)| (chosen.unit, Part::Random, place)));
        }
        picks.extend(drawn.certainty.iter().map(|unit| (*unit, Part::Certain, 0)));
        self.session.transaction(|session| {
            // Another process may have drawn while this one computed.
            self.waiting(Some(sample.sealed))?;
            let mut pen = self.pen(session)?;
            let year = about.year;
            let body = Body::SpotCheck(SpotCheck::Drawn(about));
            let event = pen.write(operation, vec![sample.sealed], body)?;
            let mut written: Vec<Event> = Vec::with_capacity(picks.len());
            for parts in picks.chunks(MOST_PARTS) {
                let step = uuid::Uuid::now_v7().to_string();
                for (number, (unit, part, place)) in (1..).zip(parts) {
                    let unit = population.units.get(*unit).ok_or_else(|| Problem::internal("unit"))?;
                    let (project, version) = *units.get(&unit.key).ok_or_else(|| Problem::internal(&unit.key))?;
                    let reasons: Vec<&str> = unit.reasons.iter().map(|reason| reason.code()).collect();
                    let body = SpotCheck::Assigned(RecheckAssigned {
                        on: Subject { project, year, version, row: None },
                        draw: event.id,
                        part: *part,
                        stratum: unit.stratum.clone(),
                        place: *place,
                        reasons: reasons.join(","),
                        instead_of: None,
                    });
                    written.push(pen.write(&part_of_step(&step, number), Vec::new(), Body::SpotCheck(body))?);
                }
            }
            pen.lay_down()?;
            fold_all(session, &written).map(|_| ())
        })?;
        let found = self.samples()?.into_iter().find(|known| known.sealed == sample.sealed);
        found.ok_or_else(|| Problem::internal("sample"))
    }

    pub(super) fn files(&self, sample: &Sample) -> Result<SealedFiles, Problem> {
        self.session.sealed(sample.sealed)?.ok_or_else(|| Problem::refused("problem-sample-elsewhere"))
    }

    /// Everything that is published: the two sealed files and, once drawn, the seed record, the proof and the list.
    ///
    /// # Errors
    /// When the files are on another station, or no longer those that were sealed.
    pub fn sample_files(&self, sample: &Sample) -> Result<DrawFiles, Problem> {
        let files = self.files(sample)?;
        let (population, plan) = read(&files)?;
        for (name, bytes, sealed) in
            [("population.tsv", &files.population, &sample.about.frame), ("plan.tsv", &files.plan, &sample.about.plan)]
        {
            if fingerprint(bytes) != *sealed {
                return Err(Problem::new(ProblemKind::Verification, "problem-sample-changed").with("file", name));
            }
        }
        let mut published = DrawFiles::new();
        if let Some(drawn) = sample.last() {
            let record = SeedRecord::read(drawn.about.seed_record.as_bytes(), "seed.txt")?;
            let expanded_to = drawn.about.further.is_some().then_some(drawn.about.random);
            let frozen = Frozen { population: &population, plan: &plan, record: &record, expanded_to };
            let (selected, proof) = prove(frozen, &drawn.program)?;
            let proof = proof.write()?;
            if fingerprint(&proof) != drawn.about.proof {
                return Err(
                    Problem::new(ProblemKind::Verification, "problem-sample-changed").with("file", "proof.json")
                );
            }
            published.insert("seed.txt", drawn.about.seed_record.clone().into_bytes());
            published.insert("proof.json", proof);
            published.insert("list.tsv", list::write(&population, &selected));
        }
        if let Some(text) = &sample.about.plan_json {
            published.insert("plan.json", text.clone().into_bytes());
        }
        published.insert("population.tsv", files.population);
        published.insert("plan.tsv", files.plan);
        Ok(published)
    }
}

pub(super) fn read(files: &SealedFiles) -> Result<(Population, Plan), Problem> {
    Ok((Population::read(&files.population, "population.tsv")?, Plan::read(&files.plan, "plan.tsv")?))
}
