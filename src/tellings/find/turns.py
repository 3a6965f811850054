"""Speaker labels of transcripts: where a turn begins and whose it is."""

import re
from collections import Counter
from dataclasses import dataclass

from tellings.model.span import Span

# "INSKEEP:", "JANE ROE, BYLINE:", "UNIDENTIFIED PERSON #1:", "Q:", "Jane Roe:". A label opens a line or follows an end mark.
_PLACE = r"(?:(?<![^\n\r\v\f\u2028\u2029])[ \t]*|(?<=[.?!)\]\"”’…—-])[ \t]+)"
_UPPER = r"[A-Z\u00c0-\u00de][A-Z\u00c0-\u00de.'’#\d-]{0,24}"
_NAMED = r"[A-Z\u00c0-\u00de][\w.'’-]{0,24}"
_CAPS = re.compile(
    rf"{_PLACE}(?P<label>{_UPPER}(?: {_UPPER}){{0,4}}(?:, {_UPPER}(?: {_UPPER}){{0,4}}){{0,2}}(?: \([A-Z ]{{1,20}}\))?):(?=\s|$)"
)
_TITLED = re.compile(
    rf"(?:^|(?<=[\n\r\v\f\u2028\u2029]))[ \t]*(?P<label>{_NAMED}(?: (?:{_NAMED}|de|van|von|al|bin|der|la)){{0,3}}):(?=\s)"
)
_ASKED = re.compile(rf"{_PLACE}(?P<label>[QA])[:.](?=\s)")
# Opens a line in capitals with a colon and is no speaker: a note of the page.
_NOTES = frozenset(
    "read|read more|more|watch|related|see also|also read|update|updates|updated|breaking|exclusive|video|photo|photos|listen|note|"
    "editor's note|correction|live|analysis|opinion|factbox|source|sources|topics|tags|by|contact|editors' note|next|next up|warning|"
    "learn more|read also|click here|follow|must read|must watch|in pictures|in photos|explainer|graphic|map|timeline|key points|"
    "score|final|subscribe|sign up|share|copyright|image|credit|caption|location|date|time|where|when|who|what|why".split(
        "|"
    )
)
_LEAST = 3
"""Fewest labels that make a transcript: two alone are as often two kickers of a list."""


@dataclass(frozen=True, slots=True)
class Label:
    """A speaker label: ``span`` without its colon, ``end`` the offset after the colon."""

    span: Span
    end: int


def find_labels(text: str) -> tuple[Label, ...]:
    """The speaker labels of a transcript in text order; empty when the text is none.

    Labels are in capitals, or "Q" and "A", or names that come back at line starts. A colon after a few capitals does
    not make a transcript: some label (or its last name) must come back.
    """
    for pattern, least in ((_CAPS, _LEAST), (_ASKED, 2 * 2), (_TITLED, 4)):
        labels = [label for label in _labels(text, pattern) if _plain(text, label) not in _NOTES]
        names = Counter(_surname(text, label) for label in labels)
        back = sum(count for count in names.values() if count > 1)
        if len(labels) >= least and back >= max(2, len(labels) // 2) and _dense(text, labels, pattern):
            if pattern is _TITLED:
                labels = [label for label in labels if names[_surname(text, label)] > 1]
            return tuple(labels)
    return ()


def _labels(text: str, pattern: re.Pattern[str]) -> list[Label]:
    if ":" not in text and pattern is not _ASKED:
        return []
    return [Label(Span(m.start("label"), m.end("label")), m.end()) for m in pattern.finditer(text)]


def _dense(text: str, labels: list[Label], pattern: re.Pattern[str]) -> bool:
    """Labels stand close enough together to be a conversation: one in 3,000 characters; names alone need one in 1,200."""
    return len(text) <= len(labels) * (1200 if pattern is _TITLED else 3000)


def _plain(text: str, label: Label) -> str:
    return text[label.span.start : label.span.end].casefold().replace("’", "'")


def _surname(text: str, label: Label) -> str:
    name = _plain(text, label).partition(",")[0].partition("(")[0].strip()
    return name.rsplit(" ", 1)[-1] if "#" not in name else name


def surnames(text: str, labels: tuple[Label, ...]) -> frozenset[str]:
    """The last names of the speakers, in small letters."""
    return frozenset(_surname(text, label) for label in labels)
