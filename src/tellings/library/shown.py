"""What search and lists know of a story beside its reports: the days worked out in its brief, what people decided."""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from tellings.library import schema
from tellings.library.codec import from_json
from tellings.library.index import drop, forget, index_brief, index_reading, number_names
from tellings.library.reports import load_readings
from tellings.library.rows import chunks, insert_missing, select_in
from tellings.library.terms import fold_name
from tellings.model.brief import Actor, Brief, Utterance
from tellings.model.span import Evidence


def keep_known(connection: sa.Connection, brief: Brief) -> None:
    """What the brief found out of its reports: their days, stated, worked out or given by a person; outlets and titles.

    Lists and search go by these, and the story's days with them; the report itself keeps what it says.
    """
    table = schema.documents
    query = sa.select(table.c.id, table.c.earliest, table.c.latest, table.c.outlet, table.c.title)
    kept = {row.id: row for row in select_in(connection, query, table.c.id, _ids(brief))}
    here = [doc for doc in sorted(brief.documents, key=lambda doc: doc.id) if doc.id in kept]
    for doc in here:
        row, day = kept[doc.id], doc.published
        found = day.earliest, day.latest, row.outlet or doc.outlet, row.title or doc.title
        if found != (row.earliest, row.latest, row.outlet, row.title):
            values = dict(zip(("earliest", "latest", "outlet", "title"), found, strict=True))
            connection.execute(sa.update(table).where(table.c.id == doc.id).values(**values))
    first = min((doc.published.earliest for doc in here if doc.published.earliest), default=None)
    last = max((doc.published.latest for doc in here if doc.published.latest), default=None)
    if last is not None:
        story = schema.stories
        differs = sa.or_(story.c.first.is_distinct_from(first), story.c.last.is_distinct_from(last))
        connection.execute(sa.update(story).where(story.c.id == brief.id, differs).values(first=first, last=last))


def index_shown(connection: sa.Connection, made: Brief, shown: Brief, again: Collection[str]) -> None:
    """Search knows the story as it is shown: without what was rejected, with the speakers and names people gave.

    ``made`` is the brief without their decisions; the reports ``again`` are first indexed as they were read, so that
    what was taken back is found as before.
    """
    wanted = {doc for doc in _ids(made) if doc in again}
    for part in chunks(sorted(wanted)):
        found = load_readings(connection, part, None)
        forget(connection, part, "quotation")
        index_reading(connection, found)
    index_brief(connection, shown)
    actors = {actor.id: actor for actor in made.entities}
    for actor in shown.entities:
        _name(connection, actors.get(actor.id), actor)
    left = {said.id: said for said in shown.quotations}
    for said in made.quotations:
        _say(connection, said, left.get(said.id), shown)


def _ids(brief: Brief) -> list[str]:
    return [doc.id for doc in brief.documents]


def _name(connection: sa.Connection, was: Actor | None, actor: Actor) -> None:
    """The reports of an actor are found by the names and under the kind that people gave them."""
    if was is not None and (was.name, was.kind, was.documents) == (actor.name, actor.kind, actor.documents):
        return
    linked = schema.document_names
    names = sorted({fold_name(name) for name in (actor.name, *actor.aliases) if fold_name(name)})
    if was is not None and was.kind != actor.kind:
        gone = sa.select(schema.names.c.number).where(schema.names.c.kind == was.kind, schema.names.c.folded.in_(names))
        for part in chunks(actor.documents):
            connection.execute(sa.delete(linked).where(linked.c.document.in_(part), linked.c.name.in_(gone)))
    else:
        names = [fold_name(actor.name)]
    numbers = number_names(connection, {(actor.kind, name) for name in names})
    rows = [{"document": doc, "name": numbers[actor.kind, name]} for doc in actor.documents for name in names]
    insert_missing(connection, linked, rows)


def _say(connection: sa.Connection, said: Utterance, now: Utterance | None, shown: Brief) -> None:
    """A quotation that was left out is not found; one that was given to somebody else is found as theirs."""
    if now is None:
        drop(connection, [row.number for row in _find(connection, said.evidence)])
        return
    docs = {e.doc for e in now.evidence}
    if gone := tuple(e for e in said.evidence if e.doc not in docs):
        drop(connection, [row.number for row in _find(connection, gone)])
    if now.speaker_name == said.speaker_name:
        return
    name = fold_name(now.speaker_name or "")
    if now.speaker and now.speaker == said.speaker:
        # One person under another name: the name in the reports is still one to look for.
        name += "".join(fold_name(a) for e in shown.entities if e.id == now.speaker for a in e.aliases)
    numbers = number_names(connection, {("speaker", name)} if name else ())
    for row in _find(connection, now.evidence):
        change = sa.update(schema.passages).where(schema.passages.c.number == row.number)
        connection.execute(change.values(speaker=now.speaker_name or "", name=numbers.get(("speaker", name))))


def _find(connection: sa.Connection, evidence: tuple[Evidence, ...]) -> list[Any]:
    """The quotations that stand in these places."""
    table = schema.passages
    query = sa.select(table.c.number, table.c.places).where(table.c.kind == "quotation")
    rows = list(select_in(connection, query, table.c.document, sorted({e.doc for e in evidence})))
    return [row for row in rows if any(_meets(place, e) for place in from_json(row.places) for e in evidence)]


def _meets(place: tuple[str, int, int], e: Evidence) -> bool:
    doc, start, end = place
    return doc == e.doc and start < e.end and e.start < end
