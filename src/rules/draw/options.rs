//! What a plan decides, as people write it: a TOML file with shares as text (`"10%"`, `"1/10"`), so that no binary
//! fraction slips in. Everything may be left out; what is unknown is refused.

use std::collections::BTreeMap;

use num_rational::BigRational;
use serde::Deserialize;

use super::fraction;
use super::lines::fault;
use super::seal::{AllocateBy, AmountFloor, SealOptions};
use crate::model::draw::DrawMethod;
use crate::model::money::{Money, MoneyUnit};
use crate::model::problem::Problem;

/// The file as it stands.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Written {
    rate: Option<String>,
    random_share: Option<String>,
    without_excluded: bool,
    /// In yuan.
    cutoff: Option<String>,
    amount_rate: Option<String>,
    amount_floor: Option<String>,
    minimum: Option<u64>,
    stratum_rate: Option<String>,
    statistical: Option<u64>,
    allocate_by: Option<String>,
    method: Option<String>,
    second_share: Option<String>,
    floors: BTreeMap<String, u64>,
    caps: BTreeMap<String, u64>,
    variances: BTreeMap<String, String>,
}

/// Reads the options of a plan; `file` names it in what is told.
///
/// # Errors
/// When it is no TOML, has unknown names, or a value makes no sense; with line or name.
pub fn read(text: &str, file: &str) -> Result<SealOptions, Problem> {
    let written: Written = toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        let line = 1 + text.bytes().take(at).filter(|byte| *byte == b'\n').count();
        fault(file, "problem-seal-options").with("line", line).with("detail", error.message())
    })?;
    let wrong = |name: &str, value: &str| fault(file, "problem-seal-option").with("name", name).with("value", value);
    let share = |name: &str, value: Option<String>| -> Result<Option<BigRational>, Problem> {
        value.map(|text| fraction::read_share(&text).ok_or_else(|| wrong(name, &text))).transpose()
    };
    let none = SealOptions::default();
    let cutoff = written.cutoff.map(|text| {
        Money::read(&text, MoneyUnit::Yuan).filter(|amount| amount.0 > 0).ok_or_else(|| wrong("cutoff", &text))
    });
    let variance = |(stratum, text): (String, String)| match fraction::read(&text) {
        Some(variance) => Ok((stratum, variance)),
        None => Err(wrong("variances", &text)),
    };
    let variances: BTreeMap<String, BigRational> =
        written.variances.into_iter().map(variance).collect::<Result<_, Problem>>()?;
    Ok(SealOptions {
        rate: share("rate", written.rate)?.unwrap_or(none.rate),
        random_share: share("random_share", written.random_share)?.unwrap_or(none.random_share),
        without_excluded: written.without_excluded,
        cutoff: cutoff.transpose()?,
        amount_rate: share("amount_rate", written.amount_rate)?,
        amount_floor: match written.amount_floor.as_deref() {
            None | Some("guarantee") => AmountFloor::Guarantee,
            Some("expected") => AmountFloor::Expected,
            Some(other) => return Err(wrong("amount_floor", other)),
        },
        minimum: written.minimum.unwrap_or(none.minimum),
        stratum_rate: share("stratum_rate", written.stratum_rate)?.unwrap_or(none.stratum_rate),
        floors: written.floors,
        caps: written.caps,
        statistical: written.statistical.unwrap_or(none.statistical),
        allocate_by: match written.allocate_by.as_deref() {
            None | Some("count") => AllocateBy::Count,
            Some("amount") => AllocateBy::Amount,
            Some("variance") => AllocateBy::Variance(variances),
            Some(other) => return Err(wrong("allocate_by", other)),
        },
        method: match written.method {
            None => DrawMethod::default(),
            Some(text) => DrawMethod::read(&text).ok_or_else(|| wrong("method", &text))?,
        },
        second_share: share("second_share", written.second_share)?.unwrap_or(none.second_share),
    })
}

#[cfg(test)]
mod tests {
    use super::super::fraction::ratio;
    use super::*;

    #[test]
    fn a_plan_is_read_exactly_and_what_makes_no_sense_is_named() {
        assert_eq!(read("", "plan.toml").unwrap(), SealOptions::default());
        assert_eq!(read("second_share = '1/5'", "plan.toml").unwrap().second_share, ratio(1, 5));
        let text = "rate = '12.5%'\ncutoff = '10000000'\nminimum = 2\nmethod = 'sieve=500'\nallocate_by = 'variance'\n\
                    amount_floor = 'expected'\n[floors]\n'交通局' = 5\n[variances]\n'交通局' = '2/3'\n";
        let options = read(text, "plan.toml").unwrap();
        assert_eq!((&options.rate, options.cutoff, options.minimum), (&ratio(1, 8), Some(Money::KEY_LANE), 2));
        assert_eq!(options.method, DrawMethod::Sieve(500));
        assert_eq!(options.floors, BTreeMap::from([("交通局".to_owned(), 5)]));
        let variances = BTreeMap::from([("交通局".to_owned(), ratio(2, 3))]);
        assert_eq!(
            (options.allocate_by, options.amount_floor),
            (AllocateBy::Variance(variances), AmountFloor::Expected)
        );
        for (text, key, named) in [
            ("rate = 0.1", "problem-seal-options", "1"),
            ("minimum = 1\nrates = '10%'", "problem-seal-options", "2"),
            ("minimum = -1", "problem-seal-options", "1"),
            ("rate = '110%'", "problem-seal-option", "rate"),
            ("second_share = '2'", "problem-seal-option", "second_share"),
            ("cutoff = '-5'", "problem-seal-option", "cutoff"),
            ("method = 'best'", "problem-seal-option", "method"),
            ("allocate_by = 'luck'", "problem-seal-option", "allocate_by"),
        ] {
            let problem = read(text, "plan.toml").unwrap_err();
            assert_eq!((problem.key, problem.args[1].1.as_str()), (key, named), "{text}");
        }
    }
}
