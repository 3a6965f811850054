"""Changes are told as they happen, once each and in order, also those of another process, and none is missed."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from tellings.errors import LibraryError
from tellings.library.open import open_library
from tellings.library.store import Library
from tellings.model.story import Move, Story
from tellings.web.api import events
from tellings.web.api.events import Event, Follower, stream_events, write_event
from tellings.web.settings import Settings
from tellings.web.state import Web
from tests.shelf import NOON, make_arrivals, make_documents

DOCS = [doc.id for doc in make_documents()]
T = TypeVar("T")


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Library]:
    """A library with five reports, two of them in a story: two moves."""
    with open_library(tmp_path / "library.db", now=NOON) as library:
        library.keep(make_arrivals(), now=NOON)
        begin(library, "s1", DOCS[0])
        begin(library, "s2", DOCS[1])
        yield library


def begin(library: Library, story: str, doc: str) -> None:
    """A story that begins with a report."""
    move = Move("new", story, (doc,), "No other story is near it.")
    library.apply_moves([move], [Story(story, f"Story {story}", (doc,))], now=NOON)


def test_what_happened_before_is_not_told(shelf: Library) -> None:
    assert Follower(shelf).look() == ()


def test_each_change_is_told_once_and_in_order(shelf: Library) -> None:
    follower = Follower(shelf)
    begin(shelf, "s3", DOCS[2])
    begin(shelf, "s4", DOCS[3])
    told = follower.look()

    assert [(one.name, one.number, json.loads(one.data)["story"]) for one in told] == [
        ("change", 3, "s3"),
        ("change", 4, "s4"),
    ]
    assert json.loads(told[0].data)["title"] == "Story s3"
    assert follower.look() == ()


def test_each_undoing_is_told_once(shelf: Library) -> None:
    follower = Follower(shelf)
    told: list[list[tuple[str, str]]] = []
    for _ in range(2):
        shelf.undo_move(now=NOON)
        told.append([(one.name, json.loads(one.data)["story"]) for one in follower.look()])

    assert told == [[("undone", "s2")], [("undone", "s1")]]
    assert follower.look() == ()


def test_what_was_undone_before_is_not_told_again(shelf: Library) -> None:
    shelf.undo_move(now=NOON)
    follower = Follower(shelf)
    begin(shelf, "s3", DOCS[2])

    assert [one.name for one in follower.look()] == ["change"]
    shelf.undo_move(now=NOON)
    assert [json.loads(one.data)["story"] for one in follower.look()] == ["s3"]


def test_who_comes_back_is_told_what_was_missed(shelf: Library) -> None:
    begin(shelf, "s3", DOCS[2])
    follower = Follower(shelf)

    assert [one.number for one in follower.find_missed(1)] == [2, 3]
    assert follower.find_missed(3) == follower.find_missed(99) == ()


def test_who_missed_too_much_is_told_to_look_again(shelf: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "MOST_MISSED", 1)

    assert Follower(shelf).find_missed(0) == (Event("gap", '{"missed":2}', 2),)


def test_an_event_is_written_as_browsers_read_it() -> None:
    assert write_event(Event("change", '{"a":1}', 7)) == 'id: 7\nevent: change\ndata: {"a":1}\n\n'
    assert write_event(Event("review", "a\nb")) == "event: review\ndata: a\ndata: b\n\n"


def listening(
    library: Library, after: int | None, use: Callable[[AsyncIterator[str], Web, Follower], Awaitable[T]]
) -> T:
    """What ``use`` makes of the stream of a desk over the library."""

    async def run() -> T:
        web = Web(library, Settings(), lambda: NOON)
        follower = Follower(library)
        stream = stream_events(web, follower, after)
        try:
            return await asyncio.wait_for(use(stream, web, follower), 5)
        finally:
            await stream.aclose()  # type: ignore[attr-defined]
            assert follower.listeners == 0
            if follower.task:
                follower.task.cancel()

    return asyncio.run(run())


def test_a_stream_begins_with_what_was_missed_and_goes_on(shelf: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "EVERY", 0.01)

    async def take(stream: AsyncIterator[str], web: Web, follower: Follower) -> list[str]:
        got = [await anext(stream), await anext(stream)]
        # Another process opens the library for itself.
        with open_library(shelf.place.file, now=NOON) as other:
            begin(other, "s3", DOCS[2])
        return [*got, await anext(stream)]

    hello, missed, live = listening(shelf, 1, take)

    assert hello.startswith("retry: 3000\nid: 1\nevent: hello\n")
    assert missed.startswith("id: 2\nevent: change\n")
    assert live.startswith("id: 3\nevent: change\n")


def test_who_comes_from_another_library_hears_what_happens_in_this_one(
    shelf: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "EVERY", 0.01)

    async def take(stream: AsyncIterator[str], web: Web, follower: Follower) -> list[str]:
        hello = await anext(stream)
        begin(shelf, "s3", DOCS[2])
        return [hello, await anext(stream)]

    hello, live = listening(shelf, 999, take)

    assert "id: 2\n" in hello
    assert live.startswith("id: 3\n")


def test_one_look_that_fails_is_not_the_last(shelf: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "EVERY", 0.01)
    faults = [RuntimeError("a fault"), LibraryError("the library is locked")]
    look = Follower.look

    def fail(follower: Follower) -> tuple[Event, ...]:
        if faults:
            raise faults.pop()
        return look(follower)

    monkeypatch.setattr(Follower, "look", fail)

    async def take(stream: AsyncIterator[str], web: Web, follower: Follower) -> str:
        await anext(stream)
        begin(shelf, "s3", DOCS[2])
        return await anext(stream)

    assert listening(shelf, None, take).startswith("id: 3\n")
    assert not faults


def test_a_quiet_stream_stays_open(shelf: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "HEARTBEAT", 0.01)

    async def take(stream: AsyncIterator[str], web: Web, follower: Follower) -> list[str]:
        return [await anext(stream) for _ in range(3)]

    assert listening(shelf, None, take)[1:] == [": still here\n\n"] * 2


def test_a_stream_ends_with_the_desk(shelf: Library) -> None:
    async def take(stream: AsyncIterator[str], web: Web, follower: Follower) -> list[str]:
        await anext(stream)
        web.events.close()
        return [piece async for piece in stream]

    assert listening(shelf, None, take) == []


def test_what_the_desk_itself_tells_is_heard_too(shelf: Library) -> None:
    async def take(stream: AsyncIterator[str], web: Web, follower: Follower) -> str:
        await anext(stream)
        web.events.publish(Event("review", "{}"))
        return await anext(stream)

    assert listening(shelf, None, take) == "id: 2-1\nevent: review\ndata: {}\n\n"


def test_who_comes_back_hears_what_was_no_move_too(shelf: Library) -> None:
    async def take(stream: AsyncIterator[str], web: Web, follower: Follower) -> list[str]:
        await anext(stream)
        web.events.publish(Event("review", "1"))
        web.events.publish(Event("undone", "2"))
        again = stream_events(web, follower, 2, place=1)
        told = [await anext(again), await anext(again)]
        web.events.publish(Event("review", "3"))
        told.append(await anext(again))
        await again.aclose()  # type: ignore[attr-defined]
        # The place is of a run before this one: what there is, is told.
        other = stream_events(web, follower, 2, place=90)
        told += [await anext(other), await anext(other)]
        await other.aclose()  # type: ignore[attr-defined]
        return told

    hello, undone, review, _, first = listening(shelf, None, take)
    assert hello.endswith("id: 2-1\nevent: hello\ndata: {}\n\n")
    assert undone == "id: 2-2\nevent: undone\ndata: 2\n\n"
    assert review == "id: 2-3\nevent: review\ndata: 3\n\n"
    assert "data: 1" in first


def test_who_does_not_listen_is_let_go_and_may_come_back(shelf: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "_WAITING", 2)

    async def take(stream: AsyncIterator[str], web: Web, follower: Follower) -> list[str]:
        await anext(stream)
        for number in range(5):
            web.events.publish(Event("review", str(number)))
        await asyncio.sleep(0)
        return [piece async for piece in stream]

    assert listening(shelf, None, take) == [f"id: 2-{at + 1}\nevent: review\ndata: {at}\n\n" for at in range(2)]
