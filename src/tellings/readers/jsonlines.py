"""JSON Lines with one article an object, and JSON files holding one such object or a list of them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from tellings.model.document import Document, Provenance, Published, Skipped
from tellings.readers.bylines import clean_bylines
from tellings.readers.jsonfeed import is_json_feed, list_json_feed
from tellings.readers.listing import read_entries
from tellings.readers.newstools import (
    LANGUAGE,
    OUTLET,
    PUBLISHED,
    TITLE,
    UNSAID,
    URL,
    fill_in,
    find_text,
    is_crawl,
    list_crawl,
    split_values,
)
from tellings.readers.ninjs import is_ninjs, read_ninjs
from tellings.readers.stamps import moment_of, publish, read_stamp
from tellings.readers.text import holds_words
from tellings.text.decode import NotTextError, decode, replace_surrogates, surrogates_note
from tellings.text.names import document_id

MOST_BAD_LINES = 20
"""Bad lines of one file that are listed one by one; the rest is counted in one line."""


def read_jsonlines(
    data: bytes, location: str, *, today: date | None = None, first_line: int = 1
) -> Iterator[Document | Skipped]:
    """One document for each object with a ``text`` (or ``maintext``); each bad line is skipped with its number.

    Other fields: ``id, url, title, authors, date_publish`` (or ``published``), ``source_domain`` (or ``outlet``),
    ``language``, and those of news-please, newspaper4k and fundus (``newstools``). A wrong optional field is left out
    with a note. A document's location is the object's ``id``, else its ``url``, else ``FILE:LINE`` (``FILE#N`` for the
    Nth object of a list). ``data`` may be a piece of a file: then ``first_line`` is the number of its first line there.
    """
    try:
        decoded = decode(data, mend=False)
    except NotTextError as err:
        yield Skipped(location, str(err))
        return
    bad = 0
    for where, value in _read_values(decoded.text, location, first_line):
        if is_json_feed(value):
            yield from read_entries(list_json_feed(value, location, today=today))  # type: ignore[arg-type]
            continue
        item = value if isinstance(value, Skipped) else read_record(value, where, notes=decoded.notes, today=today)
        bad += isinstance(item, Skipped)
        if isinstance(item, Document) or bad <= MOST_BAD_LINES:
            yield item
    if bad > MOST_BAD_LINES:
        yield Skipped(location, f"holds {bad - MOST_BAD_LINES} more bad lines, not listed one by one")


def _read_values(text: str, location: str, first: int) -> Iterator[tuple[str, object]]:
    whole = _read_whole(text, location)
    if isinstance(whole, list):
        yield from ((f"{location}#{n}", value) for n, value in enumerate(whole, start=1))
        return
    if isinstance(whole, dict):
        if is_crawl(whole):
            yield from ((f"{location}#{n}", value) for n, value in enumerate(list_crawl(whole), start=1))
        else:
            yield f"{location}:{first}", whole
        return
    if isinstance(whole, Skipped):
        yield location, whole
        return
    found = False
    for number, line in enumerate(text.split("\n"), start=first):
        if not line.strip():
            continue
        found = True
        where = f"{location}:{number}"
        try:
            yield where, json.loads(line)
        except (ValueError, RecursionError) as err:
            yield where, Skipped(where, f"is not JSON ({_short(err)})")
    if not found:
        yield location, Skipped(location, "holds no words")


def _read_whole(text: str, location: str) -> object:
    """The one value the file holds, or its objects as a list; "" when each line is one, or nothing is JSON."""
    listed = text[:1000].lstrip().startswith("[")
    first_line = text.lstrip().partition("\n")[0].strip()
    if not listed and first_line.endswith("}") and _parses(first_line):
        return ""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as err:
        several = split_values(text)
        if several:
            return several
        return Skipped(location, f"is not JSON ({_short(err)})") if listed else ""


def _parses(line: str) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _short(err: Exception) -> str:
    if isinstance(err, json.JSONDecodeError):
        return (
            f"{err.msg.lower()}, line {err.lineno}, column {err.colno}"
            if err.lineno > 1
            else f"{err.msg.lower()}, column {err.colno}"
        )
    return "nested too deeply" if isinstance(err, RecursionError) else str(err)[:80]


@dataclass(slots=True)
class _Record:
    """The fields of one object, read leniently; ``notes`` tells what was left out."""

    values: dict[str, object]
    notes: list[str] = field(default_factory=list)
    provenance: list[Provenance] = field(default_factory=list)

    def words(self, target: str, *names: str) -> str | None:
        """The first of the fields (``names``, or ``target`` itself) that holds words, on one line."""
        for name in names or (target,):
            value = self.values.get(name)
            if target == "id" and isinstance(value, int) and not isinstance(value, bool):
                value = str(value)
            if value is None or value == "" or (name != target and value in UNSAID):
                continue
            if not isinstance(value, str):
                self.notes.append(f"field {name} left out: it is no text")
                continue
            line = " ".join(replace_surrogates(value[:5000])[0].split())
            if line:
                self.provenance.append(Provenance(target, f"{name} of the record"))
                return line
        return None


def read_record(
    value: object, where: str, *, notes: tuple[str, ...] = (), today: date | None = None
) -> Document | Skipped:
    """The article that one object holds, or why it holds none; ``where`` is its location where it names none itself.

    Fields are those of ``read_jsonlines``; ``notes`` tells what was done to read the object.
    """
    if not isinstance(value, dict):
        return Skipped(where, "is no JSON object with the fields of one article")
    if is_ninjs(value):
        return read_ninjs(value, where, today=today)
    record = _Record(fill_in(value), list(notes))
    text = find_text(value)
    if not isinstance(text, str):
        return Skipped(where, "has no text" if text is None else "has a field text that is no text")
    text, lone = replace_surrogates(text)
    if not holds_words(text):
        return Skipped(where, "holds no words")
    if lone:
        record.notes.append(surrogates_note(lone))
    url, title, outlet = record.words("url", *URL), record.words("title", *TITLE), record.words("outlet", *OUTLET)
    published = _read_published(record, today)
    bylines = clean_bylines(_read_authors(record), own=(outlet,) if outlet else ())
    language = record.words("language", *LANGUAGE)
    location = record.words("id") or url or where
    return Document(
        document_id(text, url, outlet, title, moment_of(published)),
        location,
        text,
        title=title,
        outlet=outlet,
        url=url,
        bylines=bylines,
        language=language,
        published=published,
        provenance=tuple(p for p in record.provenance if p.field != "id"),
        notes=tuple(record.notes),
    )


def _read_published(record: _Record, today: date | None) -> Published:
    for name in PUBLISHED:
        value = record.values.get(name)
        if value is None or value in UNSAID:
            continue
        try:
            published = publish(read_stamp(value), why=f"{name} of the record", today=today)
        except ValueError as err:
            record.notes.append(f"{name} left out: {replace_surrogates(str(err))[0]}")
            continue
        record.provenance.append(Provenance("published", f"{name} of the record"))
        return published
    return Published()


def _read_authors(record: _Record) -> tuple[str, ...]:
    value = record.values.get("authors")
    listed = value if isinstance(value, list) else [value]
    names = tuple(replace_surrogates(name)[0] for name in listed[:100] if isinstance(name, str))
    if value is not None and len(names) < len(listed):
        record.notes.append("field authors: what is no text left out")
    if names:
        record.provenance.append(Provenance("bylines", "authors of the record"))
    return names
