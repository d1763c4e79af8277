//! A paper as a page for a browser: one file without links or scripts, bars as drawings in it. Only [`super`] may import it.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::{bars, escape, series};
use crate::model::paper::{Cell, Paper, Section};

/// How it looks, on screen and on paper.
const STYLE: &str = "body{font:16px/1.6 serif;max-width:75em;margin:2em auto;padding:0 1em}h1{text-align:center}\
table{border-collapse:collapse;width:100%}th,td{border:1px solid #999;padding:.2em .4em;vertical-align:top;text-align:left}\
th{background:#eee}td.n{text-align:right}td,p{white-space:pre-line}svg{max-width:100%}\
@media print{body{margin:0}tr,svg{break-inside:avoid}}";

/// Fills of the series, told apart without colour, too.
const FILLS: [&str; 3] = ["#30508f", "#d08a20", "#6a8a3a"];
/// Units of the drawing: the names' part and the bars' part.
const NAMES: i64 = 200;
const BARS: i64 = 480;
const BAR: i64 = 14;

/// The page as text.
pub(super) fn page(paper: &Paper) -> String {
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\"><title>{}</title><style>{STYLE}</style></head><body>\n",
        escape(paper.language),
        escape(&paper.title)
    );
    element(&mut out, "h1", &paper.title);
    paper.lines.iter().for_each(|line| element(&mut out, "p", line));
    for section in &paper.sections {
        out.push('\n');
        element(&mut out, "h2", &section.title);
        section.lines.iter().for_each(|line| element(&mut out, "p", line));
        if !section.rows.is_empty() {
            table(&mut out, section);
            drawing(&mut out, section);
        }
    }
    out.push_str("</body></html>\n");
    out
}

fn element(out: &mut String, name: &str, text: &str) {
    out.push_str(&format!("<{name}>{}</{name}>\n", escape(text)));
}

fn table(out: &mut String, section: &Section) {
    out.push_str("<table><thead><tr>");
    section.columns.iter().for_each(|column| out.push_str(&format!("<th>{}</th>", escape(&column.heading))));
    out.push_str("</tr></thead><tbody>\n");
    for row in &section.rows {
        out.push_str("<tr>");
        for cell in row {
            let class = if matches!(cell, Cell::Number(_)) { " class=\"n\"" } else { "" };
            out.push_str(&format!("<td{class}>{}</td>", escape(&cell.shown())));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table>\n");
}

/// Where a value stands between the ends, in units of the drawing.
fn place(value: Decimal, low: Decimal, high: Decimal) -> i64 {
    let span = high.saturating_sub(low);
    let from = value.saturating_sub(low).checked_mul(Decimal::from(BARS)).and_then(|units| units.checked_div(span));
    from.and_then(|units| units.round().to_i64()).unwrap_or_default()
}

fn drawing(out: &mut String, section: &Section) {
    let (bars, series) = (bars(section), series(section));
    let Some(chart) = section.chart.as_ref().filter(|_| !bars.is_empty() && !series.is_empty()) else { return };
    let values = || bars.iter().flat_map(|(_, values)| values.iter().flatten().copied());
    let low = values().fold(Decimal::ZERO, Decimal::min);
    let high = values().fold(Decimal::ZERO, Decimal::max);
    if low == high {
        return;
    }
    let each = BAR * series.len() as i64 + 8;
    let height = 40 + each * bars.len() as i64;
    let width = NAMES + BARS + 90;
    out.push_str(&format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         role=\"img\" font-size=\"12\"><title>{}</title>\n",
        escape(&chart.title)
    ));
    for (index, name) in series.iter().enumerate() {
        let x = NAMES + 160 * index as i64;
        out.push_str(&format!(
            "<rect x=\"{x}\" y=\"6\" width=\"12\" height=\"12\" fill=\"{}\"/><text x=\"{}\" y=\"16\">{}</text>\n",
            FILLS[index % FILLS.len()],
            x + 16,
            escape(name)
        ));
    }
    let zero = NAMES + place(Decimal::ZERO, low, high);
    for (at, (name, values)) in bars.iter().enumerate() {
        let top = 30 + each * at as i64;
        let middle = top + (each - 8) / 2 + 4;
        out.push_str(&format!(
            "<text x=\"{}\" y=\"{middle}\" text-anchor=\"end\">{}</text>\n",
            NAMES - 8,
            escape(name)
        ));
        for (index, value) in values.iter().enumerate() {
            let Some(value) = value else { continue };
            let end = NAMES + place(*value, low, high);
            let y = top + BAR * index as i64;
            out.push_str(&format!(
                "<rect x=\"{}\" y=\"{y}\" width=\"{}\" height=\"{}\" fill=\"{}\"/><text x=\"{}\" y=\"{}\">{}</text>\n",
                zero.min(end),
                (end - zero).abs(),
                BAR - 2,
                FILLS[index % FILLS.len()],
                zero.max(end) + 4,
                y + 11,
                value
            ));
        }
    }
    out.push_str("</svg>\n");
}
