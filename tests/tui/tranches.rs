//! After a draw, by keys: the next ticket, drawing on, what came late, rotation.

use wenxiao::engine::request::ImportOptions;
use wenxiao::model::form::FormKind;
use wenxiao::text::Language;

use crate::sample::{SEAL, SEED, Seat};
use crate::support::go_on;

pub(crate) fn drawn(seat: &mut Seat) {
    seat.press(SEAL).press("<enter>").press(SEED).press("<enter><enter>").shows("4/4 步");
}

#[test]
fn the_next_ticket_is_seen_before_it_stands_in() {
    let mut seat = Seat::new();
    drawn(&mut seat);
    seat.press("<f5><enter>")
        .shows("抽查复核")
        .press("~")
        .shows("下一签替补")
        .shows("将由下一签替补")
        .shows("不能挑选");
    // Without a reason nothing is done; leaving does nothing.
    seat.press("<enter>").shows("请写明理由").press("<esc>").hides("不能挑选").hides("递补");
    seat.press("~<tab>当年没有自评任务<enter>").hides("不能挑选").shows("由下一签递补");
    seat.press("~").shows("已由").press("<esc>").press("<esc>").shows("递补");
    // The sampling page counts it, and one undo takes both back.
    seat.press("<ctrl-b>").shows("替补 1 项").press("<esc><ctrl-z>").press("<ctrl-b>").hides("替补 1 项");
}

#[test]
fn drawing_on_shows_what_it_comes_to_first() {
    let mut seat = Seat::new();
    seat.press(">").shows("还没有抽取");
    drawn(&mut seat);
    seat.press(">").shows("加抽与补封").shows("请填写随机抽取共多少项");
    seat.press("<tab>60<tab>").shows("55").press("<shift-tab><ctrl-u>9<tab>").shows("由 6 项加到 9 项");
    seat.shows("计入随机部分").press("<enter>").shows("请写明理由").press("多排三个人<enter>");
    seat.shows("6 → 9 项").shows("/9").shows("多排三个人");
    // No look was declared.
    seat.press("><space>").shows("没有申报分阶段方案").press("<esc>");
    let desk = seat.desk;
    let mut again = Seat::at(desk, (80, 24), Language::ZhCn);
    again.shows("6 → 9 项");
}

pub(crate) fn late(seat: &Seat) {
    let path = seat.desk.path("补报.csv");
    let heading =
        "项目代码,项目名称,主管部门,预算单位,一级指标,二级指标,三级指标,指标性质,指标值,度量单位,完成值,权重,得分\n";
    let rows: String = (1..=10)
        .map(|at| format!("补报{at},补报项目{at},教育局,教育局中心,产出指标,数量指标,完成数量,≥,30,件,31,90,90\n"))
        .collect();
    std::fs::write(&path, format!("{heading}{rows}")).unwrap();
    let mut station = seat.desk.open();
    let options = ImportOptions { year: Some(2024), kind: Some(FormKind::SelfEvaluation), ..ImportOptions::default() };
    station.import(&[path], &options, &mut go_on).unwrap();
}

#[test]
fn what_came_late_is_told_and_planned_as_the_next_tranche() {
    let mut seat = Seat::new();
    drawn(&mut seat);
    late(&seat);
    let mut seat = Seat::at(seat.desk, (80, 24), Language::ZhCn);
    seat.shows("新到 10 项")
        .press(">")
        .shows("补封")
        .press("<enter>")
        .shows("2/4 步")
        .shows("第 2 批")
        .shows("1/10 = 10.00%");
    seat.press("<tab><tab><tab><tab><tab><tab><tab>骰20次;开奖号码<enter><enter>")
        .shows("封存 10 项和方案")
        .press("<enter>");
    seat.shows("3/4 步").press(SEED).press("<enter><enter>").shows("4/4 步").shows("教育局 #2").hides("新到 10 项");
}

#[test]
fn who_is_due_and_what_looks_risk_stand_in_the_plan() {
    let mut seat = Seat::new();
    let fields = "<enter><tab><tab><tab><tab><tab><tab><tab><tab>3 project<tab>20% 0-1 +4:1<tab>";
    seat.press(fields).shows("轮评（项目，3 年一轮）到期：2024 年 19 个").shows("总风险");
    seat.press("<ctrl-d>").shows("2025 年 18 个");
    seat.press("<enter><shift-tab><ctrl-u>20% 1<tab>").shows("读不成分阶段方案");
}

#[test]
fn every_size_and_language_shows_what_comes_after_a_draw() {
    for language in Language::ALL {
        for size in [(60, 24), (80, 24), (120, 40)] {
            let mut seat = Seat::of(size, language);
            let seal = "<enter><tab><tab><tab><tab><tab><tab><tab>dice 20;lottery<enter><enter><enter>";
            seat.press(seal).press(&SEED.replace("张某|纪检组", "A|B")).press("<enter><enter>");
            let steps = [
                ("><tab>9<tab>", "9"),
                ("more<enter>", "1/9"),
                ("<esc><f5><enter>~", "40"),
                ("<tab>none due<enter>", "住建局"),
            ];
            for (keys, word) in steps {
                seat.press(keys).shows(word);
                assert!(!seat.player.app().explained().whys.is_empty());
                if std::env::var_os("WENXIAO_SHOW").is_some() {
                    println!("{}", seat.screen());
                }
            }
            late(&seat);
            let mut seat = Seat::at(seat.desk, size, language);
            seat.shows("10").shows("1/9").shows("6").press(">").shows("10");
            if std::env::var_os("WENXIAO_SHOW").is_some() {
                println!("{}", seat.screen());
            }
        }
    }
}
