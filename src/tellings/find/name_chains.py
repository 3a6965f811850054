"""Chains of mentions: which names of a report stand for the same thing."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from tellings.model.reading import EntityKind, Mention
from tellings.model.span import Span
from tellings.text.name_forms import (
    close,
    countries,
    initials,
    person_words,
    same_person,
    short_of_body,
    short_of_person,
    spelt,
)
from tellings.text.name_words import GIVEN, flags_of
from tellings.text.names import fold

_BUCKET = 60
"""Names that share a word are compared pair by pair up to so many; a report with more is a list."""
_INTRODUCED = re.compile(r"\b(?:called|named|nicknamed|name of|identified (?:only )?as)\s+[\"“‘']?$")
_DESCRIBED = re.compile(r",\s+(?:an?\s|\d{1,3}\s?,)")
_BRACKET = re.compile(r"[’']?s?\s*[(\[]\s*(?:the |or |aka )?[\"“‘']?$")


@dataclass(slots=True)
class Chain:
    """Mentions of one thing, in text order; ``keys`` are their folded forms."""

    kind: EntityKind
    keys: set[str] = field(default_factory=set)
    mentions: list[Mention] = field(default_factory=list)

    def full(self) -> list[tuple[str, ...]]:
        """The forms of two or more words, each split into words."""
        return [words for key in sorted(self.keys) if len(words := person_words(key)) > 1]


def build_chains(text: str, mentions: Sequence[Mention]) -> list[Chain]:
    """Every mention in exactly one chain; chains in the order of their first mentions."""
    keyed = [(mention, fold(text[mention.span.start : mention.span.end])) for mention in mentions]
    people = [(m, key) for m, key in keyed if m.kind == "person"]
    shorts = {word for _, key in people for word in person_words(key)}
    people_too = {key for m, key in keyed if m.kind == "other" and shorts.issuperset(person_words(key))}
    persons = _chain_people(
        text, [(m, k) for m, k in keyed if m.kind == "person" or (m.kind == "other" and k in people_too)]
    )
    others = _chain_others(
        text, [(m, k) for m, k in keyed if m.kind != "person" and not (m.kind == "other" and k in people_too)]
    )
    return sorted([*persons, *others], key=lambda chain: chain.mentions[0].span)


def _chain_people(text: str, keyed: list[tuple[Mention, str]]) -> list[Chain]:
    full = _group_full({key for _, key in keyed if len(person_words(key)) > 1})
    chains = {id(group): Chain("person", set(group)) for group in full.values()}
    of_key = {key: chains[id(group)] for key, group in full.items()}
    shorts = _Shorts(of_key)
    single: dict[str, Chain] = {}
    for mention, key in sorted(keyed, key=lambda pair: pair[0].span):
        chain = of_key.get(key)
        if chain is not None and len(person_words(key)) > 1:
            shorts.meet(chain)
        else:
            alone = key in single or _is_introduced(text, mention.span)
            chain = shorts.resolve(key, alone=alone) or single.setdefault(key, Chain("person", {key}))
        chain.keys.add(key)
        chain.mentions.append(mention)
    made = {id(chain): chain for chain in [*of_key.values(), *single.values()] if chain.mentions}
    return list(made.values())


def _is_introduced(text: str, span: Span) -> bool:
    """Whether a name comes as new: "a soldier called Ana", "Ana, a farmer"."""
    return bool(_INTRODUCED.search(text[max(0, span.start - 24) : span.start])) or bool(
        _DESCRIBED.match(text, span.end, span.end + 12)
    )


class _Shorts:
    """Who a single name stands for, as a reader meets the names one after another."""

    def __init__(self, of_key: dict[str, Chain]) -> None:
        self._by_word: dict[str, list[Chain]] = defaultdict(list)
        self._alike: dict[str, list[str]] = defaultdict(list)
        self._met: set[int] = set()
        self._used: dict[str, Chain] = {}
        seen: set[int] = set()
        for chain in of_key.values():
            if id(chain) in seen:
                continue
            seen.add(id(chain))
            for word in sorted({word for words in chain.full() for word in words}):
                if word not in self._by_word:
                    self._alike[word[:3]].append(word)
                self._by_word[word].append(chain)

    def meet(self, chain: Chain) -> None:
        """A full name was read."""
        self._met.add(id(chain))

    def resolve(self, key: str, *, alone: bool = False) -> Chain | None:
        """The one chain a short name can mean; of two the one it was used for before, or the only one met so far.

        A given name means somebody named in full before; ``alone``: it stood or comes as a name of its own.
        """
        words = person_words(key)
        if not words:
            return None
        near = self._by_word.get(words[-1]) or self._by_word.get(words[0]) or self._spelt_nearly(words[-1])
        if len(near) > _BUCKET:
            return None  # A list of one family, not a report that names a few people.
        fitting = [c for c in near if any(short_of_person(words, full) for full in c.full())]
        if len(words) == 1 and flags_of(words[0]) & GIVEN:
            fitting = [
                c
                for c in fitting
                if (id(c) in self._met and not alone) or not all(full[0] == words[0] for full in c.full())
            ]
        if len(fitting) > 1:
            met = [c for c in fitting if id(c) in self._met]
            used = self._used.get(key)
            if used is not None:
                fitting = [used]
            elif met:
                last = [c for c in met if any(full[-1] == words[-1] for full in c.full())]
                fitting = met if len(met) == 1 else last
        if len(fitting) != 1:
            return None
        self._used[key] = fitting[0]
        return fitting[0]

    def _spelt_nearly(self, word: str) -> list[Chain]:
        if len(word) < 6:
            return []
        near = {id(c): c for w in self._alike[word[:3]][:_BUCKET] if close(w, word, most=1) for c in self._by_word[w]}
        return list(near.values())


def _group_full(keys: set[str]) -> dict[str, list[str]]:
    """Full names with the group of forms each belongs to."""
    buckets: dict[str, list[str]] = defaultdict(list)
    for key in sorted(keys):
        words = person_words(key)
        for mark in sorted({words[0], words[-1], words[-1][:3], "".join(words)}):
            buckets[mark].append(key)
    return _join(sorted(keys), buckets, lambda a, b: same_person(person_words(a), person_words(b)))


def _join(keys: Sequence[str], buckets: dict[str, list[str]], same: Callable[[str, str], bool]) -> dict[str, list[str]]:
    group = {key: [key] for key in keys}
    for bucket in buckets.values():
        for i, one in enumerate(bucket[:_BUCKET]):
            for other in bucket[i + 1 : _BUCKET]:
                if group[one] is not group[other] and same(one, other):
                    _merge(group, one, other)
    return group


def _merge(group: dict[str, list[str]], one: str, other: str) -> None:
    kept, gone = group[one], group[other]
    kept.extend(gone)
    for key in gone:
        group[key] = kept


def _chain_others(text: str, keyed: list[tuple[Mention, str]]) -> list[Chain]:
    by_kind: dict[EntityKind, list[tuple[Mention, str]]] = defaultdict(list)
    for mention, key in keyed:
        by_kind[mention.kind].append((mention, key))
    chains: list[Chain] = []
    for kind, pairs in sorted(by_kind.items()):
        name = {"place": _place_key, "group": _group_key}.get(kind, spelt)
        keys = {key: name(key) for _, key in pairs}
        groups = (
            _group_bodies(text, pairs, keys)
            if kind in ("organisation", "work", "event", "other")
            else {k: k for k in keys.values()}
        )
        found: dict[str, Chain] = {}
        for mention, key in pairs:
            chain = found.setdefault(groups[keys[key]], Chain(kind))
            chain.keys.add(key)
            chain.mentions.append(mention)
        chains.extend(found.values())
    return chains


def _place_key(key: str) -> str:
    return countries().get(key, key)


def _group_key(key: str) -> str:
    return key[:-1] if key.endswith("s") and len(key) > 4 and not key.endswith("ss") else key


def _group_bodies(text: str, pairs: Sequence[tuple[Mention, str]], keys: dict[str, str]) -> dict[str, str]:
    """Organisations: spellings, acronyms, names with the country or "Group" left out. The value names the group."""
    names = sorted(set(keys.values()))
    group = {name: [name] for name in names}
    for short, full in _stated_acronyms(text, pairs):
        if keys[short] in group and keys[full] in group and group[keys[short]] is not group[keys[full]]:
            _merge(group, keys[full], keys[short])
    for short, full in _own_articles(text, pairs, keys):
        if group[full] is not group[short]:
            _merge(group, full, short)
    of_initials: dict[str, set[str]] = defaultdict(set)
    for name in names:
        for acronym in initials(name):
            of_initials[acronym].add(name)
    for name in names:
        fulls = {id(group[f]): f for f in sorted(of_initials.get(name, ()))}
        if len(fulls) == 1 and group[name] == [name]:
            _merge(group, next(iter(fulls.values())), name)
    for short, longer in _shortened(names).items():
        if len({id(group[f]) for f in longer}) == 1 and group[longer[0]] is not group[short]:
            _merge(group, longer[0], short)
    return {name: group[name][0] for name in names}


def _own_articles(text: str, pairs: Sequence[tuple[Mention, str]], keys: dict[str, str]) -> Iterable[tuple[str, str]]:
    """(Short, full) names of papers: "told The Post" goes to the one name of the report that ends in "Post"."""
    ends: dict[str, set[str]] = defaultdict(set)
    for name in keys.values():
        if " " in name:
            ends[name.split()[-1]].add(name)
    for mention, key in pairs:
        fulls = ends.get(key, ())
        if len(fulls) == 1 and text[max(0, mention.span.start - 4) : mention.span.start] == "The ":
            yield keys[key], next(iter(fulls))


def _shortened(names: Sequence[str]) -> dict[str, list[str]]:
    by_word: dict[str, list[str]] = defaultdict(list)
    for name in names:
        words = name.split()
        for word in {words[0], words[-1]}:
            by_word[word].append(name)
    found: dict[str, list[str]] = {}
    for name in names:
        words = name.split()
        near = {n for word in (words[0], words[-1]) for n in by_word[word][:_BUCKET] if n != name}
        fulls = sorted(n for n in near if short_of_body(name, n))
        if fulls:
            found[name] = fulls
    return found


def _stated_acronyms(text: str, pairs: Sequence[tuple[Mention, str]]) -> Iterable[tuple[str, str]]:
    """(Acronym, long form) where one stands in brackets behind the other."""
    for (one, first), (two, second) in pairwise(pairs):
        between = text[one.span.end : two.span.start]
        if len(between) < 12 and _BRACKET.match(between):
            short, full = (second, first) if len(second) <= len(first) else (first, second)
            if " " not in short and 1 < len(short) < 10 and " " in full and short[0] in {w[0] for w in full.split()}:
                yield short, full


def commonest(names: Iterable[str]) -> list[str]:
    """The names, the most frequent first, then by length and letters."""
    held = list(names)
    if len(set(held)) < 2:
        return held[:1]
    counts = Counter(held)
    return sorted(counts, key=lambda name: (-counts[name], -len(name), name))
