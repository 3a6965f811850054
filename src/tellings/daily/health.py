"""How a library and what works at it stand, for whoever looks after servers."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from tellings.errors import TellingsError
from tellings.model.library import Source
from tellings.model.service import Health, HealthState, Look, Standing
from tellings.ports import Store

MOST = 100_000
"""Things that wait are counted so far: more makes no difference to anybody, and counting it takes time."""

LATE = timedelta(hours=1)
"""A source that was due this long ago is not asked by anybody: four times the longest pause between rounds."""

LEAST_FREE = 512 << 20
"""Bytes that should be free on the disk of the library: a day of a large newsroom, so that somebody can see to it."""


@dataclass(frozen=True, slots=True)
class Measured:
    """The library in figures: counts by name and label, when a source was asked last (since 1970), free bytes."""

    counts: dict[str, dict[str, int]]
    asked: float
    free: int | None


def find_health(store: Store, *, now: datetime) -> Health:
    """Whether the library can be used, is of the right schema, has room, and is kept up to date.

    A late watch or a full disk is told ("degraded"): pages can be read all the same.
    """
    try:
        standing = store.find_standing(most=1)
        sources = store.list_sources()
    except Exception as err:  # whoever asks for the health is told, whatever it is
        words = (
            str(err).partition("\n")[0]
            if isinstance(err, TellingsError)
            else f"it cannot be used ({type(err).__name__})"
        )
        return Health("failing", (Look("database", "failing", words),))
    looks = (Look("database", "ok"), _look_at_schema(standing), _look_at_disk(standing), _look_at_watch(sources, now))
    states = {look.state for look in looks}
    status: HealthState = "failing" if "failing" in states else "degraded" if "degraded" in states else "ok"
    return Health(status, looks)


def _look_at_schema(standing: Standing) -> Look:
    if standing.current:
        return Look("schema", "ok")
    return Look("schema", "failing", "another version of tellings changed the library: begin this process anew with it")


def _look_at_disk(standing: Standing) -> Look:
    if standing.free is None or standing.free >= LEAST_FREE:
        return Look("disk", "ok")
    return Look("disk", "degraded", f"{standing.free >> 20:,} MiB are free on the disk of the library")


def _look_at_watch(sources: tuple[Source, ...], now: datetime) -> Look:
    late = sum(not one.paused and one.next_poll is not None and now - one.next_poll > LATE for one in sources)
    if not late:
        return Look("watch", "ok")
    return Look("watch", "degraded", f"{late:,} sources were due more than an hour ago: does tellings watch run?")


def measure(store: Store, *, now: datetime) -> Measured:
    """How much the library holds, what waits in it, what failed, and how its sources stand."""
    standing = store.find_standing(most=MOST)
    sources = store.list_sources()
    states = {"paused": 0, "failing": 0, "late": 0, "well": 0}
    for one in sources:
        late = one.next_poll is not None and now - one.next_poll > LATE
        states["paused" if one.paused else "failing" if one.failures else "late" if late else "well"] += 1
    counts = {
        "library": {kind: count for kind, count in asdict(store.count()).items() if count is not None},
        "waiting": {"unread": standing.unread, "ungrouped": standing.ungrouped, "stale": standing.stale},
        "dead_letters": {"failed": standing.failed, "aside": standing.aside},
        "sources": states,
    }
    asked = max((one.polled_at.timestamp() for one in sources if one.polled_at), default=0.0)
    return Measured(counts, asked, standing.free)
