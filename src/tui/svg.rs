//! A screen as a drawing. Each run of like glyphs is one text whose length is fixed, so Han and Latin stay aligned in
//! any viewer's fonts.

use std::fmt::Write as _;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};

use crate::text::width;

const CELL: u16 = 9;
const LINE: u16 = 20;
const GROUND: &str = "#16181a";
const INK: &str = "#d7dadc";

fn colour(colour: Color) -> Option<String> {
    let name = match colour {
        Color::Reset => return None,
        Color::Black => "#16181a",
        Color::Red => "#c94f4f",
        Color::Green => "#7fb06a",
        Color::Yellow => "#d9b45b",
        Color::Blue => "#5f8fd0",
        Color::Magenta => "#b07ac0",
        Color::Cyan => "#62b5bb",
        Color::Gray => "#b5b9bc",
        Color::DarkGray => "#777d82",
        Color::LightRed => "#f07a70",
        Color::LightGreen => "#9fd08a",
        Color::LightYellow => "#f0d080",
        Color::LightBlue => "#8ab4f0",
        Color::LightMagenta => "#d0a0e0",
        Color::LightCyan => "#8adfe4",
        Color::White => "#ffffff",
        Color::Indexed(_) => return None,
        Color::Rgb(r, g, b) => return Some(format!("#{r:02x}{g:02x}{b:02x}")),
    };
    Some(name.to_owned())
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

struct Run {
    x: u16,
    cells: u16,
    text: String,
    wide: bool,
    cell: Cell,
}

/// Runs of neighbouring cells with one style and one width.
fn runs(buffer: &Buffer, y: u16) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut x = buffer.area.left();
    while let Some(cell) = buffer.cell((x, y)).filter(|_| x < buffer.area.right()) {
        let cells = u16::try_from(width::width(cell.symbol()).max(1)).unwrap_or(1);
        let wide = cells > 1;
        match runs.last_mut() {
            Some(run) if run.x + run.cells == x && run.wide == wide && run.cell.style() == cell.style() => {
                run.text.push_str(cell.symbol());
                run.cells += cells;
            }
            _ => runs.push(Run { x, cells, text: cell.symbol().to_owned(), wide, cell: cell.clone() }),
        }
        x += cells;
    }
    runs
}

/// The drawing.
pub fn draw(buffer: &Buffer, caret: Option<Position>) -> String {
    let (width, height) = (buffer.area.width * CELL + 16, buffer.area.height * LINE + 16);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         font-family=\"'Sarasa Mono SC','Noto Sans Mono CJK SC','WenQuanYi Zen Hei Mono','Microsoft YaHei',monospace\" \
         font-size=\"15\" xml:space=\"preserve\">\n<rect width=\"{width}\" height=\"{height}\" rx=\"6\" fill=\"{GROUND}\"/>\n"
    );
    for y in buffer.area.top()..buffer.area.bottom() {
        for run in runs(buffer, y) {
            let (left, top) = (run.x * CELL + 8, y * LINE + 8);
            let length = run.cells * CELL;
            let reversed = run.cell.modifier.contains(Modifier::REVERSED);
            let (mut ink, mut ground) = (colour(run.cell.fg), colour(run.cell.bg));
            if reversed {
                (ink, ground) = (Some(ground.unwrap_or(GROUND.into())), Some(ink.unwrap_or(INK.into())));
            }
            if let Some(ground) = ground {
                let _ = writeln!(
                    out,
                    "<rect x=\"{left}\" y=\"{top}\" width=\"{length}\" height=\"{LINE}\" fill=\"{ground}\"/>"
                );
            }
            if run.text.trim().is_empty() {
                continue;
            }
            let mut more = String::new();
            if run.cell.modifier.contains(Modifier::BOLD) {
                more.push_str(" font-weight=\"bold\"");
            }
            if run.cell.modifier.contains(Modifier::UNDERLINED) {
                more.push_str(" text-decoration=\"underline\"");
            }
            let _ = writeln!(
                out,
                "<text x=\"{left}\" y=\"{}\" textLength=\"{length}\" fill=\"{}\"{more}>{}</text>",
                top + 15,
                ink.unwrap_or(INK.into()),
                escape(&run.text)
            );
        }
    }
    if let Some(Position { x, y }) = caret {
        let (left, top) = (x * CELL + 8, y * LINE + 8);
        let _ = writeln!(out, "<rect x=\"{left}\" y=\"{top}\" width=\"2\" height=\"{LINE}\" fill=\"#f0d080\"/>");
    }
    out.push_str("</svg>\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    #[test]
    fn runs_have_a_fixed_length_and_markup_is_escaped() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 12, 1));
        buffer.set_string(0, 0, "审核<a&b>", Style::default());
        let svg = draw(&buffer, Some(Position { x: 0, y: 0 }));
        assert!(svg.contains("textLength=\"36\" fill=\"#d7dadc\">审核</text>"), "{svg}");
        assert!(svg.contains("&lt;a&amp;b&gt;"), "{svg}");
    }
}
