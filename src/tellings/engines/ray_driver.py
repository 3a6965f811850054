"""The process that speaks with Ray: it takes items from the line, has Ray do them, and answers in their order."""

import os
import pickle
import secrets
import signal
import socket
import sys
from collections import Counter
from collections.abc import Callable, Generator, Sequence
from contextlib import closing, suppress
from multiprocessing import parent_process
from multiprocessing.connection import Connection
from threading import Thread
from typing import Any
from uuid import uuid4

from tellings.engines.faults import pack_fault
from tellings.engines.local import LOSSES
from tellings.engines.parts import load_package
from tellings.errors import MissingPart, TellingsError

PATIENCE = 10.0
"""Seconds a cluster has to answer at all."""
CLIENT = "ray://"
"""What the address of a cluster begins with that is only reached as a client: Ray Data does not work from there."""


class NotBegunError(TellingsError):
    """Ray did not begin on this machine; it gives up after 30 seconds, which a busy machine may take."""


def drive(line: Connection, address: str | None, workers: int | None, gpus: float) -> None:
    """Answers first with the number of workers, then each list of items with one answer an item, until nobody listens.

    A list is ``begin`` as ``ports.Mapper`` has it, the items, and an empty message, each pickled by itself. An answer
    is ``(True, result)`` or ``(False, error)``, pickled; after an error nothing more is answered of the list.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_leave_with_parent, daemon=True).start()
    _be_quiet()
    try:
        ray = _join(address, workers)
        workers = workers or max(1, int(ray.cluster_resources().get("CPU", 1)))
        ledger = ray.remote(num_cpus=0, max_restarts=-1, max_task_retries=-1)(_Ledger).remote()
        line.send_bytes(pickle.dumps((True, workers)))
        with suppress(EOFError):
            while True:
                begin = line.recv_bytes()
                items = list(iter(line.recv_bytes, b""))
                given = (begin, ledger)
                there = address is not None and address.startswith(CLIENT)
                _answer(line, _map_there(given, items, workers, gpus) if there else _map(given, items, workers, gpus))
        ray.shutdown()
    except (BrokenPipeError, ConnectionResetError):  # nobody listens
        return
    except Exception as err:
        with suppress(OSError):
            line.send_bytes(pack_fault(_told(err)))


def _answer(line: Connection, answers: Generator[tuple[bool, bytes], None, None]) -> None:
    with closing(answers):
        for well, answer in answers:
            line.send_bytes(answer)
            if not well:
                return


def _be_quiet() -> None:
    """Nothing of Ray's comes out among what the user asked for; it keeps its own logs in the folder of its session."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    os.environ["RAY_DATA_DISABLE_PROGRESS_BARS"] = "1"


def _join(address: str | None, workers: int | None) -> Any:
    """Ray, begun or joined."""
    settings: dict[str, Any] = {"address": address or "local", "log_to_driver": False}
    if address is None:
        settings |= {"num_cpus": workers, "include_dashboard": False}
        # Ray listens on every network of the machine: whoever has not this secret is turned away. It looks for it
        # while it is imported.
        os.environ |= {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(32)}
        # Workers on this machine import what this process can.
        os.environ["PYTHONPATH"] = os.pathsep.join(path or os.curdir for path in sys.path)
    ray = load_package("ray", "ray")
    load_package("ray.data", "ray")
    load_package("pyarrow", "ray")
    if address is not None:
        _knock(address)
    try:
        ray.init(**settings)
    except Exception as err:  # Ray raises what it likes: ConnectionError, ValueError, RuntimeError, TimeoutError
        reason = f"{type(err).__name__}: {str(err)[:300]}"
        if address is None:
            raise NotBegunError(f"Ray does not begin on this machine: {reason}") from err
        raise TellingsError(
            f"the Ray cluster at {address} cannot be joined: {reason}\n"
            "Is it up, with the same versions of Ray and Python, and is its token at hand? See: ray status"
        ) from err
    return ray


def _knock(address: str) -> None:
    """Ray itself tries for minutes to reach a cluster that is not there."""
    host, _, port = address.removeprefix(CLIENT).rpartition(":")
    if not host:  # auto
        return
    try:
        socket.create_connection((host.strip("[]"), int(port)), timeout=PATIENCE).close()
    except (OSError, OverflowError) as err:
        raise TellingsError(
            f"nothing answers at {address}: {err}.\nGive the address that ray start printed on the head of the cluster."
        ) from err


def _map(
    given: tuple[Any, ...], items: Sequence[bytes], workers: int, gpus: float
) -> Generator[tuple[bool, bytes], None, None]:
    """For each item whether it went well, and the answer; ``given`` is what the workers are made with."""
    arrow, data = load_package("pyarrow", "ray"), load_package("ray.data", "ray")
    # A table of one row is one piece of work to Ray Data.
    tables = [arrow.table({"number": [n], "item": arrow.array([x], arrow.large_binary())}) for n, x in enumerate(items)]
    done = data.from_arrow(tables).map_batches(
        _Worker,
        fn_constructor_args=(uuid4().hex, *given),
        batch_size=1,
        batch_format="pyarrow",
        # What waits behind a busy worker is not done by an idle one.
        compute=data.ActorPoolStrategy(size=min(workers, len(items)), max_tasks_in_flight_per_actor=1),
        num_cpus=1,
        num_gpus=gpus or None,
    )
    done.context.execution_options.preserve_order = True
    for table in done.iter_batches(batch_size=None, batch_format="pyarrow", prefetch_batches=0):
        for row in table.to_pylist():
            yield row["well"], row["answer"]


def _map_there(
    given: tuple[Any, ...], items: Sequence[bytes], workers: int, gpus: float
) -> Generator[tuple[bool, bytes], None, None]:
    """As ``_map``, which an actor on the cluster does in place of this process; it ends with the generator."""
    ray = load_package("ray", "ray")
    there = ray.remote(num_cpus=0)(_There).remote(given, items, workers, gpus)
    try:
        while (answer := ray.get(there.take.remote())) is not None:
            yield answer
    finally:
        ray.kill(there)


def _told(err: Exception) -> Exception:
    """An error of Ray's as one of ours."""
    if isinstance(err, TellingsError | MissingPart):
        return err
    lines = [line for line in str(err).splitlines() if line.strip()]
    reason = f"{type(err).__name__}: {lines[-1][:300] if lines else ''}"
    return TellingsError(f"Ray gave the work up ({reason}).\nWhat was done before stands. See: ray status")


class _Ledger:
    """How often each item was begun: Ray Data itself tries one that kills its workers for ever."""

    def __init__(self) -> None:
        self._begun: Counter[tuple[str, int]] = Counter()

    def begin(self, run: str, number: int) -> int:
        """Counts one more try of the item; which try it is."""
        self._begun[run, number] += 1
        return self._begun[run, number]


class _There:
    """What speaks with Ray Data on the cluster, for a process that is a client of it."""

    def __init__(self, given: tuple[Any, ...], items: Sequence[bytes], workers: int, gpus: float) -> None:
        self._answers = _map(given, items, workers, gpus)

    def take(self) -> tuple[bool, bytes] | None:
        """The next answer; ``None`` when there are no more."""
        return next(self._answers, None)


class _Worker:
    """What an actor of Ray Data does: a table of one item to a table of one answer."""

    def __init__(self, run: str, begin: bytes, ledger: Any) -> None:
        self._run = run
        self._begin = begin
        self._ledger = ledger
        self._work: Callable[[Any], Any] | None = None

    def __call__(self, table: Any) -> Any:
        ray, arrow = load_package("ray", "ray"), load_package("pyarrow", "ray")
        number = table.column("number")[0].as_py()
        well = False
        try:
            if ray.get(self._ledger.begin.remote(self._run, number)) > LOSSES:
                raise TellingsError(
                    f"A worker of Ray was lost {LOSSES} times over the same piece of work: it ran out of memory, or "
                    "was killed.\nWhat was done before stands. Run it again with fewer workers, or without the input "
                    "that takes so much."
                )
            self._work = self._work or pickle.loads(self._begin)()
            answer = pickle.dumps((True, self._work(pickle.loads(table.column("item")[0].as_buffer()))))
            well = True
        except Exception as err:
            answer = pack_fault(err)
        return arrow.table({"well": [well], "answer": arrow.array([answer], arrow.large_binary())})


def _leave_with_parent() -> None:
    """Ends this process, and Ray with it, when the one that asked for the work is gone."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)  # Ray ends its own processes on it
