"""Whether the clause around a place looks back, at the present or ahead."""

from collections.abc import Sequence
from functools import cache

from tellings.lexicon import load_table, load_words
from tellings.model.reading import Tense
from tellings.text.tokens import Token, word_at

_FAR = 30
_STOPS = frozenset(";:—–!?“”\"()")
_VOWELS = frozenset("aeiou")


def read_tense(tokens: Sequence[Token], start: int, end: int) -> Tense | None:
    """The tense of the clause around ``tokens[start:end]``: of the nearest verb before it, else behind it.

    ``None`` where no verb shows it. A fronted time ("On Thursday, the two are expected ...") takes the verb behind its comma.
    """
    if word_at(tokens, start - 1) == "since":
        return "past"
    return (
        _look_left(tokens, start, crossing=False)
        or _look_right(tokens, end, crossing=False)
        or _look_left(tokens, start, crossing=True)
        or _look_right(tokens, end, crossing=True)
        or _ahead_by_infinitive(tokens, start)
    )


def _ahead_by_infinitive(tokens: Sequence[Token], start: int) -> Tense | None:
    """Headlines tell what is coming by "to" alone: "Leaders to meet next week"."""
    for at in range(max(0, start - _FAR), start - 1):
        if tokens[at].low == "to" and tokens[at + 1].low in _bases():
            return "future"
    return None


def _look_left(tokens: Sequence[Token], start: int, *, crossing: bool) -> Tense | None:
    boundary = _cues("boundary")
    for at in range(start - 1, max(-1, start - _FAR), -1):
        word = tokens[at].low
        # "After Wednesday", "as of Monday" stand right before the time and end no clause.
        stops = word in _STOPS or (word == "," and at < start - 1) or (word in boundary and at < start - 2)
        if stops and not crossing:
            return None
        tense = _tense_of(tokens, at)
        if tense:
            return tense
    return None


def _look_right(tokens: Sequence[Token], end: int, *, crossing: bool) -> Tense | None:
    boundary = _cues("boundary")
    for at in range(end, min(len(tokens), end + _FAR)):
        word = tokens[at].low
        stops = word in _STOPS or (word == "," and at > end + 1) or (word in boundary and at > end)
        if stops and not crossing:
            return None
        tense = _tense_of(tokens, at)
        if tense:
            return tense
    return None


def _tense_of(tokens: Sequence[Token], at: int) -> Tense | None:
    """What the word at ``at`` shows of its clause's tense, with the words beside it."""
    word = tokens[at].low
    if word in _cues("future"):
        return "future"
    if word in _cues("planned") and word not in ("about", "to", "set", "likely", "believed"):
        return "future"
    if word in _cues("be_present") or word in _cues("be_past"):
        return _of_be(tokens, at)
    if word in _cues("have") or (word == "got" and word_at(tokens, at + 1) == "to"):
        return "future" if word_at(tokens, at + 1) == "to" else "past"
    if word == "to" and word_at(tokens, at - 1) in _cues("be_present"):
        return "future"
    if _is_present(tokens, at):
        return "present"
    if word in _past_forms() or _is_regular_past(tokens[at]):
        return _of_participle(tokens, at)
    return None


def _of_be(tokens: Sequence[Token], at: int) -> Tense | None:
    for k in (1, 2):
        word = word_at(tokens, at + k)
        if word in _cues("planned") and (word not in ("about", "set") or word_at(tokens, at + k + 1) == "to"):
            return "future"
    if tokens[at].low in _cues("be_past"):
        return "past"
    # "The court's ruling": an ending, not a verb.
    return None if tokens[at].low == "'s" else "present"


def _of_participle(tokens: Sequence[Token], at: int) -> Tense | None:
    """Past, unless what stands before makes it a passive of another tense ("will be held", "is held")."""
    for back in range(at - 1, max(-1, at - 4), -1):
        word = tokens[back].low
        if word == "be" or word == "being":
            return "future" if _before_be(tokens, back) else None
        if word in _cues("be_present"):
            return "present"
        if word in _cues("modal"):
            return None
        if not word.endswith("ly") and word not in ("not", "also"):
            break
    return "past"


def _before_be(tokens: Sequence[Token], at: int) -> bool:
    return any(
        word_at(tokens, k) in _cues("future") or word_at(tokens, k) in ("to", "may", "might", "can", "could", "should", "must")
        for k in range(at - 1, max(-1, at - 4), -1)
    )


def _is_regular_past(token: Token) -> bool:
    word = token.low
    if len(word) < 4 or not word.endswith("ed") or word in _cues("not_past"):
        return False
    return token.text[0].islower() and not word.endswith("eed")


def _is_present(tokens: Sequence[Token], at: int) -> bool:
    """Whether a verb in -s stands behind a name or pronoun: "Voss heads to the coast on Thursday"."""
    word = tokens[at].low
    if not (word.endswith("s") and tokens[at].text[0].islower() and at > 0):
        return False
    subject = tokens[at - 1]
    if not (subject.text[0].isupper() or subject.low in ("he", "she", "it", "who", "which")):
        return False
    bases = (word[:-1], word[:-2] if word.endswith("es") else "", word[:-3] + "y" if word.endswith("ies") else "")
    return any(base in _bases() for base in bases)


@cache
def _bases() -> frozenset[str]:
    """Base forms of verbs."""
    return load_words("regular_verbs") | {line.split()[0] for line in load_words("irregular_verbs")}


@cache
def _past_forms() -> frozenset[str]:
    """Past forms and participles of irregular verbs that no present form shares."""
    forms = {form for line in load_words("irregular_verbs") for form in line.split()[1:]}
    return frozenset(forms - _bases())


@cache
def _cues(name: str) -> frozenset[str]:
    return frozenset(load_table("tense")[name])
