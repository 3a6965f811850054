"""Quantities against labelled amounts, and numbers in words and figures against fixtures.

    python -m bench.quantities [FOLDER] [--misses N]

FOLDER holds the folders `quantities` and `time`; the default is the development copy beside the repository. Labelled
amounts are scored by their extents (money and percent as a whole, other amounts by overlap: the labels hold the number
alone). Fixtures are scored by value: the share of amounts with unit whose value is found at their place, and of
number words that are read to the right value. Fails (exit code 1) when a figure is under its floor.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tellings.find.layout import find_layout
from tellings.find.quantities import find_quantities
from tellings.find.sentences import split_sentences
from tellings.find.times import find_times
from tellings.model.document import Document
from tellings.model.reading import Quantity, Sentence
from tellings.model.span import Span
from tellings.text.numbers import read_number
from tellings.text.tokens import tokenize

DATA = Path(__file__).resolve().parents[2] / "shared/data"
WITH_UNIT = ("CurrencyModel", "DimensionModel", "PercentModel", "AgeModel")
FLOORS = {
    "amounts recall": 0.94,
    "amounts precision": 0.85,
    "age value": 1.0,
    "currency value": 0.83,
    "dimension value": 0.77,
    "percent value": 0.72,
}
"""A little under what was measured."""


def main() -> int:
    """Prints the figures; 1 when one is under its floor."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("folder", nargs="?", type=Path, default=DATA)
    cli.add_argument("--misses", type=int, default=0, help="how many misses of each kind to show")
    args = cli.parse_args()
    if not (args.folder / "quantities").is_dir():
        print(f"bench.quantities: {args.folder} is not there; nothing measured.")
        return 0
    misses: dict[str, list[str]] = {}
    figures = {**_labelled(args.folder / "quantities/meantime_apple.jsonl", misses), **_fixtures(args.folder, misses)}
    for name, value in figures.items():
        floor = FLOORS.get(name, 0.0)
        print(f"{name:24s} {value:.3f}" + (f"  floor {floor:.3f}" if floor else ""))
        for miss in misses.get(name, [])[: args.misses]:
            print(f"    {miss}")
    return 1 if any(value < FLOORS.get(name, 0.0) for name, value in figures.items()) else 0


def _labelled(path: Path, misses: dict[str, list[str]]) -> dict[str, float]:
    """Precision and recall of extents by overlap; ages and lengths of time are labelled as amounts there."""
    hits: Counter[str] = Counter()
    for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        doc = Document(row["doc"], row["doc"], row["text"])
        sentences = split_sentences(doc, find_layout(doc), ())
        times = find_times(doc, sentences)
        end = row.get("annotated_end") or len(doc.text)
        found = [q.span for q in find_quantities(doc, sentences, times) if q.span.end <= end]
        lengths = [t.span for t in times if t.kind == "duration"]
        for value in row["values"]:
            hit = any(s.start < value["end"] and s.end > value["start"] for s in (*found, *lengths))
            hits["labelled"] += 1
            hits["recalled"] += hit
            if not hit:
                misses.setdefault("amounts recall", []).append(_around(doc.text, value["start"], value["end"]))
        for span in found:
            hit = any(span.start < v["end"] and span.end > v["start"] for v in row["values"])
            hits["found"] += 1
            hits["right"] += hit
            if not hit:
                misses.setdefault("amounts precision", []).append(_around(doc.text, span.start, span.end))
    return {
        "amounts recall": hits["recalled"] / hits["labelled"],
        "amounts precision": hits["right"] / hits["found"],
    }


def _fixtures(folder: Path, misses: dict[str, list[str]]) -> dict[str, float]:
    hits: Counter[str] = Counter()
    for name in ("recognizers_number", "recognizers_numberwithunit"):
        path = folder / f"time/{name}.jsonl"
        if not path.exists():
            print(f"bench.quantities: {path} is not there; not measured.")
            continue
        for case in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            for kind, right, shown in _judge(case):
                hits[kind + " all"] += 1
                hits[kind] += right
                if not right:
                    misses.setdefault(kind, []).append(shown)
    kinds = sorted(kind for kind in hits if not kind.endswith(" all"))
    return {kind: hits[kind] / hits[kind + " all"] for kind in kinds}


def _judge(case: dict[str, Any]) -> Iterator[tuple[str, bool, str]]:
    """For each expected result of a fixture: its kind, whether its value is read, and a line to show."""
    text = case["Input"]
    quantities: tuple[Quantity, ...] = ()
    if case["model"] in WITH_UNIT and text.strip():
        doc = Document("fixture", "fixture", text)
        sentence = (Sentence(Span(0, len(text)), 0),)
        quantities = find_quantities(doc, sentence, find_times(doc, sentence))
    for result in case["Results"]:
        want = _number((result.get("Resolution") or {}).get("value"))
        if want is None:
            continue
        if case["model"] == "NumberModel":
            tokens = next(tokenize(result["Text"], 0, len(result["Text"])), [])
            read = read_number(tokens, 0) if tokens else None
            right = read is not None and read.end == len(tokens) and _same(read.low, want)
            yield "numbers read", right, f"{result['Text']!r} {want} as {read and read.low}"
        elif case["model"] in WITH_UNIT:
            start = text.lower().find(result["Text"].lower())
            near = [q for q in quantities if q.span.start < start + len(result["Text"]) and q.span.end > start]
            shown = f"{result['Text']!r} {want} as {[q.value for q in near]} in {text[:80]!r}"
            yield case["model"].removesuffix("Model").lower() + " value", any(_same(q.value, want) for q in near), shown


def _number(value: str | None) -> float | None:
    try:
        return float((value or "").rstrip("%"))
    except ValueError:
        return None


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-6 * max(1.0, abs(other))


def _around(text: str, start: int, end: int) -> str:
    return repr(f"{text[max(0, start - 30) : start]}[{text[start:end]}]{text[end : end + 30]}")


if __name__ == "__main__":
    sys.exit(main())
