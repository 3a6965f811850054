"""What a library follows, and what was fetched and refused, as short lists to be read by people."""

from tellings.exports.as_library import say_moment
from tellings.exports.characters import shorten, show_line
from tellings.exports.outline import counted
from tellings.model.daily import FetchesRecord, SourceLine, SourcesRecord
from tellings.model.library import LoggedFetch
from tellings.model.service import DeadLetter, LettersRecord


def to_source_lines(record: SourcesRecord) -> str:
    """A few lines a source: its address; what it is, when it was asked and is due, what it gave; what is wrong."""
    lines = [line for source in record.sources for line in _list_source(source)]
    return "\n".join(lines or ["Nothing is followed yet: `tellings add ADDRESS` follows a feed or sitemap."]) + "\n"


def _list_source(source: SourceLine) -> list[str]:
    title = f" {shorten(source.title, 60)!r}" if source.title else ""
    asked = f"asked {say_moment(source.asked_at)}" if source.asked_at else "not asked yet"
    due = "paused" if source.paused else f"due {say_moment(source.due_at)}" if source.due_at else "due"
    lines = [
        show_line(source.address),
        f"  {source.kind}{title}: {counted(source.reports, 'report')}; {asked}, {due}",
    ]
    if source.failures:
        fault = f": {shorten(source.fault, 200)}" if source.fault else ""
        lines.append(f"  failed {counted(source.failures, 'time')} in a row{fault}")
    return lines


def to_letter_lines(record: LettersRecord) -> str:
    """Two lines a dead letter: its id, how it stands and what it is; why it could not be read, and how often."""
    lines = [line for letter in record.letters for line in _list_letter(letter)]
    return "\n".join(lines or ["Everything that came in could be read."]) + "\n"


def _list_letter(letter: DeadLetter) -> list[str]:
    stands = "set aside" if letter.state == "aside" else "tried again when it is met again"
    tried = f"{letter.tries} {'try' if letter.tries == 1 else 'tries'}, the last {say_moment(letter.last_at)}"
    return [f"{letter.id}  {show_line(letter.location)}", f"  {show_line(letter.reason)}; {tried}; {stands}"]


def to_fetch_lines(record: FetchesRecord) -> str:
    """A line a fetch: when, what came of it and the address; a second one with the reason where it has one."""
    lines = [line for fetch in record.fetches for line in _list_fetch(fetch)]
    return "\n".join(lines or ["The fetch log has nothing of this."]) + "\n"


def _list_fetch(fetch: LoggedFetch) -> list[str]:
    status = str(fetch.status or "")
    brought = f"  {counted(len(fetch.documents), 'report')}" if fetch.outcome == "kept" and fetch.documents else ""
    line = f"{say_moment(fetch.at)}  {fetch.outcome:9} {status:3}  {show_line(fetch.url)}{brought}"
    return [line, f"  {show_line(fetch.reason)}"] if fetch.reason else [line]
