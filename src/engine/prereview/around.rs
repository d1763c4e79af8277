//! What is known around one target: found anew each time, but for peers, twins and copies, which are those of the ground in
//! force.

use std::collections::{BTreeMap, HashMap};

use rust_decimal::Decimal;

use crate::engine::workstation::Workstation;
use crate::model::form::{Form, FormKind};
use crate::model::ids::ProjectKey;
use crate::model::link::LinkedTable;
use crate::model::money::Money;
use crate::model::problem::Problem;
use crate::model::review::{Grade, Settled};
use crate::rules::check::around::{Middle, PeerKey, given, peer_value, unit_cost};
use crate::rules::check::history::printed_grade;
use crate::rules::check::target::{Copied, LastYear, OpenDemand, Peers, Twin};
use crate::rules::check::{Surroundings, Target};
use crate::store::batch::FormRow;
use crate::store::ground::{Ground, PeerLine};

/// Which tables stand beside the targets of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Beside {
    last_year: bool,
    budget_list: bool,
}

/// Whose forms in other tables are those of a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::engine) struct Partners {
    /// In the year before.
    pub last_year: Option<ProjectKey>,
    /// In the budget list.
    pub budget_list: Option<ProjectKey>,
}

/// What is known around a target, but for its peers.
#[derive(Debug, Default)]
pub(super) struct Around {
    last_target: Option<Form>,
    last_evaluation: Option<Form>,
    grade: Option<Grade>,
    /// The result that its target of the year before was given here.
    given: Option<Grade>,
    listed: Option<Money>,
    twins: Vec<Twin>,
    copied: Vec<Copied>,
    open_demands: Vec<OpenDemand>,
}

impl Around {
    /// The result of the year before.
    pub fn grade(&self) -> Option<Grade> {
        self.given.or(self.grade)
    }

    /// As checks see it.
    pub fn view(&self, peers: BTreeMap<u32, Peers>, unit_costs: BTreeMap<u32, Peers>) -> Surroundings<'_> {
        Surroundings {
            last_year: LastYear {
                target: self.last_target.as_ref(),
                self_evaluation: self.last_evaluation.as_ref(),
                grade: self.grade,
            },
            listed: self.listed,
            peers,
            unit_costs,
            twins: self.twins.clone(),
            copied: self.copied.clone(),
            open_demands: self.open_demands.clone(),
        }
    }
}

/// A kept number.
fn number(text: &str) -> Decimal {
    text.parse().unwrap_or_default()
}

fn middle(line: &PeerLine) -> Middle {
    Middle { count: line.count, low: number(&line.low), middle: number(&line.middle), high: number(&line.high) }
}

/// Peers met so far, for a run over many targets.
#[derive(Debug, Default)]
pub(super) struct PeersMet(HashMap<PeerKey, Option<Middle>>);

/// So many keys are remembered, some 20 MB.
const MOST_MET: usize = 200_000;

impl Workstation {
    /// Which tables stand beside the targets of a year.
    pub(super) fn beside(&self, year: u16) -> Result<Beside, Problem> {
        let session = &self.session;
        let before = year.saturating_sub(1);
        Ok(Beside {
            last_year: session.has_filed(FormKind::Target, before)?
                || session.has_filed(FormKind::SelfEvaluation, before)?,
            budget_list: session.has_filed(FormKind::BudgetList, year)?,
        })
    }

    /// The partners of a target in the tables that the checks look into.
    pub(super) fn partners_beside(&self, beside: Beside, project: ProjectKey, year: u16) -> Result<Partners, Problem> {
        let partner = |wanted: bool, table| match wanted {
            true => Ok::<_, Problem>(self.partner(project, year, table)?.map(|partner| partner.project)),
            false => Ok(None),
        };
        Ok(Partners {
            last_year: partner(beside.last_year, LinkedTable::LastYear)?,
            budget_list: partner(beside.budget_list, LinkedTable::BudgetList)?,
        })
    }

    /// What is known around a form.
    pub(super) fn around(
        &self,
        ground: Option<&Ground>,
        row: FormRow,
        year: u16,
        partners: Partners,
    ) -> Result<Around, Problem> {
        let mut around = Around::default();
        if let Some(project) = partners.budget_list {
            around.listed = self.latest_form(project, year, FormKind::BudgetList)?.and_then(|form| form.annual_funds());
        }
        if let (Some(project), Some(before)) = (partners.last_year, year.checked_sub(1)) {
            self.look_back(project, before, &mut around)?;
        }
        if let Some(ground) = ground {
            for line in self.session.twins(ground.row, row)? {
                let head = self.session.form_head(line.other)?;
                around.twins.push(Twin {
                    code: head.code.unwrap_or_else(|| head.name.clone()),
                    name: head.name,
                    name_likeness: number(&line.name),
                    goal_likeness: number(&line.goal),
                });
            }
            for line in self.session.copied(ground.row, row)? {
                let head = self.session.form_head(line.other)?;
                around.copied.push(Copied {
                    department: head.department.name,
                    project: head.name,
                    passage: line.passage,
                });
            }
            // By what they say, not by when they came.
            around.twins.sort_by(|a, b| (&a.code, &a.name).cmp(&(&b.code, &b.name)));
            around.copied.sort_by(|a, b| (&a.department, &a.project).cmp(&(&b.department, &b.project)));
        }
        Ok(around)
    }

    /// Last year's papers of a project, and what was demanded of it then. A demand counts as open until the unit has
    /// replied.
    fn look_back(&self, project: ProjectKey, year: u16, around: &mut Around) -> Result<(), Problem> {
        around.last_target = self.latest_form(project, year, FormKind::Target)?;
        let evaluated = match &around.last_target {
            Some(_) => self.partner(project, year, LinkedTable::SelfEvaluation)?.map(|partner| partner.project),
            None => Some(project),
        };
        if let Some(project) = evaluated {
            around.last_evaluation = self.latest_form(project, year, FormKind::SelfEvaluation)?;
        }
        let rechecked = self.latest_form(project, year, FormKind::RecheckList)?;
        let printed =
            rechecked.as_ref().or(around.last_evaluation.as_ref()).and_then(|form| form.self_grade.as_deref());
        around.grade = printed.and_then(printed_grade);
        if let Some(filed) = self.session.filed_forms(project, year, FormKind::Target)?.last() {
            let state = self.session.review(filed.version)?;
            around.given = match state.grade.settled() {
                Settled::One(given) => Some(given.grade),
                Settled::Open | Settled::Contested => None,
            };
        }
        let replied = self.latest_form(project, year, FormKind::Reply)?.is_some()
            || self.latest_form(project, year.saturating_add(1), FormKind::Reply)?.is_some();
        if replied {
            return Ok(());
        }
        for kind in [FormKind::Target, FormKind::SelfEvaluation] {
            for filed in self.session.filed_forms(project, year, kind)? {
                for demand in self.session.review(filed.version)?.demands {
                    around.open_demands.push(OpenDemand { text: demand.demand.text, due: demand.demand.due });
                }
            }
        }
        Ok(())
    }

    /// The peers of a target's values and of what its outputs cost, by row.
    pub(super) fn peers(
        &self,
        ground: Option<&Ground>,
        row: FormRow,
        target: &Target<'_>,
        met: &mut PeersMet,
    ) -> Result<[BTreeMap<u32, Peers>; 2], Problem> {
        let mut found = [BTreeMap::new(), BTreeMap::new()];
        let Some(ground) = ground else { return Ok(found) };
        let given: HashMap<PeerKey, Decimal> = given(target).into_iter().collect();
        // What came later is not among the peers.
        let among = row.0 <= ground.newest.0;
        let funds = target.funds().filter(|funds| *funds > Decimal::ZERO);
        for row in &target.rows {
            let keys = [peer_value(row), funds.and_then(|funds| unit_cost(row, funds))];
            for (place, key) in keys.into_iter().enumerate() {
                let Some((key, _)) = key else { continue };
                if met.0.len() >= MOST_MET {
                    met.0.clear();
                }
                let known = match met.0.get(&key) {
                    Some(known) => known.clone(),
                    None => {
                        let line = self.session.peer(ground.row, key)?.as_ref().map(middle);
                        met.0.insert(key, line.clone());
                        line
                    }
                };
                if let (Some(middle), Some(found)) = (known, found.get_mut(place)) {
                    found.insert(row.indicator.no, middle.without(given.get(&key).copied().filter(|_| among)));
                }
            }
        }
        Ok(found)
    }
}
