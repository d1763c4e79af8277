//! What may be said: the right sentence with the right figures, in both languages, and never more than was drawn carries.

use rust_decimal::Decimal;
use wenxiao::model::money::Money;
use wenxiao::model::problem::ProblemKind;
use wenxiao::rules::estimate::clusters::{Cluster, ratio};
use wenxiao::rules::estimate::declared::limit;
use wenxiao::rules::estimate::inflation::{Scored, ranking};
use wenxiao::rules::estimate::monetary::{Bound, Drawn, Item, evaluate};
use wenxiao::rules::estimate::planning::{Wanted, row, top_up};
use wenxiao::rules::estimate::sentence::{self, AsFound, Evidence, Statement, statements};
use wenxiao::rules::estimate::stratified::{Degrees, Moments, Rate, Stratum, mean, rate};
use wenxiao::rules::estimate::{Population, whole};
use wenxiao::text::{Arg, Language, Strings};

fn five() -> Decimal {
    Decimal::new(5, 2)
}

fn evidence(random: Option<&Rate>) -> Evidence<'_> {
    Evidence {
        department: None,
        random,
        risk: five(),
        public_seed: true,
        systematic: false,
        certain: AsFound::default(),
        targeted: AsFound::default(),
        excluded: (0, Money(0)),
        refused: 0,
        replaced: 0,
        at_most: None,
    }
}

fn keys(said: &[Statement]) -> Vec<&'static str> {
    said.iter().map(|one| one.key.trim_start_matches("estimate-")).collect()
}

/// A statement in words; nothing may be left of its placeholders.
fn words(one: &Statement, language: Language) -> String {
    let strings = Strings::new(language);
    let args: Vec<(&'static str, Arg<'_>)> = one.args.iter().map(|(name, value)| (*name, Arg::from(value))).collect();
    let text = strings.t(one.key, &args);
    assert!(!text.contains('{') && !text.contains(one.key), "{text}");
    text
}

fn both(said: &[Statement]) -> Vec<String> {
    said.iter().for_each(|one| drop(words(one, Language::En)));
    said.iter().map(|one| words(one, Language::ZhCn)).collect()
}

fn single(units: u64, drawn: u64, found: u64) -> Rate {
    rate(&[Stratum::done("D", units, drawn, found)], five()).unwrap()
}

#[test]
fn the_whole_is_told_with_its_parts_apart() {
    let random = single(5_688, 600, 30);
    let said = statements(&Evidence {
        certain: AsFound { units: 92, found: 45, unexamined: 0 },
        targeted: AsFound { units: 7, found: 6, unexamined: 0 },
        excluded: (12, Money(345_600_000)),
        at_most: Some(Decimal::new(1, 1)),
        ..evidence(Some(&random))
    });
    assert_eq!(keys(&said), ["random", "met", "certain", "total", "targeted", "excluded"]);
    let words = both(&said);
    assert_eq!(
        words[0],
        "从随机抽样总体 5,688 个项目中，按公开取种、分部门随机抽取 600 个复核，发现自评结果不实 30 个。以 95% 的把握推断，随机抽样总体的不实项目不超过 377 个（6.63%），点估计 5.00%。"
    );
    assert_eq!(words[1], "以 95% 的把握，不实比例不高于 10%：达标。");
    assert_eq!(
        words[3],
        "两部分合计 5,780 个项目，不实项目估计约 329 个，以 95% 的把握不超过 422 个；其中已查实 75 个。"
    );
    assert!(words[5].contains("12 个项目（345.60 万元）"), "{}", words[5]);
}

#[test]
fn recommended_items_never_move_what_is_inferred() {
    let random = single(5_688, 600, 30);
    let plain = statements(&evidence(Some(&random)));
    for (certain, targeted) in [(0, 0), (31, 0), (31, 31), (0, 31)] {
        let found = |found| AsFound { units: 31, found, unexamined: 0 };
        let said =
            statements(&Evidence { certain: found(certain), targeted: found(targeted), ..evidence(Some(&random)) });
        assert_eq!(said[0], plain[0]);
    }
    // Nothing drawn at random: facts, and no rate, interval or verdict whatever was asked for.
    let only = statements(&Evidence {
        certain: AsFound { units: 600, found: 45, unexamined: 20 },
        at_most: Some(five()),
        ..evidence(None)
    });
    assert_eq!(keys(&only), ["not-statistical"]);
    let words = both(&only);
    assert!(words[0].contains("共查 580 个项目，不实 45 个") && !words[0].contains('%'), "{}", words[0]);
}

#[test]
fn nothing_found_is_not_nothing_there() {
    let random = single(200, 20, 0);
    let said = statements(&Evidence {
        department: Some("住建局"),
        certain: AsFound { units: 4, found: 1, unexamined: 0 },
        ..evidence(Some(&random))
    });
    assert_eq!(keys(&said), ["department-clean", "certain"]);
    let words = both(&said);
    assert!(words[0].contains("不等于不存在") && words[0].contains("不超过 26 个（13.00%）"), "{}", words[0]);
    assert_eq!(keys(&statements(&evidence(Some(&random)))), ["clean"]);
}

#[test]
fn small_departments_get_facts_and_censuses_no_error() {
    let of = |units, drawn, found| {
        let random = single(units, drawn, found);
        let said =
            statements(&Evidence { department: Some("档案局"), at_most: Some(five()), ..evidence(Some(&random)) });
        (keys(&said)[0], both(&said).concat())
    };
    let (key, words) = of(30, 9, 1);
    assert_eq!(key, "department-small");
    assert!(!words.contains('%') && words.contains("不评价部门总体"), "{words}");
    assert_eq!(of(30, 10, 1).0, "department-random");
    let (key, words) = of(8, 8, 1);
    assert_eq!(key, "department-census");
    assert!(words.contains("没有抽样误差") && words.contains("不达标"), "{words}");
    let none = statements(&Evidence { department: Some("档案局"), ..evidence(None) });
    assert_eq!(keys(&none), ["department-none"]);
    let picked = AsFound { units: 2, found: 1, unexamined: 0 };
    let told = statements(&Evidence { department: Some("档案局"), certain: picked, ..evidence(None) });
    assert_eq!(keys(&told), ["department-not-statistical"]);
    both(&none);
    both(&told);
}

#[test]
fn what_weakens_a_conclusion_stands_beside_it() {
    let uneven = [Stratum { missing: 15, ..Stratum::done("A", 1_000, 50, 2) }, Stratum::done("B", 100, 50, 1)];
    let random = rate(&uneven, five()).unwrap();
    let said = statements(&Evidence {
        public_seed: false,
        systematic: true,
        refused: 1,
        replaced: 20,
        certain: AsFound { units: 10, found: 3, unexamined: 4 },
        at_most: Some(five()),
        ..evidence(Some(&random))
    });
    let expected = [
        "random-internal",
        "not-public",
        "systematic",
        "worst-case",
        "refused",
        "replaced",
        "uneven",
        "open",
        "certain-incomplete",
        "total",
    ];
    assert_eq!(keys(&said), expected);
    let words = both(&said);
    assert!(!words[0].contains("公开取种"), "{}", words[0]);
    assert!(words[4].contains("随机部分发现不实 2 个"), "{}", words[4]);
    assert!(words[8].contains("尚有 4 个未查"), "{}", words[8]);
}

#[test]
fn an_open_question_says_how_many_would_settle_it() {
    let random = single(5_688, 60, 1);
    let said = statements(&Evidence { at_most: Some(five()), ..evidence(Some(&random)) });
    assert_eq!(keys(&said), ["random", "open"]);
    let total: u64 =
        said[1].args.iter().find(|(name, _)| *name == "total").unwrap().1.replace(',', "").parse().unwrap();
    let settled = single(5_688, total, total.div_ceil(60));
    assert_eq!(keys(&statements(&Evidence { at_most: Some(five()), ..evidence(Some(&settled)) }))[1], "met");
    let worse = single(5_688, 600, 90);
    assert_eq!(keys(&statements(&Evidence { at_most: Some(five()), ..evidence(Some(&worse)) }))[1], "missed");
}

#[test]
fn the_coach_and_the_plan_speak() {
    let wanted = Wanted { tolerable: five(), expected: Decimal::ZERO, risk: five() };
    let small = sentence::plan(Some("档案局"), &row(30, 3, &wanted).unwrap(), &wanted);
    assert_eq!(small.key, "estimate-plan-department-short");
    let all = sentence::plan(None, &row(5_688, 569, &wanted).unwrap(), &wanted);
    assert_eq!(all.key, "estimate-plan-enough");
    let text = both(&[small, all]);
    assert!(text[0].contains("18 个（60.00%）"), "{}", text[0]);
    let fifth = Decimal::new(2, 1);
    let coach =
        |drawn, found| sentence::coach(&top_up(200, drawn, found, fifth, five()).unwrap(), drawn, fifth, five());
    let said = coach(5, 0);
    assert_eq!(keys(&said), ["coach-clean", "coach-rate-met"]);
    assert_eq!(both(&said)[0], "再抽 8 个（共 13 个）且全部属实，即可以 95% 的把握说不实比例不高于 20%。");
    assert_eq!(keys(&coach(0, 0)), ["coach-clean"]);
    assert_eq!(keys(&coach(20, 0)), ["met"]);
    assert_eq!(keys(&coach(60, 30)), ["missed"]);
    assert_eq!(keys(&coach(6, 2)), ["coach-clean", "coach-rate-missed"]);
    for (drawn, found) in [(0, 0), (20, 0), (60, 30), (6, 2)] {
        both(&coach(drawn, found));
    }
}

#[test]
fn a_declared_level_is_never_called_confirmed() {
    let fifth = Decimal::new(2, 1);
    let bound = limit(Population::Finite(60), fifth, 12, five()).unwrap();
    let within = sentence::declared("住建局", &bound, fifth, 12, bound.limit);
    let beyond = sentence::declared("住建局", &bound, fifth, 12, bound.limit + 1);
    assert_eq!((within.key, beyond.key), ("estimate-not-contradicted", "estimate-contradicted"));
    for text in both(&[within, beyond]) {
        assert!(!text.contains("证实") && !text.contains("属实率"), "{text}");
    }
}

#[test]
fn means_amounts_departments_and_places_are_told() {
    let points = |text: &str| text.split(' ').map(|point| point.parse().unwrap()).collect::<Vec<Decimal>>();
    let of = |values: &str| {
        let moments = Moments::of("D", 100, &points(values)).unwrap();
        mean(&[moments], five(), Degrees::Plain).unwrap()
    };
    let over = rate(&[Stratum::done("D", 100, 20, 7)], Decimal::new(25, 3)).unwrap();
    let above = sentence::grades(&over, &of("1 2 3 4"), true, five());
    assert_eq!(keys(&above), ["grades", "points", "few-differences"]);
    let below = sentence::grades(&over, &of("-1 -2 -3 -4"), false, five());
    assert_eq!(keys(&below), ["grades", "points-below"]);
    // The same figures the other way round.
    assert_eq!(above[1].args, below[1].args);
    assert_eq!(keys(&sentence::grades(&over, &of("3"), false, five()))[1], "points-alone");
    let alone = sentence::grades(&over, &of("-3"), false, five());
    assert_eq!(keys(&alone)[1], "points-below-alone");
    let item = |reported, verified| Item { reported: Money(reported), verified: Money(verified) };
    let items: Vec<Item> = (0..25).map(|at| item(1_000_000, 1_000_000 - 10_000 * (at % 7 + 1))).collect();
    let drawn = Drawn {
        reported: Money(5_000_000_000),
        items: &items,
        over_as_found: Money(100_000_000),
        under_as_found: Money(0),
    };
    let amounts = sentence::amounts(&evaluate(&drawn, five(), Bound::Binomial).unwrap(), five());
    assert_eq!(keys(&amounts), ["amount-over", "amount-under", "amount-mean", "amount-unreported"]);
    assert!(both(&amounts)[0].contains("全查项目已查实 100.00 万元"));
    let cluster = |units, total| Cluster { units, total: whole(total) };
    let some = ratio(&[cluster(10, 20), cluster(20, 60)], Some(12), five()).unwrap();
    let one = ratio(&[cluster(10, 20)], Some(12), five()).unwrap();
    let told = [sentence::departments(&some, 2, 30, five()), sentence::departments(&one, 1, 10, five())];
    assert_eq!(keys(&told), ["clusters", "clusters-alone"]);
    let scored = |code: &str, units, values: &str| Scored {
        code: code.to_owned(),
        units,
        differences: if values.is_empty() { Vec::new() } else { points(values) },
    };
    let all = [
        scored("A", 50, "5 7 6"),
        scored("B", 50, "1 0 2"),
        scored("C", 2, "3 5"),
        scored("D", 50, "4 4 1"),
        scored("E", 9, ""),
    ];
    let places = ranking(&all, five()).unwrap();
    let lines: Vec<Statement> =
        places.departments.iter().map(|one| sentence::inflation(&one.code, one, five())).collect();
    assert_eq!(keys(&lines), ["inflation", "inflation-census", "inflation", "inflation", "inflation-none"]);
    let lone = ranking(&[scored("A", 50, "5")], five()).unwrap();
    let lone = sentence::inflation("A", &lone.departments[0], five());
    assert_eq!(lone.key, "estimate-inflation-alone");
    for said in [above, below, alone, told.to_vec(), lines, vec![lone]] {
        both(&said);
    }
}

#[test]
fn refusals_are_usage_and_have_words() {
    let problem = rate(&[Stratum::done("D09", 10, 11, 0)], five()).unwrap_err();
    assert_eq!(problem.kind, ProblemKind::Usage);
    let text = Strings::new(Language::ZhCn).problem(&problem);
    assert!(text.contains("D09") && text.contains("11") && text.contains("10"), "{text}");
}
