//! The comparison in sentences: grounds, how many, how they are spread, the sums, and the line under the cursor.

use super::{SimilarScreen, words};
use crate::text::Arg;
use crate::tui::look::Look;
use crate::tui::speech::{Spoken, sentence};

impl SimilarScreen {
    pub(super) fn say(&self, look: &Look) -> Spoken {
        let strings = &look.strings;
        let Some(report) = &self.report else { return Spoken::page(look.s("title-similar")) };
        let args = [("indicator", &report.indicator), ("target", &report.target), ("project", &report.project)];
        let mut spoken = Spoken::page(look.t("title-similar-of", &args.map(|(name, text)| (name, Arg::from(text)))));
        spoken.about.push(self.heading(look));
        if let Some(study) = self.study() {
            spoken.about.push(words::counted(study, strings));
            if let Some(spread) = &study.spread {
                spoken.about.push(words::own(study, strings));
                spoken.about.push(words::quartiles(spread, strings));
            }
            spoken.about.extend(words::sums(report, study, None, strings));
            spoken.about.push(look.t("similar-out", &[("out", Arg::from(words::excluded(study, strings)))]));
        }
        if let Some((line, study)) = self.chosen().zip(self.study()) {
            spoken.at = Some((self.cursor.at() + 1, self.lines().len()));
            let figure = line.figure.map(words::plain).unwrap_or_default();
            let figure = if figure.is_empty() { figure } else { format!("{figure}{}", study.units.figure) };
            let from = words::from(line.from, strings);
            spoken.row = sentence([words::named(line), line.year.to_string(), figure, from], look);
            spoken.more.push(("line-detail", words::detail(line, study, strings)));
            spoken.about.extend(self.remark(look));
        } else {
            spoken.row = self.remark(look).unwrap_or_default();
        }
        spoken
    }
}
