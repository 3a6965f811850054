"""What one report alone says is told once, and ends as a sentence does."""

from dataclasses import replace

import pytest

from tellings.exports.context import say_around
from tellings.exports.outline import outline
from tellings.exports.wording import names
from tellings.model.brief import Finding, Telling
from tests import harbour

SENTENCE = "Two passengers broke an arm, the clinic of Vessa said."


def only(number: str, words: str, *, by: str | None = None) -> Finding:
    place = harbour.at(harbour.LEDGER, words)
    telling = Telling(number, None, words, ("d2",), by, (place,))
    return Finding(number, words, "number", "single", 1, (telling,), "One report alone has it.")


def told(*findings: Finding) -> list[str]:
    brief = replace(harbour.briefing().stories[0], findings=findings)
    return [finding.id for alone in outline(brief, harbour.DOCUMENTS).single for finding in alone.findings]


def test_words_that_stand_in_a_longer_line_of_the_same_report_are_not_told_again() -> None:
    parts = (only("f1", "Two passengers"), only("f2", "broke an arm"), only("f3", SENTENCE))

    assert told(*parts) == ["f3"]


def test_words_of_their_own_are_told_each() -> None:
    assert told(only("f1", "Two passengers"), only("f2", "broke an arm")) == ["f1", "f2"]


def test_the_words_around_a_few_end_as_printed_and_say_whose_word_it_is_in_brackets() -> None:
    telling = only("f1", "The tow may be put off to Friday", by="the port authority").tellings[0]
    sources = {s.document.id: s for s in outline(harbour.briefing().stories[0], harbour.DOCUMENTS).sources}
    said = say_around(telling, sources)

    assert said.endswith("(according to the port authority)")
    assert ".," not in said


def test_whoever_the_words_name_is_not_named_again() -> None:
    telling = only("f1", "Two passengers broke an arm", by="the clinic of Vessa, which treated them").tellings[0]
    sources = {s.document.id: s for s in outline(harbour.briefing().stories[0], harbour.DOCUMENTS).sources}

    assert "according to" not in say_around(telling, sources)


@pytest.mark.parametrize(
    ("who", "words", "named"),
    [
        ("Mira Tolland", "“No,” Tolland said", True),
        ("Mira Tolland, the harbour master", "said Mira Tolland", True),
        ("Mira Tolland", "the Tollands said", False),
        ("the mayor", "the Mayor said", True),
        ("the local media", "the media said", False),
    ],
)
def test_words_name_somebody_in_full_or_by_the_last_name(who: str, words: str, named: bool) -> None:
    assert names(who, words) is named
