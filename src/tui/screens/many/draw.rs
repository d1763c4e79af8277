//! Drawing of the choice, the preview and the progress of an act on many.

use ratatui::layout::Rect;

use super::super::home::grouped;
use super::super::queue::amount;
use super::super::review::drafts::REASONS;
use super::{ManyScreen, Stage};
use crate::engine::many::{Like, ManyAct, ManyPreview, Spot};
use crate::model::finding::CheckId;
use crate::text::{Arg, width};
use crate::tui::canvas::Canvas;
use crate::tui::command::{Class, Command, Line, Phrase};
use crate::tui::layout::middle;
use crate::tui::look::{Look, Role};

/// A line with its role.
type Words = (String, Role);

fn spot_in_words(spot: &Spot, look: &Look) -> String {
    match spot {
        Spot::Whole => look.s("many-on-whole"),
        Spot::Rows(Like::Value(value)) => look.t("many-on-value", &[("value", Arg::from(value))]),
        Spot::Rows(Like::Name(name)) => look.t("many-on-name", &[("name", Arg::from(name))]),
    }
}

/// A check with its name.
fn check_in_words(check: &CheckId, look: &Look) -> String {
    let name = look.checks.get(check).map(|text| text.words(look.language()).name.as_str()).unwrap_or_default();
    format!("{check} {name}").trim().to_owned()
}

/// The act in words.
fn act_in_words(act: &ManyAct, look: &Look) -> String {
    match act {
        ManyAct::Opinion { spot, category, text, demand } => {
            let spot = spot_in_words(spot, look);
            let class = look.categories.name(category, look.language());
            let mut words = look.t(
                "many-act-opinion",
                &[("spot", Arg::from(spot)), ("class", Arg::from(class)), ("text", Arg::from(&text.text))],
            );
            if let Some(demand) = demand {
                let args = [("text", Arg::from(&demand.text.text)), ("due", Arg::from(&demand.due))];
                words.push_str(&look.t("many-act-demand", &args));
            }
            words
        }
        ManyAct::Return { .. } => look.s("many-act-return"),
        ManyAct::Later { .. } => look.s("many-act-later"),
        ManyAct::Accept { check, phrases, .. } => {
            let args = [("check", Arg::from(check_in_words(check, look))), ("text", Arg::from(phrases.opinion()))];
            look.t("many-act-accept", &args)
        }
        ManyAct::Dismiss { check, reason, .. } => {
            let args = [("check", Arg::from(check_in_words(check, look))), ("reason", Arg::from(reason))];
            look.t("many-act-dismiss", &args)
        }
        ManyAct::Finish { grade, .. } => look.t("many-act-finish", &[("grade", Arg::from(look.strings.grade(*grade)))]),
    }
}

/// A reason for many: what is particular to one is left out.
fn reason(key: &str, look: &Look) -> String {
    let general = key.replacen("left", "reason", 1);
    look.s(if look.strings.has(&general) { &general } else { key })
}

/// What the preview says before its list.
fn counts(preview: &ManyPreview, cells: usize, look: &Look) -> Vec<Words> {
    let mut lines = Vec::new();
    let mut say =
        |text: String, role: Role| lines.extend(width::wrap(&text, cells).into_iter().map(|line| (line, role)));
    say(act_in_words(&preview.act, look), Role::Heading);
    let tally = |tally: &crate::engine::view::Tally| {
        [("targets", Arg::from(grouped(tally.projects))), ("amount", Arg::from(amount(tally.fen)))]
    };
    say(look.t("many-chosen", &tally(&preview.chosen)), Role::Plain);
    if preview.seen.is_empty() {
        say(look.s("many-changes-nothing"), Role::Danger);
    } else {
        let mut args = tally(&preview.changes).to_vec();
        args.push(("rows", Arg::from(grouped(preview.changes.indicators))));
        args.push(("events", Arg::from(grouped(preview.events))));
        say(look.t("many-changes", &args), Role::Selected);
    }
    if preview.rows_left > 0 {
        say(look.t("many-rows-left", &[("rows", Arg::from(grouped(preview.rows_left)))]), Role::Plain);
    }
    if preview.without_draft > 0 {
        let targets = Arg::from(grouped(preview.without_draft));
        say(look.t("many-without-draft", &[("targets", targets)]), Role::Muted);
    }
    if !preview.left_out.is_empty() {
        let left = preview.left_out.len() as u64;
        say(look.t("many-left", &[("targets", Arg::from(grouped(left)))]), Role::Warning);
        for (key, of) in preview.reasons() {
            let mut args = tally(&of).to_vec();
            args.push(("reason", Arg::from(reason(key, look))));
            say(look.t("many-left-reason", &args), Role::Plain);
        }
    }
    lines
}

impl ManyScreen {
    fn choices(&self, look: &Look) -> Vec<Words> {
        let line = |key: String, label: String| (format!("{}  {label}", width::pad(&key, 4)), Role::Plain);
        match &self.stage {
            Stage::Menu => {
                let mut lines: Vec<Words> = self
                    .offers()
                    .iter()
                    .map(|offer| {
                        line(look.key((*offer).into()), look.s(&Command::from(*offer).spec().description_key()))
                    })
                    .collect();
                if let Some((value, name)) = &self.alike {
                    let told = look.t("many-alike-row", &[("name", Arg::from(name)), ("value", Arg::from(value))]);
                    lines.insert(0, (told, Role::Heading));
                }
                if let Some(check) = &self.check {
                    let told = look.t("many-draft-here", &[("check", Arg::from(check_in_words(check, look)))]);
                    lines.insert(0, (told, Role::Heading));
                }
                lines
            }
            Stage::Reason { .. } => {
                let asked = std::iter::once((look.s("dismiss-why"), Role::Heading));
                let reasons = (1..).zip(REASONS).map(|(digit, key)| line(format!("{digit}"), look.s(key)));
                asked.chain(reasons).collect()
            }
            Stage::Class(spot) => {
                let asked = look.t("many-choose-class", &[("spot", Arg::from(spot_in_words(spot, look)))]);
                let classes = look.categories.all().iter().zip(Class::ALL);
                let classes = classes.map(|(category, class)| {
                    line(look.key(class.into()), category.words(look.language()).name.clone())
                });
                std::iter::once((asked, Role::Heading)).chain(classes).collect()
            }
            Stage::Words { category, .. } => {
                let name = look.categories.name(category, look.language()).to_owned();
                let phrases = ManyScreen::phrases(category, look).into_iter().zip(Phrase::ALL);
                let phrases = phrases.map(|(text, phrase)| line(look.key(phrase.into()), text));
                std::iter::once((name, Role::Heading)).chain(phrases).collect()
            }
            _ => Vec::new(),
        }
    }

    pub(super) fn draw(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        let wide = area.width.saturating_sub(4).clamp(20, 100);
        let cells = usize::from(wide.saturating_sub(4));
        let heading = look.t("many-heading", &[("count", Arg::from(grouped(self.items.len() as u64)))]);
        let lines: Vec<Words> = match &self.stage {
            Stage::Looking => vec![(look.s("many-looking"), Role::Plain)],
            Stage::Preview(preview) => counts(preview, cells, look),
            Stage::Acting(preview, running) => {
                let mut lines = counts(preview, cells, look);
                lines.insert(0, (running.words(look), Role::Selected));
                lines.truncate(4);
                lines.push((look.t("job-cancel", &[("key", Arg::from(look.key(Line::Cancel.into())))]), Role::Plain));
                lines
            }
            _ => {
                let wrapped = |(text, role): Words| {
                    width::wrap(&text, cells).into_iter().map(move |line| (line, role)).collect::<Vec<_>>()
                };
                self.choices(look).into_iter().flat_map(wrapped).collect()
            }
        };
        let rest = match &self.stage {
            Stage::Preview(preview) => preview.left_out.len().min(8) + usize::from(!preview.left_out.is_empty()),
            Stage::Alike { .. } | Stage::Reason { .. } => 2,
            Stage::Own { .. } => 5,
            _ => 0,
        };
        let height = u16::try_from(lines.len() + rest + 2).unwrap_or(u16::MAX).min(area.height);
        let popup = middle(area, wide, height);
        let foot = match &self.stage {
            Stage::Preview(preview) if preview.left_out.len() > 1 => {
                format!("{}/{}", self.top + 1, grouped(preview.left_out.len() as u64))
            }
            _ => String::new(),
        };
        let inner = canvas.popup(popup, look, &heading, &foot);
        let mut rows = inner.rows();
        for (text, role) in &lines {
            let Some(row) = rows.next() else { break };
            canvas.text(row.x, row.y, row.width, text, look.style(*role));
        }
        canvas.set_caret(inner.x, inner.y);
        match &self.stage {
            Stage::Alike { field, .. } | Stage::Reason { field, .. } => {
                let label = look.s(match &self.stage {
                    Stage::Reason { .. } => "dismiss-own-words",
                    Stage::Alike { by_name: true, .. } => "many-alike-name",
                    _ => "many-alike-value",
                });
                let (Some(ask), Some(entry)) = (rows.next(), rows.next()) else { return };
                canvas.text(ask.x, ask.y, ask.width, &label, look.style(Role::Plain));
                field.view(canvas, entry, look.style(Role::Field), true);
            }
            Stage::Own { form, .. } => {
                if let Some(row) = rows.next() {
                    let below = Rect { height: inner.bottom().saturating_sub(row.y), ..row };
                    let used = form.view(canvas, below, look);
                    let told = Rect { y: below.y + used + 1, height: 1, ..below }.intersection(inner);
                    canvas.text(told.x, told.y, told.width, &look.s("many-own-explained"), look.style(Role::Muted));
                }
            }
            Stage::Preview(preview) => {
                // A blank line between the counts and the list.
                rows.next();
                for (row, left) in rows.zip(preview.left_out.iter().skip(self.top)) {
                    let name = left.row.as_ref().map(|row| row.name.clone()).unwrap_or_else(|| look.s("many-unnamed"));
                    let fen = left.row.as_ref().and_then(|row| row.amount).map(|amount| amount.ten_thousand_yuan());
                    let why = look.strings.told(left.key, &left.args);
                    let half = row.width / 2;
                    let figure: u16 = 12.min(half / 2);
                    canvas.text(row.x, row.y, half - figure - 1, &name, look.style(Role::Muted));
                    canvas.right(
                        row.x + half - figure,
                        row.y,
                        figure,
                        &fen.unwrap_or_default(),
                        look.style(Role::Muted),
                    );
                    canvas.text(row.x + half + 1, row.y, row.width - half - 1, &why, look.style(Role::Muted));
                }
            }
            _ => {}
        }
    }
}
