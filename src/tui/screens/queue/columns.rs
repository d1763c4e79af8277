//! Which columns the queue shows at which width, and what stands in them.

use super::expected;
use crate::engine::view::QueueRow;
use crate::model::query::{Column, Sort};
use crate::model::review::Status;
use crate::text::{Arg, width};
use crate::tui::look::{Look, Role};
use crate::tui::widgets::table;

/// The columns at a width of the list: wider shows more, never something else. What is expected is shown where the queue
/// is ordered by it.
pub(super) fn shown(width: u16, sort: Sort) -> &'static [Column] {
    use Column::{
        Amount, Code, Decided, Demands, Department, Expected, Name, Opinions, Rows, Status, Undecided, Unit, Version,
        Year,
    };
    if sort.by == Expected {
        return match width {
            ..76 => &[Expected, Name, Amount],
            76..116 => &[Expected, Status, Department, Name, Amount, Decided],
            116..156 => &[Expected, Status, Year, Department, Name, Unit, Amount, Decided, Opinions],
            _ => &[Expected, Status, Year, Code, Department, Name, Unit, Amount, Decided, Undecided, Opinions, Demands],
        };
    }
    match width {
        ..76 => &[Status, Name, Amount],
        76..116 => &[Status, Year, Department, Name, Amount, Decided, Opinions],
        116..156 => &[Status, Year, Department, Name, Unit, Amount, Decided, Opinions, Demands],
        156..196 => &[Status, Year, Code, Department, Name, Unit, Amount, Decided, Undecided, Opinions, Demands],
        _ => {
            &[Status, Year, Code, Department, Name, Unit, Amount, Decided, Undecided, Rows, Opinions, Demands, Version]
        }
    }
}

/// The head of a column, with a sign of the direction where the queue is ordered by it.
pub(super) fn head(column: Column, sort: Sort, look: &Look) -> String {
    let head = look.s(match column {
        Column::Status => "queue-head-status",
        Column::Year => "queue-head-year",
        Column::Code => "queue-head-code",
        Column::Department => "queue-head-department",
        Column::Name => "queue-head-name",
        Column::Unit => "queue-head-unit",
        Column::Amount => "queue-head-amount",
        Column::Decided => "queue-head-rows",
        Column::Undecided => "queue-head-undecided",
        Column::Rows => "queue-head-indicators",
        Column::Opinions | Column::Class => "queue-head-opinions",
        Column::Demands => "queue-head-demands",
        Column::Version => "queue-head-version",
        Column::Expected => "queue-head-expected",
    });
    match sort {
        Sort { by, .. } if by != column => head,
        Sort { descending: true, .. } => look.t("queue-head-descending", &[("head", Arg::from(head))]),
        Sort { descending: false, .. } => look.t("queue-head-ascending", &[("head", Arg::from(head))]),
    }
}

/// How wide a column is at a width of the list. A head with its sign always fits.
pub(super) fn cells(column: Column, width_of_list: u16, look: &Look) -> table::Column {
    let turned = head(column, Sort::by(column), look);
    let least = u16::try_from(width::width(&turned)).unwrap_or(0);
    let right = |cells: u16| table::Column::right(cells.max(least));
    let left = |cells: u16| table::Column::left(cells.max(least));
    match column {
        Column::Status => {
            let names = Status::ALL.map(|status| width::width(&look.strings.status(status)));
            let names = u16::try_from(names.into_iter().max().unwrap_or(8)).unwrap_or(8);
            left(names.clamp(8, 11))
        }
        Column::Year => left(4),
        Column::Code => left(12),
        Column::Department => left(if width_of_list < 116 { 12 } else { 14 }),
        Column::Name => table::Column::rest(),
        Column::Unit => left(if width_of_list < 140 { 18 } else { 24 }),
        Column::Amount => right(if width_of_list < 116 { 11 } else { 13 }),
        Column::Decided => right(6),
        Column::Expected => {
            let drawn = look.t("queue-expected-random", &[("expected", Arg::from("9.9"))]);
            right(u16::try_from(width::width(&drawn)).unwrap_or(8))
        }
        Column::Undecided | Column::Rows | Column::Opinions | Column::Class | Column::Demands | Column::Version => {
            right(4)
        }
    }
}

/// What stands in a column.
pub(super) fn cell(row: &QueueRow, column: Column, look: &Look) -> (String, Role) {
    let count = |number: u32| if number == 0 { String::new() } else { number.to_string() };
    let text = match column {
        Column::Status => {
            let role = match row.status {
                Status::Contested => Role::Danger,
                status if status.open() => Role::Plain,
                _ => Role::Muted,
            };
            return (look.strings.status(row.status), role);
        }
        Column::Year => row.year.to_string(),
        Column::Code => row.code.clone().unwrap_or_default(),
        Column::Department => row.department.clone(),
        Column::Name => row.name.clone(),
        Column::Unit => row.unit.clone(),
        Column::Amount => {
            let lane = if row.key_lane() { look.s("queue-lane-mark") } else { String::new() };
            row.amount.map(|amount| format!("{lane}{}", amount.ten_thousand_yuan())).unwrap_or_default()
        }
        Column::Decided => format!("{}/{}", row.decided, row.indicators),
        Column::Undecided => count(row.indicators.saturating_sub(row.decided)),
        Column::Rows => row.indicators.to_string(),
        Column::Opinions | Column::Class => count(row.opinions),
        Column::Demands => count(row.demands),
        Column::Version => row.version_no.to_string(),
        Column::Expected => expected::cell(row, look),
    };
    (text, Role::Plain)
}
