//! A real engine that a player and its test hold together.

use std::rc::Rc;

use wenxiao::engine::inline::Inline;
use wenxiao::engine::request::{Engine, Request};

/// The engine of a station, answered at once.
pub struct Shared(pub Rc<Inline>);

impl Engine for Shared {
    fn post(&self, request: Request) {
        self.0.post(request);
    }
}
