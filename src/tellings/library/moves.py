"""Changes of the stories, written down with what to put back when one is taken back."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from tellings.library import schema
from tellings.library.codec import from_json, to_json
from tellings.library.reports import find_kept
from tellings.library.rows import insert_numbered, put, select_in
from tellings.library.stories import count_again, list_absorbed, resolve_story
from tellings.library.titles import was_given
from tellings.model.library import LoggedMove
from tellings.model.story import Move, Story


def apply_moves(
    connection: sa.Connection, moves: Sequence[Move], stories: Sequence[Story], now: datetime
) -> tuple[LoggedMove, ...]:
    """The moves that changed something, as they stand in the log."""
    named = {story.id: story for story in stories}
    done = [logged for move in moves if (logged := _apply(connection, move, named, now)) is not None]
    for story in stories:
        _name(connection, story)
    return tuple(done)


def _apply(connection: sa.Connection, move: Move, named: dict[str, Story], now: datetime) -> LoggedMove | None:
    home, gone = _find_ends(connection, move)
    docs = list(move.documents)
    if move.kind == "merge" and gone is not None:
        docs = sorted({*docs, *_docs_of(connection, gone)})
    moving = _find_moving(connection, docs, home) if move.kind in ("new", "join", "merge", "split") else {}
    opens = not _is_there(connection, home)
    merges = move.kind == "merge" and gone is not None and gone != home
    tells = move.kind in ("fold", "reopen") and not _is_told(connection, move, now)
    if not (moving or opens or merges or tells):
        return None
    touched = {home, *(story for story, _ in moving.values() if story), *((gone,) if gone else ())}
    before = {"members": [[doc, *moving[doc]] for doc in sorted(moving)], "stories": _heads(connection, touched)}
    if opens:
        _open(connection, home, named.get(home), docs, now)
    row: dict[str, Any] = {
        "kind": move.kind,
        "story": move.story,
        "other": move.other,
        "documents": to_json(move.documents),
    }
    row |= {"why": move.why, "at": now, "undone_at": None, "before": json.dumps(before)}
    (number,) = insert_numbered(connection, schema.moves, [row])
    put(connection, schema.members, [{"document": doc, "story": home, "move": number} for doc in sorted(moving)])
    if merges and gone is not None:
        _set(connection, gone, absorbed_by=home, changed_at=now)
    for story in sorted(touched):
        if moving:
            refresh(connection, story)
        _set(connection, story, changed_at=now)
    return LoggedMove(number, move, now)


def _find_ends(connection: sa.Connection, move: Move) -> tuple[str, str | None]:
    """The story that gains the reports, and for a merge the one that goes; by the ids they have now."""
    if move.kind == "new":
        return move.story, None
    story = resolve_story(connection, move.story)
    if story is None:
        raise ValueError(f"The story {move.story} is not in the library: a {move.kind} needs one that is.")
    if move.kind == "split":
        return move.other or "", None
    return story, resolve_story(connection, move.other) if move.kind == "merge" and move.other else None


def _find_moving(connection: sa.Connection, docs: Sequence[str], home: str) -> dict[str, tuple[str | None, int | None]]:
    """The reports that are not in ``home`` yet, each with its story and the move that brought it there."""
    lacking = sorted(set(docs) - find_kept(connection, docs))
    if lacking:
        raise ValueError(f"A move names reports that are not in the library: {', '.join(lacking[:3])}.")
    table = schema.members
    rows = select_in(connection, sa.select(table), table.c.document, docs)
    now = {row.document: (row.story, row.move) for row in rows}
    return {doc: now.get(doc, (None, None)) for doc in docs if now.get(doc, (None, None))[0] != home}


def _docs_of(connection: sa.Connection, story: str) -> Sequence[str]:
    table = schema.members
    query = sa.select(table.c.document).where(table.c.story == story).order_by(table.c.document)
    return connection.execute(query).scalars().all()


def _is_there(connection: sa.Connection, story: str) -> bool:
    table = schema.stories
    row = connection.execute(sa.select(table.c.absorbed_by).where(table.c.id == story)).first()
    return row is not None and row.absorbed_by is None


def _is_told(connection: sa.Connection, move: Move, now: datetime) -> bool:
    """Whether the log says it already: as the story's last move, or as one of those of the same call."""
    last = list_moves(connection, move.story, 1)
    if last and last[0].undone_at is None and last[0].move == move:
        return True
    table = schema.moves
    same = sa.select(table).where(table.c.story == move.story, table.c.kind == move.kind, table.c.at == now)
    rows = connection.execute(same.where(table.c.undone_at.is_(None))).all()
    return any(_to_logged(row, undone_at=None).move == move for row in rows)


def _open(connection: sa.Connection, story: str, given: Story | None, docs: Sequence[str], now: datetime) -> None:
    title = given.title if given else ""
    if not title:
        table = schema.documents
        title = connection.execute(sa.select(table.c.title).where(table.c.id == min(docs))).scalar() or ""
    table = schema.stories
    if connection.execute(sa.select(table.c.id).where(table.c.id == story)).first() is None:
        row = {"id": story, "title": title, "reports": 0, "opened_at": now, "changed_at": now}
        connection.execute(sa.insert(table), [row])
    else:
        # An id that led to another story until now is a story of its own again.
        _set(connection, story, absorbed_by=None, title=title)


def _name(connection: sa.Connection, story: Story) -> None:
    if _is_there(connection, story.id):
        # A title that a person gave is kept apart: when it is taken back, that of the grouping shows again.
        named = {} if was_given(connection, story.id, story.title) else {"title": story.title}
        _set(connection, story.id, **named, first=story.first, last=story.last)


def _set(connection: sa.Connection, story: str, **values: Any) -> None:
    connection.execute(sa.update(schema.stories).where(schema.stories.c.id == story).values(**values))


def refresh(connection: sa.Connection, story: str) -> None:
    """Counts the reports of a story and takes its days from them; grouping may know better, and says so."""
    members, documents = schema.members, schema.documents
    query = (
        sa.select(sa.func.min(documents.c.earliest), sa.func.max(documents.c.latest))
        .join(members, members.c.document == documents.c.id)
        .where(members.c.story == story)
    )
    first, last = connection.execute(query).one()
    _set(connection, story, first=first, last=last)
    count_again(connection, [story])


def _heads(connection: sa.Connection, stories: set[str]) -> dict[str, list[Any]]:
    table = schema.stories
    query = sa.select(table.c.id, table.c.title, table.c.first, table.c.last, table.c.absorbed_by)
    rows = select_in(connection, query, table.c.id, sorted(stories))
    return {
        row.id: [row.title, row.first and row.first.isoformat(), row.last and row.last.isoformat(), row.absorbed_by]
        for row in rows
    }


def undo_move(connection: sa.Connection, now: datetime) -> LoggedMove | None:
    """The last move that held; it holds no more."""
    table = schema.moves
    query = sa.select(table).where(table.c.undone_at.is_(None)).order_by(table.c.number.desc()).limit(1)
    row = connection.execute(query).first()
    if row is None:
        return None
    before = json.loads(row.before)
    back = [{"document": doc, "story": story, "move": move} for doc, story, move in before["members"] if story]
    put(connection, schema.members, back)
    members = schema.members
    for doc, story, _ in before["members"]:
        if not story:
            connection.execute(sa.delete(members).where(members.c.document == doc, members.c.move == row.number))
    touched = {row.story, *before["stories"], *(story for _, story, _ in before["members"] if story)}
    if row.kind == "split" and row.other:
        touched.add(row.other)
    for story in sorted(touched):
        refresh(connection, story)
        _set(connection, story, changed_at=now)
    for story, (title, first, last, absorbed_by) in before["stories"].items():
        days = [date.fromisoformat(day) if day else None for day in (first, last)]
        _set(connection, story, title=title, first=days[0], last=days[1], absorbed_by=absorbed_by)
    if row.kind == "split" and row.other and row.other not in before["stories"]:
        # The story that is no more leads back to the one it was split from: its id was shown to people.
        _set(connection, row.other, absorbed_by=row.story)
    connection.execute(sa.update(table).where(table.c.number == row.number).values(undone_at=now))
    return _to_logged(row, undone_at=now)


def list_moves(
    connection: sa.Connection,
    story: str | None,
    limit: int | None,
    *,
    undone: bool = False,
    before: int | None = None,
) -> tuple[LoggedMove, ...]:
    """The log, the last move first; of one story and those merged into it; only what was taken back."""
    table = schema.moves
    query = sa.select(table).order_by(table.c.number.desc()).limit(limit)
    if undone:
        query = query.where(table.c.undone_at.is_not(None))
    if before is not None:
        query = query.where(table.c.number < before)
    if story is not None:
        home = resolve_story(connection, story) or story
        ids = [home, *list_absorbed(connection, home)]
        query = query.where(sa.or_(table.c.story.in_(ids), table.c.other.in_(ids)))
    return tuple(_to_logged(row, undone_at=row.undone_at) for row in connection.execute(query))


def _to_logged(row: Any, *, undone_at: datetime | None) -> LoggedMove:
    move = Move(kind=row.kind, story=row.story, documents=from_json(row.documents), why=row.why, other=row.other)
    return LoggedMove(row.number, move, row.at, undone_at)
