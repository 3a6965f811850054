"""Feeds, agencies' formats and web archives: every file read without a crash, and counted beside other readers.

    python bench/feeds.py [FOLDER]

FOLDER holds the feed data sets; the default is the development copy beside the repository. feedparser, warcio and
FastWARC are asked too where they are installed (they are no dependency); their figures come from the same run.
"""

import importlib.util
import io
import json
import sys
import tarfile
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tellings.model.document import Document, Skipped
from tellings.readers.feed import list_feed
from tellings.readers.listing import Listing
from tellings.readers.opening import read_bytes, read_listing
from tellings.readers.warc import Damage, Record, read_records

DATA = Path(__file__).resolve().parents[2] / "shared/data/feeds"


def files_of(folder: Path) -> Iterator[tuple[str, str, bytes]]:
    """Set, name and bytes of each file, those in tar files too."""
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        name = path.relative_to(folder)
        if not path.name.endswith(".tar.gz"):
            yield name.parts[0], str(name), path.read_bytes()
            continue
        with tarfile.open(path) as archive:
            for member in archive:
                opened = archive.extractfile(member) if member.isreg() else None
                if opened:
                    yield path.name.removesuffix(".tar.gz"), member.name, opened.read()


def read_all(folder: Path) -> dict[str, Counter[str]]:
    """For each set how many files were read, crashed, and what came out; target: no crash."""
    counts: dict[str, Counter[str]] = {}
    for name, path, data in files_of(folder):
        count = counts.setdefault(name, Counter())
        count["files"] += 1
        try:
            items = list(read_bytes(data, path))
            listing = read_listing(data, path)
        except Exception as err:
            count["crashes"] += 1
            print(f"  CRASH {path}: {type(err).__name__}: {err}")
            continue
        count["reports"] += sum(isinstance(item, Document) for item in items)
        count["reasons"] += sum(isinstance(item, Skipped) for item in items)
        count["entries"] += len(listing.entries) if listing else 0
        count["silent"] += not items
    return counts


def beside_feedparser(folder: Path) -> dict[str, Any]:
    """How often the number of entries of a feed, and their titles and addresses, are feedparser's; seconds of both."""
    feedparser = importlib.import_module("feedparser")
    same: Counter[str] = Counter()
    ours = theirs = 0.0
    for _, path, data in files_of(folder):
        if ".xml" not in path and ".rss" not in path and ".atom" not in path:
            continue
        begun = time.perf_counter()
        found = list_feed(data, path)
        ours += time.perf_counter() - begun
        begun = time.perf_counter()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            other = feedparser.parse(io.BytesIO(data))
        theirs += time.perf_counter() - begun
        entries = found.entries if isinstance(found, Listing) else ()
        same["files"] += 1
        same["same number of entries"] += len(entries) == len(other.entries)
        for mine, their in zip(entries, other.entries, strict=False):
            same["entries"] += 1
            same["same address"] += (mine.url or "") == their.get("link", "")
    return {**same, "seconds": round(ours, 2), "seconds of feedparser": round(theirs, 2)}


def beside_others(folder: Path) -> Iterator[str]:
    """A line for each web archive: records and damage by ours, records by the others and how they ended."""
    for path in sorted((folder / "warc").iterdir()):
        with path.open("rb") as stream:
            items = list(read_records(stream))
        records = sum(isinstance(item, Record) for item in items)
        told = sum(isinstance(item, Damage) or bool(item.cut) for item in items)
        others = []
        for name, module, arguments in (
            ("warcio", "warcio.archiveiterator", {"arc2warc": True}),
            ("FastWARC", "fastwarc.warc", {}),
        ):
            if importlib.util.find_spec(name.lower()):
                others.append(f"{name} {_count_other(path, module, arguments)}")
        yield f"  {path.name[:58]:58s} {records:4d} records, {told} damages told   {'   '.join(others)}"


def _count_other(path: Path, module: str, arguments: dict[str, Any]) -> str:
    count, end = 0, ""
    try:
        with path.open("rb") as stream:
            for _ in importlib.import_module(module).ArchiveIterator(stream, **arguments):
                count += 1
    except Exception as err:
        end = f" ({type(err).__name__})"
    return f"{count}{end}"


def main() -> int:
    """Prints the figures; 1 when a file makes a reader crash."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DATA
    if not folder.exists():
        print(f"feeds: skipped, there is no {folder}")
        return 0
    counts = read_all(folder)
    for name, count in counts.items():
        print(f"{name:28s} {json.dumps(dict(count))}  target: crashes 0, silent 0")
    if importlib.util.find_spec("feedparser"):
        print(f"beside feedparser            {json.dumps(beside_feedparser(folder))}")
    if (folder / "warc").is_dir():
        print("\n".join(beside_others(folder)))
    return int(any(count["crashes"] or count["silent"] for count in counts.values()))


if __name__ == "__main__":
    sys.exit(main())
