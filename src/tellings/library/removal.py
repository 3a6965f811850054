"""One report taken out for good, with all that was made of it; a mark without words keeps it from coming again."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from tellings.library import codec, schema
from tellings.library.faults import told_plainly
from tellings.library.index import drop
from tellings.library.moves import refresh
from tellings.library.reports import load_documents, load_fingerprints
from tellings.library.rows import insert_missing, select_in
from tellings.library.stories import list_absorbed, resolve_story
from tellings.model.document import Document
from tellings.model.library import Removed
from tellings.text.marks import mark, marks_of

if TYPE_CHECKING:
    from tellings.library.store import Library

WAIT = 600.0
"""Seconds to wait while reports are being sorted in: as long as those who sort wait for each other."""

LOOKED_AT = 50
"""Reports of the same bytes that are looked at: copies of one, or a file of many, which the first tell."""

WHY = "one of its reports was removed"
"""What the log says in place of a reason that may hold words of a removed report."""


def find_removed(connection: sa.Connection, marks: Iterable[str] | None) -> dict[str, datetime]:
    """When what has these marks was removed, by mark; without ``marks`` all."""
    table = schema.removed
    query = sa.select(table)
    rows: Iterable[Any] = (
        connection.execute(query) if marks is None else select_in(connection, query, table.c.mark, marks)
    )
    return {row.mark: row.at for row in rows}


def find_reports(connection: sa.Connection, given: str) -> tuple[str, ...]:
    """Ids of the reports that have this id, else this location or address."""
    documents, pages = schema.documents, schema.pages
    if connection.execute(sa.select(documents.c.id).where(documents.c.id == given)).first():
        return (given,)
    there = sa.or_(documents.c.location == given, documents.c.url == given)
    found = set(connection.execute(sa.select(documents.c.id).where(there)).scalars())
    page = sa.select(pages.c.document).where(pages.c.address == codec.shorten(given))
    return tuple(sorted(found or set(connection.execute(page).scalars())))


def find_copies(connection: sa.Connection, docs: Sequence[Document]) -> tuple[str, ...]:
    """Ids of the other reports that carry the text of one of these, in any story."""
    wanted = {doc.id for doc in docs}
    passages = schema.passages
    found: set[str] = set()
    members = schema.members
    for doc in docs:
        home = sa.select(members.c.story).where(members.c.document == doc.id).scalar_subquery()
        near = set(connection.execute(sa.select(members.c.document).where(members.c.story == home)).scalars())
        if doc.title:
            titled = sa.select(schema.documents.c.id).where(schema.documents.c.title == doc.title)
            near |= set(connection.execute(titled).scalars())
        found |= {each.id for each in load_documents(connection, near - wanted) if _same(each.text, doc.text)}
        story = connection.execute(sa.select(members.c.story).where(members.c.document == doc.id)).scalar()
        found |= set(_find_folded(connection, story, doc.id)) if story else set()
    kept = sa.select(passages.c.document).where(passages.c.kind == "report")
    return tuple(sorted({row.document for row in select_in(connection, kept, passages.c.document, found - wanted)}))


def _same(one: str, other: str) -> bool:
    return one.split() == other.split()


def _find_folded(connection: sa.Connection, story: str, doc: str) -> Iterable[str]:
    """Reports that grouping folded onto this one, and those that it was folded onto with their others."""
    moves = schema.moves
    folds = sa.select(moves).where(moves.c.kind == "fold", moves.c.story == story)
    groups = [{*json.loads(row.documents), row.other} for row in connection.execute(folds)]
    return {each for group in groups if doc in group for each in group if each and each != doc}


def take_out(
    library: "Library", docs: Sequence[str], *, now: datetime, try_only: bool = False, wait: float = WAIT
) -> Removed:
    """What was taken out, in one transaction; nothing with ``try_only``. The stories it names need their briefs anew.

    Ids that are not there are passed over. Nobody sorts reports in meanwhile.

    Raises:
        LibraryError: when reports are being sorted in for longer than ``wait`` seconds.
    """
    with library.alone("grouping", wait=wait), library.writing() as connection:
        savepoint = connection.begin_nested()
        removed = _take_out(connection, load_documents(connection, docs), now)
        if try_only:
            savepoint.rollback()
        else:
            savepoint.commit()
    if removed.reports and not try_only:
        _wipe(library)
    return removed


def _take_out(connection: sa.Connection, docs: Sequence[Document], now: datetime) -> Removed:
    ids = [doc.id for doc in docs]
    copies = find_copies(connection, docs)
    titles = {title for doc in docs if (title := doc.title)}
    titles |= {each.title for each in load_fingerprints(connection, ids, None)}
    homes = set(_column(connection, schema.members.c.story, schema.members.c.document, ids))
    moved, named = _find_moves(connection, ids)
    every = homes | {home for each in moved if (home := resolve_story(connection, each))} | moved
    every |= {each for home in homes for each in list_absorbed(connection, home)}
    briefs = _delete(connection, schema.briefs, schema.briefs.c.story, every)
    reviews = _drop_reviews(connection, ids, titles)
    letters = {address for doc in docs for address in (doc.location, doc.url or "") if address}
    fetches = _drop_fetches(connection, ids, letters)
    _delete(connection, schema.letters, schema.letters.c.location, letters)
    _delete(connection, schema.letters, schema.letters.c.address, letters)
    _drop_passages(connection, ids, every)
    originals = set(_column(connection, schema.documents.c.original, schema.documents.c.id, ids)) - {None}
    links = set(_column(connection, schema.document_names.c.name, schema.document_names.c.document, ids))
    readings = _delete(connection, schema.readings, schema.readings.c.document, ids)
    for name in ("document_names", "seen", "pages", "fingerprints", "members"):
        table = schema.tables.tables[name]
        _delete(connection, table, table.c.document, ids)
    _delete(connection, schema.documents, schema.documents.c.id, ids)
    bytes_gone = _drop_originals(connection, originals, docs)
    _drop_names(connection, links)
    for story in sorted(homes):
        refresh(connection, story)
    _rename(connection, every, titles, now)
    _mend_moves(connection, named, set(ids), titles)
    insert_missing(
        connection,
        schema.removed,
        [{"mark": m, "at": now} for doc in docs for m in marks_of(doc.id, (doc.location, doc.url or ""))],
    )
    left = {row.id for row in _stories(connection, every) if row.reports}
    ended = homes - left
    reviews += _delete(connection, schema.reviews, schema.reviews.c.story, ended)
    return Removed(
        tuple(ids), copies, tuple(sorted(left)), tuple(sorted(ended)), readings, briefs, reviews, fetches, bytes_gone
    )


def _column(
    connection: sa.Connection, wanted: sa.ColumnElement[Any], by: sa.ColumnElement[Any], values: Iterable[Any]
) -> list[Any]:
    return [row[0] for row in select_in(connection, sa.select(wanted), by, values)]


def _stories(connection: sa.Connection, ids: Iterable[str]) -> list[Any]:
    table = schema.stories
    return list(select_in(connection, sa.select(table), table.c.id, sorted(ids)))


def _delete(connection: sa.Connection, table: sa.Table, by: sa.Column[Any], values: Iterable[Any]) -> int:
    return sum(connection.execute(sa.delete(table).where(by == value)).rowcount for value in sorted(set(values)))


def _drop_passages(connection: sa.Connection, docs: Sequence[str], stories: Collection[str]) -> None:
    table = schema.passages
    numbers = set(_column(connection, table.c.number, table.c.document, docs))
    numbers |= set(_column(connection, table.c.number, table.c.story, sorted(stories)))
    drop(connection, sorted(numbers))


def _drop_originals(connection: sa.Connection, digests: Iterable[str], docs: Sequence[Document]) -> int:
    """Bytes that only these reports have, and files that hold others too; what a copy came as stays with the copy."""
    table, documents = schema.originals, schema.documents
    texts = {" ".join(doc.text.split()) for doc in docs}
    gone = set()
    for digest in digests:
        others = _column(connection, documents.c.id, documents.c.original, [digest])
        held = load_documents(connection, others[:LOOKED_AT])
        if not held or any(" ".join(each.text.split()) not in texts for each in held):
            gone.add(digest)
            same = documents.c.original == digest
            connection.execute(sa.update(documents).where(same).values(original=None))
    return _delete(connection, table, table.c.digest, gone)


def _drop_names(connection: sa.Connection, numbers: Iterable[int]) -> None:
    names, links, passages = schema.names, schema.document_names, schema.passages
    used = set(_column(connection, links.c.name, links.c.name, numbers))
    used |= set(_column(connection, passages.c.name, passages.c.name, numbers))
    _delete(connection, names, names.c.number, set(numbers) - used)


def _drop_fetches(connection: sa.Connection, docs: Sequence[str], addresses: Collection[str]) -> int:
    table = schema.fetches
    named = [table.c.documents.contains(json.dumps(doc), autoescape=True) for doc in docs]
    at = [table.c.url.in_(addresses), table.c.final_url.in_(addresses)]
    return int(connection.execute(sa.delete(table).where(sa.or_(sa.false(), *named, *at))).rowcount)


def _drop_reviews(connection: sa.Connection, docs: Sequence[str], titles: Collection[str]) -> int:
    """Decisions that name the reports, and what takes them back. A merge or split only forgets the report."""
    table = schema.reviews
    named = [table.c.data.contains(doc, autoescape=True) for doc in docs]
    gone: list[tuple[Any, ...]] = []
    undone: set[str] = set()
    for row in connection.execute(sa.select(table).where(sa.or_(sa.false(), *named))).all():
        key = (table.c.statement == row.statement, table.c.by == row.by, table.c.at == row.at)
        data = json.loads(row.data) if row.data.startswith("{") else {}
        left = [doc for doc in data.get("documents", ()) if doc not in docs]
        was = [doc for doc in str(data.get("was", "")).split() if doc not in docs]
        if data.get("verb") in ("merge", "split") and left and was:
            data |= {"documents": left, "was": " ".join(was)}
            data["names"] = ["" if name in titles else name for name in data.get("names", ())]
            data["text"] = "" if data.get("text") in titles else data.get("text", "")
            connection.execute(sa.update(table).where(*key).values(data=json.dumps(data, ensure_ascii=False)))
            continue
        gone.append(key)
        undone.add(str(data.get("id", "")))
    undoing = [table.c.data.contains(json.dumps(one), autoescape=True) for one in sorted(undone - {""})]
    for key in gone:
        connection.execute(sa.delete(table).where(*key))
    also = connection.execute(sa.delete(table).where(sa.or_(sa.false(), *undoing))).rowcount
    return len(gone) + int(also)


def _find_moves(connection: sa.Connection, docs: Sequence[str]) -> tuple[set[str], list[int]]:
    """The stories that the reports ever were in, and the numbers of the moves that name the reports."""
    table = schema.moves
    names = [column.contains(doc, autoescape=True) for doc in docs for column in (table.c.documents, table.c.before)]
    query = sa.select(table).where(sa.or_(sa.false(), table.c.other.in_(docs), *names))
    rows = connection.execute(query).all()
    stories = {row.story for row in rows} | {row.other for row in rows if row.other and row.kind != "fold"}
    return stories, [row.number for row in rows]


def _rename(connection: sa.Connection, stories: Iterable[str], titles: Collection[str], now: datetime) -> None:
    """Stories that bear the title of a removed report get that of the first that is left, or none."""
    table, members = schema.stories, schema.members
    for row in _stories(connection, stories):
        given: dict[str, Any] = {"changed_at": now}
        if row.title in titles or not row.reports:
            left = _column(connection, members.c.document, members.c.story, [row.id])
            given["title"] = next((each.title for each in load_fingerprints(connection, left, None) if each.title), "")
        connection.execute(sa.update(table).where(table.c.id == row.id).values(**given))


def _mend_moves(connection: sa.Connection, numbers: Sequence[int], docs: set[str], titles: Collection[str]) -> None:
    """The log without the reports; a line that was of them alone goes, so that what is left can be taken back."""
    table, members = schema.moves, schema.members
    for row in list(select_in(connection, sa.select(table), table.c.number, numbers)):
        left = [doc for doc in json.loads(row.documents) if doc not in docs]
        before: dict[str, Any] = json.loads(row.before)
        before["members"] = [each for each in before["members"] if each[0] not in docs]
        for head in before["stories"].values():
            head[0] = "" if head[0] in titles else head[0]
        held = _column(connection, members.c.document, members.c.move, [row.number])
        left = left or sorted({each[0] for each in before["members"]} | set(held))
        same = table.c.number == row.number
        if not left or row.other in docs:
            connection.execute(sa.delete(table).where(same))
            continue
        kept = {"documents": json.dumps(left), "before": json.dumps(before), "why": WHY}
        connection.execute(sa.update(table).where(same).values(**kept))


def _wipe(library: "Library") -> None:
    """Leaves nothing of what was taken out in the file: neither in its index, its free pages nor the log beside it."""
    if library.place.file is None:
        return
    with told_plainly(library.where):
        raw = library.engine.raw_connection()
        try:
            cursor = raw.cursor()
            # The index of words keeps those of deleted rows until its parts are put together.
            cursor.execute("INSERT INTO passage_terms(passage_terms) VALUES ('optimize')")
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            raw.close()


def list_again(library: "Library", marks: Mapping[str, datetime]) -> tuple[str, ...]:
    """Ids of the reports of a library that were removed from another one, whose marks these are."""
    with library.reading() as connection:
        ids = connection.execute(sa.select(schema.documents.c.id).order_by(schema.documents.c.id)).scalars().all()
        return tuple(doc for doc in ids if mark(doc) in marks)
