"""Threads that the end of the process does not wait for."""

import os
import sys
import threading
from collections.abc import Callable
from typing import NoReturn

_NAME = "aside"

_MOMENT = 0.2
"""Seconds for a thread that has given its result and is about to end."""


def begin_aside(work: Callable[[], None]) -> None:
    """Begins the work in a thread of its own."""
    threading.Thread(target=work, name=_NAME, daemon=True).start()


def leave(code: int) -> NoReturn:
    """Ends the process with the code, at once where a thread is still at work.

    Python ends such a thread when it comes back from C++ code, and that aborts the process (seen with the ONNX
    runtime): with it, Python's own way out is not taken. All that was opened is closed by then.
    """
    for thread in threading.enumerate():
        if thread.name == _NAME:
            thread.join(_MOMENT)
            if thread.is_alive():
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(code)
    sys.exit(code)
