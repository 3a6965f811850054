"""What an archive takes, from ten thousand reports to a billion: reckoned from measured costs, checked by real runs.

    python -m bench.simulate [--workers 100] [--model]
    python -m bench.simulate --check 10000 100000 [--file FILE]
    python -m bench.simulate --check-reading 10000

The first cuts reports into partitions and windows as ``tellings archive run`` does, gives each piece of work the time
that bench/costs.json says (measured by bench/costs.py), hands the pieces to workers in turn, and adds up seconds, bytes
and the most memory of a worker. The others do the work in truth, grouping on made-up reports (bench/made_up.py),
reading on the development pool written over and over with a number in each, and print what was
reckoned beside it, told as of the pace of the costs (``bench.costs.pace``). Prices are assumptions: ``CORE_HOUR`` and
``GIGABYTE_MONTH``.
"""

import argparse
import heapq
import math
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path

import msgspec

from bench.costs import COSTS, Costs, pace
from bench.grouping import DATA, read_pool
from bench.made_up import spread, write_days
from bench.stream import FIRST, read_stories
from bench.windows import peak, run
from tellings.bulk.grouping import BUCKET
from tellings.bulk.joining import WAITING
from tellings.bulk.plan import GRAIN, MOST, SHARES
from tellings.bulk.reading import BATCH
from tellings.engines.local import LocalMapper
from tellings.flow import read_documents
from tellings.model.document import Document
from tellings.ports import RulesOnly
from tellings.story.fingerprint import find_fingerprint
from tellings.story.windows import OVERLAP, Window, look_back, plan_windows

SIZES = {10**4: 10, 10**5: 50, 10**6: 250, 10**7: 500, 10**8: 1000, 10**9: 2000}
"""Reports and the days they are of: a small press review first, half a million reports a day last."""
CORE_HOUR = 0.05
"""Dollars for an hour of one core with 4 GB of memory: assumed."""
GIGABYTE_MONTH = 0.023
"""Dollars for a gigabyte of files kept for a month: assumed."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of a run: seconds of a core of each piece of work, bytes read and written, memory of the largest."""

    name: str
    pieces: tuple[float, ...]
    read: float
    written: float
    memory: float

    def clock(self, workers: int) -> float:
        """Seconds by the clock when workers take the pieces in turn."""
        free = [0.0] * workers
        for piece in self.pieces:
            heapq.heappush(free, heapq.heappop(free) + piece)
        return max(free)


def simulate(costs: Costs, reports: int, days: int, *, model: bool = False) -> list[Stage]:
    """The stages of an archive of so many reports, evenly over so many days."""
    windows = plan_windows(spread_evenly(reports, days))
    sizes = [after - before for before, after in pairwise([*(window.before for window in windows), reports])]
    part = min(MOST, max(GRAIN, reports // SHARES))
    parts = -(-reports // part)
    a_report = costs.read_with_model if model else costs.read
    kept = costs.bytes_reading + costs.bytes_fingerprint
    told, known = tuple(size * costs.tell for size in sizes), costs.partials * reports
    going_on = costs.partials * max(sum(sizes[n] for n in (w.number, *look_back(windows, w.number))) for w in windows)
    stages = [
        Stage(
            "read",
            (reports / parts * a_report,) * parts,
            reports * costs.bytes_input,
            reports * kept,
            costs.memory_read,
        ),
        group(costs, windows, sizes),
        compare(costs, windows, sizes),
        # One process joins; at worst every partial story crosses a border, as where a day fills several windows.
        Stage("join", (costs.join * known,), 0, 0, costs.memory + (going_on + min(known, WAITING)) * costs.memory_link),
        Stage("tell", told, reports * costs.bytes_partial, reports * costs.bytes_story, costs.memory),
    ]
    carried = reports * costs.bytes_reading
    stages.append(Stage("shuffle", (reports / parts * costs.shuffle,) * parts, carried, carried, costs.memory_read))
    buckets = -(-reports // BUCKET)
    briefs = (reports / buckets * costs.brief,) * buckets
    in_bucket = min(BUCKET, reports) * 3 * costs.bytes_reading
    stages.append(Stage("brief", briefs, carried, reports * costs.bytes_brief, costs.memory + in_bucket))
    return stages


def group(costs: Costs, windows: Sequence[Window], sizes: Sequence[int]) -> Stage:
    """Grouping: each window with its overlap."""
    seen = [size + min(window.before, OVERLAP) for window, size in zip(windows, sizes, strict=True)]
    return Stage(
        "group",
        tuple(of * (costs.group + costs.group_log * math.log2(of)) for of in seen),
        sum(seen) * costs.bytes_fingerprint,
        sum(sizes) * costs.bytes_partial,
        costs.memory + max(seen) * costs.memory_seen,
    )


def compare(costs: Costs, windows: Sequence[Window], sizes: Sequence[int]) -> Stage:
    """Comparing: the partial stories of each window with those of the windows before."""
    held = [sum(sizes[back] for back in look_back(windows, window.number)) for window in windows]
    pieces = [
        costs.partials * (size * costs.compare_told + before * costs.compare_held) if before else 0.0
        for size, before in zip(sizes, held, strict=True)
    ]
    most = max(size + before for size, before in zip(sizes, held, strict=True))
    return Stage(
        "compare",
        tuple(pieces),
        (sum(held) + sum(sizes)) * costs.bytes_partial,
        0,
        costs.memory + most * costs.partials * costs.memory_held,
    )


def spread_evenly(reports: int, days: int) -> dict[date | None, int]:
    """How many reports each day has."""
    return {FIRST + timedelta(days=n): reports * (n + 1) // days - reports * n // days for n in range(days)}


def show(costs: Costs, workers: int, model: bool) -> None:
    """Prints a line a size, and its stages below."""
    for reports, days in SIZES.items():
        stages = simulate(costs, reports, days, model=model)
        core = sum(sum(stage.pieces) for stage in stages) / 3600
        clock = sum(stage.clock(workers) for stage in stages) / 3600
        kept = reports * (costs.bytes_reading + costs.bytes_fingerprint + costs.bytes_story + costs.bytes_brief)
        millions = reports / 1e6
        print(
            f"{reports:>13,} reports of {days:,} days: {core:,.1f} core-hours (${core * CORE_HOUR:,.2f}, "
            f"${core * CORE_HOUR / millions:,.2f} a million), {clock:,.1f} h with {workers:,} workers, "
            f"{kept / 1e9:,.1f} GB kept (${kept / 1e9 * GIGABYTE_MONTH:,.2f} a month)"
        )
        for stage in stages:
            print(
                f"{stage.name:>13} {len(stage.pieces):>9,} pieces, {sum(stage.pieces) / 3600:>10,.2f} core-hours, "
                f"longest {max(stage.pieces):>8,.0f} s, reads {stage.read / 1e9:>9,.2f} GB, "
                f"writes {stage.written / 1e9:>9,.2f} GB, memory {stage.memory / 1e9:>7,.2f} GB"
            )


def check(costs: Costs, path: Path, reports: int, workers: int) -> None:
    """Prints what grouping so many made-up reports took beside what was reckoned."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        # Made elsewhere: what this process holds at most is told below.
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as elsewhere:
            counts = elsewhere.submit(_make, path, reports, folder).result()
        windows = plan_windows(Counter(counts))
        sizes = [sum(n for day, n in counts.items() if w.holds((day.toordinal(), 0))) for w in windows]
        before = pace()
        done = run(folder, windows, LocalMapper(workers))
        eased = costs.pace / ((before + pace()) / 2)
        pairs = [(group(costs, windows, sizes), done.grouped), (compare(costs, windows, sizes), done.compared)]
        for stage, spent in pairs if len(windows) > 1 else pairs[:1]:
            took = sum(s.seconds for s in spent) * eased
            most = max(s.memory for s in spent)
            print(
                f"{reports:,} {stage.name}: reckoned {sum(stage.pieces):,.0f} s, took {took:,.0f} s "
                f"({_off(sum(stage.pieces), took)}); memory reckoned {stage.memory / 1e6:,.0f} MB, was "
                f"{most / 1e6:,.0f} MB ({_off(stage.memory, most)})",
                flush=True,
            )
        written = sum(s.written for s in done.grouped)
        print(
            f"{reports:,} partial stories: reckoned {reports * costs.bytes_partial / 1e6:,.0f} MB, were "
            f"{written / 1e6:,.0f} MB ({_off(reports * costs.bytes_partial, written)})"
        )


def _make(path: Path, reports: int, folder: Path) -> dict[date, int]:
    return write_days(spread(read_stories(path), reports, SIZES.get(reports, 100)), folder)


def check_reading(costs: Costs, path: Path, reports: int) -> None:
    """Prints what reading so many reports with rules took beside what was reckoned."""
    took, before = 0.0, pace()
    for documents in _in_batches(many_documents(path, reports)):
        begun = time.process_time()
        for reading in read_documents(documents, RulesOnly()):
            find_fingerprint(reading)
        spent, after = time.process_time() - begun, pace()
        took, before = took + spent * costs.pace * 2 / (before + after), after
    print(
        f"{reports:,} read: reckoned {reports * costs.read:,.0f} s, took {took:,.0f} s "
        f"({_off(reports * costs.read, took)}); {peak() / 1e6:,.0f} MB"
    )


def many_documents(path: Path, reports: int) -> Iterator[Document]:
    """The reports of the pool over and over, each with a number of its own behind its words."""
    documents, _ = read_pool(path)
    for number in range(reports):
        doc = documents[number % len(documents)]
        yield replace(doc, id=f"d{number}", text=f"{doc.text}\n\nNumber {number}.")


def _in_batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    waiting: list[Document] = []
    for doc in documents:
        waiting.append(doc)
        if len(waiting) == BATCH:
            yield waiting
            waiting = []
    if waiting:
        yield waiting


def _off(reckoned: float, took: float) -> str:
    return f"{reckoned / took - 1:+.0%}"


def main(argv: Sequence[str] | None = None) -> int:
    """Prints the figures; 0 also when the pool is absent."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--workers", type=int, default=100)
    cli.add_argument("--model", action="store_true", help="read with the encoder")
    cli.add_argument("--check", type=int, nargs="+", default=[])
    cli.add_argument("--check-workers", type=int, default=1, help="processes that group in truth")
    cli.add_argument("--check-reading", type=int)
    cli.add_argument("--file", type=Path, default=DATA)
    args = cli.parse_args(argv)
    costs = msgspec.json.decode(COSTS.read_bytes(), type=Costs)
    if not (args.check or args.check_reading):
        show(costs, args.workers, args.model)
        return 0
    if not args.file.exists():
        print(f"No pool of grouped reports at {args.file}: nothing measured.")
        return 0
    for reports in args.check:
        check(costs, args.file, reports, args.check_workers)
    if args.check_reading:
        check_reading(costs, args.file, args.check_reading)
    return 0


if __name__ == "__main__":
    sys.exit(main())
