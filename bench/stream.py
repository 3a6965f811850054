"""How fast reports find their stories, and what one of them costs in memory, with a full window.

    python -m bench.stream [--window 100000] [--steps 5] [--step 1000] [--file FILE]

Reports are made from the fingerprints of the development pool, a story at a time: each word, name and pair of a story
is renamed by a hash of its own with a chance of two in three, one drawn for the whole story, so that stories keep what
ties their reports and share a third of their words with others. Days go by as 1,000 reports come in. The window is
filled first (its time is printed too), then ``--steps`` steps are measured. Targets: 1,000 reports/s at 100,000 in the
window, 500 at 1,000,000, and 2 KB a report.
"""

import argparse
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import chain, islice
from pathlib import Path

import numpy as np

from bench.grouping import DATA, read_pool, score
from tellings.flow import read_documents
from tellings.model.story import Fingerprint
from tellings.ports import RulesOnly
from tellings.story.fingerprint import find_fingerprint
from tellings.story.stream import Stream

A_DAY = 1000
RENAMED = 2 / 3
FIRST = date(2031, 1, 1)


def make_stories(pool: Sequence[Sequence[Fingerprint]], seed: int) -> Iterator[tuple[int, Fingerprint]]:
    """Reports without end, each with the number of its story; the reports of a story come one after another."""
    drawn = np.random.default_rng(seed)
    number = made = 0
    while True:
        story = pool[int(drawn.integers(len(pool)))]
        salt = np.uint32(drawn.integers(1, 1 << 32, dtype=np.uint64))
        for print_ in story:
            terms = np.frombuffer(print_.terms, "<u4")
            mixed = (terms ^ salt) * np.uint32(2654435761)
            renamed = np.where((mixed >> np.uint32(16)) % 1000 < 1000 * RENAMED, mixed, terms)
            terms, order = np.unique(renamed, return_index=True)
            day = FIRST + timedelta(days=made // A_DAY)
            runs = np.sort(np.frombuffer(print_.runs, "<u4") ^ salt)
            yield (
                number,
                replace(
                    print_,
                    doc=f"d{made:012}",
                    earliest=day,
                    latest=day,
                    terms=terms.astype("<u4").tobytes(),
                    weights=bytes(np.frombuffer(print_.weights, np.uint8)[order]),
                    places=bytes(np.frombuffer(print_.places, np.uint8)[order]),
                    runs=runs.astype("<u4").tobytes(),
                ),
            )
            made += 1
        number += 1


def read_stories(path: Path) -> list[list[Fingerprint]]:
    """The fingerprints of the pool by story."""
    documents, story_of = read_pool(path)
    stories: dict[str, list[Fingerprint]] = {}
    for reading in read_documents(documents, RulesOnly()):
        stories.setdefault(story_of[reading.document.id], []).append(find_fingerprint(reading))
    return [stories[name] for name in sorted(stories)]


def memory() -> int:
    """Bytes this process holds."""
    if sys.platform == "linux":
        return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def measure(pool: Sequence[Sequence[Fingerprint]], window: int, steps: int, step: int) -> None:
    """Prints the figures of one size of window."""
    before = memory()
    stream, made = Stream(days=window // A_DAY, most=window), make_stories(pool, 1)
    answers: dict[str, str] = {}

    def take(count: int) -> float:
        batch = list(islice(made, count))
        answers.update((p.doc, str(number)) for number, p in batch)
        begun, cpu = time.perf_counter(), time.process_time()
        stream.take(p for _, p in batch)
        return min(time.perf_counter() - begun, time.process_time() - cpu)

    filled = sum(take(step) for _ in range(window // step))
    held = (memory() - before - sum(map(sys.getsizeof, chain(answers.values())))) / max(1, stream.reports)
    took = sum(take(step) for _ in range(steps))
    last = {doc for doc in answers if int(doc[1:]) >= len(answers) - steps * step}
    clusters = [story.documents for story in stream.stories()]
    known = {doc: answers[doc] for cluster in clusters for doc in cluster}
    print(
        f"{stream.reports:,} reports in the window: {steps * step / took:,.0f} reports/s of processor time "
        f"(while filling {window / filled:,.0f}), {held:,.0f} bytes a report, BCubed F1 of the last "
        f"{len(last):,}: {score(clusters, known, last & known.keys())[2]:.3f}",
        flush=True,
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Prints one line a size; 0 also when the pool is absent."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--window", nargs="+", type=int, default=[100_000])
    cli.add_argument("--steps", type=int, default=5)
    cli.add_argument("--step", type=int, default=1000)
    cli.add_argument("--file", type=Path, default=DATA)
    args = cli.parse_args(argv)
    if not args.file.exists():
        print(f"No pool of grouped reports at {args.file}: nothing measured.")
        return 0
    pool = read_stories(args.file)
    for window in args.window:
        measure(pool, window, args.steps, args.step)
    return 0


if __name__ == "__main__":
    sys.exit(main())
