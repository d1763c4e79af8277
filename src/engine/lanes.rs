//! Threads: one lane writes, one reads, one works on long jobs. The interface never waits for any of them.
//!
//! - The write lane serves acts in the order they came; each is durable before its reply leaves.
//! - The read lane answers only the newest request of each slot and interrupts a queue query that is out of date.
//! - The job lane imports and exports on a session of its own, in slices, so acts get between them.
//!
//! A lane that panics answers [`Reply::Fatal`]; everything confirmed is stored.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::import::Progress;
use super::request::{Engine, JobId, JobSpec, Reply, Request, Slot};
use super::serve;
use super::workstation::Workstation;
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
        Request::LoadDemands { .. } => Some(Slot::Demands),
        Request::LoadContests { .. } => Some(Slot::Contests),
        Request::LoadHistory { .. } => Some(Slot::History),
        _ => None,
    }
}

/// The engine with threads. Dropping it finishes what was accepted and joins the lanes; a running job is cancelled.
pub struct Lanes {
    writes: Arc<Inbox>,
    reads: Arc<Inbox>,
    jobs: Arc<Inbox>,
    cancel: Arc<Mutex<Vec<JobId>>>,
    closing: Arc<AtomicBool>,
    querying: Arc<AtomicBool>,
    interrupter: Interrupter,
    threads: Vec<JoinHandle<()>>,
}

impl Lanes {
    /// Starts the lanes of a station.
    ///
    /// # Errors
    /// When the database cannot be opened again for reading, or the system gives no threads.
    pub fn start(station: Workstation, outlet: Outlet) -> Result<Lanes, Problem> {
        let mut reader = station.reader()?;
        let interrupter = reader.interrupter();
        let (writes, reads, jobs) = (Inbox::new(), Inbox::new(), Inbox::new());
        let cancel = Arc::new(Mutex::new(Vec::new()));
        let closing = Arc::new(AtomicBool::new(false));
        let querying = Arc::new(AtomicBool::new(false));
        let job_station = JobStation::of(&station);
        let mut threads = Vec::new();
        {
            let (inbox, outlet) = (Arc::clone(&writes), Arc::clone(&outlet));
            let mut station = station;
            threads.push(lane("write", &outlet.clone(), move || {
                while let Some(request) = inbox.take() {
                    serve::write(&mut station, request, &mut |reply| outlet(reply));
                }
            })?);
        }
        {
            let (inbox, outlet, querying) = (Arc::clone(&reads), Arc::clone(&outlet), Arc::clone(&querying));
            threads.push(lane("read", &outlet.clone(), move || {
                while let Some(request) = inbox.take() {
                    querying.store(matches!(request, Request::OpenQueue { .. }), Ordering::Release);
                    reader.catch_up();
                    serve::read(&reader, request, &mut |reply| outlet(reply));
                    querying.store(false, Ordering::Release);
                }
            })?);
        }
        {
            let (inbox, outlet) = (Arc::clone(&jobs), Arc::clone(&outlet));
            let (cancel, closing) = (Arc::clone(&cancel), Arc::clone(&closing));
            threads.push(lane("job", &outlet.clone(), move || {
                while let Some(request) = inbox.take() {
                    if let Request::Start { job, spec } = request {
                        run_job(&job_station, job, &spec, &cancel, &closing, &outlet);
                    }
                }
            })?);
        }
        Ok(Lanes { writes, reads, jobs, cancel, closing, querying, interrupter, threads })
    }
}

/// Opens the job lane's own session when the first job starts.
struct JobStation {
    open: Box<dyn Fn() -> Result<Workstation, Problem> + Send>,
}

impl JobStation {
    fn of(station: &Workstation) -> JobStation {
        let again = station.again();
        JobStation { open: Box::new(move || Workstation::open(again.clone())) }
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

fn run_job(
    station: &JobStation,
    job: JobId,
    spec: &JobSpec,
    cancel: &Mutex<Vec<JobId>>,
    closing: &AtomicBool,
    outlet: &Outlet,
) {
    let mut told: Option<(Instant, &'static str)> = None;
    let mut watch = |progress: Progress| {
        let stop =
            closing.load(Ordering::Acquire) || cancel.lock().unwrap_or_else(PoisonError::into_inner).contains(&job);
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
    let result = (station.open)().and_then(|mut station| serve::job(&mut station, spec, &mut watch));
    outlet(Reply::Finished { job, result });
    outlet(Reply::DataChanged);
}

impl Engine for Lanes {
    fn post(&self, request: Request) {
        match request {
            Request::Cancel { job } => self.cancel.lock().unwrap_or_else(PoisonError::into_inner).push(job),
            Request::Start { .. } => self.jobs.put(request),
            Request::OpenQueue { .. } => {
                // A query for an older filter is of no use to anyone.
                if self.querying.load(Ordering::Acquire) {
                    self.interrupter.interrupt();
                }
                self.reads.put(request);
            }
            _ if slot(&request).is_some() => self.reads.put(request),
            _ => self.writes.put(request),
        }
    }
}

impl Drop for Lanes {
    fn drop(&mut self) {
        self.closing.store(true, Ordering::Release);
        for inbox in [&self.writes, &self.reads, &self.jobs] {
            inbox.close();
        }
        for thread in self.threads.drain(..) {
            // A lane that panicked has said so already.
            let _ = thread.join();
        }
    }
}
