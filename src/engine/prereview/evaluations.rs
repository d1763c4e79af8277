//! The checks of self-evaluations over a whole year: what takes all of them (how a unit stands, texts of other departments) is
//! surveyed once as their ground; then each is looked at. As with targets, a run that is stopped keeps what it looked at, and what
//! nothing has changed about is not looked at again.
//!
//! Which approved targets have no self-evaluation (E035) is no finding on a form and is asked for whenever it is told.

use std::collections::BTreeMap;

use super::spill::Spill;
use super::{AT_ONCE, FindingTotals, SLICE, progress_of};
use crate::engine::import::{Progress, Watch, cancelled};
use crate::engine::links::{LinkSide, partner_of, shown, target_side};
use crate::engine::spot_check::approved;
use crate::engine::workstation::Workstation;
use crate::model::finding::{CheckId, Finding, FindingCounts, Severity};
use crate::model::form::{Form, FormKind, Place as FormPlace};
use crate::model::ids::{ProjectKey, tagged_sha256};
use crate::model::link::{Decided, LinkedTable};
use crate::model::problem::{Problem, ProblemKind};
use crate::rules::check::around::party_key;
use crate::rules::check::target::{Copied, decimal, without_label};
use crate::rules::evaluation::{self, UnitScores, missing_evaluation};
use crate::store::batch::{FiledForm, FormRow};
use crate::store::evaluations::{LookedEvaluation, UnitLine};
use crate::store::findings::Rules;
use crate::store::ground::{Ground, GroundOf, GroundRow};

/// The check of self-evaluations that are not there.
const MISSING: &str = "E035";

/// What a run over self-evaluations did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EvaluationsChecked {
    /// The years that were looked at, the newest first.
    pub years: Vec<u16>,
    /// Self-evaluations looked at now.
    pub looked: u64,
    /// Those about which nothing had changed.
    pub fresh: u64,
    /// What was found on those looked at now.
    pub found: FindingTotals,
}

/// An approved target without a self-evaluation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithoutEvaluation {
    /// The target.
    pub target: LinkSide,
    /// What is said of it (E035).
    pub finding: Finding,
    /// File of the target.
    pub source: String,
    /// Where in it the target stands.
    pub place: FormPlace,
}

/// A self-evaluation that breaks rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flagged {
    /// The self-evaluation.
    pub evaluation: LinkSide,
    /// How much was found on it when it was last looked at.
    pub counts: FindingCounts,
}

/// What other self-evaluations say of one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::engine) struct Others {
    /// How those of its unit stand, itself included.
    pub unit: Option<UnitScores>,
    /// Passages that stand in those of other departments.
    pub copied: Vec<Copied>,
}

/// The text in which copies are looked for: what was done.
pub(in crate::engine) fn completion(form: &Form) -> Option<&str> {
    form.goal.actual.as_deref()
}

/// Digest of the unit of a self-evaluation; of its department, where it names none.
fn unit_key(form: &Form) -> Option<i64> {
    let unit = Some(form.unit.name.as_str()).filter(|name| !name.trim().is_empty());
    party_key(&form.department.name, unit)
}

fn count(findings: &[Finding]) -> FindingCounts {
    let mut counts = FindingCounts::default();
    for finding in findings.iter().filter(|finding| finding.charged_by.is_none()) {
        *match finding.severity {
            Severity::Error => &mut counts.errors,
            Severity::Warning => &mut counts.warnings,
            Severity::Info => &mut counts.infos,
        } += 1;
    }
    counts
}

impl Workstation {
    /// Looks at every self-evaluation of a year, or of all years, that was not looked at since its form, its recheck, the tables of
    /// its year, the settings or the checks changed; at all of them where `anew`. A run that is cancelled or killed keeps what it
    /// looked at, and the next one goes on there.
    ///
    /// # Errors
    /// When there are none, it is cancelled, another process is at it, or the station cannot write.
    pub fn check_evaluations(
        &self,
        year: Option<u16>,
        anew: bool,
        watch: Watch<'_>,
    ) -> Result<EvaluationsChecked, Problem> {
        if let Some(reason) = self.session.read_only() {
            return Err(Problem::new(ProblemKind::Unavailable, "problem-database-read-only").with("detail", reason));
        }
        let mut years = self.session.evaluated_years()?;
        years.retain(|known| year.is_none_or(|year| year == *known));
        if years.is_empty() {
            return Err(match year {
                Some(year) => Problem::refused("problem-no-evaluations-of-year").with("year", year),
                None => Problem::refused("problem-no-evaluations"),
            });
        }
        let _alone = self.lock_checks()?;
        self.session.transaction(|session| session.drop_unfinished_grounds())?;
        let mut done = EvaluationsChecked { years, ..EvaluationsChecked::default() };
        for year in done.years.clone() {
            let ground = self.evaluation_ground(year, anew, watch)?;
            self.look_at_evaluations(year, &ground, &mut done, watch)?;
        }
        let mut go_on = || if watch(told(&done, 0)).is_break() { Err(cancelled()) } else { Ok(()) };
        while self.session.transaction(|session| session.forget_findings_of_gone_evaluations(AT_ONCE))? > 0 {
            go_on()?;
        }
        self.forget(&mut go_on)?;
        Ok(done)
    }

    /// True where a run would look at something.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn needs_evaluation_checks(&self) -> Result<bool, Problem> {
        for year in self.session.evaluated_years()? {
            let Some(ground) = self.evaluation_ground_as_it_is(year)? else { return Ok(true) };
            if !self.session.evaluations_not_looked_at(year, ground.row, None, 1)?.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Projects of a year whose self-evaluation breaks rules, with how many: as they stood when they were last looked at. These may
    /// be examined in any case (reason `F` of a plan).
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn flagged(&self, year: u16) -> Result<BTreeMap<ProjectKey, u32>, Problem> {
        let mut flagged = BTreeMap::new();
        self.session.each_evaluation_with_errors(year, |project, _, counts| {
            flagged.insert(project, counts.errors);
            Ok(())
        })?;
        Ok(flagged)
    }

    /// The same with names, those with the most errors first, at most `limit`, and how many there are.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn flagged_most(&self, year: u16, limit: usize) -> Result<(Vec<Flagged>, u64), Problem> {
        let (mut found, mut total) = (Vec::new(), 0);
        self.session.each_evaluation_with_errors(year, |project, _, counts| {
            total += 1;
            if found.len() < limit {
                found.push((project, counts));
            }
            Ok(())
        })?;
        let mut flagged = Vec::with_capacity(found.len());
        for (project, counts) in found {
            let line = self.session.filed(FormKind::SelfEvaluation, year, project)?;
            flagged.extend(line.map(|line| Flagged { evaluation: shown(line), counts }));
        }
        Ok((flagged, total))
    }

    /// Approved targets of a year without a self-evaluation (E035), at most `limit`, and how many there are; of the newest year with
    /// self-evaluations when none is given. None where the place turned the check off, or nobody of the year has filed yet. Who
    /// filed under another code or name that is clearly meant has filed.
    ///
    /// # Errors
    /// When it is cancelled, or the database cannot be read.
    pub fn without_evaluation(
        &self,
        year: Option<u16>,
        limit: usize,
        watch: Watch<'_>,
    ) -> Result<(Vec<WithoutEvaluation>, u64), Problem> {
        let years = self.session.evaluated_years()?;
        let year = year.filter(|year| years.contains(year)).or(years.first().copied().filter(|_| year.is_none()));
        let (mut found, mut total) = (Vec::new(), 0_u64);
        let off = self.check_settings().checks.get(&CheckId::from(MISSING)).is_some_and(|change| change.off);
        let Some(year) = year.filter(|_| !off) else { return Ok((found, total)) };
        let mut missing = |target: ProjectKey| -> Result<(), Problem> {
            if partner_of(&self.session, target, year, LinkedTable::SelfEvaluation)?.is_some() {
                return Ok(());
            }
            let forms = self.session.filed_forms(target, year, FormKind::Target)?;
            let Some(filed) = forms.last() else { return Ok(()) };
            if found.len() >= limit {
                total += 1;
                return Ok(());
            }
            let form = self.session.form(filed.row)?;
            let finding = missing_evaluation(&form, self.check_settings());
            if let (Some(finding), Some(side)) = (finding, target_side(&self.session, year, target)?) {
                total += 1;
                let (source, place) = (filed.source.clone(), filed.place.clone());
                found.push(WithoutEvaluation { target: side, finding, source, place });
            }
            Ok(())
        };
        // Those whose own form a person gave to another.
        for (project, decided) in self.session.link_decisions(LinkedTable::SelfEvaluation, year)? {
            let away = match decided {
                Decided::To(target) => target != project,
                Decided::Nobody | Decided::Contested => true,
            };
            let filed_both = self.session.filed(FormKind::SelfEvaluation, year, project)?.is_some();
            if away && filed_both {
                missing(project)?;
            }
        }
        let mut after = None;
        loop {
            let targets = self.session.targets_without_own_evaluation(year, after, AT_ONCE)?;
            let Some(last) = targets.last() else { break };
            after = Some(*last);
            for target in &targets {
                missing(*target)?;
            }
            if watch(progress_of("phase-missing-evaluations")).is_break() {
                return Err(cancelled());
            }
        }
        Ok((found, total))
    }

    /// What other self-evaluations say of one, as it stood when the year was last looked over; nothing where it never was.
    pub(in crate::engine) fn other_evaluations(
        &self,
        ground: Option<&Ground>,
        row: FormRow,
        form: &Form,
    ) -> Result<Others, Problem> {
        let Some(ground) = ground else { return Ok(Others::default()) };
        let mut others = Others::default();
        if let Some(key) = unit_key(form) {
            let line = self.session.unit_score(ground.row, key)?;
            others.unit = line.map(|line| UnitScores { projects: line.projects, full: line.full });
        }
        for line in self.session.copied(ground.row, row)? {
            let head = self.session.form_head(line.other)?;
            let (department, project) = (head.department.name, head.name);
            others.copied.push(Copied { department, project, passage: line.passage });
        }
        // By what they say, not by when they came.
        others.copied.sort_by(|a, b| (&a.department, &a.project).cmp(&(&b.department, &b.project)));
        Ok(others)
    }

    fn evaluation_ground_as_it_is(&self, year: u16) -> Result<Option<Ground>, Problem> {
        let (data, settings) = (self.session.published_digest_since(year, year)?, self.evaluation_settings());
        let ground = self.session.ground_of(GroundOf::Evaluations, year)?;
        Ok(ground.filter(|ground| ground.data == data && ground.settings == settings))
    }

    /// Digest of everything of the program and the profile that a finding on a self-evaluation depends on.
    fn evaluation_settings(&self) -> [u8; 32] {
        let checks: String = evaluation::all().map(|check| format!("{}/{} ", check.id, check.version)).collect();
        // The settings are ordered maps and plain values: the same settings print the same.
        let settings = format!("{:?} {:?}", self.check_settings(), self.score_rules());
        let parts = [env!("CARGO_PKG_VERSION").as_bytes(), checks.as_bytes(), settings.as_bytes()];
        tagged_sha256("wx-evaluation-checks-1", &parts)
    }

    fn evaluation_ground(&self, year: u16, anew: bool, watch: Watch<'_>) -> Result<Ground, Problem> {
        if let Some(ground) = self.evaluation_ground_as_it_is(year)?.filter(|_| !anew) {
            return Ok(ground);
        }
        let settings = self.evaluation_settings();
        let row = self.session.transaction(|session| {
            let data = session.published_digest_since(year, year)?;
            session.begin_ground_of(GroundOf::Evaluations, year, &data, &settings)
        })?;
        self.survey_evaluations(year, row, watch)?;
        self.session.transaction(|session| session.finish_ground(row))?;
        self.session
            .ground_of(GroundOf::Evaluations, year)?
            .ok_or_else(|| Problem::internal("ground of self-evaluations"))
    }

    /// The self-evaluation of a project in force.
    fn evaluation_of(&self, project: ProjectKey, year: u16) -> Result<Option<FiledForm>, Problem> {
        Ok(self.session.filed_forms(project, year, FormKind::SelfEvaluation)?.pop())
    }

    /// Reads the self-evaluations of a year once: how each unit stands, and what was copied. Units are counted in memory: a year has
    /// thousands of them, not millions.
    fn survey_evaluations(&self, year: u16, ground: GroundRow, watch: Watch<'_>) -> Result<(), Problem> {
        let mut units: BTreeMap<i64, UnitLine> = BTreeMap::new();
        let mut prints = Spill::beside(self.database())?;
        let full = self.score_rules().total;
        let mut after = None;
        loop {
            let projects = self.session.evaluations_not_looked_at(year, GroundRow(-1), after, AT_ONCE)?;
            let Some(last) = projects.last() else { break };
            after = Some(*last);
            for project in &projects {
                let Some(filed) = self.evaluation_of(*project, year)? else { continue };
                let form = self.session.form(filed.row)?;
                let total = form.self_score.as_deref().and_then(decimal);
                if let (Some(key), Some(total)) = (unit_key(&form), total) {
                    let unit = units.entry(key).or_insert(UnitLine { key, projects: 0, full: 0 });
                    unit.projects = unit.projects.saturating_add(1);
                    unit.full = unit.full.saturating_add(u32::from(total == full));
                }
                let text = completion(&form).map(without_label).unwrap_or_default();
                self.give_prints(filed.row, &form, &text, &mut prints)?;
            }
            if watch(progress_of("phase-surroundings")).is_break() {
                return Err(cancelled());
            }
        }
        let units: Vec<UnitLine> = units.into_values().collect();
        self.in_slices(&units, |session, line| session.save_unit_score(ground, line))?;
        let mut go_on = |phase| if watch(progress_of(phase)).is_break() { Err(cancelled()) } else { Ok(()) };
        self.find_copies(ground, prints, completion, &mut go_on)
    }

    fn look_at_evaluations(
        &self,
        year: u16,
        ground: &Ground,
        done: &mut EvaluationsChecked,
        watch: Watch<'_>,
    ) -> Result<(), Problem> {
        let (fresh, all) = self.session.count_evaluations_looked_at(year, ground.row)?;
        done.fresh += fresh;
        let total = done.looked + all - fresh;
        let (mut after, mut rules) = (None, Rules::default());
        loop {
            let waiting = self.session.evaluations_not_looked_at(year, ground.row, after, AT_ONCE)?;
            let Some(last) = waiting.last() else { return Ok(()) };
            after = Some(*last);
            let mut looked = Vec::with_capacity(waiting.len());
            for project in &waiting {
                let Some(filed) = self.evaluation_of(*project, year)? else { continue };
                let form = self.session.form(filed.row)?;
                let approved = approved(&self.session, *project, year)?;
                let state = self.session.recheck(filed.version)?;
                let others = self.other_evaluations(Some(ground), filed.row, &form)?;
                let findings = self.found_on(&form, approved.as_ref(), &state, others);
                let counts = count(&findings);
                let (project, form) = (*project, filed.row);
                looked.push(LookedEvaluation { project, year, form, ground: ground.row, findings, counts });
            }
            self.keep_evaluations(&mut rules, &looked)?;
            for LookedEvaluation { counts, .. } in &looked {
                done.looked += 1;
                done.found.errors += u64::from(counts.errors);
                done.found.warnings += u64::from(counts.warnings);
                done.found.infos += u64::from(counts.infos);
            }
            if watch(told(done, total)).is_break() {
                return Err(cancelled());
            }
        }
    }

    /// Stores what was found, in slices, so that acts get between them.
    fn keep_evaluations(&self, rules: &mut Rules, looked: &[LookedEvaluation]) -> Result<(), Problem> {
        let mut next = 0;
        while next < looked.len() {
            let begun = std::time::Instant::now();
            next = self.session.transaction(|session| {
                let mut at = next;
                while let Some(looked) = looked.get(at).filter(|_| at == next || begun.elapsed() < SLICE) {
                    session.save_evaluation_findings(rules, looked)?;
                    at += 1;
                }
                Ok(at)
            })?;
        }
        Ok(())
    }
}

fn told(done: &EvaluationsChecked, total: u64) -> Progress {
    Progress { phase: "phase-checking", done: done.looked, total: (total > 0).then_some(total), rejects: 0 }
}
