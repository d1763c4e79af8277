//! Links between tables, from csv files to a merge: by code, by name, missing, surplus, ambiguous, corrected by hand.

mod support;

use std::path::Path;

use support::{Desk, go_on};
use wenxiao::engine::links::{By, LinkQuery, LinkReport, LinkRow, Only, Standing, subject};
use wenxiao::engine::request::{Action, ImportOptions};
use wenxiao::engine::workstation::Workstation;
use wenxiao::model::event::Subject;
use wenxiao::model::form::FormKind;
use wenxiao::model::ids::ProjectKey;
use wenxiao::model::link::LinkedTable;
use wenxiao::model::problem::Problem;

/// Targets of 2025. The last two share a name.
const TARGETS: &str = "\
项目代码,项目名称,预算单位,年度资金总额（万元）,一级指标,二级指标,三级指标,计算符号,指标值,计量单位,分值
A001,2025年度道路养护,公路中心,120,产出指标,数量指标,养护里程,≥,30,公里,30
A002,老旧小区改造,城建中心,1260,产出指标,数量指标,改造户数,≥,450,户,50
,校园安全（二期）,教育局,80,产出指标,数量指标,更新设施,≥,12,套,50
A004,无人填报,水务局,10,产出指标,数量指标,检查次数,≥,3,次,50
,公用经费,甲局,5,产出指标,数量指标,保障人数,≥,9,人,50
,公用经费,乙局,6,产出指标,数量指标,保障人数,≥,8,人,50
";

/// By code with another name; by name and unit with other brackets; another code; one of two names; nobody's.
const EVALUATIONS: &str = "\
项目代码,项目名称,预算单位,一级指标,二级指标,三级指标,指标性质,指标值,度量单位,完成值,权重,得分
A001,道路养护项目,公路中心,产出指标,数量指标,养护里程,≥,30,公里,31,40,40
X002,老旧小区改造,城建中心,产出指标,数量指标,改造户数,≥,450,户,449,40,38
,校园安全(二期),教育局,产出指标,数量指标,更新设施,≥,12,套,12,40,40
,公用经费,,产出指标,数量指标,保障人数,≥,8,人,8,40,40
X009,多出来的项目,水务局,产出指标,数量指标,巡查次数,≥,8,次,8,40,40
";

const BUDGET: &str = "\
项目代码,项目名称,预算单位,预算金额（元）
A001,道路养护,公路中心,1200000
,无人填报,水务处,100000
";

/// The year before: the year is in the name, and nobody printed a code.
const LAST_YEAR: &str = "\
项目代码,项目名称,预算单位,年度资金总额（万元）,一级指标,二级指标,三级指标,计算符号,指标值,计量单位,分值
,道路养护（2024年度）,公路中心,100,产出指标,数量指标,养护里程,≥,25,公里,30
";

fn read(station: &mut Workstation, desk: &Desk, name: &str, text: &str, kind: FormKind, year: u16) {
    let path = desk.path(name);
    std::fs::write(&path, text).unwrap();
    let options = ImportOptions { year: Some(year), kind: Some(kind), ..ImportOptions::default() };
    let report = station.import(&[path], &options, &mut go_on).unwrap();
    assert!(report.files[0].rejects.is_empty(), "{report:?}");
}

fn read_all(station: &mut Workstation, desk: &Desk) {
    read(station, desk, "目标.csv", TARGETS, FormKind::Target, 2025);
    read(station, desk, "自评.csv", EVALUATIONS, FormKind::SelfEvaluation, 2025);
    read(station, desk, "清单.csv", BUDGET, FormKind::BudgetList, 2025);
    read(station, desk, "上年.csv", LAST_YEAR, FormKind::Target, 2024);
}

fn report(station: &Workstation, table: LinkedTable, only: Only) -> LinkReport {
    station.links(&LinkQuery { year: Some(2025), table: Some(table), only, limit: None }).unwrap()
}

/// Target, form and standing of every row.
fn told(report: &LinkReport) -> Vec<(String, String, Standing)> {
    let name = |side: &Option<wenxiao::engine::links::LinkSide>| {
        side.as_ref().map(|side| format!("{}{}", side.name, side.unit)).unwrap_or_default()
    };
    report.rows.iter().map(|row| (name(&row.target), name(&row.other), row.standing)).collect()
}

fn standing_of(station: &Workstation, table: LinkedTable, form: &str) -> (Standing, Option<String>) {
    let report = report(station, table, Only::All);
    let row = row(&report, form);
    (row.standing, row.target.as_ref().map(|target| target.name.clone()))
}

fn row<'r>(report: &'r LinkReport, form: &str) -> &'r LinkRow {
    report.rows.iter().find(|row| row.other.as_ref().is_some_and(|side| side.name == form)).unwrap()
}

fn target(station: &Workstation, name: &str, unit: &str) -> ProjectKey {
    let found = station.find_partners(LinkedTable::SelfEvaluation, 2025, true, name).unwrap();
    found.iter().find(|side| side.unit == unit).unwrap().project
}

fn decide(station: &mut Workstation, form: &str, to: Option<ProjectKey>) -> Result<(), Problem> {
    let table = LinkedTable::SelfEvaluation;
    let form = station.find_filed_form(form, table, 2025, false)?.project;
    let (_, seen) = station.link_said(table, 2025, form)?;
    let action = Action::Link { on: subject(table, form, 2025), table, to, seen };
    station.act(&uuid::Uuid::now_v7().to_string(), &action).map(|_| ())
}

fn bundle(desk: &Desk, from: &Workstation, name: &str) -> std::path::PathBuf {
    let path = desk.path(name);
    from.export_bundle(&path, false, None, &mut go_on).unwrap();
    path
}

fn sound(station: &Workstation) {
    let doctor = station.doctor().unwrap();
    assert!(doctor.iter().all(|check| check.ok), "{doctor:?}");
}

#[test]
fn partners_are_found_by_code_else_by_name_and_the_rest_is_listed() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    read_all(&mut station, &desk);

    let evaluations = report(&station, LinkedTable::SelfEvaluation, Only::All);
    let mut told_rows = told(&evaluations);
    told_rows.sort();
    let text = |target: &str, form: &str, standing| (target.to_owned(), form.to_owned(), standing);
    let mut expected = vec![
        text("2025年度道路养护公路中心", "道路养护项目公路中心", Standing::Linked(By::Code)),
        text("老旧小区改造城建中心", "老旧小区改造城建中心", Standing::Suspected),
        text("校园安全（二期）教育局", "校园安全(二期)教育局", Standing::Linked(By::NameAndUnit)),
        text("无人填报水务局", "", Standing::Missing),
        text("", "公用经费", Standing::Ambiguous),
        text("", "多出来的项目水务局", Standing::Surplus),
    ];
    expected.sort();
    assert_eq!(told_rows, expected);
    assert_eq!(row(&evaluations, "公用经费").candidates.len(), 2, "both are named, none is guessed");
    let counts = evaluations.tables[0];
    assert_eq!((counts.code, counts.name_and_unit, counts.missing), (1, 1, 1));
    assert_eq!((counts.surplus, counts.ambiguous, counts.suspected), (1, 1, 1));

    let budget = report(&station, LinkedTable::BudgetList, Only::Linked);
    assert_eq!(
        told(&budget),
        [
            text("无人填报水务局", "无人填报水务处", Standing::Linked(By::Name)),
            text("2025年度道路养护公路中心", "道路养护公路中心", Standing::Linked(By::Code)),
        ],
        "what is less certain comes first"
    );
    let last_year = report(&station, LinkedTable::LastYear, Only::Linked);
    let found = text("2025年度道路养护公路中心", "道路养护（2024年度）公路中心", Standing::Linked(By::NameAndUnit));
    assert_eq!(told(&last_year), [found], "the year in the name does not part them");
    assert!(report(&station, LinkedTable::Monitoring, Only::All).rows.is_empty(), "no table, nothing missing");

    // One project alone finds the same partners as the whole year.
    let view = support::view(&station, "2025年度道路养护");
    let partners: Vec<(LinkedTable, By)> = view.partners.iter().map(|found| (found.table, found.by)).collect();
    assert_eq!(
        partners,
        [
            (LinkedTable::BudgetList, By::Code),
            (LinkedTable::SelfEvaluation, By::Code),
            (LinkedTable::LastYear, By::NameAndUnit)
        ]
    );
    assert_eq!(view.last_year[0].target.as_deref(), Some("≥25公里"));
    assert_eq!(view.self_evaluation.unwrap().indicators[0].actual.as_deref(), Some("31"));
    sound(&station);
}

#[test]
fn the_partner_of_one_target_is_that_of_the_whole_year() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    read_all(&mut station, &desk);
    let to = target(&station, "公用经费", "乙局");
    decide(&mut station, "公用经费", Some(to)).unwrap();
    decide(&mut station, "校园安全(二期)", None).unwrap();
    for table in LinkedTable::ALL {
        let report = report(&station, table, Only::All);
        let linked = |project: ProjectKey| {
            report.rows.iter().find_map(|row| match row.standing {
                Standing::Linked(by) if row.target.as_ref().is_some_and(|side| side.project == project) => {
                    Some((row.other.as_ref().unwrap().project, by))
                }
                _ => None,
            })
        };
        let targets = station.find_partners(table, 2025, true, "").unwrap();
        assert_eq!(targets.len(), 6);
        for target in targets {
            let alone = station.partner(target.project, 2025, table).unwrap();
            assert_eq!(alone.map(|found| (found.project, found.by)), linked(target.project), "{table:?} {target:?}");
        }
    }
}

#[test]
fn a_correction_is_a_step_like_any_other() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    read_all(&mut station, &desk);
    let table = LinkedTable::SelfEvaluation;
    let before = station.digest().unwrap().state;

    let to = target(&station, "老旧小区改造", "城建中心");
    decide(&mut station, "老旧小区改造", Some(to)).unwrap();
    let by_hand = (Standing::Linked(By::Hand), Some("老旧小区改造".to_owned()));
    assert_eq!(standing_of(&station, table, "老旧小区改造"), by_hand);
    assert_eq!(support::view(&station, "老旧小区改造").partners[0].by, By::Hand);
    assert_eq!(support::view(&station, "老旧小区改造").self_evaluation.unwrap().code.as_deref(), Some("X002"));
    let step = &station.history(1).unwrap().0[0];
    assert_eq!((step.key, step.undoable), ("step-linked", true));
    assert!(step.args.contains(&("to", "老旧小区改造".to_owned())), "{step:?}");

    let taken = decide(&mut station, "多出来的项目", Some(to)).unwrap_err();
    assert_eq!(taken.key, "problem-link-taken", "one partner at most");

    station.undo().unwrap();
    assert_eq!(standing_of(&station, table, "老旧小区改造").0, Standing::Suspected);
    assert_eq!(station.digest().unwrap().state, before);
    station.redo().unwrap();
    assert_eq!(standing_of(&station, table, "老旧小区改造"), by_hand);

    decide(&mut station, "校园安全(二期)", None).unwrap();
    assert_eq!(standing_of(&station, table, "校园安全(二期)").0, Standing::Apart);
    let missing = told(&report(&station, table, Only::Missing));
    assert!(missing.iter().any(|(target, ..)| target.starts_with("校园安全")), "{missing:?}");

    let form = station.find_filed_form("校园安全(二期)", table, 2025, false).unwrap().project;
    let (said, seen) = station.link_said(table, 2025, form).unwrap();
    assert_eq!((said.len(), said[0].name.as_str()), (1, "王敏"));
    let on = subject(table, form, 2025);
    let stale = Action::Unlink { on: on.clone(), seen: Vec::new() };
    assert_eq!(station.act("stale", &stale).unwrap_err().key, "problem-decided-meanwhile");
    station.act("clear", &Action::Unlink { on, seen }).unwrap();
    assert_eq!(standing_of(&station, table, "校园安全(二期)").0, Standing::Linked(By::NameAndUnit));
    sound(&station);
    drop(station);
    let station = desk.open();
    assert_eq!(standing_of(&station, table, "老旧小区改造"), by_hand, "also after a restart");
    station.rebuild().unwrap();
    assert_eq!(standing_of(&station, table, "老旧小区改造"), by_hand, "also from the log alone");
}

#[test]
fn what_is_not_there_is_refused_with_its_place() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    read_all(&mut station, &desk);
    let nobody = decide(&mut station, "没有这一项", None).unwrap_err();
    assert_eq!(nobody.key, "problem-link-not-filed");
    assert!(nobody.args.contains(&("year", "2025".to_owned())), "{nobody}");
    let elsewhere = decide(&mut station, "公用经费", Some(ProjectKey([9; 16]))).unwrap_err();
    assert_eq!(elsewhere.key, "problem-link-not-filed");
    let wrong = Action::Link {
        on: Subject { year: 2025, ..subject(LinkedTable::BudgetList, ProjectKey([9; 16]), 2025) },
        table: LinkedTable::BudgetList,
        to: None,
        seen: Vec::new(),
    };
    assert_eq!(station.act("wrong", &wrong).unwrap_err().key, "problem-link-not-filed");
}

#[test]
fn two_stations_that_decide_differently_stand_side_by_side() {
    let (ours, theirs) = (Desk::new(), Desk::new());
    let (mut a, mut b) = (ours.of("王敏"), theirs.of("李强"));
    a.enrol(&b.key_card().unwrap()).unwrap();
    b.enrol(&a.key_card().unwrap()).unwrap();
    read_all(&mut a, &ours);
    let import = |station: &mut Workstation, path: &Path| {
        station.import_bundles(&[path.to_owned()], &mut go_on).unwrap();
    };
    import(&mut b, &bundle(&ours, &a, "tables.wxb"));
    let table = LinkedTable::SelfEvaluation;
    assert_eq!(
        told(&report(&a, table, Only::All)),
        told(&report(&b, table, Only::All)),
        "the bundle carried the tables"
    );

    let (first, second) = (target(&a, "公用经费", "甲局"), target(&b, "公用经费", "乙局"));
    decide(&mut a, "公用经费", Some(first)).unwrap();
    decide(&mut b, "公用经费", Some(second)).unwrap();
    let (from_a, from_b) = (bundle(&ours, &a, "a.wxb"), bundle(&theirs, &b, "b.wxb"));
    import(&mut a, &from_b);
    import(&mut b, &from_a);
    assert_eq!(a.digest().unwrap(), b.digest().unwrap());
    for station in [&a, &b] {
        let report = report(station, table, Only::Contested);
        assert_eq!(report.rows.len(), 1);
        let names: Vec<&str> = report.rows[0].said.iter().map(|said| said.name.as_str()).collect();
        assert!(names.contains(&"王敏") && names.contains(&"李强"), "{names:?}");
        assert_eq!(station.partner(first, 2025, table).unwrap(), None, "nobody wins by being later");
        assert_eq!(station.partner(second, 2025, table).unwrap(), None);
        assert!(station.contests().unwrap().is_empty() && station.home().unwrap().contested == 0);
    }
    // One comes round.
    decide(&mut a, "公用经费", Some(second)).unwrap();
    import(&mut b, &bundle(&ours, &a, "again.wxb"));
    for station in [&a, &b] {
        assert_eq!(standing_of(station, table, "公用经费").0, Standing::Linked(By::Hand));
        assert_eq!(station.partner(second, 2025, table).unwrap().unwrap().by, By::Hand);
        sound(station);
    }
    assert_eq!(a.digest().unwrap(), b.digest().unwrap());
}

/// Makes a database what an older program would have kept, which did not know that links can be decided: the events are
/// there, unread.
fn as_before_links(database: &Path) {
    let connection = rusqlite::Connection::open(database).unwrap();
    connection
        .execute_batch(
            "DROP TABLE ground; DROP TABLE peer; DROP TABLE twin; DROP TABLE copied; DROP TABLE rule; DROP TABLE finding;
             DROP TABLE prereview; DROP TABLE indicator_name; DROP TABLE indicator_near; DROP TABLE indicator_use;
             DROP TABLE indicator_batch; DROP TABLE answer; DROP TABLE answer_tally;
             DROP INDEX target_by_expected; DROP INDEX target_passed;
             ALTER TABLE target DROP COLUMN attention; ALTER TABLE target DROP COLUMN lot;
             DROP TABLE second_look; DROP TABLE judged; DROP TABLE judged_tally;
             DROP TABLE attachment; DROP TABLE sealed_members; DROP TABLE evaluation; DROP TABLE unit_score;
             DROP INDEX event_of_draw; DROP TABLE recheck;
             DROP TRIGGER department_comes;
             DROP TRIGGER department_goes;
             DROP TRIGGER department_changes;
             DROP TRIGGER opinion_comes;
             DROP TRIGGER opinion_goes;
             DROP TRIGGER opinions_come;
             DROP TRIGGER opinions_go;
             DROP TRIGGER opinions_move;
             DROP TABLE department_tally;
             DROP TABLE opinion_tally;
             DROP TABLE later;
             DROP TABLE result;
             DROP TABLE habit;
             DROP TABLE habit_day;
             DROP TABLE habit_pause;
             DROP TABLE saved_view;
             DROP TABLE said;
             DROP INDEX target_by_unit;
             ALTER TABLE target DROP COLUMN unit;
             DROP TABLE unit;
             DROP TABLE filed;
             DROP TABLE link;
             DROP TRIGGER event_is_never_changed;
             UPDATE event SET version = NULL WHERE kind = 'project.linked';
             CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
             PRAGMA user_version = 3;",
        )
        .unwrap();
    let unread: i64 = connection
        .query_row("SELECT count(*) FROM event WHERE kind = 'project.linked' AND version IS NULL", [], |row| row.get(0))
        .unwrap();
    assert_eq!(unread, 5);
}

#[test]
fn decisions_that_an_older_program_kept_unread_hold_after_an_upgrade() {
    let (ours, theirs) = (Desk::new(), Desk::new());
    let (mut a, mut b) = (ours.of("王敏"), theirs.of("李强"));
    a.enrol(&b.key_card().unwrap()).unwrap();
    b.enrol(&a.key_card().unwrap()).unwrap();
    read_all(&mut a, &ours);
    b.import_bundles(&[bundle(&ours, &a, "tables.wxb")], &mut go_on).unwrap();
    let (first, second) = (target(&a, "公用经费", "甲局"), target(&b, "公用经费", "乙局"));
    // By hand, to nobody, taken back, and contested.
    let surplus = target(&a, "无人填报", "水务局");
    decide(&mut a, "多出来的项目", Some(surplus)).unwrap();
    decide(&mut a, "老旧小区改造", None).unwrap();
    decide(&mut a, "道路养护项目", None).unwrap();
    a.undo().unwrap();
    decide(&mut a, "公用经费", Some(first)).unwrap();
    decide(&mut b, "公用经费", Some(second)).unwrap();
    a.import_bundles(&[bundle(&theirs, &b, "b.wxb")], &mut go_on).unwrap();

    let table = LinkedTable::SelfEvaluation;
    let older = Desk::new();
    a.backup(&older.path("wenxiao.db")).unwrap();
    as_before_links(&older.path("wenxiao.db"));
    let upgraded = older.open();
    for when in ["at once", "rebuilt"] {
        for table in LinkedTable::ALL {
            assert_eq!(told(&report(&upgraded, table, Only::All)), told(&report(&a, table, Only::All)), "{when}");
        }
        assert_eq!(standing_of(&upgraded, table, "多出来的项目").0, Standing::Linked(By::Hand), "{when}");
        assert_eq!(upgraded.partner(surplus, 2025, table).unwrap().map(|found| found.by), Some(By::Hand), "{when}");
        assert_eq!(report(&upgraded, table, Only::Contested).rows.len(), 1, "{when}");
        assert_eq!(upgraded.digest().unwrap(), a.digest().unwrap(), "{when}");
        // Its key stayed with the first station.
        let bad: Vec<_> = upgraded.doctor().unwrap().into_iter().filter(|check| !check.ok).collect();
        assert_eq!(bad.iter().map(|check| check.check).collect::<Vec<_>>(), ["key"], "{when}");
        upgraded.rebuild().unwrap();
    }
}
