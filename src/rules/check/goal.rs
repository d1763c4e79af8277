//! C02 目标表述不明确 and C03 目标相关性不足: T010 to T014, of the form alone.

use std::sync::LazyLock;

use super::target::Level2;
use super::text::{is_missing, likeness, norm, windows};
use super::words::List;
use super::{Check, Hit, Target};
use crate::model::finding::{Cell, Severity, Threshold};
use crate::model::form::MoreField;

/// The checks of this room.
pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "T010",
        version: 1,
        category: "C02",
        severity: Severity::Warning,
        source: "our default",
        run: too_short,
    },
    Check {
        id: "T011",
        version: 1,
        category: "C02",
        severity: Severity::Warning,
        source: "published self-evaluations; our default",
        run: slogan,
    },
    Check {
        id: "T012",
        version: 1,
        category: "C02",
        severity: Severity::Warning,
        source: "our default",
        run: copies_mid_term,
    },
    Check {
        id: "T014",
        version: 1,
        category: "C03",
        severity: Severity::Info,
        source: "our default",
        run: foreign_to_name,
    },
];

static NUMERALS: LazyLock<List> = LazyLock::new(|| List::named("numerals"));
static COUNT_UNITS: LazyLock<List> = LazyLock::new(|| List::named("promise-units"));

/// A figure in digits, years aside, or in Chinese numerals before a unit (三期).
fn has_figure(text: &str) -> bool {
    let characters: Vec<char> = text.chars().collect();
    let mut at = 0;
    while let Some(c) = characters.get(at) {
        let digits = characters.iter().skip(at).take_while(|c| c.is_ascii_digit()).count();
        if digits > 0 {
            let year = digits == 4 && matches!(characters.get(at), Some('1' | '2'));
            let dated = year && characters.get(at + 4).is_none_or(|c| !matches!(c, '%' | '.' | ','));
            let called = characters.get(at + 4).is_some_and(|c| COUNT_UNITS.words().any(|unit| unit.starts_with(*c)));
            if !dated || called {
                return true;
            }
            at += digits;
            continue;
        }
        if NUMERALS.holds(c.encode_utf8(&mut [0; 4])) {
            let rest: String = characters.iter().skip(at + 1).take(3).collect();
            if COUNT_UNITS.words().any(|unit| rest.starts_with(unit)) {
                return true;
            }
        }
        at += 1;
    }
    false
}

/// T010: fewer characters than can tell output and effect. Differs from the catalogue: a short goal that holds a figure
/// (新建学校1所) is only told.
fn too_short(target: &Target<'_>) -> Vec<Hit> {
    let least = target.settings.number(Threshold::GoalShortest);
    let characters = target.goal.chars().filter(|c| c.is_alphanumeric()).count();
    if is_missing(&target.goal) || rust_decimal::Decimal::from(characters) >= least {
        return Vec::new();
    }
    let hit = Hit::whole(Cell::Goal).fact("goal", &target.goal).fact("characters", characters).fact("least", least);
    vec![if has_figure(&target.goal) { hit.severity(Severity::Info) } else { hit }]
}

static RESULTS: LazyLock<List> = LazyLock::new(|| List::named("result-words"));
static DUTIES: LazyLock<List> = LazyLock::new(|| List::named("duty-words"));
static DEEDS: LazyLock<List> = LazyLock::new(|| List::named("deed-words"));

/// T011: duties or slogans in place of a result: no figure, no word of a result, a word of duty. Differs from the catalogue:
/// the project's own name and years in the goal are not looked at (they are no result); 通过 is a result only before what
/// is passed (验收); a goal that names a concrete deed (购置, 维修) but no figure is only told.
fn slogan(target: &Target<'_>) -> Vec<Hit> {
    if is_missing(&target.goal) {
        return Vec::new();
    }
    let goal = if target.name().is_empty() { target.goal.clone() } else { target.goal.replace(target.name(), "") };
    let Some(duty) = DUTIES.found_in(&goal) else { return Vec::new() };
    if RESULTS.is_in(&goal) || has_figure(&goal) {
        return Vec::new();
    }
    let hit = Hit::whole(Cell::Goal).fact("goal", &target.goal).fact("word", duty);
    vec![if DEEDS.is_in(&goal) { hit.severity(Severity::Info) } else { hit }]
}

/// First and last year of a period, where it names years.
fn years(period: &str) -> Option<(u32, u32)> {
    let text = norm(period);
    let parts = text.split(|c: char| !c.is_ascii_digit());
    let years = parts.filter_map(|part| part.get(..4).filter(|_| matches!(part.len(), 4 | 6 | 8))?.parse().ok());
    let years: Vec<u32> = years.filter(|year| (1990..2100).contains(year)).collect();
    Some((*years.iter().min()?, *years.iter().max()?))
}

/// Digits of a text in order, without years.
fn figures(text: &str) -> Vec<String> {
    let parts = norm(text);
    let parts = parts.split(|c: char| !c.is_ascii_digit() && c != '.').filter(|part| !part.is_empty());
    parts.filter(|part| !(part.len() == 4 && part.starts_with("20"))).map(str::to_owned).collect()
}

/// T012: the annual goal of a project of several years is its mid-term goal. Differs from the catalogue: it must be known
/// that there are several years, from the period or from mid-term funds above the annual ones; and other figures
/// make another goal, however alike the words.
fn copies_mid_term(target: &Target<'_>) -> Vec<Hit> {
    let Some(mid_term) = target.form.goal.mid_term.as_deref() else { return Vec::new() };
    if is_missing(mid_term) || is_missing(&target.goal) {
        return Vec::new();
    }
    let span = years(target.more(MoreField::Period));
    let funds = &target.form.funds;
    let whole = funds.mid_term_total.as_ref().and_then(|amount| amount.fen);
    let more = matches!((whole, funds.annual()), (Some(whole), Some(annual)) if whole.0 > annual.0);
    if span.is_none_or(|(first, last)| last <= first) && !more {
        return Vec::new();
    }
    let mid_term = super::target::without_label(mid_term);
    let least = target.settings.number(Threshold::GoalCopied);
    let alike = likeness(&mid_term, &target.goal);
    if alike < least || figures(&mid_term) != figures(&target.goal) {
        return Vec::new();
    }
    let period = Some(target.more(MoreField::Period)).filter(|period| !is_missing(period)).unwrap_or("—");
    let percent = (alike * rust_decimal::Decimal::ONE_HUNDRED).round_dp(0).normalize();
    vec![Hit::whole(Cell::Goal).fact("goal", &target.goal).fact("likeness", percent).fact("period", period)]
}

/// T014: goal and name have nothing in common. Information, because short names and abbreviations make it unsure. Differs
/// from the catalogue: a warning where no quantity indicator has a word in common with the goal either: then the goal is
/// most likely another project's.
fn foreign_to_name(target: &Target<'_>) -> Vec<Hit> {
    const SHORTEST: usize = 6;
    if is_missing(&target.goal) || target.name().chars().count() < SHORTEST {
        return Vec::new();
    }
    let (name, goal) = (target.name_windows(), target.goal_windows());
    if name.is_empty() || goal.is_empty() || !name.is_disjoint(goal) {
        return Vec::new();
    }
    let hit = Hit::whole(Cell::Goal).fact("goal", &target.goal).fact("name", &target.form.name);
    let mut quantities = target.rows.iter().filter(|row| row.level2 == Some(Level2::Quantity)).peekable();
    let foreign = quantities.peek().is_some() && quantities.all(|row| windows(&row.name).is_disjoint(goal));
    vec![if foreign { hit.severity(Severity::Warning) } else { hit }]
}

#[cfg(test)]
mod tests {
    use super::super::tests::{Paper, fires};
    use crate::model::finding::{Finding, Severity, Threshold};
    use crate::model::form::MoreField;

    fn the_one(check: &str, paper: &Paper) -> Finding {
        let mut found: Vec<_> = paper.findings().into_iter().filter(|finding| finding.check.0 == check).collect();
        assert_eq!(found.len(), 1, "{check}: {found:#?}");
        found.remove(0)
    }

    #[test]
    fn t010_a_goal_says_more_than_a_few_words() {
        let short = the_one("T010", &Paper::clean().goal("保障工作开展"));
        assert_eq!((short.severity, short.facts["characters"].as_str()), (Severity::Warning, "6"));
        assert!(!fires("T010", Paper::clean().goal("完成30公里道路养护，好路率达到95%")));
        assert_eq!(the_one("T010", &Paper::clean().goal("新建公路桥1座")).severity, Severity::Info);
        assert!(!fires("T010", Paper::clean().goal("")), "T003 says that there is none");
        let strict = Paper::clean().with(|paper| paper.settings.set_number(Threshold::GoalShortest, 60.into()));
        assert!(fires("T010", strict));
    }

    #[test]
    fn t011_a_goal_is_no_slogan() {
        for goal in [
            "做好日常管理，保障单位正常运转，各项任务有序推进。",
            "认真做好2025年农村公路养护相关工作，保障各项工作正常开展。",
            "紧紧围绕中心、服务大局，不断开创工作新局面。",
            "通过加强组织领导，扎实推进各项任务落地见效，确保平稳有序。",
        ] {
            assert_eq!(the_one("T011", &Paper::clean().goal(goal)).severity, Severity::Warning, "{goal}");
        }
        for goal in [
            "开展公路养护培训12期，覆盖300人，做好日常管理。",
            "做好公路养护三期工程，保障农村群众安全出行需要。",
            "加强农村公路养护，年底前通过上级交通部门考核验收。",
        ] {
            assert!(!fires("T011", Paper::clean().goal(goal)), "{goal}");
        }
        let deed = Paper::clean().goal("购置公路养护机械设备，保障农村公路日常养护作业需要。");
        assert_eq!(the_one("T011", &deed).severity, Severity::Info);
    }

    #[test]
    fn t012_the_year_is_not_the_whole() {
        let paper = |mid_term: &str, period: &str| {
            let (mid_term, period) = (mid_term.to_owned(), period.to_owned());
            Paper::clean().with(|paper| {
                paper.form.goal.mid_term = Some(mid_term);
                paper.form.more.insert(MoreField::Period, period);
            })
        };
        let same = "完成农村公路养护30公里，好路率达到95%，群众满意度不低于90%。";
        let three_years = "2024-01-01 至 2026-12-31";
        assert!(fires("T012", paper(same, three_years)));
        assert!(fires("T012", paper(&format!("目标1：{same}"), "2024.1—2026.12")));
        assert!(!fires("T012", paper(same, "2025-01-01 至 2025-12-31")), "one year is the whole");
        assert!(!fires("T012", paper(&same.replace("30公里", "90公里"), three_years)), "its own figures");
        assert!(!fires("T012", paper("三年内完成农村公路养护90公里。", three_years)));
    }

    #[test]
    fn t014_goal_and_name_speak_of_the_same() {
        let named = |name: &str, goal: &str| {
            let name = name.to_owned();
            Paper::clean().goal(goal).with(|paper| paper.form.name = name)
        };
        let foreign = the_one("T014", &named("消防车辆购置", "提高群众文化获得感"));
        assert_eq!(foreign.severity, Severity::Warning, "no indicator speaks of it either");
        let short = the_one("T014", &named("四好农村路建养", "完成养护里程30公里，好路率达到95%"));
        assert_eq!(short.severity, Severity::Info, "an indicator does");
        assert!(!fires("T014", named("消防车辆购置", "购置消防车2辆，提升救援能力")));
        assert!(!fires("T014", named("养老", "提高群众文化获得感")), "too short a name to tell");
    }
}
