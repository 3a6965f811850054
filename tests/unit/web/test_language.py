"""Reading takes turns: a few wait, the rest are sent away, and pages keep their threads."""

import threading
from contextlib import ExitStack

import pytest

from tellings.errors import LibraryError
from tellings.web.language import QUEUE, Language


def test_the_recogniser_is_loaded_once_and_handed_on() -> None:
    language = Language()
    with language.read() as first:
        pass
    with language.read() as second, language.add() as adding:
        assert first is second
        assert adding.name == first.name
    with language.read(model=False) as rules:
        assert rules.name == "rules"


def test_who_has_waited_long_enough_is_told_to_come_again() -> None:
    language = Language(patience=0.01)
    with language.read(model=False), pytest.raises(LibraryError, match="Try again"), language.read(model=False):
        pass
    with language.read(model=False):
        pass


def test_only_a_few_wait() -> None:
    language = Language(patience=5)
    started, done = threading.Semaphore(0), threading.Event()
    with ExitStack() as held:
        held.enter_context(language.add(model=False))

        def wait() -> None:
            started.release()
            with language.add(model=False):
                done.set()

        waiting = [threading.Thread(target=wait, daemon=True) for _ in range(QUEUE)]
        for thread in waiting:
            thread.start()
            started.acquire()
        while language._adding._places._value:  # until the last of them has its place
            done.wait(0.001)
        with pytest.raises(LibraryError, match="adding other reports"), language.add(model=False):
            pass
        assert not done.is_set()
    for thread in waiting:
        thread.join(5)
    assert done.is_set()
