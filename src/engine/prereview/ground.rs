//! Finds what surrounds the targets of a year, for all of them at once: peers, twins, copied passages.
//!
//! The targets are read once; what they give goes to files grouped by key ([`super::spill`]), which are worked off one by
//! one. So the memory needed does not grow with the number of targets, and the time only in proportion to it.

use std::collections::{BTreeMap, HashSet};

use rust_decimal::Decimal;

use super::spill::Spill;
use super::{AT_ONCE, SLICE_AT_ONCE, progress_of};
use crate::engine::abreast::abreast;
use crate::engine::import::{Watch, cancelled};
use crate::engine::workstation::Workstation;
use crate::model::finding::{CheckSettings, Threshold};
use crate::model::form::Form;
use crate::model::ids::ItemId;
use crate::model::problem::Problem;
use crate::rules::check::around::{
    Middle, PeerKey, Sibling, fingerprints, given, own_words, party_key, passage, twins,
};
use crate::rules::check::target::without_label;
use crate::rules::check::{Surroundings, Target};
use crate::store::Session;
use crate::store::batch::FormRow;
use crate::store::ground::{CopiedLine, GroundRow, PeerLine, TwinLine};

/// A passage that stands in the goals of more departments than this is common wording, nobody's own.
pub(in crate::engine) const COMMON_WORDING: usize = 10;

/// So many fingerprints of common wording are remembered, some 30 MB.
const MOST_COMMON: usize = 1_000_000;

/// Most copies kept of one goal: those with the most in common.
pub(in crate::engine) const MOST_COPIES: usize = 3;

/// Most twins kept of one project.
const MOST_TWINS: usize = 5;

/// Units of more projects are looked at in parts, by name.
const LARGEST_UNIT: usize = 20_000;

/// What a year's targets give.
struct Given {
    values: Spill,
    siblings: Spill,
    prints: Spill,
}

impl Given {
    fn take(&mut self, gift: &Gift) -> Result<(), Problem> {
        gift.values.iter().try_for_each(|(key, value)| self.values.put(*key, &value.serialize()))?;
        gift.sibling.iter().try_for_each(|(key, record)| self.siblings.put(*key, record))?;
        gift.prints.iter().try_for_each(|(print, record)| self.prints.put(*print, record))
    }
}

/// What one target gives.
struct Gift {
    values: Vec<(PeerKey, Decimal)>,
    sibling: Option<(i64, Vec<u8>)>,
    prints: Vec<(i64, Vec<u8>)>,
}

fn gift(row: FormRow, form: &Form, settings: &CheckSettings, copied_from: usize) -> Gift {
    let around = Surroundings::default();
    let target = Target::new(form, &around, settings);
    let (department, unit) = (form.department.name.as_str(), form.unit.name.as_str());
    let project = form.project();
    let texts = [form.name.as_bytes(), &[0], target.goal.as_bytes()];
    let sibling = party_key(department, Some(unit)).map(|key| (key, record(row, &project.0, &texts)));
    let prints = prints_of(row, form, &target.goal, copied_from);
    Gift { values: given(&target), sibling, prints }
}

/// The fingerprints of a text of a form, each with its department, project and number.
fn prints_of(row: FormRow, form: &Form, text: &str, copied_from: usize) -> Vec<(i64, Vec<u8>)> {
    let Some(department) = party_key(&form.department.name, None) else { return Vec::new() };
    let mut bytes = department.to_be_bytes().to_vec();
    bytes.extend(record(row, &form.project().0, &[]));
    let prints = fingerprints(&own_words(text), copied_from);
    prints.into_iter().map(|print| (print.cast_signed(), bytes.clone())).collect()
}

/// Number and order of a form at the beginning of a record: the project tells it from others on every station.
fn record(form: FormRow, project: &[u8], rest: &[&[u8]]) -> Vec<u8> {
    let length = u8::try_from(project.len()).unwrap_or(u8::MAX);
    let mut bytes = vec![length];
    bytes.extend_from_slice(&project[..usize::from(length)]);
    bytes.extend_from_slice(&form.0.to_le_bytes());
    rest.iter().for_each(|part| bytes.extend_from_slice(part));
    bytes
}

/// The parts of a record: project, form, the rest.
fn parts(record: &[u8]) -> Option<(&[u8], FormRow, &[u8])> {
    let (length, rest) = record.split_first()?;
    let (project, rest) = rest.split_at_checked(usize::from(*length))?;
    let (form, rest) = rest.split_at_checked(8)?;
    Some((project, FormRow(i64::from_le_bytes(form.try_into().ok()?)), rest))
}

impl Workstation {
    /// Finds everything around the targets of a year and keeps it under `ground`, which nobody reads yet.
    pub(super) fn survey(&self, year: u16, ground: GroundRow, watch: Watch<'_>) -> Result<(), Problem> {
        let Given { values, siblings, prints } = self.gather(year, watch)?;
        let mut go_on = |phase| if watch(progress_of(phase)).is_break() { Err(cancelled()) } else { Ok(()) };
        let fewest = self.check_settings().number(Threshold::PeersFewest);
        for part in values.parts() {
            let mut lines = Vec::new();
            for (key, records) in part?.groups() {
                // The project itself is none of its peers.
                if Decimal::from(records.len()) <= fewest {
                    continue;
                }
                let read = |record: &&[u8]| <[u8; 16]>::try_from(*record).ok().map(Decimal::deserialize);
                let mut values: Vec<Decimal> = records.iter().filter_map(read).collect();
                values.sort_unstable();
                let Some(Middle { count, low, middle, high }) = Middle::of(&values) else { continue };
                let [low, middle, high] = [low, middle, high].map(|value| value.normalize().to_string());
                lines.push(PeerLine { key, count, low, middle, high });
            }
            self.in_slices(&lines, |session, line| session.save_peer(ground, line))?;
            go_on("phase-surroundings")?;
        }
        for part in siblings.parts() {
            for (_, mut records) in part?.groups() {
                if records.len() > LARGEST_UNIT {
                    records.sort_by_key(|record| parts(record).map(|(project, _, texts)| (texts, project)));
                }
                for records in records.chunks(LARGEST_UNIT) {
                    self.in_slices(&self.twins_among(records), |session, line| session.save_twin(ground, line))?;
                }
            }
            go_on("phase-surroundings")?;
        }
        self.find_copies(ground, prints, |form| form.goal.annual.as_deref(), &mut go_on)
    }

    /// Finds passages that stand in texts of several departments, by their fingerprints.
    pub(super) fn find_copies(
        &self,
        ground: GroundRow,
        prints: Spill,
        text: fn(&Form) -> Option<&str>,
        go_on: &mut dyn FnMut(&'static str) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        let (mut pairs, mut common) = (Spill::beside(self.database())?, HashSet::new());
        for part in prints.parts() {
            for (print, records) in part?.groups() {
                if !pair(&records, &mut pairs)? && common.len() < MOST_COMMON {
                    common.insert(print.cast_unsigned());
                }
            }
            go_on("phase-surroundings")?;
        }
        for part in pairs.parts() {
            let mut lines = Vec::new();
            for (form, records) in part?.groups() {
                lines.extend(self.copies(FormRow(form), text, &records, &common)?);
            }
            self.in_slices(&lines, |session, line| session.save_copied(ground, line))?;
            go_on("phase-surroundings")?;
        }
        Ok(())
    }

    /// Reads the targets of a year.
    fn gather(&self, year: u16, watch: Watch<'_>) -> Result<Given, Problem> {
        let beside = || Spill::beside(self.database());
        let mut given = Given { values: beside()?, siblings: beside()?, prints: beside()? };
        let mut after = ItemId(0);
        loop {
            let waiting = self.session.not_looked_at(year, GroundRow(-1), after, AT_ONCE)?;
            let Some(last) = waiting.last() else { return Ok(given) };
            after = last.item;
            let read = waiting.iter().map(|waiting| Ok((waiting.form, self.session.form(waiting.form)?)));
            let read = read.collect::<Result<Vec<_>, Problem>>()?;
            let (settings, copied_from) = (self.check_settings(), self.copied_from());
            for gift in abreast(read, |(row, form)| gift(row, &form, settings, copied_from)) {
                given.take(&gift)?;
            }
            if watch(progress_of("phase-surroundings")).is_break() {
                return Err(cancelled());
            }
        }
    }

    /// Puts down the fingerprints of a text of a form.
    pub(super) fn give_prints(&self, row: FormRow, form: &Form, text: &str, to: &mut Spill) -> Result<(), Problem> {
        let prints = prints_of(row, form, text, self.copied_from());
        prints.iter().try_for_each(|(print, record)| to.put(*print, record))
    }

    /// Characters from which a common passage is a copy.
    fn copied_from(&self) -> usize {
        copied_from(self.check_settings())
    }

    fn twins_among(&self, records: &[&[u8]]) -> Vec<TwinLine> {
        let read = |record: &&[u8]| {
            let (project, form, texts) = parts(record)?;
            let at = texts.iter().position(|byte| *byte == 0)?;
            let text = |bytes| std::str::from_utf8(bytes).unwrap_or_default();
            Some((form, Sibling::new(project.to_vec(), text(&texts[..at]), text(&texts[at + 1..]))))
        };
        if records.len() < 2 {
            return Vec::new();
        }
        let (forms, siblings): (Vec<FormRow>, Vec<Sibling>) = records.iter().filter_map(read).unzip();
        let mut kept: BTreeMap<usize, usize> = BTreeMap::new();
        let mut lines = Vec::new();
        for pair in twins(&siblings, self.check_settings()) {
            for (one, other) in [(pair.one, pair.other), (pair.other, pair.one)] {
                let many = kept.entry(one).or_default();
                if let (true, Some(form), Some(other)) = (*many < MOST_TWINS, forms.get(one), forms.get(other)) {
                    *many += 1;
                    let (name, goal) = (pair.names.to_string(), pair.goals.to_string());
                    lines.push(TwinLine { form: *form, other: *other, name, goal });
                }
            }
        }
        lines
    }

    /// The passages that a text has in common with those that share fingerprints with it.
    fn copies(
        &self,
        form: FormRow,
        text: fn(&Form) -> Option<&str>,
        records: &[&[u8]],
        common: &HashSet<u64>,
    ) -> Result<Vec<CopiedLine>, Problem> {
        // How many fingerprints each shares: the more, the longer the passage.
        let mut shared: BTreeMap<&[u8], usize> = BTreeMap::new();
        records.iter().for_each(|record| *shared.entry(record).or_default() += 1);
        let mut others: Vec<(&[u8], usize)> = shared.into_iter().collect();
        others.sort_by_key(|(record, count)| (std::cmp::Reverse(*count), *record));
        let words = |form| {
            let form = self.session.form(form)?;
            Ok::<_, Problem>(own_words(&text(&form).map(without_label).unwrap_or_default()))
        };
        let own = words(form)?;
        let mut lines = Vec::new();
        for (record, _) in others.into_iter().take(MOST_COPIES) {
            let Some((_, other, _)) = parts(record) else { continue };
            let passage = passage(&own, &words(other)?);
            if own_length(&passage, self.copied_from(), |print| common.contains(print)) >= self.copied_from() {
                lines.push(CopiedLine { form, other, passage });
            }
        }
        Ok(lines)
    }

    /// Writes in transactions of a slice each, so that acts get between them.
    pub(super) fn in_slices<T>(
        &self,
        lines: &[T],
        mut write: impl FnMut(&Session, &T) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        for lines in lines.chunks(SLICE_AT_ONCE) {
            self.session.transaction(|session| lines.iter().try_for_each(|line| write(session, line)))?;
        }
        Ok(())
    }
}

/// Characters from which a common passage is a copy.
pub(in crate::engine) fn copied_from(settings: &CheckSettings) -> usize {
    let least = settings.number(Threshold::CopiedText);
    least.ceil().to_string().parse().unwrap_or(usize::MAX)
}

/// How much of a passage is nobody else's: its length, in so far as its fingerprints are not common wording.
pub(in crate::engine) fn own_length(passage: &str, copied_from: usize, is_common: impl Fn(&u64) -> bool) -> usize {
    let length = passage.chars().count();
    let prints = fingerprints(&[passage.to_owned()], copied_from);
    let own = prints.iter().filter(|print| !is_common(print)).count();
    if prints.is_empty() { length } else { length * own / prints.len() }
}

/// Pairs forms of different departments that have a fingerprint in common. Of each department only one form is another's
/// partner: the first by its project. False where so many departments have it that it is common wording.
fn pair(records: &[&[u8]], pairs: &mut Spill) -> Result<bool, Problem> {
    let mut departments: BTreeMap<&[u8], Vec<(&[u8], FormRow)>> = BTreeMap::new();
    for record in records {
        let Some((department, rest)) = record.split_at_checked(8) else { continue };
        let Some((project, form, _)) = parts(rest) else { continue };
        departments.entry(department).or_default().push((project, form));
    }
    if departments.len() > COMMON_WORDING {
        return Ok(false);
    }
    for (department, forms) in &departments {
        for (other, theirs) in &departments {
            let Some((project, partner)) = theirs.iter().min_by_key(|(project, _)| *project) else { continue };
            if other == department {
                continue;
            }
            for (_, form) in forms {
                pairs.put(form.0, &record(*partner, project, &[]))?;
            }
        }
    }
    Ok(true)
}
