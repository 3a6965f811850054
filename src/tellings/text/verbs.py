"""Verbs: their forms, and the groups of words that say whether a thing happened or is still to come."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal, NamedTuple

from tellings.lexicon import load_table, load_words
from tellings.model.reading import EventStatus
from tellings.model.span import Span
from tellings.text.called_off import TakenOff, takes_off
from tellings.text.conditions import is_asked, is_nobody
from tellings.text.months import is_month
from tellings.text.relatives import is_described

Form = Literal["base", "s", "past", "participle", "ing"]

_TOKEN = re.compile(r"[’']?[^\W_]+(?:[’'\-][^\W_]+)*|[^\w\s]")


_THAT = re.compile(r"\bthat\b[^.;]*$")


@dataclass(frozen=True, slots=True)
class VerbGroup:
    """A verb with its helpers: ``span`` of the whole group, ``trigger`` of the word that names the event.

    ``status`` is what the group alone says; dates and sources may move it. ``takes_off`` says what "called off the
    talks" and "will put the vote off" do to a plan, whatever the status.
    """

    span: Span
    trigger: Span
    lemma: str
    status: EventStatus
    negated: bool = False
    takes_off: TakenOff = ""


class _Token(NamedTuple):
    text: str
    low: str
    start: int
    end: int


@cache
def verb_forms() -> dict[str, tuple[tuple[str, Form], ...]]:
    """For each form of a verb in the lexicon, the (lemma, form) pairs it can be."""
    forms: dict[str, set[tuple[str, Form]]] = {}

    def add(form: str, lemma: str, kind: Form) -> None:
        forms.setdefault(form, set()).add((lemma, kind))

    irregular = set()
    for line in load_words("irregular_verbs"):
        lemma, past, participle = line.split()
        irregular.add(lemma)
        add(past, lemma, "past")
        add(participle, lemma, "participle")
    for lemma in load_words("regular_verbs") | irregular:
        add(lemma, lemma, "base")
        add(_s_form(lemma), lemma, "s")
        for stem in _before_suffix(lemma):
            add(stem + "ing", lemma, "ing")
            if lemma not in irregular:
                past = stem + "ed" if not lemma.endswith("e") else lemma + "d"
                add(past, lemma, "past")
                add(past, lemma, "participle")
        if lemma not in irregular and re.search(r"[^aeiou]y$", lemma):
            add(lemma[:-1] + "ied", lemma, "past")
            add(lemma[:-1] + "ied", lemma, "participle")
    return {form: tuple(sorted(pairs)) for form, pairs in forms.items()}


def _s_form(lemma: str) -> str:
    if re.search(r"(s|x|z|ch|sh|o)$", lemma):
        return lemma + "es"
    return lemma[:-1] + "ies" if re.search(r"[^aeiou]y$", lemma) else lemma + "s"


def _before_suffix(lemma: str) -> Iterator[str]:
    """The stems before -ing and -ed; both spellings where a final consonant may be doubled."""
    if lemma.endswith("ie"):
        yield lemma[:-2] + "y"
    elif lemma.endswith("e") and not lemma.endswith(("ee", "oe", "ye")):
        yield lemma[:-1]
    else:
        yield lemma
        if re.search(r"[^aeiou][aeiou][bdfglmnprtk]$", lemma):
            yield lemma + lemma[-1]


def lemma_of(word: str, kinds: Sequence[Form]) -> str | None:
    """The lemma of ``word`` read as one of ``kinds`` of verb form, or ``None``."""
    for lemma, kind in verb_forms().get(word, ()):
        if kind in kinds:
            return lemma
    return None


@cache
def _frames() -> dict[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in load_table("verb_frames").items()}


def find_verb_groups(text: str, start: int, end: int) -> tuple[VerbGroup, ...]:
    """The verb groups of ``text[start:end]`` in order, one for each event; helpers are not events of their own.

    A small finite-state reading: modals, be, have, do, "is due to", "plans to", passives and finite forms. Without
    tagging, a form that could be a noun counts as a verb only where its neighbours leave no other reading.
    """
    words = _words(text, start, end)
    openers = _openers()
    groups: list[VerbGroup] = []
    lows = [word.low for word in words]
    at = floor = 0
    while at < len(words):
        if lows[at] not in openers:
            at += 1
            continue
        group, after = _read_group(words, at)
        if group:
            denied = bool(groups) and groups[-1].lemma in _frames()["denying"] and not groups[-1].negated
            between = text[groups[-1].trigger.end : group.span.start] if denied else ""
            if denied and _THAT.search(between) and group.status != "denied":
                group = VerbGroup(group.span, group.trigger, group.lemma, "denied")
            said = bool(groups) and groups[-1].lemma in _saying()
            group = _weigh_clause(lows, floor, at, group, said=said)
            off = takes_off(lows, floor, at, after - 1, group.lemma)
            if off == "cancelled" and not group.negated and group.status in ("happened", "under_way"):
                group = replace(group, status="cancelled")
            groups.append(replace(group, takes_off=off) if off else group)
            floor = after
        at = max(after, at + 1)
    return tuple(groups)


@cache
def _saying() -> frozenset[str]:
    return frozenset(load_table("claim_frames")["saying"]["verbs"])


def _weigh_clause(lows: Sequence[str], floor: int, at: int, group: VerbGroup, *, said: bool) -> VerbGroup:
    """The group with what its clause makes of it: nobody does it, or it is only asked whether."""
    if not group.negated and is_nobody(lows, floor, at, said=said):
        return replace(group, status="denied", negated=True)
    if group.status in ("happened", "under_way") and is_asked(lows, floor, at):
        return replace(group, status="possible")
    return group


def _words(text: str, start: int, end: int) -> list[_Token]:
    # The constructor of a named tuple checks what is known to be right; a report has a thousand of these.
    new = tuple.__new__
    return [
        new(_Token, (word := m.group(), word.lower().replace("’", "'"), m.start(), m.end()))
        for m in _TOKEN.finditer(text, start, end)
    ]


@cache
def _openers() -> frozenset[str]:
    """The words a group can begin with; all others, most words of a text, are passed over."""
    return _helpers() | verb_forms().keys()


@cache
def _helpers() -> frozenset[str]:
    frames = _frames()
    modals = frames["certain_modals"] | frames["open_modals"]
    special = {"won't", "cannot", "ca", "can't", *(modal + "n't" for modal in modals)}
    return modals | frames["be"] | frames["have"] | frames["do"] | special


def _skip(words: Sequence[_Token], at: int) -> tuple[int, bool]:
    """Past adverbs from ``at``; true when one of them negates."""
    negated = False
    while at < len(words):
        word, after = words[at].low, words[at + 1].low if at + 1 < len(words) else ""
        if word == "no" and after == "longer":
            negated = True
            at += 2
            continue
        if word not in _frames()["adverbs"] and not _is_adverb(word):
            break
        # "Not only met": they met.
        negated |= word in {"not", "never", "n't"} and after not in {"only", "just", "merely"}
        at += 1
    return at, negated


def _is_never(words: Sequence[_Token], at: int) -> bool:
    """True when "never" or "no longer" stands before a verb without a helper."""
    while at > 0 and (words[at - 1].low in _frames()["adverbs"] or _is_adverb(words[at - 1].low)):
        at -= 1
        if words[at].low == "never":
            return True
    return at > 1 and words[at - 1].low == "longer" and words[at - 2].low == "no"


def _is_adverb(word: str) -> bool:
    return word.endswith("ly") and word not in _frames()["expecting"] and word not in _frames()["doubting"]


def _read_group(words: Sequence[_Token], at: int) -> tuple[VerbGroup | None, int]:
    word = words[at].low
    if word not in _helpers():
        return _finite(words, at)
    frames = _frames()
    bare = word.removesuffix("n't")
    negated = word.endswith("n't") or word == "cannot"
    if word == "won't":
        bare = "will"
    if word == "cannot" or bare == "ca":
        bare = "can"
    if bare in frames["certain_modals"] and not (bare == "'d" and _next_is(words, at + 1, ("participle",))):
        return _after_modal(words, at, "expected", negated)
    if bare in frames["open_modals"] and not is_month(words, at):
        return _after_modal(words, at, "possible", negated)
    if word in _frames()["be"]:
        return _after_be(words, at, at, negated, "happened")
    if word in _frames()["have"]:
        return _after_have(words, at, at, negated)
    if word in _frames()["do"]:
        after, no = _skip(words, at + 1)
        if after < len(words) and (lemma := lemma_of(words[after].low, ("base",))):
            leads = lemma in frames["refusing"] | frames["achieving"]
            return (_to_infinitive if leads else _event)(words, at, after, lemma, "happened", negated or no)
        return None, at + 1
    return _finite(words, at)


def _next_is(words: Sequence[_Token], at: int, kinds: Sequence[Form]) -> bool:
    at, _ = _skip(words, at)
    return at < len(words) and lemma_of(words[at].low, kinds) is not None


def _after_modal(words: Sequence[_Token], at: int, status: EventStatus, negated: bool) -> tuple[VerbGroup | None, int]:
    after, no = _skip(words, at + 1)
    if after >= len(words):
        return None, after
    word = words[after].low
    if word == "be":
        return _after_be(words, at, after, negated or no, status)
    if word == "have":
        return _after_have(words, at, after, negated or no, "possible")
    if lemma := lemma_of(word, ("base",)):
        return _to_infinitive(words, at, after, lemma, status, negated or no)
    return None, after


def _after_be(
    words: Sequence[_Token], first: int, at: int, negated: bool, status: EventStatus
) -> tuple[VerbGroup | None, int]:
    frames = _frames()
    after, no = _skip(words, at + 1)
    negated |= no
    if after >= len(words):
        return None, after
    word = words[after].low
    infinitive = after + 1 < len(words) and words[after + 1].low == "to"
    if word in frames["doubting"] and not infinitive:
        return _event(words, first, after, word, "possible", negated)
    if infinitive and (word in frames["expecting"] or word in frames["doubting"]):
        target, no = _skip(words, after + 2)
        if target < len(words) and (lemma := lemma_of(words[target].low, ("base",)) or _be(words[target].low)):
            # "Is believed to have left" tells a belief about what is over.
            over = word in ("believed", "thought") and words[target].low == "have"
            kind: EventStatus = "expected" if word in frames["expecting"] and not over else "possible"
            return _through_be(words, first, target, lemma, kind, negated or no)
    if status == "happened" and not infinitive and word in frames["expecting"] - frames["under_way_words"]:
        return _event(words, first, after, word, "expected", negated)
    if word == "to" and after + 1 < len(words):
        verb = words[after + 1].low
        if lemma := lemma_of(verb, ("base",)) or _be(verb):
            return _through_be(words, first, after + 1, lemma, "expected", negated)
    present = status == "happened" and words[at].low in frames["present_be"]
    under: EventStatus = "under_way" if present else status
    if word == "being":
        target, no = _skip(words, after + 1)
        if target < len(words) and (lemma := lemma_of(words[target].low, ("participle", "past"))):
            return _event(words, first, target, lemma, under, negated or no)
    if lemma := lemma_of(word, ("ing",)):
        return _to_infinitive(words, first, after, lemma, under, negated)
    if lemma := lemma_of(word, ("participle", "past")):
        return _to_infinitive(words, first, after, lemma, status, negated)
    lasts = word == "underway" or (word == "under" and after + 1 < len(words) and words[after + 1].low == "way")
    return _event(words, first, at, "be", under if lasts else status, negated)


def _be(word: str) -> str | None:
    return "be" if word in {"be", "have"} else None


def _through_be(
    words: Sequence[_Token], first: int, at: int, lemma: str, status: EventStatus, negated: bool
) -> tuple[VerbGroup | None, int]:
    """ "is expected to be held": the event is the holding."""
    if words[at].low == "be":
        after, _ = _skip(words, at + 1)
        if after < len(words) and (passive := lemma_of(words[after].low, ("participle", "past", "ing"))):
            return _event(words, first, after, passive, status, negated)
    after, no = _skip(words, at + 1)
    if words[at].low == "have" and after < len(words) and words[after].low == "been":
        after, again = _skip(words, after + 1)
        no |= again
    if words[at].low == "have" and after < len(words) and lemma_of(words[after].low, ("participle", "past")):
        return _event(
            words, first, after, lemma_of(words[after].low, ("participle", "past")) or "", status, negated | no
        )
    return _event(words, first, at, lemma, status, negated)


def _after_have(
    words: Sequence[_Token], first: int, at: int, negated: bool, status: EventStatus = "happened"
) -> tuple[VerbGroup | None, int]:
    after, no = _skip(words, at + 1)
    negated |= no
    if after >= len(words):
        return None, after
    if words[after].low == "been":
        return _after_be(words, first, after, negated, status)
    if words[after].low == "to" and after + 1 < len(words) and (lemma := lemma_of(words[after + 1].low, ("base",))):
        return _event(words, first, after + 1, lemma, "possible", negated)
    if lemma := lemma_of(words[after].low, ("participle", "past")):
        return _to_infinitive(words, first, after, lemma, status, negated)
    return None, at + 1


def _finite(words: Sequence[_Token], at: int) -> tuple[VerbGroup | None, int]:
    """A verb that stands alone: a past form, or a present form after a name or pronoun."""
    word = words[at]
    before = words[at - 1] if at else None
    if lemma := lemma_of(word.low, ("past",)):
        follows = words[at + 1].low if at + 1 < len(words) else ""
        if word.text[0].isupper() or before is None:
            return None, at + 1
        leads = (
            before.low == "that" and at > 1 and is_described(ahead := words[at - 2].low, verb_forms().get(ahead, ()))
        )
        modifies = before.low in _frames()["before_noun"] and not leads
        if modifies or before.low.endswith("'s") or before.text in {"-", "–"}:
            return None, at + 1
        aside = before.text in {",", "(", "—"} and word.low in _frames()["aside_participles"]
        infinitive = before.low == "to" and lemma_of(word.low, ("base",))
        if infinitive or (lemma_of(word.low, ("participle",)) and (follows == "by" or aside)):
            return None, at + 1
        return _to_infinitive(words, at, at, lemma, "happened", _is_never(words, at))
    if before is None or not word.text.islower():
        return None, at + 1
    if before.low in _frames()["before_noun"]:
        return None, at + 1
    never = _is_never(words, at)
    follows_subject = never or before.low in _frames()["singular"] or before.text[0].isupper()
    if (lemma := lemma_of(word.low, ("s",))) and follows_subject:
        return _to_infinitive(words, at, at, lemma, "under_way", never)
    if lemma := lemma_of(word.low, ("base",)):
        plans = lemma in _frames()["planning"] and at + 1 < len(words) and words[at + 1].low == "to"
        if before.low in _frames()["plural"] or (plans and before.low not in _frames()["before_noun"]):
            return _to_infinitive(words, at, at, lemma, "under_way", False)
    return None, at + 1


def _to_infinitive(
    words: Sequence[_Token], first: int, at: int, lemma: str, status: EventStatus, negated: bool
) -> tuple[VerbGroup | None, int]:
    """ "plans to leave": the event is the leaving, as far as the first verb lets it be."""
    frames = _frames()
    if at + 2 < len(words) and words[at + 1].low == "to":
        target, no = _skip(words, at + 2)
        verb = words[target].low if target < len(words) else ""
        inner = lemma_of(verb, ("base",)) or _be(verb)
        if inner and lemma in frames["refusing"]:
            return _through_be(words, first, target, inner, status, not negated)
        moved = _moved(lemma, status)
        if inner and moved:
            return _through_be(words, first, target, inner, moved, negated or no)
    return _event(words, first, at, lemma, status, negated)


def _moved(lemma: str, status: EventStatus) -> EventStatus | None:
    """The status of what a verb leads to ("plans to ..."), or ``None`` where it leads to nothing."""
    frames = _frames()
    if lemma in frames["planning"]:
        return "expected"
    if lemma in frames["wishing"]:
        return "possible"
    return status if lemma in frames["achieving"] else None


def _event(
    words: Sequence[_Token], first: int, at: int, lemma: str, status: EventStatus, negated: bool
) -> tuple[VerbGroup, int]:
    """The group from its first helper to the trigger, with the status its negation leaves."""
    if negated:
        status = "denied"
    trigger = Span(words[at].start, words[at].end)
    return VerbGroup(Span(words[first].start, trigger.end), trigger, lemma, status, negated), at + 1
