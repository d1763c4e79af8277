//! The second look at what was passed: how far it is, what it proves, and who is next.

use super::load::queue_row;
use super::view::QueueRow;
use super::workstation::Workstation;
use crate::model::problem::Problem;
use crate::rules::second_look::Counter;
pub use crate::rules::second_look::Standing as SecondLookFigures;

/// One target of the sample.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampledTarget {
    /// Its queue line.
    pub row: QueueRow,
    /// Whether somebody looked again, and then whether a fault was found.
    pub found: Option<bool>,
}

/// The second look of a year.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SecondLookReport {
    /// The year; none where nothing is here.
    pub year: Option<u16>,
    /// What it proves.
    pub figures: SecondLookFigures,
    /// The sample in the order of lots, from the first one on, at most as many as were asked for.
    pub sample: Vec<SampledTarget>,
}

impl Workstation {
    /// What the second look proves about a year.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn second_look_figures(&self, year: u16) -> Result<SecondLookFigures, Problem> {
        let mut counter = Counter::new(self.session.count_passed(year)?);
        self.session.each_passed(year, |passed| counter.meet(passed.found))?;
        Ok(counter.standing())
    }

    /// The same with the sample, at most `limit` of it; of the newest year where none is given.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn second_look(&self, year: Option<u16>, limit: usize) -> Result<SecondLookReport, Problem> {
        let year = match year {
            Some(year) => Some(year),
            None => self.session.years()?.first().copied(),
        };
        let Some(year) = year else { return Ok(SecondLookReport::default()) };
        let figures = self.second_look_figures(year)?;
        let most = limit.min(usize::try_from(figures.sample).unwrap_or(usize::MAX));
        let mut drawn = Vec::new();
        if most > 0 {
            self.session.each_passed(year, |passed| {
                drawn.push(passed);
                drawn.len() < most
            })?;
        }
        let mut sample = Vec::with_capacity(drawn.len());
        for passed in drawn {
            if let Some(line) = self.session.target(passed.item)? {
                sample.push(SampledTarget { row: queue_row(line), found: passed.found });
            }
        }
        Ok(SecondLookReport { year: Some(year), figures, sample })
    }
}
