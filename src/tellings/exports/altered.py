"""Two wordings of one utterance beside each other, word by word: what is the same, left out and put in."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from tellings.exports.characters import show_line

# Words at either end of a stretch that both have; what stands between them is an ellipsis.
_AROUND = 4
# Words of a wording that are compared; what is beyond is not, so that a long turn costs no square.
_MOST = 400
# Share of the words both have from which a comparison reads better than the two wordings.
_ALIKE = 0.4
# Marks at a word's ends do not make it another.
_MARKS = ".,;:!?…\"'“”‘’()[]—–-"


@dataclass(frozen=True, slots=True)
class Part:
    """Words that both wordings have (``same``), only the first (``out``) or only the second (``in``)."""

    kind: Literal["same", "out", "in"]
    words: str


def compare_words(text: str, other: str) -> tuple[Part, ...]:
    """``other`` against ``text`` in parts, the same words shortened to those around a change.

    Empty where the two have little in common or differ in no word. Longest matching runs (Ratcliff and Obershelp 1988).
    """
    one, two = show_line(text).split()[:_MOST], show_line(other).split()[:_MOST]
    plain, plain_other = ([word.strip(_MARKS).casefold() or word for word in words] for words in (one, two))
    matcher = SequenceMatcher(None, plain, plain_other, autojunk=False)
    shared = sum(block.size for block in matcher.get_matching_blocks())
    changes = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    if not changes or shared < _ALIKE * max(1, min(len(one), len(two))):
        return ()
    return tuple(_cut(matcher, one, two))


def _cut(matcher: SequenceMatcher[str], one: list[str], two: list[str]) -> Iterator[Part]:
    codes = matcher.get_opcodes()
    for number, (tag, a, b, c, d) in enumerate(codes):
        if tag == "equal":
            yield Part("same", _shorten(two[c:d], number > 0, number < len(codes) - 1))
            continue
        if b > a:
            words = " ".join(one[a:b])
            # What one wording does not go on to say is counted, not repeated.
            yield Part("out", words if b - a <= 2 * _AROUND else f"{' '.join(one[a : a + _AROUND])} … ({b - a} words)")
        if d > c:
            yield Part("in", " ".join(two[c:d]))


def _shorten(words: list[str], after: bool, before: bool) -> str:
    """The words next to the changes before (``after``) and behind (``before``) them."""
    if len(words) <= 2 * _AROUND + 1:
        return " ".join(words)
    head = words[:_AROUND] if after else []
    tail = words[-_AROUND:] if before else []
    return " ".join([*head, "…", *tail])
