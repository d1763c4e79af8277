//! Help about the screen below, made from the live keymap. The last line tells how to take a step back.

use ratatui::layout::Rect;

use super::{Hint, Screen, Title};
use crate::text::Arg;
use crate::tui::canvas::Canvas;
use crate::tui::command::{App, Command, Popup, Scope};
use crate::tui::look::{Look, Role};
use crate::tui::msg::{Cx, Effect, Input};
use crate::tui::speech::Spoken;
use crate::tui::widgets::sheet::{Paragraph, Sheet};

/// What the keys of a screen do.
pub struct HelpScreen {
    about: &'static [Scope],
    heading: String,
    sheet: Sheet,
    filled: bool,
}

impl HelpScreen {
    /// Help for a chain of scopes.
    pub fn new(about: &'static [Scope], title: &Title) -> HelpScreen {
        HelpScreen { about, heading: title.left.clone(), sheet: Sheet::default(), filled: false }
    }

    fn paragraphs(&self, look: &Look) -> Vec<Paragraph> {
        let mut paragraphs = Vec::new();
        let mut scope = None;
        for (spec, keys) in look.keymap.commands(self.about) {
            if keys.is_empty() {
                continue;
            }
            if scope != Some(spec.scope) {
                scope = Some(spec.scope);
                paragraphs.push(Paragraph::heading(look.s(&format!("scope-{}", spec.scope.id()))));
            }
            let text = format!("{}  {}", look.label(spec.command), look.s(&spec.description_key()));
            paragraphs.push(Paragraph::labelled(keys.join(" "), text));
        }
        paragraphs.push(Paragraph::heading(look.s("help-input-method-heading")));
        paragraphs.push(Paragraph::plain(look.s("help-input-method")));
        let undo = Arg::from(look.key(App::Undo.into()));
        let redo = Arg::from(look.key(App::Redo.into()));
        paragraphs
            .push(Paragraph::plain(look.t("help-undo", &[("undo", undo), ("redo", redo)])).as_role(Role::Warning));
        paragraphs
    }
}

impl Screen for HelpScreen {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Popup]
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        if !self.filled {
            self.filled = true;
            self.sheet = Sheet::new(self.paragraphs(cx.look));
        }
        match input {
            Input::Command(Command::Popup(Popup::Close)) => return vec![Effect::Pop],
            Input::Command(Command::Popup(command)) => self.sheet.act(command),
            _ => {}
        }
        Vec::new()
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        let heading = look.t("title-help", &[("screen", Arg::from(&self.heading))]);
        let inner = canvas.popup(area, look, &heading, "");
        if let Some(far) = self.sheet.view(canvas, inner, look) {
            canvas.rule(Rect { y: area.bottom().saturating_sub(1), height: 1, ..area }, look, "", &far);
        }
        canvas.set_caret(inner.x, inner.y);
    }

    fn title(&self, look: &Look) -> Title {
        Title { left: look.t("title-help", &[("screen", Arg::from(&self.heading))]), right: String::new() }
    }

    fn spoken(&self, look: &Look) -> Option<Spoken> {
        Some(self.sheet.spoken(self.title(look).left, look))
    }

    fn hints(&self, _look: &Look) -> Vec<Hint> {
        vec![
            Popup::Close.into(),
            Hint::Run(Popup::Up.into(), Popup::Down.into(), "hint-scroll"),
            Hint::Run(Popup::PageUp.into(), Popup::PageDown.into(), "hint-page"),
        ]
    }

    fn floats(&self) -> bool {
        true
    }
}
