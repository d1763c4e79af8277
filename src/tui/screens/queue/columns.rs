//! Which columns the queue shows at which width, and what stands in them.

use crate::engine::view::QueueRow;
use crate::model::review::Status;
use crate::tui::layout::Room;
use crate::tui::look::{Look, Role};
use crate::tui::widgets::table::Column;

pub(super) fn columns(room: Room, width: u16, look: &Look) -> Vec<Column> {
    let names = Status::ALL.map(|status| crate::text::width::width(&look.strings.status(status)));
    let names = u16::try_from(names.into_iter().max().unwrap_or(8)).unwrap_or(8);
    let state = Column::left(names.clamp(8, 11));
    match room {
        Room::Tiny | Room::Narrow => vec![state, Column::rest(), Column::right(11)],
        Room::Normal => vec![
            state,
            Column::left(4),
            Column::left(12),
            Column::rest(),
            Column::right(11),
            Column::right(6),
            Column::right(4),
        ],
        Room::Wide => vec![
            state,
            Column::left(4),
            Column::left(14),
            Column::rest(),
            Column::left(if width >= 140 { 24 } else { 18 }),
            Column::right(13),
            Column::right(6),
            Column::right(4),
            Column::right(4),
        ],
    }
}

pub(super) fn cells(row: &QueueRow, room: Room, look: &Look) -> Vec<(String, Role)> {
    let plain = |text: String| (text, Role::Plain);
    let status = look.strings.status(row.status);
    let role = match row.status {
        Status::Contested => Role::Danger,
        status if status.open() => Role::Plain,
        _ => Role::Muted,
    };
    let lane = if row.key_lane() { look.s("queue-lane-mark") } else { String::new() };
    let amount = row.amount.map(|amount| format!("{lane}{}", amount.ten_thousand_yuan())).unwrap_or_default();
    let rows = format!("{}/{}", row.decided, row.indicators);
    let count = |number: u32| if number == 0 { String::new() } else { number.to_string() };
    match room {
        Room::Tiny | Room::Narrow => vec![(status, role), plain(row.name.clone()), plain(amount)],
        Room::Normal => vec![
            (status, role),
            plain(row.year.to_string()),
            plain(row.department.clone()),
            plain(row.name.clone()),
            plain(amount),
            plain(rows),
            plain(count(row.opinions)),
        ],
        Room::Wide => vec![
            (status, role),
            plain(row.year.to_string()),
            plain(row.department.clone()),
            plain(row.name.clone()),
            plain(row.unit.clone()),
            plain(amount),
            plain(rows),
            plain(count(row.opinions)),
            plain(count(row.demands)),
        ],
    }
}

pub(super) fn heads(room: Room) -> &'static [&'static str] {
    match room {
        Room::Tiny | Room::Narrow => &["queue-head-status", "queue-head-name", "queue-head-amount"],
        Room::Normal => &[
            "queue-head-status",
            "queue-head-year",
            "queue-head-department",
            "queue-head-name",
            "queue-head-amount",
            "queue-head-rows",
            "queue-head-opinions",
        ],
        Room::Wide => &[
            "queue-head-status",
            "queue-head-year",
            "queue-head-department",
            "queue-head-name",
            "queue-head-unit",
            "queue-head-amount",
            "queue-head-rows",
            "queue-head-opinions",
            "queue-head-demands",
        ],
    }
}
