//! Partners of targets in another table: the budget list, monitoring, self-evaluations, last year's targets.
//!
//! Both sides are light records, at most one a project. The ways, in this order: what a person decided; the same printed
//! code; the same name and unit; the same name where it stands once on each side. Codes decide where both sides print
//! one: a record is never joined by name to one with another code, it is only suspected. Where several could be meant,
//! nothing is guessed.
//!
//! Laws: the order of the records does not matter, nobody has more than one partner, a decision by hand goes before a
//! code and a code before a name. Nothing compares everybody with everybody: records are grouped by their keys.
//! Deliberately absent: where records come from, and words for people.

use std::collections::HashMap;
use std::hash::Hash;

use crate::model::ids::{ProjectKey, tagged_sha256};
use crate::model::link::{Decided, Decisions};

mod name;

pub use name::{plain, timeless};

/// A text made comparable, in 16 bytes: the first of SHA-256 of `"wx-name-1" 00` and the text.
pub type Key = [u8; 16];

/// The key of a text that was made comparable; `None` for an empty one.
pub fn key(text: &str) -> Option<Key> {
    if text.is_empty() {
        return None;
    }
    let digest = tagged_sha256("wx-name-1", &[text.as_bytes()]);
    let mut key = [0; 16];
    key.copy_from_slice(&digest[..16]);
    Some(key)
}

/// One project's form in one table, as far as matching looks at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record {
    /// The project under which it was filed.
    pub project: ProjectKey,
    /// Key of the printed code.
    pub code: Option<Key>,
    /// Key of the name.
    pub name: Option<Key>,
    /// Key of the unit, else of the department.
    pub unit: Option<Key>,
}

/// How a partner was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum By {
    /// A person said so.
    Hand,
    /// Both print the same code.
    Code,
    /// Same name and unit, and at most one of them prints a code.
    NameAndUnit,
    /// Same name, once on each side, and at most one of them prints a code.
    Name,
}

impl By {
    /// All ways, the surest first.
    pub const ALL: [By; 4] = [By::Hand, By::Code, By::NameAndUnit, By::Name];

    /// The identifier used in answers.
    pub fn id(self) -> &'static str {
        match self {
            By::Hand => "by_hand",
            By::Code => "code",
            By::NameAndUnit => "name_and_unit",
            By::Name => "name",
        }
    }
}

/// What became of a record.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Fate {
    /// Nothing on the other side is like it.
    #[default]
    Alone,
    /// It has a partner: its place on the other side.
    Linked(usize, By),
    /// Several could be meant: places of some of them on the other side, and how many there are.
    Ambiguous(Vec<usize>, usize),
    /// Name and unit agree with one on the other side, but both print codes, and those differ.
    Suspected(usize),
    /// A person said that it belongs to none, or to a project that is not on the other side.
    Apart,
    /// People differ about it, or gave one target two of the same table.
    Contested,
}

/// What became of both sides, in the order of the input.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Matched {
    /// Targets.
    pub targets: Vec<Fate>,
    /// Records of the other table.
    pub records: Vec<Fate>,
    /// How often a record was looked at: grows with the number of records and no faster.
    pub steps: u64,
}

/// Most candidates that are named for one record.
pub const MOST_CANDIDATES: usize = 8;

/// Both sides of one group.
#[derive(Default)]
struct Group {
    targets: Vec<usize>,
    records: Vec<usize>,
}

struct Work<'a> {
    targets: &'a [Record],
    records: &'a [Record],
    matched: Matched,
}

/// Finds the partner of every target among the records of one table.
pub fn link(targets: &[Record], records: &[Record], decisions: &Decisions) -> Matched {
    let matched =
        Matched { targets: vec![Fate::Alone; targets.len()], records: vec![Fate::Alone; records.len()], steps: 0 };
    let mut work = Work { targets, records, matched };
    work.by_hand(decisions);
    work.by_code();
    work.by_name_and_unit();
    work.by_name();
    work.matched
}

impl Work<'_> {
    fn join(&mut self, target: usize, record: usize, by: By) {
        self.matched.targets[target] = Fate::Linked(record, by);
        self.matched.records[record] = Fate::Linked(target, by);
    }

    fn by_hand(&mut self, decisions: &Decisions) {
        if decisions.is_empty() {
            return;
        }
        let places: HashMap<ProjectKey, usize> =
            self.targets.iter().enumerate().map(|(place, target)| (target.project, place)).collect();
        let mut claimed: HashMap<usize, Vec<usize>> = HashMap::new();
        for (place, record) in self.records.iter().enumerate() {
            self.matched.steps += 1;
            match decisions.get(&record.project) {
                None => {}
                Some(Decided::Contested) => self.matched.records[place] = Fate::Contested,
                Some(Decided::Nobody) => self.matched.records[place] = Fate::Apart,
                Some(Decided::To(project)) => match places.get(project) {
                    Some(target) => claimed.entry(*target).or_default().push(place),
                    None => self.matched.records[place] = Fate::Apart,
                },
            }
        }
        for (target, records) in claimed {
            if let [record] = records[..] {
                self.join(target, record, By::Hand);
            } else {
                self.matched.targets[target] = Fate::Contested;
                for record in records {
                    self.matched.records[record] = Fate::Contested;
                }
            }
        }
    }

    /// Records that are still alone, by a key; those without one are left out.
    fn groups<K: Hash + Eq>(&mut self, key: impl Fn(&Record) -> Option<K>) -> Vec<Group> {
        let mut groups: HashMap<K, Group> = HashMap::new();
        for (place, target) in self.targets.iter().enumerate() {
            if let (Fate::Alone, Some(key)) = (&self.matched.targets[place], key(target)) {
                groups.entry(key).or_default().targets.push(place);
            }
        }
        for (place, record) in self.records.iter().enumerate() {
            // Only what has somebody on the other side is worth a group.
            if let (Fate::Alone, Some(key)) = (&self.matched.records[place], key(record))
                && let Some(group) = groups.get_mut(&key)
            {
                group.records.push(place);
            }
        }
        self.matched.steps += (self.targets.len() + self.records.len()) as u64;
        let (targets, records) = (self.targets, self.records);
        let mut groups: Vec<Group> = groups.into_values().filter(|group| !group.records.is_empty()).collect();
        for group in &mut groups {
            // Candidates are named in an order that does not depend on that of the tables.
            group.targets.sort_unstable_by_key(|place| targets[*place].project);
            group.records.sort_unstable_by_key(|place| records[*place].project);
        }
        groups
    }

    /// The same project of both sides first, then one of each; several are ambiguous.
    fn by_code(&mut self) {
        for mut group in self.groups(|record| record.code) {
            let keys: HashMap<ProjectKey, usize> =
                group.records.iter().map(|place| (self.records[*place].project, *place)).collect();
            self.matched.steps += (group.targets.len() + group.records.len()) as u64;
            for target in group.targets.clone() {
                if let Some(record) = keys.get(&self.targets[target].project) {
                    self.join(target, *record, By::Code);
                }
            }
            group.targets.retain(|place| self.matched.targets[*place] == Fate::Alone);
            group.records.retain(|place| self.matched.records[*place] == Fate::Alone);
            if let ([target], [record]) = (&group.targets[..], &group.records[..]) {
                self.join(*target, *record, By::Code);
            } else {
                self.ask(&group.targets, &group.records);
            }
        }
    }

    /// Several on one side: each that has anybody on the other side is to be asked about.
    fn ask(&mut self, targets: &[usize], records: &[usize]) {
        if targets.is_empty() || records.is_empty() {
            return;
        }
        let some = |places: &[usize]| places.iter().copied().take(MOST_CANDIDATES).collect::<Vec<_>>();
        for target in targets {
            self.matched.targets[*target] = Fate::Ambiguous(some(records), records.len());
        }
        for record in records {
            self.matched.records[*record] = Fate::Ambiguous(some(targets), targets.len());
        }
        self.matched.steps += (targets.len() + records.len()) as u64;
    }

    fn by_name_and_unit(&mut self) {
        for group in self.groups(|record| record.name.zip(record.unit)) {
            self.settle(&group, Some(By::NameAndUnit), false);
            let Group { targets, records } = group;
            // Left over with one of each: both print a code, and the codes differ.
            let alone = |fates: &[Fate], places: &[usize]| -> Vec<usize> {
                places.iter().copied().filter(|place| fates[*place] == Fate::Alone).collect()
            };
            let left = (alone(&self.matched.targets, &targets), alone(&self.matched.records, &records));
            if let ([target], [record]) = (&left.0[..], &left.1[..]) {
                self.matched.targets[*target] = Fate::Suspected(*record);
                self.matched.records[*record] = Fate::Suspected(*target);
            }
        }
    }

    /// Asks whom each of a group could mean: at most one of two prints a code and, where `units_differ`, at most one
    /// prints a unit. Where each could only mean the other they are joined, if there is a way to name; the rest is
    /// ambiguous.
    fn settle(&mut self, group: &Group, by: Option<By>, units_differ: bool) {
        let class = |record: &Record| usize::from(record.code.is_some()) * 2 + usize::from(record.unit.is_some());
        let fits =
            |a: usize, b: usize| (a < 2 || b < 2) && (!units_differ || a.is_multiple_of(2) || b.is_multiple_of(2));
        let classes = |side: &[Record], places: &[usize]| -> [Vec<usize>; 4] {
            let mut classes: [Vec<usize>; 4] = Default::default();
            for place in places {
                classes[class(&side[*place])].push(*place);
            }
            classes
        };
        let (targets, records) = (classes(self.targets, &group.targets), classes(self.records, &group.records));
        self.matched.steps += (group.targets.len() + group.records.len()) as u64;
        let meant = |own: usize, others: &[Vec<usize>; 4]| -> (Vec<usize>, usize) {
            let fitting = || others.iter().enumerate().filter(|(other, _)| fits(own, *other)).map(|(_, places)| places);
            (fitting().flatten().copied().take(MOST_CANDIDATES).collect(), fitting().map(Vec::len).sum())
        };
        let mut pairs = Vec::new();
        for (own, places) in targets.iter().enumerate().filter(|(_, places)| !places.is_empty()) {
            let (some, count) = meant(own, &records);
            if let ([record], [target], Some(by)) = (&some[..], &places[..], by)
                && meant(class(&self.records[*record]), &targets).1 == 1
            {
                pairs.push((*target, *record, by));
            } else if count > 0 {
                for target in places {
                    self.matched.targets[*target] = Fate::Ambiguous(some.clone(), count);
                }
            }
        }
        for (own, places) in records.iter().enumerate().filter(|(_, places)| !places.is_empty()) {
            let (some, count) = meant(own, &targets);
            if count > 0 {
                for record in places {
                    self.matched.records[*record] = Fate::Ambiguous(some.clone(), count);
                }
            }
        }
        for (target, record, by) in pairs {
            self.join(target, record, by);
        }
    }

    fn by_name(&mut self) {
        let mut counts: HashMap<Key, (u32, u32)> = HashMap::new();
        for name in self.targets.iter().filter_map(|target| target.name) {
            counts.entry(name).or_default().0 += 1;
        }
        for name in self.records.iter().filter_map(|record| record.name) {
            if let Some(count) = counts.get_mut(&name) {
                count.1 += 1;
            }
        }
        self.matched.steps += (self.targets.len() + self.records.len()) as u64;
        for group in self.groups(|record| record.name) {
            let name = group.targets.first().and_then(|place| self.targets[*place].name);
            let once = name.and_then(|name| counts.get(&name)) == Some(&(1, 1));
            // Of several of one name only those can be meant whose units do not tell them apart; and a name that stands
            // several times proves nothing.
            self.settle(&group, once.then_some(By::Name), !once);
        }
    }
}

#[cfg(test)]
mod tests;
