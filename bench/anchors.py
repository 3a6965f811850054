"""Annotated words found again: in the text they are of, in one that was edited lightly, and on the web page.

    python -m bench.anchors [--texts N] [--pages N] [--sweep]

The selectors are those of W3C annotations as ``exports.formats.as_annotations`` writes them. Places come from the brief
of the shipped example and, where ../shared is there, are drawn from its reports: sentences, and a few words of them.
Each report is edited by ``bench.reediting`` with 1, 2 and 3 % of its words changed, sentences taken out and put in,
other quotes, dashes and paragraphs. Right is a place that shares seven tenths of its characters with where the words
stand now; words that were taken out must not be found. On a page "placed" are words for which the annotation says the
position in the text of the body, and what stands there and around, to the letter; for the others it says the words.
Fails (exit code 1) when the example is not found again as ``FLOORS`` say.
"""

import argparse
import gzip
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from bench.reediting import re_edit
from tellings import app
from tellings.daily.page_places import place_words
from tellings.exports.formats.as_annotations import quote_around
from tellings.exports.formats.rows import list_rows
from tellings.find.sentence_ends import split_stretch
from tellings.model.document import Document
from tellings.model.span import Span
from tellings.readers.body import read_body
from tellings.readers.html import read_html
from tellings.text import anchoring
from tellings.text.anchoring import Ground, Quote, fold_words

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data"
EXAMPLES = ROOT / "examples"
SHARES = (0.01, 0.02, 0.03)

FLOORS = {"original": 1.0, "edited": 0.95, "wrong": 0.01}
"""Of the example's annotations: found again at least, and found in a wrong place at most."""

Counts = Counter[str]

_WORD = re.compile(r"\w+")
_BLOCK = re.compile(r"\S.*?(?=\n\n|\s*\Z)", re.S)


def quotes_of(
    text: str, spans: Iterable[Span], *, web: bool = False, position: bool = True
) -> list[tuple[Span, Quote]]:
    """The places as annotations select them."""
    return [
        (span, Quote(*quote_around(text, span.start, span.end, web=web), span.start if position else None))
        for span in spans
    ]


def draw_spans(text: str, seed: int, number: int = 10) -> list[Span]:
    """Some sentences of a text, and of each as many runs of two to eight words."""
    draw = random.Random(seed)
    blocks = [match.span() for match in _BLOCK.finditer(text)]
    sentences = [Span(*place) for start, end in blocks for place in split_stretch(text, start, end)]
    drawn = sorted(draw.sample(sentences, min(number, len(sentences))))
    spans = list(drawn)
    for span in drawn:
        words = [
            Span(m.start() + span.start, m.end() + span.start) for m in _WORD.finditer(text[span.start : span.end])
        ]
        if len(words) > 3:
            first = draw.randrange(len(words) - 2)
            last = min(len(words) - 1, first + draw.randint(1, 7))
            spans.append(Span(words[first].start, words[last].end))
    return spans


def score(text: str, spans: Iterable[Span], seed: int, *, position: bool = True) -> dict[str, Counts]:
    """How many are found in the text itself and in its edited states: right, wrong, lost; of those taken out too."""
    counts: dict[str, Counts] = {"original": Counter(), "edited": Counter(), "taken out": Counter()}
    quotes = quotes_of(text, spans, position=position)
    ground = Ground(text)
    for span, quote in quotes:
        found = ground.find(quote)
        counts["original"]["lost" if found is None else "right" if found == span else "wrong"] += 1
    for share in SHARES:
        edited = re_edit(text, seed, share=share)
        ground = Ground(edited.text)
        for span, quote in quotes:
            now, found = edited.now(span), ground.find(quote)
            part = "edited" if now else "taken out"
            counts[part]["lost" if found is None else "right" if now and _same(now, found) else "wrong"] += 1
    return counts


def score_page(data: bytes, seed: int) -> Counts:
    """What annotations say of places of the readable text: their position on the page, or the words alone."""
    counts: Counts = Counter()
    (item,) = read_html(data, "page")
    if not isinstance(item, Document):
        return counts
    body = read_body(data)
    spans = draw_spans(item.text, seed)
    placed = place_words("page", item.text, body, spans)
    ground, bare = Ground(body.seen), fold_words(body.seen)
    for span, quote in quotes_of(item.text, spans, web=True, position=False):
        there = placed.get(span)
        if there:
            right = body.text.startswith(there.prefix + there.exact + there.suffix, there.start - len(there.prefix))
            counts["placed" if right else "placed wrongly"] += 1
        elif bare.count(fold_words(quote.exact)) > 1:
            counts["in several places alike"] += 1
        else:
            counts["there with other words" if ground.find(quote) else "not there"] += 1
        counts["all"] += 1
    return counts


def list_example() -> Iterator[tuple[str, list[Span]]]:
    """The reports of the shipped example, each with the places that its brief cites."""
    briefed = app.brief([str(EXAMPLES / "harsk_dam")])
    rows = list(list_rows(briefed.briefing))
    for doc in briefed.documents:
        spans = sorted({Span(row.word_start, row.word_end) for row in rows if row.doc == doc.id})
        yield doc.text, spans


def list_texts(number: int) -> Iterator[str]:
    """Reports of the development stories, the same ones each time."""
    with gzip.open(SHARED / "stories/pool.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    yield from random.Random(8).sample(texts, min(number, len(texts)))


def list_pages(number: int) -> Iterator[tuple[str, bytes]]:
    """Pages of each set, the same ones each time."""
    for folder in sorted(path for path in (SHARED / "pages").iterdir() if path.is_dir()):
        files = sorted((folder / "html").iterdir())
        for file in random.Random(8).sample(files, min(number, len(files))):
            yield folder.name, gzip.decompress(file.read_bytes())


def _same(one: Span, other: Span) -> bool:
    common = min(one.end, other.end) - max(one.start, other.start)
    return common >= 0.7 * (max(one.end, other.end) - min(one.start, other.start))


def add(total: dict[str, Counts], more: dict[str, Counts]) -> None:
    """Counts the one into the other."""
    for part, counts in more.items():
        total.setdefault(part, Counter()).update(counts)


def tell(name: str, total: dict[str, Counts]) -> None:
    """Prints the shares."""
    print(name)
    for part, counts in total.items():
        whole = counts.total() or 1
        shown = "  ".join(f"{word} {counts[word] / whole:7.2%}" for word in ("right", "lost", "wrong"))
        print(f"  {part:<10} {whole:>7,}  {shown}")


def sweep(texts: list[tuple[str, list[Span]]]) -> None:
    """The edited texts with other thresholds."""
    before = anchoring.ENOUGH
    for enough in (0.5, 0.6, 0.7, 0.8, 0.9):
        anchoring.ENOUGH = enough
        total: dict[str, Counts] = {}
        for number, (text, spans) in enumerate(texts):
            add(total, score(text, spans, number))
        tell(f"ENOUGH {enough}", total)
    anchoring.ENOUGH = before


def main() -> int:
    """Prints the shares; 1 where the example is under its floors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=int, default=300)
    parser.add_argument("--pages", type=int, default=100)
    parser.add_argument("--sweep", action="store_true")
    options = parser.parse_args()
    example: dict[str, Counts] = {}
    for number, (text, spans) in enumerate(list_example()):
        add(example, score(text, spans, number))
    tell("the example's brief", example)
    if SHARED.is_dir():
        texts = [(text, draw_spans(text, number)) for number, text in enumerate(list_texts(options.texts))]
        if options.sweep:
            sweep(texts)
            return 0
        for position in (True, False):
            total: dict[str, Counts] = {}
            for number, (text, spans) in enumerate(texts):
                add(total, score(text, spans, number, position=position))
            tell(f"{len(texts)} reports, {'with' if position else 'without'} position", total)
        pages: dict[str, Counts] = {}
        for number, (name, data) in enumerate(list_pages(options.pages)):
            add(pages, {name: score_page(data, number)})
        for name, counts in pages.items():
            whole = counts.pop("all")
            print(f"pages {name}: {whole} " + "  ".join(f"{k} {v / whole:.2%}" for k, v in sorted(counts.items())))
    else:
        print(f"{SHARED} is not there: the example alone.", file=sys.stderr)
    return int(not holds(example))


def holds(total: dict[str, Counts]) -> bool:
    """Whether the floors are kept."""
    original, edited = total["original"], total["edited"]
    wrong = edited["wrong"] + total["taken out"]["wrong"]
    return (
        original["right"] >= FLOORS["original"] * original.total()
        and edited["right"] >= FLOORS["edited"] * edited.total()
        and wrong <= FLOORS["wrong"] * (edited.total() + total["taken out"].total())
    )


if __name__ == "__main__":
    raise SystemExit(main())
