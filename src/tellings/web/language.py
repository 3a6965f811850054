"""The reader of language as the desk keeps it: loaded once, when first needed, and used by one request at a time."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from tellings import app
from tellings.model.document import Document
from tellings.model.reading import Sentence, Signals
from tellings.ports import Recogniser, RulesOnly
from tellings.service.events import note
from tellings.web.limits import BusyError

QUEUE = 4
"""Requests that wait for their turn, of each kind: more would take the threads that answer pages."""

AGAIN = 30
"""Seconds after which somebody who was sent away may come again: as long as others waited for their turn."""

PATIENCE = 30.0
"""Seconds a request waits for its turn: reading keeps all cores busy, and pages are to stay quick beside it."""


class Language:
    """Gives the recogniser to one request at a time, so that reading never takes all threads from the pages."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._reading, self._adding = _Turn(patience), _Turn(patience)
        self._loaded: Recogniser | None = None

    @contextmanager
    def read(self, *, model: bool = True) -> Iterator[Recogniser]:
        """The recogniser, while nobody else reads; with ``model`` false the rules alone.

        Raises:
            LibraryError: when others read for too long.
            MissingPart: when the encoder cannot be loaded.
        """
        with self._reading.take("the server is reading other reports.\nTry again in a minute."):
            yield self._load() if model else RulesOnly()

    @contextmanager
    def add(self, *, model: bool = True) -> Iterator[Recogniser]:
        """A recogniser that takes its turn for each batch, while nobody else adds through this server.

        Raises:
            LibraryError: when others add for too long.
        """
        with self._adding.take("the server is adding other reports.\nTry again in a minute."):
            yield _InTurns(self, self._load()) if model else RulesOnly()

    def _load(self) -> Recogniser:
        if self._loaded is None:
            self._loaded = app.pick_recogniser(None, None, True, 0)
        return self._loaded


class _Turn:
    """Held by one at a time; a few wait for it, and whoever comes then is sent away at once."""

    def __init__(self, patience: float) -> None:
        self._held, self._patience = threading.Lock(), patience
        self._places = threading.BoundedSemaphore(QUEUE + 1)

    @contextmanager
    def take(self, fault: str) -> Iterator[None]:
        if not self._places.acquire(blocking=False):
            note("refused", "warning", reason="busy", wait=AGAIN)
            raise BusyError(fault, AGAIN)
        try:
            if not self._held.acquire(timeout=self._patience):
                note("refused", "warning", reason="busy", wait=AGAIN)
                raise BusyError(fault, AGAIN)
            try:
                yield
            finally:
                self._held.release()
        finally:
            self._places.release()


class _InTurns:
    """A recogniser that others may use between two batches."""

    def __init__(self, language: Language, recogniser: Recogniser) -> None:
        self._language, self._recogniser = language, recogniser

    @property
    def name(self) -> str:
        return self._recogniser.name

    def recognise(self, batch: Sequence[tuple[Document, tuple[Sentence, ...]]]) -> Sequence[tuple[Signals, ...]]:
        with self._language.read():
            return self._recogniser.recognise(batch)
