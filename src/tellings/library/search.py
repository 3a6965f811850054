"""Search: one query, the same hits from SQLite (FTS5) and PostgreSQL (tsvector), each with the places it stands at."""

from collections.abc import Iterable, Sequence
from typing import Any, get_args

import sqlalchemy as sa

from tellings.library import schema
from tellings.library.codec import from_json
from tellings.library.locate import locate
from tellings.library.reports import load_documents, select_reports, to_report
from tellings.library.rows import select_in
from tellings.library.terms import fold_name, fold_outlet, words
from tellings.library.titles import find_titles
from tellings.model.document import Document
from tellings.model.library import Hit, HitKind, HitOrder, Query
from tellings.model.reading import EntityKind
from tellings.model.span import Evidence, Span

_EVERY: tuple[HitKind, ...] = ("report", "quotation", "statement")


def search(
    connection: sa.Connection, query: Query, kinds: Iterable[HitKind], order: HitOrder, limit: int, offset: int
) -> tuple[Hit, ...]:
    """What meets all of the query, newest first, or what holds its words best."""
    groups = [group for text in (*query.words, *query.phrases) if (group := words(text))]
    if groups or query.without:
        look_up_words(connection)
    chosen = _select(connection, query, groups, set(kinds) or set(_EVERY), best=order == "best")
    rows = connection.execute(chosen.limit(limit).offset(offset)).all()
    cited = {row.document for row in rows} | {doc for row in rows for doc, _, _ in from_json(row.places)}
    documents = {doc.id: doc for doc in load_documents(connection, sorted(cited))}
    reports = {
        row.id: to_report(row)
        for row in select_in(connection, select_reports(), schema.documents.c.id, {row.document for row in rows})
    }
    titles = _find_titles(connection, {report.story for report in reports.values() if report.story})
    sought = [*groups, *(group for name in (*query.persons, *query.places) if (group := words(name)))]
    hits = []
    for row in rows:
        report = reports[row.document]
        evidence = _cite(row, documents, sought)
        text = row.text or " … ".join(e.text for e in evidence)
        if evidence:
            hits.append(Hit(row.kind, text, evidence, report, titles.get(report.story or "", ""), row.speaker))
    return tuple(hits)


def look_up_words(connection: sa.Connection) -> None:
    """Has the server find words by their index for the rest of the transaction; nothing in a file.

    It reckons that reading all terms is cheap, as their table is small; but the terms lie beside it, packed. Of 6,000
    reports of 600 words a rare word is found in 4 ms so, else in 115 (``bench/searching.py``).
    """
    if connection.dialect.name == "postgresql":
        names = ("enable_seqscan", "enable_indexscan", "jit")
        connection.execute(sa.select(*(sa.func.set_config(name, "off", True) for name in names)))


def _select(
    connection: sa.Connection,
    query: Query,
    groups: Sequence[tuple[str, ...]],
    kinds: set[HitKind],
    *,
    best: bool,
) -> sa.Select[Any]:
    passages, documents = schema.passages, schema.documents
    chosen = sa.select(passages).select_from(sa.join(passages, documents, _of_report(connection)))
    if query.said:
        kinds = kinds & {"quotation"}
        for name in query.said:
            chosen = chosen.where(passages.c.name.in_(_names_like("speaker", name)))
    chosen = chosen.where(passages.c.kind.in_(sorted(kinds)))
    if "statement" in kinds:
        # The statements of a story that went into another are told by that one.
        living = sa.select(schema.stories.c.id).where(schema.stories.c.reports > 0)
        chosen = chosen.where(sa.or_(passages.c.story.is_(None), passages.c.story.in_(living)))
    order = [sa.nulls_last(documents.c.latest.desc()), documents.c.id, passages.c.kind.desc(), passages.c.number]
    if groups and best:
        weighed = _weighed(connection, groups).subquery()
        chosen = chosen.join(weighed, _same(connection, weighed))
        order.insert(0, weighed.c.weight.desc())
    elif groups:
        chosen = chosen.where(_numbered(connection).in_(_matching(connection, groups, "wanted")))
    for k, text in enumerate(query.without):
        if group := words(text):
            chosen = chosen.where(_numbered(connection).not_in(_matching(connection, [group], f"without_{k}")))
    named = (("person", query.persons), ("place", query.places), ("outlet", query.outlets))
    for kind, name in ((kind, name) for kind, names in named for name in names):
        chosen = chosen.where(passages.c.document.in_(_documents_with(kind, name)))
    if query.since is not None:
        chosen = chosen.where(documents.c.latest >= query.since)
    if query.until is not None:
        chosen = chosen.where(documents.c.earliest <= query.until)
    return chosen.order_by(*order)


def _matching(connection: sa.Connection, groups: Sequence[tuple[str, ...]], name: str) -> Any:
    """The numbers of the passages that hold every group, its words side by side."""
    match = _to_match(connection, groups)
    if connection.dialect.name == "sqlite":
        found = sa.text(f"SELECT rowid FROM passage_terms WHERE {_IN_FILE}".format(f":{name}"))
        return found.bindparams(**{name: match}).columns(sa.column("rowid", schema.Number))
    found = sa.text(f"SELECT rowid, month FROM passage_terms WHERE {_ON_SERVER}".format(f":{name}"))
    return found.bindparams(**{name: match}).columns(sa.column("rowid", schema.Number), sa.column("month", sa.Date))


# With its month a passage is looked for in the partition that has it; without, in all of them.
_MONTH: sa.ColumnClause[Any] = sa.literal_column("passages.month", sa.Date)


def _of_report(connection: sa.Connection) -> Any:
    same = schema.documents.c.id == schema.passages.c.document
    if connection.dialect.name == "sqlite":
        return same
    return sa.and_(same, sa.literal_column("documents.month", sa.Date) == _MONTH)


def _numbered(connection: sa.Connection) -> Any:
    number = schema.passages.c.number
    return number if connection.dialect.name == "sqlite" else sa.tuple_(number, _MONTH)


def _same(connection: sa.Connection, weighed: Any) -> Any:
    same = weighed.c.rowid == schema.passages.c.number
    return same if connection.dialect.name == "sqlite" else sa.and_(same, weighed.c.month == _MONTH)


def _weighed(connection: sa.Connection, groups: Sequence[tuple[str, ...]]) -> Any:
    """The same with the weight of each."""
    if connection.dialect.name == "sqlite":
        weight, match = "-bm25(passage_terms)", _IN_FILE
    else:
        # 1: divided by the logarithm of the length, which comes nearest to what BM25 does of the ways there are.
        weight, match = "ts_rank_cd(terms, CAST({} AS tsquery), 1)", _ON_SERVER
    columns = [sa.column("rowid", schema.Number), sa.column("weight", sa.Float)]
    month = ""
    if connection.dialect.name == "postgresql":
        columns.append(sa.column("month", sa.Date))
        month = ", month"
    found = f"SELECT rowid, {weight} AS weight{month} FROM passage_terms WHERE {match}"
    text = sa.text(found.replace("{}", ":weighed")).bindparams(weighed=_to_match(connection, groups))
    return text.columns(*columns)


_IN_FILE = "passage_terms MATCH {}"
_ON_SERVER = "terms @@ CAST({} AS tsquery)"


def _to_match(connection: sa.Connection, groups: Sequence[tuple[str, ...]]) -> str:
    if connection.dialect.name == "sqlite":
        return " AND ".join('"' + " ".join(group) + '"' for group in groups)
    return " & ".join("(" + " <-> ".join(f"'{word}'" for word in group) + ")" for group in groups)


def _names_like(kind: str, name: str) -> sa.Select[Any]:
    names = schema.names
    folded = fold_outlet(name) if kind == "outlet" else fold_name(name)
    pattern = f"%{folded}%"  # letters, digits and spaces alone: nothing to escape
    return sa.select(names.c.number).where(names.c.kind == kind, names.c.folded.like(pattern))


def _documents_with(kind: str, name: str) -> sa.Select[Any]:
    linked = schema.document_names
    return sa.select(linked.c.document).where(linked.c.name.in_(_names_like(kind, name)))


def _find_titles(connection: sa.Connection, stories: set[str]) -> dict[str, str]:
    table = schema.stories
    rows = select_in(connection, sa.select(table.c.id, table.c.title), table.c.id, sorted(stories))
    return {row.id: row.title for row in rows} | find_titles(connection, sorted(stories))


def _cite(row: Any, documents: dict[str, Document], sought: Sequence[tuple[str, ...]]) -> tuple[Evidence, ...]:
    places = from_json(row.places)
    if row.kind == "report":
        doc = documents[row.document]
        places = tuple((doc.id, span.start, span.end) for span in locate(doc.text, sought))
    return tuple(_quote(documents[doc], Span(start, end)) for doc, start, end in places if doc in documents)


def _quote(doc: Document, span: Span) -> Evidence:
    return Evidence(doc.id, span.start, span.end, doc.text[span.start : span.end])


def find_named(connection: sa.Connection, name: str, kinds: Iterable[str]) -> dict[str, dict[str, int]]:
    """How many reports of each story have an entity of exactly this name, by story, the newest first, and kind."""
    names, linked, members, stories = schema.names, schema.document_names, schema.members, schema.stories
    query = (
        sa.select(members.c.story, names.c.kind, sa.func.count(linked.c.document.distinct()).label("reports"))
        .join(linked, linked.c.name == names.c.number)
        .join(members, members.c.document == linked.c.document)
        .join(stories, stories.c.id == members.c.story)
        .where(names.c.folded == fold_name(name), names.c.kind.in_(sorted(set(kinds)) or get_args(EntityKind)))
        .group_by(members.c.story, names.c.kind, stories.c.last)
        .order_by(sa.nulls_last(stories.c.last.desc()), members.c.story, names.c.kind)
    )
    found: dict[str, dict[str, int]] = {}
    for row in connection.execute(query):
        found.setdefault(row.story, {})[row.kind] = row.reports
    return found
