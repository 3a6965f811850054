"""What the desk did and how its library stands, as figures in the text format of Prometheus."""

import threading
from collections.abc import Mapping

from prometheus_client import CONTENT_TYPE_LATEST

from tellings.service.figures import Figures
from tellings.version import VERSION

MEDIA_TYPE = CONTENT_TYPE_LATEST

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.3, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds; 0.15 and 0.3 are what pages are held to."""


class Metrics(Figures):
    """The figures of the process, and with them requests by route, method and status, with how long they took."""

    def __init__(self) -> None:
        super().__init__(VERSION)
        self._open = self.gauge("requests_open", "Requests that are being answered.")
        self._requests = self.counter("requests", "Requests answered.", "route", "method", "status")
        self._took = self.histogram("request", "How long answering took.", "route", buckets=BUCKETS)
        self.standing["library"] = self.gauge("library", "How much the library holds.", "kind")
        self.standing["sources"] = self.gauge("sources", "What is followed, by how it stands.", "state")
        self._asked = self.gauge("last_asked_timestamp_seconds", "When a source was asked last, by any process.")
        self._lock = threading.Lock()

    def begin(self) -> None:
        """A request came."""
        self._open.inc()

    def end(self, route: str, method: str, status: int, seconds: float) -> None:
        """It was answered; ``route`` is the pattern of its path, so that there are only so many."""
        self._open.dec()
        self._requests.labels(route, method, str(status)).inc()
        self._took.labels(route).observe(seconds)

    def show(self, standing: Mapping[str, Mapping[str, int]], asked: float, free: int | None) -> str:
        """All of it as text. ``standing`` is how the library stands now: counts of each kind.

        ``asked`` is when a source was asked last, in seconds since 1970 (0: never), ``free`` the bytes left on its disk
        (``None`` where that is the business of a server).
        """
        with self._lock:
            for name, counts in standing.items():
                for label, count in counts.items():
                    self.standing[name].labels(label).set(count)
            self._asked.set(asked)
            if free is not None:
                self.free.set(free)
            return self.render()
