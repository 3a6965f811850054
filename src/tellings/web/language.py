"""The reader of language as the desk keeps it: loaded once, when first needed, and used by one request at a time."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from tellings import app
from tellings.errors import LibraryError
from tellings.model.document import Document
from tellings.model.reading import Sentence, Signals
from tellings.ports import Recogniser, RulesOnly

PATIENCE = 30.0
"""Seconds a request waits for its turn: reading keeps all cores busy, and pages are to stay quick beside it."""


class Language:
    """Gives the recogniser to one request at a time, so that reading never takes all threads from the pages."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._turn, self._adding, self._patience = threading.Lock(), threading.Lock(), patience
        self._loaded: Recogniser | None = None

    @contextmanager
    def read(self, *, model: bool = True) -> Iterator[Recogniser]:
        """The recogniser, while nobody else reads; with ``model`` false the rules alone.

        Raises:
            LibraryError: when others read for too long.
            MissingPart: when the encoder cannot be loaded.
        """
        if not self._turn.acquire(timeout=self._patience):
            raise LibraryError("the server is reading other reports.\nTry again in a minute.")
        try:
            yield self._load() if model else RulesOnly()
        finally:
            self._turn.release()

    @contextmanager
    def add(self, *, model: bool = True) -> Iterator[Recogniser]:
        """A recogniser that takes its turn for each batch, while nobody else adds through this server.

        Raises:
            LibraryError: when others add for too long.
        """
        if not self._adding.acquire(timeout=self._patience):
            raise LibraryError("the server is adding other reports.\nTry again in a minute.")
        try:
            yield _InTurns(self, self._load()) if model else RulesOnly()
        finally:
            self._adding.release()

    def _load(self) -> Recogniser:
        if self._loaded is None:
            self._loaded = app.pick_recogniser(None, None, True, 0)
        return self._loaded


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
