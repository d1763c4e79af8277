//! The indicator library: rows of published tables as entries, which entries fit a row of a target, and which core indicators
//! a target of its kind has not.
//!
//! Entries are found by the pairs of characters of their names, so a library of many thousands is not compared name by name.
//! Nearness is stated, never judged: a person takes an entry or leaves it. An abolished standard (废止) is shown in lists, but
//! never held against a target.
//!
//! Who may import it: `engine`. Absent on purpose: where tables come from, which version is in force, words for people.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::check::target::without_label;
use super::check::text::{norm, windows};
use super::check::words::List;
use super::value::convert;
use crate::model::form::{Form, Horizon, Indicator, MoreField};
use crate::model::library::{LibraryEntry, LibraryFit, Nearness, Part, StandardState, Suggestion};
use crate::model::pinyin::fit as spelt_as;

macro_rules! lists {
    ($( $name:ident = $list:literal; )*) => { $( static $name: LazyLock<List> = LazyLock::new(|| List::named($list)); )* };
}

lists! {
    STANDARD = "yardstick-standard";
    BENCHMARK = "yardstick-benchmark";
    PART = "yardstick-part";
    CLASS = "yardstick-class";
    TIER = "yardstick-tier";
    DOCUMENT = "yardstick-document";
    DATE = "yardstick-date";
    SCOPE = "yardstick-scope";
    STATE = "yardstick-state";
    CORE = "yardstick-core";
    PART_TRANSFER = "part-transfer";
    PART_SPECIFIC = "part-specific";
    PART_COMMON = "part-common";
    ABOLISHED = "state-abolished";
    TRIAL = "state-trial";
    CONFIRMED = "state-confirmed";
    ISSUED = "state-issued";
    YES = "yes";
    ANY_INDUSTRY = "any-industry";
}

/// From this share of common pairs on, in thousandths, names are alike.
const ALIKE: u32 = 600;
/// From here on two names mean one indicator, when it is asked whether a target has it.
const AS_GOOD_AS_SAME: u32 = 750;
/// Pairs that stand in more entries than this say nothing of an entry.
const COMMON_PAIR: usize = 4_000;
/// Like projects that must have an indicator before it is suggested for theirs.
const FEWEST_HAVING: u32 = 2;

/// The entries of a library's table, in printed order. `table` is its place among the tables.
pub fn entries(form: &Form, table: usize) -> Vec<LibraryEntry> {
    form.indicators.iter().filter(|row| !row.level3.trim().is_empty()).map(|row| entry(form, row, table)).collect()
}

fn entry(form: &Form, row: &Indicator, table: usize) -> LibraryEntry {
    let printed = |list: &List| {
        let found = row.others.iter().find(|cell| list.holds(&norm(&cell.heading)) && !cell.text.trim().is_empty());
        found.map(|cell| cell.text.trim().to_owned()).unwrap_or_default()
    };
    let more = |field: MoreField| row.more.get(&field).map(|text| text.trim().to_owned()).unwrap_or_default();
    let or = |first: String, second: String| if first.is_empty() { second } else { first };
    let target = || {
        let sign = row.operator.as_deref().unwrap_or_default();
        if row.target.is_empty() { String::new() } else { format!("{sign}{}", row.target) }
    };
    let class = printed(&CLASS);
    LibraryEntry {
        part: part(form, row, &printed(&PART)),
        code: more(MoreField::IndicatorCode),
        level1: row.level1.clone(),
        level2: row.level2.clone(),
        name: without_label(&row.level3),
        unit: row.unit.clone().unwrap_or_default(),
        standard: or(printed(&STANDARD), target()),
        benchmark: printed(&BENCHMARK),
        industry: more(MoreField::Industry),
        project_class: class,
        tier: printed(&TIER),
        explanation: or(more(MoreField::Explanation), more(MoreField::ValueDescription)),
        scoring: more(MoreField::ScoringStandard),
        evidence: more(MoreField::Evidence),
        document: or(printed(&DOCUMENT), more(MoreField::Basis)),
        date: printed(&DATE),
        scope: printed(&SCOPE),
        state: state(&printed(&STATE)),
        core: YES.holds(&norm(&printed(&CORE))),
        table,
        no: row.no,
    }
}

/// The part of an entry: its own column, else whether it is common, else the title of its table.
fn part(form: &Form, row: &Indicator, printed: &str) -> Part {
    let named = |text: &str| match text {
        text if PART_TRANSFER.is_in(text) => Some(Part::Transfer),
        text if PART_SPECIFIC.is_in(text) => Some(Part::Specific),
        text if PART_COMMON.is_in(text) => Some(Part::Common),
        _ => None,
    };
    let common = row.more.get(&MoreField::Common).filter(|text| !text.trim().is_empty());
    let common = common.map(|text| if YES.holds(&norm(text)) { Part::Common } else { Part::Specific });
    let title = named(&norm(&form.name));
    named(&norm(printed))
        .or(match (common, title) {
            // 否 says only that it is not common; the title may say more.
            (Some(Part::Specific), Some(Part::Transfer)) => title,
            (common, title) => common.or(title),
        })
        .unwrap_or_default()
}

fn state(printed: &str) -> Option<StandardState> {
    let text = norm(printed);
    [
        (&*ABOLISHED, StandardState::Abolished),
        (&*TRIAL, StandardState::Trial),
        (&*CONFIRMED, StandardState::Confirmed),
        (&*ISSUED, StandardState::Issued),
    ]
    .into_iter()
    .find(|(words, _)| words.is_in(&text))
    .map(|(_, state)| state)
}

/// What is asked of a project when an entry is to fit it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct About {
    /// 项目名称, 项目类别, 主管部门 and 单位, normalised, one behind the other.
    text: String,
}

impl About {
    /// What a form says of its kind.
    pub fn of(form: &Form) -> About {
        let class = form.more.get(&MoreField::ProjectClass).map(String::as_str).unwrap_or_default();
        let texts = [form.name.as_str(), class, &form.department.name, &form.unit.name];
        About { text: texts.map(norm).join("\n") }
    }

    /// Whether an industry or class of an entry is that of the project: its name stands in the project's, or most of its
    /// pairs do.
    fn is_of(&self, field: &str) -> bool {
        let field = norm(field);
        if field.is_empty() {
            return false;
        }
        if self.text.contains(&field) {
            return true;
        }
        let pairs = windows(&field);
        let here = windows(&self.text);
        !pairs.is_empty() && pairs.intersection(&here).count() * 2 >= pairs.len().max(2)
    }
}

fn any_industry(field: &str) -> bool {
    ANY_INDUSTRY.holds(&norm(field))
}

/// Entries with what is needed to find them.
#[derive(Debug, Default)]
pub struct Library {
    entries: Vec<LibraryEntry>,
    names: Vec<String>,
    /// What words are looked for in: name, code, industry, class, document.
    texts: Vec<String>,
    pairs: Vec<u32>,
    by_name: HashMap<String, Vec<usize>>,
    by_pair: HashMap<[char; 2], Vec<usize>>,
}

impl Library {
    /// Makes entries findable.
    pub fn new(entries: Vec<LibraryEntry>) -> Library {
        let mut library = Library::default();
        for (at, entry) in entries.iter().enumerate() {
            let name = norm(&entry.name);
            let pairs = windows(&name);
            library.pairs.push(u32::try_from(pairs.len()).unwrap_or(u32::MAX));
            for pair in pairs {
                library.by_pair.entry(pair).or_default().push(at);
            }
            library.by_name.entry(name.clone()).or_default().push(at);
            library.names.push(name);
            let texts = [&entry.name, &entry.code, &entry.industry, &entry.project_class, &entry.document];
            library.texts.push(texts.map(|text| norm(text).to_lowercase()).join("\n"));
        }
        library.entries = entries;
        library
    }

    /// All entries.
    pub fn entries(&self) -> &[LibraryEntry] {
        &self.entries
    }

    /// Entries in use whose names are near the row's, the best first; at most `most`.
    pub fn fits(&self, row: &Indicator, about: &About, most: usize) -> Vec<LibraryFit> {
        let name = without_label(&row.level3);
        if name.is_empty() {
            return Vec::new();
        }
        let pairs = windows(&name);
        let mut common: BTreeMap<usize, u32> = BTreeMap::new();
        for pair in &pairs {
            let standing = self.by_pair.get(pair).map(Vec::as_slice).unwrap_or_default();
            for at in standing.iter().take(COMMON_PAIR) {
                *common.entry(*at).or_default() += 1;
            }
        }
        for at in self.by_name.get(&name).into_iter().flatten() {
            common.entry(*at).or_default();
        }
        let mut fits: Vec<LibraryFit> =
            common.into_iter().filter_map(|(at, common)| self.fit(at, &name, pairs.len(), common, about)).collect();
        let level2 = norm(&row.level2);
        let rank = |fit: &LibraryFit| {
            let entry = &self.entries[fit.entry];
            let same_level = !level2.is_empty() && norm(&entry.level2) == level2;
            (fit.nearness, fit.same_field, fit.likeness, same_level, entry.measures(), entry.state)
        };
        // Stable: what was printed first stays first among equals.
        fits.sort_by_key(|fit| std::cmp::Reverse(rank(fit)));
        fits.truncate(most);
        fits
    }

    fn fit(&self, at: usize, name: &str, pairs: usize, common: u32, about: &About) -> Option<LibraryFit> {
        let (entry, own) = (self.entries.get(at)?, self.names.get(at)?);
        if !entry.in_use() {
            return None;
        }
        let all = u32::try_from(pairs).unwrap_or(u32::MAX).saturating_add(*self.pairs.get(at)?);
        let likeness = common.saturating_mul(2_000).checked_div(all).unwrap_or(0);
        let nearness = match () {
            () if own == name => Nearness::Same,
            () if own.chars().count() > 2 && name.contains(own.as_str())
                || name.chars().count() > 2 && own.contains(name) =>
            {
                Nearness::Within
            }
            () if likeness >= ALIKE => Nearness::Alike,
            () => return None,
        };
        let same_field = about.is_of(&entry.industry) || about.is_of(&entry.project_class);
        // An entry of another industry speaks of another thing, unless it is called the same.
        let foreign = !same_field
            && (!entry.industry.is_empty() && !any_industry(&entry.industry) || !entry.project_class.is_empty());
        if foreign && nearness != Nearness::Same {
            return None;
        }
        Some(LibraryFit { entry: at, nearness, same_field, likeness })
    }

    /// The entry whose values stand beside a row: near enough to mean the same, with a value that can be compared with the row's
    /// unit.
    pub fn yardstick(&self, row: &Indicator, unit: Option<&str>, about: &About) -> Option<LibraryFit> {
        let comparable = |entry: &LibraryEntry| match unit.filter(|unit| !unit.is_empty()) {
            Some(unit) if !entry.unit.is_empty() => convert::related(unit, &norm(&entry.unit)),
            _ => true,
        };
        let clear = |fit: &LibraryFit| fit.nearness == Nearness::Same || fit.likeness >= AS_GOOD_AS_SAME;
        self.fits(row, about, 50).into_iter().find(|fit| {
            let entry = &self.entries[fit.entry];
            clear(fit) && entry.measures() && comparable(entry)
        })
    }

    /// Entries that hold every word: in name, code, industry, class or document, or by the initials or the pinyin of the name.
    /// No word finds all.
    pub fn search(&self, part: Option<Part>, words: &str) -> Vec<usize> {
        let words: Vec<String> = words.split_whitespace().map(|word| norm(word).to_lowercase()).collect();
        let holds = |at: &usize| {
            let (Some(entry), Some(text)) = (self.entries.get(*at), self.texts.get(*at)) else { return false };
            let spelt =
                |word: &str| word.chars().all(|c| c.is_ascii_alphabetic()) && spelt_as(&entry.name, word).is_some();
            part.is_none_or(|part| entry.part == part)
                && words.iter().all(|word| text.contains(word.as_str()) || spelt(word))
        };
        (0..self.entries.len()).filter(holds).collect()
    }

    /// Core indicators that a target has not, the most wanted first: what most like projects have, and what the library calls
    /// core for its kind. `peers` are like projects, the most alike first.
    pub fn missing<'f>(&self, form: &Form, peers: impl IntoIterator<Item = &'f Form>, most: usize) -> Vec<Suggestion> {
        let own: Vec<(String, Pairs)> = annual(form).map(name_of).collect();
        let has = |name: &str, pairs: &Pairs| own.iter().any(|(own, theirs)| own == name || as_good_as(theirs, pairs));
        let mut looked = 0;
        let mut seen: HashMap<String, (u32, &Indicator, usize)> = HashMap::new();
        for peer in peers {
            looked += 1;
            let mut once = HashSet::new();
            for row in annual(peer) {
                let (name, _) = name_of(row);
                if !name.is_empty() && once.insert(name.clone()) {
                    let order = seen.len();
                    seen.entry(name).or_insert((0, row, order)).0 += 1;
                }
            }
        }
        let about = About::of(form);
        let mut found: Vec<(Suggestion, usize)> = Vec::new();
        for (name, (having, row, order)) in seen {
            if having < FEWEST_HAVING || has(&name, &windows(&name)) {
                continue;
            }
            let entry = self.by_name.get(&name).and_then(|entries| {
                entries.iter().copied().find(|at| self.entries.get(*at).is_some_and(LibraryEntry::in_use))
            });
            let core = entry.and_then(|at| self.entries.get(at)).is_some_and(|entry| entry.core);
            let (level2, example) = (row.level2.clone(), row.printed_target());
            found.push((Suggestion { name, level2, having, looked, example, entry, core }, order));
        }
        for (at, entry) in self.entries.iter().enumerate() {
            let wanted = entry.core && entry.in_use() && of_the_kind(entry, &about);
            let name = norm(&entry.name);
            let known = found.iter().any(|(known, _)| known.name == name);
            if wanted && !known && !has(&name, &windows(&name)) {
                let (level2, example) = (entry.level2.clone(), entry.standard.clone());
                let order = usize::MAX;
                let suggestion = Suggestion { name, level2, having: 0, looked, example, entry: Some(at), core: true };
                found.push((suggestion, order));
            }
        }
        // A core indicator of the library counts as if half of the like projects had it; a share is compared, not divided.
        let weight = |suggestion: &Suggestion| {
            2 * suggestion.having + if suggestion.core { suggestion.looked.max(1) } else { 0 }
        };
        found.sort_by(|(one, first), (other, second)| {
            (weight(other), first, &one.name).cmp(&(weight(one), second, &other.name))
        });
        // Spellings of one thing are suggested once.
        let mut kept: Vec<(Suggestion, Pairs)> = Vec::new();
        for (suggestion, _) in found {
            let pairs = windows(&suggestion.name);
            if kept.len() < most && !kept.iter().any(|(_, known)| as_good_as(known, &pairs)) {
                kept.push((suggestion, pairs));
            }
        }
        kept.into_iter().map(|(suggestion, _)| suggestion).collect()
    }
}

type Pairs = std::collections::BTreeSet<[char; 2]>;

fn annual(form: &Form) -> impl Iterator<Item = &Indicator> {
    form.indicators.iter().filter(|row| row.horizon == Horizon::Annual)
}

fn name_of(row: &Indicator) -> (String, Pairs) {
    let name = without_label(&row.level3);
    let pairs = windows(&name);
    (name, pairs)
}

fn as_good_as(one: &Pairs, other: &Pairs) -> bool {
    let all = one.len() + other.len();
    all > 0 && one.intersection(other).count() * 2_000 >= all * AS_GOOD_AS_SAME as usize
}

/// Whether the library means projects of this kind: the entry is common and for every industry, or names theirs.
fn of_the_kind(entry: &LibraryEntry, about: &About) -> bool {
    let anyone = (entry.industry.is_empty() || any_industry(&entry.industry)) && entry.project_class.is_empty();
    match anyone {
        true => entry.part == Part::Common,
        false => about.is_of(&entry.project_class) || entry.project_class.is_empty() && about.is_of(&entry.industry),
    }
}

/// How alike the names of two projects are, from 0 to 1, years and widths aside. Peers are taken by it.
pub fn name_likeness(one: &str, other: &str) -> Decimal {
    let timeless = |name: &str| super::links::timeless(&super::links::plain(name));
    super::check::text::likeness(&timeless(one), &timeless(other))
}

#[cfg(test)]
mod tests;
