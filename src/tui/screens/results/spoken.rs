//! The page in sentences: both rates, how far the work is, and the line under the cursor with what belongs to it.

use super::{ResultsScreen, Tab, lines, page};
use crate::model::review::Grade;
use crate::text::Arg;
use crate::tui::look::Look;
use crate::tui::speech::{Spoken, numbers, sentence};

/// What line mode says.
pub fn say(screen: &ResultsScreen, look: &Look) -> Spoken {
    let label = look.label(screen.tab.command().into());
    let mut spoken = Spoken::page(sentence([page::label(screen.known(), look), label], look));
    if let Some(text) = page::empty(screen, look) {
        spoken.row = text;
        return spoken;
    }
    let Some(shown) = screen.known() else { return spoken };
    spoken.about.extend(shown.heads(false).iter().map(|(text, _)| numbers::words(text, look)));
    let (at, len) = (screen.cursor().at(), screen.len());
    spoken.at = (len > 0).then_some((at + 1, len));
    let plain = |told: Vec<lines::Told>| told.into_iter().map(|(text, _)| text).collect::<Vec<_>>();
    match screen.tab {
        Tab::Statements => spoken.row = shown.statements.get(at).map(|(text, _)| text.clone()).unwrap_or_default(),
        Tab::Grades => {
            if let Some(row) = shown.grades.get(at) {
                let cell = |(column, grade): (usize, Grade)| {
                    let args = [
                        ("grade", Arg::from(look.strings.grade(grade))),
                        ("cell", Arg::from(row.cell(column, usize::MAX))),
                    ];
                    look.t("results-grades-cell", &args)
                };
                let cells = Grade::ALL.into_iter().enumerate().map(cell);
                spoken.row = sentence(std::iter::once(row.label(look)).chain(cells), look);
            }
            spoken.about.extend(plain(shown.grade_lines.clone()));
        }
        Tab::Departments => match screen.department() {
            Some(one) => {
                spoken.row = one.name.clone();
                spoken.more.extend(plain(shown.department(one, look)).into_iter().map(|text| (MORE, text)));
            }
            None => spoken.row = look.s("results-departments-empty"),
        },
        Tab::Largest => match screen.line() {
            Some(line) => {
                spoken.row = sentence(lines::deviation(line, look), look);
                let follows = plain(shown.follows(line, look)).into_iter().skip(1);
                spoken.more.extend(follows.map(|text| (MORE, text)));
            }
            None => spoken.row = look.s("results-largest-empty"),
        },
        Tab::Consequences => {
            let row = shown.consequences().get(at);
            spoken.row = match (row, screen.line()) {
                (_, Some(line)) => sentence(lines::falls(line, look), look),
                (Some(row), None) => shown.consequence(row.of, look),
                (None, None) => String::new(),
            };
        }
    }
    spoken
}

/// The label of what is said with a line.
const MORE: &str = "results-more";
