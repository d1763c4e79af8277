//! Where a word of the filter was found that stands in none of the queue's columns: in a goal, an indicator, an opinion.
//! Shown with the words around it.

use crate::engine::request::{Reply, Request, Slot};
use crate::engine::view::{ProjectView, QueueRow};
use crate::model::ids::ItemId;
use crate::model::query::{Filter, words};
use crate::text::Arg;
use crate::tui::look::Look;
use crate::tui::msg::{Cx, Effect};

/// Characters around a word that are shown.
const AROUND: usize = 16;

/// A word where it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Hit {
    place: Place,
    before: String,
    word: String,
    after: String,
}

/// Part of a target.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    Goal,
    Indicator(u32, String),
    Opinion(Option<u32>),
    Demand(Option<u32>),
}

/// What was found in the target under the cursor.
#[derive(Debug, Default)]
pub(super) struct Hits {
    of: Option<(ItemId, Vec<String>)>,
    epoch: u64,
    found: Vec<Hit>,
}

/// Letters as they are compared, character by character.
fn plain(text: &str) -> Vec<char> {
    words::folded(text).chars().map(|c| c.to_ascii_lowercase()).collect()
}

/// A word in a text, with what stands around it.
fn find(word: &str, text: &str, place: &Place) -> Option<Hit> {
    let (word, looked_at) = (plain(word), plain(text));
    let at = looked_at.windows(word.len().max(1)).position(|part| part == word)?;
    let characters: Vec<char> = text.chars().collect();
    // Folding changes characters one by one, so places are the same in both.
    let part = |from: usize, to: usize| characters.get(from..to.min(characters.len())).unwrap_or_default().iter();
    let (from, end) = (at.saturating_sub(AROUND), at + word.len());
    let before: String = part(from, at).collect();
    let after: String = part(end, end + AROUND).collect();
    let cut = |yes: bool| if yes { ".." } else { "" };
    Some(Hit {
        place: place.clone(),
        before: format!("{}{before}", cut(from > 0)),
        word: part(at, end).collect(),
        after: format!("{after}{}", cut(end + AROUND < characters.len())),
    })
}

/// Words of the filter that stand in nothing the row shows.
fn hidden_words(row: &QueueRow, filter: &Filter) -> Vec<String> {
    let code = row.code.as_deref().unwrap_or_default();
    let shown: Vec<Vec<char>> = [code, &row.name, &row.department, &row.unit].map(plain).into();
    let stands = |word: &[char]| shown.iter().any(|text| text.windows(word.len().max(1)).any(|part| part == word));
    filter.words().filter(|word| !word.is_empty() && !stands(&plain(word))).map(str::to_owned).collect()
}

fn texts(view: &ProjectView) -> Vec<(Place, String)> {
    let goal = &view.form.goal;
    let mut texts: Vec<(Place, String)> = Vec::new();
    for text in [&goal.annual, &goal.mid_term, &goal.actual].into_iter().flatten() {
        texts.push((Place::Goal, text.clone()));
    }
    for indicator in &view.form.indicators {
        let place = Place::Indicator(indicator.no, indicator.level3.clone());
        texts.push((place.clone(), indicator.level3.clone()));
        texts.push((place, indicator.printed_target()));
    }
    texts.extend(view.state.opinions.iter().map(|opinion| (Place::Opinion(opinion.row), opinion.text.clone())));
    texts.extend(view.state.demands.iter().map(|demand| (Place::Demand(demand.row), demand.demand.text.clone())));
    texts
}

impl Hits {
    /// Forgets everything: what was read may have changed.
    pub(super) fn forget(&mut self) {
        (self.of, self.found) = (None, Vec::new());
    }

    /// Asks for the target under the cursor, if a word of the filter stands somewhere in it that is not shown.
    pub(super) fn ask(&mut self, row: Option<&QueueRow>, filter: &Filter, cx: &Cx) -> Vec<Effect> {
        let wanted = row.map(|row| (row.id, hidden_words(row, filter))).filter(|(_, words)| !words.is_empty());
        if wanted == self.of {
            return Vec::new();
        }
        self.found.clear();
        self.of = wanted;
        let Some((id, _)) = self.of else { return Vec::new() };
        self.epoch = cx.numbers.fresh();
        vec![Effect::Work(Request::LoadProject { slot: Slot::Found, epoch: self.epoch, id })]
    }

    /// Takes in the target.
    pub(super) fn receive(&mut self, reply: &Reply) {
        let (Reply::Project { slot: Slot::Found, epoch, view }, Some((_, words))) = (reply, &self.of) else { return };
        if *epoch == self.epoch {
            let texts = texts(view);
            let first = |word: &String| texts.iter().find_map(|(place, text)| find(word, text, place));
            self.found = words.iter().filter_map(first).collect();
        }
    }

    /// One line for each word.
    pub(super) fn lines(&self, look: &Look) -> Vec<String> {
        self.found.iter().map(|hit| hit.line(look)).collect()
    }
}

impl Hit {
    fn line(&self, look: &Look) -> String {
        let row = |row: Option<u32>| row.map_or_else(|| look.s("queue-hit-whole"), |row| row.to_string());
        let place = match &self.place {
            Place::Goal => look.s("queue-hit-goal"),
            Place::Indicator(no, name) if *name != format!("{}{}{}", self.before, self.word, self.after) => {
                look.t("queue-hit-indicator", &[("no", Arg::from(no.to_string())), ("name", Arg::from(name))])
            }
            Place::Indicator(no, _) => look.t("queue-hit-indicator-name", &[("no", Arg::from(no.to_string()))]),
            Place::Opinion(at) => look.t("queue-hit-opinion", &[("row", Arg::from(row(*at)))]),
            Place::Demand(at) => look.t("queue-hit-demand", &[("row", Arg::from(row(*at)))]),
        };
        let args = [
            ("place", Arg::from(place)),
            ("before", Arg::from(&self.before)),
            ("word", Arg::from(&self.word)),
            ("after", Arg::from(&self.after)),
        ];
        look.t("queue-hit", &args)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_shown_with_what_stands_around_it() {
        let text = "完成年度任务并且资金使用规范而且按时拨付到位群众满意度稳步提高，ＡＢ级以上达到九成。";
        let hit = find("规范", text, &Place::Goal).unwrap();
        assert_eq!(hit.before, "完成年度任务并且资金使用");
        assert_eq!((hit.word.as_str(), hit.after.as_str()), ("规范", "而且按时拨付到位群众满意度稳步提.."));
        let hit = find("ab级", text, &Place::Goal).unwrap();
        assert_eq!((hit.word.as_str(), hit.after.as_str()), ("ＡＢ级", "以上达到九成。"));
        assert!(hit.before.starts_with(".."));
        assert_eq!(find("没有", text, &Place::Goal), None);
        assert_eq!(find("规范", "规", &Place::Goal), None);
    }
}
