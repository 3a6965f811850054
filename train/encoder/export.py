"""Two trained towers on one word table to one ONNX graph of int8 weights, and the tokenizer that goes with it.

Outputs: ``labels`` (the scores of all heads) and ``vectors`` (the mean of news sentences taken off, so that likeness is
not drowned in what all news has in common). Weights have one scale a column, activations one scale a row, taken from
that row alone: quantisation never depends on the batch.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from onnx import ModelProto, TensorProto, helper, numpy_helper, save_model

from tellings.engines.encoder.windows import LONGEST

Array = npt.NDArray[Any]
Weights = dict[str, Array]
HIDDEN, HEADS = 384, 12
MICROSOFT = "com.microsoft"


@dataclass(slots=True)
class Graph:
    """A graph under construction; every method returns the name of what it adds."""

    int8: bool
    nodes: list[Any] = field(default_factory=list)
    weights: dict[str, Any] = field(default_factory=dict)

    def keep(self, name: str, array: Array) -> str:
        """A constant, kept once."""
        if name not in self.weights:
            self.weights[name] = numpy_helper.from_array(np.ascontiguousarray(array), name)
        return name

    def add(self, op: str, inputs: Sequence[str], output: str = "", domain: str = "", **settings: Any) -> str:
        name = output or f"{op}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(op, list(inputs), [name], domain=domain, **settings))
        return name

    def norm(self, x: str, weights: Weights, name: str) -> str:
        scale = self.keep(f"{name}.weight", weights[f"{name}.weight"].astype(np.float32))
        shift = self.keep(f"{name}.bias", weights[f"{name}.bias"].astype(np.float32))
        return self.add("LayerNormalization", [x, scale, shift], axis=-1, epsilon=1e-12)

    def squeezed(self, x: str) -> tuple[str, str]:
        """Rows to uint8 with a scale a row."""
        if not self.int8:
            return x, ""
        one = self.keep("axis_1", np.array([1], np.int64))
        top = self.add("ReduceMax", [x, one], keepdims=1)
        low = self.add("Neg", [self.add("ReduceMin", [x, one], keepdims=1)])
        least = self.keep("least", np.array([[1e-6]], np.float32))
        reach = self.add("Max", [top, low, least])
        scale = self.add("Mul", [reach, self.keep("one_127th", np.array(1 / 127, np.float32))])
        flat = self.add("Reshape", [scale, self.keep("flat", np.array([-1], np.int64))])
        return self.add("QuantizeLinear", [x, flat, "zero_points"], axis=0), scale

    def linear(self, x: tuple[str, str], weight: Array, bias: Array, name: str) -> str:
        """``x @ weight.T + bias`` over rows."""
        rows, scale = x
        if not self.int8:
            product = self.add("MatMul", [rows, self.keep(f"{name}.weight", weight.T.astype(np.float32))])
        else:
            column = np.maximum(np.abs(weight).max(axis=1), 1e-9) / 127
            packed = np.round(weight / column[:, None]).clip(-127, 127).astype(np.int8)
            whole = self.add(
                "MatMulIntegerToFloat",
                [
                    rows,
                    self.keep(f"{name}.int8", packed.T),
                    self.keep("one", np.array(1, np.float32)),
                    self.keep(f"{name}.scale", column.astype(np.float32)),
                    self.keep("zero_point", np.array(128, np.uint8)),
                ],
                domain=MICROSOFT,
            )
            product = self.add("Mul", [whole, scale])
        return self.add("Add", [product, self.keep(f"{name}.bias", bias.astype(np.float32))])

    def layer(self, x: str, weights: Weights, source: str, name: str) -> str:
        """One layer of BERT over rows [batch * length, hidden]."""

        def linear(rows: tuple[str, str], part: str) -> str:
            return self.linear(
                rows, weights[f"{source}.{part}.weight"], weights[f"{source}.{part}.bias"], f"{name}.{part}"
            )

        def norm(rows: str, part: str) -> str:
            kept = {f"{name}.{part}.{end}": weights[f"{source}.{part}.{end}"] for end in ("weight", "bias")}
            return self.norm(rows, kept, f"{name}.{part}")

        small = self.squeezed(x)
        heads = [self.add("Reshape", [linear(small, part), "split"]) for part in ("query", "key", "value")]
        query = self.add("Transpose", [heads[0]], perm=[0, 2, 1, 3])
        key = self.add("Transpose", [heads[1]], perm=[0, 2, 3, 1])
        value = self.add("Transpose", [heads[2]], perm=[0, 2, 1, 3])
        shrink = self.keep("shrink", np.array((HIDDEN // HEADS) ** -0.5, np.float32))
        near = self.add("Add", [self.add("Mul", [self.add("MatMul", [query, key]), shrink]), "mask"])
        seen = self.add("MatMul", [self.add("Softmax", [near], axis=-1), value])
        joined = self.add("Reshape", [self.add("Transpose", [seen], perm=[0, 2, 1, 3]), "rows"])
        x = norm(self.add("Add", [linear(self.squeezed(joined), "joined"), x]), "joined_norm")
        wide = self.add("Gelu", [linear(self.squeezed(x), "wide")])
        return norm(self.add("Add", [linear(self.squeezed(wide), "narrow"), x]), "norm")

    def table(self, numbers: str, rows: Array, name: str) -> str:
        """Rows of a table by number; int8 with a scale a row."""
        if not self.int8:
            return self.add("Gather", [self.keep(name, rows.astype(np.float32)), numbers])
        scale = np.maximum(np.abs(rows).max(axis=1, keepdims=True), 1e-9) / 127
        packed = self.keep(f"{name}.int8", np.round(rows / scale).clip(-127, 127).astype(np.int8))
        taken = self.add("Cast", [self.add("Gather", [packed, numbers])], to=TensorProto.FLOAT)
        return self.add(
            "Mul", [taken, self.add("Gather", [self.keep(f"{name}.scale", scale.astype(np.float32)), numbers])]
        )


@dataclass(frozen=True, slots=True)
class Trained:
    """Weights under the names of ``net.py`` and ``vectors.py``, ``mean`` float [HIDDEN], and the rows of words kept."""

    labels: Weights
    vectors: Weights
    mean: Array
    words: Array


def build(trained: Trained, *, int8: bool) -> ModelProto:
    """The graph with its weights."""
    graph = Graph(int8)
    size = graph.add("Shape", ["pieces"])
    if int8:
        count = graph.add("ReduceProd", [size], keepdims=1)
        graph.add("Expand", [graph.keep("zero_point", np.array(128, np.uint8)), count], "zero_points")
    wide = graph.keep("width", np.array([HIDDEN], np.int64))
    graph.keep("rows", np.array([-1, HIDDEN], np.int64))
    graph.add("Concat", [size, graph.keep("heads", np.array([HEADS, HIDDEN // HEADS], np.int64))], "split", axis=0)
    absent = graph.add("Sub", ["present", graph.keep("here", np.array(1, np.float32))])
    far = graph.add("Mul", [absent, graph.keep("far", np.array(1e4, np.float32))])
    graph.add("Unsqueeze", [far, graph.keep("axes", np.array([1, 2], np.int64))], "mask")
    words = graph.table("pieces", trained.words, "words")
    net = {**trained.labels, "positions": trained.labels["positions.weight"]}
    shaped = graph.add("Gather", [graph.keep("shapes.weight", net["shapes.weight"]), "shapes"])
    top = _tower(graph, graph.add("Add", [words, shaped]), net, "labels")
    scores = graph.linear(graph.squeezed(top), net["heads.weight"], net["heads.bias"], "heads")
    scored = graph.keep("scored", np.array([net["heads.bias"].shape[0]], np.int64))
    graph.add("Reshape", [scores, graph.add("Concat", [size, scored], axis=0)], "labels")
    placed = _tower(graph, words, trained.vectors, "vectors")
    moved = graph.add("Sub", [placed, graph.keep("mean", trained.mean.astype(np.float32))])
    graph.add("Reshape", [moved, graph.add("Concat", [size, wide], axis=0)], "vectors")
    return _model(graph)


def _tower(graph: Graph, words: str, weights: Weights, name: str) -> str:
    """Positions, the first norm and all layers that ``weights`` holds: rows [batch * length, hidden]."""
    length = graph.add("Shape", ["pieces"], start=1, end=2)
    places = graph.keep(f"{name}.positions", (weights["positions"] + weights["kind"])[:LONGEST].astype(np.float16))
    first = graph.add("Slice", [places, graph.keep("zero", np.array([0], np.int64)), length])
    here = graph.add("Cast", [first], to=TensorProto.FLOAT)
    start = {f"{name}.start_norm.{end}": weights[f"start_norm.{end}"] for end in ("weight", "bias")}
    x = graph.add("Reshape", [graph.norm(graph.add("Add", [words, here]), start, f"{name}.start_norm"), "rows"])
    for k in range(1 + max(int(key.split(".")[1]) for key in weights if key.startswith("layers."))):
        x = graph.layer(x, weights, f"layers.{k}", f"{name}.{k}")
    return x


def _model(graph: Graph) -> ModelProto:
    shape = ["batch", "length"]
    made = helper.make_graph(
        graph.nodes,
        "tellings",
        [
            helper.make_tensor_value_info("pieces", TensorProto.INT64, shape),
            helper.make_tensor_value_info("shapes", TensorProto.INT64, shape),
            helper.make_tensor_value_info("present", TensorProto.FLOAT, shape),
        ],
        [
            helper.make_tensor_value_info("labels", TensorProto.FLOAT, [*shape, "scores"]),
            helper.make_tensor_value_info("vectors", TensorProto.FLOAT, [*shape, HIDDEN]),
        ],
        list(graph.weights.values()),
    )
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", 20), helper.make_opsetid(MICROSOFT, 1)])
    model.ir_version = 10
    return model


def kept_words(tokenizer: dict[str, Any]) -> list[str]:
    """The vocabulary without unused places and without scripts other than Latin: a twelfth less to ship."""
    vocabulary: dict[str, int] = tokenizer["model"]["vocab"]
    ordered = sorted(vocabulary, key=lambda piece: vocabulary[piece])
    return [p for p in ordered if not p.startswith("[unused") and _is_latin(p)]


def _is_latin(piece: str) -> bool:
    return all(ord(c) < 0x370 or 0x2000 <= ord(c) < 0x2E80 for c in piece)


def shrink_tokenizer(source: Path, target: Path) -> list[int]:
    """Writes the tokenizer with the kept pieces renumbered; the old numbers in the new order come back."""
    tokenizer = json.loads(source.read_text(encoding="utf-8"))
    old: dict[str, int] = tokenizer["model"]["vocab"]
    kept = kept_words(tokenizer)
    new = {piece: number for number, piece in enumerate(kept)}
    tokenizer["model"]["vocab"] = new
    for token in tokenizer["added_tokens"]:
        token["id"] = new[token["content"]]
    for key in ("post_processor", "padding", "truncation"):
        tokenizer[key] = None
    target.write_text(json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    return [old[piece] for piece in kept]


def export(labels: Weights, vectors: Weights, mean: Array, tokenizer: Path, folder: Path, *, int8: bool) -> None:
    """Writes ``model.onnx``, its ``weights.bin`` and ``tokenizer.json``."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = shrink_tokenizer(tokenizer, folder / "tokenizer.json")
    model = build(Trained(labels, vectors, mean, labels["words.weight"][kept]), int8=int8)
    (folder / "weights.bin").unlink(missing_ok=True)
    save_model(
        model, str(folder / "model.onnx"), save_as_external_data=True, location="weights.bin", size_threshold=1024
    )
