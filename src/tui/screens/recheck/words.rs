//! What a recheck is called and how its rows read: shared by the table, the box below it, line mode and F1.

use rust_decimal::Decimal;

use crate::engine::spot_check::second::SecondView;
use crate::engine::spot_check::{Place, RecheckView};
use crate::model::finding::Finding;
use crate::model::form::{Amount, Indicator};
use crate::model::ids::{EventId, PersonId};
use crate::model::recheck::{
    Deviation, FoundRow, Outcome, Part, RecheckLine, RecheckState, RecheckStatus, STANDS_IN, Verified,
};
use crate::model::review::{Grade, Heads};
use crate::model::score::{EXECUTION_ROW, Scored, ScoredRow};
use crate::text::Arg;
use crate::tui::command::Recheck;
use crate::tui::look::Look;

fn named(begin: &str, id: &str, look: &Look) -> String {
    look.s(&format!("{begin}{}", id.replace('_', "-")))
}

/// How a recheck stands.
pub fn status(status: RecheckStatus, look: &Look) -> String {
    named("recheck-status-", status.id(), look)
}

/// What became of a unit that was not re-verified.
pub fn outcome(outcome: Outcome, look: &Look) -> String {
    named("recheck-outcome-", outcome.id(), look)
}

/// How far a self-evaluation deviates.
pub fn level(deviation: Deviation, look: &Look) -> String {
    named("score-deviation-", deviation.id(), look)
}

/// The same in one word, for lists.
pub fn short_level(deviation: Deviation, look: &Look) -> String {
    named("recheck-level-", deviation.id(), look)
}

/// A department without the code that stands before its name: `D017-住建局`.
pub fn department(department: &str) -> &str {
    match department.split_once('-') {
        Some((code, name)) if code.chars().all(|c| c.is_ascii_alphanumeric()) && !name.is_empty() => name,
        _ => department,
    }
}

/// What a deviation leads to.
pub fn effect(deviation: Deviation, look: &Look) -> String {
    named("score-effect-", deviation.id(), look)
}

/// What a grade of a recheck leads to: a message, or the place's own words.
pub fn consequence(consequence: &str, look: &Look) -> String {
    if look.strings.has(consequence) { look.s(consequence) } else { consequence.to_owned() }
}

/// Why it is rechecked: its ticket, or for which reasons in any case.
pub fn part(line: &RecheckLine, look: &Look) -> String {
    let mark = line.second.as_ref().map(|_| look.s("second-mark")).unwrap_or_default();
    let part = match line.part {
        Some(Part::Random) => {
            let key = if line.reasons == STANDS_IN { "rechecks-part-stands-in" } else { "rechecks-part-random" };
            look.t(key, &[("place", Arg::from(line.place.to_string()))])
        }
        Some(Part::Certain) => {
            let reasons: Vec<String> = line.reasons.split(',').map(|code| reason(code.trim(), look)).collect();
            look.t("rechecks-part-certain", &[("reasons", Arg::from(reasons.join(&look.s("recheck-and"))))])
        }
        None => look.s("recheck-part-none"),
    };
    format!("{mark}{part}")
}

/// How an independent second review stands: of the other no more than whether that person is done.
pub fn second(view: &RecheckView, second: &SecondView, look: &Look) -> String {
    let open = second.compared.as_ref().map_or(0, |compared| compared.open);
    let other = look.s(if second.other_done { "second-other-done" } else { "second-other-not-done" });
    let released = second.released.first();
    let args = [
        ("open", Arg::from(open)),
        ("other", Arg::from(other)),
        ("name", Arg::from(released.map(|said| person(view, &said.author)).unwrap_or_default())),
        ("reason", Arg::from(released.map_or("", |said| said.reason.as_str()))),
    ];
    look.t(&format!("second-standing-{}", second.standing.id()), &args)
}

/// The same in a word or two.
pub fn second_short(second: &SecondView, look: &Look) -> String {
    if let Some(compared) = &second.compared {
        return look.t("second-short-open", &[("open", Arg::from(compared.open))]);
    }
    if !second.released.is_empty() {
        return look.s("second-short-released");
    }
    look.s(if second.other_done { "second-other-done" } else { "second-other-not-done" })
}

/// A reason code of a draw; one that a later program wrote is shown as it is.
fn reason(code: &str, look: &Look) -> String {
    let key = format!("recheck-reason-{}", code.to_ascii_lowercase());
    if look.strings.has(&key) { look.s(&key) } else { code.to_owned() }
}

/// Points with two places.
pub fn points(points: Decimal) -> String {
    format!("{points:.2}")
}

/// A difference with its sign.
pub fn signed(difference: Decimal) -> String {
    let plus = if difference > Decimal::ZERO { "+" } else { "" };
    format!("{plus}{difference:.2}")
}

/// Points with their grade.
pub fn graded(total: Decimal, grade: Option<Grade>, look: &Look) -> String {
    let grade = grade.map(|grade| look.strings.grade(grade)).unwrap_or_default();
    look.t("recheck-graded", &[("points", Arg::from(points(total))), ("grade", Arg::from(grade))])
}

/// The indicator of a row; none for the execution rate.
pub fn indicator(view: &RecheckView, no: u32) -> Option<&Indicator> {
    view.form.indicators.iter().find(|indicator| indicator.no == no)
}

/// An amount in 万元, without the places that say nothing.
fn amount(amount: Option<&Amount>) -> String {
    let Some(amount) = amount else { return String::new() };
    match amount.fen {
        Some(money) => {
            let text = money.ten_thousand_yuan();
            text.strip_suffix(".00").unwrap_or(&text).to_owned()
        }
        None => amount.raw.clone(),
    }
}

/// What a row is called.
pub fn name(row: &ScoredRow, look: &Look) -> String {
    if row.no == EXECUTION_ROW { look.s("recheck-execution-row") } else { row.name.clone() }
}

/// The value that the row was to reach: of the execution rate the adjusted budget.
pub fn target(view: &RecheckView, no: u32) -> String {
    match indicator(view, no) {
        Some(indicator) => indicator.printed_target(),
        None => amount(view.form.funds.adjusted.as_ref()),
    }
}

/// The value that the department filed: of the execution rate what was spent.
pub fn own(view: &RecheckView, no: u32) -> String {
    match indicator(view, no) {
        Some(indicator) => indicator.actual.clone().unwrap_or_default(),
        None => amount(view.form.funds.executed.as_ref()),
    }
}

/// What was found, in a cell. Where it agrees the department's own value stands.
pub fn found(view: &RecheckView, no: u32, found: &Verified, look: &Look) -> String {
    match found {
        Verified::Agrees => own(view, no),
        Verified::Value(value) => value.clone(),
        Verified::NoEvidence => look.s("recheck-no-evidence"),
        Verified::NotApplicable => look.s("recheck-not-applicable"),
    }
}

/// What was found, said: `一致` in place of the department's own value.
pub fn finding(found: &Verified, look: &Look) -> String {
    match found {
        Verified::Agrees => look.s("recheck-agrees"),
        Verified::Value(value) => value.clone(),
        Verified::NoEvidence => look.s("recheck-no-evidence"),
        Verified::NotApplicable => look.s("recheck-not-applicable"),
    }
}

/// The numbers of papers: `@1 @2b`.
pub fn labels(state: &RecheckState, papers: &[EventId]) -> String {
    papers.iter().filter_map(|paper| state.label(*paper)).collect::<Vec<_>>().join(" ")
}

/// Who somebody is.
pub fn person(view: &RecheckView, person: &PersonId) -> String {
    view.names.get(person).cloned().unwrap_or_else(|| person.to_string())
}

/// That people differ in a row, with what each found and what to do about it.
pub fn contested(view: &RecheckView, heads: &Heads<FoundRow>, look: &Look) -> String {
    let sides = [("sides", Arg::from(sides(view, heads, look)))];
    match view.compared() {
        None => look.t("recheck-sides", &sides),
        Some(_) => {
            let [sides] = sides;
            let key = Arg::from(look.key(Recheck::Second.into()));
            look.t("second-sides", &[sides, ("key", key)])
        }
    }
}

/// Every side of a row on which people differ: `王敏：412；李强：420`. Of two who looked without each other, in the order in which
/// they stand side by side.
pub fn sides(view: &RecheckView, heads: &Heads<FoundRow>, look: &Look) -> String {
    let side = |(who, found): (String, String)| {
        look.t("recheck-side", &[("name", Arg::from(who)), ("found", Arg::from(found))])
    };
    let mut heads: Vec<_> = heads.0.iter().collect();
    if let Some(compared) = view.compared() {
        heads.sort_by_key(|head| compared.sides.iter().position(|side| side.person == head.author));
    }
    let sides = heads.iter().map(|head| (person(view, &head.author), finding(&head.value.verified, look)));
    sides.map(side).collect::<Vec<_>>().join(&look.s("recheck-and"))
}

/// How points came about: the words of the rule with its numbers, why a row was not recomputed, and the rule.
pub fn formula(scored: &Scored, look: &Look) -> String {
    let facts: Vec<(&str, Arg<'_>)> = scored.facts.iter().map(|(name, fact)| (*name, Arg::from(fact))).collect();
    let mut words = look.t(&format!("score-{}", scored.rule.id().to_ascii_lowercase()), &facts);
    if let Some(unread) = scored.unread {
        let why = named("score-unread-", unread.id(), look);
        words = look.t("recheck-unread", &[("formula", Arg::from(words)), ("why", Arg::from(why))]);
    }
    look.t("recheck-formula", &[("formula", Arg::from(words)), ("rule", Arg::from(scored.rule.id()))])
}

/// What is noteworthy about a row.
pub fn flags(row: &ScoredRow, look: &Look) -> Vec<String> {
    row.flags.iter().map(|flag| named("score-flag-", flag.id(), look)).collect()
}

/// What must be known of the whole before anything else: an objection without answer, a result sent back, what became of
/// the visit.
pub fn alerts(view: &RecheckView, look: &Look) -> Vec<String> {
    let mut alerts = Vec::new();
    let of = view.state.finished.events();
    for objection in view.state.objections.iter().filter(|one| of.contains(&one.of) && one.answers.is_empty()) {
        alerts.push(look.t("recheck-objection", &[("text", Arg::from(&objection.text))]));
    }
    if let Some(checked) = view.state.checked.iter().rfind(|checked| of.contains(&checked.of) && !checked.agrees) {
        let who = person(view, &checked.author);
        alerts.push(look.t("recheck-sent-back", &[("name", Arg::from(who)), ("reason", Arg::from(&checked.reason))]));
    }
    for head in &view.state.outcome.0 {
        let args = [("name", Arg::from(person(view, &head.author))), ("outcome", Arg::from(outcome(head.value, look)))];
        alerts.push(look.t("recheck-outcome-said", &args));
    }
    alerts.extend(place(view, look));
    alerts
}

/// Whose place it took, or who takes its place.
pub fn place(view: &RecheckView, look: &Look) -> Option<String> {
    let named = |line: &RecheckLine| format!("{} {}", line.code, line.name).trim().to_owned();
    Some(match &view.place {
        Place::Own => return None,
        Place::InsteadOf(of) => look.t("recheck-place-instead", &[("name", Arg::from(named(of)))]),
        Place::ReplacedBy(by) => look.t("recheck-place-replaced", &[("name", Arg::from(named(by)))]),
        Place::Owed => look.t("recheck-place-owed", &[("key", Arg::from(look.key(Recheck::Replace.into())))]),
        Place::Exhausted => look.s("recheck-place-exhausted"),
        Place::Besides => look.s("recheck-place-besides"),
    })
}

/// What the automatic checks say of a row; of the whole self-evaluation on the row of the execution rate.
pub fn findings(view: &RecheckView, no: u32, look: &Look) -> Vec<String> {
    let on = |finding: &&Finding| finding.row.unwrap_or(EXECUTION_ROW) == no;
    let told = |finding: &Finding| {
        let why = look.checks.fill(finding, look.language(), |words| &words.why);
        let class = look.categories.short(&finding.category, look.language());
        let args = [("check", Arg::from(&finding.check.0)), ("class", Arg::from(class)), ("why", Arg::from(why))];
        look.t("recheck-check-says", &args)
    };
    let alone = (no == EXECUTION_ROW && view.approved.is_none()).then(|| look.s("recheck-not-approved"));
    view.findings.iter().filter(on).map(told).chain(alone).collect()
}
