"""Cues: the verbs and phrases that give words to somebody, with the frame each takes."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from tellings.find.clauses import Token
from tellings.lexicon import load_table

Form = Literal["past", "s", "base", "ing", "participle"]
Frame = Literal["say", "bare", "tell", "judge", "demand", "thing", "think"]
_FRAMES: tuple[Frame, ...] = ("say", "bare", "tell", "judge", "demand", "thing", "think")
_VOWELS = frozenset("aeiou")


@dataclass(frozen=True, slots=True)
class Verb:
    """One form of a verb that may be a cue; ``rest`` are the words of a phrasal verb after the first."""

    lemma: str
    form: Form
    frames: frozenset[Frame]
    rest: tuple[str, ...] = ()


@cache
def speech_forms() -> dict[str, tuple[Verb, ...]]:
    """Every inflected form of the speech verbs, longest phrase first; "said" is past tense before it is participle."""
    table = load_table("speech_verbs")
    frames: dict[str, set[Frame]] = {}
    for frame in _FRAMES:
        for lemma in table[frame]:
            frames.setdefault(lemma, set()).add(frame)
    forms: dict[str, list[Verb]] = {}
    for lemma, taken in frames.items():
        head, *rest = lemma.split()
        for form, word in _inflect(head, table["irregular"].get(head)):
            forms.setdefault(word, []).append(Verb(lemma, form, frozenset(taken), tuple(rest)))
    return {word: tuple(sorted(verbs, key=lambda v: (-len(v.rest), v.lemma))) for word, verbs in sorted(forms.items())}


@cache
def cue_words() -> frozenset[str]:
    """The first words of every cue there is, in lower case: a sentence without any gives words to nobody."""
    return frozenset(speech_forms()) | {"according"} | frozenset(load_table("clause_words")["sure"])


@cache
def told_forms() -> frozenset[str]:
    """Past forms of the verbs that take a clause: before a noun they end the noun phrase."""
    clausal: frozenset[Frame] = frozenset({"bare", "think"})
    return frozenset(
        w for w, verbs in speech_forms().items() if any(v.form == "past" and clausal & v.frames for v in verbs)
    )


def _inflect(base: str, irregular: list[str] | None) -> list[tuple[Form, str]]:
    past, participle = irregular or (_past(base), _past(base))
    made: list[tuple[Form, str]] = [("past", past), ("s", _third(base)), ("base", base), ("ing", _ing(base, past))]
    if participle != past:
        made.append(("participle", participle))
    firsts: dict[str, Form] = {}
    for form, word in made:
        firsts.setdefault(word, form)
    return [(form, word) for word, form in firsts.items()]


def _past(base: str) -> str:
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2] not in _VOWELS:
        return base[:-1] + "ied"
    return base + "ed"


def _third(base: str) -> str:
    if base.endswith("y") and base[-2] not in _VOWELS:
        return base[:-1] + "ies"
    if base.endswith(("s", "sh", "ch", "x", "z", "o")):
        return base + "es"
    return base + "s"


def _ing(base: str, past: str) -> str:
    if base.endswith("ie"):
        return base[:-2] + "ying"
    if past.endswith("ed") and len(past) > 3 and past[-3] == past[-4] and not base.endswith(past[-4] * 2):
        return past[:-2] + "ing"  # submitted, submitting
    if base in ("cut", "hit", "bid"):
        return base + base[-1] + "ing"
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")):
        return base[:-1] + "ing"
    return base + "ing"


def verb_at(tokens: list[Token], i: int) -> Verb | None:
    """The speech verb that begins at token ``i``, if one does, its particles included."""
    token = tokens[i]
    if token.kind != "w" or (token.text[0].isupper() and token.mention >= 0):
        return None
    for verb in speech_forms().get(token.low, ()):
        after = tokens[i + 1 : i + 1 + len(verb.rest)]
        if tuple(t.low for t in after) == verb.rest:
            return verb
    return None
