"""Reading a web archive of real pages: pages a second beside trafilatura alone, and what each part of it costs.

    python bench/archive.py [--pages N]

Builds a packed WARC of N pages (default 500; the issue's figure is for 20,000) by recombining the page sets with a
marker in each, in a temporary folder, and reads it: with everything that ``add --no-model`` does before it keeps
(unpacking, decoding, main text, metadata, rules), and with ``trafilatura.extract`` alone on the same unpacked pages.
Target: at least .7 of trafilatura's pages a second.
"""

import argparse
import gzip
import json
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
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


def read_archive(path: Path) -> tuple[int, int]:
    """How many pages there were, and how many became readings by rules."""
    pages = read = 0
    batch: list[Document] = []
    for part in parts_of(path):
        pages += 1
        batch.extend(item for item in read_part(part) if isinstance(item, Document))
        if len(batch) >= BATCH:
            read += len(flow.read_documents(batch, RulesOnly()))
            batch = []
    return pages, read + len(flow.read_documents(batch, RulesOnly()))


def cost_parts(path: Path) -> dict[str, float]:
    """Seconds of each part of the reading, one after the other."""
    spent = dict.fromkeys(("archive", "decode", "tree", "metadata", "main text", "rules"), 0.0)
    begun = time.perf_counter()
    for part in parts_of(path):
        spent["archive"] += time.perf_counter() - begun
        marks = [time.perf_counter()]
        try:
            text = decode(part.data, declared=declared_charset(part.data)).text
        except NotTextError:
            text = ""
        marks.append(time.perf_counter())
        tree = parse_page(text)
        marks.append(time.perf_counter())
        page = read_metadata(tree)
        marks.append(time.perf_counter())
        found = extract_main_text(tree, title=page.title or "", body=page.body).text
        marks.append(time.perf_counter())
        if any(map(str.isalnum, found)):
            flow.read_documents([Document("d", part.location, found)], RulesOnly())
        marks.append(time.perf_counter())
        for name, start, end in zip(list(spent)[1:], marks, marks[1:], strict=False):
            spent[name] += end - start
        begun = time.perf_counter()
    return spent


def time_trafilatura(path: Path) -> float:
    """Seconds that trafilatura takes for the main text and metadata of the same pages, unpacking included."""
    import logging

    from trafilatura import bare_extraction

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    begun = time.perf_counter()
    for part in parts_of(path):
        bare_extraction(part.data, with_metadata=True)
    return time.perf_counter() - begun


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
        theirs = time_trafilatura(path)
        begun = time.perf_counter()
        pages, read = read_archive(path)
        ours = time.perf_counter() - begun
        spent = cost_parts(path)
        size = path.stat().st_size
    print(f"{pages} pages, {size / 2**20:.1f} MiB packed, {read} readings")
    print(f"trafilatura alone   {pages / theirs:7.1f} pages/s")
    print(f"reading, by rules   {pages / ours:7.1f} pages/s   {theirs / ours:.2f} of trafilatura   target {TARGET}")
    for name, seconds in spent.items():
        print(f"  {name:12s} {1000 * seconds / pages:7.2f} ms a page")
    print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB at most")
    return int(theirs / ours < TARGET)


if __name__ == "__main__":
    sys.exit(main())
