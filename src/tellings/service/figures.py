"""Figures of a process, made of its events, in the text format of Prometheus."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from tellings.errors import MissingPart, UsageError
from tellings.service.events import listening

WORK = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0)
"""Seconds: a batch of 64 reports takes a few, grouping a large archive minutes."""

WRITTEN = 15.0
"""Seconds between two writings of the file: as often as Prometheus mostly looks."""

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Figure:
    """What one figure is: its name (without the ``_total`` of a counter), kind, labels, and what it counts."""

    name: str
    kind: str
    labels: tuple[str, ...]
    words: str


class Figures:
    """Counters, gauges and histograms; safe between threads.

    Raises:
        MissingPart: when the package that keeps them is not installed.
    """

    def __init__(self, version: str) -> None:
        self.client = client = load_client()
        client.disable_created_metrics()
        self.registry = registry = client.CollectorRegistry()
        client.ProcessCollector(registry=registry)

        self._made: list[Figure] = []
        counter, histogram = self.counter, self.histogram
        self.gauge("info", "The version that runs.", "version").labels(version).set(1)
        self._reports = counter("reports", "Reports that came in, by what became of them.", "outcome")
        self._fetches = counter("fetches", "Addresses asked, by outcome.", "outcome")
        self._notices = counter("notices", "Notices of watchlists, by outcome.", "outcome")
        self._letters = counter("reading_faults", "What failed to be read, by kind.", "kind")
        self._refused = counter("refused", "Requests that were sent away for now, by reason.", "reason")
        self._tools = counter("tools", "Calls of a language model, by tool and outcome.", "tool", "outcome")
        self._partitions = counter("partitions", "Partitions of an archive that are done, by stage.", "stage")
        self._told = counter("events", "Events by level.", "level")
        self._rounds = counter("rounds", "Rounds over sources and additions that ended.")
        self._last = self.gauge("last_round_timestamp_seconds", "When the last round of this process ended.")
        self.standing = {
            "waiting": self.gauge("waiting", "What came in and is not worked through, by what it waits for.", "kind"),
            "dead_letters": self.gauge("dead_letters", "What could not be read and is kept aside.", "state"),
        }
        self.free = self.gauge("free_bytes", "Room on the disk of the library.")
        self._seconds = {
            "read": histogram("read", "Reading and keeping a batch of reports."),
            "grouped": histogram("group", "Sorting reports into stories."),
            "briefed": histogram("brief", "Making a brief."),
        }

    def gauge(self, name: str, words: str, *labels: str) -> Any:
        """A gauge of these labels."""
        self._made.append(Figure(f"tellings_{name}", "gauge", labels, words))
        return self.client.Gauge(f"tellings_{name}", words, labels, registry=self.registry)

    def counter(self, name: str, words: str, *labels: str) -> Any:
        """A counter of these labels."""
        self._made.append(Figure(f"tellings_{name}", "counter", labels, words))
        return self.client.Counter(f"tellings_{name}", words, labels, registry=self.registry)

    def histogram(self, name: str, words: str, *labels: str, buckets: Sequence[float] = WORK) -> Any:
        """A histogram of seconds."""
        self._made.append(Figure(f"tellings_{name}_seconds", "histogram", labels, words))
        return self.client.Histogram(f"tellings_{name}_seconds", words, labels, buckets=buckets, registry=self.registry)

    def list_all(self) -> tuple["Figure", ...]:
        """Every figure there is."""
        return tuple(self._made)

    def hear(self, event: str, level: str, fields: Mapping[str, Any]) -> None:
        """Takes an event into account."""
        self._told.labels(level).inc()
        if event in self._seconds:
            self._seconds[event].observe(fields.get("seconds", 0.0))
        if event == "read":
            for outcome in ("reports", "known", "left_out"):
                self._reports.labels("new" if outcome == "reports" else outcome).inc(fields.get(outcome, 0))
        elif event == "round":
            self._rounds.inc()
            self._last.set_to_current_time()
        elif event == "standing":
            self._stand(fields)
        elif event == "tool":
            self._tools.labels(fields.get("tool", ""), fields.get("outcome", "")).inc()
        elif event in _COUNTED:
            name, field, default = _COUNTED[event]
            getattr(self, name).labels(fields.get(field, default)).inc()

    def _stand(self, fields: Mapping[str, Any]) -> None:
        for name, labels in (("waiting", ("unread", "ungrouped", "stale")), ("dead_letters", ("failed", "aside"))):
            for label in labels:
                self.standing[name].labels(label).set(fields.get(label, 0))
        if fields.get("free") is not None:
            self.free.set(fields["free"])

    def render(self) -> str:
        """All of it as text."""
        text: bytes = self.client.generate_latest(self.registry)
        return text.decode()

    def write(self, path: Path) -> None:
        """All of it in a file, in place of what was there at once.

        Raises:
            UsageError: when it cannot be written.
        """
        try:
            self.client.write_to_textfile(str(path), self.registry)
        except OSError as err:
            raise UsageError(f"{path} cannot be written: {err.strerror or err}.\nGive --metrics-file another.") from err


_COUNTED = {
    "fetched": ("_fetches", "outcome", ""),
    "told": ("_notices", "outcome", "told"),
    "not_told": ("_notices", "outcome", "failed"),
    "dead_letter": ("_letters", "kind", ""),
    "refused": ("_refused", "reason", ""),
    "partition": ("_partitions", "stage", ""),
}
"""Events that are counted by one of their fields: the counter, the field, and what it is where it is not given."""


def load_client() -> Any:
    """The package that keeps figures as Prometheus reads them.

    Raises:
        MissingPart: when it is not installed.
    """
    try:
        return import_module("prometheus_client")
    except ModuleNotFoundError as err:
        raise MissingPart(
            "the package prometheus-client is not installed, which keeps figures.\n"
            "Install it with: pip install 'tellings[metrics]'"
        ) from err


@contextmanager
def shown(version: str, file: Path | None, port: int | None) -> Iterator[None]:
    """Meanwhile figures of this process stand in the file and at the port of this machine, where these are given.

    Raises:
        MissingPart: when the package that keeps them is not installed.
        UsageError: when the file cannot be written or the port cannot be taken.
    """
    if file is None and port is None:
        yield
        return
    figures = Figures(version)
    with ExitStack() as stack:
        stack.enter_context(listening(figures.hear))
        if port is not None:
            stack.enter_context(_served(figures, port))
        if file is not None:
            stack.enter_context(_written(figures, file))
        yield


@contextmanager
def _served(figures: Figures, port: int) -> Iterator[None]:
    try:
        server, thread = figures.client.start_http_server(port, LOOPBACK, figures.registry)
    except OSError as err:
        raise UsageError(
            f"port {port} of {LOOPBACK} cannot be taken: {err.strerror or err}.\nGive another with --metrics-port."
        ) from err
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def _written(figures: Figures, file: Path) -> Iterator[None]:
    figures.write(file)
    done = threading.Event()

    def keep_writing() -> None:
        while not done.wait(WRITTEN):
            try:
                figures.write(file)
            except UsageError:  # a full disk now may have room later
                continue

    thread = threading.Thread(target=keep_writing, name="figures", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
        figures.write(file)
