//! Why a draft of an automatic check stands on a row, how often it was accepted, and why a check speaks as loudly as it
//! does.

use super::{Given, Ruled, Why};
use crate::engine::drafts::{CheckInfo, CheckRow, LEAST_ANSWERS};
use crate::engine::view::ProjectView;
use crate::model::finding::{Answers, Finding};
use crate::text::Arg;
use crate::tui::look::Look;
use crate::tui::screens::review::drafts::{Drafted, sign};
use crate::tui::screens::rules::{answers_words, reason};

fn ruled(name: String, info: Option<&CheckInfo>, look: &Look) -> Ruled {
    let source = info.map(|info| info.source.clone()).filter(|source| !source.trim().is_empty());
    let source = source.unwrap_or_else(|| look.s("why-check-source-profile"));
    let ours = source.contains("our default");
    Ruled { name, source, ours }
}

fn answers(why: Why, answers: Answers, look: &Look) -> Why {
    why.given(look, "rules-head-accepted", answers.accepted.to_string(), "")
        .given(look, "rules-head-edited", answers.edited.to_string(), "")
        .given(look, "rules-head-dismissed", answers.dismissed.to_string(), "")
}

/// The findings on a row (`None`: on the whole target), each with its rule, facts and formula, and how often it was
/// accepted. `waiting`: how many drafts wait there and on the whole.
pub fn of_findings(view: &ProjectView, row: Option<u32>, waiting: (usize, usize), look: &Look, whys: &mut Vec<Why>) {
    let found: Vec<&Finding> = view.findings.iter().filter(|finding| finding.row == row).collect();
    for finding in &found {
        let Some(drafted) = Drafted::of(&[finding], look) else { continue };
        let info = view.checks.get(&finding.check);
        let name = look.checks.get(&finding.check).map(|text| text.words(look.language()).name.clone());
        let value = format!("{} {}", sign(&finding.category, finding.severity, look), drafted.text);
        let named = format!("{} {}", finding.check, name.unwrap_or_default());
        let mut why = Why::new("row.draft", value).named(look.t("why-draft", &[("check", Arg::from(named.trim()))]));
        why.rule = Some(ruled(format!("{} {}", finding.check, finding.version), info, look));
        for note in [&drafted.why, &drafted.demand].into_iter().filter(|text| !text.is_empty()) {
            why = why.note(note.clone());
        }
        for (fact, value) in &finding.facts {
            why.given.push(Given { name: fact.clone(), value: value.clone(), from: super::target::filed(view, look) });
        }
        if let Some(by) = &finding.charged_by {
            why = why.note(look.t("why-charged", &[("by", Arg::from(&by.0))]));
        }
        whys.push(why);
        let counted = info.map(|info| info.answers).unwrap_or_default();
        let value = format!("{} {}/{}", finding.check, counted.taken(), counted.all());
        whys.push(answers(Why::new("row.draft-accepted", value), counted, look));
    }
    if waiting.1 > 0 {
        let here = if waiting.0 > 0 { format!("1/{}", waiting.0) } else { waiting.0.to_string() };
        whys.push(Why::new("row.drafts-left", format!("{here} ({})", waiting.1)));
    }
}

/// The page of all checks: the one under the cursor, its place, and how many there are of each loudness.
pub fn rules(row: Option<&CheckRow>, place: (usize, usize), counts: [usize; 4], look: &Look) -> Vec<Why> {
    let mut whys = Vec::new();
    if let Some(row) = row {
        let info = &row.info;
        let share = (info.answers.taken() * 100).checked_div(info.answers.all()).unwrap_or(0);
        let value = format!("{} {share}% {}", row.check, answers_words(info.answers, look));
        let mut why = answers(Why::new("rules.answers", value), info.answers, look);
        why = why.given(look, "rules-head-all", info.answers.all().to_string(), "");
        whys.push(why);
        let value = format!("{} ({LEAST_ANSWERS})", reason(row, look));
        whys.push(Why::new("rules.state", value));
        let class = look.categories.name(&row.category, look.language());
        let mut check = Why::new("rules.check", format!("{} {class}", sign(&row.category, row.severity, look)));
        check.rule = Some(ruled(format!("{} {}", row.check, info.rule), Some(info), look));
        whys.push(check.note(info.source.clone()));
    }
    let [drafts, hints, quiet, off] = counts;
    whys.push(Why::new("rules.counts", format!("{drafts} {hints} {quiet} {off}")));
    whys.push(Why::new("rules.place", format!("{}/{}", place.0, place.1)));
    whys
}
