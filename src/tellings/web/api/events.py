"""``/events``: changes of stories as server-sent events, also those that another process brings about.

The one endpoint that must be ``async def``: a thread held by each open page would leave none for the others. The log of
moves is looked at once for all who listen, and only while somebody does.
"""

import asyncio
import logging
import re
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace

import msgspec
from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from tellings.daily.upkeep import tell_changes
from tellings.errors import LibraryError
from tellings.exports.as_json import to_change_json
from tellings.model.library import LoggedMove
from tellings.ports import Store
from tellings.web.api.problems import problem
from tellings.web.guard import asker_of
from tellings.web.state import Web, allow, web_of

EVERY = 2.0
"""Seconds between two looks at the log: news need not be faster, and a look takes less than a millisecond."""

HEARTBEAT = 15.0
"""Seconds of silence after which a comment is sent: what stands in between closes a line that is still for 30 to 60."""

RETRY = 3000
"""Milliseconds after which a browser comes back when the line broke."""

MOST_MISSED = 500
"""Changes that are told to who comes back; who missed more is told to look again."""

MOST_LISTENERS = 500

MOST_OF_ONE = 20
"""Streams of one account, or of one address where there are no accounts: open pages, some in a second browser."""

_WAITING = 1000

_HEARD = re.compile(r"[0-9]{1,18}(-[0-9]{1,18})?")
"""What a browser heard last: the number of a move, and the place of what is no move where some of that was heard."""

log = logging.getLogger("tellings.web")


@dataclass(frozen=True, slots=True)
class Event:
    """One event as it is sent: ``number`` is that of the move it tells, ``None`` for what is no move.

    What is no move has its ``place`` among these instead, given when it is published.
    """

    name: str
    data: str
    number: int | None = None
    place: int = 0


class Follower:
    """Looks at the log of moves and finds what is new in it since the last look."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.last = next((one.number for one in store.list_moves(limit=1)), 0)
        self._undone = self._find_undone()
        self.listeners = 0
        self.askers: Counter[str] = Counter()
        self.task: asyncio.Task[None] | None = None

    def look(self) -> tuple[Event, ...]:
        """What was done, and what was taken back, since the last look, the oldest first."""
        deep = 1 + len(self._undone)
        top = self._store.list_moves(limit=deep)
        newest = top[0].number if top else 0
        if newest > self.last:
            top = self._store.list_moves(limit=min(newest - self.last, MOST_MISSED) + deep)
        new = [one for one in reversed(top) if one.number > self.last]
        gone = [one for one in top if one.undone_at and one.number <= self.last and one.number not in self._undone]
        self.last = max(self.last, newest)
        if gone or new:
            self._undone = self._find_undone()
        return (*tell_moves(self._store, new), *tell_moves(self._store, gone, name="undone"))

    def find_missed(self, after: int) -> tuple[Event, ...]:
        """The changes after the move ``after``, the oldest first; when they are too many, that one has to look anew."""
        behind = self.last - after
        if behind <= 0:
            return ()
        if behind > MOST_MISSED:
            return (Event("gap", msgspec.json.encode({"missed": behind}).decode(), self.last),)
        found = self._store.list_moves(limit=behind, before=self.last + 1)
        return tell_moves(self._store, [one for one in reversed(found) if one.number > after])

    def _find_undone(self) -> frozenset[int]:
        """The moves at the top of the log that were taken back: only the next one below can be next."""
        deep = 8
        while True:
            top = self._store.list_moves(limit=deep)
            held = next((at for at, one in enumerate(top) if one.undone_at is None), None)
            if held is not None or len(top) < deep:
                return frozenset(one.number for one in top[:held])
            deep *= 4


def tell_moves(store: Store, moves: Sequence[LoggedMove], *, name: str = "change") -> tuple[Event, ...]:
    """An event for each move, with a ``tellings-change/1`` as its data."""
    changes = tell_changes(store, moves)
    return tuple(
        Event(name, to_change_json(change).strip(), one.number if name == "change" else None)
        for one, change in zip(moves, changes, strict=True)
    )


def write_event(event: Event) -> str:
    """The event as the line protocol has it (HTML standard, section 9.2); its id says all that was heard by then."""
    heard = f"{event.number}-{event.place}" if event.place else f"{event.number}"
    number = f"id: {heard}\n" if event.number is not None else ""
    return f"{number}event: {event.name}\n" + "".join(f"data: {line}\n" for line in event.data.splitlines()) + "\n"


async def stream_events(
    web: Web, follower: Follower, after: int | None, *, place: int | None = None, asker: str = ""
) -> AsyncIterator[str]:
    """Everything that happens from now on, or after the move ``after``, as text; ends when the desk does.

    With ``place`` also what is no move and was published after it.
    """
    queue: asyncio.Queue[Event | None] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def take(event: Event | None) -> None:
        # Who does not listen any more, or too slowly, comes back and asks for what was missed.
        queue.put_nowait(event if queue.qsize() < _WAITING else None)

    def tell(event: object) -> None:
        if (event is None or isinstance(event, Event)) and not loop.is_closed():
            loop.call_soon_threadsafe(take, event)

    stop = web.events.listen(tell)
    follower.listeners += 1
    follower.askers[asker] += 1
    _keep_looking(web, follower)
    try:
        # A number from another library, or one that is to come, must not silence what happens now.
        told = follower.last if after is None else min(after, follower.last)
        spot = web.events.place if place is None else place
        missed = web.events.find_kept(spot)
        yield f"retry: {RETRY}\n" + write_event(Event("hello", "{}", told, spot))
        for event in (*await run_in_threadpool(follower.find_missed, told), *missed):
            told, spot = event.number or told, event.place or spot
            yield write_event(replace(event, number=told, place=spot))
        while not web.events.closed:
            try:
                heard = await asyncio.wait_for(queue.get(), HEARTBEAT)
            except TimeoutError:
                yield ": still here\n\n"
                continue
            if heard is None:
                return
            is_new = heard.number > told if heard.number is not None else heard not in missed
            if is_new:
                told, spot = heard.number or told, heard.place or spot
                yield write_event(replace(heard, number=told, place=spot))
    finally:
        stop()
        follower.listeners -= 1
        follower.askers[asker] -= 1
        # Else every address that ever listened would be remembered.
        follower.askers += Counter()


def _keep_looking(web: Web, follower: Follower) -> None:
    if follower.task is None or follower.task.done():
        follower.task = asyncio.get_running_loop().create_task(_look_on(web, follower))


async def _look_on(web: Web, follower: Follower) -> None:
    while follower.listeners and not web.events.closed:
        try:
            for event in await run_in_threadpool(follower.look):
                web.events.publish(event)
        except LibraryError as err:
            log.warning("events: %s", err)
        except Exception:
            # Whoever listens goes on listening: the next look may find the library well again.
            log.exception("events: the log of moves cannot be looked at")
        await asyncio.sleep(EVERY)


@allow("reader")
async def listen(request: Request) -> Response:
    """The stream; ``Last-Event-ID`` (a browser sends it by itself) or ``?after=`` say what was heard last."""
    given = request.headers.get("last-event-id") or request.query_params.get("after")
    if given is not None and not _HEARD.fullmatch(given):
        return problem(422, detail=f"{given[:40]!r} is not the number of a change. The ids of the events are.")
    web = web_of(request)
    follower = await _follower_of(request)
    if follower.listeners >= MOST_LISTENERS:
        return problem(503, detail=f"{MOST_LISTENERS} listen already.")
    asker = asker_of(request, web)
    if follower.askers[asker] >= MOST_OF_ONE:
        detail = f"You listen {MOST_OF_ONE} times already. Close a page of the desk, or end another program."
        return problem(429, detail=detail)
    number, _, place = (given or "").partition("-")
    return StreamingResponse(
        stream_events(
            web,
            follower,
            int(number) if number else None,
            place=int(place or 0) if number else None,
            asker=asker,
        ),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _follower_of(request: Request) -> Follower:
    state = request.app.state
    if getattr(state, "follower", None) is None:
        follower = await run_in_threadpool(Follower, web_of(request).store)
        # Somebody else may have come while the log was looked at.
        if getattr(state, "follower", None) is None:
            state.follower = follower
    found: Follower = state.follower
    return found


router = APIRouter(include_in_schema=False)
router.add_api_route("/events", listen, methods=["GET"], response_model=None)
