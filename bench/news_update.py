"""What is new at each step of a long event, against what three people wrote at that step.

    python -m bench.news_update [--event NAME] [--most STEPS] [--cache FOLDER] [--texts]

Reads the updates of ../shared/data/news_update and the reports of ../shared/data/timelines. At each step with reports
of its day, the day's reports are compared with all earlier ones by the rules that ``tellings new`` uses, and the
sentences chosen, as printed, are laid beside the updates of the three annotators: ROUGE-1, -2 and -L F1 with stems
(rouge-score), mean over annotators, steps, then events. Every text is cut to as many words as the annotators wrote at
that step on average. ``lead`` is the first sentence of each of the day's reports, then the second of each, and so on;
``random`` the mean of draws of sentences of the day. Steps without reports of their day are left out.
"""

import argparse
import gzip
import json
import pickle
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from rouge_score.rouge_scorer import RougeScorer

from tellings.flow import read_documents
from tellings.model.document import Document, Published
from tellings.model.reading import Reading
from tellings.ports import RulesOnly
from tellings.story.heard import Heard
from tellings.story.lines import Line, sentence_stems, spread_of, stand_lines
from tellings.story.novelty import choose_news, is_known, look_up, weigh_news

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
TOPICS = {
    "bp_oil_spill": "bpoil",
    "financial_crisis": "finan",
    "haitian_earthquake": "haiti",
    "iraq_war": "iraq",
    "mj_death": "mj",
    "swine_flu": "h1n1",
}
MEASURES = ("rouge1", "rouge2", "rougeL")
SYSTEMS = ("new", "lead", "random")
DRAWS = 3
SENTENCES = 12
_BRACKETS = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "``": "“", "''": "”", "`": "‘"}
_CLOSE = re.compile(r" ([,.;:!?%)\]”’]|n't\b|'(?:s|re|ve|ll|d|m)\b|'(?= ))")
_OPEN = re.compile(r"([(\[“‘$]) ")

Scores = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Report:
    """A report ready for comparison: its day, sentences, stems of each, and the lines that stand alone."""

    day: str
    id: str
    sentences: tuple[str, ...]
    stems: tuple[frozenset[str], ...]
    lines: tuple[Line, ...]


@dataclass(slots=True)
class Past:
    """What all reports before a step said."""

    heard: Heard
    spread: Counter[str]
    reports: int


def reports_of(topic: str, cache: Path | None) -> list[Report]:
    """The reports of a topic in order of their days, read by rules; kept in ``cache`` where one is given."""
    kept = cache / f"news_update_{topic}.pickle" if cache else None
    if kept and kept.exists():
        found: list[Report] = pickle.loads(kept.read_bytes())
        return found
    with gzip.open(DATA / "timelines" / f"t17_{topic}.docs.jsonl.gz", "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    documents = [_document(record) for record in records if record["text"].strip()]
    found = sorted((_lay(read_documents([doc], RulesOnly())[0]) for doc in documents), key=lambda r: (r.day, r.id))
    if kept:
        kept.write_bytes(pickle.dumps(found))
    return found


def _document(record: Mapping[str, str]) -> Document:
    day = date.fromisoformat(record["published"][:10])
    text = "\n\n".join(_join(line) for line in record["text"].splitlines() if line.strip())
    return Document(
        id=record["id"],
        location=record["id"],
        text=text,
        outlet=record["outlet"],
        published=Published(day, day, "metadata", why="date of the record"),
    )


def _join(tokens: str) -> str:
    """The words of a line as printed before they were cut into tokens."""
    line = " ".join(_BRACKETS.get(token, token) for token in tokens.split())
    return _OPEN.sub(r"\1", _CLOSE.sub(r"\1", line))


def _lay(reading: Reading) -> Report:
    doc = reading.document
    day = doc.published.latest
    sentences = tuple(doc.text[s.span.start : s.span.end] for s in reading.sentences)
    # The document travels with every line: its text is not needed any more.
    light = replace(doc, text="-")
    lines = tuple(replace(line, document=light) for line in stand_lines(reading, {}, day))
    return Report(str(day), doc.id, sentences, tuple(sentence_stems(reading)), lines)


def steps_of(event: str, reports: Sequence[Report]) -> Iterator[tuple[Sequence[str], list[Report], Past]]:
    """(the annotators' updates, the day's reports, what was said before) for each step with reports of its day."""
    with (DATA / "news_update" / "background_summaries.jsonl").open(encoding="utf-8") as lines:
        steps = [record for record in map(json.loads, lines) if record["event"] == event]
    past, at = Past(Heard(), Counter(), 0), 0
    for step in steps:
        while at < len(reports) and reports[at].day < step["date"]:
            for stems in reports[at].stems:
                past.heard.add(stems)
            past.spread.update(spread_of([reports[at].stems]))
            past.reports += 1
            at += 1
        today = [report for report in reports[at:] if report.day == step["date"]]
        if today:
            yield step["updates"], today, past


def tell_new(today: Sequence[Report], past: Past) -> list[str]:
    """The sentences that ``tellings new`` would list first."""
    lines = [line for report in today for line in report.lines]
    known = look_up(lines, past.heard)
    fresh = [line for line in lines if not is_known(known[line.order])]
    weights = weigh_news([report.stems for report in today], past.spread, past.reports)
    return [one.line.text for one in choose_news(fresh, known, weights, most=SENTENCES)]


def lead(today: Sequence[Report]) -> list[str]:
    """The first sentence of each report, then the second of each, and so on."""
    longest = max(len(report.sentences) for report in today)
    return [r.sentences[i] for i in range(min(longest, SENTENCES)) for r in today if i < len(r.sentences)]


def draw(today: Sequence[Report], seed: int) -> list[str]:
    """The day's sentences in an order by chance."""
    sentences = [sentence for report in today for sentence in report.sentences]
    random.Random(seed).shuffle(sentences)
    return sentences


def cut(sentences: Sequence[str], words: int) -> str:
    """The sentences up to so many words."""
    return " ".join(" ".join(sentences).split()[:words])


def measure(event: str, reports: Sequence[Report], most: int, show: Callable[[str], None]) -> dict[str, list[Scores]]:
    """The scores of each system at each step."""
    scorer = RougeScorer(list(MEASURES), use_stemmer=True)

    def score(text: str, updates: Sequence[str]) -> Scores:
        each = [scorer.score(update, text) for update in updates]
        one, two, longest = (sum(s[m].fmeasure for s in each) / len(each) for m in MEASURES)
        return one, two, longest

    found: dict[str, list[Scores]] = defaultdict(list)
    for number, (updates, today, past) in enumerate(steps_of(event, reports)):
        if number == most:
            break
        words = round(sum(len(update.split()) for update in updates) / len(updates))
        text = cut(tell_new(today, past), words)
        show(f"{today[0].day}: {text}\n    updates: {updates[0]}")
        found["new"].append(score(text, updates))
        found["lead"].append(score(cut(lead(today), words), updates))
        found["random"].append(mean([score(cut(draw(today, k), words), updates) for k in range(DRAWS)]))
    return found


def mean(scores: Sequence[Scores]) -> Scores:
    """The mean of each measure."""
    one, two, longest = (sum(column) / len(scores) for column in zip(*scores, strict=True))
    return one, two, longest


def main() -> int:
    """Prints the figures; 0 also when the data is absent."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--event", choices=sorted(TOPICS), action="append", help="only this event")
    cli.add_argument("--most", type=int, default=-1, help="only so many steps of an event")
    cli.add_argument("--cache", type=Path, help="a folder outside the repository to keep what was read in")
    cli.add_argument("--texts", action="store_true", help="print what is told as new")
    options = cli.parse_args()
    if not (DATA / "news_update").is_dir():
        print("the updates are not here")
        return 0
    means: dict[str, list[Scores]] = defaultdict(list)
    for event in options.event or sorted(TOPICS):
        reports = reports_of(TOPICS[event], options.cache)
        found = measure(event, reports, options.most, print if options.texts else lambda text: None)
        for system in SYSTEMS:
            means[system].append(mean(found[system]))
            print(_line(event, len(found[system]), system, means[system][-1]), flush=True)
    for system in SYSTEMS:
        print(_line("mean", len(means[system]), system, mean(means[system])))
    return 0


def _line(event: str, count: int, system: str, scores: Scores) -> str:
    one, two, longest = scores
    return f"{event:20s} {count:4d} {system:7s} ROUGE-1 {one:.3f}  ROUGE-2 {two:.3f}  ROUGE-L {longest:.3f}"


if __name__ == "__main__":
    sys.exit(main())
