"""Whether the clause around a place looks back, at the present or ahead."""

from collections.abc import Sequence
from functools import cache

from tellings.lexicon import load_table, load_words
from tellings.model.reading import Tense
from tellings.text.months import is_month
from tellings.text.relatives import is_described
from tellings.text.tokens import Token, word_at
from tellings.text.verbs import lemma_of, verb_forms

_FAR = 30
_STOPS = frozenset(';:—–!?“”"()')
_ARTICLES = frozenset("a an the its his her their our my this that these those s".split())
# "Than first planned": a plan that was.
_ONCE = frozenset(("previously", "originally", "first", "initially", "than", "as"))
# "Moved to June 3": the thing is still to come, whatever the tense of the moving.
_MOVES = frozenset(
    ("moved", "shifted", "postponed", "rescheduled", "delayed", "deferred", "adjourned", "pushed", "put")
)
_MISSES = frozenset(("miss", "misses", "missed", "missing"))
_DEADLINES = frozenset(("deadline", "deadlines", "target", "targets", "cutoff"))
# Before these a deadline may still be kept.
_MAY = frozenset("will would may might could can should likely expected set going about risk risks risking not".split())
# These look ahead only behind a form of "be".
_WEAK = frozenset(("about", "to", "set", "likely", "going"))


def read_tense(tokens: Sequence[Token], start: int, end: int) -> Tense | None:
    """The tense of the clause around ``tokens[start:end]``: of the nearest verb before it, else behind it.

    ``None`` where no verb shows it. A fronted time ("On Thursday, the two are expected ...") takes the verb behind it.
    """
    before = word_at(tokens, start - 1)
    if before == "since" or _was_missed(tokens, start, end):
        return "past"
    if before in ("until", "till") and not any(
        word_at(tokens, at) in ("not", "t", "waited") for at in range(max(0, start - 12), start)
    ):
        return "future"
    if before in ("to", "until", "till") and any(word_at(tokens, at) in _MOVES for at in range(start - 4, start - 1)):
        return "future"
    if before == "and" and word_at(tokens, start - 2) == "now":
        return "future"
    if word_at(tokens, end + 1) == "s" and word_at(tokens, end + 2) in _cues("planned") | {"upcoming", "coming"}:
        # "Sunday's planned vote".
        return "future"
    if before == "before" and _wants(tokens, start):
        return "future"
    return _read_around(tokens, start, end)


def _was_missed(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether the time is of a deadline that went by: "after missing a February deadline"."""
    for at in range(start - 1, max(-1, start - 9), -1):
        word = tokens[at].low
        if word in _STOPS or word == ",":
            return False
        if word in _MISSES:
            due = any(word_at(tokens, k) in _DEADLINES for k in (*range(at + 1, start), end, end + 1))
            return due and not any(word_at(tokens, k) in _MAY for k in range(at - 3, at))
    return False


def _wants(tokens: Sequence[Token], start: int) -> bool:
    """Whether a verb of the present leads to a time: "she wants the report before July" has July ahead."""
    for at in range(start - 1, max(0, start - _FAR), -1):
        if tokens[at].low in _STOPS or tokens[at].low == ",":
            return False
        if _is_present(tokens, at) or tokens[at].low in _cues("be_present"):
            return True
    return False


def _read_around(tokens: Sequence[Token], start: int, end: int) -> Tense | None:
    return (
        _look_left(tokens, start, crossing=False)
        or _look_right(tokens, end, crossing=False)
        or _look_left(tokens, start, crossing=True)
        or _look_right(tokens, end, crossing=True)
        or _by_weak_signs(tokens, start, end)
    )


def _by_weak_signs(tokens: Sequence[Token], start: int, end: int) -> Tense | None:
    """What a verb in -s shows, which may be a noun, then what "to" alone shows, as in headlines."""
    near = range(max(0, start - _FAR), min(len(tokens), end + _FAR))
    if any(_is_present(tokens, at) for at in near):
        return "present"
    return _ahead_by_infinitive(tokens, start)


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
        stops = stops and not (word == "as" and word_at(tokens, at + 1) in ("early", "soon", "late", "recently"))
        if stops and not crossing:
            return None
        tense = _tense_of(tokens, at)
        if tense:
            return tense
        if word == "to" and tokens[at + 1].low in _bases() and _leads(tokens, at):
            return "future"
    return None


def _leads(tokens: Sequence[Token], at: int) -> bool:
    """Whether the words before "to" make what follows a plan: "agreed to buy it in May"."""
    return any(word_at(tokens, k) in _cues("leads") for k in range(at - 4, at))


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
    if word not in _showing() and not word.endswith("ed"):
        return "past" if _leads_relative(tokens, at) and lemma_of(word, ("past",)) else None
    after = word_at(tokens, at + 1)
    if word in _cues("future"):
        return "past" if word == "due" and _had_been(tokens, at) else "future"
    if (
        word in _cues("planned")
        and word not in _WEAK
        and (after in ("for", "to", "on") or word in ("planned", "scheduled"))
    ):
        return "past" if _had_been(tokens, at) or word_at(tokens, at - 1) in _ONCE else "future"
    if (word == "set" and after == "to") or (word == "to" and word_at(tokens, at - 1) in _cues("be_present")):
        return "future"
    if _is_modal(tokens, at):
        negated = after in ("not", "n") or any(word_at(tokens, k) == "neither" for k in range(at - 10, at))
        return "past" if (word == "could" and negated) or _is_perfect(tokens, at) else "future"
    if word in _cues("be_present") or word in _cues("be_past"):
        return _of_be(tokens, at)
    if word in _cues("have") or (word == "got" and word_at(tokens, at + 1) == "to"):
        return "future" if word_at(tokens, at + 1) == "to" else "past"
    if (word in _past_forms() or _is_regular_past(tokens[at], leads=at == 0)) and not _describes(tokens, at):
        return _of_participle(tokens, at)
    return None


def _is_perfect(tokens: Sequence[Token], at: int) -> bool:
    """Whether a modal doubts what is over: "may have killed 17", "could not have been there"."""
    here = at + 1
    while word_at(tokens, here) in ("not", "n", "'", "’", "t", "also", "even", "well") and here < at + 5:
        here += 1
    done = here + 1
    while (word_at(tokens, done).endswith("ly") or word_at(tokens, done) in ("already", "also")) and done < here + 3:
        done += 1
    word = word_at(tokens, done)
    return word_at(tokens, here) == "have" and (word == "been" or lemma_of(word, ("participle",)) is not None)


def _describes(tokens: Sequence[Token], at: int) -> bool:
    """Whether a participle only describes a noun: "the postponed vote", "their self-proclaimed assembly"."""
    before = word_at(tokens, at - 1)
    if before == "-" and tokens[at - 1].end == tokens[at].start:
        return True
    if _leads_relative(tokens, at):
        return False
    return before in _ARTICLES and word_at(tokens, at + 1).isalpha()


def _leads_relative(tokens: Sequence[Token], at: int) -> bool:
    """Whether "that" before the word begins a clause on what stands before it: "the dam that burst"."""
    if at < 2 or tokens[at - 1].low != "that":
        return False
    described = tokens[at - 2].low
    return is_described(described, verb_forms().get(described, ()))


def _had_been(tokens: Sequence[Token], at: int) -> bool:
    """Whether a plan is told as one that was: "had been due to expire"."""
    return word_at(tokens, at - 1) == "been" and "had" in (word_at(tokens, at - 2), word_at(tokens, at - 3))


def _of_be(tokens: Sequence[Token], at: int) -> Tense | None:
    here = at + 1
    while word_at(tokens, here) in ("not", "also", "now", "still", "widely", "both", "then") and here < at + 4:
        here += 1
    word = word_at(tokens, here)
    if word in _cues("planned") and (word not in ("about", "set") or word_at(tokens, here + 1) in ("to", "for")):
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
        if _is_modal(tokens, back):
            return None
        if not word.endswith("ly") and word not in ("not", "also"):
            break
    return "past"


def _before_be(tokens: Sequence[Token], at: int) -> bool:
    return any(
        word_at(tokens, k) in _cues("future")
        or word_at(tokens, k) in ("to", "may", "might", "can", "could", "should", "must")
        for k in range(at - 1, max(-1, at - 4), -1)
    )


def _is_modal(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].low in _cues("modal") and not is_month(tokens, at)


def _is_regular_past(token: Token, *, leads: bool) -> bool:
    """Whether the word is one in -ed; with a capital only at the head of a sentence: "Elected in May, she will"."""
    word = token.low
    if len(word) < 4 or not word.endswith("ed") or word in _cues("not_past"):
        return False
    if not token.text[0].islower() and (not leads or lemma_of(word, ("participle",)) is None):
        return False
    return not word.endswith("eed") or word[:-1] in _bases()


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
def _showing() -> frozenset[str]:
    """The words that can show a tense, regular past forms apart."""
    names = ("future", "planned", "modal", "be_present", "be_past", "have")
    return frozenset().union(*map(_cues, names), _past_forms(), ("set", "got", "to"))


@cache
def _cues(name: str) -> frozenset[str]:
    return frozenset(load_table("tense")[name])
