//! Lines that people type, and what they mean.

use proptest::prelude::*;

use super::*;
use crate::model::query::complete::KnownParty;

/// The program's own words and three classes.
fn words(tongue: Tongue) -> Words {
    let mut words = Words::new(tongue);
    let classes =
        [("C02", "2", "目标不明", "unclear goal"), ("C10", "0", "权重不规范", "weights"), ("S1", "s", "自定", "own")];
    for (code, key, han, english) in classes {
        words.name_class(&CategoryCode(code.to_owned()), &[key, english, han]);
    }
    words
}

fn read(line: &str) -> Filter {
    Filter::read(line, &words(Tongue::Han)).unwrap_or_else(|wrong| panic!("{line}: {wrong:?}"))
}

fn wrong(line: &str) -> Vec<(usize, usize, String, Expected, Option<String>)> {
    let wrong = Filter::read(line, &words(Tongue::Han)).expect_err(line);
    wrong.into_iter().map(|m| (m.from, m.to, m.word, m.expected, m.nearest)).collect()
}

fn line(text: &str) -> String {
    read(text).line(&words(Tongue::Han))
}

fn text(text: &str) -> Text {
    Text::holding(text)
}

fn class(code: &str) -> CategoryCode {
    CategoryCode(code.to_owned())
}

fn yuan(yuan: i64) -> Money {
    Money(yuan * 100)
}

#[test]
fn a_line_mixes_words_year_state_class_and_amount() {
    let filter = read("教育局　２０２５ 未审 类2 ＞500万 <=1,000万元");
    let expected = Filter::of([
        Test::Anywhere(text("教育局")),
        Test::Year(vec![Span::only(2025)]),
        Test::State(vec![Status::Queued, Status::ReReview]),
        Test::Class(vec![class("C02")]),
        Test::Amount(Span::between(Money(500_000_001), yuan(10_000_000))),
    ]);
    assert_eq!(filter, expected);
    assert_eq!(filter.line(&words(Tongue::Han)), "教育局 类2 未审 2025 >500万 <=1000万");
    assert_eq!(filter.line(&words(Tongue::English)), "教育局 class2 unread 2025 >500 <=1000");
}

#[test]
fn every_field_is_read_in_both_languages() {
    let pairs = [
        ("部门:教育局", "department:教育局"),
        ("主管部门：教育局|卫健委", "dept:教育局|卫健委"),
        ("单位=第一小学", "unit=第一小学"),
        ("编码:2190", "code:2190"),
        ("名称:道路", "name:道路"),
        ("指标:满意度", "indicator:满意度"),
        ("意见:不明确", "opinion:不明确"),
        ("类:2", "category:C02"),
        ("类:目标不明", "class:\"unclear goal\""),
        ("类10", "class:0"),
        ("状态:待审|退回", "state:queued|returned"),
        ("年度:2024..2026", "year:2024..2026"),
        ("2024-2026", "2024..2026"),
        ("2025", "year=2025"),
        ("年>=2025", "year:2025.."),
        ("资金>500万", "amount>500"),
        ("资金:100万..500万", "amount:100..500"),
        ("100..500万", "100万..500万"),
        ("资金:无", "amount:none"),
        ("编码:无", "code:none"),
        ("意见数>3", "opinions>=4"),
        ("指标数:5..10", "rows:5..10"),
        ("有整改", "demands>=1"),
        ("无整改", "without-demand"),
        ("有意见", "opinions:1.."),
        ("未定行>0", "undecided>=1"),
        ("已定数=0", "decided:0"),
        ("版本>1", "version>=2"),
        ("实质", ">=1000万"),
        ("重点", "key_lane"),
        ("不含:道路", "-道路"),
        ("-类2", "not:class:2"),
        (">=5000000元", ">=500万"),
        ("<1亿", "<10000万"),
        ("有冲突", "contested"),
    ];
    for (han, english) in pairs {
        assert_eq!(read(han), read(english), "{han} {english}");
        assert!(!read(han).is_empty(), "{han}");
        for tongue in [Tongue::Han, Tongue::English] {
            let printed = read(han).line(&words(tongue));
            assert_eq!(read(&printed), read(han), "{han} {printed}");
        }
    }
}

#[test]
fn what_looks_like_more_is_text_where_it_is_quoted_or_cannot_be_more() {
    let word = |line: &str, meant: &str| assert_eq!(read(line), Filter::word(meant), "{line}");
    word("\"2025\"", "2025");
    word("“教育 局”", "教育 局");
    word("\"部门:教育局\"", "部门:教育局");
    word("\"a\"\"b\"", "a\"b");
    word("\"-道路\"", "-道路");
    word("1:3", "1:3");
    word("≥95%", "≥95%");
    word("a=b", "a=b");
    word("类型", "类型");
    word("项目", "项目");
    word("类别", "类别");
    word("-", "-");
    word("2025年底", "2025年底");
    word("100", "100");
    word("\"没有关上", "没有关上");
    assert!(read("\"\" \"\"").is_empty());
    assert_eq!(read("jyj"), Filter::word("jyj"));
    assert_ne!(read("\"jyj\""), read("jyj"), "quoted letters are no initials");
    assert_eq!(read("道路 道路"), Filter::word("道路"));
}

#[test]
fn values_of_one_field_are_alternatives_and_spans_of_one_number_meet() {
    assert_eq!(line("部门:卫健委 道路 部门:教育局"), "道路 部门:卫健委|教育局");
    assert_eq!(line("2024 2026 2025"), "年度:2024|2025|2026");
    assert_eq!(line("类2 类10 -类S1"), "类:2|10 -类1");
    assert_eq!(line(">5 <=9 >6"), ">6万 <=9万");
    assert_eq!(line("退回 通过"), "状态:通过|退回");
    assert_eq!(line("待审 重报待审"), "未审");
    assert_eq!(line("部门=\"规划、建设局\" 部门:环保"), "部门:环保 部门=\"规划、建设局\"");
    assert_eq!(line("-100万..500万"), "-资金:100万..500万");
    assert_eq!(line("资金=3.5万"), "资金=3.5万");
    assert_eq!(wrong(">0.015元")[0].3, Expected::Amount, "half a fen is none");
}

#[test]
fn everything_that_is_wrong_is_told_with_its_place() {
    let found = wrong("道路 >五百万 部们:教育局 状态:待亩 类:99 年度:25 意见数>很多 部门: 单位>3");
    let short: Vec<_> = found.iter().map(|(from, to, _, expected, _)| (*from, *to, *expected)).collect();
    assert_eq!(
        short,
        [
            (3, 7, Expected::Amount),
            (8, 14, Expected::Field),
            (15, 20, Expected::State),
            (21, 25, Expected::Class),
            (26, 31, Expected::Year),
            (32, 38, Expected::Number),
            (39, 42, Expected::Value),
            (43, 47, Expected::Sign),
        ]
    );
    assert_eq!(found[1].4.as_deref(), Some("部门"));
    assert_eq!(found[2].4.as_deref(), Some("待审"));
    assert_eq!(wrong("departmnt:教育")[0].4.as_deref(), Some("department"));
    assert_eq!(wrong("http://x")[0].4, None);
    let many: String = (0..60).map(|n| format!("字{n} ")).collect();
    assert_eq!(wrong(&many).len(), 1);
    assert_eq!(wrong(&many)[0].3, Expected::Fewer);
}

fn any_text() -> impl Strategy<Value = Text> {
    let piece = prop_oneof![
        4 => "[教育局道路类部门-]{1,6}",
        2 => "[a-z]{1,5}",
        2 => "[0-9.:=<>|,\" -]{1,6}",
        1 => any::<String>(),
        1 => prop::sample::select(vec!["2025", "待审", "无", "类2", "实质", "有整改", ">5万", "部门:x", "-a", "不含:x", "“", "”", "1..3"])
            .prop_map(str::to_owned),
    ];
    (piece, any::<bool>(), any::<bool>()).prop_map(|(text, whole, literal)| Text { text, whole, literal })
}

fn any_span<T: Copy + Ord + std::fmt::Debug + 'static>(
    number: impl Strategy<Value = T> + Clone + 'static,
) -> impl Strategy<Value = Span<T>> {
    (number.clone(), number, 0..4u8).prop_map(|(a, b, kind)| match kind {
        0 => Span::from(a),
        1 => Span::to(a),
        2 => Span::only(a),
        _ => Span::between(a.min(b), a.max(b)),
    })
}

fn any_test() -> impl Strategy<Value = Test> {
    use prop::collection::vec;
    use prop::sample::select;
    let texts = select(vec![Field::Name, Field::Code, Field::Indicator, Field::Opinion]);
    let numbers = vec![Field::Rows, Field::Decided, Field::Undecided, Field::Opinions, Field::Demands, Field::Version];
    let amounts = prop_oneof![any::<i64>(), (0..10_000i64).prop_map(|n| n * 1_000_000), 0..1_000_000i64];
    let full = |text: &Text| !text.text.is_empty();
    prop_oneof![
        any_text().prop_filter("empty", move |text| full(text)).prop_map(Test::Anywhere),
        (texts, any_text())
            .prop_filter("empty", |(_, text)| text.whole || !text.text.is_empty())
            .prop_map(|(field, text)| Test::In(field, text)),
        (
            select(vec![Field::Department, Field::Unit]),
            vec(any_text().prop_filter("empty", |text| !text.text.is_empty()), 1..4)
        )
            .prop_map(|(field, texts)| Test::Party(field, texts)),
        vec(select(vec![class("C02"), class("C10"), class("S1"), class("X77")]), 1..4).prop_map(Test::Class),
        vec(select(Status::ALL.to_vec()), 1..10).prop_map(Test::State),
        vec(any_span(1990..=2100u16), 1..4).prop_map(Test::Year),
        any_span(amounts.prop_map(Money)).prop_map(Test::Amount),
        (select(numbers), any_span(any::<u32>())).prop_map(|(field, span)| Test::Count(field, span)),
        select(vec![Field::Code, Field::Department, Field::Unit, Field::Amount]).prop_map(Test::Missing),
    ]
}

fn any_filter() -> impl Strategy<Value = Filter> {
    prop::collection::vec((any::<bool>(), any_test()), 0..6)
        .prop_map(|clauses| Filter::new(clauses.into_iter().map(|(except, test)| Clause { except, test })))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_filter_is_read_as_it_is_printed(filter in any_filter()) {
        for tongue in [Tongue::Han, Tongue::English] {
            let words = words(tongue);
            let printed = filter.line(&words);
            prop_assert_eq!(Filter::read(&printed, &words), Ok(filter.clone()), "{}", printed);
        }
    }

    #[test]
    fn whatever_is_typed_is_a_filter_or_told_by_place(line in any::<String>(), more in "[-部门:=<>|\"0-9a-z万 类..]{0,30}") {
        for line in [line, more] {
            let words = words(Tongue::Han);
            match Filter::read(&line, &words) {
                Ok(filter) => {
                    let printed = filter.line(&words);
                    prop_assert_eq!(Filter::read(&printed, &words), Ok(filter), "{} {}", line, printed);
                }
                Err(wrong) => {
                    let length = line.chars().count();
                    prop_assert!(!wrong.is_empty());
                    prop_assert!(wrong.iter().all(|wrong| wrong.from < wrong.to && wrong.to <= length));
                }
            }
        }
    }
}

fn completed(line: &str) -> Vec<String> {
    let words = words(Tongue::Han);
    let party = |code: &str, name: &str| KnownParty { code: Some(code.to_owned()), name: name.to_owned(), count: None };
    let departments = [party("219", "滨州市教育局"), party("301", "卫生健康委员会"), party("402", "规划、建设局")];
    let units = [party("219001", "第一小学")];
    let vocabulary = Vocabulary {
        words: &words,
        departments: &departments,
        units: &units,
        years: &[(2026, 10), (2025, 7)],
        states: &[(Status::Queued, 9)],
    };
    let completion = complete(line, line.chars().count(), &vocabulary);
    completion.candidates.iter().map(|candidate| completion.apply(line, candidate).0).collect()
}

#[test]
fn a_half_typed_word_is_completed() {
    assert!(completed("部").contains(&"部门:".to_owned()));
    assert_eq!(completed("道路 部门:jyj"), ["道路 部门:滨州市教育局 "]);
    assert_eq!(completed("部门:卫生"), ["部门:卫生健康委员会 "]);
    assert_eq!(completed("部门:301"), ["部门:卫生健康委员会 "]);
    assert_eq!(completed("部门:卫生健康委员会|教"), ["部门:卫生健康委员会|滨州市教育局 "]);
    assert_eq!(completed("部门:规划"), ["部门:\"规划、建设局\" "]);
    assert!(completed("-wjw").is_empty());
    assert_eq!(completed("-dyxx"), ["-单位:第一小学 "]);
    assert!(completed("状态:待").contains(&"状态:待审 ".to_owned()));
    assert!(completed("待").contains(&"待审 ".to_owned()));
    assert_eq!(completed("类:目标"), ["类:2 "]);
    assert!(completed("年度:")[..2] == ["年度:2026 ", "年度:2025 "]);
    assert!(completed("有").contains(&"有整改 ".to_owned()));
    assert!(completed("").contains(&"部门:".to_owned()));
    for line in completed("") {
        let whole = line.ends_with(' ');
        assert!(!whole || Filter::read(&line, &words(Tongue::Han)).is_ok(), "{line}");
    }
}

#[test]
fn the_groups_of_a_frequency_table_print_as_words() {
    let printed = |column, group: Group| group.clause(column).line(&words(Tongue::Han));
    assert_eq!(printed(Column::Department, Group::Text("教育局".into())), "部门=教育局");
    assert_eq!(printed(Column::Amount, Group::Amount(frequency::amounts(3))), ">=100万 <500万");
    assert_eq!(printed(Column::Amount, Group::Amount(frequency::amounts(0))), "<10万");
    assert_eq!(printed(Column::Amount, Group::Amount(frequency::amounts(7))), ">=1亿");
    assert_eq!(printed(Column::Class, Group::None), "无意见");
    assert_eq!(printed(Column::Opinions, Group::Number(2)), "意见数=2");
    assert_eq!(printed(Column::Name, Group::Text(String::new())), "名称=\"\"");
}
