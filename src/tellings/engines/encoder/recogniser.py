"""The shipped encoder as a ``Recogniser``: sentences of many reports in, signals out, in one pass."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import cast

import numpy as np
import numpy.typing as npt

from tellings.engines.encoder.decode import Findings, Found, decode
from tellings.engines.encoder.session import Session, shipped
from tellings.engines.encoder.windows import Window, pack
from tellings.model.document import Document
from tellings.model.reading import AttributionSignal, EventSignal, EventStatus, LabelledSpan, Sentence, Signals, Tense
from tellings.model.span import Span
from tellings.ports import Recogniser

VERSION = "2"
"""Of the shipped weights; counts up when they change."""
LONGEST_SENTENCE = 2000
"""Characters; what is longer is no sentence but a list, a table or an attack, and is left to the rules."""
Batch = Sequence[tuple[Document, tuple[Sentence, ...]]]


class EncoderRecogniser:
    """Reads with the encoder of a folder, or with the shipped one.

    ``threads`` is the number of threads the model computes with, 0 for all cores. With ``vectors`` each sentence also
    gets its place in the similarity space, at two thirds more cost. The result does not depend on how reports are
    put together into calls or batches.
    """

    def __init__(self, folder: Path | None = None, *, threads: int = 0, vectors: bool = False, pieces: int = 0) -> None:
        self._folder = folder
        self._threads = threads
        self._vectors = vectors
        self._pieces = pieces

    @property
    def name(self) -> str:
        """Stands in ``Reading.made_by``."""
        return f"encoder {VERSION}" if self._folder is None else f"encoder {self._folder.name}"

    def recognise(self, batch: Batch) -> Sequence[tuple[Signals, ...]]:
        """One ``Signals`` for each sentence."""
        if not any(sentences for _, sentences in batch):
            return [() for _ in batch]
        session = self._session()
        windows = pack_all(session, batch)
        signals = [[Signals() for _ in sentences] for _, sentences in batch]
        settings = {"pieces": self._pieces} if self._pieces else {}
        for chosen, output in session.run(windows, "labels", **settings):
            for k, findings in zip(chosen, decode([windows[k] for k in chosen], output), strict=True):
                _place(findings, windows[k], signals[windows[k].document])
        if self._vectors:
            for chosen, output in session.run(windows, "vectors", **settings):
                for row, k in enumerate(chosen):
                    _pool(windows[k], output[row], signals[windows[k].document])
        return [tuple(row) for row in signals]

    def _session(self) -> Session:
        return shipped(self._threads) if self._folder is None else Session(self._folder, self._threads)


class NamesFrom:
    """Names from one recogniser, all else from another: a model of the user's own beside the shipped encoder."""

    def __init__(self, names: Recogniser, rest: Recogniser) -> None:
        self._names = names
        self._rest = rest

    @property
    def name(self) -> str:
        """Both names."""
        return f"{self._rest.name}, names {self._names.name}"

    def recognise(self, batch: Batch) -> Sequence[tuple[Signals, ...]]:
        """One ``Signals`` for each sentence."""
        named, rest = self._names.recognise(batch), self._rest.recognise(batch)
        return [
            tuple(replace(two, entities=one.entities) for one, two in zip(first, second, strict=True))
            for first, second in zip(named, rest, strict=True)
        ]


def pack_all(session: Session, batch: Batch) -> list[Window]:
    """The windows of all reports."""
    return list(
        chain.from_iterable(
            pack(session.tokenizer, number, doc.text, [(s.span.start, s.span.end) for s in sentences], LONGEST_SENTENCE)
            for number, (doc, sentences) in enumerate(batch)
        )
    )


def _place(findings: Findings, window: Window, signals: list[Signals]) -> None:
    """Puts what was found in a window with its sentences."""
    names: dict[int, list[LabelledSpan]] = {}
    said: dict[int, list[AttributionSignal]] = {}
    events: dict[int, list[EventSignal]] = {}
    at = {int(start): int(number) for start, number in zip(window.starts, window.sentences, strict=True) if number >= 0}
    for name in findings.names:
        names.setdefault(at[name.start], []).append(LabelledSpan(_span(name), name.label, name.score))
    for tie in findings.ties:
        cue = _span(tie.cue) if tie.cue else None
        source = _span(tie.source) if tie.source else None
        signal = AttributionSignal(_span(tie.content), cue, source, tie.content.score, tie.speech)
        said.setdefault(at[tie.content.start], []).append(signal)
    for heard in findings.events:
        status, tense = cast(EventStatus, heard.status), cast(Tense, heard.direction)
        event = EventSignal(Span(heard.start, heard.end), heard.trigger, status, heard.status_score, tense)
        events.setdefault(at[heard.start], []).append(event)
    for number in set(at.values()):
        old = signals[number]
        signals[number] = replace(
            old,
            entities=(*old.entities, *names.get(number, ())),
            attributions=(*old.attributions, *said.get(number, ())),
            events=(*old.events, *events.get(number, ())),
        )


def _span(found: Found) -> Span:
    return Span(found.start, found.end)


def _pool(window: Window, output: npt.NDArray[np.float32], signals: list[Signals]) -> None:
    """Each sentence's vector: the mean over its pieces, of unit length. A sentence cut in two takes its first part."""
    for number in sorted({int(n) for n in window.sentences if n >= 0}):
        if signals[number].vector:
            continue
        mean = output[: len(window.pieces)][window.sentences == number].mean(axis=0)
        unit = mean / max(float(np.linalg.norm(mean)), 1e-9)
        signals[number] = replace(signals[number], vector=tuple(round(float(x), 5) for x in unit))
