"""How much of the disk an installation takes: packages by the list of their files, tellings by its folder."""

import csv
import os
from collections.abc import Iterable
from pathlib import Path

from tellings.engines.choose import EXTRAS
from tellings.engines.installed import list_needed
from tellings.model.checkup import Size

HOME = Path(__file__).parents[1]
"""The folder of tellings itself."""


def find_sizes() -> tuple[Size, ...]:
    """Bytes of tellings, of the encoder in it, of the packages that are needed, and of those of each extra.

    The files that Python compiles for itself are left out, and so is what these packages need in their turn. An extra
    of which a package is not installed has the size of the others, and none where nothing of it is there.
    """
    taken = {name: measure_package(name) for name in {*list_needed(), *(n for names in EXTRAS.values() for n in names)}}
    sizes = [
        Size("tellings", measure_folder(HOME)),
        Size("of that the encoder", measure_folder(HOME / "engines" / "encoder" / "shipped")),
        Size("packages needed", _sum(taken[name] for name in list_needed())),
    ]
    extras = (Size(f"extra {extra}", _sum(taken[name] for name in names)) for extra, names in EXTRAS.items())
    return (*sizes, *(extra for extra in extras if extra.bytes is not None))


def measure_package(name: str) -> int | None:
    """Bytes of an installed package, by what its installer noted down; ``None`` where it is not there or not noted.

    The notes are read and not the files, which takes a fraction of the time; what Python compiled is not counted.
    """
    from importlib.metadata import PackageNotFoundError, distribution

    try:
        noted = distribution(name).read_text("RECORD") or ""
        rows = [row for row in csv.reader(noted.splitlines()) if len(row) == 3 and not row[0].endswith(".pyc")]
    except (PackageNotFoundError, OSError, ValueError, csv.Error):
        return None
    return sum(int(size) for _, _, size in rows if size.isascii() and size.isdigit()) or None


def measure_folder(folder: Path) -> int | None:
    """Bytes of the files in a folder, compiled ones left out; ``None`` where none can be looked at."""
    found = 0
    for place, _, files in os.walk(folder):
        for file in files:
            if not file.endswith(".pyc"):
                try:
                    found += os.stat(os.path.join(place, file)).st_size
                except OSError:
                    continue
    return found or None


def _sum(sizes: Iterable[int | None]) -> int | None:
    return sum(size for size in sizes if size is not None) or None
