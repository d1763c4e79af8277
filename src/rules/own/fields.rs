//! What the fields of expressions are on a target and its rows.

use std::collections::HashMap;

use rhai::{Array, Dynamic};
use rust_decimal::Decimal;

use super::syntax::{number, text};
use super::vocabulary::Field;
use crate::model::form::{Amount, Horizon, MoreField};
use crate::model::value::ValueKind;
use crate::rules::check::target::{decimal, ten_thousands, without_label};
use crate::rules::check::{Row, Target};
use crate::rules::value;

/// What level names end in.
const LEVEL: &str = "\u{6307}\u{6807}";

/// Fields of one target, each read when it is first asked for.
pub(super) struct Facts<'a> {
    target: &'a Target<'a>,
    read: HashMap<Field, Dynamic>,
}

impl<'a> Facts<'a> {
    pub(super) fn new(target: &'a Target<'a>) -> Facts<'a> {
        Facts { target, read: HashMap::new() }
    }

    pub(super) fn of_target(&mut self, field: Field) -> Dynamic {
        if let Some(known) = self.read.get(&field) {
            return known.clone();
        }
        let value = read_target(self.target, field);
        self.read.insert(field, value.clone());
        value
    }

    pub(super) fn get(&mut self, row: Option<&Row<'_>>, field: Field) -> Dynamic {
        match row.and_then(|row| read_row(self.target, row, field)) {
            Some(value) => value,
            None => self.of_target(field),
        }
    }
}

/// A level as printed, without the word that every level ends in.
fn level(printed: &str) -> &str {
    let printed = printed.trim();
    printed.strip_suffix(LEVEL).filter(|rest| !rest.is_empty()).unwrap_or(printed)
}

fn kind(kind: ValueKind) -> &'static str {
    match kind {
        ValueKind::Number => "number",
        ValueKind::Percent => "percent",
        ValueKind::Range => "range",
        ValueKind::Date => "date",
        ValueKind::Duration => "duration",
        ValueKind::Qualitative => "qualitative",
        ValueKind::Blank => "blank",
    }
}

/// A number of a reading that nobody could dispute.
fn sure(value: &crate::model::value::Value, printed: Option<&str>) -> Option<Decimal> {
    printed.filter(|_| !value.uncertain).and_then(|number| Decimal::from_str_exact(number).ok())
}

fn read_row(target: &Target<'_>, row: &Row<'_>, field: Field) -> Option<Dynamic> {
    let indicator = row.indicator;
    Some(match field {
        Field::RowNumber => number(Some(indicator.no.into())),
        Field::Horizon => text(match indicator.horizon {
            Horizon::Annual => "annual",
            Horizon::MidTerm => "mid-term",
        }),
        Field::Level1 => text(level(&indicator.level1)),
        Field::Level2 => text(level(&indicator.level2)),
        Field::InTree => {
            let names = row.level1.map(|level| target.settings.level2_names.get(&level));
            let own = level(&indicator.level2);
            names.is_some_and(|names| names.is_none_or(|names| names.iter().any(|name| name == own))).into()
        }
        Field::Name => text(&row.name),
        Field::Value => text(indicator.target.trim()),
        Field::Kind => text(kind(row.value.kind)),
        Field::Number => number(sure(&row.value, row.value.number.as_deref())),
        Field::Upper => number(sure(&row.value, row.value.high.as_deref())),
        Field::Sign => text(row.value.op.map_or("", crate::model::value::Comparator::sign)),
        Field::Unit => text(row.value.unit.as_deref().unwrap_or_default()),
        Field::Weight => number(row.weight),
        Field::LastActual => {
            let printed = value::read_printed(row.more(MoreField::PreviousActual));
            number(sure(&printed, printed.number.as_deref()))
        }
        Field::PeerMedian => number(target.around.peers.get(&indicator.no).map(|peers| peers.median)),
        Field::PeerCount => number(target.around.peers.get(&indicator.no).map(|peers| peers.count.into())),
        Field::Explanation => text(row.more(MoreField::Explanation)),
        Field::Scoring => text(row.more(MoreField::ScoringStandard)),
        Field::Source => {
            let source = row.more(MoreField::ValueSource);
            text(if source.is_empty() { row.more(MoreField::Evidence) } else { source })
        }
        Field::Remark => text(row.more(MoreField::Remark)),
        _ => return None,
    })
}

fn list(items: impl Iterator<Item = Dynamic>) -> Dynamic {
    Dynamic::from_array(items.collect::<Array>())
}

fn amount(amount: Option<&Amount>) -> Dynamic {
    number(amount.and_then(|amount| amount.fen).map(ten_thousands))
}

fn read_target(target: &Target<'_>, field: Field) -> Dynamic {
    let (form, rows) = (target.form, &target.rows);
    match field {
        Field::Project => text(form.name.trim()),
        Field::Code => text(form.code.as_deref().unwrap_or_default()),
        Field::Department => text(&form.department.name),
        Field::ImplementingUnit => text(&form.unit.name),
        Field::Region => text(&form.region),
        Field::Year => number(Some(form.year.into())),
        Field::ProjectClass => text(target.more(MoreField::ProjectClass)),
        Field::ProjectNature => text(target.more(MoreField::ProjectNature)),
        Field::Period => text(target.more(MoreField::Period)),
        Field::Goal => text(&target.goal),
        Field::MidTermGoal => text(&form.goal.mid_term.as_deref().map(without_label).unwrap_or_default()),
        Field::Funds => number(target.funds()),
        Field::FiscalFunds => amount(form.funds.fiscal.as_ref()),
        Field::OtherFunds => amount(form.funds.other.as_ref()),
        Field::LastYearFunds => {
            let last = target.around.last_year.target.and_then(crate::model::form::Form::annual_funds);
            number(last.map(ten_thousands))
        }
        Field::ListedFunds => number(target.around.listed.map(ten_thousands)),
        Field::OpenDemands => number(Some(target.around.open_demands.len().into())),
        Field::Rows => number(Some(rows.len().into())),
        Field::Names => list(rows.iter().map(|row| text(&row.name))),
        Field::Levels1 => list(rows.iter().map(|row| text(level(&row.indicator.level1)))),
        Field::Levels2 => list(rows.iter().map(|row| text(level(&row.indicator.level2)))),
        Field::Units => list(rows.iter().map(|row| text(row.value.unit.as_deref().unwrap_or_default()))),
        Field::Weights => list(rows.iter().filter_map(|row| row.weight).map(|weight| number(Some(weight)))),
        Field::Numbers => {
            list(rows.iter().filter_map(|row| sure(&row.value, row.value.number.as_deref())).map(|it| number(Some(it))))
        }
        // Fields of rows: an expression on a target that names one is refused when it is read.
        _ => number(decimal("")),
    }
}
