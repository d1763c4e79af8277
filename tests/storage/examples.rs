//! Example lines with the rows they must give, worked out by hand on eight targets (product, F08).

use wenxiao::config::Categories;
use wenxiao::engine::request::{Action, ImportOptions};
use wenxiao::engine::workstation::Workstation;
use wenxiao::model::event::DemandDraft;
use wenxiao::model::query::{Column, Filter, Query, Sort, Words};
use wenxiao::model::review::{CategoryCode, Grade, Verdict};
use wenxiao::text::{Language, Strings};

use crate::support::{Desk, go_on, grade, on, pass, view};

const HEAD: &str = "项目代码,项目名称,主管部门,预算单位,年度资金总额（万元）,年度目标,一级指标,二级指标,三级指标,计算符号,指标值,计量单位,分值\n";

/// A to H, but E, which is of the year before.
const ROWS: &str = "\
51A,道路养护,219-交通局,219001-养护中心,120.5,完成养护任务,产出指标,数量指标,养护里程,≥,30,公里,30
51A,道路养护,219-交通局,219001-养护中心,120.5,完成养护任务,产出指标,质量指标,验收合格率,≥,95,%,30
51A,道路养护,219-交通局,219001-养护中心,120.5,完成养护任务,效益指标,社会效益指标,出行改善,定性,明显改善,,30
51B,老旧小区改造,305-住建局,305001-城建中心,1260,完成六个小区,产出指标,数量指标,改造户数,≥,450,户,50
51B,老旧小区改造,305-住建局,305001-城建中心,1260,完成六个小区,产出指标,数量指标,加装电梯,,适量,台,40
51C,义务教育补助,205-教育局,205001-第一小学,500,按时发放补助,产出指标,数量指标,补助人数,≥,3000,人,50
51C,义务教育补助,205-教育局,205001-第一小学,500,按时发放补助,产出指标,质量指标,资金发放准确率,≥,99,%,40
51D,校园安全改造,205-教育局,205002-第二中学,80,消除隐患,产出指标,数量指标,改造校舍,＝,4,所,50
51D,校园安全改造,205-教育局,205002-第二中学,80,消除隐患,满意度指标,服务对象满意度指标,师生满意度,≥,90,%,40
,社区养老服务,306-民政局,306001-养老中心,,服务社区老人,产出指标,数量指标,服务人次,≥,2000,人次,90
51G,重庆路（一期）整治,305-住建局,305001-城建中心,1000,整治一期,产出指标,数量指标,整治长度,＝,2.5,公里,90
51H,IT平台升级,205-教育局,205001-第一小学,99.99,平台可用,产出指标,质量指标,系统可用率,≥,99.9,%,90
";
const ROWS_2024: &str =
    "51E,道路照明,219-交通局,219002-路灯管理处,60,完成照明任务,产出指标,数量指标,亮灯数,≥,800,盏,90\n";

const NAMES: [(char, &str); 8] = [
    ('A', "道路养护"),
    ('B', "老旧小区改造"),
    ('C', "义务教育补助"),
    ('D', "校园安全改造"),
    ('E', "道路照明"),
    ('F', "社区养老服务"),
    ('G', "重庆路（一期）整治"),
    ('H', "IT平台升级"),
];

fn say(station: &mut Workstation, name: &str, row: u32, class: &str, text: &str, demand: Option<&str>) {
    let view = view(station, name);
    let demand = demand.map(|text| DemandDraft {
        text: text.into(),
        due: "2025-06-30".into(),
        responsible_unit: "预算科".into(),
    });
    let action = Action::AddOpinion {
        on: on(&view, Some(row)),
        seen: view.state.rows.get(&row).map(|heads| heads.events()).unwrap_or_default(),
        category: CategoryCode(class.into()),
        text: text.into(),
        demand,
    };
    station.act(&format!("{name}-{row}-{class}"), &action).unwrap();
}

fn at_work(desk: &Desk) -> Workstation {
    let mut station = desk.of("王敏");
    for (year, rows) in [(2025, ROWS), (2024, ROWS_2024)] {
        let path = desk.path(&format!("{year}.csv"));
        std::fs::write(&path, format!("{HEAD}{rows}")).unwrap();
        let options = ImportOptions { year: Some(year), ..ImportOptions::default() };
        station.import(&[path], &options, &mut go_on).unwrap();
    }
    pass(&mut station, "道路养护", 1);
    say(&mut station, "道路养护", 2, "C07", "目标值无法考核", Some("请补充依据"));
    say(&mut station, "义务教育补助", 1, "C02", "目标不明确", None);
    say(&mut station, "义务教育补助", 2, "C08", "指标值偏低", None);
    pass(&mut station, "校园安全改造", 1);
    pass(&mut station, "校园安全改造", 2);
    grade(&mut station, "校园安全改造", Grade::Excellent).unwrap();
    say(&mut station, "老旧小区改造", 1, "C09", "成本测算缺失", None);
    station.undo().unwrap();
    let later = view(&station, "重庆路（一期）整治");
    let action = Action::SetVerdict {
        on: on(&later, Some(1)),
        seen: Vec::new(),
        verdict: Verdict::Later,
        reason: String::new(),
    };
    station.act("later", &action).unwrap();
    station
}

fn words() -> Words {
    Categories::built_in().filter_words(&Strings::new(Language::ZhCn))
}

fn letters(station: &Workstation, line: &str) -> String {
    let filter = Filter::read(line, &words()).unwrap_or_else(|wrong| panic!("{line}: {wrong:?}"));
    let ids = station.queue_ids(&Query { filter: filter.clone(), sort: Sort::by(Column::Name) }, None).unwrap();
    assert_eq!(station.queue_count(&filter).unwrap(), ids.len() as u64, "{line}");
    let letter = |name: &str| NAMES.iter().find(|(_, known)| *known == name).unwrap().0;
    let mut found: Vec<char> = station.rows(&ids).unwrap().iter().map(|row| letter(&row.name)).collect();
    found.sort_unstable();
    found.into_iter().collect()
}

const EXAMPLES: &[(&str, &str)] = &[
    ("", "ABCDEFGH"),
    ("道路", "AE"),
    ("路", "AEG"),
    ("护", "A"),
    ("率", "ACH"),
    ("教育局", "CDH"),
    ("jyj", "CDH"),
    ("JTJ", "AE"),
    ("部门:jtj", "AE"),
    ("部门:交通|民政", "AEF"),
    ("部门:205", "CDH"),
    ("单位:小学", "CH"),
    ("单位=第二中学", "D"),
    ("dylxx", ""),
    ("dyxx", "CH"),
    ("编码:无", "F"),
    ("编码:51", "ABCDEGH"),
    ("资金:无", "F"),
    (">500万", "BG"),
    (">=500万", "BCG"),
    ("100万..500万", "AC"),
    ("实质", "BG"),
    ("-实质", "ACDEFH"),
    ("<1000000元", "DEH"),
    ("0.1亿..0.2亿", "BG"),
    ("2024", "E"),
    ("2024..2025 道路", "AE"),
    ("-2024 道路", "A"),
    ("未审", "BEFH"),
    ("在审", "AG"),
    ("待定级", "C"),
    ("passed", "D"),
    ("类2", "C"),
    ("类:7|8", "AC"),
    ("-类7 有意见", "C"),
    ("有整改", "A"),
    ("意见数>=2", "C"),
    ("意见:考核", "A"),
    ("考核", "A"),
    ("依据", "A"),
    ("依", "A"),
    ("成本测算", ""),
    ("指标:改造", "BD"),
    ("指标:满意度", "D"),
    ("改造", "BD"),
    ("教育局 -义务", "DH"),
    ("不含:局", ""),
    ("it", "H"),
    ("\"IT平台\"", "H"),
    ("名称:cql", "G"),
    ("名称:zql", "G"),
    ("（一期）", "G"),
    ("(一期)", "G"),
    ("指标:≥95%", "A"),
    ("99%", "C"),
    ("未定数=0", "CD"),
    ("指标数:2", "BCD"),
    ("部门=教育局 -类2 >90万", "H"),
    ("状态:通过|在审 部门:教育", "D"),
    ("道路 考核", "A"),
    ("教育局 类2 未审 >500万", ""),
    ("教育局 类2 未完 >=500万", "C"),
];

#[test]
fn example_lines_give_the_rows_worked_out_by_hand() {
    let desk = Desk::new();
    let mut station = at_work(&desk);
    for (line, expected) in EXAMPLES {
        assert_eq!(letters(&station, line), *expected, "{line}");
    }
    // Whatever is folded anew finds the same; the doctor sees no difference.
    station.rebuild().unwrap();
    for (line, expected) in EXAMPLES {
        assert_eq!(letters(&station, line), *expected, "{line}, built anew");
    }
    assert!(station.doctor().unwrap().iter().all(|check| check.ok));
    // Another station finds the same.
    let theirs = Desk::new();
    let mut colleague = theirs.of("李强");
    colleague.enrol(&station.key_card().unwrap()).unwrap();
    let mut hand_over = |station: &Workstation, name: &str| {
        let bundle = desk.path(name);
        station.export_bundle(&bundle, false, None, &mut go_on).unwrap();
        colleague.import_bundles(&[bundle], &mut go_on).unwrap();
        for (line, expected) in EXAMPLES.iter().filter(|_| name == "first.wxb") {
            assert_eq!(letters(&colleague, line), *expected, "{line}, elsewhere");
        }
        (letters(&colleague, "佐证"), colleague.doctor().unwrap().iter().all(|check| check.ok))
    };
    assert_eq!(hand_over(&station, "first.wxb"), (String::new(), true));
    // What is said is found at once, what is taken back no more, here and there.
    say(&mut station, "IT平台升级", 1, "C12", "缺少佐证材料", None);
    assert_eq!(letters(&station, "佐证"), "H");
    assert_eq!(letters(&station, "佐证 平台"), "H");
    assert_eq!(hand_over(&station, "second.wxb"), ("H".to_owned(), true));
    station.undo().unwrap();
    assert_eq!(letters(&station, "佐证"), "");
    assert_eq!(hand_over(&station, "third.wxb"), (String::new(), true));
    // A target that is filed anew has no opinions yet.
    let path = desk.path("again.csv");
    std::fs::write(&path, format!("{HEAD}{}", ROWS.replace("明显改善", "通行时间缩短"))).unwrap();
    let options = ImportOptions { year: Some(2025), ..ImportOptions::default() };
    station.import(&[path], &options, &mut go_on).unwrap();
    assert_eq!(letters(&station, "考核"), "");
    assert_eq!(letters(&station, "缩短"), "A");
}

#[test]
fn a_line_is_completed_with_what_the_database_has() {
    let desk = Desk::new();
    let station = at_work(&desk);
    let complete = |line: &str| {
        let completion = station.complete(line, line.chars().count(), &words()).unwrap();
        completion.candidates.iter().map(|candidate| completion.apply(line, candidate).0).collect::<Vec<_>>()
    };
    assert_eq!(complete("道路 部门:jyj"), ["道路 部门:教育局 "]);
    assert_eq!(complete("单位:第"), ["单位:第一小学 ", "单位:第二中学 "]);
    assert!(complete("教").contains(&"部门:教育局 ".to_owned()));
    assert_eq!(complete("年度:")[..2], ["年度:2025 ".to_owned(), "年度:2024 ".to_owned()]);
    let completion = station.complete("待审", 2, &words()).unwrap();
    assert_eq!(completion.candidates[0].count, Some(4), "targets that nobody has touched");
}

#[test]
fn a_view_is_kept_and_not_silently_replaced() {
    use wenxiao::model::query::SavedView;
    let desk = Desk::new();
    let station = at_work(&desk);
    let view = |name: &str, line: &str| SavedView { name: name.into(), line: line.into(), sort: Sort::AMOUNT.turned() };
    station.save_view(&view(" 教育 ", "教育局 未审"), false).unwrap();
    station.save_view(&view("教育", "教育局 未审"), false).unwrap();
    assert_eq!(station.save_view(&view("教育", "交通局"), false).unwrap_err().key, "problem-view-there");
    station.save_view(&view("教育", "交通局"), true).unwrap();
    station.save_view(&view("大额", ">500万"), false).unwrap();
    assert_eq!(station.rename_view("大额", "教育").unwrap_err().key, "problem-view-there");
    station.rename_view("大额", "重点").unwrap();
    assert_eq!(station.views().unwrap(), [view("教育", "交通局"), view("重点", ">500万")]);
    assert_eq!(station.remove_view("大额").unwrap_err().key, "problem-no-such-view");
    station.remove_view("重点").unwrap();
    for bad in ["", "  ", "a\nb", &"长".repeat(61)] {
        assert_eq!(station.save_view(&view(bad, "x"), false).unwrap_err().key, "problem-bad-view-name");
    }
    // Nobody else's business.
    let before = station.digest().unwrap();
    station.save_view(&view("又一个", "x"), false).unwrap();
    assert_eq!(station.digest().unwrap(), before);
    station.rebuild().unwrap();
    assert_eq!(station.views().unwrap().len(), 2);
}
