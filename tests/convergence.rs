//! Several stations with real databases: whatever was done where, and however bundles were lost, doubled and mixed up
//! on the way, after a full exchange all hold the same and show the same. (The same laws over values alone, with many
//! more cases: `tests/sync.rs`.)

mod support;

#[path = "convergence/many.rs"]
mod many;
#[path = "convergence/many_drafts.rs"]
mod many_drafts;
#[path = "convergence/undo.rs"]
mod undo;

use std::path::PathBuf;

use proptest::prelude::*;
use support::{Desk, go_on, on, view};
use wenxiao::engine::request::{Action, ImportOptions};
use wenxiao::engine::workstation::Workstation;
use wenxiao::model::event::DemandDraft;
use wenxiao::model::problem::{Problem, ProblemKind};
use wenxiao::model::query::Query;
use wenxiao::model::review::{CategoryCode, Grade, Verdict};

const STATIONS: usize = 3;
const TARGETS: [&str; 2] = ["道路养护", "老旧小区改造"];

/// One act; numbers are taken modulo what there is.
#[derive(Debug, Clone)]
enum Act {
    Verdict { target: usize, row: u32, verdict: Verdict },
    Grade { target: usize, grade: Grade },
    Opinion { target: usize, row: Option<u32>, demand: bool },
    Amend { target: usize, which: usize, demand: bool },
    Withdraw { target: usize, which: usize },
    Demand { target: usize, row: u32 },
}

#[derive(Debug, Clone)]
enum Step {
    Act(usize, Act),
    Undo(usize),
    Redo(usize),
    /// The list of targets, the second time with other values.
    Import(usize, bool),
    Export(usize, bool),
    /// A bundle made before, whichever, reaches a station: late, twice or never.
    Deliver(usize, usize),
    Restart(usize),
    Backup(usize),
    /// The latest backup is put back.
    Restore(usize),
}

fn act() -> impl Strategy<Value = Act> {
    let target = 0..TARGETS.len();
    let verdict = prop::sample::select(vec![Verdict::Passed, Verdict::Returned, Verdict::Later]);
    prop_oneof![
        3 => (target.clone(), 1u32..4, verdict).prop_map(|(target, row, verdict)| Act::Verdict { target, row, verdict }),
        2 => (target.clone(), prop::sample::select(Grade::ALL.to_vec())).prop_map(|(target, grade)| Act::Grade { target, grade }),
        3 => (target.clone(), prop::option::of(1u32..4), any::<bool>())
            .prop_map(|(target, row, demand)| Act::Opinion { target, row, demand }),
        1 => (target.clone(), any::<usize>(), any::<bool>()).prop_map(|(target, which, demand)| Act::Amend { target, which, demand }),
        1 => (target.clone(), any::<usize>()).prop_map(|(target, which)| Act::Withdraw { target, which }),
        1 => (target, 1u32..4).prop_map(|(target, row)| Act::Demand { target, row }),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let station = 0..STATIONS;
    prop_oneof![
        8 => (station.clone(), act()).prop_map(|(station, act)| Step::Act(station, act)),
        2 => station.clone().prop_map(Step::Undo),
        1 => station.clone().prop_map(Step::Redo),
        1 => (station.clone(), any::<bool>()).prop_map(|(station, other)| Step::Import(station, other)),
        3 => (station.clone(), any::<bool>()).prop_map(|(station, full)| Step::Export(station, full)),
        4 => (any::<usize>(), station.clone()).prop_map(|(bundle, station)| Step::Deliver(bundle, station)),
        1 => station.clone().prop_map(Step::Restart),
        1 => station.clone().prop_map(Step::Backup),
        1 => station.prop_map(Step::Restore),
    ]
}

fn draft() -> DemandDraft {
    DemandDraft {
        text: "补充可考核的数值".into(), due: "2025-06-20".into(), responsible_unit: "城建中心".into()
    }
}

/// Does an act as a screen would: on what is shown now. Acts that are not allowed are refused and change nothing.
fn perform(station: &mut Workstation, act: &Act, text: &str) -> Result<bool, Problem> {
    perform_on(&TARGETS, station, act, text)
}

/// The same on some of these targets.
fn perform_on(targets: &[&str], station: &mut Workstation, act: &Act, text: &str) -> Result<bool, Problem> {
    let target = match act {
        Act::Verdict { target, .. }
        | Act::Grade { target, .. }
        | Act::Opinion { target, .. }
        | Act::Amend { target, .. }
        | Act::Withdraw { target, .. }
        | Act::Demand { target, .. } => targets[*target],
    };
    if station.find_target(target, None).is_err() {
        return Ok(false);
    }
    let shown = view(station, target);
    let seen = |row: &u32| shown.state.rows.get(row).map(|heads| heads.events()).unwrap_or_default();
    let mine: Vec<_> = shown.state.opinions.iter().filter(|opinion| opinion.author == shown.me).collect();
    let which = |number: &usize| mine.get(number % mine.len().max(1)).copied();
    let category = CategoryCode("C07".into());
    let action = match act {
        Act::Verdict { row, verdict, .. } => {
            Action::SetVerdict { on: on(&shown, Some(*row)), seen: seen(row), verdict: *verdict, reason: String::new() }
        }
        Act::Grade { grade, .. } => Action::SetGrade {
            on: on(&shown, None),
            seen: shown.state.grade.events(),
            grade: *grade,
            reason: "理由".into(),
        },
        Act::Opinion { row, demand, .. } => Action::AddOpinion {
            on: on(&shown, *row),
            seen: row.as_ref().map(seen).unwrap_or_default(),
            category,
            text: text.into(),
            demand: demand.then(draft),
        },
        Act::Amend { which: number, demand, .. } => match which(number) {
            Some(opinion) => Action::AmendOpinion {
                on: on(&shown, opinion.row),
                opinion: opinion.id,
                seen: vec![opinion.event],
                category,
                text: format!("{text} 改"),
                demand: demand.then(draft),
            },
            None => return Ok(false),
        },
        Act::Withdraw { which: number, .. } => match which(number) {
            Some(opinion) => Action::Withdraw { on: on(&shown, opinion.row), of: opinion.id, reason: "误".into() },
            None => return Ok(false),
        },
        Act::Demand { row, .. } => Action::IssueDemand { on: on(&shown, Some(*row)), category: None, demand: draft() },
    };
    let before = station.digest()?;
    match station.act(&uuid::Uuid::now_v7().to_string(), &action) {
        Ok(_) => Ok(true),
        Err(problem) if problem.kind == ProblemKind::Refused => {
            assert_eq!(station.digest()?, before, "a refusal changed something: {problem:?}");
            Ok(false)
        }
        Err(problem) => Err(problem),
    }
}

/// What a station shows of all targets, without numbers that are its own.
fn shown(station: &Workstation) -> Vec<String> {
    let mut rows = Vec::new();
    let each = |row: wenxiao::engine::view::QueueRow| {
        let view = station.project(row.id)?;
        let versions: Vec<_> =
            view.versions.iter().map(|version| (version.version, version.no, version.at, &version.source)).collect();
        rows.push(format!(
            "{} {} {:?} {} {} {} {versions:?} {:?} {:?}",
            row.project, row.year, row.status, row.decided, row.opinions, row.demands, view.state, view.people
        ));
        Ok(())
    };
    station.each_row(&Query::default(), each).unwrap();
    rows.sort();
    rows
}

fn complaints(station: &Workstation) -> Vec<wenxiao::engine::check::Check> {
    station.doctor().unwrap().into_iter().filter(|check| !check.ok).collect()
}

/// Stations of people who have exchanged keys; the first has the targets.
struct Office {
    desks: Vec<Desk>,
    stations: Vec<Option<Workstation>>,
    backups: Vec<Option<PathBuf>>,
    bundles: Vec<PathBuf>,
    count: usize,
}

impl Office {
    fn new() -> Office {
        let desks: Vec<Desk> = (0..STATIONS).map(|_| Desk::new()).collect();
        let mut stations: Vec<Workstation> =
            desks.iter().zip(["王敏", "李强", "赵芳"]).map(|(desk, name)| desk.of(name)).collect();
        let cards: Vec<_> = stations.iter().map(|station| station.key_card().unwrap()).collect();
        for (at, station) in stations.iter_mut().enumerate() {
            for card in cards.iter().enumerate().filter(|(of, _)| *of != at).map(|(_, card)| card) {
                station.enrol(card).unwrap();
            }
        }
        let stations = stations.into_iter().map(Some).collect();
        let mut office = Office { desks, stations, backups: vec![None; STATIONS], bundles: Vec::new(), count: 0 };
        office.import(0, false);
        office
    }

    fn station(&mut self, at: usize) -> &mut Workstation {
        let desk = &self.desks[at];
        self.stations[at].get_or_insert_with(|| desk.open())
    }

    fn name(&mut self, at: usize, end: &str) -> PathBuf {
        self.count += 1;
        self.desks[at].path(&format!("{}{end}", self.count))
    }

    fn import(&mut self, at: usize, other: bool) {
        let path = self.desks[at].path("目标.csv");
        let text = if other { support::TARGETS.replace("适量", "12") } else { support::TARGETS.to_owned() };
        std::fs::write(&path, text).unwrap();
        let options = ImportOptions { year: Some(2025), ..ImportOptions::default() };
        self.station(at).import(&[path], &options, &mut go_on).unwrap();
    }

    fn export(&mut self, at: usize, full: bool) -> PathBuf {
        let path = self.name(at, ".wxb");
        self.station(at).export_bundle(&path, full, None, &mut go_on).unwrap();
        path
    }

    fn take(&mut self, step: &Step) {
        match step {
            Step::Act(at, act) => {
                let text = format!("意见{}", self.count);
                self.count += 1;
                perform(self.station(*at), act, &text).unwrap();
            }
            Step::Undo(at) => accept(self.station(*at).undo(), "problem-nothing-to-undo"),
            Step::Redo(at) => accept(self.station(*at).redo(), "problem-nothing-to-redo"),
            Step::Import(at, other) => self.import(*at, *other),
            Step::Export(at, full) => {
                let bundle = self.export(*at, *full);
                self.bundles.push(bundle);
            }
            Step::Deliver(bundle, at) => {
                if !self.bundles.is_empty() {
                    let bundle = self.bundles[bundle % self.bundles.len()].clone();
                    self.station(*at).import_bundles(&[bundle], &mut go_on).unwrap();
                }
            }
            Step::Restart(at) => self.stations[*at] = None,
            Step::Backup(at) => {
                let path = self.name(*at, ".db");
                self.station(*at).backup(&path).unwrap();
                self.backups[*at] = Some(path);
            }
            Step::Restore(at) => {
                if let Some(backup) = self.backups[*at].clone() {
                    self.stations[*at] = None;
                    Workstation::restore(&self.desks[*at].options(), &backup).unwrap();
                }
            }
        }
    }

    /// Everybody hands everything to everybody.
    fn exchange(&mut self) -> Vec<PathBuf> {
        let bundles: Vec<PathBuf> = (0..STATIONS).map(|at| self.export(at, true)).collect();
        for at in 0..STATIONS {
            // Each in another order, one of them twice.
            let mut order = bundles.clone();
            order.rotate_left(at);
            order.push(bundles[at].clone());
            self.station(at).import_bundles(&order, &mut go_on).unwrap();
        }
        bundles
    }
}

fn accept<T>(result: Result<T, Problem>, allowed: &str) {
    if let Err(problem) = result {
        assert_eq!(problem.key, allowed);
    }
}

fn cases(count: u32) -> ProptestConfig {
    ProptestConfig { cases: count, max_shrink_iters: 60, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases(24))]

    /// M01.
    #[test]
    fn after_a_full_exchange_every_station_holds_and_shows_the_same(steps in prop::collection::vec(step(), 1..=12)) {
        let mut office = Office::new();
        for step in &steps {
            office.take(step);
        }
        let bundles = office.exchange();
        let digest = office.station(0).digest().unwrap();
        let view = shown(office.station(0));
        for at in 0..STATIONS {
            let station = office.station(at);
            prop_assert_eq!(&station.digest().unwrap(), &digest);
            prop_assert_eq!(&shown(station), &view);
            prop_assert_eq!(complaints(station), vec![], "rebuilt is the same, chains and signatures hold");
            prop_assert!(station.gaps().unwrap().is_empty());
            let again = station.import_bundles(&bundles, &mut go_on).unwrap();
            prop_assert!(again.iter().all(|report| report.new == 0 && report.pending == 0 && report.quarantined == 0));
            prop_assert_eq!(&station.digest().unwrap(), &digest);
        }
        // Also after ending and beginning again.
        office.stations[0] = None;
        prop_assert_eq!(&office.station(0).digest().unwrap(), &digest);
    }
}

proptest! {
    #![proptest_config(cases(16))]

    #[test]
    fn as_many_undos_as_acts_bring_back_what_was_before_and_as_many_redos_what_was_after(
        acts in prop::collection::vec(act(), 1..=8),
        restarts in any::<u8>(),
    ) {
        let desk = Desk::new();
        let mut station = desk.of("王敏");
        support::import(&mut station, &desk.targets());
        let mut states = vec![station.digest().unwrap().state];
        for (number, act) in acts.iter().enumerate() {
            if perform(&mut station, act, &format!("意见{number}")).unwrap() {
                states.push(station.digest().unwrap().state);
            }
        }
        for (number, state) in states.iter().rev().skip(1).enumerate() {
            if restarts >> (number % 8) & 1 == 1 {
                drop(station);
                station = desk.open();
            }
            station.undo().unwrap();
            prop_assert_eq!(&station.digest().unwrap().state, state, "undo {}", number);
        }
        prop_assert_eq!(station.undo().unwrap_err().key, "problem-nothing-to-undo");
        for (number, state) in states.iter().skip(1).enumerate() {
            station.redo().unwrap();
            prop_assert_eq!(&station.digest().unwrap().state, state, "redo {}", number);
        }
        prop_assert_eq!(station.redo().unwrap_err().key, "problem-nothing-to-redo");
        // What was redone can be undone again.
        for state in states.iter().rev().skip(1).take(2) {
            station.undo().unwrap();
            prop_assert_eq!(&station.digest().unwrap().state, state);
        }
        prop_assert_eq!(complaints(&station), vec![]);
    }
}
