"""What pages keep in memory."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tellings.web.state import Cache, Events

WAITING = 8


def test_a_piece_that_several_want_is_made_once() -> None:
    cache, begun, go_on = Cache(), threading.Event(), threading.Event()
    made: list[int] = []

    def make() -> int:
        made.append(1)
        begun.set()
        assert go_on.wait(10)
        return 7

    with ThreadPoolExecutor(WAITING) as pool:
        first = pool.submit(cache.get, "a", make)
        assert begun.wait(10)
        others = [pool.submit(cache.get, "a", make) for _ in range(WAITING - 1)]
        go_on.set()
        assert [one.result(10) for one in (first, *others)] == [7] * WAITING
    assert made == [1]


def test_what_could_not_be_made_is_tried_again() -> None:
    cache = Cache()
    with pytest.raises(ZeroDivisionError):
        cache.get("a", lambda: 1 / 0)

    assert cache.get("a", lambda: 7.0) == 7.0


def test_a_piece_may_be_made_of_others() -> None:
    cache = Cache()

    assert cache.get("a", lambda: cache.get("b", lambda: 3) + 1) == 4


def test_what_was_not_wanted_longest_goes() -> None:
    cache = Cache(2)
    for key in "abac":
        cache.get(key, lambda key=key: key)  # type: ignore[misc]

    assert cache.get("a", lambda: "new") == "a"
    assert cache.get("b", lambda: "new") == "new"


def test_heavy_pieces_make_room_for_fewer() -> None:
    cache = Cache(10, len)
    for key, piece in (("a", "aaaa"), ("b", "bbbb"), ("c", "ccccc")):
        cache.get(key, lambda piece=piece: piece)  # type: ignore[misc]

    assert not cache.holds("a")
    assert cache.holds("b")
    assert cache.holds("c")
    # One that is heavier than all there may be is handed over and not kept.
    assert cache.get("d", lambda: "d" * 11) == "d" * 11
    assert not cache.holds("d")
    assert cache.get("e", lambda: "eeee") == "eeee"
    assert cache.holds("e")


def test_events_reach_who_listens_until_they_stop() -> None:
    events, heard = Events(), list[object]()
    stop = events.listen(heard.append)
    events.publish(1)
    stop()
    events.publish(2)

    assert heard == [1]
    events.listen(heard.append)
    events.close()
    assert heard == [1, None]
    assert events.closed
