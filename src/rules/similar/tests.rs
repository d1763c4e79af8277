use super::*;
use crate::model::form::Indicator;

/// The judged pairs.
const PAIRS: &str = include_str!("../../../tests/data/similar/pairs.tsv");

fn row(group: &str, name: &str, unit: &str) -> Row {
    let unit = (!unit.is_empty()).then(|| unit.to_owned());
    Row::of(&Indicator {
        no: 1,
        level2: group.into(),
        level3: name.into(),
        target: "5".into(),
        unit,
        ..Indicator::default()
    })
}

#[test]
fn judged_pairs_are_grouped_with_a_precision_of_nine_tenths() {
    let (mut right, mut wrong, mut lost, mut count) = (0, Vec::new(), Vec::new(), 0);
    for line in PAIRS.lines().filter(|line| !line.starts_with('#')) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [judged, group, name, unit, other_group, other_name, other_unit] = cells[..] else { panic!("{line}") };
        count += 1;
        let (one, other) = (row(group, name, unit), row(other_group, other_name, other_unit));
        // Where a table prints no unit nothing tells that the measures differ.
        let measure = unit.is_empty() || other_unit.is_empty() || same_measure(&one, &other);
        let grouped = alike(&one, &other).is_some() && measure;
        assert_eq!(alike(&one, &other), alike(&other, &one), "{line}");
        match (judged == "1", grouped) {
            (true, true) => right += 1,
            (false, true) => wrong.push(line),
            (true, false) => lost.push(line),
            (false, false) => {}
        }
    }
    let told = format!("right {right}\nwrong {wrong:#?}\nlost {lost:#?}");
    println!("{told}");
    assert!(count >= 300, "{count}");
    assert!(right * 10 >= (right + wrong.len()) * 9, "precision: {told}");
    assert!(right * 10 >= (right + lost.len()) * 7, "recall: {told}");
}
