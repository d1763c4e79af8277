//! Passages that self-evaluations of different departments have in common (E032), among the files that are checked together: as
//! [`crate::engine::prereview`] finds them over a year of the database, but in memory. Only [`super`] may import it.

use std::collections::{BTreeMap, BTreeSet};

use crate::engine::prereview::{COMMON_WORDING, MOST_COPIES, completion, copied_from, own_length};
use crate::model::finding::CheckSettings;
use crate::model::form::Form;
use crate::model::ids::ProjectKey;
use crate::rules::check::around::{fingerprints, own_words, party_key, passage};
use crate::rules::check::target::{Copied, without_label};

/// What one self-evaluation says was done.
struct Said<'f> {
    form: &'f Form,
    department: i64,
    words: Vec<String>,
}

/// What each self-evaluation has in common with those of other departments in its year, by project and year.
pub(super) fn copied<'f>(
    forms: impl IntoIterator<Item = &'f Form>,
    settings: &CheckSettings,
) -> BTreeMap<(ProjectKey, u16), Vec<Copied>> {
    let from = copied_from(settings);
    let mut by: BTreeMap<(ProjectKey, u16), Said<'f>> = BTreeMap::new();
    for form in forms {
        let Some(department) = party_key(&form.department.name, None) else { continue };
        let text = completion(form).map(without_label).unwrap_or_default();
        let said = Said { form, department, words: own_words(&text) };
        by.entry((form.project(), form.year)).or_insert(said);
    }
    // In the order of projects, so that the same partners are found in whatever order the files are named.
    let said: Vec<&Said<'_>> = by.values().collect();
    let mut prints: BTreeMap<(u16, u64), BTreeMap<i64, Vec<usize>>> = BTreeMap::new();
    for (at, one) in said.iter().enumerate() {
        for print in fingerprints(&one.words, from) {
            prints.entry((one.form.year, print)).or_default().entry(one.department).or_default().push(at);
        }
    }
    let mut common: BTreeSet<(u16, u64)> = BTreeSet::new();
    // With whom each shares how many: the more, the longer the passage.
    let mut shared: BTreeMap<usize, BTreeMap<usize, usize>> = BTreeMap::new();
    for (print, departments) in &prints {
        if departments.len() > COMMON_WORDING {
            common.insert(*print);
            continue;
        }
        for (department, forms) in departments {
            let others = departments.iter().filter(|(other, _)| *other != department);
            for partner in others.filter_map(|(_, theirs)| theirs.first()) {
                for form in forms {
                    *shared.entry(*form).or_default().entry(*partner).or_default() += 1;
                }
            }
        }
    }
    let mut found = BTreeMap::new();
    for (at, partners) in shared {
        let Some(one) = said.get(at) else { continue };
        let mut partners: Vec<(usize, usize)> = partners.into_iter().collect();
        partners.sort_by_key(|(partner, count)| (std::cmp::Reverse(*count), *partner));
        let copy = |(partner, _): (usize, usize)| {
            let other = said.get(partner)?;
            let passage = passage(&one.words, &other.words);
            let is_common = |print: &u64| common.contains(&(one.form.year, *print));
            let (department, project) = (other.form.department.name.clone(), other.form.name.clone());
            (own_length(&passage, from, is_common) >= from).then_some(Copied { department, project, passage })
        };
        let mut copies: Vec<Copied> = partners.into_iter().take(MOST_COPIES).filter_map(copy).collect();
        copies.sort_by(|a, b| (&a.department, &a.project).cmp(&(&b.department, &b.project)));
        if !copies.is_empty() {
            found.insert((one.form.project(), one.form.year), copies);
        }
    }
    found
}
