"""Messages: single ones (.eml) and mailboxes (mbox), as newsletters and press releases come in."""

import contextlib
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from email.utils import parseaddr
from typing import BinaryIO

from tellings.model.document import Document, Provenance, Published, Skipped
from tellings.readers.fragment import read_fragment
from tellings.readers.links import LONGEST_FIELD, language_tag, web_address
from tellings.readers.part import Part, count_kinds
from tellings.readers.stamps import moment_of, publish, read_stamp
from tellings.readers.text import holds_words
from tellings.text.decode import NotTextError, decode, replace_surrogates
from tellings.text.names import document_id

LARGEST_LETTER = 32 * 2**20
"""Bytes of one letter with its attachments; most servers take no larger ones."""

MOST_PARTS = 5000
"""Lines that could part a letter; one with more is made to keep its reader busy (100,000: half a minute)."""

FAR_LONGER = 2
"""A letter's HTML is read where it has this many times the words of its plain text: that says "view in a browser"."""

_KNOWN = (
    "from to subject date received return-path message-id mime-version delivered-to x-mailer list-id reply-to sender "
    "content-type dkim-signature arc-seal list-unsubscribe"
).split()
_FIELD = re.compile(r"([A-Za-z][A-Za-z0-9-]{1,60}):(?:[ \t][^\n]*|[ \t]*)\r?(?:\n|\Z)(?:[ \t][^\n]*(?:\n|\Z))*")
_FROM = re.compile(rb"From \S+.{0,100}\d\d:\d\d(?::\d\d)?.{0,40}\d{4}|From .{0,200}\d{4}\s*$")


def is_mail(start: str) -> bool:
    """Whether a text begins with the head of a letter: three fields or more, two of them a letter's own."""
    names: list[str] = []
    at = 0
    while len(names) < 60 and (match := _FIELD.match(start, at)):
        names.append(match[1].lower())
        at = match.end()
    own = {name for name in names if name in _KNOWN}
    return len(names) >= 3 and len(own) >= 2 and bool(own & {"from", "received", "return-path", "message-id"})


def is_mailbox(start: bytes) -> bool:
    """Whether bytes begin with the line that parts the letters of a mailbox, and a letter's head behind it."""
    line, _, rest = start.partition(b"\n")
    return bool(_FROM.match(line)) and is_mail(rest[:8000].decode("latin-1"))


def split_mailbox(stream: BinaryIO, location: str) -> Iterator[Part | Skipped]:
    """The letters of a mailbox in order, one in memory at a time; their location is FILE#N."""
    number, letter, size, empty = 0, bytearray(), 0, True
    while line := stream.readline(1 << 16):
        if empty and _FROM.match(line):
            if number:
                yield _letter(letter, size, f"{location}#{number}")
            number, letter, size, empty = number + 1, bytearray(), 0, False
            continue
        size += len(line)
        if size <= LARGEST_LETTER:
            letter += line[1:] if re.match(rb">+From ", line) else line
        empty = not line.strip()
    if number:
        yield _letter(letter, size, f"{location}#{number}")


def _letter(letter: bytearray, size: int, location: str) -> Part | Skipped:
    if size > LARGEST_LETTER:
        return Skipped(location, f"is a letter larger than {LARGEST_LETTER >> 20} MiB")
    return Part(bytes(letter), location, "message/rfc822")


def read_mail(data: bytes, location: str, *, today: date | None = None) -> Iterator[Document | Skipped]:
    """One document for a letter: its plain text, or its HTML where that says far more; attachments are only counted.

    The sender is the outlet, the subject the title, the ``Date`` the day of publication. A letter that is encrypted or
    has no words of its own is skipped.
    """
    if data.count(b"\n--") > MOST_PARTS:
        yield Skipped(location, f"is a letter of more than {MOST_PARTS:,} parts")
        return
    try:
        letter = BytesParser().parsebytes(data)
        parts = _parts(letter)
        text, notes = _text_of(parts)
        fields = _fields_of(letter)
    except Exception as err:  # the standard library's parser fails in many ways on forged letters
        yield Skipped(location, f"is a letter that cannot be read ({type(err).__name__}: {str(err)[:80]})")
        return
    if not holds_words(text):
        kinds = Counter(part.get_content_type() for part in parts)
        encrypted = any("encrypted" in kind or "pkcs7" in kind for kind in kinds)
        why = "is an encrypted letter" if encrypted else f"is a letter without text ({count_kinds(kinds) or 'empty'})"
        yield Skipped(location, why)
        return
    published = _published(fields.get("date", ""), today, notes)
    title, outlet, url = fields.get("subject") or None, fields.get("from") or None, fields.get("url") or None
    whole, _ = replace_surrogates("\n\n".join(part for part in (title, text) if part))
    given = {"title": title, "outlet": outlet, "url": url, "published": published.basis != "unknown"}
    yield Document(
        document_id(whole, url, outlet, title, moment_of(published)),
        location,
        whole,
        title=title,
        outlet=outlet,
        url=url,
        language=language_tag(fields.get("language", "")),
        published=published,
        provenance=tuple(Provenance(name, "head of the letter") for name, value in given.items() if value),
        notes=tuple(notes),
    )


def _parts(letter: Message) -> list[Message]:
    """The parts that are no containers, forwarded letters included."""
    return [part for part in letter.walk() if not part.is_multipart()]


def _text_of(parts: list[Message]) -> tuple[str, list[str]]:
    plain: list[str] = []
    marked: list[str] = []
    others: Counter[str] = Counter()
    for part in parts:
        kind = part.get_content_type()
        if part.get_content_disposition() == "attachment" or kind not in ("text/plain", "text/html"):
            others[kind] += 1
        elif kind == "text/plain":
            plain.append(_plain(part))
        else:
            marked.append(read_fragment(_decoded(part)))
    short, long = "\n\n".join(filter(None, plain)).strip(), "\n\n".join(filter(None, marked)).strip()
    notes = [f"attachments not read: {count_kinds(others)}"] if others else []
    return (long if len(long) > FAR_LONGER * len(short) else short), notes


def _decoded(part: Message) -> str:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    try:
        return decode(data, declared=part.get_content_charset() or "").text
    except NotTextError:
        return ""


def _plain(part: Message) -> str:
    """The plain text; lines that the sender's program broke softly (format=flowed) are whole again."""
    text = _decoded(part).replace("\r\n", "\n")
    if str(part.get_param("format", "")).lower() == "flowed":
        deleted = str(part.get_param("delsp", "")).lower() == "yes"
        text = re.sub(r"(?m)^ ", "", re.sub(r"(?<!--) \n(?!\s|$)", "" if deleted else " ", text))
    return text.strip()


def _fields_of(letter: Message) -> dict[str, str]:
    def line(name: str) -> str:
        value = str(letter.get(name) or "")[:LONGEST_FIELD]
        with contextlib.suppress(ValueError, LookupError, MessageError):  # a charset nobody knows, broken base64
            value = str(make_header(decode_header(value)))
        return " ".join(replace_surrogates(value)[0].split())

    name, address = "", ""
    with contextlib.suppress(RecursionError):  # brackets within brackets
        name, address = parseaddr(line("From") or line("Sender"))
    return {
        "subject": re.sub(r"^(?:(?:fwd?|wg|tr):\s*)+", "", line("Subject"), flags=re.I),
        "from": name.strip(" \"'") or address.rpartition("@")[2],
        "date": line("Date"),
        "language": line("Content-Language").partition(",")[0],
        "url": web_address(line("Archived-At").strip("<>")),
    }


def _published(value: str, today: date | None, notes: list[str]) -> Published:
    if not value:
        return Published()
    try:
        return publish(read_stamp(value), why="Date of the letter", today=today)
    except ValueError as err:
        notes.append(f"Date left out: {err}")
        return Published()
