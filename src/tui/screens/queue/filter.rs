//! The filter line while it is typed: what it may become, what in it makes no sense, and lines of before.
//!
//! The caret is the real one and stays in the field. Enter takes the line as it stands; a candidate gets into it only when
//! somebody chose it. Deliberately absent: what the line means (`model::query`) and what it leaves (the queue).

use std::sync::Arc;

use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::super::home::grouped;
use crate::engine::request::{Reply, Request, Slot};
use crate::model::query::{Candidate, CandidateKind, Completion, Expected, Misread, Words, words};
use crate::text::{Arg, width};
use crate::tui::canvas::Canvas;
use crate::tui::command::{Find, Text};
use crate::tui::look::{Look, Role};
use crate::tui::msg::{Cx, Effect};
use crate::tui::speech::{Spoken, sentence};
use crate::tui::widgets::field::{Field, Typed};

/// Most candidates on screen at once.
const MOST_SHOWN: u16 = 6;
/// Lines that tell what makes no sense.
const MOST_TOLD: usize = 3;

/// The line being typed.
pub(super) struct FilterLine {
    field: Field,
    /// Words of it that make no sense.
    pub(super) misread: Vec<Misread>,
    epoch: u64,
    /// What it may become, as long as it is what was asked about.
    completion: Option<Completion>,
    /// What it might have become before the last key, drawn until the answer arrives, so that nothing flickers.
    before: Completion,
    chosen: Option<usize>,
    /// Take the first candidate when it arrives.
    take: bool,
    /// Which line of before stands in it, from the newest.
    recalled: Option<usize>,
}

impl FilterLine {
    /// A line to go on with.
    pub(super) fn new(line: &str) -> FilterLine {
        FilterLine {
            field: Field::line(line),
            misread: Vec::new(),
            epoch: 0,
            completion: None,
            before: Completion::default(),
            chosen: None,
            take: false,
            recalled: None,
        }
    }

    /// The line.
    pub(super) fn value(&self) -> String {
        self.field.value()
    }

    /// Asks what may stand at the caret.
    pub(super) fn ask(&mut self, words: &Arc<Words>, cx: &Cx) -> Vec<Effect> {
        self.epoch = cx.numbers.fresh();
        if let Some(known) = self.completion.take() {
            self.before = known;
        }
        let (line, at) = (self.value(), self.field.caret());
        vec![Effect::Work(Request::Complete { epoch: self.epoch, line, at, words: Arc::clone(words) })]
    }

    fn changed(&mut self) {
        (self.chosen, self.take, self.recalled) = (None, false, None);
    }

    /// Types or pastes.
    pub(super) fn insert(&mut self, text: &str) -> Typed {
        self.changed();
        self.field.insert(text)
    }

    /// Edits; true when the text changed.
    pub(super) fn act(&mut self, text: Text) -> bool {
        self.changed();
        text != Text::NewLine && self.field.act(text)
    }

    fn candidates(&self) -> &[Candidate] {
        &self.completion.as_ref().unwrap_or(&self.before).candidates
    }

    /// True when a candidate was walked to.
    pub(super) fn has_chosen(&self) -> bool {
        self.chosen.is_some()
    }

    /// Walks through the candidates; upwards from an empty line, through the lines of before. True when another line is in
    /// the field, false when not, nothing when there is nothing to walk through.
    pub(super) fn walk(&mut self, down: bool, cx: &Cx) -> Option<bool> {
        let lines = cx.recall.lines();
        if self.recalled.is_some() || (!down && self.chosen.is_none() && self.field.is_empty() && !lines.is_empty()) {
            let at = match (self.recalled, down) {
                (None, _) => Some(0),
                (Some(at), false) => Some((at + 1).min(lines.len().saturating_sub(1))),
                (Some(at), true) => at.checked_sub(1),
            };
            self.field.set(at.and_then(|at| lines.get(at)).map_or("", String::as_str));
            (self.recalled, self.chosen) = (at, None);
            return Some(true);
        }
        let last = self.candidates().len().checked_sub(1)?;
        self.chosen = match (self.chosen, down) {
            (None, true) => Some(0),
            (None, false) => Some(last),
            (Some(at), true) if at < last => Some(at + 1),
            (Some(at), false) => at.checked_sub(1),
            (Some(_), true) => None,
        };
        Some(false)
    }

    /// Takes the candidate that was chosen, else the first; where they have not arrived yet, once they do. True when the
    /// line changed.
    pub(super) fn take(&mut self) -> bool {
        let Some(completion) = &self.completion else {
            self.take = true;
            return false;
        };
        let Some(candidate) = completion.candidates.get(self.chosen.unwrap_or(0)) else { return false };
        let (line, caret) = completion.apply(&self.value(), candidate);
        self.field.put(&line, caret);
        self.changed();
        true
    }

    /// Takes the chosen candidate and says whether the line is whole: behind the name of a field a value is missing.
    pub(super) fn take_whole(&mut self) -> bool {
        let chosen = self.chosen.and_then(|at| self.candidates().get(at));
        let whole = chosen.is_some_and(|candidate| candidate.kind != CandidateKind::Field);
        self.take() && whole
    }

    /// Takes in what the line may become. True when the line changed because of it.
    pub(super) fn receive(&mut self, reply: &Reply) -> bool {
        match reply {
            Reply::Completions { epoch, completion } if *epoch == self.epoch => {
                let mut completion = completion.clone();
                if completion.from == completion.to {
                    // Nothing is typed yet: what can be asked at all comes before what it may be.
                    completion.candidates.sort_by_key(|candidate| candidate.kind != CandidateKind::Field);
                }
                self.completion = Some(completion);
                self.chosen = self.chosen.filter(|at| *at < self.candidates().len());
                std::mem::take(&mut self.take) && self.take()
            }
            Reply::Failed { slot: Slot::Completions, epoch, .. } if *epoch == self.epoch => {
                self.completion = Some(Completion::default());
                false
            }
            _ => false,
        }
    }

    /// Words that make no sense. One whose value is just being typed is not yet wrong.
    fn wrong(&self) -> impl Iterator<Item = &Misread> {
        let caret = self.field.caret();
        self.misread.iter().filter(move |misread| misread.expected != Expected::Value || misread.to != caret)
    }

    /// What makes no sense, in words.
    fn told(&self, cells: u16, look: &Look) -> Vec<String> {
        let words = |misread: &Misread| match &misread.nearest {
            // What was meant says more than all that could have been.
            Some(nearest) => look.t(
                "queue-misread-nearest",
                &[
                    ("at", Arg::from(misread.from + 1)),
                    ("word", Arg::from(&misread.word)),
                    ("nearest", Arg::from(nearest)),
                ],
            ),
            None => look.strings.misread(misread),
        };
        let mut lines: Vec<String> =
            self.wrong().flat_map(|misread| width::wrap(&words(misread), usize::from(cells))).collect();
        lines.truncate(MOST_TOLD);
        lines
    }

    /// Rows that it takes below the field in a body.
    pub(super) fn below(&self, body: Rect, look: &Look) -> u16 {
        let marks = u16::from(self.wrong().next().is_some());
        let told = u16::try_from(self.told(body.width.saturating_sub(4), look).len()).unwrap_or(0);
        let shown = u16::try_from(self.candidates().len()).unwrap_or(u16::MAX).min(MOST_SHOWN);
        let room = body.height.saturating_sub(4) / 2;
        match (marks + told).min(room) {
            0 if shown == 0 => 0,
            told => (told + shown + 1).min(room.max(told)),
        }
    }

    /// Draws label and field in one row, and puts the caret into it.
    pub(super) fn view(&self, canvas: &mut Canvas, row: Rect, look: &Look) {
        let label = look.s("queue-filter-label");
        let used = canvas.text(row.x, row.y, row.width, &label, look.style(Role::Heading)) + 1;
        let area = Rect { x: row.x + used, width: row.width.saturating_sub(used), ..row };
        self.field.view(canvas, area, look.style(Role::Field), true);
        for misread in self.wrong() {
            let (x, cells) = self.field.place(area, misread.from, misread.to);
            let style = look.style(Role::Danger).add_modifier(Modifier::UNDERLINED);
            canvas.buffer.set_style(Rect { x, width: cells, height: 1, ..area }.intersection(area), style);
        }
    }

    /// What it says in line mode: what is typed, what makes no sense, and what it may become.
    pub(super) fn say(&self, spoken: &mut Spoken, look: &Look) {
        spoken.field = Some(self.field.typing(look.s("line-filter")));
        let misread = self.misread.iter().map(|misread| ("line-problem", look.strings.misread(misread)));
        spoken.more.extend(misread);
        let candidates = self.candidates();
        let at = self.chosen.unwrap_or(0);
        if let Some(candidate) = candidates.get(at) {
            let count = candidate.count.map(grouped).unwrap_or_default();
            let words = sentence([candidate.insert.clone(), meaning(candidate, look), count], look);
            let label = if self.chosen.is_some() { "line-chosen" } else { "line-candidate" };
            let place = format!("{}/{} {words}", at + 1, candidates.len());
            spoken.more.push((label, place));
        }
    }

    /// Draws what stands below the field: signs under what makes no sense, why, and the candidates.
    pub(super) fn view_below(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        if area.height == 0 {
            return;
        }
        let (body, rule) = (Rect { height: area.height - 1, ..area }, Rect { y: area.bottom() - 1, height: 1, ..area });
        let inner = canvas.sides(body, look);
        let mut rows = inner.rows();
        if self.wrong().next().is_some()
            && let Some(row) = rows.next()
        {
            let used = u16::try_from(width::width(&look.s("queue-filter-label"))).unwrap_or(0) + 1;
            let field = Rect { x: row.x + used, width: row.width.saturating_sub(used), ..row };
            for misread in self.wrong() {
                let (x, cells) = self.field.place(field, misread.from, misread.to);
                canvas.text(x, row.y, cells, &"^".repeat(usize::from(cells)), look.style(Role::Danger));
            }
            for (line, row) in self.told(inner.width, look).iter().zip(rows.by_ref()) {
                canvas.text(row.x, row.y, row.width, line, look.style(Role::Danger));
            }
        }
        let candidates = self.candidates();
        let left: Vec<Rect> = rows.collect();
        let first = self.chosen.map_or(0, |at| at / left.len().max(1) * left.len());
        for (row, (at, candidate)) in left.iter().zip(candidates.iter().enumerate().skip(first)) {
            self.candidate(canvas, *row, at, candidate, look);
        }
        let place = match (self.chosen, candidates.len()) {
            (_, 0) => String::new(),
            (Some(at), len) => format!("{}/{len}", at + 1),
            (None, len) => len.to_string(),
        };
        let label = if candidates.is_empty() {
            String::new()
        } else {
            look.t("queue-candidates", &[("take", Arg::from(look.key(Find::Take.into())))])
        };
        canvas.rule(rule, look, &label, &place);
    }

    fn candidate(&self, canvas: &mut Canvas, row: Rect, at: usize, candidate: &Candidate, look: &Look) {
        if self.chosen == Some(at) {
            canvas.text(row.x, row.y, 1, &look.glyphs.marker, look.style(Role::Selected));
        }
        let count =
            candidate.count.map(|count| look.t("queue-candidate-count", &[("count", Arg::from(grouped(count)))]));
        let count = count.unwrap_or_default();
        let cells = u16::try_from(width::width(&count)).unwrap_or(0);
        canvas.right(row.x, row.y, row.width, &count, look.style(Role::Plain));
        let inside = Rect { x: row.x + 2, width: row.width.saturating_sub(cells + 3), ..row };
        let insert = inside.width.min((inside.width / 2).max(16));
        let used = canvas.text(inside.x, inside.y, insert, &candidate.insert, look.style(Role::Plain));
        let rest = inside.width.saturating_sub(used + 2);
        canvas.text(inside.x + used + 2, inside.y, rest, &meaning(candidate, look), look.style(Role::Muted));
    }
}

/// A line without the words that make no sense.
pub(super) fn rest(line: &str, misread: &[Misread]) -> String {
    let wrong = |at: usize| misread.iter().any(|misread| (misread.from..misread.to).contains(&at));
    line.chars().enumerate().filter(|(at, _)| !wrong(*at)).map(|(_, character)| character).collect()
}

/// What a candidate means.
fn meaning(candidate: &Candidate, look: &Look) -> String {
    let kind = match candidate.kind {
        CandidateKind::Field => {
            return words::field_named(&candidate.label).map(|field| field_meaning(field, look)).unwrap_or_default();
        }
        CandidateKind::State => "queue-candidate-state",
        CandidateKind::Class => "queue-candidate-class",
        CandidateKind::Year => "queue-candidate-year",
        CandidateKind::Department => "queue-candidate-department",
        CandidateKind::Unit => "queue-candidate-unit",
        CandidateKind::Condition => "queue-candidate-condition",
    };
    let label = if candidate.insert.contains(&candidate.label) { "" } else { candidate.label.as_str() };
    format!("{}  {label}", look.s(kind)).trim_end().to_owned()
}

/// What a field is asked about, with an example.
fn field_meaning(field: crate::model::query::Field, look: &Look) -> String {
    use crate::model::query::Field;
    look.s(match field {
        Field::Name => "queue-field-name",
        Field::Code => "queue-field-code",
        Field::Department => "queue-field-department",
        Field::Unit => "queue-field-unit",
        Field::Indicator => "queue-field-indicator",
        Field::Opinion => "queue-field-opinion",
        Field::Class => "queue-field-class",
        Field::State => "queue-field-state",
        Field::Year => "queue-field-year",
        Field::Amount => "queue-field-amount",
        Field::Rows => "queue-field-rows",
        Field::Decided => "queue-field-decided",
        Field::Undecided => "queue-field-undecided",
        Field::Opinions => "queue-field-opinions",
        Field::Demands => "queue-field-demands",
        Field::Version => "queue-field-version",
        Field::Expected => "queue-field-expected",
        Field::SecondLook => "queue-field-second-look",
    })
}
