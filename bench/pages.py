"""Web pages with the right answer: main text and metadata as the HTML reader takes them.

    python -m bench.pages [FOLDER] [--misses FIELD]

FOLDER holds the page sets; the default is the development copy beside the repository. Main text is scored by
the four-word shingles of https://github.com/scrapinghub/article-extraction-benchmark (evaluate.py) or, where a set
gives segments, by how many of the wanted and unwanted ones come out. Titles and segments must be equal up to white
space and soft hyphens, dates to the day, authors as sets of names. Fails (exit code 1) when a figure is under its
floor.
"""

import argparse
import gzip
import json
import re
import statistics
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tellings.readers.maintext import extract_main_text
from tellings.readers.metadata import Metadata, read_metadata
from tellings.readers.page import declared_charset, parse_page
from tellings.text.decode import NotTextError, decode

DATA = Path(__file__).resolve().parents[2] / "shared/data/pages"
SETS = ("article_extraction_benchmark", "trafilatura_eval", "fundus_tests")

FLOORS = {
    ("article_extraction_benchmark", "main text F1"): 0.970,
    ("trafilatura_eval", "segments F1"): 0.930,
    ("fundus_tests", "main text F1"): 0.960,
}
"""A little under what was measured. On the first set trafilatura 2.0 has .958; the best published figure is .970. Half
of the pages, parted by site, were never looked at: docs/explanation/decisions/0034-own-main-text.md has the halves."""

Tally = tuple[int, int, int]
"""True positives, false positives, false negatives."""


@dataclass(slots=True)
class Scores:
    """What was counted over one set of pages; ``misses`` holds (field, page, found, wanted)."""

    texts: list[Tally] = field(default_factory=list)
    wanted: Counter[bool] = field(default_factory=Counter)
    unwanted: Counter[bool] = field(default_factory=Counter)
    fields: dict[str, Counter[str]] = field(default_factory=dict)
    misses: list[tuple[str, str, str, str]] = field(default_factory=list)

    def count(self, name: str, page: str, found: str, wanted: str) -> None:
        """One field of one page: right, wrong, or nothing said."""
        verdict = "right" if found == wanted else "wrong" if found else "silent"
        self.fields.setdefault(name, Counter())[verdict] += 1
        if verdict != "right":
            self.misses.append((name, page, found, wanted))


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """The sequences of four words, with their number."""
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3)) if words)


def compare(gold: str, found: str) -> Tally:
    """Shingles in both, only found, only in the gold text."""
    want, have = shingles(gold), shingles(found)
    return (want & have).total(), (have - want).total(), (want - have).total()


def f1_of(tallies: Sequence[Tally]) -> tuple[float, float, float]:
    """F1, precision and recall, the latter two as means over pages."""
    precision = statistics.mean(tp / (tp + fp) for tp, fp, _ in tallies if tp + fp)
    recall = statistics.mean(tp / (tp + fn) for tp, _, fn in tallies if tp + fn)
    return 2 * precision * recall / (precision + recall), precision, recall


def pages_of(folder: Path) -> Iterator[tuple[dict[str, Any], str, Metadata]]:
    """Each page's record, the main text found and the metadata found."""
    with (folder / "pages.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            page = json.loads(line)
            data = gzip.decompress((folder / page["html"]).read_bytes())
            try:
                tree = parse_page(decode(data, declared=declared_charset(data)).text)
            except NotTextError as err:
                print(f"{page['id']}: {err}", file=sys.stderr)
                tree = parse_page("")
            metadata = read_metadata(tree)
            yield page, extract_main_text(tree, title=metadata.title or "", body=metadata.body).text, metadata


def measure(folder: Path) -> Scores:
    """All counts over the pages of one set."""
    scores = Scores()
    for page, text, metadata in pages_of(folder):
        if page.get("text"):
            scores.texts.append(compare(page["text"], text))
        whole = _line(f"{metadata.title or ''}\n{text}")
        scores.wanted.update(_line(segment) in whole for segment in page.get("with") or ())
        scores.unwanted.update(_line(segment) in _line(text) for segment in page.get("without") or ())
        day = (page.get("published") or page.get("date") or "")[:10]
        authors = page.get("authors") or page.get("author") or ()
        authors = [authors] if isinstance(authors, str) else list(authors)
        if page.get("title"):
            scores.count("title", page["id"], _line(metadata.title or ""), _line(page["title"]))
        if day:
            scores.count("date", page["id"], str(metadata.published.earliest or ""), day)
        if authors:
            scores.count("authors", page["id"], _names(metadata.bylines), _names(authors))
        if page.get("sitename"):
            scores.count("outlet", page["id"], metadata.outlet or "", page["sitename"])
    return scores


def _line(text: str) -> str:
    return " ".join(text.replace("\xad", "").split())


def _names(names: Sequence[str]) -> str:
    parted = (part for name in names for part in re.split(r"\s*(?:,|;|\bund\b|\band\b|&)\s*", name))
    return "; ".join(sorted({_line(part).casefold() for part in parted if part.strip()}))


def figures_of(scores: Scores) -> dict[str, float]:
    """The figures of one set by name, each 0 to 1."""
    figures: dict[str, float] = {}
    if scores.texts:
        figures |= dict(zip(("main text F1", "main text P", "main text R"), f1_of(scores.texts), strict=True))
    if scores.wanted:
        found, strayed = scores.wanted[True], scores.unwanted[True]
        precision, recall = found / (found + strayed), found / scores.wanted.total()
        figures |= {"segments F1": 2 * precision * recall / (precision + recall)}
        figures |= {"segments P": precision, "segments R": recall}
    for name, counts in scores.fields.items():
        figures |= {f"{name} {verdict}": counts[verdict] / counts.total() for verdict in ("right", "wrong", "silent")}
    return figures


def main() -> int:
    """Prints the figures of each set; 1 when one is under its floor."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("folder", nargs="?", type=Path, default=DATA)
    cli.add_argument("--misses", metavar="FIELD", help="also print what was missed: title, date, authors, outlet")
    cli.add_argument("--only", metavar="SET", help="one set only")
    args = cli.parse_args()
    if not args.folder.exists():
        print(f"pages: skipped, there is no {args.folder}")
        return 0
    good = True
    for name in SETS:
        if args.only and args.only not in name:
            continue
        scores = measure(args.folder / name)
        print(f"{name}")
        for figure, value in figures_of(scores).items():
            floor = FLOORS.get((name, figure), 0.0)
            good = good and value >= floor
            print(f"  {figure:18s} {value:.4f}" + (f"  floor {floor:.3f}" if floor else ""))
        for field_name, page, found, wanted in scores.misses:
            if field_name == args.misses:
                print(f"    {page[:50]:50s} found {found[:90]!r} wanted {wanted[:90]!r}")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
