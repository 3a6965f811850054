"""HTTP as uvicorn speaks it, with an end to how long a request may take to arrive.

uvicorn waits for ever for the rest of a request line and its headers: a few hundred such connections would leave none
for readers. What comes after the headers is measured by ``bodies``.
"""

import asyncio
from collections.abc import Callable
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol


def patient(patience: float) -> type[H11Protocol]:
    """The protocol for a server that gives a request's headers ``patience`` seconds to come in whole."""

    class Patient(H11Protocol):
        """Hangs up on whoever has not said within that time what they want."""

        _end: asyncio.TimerHandle | None = None

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self._wait(self._hang_up)

        def connection_lost(self, exc: Exception | None) -> None:
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
