//! Which lines of the random part stand, and who stands in for whom.
//!
//! What is examined of a stratum follows from its tickets and from who had to be replaced ([`reach`]), whoever replaced whom
//! and in whatever order stations learned of it. Who stands in for whom is told as it was done; where two stations did it
//! without seeing each other, the next tickets are told off in their order. Only [`super`] may import it.

use std::collections::{BTreeMap, BTreeSet};

use crate::engine::workstation::Workstation;
use crate::model::ids::{EventId, VersionId};
use crate::model::problem::Problem;
use crate::model::recheck::{Part, RecheckLine};
use crate::rules::draw::replacement::{Reach, reach};

/// Where a unit of the random part stands among the tickets of its stratum.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Place {
    /// As it was drawn, or not drawn at all.
    #[default]
    Own,
    /// It took the place of this one, which could not be examined.
    InsteadOf(Box<RecheckLine>),
    /// This one took its place.
    ReplacedBy(Box<RecheckLine>),
    /// It was replaced, and the next ticket has not been drawn here yet.
    Owed,
    /// It was replaced, and its stratum has no more.
    Exhausted,
    /// Drawn after results were known, or no longer needed: told as found, in no estimate.
    Besides,
}

/// A stratum of a draw: its lines at random, in the order of their tickets, with what follows from them.
pub(super) struct Stratum<'l> {
    lines: Vec<&'l RecheckLine>,
    drawn: u64,
    pub reach: Reach,
}

impl<'l> Stratum<'l> {
    /// From the lines that one draw took at random from one stratum of so many units, if that is known.
    pub fn of(lines: impl IntoIterator<Item = &'l RecheckLine>, frame: Option<u64>) -> Stratum<'l> {
        let mut lines: Vec<&RecheckLine> = lines.into_iter().collect();
        lines.sort_by_key(|line| (line.place, line.version));
        let drawn = lines.iter().filter(|line| line.reasons.is_empty()).count() as u64;
        let replaced: BTreeSet<u64> = lines.iter().filter(|line| line.is_replaced()).map(|line| line.place).collect();
        let reach = reach(drawn, frame.unwrap_or(u64::MAX), |place| replaced.contains(&place));
        Stratum { lines, drawn, reach }
    }

    /// The line at a place.
    pub fn at(&self, place: u64) -> Option<&'l RecheckLine> {
        let found = self.lines.binary_search_by_key(&place, |line| line.place).ok()?;
        self.lines.get(found).copied()
    }

    /// Places that stand in for others and are assigned to nobody here: the next tickets, in their order.
    pub fn owed(&self) -> Vec<u64> {
        (self.drawn + 1..=self.reach.last).filter(|place| self.at(*place).is_none()).collect()
    }

    /// Who stands in for whom: places of those replaced with the line that stands in, `Err(true)` where that is owed,
    /// `Err(false)` where the stratum has no more. `said` tells whose place a line took when it was drawn.
    pub fn pairs(&self, said: &BTreeMap<VersionId, VersionId>) -> BTreeMap<u64, Result<&'l RecheckLine, bool>> {
        let mut free: BTreeSet<u64> = (self.drawn + 1..=self.reach.last).collect();
        let mut pairs = BTreeMap::new();
        let mut left: Vec<u64> = Vec::new();
        for (of, _) in &self.reach.pairs {
            let version = self.at(*of).map(|line| line.version);
            let took = |place: &&u64| self.at(**place).is_some_and(|by| said.get(&by.version) == version.as_ref());
            match free.iter().find(took).copied() {
                Some(place) => {
                    free.remove(&place);
                    pairs.extend(self.at(place).map(|by| (*of, Ok(by))));
                }
                None => left.push(*of),
            }
        }
        for of in left {
            let by = free.pop_first();
            pairs.insert(of, by.map_or(Err(false), |place| self.at(place).ok_or(true)));
        }
        pairs
    }

    /// Whether a line is part of the draw: drawn, replaced, or standing in for another.
    pub fn holds(&self, line: &RecheckLine) -> bool {
        line.place <= self.reach.last
    }
}

/// Lines of a year that were drawn at random, by draw and stratum.
pub(super) fn strata<'l>(
    lines: &'l [RecheckLine],
    frame: impl Fn(EventId, &str) -> Option<u64>,
) -> BTreeMap<(EventId, &'l str), Stratum<'l>> {
    let mut by: BTreeMap<(EventId, &str), Vec<&RecheckLine>> = BTreeMap::new();
    for line in lines.iter().filter(|line| line.part == Some(Part::Random)) {
        if let Some(draw) = line.draw {
            by.entry((draw, line.stratum.as_str())).or_default().push(line);
        }
    }
    by.into_iter().map(|(of, lines)| (of, Stratum::of(lines, frame(of.0, of.1)))).collect()
}

/// Lines that one draw took at random and that lie beyond the tickets that are examined.
pub(super) fn beyond(lines: &[RecheckLine]) -> BTreeSet<VersionId> {
    let strata = strata(lines, |_, _| None);
    let of = strata.values().flat_map(|stratum| stratum.lines.iter().filter(|line| !stratum.holds(line)));
    of.map(|line| line.version).collect()
}

impl Workstation {
    /// Whose place each line of a stratum took when it was drawn.
    pub(super) fn took(&self, stratum: &Stratum<'_>) -> Result<BTreeMap<VersionId, VersionId>, Problem> {
        let mut said = BTreeMap::new();
        for line in stratum.lines.iter().filter(|line| !line.reasons.is_empty()) {
            let state = self.session.recheck(line.version)?;
            let of = state.assigned.iter().find_map(|assigned| assigned.instead_of);
            said.extend(of.map(|of| (line.version, of)));
        }
        Ok(said)
    }

    /// Where a line stands.
    pub(super) fn place_of(&self, line: &RecheckLine) -> Result<Place, Problem> {
        let Some(draw) = line.draw.filter(|_| line.part == Some(Part::Random)) else { return Ok(Place::Own) };
        if line.reasons.is_empty() && !line.is_replaced() {
            return Ok(Place::Own);
        }
        let lines = self.session.recheck_lines_of(line.year, draw, &line.stratum)?;
        let stratum = Stratum::of(&lines, None);
        if !stratum.holds(line) {
            return Ok(Place::Besides);
        }
        let pairs = stratum.pairs(&self.took(&stratum)?);
        if let Some(by) = pairs.get(&line.place) {
            return Ok(match by {
                Ok(by) => Place::ReplacedBy(Box::new((*by).clone())),
                Err(true) => Place::Owed,
                Err(false) => Place::Exhausted,
            });
        }
        let of = pairs.iter().find(|(_, by)| by.is_ok_and(|by| by.version == line.version));
        let of = of.and_then(|(of, _)| stratum.at(*of));
        Ok(of.map_or(Place::Own, |of| Place::InsteadOf(Box::new(of.clone()))))
    }
}
