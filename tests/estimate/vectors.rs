//! Published figures in `tests/data/sampling`, read as the decimals they print.

use num_rational::BigRational;
use num_traits::Signed;
use rust_decimal::Decimal;
use serde_json::Value as Json;
use wenxiao::rules::estimate::{Exact, Rounding, exact, rounded};

/// A row by its number, from one of the files.
pub fn row(file: &str, id: &str) -> Json {
    let path = format!("{}/tests/data/sampling/estimate_{file}.json", env!("CARGO_MANIFEST_DIR"));
    let all: Json = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let rows = all["rows"].as_array().unwrap();
    rows.iter().find(|row| row["id"] == id).unwrap_or_else(|| panic!("{id}")).clone()
}

pub fn list(value: &Json) -> &Vec<Json> {
    value.as_array().unwrap()
}

pub fn decimal(value: &Json) -> Decimal {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    Decimal::from_str_exact(&text).or_else(|_| Decimal::from_scientific(&text)).unwrap_or_else(|_| panic!("{text}"))
}

pub fn number(value: &Json) -> u64 {
    value.as_u64().unwrap_or_else(|| panic!("{value}"))
}

/// A printed figure that may have more digits than a decimal holds.
pub fn figure(value: &Json) -> Exact {
    exact(decimal(value))
}

pub fn numbers(value: &Json) -> Vec<u64> {
    list(value).iter().map(number).collect()
}

/// Holds a figure against the printed one, both of any size.
#[track_caller]
pub fn near(found: &Exact, printed: &Json, tolerance: &str) {
    let off: BigRational = found - figure(printed);
    let allowed = exact(Decimal::from_scientific(tolerance).or_else(|_| tolerance.parse()).unwrap());
    assert!(off.abs() <= allowed, "{} is not {printed}", rounded(found, 12, Rounding::Nearest).unwrap());
}

/// The same by relative difference.
#[track_caller]
pub fn near_by_share(found: &Exact, printed: &Json, tolerance: &str) {
    let printed_figure = figure(printed);
    let off = (found - &printed_figure).abs() / printed_figure.abs();
    let allowed = exact(Decimal::from_scientific(tolerance).or_else(|_| tolerance.parse()).unwrap());
    assert!(off <= allowed, "{} is not {printed}", rounded(found, 6, Rounding::Nearest).unwrap());
}
