//! Events as bytes: what reads back, what is refused, what must stay as it was.

use super::*;

fn envelope() -> Envelope {
    Envelope {
        app: "0.1.0".into(),
        at: Stamp(0x018f_3c00_0000_0001),
        author: PersonId("p-1".into()),
        critical: false,
        replica: ReplicaId([7; 16]),
        operation: "op".into(),
        previous: Some(EventId([1; 32])),
        sees: vec![EventId([9; 32]), EventId([3; 32]), EventId([9; 32])],
        seq: 2,
        workspace: WorkspaceId([5; 32]),
    }
}

#[test]
fn an_event_reads_back_and_an_unknown_kind_is_kept() {
    let on = Subject { project: ProjectKey([1; 16]), year: 2025, version: VersionId([2; 32]), row: Some(5) };
    let body =
        Body::VerdictSet(VerdictSet { on, verdict: Verdict::Passed, reason: String::new(), dismissed: Vec::new() });
    let bytes = write(&envelope(), body.kind().unwrap(), &body).unwrap();
    let event = read(&bytes).unwrap();
    assert_eq!(event.body, body);
    assert_eq!(event.envelope.sees, [EventId([3; 32]), EventId([9; 32])], "sorted, once each");
    assert_eq!(event.id, event_id(&bytes));

    let future = Body::Unknown(serde_json::json!({"x": 1}));
    let bytes = write(&envelope(), "panel.voted", &future).unwrap();
    let event = read(&bytes).unwrap();
    assert_eq!((event.kind.as_str(), event.body), ("panel.voted", future));
}

#[test]
fn only_numbered_parts_belong_to_one_step() {
    assert_eq!(group_of(&part_of_step("a-1", 12)), Some("a-1"));
    assert_eq!(group_of("a/b/3"), Some("a/b"));
    for alone in ["a-1", "a/", "/1", "a/0", "a/01", "a/1x", "a/1234567890"] {
        assert_eq!(group_of(alone), None, "{alone}");
    }
}

#[test]
fn a_chain_place_without_predecessor_is_refused() {
    let mut first = envelope();
    first.previous = None;
    let bytes = write(&first, "panel.voted", &Body::Unknown(Value::Null)).unwrap();
    assert_eq!(read(&bytes), Err(NotAnEvent::Field("prev")));
}

#[test]
fn the_clock_never_runs_backwards_and_ignores_a_wild_neighbour() {
    let now = 1_750_000_000_000;
    let last = Stamp::next(Stamp(0), now);
    assert!(Stamp::next(last, now - 5_000) > last, "wall clock set back");
    assert_eq!(Stamp::adopt(last, Stamp(u64::MAX), now), last);
    let theirs = Stamp((now + 1_000) << 16);
    assert_eq!(Stamp::adopt(last, theirs, now), theirs);
}
