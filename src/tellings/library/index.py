"""What search looks into: written with every report, reading and brief, and made anew from them at any time."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from tellings.library import months, schema
from tellings.library.codec import to_json
from tellings.library.rows import chunks, insert_missing, insert_new, insert_numbered, select_in
from tellings.library.terms import fold_name, fold_outlet, words
from tellings.model.brief import Brief
from tellings.model.document import Document
from tellings.model.reading import Reading
from tellings.model.span import Evidence

FARTHEST = 16_383
"""The last place of a word that PostgreSQL keeps; farther ones all count as this one."""

MOST_PLACES = 255
"""Places of one word that PostgreSQL keeps."""

# Not among ``schema.tables``: SQLite's is a virtual table.
_IN_FILE = sa.table("passage_terms", sa.column("rowid", schema.Number), sa.column("terms", sa.Text))
_ON_SERVER = sa.table(
    "passage_terms",
    sa.column("rowid", schema.Number),
    sa.column("terms", postgresql.TSVECTOR),
    sa.column("month", sa.Date),
)


def index_report(connection: sa.Connection, documents: Sequence[Document]) -> None:
    """Makes new reports known to search, by their words, their title and their outlet."""
    rows = [_row("report", doc.id) for doc in documents]
    _add(connection, rows, [words(f"{doc.title or ''}\n{doc.text}") for doc in documents])
    _link(connection, {doc.id: {("outlet", name) for name in _outlet_names(doc)} for doc in documents})


def _outlet_names(doc: Document) -> set[str]:
    host = (doc.url or "").partition("://")[2].partition("/")[0].partition(":")[0]
    return {folded for name in (doc.outlet or "", host) if (folded := fold_outlet(name))}


def index_reading(connection: sa.Connection, readings: Sequence[Reading]) -> None:
    """Makes the names and quotations of the readings known to search, in place of those of earlier readings."""
    docs = [reading.document.id for reading in readings]
    forget(connection, docs, "quotation")
    _unlink(connection, docs)
    _link(connection, {r.document.id: set(_names_of(r)) for r in readings})
    rows, texts, speakers = [], [], []
    for reading in readings:
        text = reading.document.text
        named = {speaker.span: speaker.name for speaker in reading.speakers}
        for q in reading.quotations:
            if q.kind == "scare":
                continue  # nobody's words
            speaker = named.get(q.speaker) or text[q.speaker.start : q.speaker.end] if q.speaker else ""
            places = [(reading.document.id, span.start, span.end) for span in q.content]
            rows.append(
                _row("quotation", reading.document.id, speaker=" ".join(speaker.split()), places=to_json(places))
            )
            texts.append(words(" ".join(text[span.start : span.end] for span in q.content)))
            speakers.append(fold_name(speaker))
    numbers = number_names(connection, {("speaker", name) for name in speakers if name})
    for row, name in zip(rows, speakers, strict=True):
        row["name"] = numbers.get(("speaker", name))
    _add(connection, rows, texts)


def _names_of(reading: Reading) -> Iterable[tuple[str, str]]:
    for entity in reading.entities:
        full = fold_name(entity.name)
        yield entity.kind, full
        # "Marek" is found in "Ilse Marek"; only forms that are no part of it are kept besides.
        yield from ((entity.kind, form) for name in entity.aliases if (form := fold_name(name)) not in full)


def index_brief(connection: sa.Connection, brief: Brief) -> None:
    """Makes the statements of the brief known to search, in place of those of the story's last brief."""
    table = schema.passages
    old = connection.execute(sa.select(table.c.number).where(table.c.story == brief.id)).scalars()
    drop(connection, list(old))
    told: dict[str, tuple[Evidence, ...]] = {}
    for text, evidence in (
        *((s.text, s.evidence) for s in brief.summary),
        *((t.text, t.evidence) for f in brief.findings for t in f.tellings),
        *((e.what, e.evidence) for e in brief.timeline),
    ):
        if text.strip():
            told.setdefault(text, evidence)
    docs = {e.doc for evidence in told.values() for e in evidence}
    column = schema.documents.c.id
    kept = {row.id for row in select_in(connection, sa.select(column), column, docs)}
    rows, texts = [], []
    for text, evidence in told.items():
        places = [(e.doc, e.start, e.end) for e in evidence if e.doc in kept]
        if places:
            rows.append(_row("statement", places[0][0], story=brief.id, text=text, places=to_json(places)))
            texts.append(words(text))
    _add(connection, rows, texts)


def forget(connection: sa.Connection, docs: Sequence[str], kind: str) -> None:
    """Takes the passages of one kind of these reports out of search."""
    table = schema.passages
    query = sa.select(table.c.number).where(table.c.kind == kind)
    drop(connection, [row.number for row in select_in(connection, query, table.c.document, docs)])


def drop(connection: sa.Connection, numbers: Sequence[int]) -> None:
    """Takes the passages of these numbers out of search."""
    for part in chunks(numbers):
        gone = sa.text("DELETE FROM passage_terms WHERE rowid IN :numbers")
        connection.execute(gone.bindparams(sa.bindparam("numbers", expanding=True)), {"numbers": part})
        connection.execute(sa.delete(schema.passages).where(schema.passages.c.number.in_(part)))


def _row(kind: str, doc: str, **given: Any) -> dict[str, Any]:
    row = {"kind": kind, "document": doc, "story": None, "name": None, "speaker": "", "text": "", "places": "[]"}
    return {**row, **given}


def _add(connection: sa.Connection, rows: Sequence[Mapping[str, Any]], texts: Sequence[tuple[str, ...]]) -> None:
    numbers = insert_numbered(connection, schema.passages, rows)
    if not numbers:
        return
    if connection.dialect.name == "sqlite":
        in_file = [{"rowid": n, "terms": " ".join(found)} for n, found in zip(numbers, texts, strict=True)]
        connection.execute(sa.insert(_IN_FILE), in_file)
        return
    placed = [row["month"] for row in months.place_rows(connection, rows)]
    on_server = [
        {"rowid": n, "terms": _to_tsvector(found), "month": month}
        for n, found, month in zip(numbers, texts, placed, strict=True)
    ]
    connection.execute(sa.insert(_ON_SERVER), on_server)


def _to_tsvector(found: tuple[str, ...]) -> str:
    places: dict[str, list[int]] = {}
    for at, word in enumerate(found, 1):
        places.setdefault(word, []).append(min(at, FARTHEST))
    return " ".join(
        f"'{word}':{','.join(map(str, dict.fromkeys(at[:MOST_PLACES])))}" for word, at in sorted(places.items())
    )


def number_names(connection: sa.Connection, wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """The numbers of these kinds and folded names, new ones included."""
    names = schema.names
    pairs = sorted(set(wanted))
    query = sa.select(names.c.kind, names.c.folded, names.c.number)

    def look() -> dict[tuple[str, str], int]:
        rows = select_in(connection, query, names.c.folded, (folded for _, folded in pairs))
        return {(row.kind, row.folded): row.number for row in rows}

    there = look()
    new = [pair for pair in pairs if pair not in there]
    if connection.dialect.name == "postgresql":
        # Another writer may have come first with some of them; then its numbers count.
        insert_new(connection, names, [{"kind": kind, "folded": folded} for kind, folded in new], "folded")
        return look() if new else there
    numbers = insert_numbered(connection, names, [{"kind": kind, "folded": folded} for kind, folded in new])
    return there | dict(zip(new, numbers, strict=True))


def _link(connection: sa.Connection, found: Mapping[str, set[tuple[str, str]]]) -> None:
    numbers = number_names(connection, {pair for pairs in found.values() for pair in pairs if pair[1]})
    rows = [
        {"document": doc, "name": numbers[pair]} for doc, pairs in found.items() for pair in sorted(pairs) if pair[1]
    ]
    insert_missing(connection, schema.document_names, rows)


def _unlink(connection: sa.Connection, docs: Sequence[str]) -> None:
    table, names = schema.document_names, schema.names
    outlets = sa.select(names.c.number).where(names.c.kind == "outlet")
    for part in chunks(docs):
        connection.execute(sa.delete(table).where(table.c.document.in_(part), table.c.name.not_in(outlets)))
