"""Work that mappers are tested with. It stands by itself, since workers of their own processes import it."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path


def begin_squares(folder: Path) -> Callable[[int], tuple[int, int]]:
    """Squares and who made them; writes down where it was begun, which must not be twice in one process."""
    (folder / f"begun-{os.getpid()}").touch(exist_ok=False)
    return _square


def _square(number: int) -> tuple[int, int]:
    time.sleep(0.02 * (number % 3))  # later ones may be done first
    return number * number, os.getpid()


def begin_failing() -> Callable[[int], int]:
    """Fails at 2."""
    return _fail


def _fail(number: int) -> int:
    if number == 2:
        raise LookupError("two", number)
    return number


def fail_to_begin() -> Callable[[int], int]:
    """Never begins."""
    raise LookupError("nothing to begin with")


def begin_killed(folder: Path, times: int) -> Callable[[int], int]:
    """Work in which 3 kills its process, so many times."""

    def work(number: int) -> int:
        tries = folder / f"try-{len(list(folder.glob('try-*')))}"
        if number == 3 and len(list(folder.glob("try-*"))) < times:
            tries.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    return work


def alive(pid: int) -> bool:
    """Whether the process runs still; one that ended and was not waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
