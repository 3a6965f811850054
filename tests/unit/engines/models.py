"""Tiny models made on the spot: a token classifier and a GLiNER export in ONNX, each of a few numbers set by hand."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tellings.model.document import Document
from tellings.model.reading import Sentence
from tellings.model.span import Span

TAGS = ("O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B-DATE")
WORDS: Mapping[str, str] = {
    "ana": "B-PER",
    "marek": "I-PER",
    "tarn": "B-PER",
    "orlan": "B-LOC",
    "harsk": "B-LOC",
    "monday": "B-DATE",
    "met": "O",
    "in": "O",
    "on": "O",
    ".": "O",
    ",": "O",
}


def report(*sentences: str, name: str = "d1") -> tuple[Document, tuple[Sentence, ...]]:
    """A report of these sentences, each on a line of its own under a heading."""
    text, found = "Heading\n\n", []
    for sentence in sentences:
        found.append(Sentence(Span(len(text), len(text) + len(sentence)), 0))
        text += sentence + "\n"
    return Document(id=name, location=f"{name}.txt", text=text), tuple(found)


def entities(recogniser: Any, *sentences: str) -> list[tuple[str, str]]:
    """The words and kinds of the names that a recogniser finds in a report of these sentences."""
    doc, found = report(*sentences)
    [signals] = recogniser.recognise([(doc, found)])
    assert len(signals) == len(found)
    return [(doc.text[e.span.start : e.span.end], e.label) for signal in signals for e in signal.entities]


def write_tokenizer(folder: Path, words: Sequence[str], *, lowercase: bool = True) -> None:
    """A tokenizer of whole words with [CLS] and [SEP] around a text, and a rest in pieces of one letter."""
    from tokenizers import Tokenizer, normalizers, pre_tokenizers, processors
    from tokenizers.models import WordPiece

    letters = list("abcdefghijklmnopqrstuvwxyz0123456789")
    listed = dict.fromkeys(["[PAD]", "[UNK]", "[CLS]", "[SEP]", *words, *letters, *(f"##{c}" for c in letters)])
    vocabulary = {word: n for n, word in enumerate(listed)}
    tokenizer = Tokenizer(WordPiece(vocabulary, unk_token="[UNK]"))
    if lowercase:
        tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    tokenizer.add_special_tokens(["[PAD]", "[UNK]", "[CLS]", "[SEP]"])
    tokenizer.save(str(folder / "tokenizer.json"))


def _save(path: Path, nodes: list[Any], inputs: list[Any], outputs: list[Any], weights: list[Any]) -> None:
    import onnx
    from onnx import helper

    graph = helper.make_graph(nodes, "tiny", inputs, outputs, weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def write_classifier(
    folder: Path, *, tags: Sequence[str] = TAGS, words: Mapping[str, str] = WORDS, positions: int = 34
) -> Path:
    """A token classifier: one row of scores for each word of its vocabulary, looked up and nothing more."""
    from onnx import TensorProto, helper, numpy_helper

    folder.mkdir(parents=True, exist_ok=True)
    write_tokenizer(folder, list(words))
    vocabulary = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    scores = np.zeros((len(vocabulary), len(tags)), dtype=np.float32)
    scores[:, tags.index("O")] = 4.0
    for word, tag in words.items():
        scores[vocabulary[word]] = 0.0
        scores[vocabulary[word], tags.index(tag)] = 6.0
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"])
        for name in ("input_ids", "attention_mask")
    ]
    output = helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", "tokens", len(tags)])
    node = helper.make_node("Gather", ["scores", "input_ids"], ["logits"], axis=0)
    _save(folder / "model.onnx", [node], inputs, [output], [numpy_helper.from_array(scores, "scores")])
    config = {"id2label": {str(n): tag for n, tag in enumerate(tags)}, "max_position_embeddings": positions}
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    return folder


GLINER_INPUTS = ("input_ids", "attention_mask", "words_mask", "text_lengths", "span_idx", "span_mask")


def write_gliner(folder: Path, names: Mapping[str, int], *, labels: int, width: int = 3, spans: bool = True) -> Path:
    """A span-level export: the score of a span is what its first word has for a label, in one-word spans alone.

    ``names`` gives words the number of their label in the prompt. The words are gathered by ``words_mask``, so the
    graph answers rightly only if ids, mask, lengths and spans are built as the real ones want them.
    """
    from onnx import TensorProto, helper, numpy_helper

    folder.mkdir(parents=True, exist_ok=True)
    write_tokenizer(folder, ["<<ENT>>", "<<SEP>>", *names, "met", "in", "."])
    _add_tokens(folder, ["<<ENT>>", "<<SEP>>"])
    vocabulary = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    scores = np.full((len(vocabulary) + 4, labels), -5.0, dtype=np.float32)
    for word, label in names.items():
        scores[vocabulary[word], label] = 3.0
    shapes: dict[str, list[Any]] = {
        "input_ids": ["batch", "tokens"],
        "attention_mask": ["batch", "tokens"],
        "words_mask": ["batch", "tokens"],
        "text_lengths": ["batch", 1],
        "span_idx": ["batch", "spans", 2],
        "span_mask": ["batch", "spans"],
    }
    asked = GLINER_INPUTS if spans else GLINER_INPUTS[:4]
    inputs = [
        helper.make_tensor_value_info(
            name, TensorProto.BOOL if name == "span_mask" else TensorProto.INT64, shapes[name]
        )
        for name in asked
    ]
    weights = [
        numpy_helper.from_array(scores, "scores"),
        numpy_helper.from_array(np.array([0], dtype=np.int64), "zero"),
        numpy_helper.from_array(np.array([1, -1, 1, labels], dtype=np.int64), "by_word"),
        numpy_helper.from_array(_width_penalty(width), "penalty"),
    ]
    nodes = [
        # Rows of tokens whose words_mask is not 0: the first token of each word of the text.
        helper.make_node("Greater", ["words_mask", "zero"], ["is_word"]),
        helper.make_node("Compress", ["input_ids", "flat"], ["ids"]),
        helper.make_node("Gather", ["scores", "ids"], ["rows"], axis=0),
        helper.make_node("Reshape", ["rows", "by_word"], ["words"]),
        helper.make_node("Add", ["words", "penalty"], ["logits"]),
    ]
    nodes.insert(1, helper.make_node("Reshape", ["is_word", "all"], ["flat"]))
    weights.append(numpy_helper.from_array(np.array([-1], dtype=np.int64), "all"))
    output = helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", "words", width, labels])
    _save(folder / "model.onnx", nodes, inputs, [output], weights)
    config = {
        "max_width": width,
        "max_len": 24,
        "ent_token": "<<ENT>>",
        "sep_token": "<<SEP>>",
        "span_mode": "markerV0",
    }
    (folder / "gliner_config.json").write_text(json.dumps(config), encoding="utf-8")
    return folder


def _width_penalty(width: int) -> Any:
    penalty = np.full((1, 1, width, 1), -20.0, dtype=np.float32)
    penalty[0, 0, 0, 0] = 0.0
    return penalty


def _add_tokens(folder: Path, tokens: list[str]) -> None:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.add_special_tokens(tokens)
    tokenizer.save(str(folder / "tokenizer.json"))
