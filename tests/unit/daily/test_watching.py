"""The feeds watched by a process beside the server."""

import multiprocessing
import threading
import time
from pathlib import Path

from tellings.daily.watching import Watched, Watcher, _Event
from tellings.errors import LibraryError
from tellings.library.open import open_library
from tellings.library.store import Library
from tests.shelf import NOON

SECONDS = 60


def test_what_stands_in_the_way_is_said_once_and_tried_again(tmp_path: Path) -> None:
    said: list[str] = []
    heard = threading.Event()

    def say(words: str) -> None:
        said.append(words)
        heard.set()

    watcher = Watcher(Watched(str(tmp_path / "none" / "library.txt"), model=False), print, say, again=0.01)
    (tmp_path / "none").mkdir()
    (tmp_path / "none" / "library.txt").write_text("no library", encoding="utf-8")
    watcher.start()
    assert heard.wait(SECONDS)
    watcher.stop()

    assert len(said) == 1
    assert "library.txt" in said[0]


def _is_watched(library: Library) -> bool:
    try:
        with library.alone("watch", wait=0):
            return False
    except LibraryError:
        return True


def test_one_process_watches_and_leaves_when_told(tmp_path: Path) -> None:
    with open_library(tmp_path / "library.db", now=NOON) as library:
        watcher = Watcher(Watched(str(tmp_path / "library.db"), model=False), print, print)
        watcher.start()
        until = time.monotonic() + SECONDS
        while not _is_watched(library) and time.monotonic() < until:
            time.sleep(0.02)
        assert _is_watched(library)
        watcher.stop()
        assert not _is_watched(library)


def test_what_the_process_tells_is_heard_by_the_server() -> None:
    heard: list[object] = []
    ours, theirs = multiprocessing.Pipe()
    watcher = Watcher(
        Watched(None), lambda changes: None, lambda words: None, hear=lambda *a, **f: heard.append((a, f))
    )
    theirs.send(_Event("round", "info", {"reports": 2}))
    theirs.close()
    watcher._listen(ours, multiprocessing.current_process())

    assert heard == [(("round", "info"), {"reports": 2})]
