"""Where a name ends and an office, a sum of money or a second name begins: borders that its words alone do not show."""

from collections.abc import Iterator, Sequence
from typing import Final

from tellings.find.name_pieces import Piece
from tellings.find.name_signals import Backed
from tellings.find.name_tokens import NameToken
from tellings.model.reading import EntityKind
from tellings.text.name_words import (
    COMMON,
    GIVEN,
    GRAMMAR,
    HEAD,
    KNOWN,
    ORGANISATION,
    ORGANISATION_HEAD,
    PEOPLE,
    PLACE,
    PLACE_HEAD,
    word_class,
)
from tellings.text.names import fold

_LONGEST_PERSON: Final = 4
_CAPITAL: Final = frozenset({"A", "AA"})


def mend_borders(tokens: Sequence[NameToken], names: Sequence[Backed]) -> list[Backed]:
    """The names of a sentence without offices and currencies at their ends, with a title that is part of them.

    Two people joined by "&" are two names.
    """
    mended: list[Backed] = []
    for one in names:
        name = _without_office_ahead(tokens, _without_currency(tokens, _with_title(tokens, one)))
        if name.piece.first < name.piece.last:
            mended.extend(part for each in _without_office_behind(tokens, name) for part in _parted(tokens, each))
    return mended


def _cut(tokens: Sequence[NameToken], name: Backed, first: int, last: int) -> Backed:
    """The name with new borders; a single word has the kind the lexicon knows, else that of the recogniser."""
    kind = _known_kind(tokens[first]) if last - first == 1 else None
    piece = name.piece._replace(
        first=first, last=last, kind=kind, opening=name.piece.opening and first == name.piece.first
    )
    heard = None if kind and kind != name.kind else name.kind
    return Backed(piece, heard, name.score if heard else 0.0)


def _known_kind(token: NameToken) -> EntityKind | None:
    if token.flags & PLACE:
        return "place"
    if token.flags & PEOPLE:
        return "group"
    return "organisation" if token.flags & ORGANISATION else None


def _without_currency(tokens: Sequence[NameToken], name: Backed) -> Backed:
    """Without the sign of a sum at its end: "Harsk Council R | 100 million"; nothing is left of "Rs | 500"."""
    first, last = name.piece.first, name.piece.last
    if last < len(tokens) and tokens[last].shape == "1" and tokens[last - 1].text in word_class("currency_signs"):
        return _cut(tokens, name, first, last - 1)
    return name


def _without_office_ahead(tokens: Sequence[NameToken], name: Backed) -> Backed:
    """What somebody heads or belongs to: "Head of | Orlan Bank", "NGO | Reed Watch"; everyday words are no name."""
    first, last = name.piece.first, name.piece.last
    if last - first < 2:
        return name
    if tokens[first].text in word_class("kinds_ahead"):
        return _cut(tokens, name, first + 1, last)
    if fold(tokens[first].text) not in word_class("offices_ahead") or tokens[first + 1].text != "of":
        return name
    begin = first + 2
    while begin < last and (tokens[begin].shape not in _CAPITAL or tokens[begin].text == "The"):
        begin += 1
    rest = [t for t in tokens[begin:last] if t.shape in _CAPITAL]
    if all(t.flags & COMMON and not t.flags & (KNOWN | GIVEN | HEAD) for t in rest):
        return name._replace(piece=name.piece._replace(last=first))
    return _cut(tokens, name, begin, last)


def _without_office_behind(tokens: Sequence[NameToken], name: Backed) -> list[Backed]:
    """Without who acts for it: "UN | Special Rapporteur on Reeds", "Orlan Bank | Board Member | Ana Bel"."""
    first, last = name.piece.first, name.piece.last
    end = last
    while end < len(tokens) and tokens[end].shape in _CAPITAL and tokens[end].start - tokens[end - 1].end == 1:
        end += 1
    office = next((k for k in range(first + 1, end) if fold(tokens[k].text) in word_class("offices_behind")), end)
    begin, after = office, office + 1
    while after < end and _is_of_office(tokens[after]):
        after += 1
    while begin > first + 1 and _is_of_office(tokens[begin - 1]) and not tokens[begin - 1].flags & KNOWN:
        begin -= 1
    if begin >= last or not _is_body(tokens[begin - 1]):
        return [name]
    body = _cut(tokens, name, first, begin)
    if after >= last or tokens[after].text in ("of", "for", "on"):
        return [body]
    if not _is_personal(tokens[after:last]):
        return [name]
    piece = Piece(after, last, None, titled=True, opening=False)
    return [body._replace(kind=None, score=0.0), Backed(piece, None, 0.0)]


def _is_personal(words: Sequence[NameToken]) -> bool:
    """Whether the words can be a person's name."""
    return 0 < len(words) <= _LONGEST_PERSON and all(
        t.shape == "A" and (t.flags & GIVEN or not t.flags & (COMMON | HEAD | KNOWN)) for t in words
    )


def _is_of_office(token: NameToken) -> bool:
    word = fold(token.text)
    return token.shape in _CAPITAL and (word in word_class("office_modifiers") or word in word_class("offices_behind"))


def _is_body(token: NameToken) -> bool:
    loud = token.shape == "AA" and len(token.text) > 1
    return loud or bool(token.flags & (KNOWN | ORGANISATION_HEAD) and token.shape == "A")


def _with_title(tokens: Sequence[NameToken], name: Backed) -> Backed:
    """With the title that a thing called after somebody has in its name: "King Tarn | Bridge"."""
    first, last = name.piece.first, name.piece.last
    if first == 0 or last - first < 2 or not name.piece.titled:
        return name
    tail, title = tokens[last - 1], tokens[first - 1]
    thing = tail.flags & (PLACE_HEAD | ORGANISATION_HEAD) or fold(tail.text) in word_class("place_enders")
    if not thing or tail.flags & GIVEN or title.shape != "A" or fold(title.text) not in word_class("titles_in_names"):
        return name
    piece = name.piece._replace(first=first - 1, titled=False)
    return Backed(piece, None if name.kind == "person" else name.kind, 0.0 if name.kind == "person" else name.score)


def _parted(tokens: Sequence[NameToken], name: Backed) -> Iterator[Backed]:
    """Two people joined by "&", or the one behind whom only "& Family" stands."""
    piece = name.piece
    joint = next((k for k in range(piece.first + 1, piece.last - 1) if tokens[k].text == "&"), 0)
    if name.kind != "person" or not joint:
        yield name
        return
    yield _cut(tokens, name, piece.first, joint)
    rest = tokens[joint + 1 : piece.last]
    if not all(t.flags & (COMMON | GRAMMAR) and not t.flags & GIVEN for t in rest):
        yield _cut(tokens, name, joint + 1, piece.last)
