"""Reports, their untouched bytes, their readings and fingerprints, in a transaction that is open already."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from tellings.errors import LibraryError
from tellings.library import codec, schema
from tellings.library.index import index_reading, index_report
from tellings.library.rows import insert_missing, insert_new, put, select_in
from tellings.model.document import Document
from tellings.model.library import Arrival, Original, Report
from tellings.model.reading import Reading
from tellings.model.story import Fingerprint, pack_fingerprint, unpack_fingerprint


def prepare_document(arrival: Arrival, now: datetime) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """The rows of a report and of its bytes. Made before the transaction begins: packing takes longer than writing."""
    doc, original = arrival.document, arrival.original
    kept = None
    if original is not None:
        kept = {
            "digest": codec.digest(original.data),
            "data": codec.pack(original.data),
            "size": len(original.data),
            "location": original.location,
            "media_type": original.media_type,
        }
    row = {
        "id": doc.id,
        "location": doc.location,
        "title": doc.title,
        "outlet": doc.outlet,
        "url": doc.url,
        "earliest": doc.published.earliest,
        "latest": doc.published.latest,
        "kept_at": now,
        "original": kept["digest"] if kept else None,
        "body": codec.encode(doc),
    }
    return row, kept


def keep(
    connection: sa.Connection,
    arrivals: Sequence[Arrival],
    prepared: Sequence[tuple[dict[str, Any], dict[str, Any] | None]],
    now: datetime,
) -> tuple[str, ...]:
    """Ids of the reports that were not kept yet, in the order given."""
    there = find_kept(connection, (a.document.id for a in arrivals))
    fresh = {row["id"]: (arrival, row) for arrival, (row, _) in reversed(list(zip(arrivals, prepared, strict=True)))}
    lacking = [doc for doc in dict.fromkeys(a.document.id for a in arrivals) if doc not in there]
    insert_missing(connection, schema.originals, [kept for _, kept in prepared if kept])
    if connection.dialect.name == "postgresql":
        lacking.sort()  # writers that bring the same reports wait for each other, and never in a circle
    inserted = insert_new(connection, schema.documents, [fresh[doc][1] for doc in lacking], "id")
    new = [doc for doc in dict.fromkeys(a.document.id for a in arrivals) if doc in inserted]
    hold(connection, [a.document.id for a in arrivals])
    _complete(connection, [row for row, kept in prepared if kept])
    pages = [
        {"address": codec.shorten(a.address), "digest": row["original"] or "", "document": row["id"], "first_seen": now}
        for a, (row, _) in zip(arrivals, prepared, strict=True)
        if a.address
    ]
    insert_missing(connection, schema.pages, pages)
    index_report(connection, [fresh[doc][0].document for doc in new])
    return tuple(new)


def hold(connection: sa.Connection, docs: Iterable[str]) -> None:
    """From here to the end of the transaction nobody else writes what belongs to these reports."""
    if connection.dialect.name == "postgresql":
        column = schema.documents.c.id
        query = sa.select(column).order_by(column).with_for_update(key_share=True)
        for _ in select_in(connection, query, column, sorted(set(docs))):
            pass


def _complete(connection: sa.Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Reports that came without their bytes at first have them now; the first bytes of each count."""
    first = {row["id"]: row["original"] for row in reversed(rows)}
    table = schema.documents
    query = sa.select(table.c.id).where(table.c.original.is_(None))
    lacking = [row.id for row in select_in(connection, query, table.c.id, first)]
    for doc in lacking:
        connection.execute(sa.update(table).where(table.c.id == doc).values(original=first[doc]))


def find_kept(connection: sa.Connection, docs: Iterable[str]) -> frozenset[str]:
    """Those of the ids that are kept."""
    column = schema.documents.c.id
    return frozenset(row.id for row in select_in(connection, sa.select(column), column, docs))


def find_page(connection: sa.Connection, address: str, data: bytes | None) -> tuple[str, ...]:
    """Ids of the reports kept from this address, or from these bytes at it."""
    table = schema.pages
    query = (
        sa.select(table.c.document)
        .where(table.c.address == codec.shorten(address))
        .distinct()
        .order_by(table.c.document)
    )
    if data is not None:
        query = query.where(table.c.digest == codec.digest(data))
    return tuple(connection.execute(query).scalars())


def load_documents(connection: sa.Connection, docs: Iterable[str]) -> tuple[Document, ...]:
    """The documents, by id."""
    table = schema.documents
    rows = select_in(connection, sa.select(table.c.id, table.c.body), table.c.id, docs)
    return tuple(sorted((_to_document(row.id, row.body) for row in rows), key=lambda doc: doc.id))


def _to_document(doc: str, body: bytes) -> Document:
    try:
        return codec.decode(body, Document, f"The report {doc}")
    except codec.OtherShapeError as err:
        raise LibraryError(f"{err}.\nIt was kept by another version of tellings.") from err


def load_original(connection: sa.Connection, doc: str) -> Original | None:
    """The untouched bytes of a report."""
    kept = schema.originals
    query = sa.select(kept).join(schema.documents, schema.documents.c.original == kept.c.digest)
    row = connection.execute(query.where(schema.documents.c.id == doc)).first()
    if row is None:
        return None
    return Original(codec.unpack(row.data, f"The original of {doc}"), row.location, row.media_type)


def select_reports() -> sa.Select[Any]:
    """The columns of ``to_report``."""
    table, members = schema.documents, schema.members
    columns = [table.c[name] for name in ("id", "location", "title", "outlet", "url", "earliest", "latest", "kept_at")]
    return sa.select(*columns, members.c.story).outerjoin(members, members.c.document == table.c.id)


def to_report(row: Any) -> Report:
    """A report as the library lists it."""
    return Report(*row[:9])


def list_reports(
    connection: sa.Connection, *, story: str | None, since: date | None, limit: int | None, offset: int = 0
) -> Iterator[Report]:
    """Reports, newest first."""
    table = schema.documents
    query = select_reports().order_by(sa.nulls_last(table.c.latest.desc()), table.c.id).limit(limit).offset(offset)
    if story is not None:
        query = query.where(schema.members.c.story == story)
    if since is not None:
        query = query.where(table.c.latest >= since)
    for row in connection.execution_options(yield_per=1000).execute(query):
        yield to_report(row)


def keep_readings(
    connection: sa.Connection, readings: Sequence[Reading], bodies: Sequence[bytes], now: datetime
) -> None:
    """Keeps the readings that are not kept yet; what they find is what search finds from now on."""
    _need_kept(connection, [reading.document.id for reading in readings], "reading")
    hold(connection, [reading.document.id for reading in readings])
    table = schema.readings
    query = sa.select(table.c.document, table.c.made_by)
    there = {tuple(row) for row in select_in(connection, query, table.c.document, (r.document.id for r in readings))}
    new = {
        (r.document.id, r.made_by): (r, body)
        for r, body in zip(readings, bodies, strict=True)
        if (r.document.id, r.made_by) not in there
    }
    rows = [{"document": d, "made_by": by, "kept_at": now, "body": body} for (d, by), (_, body) in new.items()]
    insert_missing(connection, table, rows)
    index_reading(connection, list({doc: reading for (doc, _), (reading, _) in new.items()}.values()))


def _need_kept(connection: sa.Connection, docs: Sequence[str], what: str) -> None:
    lacking = sorted(set(docs) - find_kept(connection, docs))
    if lacking:
        raise ValueError(f"The {what} of {', '.join(lacking[:3])} came before the report: keep the report first.")


def load_readings(connection: sa.Connection, docs: Iterable[str], made_by: str | None) -> tuple[Reading, ...]:
    """The readings of the reports, by id; those of a shape that this version does not have are left out."""
    wanted = list(docs)
    documents = {doc.id: doc for doc in load_documents(connection, wanted)}
    table = schema.readings
    query = sa.select(table.c.document, table.c.body).order_by(table.c.document, table.c.kept_at, table.c.made_by)
    if made_by is not None:
        query = query.where(table.c.made_by == made_by)
    found: dict[str, Reading] = {}
    for row in select_in(connection, query, table.c.document, wanted):
        try:
            found[row.document] = codec.decode_reading(row.body, documents[row.document])
        except codec.OtherShapeError:
            continue  # made by another version, and no use to this one: the report counts as unread
    return tuple(found[doc] for doc in sorted(found))


def find_unread(connection: sa.Connection, made_by: str, limit: int | None) -> tuple[str, ...]:
    """Ids of the reports without a reading of ``made_by``, in the order they came in."""
    table, read = schema.documents, schema.readings
    mine = sa.and_(read.c.document == table.c.id, read.c.made_by == made_by)
    query = sa.select(table.c.id).outerjoin(read, mine).where(read.c.document.is_(None)).order_by(table.c.number)
    return tuple(connection.execute(query.limit(limit)).scalars())


def keep_fingerprints(connection: sa.Connection, fingerprints: Sequence[Fingerprint], now: datetime) -> None:
    """Keeps one fingerprint for each report."""
    _need_kept(connection, [f.doc for f in fingerprints], "fingerprint")
    hold(connection, [f.doc for f in fingerprints])
    rows = {
        f.doc: {"document": f.doc, "earliest": f.earliest, "packed": pack_fingerprint(f), "kept_at": now}
        for f in sorted(fingerprints, key=lambda each: each.doc)
    }
    put(connection, schema.fingerprints, list(rows.values()))
    if connection.dialect.name == "postgresql":
        note_change(connection, list(rows))


def note_change(connection: sa.Connection, docs: Sequence[str]) -> None:
    """Writes down that the fingerprints of these reports came with this transaction, the replaced ones among them."""
    changed = "UPDATE fingerprints SET changed = CAST(CAST(pg_current_xact_id() AS text) AS bigint)"
    mine = (
        " WHERE document = ANY(:docs) AND changed IS DISTINCT FROM CAST(CAST(pg_current_xact_id() AS text) AS bigint)"
    )
    connection.execute(sa.text(changed + mine), {"docs": list(docs)})


def load_fingerprints(
    connection: sa.Connection, docs: Iterable[str] | None, since: date | None
) -> Iterator[Fingerprint]:
    """Fingerprints by day and id, those without a day first."""
    table = schema.fingerprints
    query = sa.select(table.c.document, table.c.earliest, table.c.packed)
    if since is not None:
        query = query.where(sa.or_(table.c.earliest >= since, table.c.earliest.is_(None)))
    if docs is not None:
        rows = list(select_in(connection, query, table.c.document, docs))
        rows.sort(key=lambda row: (row.earliest or date.min, row.document))
        yield from (_to_fingerprint(row) for row in rows)
        return
    ordered = query.order_by(sa.nulls_first(table.c.earliest), table.c.document)
    for row in connection.execution_options(yield_per=1000).execute(ordered):
        yield _to_fingerprint(row)


def _to_fingerprint(row: Any) -> Fingerprint:
    try:
        return unpack_fingerprint(row.packed)
    except ValueError as err:
        raise LibraryError(
            f"The fingerprint of {row.document} is damaged in the library ({err}).\n{codec.REPAIR}"
        ) from err


def find_ungrouped(connection: sa.Connection, limit: int | None) -> tuple[str, ...]:
    """Ids of the reports that are in no story, by day and id."""
    table, members = schema.documents, schema.members
    query = sa.select(table.c.id).outerjoin(members, members.c.document == table.c.id)
    query = query.where(members.c.document.is_(None)).order_by(sa.nulls_first(table.c.earliest), table.c.id)
    return tuple(connection.execute(query.limit(limit)).scalars())
