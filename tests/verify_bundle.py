#!/usr/bin/env python3
"""Reads and checks an exchange bundle (.wxb) from the description of the format alone.

Independent of the program on purpose: Python standard library only, its own Ed25519 (RFC 8032), its own check of the
canonical text. Prints one JSON object and ends with 0; says what does not hold and ends with 1.

    python3 verify_bundle.py FILE           reads
    python3 verify_bundle.py --make FILE    writes one (with a key everyone knows), for the program to read
"""

import hashlib
import json
import sys
import zlib

# ------------------------------------------------------------------------------------------- Ed25519 (RFC 8032)

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def add(one, two):
    (x1, y1, z1, t1), (x2, y2, z2, t2) = one, two
    a, b = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    c, d = 2 * t1 * t2 * D % P, 2 * z1 * z2 % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number, point):
    result = (0, 1, 1, 0)
    while number:
        if number & 1:
            result = add(result, point)
        point = add(point, point)
        number >>= 1
    return result


def same(one, two):
    return (one[0] * two[2] - two[0] * one[2]) % P == 0 and (one[1] * two[2] - two[1] * one[2]) % P == 0


def point_of(data):
    """The point of 32 bytes in their only spelling, or None."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        return None
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * ROOT % P
    if (x * x - x2) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


BASE = point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def signed(key, message, signature):
    """Strict: no point of small order, no second spelling, no cofactor."""
    a, r = point_of(key), point_of(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    neutral = (0, 1, 1, 0)
    if a is None or r is None or s >= L or same(times(8, a), neutral) or same(times(8, r), neutral):
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    return same(times(s, BASE), add(r, times(k, a)))


def sign(secret, message):
    digest = hashlib.sha512(secret).digest()
    a = int.from_bytes(digest[:32], "little") & (2**254 - 8) | 2**254
    key = bytes_of(times(a, BASE))
    r = int.from_bytes(hashlib.sha512(digest[32:] + message).digest(), "little") % L
    point = bytes_of(times(r, BASE))
    k = int.from_bytes(hashlib.sha512(point + key + message).digest(), "little") % L
    return key, point + ((r + k * a) % L).to_bytes(32, "little")


def bytes_of(point):
    x, y, z, _ = point
    inverse = pow(z, P - 2, P)
    x, y = x * inverse % P, y * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def pae(kind, body):
    return b"DSSEv1 %d %s %d " % (len(kind), kind.encode(), len(body)) + body


# ---------------------------------------------------------------------------------------------- canonical text


class Wrong(Exception):
    pass


def need(holds, what):
    if not holds:
        raise Wrong(what)


def canonical(data, what):
    def refuse(text):
        raise Wrong(f"{what}: number {text}")

    try:
        value = json.loads(data.decode("utf-8"), parse_float=refuse, parse_constant=refuse)
        again = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise Wrong(f"{what}: {error}") from error
    # Also finds duplicate keys, other escapes, blanks and other orders.
    need(again == data, f"{what}: not canonical")
    return value


def tagged(tag, *parts):
    return hashlib.sha256(tag.encode() + b"\0" + b"".join(parts)).digest()


def replica_of(key, incarnation):
    return tagged("rv-replica-1", key, incarnation.to_bytes(4, "big"))[:16].hex()


# ------------------------------------------------------------------------------------------------------ bundle

EVENT_TYPE = "application/vnd.review.event+json;v=1"
BUNDLE_TYPE = "application/vnd.review.bundle+json;v=1"


def read_bundle(data):
    need(data[:8] == bytes.fromhex("89 52 56 42 0D 0A 1A 0A"), "magic")
    need(len(data) >= 32, "cut short")
    number = lambda at, length: int.from_bytes(data[at : at + length], "big")
    need(number(8, 2) == 1, "major version")
    manifest_length, payload_length, block_length = number(12, 4), number(16, 8), number(24, 2)
    need(0 < manifest_length <= 1 << 20, "manifest length")
    need(block_length == 97, "signature block length")
    need(number(26, 6) == 0, "reserved bytes")
    need(len(data) == 32 + manifest_length + block_length + payload_length, "file length")

    covered = data[: 32 + manifest_length]
    block = data[len(covered) : len(covered) + block_length]
    payload = data[len(covered) + block_length :]
    key = block[1:33]
    need(block[0] == 1, "signature suite")
    need(signed(key, pae(BUNDLE_TYPE, covered), block[33:]), "signature of the bundle")

    manifest = canonical(covered[32:], "manifest")
    promised = manifest["payload"]
    need(manifest["type"] == "review-bundle", "type")
    need(all(need == "sealed-files" for need in manifest["crit"]), "needs what this reader does not know")
    need(manifest["sender"]["replica"] == replica_of(key, manifest["sender"]["incarnation"]), "sender")
    need(promised["alg"] == "zlib" and promised["len"] == payload_length, "payload length")
    need(hashlib.sha256(payload).hexdigest() == promised["sha256"], "payload digest")
    need(promised["raw_len"] <= min(1 << 30, payload_length * 200 + (1 << 20)), "expansion")

    inflate = zlib.decompressobj()
    raw = inflate.decompress(payload, promised["raw_len"] + 1)
    need(inflate.eof and not inflate.unused_data and not inflate.unconsumed_tail, "exactly one stream")
    need(len(raw) == promised["raw_len"], "inflated length")
    need(hashlib.sha256(raw).hexdigest() == promised["raw_sha256"], "inflated digest")
    return manifest, key, raw


def read_records(manifest, key, raw):
    at = 0

    def take(length):
        nonlocal at
        need(at + length <= len(raw), "record cut short")
        at += length
        return raw[at - length : at]

    keys = {manifest["sender"]["replica"]: key}
    events, blobs, ranges, ends, last = [], [], [], {}, None
    held = 0
    while True:
        kind, length = take(1)[0], int.from_bytes(take(4), "big")
        if kind == 0:
            need(length == 0 and at == len(raw), "end record")
            break
        body = take(length)
        if kind == 2:
            need([hashlib.sha256(body).hexdigest(), length] == manifest["blobs"][len(blobs)], "blob")
            blobs.append(hashlib.sha256(body).hexdigest())
            continue
        need(kind == 1 and not blobs, "kind of record")
        need(length <= 256 * 1024, "event size")
        need(take(1)[0] == 1 and int.from_bytes(take(2), "big") == 64, "signature suite of an event")
        signature = take(64)
        event = canonical(body, "event")
        identity = tagged("rv-event-1", body).hex()
        need(event["ws"] == manifest["workspace"], "workspace of an event")
        replica, seq, previous = event["dev"], event["seq"], event["prev"]
        need((seq == 1) == (previous == "0" * 64), "first of a chain")
        need(last is None or last < (replica, seq, identity), "order of the events")
        if last is None or last[0] != replica:
            ends = {}
        last = (replica, seq, identity)
        stretch = ends.pop(previous, None)
        if stretch is None or stretch[2] + 1 != seq:
            stretch = [replica, seq, seq, previous, identity]
            ranges.append(stretch)
        stretch[2], stretch[4] = seq, identity
        ends[identity] = stretch
        if event["kind"] == "device.started":
            started = bytes.fromhex(event["data"]["key"])
            if replica_of(started, event["data"]["incarnation"]) == replica:
                keys[replica] = started
        if replica in keys:
            need(signed(keys[replica], pae(EVENT_TYPE, body), signature), f"signature of event {identity}")
            held += 1
        events.append(identity)
    need(len(blobs) == len(manifest["blobs"]), "number of blobs")
    need(len(events) == manifest["events"], "number of events")
    need(ranges == manifest["ranges"], "stretches of the chains")
    return events, blobs, held


def write_canonical(value):
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def make():
    secret = bytes(range(32))
    key = sign(secret, b"")[0]
    replica, workspace = replica_of(key, 0), "05" * 32
    raw, previous = b"", "0" * 64
    bodies = [
        ("device.started", {"incarnation": 0, "key": key.hex(), "name": "钱七", "office": "预算处\t\u0001\u007f\"\\"}),
        ("panel.voted", {"later": [1, None, True, "😀"]}),
    ]
    for seq, (kind, data) in enumerate(bodies, 1):
        body = write_canonical(
            {
                "app": "py",
                "at": "0197000000000001",
                "author": "p-7",
                "crit": False,
                "data": data,
                "dev": replica,
                "kind": kind,
                "op": f"op-{seq}",
                "prev": previous,
                "sees": [],
                "seq": seq,
                "v": 1,
                "ws": workspace,
            }
        )
        previous = tagged("rv-event-1", body).hex()
        signature = sign(secret, pae(EVENT_TYPE, body))[1]
        raw += b"\1" + len(body).to_bytes(4, "big") + body + b"\1\0\x40" + signature
    blob = "{\"form\":\"桥梁\"}\n".encode()
    raw += b"\2" + len(blob).to_bytes(4, "big") + blob + bytes(5)
    payload = zlib.compress(raw, 9)
    manifest = write_canonical(
        {
            "type": "review-bundle",
            "workspace": workspace,
            "sender": {"incarnation": 0, "person": "p-7", "replica": replica},
            "bundle": "01970000-0000-7000-8000-000000000007",
            "kind": "full",
            "created": 1750000000000,
            "to": [],
            "crit": [],
            "schema": [1, 1],
            "events": 2,
            "ranges": [[replica, 1, 2, "0" * 64, previous]],
            "requires": [],
            "ack": [],
            "gaps": [],
            "blobs": [[hashlib.sha256(blob).hexdigest(), len(blob)]],
            "payload": {
                "alg": "zlib",
                "len": len(payload),
                "sha256": hashlib.sha256(payload).hexdigest(),
                "raw_len": len(raw),
                "raw_sha256": hashlib.sha256(raw).hexdigest(),
            },
        }
    )
    head = bytes.fromhex("89 52 56 42 0D 0A 1A 0A 0001 0000")
    head += len(manifest).to_bytes(4, "big") + len(payload).to_bytes(8, "big") + b"\0\x61" + bytes(6)
    signature = sign(secret, pae(BUNDLE_TYPE, head + manifest))[1]
    return head + manifest + b"\1" + key + signature + payload


def main():
    if sys.argv[1] == "--make":
        with open(sys.argv[2], "wb") as file:
            file.write(make())
    with open(sys.argv[-1], "rb") as file:
        data = file.read()
    try:
        manifest, key, raw = read_bundle(data)
        events, blobs, held = read_records(manifest, key, raw)
    except (Wrong, KeyError, IndexError, TypeError, ValueError, zlib.error) as error:
        print(f"does not hold: {error!r}", file=sys.stderr)
        return 1
    print(
        json.dumps(
            {
                "bundle": manifest["bundle"],
                "key": key.hex(),
                "sha256": hashlib.sha256(data).hexdigest(),
                "events": events,
                "blobs": blobs,
                "signatures": held,
                "set": tagged("wx-set-1", *(bytes.fromhex(identity) for identity in sorted(set(events)))).hex(),
            },
            sort_keys=True,
        )
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
