//! The screens, driven by keys over an engine in memory.

mod support;

#[path = "tui/bytes.rs"]
mod bytes;
#[path = "tui/consistency.rs"]
mod consistency;
#[path = "tui/data.rs"]
mod data;
#[path = "tui/drafts.rs"]
mod drafts;
#[path = "tui/editor.rs"]
mod editor;
#[path = "tui/evidence.rs"]
mod evidence;
#[path = "tui/find.rs"]
mod find;
#[path = "tui/find_station.rs"]
mod find_station;
#[path = "tui/home.rs"]
mod home;
#[path = "tui/input_method.rs"]
mod input_method;
#[path = "tui/key_counts.rs"]
mod key_counts;
#[path = "tui/keys.rs"]
mod keys;
#[path = "tui/lessons.rs"]
mod lessons;
#[path = "tui/library.rs"]
mod library;
#[path = "tui/line.rs"]
mod line;
#[path = "tui/links.rs"]
mod links;
#[path = "tui/lists.rs"]
mod lists;
#[path = "tui/many.rs"]
mod many;
#[path = "tui/order.rs"]
mod order;
#[path = "tui/pictures.rs"]
mod pictures;
#[path = "tui/preview.rs"]
mod preview;
#[path = "tui/queue.rs"]
mod queue;
#[path = "tui/recheck.rs"]
mod recheck;
#[path = "tui/results.rs"]
mod results;
#[path = "tui/review.rs"]
mod review;
#[path = "tui/robust.rs"]
mod robust;
#[path = "tui/sample.rs"]
mod sample;
#[path = "tui/second.rs"]
mod second;
#[path = "tui/settings.rs"]
mod settings;
#[path = "tui/shared.rs"]
mod shared;
#[path = "tui/similar.rs"]
mod similar;
#[path = "tui/spot_pages.rs"]
mod spot_pages;
#[path = "tui/terminals.rs"]
mod terminals;
#[path = "tui/tranches.rs"]
mod tranches;
#[path = "tui/why.rs"]
mod why;
