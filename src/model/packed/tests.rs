//! Whatever is filed comes back; whatever else the bytes are, they are refused.

use proptest::prelude::*;

use super::*;
use crate::model::form::{FormKind, Stage};

fn cell() -> BoxedStrategy<String> {
    let printed =
        ["产出指标", "效益指标", "≥95%", "资金发放及时率", "", "10", "〇𠮷ß\u{0}\u{ff}", "=SUM(A1)", "满意度指标"];
    prop_oneof![4 => prop::sample::select(printed.to_vec()).prop_map(str::to_owned), 1 => any::<String>()].boxed()
}

fn given() -> BoxedStrategy<Option<String>> {
    prop::option::of(cell()).boxed()
}

fn more() -> BoxedStrategy<BTreeMap<MoreField, String>> {
    let field = (0u8..64).prop_filter_map("a field", |number| field_of(number).ok());
    prop::collection::btree_map(field, cell(), 0..3).boxed()
}

fn others() -> BoxedStrategy<Vec<PrintedCell>> {
    let printed = (cell(), cell()).prop_map(|(heading, text)| PrintedCell { heading, text });
    prop::collection::vec(printed, 0..3).boxed()
}

fn amount() -> BoxedStrategy<Option<Amount>> {
    let fen = prop_oneof![any::<i64>(), Just(i64::MIN), Just(i64::MAX), -5i64..5];
    prop::option::of((cell(), prop::option::of(fen.prop_map(Money))).prop_map(|(raw, fen)| Amount { raw, fen })).boxed()
}

fn party() -> BoxedStrategy<Party> {
    (given(), cell()).prop_map(|(code, name)| Party { code, name }).boxed()
}

fn funds() -> BoxedStrategy<Funds> {
    let line = (cell(), prop::collection::vec(cell(), 0..3)).prop_map(|(label, cells)| FundsLine { label, cells });
    let amounts = (amount(), amount(), amount(), amount(), amount(), amount(), amount(), amount());
    (amounts, given(), given(), given(), prop::collection::vec(line, 0..3))
        .prop_map(|(amounts, execution_rate, execution_weight, execution_score, lines)| {
            let (total, fiscal, other, carried_over, mid_term_total, initial, adjusted, executed) = amounts;
            Funds {
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
            }
        })
        .boxed()
}

fn indicator() -> BoxedStrategy<Indicator> {
    let number = prop_oneof![3 => 1u32..4, 1 => any::<u32>()];
    let horizon = prop::sample::select(vec![Horizon::Annual, Horizon::MidTerm]);
    (
        (number, horizon, cell(), cell(), cell(), cell()),
        (given(), given(), given(), given(), given(), given()),
        more(),
        others(),
    )
        .prop_map(|((no, horizon, level1, level2, level3, target), texts, more, others)| {
            let (operator, unit, actual, weight, score, deviation_reason) = texts;
            Indicator {
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
            }
        })
        .boxed()
}

fn form() -> BoxedStrategy<Form> {
    let goal = (given(), given(), given()).prop_map(|(annual, mid_term, actual)| Goal { annual, mid_term, actual });
    let stage = prop::sample::select(vec![Stage::Compiled, Stage::Approved, Stage::Execution]);
    (
        (prop::sample::select(FormKind::ALL.to_vec()), cell(), any::<u16>(), stage, given(), cell()),
        (party(), party(), prop_oneof![Just(Funds::default()), funds()], goal),
        (prop::collection::vec(indicator(), 0..5), given(), given(), more(), others()),
    )
        .prop_map(|((kind, region, year, stage, code, name), (department, unit, funds, goal), rest)| {
            let (indicators, self_score, self_grade, more, others) = rest;
            Form {
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
            }
        })
        .boxed()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_form_comes_back_as_it_was(form in form()) {
        let bytes = pack(&form);
        prop_assert_eq!(bytes[0], LAYOUT);
        prop_assert_eq!(&unpack(&bytes).unwrap(), &form);
        prop_assert_eq!(canonical(&bytes).unwrap(), form.canonical());
        prop_assert_eq!(crate::model::canonical::write(&form).unwrap(), form.canonical());
        prop_assert_eq!(&pack_text(&form.canonical()), &bytes);
        prop_assert_eq!(head(&bytes).unwrap(), FormHead::from(form.clone()));
        // The text itself is as good.
        let text = form.canonical().into_bytes();
        prop_assert_eq!(head(&text).unwrap(), FormHead::from(form.clone()));
        prop_assert_eq!(unpack(&text).unwrap(), form);
    }

    #[test]
    fn cut_and_changed_bytes_are_refused_or_are_another_form(form in form(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let bytes = pack(&form);
        for length in 0..bytes.len() {
            prop_assert!(unpack(&bytes[..length]).is_err(), "{length} of {}", bytes.len());
        }
        let mut longer = bytes.clone();
        longer.push(byte);
        prop_assert_eq!(unpack(&longer), Err(NotPacked::Rest));
        let mut changed = bytes.clone();
        let at = at.index(bytes.len());
        changed[at] = byte;
        if let Ok(other) = unpack(&changed) {
            prop_assert!(byte == bytes[at] || other != form || changed != bytes);
        }
        let _ = head(&changed);
    }

    #[test]
    fn any_bytes_are_read_or_refused(mut bytes in prop::collection::vec(any::<u8>(), 0..400), ours in any::<bool>()) {
        if ours && bytes.len() > 1 {
            bytes[0] = LAYOUT;
            bytes[1] &= 0x1f;
        }
        let _ = (unpack(&bytes), head(&bytes), canonical(&bytes));
    }
}

/// Bytes of memory behind a form, roughly.
fn held(form: &Form) -> usize {
    form.canonical().len() + form.indicators.capacity() * std::mem::size_of::<Indicator>()
}

#[test]
fn few_bytes_never_become_much() {
    // A row of the fewest bytes there are, its levels shared with the row before, again and again.
    let mut form = Form::new(FormKind::Target, 2025);
    let level = "级".repeat(16);
    let row = |no| Indicator { no, level1: level.clone(), level2: level.clone(), ..Indicator::default() };
    form.indicators = (1..=1000).map(row).collect();
    let bytes = pack(&form);
    assert!(bytes.len() < 3100, "{}", bytes.len());
    assert!(held(&unpack(&bytes).unwrap()) < bytes.len() * 300);
    // Levels that are longer are written out each time.
    let level = "级".repeat(17);
    let row = |no| Indicator { no, level1: level.clone(), level2: level.clone(), ..Indicator::default() };
    form.indicators = (1..=1000).map(row).collect();
    assert!(pack(&form).len() > 60_000);
    // A number of rows, lines or bytes that is not there.
    let empty = pack(&Form::new(FormKind::Target, 2025));
    for cut in 1..empty.len() {
        let mut hostile = empty[..cut].to_vec();
        hostile.extend([0xff; 9]);
        hostile.push(1);
        assert!(unpack(&hostile).is_err());
    }
}

#[test]
fn a_form_with_more_than_we_know_stays_text() {
    let form = Form::new(FormKind::Target, 2025);
    let text = form.canonical();
    assert_eq!(pack_text(&text)[0], LAYOUT);
    for newer in [
        text.replace("{\"department\"", "{\"colour\":1,\"department\""),
        text.replace("\"stage\":\"compiled\",", ""),
        text.replace("\"goal\":{}", "\"goal\":{\"secret\":\"x\"}"),
    ] {
        assert_ne!(newer, text);
        let kept = pack_text(&newer);
        assert_eq!(canonical(&kept).unwrap(), newer);
        assert_eq!(unpack(&kept).unwrap(), form, "what we know of it is read");
    }
}

#[test]
fn another_layout_is_refused() {
    let mut bytes = pack(&Form::new(FormKind::Target, 2025));
    bytes[0] = 2;
    assert_eq!(unpack(&bytes), Err(NotPacked::Layout));
    assert_eq!(head(&bytes), Err(NotPacked::Layout));
    assert_eq!(unpack(b""), Err(NotPacked::End));
    assert_eq!(unpack(b"{}"), Err(NotPacked::Form));
}
