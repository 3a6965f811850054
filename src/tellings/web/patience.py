"""HTTP as uvicorn speaks it, with an end to how long a request may take to arrive, and to how many come at once.

uvicorn waits for ever for the rest of a request line and its headers: a few hundred such connections would leave none
for readers. What comes after the headers is measured by ``bodies``.
"""

import asyncio
from collections import Counter
from collections.abc import Callable
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from tellings.web.guard import network_of


def patient(patience: float, *, most: int, trusted: Callable[[str], bool]) -> type[H11Protocol]:
    """The protocol for a server that gives a request's headers ``patience`` seconds to come in whole.

    One address has ``most`` connections open at once, so that others are answered whatever it does; one that is
    ``trusted`` has any number.
    """
    open_of: Counter[str] = Counter()

    class Patient(H11Protocol):
        """Hangs up on whoever has not said within that time what they want."""

        _end: asyncio.TimerHandle | None = None
        _from = ""

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            host = self.client[0] if self.client else ""
            self._from = network_of(host)
            open_of[self._from] += 1
            if open_of[self._from] > most and not trusted(host):
                transport.abort()
                return
            self._wait(self._hang_up)

        def connection_lost(self, exc: Exception | None) -> None:
            open_of[self._from] -= 1
            if not open_of[self._from]:
                del open_of[self._from]
            self._stop()
            super().connection_lost(exc)

        def data_received(self, data: bytes) -> None:
            before = self.cycle
            super().data_received(data)
            if self.cycle is not before:
                self._stop()
            elif self._end is None and (before is None or before.response_complete):
                # The beginning of a next request: no byte of it moves its end.
                self._wait(self._hang_up)

        def _wait(self, then: Callable[[], None]) -> None:
            self._end = self.loop.call_later(patience, then)

        def _stop(self) -> None:
            if self._end is not None:
                self._end.cancel()
                self._end = None

        def _hang_up(self) -> None:
            self._end = None
            if not self.transport.is_closing() and (self.cycle is None or self.cycle.response_complete):
                self.transport.abort()

    return Patient
