//! Finding: words from one character on, initials, fields, orders without an index, frequencies.

use wenxiao::model::query::{Column, Filter, Query, Sort, Words};
use wenxiao::model::review::CategoryCode;
use wenxiao::store::{Access, Session};

use super::measure::Samples;
use super::report::{Report, short};
use super::{Plan, data};

const TIMES: usize = 5;

pub fn run(plan: &Plan, report: &mut Report) {
    let city = Session::open(&data::database(data::CITY), Access::Read).expect("session");
    measure(&city, "5,688", report);
    if plan.million {
        let large = Session::open(&data::database(data::MILLION), Access::Read).expect("session");
        measure(&large, "1M", report);
    }
}

/// Lines as people type them, by what answers them.
const LINES: [(&str, &str); 27] = [
    ("S1", "路"),
    ("S1", "率"),
    ("S1", "冰"),
    ("S1", "满意"),
    ("S1", "满意度"),
    ("S1", "资金"),
    ("S1", "养护里程"),
    ("S1", "服务对象满意度"),
    ("S1", "道路 养护"),
    ("S1", "99%"),
    ("S1", "4711"),
    ("S1", "dlyh"),
    ("S1", "jyj"),
    ("S1", "-满意度"),
    ("S4", "部门:jyj"),
    ("S4", "部门:教育 >500万"),
    ("S4", "单位:第一"),
    ("S4", "单位:第一 2025 未审"),
    ("S4", "名称:养护"),
    ("S4", "名称:ylfw"),
    ("S4", "指标:满意度"),
    ("S4", "指标:养护里程"),
    ("S4", "意见:考核"),
    ("S4", "类7"),
    ("S4", "有整改"),
    ("S4", "指标数>12"),
    ("S4", "编码:4711"),
];

/// All figures of one database.
pub fn measure(session: &Session, size: &str, report: &mut Report) {
    let mut words = Words::default();
    words.name_class(&CategoryCode("C07".to_owned()), &[]);
    for (id, line) in LINES {
        let filter = Filter::read(line, &words).expect("a line of this bench");
        let query = Query { filter: filter.clone(), ..Query::default() };
        let quick = if session.is_quick(&query).expect("quick") { "at once" } else { "on the list lane" };
        let (mut first, mut whole, mut count) = (Samples::default(), Samples::default(), 0);
        for turn in 0..TIMES {
            first.time(|| session.queue_ids(&query, Some(512)).expect("ids"));
            // What takes seconds is told by its first run.
            if turn == 0 || whole.p50() < 300.0 {
                count = whole.time(|| session.queue_count(&filter).expect("count"));
            }
        }
        let figure =
            format!("first part {} ms {quick}, {count} counted in {} ms", short(first.p50()), short(whole.p50()));
        report.note(id, &format!("{line}, {size}"), figure);
    }
    for by in [Column::Name, Column::Unit, Column::Opinions, Column::Rows, Column::Amount] {
        let query = Query { sort: Sort::by(by).turned(), ..Query::default() };
        let (mut first, mut whole) = (Samples::default(), Samples::default());
        for _ in 0..3 {
            first.time(|| session.queue_ids(&query, Some(512)).expect("ids"));
            whole.time(|| session.queue_ids(&query, None).expect("ids"));
        }
        let figure = format!("first part {} ms, all {} ms", short(first.p50()), short(whole.p50()));
        report.note("F44", &format!("order by {}, turned, {size}", by.id()), figure);
    }
    let facets = [Column::Department, Column::Status, Column::Year, Column::Amount];
    for (what, line, columns) in [
        ("department", "", &facets[..1]),
        ("four facets", "", &facets[..]),
        ("four facets of 资金", "资金", &facets[..]),
        ("years and states", "未审", &facets[1..3]),
        ("units", "", &[Column::Unit][..]),
        ("classes", "", &[Column::Class][..]),
        ("names", "", &[Column::Name][..]),
    ] {
        let filter = Filter::read(line, &words).expect("a line of this bench");
        let mut samples = Samples::default();
        for _ in 0..3 {
            samples.time(|| session.frequencies(&filter, columns, 50).expect("frequencies"));
        }
        report.note("F44", &format!("frequency of {what}, {size}"), format!("{} ms", short(samples.p50())));
    }
}
