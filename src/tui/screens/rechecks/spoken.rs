//! The rechecks in sentences: both rates, how far the work is, the line under the cursor.

use super::{RechecksScreen, errors, words};
use crate::text::Arg;
use crate::tui::look::Look;
use crate::tui::speech::{Spoken, numbers, sentence};

impl RechecksScreen {
    pub(super) fn say(&self, look: &Look) -> Spoken {
        let mut spoken = Spoken::page(look.s("title-rechecks"));
        let Some(list) = self.page.as_ref().map(|page| &page.list).filter(|list| list.year.is_some()) else {
            spoken.row = self.empty(look);
            return spoken;
        };
        let year = list.year.map(|year| year.to_string()).unwrap_or_default();
        let evaluated = [("year", Arg::from(year)), ("count", Arg::from(list.evaluated.to_string()))];
        spoken.about.push(look.t("rechecks-rule", &evaluated));
        spoken.about.extend(self.heads.iter().map(|head| numbers::words(head, look)));
        spoken.about.push(self.label(look));
        spoken.about.extend(self.checking.as_ref().map(|running| running.words(look)));
        if let (Some(facets), Some(page)) = (&self.facets, &self.page) {
            spoken.page = look.s("facets-rule");
            if let Some((row, place)) = facets.say(page, &self.narrowed, look) {
                (spoken.row, spoken.at) = (row, Some(place));
            }
            return spoken;
        }
        let Some(line) = self.line(self.cursor.at()) else {
            spoken.row = self.empty(look);
            return spoken;
        };
        spoken.at = Some((self.cursor.at() + 1, self.shown.len()));
        let change = line.filed.zip(line.verified).map(|(filed, verified)| {
            let args = [("self", Arg::from(words::points(filed))), ("verified", Arg::from(words::points(verified)))];
            look.t("rechecks-from-to", &args)
        });
        let level = line.deviation.map(|level| words::level(level, look)).unwrap_or_default();
        let found =
            errors(list, line).map(|errors| look.t("rechecks-found", &[("errors", Arg::from(errors.to_string()))]));
        let parts = [
            line.name.clone(),
            line.department.clone(),
            words::part(line, look),
            words::status(line.status, look),
            change.unwrap_or_default(),
            found.unwrap_or_default(),
            level,
        ];
        spoken.row = sentence(parts, look);
        spoken
    }
}
