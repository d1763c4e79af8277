//! A comparison in words and signs: grounds, spread, sums, exclusions, and the opinion it becomes. The same on screen, in line
//! mode and on the command line.

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};

use crate::engine::similar::{
    Basis, BasisView, Excluded, FEWEST, From, Likeness, Line, MANY, NoSum, SimilarReport, Spread, Study, Sum,
};
use crate::text::{Arg, Strings, width};

/// Lines of the table that goes with an opinion.
const ATTACHED: usize = 20;

/// A decimal with thousands commas, as it is.
pub fn plain(number: Decimal) -> String {
    let text = number.normalize().to_string();
    let (sign, rest) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
    let (whole, places) = rest.split_once('.').map_or((rest, None), |(whole, places)| (whole, Some(places)));
    let mut out = String::from(sign);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(places) = places {
        out.push('.');
        out.push_str(places);
    }
    out
}

/// Thousandths as a share of one: `0.93`.
fn near(thousandths: u16) -> String {
    Decimal::new(i64::from(thousandths), 3).normalize().to_string()
}

/// What is compared.
pub fn basis(view: &BasisView, strings: &Strings) -> String {
    match (&view.basis, &view.money, &view.quantity) {
        (Basis::Each { .. }, Some(money), Some(quantity)) => {
            strings.t("similar-basis-each", &[("money", Arg::from(money)), ("quantity", Arg::from(quantity))])
        }
        (Basis::Each { .. }, None, Some(quantity)) => {
            strings.t("similar-basis-funds", &[("quantity", Arg::from(quantity))])
        }
        _ => strings.s("similar-basis-printed"),
    }
}

/// The basis and the unit of comparing.
pub fn basis_line(report: &SimilarReport, strings: &Strings) -> String {
    let name = report.bases.get(report.basis).map(|view| basis(view, strings)).unwrap_or_default();
    let unit = report.study.as_ref().map(|study| study.units.figure.clone()).unwrap_or_default();
    if unit.is_empty() {
        return name;
    }
    strings.t("similar-basis-unit", &[("basis", Arg::from(name)), ("unit", Arg::from(unit))])
}

/// By what those that count were found to be like.
pub fn grounds(report: &SimilarReport, strings: &Strings) -> String {
    match report.likeness() {
        (true, Some(least)) => strings.t("similar-like-both", &[("near", Arg::from(near(least)))]),
        (true, None) => strings.s("similar-like-code"),
        (false, Some(1000)) => strings.s("similar-like-same"),
        (false, Some(least)) => strings.t("similar-like-name", &[("near", Arg::from(near(least)))]),
        (false, None) => strings.s("similar-like-nobody"),
    }
}

/// How many count, of which years and units, and whether that is many.
pub fn counted(study: &Study, strings: &Strings) -> String {
    let used = study.used();
    let years = match study.years() {
        Some((first, last)) if first != last => format!("{first}-{last}"),
        Some((first, _)) => first.to_string(),
        None => String::new(),
    };
    let key = if used == 0 {
        "similar-counted-none"
    } else if used < MANY {
        "similar-counted-few"
    } else {
        "similar-counted"
    };
    let all = study.lines.len();
    strings.t(
        key,
        &[
            ("used", Arg::from(used)),
            ("all", Arg::from(all)),
            ("regions", Arg::from(study.regions())),
            ("years", Arg::from(years)),
            ("actual", Arg::from(study.actuals())),
            ("many", Arg::from(MANY)),
        ],
    )
}

/// The same in few words.
pub fn counted_short(study: &Study, strings: &Strings) -> String {
    let used = study.used();
    if used == 0 {
        return counted(study, strings);
    }
    let (first, last) = study.years().unwrap_or_default();
    let years = if first == last { first.to_string() } else { format!("{first}-{last}") };
    strings.t(
        if used < MANY { "similar-short-few" } else { "similar-short" },
        &[
            ("used", Arg::from(used)),
            ("all", Arg::from(study.lines.len())),
            ("regions", Arg::from(study.regions())),
            ("years", Arg::from(years)),
            ("many", Arg::from(MANY)),
        ],
    )
}

/// Name of a reason why a project does not count.
pub fn reason(reason: Excluded, strings: &Strings) -> String {
    strings.s(&format!("similar-out-{}", reason.id().replace('_', "-")))
}

/// How many do not count, by reason; those left out by hand by name.
pub fn excluded(study: &Study, strings: &Strings) -> String {
    let parts: Vec<String> = study
        .excluded
        .iter()
        .map(|(why, count)| {
            let args = [("reason", Arg::from(reason(*why, strings))), ("count", Arg::from(*count))];
            strings.t("similar-out-count", &args)
        })
        .collect();
    if parts.is_empty() { strings.s("similar-out-nobody") } else { listed(&parts, strings) }
}

/// Parts one after the other, parted as the language does.
fn listed(parts: &[String], strings: &Strings) -> String {
    let mut parts = parts.iter();
    let first = parts.next().cloned().unwrap_or_default();
    parts.fold(first, |told, part| strings.t("similar-listed", &[("told", Arg::from(told)), ("part", Arg::from(part))]))
}

/// From which cell a figure is.
pub fn from(from: Option<From>, strings: &Strings) -> String {
    match from {
        Some(From::Actual) => strings.s("similar-from-actual"),
        Some(From::Target) => strings.s("similar-from-target"),
        None => String::new(),
    }
}

/// The remark on a line: why it does not count, else its score.
pub fn remark(line: &Line, strings: &Strings) -> String {
    match (line.excluded, &line.score) {
        (Some(why), _) => reason(why, strings),
        (None, Some(score)) => strings.t("similar-score", &[("score", Arg::from(score))]),
        (None, None) => String::new(),
    }
}

/// Everything about one line.
pub fn detail(line: &Line, study: &Study, strings: &Strings) -> String {
    listed(&details(line, study, strings), strings)
}

/// As much about one line as fits, whole parts of it.
pub fn detail_within(line: &Line, study: &Study, cells: usize, strings: &Strings) -> String {
    let mut parts = details(line, study, strings);
    loop {
        let told = listed(&parts, strings);
        if parts.len() < 2 || width::width(&told) <= cells {
            return told;
        }
        parts.pop();
    }
}

fn details(line: &Line, study: &Study, strings: &Strings) -> Vec<String> {
    let like = match line.likeness {
        Likeness::Code => strings.s("similar-like-code"),
        Likeness::Name(1000) => strings.s("similar-like-same"),
        Likeness::Name(found) => strings.t("similar-like-name", &[("near", Arg::from(near(found)))]),
    };
    let told = |text: &str| if text.trim().is_empty() { strings.s("similar-nothing") } else { text.to_owned() };
    let mut parts = vec![
        strings
            .t("similar-line", &[("indicator", Arg::from(&line.indicator)), ("target", Arg::from(told(&line.target)))]),
        strings.t("similar-line-actual", &[("actual", Arg::from(told(&line.actual)))]),
    ];
    if let (Some(quantity), Some(total)) = (line.quantity, line.total) {
        parts.push(strings.t(
            "similar-line-parts",
            &[
                ("quantity", Arg::from(plain(quantity))),
                ("counted", Arg::from(study.units.quantity.clone().unwrap_or_default())),
                ("total", Arg::from(plain(total))),
                ("money", Arg::from(study.units.money.clone().unwrap_or_default())),
            ],
        ));
    }
    parts.push(like);
    parts.push(remark(line, strings));
    parts.retain(|part| !part.is_empty());
    parts
}

/// Place of a figure on a scale of `cells` cells.
fn place(figure: Decimal, least: Decimal, greatest: Decimal, cells: usize) -> usize {
    let span = greatest.checked_sub(least).filter(|span| *span > Decimal::ZERO);
    let last = cells.saturating_sub(1);
    let Some(span) = span else { return last / 2 };
    let share = figure.checked_sub(least).and_then(|part| part.checked_div(span));
    let at = share.and_then(|share| share.checked_mul(Decimal::from(last)));
    let at = at.map(|at| at.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero));
    at.and_then(|at| at.to_usize()).unwrap_or(0).min(last)
}

/// The spread as signs, and the place of a figure under it: `|---[==M==]----|`. From least to greatest, the box between the
/// quartiles, `M` the median.
pub fn graph(spread: &Spread, own: Decimal, cells: usize) -> (String, usize) {
    let (least, greatest) = (spread.least.min(own), spread.greatest.max(own));
    let at = |figure| place(figure, least, greatest, cells);
    let mut signs = vec![' '; cells.max(1)];
    let mut put = |from: usize, to: usize, sign: char| {
        if let Some(part) = signs.get_mut(from..=to.max(from)) {
            part.fill(sign);
        }
    };
    put(at(spread.least), at(spread.greatest), '-');
    put(at(spread.least), at(spread.least), '|');
    put(at(spread.greatest), at(spread.greatest), '|');
    put(at(spread.lower), at(spread.upper), '=');
    put(at(spread.lower), at(spread.lower), '[');
    put(at(spread.upper), at(spread.upper), ']');
    put(at(spread.median), at(spread.median), 'M');
    (signs.into_iter().collect::<String>().trim_end().to_owned(), at(own))
}

/// Where the own figure stands, in words.
pub fn own(study: &Study, strings: &Strings) -> String {
    let standing = study.standing;
    let key = match (standing.below, standing.equal, standing.above) {
        (_, 0, 0) if standing.below > 0 => "similar-own-above-all",
        (0, 0, _) if standing.above > 0 => "similar-own-below-all",
        _ => "similar-own",
    };
    strings.t(
        key,
        &[
            ("figure", Arg::from(plain(study.own.figure))),
            ("below", Arg::from(standing.below)),
            ("equal", Arg::from(standing.equal)),
            ("above", Arg::from(standing.above)),
        ],
    )
}

/// The mark of the own figure under the graph, with words beside it.
pub fn own_mark(at: usize, words: &str, cells: usize) -> String {
    let wide = width::width(words);
    if at + 2 + wide <= cells {
        format!("{}^ {words}", " ".repeat(at))
    } else if wide < at {
        format!("{}{words} ^", " ".repeat(at - wide - 1))
    } else {
        format!("^ {words}")
    }
}

/// Least, quartiles, median, greatest.
pub fn quartiles(spread: &Spread, strings: &Strings) -> String {
    strings.t(
        "similar-quartiles",
        &[
            ("least", Arg::from(plain(spread.least))),
            ("lower", Arg::from(plain(spread.lower))),
            ("median", Arg::from(plain(spread.median))),
            ("upper", Arg::from(plain(spread.upper))),
            ("greatest", Arg::from(plain(spread.greatest))),
        ],
    )
}

/// A sum, or why there is none. `name` is the yardstick's. In a line of so many `cells` what stands elsewhere on the screen is
/// left out, and the way to the sum where it would be cut.
fn sum(name: &str, sum: &Result<Sum, NoSum>, study: &Study, cells: Option<usize>, strings: &Strings) -> String {
    match sum {
        Ok(found) => {
            let args = [
                ("name", Arg::from(name)),
                ("quantity", Arg::from(plain(found.quantity))),
                ("yardstick", Arg::from(plain(found.yardstick))),
                ("expected", Arg::from(plain(found.expected))),
                ("own", Arg::from(plain(found.own))),
                ("saved", Arg::from(plain(found.saved.abs()))),
                ("percent", Arg::from(plain(found.percent.abs()))),
                ("money", Arg::from(study.units.money.clone().unwrap_or_default())),
            ];
            let saves = found.saved > Decimal::ZERO;
            let Some(cells) = cells else {
                return strings.t(if saves { "similar-sum" } else { "similar-sum-none" }, &args);
            };
            let short = strings.t(if saves { "similar-sum-short" } else { "similar-sum-none-short" }, &args);
            if width::width(&short) <= cells {
                return short;
            }
            strings.t(if saves { "similar-sum-least" } else { "similar-sum-none-least" }, &args)
        }
        Err(why) => {
            let reason = strings.t(
                &format!("similar-no-sum-{}", why.id().replace('_', "-")),
                &[("fewest", Arg::from(FEWEST)), ("used", Arg::from(study.used()))],
            );
            strings.t("similar-sum-refused", &[("name", Arg::from(name)), ("reason", Arg::from(reason))])
        }
    }
}

/// Both sums, whole or for lines of so many `cells`.
pub fn sums(report: &SimilarReport, study: &Study, cells: Option<usize>, strings: &Strings) -> [String; 2] {
    let standard = match &report.standard {
        Some(standard) => strings.t("similar-by-standard-of", &[("source", Arg::from(&standard.source))]),
        None => strings.s("similar-by-standard"),
    };
    [
        sum(&strings.s("similar-by-median"), &study.median, study, cells, strings),
        sum(&standard, &study.standard, study, cells, strings),
    ]
}

/// A unit or project as a list names it.
pub fn named(line: &Line) -> String {
    [line.unit.as_str(), line.name.as_str()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The text of an opinion: the finding, the sums, what was left out, and the table.
pub fn opinion(report: &SimilarReport, strings: &Strings) -> Option<String> {
    let study = report.study.as_ref()?;
    let unit = &study.units.figure;
    let mut lines = Vec::new();
    let figure = |number: Decimal| format!("{}{unit}", plain(number));
    match &study.spread {
        Some(spread) => lines.push(strings.t(
            match study.own.figure.cmp(&spread.median) {
                std::cmp::Ordering::Greater => "similar-opinion-above",
                std::cmp::Ordering::Less => "similar-opinion-below",
                std::cmp::Ordering::Equal => "similar-opinion-equal",
            },
            &[
                ("indicator", Arg::from(&report.indicator)),
                ("target", Arg::from(figure(study.own.figure))),
                ("used", Arg::from(study.used())),
                ("median", Arg::from(figure(spread.median))),
                ("lower", Arg::from(plain(spread.lower))),
                ("upper", Arg::from(figure(spread.upper))),
            ],
        )),
        None => lines.push(strings.t("similar-opinion-nobody", &[("indicator", Arg::from(&report.indicator))])),
    }
    let [median, standard] = sums(report, study, None, strings);
    lines.push(median);
    if study.standard.is_ok() {
        lines.push(standard);
    }
    lines.push(strings.t(
        "similar-opinion-basis",
        &[
            ("basis", Arg::from(basis_line(report, strings))),
            ("grounds", Arg::from(grounds(report, strings))),
            ("counted", Arg::from(counted(study, strings))),
        ],
    ));
    lines.push(strings.t("similar-opinion-out", &[("out", Arg::from(excluded(study, strings)))]));
    let by_hand: Vec<String> = study
        .lines
        .iter()
        .filter(|line| line.excluded == Some(Excluded::ByHand))
        .map(|line| format!("{} {}", named(line), line.year))
        .collect();
    if !by_hand.is_empty() {
        lines.push(strings.t("similar-opinion-by-hand", &[("names", Arg::from(listed(&by_hand, strings)))]));
    }
    let used: Vec<&Line> = study.lines.iter().filter(|line| line.excluded.is_none()).collect();
    if !used.is_empty() {
        lines.push(strings.t("similar-opinion-table", &[("unit", Arg::from(unit))]));
    }
    for line in used.iter().take(ATTACHED) {
        let told = line.figure.map(plain).unwrap_or_default();
        let mut text = format!("{} {} {told} {}", named(line), line.year, from(line.from, strings));
        if let (Some(quantity), Some(counted)) = (line.quantity, &study.units.quantity) {
            text.push_str(&format!(" {}{counted}", plain(quantity)));
        }
        lines.push(text);
    }
    if used.len() > ATTACHED {
        lines.push(strings.t("similar-opinion-more", &[("count", Arg::from(used.len() - ATTACHED))]));
    }
    Some(lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn spread(figures: [&str; 5]) -> Spread {
        let [least, lower, median, upper, greatest] = figures.map(number);
        Spread { count: 9, least, lower, median, upper, greatest }
    }

    #[test]
    fn a_spread_is_drawn_from_the_least_to_the_greatest_with_the_own_figure_on_the_same_scale() {
        let drawn = |figures, own| graph(&spread(figures), number(own), 41);
        assert_eq!(drawn(["2", "2.2", "2.4", "2.5", "2.6"], "2.8"), ("|---------[=========M====]----|".to_owned(), 40));
        let (signs, at) = drawn(["2", "2", "2", "2", "2"], "2");
        assert_eq!((signs.trim(), at), ("M", 20));
        let (signs, at) = drawn(["10", "20", "30", "40", "50"], "5");
        assert_eq!(at, 0);
        assert!(signs.starts_with("    |"), "{signs}");
    }

    #[test]
    fn numbers_keep_their_digits() {
        assert_eq!(plain(number("1084.5000")), "1,084.5");
        assert_eq!(plain(number("-1234567.125")), "-1,234,567.125");
        assert_eq!(plain(number("0.10")), "0.1");
        assert_eq!(near(930), "0.93");
    }

    #[test]
    fn the_mark_keeps_its_place_and_its_words_stay_inside() {
        assert_eq!(own_mark(3, "here", 20), "   ^ here");
        assert_eq!(own_mark(18, "here", 20), "             here ^");
        assert_eq!(own_mark(1, "much too long for this", 10), "^ much too long for this");
    }
}
