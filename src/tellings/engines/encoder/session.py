"""The shipped file, opened once and run: windows in, numbers out."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from tellings.engines.encoder.windows import PAD, Window

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Floats = npt.NDArray[np.float32]
PIECES = 2048
"""Padded pieces a batch: larger ones are slower, since they leave the cache (``python -m bench.encoder --batches``)."""


class Session:
    """An encoder in a folder: ``model.onnx`` and ``tokenizer.json``; ``threads`` 0 takes all cores."""

    def __init__(self, folder: Path, threads: int = 0) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # The file is mapped, not read: weights are shared by all processes of a machine.
        options.add_session_config_entry("session.use_env_allocators", "0")
        self._run = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._only = onnxruntime.RunOptions()
        self._only.add_run_config_entry("memory.enable_memory_arena_shrinkage", "")
        self._only.only_execute_path_to_fetches = True
        self.tokenizer: Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))

    def run(self, windows: Sequence[Window], output: str, pieces: int = PIECES) -> Iterator[tuple[list[int], Floats]]:
        """Numbers for windows, in batches of like length: (their indices, float32 [batch, length, width]).

        ``output`` is ``labels`` or ``vectors``; only that half is computed.
        """
        shelves: dict[int, list[int]] = {}
        for k, window in enumerate(windows):
            shelves.setdefault(window.padded(), []).append(k)
        for length, members in sorted(shelves.items()):
            size = max(1, pieces // length)
            for at in range(0, len(members), size):
                chosen = members[at : at + size]
                feed = _feed([windows[k] for k in chosen], length, self.tokenizer.token_to_id(PAD))
                yield chosen, self._run.run([output], feed, self._only)[0]


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
