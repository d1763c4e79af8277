//! Replacing a drawn unit that cannot, or need not, be examined: by the next ticket of its stratum, never by choice.
//!
//! The original stays in the list with its outcome and its ground; who stands in for it is assigned by an event of its own
//! that names it. Both are one step, so one undo takes both back. Whoever refuses is never replaced.

use std::collections::BTreeMap;

use super::RecheckAct;
use super::acts::body_of;
use super::draw::{Sample, lot_again, no_member, read};
use super::standing::{Stratum, strata};
use crate::engine::fold::fold_all;
use crate::engine::request::Changed;
use crate::engine::workstation::Workstation;
use crate::model::draw::DrawMethod;
use crate::model::event::{Body, Event, RecheckAssigned, SpotCheck, Subject, part_of_step};
use crate::model::form::FormKind;
use crate::model::ids::{EventId, ProjectKey, VersionId};
use crate::model::problem::Problem;
use crate::model::recheck::{Outcome, Part, RecheckLine, RecheckStatus, STANDS_IN};
use crate::model::review::Settled;
use crate::rules::draw::members::Members;
use crate::rules::draw::{Plan, Population, SeedRecord, replaced, select};

/// What a person asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplaceAsk {
    /// Who is replaced.
    pub on: Subject,
    /// The outcomes on screen.
    pub seen: Vec<EventId>,
    /// What became of the visit; a refusal is none that is replaced.
    pub outcome: Outcome,
    /// Why; may be empty where the outcome is known already.
    pub reason: String,
}

/// Who comes next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextTicket {
    /// The stratum.
    pub stratum: String,
    /// Its place among the tickets of the stratum, from 1.
    pub place: u64,
    /// Units of the stratum in the random frame.
    pub frame: u64,
    /// How many of them were drawn.
    pub drawn: u64,
    /// Its ticket.
    pub ticket: String,
    /// Its key in the sealed population.
    pub key: String,
    /// Its project.
    pub project: ProjectKey,
    /// The version of its self-evaluation that was sealed.
    pub version: VersionId,
    /// Its name as filed; empty where it is not here.
    pub name: String,
    /// The lot wants an independent second review of it.
    pub second: bool,
}

/// A replaced unit and who stands in for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replaced {
    /// Who was replaced.
    pub of: RecheckLine,
    /// Who stands in; `None` where nobody does yet.
    pub by: Option<RecheckLine>,
    /// The stratum has no more.
    pub exhausted: bool,
}

/// The files of a draw, read.
pub(super) struct Opened {
    pub population: Population,
    pub plan: Plan,
    pub record: SeedRecord,
    /// The lines of the sealed list of self-evaluations.
    pub units: Members,
}

impl Workstation {
    /// The sealed files behind a draw; refused where they are on another station or were changed.
    pub(super) fn opened(&self, sample: &Sample) -> Result<Opened, Problem> {
        let drawn = sample.drawn.as_ref().ok_or_else(|| Problem::refused("problem-sample-not-drawn"))?;
        let files = self.files(sample)?;
        let (population, plan) = read(&files)?;
        let record = SeedRecord::read(drawn.about.seed_record.as_bytes(), "seed.txt")?;
        Ok(Opened { population, plan, record, units: files.read_members()? })
    }

    /// The sample that a draw belongs to.
    pub(super) fn sample_of(&self, draw: EventId) -> Result<Sample, Problem> {
        let of = |sample: &Sample| sample.drawn.as_ref().is_some_and(|drawn| drawn.event == draw);
        self.samples()?.into_iter().find(of).ok_or_else(|| Problem::refused("problem-sample-not-drawn"))
    }

    /// Who would take the place of a drawn unit. Writes nothing.
    ///
    /// # Errors
    /// When it was not drawn at random, its result stands, it was replaced already, its stratum has no more, or the sealed
    /// files are on another station.
    pub fn next_ticket(&self, project: ProjectKey, year: u16) -> Result<NextTicket, Problem> {
        let view = self.recheck(project, year)?;
        let line = &view.line;
        let refused = |key| Problem::refused(key).with("project", &line.name);
        let draw = line.draw.ok_or_else(|| refused("problem-replace-not-drawn"))?;
        match line.part {
            None => return Err(refused("problem-replace-not-drawn")),
            Some(Part::Certain) => return Err(refused("problem-replace-certain")),
            Some(Part::Random) => {}
        }
        if line.status != RecheckStatus::NotDone && !view.state.finished.is_empty() {
            return Err(Problem::refused("problem-recheck-finished").with("project", &line.name));
        }
        let mut lines = self.session.recheck_lines_of(year, draw, &line.stratum)?;
        let sample = self.sample_of(draw)?;
        let opened = self.opened(&sample)?;
        let row = opened.plan.strata.iter().find(|row| row.stratum == line.stratum);
        let row = row.ok_or_else(|| Problem::internal(&line.stratum))?;
        if row.method != DrawMethod::Simple {
            return Err(refused("problem-replace-method").with("method", &row.method));
        }
        if !Stratum::of(&lines, None).holds(line) {
            return Err(refused("problem-replace-besides"));
        }
        let already = line.is_replaced();
        for one in lines.iter_mut().filter(|one| one.version == line.version) {
            one.status = RecheckStatus::NotDone;
            one.outcome = one.outcome.filter(|outcome| outcome.is_replaced()).or(Some(Outcome::NotApplicable));
        }
        let after = Stratum::of(&lines, Some(row.frame));
        let Some(place) = after.owed().first().copied() else {
            let by = after.pairs(&self.took(&after)?).get(&line.place).copied();
            return Err(match by {
                Some(Ok(by)) if already => refused("problem-replace-already").with("by", &by.name),
                Some(Ok(by)) => refused("problem-replace-here").with("by", &by.name),
                _ => refused("problem-replace-exhausted").with("stratum", &line.stratum).with("frame", row.frame),
            });
        };
        let frame = opened.population.frame();
        let units = frame.get(line.stratum.as_str()).map_or(&[][..], Vec::as_slice);
        let seed = opened.record.seed();
        let most = usize::try_from(place).unwrap_or(usize::MAX);
        let next = select::order(&opened.population, units, &seed, most).pop();
        let (ticket, at) = next.ok_or_else(|| Problem::internal("ticket"))?;
        let unit = opened.population.units.get(at).ok_or_else(|| Problem::internal("unit"))?;
        let (project, version) = *opened.units.get(&unit.key).ok_or_else(|| no_member(&unit.key))?;
        let name = self.session.filed(FormKind::SelfEvaluation, year, project)?.map(|line| line.name);
        let drawn = lines.iter().filter(|line| line.reasons.is_empty()).count() as u64;
        Ok(NextTicket {
            stratum: line.stratum.clone(),
            place,
            frame: row.frame,
            drawn,
            ticket: ticket.to_string(),
            key: unit.key.clone(),
            project,
            version,
            name: name.unwrap_or_default(),
            second: lot_again(&sample, &opened)?.holds(&unit.key),
        })
    }

    /// Replaces a drawn unit by the next ticket of its stratum: its outcome with the ground, and who stands in for it.
    ///
    /// # Errors
    /// As [`Workstation::next_ticket`]; when the outcome is a refusal, no ground is given, or somebody decided meanwhile.
    pub fn replace_unit(&mut self, operation: &str, ask: &ReplaceAsk) -> Result<Changed, Problem> {
        self.writable()?;
        if !ask.outcome.is_replaced() {
            return Err(Problem::refused("problem-replace-refused"));
        }
        let (events, new) = self.session.transaction(|session| {
            let me = self.me()?;
            if let Some(stored) = session.event_of_operation(&me.person, &part_of_step(operation, 1))? {
                return Ok((vec![stored.event], false));
            }
            let on = Subject { row: None, ..ask.on.clone() };
            let next = self.next_ticket(on.project, on.year)?;
            let line =
                session.recheck_line(on.version)?.ok_or_else(|| Problem::refused("problem-replace-not-drawn"))?;
            let state = session.recheck(on.version)?;
            let mut pen = self.pen(session)?;
            let mut written: Vec<Event> = Vec::new();
            if state.outcome.settled() != Settled::One(&ask.outcome) {
                let (seen, outcome, reason) = (ask.seen.clone(), ask.outcome, ask.reason.clone());
                let act = RecheckAct::SetOutcome { on: on.clone(), seen, outcome, reason };
                let (sees, body) = body_of(session, &act, &me.person, self.score_rules())?;
                written.push(pen.write(&part_of_step(operation, 1), sees, body)?);
            }
            let body = SpotCheck::Assigned(RecheckAssigned {
                on: Subject { project: next.project, year: on.year, version: next.version, row: None },
                draw: line.draw.ok_or_else(|| Problem::refused("problem-replace-not-drawn"))?,
                part: Part::Random,
                stratum: next.stratum,
                place: next.place,
                reasons: STANDS_IN.to_owned(),
                instead_of: Some(on.version),
                second: next.second,
            });
            let part = part_of_step(operation, written.len() + 1);
            written.push(pen.write(&part, state.outcome.events(), Body::SpotCheck(body))?);
            pen.lay_down()?;
            fold_all(session, &written)?;
            Ok((written, true))
        })?;
        self.changed(&events, events.first(), new)
    }

    /// What happened after a draw, for its journal, and `replaced.tsv` where anybody gave way.
    pub(super) fn since_draw(&self, sample: &Sample) -> Result<(Vec<String>, Option<Vec<u8>>), Problem> {
        let Some(drawn) = &sample.drawn else { return Ok((Vec::new(), None)) };
        let mut since = Vec::new();
        for about in sample.further.iter().map(|drawn| &drawn.about) {
            if let Some(further) = &about.further {
                let (stage, known) = (further.stage, further.known);
                since.push(format!("expand|{}|{stage}|{known}|{}", about.random, further.reason));
            }
        }
        let lines = self.session.recheck_lines(sample.about.year)?;
        let standing = strata(&lines, |_, _| None);
        let gave_way: Vec<&RecheckLine> = lines
            .iter()
            .filter(|line| line.draw == Some(drawn.event) && line.is_replaced())
            .filter(|line| standing.get(&(drawn.event, line.stratum.as_str())).is_some_and(|it| it.holds(line)))
            .collect();
        if gave_way.is_empty() {
            return Ok((since, None));
        }
        let opened = self.opened(sample)?;
        let keys: BTreeMap<VersionId, &String> =
            opened.units.iter().map(|(key, (_, version))| (*version, key)).collect();
        let mut outcomes = BTreeMap::new();
        for line in gave_way {
            if let (Some(key), Some(outcome)) = (keys.get(&line.version), line.outcome) {
                since.push(format!("replace|{key}|{}", outcome.id()));
                outcomes.insert((*key).clone(), outcome);
            }
        }
        let seed = opened.record.seed();
        let file = replaced::write(&opened.population, &opened.plan, &seed, sample.at_random(), &outcomes)?;
        Ok((since, Some(file)))
    }

    /// Everybody of a year who was replaced, by draw and stratum, in the order of tickets.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn replacements(&self, year: Option<u16>) -> Result<Vec<Replaced>, Problem> {
        let lines = self.rechecks(year)?.lines;
        let mut found = Vec::new();
        for stratum in strata(&lines, |_, _| None).into_values() {
            if stratum.reach.pairs.is_empty() {
                continue;
            }
            for (of, by) in stratum.pairs(&self.took(&stratum)?) {
                let of = stratum.at(of).cloned();
                let exhausted = by.is_err_and(|owed| !owed);
                found.extend(of.map(|of| Replaced { of, by: by.ok().cloned(), exhausted }));
            }
        }
        Ok(found)
    }
}
