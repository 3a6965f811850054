"""Web archives (WARC, WET, ARC; CC-NEWS): their pages as parts, one in memory at a time."""

from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO
from urllib.parse import urlsplit

from tellings.model.document import Skipped
from tellings.readers.answer import Answer, PackedError, read_answer
from tellings.readers.links import web_address
from tellings.readers.part import Part, count_kinds
from tellings.readers.warc import Damage, Record, read_records

_PAGES = frozenset(("text/html", "application/xhtml+xml", "text/plain"))
MOST_DAMAGE = 10
"""Damaged places of one archive that are told one by one; the rest is counted."""


def split_archive(stream: BinaryIO, location: str) -> Iterator[Part | Skipped]:
    """The archive's pages (answers 200 in HTML or plain text) in order; what else it holds is counted in one line.

    A part's location is its address, else FILE#N for the Nth record. Damage is told with how it went on.
    """
    left: Counter[str] = Counter()
    pages = damaged = number = 0
    for number, record in enumerate(read_records(stream), start=1):
        if isinstance(record, Damage):
            damaged += 1
            if damaged <= MOST_DAMAGE:
                yield Skipped(location, _tell(record, number))
            continue
        part = _page_of(record, f"{location}#{number}")
        if isinstance(part, Part):
            pages += 1
            yield part
            if record.cut:
                yield Skipped(part.location, f"is {record.cut}: what is there was read")
        else:
            left[part] += 1
    if damaged > MOST_DAMAGE:
        yield Skipped(location, f"is damaged in {damaged - MOST_DAMAGE} more places")
    if left:
        yield Skipped(location, f"{pages:,} pages read; left out: {count_kinds(left)}")
    elif not pages and not damaged:
        yield Skipped(location, "is a web archive without records")


def _tell(damage: Damage, number: int) -> str:
    where = f"is damaged at record {number}: {damage.reason}"
    return f"{where}; read on behind it" if damage.resumed else f"{where}; what came before was read"


def _page_of(record: Record, location: str) -> Part | str:
    """The page of a record, or what it is instead, to be counted by."""
    why_not = _no_page(record)
    if why_not:
        return why_not
    address = web_address(record.address.replace(" ", "%20"))
    if record.media_type.startswith("application/http") or record.kind == "response":
        try:
            answer = read_answer(record.data)
        except PackedError as err:
            return f"pages {err}"
        if answer is None or answer.status != 200:
            return f"answers with status {answer.status}" if answer else "answers that are no HTTP"
    else:
        answer = Answer(200, record.media_type.partition(";")[0].strip().lower(), "", record.data)
    if not answer.body.strip():
        return "empty answers"
    if not _holds_page(answer.media_type, answer.body, address):
        return answer.media_type[:40] or "answers of unknown kind"
    notes = (f"archived on {record.day}",) if record.day else ()
    notes = (*notes, record.cut) if record.cut else notes
    return Part(answer.body, address or location, answer.media_type, address, answer.charset, record.day, notes)


def _no_page(record: Record) -> str:
    """What the record is when it cannot hold a page, else ""."""
    if record.kind not in ("response", "resource", "conversion"):
        return f"{record.kind[:20]} records"
    if record.cut.startswith("the file"):
        return "record cut short at the end of the file"
    if record.cut.startswith("larger"):
        return "records " + record.cut
    scheme = record.address.partition(":")[0].lower()
    return f"{scheme} records" if scheme in ("dns", "whois", "ftp") else ""


def _holds_page(media: str, data: bytes, address: str) -> bool:
    if media == "text/plain":
        return not urlsplit(address).path.endswith("/robots.txt")
    if media in _PAGES:
        return True
    return not media and data[:1000].lstrip().lower().startswith((b"<!doctype html", b"<html"))
