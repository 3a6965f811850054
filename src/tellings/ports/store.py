"""The library, and who may use the desk over it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Protocol

from tellings.model.accounts import Account, Pass
from tellings.model.brief import Brief
from tellings.model.document import Document
from tellings.model.library import (
    Arrival,
    Counts,
    FetchOutcome,
    Hit,
    HitKind,
    HitOrder,
    LoggedFetch,
    LoggedMove,
    Membership,
    Original,
    Query,
    Report,
    Review,
    Seen,
    Source,
    StoryLine,
    StoryOrder,
    Watchlist,
)
from tellings.model.reading import Reading
from tellings.model.service import Standing
from tellings.model.story import Fingerprint, Move, Story
from tellings.ports.letters import DeadLetters


class Accounts(Protocol):
    """Who may use the desk; part of the library, under the same promises as ``Store``."""

    def keep(self, account: Account) -> None:
        """Adds an account, or takes the place of the one of the same name; its passes stay."""

    def load(self, name: str) -> Account | None:
        """The account of this name."""

    def list_all(self) -> tuple[Account, ...]:
        """Accounts by name."""

    def drop(self, name: str) -> bool:
        """Whether there was such an account; its passes are gone with it."""

    def keep_pass(self, given: Pass) -> None:
        """Keeps a pass of an account, and throws away those that ran out before it was made."""

    def find_holder(self, digest: str, *, now: datetime) -> Account | None:
        """Whose pass this is, when it still counts."""

    def list_passes(self, name: str) -> tuple[Pass, ...]:
        """The passes of an account, by when they were made."""

    def drop_passes(self, name: str, digests: Iterable[str] | None = None) -> int:
        """How many passes of an account were taken away: these, or all of them."""

    def share_secret(self, name: str, fresh: bytes) -> bytes:
        """The secret that all processes at this library share under a name: the one first given."""

    def drop_secret(self, name: str) -> bool:
        """Whether there was such a secret; the next one given takes its place."""


class Store(Protocol):
    """The library: keeps everything that was read, and finds it again.

    Every method that changes something is one transaction that is on disk when it returns, and changes nothing when the
    same is kept already: it may be called again after a crash. Lists are sorted, ids that are not known are left out
    of what is loaded, and ids of stories that were merged into others lead to these for ever. Several processes may
    write at once; a server that goes away is waited for up to a minute.

    Raises:
        LibraryError: from any method, when the library is locked, read-only, full, damaged or gone.
        ValueError: when a time has no zone.
    """

    @property
    def where(self) -> str:
        """The file or address of the library, without its password."""
        ...

    @property
    def accounts(self) -> Accounts:
        """Who may use the desk."""
        ...

    @property
    def letters(self) -> DeadLetters:
        """What failed to be read."""
        ...

    def close(self) -> None:
        """Lets go of the library; a closed store cannot be used."""
        ...

    def alone(self, task: str, *, wait: float = 60.0) -> AbstractContextManager[None]:
        """While it is held no other process holds the same ``task`` of this library ("grouping", "watch").

        A process that dies lets go of it. LibraryError when it is not free within ``wait`` seconds; LostTaskError from
        ``apply_moves`` when the server that kept others off went away meanwhile: nothing was moved, take it up anew.
        """
        ...

    def taking_part(self, task: str) -> AbstractContextManager[None]:
        """While it is held ``await_others`` waits, in other processes, for this one to be done with the task."""
        ...

    def await_others(self, task: str, *, wait: float) -> bool:
        """Whether no process takes part in the task any more; waits for them, ``wait`` seconds at most."""
        ...

    # Reports and their bytes

    def keep(self, arrivals: Sequence[Arrival], *, now: datetime) -> tuple[str, ...]:
        """Ids of the reports that were not kept yet, in the order given; a known one gains what it lacked."""
        ...

    def find_kept(self, docs: Iterable[str]) -> frozenset[str]:
        """Those of the ids that are kept."""
        ...

    def find_removed(self, marks: Iterable[str] | None) -> Mapping[str, datetime]:
        """When what has these marks (see ``library.removal``) was removed for good, by mark; without ``marks`` all."""
        ...

    def find_page(self, address: str, data: bytes | None = None) -> tuple[str, ...]:
        """Ids of the reports kept from this canonical URL; with ``data``, only from these very bytes."""
        ...

    def load_documents(self, docs: Iterable[str]) -> tuple[Document, ...]:
        """The documents, by id."""
        ...

    def load_original(self, doc: str) -> Original | None:
        """The untouched bytes of a report; of its first arrival with bytes, where it came more than once."""
        ...

    def list_reports(
        self, *, story: str | None = None, since: date | None = None, limit: int | None = None, offset: int = 0
    ) -> Iterator[Report]:
        """Reports, newest first; of one story; published on or after ``since``; without the first ``offset``."""
        ...

    # Readings and fingerprints

    def keep_readings(self, readings: Sequence[Reading], *, now: datetime) -> None:
        """Keeps readings of kept reports, one for each ``made_by``, and makes their names and quotations searchable."""
        ...

    def load_readings(self, docs: Iterable[str], *, made_by: str | None = None) -> tuple[Reading, ...]:
        """The readings of the reports, by id: those of ``made_by``, or the one kept last."""
        ...

    def find_unread(self, made_by: str, *, limit: int | None = None) -> tuple[str, ...]:
        """Ids of the reports that have no reading of ``made_by``, in the order they came in."""
        ...

    def keep_fingerprints(self, fingerprints: Sequence[Fingerprint], *, now: datetime) -> None:
        """Keeps one fingerprint for each kept report; a new one takes the place of the old."""
        ...

    def load_fingerprints(
        self, docs: Iterable[str] | None = None, *, since: date | None = None
    ) -> Iterator[Fingerprint]:
        """Fingerprints by day and id; those without a day first. ``since`` leaves out what is dated earlier."""
        ...

    # Stories

    def find_ungrouped(self, *, limit: int | None = None) -> tuple[str, ...]:
        """Ids of the reports that are in no story, by day and id."""
        ...

    def apply_moves(
        self, moves: Sequence[Move], stories: Sequence[Story] = (), *, now: datetime
    ) -> tuple[LoggedMove, ...]:
        """The moves that changed something, in one transaction, as they stand in the log.

        ``stories`` are those touched as they are after the moves: titles and days are taken from them.
        """
        ...

    def undo_move(self, *, now: datetime) -> LoggedMove | None:
        """Takes back the last move that holds and says which it was; ``None`` when there is none."""
        ...

    def list_moves(
        self, *, story: str | None = None, limit: int | None = None, undone: bool = False, before: int | None = None
    ) -> tuple[LoggedMove, ...]:
        """The log, the last move first; of one story and those merged into it; with ``undone`` what was taken back.

        ``before`` leaves out the moves of that number and above: so the log is read on where a page of it ended.
        """
        ...

    def resolve_story(self, story: str) -> str | None:
        """The id under which a story is kept now; ``None`` when there never was one of this id."""
        ...

    def match_stories(self, prefix: str, *, limit: int = 10) -> tuple[str, ...]:
        """Ids that begin with ``prefix``, sorted; those of stories merged into others among them."""
        ...

    def load_stories(self, stories: Iterable[str] | None = None) -> tuple[Story, ...]:
        """Stories with the ids of their reports, by id; all of them without ``stories``."""
        ...

    def find_stories(self, docs: Iterable[str]) -> Mapping[str, str]:
        """The story each of these reports is in; reports that are in none are left out."""
        ...

    def list_stories(
        self, order: StoryOrder = "newest", *, limit: int | None = None, offset: int = 0
    ) -> tuple[StoryLine, ...]:
        """Stories by their last day, their reports, or when they changed last."""
        ...

    def list_members(self, story: str) -> tuple[Membership, ...]:
        """The reports of a story with the reason each is in it, by id."""
        ...

    def list_days(self, stories: Iterable[str]) -> Mapping[str, tuple[date | None, ...]]:
        """For each of these stories the first day each of its reports can be of, rising; ``None``s last."""
        ...

    # Briefs, and what readers saw

    def keep_brief(self, brief: Brief, *, made_by: str, now: datetime) -> None:
        """Keeps the brief of a story for the day of ``now`` (UTC), in place of an earlier one of that day."""
        ...

    def index_shown(self, made: Brief, shown: Brief, *, again: Iterable[str]) -> None:
        """Search finds the story as it is ``shown``, not as its brief was ``made``: as people left its lines and names.

        The reports ``again`` are those that decisions are or were of.
        """
        ...

    def load_brief(self, story: str, *, on: date | None = None) -> Brief | None:
        """The last brief of a story, or the last one made up to the day ``on``."""
        ...

    def list_briefs(self, story: str) -> tuple[date, ...]:
        """The days of which there is a brief of this story, rising."""
        ...

    def find_stale(self, *, limit: int | None = None) -> tuple[str, ...]:
        """Ids of the stories that have no brief, or changed after their last one was made, by id."""
        ...

    def find_briefed(self, stories: Iterable[str]) -> Mapping[str, datetime]:
        """When the last brief of each of these stories was made; those without one are left out."""
        ...

    def mark_seen(self, reader: str, docs: Iterable[str], *, now: datetime) -> None:
        """Remembers that ``reader`` has seen these reports."""
        ...

    def load_seen(self, reader: str, story: str) -> Seen | None:
        """What ``reader`` saw of the reports that are in the story now; ``None`` when nothing."""
        ...

    def count_unseen(self, reader: str, stories: Iterable[str]) -> Mapping[str, int]:
        """How many reports of each of these stories ``reader`` has not seen; those all seen are left out."""
        ...

    def keep_reviews(self, reviews: Sequence[Review]) -> None:
        """Keeps reviews; what one person said of one statement at one time is kept once."""
        ...

    def list_reviews(self, *, story: str | None = None, statement: str | None = None) -> tuple[Review, ...]:
        """Reviews by time, of one story or one statement."""
        ...

    def count_reviews(self, stories: Iterable[str]) -> Mapping[str, int]:
        """How many reviews were kept under each of these ids; those without one are left out."""
        ...

    # Sources, fetches, watchlists

    def keep_sources(self, sources: Sequence[Source]) -> None:
        """Adds sources, or brings those of the same address up to date."""
        ...

    def list_sources(self, *, due: datetime | None = None) -> tuple[Source, ...]:
        """Sources by address; with ``due``, those to be polled by then that are not paused, the longest due first."""
        ...

    def drop_source(self, address: str) -> bool:
        """Whether there was such a source; its reports stay."""
        ...

    def log_fetches(self, fetches: Sequence[LoggedFetch]) -> None:
        """Writes fetches and refusals down; the same fetch at the same time is written once."""
        ...

    def list_fetches(
        self,
        *,
        url: str | None = None,
        source: str | None = None,
        outcomes: Iterable[FetchOutcome] = (),
        limit: int | None = None,
    ) -> tuple[LoggedFetch, ...]:
        """The fetch log, the latest first; of these ``outcomes`` (none: all)."""
        ...

    def count_given(self) -> Mapping[str, int]:
        """How many different reports each source gave, as far as the fetch log goes back."""
        ...

    def keep_watchlist(self, watchlist: Watchlist) -> None:
        """Adds a watchlist, or takes the place of the one of the same name."""
        ...

    def list_watchlists(self) -> tuple[Watchlist, ...]:
        """Watchlists by name."""
        ...

    def drop_watchlist(self, name: str) -> bool:
        """Whether there was such a watchlist."""
        ...

    def find_told(self, watchlist: str, keys: Iterable[str]) -> frozenset[str]:
        """Those of the keys that were told already: asked before telling, noted after it went out."""
        ...

    def note_told(self, watchlist: str, keys: Iterable[str], *, now: datetime) -> tuple[str, ...]:
        """Those of the keys that were not told yet, sorted; from now on they are. Nothing is told twice."""
        ...

    # Search, counts

    def search(
        self,
        query: Query,
        *,
        kinds: Iterable[HitKind] = (),
        order: HitOrder = "newest",
        limit: int = 20,
        offset: int = 0,
    ) -> tuple[Hit, ...]:
        """What meets all of the query, of these ``kinds`` (none: all): newest first, or what holds its words best.

        "best" weighs how often the words stand in a passage against its length; hits that are as good, and those of a
        query without words, stand newest first. How the weights are counted is the database's own.
        """
        ...

    def find_named(self, name: str, *, kinds: Iterable[str] = ()) -> Mapping[str, Mapping[str, int]]:
        """How many reports of each story have an entity of exactly this name, by story and kind of entity.

        The stories in the order of ``list_stories``: the newest first.

        Names are compared without case and accents; of these ``kinds`` (none: all). Reports in no story are left out.
        """
        ...

    def find_near(self, vector: bytes, *, limit: int = 20) -> tuple[tuple[str, float], ...]:
        """Reports whose fingerprint's vector points most nearly the same way, with the cosine, nearest first."""
        ...

    def count(self) -> Counts:
        """How much the library holds."""
        ...

    def find_standing(self, *, most: int) -> Standing:
        """How the library stands: what waits in it, at most ``most`` of each kind."""
        ...
