//! Bundles between stations: what we write others can read, and nothing that was touched on the way is taken in.

#[path = "bundle/member.rs"]
mod member;
#[path = "bundle/support.rs"]
mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::json;
use wenxiao::exchange::bundle::{self, BlobOut, BundleOut, EventSignature, Kind, Missing, Signer, Target};
use wenxiao::model::canonical;
use wenxiao::model::event::{self, Body, DeviceStarted, Envelope};
use wenxiao::model::ids::{BatchId, EventId, ReplicaId, WorkspaceId, sha256};
use wenxiao::model::problem::ProblemKind;
use wenxiao::sync::sign::{SigningKey, sign_bundle, sign_event};

use support::*;

// ------------------------------------------------------------------------------------------------ what we write

#[test]
fn a_colleague_reads_what_was_written() {
    let place = Place::new();
    let (mut zhang, mut wang) = (Desk::new("张三", 1), Desk::new("王五", 2));
    (1..40).for_each(|row| zhang.decide(row));
    (1..5).for_each(|row| wang.decide(row));
    let tables = ["{\"form\":{\"name\":\"道路养护\"}}\n".repeat(3), "{\"form\":{\"name\":\"桥梁\"}}\n".to_owned()];
    let all = [&zhang.events[..], &wang.events[2..]].concat();
    let written = zhang.send(Target::Folder(place.0.path()), &all, &[&tables[0], &tables[1]]).unwrap();
    assert_eq!((written.events, written.blobs), (43, 2));
    let bytes = fs::read(&written.path).unwrap();
    assert_eq!((written.bytes, written.sha256), (bytes.len() as u64, sha256(&bytes)));
    let name = written.path.file_name().unwrap().to_str().unwrap();
    assert!(name.starts_with("wx_05050505_") && name.contains("_1-40_") && name.ends_with(".wxb"), "{name}");

    let opened = place.open(&written.path, &[zhang.key.public()]).unwrap();
    let manifest = &opened.manifest;
    assert_eq!(opened.sha256, written.sha256);
    assert_eq!((manifest.sender.person.0.as_str(), manifest.kind, manifest.events), ("张三", Kind::Incremental, 43));
    assert_eq!(manifest.gaps, [Missing(ReplicaId([3; 16]), 41, 57)]);
    assert_eq!(manifest.requires.len(), 1, "王五's first two events are not inside");
    assert_eq!(manifest.requires[0], bundle::Require(wang.replica(), 2, wang.id(2)));
    let (ids, read) = place.read(&written.path, &[zhang.key.public()]).unwrap();
    let expected: BTreeSet<EventId> =
        (1..=40).map(|seq| zhang.id(seq)).chain((3..=5).map(|seq| wang.id(seq))).collect();
    assert_eq!((ids.len(), ids.into_iter().collect::<BTreeSet<_>>()), (43, expected));
    assert_eq!(read.into_iter().collect::<BTreeSet<_>>(), BTreeSet::from(tables));
}

#[test]
fn the_same_input_gives_the_same_file_and_nothing_else_is_left_behind() {
    let (place, zhang, bytes) = small();
    let path = place.file("again.wxb");
    zhang.send(Target::File { path: &path, replace: false }, &zhang.events, &["{\"form\":1}\n"]).unwrap();
    assert_eq!(fs::read(&path).unwrap(), bytes);
    let problem = zhang.send(Target::File { path: &path, replace: false }, &zhang.events, &[]).unwrap_err();
    assert_eq!(problem.key, "problem-bundle-exists");
    assert_eq!(fs::read(&path).unwrap(), bytes, "what was there stays");
    zhang.send(Target::File { path: &path, replace: true }, &zhang.events, &[]).unwrap();
    assert_ne!(fs::read(&path).unwrap(), bytes);

    let mut events = zhang.events.clone();
    events.push(events[0].clone());
    assert!(zhang.send(Target::Folder(place.0.path()), &events, &[]).is_err(), "the same event twice");
    let names: BTreeSet<String> =
        fs::read_dir(place.0.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(names, ["again.wxb", "small.wxb", "staging"].map(String::from).into());
    assert_eq!(fs::read_dir(place.staging()).unwrap().count(), 0);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn a_very_uniform_table_is_not_taken_for_a_bomb() {
    let place = Place::new();
    let zhang = Desk::new("张三", 1);
    let table = format!("{{\"form\":\"{}\"}}\n", "同".repeat(8 << 20));
    let written = zhang.send(Target::Folder(place.0.path()), &zhang.events, &[&table]).unwrap();
    let (_, tables) = place.read(&written.path, &[zhang.key.public()]).unwrap();
    assert!(tables == [table]);
}

#[test]
fn an_acknowledgement_without_events_is_a_bundle_too() {
    let place = Place::new();
    let zhang = Desk::new("张三", 1);
    let written = zhang.send(Target::Folder(place.0.path()), &[], &[]).unwrap();
    assert_eq!(place.read(&written.path, &[zhang.key.public()]).unwrap(), (vec![], vec![]));
}

#[test]
fn both_branches_of_a_copied_device_travel_in_one_bundle() {
    let place = Place::new();
    let (mut one, mut two) = (Desk::new("张三", 1), Desk::new("张三", 1));
    one.decide(1);
    two.decide(1);
    for row in 2..4 {
        one.decide(row);
        two.decide(row + 10);
    }
    let all = [&one.events[..], &two.events[2..]].concat();
    let written = one.send(Target::Folder(place.0.path()), &all, &[]).unwrap();
    let examined = place.examine(&written.path, &[]).unwrap();
    assert_eq!(examined.events.len(), 6);
    assert_eq!(examined.manifest.ranges.len(), 2, "two stretches: the chain and the branch");
    assert!(examined.manifest.requires.is_empty(), "the branch begins at an event inside");
}

#[test]
fn numbers_that_skip_are_no_unbroken_stretch() {
    let place = Place::new();
    let mut zhang = Desk::new("张三", 1);
    let skipped = event::write(&Envelope { seq: 5, ..zhang.envelope() }, "x", &Body::Unknown(json!({}))).unwrap();
    zhang.events.push((skipped.clone(), sign_event(&zhang.key, &skipped)));
    let written = zhang.send(Target::Folder(place.0.path()), &zhang.events, &[]).unwrap();
    let ranges = place.examine(&written.path, &[]).unwrap().manifest.ranges;
    assert_eq!(ranges.iter().map(|range| (range.first, range.last)).collect::<Vec<_>>(), [(1, 1), (5, 5)]);
}

#[test]
fn what_does_not_belong_into_a_bundle_is_not_written() {
    let (place, mut zhang, _) = small();
    let foreign = Envelope { workspace: WorkspaceId([6; 32]), ..zhang.envelope() };
    let bytes = event::write(&foreign, "x", &Body::Unknown(json!({}))).unwrap();
    zhang.events.push((bytes.clone(), sign_event(&zhang.key, &bytes)));
    assert!(zhang.send(Target::Folder(place.0.path()), &zhang.events, &[]).is_err(), "another workspace");
    let out = BundleOut {
        bundle: "01970000-0000-7000-8000-000000000001".parse().unwrap(),
        kind: Kind::Full,
        workspace: WORKSPACE,
        sender: zhang.sender(),
        created: 0,
        to: vec![],
        ack: vec![],
        gaps: vec![],
        events: &mut std::iter::empty(),
        blobs: &mut std::iter::once(Ok(BlobOut { id: BatchId([1; 32]), content: b"damaged".to_vec() })),
    };
    let signer = Signer { key: zhang.key.public(), sign: &|head| sign_bundle(&zhang.key, head) };
    let problem = bundle::write(Target::Folder(place.0.path()), out, &signer).unwrap_err();
    assert_eq!(problem.key, "problem-bundle-own-blob");
}

#[test]
fn an_independent_reader_comes_to_the_same_result() {
    let place = Place::new();
    let (mut zhang, mut wang) = (Desk::new("张三", 1), Desk::new("王五", 2));
    (1..6).for_each(|row| zhang.decide(row));
    (1..4).for_each(|row| wang.decide(row));
    let all = [&zhang.events[..], &wang.events[..2], &wang.events[3..]].concat();
    let written = zhang.send(Target::Folder(place.0.path()), &all, &["{\"form\":\"一\"}\n", "{\"form\":2}\n"]).unwrap();

    let told = independent(&[written.path.as_os_str()]).unwrap();
    let examined = place.examine(&written.path, &[]).unwrap();
    let ids: Vec<EventId> = examined.events.iter().map(|event| event.id).collect();
    assert_eq!(told["events"], json!(ids));
    assert_eq!(told["set"], json!(EventId(wenxiao::sync::digest::set(ids.iter().copied()))));
    assert_eq!(told["sha256"], json!(EventId(written.sha256)));
    assert_eq!(told["key"], json!(zhang.key.public()));
    assert_eq!(told["bundle"], json!(examined.manifest.bundle));
    assert_eq!(told["signatures"], json!(all.len()));
    assert_eq!(told["blobs"], json!(examined.blobs.iter().map(|(id, _)| *id).collect::<Vec<_>>()));

    let mut touched = fs::read(&written.path).unwrap();
    let middle = touched.len() / 2;
    touched[middle] ^= 1;
    let path = place.file("touched.wxb");
    fs::write(&path, touched).unwrap();
    assert!(independent(&[path.as_os_str()]).is_err(), "the independent reader must notice damage as well");
}

#[test]
fn a_bundle_of_an_independent_writer_is_read() {
    let place = Place::new();
    let path = place.file("other.wxb");
    let told = independent(&["--make".as_ref(), path.as_os_str()]).unwrap();
    let qian = SigningKey::from_secret(&std::array::from_fn(|at| at as u8)).public();
    assert_eq!(told["key"], json!(qian));
    let (ids, tables) = place.read(&path, &[qian]).unwrap();
    assert_eq!((json!(ids), tables), (told["events"].clone(), vec!["{\"form\":\"桥梁\"}\n".to_owned()]));
    let examined = place.examine(&path, &[qian]).unwrap();
    assert!(examined.events.iter().all(|event| event.signature == EventSignature::Holds));
    assert_eq!(examined.events[1].kind, "panel.voted", "a kind of event we do not know yet");
}

// --------------------------------------------------------------------------------------------- shown and checked

#[test]
fn a_strangers_bundle_can_be_looked_at_but_is_named_as_such() {
    let (place, zhang, bytes) = small();
    let path = place.file("small.wxb");
    let examined = place.examine(&path, &[]).unwrap();
    assert!(!examined.known);
    assert_eq!(examined.sha256, sha256(&bytes));
    assert_eq!(
        examined.events.iter().map(|event| event.kind.as_str()).collect::<Vec<_>>(),
        ["device.started", "verdict.set"]
    );
    assert!(examined.events.iter().all(|event| event.signature == EventSignature::Holds));
    assert_eq!(examined.blobs.len(), 1);
    assert!(place.examine(&path, &[zhang.key.public()]).unwrap().known);
}

#[test]
fn event_signatures_are_checked_as_far_as_the_keys_are_at_hand() {
    let place = Place::new();
    let (mut zhang, mut wang) = (Desk::new("张三", 1), Desk::new("王五", 2));
    zhang.decide(1);
    wang.decide(1);
    let relayed = [&zhang.events[..], &wang.events[1..]].concat();
    let written = zhang.send(Target::Folder(place.0.path()), &relayed, &[]).unwrap();
    let examined = place.examine(&written.path, &[]).unwrap();
    let of_wang = examined.events.iter().find(|event| event.replica == wang.replica()).unwrap();
    assert_eq!(of_wang.signature, EventSignature::KeyNotHere);

    // A device's first event that names a key which is not that device's.
    let started = DeviceStarted {
        key: zhang.key.public(),
        incarnation: 0,
        name: "王五".into(),
        office: String::new(),
        after: None,
    };
    let body = Body::DeviceStarted(started);
    let envelope = Envelope { previous: None, seq: 1, ..wang.envelope() };
    let forged = event::write(&envelope, "device.started", &body).unwrap();
    let forged = (forged.clone(), sign_event(&zhang.key, &forged));
    let written = zhang.send(Target::Folder(place.0.path()), &[forged], &[]).unwrap();
    let examined = place.examine(&written.path, &[]).unwrap();
    assert_eq!(examined.events[0].signature, EventSignature::KeyNotHere, "not by its word");

    // The one who relays has swapped the signatures of two events.
    let mut swapped = [&zhang.events[..], &wang.events[..]].concat();
    (swapped[2].1, swapped[3].1) = (swapped[3].1, swapped[2].1);
    let written = zhang.send(Target::Folder(place.0.path()), &swapped, &[]).unwrap();
    assert_eq!(place.examine(&written.path, &[]).unwrap_err().key, "problem-bundle-event-signature");
}

#[test]
fn a_stranger_is_refused_with_the_fingerprint_before_anything_is_interpreted() {
    let (place, _, bytes) = small();
    let stranger = SigningKey::from_secret(&[9; 32]);
    let mut parts = Parts::of(&bytes);
    parts.payload = b"no zlib stream".to_vec();
    let path = place.file("stranger.wxb");
    fs::write(&path, parts.seal_text(b"no manifest either", &stranger)).unwrap();
    let problem = place.open(&path, &[]).unwrap_err();
    assert_eq!((problem.kind, problem.key), (ProblemKind::Refused, "problem-bundle-unknown-key"));
    assert!(problem.args.contains(&("fingerprint", stranger.public().fingerprint())));
}

// ------------------------------------------------------------------------------------------------------- damage

#[test]
fn no_single_bit_can_be_turned_unnoticed() {
    let (place, zhang, bytes) = small();
    assert!((1000..3000).contains(&bytes.len()), "{}", bytes.len());
    let manifest = u32::from_be_bytes(bytes[12..16].try_into().unwrap()) as usize;
    let mut touched = bytes.clone();
    for bit in 0..bytes.len() * 8 {
        touched[bit / 8] ^= 1 << (bit % 8);
        let key = place.refusal(&touched, &[zhang.key.public()]);
        touched[bit / 8] ^= 1 << (bit % 8);
        let expected: &[&str] = match bit / 8 {
            0..8 => &["problem-bundle-not-a-bundle", "problem-bundle-text-mode"],
            8..10 => &["problem-bundle-major"],
            10..12 => &["problem-bundle-signature"],
            12..16 => &["problem-bundle-manifest-length", "problem-bundle-cut-short", "problem-bundle-trailing"],
            16..24 => &["problem-bundle-payload-length", "problem-bundle-cut-short", "problem-bundle-trailing"],
            24..26 => &["problem-bundle-signature-length"],
            26..32 => &["problem-bundle-reserved"],
            at if at < 32 + manifest => &["problem-bundle-signature"],
            at if at == 32 + manifest => &["problem-bundle-suite"],
            at if at < 32 + manifest + 33 => &["problem-bundle-unknown-key"],
            at if at < 32 + manifest + 97 => &["problem-bundle-signature"],
            _ => &["problem-bundle-payload-digest"],
        };
        assert!(expected.contains(&key), "bit {bit}: {key}");
    }
}

#[test]
fn a_bundle_cut_short_or_lengthened_anywhere_is_refused() {
    let (place, zhang, bytes) = small();
    let known = [zhang.key.public()];
    assert_eq!(place.refusal(&[], &known), "problem-bundle-empty");
    for length in 1..bytes.len() {
        assert_eq!(place.refusal(&bytes[..length], &known), "problem-bundle-cut-short", "{length}");
    }
    for tail in [&b"\n"[..], &[0; 4096], &bytes] {
        assert_eq!(place.refusal(&[&bytes, tail].concat(), &known), "problem-bundle-trailing");
    }
    let crlf: Vec<u8> = bytes.iter().flat_map(|&b| if b == b'\n' { vec![b'\r', b'\n'] } else { vec![b] }).collect();
    assert_eq!(place.refusal(&crlf, &known), "problem-bundle-text-mode");
}

#[test]
fn parts_of_two_bundles_cannot_be_put_together() {
    let (place, mut zhang, one) = small();
    // Of the same lengths, so that only signature and digests can tell.
    zhang.events.truncate(1);
    zhang.decide(4);
    let path = place.file("two.wxb");
    zhang.send(Target::File { path: &path, replace: false }, &zhang.events, &["{\"form\":2}\n"]).unwrap();
    let two = fs::read(path).unwrap();
    let known = [zhang.key.public()];
    let manifest_end = |bytes: &[u8]| 32 + u32::from_be_bytes(bytes[12..16].try_into().unwrap()) as usize;
    let (end_one, end_two) = (manifest_end(&one), manifest_end(&two));
    let signature = [&one[..end_one + 33], &two[end_two + 33..end_two + 97], &one[end_one + 97..]].concat();
    assert_eq!(place.refusal(&signature, &known), "problem-bundle-signature");
    let (mut parts, other) = (Parts::of(&one), Parts::of(&two));
    let manifest = canonical::write(&other.manifest).unwrap();
    let mut with_manifest = parts.seal_text(manifest.as_bytes(), &zhang.key);
    let at = 32 + manifest.len() + 33;
    with_manifest[at..at + 64].copy_from_slice(&one[end_one + 33..end_one + 97]);
    assert_eq!(place.refusal(&with_manifest, &known), "problem-bundle-signature");
    parts.payload = other.payload;
    let mut with_payload = one[..end_one + 97].to_vec();
    with_payload.extend(&parts.payload);
    with_payload[16..24].copy_from_slice(&(parts.payload.len() as u64).to_be_bytes());
    let refusal = place.refusal(&with_payload, &known);
    assert!(["problem-bundle-payload-digest", "problem-bundle-signature"].contains(&refusal), "{refusal}");
    // A signature over an event of the same bytes is none over a bundle.
    let mut event_signature = one.clone();
    event_signature[end_one + 33..end_one + 97].copy_from_slice(&sign_event(&zhang.key, &one[..end_one]));
    assert_eq!(place.refusal(&event_signature, &known), "problem-bundle-signature");
}

// ------------------------------------------------------------------------------------------ things that are no files

#[test]
fn what_is_no_plain_file_is_refused_at_once() {
    let (place, zhang, _) = small();
    let known = [zhang.key.public()];
    let what = |path: &Path| {
        let problem = place.open(path, &known).unwrap_err();
        (problem.key, problem.args.iter().find(|(name, _)| *name == "what").map(|(_, value)| value.clone()))
    };
    let not_a_file = |what: &str| ("problem-bundle-not-a-file", Some(what.to_owned()));
    assert_eq!(what(&place.staging()), not_a_file("folder"));
    assert_eq!(what(&place.file("none.wxb")).0, "problem-bundle-unreadable");
    let sparse = place.file("sparse.wxb");
    fs::File::create(&sparse).unwrap().set_len(10 << 30).unwrap();
    assert_eq!(what(&sparse).0, "problem-bundle-too-large");
    #[cfg(unix)]
    {
        use std::os::unix::fs::symlink;
        let (link, circle, pipe) = (place.file("link.wxb"), place.file("circle.wxb"), place.file("pipe.wxb"));
        symlink(place.file("small.wxb"), &link).unwrap();
        symlink(&circle, &circle).unwrap();
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        assert_eq!(what(&link), not_a_file("link"));
        assert_eq!(what(&circle), not_a_file("link"));
        assert_eq!(what(&pipe), not_a_file("device"));
        assert_eq!(what(Path::new("/dev/zero")), not_a_file("device"));
    }
}

#[test]
fn what_happens_to_the_original_while_it_is_read_does_not_matter() {
    let (place, zhang, _) = small();
    let path = place.file("small.wxb");
    let opened = place.open(&path, &[zhang.key.public()]).unwrap();
    fs::write(&path, b"rewritten").unwrap();
    fs::remove_file(&path).unwrap();
    let mut count = 0;
    bundle::read_payload(&opened, &mut |_| {
        count += 1;
        Ok(())
    })
    .unwrap();
    assert_eq!(count, 3);
}
