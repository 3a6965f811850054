"""Dated timelines of long stories: which days are chosen and in which words, against timelines that newsrooms made.

    python -m bench.timelines [--topic NAME] [--model FOLDER] [--keep FOLDER]

Reads Timeline17 (development topics) in ../shared/data/timelines. For each of its timelines, the reports and days from
its first day to its last count, as many days are chosen as it has, and as many sentences a day as it has on the mean
(the settings of Martschat and Markert 2018, Ghalandari and Ifrim 2020). The days and sentences are
``story.milestones.find_milestones``, which long stories show.

Date-F1 is the overlap of the days. AR1 and AR2 are ROUGE-1 and ROUGE-2 F1 with every day aligned to the day of the
other side that is nearest in time and words, many to one, hits divided by one plus the days between them ("align+ m:1",
Martschat and Markert 2017). Precision and recall are the means over the timelines, F1 is made of these.
Stemmed, without function words. Rules read by default, since the reports are many; --keep holds on to the readings.
"""

import argparse
import gzip
import json
import pickle
import re
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import Stemmer
from rouge_score.rouge_scorer import RougeScorer
from rouge_score.tokenizers import Tokenizer

from tellings.engines.encoder.recogniser import EncoderRecogniser
from tellings.flow import read_documents
from tellings.lexicon import load_words
from tellings.model.document import Document, Published
from tellings.model.reading import Reading
from tellings.model.story import Anchor, Story, Told
from tellings.ports import Recogniser, RulesOnly
from tellings.story.copies import find_copies
from tellings.story.milestones import find_milestones
from tellings.story.resolve import resolve_times

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "timelines"
BATCH = 50
Timeline = Mapping[date, Sequence[str]]
_BRACKETS = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}", "\\/": "/"}
_JOINS = (
    (r"`` ?", '"'),
    (r" ?''", '"'),
    (r" ([,.;:!?%)\]])", r"\1"),
    (r"([(\[$£€]) ", r"\1"),
    (r" (n't|'(?:s|re|ve|ll|d|m)\b)", r"\1"),
)
_WORD = re.compile(r"\w+|[^\w\s]")


class Score(NamedTuple):
    """Precision and recall of one measure."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def plain(text: str) -> str:
    """Penn Treebank tokens as a page would print them."""
    for token, mark in _BRACKETS.items():
        text = text.replace(token, mark)
    for pattern, words in _JOINS:
        text = re.sub(pattern, words, text)
    return text


class _Stems(Tokenizer):  # type: ignore[misc]
    """Stems of the words that are no function words."""

    def __init__(self) -> None:
        self._stem: Callable[[str], str] = Stemmer.Stemmer("porter").stemWord
        self._left_out = load_words("function_words")

    def tokenize(self, text: str) -> list[str]:
        words = re.findall(r"[a-z0-9]+", text.lower())
        return [self._stem(word) if len(word) > 3 else word for word in words if word not in self._left_out]


def score_dates(found: Timeline, wanted: Timeline) -> Score:
    """How many of the days are the same."""
    same = len(found.keys() & wanted.keys())
    return Score(same / max(1, len(found)), same / max(1, len(wanted)))


def score_words(found: Timeline, wanted: Timeline, order: int) -> Score:
    """ROUGE of ``order`` after alignment; a day far from the one it is aligned to counts for less."""
    stems = _Stems()
    scorer = RougeScorer([f"rouge{order}"], tokenizer=stems)
    words = {day: _count(told) for day, told in found.items()}
    others = {day: _count(told) for day, told in wanted.items()}

    def compare(ours: date, theirs: date) -> tuple[float, float, float]:
        mine, yours = " ".join(found[ours]), " ".join(wanted[theirs])
        sizes = [max(0, len(stems.tokenize(text)) - order + 1) for text in (mine, yours)]
        recall = scorer.score(yours, mine)[f"rouge{order}"].recall
        return recall * sizes[1] / (1 + abs((ours - theirs).days)), sizes[0], sizes[1]

    precise = [compare(day, _nearest(day, words[day], others)) for day in sorted(found)]
    recalled = [compare(_nearest(day, others[day], words), day) for day in sorted(wanted)]
    return Score(
        sum(hits for hits, _, _ in precise) / max(1, sum(mine for _, mine, _ in precise)),
        sum(hits for hits, _, _ in recalled) / max(1, sum(yours for _, _, yours in recalled)),
    )


def _count(sentences: Sequence[str]) -> Counter[str]:
    return Counter(word for sentence in sentences for word in _WORD.findall(sentence))


def _nearest(day: date, words: Counter[str], others: Mapping[date, Counter[str]]) -> date:
    """The day of the other side at the least cost: far in time and unlike in words is dear, the same day free."""

    def cost(other: date) -> float:
        apart = 1 - 1 / (1 + abs((day - other).days))
        return apart and apart * (1 - _overlap(words, others[other]))

    return min(sorted(others), key=cost)


def _overlap(a: Counter[str], b: Counter[str]) -> float:
    """F1 of two bags of words."""
    return 2 * (a & b).total() / max(1, a.total() + b.total())


def read_topic(topic: str, recogniser: Recogniser, keep: Path | None) -> tuple[Reading, ...]:
    """The readings of a topic's reports, from ``keep`` where they are there already."""
    kept = keep / f"{topic}.{recogniser.name}.pickle" if keep else None
    if kept and kept.exists():
        readings: tuple[Reading, ...] = pickle.loads(kept.read_bytes())
        return readings
    with gzip.open(DATA / f"t17_{topic}.docs.jsonl.gz", "rt", encoding="utf-8") as lines:
        records = [record for line in lines if (record := json.loads(line))["text"].strip()]
    docs = [_document(record) for record in records]
    readings = tuple(r for i in range(0, len(docs), BATCH) for r in read_documents(docs[i : i + BATCH], recogniser))
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(pickle.dumps(readings))
    return readings


def _document(record: Mapping[str, str]) -> Document:
    day = date.fromisoformat(record["published"][:10])
    published = Published(day, day, "metadata", why="given")
    return Document(
        record["id"], record["id"], text=plain(record["text"]), outlet=record["outlet"], published=published
    )


def lay_out(readings: Sequence[Reading], first: date, last: date) -> Told:
    """The story of the reports from ``first`` to ``last``, as far as the milestones need it."""
    members = tuple(r for r in readings if (day := r.document.published.latest) is not None and first <= day <= last)
    anchors = tuple(Anchor(r.document.id, r.document.published) for r in members)
    story = Story("s", "s", tuple(r.document.id for r in members))
    return Told(story, members, find_copies(members), anchors, resolve_times(members, anchors), ())


def make_timeline(readings: Sequence[Reading], wanted: Timeline) -> Timeline:
    """Our timeline with the days and sentences a day that ``wanted`` has."""
    first, last = min(wanted), max(wanted)
    lines = max(1, round(sum(map(len, wanted.values())) / len(wanted)))
    told = lay_out(readings, first, last)
    found = find_milestones(told, days=len(wanted), lines=lines, first=first, last=last)
    return {milestone.day: [place.text for place in milestone.evidence] for milestone in found}


def references() -> list[tuple[str, str, Timeline]]:
    """(topic, outlet, timeline) of each reference; an entry whose date is misprinted is left out."""
    told = json.loads((DATA / "t17_timelines.json").read_text(encoding="utf-8"))
    found: list[tuple[str, str, Timeline]] = []
    for topic, timelines in told.items():
        for one in timelines:
            days: dict[date, list[str]] = {}
            for entry in one["entries"]:
                if entry["date"]:
                    days.setdefault(date.fromisoformat(entry["date"]), []).extend(map(plain, entry["sentences"]))
            found.append((topic, one["outlet"], days))
    return found


def main() -> int:
    """Prints the figures; 0 also when the data is absent."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--topic", action="append", help="only this topic")
    cli.add_argument("--model", type=Path, help="a folder with an encoder that reads too; without it rules alone")
    cli.add_argument("--keep", type=Path, help="a folder that holds on to the readings")
    options = cli.parse_args()
    if not DATA.is_dir():
        print("the timelines are not here")
        return 0
    recogniser = EncoderRecogniser(options.model) if options.model else RulesOnly()
    rows: list[tuple[Score, Score, Score]] = []
    topic, readings = "", tuple[Reading, ...]()
    for name, outlet, wanted in references():
        if options.topic and name not in options.topic:
            continue
        if name != topic:
            topic, readings = name, read_topic(name, recogniser, options.keep)
        found = make_timeline(readings, wanted)
        rows.append((score_words(found, wanted, 1), score_words(found, wanted, 2), score_dates(found, wanted)))
        show(f"{name} {outlet}", [score.f1 for score in rows[-1]])
    means = [Score(*(sum(s[k] for s in column) / len(rows) for k in (0, 1))) for column in zip(*rows, strict=True)]
    show("mean", [mean.f1 for mean in means])
    return 0


def show(name: str, figures: Sequence[float]) -> None:
    """One line of figures."""
    print(f"{name:24s} AR1 {figures[0]:.3f}  AR2 {figures[1]:.3f}  Date-F1 {figures[2]:.3f}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
