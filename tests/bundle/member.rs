//! A member who means harm: bundles that are signed rightly and wrong all the same.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use serde_json::{Value, json};
use wenxiao::exchange::bundle::{self, Sender};
use wenxiao::model::canonical;
use wenxiao::model::event::{self, Body};
use wenxiao::model::ids::{BatchId, WorkspaceId, sha256, sha256_hex};
use wenxiao::sync::sign::sign_event;

use super::support::*;

#[test]
fn the_rules_of_the_header_hold_also_when_signed() {
    let (place, zhang, bytes) = small();
    let known = [zhang.key.public()];
    let parts = Parts::of(&bytes);
    assert_eq!(parts.clone().seal(&zhang.key), bytes, "taken apart and put together again");
    assert_eq!(place.refusal(&Parts { major: 2, ..parts.clone() }.seal(&zhang.key), &known), "problem-bundle-major");
    let reserved = Parts { reserved: [0, 0, 0, 0, 0, 1], ..parts.clone() };
    assert_eq!(place.refusal(&reserved.seal(&zhang.key), &known), "problem-bundle-reserved");

    let later = Parts { minor: 9, ..parts }.with("added_later", json!({"x": [1]}));
    let path = place.file("later.wxb");
    fs::write(&path, later.seal(&zhang.key)).unwrap();
    assert_eq!(place.read(&path, &known).unwrap().0, [zhang.id(1), zhang.id(2)]);
}

#[test]
fn the_rules_of_the_manifest_hold_also_when_signed() {
    let (place, zhang, bytes) = small();
    let known = [zhang.key.public()];
    let parts = Parts::of(&bytes);
    let refusal = |field: &str, value: Value| place.refusal(&parts.clone().with(field, value).seal(&zhang.key), &known);
    assert_eq!(refusal("workspace", json!(WorkspaceId([6; 32]))), "problem-bundle-workspace");
    assert_eq!(refusal("crit", json!(["sealed-votes"])), "problem-bundle-critical");
    assert_eq!(refusal("crit", json!(["sealed-files", "sealed-votes"])), "problem-bundle-critical");
    assert_eq!(refusal("crit", json!([7])), "problem-bundle-critical");
    assert_eq!(refusal("schema", json!([2, 3])), "problem-bundle-schema");
    assert_eq!(refusal("schema", json!([2, 1])), "problem-bundle-manifest");
    assert_eq!(refusal("type", json!("receipt")), "problem-bundle-manifest");
    assert_eq!(refusal("kind", json!("poem")), "problem-bundle-manifest");
    assert_eq!(refusal("events", json!(3)), "problem-bundle-ranges");
    assert_eq!(refusal("ranges", json!([])), "problem-bundle-ranges");
    assert_eq!(refusal("blobs", json!([])), "problem-bundle-blobs");
    assert_eq!(refusal("blobs", json!([[BatchId([1; 32]), 11]])), "problem-bundle-blob");
    let sender = Sender { incarnation: 1, ..zhang.sender() };
    assert_eq!(refusal("sender", json!(sender)), "problem-bundle-manifest");
    let mut ranges = parts.manifest["ranges"].clone();
    ranges[0][2] = json!(3);
    assert_eq!(refusal("ranges", ranges), "problem-bundle-ranges");

    assert_eq!(refusal("blobs", json!([[BatchId([1; 32]), (512 << 20) + 1]])), "problem-bundle-manifest");
    let tables = [&b"1\n"[..], b"2\n"];
    let mut descending = tables.map(|table| (BatchId(sha256(table)), table));
    descending.sort_by_key(|(id, _)| std::cmp::Reverse(*id));
    let raw = [&record(2, descending[0].1)[..], &record(2, descending[1].1), &record(0, b"")].concat();
    let listed = json!(descending.map(|(id, table)| (id, table.len())));
    let twisted = parts.clone().with_raw(&raw).with("blobs", listed).with("events", json!(0)).with("ranges", json!([]));
    assert_eq!(place.refusal(&twisted.seal(&zhang.key), &known), "problem-bundle-manifest");
    let mut length = parts.clone();
    length.manifest["payload"]["len"] = json!(parts.payload.len() - 1);
    length.manifest["payload"]["sha256"] = json!(sha256_hex(&parts.payload[..parts.payload.len() - 1]));
    let text = canonical::write(&length.manifest).unwrap();
    assert_eq!(place.refusal(&length.seal_text(text.as_bytes(), &zhang.key), &known), "problem-bundle-manifest");

    let mut zstd = parts.clone();
    zstd.manifest["payload"]["alg"] = json!("zstd");
    assert_eq!(place.refusal(&zstd.seal(&zhang.key), &known), "problem-bundle-algorithm");
    let text = canonical::write(&parts.manifest).unwrap();
    for spelling in [text.replacen(":", ": ", 1), text.replacen("{", "{\"a\":1,\"a\":1,", 1), format!("{text}\n")] {
        let bytes = parts.seal_text(spelling.as_bytes(), &zhang.key);
        assert_eq!(place.refusal(&bytes, &known), "problem-bundle-manifest");
    }
}

#[test]
fn the_rules_of_the_records_hold_also_when_signed() {
    let (place, zhang, bytes) = small();
    let known = [zhang.key.public()];
    let parts = Parts::of(&bytes);
    let raw = parts.raw();
    let refusal = |raw: &[u8]| place.refusal(&parts.clone().with_raw(raw).seal(&zhang.key), &known);
    let [one, two] = [0, 1].map(|at| event_record(&zhang.events[at].0, &zhang.events[at].1));
    let blob = record(2, b"{\"form\":1}\n");
    let end = record(0, b"");
    assert_eq!(raw, [&one[..], &two, &blob, &end].concat(), "the records as described");

    assert_eq!(refusal(&[&two[..], &one, &blob, &end].concat()), "problem-bundle-order");
    assert_eq!(refusal(&[&one[..], &one, &blob, &end].concat()), "problem-bundle-order");
    assert_eq!(refusal(&[&two[..], &blob, &end].concat()), "problem-bundle-ranges");
    assert_eq!(refusal(&[&one[..], &two, &end].concat()), "problem-bundle-blobs");
    assert_eq!(refusal(&[&one[..], &two, &blob, &blob, &end].concat()), "problem-bundle-blobs");
    assert_eq!(refusal(&[&blob[..], &one, &two, &end].concat()), "problem-bundle-record");
    assert_eq!(refusal(&[&one[..], &two, &record(2, b"{\"form\":2}\n"), &end].concat()), "problem-bundle-blob");
    assert_eq!(refusal(&[&one[..], &two, &blob].concat()), "problem-bundle-record", "no end");
    assert_eq!(refusal(&[&raw[..], b"x"].concat()), "problem-bundle-record", "something behind the end");
    assert_eq!(refusal(&[&one[..], &two, &blob, &record(0, b"x")].concat()), "problem-bundle-record");
    assert_eq!(refusal(&[&one[..], &two, &blob, &[0, 0, 0, 0, 1]].concat()), "problem-bundle-record");
    assert_eq!(refusal(&[&one[..], &two, &blob, &record(7, b"")].concat()), "problem-bundle-record");
    let mut length = blob.clone();
    length[4] += 1;
    assert_eq!(refusal(&[&one[..], &two, &length, &end].concat()), "problem-bundle-blob");
    assert_eq!(refusal(&raw[..raw.len() - 8]), "problem-bundle-record");
    let huge = [&[1][..], &u32::MAX.to_be_bytes()].concat();
    assert_eq!(refusal(&huge), "problem-bundle-event");
    let mut suite = raw.clone();
    suite[5 + zhang.events[0].0.len()] = 2;
    assert_eq!(refusal(&suite), "problem-bundle-suite");
}

#[test]
fn an_event_in_another_spelling_is_refused_though_its_signature_is_right() {
    let (place, zhang, bytes) = small();
    let parts = Parts::of(&bytes);
    let text = String::from_utf8(zhang.events[0].0.clone()).unwrap();
    let spellings: [Vec<u8>; 9] = [
        text.replacen(":", ": ", 1).into(),
        text.replacen("\"seq\":1", "\"seq\":1.0", 1).into(),
        text.replacen("\"seq\":1", "\"seq\":1e0", 1).into(),
        text.replacen("\"seq\":1", "\"seq\":1,\"seq\":1", 1).into(),
        text.replacen("张", "\\u5f20", 1).into(),
        text.replacen("\"name\":\"张三\"", "\"name\":\"\\ud800\"", 1).into(),
        [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        text.replacen("\"office\":\"", &format!("\"nest\":{}{},\"office\":\"", "[".repeat(100), "]".repeat(100)), 1)
            .into(),
        [text.as_bytes().split_last().unwrap().1, b",\"z\":\"\xff\"}"].concat(),
    ];
    for spelling in spellings {
        assert_ne!(spelling, text.as_bytes());
        let event = event_record(&spelling, &sign_event(&zhang.key, &spelling));
        let raw = [&event[..], &record(0, b"")].concat();
        let touched = parts.clone().with("blobs", json!([])).with_raw(&raw).seal(&zhang.key);
        assert_eq!(place.refusal(&touched, &[zhang.key.public()]), "problem-bundle-event");
    }
    let mut elsewhere = zhang.envelope();
    elsewhere.workspace = WorkspaceId([6; 32]);
    let body = Body::Unknown(json!({}));
    let foreign = event::write(&elsewhere, "x", &body).unwrap();
    let raw = [&event_record(&foreign, &sign_event(&zhang.key, &foreign))[..], &record(0, b"")].concat();
    let touched = parts.with("blobs", json!([])).with_raw(&raw).seal(&zhang.key);
    assert_eq!(place.refusal(&touched, &[zhang.key.public()]), "problem-bundle-event", "of another workspace");
}

#[test]
fn the_payload_is_one_stream_of_the_promised_length() {
    let (place, zhang, bytes) = small();
    let known = [zhang.key.public()];
    let parts = Parts::of(&bytes);
    let raw = parts.raw();
    let refusal = |payload: Vec<u8>| place.refusal(&parts.clone().with_payload(payload, &raw).seal(&zhang.key), &known);
    let stream = zlib(&raw);
    assert_eq!(refusal([&stream[..], &zlib(b"")].concat()), "problem-bundle-stream", "two streams");
    assert_eq!(refusal([&stream[..], b"\0"].concat()), "problem-bundle-stream", "a byte behind the stream");
    assert_eq!(refusal(stream[..stream.len() - 4].to_vec()), "problem-bundle-stream", "no checksum at the end");
    assert_eq!(refusal(stream[..stream.len() / 2].to_vec()), "problem-bundle-stream");
    assert_eq!(refusal(raw.clone()), "problem-bundle-stream", "not compressed at all");
    let mut dictionary = stream.clone();
    dictionary[1] = 0xbb; // FDICT set, header check right
    assert_eq!(refusal(dictionary), "problem-bundle-stream", "a preset dictionary");

    for raw_len in [0, raw.len() - 1, raw.len() + 1, 100_000] {
        let mut lie = parts.clone();
        lie.manifest["payload"]["raw_len"] = json!(raw_len);
        let key = place.refusal(&lie.seal(&zhang.key), &known);
        assert_eq!(key, "problem-bundle-raw-length", "{raw_len}");
    }
    let mut lie = parts.clone();
    lie.manifest["payload"]["raw_sha256"] = json!(sha256_hex(b"other"));
    assert_eq!(place.refusal(&lie.seal(&zhang.key), &known), "problem-bundle-raw-digest");
    let mut lie = parts.clone();
    lie.manifest["payload"]["raw_len"] = json!(-1);
    assert_eq!(place.refusal(&lie.seal(&zhang.key), &known), "problem-bundle-manifest");
}

/// Most memory this process ever held, in KiB.
#[cfg(target_os = "linux")]
fn peak_memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// 256 MiB of records that begin with a blob's; `noise` bytes in each MiB do not compress.
#[cfg(target_os = "linux")]
fn large_payload(noise: usize) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&[&[2][..], &(256u32 << 20).to_be_bytes()].concat()).unwrap();
    for part in 0..256u32 {
        let mut mebibyte = vec![0; 1 << 20];
        for (at, chunk) in mebibyte[..noise].chunks_mut(32).enumerate() {
            chunk.copy_from_slice(&sha256(&[part.to_be_bytes(), (at as u32).to_be_bytes()].concat()));
        }
        encoder.write_all(&mebibyte).unwrap();
    }
    encoder.write_all(&record(0, b"")).unwrap();
    encoder.finish().unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn a_members_bomb_is_refused_in_bounded_memory() {
    // Reading happens in a process of its own, so that neither making the bombs nor other tests count.
    const CHILD: &str = "WENXIAO_TEST_BOMBS";
    const RAW: u64 = (256 << 20) + 10;
    let cases = [
        ("honest.wxb", "problem-bundle-expands"),
        ("lying.wxb", "problem-bundle-raw-length"),
        ("fair.wxb", "problem-bundle-blob"),
    ];
    if let Some(folder) = std::env::var_os(CHILD) {
        let known = [Desk::new("张三", 1).key.public()];
        let place = Place::new();
        for (name, expected) in cases {
            let key = place
                .open(&Path::new(&folder).join(name), &known)
                .and_then(|opened| bundle::read_payload(&opened, &mut |_| panic!("given out")))
                .unwrap_err()
                .key;
            assert_eq!(key, expected);
        }
        assert!(peak_memory() < 64 * 1024, "{} KiB", peak_memory());
        return;
    }
    let (place, zhang, bytes) = small();
    let parts = Parts::of(&bytes)
        .with("events", json!(0))
        .with("ranges", json!([]))
        .with("blobs", json!([[BatchId([1; 32]), 256 << 20]]));
    let write = |name: &str, payload: Vec<u8>, raw_len: u64| {
        let mut parts = Parts { payload, ..parts.clone() };
        parts.manifest["payload"]["raw_len"] = json!(raw_len);
        fs::write(place.file(name), parts.seal(&zhang.key)).unwrap();
    };
    // Says itself that it inflates to far more than 200 times its length.
    write("honest.wxb", large_payload(0), RAW);
    // Says it would be less.
    write("lying.wxb", large_payload(0), 40 << 20);
    // Keeps to the ratio, but is not the table it says.
    write("fair.wxb", large_payload(8192), RAW);
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "member::a_members_bomb_is_refused_in_bounded_memory", "--nocapture"])
        .env(CHILD, place.0.path())
        .output()
        .unwrap();
    assert!(child.status.success(), "{}", String::from_utf8_lossy(&child.stderr));
    assert!(String::from_utf8_lossy(&child.stdout).contains("1 passed"));
}
