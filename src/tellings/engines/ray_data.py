"""Work on the machines of a Ray cluster, or through Ray on this one: Ray Data with one actor a core or GPU.

Ray writes to the standard output and error of the process that uses it, takes over its logging and signals, and may end
it when the cluster is gone. So it gets a process of its own: ``ray_driver``.
"""

import pickle
import re
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Any, TypeVar

from tellings.engines.local import hold_keyboard_off
from tellings.engines.ray_driver import NotBegunError, drive
from tellings.errors import TellingsError, UsageError

Item = TypeVar("Item")
Result = TypeVar("Result")

ROUND = 16
"""Items for each worker that are taken at once where nobody says how many there are."""
ATTEMPTS = 3
"""Times that a Ray of our own is begun: it gives up after 30 seconds, which a busy machine may take."""
_LEAVING = 20.0
"""Seconds Ray has to end before it is killed; it takes one or two."""
_ADDRESS = re.compile(r"auto|(ray://)?(\[[0-9a-fA-F:.]+\]|[\w.-]+):\d{1,5}")


class RayMapper:
    """A ``ports.Mapper`` on Ray, which is begun or joined when there is work.

    ``address`` is that of a cluster ("auto", "HOST:PORT", "ray://HOST:PORT"); without it a Ray of its own begins on
    this machine and ends with ``close``. Each of the ``workers`` takes one core, and so many ``gpus`` (a part of one
    may do); without a number there are as many as the cluster has cores.

    Ray replaces lost actors and machines, and what they had under way is done again.
    """

    name = "ray"

    def __init__(self, address: str | None = None, workers: int | None = None, *, gpus: float = 0.0) -> None:
        if workers is not None and workers < 1:
            raise UsageError(f"work needs one worker at least, not {workers}.")
        if address is not None and not _ADDRESS.fullmatch(address):
            raise UsageError(
                f"{address[:80]!r} is no address of a Ray cluster.\nGive HOST:PORT of its head, ray://HOST:PORT, or "
                "auto on a machine of the cluster. Without an address Ray runs on this machine alone."
            )
        self._asked = (address, workers, gpus)
        self._driver: _Driver | None = None

    def __enter__(self) -> "RayMapper":
        return self

    def __exit__(self, kind: type[BaseException] | None, err: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    @property
    def workers(self) -> int:
        """How many there are; asks the cluster where no number was given."""
        return self._asked[1] or self._joined().workers

    def close(self) -> None:
        """Leaves the cluster, or ends the Ray that was begun here; more work begins or joins it anew."""
        if self._driver:
            self._driver.close()
        self._driver = None

    def map(
        self, begin: Callable[[], Callable[[Item], Result]], items: Iterable[Item]
    ) -> Generator[Result, None, None]:
        """See ``ports.Mapper``.

        Ray Data wants to know all its input when it begins. Items that are a sequence are handed to it so, and
        ``begin`` is called once in each worker; of an iterator it gets ``ROUND`` items a worker at a time, and each
        time other workers begin.

        Raises:
            MissingPart: when Ray is not installed.
            TellingsError: when no cluster answers at the address, or workers are lost over one item again and again.
        """
        packed = pickle.dumps(begin)
        for some in _by_round(items, lambda: ROUND * self.workers):
            yield from self._map_round(packed, some)

    def _map_round(self, begin: bytes, items: Sequence[Any]) -> Iterator[Any]:
        driver = self._joined()
        done = False
        try:
            driver.give(begin, items)
            for _ in items:
                well, value = driver.take()
                done = not well  # after an error nothing more comes
                if not well:
                    raise value
                yield value
            done = True
        finally:
            if not done:
                self._stop()

    def _joined(self) -> "_Driver":
        left = ATTEMPTS
        while not self._driver:
            try:
                self._driver = _Driver(*self._asked)
            except NotBegunError:
                left -= 1
                if not left:
                    raise
        return self._driver

    def _stop(self) -> None:
        """Ends what is under way with the process that asked for it."""
        if self._driver:
            self._driver.end()
        self._driver = None


def _by_round(items: Iterable[Item], size: Callable[[], int]) -> Iterator[Sequence[Item]]:
    if isinstance(items, Sequence):
        if items:
            yield items
        return
    left = iter(items)
    while some := list(islice(left, size())):
        yield some


class _Driver:
    """The process that speaks with Ray, and the line to it."""

    def __init__(self, address: str | None, workers: int | None, gpus: float) -> None:
        context = get_context("spawn")
        self._line, theirs = context.Pipe()
        self._process = context.Process(
            target=drive, args=(theirs, address, workers, gpus), name="tellings with Ray", daemon=True
        )
        # Begun by a thread that does not hear Ctrl-C, the process never does: this one stops it.
        with ThreadPoolExecutor(1, initializer=hold_keyboard_off) as deaf, theirs:
            deaf.submit(self._process.start).result()
        try:
            well, value = self.take()
            if not well:
                self.close()
                raise value
        except BaseException:
            self.end()
            raise
        self.workers: int = value

    def give(self, begin: bytes, items: Sequence[Any]) -> None:
        """Hands a list of items over; ``take`` gives an answer for each."""
        try:
            self._line.send_bytes(begin)
            for item in items:
                self._line.send_bytes(pickle.dumps(item))
            self._line.send_bytes(b"")
        except OSError as err:
            raise _tell_gone(self._process) from err

    def take(self) -> tuple[bool, Any]:
        """Whether it went well, and what came of it or was raised; the last answer where it did not."""
        try:
            well, value = pickle.loads(self._line.recv_bytes())
        except (EOFError, OSError) as err:
            raise _tell_gone(self._process) from err
        return well, value

    def close(self) -> None:
        """Hangs up, and waits until Ray has ended."""
        self._line.close()
        self._process.join(_LEAVING)
        self.end()

    def end(self) -> None:
        """Ends the process, whatever it does."""
        self._line.close()
        self._process.terminate()
        self._process.join(_LEAVING)
        self._process.kill()
        self._process.join()


def _tell_gone(process: BaseProcess) -> TellingsError:
    process.join(_LEAVING)
    return TellingsError(
        f"The process that speaks with Ray ended (exit code {process.exitcode}): the cluster is gone, or it was killed."
        "\nWhat was done before stands. Look at the cluster with: ray status"
    )
