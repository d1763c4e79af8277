//! The threaded engine: what the screens get when a lane writes, one reads and one works.

mod support;

use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use support::{Desk, import, silent};
use wenxiao::engine::lanes::Lanes;
use wenxiao::engine::request::{Engine, ImportOptions, JobId, JobReport, JobSpec, Reply, Request};
use wenxiao::engine::single::Single;
use wenxiao::model::query::Query;

fn lanes(station: wenxiao::engine::workstation::Workstation) -> (Lanes, Receiver<Reply>) {
    let (to, replies) = channel();
    let to = std::sync::Mutex::new(to);
    let lanes = Lanes::start(station, Arc::new(move |reply| drop(to.lock().unwrap().send(reply)))).unwrap();
    (lanes, replies)
}

/// The first reply that fits; others are passed over.
fn wait<T>(replies: &Receiver<Reply>, mut fits: impl FnMut(Reply) -> Option<T>) -> T {
    loop {
        let reply = replies.recv_timeout(Duration::from_secs(60)).expect("an answer comes");
        if let Some(found) = fits(reply) {
            return found;
        }
    }
}

#[test]
fn on_the_first_start_the_station_can_write_and_knows_who_introduced_themselves() {
    let desk = Desk::new();
    let (lanes, replies) = lanes(desk.open());
    let home = |epoch| {
        lanes.post(Request::LoadHome { epoch });
        wait(&replies, |reply| match reply {
            Reply::Home { epoch: at, home } if at == epoch => Some(home),
            _ => None,
        })
    };
    let first = home(1);
    assert_eq!((first.station.read_only, first.station.person), (None, None));
    lanes.post(Request::Introduce { ticket: 1, name: "王敏".into(), office: "绩效处".into() });
    wait(&replies, |reply| matches!(reply, Reply::Introduced { ticket: 1, result: Ok(_) }).then_some(()));
    assert_eq!(home(2).station.name, "王敏");

    let spec = JobSpec::Import {
        paths: vec![desk.targets()],
        options: ImportOptions { year: Some(2025), ..ImportOptions::default() },
    };
    lanes.post(Request::Start { job: JobId(1), spec });
    let report = wait(&replies, |reply| match reply {
        Reply::Finished { job: JobId(1), result: Ok(JobReport::Imported(report)) } => Some(report),
        _ => None,
    });
    assert_eq!(report.files[0].tables[0].new, 2);
    lanes.post(Request::OpenQueue { epoch: 3, query: Query::default() });
    let ids = wait(&replies, |reply| match reply {
        Reply::Ids { epoch: 3, ids, complete: true, .. } => Some(ids),
        _ => None,
    });
    assert_eq!(ids.len(), 2, "what the job lane published is read");
}

#[test]
fn a_cancelled_job_leaves_nothing_and_dropping_the_engine_keeps_what_was_accepted() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    import(&mut station, &desk.targets());
    let before = station.digest().unwrap();
    let view = support::view(&station, "道路养护");
    let (lanes, replies) = lanes(station);
    lanes.post(Request::Cancel { job: JobId(7) });
    std::fs::write(desk.path("改.csv"), support::TARGETS.replace("120.5", "121.5")).unwrap();
    let spec = JobSpec::Import {
        paths: vec![desk.path("改.csv")],
        options: ImportOptions { year: Some(2025), ..ImportOptions::default() },
    };
    lanes.post(Request::Start { job: JobId(7), spec });
    let problem = wait(&replies, |reply| match reply {
        Reply::Finished { job: JobId(7), result } => Some(result.unwrap_err()),
        _ => None,
    });
    assert!(["problem-cancelled", "problem-import-stopped"].contains(&problem.key), "{problem}");
    for row in 1..=3 {
        let action = wenxiao::engine::request::Action::SetVerdict {
            on: support::on(&view, Some(row)),
            seen: Vec::new(),
            verdict: wenxiao::model::review::Verdict::Passed,
            reason: String::new(),
        };
        lanes.post(Request::Act { ticket: u64::from(row), operation: format!("row-{row}"), action });
    }
    drop(lanes);
    let station = desk.open();
    assert_eq!(station.digest().unwrap().events, before.events + 3);
    assert_eq!(support::view(&station, "道路养护").row.decided, 3);
}

#[test]
fn an_undo_asked_for_right_after_an_act_on_many_undoes_it_and_a_cancelled_one_leaves_nothing() {
    use wenxiao::engine::many::ManyAct;
    use wenxiao::model::review::Grade;
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    import(&mut station, &desk.targets());
    let before = station.digest().unwrap();
    let item = station.find_target("道路养护", None).unwrap().id;
    let (lanes, replies) = lanes(station);
    let act = ManyAct::Finish { grade: Grade::Good, reason: String::new(), voices: silent() };
    lanes.post(Request::PreviewMany { epoch: 1, items: Arc::from([item]), act: act.clone() });
    let preview = wait(&replies, |reply| match reply {
        Reply::ManyPreview { epoch: 1, preview } => Some(preview),
        _ => None,
    });
    assert_eq!(preview.events, 4);
    let spec = |operation: &str| JobSpec::ActOnMany {
        operation: operation.into(),
        act: act.clone(),
        seen: Arc::clone(&preview.seen),
    };
    lanes.post(Request::Cancel { job: JobId(1) });
    lanes.post(Request::Start { job: JobId(1), spec: spec("first") });
    let ended = |job| {
        wait(&replies, |reply| match reply {
            Reply::Finished { job: at, result } if at == JobId(job) => Some(result),
            _ => None,
        })
    };
    assert_eq!(ended(1).unwrap_err().key, "problem-cancelled");
    lanes.post(Request::Start { job: JobId(2), spec: spec("second") });
    lanes.post(Request::Undo { ticket: 3 });
    assert!(matches!(ended(2), Ok(JobReport::ActedOnMany(done)) if done.changed.events == 4));
    let undone = wait(&replies, |reply| match reply {
        Reply::Done { ticket: 3, result } => Some(result.unwrap()),
        _ => None,
    });
    assert_eq!((undone.events, undone.item), (4, Some(item)));
    drop(lanes);
    let after = desk.open().digest().unwrap();
    assert_eq!((after.state, after.events), (before.state, before.events + 8));
}

#[test]
fn a_draw_that_is_cancelled_leaves_what_was_sealed_and_can_be_made_again() {
    use wenxiao::engine::spot_check::draw::{DrawAsk, Source};
    use wenxiao::engine::spot_check::plan::SampleAsk;
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    import(&mut station, &desk.targets());
    let mut list =
        "项目代码,项目名称,主管部门,预算单位,一级指标,二级指标,三级指标,指标性质,指标值,度量单位,完成值,权重,得分\n"
            .to_owned();
    for number in 1..=40 {
        list.push_str(&format!("N{number:03},项目{number},住建局,中心,产出指标,数量指标,数量,≥,30,件,31,90,90\n"));
    }
    std::fs::write(desk.path("自评.csv"), list).unwrap();
    let kind = Some(wenxiao::model::form::FormKind::SelfEvaluation);
    let options = ImportOptions { year: Some(2024), kind, ..ImportOptions::default() };
    station.import(&[desk.path("自评.csv")], &options, &mut support::go_on).unwrap();
    let (lanes, replies) = lanes(station);
    let ended = |job| {
        wait(&replies, |reply| match reply {
            Reply::Finished { job: at, result } if at == JobId(job) => Some(result),
            _ => None,
        })
    };
    let ask = SampleAsk { sources: vec!["十面骰".into()], ..SampleAsk::default() };
    let seal = JobSpec::SealSample { operation: "seal".into(), ask: Box::new(ask) };
    lanes.post(Request::Start { job: JobId(1), spec: seal });
    assert_eq!(ended(1), Ok(JobReport::Sampled));
    let source = Source { label: "十面骰".into(), value: "4710293856".into(), outside: false };
    let thrown = DrawAsk { sources: vec![source], ..DrawAsk::default() };
    let draw = || JobSpec::DrawSample { operation: "draw".into(), ask: Box::new(thrown.clone()) };
    lanes.post(Request::Cancel { job: JobId(2) });
    lanes.post(Request::Start { job: JobId(2), spec: draw() });
    assert_eq!(ended(2).unwrap_err().key, "problem-cancelled");
    lanes.post(Request::LoadSamples { epoch: 3, chosen: None });
    let board = wait(&replies, |reply| match reply {
        Reply::Samples { epoch: 3, board } => Some(board),
        _ => None,
    });
    assert!(board.current().unwrap().waits());
    // The same act again is done; said twice it is one draw.
    for job in [4, 5] {
        lanes.post(Request::Start { job: JobId(job), spec: draw() });
        assert_eq!(ended(job), Ok(JobReport::Sampled));
    }
    drop(lanes);
    let station = desk.open();
    assert_eq!(station.rechecks(Some(2024)).unwrap().lines.len(), 4);
    assert!(station.doctor().unwrap().iter().all(|check| check.ok));
}

/// The list lane is held at its first answer until everything else was posted: what happens then is certain.
#[test]
fn of_plans_only_the_newest_is_made_and_none_that_was_stopped() {
    use wenxiao::engine::spot_check::plan::SampleAsk;

    let desk = Desk::new();
    let station = desk.of("王敏");
    let (to, replies) = channel();
    let (go, held) = channel::<()>();
    let (to, held) = (std::sync::Mutex::new(to), std::sync::Mutex::new(held));
    let outlet = move |reply: Reply| {
        let first = matches!(reply, Reply::Demands { epoch: 1, .. });
        drop(to.lock().unwrap().send(reply));
        if first {
            let _ = held.lock().unwrap().recv();
        }
    };
    let lanes = Lanes::start(station, Arc::new(outlet)).unwrap();
    let plan = |epoch| Request::PlanSample { epoch, ask: Box::new(SampleAsk::default()) };
    lanes.post(Request::LoadDemands { epoch: 1 });
    wait(&replies, |reply| matches!(reply, Reply::Demands { .. }).then_some(()));
    lanes.post(plan(2));
    lanes.post(plan(3));
    lanes.post(Request::LoadContests { epoch: 4 });
    go.send(()).unwrap();
    let mut planned = Vec::new();
    wait(&replies, |reply| {
        if let Reply::SamplePlanned { epoch, .. } = reply {
            planned.push(epoch);
        }
        matches!(reply, Reply::Contests { .. }).then_some(())
    });
    assert_eq!(planned, [3]);
    lanes.post(Request::LoadDemands { epoch: 1 });
    wait(&replies, |reply| matches!(reply, Reply::Demands { .. }).then_some(()));
    lanes.post(plan(5));
    lanes.post(Request::StopPlanning { epoch: 6 });
    lanes.post(Request::LoadContests { epoch: 7 });
    go.send(()).unwrap();
    wait(&replies, |reply| {
        assert!(!matches!(reply, Reply::SamplePlanned { .. }), "nobody waits for it");
        matches!(reply, Reply::Contests { .. }).then_some(())
    });
}

#[test]
fn on_one_thread_each_request_is_answered_and_then_said_to_be() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    import(&mut station, &desk.targets());
    let before = station.digest().unwrap();
    let (to, answers) = channel();
    let single = Single::start(station, Arc::new(move |reply| drop(to.send(reply)))).unwrap();
    single.post(Request::LoadHome { epoch: 1 });
    let patience = Duration::from_secs(60);
    assert!(matches!(answers.recv_timeout(patience), Ok(Some(Reply::Home { epoch: 1, .. }))));
    assert_eq!(answers.recv_timeout(patience), Ok(None), "it is complete");
    std::fs::write(desk.path("改.csv"), support::TARGETS.replace("120.5", "121.5")).unwrap();
    let spec = JobSpec::Import {
        paths: vec![desk.path("改.csv")],
        options: ImportOptions { year: Some(2025), ..ImportOptions::default() },
    };
    single.post(Request::Cancel { job: JobId(7) });
    single.post(Request::Start { job: JobId(7), spec });
    let ended = std::iter::from_fn(|| answers.recv_timeout(patience).ok()).find_map(|answer| match answer {
        Some(Reply::Finished { job: JobId(7), result }) => Some(result.unwrap_err()),
        _ => None,
    });
    assert!(["problem-cancelled", "problem-import-stopped"].contains(&ended.unwrap().key));
    drop(single);
    assert_eq!(desk.open().digest().unwrap(), before, "a cancelled job leaves nothing");
}

#[test]
fn after_an_import_the_targets_are_checked_without_being_asked_and_give_way_to_other_jobs() {
    let desk = Desk::new();
    let (lanes, replies) = lanes(desk.of("王敏"));
    let spec = JobSpec::Import {
        paths: vec![desk.targets()],
        options: ImportOptions { year: Some(2025), ..ImportOptions::default() },
    };
    lanes.post(Request::Start { job: JobId(1), spec });
    let preview = JobSpec::Preview { paths: vec![desk.targets()], options: ImportOptions::default() };
    lanes.post(Request::Start { job: JobId(2), spec: preview });
    let mut ended = Vec::new();
    let done = wait(&replies, |reply| {
        if let Reply::Finished { job, result } = &reply {
            ended.push(job.0);
            assert!(result.is_ok(), "{result:?}");
        }
        match reply {
            Reply::Finished { result: Ok(JobReport::PreReviewed(done)), .. } => Some(done),
            _ => None,
        }
    });
    assert_eq!((done.looked, ended.len(), &ended[..2]), (2, 3, &[1, 2][..]), "what was asked for goes first");
    wait(&replies, |reply| (reply == Reply::DataChanged).then_some(()));
    lanes.post(Request::OpenQueue { epoch: 1, query: Query::default() });
    let ids = wait(&replies, |reply| match reply {
        Reply::Ids { epoch: 1, ids, complete: true, .. } => Some(ids),
        _ => None,
    });
    lanes.post(Request::LoadRows { epoch: 2, ids: ids.to_vec() });
    let rows = wait(&replies, |reply| match reply {
        Reply::Rows { epoch: 2, rows } => Some(rows),
        _ => None,
    });
    assert!(rows.iter().all(|row| row.findings.is_some()));
}

#[test]
fn what_a_stopped_run_left_is_looked_at_when_the_program_starts() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    import(&mut station, &desk.targets());
    let looked = |station: &wenxiao::engine::workstation::Workstation| {
        let rows = station.rows(&support::items(station)).unwrap();
        rows.iter().filter(|row| row.findings.is_some()).count()
    };
    let stop = station.pre_review(false, &mut |progress| match progress.phase {
        "phase-checking" => std::ops::ControlFlow::Break(()),
        _ => std::ops::ControlFlow::Continue(()),
    });
    assert!(stop.is_err());
    // A new version: one target is not looked at.
    std::fs::write(desk.path("新.csv"), support::TARGETS.replace("适量", "12")).unwrap();
    import(&mut station, &desk.path("新.csv"));
    assert_eq!(looked(&station), 1);
    let (lanes, replies) = lanes(station);
    wait(&replies, |reply| {
        matches!(reply, Reply::Finished { result: Ok(JobReport::PreReviewed(_)), .. }).then_some(())
    });
    drop(lanes);
    assert_eq!(looked(&desk.open()), 2);
}
