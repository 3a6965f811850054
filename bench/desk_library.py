"""A large library for the load test of the desk: 1,000 stories of 20,000 reports, with their briefs.

Stories of ../shared/data/stories/pool are read and briefed once: reports beyond those a story has are woven of two of
its own, paragraph by paragraph. Each such pattern then becomes many stories: names are replaced by invented ones of the
same length, so that every offset holds, days are shifted, ids are new. Nothing is read twice.
"""

import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from bench.grouping import DATA, read_pool
from tellings import flow
from tellings.library.open import open_library
from tellings.model.brief import Brief
from tellings.model.document import Document, Published
from tellings.model.library import Arrival
from tellings.model.reading import Reading
from tellings.model.story import Move, Story
from tellings.ports import RulesOnly, Store
from tellings.story.fingerprint import find_fingerprint
from tellings.text.names import hash_id

SIZES: tuple[tuple[int, int, int], ...] = ((100, 4, 5), (50, 8, 10), (20, 20, 15), (15, 25, 16), (10, 20, 10))
"""Reports of a story, patterns of that size, stories of each pattern: 1,000 stories, 20,000 reports in all."""

FRESH = 400
"""Reports that wait to be added while the desk is being read: more on stories that are there."""

NOW = datetime(2031, 5, 9, 12, tzinfo=UTC)
_WORD = re.compile(r"[A-Za-z]+")
_CHANGED = re.compile(
    r"\bd[0-9a-f]{12}\b|\b(?:19|20)\d\d-\d\d-\d\d|(?:(?<=\\n)|(?<![A-Za-z]))[A-Z][a-z]{2,}(?![A-Za-z])"
)
_VOWELS, _CONSONANTS = "aeiou", "bcdfghjklmnprstvwz"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A story read and briefed once, as JSON; ``names`` are the words that are names in it."""

    number: int
    docs: tuple[str, ...]
    readings: tuple[str, ...]
    brief: str
    spare: tuple[str, ...]
    names: frozenset[str]


def make_patterns(sizes: Sequence[tuple[int, int, int]]) -> Iterator[tuple[Pattern, int]]:
    """Patterns with how many stories each becomes; the largest stories of the pool become the largest patterns."""
    documents, story_of = read_pool(DATA)
    told: dict[str, list[Document]] = defaultdict(list)
    for doc in documents:
        told[story_of[doc.id]].append(doc)
    ranked = sorted((docs for docs in told.values() if len(docs) > 2), key=lambda docs: (-len(docs), docs[0].id))
    number = 0
    for size, patterns, times in sizes:
        for _ in range(patterns):
            yield _make_pattern(number, ranked[number % len(ranked)], size), times
            number += 1


def _make_pattern(number: int, docs: Sequence[Document], size: int) -> Pattern:
    made = [_weave(number, k, docs) for k in range(size + 8)]
    kept, spare = made[:size], made[size:]
    readings = flow.read_documents(kept, RulesOnly())
    ids = tuple(sorted(doc.id for doc in kept))
    brief = flow.brief_story(Story("s000000000000", kept[0].title or "A story", ids), readings)
    words = _WORD.findall(" ".join(doc.text for doc in kept))
    small = {word for word in words if word.islower()}
    names = {word for word in words if word.istitle() and len(word) > 2 and word.lower() not in small}
    return Pattern(
        number,
        ids,
        tuple(msgspec.json.encode(reading).decode() for reading in readings),
        msgspec.json.encode(brief).decode(),
        tuple(doc.text for doc in spare),
        frozenset(names),
    )


def _weave(number: int, k: int, docs: Sequence[Document]) -> Document:
    """The ``k``-th report: one of the story, or the paragraphs of two of them by turns."""
    one, other = docs[k % len(docs)], docs[(k + 1 + k // len(docs)) % len(docs)]
    text = one.text
    if k >= len(docs):
        first, second = one.text.split("\n"), other.text.split("\n")
        turn = k // len(docs) % max(1, len(second))
        second = second[turn:] + second[:turn]
        pairs = zip(first, second, strict=False)
        text = "\n".join(line for pair in pairs for line in pair if line) or f"{one.text}\n{k}"
    day = one.published.earliest or date(2019, 3, 1)
    published = Published(*(day + timedelta(days=k % 9),) * 2, "metadata", why="woven")
    outlet = f"outlet{(number + k) % 40}.example"
    url = f"https://{outlet}/{number}/{k}"
    return Document(hash_id("d", number, k), url, text, one.title, outlet, url, published=published)


def rename(pattern: Pattern, variant: int) -> Mapping[str, str]:
    """For each name of the pattern an invented one of the same length."""
    chance = random.Random(f"{pattern.number} {variant}")

    def invent(name: str) -> str:
        letters = (chance.choice(_VOWELS if c.lower() in _VOWELS else _CONSONANTS) for c in name)
        return "".join(letters).capitalize()

    return {name: invent(name) for name in sorted(pattern.names)}


def _apply(text: str, names: Mapping[str, str], variant: int) -> str:
    days = timedelta(weeks=7 * variant)

    def change(found: re.Match[str]) -> str:
        word = found[0]
        if word[0] == "d" and word[1:].isalnum() and len(word) == 13:
            return hash_id("d", variant, word)
        if word[0].isdigit():
            try:
                return (date.fromisoformat(word) + days).isoformat()
            except ValueError:
                return word
        return names.get(word, word)

    return _CHANGED.sub(change, text)


def keep_story(store: Store, pattern: Pattern, variant: int) -> dict[str, Any]:
    """Keeps one story of the pattern; what readers may ask for of it."""
    names = rename(pattern, variant)
    arrivals = []
    for encoded in pattern.readings:
        reading = msgspec.json.decode(_apply(encoded, names, variant), type=Reading)
        arrivals.append(Arrival(reading.document, reading=reading, fingerprint=find_fingerprint(reading)))
    store.keep(arrivals, now=NOW)
    docs = tuple(sorted(arrival.document.id for arrival in arrivals))
    story_id = hash_id("s", pattern.number, variant)
    brief = msgspec.json.decode(_apply(pattern.brief, names, variant), type=Brief)
    brief = replace(brief, id=story_id)
    days = [day for doc in brief.documents if (day := doc.published.latest)]
    story = Story(story_id, brief.title, docs, min(days, default=None), max(days, default=None))
    store.apply_moves([Move("new", story_id, docs, "made for the load test")], [story], now=NOW)
    store.keep_brief(brief, made_by=arrivals[-1].reading.made_by if arrivals[-1].reading else "rules", now=NOW)
    people = [actor.name for actor in brief.entities if actor.kind == "person"][:4]
    return {"story": story_id, "docs": docs[:20], "reports": len(docs), "people": people}


def make_library(folder: Path, *, sizes: Sequence[tuple[int, int, int]] = SIZES) -> None:
    """``library.db``, ``asked.json`` (what readers ask for) and ``fresh.jsonl`` (reports to add) in the folder."""
    asked, fresh = [], []
    with open_library(folder / "library.db", now=NOW) as store:
        for pattern, times in make_patterns(sizes):
            for variant in range(times):
                asked.append(keep_story(store, pattern, variant))
            names = rename(pattern, 0)
            for k, text in enumerate(pattern.spare):
                renamed = json.loads(_apply(json.dumps(text), names, 0))
                row = {
                    "text": renamed,
                    "source_domain": f"late{k}.example",
                    "url": f"https://late{k}.example/{pattern.number}",
                }
                fresh.append(row | {"date_publish": "2019-03-09T10:00:00+00:00"})
            print(f"  pattern {pattern.number + 1}: {len(asked):,} stories", flush=True)
    random.Random(1).shuffle(fresh)
    (folder / "fresh.jsonl").write_text("".join(json.dumps(row) + "\n" for row in fresh[:FRESH]), encoding="utf-8")
    (folder / "asked.json").write_text(json.dumps(asked), encoding="utf-8")
