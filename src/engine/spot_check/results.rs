//! What a spot check found and what that proves: for the year and for each department.
//!
//! Three parts that are never mixed: what was drawn at random is projected, what was examined in any case is told as found,
//! what was looked at besides has a line of its own. A self-evaluation counts as untrue where its recheck deviates largely or
//! gives a lower grade (our default), or where the unit refused. Where more than one in twenty is not done, the worst case is
//! told; where nothing is done, that. Deliberately absent: words (statements name messages), and files ([`super::reports`]).

mod agreement;
mod follows;
mod infer;
mod inflated;
mod tally;

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

pub use self::agreement::{Agreement, Measured};
pub use self::follows::Consequence;
pub use self::infer::{DepartmentDifference, Difference, FEWEST, GradeMatrix, Inference, InflationRow};
pub use self::inflated::{Inflated, InflatedUnit};
pub use self::tally::Tally;
use self::tally::{Kept, Looked, looked};
use super::RecheckList;
use super::draw::Sample;
use super::late::chain;
use super::page::DrawnFrom;
use super::plan::{rate as share_of, stratum};
use crate::engine::workstation::Workstation;
use crate::model::draw::{DrawMethod, UnitStatus};
use crate::model::ids::EventId;
use crate::model::money::Money;
use crate::model::problem::{Problem, ProblemKind};
use crate::model::recheck::{Part, RecheckLine, RecheckStatus};
use crate::rules::draw::digest::fingerprint;
use crate::rules::draw::{Plan, Population, SeedRecord};
pub use crate::rules::estimate::sentence::Statement;

/// What is held tolerable where nobody says otherwise: for the coach alone, never for a verdict.
const TOLERABLE: Decimal = Decimal::from_parts(5, 0, 0, false, 2);

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ResultsAsk {
    /// Fiscal year of the self-evaluations; `None` is the newest.
    pub year: Option<u16>,
    /// The rate that is held tolerable; with it a verdict is told.
    pub at_most: Option<Decimal>,
    /// What was sealed, where the results of one draw of the year are asked for; `None`: of all its draws, and what was looked at
    /// besides.
    pub draw: Option<EventId>,
}

/// The draw that the results rest on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawFacts {
    /// All self-evaluations that were sealed.
    pub units: u64,
    /// Drawn at random.
    pub random: u64,
    /// Examined in any case.
    pub certain: u64,
    /// Left out before the draw.
    pub excluded: u64,
    /// Drawn at random, in percent of all: what is judged against the duty.
    pub rate_random: String,
    /// The same with what is examined in any case: told, never judged.
    pub rate_all: String,
    /// The seed was taken in public.
    pub public: bool,
}

/// A department.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DepartmentResult {
    /// Its name, as it was drawn.
    pub name: String,
    /// How many of it could be drawn; `None` where the list is not on this station.
    pub frame: Option<u64>,
    /// Drawn at random.
    pub random: Tally,
    /// Examined in any case.
    pub certain: Tally,
    /// Looked at besides.
    pub targeted: Tally,
    /// Own points less those of the recheck, of the random part; `None` where none has points.
    pub difference: Option<DepartmentDifference>,
    /// What the random part proves.
    pub inference: Option<Inference>,
    /// Its place among those that score themselves too high.
    pub inflation: Option<InflationRow>,
    /// What may be said of it.
    pub statements: Vec<Statement>,
}

/// The results of a year.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Results {
    /// The year; `None` where no self-evaluation is here at all.
    pub year: Option<u16>,
    /// The one draw that they are of, where one was asked for.
    pub of: Option<DrawnFrom>,
    /// Years with self-evaluations, the newest first.
    pub years: Vec<u16>,
    /// Number of self-evaluations of the year that are here.
    pub evaluated: u64,
    /// Percent of them that must be drawn at random, by the profile.
    pub least: Decimal,
    /// How many rechecks stand how, in whatever part.
    pub counts: BTreeMap<RecheckStatus, u64>,
    /// The draw; `None` where nothing was drawn.
    pub draw: Option<DrawFacts>,
    /// Drawn at random.
    pub random: Tally,
    /// Examined in any case.
    pub certain: Tally,
    /// Looked at besides.
    pub targeted: Tally,
    /// What the random part proves.
    pub inference: Option<Inference>,
    /// Why nothing is inferred although something was drawn.
    pub why_not: Option<Problem>,
    /// Own points less those of the recheck.
    pub difference: Option<Difference>,
    /// Own grade against the recheck's.
    pub matrix: GradeMatrix,
    /// How far two people who looked at the same agree.
    pub agreement: Option<Agreement>,
    /// By name.
    pub departments: Vec<DepartmentResult>,
    /// What may be said, in the order in which it is told.
    pub statements: Vec<Statement>,
    /// What drawing on would bring.
    pub coach: Vec<Statement>,
    /// The lines themselves, random part first.
    pub lines: Vec<RecheckLine>,
    /// Those that differ most, whichever way, the largest first: places among the lines.
    pub largest: Vec<usize>,
    /// What follows from the grades of the rechecks by the profile's table, the gravest first.
    pub consequences: Vec<Consequence>,
    /// Units that score themselves too high: from them the next draw may take everything in any case.
    pub inflated: Option<Inflated>,
}

/// What could be drawn, by stratum, and how.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Frame {
    units: BTreeMap<String, u64>,
    /// Left out before the draw, with their amount where the list is here.
    excluded: Option<(u64, Money)>,
    systematic: bool,
    weighted: bool,
}

impl Workstation {
    /// What was found in the spot check of a year, and what that proves.
    ///
    /// # Errors
    /// When the database cannot be read, or a sealed list was changed.
    pub fn spot_check_results(&self, ask: &ResultsAsk) -> Result<Results, Problem> {
        let mut list = self.rechecks(ask.year)?;
        let Some(year) = list.year else { return Ok(Results::default()) };
        let samples = self.samples()?;
        let mut tranches = chain(&samples, year);
        let of = ask.draw.map(|sealed| keep_one(&mut list, &samples, &mut tranches, sealed)).transpose()?;
        let mut results = Results {
            year: Some(year),
            of,
            years: list.years,
            evaluated: list.evaluated,
            least: list.least,
            counts: list.counts,
            draw: facts(&tranches)?,
            ..Results::default()
        };
        let frame = self.frames(&tranches, &list.lines)?;
        let draws: BTreeSet<EventId> =
            tranches.iter().filter_map(|sample| Some(sample.drawn.as_ref()?.event)).collect();
        let mut departments: BTreeMap<String, Kept> = BTreeMap::new();
        if let Some(frame) = &frame {
            for (name, units) in &frame.units {
                departments.entry(name.clone()).or_default().frame = Some(*units);
            }
        }
        for line in &list.lines {
            let looked = looked(line, self.score_rules());
            let part = line.part.filter(|_| line.draw.is_some_and(|draw| draws.contains(&draw)));
            let name = if line.stratum.is_empty() { plain(&line.department) } else { line.stratum.clone() };
            departments.entry(name).or_default().take(part, &looked);
            let tally = match part {
                Some(Part::Random) => &mut results.random,
                Some(Part::Certain) => &mut results.certain,
                None => &mut results.targeted,
            };
            tally.take(&looked);
            if let Looked::Done { grades: Some(pair), .. } = looked {
                results.matrix.count(part, pair);
            }
        }
        infer::infer(&mut results, &departments, frame.as_ref(), ask.at_most);
        results.agreement = self.agreement(&list.lines)?;
        results.largest = follows::largest(&list.lines, self.score_rules());
        results.consequences = follows::consequences(&list.lines, self.score_rules());
        if let Some(frame) = &frame {
            results.inflated = self.inflated(&tranches, frame, &list.lines)?;
        }
        results.lines = list.lines;
        Ok(results)
    }

    /// What was found at random by one draw so far.
    pub(super) fn random_tally(&self, year: u16, draw: EventId) -> Result<Tally, Problem> {
        let mut tally = Tally::default();
        for line in &self.rechecks(Some(year))?.lines {
            if line.part == Some(Part::Random) && line.draw == Some(draw) {
                tally.take(&looked(line, self.score_rules()));
            }
        }
        Ok(tally)
    }

    /// How many could be drawn by stratum, in all tranches; `None` where nothing was drawn or one of them does not tell.
    fn frames(&self, tranches: &[&Sample], lines: &[RecheckLine]) -> Result<Option<Frame>, Problem> {
        let mut all: Option<Frame> = None;
        for sample in tranches {
            let Some(frame) = self.frame(sample, lines)? else { return Ok(None) };
            all = Some(match all {
                None => frame,
                Some(mut all) => {
                    all.units.extend(frame.units);
                    all.systematic |= frame.systematic;
                    all.weighted |= frame.weighted;
                    let pair = all.excluded.zip(frame.excluded);
                    all.excluded = pair.map(|((units, money), (more, amount))| {
                        (units + more, Money(money.0.saturating_add(amount.0)))
                    });
                    all
                }
            });
        }
        Ok(all)
    }

    /// How many could be drawn by stratum: from the sealed list, else from the self-evaluations that are here, if those are
    /// the ones that were sealed. `None` where neither tells.
    fn frame(&self, sample: &Sample, lines: &[RecheckLine]) -> Result<Option<Frame>, Problem> {
        if sample.files {
            return self.sealed_frame(sample).map(Some);
        }
        let mut units: BTreeMap<String, u64> = BTreeMap::new();
        let mut all = 0;
        self.session.each_evaluated(sample.about.year, |unit| {
            all += 1;
            *units.entry(stratum(&unit)).or_default() += 1;
            Ok(())
        })?;
        if all != sample.about.units || sample.about.excluded > 0 {
            return Ok(None);
        }
        for line in lines.iter().filter(|line| line.part == Some(Part::Certain)) {
            let Some(count) = units.get_mut(&line.stratum).filter(|count| **count > 0) else { return Ok(None) };
            *count -= 1;
        }
        Ok(Some(Frame { units, excluded: Some((0, Money(0))), ..Frame::default() }))
    }

    fn sealed_frame(&self, sample: &Sample) -> Result<Frame, Problem> {
        let files = self.files(sample)?;
        for (name, bytes, sealed) in
            [("population.tsv", &files.population, &sample.about.frame), ("plan.tsv", &files.plan, &sample.about.plan)]
        {
            if fingerprint(bytes) != *sealed {
                return Err(Problem::new(ProblemKind::Verification, "problem-sample-changed").with("file", name));
            }
        }
        let population = Population::read(&files.population, "population.tsv")?;
        let plan = Plan::read(&files.plan, "plan.tsv")?;
        let left_out = || population.units.iter().filter(|unit| unit.status == UnitStatus::Excluded);
        let amount = left_out().fold(0_i64, |sum, unit| sum.saturating_add(unit.amount.0));
        Ok(Frame {
            units: plan.strata.iter().map(|row| (row.stratum.clone(), row.frame)).collect(),
            excluded: Some((left_out().count() as u64, Money(amount))),
            systematic: plan.strata.iter().any(|row| row.method == DrawMethod::Systematic),
            weighted: plan.strata.iter().any(|row| row.method.is_weighted()),
        })
    }
}

/// Leaves of a year what one draw brought, and says which draw that is.
fn keep_one<'a>(
    list: &mut RecheckList,
    samples: &'a [Sample],
    tranches: &mut Vec<&'a Sample>,
    sealed: EventId,
) -> Result<DrawnFrom, Problem> {
    let tranche = tranches.iter().position(|sample| sample.sealed == sealed).map(|at| at as u64 + 1);
    let year = list.year.unwrap_or_default();
    let drawn = |sample: &&Sample| sample.sealed == sealed && sample.about.year == year && sample.drawn.is_some();
    let sample = samples.iter().find(drawn).ok_or_else(|| Problem::refused("problem-sample-not-drawn"))?;
    let events: BTreeSet<EventId> = sample.drawn.iter().chain(&sample.further).map(|drawn| drawn.event).collect();
    *tranches = vec![sample];
    list.lines.retain(|line| line.draw.is_some_and(|draw| events.contains(&draw)));
    list.counts.clear();
    for line in &list.lines {
        *list.counts.entry(line.status).or_default() += 1;
    }
    Ok(DrawnFrom { sealed, tranche })
}

/// A department's name as a stratum prints it.
fn plain(department: &str) -> String {
    let name = department.trim();
    if name.is_empty() { "-".to_owned() } else { name.to_owned() }
}

fn facts(tranches: &[&Sample]) -> Result<Option<DrawFacts>, Problem> {
    if tranches.is_empty() {
        return Ok(None);
    }
    let mut public = true;
    for drawn in tranches.iter().filter_map(|sample| sample.drawn.as_ref()) {
        public &= SeedRecord::read(drawn.about.seed_record.as_bytes(), "seed.txt")?.lacks().is_empty();
    }
    let sum = |count: fn(&Sample) -> u64| tranches.iter().map(|sample| count(sample)).sum::<u64>();
    let (units, certain) = (sum(|sample| sample.about.units), sum(|sample| sample.about.certain));
    let random = sum(Sample::at_random);
    Ok(Some(DrawFacts {
        units,
        random,
        certain,
        excluded: sum(|sample| sample.about.excluded),
        rate_random: share_of(random, units),
        rate_all: share_of(random + certain, units),
        public,
    }))
}
