"""Model objects to bytes and back, exactly: msgspec writes them, zlib makes them small."""

import dataclasses
import hashlib
import json
import zlib
from collections.abc import Iterable
from functools import cache
from typing import Any, TypeVar, get_type_hints

import msgspec

from tellings.errors import LibraryError
from tellings.model.document import Document
from tellings.model.reading import Reading

T = TypeVar("T")

LEVEL = 6
"""zlib. 20 pages of news: 1 leaves 22 % at 130 MB/s, 6 leaves 18 % at 60 MB/s, 9 no less at 45; reading a page takes
longer by far."""


LONGEST_KEY = 2000
"""Bytes of what is looked up: PostgreSQL takes no more than 2,704 into an index. Addresses that long are real."""


class OtherShapeError(Exception):
    """What was kept is whole, but of a shape that this version's model does not have."""


def digest(data: bytes) -> str:
    """The SHA-256 of the bytes, in hex."""
    return hashlib.sha256(data).hexdigest()


def shorten(key: str) -> str:
    """The text, or for one longer than ``LONGEST_KEY`` its beginning with the digest of all of it."""
    if len(key.encode("utf-8", "replace")) <= LONGEST_KEY:
        return key
    return f"{key[: LONGEST_KEY // 8]}#{digest(key.encode('utf-8', 'replace'))}"


def pack(data: bytes) -> bytes:
    """The bytes made small."""
    return zlib.compress(data, LEVEL)


def unpack(data: bytes, what: str) -> bytes:
    """The bytes that were made small.

    Raises:
        LibraryError: when they are not what ``pack`` made; ``what`` says whose they are.
    """
    try:
        return zlib.decompress(data)
    except zlib.error as err:
        raise LibraryError(f"{what} is damaged in the library ({err}).\n{REPAIR}") from err


REPAIR = "See what else is: tellings doctor. Then go back to a backup, or add the reports again."


def encode(value: Any) -> bytes:
    """A model object as bytes, small."""
    return pack(msgspec.msgpack.encode(value))


def decode(data: bytes, kind: type[T], what: str) -> T:
    """The model object that ``encode`` wrote.

    Raises:
        LibraryError: when the bytes are damaged.
        OtherShapeError: when they are whole and of another shape.
    """
    raw = unpack(data, what)
    try:
        return msgspec.msgpack.decode(raw, type=kind)
    except msgspec.ValidationError as err:
        raise OtherShapeError(f"{what}: {err}") from err
    except (msgspec.DecodeError, ValueError) as err:
        raise LibraryError(f"{what} is damaged in the library ({str(err)[:200]}).\n{REPAIR}") from err


@cache
def _layers() -> type[msgspec.Struct]:
    """A reading without its document, which is kept once beside all its readings."""
    hints = get_type_hints(Reading)
    fields: list[Any] = []
    for field in dataclasses.fields(Reading):
        if field.name == "document":
            continue
        default = () if field.default is dataclasses.MISSING else (field.default,)
        fields.append((field.name, hints[field.name], *default))
    return msgspec.defstruct("Layers", fields)


def encode_reading(reading: Reading) -> bytes:
    """The layers of a reading, without its document."""
    layers = {f.name: getattr(reading, f.name) for f in dataclasses.fields(Reading) if f.name != "document"}
    return encode(layers)


def decode_reading(data: bytes, document: Document) -> Reading:
    """The reading that ``encode_reading`` wrote, with its document.

    Raises:
        LibraryError: when the bytes are damaged.
        OtherShapeError: when they are whole and of another shape.
    """
    layers = decode(data, _layers(), f"A reading of {document.id}")
    return Reading(document=document, **msgspec.structs.asdict(layers))


def to_json(values: Iterable[Any]) -> str:
    """A list as JSON in ASCII, the same for equal lists."""
    return json.dumps(list(values), separators=(",", ":"))


def from_json(text: str) -> tuple[Any, ...]:
    """The list that ``to_json`` wrote."""
    return tuple(json.loads(text))
