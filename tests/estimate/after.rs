//! What follows from a draw: limits, stratified rates and means, declared levels, whole departments.

use num_bigint::BigUint;
use num_traits::{One, Signed, Zero};
use rust_decimal::Decimal;
use wenxiao::rules::bounds;
use wenxiao::rules::estimate::clusters::{Cluster, ratio};
use wenxiao::rules::estimate::declared::{chance_of_at_least, holm, limit};
use wenxiao::rules::estimate::domain::{DomainStratum, domain_mean};
use wenxiao::rules::estimate::limits::{Side, limits, wilson};
use wenxiao::rules::estimate::stratified::{Degrees, Moments, Stratum, differences, guaranteed, mean, rate, universe};
use wenxiao::rules::estimate::{
    Exact, Population, Rounding, binomial, ceiling, exact, floor, fraction, rounded, whole,
};

use crate::vectors::{decimal, figure, list, near, near_by_share, number, numbers, row};

fn five() -> Decimal {
    Decimal::new(5, 2)
}

/// In percent with one place, rounded up, as tables print it.
fn tenths(rate: &Exact) -> Decimal {
    rounded(&(rate * whole(100)), 1, Rounding::Up).unwrap()
}

#[test]
fn upper_limits_of_the_guide_are_met_cell_by_cell() {
    let table = row("limits", "E1");
    for line in list(&table["rows"]) {
        for (found, cell) in (0_u64..).zip(list(line).iter().skip(1)).filter(|(_, cell)| !cell.is_null()) {
            let limit = binomial::upper(number(&line[0]), found, decimal(&table["alpha"])).unwrap();
            assert_eq!(tenths(&limit), decimal(cell), "{} {found}", line[0]);
        }
    }
    for line in list(&row("limits", "E9")["rows"]) {
        near(&binomial::upper(145, number(&line[0]), five()).unwrap(), &line[1], "1e-8");
    }
}

#[test]
fn finite_upper_limits_are_met_cell_by_cell() {
    let table = row("limits", "E3");
    let units = number(&table["N"]);
    for line in list(&table["rows"]) {
        for (found, cell) in (0_u64..).zip(list(line).iter().skip(1)).filter(|(_, cell)| !cell.is_null()) {
            let answer =
                limits(Population::Finite(units), number(&line[0]), found, decimal(&table["alpha"]), Side::Upper);
            assert_eq!(tenths(&answer.unwrap().upper.unwrap().rate), decimal(cell), "{} {found}", line[0]);
        }
    }
    let table = row("limits", "E5");
    for line in list(&table["rows"]) {
        let found = bounds::upper(number(&table["N"]), number(&table["n"]), number(&line[0]), decimal(&table["alpha"]));
        assert_eq!(found, Some(number(&line[1])), "{line}");
    }
    let table = row("limits", "L3");
    for line in list(&table["rows"]) {
        let [units, drawn, found, most, least] = [0, 1, 2, 3, 4].map(|column| number(&line[column]));
        let answer = |side| limits(Population::Finite(units), drawn, found, decimal(&table["alpha"]), side).unwrap();
        assert_eq!(answer(Side::Upper).upper.unwrap().count, Some(most));
        assert_eq!(answer(Side::Lower).lower.unwrap().count, Some(least));
        assert_eq!(answer(Side::Upper).lower, None);
    }
}

#[test]
fn two_sided_limits_have_half_the_risk_at_each_end() {
    let table = row("limits", "E7");
    for line in list(&table["rows"]) {
        let (found, drawn) = (number(&line[0]), number(&line[1]));
        let ends = match line[2].as_str().unwrap() {
            "clopper_pearson" => {
                let found = limits(Population::Infinite, drawn, found, five(), Side::Two).unwrap();
                (found.lower.unwrap().rate, found.upper.unwrap().rate)
            }
            "wilson" => {
                let found = wilson(drawn, found, five()).unwrap();
                (found.lower, found.upper)
            }
            // Not offered.
            _ => continue,
        };
        let printed = |end: &Exact| rounded(end, 4, Rounding::Nearest).unwrap();
        assert_eq!((printed(&ends.0), printed(&ends.1)), (decimal(&line[3]), decimal(&line[4])), "{line}");
    }
}

#[test]
fn small_departments_are_told_the_truth() {
    // Population, drawn, bad, at most, in percent, at least: exact, one-sided 95 %.
    for (units, drawn, found, most, percent, least) in [
        (5_688, 569, 0, 28, "0.50", 0),
        (5_688, 569, 5, 101, "1.78", 21),
        (5_688, 600, 30, 377, "6.63", 210),
        (200, 20, 0, 26, "13.00", 0),
        (100, 10, 0, 24, "24.00", 0),
        (50, 5, 0, 21, "42.00", 0),
        (20, 2, 0, 15, "75.00", 0),
        (8, 1, 0, 7, "87.50", 0),
    ] {
        let population = Population::Finite(units);
        let upper = limits(population, drawn, found, five(), Side::Upper).unwrap().upper.unwrap();
        assert_eq!((upper.count, upper.percent.to_string().as_str()), (Some(most), percent), "{units}");
        let lower = limits(population, drawn, found, five(), Side::Lower).unwrap().lower.unwrap();
        assert_eq!(lower.count, Some(least), "{units}");
    }
}

#[test]
fn numbers_that_contradict_one_another_are_refused() {
    let key = |population, drawn, found, risk| limits(population, drawn, found, risk, Side::Two).unwrap_err().key;
    assert_eq!(key(Population::Finite(10), 11, 0, five()), "problem-estimate-drawn-above-population");
    assert_eq!(key(Population::Infinite, 10, 11, five()), "problem-estimate-found-above-drawn");
    assert_eq!(key(Population::Finite(10), 5, 0, Decimal::ONE), "problem-estimate-risk");
    let nothing = limits(Population::Finite(0), 0, 0, five(), Side::Two).unwrap();
    assert_eq!(nothing.upper.unwrap().count, Some(0));
    assert_eq!(limits(Population::Infinite, 0, 0, five(), Side::Upper).unwrap().upper.unwrap().rate, Exact::one());
    assert_eq!(wilson(0, 0, five()), None);
}

fn choose(n: u64, k: u64) -> BigUint {
    if k > n { BigUint::zero() } else { (0..k).fold(BigUint::one(), |product, step| product * (n - step) / (step + 1)) }
}

/// How the number of bad ones in a sample falls out, exactly.
fn chances(units: u64, bad: u64, drawn: u64) -> Vec<Exact> {
    let all = choose(units, drawn);
    (0..=drawn)
        .map(|found| Exact::new((choose(bad, found) * choose(units - bad, drawn - found)).into(), all.clone().into()))
        .collect()
}

#[test]
fn limits_cover_every_small_population_counted_out() {
    for risk in [Decimal::new(5, 2), Decimal::new(1, 1), Decimal::new(25, 2)] {
        let allowed = exact(risk);
        for units in 1..=18 {
            for drawn in 0..=units {
                let upper: Vec<u64> =
                    (0..=drawn).map(|found| bounds::upper(units, drawn, found, risk).unwrap()).collect();
                assert!(upper.windows(2).all(|pair| pair[0] <= pair[1]), "more found, more there may be");
                for (found, most) in (0..=drawn).zip(&upper) {
                    assert_eq!(bounds::lower(units, drawn, drawn - found, risk), Some(units - most));
                }
                for bad in 0..=units {
                    let chances = chances(units, bad, drawn);
                    let missed: Exact =
                        chances.iter().zip(&upper).filter(|(_, most)| **most < bad).map(|(chance, _)| chance).sum();
                    assert!(missed <= allowed, "{units} {bad} {drawn} {risk}");
                }
            }
        }
    }
}

#[test]
fn the_guaranteed_bound_covers_every_small_pair_of_departments() {
    let ways = |units: u64, bad: u64, drawn: u64| -> Vec<u128> {
        let small = |n: u64, k: u64| u128::try_from(choose(n, k)).unwrap();
        (0..=drawn).map(|found| small(bad, found) * small(units - bad, drawn - found)).collect()
    };
    for (num, den) in [(1_u128, 20_u128), (1, 4)] {
        let risk = Decimal::from(num as u64) / Decimal::from(den as u64);
        let sizes = (1..=5_u64).flat_map(|first| (1..=first).map(move |second| (first, second)));
        let draws = sizes.flat_map(|(first, second)| {
            (1..=first).flat_map(move |n1| (1..=second).map(move |n2| (first, second, n1, n2)))
        });
        for (first, second, n1, n2) in draws {
            let all = first + second;
            // The fewest and the most that the bound allows, for whatever is found.
            let ends: Vec<(u64, u64, u64, u64)> = (0..=n1)
                .flat_map(|x1| (0..=n2).map(move |x2| (x1, x2)))
                .map(|(x1, x2)| {
                    let strata = [Stratum::done("1", first, n1, x1), Stratum::done("2", second, n2, x2)];
                    let bound = guaranteed(&strata, risk).unwrap();
                    (x1, x2, ceiling(&(bound.lower * whole(all))), floor(&(bound.upper * whole(all))))
                })
                .collect();
            for (k1, k2) in (0..=first).flat_map(|k1| (0..=second).map(move |k2| (k1, k2))) {
                let (one, two) = (ways(first, k1, n1), ways(second, k2, n2));
                let total = one.iter().sum::<u128>() * two.iter().sum::<u128>();
                let sum = |missed: &dyn Fn(u64, u64) -> bool| -> u128 {
                    let missed = ends.iter().filter(|(_, _, least, most)| missed(*least, *most));
                    missed.map(|(x1, x2, _, _)| one[*x1 as usize] * two[*x2 as usize]).sum()
                };
                let (above, below) = (sum(&|_, most| most < k1 + k2), sum(&|least, _| least > k1 + k2));
                let bad = above * den > num * total || below * den > num * total;
                assert!(!bad, "{first} {second} {n1} {n2} {k1} {k2} {risk}");
            }
        }
    }
}

fn strata(case: &serde_json::Value) -> Vec<Stratum> {
    let [units, drawn, found] = ["N", "n", "x"].map(|name| numbers(&case[name]));
    (0..units.len()).map(|at| Stratum::done(&at.to_string(), units[at], drawn[at], found[at])).collect()
}

#[test]
fn the_worked_case_with_certainty_items_is_met() {
    let row = row("stratified", "L1");
    let case = &row["case"];
    let strata = strata(case);
    let rate = rate(&strata, decimal(&case["alpha_one_sided"])).unwrap();
    assert_eq!(rate.share.to_string(), case["p_st"].as_str().unwrap());
    assert_eq!(rate.weight_ratio.to_string(), case["inflation"].as_str().unwrap());
    assert_eq!(rate.degrees, number(&case["df"]));
    near(&rate.variance, &case["variance"], "1e-12");
    near(&rate.shown.lower, &case["kg_lower"], "1e-9");
    near(&rate.shown.upper, &case["kg_upper"], "1e-9");
    near(&rate.guaranteed.lower, &case["guaranteed_lower"], "1e-9");
    near(&rate.guaranteed.upper, &case["guaranteed_upper"], "1e-9");
    assert_eq!(rate.counts.1, number(&case["guaranteed_upper_units"]));
    let all = universe(&rate, number(&case["certainty_units"]), number(&case["certainty_deviations"]), 0);
    assert_eq!(all.units, number(&case["universe_N"]));
    near(&all.share, &case["universe_point"], "1e-12");
    assert_eq!(all.upper_count, number(&case["universe_upper_units"]));
    // What was not examined is bad in the worst case, and the projection does not move.
    let worse = universe(&rate, 92, 7, 5);
    assert_eq!((worse.upper_count, worse.count), (all.upper_count + 5, all.count));
}

#[test]
fn a_stratified_rate_is_that_of_the_survey_package() {
    let row = row("stratified", "F1");
    let case = &row["case"];
    let rate = rate(&strata(case), Decimal::new(25, 3)).unwrap();
    near(&rate.share, &case["p"], "1e-7");
    let error = wenxiao::rules::estimate::curves::Fixed::of(&rate.variance).root().exact();
    near(&error, &case["se"], "1e-7");
    near(&rate.shown.lower, &case["korn_graubard_beta_95"][0], "1e-7");
    near(&rate.shown.upper, &case["korn_graubard_beta_95"][1], "1e-7");
    assert!(rate.guaranteed.lower < rate.shown.lower && rate.guaranteed.upper > rate.shown.upper);
}

#[test]
fn one_department_alone_has_exact_limits_and_a_census_none() {
    let alone = rate(&[Stratum::done("D", 200, 20, 0)], five()).unwrap();
    assert_eq!(alone.counts, (0, 26));
    let census = rate(&[Stratum::done("A", 8, 8, 2), Stratum::done("B", 4, 4, 0)], five()).unwrap();
    assert_eq!((census.counts, census.guaranteed.upper), ((2, 2), fraction(2, 12)));
    // A department without anything in the random part is no obstacle.
    assert!(rate(&[Stratum::done("A", 8, 2, 0), Stratum::done("B", 0, 0, 0)], five()).is_ok());
}

#[test]
fn what_is_not_done_counts_against_both_ends_when_it_is_much() {
    let with = |missing| {
        let late = Stratum { missing, ..Stratum::done("B", 500, 50, 2) };
        rate(&[Stratum::done("A", 500, 50, 1), late], five()).unwrap()
    };
    let (none, few, many) = (with(0), with(4), with(20));
    assert!(!none.worst_case && !few.worst_case && many.worst_case);
    assert_eq!(few.drawn, 96);
    assert!(many.guaranteed.upper > fraction(23, 100) && many.counts.0 <= none.counts.0);
    assert_eq!(many.found, 3);
}

#[test]
fn departments_whose_numbers_cannot_be_are_named() {
    let refused = |stratum: Stratum| {
        let problem = rate(&[Stratum::done("A", 10, 2, 0), stratum], five()).unwrap_err();
        assert!(problem.args.contains(&("code", "B".to_owned())), "{problem}");
        problem.key
    };
    assert_eq!(refused(Stratum::done("B", 10, 11, 0)), "problem-estimate-stratum-drawn");
    assert_eq!(refused(Stratum::done("B", 10, 3, 4)), "problem-estimate-stratum-found");
    assert_eq!(refused(Stratum::done("B", 10, 0, 0)), "problem-estimate-stratum-undrawn");
    assert_eq!(rate(&[], five()).unwrap_err().key, "problem-estimate-nothing-drawn");
    let over = rate(&[Stratum::done("A", 10, 2, 0)], Decimal::new(3, 1)).unwrap_err();
    assert_eq!(over.key, "problem-estimate-risk-quarter");
}

#[test]
fn stratified_means_are_those_of_the_survey_package() {
    for (id, total) in [("F3", false), ("F5", true)] {
        let row = row("stratified", id);
        let case = &row["case"];
        let (units, drawn) = (numbers(&case["N"]), numbers(&case["n"]));
        let moments: Vec<Moments> = (0..units.len())
            .map(|at| Moments {
                code: at.to_string(),
                units: units[at],
                drawn: drawn[at],
                mean: figure(&case["mean"][at]),
                variance: figure(&case["s2"][at]),
            })
            .collect();
        let found = mean(&moments, five(), Degrees::Plain).unwrap();
        if total {
            near_by_share(&(&found.mean * whole(found.units)), &case["total"], "1e-8");
            near_by_share(&(found.error * whole(found.units)), &case["se_total"], "1e-8");
        } else {
            near(&found.mean, &case["estimate"], "1e-9");
            near(&found.error, &case["se"], "1e-9");
            assert_eq!(found.degrees, whole(number(&case["df"])));
            let interval = found.interval.unwrap();
            near(&interval.lower, &case["ci95"][0], "1e-8");
            near(&interval.upper, &case["ci95"][1], "1e-8");
        }
    }
    let row = row("stratified", "F4");
    let case = &row["case"];
    let moments: Vec<Moments> = numbers(&case["N"])
        .into_iter()
        .zip(list(&case["y"]))
        .map(|(units, values)| {
            let values: Vec<Decimal> = list(values).iter().map(decimal).collect();
            Moments::of("S", units, &values).unwrap()
        })
        .collect();
    let found = mean(&moments, five(), Degrees::Satterthwaite).unwrap();
    near(&found.mean, &case["estimate"], "1e-12");
    near(&found.error, &case["se"], "1e-12");
    near(&found.degrees, &case["satterthwaite_df"], "1e-12");
    assert_eq!(mean(&moments, five(), Degrees::Plain).unwrap().degrees, whole(number(&case["df"])));
}

#[test]
fn departments_with_one_item_vary_with_their_neighbours() {
    let points = |text: &str| text.split(' ').map(|point| point.parse().unwrap()).collect::<Vec<Decimal>>();
    let moments = |code: &str, units, values: &str| Moments::of(code, units, &points(values)).unwrap();
    let big = moments("A", 100, "1 2 3 4 5");
    let known = mean(std::slice::from_ref(&big), five(), Degrees::Plain).unwrap();
    let one = mean(&[big.clone(), moments("B", 10, "9")], five(), Degrees::Plain).unwrap();
    assert_eq!(one.collapsed, [["B"]]);
    assert!(&one.variance * whole(110 * 110) > &known.variance * whole(100 * 100), "a single one varies, too");
    let singles = [
        moments("E", 3, "4"),
        moments("B", 10, "9"),
        moments("D", 5, "1"),
        moments("C", 10, "2"),
        moments("F", 3, "0"),
    ];
    let five_alone = mean(&singles, five(), Degrees::Plain).unwrap();
    assert_eq!(five_alone.collapsed, [vec!["B", "C"], vec!["D", "E", "F"]], "by size, then by code, the last three");
    assert_eq!(five_alone.degrees, whole(3));
    // By hand: B and C, 90 and 20 of 110: off by 35 each, twice the squares.
    let pair = mean(&[singles[1].clone(), singles[3].clone()], five(), Degrees::Plain).unwrap();
    assert_eq!(pair.variance, fraction(2 * 2 * 35 * 35, 400));
    let alone = mean(&singles[..1], five(), Degrees::Plain).unwrap();
    assert_eq!(alone.interval, None, "one item says nothing about its error");
    let unlike = [moments("A", 100, "1 2 3"), moments("B", 100, "51 52 53")];
    let gained = mean(&unlike, five(), Degrees::Plain).unwrap().design_effect.unwrap();
    assert!(gained < fraction(1, 100), "departments alike inside and unlike outside are what strata are for");
    let census = mean(&[moments("A", 2, "3 5")], five(), Degrees::Plain).unwrap();
    assert_eq!(census.interval.unwrap().lower, whole(4));
    assert_eq!(Moments::of("A", 1, &points("3 5")), None);
}

#[test]
fn a_part_that_is_no_department_is_a_ratio() {
    let stratum = |code: &str, units, values: &[Option<i64>]| DomainStratum {
        code: code.to_owned(),
        units,
        values: values.iter().map(|value| value.map(Decimal::from)).collect(),
    };
    // All belong to it: the same as the stratified mean.
    let all = [stratum("A", 40, &[Some(1), Some(5), Some(3)]), stratum("B", 60, &[Some(2), Some(8)])];
    let plain: Vec<Moments> = all
        .iter()
        .map(|stratum| {
            let values: Vec<Decimal> = stratum.values.iter().map(|value| value.unwrap()).collect();
            Moments::of(&stratum.code, stratum.units, &values).unwrap()
        })
        .collect();
    let (domain, plain) = (domain_mean(&all, five()).unwrap().unwrap(), mean(&plain, five(), Degrees::Plain).unwrap());
    assert_eq!((&domain.mean, &domain.variance), (&plain.mean, &plain.variance));
    // 40/3 * (1+3) and 60/2 * 8 of 80/3 + 30.
    let some = [stratum("A", 40, &[Some(1), None, Some(3)]), stratum("B", 60, &[None, Some(8)])];
    let found = domain_mean(&some, five()).unwrap().unwrap();
    assert_eq!(found.mean, (fraction(160, 3) + whole(240)) / (fraction(80, 3) + whole(30)));
    assert!(found.variance.is_positive());
    assert_eq!(domain_mean(&[stratum("A", 5, &[None, None])], five()).unwrap(), None);
}

#[test]
fn over_and_under_never_cancel_silently() {
    let values: Vec<Decimal> = ["5", "-5", "0", "2.5", "-0.5"].iter().map(|text| text.parse().unwrap()).collect();
    let seen = differences(&values).unwrap();
    assert_eq!(seen.signs, (2, 1, 2));
    assert_eq!((seen.above.to_string().as_str(), seen.below.to_string().as_str()), ("7.5", "-5.5"));
    assert_eq!(seen.mean_size, fraction(26, 10));
    assert_eq!(seen.largest, [0, 1, 3, 4]);
    assert!(seen.few);
    assert!(differences(&[]).unwrap().mean_size.is_zero());
}

#[test]
fn three_departments_are_three_however_many_projects_they_have() {
    let cluster = |units, total| Cluster { units, total: whole(total) };
    let found = ratio(&[cluster(10, 20), cluster(20, 60), cluster(20, 20)], Some(12), five()).unwrap();
    assert_eq!(found.mean, whole(2));
    assert_eq!(found.degrees, 2);
    // (1 - 3/12) * 3/2 * (0 + 20^2 + 20^2) / 50^2 = 0.36
    assert_eq!(rounded(&found.error, 12, Rounding::Nearest).unwrap().normalize().to_string(), "0.6");
    let interval = found.interval.unwrap();
    assert_eq!(rounded(&interval.upper, 4, Rounding::Nearest).unwrap().to_string(), "4.5816");
    assert_eq!(ratio(&[cluster(5, 9)], Some(4), five()).unwrap().interval, None);
    assert_eq!(ratio(&[], Some(4), five()).unwrap_err().key, "problem-estimate-nothing-drawn");
    assert_eq!(ratio(&[cluster(5, 9)], Some(0), five()).unwrap_err().key, "problem-estimate-drawn-above-population");
}

#[test]
fn a_declared_level_is_contradicted_or_not_and_never_confirmed() {
    let row = row("limits", "E11");
    let case = &row["case"];
    let (declared, drawn) = (decimal(&case["declared_rate"]), number(&case["n"]));
    let found = limit(Population::Infinite, declared, drawn, five()).unwrap();
    assert_eq!(found.limit, number(&case["limit"]));
    near(&found.risk, &case["risk_of_contradicting_a_correct_declaration"], "1e-12");
    assert!(found.is_contradicted_by(number(&case["contradicted_at"])) && !found.is_contradicted_by(2));
    // A department that declares no fault is contradicted by one; two of thirty drawn say little.
    assert_eq!(limit(Population::Finite(30), Decimal::ZERO, 3, five()).unwrap().limit, 0);
    assert_eq!(limit(Population::Finite(30), Decimal::new(1, 1), 3, five()).unwrap().limit, 1);
    assert_eq!(limit(Population::Finite(3), Decimal::ZERO, 4, five()), None);
    let chances: Vec<Exact> = [3, 1, 0].map(|bad| chance_of_at_least(Population::Infinite, declared, 125, bad)).into();
    assert_eq!(holm(&chances, five()), [false, false, false], "one of three at 4.9 % may well be chance");
    assert_eq!(holm(&chances[..1], five()), [true]);
    assert_eq!(holm(&[fraction(1, 100), fraction(1, 20), fraction(1, 50)], five()), [true, true, true]);
    assert_eq!(holm(&[], five()), Vec::<bool>::new());
}

#[test]
fn what_was_found_by_count_is_projected_by_count() {
    let row = row("stratified", "C9");
    let case = &row["case"];
    let projected = fraction(number(&case["misstatement_found"]) * number(&case["N"]), number(&case["n"]));
    assert_eq!(projected, whole(number(&case["projected"])));
}
