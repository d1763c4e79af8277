//! Which of a year's rechecks are listed: how they stand, by which draw they came, of which department. Deliberately absent: keys and
//! drawing ([`super::facets`] lists the values to choose from).

use crate::engine::spot_check::page::{DrawnFrom, LineMark, RecheckPage};
use crate::model::ids::EventId;
use crate::model::recheck::{RecheckLine, RecheckStatus};
use crate::text::Arg;
use crate::tui::look::Look;
use crate::tui::screens::recheck::words;

/// How rechecks stand that are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Only {
    #[default]
    Open,
    /// Some row was found without evidence.
    Waiting,
    ToCheck,
    Contested,
    Done,
    All,
}

impl Only {
    /// In the order in which one goes through them.
    pub const ALL: [Only; 6] = [Only::Open, Only::Waiting, Only::ToCheck, Only::Contested, Only::Done, Only::All];

    /// Locale key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Only::Open => "rechecks-only-open",
            Only::Waiting => "rechecks-only-waiting",
            Only::ToCheck => "rechecks-only-to-check",
            Only::Contested => "rechecks-only-contested",
            Only::Done => "rechecks-only-done",
            Only::All => "rechecks-only-all",
        }
    }

    /// The one after it, round.
    pub fn next(self) -> Only {
        let at = Only::ALL.iter().position(|only| *only == self).unwrap_or(0);
        Only::ALL.get(at + 1).copied().unwrap_or_default()
    }

    fn fits(self, line: &RecheckLine, mark: LineMark) -> bool {
        match self {
            Only::Open => line.status.open(),
            Only::Waiting => mark.waits,
            Only::ToCheck => line.status == RecheckStatus::Finished,
            Only::Contested => matches!(line.status, RecheckStatus::Contested | RecheckStatus::Objected),
            Only::Done => !line.status.open(),
            Only::All => true,
        }
    }
}

/// Values of one column: those that are asked for, any of them, and those that are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Values<T> {
    asked: Vec<T>,
    without: Vec<T>,
}

impl<T> Default for Values<T> {
    fn default() -> Self {
        Values { asked: Vec::new(), without: Vec::new() }
    }
}

impl<T: PartialEq + Clone> Values<T> {
    fn fits(&self, value: &T) -> bool {
        (self.asked.is_empty() || self.asked.contains(value)) && !self.without.contains(value)
    }

    fn is_empty(&self) -> bool {
        self.asked.is_empty() && self.without.is_empty()
    }

    /// Asks for a value beside the others, or leaves it out; one that was chosen so already is released.
    fn choose(&mut self, value: &T, except: bool) {
        let (to, from) = match except {
            true => (&mut self.without, &mut self.asked),
            false => (&mut self.asked, &mut self.without),
        };
        from.retain(|known| known != value);
        match to.iter().position(|known| known == value) {
            Some(at) => drop(to.remove(at)),
            None => to.push(value.clone()),
        }
    }

    /// `Some(false)` where it is asked for, `Some(true)` where it is left out.
    fn chosen(&self, value: &T) -> Option<bool> {
        let left_out = self.without.contains(value);
        (left_out || self.asked.contains(value)).then_some(left_out)
    }
}

/// A value to narrow by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// How it stands.
    Stands(Only),
    /// What was sealed that it was drawn from; `None`: looked at besides.
    Draw(Option<EventId>),
    /// Its department.
    Department(String),
}

/// A column to narrow by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    Stands,
    Draw,
    Department,
}

impl By {
    pub const ALL: [By; 3] = [By::Stands, By::Draw, By::Department];

    /// Locale key of its name.
    pub fn key(self) -> &'static str {
        match self {
            By::Stands => "rechecks-head-status",
            By::Draw => "rechecks-by-draw",
            By::Department => "rechecks-by-department",
        }
    }
}

impl Value {
    pub fn by(&self) -> By {
        match self {
            Value::Stands(_) => By::Stands,
            Value::Draw(_) => By::Draw,
            Value::Department(_) => By::Department,
        }
    }
}

/// The name of a line's department; its stratum where it has none.
pub fn department(line: &RecheckLine) -> &str {
    if line.department.is_empty() { &line.stratum } else { &line.department }
}

/// What was sealed that a line was drawn from.
pub fn sealed(page: &RecheckPage, mark: LineMark) -> Option<EventId> {
    page.draws.get(mark.draw?).map(|draw| draw.sealed)
}

/// What a draw is called.
pub fn draw_name(draw: Option<&DrawnFrom>, look: &Look) -> String {
    match draw.map(|draw| (draw.tranche, draw.sealed)) {
        None => look.s("rechecks-draw-besides"),
        Some((Some(1), _)) => look.s("rechecks-draw-first"),
        Some((Some(number), _)) => look.t("rechecks-draw-late", &[("number", Arg::from(number))]),
        Some((None, sealed)) => {
            look.t("rechecks-draw-other", &[("sealed", Arg::from(format!("{:.8}", sealed.to_string())))])
        }
    }
}

/// The filter of the list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Narrowed {
    /// How they stand.
    pub only: Only,
    draws: Values<Option<EventId>>,
    departments: Values<String>,
}

impl Narrowed {
    /// Whether a line is listed.
    pub fn fits(&self, page: &RecheckPage, line: &RecheckLine, mark: LineMark) -> bool {
        self.fits_but(None, page, line, mark)
    }

    /// Whether a line would be listed if nothing were said of one column: so its other values can be counted.
    pub fn fits_but(&self, but: Option<By>, page: &RecheckPage, line: &RecheckLine, mark: LineMark) -> bool {
        (but == Some(By::Stands) || self.only.fits(line, mark))
            && (but == Some(By::Draw) || self.draws.is_empty() || self.draws.fits(&sealed(page, mark)))
            && (but == Some(By::Department)
                || self.departments.is_empty()
                || self.departments.fits(&department(line).to_owned()))
    }

    /// Whether a line has a value, whatever else is asked for.
    pub fn has(value: &Value, page: &RecheckPage, line: &RecheckLine, mark: LineMark) -> bool {
        match value {
            Value::Stands(only) => only.fits(line, mark),
            Value::Draw(draw) => *draw == sealed(page, mark),
            Value::Department(name) => name == department(line),
        }
    }

    /// Asks for a value or leaves it out. How rechecks stand is one thing at a time; released, all are listed.
    pub fn choose(&mut self, value: &Value, except: bool) {
        match value {
            Value::Stands(only) => self.only = if self.only == *only { Only::All } else { *only },
            Value::Draw(draw) => self.draws.choose(draw, except),
            Value::Department(name) => self.departments.choose(name, except),
        }
    }

    /// `Some(false)` where a value is asked for, `Some(true)` where it is left out.
    pub fn chosen(&self, value: &Value) -> Option<bool> {
        match value {
            Value::Stands(only) => (*only == self.only).then_some(false),
            Value::Draw(draw) => self.draws.chosen(draw),
            Value::Department(name) => self.departments.chosen(name),
        }
    }

    /// Drops what is said of a column. False where nothing was.
    pub fn widen(&mut self, by: By) -> bool {
        let before = self.clone();
        match by {
            By::Stands => self.only = Only::All,
            By::Draw => self.draws = Values::default(),
            By::Department => self.departments = Values::default(),
        }
        *self != before
    }

    /// The one draw that is asked for, where it is one.
    pub fn draw(&self) -> Option<EventId> {
        match (self.draws.asked.as_slice(), self.draws.without.is_empty()) {
            ([Some(draw)], true) => Some(*draw),
            _ => None,
        }
    }

    /// The filter in words: how they stand, then draws and departments.
    pub fn words(&self, page: Option<&RecheckPage>, look: &Look) -> String {
        let draws = page.map(|page| page.draws.as_slice()).unwrap_or_default();
        let draw = |sealed: &Option<EventId>| {
            let draw = sealed.and_then(|sealed| draws.iter().find(|draw| draw.sealed == sealed));
            draw_name(draw, look)
        };
        let department = |name: &String| words::department(name).to_owned();
        let mut parts = vec![look.s(self.only.key())];
        parts.extend(several(&self.draws.asked, draw, "rechecks-several", look));
        parts.extend(several(&self.draws.without, draw, "rechecks-without", look));
        parts.extend(several(&self.departments.asked, department, "rechecks-several", look));
        parts.extend(several(&self.departments.without, department, "rechecks-without", look));
        parts.join(&look.s("rechecks-narrowed-and"))
    }
}

/// The first of some values, and how many there are.
fn several<T>(values: &[T], name: impl Fn(&T) -> String, key: &str, look: &Look) -> Option<String> {
    let first = name(values.first()?);
    Some(look.t(key, &[("first", Arg::from(first)), ("count", Arg::from(values.len()))]))
}
