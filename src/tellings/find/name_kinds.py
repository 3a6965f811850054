"""What kind of thing a name names: evidence from its own words and from the words around it."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from tellings.find.name_runs import Piece
from tellings.find.name_tokens import NameToken
from tellings.text.name_words import (
    COMMON,
    EVENT_HEAD,
    GIVEN,
    HEAD,
    KNOWN,
    ORGANISATION_HEAD,
    PEOPLE,
    PLACE,
    PLACE_HEAD,
    ROLE,
    TITLE,
    WORK_HEAD,
)
from tellings.model.reading import EntityKind

Score = dict[EntityKind, float]

_SAID = frozenset(
    {"said", "says", "told", "added", "tells", "asked", "noted", "explained", "wrote", "argued", "warned", "replied", "recalled", "insisted",
     "tweeted", "claimed", "stressed", "continued", "testified", "admitted", "joked", "concluded", "believes", "thinks", "met", "died",
     "resigned", "spoke", "vowed", "arrived", "smiled", "returned", "served", "lived", "grew", "married", "studied"}
)  # fmt: skip
_IN: Mapping[str, float] = {
    "in": 2.2, "near": 2.5, "across": 1.8, "throughout": 2.0, "outside": 2.0, "inside": 1.5, "around": 1.0, "towards": 0.8, "toward": 0.8,
    "from": 0.8, "to": 0.5, "into": 1.0, "at": 0.6, "through": 0.5, "via": 0.5, "off": 1.2, "downtown": 3.0, "central": 2.0, "northern": 2.5,
    "southern": 2.5, "eastern": 2.5, "western": 2.5, "northeastern": 2.5, "northwestern": 2.5, "southeastern": 2.5, "southwestern": 2.5,
    "mainland": 2.5, "nearby": 2.5, "rural": 2.0, "upstate": 2.5, "north": 1.0, "south": 1.0, "east": 1.0, "west": 1.0, "within": 0.8,
}  # fmt: skip
_GOVERNED = frozenset(
    {
        "government",
        "authorities",
        "regime",
        "border",
        "capital",
        "army",
        "forces",
        "troops",
        "administration",
        "economy",
        "airport",
    }
)
_WEIGHT_KNOWN: Final = 6.0
_WEIGHT_TITLE: Final = 5.0
_KINDS: tuple[EntityKind, ...] = ("person", "organisation", "place", "group", "event", "work")


class Context(NamedTuple):
    """A piece with its sentence."""

    tokens: Sequence[NameToken]
    piece: Piece


def weigh(tokens: Sequence[NameToken], piece: Piece) -> Score:
    """How much speaks for each kind, in points; about 2 points decide between two."""
    score: Score = dict.fromkeys(_KINDS, 0.0)
    if piece.kind:
        score[piece.kind] += _WEIGHT_KNOWN
    _weigh_words(tokens, piece, score)
    _weigh_before(tokens, piece, score)
    _weigh_after(tokens, piece, score)
    return score


def _weigh_words(tokens: Sequence[NameToken], piece: Piece, score: Score) -> None:
    """The name's own words."""
    words = [tokens[k] for k in range(piece.first, piece.last) if tokens[k].shape]
    if not words:
        return
    head = words[0]
    tail = words[-1]
    for k in range(piece.first + 1, piece.last):
        if tokens[k].text in ("of", "for", "on") and tokens[k - 1].flags & HEAD:
            tail = tokens[k - 1]
            break
    if len(words) > 1 and tail.flags & HEAD:
        _weigh_head(tail.flags, score)
        if tail.flags & GIVEN or (words[0].flags & GIVEN and not words[0].flags & COMMON):
            score["person"] += 3.0
    if len(words) > 1 and head.flags & GIVEN and not tail.flags & HEAD:
        score["person"] += 2.0 if tail.flags & COMMON or head.flags & (COMMON | KNOWN) else 4.0
    if len(words) == 1 and head.shape == "AA" and not piece.kind:
        score["organisation"] += 2.5
    if len(words) == 1 and head.flags & GIVEN:
        score["person"] += 1.5
    for word in words[:-1]:
        if len(word.text) == 2 and word.text[1] == "." and len(words) < 6:
            score["person"] += 2.5
    if any(
        t.text in ("bin", "ibn", "von", "van", "der", "de", "al") or t.text.startswith("al-")
        for t in tokens[piece.first : piece.last]
    ):
        score["person"] += 1.0
    if any(t.text == "&" for t in tokens[piece.first : piece.last]):
        score["organisation"] += 3.0
    if (
        2 <= len(words) <= 3
        and not any(w.flags & (COMMON | HEAD | KNOWN) for w in words)
        and all(w.shape == "A" for w in words)
    ):
        score["person"] += 1.8
    if len(words) > 1 and head.flags & (PLACE | PEOPLE) and not piece.kind:
        score["organisation"] += 1.0


def _weigh_head(flags: int, score: Score) -> None:
    if flags & ORGANISATION_HEAD:
        score["organisation"] += 3.5
    if flags & PLACE_HEAD:
        score["place"] += 3.4
    if flags & EVENT_HEAD:
        score["event"] += 3.3
    if flags & WORK_HEAD:
        score["work"] += 3.2


def _weigh_before(tokens: Sequence[NameToken], piece: Piece, score: Score) -> None:
    if piece.titled:
        score["person"] += _WEIGHT_TITLE
    if piece.first == 0:
        return
    before = tokens[piece.first - 1]
    low = before.text.lower()
    if low in ("the", "The"):
        score["person"] -= 4.0
        score["organisation"] += 0.7
    elif low in _IN:
        score["place"] += _IN[low]
        if low == "at":
            score["organisation"] += 0.8
    elif low in _SAID:
        score["person"] += 1.0
    elif before.flags & ROLE and before.shape == "a":
        score["person"] += 2.0
    elif before.flags & ORGANISATION_HEAD and before.shape == "a":
        score["organisation"] += 2.5
    elif low == "of" and piece.first > 1:
        noun = tokens[piece.first - 2]
        if noun.flags & PLACE_HEAD and noun.shape == "a":
            score["place"] += 4.0
        elif noun.flags & ORGANISATION_HEAD:
            score["organisation"] += 0.5
    elif low == "," and piece.first > 1 and tokens[piece.first - 2].shape and piece.kind != "place":
        if tokens[piece.first - 2].flags & ROLE and tokens[piece.first - 2].shape == "a":
            score["person"] += 2.0


def _weigh_after(tokens: Sequence[NameToken], piece: Piece, score: Score) -> None:
    if piece.last >= len(tokens):
        return
    after = tokens[piece.last]
    further = tokens[piece.last + 1] if piece.last + 1 < len(tokens) else None
    low = after.text
    if low in _SAID or low == "who":
        score["person"] += 1.3
    elif low == "-" and further and further.text in ("based", "born"):
        score["place"] += 4.0
    elif low == "," and further:
        _weigh_appositive(tokens, piece.last + 1, score)
    elif low in _GOVERNED:
        score["place"] += 1.0
        score["group"] += 1.0
    elif after.shape == "a" and after.flags & PLACE_HEAD:
        score["place"] += 2.5
    elif after.shape == "a" and after.flags & ORGANISATION_HEAD:
        score["organisation"] += 1.5
    elif (
        low == "("
        and further
        and further.shape == "AA"
        and piece.last + 2 < len(tokens)
        and tokens[piece.last + 2].text == ")"
    ):
        score["organisation"] += 2.5


def _weigh_appositive(tokens: Sequence[NameToken], at: int, score: Score) -> None:
    """What stands after a comma: an age, "who", a role, or the country of a town."""
    token = tokens[at]
    if token.shape == "1" and len(token.text) <= 3 and at + 1 < len(tokens) and tokens[at + 1].text in (",", "."):
        score["person"] += 4.0
    elif token.text in ("who", "whose"):
        score["person"] += 3.0
    elif token.flags & PLACE and token.shape != "a":
        score["place"] += 1.5
    elif token.shape == "a":
        for k in range(at, min(at + 7, len(tokens))):
            if tokens[k].text == ",":
                break
            if tokens[k].flags & ROLE and tokens[k].shape in ("a", "A"):
                score["person"] += 2.5
                break
            if tokens[k].flags & ORGANISATION_HEAD and tokens[k].shape == "a":
                score["organisation"] += 2.0
                break
            if tokens[k].flags & PLACE_HEAD and tokens[k].shape == "a":
                score["place"] += 2.0
                break


def decide(score: Score) -> EntityKind | None:
    """The kind with most points; ``None`` when nothing speaks for any."""
    best = max(_KINDS, key=lambda kind: score[kind])
    return best if score[best] > 0.4 else None


__all__ = ["KNOWN", "PEOPLE", "TITLE", "Score", "decide", "weigh"]
