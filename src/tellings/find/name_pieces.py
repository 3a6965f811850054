"""Names: what a run of capitalised words falls into when titles, nations and everyday words are told apart."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from tellings.find.name_runs import ENDINGS, find_runs
from tellings.find.name_tokens import NameToken, folded
from tellings.model.reading import EntityKind
from tellings.text.name_words import (
    COMMON,
    EVENT,
    GIVEN,
    HEAD,
    KNOWN,
    ORGANISATION,
    PEOPLE,
    PLACE,
    ROLE,
    THING,
    TITLE,
    known_phrases,
    match_phrase,
    title_phrases,
    word_class,
)

OPENERS: Final = frozenset("\"“”‘'«»:;.!?(–—-•…[")
_CAPITAL: Final = frozenset({"A", "AA"})


class Piece(NamedTuple):
    """A name as far as its words tell: tokens ``[first, last)`` of its sentence.

    ``kind`` is known where the lexicon knows the name. ``titled``: a title stands before it.
    ``opening``: its capital may be due to the place where it stands. ``everyday``: an everyday word, a name only where
    somebody of the report is called so.
    """

    first: int
    last: int
    kind: EntityKind | None
    titled: bool
    opening: bool
    everyday: bool = False


class _Unit(NamedTuple):
    first: int
    last: int
    flags: int
    kind: EntityKind | None


def find_pieces(tokens: list[NameToken]) -> list[Piece]:
    """The names of a sentence, in order and free of overlaps."""
    words = folded(tokens)
    pieces: list[Piece] = []
    for first, last in find_runs(tokens, words):
        opening = first == 0 or tokens[first - 1].text in OPENERS
        pieces.extend(_split(tokens, words, first, last, opening))
    return pieces


def _units(tokens: list[NameToken], words: list[str], first: int, last: int) -> list[_Unit]:
    """The run as words, titles and known names of several words."""
    units: list[_Unit] = []
    at = first
    run = words[:last]
    while at < last:
        title = match_phrase(title_phrases(), run, at)
        known = match_phrase(known_phrases(), run, at)
        if known and (not title or len(known[0]) >= len(title[0])):
            end = at + len(known[0])
            kind = known[1]
            flag = {"group": PEOPLE, "place": PLACE}.get(kind, ORGANISATION)
            units.append(_Unit(at, end, flag, kind))
        elif title:
            end = at + len(title[0])
            units.append(_Unit(at, end, TITLE, None))
        else:
            end = at + 1
            units.append(_Unit(at, end, tokens[at].flags, None))
        at = end
    return units


def _split(tokens: list[NameToken], words: list[str], first: int, last: int, opening: bool) -> list[Piece]:
    while last > first and tokens[last - 1].shape not in ("A", "AA", "1") and tokens[last - 1].text not in ENDINGS:
        last -= 1
    if first >= last:
        return []
    units = _units(tokens, words, first, last)
    if len(units) == 1:
        return _single(tokens, units[0], opening, _title_before(tokens, first))
    title = _last_title(tokens, units)
    if title:
        before = _split_untitled(tokens, words, units[: title[0]], opening, titled=False, is_prefix=True)
        after = _split_untitled(tokens, words, units[title[1] :], False, titled=True)
        return before + after
    return _split_untitled(tokens, words, units, opening, titled=_title_before(tokens, first))


def _title_before(tokens: list[NameToken], first: int) -> bool:
    """Whether a title in small letters stands right before: "former president Ana Bel", "analyst Ana Bel"."""
    if first == 0 or tokens[first].start - tokens[first - 1].end != 1:
        return False
    before = tokens[first - 1]
    return bool(before.flags & (TITLE | ROLE)) and before.shape == "a" and before.text not in word_class("modifiers")


def _last_title(tokens: list[NameToken], units: Sequence[_Unit]) -> tuple[int, int] | None:
    """The first and last (exclusive) unit of the last title that has a person's name after it."""
    for index in range(len(units) - 2, -1, -1):
        unit = units[index]
        if not unit.flags & TITLE or (
            unit.last - unit.first == 1 and tokens[unit.first].text in ("St.", "St", "Saint")
        ):
            continue
        after = _end_of_office(tokens, units, index + 1)
        rest = units[after:]
        if not rest:
            continue
        tail = rest[-1]
        if _ends_in_head(tokens, rest) and tail.flags & ~HEAD == tail.flags and not rest[0].flags & GIVEN:
            continue
        if tail.flags & HEAD and not tail.flags & GIVEN and not (len(rest) > 1 and rest[0].flags & GIVEN):
            continue
        if all(u.flags & COMMON and not u.flags & GIVEN for u in rest if u.kind is None) and not any(
            u.kind for u in rest
        ):
            continue
        if rest[0].flags & KNOWN and not rest[0].flags & GIVEN and len(rest) == 1 and unit.flags & COMMON:
            continue
        return index, after
    return None


def _end_of_office(tokens: list[NameToken], units: Sequence[_Unit], at: int) -> int:
    """The unit after everyday words that belong to a title: "Minister of Foreign Affairs | Ana Bel"."""
    if at >= len(units) or tokens[units[at].first].shape in _CAPITAL:
        return at
    while at < len(units) and (
        tokens[units[at].first].shape not in _CAPITAL
        or (units[at].flags & COMMON and not units[at].flags & (GIVEN | KNOWN))
    ):
        at += 1
    return at


def _single(tokens: list[NameToken], unit: _Unit, opening: bool, titled: bool) -> list[Piece]:
    token = tokens[unit.first]
    if unit.kind:
        return [Piece(unit.first, unit.last, unit.kind, titled, opening)]
    if unit.last - unit.first > 1 or (token.text in word_class("numerals") and not titled):
        return []
    if token.flags & THING:
        return [Piece(unit.first, unit.last, "other", titled, opening)]
    if token.flags & KNOWN and not (token.flags & COMMON and opening):
        return [Piece(unit.first, unit.last, _kind_of(token.flags), titled, opening)]
    if len(token.text) == 1 or (token.shape == "A" and len(token.text) == 2 and token.text[1] == "."):
        return []
    doubtful = TITLE | HEAD | ROLE | (COMMON if opening else 0)
    quiet = token.shape == "A" or bool(token.flags & TITLE)
    everyday = bool(token.flags & doubtful) and quiet and not token.flags & GIVEN and not titled
    everyday = everyday and not has_own_article(tokens, unit.first)
    return [Piece(unit.first, unit.last, None, titled, opening, everyday)]


def has_own_article(tokens: list[NameToken], first: int) -> bool:
    """Whether "The" with a capital stands before a word inside a sentence: "told The Post"."""
    return first > 1 and tokens[first - 1].text == "The" and tokens[first - 2].text not in OPENERS


def _kind_of(flags: int) -> EntityKind | None:
    if flags & PLACE:
        return "place"
    if flags & PEOPLE:
        return "group"
    if flags & ORGANISATION:
        return "organisation"
    if flags & EVENT:
        return "event"
    return "other" if flags & THING else None


def _split_untitled(
    tokens: list[NameToken],
    words: list[str],
    run: Sequence[_Unit],
    opening: bool,
    *,
    titled: bool,
    is_prefix: bool = False,
) -> list[Piece]:
    """The names of a run, or of its part before or after a title."""
    units, dropped = _trimmed(tokens, run)
    opening = opening and not dropped
    if opening and len(units) > 1 and _drops_first(tokens, words, units):
        units, opening = _trimmed(tokens, units[1:])[0], False
    if is_prefix:
        while units and units[-1].flags & (COMMON | ROLE) and not units[-1].flags & (HEAD | KNOWN | GIVEN):
            units = units[:-1]
    if not units:
        return []
    if len(units) == 1:
        return _single(tokens, units[0], opening, titled)
    if all(u.flags & PEOPLE for u in units):
        return [Piece(u.first, u.last, "group", False, False) for u in units]
    if len(units) == 2 and units[0].flags & (PLACE | ORGANISATION) and units[1].flags & PEOPLE:
        return [*_single(tokens, units[0], opening, False), *_single(tokens, units[1], False, False)]
    whole = Piece(units[0].first, units[-1].last, None, titled, opening)
    if len(units) == 2 and words[units[0].first] in word_class("compass") and units[1].flags & PLACE:
        return [whole._replace(kind="place", titled=False)]
    parted = _before_person(tokens, units)
    if parted:
        head = _split_untitled(tokens, words, units[:parted], opening, titled=False)
        return [*head, Piece(units[parted].first, units[-1].last, None, titled, False)]
    if _ends_in_head(tokens, units):
        return [whole]
    named = [u for u in units if tokens[u.first].shape == "A"]
    if opening and all(u.flags & COMMON and not u.flags & (KNOWN | GIVEN | HEAD) for u in named):
        return []
    return _without_owner(tokens, units, opening, titled=titled) or [whole]


def _trimmed(tokens: list[NameToken], run: Sequence[_Unit]) -> tuple[list[_Unit], bool]:
    """The run without small words at its ends and offices before it; whether an office was dropped."""
    units = list(run)
    leading = word_class("leading_particles")
    while units and tokens[units[0].first].shape not in _CAPITAL and tokens[units[0].first].text not in leading:
        units.pop(0)
    while units and _is_loose_end(tokens, units):
        units.pop()
    dropped = False
    while len(units) > 1 and _is_office(tokens, units):
        units.pop(0)
        dropped = True
        while units and tokens[units[0].first].shape not in _CAPITAL:
            units.pop(0)
    return units, dropped


def _is_loose_end(tokens: list[NameToken], units: Sequence[_Unit]) -> bool:
    """Whether the last unit is a small word or an office; behind a given name it is a last name ("Ana Bishop")."""
    unit = units[-1]
    last = tokens[unit.last - 1]
    if len(units) == 2 and units[0].flags & GIVEN and not units[0].flags & (COMMON | KNOWN) and last.shape == "A":
        return False
    if last.shape not in ("A", "AA", "1") and last.text not in ENDINGS:
        return True
    return bool(unit.flags & TITLE) and not unit.flags & (HEAD | GIVEN | KNOWN) and unit.kind is None


def _without_owner(tokens: list[NameToken], units: Sequence[_Unit], opening: bool, *, titled: bool) -> list[Piece]:
    """A nation or place and the name behind it as two names: "Veltran | Ana Bel"; none when they are one."""
    first, rest = units[0], units[1:]
    if not first.flags & (PEOPLE | PLACE | ORGANISATION) or first.flags & GIVEN:
        return []
    owner = _single(tokens, first, opening, False)
    person = Piece(rest[0].first, rest[-1].last, None, titled, False)
    if rest[0].flags & GIVEN and not rest[0].flags & COMMON and len(rest) > 1 and not rest[-1].flags & COMMON:
        return [*owner, person]
    if first.flags & PEOPLE and not any(u.flags & COMMON for u in rest):
        return [*owner, *(_single(tokens, rest[0], False, titled) if len(rest) == 1 else [person])]
    return []


def _is_office(tokens: list[NameToken], units: Sequence[_Unit]) -> bool:
    """Whether an office of nobody named comes first: "Chief Judge of the High Court", not "General Assembly"."""
    first = units[0]
    if not first.flags & TITLE or first.flags & KNOWN:
        return False
    if first.last - first.first > 1:
        return True
    if tokens[units[1].first].text == "of" and not first.flags & HEAD:
        return True
    return not first.flags & (HEAD | GIVEN) and not units[-1].flags & HEAD


def _before_person(tokens: list[NameToken], units: Sequence[_Unit]) -> int:
    """Where a person's name begins behind the name of a body without comma or title ("ABC Ana Bel"); 0 for nowhere."""
    if units[-1].flags & (HEAD | COMMON) and not units[-1].flags & GIVEN:
        return 0
    for k in range(1, len(units) - 1):
        unit, left = units[k], units[k - 1]
        loud = tokens[left.first].shape == "AA" and len(tokens[left.first].text) > 2 and not left.flags & GIVEN
        body = loud or (left.flags & (HEAD | KNOWN) and not left.flags & GIVEN)
        given = unit.flags & GIVEN and not unit.flags & (COMMON | KNOWN | HEAD)
        if body and given and len(units) - k < 5 and all(tokens[u.first].shape == "A" for u in units[k:]):
            return k
    return 0


def _ends_in_head(tokens: list[NameToken], units: Sequence[_Unit]) -> bool:
    if units[-1].flags & HEAD and units[-1].kind is None:
        return True
    return any(
        tokens[u.first].text in ("of", "for", "on") and units[k].flags & HEAD
        for k, u in enumerate(units[1:])
        if u.kind is None
    )


def _drops_first(tokens: list[NameToken], words: list[str], units: Sequence[_Unit]) -> bool:
    """Whether the first word has its capital from the beginning of the sentence only."""
    first, second = units[0], units[1]
    if first.kind or first.flags & (KNOWN | GIVEN) or not first.flags & (COMMON | ROLE | TITLE):
        return False
    if words[first.first] in word_class("place_openers") and not second.flags & (HEAD | COMMON):
        return False
    if tokens[second.first].shape not in _CAPITAL:
        return not first.flags & HEAD
    if first.flags & HEAD and first.flags & COMMON and second.flags & HEAD:
        return False
    if second.kind or second.flags & (KNOWN | GIVEN):
        return True
    if (
        words[first.first] not in word_class("naming_adjectives")
        and second.flags & HEAD
        and len(units) > 2
        and words[units[2].first] in ("of", "for")
    ):
        return True
    return not second.flags & COMMON
