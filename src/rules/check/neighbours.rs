//! What other projects say: T015, T016, T042, T049.
//!
//! Whoever surrounds a target with peers, twins and copies has found them by the rules in [`super::around`]; here they are
//! only judged.

use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::history::told;
use super::target::{Level2, Peers, Row};
use super::words::List;
use super::{Check, Hit, Target};
use crate::model::finding::{Cell, Level1, Severity, Threshold};

/// The checks of this room.
pub(super) const CHECKS: &[Check] = &[
    Check { id: "T015", version: 1, category: "C03", severity: Severity::Warning, source: "our default", run: twins },
    Check { id: "T016", version: 1, category: "C03", severity: Severity::Info, source: "our default", run: copied },
    Check {
        id: "T042",
        version: 1,
        category: "C08",
        severity: Severity::Info,
        source: "our default",
        run: far_from_peers,
    },
    Check {
        id: "T049",
        version: 1,
        category: "C09",
        severity: Severity::Warning,
        source: "our default",
        run: out_of_proportion,
    },
];

/// T015: another project of the unit that is nearly the same. Names count as alike also where one is the other shortened
/// (see `names_alike` in [`super::around`]).
fn twins(target: &Target<'_>) -> Vec<Hit> {
    let (name, goal) = (target.settings.number(Threshold::TwinName), target.settings.number(Threshold::TwinGoal));
    let twins = target.around.twins.iter().filter(|twin| twin.name_likeness >= name && twin.goal_likeness >= goal);
    let twins: Vec<_> = twins.collect();
    let Some(first) = twins.first() else { return Vec::new() };
    let percent = |share: Decimal| told(share * Decimal::ONE_HUNDRED);
    let hit = Hit::whole(Cell::Name).fact("code", &first.code).fact("name", &first.name).fact("count", twins.len());
    vec![hit.fact("names", percent(first.name_likeness)).fact("goals", percent(first.goal_likeness))]
}

/// T016: a passage of the goal stands in another department's.
fn copied(target: &Target<'_>) -> Vec<Hit> {
    let least = target.settings.number(Threshold::CopiedText);
    let long = |passage: &str| Decimal::from(passage.chars().count()) >= least;
    let copies: Vec<_> = target.around.copied.iter().filter(|copy| long(&copy.passage)).collect();
    let Some(first) = copies.iter().max_by_key(|copy| copy.passage.chars().count()) else { return Vec::new() };
    let hit = Hit::whole(Cell::Goal).fact("department", &first.department).fact("project", &first.project);
    vec![hit.fact("passage", &first.passage).fact("length", first.passage.chars().count()).fact("count", copies.len())]
}

/// Enough of them to compare with, and a median that can be compared with.
fn enough<'a>(peers: Option<&'a Peers>, target: &Target<'_>) -> Option<&'a Peers> {
    let fewest = target.settings.number(Threshold::PeersFewest);
    peers.filter(|peers| Decimal::from(peers.count) >= fewest && peers.median > Decimal::ZERO)
}

static MONEY: LazyLock<List> = LazyLock::new(|| List::named("money"));

/// T042: many times more or less than others promise under the same name. Differs from the catalogue: whole amounts of money
/// (总成本) follow the size of the project and say nothing; money by unit (元/户) is compared.
fn far_from_peers(target: &Target<'_>) -> Vec<Hit> {
    let factor = target.settings.number(Threshold::PeersFactor);
    let far = |row: &Row<'_>| {
        let (peers, number) = (enough(target.around.peers.get(&row.indicator.no), target)?, row.number?);
        if row.unit().is_some_and(|unit| MONEY.ends(unit).is_some()) {
            return None;
        }
        let far = number > peers.median.checked_mul(factor)? || number.checked_mul(factor)? < peers.median;
        far.then(|| {
            let hit = Hit::row(row, Cell::Value).fact("value", number.normalize());
            hit.fact("median", told(peers.median)).fact("count", peers.count)
        })
    };
    target.rows.iter().filter_map(far).collect()
}

/// T049: much money with hardly a quantity to show for it; or many times more money for one unit of an output than others
/// need.
fn out_of_proportion(target: &Target<'_>) -> Vec<Hit> {
    let Some(funds) = target.funds() else { return Vec::new() };
    let quantities =
        target.rows.iter().filter(|row| row.level1 == Some(Level1::Output) && row.level2 == Some(Level2::Quantity));
    let quantities: Vec<_> = quantities.collect();
    let few = Decimal::from(quantities.len()) <= target.settings.number(Threshold::LargeProjectRows);
    let mut hits = Vec::new();
    if few && funds >= target.settings.number(Threshold::LargeProject) {
        hits.push(Hit::whole(Cell::Funds).fact("funds", told(funds)).fact("rows", quantities.len()));
    }
    let factor = target.settings.number(Threshold::PeersFactor);
    let dear = |row: &&Row<'_>| {
        let peers = enough(target.around.unit_costs.get(&row.indicator.no), target)?;
        let cost = funds.checked_div(row.number?)?;
        (cost > peers.median.checked_mul(factor)?).then(|| {
            let hit = Hit::row(row, Cell::Funds).fact("funds", told(funds)).fact("cost", told(cost));
            hit.fact("median", told(peers.median)).fact("count", peers.count)
        })
    };
    hits.extend(quantities.iter().filter_map(dear));
    hits
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::target::{Copied, Surroundings, Twin};
    use super::super::tests::Paper;
    use super::*;

    fn fires(check: &str, paper: &Paper, around: &Surroundings<'_>) -> bool {
        paper.findings_amid(around).iter().any(|finding| finding.check.0 == check)
    }

    fn peers(count: u64, median: &str) -> BTreeMap<u32, Peers> {
        BTreeMap::from([(1, Peers { count, median: median.parse().unwrap() })])
    }

    fn training(target: &str) -> Paper {
        Paper::clean().bare().row("产出指标", "数量指标", "培训人数", target, "10")
    }

    #[test]
    fn t015_a_twin_has_name_and_goal_alike() {
        let twin = |name: &str, goal: &str| Surroundings {
            twins: vec![Twin {
                code: "51000021R000000019952".into(),
                name: "信息系统运行维护".into(),
                name_likeness: name.parse().unwrap(),
                goal_likeness: goal.parse().unwrap(),
            }],
            ..Surroundings::default()
        };
        assert!(fires("T015", &Paper::clean(), &twin("1", "0.8")));
        assert!(!fires("T015", &Paper::clean(), &twin("0.95", "0.3")));
    }

    #[test]
    fn t016_a_passage_of_forty_characters_is_a_copy() {
        let copy = |length: usize| Surroundings {
            copied: vec![Copied {
                department: "市水利局".into(),
                project: "堤防".into(),
                passage: "字".repeat(length),
            }],
            ..Surroundings::default()
        };
        assert!(fires("T016", &Paper::clean(), &copy(60)));
        assert!(!fires("T016", &Paper::clean(), &copy(39)));
    }

    #[test]
    fn t042_far_from_what_others_promise() {
        let around = |count| Surroundings { peers: peers(count, "100"), ..Surroundings::default() };
        assert!(fires("T042", &training("≥2人"), &around(5)));
        assert!(fires("T042", &training("≥301人"), &around(5)));
        assert!(!fires("T042", &training("≥80人"), &around(5)));
        assert!(!fires("T042", &training("≥2人"), &around(4)));
        // A whole amount follows the size of the project; money for each does not.
        assert!(!fires("T042", &training("≤2万元"), &around(5)));
        assert!(fires("T042", &training("≤2万元/人"), &around(5)));
    }

    #[test]
    fn t049_money_out_of_proportion() {
        let large = |paper: Paper| paper.funds("2000", "2000", "");
        let nothing = Surroundings::default();
        assert!(fires("T049", &large(training("≥300人")), &nothing));
        let rows = ["新建道路", "改造桥梁", "栽种树木", "安装路灯", "铺设管网"];
        let six = rows
            .iter()
            .fold(training("≥300人"), |paper, name| paper.row("产出指标", "数量指标", name, "≥6处", "10"));
        assert!(!fires("T049", &large(six.clone()), &nothing));
        // 2,000 万元 for 300 people, where others need 2 万元 each.
        let costs = |median| Surroundings { unit_costs: peers(5, median), ..Surroundings::default() };
        assert!(fires("T049", &large(six.clone()), &costs("2")));
        assert!(!fires("T049", &large(six), &costs("3")));
    }
}
