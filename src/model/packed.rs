//! A form as few bytes, the shape in which it is stored. What identifies it, is handed over and is read by other programs
//! is its canonical text; this is only how a database keeps it.
//!
//! The first byte tells the layout: `{` is canonical text as it is, kept where packing would lose something (fields of a
//! newer program); [`LAYOUT`] is what [`pack`] writes. Another arrangement gets another first byte; old ones stay readable
//! for ever. Every form comes back from its bytes with the same canonical text; bytes that are no form are refused, and
//! reading them takes no more memory than some multiple of their length.
//!
//! ```text
//! layout, kind and stage, year, flags, [region] [code] name [department code] department name [unit code] unit name
//! [funds] number of indicators, [goals] [self score] [self grade] [more], indicators
//! ```
//! Numbers and texts as in [`text`]. What the queue shows comes first, so that [`head`] need not read the rest.

mod numbers;
mod text;

use std::collections::BTreeMap;

use super::form::{Amount, Form, FormHead, Funds, FundsLine, Goal, Horizon, Indicator, MoreField, Party, PrintedCell};
use super::money::Money;
use numbers::{field_number, kind_of};
pub use numbers::{field_of, kind_number, stage_number, stage_of};
use text::{put_number, put_text, take_byte, take_number, take_text};

/// First byte of what [`pack`] writes.
pub const LAYOUT: u8 = 1;

/// First byte of canonical text.
const TEXT: u8 = b'{';

/// Why bytes are not a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotPacked {
    /// Of another layout.
    #[error("unknown layout")]
    Layout,
    /// They end too early.
    #[error("too short")]
    End,
    /// They go on behind the form.
    #[error("too long")]
    Rest,
    /// A number that stands for nothing.
    #[error("a number that stands for nothing")]
    Number,
    /// No text.
    #[error("no text")]
    Text,
    /// A word that the table does not have.
    #[error("unknown word")]
    Word,
    /// Canonical text that is no form.
    #[error("not the text of a form")]
    Form,
}

/// Flags of a form: what is there.
mod has {
    pub const REGION: u64 = 1;
    pub const CODE: u64 = 1 << 1;
    pub const DEPARTMENT_CODE: u64 = 1 << 2;
    pub const UNIT_CODE: u64 = 1 << 3;
    pub const FUNDS: u64 = 1 << 4;
    pub const ANNUAL_GOAL: u64 = 1 << 5;
    pub const MID_TERM_GOAL: u64 = 1 << 6;
    pub const ACTUAL: u64 = 1 << 7;
    pub const SELF_SCORE: u64 = 1 << 8;
    pub const SELF_GRADE: u64 = 1 << 9;
    pub const MORE: u64 = 1 << 10;
    pub const OTHERS: u64 = 1 << 11;
    pub const ALL: u64 = (1 << 12) - 1;
}

/// Flags of an indicator; those of nearly every row fit in a byte.
mod row {
    /// Levels 1 and 2 are those of the row before.
    pub const SAME_LEVELS: u64 = 1;
    pub const OPERATOR: u64 = 1 << 1;
    pub const UNIT: u64 = 1 << 2;
    pub const WEIGHT: u64 = 1 << 3;
    pub const ACTUAL: u64 = 1 << 4;
    pub const SCORE: u64 = 1 << 5;
    /// The number is not the one after the row before.
    pub const NUMBER: u64 = 1 << 6;
    pub const DEVIATION: u64 = 1 << 7;
    pub const MORE: u64 = 1 << 8;
    pub const MID_TERM: u64 = 1 << 9;
    pub const OTHERS: u64 = 1 << 10;
    pub const ALL: u64 = (1 << 11) - 1;
}

/// Levels are only shared where they are short, so that a few bytes never stand for many.
const LONGEST_SHARED: usize = 96;

/// Packs a form.
pub fn pack(form: &Form) -> Vec<u8> {
    // Taken apart by name, so that a new field does not compile until it is packed, too.
    let Form {
        kind,
        region,
        year,
        stage,
        code,
        name,
        department,
        unit,
        funds,
        goal,
        indicators,
        self_score,
        self_grade,
        more,
        others,
    } = form;
    let Goal { annual, mid_term, actual } = goal;
    let mut out = Vec::with_capacity(1024);
    out.push(LAYOUT);
    out.push(kind_number(*kind) << 2 | stage_number(*stage));
    put_number(&mut out, u64::from(*year));
    let flags = [
        (has::REGION, !region.is_empty()),
        (has::CODE, code.is_some()),
        (has::DEPARTMENT_CODE, department.code.is_some()),
        (has::UNIT_CODE, unit.code.is_some()),
        (has::FUNDS, *funds != Funds::default()),
        (has::ANNUAL_GOAL, annual.is_some()),
        (has::MID_TERM_GOAL, mid_term.is_some()),
        (has::ACTUAL, actual.is_some()),
        (has::SELF_SCORE, self_score.is_some()),
        (has::SELF_GRADE, self_grade.is_some()),
        (has::MORE, !more.is_empty()),
        (has::OTHERS, !others.is_empty()),
    ];
    let flags = sum(&flags);
    put_number(&mut out, flags);
    if flags & has::REGION != 0 {
        put_text(&mut out, region);
    }
    put_given(&mut out, code);
    put_text(&mut out, name);
    for Party { code, name } in [department, unit] {
        put_given(&mut out, code);
        put_text(&mut out, name);
    }
    if flags & has::FUNDS != 0 {
        put_funds(&mut out, funds);
    }
    put_number(&mut out, indicators.len() as u64);
    for text in [annual, mid_term, actual, self_score, self_grade] {
        put_given(&mut out, text);
    }
    if flags & has::MORE != 0 {
        put_more(&mut out, more);
    }
    if flags & has::OTHERS != 0 {
        put_others(&mut out, others);
    }
    let mut before = None;
    for indicator in indicators {
        put_indicator(&mut out, indicator, before);
        before = Some(indicator);
    }
    out
}

/// Packs the form that a canonical text is; text that is no form of ours, or one with more in it than we know, stays as it
/// is.
pub fn pack_text(canonical: &str) -> Vec<u8> {
    match serde_json::from_str::<Form>(canonical) {
        Ok(form) if form.canonical() == canonical => pack(&form),
        _ => canonical.as_bytes().to_vec(),
    }
}

/// Reads a stored form.
///
/// # Errors
/// When the bytes are not a form.
pub fn unpack(bytes: &[u8]) -> Result<Form, NotPacked> {
    if bytes.first() == Some(&TEXT) {
        return serde_json::from_slice(bytes).map_err(|_| NotPacked::Form);
    }
    let mut rest = bytes;
    let (mut form, flags, count) = take_head(&mut rest)?;
    let bytes = &mut rest;
    form.goal = Goal {
        annual: take_given(bytes, flags & has::ANNUAL_GOAL)?,
        mid_term: take_given(bytes, flags & has::MID_TERM_GOAL)?,
        actual: take_given(bytes, flags & has::ACTUAL)?,
    };
    form.self_score = take_given(bytes, flags & has::SELF_SCORE)?;
    form.self_grade = take_given(bytes, flags & has::SELF_GRADE)?;
    if flags & has::MORE != 0 {
        form.more = take_more(bytes)?;
    }
    if flags & has::OTHERS != 0 {
        form.others = take_others(bytes)?;
    }
    // A row has three bytes at least.
    form.indicators.reserve_exact(usize::try_from(count).unwrap_or(usize::MAX).min(bytes.len() / 3));
    for _ in 0..count {
        let next = take_indicator(bytes, form.indicators.last())?;
        form.indicators.push(next);
    }
    if bytes.is_empty() { Ok(form) } else { Err(NotPacked::Rest) }
}

/// Reads what the queue shows of a stored form, and no more.
///
/// # Errors
/// When the bytes are not a form.
pub fn head(bytes: &[u8]) -> Result<FormHead, NotPacked> {
    if bytes.first() == Some(&TEXT) {
        return unpack(bytes).map(FormHead::from);
    }
    let (form, _, count) = take_head(&mut &*bytes)?;
    let annual = form.annual_funds();
    let Form { code, name, department, unit, .. } = form;
    Ok(FormHead { code, name, department, unit, annual, indicators: u32::try_from(count).unwrap_or(u32::MAX) })
}

/// Reads a stored form as far as it is printed before its rows: what it is, of whom, and its funds. The rest is empty.
///
/// # Errors
/// When the bytes are not a form.
pub fn without_rows(bytes: &[u8]) -> Result<Form, NotPacked> {
    if bytes.first() == Some(&TEXT) {
        return unpack(bytes);
    }
    take_head(&mut &*bytes).map(|(form, ..)| form)
}

/// The canonical text of a stored form.
///
/// # Errors
/// When the bytes are not a form.
pub fn canonical(bytes: &[u8]) -> Result<String, NotPacked> {
    if bytes.first() == Some(&TEXT) {
        return String::from_utf8(bytes.to_vec()).map_err(|_| NotPacked::Form);
    }
    unpack(bytes).map(|form| form.canonical())
}

fn take_head(bytes: &mut &[u8]) -> Result<(Form, u64, u64), NotPacked> {
    if take_byte(bytes)? != LAYOUT {
        return Err(NotPacked::Layout);
    }
    let kind = take_byte(bytes)?;
    let stage = stage_of(kind & 3)?;
    let kind = kind_of(kind >> 2)?;
    let year = u16::try_from(take_number(bytes)?).map_err(|_| NotPacked::Number)?;
    let flags = take_flags(bytes, has::ALL)?;
    let mut form = Form::new(kind, year);
    form.stage = stage;
    if flags & has::REGION != 0 {
        form.region = take_text(bytes)?;
    }
    form.code = take_given(bytes, flags & has::CODE)?;
    form.name = take_text(bytes)?;
    form.department = Party { code: take_given(bytes, flags & has::DEPARTMENT_CODE)?, name: take_text(bytes)? };
    form.unit = Party { code: take_given(bytes, flags & has::UNIT_CODE)?, name: take_text(bytes)? };
    if flags & has::FUNDS != 0 {
        form.funds = take_funds(bytes)?;
    }
    let count = take_number(bytes)?;
    Ok((form, flags, count))
}

fn put_indicator(out: &mut Vec<u8>, indicator: &Indicator, before: Option<&Indicator>) {
    let Indicator {
        no,
        horizon,
        level1,
        level2,
        level3,
        operator,
        target,
        unit,
        actual,
        weight,
        score,
        deviation_reason,
        more,
        others,
    } = indicator;
    let shared = before.is_some_and(|before| {
        before.level1 == *level1 && before.level2 == *level2 && level1.len() + level2.len() <= LONGEST_SHARED
    });
    let flags = [
        (row::SAME_LEVELS, shared),
        (row::OPERATOR, operator.is_some()),
        (row::UNIT, unit.is_some()),
        (row::WEIGHT, weight.is_some()),
        (row::ACTUAL, actual.is_some()),
        (row::SCORE, score.is_some()),
        (row::NUMBER, *no != number_after(before)),
        (row::DEVIATION, deviation_reason.is_some()),
        (row::MORE, !more.is_empty()),
        (row::MID_TERM, *horizon == Horizon::MidTerm),
        (row::OTHERS, !others.is_empty()),
    ];
    let flags = sum(&flags);
    put_number(out, flags);
    if flags & row::NUMBER != 0 {
        put_number(out, u64::from(*no));
    }
    if !shared {
        put_text(out, level1);
        put_text(out, level2);
    }
    put_text(out, level3);
    put_text(out, target);
    for text in [operator, unit, weight, actual, score, deviation_reason] {
        put_given(out, text);
    }
    if flags & row::MORE != 0 {
        put_more(out, more);
    }
    if flags & row::OTHERS != 0 {
        put_others(out, others);
    }
}

fn take_indicator(bytes: &mut &[u8], before: Option<&Indicator>) -> Result<Indicator, NotPacked> {
    let flags = take_flags(bytes, row::ALL)?;
    let no = match flags & row::NUMBER {
        0 => number_after(before),
        _ => u32::try_from(take_number(bytes)?).map_err(|_| NotPacked::Number)?,
    };
    let (level1, level2) = if flags & row::SAME_LEVELS == 0 {
        (take_text(bytes)?, take_text(bytes)?)
    } else {
        let before = before.ok_or(NotPacked::Number)?;
        if before.level1.len() + before.level2.len() > LONGEST_SHARED {
            return Err(NotPacked::Number);
        }
        (before.level1.clone(), before.level2.clone())
    };
    Ok(Indicator {
        no,
        horizon: if flags & row::MID_TERM == 0 { Horizon::Annual } else { Horizon::MidTerm },
        level1,
        level2,
        level3: take_text(bytes)?,
        target: take_text(bytes)?,
        operator: take_given(bytes, flags & row::OPERATOR)?,
        unit: take_given(bytes, flags & row::UNIT)?,
        weight: take_given(bytes, flags & row::WEIGHT)?,
        actual: take_given(bytes, flags & row::ACTUAL)?,
        score: take_given(bytes, flags & row::SCORE)?,
        deviation_reason: take_given(bytes, flags & row::DEVIATION)?,
        more: if flags & row::MORE == 0 { BTreeMap::new() } else { take_more(bytes)? },
        others: if flags & row::OTHERS == 0 { Vec::new() } else { take_others(bytes)? },
    })
}

fn number_after(before: Option<&Indicator>) -> u32 {
    before.map_or(1, |before| before.no.wrapping_add(1))
}

fn put_funds(out: &mut Vec<u8>, funds: &Funds) {
    let Funds {
        total,
        fiscal,
        other,
        carried_over,
        mid_term_total,
        initial,
        adjusted,
        executed,
        execution_rate,
        execution_weight,
        execution_score,
        lines,
    } = funds;
    let amounts = [total, fiscal, other, carried_over, mid_term_total, initial, adjusted, executed];
    let texts = [execution_rate, execution_weight, execution_score];
    let given = amounts.iter().map(|amount| amount.is_some()).chain(texts.iter().map(|text| text.is_some()));
    let read = amounts.iter().map(|amount| amount.as_ref().is_some_and(|amount| amount.fen.is_some()));
    let flags = given.chain([!lines.is_empty()]).chain(read);
    put_number(out, flags.zip(0..).fold(0, |flags, (set, bit)| flags | u64::from(set) << bit));
    for Amount { raw, fen } in amounts.into_iter().flatten() {
        put_text(out, raw);
        if let Some(Money(fen)) = fen {
            // The sign goes to the lowest bit, so that small amounts below zero are short, too.
            put_number(out, (*fen << 1 ^ *fen >> 63).cast_unsigned());
        }
    }
    for text in texts {
        put_given(out, text);
    }
    if !lines.is_empty() {
        put_number(out, lines.len() as u64);
        for FundsLine { label, cells } in lines {
            put_text(out, label);
            put_number(out, cells.len() as u64);
            for cell in cells {
                put_text(out, cell);
            }
        }
    }
}

fn take_funds(bytes: &mut &[u8]) -> Result<Funds, NotPacked> {
    let flags = take_flags(bytes, (1 << 20) - 1)?;
    let amount = |bytes: &mut &[u8], bit: u32| take_amount(bytes, flags & 1 << bit, flags & 1 << (bit + 12));
    let mut funds = Funds {
        total: amount(bytes, 0)?,
        fiscal: amount(bytes, 1)?,
        other: amount(bytes, 2)?,
        carried_over: amount(bytes, 3)?,
        mid_term_total: amount(bytes, 4)?,
        initial: amount(bytes, 5)?,
        adjusted: amount(bytes, 6)?,
        executed: amount(bytes, 7)?,
        execution_rate: take_given(bytes, flags & 1 << 8)?,
        execution_weight: take_given(bytes, flags & 1 << 9)?,
        execution_score: take_given(bytes, flags & 1 << 10)?,
        lines: Vec::new(),
    };
    if flags & 1 << 11 != 0 {
        for _ in 0..take_number(bytes)? {
            let mut line = FundsLine { label: take_text(bytes)?, cells: Vec::new() };
            for _ in 0..take_number(bytes)? {
                line.cells.push(take_text(bytes)?);
            }
            funds.lines.push(line);
        }
    }
    Ok(funds)
}

fn take_amount(bytes: &mut &[u8], given: u64, read: u64) -> Result<Option<Amount>, NotPacked> {
    if given == 0 {
        return Ok(None);
    }
    let raw = take_text(bytes)?;
    let fen = match read {
        0 => None,
        _ => {
            let folded = take_number(bytes)?;
            Some(Money((folded >> 1).cast_signed() ^ -(folded & 1).cast_signed()))
        }
    };
    Ok(Some(Amount { raw, fen }))
}

fn put_more(out: &mut Vec<u8>, more: &BTreeMap<MoreField, String>) {
    put_number(out, more.len() as u64);
    for (field, text) in more {
        out.push(field_number(*field));
        put_text(out, text);
    }
}

fn take_more(bytes: &mut &[u8]) -> Result<BTreeMap<MoreField, String>, NotPacked> {
    let mut more = BTreeMap::new();
    for _ in 0..take_number(bytes)? {
        let field = field_of(take_byte(bytes)?)?;
        more.insert(field, take_text(bytes)?);
    }
    Ok(more)
}

fn put_others(out: &mut Vec<u8>, others: &[PrintedCell]) {
    put_number(out, others.len() as u64);
    for PrintedCell { heading, text } in others {
        put_text(out, heading);
        put_text(out, text);
    }
}

fn take_others(bytes: &mut &[u8]) -> Result<Vec<PrintedCell>, NotPacked> {
    let mut others = Vec::new();
    for _ in 0..take_number(bytes)? {
        others.push(PrintedCell { heading: take_text(bytes)?, text: take_text(bytes)? });
    }
    Ok(others)
}

fn put_given(out: &mut Vec<u8>, text: &Option<String>) {
    if let Some(text) = text {
        put_text(out, text);
    }
}

fn take_given(bytes: &mut &[u8], given: u64) -> Result<Option<String>, NotPacked> {
    if given == 0 { Ok(None) } else { take_text(bytes).map(Some) }
}

fn sum(flags: &[(u64, bool)]) -> u64 {
    flags.iter().fold(0, |all, (flag, set)| if *set { all | flag } else { all })
}

fn take_flags(bytes: &mut &[u8], known: u64) -> Result<u64, NotPacked> {
    let flags = take_number(bytes)?;
    if flags & !known == 0 { Ok(flags) } else { Err(NotPacked::Number) }
}

#[cfg(test)]
mod tests;
