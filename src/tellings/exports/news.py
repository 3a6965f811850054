"""What changed in a story as rows of words with their evidence, the same for every readable format."""

from collections.abc import Iterator
from dataclasses import dataclass

from tellings.exports.characters import show_line
from tellings.exports.dates import say_day, say_days
from tellings.exports.outline import STATUS_WORDS, counted
from tellings.model.brief import Brief
from tellings.model.changes import Changed, Changes, StatusMove, Withdrawn
from tellings.model.span import Evidence

NEWS_HEADINGS = {
    "new": "New",
    "changed": "Changed",
    "status": "Status moved",
    "withdrawn": "Corrected or taken back",
    "reread": "In seen reports, found only now",
}
NOTHING_NEW = "Nothing new."


@dataclass(frozen=True, slots=True)
class NewsRow:
    """A line of what changed: ``was`` is what it was before, empty where it is simply new; each with its evidence."""

    text: str
    evidence: tuple[Evidence, ...]
    was: str = ""
    was_evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class NewsSection:
    """Rows under one heading; ``name`` is a key of ``NEWS_HEADINGS``, ``more`` counts what is not listed."""

    name: str
    rows: tuple[NewsRow, ...]
    more: int = 0


def lay_out_news(changes: Changes) -> tuple[NewsSection, ...]:
    """The sections that hold something, what is new first."""
    new = tuple(NewsRow(_with_origins(n.text, n.origins), n.evidence) for n in changes.new)
    sections = (
        NewsSection("new", new, changes.further),
        NewsSection("changed", tuple(map(_row_changed, changes.changed))),
        NewsSection("status", tuple(map(_row_moved, changes.status))),
        NewsSection("withdrawn", tuple(map(_row_withdrawn, changes.withdrawn))),
        NewsSection("reread", tuple(NewsRow(show_line(r.text), r.evidence) for r in changes.reread)),
    )
    return tuple(section for section in sections if section.rows)


def say_news(brief: Brief) -> str:
    """How many reports are new since when, what they bear out or repeat, and which have no date, in one line."""
    changes = brief.changes
    return ". ".join(_say_parts(brief, changes)) + "." if changes else ""


def _say_parts(brief: Brief, changes: Changes) -> Iterator[str]:
    new = f"{len(changes.unseen)} of {counted(len(brief.documents), 'report')} new"
    yield f"{new} since {_say_moment(changes.since)}" if changes.since else new
    if changes.borne_out:
        yield f"{counted(changes.borne_out, 'finding')} borne out by further origins"
    if changes.repeated:
        again = "says" if changes.repeated == 1 else "say"
        yield f"{counted(changes.repeated, 'sentence')} of theirs {again} again what was known"
    if changes.undated:
        count = "1 report has" if len(changes.undated) == 1 else f"{len(changes.undated)} reports have"
        locations = {doc.id: doc.location for doc in brief.documents}
        names = ", ".join(show_line(locations.get(doc, doc)) for doc in changes.undated)
        yield f"{count} no date and so cannot be shown to be new: {names}"


def _say_moment(since: str) -> str:
    from datetime import date

    day, _, time = since.partition("T")
    said = say_day(date.fromisoformat(day))
    return f"{said}, {time}" if time else said


def _with_origins(text: str, origins: int) -> str:
    return f"{show_line(text)} ({origins} origins)" if origins > 1 else show_line(text)


def _row_changed(change: Changed) -> NewsRow:
    verb = "moved" if change.verdict == "updated" else "contradicted"
    about = "" if change.about in change.was else f"{show_line(change.about)}: "
    text = f"{about}{verb} to “{show_line(change.now)}”. {show_line(change.why)}"
    return NewsRow(text, change.evidence, f"“{show_line(change.was)}”", change.was_evidence)


def _row_moved(move: StatusMove) -> NewsRow:
    by = f", by {show_line(move.by)}" if move.by else ""
    when = say_days(move.start, move.end)
    text = f"{STATUS_WORDS[move.was]} → {STATUS_WORDS[move.now]}{by} ({when}): {show_line(move.what)}"
    return NewsRow(text, move.evidence, STATUS_WORDS[move.was], move.was_evidence)


def _row_withdrawn(taken: Withdrawn) -> NewsRow:
    was = f"“{show_line(taken.was)}”" if taken.was else ""
    return NewsRow(show_line(taken.text), taken.evidence, was, taken.was_evidence)
