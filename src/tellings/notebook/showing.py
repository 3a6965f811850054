"""Briefs, stories, readings and checked drafts as fragments for a cell of a notebook."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from tellings.exports.as_markdown import to_markdown
from tellings.exports.characters import show_line
from tellings.exports.checked import VERDICTS, cited, say_counts
from tellings.exports.outline import counted, outline
from tellings.exports.records import record_reading
from tellings.model.brief import Brief, Briefing, Generator
from tellings.model.check import Check
from tellings.model.reading import Reading
from tellings.model.record import ReadingRecord
from tellings.model.span import Evidence
from tellings.model.story import Story
from tellings.notebook.fragment import draw
from tellings.version import VERSION

FIRST_FINDINGS, FIRST_VOICES = 12, 12
"""Findings and speakers that a fragment has; the whole is in the tables and on the page."""

MOST_LABELS = 4

MOST_SHOWN = 20
"""Briefs, stories or readings in one cell; the others are counted, a cell of megabytes helps nobody."""


def show_brief(brief: Brief) -> str:
    """A brief: summary, conflicts and updates, the timeline that matters; speakers and reports folded."""
    told = outline(brief, ())
    labels = {source.document.id: source.label for source in told.sources}

    def name_all(evidence: Sequence[Evidence]) -> str:
        names = list(dict.fromkeys(labels.get(place.doc, place.doc) for place in evidence))
        more = f" and {len(names) - MOST_LABELS} more" if len(names) > MOST_LABELS else ""
        return "; ".join(names[:MOST_LABELS]) + more

    return draw(
        "brief",
        told=told,
        labels=name_all,
        moving=[finding for finding in told.compared if finding.verdict in ("conflict", "updated")][:FIRST_FINDINGS],
        entries=[entry for entry in told.timeline if entry in told.major],
        voices=told.voices[:FIRST_VOICES],
    )


def show_briefs(briefs: Sequence[Brief]) -> str:
    """The first briefs, one below the other."""
    return "".join(map(show_brief, briefs[:MOST_SHOWN])) + _say_more(len(briefs), "story")


def mark_brief(brief: Brief) -> str:
    """A brief as Markdown, whole."""
    return to_markdown(Briefing(Generator(VERSION, ()), (brief,), ()), ())


def show_story(story: Story, names: Mapping[str, str] | None = None) -> str:
    """A story: its days and reports, by ``names`` where they are known."""
    return draw("story", story=story, names=[show_line((names or {}).get(doc, doc)) for doc in story.documents])


def show_stories(stories: Sequence[Story], names: Mapping[str, str]) -> str:
    """The first stories, one below the other."""
    return "".join(show_story(story, names) for story in stories[:MOST_SHOWN]) + _say_more(len(stories), "story")


def _say_more(total: int, noun: str) -> str:
    more = total - MOST_SHOWN
    plural = "stories" if noun == "story" else f"{noun}s"
    return f"<p>and {more:,} more {plural if more > 1 else noun}</p>" if more > 0 else ""


def show_reading(reading: Reading) -> str:
    """A report with its quotations marked and its furniture grey; who is quoted and who is who folded."""
    record = record_reading(reading)
    text = record.document.text
    said = [
        (
            show_line(quotation.speaker_name or "Nobody named"),
            show_line(quotation.role or ""),
            " … ".join(show_line(text[start:end]) for start, end in quotation.content),
        )
        for quotation in record.quotations
    ]
    found = ", ".join(
        (
            counted(len(record.sentences), "sentence"),
            counted(len(record.entities), "name"),
            counted(len(record.times), "time"),
            counted(len(record.quotations), "quotation"),
        )
    )
    return draw("reading", reading=record, doc=record.document, pieces=_cut(record), said=said, found=found)


def show_readings(readings: Sequence[Reading]) -> str:
    """Several reports, each folded under its title; a single one open."""
    if len(readings) == 1:
        return show_reading(readings[0])
    folded = [
        (show_line(reading.document.title or reading.document.location), Markup(show_reading(reading)))
        for reading in readings[:MOST_SHOWN]
    ]
    return draw("readings", folded=folded, total=len(readings)) + _say_more(len(readings), "report")


def _cut(record: ReadingRecord) -> list[tuple[str, str]]:
    """The text in pieces, each with "furniture", who is quoted in it, or ""."""
    text = record.document.text
    kinds = [""] * len(text)
    for quotation in record.quotations:
        for start, end in quotation.content:
            kinds[start:end] = [show_line(quotation.speaker_name or "Nobody named")] * (end - start)
    for mark in record.document.furniture:
        kinds[mark.start : mark.end] = ["furniture"] * (mark.end - mark.start)
    pieces: list[tuple[str, str]] = []
    begin = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or kinds[at] != kinds[begin]:
            pieces.append((text[begin:at], kinds[begin]))
            begin = at
    return pieces


def show_check(check: Check) -> str:
    """A checked draft: each sentence with its verdict, the reason and the words cited."""
    rows = [(sentence, cited(check, sentence.evidence)) for sentence in check.sentences]
    return draw("check", rows=rows, called=VERDICTS, summed=say_counts(check))
