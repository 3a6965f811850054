"""What kind of thing a name names: evidence from its own words and from the words around it."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from tellings.find.name_pieces import Piece, has_own_article
from tellings.find.name_tokens import NameToken
from tellings.lexicon import load_table
from tellings.model.reading import EntityKind
from tellings.text.name_words import (
    COMMON,
    EVENT_HEAD,
    GIVEN,
    GRAMMAR,
    HEAD,
    KNOWN,
    ORGANISATION_HEAD,
    PLACE,
    PLACE_HEAD,
    ROLE,
    WORK_HEAD,
    word_class,
)
from tellings.text.names import fold

Score = dict[EntityKind, float]

_WEIGHT_KNOWN: Final = 6.0
_WEIGHT_TITLE: Final = 5.0
_WEIGHT_FORM: Final = 5.0
"""A word for a landform or a street in the name: as sure as a title before it."""
_PEOPLE_ENDINGS = ("ian", "ians", "ese", "ish", "eans", "ites", "ists", "ers")
_STREET_ENDINGS = ("strasse", "straße", "platz", "gasse", "straat", "gatan", "prospekt")
_PARTICLES = frozenset({"bin", "ibn", "von", "van", "der", "den", "de", "al", "bint", "da", "di", "ul"})
_NOUNS: tuple[tuple[int, EntityKind, float], ...] = (
    (ROLE, "person", 2.5),
    (ORGANISATION_HEAD, "organisation", 2.0),
    (PLACE_HEAD, "place", 2.0),
)
_KINDS: tuple[EntityKind, ...] = ("person", "organisation", "place", "group", "event", "work")


@cache
def _before_places() -> Mapping[str, float]:
    """Points for a place when the word stands before a name."""
    points: Mapping[str, float] = load_table("name_classes")["before_places"]
    return points


def weigh(tokens: list[NameToken], piece: Piece) -> Score:
    """How much speaks for each kind, in points; about 2 points decide between two."""
    score: Score = dict.fromkeys(_KINDS, 0.0)
    if piece.kind and piece.kind != "other":
        score[piece.kind] += _WEIGHT_KNOWN
    if (
        piece.first == 0
        and tokens[0].shape == "AA"
        and piece.last < len(tokens)
        and tokens[piece.last].text in (",", "–", "—", "-", "(")
    ):
        score["place"] += 1.5
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
    if len(words) == 1:
        if not piece.kind:
            score["place"] += _WEIGHT_FORM if is_place_form(words) else 0.0
            score["organisation"] += 2.5 if head.shape == "AA" else 0.0
            score["person"] += 1.5 if head.flags & GIVEN else 0.0
            if head.text.endswith(_PEOPLE_ENDINGS) and len(head.text) > 5 and not head.flags & GIVEN:
                score["group"] += 1.0
        return
    tail = words[-1]
    if is_place_form(words):
        score["place"] += _WEIGHT_FORM
        return
    for k in range(piece.first + 1, piece.last):
        if tokens[k].text in ("of", "for", "on") and tokens[k - 1].flags & HEAD:
            tail = tokens[k - 1]
            break
    given = head.flags & GIVEN and not head.flags & KNOWN
    if tail.flags & HEAD:
        _weigh_head(tail.flags, score)
        if tail.flags & EVENT_HEAD and len(words) == 2 and not head.flags and head.shape == tail.shape == "A":
            # "Ottilie March", a person where words around it say so.
            score["person"] += 1.8
        if tail.flags & GIVEN or (given and not head.flags & COMMON):
            score["person"] += (
                (4.0 if len(words) == 2 and not tail.flags & ORGANISATION_HEAD else 2.5) if len(words) < 4 else 0.5
            )
    elif head.flags & GIVEN:
        score["person"] += 2.0 if tail.flags & COMMON or head.flags & (COMMON | KNOWN) else 4.0
    if len(words) < 6 and any(len(word.text) == 2 and word.text[1] == "." for word in words[:-1]):
        score["person"] += 2.5
    for token in tokens[piece.first : piece.last]:
        if token.text == "&":
            score["organisation"] += 3.0
        elif token.text in _PARTICLES or token.text.startswith(("al-", "Al-", "el-", "El-")):
            score["person"] += 1.0
    plain = [
        w
        for w in words
        if w.shape == "A" and not w.flags & (HEAD | KNOWN) and (w.flags & GIVEN or not w.flags & COMMON)
    ]
    loud = any(w.shape == "AA" and len(w.text) > 1 for w in words)
    if loud and not piece.kind:
        score["organisation"] += 2.5
    elif 2 <= len(words) <= 4 and len(plain) == len(words):
        score["person"] += 1.8
    elif not piece.kind and not given:
        everyday = sum(bool(w.flags & COMMON) for w in words)
        score["organisation"] += 0.6 * everyday
        if head.flags & KNOWN or tail.flags & KNOWN:
            score["organisation"] += 1.5


def is_place_form(words: Sequence[NameToken]) -> bool:
    """Whether the words of a name open or end in a landform or a kind of street: "Lake Orvene", "Rue de la Mer"."""
    first, last = fold(words[0].text), fold(words[-1].text)
    if len(words) > 1 and words[0].shape == "A" and first in word_class("place_openers"):
        return words[-1].shape in ("A", "1") and not words[-1].flags & HEAD
    return words[-1].shape == "A" and (
        (len(words) > 1 and last in word_class("place_enders")) or (len(last) > 7 and last.endswith(_STREET_ENDINGS))
    )


def _weigh_head(flags: int, score: Score) -> None:
    if flags & ORGANISATION_HEAD:
        score["organisation"] += 3.5
    if flags & PLACE_HEAD:
        score["place"] += 3.4
    if flags & EVENT_HEAD:
        score["event"] += 3.3
    if flags & WORK_HEAD:
        score["work"] += 3.2


def _weigh_before(tokens: list[NameToken], piece: Piece, score: Score) -> None:
    if piece.titled:
        score["person"] += _WEIGHT_TITLE
    if piece.first == 0:
        return
    before = tokens[piece.first - 1]
    low = before.text.lower()
    if _is_cried(tokens, piece.first):
        score["person"] -= 6.0
    elif has_own_article(tokens, piece.first):
        score["organisation"] += 2.5
    elif low == "the":
        after = tokens[piece.last] if piece.last < len(tokens) else None
        if after and (after.text == "-" or (after.shape == "a" and after.flags & COMMON and not after.flags & GRAMMAR)):
            # "the Bel family": the article belongs to the noun behind the name.
            score["person"] += 1.0 if after.text in word_class("belonging_to_people") else -0.5
        else:
            score["person"] -= 4.0
            score["organisation"] += 0.7
    elif low in _before_places():
        score["place"] += _before_places()[low]
        if low == "at":
            score["organisation"] += 0.8
    elif low in ("a", "an"):
        score["organisation"] -= 2.0
        score["person"] -= 1.0
    elif before.flags & PLACE_HEAD and before.shape == "a":
        score["place"] += 2.5
    elif low in word_class("personal_verbs"):
        score["person"] += 1.0
    elif low in ("'s", "’s") and piece.first > 1 and tokens[piece.first - 2].flags & PLACE:
        score["person"] += 0.5
    elif before.flags & ROLE and before.shape == "a":
        score["person"] += 2.0
    elif before.flags & ORGANISATION_HEAD and before.shape == "a":
        # "the weekly Ana Sel": nobody's name stands behind a body without a comma.
        score["organisation"] += 2.5 if piece.last - piece.first == 1 else 5.0
    elif low == "of" and piece.first > 1:
        noun = tokens[piece.first - 2]
        if noun.flags & PLACE_HEAD and noun.shape == "a":
            score["place"] += 4.0
        elif noun.text.lower() in word_class("of_places") and (noun.shape == "a" or piece.first == 2):
            # "the people of Veltra", "the mayor of Port Sel"
            score["place"] += 3.0
            score["person"] -= 2.0
        elif noun.flags & ORGANISATION_HEAD:
            score["organisation"] += 0.5
    elif low in (",", "and") and piece.first > 1:
        neighbour = tokens[piece.first - 2]
        if neighbour.flags & ROLE and neighbour.shape == "a":
            score["person"] += 2.0
        elif low == "," and neighbour.text in word_class("firm_endings") and neighbour.shape == "a":
            score["organisation"] += 5.0
        elif neighbour.flags & PLACE and neighbour.shape == "A" and piece.last - piece.first == 1:
            score["place"] += 1.5


def _is_cried(tokens: Sequence[NameToken], first: int) -> bool:
    """Whether the name is what somebody shouts: 'shouted "Veltra Vita"'."""
    at = first - 1
    while at > 0 and tokens[at].text in ('"', "“", "‘", "'", ",", ":", "out"):
        at -= 1
    return tokens[at].text in word_class("cries")


def _weigh_after(tokens: Sequence[NameToken], piece: Piece, score: Score) -> None:
    if piece.last >= len(tokens):
        return
    after = tokens[piece.last]
    further = tokens[piece.last + 1] if piece.last + 1 < len(tokens) else None
    low = after.text
    if low in word_class("personal_verbs") or low == "who":
        score["person"] += 1.3
        _weigh_own_words(tokens, piece.last + 1, score)
    elif low == "-" and further and further.text in ("based", "born"):
        score["place"] += 4.0
    elif low == "and" and further and further.flags & PLACE and further.shape == "A" and piece.last - piece.first == 1:
        score["place"] += 1.0
    elif low == "," and further:
        _weigh_appositive(tokens, piece.last + 1, score)
    elif low in word_class("belonging_to_people"):
        score["person"] += 1.0
    elif low in ("'s", "’s"):
        _weigh_owned(tokens, piece.last + 1, score)
    elif low in word_class("governed"):
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


def _weigh_own_words(tokens: Sequence[NameToken], at: int, score: Score) -> None:
    """How a speaker speaks of itself: "Veltra said it was ready", "Bel said he was ready"."""
    at += at < len(tokens) and tokens[at].text == "that"
    if at < len(tokens) and tokens[at].text in ("it", "its"):
        score["person"] -= 2.0
    elif at < len(tokens) and tokens[at].text in ("he", "she"):
        score["person"] += 1.0


def _weigh_owned(tokens: Sequence[NameToken], at: int, score: Score) -> None:
    """What only a country or a town has: "Veltra's prime minister", "Port Sel's mayor"."""
    for token in tokens[at : at + 3]:
        if token.shape not in ("a", "A") or token.text == "and":
            return
        if token.text.lower() in word_class("owned_by_places"):
            score["place"] += 2.0
            score["person"] -= 2.0
            return


def _weigh_appositive(tokens: Sequence[NameToken], at: int, score: Score) -> None:
    """What stands after a comma: an age, "who", a role, or the country of a town."""
    token = tokens[at]
    if token.shape == "1" and len(token.text) <= 3 and at + 1 < len(tokens) and tokens[at + 1].text in (",", "."):
        score["person"] += 4.0
    elif token.text in ("who", "whose"):
        score["person"] += 3.0
    elif (
        token.flags & PLACE
        and token.shape != "a"
        and not (at + 1 < len(tokens) and tokens[at + 1].text in ("'s", "’s"))
    ):
        score["place"] += 2.0
    elif token.shape == "a" and not (
        token.text == "and" and tokens[at + 1 : at + 2] and tokens[at + 1].flags & GRAMMAR
    ):
        _weigh_noun(tokens, at, score)


def _weigh_noun(tokens: Sequence[NameToken], at: int, score: Score) -> None:
    """The noun of a description in small letters; one that owns ("the firm's") says nothing."""
    nouns = []
    for k in range(at, min(at + 7, len(tokens))):
        if tokens[k].text == ",":
            break
        if tokens[k].shape == "a" and not (k + 1 < len(tokens) and tokens[k + 1].text in ("'s", "’s")):
            nouns.append(tokens[k])
    for flag, kind, points in _NOUNS:
        if any(noun.flags & flag for noun in nouns):
            score[kind] += points
            return


def decide(score: Score) -> EntityKind | None:
    """The kind with most points; ``None`` when nothing speaks for any."""
    best = max(score, key=lambda kind: score[kind])
    return best if score[best] > 0.4 else None
