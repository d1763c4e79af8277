//! The spot check (抽查复核): which self-evaluations were drawn, what was found of each, what their points are.
//!
//! A recheck speaks of the version of the self-evaluation that was drawn. Points are recomputed whenever they are looked at
//! ([`crate::rules::score`]) from what stands in the log; only the result of a finished recheck is an event, with the rules by
//! which it came about. Deliberately absent: words for people (a row's rule names its message and brings its numbers).

mod acts;
pub mod asked;
pub mod draw;
pub mod further;
pub mod late;
pub mod page;
pub mod papers;
pub mod plan;
pub mod publish;
pub mod replace;
pub mod reports;
pub mod requests;
pub mod results;
pub mod rotation;
pub mod second;
mod standing;
mod storing;

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;

pub(super) use self::acts::body_of;
use self::second::SecondView;
pub(super) use self::second::{hidden, may_take_back};
pub use self::standing::Place;
use super::links::target_of_evaluation;
use super::load::the_one;
use super::prereview::Others;
use super::workstation::Workstation;
use crate::model::event::Subject;
use crate::model::finding::{Finding, FindingCounts};
use crate::model::form::{Form, FormKind};
use crate::model::ids::{EventId, PersonId, ProjectKey, VersionId};
use crate::model::money::{Money, MoneyUnit};
use crate::model::problem::Problem;
use crate::model::recheck::{
    EvidencePaper, FoundRow, Outcome, RecheckLine, RecheckState, RecheckStatus, Verified as Found,
};
use crate::model::review::{Heads, Settled};
use crate::model::score::{EXECUTION_ROW, Recomputed, RowCheck, ScoreRules, Verified, VerifiedFunds};
use crate::rules::evaluation::{self, Around, Evaluation};
use crate::rules::score::recompute;
use crate::store::Session;
use crate::store::batch::FormRow;
use crate::store::ground::GroundOf;

/// One act of a recheck. `seen`: the heads of the field on screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecheckAct {
    /// What was found of a row, with the papers that prove it.
    Verify { on: Subject, seen: Vec<EventId>, found: Found, evidence: Vec<EventId>, note: String },
    /// A paper.
    AddEvidence { on: Subject, paper: EvidencePaper },
    /// The unit could not be, or need not be, rechecked.
    SetOutcome { on: Subject, seen: Vec<EventId>, outcome: Outcome, reason: String },
    /// All rows are decided: score, grade and deviation become the result.
    Finish { on: Subject, seen: Vec<EventId>, note: String },
    /// One's own result taken back, so that rows can be changed.
    Reopen { on: Subject, reason: String },
    /// The second person agrees or sends it back.
    Check { on: Subject, of: EventId, agrees: bool, reason: String },
    /// The unit objects.
    Object { on: Subject, of: EventId, text: String },
    /// What became of the objection.
    AnswerObjection { on: Subject, of: EventId, upheld: bool, reason: String },
    /// Two people are to find it out independently.
    AskSecond { on: Subject, reason: String },
    /// There is no second person: one is enough.
    ReleaseSecond { on: Subject, reason: String },
    /// What counts where the two differ: of a row, or of what became of the visit. `of`: what was compared on screen.
    Settle { on: Subject, seen: Vec<EventId>, of: Vec<EventId>, by: SettleBy, evidence: Vec<EventId>, reason: String },
}

/// What a difference is settled by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettleBy {
    /// What the one said who was done first.
    First,
    /// What the other said.
    Second,
    /// Something else, of a row.
    Other(Found),
}

impl RecheckAct {
    /// What the act is about.
    pub fn subject(&self) -> &Subject {
        match self {
            RecheckAct::Verify { on, .. }
            | RecheckAct::AddEvidence { on, .. }
            | RecheckAct::SetOutcome { on, .. }
            | RecheckAct::Finish { on, .. }
            | RecheckAct::Reopen { on, .. }
            | RecheckAct::Check { on, .. }
            | RecheckAct::Object { on, .. }
            | RecheckAct::AnswerObjection { on, .. }
            | RecheckAct::AskSecond { on, .. }
            | RecheckAct::ReleaseSecond { on, .. }
            | RecheckAct::Settle { on, .. } => on,
        }
    }
}

/// The rechecks of one year.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RecheckList {
    /// The year; `None` where no self-evaluation is here at all.
    pub year: Option<u16>,
    /// Years with self-evaluations, the newest first.
    pub years: Vec<u16>,
    /// Number of self-evaluations of the year.
    pub evaluated: u64,
    /// Percent of them that must be drawn at random, by the profile.
    pub least: Decimal,
    /// How much the checks found on those that are listed, where they looked.
    pub found: BTreeMap<ProjectKey, FindingCounts>,
    /// By stratum, the random part first and in the order of its tickets.
    pub lines: Vec<RecheckLine>,
    /// How many stand how.
    pub counts: BTreeMap<RecheckStatus, u64>,
    /// Other years that have rechecks to be done, the newest first, with their number.
    pub elsewhere: Vec<(u16, u64)>,
}

/// One recheck with everything a person needs to go on with it.
#[derive(Debug, Clone, PartialEq)]
pub struct RecheckView {
    /// How it stands.
    pub line: RecheckLine,
    /// The self-evaluation.
    pub form: Arc<Form>,
    /// The approved target of the project, where it is here.
    pub approved: Option<Arc<Form>>,
    /// What was said, as far as the person who works here may see it.
    pub state: RecheckState,
    /// The independent second review, where one is wanted.
    pub second: Option<SecondView>,
    /// Its points, three times.
    pub scored: Recomputed,
    /// What the automatic checks of self-evaluations find on it, with what is known by now.
    pub findings: Vec<Finding>,
    /// Names of those who said something.
    pub names: BTreeMap<PersonId, String>,
    /// Who works here.
    pub me: Option<PersonId>,
    /// Whose place it took, or who takes its place.
    pub place: Place,
}

impl RecheckView {
    /// What an act on a row, or on the whole, speaks of.
    pub fn subject(&self, row: Option<u32>) -> Subject {
        Subject { project: self.line.project, year: self.line.year, version: self.line.version, row }
    }

    /// What stands for a row: one's own finding where people differ.
    pub fn found(&self, row: u32) -> Option<&FoundRow> {
        in_force(self.state.rows.get(&row)?, self.me.as_ref())
    }

    /// The heads of a row's field.
    pub fn seen(&self, row: u32) -> Vec<EventId> {
        self.state.rows.get(&row).map(Heads::events).unwrap_or_default()
    }
}

fn in_force<'a>(heads: &'a Heads<FoundRow>, me: Option<&PersonId>) -> Option<&'a FoundRow> {
    let mine = heads.0.iter().find(|head| Some(&head.author) == me);
    mine.or_else(|| heads.0.iter().max_by_key(|head| (head.at, head.event))).map(|head| &head.value)
}

/// What was found, as the rules of scoring want it.
pub(super) fn verified(state: &RecheckState, me: Option<&PersonId>) -> Verified {
    let mut verified = Verified::default();
    for (&row, heads) in &state.rows {
        let Some(found) = in_force(heads, me) else { continue };
        if row == EXECUTION_ROW {
            verified.funds = Some(VerifiedFunds {
                adjusted: None,
                executed: match &found.verified {
                    Found::Value(text) => spent(text),
                    Found::Agrees | Found::NoEvidence | Found::NotApplicable => None,
                },
            });
            continue;
        }
        verified.rows.insert(
            row,
            match &found.verified {
                Found::Agrees => RowCheck::Agrees,
                Found::Value(value) => RowCheck::Value(value.clone()),
                Found::NoEvidence => RowCheck::NoEvidence,
                Found::NotApplicable => RowCheck::Dropped,
            },
        );
    }
    verified
}

/// Spending as typed: in 万元 unless another unit stands with it, as forms print it.
fn spent(text: &str) -> Option<Money> {
    Money::read(text, MoneyUnit::TenThousandYuan).filter(|money| money.0 >= 0)
}

/// The self-evaluation of this version.
fn self_evaluation(session: &Session, version: VersionId) -> Result<(FormRow, Form), Problem> {
    let row = session.form_row(version)?;
    let found = row.map(|row| session.form(row).map(|form| (row, form))).transpose()?;
    found
        .filter(|(_, form)| form.kind == FormKind::SelfEvaluation)
        .ok_or_else(|| Problem::refused("problem-no-self-evaluation"))
}

/// The approved target of a self-evaluation.
pub(super) fn approved(session: &Session, project: ProjectKey, year: u16) -> Result<Option<Form>, Problem> {
    let Some(project) = target_of_evaluation(session, project, year)? else { return Ok(None) };
    let row = session.form_in_force(project, year, FormKind::Target)?;
    row.map(|row| session.form(row)).transpose()
}

fn points(
    form: &Form,
    approved: Option<&Form>,
    state: &RecheckState,
    me: Option<&PersonId>,
    rules: &ScoreRules,
) -> Recomputed {
    recompute(form, approved, &verified(state, me), rules)
}

impl Workstation {
    /// The rechecks of a year; without one, of the newest year that has self-evaluations.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn rechecks(&self, year: Option<u16>) -> Result<RecheckList, Problem> {
        let years = self.session.evaluated_years()?;
        let Some(year) = year.or(years.first().copied()) else { return Ok(RecheckList::default()) };
        let mut lines = self.session.recheck_lines(year)?;
        let beyond = standing::beyond(&lines);
        for line in lines.iter_mut().filter(|line| beyond.contains(&line.version)) {
            // Looked at besides: no part of the draw.
            line.part = None;
        }
        let counts = self.session.recheck_counts(year)?.into_iter().collect();
        let evaluated = self.session.count_evaluated(year)?;
        let elsewhere = self.session.open_rechecks()?.into_iter().filter(|(other, _)| *other != year).collect();
        let least = self.score_rules().random_least;
        let found = self.session.evaluation_counts_of_rechecks(year)?;
        Ok(RecheckList { year: Some(year), years, evaluated, least, found, lines, counts, elsewhere })
    }

    /// One recheck: of the version that was drawn, else of the self-evaluation in force.
    ///
    /// # Errors
    /// When there is no self-evaluation, or the database cannot be read.
    pub fn recheck(&self, project: ProjectKey, year: u16) -> Result<RecheckView, Problem> {
        let known = self.session.rechecks_of(project, year)?;
        let in_force = self.session.filed_forms(project, year, FormKind::SelfEvaluation)?.last().map(|it| it.version);
        // The one in force if something was said of it; else the one that was drawn.
        let version = known.iter().find(|version| Some(**version) == in_force).or(known.first()).copied().or(in_force);
        let version = version.ok_or_else(|| Problem::refused("problem-no-self-evaluation"))?;
        self.recheck_of(version, project, year)
    }

    /// The self-evaluation that a person means by code, name or key: of the year, else of the newest.
    ///
    /// # Errors
    /// When it means none, or several.
    pub fn evaluated(&self, text: &str, year: Option<u16>) -> Result<(ProjectKey, u16), Problem> {
        let mut found = Vec::new();
        for (project, of) in self.session.find_projects(text)? {
            if year.is_none_or(|year| year == of)
                && self.session.filed(FormKind::SelfEvaluation, of, project)?.is_some()
            {
                found.push((project, of));
            }
        }
        the_one(text, found.iter().map(|(project, _)| *project))?;
        // Sorted by year, the newest first.
        found.first().copied().ok_or_else(|| Problem::refused("problem-no-self-evaluation"))
    }

    /// By what the place scores self-evaluations.
    pub(super) fn score_rules(&self) -> &ScoreRules {
        self.rulebook().score()
    }

    /// What the checks find, beside the approved target, the papers, the result and the other self-evaluations.
    pub(super) fn found_on(
        &self,
        form: &Form,
        approved: Option<&Form>,
        state: &RecheckState,
        others: Others,
    ) -> Vec<Finding> {
        let papers = |no: u32| {
            let found = state.rows.get(&no).and_then(|heads| in_force(heads, None));
            found.map_or(0, |found| u32::try_from(found.evidence.len()).unwrap_or(u32::MAX))
        };
        let result = match state.finished.settled() {
            Settled::One(finished) => Some(finished.verified),
            Settled::Open | Settled::Contested => None,
        };
        let around = Around {
            approved,
            sampled: !state.assigned.is_empty(),
            evidence: Some(form.indicators.iter().map(|row| (row.no, papers(row.no))).collect()),
            recheck: result,
            unit: others.unit,
            copied: others.copied,
        };
        evaluation::run(&Evaluation::new(form, &around, self.check_settings(), self.score_rules()))
    }

    fn recheck_of(&self, version: VersionId, project: ProjectKey, year: u16) -> Result<RecheckView, Problem> {
        let (row, form) = self_evaluation(&self.session, version)?;
        let approved = approved(&self.session, project, year)?;
        let me = self.me().ok().map(|me| me.person.clone());
        let state = self.session.recheck(version)?.seen_by(me.as_ref());
        let scored = points(&form, approved.as_ref(), &state, me.as_ref(), self.score_rules());
        let line = match self.session.recheck_line(version)? {
            Some(line) => line,
            None => untouched_line(&form, version, project, year),
        };
        let place = self.place_of(&line)?;
        let others =
            self.other_evaluations(self.session.ground_of(GroundOf::Evaluations, year)?.as_ref(), row, &form)?;
        let findings = self.found_on(&form, approved.as_ref(), &state, others);
        let second = second::view(&form, approved.as_ref(), &state, me.as_ref(), self.score_rules());
        let names = self.session.replicas()?.into_iter().map(|replica| (replica.person, replica.name)).collect();
        Ok(RecheckView {
            line,
            form: Arc::new(form),
            approved: approved.map(Arc::new),
            state,
            second,
            scored,
            findings,
            names,
            me,
            place,
        })
    }
}

/// The line of a self-evaluation of which nothing was said yet.
fn untouched_line(form: &Form, version: VersionId, project: ProjectKey, year: u16) -> RecheckLine {
    RecheckLine {
        code: form.code.clone().unwrap_or_default(),
        name: form.name.clone(),
        unit: form.unit.name.clone(),
        department: form.department.name.clone(),
        amount: form.funds.annual(),
        ..RecheckLine::untouched(version, project, year)
    }
}
