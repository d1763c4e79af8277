//! Pre-review (机审): runs the automatic checks over targets and keeps what they found.
//!
//! What is found is no truth of its own: it follows from the form, what is known around it and the profile, and is made
//! again when any of them changes. Only what people decide about a finding is an event.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::import::{Progress, Watch, cancelled};
use super::workstation::Workstation;
use crate::model::finding::{CheckId, CheckSettings, Finding, FindingCounts, Severity};
use crate::model::form::Form;
use crate::model::ids::{ItemId, tagged_sha256};
use crate::model::problem::Problem;
use crate::rules::check::{self, Surroundings, Target};
use crate::store::findings::{Looked, Rules};
use crate::store::ground::{Ground, GroundRow};

/// Longest time one slice keeps the write lock.
const SLICE: Duration = Duration::from_millis(20);

/// Targets read at once, before they are checked and stored.
const AT_ONCE: u32 = 256;

/// What a run over all targets did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PreReviewed {
    /// Targets looked at now.
    pub looked: u64,
    /// Targets about which nothing had changed.
    pub fresh: u64,
    /// What was found on those looked at now.
    pub found: FindingTotals,
}

/// Findings of many targets, counted. Those that another check charges are left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FindingTotals {
    /// Rules broken.
    pub errors: u64,
    /// Matters of judgement.
    pub warnings: u64,
    /// For information.
    pub infos: u64,
}

/// Thousandths of a finding that a reviewer may be expected to raise, before anybody's acceptance is known (our default).
fn expected(severity: Severity) -> u32 {
    match severity {
        Severity::Error => 800,
        Severity::Warning => 400,
        Severity::Info => 0,
    }
}

/// Counts findings, and names the checks that weigh most.
fn weigh(findings: &[Finding]) -> (FindingCounts, String) {
    let mut counts = FindingCounts::default();
    let mut reasons: BTreeMap<&CheckId, u32> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.charged_by.is_none()) {
        match finding.severity {
            Severity::Error => counts.errors += 1,
            Severity::Warning => counts.warnings += 1,
            Severity::Info => counts.infos += 1,
        }
        let weight = expected(finding.severity);
        counts.expected = counts.expected.saturating_add(weight);
        if weight > 0 {
            *reasons.entry(&finding.check).or_default() += weight;
        }
    }
    let mut reasons: Vec<_> = reasons.into_iter().collect();
    reasons.sort_by_key(|(check, weight)| (std::cmp::Reverse(*weight), *check));
    let reasons: Vec<&str> = reasons.iter().map(|(check, _)| check.0.as_str()).collect();
    (counts, reasons.join(" "))
}

/// Digest of everything of the program and the profile that a finding depends on.
fn settings_digest(settings: &CheckSettings) -> [u8; 32] {
    let checks: String = check::all().map(|check| format!("{}/{} ", check.id, check.version)).collect();
    // The settings are ordered maps and plain values: the same settings print the same.
    tagged_sha256(
        "wx-checks-1",
        &[env!("CARGO_PKG_VERSION").as_bytes(), checks.as_bytes(), format!("{settings:?}").as_bytes()],
    )
}

impl Workstation {
    /// What the checks find on a form, now.
    pub(super) fn findings(&self, form: &Form) -> Arc<[Finding]> {
        let around = Surroundings::default();
        check::run(&Target::new(form, &around, self.check_settings())).into()
    }

    /// What was found on a target when it was last looked at; nothing where nobody looked yet.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn findings_of(&self, item: ItemId) -> Result<Vec<Finding>, Problem> {
        match self.session.form_of(item)? {
            Some(form) => self.session.findings(form),
            None => Ok(Vec::new()),
        }
    }

    /// What one check found on targets in force, one by one.
    ///
    /// # Errors
    /// When the database cannot be read, or `each` fails.
    pub fn each_finding(
        &self,
        check: &CheckId,
        each: impl FnMut(ItemId, Finding) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        self.session.each_finding(check, each)
    }

    /// Looks at every target in force that was not looked at since its form, the tables around it, the settings or the
    /// checks changed; at all of them where `anew`. A run that is cancelled or killed keeps what it looked at, and the next
    /// one goes on there.
    ///
    /// # Errors
    /// When it is cancelled, or the station cannot write.
    pub fn pre_review(&self, anew: bool, watch: Watch<'_>) -> Result<PreReviewed, Problem> {
        let mut done = PreReviewed::default();
        let (data, settings) = (self.session.published_digest()?, settings_digest(self.check_settings()));
        for year in self.session.years()? {
            let ground = self.ground(year, &data, &settings, anew)?;
            self.look_at_year(year, ground, &mut done, watch)?;
        }
        while self.session.transaction(|session| session.forget_findings_of_others(AT_ONCE))? > 0 {
            if watch(progress(&done)).is_break() {
                return Err(cancelled());
            }
        }
        Ok(done)
    }

    /// The ground of a year as it is now; another one is made where anything changed.
    fn ground(&self, year: u16, data: &[u8; 32], settings: &[u8; 32], anew: bool) -> Result<GroundRow, Problem> {
        if let Some(Ground { row, .. }) =
            self.session.ground(year)?.filter(|ground| !anew && ground.data == *data && ground.settings == *settings)
        {
            return Ok(row);
        }
        self.session.transaction(|session| {
            let ground = session.begin_ground(year, data, settings)?;
            session.finish_ground(ground)?;
            Ok(ground)
        })
    }

    fn look_at_year(
        &self,
        year: u16,
        ground: GroundRow,
        done: &mut PreReviewed,
        watch: Watch<'_>,
    ) -> Result<(), Problem> {
        let (fresh, all) = self.session.count_looked_at(year, ground)?;
        done.fresh += fresh;
        let _ = all;
        let (mut after, mut rules) = (ItemId(0), Rules::default());
        loop {
            let waiting = self.session.not_looked_at(year, ground, after, AT_ONCE)?;
            let Some(last) = waiting.last() else { return Ok(()) };
            after = last.item;
            let mut looked = Vec::with_capacity(waiting.len());
            for waiting in &waiting {
                let form = self.session.form(waiting.form)?;
                let findings = self.findings(&form).to_vec();
                let (counts, reasons) = weigh(&findings);
                looked.push(Looked { form: waiting.form, ground, findings, counts, reasons });
            }
            let mut next = 0;
            while next < looked.len() {
                let begun = Instant::now();
                next = self.session.transaction(|session| {
                    let mut at = next;
                    while at < looked.len() && (at == next || begun.elapsed() < SLICE) {
                        session.save_findings(&mut rules, &looked[at])?;
                        at += 1;
                    }
                    Ok(at)
                })?;
            }
            for looked in &looked {
                done.looked += 1;
                done.found.errors += u64::from(looked.counts.errors);
                done.found.warnings += u64::from(looked.counts.warnings);
                done.found.infos += u64::from(looked.counts.infos);
            }
            if watch(progress(done)).is_break() {
                return Err(cancelled());
            }
        }
    }
}

fn progress(done: &PreReviewed) -> Progress {
    Progress { phase: "phase-checking", done: done.looked, total: None, rejects: 0 }
}
