"""The files that paths, folders, globs and addresses name, in a fixed order; and why others are left out."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from tellings.bulk.places import find_system, is_remote, to_address
from tellings.bulk.records import InputFile, Kind
from tellings.model.document import Skipped
from tellings.readers.lines import LINE_SUFFIXES
from tellings.readers.opening import SUFFIXES, suffix_of
from tellings.readers.sources import find_files, printable

PARQUET_SUFFIXES = (".parquet", ".parq", ".pq")
READ_SUFFIXES = (*SUFFIXES, *PARQUET_SUFFIXES)
_GLOB = re.compile(r"[*?\[]")
_TAGS = ("ETag", "etag", "md5Hash", "content_md5", "checksum", "crc32c")
_TIMES = ("LastModified", "last_modified", "updated", "mtime", "created")


def find_inputs(paths: Iterable[str], *, out: str = "") -> tuple[tuple[InputFile, ...], tuple[Skipped, ...]]:
    """The files by location, each once, and what of ``paths`` names none; what lies below ``out`` is no input.

    Raises:
        MissingPart, UsageError: when the file system of an address cannot be had.
    """
    found: dict[str, InputFile] = {}
    skipped: list[Skipped] = []
    below = to_address(out).rstrip("/") + "/" if out else ""
    for item in _find_all(sorted(set(paths))):
        if isinstance(item, Skipped):
            skipped.append(item)
        elif below and item.address.startswith(below):
            continue
        elif item.address in found:
            first = found[item.address].location
            skipped.append(Skipped(item.location, f"same file as {first}"))
        else:
            found[item.address] = item
    files = sorted(found.values(), key=lambda file: (file.location, file.address))
    return tuple(files), tuple(sorted(skipped, key=lambda s: (s.location, s.reason)))


def _find_all(paths: list[str]) -> Iterator[InputFile | Skipped]:
    local = [path[len("file://") :] if path.lower().startswith("file://") else path for path in paths]
    for file in find_files([path for path in local if not is_remote(path)], suffixes=READ_SUFFIXES):
        yield file if isinstance(file, Skipped) else _describe(file.path, file.location)
    for path in paths:
        if is_remote(path):
            yield from _find_remote(path)


def _describe(path: str, location: str) -> InputFile | Skipped:
    try:
        known = os.stat(path)
    except OSError as err:
        return Skipped(location, f"cannot be read: {err.strerror}")
    address = to_address(path)
    if printable(address) != address:
        return Skipped(location, "has a name that is no UTF-8: rename it, or a folder it lies in")
    return InputFile(address, location, known.st_size, str(known.st_mtime_ns), kind_of(path))


def _find_remote(address: str) -> Iterator[InputFile | Skipped]:
    system, path = find_system(address)
    try:
        if _GLOB.search(path) and not system.exists(path):
            below = system.glob(path, detail=True)
            found = {name: info for name, info in below.items() if _is_shown(name) and info.get("type") == "file"}
            why = "matches no file"
        elif system.isdir(path):
            everything = system.find(path, detail=True)
            found = {name: info for name, info in everything.items() if _is_wanted(name.removeprefix(path))}
            why = f"folder without reports (looked for {' '.join(READ_SUFFIXES)}, also with .gz)"
        else:
            found, why = {path: system.info(path)}, ""
    except (OSError, ValueError) as err:
        yield Skipped(address, f"cannot be read: {getattr(err, 'strerror', None) or str(err)[:200] or 'not there'}")
        return
    if not found:
        yield Skipped(address, why)
    for name, info in sorted(found.items()):
        shown = system.unstrip_protocol(name)
        yield InputFile(shown, shown, int(info.get("size") or 0), _state_of(info), kind_of(name))


def _is_wanted(name: str) -> bool:
    return all(map(_is_shown, name.split("/"))) and suffix_of(name) in READ_SUFFIXES


def _is_shown(path: str) -> bool:
    return not path.rpartition("/")[2].startswith(".")


def _state_of(info: Mapping[str, Any]) -> str:
    value = next((info[name] for name in (*_TAGS, *_TIMES) if info.get(name)), "")
    # Some systems tell the same moment in two ways, as they are asked about a folder or a file.
    moment = value.timestamp() if isinstance(value, datetime) else value
    return f"{moment:.3f}" if isinstance(moment, int | float) else str(moment)


def kind_of(path: str) -> Kind:
    """What the suffix says a file is; what has none that is known is told by its content when it is read."""
    suffix = suffix_of(path)
    if suffix in LINE_SUFFIXES:
        return "packed lines" if path.lower().endswith(".gz") else "lines"
    return "parquet" if suffix in PARQUET_SUFFIXES else "files"
