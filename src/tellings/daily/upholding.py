"""A library looked after: checked, backed up, carried elsewhere, made smaller; each a short use case."""

import os
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from tellings.daily.judgements import index_reviews
from tellings.daily.upkeep import make_briefs
from tellings.errors import LibraryError, UsageError
from tellings.model.checkup import Part, Size
from tellings.model.library import Counts, Integrity, LoggedMove, Pruned, Removed
from tellings.ports import Store

if TYPE_CHECKING:
    from tellings.library.store import Library

Where = str | os.PathLike[str] | Store | None
"""Where a library is, or one that is open already."""


def check(where: Where, *, now: datetime) -> Integrity:
    """What checking the library found; nothing is changed.

    Raises:
        LibraryError: when there is no library, or it is too damaged to be looked through.
    """
    from tellings.library.check import check_library

    with _open(where, now) as library, library.reading() as connection:
        return check_library(connection, library.place)


def check_part(where: Where, *, now: datetime) -> Part | None:
    """The library as a part of the checkup; ``None`` where nobody named one and there is none."""
    from tellings.library.place import find_place

    if where is None:
        place = find_place(None)
        if place.file is not None and not place.file.exists():
            return None
    try:
        found = check(where, now=now)
    except (LibraryError, UsageError) as err:
        return Part("library", None, str(err).partition("\n")[0])
    version = f"schema {found.schema}, {found.counts.reports:,} reports in {found.where}"
    more = f" (and {len(found.faults) - 1} more: tellings library check)" if len(found.faults) > 1 else ""
    return Part("library", version, f"{found.faults[0]}{more}" if found.faults else "")


def measure(where: Where) -> tuple[Size, ...]:
    """Bytes of the file of the library, and those that are free where it lies or would lie; nothing of a server."""
    from tellings.library.place import find_place, measure_file

    named = where if where is None or isinstance(where, str | os.PathLike) else where.where
    try:
        place = find_place(named)
    except UsageError:
        return ()
    if place.file is None:
        return ()
    taken, free = measure_file(place.file)
    return (Size("library", taken), Size("free beside the library", free))


def back_up(where: Where, target: Path, *, now: datetime) -> Integrity:
    """Writes the library into one new file, and checks that file.

    Raises:
        LibraryError: when it cannot be written or the copy is not whole.
        UsageError: when there is a file of this name already.
    """
    from tellings.library import carry

    with _open(where, now) as library:
        carry.back_up(library, target, now=now)
    return check(target, now=now)


def take_in(where: Where, source: Path, *, now: datetime) -> Counts:
    """What the library gained from another one; it is made where there is none.

    Raises:
        LibraryError: when ``source`` is no library.
        UsageError: when there is no such file.
    """
    from tellings.library import carry

    with _open(where, now, make=True) as library:
        return carry.take_in(library, source, now=now)


def export(where: Where, *, now: datetime) -> Iterator[str]:
    """Every report as a line of JSON, newest first."""
    from tellings.library import carry

    with _open(where, now) as library:
        yield from carry.export_reports(library)


def prune(where: Where, *, before: datetime, originals: bool, try_only: bool, now: datetime) -> Pruned:
    """What was thrown away, or with ``try_only`` would be."""
    from tellings.library import prune as pruning

    with _open(where, now) as library:
        return pruning.prune(library, before=before, originals=originals, try_only=try_only)


def remove(where: Where, reports: Sequence[str], *, now: datetime, try_only: bool = False) -> Removed:
    """What was taken out for good, or with ``try_only`` would be; the stories it was in are told anew without it.

    ``reports`` are ids, or locations or addresses.

    Raises:
        UsageError: when one is not there, or a location is that of several; nothing is removed then.
    """
    from tellings.library import removal

    with _open(where, now) as library:
        with library.reading() as connection:
            found = {given: removal.find_reports(connection, given) for given in reports}
        for given, docs in found.items():
            if not docs:
                raise UsageError(
                    f"There is no report {given[:200]!r} in {library.where}; nothing was removed.\n"
                    "Give ids or locations: `tellings search WORDS --kind report --json` and "
                    "`tellings library export FILE` show them."
                )
            if len(docs) > 1:
                raise UsageError(f"{given[:200]!r} is where several reports are from: {', '.join(docs)}. Give ids.")
        wanted = sorted({doc for docs in found.values() for doc in docs})
        removed = removal.take_out(library, wanted, now=now, try_only=try_only)
        if not try_only:
            make_briefs(library, removed.stories, lambda: now)
        return removed


def reindex(where: Where, *, now: datetime) -> int:
    """Of how many reports search was made anew."""
    from tellings.library import prune as pruning

    with _open(where, now) as library:
        made = pruning.reindex(library)
        for story in sorted({review.story for review in library.list_reviews()}):
            index_reviews(library, story)
        return made


def undo(where: Where, *, now: datetime) -> LoggedMove | None:
    """The last change of the stories, taken back; ``None`` when there was none."""
    from tellings.daily.regrouping import undo_last_move

    with _open(where, now) as library:
        return undo_last_move(library, by="tellings library undo", now=now)


def to_library_json(found: Integrity | Counts | Pruned | Removed | LoggedMove | None) -> str:
    """What was found or done, as one indented object."""
    return msgspec.json.format(msgspec.json.encode(found), indent=2).decode() + "\n"


def _open(where: Where, now: datetime, *, make: bool = False) -> "AbstractContextManager[Library]":
    from tellings.library.open import open_library
    from tellings.library.place import find_place
    from tellings.library.store import Library

    if isinstance(where, Library):
        return nullcontext(where)
    if where is not None and not isinstance(where, str | os.PathLike):
        raise UsageError("This kind of library cannot be looked after.")

    place = find_place(where)
    if not make and place.file is not None and not place.file.exists():
        raise LibraryError(f"there is no library at {place.shown}.\nMake one with: tellings add SOURCE...")
    return open_library(where, now=now)
