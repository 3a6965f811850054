"""Runs of capitalised words, and the names they fall into."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from tellings.find.name_tokens import NameToken, folded
from tellings.text.name_words import (
    COMMON,
    EVENT,
    EVENT_HEAD,
    GIVEN,
    GRAMMAR,
    HEAD,
    KNOWN,
    ORGANISATION,
    ORGANISATION_HEAD,
    PEOPLE,
    PLACE,
    PLACE_HEAD,
    ROLE,
    THING,
    TIME,
    TITLE,
    WORK_HEAD,
    known_owners,
    known_phrases,
    match_phrase,
    title_phrases,
)
from tellings.model.reading import EntityKind

_FOREIGN = frozenset(
    {"de", "da", "di", "del", "della", "delle", "dei", "degli", "der", "den", "von", "van", "bin", "ibn", "bint", "al", "el", "la",
     "le", "les", "du", "dos", "das", "do", "des", "zu", "zur", "ter", "ten", "ul", "ud", "ur", "und", "et", "y", "e", "i", "af", "av", "o"}
)  # fmt: skip
_LEADING: Final = frozenset({"al", "el", "von", "van", "de", "della", "der", "bin", "ibn", "ul", "du", "di", "da"})
_LINKS = frozenset({"of", "for", "and", "on", "in", "to", "against", "the", "with", "under"}) | _FOREIGN
_ON = frozenset(
    {"commission", "committee", "council", "conference", "convention", "treaty", "panel", "agency", "forum", "summit", "institute",
     "center", "centre", "act", "report", "covenant", "declaration", "authority", "protocol", "framework", "agreement", "war", "programme", "program", "initiative"}
)  # fmt: skip
_NUMBERED = frozenset(
    {
        "flight",
        "article",
        "section",
        "channel",
        "chapter",
        "route",
        "highway",
        "apollo",
        "radio",
        "resolution",
        "phase",
        "group",
        "area",
    }
)
_INNER_OWNERS = frozenset(
    {"people", "children", "women", "men", "farmers", "teachers", "lawyers", "writers", "king", "queen", "world", "lord", "valentine",
     "fool", "mother", "father", "master", "driver", "doctor", "reporter", "hunter", "victor", "prince", "girls", "peoples", "state", "soldier"}
)  # fmt: skip
_NUMERALS = frozenset({"II", "III", "IV", "VI", "VII", "VIII", "IX", "XI", "XII", "XIII", "XIV", "XV", "XX", "XXI"})
_SHORT_MONTHS = frozenset({"Jan", "Mar", "Dec", "March", "May"})
_MODIFIERS = frozenset(
    {"former", "ex", "then", "acting", "interim", "late", "outgoing", "incoming", "deputy", "vice", "assistant", "associate", "senior", "chief",
     "top", "veteran", "longtime", "co", "fellow", "retired", "native", "national", "critic", "forward", "guard", "private", "major", "general"}
)  # fmt: skip
_COMPASS = frozenset(
    {"north", "south", "east", "west", "northern", "southern", "eastern", "western", "central", "northeast", "northwest", "southeast", "southwest",
     "northeastern", "northwestern", "southeastern", "southwestern", "upper", "lower", "greater", "mainland", "inner", "outer"}
)  # fmt: skip
_NAMING = frozenset(
    {"national", "international", "central", "federal", "united", "world", "european", "general", "royal", "supreme", "high", "state", "global",
     "regional", "local", "public", "human", "civil", "free", "new", "democratic", "social", "first", "american", "independent", "joint", "special",
     "permanent", "economic", "constitutional", "foreign", "popular", "islamic", "christian", "grand", "parliamentary", "provincial", "electoral"}
)  # fmt: skip
_OPENERS = frozenset("\"“”‘'«»:;.!?(–—-•…[")
_ENDINGS = frozenset({"'s", "’s"})
_LONGEST_RUN = 25
"""Tokens; what is longer is a list or a headline, not a name."""


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
    at = 0
    while at < len(tokens):
        if (
            tokens[at].shape == "a"
            and tokens[at].text not in _LEADING
            or not tokens[at].shape
            or not _begins(tokens, at)
        ):
            at += 1
            continue
        end = _extend(tokens, words, at)
        opening = at == 0 or tokens[at - 1].text in _OPENERS
        pieces.extend(_split(tokens, words, at, end, opening))
        at = end
    return pieces


def _begins(tokens: list[NameToken], at: int) -> bool:
    token = tokens[at]
    if token.shape in ("A", "AA"):
        if (
            token.text in _SHORT_MONTHS
            and at + 1 < len(tokens)
            and (tokens[at + 1].text == "." or tokens[at + 1].shape == "1")
        ):
            return False
        if token.flags & TIME and not token.flags & KNOWN:
            # "the Sunday Herald"
            return (
                at + 1 < len(tokens) and tokens[at + 1].shape == "A" and bool(tokens[at + 1].flags & ORGANISATION_HEAD)
            )
        if token.shape == "AA" and token.flags & COMMON and not token.flags & KNOWN and len(token.text) > 3:
            return False
        return not token.flags & GRAMMAR or bool(token.flags & KNOWN)
    if token.text not in _LEADING:
        return False
    name = at + 1
    while name < len(tokens) and name - at < 3 and tokens[name].text in _LEADING:
        name += 1
    return (
        name < len(tokens)
        and tokens[name].shape == "A"
        and not tokens[name].flags & (GRAMMAR | KNOWN)
        and tokens[name].start - token.end <= 1 + sum(len(t.text) + 1 for t in tokens[at + 1 : name])
    )


def _near(tokens: list[NameToken], at: int) -> bool:
    """Whether a token follows the one before after one space or none."""
    return tokens[at].start - tokens[at - 1].end <= 1


def _extend(tokens: list[NameToken], words: list[str], first: int) -> int:
    at = first + 1
    while at < len(tokens) and at - first < _LONGEST_RUN and _near(tokens, at):
        token = tokens[at]
        if token.shape in ("A", "AA"):
            if token.flags & TIME and not token.flags & KNOWN:
                break
            if token.flags & GRAMMAR and not token.flags & KNOWN and not _inner_grammar(tokens, at):
                if token.text != "May" or not tokens[at - 1].flags & GIVEN:
                    break
            if token.start == tokens[at - 1].end and tokens[at - 1].shape != "":
                break
            at += 1
        elif token.shape == "1":
            if words[at - 1] not in _NUMBERED or len(token.text) > 4:
                break
            at += 1
        elif token.text == "&":
            if at + 1 >= len(tokens) or tokens[at + 1].shape not in ("A", "AA"):
                break
            at += 2
        elif token.text == ",":
            end = _listed(tokens, words, first, at)
            if end == at:
                break
            at = end
        elif token.text in _ENDINGS:
            if not _keeps_ending(tokens, words, first, at):
                break
            at += 1
        else:
            end = _link(tokens, words, first, at)
            if end == at:
                break
            at = end
    return at


def _listed(tokens: list[NameToken], words: list[str], first: int, at: int) -> int:
    """Where a list inside a name ends: "Ministry of Farming, Forests and Fisheries"; ``at`` when the comma ends the name."""
    if not any(words[k] in ("of", "for") and tokens[k - 1].flags & HEAD for k in range(first + 1, at)):
        return at
    end = at
    while end < min(at + 10, len(tokens)) and _everyday(tokens[end - 1]):
        if tokens[end].text == "," and end + 1 < len(tokens) and tokens[end + 1].text != "and":
            end += 1
        if end >= len(tokens) or (words[end] != "and" and not _everyday(tokens[end])):
            return at
        if words[end] == "and" or (words[end] == "" and words[end + 1] == "and"):
            end += 1
            return end if end < len(tokens) and _everyday(tokens[end]) else at
        end += 1
    return at


def _everyday(token: NameToken) -> bool:
    return token.shape == "A" and bool(token.flags & COMMON) and not token.flags & (PLACE | PEOPLE | GIVEN | TITLE)


def _keeps_ending(tokens: list[NameToken], words: list[str], first: int, at: int) -> bool:
    """Whether "'s" is part of the name: "the People's Paper", a firm called after its founder."""
    if words[at - 1] in _INNER_OWNERS and at + 1 < len(tokens) and tokens[at + 1].shape == "A":
        return True
    owners = known_owners()
    return any(" ".join(words[k:at]) + "s" in owners for k in range(max(first, at - 3), at))


def _inner_grammar(tokens: list[NameToken], at: int) -> bool:
    """A small word with a capital inside a name: "Bring Back Our Girls"."""
    return (
        at + 1 < len(tokens)
        and tokens[at + 1].shape == "A"
        and bool(tokens[at - 1].flags & COMMON)
        and not tokens[at - 1].flags & (KNOWN | GIVEN)
        and bool(tokens[at + 1].flags & COMMON)
        and _near(tokens, at + 1)
    )


def _link(tokens: list[NameToken], words: list[str], first: int, at: int) -> int:
    """Where the name goes on after the small words at ``at``; ``at`` itself when they end it."""
    end = at
    while end < len(tokens) and end - at < 3 and tokens[end].text in _LINKS and _near(tokens, end):
        end += 1
    if end == at or end >= len(tokens) or not _near(tokens, end):
        return at
    target, left = tokens[end], tokens[at - 1]
    if target.shape not in ("A", "AA") or target.flags & (TIME | GRAMMAR) and not target.flags & KNOWN:
        return at
    link = words[at]
    if all(word in _FOREIGN for word in words[at:end]):
        return end if not left.flags & KNOWN or not target.flags & KNOWN else at
    if link == "and":
        return end if end == at + 1 and _coordinates(tokens, words, first, at) else at
    return end if _carries_on(tokens, words, first, at, end) else at


def _carries_on(tokens: list[NameToken], words: list[str], first: int, at: int, end: int) -> bool:
    left, target = tokens[at - 1], tokens[end]
    if left.shape not in ("A", "AA"):
        return False
    joined = any(words[k] in ("of", "for", "on") for k in range(first + 1, at))
    match words[at]:
        case "of":
            if match_phrase(title_phrases(), words, at - 1):
                return True
            if left.flags & TITLE and not left.flags & (ORGANISATION_HEAD | PLACE_HEAD | EVENT_HEAD):
                return bool(target.flags & COMMON) and not target.flags & (KNOWN | GIVEN)
            if joined and not left.flags & (KNOWN | GIVEN):
                return True
            return bool(left.flags & (HEAD | COMMON)) and not left.flags & (KNOWN | GIVEN) or bool(left.flags & HEAD)
        case "for":
            if left.flags & TITLE and not left.flags & HEAD:
                return bool(target.flags & COMMON) and not target.flags & (KNOWN | GIVEN)
            alone = not (end + 1 < len(tokens) and tokens[end + 1].shape == "A")
            return bool(left.flags & (ORGANISATION_HEAD | WORK_HEAD | EVENT_HEAD)) and not (
                alone and target.flags & PLACE
            )
        case "on":
            return words[at - 1] in _ON and not target.flags & (PLACE | PEOPLE)
        case "in":
            return (
                joined
                and words[at - 2] == "and"
                and not left.flags & HEAD
                and bool(left.flags & COMMON)
                and bool(target.flags & PLACE)
            )
        case "with":
            return joined and bool(target.flags & COMMON) and not target.flags & KNOWN
        case "to":
            return bool(left.flags & ORGANISATION_HEAD) and bool(target.flags & COMMON) and not target.flags & KNOWN
        case "against":
            return bool(left.flags & (COMMON | HEAD)) and bool(target.flags & COMMON)
    return False


def _coordinates(tokens: list[NameToken], words: list[str], first: int, at: int) -> bool:
    """Whether "and" at ``at`` stands inside one name ("Food and Drug Office") and not between two."""
    right = at + 1
    end = right
    while end < len(tokens) and end - right < 6 and tokens[end].shape in ("A", "AA") and _near(tokens, end):
        if tokens[end].flags & (TIME | GRAMMAR):
            break
        end += 1
    if end == right:
        return False
    for begin in range(max(first, at - 3), at):
        phrase = match_phrase(known_phrases(), words, begin)
        if phrase and begin + len(phrase[0]) > at:
            return True
    left, target, last = tokens[at - 1], tokens[right], tokens[end - 1]
    joined = any(words[k] in ("of", "for", "on") and tokens[k - 1].flags & HEAD for k in range(first + 1, at))
    if joined:
        if target.flags & (PLACE | GIVEN | ORGANISATION | TITLE):
            return False
        if not (left.flags | target.flags) & (KNOWN | GIVEN | COMMON) and left.shape == target.shape == "A":
            return end == right + 1
        return bool(left.flags & COMMON and target.flags & COMMON) or bool(
            left.flags & (COMMON | PEOPLE) and last.flags & COMMON and not last.flags & KNOWN
        )
    if (
        left.flags & (HEAD & ~WORK_HEAD)
        and not left.flags & COMMON
        or left.flags & (PLACE | GIVEN | ORGANISATION | TITLE)
    ):
        return False
    everyday = all(
        tokens[k].flags & COMMON or (k == first < at - 1 and not tokens[k].flags & GIVEN)
        for k in range(first, at)
        if tokens[k].shape
    )
    return everyday and bool(last.flags & HEAD) and bool(tokens[right].flags & COMMON) and end - right > 1


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
    while last > first and tokens[last - 1].shape not in ("A", "AA", "1") and tokens[last - 1].text not in _ENDINGS:
        last -= 1
    if first >= last:
        return []
    units = _units(tokens, words, first, last)
    if len(units) == 1:
        return _single(tokens, units[0], opening, _title_before(tokens, words, first))
    title = _last_title(tokens, units)
    if title:
        before = _split_untitled(tokens, words, units[: title[0]], opening, titled=False, is_prefix=True)
        after = _split_untitled(tokens, words, units[title[1] :], False, titled=True)
        return before + after
    return _split_untitled(tokens, words, units, opening, titled=_title_before(tokens, words, first))


def _title_before(tokens: list[NameToken], words: list[str], first: int) -> bool:
    """Whether a title in small letters stands right before: "former president Ana Bel", "analyst Ana Bel"."""
    if first == 0 or tokens[first].start - tokens[first - 1].end != 1:
        return False
    before = tokens[first - 1]
    return bool(before.flags & (TITLE | ROLE)) and before.shape == "a" and before.text not in _MODIFIERS


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
    if at >= len(units) or tokens[units[at].first].shape in ("A", "AA"):
        return at
    while at < len(units) and (
        tokens[units[at].first].shape not in ("A", "AA")
        or (units[at].flags & COMMON and not units[at].flags & (GIVEN | KNOWN))
    ):
        at += 1
    return at


def _single(tokens: list[NameToken], unit: _Unit, opening: bool, titled: bool) -> list[Piece]:
    token = tokens[unit.first]
    if unit.kind:
        return [Piece(unit.first, unit.last, unit.kind, titled, opening)]
    if unit.last - unit.first > 1 or (token.text in _NUMERALS and not titled):
        return []
    if token.flags & THING:
        return [Piece(unit.first, unit.last, "other", titled, opening)]
    if token.flags & KNOWN and not (token.flags & COMMON and opening):
        return [Piece(unit.first, unit.last, _kind_of(token.flags), titled, opening)]
    if token.flags & (COMMON | TITLE | HEAD | ROLE) and token.shape == "A" and not token.flags & GIVEN and not titled:
        if token.flags & (TITLE | HEAD | ROLE) or opening:
            return [Piece(unit.first, unit.last, None, titled, opening, True)]
    if token.shape == "A" and len(token.text) <= 2 and token.text.endswith("."):
        return []
    if len(token.text) == 1:
        return []
    return [Piece(unit.first, unit.last, None, titled, opening)]


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
    units: Sequence[_Unit],
    opening: bool,
    *,
    titled: bool,
    is_prefix: bool = False,
) -> list[Piece]:
    units = list(units)
    while units and tokens[units[0].first].shape not in ("A", "AA") and tokens[units[0].first].text not in _LEADING:
        units.pop(0)
    while units and (
        (tokens[units[-1].last - 1].shape not in ("A", "AA", "1") and tokens[units[-1].last - 1].text not in _ENDINGS)
        or (units[-1].flags & TITLE and not _proper(units[-1]))
    ):
        units.pop()
    while len(units) > 1 and _is_office(tokens, units):
        units.pop(0)
        opening = False
        while units and tokens[units[0].first].shape not in ("A", "AA"):
            units.pop(0)
    if not units:
        return []
    if opening and len(units) > 1 and _drops_first(tokens, words, units):
        units.pop(0)
        opening = False
    if is_prefix:
        while units and units[-1].flags & (COMMON | ROLE) and not units[-1].flags & (HEAD | KNOWN | GIVEN):
            units.pop()
        if not units:
            return []
    if len(units) == 1:
        return _single(tokens, units[0], opening, titled)
    tail = units[-1]
    whole = [Piece(units[0].first, tail.last, None, titled, opening)]
    if len(units) == 2 and words[units[0].first] in _COMPASS and tail.flags & PLACE:
        return [Piece(units[0].first, tail.last, "place", False, opening)]
    if all(u.flags & PEOPLE for u in units):
        return [Piece(u.first, u.last, "group", False, False) for u in units]
    parted = _before_person(tokens, units)
    if parted:
        head = _split_untitled(tokens, words, units[:parted], opening, titled=False)
        return [*head, Piece(units[parted].first, tail.last, None, titled, False)]
    if _ends_in_head(tokens, units):
        return whole
    if (
        all(u.flags & COMMON and not u.flags & (KNOWN | GIVEN | HEAD) for u in units if tokens[u.first].shape == "A")
        and opening
    ):
        return []
    first = units[0]
    if first.flags & (PEOPLE | PLACE | ORGANISATION) and not first.flags & GIVEN:
        rest = units[1:]
        if rest[0].flags & GIVEN and not rest[0].flags & COMMON and len(rest) > 1 and not rest[-1].flags & COMMON:
            return [*_single(tokens, first, opening, False), Piece(rest[0].first, rest[-1].last, None, titled, False)]
        if first.flags & PEOPLE and not any(u.flags & COMMON for u in rest):
            if len(rest) == 1:
                return [*_single(tokens, first, opening, False), *_single(tokens, rest[0], False, titled)]
            return [*_single(tokens, first, opening, False), Piece(rest[0].first, rest[-1].last, None, titled, False)]
    return whole


def _is_office(tokens: list[NameToken], units: Sequence[_Unit]) -> bool:
    """Whether the first unit is an office of nobody named: "Chief Judge of the High Court", but not "General Assembly"."""
    first = units[0]
    if not first.flags & TITLE or first.flags & KNOWN:
        return False
    if first.last - first.first > 1:
        return True
    if tokens[units[1].first].text == "of" and not first.flags & HEAD:
        return True
    return not first.flags & (HEAD | GIVEN) and not units[-1].flags & HEAD


def _proper(unit: _Unit) -> bool:
    return bool(unit.flags & (HEAD | GIVEN | KNOWN)) or unit.kind is not None


def _before_person(tokens: list[NameToken], units: Sequence[_Unit]) -> int:
    """Where a person's name begins behind the name of a body without comma or title ("ABC Ana Bel"); 0 for nowhere."""
    if units[-1].flags & (HEAD | COMMON) and not units[-1].flags & GIVEN:
        return 0
    for k in range(1, len(units) - 1):
        unit, left = units[k], units[k - 1]
        loud = tokens[left.first].shape == "AA" and len(tokens[left.first].text) > 2 and not left.flags & GIVEN
        if unit.flags & GIVEN and not unit.flags & (COMMON | KNOWN | HEAD) and len(units) - k < 5:
            if all(tokens[u.first].shape == "A" for u in units[k:]) and (
                loud or (left.flags & (HEAD | KNOWN) and not left.flags & GIVEN)
            ):
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
    if tokens[second.first].shape not in ("A", "AA"):
        return not first.flags & HEAD
    if first.flags & HEAD and first.flags & COMMON and second.flags & HEAD:
        return False
    if second.kind or second.flags & (KNOWN | GIVEN):
        return True
    if (
        words[first.first] not in _NAMING
        and second.flags & HEAD
        and len(units) > 2
        and words[units[2].first] in ("of", "for")
    ):
        return True
    return not second.flags & COMMON
