//! What is wrong with an expression, told with file, line and column.

use crate::model::own_check::{OwnCheck, Written};
use crate::model::problem::Problem;

/// A place in an expression: line and column from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spot {
    pub(super) line: usize,
    pub(super) column: usize,
}

/// What is wrong at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Flaw {
    spot: Spot,
    what: What,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    /// The library cannot read it; its own words.
    Unreadable(String),
    /// No field or definition is called so; the nearest that is.
    UnknownName(String, String),
    /// No function is called so; the nearest that is.
    UnknownFunction(String, String),
    /// No threshold is called so; the nearest that is.
    UnknownThreshold(String, String),
    /// A field of rows where a whole target is looked at.
    RowOnly(String),
    /// A part is of one kind where another is needed: part, found, wanted.
    Kind(String, &'static str, &'static str),
    /// A function with other arguments: function, wanted.
    Arguments(String, String),
    /// Part of the language that expressions may not use.
    NotAllowed(String),
    /// Too much work: cost and the most that is allowed.
    TooSlow(u64, u64),
    /// Parts within parts, deeper than this.
    TooDeep(u64),
    /// Too many characters.
    TooLong(usize, usize),
    /// Definitions that need themselves: the way round.
    Cycle(Vec<String>),
    /// A name that a definition may not have.
    BadName(String),
}

impl Flaw {
    pub(super) fn at(spot: Spot, what: What) -> Flaw {
        Flaw { spot, what }
    }

    /// On the whole expression.
    pub(super) fn whole(what: What) -> Flaw {
        Flaw::at(Spot { line: 1, column: 1 }, what)
    }

    /// The problem that people are told of; `name` is the check or definition.
    pub(super) fn problem(self, name: &str, written: &Written) -> Problem {
        let problem = match self.what {
            What::Unreadable(detail) => Problem::refused("problem-expression-unreadable").with("detail", detail),
            What::UnknownName(found, near) => {
                Problem::refused("problem-expression-unknown-name").with("found", found).with("near", near)
            }
            What::UnknownFunction(found, near) => {
                Problem::refused("problem-expression-unknown-function").with("found", found).with("near", near)
            }
            What::UnknownThreshold(found, near) => {
                Problem::refused("problem-expression-unknown-threshold").with("found", found).with("near", near)
            }
            What::RowOnly(found) => Problem::refused("problem-expression-row-only").with("found", found),
            What::Kind(part, found, wanted) => Problem::refused("problem-expression-kind")
                .with("part", part)
                .with("found", found)
                .with("wanted", wanted),
            What::Arguments(found, wanted) => {
                Problem::refused("problem-expression-arguments").with("found", found).with("wanted", wanted)
            }
            What::NotAllowed(part) => Problem::refused("problem-expression-not-allowed").with("part", part),
            What::TooSlow(cost, most) => {
                Problem::refused("problem-expression-too-slow").with("cost", cost).with("most", most)
            }
            What::TooDeep(most) => Problem::refused("problem-expression-too-deep").with("most", most),
            What::TooLong(length, most) => {
                Problem::refused("problem-expression-too-long").with("length", length).with("most", most)
            }
            What::Cycle(path) => Problem::refused("problem-expression-cycle").with("way", path.join(" → ")),
            What::BadName(found) => Problem::refused("problem-expression-bad-name").with("found", found),
        };
        problem
            .with("name", name)
            .with("file", &written.file)
            .with("line", written.line + self.spot.line.saturating_sub(1))
            .with("column", self.spot.column)
    }
}

/// A check whose expression failed on a target: told, and nothing is found by it.
pub(super) fn failed(check: &str, written: &Written, project: &str, row: Option<u32>, detail: &str) -> Problem {
    Problem::refused("problem-expression-failed")
        .with("name", check)
        .with("file", &written.file)
        .with("line", written.line)
        .with("project", project)
        .with("row", row.unwrap_or(0))
        .with("detail", detail)
}

/// A check that does not do what its example says.
pub(super) fn differs(check: &OwnCheck, line: usize, fires: bool) -> Problem {
    Problem::refused("problem-example-differs")
        .with("name", &check.id)
        .with("file", &check.when.file)
        .with("line", line)
        .with("fires", if fires { "yes" } else { "no" })
}

/// The known word that is nearest to a typed one: fewest characters to change; the first of equals.
pub(super) fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let typed: Vec<char> = typed.chars().take(40).collect();
    let distance = |word: &str| {
        let word: Vec<char> = word.chars().collect();
        let mut above: Vec<usize> = (0..=word.len()).collect();
        for (i, c) in typed.iter().enumerate() {
            let mut line = vec![i + 1];
            for (j, d) in word.iter().enumerate() {
                line.push((above[j] + usize::from(c != d)).min(above[j + 1] + 1).min(line[j] + 1));
            }
            above = line;
        }
        above[word.len()]
    };
    known.into_iter().min_by_key(|word| distance(word)).unwrap_or_default().to_owned()
}
