//! The rechecks of a year, and what a spot check found, as screens list them: the lines with what they can be narrowed by, and
//! everything that is counted over all of them. Counted here, once, so that drawing a page or pressing a key touches only the lines
//! on screen.
//!
//! Deliberately absent: words, and which lines are shown.

use std::collections::BTreeMap;

use super::RecheckList;
use super::draw::Sample;
use super::late::chain;
use super::results::Results;
use crate::engine::workstation::Workstation;
use crate::model::ids::EventId;
use crate::model::problem::Problem;
use crate::model::recheck::{Outcome, Part, RecheckStatus};

/// A draw that rechecks of the year came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawnFrom {
    /// What was sealed: its identity.
    pub sealed: EventId,
    /// Which tranche of the year, from 1; `None` where it follows none and none follows it (another station sealed it).
    pub tranche: Option<u64>,
}

/// What a line is narrowed by, beside what stands in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LineMark {
    /// Place of its draw in [`RecheckPage::draws`]; `None` for what was looked at besides.
    pub draw: Option<usize>,
    /// Some row of it was found without evidence: papers are awaited.
    pub waits: bool,
}

/// How many there are, and how they came into the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RecheckNumbers {
    /// Drawn at random; those whose place another ticket has taken are not counted.
    pub random: u64,
    /// Examined in any case.
    pub certain: u64,
    /// Looked at beyond the draw.
    pub beyond: u64,
    /// Finished, or found impossible.
    pub done: u64,
    /// The rest.
    pub left: u64,
}

/// The rechecks of a year, ready to be listed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RecheckPage {
    /// The lines and the year they are of.
    pub list: RecheckList,
    /// One for each line, in their order.
    pub marks: Vec<LineMark>,
    /// The draws of the year: tranches first, in their order.
    pub draws: Vec<DrawnFrom>,
    /// Counted over all lines.
    pub numbers: RecheckNumbers,
}

fn numbers(list: &RecheckList) -> RecheckNumbers {
    let mut numbers = RecheckNumbers::default();
    for line in &list.lines {
        let replaced = line.outcome.is_some_and(Outcome::is_replaced);
        match line.part {
            Some(Part::Random) if !replaced => numbers.random += 1,
            Some(Part::Certain) => numbers.certain += 1,
            Some(Part::Random) => {}
            None => numbers.beyond += 1,
        }
        if line.status.open() {
            numbers.left += 1;
        } else {
            numbers.done += 1;
        }
    }
    numbers
}

impl RecheckPage {
    /// A list whose lines have no marks: nothing is awaited, and no draw is known.
    pub fn unmarked(list: RecheckList) -> RecheckPage {
        let (numbers, marks) = (numbers(&list), vec![LineMark::default(); list.lines.len()]);
        RecheckPage { list, marks, draws: Vec::new(), numbers }
    }
}

/// How the rechecks of a draw stand, those whose place another has taken not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Work {
    /// Drawn, or examined in any case.
    pub drawn: u64,
    /// Of them: somebody has begun.
    pub begun: u64,
    /// Of them: finished, or found impossible.
    pub done: u64,
    /// Of them: finished, waits for a second person.
    pub to_check: u64,
    /// Of them: people differ, or the unit objects.
    pub contested: u64,
    /// Of them: to be done.
    pub left: u64,
    /// Looked at besides.
    pub beyond: u64,
}

/// A row of what follows: a consequence, or a recheck that falls under it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConsequenceRow {
    /// Which consequence.
    pub of: usize,
    /// Place of the recheck among the lines.
    pub line: Option<usize>,
}

/// The consequence that is none.
const NOTHING: &str = "score-consequence-none";

/// What a spot check found, ready to be listed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ResultsPage {
    /// What was found.
    pub results: Results,
    /// How far the rechecks are.
    pub work: Work,
    /// Consequences with those that fall under each; those to whom nothing happens are only counted.
    pub consequences: Vec<ConsequenceRow>,
    /// Units that score themselves too high, by the name of their department: places among [`Results::inflated`].
    pub inflated: BTreeMap<String, Vec<usize>>,
}

impl ResultsPage {
    /// Counts and sorts what is found.
    pub fn of(results: Results) -> ResultsPage {
        let (work, consequences) = (work(&results), consequence_rows(&results));
        let mut inflated: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, unit) in results.inflated.iter().flat_map(|inflated| inflated.units.iter().enumerate()) {
            inflated.entry(named(&unit.department)).or_default().push(at);
        }
        ResultsPage { results, work, consequences, inflated }
    }
}

/// A name, or a dash where there is none.
pub fn named(text: &str) -> String {
    if text.trim().is_empty() { "-".to_owned() } else { text.trim().to_owned() }
}

fn work(results: &Results) -> Work {
    let mut work = Work::default();
    for line in results.lines.iter().filter(|line| !line.outcome.is_some_and(Outcome::is_replaced)) {
        if line.part.is_none() {
            work.beyond += 1;
            continue;
        }
        work.drawn += 1;
        work.begun += u64::from(line.status != RecheckStatus::Open);
        work.to_check += u64::from(line.status == RecheckStatus::Finished);
        work.contested += u64::from(matches!(line.status, RecheckStatus::Contested | RecheckStatus::Objected));
        match line.status.open() {
            true => work.left += 1,
            false => work.done += 1,
        }
    }
    work
}

fn consequence_rows(results: &Results) -> Vec<ConsequenceRow> {
    let mut rows = Vec::new();
    for (of, one) in results.consequences.iter().enumerate() {
        rows.push(ConsequenceRow { of, line: None });
        if one.words != NOTHING {
            rows.extend(one.lines.iter().map(|line| ConsequenceRow { of, line: Some(*line) }));
        }
    }
    rows
}

/// The draws that lines may name, with the events by which they name them.
fn draws(samples: &[Sample], year: u16) -> (Vec<DrawnFrom>, BTreeMap<EventId, usize>) {
    let tranches = chain(samples, year);
    let drawn = |sample: &&Sample| sample.about.year == year && sample.drawn.is_some();
    let others = samples.iter().filter(drawn).filter(|one| tranches.iter().all(|known| known.sealed != one.sealed));
    let numbered = tranches.iter().copied().zip(1..).map(|(sample, number)| (sample, Some(number)));
    let (mut found, mut by_event) = (Vec::new(), BTreeMap::new());
    for (sample, tranche) in numbered.chain(others.map(|sample| (sample, None))) {
        let events = sample.drawn.iter().chain(&sample.further).map(|drawn| drawn.event);
        by_event.extend(events.map(|event| (event, found.len())));
        found.push(DrawnFrom { sealed: sample.sealed, tranche });
    }
    (found, by_event)
}

impl Workstation {
    /// The rechecks of a year, or of the newest year that has self-evaluations, ready to be listed.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn recheck_page(&self, year: Option<u16>) -> Result<RecheckPage, Problem> {
        let mut page = RecheckPage::unmarked(self.rechecks(year)?);
        let Some(year) = page.list.year else { return Ok(page) };
        let (draws, by_event) = draws(&self.samples()?, year);
        let waiting = self.session.rechecks_without_evidence(year)?;
        for (line, mark) in page.list.lines.iter().zip(&mut page.marks) {
            let draw = line.draw.and_then(|draw| by_event.get(&draw).copied());
            *mark = LineMark { draw, waits: waiting.contains(&line.version) };
        }
        page.draws = draws;
        Ok(page)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ids::{ProjectKey, VersionId};
    use crate::model::recheck::RecheckLine;

    fn line(part: Option<Part>, status: RecheckStatus, outcome: Option<Outcome>) -> RecheckLine {
        RecheckLine { status, part, outcome, ..RecheckLine::untouched(VersionId([0; 32]), ProjectKey([0; 16]), 2024) }
    }

    #[test]
    fn whose_place_the_next_ticket_takes_is_not_counted_twice() {
        let random = Some(Part::Random);
        let lines = vec![
            line(random, RecheckStatus::NotDone, Some(Outcome::FrameError)),
            line(random, RecheckStatus::NotDone, Some(Outcome::Refused)),
            line(random, RecheckStatus::Open, None),
        ];
        let of = numbers(&RecheckList { lines, ..RecheckList::default() });
        assert_eq!((of.random, of.done, of.left), (2, 2, 1), "a refusal is never replaced");
    }
}
