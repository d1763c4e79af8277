//! Figures of the home page against direct questions to the database, and what is counted of one's own use.

use std::collections::BTreeMap;

use rusqlite::Connection;
use wenxiao::engine::figures::Figures;
use wenxiao::engine::habits::{HabitCounts, HabitDay, HabitLine};
use wenxiao::engine::request::Action;
use wenxiao::engine::view::Home;
use wenxiao::engine::workstation::Workstation;
use wenxiao::model::event::DemandDraft;
use wenxiao::model::ids::EventId;
use wenxiao::model::review::{CategoryCode, Grade, Status, Verdict};

use crate::support::{Desk, go_on, grade, import, items, on, opine, pass, view};

/// Numbers that are the same on every machine.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }
}

/// `projects` targets of five departments, two rows each; `round` changes what some of them say.
fn list(projects: usize, round: usize) -> String {
    let mut csv = String::from(
        "项目代码,项目名称,主管部门,预算单位,年度资金总额（万元）,年度目标,一级指标,二级指标,三级指标,计算符号,指标值,计量单位,分值\n",
    );
    for number in 0..projects {
        let department = ["219-交通局", "305-住建局", "101-教育局", "水利局", "361-卫健委"][(number + round / 2) % 5];
        let funds = 90 + number * 137 + round % 3;
        for (row, indicator) in ["养护里程", "验收合格率"].iter().enumerate() {
            csv.push_str(&format!(
                "51000025T{number:012},项目{number},{department},某单位,{funds},完成,产出指标,数量指标,{indicator},≥,{},个,{}\n",
                row + 1 + round % 4,
                50
            ));
        }
    }
    csv
}

fn ask(database: &Connection, sql: &str) -> u64 {
    database.query_row(sql, [], |row| Ok(count(row, 0))).unwrap()
}

fn count(row: &rusqlite::Row<'_>, at: usize) -> u64 {
    u64::try_from(row.get::<_, i64>(at).unwrap()).unwrap()
}

/// Everything the home page tells, asked for directly.
#[track_caller]
fn check(desk: &Desk, station: &Workstation) {
    let database = Connection::open(desk.path("wenxiao.db")).unwrap();
    let home: Home = station.home().unwrap();
    let number = |status: Status| Status::ALL.iter().position(|known| *known == status).unwrap();
    for status in Status::ALL {
        let told =
            home.by_status.iter().find(|(known, _)| *known == status).map(|(_, tally)| *tally).unwrap_or_default();
        let lane =
            home.key_lane.iter().find(|(known, _)| *known == status).map(|(_, tally)| *tally).unwrap_or_default();
        let from = format!("FROM target WHERE year = 2025 AND status = {}", number(status));
        let direct: (u64, u64, i64) = database
            .query_row(
                &format!("SELECT count(*), coalesce(sum(indicators), 0), coalesce(sum(amount), 0) {from}"),
                [],
                |row| Ok((count(row, 0), count(row, 1), row.get(2)?)),
            )
            .unwrap();
        assert_eq!(
            (told.projects, told.indicators, told.fen),
            (direct.0, direct.1, i128::from(direct.2)),
            "{status:?}"
        );
        let in_lane: u64 = ask(&database, &format!("SELECT count(*) {from} AND amount >= 1000000000"));
        assert_eq!(lane.projects, in_lane, "{status:?}");
    }
    // The states of reviews as they are stored, taken apart by SQLite.
    let in_force = "review r JOIN form f ON f.version = r.version JOIN target t ON t.form = f.local";
    let mut direct: BTreeMap<(String, String), u64> = BTreeMap::new();
    let mut statement = database
        .prepare(&format!(
            "SELECT t.department, json_extract(o.value, '$.category') FROM {in_force}, json_each(r.state, '$.opinions') o"
        ))
        .unwrap();
    for row in statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap() {
        *direct.entry(row.unwrap()).or_insert(0) += 1;
    }
    let figures: Figures = station.figures().unwrap();
    let mut told: BTreeMap<(String, String), u64> = BTreeMap::new();
    let mut by_category: BTreeMap<CategoryCode, u64> = BTreeMap::new();
    for department in &figures.departments {
        for (category, count) in &department.by_category {
            *told.entry((department.name.clone(), category.0.clone())).or_insert(0) += count;
            *by_category.entry(category.clone()).or_insert(0) += count;
        }
        for (status, tally) in &department.by_status {
            let direct: (u64, i64) = database
                .query_row(
                    "SELECT count(*), coalesce(sum(amount), 0) FROM target
                     WHERE year = 2025 AND department = ?1 AND status = ?2 AND dept_code = ?3",
                    (&department.name, number(*status) as i64, department.code.as_deref().unwrap_or("~")),
                    |row| Ok((count(row, 0), row.get(1)?)),
                )
                .unwrap();
            assert_eq!((tally.projects, tally.fen), (direct.0, i128::from(direct.1)), "{} {status:?}", department.name);
        }
    }
    assert_eq!(told, direct, "opinions by department and class");
    assert_eq!(home.by_category, by_category.into_iter().collect::<Vec<_>>());
    let all: u64 = figures.departments.iter().map(|department| department.all().projects).sum();
    assert_eq!(all, items(station).len() as u64);

    let me = station.station().unwrap().person.unwrap();
    let pace = station.pace().unwrap();
    let mine: (u64, i64) = database
        .query_row(
            &format!(
                "SELECT count(*), coalesce(sum(t.amount), 0) FROM {in_force}
                 WHERE EXISTS (SELECT 1 FROM json_each(r.state, '$.grade') g WHERE json_extract(g.value, '$.author') = ?1)"
            ),
            [&me.0],
            |row| Ok((count(row, 0), row.get(1)?)),
        )
        .unwrap();
    assert_eq!((pace.mine.projects, pace.mine.fen), (mine.0, i128::from(mine.1)));
    let open: Vec<String> =
        Status::ALL.into_iter().filter(|status| status.open()).map(|status| number(status).to_string()).collect();
    let later: (u64, u64, Option<String>) = database
        .query_row(
            &format!(
                "SELECT count(*), count(DISTINCT t.item), min(json_extract(h.value, '$.at'))
                 FROM {in_force}, json_each(r.state, '$.rows') s, json_each(s.value) h
                 WHERE json_extract(h.value, '$.author') = ?1 AND t.status IN ({})
                   AND NOT EXISTS (SELECT 1 FROM json_each(s.value) o WHERE json_extract(o.value, '$.value') <> 'later')",
                open.join(",")
            ),
            [&me.0],
            |row| Ok((count(row, 0), count(row, 1), row.get(2)?)),
        )
        .unwrap();
    let oldest = pace.later.oldest.map(|at| format!("{:016x}", at.0));
    assert_eq!((pace.later.rows, pace.later.projects, oldest), later);

    let demands: u64 = ask(&database, "SELECT coalesce(sum(json_array_length(state, '$.demands')), 0) FROM review");
    let overdue: u64 = ask(
        &database,
        "SELECT count(*) FROM review, json_each(state, '$.demands') d WHERE json_extract(d.value, '$.demand.due') < '2025-06-12'",
    );
    let oldest: Option<String> = database
        .query_row(
            "SELECT min(json_extract(d.value, '$.demand.due')) FROM review, json_each(state, '$.demands') d
         WHERE json_extract(d.value, '$.demand.due') < '2025-06-12'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!((home.demands, home.oldest_overdue.clone()), ((demands, overdue), oldest));
    assert_eq!(
        home.contested as usize,
        station.contests().unwrap().iter().map(|c| c.target.id).collect::<std::collections::BTreeSet<_>>().len()
    );
    let waiting: u64 = ask(&database, "SELECT count(*) FROM event_state WHERE state <> 0");
    assert_eq!(home.waiting, waiting);
    let decided = |kind: &str| -> u64 {
        ask(&database, &format!("SELECT count(*) FROM event WHERE kind = '{kind}' AND author = '{}'", me.0))
    };
    assert_eq!(home.today, (decided("grade.set"), decided("verdict.set"), decided("opinion.added")));
    let day = pace.days.first().map(|day| (day.projects, day.rows, day.opinions)).unwrap_or_default();
    assert_eq!(day, home.today, "the clock of the test stands still: all of it is today's");
}

/// One act by chance; what is refused changes nothing.
fn act(chance: &mut Chance, station: &mut Workstation, number: usize, given: &mut Vec<(String, EventId)>) {
    let names: Vec<String> = station.rows(&items(station)).unwrap().into_iter().map(|row| row.name).collect();
    let name = names[chance.below(names.len())].clone();
    let shown = view(station, &name);
    let row = u32::try_from(chance.below(2) + 1).unwrap();
    let seen = shown.state.rows.get(&row).map(|heads| heads.events()).unwrap_or_default();
    let category = CategoryCode(format!("C{:02}", chance.below(12) + 1));
    let due = if chance.below(2) == 0 { "2025-05-20" } else { "2025-07-20" };
    let demand = DemandDraft { text: "补充".into(), due: due.into(), responsible_unit: "某单位".into() };
    let verdict = [Verdict::Passed, Verdict::Returned, Verdict::Later, Verdict::Later][chance.below(4)];
    let action = match chance.below(10) {
        0..4 => Action::SetVerdict { on: on(&shown, Some(row)), seen, verdict, reason: String::new() },
        4..6 => Action::AddOpinion {
            on: on(&shown, Some(row)),
            seen,
            category,
            text: "目标值无法考核".into(),
            demand: (chance.below(2) == 0).then_some(demand),
        },
        6 => Action::SetGrade {
            on: on(&shown, None),
            seen: shown.state.grade.events(),
            grade: Grade::ALL[chance.below(4)],
            reason: String::new(),
        },
        7 => {
            let _ = station.undo();
            return;
        }
        8 => {
            let _ = station.redo();
            return;
        }
        _ => match given.get(chance.below(given.len().max(1))) {
            Some((name, of)) => Action::Withdraw { on: on(&view(station, name), None), of: *of, reason: String::new() },
            None => return,
        },
    };
    let opinion = matches!(action, Action::AddOpinion { .. });
    if let Ok(changed) = station.act(&format!("act-{number}"), &action)
        && let (true, Some(event)) = (opinion, changed.event)
    {
        given.push((name, event));
    }
}

#[test]
fn every_counter_equals_a_direct_question_after_a_thousand_acts_imports_and_merges() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    let path = desk.path("目标.csv");
    std::fs::write(&path, list(20, 0)).unwrap();
    import(&mut station, &path);
    let theirs = Desk::new();
    let mut colleague = theirs.of("李强");
    colleague.enrol(&station.key_card().unwrap()).unwrap();
    station.enrol(&colleague.key_card().unwrap()).unwrap();
    let (mut chance, mut given) = (Chance(20_250_612), Vec::new());
    for number in 0..1_000 {
        match number % 250 {
            // Another version of some targets, some in another department, some new.
            100 => {
                std::fs::write(&path, list(20 + number / 250, number / 50)).unwrap();
                import(&mut station, &path);
            }
            // What a colleague decided about the same targets.
            200 => {
                let ours = theirs.path(&format!("ours-{number}.wxb"));
                station.export_bundle(&ours, false, None, &mut go_on).unwrap();
                colleague.import_bundles(&[ours], &mut go_on).unwrap();
                for turn in 0..10 {
                    act(&mut chance, &mut colleague, number * 10 + turn, &mut Vec::new());
                }
                let path = theirs.path(&format!("theirs-{number}.wxb"));
                colleague.export_bundle(&path, false, None, &mut go_on).unwrap();
                station.import_bundles(&[path], &mut go_on).unwrap();
            }
            _ => act(&mut chance, &mut station, number, &mut given),
        }
        if number % 125 == 0 {
            check(&desk, &station);
        }
    }
    check(&desk, &station);
    let pace = station.pace().unwrap();
    assert!(pace.later.rows > 0 && pace.mine.projects > 0 && station.home().unwrap().contested > 0, "{pace:?}");
    let home = station.home().unwrap();
    station.rebuild().unwrap();
    assert_eq!(station.home().unwrap(), home, "folded anew");
    check(&desk, &station);
    assert!(station.doctor().unwrap().iter().all(|check| check.ok));
}

#[test]
fn a_pace_is_told_from_sittings_of_the_log_and_only_when_there_is_enough() {
    let desk = Desk::new();
    let path = desk.path("目标.csv");
    let at = |moment: &str| {
        let clock = wenxiao::engine::clock::Clock::fixed(moment.parse().unwrap());
        Workstation::open(wenxiao::engine::workstation::OpenOptions { clock, ..desk.options() }).unwrap()
    };
    let mut first = at("2025-06-10T01:00:00Z");
    first.introduce("王敏", "绩效处").unwrap();
    std::fs::write(&path, list(20, 0)).unwrap();
    import(&mut first, &path);
    drop(first);
    let small = |number: usize| format!("项目{number}");
    // Yesterday: six results two minutes apart, an hour's break, six more.
    for number in 0..6 {
        let mut station = at(&format!("2025-06-11T01:{:02}:00Z", number * 2));
        grade(&mut station, &small(number), Grade::Excellent).unwrap();
        if number == 0 {
            assert_eq!(station.pace().unwrap().today.per_hour(), None, "one decision says nothing");
        }
    }
    for number in 0..6 {
        let mut station = at(&format!("2025-06-11T03:{:02}:00Z", number * 2));
        pass(&mut station, &small(10 + number), 1);
    }
    let station = at("2025-06-12T01:00:00Z");
    let pace = station.pace().unwrap();
    assert_eq!(pace.today.decisions, 0);
    assert_eq!((pace.lately.decisions, pace.lately.sittings, pace.lately.timed), (12, 2, 10));
    assert_eq!(pace.lately.millis, 20 * 60_000);
    assert_eq!(pace.lately.per_hour(), Some(30));
    assert_eq!((pace.days.len(), pace.days[0].projects, pace.days[0].rows), (1, 6, 6));
    // Five timed results in twenty minutes: four minutes each.
    assert_eq!(pace.basis().seconds_for_projects(14), Some(14 * 240));
    let amounts: i128 = (1..6).map(|number: i128| (90 + number * 137) * 1_000_000).sum();
    assert_eq!(pace.basis().seconds_for_amount(amounts), Some(1_200));
}

fn counts(day: &str, keys: u64) -> HabitCounts {
    let line = |command: &str, uses, keys| HabitLine {
        day: day.into(),
        screen: "review".into(),
        command: command.into(),
        uses,
        keys,
    };
    HabitCounts {
        lines: vec![line("review.pass", keys, keys), line("", 0, 1)],
        days: vec![HabitDay {
            day: day.into(),
            keys: keys + 1,
            typed: 5,
            decisions: keys,
            projects: 1,
            seconds: [(2, keys)].into_iter().collect(),
        }],
    }
}

#[test]
fn own_counts_add_up_stay_here_and_go_when_they_are_cleared() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    import(&mut station, &desk.targets());
    opine(&mut station, "老旧小区改造", 2, "无法考核");
    let before = station.digest().unwrap();
    let mut numbers = 0..;
    let mut bundle = |station: &Workstation| {
        let path = desk.path(&format!("{}.wxb", numbers.next().unwrap()));
        station.export_bundle(&path, true, None, &mut go_on).unwrap();
        // Two bundles differ by their name alone; what they bring is told by its digest and length.
        let bytes = String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned();
        let manifest = bytes.split("\"payload\":").nth(1).unwrap();
        manifest.split("\"requires\"").next().unwrap().to_owned()
    };
    let empty = bundle(&station);
    station.add_habits(&counts("2025-06-11", 3)).unwrap();
    station.add_habits(&counts("2025-06-12", 2)).unwrap();
    station.add_habits(&counts("2025-06-12", 2)).unwrap();
    let habits = station.habits().unwrap();
    assert_eq!(
        habits.days.iter().map(|day| (day.day.as_str(), day.keys)).collect::<Vec<_>>(),
        [("2025-06-12", 6), ("2025-06-11", 4)]
    );
    assert_eq!(
        (habits.lines[0].command.as_str(), habits.lines[0].uses, habits.lines[0].day.as_str()),
        ("review.pass", 7, "2025-06-12")
    );
    let all = habits.all();
    assert_eq!((all.keys, all.typed, all.decisions, all.projects, all.median()), (10, 15, 7, 3, Some(2)));
    assert_eq!(station.digest().unwrap(), before, "no event, no state");

    // A full bundle brings byte for byte what it brings without the counts.
    let with = bundle(&station);
    station.clear_habits().unwrap();
    let without = bundle(&station);
    assert_eq!(with, without);
    assert_eq!(with, empty);
    assert_eq!(station.habits().unwrap(), wenxiao::engine::habits::OwnHabits::default());
    assert_eq!(station.digest().unwrap(), before);
}
