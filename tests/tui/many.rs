//! Marks, one act on many, undo and history, with a real station behind the screens.

use std::rc::Rc;

use wenxiao::engine::inline::Inline;
use wenxiao::engine::request::{ImportOptions, Reply};
use wenxiao::engine::workstation::Workstation;
use wenxiao::model::finding::Voice;
use wenxiao::text::Language;
use wenxiao::tui::msg::Msg;
use wenxiao::tui::play::{Format, PlayOptions, Player, Stage};

use crate::shared::Shared;
use crate::support::script::look;
use crate::support::{Desk, go_on};

/// Twelve targets of three rows; the last one is in the key lane. Every other one says 适量.
fn table() -> String {
    let mut text = String::from(
        "项目代码,项目名称,主管部门,预算单位,年度资金总额（万元）,年度目标,一级指标,二级指标,三级指标,计算符号,指标值,计量单位,分值\n",
    );
    for no in 1..=12 {
        let funds = if no == 12 { 1260 } else { 200 - no };
        let head = format!("P{no:04},项目{no:02},219-交通局,219001-养护中心,{funds},完成任务{no}");
        let value = if no % 2 == 0 { ",适量," } else { "≥,95,%" };
        text.push_str(&format!("{head},产出指标,数量指标,养护里程,≥,{no},公里,30\n"));
        text.push_str(&format!("{head},产出指标,质量指标,验收合格率,{value},30\n"));
        text.push_str(&format!("{head},效益指标,社会效益指标,出行改善,定性,明显改善,,30\n"));
    }
    text
}

/// A reviewer before the screens of a real station.
struct Reviewer {
    desk: Desk,
    inline: Rc<Inline>,
    player: Player,
}

impl Reviewer {
    fn at(size: (u16, u16), language: Language) -> Reviewer {
        let desk = Desk::new();
        let mut station = desk.of("王敏");
        let path = desk.path("目标.csv");
        std::fs::write(&path, table()).unwrap();
        let options = ImportOptions { year: Some(2025), ..ImportOptions::default() };
        station.import(&[path], &options, &mut go_on).unwrap();
        Reviewer::before(desk, station, size, language)
    }

    fn before(desk: Desk, station: Workstation, size: (u16, u16), language: Language) -> Reviewer {
        let inline = Rc::new(Inline::new(station));
        let replies = Rc::clone(&inline);
        let stage = Stage { engine: Box::new(Shared(Rc::clone(&inline))), replies: Box::new(move || replies.take()) };
        // What the checks draft on these rows is quiet: it has tests of its own.
        let mut look = look(language);
        look.settings.voices.insert("T029".into(), Voice::Quiet);
        let player = Player::new(stage, size, look, &PlayOptions::default());
        Reviewer { desk, inline, player }
    }

    /// The same with drafts, on the draft of the second project.
    fn at_a_draft() -> Reviewer {
        let Reviewer { desk, inline, player } = Reviewer::new();
        drop(player);
        let replies = Rc::clone(&inline);
        let stage = Stage { engine: Box::new(Shared(Rc::clone(&inline))), replies: Box::new(move || replies.take()) };
        let player = Player::new(stage, (80, 24), look(Language::ZhCn), &PlayOptions::default());
        let mut reviewer = Reviewer { desk, inline, player };
        reviewer.press("<f4>/项目<enter><home><down><down><enter>").shows("规则 T029");
        reviewer
    }

    fn new() -> Reviewer {
        Reviewer::at((80, 24), Language::ZhCn)
    }

    /// The program ends and begins again.
    fn restart(self) -> Reviewer {
        let Reviewer { desk, inline, player } = self;
        drop(player);
        drop(Rc::into_inner(inline).unwrap().into_station());
        let station = desk.open();
        Reviewer::before(desk, station, (80, 24), Language::ZhCn)
    }

    fn press(&mut self, keys: &str) -> &mut Reviewer {
        self.player.press(keys).unwrap();
        self
    }

    fn screen(&self) -> String {
        self.player.picture(Format::Text).join("\n")
    }

    #[track_caller]
    fn shows(&mut self, words: &str) -> &mut Reviewer {
        let screen = self.screen();
        assert!(screen.contains(words), "“{words}” is not on the screen:\n{screen}");
        self
    }

    #[track_caller]
    fn hides(&mut self, words: &str) -> &mut Reviewer {
        let screen = self.screen();
        assert!(!screen.contains(words), "“{words}” is on the screen:\n{screen}");
        self
    }

    /// Fingerprint of everything decided, and number of events.
    fn digest(&self) -> (String, u64) {
        let digest = self.desk.reading().digest().unwrap();
        (digest.state, digest.events)
    }
}

#[test]
fn marks_are_counted_kept_by_identity_and_cleared_when_asked() {
    let mut reviewer = Reviewer::new();
    reviewer.press("<f4>&").shows("还没有标记项目");
    reviewer.press("  ").shows("已标记 2 项").hides("不在列表中");
    // 千万元以上的排第一，然后从大到小。
    reviewer.shows("1,459.00 万元");
    reviewer.press("/项目0<enter>").shows("已标记 2 项").shows("（1 项不在列表中）");
    reviewer.press("1").hides("不在列表中").shows("已标记 2 项");
    reviewer.press("<end>_").shows("已标记 12 项").press("<home> ").shows("已标记 11 项");
    reviewer.player.handle(Msg::Reply(Reply::DataChanged));
    reviewer.shows("已标记 11 项");
    reviewer.press("<delete>").hides("已标记").press("+").shows("已标记 12 项").press("+").hides("已标记");
    reviewer.press("<delete>_").shows("还没有起点");
}

#[test]
fn an_act_on_the_marked_is_looked_at_first_then_done_and_taken_back_with_one_key() {
    let mut reviewer = Reviewer::new();
    let before = reviewer.digest();
    reviewer.press("<f4>+.").shows("选中 12 项").shows("将改动 11 项").shows("写 44 条记录");
    reviewer.shows("1000 万元及以上，须逐个审核：1 项，1,260.00 万元").shows("项目12");
    reviewer.press("<esc>").shows("已标记 12 项");
    assert_eq!(reviewer.digest(), before, "looking and leaving changes nothing");

    reviewer.press(".4").shows("没有意见，不能定为中或差").shows("没有一项可以这样处理").press("<enter>");
    reviewer.shows("没有可以这样处理的项目");
    reviewer.press("2").shows("定为良").press("<enter>");
    reviewer.shows("批量 11 个项目：审结，定为良，共 44 条").shows("Ctrl+Z 撤销").hides("已标记");
    let after = reviewer.digest();
    assert_eq!(after.1, before.1 + 44);
    reviewer.press("<home><ctrl-z>").shows("撤销批量 11 个项目").shows("Ctrl+Y 重做");
    assert_eq!(reviewer.digest().0, before.0);
    let mut reviewer = reviewer.restart();
    reviewer.press("<f4><ctrl-y>").shows("重做批量 11 个项目");
    assert_eq!(reviewer.digest().0, after.0);
    reviewer.press("<ctrl-z>");
    assert_eq!(reviewer.digest().0, before.0);
}

#[test]
fn after_an_undo_of_many_the_cursor_stands_on_the_first_of_them_even_where_the_filter_had_hidden_it() {
    let mut reviewer = Reviewer::new();
    // The two in the middle: they leave the list of what waits, and come back.
    reviewer.press("<f4>2<down><down><down>  .<enter>").shows("批量 2 个项目");
    reviewer.hides("项目03").hides("项目04").press("<end><ctrl-z>").shows("+-P0003");
}

#[test]
fn an_opinion_goes_on_all_rows_that_say_the_same() {
    let mut reviewer = Reviewer::new();
    reviewer.press("<f4>+&").shows("批量处理：12 项").shows("1     提意见：每个项目").press("2适量<enter>");
    reviewer.press("7").shows("{indicator}");
    reviewer.press("<enter>").shows("指标值为“适量”的条目").shows("将改动 5 项").shows("5 条指标");
    reviewer.shows("没有相同的指标：6 项").press("<enter>").shows("批量 5 个项目：按条提意见");
    reviewer.press("<home><down><down><enter>").shows("验收合格率");
    // In own words, from the row under the cursor: the same name in all of them.
    let mut reviewer = Reviewer::new();
    reviewer
        .press("<f4><down><enter>#1<enter>&")
        .shows("本条：养护里程")
        .press("3")
        .shows("名称为“养护里程”")
        .press("1<tab>");
    reviewer.press("里程无依据<tab>补充依据<enter>").shows("名称为“养护里程”").shows("将改动 11 项");
    reviewer.shows("里程无依据").shows("补充依据").press("<enter>").shows("批量 11 个项目");
}

#[test]
fn a_preview_made_before_a_colleague_decided_is_refused_and_made_again() {
    let mut reviewer = Reviewer::new();
    reviewer.press("<f4>+!").shows("将改动 11 项");
    // Another session of this station decides.
    let mut other = reviewer.desk.open();
    let view = other.project(other.find_target("项目05", None).unwrap().id).unwrap();
    let action = wenxiao::engine::request::Action::SetGrade {
        on: view.subject.clone(),
        seen: Vec::new(),
        grade: wenxiao::model::review::Grade::Good,
        reason: String::new(),
    };
    other.act("other", &action).unwrap();
    let before = reviewer.digest();
    reviewer.press("<enter>").shows("预览后 11 项中有 1 项变了，什么也没有写入");
    assert_eq!(reviewer.digest(), before);
    reviewer.shows("将改动 10 项").shows("已定级：1 项");
    reviewer.press("<enter>").shows("批量 10 个项目：退回重填，共 30 条");
}

#[test]
fn history_shows_many_as_one_line_with_its_records_and_undoes_up_to_a_step() {
    let mut reviewer = Reviewer::new();
    let before = reviewer.digest();
    reviewer.press("<f4><down><enter> <esc>+,<enter>").shows("批量 11 个项目：稍后，共 32 条");
    reviewer.press("<home><down><down><enter>!<ctrl-o>").shows("可撤销 3 步").shows("[下一撤销]");
    reviewer.press("<down>").press("<enter>").shows("这一步的 32 条记录").shows("项目01 第 2 条：稍后");
    reviewer.press("<enter>").shows("养护里程").press("<esc><esc>").shows("可撤销 3 步");
    // Undo up to the batch: two steps, said before.
    reviewer.press("!").shows("将撤销最近的 2 步").press("<esc>").shows("可撤销 3 步");
    reviewer.press("!<enter>").shows("撤销 2 步").shows("Ctrl+Y 重做").shows("可撤销 1 步，可重做 2 步").shows("[撤]");
    reviewer.press("<ctrl-z>");
    assert_eq!(reviewer.digest().0, before.0);
    reviewer.press("<home>!").shows("这一步不能撤销");
    reviewer.press("<tab>").shows("本人的操作").press("<home><tab>").shows("本项目的操作").press("<tab>");
    reviewer.shows("全部操作");
}

#[test]
fn looking_back_and_looking_around_never_change_anything() {
    let mut reviewer = Reviewer::new();
    reviewer.press("<f4><down><enter> !,");
    let before = reviewer.digest();
    reviewer.press("<backspace><backspace><backspace><backspace><esc><backspace><f2><backspace>");
    reviewer.press("<ctrl-o><backspace><down><backspace><enter><backspace><esc><f4>+&<backspace><esc>");
    reviewer.press("&2<backspace>a<backspace><esc><esc>.<backspace><esc><backspace>");
    assert_eq!(reviewer.digest(), before);
}

#[test]
fn the_pages_of_acts_on_many_fit_everywhere() {
    for (language, size) in
        [(Language::ZhCn, (80, 24)), (Language::En, (80, 24)), (Language::ZhCn, (60, 20)), (Language::ZhCn, (120, 40))]
    {
        let mut reviewer = Reviewer::at(size, language);
        let name = format!("{}x{}-{}", size.0, size.1, language.tag());
        let picture = |reviewer: &Reviewer, page: &str| {
            insta::assert_snapshot!(format!("many-{page}-{name}"), reviewer.screen());
        };
        reviewer.press("<f4>   &");
        picture(&reviewer, "menu");
        reviewer.press("<esc>.");
        picture(&reviewer, "preview");
        reviewer.press("<enter>");
        picture(&reviewer, "done");
        reviewer.press("<ctrl-o>");
        picture(&reviewer, "history");
        reviewer.press("!");
        picture(&reviewer, "back");
    }
}

#[test]
fn a_draft_is_accepted_in_the_whole_queue_with_a_preview_and_one_undo() {
    // 项目12 is in the key lane; of the rest every other one says 适量.
    let mut reviewer = Reviewer::at_a_draft();
    let before = reviewer.digest();
    reviewer.press("&").shows("机审草稿：T029").shows("7").shows("采纳机审").shows("不采纳");
    reviewer.press("7").shows("采纳机审 T029").shows("将改动 5 项").shows("其余 6 项没有这条机审草稿");
    reviewer.shows("1000 万元及以上");
    assert_eq!(reviewer.digest(), before, "looking writes nothing");
    reviewer.press("<enter>").shows("批量 5 个项目").shows("采纳机审 T029");
    assert_eq!(reviewer.digest().1, before.1 + 5);
    reviewer.press("<ctrl-z>").shows("撤销批量 5 个项目");
    assert_eq!(reviewer.digest().0, before.0);
}

#[test]
fn a_draft_is_dismissed_in_the_whole_queue_for_one_reason() {
    let mut reviewer = Reviewer::at_a_draft();
    let before = reviewer.digest();
    reviewer.press("&8").shows("1").press("<enter>").shows("须写明理由").press("<esc>").shows("不采纳");
    reviewer.press("81").shows("不采纳机审 T029").shows("将改动 5 项").press("<esc><esc><esc>");
    assert_eq!(reviewer.digest(), before, "leaving changes nothing");
    reviewer.press("&8'已与部门核实'<enter>").shows("已与部门核实").press("<enter>").shows("批量 5 个项目");
    reviewer.shows("不采纳机审 T029");
    assert_eq!(reviewer.digest().1, before.1 + 5);
    // Without a draft there is nothing to answer everywhere.
    let mut reviewer = Reviewer::new();
    reviewer.press("<f4>+&7").shows("光标处没有待处理的机审草稿");
}
