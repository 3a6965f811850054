"""How an utterance is put: its words as printed, and the verb of saying where that verb says more than "said"."""

import re
from collections.abc import Iterable

from tellings.exports.altered import Part, compare_words
from tellings.exports.characters import shorten, show_line
from tellings.model.brief import Utterance, Variant
from tellings.model.reading import QuotationKind

# Verbs that only hand the words over. What another verb says ("denied", "promised") is part of what was said.
_PLAIN = re.compile(
    r"(?i)\b(say|says|said|saying|tell|tells|told|telling|add|adds|added|adding|according|state|states|stated|stating|"
    r"report|reports|reported|reporting|write|writes|wrote|written|writing)\b"
)
_DENIAL = re.compile(
    r"(?i)\b(den(y|ies|ied|ying)|reject(s|ed|ing)?|dismiss(es|ed|ing)?|refut(e|es|ed|ing)|disput(e|es|ed|ing)|"
    r"rebut(s|ted|ting)?|repudiat(e|es|ed|ing)|disavow(s|ed|ing)?|contradict(s|ed|ing)?|refus(e|es|ed|ing)|"
    r"declin(e|es|ed|ing)|not|never)\b|n['’]t\b"
)
# A piece is known again by its first characters, by fewer where it is short; the pieces of a long turn are few.
_KNOWN_BY, _BACK, _PIECES = (24, 10, 4), 48, 40


def say_words(utterance: Utterance, limit: int | None = None) -> str:
    """The utterance on one line: in quotation marks where these are the speaker's very words.

    What the report puts between its pieces ("she said") is an ellipsis; the comma that leads over to "he said" is left
    out. With a ``limit`` the words are cut after about so many characters.
    """
    return _put(utterance.text, utterance.kind, (e.text for e in utterance.evidence), limit)


def say_told(utterance: Utterance) -> str:
    """The utterance on one line behind the verb that says more than "said": what was denied is not said.

    For formats that give who spoke and the words without the verb between them.
    """
    cue = say_cue(utterance.kind, utterance.cue)
    return f"{cue} {say_words(utterance)}" if cue else say_words(utterance)


def say_variant(utterance: Utterance, variant: Variant) -> str:
    """The utterance as another report has it, put the same way."""
    return _put(variant.text, utterance.kind, (variant.evidence.text,), None)


def say_altered(utterance: Utterance, variant: Variant) -> tuple[Part, ...]:
    """How a variant differs from the utterance, word by word; empty where it is better read whole."""
    return compare_words(utterance.text, variant.text)


def say_cue(kind: QuotationKind, cue: str | None) -> str:
    """ "denied:", as printed, where the words are not the speaker's own and the verb says more than "said"."""
    shown = show_line(cue or "")
    if kind not in ("indirect", "mixed") or not shown or (_PLAIN.search(shown) and not _DENIAL.search(shown)):
        return ""
    return f"{shown}:"


def is_denial(cue: str) -> bool:
    """Whether the verb takes back what follows it: "denied", "rejected", "did not say"."""
    return _DENIAL.search(cue) is not None


def _put(text: str, kind: QuotationKind, printed: Iterable[str], limit: int | None) -> str:
    words = show_line(_apart(text, printed)).rstrip(",")
    words = words if limit is None else shorten(words, limit)
    return words if kind in ("indirect", "mixed") else f"“{words}”"


def _apart(text: str, printed: Iterable[str]) -> str:
    """The pieces of a split utterance with an ellipsis between them, where a report shows how it was split."""
    line = " ".join(text.split())
    for whole in printed:
        pieces = _split(line, " ".join(whole.split()))
        if len(pieces) > 1:
            return " … ".join([*(piece.rstrip(" ,") for piece in pieces[:-1]), pieces[-1]])
        if pieces:
            break
    return text


def _split(line: str, whole: str) -> list[str]:
    """The pieces of ``line`` as they stand one after another in ``whole``; empty when they do not."""
    pieces: list[str] = []
    while line and len(pieces) < _PIECES:
        if whole.startswith(line):
            return [*pieces, line]
        # The two part company in or just after the first word that is not the speaker's.
        common = _count_common(line, whole)
        cut, at = line.rfind(" ", 0, common + 1), -1
        while cut > 0 and at < 0:
            at = _find(whole, line[cut + 1 : cut + 1 + _KNOWN_BY[0]], cut + 1)
            cut = cut if at >= 0 else line.rfind(" ", max(0, common - _BACK), cut)
        if cut <= 0 or at < 0:
            return []
        pieces.append(line[:cut])
        line, whole = line[cut + 1 :], whole[at:]
    return []


def _find(whole: str, words: str, start: int) -> int:
    places = (whole.find(words[:length], start) for length in _KNOWN_BY)
    return next((place for place in places if place >= 0), -1)


def _count_common(one: str, other: str) -> int:
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if other.startswith(one[:middle]) else (low, middle - 1)
    return low
