//! The queue and what is behind it, at both sizes: through the threads as the interface has it, and each read alone.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use wenxiao::engine::lanes::Lanes;
use wenxiao::engine::request::{Engine, Reply, Request, Slot};
use wenxiao::engine::workstation::Workstation;
use wenxiao::model::ids::ItemId;
use wenxiao::model::money::Money;
use wenxiao::model::query::{Filter, Query, Sort, Span, Test};
use wenxiao::model::review::Status;

use super::measure::{Samples, in_turn};
use super::report::{Report, short};
use super::start::{PAGE, ids_of};
use super::{Plan, data};

const TIMES: usize = 300;

pub fn run(plan: &Plan, report: &mut Report) {
    let city = data::open(&data::database(data::CITY));
    let city_ids = ids_of(&city, &Query::default());
    let large = plan.million.then(|| data::open(&data::database(data::MILLION)));
    match &large {
        Some(large) => {
            let large_ids = ids_of(large, &Query::default());
            compare(report, (&city, &city_ids), (large, &large_ids));
        }
        None => alone(report, &city, &city_ids),
    }
    drop(city);
    threads(report, "5,688", data::open(&data::database(data::CITY)));
    if let Some(large) = large {
        drop(large);
        threads(report, "1M", data::open(&data::database(data::MILLION)));
    }
}

fn spread(ids: &[ItemId], turn: usize) -> usize {
    turn * 104_729 % ids.len()
}

fn page(station: &Workstation, ids: &[ItemId], turn: usize) {
    let at = spread(ids, turn);
    station.rows(&ids[at..(at + PAGE).min(ids.len())]).expect("rows");
}

fn project(station: &Workstation, ids: &[ItemId], turn: usize) {
    station.project(ids[spread(ids, turn)]).expect("project");
}

fn next_project(station: &Workstation, ids: &[ItemId], turn: usize) {
    station.project(ids[(spread(ids, 7) + turn) % ids.len()]).expect("project");
}

fn first_ids(station: &Workstation, turn: usize) {
    let query = Query { sort: Sort::INDEXED[turn % 4], ..Query::default() };
    station.queue_ids(&query, Some(512)).expect("ids");
}

/// Year and state, year and amount, state and amount.
fn filtered(station: &Workstation, turn: usize) {
    let mut query = Query { sort: Sort::INDEXED[turn % 4], ..Query::default() };
    let year = Test::Year(vec![Span::only(2025)]);
    query.filter = match turn / 4 % 3 {
        0 => Filter::of([year, Test::State(vec![Status::Queued])]),
        1 => Filter::of([year, Test::Amount(Span::from(Money::KEY_LANE))]),
        _ => Filter::of([Test::State(vec![Status::Queued]), Test::Amount(Span::to(Money(100_000_000)))]),
    };
    let ids = station.queue_ids(&query, Some(512)).expect("ids");
    station.rows(&ids[..PAGE.min(ids.len())]).expect("rows");
}

/// Budget, name, largest ratio between the sizes where this part has one of its own, what is read.
type Read = (&'static str, &'static str, Option<f64>, fn(&Workstation, &[ItemId], usize));

const READS: [Read; 5] = [
    ("K3", "first ids of the queue, four orders", Some(1.10), |station, _, turn| first_ids(station, turn)),
    ("K4", "rows of a page anywhere", None, page),
    ("K4", "open a project anywhere", None, project),
    ("K4", "the next project", None, next_project),
    ("S4", "two filters to their first page, four orders", None, |station, _, turn| filtered(station, turn)),
];

fn alone(report: &mut Report, city: &Workstation, ids: &[ItemId]) {
    for (id, what, _, read) in READS {
        let mut samples = Samples::default();
        for turn in 0..TIMES {
            samples.time(|| read(city, ids, turn));
        }
        report.note(id, &format!("{what}, 5,688"), samples.shown());
    }
    let mut samples = Samples::default();
    for _ in 0..5 {
        samples.time(|| city.home().expect("home"));
    }
    report.note("home", "figures of the home page, 5,688", samples.shown());
}

fn compare(
    report: &mut Report,
    (city, city_ids): (&Workstation, &[ItemId]),
    (large, large_ids): (&Workstation, &[ItemId]),
) {
    for (id, what, limit, read) in READS {
        let (small, big) = in_turn(TIMES, |turn| read(city, city_ids, turn), |turn| read(large, large_ids, turn));
        let detail = format!("{} against {}", big.shown(), small.shown());
        let (what, ratio) = (format!("{what}, 1M : 5,688, p50"), big.p50() / small.p50());
        match limit {
            Some(limit) => report.limit(id, &what, ratio, limit, " x", &detail),
            None => report.note(id, &what, format!("{} x ({detail})", short(ratio))),
        }
    }
    let (small, big) = in_turn(5, |_| drop(city.home().expect("home")), |_| drop(large.home().expect("home")));
    report.limit(
        "home",
        "figures of the home page, 1M, p50",
        big.p50(),
        300.0,
        " ms",
        &format!("{} ms at 5,688", short(small.p50())),
    );
}

/// The engine with its threads: what a screen waits for.
fn threads(report: &mut Report, size: &str, station: Workstation) {
    let (outlet, replies) = channel();
    let lanes = Lanes::start(station, Arc::new(move |reply| drop(outlet.send(reply)))).expect("lanes");
    let (mut first, mut rows, mut open, mut all) =
        (Samples::default(), Samples::default(), Samples::default(), Samples::default());
    for epoch in 0..20 {
        let begun = Instant::now();
        lanes.post(Request::OpenQueue { epoch, query: Query::default() });
        let (ids, complete) = wait(&replies, |reply| match reply {
            Reply::Ids { ids, complete, .. } => Some((ids, complete)),
            _ => None,
        });
        first.push(begun.elapsed());
        // What a screen asks next, while the rest of a long queue is still being read.
        lanes.post(Request::LoadRows { epoch, ids: ids[..PAGE.min(ids.len())].to_vec() });
        let mut complete = complete;
        loop {
            match wait(&replies, Some) {
                Reply::Rows { .. } => break,
                Reply::Ids { complete: true, .. } => {
                    complete = true;
                    all.push(begun.elapsed());
                }
                _ => {}
            }
        }
        rows.push(begun.elapsed());
        let asked = Instant::now();
        lanes.post(Request::LoadProject { slot: Slot::Project, epoch, id: ids[0] });
        loop {
            match wait(&replies, Some) {
                Reply::Project { .. } => break,
                Reply::Ids { complete: true, .. } => {
                    complete = true;
                    all.push(begun.elapsed());
                }
                _ => {}
            }
        }
        open.push(asked.elapsed());
        while !complete {
            if let Reply::Ids { complete: true, .. } = wait(&replies, Some) {
                complete = true;
                all.push(begun.elapsed());
            }
        }
    }
    report.note("K1", &format!("open the queue, {size}: first ids"), first.shown());
    report.limit(
        "K1",
        &format!("open the queue, {size}: rows of its first page, p50"),
        rows.p50(),
        10.0,
        " ms",
        &rows.shown(),
    );
    report.note("K1", &format!("open the queue, {size}: a project asked for then"), open.shown());
    if all.p50() > 0.0 {
        report.note("K1", &format!("open the queue, {size}: all ids"), all.shown());
    }
}

fn wait<T>(replies: &Receiver<Reply>, mut fits: impl FnMut(Reply) -> Option<T>) -> T {
    loop {
        let reply = replies.recv_timeout(Duration::from_secs(60)).expect("an answer");
        if let Reply::Failed { problem, .. } | Reply::Fatal { problem } = &reply {
            panic!("{problem}");
        }
        if let Some(answer) = fits(reply) {
            return answer;
        }
    }
}
