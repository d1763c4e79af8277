//! How often each value of columns stands among the targets that a filter leaves.
//!
//! One walk through the targets counts all columns asked for: grouping in SQL would sort a million lines for each. Years and
//! states come from the tally where that knows them. A walk can be interrupted at any line.

use std::collections::{BTreeMap, HashMap};

use rusqlite::params_from_iter;
use rusqlite::types::ValueRef;

use super::filter::{EXPECTED, Way, conditions};
use crate::model::money::Money;
use crate::model::query::frequency::{AMOUNT_STEPS, amounts};
use crate::model::query::{Column, Filter, Frequency, FrequencyRow, Group};
use crate::model::review::CategoryCode;
use crate::model::search;
use crate::store::Session;
use crate::store::error::{Result, Told, damaged};
use crate::store::projection::status_of_number;

/// What one value amounts to.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    targets: u64,
    fen: i128,
}

impl Sum {
    fn add(&mut self, amount: Option<i64>) {
        self.targets += 1;
        self.fen += i128::from(amount.unwrap_or(0));
    }

    fn join(&mut self, other: Sum) {
        self.targets += other.targets;
        self.fen += other.fen;
    }
}

/// What is counted by while walking: a text or a number as stored.
enum Counts {
    Texts(HashMap<String, Sum>),
    Numbers(HashMap<Option<i64>, Sum>),
}

/// The groups of a column, with a label where they have no name of their own.
type Groups = BTreeMap<Group, (String, Sum)>;

/// What is read of a target for a column.
fn key(column: Column) -> String {
    match column {
        Column::Year => "t.year".to_owned(),
        Column::Department => "t.department".to_owned(),
        Column::Unit => "t.unit".to_owned(),
        Column::Code => "t.code".to_owned(),
        Column::Name => "t.name".to_owned(),
        Column::Amount => {
            let steps: Vec<String> = AMOUNT_STEPS.iter().map(|step| format!("(t.amount >= {})", step.0)).collect();
            steps.join(" + ")
        }
        Column::Status => "t.status".to_owned(),
        Column::Rows => "t.indicators".to_owned(),
        Column::Decided => "t.decided".to_owned(),
        Column::Undecided => "max(t.indicators - t.decided, 0)".to_owned(),
        // Classes are counted apart; here only whether there is an opinion at all.
        Column::Opinions | Column::Class => "t.opinions".to_owned(),
        Column::Demands => "t.demands".to_owned(),
        Column::Version => "t.version_no".to_owned(),
        Column::Expected => EXPECTED.to_owned(),
    }
}

fn is_text(column: Column) -> bool {
    matches!(column, Column::Department | Column::Code | Column::Name)
}

impl Session {
    /// How often each value of the columns stands among the targets that a filter leaves; at most `most` rows of each, the
    /// rest together.
    ///
    /// # Errors
    /// When the database cannot be read, or was interrupted.
    pub fn frequencies(&self, filter: &Filter, columns: &[Column], most: usize) -> Result<Vec<Frequency>> {
        let kept = |column: &&Column| matches!(column, Column::Year | Column::Status);
        let tallied = self.tally_condition(filter)?;
        let known = |column: &Column| tallied.is_some() && kept(&column);
        let walked: Vec<Column> = columns.iter().copied().filter(|column| !known(column)).collect();
        let mut counted = if walked.is_empty() { Vec::new() } else { self.walk(filter, &walked)? }.into_iter();
        let mut tables = Vec::with_capacity(columns.len());
        for column in columns {
            let groups = match (&tallied, known(column)) {
                (Some(condition), true) => self.tallied(condition, *column)?,
                _ => counted.next().unwrap_or_default(),
            };
            let all = match column {
                Column::Class => self.sum_of(&groups, filter)?,
                _ => groups.values().fold(Sum::default(), |mut all, (_, sum)| {
                    all.join(*sum);
                    all
                }),
            };
            tables.push(table(*column, groups, most, all));
        }
        Ok(tables)
    }

    fn tallied(&self, (condition, args): &(String, Vec<rusqlite::types::Value>), column: Column) -> Result<Groups> {
        let column_name = key(column);
        let sql = format!("SELECT {column_name}, projects, fen FROM tally t {condition}");
        let mut statement = self.connection.prepare_cached(&sql).told()?;
        let mut rows = statement.query(params_from_iter(args)).told()?;
        let mut groups = Groups::new();
        while let Some(row) = rows.next().told()? {
            let targets = row.get::<_, i64>(1).told()?.unsigned_abs();
            if targets > 0 {
                let sum = Sum { targets, fen: i128::from(row.get::<_, i64>(2).told()?) };
                let group = numbered(column, Some(row.get(0).told()?))?;
                groups.entry(group).or_default().1.join(sum);
            }
        }
        Ok(groups)
    }

    /// One walk for all columns, in their order.
    fn walk(&self, filter: &Filter, columns: &[Column]) -> Result<Vec<Groups>> {
        let (condition, args) = conditions(self, filter, Way::LookUp)?;
        let keys: Vec<String> = columns.iter().map(|column| key(*column)).collect();
        let sql = format!("SELECT t.amount, {} FROM target t {condition}", keys.join(", "));
        let mut statement = self.connection.prepare_cached(&sql).told()?;
        let mut rows = statement.query(params_from_iter(args)).told()?;
        let empty = |column: &Column| match is_text(*column) {
            true => Counts::Texts(HashMap::new()),
            false => Counts::Numbers(HashMap::new()),
        };
        let mut counts: Vec<Counts> = columns.iter().map(empty).collect();
        while let Some(row) = rows.next().told()? {
            let amount: Option<i64> = row.get(0).told()?;
            for (at, counts) in counts.iter_mut().enumerate() {
                match (counts, row.get_ref(at + 1).told()?) {
                    (Counts::Texts(texts), ValueRef::Text(text)) => {
                        let text = std::str::from_utf8(text).map_err(|_| damaged("target"))?;
                        match texts.get_mut(text) {
                            Some(sum) => sum.add(amount),
                            None => texts.entry(text.to_owned()).or_default().add(amount),
                        }
                    }
                    (Counts::Texts(texts), _) => texts.entry(String::new()).or_default().add(amount),
                    (Counts::Numbers(numbers), ValueRef::Integer(number)) => {
                        numbers.entry(Some(number)).or_default().add(amount);
                    }
                    (Counts::Numbers(numbers), _) => numbers.entry(None).or_default().add(amount),
                }
            }
        }
        columns.iter().zip(counts).map(|(column, counts)| self.groups(*column, counts, filter)).collect()
    }

    fn groups(&self, column: Column, counts: Counts, filter: &Filter) -> Result<Groups> {
        let mut groups = Groups::new();
        let mut add = |group: Group, label: &str, sum: Sum| {
            let (known, all) = groups.entry(group).or_default();
            // The least of several spellings, so that the same is told every time.
            if known.is_empty() || label < known.as_str() {
                label.clone_into(known);
            }
            all.join(sum);
        };
        let text = |name: &str, empty: bool| match name.is_empty() && empty {
            true => Group::None,
            false => Group::Text(search::plain(name)),
        };
        match counts {
            Counts::Texts(texts) => {
                texts.iter().for_each(|(name, sum)| add(text(name, column != Column::Name), name, *sum));
            }
            Counts::Numbers(numbers) if column == Column::Unit => {
                let mut name = self.connection.prepare_cached("SELECT name FROM unit WHERE local = ?1").told()?;
                for (unit, sum) in numbers {
                    let name: String = name.query_row([unit], |row| row.get(0)).told()?;
                    add(text(&name, true), &name, sum);
                }
            }
            Counts::Numbers(numbers) if column == Column::Class => {
                if let Some(sum) = numbers.get(&Some(0)) {
                    add(Group::None, "", *sum);
                }
                for (class, sum) in self.classes(filter)? {
                    add(Group::Class(class), "", sum);
                }
            }
            Counts::Numbers(numbers) => {
                for (number, sum) in numbers {
                    add(numbered(column, number)?, "", sum);
                }
            }
        }
        Ok(groups)
    }

    /// Targets that have opinions of each class, each target once for a class.
    fn classes(&self, filter: &Filter) -> Result<HashMap<CategoryCode, Sum>> {
        let (condition, args) = conditions(self, filter, Way::LookUp)?;
        let sql = format!(
            "SELECT o.category, t.amount FROM (SELECT DISTINCT version, category FROM opinion) o
             CROSS JOIN form f ON f.version = o.version CROSS JOIN target t ON t.form = f.local {condition}"
        );
        let mut statement = self.connection.prepare_cached(&sql).told()?;
        let mut rows = statement.query(params_from_iter(args)).told()?;
        let mut classes: HashMap<CategoryCode, Sum> = HashMap::new();
        while let Some(row) = rows.next().told()? {
            classes.entry(CategoryCode(row.get(0).told()?)).or_default().add(row.get(1).told()?);
        }
        Ok(classes)
    }

    /// All targets of a table whose rows overlap.
    fn sum_of(&self, groups: &Groups, filter: &Filter) -> Result<Sum> {
        let mut all = groups.get(&Group::None).map_or_else(Sum::default, |(_, sum)| *sum);
        let (condition, args) = conditions(self, filter, Way::LookUp)?;
        let sql = format!("SELECT t.amount FROM target t {condition} AND t.opinions > 0");
        let mut statement = self.connection.prepare_cached(&sql).told()?;
        let mut rows = statement.query(params_from_iter(args)).told()?;
        while let Some(row) = rows.next().told()? {
            all.add(row.get(0).told()?);
        }
        Ok(all)
    }
}

/// The group of a stored number; `None` where nothing is printed.
fn numbered(column: Column, number: Option<i64>) -> Result<Group> {
    let damaged = || damaged("target");
    let Some(number) = number else { return Ok(Group::None) };
    Ok(match column {
        Column::Year => Group::Year(u16::try_from(number).map_err(|_| damaged())?),
        Column::Status => Group::Status(status_of_number(number)?),
        Column::Amount => Group::Amount(amounts(usize::try_from(number).map_err(|_| damaged())?)),
        _ => Group::Number(u32::try_from(number).unwrap_or(u32::MAX)),
    })
}

fn table(column: Column, groups: Groups, most: usize, all: Sum) -> Frequency {
    let mut rows: Vec<(Group, (String, Sum))> = groups.into_iter().collect();
    rows.sort_by(|(a, (_, one)), (b, (_, other))| {
        (other.targets, other.fen).cmp(&(one.targets, one.fen)).then_with(|| a.cmp(b))
    });
    let rest = rows.split_off(most.min(rows.len()));
    let others = (!rest.is_empty()).then(|| {
        let mut sum = Sum::default();
        rest.iter().for_each(|(_, (_, one))| sum.join(*one));
        (rest.len() as u64, sum.targets, sum.fen)
    });
    if !is_text(column) && !matches!(column, Column::Unit | Column::Class) {
        let least = |group: &Group| match group {
            Group::Amount(span) => span.least.unwrap_or(Money(i64::MIN)),
            _ => Money(0),
        };
        // What is missing comes last, as it is the last kind of group.
        rows.sort_by(|(a, _), (b, _)| {
            let missing = |group: &Group| *group == Group::None;
            (missing(a), least(a), a).cmp(&(missing(b), least(b), b))
        });
    }
    let row = |(group, (label, sum)): (Group, (String, Sum))| FrequencyRow {
        clause: group.clause(column),
        label,
        targets: sum.targets,
        fen: sum.fen,
        group,
    };
    Frequency {
        column,
        rows: rows.into_iter().map(row).collect(),
        others,
        targets: all.targets,
        fen: all.fen,
        overlapping: column == Column::Class,
    }
}
