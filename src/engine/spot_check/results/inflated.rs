//! Which units score themselves too high, so that the next draw may examine all of theirs in any case (reason `F`).
//!
//! A unit is judged like a department is ranked: by the mean of its rechecks drawn at random, drawn towards that of all, so that
//! one bad project does not condemn a unit. Only a draw that is all but done speaks. Only [`super`] may import it.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::super::draw::Sample;
use super::super::plan::RISK;
use super::tally::{Looked, Tally, looked};
use super::{Frame, Part};
use crate::engine::spot_check::late::chain;
use crate::engine::workstation::Workstation;
use crate::model::ids::EventId;
use crate::model::problem::Problem;
use crate::model::recheck::RecheckLine;
use crate::rules::estimate::inflation::{Scored, ranking};
use crate::rules::estimate::{Rounding, exact, rounded};

/// A unit with its index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InflatedUnit {
    /// Department as filed.
    pub department: String,
    /// Unit (预算单位) as filed; empty for those of the department that name none.
    pub unit: String,
    /// Rechecks that enter.
    pub drawn: u64,
    /// Points that it scores itself too high: the mean, drawn towards that of all.
    pub index: Decimal,
}

/// Units from the profile's line on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inflated {
    /// Year of the self-evaluations that were rechecked.
    pub year: u16,
    /// The draw they were drawn by.
    pub draw: String,
    /// From so many points on, by the profile.
    pub from: Decimal,
    /// The most inflated first.
    pub units: Vec<InflatedUnit>,
}

impl Inflated {
    /// Whether a unit is among them.
    pub fn holds(&self, department: &str, unit: &str) -> bool {
        self.units.iter().any(|one| one.department.trim() == department.trim() && one.unit.trim() == unit.trim())
    }
}

impl Workstation {
    /// The units of a draw; `None` where more than one in twenty is not done, or places were not drawn alike.
    pub(super) fn inflated(
        &self,
        tranches: &[&Sample],
        frame: &Frame,
        lines: &[RecheckLine],
    ) -> Result<Option<Inflated>, Problem> {
        let drawn = |sample: &&Sample| Some((sample.about.year, sample.drawn.as_ref()?.event));
        let draws: Vec<(u16, EventId)> = tranches.iter().filter_map(drawn).collect();
        let Some((year, first)) = draws.first().copied().filter(|_| !frame.weighted) else { return Ok(None) };
        let is_of = |line: &&RecheckLine| draws.iter().any(|(_, draw)| line.draw == Some(*draw));
        let mut tally = Tally::default();
        let mut found: BTreeMap<(String, String), Vec<Decimal>> = BTreeMap::new();
        for line in lines.iter().filter(is_of).filter(|line| line.part == Some(Part::Random)) {
            let looked = looked(line, self.score_rules());
            tally.take(&looked);
            if let Looked::Done { difference: Some(difference), .. } = looked {
                found.entry((line.department.clone(), line.unit.clone())).or_default().push(difference);
            }
        }
        if tally.done == 0 || tally.open() * 20 > tally.units {
            return Ok(None);
        }
        let mut known = Vec::new();
        let mut scored = Vec::new();
        for (department, unit, units) in self.session.evaluated_by_unit(year)? {
            let differences = found.remove(&(department.clone(), unit.clone())).unwrap_or_default();
            // A unit whose self-evaluations were replaced by fewer since then has those at least that were drawn.
            let units = units.max(differences.len() as u64);
            scored.push(Scored { code: known.len().to_string(), units, differences });
            known.push((department, unit));
        }
        let from = self.score_rules().inflated;
        let above = exact(from);
        let ranked = ranking(&scored, RISK).map(|ranking| ranking.departments).unwrap_or_default();
        let unit = |one: &crate::rules::estimate::inflation::Inflation| {
            let (department, unit) = one.code.parse::<usize>().ok().and_then(|at| known.get(at))?.clone();
            let index = rounded(&one.index, 2, Rounding::Down)?;
            Some(InflatedUnit { department, unit, drawn: one.drawn, index })
        };
        // Of whom nothing was rechecked nothing is known; the mean of all is no finding about them.
        let high = ranked.iter().filter(|one| one.drawn > 0 && one.index >= above);
        Ok(Some(Inflated { year, draw: first.to_string(), from, units: high.filter_map(unit).collect() }))
    }

    /// The units by the newest draw of an earlier year that is done.
    ///
    /// # Errors
    /// When there is none, or the database cannot be read.
    pub(in crate::engine::spot_check) fn inflated_before(&self, year: u16) -> Result<Inflated, Problem> {
        let samples = self.samples()?;
        let years: BTreeSet<u16> = samples.iter().map(|sample| sample.about.year).filter(|one| *one < year).collect();
        for year in years.into_iter().rev() {
            let tranches = chain(&samples, year);
            let lines = self.rechecks(Some(year))?.lines;
            let Some(frame) = self.frames(&tranches, &lines)? else { continue };
            if let Some(inflated) = self.inflated(&tranches, &frame, &lines)? {
                return Ok(inflated);
            }
        }
        Err(Problem::refused("problem-sample-no-finished-draw").with("year", year))
    }
}
