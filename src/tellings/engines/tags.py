"""Tags of single words merged to spans: BIO, BILOU, BIOES, or labels without a prefix."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

_BEGINS, _GOES_ON, _ENDS, _ALONE = "B", "IM", "LE", "US"
OUTSIDE = frozenset({"O", "", "NONE", "OUTSIDE"})


class Tagged(NamedTuple):
    """A word with its tag ("B-PER", "PER", "O") and the probability of it."""

    start: int
    end: int
    tag: str
    score: float


def split_tag(tag: str) -> tuple[str, str]:
    """The prefix and the label of a tag: ``("B", "PER")`` of "B-PER", ``("", "PER")`` of "PER", empty for "O"."""
    if tag.upper() in OUTSIDE:
        return "", ""
    if len(tag) > 2 and tag[1] in "-_" and tag[0].upper() in _BEGINS + _GOES_ON + _ENDS + _ALONE:
        return tag[0].upper(), tag[2:]
    return "", tag


def labels_of(tags: Iterable[str]) -> set[str]:
    """The labels of a set of tags, without prefixes."""
    return {label for _, label in map(split_tag, tags) if label}


def merge_tags(words: Sequence[Tagged]) -> tuple[Tagged, ...]:
    """Spans of words with one label, in order; the score is the mean of the words' scores.

    A tag that goes on where nothing began, or with another label, begins a span: models break the scheme now and then.
    """
    spans: list[list[Tagged]] = []
    label, closed = "", True
    for word in words:
        prefix, own = split_tag(word.tag)
        if not own:
            label, closed = "", True
            continue
        if closed or own != label or prefix in ("B", "U", "S"):
            spans.append([])
        spans[-1].append(word)
        label, closed = own, prefix in ("L", "E", "U", "S")
    return tuple(_span(words) for words in spans)


def _span(words: Sequence[Tagged]) -> Tagged:
    score = sum(word.score for word in words) / len(words)
    return Tagged(words[0].start, words[-1].end, split_tag(words[0].tag)[1], score)
