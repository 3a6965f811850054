"""Forms of one name: which strings may stand for the same person, organisation or place."""

from collections.abc import Mapping
from functools import cache, lru_cache

from tellings.lexicon import load_table, load_words
from tellings.text.name_words import COMMON, HEAD, flags_of, word_class
from tellings.text.names import fold


def spelt(key: str) -> str:
    """A folded name in one of its spellings: "organisation" is "organization"."""
    spellings: Mapping[str, str] = load_table("name_classes")["spellings"]
    words = [spellings.get(word, word) for word in key.split()]
    if words and words[0] == "the":
        words = words[1:]
    return " ".join(words)


def initials(key: str) -> frozenset[str]:
    """The acronyms a folded name of several words can have, with and without its small words."""
    words = key.split()
    if len(words) < 2:
        return frozenset()
    large = [w for w in words if w not in word_class("small_in_names")]
    found = {"".join(w[0] for w in words), "".join(w[0] for w in large)}
    if len(large) > 2 and large[-1] in word_class("firm_endings"):
        found.add("".join(w[0] for w in large[:-1]))
    return frozenset(f for f in found if len(f) > 1)


@cache
def _first_names() -> dict[str, frozenset[str]]:
    families: dict[str, set[str]] = {}
    for line in load_words("nicknames"):
        family = line.split()
        for name in family:
            families.setdefault(name, set()).update(family)
    return {name: frozenset(family) for name, family in families.items()}


def same_given(one: str, other: str) -> bool:
    """Whether two folded given names can be one person's: equal, an initial, a short form, a spelling."""
    if one == other or (len(one) == 1 and other.startswith(one)) or (len(other) == 1 and one.startswith(other)):
        return True
    if other in _first_names().get(one, ()):
        return True
    return (
        len(one) > 4
        and len(other) > 4
        and one[0] == other[0]
        and close(one, other, most=2 if min(len(one), len(other)) > 6 else 1)
    )


@lru_cache(maxsize=1 << 14)
def close(one: str, other: str, *, most: int) -> bool:
    """Whether at most ``most`` letters (1 or 2) must change, come or go to make one word of the other."""
    if one == other:
        return True
    if abs(len(one) - len(other)) > most:
        return False
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        last, row = row, [i]
        for j, b in enumerate(other, 1):
            row.append(min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b)))
        if min(row) > most:
            return False
    return row[-1] <= most


@lru_cache(maxsize=4096)
def person_words(key: str) -> tuple[str, ...]:
    """The words of a person's folded name without Arabic articles and ordinals like "jr"."""
    words = [w for w in key.split() if w not in ("jr", "sr")]
    kept = tuple(w for w in words if w not in word_class("name_articles"))
    return kept or tuple(words)


def same_person(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names of two or more words each can be the same person's: "Jo Q. Bel" and "Josephine Bel" can."""
    if one == other:
        return True
    if len(one) < 2 or len(other) < 2:
        return False
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if one[-1] == other[-1] or (len(one[-1]) > 5 and close(one[-1], other[-1], most=1)):
        exact = one[-1] == other[-1]
        if same_given(one[0], other[0]) and (exact or one[0] == other[0]):
            return _fits_inside(short[1:-1], long[1:-1])
        return long[-len(short) :] == short and len(long) > len(short)
    # "Ana Bel" and "Ana Bel Costa", "von der Bel" and "Ana von der Bel": the shorter begins or ends the longer.
    if len(long) > len(short) and short in (long[: len(short)], long[-len(short) :]):
        return True
    return "".join(one) == "".join(other)


def _fits_inside(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether middle names do not clash: the shorter list stands in the longer in order, initials counted."""
    if not short or not long:
        return True
    at = 0
    for word in short:
        while at < len(long) and not (long[at] == word or same_given(word, long[at])):
            at += 1
        if at == len(long):
            return False
        at += 1
    return True


def short_of_person(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Whether a part of a name is short for a full one: its last words, or its first."""
    if not short or len(short) >= len(full):
        return False
    return (
        full[-len(short) :] == short
        or full[: len(short)] == short
        or (len(short) == 1 and len(short[0]) > 5 and close(short[0], full[-1], most=1))
    )


def short_of_body(short: str, full: str) -> bool:
    """Whether ``short`` is the body ``full`` with the country before it or a word like "Group" after it left out."""
    less, more = short.split(), full.split()
    if len(less) >= len(more):
        return False
    if more[-len(less) :] == less and len(less) > 1:
        return all(_is_owner(word) for word in more[: -len(less)])
    if more[: len(less)] == less:
        rest = more[len(less) :]
        single = len(less) > 1 or not flags_of(less[0]) & (COMMON | HEAD)
        named = any(not _is_owner(word) for word in less)
        return single and named and all(w in word_class("firm_endings") or flags_of(w) & HEAD for w in rest)
    return False


def _is_owner(word: str) -> bool:
    return word in owners()


@cache
def owners() -> frozenset[str]:
    """Folded words of countries, their peoples and a few bodies that stand before a body's name."""
    words: set[str] = {"un", "us", "uk", "eu", "united", "nations", "states", "federal", "national"}
    for country in load_table("countries")["country"]:
        for name in (country["name"], *country["other_names"], *country["people"]):
            words.update(fold(name).split())
    return frozenset(words)


@cache
def countries() -> dict[str, str]:
    """The folded names of each country to its common name; peoples and capitals are not among them."""
    table: dict[str, str] = {}
    for country in load_table("countries")["country"]:
        for name in (country["name"], *country["other_names"]):
            table[fold(name)] = country["name"]
    return table


@cache
def nationalities() -> dict[str, str]:
    """Folded words for a country's people and things to the country's common name."""
    table: dict[str, str] = {}
    for country in load_table("countries")["country"]:
        for name in country["people"]:
            table.setdefault(fold(name), country["name"])
    return table
