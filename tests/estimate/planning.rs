//! Sizes of samples: published tables of auditors and of other programs.

use rust_decimal::Decimal;
use wenxiao::rules::bounds;
use wenxiao::rules::estimate::planning::{
    Planned, Size, TopUp, Verdict, Wanted, chance_of_meeting, clean_size, mean_size, row as plan_row, share_size, size,
    size_for_count, size_for_rate, table, top_up, verdict,
};
use wenxiao::rules::estimate::staged::{Source, Stage, chance_of_accepting, risk};
use wenxiao::rules::estimate::{Population, Rounding, ceiling, exact, fraction, monetary, percent, rounded, whole};

use crate::vectors::{decimal, list, near, number, row};

fn five() -> Decimal {
    Decimal::new(5, 2)
}

fn drawn(population: Population, tolerable: Decimal, expected: Decimal, risk: Decimal) -> Size {
    match size(population, &Wanted { tolerable, expected, risk }).unwrap() {
        Planned::Sample(size) => size,
        Planned::Everything => panic!("{tolerable} {expected} needs everything"),
    }
}

#[test]
fn attribute_sizes_of_the_guide_are_met_cell_by_cell() {
    let table = row("planning", "D1");
    let risk = decimal(&table["alpha"]);
    assert_eq!(list(&table["rows"]).len(), 194);
    for line in list(&table["rows"]) {
        let found = drawn(Population::Infinite, decimal(&line[0]), decimal(&line[1]), risk);
        assert_eq!((found.drawn, found.accepted), (number(&line[2]), number(&line[3])), "{line}");
    }
}

#[test]
fn finite_sizes_of_other_programs_are_met() {
    for line in list(&row("planning", "D5")["rows"]) {
        let risk = Decimal::ONE - decimal(&line[3]);
        let (expected, tolerable) = (decimal(&line[1]), decimal(&line[2]));
        let finite = Population::Finite(number(&line[0]));
        assert_eq!(drawn(finite, tolerable, expected, risk).drawn, number(&line[4]), "{line}");
        assert_eq!(drawn(Population::Infinite, tolerable, expected, risk).drawn, number(&line[5]), "{line}");
    }
    for line in list(&row("planning", "D7")["rows"]) {
        let risk = Decimal::ONE - decimal(&line[2]);
        let found = drawn(Population::Finite(number(&line[0])), decimal(&line[1]), Decimal::ZERO, risk);
        assert_eq!(found.drawn, number(&line[3]), "{line}");
    }
    // IDEA rounds the expected rate up to whole things of the population first.
    for line in list(&row("planning", "D9")["rows"]) {
        let hundred = Decimal::ONE_HUNDRED;
        let units = number(&line[0]);
        let risk = Decimal::ONE - decimal(&line[1]) / hundred;
        let (intolerable, errors, printed) = (number(&line[4]), number(&line[5]), number(&line[6]));
        let accepts = |n: u64| (errors * n).div_ceil(units);
        let found =
            (1..=units).find(|n| size_for_count(units, intolerable, accepts(*n), risk).is_some_and(|s| s <= *n));
        assert_eq!(found, Some(printed), "{line}");
        if errors == 0 {
            let found = drawn(Population::Finite(units), decimal(&line[2]) / hundred, Decimal::ZERO, risk);
            assert_eq!(found.drawn, printed, "{line}");
        }
    }
}

#[test]
fn the_example_of_the_planner_asks_for_68_and_accepts_2() {
    let (nine, two) = (Decimal::new(9, 2), Decimal::new(2, 2));
    assert_eq!(drawn(Population::Finite(3_653), nine, two, five()), Size { drawn: 68, accepted: 2 });
}

#[test]
fn sizes_with_a_given_number_accepted_are_met() {
    let table = row("planning", "D11");
    for case in list(&table["cases"]) {
        let found = size_for_count(number(&case["N"]), number(&case["K0"]), number(&case["c"]), decimal(&case["risk"]));
        assert_eq!(found, Some(number(&case["n"])), "{case}");
    }
    for line in list(&table["rows"]) {
        let found = size_for_rate(decimal(&line[0]), number(&line[1]), decimal(&line[2]));
        assert_eq!(found, Some(number(&line[3])), "{line}");
    }
}

#[test]
fn cells_that_a_rounded_rate_made_too_small_are_not_repeated() {
    let table = row("planning", "D17");
    let (units, risk) = (number(&table["N"]), decimal(&table["alpha"]));
    for line in list(&table["rows"]) {
        let found = drawn(Population::Finite(units), decimal(&line[0]), decimal(&line[1]), risk).drawn;
        assert_eq!(found, number(&line[2]), "{line}");
    }
    let wrong = list(&table["do_not_reproduce"]["rows"]);
    assert_eq!(wrong.len(), 6);
    for line in wrong {
        let found = drawn(Population::Finite(units), decimal(&line[0]), decimal(&line[1]), risk).drawn;
        assert_ne!(found, number(&line[2]), "{line}");
        assert_eq!(found, number(&line[3]), "{line}");
    }
}

#[test]
fn sizes_by_value_are_met_although_the_factor_is_not_rounded() {
    let table = row("planning", "D3");
    let columns = list(&table["columns"]);
    for line in list(&table["rows"]) {
        for (cell, column) in list(line).iter().zip(columns).skip(2).filter(|(cell, _)| !cell.is_null()) {
            let share = column.as_str().unwrap().trim_start_matches("T=").trim_end_matches('%').parse::<Decimal>();
            let tolerable = share.unwrap() / Decimal::ONE_HUNDRED;
            let expected = tolerable * decimal(&line[1]);
            let found = monetary::size(&Wanted { tolerable, expected, risk: decimal(&line[0]) }).unwrap();
            assert_eq!(found, number(cell), "{line} {column}");
        }
    }
}

#[test]
fn sizes_for_means_and_shares_are_met() {
    for case in list(&row("planning", "D15")["cases"]) {
        let population = case["N"].as_u64().map_or(Population::Infinite, Population::Finite);
        let risk = Decimal::ONE - decimal(&case["level"]);
        let found = if case["type"] == "mean" {
            mean_size(population, decimal(&case["e"]), decimal(&case["S"]), risk)
        } else {
            share_size(population, decimal(&case["e"]), decimal(&case["P"]), risk)
        };
        assert_eq!(found, Ok(number(&case["n"])), "{case}");
    }
}

#[test]
fn looking_in_between_costs_what_the_plan_says() {
    let case = &row("planning", "D13")["case"];
    let source = Source::Rate(exact(decimal(&case["tolerable"])));
    let twice = |each| [Stage { more: each, accept: 0, go_on: 1 }, Stage { more: each, accept: 1, go_on: 1 }];
    near(&chance_of_accepting(&source, &twice(49)), &case["overall_risk"], "1e-12");
    near(&chance_of_accepting(&source, &twice(48)), &case["overall_risk_at_48"], "1e-12");
    // Drawing on because one bad was found: the 10 % plan is one no more.
    let case = &row("planning", "D14")["case"];
    let [one, two, three] = [
        Stage { more: 45, accept: 0, go_on: 2 },
        Stage { more: 33, accept: 1, go_on: 2 },
        Stage { more: 27, accept: 2, go_on: 2 },
    ];
    let last = Stage { go_on: 1, ..two };
    near(
        &chance_of_accepting(&source, &[one, last]),
        &case["expand_45_to_78_if_one_deviation_accept_total_1"],
        "1e-12",
    );
    near(&chance_of_accepting(&source, &[one, two, three]), &case["expand_again_to_105_accept_total_2"], "1e-12");
}

#[test]
fn a_finite_plan_of_one_stage_has_the_risk_that_was_planned() {
    // 1,200 with 60 bad: 45 clean ones are accepted with at most 10 %.
    let single = |n| risk(1_200, 60, &[Stage { more: n, accept: 0, go_on: 0 }]);
    assert!(single(45) <= fraction(1, 10));
    assert!(single(44) > fraction(1, 10));
    // Two stages drawn together are one: whoever always goes on has drawn them at once.
    let split = [Stage { more: 20, accept: 0, go_on: 0 }, Stage { more: 25, accept: 0, go_on: 0 }];
    assert_eq!(risk(1_200, 60, &split), risk(1_200, 60, &split[..1]), "accepted at the first look");
    assert_eq!(risk(10, 11, &split), fraction(0, 1), "there are not so many bad ones");
}

#[test]
fn a_plan_for_the_real_size_needs_less_than_the_duty() {
    let percent = |n: i64| Decimal::new(n, 2);
    for (tolerable, expected, at_five, at_ten) in [
        (3, 1, (253, 3), (174, 2)),
        (5, 2, (179, 4), (131, 3)),
        (5, 3, (332, 10), (231, 7)),
        (10, 5, (115, 6), (78, 4)),
    ] {
        for (risk, (n, c)) in [(five(), at_five), (percent(10), at_ten)] {
            let found = drawn(Population::Finite(5_688), percent(tolerable), percent(expected), risk);
            assert_eq!((found.drawn, found.accepted), (n, c), "{tolerable} {expected} {risk}");
        }
    }
}

#[test]
fn a_narrow_gap_is_planned_like_one_size_after_another() {
    // The scan passes over whole blocks of sizes; looking at every size finds the same.
    for (units, tolerable, expected) in [(400, 20, 15), (700, 10, 8), (300, 50, 45), (900, 4, 3)] {
        let [tolerable, expected] = [tolerable, expected].map(|percent| Decimal::new(percent, 2));
        let intolerable = ceiling(&(exact(tolerable) * whole(units)));
        let accepts = |n: u64| ceiling(&(exact(expected) * whole(n)));
        let plain = (1..=units)
            .find(|n| bounds::upper(units, *n, accepts(*n).min(*n), five()).is_some_and(|most| most < intolerable));
        let found = size(Population::Finite(units), &Wanted { tolerable, expected, risk: five() }).unwrap();
        assert_eq!(found.drawn(units), plain.unwrap_or(units), "{units} {tolerable} {expected}");
    }
}

#[test]
fn a_small_department_is_told_the_truth_before_the_draw() {
    let wanted = Wanted { tolerable: Decimal::new(5, 2), expected: Decimal::ZERO, risk: five() };
    let (whole, departments) = table(&[(30, 3), (5_600, 560), (8, 8)], &wanted).unwrap();
    assert!(whole.suffices() && departments[1].suffices());
    assert!(!departments[0].suffices(), "three of thirty prove nothing about five percent");
    assert!(departments[0].clean_percent >= Decimal::from(60));
    assert!(departments[2].suffices() && departments[2].clean_upper == 0, "all eight are examined");
    assert_eq!(plan_row(8, 1, &wanted).unwrap().clean_upper, 7);
    assert_eq!(plan_row(0, 0, &wanted).unwrap().clean_upper, 0);
    assert_eq!(plan_row(3, 4, &wanted).unwrap_err().key, "problem-estimate-drawn-above-population");
}

#[test]
fn what_a_clean_sample_needs_to_say_so() {
    let sizes = [8, 20, 50, 100, 200, 5_688];
    let need = |at_most| sizes.map(|units| clean_size(units, at_most, five()).unwrap());
    assert_eq!(need(Decimal::new(2, 1)), [6, 9, 11, 12, 13, 14]);
    assert_eq!(need(Decimal::new(1, 1)), [8, 12, 19, 23, 26, 29]);
    for (units, bad, drawn, chance) in [(8, 2, 1, "25"), (20, 4, 2, "37"), (100, 10, 10, "67")] {
        let met = chance_of_meeting(units, bad, drawn).unwrap() * fraction(100, 1);
        assert_eq!(rounded(&met, 0, Rounding::Nearest).unwrap().to_string(), chance);
    }
}

#[test]
fn the_coach_says_how_many_more() {
    // The same figures when nothing is drawn yet, and after a clean beginning.
    for (units, total) in [(8, 6), (20, 9), (50, 11), (100, 12), (200, 13), (5_688, 14)] {
        for begun in [0, 1, 5] {
            let coached = top_up(units, begun, 0, Decimal::new(2, 1), five()).unwrap();
            assert_eq!(coached.if_clean, Some(total), "{units} {begun}");
            assert_eq!(coached.now, Verdict::Open);
        }
    }
    let TopUp { now, if_clean, at_present_rate } = top_up(200, 20, 2, Decimal::new(2, 1), five()).unwrap();
    assert_eq!(now, Verdict::Open);
    // What it says is true, and one less would not do.
    let total = if_clean.unwrap();
    assert_eq!(verdict(200, total, 2, Decimal::new(2, 1), five()), Ok(Verdict::Met));
    assert_eq!(verdict(200, total - 1, 2, Decimal::new(2, 1), five()), Ok(Verdict::Open));
    let (total, how) = at_present_rate.unwrap();
    assert_eq!(how, Verdict::Met);
    assert_eq!(verdict(200, total, total.div_ceil(10), Decimal::new(2, 1), five()), Ok(Verdict::Met));
    assert!((20..total).all(|n| verdict(200, n, n.div_ceil(10), Decimal::new(2, 1), five()) == Ok(Verdict::Open)));
    // More bad than the statement allows can never be topped up away.
    let hopeless = top_up(50, 20, 11, Decimal::new(2, 1), five()).unwrap();
    assert_eq!((hopeless.now, hopeless.if_clean), (Verdict::Missed, None));
    // A rate above the limit is settled the other way.
    let worse = top_up(5_688, 20, 3, Decimal::new(5, 2), five()).unwrap();
    assert!(matches!(worse.at_present_rate, Some((_, Verdict::Missed))), "{worse:?}");
    assert_eq!(verdict(10, 10, 2, Decimal::new(2, 1), five()), Ok(Verdict::Met), "all were examined");
    assert_eq!(verdict(10, 10, 3, Decimal::new(2, 1), five()), Ok(Verdict::Missed));
}

#[test]
fn what_cannot_be_wanted_is_refused_with_its_reason() {
    let ask_of = |units, tolerable: &str, expected: &str, risk: &str| {
        let number = |text: &str| text.parse::<Decimal>().unwrap();
        let wanted = Wanted { tolerable: number(tolerable), expected: number(expected), risk: number(risk) };
        size(Population::Finite(units), &wanted)
    };
    let ask = |tolerable: &str, expected: &str, risk: &str| ask_of(100, tolerable, expected, risk);
    let key = |tolerable, expected, risk| ask(tolerable, expected, risk).unwrap_err().key;
    assert_eq!(key("0.05", "0.05", "0.05"), "problem-estimate-expected");
    assert_eq!(key("0.05", "-0.01", "0.05"), "problem-estimate-expected");
    assert_eq!(key("0", "0", "0.05"), "problem-estimate-tolerable");
    assert_eq!(key("5", "0", "0.05"), "problem-estimate-tolerable");
    assert_eq!(key("0.05", "0", "0"), "problem-estimate-risk");
    assert_eq!(key("0.05", "0", "1"), "problem-estimate-risk");
    assert_eq!(ask("0.01", "0", "0.001"), Ok(Planned::Sample(Size { drawn: 100, accepted: 0 })));
    assert_eq!(ask("0.05", "0.04", "0.001"), Ok(Planned::Sample(Size { drawn: 100, accepted: 4 })));
    assert_eq!(ask_of(10, "0.05", "0.04", "0.05"), Ok(Planned::Everything), "one would be too many and is expected");
    let near = Wanted { tolerable: Decimal::new(5, 2), expected: Decimal::new(4_999, 5), risk: five() };
    assert!(monetary::size(&near).is_err());
    for population in [Population::Infinite, Population::Finite(1_000_000)] {
        assert_eq!(size(population, &near).unwrap_err().key, "problem-estimate-size-out-of-reach");
    }
    assert_eq!(percent(&fraction(1, 3), Rounding::Up), "33.34");
    assert_eq!(percent(&fraction(1, 3), Rounding::Down), "33.33");
}
