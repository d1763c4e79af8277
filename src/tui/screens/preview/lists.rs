//! The tabs of a preview: their rows, put into words only when they are on screen.

use std::path::Path;

use ratatui::layout::Rect;

use crate::engine::report;
use crate::engine::view::{Complaint, Preview, PreviewFile, PreviewLine, Standing};
use crate::text::{Arg, width};
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, Preview as Keys};
use crate::tui::layout::Room;
use crate::tui::look::{Look, Role};
use crate::tui::screens::home::grouped;
use crate::tui::widgets::sheet::Paragraph;
use crate::tui::widgets::table::{Column, draw_row};

/// Most lines of one file that are shown in a popup; the text report has them all.
const MOST: usize = 200;

/// What of the preview is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// Files and their tables.
    Files,
    /// Projects of which another version is here.
    Changed,
    /// Projects that are not here.
    New,
    /// Projects that are here.
    Equal,
    /// What could not be used.
    Rejected,
    /// What was used with a remark.
    Remarks,
    /// Refused files, unknown tables, what was passed over.
    Unread,
}

impl Tab {
    /// In the order of their keys.
    pub const ALL: [Tab; 7] =
        [Tab::Files, Tab::Changed, Tab::New, Tab::Equal, Tab::Rejected, Tab::Remarks, Tab::Unread];

    /// The tab so many after this one, in a circle.
    pub fn step(self, by: usize) -> Tab {
        Tab::ALL[(self as usize + by) % Tab::ALL.len()]
    }

    /// The forms it lists, if it lists forms.
    pub fn standing(self) -> Option<Standing> {
        match self {
            Tab::Changed => Some(Standing::Changed),
            Tab::New => Some(Standing::New),
            Tab::Equal => Some(Standing::Equal),
            Tab::Files | Tab::Rejected | Tab::Remarks | Tab::Unread => None,
        }
    }

    /// The command that leads here.
    pub fn command(self) -> Keys {
        match self {
            Tab::Files => Keys::Files,
            Tab::Changed => Keys::Changed,
            Tab::New => Keys::New,
            Tab::Equal => Keys::Equal,
            Tab::Rejected => Keys::Rejected,
            Tab::Remarks => Keys::Remarks,
            Tab::Unread => Keys::Unread,
        }
    }

    /// Locale key of what is said when it is empty.
    pub fn empty(self) -> &'static str {
        match self {
            Tab::Files => "preview-empty-files",
            Tab::Changed => "preview-empty-changed",
            Tab::New => "preview-empty-new",
            Tab::Equal => "preview-empty-equal",
            Tab::Rejected => "preview-empty-rejected",
            Tab::Remarks => "preview-empty-remarks",
            Tab::Unread => "preview-empty-unread",
        }
    }
}

/// A row of what was not read.
#[derive(Debug, Clone, Copy)]
enum Unread {
    Refused(usize),
    Unknown(usize, usize),
    PassedOver(usize),
}

/// The lists that come with the preview itself.
pub struct Lists {
    /// File and, below it, its tables.
    files: Vec<(usize, Option<usize>)>,
    /// Number of rejects and of remarks up to the end of each file.
    ends: [Vec<usize>; 2],
    unread: Vec<Unread>,
}

impl Lists {
    /// Of a preview.
    pub fn of(preview: &Preview) -> Lists {
        let mut lists = Lists { files: Vec::new(), ends: [Vec::new(), Vec::new()], unread: Vec::new() };
        let (mut rejects, mut remarks) = (0, 0);
        for (at, file) in preview.files.iter().enumerate() {
            lists.files.push((at, None));
            lists.files.extend((0..file.tables.len()).map(|table| (at, Some(table))));
            rejects += file.rejects.len();
            remarks += file.warnings.len();
            lists.ends[0].push(rejects);
            lists.ends[1].push(remarks);
            if file.refused.is_some() {
                lists.unread.push(Unread::Refused(at));
            }
            lists.unread.extend((0..file.unknown.len()).map(|sheet| Unread::Unknown(at, sheet)));
        }
        lists.unread.extend((0..preview.passed_over.len()).map(Unread::PassedOver));
        lists
    }

    /// Rows of a tab.
    pub fn len(&self, tab: Tab) -> usize {
        match tab {
            Tab::Files => self.files.len(),
            Tab::Rejected => self.ends[0].last().copied().unwrap_or(0),
            Tab::Remarks => self.ends[1].last().copied().unwrap_or(0),
            Tab::Unread => self.unread.len(),
            Tab::Changed | Tab::New | Tab::Equal => 0,
        }
    }

    /// The file that a row speaks of.
    pub fn file<'p>(&self, tab: Tab, at: usize, preview: &'p Preview) -> Option<&'p PreviewFile> {
        match tab {
            Tab::Files => preview.files.get(self.files.get(at)?.0),
            Tab::Rejected | Tab::Remarks => self.complaint(tab, at, preview).map(|(file, _)| file),
            Tab::Unread => match self.unread.get(at)? {
                Unread::Refused(file) | Unread::Unknown(file, _) => preview.files.get(*file),
                Unread::PassedOver(_) => None,
            },
            Tab::Changed | Tab::New | Tab::Equal => None,
        }
    }

    fn complaint<'p>(&self, tab: Tab, at: usize, preview: &'p Preview) -> Option<(&'p PreviewFile, &'p Complaint)> {
        let ends = &self.ends[usize::from(tab == Tab::Remarks)];
        let file = ends.partition_point(|end| *end <= at);
        let first = file.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or(0);
        let file = preview.files.get(file)?;
        let all = if tab == Tab::Remarks { &file.warnings } else { &file.rejects };
        Some((file, all.get(at - first)?))
    }

    /// Draws a row.
    pub fn draw(
        &self,
        canvas: &mut Canvas,
        area: Rect,
        (tab, at): (Tab, usize),
        (preview, named): (&Preview, &Path),
        (room, look): (Room, &Look),
    ) {
        match tab {
            Tab::Files => match self.files.get(at) {
                Some((file, None)) => {
                    if let Some(file) = preview.files.get(*file) {
                        draw_file(canvas, area, file, named, look);
                    }
                }
                Some((file, Some(table))) => {
                    let Some(table) = preview.files.get(*file).and_then(|file| file.tables.get(*table)) else { return };
                    let numbers =
                        [table.projects, table.indicators, table.new, table.changed, table.equal].map(grouped);
                    let mut cells = vec![look.strings.kind(table.kind), table.year.to_string()];
                    match room {
                        Room::Tiny | Room::Narrow => cells.extend([0, 2, 3, 4].map(|at| numbers[at].clone())),
                        Room::Normal | Room::Wide => {
                            cells.extend(numbers);
                            cells.push(report::ten_thousand_yuan(table.fen));
                        }
                    }
                    let cells: Vec<(String, Role)> = cells.into_iter().map(|cell| (cell, Role::Plain)).collect();
                    draw_row(canvas, area, &table_columns(room), &cells, look);
                }
                None => {}
            },
            Tab::Rejected | Tab::Remarks => {
                let Some((_, complaint)) = self.complaint(tab, at, preview) else { return };
                let reason = look.strings.told(complaint.key, &complaint.args);
                let text = match complaint.value.is_empty() {
                    true => reason,
                    false => look.t("report-value", &[("value", (&complaint.value).into()), ("reason", reason.into())]),
                };
                let cells = [(place(complaint, look), Role::Plain), (text, Role::Plain)];
                draw_row(canvas, area, &complaint_columns(room), &cells, look);
            }
            Tab::Unread => {
                if let Some((name, why, _)) = self.unread(at, preview, look) {
                    let cells = [(name, Role::Plain), (why, Role::Plain)];
                    draw_row(canvas, area, &unread_columns(room), &cells, look);
                }
            }
            Tab::Changed | Tab::New | Tab::Equal => {}
        }
    }

    /// Short name, reason and path of what was not read.
    fn unread(&self, at: usize, preview: &Preview, look: &Look) -> Option<(String, String, String)> {
        let file_name =
            |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Some(match *self.unread.get(at)? {
            Unread::Refused(file) => {
                let file = preview.files.get(file)?;
                let problem = file.refused.as_ref()?;
                (file_name(&file.path), look.strings.problem(problem), file.path.display().to_string())
            }
            Unread::Unknown(file, sheet) => {
                let file = preview.files.get(file)?;
                let unknown = file.unknown.get(sheet)?;
                let args =
                    [("sheet", Arg::from(&unknown.sheet)), ("headings", Arg::from(unknown.headings.join(" | ")))];
                let key = if unknown.sheet.is_empty() { "preview-unknown-table" } else { "preview-unknown" };
                (file_name(&file.path), look.t(key, &args), file.path.display().to_string())
            }
            Unread::PassedOver(at) => {
                let (path, key) = preview.passed_over.get(at)?;
                (file_name(path), look.s(key), path.display().to_string())
            }
        })
    }

    /// A few lines about the row under the cursor.
    pub fn detail(&self, tab: Tab, at: usize, preview: &Preview, look: &Look) -> Option<Vec<String>> {
        let say = |key: &str, args: &[(&'static str, String)]| look.strings.told(key, args);
        Some(match tab {
            Tab::Files => match self.files.get(at)? {
                (file, None) => {
                    let file = preview.files.get(*file)?;
                    let refused = file.refused.as_ref().map(|problem| look.strings.problem(problem));
                    let mut lines = vec![file.path.display().to_string()];
                    lines.extend(file.encoding.clone());
                    lines.extend(refused);
                    lines
                }
                (file, Some(table)) => vec![report::table(preview.files.get(*file)?.tables.get(*table)?, &say)],
            },
            Tab::Rejected | Tab::Remarks => {
                let (file, complaint) = self.complaint(tab, at, preview)?;
                let name = file.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                vec![report::complaint(complaint, &say), name]
            }
            Tab::Unread => {
                let (_, why, path) = self.unread(at, preview, look)?;
                vec![path, why]
            }
            Tab::Changed | Tab::New | Tab::Equal => return None,
        })
    }

    /// All about the row under the cursor: heading and paragraphs.
    pub fn opened(&self, tab: Tab, at: usize, preview: &Preview, look: &Look) -> Option<(String, Vec<Paragraph>)> {
        let say = |key: &str, args: &[(&'static str, String)]| look.strings.told(key, args);
        if tab != Tab::Files {
            let lines = self.detail(tab, at, preview, look)?;
            return Some((look.label(tab.command().into()), lines.into_iter().map(Paragraph::plain).collect()));
        }
        let (file, _) = self.files.get(at)?;
        let file = preview.files.get(*file)?;
        let total = file.rejects.len() + file.warnings.len();
        let few = PreviewFile {
            rejects: file.rejects.iter().take(MOST).cloned().collect(),
            warnings: file.warnings.iter().take(MOST.saturating_sub(file.rejects.len())).cloned().collect(),
            ..file_without_complaints(file)
        };
        let mut paragraphs: Vec<Paragraph> =
            report::file_lines(&few, &say).into_iter().map(|line| Paragraph::plain(line.trim().to_owned())).collect();
        if total > MOST {
            let key = look.key(Command::from(Keys::Text));
            let args = [("count", Arg::from(total - MOST)), ("key", Arg::from(key))];
            paragraphs.push(Paragraph::plain(look.t("preview-more", &args)));
        }
        paragraphs.push(Paragraph::labelled("SHA-256", file.sha256.clone()).as_role(Role::Muted));
        Some((look.label(Keys::Files.into()), paragraphs))
    }
}

/// The same file; its complaints may be many and are not copied.
fn file_without_complaints(file: &PreviewFile) -> PreviewFile {
    PreviewFile {
        path: file.path.clone(),
        sha256: file.sha256.clone(),
        encoding: file.encoding.clone(),
        already_imported: file.already_imported,
        refused: file.refused.clone(),
        tables: file.tables.clone(),
        rejects: Vec::new(),
        warnings: Vec::new(),
        unknown: file.unknown.clone(),
    }
}

fn draw_file(canvas: &mut Canvas, area: Rect, file: &PreviewFile, named: &Path, look: &Look) {
    // Of a folder, where in it: departments call their files alike.
    let below = file.path.strip_prefix(named).ok().filter(|below| !below.as_os_str().is_empty());
    let name = match below {
        Some(below) => below.display().to_string(),
        None => file.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
    };
    let counted = |key: &'static str, count: usize| {
        (count > 0).then(|| look.t(key, &[("count", Arg::from(grouped(count as u64)))]))
    };
    let mut states = Vec::new();
    states.extend(file.refused.is_some().then(|| (look.s("preview-state-refused"), Role::Danger)));
    states.extend(file.already_imported.then(|| (look.s("preview-state-already"), Role::Muted)));
    states.extend(counted("preview-state-unknown", file.unknown.len()).map(|text| (text, Role::Warning)));
    states.extend(counted("preview-state-rejects", file.rejects.len()).map(|text| (text, Role::Danger)));
    states.extend(counted("preview-state-remarks", file.warnings.len()).map(|text| (text, Role::Warning)));
    let wide: usize = states.iter().map(|(text, _)| width::width(text) + 2).sum();
    let wide = u16::try_from(wide).unwrap_or(u16::MAX).min(area.width / 2);
    canvas.text(area.x, area.y, area.width - wide, &name, look.style(Role::Heading));
    let mut x = area.right() - wide;
    for (text, role) in states {
        x += 2;
        x += canvas.text(x, area.y, area.right().saturating_sub(x), &text, look.style(role));
    }
}

/// Draws a project.
pub fn draw_line(canvas: &mut Canvas, area: Rect, line: &PreviewLine, room: Room, look: &Look) {
    let amount = line.amount.map(|amount| amount.ten_thousand_yuan()).unwrap_or_default();
    let place = match line.sheet.is_empty() {
        true => line.row.to_string(),
        false => {
            look.t("preview-row-place", &[("sheet", Arg::from(&line.sheet)), ("row", Arg::from(line.row.to_string()))])
        }
    };
    let cells = match room {
        Room::Tiny | Room::Narrow => vec![line.name.clone(), amount],
        Room::Normal | Room::Wide => {
            vec![line.name.clone(), line.unit.clone(), amount, line.indicators.to_string(), place]
        }
    };
    let cells: Vec<(String, Role)> = cells.into_iter().map(|cell| (cell, Role::Plain)).collect();
    draw_row(canvas, area, &line_columns(room), &cells, look);
}

/// A few lines about a project.
pub fn line_detail(line: &PreviewLine, preview: &Preview, look: &Look) -> Vec<String> {
    let file = preview.files.get(line.file).and_then(|file| file.path.file_name());
    let place = [
        ("file", Arg::from(file.map(|name| name.to_string_lossy().into_owned()).unwrap_or_default())),
        ("sheet", Arg::from(&line.sheet)),
        ("row", Arg::from(line.row.to_string())),
    ];
    let about = [
        ("code", Arg::from(line.code.as_deref().unwrap_or("-"))),
        ("unit", Arg::from(&line.unit)),
        ("kind", Arg::from(look.strings.kind(line.kind))),
        ("year", Arg::from(line.year.to_string())),
        ("indicators", Arg::from(line.indicators)),
    ];
    vec![line.name.clone(), look.t("preview-detail-line", &about), look.t("preview-detail-place", &place)]
}

/// Where a complaint's cell is.
fn place(complaint: &Complaint, look: &Look) -> String {
    let cell = match (complaint.row, complaint.column) {
        (0, _) => String::new(),
        (row, 0) => row.to_string(),
        (row, column) => format!("{}{row}", letters(column)),
    };
    if complaint.sheet.is_empty() {
        return cell;
    }
    look.t("preview-cell-place", &[("sheet", Arg::from(&complaint.sheet)), ("cell", Arg::from(cell))])
}

/// The letters of a column, from 1, as spreadsheets show them.
fn letters(column: u32) -> String {
    let (mut left, mut letters) = (column, Vec::new());
    while left > 0 {
        // A remainder below 26 fits.
        letters.push(b'A' + ((left - 1) % 26) as u8);
        left = (left - 1) / 26;
    }
    letters.iter().rev().map(|letter| char::from(*letter)).collect()
}

/// What is left of a row beside the cursor's mark.
pub fn inset(area: Rect) -> Rect {
    Rect { x: area.x + 2, width: area.width.saturating_sub(2), ..area }
}

fn table_columns(room: Room) -> Vec<Column> {
    let number = Column::right;
    match room {
        Room::Tiny | Room::Narrow => {
            vec![Column::rest(), Column::left(4), number(6), number(6), number(6), number(6)]
        }
        Room::Normal => {
            vec![Column::rest(), Column::left(4), number(8), number(7), number(6), number(7), number(6), number(13)]
        }
        Room::Wide => vec![
            Column::rest(),
            Column::left(4),
            number(10),
            number(11),
            number(10),
            number(10),
            number(10),
            number(18),
        ],
    }
}

fn line_columns(room: Room) -> Vec<Column> {
    match room {
        Room::Tiny | Room::Narrow => vec![Column::rest(), Column::right(12)],
        Room::Normal => {
            vec![Column::rest(), Column::left(14), Column::right(12), Column::right(6), Column::left(12)]
        }
        Room::Wide => vec![Column::rest(), Column::left(24), Column::right(14), Column::right(6), Column::left(24)],
    }
}

fn complaint_columns(room: Room) -> Vec<Column> {
    match room {
        Room::Tiny | Room::Narrow => vec![Column::left(10), Column::rest()],
        Room::Normal => vec![Column::left(18), Column::rest()],
        Room::Wide => vec![Column::left(26), Column::rest()],
    }
}

fn unread_columns(room: Room) -> Vec<Column> {
    match room {
        Room::Tiny | Room::Narrow => vec![Column::left(16), Column::rest()],
        Room::Normal => vec![Column::left(26), Column::rest()],
        Room::Wide => vec![Column::left(40), Column::rest()],
    }
}

/// Draws the heads of a tab's columns.
pub fn draw_heads(canvas: &mut Canvas, area: Rect, tab: Tab, room: Room, look: &Look) {
    let narrow = matches!(room, Room::Tiny | Room::Narrow);
    let (columns, heads): (Vec<Column>, Vec<&str>) = match tab {
        Tab::Files if narrow => (
            table_columns(room),
            vec![
                "preview-head-kind",
                "preview-head-year",
                "preview-head-projects",
                "preview-head-new",
                "preview-head-changed",
                "preview-head-equal",
            ],
        ),
        Tab::Files => (
            table_columns(room),
            vec![
                "preview-head-kind",
                "preview-head-year",
                "preview-head-projects",
                "preview-head-indicators",
                "preview-head-new",
                "preview-head-changed",
                "preview-head-equal",
                "preview-head-amount",
            ],
        ),
        Tab::Changed | Tab::New | Tab::Equal if narrow => {
            (line_columns(room), vec!["preview-head-name", "preview-head-amount"])
        }
        Tab::Changed | Tab::New | Tab::Equal => (
            line_columns(room),
            vec![
                "preview-head-name",
                "preview-head-unit",
                "preview-head-amount",
                "preview-head-indicators",
                "preview-head-place",
            ],
        ),
        Tab::Rejected | Tab::Remarks => (complaint_columns(room), vec!["preview-head-place", "preview-head-reason"]),
        Tab::Unread => (unread_columns(room), vec!["preview-head-file", "preview-head-reason"]),
    };
    let cells: Vec<(String, Role)> = heads.into_iter().map(|key| (look.s(key), Role::Heading)).collect();
    draw_row(canvas, area, &columns, &cells, look);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_called_as_in_spreadsheets() {
        let told: Vec<String> = [1, 26, 27, 52, 703, 16_384].into_iter().map(letters).collect();
        assert_eq!(told, ["A", "Z", "AA", "AZ", "AAA", "XFD"]);
    }
}
