"""An archive worked through with one worker and with two: reports a second, memory, bytes, and whether all is equal.

    python -m bench.bulk [--reports 20000] [--jobs 1 2] [--engine local] [--no-briefs] [--keep FOLDER]

Reports are those of ../shared/data/stories/pool, over and over: each time round names become invented ones of the same
length and all days are five later, so that no story of one round is one of another. They are written as JSON Lines to a
temporary folder (or ``--keep``), and ``tellings archive run --no-model`` reads them from there, each time into a new
folder. ``work`` is the seconds of all workers together, by the clock; memory is that of the largest process. Target:
two workers at least 1.7 times as fast as one, with the same bytes.
"""

import argparse
import hashlib
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench.grouping import DATA, read_pool
from tellings.model.document import Document

TARGET = 1.7
APART = 5
"""Days between two rounds of the pool."""

_NAME = re.compile(r"\b[A-Z][a-z]{3,}\b")
_KEPT = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April June July August September "
    "October November December".split()
)
_VOWELS, _CONSONANTS = "aeiou", "bcdfghjklmnprstvwz"


def make_records(reports: int) -> Iterator[dict[str, object]]:
    """So many records of reports, round after round."""
    pool, _ = read_pool(DATA)
    common = {word for doc in pool for word in re.findall(r"\b[a-z]{4,}\b", doc.text)}
    for number in range(reports):
        turn, at = divmod(number, len(pool))
        yield _rename(pool[at], turn, common)


def _rename(doc: Document, turn: int, common: set[str]) -> dict[str, object]:
    def coin(match: re.Match[str]) -> str:
        word = match.group()
        if not turn or word in _KEPT or word.lower() in common:
            return word
        drawn = hashlib.sha256(f"{turn} {word}".encode()).digest()
        letters = [(_VOWELS if at % 2 else _CONSONANTS)[byte % (5 if at % 2 else 18)] for at, byte in enumerate(drawn)]
        return "".join(letters)[: len(word)].capitalize()

    day = doc.published.earliest
    return {
        "id": f"{doc.location}+{turn}",
        "title": _NAME.sub(coin, doc.title or ""),
        "text": _NAME.sub(coin, doc.text),
        "outlet": doc.outlet,
        "date_publish": (day + timedelta(days=APART * turn)).isoformat() if day else None,
    }


@dataclass(frozen=True, slots=True)
class Spent:
    """A run: seconds by the clock and of the processor, the peak of the largest process in MB, and what was told."""

    clock: float
    processor: float
    peak: float
    told: dict[str, Any]


def run(source: Path, out: Path, jobs: int, more: Sequence[str]) -> Spent:
    """What a run took."""
    command = [sys.executable, "-m", "tellings", "archive", "run", str(source), "--out", str(out), "--no-model"]
    begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([*command, "--jobs", str(jobs), "--json", *more], capture_output=True, text=True, check=False)
    took = time.perf_counter() - begun
    if done.returncode:
        raise SystemExit(done.stderr)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Spent(took, processor, after.ru_maxrss / 1024, json.loads(done.stdout))


def hash_all(out: Path) -> dict[str, str]:
    """The SHA-256 of every file of data."""
    return {
        str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest() for path in out.rglob("*.parquet")
    }


def main() -> int:
    """Prints the figures; 1 where two runs made different bytes."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--reports", type=int, default=20_000)
    cli.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    cli.add_argument("--engine", choices=("local", "ray"), default="local")
    cli.add_argument("--no-briefs", action="store_true")
    cli.add_argument("--keep", type=Path)
    args = cli.parse_args()
    if not DATA.exists():
        print(f"bulk: skipped, there is no {DATA}")
        return 0
    more = ["--engine", args.engine, *(["--no-briefs"] if args.no_briefs else [])]
    hashes, clocks = [], []
    with ExitStack() as held:
        folder = args.keep or Path(held.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(exist_ok=True)
        source = folder / "reports.jsonl"
        with source.open("w", encoding="utf-8") as lines:
            lines.writelines(json.dumps(record) + "\n" for record in make_records(args.reports))
        print(f"{args.reports:,} reports, {source.stat().st_size / 2**20:,.0f} MiB of JSON Lines", flush=True)
        for jobs in args.jobs:
            out = folder / f"out-{args.engine}-{jobs}"
            spent = run(source, out, jobs, more)
            hashes.append(hash_all(out))
            clocks.append(spent.clock)
            _show(jobs, spent, args.reports)
    if len(clocks) > 1:
        print(f"{args.jobs[-1]} workers beside {args.jobs[0]}: {clocks[0] / clocks[-1]:.2f} times as fast ({TARGET})")
    same = all(found == hashes[0] for found in hashes)
    print("all runs wrote the same bytes" if same else "THE RUNS WROTE DIFFERENT BYTES")
    return int(not same)


def _show(jobs: int, spent: Spent, reports: int) -> None:
    told = spent.told
    print(
        f"{jobs} workers: {spent.clock:,.0f} s, {reports / spent.clock:,.1f} reports/s by the clock, "
        f"{reports / spent.processor:,.1f} a second of processor time, {spent.peak:,.0f} MB at most in a process; "
        f"{told['reports']} reports, {told['stories']} stories, {told['briefs']} briefs"
    )
    for stage in told["stages"]:
        if stage["done"]:
            each = (
                f"{1000 * stage['seconds'] / reports:,.2f} ms of work, {stage['bytes'] / reports:,.0f} bytes a report"
            )
            print(f"  {stage['name']:8} {stage['done']:4} pieces, {each}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
