"""The shipped files, opened once and run: windows in, numbers out.

Weights lie beside the graph in a file of their own, which ONNX Runtime maps into memory rather than reads.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from tellings.engines.encoder.pieces import WordPieces, read_pieces
from tellings.engines.encoder.windows import PAD, Window, number_of
from tellings.engines.parts import load_package, need_file

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

Floats = npt.NDArray[np.float32]
PIECES = 2048
"""Padded pieces a batch: larger ones are slower, since they leave the cache (``python -m bench.encoder --batches``)."""


FILES = ("model.onnx", "weights.bin", "tokenizer.json")


class Session:
    """An encoder in a folder: ``model.onnx``, ``weights.bin`` and ``tokenizer.json``; ``threads`` 0 takes all cores.

    Raises:
        MissingPart: when a package it runs on does not load.
        UsageError: when a file is missing, or the tokenizer is none of the encoder's.
    """

    def __init__(self, folder: Path, threads: int = 0) -> None:
        self.threads = threads
        onnxruntime = load_package("onnxruntime")
        for name in FILES:
            need_file(folder, [name], "a part of the encoder")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._run: InferenceSession = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._only = onnxruntime.RunOptions()
        self._only.only_execute_path_to_fetches = True
        self.tokenizer: WordPieces = read_pieces(folder / "tokenizer.json")

    def run(self, windows: Sequence[Window], output: str, pieces: int = PIECES) -> Iterator[tuple[list[int], Floats]]:
        """Numbers for windows, in batches of like length: (their indices, float32 [batch, length, width]).

        ``output`` is ``labels`` or ``vectors``; only that half is computed, and once for windows that hold the same:
        copies of a wire report are 15 of 100 windows of a day's story.
        """
        twins: dict[tuple[bytes, bytes], list[int]] = {}
        for k, window in enumerate(windows):
            twins.setdefault((window.pieces.tobytes(), window.shapes.tobytes()), []).append(k)
        shelves: dict[int, list[list[int]]] = {}
        for same in twins.values():
            shelves.setdefault(windows[same[0]].padded(), []).append(same)
        for length, members in sorted(shelves.items()):
            size = max(1, pieces // length)
            for at in range(0, len(members), size):
                alike = members[at : at + size]
                feed = _feed([windows[same[0]] for same in alike], length, number_of(self.tokenizer, PAD))
                numbers = self._run.run([output], feed, self._only)[0]
                placed = [(row, k) for row, same in enumerate(alike) for k in same]
                for begin in range(0, len(placed), size):
                    part = placed[begin : begin + size]
                    yield [k for _, k in part], numbers[[row for row, _ in part]]


def _feed(windows: Sequence[Window], length: int, pad: int) -> dict[str, Any]:
    pieces = np.full((len(windows), length), pad, dtype=np.int64)
    shapes = np.zeros((len(windows), length), dtype=np.int64)
    present = np.zeros((len(windows), length), dtype=np.float32)
    for row, window in enumerate(windows):
        n = len(window.pieces)
        pieces[row, :n] = window.pieces
        shapes[row, :n] = window.shapes
        present[row, :n] = 1
    return {"pieces": pieces, "shapes": shapes, "present": present}


@lru_cache(maxsize=2)
def shipped(threads: int = 0) -> Session:
    """The encoder that comes with the package, opened at first use."""
    with as_file(files("tellings.engines.encoder") / "shipped") as folder:
        return Session(folder, threads)
