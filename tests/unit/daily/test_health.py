"""Whether the desk can do its work, and what needs a person."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tellings.daily import health
from tellings.daily.add import Desk, add
from tellings.daily.health import find_health, measure
from tellings.library.store import Library
from tellings.model.library import Source
from tellings.ports import Store
from tests.newsroom import MONDAY, Clock, write_lines


def say(store: Store, clock: Clock) -> dict[str, str]:
    """The state of each thing that is looked at, and of all."""
    found = find_health(store, now=clock())
    return {"": str(found.status), **{look.name: str(look.state) for look in found.looks}}


def test_a_library_that_is_well(store: Store, clock: Clock) -> None:
    assert say(store, clock) == {"": "ok", "database": "ok", "schema": "ok", "disk": "ok", "watch": "ok"}


def test_what_needs_a_person_takes_nobody_their_pages(
    store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = Source("https://a.example/feed", "feed", added_at=clock(), next_poll=clock() - timedelta(hours=2))
    store.keep_sources([late])
    one = say(store, clock)
    store.keep_sources([replace(late, paused=True)])
    paused = say(store, clock)
    monkeypatch.setattr(health, "LEAST_FREE", 1 << 80)

    assert (one[""], one["watch"]) == ("degraded", "degraded")
    assert paused[""] == "ok"
    assert say(store, clock)["disk"] == "degraded"


def test_a_library_that_cannot_be_used(store: Library, clock: Clock) -> None:
    with store.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    newer = say(store, clock)
    with store.writing() as connection:
        connection.exec_driver_sql("DROP TABLE sources")

    assert (newer[""], newer["schema"]) == ("failing", "failing")
    assert say(store, clock) == {"": "failing", "database": "failing"}


def test_what_the_figures_are_made_of(
    desk: Desk, store: Store, clock: Clock, tmp_path_factory: pytest.TempPathFactory
) -> None:
    add([str(write_lines(tmp_path_factory.mktemp("reports") / "a.jsonl", MONDAY))], desk)
    asked = clock()
    store.keep_sources(
        [
            Source("https://a.example/1", "feed", polled_at=asked, next_poll=asked),
            Source("https://a.example/2", "feed", polled_at=asked, next_poll=asked, failures=2),
            Source("https://a.example/3", "feed", next_poll=asked - timedelta(hours=2)),
            Source("https://a.example/4", "feed", paused=True),
        ]
    )
    found = measure(store, now=asked)

    assert found.counts["library"]["reports"] == 1
    assert found.counts["waiting"] == {"unread": 0, "ungrouped": 0, "stale": 0}
    assert found.counts["sources"] == {"paused": 1, "failing": 1, "late": 1, "well": 1}
    assert found.counts["dead_letters"] == {"failed": 0, "aside": 0}
    assert found.asked == asked.timestamp()
    assert found.free
