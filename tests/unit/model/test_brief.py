"""Nothing of a brief can be made without the words it rests on."""

import dataclasses
import inspect
from collections.abc import Callable
from datetime import date

import pytest

import tellings.model.brief
from tellings.model.brief import (
    ActorRole,
    Finding,
    Milestone,
    Relation,
    Statement,
    StatusStep,
    Telling,
    TimelineEntry,
    Utterance,
)
from tellings.model.span import Evidence

WORDS = (Evidence("d1", 0, 14, "The dyke held."),)
Made = Callable[[tuple[Evidence, ...]], object]

RESTING: dict[str, Made] = {
    "Statement": lambda words: Statement("The dyke held.", words),
    "StatusStep": lambda words: StatusStep(None, "happened", "happened", None, words),
    "TimelineEntry": lambda words: TimelineEntry(
        "t1", None, None, "day", "The dyke held.", "happened", (), (), None, words
    ),
    "Milestone": lambda words: Milestone(date(2031, 3, 4), 3, words),
    "ActorRole": lambda words: ActorRole("dyke warden", words),
    "Utterance": lambda words: Utterance("q1", "It held.", "direct", None, None, None, None, None, words),
    "Telling": lambda words: Telling("3", "person", "three wardens", ("d1",), None, words),
    "Relation": lambda words: Relation("e1", "e2", "warn", "happened", None, words),
}


def test_every_type_with_evidence_is_tried() -> None:
    made_here = [
        cls
        for _, cls in inspect.getmembers(tellings.model.brief, inspect.isclass)
        if cls.__module__ == "tellings.model.brief" and dataclasses.is_dataclass(cls)
    ]
    resting = {
        cls.__name__
        for cls in made_here
        for field in dataclasses.fields(cls)
        if field.name == "evidence" and field.type == tuple[Evidence, ...]
    }

    assert resting == set(RESTING)


@pytest.mark.parametrize("name", RESTING)
def test_cannot_be_made_without_evidence(name: str) -> None:
    with pytest.raises(ValueError, match="rests on nothing"):
        RESTING[name](())


@pytest.mark.parametrize("name", RESTING)
def test_can_be_made_with_evidence(name: str) -> None:
    assert RESTING[name](WORDS)


@pytest.mark.parametrize("text", ["", " \n"])
def test_a_statement_has_words(text: str) -> None:
    with pytest.raises(ValueError, match="needs words"):
        Statement(text, WORDS)


def test_a_finding_has_tellings() -> None:
    with pytest.raises(ValueError, match="no tellings"):
        Finding("f1", "wardens", "number", "single", 1, (), "only one report says it")


def test_a_finding_says_why() -> None:
    telling = Telling("3", "person", "three wardens", ("d1",), None, WORDS)

    with pytest.raises(ValueError, match="does not say why"):
        Finding("f1", "wardens", "number", "single", 1, (telling,), "")
