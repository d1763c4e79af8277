//! What is published of a draw: everything on one page and in lists, for people, browsers and spreadsheets; read here by a
//! library that did not write it.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use calamine::{Data, Reader as _, Xlsx, open_workbook};
use wenxiao::engine::import::Progress;
use wenxiao::engine::request::ImportOptions;
use wenxiao::engine::spot_check::plan::SampleAsk;
use wenxiao::model::draw::UnitReason;
use wenxiao::model::form::FormKind;
use wenxiao::text::{Language, Strings};

use super::sampling::{ask, operation, thrown};
use super::support::{Desk, go_on};

const HOSTILE: &str = "=HYPERLINK(\"http://example.org\",\"点\")";

/// Rows of a sheet as text.
fn sheet(book: &mut Xlsx<std::io::BufReader<std::fs::File>>, name: &str) -> Vec<Vec<String>> {
    let range = book.worksheet_range(name).unwrap();
    range.rows().map(|row| row.iter().map(Data::to_string).collect()).collect()
}

#[test]
fn the_record_is_a_workbook_with_every_list_and_nothing_in_it_is_a_formula() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    let mut text =
        "项目代码,项目名称,主管部门,预算单位,一级指标,二级指标,三级指标,指标性质,指标值,度量单位,完成值,权重,得分\n"
            .to_owned();
    for number in 1..=40 {
        let code = if number == 7 { "=1+1".to_owned() } else { format!("N{number:03}") };
        let department = if number <= 20 { "@SUM(A1)" } else { "教育局" };
        text.push_str(&format!("{code},项目{number},{department},中心,产出指标,数量指标,数量,≥,30,件,31,90,90\n"));
    }
    let path = desk.path("自评.csv");
    std::fs::write(&path, text).unwrap();
    let kind = Some(FormKind::SelfEvaluation);
    let options = ImportOptions { year: Some(2024), kind, ..ImportOptions::default() };
    station.import(&[path], &options, &mut go_on).unwrap();
    let ask = SampleAsk {
        rate: "25%".into(),
        recommended: vec!["=1+1".into(), "N030".into()],
        excluded: vec![
            ("N040".into(), UnitReason::Secret, HOSTILE.into()),
            ("N039".into(), UnitReason::Duplicate, "与 N038\n重复".into()),
        ],
        ..ask()
    };
    station.seal_sample(&operation(), &ask, &mut go_on).unwrap();
    let drawn = station.draw_sample(&operation(), &thrown(), &mut go_on).unwrap();
    let proof = station.sample_proof(&drawn).unwrap().unwrap();
    let strings = Strings::new(Language::En);
    let say = |key: &str, args: &[(&'static str, String)]| strings.told(key, args);
    let folder = desk.path("公示");
    // Stopped while it is made ready, nothing of it is there.
    for stop in 1..=3 {
        let mut told = 0;
        let mut watch = |_: Progress| {
            told += 1;
            if told == stop { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let stopped = station.publish_sample(&drawn, &folder, false, "en", &say, &mut watch);
        assert_eq!((stopped.unwrap_err().key, folder.exists()), ("problem-cancelled", false), "{stop}");
    }
    let left = station.publish_sample(&drawn, &folder, false, "en", &say, &mut go_on).unwrap();
    let names: Vec<String> =
        left.iter().map(|file| file.path.file_name().unwrap().to_string_lossy().into_owned()).collect();
    for name in ["record.txt", "record.html", "record.xlsx", "journal.txt", "exclusions.tsv", "redraw.py"] {
        assert!(names.iter().any(|there| there == name), "{name}: {names:?}");
    }
    let again = station.publish_sample(&drawn, &folder, false, "en", &say, &mut go_on).unwrap();
    assert!(again.iter().all(|file| file.unchanged), "the same draw gives the same bytes, whenever it is published");

    let mut book: Xlsx<_> = open_workbook(folder.join("record.xlsx")).unwrap();
    let sheets = book.sheet_names();
    assert_eq!(sheets.len(), 5, "{sheets:?}");
    for name in &sheets {
        let formulas = book.worksheet_formula(name).unwrap();
        assert!(formulas.cells().all(|(.., formula)| formula.is_empty()), "{name}");
    }
    let said = sheet(&mut book, &sheets[0]).concat().join("\n");
    for wanted in [proof.seed.as_str(), "10 / 40 = 25.00%", "12 / 40 = 30.00%", "redraw.py"] {
        assert!(said.contains(wanted), "{wanted}: {said}");
    }
    let strata = sheet(&mut book, &sheets[1]);
    assert_eq!(strata[0], ["Stratum", "Units", "Drawn", "Method", "Cut-off ticket"]);
    let cuts: BTreeMap<&str, &str> = proof.cuts().collect();
    for row in &strata[1..] {
        let of = proof.strata.iter().find(|stratum| stratum.stratum == row[0]).unwrap();
        let expected =
            [of.frame.to_string(), of.drawn.to_string(), of.method.clone(), cuts[row[0].as_str()].to_owned()];
        assert_eq!(row[1..], expected);
    }
    let range = book.worksheet_range(&sheets[1]).unwrap();
    assert!(matches!(range.get((1, 1)), Some(Data::Float(_) | Data::Int(_))), "numbers are numbers");
    let random = sheet(&mut book, &sheets[2]);
    assert_eq!(random.len(), 1 + proof.selected.len());
    for (row, unit) in random[1..].iter().zip(&proof.selected) {
        assert_eq!((&row[1], &row[2], &row[3]), (&unit.stratum, &unit.key, &unit.ticket));
    }
    let certain = sheet(&mut book, &sheets[3]);
    assert_eq!(
        certain[1..],
        [["@SUM(A1)", "=1+1", "recommended by an office"], ["教育局", "N030", "recommended by an office"]]
    );
    let excluded = sheet(&mut book, &sheets[4]);
    assert_eq!(excluded[1], ["教育局", "N039", "duplicate", "与 N038 重复", "王敏"]);
    assert_eq!(excluded[2], ["教育局", "N040", "secret", HOSTILE, "王敏"]);
    let page = std::fs::read_to_string(folder.join("record.html")).unwrap();
    assert!(page.contains("与 N038 重复") && page.contains("=HYPERLINK(&quot;"), "{page}");
    let journal = std::fs::read_to_string(folder.join("journal.txt")).unwrap();
    assert!(journal.contains("exclude|N039|X2|王敏|与 N038 重复"), "{journal}");
}
