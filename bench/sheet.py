"""A brief laid beside the reports it tells of: where words stand, and what the brief cites of them."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Any

Record = Mapping[str, Any]
Place = tuple[str, int, int]
"""A key of the hand reading and the half-open interval of code points in that report's text."""


class Sheet:
    """A brief laid beside the texts of its reports, which go by the keys of the hand reading."""

    def __init__(self, answers: Record, briefing: Record, texts: Mapping[str, str]) -> None:
        self.stories: Sequence[Record] = briefing["stories"]
        keys = {name: key for key, name in answers["docs"].items()}
        self.texts = {key: text for name, text in texts.items() if (key := _key_of(name, keys))}
        self.keys = {doc["id"]: key for doc in self.each("documents") if (key := _key_of(doc["location"], keys))}
        self.aliases: Mapping[str, Sequence[str]] = answers.get("entities") or {}
        self.names = {actor["id"]: (actor["name"], *actor["aliases"]) for actor in self.each("entities")}
        self.roles = {actor["id"]: [role["text"] for role in actor["roles"]] for actor in self.each("entities")}

    def each(self, section: str) -> list[Any]:
        """The records of one section, over all stories."""
        return [record for story in self.stories for record in story.get(section) or ()]

    def places(self, evidence: Iterable[Record]) -> list[Place]:
        """The places cited, in reports that the hand reading knows."""
        return [(self.keys[e["doc"]], e["start"], e["end"]) for e in evidence if e["doc"] in self.keys]

    def find(self, key: str, words: str) -> list[Place]:
        """Every place the words stand at."""
        text = self.texts.get(key, "")
        return [(key, m.start(), m.start() + len(words)) for m in re.finditer(f"(?={re.escape(words)})", text)]

    def touches(self, evidence: Iterable[Record], key: str, words: str, share: float = 0.0) -> bool:
        """Whether one citation covers at least ``share`` of one occurrence of the words (and a character of it)."""
        cited = [place for place in self.places(evidence) if place[0] == key]
        least = max(1.0, share * len(words))
        return any(min(b, y) - max(a, x) >= least for _, a, b in self.find(key, words) for _, x, y in cited)

    def touches_any(self, evidence: Sequence[Record], anchors: Mapping[str, str]) -> bool:
        """Whether the words of one of the reports are touched."""
        return any(self.touches(evidence, key, words) for key, words in anchors.items())

    def same_speaker(self, said: Record, speaker: str) -> bool:
        """Whether the quotation names the speaker, by the name printed or by one of its entity's names."""
        found = [said.get("speaker_name"), *self.names.get(said.get("speaker") or "", ())]
        return any(same_name(name, (speaker, *self.aliases.get(speaker, ()))) for name in found if name)


def _key_of(location: str, keys: Mapping[str, str]) -> str | None:
    return keys.get(location) or keys.get(PurePosixPath(location).name)


def plain(words: str) -> str:
    """The words without case, accents and punctuation, one space between them."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", words) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", bare.casefold()))


def same_name(found: str, wanted: Sequence[str]) -> bool:
    """Whether the name is one of those wanted, holds one or is held by one, or is the first one with fewer names.

    Names of three letters or fewer must be equal. The last words must be the same and the initials not differ.
    """
    mine, names = plain(found), [plain(name) for name in wanted]
    if not mine or mine in names:
        return bool(mine)
    if len(mine) > 3 and any(mine in name or name in mine for name in names if len(name) > 3):
        return True
    a, b = mine.split(), names[0].split()
    return bool(b) and a[-1] == b[-1] and (1 in (len(a), len(b)) or a[0][0] == b[0][0])


def covered(span: tuple[int, int], marks: Iterable[tuple[int, int]]) -> float:
    """The share of the span's characters that lie in a mark."""
    start, end = span
    edges = sorted({start, end, *(edge for mark in marks for edge in mark if start < edge < end)})
    merged = _merge(marks)
    starts = [mark[0] for mark in merged]

    def inside(at: int) -> bool:
        nearest = bisect_right(starts, at) - 1
        return nearest >= 0 and at < merged[nearest][1]

    return sum(b - a for a, b in pairwise(edges) if inside(a)) / (end - start)


def _merge(marks: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(marks):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
