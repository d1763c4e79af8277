//! What one project brings: field by field what was there and what will be. Values are told whole, wrapped.

use ratatui::layout::Rect;

use super::{Hint, Screen, Title};
use crate::engine::FieldChange;
use crate::engine::report;
use crate::engine::request::{Reply, Request};
use crate::engine::view::{PreviewLine, Staged, Standing};
use crate::text::{Arg, width};
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, Popup, Scope};
use crate::tui::layout::middle;
use crate::tui::look::{Look, Role};
use crate::tui::msg::{Cx, Effect, Input};
use crate::tui::speech::Spoken;
use crate::tui::widgets::sheet::{Paragraph, Sheet};

/// Cells up to which before and after stand on one line.
const SHORT: usize = 48;

/// A popup about one project.
pub struct ChangeScreen {
    staged: Staged,
    line: PreviewLine,
    epoch: u64,
    sheet: Option<Sheet>,
}

impl ChangeScreen {
    /// About a line of what was read.
    pub fn new(staged: Staged, line: PreviewLine) -> ChangeScreen {
        ChangeScreen { staged, line, epoch: 0, sheet: None }
    }

    fn paragraphs(&self, changes: &[FieldChange], look: &Look) -> Vec<Paragraph> {
        let say = |key: &str, args: &[(&'static str, String)]| look.strings.told(key, args);
        let mut out = vec![
            Paragraph::plain(look.t(
                "preview-detail-line",
                &[
                    ("code", Arg::from(self.line.code.as_deref().unwrap_or("-"))),
                    ("unit", Arg::from(&self.line.unit)),
                    ("kind", Arg::from(look.strings.kind(self.line.kind))),
                    ("year", Arg::from(self.line.year.to_string())),
                    ("indicators", Arg::from(self.line.indicators)),
                ],
            ))
            .as_role(Role::Muted),
        ];
        if changes.is_empty() {
            out.push(Paragraph::plain(look.s("preview-change-none")));
        }
        let mut of = None;
        for change in changes {
            let indicator = report::change_of(change, &say);
            if indicator != of {
                out.extend(indicator.clone().map(Paragraph::heading));
                of = indicator;
            }
            let (field, before, after) = report::change(change, &say);
            match (before, after) {
                // Of a new project there is nothing to compare with.
                (None, Some(after)) if self.line.standing == Standing::New => {
                    out.push(Paragraph::labelled(field, after));
                }
                (None, Some(after)) if change.field == crate::engine::FieldId::Indicator => {
                    out.push(Paragraph::labelled(look.s("preview-added"), after).as_role(Role::Good));
                }
                (Some(before), None) if change.field == crate::engine::FieldId::Indicator => {
                    out.push(Paragraph::labelled(look.s("preview-gone"), before).as_role(Role::Warning));
                }
                (before, after) => {
                    let before = before.unwrap_or_else(|| look.s("preview-nothing"));
                    let after = after.unwrap_or_else(|| look.s("preview-nothing"));
                    let together = format!("{before} -> {after}");
                    if width::width(&together) <= SHORT && !together.contains('\n') {
                        out.push(Paragraph::labelled(field, together));
                    } else {
                        let (old, new) = (look.s("preview-change-before"), look.s("preview-change-after"));
                        out.push(Paragraph::labelled(format!("{field} {old}"), before));
                        out.push(Paragraph::labelled(format!("{field} {new}"), after));
                    }
                }
            }
        }
        out
    }

    fn heading(&self, look: &Look) -> String {
        let key = match self.line.standing {
            Standing::New => "preview-change-new-heading",
            Standing::Changed | Standing::Equal => "preview-change-heading",
        };
        look.t(key, &[("name", Arg::from(&self.line.name))])
    }
}

impl Screen for ChangeScreen {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Popup]
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        match input {
            Input::Shown => {
                self.epoch = cx.numbers.fresh();
                let (epoch, staged, index) = (self.epoch, self.staged.clone(), self.line.index);
                return vec![Effect::Work(Request::LoadPreviewChange { epoch, staged, index })];
            }
            Input::Command(Command::Popup(Popup::Close)) => return vec![Effect::Pop],
            Input::Command(Command::Popup(command)) => {
                if let Some(sheet) = &mut self.sheet {
                    sheet.act(command);
                }
            }
            _ => {}
        }
        Vec::new()
    }

    fn receive(&mut self, reply: &Reply, cx: &Cx) -> Vec<Effect> {
        if let Reply::PreviewChange { epoch, changes, .. } = reply
            && *epoch == self.epoch
        {
            self.sheet = Some(Sheet::new(self.paragraphs(changes, cx.look)));
        }
        Vec::new()
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        let wide = area.width.saturating_sub(4).clamp(10, 100);
        let lines = self.sheet.as_ref().map_or(1, |sheet| sheet.height(wide.saturating_sub(4)));
        let popup = middle(area, wide, u16::try_from(lines).unwrap_or(u16::MAX).saturating_add(2));
        let inner = canvas.popup(popup, look, &self.heading(look), "");
        let far = match &self.sheet {
            Some(sheet) => sheet.view(canvas, inner, look),
            None => {
                canvas.lines(inner, &[look.s("told-loading")], look.style(Role::Muted));
                None
            }
        };
        if let Some(far) = far {
            canvas.rule(Rect { y: popup.bottom().saturating_sub(1), height: 1, ..popup }, look, "", &far);
        }
        canvas.set_caret(inner.x, inner.y);
    }

    fn title(&self, look: &Look) -> Title {
        Title { left: self.heading(look), right: String::new() }
    }

    fn spoken(&self, look: &Look) -> Option<Spoken> {
        let heading = self.heading(look);
        Some(match &self.sheet {
            Some(sheet) => sheet.spoken(heading, look),
            None => Spoken::page(heading),
        })
    }

    fn hints(&self, _look: &Look) -> Vec<Hint> {
        vec![Popup::Close.into(), Hint::Run(Popup::Up.into(), Popup::Down.into(), "hint-scroll")]
    }

    fn floats(&self) -> bool {
        true
    }
}
