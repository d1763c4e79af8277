//! C06 指标归类错误: T026 to T028.

use std::sync::LazyLock;

use super::target::Level2;
use super::words::List;
use super::{Check, Hit, Row, Target};
use crate::model::finding::{Cell, Level1, Severity};
use crate::model::value::ValueKind;

/// The checks of this room.
pub(super) const CHECKS: &[Check] =
    &[check("T026", rate_as_quantity), check("T027", time_elsewhere), check("T028", output_or_cost_elsewhere)];

const fn check(id: &'static str, run: fn(&Target<'_>) -> Vec<Hit>) -> Check {
    Check { id, version: 1, category: "C06", severity: Severity::Warning, source: "our default", run }
}

static QUALITY: LazyLock<List> = LazyLock::new(|| List::named("printed-quality"));
static TIMELINESS: LazyLock<List> = LazyLock::new(|| List::named("printed-timeliness"));
static QUANTITY: LazyLock<List> = LazyLock::new(|| List::named("printed-quantity"));
static COST: LazyLock<List> = LazyLock::new(|| List::named("printed-cost"));

/// What a second level is called: as the form prints it elsewhere, else by its usual name.
fn called<'t>(target: &'t Target<'_>, level: Level2, usual: &'t List) -> &'t str {
    let other = target.rows.iter().find(|row| row.level2 == Some(level)).map(|row| row.indicator.level2.as_str());
    other.unwrap_or(usual.first())
}

fn misplaced(row: &Row<'_>, word: &str, right: &str) -> Hit {
    let printed = if row.level2.is_some() { &row.indicator.level2 } else { &row.indicator.level1 };
    Hit::row(row, Cell::Level).fact("level", printed).fact("word", word).fact("right", right).suggest(right)
}

static RATES: LazyLock<List> = LazyLock::new(|| List::named("quality-rates"));

/// T026: a rate of quality (合格率) under 数量. Rates of coverage are quantities in real forms and stay.
fn rate_as_quantity(target: &Target<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for row in target.rows.iter().filter(|row| row.level2 == Some(Level2::Quantity)) {
        let rate = row.is_percent() || (row.unit().is_none() && row.value.kind == ValueKind::Number);
        if let Some(word) = RATES.found_in(&row.name).filter(|_| rate) {
            hits.push(misplaced(row, word, called(target, Level2::Quality, &QUALITY)));
        }
    }
    hits
}

static TIME_NAMES: LazyLock<List> = LazyLock::new(|| List::named("time-names"));
static TIME_ENDS: LazyLock<List> = LazyLock::new(|| List::named("time-name-ends"));
static NO_TIME_NAMES: LazyLock<List> = LazyLock::new(|| List::named("no-time-names"));
static TIME_SIGNS: LazyLock<List> = LazyLock::new(|| List::named("time-signs"));

/// T027: time under 数量 or 质量, or something without any time under 时效. Differs from the catalogue: benefit and cost are left
/// alone (saved time is a benefit), and 时间 counts only where something is done at that time (完成时间), not as a length
/// (服务时间); under 时效 every word that hints at time, progress or completion is enough.
fn time_elsewhere(target: &Target<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for row in target.rows.iter().filter(|row| !row.name.is_empty()) {
        match row.level2 {
            Some(Level2::Quantity | Level2::Quality) => {
                // 50条 of something that is also done in time is a count all the same.
                let counted = row.value.kind == ValueKind::Number && row.unit().is_some_and(|unit| unit != "%");
                let word = TIME_NAMES.found_in(&row.name).or_else(|| TIME_ENDS.ends(&row.name));
                if let Some(word) = word.filter(|_| !counted && !NO_TIME_NAMES.is_in(&row.name)) {
                    hits.push(misplaced(row, word, called(target, Level2::Timeliness, &TIMELINESS)));
                }
            }
            Some(Level2::Timeliness) => {
                let timed = matches!(row.value.kind, ValueKind::Date | ValueKind::Duration | ValueKind::Blank)
                    || TIME_SIGNS.is_in(&row.name)
                    || TIME_SIGNS.is_in(&row.text)
                    || row.unit().is_some_and(|unit| TIME_SIGNS.is_in(unit));
                // Only a count is surely no time; words may tell it in their own way.
                if !timed && row.number.is_some() && !row.is_percent() && row.unit().is_some() {
                    let unit = row.unit().unwrap_or_default();
                    hits.push(misplaced(row, unit, called(target, Level2::Quantity, &QUANTITY)));
                }
            }
            _ => {}
        }
    }
    hits
}

static COUNTS: LazyLock<List> = LazyLock::new(|| List::named("output-names"));
static BENEFITS: LazyLock<List> = LazyLock::new(|| List::named("benefit-names"));
static COSTS: LazyLock<List> = LazyLock::new(|| List::named("names-of-costs"));
static SAVINGS: LazyLock<List> = LazyLock::new(|| List::named("savings"));
static MONEY: LazyLock<List> = LazyLock::new(|| List::named("money"));

/// T028: an output counted as benefit, or a cost outside of 成本. Differs from the catalogue: what happens to people (受益,
/// 就业) and what should not happen (事故) is a benefit however it is counted; costs saved are benefits.
fn output_or_cost_elsewhere(target: &Target<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for row in target.rows.iter().filter(|row| row.number.is_some()) {
        let Some(unit) = row.unit() else { continue };
        let money = MONEY.is_in(unit);
        if !money && !row.is_percent() && row.level1 == Some(Level1::Benefit) {
            if let Some(word) = COUNTS.found_in(&row.name).filter(|_| !BENEFITS.is_in(&row.name)) {
                hits.push(misplaced(row, word, called(target, Level2::Quantity, &QUANTITY)));
            }
        } else if money
            && !row.is_cost()
            && row.level2.is_some()
            && !SAVINGS.is_in(&row.name)
            && let Some(word) = COSTS.found_in(&row.name)
        {
            hits.push(misplaced(row, word, called(target, Level2::Cost, &COST)));
        }
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::super::tests::{Paper, fires};
    use crate::model::finding::{Cell, Finding};

    fn row(level2: &str, name: &str, value: &str) -> Paper {
        let benefit = level2.contains("效益") || level2.contains("影响");
        let level1 = if benefit { "效益指标" } else { "产出指标" };
        Paper::clean().row(level1, level2, name, value, "5")
    }

    fn the_one(check: &str, paper: &Paper) -> Finding {
        let mut found: Vec<_> = paper.findings().into_iter().filter(|finding| finding.check.0 == check).collect();
        assert_eq!(found.len(), 1, "{check}: {found:#?}");
        found.remove(0)
    }

    #[test]
    fn t026_a_rate_is_no_quantity() {
        let found = the_one("T026", &row("数量指标", "养护材料验收合格率", "≥98%"));
        assert_eq!((found.cell, found.suggestion.as_deref()), (Cell::Level, Some("质量指标")));
        assert!(fires("T026", row("产出数量", "养护材料验收合格率(%)", "98")));
        for (name, value) in [("养护验收次数", "≥2次"), ("养护补助发放覆盖率", "=100%"), ("合格率检查次数", "≥2次")]
        {
            assert!(!fires("T026", row("数量指标", name, value)), "{name}");
        }
        assert!(!fires("T026", row("质量指标", "养护材料验收合格率", "≥98%")));
    }

    #[test]
    fn t026_suggests_what_the_form_calls_it() {
        let paper = row("数量指标", "养护材料验收合格率", "≥98%")
            .with(|paper| paper.form.indicators[2].level2 = "产出质量".to_owned());
        assert_eq!(the_one("T026", &paper).suggestion.as_deref(), Some("产出质量"));
    }

    #[test]
    fn t027_time_has_its_class() {
        let found = the_one("T027", &row("质量指标", "养护项目按期完成率", "≥98%"));
        assert_eq!(found.suggestion.as_deref(), Some("时效指标"));
        assert!(fires("T027", row("数量指标", "养护项目完成时间", "2025年11月前")));
        assert_eq!(the_one("T027", &row("时效指标", "养护培训人次", "≥300人次")).facts["right"], "数量指标");
        for (level2, name, value) in [
            ("时效指标", "养护报告提交及时性", "及时"),
            ("时效指标", "养护任务完成率", "100%"),
            ("时效指标", "应急响应", "≤30分钟"),
            ("时效指标", "养护任务", "2025年12月底前"),
            ("时效指标", "每年巡查", "12次/年"),
            ("质量指标", "养护服务时间", "≥8小时"),
            ("数量指标", "养护信息及时更新条数", "≥50条"),
            ("社会效益指标", "群众办事时间", "≤3天"),
            ("社会效益指标", "险情及时处置率", "≥95%"),
            ("质量指标", "对养护及时性的满意度", "≥95%"),
        ] {
            assert!(!fires("T027", row(level2, name, value)), "{level2} {name} {value}");
        }
    }

    #[test]
    fn t028_output_is_no_benefit_and_cost_has_its_class() {
        assert_eq!(the_one("T028", &row("社会效益指标", "养护培训人次", "≥300人次")).facts["right"], "数量指标");
        assert_eq!(the_one("T028", &row("数量指标", "养护总成本", "≤90万元")).facts["right"], "经济成本指标");
        for (level2, name, value) in [
            ("社会效益指标", "新增就业人数", "≥50人"),
            ("社会效益指标", "受益群众人次", "≥5000人次"),
            ("社会效益指标", "安全事故发生数量", "≤1起"),
            ("成本指标", "养护总成本", "≤90万元"),
            ("经济效益指标", "节约养护成本", "≥5万元"),
            ("数量指标", "成本核算次数", "≥2次"),
            ("社会效益指标", "培训人次增长率", "≥5%"),
        ] {
            assert!(!fires("T028", row(level2, name, value)), "{level2} {name} {value}");
        }
    }
}
