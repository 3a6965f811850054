"""A library opened: made on first use, brought up to date where it is older."""

import os
from datetime import datetime

from tellings.library.connect import PATIENCE, connect
from tellings.library.place import find_place
from tellings.library.store import Library
from tellings.library.upgrade import bring_up_to_date


def open_library(where: str | os.PathLike[str] | None = None, *, now: datetime, patience: float = PATIENCE) -> Library:
    """The library at ``where``: a file, ``postgresql://...``, or without it ``$TELLINGS_LIBRARY`` or the default file.

    ``patience`` is how many seconds to wait for another process that writes.

    Raises:
        LibraryError: when it is locked, damaged, no library, newer than this version, or cannot be made.
        MissingPart: when the driver for PostgreSQL is not installed.
        UsageError: when ``where`` names no kind of library.
    """
    place = find_place(where)
    engine = connect(place, patience=patience)
    try:
        bring_up_to_date(engine, place, now=now)
    except BaseException:
        engine.dispose()
        raise
    return Library(engine, place)
