//! Where every number of the page comes from.

use super::{ResultsScreen, Tab, lines, page};
use crate::tui::layout::Room;
use crate::tui::look::Look;
use crate::tui::why::{Explained, Why};

fn joined(told: Vec<lines::Told>) -> String {
    told.into_iter().map(|(text, _)| text).collect::<Vec<_>>().join(" | ")
}

/// The numbers of the part, the one under the cursor first.
pub fn explained(screen: &ResultsScreen, look: &Look) -> Explained {
    let Some(shown) = screen.known() else { return Explained::default() };
    let mut whys = Vec::new();
    let profile = &look.profile;
    let source = |name: &str| profile.score_sources.get(name).cloned().unwrap_or_default();
    match screen.tab {
        Tab::Statements => {
            if let Some((text, _)) = shown.statements.get(screen.cursor().at()) {
                whys.push(Why::new("results.statement", text.clone()));
            }
        }
        Tab::Grades => {
            if let Some(row) = shown.grades.get(screen.cursor().at()) {
                let cells = (0..row.counts.len()).map(|column| row.cell(column, usize::MAX));
                let value = std::iter::once(row.label(look)).chain(cells).collect::<Vec<_>>().join(" ");
                whys.push(Why::new("results.grades", value));
            }
            whys.push(Why::new("results.grades-sums", joined(shown.grade_lines.clone())));
        }
        Tab::Departments => {
            if let Some(one) = screen.department() {
                let cells = joined(page::department_cells(one, Room::Wide));
                let told = joined(shown.department(one, look));
                whys.push(Why::new("results.department", format!("{cells} | {told}")).named(&one.name));
            }
            whys.push(Why::new("results.scale", page::part(screen, look)));
            if let Some(inflated) = shown.inflated() {
                let value = format!("{} / {}", inflated.from.normalize(), inflated.units.len());
                whys.push(Why::new("results.flagged", value).by_profile(profile, &source("inflated")));
            }
        }
        Tab::Largest => {
            if let Some(line) = screen.line() {
                let value = lines::deviation(line, look).join(" ");
                let told = joined(shown.follows(line, look));
                let why = Why::new("results.deviation", format!("{value} | {told}"));
                whys.push(why.by_profile(profile, &source("deviation")));
            }
        }
        Tab::Consequences => {
            if let Some(row) = shown.consequences().get(screen.cursor().at()) {
                let value = match screen.line() {
                    Some(line) => lines::falls(line, look).join(" "),
                    None => shown.consequence(row.of, look),
                };
                whys.push(Why::new("results.consequence", value).by_profile(profile, &source("consequences")));
            }
        }
    }
    let [rates, work] = shown.heads(false).clone().map(|(text, _)| text);
    whys.push(Why::new("results.rates", rates).by_profile(profile, &source("random_least")));
    whys.push(Why::new("results.work", work));
    whys.push(Why::new("results.page", page::label(Some(shown), look)));
    let place = page::place(screen);
    if !place.is_empty() {
        whys.push(Why::new("results.place", place));
    }
    Explained::fields(whys)
}
