"""Names by rules and names by a recogniser, brought together within one sentence."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from tellings.find.name_pieces import OPENERS, Piece
from tellings.find.name_runs import ENDINGS
from tellings.find.name_tokens import NameToken
from tellings.model.reading import EntityKind, LabelledSpan
from tellings.text.name_words import (
    COMMON,
    EVENT_HEAD,
    GIVEN,
    GRAMMAR,
    HEAD,
    KNOWN,
    ORGANISATION_HEAD,
    TIME,
    TITLE,
    WORK_HEAD,
)

# The scores and points below were chosen on 429 training documents of the worldwide set (``bench/entities.py``). On the
# 279 of them that no rule was tuned on: micro F1 .714 and .786 by rules, .816 and .841 together; none moves it by .002.
SEEN: Final = 0.7
"""Score from which the recogniser's word is enough that a word with a capital is a name."""
SEEN_OPENING: Final = 0.75
"""The same for an everyday word that may have its capital from the beginning of a sentence."""
_NAMED: Final = 0.8
"""Score from which a name that no rule sees is one."""
_JOINED: Final = 0.4
"""Score from which several names by rule are one."""
_LONGER: Final = 0.4
"""Score from which a name goes on before or behind where the rules end it."""
_OWNED: Final = 0.6
"""Score from which the same holds across an ending "'s", across "and", and behind an office."""
_PARTED: Final = 0.8
"""Score from which unknown words before a person's name are none of it: "Harskian | Ana Bel"."""
_NOTHING: Final = 0.3
"""Score from which a name by rule is none, since it belongs to a date, a sum of money or an office."""
SILENCE: Final = 4.0
"""Points each kind loses where the recogniser sees no name."""
_POINTS: Final[dict[EntityKind, float]] = {"person": 3.0, "organisation": 5.0, "place": 7.0}
"""Points for a kind at score 1; a name the lexicon knows has 6 for its own."""
_LEAST_POINTS: Final = 18.0
"""The same for the kinds the recogniser names seldom and with low scores: group, event, work, other."""
_MISLED: Final = 2.0
"""The same where it takes a thing for the body behind it: "the Reed Protection Act"."""
_DOUBTED: Final = 0.5
"""What is left of them where the lexicon knows the name, or where a word in capitals is said to be no body."""

SILENT: Final = -1.0
"""Stands for the score where the recogniser sees nothing."""
_APART: Final = frozenset({"'s", "’s", "'", "’", ","})
"""What stands between two names, not within one, where the rules part them."""
_NO_NAMES: Final = frozenset({"date", "money"})
_KINDS: Final[dict[str, EntityKind]] = {
    "person": "person",
    "organisation": "organisation",
    "place": "place",
    "facility": "place",
    "group": "group",
    "event": "event",
    "work": "work",
    "product": "other",
    "other": "other",
}


class Seen(NamedTuple):
    """What the recogniser says of tokens ``[first, last)``; ``kind`` is ``None`` for what is no name."""

    first: int
    last: int
    kind: EntityKind | None
    score: float


class Backed(NamedTuple):
    """A name and what the recogniser thinks of it: its kind with a score, ``None`` with ``SILENT`` or 0 for unsure."""

    piece: Piece
    kind: EntityKind | None
    score: float


def back(tokens: list[NameToken], pieces: list[Piece], entities: Sequence[LabelledSpan]) -> list[Backed]:
    """The names of a sentence in order and free of overlaps, by rules (``pieces``) and recogniser (``entities``).

    Rules draw the borders where they see one name; the recogniser joins what they part, goes on where they stop,
    and adds what they miss, each from a score of its own.
    """
    seen = _apart(_seen(tokens, entities))
    found: list[Backed] = []
    for by_rule, by_model in _clusters(pieces, seen):
        if not by_model:
            found.extend(Backed(piece, None, SILENT) for piece in by_rule)
        elif not by_rule:
            found.extend(_new(tokens, by_model))
        elif _model_draws(tokens, by_rule, by_model):
            found.extend(_redrawn(by_rule, by_model))
        else:
            found.extend(_judged(tokens, by_rule, by_model))
    return found


def points_of(tokens: Sequence[NameToken], piece: Piece, kind: EntityKind, score: float) -> float:
    """Points the recogniser's word is worth for its kind, beside those of the rules."""
    head = tokens[piece.last - 1].flags
    if kind == "organisation" and head & (EVENT_HEAD | WORK_HEAD) and not head & ORGANISATION_HEAD:
        return _MISLED * score
    if kind == "other" and head & ORGANISATION_HEAD and piece.last - piece.first > 1:
        return _MISLED * score
    points = _POINTS.get(kind, _LEAST_POINTS) * score
    initials = piece.last - piece.first == 1 and tokens[piece.first].shape == "AA" and kind != "organisation"
    return points * _DOUBTED if piece.kind or initials else points


def _seen(tokens: list[NameToken], entities: Iterable[LabelledSpan]) -> Iterator[Seen]:
    """The recogniser's names as whole tokens, without article, title, possessive ending and marks."""
    for entity in entities:
        inside = [k for k, t in enumerate(tokens) if t.start < entity.span.end and t.end > entity.span.start]
        if not inside:
            continue
        first, last = inside[0], inside[-1] + 1
        kind = _KINDS.get(entity.label)
        if kind:
            first, last = _trimmed(tokens, first, last, kind)
            if kind == "organisation" and _ends_in_office(tokens[first:last]):
                last -= 1
            loud = first > 0 and last - first == 1 and tokens[first].shape == "AA" and tokens[first - 1].text == "the"
            if first < last and kind != "person" and not loud and _is_office(tokens, first, last):
                kind = None
        elif entity.label not in _NO_NAMES:
            continue
        if first < last and not _is_torn(tokens[first:last]):
            yield Seen(first, last, kind, entity.score)


def _ends_in_office(words: Sequence[NameToken]) -> bool:
    """Whether the last word is who heads the body: "Reed Assembly Speaker"."""
    if len(words) < 2 or not is_title(words[-1]) or words[-1].flags & HEAD or is_title(words[-2]):
        return False
    return not any(t.text in ("of", "for") for t in words)


def _is_torn(words: Sequence[NameToken]) -> bool:
    """Whether a bracket is closed inside that was opened outside: "OHM) Reed Unit"."""
    marks = [t.text for t in words if t.text in ("(", ")")]
    return bool(marks) and (marks[0] == ")" or marks.count("(") != marks.count(")"))


def _apart(seen: Iterable[Seen]) -> list[Seen]:
    """In text order and free of overlaps: of two that overlap the one with the higher score, then the longer."""
    kept: list[Seen] = []
    for one in sorted(seen, key=lambda s: (-s.score, s.first - s.last, s.first)):
        if all(one.last <= other.first or one.first >= other.last for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda s: s.first)


def _trimmed(tokens: list[NameToken], first: int, last: int, kind: EntityKind) -> tuple[int, int]:
    if kind == "person":
        first = _behind_title(tokens, first, last)
    while first < last and _is_loose(tokens[first]):
        first += 1
    while (
        last > first
        and not _is_initial(tokens, last - 1)
        and not (kind == "person" and _is_half(tokens, first, last - 1))
        and (not tokens[last - 1].shape or tokens[last - 1].text in ENDINGS or tokens[last - 1].shape == "a")
    ):
        last -= 1
    return first, last


def _is_loose(token: NameToken) -> bool:
    return not token.shape or token.text.lower() in ("the", "a", "an") or token.text in ENDINGS


def _is_office(tokens: list[NameToken], first: int, last: int) -> bool:
    """Whether a name is only an office: "Minister of Reeds and Rivers"."""
    return (
        is_title(tokens[first])
        and not tokens[first].flags & HEAD
        and (last - first == 1 or tokens[first + 1].text in ("of", "for"))
    )


def is_title(token: NameToken) -> bool:
    """Whether a word is a title and no name."""
    return bool(token.flags & TITLE) and not token.flags & (GIVEN | KNOWN)


def _behind_title(tokens: list[NameToken], first: int, last: int) -> int:
    """Where a person's name begins: behind its titles and what stands before them, unless that is a given name."""
    for k in range(last - 2, first - 1, -1):
        if is_title(tokens[k]) and tokens[k + 1].shape in ("A", "AA"):
            given = any(t.flags & GIVEN and not t.flags & (KNOWN | TITLE) for t in tokens[first:k])
            return first if given else k + 1
    return first


def _is_initial(tokens: list[NameToken], at: int) -> bool:
    """Whether the mark is the point of an initial parted from its fellow: "U. S."."""
    return (
        at > 1
        and tokens[at].text == "."
        and len(tokens[at - 1].text) == 1
        and len(tokens[at - 2].text) == 2
        and tokens[at - 2].text[1] == "."
    )


def _is_half(tokens: list[NameToken], first: int, at: int) -> bool:
    """Whether a small word is the second half of a given name: "Veskar Jang-mi"."""
    return (
        at > first + 1
        and tokens[at].shape == "a"
        and tokens[at - 1].text in ("-", "‑")
        and tokens[at - 1].start == tokens[at - 2].end
        and tokens[at].start == tokens[at - 1].end
        and tokens[at - 2].shape == "A"
    )


def _clusters(pieces: Sequence[Piece], seen: Sequence[Seen]) -> Iterator[tuple[list[Piece], list[Seen]]]:
    """Names that overlap one another, by whom they were found."""
    marked = sorted(
        [(p.first, p.last, 0, k) for k, p in enumerate(pieces)] + [(s.first, s.last, 1, k) for k, s in enumerate(seen)]
    )
    by_rule: list[Piece] = []
    by_model: list[Seen] = []
    end = 0
    for first, last, who, k in marked:
        if first >= end and (by_rule or by_model):
            yield by_rule, by_model
            by_rule, by_model = [], []
        if who:
            by_model.append(seen[k])
        else:
            by_rule.append(pieces[k])
        end = max(end, last)
    if by_rule or by_model:
        yield by_rule, by_model


def _new(tokens: list[NameToken], by_model: Sequence[Seen]) -> Iterator[Backed]:
    for seen in by_model:
        if seen.kind and seen.score >= _NAMED and _can_name(tokens[seen.first : seen.last]):
            opening = seen.first == 0 or tokens[seen.first - 1].text in OPENERS
            yield Backed(Piece(seen.first, seen.last, None, False, opening), seen.kind, seen.score)


def _can_name(words: Sequence[NameToken]) -> bool:
    """Whether a word has a capital that is no letter alone ("D-Tarn"), small word or office."""
    return any(
        t.shape in ("A", "AA") and t.text[1:2] not in ("", "-") and not t.flags & (GRAMMAR | TIME) and not is_title(t)
        for t in words
    )


def _model_draws(tokens: list[NameToken], by_rule: Sequence[Piece], by_model: Sequence[Seen]) -> bool:
    """Whether the recogniser's borders are better."""
    names = [seen for seen in by_model if seen.kind]
    if not names or len(names) < len(by_model):
        return False
    least = min(seen.score for seen in names)
    if len(names) == 1 and len(by_rule) > 1:
        return least >= _JOINED and _are_one(tokens, by_rule, names[0])
    if len(names) == 1 and len(by_rule) == 1:
        rule, model = by_rule[0], names[0]
        if model.first <= rule.first and model.last >= rule.last and rule[:2] != model[:2]:
            # What stands before a titled name is more of its title: "Chief Reed Warden | Ana Bel".
            return least >= _LONGER and not (rule.titled and model.first < rule.first)
        return model.last == rule.last and _is_prefix(tokens, rule.first, model)
    if len(by_rule) == 1:
        return least >= _JOINED and names[-1].kind == "person" and all(n.kind != "person" for n in names[:-1])
    return False


def _are_one(tokens: list[NameToken], by_rule: Sequence[Piece], seen: Seen) -> bool:
    """Whether names by rule can be parts of the one the recogniser sees."""
    between = [tokens[k] for a, b in pairwise(by_rule) for k in range(a.last, b.first)]
    small = [t.text for t in between if t.shape == "a"]
    if any(t.text in _APART for t in between) and not _is_owned(tokens, by_rule, seen):
        return False
    if small[:1] == ["and"] and not _is_coordinated(tokens, seen):
        return False
    if by_rule[-1].kind == "group" or (seen.kind == "person" and by_rule[0].kind):
        return False
    # "Ana wa Bel", not "Ana of the Bels": no everyday word stands in a person's name.
    return seen.kind != "person" or not any(t.shape == "a" and t.flags & (COMMON | GRAMMAR | TITLE) for t in between)


def _is_owned(tokens: list[NameToken], by_rule: Sequence[Piece], seen: Seen) -> bool:
    """Whether an ending can stand within a name: "Ottermere's Bay", "the Reed Cutters' Union", not "Kenya's Senate"."""
    owner = tokens[by_rule[0].first : by_rule[0].last]
    marks = [t.text for t in tokens[by_rule[0].last : by_rule[-1].first] if t.text in _APART]
    body = any(t.flags & ORGANISATION_HEAD for t in owner)
    known = by_rule[0].kind or body or any(t.flags & GIVEN and not t.flags & COMMON for t in owner)
    return seen.score >= _OWNED and seen.kind != "person" and len(marks) == 1 and marks != [","] and not known


def _is_coordinated(tokens: list[NameToken], seen: Seen) -> bool:
    """Whether "and" can stand within a body's name: "Reed and River Office", not "Reed Office and River Office"."""
    if seen.score < _OWNED or seen.kind != "organisation":
        return False
    joint = max(k for k in range(seen.first, seen.last) if tokens[k].text == "and")
    headed = any(tokens[k - 1].flags & HEAD and tokens[k].text in ("of", "for") for k in range(seen.first + 1, joint))
    return not tokens[joint - 1].flags & HEAD and (headed or bool(tokens[seen.last - 1].flags & ORGANISATION_HEAD))


def _is_prefix(tokens: list[NameToken], first: int, seen: Seen) -> bool:
    """Whether the words before a name are none of it: everyday words, bodies and places before a person, an office."""
    words = [t for t in tokens[first : seen.first] if t.shape in ("A", "AA")]
    if not words:
        return False
    if seen.kind == "person":
        known = COMMON | KNOWN | HEAD | TITLE
        return all((seen.score >= _PARTED or t.flags & known) and not t.flags & GIVEN for t in words)
    office = tokens[seen.first - 1].shape == "a" and any(is_title(t) for t in words)
    return seen.kind == "organisation" and seen.score >= _OWNED and office


def _redrawn(by_rule: Sequence[Piece], by_model: Sequence[Seen]) -> Iterator[Backed]:
    for seen in by_model:
        same = next((p for p in by_rule if p.first == seen.first), None)
        if same and same.last == seen.last:
            yield Backed(same, seen.kind, seen.score)
        else:
            titled = bool(same and same.titled)
            yield Backed(Piece(seen.first, seen.last, None, titled, bool(same and same.opening)), seen.kind, seen.score)


def _judged(tokens: list[NameToken], by_rule: Sequence[Piece], by_model: Sequence[Seen]) -> Iterator[Backed]:
    """Names by rule with what the recogniser says of as much of them as it sees."""
    for piece in by_rule:
        same = [s for s in by_model if s.first < piece.last and s.last > piece.first]
        if any(_rules_out(s, piece) for s in same) and not tokens[piece.first].flags & KNOWN:
            continue
        money = next((s.first for s in same if not s.kind and s.score >= _OWNED and piece.first < s.first), piece.last)
        if money < piece.last:
            piece = piece._replace(last=money, kind=None)
            same = [s for s in same if s.first < money]
        exact = [s for s in same if (s.first, s.last) == piece[:2]]
        if exact:
            yield Backed(piece, exact[0].kind, exact[0].score)
        elif same and all(s.kind for s in same):
            yield Backed(piece, same[-1].kind if len(by_rule) == 1 else None, same[-1].score / 2)
        else:
            yield Backed(piece, None, 0.0)


def _rules_out(seen: Seen, piece: Piece) -> bool:
    """Whether a name by rule lies in a date, a sum of money or an office."""
    return not seen.kind and seen.score >= _NOTHING and seen.first <= piece.first and seen.last >= piece.last
