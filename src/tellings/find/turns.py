"""Speaker labels of transcripts: where a turn begins and whose it is."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tellings.lexicon import load_words
from tellings.model.span import Span

# A label opens a line or follows an end mark: "ROE:", "JANE ROE, BYLINE:", "UNIDENTIFIED MAN #1:", "Q:", "Jane Roe:".
_OPENS = r"(?:(?<![^\n\r\v\f\u2028\u2029])[ \t]*[\"“]?"
_FOLLOWS = r"|(?<=[.?!)\]\"”’…—-])[ \t]+)"
_UPPER = r"[A-Z\u00c0-\u00de][A-Z\u00c0-\u00de.'’#\d-]{0,24}"
_NAMED = r"[A-Z\u00c0-\u00de][\w.'’-]{0,24}"
_CAPS = re.compile(
    rf"{_OPENS}{_FOLLOWS}(?P<label>{_UPPER}(?: {_UPPER}){{0,4}}(?:, {_UPPER}(?: {_UPPER}){{0,4}}){{0,2}}"
    r"(?: \([A-Z ]{1,20}\))?)\Z"
)
_ASKED = re.compile(rf"{_OPENS}{_FOLLOWS}(?P<label>[QA])\Z")
_TITLED = re.compile(rf"{_OPENS})(?P<label>{_NAMED}(?: (?:{_NAMED}|de|van|von|al|bin|der|la)){{0,3}})\Z")
_COLON = re.compile(r":(?=\s|$)")
_COLON_OR_STOP = re.compile(r"(?<=[QA])[:.](?=\s)")
_LEAST = {_CAPS: 3, _ASKED: 4, _TITLED: 4}
"""Fewest labels that make a transcript: two alone are as often two kickers of a list."""
_SPACING = {_CAPS: 3000, _ASKED: 3000, _TITLED: 1200}
"""Most characters of text for each label: further apart, colons after names are no conversation."""
_WINDOW = 140
"""Characters before a colon in which its label begins."""
_SMALL = frozenset(["of", "the", "and", "to", "for", "in", "is", "on", "a", "an", "with", "at", "how", "what", "why"])
_ASKER = re.compile(
    r"(?m)^[ \t]*(?P<label>Reporter|REPORTER|Question|QUESTION|Interviewer|Journalist|Moderator|Q)[ \t]*:(?=\s)"
)
_ANSWERED = re.compile(rf"(?m)^[ \t]*(?P<label>Answer|A|{_NAMED}(?: {_NAMED}){{0,2}})[ \t]*:(?=\s)")
_QUESTION = 800
"""Characters a question may have before the label of its answer."""
_ANSWER_LINES = 8
"""Lines the last answer of an exchange may have."""
_FIRST = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur|us|me|I['’](?:m|ve|d|ll)|[Ww]e['’](?:re|ve|d|ll))\b")
_REPORTED = re.compile(r"[“”\"]|\b(?:said|told|added|asked|wrote|tweeted)\b")
_MANY = 100_000
"""Colons from which a text is a table or noise and no transcript."""


@dataclass(frozen=True, slots=True)
class Label:
    """A speaker label: ``span`` without its colon, ``end`` the offset after the colon."""

    span: Span
    end: int


def find_labels(text: str) -> tuple[Label, ...]:
    """The speaker labels of a transcript in text order; empty when the text is none.

    A question under "Reporter:" and the answer under a name make one too: its two labels.

    Labels are in capitals, or "Q" and "A", or names that come back at line starts. A colon after a few capitals does
    not make a transcript: some label (or its last name) must come back.
    """
    for pattern, least in _LEAST.items():
        labels = _labels(text, pattern)
        names = Counter(_surname(text, label) for label in labels)
        back = sum(count for count in names.values() if count > 1)
        if (
            len(names) < 2
            or len(labels) < least
            or back < max(2, len(labels) // 2)
            or len(text) > len(labels) * _SPACING[pattern]
        ):
            continue
        if pattern is _TITLED:
            labels = [label for label in labels if names[_surname(text, label)] > 1]
        return tuple(labels)
    return _exchange(text)


def is_exchange(labels: Sequence[Label]) -> bool:
    """Whether the labels are a few questions and answers inside a report and no transcript."""
    return 0 < len(labels) < _LEAST[_CAPS]


def exchange_end(text: str, lines: Sequence[Span], labels: Sequence[Label]) -> int:
    """Where the last answer of an exchange ends: at the last of the next lines that speaks in the first person.

    A line with quotation marks or a verb of saying is the report's own again.
    """
    end = labels[-1].end
    for line in [line for line in lines if line.end > labels[-1].end][:_ANSWER_LINES]:
        words = text[max(line.start, labels[-1].end) : line.end]
        own = line.start > labels[-1].end
        if own and _REPORTED.search(words):
            break
        if not own or _FIRST.search(words):
            end = line.end
    return end


def _exchange(text: str) -> tuple[Label, ...]:
    """The labels of questions by an unnamed asker, each with the answer that follows it under one name."""
    found: list[Label] = []
    for asked in _ASKER.finditer(text):
        answer = _ANSWERED.search(text, asked.end(), asked.end() + _QUESTION)
        if answer is None or "?" not in text[asked.end() : answer.start()]:
            continue
        if found and found[-1].end > asked.start():
            continue
        found += [
            Label(Span(*asked.span("label")), asked.end()),
            Label(Span(*answer.span("label")), answer.end()),
        ]
    return tuple(found) if len(found) == 2 else ()


def surnames(text: str, labels: tuple[Label, ...]) -> frozenset[str]:
    """The last names of the speakers, in small letters."""
    return frozenset(_surname(text, label) for label in labels)


def _labels(text: str, pattern: re.Pattern[str]) -> list[Label]:
    marks = [match.start() for match in (_COLON_OR_STOP if pattern is _ASKED else _COLON).finditer(text)]
    if not _LEAST[pattern] <= len(marks) <= _MANY:
        return []
    found, at = [], 0
    notes = load_words("line_notes")
    for mark in marks:
        match = pattern.search(text, max(at, mark - _WINDOW), mark)
        if match and (pattern is _ASKED or _is_name(_folded(text[match.start("label") : mark]), notes)):
            found.append(Label(Span(match.start("label"), mark), mark + 1))
            at = mark + 1
    return found


def _is_name(label: str, notes: frozenset[str]) -> bool:
    """A label is no note of the page ("more"), and holds no small word before its office ("mistake of the race")."""
    name = label.partition(",")[0].split()
    return label not in notes and not _SMALL.intersection(name)


def _folded(label: str) -> str:
    return label.casefold().replace("’", "'")


def _surname(text: str, label: Label) -> str:
    name = _folded(text[label.span.start : label.span.end]).partition(",")[0].partition("(")[0].strip()
    return name.rsplit(" ", 1)[-1] if "#" not in name else name
