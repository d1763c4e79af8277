//! `sample bound` and `sample size`: what a sample proves, without a database.

use super::{Machine, Value, json};

#[test]
fn limits_are_exact_and_need_no_database() {
    let machine = Machine::new();
    let bound = |more: &[&str]| -> Value {
        machine.json(&[&["sample", "bound", "--population", "5688", "--drawn", "600", "--found", "30"], more].concat())
    };
    assert_eq!(
        bound(&[]),
        json!({"upper_count": 377, "upper_rate": "0.0662798875", "lower_count": null, "lower_rate": null})
    );
    assert_eq!(bound(&["--side", "lower"])["lower_count"], 210);
    // Both sides at 10 % are each side at 5 %, however the risk is written.
    let both = bound(&["--side", "two", "--risk", "10%"]);
    assert_eq!((both["upper_count"].clone(), both["lower_count"].clone()), (json!(377), json!(210)));
    let infinite =
        machine.json(&["sample", "bound", "--population", "inf", "--drawn", "145", "--found", "3", "--side", "upper"]);
    assert_eq!(infinite["upper_count"], Value::Null);
    assert_eq!(infinite["upper_rate"], "0.0526026004");
    let output = machine.run(&["sample", "bound", "--population", "200", "--drawn", "20", "--found", "0"]);
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "至多：26 个（13.00%）\n");
}

#[test]
fn sizes_are_those_of_the_planners() {
    let machine = Machine::new();
    let size = |args: &[&str]| machine.json(&[&["sample", "size"], args].concat());
    let planned = size(&["--population", "3653", "--tolerable", "9%", "--expected", "2%", "--risk", "5%"]);
    assert_eq!(planned, json!({"n": 68, "c": 2}));
    assert_eq!(size(&["--population", "inf", "--tolerable", "0.05"]), json!({"n": 59, "c": 0}));
    let all = ["--population", "10", "--tolerable", "0.05", "--expected", "0.04"];
    assert_eq!(size(&all), json!({"n": 10, "c": null}));
    let output = machine.run(&[&["sample", "size", "--lang", "en"], &all[..]].concat());
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "No sample suffices: all 10 must be examined.\n");
}

#[test]
fn figures_that_cannot_be_are_usage() {
    let machine = Machine::new();
    let bound = |population: &str, drawn: &str, found: &str, risk: &str| {
        let args = ["sample", "bound", "--population", population, "--drawn", drawn, "--found", found, "--risk", risk];
        machine.refused(&args, 2)
    };
    assert!(bound("50", "60", "0", "0.05").contains("60"));
    assert!(bound("50", "10", "11", "0.05").contains("11"));
    assert!(bound("50", "10", "1", "5").contains("0 与 1"));
    assert!(bound("50", "10", "1", "五").contains("“五”"));
    assert!(bound("many", "10", "1", "5%").contains("inf"));
    assert!(bound("-5", "10", "1", "5%").contains("-5"));
    assert!(bound("99999999999999999999999", "10", "1", "5%").contains("inf"));
    // What would take for ever is refused at once.
    assert!(bound("inf", "18446744073709551615", "1", "5%").contains("1,000,000"));
    let size = |tolerable: &str, expected: &str| {
        let args =
            ["sample", "size", "--population", "1000000000000", "--tolerable", tolerable, "--expected", expected];
        machine.refused(&args, 2)
    };
    assert!(size("0.05", "0.0499999").contains("200,000"));
    assert!(size("0.000000001", "0").contains("200,000"));
    assert!(size("0.05", "0.06").contains("0.06"));
    assert!(size("5", "0").contains("5%"));
}
