//! The list of lessons: what each teaches, how far one has come, the best result; and the result of the one just done.

use ratatui::layout::Rect;

use super::{Hint, Screen, Title};
use crate::config::lessons::{Progress, Score};
use crate::text::{Arg, width};
use crate::tui::canvas::Canvas;
use crate::tui::coach::{Coach, Finding, over};
use crate::tui::command::{App, Command, Lessons as Keys, List, Scope};
use crate::tui::look::{Look, Role};
use crate::tui::msg::{Cx, Effect, Handover, Input, Notice};
use crate::tui::widgets::cursor::Cursor;
use crate::tui::widgets::sheet::Paragraph;

/// The list.
pub struct LessonsScreen {
    progress: Vec<Progress>,
    /// The lesson that is open.
    taken: Option<usize>,
    cursor: Cursor,
    /// Asked once to forget this one; results do not come back, so it is asked twice.
    armed: Option<usize>,
}

impl LessonsScreen {
    /// With how far one has come; `taken`: the one that is open, with its progress so far.
    pub fn new(look: &Look, taken: Option<&Coach>) -> LessonsScreen {
        let mut progress = look.lessons.progress.clone();
        progress.resize(look.lessons.all.len(), Progress::default());
        let at = look.lessons.taken.as_ref().map(|taken| taken.at);
        if let (Some(at), Some(coach)) = (at, taken)
            && let Some(own) = progress.get_mut(at)
        {
            own.clone_from(coach.progress());
        }
        let mut cursor = Cursor::default();
        let open = |progress: &Progress| progress.best.is_none();
        let first = at.or_else(|| progress.iter().position(open)).unwrap_or(0);
        cursor.set(first, progress.len(), progress.len());
        LessonsScreen { progress, taken: at, cursor, armed: None }
    }

    fn state(&self, at: usize, look: &Look) -> (String, Role) {
        let steps = look.lessons.all.get(at).map_or(0, |lesson| lesson.step.len());
        match self.progress.get(at) {
            Some(Progress { best: Some(best), .. }) => {
                (look.t("lessons-best", &[("points", Arg::from(best.points()))]), Role::Good)
            }
            Some(Progress { step, .. }) if *step > 0 => {
                (look.t("lessons-begun", &[("step", Arg::from(*step)), ("steps", Arg::from(steps))]), Role::Warning)
            }
            _ => (look.s("lessons-new"), Role::Muted),
        }
    }

    fn open(&self, look: &Look, afresh: bool) -> Vec<Effect> {
        let at = self.cursor.at();
        let Some(lesson) = look.lessons.all.get(at) else { return Vec::new() };
        let over = self.progress.get(at).is_some_and(|progress| progress.step >= lesson.step.len());
        if self.taken == Some(at) && !afresh && !over {
            // It is the one that is open: on with it.
            return vec![Effect::Pop];
        }
        vec![Effect::Hand(Handover::Lesson { at, afresh: afresh || over })]
    }
}

impl Screen for LessonsScreen {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Lessons, Scope::List, Scope::Global]
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        let armed = self.armed.take();
        match input {
            Input::Command(Command::List(List::Open)) => self.open(cx.look, false),
            Input::Command(Command::Lessons(Keys::Again)) => self.open(cx.look, true),
            Input::Command(Command::Lessons(Keys::Forget)) => {
                let at = self.cursor.at();
                if armed == Some(at) {
                    return vec![Effect::Hand(Handover::Forget { at })];
                }
                self.armed = Some(at);
                let key = cx.look.key(Keys::Forget.into());
                let told = cx.look.t("told-forget-lesson", &[("number", Arg::from(at + 1)), ("key", Arg::from(key))]);
                vec![Effect::Say(Notice::Refused(told))]
            }
            Input::Command(Command::Lessons(Keys::Leave)) if self.taken.is_some() => {
                vec![Effect::Hand(Handover::Work)]
            }
            Input::Command(Command::Lessons(Keys::Leave)) => vec![Effect::Pop],
            Input::Command(Command::List(command)) => {
                let len = cx.look.lessons.all.len();
                self.cursor.act(command, len, len);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        let all = &look.lessons.all;
        let label = look.t("lessons-rule", &[("count", Arg::from(all.len()))]);
        canvas.rule(Rect { height: area.height.min(1), ..area }, look, &label, "");
        let list = u16::try_from(all.len()).unwrap_or(u16::MAX).min(area.height.saturating_sub(3));
        let inner = canvas.sides(Rect { y: area.y + 1, height: list, ..area }.intersection(area), look);
        for (line, (at, lesson)) in inner.rows().zip(all.iter().enumerate()) {
            if at == self.cursor.at() {
                canvas.text(line.x, line.y, 1, &look.glyphs.marker, look.style(Role::Selected));
                canvas.set_caret(line.x, line.y);
            }
            let (state, role) = self.state(at, look);
            let cells = u16::try_from(width::width(&state)).unwrap_or(0).min(line.width / 2);
            let name = format!("{} {}", at + 1, look.s(&format!("lesson-{}", lesson.id)));
            let room = line.width.saturating_sub(cells + 4);
            canvas.text(line.x + 2, line.y, room, &name, look.style(Role::Plain));
            canvas.text(line.right().saturating_sub(cells + 1), line.y, cells, &state, look.style(role));
        }
        let rule = Rect { y: area.y + 1 + list, height: 1, ..area }.intersection(area);
        let chosen = all.get(self.cursor.at());
        let minutes = chosen.map_or(0, |lesson| lesson.minutes);
        canvas.rule(rule, look, &look.t("lessons-minutes", &[("minutes", Arg::from(minutes))]), "");
        let rest = Rect { y: rule.y + 1, height: area.height.saturating_sub(2 + list), ..area }.intersection(area);
        let inner = canvas.sides(rest, look);
        let mut text = chosen.map(|lesson| look.s(&format!("lesson-{}-text", lesson.id))).unwrap_or_default();
        text.push_str("\n\n");
        text.push_str(&look.s("lessons-safe"));
        let mut lines = Vec::new();
        for part in text.lines() {
            lines.extend(width::wrap(part, usize::from(inner.width)));
        }
        if let Some(last) = self.progress.get(self.cursor.at()).and_then(|progress| progress.last) {
            lines.push(String::new());
            lines.extend(width::wrap(&told(&last, look), usize::from(inner.width)));
        }
        canvas.lines(inner, &lines, look.style(Role::Plain));
    }

    fn title(&self, look: &Look) -> Title {
        Title { left: look.s("title-lessons"), right: String::new() }
    }

    fn hints(&self, _look: &Look) -> Vec<Hint> {
        vec![
            List::Open.into(),
            Keys::Again.into(),
            Keys::Forget.into(),
            Hint::Run(List::Up.into(), List::Down.into(), "hint-move"),
            Keys::Leave.into(),
            App::Help.into(),
        ]
    }
}

/// A result in one sentence.
fn told(score: &Score, look: &Look) -> String {
    look.t(
        "lessons-score",
        &[
            ("points", Arg::from(score.points())),
            ("found", Arg::from(score.found)),
            ("faults", Arg::from(score.faults)),
            ("alarms", Arg::from(score.false_alarms)),
            ("keys", Arg::from(score.keys)),
            ("minutes", Arg::from(score.seconds / 60)),
            ("seconds", Arg::from(score.seconds % 60)),
        ],
    )
}

/// The result of a lesson: points, what was found, what was missed and why, what was marked without a fault.
pub fn result(coach: &Coach, look: &Look) -> (String, Vec<Paragraph>) {
    let mut page = Vec::new();
    if let Some(score) = coach.progress().last {
        page.push(Paragraph::plain(told(&score, look)).as_role(Role::Good));
    }
    let name = |code: &str| {
        let category = look.categories.all().iter().find(|category| category.code.0 == code);
        category.map(|category| category.words(look.language()).name.clone()).unwrap_or_default()
    };
    for Finding { row, fault, marked } in coach.findings() {
        let (key, text, role) = match (&fault, marked) {
            (Some(fault), true) => ("lessons-found", look.s(&fault.why), Role::Good),
            (Some(fault), false) => ("lessons-missed", look.s(&fault.why), Role::Danger),
            (None, _) => ("lessons-alarm", look.s("lessons-alarm-why"), Role::Warning),
        };
        let class = fault.map(|fault| format!(" ({} {})", fault.class, name(&fault.class))).unwrap_or_default();
        page.push(Paragraph::labelled(look.t(key, &[("row", Arg::from(row))]), format!("{text}{class}")).as_role(role));
    }
    page.push(Paragraph::plain(""));
    page.push(Paragraph::plain(over(true, look)).as_role(Role::Muted));
    (look.t("lessons-result", &[("name", Arg::from(look.s(&format!("lesson-{}", coach.lesson().id))))]), page)
}
