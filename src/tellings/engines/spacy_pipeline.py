"""A spaCy pipeline of the user's own as a recogniser of names."""

import warnings
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tellings.engines.batches import Batch, Named, signal_names
from tellings.engines.labels import need_kinds
from tellings.engines.parts import load_package
from tellings.errors import MissingPart, UsageError
from tellings.model.reading import EntityKind, Signals

# Sentences handed to spaCy at once; more brings no speed on a processor and costs memory.
BATCH = 64
# spaCy's named entities carry no probability: what the pipeline marks it is sure of.
SURE = 1.0
_NEEDLESS = ("parser", "senter", "sentencizer", "lemmatizer", "textcat", "textcat_multilabel", "entity_linker")


class SpacyRecogniser:
    """The names that a spaCy pipeline marks (``doc.ents``), sentence by sentence.

    ``pipeline`` is the name of an installed pipeline, a folder written by ``nlp.to_disk``, or a loaded pipeline.
    ``labels`` says what labels of its own mean. Pipes that no name needs are not run.

    Raises:
        MissingPart: when spaCy or the pipeline is not installed.
        UsageError: when the pipeline cannot be loaded or marks no names.
    """

    def __init__(self, pipeline: Any, *, labels: Mapping[str, EntityKind] | None = None) -> None:
        self._nlp = _load(pipeline) if isinstance(pipeline, str | Path) else pipeline
        meta = self._nlp.meta
        self.name = f"spacy:{meta.get('lang', '')}_{meta.get('name', '')} {meta.get('version', '')}".rstrip()
        self._kinds = need_kinds(_labels(self._nlp), labels or {}, f"The spaCy pipeline {self.name}")
        self._idle = tuple(pipe for pipe in _NEEDLESS if pipe in self._nlp.pipe_names)

    def recognise(self, batch: Batch) -> Sequence[tuple[Signals, ...]]:
        """One ``Signals`` with its ``entities`` for each sentence."""
        return signal_names(batch, self._find)

    def _find(self, texts: Sequence[str]) -> Sequence[Sequence[Named]]:
        with self._nlp.select_pipes(disable=list(self._idle)), warnings.catch_warnings():
            # A pipe that misses an idle one (a rule on lemmas) warns at each sentence.
            warnings.simplefilter("ignore")
            return [
                [
                    (ent.start_char, ent.end_char, self._kinds[ent.label_], SURE)
                    for ent in doc.ents
                    if ent.label_ in self._kinds
                ]
                for doc in self._nlp.pipe(texts, batch_size=BATCH)
            ]


def _load(pipeline: str | Path) -> Any:
    spacy = load_package("spacy", "spacy")
    path = Path(pipeline).expanduser()
    try:
        with warnings.catch_warnings():
            # A pipeline made by a slightly older spaCy says so; it either loads or raises.
            warnings.simplefilter("ignore")
            return spacy.load(path if path.is_dir() else str(pipeline))
    except OSError as err:
        if path.is_dir():
            raise UsageError(
                f"{path} cannot be loaded as a spaCy pipeline: {str(err)[:300]}\n"
                "Give the folder written by nlp.to_disk, with its config.cfg and meta.json."
            ) from err
        raise MissingPart(
            f"there is no spaCy pipeline {str(pipeline)[:100]!r}, neither installed nor as a folder.\n"
            "Install it yourself (for instance: python -m spacy download en_core_web_sm), or give its folder.\n"
            "Nothing is downloaded by tellings."
        ) from err
    except Exception as err:
        raise UsageError(
            f"the spaCy pipeline {str(pipeline)[:200]!r} cannot be loaded: {type(err).__name__}: {str(err)[:300]}"
        ) from err


def _labels(nlp: Any) -> Iterable[str]:
    """Labels of every pipe that may set entities."""
    for name in nlp.pipe_names:
        if "ents" in str(nlp.get_pipe_meta(name).assigns) or name in ("ner", "entity_ruler", "span_ruler"):
            yield from getattr(nlp.get_pipe(name), "labels", ())
