"""Where two reports say the same, differ or clash, against pairs that people judged.

    python -m bench.differences [--set claimdiff|nanco] [--model FOLDER | --no-model] [--misses COUNT]

Reads ../shared/data/differences. Reports are put together of what the sets hold (of each article the sentences that
were judged, a paragraph each) and made into one brief a topic or question. Two passages stand to each other as the
findings of the brief say: in one telling or in a finding of the verdict agree they ``agree``, else by the verdict;
passages that no finding holds both are ``apart``. A finding holds a passage when it cites ``COVERED`` of it.

NAnCo (first four questions; Laban et al. 2022) asks of two answers whether they say the same: the pairs of one
question, each answer with each, those of one article left out. ClaimDiff (training topics; Ko et al. 2022) asks whether
claim B strengthens claim A, and whether it weakens it: no brief says so outright, so what it says is laid beside the
labels, and beside the mean rating (-2 weakens to 2 strengthens) of all rated pairs of each verdict.

Printed are precision, recall and F1 of the positive pairs, accuracy, and balanced accuracy (the mean recall of positive
and negative pairs), beside the commoner answer for all pairs, the answer yes, and shared words: the Dice coefficient of
stems without function words, with the threshold best in balanced accuracy on the other topics. Of NAnCo these are once
the words of the marked answers, which a brief is not told, and once those of the paragraphs. ``person`` is the mean of
the three people of NAnCo against the groups they agreed on.

The sets hold single sentences, not the articles: what a report says around them, and on which day, is not known here.
"""

import argparse
import gzip
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from tellings import flow
from tellings.engines.encoder.recogniser import EncoderRecogniser
from tellings.model.brief import Brief, Finding
from tellings.model.document import Document, Published
from tellings.model.story import Story
from tellings.ports import Recogniser, RulesOnly
from tellings.text.names import document_id
from tellings.text.words import content_stems

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "differences"
SETS = ("nanco", "claimdiff")
# A finding that cites less of a passage is of something else in it: an office, a name. From .01 to .8 the balanced
# accuracy of NAnCo stays within .004, that of ClaimDiff (strengthens) within .012.
COVERED = 0.3
STEPS = [step / 20 for step in range(1, 20)]
_DENIAL = re.compile(r"\b(?:not|no|never|none|nobody|nothing|without|den(?:y|ies|ied))\b|n[’']t\b", re.IGNORECASE)

Relation = Literal["conflict", "updated", "agree", "compatible", "apart"]
ORDER: tuple[Relation, ...] = ("conflict", "updated", "agree", "compatible", "apart")
"""The first that a finding says of two passages holds."""
Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence or answer that was judged: ``[start, end)`` of the text of one report, and its paragraph."""

    doc: str
    start: int
    end: int
    text: str
    paragraph: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two passages of one topic, how the brief puts them, and what people said."""

    topic: str
    one: Passage
    other: Passage
    relation: Relation
    labels: Mapping[str, bool]
    rating: float | None = None


@dataclass(slots=True)
class Count:
    """Answers yes and no, right and wrong."""

    hits: int = 0
    false: int = 0
    missed: int = 0
    left: int = 0

    def add(self, said: bool, wanted: bool) -> None:
        """Counts one answer."""
        self.hits += said and wanted
        self.false += said and not wanted
        self.missed += wanted and not said
        self.left += not (said or wanted)

    def plus(self, other: "Count", sign: int = 1) -> "Count":
        """The sum, or with ``sign`` -1 what remains without ``other``."""
        return Count(*(mine + sign * theirs for mine, theirs in zip(self.all, other.all, strict=True)))

    @property
    def all(self) -> tuple[int, int, int, int]:
        """Right and wrong yes, wrong and right no."""
        return self.hits, self.false, self.missed, self.left

    @property
    def precision(self) -> float:
        """The share of yes that is right."""
        return self.hits / max(1, self.hits + self.false)

    @property
    def recall(self) -> float:
        """The share of positive pairs found."""
        return self.hits / max(1, self.hits + self.missed)

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        return 2 * self.hits / max(1, 2 * self.hits + self.false + self.missed)

    @property
    def accuracy(self) -> float:
        """The share of right answers."""
        return (self.hits + self.left) / max(1, sum(self.all))

    @property
    def balanced(self) -> float:
        """The mean of the recall of positive and of negative pairs."""
        return (self.recall + self.left / max(1, self.false + self.left)) / 2

    def __str__(self) -> str:
        return (
            f"P {self.precision:.3f}  R {self.recall:.3f}  F1 {self.f1:.3f}  accuracy {self.accuracy:.3f}"
            f"  balanced {self.balanced:.3f}"
        )


@dataclass(slots=True)
class Report:
    """One article, put together of its passages in the order they come."""

    title: str | None = None
    url: str | None = None
    day: date | None = None
    paragraphs: dict[str, int] = field(default_factory=dict)
    """Each paragraph with the place it begins at."""
    length: int = 0

    def place(self, paragraph: str) -> int:
        """Where the paragraph begins; it is added when it is new."""
        if paragraph not in self.paragraphs:
            self.paragraphs[paragraph] = self.length
            self.length += len(paragraph) + 2
        return self.paragraphs[paragraph]

    def document(self, key: str) -> Document:
        """The report as a document; ``key`` keeps reports of the same words apart."""
        published = Published(self.day, self.day, "metadata", why="date of the record") if self.day else Published()
        host = urlsplit(self.url).hostname if self.url else None
        text = "\n\n".join(self.paragraphs)
        return Document(document_id(text, key), key, text, self.title, host, self.url, published=published)


class Topic:
    """The reports of one topic, and the passages of them that were judged."""

    def __init__(self) -> None:
        self.reports: dict[str, Report] = {}

    def add(self, key: str, paragraph: str, answer: str = "", **given: Any) -> Passage:
        """A paragraph of the report ``key``, or the ``answer`` in it; ``given`` is what is known of the report."""
        report = self.reports.setdefault(key, Report(**given))
        paragraph = " ".join(paragraph.split())
        words = " ".join(answer.split()) or paragraph
        start = report.place(paragraph) + max(0, paragraph.find(words))
        return Passage(key, start, start + len(words), words, paragraph)

    def brief(self, name: str, recogniser: Recogniser) -> tuple[Brief, Mapping[str, str]]:
        """The brief of the reports, and the key of each of its documents."""
        docs = {report.document(key).id: (key, report.document(key)) for key, report in self.reports.items()}
        readings = flow.read_documents([doc for _, doc in docs.values()], recogniser)
        return flow.brief_story(Story("s", name, tuple(sorted(docs))), readings), {
            i: key for i, (key, _) in docs.items()
        }


def relate(brief: Brief, keys: Mapping[str, str], passages: Iterable[Passage]) -> dict[frozenset[Passage], Relation]:
    """How the findings of the brief put each two passages that one of them holds."""
    by_doc: dict[str, list[Passage]] = defaultdict(list)
    for passage in dict.fromkeys(passages):
        by_doc[passage.doc].append(passage)
    found: dict[frozenset[Passage], Relation] = {}
    for finding in brief.findings:
        for pair, relation in _put(finding, keys, by_doc):
            found[pair] = min(relation, found.get(pair, "apart"), key=ORDER.index)
    return found


def _put(
    finding: Finding, keys: Mapping[str, str], by_doc: Mapping[str, Sequence[Passage]]
) -> Iterator[tuple[frozenset[Passage], Relation]]:
    tellings: dict[Passage, set[int]] = defaultdict(set)
    for number, telling in enumerate(finding.tellings):
        for cited in telling.evidence:
            for passage in by_doc.get(keys[cited.doc], ()):
                shared = min(cited.end, passage.end) - max(cited.start, passage.start)
                if shared >= COVERED * (passage.end - passage.start):
                    tellings[passage].add(number)
    for one, other in combinations(tellings, 2):
        if tellings[one] & tellings[other]:
            yield frozenset((one, other)), "agree"
        else:
            yield frozenset((one, other)), "compatible" if finding.verdict == "single" else finding.verdict


def nanco(recogniser: Recogniser) -> tuple[list[Pair], list[Count]]:
    """The pairs of answers of different articles; and the count of each person against the agreed groups."""
    pairs: list[Pair] = []
    people: dict[int, Count] = defaultdict(Count)
    for question in map(json.loads, (DATA / "nanco.jsonl").read_text(encoding="utf-8").splitlines()):
        topic = Topic()
        told = [
            (topic.add(a["url"], a["paragraph"], a["answer"], url=a["url"]), a["groups"]) for a in question["answers"]
        ]
        found = relate(*topic.brief(question["id"], recogniser), [passage for passage, _ in told])
        for (one, mine), (other, yours) in combinations(told, 2):
            if one.doc == other.doc:
                continue
            same = mine["global"] == yours["global"]
            relation = found.get(frozenset((one, other)), "apart")
            pairs.append(Pair(question["id"], one, other, relation, {"same": same}))
            for number, person in enumerate(sorted(mine.keys() - {"global"})):
                people[number].add(mine[person] == yours[person], same)
    return pairs, list(people.values())


def claimdiff(recogniser: Recogniser) -> list[Pair]:
    """The pairs of claims, with the labels they have and the rating where there is one."""
    topics: dict[str, dict[str, Record]] = defaultdict(dict)
    labels: dict[str, dict[str, bool]] = defaultdict(dict)
    for record in _lines("claimdiff_train_scores.jsonl.gz"):
        topics[record["topic"]][record["pair"]] = record
    for record in _lines("claimdiff_train.jsonl.gz"):
        topics[record["topic"]].setdefault(record["pair"], record)
        labels[record["pair"]][record["task"]] = bool(record["relation"])
    pairs = []
    for name, records in topics.items():
        topic = Topic()
        placed = [(_claim(topic, record, "a"), _claim(topic, record, "b"), record) for record in records.values()]
        found = relate(*topic.brief(name, recogniser), [p for one, other, _ in placed for p in (one, other)])
        for one, other, record in placed:
            relation = found.get(frozenset((one, other)), "apart")
            pairs.append(Pair(name, one, other, relation, labels[record["pair"]], record.get("average_response")))
    return pairs


def _lines(name: str) -> Iterator[Record]:
    with gzip.open(DATA / name, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _claim(topic: Topic, record: Record, side: str) -> Passage:
    title = record[f"article_{side}"]
    return topic.add(title, record[f"claim_{side}"], title=title, day=date.fromisoformat(record["date"]))


def count(pairs: Sequence[Pair], label: str, said: Iterable[bool]) -> Count:
    """The answers ``said``, one for each pair, to the pairs that have the label."""
    counted = Count()
    for pair, answer in zip(pairs, said, strict=True):
        if label in pair.labels:
            counted.add(answer, pair.labels[label])
    return counted


def told_as(pairs: Iterable[Pair], relations: Set[Relation]) -> list[bool]:
    """Whether the brief puts each pair in one of these ways."""
    return [pair.relation in relations for pair in pairs]


def share(one: str, other: str) -> float:
    """The Dice coefficient of the stems of two texts."""
    mine, theirs = set(content_stems(one)), set(content_stems(other))
    return 2 * len(mine & theirs) / max(1, len(mine) + len(theirs))


def share_words(pairs: Sequence[Pair], label: str, words: Callable[[Passage], str]) -> Count:
    """Shared words above a threshold, on each topic the one that does best on all others."""
    topics: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        topics[pair.topic].append(pair)
    by_step = []
    for own in topics.values():
        shares = [share(words(pair.one), words(pair.other)) for pair in own]
        by_step.append([count(own, label, [value >= step for value in shares]) for step in STEPS])
    total = [_sum(column) for column in zip(*by_step, strict=True)]
    chosen = []
    for counts in by_step:
        others = [every.plus(mine, -1) for every, mine in zip(total, counts, strict=True)]
        chosen.append(max(zip(others, counts, strict=True), key=lambda both: both[0].balanced)[1])
    return _sum(chosen)


def _sum(counts: Iterable[Count]) -> Count:
    total = Count()
    for each in counts:
        total = total.plus(each)
    return total


def denied(pair: Pair) -> bool:
    """Whether one of the two passages alone holds a word of denial."""
    return bool(_DENIAL.search(pair.one.text)) != bool(_DENIAL.search(pair.other.text))


def show_label(name: str, pairs: Sequence[Pair], label: str, ways: Sequence[Set[Relation]]) -> None:
    """The lines of one label: what the brief says, read in each of the ``ways`` as yes, and the baselines."""
    wanted = [pair.labels[label] for pair in pairs if label in pair.labels]
    common = 2 * sum(wanted) >= len(wanted)
    print(f"{name}: {len(wanted)} pairs, {sum(wanted)} positive")
    for yes in ways:
        _show(" or ".join(way for way in ORDER if way in yes), count(pairs, label, told_as(pairs, yes)))
    _show("commoner answer", count(pairs, label, [common] * len(pairs)))
    if not common:
        _show("always yes", count(pairs, label, [True] * len(pairs)))
    _show("shared words", share_words(pairs, label, lambda passage: passage.text))


def _show(name: str, counted: Count) -> None:
    print(f"    {name:28s} {counted}")


def show_nanco(recogniser: Recogniser, misses: int) -> None:
    """The figures of NAnCo."""
    pairs, people = nanco(recogniser)
    show_label("NAnCo, same answer", pairs, "same", ({"agree"}, {"agree", "compatible"}))
    _show("shared words of paragraphs", share_words(pairs, "same", lambda passage: passage.paragraph))
    print(f"    {'person':28s} balanced {sum(p.balanced for p in people) / max(1, len(people)):.3f}")
    for topic in dict.fromkeys(pair.topic for pair in pairs):
        own = [pair for pair in pairs if pair.topic == topic]
        _show(f"{topic}: agree", count(own, "same", told_as(own, {"agree"})))
    tally = Counter((pair.relation, pair.labels["same"]) for pair in pairs)
    for relation in ORDER:
        print(f"    {relation:11s} {tally[relation, True]:4d} of one group, {tally[relation, False]:4d} of two")
    show_misses(misses, [p for p in pairs if (p.relation == "agree") != p.labels["same"]])


def show_claimdiff(recogniser: Recogniser, misses: int) -> None:
    """The figures of ClaimDiff."""
    pairs = claimdiff(recogniser)
    show_label("ClaimDiff, strengthens", pairs, "strengthen", ({"agree"}, {"agree", "compatible"}))
    show_label("ClaimDiff, weakens", pairs, "weaken", ({"conflict"}, {"conflict", "updated"}))
    _show("a denial in one alone", count(pairs, "weaken", map(denied, pairs)))
    rated = [pair for pair in pairs if pair.rating is not None]
    print(f"ClaimDiff, ratings of {len(rated)} pairs by what the brief says:")
    for relation in ORDER:
        own = [pair.rating or 0.0 for pair in rated if pair.relation == relation]
        below, above = sum(r < 0 for r in own), sum(r > 0 for r in own)
        mean = f"{sum(own) / len(own):+.2f}" if own else "  -  "
        print(f"    {relation:11s} {len(own):5d} pairs  mean {mean}  below 0: {below}  above 0: {above}")
    wrong = [p for p in pairs if p.relation in {"agree", "compatible"} and p.labels.get("weaken")]
    show_misses(misses, [*wrong, *(p for p in pairs if p.relation == "apart" and p.labels.get("strengthen"))])


def show_misses(most: int, pairs: Sequence[Pair]) -> None:
    """Pairs on which the brief and people differ."""
    for pair in pairs[:most]:
        print(f"  [{pair.relation}; {dict(pair.labels)}] {pair.one.text}\n      {pair.other.text}")


def main() -> int:
    """Prints the figures; 0 also when the data is absent."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--set", choices=SETS, action="append", dest="sets", help="only this set")
    cli.add_argument("--model", type=Path, help="a folder with an encoder; without it the shipped one")
    cli.add_argument("--no-model", action="store_true", help="rules only")
    cli.add_argument("--misses", type=int, default=0, help="show so many pairs on which the brief and people differ")
    options = cli.parse_args()
    if not DATA.is_dir():
        print("the judged pairs are not here")
        return 0
    recogniser: Recogniser = RulesOnly() if options.no_model else EncoderRecogniser(options.model)
    for name in options.sets or SETS:
        (show_nanco if name == "nanco" else show_claimdiff)(recogniser, options.misses)
    return 0


if __name__ == "__main__":
    sys.exit(main())
