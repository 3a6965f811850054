"""What the daily use of a library prints: counts of what was added, changes of stories, hits of a search."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from tellings.model.document import Skipped
from tellings.model.library import Hit, LoggedFetch, SourceKind
from tellings.model.story import MoveKind


@dataclass(frozen=True, slots=True)
class Progress:
    """How far something long has come: ``task`` in words, ``done`` of ``total`` (``None`` where it is not known)."""

    task: str
    done: int
    total: int | None = None
    reports: int = 0
    known: int = 0
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class StoryChange:
    """One change of one story, as ``tellings watch`` prints it: what happened, by which reports, and why.

    ``other`` is the story that was merged into this one, or that left it, or the report whose text was carried.
    """

    format: Literal["tellings-change/1"] = field(default="tellings-change/1", kw_only=True)
    at: datetime
    kind: MoveKind
    story: str
    title: str
    documents: tuple[str, ...]
    why: str
    other: str | None = None


@dataclass(frozen=True, slots=True)
class ReasonCount:
    """A reason for which inputs were left out, and how many were."""

    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class Added:
    """What ``tellings add`` and one round of ``tellings watch`` did.

    ``reports`` came in new, ``known`` were there already. ``followed`` are the addresses of the feeds and sitemaps that
    ``watch`` will ask from now on. ``left_out`` counts what could not be read, ``reasons`` how often for which reason;
    ``skipped`` lists the first of them. ``briefs`` counts the briefs made anew.
    """

    format: Literal["tellings-added/1"] = field(default="tellings-added/1", kw_only=True)
    library: str
    reports: int
    known: int
    followed: tuple[str, ...]
    stories_begun: int
    stories_changed: int
    stories_merged: int
    stories_split: int
    briefs: int
    told: int
    left_out: int
    reasons: tuple[ReasonCount, ...]
    skipped: tuple[Skipped, ...]
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Hits:
    """What ``tellings search`` prints: the query as it was understood, and what meets it, in the order asked for."""

    format: Literal["tellings-hits/1"] = field(default="tellings-hits/1", kw_only=True)
    query: str
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source as ``tellings sources`` lists it: when it was last asked and is due, how often in a row it failed.

    ``reports`` is how many different reports it gave, as far as the fetch log goes back. ``fault`` is the last failure.
    """

    address: str
    kind: SourceKind
    title: str
    added_at: datetime | None
    asked_at: datetime | None
    due_at: datetime | None
    failures: int
    fault: str
    paused: bool
    reports: int


@dataclass(frozen=True, slots=True)
class SourcesRecord:
    """What ``tellings sources list`` prints: what the library follows, by address."""

    format: Literal["tellings-sources/1"] = field(default="tellings-sources/1", kw_only=True)
    library: str
    sources: tuple[SourceLine, ...]


@dataclass(frozen=True, slots=True)
class FetchesRecord:
    """What ``tellings sources log`` prints: fetches and refusals with their reasons, the latest first."""

    format: Literal["tellings-fetches/1"] = field(default="tellings-fetches/1", kw_only=True)
    library: str
    fetches: tuple[LoggedFetch, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """What a watchlist tells a webhook or a mail command: hits that were not told before.

    ``key`` stays the same when the same notice has to be sent again.
    """

    format: Literal["tellings-notice/1"] = field(default="tellings-notice/1", kw_only=True)
    key: str
    watchlist: str
    query: str
    at: datetime
    hits: tuple[Hit, ...]
