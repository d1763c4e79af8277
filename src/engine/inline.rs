//! The engine without threads: every request is answered before `post` returns. For tests, `play` and pictures, where
//! "idle" must be certain.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::ops::ControlFlow;

use super::request::{Engine, Reply, Request};
use super::workstation::Workstation;
use super::{mapping, serve};

/// A station that answers at once. Replies wait until they are taken.
pub struct Inline {
    station: RefCell<Workstation>,
    replies: RefCell<VecDeque<Reply>>,
}

impl Inline {
    /// The inline engine of a station.
    pub fn new(station: Workstation) -> Inline {
        Inline { station: RefCell::new(station), replies: RefCell::default() }
    }

    /// The oldest reply not yet taken.
    pub fn take(&self) -> Option<Reply> {
        self.replies.borrow_mut().pop_front()
    }

    /// The station, when the session is over.
    pub fn into_station(self) -> Workstation {
        self.station.into_inner()
    }
}

impl Engine for Inline {
    fn post(&self, request: Request) {
        let mut replies = self.replies.borrow_mut();
        answer(&mut self.station.borrow_mut(), request, &|| false, &mut |reply| replies.push_back(reply));
    }
}

/// Answers one request before it returns; a job asks `stop` whether it should end.
pub(super) fn answer(station: &mut Workstation, request: Request, stop: &dyn Fn() -> bool, out: &mut dyn FnMut(Reply)) {
    match request {
        Request::Start { job, spec } => {
            let result = serve::job(station, &spec, &mut |progress| {
                out(Reply::Progress {
                    job,
                    phase: progress.phase,
                    done: progress.done,
                    total: progress.total,
                    rejects: progress.rejects,
                });
                if stop() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            });
            out(Reply::Finished { job, result });
            out(Reply::DataChanged);
        }
        request => {
            serve::read(station, request.clone(), out);
            mapping::serve(&station.places(), request.clone(), out);
            serve::write(station, request, out);
        }
    }
}
