"""Reading a web archive of real pages: pages a second beside trafilatura alone, and what each part of it costs.

    python bench/archive.py [--pages N]

Builds a packed WARC of N pages (default 500; the issue's figure is for 20,000) by recombining the page sets with a
marker in each, in a temporary folder, and reads it: with everything that ``add --no-model`` does before it keeps
(unpacking, decoding, main text, metadata, rules), and with ``trafilatura.extract`` alone on the same unpacked pages.
Both are timed page by page in one run, in processor time. Target: at least .7 of trafilatura's pages a second.
"""

import argparse
import gzip
import json
import logging
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from tellings import flow
from tellings.model.document import Document
from tellings.ports import RulesOnly
from tellings.readers.archive import split_archive
from tellings.readers.maintext import extract_main_text
from tellings.readers.metadata import read_metadata
from tellings.readers.opening import read_part
from tellings.readers.page import declared_charset, parse_page
from tellings.readers.part import Part
from tellings.text.decode import NotTextError, decode

DATA = Path(__file__).resolve().parents[2] / "shared/data/pages"
TARGET = 0.7
BATCH = 32


def pages_of(folder: Path) -> list[bytes]:
    """The pages of the two sets of news pages, as they were fetched."""
    pages = []
    for name in ("article_extraction_benchmark", "fundus_tests", "trafilatura_eval"):
        for line in (folder / name / "pages.jsonl").open(encoding="utf-8"):
            pages.append((folder / name / json.loads(line)["html"]).read_bytes())
    return pages


def write_archive(path: Path, pages: list[bytes], count: int) -> None:
    """A packed WARC of ``count`` pages: those given over and over, each with its number in it."""
    day = datetime(2026, 1, 5, tzinfo=UTC).isoformat()
    step = max(1, len(pages) // count)
    with path.open("wb") as out:
        for number in range(count):
            body = gzip.decompress(pages[(number * step) % len(pages)]) + b"<!-- copy %d -->" % number
            block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
            head = (
                f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/{number}\r\n"
                f"WARC-Date: {day}\r\nContent-Type: application/http\r\nContent-Length: {len(block)}\r\n\r\n"
            )
            out.write(gzip.compress(head.encode() + block + b"\r\n\r\n", 1))


def parts_of(path: Path) -> Iterator[Part]:
    """The pages of the archive."""
    with path.open("rb") as stream:
        yield from (part for part in split_archive(stream, path.name) if isinstance(part, Part))


@dataclass(slots=True)
class Spent:
    """Seconds of processor time, summed over pages; ``parts`` is where our own go."""

    archive: float = 0.0
    ours: float = 0.0
    theirs: float = 0.0
    pages: int = 0
    read: int = 0
    parts: dict[str, float] = field(default_factory=dict)


def measure(path: Path) -> Spent:
    """Both readings of each batch one after the other, each first in turn, so that what else runs slows both alike.

    Processor time, as a busy machine stretches the clock's; unpacking the archive counts for both.
    """
    spent = Spent()
    parts = parts_of(path)
    while True:
        begun = time.process_time()
        batch = list(islice(parts, BATCH))
        spent.archive += time.process_time() - begun
        if not batch:
            break
        spent.pages += len(batch)
        for ours in (True, False) if spent.pages // BATCH % 2 else (False, True):
            begun = time.process_time()
            if ours:
                spent.read += read_batch(batch)
                spent.ours += time.process_time() - begun
            else:
                extract_batch(batch)
                spent.theirs += time.process_time() - begun
        for part in batch:
            cost_parts(part, spent.parts)
    spent.ours += spent.archive
    spent.theirs += spent.archive
    spent.parts["archive"] = spent.archive
    return spent


def read_batch(batch: list[Part]) -> int:
    """How many of the pages became readings by rules."""
    documents = [item for part in batch for item in read_part(part) if isinstance(item, Document)]
    return len(flow.read_documents(documents, RulesOnly()))


def extract_batch(batch: list[Part]) -> None:
    """Main text and metadata of the same pages by trafilatura alone."""
    from trafilatura import bare_extraction

    for part in batch:
        bare_extraction(part.data, with_metadata=True)


def cost_parts(part: Part, spent: dict[str, float]) -> None:
    """Adds what each part of reading one page takes."""
    marks = [time.process_time()]
    try:
        text = decode(part.data, declared=declared_charset(part.data)).text
    except NotTextError:
        text = ""
    marks.append(time.process_time())
    tree = parse_page(text)
    marks.append(time.process_time())
    page = read_metadata(tree)
    marks.append(time.process_time())
    found = extract_main_text(tree, title=page.title or "", body=page.body).text
    marks.append(time.process_time())
    if any(map(str.isalnum, found)):
        flow.read_documents([Document("d", part.location, found)], RulesOnly())
    marks.append(time.process_time())
    for name, start, end in zip(("decode", "tree", "metadata", "main text", "rules"), marks, marks[1:], strict=False):
        spent[name] = spent.get(name, 0.0) + end - start


def main() -> int:
    """Prints the figures; 1 when reading is slower than the target."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--pages", type=int, default=500)
    count = cli.parse_args().pages
    if not DATA.exists():
        print(f"archive: skipped, there is no {DATA}")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pages.warc.gz"
        write_archive(path, pages_of(DATA), count)
        list(flow.read_documents([Document("d", "warm", "The ferry sails.")], RulesOnly()))
        logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
        spent = measure(path)
        size = path.stat().st_size
    pages, ratio = spent.pages, spent.theirs / spent.ours
    print(f"{pages} pages, {size / 2**20:.1f} MiB packed, {spent.read} readings")
    print(f"trafilatura alone   {pages / spent.theirs:7.1f} pages/s of processor time")
    print(f"reading, by rules   {pages / spent.ours:7.1f} pages/s   {ratio:.2f} of trafilatura   target {TARGET}")
    for name, seconds in spent.parts.items():
        print(f"  {name:12s} {1000 * seconds / pages:7.2f} ms a page")
    print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB at most")
    return int(ratio < TARGET)


if __name__ == "__main__":
    sys.exit(main())
