"""One run at a time in a folder: two would throw away each other's work files."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tellings.bulk.places import is_remote
from tellings.errors import UsageError


@contextmanager
def alone_in(address: str) -> Iterator[None]:
    """While it is held no other run of this machine and user begins in the folder of this address.

    The lock goes with the process, however it ends. It is a file among those for the time being, not in the folder,
    which may be on a store of objects without locks. Runs on other machines are not seen, and on systems without
    ``flock`` no run is.

    Raises:
        UsageError: when another run is at work there, or the file cannot be made.
    """
    try:
        from fcntl import LOCK_EX, LOCK_NB, flock
    except ImportError:
        yield
        return
    # One folder by two names is one folder.
    where = address.rstrip("/") if is_remote(address) else os.path.realpath(address)
    name = hashlib.sha256(where.encode()).hexdigest()[:24]
    path = Path(tempfile.gettempdir()) / f"tellings-archive-{os.getuid()}-{name}.lock"
    # Never followed where somebody else put a link there; never removed, or a third run could lock another file.
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    except OSError as err:
        raise UsageError(f"{path} cannot be made, which says who is at work in {address}: {err.strerror}.") from err
    try:
        try:
            flock(handle, LOCK_EX | LOCK_NB)
        except BlockingIOError as err:
            raise UsageError(
                f"Another run is at work in {address}.\nWait until it has ended, or give --out another folder."
            ) from err
        yield
    finally:
        os.close(handle)
