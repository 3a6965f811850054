"""What people decided on a brief, in words that every readable format shares: who, when, what, of which line."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from tellings.exports.characters import shorten, show_line
from tellings.exports.dates import say_day, say_iso_days
from tellings.model.brief import Brief
from tellings.model.review import Reviewed, ReviewField, ReviewVerb

REVIEWED = "What people decided"
"""The heading of the section that lists every decision."""

LAYER_WORDS = {
    "summary": "summary",
    "timeline": "timeline",
    "quotations": "quotation",
    "findings": "comparison",
    "entities": "who is who",
    "documents": "report",
    "story": "story",
}

VERB_WORDS: dict[ReviewVerb, str] = {
    "confirm": "confirmed",
    "reject": "rejected",
    "correct": "corrected",
    "detach": "a report taken off",
    "note": "note",
    "same": "one and the same",
    "different": "not the same",
    "rename": "renamed",
    "merge": "stories put together",
    "split": "reports taken out into a story of their own",
    "undo": "taken back",
}

_MARKS = ("confirm", "correct", "detach", "note", "same", "different")
"""What is said beside a line; a rejected line is in no section."""

_CHANGING = ("correct", "same", "different", "rename")

_LONGEST = 160


def marks_of(brief: Brief) -> Mapping[str, tuple[Reviewed, ...]]:
    """For each line that people decided on, by its id, what stands: nothing superseded, nothing orphaned."""
    marks: dict[str, list[Reviewed]] = defaultdict(list)
    for one in brief.reviews:
        if one.item and one.state == "stands" and one.verb in _MARKS:
            marks[one.item].append(one)
    return {item: tuple(found) for item, found in marks.items()}


def say_marks(marks: Mapping[str, Iterable[Reviewed]], item: str) -> str:
    """ "confirmed by Mara Ilk, 9 May 2031"; what people decided on a line, empty where nobody did."""
    return "; ".join(say_review(one) for one in marks.get(item, ()))


def say_value(value: str, field: ReviewField) -> str:
    """A value before or after a correction, cut to a line; where there is none, what that means."""
    if field == "date" and value:
        value = say_iso_days(value)
    return shorten(value, _LONGEST) or ("nobody" if field == "speaker" else "not known")


def say_review(one: Reviewed) -> str:
    """ "speaker corrected by Mara Ilk, 9 May 2031 (before: Ilse Marek): heard it myself"."""
    field = f"{one.field} " if one.verb == "correct" and one.field else ""
    before = f" (before: {say_value(one.was, one.field)})" if one.verb == "correct" else ""
    if one.verb == "detach":
        before = f" ({shorten(one.was, _LONGEST)} does not say so)"
    note = f": {show_line(one.note)}" if one.note else ""
    return f"{field}{VERB_WORDS[one.verb]} by {show_line(one.by)}, {say_day(one.at.date())}{before}{note}"


def say_reviewed_line(one: Reviewed) -> str:
    """A decision with the line it is of, as the section of decisions tells it."""
    now = f" → {say_value(one.now, one.field)}" if one.verb in _CHANGING else ""
    if one.verb == "detach":
        now = f" — not said by {shorten(one.was, _LONGEST)}"
    words = shorten(one.text, _LONGEST)
    state = {"stands": "", "superseded": " — no longer holds", "orphaned": " — not found any more"}[one.state]
    why = f" ({show_line(one.why)})" if one.why else ""
    return f"{LAYER_WORDS[one.layer].capitalize()}, “{words}”{now}{state}{why}"
