//! The order of the queue: how many findings are expected on a target, and who comes forward by chance.
//!
//! What a check found weighs as much as people took it so far; until enough of them answered, a fixed weight holds. Weights
//! move in steps, and when one has moved, everything is weighed anew from what was found, without looking again. Then the
//! targets that were drawn get the number of the place they were drawn to. Deliberately absent: lots ([`crate::model::lot`])
//! and the list itself (`store`).

use std::collections::BTreeMap;

use super::super::import::{Watch, cancelled};
use super::super::workstation::Workstation;
use super::{PreReviewed, progress, progress_of};
use crate::model::finding::{CheckId, Finding, FindingCounts, RETURNED, Severity};
use crate::model::ids::ItemId;
use crate::model::lot::Ranks;
use crate::model::problem::Problem;
use crate::rules::acceptance;
use crate::store::batch::FormRow;
use crate::store::findings::Weighed;

/// Under this name a database remembers the weights by which its queue is in order.
const IN_ORDER: &str = "order";

/// Targets read at once.
const AT_ONCE: u32 = 2_000;

/// Thousandths of a finding that are expected before anybody's acceptance is known (our default, from no document).
fn prior(severity: Severity) -> u32 {
    match severity {
        Severity::Error => 800,
        Severity::Warning => 400,
        Severity::Info => 0,
    }
}

/// The same for a target whose result was 中 or 差 the year before: as much as a matter of judgement.
const RETURNED_WEIGHT: u32 = 400;

/// What findings of each check weigh: two numbers for its two severities that weigh anything.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Weights(BTreeMap<CheckId, [u32; 2]>);

impl Weights {
    fn of(&self, check: &CheckId, severity: Severity) -> u32 {
        let known = self.0.get(check);
        match severity {
            Severity::Error => known.map_or(prior(severity), |weights| weights[0]),
            Severity::Warning => known.map_or(prior(severity), |weights| weights[1]),
            Severity::Info => 0,
        }
    }

    /// Counts findings, and names the checks that weigh most.
    pub fn weigh(&self, findings: &[Finding], returned: bool) -> (FindingCounts, String) {
        let charged = findings.iter().filter(|finding| finding.charged_by.is_none());
        self.count(charged.map(|finding| (&finding.check, finding.severity)), returned)
    }

    fn count<'a>(
        &self,
        findings: impl Iterator<Item = (&'a CheckId, Severity)>,
        returned: bool,
    ) -> (FindingCounts, String) {
        let mut counts = FindingCounts::default();
        let mut reasons: BTreeMap<&str, u32> = BTreeMap::new();
        for (check, severity) in findings {
            match severity {
                Severity::Error => counts.errors += 1,
                Severity::Warning => counts.warnings += 1,
                Severity::Info => counts.infos += 1,
            }
            let weight = self.of(check, severity);
            counts.expected = counts.expected.saturating_add(weight);
            if weight > 0 {
                *reasons.entry(check.0.as_str()).or_default() += weight;
            }
        }
        if returned {
            counts.expected = counts.expected.saturating_add(RETURNED_WEIGHT);
            reasons.insert(RETURNED, RETURNED_WEIGHT);
        }
        let mut reasons: Vec<_> = reasons.into_iter().collect();
        reasons.sort_by_key(|(reason, weight)| (std::cmp::Reverse(*weight), *reason));
        let reasons: Vec<&str> = reasons.iter().map(|(reason, _)| *reason).collect();
        (counts, reasons.join(" "))
    }

    /// The weights that are no longer those at the beginning, as text.
    fn told(&self) -> String {
        let told = self.0.iter().map(|(check, [error, warning])| format!("{check}={error}/{warning}"));
        told.collect::<Vec<_>>().join(" ")
    }
}

impl Workstation {
    /// What findings weigh by the answers here.
    pub(super) fn weights(&self) -> Result<Weights, Problem> {
        let mut weights = BTreeMap::new();
        for row in self.checks()? {
            let [error, warning] = [Severity::Error, Severity::Warning].map(prior);
            let now = [error, warning].map(|prior| acceptance::weight(prior, row.info.answers));
            if now != [error, warning] {
                weights.insert(row.check, now);
            }
        }
        Ok(Weights(weights))
    }

    /// Whether the queue is in another order than by these weights, or a run was stopped before it was in order.
    pub(super) fn out_of_order(&self, weights: &Weights) -> Result<bool, Problem> {
        Ok(self.has_pre_reviewed()? && self.session.meta(IN_ORDER)?.as_deref() != Some(&weights.told()))
    }

    /// Remembers by what the queue is in order now.
    pub(super) fn in_order(&self, weights: &Weights) -> Result<(), Problem> {
        self.session.transaction(|session| session.set_meta(IN_ORDER, &weights.told()))
    }

    /// Weighs everything that was found anew, where weights have moved. From here on the queue is not in order.
    pub(super) fn weigh_anew(&self, weights: &Weights, watch: Watch<'_>) -> Result<(), Problem> {
        let before = self.session.meta(IN_ORDER)?;
        self.session.transaction(|session| session.set_meta(IN_ORDER, "?"))?;
        if before.is_none() || before.as_deref() == Some(&weights.told()) {
            return Ok(());
        }
        let mut after = FormRow(0);
        loop {
            let read = self.session.weighed(after, AT_ONCE)?;
            let Some(last) = read.last() else { return Ok(()) };
            after = last.form;
            let mut changed = Vec::new();
            for one in &read {
                let returned = one.reasons.split(' ').any(|reason| reason == RETURNED);
                let findings = one.findings.iter().map(|(check, severity)| (check, *severity));
                let (counts, reasons) = weights.count(findings, returned);
                if (counts.expected, reasons.as_str()) != (one.expected, one.reasons.as_str()) {
                    changed.push(Weighed { expected: counts.expected, reasons, ..one.clone() });
                }
            }
            self.in_slices(&changed, |session, one| session.save_weight(one))?;
            if watch(progress_of("phase-ordering")).is_break() {
                return Err(cancelled());
            }
        }
    }

    /// Gives every target of a year the number by which it is put in order.
    pub(super) fn put_in_order(&self, year: u16, done: &PreReviewed, watch: Watch<'_>) -> Result<(), Problem> {
        let ranks = Ranks::of(self.session.expectations(year)?);
        let mut after = ItemId(0);
        loop {
            let read = self.session.places(year, after, AT_ONCE)?;
            let Some(last) = read.last() else { return Ok(()) };
            after = last.item;
            let wanted = read.iter().filter_map(|place| {
                let attention = ranks.attention(place.lot, place.expected);
                (place.attention != Some(attention)).then_some((place.item, attention))
            });
            let changed: Vec<(ItemId, u32)> = wanted.collect();
            self.in_slices(&changed, |session, (item, attention)| session.save_attention(*item, *attention))?;
            if watch(progress(done, 0)).is_break() {
                return Err(cancelled());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_take_weighs_more_and_says_so_first() {
        let (one, other) = (CheckId("T001".into()), CheckId("T002".into()));
        let found = [(&one, Severity::Error), (&other, Severity::Warning), (&other, Severity::Info)];
        let told = |weights: &Weights, returned| {
            let (counts, reasons) = weights.count(found.into_iter(), returned);
            assert_eq!((counts.errors, counts.warnings, counts.infos), (1, 1, 1));
            (counts.expected, reasons)
        };
        let mut weights = Weights::default();
        assert_eq!(told(&weights, false), (1_200, "T001 T002".into()));
        assert_eq!(told(&weights, true), (1_600, "T001 @returned T002".into()));
        weights.0.insert(one.clone(), [100, 100]);
        weights.0.insert(other.clone(), [950, 950]);
        assert_eq!(told(&weights, false), (1_050, "T002 T001".into()));
        weights.0.insert(one.clone(), [0, 0]);
        assert_eq!(told(&weights, false), (950, "T002".into()), "what nobody takes is no reason");
        assert_eq!(weights.told(), "T001=0/0 T002=950/950");
    }
}
