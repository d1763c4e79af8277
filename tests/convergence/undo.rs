//! F04: as many undos as steps bring back what was, as many redos what had been done, whatever the steps were and whatever
//! lies between: the program ended and begun, a bundle written, a colleague's work taken in.

use std::path::PathBuf;

use proptest::prelude::*;

use super::many::{look, table};
use super::support::{Desk, go_on, silent};
use super::{Act, act, cases, complaints, perform_on};
use wenxiao::engine::links::subject;
use wenxiao::engine::many::{Like, ManyAct, Spot, Wording};
use wenxiao::engine::request::{Action, ImportOptions};
use wenxiao::engine::workstation::Workstation;
use wenxiao::model::ids::ItemId;
use wenxiao::model::link::LinkedTable;
use wenxiao::model::problem::{Problem, ProblemKind};
use wenxiao::model::query::{Filter, Query, Span, Test};
use wenxiao::model::review::{CategoryCode, Grade};

/// Targets of 2025; those of 2024 have the same codes and are their links of the year before.
const TARGETS: [&str; 3] = ["项目0000", "项目0001", "项目0002"];

#[derive(Debug, Clone)]
enum Step {
    One(Act),
    /// Whose target of the year before: of this one, of nobody, or the decision taken back.
    Link {
        target: usize,
        to: Option<usize>,
        back: bool,
    },
    Many(ManyAct),
}

#[derive(Debug, Clone, Copy)]
enum Between {
    Nothing,
    Restart,
    Export,
}

fn many() -> impl Strategy<Value = ManyAct> {
    let opinion = |spot, text: &str| ManyAct::Opinion {
        spot,
        category: CategoryCode("C02".into()),
        text: Wording { text: text.into(), slots: true },
        demand: None,
    };
    prop::sample::select(vec![
        opinion(Spot::Whole, "绩效目标与预算 {funds} 万元不匹配"),
        opinion(Spot::Rows(Like::Value("适量".into())), "“{indicator}”无法考核"),
        opinion(Spot::Rows(Like::Name("出行改善".into())), "不可衡量"),
        ManyAct::Return { reason: "重填".into() },
        ManyAct::Later { reason: String::new() },
        ManyAct::Finish { grade: Grade::Excellent, reason: String::new(), voices: silent() },
        ManyAct::Finish { grade: Grade::Fair, reason: String::new(), voices: silent() },
    ])
}

fn step() -> impl Strategy<Value = Step> {
    let link = (0..TARGETS.len(), prop::option::of(0..TARGETS.len()), any::<bool>());
    prop_oneof![
        5 => act().prop_map(Step::One),
        1 => link.prop_map(|(target, to, back)| Step::Link { target, to, back }),
        3 => many().prop_map(Step::Many),
    ]
}

fn between() -> impl Strategy<Value = Between> {
    prop_oneof![3 => Just(Between::Nothing), 1 => Just(Between::Restart), 1 => Just(Between::Export)]
}

/// Both years of targets in a station of `name`.
fn station(desk: &Desk, name: &str) -> Workstation {
    let mut station = desk.of(name);
    for year in [2024, 2025] {
        let path = desk.path(&format!("{year}.csv"));
        std::fs::write(&path, table(TARGETS.len())).unwrap();
        let options = ImportOptions { year: Some(year), ..ImportOptions::default() };
        station.import(&[path], &options, &mut go_on).unwrap();
    }
    station
}

fn all(station: &Workstation) -> Vec<ItemId> {
    let filter = Filter::of([Test::Year(vec![Span::only(2025)])]);
    station.queue_ids(&Query { filter, ..Query::default() }, None).unwrap()
}

fn link(station: &mut Workstation, target: usize, to: Option<usize>, back: bool) -> Result<(), Problem> {
    let key = |station: &Workstation, at: usize| station.find_target(TARGETS[at], Some(2025)).unwrap().project;
    let (project, to) = (key(station, target), to.map(|to| key(station, to)));
    let on = subject(LinkedTable::LastYear, project, 2025);
    let seen = station.link_said(LinkedTable::LastYear, 2025, project)?.1;
    let action =
        if back { Action::Unlink { on, seen } } else { Action::Link { on, table: LinkedTable::LastYear, to, seen } };
    station.act(&uuid::Uuid::now_v7().to_string(), &action).map(drop)
}

/// True when a step was taken; a refused one changes nothing.
fn take(station: &mut Workstation, step: &Step, number: usize) -> bool {
    let done = match step {
        Step::One(act) => return perform_on(&TARGETS, station, act, &format!("意见{number}")).unwrap(),
        Step::Link { target, to, back } => link(station, *target, *to, *back),
        Step::Many(act) => {
            let preview = look(station, &all(station), act);
            station.act_on_many(&format!("many-{number}"), act, &preview.seen, &mut go_on).map(drop)
        }
    };
    match done {
        Ok(()) => true,
        Err(problem) if problem.kind == ProblemKind::Refused => false,
        Err(problem) => panic!("{problem:?}"),
    }
}

/// A station under test: ended, begun and exported as asked.
struct Bench {
    desk: Desk,
    station: Option<Workstation>,
    between: Vec<Between>,
    at: usize,
}

impl Bench {
    fn station(&mut self) -> &mut Workstation {
        let desk = &self.desk;
        self.station.get_or_insert_with(|| desk.open())
    }

    fn state(&mut self) -> String {
        self.station().digest().unwrap().state
    }

    fn pause(&mut self) {
        self.at += 1;
        match self.between[self.at % self.between.len()] {
            Between::Nothing => {}
            Between::Restart => self.station = None,
            Between::Export => drop(self.export("中间.wxb")),
        }
    }

    fn export(&mut self, name: &str) -> PathBuf {
        let path = self.desk.path(&format!("{}{name}", self.at));
        // A folder of its own each time: nothing is written over.
        let _ = std::fs::remove_file(&path);
        self.station().export_bundle(&path, true, None, &mut go_on).unwrap();
        path
    }
}

proptest! {
    #![proptest_config(cases(12))]

    #[test]
    fn undo_and_redo_restore_exactly_across_restarts_exports_merges_and_acts_on_many(
        steps in prop::collection::vec(step(), 1..=9),
        theirs in prop::collection::vec(step(), 0..=3),
        merged_at in 0..10_usize,
        between in prop::collection::vec(between(), 1..=6),
    ) {
        // A colleague's work, and a station that has nothing but that: what must be left when all of mine is undone.
        let (colleague_desk, reference_desk) = (Desk::new(), Desk::new());
        let mut colleague = station(&colleague_desk, "李强");
        for (number, step) in theirs.iter().enumerate() {
            take(&mut colleague, step, 100 + number);
        }
        let bundle = colleague_desk.path("同事.wxb");
        colleague.export_bundle(&bundle, true, None, &mut go_on).unwrap();
        let card = colleague.key_card().unwrap();
        let mut reference = station(&reference_desk, "赵芳");
        let untouched = reference.digest().unwrap().state;
        reference.enrol(&card).unwrap();
        reference.import_bundles(std::slice::from_ref(&bundle), &mut go_on).unwrap();

        let desk = Desk::new();
        let mut station = station(&desk, "王敏");
        station.enrol(&card).unwrap();
        let mut bench = Bench { desk, station: Some(station), between, at: 0 };
        prop_assert_eq!(bench.state(), untouched);
        let mut merged = false;
        let mut states = vec![bench.state()];
        for (number, step) in steps.iter().enumerate() {
            if number == merged_at {
                bench.station().import_bundles(std::slice::from_ref(&bundle), &mut go_on).unwrap();
                // From here on what was before can no longer be compared step by step, only the whole.
                states = vec![bench.state()];
                merged = true;
            }
            if take(bench.station(), step, number) {
                states.push(bench.state());
            }
            bench.pause();
        }
        if !merged {
            let before = bench.station().history(usize::MAX).unwrap().1;
            bench.station().import_bundles(std::slice::from_ref(&bundle), &mut go_on).unwrap();
            prop_assert_eq!(bench.station().history(usize::MAX).unwrap().1, before, "a merge adds no step of mine");
            states = vec![bench.state()];
        }

        let (_, can_undo, can_redo) = bench.station().history(usize::MAX).unwrap();
        prop_assert_eq!(can_redo, 0);
        let after = bench.state();
        let mut down = vec![after.clone()];
        for undone in 0..can_undo {
            let expected = states.len().checked_sub(undone + 2).and_then(|at| states.get(at)).cloned();
            bench.station().undo().unwrap();
            let state = bench.state();
            if let Some(expected) = expected {
                prop_assert_eq!(&state, &expected, "undo {} of {}", undone + 1, can_undo);
            }
            down.push(state);
            bench.pause();
        }
        prop_assert_eq!(bench.station().undo().unwrap_err().key, "problem-nothing-to-undo");
        prop_assert_eq!(bench.state(), reference.digest().unwrap().state, "only the colleague's work is left");
        prop_assert_eq!(bench.station().history(usize::MAX).unwrap().2, can_undo);
        for state in down.iter().rev().skip(1) {
            bench.station().redo().unwrap();
            prop_assert_eq!(&bench.state(), state);
            bench.pause();
        }
        prop_assert_eq!(bench.station().redo().unwrap_err().key, "problem-nothing-to-redo");
        prop_assert_eq!(bench.state(), after);
        // All at once, and what another station makes of all this is the same.
        if can_undo > 0 {
            let (steps, ..) = bench.station().history(usize::MAX).unwrap();
            let last = steps.iter().find(|step| step.undos == Some(can_undo)).and_then(|step| step.event).unwrap();
            bench.station().undo_many(can_undo, last).unwrap();
            prop_assert_eq!(bench.state(), reference.digest().unwrap().state);
            prop_assert_eq!(bench.station().history(usize::MAX).unwrap().2, can_undo, "as many redos");
            for state in down.iter().rev().skip(1) {
                bench.station().redo().unwrap();
                prop_assert_eq!(&bench.state(), state);
            }
        }
        prop_assert_eq!(complaints(bench.station()), vec![]);
        let card = bench.station().key_card().unwrap();
        let mine = bench.export("全部.wxb");
        reference.enrol(&card).unwrap();
        reference.import_bundles(&[mine], &mut go_on).unwrap();
        prop_assert_eq!(reference.digest().unwrap().state, bench.state());
    }
}
