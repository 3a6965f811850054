"""Reports grouped window by window beside one stream: how well, how fast with one worker and with two.

    python -m bench.windows [FILE] [--reports 20000] [--days 60] [--size 4000] [--overlap 1000] [--workers 1 2]

The development pool (FILE, as bench/grouping.py reads it) is cut into windows of several sizes; then made-up reports
(bench/made_up.py) are, which lie in files that workers read and write, as those of an archive do. BCubed F1 is printed
beside that of one stream over the same reports (target: within .01), with the BCubed F1 of the one against the other.
Seconds are by the clock; processor seconds and memory are those of the items, the memory that of the largest.
"""

import argparse
import pickle
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path

from bench.grouping import DATA, read_pool, score
from bench.made_up import read_day, spread, write_days
from bench.stream import read_stories
from tellings.engines.local import LocalMapper
from tellings.flow import group_in_windows, read_documents
from tellings.model.story import Fingerprint, Story
from tellings.ports import Mapper, RulesOnly
from tellings.story.borders import Pair, compare_windows, join_borders
from tellings.story.fingerprint import find_fingerprint
from tellings.story.group import group_days, in_days
from tellings.story.windows import (
    LARGEST,
    OVERLAP,
    REACH,
    SIZE,
    Partial,
    Window,
    find_place,
    group_window,
    look_back,
    plan_windows,
)

CUTS = ((400, 100), (200, 100), (200, 0), (100, 50), (50, 50), (30, 30))
"""Size and overlap of the windows the pool is cut into."""


@dataclass(frozen=True, slots=True)
class Spent:
    """What one item took: reports or partial stories, processor seconds, bytes of memory at most, bytes written."""

    items: int
    seconds: float
    memory: int
    written: int


@dataclass(frozen=True, slots=True)
class Run:
    """A whole run: seconds by the clock, what each window took to group and to compare, and the stories."""

    clock: float
    grouped: tuple[Spent, ...]
    compared: tuple[Spent, ...]
    joined: float
    stories: tuple[Story, ...]


def run(folder: Path, windows: Sequence[Window], mapper: Mapper, *, reach: int = REACH) -> Run:
    """Groups the days in ``folder``; partial stories go through files beside them."""
    begun = time.perf_counter()
    grouped = tuple(mapper.map(_Grouping(folder), windows))
    looked = ((window, tuple(look_back(windows, window.number, most=reach))) for window in windows)
    compared = tuple(mapper.map(_Comparing(folder), looked))
    cpu = time.process_time()
    pairs = chain.from_iterable(found for _, found in compared)
    stories = join_borders(chain.from_iterable(_read_partials(folder, w.number) for w in windows), pairs)
    joined = time.process_time() - cpu
    return Run(time.perf_counter() - begun, grouped, tuple(spent for spent, _ in compared), joined, stories)


class _Grouping:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self) -> Callable[[Window], Spent]:
        return self.work

    def work(self, window: Window) -> Spent:
        """Groups a window and writes its partial stories."""
        begun = time.process_time()
        partials = group_window(window, prints := list(read_window(self.folder, window)))
        path = self.folder / f"partials-{window.number}"
        path.write_bytes(pickle.dumps(partials))
        return Spent(len(prints), time.process_time() - begun, peak(), path.stat().st_size)


class _Comparing:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self) -> Callable[[tuple[Window, Sequence[int]]], tuple[Spent, tuple[Pair, ...]]]:
        return self.work

    def work(self, item: tuple[Window, Sequence[int]]) -> tuple[Spent, tuple[Pair, ...]]:
        """Compares the partial stories of a window with those before."""
        window, back = item
        begun = time.process_time()
        mine = _read_partials(self.folder, window.number)
        pairs = compare_windows(window, mine, (_read_partials(self.folder, number) for number in back))
        return Spent(len(mine), time.process_time() - begun, peak(), len(pickle.dumps(pairs))), pairs


def read_window(folder: Path, window: Window) -> Iterator[Fingerprint]:
    """The reports that a window sees."""
    for path in sorted(folder.glob("????-??-??")):
        if window.lead[0] <= date.fromisoformat(path.name).toordinal() <= window.end[0]:
            yield from (p for _, p in read_day(path) if window.sees(find_place(p.doc, p.latest)))


def _read_partials(folder: Path, number: int) -> tuple[Partial, ...]:
    found: tuple[Partial, ...] = pickle.loads((folder / f"partials-{number}").read_bytes())
    return found


def peak() -> int:
    """The most bytes this process held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1024 if sys.platform == "linux" else 1)


def compare(one: Iterable[Story], other: Iterable[Story]) -> float:
    """BCubed F1 of stories against others of the same reports."""
    answer = {doc: story.id for story in other for doc in story.documents}
    return score([story.documents for story in one], answer)[2]


def measure_pool(path: Path) -> None:
    """Prints a line for the stream, and one for each way of cutting the pool."""
    documents, story_of = read_pool(path)
    prints = [find_fingerprint(reading) for reading in read_documents(documents, RulesOnly())]
    whole = group_days(in_days(prints)).stories
    print(f"pool, one stream: F1 {score([s.documents for s in whole], story_of)[2]:.3f}", flush=True)
    for size, overlap in CUTS:
        windows = len(plan_windows(Counter(p.latest for p in prints), size=size, overlap=overlap))
        stories = group_in_windows(prints, LocalMapper(), size=size, overlap=overlap)
        found = score([s.documents for s in stories], story_of)[2]
        print(
            f"pool, {windows} windows of {size} with {overlap} before: F1 {found:.3f}, "
            f"against the stream {compare(stories, whole):.3f}",
            flush=True,
        )


def measure_made(path: Path, args: argparse.Namespace) -> None:
    """Prints a line for the stream, and one for each number of workers."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        counts = write_days(spread(read_stories(path), args.reports, args.days), folder)
        windows = plan_windows(Counter(counts), size=args.size, overlap=args.overlap, largest=args.largest)
        answer = {p.doc: str(n) for day in counts for n, p in read_day(folder / day.isoformat())}
        first: tuple[Story, ...] = ()
        for workers in args.workers:
            done = run(folder, windows, LocalMapper(workers), reach=args.reach)
            same = "" if done.stories == (first := first or done.stories) else ", OTHER STORIES THAN BEFORE"
            print(f"{args.reports:,} made up, {len(windows)} windows, {workers} workers: {_tell(done, answer)}{same}")
            for name, spent in (("grouped", done.grouped), ("compared", done.compared)) if args.rows else ():
                print(name, *(f"{s.items:,} in {s.seconds:.1f} s, {s.memory / 1e6:,.0f} MB;" for s in spent))
            sys.stdout.flush()
        if args.stream:
            begun = time.process_time()
            days = ([p for _, p in read_day(folder / day.isoformat())] for day in sorted(counts))
            whole = group_days(days).stories
            took = time.process_time() - begun
            found = score([s.documents for s in whole], answer)[2]
            print(f"one stream: F1 {found:.4f}, {took:.0f} s, windows against it {compare(first, whole):.4f}")


def _tell(done: Run, answer: dict[str, str]) -> str:
    group, compared = sum(s.seconds for s in done.grouped), sum(s.seconds for s in done.compared)
    seen, told = sum(s.items for s in done.grouped), sum(s.items for s in done.compared)
    most = [max(s.memory for s in spent) / 1e6 for spent in (done.grouped, done.compared)]
    packed = sum(s.written for s in done.grouped) / len(answer)
    return (
        f"F1 {score([s.documents for s in done.stories], answer)[2]:.4f}, {done.clock:.0f} s; of processor time: "
        f"grouping {group:.0f} s ({seen / group:,.0f} reports/s, {most[0]:,.0f} MB), "
        f"comparing {compared:.0f} s ({told / compared:,.0f} stories/s, {most[1]:,.0f} MB), "
        f"joining {done.joined:.1f} s; partial stories {packed:,.0f} bytes a report"
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Prints the figures; 0 also when the pool is absent."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("file", type=Path, nargs="?", default=DATA)
    cli.add_argument("--reports", type=int, default=20_000)
    cli.add_argument("--days", type=int, default=60)
    cli.add_argument("--size", type=int, default=SIZE // 50)
    cli.add_argument("--overlap", type=int, default=OVERLAP // 50)
    cli.add_argument("--largest", type=int, default=LARGEST)
    cli.add_argument("--reach", type=int, default=REACH)
    cli.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    cli.add_argument("--rows", action="store_true", help="what each window took")
    cli.add_argument("--no-pool", action="store_true", help="made-up reports alone")
    cli.add_argument("--no-stream", dest="stream", action="store_false", help="without the one stream over them")
    args = cli.parse_args(argv)
    if not args.file.exists():
        print(f"No pool of grouped reports at {args.file}: nothing measured.")
        return 0
    if not args.no_pool:
        measure_pool(args.file)
    measure_made(args.file, args)
    return 0


if __name__ == "__main__":
    sys.exit(main())
