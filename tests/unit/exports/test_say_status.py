from dataclasses import replace

import pytest

from tellings.engines.parts import load_package
from tellings.exports.as_markdown import to_markdown
from tellings.exports.formats.table import FORMATS, write_as
from tellings.exports.outline import say_status
from tellings.model.brief import Briefing, StatusStep, Step
from tellings.model.reading import EventStatus
from tests import harbour


def entry_of(status: EventStatus, *steps: tuple[EventStatus, Step]) -> Briefing:
    """The harbour's briefing with the status and the steps of its first event set."""
    briefing = harbour.briefing()
    (story, *others) = briefing.stories
    first = story.timeline[0]
    history = tuple(StatusStep(None, moved, step, None, first.evidence) for moved, step in steps)
    timeline = (replace(first, status=status, history=history, moved_to=None), *story.timeline[1:])
    return replace(briefing, stories=(replace(story, timeline=timeline), *others))


@pytest.mark.parametrize(
    ("status", "steps", "said"),
    [
        ("cancelled", [("expected", "announced"), ("cancelled", "postponed")], "postponed"),
        ("cancelled", [("cancelled", "postponed"), ("cancelled", "cancelled")], "cancelled"),
        ("cancelled", [("cancelled", "cancelled")], "cancelled"),
        ("expected", [("cancelled", "postponed"), ("expected", "expected")], "expected"),
        ("under_way", [("under_way", "under_way")], "under way"),
    ],
)
def test_what_was_put_off_is_not_told_as_cancelled(
    status: EventStatus, steps: list[tuple[EventStatus, Step]], said: str
) -> None:
    entry = entry_of(status, *steps).stories[0].timeline[0]

    assert say_status(entry) == said


def test_the_text_and_the_linked_data_agree_on_a_plan_put_off_to_no_day() -> None:
    briefing = entry_of("cancelled", ("cancelled", "postponed"))

    assert "(postponed)" in to_markdown(briefing, harbour.DOCUMENTS)
    assert "EventPostponed" in str(write_as(FORMATS["jsonld"], briefing, harbour.DOCUMENTS, load=load_package))
