"""Where a library is: a file, or the address of a PostgreSQL database."""

import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tellings.errors import UsageError

VARIABLE = "TELLINGS_LIBRARY"
"""The environment variable that names the library where no option does."""

FILE = "library.db"


@dataclass(frozen=True, slots=True)
class Place:
    """Either ``file`` or ``url`` (for SQLAlchemy) is set; ``shown`` is what people may see, without a password."""

    shown: str
    file: Path | None = None
    url: str = ""


def default_path(environ: Mapping[str, str] | None = None, platform: str = sys.platform) -> Path:
    """The file of the library where nobody says another: in the folder the platform has for the data of programs.

    On Linux ``$XDG_DATA_HOME/tellings`` or ``~/.local/share/tellings``, on macOS
    ``~/Library/Application Support/tellings``, on Windows ``%LOCALAPPDATA%\\tellings``.
    """
    given = os.environ if environ is None else environ
    home = Path(given.get("HOME") or given.get("USERPROFILE") or Path.home())
    if platform == "win32":
        base = Path(given.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif platform == "darwin":
        base = home / "Library" / "Application Support"
    else:
        # The standard asks for an absolute path and for any other to be passed over.
        named = Path(given.get("XDG_DATA_HOME") or "")
        base = named if named.is_absolute() else home / ".local" / "share"
    return base / "tellings" / FILE


def find_place(where: str | os.PathLike[str] | None, environ: Mapping[str, str] | None = None) -> Place:
    """The place that ``where`` names; without it that of ``$TELLINGS_LIBRARY``, and without that the default file.

    Raises:
        UsageError: when it is an address of something else than PostgreSQL or SQLite.
    """
    given = os.environ if environ is None else environ
    named = os.fspath(where) if where is not None else given.get(VARIABLE, "")
    if not named:
        path = default_path(given)
        return Place(str(path), file=path)
    scheme, mark, rest = named.partition("://")
    if not mark:
        return _at(named)
    if scheme == "sqlite":
        return _at(unquote(rest.removeprefix("/")))
    if scheme.split("+")[0] in ("postgresql", "postgres"):
        return _on_server(named)
    raise UsageError(
        f"{scheme[:40]!r} is no kind of library.\nGive a file, or an address: postgresql://USER:PASSWORD@HOST/DATABASE."
    )


def measure_file(file: Path) -> tuple[int | None, int | None]:
    """Bytes of the file with the log beside it, and bytes free there; ``None`` each where it cannot be seen.

    Where the folder is not there yet, those free in the nearest one above it.
    """
    taken = None
    for each in (file, file.with_name(f"{file.name}-wal")):
        try:
            taken = (taken or 0) + each.stat().st_size
        except (OSError, ValueError):
            continue
    for folder in file.absolute().parents:
        try:
            return taken, shutil.disk_usage(folder).free
        except FileNotFoundError:
            continue
        except (OSError, ValueError):
            break
    return taken, None


def _at(name: str) -> Place:
    if not name or "\0" in name or name == ":memory:":
        raise UsageError("A library is a file that stays. Give its path, or postgresql://USER:PASSWORD@HOST/DATABASE.")
    path = Path(name).expanduser()
    return Place(str(path), file=path)


def _on_server(address: str) -> Place:
    wanted = "Write postgresql://USER:PASSWORD@HOST:PORT/DATABASE."
    try:
        parts = urlsplit(address)
        port = f":{parts.port}" if parts.port else ""
    except ValueError as err:
        raise UsageError(f"The address of the library cannot be understood: {err}.\n{wanted}") from err
    if not parts.path.strip("/"):
        raise UsageError(f"The address of the library names no database.\n{wanted}")
    user = f"{parts.username}@" if parts.username else ""
    query = f"?{parts.query}" if parts.query else ""
    rest = address.partition("://")[2]
    return Place(
        f"postgresql://{user}{parts.hostname or ''}{port}{parts.path}{query}", url=f"postgresql+pg8000://{rest}"
    )
