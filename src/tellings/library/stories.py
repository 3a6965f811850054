"""Stories and who is in them: looked up, in a transaction that is open already. What changes them is in ``moves``."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa

from tellings.library import schema
from tellings.library.rows import chunks, select_in
from tellings.library.titles import find_titles
from tellings.model.library import Membership, StoryLine, StoryOrder
from tellings.model.story import Story

_ORDERS = {
    "newest": (sa.nulls_last(schema.stories.c.last.desc()), schema.stories.c.id),
    "largest": (schema.stories.c.reports.desc(), schema.stories.c.id),
    "changed": (schema.stories.c.changed_at.desc(), schema.stories.c.id),
}


def resolve_story(connection: sa.Connection, story: str) -> str | None:
    """The id under which the story is kept now."""
    table = schema.stories
    at, passed = story, {story}
    while True:
        row = connection.execute(sa.select(table.c.absorbed_by).where(table.c.id == at)).first()
        if row is None:
            return None
        if row.absorbed_by is None or row.absorbed_by in passed:
            return at
        at = row.absorbed_by
        passed.add(at)


def match_stories(connection: sa.Connection, prefix: str, limit: int) -> tuple[str, ...]:
    """Ids that begin with ``prefix``, sorted."""
    column = schema.stories.c.id
    query = sa.select(column).where(column.startswith(prefix, autoescape=True)).order_by(column)
    return tuple(connection.execute(query.limit(limit)).scalars())


def list_absorbed(connection: sa.Connection, story: str) -> list[str]:
    """Ids of all stories that lead to this one, through others too, sorted."""
    table = schema.stories
    found: set[str] = set()
    waiting = [story]
    while waiting:
        below = connection.execute(sa.select(table.c.id).where(table.c.absorbed_by.in_(waiting))).scalars()
        waiting = [each for each in below if each not in found and each != story]
        found.update(waiting)
    return sorted(found)


def load_stories(connection: sa.Connection, stories: Iterable[str] | None) -> tuple[Story, ...]:
    """Stories with their reports, by id."""
    table, members = schema.stories, schema.members
    wanted: set[str] | None = None
    if stories is not None:
        wanted = {found for story in stories if (found := resolve_story(connection, story)) is not None}
    docs: dict[str, list[str]] = defaultdict(list)
    inside = sa.select(members.c.story, members.c.document).order_by(members.c.story, members.c.document)
    heads = sa.select(table.c.id, table.c.title, table.c.first, table.c.last)
    if wanted is None:
        absorbed = _absorb_all(connection)
        for row in connection.execute(inside):
            docs[row.story].append(row.document)
        rows: list[Any] = list(connection.execute(heads.where(table.c.reports > 0)))
    else:
        absorbed = {story: list_absorbed(connection, story) for story in sorted(wanted)}
        for row in select_in(connection, inside, members.c.story, sorted(wanted)):
            docs[row.story].append(row.document)
        rows = list(select_in(connection, heads, table.c.id, sorted(wanted)))
    given = find_titles(connection, [row.id for row in rows])
    return tuple(
        Story(
            row.id,
            given.get(row.id, row.title),
            tuple(sorted(docs[row.id])),
            row.first,
            row.last,
            tuple(absorbed.get(row.id, ())),
        )
        for row in sorted(rows, key=lambda row: row.id)
        if docs[row.id]
    )


def _absorb_all(connection: sa.Connection) -> Mapping[str, list[str]]:
    table = schema.stories
    query = sa.select(table.c.id, table.c.absorbed_by).where(table.c.absorbed_by.is_not(None))
    into = {row.id: row.absorbed_by for row in connection.execute(query)}
    found: dict[str, list[str]] = defaultdict(list)
    for story in sorted(into):
        at, passed = story, {story}
        while at in into and into[at] not in passed:
            at = into[at]
            passed.add(at)
        found[at].append(story)
    return found


def find_stories(connection: sa.Connection, docs: Iterable[str]) -> dict[str, str]:
    """The story each of these reports is in, by report."""
    table = schema.members
    rows = select_in(connection, sa.select(table.c.document, table.c.story), table.c.document, docs)
    return dict(sorted((row.document, row.story) for row in rows))


def list_stories(connection: sa.Connection, order: StoryOrder, limit: int | None, offset: int) -> tuple[StoryLine, ...]:
    """Stories that have reports, in this order."""
    table = schema.stories
    query = sa.select(table).where(table.c.reports > 0).order_by(*_ORDERS[order])
    # SQLite knows no OFFSET without a LIMIT.
    rows = connection.execute(query.limit(limit if limit is not None else 2**62).offset(offset)).all()
    outlets = _count_outlets(connection, [row.id for row in rows])
    given = find_titles(connection, [row.id for row in rows])
    return tuple(
        StoryLine(
            row.id,
            given.get(row.id, row.title),
            row.reports,
            outlets.get(row.id, 0),
            row.first,
            row.last,
            row.opened_at,
            row.changed_at,
        )
        for row in rows
    )


def _count_outlets(connection: sa.Connection, stories: Iterable[str]) -> dict[str, int]:
    members, documents = schema.members, schema.documents
    count: sa.Select[Any] = (
        sa.select(members.c.story, sa.func.count(documents.c.outlet.distinct()).label("outlets"))
        .join(documents, documents.c.id == members.c.document)
        .group_by(members.c.story)
    )
    return {row.story: row.outlets for row in select_in(connection, count, members.c.story, stories)}


def list_days(connection: sa.Connection, stories: Iterable[str]) -> dict[str, tuple[date | None, ...]]:
    """For each of these stories the first day each of its reports can be of, rising; ``None``s last."""
    members, documents = schema.members, schema.documents
    homes = _resolve_all(connection, stories)
    count: sa.Select[Any] = (
        sa.select(members.c.story, documents.c.earliest, sa.func.count().label("reports"))
        .join(documents, documents.c.id == members.c.document)
        .group_by(members.c.story, documents.c.earliest)
    )
    days: dict[str, list[date | None]] = defaultdict(list)
    for row in select_in(connection, count, members.c.story, sorted(set(homes.values()))):
        days[row.story] += [row.earliest] * row.reports
    return {
        story: tuple(sorted(days[home], key=lambda day: day or date.max))
        for story, home in homes.items()
        if home in days
    }


def _resolve_all(connection: sa.Connection, stories: Iterable[str]) -> dict[str, str]:
    """The ids under which these stories are kept now; most are kept under their own."""
    table, given = schema.stories, list(stories)
    into = {
        row.id: row.absorbed_by
        for row in select_in(connection, sa.select(table.c.id, table.c.absorbed_by), table.c.id, given)
    }
    found = {story: resolve_story(connection, story) if into.get(story) else story for story in given if story in into}
    return {story: home for story, home in found.items() if home is not None}


def list_members(connection: sa.Connection, story: str) -> tuple[Membership, ...]:
    """The reports of a story with the reason each is in it, by id."""
    found = resolve_story(connection, story)
    members, moves = schema.members, schema.moves
    query = (
        sa.select(members.c.document, members.c.story, moves.c.why, moves.c.at)
        .join(moves, moves.c.number == members.c.move)
        .where(members.c.story == found)
        .order_by(members.c.document)
    )
    return tuple(Membership(*row) for row in connection.execute(query))


def count_again(connection: sa.Connection, stories: Iterable[str]) -> None:
    """Writes down how many reports each of these stories has now."""
    table, members = schema.stories, schema.members
    inside = sa.select(sa.func.count()).where(members.c.story == table.c.id).scalar_subquery()
    for part in chunks(sorted(set(stories))):
        connection.execute(sa.update(table).where(table.c.id.in_(part)).values(reports=inside))
