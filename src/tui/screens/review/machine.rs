//! What the automatic checks say of a target, on screen: the column 机, the box below, the question for a reason, and the
//! page of details. Words and signs tell everything; colour only repeats it.

use ratatui::layout::Rect;

use super::drafts::{Drafted, REASONS, hints, sign, voice};
use super::{Mark, ReviewScreen, sheets};
use crate::engine::drafts::CheckInfo;
use crate::engine::view::ProjectView;
use crate::model::finding::{CheckId, Finding, Severity, Voice};
use crate::text::{Arg, width};
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, Review};
use crate::tui::layout;
use crate::tui::look::{Look, Role};
use crate::tui::screens::Hint;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::sheet::Paragraph;
use crate::tui::widgets::table::Column;

/// The column 机: the key of a class, `!`, and `+` when more waits.
pub(super) fn column() -> Column {
    Column::left(3)
}

/// Its head.
pub(super) const HEAD: &str = "review-head-machine";

/// How often people accepted what a check drafted, in words: `96/100`.
pub fn acceptance(info: Option<&CheckInfo>, look: &Look) -> String {
    match info.map(|info| info.answers).filter(|answers| answers.all() > 0) {
        None => look.s("draft-unanswered"),
        Some(answers) => {
            look.t("draft-accepted", &[("taken", Arg::from(answers.taken())), ("all", Arg::from(answers.all()))])
        }
    }
}

/// The hints of a row on which a draft waits begin with what answers it.
pub(super) fn first_hints(hints: &mut Vec<Hint>) {
    hints.retain(|hint| !matches!(hint, Hint::One(Command::Review(Review::Opinion | Review::Pass))));
    let answers: [Hint; 3] = [
        Hint::Named(Review::Opinion.into(), "hint-accept-draft"),
        Review::Pass.into(),
        Hint::Named(Review::Edit.into(), "hint-edit-draft"),
    ];
    hints.splice(0..0, answers);
}

/// Asks why a grave finding is no fault.
pub(super) fn ask_reason(canvas: &mut Canvas, area: Rect, field: &Field, look: &Look) {
    let lines: Vec<String> = (1..).zip(REASONS).map(|(digit, key)| format!("{digit} {}", look.s(key))).collect();
    let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(4);
    let inner = canvas.popup(layout::middle(area, 64, height), look, &look.s("dismiss-why"), "");
    canvas.lines(inner, &lines, look.style(Role::Plain));
    let below = u16::try_from(lines.len()).unwrap_or(u16::MAX);
    let row = |y: u16| Rect { y: inner.y.saturating_add(y), height: 1, ..inner }.intersection(inner);
    let own = row(below);
    canvas.text(own.x, own.y, own.width, &look.s("dismiss-own-words"), look.style(Role::Muted));
    // On a terminal too low for all of it the field takes the last line.
    let last = inner.height.saturating_sub(1);
    field.view(canvas, row((below + 1).min(last)), look.style(Role::Field), true);
}

/// The lines of a text that fit; what is cut off ends with two dots.
fn fitted(text: &str, cells: usize, most: usize) -> Vec<String> {
    let mut lines = width::wrap(text, cells);
    if lines.len() > most && most > 0 {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            while width::width(last) + 2 > cells && last.pop().is_some() {}
            last.push_str("..");
        }
    }
    lines
}

impl ReviewScreen {
    /// What stands in the column 机 of a row (0: the whole target).
    pub(super) fn machine_cell(&self, view: &ProjectView, at: u32, look: &Look) -> (String, Role) {
        if let Some(first) = self.waits(at).next() {
            let mut text = sign(&first.category, first.severity, look);
            if self.checks_waiting(at) > 1 {
                text.push('+');
            }
            return (text, if first.severity == Severity::Error { Role::Danger } else { Role::Warning });
        }
        match hints(view, (at > 0).then_some(at), look).next() {
            Some(hint) => {
                let key = sign(&hint.category, Severity::Info, look);
                (format!("({key})"), Role::Muted)
            }
            None => (String::new(), Role::Plain),
        }
    }

    /// The mark of the whole target while one of its drafts waits.
    pub(super) fn whole_waits(&self, look: &Look) -> Option<(String, Role)> {
        if self.saving.contains_key(&0) {
            return Some((look.s("mark-saving"), Role::Muted));
        }
        self.waiting_row(0).then(|| (look.s("mark-waiting"), Role::Warning))
    }

    /// Head and lines of the box while a draft waits under the cursor: left and right words of the rule, then text.
    pub(super) fn draft_box(
        &self,
        view: &ProjectView,
        (cells, height): (usize, usize),
        look: &Look,
    ) -> Option<(String, String, Vec<(String, Role)>)> {
        let drafted = self.shown(look)?;
        let name = match self.row() {
            None => look.s("review-whole-target"),
            Some(row) => {
                let index = usize::try_from(row).ok().and_then(|row| row.checked_sub(1));
                let indicator = index.and_then(|index| view.form.indicators.get(index));
                format!("{row} {}", indicator.map_or("", |indicator| &indicator.level3))
            }
        };
        let left =
            look.t("draft-box", &[("name", Arg::from(name)), ("count", Arg::from(self.checks_waiting(self.at())))]);
        let info = view.checks.get(&drafted.check.check);
        let right = look.t(
            "draft-rule",
            &[("check", Arg::from(&drafted.check.check.0)), ("accepted", Arg::from(acceptance(info, look)))],
        );
        let role = if drafted.severity == Severity::Error { Role::Danger } else { Role::Warning };
        let words = opinion_words(&drafted, look);
        let mut lines: Vec<(String, Role)> =
            fitted(&words, cells, height.max(1)).into_iter().map(|line| (line, role)).collect();
        for (key, text) in [("draft-why", &drafted.why), ("draft-demand", &drafted.demand)] {
            if !text.is_empty() && lines.len() < height {
                let text = look.t(key, &[("text", Arg::from(text))]);
                lines.extend(fitted(&text, cells, height - lines.len()).into_iter().map(|line| (line, Role::Plain)));
            }
        }
        Some((left, right, lines))
    }

    /// Hints on the row under the cursor, for the box when no draft waits.
    pub(super) fn hint_lines(&self, view: &ProjectView, look: &Look) -> Vec<Paragraph> {
        hints(view, self.row(), look).map(|finding| told(view, finding, "draft-hint-label", look)).collect()
    }

    /// Everything about the row under the cursor, with all that the checks found there: what waits, hints, quiet ones, and
    /// what another check charges.
    pub(super) fn detail(&self, view: &ProjectView, look: &Look) -> (String, Vec<Paragraph>) {
        let row = self.row();
        let (heading, mut page) = sheets::detail(view, row, look);
        let found: Vec<&Finding> = view.findings.iter().filter(|finding| finding.row == row).collect();
        if !found.is_empty() {
            page.push(Paragraph::heading(look.s("sheet-machine")));
        }
        for finding in found {
            let key = self.standing_key(view, finding, look);
            page.push(told(view, finding, key, look));
            let drafted = Drafted::of(&[finding], look);
            for (key, text) in
                drafted.into_iter().flat_map(|one| [("draft-why", one.why), ("draft-demand", one.demand)])
            {
                if !text.is_empty() {
                    page.push(Paragraph::labelled("", look.t(key, &[("text", Arg::from(text))])).as_role(Role::Muted));
                }
            }
        }
        (heading, page)
    }

    /// Where a finding stands, as the label of its paragraph.
    fn standing_key(&self, view: &ProjectView, finding: &Finding, look: &Look) -> &'static str {
        if finding.charged_by.is_some() {
            return "draft-charged-label";
        }
        if view.state.answered(finding.row, &finding.check) {
            return "draft-answered-label";
        }
        match voice(view, &finding.check, look) {
            Voice::Quiet | Voice::Off => "draft-quiet-label",
            Voice::Drafts
                if finding.drafts()
                    && self.mark_of_heads(finding.row.unwrap_or(0))
                        != Mark::Decided(crate::model::review::Verdict::Returned) =>
            {
                "draft-waiting-label"
            }
            Voice::Drafts | Voice::Hint => "draft-hint-label",
        }
    }
}

/// Class, sign and text of a draft: `2! 不量化：…`.
pub(super) fn opinion_words(drafted: &Drafted, look: &Look) -> String {
    let class = look.categories.short(&drafted.category, look.language());
    let args =
        [("sign", Arg::from(drafted.sign(look))), ("class", Arg::from(class)), ("text", Arg::from(&drafted.text))];
    look.t("draft-words", &args)
}

/// A finding in one paragraph: where it stands, what it says, which check says so and how often that was accepted.
fn told(view: &ProjectView, finding: &Finding, label: &str, look: &Look) -> Paragraph {
    let words = Drafted::of(&[finding], look).map(|drafted| opinion_words(&drafted, look)).unwrap_or_default();
    let args = [
        ("words", Arg::from(words)),
        ("check", Arg::from(&finding.check.0)),
        ("accepted", Arg::from(acceptance(view.checks.get(&finding.check), look))),
        ("by", Arg::from(finding.charged_by.as_ref().map(|check: &CheckId| check.0.as_str()).unwrap_or_default())),
    ];
    let key = if finding.charged_by.is_some() { "draft-told-charged" } else { "draft-told" };
    Paragraph::labelled(look.s(label), look.t(key, &args)).as_role(Role::Muted)
}
