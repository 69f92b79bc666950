"""Runs one instance through the peers and prints a line for each.

usage: peers.py INSTANCE.json OURS.json MILLISECONDS_BEST MILLISECONDS_STABLE LEMON_PROGRAM_OR_-

All peers get the same model; times include building it, not reading the file.
"""
import json
import subprocess
import sys
import tempfile
import time

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linear_sum_assignment, milp
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

LIMIT = 60  # seconds for HiGHS


class Instance:
    def __init__(self, path):
        raw = json.load(open(path))
        penalty = raw["policy"].get("load_penalty") or [0]
        mentee = {m["id"]: k for k, m in enumerate(raw["mentees"])}
        mentor = {m["id"]: k for k, m in enumerate(raw["mentors"])}
        self.n, self.m = len(mentee), len(mentor)
        self.places = [[penalty[min(k, len(penalty) - 1)] for k in range(m["capacity"])] for m in raw["mentors"]]
        self.i = np.array([mentee[p["mentee"]] for p in raw["pairs"]])
        self.j = np.array([mentor[p["mentor"]] for p in raw["pairs"]])
        self.fit = np.array([p["fit"] for p in raw["pairs"]])
        self.unit = 1 + self.n * 11000
        wish = {(mentee[m["id"]], mentor[w]): k for m in raw["mentees"] for k, w in enumerate(m.get("prefers") or [])}
        back = {(mentee[w], mentor[m["id"]]): k for m in raw["mentors"] for k, w in enumerate(m.get("prefers") or [])}
        pairs = list(zip(self.i, self.j))
        self.wish = np.array([wish.get(p, 1 << 30) for p in pairs])
        self.back = np.array([back.get(p, 1 << 30) for p in pairs])

    def columns(self):
        """Every place a column: the edges copied for each place of the mentor."""
        count = np.array([len(p) for p in self.places])
        first, cost = np.concatenate([[0], np.cumsum(count)]), np.array([c for p in self.places for c in p])
        copies = count[self.j]
        edge = np.repeat(np.arange(len(self.fit)), copies)
        nth = np.arange(len(edge)) - np.repeat(np.cumsum(copies) - copies, copies)
        columns = first[self.j[edge]] + nth
        return self.i[edge], columns, (self.unit + self.fit[edge] - cost[columns]).astype(float), int(first[-1])

    def told(self, worth):
        served = round(worth / self.unit)
        return served, round(worth - served * self.unit)


def sparse(x):
    rows, columns, worth, places = x.columns()
    extra = np.arange(x.n)  # a column for leaving each mentee out
    shift = worth.max() + 1  # explicit zeros are no edges, so costs are above 0
    g = csr_matrix((np.concatenate([shift - worth, np.full(x.n, shift)]),
                    (np.concatenate([rows, extra]), np.concatenate([columns, places + extra]))), shape=(x.n, places + x.n))
    r, c = min_weight_full_bipartite_matching(g)
    return x.told((shift - np.asarray(g[r, c])).sum())


def dense(x):
    rows, columns, worth, places = x.columns()
    g = np.full((x.n, places + x.n), -1e15)
    g[rows, columns] = worth
    g[np.arange(x.n), places + np.arange(x.n)] = 0
    r, c = linear_sum_assignment(g, maximize=True)
    return x.told(g[r, c].sum())


def stable(x, served, blocking):
    """The stable model as a mixed integer program: x an edge, z a place, b a blocking pair."""
    e, wishes = len(x.fit), np.flatnonzero(x.wish < 1 << 30)
    first = np.cumsum([0] + [len(p) for p in x.places])
    costs, z, b = np.array([c for p in x.places for c in p]), e, e + int(first[-1])
    size = b + len(wishes)
    of_mentee, of_mentor = [[] for _ in range(x.n)], [[] for _ in range(x.m)]
    for k, (i, j) in enumerate(zip(x.i, x.j)):
        of_mentee[i].append(k)
        of_mentor[j].append(k)
    rows, low, high = [], [], []

    def row(entries, lo, hi):
        rows.append(entries)
        low.append(lo)
        high.append(hi)

    for mine in of_mentee:
        row([(k, 1) for k in mine], 0, 1)
    for j, mine in enumerate(of_mentor):
        row([(k, 1) for k in mine] + [(z + c, -1) for c in range(first[j], first[j + 1])], 0, 0)
    for n, w in enumerate(wishes):
        i, j, places = x.i[w], x.j[w], len(x.places[x.j[w]])
        entries = {b + n: places}
        for k in of_mentee[i]:
            if x.wish[k] <= x.wish[w]:
                entries[k] = entries.get(k, 0) + places
        for k in of_mentor[j]:
            if x.back[k] <= x.back[w]:
                entries[k] = entries.get(k, 0) + 1
        row(list(entries.items()), places, np.inf)
    row([(k, 1) for k in range(e)], served, served)
    row([(b + n, 1) for n in range(len(wishes))], 0, blocking)
    data = [(r, c, v) for r, entries in enumerate(rows) for c, v in entries]
    matrix = coo_matrix(([d[2] for d in data], ([d[0] for d in data], [d[1] for d in data])), shape=(len(rows), size)).tocsr()
    objective = np.concatenate([-x.fit, costs, np.full(len(wishes), 1e6)])
    whole = np.concatenate([np.ones(e), np.zeros(len(costs)), np.ones(len(wishes))])
    got = milp(objective, constraints=LinearConstraint(matrix, low, high), bounds=Bounds(0, 1), integrality=whole,
               options={"time_limit": LIMIT, "mip_rel_gap": 0})
    if got.x is None:
        return "no answer in %d s" % LIMIT
    chosen = got.x.round()
    told = "fit %d, %d blocking" % (x.fit @ chosen[:e] - costs @ got.x[z:b].round(), chosen[b:].sum())
    return told + ("" if got.status == 0 else ", not proved (at most %d)" % -got.mip_dual_bound)


def timed(name, run):
    began = time.perf_counter()
    try:
        told = run()
    except MemoryError:
        told = "not enough memory"
    ms = (time.perf_counter() - began) * 1000
    print("  %-34s %10.1f ms   %s" % (name, ms, told if isinstance(told, str) else "served %d, fit %d" % told), flush=True)
    return told


def lemon(x, program):
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as f:
        f.write("%d %d %d %d\n" % (x.n, x.m, len(x.fit), x.unit))
        for p in x.places:
            f.write(" ".join(map(str, [len(p)] + p)) + "\n")
        for i, j, fit in zip(x.i, x.j, x.fit):
            f.write("%d %d %d\n" % (i, j, fit))
        f.flush()
        served, fit, ms = subprocess.run([program, f.name], capture_output=True, text=True, check=True).stdout.split()
    print("  %-34s %10.1f ms   served %s, fit %s" % ("LEMON network simplex", float(ms), served, fit), flush=True)
    return int(served), int(fit)


def main():
    path, ours, best_ms, stable_ms, program = sys.argv[1:]
    x, own = Instance(path), json.load(open(ours))
    print("%s: %d mentees, %d pairs" % (path.split("/")[-1][:-5], x.n, len(x.fit)))
    best = own["best-fit"]
    print("  %-34s %10.1f ms   served %d, fit %d" % ("talim best-fit, certified", float(best_ms), best["matched"], best["fit"]))
    told = [lemon(x, program)] if program != "-" else []
    told.append(timed("SciPy min_weight_full_bipartite", lambda: sparse(x)) if len(x.fit) < 300_000 else None)
    told.append(timed("SciPy linear_sum_assignment", lambda: dense(x)) if x.n < 1000 else None)
    same = all(t is None or tuple(t) == (best["matched"], best["fit"]) for t in told)
    s = own["stable"]
    print("  %-34s %10.1f ms   fit %d, %d blocking%s" % ("talim stable", float(stable_ms), s["fit"], s["blocking"], ", proved" if s["optimal"] else ""))
    if x.n < 1000:
        timed("HiGHS, stable model", lambda: stable(x, s["matched"], s["blocking"]))
    if not same:
        sys.exit("the optima differ")


main()
