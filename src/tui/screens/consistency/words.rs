//! How the same was decided elsewhere, in words: for screens and the command line.

use crate::config::tables::Categories;
use crate::engine::consistency::{Decision, SameWording, Way};
use crate::model::review::Verdict;
use crate::text::{Arg, Strings};

/// A decision: "no problem", or the classes of the opinions.
pub fn decision(decision: &Decision, categories: &Categories, strings: &Strings) -> String {
    let classes: Vec<&str> = decision.classes.iter().map(|class| categories.short(class, strings.language())).collect();
    match decision.verdict {
        Verdict::Opinion if !classes.is_empty() => {
            strings.t("consistency-opinion", &[("classes", Arg::from(classes.join(" ")))])
        }
        verdict => strings.verdict(verdict),
    }
}

/// Rows decided each way, whatever the class: opinions, no problem, sent back.
fn by_verdict(ways: &[Way]) -> Vec<(Verdict, u64)> {
    let of = |wanted: Verdict| ways.iter().filter(|way| way.decision.verdict == wanted).map(|way| way.rows).sum();
    let all = [Verdict::Opinion, Verdict::Passed, Verdict::Returned].map(|verdict| (verdict, of(verdict)));
    all.into_iter().filter(|(_, rows)| *rows > 0).collect()
}

fn way(long: bool, verdict: Verdict, rows: u64, strings: &Strings) -> String {
    let key = match (long, verdict) {
        (true, Verdict::Opinion) => "elsewhere-opinion",
        (true, Verdict::Returned) => "elsewhere-returned",
        (true, _) => "elsewhere-passed",
        (false, Verdict::Opinion) => "elsewhere-short-opinion",
        (false, Verdict::Returned) => "elsewhere-short-returned",
        (false, _) => "elsewhere-short-passed",
    };
    strings.t(key, &[("rows", Arg::from(rows))])
}

/// All that was decided elsewhere, in one line; empty where nothing was. `value` is what the row says, where it says it in
/// words.
pub fn counted(value: Option<&str>, ways: &[Way], strings: &Strings) -> String {
    if ways.is_empty() {
        return String::new();
    }
    let told: Vec<String> =
        by_verdict(ways).into_iter().map(|(verdict, rows)| way(true, verdict, rows, strings)).collect();
    let rows: u64 = ways.iter().map(|way| way.rows).sum();
    let told = told.join(&strings.s("elsewhere-between"));
    let args = [("rows", Arg::from(rows)), ("ways", Arg::from(told)), ("value", Arg::from(value.unwrap_or_default()))];
    let line = strings.t(if value.is_some() { "elsewhere-words" } else { "elsewhere-figure" }, &args);
    if ways.iter().any(|way| way.differs) { format!("{} {line}", strings.s("elsewhere-differs")) } else { line }
}

/// The same in fewest cells.
pub fn short(ways: &[Way], strings: &Strings) -> String {
    let told: Vec<String> =
        by_verdict(ways).into_iter().map(|(verdict, rows)| way(false, verdict, rows, strings)).collect();
    let mark = if ways.iter().any(|way| way.differs) { "!" } else { "" };
    if told.is_empty() {
        return String::new();
    }
    format!("{mark}{}", strings.t("elsewhere-short", &[("ways", Arg::from(told.join(" ")))]))
}

/// A row asked about, with what was decided about it and elsewhere.
pub fn asked(same: &SameWording, categories: &Categories, strings: &Strings) -> String {
    let own: Vec<String> = same.own.iter().map(|own| decision(own, categories, strings)).collect();
    let own = if own.is_empty() { strings.s("consistency-open") } else { own.join(", ") };
    let value = same.qualitative.then_some(same.target.as_str());
    let args = [
        ("row", Arg::from(same.row)),
        ("name", Arg::from(&same.indicator)),
        ("value", Arg::from(&same.target)),
        ("own", Arg::from(own)),
        ("elsewhere", Arg::from(counted(value, &same.ways, strings))),
    ];
    strings.t("consistency-asked", &args)
}
