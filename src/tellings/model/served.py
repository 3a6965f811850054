"""What the HTTP API gives beside what commands print: lists that carry their own name, and what went wrong."""

from dataclasses import dataclass, field
from typing import Literal

from tellings.model.document import Skipped
from tellings.model.library import LoggedMove, Report, Watchlist
from tellings.model.record import ReadingRecord


@dataclass(frozen=True, slots=True)
class ReadingsRecord:
    """Reports read one by one, and every input that was left out with its reason."""

    format: Literal["tellings-readings/1"] = field(default="tellings-readings/1", kw_only=True)
    readings: tuple[ReadingRecord, ...]
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True)
class ReportsRecord:
    """Reports of the library as it lists them, newest first."""

    format: Literal["tellings-reports/1"] = field(default="tellings-reports/1", kw_only=True)
    reports: tuple[Report, ...]


@dataclass(frozen=True, slots=True)
class MovesRecord:
    """Changes of the stories as the library has written them down, the last first."""

    format: Literal["tellings-moves/1"] = field(default="tellings-moves/1", kw_only=True)
    moves: tuple[LoggedMove, ...]


@dataclass(frozen=True, slots=True)
class Undone:
    """The change of the stories that was taken back; ``None`` when there was none."""

    format: Literal["tellings-undone/1"] = field(default="tellings-undone/1", kw_only=True)
    move: LoggedMove | None


@dataclass(frozen=True, slots=True)
class WatchlistsRecord:
    """The watchlists of the library, by name."""

    format: Literal["tellings-watchlists/1"] = field(default="tellings-watchlists/1", kw_only=True)
    watchlists: tuple[Watchlist, ...]


@dataclass(frozen=True, slots=True)
class WatchlistSecret:
    """What the notices of a watchlist are signed with: "whsec_" and the key in Base64, as Standard Webhooks has it."""

    format: Literal["tellings-secret/1"] = field(default="tellings-secret/1", kw_only=True)
    watchlist: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that is wrong with a request: where it stands ("query limit", "body $.reports[0].text"), and what."""

    where: str
    detail: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a request failed (RFC 9457): ``type`` leads to what it means, ``detail`` says what to do.

    ``errors`` lists what is wrong piece by piece, where there is more to say than one sentence.
    """

    type: str
    title: str
    status: int
    detail: str
    errors: tuple[Wrong, ...] = ()
