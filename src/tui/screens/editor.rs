//! The opinion editor: class, text, what the department must do, phrases. The only work screen where letters are text.
//!
//! Opened by a class key it stands on the phrases with the first one filled in, so Enter gives that opinion; Tab goes
//! on to own words. What is typed is kept as a draft when the editor is left, when a moment passes, and after a crash
//! is there again.

mod draw;
mod spoken;

use std::sync::Arc;

use ratatui::layout::Rect;

use super::review::drafts::{Drafted, due_date};
use super::{Hint, Screen, Title};
use crate::config::tables::{Category, PhraseKind, fill};
use crate::engine::request::{Action, Request};
use crate::engine::view::{Draft, DraftKey, ProjectView};
use crate::model::event::{DemandDraft, Subject};
use crate::model::finding::{FromCheck, Severity};
use crate::model::form::Indicator;
use crate::model::review::{CategoryCode, Opinion};
use crate::text::{Arg, dates};
use crate::tui::canvas::Canvas;
use crate::tui::command::{self, App, Class, Command, Phrase, Scope, Text};
use crate::tui::look::Look;
use crate::tui::msg::{Cx, Effect, Input, Notice, Outcome};
use crate::tui::speech::Spoken;
use crate::tui::why::{self, Explained};
use crate::tui::widgets::field::{Field, Typed};

/// What the editor is opened for.
pub struct Start {
    /// The target.
    pub view: Arc<ProjectView>,
    /// Target or row.
    pub on: Subject,
    /// Class whose key opened it.
    pub category: Option<CategoryCode>,
    /// One's own opinion to be rewritten.
    pub opinion: Option<Opinion>,
    /// A text to begin with; what was typed before and kept goes before it.
    pub text: Option<String>,
    /// The draft of a check, to be given in other words.
    pub drafted: Option<Drafted>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Area {
    Class,
    Phrases,
    Text,
    Demand,
    Due,
    Unit,
}

const ORDER: [Area; 6] = [Area::Phrases, Area::Text, Area::Demand, Area::Due, Area::Unit, Area::Class];

/// The editor.
pub struct EditorScreen {
    view: Arc<ProjectView>,
    on: Subject,
    opinion: Option<Opinion>,
    /// The draft of a check that is being edited, as it stood.
    drafted: Option<Drafted>,
    /// The check whose draft is given; `edited` is found out when it is.
    from: Option<FromCheck>,
    operation: String,
    category: Option<CategoryCode>,
    text: Field,
    demand: Field,
    due: Field,
    unit: Field,
    focus: Area,
    /// Opinion or demand: where a phrase goes.
    target: PhraseKind,
    /// What a class filled in; as long as the text is still this, another class may replace it.
    filled: String,
    filled_demand: String,
    /// Typed since the editor opened, and since the last draft was kept.
    typed: bool,
    unkept: bool,
    /// Opened on a draft.
    resumed: bool,
}

impl EditorScreen {
    /// Opens on a draft if one was kept, else on the opinion to be rewritten, else on the class.
    pub fn new(start: Start, cx: &Cx) -> EditorScreen {
        let key = DraftKey { on: start.on.clone(), opinion: start.opinion.as_ref().map(|opinion| opinion.id) };
        let draft = start.view.drafts.iter().find(|draft| draft.key == key).cloned();
        let mut editor = EditorScreen {
            operation: cx.numbers.operation(),
            category: start.category.clone(),
            text: Field::text(""),
            demand: Field::line(""),
            due: Field::line(""),
            unit: Field::line(&start.view.row.unit),
            focus: Area::Class,
            target: PhraseKind::Opinion,
            filled: String::new(),
            filled_demand: String::new(),
            typed: false,
            unkept: false,
            resumed: false,
            view: start.view,
            on: start.on,
            opinion: start.opinion,
            from: start.drafted.as_ref().map(|drafted| FromCheck {
                check: drafted.check.check.clone(),
                version: drafted.check.version.clone(),
                edited: false,
            }),
            drafted: start.drafted,
        };
        editor.due.set(&due_date(cx.look, cx.today()));
        if let Some(draft) = draft {
            editor.resume(draft);
            editor.resumed = true;
        } else if let Some(drafted) = editor.drafted.clone() {
            editor.take_up(&drafted);
        } else if let Some(opinion) = editor.opinion.clone() {
            editor.category = Some(opinion.category);
            editor.text.set(&opinion.text);
            let demand = editor.view.state.demands.iter().find(|demand| demand.id == opinion.id).cloned();
            if let Some(demand) = demand {
                editor.demand.set(&demand.demand.text);
                editor.due.set(&demand.demand.due);
                editor.unit.set(&demand.demand.responsible_unit);
            }
            editor.focus = Area::Text;
        } else if let Some(code) = editor.category.clone() {
            editor.choose(code, cx.look);
        }
        if let Some(text) = start.text {
            let kept = editor.text.value();
            if !editor.resumed {
                editor.text.set(&text);
            } else if !kept.contains(&text) {
                editor.text.set(&format!("{kept}\n{text}"));
            }
            // It is read from its beginning.
            editor.text.to_top();
            editor.focus = Area::Text;
            editor.touch();
        }
        editor
    }

    fn resume(&mut self, draft: Draft) {
        self.operation = draft.operation;
        self.from = draft.from_check.or(self.from.take());
        // A class key that was just pressed goes before the draft's class.
        self.category = self.category.take().or(draft.category);
        self.text.set(&draft.text);
        self.demand.set(&draft.demand);
        if !draft.due.is_empty() {
            self.due.set(&draft.due);
        }
        if !draft.responsible_unit.is_empty() {
            self.unit.set(&draft.responsible_unit);
        }
        self.focus = if self.category.is_some() { Area::Text } else { Area::Class };
    }

    /// Puts the draft of a check into the fields. Another class leaves these words alone.
    fn take_up(&mut self, drafted: &Drafted) {
        self.category = Some(drafted.category.clone());
        self.text.set(&drafted.text);
        self.demand.set(&drafted.demand);
        if self.unit.value().trim().is_empty() {
            self.unit.set(&self.view.row.department);
        }
        self.focus = Area::Text;
    }

    /// The check whose draft this is, and whether anything of it was changed.
    fn answered_check(&self, category: &CategoryCode, text: &str, demand: &str) -> Option<FromCheck> {
        let same = |drafted: &Drafted| {
            drafted.category == *category && drafted.text.trim() == text && drafted.demand.trim() == demand
        };
        // What was typed on another day counts as edited: the draft may have changed since.
        let edited = !self.drafted.as_ref().is_some_and(same);
        self.from.clone().map(|from| FromCheck { edited, ..from })
    }

    fn fill(&self, template: &str) -> String {
        let index = self.on.row.and_then(|row| usize::try_from(row).ok()).and_then(|row| row.checked_sub(1));
        let indicator = index.and_then(|index| self.view.form.indicators.get(index));
        let last = index.and_then(|index| self.view.last_year.get(index)).cloned().unwrap_or_default();
        let last = last.actual.or(last.target).unwrap_or_default();
        let funds = self.view.row.amount.map(|amount| amount.ten_thousand_yuan()).unwrap_or_default();
        let weight = indicator.and_then(|indicator| indicator.weight.clone()).unwrap_or_default();
        let text =
            |pick: fn(&crate::model::form::Indicator) -> &String| indicator.map(pick).cloned().unwrap_or_default();
        fill(
            template,
            &[
                ("indicator", &text(|indicator| &indicator.level3)),
                ("target", &indicator.map(Indicator::printed_target).unwrap_or_default()),
                ("level2", &text(|indicator| &indicator.level2)),
                ("unit", &indicator.and_then(|indicator| indicator.unit.clone()).unwrap_or_default()),
                ("weight", &weight),
                ("last_year", &last),
                ("funds", &funds),
            ],
        )
    }

    /// The phrases on offer, filled.
    fn phrases(&self, look: &Look) -> Vec<String> {
        let Some(code) = &self.category else { return Vec::new() };
        let phrases = look.phrases.of(code, self.target);
        phrases.into_iter().take(Phrase::ALL.len()).map(|phrase| self.fill(phrase.text(look.language()))).collect()
    }

    fn category<'l>(&self, look: &'l Look) -> Option<&'l Category> {
        look.categories.get(self.category.as_ref()?)
    }

    /// Another class. Texts that a class filled in are replaced, typed ones stay.
    fn choose(&mut self, code: CategoryCode, look: &Look) {
        self.category = Some(code);
        self.target = PhraseKind::Opinion;
        if self.text.value() == self.filled {
            self.filled = self.phrases(look).into_iter().next().unwrap_or_default();
            self.text.set(&self.filled.clone());
        }
        if self.demand.value() == self.filled_demand {
            // What is grave must be put right, so its demand is proposed, too.
            let grave = self.category(look).is_some_and(|category| category.severity == Severity::Error);
            self.target = PhraseKind::Demand;
            self.filled_demand =
                if grave { self.phrases(look).into_iter().next().unwrap_or_default() } else { String::new() };
            self.demand.set(&self.filled_demand.clone());
            self.target = PhraseKind::Opinion;
        }
        self.focus = Area::Phrases;
    }

    fn insert_phrase(&mut self, index: usize, look: &Look) -> Vec<Effect> {
        let Some(text) = self.phrases(look).into_iter().nth(index) else {
            return vec![Effect::Say(Notice::Refused(look.s("told-no-such-phrase")))];
        };
        let (field, filled) = match self.target {
            PhraseKind::Opinion => (&mut self.text, &mut self.filled),
            PhraseKind::Demand => (&mut self.demand, &mut self.filled_demand),
        };
        if field.value() == *filled {
            field.set(&text);
            *filled = text;
        } else {
            field.insert(&text);
        }
        self.touch();
        Vec::new()
    }

    fn touch(&mut self) {
        self.typed = true;
        self.unkept = true;
    }

    fn field(&mut self) -> &mut Field {
        match self.focus {
            Area::Demand => &mut self.demand,
            Area::Due => &mut self.due,
            Area::Unit => &mut self.unit,
            Area::Class | Area::Phrases | Area::Text => &mut self.text,
        }
    }

    fn go(&mut self, area: Area) {
        self.focus = area;
        match area {
            Area::Text => self.target = PhraseKind::Opinion,
            Area::Demand | Area::Due | Area::Unit => self.target = PhraseKind::Demand,
            Area::Class | Area::Phrases => {}
        }
    }

    fn step(&mut self, step: usize) {
        let at = ORDER.iter().position(|area| *area == self.focus).unwrap_or(0);
        self.go(ORDER[(at + step) % ORDER.len()]);
    }

    fn type_in(&mut self, text: &str, look: &Look) -> Vec<Effect> {
        if matches!(self.focus, Area::Class | Area::Phrases) {
            self.go(Area::Text);
        }
        match self.field().insert(text) {
            Typed::Same => Vec::new(),
            Typed::Changed => {
                self.touch();
                Vec::new()
            }
            Typed::Full => {
                self.touch();
                let limit = crate::model::event::MAX_TEXT / 1024;
                vec![Effect::Say(Notice::Refused(look.t("told-text-full", &[("limit", Arg::from(limit))])))]
            }
        }
    }

    fn draft_key(&self) -> DraftKey {
        DraftKey { on: self.on.clone(), opinion: self.opinion.as_ref().map(|opinion| opinion.id) }
    }

    /// Keeps what is typed, if there is something new.
    fn keep(&mut self) -> Vec<Effect> {
        if !std::mem::take(&mut self.unkept) {
            return Vec::new();
        }
        let draft = Draft {
            key: self.draft_key(),
            operation: self.operation.clone(),
            category: self.category.clone(),
            text: self.text.value(),
            demand: self.demand.value(),
            due: self.due.value(),
            responsible_unit: self.unit.value(),
            from_check: self.from.clone(),
        };
        vec![Effect::Work(Request::SaveDraft { draft })]
    }

    /// The text in focus goes to the person's own editor; what is typed is kept first, whatever becomes of it there.
    fn hand_over(&mut self) -> Vec<Effect> {
        let mut effects = self.keep();
        effects.push(Effect::Edit(self.field().value()));
        effects
    }

    /// What came back takes the place of the text; one step of undo brings the old one back.
    fn take_back(&mut self, text: &str, look: &Look) -> Vec<Effect> {
        if matches!(self.focus, Area::Class | Area::Phrases) {
            self.go(Area::Text);
        }
        if self.field().value() == text {
            return vec![Effect::Say(Notice::Told(look.s("told-editor-same")))];
        }
        self.field().set(text);
        self.touch();
        let mut effects = self.keep();
        effects.push(Effect::Say(Notice::Told(look.s("told-editor-back"))));
        effects
    }

    fn leave(&mut self, look: &Look) -> Vec<Effect> {
        let mut effects = self.keep();
        effects.push(Effect::Pop);
        if self.typed {
            effects.push(Effect::Say(Notice::Told(look.s("told-draft-kept"))));
        }
        effects
    }

    fn discard(&mut self, look: &Look) -> Vec<Effect> {
        let draft = Draft {
            key: self.draft_key(),
            operation: self.operation.clone(),
            category: None,
            text: String::new(),
            demand: String::new(),
            due: String::new(),
            responsible_unit: String::new(),
            from_check: None,
        };
        self.unkept = false;
        let told = Notice::Told(look.s("told-draft-dropped"));
        vec![Effect::Work(Request::SaveDraft { draft }), Effect::Pop, Effect::Say(told)]
    }

    /// What keeps the opinion from being given: where, and the words' key.
    fn missing(&self, cx: &Cx) -> Option<(Area, &'static str)> {
        if self.category.is_none() {
            return Some((Area::Class, "told-choose-class"));
        }
        if self.text.value().trim().is_empty() {
            return Some((Area::Text, "told-text-empty"));
        }
        if self.demand.value().trim().is_empty() {
            return None;
        }
        if dates::read_due(&self.due.value(), cx.today()).is_none() {
            return Some((Area::Due, "told-due-unreadable"));
        }
        self.unit.value().trim().is_empty().then_some((Area::Unit, "told-unit-empty"))
    }

    fn save(&mut self, cx: &Cx) -> Vec<Effect> {
        if let Some((area, key)) = self.missing(cx) {
            self.go(area);
            return vec![Effect::Say(Notice::Refused(cx.look.s(key)))];
        }
        let Some(category) = self.category.clone() else { return Vec::new() };
        let text = self.text.value().trim().to_owned();
        let demand_text = self.demand.value().trim().to_owned();
        let due = dates::read_due(&self.due.value(), cx.today()).map(dates::write).unwrap_or_default();
        let unit = self.unit.value().trim().to_owned();
        let from = self.answered_check(&category, &text, &demand_text);
        let check = from.as_ref().map(|from| from.check.clone());
        let demand =
            (!demand_text.is_empty()).then_some(DemandDraft { text: demand_text, due, responsible_unit: unit });
        let on = self.on.clone();
        let action = match &self.opinion {
            Some(opinion) => {
                let seen = vec![opinion.event];
                Action::AmendOpinion { on, opinion: opinion.id, seen, category, text, demand }
            }
            None => {
                let heads = self.on.row.and_then(|row| self.view.state.rows.get(&row));
                let seen = heads.map(|heads| heads.events()).unwrap_or_default();
                match from {
                    Some(from) => Action::AcceptDraft { on, seen, from, category, text, demand },
                    None => Action::AddOpinion { on, seen, category, text, demand },
                }
            }
        };
        let ticket = cx.numbers.fresh();
        self.unkept = false;
        vec![
            Effect::Work(Request::Act { ticket, operation: self.operation.clone(), action }),
            Effect::Done(Outcome::OpinionGiven { row: self.on.row, ticket, check }),
        ]
    }

    fn class(&mut self, class: Class, look: &Look) -> Vec<Effect> {
        match look.categories.all().get(class.index()).map(|category| category.code.clone()) {
            Some(code) => {
                self.choose(code, look);
                self.touch();
                Vec::new()
            }
            None => vec![Effect::Say(Notice::Refused(look.s("told-no-such-class")))],
        }
    }

    fn command(&mut self, command: Command, cx: &Cx) -> Vec<Effect> {
        use command::Editor;
        match command {
            Command::Editor(Editor::Save) | Command::Phrase(Phrase::Accept) => return self.save(cx),
            Command::Editor(Editor::Leave) => return self.leave(cx.look),
            Command::Editor(Editor::Discard) => return self.discard(cx.look),
            Command::Editor(Editor::Class) => self.go(Area::Class),
            Command::Editor(Editor::Outside) => return self.hand_over(),
            Command::Editor(Editor::NextArea) => self.step(1),
            Command::Editor(Editor::PreviousArea) => self.step(ORDER.len() - 1),
            Command::Class(class) => return self.class(class, cx.look),
            Command::Phrase(phrase) => {
                if let Some(index) = phrase.index() {
                    return self.insert_phrase(index, cx.look);
                }
            }
            // Fields of one line hand the line end on to the next field.
            Command::Text(Text::NewLine | Text::Down)
                if matches!(self.focus, Area::Demand | Area::Due | Area::Unit) =>
            {
                self.step(1);
            }
            Command::Text(Text::Up) if matches!(self.focus, Area::Demand | Area::Due | Area::Unit) => {
                self.step(ORDER.len() - 1);
            }
            Command::Text(text) if self.field().act(text) => self.touch(),
            _ => {}
        }
        Vec::new()
    }
}

impl Screen for EditorScreen {
    fn scopes(&self) -> &'static [Scope] {
        match self.focus {
            Area::Class => &[Scope::Class, Scope::Editor, Scope::Global],
            Area::Phrases => &[Scope::Phrase, Scope::Editor, Scope::Global],
            Area::Text | Area::Demand | Area::Due | Area::Unit => &[Scope::Editor, Scope::Text, Scope::Global],
        }
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        match input {
            Input::Command(command) => self.command(command, cx),
            Input::Text(text) | Input::Paste(text) => self.type_in(&text, cx.look),
            Input::Told(Outcome::Edited(text)) => self.take_back(&text, cx.look),
            Input::Beat | Input::Left => self.keep(),
            Input::Shown | Input::Told(_) => Vec::new(),
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        self.draw(canvas, area, look);
    }

    fn title(&self, look: &Look) -> Title {
        let what = match self.on.row {
            None => look.s("review-whole-target"),
            Some(row) => {
                let index = usize::try_from(row).unwrap_or(1).saturating_sub(1);
                let name = self.view.form.indicators.get(index).map_or("", |indicator| &indicator.level3);
                look.t("editor-row", &[("row", Arg::from(row)), ("name", Arg::from(name))])
            }
        };
        let key = if self.opinion.is_some() { "title-editor-amend" } else { "title-editor" };
        let left = look.t(key, &[("project", Arg::from(&self.view.row.name)), ("what", Arg::from(what))]);
        let right = look.s(match (self.typed, self.unkept, self.resumed) {
            (false, _, true) => "editor-resumed",
            (false, _, false) => "editor-untouched",
            (true, true, _) => "editor-unkept",
            (true, false, _) => "editor-kept",
        });
        Title { left, right }
    }

    fn why(&self, look: &Look) -> Explained {
        let phrases = self.phrases(look);
        why::lists::editor(&self.view, self.on.row, self.category.as_ref(), (self.target, &phrases), look)
    }

    fn spoken(&self, look: &Look) -> Option<Spoken> {
        Some(self.say(look))
    }

    fn hints(&self, _look: &Look) -> Vec<Hint> {
        use command::Editor;
        let mut hints: Vec<Hint> = match self.focus {
            Area::Class => vec![Hint::Run(Class::C1.into(), Class::C12.into(), "hint-classes")],
            Area::Phrases => {
                vec![Phrase::Accept.into(), Hint::Run(Phrase::P1.into(), Phrase::P9.into(), "hint-phrases")]
            }
            _ => Vec::new(),
        };
        hints.extend([Editor::Save, Editor::Leave, Editor::NextArea, Editor::Class, Editor::Discard].map(Hint::from));
        hints.push(App::Help.into());
        hints
    }

    fn wants_han(&self) -> bool {
        true
    }

    fn copied(&self, _look: &Look) -> Option<String> {
        let field = match self.focus {
            Area::Demand => &self.demand,
            Area::Due => &self.due,
            Area::Unit => &self.unit,
            Area::Class | Area::Phrases | Area::Text => &self.text,
        };
        Some(field.value())
    }

    fn unsaved(&self) -> bool {
        self.unkept
    }
}
