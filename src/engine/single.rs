//! The engine on one thread: requests are answered one after the other, and each answer is followed by the word that it
//! is complete. For line mode, where nothing may be said before everything is known.
//!
//! A job holds up what comes after it; it can be cancelled meanwhile. Deliberately absent: answering only the newest of
//! several requests, because here nobody asks ahead.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{self, Sender};
use std::thread::{self, JoinHandle};

use super::inline::answer;
use super::request::{Engine, Reply, Request};
use super::workstation::Workstation;
use crate::model::problem::Problem;

/// Where replies go; `None` says that a request is answered.
pub type Outlet = Arc<dyn Fn(Option<Reply>) + Send + Sync>;

/// No job has this number.
const NO_JOB: u64 = u64::MAX;

/// The engine on one thread. Dropping it cancels a running job and finishes what else was accepted.
pub struct Single {
    requests: Option<Sender<Request>>,
    cancelled: Arc<AtomicU64>,
    closing: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Single {
    /// Starts the thread of a station.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(station: Workstation, outlet: Outlet) -> Result<Single, Problem> {
        let (requests, inbox) = mpsc::channel::<Request>();
        let cancelled = Arc::new(AtomicU64::new(NO_JOB));
        let closing = Arc::new(AtomicBool::new(false));
        let work = {
            let (cancelled, closing) = (Arc::clone(&cancelled), Arc::clone(&closing));
            let outlet = Arc::clone(&outlet);
            let mut station = station;
            move || {
                for request in inbox {
                    let job = if let Request::Start { job, .. } = &request { job.0 } else { NO_JOB };
                    let stop = || closing.load(Ordering::Acquire) || cancelled.load(Ordering::Acquire) == job;
                    answer(&mut station, request, &stop, &mut |reply| outlet(Some(reply)));
                    outlet(None);
                }
            }
        };
        let thread = thread::Builder::new()
            .name("wenxiao-single".to_owned())
            .spawn(move || {
                if catch_unwind(AssertUnwindSafe(work)).is_err() {
                    outlet(Some(Reply::Fatal { problem: Problem::internal("lane") }));
                    outlet(None);
                }
            })
            .map_err(Problem::internal)?;
        Ok(Single { requests: Some(requests), cancelled, closing, thread: Some(thread) })
    }
}

impl Engine for Single {
    fn post(&self, request: Request) {
        if let Request::Cancel { job } = request {
            self.cancelled.store(job.0, Ordering::Release);
            return;
        }
        if let Some(requests) = &self.requests {
            // A thread that is gone has said so.
            let _ = requests.send(request);
        }
    }
}

impl Drop for Single {
    fn drop(&mut self) {
        self.closing.store(true, Ordering::Release);
        drop(self.requests.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
