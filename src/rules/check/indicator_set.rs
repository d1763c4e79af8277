//! C04 指标体系缺项: T017 to T022.

use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::target::Level2;
use super::text::norm;
use super::words::List;
use super::{Check, Hit, MATTER, Row, Target};
use crate::model::finding::{Cell, Level1, Severity, Switch, Threshold};
use crate::model::form::MoreField;

const STRUCTURE: &str = "MoF Caiyu 2021 No. 101, unverified; published checkers of targets";

/// The checks of this room.
pub(super) const CHECKS: &[Check] = &[
    check("T017", Severity::Error, STRUCTURE, no_output),
    check("T018", Severity::Error, STRUCTURE, no_benefit),
    check("T019", Severity::Warning, STRUCTURE, no_quantity),
    check("T020", Severity::Warning, "cost pilot of Qingpu; MoF Caiyu 2021 No. 101, unverified", no_cost),
    check(
        "T021",
        Severity::Warning,
        "published forms; optional in MoF Caiyu 2021 No. 101, unverified",
        no_satisfaction,
    ),
    check("T022", Severity::Warning, "our default", number_of_rows),
];

const fn check(id: &'static str, severity: Severity, source: &'static str, run: fn(&Target<'_>) -> Vec<Hit>) -> Check {
    Check { id, version: 1, category: "C04", severity, source, run }
}

/// First level, told by the second where the first is not known.
fn level1(row: &Row<'_>) -> Option<Level1> {
    let by_second = |level2| match level2 {
        Level2::Quantity | Level2::Quality | Level2::Timeliness => Level1::Output,
        Level2::Cost => Level1::Cost,
        Level2::Economic | Level2::Social | Level2::Ecological | Level2::Sustained => Level1::Benefit,
        Level2::Satisfaction => Level1::Satisfaction,
    };
    row.level1.or_else(|| row.level2.map(by_second))
}

/// A level that no row has. `None` as well where some row's level is not known: it might be the one.
fn lacks(target: &Target<'_>, level: Level1) -> bool {
    !target.rows.is_empty() && target.rows.iter().all(|row| level1(row).is_some_and(|own| own != level))
}

fn lacking(label: &List, target: &Target<'_>) -> Hit {
    Hit::whole(Cell::Rows).fact(MATTER, label.first()).fact("rows", target.rows.len())
}

static OUTPUT: LazyLock<List> = LazyLock::new(|| List::named("printed-output"));
static BENEFIT: LazyLock<List> = LazyLock::new(|| List::named("printed-benefit"));
static QUANTITY: LazyLock<List> = LazyLock::new(|| List::named("printed-quantity"));
static COST: LazyLock<List> = LazyLock::new(|| List::named("printed-cost"));
static SATISFACTION: LazyLock<List> = LazyLock::new(|| List::named("printed-satisfaction"));

/// T017: no indicator of output. Differs from the catalogue, as T018: silent where the level of some row cannot be told, and
/// where there are no rows at all (T022 says that once).
fn no_output(target: &Target<'_>) -> Vec<Hit> {
    if lacks(target, Level1::Output) { vec![lacking(&OUTPUT, target)] } else { Vec::new() }
}

/// T018: no indicator of benefit.
fn no_benefit(target: &Target<'_>) -> Vec<Hit> {
    if lacks(target, Level1::Benefit) { vec![lacking(&BENEFIT, target)] } else { Vec::new() }
}

/// T019: output, but nothing counted. Silent where a second level of output cannot be told.
fn no_quantity(target: &Target<'_>) -> Vec<Hit> {
    let mut output = target.rows.iter().filter(|row| level1(row) == Some(Level1::Output)).peekable();
    if output.peek().is_none() || !output.all(|row| row.level2.is_some_and(|level| level != Level2::Quantity)) {
        return Vec::new();
    }
    vec![lacking(&QUANTITY, target)]
}

static COST_KINDS: LazyLock<List> = LazyLock::new(|| List::named("cost-kinds"));
static COST_KINDS_NOT: LazyLock<List> = LazyLock::new(|| List::named("not-cost-kinds"));
static COST_NAMES: LazyLock<List> = LazyLock::new(|| List::named("names-of-costs"));

/// T020: nothing says what it costs, though something is built, repaired or bought. An error where the place asks a
/// cost indicator of every project. Differs from the catalogue: a cost that stands under another class is there (T028
/// charges its place).
fn no_cost(target: &Target<'_>) -> Vec<Hit> {
    let told = |row: &Row<'_>| row.is_cost() || COST_NAMES.is_in(&row.name);
    if target.rows.is_empty() || target.rows.iter().any(told) {
        return Vec::new();
    }
    if target.settings.is_on(Switch::CostRequired) {
        let name = &target.form.name;
        return vec![lacking(&COST, target).fact("kind", name).severity(Severity::Error)];
    }
    let texts = [target.name().to_owned(), norm(target.more(MoreField::ProjectClass))];
    let texts = texts.map(|text| COST_KINDS_NOT.words().fold(text, |text, word| text.replace(word, "")));
    let places_own = &target.settings.cost_kinds;
    let kind = if places_own.is_empty() {
        texts.iter().find_map(|text| COST_KINDS.found_in(text))
    } else {
        places_own.iter().map(String::as_str).find(|word| texts.iter().any(|text| text.contains(word)))
    };
    kind.map(|kind| lacking(&COST, target).fact("kind", kind)).into_iter().collect()
}

static SERVED: LazyLock<List> = LazyLock::new(|| List::named("served"));
static SERVED_NOT: LazyLock<List> = LazyLock::new(|| List::named("not-served"));
static SATISFIED: LazyLock<List> = LazyLock::new(|| List::named("satisfied"));

/// T021: somebody is served, but nobody asks whether they are satisfied. Differs from the catalogue: only name and goal are
/// looked at (rows speak of 服务 in any project), and satisfaction under another class is there.
fn no_satisfaction(target: &Target<'_>) -> Vec<Hit> {
    let asked = |row: &Row<'_>| {
        let second = row.level2 == Some(Level2::Satisfaction);
        second || level1(row) == Some(Level1::Satisfaction) || SATISFIED.is_in(&row.name)
    };
    if !target.settings.is_on(Switch::SatisfactionAsked) || target.rows.is_empty() || target.rows.iter().any(asked) {
        return Vec::new();
    }
    let served = |text: &str| {
        let text = SERVED_NOT.words().fold(text.to_owned(), |text, word| text.replace(word, ""));
        SERVED.found_in(&text).map(str::to_owned)
    };
    let word = served(target.name()).or_else(|| served(&target.goal));
    word.map(|word| lacking(&SATISFACTION, target).fact("word", word)).into_iter().collect()
}

/// T022: too few or too many indicators; many are only told. Differs from the catalogue: none at all is an error.
fn number_of_rows(target: &Target<'_>) -> Vec<Hit> {
    let count = Decimal::from(target.rows.len());
    let fewest = target.settings.number(Threshold::RowsFewest);
    let most = target.settings.number(Threshold::RowsMost);
    let hit = Hit::whole(Cell::Rows).fact("count", count).fact("fewest", fewest).fact("most", most);
    if count.is_zero() {
        vec![hit.severity(Severity::Error)]
    } else if count < fewest {
        vec![hit]
    } else if count > most {
        vec![hit.severity(Severity::Info)]
    } else {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{Paper, fires};
    use crate::model::finding::{Finding, Severity, Switch};
    use crate::model::form::Indicator;

    fn without(gone: impl Fn(&Indicator) -> bool) -> Paper {
        Paper::clean().with(|paper| paper.form.indicators.retain(|row| !gone(row)))
    }

    fn the_one(check: &str, paper: &Paper) -> Finding {
        let mut found: Vec<_> = paper.findings().into_iter().filter(|finding| finding.check.0 == check).collect();
        assert_eq!(found.len(), 1, "{check}: {found:#?}");
        found.remove(0)
    }

    #[test]
    fn t017_output_must_be_there() {
        assert_eq!(the_one("T017", &without(|row| row.level1 == "产出指标")).severity, Severity::Error);
        assert!(!fires("T017", without(|row| row.level1 == "产出指标" && row.level2 != "数量指标")));
        let unread = without(|row| row.level1 == "产出指标").row("过程指标", "管理", "制度健全", "健全", "5");
        assert!(!fires("T017", unread), "a level that cannot be told may be output");
        let told = without(|row| row.level1 == "产出指标").row("", "数量指标", "养护里程", "≥30公里", "5");
        assert!(!fires("T017", told), "the second level tells it");
    }

    #[test]
    fn t018_benefit_must_be_there() {
        assert_eq!(the_one("T018", &without(|row| row.level1 == "效益指标")).severity, Severity::Error);
        assert!(!fires("T018", Paper::clean()));
    }

    #[test]
    fn what_a_set_lacks_is_charged_one_by_one() {
        let paper = without(|row| row.level1 == "效益指标" || row.level1 == "产出指标");
        let drafts: Vec<_> = paper.findings().into_iter().filter(Finding::drafts).map(|found| found.check.0).collect();
        for check in ["T017", "T018"] {
            assert!(drafts.contains(&check.to_owned()), "{drafts:?}");
        }
    }

    #[test]
    fn t019_output_is_counted() {
        assert_eq!(the_one("T019", &without(|row| row.level2 == "数量指标")).severity, Severity::Warning);
        assert!(!fires("T019", without(|row| row.level1 == "产出指标")), "T017 says it");
        let flat = without(|row| row.level2 == "数量指标").with(|paper| paper.form.indicators[1].level2.clear());
        assert!(!fires("T019", flat));
    }

    #[test]
    fn t020_what_is_built_or_bought_has_its_cost() {
        let named = |name: &str| {
            let name = name.to_owned();
            without(|row| row.level1 == "成本指标").with(|paper| paper.form.name = name)
        };
        assert_eq!(the_one("T020", &named("执法设备购置")).severity, Severity::Warning);
        assert!(!fires("T020", named("农村公路养护")));
        assert!(!fires("T020", named("民心工程宣传")), "a name, no building");
        let priced = named("执法设备购置").row("产出指标", "成本指标", "设备单价", "≤5万元/台", "5");
        assert!(!fires("T020", priced));
        let misplaced = named("执法设备购置").row("产出指标", "数量指标", "项目总成本", "≤90万元", "5");
        assert!(!fires("T020", misplaced), "T028 says that it stands in the wrong place");
        let all = named("农村公路养护").with(|paper| paper.settings.switch(Switch::CostRequired, true));
        assert_eq!(the_one("T020", &all).severity, Severity::Error);
        let own = named("农村公路养护").with(|paper| paper.settings.cost_kinds = vec!["养护".to_owned()]);
        assert!(fires("T020", own));
    }

    #[test]
    fn t021_who_is_served_is_asked() {
        let named = |name: &str, goal: &str| {
            let name = name.to_owned();
            without(|row| row.level1 == "满意度指标").goal(goal).with(|paper| paper.form.name = name)
        };
        assert!(fires("T021", named("职工培训", "举办培训班3期，培训职工300人，考试合格率达到95%。")));
        let room = "完成机房运维巡检12次，服务器可用率达到99%。";
        assert!(!fires("T021", named("机房运维", room)), "a server serves nobody");
        let benefit = named("职工培训", "举办培训班3期，培训职工300人。").row(
            "效益指标",
            "社会效益指标",
            "参训人员满意度",
            "≥90%",
            "5",
        );
        assert!(!fires("T021", benefit));
        let older = named("职工培训", "举办培训班3期，培训职工300人。").row(
            "效益指标",
            "服务对象满意度指标",
            "参训人员评价",
            "≥90%",
            "5",
        );
        assert!(!fires("T021", older), "the older tree has it under benefit");
        let off = named("职工培训", "举办培训班3期，培训职工300人。")
            .with(|paper| paper.settings.switch(Switch::SatisfactionAsked, false));
        assert!(!fires("T021", off));
    }

    #[test]
    fn t022_neither_too_few_nor_too_many() {
        let few = without(|row| row.no > 1);
        assert_eq!(the_one("T022", &few).severity, Severity::Warning);
        assert_eq!(the_one("T022", &Paper::clean().bare()).severity, Severity::Error);
        assert!(!fires("T022", Paper::clean()));
        let many = (0..15).fold(Paper::clean(), |paper, at| {
            paper.row("产出指标", "数量指标", &format!("养护路段{at}里程"), "≥3公里", "")
        });
        assert_eq!(the_one("T022", &many).severity, Severity::Info);
    }
}
