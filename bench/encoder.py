"""The encoder by itself: each head against hand-labelled text that it was not trained on, and its speed.

    python -m bench.encoder [--model FOLDER] [--against FOLDER] [--speed] [--vectors] [--invariance]

Without --model the shipped file is measured; --against prints a second one beside it (fp32 beside int8, the full recipe
beside the open one). What is measured on what, exact spans throughout:

    names          worldwide development set, nine kinds; P/O/L is persons, organisations and places (facilities in)
    attributions   the fifth of the labelled Wikinews that is held back; speech only; PolNeAR development, all
    status         UDS-IH2 development and MEANTIME apple, status at given triggers, pooled over four classes
    vectors        pairs of reports of the story pool: the same story or not (AUC), beside TF-IDF
    speed          pieces a second with one thread, beside the machine's rate for int8 matrix products

Finders combine the encoder with rules: what they make of it is measured by bench.entities, bench.attribution and
bench.quality.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import numpy.typing as npt

from tellings.engines.encoder.decode import Findings, decode
from tellings.engines.encoder.session import Session
from tellings.engines.encoder.windows import pack
from train.encoder import corpora, measure
from train.encoder.corpora import Example, Happening, rows
from train.encoder.targets import Lesson, lessons

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
LABELS = Path(__file__).resolve().parents[1] / "train" / "labels" / "labels.jsonl"
Floats = npt.NDArray[np.float32]


def reader(session: Session) -> measure.Read:
    """An ONNX file as something that reads lessons."""

    def read(school: Sequence[Lesson]) -> Iterator[tuple[int, Findings, Floats]]:
        windows = [lesson.window for lesson in school]
        for chosen, output in session.run(windows, "labels"):
            found = decode([windows[k] for k in chosen], output)
            for row, k in enumerate(chosen):
                yield k, found[row], output[row]

    return read


def cut(session: Session, examples: Sequence[Example]) -> list[Lesson]:
    """The windows of examples, with what is known of them."""
    return [x for number, example in enumerate(examples) for x in lessons(session.tokenizer, number, example)]


def meantime() -> Iterator[Example]:
    """MEANTIME apple: events of the annotated part of each report."""
    for row in rows(DATA / "status" / "meantime_apple.jsonl"):
        end = row.get("annotated_end") or len(row["text"])
        events = tuple(
            Happening((e["start"], e["end"]), frozenset({e["status"]})) for e in row["events"] if e["status"]
        )
        spans = tuple(s for s in corpora.line_spans(row["text"]) if s[0] < end)
        yield Example("meantime", row["doc"], row["text"], spans, events=events)


def figures(session: Session) -> list[str]:
    """One line a head."""
    read = reader(session)
    lines = []
    news = list(corpora.tagged("worldwide", DATA / "entities" / "worldwide_dev.jsonl", tags="orig", scheme="worldwide"))
    lines.append(f"names          {measure.names(news, measure.gather(cut(session, news), read))}")
    held = list(corpora.wikinews(DATA, LABELS, held_back=True))
    found = measure.gather(cut(session, held), read)
    lines.append(f"attributions   {measure.attributions(held, found)}")
    polnear = list(corpora.polnear(DATA, "dev"))
    found = measure.gather(cut(session, polnear), read)
    lines.append(f"  PolNeAR      {measure.attributions(polnear, found, speech_only=False)}")
    return lines + _status(session, held, read)


def _status(session: Session, held: list[Example], read: measure.Read) -> list[str]:
    web = measure.statuses(cut(session, list(corpora.uds(DATA, "dev"))), read)
    apple = measure.statuses(cut(session, list(meantime())), read)
    pooled: Counter[tuple[str, str]] = web + apple
    lines = []
    for name, counted in (
        ("status", pooled),
        ("  UDS-IH2", web),
        ("  MEANTIME", apple),
        ("  Wikinews", measure.statuses(cut(session, held), read)),
    ):
        mean, each = measure.macro_f1(counted)
        shown = ", ".join(f"{c} {f:.3f} of {n}" for c, (f, n) in each.items())
        lines.append(f"{name:14s} macro F1 {mean:.3f} ({shown})")
    return lines


def auc(scores: Sequence[float], same: Sequence[bool]) -> float:
    """The chance that a pair of one story scores above a pair of two."""
    order = np.argsort(np.asarray(scores), kind="stable")
    ranks = np.empty(len(order))
    ranks[order] = np.arange(1, len(order) + 1)
    flags = np.asarray(same)
    right, wrong = int(flags.sum()), int((~flags).sum())
    return float((ranks[flags].sum() - right * (right + 1) / 2) / max(1, right * wrong))


def vectors(session: Session) -> list[str]:
    """AUC of reports' mean vectors over all pairs of a part of the story pool, told by story."""
    pool = list(rows(DATA / "stories" / "pool.jsonl.gz"))[:400]
    means = {
        "as shipped, in windows": _means(session, pool, alone=False),
        "sentence by sentence": _means(session, pool, alone=True),
    }
    first, second = np.triu_indices(len(pool), 1)
    same = [pool[i]["story"] == pool[j]["story"] for i, j in zip(first, second, strict=True)]
    lines = []
    for name, table in means.items():
        near = (table @ table.T)[first, second]
        lines.append(f"vectors        {name}: AUC {auc(near.tolist(), same):.4f} over {len(same)} pairs")
    return lines


def _means(session: Session, pool: Sequence[dict[str, Any]], *, alone: bool) -> Floats:
    """Each report's mean sentence vector, of unit length; ``alone`` gives every sentence a window of its own."""
    windows = []
    for number, row in enumerate(pool):
        text = row["text"][:4000]
        spans = corpora.line_spans(text)
        for part in [(s,) for s in spans] if alone else [spans]:
            windows += list(pack(session.tokenizer, number, text, part))
    sums = np.zeros((len(pool), 384), dtype=np.float32)
    for chosen, output in session.run(windows, "vectors"):
        for row_number, k in enumerate(chosen):
            window = windows[k]
            for sentence in {int(n) for n in window.sentences if n >= 0}:
                mean = output[row_number][: len(window.pieces)][window.sentences == sentence].mean(axis=0)
                sums[window.document] += mean / max(float(np.linalg.norm(mean)), 1e-9)
    table: Floats = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
    return table


def speed(session: Session) -> list[str]:
    """Pieces a second with the threads the session has, and the share of the machine's int8 rate that is."""
    news = list(
        corpora.tagged("worldwide", DATA / "entities" / "worldwide_dev.jsonl", tags="orig", scheme="worldwide")
    )[:40]
    windows = [lesson.window for lesson in cut(session, news)]
    pieces = sum(len(w.pieces) for w in windows)
    rates, decoded = [], []
    for _ in range(5):
        start = time.perf_counter()
        outputs = list(session.run(windows, "labels"))
        middle = time.perf_counter()
        for chosen, output in outputs:
            decode([windows[k] for k in chosen], output)
        rates.append(pieces / (middle - start))
        decoded.append(pieces / (time.perf_counter() - middle))
    products = int8_rate(session.threads)
    work = 6 * 2 * (4 * 384 * 384 + 2 * 384 * 1536)
    share = median(rates) * work / products
    return [
        f"speed          {median(rates):.0f} pieces/s through the network, {median(decoded):.0f} pieces/s decoded",
        f"               int8 matrix products alone: {products / 1e9:.0f} GOP/s; share of it reached {share:.2f}",
    ]


def int8_rate(threads: int) -> float:
    """Operations a second of a plain int8 matrix product of the encoder's size."""
    import onnxruntime
    from onnx import TensorProto, helper

    node = helper.make_node("MatMulInteger", ["a", "b"], ["c"])
    graph = helper.make_graph(
        [node],
        "product",
        [
            helper.make_tensor_value_info("a", TensorProto.UINT8, [2048, 384]),
            helper.make_tensor_value_info("b", TensorProto.INT8, [384, 1536]),
        ],
        [helper.make_tensor_value_info("c", TensorProto.INT32, [2048, 1536])],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)])
    model.ir_version = 10
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    run = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    dice = np.random.default_rng(1)
    feed = {
        "a": dice.integers(0, 255, (2048, 384), dtype=np.uint8),
        "b": dice.integers(-127, 127, (384, 1536), dtype=np.int8),
    }
    times = []
    for _ in range(9):
        start = time.perf_counter()
        run.run(None, feed)
        times.append(time.perf_counter() - start)
    return 2 * 2048 * 384 * 1536 / median(times)


def invariance(session: Session) -> list[str]:
    """Whether numbers depend on the batch: each window alone, in small batches, and in the other order."""
    news = list(corpora.wikinews(DATA, LABELS, held_back=True))[:10]
    windows = [lesson.window for lesson in cut(session, news)]
    whole = _by_window(session, windows, 2048)
    alone = _by_window(session, windows, 1)
    turned = _by_window(session, windows[::-1], 700)[::-1]
    apart = [
        max(float(np.abs(a - b).max()), float(np.abs(a - c).max()))
        for a, b, c in zip(whole, alone, turned, strict=True)
    ]
    return [f"invariance     greatest difference between batches: {max(apart)} over {len(windows)} windows"]


def _by_window(session: Session, windows: Sequence[Any], pieces: int) -> list[Floats]:
    found: dict[int, Floats] = {}
    for chosen, output in session.run(windows, "labels", pieces):
        for row, k in enumerate(chosen):
            found[k] = output[row, : len(windows[k].pieces)]
    return [found[k] for k in range(len(windows))]


def main() -> int:
    """Prints the figures; 0 also when the data is absent."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--model", type=Path, help="a folder with model.onnx and tokenizer.json")
    cli.add_argument("--against", type=Path, help="another one to print beside it")
    cli.add_argument("--threads", type=int, default=1)
    for part in ("speed", "vectors", "invariance"):
        cli.add_argument(f"--{part}", action="store_true", help="only this")
    args = cli.parse_args()
    if not DATA.exists():
        print("../shared is not here: nothing measured.")
        return 0
    shipped = Path(str(files("tellings.engines.encoder") / "shipped"))
    parts = [_PARTS[name] for name in _PARTS if getattr(args, name)] or [figures, vectors, speed, invariance]
    for folder in [args.model or shipped, *([args.against] if args.against else [])]:
        session = Session(folder, args.threads)
        print(f"{folder.name}: {(folder / 'model.onnx').stat().st_size / 1e6:.1f} MB")
        for measured in parts:
            print("\n".join(measured(session)))
    return 0


_PARTS = {"speed": speed, "vectors": vectors, "invariance": invariance}

if __name__ == "__main__":
    sys.exit(main())
