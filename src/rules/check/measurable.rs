//! C07 指标不细化不可衡量: T029 to T034.

use std::sync::LazyLock;

use super::target::Level2;
use super::text::{is_blank, is_missing};
use super::words::List;
use super::{Check, Hit, Row, Target};
use crate::model::finding::{Cell, Level1, Severity, Switch};
use crate::model::form::MoreField;
use crate::model::value::ValueKind;

/// The checks of this room.
pub(super) const CHECKS: &[Check] = &[
    check("T029", Severity::Warning, "published checkers of targets", vague),
    check("T030", Severity::Info, "self-evaluation sheets of a provincial system; our default", no_tiers),
    check("T031", Severity::Warning, "our default", several_things),
    check("T032", Severity::Warning, "findings of a published recheck", hollow_rate),
    check("T033", Severity::Warning, "our default", repeats_class),
    check(
        "T034",
        Severity::Info,
        "published form of Fengjie; self-evaluation sheets of a provincial system",
        no_formula,
    ),
];

const fn check(id: &'static str, severity: Severity, source: &'static str, run: fn(&Target<'_>) -> Vec<Hit>) -> Check {
    Check { id, version: 1, category: "C07", severity, source, run }
}

/// A list whose words are taken out of a text, the longest first.
struct Filler(Vec<String>);

impl Filler {
    fn of(lists: &[&List]) -> Filler {
        let mut words: Vec<String> = lists.iter().flat_map(|list| list.words()).map(str::to_owned).collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        Filler(words)
    }

    /// Nothing but these words and marks stands in the text.
    fn is_all_of(&self, text: &str) -> bool {
        let mut text = text.to_owned();
        for word in &self.0 {
            if text.contains(word.as_str()) {
                text = text.replace(word.as_str(), " ");
            }
        }
        !text.contains(char::is_alphanumeric)
    }
}

static VAGUE: LazyLock<List> = LazyLock::new(|| List::named("vague"));
static VAGUE_FILLER: LazyLock<Filler> = LazyLock::new(|| Filler::of(&[&VAGUE, &List::named("vague-fillers")]));

/// T029: words of degree only (有效提升). Differs from the catalogue: an explanation or a way of scoring makes such words
/// assessable.
fn vague(target: &Target<'_>) -> Vec<Hit> {
    let is_vague = |row: &&Row<'_>| {
        row.value.kind == ValueKind::Qualitative
            && !row.says_qualitative()
            && VAGUE.is_in(&row.text)
            && !row.is_explained()
            && VAGUE_FILLER.is_all_of(&row.text)
    };
    target.rows.iter().filter(is_vague).map(|row| Hit::row(row, Cell::Value)).collect()
}

/// T030: words as a value and nothing that says how they are scored, where the place asks for it.
fn no_tiers(target: &Target<'_>) -> Vec<Hit> {
    if !target.settings.is_on(Switch::TiersRequired) {
        return Vec::new();
    }
    let words = |row: &&Row<'_>| {
        !is_missing(&row.text)
            && (row.value.kind == ValueKind::Qualitative || row.says_qualitative())
            && !row.is_explained()
    };
    target.rows.iter().filter(words).map(|row| Hit::row(row, Cell::Explanation)).collect()
}

static JOINERS: LazyLock<List> = LazyLock::new(|| List::named("joiners"));
static NO_JOINERS: LazyLock<List> = LazyLock::new(|| List::named("no-joiners"));
static MEASURES: LazyLock<List> = LazyLock::new(|| List::named("measure-nouns"));
static NO_MEASURES: LazyLock<List> = LazyLock::new(|| List::named("no-measures"));

/// T031: several things in one name with one value. Differs from the catalogue: a warning only where both parts name a
/// measure of their own (培训人数、发放资料数量); where one measure stands behind two nouns (设备和器材数量) it may be a sum and is
/// only told, and of rates nothing is said then. What stands in brackets is not looked at.
fn several_things(target: &Target<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for row in target.rows.iter().filter(|row| row.number.is_some() && JOINERS.is_in(&row.name)) {
        let name = without_brackets(&row.name);
        // A text of the same length in which what only looks like a joiner is covered.
        let cover = |text: String, word: &str| text.replace(word, &"\u{3000}".repeat(word.chars().count()));
        let covered = NO_JOINERS.words().fold(name.clone(), cover);
        let found = JOINERS.words().find_map(|joiner| {
            // Both texts have three bytes for every covered character.
            covered.find(joiner).map(|at| (name.get(..at), name.get(at + joiner.len()..), joiner))
        });
        let Some((Some(first), Some(second), joiner)) = found else { continue };
        if first.chars().count() < 2 || second.chars().count() < 2 {
            continue;
        }
        let measured = MEASURES.ends(first).is_some() && NO_MEASURES.ends(first).is_none();
        let both = measured && MEASURES.is_in(second);
        if !both && (row.is_percent() || MEASURES.ends(second).is_none()) {
            continue;
        }
        let hit = Hit::row(row, Cell::Indicator).fact("first", first).fact("second", second).fact("joiner", joiner);
        hits.push(if both { hit } else { hit.severity(Severity::Info) });
    }
    hits
}

fn without_brackets(name: &str) -> String {
    let mut depth = 0_usize;
    let mut kept = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            c if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    kept
}

static HOLLOW: LazyLock<List> = LazyLock::new(|| List::named("hollow"));
static HOLLOW_FILLER: LazyLock<Filler> = LazyLock::new(|| Filler::of(&[&HOLLOW, &List::named("hollow-fillers")]));

/// T032: a percentage of something that cannot be counted (成效显著 ≥95%), unexplained.
fn hollow_rate(target: &Target<'_>) -> Vec<Hit> {
    let hollow = |row: &&Row<'_>| {
        row.level1 == Some(Level1::Benefit)
            && row.is_percent()
            && HOLLOW.is_in(&row.name)
            && !row.is_explained()
            && HOLLOW_FILLER.is_all_of(&row.name)
    };
    target.rows.iter().filter(hollow).map(|row| Hit::row(row, Cell::Indicator)).collect()
}

static CLASSES: LazyLock<List> = LazyLock::new(|| List::named("class-names"));

/// T033: the name is the class. Differs from the catalogue: satisfaction may be named as its class is (服务对象满意度), because
/// that says whose.
fn repeats_class(target: &Target<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for row in target.rows.iter().filter(|row| !is_blank(&row.name)) {
        let satisfaction = row.level2 == Some(Level2::Satisfaction) || row.level1 == Some(Level1::Satisfaction);
        let same = row.level2.is_some() && row.class == row.name && !satisfaction;
        if same || CLASSES.holds(&row.name) {
            hits.push(Hit::row(row, Cell::Indicator).fact("level", &row.indicator.level2));
        }
    }
    hits
}

/// T034: a rate that nothing explains, where the place asks for it.
fn no_formula(target: &Target<'_>) -> Vec<Hit> {
    if !target.settings.is_on(Switch::ExplanationRequired) {
        return Vec::new();
    }
    let bare = |row: &&Row<'_>| row.is_percent() && is_missing(row.more(MoreField::Explanation));
    target.rows.iter().filter(bare).map(|row| Hit::row(row, Cell::Explanation)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{Paper, fires};
    use crate::model::finding::{Finding, Severity, Switch};
    use crate::model::form::MoreField;

    fn row(level2: &str, name: &str, value: &str) -> Paper {
        let level1 = if level2.contains("效益") { "效益指标" } else { "产出指标" };
        Paper::clean().row(level1, level2, name, value, "5")
    }

    fn explained(paper: Paper, field: MoreField, text: &str) -> Paper {
        let text = text.to_owned();
        paper.with(|paper| drop(paper.form.indicators.last_mut().unwrap().more.insert(field, text)))
    }

    fn the_one(check: &str, paper: &Paper) -> Finding {
        let mut found: Vec<_> = paper.findings().into_iter().filter(|finding| finding.check.0 == check).collect();
        assert_eq!(found.len(), 1, "{check}: {found:#?}");
        found.remove(0)
    }

    #[test]
    fn t029_words_of_degree_are_no_value() {
        let valued = |value: &str| row("社会效益指标", "养护保障能力", value);
        for value in ["有效提升", "明显改善", "逐步提高", "适量", "较好", "不断完善", "通行能力有所提升。"]
        {
            assert!(fires("T029", valued(value)), "{value}");
        }
        for value in ["≥95%", "制度健全并有效执行", "提升10%以上", "责任落实到人", "完成公路养护", "通过验收"]
        {
            assert!(!fires("T029", valued(value)), "{value}");
        }
        let qualitative = valued("有效提升").with(|paper| paper.form.indicators[6].operator = Some("定性".to_owned()));
        assert!(!fires("T029", qualitative), "T030 looks at what is said to be qualitative");
        let tiers = "达成/部分达成/未达成三档";
        assert!(!fires("T029", explained(valued("有效提升"), MoreField::ScoringStandard, tiers)));
    }

    #[test]
    fn t030_words_have_tiers_where_the_place_asks_for_them() {
        let paper = row("社会效益指标", "养护保障能力", "效果明显");
        assert!(!fires("T030", paper.clone()));
        let asked = paper.with(|paper| paper.settings.switch(Switch::TiersRequired, true));
        assert_eq!(the_one("T030", &asked).severity, Severity::Info);
        let tiers = explained(asked, MoreField::ScoringStandard, "达成/部分达成/未达成");
        assert!(!fires("T030", tiers));
    }

    #[test]
    fn t031_one_indicator_says_one_thing() {
        let named = |name: &str| row("数量指标", name, "≥300人");
        for name in [
            "养护培训人数、发放资料数量",
            "检查次数及整改隐患数量",
            "走访慰问户数以及发放物资份数",
            "养护活动场次、覆盖群众人数",
        ] {
            assert_eq!(the_one("T031", &named(name)).severity, Severity::Warning, "{name}");
        }
        let found = the_one("T031", &named("养护培训人数、发放资料数量"));
        assert_eq!((found.facts["first"].as_str(), found.facts["second"].as_str()), ("养护培训人数", "发放资料数量"));
        assert_eq!(the_one("T031", &named("养护设备和配套器材数量")).severity, Severity::Info);
        for name in [
            "社会保障和就业人数",
            "养护信息报送及时率",
            "养护知识普及人数",
            "参与养护人数",
            "养护培训人数(线上、线下)",
            "公路养护人数",
        ] {
            assert!(!fires("T031", named(name)), "{name}");
        }
        assert!(!fires("T031", row("质量指标", "设备和器材完好率", "≥95%")), "one rate of both");
        assert!(!fires("T031", row("质量指标", "养护效率和路面质量达标率", "≥95%")));
        assert!(fires("T031", row("质量指标", "养护出勤率和考核合格率", "≥95%")));
        let each = row("数量指标", "养护培训人数、发放资料数量", "300人、500份");
        assert!(!fires("T031", each), "each has its value");
    }

    #[test]
    fn t032_a_percentage_counts_something() {
        for name in ["成效显著", "社会效益明显", "社会影响程度", "群众受益程度提高"] {
            assert!(fires("T032", row("社会效益指标", name, "≥95%")), "{name}");
        }
        assert!(!fires("T032", row("社会效益指标", "养护投诉办结率", "≥95%")));
        let explained = explained(row("社会效益指标", "成效显著", "≥95%"), MoreField::Explanation, "达标里程/总里程");
        assert!(!fires("T032", explained));
        assert!(!fires("T032", row("质量指标", "成效显著", "≥95%")));
    }

    #[test]
    fn t033_a_name_says_more_than_its_class() {
        for (level2, name) in [("数量指标", "数量指标"), ("质量指标", "完成率"), ("社会效益", "社会效益")]
        {
            assert!(fires("T033", row(level2, name, "≥95%")), "{name}");
        }
        assert!(!fires("T033", row("数量指标", "养护里程", "≥30公里")));
        let satisfaction = Paper::clean().row("满意度指标", "服务对象满意度", "服务对象满意度", "≥90%", "");
        assert!(!fires("T033", satisfaction));
    }

    #[test]
    fn t034_a_rate_has_its_formula_where_the_place_asks_for_it() {
        let paper = Paper::clean().bare().row("产出指标", "质量指标", "受益村覆盖率", "≥90%", "5");
        assert!(!fires("T034", paper.clone()));
        let asked = paper.with(|paper| paper.settings.switch(Switch::ExplanationRequired, true));
        assert_eq!(the_one("T034", &asked).severity, Severity::Info);
        assert!(!fires("T034", explained(asked, MoreField::Explanation, "受益村数/应受益村数")));
    }
}
