"""Descriptions that stand for a person named elsewhere: "the Veltran leader", "the prime minister"."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from tellings.find.name_chains import Chain
from tellings.lexicon import load_words
from tellings.model.reading import Role, Sentence
from tellings.model.span import Span
from tellings.text.name_forms import countries, nationalities
from tellings.text.name_words import word_class
from tellings.text.names import fold

_THE = re.compile(
    r"\b[Tt]he\s+(?:(?P<people>[A-Z\u00c0-\u00de][\w’'-]+(?: [A-Z\u00c0-\u00de][\w’'-]+)?)\s+)?"
    r"(?P<office>[a-z]+(?:[ -][a-z]+){0,2})"
)


@dataclass(frozen=True, slots=True)
class Described:
    """A description, the index of the chain it stands for, and whether it names a nationality."""

    span: Span
    chain: int
    national: bool


@cache
def _offices() -> frozenset[str]:
    single = word_class("single_offices")
    return (
        frozenset(
            t
            for t in load_words("titles")
            if " " in t and t.split()[-1] in ("minister", "secretary", "general", "chief", "leader", "president")
        )
        | single
    )


@cache
def _office_words() -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, _offices()), key=lambda o: (-len(o), o))) + r")\b")


def _held(role: str) -> set[str]:
    """The offices named in a role; "prime minister" is not "minister"."""
    return set(_office_words().findall(role))


def find_descriptions(
    text: str, sentences: Sequence[Sentence], chains: Sequence[Chain], roles: Sequence[Sequence[Role]]
) -> list[Described]:
    """Descriptions that fit exactly one person of the report by the nationality and office printed with a name."""
    offices: dict[int, set[str]] = defaultdict(set)
    nations: dict[int, set[str]] = defaultdict(set)
    for index, chain in enumerate(chains):
        if chain.kind != "person":
            continue
        for role in roles[index]:
            offices[index].update(_held(role.text.lower()))
            nations[index].update(_nations(role.text))
    taken = [m.span for chain in chains if chain.kind == "person" for m in chain.mentions]
    starts = {span.start for span in taken}
    found = []
    for sentence in sentences:
        for match in _THE.finditer(text, sentence.span.start, sentence.span.end):
            office = _office(match["office"])
            if office is None:
                continue
            end = match.start("office") + len(office)
            if any(s in starts for s in range(end, end + 3)):
                continue
            people = match["people"]
            nation = nationalities().get(fold(people)) if people else None
            if people and nation is None:
                continue
            fitting = _fits(office, nation, offices, nations)
            if fitting is not None:
                found.append(Described(Span(match.start(), end), fitting, nation is not None))
    return found


def _office(words: str) -> str | None:
    parts = words.split(" ")
    for size in range(len(parts), 0, -1):
        office = " ".join(parts[:size])
        if office in _offices():
            return office
    return None


def _nations(role: str) -> set[str]:
    found = set()
    words = [fold(w) for w in re.findall(r"[A-Z][\w.’'-]*", role)]
    for k, word in enumerate(words):
        for key in (word, " ".join(words[k : k + 2])):
            key = key.removesuffix("s") if key not in countries() and key.removesuffix("s") in countries() else key
            nation = countries().get(key) or nationalities().get(key)
            if nation:
                found.add(nation)
    return found


def _fits(office: str, nation: str | None, offices: dict[int, set[str]], nations: dict[int, set[str]]) -> int | None:
    wanted = word_class("leaders") if office == "leader" else {office}
    holders = [k for k, held in sorted(offices.items()) if held & wanted]
    if nation is None:
        exact = [k for k in holders if office in offices[k]]
        return exact[0] if len(exact) == 1 and office != "leader" else None
    ours = [k for k in holders if nation in nations[k]]
    if not ours:
        ours = [k for k in holders if not nations[k]]
    if not ours and office == "leader":
        ours = [k for k, held in sorted(nations.items()) if held == {nation}]
    return ours[0] if len(ours) == 1 else None
