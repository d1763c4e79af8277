//! The indicator library: which versions are in force, yardsticks beside rows, what fits a row, what a target lacks.
//!
//! Libraries are published tables, so nothing of its own is stored: the entries of the tables in force are kept in memory
//! from the first question on, and read again when another table is published. Like projects are looked up in the search
//! index by ever shorter parts of the name, a bounded number of them, never one by one. Absent on purpose: words for people.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::workstation::Workstation;
use crate::model::form::{Form, FormKind, Indicator};
use crate::model::ids::{ItemId, ProjectKey};
use crate::model::library::{LibraryEntry, LibraryFit, LibraryTable, Nearness, Part, Suggestion};
use crate::model::matching::Matching;
use crate::model::problem::Problem;
use crate::model::search;
use crate::model::value::Value;
use crate::rules::library::{About, Library, entries, name_likeness};
use crate::rules::{links, matching};
use crate::store::batch::FormRow;

/// Most entries that one answer brings.
pub const MOST_ENTRIES: usize = 2_000;
/// Most entries that are said to fit a row.
const MOST_FITS: usize = 50;
/// Most suggestions.
const MOST_SUGGESTIONS: usize = 8;
/// Like projects that are looked at.
const PEERS: usize = 20;
/// Projects from which they are chosen.
const CANDIDATES: usize = 240;
/// Projects that one part of a name brings.
const BY_PART: u32 = 60;
/// Lengths of parts of a name, in characters; the first that bring enough projects are the last to be asked.
const PARTS: [usize; 4] = [6, 5, 4, 3];
/// Characters of a name that are looked at.
const LONGEST_NAME: usize = 40;

/// Entries of the tables in force, and all tables.
#[derive(Debug, Default)]
pub(super) struct KnownLibrary {
    state: (i64, String),
    tables: Vec<LibraryTable>,
    library: Library,
}

/// What a library says of a row's value, and where it says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Yardstick {
    /// The entry.
    pub entry: LibraryEntry,
    /// Title of its table.
    pub table: String,
    /// Year of its table.
    pub year: u16,
    /// How the names stand to each other.
    pub nearness: Nearness,
}

/// What is asked of the library.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LibraryQuery {
    /// One part, or all.
    pub part: Option<Part>,
    /// Words that an entry must hold.
    pub words: String,
    /// A row of a target: only what fits it, and what the target lacks. Without a number, the target as a whole.
    pub of: Option<(ItemId, Option<u32>)>,
}

/// An entry, and how it fits what was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LibraryLine {
    /// The entry.
    pub entry: LibraryEntry,
    /// How it fits a row.
    pub fit: Option<LibraryFit>,
}

/// What the library answers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LibraryPage {
    /// All tables, those in force first.
    pub tables: Vec<LibraryTable>,
    /// Entries found in each part, in the order of [`Part::ALL`], whichever part was asked for.
    pub counts: [u64; 3],
    /// Entries, at most [`MOST_ENTRIES`].
    pub lines: Vec<LibraryLine>,
    /// Entries of the part asked for.
    pub total: u64,
    /// What the target lacks.
    pub suggestions: Vec<Suggestion>,
    /// Like projects that were looked at for it.
    pub peers: usize,
}

/// Tables in force: of each library, by name without the year, the one of the newest year, of several the last published.
fn in_force(tables: &mut [(String, LibraryTable)]) {
    let mut newest: BTreeMap<String, usize> = BTreeMap::new();
    for at in 0..tables.len() {
        let (key, year) = (tables[at].0.clone(), tables[at].1.year);
        let before = newest.get(&key).copied();
        if before.is_none_or(|before| tables[before].1.year <= year) {
            newest.insert(key, at);
        }
    }
    for at in newest.into_values() {
        tables[at].1.in_force = true;
    }
}

impl Workstation {
    /// The library as it is published now.
    fn known_library(&self) -> Result<Arc<KnownLibrary>, Problem> {
        let state = self.session.libraries_state()?;
        if let Some(known) = self.library.borrow().as_ref().filter(|known| known.state == state) {
            return Ok(Arc::clone(known));
        }
        let (mut tables, mut forms) = (Vec::new(), Vec::new());
        for stored in self.session.libraries()? {
            let form = self.session.form(stored.row)?;
            let table = LibraryTable {
                name: form.name.clone(),
                year: stored.year,
                batch: stored.batch,
                source: stored.source,
                entries: u32::try_from(form.indicators.len()).unwrap_or(u32::MAX),
                in_force: false,
            };
            tables.push((format!("{}\n{}", form.region, links::timeless(&links::plain(&form.name))), table));
            forms.push(form);
        }
        in_force(&mut tables);
        let tables: Vec<LibraryTable> = tables.into_iter().map(|(_, table)| table).collect();
        let mut all = Vec::new();
        for (at, (table, form)) in tables.iter().zip(&forms).enumerate() {
            if table.in_force {
                all.extend(entries(form, at));
            }
        }
        let known = Arc::new(KnownLibrary { state, tables, library: Library::new(all) });
        *self.library.borrow_mut() = Some(Arc::clone(&known));
        Ok(known)
    }

    /// What the library says of each row of a form, in its order.
    pub(super) fn yardsticks(&self, form: &Form, readings: &[Value]) -> Result<Vec<Option<Yardstick>>, Problem> {
        let known = self.known_library()?;
        if known.library.entries().is_empty() {
            return Ok(vec![None; form.indicators.len()]);
        }
        let about = About::of(form);
        let beside = |(row, value): (&Indicator, &Value)| {
            let fit = known.library.yardstick(row, value.unit.as_deref(), &about)?;
            let entry = known.library.entries().get(fit.entry)?.clone();
            let table = known.tables.get(entry.table)?;
            Some(Yardstick { table: table.name.clone(), year: table.year, entry, nearness: fit.nearness })
        };
        Ok(form.indicators.iter().zip(readings).map(beside).collect())
    }

    /// How cost, output and benefit of a form match; `partner` is its project of the year before.
    pub(super) fn match_of(&self, form: &Form, partner: Option<ProjectKey>) -> Result<Matching, Problem> {
        let before = match (form.year.checked_sub(1), partner) {
            (Some(year), Some(project)) => match self.latest_form(project, year, FormKind::Target)? {
                Some(before) => Some(before),
                None => self.latest_form(project, year, FormKind::SelfEvaluation)?,
            },
            _ => None,
        };
        Ok(matching::matching(form, before.as_ref(), self.check_settings()))
    }

    /// Asks the library.
    ///
    /// # Errors
    /// When the target is gone, or the database cannot be read.
    pub fn library(&self, query: &LibraryQuery) -> Result<LibraryPage, Problem> {
        let known = self.known_library()?;
        let mut page = LibraryPage { tables: known.tables.clone(), ..LibraryPage::default() };
        let asked = match query.of {
            Some((item, row)) => Some((self.target_form(item)?, row)),
            None => None,
        };
        let all = known.library.entries();
        let found: BTreeSet<usize> = known.library.search(None, &query.words).into_iter().collect();
        let mut fits: Vec<(usize, Option<LibraryFit>)> = Vec::new();
        match &asked {
            Some((form, row)) => {
                let about = About::of(form);
                let row = row.and_then(|row| form.indicators.iter().find(|indicator| indicator.no == row));
                let near = row.map(|row| known.library.fits(row, &about, MOST_FITS)).unwrap_or_default();
                fits.extend(near.into_iter().map(|fit| (fit.entry, Some(fit))));
            }
            None => fits.extend(found.iter().map(|at| (*at, None))),
        }
        for (at, fit) in fits.into_iter().filter(|(at, _)| found.contains(at)) {
            let Some(entry) = all.get(at) else { continue };
            if let Some(place) = Part::ALL.iter().position(|part| *part == entry.part) {
                page.counts[place] += 1;
            }
            if query.part.is_none_or(|part| part == entry.part) {
                page.total += 1;
                if page.lines.len() < MOST_ENTRIES {
                    page.lines.push(LibraryLine { entry: entry.clone(), fit });
                }
            }
        }
        if let Some((form, _)) = &asked {
            let peers = self.like_targets(form)?;
            page.peers = peers.len();
            page.suggestions = known.library.missing(form, &peers, MOST_SUGGESTIONS);
        }
        Ok(page)
    }

    fn target_form(&self, item: ItemId) -> Result<Form, Problem> {
        let line = self.session.target(item)?.ok_or_else(|| Problem::refused("problem-no-such-target"))?;
        let form = self.latest_form(line.project, line.year, FormKind::Target)?;
        form.ok_or_else(|| Problem::refused("problem-no-such-target"))
    }

    /// Targets of like projects, the most alike first; each project once, whatever its years.
    fn like_targets(&self, form: &Form) -> Result<Vec<Form>, Problem> {
        let name = links::timeless(&links::plain(&form.name));
        let characters: Vec<char> = name.chars().take(LONGEST_NAME).collect();
        let mut candidates: BTreeSet<i64> = BTreeSet::new();
        for length in PARTS {
            for part in characters.windows(length) {
                let part: String = part.iter().collect();
                let Some(phrase) = search::phrase(&part) else { continue };
                if candidates.len() < CANDIDATES {
                    candidates.extend(self.session.targets_holding(&phrase, BY_PART)?.iter().map(|row| row.0));
                }
            }
            if candidates.len() > 2 * PEERS {
                break;
            }
        }
        let own = form.project();
        let mut ranked = Vec::new();
        for row in candidates {
            let head = self.session.form_head(FormRow(row))?;
            ranked.push((std::cmp::Reverse(name_likeness(&form.name, &head.name)), row));
        }
        ranked.sort_unstable();
        let (mut peers, mut projects) = (Vec::new(), BTreeSet::from([own]));
        for (likeness, row) in ranked {
            // Nothing in common but a part of the goal.
            if peers.len() == PEERS || likeness.0.is_zero() {
                break;
            }
            let peer = self.session.form(FormRow(row))?;
            if projects.insert(peer.project()) {
                peers.push(peer);
            }
        }
        Ok(peers)
    }
}
