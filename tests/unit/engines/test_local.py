"""A process that dies before it runs our code is told as lost, however much it was to be given."""

import shutil
from collections.abc import Callable
from functools import partial
from multiprocessing import resource_tracker, spawn
from threading import Thread

import pytest

from tellings.engines.local import LocalMapper
from tellings.errors import TellingsError


def _begin(given: bytes) -> Callable[[int], int]:
    return len(given).__add__


def test_a_process_that_dies_at_once_does_not_hold_up_its_start(monkeypatch: pytest.MonkeyPatch) -> None:
    dies = shutil.which("false")
    if dies is None:
        pytest.skip("no program that ends at once")
    # Begun by the same program as the processes, and not what this is about.
    resource_tracker.ensure_running()
    monkeypatch.setattr(spawn, "_python_exe", dies.encode())
    told: list[TellingsError] = []

    def work() -> None:
        try:
            # More than a pipe holds.
            list(LocalMapper(2).map(partial(_begin, bytes(1_000_000)), [1]))
        except TellingsError as err:
            told.append(err)

    thread = Thread(target=work, daemon=True)
    thread.start()
    thread.join(30)

    assert not thread.is_alive()
    assert "lost 3 times" in str(told[0])


def test_what_is_much_to_hand_over_arrives() -> None:
    assert list(LocalMapper(2).map(partial(_begin, bytes(1_000_000)), [1, 2])) == [1_000_001, 1_000_002]
