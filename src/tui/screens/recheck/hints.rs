//! What the foot of a recheck offers: what comes next stands first.

use super::{Mode, RecheckScreen};
use crate::model::recheck::RecheckStatus;
use crate::tui::command::{App, Digit, Line, Recheck};
use crate::tui::screens::Hint;

impl RecheckScreen {
    pub(super) fn offered(&self) -> Vec<Hint> {
        if let Mode::Jump(_) = self.mode {
            return vec![Line::Accept.into(), Line::Cancel.into()];
        }
        if let Mode::Typing(_) = self.mode {
            return vec![Hint::Named(Line::Accept.into(), "recheck-keep"), Line::Cancel.into()];
        }
        let Some(view) = &self.view else { return vec![App::Back.into(), App::Help.into()] };
        if view.compared().is_some() && view.state.finished.is_empty() {
            let mut hints: Vec<Hint> =
                [Recheck::Second, Recheck::NextDifference, Recheck::Papers, Recheck::NextProject]
                    .map(Hint::from)
                    .into();
            hints.extend([App::Undo.into(), App::Help.into(), App::Back.into()]);
            return hints;
        }
        if !view.state.finished.is_empty() {
            let mut hints: Vec<Hint> = Vec::new();
            match view.line.status {
                RecheckStatus::Objected => hints.push(Hint::Named(Recheck::Object.into(), "recheck-answer")),
                _ if RecheckScreen::finished(view) => {}
                _ => hints.push(Recheck::Check.into()),
            }
            hints.extend([Recheck::Reopen, Recheck::NextDifference, Recheck::Papers].map(Hint::from));
            if view.line.status != RecheckStatus::Objected {
                hints.push(Recheck::Object.into());
            }
            hints.extend([Recheck::NextProject.into(), App::Undo.into(), App::Help.into(), App::Back.into()]);
            return hints;
        }
        let mut hints: Vec<Hint> = vec![
            Hint::Run(Digit::D1.into(), Digit::D0.into(), "recheck-type-value"),
            Recheck::Agrees.into(),
            Recheck::NoEvidence.into(),
            Recheck::Papers.into(),
            Recheck::Finish.into(),
            Recheck::NextDifference.into(),
            Recheck::Later.into(),
            App::Undo.into(),
            Recheck::Requests.into(),
            Recheck::Note.into(),
            Recheck::Jump.into(),
            Recheck::NotApplicable.into(),
            Recheck::Outcome.into(),
            App::Help.into(),
            Recheck::Replace.into(),
        ];
        if self.decided(view) == self.len() {
            // Every row is decided: finishing is what comes next.
            let finish = hints.remove(4);
            hints.insert(0, finish);
        }
        hints
    }
}
