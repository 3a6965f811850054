"""Names that the recogniser backs, mended by what stands around them: honours, offices, money, nicknames, brackets."""

from collections.abc import Sequence
from typing import Final

from tellings.find.name_signals import Backed, is_title
from tellings.find.name_tokens import NameToken
from tellings.text.name_words import (
    COMMON,
    EVENT_HEAD,
    GIVEN,
    GRAMMAR,
    KNOWN,
    ORGANISATION_HEAD,
    PLACE_HEAD,
    ROLE,
    TITLE,
    WORK_HEAD,
    word_class,
)
from tellings.text.names import fold

EMPLOYS: Final = 4.0
"""Points a name loses as a person's that a person's name stands behind as that of its own."""
_HONOURS: Final = frozenset({"Highness", "Majesty", "Excellency", "Holiness", "Eminence", "HH", "HRH", "HM"})
"""What stands for a person of rank or before the name of one."""
_MARKS: Final = frozenset('"“”‘’')
_LONGEST_NICKNAME: Final = 4
_LONGEST_ROLE: Final = 5
_JOINTS: Final = frozenset({"and", "&", ","})
_LONGEST_OFFICE: Final = 8
"""Words looked back through for the office."""
_SURE: Final = 0.6
"""Score from which the recogniser's body is none of an office: "Director General of | Reed Defence"."""
_SHORTEST_DEFINED: Final = 3
"""Words of a name from which a word in brackets that is no acronym of it is taken for its short form."""


def in_context(tokens: Sequence[NameToken], found: Sequence[Backed]) -> list[Backed]:
    """The names of a sentence without honours, parts of offices and signs of money; nicknames join what they part."""
    kept: list[Backed] = []
    for one in found:
        name = _without_honours(tokens, one)
        piece = name.piece
        if (
            piece.first == piece.last
            or _is_in_office(tokens, name)
            or _is_money(tokens, name)
            or _is_held(tokens, name)
        ):
            continue
        begun = _before_nickname(tokens, kept, name)
        if begun is None:
            kept.append(name)
            continue
        joined = kept[begun]
        del kept[begun:]
        whole = joined.piece._replace(last=piece.last, kind=None, everyday=False)
        kept.append(Backed(whole, "person", max(joined.score, name.score)))
    return kept


def stands_for(tokens: Sequence[NameToken], long: Backed, short: Backed) -> bool:
    """Whether ``short`` is defined in brackets behind ``long``: "the Orlan Harbour Ministry (OHM)"."""
    first, last = short.piece.first, short.piece.last
    opened = first - 1
    if last - first > 1 or last >= len(tokens) or tokens[opened].text != "(" or tokens[last].text != ")":
        return False
    end = long.piece.last
    if end != opened and not (end == opened - 1 and tokens[end].text in ("'s", "’s")):
        return False
    words = [t for t in tokens[long.piece.first : end] if t.shape]
    if tokens[first].shape == "AA":
        return len(words) > 1 and _is_acronym(fold(tokens[first].text), [fold(t.text) for t in words])
    return len(words) >= _SHORTEST_DEFINED and long.kind == short.kind == "organisation"


def speaks_for(tokens: Sequence[NameToken], owner: Backed, person: Backed) -> bool:
    """Whether ``owner`` is whom a person works for: "Tarnwire's | Ana Bel", "Tarnwire reporter | Ana Bel"."""
    between = tokens[owner.piece.last : person.piece.first]
    if person.kind != "person" or not 0 < len(between) <= _LONGEST_ROLE:
        return False
    if len(between) == 1 and between[0].text in ("'s", "’s"):
        return person.piece.last - person.piece.first > 1
    small = all(t.shape == "a" or t.text in ("'s", "’s") or t.text == "-" for t in between)
    return small and between[-1].text in word_class("reporting_roles")


def _is_acronym(short: str, words: Sequence[str]) -> bool:
    """Whether the letters stand in the words in order, the first at the head of a word."""
    rest = next((" ".join(words[k:]) for k, word in enumerate(words) if word[:1] == short[:1]), "")
    letters = iter(rest)
    return bool(rest) and all(letter in letters for letter in short)


def _without_honours(tokens: Sequence[NameToken], name: Backed) -> Backed:
    inside = [k for k in range(name.piece.first, name.piece.last) if tokens[k].text in _HONOURS]
    if not inside:
        return name
    first = inside[-1] + 1
    while first < name.piece.last and tokens[first].text == "the":
        first += 1
    return name._replace(piece=name.piece._replace(first=first, titled=True, opening=False))


def is_defined_thing(tokens: Sequence[NameToken], short: Backed) -> bool:
    """Whether letters in brackets stand for everyday words or an office: "memorandum of understanding (MoU)"."""
    first, last = short.piece.first, short.piece.last
    if (
        last - first > 1
        or first < 3
        or last >= len(tokens)
        or tokens[first - 1].text != "("
        or tokens[last].text != ")"
    ):
        return False
    letters = [c for c in tokens[first].text.removesuffix("s") if c.isupper()]
    at, words = first - 2, []
    while at >= 0 and letters and tokens[at].shape:
        if tokens[at].text[:1].upper() == letters[-1]:
            letters.pop()
            words.append(tokens[at])
        elif not tokens[at].flags & GRAMMAR:
            return False
        at -= 1
    if letters or len(words) < 2:
        return False
    head = words[0]
    if any(t.flags & ORGANISATION_HEAD for t in words) or head.flags & (PLACE_HEAD | EVENT_HEAD):
        return False
    return all(t.shape == "a" for t in words) or bool(head.flags & (TITLE | ROLE | WORK_HEAD))


def _is_in_office(tokens: Sequence[NameToken], name: Backed) -> bool:
    """Whether everyday words are what an office is of: "Minister of Reed Affairs and | River Services"."""
    heard = name.kind == "organisation" and name.score >= _SURE
    words = [t for t in tokens[name.piece.first : name.piece.last] if t.text not in _JOINTS]
    if name.piece.kind or heard or not all(_is_everyday(t) for t in words):
        return False
    at = name.piece.first - 1
    while at > 0 and name.piece.first - at < _LONGEST_OFFICE:
        token = tokens[at]
        if token.text in ("of", "for") and is_title(tokens[at - 1]) and tokens[at - 1].shape != "a":
            return True
        if token.text not in _JOINTS and not _is_everyday(token):
            return False
        at -= 1
    return False


def _is_everyday(token: NameToken) -> bool:
    return token.shape == "A" and bool(token.flags & COMMON) and not token.flags & (KNOWN | GIVEN)


def _is_money(tokens: Sequence[NameToken], name: Backed) -> bool:
    """Whether letters are those of a currency: "US $500"."""
    one = name.piece.last - name.piece.first == 1
    return one and name.piece.last < len(tokens) and tokens[name.piece.last].text in ("$", "€", "£")


def _is_held(tokens: Sequence[NameToken], name: Backed) -> bool:
    """Whether a word heard as a person is an office, since it has an article: "the Amban accepted"."""
    first, last = name.piece.first, name.piece.last
    if name.kind != "person" or last - first > 1 or first == 0 or tokens[first - 1].text.lower() != "the":
        return False
    if tokens[first].shape != "A" or tokens[first].text.endswith("s"):
        return False
    if last >= len(tokens) or not tokens[last].shape or tokens[last].text in word_class("personal_verbs"):
        return True
    return tokens[last].shape == "a" and bool(tokens[last].flags & GRAMMAR)


def _before_nickname(tokens: Sequence[NameToken], kept: Sequence[Backed], name: Backed) -> int | None:
    """Which person's name this one ends behind a nickname in marks: 'Ana "Reed" | Marek'; ``None`` for none."""
    closed = name.piece.first - 1
    if closed < 3 or name.kind != "person" or tokens[closed].text not in _MARKS:
        return None
    opened = closed - 1
    while opened > 0 and closed - opened <= _LONGEST_NICKNAME and tokens[opened].shape in ("A", "AA"):
        opened -= 1
    if tokens[opened].text not in _MARKS or opened == closed - 1:
        return None
    return next((k for k, n in enumerate(kept) if n.piece.last == opened and n.kind == "person"), None)
