"""A week's reports replayed as they came in: after each batch, is `new` what changed, and is anything told twice?

    python -m bench.replay [--batches 12] [--no-model] [--limit N] [--json]

Reports are ../shared/data/stories/helsinki_2018-07-15 in the order they were scraped, put into a new SQLite library in
batches of equal size, with the time of their scraping as the library's clock. After each batch one reader asks every
story that changed for what is new, and has then seen it. Counted are: statements listed as new a second time (the same
words, folded: in any story, and in one story), statements that rest on a report of an earlier batch, seconds, memory.
"""

import argparse
import gzip
import json
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tellings.daily.add import Desk, add
from tellings.daily.reading import Reader
from tellings.daily.stories import find_news, mark_seen
from tellings.library.open import open_library
from tellings.model.fetched import Conditions, Fetched, Limits, Refused
from tellings.ports import Store
from tellings.text.names import fold

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "stories" / "helsinki_2018-07-15.jsonl.gz"
READER = "desk"


def read_reports(limit: int | None) -> list[dict[str, Any]]:
    """The reports in the order they were scraped."""
    with gzip.open(DATA, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    rows.sort(key=lambda row: (row["scraped"], row["id"]))
    return rows[:limit]


def refuse(url: str, *, conditions: Conditions | None = None, limits: Limits | None = None) -> Fetched | Refused:
    """Nothing is fetched here."""
    return Refused(url, "the replay asks nobody", "address", datetime.now(UTC))


class Clock:
    """The time of the last report that came in, a second later at each call."""

    def __init__(self) -> None:
        self.now = datetime(2000, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        """The time."""
        return self.now


def replay(rows: Sequence[dict[str, Any]], batches: int, model: bool, folder: Path) -> list[dict[str, Any]]:
    """What each batch brought, cost and told."""
    clock, told, figures = Clock(), Told(), []
    store = open_library(folder / "library.db", now=clock())
    desk = Desk(store, refuse, clock, Reader(model=model))
    size = -(-len(rows) // batches)
    for number, start in enumerate(range(0, len(rows), size), start=1):
        some = rows[start : start + size]
        file = folder / f"batch{number:03}.jsonl"
        file.write_text("".join(json.dumps(_record(row)) + "\n" for row in some), encoding="utf-8")
        clock.now = datetime.fromisoformat(some[-1]["scraped"]).astimezone(UTC)
        begun = time.perf_counter()
        added = add([str(file)], desk)
        kept = time.perf_counter()
        counts = told.ask(store, clock.now)
        figures.append(
            {"batch": number, "reports": added.reports, "known": added.known, "left_out": added.left_out}
            | {"begun": added.stories_begun, "grown": added.stories_changed}
            | {"merged": added.stories_merged, "split": added.stories_split, "briefs": added.briefs}
            | counts
            | {"add_s": round(kept - begun, 1), "new_s": round(time.perf_counter() - kept, 1), "peak_mb": _peak()}
        )
        print(json.dumps(figures[-1]), file=sys.stderr, flush=True)
    store.close()
    return figures


class Told:
    """What was listed as new so far, and what of it came twice."""

    def __init__(self) -> None:
        self.words: dict[str, tuple[str, datetime]] = {}
        self.seen: set[str] = set()

    def ask(self, store: Store, now: datetime) -> dict[str, int]:
        """Counts of what is new in all stories for the reader, who has then seen it."""
        counts = dict.fromkeys(("new", "changed", "withdrawn", "status", "reread", "twice", "twice_in_story", "old"), 0)
        arrived: set[str] = set()
        for line in store.list_stories("changed"):
            (story,) = store.load_stories([line.id])
            if set(story.documents) <= self.seen:
                continue
            news = find_news(store, story.id, reader=READER)
            changes = news.briefed.briefing.stories[0].changes
            assert changes is not None
            for name in ("new", "changed", "withdrawn", "status", "reread"):
                counts[name] += len(getattr(changes, name))
            lines = [(item.text, item.evidence) for item in changes.new]
            lines += [(item.text, item.evidence) for item in changes.withdrawn]
            for text, evidence in lines:
                words = fold(text)
                where, when = self.words.setdefault(words, (story.id, now))
                counts["twice"] += when != now
                counts["twice_in_story"] += when != now and store.resolve_story(where) == story.id
                counts["old"] += any(e.doc in self.seen for e in evidence)
            mark_seen(store, news, reader=READER, now=now)
            arrived |= set(story.documents)
        self.seen |= arrived
        return counts


def _record(row: dict[str, Any]) -> dict[str, Any]:
    named = {"id": row["id"], "text": row["text"], "source_domain": row["outlet"]}
    return named | {"date_publish": row["scraped"]}


def _peak() -> int:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 2**20))


def main() -> None:
    """Prints a line a batch and the sums, target beside figure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--batches", type=int, default=12)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--no-model", dest="model", action="store_false")
    parser.add_argument("--json", dest="as_json", action="store_true")
    given = parser.parse_args()
    if not DATA.exists():
        print(f"No reports at {DATA}: nothing replayed.")
        return
    with tempfile.TemporaryDirectory() as folder:
        figures = replay(read_reports(given.limit), given.batches, given.model, Path(folder))
    if given.as_json:
        print(json.dumps(figures, indent=2))
        return
    total = {name: sum(row[name] for row in figures) for name in figures[0] if name not in ("batch", "peak_mb")}
    print(f"{total['reports']} reports in {len(figures)} batches, {total['begun']} stories begun")
    for name, target in (("twice", 0), ("twice_in_story", 0), ("old", 0)):
        print(f"  {name:15} {total[name]:6}  target {target}")
    print("  " + ", ".join(f"{name} {total[name]}" for name in ("new", "changed", "withdrawn", "status", "reread")))
    slowest = max(row["add_s"] for row in figures)
    print(f"  add {total['add_s']:.0f} s (slowest batch {slowest} s), new {total['new_s']:.0f} s, peak {_peak()} MB")


if __name__ == "__main__":
    main()
