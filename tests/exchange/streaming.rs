//! Long lists are taken row by row, and give what they give as whole sheets: the same forms, places, rejects, remarks.

use std::cell::Cell;
use std::ops::ControlFlow;

use proptest::prelude::*;
use wenxiao::exchange::{FormSink, ReadOptions, read_bytes, read_into};
use wenxiao::model::form::{Form, Place};
use wenxiao::model::problem::Problem;

use crate::pages::year;

const HEADINGS: &str = "项目代码,项目名称,主管部门,预算单位,年度资金总额（万元）,年度目标,一级指标,二级指标,三级指标,计算符号,指标值,计量单位,分值,备注";

/// What a row of a generated list is.
#[derive(Debug, Clone)]
enum Line {
    /// The next project begins; its cells are printed in its first row only, or in all.
    Project {
        everywhere: bool,
        by_name: bool,
        amount: &'static str,
    },
    /// One more row of the project.
    Indicator {
        level3: &'static str,
        remark: bool,
    },
    /// One more row that prints another unit beside the project.
    OtherUnit,
    /// A row of a project that was met before.
    Again(usize),
    Blank,
    Total,
    Headings,
    Foot,
    TooLong,
    Nul,
    Title,
    OtherTable,
    NoProject,
}

fn line() -> impl Strategy<Value = Line> {
    let amount = prop_oneof![Just("120.5"), Just("约90"), Just("—"), Just("")];
    prop_oneof![
        60 => (any::<bool>(), prop::bool::weighted(0.2), amount)
            .prop_map(|(everywhere, by_name, amount)| Line::Project { everywhere, by_name, amount }),
        400 => (prop_oneof![Just("养护里程"), Just("合格率"), Just("指标1："), Just("改善情况")], any::<bool>())
            .prop_map(|(level3, remark)| Line::Indicator { level3, remark }),
        3 => Just(Line::OtherUnit),
        5 => Just(Line::Blank),
        5 => Just(Line::Total),
        3 => Just(Line::Headings),
        3 => Just(Line::Foot),
        2 => Just(Line::TooLong),
        2 => Just(Line::Nul),
        2 => Just(Line::NoProject),
    ]
}

/// What happens once in some lists only, because it has the whole sheet looked at.
fn seldom() -> impl Strategy<Value = Option<(usize, Line)>> {
    let line = prop_oneof![(0_usize..40).prop_map(Line::Again), Just(Line::Title), Just(Line::OtherTable)];
    prop_oneof![3 => Just(None), 1 => (0_usize..600, line).prop_map(Some)]
}

fn csv(lines: &[Line], title: bool) -> String {
    let mut text = String::new();
    if title {
        text.push_str("2025年度项目绩效目标表,,\n单位：万元\n");
    }
    text.push_str(HEADINGS);
    text.push('\n');
    let (mut number, mut by_name) = (0, false);
    let project = |number: usize, by_name: bool, amount: &str| match by_name {
        true => format!(",项目{number},219-交通局,219001-养护中心,{amount},完成,"),
        false => format!("51000025T{number:012},项目{number},219-交通局,219001-养护中心,{amount},\"完成\n全部\","),
    };
    let mut shown = project(0, false, "1");
    let indicator = |level3: &str, remark: bool| {
        let remark = if remark { "备注" } else { "" };
        format!("产出指标（50分）,数量指标,{level3},≥,30,公里,10,{remark}\n")
    };
    let mut begun = false;
    for line in lines {
        match line {
            Line::Project { everywhere, by_name: name, amount } => {
                number += 1;
                by_name = *name;
                let full = project(number, by_name, amount);
                text.push_str(&full);
                text.push_str(&indicator("首行", false));
                shown = match everywhere {
                    true => full,
                    false => ",".repeat(6),
                };
                begun = true;
            }
            Line::Indicator { level3, remark } if begun => {
                text.push_str(&shown);
                text.push_str(&indicator(level3, *remark));
            }
            Line::OtherUnit if begun => {
                text.push_str(&project(number, by_name, "").replace("养护中心", "养护二队"));
                text.push_str(&indicator("另一单位", false));
            }
            Line::Again(back) if begun => {
                text.push_str(&project(number.saturating_sub(*back).max(1), false, "7"));
                text.push_str(&indicator("又来", false));
            }
            Line::Blank => text.push('\n'),
            Line::Total => text.push_str("合计,,,,1,,,,,,,,,\n"),
            Line::Headings => {
                text.push_str(HEADINGS);
                text.push('\n');
            }
            Line::Foot => text.push_str("填表说明：如实填写\n"),
            Line::TooLong => {
                text.push_str(&shown);
                text.push_str(&indicator(&"长".repeat(30_000), false));
            }
            Line::Nul => text.push_str("a\0b,c,d\n"),
            Line::Title => text.push_str("2024年度项目支出绩效自评表\n"),
            Line::OtherTable => {
                text.push_str("项目代码,项目名称,预算单位,年初预算数\n51000025T000000000999,别的,某单位,1\n")
            }
            Line::NoProject => text.push_str("x,,,,,,,,,,,,,\n"),
            Line::Indicator { .. } | Line::OtherUnit | Line::Again(_) => {}
        }
    }
    text
}

fn told(text: &[u8], options: &ReadOptions) -> String {
    match read_bytes("a.csv", text, options, &mut |_| ControlFlow::Continue(())) {
        Ok(file) => format!("{file:#?}"),
        Err(problem) => problem.to_string(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn row_by_row_gives_what_the_whole_sheet_gives(
        lines in prop::collection::vec(line(), 150..700),
        seldom in seldom(),
        title in any::<bool>(),
        given in prop::option::of(2024_u16..2026),
    ) {
        let mut lines = lines;
        if let Some((at, line)) = seldom {
            lines.insert(at.min(lines.len()), line);
        }
        let text = csv(&lines, title);
        let options = ReadOptions { year: given, ..ReadOptions::default() };
        let whole = ReadOptions { whole: true, ..options.clone() };
        prop_assert_eq!(told(text.as_bytes(), &options), told(text.as_bytes(), &whole));
    }

    #[test]
    fn budget_lists_too(codes in prop::collection::vec(0_u32..2000, 250..600), encoded in any::<bool>()) {
        let mut text = "项目代码,项目名称,预算单位,年初预算数（元）\n".to_owned();
        for (at, code) in codes.iter().enumerate() {
            text.push_str(&format!("51000025T{code:012},项目{code},单位{},{at}\n", code % 7));
        }
        let bytes = if encoded { encoding_rs::GB18030.encode(&text).0.into_owned() } else { text.into_bytes() };
        let whole = ReadOptions { whole: true, ..year(2025) };
        prop_assert_eq!(told(&bytes, &year(2025)), told(&bytes, &whole));
    }
}

/// Counts forms as they come.
struct Counting<'c>(&'c Cell<usize>);

impl FormSink for Counting<'_> {
    fn form(&mut self, _: Place, _: Form) -> Result<(), Problem> {
        self.0.set(self.0.get() + 1);
        Ok(())
    }

    fn again(&mut self) -> Result<(), Problem> {
        self.0.set(0);
        Ok(())
    }
}

#[test]
fn forms_come_while_the_file_is_read_and_progress_is_told_in_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("长.csv");
    let project = Line::Project { everywhere: true, by_name: false, amount: "1" };
    let rows = Line::Indicator { level3: "养护里程", remark: false };
    let lines: Vec<Line> = (0..6000).map(|at| if at % 10 == 0 { project.clone() } else { rows.clone() }).collect();
    let text = csv(&lines, false);
    std::fs::write(&path, &text).unwrap();
    let forms = Cell::new(0);
    let mut heard = Vec::new();
    let mut watch = |progress: wenxiao::exchange::Progress| {
        heard.push((progress.rows, progress.bytes.unwrap(), forms.get()));
        ControlFlow::Continue(())
    };
    let facts = read_into(&path, &year(2025), &mut watch, &mut Counting(&forms)).unwrap();
    assert_eq!(forms.get(), 600);
    assert_eq!(facts.sha256, wenxiao::model::ids::sha256_hex(text.as_bytes()));
    assert!(heard.len() >= 11);
    for (rows, (read, total), forms) in heard {
        assert_eq!(total, text.len() as u64);
        let share = (read as f64 / total as f64 - rows as f64 / 6_001.0).abs();
        assert!(share < 0.02, "{read} bytes at row {rows}");
        assert!((forms as u64 * 10).abs_diff(rows) < 30, "{forms} forms at row {rows}");
    }
}

#[test]
fn a_list_that_needs_the_whole_sheet_is_handed_over_once() {
    let project = Line::Project { everywhere: true, by_name: false, amount: "1" };
    let mut lines = vec![project; 400];
    lines.push(Line::Again(390));
    let text = csv(&lines, false);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    std::fs::write(&path, &text).unwrap();
    let forms = Cell::new(0);
    read_into(&path, &year(2025), &mut |_| ControlFlow::Continue(()), &mut Counting(&forms)).unwrap();
    assert_eq!(forms.get(), 400);
}
