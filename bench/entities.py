"""Names of people, organisations and places against hand-labelled news sentences: exact spans.

    python -m bench.entities [--split train|dev] [--model FOLDER | --no-model] [--misses KIND] [--limit N]

Reads ../shared/data/entities/worldwide_{dev,train}.jsonl and prints precision, recall and F1 for each kind and over
person, place and organisation together, of what ``find_mentions`` makes of rules and encoder. Rules were tuned on
train only. A leading "the" counts on neither side. What the encoder says by itself, in the nine kinds of the set:
``python -m bench.encoder``.
"""

import argparse
import gzip
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from tellings.engines.encoder.recogniser import EncoderRecogniser
from tellings.find.mentions import find_mentions
from tellings.model.document import Document
from tellings.model.reading import Block, Sentence
from tellings.model.span import Span
from tellings.ports import Recogniser, RulesOnly

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "entities"
KINDS = {"person": "PER", "organisation": "ORG", "place": "LOC"}
_NO_SPACE_BEFORE = {
    ",",
    ".",
    ";",
    ":",
    "?",
    "!",
    ")",
    "]",
    "%",
    "'s",
    "’s",
    "'",
    "’",
    "n't",
    "n’t",
    "'re",
    "'ve",
    "'ll",
    "”",
}
_MONTHS = {
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
}
_NO_SPACE_AFTER = {"(", "[", "$", "“", "#"}
Label = tuple[int, int, str]


def read_documents(path: Path) -> Iterator[list[dict[str, list[str]]]]:
    """The sentences of each document."""
    documents: dict[str, list[dict[str, list[str]]]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            documents[row["doc"]].append(row)
    yield from documents.values()


def lay_out(rows: list[dict[str, list[str]]]) -> tuple[str, list[Span], set[Label]]:
    """Tokens set as text, one sentence a line, with the labelled spans."""
    text = ""
    spans: list[Span] = []
    labels: set[Label] = set()
    for row in rows:
        begin = len(text)
        places: list[tuple[int, int]] = []
        is_open = False
        glued = True
        tokens = row["tokens"]
        for k, token in enumerate(tokens):
            closing = token == '"' and is_open
            if not glued and token not in _NO_SPACE_BEFORE and not closing and not _hangs_on(tokens, k):
                text += " "
            places.append((len(text), len(text) + len(token)))
            text += token
            glued = token in _NO_SPACE_AFTER or (token == '"' and not is_open)
            is_open ^= token == '"'
        labels |= _labels(text, places, row["tags"])
        if text[begin:].strip():
            spans.append(Span(begin, len(text)))
        text += "\n"
    return text, spans, labels


def _hangs_on(tokens: list[str], k: int) -> bool:
    """Whether the source parted what is printed together: "Nur - Sultan", "Ana ' s", "U. S."."""
    token, last = tokens[k], tokens[k - 1]
    if token == "s" and last in ("'", "’"):
        return True
    if len(last) == 2 and last[1] == "." and len(token) == 2 and token[1] == ".":
        return True
    if "-" not in (token, last) or k < 2:
        return False
    at = k if token == "-" else k - 1
    before, after = tokens[at - 1], tokens[at + 1] if at + 1 < len(tokens) else ""
    dateline = before.isupper() or before.title() in _MONTHS or before in (")", "News")
    return before[:1].isalpha() and after[:1].isalnum() and not (at < 10 and dateline)


def _labels(text: str, places: list[tuple[int, int]], tags: list[str]) -> set[Label]:
    found: set[Label] = set()
    start = -1
    for k, tag in enumerate([*tags, "O"]):
        if start >= 0 and not tag.startswith("I-"):
            begin, end = places[start][0], places[k - 1][1]
            if text[begin:end].lower().startswith("the "):
                begin += 4
            found.add((begin, end, tags[start][2:]))
            start = -1
        if tag.startswith("B-") or (tag.startswith("I-") and start < 0):
            start = k
    return found


def main(argv: list[str] | None = None) -> int:
    """Prints the table; 0 also when the data is absent."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--split", choices=("train", "dev"), default="dev")
    cli.add_argument("--model", type=Path, help="a folder with an encoder; without it the shipped one")
    cli.add_argument("--no-model", action="store_true", help="rules only")
    cli.add_argument("--misses", metavar="KIND", help="PER, ORG, LOC: print what was missed or wrong")
    cli.add_argument("--limit", type=int, help="documents")
    args = cli.parse_args(argv)
    path = DATA / ("worldwide_dev.jsonl" if args.split == "dev" else "worldwide_train.jsonl.gz")
    if not path.exists():
        print(f"skipped: {path.name} is not here", file=sys.stderr)
        return 0
    recogniser: Recogniser = RulesOnly() if args.no_model else EncoderRecogniser(args.model)
    scores, words, seconds = measure(path, limit=args.limit, misses=args.misses, recogniser=recogniser)
    for kind, (right, found, wanted) in scores.items():
        precision, recall = right / max(1, found), right / max(1, wanted)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        print(
            f"{kind:5s} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  ({right} right, {found} found, {wanted} wanted)"
        )
    print(f"{1000 * seconds / words * 600:.2f} ms a 600 words")
    return 0


def measure(
    path: Path, *, limit: int | None = None, misses: str | None = None, recogniser: Recogniser | None = None
) -> tuple[dict[str, tuple[int, int, int]], int, float]:
    """(Right, found, wanted) for each kind and for all, the number of tokens and the seconds ``find_mentions`` took.

    Without a ``recogniser`` rules are alone.
    """
    right: Counter[str] = Counter()
    found: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    words, seconds = 0, 0.0
    laid = [(rows, *lay_out(rows)) for rows in islice(read_documents(path), limit)]
    batch = [(Document("d", "bench", text), tuple(Sentence(span, 0) for span in spans)) for _, text, spans, _ in laid]
    seen = (recogniser or RulesOnly()).recognise(batch)
    for (rows, text, _, gold), (doc, sentences), signals in zip(laid, batch, seen, strict=True):
        begun = time.perf_counter()
        mentions = find_mentions(doc, (Block(Span(0, len(text)), "paragraph"),), sentences, signals)
        seconds += time.perf_counter() - begun
        words += sum(len(row["tokens"]) for row in rows)
        mine = {(m.span.start, m.span.end, KINDS[m.kind]) for m in mentions if m.kind in KINDS}
        gold_named = {label for label in gold if label[2] in KINDS.values()}
        for kind in KINDS.values():
            right[kind] += sum(label[2] == kind for label in mine & gold_named)
            found[kind] += sum(label[2] == kind for label in mine)
            wanted[kind] += sum(label[2] == kind for label in gold_named)
        if misses:
            everything: set[Label] = {(m.span.start, m.span.end, str(m.kind)) for m in mentions}
            _print_misses(text, everything, mine, gold, misses)
    scores = {kind: (right[kind], found[kind], wanted[kind]) for kind in KINDS.values()}
    scores["all"] = (right.total(), found.total(), wanted.total())
    return scores, words, seconds


def _print_misses(text: str, everything: set[Label], mine: set[Label], gold: set[Label], kind: str) -> None:
    for start, end, label in sorted(gold - mine):
        if label == kind:
            near = [f"{text[s:e]}/{k}" for s, e, k in sorted(everything) if s < end and e > start]
            print(f"miss {text[start:end]!r} -> {near}   | {text[max(0, start - 30) : end + 30]!r}")
    for start, end, label in sorted(mine - gold):
        if label == kind:
            near = [f"{text[s:e]}/{k}" for s, e, k in sorted(gold) if s < end and e > start]
            print(f"wrong {text[start:end]!r} -> {near}   | {text[max(0, start - 30) : end + 30]!r}")


if __name__ == "__main__":
    sys.exit(main())
