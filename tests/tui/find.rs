//! Finding: the filter line while it is typed, facets, frequency tables, orders, saved views, words found in the text.

use wenxiao::engine::request::{Reply, Request};
use wenxiao::model::query::{Column, Sort};
use wenxiao::text::Language;
use wenxiao::tui::msg::Msg;
use wenxiao::tui::play::Format;

use crate::support::fake::World;
use crate::support::script::Script;

fn queue_asked(script: &Script) -> (String, Sort) {
    let world = script.world.borrow();
    let asked = world.log.iter().rev().find_map(|request| match request {
        Request::OpenQueue { query, .. } => Some(query.clone()),
        _ => None,
    });
    let query = asked.expect("the queue was asked for");
    (query.filter.line(&wenxiao::model::query::Words::default()), query.sort)
}

#[test]
fn number_and_funds_are_counted_while_the_line_is_typed() {
    let mut script = Script::new();
    script.press("<f4>").shows("共 12 项 8,904.0万");
    script.press("/教育").shows("共 2 项 498.0万").press("局 >100万").shows("共 1 项 412.0万");
}

#[test]
fn candidates_stand_under_the_line_with_meaning_and_count() {
    let mut script = Script::new();
    script.press("<f4>/").shows("部门:  主管部门，名称、编码或拼音首字母").shows("候选：Tab 选用");
    script.press("jyj").shows("部门:教育局  主管部门").shows("2 项").shows("共 2 项");
    assert!(script.line(4).contains("部门:教育局"), "right under the line: {}", script.line(4));
}

#[test]
fn enter_takes_the_line_as_it_stands_and_never_a_candidate_nobody_chose() {
    let mut script = Script::new();
    script.press("<f4>/jyj<enter>").shows("筛选：jyj").shows("[命令]").hides("筛选：部门");
    script.press("/<ctrl-u>jyj<tab>").shows("筛选： 部门:教育局").shows("[输入]");
    script.press("<enter>").shows("筛选：部门:教育局").shows("[命令]").shows("共 2 项");
    // Chosen with the arrow it is taken, and the line is whole.
    script.press("1/slj<down>").shows("> 部门:水利局").press("<enter>").shows("筛选：部门:水利局").shows("共 1 项");
    // The name of a field is not whole: its value is still missing.
    script.press("1/部<down><enter>").shows("[输入]").shows("筛选： 部门:").shows("部门:教育局").hides("看不懂");
    script.press("水<enter>").shows("[命令]").shows("共 1 项");
}

#[test]
fn up_from_the_first_candidate_chooses_none() {
    let mut script = Script::new();
    script.press("<f4>/jyj<down><up><enter>").shows("筛选：jyj").shows("[命令]");
}

#[test]
fn esc_brings_the_old_filter_back() {
    let mut script = Script::new();
    script.press("<f4>/教育局<enter>/<ctrl-u>水利<esc>").shows("筛选：教育局").shows("共 2 项").shows("[命令]");
}

#[test]
fn wrong_words_are_marked_with_place_reason_and_suggestion() {
    let mut script = Script::new();
    script.press("<f4>/教育局 部们:水利 >五百");
    script.shows("第 5 个字起的“部们:水利”看不懂").shows("是不是想写“部门").shows("“>五百”看不懂").shows("共 2 项");
    // The signs stand under the words: “筛选： ” takes seven cells, “教育局 ” as many.
    let (line, marks) = (script.line(3), script.line(4));
    let cells = |text: &str| wenxiao::text::width::width(text);
    let at = cells(line.split("部们").next().unwrap());
    assert_eq!(cells(marks.split('^').next().unwrap()), at, "{line}\n{marks}");
    assert_eq!(marks.matches('^').count(), cells("部们:水利") + cells(">五百"));
    script.press("<enter>").shows("[输入]").shows("请改正，或按 Esc 恢复原来的筛选");
    script.press("<esc>").shows("共 12 项").hides("看不懂");
}

#[test]
fn a_field_whose_value_is_being_typed_is_not_yet_wrong() {
    let mut script = Script::new();
    script.press("<f4>/类:").hides("看不懂").shows("类:2").press("<enter>").shows("请改正");
}

#[test]
fn lines_of_before_come_back_on_an_empty_line() {
    let mut script = Script::new();
    script.press("<f4>/教育局<enter>/<ctrl-u>水利局<enter><f2><f4>/");
    script.press("<up>").shows("筛选： 水利局").shows("共 1 项");
    script.press("<up>").shows("筛选： 教育局").press("<up>").shows("筛选： 教育局");
    script.press("<down>").shows("筛选： 水利局").press("<down>").shows("共 12 项");
    script.press("<up><enter>").shows("筛选：水利局").shows("[命令]");
}

#[test]
fn a_paste_is_a_text_to_look_for() {
    let mut script = Script::new();
    script.press("<f4>");
    script.player.handle(Msg::Paste("水利局\n小型水库".into()));
    script.shows("[输入]").shows("筛选： 水利局 小型水库").shows("共 1 项").press("<enter>").shows("[命令]");
}

#[test]
fn an_input_method_opens_the_line_and_full_width_signs_count_as_plain_ones() {
    let mut script = Script::new();
    script.press("<f4>、＞５００万<enter>").shows("筛选：＞５００万").shows("共 6 项");
}

#[test]
fn the_caret_stays_in_the_field() {
    for size in [(60, 20), (80, 24), (120, 40)] {
        let mut script = Script::on(World::sample(), size, Language::ZhCn);
        script.press("<f4>/教育局<down>");
        let caret = script.player.frame().1.expect("there is a caret");
        assert_eq!((caret.x, caret.y), (2 + 7 + 6, 2), "behind the text at {size:?}");
    }
}

#[test]
fn a_filter_that_leaves_nothing_says_which_word_does() {
    let mut script = Script::new();
    script.press("<f4>/教育局 >2000万 2025<enter>");
    script.shows("没有符合“教育局 2025 >2000万”的项目").shows("1 取消筛选");
    script.shows("去掉“教育局”有 1 项").shows("去掉“>2000万”有 2 项").shows("去掉“2025”有 0 项");
    let screen = script.screen();
    assert!(screen.find("有 2 项") < screen.find("有 0 项"), "what helps most comes first:\n{screen}");
    script.press("1/类1 类2 有整改<enter>").shows("没有");
}

#[test]
fn facets_narrow_and_write_the_line() {
    let mut script = Script::new();
    script.press("<f4><tab>").shows("+-分面").shows("主管部门").shows("教育局").shows("###");
    // The first value of the first column is under the cursor; the second column begins below its own heading.
    let before = script.screen();
    let departments: Vec<&str> = before.lines().filter(|line| line.contains("教育局")).collect();
    assert!(departments.iter().any(|line| line.contains(" 2 ")), "{before}");
    while !script.screen().lines().any(|line| line.contains("> 教育局") || line.contains(">  教育局")) {
        script.press("<down>");
    }
    script.press("<enter>").shows("筛选：部门=教育局").shows("[+] 教育局");
    assert_eq!(queue_asked(&script).0, "部门=教育局");
    // Another one beside it: the other values are still there to be chosen.
    script.press("<down><enter>");
    assert!(queue_asked(&script).0.contains('|'), "{}", queue_asked(&script).0);
    script.press("<backspace>").hides("[+]").hides("筛选：");
    script.press("<delete>").shows("[-]").shows("筛选：-部门=");
    script.press("<esc>").hides("+-分面").shows("筛选：-部门=").press("1").shows("共 12 项");
}

#[test]
fn facets_stand_beside_a_wide_list() {
    let mut script = Script::on(World::sample(), (120, 40), Language::ZhCn);
    script.press("<f4><tab>").shows("+-分面").press("<tab>").shows("+-分面");
    script.press("<down>").shows("2/12").press("<tab><esc>").hides("+-分面").shows("2/12");
    let mut narrow = Script::on(World::sample(), (60, 20), Language::En);
    narrow.press("<f4><tab>").shows("+-facets").press("<tab>").hides("+-facets").shows("1/12");
}

#[test]
fn facets_and_typed_words_are_one_filter() {
    let mut script = Script::new();
    script.press("<f4>/水库<enter><tab><enter>").shows("筛选：水库 待审").press("<esc>/ >1亿").shows("共 0 项");
}

#[test]
fn a_frequency_table_has_the_total_of_the_queue_and_narrows_it() {
    let mut script = Script::new();
    script.press("<f4>/>100万<enter>").shows("共 9 项 8,663.0万");
    script.press("=1").shows("频数：主管部门").shows("9 个值  共 9 项 8,663.0万").shows("占比").shows("11.1%");
    script.press("-").shows("按金额");
    assert!(script.line(4).contains("水利局"), "the most funds first: {}", script.line(4));
    script.press("-").shows("按值").press("-").shows("按项数");
    // Digits change the column at once.
    script.press("2").shows("频数：年度资金").shows("1,000-5,000 万").press("3").shows("频数：审核状态");
    script.press("<enter>").shows("目标审核").shows("筛选：待审 >100万");
    script.press("==").shows("频数：预算年度").press("<esc>").shows("筛选：待审 >100万").shows("8,475.0万");
}

#[test]
fn a_value_can_be_left_out_from_the_table() {
    let mut script = Script::new();
    script.press("<f4>=1<delete>").shows("筛选：-部门=教育局").shows("共 10 项");
}

#[test]
fn while_it_counts_it_says_so_and_esc_goes_back() {
    let mut script = Script::on(World::large(5_000), (80, 24), Language::ZhCn);
    script.press("<f4>");
    script.world.borrow_mut().hold_counts = true;
    script.press("=1").shows("正在清点 5,000 项").press("<esc>").shows("目标审核").shows("共 5,000 项");
    // What comes late belongs to nothing on screen any more; the queue has asked again itself.
    script.world.borrow_mut().release();
    script.player.handle(Msg::Beat);
    script.shows("共 5,000 项");
}

#[test]
fn a_class_may_be_counted_twice_and_the_table_says_so() {
    let mut script = Script::new();
    script.press("<f4><enter>2<enter>7<enter><esc>==<esc>=");
    script.press("<end><enter>").shows("频数：意见类别").shows("一项可在几个值中").shows("（没有意见）");
}

#[test]
fn any_column_orders_the_queue_and_the_same_again_turns_it_round() {
    let mut script = Script::new();
    script.press("<f4>-2").shows("按金额 大到小").shows("金额(万元)v");
    assert!(script.line(4).contains("小型水库除险加固"), "{}", script.line(4));
    script.press("--").shows("按金额 小到大").shows("金额(万元)^");
    assert!(script.line(4).contains("馆藏档案数字化"), "{}", script.line(4));
    script.press("-2").shows("按金额 大到小").press("-7").shows("按意见数 大到小");
    // What has no digit is reached with the arrows.
    script.press("-<end><enter>").shows("按版本 大到小");
    assert_eq!(queue_asked(&script).1, Sort::by(Column::Version));
}

#[test]
fn the_order_is_kept_with_the_place_where_one_stopped() {
    let mut script = Script::new();
    script.press("<f4>/>100万<enter>-2--<down><enter> <f2>");
    assert_eq!(script.world.borrow().place.as_ref().map(|place| place.sort.clone()), Some("amount:asc".into()));
    script.press("<enter>");
    assert_eq!(queue_asked(&script), (">100万".into(), Sort::by(Column::Amount).turned()));
}

#[test]
fn a_view_is_saved_opened_renamed_removed_and_put_back() {
    let mut script = Script::new();
    script.press("<f4>'").shows("还没有视图。+ 把现在的筛选和排序存成视图").press("<esc>");
    script.press("/教育局<enter>-2'+").shows("名称：").press("教育局的<enter>").shows("视图“教育局的”已存。");
    script
        .press("<esc>1-4")
        .shows("共 12 项")
        .press("'1")
        .shows("筛选：教育局")
        .shows("按金额 大到小")
        .shows("共 2 项");
    script.press("'=<ctrl-u>教育<enter>").shows("“教育局的”已改名为“教育”").shows("> 1  教育 ");
    script.press("<delete>").shows("视图“教育”已删除。Backspace 放回").shows("还没有视图");
    script.press("<backspace>").shows("视图“教育”已存。").shows("> 1  教育 ");
    script.press("<backspace>").shows("没有刚删除的视图");
}

#[test]
fn a_view_is_not_replaced_without_being_told_to() {
    let mut script = Script::new();
    script.press("<f4>'+甲<enter><esc>/教育局<enter>'+甲<enter>");
    script.shows("已有另一个“甲”。再按 Enter 替换它").shows("[输入]");
    assert_eq!(script.world.borrow().views[0].line, "", "nothing is replaced yet");
    script.press("<enter>").shows("视图“甲”已存。").shows("教育局");
    assert_eq!(script.world.borrow().views[0].line, "教育局");
    // A name that changed in between is another name.
    script.press("<esc>1'+甲<enter>").shows("已有另一个").press("乙<enter>").shows("视图“甲乙”已存。");
    assert_eq!(script.world.borrow().views.len(), 2);
    script.press("+<enter>").shows("请写视图名称").press("<esc><esc>").shows("目标审核");
}

#[test]
fn a_word_that_stands_in_no_column_is_shown_where_it_stands() {
    let mut script = Script::new();
    script.press("<f4>/加装电梯<enter>").shows("指标 5：【加装电梯】");
    script.press("/<ctrl-u>资金使用<enter>").shows("绩效目标：").shows("【资金使用】规范，群众满意");
    script.press("<down>").shows("2/12").shows("【资金使用】");
    // What stands in the line itself needs no telling.
    script.press("/<ctrl-u>教育局<enter>").hides("【");
    script.press("1<enter>7<enter><esc>/核查方法<enter>");
    let mut english = Script::on(World::sample(), (80, 24), Language::En);
    english.press("<f4>/加装电梯<enter>").shows("indicator 5: [加装电梯]");
}

#[test]
fn wider_shows_more_columns_and_no_other_keys() {
    let heads = |width: u16| {
        let mut script = Script::on(World::sample(), (width, 40), Language::ZhCn);
        script.press("<f4>");
        script.line(3)
    };
    for (width, more, not_yet) in [
        (60, "金额(万元)", "主管部门"),
        (80, "主管部门", "实施单位"),
        (120, "实施单位", "项目编码"),
        (160, "项目编码", "指标"),
        (200, "指标", "?"),
    ] {
        let heads = heads(width);
        assert!(heads.contains(more) && !heads.contains(not_yet), "{width}: {heads}");
    }
}

#[test]
fn replies_to_older_questions_are_dropped() {
    let mut script = Script::new();
    script.press("<f4>/教育局<enter>").shows("共 2 项 498.0万");
    for epoch in 0..5 {
        let ids = [wenxiao::model::ids::ItemId(1)].into();
        script.player.handle(Msg::Reply(Reply::Ids { epoch, ids, total: 1, complete: true }));
        script.player.handle(Msg::Reply(Reply::Frequency { epoch, tables: Vec::new() }));
        let completion = wenxiao::model::query::Completion::default();
        script.player.handle(Msg::Reply(Reply::Completions { epoch, completion }));
    }
    script.shows("共 2 项 498.0万");
}

/// Every page of this part, in three sizes and both languages.
const PAGES: [(&str, &str); 6] = [
    ("filter", "<f4>/jyj"),
    ("misread", "<f4>/教育局 >五百"),
    ("facets", "<f4><tab>"),
    ("frequency", "<f4>=1"),
    ("order", "<f4>-"),
    ("views", "<f4>/教育局<enter>'+甲<enter>"),
];

#[test]
fn pages_look_as_they_did() {
    for (size, room) in [((80, 24), "plain"), ((60, 20), "narrow"), ((120, 40), "wide")] {
        for language in Language::ALL {
            for (name, keys) in PAGES {
                if room != "plain" && language == Language::En {
                    continue;
                }
                let mut script = Script::on(World::sample(), size, language);
                script.press(keys);
                insta::assert_snapshot!(format!("find-{name}-{room}-{}", language.tag()), script.screen());
            }
        }
    }
}

#[test]
fn without_colours_every_word_is_still_there() {
    for (name, keys) in PAGES {
        let mut plain = Script::new();
        let mut mono = Script::mono(World::sample(), (80, 24));
        plain.press(keys);
        mono.press(keys);
        assert_eq!(mono.screen(), plain.screen(), "{name}");
        let ansi = mono.player.picture(Format::Ansi).join("\n");
        assert!(!ansi.contains("[3") && !ansi.contains("[9"), "{name} has colours");
    }
}
