//! Evidence on the screens of a recheck: files with their fingerprints, whether they are still the same, what is asked for.

use wenxiao::text::{Language, width};

use crate::recheck::Seat;
use crate::support::script::look;

/// Registers a paper whose file is written first.
fn with_file(seat: &mut Seat, name: &str, bytes: &str) -> std::path::PathBuf {
    let folder = seat.desk.path("佐证");
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    seat.press(&format!("+{name}<tab><tab>{}<enter>", path.display()));
    path
}

#[test]
fn a_file_is_registered_with_its_fingerprint_and_told_when_it_changed_or_went() {
    let mut seat = Seat::open();
    seat.press("<home>@*").shows("都没有附文件");
    let same = with_file(&mut seat, "台账.txt", "450");
    seat.shows("[x] @1").shows("文件名：台账.txt").shows("指纹：");
    let digest = "d7a70c2b5ef6e19fd39c3da6ad87f5f0fdcb6c2bd0c4ad4f12b2c5a3b35c6e2e".len();
    let printed: String = seat.screen().lines().filter(|line| line.contains("指纹")).collect();
    assert!(printed.chars().filter(char::is_ascii_hexdigit).count() >= digest.min(40), "{printed}");
    let changed = with_file(&mut seat, "名册.txt", "450户");
    let gone = with_file(&mut seat, "合同.txt", "甲乙");
    std::fs::write(&changed, "451户").unwrap();
    std::fs::remove_file(&gone).unwrap();
    let folder = same.parent().unwrap().display().to_string();
    seat.press(&format!("*{folder}<enter>")).shows("相同 1 份，已变更 1 份，不在 1 份");
    let line = |seat: &Seat, label: &str| seat.screen().lines().find(|line| line.contains(label)).unwrap().to_owned();
    assert!(line(&seat, "@1").contains("相同"), "{}", seat.screen());
    assert!(line(&seat, "@2").contains("已变更"), "{}", seat.screen());
    assert!(line(&seat, "@3").contains("不在了"), "{}", seat.screen());
    // The folder that was typed is offered again; one that is not there is told with its name.
    seat.press("*").shows("佐证文件在哪个文件夹").press("<enter>").shows("已变更 1 份");
    seat.press("*x<enter>").shows("没有这个文件夹");
}

#[test]
fn a_file_that_is_not_there_is_told_and_what_was_typed_stays() {
    let mut seat = Seat::open();
    let path = seat.desk.path("没有.pdf");
    seat.press(&format!("<home>@+验收单<tab>第3页<tab>{}<tab>住建局<enter>", path.display())).shows("没有这个文件");
    seat.shows("纸质材料").shows("验收单").shows("第3页").shows("住建局").hides("[x] @1");
    std::fs::write(&path, "第三页").unwrap();
    seat.press("<enter>").shows("[x] @1").shows("文件名：没有.pdf");
    // A folder is no file.
    let folder = seat.desk.path("");
    seat.press(&format!("+图纸<tab><tab>{}<enter>", folder.display())).shows("不是文件");
}

#[test]
fn what_is_asked_for_is_told_row_by_row_and_leads_back_to_the_row() {
    let mut seat = Seat::open();
    seat.press("<home>=").shows("已收 0 条，待补 13 条，共 13 条").shows("请提供：国库支付台账").shows("预算执行率");
    seat.press("<down><down><down>").shows("数量").shows("业务台账").shows("指标值 ≥450户，自评 450");
    seat.press("<enter>").shows("3 改造户数");
    // One row has a paper now, one has none although somebody looked, one does not apply.
    seat.press("@+改造户数台账<enter><enter>450<enter>!<delete>=");
    seat.shows("已收 @1").shows("查无佐证，要求补").shows("不适用").shows("已收 1 条，待补 11 条，共 13 条");
    let out = seat.desk.path("通知.txt");
    let rub_out = "<backspace>".repeat(40);
    seat.press(&format!(".{rub_out}{}<enter>", out.display())).shows("已写出");
    let notice = std::fs::read_to_string(&out).unwrap();
    assert!(
        notice.contains("调阅资料通知") && notice.contains("改造小区数") && notice.contains("\n城建中心："),
        "{notice}"
    );
    let asked = |name: &str| notice.contains(&format!("{name}（"));
    assert!(!asked("改造户数") && !asked("加装电梯"), "what came in or does not apply is not asked for: {notice}");
    seat.press("<esc>").press(&format!(".{rub_out}{}<enter>", out.display())).shows("已存在");
}

#[test]
fn a_row_is_reached_by_its_number() {
    let mut seat = Seat::open();
    seat.press("#12<enter>");
    let chosen =
        |seat: &Seat| seat.screen().lines().find(|line| line.starts_with("| >")).unwrap_or_default().to_owned();
    assert!(chosen(&seat).contains("居民满意度"), "{}", seat.screen());
    seat.press("#０<enter>");
    assert!(chosen(&seat).contains("预算执行"), "{}", seat.screen());
    seat.press("#77<enter>").shows("没有第“77”条");
    seat.press("#9<esc>");
    assert!(chosen(&seat).contains("预算执行"), "{}", seat.screen());
}

#[test]
fn the_list_tells_what_the_checks_found_and_puts_it_first() {
    let mut seat = Seat::open();
    seat.press("450<enter><esc>-----").hides(" 错 ");
    seat.press(";").shows("还没有机审").press(";").shows("按抽取次序");
    let station = seat.desk.open();
    station.check_evaluations(None, false, &mut |_| std::ops::ControlFlow::Continue(())).unwrap();
    drop(station);
    seat.press("<esc><f5>-----<end>;").shows("错误多的在前").shows(" 错 ").shows("-1/");
}

/// The page of what is asked for as it looks, in every room and without colours.
#[test]
fn the_page_of_what_is_asked_for_looks_as_it_did() {
    for (size, room) in [((80, 24), "plain"), ((60, 24), "narrow"), ((120, 40), "wide")] {
        for language in Language::ALL {
            let mut seat = Seat::new().again(size, look(language));
            seat.press("<f5>/老旧<enter><home>@+台账<enter><enter>1198<enter>!<delete>=");
            let screen = seat.screen();
            assert!(screen.lines().all(|line| width::width(line) <= usize::from(size.0)), "{screen}");
            insta::assert_snapshot!(format!("wanted-{room}-{}", language.tag()), screen);
        }
    }
}
