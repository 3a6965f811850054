"""Whether it happened, as marked text says; the same suite runs for every recogniser.

The ministers are expected to {expected:meet}     an event stands at the word, with this status
They called for a {unreal:ceasefire}              nothing at the word is told as happened or under way

And no claim is told as a fact in a sentence that holds none.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from tellings.flow import read_documents
from tellings.model.document import Document
from tellings.model.reading import Event
from tellings.model.span import Span
from tellings.ports import Recogniser

PAGES = sorted((Path(__file__).parent / "status").glob("*.txt"))
_MARK = re.compile(r"\{(?P<status>[a-z_]+):(?P<words>[^{}]+)\}")
SO = ("happened", "under_way")


@dataclass(frozen=True)
class Case:
    """A sentence and the words in it with what is to be said of them."""

    text: str
    wanted: tuple[tuple[str, Span], ...]


def parse(marked: str) -> Case:
    """A marked sentence taken apart."""
    text, at, wanted = "", 0, []
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        wanted.append((match["status"], Span(len(text), len(text) + len(match["words"]))))
        text += match["words"]
        at = match.end()
    return Case(text + marked[at:], tuple(wanted))


def cases() -> list[tuple[str, Case]]:
    """Name and sentence of each case."""
    found = []
    for page in PAGES:
        parts = re.split(r"(?m)^## (.+)\n", page.read_text("utf-8"))
        found += [
            (f"{page.stem}: {name}", parse(body.strip("\n")))
            for name, body in zip(parts[1::2], parts[2::2], strict=True)
        ]
    return found


CASES = [pytest.param(case, id=name) for name, case in cases()]
UNREAL = [pytest.param(case, id=name) for name, case in cases() if not any(s in SO for s, _ in case.wanted)]


def _said(case: Case, events: tuple[Event, ...], wanted: str, word: Span) -> str:
    """What is said of a word, as the mark would put it."""
    here = [e.status for e in events if e.trigger.start < word.end and e.trigger.end > word.start]
    if wanted == "unreal":
        return "unreal" if not set(here) & set(SO) else here[0]
    return here[0] if here else "not found"


@pytest.mark.parametrize("case", CASES)
def test_what_is_said_of_a_word_is_what_is_marked(case: Case, recogniser: Recogniser) -> None:
    (reading,) = read_documents([Document("d1", "case", case.text)], recogniser)

    said = [(case.text[w.start : w.end], _said(case, reading.events, s, w)) for s, w in case.wanted]

    assert said == [(case.text[w.start : w.end], s) for s, w in case.wanted]


@pytest.mark.parametrize("case", UNREAL)
def test_no_claim_makes_a_fact_of_it(case: Case, recogniser: Recogniser) -> None:
    (reading,) = read_documents([Document("d1", "case", case.text)], recogniser)
    own = {e.span: e for e in reversed(reading.events)}
    at = {c for c, e in own.items() if any(e.trigger.start < w.end and e.trigger.end > w.start for _, w in case.wanted)}

    facts = [case.text[c.span.start : c.span.end] for c in reading.claims if c.span in at and c.status in SO]

    assert facts == []
