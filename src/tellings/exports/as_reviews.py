"""What people decided on stories, as lines to read and as lines of JSON."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from tellings.exports.as_json import escape_unseen
from tellings.exports.characters import shorten, show_line
from tellings.exports.dates import say_day
from tellings.exports.reviewed import LAYER_WORDS, VERB_WORDS
from tellings.model.review import Judgement, ReviewExample


def to_example_line(example: ReviewExample) -> str:
    """One example: one object on one line."""
    return escape_unseen(msgspec.json.encode(example).decode()) + "\n"


def to_judgement_line(one: Judgement, *, undone_by: str = "", undone_at: datetime | None = None) -> str:
    """A decision for a terminal: its id, who and when, what of which line, and whether it was taken back."""
    field = f"{one.field} " if one.verb == "correct" else ""
    was, now = (shorten(each, 100) or "nobody" for each in (one.was, one.now))
    changed = f"\n    {was} → {now}" if one.verb in ("correct", "rename") else ""
    names = f"\n    {show_line(one.names[0])} / {show_line(one.names[1])}" if one.verb in ("same", "different") else ""
    note = f"\n    note: {shorten(one.note, 300)}" if one.note else ""
    gone = f"\n    taken back by {show_line(undone_by)}, {say_day(undone_at.date())}" if undone_at else ""
    undoes = f" of {one.undoes}" if one.undoes else ""
    head = f"{one.id}  {say_day(one.at.date())}  {show_line(one.by)}: {field}{VERB_WORDS[one.verb]}{undoes}"
    return f"{head}\n    {LAYER_WORDS[one.layer]} {one.item}: {shorten(one.text, 140)}{changed}{names}{note}{gone}\n"


def to_judgement_lines(told: Iterable[tuple[Judgement, str, datetime | None]]) -> str:
    """Decisions, each with who took it back and when."""
    lines = [to_judgement_line(one, undone_by=by, undone_at=at) for one, by, at in told]
    return "".join(lines) or "Nobody has decided anything yet.\n"
