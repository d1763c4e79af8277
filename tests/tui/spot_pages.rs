//! Going about the pages of a spot check by keys: narrowing the list, years, one draw of several, the checks of a year.

use wenxiao::engine::spot_check::plan::SampleAsk;
use wenxiao::text::{Language, width};

use crate::sample::{SEED, Seat, of_year};
use crate::support::{Desk, go_on};
use crate::tranches::{drawn, late};

/// A year of which two tranches were drawn: 6 of 55 and 1 of 10.
fn two_draws() -> Seat {
    let mut seat = Seat::new();
    drawn(&mut seat);
    late(&seat);
    let mut seat = Seat::at(seat.desk, (80, 24), Language::ZhCn);
    seat.press("><enter><tab><tab><tab><tab><tab><tab><tab>骰20次;开奖号码<enter><enter><enter>");
    seat.press(SEED).press("<enter><enter>").shows("4/4 步");
    seat
}

/// 2023 was drawn, 2024 was not; both have self-evaluations.
fn two_years() -> Seat {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    of_year(&desk, &mut station, 2023, 20);
    of_year(&desk, &mut station, 2024, 30);
    let ask = SampleAsk { year: Some(2023), sources: vec!["十面骰20次".into()], ..SampleAsk::default() };
    station.seal_sample("seal-2023", &ask, &mut go_on).unwrap();
    drop(station);
    let mut seat = Seat::at(desk, (80, 24), Language::ZhCn);
    seat.press("47102938561029384756<tab>47102938561029384756<enter><enter>").shows("4/4 步");
    seat
}

#[test]
fn the_list_is_narrowed_by_draw_and_department_and_esc_clears_it() {
    let mut seat = two_draws();
    seat.press("<f5>").shows("要做的 · 7 项").press("<tab>").shows("分面").shows("哪次抽取").shows("第 2 批（补报）");
    // Six states, then the draws.
    seat.press("<down><down><down><down><down><down><down><down><enter>")
        .shows("[+] 第 2 批")
        .shows("要做的 · 第 2 批（补报） · 1 项");
    seat.press("<esc>").hides("分面").shows("教育局#2").hides("住建局");
    // It is kept when one comes back, also from going on inside.
    seat.press("<enter>").shows("补报项目").press("<esc>").shows("第 2 批（补报） · 1 项");
    seat.press("<esc>").shows("筛选已清除，回到“要做的”").shows("要做的 · 7 项").press("<esc>").hides("要做的 · 7 项");
    // Left out, and widened again; of a department that no line has left nothing is listed, and what to do is said.
    seat.press("<f5><tab><end>").press("<delete>").shows("[-] 档案馆").shows("不含档案馆");
    seat.press("<backspace>").hides("不含").press("<backspace>").shows("没有条件可放宽");
    seat.press("<enter><home><down><delete>").shows("状态一次看一类");
    seat.press("<end><up><up><enter>").press("<home><down><down><enter><esc>");
    seat.shows("没有“待补佐证")
        .shows("清除筛选，或按 Tab")
        .press("<enter>")
        .shows("没有可打开的")
        .press("<esc>")
        .shows("· 7 项");
    // The state alone goes round without opening anything.
    seat.press("-").shows("待补佐证 · 0 项").press("----").shows("全部 · 7 项").press("q").shows("要做的 · 7 项");
}

#[test]
fn a_row_without_evidence_puts_the_recheck_among_those_that_wait_for_papers() {
    let mut seat = two_draws();
    seat.press("<f5><enter><end>!<esc>").press("<tab><home><down><down>").press("<enter><esc>");
    seat.shows("待补佐证 · 1 项").shows("1/1").press("<ctrl-z>").shows("待补佐证 · 0 项");
}

#[test]
fn results_open_at_the_year_and_draw_of_the_list() {
    let mut seat = two_years();
    // The newest year has nothing drawn, and says so; the year drawn is one key away, and its results open from there.
    seat.press("<f5>").shows("2024 年抽查复核").shows("还没有抽取").press("<tab>").shows("没有可收窄的");
    seat.press("=").shows("2023 年抽查复核").shows("2 项").press("%").shows("2023 年度抽查结果").shows("未完成 2");
    seat.press("=")
        .shows("2024 年度抽查结果")
        .shows("还没有抽取（自评 30 项）")
        .press("2")
        .shows("没有可对照的")
        .press("=");
    seat.shows("2023 年度抽查结果").press("<esc>").shows("2023 年抽查复核");
    seat.press("<enter>:抽查结果<enter>").shows("2023 年度抽查结果").press("<ctrl-b>%").shows("2023 年度抽查结果");

    let mut seat = two_draws();
    seat.press("<f5>%")
        .shows("自评项目 65 项")
        .shows("抽中 7")
        .hides("只看")
        .press("=")
        .shows("只有这一个年度")
        .press("<esc>");
    seat.press("=")
        .shows("只有这一个年度")
        .press("<tab><home><down><down><down><down><down><down><down><down><down><enter><esc>%");
    seat.shows("只看第 2 批（补报）（= 看全年）")
        .shows("抽中 1")
        .shows("随机 1/10 项")
        .press("3")
        .shows("教育局 #2")
        .hides("住建局");
    seat.press("!").shows("文件写的是全年各批").press("<esc>=").shows("改看全年各批合计").shows("抽中 7").hides("只看");
}

#[test]
fn the_checks_of_the_year_run_from_the_list_and_tell_what_they_found() {
    let mut seat = two_years();
    seat.press("<f5>=;").shows("按 * 现在机审").press(";*").shows("自评机审完成").shows("2023 年度：本次机审 20 份");
    seat.shows("必改：").shows("建议改：").shows("提示：").shows("缺自评").shows("按 ; 必改多的排前").press("<enter>");
    seat.hides("必改：").shows(" 错 ").press("*").shows("本次机审 0 份，另 20 份没有变化").press("<esc>");
    let english = Seat::at(seat.desk, (80, 24), Language::En);
    let mut seat = english;
    seat.press("<esc><f5>=*").shows("looked at now").shows("to be put right:").press("<enter>");
    let desk = Desk::new();
    drop(desk.of("王敏"));
    Seat::at(desk, (80, 24), Language::ZhCn).press("<f5>*").shows("还没有自评表");
}

#[test]
fn an_import_of_self_evaluations_offers_their_checks() {
    let desk = Desk::new();
    drop(desk.of("王敏"));
    let list = "项目代码,项目名称,主管部门,一级指标,二级指标,三级指标,指标性质,指标值,度量单位,完成值,权重,得分\n甲1,项目甲,住建局,产出指标,数量指标,数量,≥,30,件,31,90,90\n";
    std::fs::write(desk.path("自评表.csv"), list).unwrap();
    let path = desk.path("自评表.csv").display().to_string();
    let mut seat = Seat::at(desk, (80, 24), Language::ZhCn);
    seat.press(&format!("<esc><f8>{path}<tab>2024<enter>"));
    seat.press(".").shows("要现在做、看结果，到复核清单").press("<enter><f5>*").shows("本次机审 1 份");
}

#[test]
fn line_mode_says_the_values_and_the_filter() {
    let mut seat = two_draws();
    seat.press("<f5><tab>");
    let spoken = seat.player.app().spoken();
    assert!(spoken.row.contains("要做的") && spoken.row.contains('7'), "{spoken:?}");
    assert_eq!(spoken.at.map(|at| at.0), Some(2));
    assert!(spoken.about.iter().any(|said| said.contains("要做的 · 7 项")), "{spoken:?}");
}

/// The list with the values to narrow it by, as it looks; it fits, and keys that mean nothing change nothing.
#[test]
fn the_values_to_narrow_by_look_as_they_did() {
    let mut seat = two_draws();
    for (size, room) in [((80, 24), "plain"), ((60, 20), "narrow"), ((120, 40), "wide")] {
        for language in Language::ALL {
            seat = Seat::at(seat.desk, size, language);
            seat.press("<esc><f5><tab><down><down><down><down><down><down><down><down><enter>");
            let screen = seat.screen();
            assert!(screen.lines().all(|line| width::width(line) <= usize::from(size.0)), "{screen}");
            insta::assert_snapshot!(format!("narrowed-{room}-{}", language.tag()), screen);
            seat.press("<esc>");
            let listed = |seat: &mut Seat| seat.screen().lines().take(6).collect::<Vec<_>>().join("\n");
            let before = listed(&mut seat);
            seat.press("wz7<delete>~^");
            assert_eq!(listed(&mut seat), before);
            seat.press("<f1>").press("<esc>");
            assert_eq!(listed(&mut seat), before);
        }
    }
}
