"""Readings and stories as short lists to be read by people."""

from collections.abc import Sequence
from textwrap import TextWrapper

from tellings.exports.characters import shorten, show_line
from tellings.exports.dates import say_days, say_published
from tellings.exports.outline import counted
from tellings.exports.spoken import say_cue
from tellings.exports.wording import HEADINGS
from tellings.model.document import Skipped
from tellings.model.record import QuotationRecord, ReadingRecord, StoriesRecord, StoryRecord

_WRAP = TextWrapper(width=80, initial_indent="  ", subsequent_indent="    ", break_long_words=True)


def to_readings_text(readings: Sequence[ReadingRecord], skipped: Sequence[Skipped]) -> str:
    """What was found in each report, in a few lines: its date, how much of what, and who is quoted."""
    return _join([line for reading in readings for line in _list_reading(reading)], skipped)


def to_stories_text(stories: StoriesRecord) -> str:
    """The title, days and reports of each story."""
    lines = [line for story in stories.stories for line in _list_story(story)]
    return _join(lines or ["No story: no report could be read.", ""], stories.skipped)


def _list_reading(reading: ReadingRecord) -> list[str]:
    doc = reading.document
    counts = (
        counted(len(reading.sentences), "sentence"),
        counted(len(reading.entities), "name"),
        counted(len(reading.times), "time"),
        counted(len(reading.quotations), "quotation"),
        counted(sum(mark.end - mark.start for mark in doc.furniture), "character") + " of page furniture",
    )
    facts = f"{doc.language or 'language not known'}, {say_published(doc.published)}"
    lines = [shorten(doc.title or doc.location, 80), *_WRAP.wrap(show_line(doc.location)), *_WRAP.wrap(facts)]
    lines += _WRAP.wrap(", ".join(counts))
    for quotation in reading.quotations:
        lines += _WRAP.wrap(f"- {_say_quotation(doc.text, quotation)} [{quotation.start}-{quotation.end}]")
    return [*lines, ""]


def _say_quotation(text: str, quotation: QuotationRecord) -> str:
    words = " … ".join(show_line(text[start:end]) for start, end in quotation.content)
    cue = say_cue(quotation.kind, " ".join(text[start:end] for start, end in quotation.cue))
    who = show_line(quotation.speaker_name or "nobody named")
    words = f"{cue} {words}" if cue else words
    return f"{who}{', ' + show_line(quotation.role) if quotation.role else ''} ({quotation.kind}): {words}"


def _list_story(story: StoryRecord) -> list[str]:
    head = f"{story.id}: {counted(len(story.documents), 'report')}, {say_days(story.first, story.last)}"
    lines = [shorten(story.title or "Untitled story", 80), *_WRAP.wrap(head)]
    return [*lines, *(f"  - {show_line(doc.location)}" for doc in story.documents), ""]


def _join(lines: list[str], skipped: Sequence[Skipped]) -> str:
    if skipped:
        lines += [HEADINGS["skipped"], *(f"  - {show_line(s.location)}: {show_line(s.reason)}" for s in skipped), ""]
    return "\n".join(lines)
