"""Moves that must come: a merge, a split and an opening again, each followed into a library and taken back there."""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tellings.flow import read_documents
from tellings.library.open import open_library
from tellings.library.store import Library
from tellings.model.document import Document, Published
from tellings.model.library import Arrival, Original
from tellings.model.reading import Reading
from tellings.model.story import Fingerprint, Known, Move, Step, Story
from tellings.ports import RulesOnly
from tellings.story.fingerprint import find_fingerprint
from tellings.story.stream import Stream

NOON = datetime(2031, 5, 9, 12, tzinfo=UTC)
DAY = date(2031, 5, 1)

DAM = (
    "Harsk dam spillway flood engineers cracks valley sirens rescue sandbags survivors reservoir concrete breach "
    "evacuation pumps bridge boats farmers insurers"
).split()
PROBE = (
    "Tarn comet probe geysers astronomers camera orbit antenna telescope dust solar panels agency mission launch "
    "spectrometer nucleus tail engineers signal"
).split()


def make_readings(topic: Sequence[str], name: str, count: int, day: date = DAY) -> list[Reading]:
    """Reports that tell of one topic in words of their own order and choice: near each other, no copies."""
    drawn = random.Random(f"{name} {topic[0]}")
    documents = []
    for number in range(count):
        told = [" ".join(drawn.sample(topic, 6)) for _ in range(6)]
        text = " ".join(f"The {words} were named that day." for words in told)
        title = f"{topic[0]} {topic[1]}: {drawn.choice(topic[2:])}"
        published = Published(day, day, "metadata", why="test")
        documents.append(Document(f"d{name}{number}", f"{name}{number}.txt", text, title, published=published))
    return list(read_documents(documents, RulesOnly()))


def prints_of(readings: Sequence[Reading]) -> list[Fingerprint]:
    return [find_fingerprint(reading) for reading in readings]


def story_of(name: str, prints: Sequence[Fingerprint]) -> Story:
    return Story(name, f"Story {name}", tuple(sorted(p.doc for p in prints)), DAY, DAY)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with open_library(str(tmp_path / "library.db"), now=NOON) as opened:
        yield opened


def keep(library: Library, readings: Sequence[Reading]) -> None:
    arrivals = [
        Arrival(r.document, Original(r.document.text.encode(), r.document.location, "text/plain"), reading=r)
        for r in readings
    ]
    library.keep(arrivals, now=NOON)


def members(library: Library) -> dict[str, tuple[str, ...]]:
    return {story.id: story.documents for story in library.load_stories()}


def put_in(library: Library, stories: Sequence[Story]) -> None:
    library.apply_moves([Move("new", story.id, story.documents, "as found") for story in stories], stories, now=NOON)


def check_taken_back(library: Library, step: Step) -> None:
    """The moves lead to the stories the stream tells, and undone one by one back to what was before."""
    before = members(library)
    done = library.apply_moves(step.moves, step.stories, now=NOON)
    assert {story.id: story.documents for story in step.stories} == members(library)
    for _ in done:
        library.undo_move(now=NOON)
    assert members(library) == before


def test_a_report_that_ties_two_stories_merges_them_and_it_can_be_undone(library: Library) -> None:
    readings = make_readings(DAM, "a", 3) + make_readings(DAM, "b", 2)
    fresh = make_readings(DAM, "c", 1, DAY + timedelta(days=1))
    prints = prints_of(readings)
    stories = (story_of("s1", prints[:3]), story_of("s2", prints[3:]))
    step = Stream(Known(stories, tuple(prints))).take(prints_of(fresh))

    merge = next(move for move in step.moves if move.kind == "merge")
    assert (merge.story, merge.other, merge.documents) == ("s1", "s2", ("db0", "db1"))
    assert "one story" in merge.why
    assert "both name harsk, dam" in merge.why
    assert step.stories[0].absorbed == ("s2",)
    assert set(step.stories[0].documents) == {p.doc for p in prints} | {"dc0"}

    keep(library, readings + fresh)
    put_in(library, stories)
    check_taken_back(library, step)


def test_two_stories_kept_apart_are_not_merged_by_a_report_that_ties_them() -> None:
    prints = prints_of(make_readings(DAM, "a", 3) + make_readings(DAM, "b", 2))
    stories = (story_of("s1", prints[:3]), story_of("s2", prints[3:]))
    stream = Stream(Known(stories, tuple(prints), apart=(("s1", "s2"),)))
    step = stream.take(prints_of(make_readings(DAM, "c", 2, DAY + timedelta(days=1))))

    assert "merge" not in {move.kind for move in step.moves}
    assert {story.id for story in stream.stories()} >= {"s1", "s2"}


def test_what_a_person_put_together_does_not_come_apart() -> None:
    prints = prints_of(make_readings(DAM, "a", 4) + make_readings(PROBE, "b", 3))
    known = Known((story_of("s1", prints),), tuple(prints), together=(("da0", "db1"),))
    step = Stream(known).take(prints_of(make_readings(DAM, "c", 2, DAY + timedelta(days=1))))

    assert "split" not in {move.kind for move in step.moves}


def test_two_things_in_one_story_come_apart_and_it_can_be_undone(library: Library) -> None:
    readings = make_readings(DAM, "a", 4) + make_readings(PROBE, "b", 3)
    fresh = make_readings(DAM, "c", 2, DAY + timedelta(days=1))
    prints = prints_of(readings)
    wrong = story_of("s1", prints)
    step = Stream(Known((wrong,), tuple(prints))).take(prints_of(fresh))

    split = next(move for move in step.moves if move.kind == "split")
    assert (split.story, split.documents) == ("s1", ("db0", "db1", "db2"))
    assert split.other is not None
    assert split.other != "s1"
    assert "nearer each other" in split.why
    assert {story.id for story in step.stories} == {"s1", split.other}

    keep(library, readings + fresh)
    put_in(library, [wrong])
    check_taken_back(library, step)


def test_a_silent_story_is_opened_again_and_it_can_be_undone(library: Library) -> None:
    readings = make_readings(DAM, "a", 3)
    fresh = make_readings(DAM, "c", 1, DAY + timedelta(days=60))
    prints = prints_of(readings)
    stream = Stream(Known((story_of("s1", prints),), tuple(prints)), days=30)
    silence = stream.take(prints_of(make_readings(PROBE, "b", 1, DAY + timedelta(days=59))))
    assert stream.reports == 2
    step = stream.take(prints_of(fresh))

    assert [(m.kind, m.story, m.documents) for m in step.moves] == [
        ("reopen", "s1", ("dc0",)),
        ("join", "s1", ("dc0",)),
    ]
    assert step.stories[0].documents == ("da0", "da1", "da2", "dc0")

    keep(library, readings + fresh)
    put_in(library, [story_of("s1", prints)])
    assert [move.kind for move in silence.moves] == ["new"]
    check_taken_back(library, step)


def test_after_a_merge_the_stream_goes_on_as_if_all_had_always_been_one() -> None:
    prints = prints_of(make_readings(DAM, "a", 3) + make_readings(DAM, "b", 2))
    stories = (story_of("s1", prints[:3]), story_of("s2", prints[3:]))
    stream = Stream(Known(stories, tuple(prints)))
    fresh = prints_of(make_readings(DAM, "c", 1, DAY + timedelta(days=1)))
    merged = stream.take(fresh).stories
    later = prints_of(make_readings(DAM, "e", 2, DAY + timedelta(days=2)))

    resumed = Stream(Known(merged, (*prints, *fresh))).take(later)
    assert resumed == stream.take(later)
    assert resumed.moves
