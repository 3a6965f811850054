"""Briefs by day, what readers saw, and what reviewers said, in a transaction that is open already."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

import sqlalchemy as sa

from tellings.errors import LibraryError
from tellings.library import codec, schema
from tellings.library.index import index_brief
from tellings.library.reports import find_kept
from tellings.library.rows import insert_missing, put, select_in
from tellings.library.shown import keep_known
from tellings.library.stories import list_absorbed, resolve_story
from tellings.model.brief import Brief
from tellings.model.library import Review, Seen


def keep_brief(connection: sa.Connection, brief: Brief, body: bytes, made_by: str, now: datetime) -> None:
    """Keeps the brief for the day of ``now``; search finds its statements, and lists tell its title, from now on."""
    table = schema.briefs
    keep_known(connection, brief)
    day = now.astimezone(UTC).date()
    same = sa.select(table.c.body).where(table.c.story == brief.id, table.c.day == day, table.c.made_by == made_by)
    if connection.execute(same).scalar() == body:
        now_made = sa.update(table).where(table.c.story == brief.id, table.c.day == day)
        connection.execute(now_made.where(table.c.made_at < now).values(made_at=now))
        return
    if brief.title:
        connection.execute(sa.update(schema.stories).where(schema.stories.c.id == brief.id).values(title=brief.title))
    put(connection, table, [{"story": brief.id, "day": day, "made_by": made_by, "made_at": now, "body": body}])
    index_brief(connection, brief)


def load_brief(connection: sa.Connection, story: str, on: date | None) -> Brief | None:
    """The last brief of a story, or the last up to a day; of one it absorbed where it has none of its own."""
    table = schema.briefs
    home = resolve_story(connection, story) or story
    query = sa.select(table.c.body, table.c.story, table.c.day).where(table.c.story == home)
    if on is not None:
        query = query.where(table.c.day <= on)
    row = connection.execute(query.order_by(table.c.day.desc()).limit(1)).first()
    if row is None and home != story:
        return _load_own(connection, story, on)
    return None if row is None else _decode(row.body, row.story, row.day)


def _load_own(connection: sa.Connection, story: str, on: date | None) -> Brief | None:
    table = schema.briefs
    query = sa.select(table.c.body, table.c.day).where(table.c.story == story)
    if on is not None:
        query = query.where(table.c.day <= on)
    row = connection.execute(query.order_by(table.c.day.desc()).limit(1)).first()
    return None if row is None else _decode(row.body, story, row.day)


def _decode(body: bytes, story: str, day: date) -> Brief:
    try:
        return codec.decode(body, Brief, f"The brief of {story} of {day}")
    except codec.OtherShapeError as err:
        raise LibraryError(f"{err}.\nIt was made by another version of tellings; make it again.") from err


def list_briefs(connection: sa.Connection, story: str) -> tuple[date, ...]:
    """The days of which there is a brief of this story, rising."""
    table = schema.briefs
    query = sa.select(table.c.day).where(table.c.story == (resolve_story(connection, story) or story))
    return tuple(connection.execute(query.order_by(table.c.day)).scalars())


def find_stale(connection: sa.Connection, limit: int | None) -> tuple[str, ...]:
    """Ids of the stories that have no brief, or changed after their last one was made, by id."""
    stories, briefs = schema.stories, schema.briefs
    made = sa.select(briefs.c.story, sa.func.max(briefs.c.made_at).label("at")).group_by(briefs.c.story).subquery()
    query = (
        sa.select(stories.c.id)
        .outerjoin(made, made.c.story == stories.c.id)
        .where(stories.c.reports > 0, sa.or_(made.c.at.is_(None), made.c.at < stories.c.changed_at))
        .order_by(stories.c.id)
    )
    return tuple(connection.execute(query.limit(limit)).scalars())


def find_briefed(connection: sa.Connection, stories: Iterable[str]) -> dict[str, datetime]:
    """When the last brief of each of these stories was made."""
    table = schema.briefs
    query = sa.select(table.c.story, sa.func.max(table.c.made_at).label("at")).group_by(table.c.story)
    return {row.story: row.at for row in select_in(connection, query, table.c.story, stories)}


def count_unseen(connection: sa.Connection, reader: str, stories: Iterable[str]) -> dict[str, int]:
    """How many reports of each of these stories the reader has not seen; those all seen are left out."""
    members, seen = schema.members, schema.seen
    query = (
        sa.select(members.c.story, sa.func.count().label("unseen"))
        .outerjoin(seen, sa.and_(seen.c.document == members.c.document, seen.c.reader == reader))
        .where(seen.c.document.is_(None))
        .group_by(members.c.story)
    )
    return {row.story: row.unseen for row in select_in(connection, query, members.c.story, stories)}


def mark_seen(connection: sa.Connection, reader: str, docs: Iterable[str], now: datetime) -> None:
    """Remembers that the reader has seen these reports; the first time is what counts."""
    kept = sorted(find_kept(connection, docs))
    insert_missing(connection, schema.seen, [{"reader": reader, "document": doc, "at": now} for doc in kept])


def load_seen(connection: sa.Connection, reader: str, story: str) -> Seen | None:
    """What the reader saw of the reports that are in the story now, and when last."""
    seen, members = schema.seen, schema.members
    home = resolve_story(connection, story)
    query = (
        sa.select(seen.c.document, seen.c.at)
        # A list and not a join: SQLite would go through everything that the reader ever saw.
        .where(
            seen.c.reader == reader, seen.c.document.in_(sa.select(members.c.document).where(members.c.story == home))
        )
        .order_by(seen.c.document)
    )
    rows = connection.execute(query).all()
    return Seen(reader, max(row.at for row in rows), tuple(row.document for row in rows)) if rows else None


def keep_reviews(connection: sa.Connection, reviews: Sequence[Review]) -> None:
    """Keeps reviews, each once."""
    names = ("statement", "by", "at", "story", "verdict", "note", "data")
    insert_missing(connection, schema.reviews, [{name: getattr(r, name) for name in names} for r in reviews])


def list_reviews(connection: sa.Connection, story: str | None, statement: str | None) -> tuple[Review, ...]:
    """Reviews by time."""
    table = schema.reviews
    columns = [table.c[name] for name in ("statement", "story", "by", "verdict", "at", "note", "data")]
    query = sa.select(*columns).order_by(table.c.at, table.c.statement, table.c.by)
    if story is not None:
        home = resolve_story(connection, story) or story
        query = query.where(table.c.story.in_([home, *list_absorbed(connection, home)]))
    if statement is not None:
        query = query.where(table.c.statement == statement)
    return tuple(Review(*row) for row in connection.execute(query))
