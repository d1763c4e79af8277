//! Threads: one lane writes, one reads, one lists, one works on long jobs. The interface never waits for any of them.
//!
//! - The write lane serves acts in the order they came, acts on many among them; each is durable before its reply
//!   leaves.
//! - The read lane answers what a screen needs to be drawn. It answers only the newest request of each slot and
//!   interrupts a queue query that is out of date.
//! - The list lane reads what may be long (all ids of the queue, demands, contests, history) on a session of its own,
//!   so rows and projects never wait for it. A plan of a sample tells how far it is and stops for a newer one.
//! - The job lane imports and exports on a session of its own, in slices, so acts get between them.
//!
//! A lane that panics answers [`Reply::Fatal`]; everything confirmed is stored.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::import::{Progress, Watch};
use super::request::{Engine, JobId, JobReport, JobSpec, Reply, Request, Slot};
use super::workstation::{OpenOptions, Workstation};
use super::{mapping, serve};
use crate::model::problem::Problem;
use crate::store::open::Interrupter;

/// Where replies go.
pub type Outlet = Arc<dyn Fn(Reply) + Send + Sync>;

/// Requests waiting for a lane.
struct Inbox {
    waiting: Mutex<(VecDeque<Request>, bool)>,
    arrived: Condvar,
}

impl Inbox {
    fn new() -> Arc<Inbox> {
        Arc::new(Inbox { waiting: Mutex::new((VecDeque::new(), false)), arrived: Condvar::new() })
    }

    /// A poisoned lock only means that a lane panicked elsewhere; the queue itself is whole.
    fn lock(&self) -> MutexGuard<'_, (VecDeque<Request>, bool)> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn put(&self, request: Request) {
        let mut waiting = self.lock();
        if let Some(slot) = slot(&request) {
            waiting.0.retain(|other| self::slot(other) != Some(slot));
        }
        waiting.0.push_back(request);
        self.arrived.notify_one();
    }

    fn close(&self) {
        self.lock().1 = true;
        self.arrived.notify_all();
    }

    /// Nothing waits, and more may come.
    fn is_idle(&self) -> bool {
        let waiting = self.lock();
        waiting.0.is_empty() && !waiting.1
    }

    /// The next request; `None` when the inbox is closed and empty.
    fn take(&self) -> Option<Request> {
        let mut waiting = self.lock();
        loop {
            if let Some(request) = waiting.0.pop_front() {
                return Some(request);
            }
            if waiting.1 {
                return None;
            }
            waiting = self.arrived.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// The slot of a read request: a newer one replaces an older one.
fn slot(request: &Request) -> Option<Slot> {
    match request {
        Request::OpenQueue { .. } => Some(Slot::QueueIds),
        Request::LoadRows { .. } => Some(Slot::QueueRows),
        Request::LoadProject { slot, .. } => Some(*slot),
        Request::LoadHome { .. } => Some(Slot::Home),
        Request::LoadPace { .. } => Some(Slot::Pace),
        Request::LoadChecks { .. } => Some(Slot::Checks),
        Request::LoadFigures { .. } => Some(Slot::Figures),
        Request::LoadDemands { .. } => Some(Slot::Demands),
        Request::LoadContests { .. } => Some(Slot::Contests),
        Request::LoadHistory { .. } => Some(Slot::History),
        Request::LoadTally { .. } => Some(Slot::Tally),
        Request::PreviewMany { .. } => Some(Slot::Many),
        Request::LoadStep { .. } => Some(Slot::Step),
        Request::LoadLinks { .. } => Some(Slot::Links),
        Request::LoadRechecks { .. } => Some(Slot::Rechecks),
        Request::LoadRecheck { .. } => Some(Slot::Recheck),
        Request::LoadSamples { .. } => Some(Slot::Samples),
        Request::PlanSample { .. } => Some(Slot::SamplePlan),
        Request::PlanFurther { .. } => Some(Slot::Further),
        Request::LoadNextTicket { .. } => Some(Slot::NextTicket),
        Request::LoadResults { .. } => Some(Slot::Results),
        Request::FindPartners { .. } => Some(Slot::Partners),
        Request::LoadPreviewLines { .. } => Some(Slot::PreviewLines),
        Request::LoadPreviewChange { .. } => Some(Slot::PreviewChange),
        Request::LoadFrequency { .. } => Some(Slot::Frequency),
        Request::Complete { .. } => Some(Slot::Completions),
        Request::LoadViews { .. } => Some(Slot::Views),
        Request::LoadSimilar { .. } => Some(Slot::Similar),
        Request::LoadConsistency { .. } => Some(Slot::Consistency),
        Request::LoadLibrary { .. } => Some(Slot::Library),
        _ => None,
    }
}

/// True for what the list lane answers.
fn is_list(request: &Request) -> bool {
    matches!(
        request,
        Request::LoadPace { .. }
            | Request::LoadChecks { .. }
            | Request::LoadFigures { .. }
            | Request::LoadDemands { .. }
            | Request::LoadContests { .. }
            | Request::LoadHistory { .. }
            | Request::LoadTally { .. }
            | Request::PreviewMany { .. }
            | Request::LoadStep { .. }
            | Request::LoadLinks { .. }
            | Request::LoadRechecks { .. }
            | Request::LoadSamples { .. }
            | Request::PlanSample { .. }
            | Request::PlanFurther { .. }
            | Request::LoadNextTicket { .. }
            | Request::PublishSample { .. }
            | Request::LoadResults { .. }
            | Request::FindPartners { .. }
            | Request::LoadSimilar { .. }
            | Request::LoadConsistency { .. }
            | Request::LoadFrequency { .. }
    )
}

/// The queue query of a lane, or the frequencies it counts, and the newest one asked for.
#[derive(Default)]
struct Querying {
    newest: AtomicU64,
    /// Set while a query runs: an interrupt must never reach what the lane does after it.
    running: Mutex<bool>,
    interrupter: OnceLock<Interrupter>,
}

impl Querying {
    fn is_newest(&self, epoch: u64) -> bool {
        self.newest.load(Ordering::Acquire) == epoch
    }

    fn running(&self) -> MutexGuard<'_, bool> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A query for an older filter is of no use to anyone.
    fn outdate(&self, epoch: u64) {
        self.newest.store(epoch, Ordering::Release);
        let running = self.running();
        if let (true, Some(interrupter)) = (*running, self.interrupter.get()) {
            interrupter.interrupt();
        }
    }

    /// Does `work` as the running query, unless it is out of date. What a stopped query answers is kept back.
    fn run(&self, epoch: u64, outlet: &Outlet, work: impl FnOnce(&mut dyn FnMut(Reply))) {
        *self.running() = true;
        if self.is_newest(epoch) {
            work(&mut |reply| {
                if self.is_newest(epoch) {
                    outlet(reply);
                }
            });
        }
        *self.running() = false;
    }

    fn of(&self, station: &Workstation) {
        // A lane opens its station once.
        let _ = self.interrupter.set(station.interrupter());
    }
}

/// The engine with threads. Dropping it finishes what was accepted and joins the lanes; a running job is cancelled.
pub struct Lanes {
    writes: Arc<Inbox>,
    reads: Arc<Inbox>,
    lists: Arc<Inbox>,
    jobs: Arc<Inbox>,
    cancel: Arc<Mutex<Vec<JobId>>>,
    closing: Arc<AtomicBool>,
    /// Of the read lane and of the list lane.
    querying: [Arc<Querying>; 2],
    /// Of the frequencies that the list lane counts.
    counting: Arc<Querying>,
    /// Of the plan of a sample that the list lane makes.
    planning: Arc<Querying>,
    threads: Vec<JoinHandle<()>>,
}

impl Lanes {
    /// Starts the lanes of a station.
    ///
    /// # Errors
    /// When the database cannot be opened again for reading, or the system gives no threads.
    pub fn start(station: Workstation, outlet: Outlet) -> Result<Lanes, Problem> {
        let mut reader = station.reader()?;
        let (writes, reads, lists, jobs) = (Inbox::new(), Inbox::new(), Inbox::new(), Inbox::new());
        let cancel = Arc::new(Mutex::new(Vec::new()));
        let closing = Arc::new(AtomicBool::new(false));
        let querying: [Arc<Querying>; 2] = Default::default();
        let (counting, planning): (Arc<Querying>, Arc<Querying>) = Default::default();
        querying[0].of(&reader);
        let list_station = LaneStation::reading(&station);
        let job_station = LaneStation::writing(&station);
        let mut threads = Vec::new();
        {
            let (inbox, outlet, cancel) = (Arc::clone(&writes), Arc::clone(&outlet), Arc::clone(&cancel));
            let mut station = station;
            threads.push(lane("write", &outlet.clone(), move || {
                while let Some(request) = inbox.take() {
                    if let Request::Start { job, spec } = request {
                        // An act on many that was confirmed is finished, like any other act, also when we leave.
                        watched(job, &cancel, None, &outlet, |watch| serve::job(&mut station, &spec, watch));
                    } else {
                        serve::write(&mut station, request, &mut |reply| outlet(reply));
                    }
                }
            })?);
        }
        {
            let (inbox, lists, outlet) = (Arc::clone(&reads), Arc::clone(&lists), Arc::clone(&outlet));
            let querying = Arc::clone(&querying[0]);
            threads.push(lane("read", &outlet.clone(), move || {
                while let Some(request) = inbox.take() {
                    reader.catch_up();
                    let Request::OpenQueue { epoch, query } = &request else {
                        serve::read(&reader, request, &mut |reply| outlet(reply));
                        continue;
                    };
                    let mut complete = true;
                    match reader.is_quick(query) {
                        // What takes long is for the list lane from its first part on: rows must not wait for it.
                        Ok(false) => complete = false,
                        _ => querying.run(*epoch, &outlet, |out| {
                            complete = serve::first_part(&reader, *epoch, query, out);
                        }),
                    }
                    if !complete {
                        lists.put(request);
                    }
                }
            })?);
        }
        {
            let (inbox, outlet) = (Arc::clone(&lists), Arc::clone(&outlet));
            let querying = [Arc::clone(&querying[1]), Arc::clone(&counting), Arc::clone(&planning)];
            threads.push(lane("list", &outlet.clone(), move || {
                let mut reader = None;
                while let Some(request) = inbox.take() {
                    run_list(&list_station, &mut reader, querying.each_ref().map(|one| &**one), request, &outlet);
                }
            })?);
        }
        {
            let (inbox, outlet) = (Arc::clone(&jobs), Arc::clone(&outlet));
            let (cancel, closing) = (Arc::clone(&cancel), Arc::clone(&closing));
            threads.push(lane("job", &outlet.clone(), move || {
                let mut follow_up = FollowUp { due: job_station.was_stopped(), stations: &job_station };
                loop {
                    follow_up.run(&inbox, &outlet);
                    let Some(request) = inbox.take() else { break };
                    if let Request::Start { job, spec } = request {
                        follow_up.due |= publishes(&spec);
                        watched(job, &cancel, Some(&closing), &outlet, |watch| {
                            job_station.open().and_then(|mut station| serve::job(&mut station, &spec, watch))
                        });
                    } else {
                        mapping::serve(&job_station.options.places(), request, &mut |reply| outlet(reply));
                    }
                }
            })?);
        }
        Ok(Lanes { writes, reads, lists, jobs, cancel, closing, querying, counting, planning, threads })
    }
}

/// Opens a lane's own session when it is needed first.
struct LaneStation {
    options: OpenOptions,
}

impl LaneStation {
    fn writing(station: &Workstation) -> LaneStation {
        LaneStation { options: station.again() }
    }

    fn reading(station: &Workstation) -> LaneStation {
        LaneStation { options: OpenOptions { read_only: true, ..station.again() } }
    }

    fn open(&self) -> Result<Workstation, Problem> {
        Workstation::open(self.options.clone())
    }

    /// True where the automatic checks were at work here before and have not looked at everything.
    fn was_stopped(&self) -> bool {
        let reading = LaneStation { options: OpenOptions { read_only: true, ..self.options.clone() } };
        !self.options.read_only
            && reading
                .open()
                .and_then(|station| {
                    Ok(station.has_pre_reviewed()?
                        && (station.needs_pre_review()? || station.needs_evaluation_checks()?))
                })
                .unwrap_or_default()
    }
}

/// Whether a job may bring targets that nobody looked at.
fn publishes(spec: &JobSpec) -> bool {
    matches!(spec, JobSpec::Import { .. } | JobSpec::Commit { .. } | JobSpec::ImportBundles { .. })
}

/// The automatic checks after an import: they run by themselves when the job lane has nothing else to do, give way to any
/// other job, and go on after it.
struct FollowUp<'a> {
    due: bool,
    stations: &'a LaneStation,
}

/// The job that nobody asked for.
const FOLLOW_UP: JobId = JobId(u64::MAX - 1);

impl FollowUp<'_> {
    fn run(&mut self, inbox: &Inbox, outlet: &Outlet) {
        if !self.due || !inbox.is_idle() {
            return;
        }
        let mut told: Option<(Instant, &'static str)> = None;
        let mut watch = |progress: Progress| {
            if !inbox.is_idle() {
                return ControlFlow::Break(());
            }
            if told.is_none_or(|(at, phase)| at.elapsed() >= PACE || phase != progress.phase) {
                told = Some((Instant::now(), progress.phase));
                let Progress { phase, done, total, rejects } = progress;
                outlet(Reply::Progress { job: FOLLOW_UP, phase, done, total, rejects });
            }
            ControlFlow::Continue(())
        };
        let done = |report| {
            outlet(Reply::Finished { job: FOLLOW_UP, result: Ok(report) });
            outlet(Reply::DataChanged);
        };
        let result = self.stations.open().and_then(|mut station| {
            if station.needs_pre_review()? {
                done(station.pre_review(false, &mut watch).map(JobReport::PreReviewed)?);
            }
            if station.needs_evaluation_checks()? {
                done(serve::job(&mut station, &JobSpec::CheckEvaluations { year: None }, &mut watch)?);
            }
            Ok(())
        });
        let stopped = result.as_ref().is_err_and(|problem| problem.key == "problem-cancelled");
        self.due = stopped;
        match result {
            Ok(()) => {}
            // Another job takes the place on the screen, or nobody looks any more.
            Err(_) if stopped => {}
            // Another process is at it.
            Err(problem) if problem.key == "problem-checks-running" => {}
            Err(problem) => outlet(Reply::Finished { job: FOLLOW_UP, result: Err(problem) }),
        }
    }
}

fn run_list(
    station: &LaneStation,
    reader: &mut Option<Workstation>,
    [querying, counting, planning]: [&Querying; 3],
    request: Request,
    outlet: &Outlet,
) {
    if reader.is_none() {
        match station.open().and_then(Workstation::spare) {
            Ok(opened) => {
                querying.of(&opened);
                counting.of(&opened);
                planning.of(&opened);
                *reader = Some(opened);
            }
            Err(problem) => {
                if let (Some(slot), Some(epoch)) = (slot(&request), epoch(&request)) {
                    outlet(Reply::Failed { slot, epoch, problem });
                }
                return;
            }
        }
    }
    let Some(reader) = reader else { return };
    reader.catch_up();
    match &request {
        Request::OpenQueue { epoch, query } => {
            querying.run(*epoch, outlet, |out| match reader.is_quick(query) {
                Ok(true) => serve::whole_queue(reader, *epoch, query, out),
                _ => serve::queue(reader, *epoch, query, out),
            });
        }
        Request::LoadFrequency { epoch, .. } => {
            counting.run(*epoch, outlet, |out| serve::read(reader, request.clone(), out));
        }
        Request::PlanSample { epoch, ask } => {
            let mut told = Instant::now();
            let mut watch = |Progress { phase, done, total, .. }: Progress| {
                // Whoever types on wants another plan, and what else the lane is asked must not wait for this one.
                if !planning.is_newest(*epoch) {
                    return ControlFlow::Break(());
                }
                if told.elapsed() >= PACE {
                    told = Instant::now();
                    outlet(Reply::SamplePlanning { epoch: *epoch, phase, done, total });
                }
                ControlFlow::Continue(())
            };
            planning.run(*epoch, outlet, |out| serve::plan(reader, *epoch, ask, &mut watch, out));
        }
        _ => serve::read(reader, request, &mut |reply| outlet(reply)),
    }
}

/// The epoch of a read request that the list lane answers.
fn epoch(request: &Request) -> Option<u64> {
    match request {
        Request::OpenQueue { epoch, .. }
        | Request::LoadPace { epoch }
        | Request::LoadChecks { epoch }
        | Request::LoadFigures { epoch }
        | Request::LoadDemands { epoch }
        | Request::LoadContests { epoch }
        | Request::LoadHistory { epoch, .. }
        | Request::LoadTally { epoch, .. }
        | Request::LoadFrequency { epoch, .. }
        | Request::PreviewMany { epoch, .. }
        | Request::LoadStep { epoch, .. }
        | Request::LoadLinks { epoch, .. }
        | Request::LoadRechecks { epoch, .. }
        | Request::LoadSamples { epoch, .. }
        | Request::PlanSample { epoch, .. }
        | Request::PlanFurther { epoch, .. }
        | Request::LoadNextTicket { epoch, .. }
        | Request::LoadResults { epoch, .. }
        | Request::FindPartners { epoch, .. }
        | Request::LoadConsistency { epoch, .. }
        | Request::LoadSimilar { epoch, .. } => Some(*epoch),
        _ => None,
    }
}

fn lane(name: &str, outlet: &Outlet, work: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, Problem> {
    let outlet = Arc::clone(outlet);
    thread::Builder::new()
        .name(format!("wenxiao-{name}"))
        .spawn(move || {
            if catch_unwind(AssertUnwindSafe(work)).is_err() {
                outlet(Reply::Fatal { problem: Problem::internal("lane") });
            }
        })
        .map_err(Problem::internal)
}

/// Shortest time between two progress messages.
const PACE: Duration = Duration::from_millis(100);

/// Does a job, telling how far it is and stopping it when it is cancelled, or when the lanes close.
fn watched(
    job: JobId,
    cancel: &Mutex<Vec<JobId>>,
    closing: Option<&AtomicBool>,
    outlet: &Outlet,
    work: impl FnOnce(Watch<'_>) -> Result<JobReport, Problem>,
) {
    let mut told: Option<(Instant, &'static str)> = None;
    let mut watch = |progress: Progress| {
        let closing = closing.is_some_and(|closing| closing.load(Ordering::Acquire));
        let stop = closing || cancel.lock().unwrap_or_else(PoisonError::into_inner).contains(&job);
        if stop {
            return ControlFlow::Break(());
        }
        if told.is_none_or(|(at, phase)| at.elapsed() >= PACE || phase != progress.phase) {
            told = Some((Instant::now(), progress.phase));
            let Progress { phase, done, total, rejects } = progress;
            outlet(Reply::Progress { job, phase, done, total, rejects });
        }
        ControlFlow::Continue(())
    };
    let result = work(&mut watch);
    outlet(Reply::Finished { job, result });
    outlet(Reply::DataChanged);
}

impl Engine for Lanes {
    fn post(&self, request: Request) {
        match request {
            Request::Cancel { job } => self.cancel.lock().unwrap_or_else(PoisonError::into_inner).push(job),
            Request::Start { spec: JobSpec::ActOnMany { .. }, .. } => self.writes.put(request),
            // Whatever reads files may take long.
            Request::Start { .. }
            | Request::SurveyTables { .. }
            | Request::ProposeMapping { .. }
            | Request::TestMapping { .. }
            | Request::SaveMapping { .. }
            | Request::SaveSettings { .. } => self.jobs.put(request),
            Request::OpenQueue { epoch, .. } => {
                for querying in &self.querying {
                    querying.outdate(epoch);
                }
                self.reads.put(request);
            }
            Request::LoadFrequency { epoch, .. } => {
                self.counting.outdate(epoch);
                self.lists.put(request);
            }
            Request::PlanSample { epoch, .. } => {
                self.planning.outdate(epoch);
                self.lists.put(request);
            }
            Request::StopPlanning { epoch } => self.planning.outdate(epoch),
            _ if is_list(&request) => self.lists.put(request),
            _ if slot(&request).is_some() => self.reads.put(request),
            _ => self.writes.put(request),
        }
    }
}

impl Drop for Lanes {
    fn drop(&mut self) {
        self.closing.store(true, Ordering::Release);
        self.planning.outdate(u64::MAX);
        for inbox in [&self.writes, &self.reads, &self.lists, &self.jobs] {
            inbox.close();
        }
        for thread in self.threads.drain(..) {
            // A lane that panicked has said so already.
            let _ = thread.join();
        }
    }
}
