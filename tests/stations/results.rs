//! What a drawn and rechecked year proves, against figures computed by hand; and the papers that say so.

use std::collections::BTreeSet;
use std::io::Read as _;
use std::ops::ControlFlow;

use rust_decimal::Decimal;
use wenxiao::engine::import::Progress;
use wenxiao::engine::request::Action;
use wenxiao::engine::spot_check::RecheckAct;
use wenxiao::engine::spot_check::draw::DrawAsk;
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
    station.seal_sample(&operation(), &ask, &mut go_on).unwrap();
    station.draw_sample(&operation(), &thrown(), &mut go_on).unwrap();
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

fn say(key: &str, args: &[(&'static str, String)]) -> String {
    Strings::new(Language::ZhCn).told(key, args)
}

#[test]
fn a_year_with_planted_results_proves_what_hand_computation_says() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    let lines = drawn(&mut station, &desk);
    visit(&mut station, &lines);
    let results = results(&station);
    assert_eq!(results.random, Tally { units: 17, done: 17, found: 5, refused: 1, replaced: 0 });
    assert_eq!(results.certain, Tally { units: 2, done: 2, found: 1, refused: 0, replaced: 0 });
    let draw = results.draw.as_ref().unwrap();
    assert_eq!((draw.rate_random.as_str(), draw.rate_all.as_str(), draw.public), ("30.90", "34.54", true));
    let counts: Vec<(&str, Option<u64>, u64)> =
        results.departments.iter().map(|one| (one.name.as_str(), one.frame, one.random.units)).collect();
    assert_eq!(counts, [("住建局", Some(39), 12), ("教育局", Some(11), 4), ("档案馆", Some(2), 1)]);
    // 61/208 by weights; the largest weight 39/12 is 17/16 of the mean one, times the limit of 5 in 17 (52.19 %) is 55.45 %:
    // 28 of 52. What was found is there.
    let whole = results.inference.as_ref().unwrap();
    assert_eq!((whole.units, whole.drawn, whole.found, whole.least, whole.most), (52, 17, 5, 5, 28));
    assert_eq!((whole.share.as_str(), whole.upper.as_str(), whole.worst_case), ("29.33", "53.85", false));
    // Counting all draws: 3 of 12 in 39 leave 4 to 19; of 2 in 4 of 11 at most 9.
    let limits: Vec<(u64, u64)> =
        results.departments.iter().map(|one| one.inference.as_ref().map(|it| (it.least, it.most)).unwrap()).collect();
    assert_eq!(limits, [(4, 19), (2, 9), (0, 1)]);
    assert_eq!(
        keys(&results),
        [
            "estimate-random",
            "estimate-refused",
            "estimate-certain",
            "estimate-total",
            "estimate-excluded",
            "estimate-grades",
            "estimate-points",
            "estimate-few-differences"
        ]
    );
    let told: Vec<String> = results.statements.iter().map(|said| say(said.key, &said.args)).collect();
    assert!(told[0].contains("不超过 28 个（53.85%），点估计 29.33%"), "{}", told[0]);
    assert!(
        told[3].contains("合计 54 个") && told[3].contains("约 16 个") && told[3].contains("不超过 29 个"),
        "{}",
        told[3]
    );
    // 18 points thrice of 12, 3 once of 3 (who refused has no points), nothing of 1: 373/104, t of 13 degrees.
    let difference = results.difference.as_ref().unwrap();
    assert_eq!(
        (difference.mean, difference.interval),
        (Some(decimal("3.59")), Some((decimal("0.38"), decimal("6.80"))))
    );
    assert_eq!((difference.signs, difference.above, difference.below), ((4, 12, 0), decimal("57"), Decimal::ZERO));
    assert_eq!(results.matrix.random, [[12, 1, 3, 0], [0; 4], [0; 4], [0; 4]]);
    assert_eq!(results.matrix.certain, [[1, 0, 0, 1], [0; 4], [0; 4], [0; 4]]);
    assert_eq!(results.matrix.over.as_ref().unwrap().0, "25.80");
    let places: Vec<(Option<u64>, Decimal)> =
        results.departments.iter().map(|one| one.inflation.as_ref().map(|it| (it.place, it.index)).unwrap()).collect();
    assert_eq!(places, [(Some(1), decimal("4.50")), (Some(2), decimal("1.00")), (Some(3), decimal("0.00"))]);
    let schools: Vec<&str> = results.departments[1].statements.iter().map(|said| said.key).collect();
    assert_eq!(schools[0], "estimate-department-small", "four are no sample of a department: {schools:?}");
    assert!(results.coach.is_empty() && results.agreement.is_none() && results.why_not.is_none());
    // Folded anew it is the same.
    station.rebuild().unwrap();
    assert_eq!(self::results(&station), results);
    let judged = ResultsAsk { year: Some(2024), at_most: Some(decimal("0.05")), ..ResultsAsk::default() };
    let judged = station.spot_check_results(&judged).unwrap();
    assert!(keys(&judged).contains(&"estimate-missed"), "5 of 52 are more than 5 %");
}

#[test]
fn before_anything_is_done_nothing_is_concluded_and_a_gap_is_told_at_its_worst() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    assert_eq!(results(&station), Results::default());
    let lines = drawn(&mut station, &desk);
    let before = results(&station);
    assert_eq!(keys(&before), ["results-nothing-done", "estimate-certain-incomplete", "estimate-excluded"]);
    assert!(before.inference.is_none() && before.difference.is_none());
    visit(&mut station, &lines);
    // One of 17 sent back is more than one in twenty.
    let last = of(&lines, Part::Random, "住建局")[11];
    act(&mut station, RecheckAct::Reopen { on: subject(last, None), reason: String::new() });
    let results = results(&station);
    assert_eq!((results.random.done, results.random.open()), (16, 1));
    let whole = results.inference.as_ref().unwrap();
    assert!(whole.worst_case && whole.most > 28, "{whole:?}");
    assert!(keys(&results).starts_with(&["results-progress"]) && keys(&results).contains(&"estimate-worst-case"));
    assert!(results.difference.as_ref().unwrap().mean.is_none() && results.matrix.over.is_none());
}

#[test]
fn another_station_without_the_sealed_list_tells_facts_only() {
    let (ours, mut station, theirs, mut other) = colleagues();
    let lines = drawn(&mut station, &ours);
    visit(&mut station, &lines);
    other.import_bundles(&[bundle(&ours, &station, "1.wxb", false)], &mut go_on).unwrap();
    assert_eq!(results(&other), results(&station), "with the sealed files it is the same everywhere");
    let connection = rusqlite::Connection::open(theirs.path("wenxiao.db")).unwrap();
    connection.execute("DELETE FROM attachment", []).unwrap();
    let there = results(&other);
    assert_eq!(there.random, results(&station).random);
    assert_eq!(there.why_not.as_ref().map(|problem| problem.key), Some("problem-results-list-elsewhere"));
    assert_eq!(keys(&there), ["results-progress", "estimate-certain", "results-excluded-elsewhere"]);
    assert!(there.inference.is_none() && there.departments.iter().all(|one| one.inflation.is_none()));
}

#[test]
fn two_who_looked_without_each_other_are_held_against_one_another() {
    let (ours, mut station, theirs, mut other) = colleagues();
    let lines = drawn(&mut station, &ours);
    other.import_bundles(&[bundle(&ours, &station, "1.wxb", false)], &mut go_on).unwrap();
    verify(&mut station, &lines[0], value("24"));
    verify(&mut other, &lines[0], value("29"));
    verify(&mut station, &lines[1], Verified::Agrees);
    verify(&mut other, &lines[1], Verified::Agrees);
    assert!(results(&station).agreement.is_none());
    station.import_bundles(&[bundle(&theirs, &other, "2.wxb", false)], &mut go_on).unwrap();
    let both = results(&station).agreement.unwrap();
    assert_eq!((both.rows, both.rows_same), (2, 1));
    // Exact limits of 1 in 2: from 1.26 % to 98.74 %.
    assert_eq!(both.rows_percent, Some((decimal("1.25"), decimal("98.75"))));
    // Settled afterwards it is still a disagreement.
    let view = station.recheck(lines[0].project, 2024).unwrap();
    let (on, seen) = (subject(&lines[0], Some(1)), view.seen(1));
    act(&mut station, RecheckAct::Verify { on, seen, found: value("29"), evidence: Vec::new(), note: String::new() });
    assert_eq!(results(&station).agreement.unwrap().rows_same, 1);
}

fn export(station: &Workstation, desk: &Desk, name: &str, ask: &PaperAsk) -> Vec<u8> {
    let path = desk.path(name);
    station.export_paper(&path, ask, false, "zh-CN", &say, &mut go_on).unwrap();
    std::fs::read(path).unwrap()
}

/// The text of a part of a document, every element opened and closed.
fn text_of(bytes: &[u8], part: &str) -> String {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut markup = String::new();
    zip.by_name(part).unwrap().read_to_string(&mut markup).unwrap();
    let mut reader = quick_xml::Reader::from_str(&markup);
    let (mut text, mut depth) = (String::new(), 0);
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Start(_) => depth += 1,
            quick_xml::events::Event::End(_) => depth -= 1,
            quick_xml::events::Event::Text(words) => text.push_str(words.as_ref()),
            quick_xml::events::Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0);
    text
}

#[test]
fn circular_table_and_working_paper_say_the_same_in_three_kinds_of_files() {
    use calamine::Reader as _;
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    let lines = drawn(&mut station, &desk);
    visit(&mut station, &lines);
    let circular = PaperAsk::Circular(ResultsAsk::default());
    let mut book: calamine::Xlsx<_> =
        calamine::Xlsx::new(std::io::Cursor::new(export(&station, &desk, "通报.xlsx", &circular))).unwrap();
    let sheet = book.worksheet_range("各部门抽查结果").unwrap();
    let row: Vec<String> = sheet.rows().nth(1).unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(row, ["住建局", "39", "12", "12", "3", "19", "1", "1", "0"]);
    assert_eq!(sheet.get_value((2, 5)).unwrap().to_string(), "仅列事实");
    let document = export(&station, &desk, "通报.docx", &circular);
    let text = text_of(&document, "word/document.xml");
    for words in ["关于 2024 年度绩效自评抽查复核结果的通报", "随机抽取率 30.90%", "合计抽查率 34.54%", "不超过 28 个"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(text_of(&document, "word/charts/chart1.xml").contains("住建局"));
    text_of(&document, "word/styles.xml");
    text_of(&document, "[Content_Types].xml");
    let page = String::from_utf8(export(&station, &desk, "通报.html", &circular)).unwrap();
    assert!(page.contains("不超过 28 个") && page.contains("<svg") && !page.contains("<script"), "{page}");

    let table = PaperAsk::Recheck(ResultsAsk::default());
    let mut book: calamine::Xlsx<_> =
        calamine::Xlsx::new(std::io::Cursor::new(export(&station, &desk, "复核表.xlsx", &table))).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let headings: Vec<String> = sheet.rows().next().unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(headings[..5], ["状态", "编码", "名称", "预算单位", "业务处室"]);
    assert_eq!(headings[13..], ["自评得分", "核实得分", "差", "自评等级", "复核等级", "偏差程度"]);
    assert_eq!(sheet.height(), 20, "a heading and 19 rechecks");
    let poor = sheet.rows().find(|row| row[1] == "教育局002").unwrap();
    let poor: Vec<String> = poor[13..].iter().map(ToString::to_string).collect();
    assert_eq!(poor, ["90", "45", "45", "优", "差", "严重"]);
    // Stopped anywhere it leaves no file, and one that is there stays as it was.
    let whole = std::fs::read(desk.path("复核表.xlsx")).unwrap();
    let mut told = 0;
    let mut count = |_: Progress| {
        told += 1;
        ControlFlow::Continue(())
    };
    station.export_paper(&desk.path("复核表.xlsx"), &table, true, "zh-CN", &say, &mut count).unwrap();
    assert!(told >= 19, "it tells how far it is: {told}");
    let names = || std::fs::read_dir(desk.path(".")).unwrap().map(|entry| entry.unwrap().file_name());
    let there: BTreeSet<_> = names().collect();
    for stop in 1..=told {
        for (path, replace) in [(desk.path("半途.xlsx"), false), (desk.path("复核表.xlsx"), true)] {
            let mut at = 0;
            let mut watch = |_: Progress| {
                at += 1;
                if at == stop { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            };
            let stopped = station.export_paper(&path, &table, replace, "zh-CN", &say, &mut watch);
            assert_eq!(stopped.unwrap_err().key, "problem-cancelled", "{stop}");
        }
        assert_eq!(names().collect::<BTreeSet<_>>(), there, "{stop} of {told}");
    }
    assert_eq!(std::fs::read(desk.path("复核表.xlsx")).unwrap(), whole);
    // Nothing is written over unasked, and other endings are refused.
    let again = station.export_paper(&desk.path("复核表.xlsx"), &table, false, "zh-CN", &say, &mut go_on);
    assert_eq!(again.unwrap_err().key, "problem-file-exists");
    let other = station.export_paper(&desk.path("复核表.pdf"), &table, false, "zh-CN", &say, &mut go_on);
    assert_eq!(other.unwrap_err().key, "problem-export-ending");
}

#[test]
fn a_working_paper_shows_figures_rule_papers_and_what_to_ask_for() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    let lines = drawn(&mut station, &desk);
    let line = &lines[0];
    let paper = EvidencePaper {
        name: "=HYPERLINK(\"x\")".to_owned(),
        page: "3".to_owned(),
        source: "单位台账".to_owned(),
        verification: "现场清点".to_owned(),
        accuracy: "逐件".to_owned(),
        limits: "未含外借".to_owned(),
        compensation: "函询".to_owned(),
        ..EvidencePaper::default()
    };
    let ask = PaperAsk::Workpaper(line.code.clone(), None);
    let asked = station.paper(&ask, "zh-CN", &say).unwrap();
    assert_eq!(asked.sections[3].rows.len(), 1, "no evidence yet: one row is asked about");
    assert!(asked.sections[3].rows[0][3].shown().contains("业务台账"));
    act(&mut station, RecheckAct::AddEvidence { on: subject(line, None), paper });
    let evidence = vec![station.recheck(line.project, 2024).unwrap().state.evidence[0].event];
    let (on, note) = (subject(line, Some(1)), "<b>少 6 件</b>".to_owned());
    act(&mut station, RecheckAct::Verify { on, seen: Vec::new(), found: value("24"), evidence, note });
    let made = station.paper(&ask, "zh-CN", &say).unwrap();
    let row: Vec<String> = made.sections[0].rows[0].iter().map(|cell| cell.shown()).collect();
    assert_eq!(row[2..10], ["≥30件", "31", "24", "90", "90", "90.00", "72.00", "-18.00"]);
    assert!(row[10].contains("24 / 30 × 90") && row[11] == "@1", "{row:?}");
    let known: Vec<String> = made.sections[2].rows[0].iter().take(8).map(|cell| cell.shown()).collect();
    assert_eq!(known, ["@1", "=HYPERLINK(\"x\")", "3", "单位台账", "现场清点", "逐件", "未含外借", "函询"]);
    assert!(made.sections[3].rows.is_empty());
    let page = String::from_utf8(export(&station, &desk, "底稿.html", &ask)).unwrap();
    assert!(page.contains("&lt;b&gt;少 6 件&lt;/b&gt;") && !page.contains("<b>"), "{page}");
    let book = export(&station, &desk, "底稿.xlsx", &ask);
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(book)).unwrap();
    let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
    for name in names.iter().filter(|name| name.starts_with("xl/worksheets/sheet")) {
        let mut sheet = String::new();
        zip.by_name(name).unwrap().read_to_string(&mut sheet).unwrap();
        assert!(!sheet.contains("<f>"), "{name} computes something");
    }
}

/// Five units of one department, each with 8 self-evaluations of `year`.
fn units(station: &mut Workstation, desk: &Desk, year: u16) {
    let mut text =
        "项目代码,项目名称,主管部门,预算单位,一级指标,二级指标,三级指标,指标性质,指标值,度量单位,完成值,权重,得分\n"
            .to_owned();
    for unit in ["一站", "二站", "三站", "四站", "五站"] {
        for number in 1..=8 {
            text.push_str(&format!(
                "{unit}{number},{unit}项目{number},交通局,{unit},产出指标,数量指标,完成数量,≥,30,件,31,90,90\n"
            ));
        }
    }
    let path = desk.path(&format!("自评{year}.csv"));
    std::fs::write(&path, text).unwrap();
    let options = wenxiao::engine::request::ImportOptions {
        year: Some(year),
        kind: Some(wenxiao::model::form::FormKind::SelfEvaluation),
        ..Default::default()
    };
    station.import(&[path], &options, &mut go_on).unwrap();
}

#[test]
fn units_that_scored_themselves_too_high_are_examined_in_any_case_where_the_next_plan_says_so() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    units(&mut station, &desk, 2024);
    units(&mut station, &desk, 2025);
    let next = SampleAsk { year: Some(2025), inflated: true, ..ask() };
    assert_eq!(station.plan_sample(&next).unwrap_err().key, "problem-sample-no-finished-draw");
    let all = SampleAsk { year: Some(2024), rate: "100%".to_owned(), ..ask() };
    station.seal_sample(&operation(), &all, &mut go_on).unwrap();
    station.draw_sample(&operation(), &thrown(), &mut go_on).unwrap();
    let lines = station.rechecks(Some(2024)).unwrap().lines;
    assert_eq!(lines.len(), 40);
    // Two are left: one in twenty, and no more.
    for line in lines.iter().filter(|line| line.name != "五站项目7" && line.name != "五站项目8") {
        let wrong = line.unit == "三站" || line.name == "一站项目1";
        if line.name == "五站项目6" {
            assert_eq!(
                station.plan_sample(&next).unwrap_err().key,
                "problem-sample-no-finished-draw",
                "one is too many"
            );
        }
        finish(&mut station, line, if wrong { value("24") } else { Verified::Agrees });
    }
    let results = station.spot_check_results(&ResultsAsk { year: Some(2024), ..ResultsAsk::default() }).unwrap();
    let inflated = results.inflated.unwrap();
    // All of the third: 18 points. The first has one of eight: 2.25, below the 5 of the profile.
    let found: Vec<(&str, &str, u64)> =
        inflated.units.iter().map(|one| (one.department.as_str(), one.unit.as_str(), one.drawn)).collect();
    assert_eq!((found, inflated.from), (vec![("交通局", "三站", 8)], decimal("5")));
    assert_eq!(inflated.units[0].index, decimal("18.00"), "all of it was rechecked: nothing is drawn anywhere");
    let plan = station.plan_sample(&next).unwrap();
    let (from, projects) = plan.inflated.as_ref().unwrap();
    assert_eq!((from.year, *projects, plan.quota.certainty), (2024, 8, 8));
    assert_eq!(from.draw, inflated.draw, "the plan names the draw");
    let plain = station.plan_sample(&SampleAsk { inflated: false, ..next.clone() }).unwrap();
    assert_eq!((plain.quota.certainty, plain.inflated), (0, None), "nobody is flagged unasked");
    station.seal_sample(&operation(), &next, &mut go_on).unwrap();
    station.draw_sample(&operation(), &DrawAsk { sealed: None, ..thrown() }, &mut go_on).unwrap();
    let certain = station.rechecks(Some(2025)).unwrap().lines;
    let certain: Vec<(&str, &str)> = certain
        .iter()
        .filter(|line| line.part == Some(Part::Certain))
        .map(|line| (line.unit.as_str(), line.reasons.as_str()))
        .collect();
    assert_eq!(certain, [("三站", "F"); 8]);
}
