//! A second look at what was passed: who is drawn, what counts, what it proves, on several stations.

use wenxiao::engine::request::Action;
use wenxiao::engine::second_look::SecondLookReport;
use wenxiao::engine::workstation::Workstation;
use wenxiao::model::problem::Problem;
use wenxiao::model::query::{Field, Filter, Query, Sort, Span, Test};
use wenxiao::model::review::Grade;

use super::support::{self, Desk, go_on, grade, import, opine, view};
use super::{bundle, colleagues};

/// So many targets, all of them passed but those whose number is among `left`.
fn passed(desk: &Desk, count: usize, left: &[usize]) -> Workstation {
    let mut station = desk.of("王敏");
    let head = support::TARGETS.lines().next().unwrap();
    let row = |no: usize| {
        format!("{no},项目{no},219-交通局,219001-养护中心,20,修路{no},产出指标,数量指标,里程,≥,{no},公里,90\n")
    };
    let path = desk.path("多.csv");
    std::fs::write(&path, format!("{head}\n{}", (100..100 + count).map(row).collect::<String>())).unwrap();
    import(&mut station, &path);
    for no in (100..100 + count).filter(|no| !left.contains(no)) {
        grade(&mut station, &format!("项目{no}"), Grade::Excellent).unwrap();
    }
    station
}

fn look(station: &mut Workstation, name: &str, fault: Option<&str>) -> Result<(), Problem> {
    let shown = view(station, name);
    let action = Action::LookAgain {
        on: support::on(&shown, None),
        seen: shown.state.looked.events(),
        found: fault.is_some(),
        reason: fault.unwrap_or_default().to_owned(),
    };
    station.act(&uuid::Uuid::now_v7().to_string(), &action).map(|_| ())
}

fn report(station: &Workstation) -> SecondLookReport {
    station.second_look(None, usize::MAX).unwrap()
}

fn drawn(station: &Workstation) -> Vec<String> {
    report(station).sample.into_iter().map(|target| target.row.name).collect()
}

/// Names that the queue lists under the filter word, in the order of their names.
fn waiting(station: &Workstation) -> Vec<String> {
    let filter = Filter::of([Test::Count(Field::SecondLook, Span::from(1))]);
    let ids = station.queue_ids(&Query { filter: filter.clone(), sort: Sort::default() }, None).unwrap();
    assert_eq!(station.queue_count(&filter).unwrap(), ids.len() as u64);
    let mut names: Vec<String> = station.rows(&ids).unwrap().into_iter().map(|row| row.name).collect();
    names.sort();
    names
}

fn sorted(mut names: Vec<String>) -> Vec<String> {
    names.sort();
    names
}

#[test]
fn thirty_are_drawn_and_what_they_prove_is_said_once_some_were_looked_at() {
    let desk = Desk::new();
    let mut station = passed(&desk, 80, &[100, 101]);
    opine(&mut station, "项目100", 1, "无依据");
    grade(&mut station, "项目100", Grade::Good).unwrap();
    let told = report(&station).figures;
    assert_eq!((told.passed, told.sample, told.done, told.counted, told.most), (78, 30, 0, 0, None));
    let names = drawn(&station);
    assert_eq!(names.len(), 30);
    assert!(!names.contains(&"项目100".to_owned()), "an opinion was given");
    assert!(!names.contains(&"项目101".to_owned()), "nobody has passed it");
    assert_eq!(waiting(&station), sorted(names.clone()));
    // The second before the first: it was picked by hand and does not count yet.
    look(&mut station, &names[1], None).unwrap();
    let told = report(&station).figures;
    assert_eq!((told.done, told.counted, told.most), (1, 0, None));
    look(&mut station, &names[0], None).unwrap();
    let told = report(&station).figures;
    // Two of 78 without a fault: up to 60 may have one, by the hypergeometric distribution.
    let least = |most: u64| (78 - most) * (77 - most) * 20 > 78 * 77;
    let most = told.most.unwrap();
    assert!(least(most) && !least(most + 1), "{most}");
    assert_eq!((told.done, told.counted, told.faults), (2, 2, 0));
    assert_eq!(waiting(&station), sorted(names[2..].to_vec()));
    // Outside the sample it is written down and proves nothing.
    let outside = (102..180).map(|no| format!("项目{no}")).find(|name| !names.contains(name)).unwrap();
    look(&mut station, &outside, Some("漏看了一处")).unwrap();
    let now = report(&station).figures;
    assert_eq!((now.done, now.counted, now.faults, now.most), (2, 2, 0, told.most));
    assert_eq!(view(&station, &outside).state.second_look(), Some(true));
}

#[test]
fn a_fault_stays_in_the_count_when_the_target_is_reviewed_anew() {
    let desk = Desk::new();
    let mut station = passed(&desk, 40, &[]);
    let names = drawn(&station);
    assert_eq!(look(&mut station, &names[0], Some("  ")).unwrap_err().key, "problem-second-look-needs-reason");
    look(&mut station, &names[0], Some("指标值无依据")).unwrap();
    let before = report(&station).figures;
    assert_eq!((before.passed, before.counted, before.faults), (40, 1, 1));
    opine(&mut station, &names[0], 1, "指标值无依据");
    grade(&mut station, &names[0], Grade::Fair).unwrap();
    assert_eq!(report(&station).figures, before, "it had been passed");
    assert_eq!(drawn(&station), names);
    assert!(!waiting(&station).contains(&names[0]));
    // The same after a rebuild; and no doubt of the doctor's.
    let digest = station.digest().unwrap();
    station.rebuild().unwrap();
    assert_eq!((station.digest().unwrap(), report(&station).figures), (digest, before));
    assert!(station.doctor().unwrap().iter().all(|check| check.ok));
    // Another mind: nothing was wrong after all.
    look(&mut station, &names[0], None).unwrap();
    assert_eq!(view(&station, &names[0]).state.second_look(), Some(false));
    assert_eq!(report(&station).figures.passed, 39, "an opinion was given on it");
    station.undo().unwrap();
    assert_eq!(report(&station).figures, before);
    station.redo().unwrap();
    assert_eq!(report(&station).figures.faults, 0);
}

#[test]
fn earlier_picks_stay_when_more_is_passed_and_nobody_chooses_them() {
    let desk = Desk::new();
    let mut station = passed(&desk, 90, &(160..190).collect::<Vec<_>>());
    let mut drawn_before = drawn(&station);
    assert_eq!(drawn_before.len(), 30);
    let first: Vec<String> = drawn_before.clone();
    for name in &first {
        look(&mut station, name, None).unwrap();
    }
    for no in 160..190 {
        grade(&mut station, &format!("项目{no}"), Grade::Excellent).unwrap();
        let now = drawn(&station);
        // Whoever was drawn keeps their order; newcomers come between and are looked at.
        let kept: Vec<&String> = now.iter().filter(|name| drawn_before.contains(name)).collect();
        assert_eq!(kept, drawn_before.iter().filter(|name| now.contains(name)).collect::<Vec<_>>());
        for name in now.iter().filter(|name| !drawn_before.contains(name)) {
            look(&mut station, name, None).unwrap();
        }
        drawn_before = now;
    }
    let told = report(&station).figures;
    assert_eq!((told.passed, told.sample, told.done), (90, 30, 30));
    // What was looked at without a gap counts also where newcomers pushed it out of the sample.
    assert!(told.counted > 30, "{told:?}");
}

#[test]
fn only_what_was_passed_without_a_word_is_looked_at_again() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    assert_eq!(report(&station), SecondLookReport::default(), "nothing is here");
    import(&mut station, &desk.targets());
    let told = report(&station);
    assert_eq!((told.year, told.figures.passed, told.sample.len()), (Some(2025), 0, 0));
    assert_eq!(look(&mut station, "道路养护", None).unwrap_err().key, "problem-second-look-not-passed");
    grade(&mut station, "道路养护", Grade::Excellent).unwrap();
    look(&mut station, "道路养护", None).unwrap();
    // One of one: nothing is left to guess.
    let told = report(&station).figures;
    assert_eq!((told.passed, told.counted, told.most), (1, 1, Some(0)));
    assert_eq!(told.rate().unwrap().to_string(), "0.00");
    // A decision made meanwhile is not overwritten.
    let shown = view(&station, "道路养护");
    let blind =
        Action::LookAgain { on: support::on(&shown, None), seen: Vec::new(), found: true, reason: "没看见".into() };
    assert_eq!(station.act("blind", &blind).unwrap_err().key, "problem-decided-meanwhile");
    // The result taken back: what was found there says nothing of a pass any more.
    station.undo().unwrap();
    station.undo().unwrap();
    assert_eq!(report(&station).figures.passed, 0);
}

#[test]
fn two_who_look_at_one_target_agree_in_any_order_and_a_fault_that_one_found_counts() {
    let (ours, mut a, theirs, mut b) = colleagues();
    grade(&mut a, "道路养护", Grade::Excellent).unwrap();
    let first = bundle(&ours, &a, "first.wxb", false);
    b.import_bundles(std::slice::from_ref(&first), &mut go_on).unwrap();
    assert_eq!(drawn(&a), drawn(&b));
    look(&mut a, "道路养护", None).unwrap();
    look(&mut b, "道路养护", Some("合格率无依据")).unwrap();
    let (from_a, from_b) = (bundle(&ours, &a, "a.wxb", false), bundle(&theirs, &b, "b.wxb", false));
    a.import_bundles(std::slice::from_ref(&from_b), &mut go_on).unwrap();
    b.import_bundles(std::slice::from_ref(&from_a), &mut go_on).unwrap();
    assert_eq!(a.digest().unwrap(), b.digest().unwrap());
    // A third one gets them the other way round, before the result they speak of.
    let third = Desk::new();
    let mut c = third.of("赵六");
    for station in [&a, &b] {
        c.enrol(&station.key_card().unwrap()).unwrap();
    }
    for path in [from_b, from_a, first] {
        c.import_bundles(&[path], &mut go_on).unwrap();
    }
    assert_eq!(c.digest().unwrap().state, a.digest().unwrap().state);
    for station in [&a, &b, &c] {
        let told = report(station).figures;
        assert_eq!((told.passed, told.counted, told.faults), (1, 1, 1));
        assert_eq!(view(station, "道路养护").row.status, wenxiao::model::review::Status::Passed, "no contest");
    }
}
