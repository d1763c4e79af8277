#!/usr/bin/env python3
"""Repeats a simple random draw from the sealed files: redraw.py population.tsv plan.tsv seed.txt > drawn.tsv
Which of the drawn two people re-verify: redraw.py population.tsv plan.tsv seed.txt plan.json > second.tsv"""
import fractions, hashlib, json, math, sys

def sha256(data): return hashlib.sha256(data).hexdigest()

def redraw(population, plan, record):
    lines = record.decode().split("\n")
    if lines[:3] != ["CJ1-SEED", "frame=" + sha256(population), "plan=" + sha256(plan)]: raise SystemExit("the seed is not of these files")
    units = [row.split("\t") for row in population.decode().split("\n")[1:-1]]  # key, stratum, fen, status, reasons
    keys = [unit[0].encode() for unit in units]
    if keys != sorted(set(keys)): raise SystemExit("keys twice or out of order")
    answer = [f"C\t{stratum}\t-\t-\t{key}\t{why}" for key, stratum, fen, status, why in units if status == "C"]
    left = sum(unit[3] == "R" for unit in units)
    for stratum, frame, count, method in (row.split("\t") for row in plan.decode().split("\n")[1:-1]):
        tickets = sorted((sha256(f"CJ1|{sha256(record)}|main|{unit[0]}".encode()), unit[0].encode()) for unit in units if unit[1] == stratum and unit[3] == "R")
        if method != "srs" or len(tickets) != int(frame): raise SystemExit(f"the plan does not fit stratum {stratum}")
        drawn, left = tickets[:int(count)], left - len(tickets)
        answer += [f"S\t{stratum}\t{place}\t{ticket}\t{key.decode()}\t" for place, (ticket, key) in enumerate(drawn, 1)]
        answer.append(f"cut\t{stratum}\t{count}\t{drawn[-1][0] if drawn else '-'}")
    if left: raise SystemExit("units that the plan leaves out")
    return ("\n".join(answer) + "\n").encode()

def second(population, plan, record, full):
    if record.decode().split("\n")[3] != "planjson=" + sha256(full): raise SystemExit("the seed is not of this plan.json")
    drawn = [row.split("\t")[4].encode() for row in redraw(population, plan, record).decode().split("\n") if row.startswith("S\t")]
    tickets = sorted((sha256(f"CJ1|{sha256(record)}|second|".encode() + key), key) for key in drawn)
    share = json.loads(full)["second_share"]
    share = fractions.Fraction(share[:-1]) / 100 if share.endswith("%") else fractions.Fraction(share)
    chosen = tickets[:math.ceil(share * len(drawn))]
    return b"".join(b"%d\t%s\t%s\n" % (place, ticket.encode(), key) for place, (ticket, key) in enumerate(chosen, 1))

if __name__ == "__main__":
    files = [open(path, "rb").read() for path in sys.argv[1:5]]
    sys.stdout.buffer.write(second(*files) if len(files) > 3 else redraw(*files))
