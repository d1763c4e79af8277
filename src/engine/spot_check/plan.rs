//! Which self-evaluations a year has, and how many of which department would be drawn: what is sealed before anybody knows the
//! seed.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use num_rational::BigRational;
use num_traits::Zero;
use rust_decimal::Decimal;
use unicode_normalization::UnicodeNormalization as _;

use super::further::{self, StagesTold};
use super::results::Inflated;
use super::rotation::{Rotation, RotationAsk};
use crate::engine::abreast::abreast;
use crate::engine::import::{Progress, Watch, cancelled};
use crate::engine::workstation::Workstation;
use crate::model::draw::{StagePlan, UnitReason, UnitStatus};
use crate::model::form::Form;
use crate::model::ids::{EventId, ProjectKey, VersionId};
use crate::model::money::Money;
use crate::model::problem::Problem;
use crate::rules::bounds;
pub use crate::rules::draw::certainty::Exclusion;
use crate::rules::draw::certainty::SealUnit;
use crate::rules::draw::exclusions::{self, LeftOut};
use crate::rules::draw::fraction;
use crate::rules::draw::full_plan::FullPlan;
use crate::rules::draw::seal::{Quota, SealOptions, Sealed};
use crate::rules::estimate::planning;
use crate::rules::score::own_points;
use crate::store::sample::EvaluatedUnit;

/// One-sided risk of the statements: they hold with 95 %.
pub(super) const RISK: Decimal = Decimal::from_parts(5, 0, 0, false, 2);

/// The share of bad ones that a department's clean sample should be able to exclude.
pub const LIMIT: Decimal = Decimal::from_parts(2, 0, 0, false, 1);

/// What a person plans. The default is the duty: a tenth of all, drawn at random, one of each department at least.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleAsk {
    /// Fiscal year of the self-evaluations; `None` is the newest.
    pub year: Option<u16>,
    /// Share that has to be examined, as typed: `10%`, `0.1` or `1/10`.
    pub rate: String,
    /// At least so many of each department.
    pub minimum: u64,
    /// At least so many of single departments, by name.
    pub floors: BTreeMap<String, u64>,
    /// From this amount on a project is examined in any case.
    pub cutoff: Option<Money>,
    /// Codes or names of projects that offices recommend (业务处室推荐).
    pub recommended: Vec<String>,
    /// Examined in any case where the points filed lie this far above those recomputed from the department's own figures.
    pub flagged_from: Option<Decimal>,
    /// Examined in any case where the last draw that is done found the unit to score itself too high.
    pub inflated: bool,
    /// Left out: code or name, why, in which words.
    pub excluded: Vec<(String, UnitReason, String)>,
    /// Where the seed will come from, in this order.
    pub sources: Vec<String>,
    /// Whoever is due by rotation is examined in any case.
    pub rotation: Option<RotationAsk>,
    /// When one draws on, declared before anything is known.
    pub stages: Option<StagePlan>,
    /// Only what came after the tranches that were drawn (补报).
    pub late: bool,
    /// Share of what is drawn at random that two re-verify independently, as typed; empty for none.
    pub second: String,
}

impl Default for SampleAsk {
    fn default() -> Self {
        SampleAsk {
            year: None,
            rate: "10%".to_owned(),
            minimum: 1,
            floors: BTreeMap::new(),
            cutoff: None,
            recommended: Vec::new(),
            flagged_from: None,
            inflated: false,
            excluded: Vec::new(),
            sources: Vec::new(),
            rotation: None,
            stages: None,
            late: false,
            second: String::new(),
        }
    }
}

impl SampleAsk {
    /// What is decided beside how many are drawn.
    pub(super) fn full_plan(&self) -> Result<FullPlan, Problem> {
        let text = self.second.trim();
        let second_share = Some(text.to_owned()).filter(|text| !text.is_empty());
        let plan = FullPlan { second_share, ..FullPlan::default() };
        // A share of nothing is none.
        Ok(if plan.second()?.is_zero() { FullPlan::default() } else { plan })
    }
}

/// How a department would be drawn, and what that could prove.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedDepartment {
    /// Its name.
    pub stratum: String,
    /// Its self-evaluations, those left out too.
    pub units: u64,
    /// Examined in any case.
    pub certain: u64,
    /// In the random frame.
    pub frame: u64,
    /// Drawn of these.
    pub drawn: u64,
    /// If all that is drawn is good: with 95 % no more than so many of the frame are bad, and the same in percent.
    pub at_most: (u64, Decimal),
    /// So many have to be drawn, and all be good, before one may say that at most [`LIMIT`] of the frame is bad.
    pub needs: u64,
}

impl PlannedDepartment {
    /// What is drawn proves little about this department: even if all of it is good.
    pub fn is_weak(&self) -> bool {
        self.drawn < self.needs
    }
}

/// What would be sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SamplePlan {
    /// Fiscal year.
    pub year: u16,
    /// How the numbers came about.
    pub quota: Quota,
    /// Departments by name.
    pub departments: Vec<PlannedDepartment>,
    /// Units that will be examined: the load.
    pub examined: u64,
    /// Drawn at random, in percent of all, two places, cut off: what is judged.
    pub rate_random: String,
    /// The same with what is examined in any case.
    pub rate_all: String,
    /// If everything drawn is good: with 95 % no more than so many of the whole frame are bad, and in percent.
    pub at_most: (u64, Decimal),
    /// Self-evaluations without an approved target of the same project.
    pub without_target: u64,
    /// Units that scored themselves too high by an earlier draw, where that was asked for, and how many projects they have now.
    pub inflated: Option<(Inflated, u64)>,
    /// Recommended or excluded names that no self-evaluation has.
    pub unknown: Vec<String>,
    /// Which tranche it is, from 1.
    pub tranche: u64,
    /// Who falls due when, where the plan rotates.
    pub rotation: Option<Rotation>,
    /// The declared looks, with the first as it is planned, and their whole risk.
    pub stages: Option<StagesTold>,
    /// Of what is drawn at random, so many are re-verified by two independently.
    pub second: u64,
}

impl SamplePlan {
    /// Departments about which the draw proves little, the weakest first.
    pub fn weak(&self) -> Vec<&PlannedDepartment> {
        let mut weak: Vec<&PlannedDepartment> = self.departments.iter().filter(|one| one.is_weak()).collect();
        weak.sort_by(|left, right| right.at_most.1.cmp(&left.at_most.1).then(left.stratum.cmp(&right.stratum)));
        weak
    }

    /// Floors that would let every department be spoken of: what is asked already, and what the weak ones need.
    pub fn topped_up(&self, floors: &BTreeMap<String, u64>) -> BTreeMap<String, u64> {
        let mut floors = floors.clone();
        floors.extend(self.weak().into_iter().map(|one| (one.stratum.clone(), one.needs)));
        floors
    }
}

/// A plan with what is to be kept of it.
pub(super) struct Planned {
    pub plan: SamplePlan,
    pub sealed: Sealed,
    /// Which self-evaluation each key is.
    pub units: BTreeMap<String, (ProjectKey, VersionId)>,
    /// The tranche before.
    pub parent: Option<EventId>,
    /// What was left out, with grounds.
    pub left_out: Vec<LeftOut>,
}

/// The most that can still be bad if nothing bad was found.
pub(super) fn at_most(frame: u64, drawn: u64) -> (u64, Decimal) {
    let most = bounds::upper(frame, drawn, 0, RISK).unwrap_or(frame);
    (most, bounds::percent(most, frame, true))
}

/// `10.54` of 600 in 5,688: two places, cut off, because a duty is met or not.
pub(super) fn rate(part: u64, whole: u64) -> String {
    if whole == 0 {
        return "0.00".to_owned();
    }
    let hundredths = u128::from(part) * 10_000 / u128::from(whole);
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

fn share(text: &str) -> Result<BigRational, Problem> {
    let share = fraction::read_share(text).filter(|share| !share.is_zero());
    share.ok_or_else(|| Problem::refused("problem-sample-rate").with("value", text))
}

/// Keys of units, as they are sealed: the code where it is there and nobody else's, else the project's identity.
fn keys(units: &[EvaluatedUnit]) -> Vec<String> {
    // In the composed form (NFC), as populations spell their keys.
    let code = |unit: &EvaluatedUnit| unit.code.as_deref().map(|code| code.trim().nfc().collect::<String>());
    let printed: Vec<Option<String>> = units.iter().map(code).collect();
    let mut codes: BTreeMap<&str, u32> = BTreeMap::new();
    for code in printed.iter().flatten() {
        *codes.entry(code).or_default() += 1;
    }
    let own = |code: &&String| {
        let plain = !code.is_empty() && code.len() <= 120 && !code.chars().any(char::is_control);
        plain && codes.get(code.as_str()) == Some(&1)
    };
    let key = |(unit, code): (&EvaluatedUnit, &Option<String>)| {
        code.as_ref().filter(own).cloned().unwrap_or_else(|| unit.project.to_string())
    };
    units.iter().zip(&printed).map(key).collect()
}

pub(super) fn stratum(unit: &EvaluatedUnit) -> String {
    let name = unit.department.trim();
    // Without a department they are one stratum of their own.
    if name.is_empty() { "-".to_owned() } else { name.replace('|', "/") }
}

impl Workstation {
    /// What would be drawn and what that could prove. Writes nothing.
    ///
    /// # Errors
    /// When there are no self-evaluations, a number cannot be meant, or the plan cannot be met.
    pub fn plan_sample(&self, ask: &SampleAsk) -> Result<SamplePlan, Problem> {
        self.plan_sample_watched(ask, &mut |_| ControlFlow::Continue(()))
    }

    /// The same, told how far it is; of a million it takes its time.
    ///
    /// # Errors
    /// As [`Workstation::plan_sample`], and when it is stopped.
    pub fn plan_sample_watched(&self, ask: &SampleAsk, watch: Watch<'_>) -> Result<SamplePlan, Problem> {
        Ok(self.planned(ask, watch)?.plan)
    }

    pub(super) fn planned(&self, ask: &SampleAsk, watch: Watch<'_>) -> Result<Planned, Problem> {
        let newest = self.session.evaluated_years()?.first().copied();
        let year = ask.year.or(newest).ok_or_else(|| Problem::refused("problem-sample-nothing"))?;
        let total = self.session.count_evaluated(year)?;
        let mut found = Vec::new();
        self.session.each_evaluated(year, |unit| {
            go_on(watch, "phase-reading-units", found.len(), total)?;
            found.push(unit);
            Ok(())
        })?;
        if found.is_empty() {
            return Err(Problem::refused("problem-sample-nothing-of-year").with("year", year));
        }
        // Keys are told off before anything is left out: a code that another one has, too, names nobody.
        let mut keys = keys(&found);
        let tranche = self.tranche(year, ask.late)?;
        tranche.keep_late(&mut found, &mut keys)?;
        let rotation = ask.rotation.map(|rotation| self.rotation(Some(year), rotation)).transpose()?;
        let inflated = if ask.inflated { Some(self.inflated_before(year)?) } else { None };
        let mut of_inflated = 0;
        let by = self.me().map(|me| me.name.clone()).unwrap_or_default();
        // Looked up by name, because lists may be as long as the population.
        let recommended: BTreeSet<&str> = ask.recommended.iter().map(String::as_str).collect();
        let mut excluded: BTreeMap<&str, (UnitReason, &str)> = BTreeMap::new();
        for (text, reason, ground) in &ask.excluded {
            excluded.entry(text).or_insert((*reason, ground));
        }
        let mut named: BTreeSet<&str> = BTreeSet::new();
        let mut units = Vec::with_capacity(found.len());
        let mut without_target = 0;
        // In slices, so that no more forms are held than are looked at.
        const SLICE: usize = 512;
        let mut far_above = Vec::new();
        for (at, (unit, key)) in found.iter().zip(&keys).enumerate() {
            go_on(watch, "phase-sorting-units", at, total)?;
            if at.is_multiple_of(SLICE) {
                far_above = self.far_above(found.iter().skip(at).take(SLICE), ask.flagged_from)?;
            }
            let is_far_above = far_above.get(at % SLICE).copied().unwrap_or(false);
            let names = [Some(key.as_str()), unit.code.as_deref(), Some(unit.name.as_str())];
            let is_recommended =
                names.iter().flatten().filter_map(|name| recommended.get(name)).map(|name| named.insert(name));
            let is_recommended = is_recommended.count() > 0;
            let mut exclusion = None;
            for (name, left_out) in names.iter().flatten().filter_map(|name| excluded.get_key_value(name)) {
                named.insert(name);
                exclusion = exclusion.or(Some(left_out));
            }
            without_target += u64::from(!unit.has_target);
            let high = inflated.as_ref().is_some_and(|known| known.holds(&unit.department, &unit.unit));
            of_inflated += u64::from(high);
            units.push(SealUnit {
                key: key.clone(),
                stratum: tranche.stratum(stratum(unit)),
                amount: unit.amount.unwrap_or_default(),
                recommended: is_recommended,
                flagged: high || is_far_above,
                due: rotation.as_ref().is_some_and(|rotation| rotation.is_due(unit)),
                excluded: exclusion.map(|(reason, ground)| Exclusion {
                    reason: *reason,
                    ground: (*ground).to_owned(),
                    by: by.clone(),
                }),
            });
        }
        let wanted = ask.recommended.iter().chain(ask.excluded.iter().map(|(text, ..)| text));
        let unknown = wanted.filter(|text| !named.contains(text.as_str())).cloned().collect();
        let second = self.full_plan_of(ask, tranche.parent())?.second()?;
        let options = SealOptions {
            rate: share(&ask.rate)?,
            second_share: second.clone(),
            cutoff: ask.cutoff,
            minimum: ask.minimum,
            floors: ask.floors.iter().map(|(name, floor)| (tranche.stratum(name.clone()), *floor)).collect(),
            ..SealOptions::default()
        };
        let sealed = tranche.seal(&units, &options)?;
        let mut plan = told(year, &sealed, without_target, unknown);
        plan.inflated = inflated.map(|inflated| (inflated, of_inflated));
        plan.second = fraction::ceil_of(&second, plan.quota.random);
        plan.tranche = tranche.number;
        plan.stages = ask.stages.as_ref().map(|stages| further::stages_told(stages, &plan.quota)).transpose()?;
        plan.rotation = rotation;
        let left_out = exclusions::of(&units);
        let units = keys.into_iter().zip(found.iter().map(|unit| (unit.project, unit.version))).collect();
        Ok(Planned { plan, sealed, units, left_out, parent: tranche.parent() })
    }

    /// Of which units the points filed lie so far above those that the department's own figures give; none where that is not
    /// asked. Forms are read one after the other, their points are told on every core.
    fn far_above<'u>(
        &self,
        units: impl Iterator<Item = &'u EvaluatedUnit>,
        from: Option<Decimal>,
    ) -> Result<Vec<bool>, Problem> {
        let Some(from) = from else { return Ok(Vec::new()) };
        let forms = units.map(|unit| self.session.form(unit.form)).collect::<Result<Vec<_>, _>>()?;
        let rules = self.score_rules();
        let is_far_above = |form: Form| {
            let points = own_points(&form, rules);
            points.self_score.is_some_and(|filed| filed - points.own >= from)
        };
        Ok(abreast(forms, is_far_above))
    }
}

/// Tells how far it is; refuses when it is to stop. Asked now and then, because asking for each of a million takes its time.
pub(super) fn go_on(watch: Watch<'_>, phase: &'static str, done: usize, total: u64) -> Result<(), Problem> {
    const SLICE: usize = 256;
    let progress = Progress { phase, done: done as u64, total: Some(total), rejects: 0 };
    match done.is_multiple_of(SLICE) && watch(progress).is_break() {
        true => Err(cancelled()),
        false => Ok(()),
    }
}

fn told(year: u16, sealed: &Sealed, without_target: u64, unknown: Vec<String>) -> SamplePlan {
    let quota = sealed.quota.clone();
    let mut counts: BTreeMap<&str, [u64; 2]> = BTreeMap::new();
    for unit in &sealed.population.units {
        let count = counts.entry(&unit.stratum).or_default();
        count[0] += 1;
        count[1] += u64::from(unit.status == UnitStatus::Certainty);
    }
    let planned: BTreeMap<&str, (u64, u64)> =
        sealed.plan.strata.iter().map(|row| (row.stratum.as_str(), (row.frame, row.drawn))).collect();
    let departments = counts
        .into_iter()
        .map(|(stratum, [units, certain])| {
            let (frame, drawn) = planned.get(stratum).copied().unwrap_or_default();
            PlannedDepartment {
                stratum: stratum.to_owned(),
                units,
                certain,
                frame,
                drawn,
                at_most: at_most(frame, drawn),
                needs: planning::clean_size(frame, LIMIT, RISK).unwrap_or(frame),
            }
        })
        .collect();
    SamplePlan {
        year,
        departments,
        examined: quota.random + quota.certainty,
        rate_random: rate(quota.random, quota.all),
        rate_all: rate(quota.random + quota.certainty, quota.all),
        at_most: at_most(quota.frame, quota.random),
        without_target,
        inflated: None,
        unknown,
        second: 0,
        quota,
        tranche: 1,
        rotation: None,
        stages: None,
    }
}
