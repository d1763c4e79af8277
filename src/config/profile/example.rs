//! Examples of own checks: targets in a few words, on which a check must fire or must not.

use std::collections::BTreeMap;

use crate::model::form::{Amount, Form, FormKind, Indicator, MoreField};
use crate::model::money::{Money, MoneyUnit};

/// A target by the fields of expressions, at most one row among them; more rows stand in `rows`.
pub(super) type ExampleFile = BTreeMap<String, toml::Value>;

const ROWS: &str = "rows";

/// The target that an example tells; the name of a field that it may not set, or that holds no text.
pub(super) fn form(example: ExampleFile) -> Result<Form, String> {
    let mut form = Form::new(FormKind::Target, 2025);
    let mut row = None;
    for (name, value) in example {
        if name == ROWS {
            for value in value.as_array().ok_or_else(|| name.clone())? {
                let mut own = Indicator::default();
                for (field, value) in value.as_table().ok_or_else(|| name.clone())? {
                    let text = text(value).ok_or_else(|| field.clone())?;
                    set_row(&mut own, field, text).ok_or_else(|| field.clone())?;
                }
                form.indicators.push(own);
            }
            continue;
        }
        let text = text(&value).ok_or_else(|| name.clone())?;
        if set_target(&mut form, &name, &text).is_none() {
            set_row(row.get_or_insert_with(Indicator::default), &name, text).ok_or(name)?;
        }
    }
    form.indicators.splice(0..0, row);
    for (indicator, no) in form.indicators.iter_mut().zip(1..) {
        indicator.no = no;
    }
    Ok(form)
}

fn text(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(number) => Some(number.to_string()),
        _ => None,
    }
}

fn set_row(row: &mut Indicator, field: &str, text: String) -> Option<()> {
    let more = |row: &mut Indicator, field, text| drop(row.more.insert(field, text));
    match field {
        "level1" => row.level1 = text,
        "level2" => row.level2 = text,
        "name" => row.level3 = text,
        "value" => row.target = text,
        "sign" => row.operator = Some(text),
        "unit" => row.unit = Some(text),
        "weight" => row.weight = Some(text),
        "last_actual" => more(row, MoreField::PreviousActual, text),
        "explanation" => more(row, MoreField::Explanation, text),
        "scoring" => more(row, MoreField::ScoringStandard, text),
        "source" => more(row, MoreField::ValueSource, text),
        "remark" => more(row, MoreField::Remark, text),
        _ => return None,
    }
    Some(())
}

fn set_target(form: &mut Form, field: &str, text: &str) -> Option<()> {
    let amount = |text: &str| {
        let fen = Money::read(text, MoneyUnit::TenThousandYuan)?;
        Some(Amount { raw: text.to_owned(), fen: Some(fen) })
    };
    let more = |form: &mut Form, field| drop(form.more.insert(field, text.to_owned()));
    match field {
        "project" => form.name = text.to_owned(),
        "code" => form.code = Some(text.to_owned()),
        "department" => form.department.name = text.to_owned(),
        "implementing_unit" => form.unit.name = text.to_owned(),
        "region" => form.region = text.to_owned(),
        "year" => form.year = text.parse().ok()?,
        "project_class" => more(form, MoreField::ProjectClass),
        "project_nature" => more(form, MoreField::ProjectNature),
        "period" => more(form, MoreField::Period),
        "goal" => form.goal.annual = Some(text.to_owned()),
        "mid_term_goal" => form.goal.mid_term = Some(text.to_owned()),
        "funds" => form.funds.total = Some(amount(text)?),
        "fiscal_funds" => form.funds.fiscal = Some(amount(text)?),
        "other_funds" => form.funds.other = Some(amount(text)?),
        _ => return None,
    }
    Some(())
}
