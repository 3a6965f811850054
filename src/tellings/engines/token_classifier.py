"""A token-classification model from a folder as a recogniser of names: ONNX, or a transformers checkpoint."""

import os
from collections.abc import Iterator, Mapping, Sequence
from math import exp
from pathlib import Path
from typing import Any, Protocol

from tellings.engines.batches import Batch, Named, cut_to_fit, signal_names
from tellings.engines.labels import need_kinds
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
from tellings.engines.tags import Tagged, labels_of, merge_tags
from tellings.errors import UsageError
from tellings.model.reading import EntityKind, Signals

GRAPHS = ("model.onnx", "onnx/model.onnx", "model_quantized.onnx", "onnx/model_quantized.onnx")
CHECKPOINTS = ("model.safetensors", "model.safetensors.index.json", "pytorch_model.bin")
# Positions of most encoders; RoBERTa and its kin keep two of theirs for themselves.
LONGEST, RESERVED = 512, 2


class _Tagger(Protocol):
    """Tags the words of one text."""

    def fits(self, text: str) -> bool: ...

    def tag(self, text: str) -> Sequence[Tagged]: ...


class TokenClassifier:
    """The names that a token-classification model tags; words with one label are merged to one name.

    ``folder`` holds ``config.json`` (its ``id2label`` gives the tags) and either ``model.onnx`` with
    ``tokenizer.json``, or a checkpoint (``model.safetensors``, ``pytorch_model.bin``) that transformers loads. Each
    sentence is run by itself, so that a quantised model answers the same whatever stands beside it; one longer than the
    model takes is cut between words.

    Raises:
        MissingPart: when onnxruntime and tokenizers, or transformers and torch, are not installed.
        UsageError: when the folder lacks a file or a file cannot be used.
    """

    def __init__(self, folder: str | os.PathLike[str], *, labels: Mapping[str, EntityKind] | None = None) -> None:
        home = find_folder(os.fspath(folder))
        config = read_config(need_file(home, ("config.json",), "it names the labels of the model (id2label)"))
        tags = _read_tags(config, home)
        self._kinds = need_kinds(labels_of(tags.values()), labels or {}, str(home / "config.json"))
        graph = find_file(home, GRAPHS)
        weights = graph or need_file(home, ("model.onnx", *CHECKPOINTS), "the weights of the model")
        self.name = f"tokens:{home.resolve().name} {fingerprint(weights)}"
        longest = whole_number(config, "max_position_embeddings", LONGEST) - RESERVED
        made = _OnnxTagger if graph else _TorchTagger
        self._tagger: _Tagger = made(home, weights, tags, max(longest, RESERVED))

    def recognise(self, batch: Batch) -> Sequence[tuple[Signals, ...]]:
        """One ``Signals`` with its ``entities`` for each sentence."""
        return signal_names(batch, lambda texts: [list(self._find(text)) for text in texts])

    def _find(self, text: str) -> Iterator[Named]:
        for start, piece in cut_to_fit(text, self._tagger.fits):
            for span in merge_tags(self._tagger.tag(piece)):
                if span.tag in self._kinds:
                    yield start + span.start, start + span.end, self._kinds[span.tag], span.score


class _OnnxTagger:
    """The model in ONNX Runtime."""

    def __init__(self, home: Path, weights: Path, tags: Mapping[int, str], longest: int) -> None:
        numpy = load_package("numpy")
        self._path, self._tags, self._longest = weights, tags, longest
        self._tokenizer = load_tokenizer(need_file(home, ("tokenizer.json",), "the tokenizer of the ONNX model"))
        self._session = load_session(weights)
        self._array = numpy.array

    def fits(self, text: str) -> bool:
        """True when the model takes the text in one piece."""
        return len(self._tokenizer.encode(text).ids) <= self._longest

    def tag(self, text: str) -> Sequence[Tagged]:
        """The words of the text with their tags."""
        encoded = self._tokenizer.encode(text)
        rows = {
            "input_ids": encoded.ids,
            "attention_mask": encoded.attention_mask,
            "token_type_ids": encoded.type_ids,
        }
        feed = {name: self._array([row], dtype="int64") for name, row in rows.items()}
        scores = run_session(self._session, feed, self._path)
        if scores.ndim != 3 or scores.shape[1] != len(encoded.ids) or scores.shape[2] != len(self._tags):
            raise UsageError(
                f"{self._path} is no token classifier with the {len(self._tags)} labels of config.json: "
                f"it answers in the shape {scores.shape}."
            )
        words = [None if special else word for word, special in _words(encoded)]
        return _tag_words(scores[0].tolist(), encoded.offsets, words, self._tags)


class _TorchTagger:
    """A checkpoint run by transformers, from this machine alone."""

    def __init__(self, home: Path, weights: Path, tags: Mapping[int, str], longest: int) -> None:
        stay_offline()
        transformers = load_package("transformers", "transformers")
        self._torch = load_package("torch", "transformers")
        self._tags, self._longest = tags, longest
        local = {"local_files_only": True, "trust_remote_code": False}
        try:
            self._tokenizer = transformers.AutoTokenizer.from_pretrained(str(home), use_fast=True, **local)
            model = transformers.AutoModelForTokenClassification.from_pretrained(str(home), **local)
        except Exception as err:
            raise UsageError(
                f"{home} cannot be loaded by transformers: {type(err).__name__}: {str(err)[:300]}\n"
                "It needs config.json, the weights and the tokenizer's files, as save_pretrained writes them."
            ) from err
        if not self._tokenizer.is_fast:
            raise UsageError(f"{home} has a tokenizer that knows no offsets. Add its tokenizer.json.")
        self._model = model.eval()

    def fits(self, text: str) -> bool:
        """True when the model takes the text in one piece."""
        return len(self._tokenizer(text, verbose=False)["input_ids"]) <= self._longest

    def tag(self, text: str) -> Sequence[Tagged]:
        """The words of the text with their tags."""
        encoded = self._tokenizer(text, return_tensors="pt", return_offsets_mapping=True)
        offsets = [(int(start), int(end)) for start, end in encoded.pop("offset_mapping")[0].tolist()]
        with self._torch.inference_mode():
            scores = self._model(**encoded).logits[0].tolist()
        return _tag_words(scores, offsets, encoded.word_ids(0), self._tags)


def _read_tags(config: Mapping[str, Any], home: Path) -> dict[int, str]:
    listed = config.get("id2label")
    try:
        tags = {int(number): str(tag) for number, tag in listed.items()} if isinstance(listed, dict) else {}
    except ValueError:
        tags = {}
    if not tags or sorted(tags) != list(range(len(tags))):
        raise UsageError(
            f"{home / 'config.json'} does not name the labels: it needs an id2label such as\n"
            '{"0": "O", "1": "B-PER", "2": "I-PER"}, with every number from 0.'
        )
    return tags


def _words(encoded: Any) -> Iterator[tuple[int | None, int]]:
    return zip(encoded.word_ids, encoded.special_tokens_mask, strict=True)


def _tag_words(
    scores: Sequence[Sequence[float]],
    offsets: Sequence[tuple[int, int]],
    words: Sequence[int | None],
    tags: Mapping[int, str],
) -> list[Tagged]:
    """Each word with the tag of its first token, as such models are trained; it ends where its last token does."""
    tagged: list[Tagged] = []
    last: int | None = None
    for row, (start, end), word in zip(scores, offsets, words, strict=True):
        if word is None:
            last = None
        elif word == last:
            tagged[-1] = tagged[-1]._replace(end=max(end, tagged[-1].end))
        else:
            best = max(range(len(row)), key=row.__getitem__)
            tagged.append(Tagged(start, end, tags[best], _probability(row, best)))
            last = word
    return tagged


def _probability(row: Sequence[float], best: int) -> float:
    return 1.0 / sum(exp(min(score - row[best], 0.0)) for score in row)
