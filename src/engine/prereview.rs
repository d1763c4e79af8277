//! Pre-review (机审): runs the automatic checks over targets and keeps what they found.
//!
//! What is found is no truth of its own: it follows from the form, what is known around it and the profile, and is made
//! again when any of them changes. Only what people decide about a finding is an event.

mod around;
mod evaluations;
mod ground;
mod missing;
mod order;
mod spill;

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions, TryLockError};
use std::sync::Arc;
use std::time::{Duration, Instant};

pub(super) use self::around::Partners;
use self::around::{Beside, PeersMet};
pub use self::evaluations::{EvaluationsChecked, Flagged, WithoutEvaluation};
pub(in crate::engine) use self::evaluations::{Others, completion};
pub(in crate::engine) use self::ground::{COMMON_WORDING, MOST_COPIES, copied_from, own_length};
pub use self::missing::WithoutTarget;
use self::order::Weights;
use super::abreast::abreast;
use super::import::{Progress, Watch, cancelled};
use super::rulebook::Rulebook;
use super::workstation::Workstation;
use crate::model::finding::{CheckId, Finding};
use crate::model::form::Form;
use crate::model::ids::{ItemId, tagged_sha256};
use crate::model::problem::{Problem, ProblemKind};
use crate::model::review::Grade;
use crate::rules::check::{self, Surroundings, Target};
use crate::store::batch::FormRow;
use crate::store::findings::{Looked, Rules, Waiting};
use crate::store::ground::Ground;

/// Longest time one slice keeps the write lock.
const SLICE: Duration = Duration::from_millis(20);

/// Targets read at once, before they are checked and stored.
const AT_ONCE: u32 = 256;

/// Lines of surroundings that are stored at once: some milliseconds.
const SLICE_AT_ONCE: usize = 500;

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

/// What many targets that are looked at one after the other have in common, remembered by year.
#[derive(Debug, Default)]
pub(super) struct Shared {
    years: BTreeMap<u16, (Beside, Option<Ground>)>,
    met: PeersMet,
}

/// Digest of everything of the program and the profile that a finding depends on.
fn settings_digest(book: &Rulebook) -> [u8; 32] {
    let checks: String = check::all().map(|check| format!("{}/{} ", check.id, check.version)).collect();
    // The settings are ordered maps and plain values: the same settings print the same.
    tagged_sha256(
        "wx-checks-1",
        &[
            env!("CARGO_PKG_VERSION").as_bytes(),
            checks.as_bytes(),
            format!("{:?} {:?}", book.settings(), book.written()).as_bytes(),
        ],
    )
}

impl Workstation {
    /// What the checks find on a form of a target, now.
    pub(super) fn findings(&self, row: FormRow, form: &Form, partners: Partners) -> Result<Arc<[Finding]>, Problem> {
        let ground = self.session.ground(form.year)?;
        let met = &mut PeersMet::default();
        Ok(self.beheld(ground.as_ref(), row, form, partners, met, |target| self.examine(target))?.into())
    }

    /// What the checks find on one of many targets, now.
    pub(super) fn findings_amid(
        &self,
        row: FormRow,
        form: &Form,
        shared: &mut Shared,
    ) -> Result<Vec<Finding>, Problem> {
        self.amid(row, form, shared, |target| self.examine(target))
    }

    /// A target amid what is known around it now.
    pub(super) fn amid<R>(
        &self,
        row: FormRow,
        form: &Form,
        shared: &mut Shared,
        look: impl FnOnce(&Target<'_>) -> R,
    ) -> Result<R, Problem> {
        let Shared { years, met } = shared;
        if let std::collections::btree_map::Entry::Vacant(free) = years.entry(form.year) {
            free.insert((self.beside(form.year)?, self.session.ground(form.year)?));
        }
        let (beside, ground) = years.get(&form.year).ok_or_else(|| Problem::internal("ground of a year"))?;
        let partners = self.partners_beside(*beside, form.project(), form.year)?;
        self.beheld(ground.as_ref(), row, form, partners, met, look)
    }

    /// A form amid its surroundings, looked at.
    fn beheld<R>(
        &self,
        ground: Option<&Ground>,
        row: FormRow,
        form: &Form,
        partners: Partners,
        met: &mut PeersMet,
        look: impl FnOnce(&Target<'_>) -> R,
    ) -> Result<R, Problem> {
        let around = self.around(ground, row, form.year, partners)?;
        let nothing = Surroundings::default();
        let target = Target::new(form, &nothing, self.check_settings());
        let [peers, unit_costs] = self.peers(ground, row, &target, met)?;
        let around = around.view(peers, unit_costs);
        Ok(look(&target.amid(&around)))
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

    /// Looks at every target in force that was not looked at since its form, the tables of its year and of the year before,
    /// the settings or the checks changed; at all of them where `anew`. A run that is cancelled or killed keeps what it
    /// looked at, and the next one goes on there.
    ///
    /// # Errors
    /// When it is cancelled, another process is at it, or the station cannot write.
    pub fn pre_review(&self, anew: bool, watch: Watch<'_>) -> Result<PreReviewed, Problem> {
        if let Some(reason) = self.session.read_only() {
            return Err(Problem::new(ProblemKind::Unavailable, "problem-database-read-only").with("detail", reason));
        }
        let _alone = self.lock_checks()?;
        self.session.transaction(|session| session.drop_unfinished_grounds())?;
        let mut done = PreReviewed::default();
        let weights = self.weights()?;
        self.weigh_anew(&weights, watch)?;
        for year in self.session.years()? {
            let ground = self.ground(year, anew, watch)?;
            self.look_at_year(year, &ground, &weights, &mut done, watch)?;
            self.put_in_order(year, &done, watch)?;
        }
        self.in_order(&weights)?;
        self.keep_failed(done.looked > 0 && done.fresh == 0)?;
        self.forget(&mut || if watch(progress(&done, 0)).is_break() { Err(cancelled()) } else { Ok(()) })?;
        Ok(done)
    }

    /// True where a run has begun here at any time.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(super) fn has_pre_reviewed(&self) -> Result<bool, Problem> {
        self.session.has_ground()
    }

    /// True where a run would look at something: targets are here that were not looked at, or by other tables or settings.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn needs_pre_review(&self) -> Result<bool, Problem> {
        for year in self.session.years()? {
            let Some(ground) = self.ground_as_it_is(year)? else { return Ok(true) };
            if !self.session.not_looked_at(year, ground.row, ItemId(0), 1)?.is_empty() {
                return Ok(true);
            }
        }
        self.out_of_order(&self.weights()?)
    }

    /// Held while targets are looked at, so that two processes do not make the same ground.
    fn lock_checks(&self) -> Result<Option<File>, Problem> {
        let mut name = self.session.path().as_os_str().to_owned();
        name.push(".check");
        let Ok(file) = OpenOptions::new().create(true).append(true).open(name) else { return Ok(None) };
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => Err(Problem::refused("problem-checks-running")),
            _ => Ok(Some(file)),
        }
    }

    /// The ground in force of a year, unless tables, settings or checks are others by now.
    fn ground_as_it_is(&self, year: u16) -> Result<Option<Ground>, Problem> {
        let (data, settings) = (self.session.published_digest(year)?, settings_digest(self.rulebook()));
        Ok(self.session.ground(year)?.filter(|ground| ground.data == data && ground.settings == settings))
    }

    /// The ground of a year as it is now; another one is made where anything changed.
    fn ground(&self, year: u16, anew: bool, watch: Watch<'_>) -> Result<Ground, Problem> {
        if let Some(ground) = self.ground_as_it_is(year)?.filter(|_| !anew) {
            return Ok(ground);
        }
        let settings = settings_digest(self.rulebook());
        let row = self.session.transaction(|session| {
            let data = session.published_digest(year)?;
            session.begin_ground(year, &data, &settings)
        })?;
        self.survey(year, row, watch)?;
        self.session.transaction(|session| session.finish_ground(row))?;
        self.session.ground(year)?.ok_or_else(|| Problem::internal("ground"))
    }

    /// Looks at the targets of a year that were not looked at by its ground.
    fn look_at_year(
        &self,
        year: u16,
        ground: &Ground,
        weights: &Weights,
        done: &mut PreReviewed,
        watch: Watch<'_>,
    ) -> Result<(), Problem> {
        let (fresh, all) = self.session.count_looked_at(year, ground.row)?;
        done.fresh += fresh;
        if fresh == all {
            return Ok(());
        }
        let total = done.looked + all - fresh;
        let beside = self.beside(year)?;
        let (mut after, mut rules, mut met) = (ItemId(0), Rules::default(), PeersMet::default());
        loop {
            let waiting = self.session.not_looked_at(year, ground.row, after, AT_ONCE)?;
            let Some(last) = waiting.last() else { return Ok(()) };
            after = last.item;
            let looked = self.look_at(&waiting, ground, beside, &mut met, weights)?;
            self.keep(&mut rules, &looked)?;
            for looked in &looked {
                done.looked += 1;
                done.found.errors += u64::from(looked.counts.errors);
                done.found.warnings += u64::from(looked.counts.warnings);
                done.found.infos += u64::from(looked.counts.infos);
            }
            if watch(progress(done, total)).is_break() {
                return Err(cancelled());
            }
        }
    }

    /// Looks at some targets of a year: what the database knows of them is read one by one, what is pure is done abreast.
    fn look_at(
        &self,
        waiting: &[Waiting],
        ground: &Ground,
        beside: Beside,
        met: &mut PeersMet,
        weights: &Weights,
    ) -> Result<Vec<Looked>, Problem> {
        let read = waiting.iter().map(|waiting| {
            let form = self.session.form(waiting.form)?;
            let partners = self.partners_beside(beside, form.project(), form.year)?;
            let around = self.around(Some(ground), waiting.form, form.year, partners)?;
            Ok((waiting.form, form, around))
        });
        let read = read.collect::<Result<Vec<_>, Problem>>()?;
        let (nothing, settings, book) = (Surroundings::default(), self.check_settings(), self.rulebook());
        let targets = abreast(read.iter().collect(), |(_, form, _)| Target::new(form, &nothing, settings));
        let known = read.iter().zip(&targets).map(|((row, _, around), target)| {
            let [peers, unit_costs] = self.peers(Some(ground), *row, target, met)?;
            Ok(around.view(peers, unit_costs))
        });
        let known = known.collect::<Result<Vec<_>, Problem>>()?;
        let amid = targets.into_iter().zip(&known).collect();
        let found = abreast(amid, |(target, known)| book.examine_target(&target.amid(known)));
        let weighed = read.iter().zip(found).map(|((form, _, around), (findings, failed))| {
            self.note_failed(failed);
            let returned = matches!(around.grade(), Some(Grade::Fair | Grade::Poor));
            let (counts, reasons) = weights.weigh(&findings, returned);
            Looked { form: *form, ground: ground.row, findings, counts, reasons }
        });
        Ok(weighed.collect())
    }

    /// Stores what was found, in slices.
    fn keep(&self, rules: &mut Rules, looked: &[Looked]) -> Result<(), Problem> {
        let mut next = 0;
        while next < looked.len() {
            let begun = Instant::now();
            next = self.session.transaction(|session| {
                let mut at = next;
                while let Some(looked) = looked.get(at).filter(|_| at == next || begun.elapsed() < SLICE) {
                    session.save_findings(rules, looked)?;
                    at += 1;
                }
                Ok(at)
            })?;
        }
        Ok(())
    }

    /// Forgets what belongs to forms and grounds that are no more.
    fn forget(&self, go_on: &mut dyn FnMut() -> Result<(), Problem>) -> Result<(), Problem> {
        while self.session.transaction(|session| session.forget_findings_of_others(AT_ONCE))? > 0 {
            go_on()?;
        }
        while self.session.transaction(|session| session.forget_old_grounds(10 * AT_ONCE))? > 0 {
            go_on()?;
        }
        Ok(())
    }
}

fn progress(done: &PreReviewed, total: u64) -> Progress {
    Progress { phase: "phase-checking", done: done.looked, total: (total > 0).then_some(total), rejects: 0 }
}

/// A step without a number.
fn progress_of(phase: &'static str) -> Progress {
    Progress { phase, done: 0, total: None, rejects: 0 }
}
