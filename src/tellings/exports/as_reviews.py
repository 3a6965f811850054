"""What people decided on stories, as lines to read and as lines of JSON."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from tellings.exports.as_json import escape_unseen
from tellings.exports.characters import shorten, show_line
from tellings.exports.dates import say_day
from tellings.exports.reviewed import LAYER_WORDS, VERB_WORDS, say_value
from tellings.model.review import Judgement, ListedReview, ReviewExample, ReviewsRecord, TakenIn


def to_example_line(example: ReviewExample) -> str:
    """One example: one object on one line."""
    return escape_unseen(msgspec.json.encode(example).decode()) + "\n"


def to_judgement_line(one: Judgement, *, undone_by: str = "", undone_at: datetime | None = None) -> str:
    """A decision for a terminal: its id, who and when, what of which line, and whether it was taken back."""
    field = f"{one.field} " if one.verb == "correct" else ""
    was, now = (say_value(each, one.field) for each in (one.was, one.now))
    changed = f"\n    {was} → {now}" if one.verb in ("correct", "rename") else ""
    if one.verb == "detach":
        changed = f"\n    not said by {shorten(one.was, 140)}"
    names = f"\n    {show_line(one.names[0])} / {show_line(one.names[1])}" if one.verb in ("same", "different") else ""
    note = f"\n    note: {shorten(one.note, 300)}" if one.note else ""
    gone = f"\n    taken back by {show_line(undone_by)}, {say_day(undone_at.date())}" if undone_at else ""
    undoes = f" of {one.undoes}" if one.undoes else ""
    head = f"{one.id}  {say_day(one.at.date())}  {show_line(one.by)}: {field}{VERB_WORDS[one.verb]}{undoes}"
    return f"{head}\n    {LAYER_WORDS[one.layer]} {one.item}: {shorten(one.text, 140)}{changed}{names}{note}{gone}\n"


def to_judgement_lines(reviews: Iterable[ListedReview]) -> str:
    """Decisions, each with who took it back and when."""
    lines = [to_judgement_line(r.judgement, undone_by=r.undone_by, undone_at=r.undone_at) for r in reviews]
    return "".join(lines) or "Nobody has decided anything yet.\n"


def to_reviews_json(record: ReviewsRecord | Judgement) -> str:
    """``tellings-reviews/1``, or one decision as it was kept, indented."""
    return escape_unseen(msgspec.json.format(msgspec.json.encode(record), indent=2).decode()) + "\n"


def to_taken_in_json(taken: TakenIn) -> str:
    """``tellings-taken-in/1``, indented."""
    return escape_unseen(msgspec.json.format(msgspec.json.encode(taken), indent=2).decode()) + "\n"


def to_taken_in(taken: TakenIn) -> str:
    """What was made of annotations: each decision, how many were kept already, and what became otherwise and why."""
    told = [to_judgement_line(one) for one in taken.reviews]
    counts = [f"{len(taken.reviews):,} taken in", f"{taken.known:,} kept already"]
    counts += [f"{taken.lines:,} lines of a brief, which are no decisions"] if taken.lines else []
    told.append(f"{', '.join(counts)}\n")
    told += [f"as a note: {show_line(one.location)}: {show_line(one.reason)}\n" for one in taken.noted]
    told += [f"left out: {show_line(one.location)}: {show_line(one.reason)}\n" for one in taken.left_out]
    return "".join(told)


def to_line_ids(lines: Iterable[tuple[str, str, str]], *, width: int = 80) -> str:
    """The part of the brief, the id and the words of each line, as they are named to a review."""
    room = max(20, width - 27)
    return "".join(f"{layer:<11} {id_:<14} {shorten(text, room)}\n" for layer, id_, text in lines)


def to_line_json(line: object) -> str:
    """A line that can be reviewed, as one object on one line."""
    return escape_unseen(msgspec.json.encode(line).decode()) + "\n"
