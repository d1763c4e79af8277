//! What must never be without a key that reaches the program while a Chinese input method is on.

use super::{Keymap, Step};
use crate::tui::command::{
    App, CHAINS, Class, Command, Differences, Digit, Editor, Facet, Figures, Form, Frequency, Grade, Home, Library,
    Line, Links, List, Mapping, Papers, Phrase, Popup, Preview, Queue, Recheck, Rechecks, Review, Sample, Scope, Text,
};

/// One action under the names it has on different pages.
fn actions() -> Vec<Vec<Command>> {
    let mut actions: Vec<Vec<Command>> = vec![
        // Accept what is proposed.
        vec![
            Review::Opinion.into(),
            Phrase::Accept.into(),
            Grade::Confirm.into(),
            Editor::Save.into(),
            Links::Confirm.into(),
            Sample::Next.into(),
            Facet::Narrow.into(),
            Frequency::Narrow.into(),
            Mapping::Accept.into(),
            Home::Continue.into(),
            Figures::Open.into(),
            Form::Submit.into(),
            Line::Accept.into(),
            Popup::Close.into(),
            List::Open.into(),
            Library::Use.into(),
            Recheck::Type.into(),
            Papers::Take.into(),
            Differences::Other.into(),
        ],
        vec![Review::Pass.into(), Recheck::Agrees.into()],
        vec![Review::Return.into(), Recheck::NoEvidence.into()],
        vec![Review::Later.into(), Recheck::Later.into()],
        // Finish this unit.
        vec![
            Review::Close.into(),
            Recheck::Finish.into(),
            Preview::Commit.into(),
            Mapping::Save.into(),
            Differences::Finish.into(),
        ],
        vec![App::Undo.into(), Mapping::Undo.into(), Text::Undo.into()],
        // One level out.
        vec![
            App::Back.into(),
            Preview::Leave.into(),
            Facet::Close.into(),
            Rechecks::Leave.into(),
            Mapping::Leave.into(),
            Editor::Leave.into(),
            Form::Leave.into(),
            Line::Cancel.into(),
            Popup::Close.into(),
            Grade::Cancel.into(),
        ],
        vec![App::Help.into()],
        vec![App::Palette.into()],
        vec![App::Quit.into()],
        vec![App::Filter.into(), Queue::Filter.into()],
        vec![List::Up.into()],
        vec![List::Down.into()],
    ];
    actions.extend(Class::ALL.map(|class| vec![class.into()]));
    // A figure that was found is typed with the input method on.
    actions.extend([Digit::D1, Digit::D5, Digit::D0].map(|digit| vec![digit.into()]));
    actions
}

/// The actions that cannot be done with an input method on, each with the table where it should stand, or the
/// page on which one of everywhere is hidden.
pub(super) fn missing(keymap: &Keymap) -> Vec<(Scope, Command)> {
    let mut missing = Vec::new();
    for chain in CHAINS {
        // Where text is typed, a printable key is text and no command.
        let types = chain.contains(&Scope::Text);
        for action in actions() {
            // The page's own name for an action counts, not what is left of it further out.
            let own = chain.iter().find(|scope| action.iter().any(|command| command.spec().scope == **scope));
            let Some(own) = own else { continue };
            let mut wanted = action.iter().filter(|command| command.spec().scope == *own);
            let reached = wanted.clone().any(|command| {
                keymap.keys(*command).into_iter().any(|keys| {
                    keys.iter().all(|chord| chord.input_method_safe() && !(types && chord.text().is_some()))
                        && keymap.resolve(chain, keys) == Step::Run(*command)
                })
            });
            if !reached
                && let Some(command) = wanted.next()
                && !missing.iter().any(|(_, known)| known == command)
            {
                missing.push((if *own == Scope::Global { chain[0] } else { *own }, *command));
            }
        }
    }
    missing
}
