"""What each stage of an archive takes of a report on this machine, measured at small sizes: figures to reckon from.

    python -m bench.costs [FILE] [--again join]

Writes bench/costs.json, which bench/simulate.py reckons from. Reading, briefs and files are measured on 300 reports of
the development pool (FILE, as bench/grouping.py reads it) with ``tellings archive run`` itself, grouping on made-up
reports (bench/made_up.py) in windows of 2,500, 10,000 and 40,000, borders on five windows of 8,000, joining on made-up
partial stories of which each goes on with one of the window before. Each is measured in a process of its own; seconds
are those of the processor. Other work on the machine makes these longer too, so a fixed bit of work is timed before and
after (``pace``), and all seconds are told as of the quickest pace that was met. With ``--again`` one stage alone is
measured anew.
"""

import argparse
import gzip
import json
import os
import pickle
import platform
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from bench.grouping import DATA
from bench.made_up import spread, write_days
from bench.stream import memory, read_stories
from bench.windows import peak, run
from tellings.bulk.joining import border_name, join_windows, window_name
from tellings.bulk.places import Folder
from tellings.bulk.tables import PARTIALS, Row, write_rows
from tellings.engines.local import LocalMapper
from tellings.story.windows import HEADS, REACH, Key, Window, plan_windows

COSTS = Path(__file__).with_suffix(".json")
GROUPED = (2_500, 10_000, 40_000)
BORDERED = (40_000, 8_000, 2_000)
READ = 300
READ_WITH_MODEL = 120
DAYS = 60
JOINED = 200_000
WINDOWS = 4
_SIZES = (1, 1, 1, 2, 3, 8)
"""Reports of partial stories, 2.7 on average, as they are in the made-up archives."""

Measured = dict[str, dict[str, Any]]


class Costs(msgspec.Struct, frozen=True):
    """Seconds of one core a report unless said otherwise, bytes a report.

    Grouping takes ``group + group_log * log2(reports the window sees)``; comparing ``compare_told`` for
    each partial story of the window and ``compare_held`` for each of the windows it is compared with. Joining takes
    ``join`` for each partial story, and ``memory_link`` bytes for each that a later window may go on with.
    """

    machine: str
    pace: float
    characters: float
    read: float
    read_with_model: float
    group: float
    group_log: float
    compare_told: float
    compare_held: float
    join: float
    tell: float
    shuffle: float
    brief: float
    partials: float
    bytes_input: float
    bytes_reading: float
    bytes_fingerprint: float
    bytes_partial: float
    bytes_story: float
    bytes_brief: float
    memory: float
    memory_seen: float
    memory_held: float
    memory_read: float
    memory_link: float


def pace() -> float:
    """Seconds of the processor that a fixed bit of work takes now: small arrays and small objects, as here."""
    begun = time.process_time()
    for number in range(24_000):
        terms = (np.arange(300, dtype=np.uint32) * np.uint32(2654435761 + number)) >> np.uint32(12)
        found, where = np.unique(terms, return_inverse=True)
        np.bincount(where, np.sqrt(found[where].astype(np.float32)), len(found))
        sorted({str(term): term for term in terms[:100].tolist()})
    return time.process_time() - begun


def group_made(path: Path, reports: int, size: int, overlap: int) -> dict[str, Any]:
    """Rows of (items, seconds, bytes of memory) of grouping and comparing; partial stories, and their bytes."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        counts = write_days(spread(pickle.loads(path.read_bytes()), reports, DAYS), folder)
        before = memory()
        done = run(folder, plan_windows(Counter(counts), size=size, overlap=overlap), LocalMapper())
        told = sum(spent.items for spent in done.compared)
        return {
            "group": [[s.items, s.seconds, s.memory] for s in done.grouped],
            "compare": [[s.items, s.seconds, s.memory] for s in done.compared],
            "base": before,
            "told": [told, sum(s.written for s in done.grouped) / reports],
        }


def join_made(_: Path, partials: int) -> dict[str, float]:
    """Seconds that joining takes of each partial story, and the bytes it holds of each of two windows."""
    with tempfile.TemporaryDirectory() as made:
        folder, each = Folder(made), partials // WINDOWS
        # Made elsewhere: what this process holds at most is told below.
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as elsewhere:
            elsewhere.submit(_write_partials, made, each).result()
        windows = [Window(n, (n, 0), (n, 0), (n + 1, 0), n * REACH) for n in range(WINDOWS)]
        join_windows(folder, windows[:1], waiting=1000)
        before, begun = memory(), time.process_time()
        join_windows(folder, windows, waiting=1000)
        return {"join_s": (time.process_time() - begun) / partials, "link": (peak() - before) / (2 * each)}


def _write_partials(made: str, each: int) -> None:
    folder, chance = Folder(made), random.Random(1)
    earlier: list[Key] = []
    for number in range(WINDOWS):
        rows: list[Row] = []
        for _ in range(each):
            docs = sorted(f"d{chance.randrange(16**12):012x}" for _ in range(chance.choice(_SIZES)))
            rows.append(
                {
                    "day": number, "first_report": docs[0], "title": f"{docs[0]} and what a title of usual length has",
                    "first": None, "last": None, "reports": len(docs), "documents": docs, "partitions": [0] * len(docs),
                    "shared": [], "central": docs[:HEADS], "heads": [],
                }
            )  # fmt: skip
        rows.sort(key=lambda row: str(row["first_report"]))
        write_rows(folder, window_name(number), PARTIALS, [rows[at : at + 1000] for at in range(0, each, 1000)])
        keys = [(number, str(row["first_report"])) for row in rows]
        if number:
            pairs = zip(earlier, keys, strict=True)
            folder.write(border_name(number), msgspec.json.encode(sorted(pairs)))
        earlier = keys


def run_archive(path: Path, reports: int, model: bool) -> dict[str, float]:
    """Seconds of each stage and bytes of each kind of file, a report, of an archive of reports of the pool."""
    from tellings.bulk.records import Settings
    from tellings.bulk.run import run_archive

    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        characters = 0
        with gzip.open(path, "rt", encoding="utf-8") as lines, (folder / "in.jsonl").open("w") as out:
            for line in islice(lines, reports):
                report = json.loads(line)
                characters += len(report["text"])
                out.write(
                    json.dumps({name: report[name] or "" for name in ("id", "text", "title", "published")}) + "\n"
                )
        begun = time.process_time()
        run_archive([str(folder / "in.jsonl")], str(folder / "out"), settings=Settings(model=model), threads=1)
        spent = time.process_time() - begun
        entries = [json.loads(e.read_text()) for e in (folder / "out/entries").rglob("*.json")]
        by_clock = sum(entry["seconds"] for entry in entries)
        found = {"characters": characters / reports, "bytes_input": (folder / "in.jsonl").stat().st_size / reports}
        for entry in entries:
            name = f"{entry['stage']}_s"
            found[name] = found.get(name, 0.0) + entry["seconds"] / by_clock * spent / reports
        for kind in ("readings", "fingerprints", "stories", "briefs"):
            files = (folder / "out" / kind).rglob("*.parquet")
            found[f"{kind}_b"] = sum(file.stat().st_size for file in files) / reports
        return found | {"peak": peak()}


def measure(path: Path) -> Measured:
    """What is measured, by what it is measured on."""
    with tempfile.TemporaryDirectory() as made:
        stories = Path(made) / "stories"
        stories.write_bytes(pickle.dumps(read_stories(path)))
        found = {f"group {size}": _apart(stories, "group", size, size, 0) for size in GROUPED}
        found["borders"] = _apart(stories, "group", *BORDERED)
    found["rules"], found["model"] = _apart(path, "archive", READ, 0), _apart(path, "archive", READ_WITH_MODEL, 1)
    found["join"] = _apart(path, "join", JOINED)
    found["fewer"] = _apart(path, "archive", READ_WITH_MODEL, 0)
    return found


def reckon(found: Measured) -> Costs:
    """The costs, all seconds as of the quickest pace."""
    quick = min(of["pace"] for of in found.values())
    ease = {name: quick / of["pace"] for name, of in found.items()}
    rows = [(name, row) for name, of in found.items() if name.startswith("group") for row in of["group"]]
    seen = np.array([row[0] for _, row in rows])
    slope, level = np.polyfit(np.log2(seen), np.array([row[1] * ease[name] for name, row in rows]) / seen, 1)
    largest, base = (
        max(row for _, row in rows),
        min(of["base"] for name, of in found.items() if name.startswith("group")),
    )
    borders, rules = found["borders"], found["rules"]
    told = np.array([row[0] for row in borders["compare"]])
    took = np.array([row[1] for row in borders["compare"][1:]]) * ease["borders"]
    known = np.stack([told[1:], np.cumsum(told)[:-1]], axis=1)
    by_told, by_held = np.linalg.lstsq(known, took, rcond=None)[0]
    model = found["model"]["read_s"] * ease["model"] - found["fewer"]["read_s"] * ease["fewer"]
    partials, packed = borders["told"]
    return Costs(
        machine=f"{platform.machine()}, one of {os.cpu_count()} cores, Python {platform.python_version()}",
        pace=quick,
        characters=rules["characters"],
        read=rules["read_s"] * ease["rules"],
        read_with_model=rules["read_s"] * ease["rules"] + model,
        group=float(level),
        group_log=float(slope),
        compare_told=float(by_told),
        compare_held=float(by_held),
        join=found["join"]["join_s"] * ease["join"],
        tell=rules["stories_s"] * ease["rules"],
        shuffle=rules["shuffle_s"] * ease["rules"],
        brief=rules["briefs_s"] * ease["rules"],
        partials=partials / BORDERED[0],
        bytes_input=rules["bytes_input"],
        bytes_reading=rules["readings_b"],
        bytes_fingerprint=rules["fingerprints_b"],
        bytes_partial=packed,
        bytes_story=rules["stories_b"],
        bytes_brief=rules["briefs_b"],
        memory=base,
        memory_seen=(largest[2] - base) / largest[0],
        # The most while comparing, of which grouping took a part: what is reckoned from it is rather too much.
        memory_held=(max(row[2] for row in borders["compare"]) - base) / partials,
        memory_read=rules["peak"],
        memory_link=found["join"]["link"],
    )


def _apart(path: Path, *what: str | int) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.costs", str(path), "--only", *map(str, what)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL)
    found: dict[str, Any] = json.loads(done.stdout)
    print(*what, found, file=sys.stderr, flush=True)
    return found


def main(argv: Sequence[str] | None = None) -> int:
    """Writes the costs down; 0 also when the pool is absent."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("file", type=Path, nargs="?", default=DATA)
    cli.add_argument("--again", choices=("join",), help="measure this alone anew")
    cli.add_argument("--only", nargs="+", help=argparse.SUPPRESS)
    args = cli.parse_args(argv)
    if not args.file.exists():
        print(f"No pool of grouped reports at {args.file}: nothing measured.")
        return 0
    if args.only:
        kind, *numbers = args.only
        works: dict[str, Callable[..., dict[str, Any]]]
        works = {"group": group_made, "archive": run_archive, "join": join_made}
        before = pace()
        found = works[kind](args.file, *map(int, numbers))
        print(json.dumps(found | {"pace": (before + pace()) / 2}))
        return 0
    if args.again:
        standing = msgspec.json.decode(COSTS.read_bytes(), type=Costs)
        found = _apart(args.file, "join", JOINED)
        joined = found["join_s"] * standing.pace / found["pace"]
        costs = msgspec.structs.replace(standing, join=joined, memory_link=found["link"])
    else:
        costs = reckon(measure(args.file))
    COSTS.write_bytes(msgspec.json.format(msgspec.json.encode(costs), indent=2) + b"\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
