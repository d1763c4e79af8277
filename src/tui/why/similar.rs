//! Why the figures of a comparison are as they are.

use super::{Explained, Why};
use crate::engine::similar::SimilarReport;
use crate::text::Arg;
use crate::tui::look::Look;
use crate::tui::screens::similar::words;

/// The comparison with the cursor on a line.
pub fn explained(report: &SimilarReport, at: usize, look: &Look) -> Explained {
    let strings = &look.strings;
    let title = [report.indicator.as_str(), &report.target, &report.project].join(" ");
    let mut whys = Vec::new();
    if let Some(study) = &report.study {
        let place = format!("{}/{}", at + 1, study.lines.len());
        if let Some(line) = study.lines.get(at) {
            let figure = line.figure.map(words::plain).unwrap_or_default();
            let value = [
                place,
                words::named(line),
                line.year.to_string(),
                figure,
                line.quantity.map(words::plain).unwrap_or_default(),
                line.total.map(words::plain).unwrap_or_default(),
                words::detail(line, study, strings),
            ];
            let value = value.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
            let mut why =
                Why::new("similar.line", value).given(look, "similar-head-from", words::from(line.from, strings), "");
            if let Some(reason) = line.excluded {
                why = why.note(words::reason(reason, strings));
            }
            whys.push(why);
        }
        whys.push(Why::new("similar.count", words::counted(study, strings)));
        if let Some(spread) = &study.spread {
            let value = format!("{} {}", words::quartiles(spread, strings), words::own(study, strings));
            whys.push(Why::new("similar.spread", value));
        }
        for (field, sum) in
            ["similar.median", "similar.standard"].into_iter().zip(words::sums(report, study, None, strings))
        {
            whys.push(Why::new(field, sum));
        }
        let out = look.t("similar-out", &[("out", Arg::from(words::excluded(study, strings)))]);
        whys.push(Why::new("similar.excluded", out));
    }
    let basis = format!("{} {}", words::basis_line(report, strings), words::grounds(report, strings));
    whys.push(Why::new("similar.basis", basis));
    whys.push(Why::new("similar.asked", title));
    Explained::fields(whys)
}
