#!/usr/bin/env python3
"""Repeats a simple random draw from the sealed files: redraw.py population.tsv plan.tsv seed.txt [TOTAL] > drawn.tsv
TOTAL is how many were drawn after drawing on. With replaced.tsv in its place: who stands in for whoever gave way. With plan.json
(then TOTAL and replaced.tsv where there are any): which of them two people re-verify."""
import hashlib, json, math, sys
from fractions import Fraction

def sha256(data): return hashlib.sha256(data).hexdigest()

def redraw(population, plan, record, total=0, replaced=None):
    lines = record.decode().split("\n")
    if lines[:3] != ["CJ1-SEED", "frame=" + sha256(population), "plan=" + sha256(plan)]: raise SystemExit("the seed is not of these files")
    units = [row.split("\t") for row in population.decode().split("\n")[1:-1]]  # key, stratum, fen, status, reasons
    keys = [unit[0].encode() for unit in units]
    if keys != sorted(set(keys)): raise SystemExit("keys twice or out of order")
    answer = [f"C\t{stratum}\t-\t-\t{key}\t{why}" for key, stratum, fen, status, why in units if status == "C"]
    left = sum(unit[3] == "R" for unit in units)
    rows = [row.split("\t") for row in plan.decode().split("\n")[1:-1]]
    said = [line.split("\t") for line in (replaced or b"").decode().split("\n")[:-1]]
    why = {line[3]: line[4] for line in said if line[0] == "O"}  # who gave way, and why
    if said: answer, total = [f"T\t{said[0][1]}"], int(said[0][1])
    counts = [int(count) for stratum, frame, count, method in rows]
    while sum(counts) < total:  # one by one to the largest N*N/(n*(n+1)), then the larger N, then the name
        free = [at for at in range(len(rows)) if counts[at] < int(rows[at][1])]
        most = max((not counts[at], Fraction(int(rows[at][1]) ** 2, counts[at] * (counts[at] + 1) or 1), int(rows[at][1]), -at) for at in free)
        counts[-most[3]] += 1
    for (stratum, frame, planned, method), count in zip(rows, counts):
        tickets = sorted((sha256(f"CJ1|{sha256(record)}|main|{unit[0]}".encode()), unit[0].encode()) for unit in units if unit[1] == stratum and unit[3] == "R")
        if method != "srs" or len(tickets) != int(frame): raise SystemExit(f"the plan does not fit stratum {stratum}")
        drawn, left = tickets[:count], left - len(tickets)
        if said:
            at = 0
            while at < len(drawn):  # whoever gives way lets one more in, who may have to give way, too
                if drawn[at][1].decode() in why:
                    answer.append(f"O\t{stratum}\t{at + 1}\t{drawn[at][1].decode()}\t{why[drawn[at][1].decode()]}")
                    drawn = tickets[:len(drawn) + 1]
                at += 1
            answer += [f"N\t{stratum}\t{place + 1}\t{tickets[place][0]}\t{tickets[place][1].decode()}" for place in range(count, len(drawn))]
            continue
        answer += [f"S\t{stratum}\t{place}\t{ticket}\t{key.decode()}\t" for place, (ticket, key) in enumerate(drawn, 1)]
        answer.append(f"cut\t{stratum}\t{count}\t{drawn[-1][0] if drawn else '-'}")
    if left: raise SystemExit("units that the plan leaves out")
    return ("\n".join(answer) + "\n").encode()

def second(population, plan, record, full, total=0, replaced=None):
    if record.decode().split("\n")[3] != "planjson=" + sha256(full): raise SystemExit("the seed is not of this plan.json")
    def drawn(letter, field, *more):
        rows = [row.split("\t") for row in redraw(population, plan, record, *more).decode().split("\n")]
        return [(sha256(f"CJ1|{sha256(record)}|second|".encode() + row[field].encode()), row[field].encode()) for row in rows if row[0] == letter]
    planned = sorted(drawn("S", 4))
    share = json.loads(full).get("second_share", "0")
    share = Fraction(share[:-1]) / 100 if share.endswith("%") else Fraction(share)
    chosen = planned[:math.ceil(share * len(planned))]
    # Whoever comes later, drawn on or standing in, is in the lot with a ticket not above its largest.
    later = set(drawn("S", 4, total) if total else []) | set(drawn("N", 4, 0, replaced) if replaced else [])
    chosen += sorted(unit for unit in later - set(chosen) if chosen and (share == 1 or unit[0] <= chosen[-1][0]))
    return b"".join(b"%d\t%s\t%s\n" % (place, ticket.encode(), key) for place, (ticket, key) in enumerate(chosen, 1))

if __name__ == "__main__":
    files, more = [open(path, "rb").read() for path in sys.argv[1:4]], sys.argv[4:]
    total = sum(int(text) for text in more if text.isdigit())
    said = [open(path, "rb").read() for path in more if not path.isdigit()]
    full, replaced = ([part for part in said if part.startswith(b"{") == json_file] + [None] for json_file in (True, False))
    answer = second(*files, full[0], total, replaced[0]) if full[0] else redraw(*files, total, replaced[0])
    sys.stdout.buffer.write(answer)
