//! How the surroundings of targets are found: what makes indicators like, names alike and passages the same.
//!
//! Pure and independent of order: whoever walks over a year's targets in whatever order finds the same. Each rule is made
//! so that a million targets take time in proportion: values are grouped by a key, projects are compared within their
//! unit, texts by fingerprints. Absent on purpose: reading targets, and keeping what was found.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::target::{Level2, Peers, Row, Target};
use super::text::{common_passage, norm, windows};
use super::words::List;
use crate::model::finding::{CheckSettings, Level1, Threshold};
use crate::model::ids::tagged_sha256;
use crate::model::value::ValueKind;
use crate::rules::links::{plain, timeless};

static OPENS: LazyLock<List> = LazyLock::new(|| List::named("opens-title"));
static CLOSES: LazyLock<List> = LazyLock::new(|| List::named("closes-title"));

/// Like indicators have the same key.
pub type PeerKey = i64;

fn key(tag: &str, parts: [&str; 3]) -> PeerKey {
    let [name, unit, sign] = parts.map(str::as_bytes);
    let digest = tagged_sha256(tag, &[name, &[0], unit, &[0], sign]);
    i64::from_be_bytes(std::array::from_fn(|at| digest[at]))
}

/// A row's value with the key of those it is compared with: same name, unit and comparator.
pub fn peer_value(row: &Row<'_>) -> Option<(PeerKey, Decimal)> {
    let counted = matches!(row.value.kind, ValueKind::Number | ValueKind::Percent | ValueKind::Duration);
    let number = row.number.filter(|_| counted && !row.name.is_empty())?;
    let unit = norm(row.value.unit.as_deref().unwrap_or_default());
    Some((key("wx-peer-1", [&row.name, &unit, row.value.op?.sign()]), number.normalize()))
}

/// What one unit of an output costs when all of the project's money is for it, in 万元, with the key of those it is compared
/// with: same name and unit.
pub fn unit_cost(row: &Row<'_>, funds: Decimal) -> Option<(PeerKey, Decimal)> {
    if row.level1 != Some(Level1::Output) || row.level2 != Some(Level2::Quantity) || row.is_percent() {
        return None;
    }
    let number = row.number.filter(|number| *number > Decimal::ZERO && row.value.kind == ValueKind::Number)?;
    let unit = norm(row.value.unit.as_deref().filter(|unit| !unit.is_empty())?);
    let cost = funds.checked_div(number).filter(|cost| *cost > Decimal::ZERO)?;
    Some((key("wx-unit-cost-1", [&row.name, &unit, ""]), cost.round_dp(8).normalize()))
}

/// What a target gives to its peers. A project counts once under each key, with its first row.
pub fn given(target: &Target<'_>) -> Vec<(PeerKey, Decimal)> {
    let mut seen = BTreeSet::new();
    let funds = target.funds().filter(|funds| *funds > Decimal::ZERO);
    let values = target.rows.iter().filter_map(peer_value);
    let costs = target.rows.iter().filter_map(|row| unit_cost(row, funds?));
    values.chain(costs).filter(|(key, _)| seen.insert(*key)).collect()
}

/// The middle of many values: enough to tell the median of all, and of all but one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Middle {
    /// How many values.
    pub count: u64,
    /// The value below the middle.
    pub low: Decimal,
    /// The value in the middle; of an even number the same as `low`.
    pub middle: Decimal,
    /// The value above the middle.
    pub high: Decimal,
}

impl Middle {
    /// Of two or more sorted values.
    pub fn of(sorted: &[Decimal]) -> Option<Middle> {
        let (half, odd) = (sorted.len() / 2, sorted.len() % 2 == 1);
        let low = *sorted.get(half.checked_sub(1)?)?;
        let middle = if odd { *sorted.get(half)? } else { low };
        let high = *sorted.get(if odd { half + 1 } else { half })?;
        Some(Middle { count: sorted.len() as u64, low, middle, high })
    }

    /// The peers of a project that gave `own`; of one that gave nothing where that is `None`.
    pub fn without(&self, own: Option<Decimal>) -> Peers {
        let between = |one: Decimal, other: Decimal| (one + other) / Decimal::TWO;
        let odd = self.count % 2 == 1;
        let Some(own) = own else {
            let median = if odd { self.middle } else { between(self.low, self.high) };
            return Peers { count: self.count, median };
        };
        let median = match (odd, own.cmp(&self.middle)) {
            (true, std::cmp::Ordering::Less) => between(self.middle, self.high),
            (true, std::cmp::Ordering::Equal) => between(self.low, self.high),
            (true, std::cmp::Ordering::Greater) => between(self.low, self.middle),
            (false, std::cmp::Ordering::Greater) => self.low,
            (false, _) => self.high,
        };
        Peers { count: self.count - 1, median }
    }
}

/// Digest by which a department, or a unit within it, is told from others; `None` of one without a name.
pub fn party_key(department: &str, unit: Option<&str>) -> Option<i64> {
    let (department, unit) = (norm(department), unit.map(norm));
    let named = !unit.as_deref().unwrap_or(&department).is_empty();
    named.then(|| key("wx-party-1", [&department, unit.as_deref().unwrap_or_default(), ""]))
}

/// A project as its siblings see it.
#[derive(Debug, Clone)]
pub struct Sibling {
    /// What tells it from others, the same on every station.
    pub order: Vec<u8>,
    name: Vec<char>,
    names: Vec<[char; 2]>,
    goals: Vec<[char; 2]>,
    goal: String,
}

impl Sibling {
    /// Reads one. `goal` without labels, as [`Target::goal`]. A year in the name makes no difference.
    pub fn new(order: Vec<u8>, name: &str, goal: &str) -> Sibling {
        let name = timeless(&plain(name));
        Sibling {
            order,
            names: windows(&name).into_iter().collect(),
            name: name.chars().filter(|c| c.is_alphanumeric()).collect(),
            goals: windows(goal).into_iter().collect(),
            goal: goal.to_owned(),
        }
    }
}

/// Dice coefficient of sorted windows.
fn dice(one: &[[char; 2]], other: &[[char; 2]]) -> Option<Decimal> {
    let all = one.len() + other.len();
    let (mut a, mut b, mut common) = (0, 0, 0_u64);
    while let (Some(x), Some(y)) = (one.get(a), other.get(b)) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => a += 1,
            std::cmp::Ordering::Greater => b += 1,
            std::cmp::Ordering::Equal => {
                common += 1;
                a += 1;
                b += 1;
            }
        }
    }
    (all > 0).then(|| Decimal::from(2 * common) / Decimal::from(all))
}

/// A shortened name keeps at least seven characters of ten.
const SHORTENED: usize = 7;

/// Likeness of two names: of their windows; complete where one is the other shortened, that is, where its characters stand
/// in the other in the same order and make up most of it (运维 for 运行维护).
fn names_alike(one: &Sibling, other: &Sibling) -> Decimal {
    let (short, long) = if one.name.len() <= other.name.len() { (one, other) } else { (other, one) };
    let mut rest = long.name.iter();
    let shortened = short.name.len() >= 4
        && short.name.len() * 10 >= long.name.len() * SHORTENED
        && short.name.iter().all(|c| rest.any(|d| c == d));
    if shortened {
        return Decimal::ONE;
    }
    dice(&one.names, &other.names).unwrap_or_else(|| Decimal::from(u8::from(one.name == other.name)))
}

/// Two projects of a unit that are nearly the same, by their places in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// The first.
    pub one: usize,
    /// The other.
    pub other: usize,
    /// Likeness of their names.
    pub names: Decimal,
    /// Likeness of their goals.
    pub goals: Decimal,
}

/// Up to so many projects of a unit are compared each with each.
pub const EACH_WITH_EACH: usize = 300;
/// In larger units each is compared with so many behind it, in three orders: by name, by name read backwards, by goal.
const NEAR: usize = 40;

/// All pairs of one unit's projects that are nearly the same.
pub fn twins(siblings: &[Sibling], settings: &CheckSettings) -> Vec<Pair> {
    let (least_name, least_goal) = (settings.number(Threshold::TwinName), settings.number(Threshold::TwinGoal));
    let compare = |one: usize, other: usize| {
        let (a, b) = (&siblings[one], &siblings[other]);
        let names = names_alike(a, b);
        if names < least_name {
            return None;
        }
        let goals = dice(&a.goals, &b.goals).unwrap_or_else(|| Decimal::from(u8::from(a.goal == b.goal)));
        (goals >= least_goal).then_some(Pair { one, other, names, goals })
    };
    let mut pairs = Vec::new();
    if siblings.len() <= EACH_WITH_EACH {
        for one in 0..siblings.len() {
            pairs.extend((one + 1..siblings.len()).filter_map(|other| compare(one, other)));
        }
        return pairs;
    }
    let mut found = BTreeSet::new();
    let by_name = |at: &usize| (siblings[*at].name.clone(), siblings[*at].order.clone());
    let backwards =
        |at: &usize| (siblings[*at].name.iter().rev().copied().collect::<Vec<char>>(), siblings[*at].order.clone());
    let by_goal = |at: &usize| (siblings[*at].goal.chars().collect::<Vec<char>>(), siblings[*at].order.clone());
    let mut order: Vec<usize> = (0..siblings.len()).collect();
    for way in 0..3 {
        match way {
            0 => order.sort_by_cached_key(by_name),
            1 => order.sort_by_cached_key(backwards),
            _ => order.sort_by_cached_key(by_goal),
        }
        for (at, one) in order.iter().enumerate() {
            for other in order.iter().skip(at + 1).take(NEAR) {
                let (one, other) = (*one.min(other), *one.max(other));
                // Comparing twice costs less than remembering everything that was compared.
                if let Some(pair) = compare(one, other)
                    && found.insert((one, other))
                {
                    pairs.push(pair);
                }
            }
        }
    }
    pairs
}

/// The parts of a goal that are its own words: normalised, without titles of documents.
pub fn own_words(goal: &str) -> Vec<String> {
    let goal = norm(goal);
    let mut parts = vec![String::new()];
    let mut title: Option<String> = None;
    for c in goal.chars() {
        let mut sign = [0; 4];
        let sign = &*c.encode_utf8(&mut sign);
        match &mut title {
            Some(_) if CLOSES.holds(sign) => {
                title = None;
                parts.push(String::new());
            }
            Some(title) => title.push(c),
            None if OPENS.holds(sign) => title = Some(String::new()),
            None => parts.last_mut().into_iter().for_each(|part| part.push(c)),
        }
    }
    // A mark that nobody closed opens no title.
    if let (Some(rest), Some(part)) = (title, parts.last_mut()) {
        part.push_str(&rest);
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// Mixes the bits, so that the least of several digests is any of them (splitmix64).
fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

/// Fingerprints of a text (winnowing): two texts with a passage of `passage` characters in common have one in common. Of
/// every so many neighbouring substrings of half that length the one with the least digest is taken, so that a text has few.
pub fn fingerprints(parts: &[String], passage: usize) -> BTreeSet<u64> {
    const BASE: u64 = 1_000_003;
    let passage = passage.max(8);
    let length = passage / 2;
    let window = passage - length + 1;
    let leaves = (1..length).fold(1_u64, |power, _| power.wrapping_mul(BASE));
    let mut found = BTreeSet::new();
    for part in parts {
        let text: Vec<u64> = part.chars().map(|c| u64::from(u32::from(c))).collect();
        if text.len() < passage {
            continue;
        }
        let mut rolling = 0_u64;
        let mut digests = Vec::with_capacity(text.len());
        for (at, c) in text.iter().enumerate() {
            if at >= length {
                rolling = rolling.wrapping_sub(text[at - length].wrapping_mul(leaves));
            }
            rolling = rolling.wrapping_mul(BASE).wrapping_add(*c);
            if at + 1 >= length {
                digests.push(mix(rolling));
            }
        }
        found.extend(digests.windows(window).filter_map(|near| near.iter().min()));
    }
    found
}

/// The longest passage that two texts have in common.
pub fn passage(one: &[String], other: &[String]) -> String {
    let mut longest = String::new();
    for (a, b) in one.iter().flat_map(|a| other.iter().map(move |b| (a, b))) {
        let common = common_passage(a, b);
        if common.chars().count() > longest.chars().count() {
            longest = common;
        }
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::super::tests::Paper;
    use super::*;
    use crate::rules::check::Surroundings;

    fn numbers(values: &[i64]) -> Vec<Decimal> {
        values.iter().map(|value| Decimal::from(*value)).collect()
    }

    #[test]
    fn the_median_without_one_is_that_of_the_others() {
        for values in [vec![1, 2], vec![1, 2, 3], vec![1, 1, 5, 9], vec![2, 2, 2, 7, 8], vec![1, 3, 3, 3, 4, 10, 11]] {
            let all = numbers(&values);
            let middle = Middle::of(&all).unwrap();
            for own in 0..all.len() {
                let mut others = all.clone();
                others.remove(own);
                let half = others.len() / 2;
                let median = match others.len() % 2 {
                    1 => others[half],
                    _ => (others[half - 1] + others[half]) / Decimal::TWO,
                };
                let peers = middle.without(Some(all[own]));
                assert_eq!((peers.count, peers.median), (others.len() as u64, median), "{values:?} without {own}");
            }
        }
        assert_eq!(Middle::of(&numbers(&[1, 2, 4])).unwrap().without(None).median, Decimal::TWO);
        assert_eq!(Middle::of(&numbers(&[1, 3])).unwrap().without(None).median, Decimal::TWO);
        assert_eq!(Middle::of(&numbers(&[1])), None);
    }

    #[test]
    fn like_indicators_have_name_unit_and_sign_in_common() {
        let key = |name: &str, target: &str| {
            let paper = Paper::clean().bare().row("产出指标", "数量指标", name, target, "10");
            let around = Surroundings::default();
            let target = Target::new(&paper.form, &around, &paper.settings);
            peer_value(&target.rows[0]).map(|(key, _)| key)
        };
        assert_eq!(key("指标1：培训 人数", "≥300人"), key("培训人数", "≧2人"));
        for other in ["≥300人次", "=300人", "≤300人"] {
            assert_ne!(key("培训人数", "≥300人"), key("培训人数", other), "{other}");
        }
        assert_eq!(key("培训人数", "显著"), None);
    }

    #[test]
    fn a_project_counts_once_among_its_peers() {
        let row = |paper: Paper, target: &str| paper.row("产出指标", "数量指标", "培训人数", target, "10");
        let paper = row(row(Paper::clean().bare(), "≥300人"), "≥20人");
        let around = Surroundings::default();
        let given = given(&Target::new(&paper.form, &around, &paper.settings));
        // 120 万元 for 300 people.
        assert_eq!(given.iter().map(|(_, value)| value.to_string()).collect::<Vec<_>>(), ["300", "0.4"]);
    }

    fn sibling(name: &str, goal: &str) -> Sibling {
        Sibling::new(name.as_bytes().to_vec(), name, goal)
    }

    #[test]
    fn twins_are_found_by_name_and_goal_also_where_a_name_is_shortened() {
        let goal = "保障机房和网络全年稳定运行，故障两小时内响应";
        let list = [
            sibling("信息系统运维", goal),
            sibling("信息系统运行维护", goal),
            sibling("信息系统建设（一期）", goal),
            sibling("信息系统建设（二期）", "建成数据共享平台并完成三十个部门接入"),
            sibling("公务用车购置", goal),
        ];
        let pairs = twins(&list, &CheckSettings::default());
        assert_eq!(pairs.iter().map(|pair| (pair.one, pair.other)).collect::<Vec<_>>(), [(0, 1)]);
    }

    #[test]
    fn twins_are_found_in_large_units_too() {
        let names = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥";
        let names: Vec<char> = names.chars().collect();
        let mut list = Vec::new();
        for a in &names {
            for b in &names {
                let name = format!("{a}{b}镇{b}{a}村{a}{a}{b}项目");
                list.push(sibling(&name, &format!("完成{a}{b}{b}{a}{a}的{b}{a}建设")));
            }
        }
        let before = list.len();
        assert!(before > EACH_WITH_EACH);
        list.push(sibling("数字档案馆运行维护", "全年接收档案三千卷，数字化率达到九成"));
        list.push(sibling("2025年数字档案馆运行维护", "全年接收档案三千卷，数字化率达到九成"));
        let pairs = twins(&list, &CheckSettings::default());
        assert_eq!(pairs.iter().map(|pair| (pair.one, pair.other)).collect::<Vec<_>>(), [(before, before + 1)]);
    }

    #[test]
    fn titles_are_nobodys_own_words() {
        let parts = own_words("依据《关于全面实施预算绩效管理的意见》（中发〔2018〕34号）开展 评价");
        assert_eq!(parts, ["依据", "(中发〔2018〕34号)开展评价"]);
        assert_eq!(own_words("《没有关上的书名"), ["没有关上的书名"]);
    }

    #[test]
    fn every_common_passage_of_forty_characters_leaves_a_common_fingerprint() {
        let alphabet: Vec<char> = ('\u{4e00}'..'\u{5e00}').collect();
        // A congruential sequence: texts without any repetition of their own.
        let mut state = 1_u64;
        let mut text = |length: usize| -> String {
            (0..length)
                .map(|_| {
                    state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    alphabet[usize::try_from(state >> 40).unwrap() % alphabet.len()]
                })
                .collect()
        };
        for round in 0..200 {
            let passage = text(40);
            let one = [format!("{}{passage}{}", text(round % 50), text(30))];
            let other = [format!("{}{passage}{}", text(17), text(round % 23))];
            let common = fingerprints(&one, 40);
            assert!(!common.is_disjoint(&fingerprints(&other, 40)), "round {round}");
            assert!(super::passage(&one, &other).contains(&passage));
            assert!(common.is_disjoint(&fingerprints(&[text(120)], 40)));
            assert!(common.len() <= 20, "{}", common.len());
        }
        assert!(fingerprints(&[text(39)], 40).is_empty());
    }
}
