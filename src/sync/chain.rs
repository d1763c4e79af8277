//! Which stored events count: those with a checked signature and an unbroken chain back to their device's first event.
//!
//! Everything that arrives is kept; what arrives before its predecessor waits, what arrives before its key is
//! unverified. Both count later without being sent again. Two different events at one place of a chain (a copied
//! database) are two branches, and both count: no branch is "the" chain, so arrival decides nothing.
//!
//! The whole is [`standings`]; after an arrival [`drain`] says the same step by step.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::event::Event;
use crate::model::ids::{EventId, ReplicaId};

/// A place in a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Whose chain.
    pub replica: ReplicaId,
    /// Number from 1.
    pub seq: u64,
}

/// What the chain needs to know of a stored event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// The event.
    pub id: EventId,
    /// Where it says it stands.
    pub place: Place,
    /// The event before it; `None` for the first.
    pub previous: Option<EventId>,
    /// True when its signature was checked against the key of its device and its author is that device's person.
    pub verified: bool,
}

impl Link {
    /// The link of an event.
    pub fn of(event: &Event, verified: bool) -> Self {
        let envelope = &event.envelope;
        Link {
            id: event.id,
            place: Place { replica: envelope.replica, seq: envelope.seq },
            previous: envelope.previous,
            verified,
        }
    }

    /// True when the event may count directly behind the place of its predecessor (`None` = it names none).
    fn follows(&self, previous: Option<Place>) -> bool {
        match previous {
            None => self.previous.is_none() && self.place.seq == 1,
            Some(place) => place.replica == self.place.replica && place.seq.checked_add(1) == Some(self.place.seq),
        }
    }
}

/// How a stored event stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Counts.
    Live,
    /// Checked, but something before it is missing or does not count.
    Pending,
    /// Its signature could not be checked yet.
    Unverified,
}

impl Standing {
    /// The identifier used in files and answers.
    pub fn id(self) -> &'static str {
        match self {
            Standing::Live => "live",
            Standing::Pending => "pending",
            Standing::Unverified => "unverified",
        }
    }
}

/// How every one of these events stands. They may be of any number of devices, in any order, with repetitions.
pub fn standings(links: impl IntoIterator<Item = Link>) -> BTreeMap<EventId, Standing> {
    let links: Vec<Link> = links.into_iter().collect();
    let mut standings: BTreeMap<EventId, Standing> = BTreeMap::new();
    for link in &links {
        let standing = standings.entry(link.id).or_insert(Standing::Unverified);
        if link.verified {
            *standing = Standing::Pending;
        }
    }
    let Ok(live) = drain(links, |_| Ok::<_, std::convert::Infallible>(None), |_| Ok(Vec::new()));
    standings.extend(live.into_iter().map(|id| (id, Standing::Live)));
    standings
}

/// The events that begin to count because of an arrival, predecessors first.
///
/// `arrived` are events newly stored, or whose signature has now been checked. `live` gives the place of a stored event
/// that already counts (`None` for all others); `waiting` the stored events that name the given one as their
/// predecessor and do not count yet. Each event is looked up a bounded number of times.
///
/// # Errors
/// Whatever the lookups fail with.
pub fn drain<E>(
    arrived: impl IntoIterator<Item = Link>,
    mut live: impl FnMut(&EventId) -> Result<Option<Place>, E>,
    mut waiting: impl FnMut(&EventId) -> Result<Vec<Link>, E>,
) -> Result<Vec<EventId>, E> {
    let arrived: Vec<Link> = arrived.into_iter().collect();
    let mut children: BTreeMap<EventId, Vec<Link>> = BTreeMap::new();
    let mut open: Vec<Link> = Vec::new();
    let arrivals: BTreeSet<EventId> = arrived.iter().map(|link| link.id).collect();
    for link in arrived {
        match link.previous {
            None => open.extend(link.follows(None).then_some(link)),
            Some(previous) => {
                children.entry(previous).or_default().push(link);
                // Only a predecessor that did not arrive just now can count already.
                if !arrivals.contains(&previous) && live(&previous)?.is_some_and(|place| link.follows(Some(place))) {
                    open.push(link);
                }
            }
        }
    }
    let mut counted: BTreeSet<EventId> = BTreeSet::new();
    let mut order = Vec::new();
    while let Some(link) = open.pop() {
        if !link.verified || !counted.insert(link.id) {
            continue;
        }
        order.push(link.id);
        let behind = children.remove(&link.id).unwrap_or_default();
        let stored = waiting(&link.id)?;
        open.extend(behind.into_iter().chain(stored).filter(|child| child.follows(Some(link.place))));
    }
    Ok(order)
}

/// Numbers of a device's chain that are missing, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Gap {
    /// Whose chain.
    pub replica: ReplicaId,
    /// First missing number.
    pub from: u64,
    /// Last missing number.
    pub to: u64,
}

/// What has to arrive before everything stored can count: for each device the ranges of numbers, in order.
///
/// A range ends before an event whose predecessor is not stored and begins after the last number stored before it. On a
/// forked chain only the number itself is known to be missing, since the other branch fills the ones before.
pub fn gaps(links: impl IntoIterator<Item = Link>) -> Vec<Gap> {
    let links: Vec<Link> = links.into_iter().collect();
    let stored: BTreeSet<EventId> = links.iter().map(|link| link.id).collect();
    let places: BTreeSet<Place> = links.iter().map(|link| link.place).collect();
    let gaps: BTreeSet<Gap> = links
        .iter()
        .filter(|link| link.previous.is_some_and(|previous| !stored.contains(&previous)))
        .filter_map(|link| {
            let replica = link.place.replica;
            let to = link.place.seq.checked_sub(1).filter(|&to| to >= 1)?;
            let before = places.range(Place { replica, seq: 0 }..=Place { replica, seq: to }).next_back();
            let from = before.map_or(1, |place| (place.seq + 1).min(to));
            Some(Gap { replica, from, to })
        })
        .collect();
    gaps.into_iter().collect()
}
