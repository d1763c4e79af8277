//! What a project of the sample really is: its place, money, indicators and results, before anybody fills a form.
//!
//! A plan depends on the department and the number of the slot only. It is sound: forms printed from it as they are
//! ("clean" forms) break no rule; slips are made afterwards, on paper (see [`super::slips`]).

use super::library::{Area, Department, Facet, Group, Library, Micro, ONE, RowSource, Sign, Spec, Template, plain};
use super::stream::{Stream, geometric};

/// Whether sign and unit have columns of their own or stand in the value cell. One way for a whole department.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// `≥`, `95`, `%` in three columns
    Columns,
    /// `≥95%` in one cell
    Glued,
}

/// How level-1 classes and points are laid out. One way for a whole department.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Structure {
    /// Cost 10, output 40, benefit 30, satisfaction 10.
    LowCost,
    /// Cost 20, output 40, benefit 20, satisfaction 10.
    HighCost,
    /// The older one: cost is a class of output (50), benefit 30, satisfaction 10.
    Older,
}

impl Structure {
    /// Points of a class, in hundredths.
    pub(super) fn points(self, group: Group) -> i64 {
        match (self, group) {
            (Structure::LowCost, Group::Cost) | (_, Group::Content) => 1_000,
            (Structure::HighCost, Group::Cost | Group::Benefit) => 2_000,
            (Structure::Older, Group::Cost) => 0,
            (Structure::Older, Group::Output) => 5_000,
            (_, Group::Output) => 4_000,
            (_, Group::Benefit) => 3_000,
        }
    }

    /// The level-1 class a row is printed under.
    pub(super) fn group(self, facet: Facet) -> Group {
        match (self, facet.group()) {
            (Structure::Older, Group::Cost) => Group::Output,
            (_, group) => group,
        }
    }
}

/// What is to be reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Aim {
    /// A number with its direction.
    Number(Sign, Micro),
    /// By the end of this month.
    Month(u8),
    /// A state in words.
    Words(String),
}

/// What was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Actual {
    /// A number.
    Number(Micro),
    /// Done in this month.
    Month(u8),
    /// The state was reached.
    Full,
    /// The state was reached in part.
    Partly,
}

/// An indicator in one year.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) facet: Facet,
    pub(super) name: String,
    pub(super) unit: String,
    pub(super) aim: Aim,
    /// Result of 2024; of a 2025 row what the year before reached.
    pub(super) actual: Actual,
    /// Hundredths of a point; `None` prints nothing.
    pub(super) weight: Option<i64>,
}

impl Row {
    /// Whether the aim was reached.
    pub(super) fn met(&self) -> bool {
        match (&self.aim, self.actual) {
            (Aim::Number(Sign::AtLeast, aim), Actual::Number(actual)) => actual >= *aim,
            (Aim::Number(Sign::AtMost, aim), Actual::Number(actual)) => actual <= *aim,
            (Aim::Number(Sign::Equal, aim), Actual::Number(actual)) => actual == *aim,
            (Aim::Month(aim), Actual::Month(actual)) => actual <= *aim,
            (_, Actual::Partly) => false,
            _ => true,
        }
    }

    /// Points that the result deserves, in hundredths, rounded down.
    pub(super) fn deserved(&self) -> i64 {
        let weight = self.weight.unwrap_or(0);
        let share = |part: Micro, whole: Micro| {
            let points = i128::from(weight) * i128::from(part) / i128::from(whole.max(1));
            i64::try_from(points).unwrap_or(0).clamp(0, weight)
        };
        match (&self.aim, self.actual) {
            _ if self.met() => weight,
            (Aim::Number(Sign::AtLeast, aim), Actual::Number(actual)) => share(actual, *aim),
            (Aim::Number(Sign::AtMost, aim), Actual::Number(actual)) => share(*aim, actual),
            (Aim::Number(Sign::Equal, aim), Actual::Number(actual)) => share(*aim - (actual - *aim).abs(), *aim),
            (Aim::Month(_), _) => weight * 8 / 10,
            _ => weight * 7 / 10,
        }
    }
}

/// One year of a project.
#[derive(Debug, Clone)]
pub(super) struct Year {
    /// Annual total; millionths of 万元, which is fen.
    pub(super) funds: Micro,
    /// Of it fiscal.
    pub(super) fiscal: Micro,
    pub(super) rows: Vec<Row>,
    pub(super) goal: String,
}

/// A project.
#[derive(Debug, Clone)]
pub(super) struct Plan<'a> {
    pub(super) department: &'a Department,
    pub(super) area: &'a Area,
    pub(super) template: &'a Template,
    pub(super) style: Style,
    pub(super) structure: Structure,
    pub(super) unit_code: String,
    pub(super) unit: String,
    pub(super) code: String,
    pub(super) name: String,
    /// The year in which it was new.
    pub(super) first_year: u16,
    /// Choice among phrases of the form's head.
    pub(super) wording: usize,
    /// 2024 and 2025. A project that begins in 2025 has results there too, which nobody prints.
    pub(super) years: [Year; 2],
    pub(super) goal_done: String,
    pub(super) adjusted: Micro,
    pub(super) executed: Micro,
    /// It went badly and 2025 asks for the same again.
    pub(super) stubborn: bool,
}

/// What a department files, in order: template and place. The same answer whatever part of it is used.
pub(super) fn filings<'a>(
    library: &'a Library,
    department: &'a Department,
    count: usize,
) -> Vec<(&'a Template, String)> {
    let area = library.area(&department.3);
    let mut stream = Stream::of(&["filings", &department.0]);
    let mut own: Vec<&Template> = area.project.iter().collect();
    let mut common: Vec<&Template> = library.area("common").project.iter().collect();
    stream.shuffle(&mut own);
    stream.shuffle(&mut common);
    common.truncate(4 + department.5 / 14);
    let towns = if area.id == "town" { &library.city.villages } else { &library.city.towns };
    let mut places = towns.clone();
    stream.shuffle(&mut places);
    let mut filings = Vec::new();
    for round in 0.. {
        let before = filings.len();
        for (index, template) in own.iter().enumerate() {
            if (round == 0 || template.has_place()) && round < places.len() {
                filings.push((*template, places[(round + index * 3) % places.len()].clone()));
            }
        }
        if round == 0 {
            filings.extend(common.iter().map(|template| (*template, department.2.clone())));
            stream.shuffle(&mut filings);
        }
        if filings.len() >= count || filings.len() == before {
            break;
        }
    }
    assert!(filings.len() >= count, "sample-db: {} has {} of {count} projects", department.1, filings.len());
    filings.truncate(count);
    filings
}

fn tidy(value: Micro, step: Micro) -> Micro {
    let step = match value / ONE {
        _ if step < ONE => step,
        0..200 => ONE,
        200..2_000 => 5 * ONE,
        2_000..20_000 => 10 * ONE,
        _ => 100 * ONE,
    };
    (value / step * step).max(step)
}

fn share(value: Micro, numerator: i64, denominator: i64) -> Micro {
    i64::try_from(i128::from(value) * i128::from(numerator) / i128::from(denominator)).unwrap_or(value)
}

/// How a year went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Course {
    /// Hardly anything was missed.
    Well,
    /// Most was missed, by a part.
    Badly,
    /// Nearly all was missed, by more than half.
    Failed,
}

/// Draws aim and result of a source row. `position` is the size of the project among its kind.
fn draw(source: &RowSource, position: u32, course: Course, stream: &mut Stream) -> Row {
    let missed = stream.percent(match course {
        Course::Well => 4,
        Course::Badly => 60,
        Course::Failed => 90,
    });
    let (aim, actual) = match (source.spec(), source.sign()) {
        (Spec::Month(month), _) => {
            let done = if missed && month < 12 {
                month + 1
            } else {
                month - stream.below(3).min(usize::from(month) - 1) as u8
            };
            (Aim::Month(month), Actual::Month(done))
        }
        (Spec::Words, _) | (_, None) => {
            (Aim::Words(source.value().to_owned()), if missed { Actual::Partly } else { Actual::Full })
        }
        (spec, Some(sign)) => {
            let (value, step) = match spec {
                Spec::Scaled(low, high) => {
                    let step = if low % ONE == 0 { ONE } else { ONE / 10 };
                    (tidy(geometric(low, high, position), step), step)
                }
                Spec::Even(low, high, step) => (low + step * stream.between(0, (high - low) / step), step),
                // The arms above took them.
                Spec::Month(_) | Spec::Words => unreachable!("taken above"),
            };
            (Aim::Number(sign, value), Actual::Number(reached(sign, value, step, &source.4, missed, course, stream)))
        }
    };
    Row { facet: source.0, name: source.1.clone(), unit: source.4.clone(), aim, actual, weight: None }
}

fn reached(
    sign: Sign,
    aim: Micro,
    step: Micro,
    unit: &str,
    missed: bool,
    course: Course,
    stream: &mut Stream,
) -> Micro {
    let percent = unit == "%";
    let missed = missed && (percent || aim >= 5 * step);
    let part = match course {
        Course::Well => stream.between(82, 97),
        Course::Badly => stream.between(38, 78),
        Course::Failed => stream.between(12, 48),
    };
    let fine = if percent { ONE / 10 } else { step };
    match sign {
        Sign::AtLeast | Sign::Equal if missed => share(aim, part, 100) / fine * fine,
        Sign::Equal => aim,
        Sign::AtLeast if percent => {
            (aim + stream.between(1, 40) * fine).min(100 * ONE).min(share(aim, 105, 100)).max(aim)
        }
        Sign::AtLeast => aim + share(aim, stream.between(0, 9), 100) / fine * fine,
        Sign::AtMost if missed => share(aim, 100 + stream.between(4, 15), 100) / fine * fine,
        Sign::AtMost => {
            let fine = if aim < 5 * ONE { ONE / 100 } else { fine };
            (share(aim, stream.between(96, 100), 100) / fine * fine).max(fine)
        }
    }
}

/// The aim of the year after, which no reviewer would call too low.
fn next_aim(row: &Row, stream: &mut Stream) -> Aim {
    match (&row.aim, row.actual) {
        (Aim::Number(Sign::AtLeast, aim), Actual::Number(actual)) if row.unit != "%" && row.met() => {
            let step = if aim % ONE == 0 && actual % ONE == 0 { ONE } else { ONE / 10 };
            Aim::Number(Sign::AtLeast, tidy(share(actual, stream.between(100, 105), 100), step).max(*aim))
        }
        (Aim::Number(Sign::AtMost, aim), Actual::Number(actual)) if share(actual, 105, 100) < *aim => {
            Aim::Number(Sign::AtMost, actual)
        }
        (aim, _) => aim.clone(),
    }
}

/// Least rows of a class that a form of the sample has.
const LEAST: [(Facet, usize); 5] =
    [(Facet::Quantity, 2), (Facet::Quality, 2), (Facet::Time, 1), (Facet::Lasting, 1), (Facet::Content, 1)];

/// Most rows of a class.
fn most(facet: Facet) -> usize {
    match facet {
        Facet::Quantity => 5,
        Facet::Quality => 3,
        Facet::Content | Facet::Economic | Facet::Ecological => 1,
        Facet::Cost => 1,
        _ => 2,
    }
}

/// Chooses further rows from the pool of the template's kind; those left over may replace rows later.
fn choose<'a>(
    template: &'a Template,
    pool: &'a [RowSource],
    stream: &mut Stream,
) -> (Vec<&'a RowSource>, Vec<&'a RowSource>) {
    let mut chosen: Vec<&RowSource> = template.rows.iter().collect();
    let mut left: Vec<&RowSource> = pool.iter().filter(|row| chosen.iter().all(|own| own.1 != row.1)).collect();
    stream.shuffle(&mut left);
    let wanted = 9 + stream.below(5);
    let count = |chosen: &[&RowSource], facet: Facet| chosen.iter().filter(|row| row.0 == facet).count();
    for (facet, least) in LEAST {
        while count(&chosen, facet) < least {
            let Some(found) = left.iter().position(|row| row.0 == facet) else { break };
            chosen.push(left.remove(found));
        }
    }
    while chosen.len() < wanted {
        let Some(found) = left.iter().position(|row| count(&chosen, row.0) < most(row.0)) else { break };
        chosen.push(left.remove(found));
    }
    (chosen, left)
}

/// Spreads the points of each class over its rows so that they add up.
pub(super) fn weigh(rows: &mut [Row], structure: Structure) {
    for group in [Group::Cost, Group::Output, Group::Benefit, Group::Content] {
        let mut members: Vec<&mut Row> = rows.iter_mut().filter(|row| structure.group(row.facet) == group).collect();
        let (points, count) = (structure.points(group) / 100, members.len() as i64);
        for (index, row) in members.iter_mut().enumerate() {
            let index = index as i64;
            let mut weight = points / count + i64::from(index < points % count);
            // The first counts most, as people have it.
            if count > 3 && points / count > 3 {
                weight += i64::from(index == 0) - i64::from(index == count - 1);
            }
            row.weight = Some(weight * 100);
        }
    }
}

fn money(low: i64, high: i64, position: u32, stream: &mut Stream) -> Micro {
    let value = geometric(low * ONE, high * ONE, position);
    let step = match value / ONE {
        _ if stream.percent(15) => ONE / 100,
        0..50 => ONE / 10,
        50..500 => ONE,
        _ => 5 * ONE,
    };
    value / step * step
}

/// Fills `{place}`, `{short}`, `{city}` and the values `{1}` … of the template's own rows into a goal.
fn goal_text(text: &str, template: &Template, rows: &[Row], place: &str, value: impl Fn(&Row) -> String) -> String {
    let mut goal = text.replace("{place}", place);
    for (index, source) in template.rows.iter().enumerate() {
        let slot = format!("{{{}}}", index + 1);
        if goal.contains(&slot) {
            let shown = rows.iter().find(|row| row.name == source.1).map(&value).unwrap_or_default();
            goal = goal.replace(&slot, &shown);
        }
    }
    goal
}

fn aim_words(row: &Row) -> String {
    match &row.aim {
        Aim::Number(_, value) => format!("{}{}", plain(*value), row.unit),
        Aim::Month(month) => format!("{month}"),
        Aim::Words(words) => words.clone(),
    }
}

fn actual_words(row: &Row) -> String {
    match row.actual {
        Actual::Number(value) => format!("{}{}", plain(value), row.unit),
        Actual::Month(month) => format!("{month}"),
        Actual::Full | Actual::Partly => aim_words(row),
    }
}

/// Plans the project in a slot of a department. `fresh` projects begin in 2025; `stubborn` ones change nothing after
/// a bad year.
pub(super) fn plan<'a>(
    library: &'a Library,
    department: &'a Department,
    filing: &(&'a Template, String),
    slot: usize,
    fresh: bool,
    stubborn: bool,
) -> Plan<'a> {
    let mut stream = Stream::of(&["plan", &department.0, &slot.to_string()]);
    let (template, place) = (filing.0, filing.1.as_str());
    let area = library.area(&department.3);
    let words = &library.words;
    let mut manner = Stream::of(&["manner", &department.0]);
    let style = if manner.percent(70) { Style::Columns } else { Style::Glued };
    let structure = *manner.pick(&[Structure::LowCost, Structure::LowCost, Structure::HighCost, Structure::Older]);
    // The ends of the scale are left out, so that nobody is far from all peers.
    let position = 100 + stream.below(824) as u32;
    let course = match stream.below(100) {
        0..3 if !fresh => Course::Badly,
        3..5 if !fresh => Course::Failed,
        _ => Course::Well,
    };
    let poor = course != Course::Well;
    let stubborn = poor && stubborn;

    let (chosen, mut left) = choose(template, &library.kind(&template.kind).rows, &mut stream);
    let mut rows: Vec<Row> = chosen.iter().map(|source| draw(source, position, course, &mut stream)).collect();
    if poor && rows.iter().all(|row| row.facet.group() != Group::Output || row.met()) {
        // Without spending something must have been left undone.
        let first = rows.iter_mut().find(|row| row.facet == Facet::Quantity);
        if let Some(Row { aim: Aim::Number(_, aim), actual, .. }) = first {
            *actual = Actual::Number(share(*aim, 6, 10) / ONE * ONE);
        }
    }
    let funds = money(template.funds.0, template.funds.1, position, &mut stream);
    let adjusted = match stream.below(100) {
        0..72 => funds,
        72..92 => share(funds, stream.between(80, 98), 100) / 10_000 * 10_000,
        _ => share(funds, stream.between(104, 118), 100) / 10_000 * 10_000,
    };
    let rate = match stream.below(100) {
        _ if poor => stream.between(310, 590),
        // Everything at its full points would look inflated, so then a little money is left.
        0..25 if adjusted > funds || rows.iter().any(|row| !row.met()) => 1_000,
        0..85 => stream.between(930, 999),
        85..96 => stream.between(860, 930),
        _ => stream.between(640, 860),
    };
    let executed = if rate == 1_000 { adjusted } else { share(adjusted, rate, 1_000) / 10_000 * 10_000 };
    let total_cost = |name: &str, aim: Micro| Row {
        facet: Facet::Cost,
        name: name.to_owned(),
        unit: words.ten_thousand_yuan.clone(),
        aim: Aim::Number(Sign::AtMost, aim),
        actual: Actual::Number(executed),
        weight: None,
    };
    let cost_name = stream.pick(&words.total_cost).clone();
    rows.insert(0, total_cost(&cost_name, funds));

    let change = if poor && !stubborn { stream.between(55, 75) } else { stream.between(100, 110) };
    let next_funds =
        if stream.percent(30) && change >= 100 { funds } else { share(funds, change, 100) / 100_000 * 100_000 };
    let mut next_rows: Vec<Row> = rows
        .iter()
        .map(|row| Row { aim: if stubborn { row.aim.clone() } else { next_aim(row, &mut stream) }, ..row.clone() })
        .collect();
    next_rows[0] = total_cost(&cost_name, next_funds);
    if poor && !stubborn {
        // A department that learned something replaces indicators that said nothing.
        for _ in 0..3 {
            let own = template.rows.len() + 1;
            let Some(last) = (own..next_rows.len()).next_back() else { break };
            let swap = left.iter().position(|source| source.0.group() == next_rows[last].facet.group());
            let Some(found) = swap else { break };
            next_rows[last] = draw(left.remove(found), position, Course::Well, &mut stream);
            next_rows.swap(last, own);
        }
    }

    let goal = &format!("{}{}", stream.pick(&template.goals), stream.pick(&library.kind(&template.kind).tails));
    let goals = [&rows, &next_rows].map(|rows| goal_text(goal, template, rows, place, aim_words));
    let done = goal_text(goal, template, &rows, place, actual_words);
    let done = if poor {
        words.goal_done_poor.replace("{goal}", &done)
    } else {
        stream.pick(&words.goal_done).replace("{goal}", &done)
    };
    let shape = |mut rows: Vec<Row>| {
        let cost_place = |facet: Facet| {
            if facet.group() == Group::Cost && structure == Structure::Older { Facet::Time } else { facet }
        };
        rows.sort_by_key(|row| cost_place(row.facet));
        weigh(&mut rows, structure);
        rows
    };
    let fiscal_share = if stream.percent(80) { 100 } else { stream.between(50, 90) };
    let [goal_now, goal_next] = goals;
    let fiscal = |funds: Micro| share(funds, fiscal_share, 100) / 10_000 * 10_000;
    let first_year = if fresh { 2025 } else { 2024 - *stream.pick(&[0, 1, 1, 2, 2, 3]) };
    let first_year = if template.years > 1 && !fresh { first_year.max(2023) } else { first_year };

    let (unit_index, unit) = unit_of(library, department, area, template, &mut stream);
    let mut name = stream.pick(&template.names).replace("{place}", place);
    if !words.name_ends.iter().any(|end| name.ends_with(end.as_str())) {
        name += stream.pick::<String>(&words.name_tails);
    }
    let serial =
        department.0.parse::<u64>().unwrap_or(0) * 20_000 + 10_000_000 + slot as u64 * 37 + stream.below(37) as u64;
    Plan {
        department,
        area,
        template,
        style,
        structure,
        unit_code: format!("{}{:03}", department.0, unit_index + 1),
        unit,
        code: format!("{}{:02}{}{serial:012}", &library.city.region[..6], first_year % 100, template.class),
        name,
        first_year,
        wording: stream.below(1_000),
        years: [
            Year { funds, fiscal: fiscal(funds).min(funds), rows: shape(rows), goal: goal_now },
            Year {
                funds: next_funds,
                fiscal: fiscal(next_funds).min(next_funds),
                rows: shape(next_rows),
                goal: goal_next,
            },
        ],
        goal_done: done,
        adjusted,
        executed,
        stubborn,
    }
}

fn unit_of(
    library: &Library,
    department: &Department,
    area: &Area,
    template: &Template,
    stream: &mut Stream,
) -> (usize, String) {
    // The largest department of an area has its units; the others have small ones of their own.
    let rivals = library.city.departments.iter().filter(|other| other.3 == area.id);
    let is_first = rivals.max_by_key(|other| other.5).is_none_or(|largest| largest.0 == department.0);
    let own_names = area.units.iter().all(|unit| unit.contains("{short}"));
    let units = if is_first || own_names { &area.units } else { &library.area("common").units };
    let index = match units.iter().position(|unit| !template.by.is_empty() && unit.ends_with(&template.by)) {
        Some(index) => index + 1,
        None if stream.percent(45) => 0,
        None => stream.below(units.len() + 1),
    };
    let name = match index.checked_sub(1).and_then(|index| units.get(index)) {
        Some(unit) => unit.replace("{city}", &library.city.city).replace("{short}", &department.2),
        None => department.1.clone(),
    };
    (index, name)
}
