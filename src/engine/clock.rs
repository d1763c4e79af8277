//! The one place that asks what time it is.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// Environment variable that stops the clock at a moment (RFC 3339), for pictures and tests.
pub const FIXED: &str = "WENXIAO_CLOCK";

/// A clock: the machine's, or one that stands still.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Clock {
    fixed: Option<Timestamp>,
}

impl Clock {
    /// The machine's clock, unless the environment stops it.
    pub fn new() -> Self {
        Clock { fixed: std::env::var(FIXED).ok().and_then(|text| text.parse().ok()) }
    }

    /// A clock that stands still.
    pub fn fixed(moment: Timestamp) -> Self {
        Clock { fixed: Some(moment) }
    }

    fn now(self) -> Timestamp {
        self.fixed.unwrap_or_else(Timestamp::now)
    }

    /// Milliseconds since 1970 (UTC).
    pub fn millis(self) -> u64 {
        u64::try_from(self.now().as_millisecond()).unwrap_or(0)
    }

    /// Today in the local time zone.
    pub fn today(self) -> Date {
        self.now().to_zoned(TimeZone::system()).date()
    }

    /// The moment at which today began, in milliseconds since 1970 (UTC).
    pub fn start_of_today(self) -> u64 {
        let zoned = self.now().to_zoned(TimeZone::system());
        let start = zoned.start_of_day().map_or(zoned.timestamp(), |start| start.timestamp());
        u64::try_from(start.as_millisecond()).unwrap_or(0)
    }

    /// The moment as RFC 3339 text in UTC, whole seconds.
    pub fn text(self) -> String {
        let now = self.now();
        let whole = Timestamp::from_second(now.as_second()).unwrap_or(now);
        whole.to_string()
    }
}

/// Days from `due` to `today`; negative before the date, `None` when the text is no date.
pub fn days_past(due: &str, today: Date) -> Option<i64> {
    let due: Date = due.parse().ok()?;
    due.until(today).ok().map(|span| i64::from(span.get_days()))
}

/// The date so many days after `today`.
pub fn days_after(today: Date, days: i64) -> Date {
    today.checked_add(days.days()).unwrap_or(today)
}
