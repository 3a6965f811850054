"""Whether a thing happened: the status that find_events gives at words that were labelled by hand.

    python -m bench.status [--model FOLDER | --no-model] [--set uds|meantime|wikinews] [--misses CLASS]

Reads UDS-IH2 (development) and MEANTIME apple in ../shared/data/status and prints macro F1 over four classes
(happened with under way, expected, possible, denied with cancelled) at the labelled words that an event was found at,
and the share of labelled words found. ``wikinews`` is the labelled fifth on which nothing was trained; it is in no
pooled figure. The encoder by itself is measured by bench.encoder.

UDS-IH2 is a scale from -3 to 3, and people answered it for the moment of writing: a "no" says only that the thing is
not so (yet), so expected, possible and denied are all right there (``corpora.uds_statuses``).
"""

import argparse
import sys
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from bench.encoder import DATA, LABELS, meantime
from tellings.engines.encoder.recogniser import EncoderRecogniser
from tellings.find.events import find_events
from tellings.find.times import find_times
from tellings.model.document import Document
from tellings.model.reading import Event, Sentence, Signals
from tellings.model.span import Span
from tellings.ports import Recogniser, RulesOnly
from train.encoder import corpora, measure
from train.encoder.corpora import Example, Happening

SETS = ("uds", "meantime", "wikinews")
POOLED = ("uds", "meantime")


def examples(name: str) -> list[Example]:
    """The labelled texts of one set."""
    if name == "uds":
        return list(corpora.uds(DATA, "dev"))
    if name == "meantime":
        return list(meantime())
    return list(corpora.wikinews(DATA, LABELS, held_back=True))


def read(found: Sequence[Example], recogniser: Recogniser) -> list[tuple[Event, ...]]:
    """The events of each text, sentences as the set has them."""
    docs = [Document(f"d{k}", e.doc, e.text) for k, e in enumerate(found)]
    cut = [tuple(Sentence(Span(s, t), 0) for s, t in e.sentences) for e in found]
    signals = recogniser.recognise(list(zip(docs, cut, strict=True)))
    return [_events(doc, sentences, seen) for doc, sentences, seen in zip(docs, cut, signals, strict=True)]


def _events(doc: Document, sentences: tuple[Sentence, ...], seen: tuple[Signals, ...]) -> tuple[Event, ...]:
    return find_events(doc, sentences, find_times(doc, sentences), (), (), seen)


class Count:
    """What was wanted and what was given at labelled words."""

    def __init__(self) -> None:
        self.pairs: Counter[tuple[str, str]] = Counter()
        self.missing: Counter[str] = Counter()
        self.lines: list[tuple[str, str, str]] = []

    def add(self, text: str, wanted: Iterable[Happening], events: Sequence[Event]) -> None:
        """Counts the words of one text; an event is at a word when its trigger overlaps it."""
        ordered = sorted(events, key=lambda e: (e.trigger.start, e.trigger.end))
        starts = [e.trigger.start for e in ordered]
        for word in wanted:
            start, end = word.span
            at = bisect_left(starts, end)
            near = [e for e in ordered[max(0, at - 3) : at] if e.trigger.end > start]
            if not near:
                self.missing[measure.judged(word.statuses, "happened")[0]] += 1
                continue
            want, got = measure.judged(word.statuses, near[-1].status)
            self.pairs[want, got] += 1
            if got != want:
                self.lines.append((want, got, _shown(text, start, end)))

    @property
    def share(self) -> float:
        """Of the labelled words, those an event was found at."""
        found = sum(self.pairs.values())
        return found / max(1, found + sum(self.missing.values()))


def _shown(text: str, start: int, end: int) -> str:
    left = max(text.rfind("\n", 0, start) + 1, start - 110)
    right = min(len(text) if (stop := text.find("\n", end)) < 0 else stop, end + 70)
    return f"{text[left:start]}[{text[start:end]}]{text[end:right]}"


def show(name: str, count: Count) -> str:
    """One line of figures."""
    mean, each = measure.macro_f1(count.pairs)
    shown = ", ".join(f"{c} {f:.3f} of {n}" for c, (f, n) in each.items())
    return f"{name:10s} macro F1 {mean:.3f} ({shown}); found {count.share:.3f}"


def main() -> int:
    """Prints the figures; 0 also when the data is absent."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--model", type=Path, help="a folder with an encoder; without it the shipped one")
    cli.add_argument("--no-model", action="store_true", help="rules only")
    cli.add_argument("--set", choices=SETS, action="append", help="only this set")
    cli.add_argument("--misses", metavar="CLASS", help="show the words of this class that were given another")
    options = cli.parse_args()
    if not DATA.is_dir():
        print("the labelled sets are not here")
        return 0
    return measure_all(options, RulesOnly() if options.no_model else EncoderRecogniser(options.model))


def measure_all(options: argparse.Namespace, recogniser: Recogniser) -> int:
    """Each set by itself, then those that are pooled."""
    pooled = Count()
    for name in options.set or SETS:
        one, found = Count(), examples(name)
        for example, events in zip(found, read(found, recogniser), strict=True):
            for count in [one, pooled] if name in POOLED else [one]:
                count.add(example.text, example.events or (), events)
        print(show(name, one))
        for want, got, line in one.lines:
            if want == options.misses:
                print(f"    {got:9s} {line}")
    print(show("pooled", pooled))
    return 0


if __name__ == "__main__":
    sys.exit(main())
