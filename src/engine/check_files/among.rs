//! What the files that are checked together say of each other: a budget list of its targets, targets of their self-evaluations.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use rust_decimal::Decimal;

use super::copied::copied;
use crate::exchange::ReadFile;
use crate::model::finding::Finding;
use crate::model::form::{Form, FormKind};
use crate::model::ids::ProjectKey;
use crate::model::money::Money;
use crate::model::problem::Problem;
use crate::model::score::ScoreRules;
use crate::rules::check::Surroundings;
use crate::rules::check::target::{Copied, decimal};
use crate::rules::evaluation::{self, Around, Evaluation, UnitScores, missing_evaluation};
use crate::rules::own::Rulebook;

/// A project in a year.
type Filed = (ProjectKey, u16);

/// What is known from the files together.
#[derive(Debug, Default)]
pub(super) struct Among {
    /// Amounts of budget lists.
    listed: BTreeMap<ProjectKey, Money>,
    /// Targets, where there are self-evaluations to hold against them.
    approved: BTreeMap<Filed, Form>,
    evaluated: BTreeSet<Filed>,
    years: BTreeSet<u16>,
    units: BTreeMap<(String, u16), UnitScores>,
    /// Passages that self-evaluations have in common with those of other departments.
    copied: BTreeMap<Filed, Vec<Copied>>,
}

impl Among {
    /// Looks over what was read.
    pub fn of(read: &[(PathBuf, Result<ReadFile, Problem>)], rulebook: &Rulebook, rules: &ScoreRules) -> Among {
        let mut among = Among::default();
        let tables = || read.iter().filter_map(|(_, file)| file.as_ref().ok()).flat_map(|file| &file.tables);
        let of_kind = |kind| tables().filter(move |table| table.kind == kind).flat_map(|table| &table.batch.forms);
        for (_, form) in of_kind(FormKind::BudgetList) {
            among.listed.extend(form.annual_funds().map(|amount| (form.project(), amount)));
        }
        for (_, form) in of_kind(FormKind::SelfEvaluation) {
            among.evaluated.insert((form.project(), form.year));
            among.years.insert(form.year);
            if let Some(total) = form.self_score.as_deref().and_then(decimal) {
                let unit = among.units.entry(unit_of(form)).or_default();
                unit.projects = unit.projects.saturating_add(1);
                unit.full = unit.full.saturating_add(u32::from(is_full(total, rules)));
            }
        }
        let evaluations = of_kind(FormKind::SelfEvaluation).map(|(_, form)| form);
        among.copied = copied(evaluations, rulebook.settings());
        for (_, form) in of_kind(FormKind::Target).filter(|(_, form)| among.years.contains(&form.year)) {
            among.approved.insert((form.project(), form.year), form.clone());
        }
        among
    }

    /// What is found on a target: by the checks of targets, and that its self-evaluation is missing where others of its year
    /// are there.
    pub fn examine_target(&self, form: &Form, rulebook: &Rulebook) -> (Vec<Finding>, Vec<Problem>) {
        let project = form.project();
        let around = Surroundings { listed: self.listed.get(&project).copied(), ..Surroundings::default() };
        let (mut findings, failed) = rulebook.examine(form, &around);
        if self.years.contains(&form.year) && !self.evaluated.contains(&(project, form.year)) {
            findings.extend(missing_evaluation(form, rulebook.settings()));
        }
        (findings, failed)
    }

    /// What is found on a self-evaluation.
    pub fn examine_evaluation(&self, form: &Form, rulebook: &Rulebook, rules: &ScoreRules) -> Vec<Finding> {
        let around = Around {
            approved: self.approved.get(&(form.project(), form.year)),
            unit: self.units.get(&unit_of(form)).copied(),
            copied: self.copied.get(&(form.project(), form.year)).cloned().unwrap_or_default(),
            ..Around::default()
        };
        evaluation::run(&Evaluation::new(form, &around, rulebook.settings(), rules))
    }
}

fn unit_of(form: &Form) -> (String, u16) {
    let name = if form.unit.name.is_empty() { &form.department.name } else { &form.unit.name };
    (name.clone(), form.year)
}

fn is_full(total: Decimal, rules: &ScoreRules) -> bool {
    total == rules.total
}
