//! Late tranches (补报): self-evaluations that came after a population was sealed are never put into it. They are sealed as
//! a population of their own, drawn with new entropy, and their record names the seed before it, so nobody can choose a code
//! by a seed that is public.
//!
//! A tranche's strata carry its number (`财政局 #2`), so that lists, rates and conclusions keep them apart as strata.

use std::collections::BTreeSet;

use super::draw::{Sample, full_plan, read};
use super::plan::SampleAsk;
use crate::engine::workstation::Workstation;
use crate::model::ids::{EventId, ProjectKey};
use crate::model::problem::Problem;
use crate::rules::draw::Population;
use crate::rules::draw::certainty::SealUnit;
use crate::rules::draw::full_plan::FullPlan;
use crate::rules::draw::members::Members;
use crate::rules::draw::seal::{SealOptions, Sealed, seal, seal_tranche};
use crate::store::sample::EvaluatedUnit;

/// What came after everything that was sealed of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Late {
    /// The year.
    pub year: u16,
    /// Self-evaluations sealed so far, in all tranches.
    pub sealed: u64,
    /// Self-evaluations that came since.
    pub late: u64,
}

/// The tranches of a year that were drawn, the first first.
pub(super) fn chain(samples: &[Sample], year: u16) -> Vec<&Sample> {
    let drawn = |sample: &&Sample| sample.about.year == year && sample.abandoned.is_none() && sample.drawn.is_some();
    let mut chain: Vec<&Sample> = Vec::new();
    loop {
        let parent = chain.last().map(|sample| sample.sealed);
        // The newest where two stations sealed the same tranche.
        let next = samples.iter().filter(drawn).find(|sample| sample.about.parent == parent);
        match next.filter(|next| chain.iter().all(|known| known.sealed != next.sealed)) {
            Some(next) => chain.push(next),
            None => return chain,
        }
    }
}

/// Which tranche is planned, with what was sealed before.
pub(super) struct Tranche {
    /// From 1.
    pub number: u64,
    earlier: Vec<(EventId, Population, Members)>,
}

impl Tranche {
    /// The tranche before.
    pub fn parent(&self) -> Option<EventId> {
        self.earlier.last().map(|(sealed, ..)| *sealed)
    }

    /// A department's stratum in this tranche.
    pub fn stratum(&self, name: String) -> String {
        if self.number > 1 { format!("{name} #{}", self.number) } else { name }
    }

    /// Leaves those that were not sealed before, with their keys.
    pub fn keep_late(&self, found: &mut Vec<EvaluatedUnit>, keys: &mut Vec<String>) -> Result<(), Problem> {
        if self.earlier.is_empty() {
            return Ok(());
        }
        let known: BTreeSet<ProjectKey> =
            self.earlier.iter().flat_map(|(.., units)| units.values().map(|(project, _)| *project)).collect();
        let late: Vec<bool> = found.iter().map(|unit| !known.contains(&unit.project)).collect();
        let mut kept = late.iter();
        found.retain(|_| kept.next() == Some(&true));
        let mut kept = late.iter();
        keys.retain(|_| kept.next() == Some(&true));
        if found.is_empty() { Err(Problem::refused("problem-sample-none-late")) } else { Ok(()) }
    }

    /// Seals it; none of it may be in an earlier one.
    pub fn seal(&self, units: &[SealUnit], options: &SealOptions) -> Result<Sealed, Problem> {
        let earlier: Vec<&Population> = self.earlier.iter().map(|(_, population, _)| population).collect();
        if earlier.is_empty() { seal(units, options) } else { seal_tranche(units, &earlier, options) }
    }
}

impl Workstation {
    /// The tranche that would be sealed of a year.
    pub(super) fn tranche(&self, year: u16, late: bool) -> Result<Tranche, Problem> {
        if !late {
            return Ok(Tranche { number: 1, earlier: Vec::new() });
        }
        let samples = self.samples()?;
        let mut earlier = Vec::new();
        for sample in chain(&samples, year) {
            let files = self.files(sample)?;
            let (population, _) = read(&files)?;
            earlier.push((sample.sealed, population, files.read_members()?));
        }
        if earlier.is_empty() {
            return Err(Problem::refused("problem-sample-late-first").with("year", year));
        }
        Ok(Tranche { number: earlier.len() as u64 + 1, earlier })
    }

    /// What a plan decides beside how many are drawn. A tranche has the share of second reviews of the one before, unless
    /// another is asked for (`0` for none).
    pub(super) fn full_plan_of(&self, ask: &SampleAsk, parent: Option<EventId>) -> Result<FullPlan, Problem> {
        let mut plan = ask.full_plan()?;
        if ask.second.trim().is_empty()
            && let Some(before) = self.samples()?.iter().find(|sample| Some(sample.sealed) == parent)
        {
            plan.second_share = full_plan(&before.about)?.second_share;
        }
        Ok(plan)
    }

    /// The seed of the tranche before.
    pub(super) fn parent_seed(&self, sample: &Sample) -> Result<Option<String>, Problem> {
        let Some(parent) = sample.about.parent else { return Ok(None) };
        let samples = self.samples()?;
        let drawn = samples.iter().find(|one| one.sealed == parent).and_then(|one| one.drawn.as_ref());
        drawn.map(|drawn| Some(drawn.about.seed.clone())).ok_or_else(|| Problem::refused("problem-sample-not-drawn"))
    }

    /// What came after the tranches of a year were sealed; `None` where nothing was drawn, or the sealed lists are elsewhere.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn late(&self, year: u16) -> Result<Option<Late>, Problem> {
        let samples = self.samples()?;
        let chain = chain(&samples, year);
        if chain.is_empty() || chain.iter().any(|sample| !sample.files) {
            return Ok(None);
        }
        let mut known: BTreeSet<ProjectKey> = BTreeSet::new();
        for sample in &chain {
            let files = self.files(sample)?;
            if files.members.is_none() {
                return Ok(None);
            }
            known.extend(files.read_members()?.into_values().map(|(project, _)| project));
        }
        let there = self.session.evaluated_projects(year)?;
        let late = there.iter().filter(|project| !known.contains(project)).count() as u64;
        Ok(Some(Late { year, sealed: chain.iter().map(|sample| sample.about.units).sum(), late }))
    }
}
