//! What may go wrong with a machine, a disk or a file, and what must hold all the same: nothing acknowledged is lost,
//! everything happens whole or not at all, chains and signatures hold, a refusal changes nothing, nothing panics.
//!
//! Where a process must die or be limited, the test runs itself again as a child (see [`child`]).

mod support;

#[path = "faults/child.rs"]
mod child;
#[path = "faults/clocks.rs"]
mod clocks;
#[path = "faults/copies.rs"]
mod copies;
#[path = "faults/disk.rs"]
mod disk;
#[path = "faults/files.rs"]
mod files;
#[path = "faults/flips.rs"]
mod flips;
#[path = "faults/kill.rs"]
mod kill;
#[path = "faults/kill_draw.rs"]
mod kill_draw;
#[path = "faults/kill_preview.rs"]
mod kill_preview;
#[path = "faults/kill_undo.rs"]
mod kill_undo;
#[path = "faults/readonly.rs"]
mod readonly;
#[path = "faults/sessions.rs"]
mod sessions;
