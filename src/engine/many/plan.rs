//! What an act on many becomes on one of them: its events, or the reason why it is left out. The same function plans for
//! the preview and for the act itself, so what was counted is what is written.

use std::collections::{BTreeMap, BTreeSet};

use super::{Like, ManyAct, Spot, Wording};
use crate::config::checks::DraftPhrases;
use crate::config::tables::fill;
use crate::engine::view::LastYear;
use crate::exchange::plain_name;
use crate::model::event::{Body, DemandDraft, FindingDismissed, GradeSet, OpinionAdded, Subject, VerdictSet};
use crate::model::finding::{CheckId, Finding, FromCheck, Voice};
use crate::model::form::{Form, Indicator};
use crate::model::ids::{EventId, PersonId};
use crate::model::money::Money;
use crate::model::review::{Grade, ReviewState, Settled, Verdict};
use crate::rules::{acceptance, grading};
use crate::store::queue::TargetLine;

/// One of many.
pub(super) struct Target<'a> {
    pub(super) line: &'a TargetLine,
    pub(super) form: &'a Form,
    /// Last year's values, in the order of the indicators; empty where the act needs none.
    pub(super) last_year: &'a [LastYear],
    pub(super) state: &'a ReviewState,
    pub(super) me: &'a PersonId,
    /// What the checks find on it; empty where the act does not ask.
    pub(super) findings: &'a [Finding],
    /// How loudly each check speaks.
    pub(super) voices: &'a BTreeMap<CheckId, Voice>,
}

/// Why a target is passed over on which the check drafts nothing.
pub(super) const NO_DRAFT: &str = "no_draft";

/// What is written for one of many.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// Events in order, each with what it sees.
    pub(super) events: Vec<(Vec<EventId>, Body)>,
    /// Rows it concerns.
    pub(super) rows: u64,
    /// Rows that match and are left, because they are decided.
    pub(super) left: u64,
}

/// Why one of many is left out: locale key and arguments.
pub(super) type Left = (&'static str, Vec<(&'static str, String)>);

fn left<T>(key: &'static str) -> Result<T, Left> {
    Err((key, Vec::new()))
}

/// Values of the slots of a phrase: of a row, or of the whole target.
pub fn slots(form: &Form, row: Option<u32>, last_year: Option<&LastYear>) -> Vec<(&'static str, String)> {
    let index = row.and_then(|row| usize::try_from(row).ok()).and_then(|row| row.checked_sub(1));
    let indicator = index.and_then(|index| form.indicators.get(index));
    let of = |pick: fn(&Indicator) -> Option<&String>| indicator.and_then(pick).cloned().unwrap_or_default();
    let last_year = last_year.and_then(|last| last.actual.as_ref().or(last.target.as_ref()));
    vec![
        ("indicator", of(|indicator| Some(&indicator.level3))),
        ("target", indicator.map(Indicator::printed_target).unwrap_or_default()),
        ("level2", of(|indicator| Some(&indicator.level2))),
        ("unit", of(|indicator| indicator.unit.as_ref())),
        ("weight", of(|indicator| indicator.weight.as_ref())),
        ("last_year", last_year.cloned().unwrap_or_default()),
        ("funds", form.annual_funds().map(|amount| amount.ten_thousand_yuan()).unwrap_or_default()),
    ]
}

/// Same where they differ only in white space, full-width forms or case.
fn plain(text: &str) -> String {
    let narrow = |c: char| match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c,
    };
    text.chars().filter(|c| !c.is_whitespace()).map(narrow).flat_map(char::to_lowercase).collect()
}

impl Like {
    /// Whether a row is meant.
    pub(super) fn fits(&self, row: &Indicator) -> bool {
        match self {
            Like::Value(value) => plain(&row.printed_target()) == plain(value),
            Like::Name(name) => plain(&plain_name(&row.level3)) == plain(&plain_name(name)),
        }
    }
}

/// Open, or put off.
fn undecided(state: &ReviewState, row: u32) -> bool {
    state.rows.get(&row).is_none_or(|heads| matches!(heads.settled(), Settled::Open | Settled::One(Verdict::Later)))
}

fn put_off(state: &ReviewState, row: u32) -> bool {
    state.rows.get(&row).is_some_and(|heads| matches!(heads.settled(), Settled::One(Verdict::Later)))
}

fn seen(state: &ReviewState, row: u32) -> Vec<EventId> {
    state.rows.get(&row).map(|heads| heads.events()).unwrap_or_default()
}

impl Target<'_> {
    fn on(&self, row: Option<u32>) -> Subject {
        Subject { project: self.line.project, year: self.line.year, version: self.line.version, row }
    }

    fn worded(&self, wording: &Wording, row: Option<u32>) -> Result<String, Left> {
        if !wording.slots {
            return Ok(wording.text.trim().to_owned());
        }
        let last_year = row.and_then(|row| self.last_year.get(row as usize - 1));
        let values = slots(self.form, row, last_year);
        let missing = values.iter().find(|(name, value)| value.is_empty() && wording.has_slot(name));
        let unknown = wording.slot_names().find(|name| !values.iter().any(|(known, _)| known == name));
        if let Some(slot) = missing.map(|(name, _)| *name).or(unknown) {
            return Err(("many-left-slot", vec![("slot", slot.to_owned())]));
        }
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        Ok(fill(&wording.text, &values).trim().to_owned())
    }

    fn demand(&self, act: &ManyAct, row: Option<u32>) -> Result<Option<DemandDraft>, Left> {
        let ManyAct::Opinion { demand: Some(demand), .. } = act else { return Ok(None) };
        let unit = if self.line.unit.trim().is_empty() { &self.line.department } else { &self.line.unit };
        if unit.trim().is_empty() {
            return left("many-left-no-unit");
        }
        let text = self.worded(&demand.text, row)?;
        Ok(Some(DemandDraft { text, due: demand.due.trim().to_owned(), responsible_unit: unit.trim().to_owned() }))
    }

    fn verdict(&self, plan: &mut Plan, row: u32, verdict: Verdict, reason: &str) {
        let body =
            VerdictSet { on: self.on(Some(row)), verdict, reason: reason.trim().to_owned(), dismissed: Vec::new() };
        plan.events.push((seen(self.state, row), Body::VerdictSet(body)));
        plan.rows += 1;
    }

    /// The plan for one target.
    pub(super) fn plan(&self, act: &ManyAct) -> Result<Plan, Left> {
        // From here on every target is decided singly, whatever is to be done.
        if self.line.amount.is_some_and(|amount| amount >= Money::KEY_LANE) {
            return left("many-left-key-lane");
        }
        if self.state.contested() {
            return left("many-left-contested");
        }
        if !self.state.grade.is_empty() {
            return left("many-left-closed");
        }
        let mut plan = Plan::default();
        let rows = 1..=self.line.indicators;
        match act {
            ManyAct::Opinion { spot: Spot::Whole, category, text, .. } => {
                let text = self.worded(text, None)?;
                let demand = self.demand(act, None)?;
                let same = self.state.opinions.iter().any(|opinion| {
                    opinion.row.is_none()
                        && opinion.author == *self.me
                        && opinion.category == *category
                        && opinion.text == text
                });
                if same {
                    return left("many-left-same");
                }
                let body =
                    OpinionAdded { on: self.on(None), category: category.clone(), text, demand, from_check: None };
                plan.events.push((Vec::new(), Body::OpinionAdded(body)));
            }
            ManyAct::Opinion { spot: Spot::Rows(like), category, text, .. } => {
                let fits = |row: &u32| self.form.indicators.get(*row as usize - 1).is_some_and(|row| like.fits(row));
                let found: Vec<u32> = rows.filter(fits).collect();
                if found.is_empty() {
                    return left("many-left-no-row");
                }
                for row in found {
                    if !undecided(self.state, row) {
                        plan.left += 1;
                        continue;
                    }
                    let text = self.worded(text, Some(row))?;
                    let demand = self.demand(act, Some(row))?;
                    let body = OpinionAdded {
                        on: self.on(Some(row)),
                        category: category.clone(),
                        text,
                        demand,
                        from_check: None,
                    };
                    plan.events.push((seen(self.state, row), Body::OpinionAdded(body)));
                    plan.rows += 1;
                }
                if plan.events.is_empty() {
                    return left("many-left-rows-decided");
                }
            }
            ManyAct::Return { reason } | ManyAct::Later { reason } => {
                let later = matches!(act, ManyAct::Later { .. });
                let verdict = if later { Verdict::Later } else { Verdict::Returned };
                for row in rows {
                    // What is put off already needs no putting off.
                    if !undecided(self.state, row) || (later && put_off(self.state, row)) {
                        plan.left += 1;
                    } else {
                        self.verdict(&mut plan, row, verdict, reason);
                    }
                }
                if plan.events.is_empty() {
                    return left(if later { "many-left-put-off-already" } else { "many-left-rows-decided" });
                }
            }
            ManyAct::Finish { grade, reason, .. } => self.finish(&mut plan, *grade, reason)?,
            ManyAct::Accept { check, phrases, due, .. } => self.accept(&mut plan, check, phrases, due)?,
            ManyAct::Dismiss { check, reason, .. } => {
                for (row, findings) in self.waiting_of(check)? {
                    let version = findings.first().map(|finding| finding.version.clone()).unwrap_or_default();
                    let (on, check) = (self.on((row > 0).then_some(row)), check.clone());
                    let reason = reason.trim().to_owned();
                    let body = FindingDismissed { on, check, version, reason };
                    plan.events.push((Vec::new(), Body::FindingDismissed(body)));
                    plan.rows += u64::from(row > 0);
                }
            }
        }
        Ok(plan)
    }

    /// What waits for an answer, by row (0: the whole target). Rows of the mid-term target are not decided one by one.
    fn waiting(&self) -> BTreeMap<u32, Vec<&Finding>> {
        let mut rows: BTreeMap<u32, Vec<&Finding>> = BTreeMap::new();
        for finding in self.findings {
            let voice = self.voices.get(&finding.check).copied().unwrap_or(Voice::Drafts);
            let row = finding.row.unwrap_or(0);
            if row <= self.line.indicators && acceptance::waits(finding, voice, self.state) {
                rows.entry(row).or_default().push(finding);
            }
        }
        rows
    }

    /// What one check drafts and nobody answered, by row.
    fn waiting_of(&self, check: &CheckId) -> Result<BTreeMap<u32, Vec<&Finding>>, Left> {
        let mut rows = self.waiting();
        rows.retain(|_, found| {
            found.retain(|finding| finding.check == *check);
            !found.is_empty()
        });
        match rows.is_empty() {
            false => Ok(rows),
            true if self.findings.iter().any(|finding| finding.check == *check && finding.drafts()) => {
                left("many-left-draft-answered")
            }
            true => left(NO_DRAFT),
        }
    }

    /// The check's drafts as opinions. A row that somebody passed stays passed: over that one decides singly.
    fn accept(&self, plan: &mut Plan, check: &CheckId, phrases: &DraftPhrases, due: &str) -> Result<(), Left> {
        let mut incomplete = false;
        for (row, findings) in self.waiting_of(check)? {
            let row = (row > 0).then_some(row);
            let passed = row.and_then(|row| self.state.rows.get(&row));
            if passed.is_some_and(|heads| matches!(heads.settled(), Settled::One(Verdict::Passed))) {
                plan.left += 1;
                continue;
            }
            let (words, Some(first)) = (phrases.draft(&findings), findings.first()) else { continue };
            if !words.complete() {
                incomplete = true;
                plan.left += 1;
                continue;
            }
            let unit = [&self.line.unit, &self.line.department].into_iter().find(|unit| !unit.trim().is_empty());
            let demand = unit.filter(|_| !words.demand.trim().is_empty()).map(|unit| DemandDraft {
                text: words.demand.trim().to_owned(),
                due: due.trim().to_owned(),
                responsible_unit: unit.trim().to_owned(),
            });
            let from = FromCheck { check: check.clone(), version: first.version.clone(), edited: false };
            let body = OpinionAdded {
                on: self.on(row),
                category: first.category.clone(),
                text: words.opinion.trim().to_owned(),
                demand,
                from_check: Some(from),
            };
            let sees = row.map(|row| seen(self.state, row)).unwrap_or_default();
            plan.events.push((sees, Body::OpinionAdded(body)));
            plan.rows += u64::from(row.is_some());
        }
        match (plan.events.is_empty(), incomplete) {
            (false, _) => Ok(()),
            (true, true) => left("many-left-draft-incomplete"),
            (true, false) => left("many-left-rows-decided"),
        }
    }

    /// "No problem" for what is open, and the result.
    fn finish(&self, plan: &mut Plan, grade: Grade, reason: &str) -> Result<(), Left> {
        let state = self.state;
        // What a check found is answered before a target is closed, as when it is closed singly.
        let drafts: BTreeSet<(u32, &CheckId)> = self
            .waiting()
            .into_iter()
            .flat_map(|(row, found)| found.into_iter().map(move |finding| (row, &finding.check)))
            .collect();
        if !drafts.is_empty() {
            return Err(("many-left-drafts", vec![("drafts", drafts.len().to_string())]));
        }
        // What somebody put off is not closed over.
        if let Some(row) = (1..=self.line.indicators).find(|row| put_off(state, *row)) {
            return Err(("many-left-put-off", vec![("row", row.to_string())]));
        }
        let returned = state.rows.values().flat_map(|heads| &heads.0).any(|head| head.value == Verdict::Returned);
        if grade == Grade::Excellent && (returned || !state.opinions.is_empty() || !state.demands.is_empty()) {
            return left("many-left-has-opinions");
        }
        if grading::allowed(grade, state, self.line.indicators, None).is_err() {
            return left("many-left-needs-opinion");
        }
        for row in (1..=self.line.indicators).filter(|row| undecided(state, *row)) {
            self.verdict(plan, row, Verdict::Passed, "");
        }
        let body = GradeSet {
            on: self.on(None),
            grade,
            reason: reason.trim().to_owned(),
            basis: state.opinions.iter().map(|opinion| opinion.id).collect(),
        };
        plan.events.push((state.grade.events(), Body::GradeSet(body)));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &str, sign: &str, target: &str, unit: &str) -> Indicator {
        Indicator {
            level3: name.into(),
            operator: (!sign.is_empty()).then(|| sign.into()),
            target: target.into(),
            unit: (!unit.is_empty()).then(|| unit.into()),
            ..Indicator::default()
        }
    }

    #[test]
    fn a_row_is_like_another_whatever_its_widths_and_blanks() {
        let like = Like::Value("≥30公里".into());
        assert!(like.fits(&row("养护里程", "≥", "３０", " 公里")));
        assert!(!like.fits(&row("养护里程", "≥", "300", "公里")));
        assert!(!like.fits(&row("养护里程", "", "30", "公里")), "the sign counts");
        assert!(Like::Value("适量".into()).fits(&row("加装电梯", "", "适 量", "")));
        let like = Like::Name("指标1：出行 改善".into());
        assert!(like.fits(&row("出行改善", "", "", "")));
        assert!(!like.fits(&row("出行", "", "", "")));
    }
}
