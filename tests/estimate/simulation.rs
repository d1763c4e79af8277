//! Populations made up by a stream of hashes: stated limits hold as often as they say, and ranking by the drawn-together
//! means is nearer the truth than ranking by raw ones.

use num_traits::Signed;
use rust_decimal::Decimal;
use sha2::{Digest, Sha256};
use wenxiao::rules::estimate::inflation::{Ranking, Scored, ranking};
use wenxiao::rules::estimate::stratified::{Stratum, guaranteed, rate};
use wenxiao::rules::estimate::{Exact, exact, floor, fraction, whole};

/// Numbers that look like chance and are the same each time.
struct Stream {
    name: &'static str,
    block: u64,
    left: Vec<u64>,
}

impl Stream {
    fn new(name: &'static str) -> Stream {
        Stream { name, block: 0, left: Vec::new() }
    }

    fn next(&mut self) -> u64 {
        if self.left.is_empty() {
            let hash = Sha256::digest(format!("{}|{}", self.name, self.block));
            self.block += 1;
            self.left = hash.chunks(8).map(|bytes| u64::from_be_bytes(bytes.try_into().unwrap())).collect();
        }
        self.left.pop().unwrap()
    }

    /// Below `limit`; so little uneven that no test sees it.
    fn below(&mut self, limit: u64) -> u64 {
        u64::try_from((u128::from(self.next()) * u128::from(limit)) >> 64).unwrap()
    }

    /// Nearly normal: twelve even ones, in hundredths of `deviation`.
    fn normal(&mut self, deviation: i64) -> i64 {
        let sum: i64 = (0..12).map(|_| i64::try_from(self.below(1_000_001)).unwrap()).sum();
        (sum - 6_000_000) * deviation / 10_000
    }

    /// How many bad ones a sample of `drawn` meets.
    fn meets(&mut self, units: u64, bad: u64, drawn: u64) -> u64 {
        let mut found = 0;
        for step in 0..drawn {
            if self.below(units - step) < bad - found {
                found += 1;
            }
        }
        found
    }
}

#[test]
fn stated_limits_hold_in_two_thousand_populations() {
    let risk = Decimal::new(5, 2);
    let mut stream = Stream::new("coverage");
    let (mut high, mut low, mut shown, mut asked) = (0_u32, 0_u32, 0_u32, 0_u32);
    for round in 0..2_000_u64 {
        // Four to nine departments of 5 to 200, a tenth of each drawn, rates from one in a thousand to a third.
        let departments = 4 + stream.below(6);
        let per_mille = [1, 5, 10, 30, 80, 200, 330][usize::try_from(round % 7).unwrap()];
        let (mut strata, mut bad_ones) = (Vec::new(), 0);
        for at in 0..departments {
            let units = 5 + stream.below(196);
            let rate = if round % 3 == 0 { stream.below(2 * per_mille) } else { per_mille };
            let bad = (0..units).filter(|_| stream.below(1_000) < rate).count() as u64;
            let drawn = units.div_ceil(10);
            let found = stream.meets(units, bad, drawn);
            strata.push(Stratum::done(&at.to_string(), units, drawn, found));
            bad_ones += bad;
        }
        let truth = fraction(bad_ones, strata.iter().map(|one| one.units).sum());
        let bound = guaranteed(&strata, risk).unwrap();
        high += u32::from(bound.upper >= truth);
        low += u32::from(bound.lower <= truth);
        if round % 8 == 0 {
            asked += 1;
            shown += u32::from(rate(&strata, risk).unwrap().shown.upper >= truth);
        }
    }
    assert!(high >= 1_900 && low >= 1_900, "upper limits held {high} times, lower ones {low}");
    assert!(high < 2_000, "limits that always hold say nothing");
    assert!(shown * 100 >= asked * 93, "the interval that is shown beside held {shown} of {asked} times");
}

/// A made-up city: 40 departments whose means lie around 3 points, with 2 to 25 of their projects rechecked.
fn city(stream: &mut Stream) -> (Vec<Scored>, Vec<i64>) {
    let mut departments = Vec::new();
    let mut truth = Vec::new();
    for at in 0..40 {
        let drawn = [2, 3, 3, 4, 6, 8, 12, 25][usize::try_from(stream.below(8)).unwrap()];
        let middle = 300 + stream.normal(200);
        let one = |stream: &mut Stream| middle + stream.normal(500);
        let differences = (0..drawn).map(|_| Decimal::new(one(stream), 2)).collect();
        // Of a superpopulation: so many that what is drawn does not matter.
        departments.push(Scored { code: format!("D{at:02}"), units: 1_000_000, differences });
        truth.push(middle);
    }
    (departments, truth)
}

/// Sum of squared differences between two orders of the same departments.
fn off(places: &[usize], truth: &[usize]) -> u64 {
    places.iter().zip(truth).map(|(left, right)| (left.abs_diff(*right) as u64).pow(2)).sum()
}

fn places<T: Ord>(values: &[T]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|left, right| values[*right].cmp(&values[*left]));
    let mut places = vec![0; values.len()];
    for (place, at) in order.into_iter().enumerate() {
        places[at] = place;
    }
    places
}

#[test]
fn departments_are_ranked_nearer_the_truth_than_by_raw_means() {
    let mut stream = Stream::new("inflation");
    let (mut by_index, mut by_mean, mut covered, mut all) = (0, 0, 0_u32, 0_u32);
    let (mut index_error, mut mean_error) = (whole(0), whole(0));
    for _ in 0..60 {
        let (departments, truth) = city(&mut stream);
        let found = ranking(&departments, Decimal::new(5, 2)).unwrap();
        let of = |code: &str| found.departments.iter().find(|one| one.code == code).unwrap();
        let right = places(&truth);
        let index: Vec<Exact> = departments.iter().map(|one| of(&one.code).index.clone()).collect();
        let means: Vec<Exact> = departments.iter().map(|one| of(&one.code).mean.clone().unwrap()).collect();
        by_index += off(&places(&index), &right);
        by_mean += off(&places(&means), &right);
        for (one, truth) in departments.iter().zip(&truth) {
            let (known, truth) = (of(&one.code), exact(Decimal::new(*truth, 2)));
            let interval = known.interval.as_ref().unwrap();
            covered += u32::from(interval.lower <= truth && truth <= interval.upper);
            all += 1;
            index_error += (&known.index - &truth).abs();
            mean_error += (known.mean.as_ref().unwrap() - &truth).abs();
        }
    }
    assert!(by_index * 100 < by_mean * 97, "squared places off: {by_index} against {by_mean}");
    assert!(index_error * whole(10) < mean_error * whole(9), "points off");
    assert!(covered * 1_000 >= all * 938 && covered * 1_000 <= all * 975, "{covered} of {all} intervals held");
}

#[test]
fn the_less_is_known_the_more_a_mean_is_drawn_in() {
    let scored = |code: &str, units, points: &[i64]| Scored {
        code: code.to_owned(),
        units,
        differences: points.iter().copied().map(Decimal::from).collect(),
    };
    let departments = [
        scored("A", 100, &[14, 10]),
        scored("B", 100, &[11, 13, 12, 10, 14, 12, 11, 13]),
        scored("C", 100, &[1, 3, 2, 0, 4, 2]),
        scored("D", 100, &[0, 1, -1, 2]),
        scored("E", 3, &[5, 9, 7]),
        scored("F", 100, &[]),
    ];
    let Ranking { centre, between, departments: found, .. } = ranking(&departments, Decimal::new(5, 2)).unwrap();
    let of = |code: &str| found.iter().find(|one| one.code == code).unwrap();
    assert!(between.is_positive());
    let drawn_in = |code: &str| of(code).mean.clone().unwrap() - &of(code).index;
    assert!(drawn_in("A") > drawn_in("B") && drawn_in("B").is_positive(), "both have a mean of 12");
    assert!(drawn_in("D").is_negative());
    assert_eq!(of("E").index, whole(7), "what was rechecked in full is known");
    assert_eq!(of("E").interval.as_ref().unwrap().lower, whole(7));
    let unknown = of("F");
    assert_eq!((unknown.mean.clone(), unknown.place, unknown.index.clone()), (None, None, centre));
    let order: Vec<&str> = found.iter().map(|one| one.code.as_str()).collect();
    assert_eq!(order, ["B", "A", "E", "C", "D", "F"]);
    let width = |code: &str| of(code).interval.as_ref().map(|ends| floor(&((&ends.upper - &ends.lower) * whole(100))));
    assert!(width("A") > width("B") && width("F") > width("A"));
    // Too few departments to draw together: raw means, no index of their own.
    let few = ranking(&departments[..2], Decimal::new(5, 2)).unwrap();
    assert_eq!(Some(few.departments[0].index.clone()), few.departments[0].mean);
    let alone = ranking(&[scored("A", 9, &[3])], Decimal::new(5, 2)).unwrap();
    assert_eq!((alone.within, alone.departments[0].interval.clone()), (None, None));
    assert_eq!(ranking(&[], Decimal::new(5, 2)).unwrap_err().key, "problem-estimate-nothing-drawn");
    let over = ranking(&[scored("A", 1, &[3, 4])], Decimal::new(5, 2)).unwrap_err();
    assert_eq!(over.key, "problem-estimate-stratum-drawn");
}
