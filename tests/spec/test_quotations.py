"""Quotations and their speakers, as marked text says; the same suite runs for every recogniser."""

from pathlib import Path

import pytest

from tellings.flow import read_documents
from tellings.model.document import Document
from tellings.model.reading import Quotation, Reading
from tellings.ports import Recogniser
from tests.spec.marked import Case, Wanted, parse_cases

PAGES = sorted((Path(__file__).parent / "quotations").glob("*.txt"))
CASES = [
    pytest.param(case, id=f"{page.stem}: {case.name}")
    for page in PAGES
    for case in parse_cases(page.read_text("utf-8"))
]
_ENDS = " \n\"'“”‘’«»,.?!â€œ€\x9d"


def _core(text: str, start: int, end: int) -> set[int]:
    """The characters of a stretch without marks at its ends."""
    while start < end and text[start] in _ENDS:
        start += 1
    while end > start and text[end - 1] in _ENDS:
        end -= 1
    return set(range(start, end))


def _covers(text: str, quotation: Quotation, wanted: Wanted) -> bool:
    found = {at for span in quotation.content for at in range(span.start, span.end)}
    return _core(text, wanted.start, wanted.end) <= found


def _speaker(reading: Reading, quotation: Quotation) -> str | None:
    return next((s.name for s in reading.speakers if s.span == quotation.speaker), None)


@pytest.mark.parametrize("case", CASES)
def test_the_words_are_given_to_who_said_them(case: Case, recogniser: Recogniser) -> None:
    (reading,) = read_documents([Document("d1", case.name, case.text)], recogniser)
    answer = []
    for wanted in case.wanted:
        hits = [q for q in reading.quotations if _covers(case.text, q, wanted) and (q.kind == wanted.kind)]
        answer.append(
            (case.text[wanted.start : wanted.end], wanted.kind, _speaker(reading, hits[-1]) if hits else "not found")
        )

    assert answer == [(case.text[w.start : w.end], w.kind, w.speaker) for w in case.wanted]


@pytest.mark.parametrize("case", CASES)
def test_nothing_else_is_put_into_a_mouth(case: Case, recogniser: Recogniser) -> None:
    (reading,) = read_documents([Document("d1", case.name, case.text)], recogniser)
    wanted = set().union(*(_core(case.text, w.start, w.end) for w in case.wanted if w.kind != "scare"))
    loose = [
        case.text[s.start : s.end]
        for q in reading.quotations
        if q.kind in ("direct", "mixed", "turn") and q.speaker is not None
        for s in q.content
        if not wanted & set(range(s.start, s.end))
    ]

    assert loose == []
