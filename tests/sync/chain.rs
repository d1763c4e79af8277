//! Which events count: unbroken chains, gaps and forks.

use std::collections::BTreeMap;

use proptest::prelude::*;
use wenxiao::model::ids::{EventId, ReplicaId};
use wenxiao::sync::chain::{self, Gap, Link, Place, Standing};

fn replica(byte: u8) -> ReplicaId {
    ReplicaId([byte; 16])
}

fn link(id: u8, seq: u64, previous: u8) -> Link {
    Link {
        id: EventId([id; 32]),
        place: Place { replica: replica(1), seq },
        previous: (previous != 0).then_some(EventId([previous; 32])),
        verified: true,
    }
}

fn ids(numbers: &[u8]) -> Vec<EventId> {
    numbers.iter().map(|&number| EventId([number; 32])).collect()
}

#[test]
fn what_comes_before_its_predecessor_waits_and_the_gap_is_named() {
    let links = [link(1, 1, 0), link(2, 2, 1), link(6, 6, 5), link(7, 7, 6), link(9, 9, 8)];
    let standings = chain::standings(links);
    let live: Vec<EventId> = standings.iter().filter(|(_, s)| **s == Standing::Live).map(|(id, _)| *id).collect();
    assert_eq!(live, ids(&[1, 2]));
    assert_eq!(standings[&EventId([6; 32])], Standing::Pending);
    let gap = |from, to| Gap { replica: replica(1), from, to };
    assert_eq!(chain::gaps(links), [gap(3, 5), gap(8, 8)]);
    assert_eq!(chain::gaps([link(4, 4, 3)]), [gap(1, 3)], "nothing of the device is here yet");
}

#[test]
fn an_event_of_an_unknown_key_holds_back_what_follows_until_it_is_checked() {
    let mut second = link(2, 2, 1);
    second.verified = false;
    let standings = chain::standings([link(1, 1, 0), second, link(3, 3, 2)]);
    assert_eq!(standings.into_values().collect::<Vec<_>>(), [Standing::Live, Standing::Unverified, Standing::Pending]);
    let live = |id: &EventId| Ok::<_, ()>((*id == EventId([1; 32])).then_some(link(1, 1, 0).place));
    let waiting = |id: &EventId| Ok(if *id == EventId([2; 32]) { vec![link(3, 3, 2)] } else { Vec::new() });
    assert_eq!(chain::drain([link(2, 2, 1)], live, waiting), Ok(ids(&[2, 3])));
}

#[test]
fn both_branches_of_a_forked_device_count() {
    let links = [link(1, 1, 0), link(2, 2, 1), link(3, 3, 2), link(12, 2, 1), link(14, 4, 13)];
    let standings = chain::standings(links);
    assert_eq!(standings[&EventId([12; 32])], Standing::Live);
    assert_eq!(standings[&EventId([2; 32])], Standing::Live);
    assert_eq!(standings[&EventId([14; 32])], Standing::Pending);
    assert_eq!(chain::gaps(links), [Gap { replica: replica(1), from: 3, to: 3 }]);
}

#[test]
fn an_event_that_lies_about_its_place_never_counts() {
    let mut elsewhere = link(5, 2, 1);
    elsewhere.place.replica = replica(2);
    for (liar, why) in [
        (link(5, 3, 1), "number skipped"),
        (link(5, 1, 1), "first with a predecessor"),
        (link(5, 2, 0), "second without"),
        (elsewhere, "behind another device"),
    ] {
        assert_eq!(chain::standings([link(1, 1, 0), liar])[&liar.id], Standing::Pending, "{why}");
        let live = |_: &EventId| Ok::<_, ()>(Some(link(1, 1, 0).place));
        assert_eq!(chain::drain([liar], live, |_| Ok(Vec::new())), Ok(Vec::new()), "{why}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Arrivals in any portions and order give what the whole set gives at once.
    #[test]
    fn arrival_by_arrival_gives_the_same_as_all_at_once(
        tree in prop::collection::vec((any::<prop::sample::Index>(), 0u8..20), 1..40),
        order in prop::collection::vec((any::<u64>(), 0u8..3), 40),
        lost in any::<prop::sample::Index>(),
    ) {
        // Two devices, forks where a predecessor is chosen twice, now and then an unverified event, one lost.
        let mut links: Vec<Link> = Vec::new();
        for (at, (previous, kind)) in tree.iter().enumerate() {
            let id = EventId([at as u8 + 1; 32]);
            let behind = (at > 1).then(|| links[previous.index(at)]);
            links.push(Link {
                id,
                place: behind.map_or(Place { replica: replica(at as u8), seq: 1 }, |link| Place {
                    seq: link.place.seq + 1,
                    ..link.place
                }),
                previous: behind.map(|link| link.id),
                verified: *kind != 0,
            });
        }
        links.remove(lost.index(links.len()));
        let expected = chain::standings(links.iter().copied());

        let mut arrivals: Vec<(u64, u8, Link)> =
            links.iter().zip(&order).map(|(link, (key, group))| (*key, *group, *link)).collect();
        arrivals.sort_by_key(|(key, ..)| *key);
        let mut stored: BTreeMap<EventId, (Link, bool)> = BTreeMap::new();
        for portion in arrivals.chunk_by(|one, two| one.1 == two.1) {
            let new: Vec<Link> = portion.iter().map(|(.., link)| *link).collect();
            stored.extend(new.iter().map(|link| (link.id, (*link, false))));
            let live = chain::drain(
                new,
                |id| Ok::<_, ()>(stored.get(id).filter(|(_, live)| *live).map(|(link, _)| link.place)),
                |id| Ok(stored.values().filter(|(link, live)| !live && link.previous == Some(*id))
                    .map(|(link, _)| *link).collect()),
            ).unwrap();
            for id in live {
                let entry = stored.get_mut(&id).unwrap();
                prop_assert!(!entry.1, "told once");
                entry.1 = true;
                let previous = entry.0.previous;
                prop_assert!(previous.is_none_or(|id| stored[&id].1), "predecessors first");
            }
        }
        let live = |standing: &Standing| *standing == Standing::Live;
        prop_assert_eq!(
            stored.iter().filter(|(_, (_, live))| *live).map(|(id, _)| *id).collect::<Vec<_>>(),
            expected.iter().filter(|(_, standing)| live(standing)).map(|(id, _)| *id).collect::<Vec<_>>()
        );
    }
}
