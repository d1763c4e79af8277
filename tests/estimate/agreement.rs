//! Agreement of two or more, and the table of own grades against those of the recheck.

use num_traits::{One, Zero};
use rust_decimal::Decimal;
use wenxiao::rules::estimate::agreement::{
    Metric, RatedStratum, Weights, alpha, kappa, percent, table, weighted_kappa,
};
use wenxiao::rules::estimate::matrix::{Attribute, Bands, bowker, counted, matrix, stuart_maxwell};
use wenxiao::rules::estimate::{Exact, Rounding, fraction, rounded, whole};

use crate::vectors::{decimal, list, near, number, numbers, row};

fn five() -> Decimal {
    Decimal::new(5, 2)
}

fn places(value: &Exact, places: u32) -> String {
    rounded(value, places, Rounding::Nearest).unwrap().to_string()
}

#[test]
fn kappa_is_that_of_the_documentation() {
    let row = row("agreement", "H1");
    let case = &row["case"];
    let counts: Vec<Vec<u64>> = list(&case["table"]).iter().map(numbers).collect();
    assert_eq!(percent(&counts), (13, 19));
    let found = kappa(&counts, Weights::Equal, five()).unwrap();
    assert_eq!(places(&found.value, 10), "0.4841628959");
    assert_eq!(places(&found.error, 10), "0.1380135783");
    assert_eq!(places(&found.error_by_chance, 10), "0.1483982819");
    assert_eq!(places(&found.value, 4), decimal(&case["kappa"]).to_string());
    assert_eq!(places(&found.interval.lower, 4), decimal(&case["ci95"][0]).to_string());
    assert_eq!(places(&found.interval.upper, 4), decimal(&case["ci95"][1]).to_string());
    assert_eq!(kappa(&[vec![5, 0], vec![0, 0]], Weights::Equal, five()), None, "one class only");
    assert_eq!(kappa(&[vec![5, 0]], Weights::Equal, five()), None, "not square");
    assert_eq!(kappa(&[], Weights::Equal, five()), None);
}

#[test]
fn weights_change_what_a_near_miss_costs() {
    // Off by one class only: the more forgiving the weights, the higher.
    let near_misses = [vec![10, 3, 0], vec![2, 10, 3], vec![0, 2, 10]];
    let value = |weights| kappa(&near_misses, weights, five()).unwrap().value;
    assert!(value(Weights::Equal) < value(Weights::Linear) && value(Weights::Linear) < value(Weights::Quadratic));
    // Two classes have one distance: all weights are the same.
    let two = [vec![20, 5], vec![10, 15]];
    let of = |weights| kappa(&two, weights, five()).unwrap();
    assert_eq!(of(Weights::Equal), of(Weights::Quadratic));
    assert_eq!(of(Weights::Equal).value, fraction(4, 10), "by hand");
}

#[test]
fn an_even_draw_of_many_has_the_plain_kappa() {
    let counts = [vec![20, 5], vec![10, 15]];
    let mut pairs = Vec::new();
    for (left, row) in counts.iter().enumerate() {
        for (right, count) in row.iter().enumerate() {
            pairs.extend((0..*count).map(|_| (left, right)));
        }
    }
    let plain = kappa(&counts, Weights::Linear, five()).unwrap();
    let drawn = [RatedStratum { code: "A".to_owned(), units: 50_000_000, pairs: pairs.clone() }];
    let found = weighted_kappa(&drawn, 2, Weights::Linear, five()).unwrap().unwrap();
    assert_eq!(found.value, plain.value);
    // The sample's variance divides by one less.
    let expected = &plain.error * &plain.error * fraction(50, 49);
    assert_eq!(places(&(&found.error * &found.error), 6), places(&expected, 6));
    // Everything examined: no error is left.
    let census = [RatedStratum { code: "A".to_owned(), units: 50, pairs }];
    assert!(weighted_kappa(&census, 2, Weights::Linear, five()).unwrap().unwrap().error.is_zero());
    let strange = [RatedStratum { code: "A".to_owned(), units: 50, pairs: vec![(0, 7)] }];
    assert_eq!(weighted_kappa(&strange, 2, Weights::Linear, five()), Ok(None));
}

#[test]
fn alpha_is_that_of_its_author_with_data_missing() {
    let row = row("agreement", "K-alpha");
    let judges: Vec<Vec<Option<i32>>> = list(&row["judges"])
        .iter()
        .map(|judge| {
            list(judge).iter().map(|value| value.as_i64().map(|value| i32::try_from(value).unwrap())).collect()
        })
        .collect();
    let things: Vec<Vec<Option<i32>>> =
        (0..judges[0].len()).map(|thing| judges.iter().map(|judge| judge[thing]).collect()).collect();
    for (metric, name) in [(Metric::Nominal, "nominal"), (Metric::Ordinal, "ordinal"), (Metric::Interval, "interval")] {
        let found = alpha(&things, metric, five()).unwrap();
        assert_eq!(places(&found.value, 3), row["alpha"][name].as_str().unwrap(), "{name}");
        assert_eq!((found.values, found.things), (number(&row["pairable_values"]), number(&row["units"])));
        let interval = found.interval.unwrap();
        assert!(interval.lower < found.value && found.value < interval.upper);
    }
    // 26 of 40 pairs and so on, by hand: the fraction itself.
    assert_eq!(alpha(&things, Metric::Nominal, five()).unwrap().value, fraction(113, 152));
}

#[test]
fn alpha_of_nothing_to_compare_is_not_told() {
    assert_eq!(alpha(&[], Metric::Nominal, five()), None);
    assert_eq!(alpha(&[vec![Some(1), None], vec![None, Some(2)]], Metric::Nominal, five()), None);
    assert_eq!(alpha(&[vec![Some(1), Some(1)], vec![Some(1), Some(1)]], Metric::Nominal, five()), None, "no variety");
    let full =
        alpha(&[vec![Some(1), Some(1)], vec![Some(2), Some(2)], vec![Some(3), Some(3)]], Metric::Ordinal, five());
    assert_eq!(full.unwrap().value, Exact::one());
    let (classes, counts) = table(&[(Some(3), Some(3)), (Some(3), Some(7)), (None, Some(9)), (Some(7), Some(7))]);
    assert_eq!((classes, counts), (vec![3, 7], vec![vec![1, 1], vec![0, 1]]));
}

#[test]
fn tests_of_symmetry_are_met() {
    for case in list(&row("agreement", "H3")["cases"]) {
        let counts: Vec<Vec<u64>> = list(&case["table"]).iter().map(numbers).collect();
        let found = bowker(&counts);
        near(&found.statistic, &case["bowker"], "1e-10");
        near(&found.chance, &case["p"], "1e-10");
        assert_eq!(found.degrees, number(&case["df"]));
        let found = stuart_maxwell(&counts);
        near(&found.statistic, &case["stuart_maxwell"], "1e-10");
        assert_eq!(found.degrees, number(&case["sm_df"]));
    }
    // A grade that nobody gave takes no degree of freedom, and groups that never mix are told apart.
    let empty = [vec![20, 10, 0, 5], vec![3, 30, 0, 15], vec![0, 0, 0, 0], vec![0, 5, 0, 40]];
    assert_eq!(stuart_maxwell(&empty).degrees, 2);
    let apart = [vec![5, 3, 0, 0], vec![1, 5, 0, 0], vec![0, 0, 5, 4], vec![0, 0, 0, 5]];
    assert_eq!(stuart_maxwell(&apart).degrees, 2);
    assert_eq!(stuart_maxwell(&apart).statistic, bowker(&apart).statistic, "two pairs, two ways to say so");
    assert_eq!(bowker(&[vec![3, 0], vec![0, 4]]).chance, Exact::one());
}

#[test]
fn own_grades_are_held_against_those_of_the_recheck() {
    let bands = Bands::default();
    let score = |text: &str| bands.rank(text.parse().unwrap());
    assert_eq!((score("90"), score("89.99"), score("60"), score("59.9"), score("-3")), (0, 1, 2, 3, 3));
    assert_eq!(Bands::new(vec![Decimal::ONE, Decimal::TWO]), None);
    let strata = [
        RatedStratum {
            code: "A".to_owned(),
            units: 100,
            pairs: [vec![(0, 0); 7], vec![(0, 1), (0, 2), (1, 0)]].concat(),
        },
        RatedStratum { code: "B".to_owned(), units: 50, pairs: [vec![(1, 1); 3], vec![(0, 3), (0, 1)]].concat() },
    ];
    let found = matrix(&strata, &[(0, 3), (0, 0)], bands.classes(), five()).unwrap();
    assert_eq!(found.random[0], [7, 2, 1, 1]);
    assert_eq!(found.certain[0], [1, 0, 0, 1], "recommended ones stand apart");
    assert_eq!(found.estimated[0][0], whole(70));
    assert_eq!(found.estimated.iter().flatten().sum::<Exact>(), whole(150), "certain ones are in no estimate");
    assert_eq!((found.over.found, found.under.found, found.far.found), (4, 1, 2));
    assert_eq!(found.over.share, fraction(40, 150));
    // Shifts 1 + 2 - 1 of ten and 3 + 1 of five, by weight.
    assert_eq!(found.shift.mean, fraction(2 * 10 + 4 * 10, 150));
    let best = &found.confirmed[0];
    assert_eq!((best.rank, best.counts, best.share.clone()), (0, (11, 7), fraction(70, 110)));
    assert!(best.interval.lower < best.share && best.share < best.interval.upper);
    assert_eq!(found.confirmed.len(), 2, "nobody graded themselves 2 or 3");
    assert_eq!(counted(&strata, Attribute::Far)[1].found, 1);
}
