"""Marked text: the words of a report with the answer written in.

    {quote:“We are done,”} {who:Ana Bel} said.      a quotation and its speaker as printed
    {who=Ana Bel:she} said {mixed:it was “over”}.   the speaker's name where another form is printed
    {quote=Ana Bel:“And so it was.”}                a quotation without a cue: the name stands with the words
    a {scare:“free”} port                           quoted words that are nobody's
    {indirect:the port is shut}, {who2:he} said.    a number pairs who and words where a paragraph has several

The text with the marks taken out is the input, the marks are the answer. Kinds: quote (direct), mixed, indirect, turn,
scare.
"""

import re
from dataclasses import dataclass

_MARK = re.compile(
    r"\{(?P<label>quote|mixed|indirect|turn|scare|who)(?P<number>\d?)(?:=(?P<name>[^:}]*))?:(?P<words>[^{}]*)\}"
)
KINDS = {"quote": "direct", "mixed": "mixed", "indirect": "indirect", "turn": "turn", "scare": "scare"}


@dataclass(frozen=True)
class Wanted:
    """One quotation of the answer: its kind, where its words stand and who says them (``None``: nobody)."""

    kind: str
    start: int
    end: int
    speaker: str | None


@dataclass(frozen=True)
class Case:
    """A report and what is to be found in it."""

    name: str
    text: str
    wanted: tuple[Wanted, ...]


def parse_cases(page: str) -> tuple[Case, ...]:
    """The cases of a page of marked text: each begins with a line ``## name``."""
    parts = re.split(r"(?m)^## (.+)\n", page)
    return tuple(parse_case(name, body.strip("\n")) for name, body in zip(parts[1::2], parts[2::2], strict=True))


def parse_case(name: str, body: str) -> Case:
    """One marked text taken apart."""
    text, at, marks = "", 0, []
    for match in _MARK.finditer(body):
        text += body[at : match.start()]
        start = len(text)
        text += match["words"]
        marks.append((match["label"], match["number"], match["name"], start, len(text)))
        at = match.end()
    text += body[at:]
    assert "{" not in text, f"{name}: a mark was not understood"
    assert "}" not in text, f"{name}: a mark was not understood"
    speakers: dict[tuple[int, str], str] = {}
    for label, number, given, start, end in marks:
        if label == "who":
            speakers[text.count("\n\n", 0, start), number] = given or text[start:end]
    wanted = [
        Wanted(
            KINDS[label],
            start,
            end,
            None if label == "scare" else given or speakers.get((text.count("\n\n", 0, start), number)),
        )
        for label, number, given, start, end in marks
        if label != "who"
    ]
    return Case(name, text, tuple(wanted))
