"""Work beside the event loop, in threads that nobody waits for when the process ends."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from contextvars import copy_context
from functools import partial
from typing import ParamSpec, TypeVar

from tellings.service.aside import begin_aside

P = ParamSpec("P")
T = TypeVar("T")

GRACE = 5
"""Seconds that calls under way still have once the server is told to stop: as many as the desk gives."""


class Aside:
    """Runs what blocks in threads, ``most`` at the same time; others wait for their turn.

    A caller that is cancelled leaves at once. Its thread goes on and keeps its place until it is done, so that
    calls begun and cancelled over and over do not pile up; the end of the process does not wait for it.
    """

    def __init__(self, most: int) -> None:
        self._room = asyncio.Semaphore(most)

    async def run(self, do: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
        """What ``do`` returns or raises."""
        await self._room.acquire()
        loop = asyncio.get_running_loop()
        done: asyncio.Future[T] = loop.create_future()
        work = partial(copy_context().run, do, *given, **named)

        def end(result: T | None, fault: BaseException | None) -> None:
            self._room.release()
            if done.cancelled():
                return
            if fault is not None:
                done.set_exception(fault)
            else:
                done.set_result(result)  # type: ignore[arg-type]  # None only where T is

        begin_aside(partial(_work, work, end, loop))
        return await done


def _work(work: Callable[[], T], end: Callable[..., None], loop: asyncio.AbstractEventLoop) -> None:
    result, fault = None, None
    try:
        result = work()
    except BaseException as err:
        fault = err
    with suppress(RuntimeError):  # the loop is closed: nobody asks any more
        loop.call_soon_threadsafe(end, result, fault)
