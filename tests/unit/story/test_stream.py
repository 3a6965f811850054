"""Stories day by day: what moves there are, with which reasons, and that they lead to the stories told."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tellings.flow import read_documents
from tellings.model.document import Document, Published
from tellings.model.story import Fingerprint, Known, Move, Step
from tellings.ports import RulesOnly
from tellings.story.fingerprint import find_fingerprint
from tellings.story.group import group_days, in_days
from tellings.story.stream import Stream

DAM = (
    "Dam above Harsk fails\n\nThe old dam above Harsk failed, flooding the lower town. Engineers had warned of cracks "
    "in the spillway. Rescue crews searched the flooded streets of Harsk for survivors of the dam."
)
DAM_AGAIN = (
    "Flooded Harsk counts the cost of the dam\n\nCrews searched the flooded streets of Harsk after the dam failed. "
    "Engineers said the spillway of the old dam had cracks. Survivors were brought to the town hall."
)
COMET = (
    "Probe nears comet Tarn\n\nA space probe sent its first pictures of the comet Tarn, the agency said. Ice geysers "
    "on the comet surprised the astronomers who built the camera of the probe."
)


def print_of(name: str, text: str, day: str = "") -> Fingerprint:
    published = Published()
    if day:
        published = Published(date.fromisoformat(day), date.fromisoformat(day), "metadata", why="test")
    (reading,) = read_documents([Document(name, f"{name}.txt", text, published=published)], RulesOnly())
    return find_fingerprint(reading)


def kinds(step: Step) -> list[str]:
    return [move.kind for move in step.moves]


def test_the_first_report_begins_a_story_and_the_next_joins_it() -> None:
    stream = Stream()
    first = stream.take([print_of("d1", DAM, "2031-03-04")])
    later = stream.take([print_of("d2", DAM_AGAIN, "2031-03-05"), print_of("d3", COMET, "2031-03-05")])

    assert [(m.kind, m.story) for m in first.moves] == [("new", "s1")]
    assert sorted((m.kind, m.story, m.documents) for m in later.moves) == [
        ("join", "s1", ("d2",)),
        ("new", "s3", ("d3",)),
    ]
    joined = next(m for m in later.moves if m.kind == "join")
    assert "harsk" in joined.why
    assert "1 day apart" in joined.why
    assert [s.documents for s in stream.stories()] == [("d1", "d2"), ("d3",)]


def test_a_known_report_is_passed_by() -> None:
    stream = Stream()
    dam = print_of("d1", DAM, "2031-03-04")
    stream.take([dam])

    assert stream.take([dam]) == Step((), ())


def test_a_copy_is_folded_and_does_not_count_in_memory() -> None:
    text = " ".join(f"The {word} of Harsk told the {word} council about the dam {n}." for n, word in enumerate(
        ("mayor", "baker", "miller", "smith", "warden", "priest", "sailor", "farmer", "weaver", "cooper")
    ))  # fmt: skip
    stream = Stream()
    step = stream.take([print_of("d1", text, "2031-03-04"), print_of("d2", text + " Read on.", "2031-03-04")])

    assert kinds(step) == ["new", "fold"]
    assert step.moves[1].documents == ("d2",)
    assert step.moves[1].other == "d1"
    assert stream.reports == 1
    assert step.stories[0].documents == ("d1", "d2")


def test_what_a_step_does_does_not_depend_on_the_order_of_its_reports() -> None:
    prints = [
        print_of(f"d{n}", f"{text} It was the {n}th report.", "2031-03-04")
        for n, text in enumerate([DAM, COMET, DAM_AGAIN, COMET, DAM])
    ]
    wanted = Stream().take(prints)
    shuffled = random.Random(3)
    for _ in range(5):
        shuffled.shuffle(prints)
        assert Stream().take(prints) == wanted


def test_a_stream_goes_on_from_what_is_known_as_if_it_had_never_stopped() -> None:
    days = [
        [print_of("d1", DAM, "2031-03-04"), print_of("d2", COMET, "2031-03-04")],
        [print_of("d3", DAM_AGAIN, "2031-03-05")],
    ]
    whole = Stream()
    begun = Stream()
    whole.take(days[0])
    known = Known(begun.take(days[0]).stories, tuple(days[0]))

    assert Stream(known).take(days[1]) == whole.take(days[1])


def test_a_story_that_rested_is_closed_and_opened_again_by_a_report_that_names_it() -> None:
    stream = Stream(days=30)
    stream.take([print_of("d1", DAM, "2031-03-04"), print_of("d2", DAM_AGAIN, "2031-03-05")])
    stream.take([print_of("d3", COMET, "2031-05-05")])
    assert stream.reports == 2
    step = stream.take([print_of("d4", DAM_AGAIN.replace("cracks", "wide cracks"), "2031-05-06")])

    assert kinds(step)[:2] == ["reopen", "join"]
    assert "silent since 2031-03-05" in step.moves[0].why
    assert step.stories[0].documents == ("d1", "d2", "d4")


def test_closed_stories_are_let_go_of_when_they_are_too_many() -> None:
    stream = Stream(days=30, most_closed=1)
    texts = (
        DAM,
        COMET,
        "Orlan elects a mayor\n\nMarek won the vote for mayor of Orlan by a wide margin, officials said.",
    )
    for n, text in enumerate(texts):
        stream.take([print_of(f"d{n}", text, (date(2031, 1, 1) + timedelta(days=90 * n)).isoformat())])

    assert [s.documents for s in stream.stories()] == [("d1",), ("d2",)]


def test_what_a_person_keeps_apart_stays_apart() -> None:
    dam = print_of("d1", DAM, "2031-03-04")
    known = Known(Stream().take([dam]).stories, (dam,), apart=(("d2", "s1"),))

    assert kinds(Stream(known).take([print_of("d2", DAM_AGAIN, "2031-03-05")])) == ["new"]


def test_fingerprints_of_another_scheme_are_refused() -> None:
    with pytest.raises(ValueError, match="make it anew"):
        Stream().take([replace(print_of("d1", DAM), scheme=99)])


def test_a_report_in_two_stories_is_refused() -> None:
    dam = print_of("d1", DAM)
    (story,) = Stream().take([dam]).stories

    with pytest.raises(ValueError, match="in two stories"):
        Stream(Known((story, replace(story, id="s9")), (dam,)))


def test_the_moves_lead_to_the_stories() -> None:
    prints = [
        print_of(f"d{n}", text, f"2031-03-{n + 1:02}")
        for n, text in enumerate([DAM, COMET, DAM_AGAIN, COMET, DAM, DAM])
    ]
    step = group_days(in_days(prints))

    assert follow(step.moves) == {story.id: set(story.documents) for story in step.stories}


def follow(moves: tuple[Move, ...]) -> dict[str, set[str]]:
    """The stories that the moves make, by id."""
    stories: dict[str, set[str]] = {}
    for move in moves:
        if move.kind in ("new", "join"):
            stories.setdefault(move.story, set()).update(move.documents)
        elif move.kind == "merge" and move.other:
            stories[move.story] |= stories.pop(move.other)
        elif move.kind == "split" and move.other:
            stories[move.story] -= set(move.documents)
            stories[move.other] = set(move.documents)
    return stories


def test_a_story_that_grew_into_two_comes_apart() -> None:
    """Stories wrongly put together, as a library may hold them: whatever is found, the moves say it all."""
    prints = [print_of(f"d{n}", f"{text} Report {n}.", "2031-03-04") for n, text in enumerate([DAM, COMET] * 3)]
    stories = Stream().take(prints).stories
    wrong = replace(stories[0], documents=tuple(sorted(p.doc for p in prints)))
    stream = Stream(Known((wrong,), tuple(prints)))
    step = stream.take([print_of(f"e{n}", f"{DAM_AGAIN} And {n} more.", "2031-03-05") for n in range(4)])

    assert set(kinds(step)) <= {"join", "split", "fold", "new"}
    assert follow((Move("new", wrong.id, wrong.documents, "put together"), *step.moves)) == {
        story.id: set(story.documents) for story in stream.stories()
    }
