//! Checks that a place wrote itself, as expressions in its profile.
//!
//! An expression is read, checked and bounded when the profile is loaded: unknown names, parts of the wrong kind, definitions
//! that need themselves and expressions that would be too much work are refused there, with file, line and column. What is
//! left runs in bounded time on every target. Numbers are exact decimals. An expression that fails on a target (a division
//! by zero) is told as a problem of the profile and finds nothing; the others go on.
//!
//! The library behind it is named in this room only. Absent on purpose: reading profiles (`config`), clocks, chance, and any
//! state between two evaluations.

mod fields;
mod flaw;
mod functions;
mod print;
mod syntax;
pub mod vocabulary;

use std::collections::{BTreeMap, BTreeSet};

use rhai::{AST, Dynamic, Expr, Scope, Stmt};
use rust_decimal::Decimal;

use crate::model::finding::{CheckId, CheckSettings, Finding, Threshold};
use crate::model::form::Form;
use crate::model::own_check::{Definition, On, OwnCheck, OwnRules};
use crate::model::problem::Problem;
use crate::model::score::ScoreRules;
use crate::rules::check::{self, Hit, Row, Surroundings, Target};
use fields::Facts;
use flaw::{Flaw, What};
pub use print::Shown;
use syntax::{Defined, ENGINE, Names};
use vocabulary::{FieldEntry, Kind, vocabulary};

/// An own check, ready to run.
#[derive(Debug, Clone)]
struct Ready {
    check: OwnCheck,
    program: AST,
    written: Expr,
    /// Fields that the program reads, by the name they are called.
    reads: Reads,
    /// What fills the slots of its words.
    slots: Vec<(String, Slot)>,
    definitions: BTreeSet<String>,
    thresholds: BTreeSet<Threshold>,
}

#[derive(Debug, Clone)]
enum Slot {
    Field(&'static FieldEntry),
    /// A definition, with the fields it reads.
    Definition(AST, Reads),
}

/// What a place goes by: settings of the checks, its own checks ready to run, and how it scores self-evaluations.
#[derive(Debug, Clone, Default)]
pub struct Rulebook {
    settings: CheckSettings,
    score: ScoreRules,
    written: OwnRules,
    checks: Vec<Ready>,
    definitions: BTreeMap<String, Defined>,
}

/// A part of an expression and what it gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// How deep it lies in others, from 0.
    pub depth: usize,
    /// As it could be written.
    pub text: String,
    /// What it gave.
    pub value: Shown,
}

/// How a check came to its answer on one row or on the whole target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The row; `None` for the whole target.
    pub row: Option<u32>,
    /// Whether it fires.
    pub fires: bool,
    /// The whole expression first, then its parts, those of definitions below them. Empty for checks of the catalogue.
    pub parts: Vec<Part>,
    /// What the check used, by slot; for checks of the catalogue where they fire.
    pub facts: BTreeMap<String, String>,
}

/// What the pages of a place's rules say of an own check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uses {
    /// Fields it reads, as it calls them.
    pub fields: Vec<String>,
    /// Definitions it uses, directly or through others.
    pub definitions: Vec<String>,
    /// Thresholds it compares with, and their values.
    pub thresholds: Vec<(Threshold, Decimal)>,
}

type Reads = Vec<(String, &'static FieldEntry)>;

fn program(expression: &Expr) -> AST {
    AST::new([Stmt::Expr(Box::new(expression.clone()))])
}

fn reads(defined: &Defined) -> Reads {
    defined.found.fields.iter().map(|(name, entry)| (name.clone(), *entry)).collect()
}

impl Rulebook {
    /// Makes a place's checks ready. What cannot be used is told and left out; the rest stays.
    pub fn new(settings: CheckSettings, own: &OwnRules) -> (Rulebook, Vec<Problem>) {
        let mut book = Rulebook { settings, written: own.clone(), ..Rulebook::default() };
        let mut problems = book.define(&own.definitions);
        for check in &own.checks {
            match book.ready(check) {
                Ok(ready) => book.checks.push(ready),
                Err(flaw) => problems.push(flaw.problem(&check.id.0, &check.when)),
            }
        }
        (book, problems)
    }

    /// The same with the place's rules of scoring.
    #[must_use]
    pub fn scoring_by(mut self, score: ScoreRules) -> Rulebook {
        self.score = score;
        self
    }

    /// By what self-evaluations are recomputed.
    pub fn score(&self) -> &ScoreRules {
        &self.score
    }

    /// By what the checks look.
    pub fn settings(&self) -> &CheckSettings {
        &self.settings
    }

    /// What the place wrote, as it wrote it: two rulebooks with the same settings and the same of this find the same.
    pub fn written(&self) -> &OwnRules {
        &self.written
    }

    /// The place's own checks that can be used, in the order of the profile.
    pub fn own(&self) -> impl Iterator<Item = &OwnCheck> {
        self.checks.iter().map(|ready| &ready.check)
    }

    /// Reads definitions so that each comes after those it uses; those that need themselves, or one that cannot be used, are
    /// refused.
    fn define(&mut self, definitions: &[Definition]) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut waiting: BTreeMap<&str, (&Definition, Expr, BTreeSet<String>)> = BTreeMap::new();
        for definition in definitions {
            let name = definition.name.as_str();
            let taken = vocabulary().field(name).is_some() || vocabulary().function(name).is_some();
            let plain = syntax::parse(name).is_ok_and(|it| matches!(it, Expr::Variable(..)));
            let read = if taken || !plain {
                Err(Flaw::whole(What::BadName(name.to_owned())))
            } else {
                syntax::parse(&definition.is.text)
            };
            match read {
                Ok(expression) => {
                    let uses = syntax::references(&expression);
                    waiting.insert(name, (definition, expression, uses));
                }
                Err(flaw) => problems.push(flaw.problem(name, &definition.is)),
            }
        }
        // Each turn takes those whose parts are known, so it ends after as many turns as there are definitions.
        loop {
            let known = |uses: &BTreeSet<String>| !uses.iter().any(|name| waiting.contains_key(name.as_str()));
            let Some(name) = waiting.iter().find(|(_, (.., uses))| known(uses)).map(|(name, _)| *name) else { break };
            let Some((definition, expression, _)) = waiting.remove(name) else { break };
            match syntax::resolve(expression, self.names(On::Row)) {
                Ok(defined) => {
                    self.definitions.insert(name.to_owned(), defined);
                }
                Err(flaw) => problems.push(flaw.problem(name, &definition.is)),
            }
        }
        for (name, (definition, ..)) in &waiting {
            let mut way = vec![(*name).to_owned()];
            // Every one that still waits needs another that waits.
            while let Some(next) = way
                .last()
                .and_then(|last| waiting.get(last.as_str()))
                .and_then(|(.., uses)| uses.iter().find(|used| waiting.contains_key(used.as_str())))
            {
                let again = way.contains(next);
                way.push(next.clone());
                if again {
                    break;
                }
            }
            problems.push(Flaw::whole(What::Cycle(way)).problem(name, &definition.is));
        }
        problems
    }

    fn names(&self, on: On) -> Names<'_> {
        Names { on, definitions: &self.definitions, settings: &self.settings }
    }

    fn ready(&self, check: &OwnCheck) -> Result<Ready, Flaw> {
        let defined = syntax::resolve(syntax::parse(&check.when.text)?, self.names(check.on))?;
        if defined.found.kind != Kind::YesNo {
            let found = defined.found.kind.id();
            return Err(Flaw::whole(What::Kind(print::print(&defined.written), found, Kind::YesNo.id())));
        }
        let mut slots = Vec::new();
        for name in check.slots.iter().chain(defined.found.fields.keys()).chain(&defined.found.definitions) {
            if let Some(entry) = vocabulary().field(name) {
                if entry.on == On::Row && check.on == On::Target {
                    return Err(Flaw::whole(What::RowOnly(name.clone())));
                }
                slots.push((name.clone(), Slot::Field(entry)));
            } else if let Some(part) = self.definitions.get(name) {
                slots.push((name.clone(), Slot::Definition(program(&part.open), reads(part))));
            }
        }
        Ok(Ready {
            check: check.clone(),
            program: program(&defined.open),
            reads: reads(&defined),
            slots,
            definitions: defined.found.definitions,
            thresholds: defined.found.thresholds,
            written: defined.written,
        })
    }

    /// Everything that the catalogue's and the place's own checks find on a form. Problems are of the profile: expressions
    /// that failed here.
    pub fn examine(&self, form: &Form, around: &Surroundings<'_>) -> (Vec<Finding>, Vec<Problem>) {
        self.examine_target(&Target::new(form, around, &self.settings))
    }

    /// The same of a target that was read already, with the settings of this rulebook.
    pub fn examine_target(&self, target: &Target<'_>) -> (Vec<Finding>, Vec<Problem>) {
        let mut facts = Facts::new(target);
        let (mut found, mut problems) = (Vec::new(), Vec::new());
        for ready in &self.checks {
            let change = self.settings.checks.get(&ready.check.id);
            if change.is_some_and(|change| change.off) {
                continue;
            }
            for row in asked(ready.check.on, target) {
                match ready.fires(&mut facts, row) {
                    Ok(false) => {}
                    Ok(true) => {
                        found.push(check::own_finding(&ready.check, ready.hit(&mut facts, row), &self.settings))
                    }
                    Err(detail) => {
                        problems.push(ready.failed(target, row, &detail));
                        break;
                    }
                }
            }
        }
        (check::run_with(target, found), problems)
    }

    /// How a check came to its answers on a form: one of the catalogue, or one of the place's own. `None` when there is no
    /// check of that name.
    pub fn explain(&self, id: &CheckId, form: &Form, around: &Surroundings<'_>) -> Option<Vec<Explanation>> {
        let target = Target::new(form, around, &self.settings);
        if let Some(check) = check::all().find(|check| check.id == id.0) {
            let told = |finding: Finding| Explanation {
                row: finding.row,
                fires: true,
                parts: Vec::new(),
                facts: finding.facts,
            };
            return Some(check::run_one(check, &target).into_iter().map(told).collect());
        }
        let ready = self.checks.iter().find(|ready| ready.check.id == *id)?;
        let mut facts = Facts::new(&target);
        let explained = |row| {
            let mut parts = Vec::new();
            self.parts(&ready.written, ready, &mut facts, row, 0, &mut parts);
            let fires = ready.fires(&mut facts, row) == Ok(true);
            let used = ready.facts(&mut facts, row);
            Explanation { row: row.map(|row| row.indicator.no), fires, parts, facts: used }
        };
        Some(asked(ready.check.on, &target).map(explained).collect())
    }

    fn parts(
        &self,
        part: &Expr,
        ready: &Ready,
        facts: &mut Facts<'_>,
        row: Option<&Row<'_>>,
        depth: usize,
        told: &mut Vec<Part>,
    ) {
        if print::is_plain(part) {
            return;
        }
        let value = match syntax::resolve(part.clone(), self.names(ready.check.on)) {
            Ok(defined) => match run(&program(&defined.open), &reads(&defined), facts, row) {
                Ok(value) => print::shown(&value),
                Err(detail) => Shown::Failed(detail),
            },
            // The whole was read before, so each part can be.
            Err(_) => Shown::Missing,
        };
        told.push(Part { depth, text: print::print(part), value });
        if let Expr::Variable(name, ..) = part
            && let Some(defined) = self.definitions.get(name.1.as_str())
        {
            self.parts(&defined.written, ready, facts, row, depth + 1, told);
        }
        for inner in syntax::parts(part) {
            self.parts(inner, ready, facts, row, depth + 1, told);
        }
    }

    /// Runs every own check on its examples: what fails, and what it finds and should not, or should and does not.
    pub fn try_examples(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let around = Surroundings::default();
        for ready in &self.checks {
            for example in &ready.check.examples {
                let target = Target::new(&example.form, &around, &self.settings);
                let mut facts = Facts::new(&target);
                let answers: Result<Vec<bool>, String> =
                    asked(ready.check.on, &target).map(|row| ready.fires(&mut facts, row)).collect();
                match answers.map(|answers| answers.contains(&true)) {
                    Ok(fires) if fires == example.fires => {}
                    Ok(fires) => problems.push(flaw::differs(&ready.check, example.line, fires)),
                    Err(detail) => problems.push(ready.failed(&target, None, &detail)),
                }
            }
        }
        problems
    }

    /// What an own check reads and compares with.
    pub fn uses(&self, id: &CheckId) -> Option<Uses> {
        let ready = self.checks.iter().find(|ready| ready.check.id == *id)?;
        Some(Uses {
            fields: ready.reads.iter().map(|(name, _)| name.clone()).collect(),
            definitions: ready.definitions.iter().cloned().collect(),
            thresholds: ready.thresholds.iter().map(|it| (*it, self.settings.number(*it))).collect(),
        })
    }
}

/// What a check is asked about on a target: each annual row, or the whole.
fn asked<'a, 'b>(on: On, target: &'a Target<'b>) -> impl Iterator<Item = Option<&'a Row<'b>>> {
    let (rows, whole) = match on {
        On::Row => (target.rows.as_slice(), None),
        On::Target => (&[][..], Some(None)),
    };
    whole.into_iter().chain(rows.iter().map(Some))
}

/// Runs a program on a row or a target.
fn run(program: &AST, reads: &Reads, facts: &mut Facts<'_>, row: Option<&Row<'_>>) -> Result<Dynamic, String> {
    let mut scope = Scope::new();
    for (name, entry) in reads {
        scope.push_constant_dynamic(name.as_str(), facts.get(row, entry.field));
    }
    ENGINE.eval_ast_with_scope::<Dynamic>(&mut scope, program).map_err(|error| error.unwrap_inner().to_string())
}

impl Ready {
    fn fires(&self, facts: &mut Facts<'_>, row: Option<&Row<'_>>) -> Result<bool, String> {
        // What is no yes or no was refused when the check was made ready.
        run(&self.program, &self.reads, facts, row).map(|value| value.as_bool().unwrap_or_default())
    }

    fn facts(&self, facts: &mut Facts<'_>, row: Option<&Row<'_>>) -> BTreeMap<String, String> {
        let mut told = BTreeMap::new();
        for (name, slot) in &self.slots {
            let value = match slot {
                Slot::Field(entry) => Ok(facts.get(row, entry.field)),
                Slot::Definition(program, reads) => run(program, reads, facts, row),
            };
            told.insert(name.clone(), value.map(|value| print::printed(&value)).unwrap_or_default());
        }
        told
    }

    fn hit(&self, facts: &mut Facts<'_>, row: Option<&Row<'_>>) -> Hit {
        let hit = match row {
            Some(row) => Hit::row(row, self.check.cell),
            None => Hit::whole(self.check.cell),
        };
        self.facts(facts, row).into_iter().fold(hit, |hit, (name, value)| hit.fact(&name, value))
    }

    fn failed(&self, target: &Target<'_>, row: Option<&Row<'_>>, detail: &str) -> Problem {
        let row = row.map(|row| row.indicator.no);
        flaw::failed(&self.check.id.0, &self.check.when, &target.form.name, row, detail)
    }
}

#[cfg(test)]
mod tests;
