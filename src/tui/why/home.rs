//! What the home page shows.

use super::{Explained, Why};
use crate::engine::figures::{Pace, Work, sum};
use crate::engine::second_look::SecondLookFigures;
use crate::engine::view::{Home, Tally};
use crate::model::review::Status;
use crate::text::{Arg, dates};
use crate::tui::look::Look;
use crate::tui::screens::second_look::words;
use crate::tui::widgets::figure::{amount, duration, grouped, percent};

/// The field that explains a state.
pub fn state_field(status: Status) -> &'static str {
    match status {
        Status::Queued => "state.queued",
        Status::ReReview => "state.re_review",
        Status::Reviewing => "state.reviewing",
        Status::Opinioned => "state.opinioned",
        Status::Passed => "state.passed",
        Status::Negotiated => "state.negotiated",
        Status::Returned => "state.returned",
        Status::Blocked => "state.blocked",
        Status::Contested => "state.contested",
    }
}

fn open(tallies: &[(Status, Tally)]) -> Tally {
    sum(tallies.iter().filter(|(status, _)| status.open()).map(|(_, tally)| *tally))
}

/// One class of opinions: what belongs there, the item it is charged to, and the sentence that is proposed.
pub fn class(code: &str, value: String, look: &Look) -> Option<Why> {
    let category = look.categories.all().iter().find(|category| category.code.0 == code)?;
    let words = category.words(look.language());
    let severity = match category.severity {
        crate::model::finding::Severity::Error => "severity-error",
        crate::model::finding::Severity::Warning => "severity-warning",
        crate::model::finding::Severity::Info => "severity-info",
    };
    Some(
        Why::new("class", value)
            .named(format!("{} {} {}", category.key, code, words.name))
            .given(look, "why-class-definition", &words.definition, "")
            .given(look, "why-class-item", &words.item, "")
            .given(look, "why-class-severity", look.s(severity), "")
            .given(look, "why-class-example", &words.opinion, "")
            .given(look, "why-class-demand", &words.demand, ""),
    )
}

/// Everything on the page, in the order in which it is read.
pub fn explained(figures: &Home, pace: Option<&Pace>, look: &Look) -> Explained {
    let mut whys = Vec::new();
    let counted = |why: Why| why.given(look, "why-input-database", figures.station.database.display().to_string(), "");
    if let Some(year) = figures.year {
        whys.push(counted(Why::new("home.year", year.to_string())));
    }
    let told =
        |tally: &Tally| format!("{} / {} / {}", grouped(tally.projects), grouped(tally.indicators), amount(tally));
    let waiting = open(&figures.by_status);
    let mut why = counted(Why::new("home.waiting", told(&waiting)));
    for (status, tally) in figures.by_status.iter().filter(|(status, _)| status.open()) {
        why.given.push(super::Given { name: look.strings.status(*status), value: told(tally), from: String::new() });
    }
    whys.push(why);
    let lane = open(&figures.key_lane);
    let line = look.profile.key_lane.value.ten_thousand_yuan();
    whys.push(
        counted(Why::new("home.lane", format!("{} / {line}", told(&lane))))
            .given(look, "why-input-line", look.t("amount-ten-thousand", &[("amount", Arg::from(&line))]), "")
            .by_profile(&look.profile, &look.profile.key_lane.source),
    );
    let (demands, overdue) = figures.demands;
    let mut why = counted(Why::new("home.demands", format!("{} / {}", grouped(demands), grouped(overdue))));
    if let Some(due) = &figures.oldest_overdue {
        why = why.given(look, "why-input-oldest-due", due, "");
    }
    whys.push(why);
    let contested = [figures.contested, figures.contested_links].map(grouped).join(" / ");
    whys.push(counted(Why::new("home.contested", contested)));
    whys.push(counted(Why::new("home.exported", grouped(figures.not_exported))));
    if figures.waiting > 0 {
        whys.push(counted(Why::new("home.unarrived", grouped(figures.waiting))));
    }
    whys.extend(how_far(figures, pace, look).into_iter().map(counted));
    let (projects, rows, opinions) = figures.today;
    let today = [projects, rows, opinions].map(grouped).join(" / ");
    whys.push(Why::new("home.today", today).given(look, "why-input-who", &figures.station.name, ""));
    if figures.second_look.passed > 0 {
        whys.push(counted(second_look(&figures.second_look, look)));
    }
    if let Some((place, row)) = &figures.place {
        let name = row.as_ref().map(|row| row.name.clone()).unwrap_or_default();
        let at = place.row.map(|row| row.to_string()).unwrap_or_default();
        let when = figures.place_at.map(|at| look.when(at)).unwrap_or_default();
        whys.push(Why::new("home.place", format!("{name} {at} {when}").trim().to_owned()));
    }
    if let Some((year, count)) = figures.self_evaluations {
        whys.push(counted(Why::new("home.evaluations", format!("{year} / {}", grouped(count)))));
        let (open, to_check) = figures.rechecks;
        whys.push(counted(Why::new("home.spot-check", format!("{} / {}", grouped(open), grouped(to_check)))));
    }
    for status in Status::ALL {
        let Some((_, tally)) = figures.by_status.iter().find(|(other, _)| *other == status) else { continue };
        whys.push(
            counted(Why::new(state_field(status), format!("{} / {}", grouped(tally.projects), amount(tally))))
                .named(look.t("why-state", &[("state", Arg::from(look.strings.status(status)))])),
        );
    }
    for category in look.categories.all() {
        let count = figures.by_category.iter().find(|(code, _)| *code == category.code).map_or(0, |(_, count)| *count);
        whys.extend(class(&category.code.0, grouped(count), look));
    }
    Explained::fields(whys)
}

/// What a second look at some of what was passed proves.
fn second_look(known: &SecondLookFigures, look: &Look) -> Why {
    let most = known.most.map_or_else(|| look.s("second-look-unknown"), grouped);
    Why::new("home.second-look", words(known, &look.strings))
        .given(look, "why-input-passed", grouped(known.passed), "")
        .given(look, "why-input-sample", grouped(known.sample), "")
        .given(look, "why-input-looked", grouped(known.done), "")
        .given(look, "why-input-counted", grouped(known.counted), "")
        .given(look, "why-input-faults", grouped(known.faults), "")
        .given(look, "why-input-most", most, "")
}

/// How much of the year is closed, at what pace, and how long the rest takes.
fn how_far(figures: &Home, pace: Option<&Pace>, look: &Look) -> Vec<Why> {
    let all = sum(figures.by_status.iter().map(|(_, tally)| *tally));
    let closed = sum(figures.by_status.iter().filter(|(status, _)| !status.open()).map(|(_, tally)| *tally));
    let waiting = open(&figures.by_status);
    let far = |done: String, of: String, share: String| format!("{done} / {of} = {share}");
    let projects = percent(i128::from(closed.projects), i128::from(all.projects));
    let mut whys = vec![
        Why::new("home.closed", far(grouped(closed.projects), grouped(all.projects), projects)),
        Why::new("home.closed-amount", far(amount(&closed), amount(&all), percent(closed.fen, all.fen))),
    ];
    let Some(pace) = pace else { return whys };
    whys.push(Why::new("home.mine", format!("{} / {}", grouped(pace.mine.projects), amount(&pace.mine))));
    let unknown = || look.s("pace-unknown");
    let worked = |why: Why, work: Work| {
        let (decisions, sittings) = (grouped(work.decisions), grouped(work.sittings));
        why.given(look, "why-input-decisions", decisions, "").given(look, "why-input-sittings", sittings, "").given(
            look,
            "why-input-time",
            duration(work.millis / 1000, look),
            "",
        )
    };
    for (field, work) in [("home.pace-today", pace.today), ("home.pace-lately", pace.lately)] {
        whys.push(worked(Why::new(field, work.per_hour().map_or_else(unknown, grouped)), work));
    }
    let basis = pace.basis();
    let left = |seconds: Option<u64>| seconds.map_or_else(unknown, |seconds| duration(seconds, look));
    whys.push(worked(Why::new("home.left", left(basis.seconds_for_projects(waiting.projects))), basis));
    whys.push(worked(Why::new("home.left-amount", left(basis.seconds_for_amount(waiting.fen))), basis));
    if pace.later.rows > 0 {
        let since = pace.later.oldest.map(|at| look.when(at)).unwrap_or_default();
        let value = format!("{} / {} {since}", grouped(pace.later.rows), grouped(pace.later.projects));
        whys.push(Why::new("home.later", value));
    }
    whys
}

/// A moment and who, in words.
pub(super) fn by(who: &str, at: crate::model::event::Stamp, look: &Look) -> String {
    look.t("why-from-event", &[("who", Arg::from(who)), ("when", Arg::from(dates::long(at, &look.zone)))])
}
