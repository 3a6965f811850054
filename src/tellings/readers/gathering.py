"""The body of an answer, unpacked as it comes, and no more of it than the limits allow."""

from collections.abc import Iterator
from dataclasses import dataclass

import httpx

from tellings.model.fetched import Limits
from tellings.readers.media import ENOUGH, sniff_media
from tellings.readers.refusals import RefusedError
from tellings.readers.unpacking import DamagedError, Deflate, Gzip, Plain, TooLargeError
from tellings.readers.wire import say_size


@dataclass(frozen=True, slots=True)
class Body:
    """``data`` unpacked, the bytes it took on the way, and what the first of them show it to be."""

    data: bytes
    packed: int
    media_type: str
    notes: tuple[str, ...] = ()


def gather(response: httpx.Response, limits: Limits, *, cut: bool = False, any_kind: bool = False) -> Body:
    """The body of ``response``; with ``cut`` what goes beyond the limits is left off, not refused.

    Raises:
        RefusedError: when it is too large, damaged, packed in an unknown way or, unless ``any_kind``, no text.
    """
    coding = ",".join(response.headers.get_list("content-encoding")).lower().replace(" ", "")
    stated = response.headers.get("content-type", "")
    announced = response.headers.get("content-length", "")
    if not cut and announced.isascii() and announced.isdigit() and int(announced[:19]) > limits.packed:
        raise RefusedError("large", size=say_size(limits.packed), status=response.status_code)
    out, packed, looked, media = bytearray(), 0, any_kind, ""
    try:
        for piece, packed in _unpack(response, coding, limits, cut):
            out += piece
            if not looked and len(out) >= ENOUGH:
                media, looked = _look(out, stated), True
            if len(out) > limits.unpacked:
                if cut:
                    break
                raise RefusedError("bomb" if len(out) > packed else "large", size=say_size(limits.unpacked))
    except DamagedError as err:
        raise RefusedError("damaged" if str(err) != "cut short" else "cut short", coding=coding) from err
    except TooLargeError as err:
        raise RefusedError("bomb", size=say_size(limits.unpacked)) from err
    if not looked:
        media = _look(out, stated)
    return Body(bytes(out[: limits.unpacked]), packed, media, _remark(media, stated))


def _unpack(response: httpx.Response, coding: str, limits: Limits, cut: bool) -> Iterator[tuple[bytes, int]]:
    """Unpacked pieces, each with the count of packed bytes so far."""
    codings = {"": Plain, "identity": Plain, "gzip": Gzip, "x-gzip": Gzip, "deflate": Deflate}
    if coding not in codings:
        raise RefusedError("coding", coding=coding)
    unpacker: Plain | Gzip | Deflate = codings[coding]()
    packed = 0
    for piece in response.stream:  # type: ignore[union-attr]
        packed += len(piece)
        if packed > limits.packed:
            if cut:
                return
            raise RefusedError("large", size=say_size(limits.packed))
        for plain in unpacker.feed(piece):
            yield plain, packed
    unpacker.close()


def _look(data: bytes | bytearray, stated: str) -> str:
    media, what = sniff_media(bytes(data[:ENOUGH]), stated)
    if what:
        raise RefusedError("not text", what=what)
    return media


def _remark(media: str, stated: str) -> tuple[str, ...]:
    said = stated.partition(";")[0].strip().lower()
    alike = said == media or not said or media.rpartition("/")[2] in said or (said.endswith("xml") and "xml" in media)
    return () if alike or not media else (f"sent as {said[:60]}, read as {media}",)
