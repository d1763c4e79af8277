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

/// What a check adds to an event is absent where no check was involved, so that the bytes of old events stay theirs.
#[test]
fn events_without_checks_have_the_bytes_they_had_before_there_were_any() {
    let on = Subject { project: ProjectKey([1; 16]), year: 2025, version: VersionId([2; 32]), row: Some(5) };
    let subject = concat!(
        r#""on":{"project":"01010101010101010101010101010101","row":5,"#,
        r#""version":"0202020202020202020202020202020202020202020202020202020202020202","year":2025}"#
    );
    let passed = VerdictSet { on: on.clone(), verdict: Verdict::Passed, reason: String::new(), dismissed: Vec::new() };
    let old = format!(r#"{{{subject},"verdict":"passed"}}"#);
    assert_eq!(canonical::write(&Body::VerdictSet(passed.clone()).data().unwrap()).unwrap(), old);
    assert_eq!(Body::read("verdict.set", serde_json::from_str(&old).unwrap()), Body::VerdictSet(passed));

    let category = CategoryCode("C07".into());
    let said = OpinionAdded { on: on.clone(), category, text: "x".into(), demand: None, from_check: None };
    let old = format!(r#"{{"category":"C07",{subject},"text":"x"}}"#);
    assert_eq!(canonical::write(&Body::OpinionAdded(said.clone()).data().unwrap()).unwrap(), old);
    assert_eq!(Body::read("opinion.added", serde_json::from_str(&old).unwrap()), Body::OpinionAdded(said.clone()));

    let from = FromCheck { check: "T029".into(), version: "1/default".into(), edited: false };
    let drafted = Body::OpinionAdded(OpinionAdded { from_check: Some(from), ..said });
    let bytes = write(&envelope(), "opinion.added", &drafted).unwrap();
    assert_eq!(read(&bytes).unwrap().body, drafted);
    let (check, version) = (CheckId::from("T003"), "1/default".to_owned());
    let no_fault = Body::FindingDismissed(FindingDismissed { on, check, version, reason: String::new() });
    let bytes = write(&envelope(), no_fault.kind().unwrap(), &no_fault).unwrap();
    assert_eq!(read(&bytes).unwrap().body, no_fault);
}
