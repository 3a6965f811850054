"""A GLiNER model from a folder as a recogniser of names: labels are words, and every span is scored against each.

Zaratiana et al. 2024, "GLiNER: Generalist Model for Named Entity Recognition using Bidirectional Transformer".
"""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from math import exp, log
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tellings.engines.batches import Batch, Named, cut_to_fit, signal_names
from tellings.engines.onnx import load_session, load_tokenizer, run_session
from tellings.engines.parts import (
    find_file,
    find_folder,
    fingerprint,
    load_package,
    need_file,
    read_config,
    stay_offline,
    whole_number,
)
from tellings.errors import MissingPart, UsageError
from tellings.model.reading import EntityKind, Signals

GRAPHS = ("model.onnx", "onnx/model.onnx", "model_quantized.onnx", "onnx/model_quantized.onnx")
CHECKPOINTS = ("model.safetensors", "pytorch_model.bin")
LABELS: Mapping[str, EntityKind] = MappingProxyType(
    {
        "person": "person",
        "organization": "organisation",
        "location": "place",
        "nationality": "group",
        "event": "event",
        "title of a work": "work",
        "vehicle": "other",
    }
)
"""What the model is asked for, and the kind each answer is."""

# The threshold GLiNER's authors publish their results with.
THRESHOLD = 0.5
# How the models were trained to see words.
_WORD = re.compile(r"\w+(?:[-_]\w+)*|\S")
_INPUTS = ("input_ids", "attention_mask", "words_mask", "text_lengths", "span_idx", "span_mask")


class Gliner:
    """The names that a GLiNER model finds when asked for ``labels``, none inside another.

    ``folder`` holds ``gliner_config.json`` and either ``model.onnx`` (a span-level export) with ``tokenizer.json``, or
    a checkpoint, which then needs the package ``gliner``. Each sentence is run by itself.

    Raises:
        MissingPart: when onnxruntime and tokenizers, or the package gliner, are not installed.
        UsageError: when the folder lacks a file or a file cannot be used.
    """

    def __init__(
        self,
        folder: str | os.PathLike[str],
        *,
        labels: Mapping[str, EntityKind] = LABELS,
        threshold: float = THRESHOLD,
    ) -> None:
        home = find_folder(os.fspath(folder))
        if not labels:
            raise UsageError("GLiNER has to be asked for something: labels={'person': 'person', ...}.")
        config = read_config(need_file(home, ("gliner_config.json",), "the configuration of a GLiNER model"))
        graph = find_file(home, GRAPHS)
        weights = graph or need_file(home, ("model.onnx", *CHECKPOINTS), "the weights of the model")
        self.name = f"gliner:{home.resolve().name} {fingerprint(weights)}"
        self._kinds = dict(labels)
        made = _OnnxScorer if graph else _PackageScorer
        self._scorer: _OnnxScorer | _PackageScorer = made(home, weights, config, tuple(labels), threshold)

    def recognise(self, batch: Batch) -> Sequence[tuple[Signals, ...]]:
        """One ``Signals`` with its ``entities`` for each sentence."""
        return signal_names(batch, lambda texts: [list(self._find(text)) for text in texts])

    def _find(self, text: str) -> Iterator[Named]:
        for offset, piece in cut_to_fit(text, self._scorer.fits):
            for start, end, label, score in choose_apart(self._scorer.score(piece)):
                if label in self._kinds:
                    yield offset + start, offset + end, self._kinds[label], score


Scored = tuple[int, int, str, float]
"""``(start, end, label, score)`` of a span, in characters."""


def choose_apart(scored: Sequence[Scored]) -> tuple[Scored, ...]:
    """The best spans of which none overlaps another, in text order; of equals the earlier and longer one."""
    chosen: list[Scored] = []
    for span in sorted(scored, key=lambda s: (-s[3], s[0], -s[1], s[2])):
        if all(span[1] <= other[0] or span[0] >= other[1] for other in chosen):
            chosen.append(span)
    return tuple(sorted(chosen))


class _OnnxScorer:
    """A span-level export: the prompt and the words go in, a score for each span and label comes out."""

    def __init__(
        self, home: Path, weights: Path, config: dict[str, Any], labels: tuple[str, ...], threshold: float
    ) -> None:
        self._numpy = load_package("numpy")
        self._path, self._labels, self._threshold = weights, labels, threshold
        self._width = whole_number(config, "max_width", 12)
        self._longest = whole_number(config, "max_len", 384)
        ent, sep = str(config.get("ent_token", "<<ENT>>")), str(config.get("sep_token", "<<SEP>>"))
        self._prompt = [word for label in labels for word in (ent, label)] + [sep]
        self._tokenizer = load_tokenizer(need_file(home, ("tokenizer.json",), "the tokenizer of the ONNX model"))
        if unknown := [token for token in (ent, sep) if self._tokenizer.token_to_id(token) is None]:
            raise UsageError(
                f"{home / 'tokenizer.json'} does not know {' and '.join(unknown)}.\n"
                "It is not the tokenizer of this model; take the one that was saved with the GLiNER model."
            )
        self._session = load_session(weights)
        if missing := [name for name in _INPUTS if name not in {part.name for part in self._session.get_inputs()}]:
            raise UsageError(
                f"{weights} is no span-level GLiNER export: it has no input {', '.join(missing)}.\n"
                "Export a model whose span_mode is markerV0; token-level and two-encoder models are not read."
            )

    def fits(self, text: str) -> bool:
        """True when the model takes the text in one piece."""
        return len(_WORD.findall(text)) <= self._longest

    def score(self, text: str) -> list[Scored]:
        """Every span whose score for some label reaches the threshold."""
        words = [(match.start(), match.end()) for match in _WORD.finditer(text)]
        if not words:
            return []
        logits = run_session(self._session, self._feed([text[start:end] for start, end in words]), self._path)
        if logits.ndim != 4 or logits.shape[1] < len(words) or logits.shape[3] < len(self._labels):
            raise UsageError(f"{self._path} is no span-level GLiNER export: it answers in the shape {logits.shape}.")
        found = []
        for first, width, label in self._numpy.argwhere(logits[0] > _logit(self._threshold)).tolist():
            if first + width < len(words) and label < len(self._labels):
                score = 1.0 / (1.0 + exp(-float(logits[0][first][width][label])))
                found.append((words[first][0], words[first + width][1], self._labels[label], score))
        return found

    def _feed(self, words: Sequence[str]) -> dict[str, Any]:
        encoded = self._tokenizer.encode([*self._prompt, *words], is_pretokenized=True)
        spans = [(i, i + j) for i in range(len(words)) for j in range(self._width)]
        array = self._numpy.array
        return {
            "input_ids": array([encoded.ids], dtype="int64"),
            "attention_mask": array([encoded.attention_mask], dtype="int64"),
            "words_mask": array([_mask_words(encoded.word_ids, len(self._prompt))], dtype="int64"),
            "text_lengths": array([[len(words)]], dtype="int64"),
            "span_idx": array([spans], dtype="int64"),
            "span_mask": array([[end < len(words) for _, end in spans]], dtype="bool"),
        }


def _mask_words(word_ids: Sequence[int | None], prompt: int) -> list[int]:
    """For the first token of each word its number from 1; 0 for all other tokens and for the prompt."""
    mask, last = [], None
    for word in word_ids:
        mask.append(word - prompt + 1 if word is not None and word != last and word >= prompt else 0)
        last = word
    return mask


def _logit(probability: float) -> float:
    probability = min(max(probability, 1e-6), 1 - 1e-6)
    return log(probability / (1 - probability))


class _PackageScorer:
    """A checkpoint run by the package gliner, from this machine alone."""

    def __init__(
        self, home: Path, weights: Path, config: dict[str, Any], labels: tuple[str, ...], threshold: float
    ) -> None:
        self._labels, self._threshold = list(labels), threshold
        self._longest = whole_number(config, "max_len", 384)
        stay_offline()
        try:
            package = load_package("gliner", "gliner")
        except MissingPart as err:
            raise MissingPart(
                f"{home} holds a checkpoint ({weights.name}) and no ONNX export; the package gliner would run it.\n"
                "Either put model.onnx and tokenizer.json there, or: pip install 'tellings[gliner]'"
            ) from err
        try:
            self._model = package.GLiNER.from_pretrained(str(home), local_files_only=True)
        except Exception as err:
            raise UsageError(
                f"{home} cannot be loaded by gliner: {type(err).__name__}: {str(err)[:300]}\n"
                "The encoder it is built on must be on this machine too; nothing is downloaded."
            ) from err

    def fits(self, text: str) -> bool:
        """True when the model takes the text in one piece."""
        return len(_WORD.findall(text)) <= self._longest

    def score(self, text: str) -> list[Scored]:
        """Every span whose score for some label reaches the threshold."""
        found = self._model.predict_entities(text, self._labels, threshold=self._threshold)
        return [(e["start"], e["end"], e["label"], float(e["score"])) for e in found]
