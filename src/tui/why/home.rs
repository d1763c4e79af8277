//! What the home page shows.

use super::{Explained, Why};
use crate::engine::view::{Home, Tally};
use crate::model::review::Status;
use crate::text::{Arg, dates};
use crate::tui::look::Look;
use crate::tui::widgets::figure::{amount, grouped};

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
    let mut sum = Tally::default();
    for (_, tally) in tallies.iter().filter(|(status, _)| status.open()) {
        sum.projects += tally.projects;
        sum.indicators += tally.indicators;
        sum.fen += tally.fen;
    }
    sum
}

/// One class of opinions: what belongs there, the item it is charged to, and the sentence that is proposed.
pub fn class(code: &str, value: String, look: &Look) -> Option<Why> {
    let category = look.categories.all().iter().find(|category| category.code.0 == code)?;
    let words = category.words(look.language());
    let severity = match category.severity {
        crate::config::tables::Severity::Error => "severity-error",
        crate::config::tables::Severity::Warning => "severity-warning",
        crate::config::tables::Severity::Info => "severity-info",
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
pub fn explained(figures: &Home, look: &Look) -> Explained {
    let mut whys = Vec::new();
    let counted = |why: Why| why.given(look, "why-input-database", figures.station.database.display().to_string(), "");
    if let Some(year) = figures.year {
        whys.push(counted(Why::new("home.year", year.to_string())));
    }
    let sum =
        |tally: &Tally| format!("{} / {} / {}", grouped(tally.projects), grouped(tally.indicators), amount(tally));
    let waiting = open(&figures.by_status);
    let mut why = counted(Why::new("home.waiting", sum(&waiting)));
    for (status, tally) in figures.by_status.iter().filter(|(status, _)| status.open()) {
        why.given.push(super::Given { name: look.strings.status(*status), value: sum(tally), from: String::new() });
    }
    whys.push(why);
    let lane = open(&figures.key_lane);
    let line = look.profile.key_lane.value.ten_thousand_yuan();
    whys.push(
        counted(Why::new("home.lane", format!("{} / {}", grouped(lane.projects), line)))
            .given(look, "why-input-line", look.t("amount-ten-thousand", &[("amount", Arg::from(&line))]), "")
            .by_profile(&look.profile, &look.profile.key_lane.source),
    );
    let (demands, overdue) = figures.demands;
    whys.push(counted(Why::new("home.demands", format!("{} / {}", grouped(demands), grouped(overdue)))));
    whys.push(counted(Why::new("home.contested", grouped(figures.contested))));
    whys.push(counted(Why::new("home.exported", grouped(figures.not_exported))));
    if figures.waiting > 0 {
        whys.push(counted(Why::new("home.unarrived", grouped(figures.waiting))));
    }
    let (projects, rows, opinions) = figures.today;
    let today = [projects, rows, opinions].map(grouped).join(" / ");
    whys.push(Why::new("home.today", today).given(look, "why-input-who", &figures.station.name, ""));
    if let Some((place, row)) = &figures.place {
        let name = row.as_ref().map(|row| row.name.clone()).unwrap_or_default();
        let at = place.row.map(|row| row.to_string()).unwrap_or_default();
        whys.push(Why::new("home.place", format!("{name} {at}").trim().to_owned()));
    }
    if let Some((year, count)) = figures.self_evaluations {
        whys.push(counted(Why::new("home.evaluations", format!("{year} / {}", grouped(count)))));
    }
    for status in Status::ALL {
        let Some((_, tally)) = figures.by_status.iter().find(|(other, _)| *other == status) else { continue };
        whys.push(
            counted(Why::new(state_field(status), grouped(tally.projects)))
                .named(look.t("why-state", &[("state", Arg::from(look.strings.status(status)))])),
        );
    }
    for category in look.categories.all() {
        let count = figures.by_category.iter().find(|(code, _)| *code == category.code).map_or(0, |(_, count)| *count);
        whys.extend(class(&category.code.0, grouped(count), look));
    }
    Explained::fields(whys)
}

/// A moment and who, in words.
pub(super) fn by(who: &str, at: crate::model::event::Stamp, look: &Look) -> String {
    look.t("why-from-event", &[("who", Arg::from(who)), ("when", Arg::from(dates::long(at, &look.zone)))])
}
