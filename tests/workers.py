"""Work that mappers are tested with. It stands by itself, since workers of their own processes import it."""

import os
import pickle
import signal
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

from tellings.engines.faults import pack_fault
from tellings.engines.ray_driver import NotBegunError


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


def drive_late(line: Connection, address: str | None, workers: int | None, gpus: float) -> None:
    """In place of ``ray_driver.drive``: Ray begins at the third try, and its machine goes down over a 9."""
    tries = Path(os.environ["TELLINGS_TRIES"])
    number = len(list(tries.iterdir()))
    (tries / str(number)).touch()
    if number < 2:
        line.send_bytes(pack_fault(NotBegunError("the machine is busy")))
        return
    line.send_bytes(pickle.dumps((True, 2)))
    work = pickle.loads(line.recv_bytes())()
    for packed in list(iter(line.recv_bytes, b"")):
        item = pickle.loads(packed)
        if item == 9:
            os._exit(7)
        line.send_bytes(pickle.dumps((True, work(item))))
