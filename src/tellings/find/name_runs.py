"""Runs of capitalised words: where a name may begin, and how far it goes."""

from functools import cache
from typing import Final

from tellings.find.name_tokens import NameToken
from tellings.text.name_words import (
    COMMON,
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
    TIME,
    TITLE,
    WORK_HEAD,
    known_owners,
    known_phrases,
    match_phrase,
    title_phrases,
    word_class,
)

ENDINGS: Final = frozenset({"'s", "’s"})
_PREPOSITIONS: Final = frozenset({"of", "for", "and", "on", "in", "to", "against", "the", "with", "under"})
_SHORT_MONTHS: Final = frozenset({"Jan", "Mar", "Dec", "March", "May"})
_LONGEST_RUN = 25
"""Tokens; what is longer is a list or a headline, not a name."""


def find_runs(tokens: list[NameToken], words: list[str]) -> list[tuple[int, int]]:
    """The runs of a sentence as pairs of token indices, in order and free of overlaps; ``words`` are the tokens folded.

    A run may still hold titles, adjectives of nations and several names.
    """
    runs = []
    leading = word_class("leading_particles")
    end = 0
    for at in [k for k, t in enumerate(tokens) if t.shape and (t.shape != "a" or t.text in leading)]:
        if at >= end and _begins(tokens, at):
            end = _extend(tokens, words, at)
            runs.append((at, end))
    return runs


@cache
def _links() -> frozenset[str]:
    """Small words a name may go on after."""
    return _PREPOSITIONS | word_class("particles")


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
    if token.text not in word_class("leading_particles"):
        return False
    name = at + 1
    while name < len(tokens) and name - at < 3 and tokens[name].text in word_class("leading_particles"):
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
                break
            if token.start == tokens[at - 1].end and tokens[at - 1].shape != "":
                break
            at += 1
        elif token.shape == "1":
            if not _is_number_of_name(tokens, words, first, at):
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
        elif token.text in (")", "]"):
            if not _goes_on_after(tokens, at):
                break
            at += 2
        elif token.text in ENDINGS:
            if not _keeps_ending(tokens, words, first, at):
                break
            at += 1
        else:
            end = _link(tokens, words, first, at)
            if end == at:
                break
            at = end
    return at


def _goes_on_after(tokens: list[NameToken], at: int) -> bool:
    """Whether a bracket ends inside a name: "(Veltran President Ana) Bel", "[Ana] Bel"."""
    opened = next((k for k in range(at - 1, max(-1, at - 10), -1) if tokens[k].text in ("(", "[")), -1)
    if opened < 0 or at + 1 >= len(tokens) or tokens[at - 1].shape != "A" or not _near(tokens, at + 1):
        return False
    after = tokens[at + 1]
    if after.shape != "A" or after.flags & (GRAMMAR | TIME | TITLE) or after.start == tokens[at].end:
        return False
    alone = at - opened == 2 and tokens[at].text == "]" and bool(tokens[at - 1].flags & GIVEN)
    return alone or any(token.flags & TITLE for token in tokens[opened + 1 : at - 1])


def _is_number_of_name(tokens: list[NameToken], words: list[str], first: int, at: int) -> bool:
    """Whether a number ends the name: "Article 50", "the Sea Star 2 sank"."""
    if words[at - 1] in word_class("numbered_things"):
        return len(tokens[at].text) < 5
    if tokens[at - 1].flags or tokens[at - 1].shape != "A" or len(tokens[at].text) > 2:
        return False
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    ends = (
        after is None or after.text in (".", ",", ")", "—", "–") or bool(after.flags & GRAMMAR and after.shape == "a")
    )
    return ends and (at - first > 1 or (first > 0 and tokens[first - 1].text == "the"))


def _listed(tokens: list[NameToken], words: list[str], first: int, at: int) -> int:
    """Where a list inside a name ends ("Ministry of Farming, Forests and Fisheries"); ``at`` where there is none."""
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
    if words[at - 1] in word_class("inner_owners") and at + 1 < len(tokens) and tokens[at + 1].shape == "A":
        return True
    owners = known_owners()
    return any(" ".join(filter(None, words[k:at])) + "s" in owners for k in range(max(first, at - 3), at))


def _inner_grammar(tokens: list[NameToken], at: int) -> bool:
    """A small word with a capital inside a name: "Keep Off Our Reeds", "Ana May"."""
    if tokens[at].text == "May" and tokens[at - 1].flags & GIVEN:
        return True
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
    while end < len(tokens) and end - at < 3 and tokens[end].text in _links() and _near(tokens, end):
        end += 1
    if end == at or end >= len(tokens) or not _near(tokens, end):
        return at
    target, left = tokens[end], tokens[at - 1]
    if target.shape not in ("A", "AA") or (target.flags & (TIME | GRAMMAR) and not target.flags & KNOWN):
        return at
    link = words[at]
    if all(word in word_class("particles") for word in words[at:end]):
        return end if not left.flags & KNOWN or not target.flags & KNOWN else at
    if link == "and":
        return end if end == at + 1 and _coordinates(tokens, words, first, at) else at
    return end if _carries_on(tokens, words, first, at, end) else at


def _carries_on(tokens: list[NameToken], words: list[str], first: int, at: int, end: int) -> bool:
    """Whether a name goes on after the preposition at ``at`` with the word at ``end``."""
    left, target = tokens[at - 1], tokens[end]
    if left.shape not in ("A", "AA"):
        return False
    joined = any(words[k] in ("of", "for", "on") for k in range(first + 1, at))
    everyday = bool(target.flags & COMMON) and not target.flags & KNOWN
    match words[at]:
        case "of" if at - 2 >= first and _is_given(tokens[at - 2]) and left.flags & PLACE_HEAD:
            goes_on = False
        case "of":
            goes_on = bool(match_phrase(title_phrases(), words, at - 1)) or _is_of_name(left, target, joined=joined)
        case "for":
            alone = not (end + 1 < len(tokens) and tokens[end + 1].shape == "A")
            body = left.flags & (ORGANISATION_HEAD | WORK_HEAD | EVENT_HEAD) and not (alone and target.flags & PLACE)
            office = left.flags & TITLE and not left.flags & HEAD
            goes_on = everyday and not target.flags & GIVEN if office else bool(body)
        case "on":
            goes_on = words[at - 1] in word_class("nouns_before_on") and not target.flags & (PLACE | PEOPLE)
        case "in":
            field = joined and words[at - 2] == "and" and _is_field(left)
            goes_on = (field or words[at - 1] in ("consulate", "mission")) and bool(target.flags & PLACE)
        case "with":
            goes_on = joined and everyday
        case "to":
            goes_on = bool(left.flags & ORGANISATION_HEAD) and everyday
        case "against":
            goes_on = bool(left.flags & (COMMON | HEAD)) and bool(target.flags & COMMON)
        case _:
            goes_on = False
    return goes_on


def _is_given(token: NameToken) -> bool:
    return bool(token.flags & GIVEN) and not token.flags & (COMMON | KNOWN | HEAD)


def _is_field(token: NameToken) -> bool:
    return bool(token.flags & COMMON) and not token.flags & HEAD


def _is_of_name(left: NameToken, target: NameToken, *, joined: bool) -> bool:
    """Whether "of" joins two words to one name: "University of Oxmoor", "Minister of Trade", not "Bel of Oxmoor"."""
    if left.flags & TITLE and not left.flags & (ORGANISATION_HEAD | PLACE_HEAD | EVENT_HEAD):
        return bool(target.flags & COMMON) and not target.flags & (KNOWN | GIVEN)
    if left.flags & HEAD:
        return True
    return not left.flags & (KNOWN | GIVEN) and (joined or bool(left.flags & COMMON))


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
    if (left.flags & (HEAD & ~WORK_HEAD) and not left.flags & COMMON) or left.flags & (
        PLACE | GIVEN | ORGANISATION | TITLE
    ):
        return False
    everyday = all(
        tokens[k].flags & COMMON or (k == first < at - 1 and not tokens[k].flags & GIVEN)
        for k in range(first, at)
        if tokens[k].shape
    )
    return everyday and bool(last.flags & HEAD) and bool(tokens[right].flags & COMMON) and end - right > 1
