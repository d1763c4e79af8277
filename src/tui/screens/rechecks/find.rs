//! Any self-evaluation of the year, to be rechecked beyond the draw: type a part of name, code or unit, choose a line.
//! Such a recheck never counts into a rate. Over the list.

use std::sync::Arc;

use ratatui::layout::Rect;

use crate::engine::request::{Reply, Request};
use crate::model::link::LinkedTable;
use crate::text::Arg;
use crate::tui::canvas::Canvas;
use crate::tui::command::{Line, Scope};
use crate::tui::look::Look;
use crate::tui::msg::{Cx, Effect, Input, Notice};
use crate::tui::screens::choosing::{Choosing, Chosen};
use crate::tui::screens::recheck::RecheckScreen;
use crate::tui::screens::{Hint, Screen, Title};
use crate::tui::speech::Spoken;

/// The choice.
pub(super) struct FindScreen {
    year: u16,
    choosing: Choosing,
}

impl FindScreen {
    pub(super) fn new(year: u16) -> FindScreen {
        FindScreen { year, choosing: Choosing::new(None) }
    }

    fn ask(&mut self, cx: &Cx) -> Vec<Effect> {
        let (epoch, words) = self.choosing.ask(cx);
        let (table, year, targets) = (LinkedTable::SelfEvaluation, self.year, false);
        vec![Effect::Work(Request::FindPartners { epoch, table, year, targets, words })]
    }

    fn accept(&self, cx: &Cx) -> Vec<Effect> {
        let Some(choice) = self.choosing.chosen() else {
            return vec![Effect::Say(Notice::Refused(cx.look.s("told-links-nobody")))];
        };
        let unit = (choice.side.project, self.year);
        vec![Effect::Replace(Box::new(RecheckScreen::new(unit, Arc::from([unit]))))]
    }
}

impl Screen for FindScreen {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Line, Scope::Text]
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        match self.choosing.update(input, cx) {
            Chosen::Ask => self.ask(cx),
            Chosen::Accept => self.accept(cx),
            Chosen::Cancel => vec![Effect::Pop],
            Chosen::Nothing => Vec::new(),
        }
    }

    fn receive(&mut self, reply: &Reply, _cx: &Cx) -> Vec<Effect> {
        self.choosing.receive(reply);
        Vec::new()
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        let heading = look.t("rechecks-find", &[("year", Arg::from(self.year.to_string()))]);
        let inner = canvas.popup(area, look, &heading, "");
        self.choosing.view(canvas, inner, Some(&look.s("rechecks-find-text")), "rechecks-find-none", look);
    }

    fn title(&self, look: &Look) -> Title {
        Title { left: look.s("title-rechecks"), right: String::new() }
    }

    fn spoken(&self, look: &Look) -> Option<Spoken> {
        let mut spoken = Spoken::page(look.t("rechecks-find", &[("year", Arg::from(self.year.to_string()))]));
        spoken.once.push(look.s("rechecks-find-text"));
        self.choosing.say(&mut spoken, "rechecks-find-none", look);
        Some(spoken)
    }

    fn hints(&self, _look: &Look) -> Vec<Hint> {
        vec![Line::Accept.into(), Hint::Run(Line::Up.into(), Line::Down.into(), "hint-move"), Line::Cancel.into()]
    }

    fn floats(&self) -> bool {
        true
    }
}
