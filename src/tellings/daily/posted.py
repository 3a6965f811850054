"""Reports that were sent along with a question: read, grouped, briefed, compared, or a draft tested against them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from tellings import app, flow
from tellings.daily.local import Posted
from tellings.daily.reading import Reader, settle
from tellings.errors import InputError, UsageError
from tellings.exports.records import record_check, record_reading
from tellings.model.brief import Briefing, Generator
from tellings.model.check import Check
from tellings.model.document import Document, Skipped
from tellings.model.served import ReadingsRecord
from tellings.ports import Recogniser
from tellings.readers.opening import read_bytes
from tellings.version import VERSION

MOST = 100
"""Reports in one request: read in some 20 seconds on two cores, as long as anybody waits for an answer."""


MOST_CHARACTERS = 1_000_000
"""Of all reports in one request: what is packed small may be long. It takes half a minute to read on two cores."""


def read_posted(
    files: Sequence[Posted], recogniser: Recogniser, *, reader: Reader | None = None, most: int = MOST
) -> app.ReadReports:
    """Every report in the files read alone, each once, by location; what cannot be read is in ``skipped``.

    Raises:
        InputError: when nothing could be read.
        UsageError: when there are more than ``most`` reports, or more than ``MOST_CHARACTERS`` in them.
    """
    reader = reader or Reader()
    found: dict[str, Document] = {}
    skipped: list[Skipped] = []
    left = MOST_CHARACTERS
    for file in files:
        for item in read_bytes(file.data, file.name, today=reader.today):
            doc = settle(item, reader)
            if isinstance(doc, Skipped):
                skipped.append(doc)
            elif doc.id in found:
                skipped.append(Skipped(doc.location, f"is the same report as {found[doc.id].location}"))
            else:
                found[doc.id] = doc
                left -= len(doc.text)
            if len(found) > most or len(skipped) > 10 * most:
                raise UsageError(f"That is more than {most} reports at once. Send them in parts.")
            if left < 0:
                raise UsageError(f"The reports hold more than {MOST_CHARACTERS:,} characters. Send them in parts.")
    if not found:
        reasons = [f"{item.location[:200]}: {item.reason[:200]}" for item in skipped[:3]]
        raise InputError("\n".join(["nothing could be read.", *reasons, "Send reports with their text."]))
    documents = sorted(found.values(), key=lambda doc: (doc.location, doc.id))
    skipped.sort(key=lambda item: (item.location, item.reason))
    return app.ReadReports(flow.read_documents(documents, recogniser), tuple(skipped))


def record_read(found: app.ReadReports) -> ReadingsRecord:
    """The readings with all their layers, and what was left out."""
    return ReadingsRecord(readings=tuple(map(record_reading, found.readings)), skipped=found.skipped)


def group_posted(found: app.ReadReports, *, stream: bool = False) -> app.Grouped:
    """The stories that the reports tell; with ``stream`` taken one by one, as they would have come in."""
    stories = flow.group_readings(found.readings, stream=stream)
    return app.Grouped(stories, _documents(found), found.skipped)


def brief_posted(found: app.ReadReports, recogniser: Recogniser, *, as_of: date | None = None) -> app.Briefed:
    """One brief for each story that the reports tell; see ``app.brief``."""
    readings, left = flow.keep_until(found.readings, as_of) if as_of else (found.readings, ())
    briefs = tuple(flow.brief_story(story, readings) for story in flow.group_readings(readings))
    briefing = Briefing(Generator(VERSION, (recogniser.name,)), briefs, (*found.skipped, *left))
    return app.Briefed(briefing, tuple(reading.document for reading in readings))


def compare_posted(
    found: app.ReadReports,
    recogniser: Recogniser,
    *,
    since: date | None = None,
    before: Briefing | None = None,
) -> app.Briefed:
    """The briefs of the stories, each with its ``changes``; see ``app.new``.

    Raises:
        UsageError: when not exactly one of ``since`` and ``before`` is given.
    """
    if (since is None) == (before is None):
        raise UsageError("What is new needs to know what was seen: give either since or before.")
    briefs = tuple(
        flow.brief_since(story, found.readings, since)
        if since is not None
        else flow.brief_beside(story, found.readings, before.stories if before else ())
        for story in flow.group_readings(found.readings)
    )
    return app.Briefed(Briefing(Generator(VERSION, (recogniser.name,)), briefs, found.skipped), _documents(found))


def check_posted(draft: str, found: app.ReadReports, recogniser: Recogniser, *, reader: Reader | None = None) -> Check:
    """Each sentence of the draft tested against the reports.

    Raises:
        InputError: when the draft holds nothing to check.
    """
    written = read_draft(draft, recogniser, reader=reader)
    (sentences,) = flow.check_against(written.readings, found.readings)
    return record_check(written.readings[0].document, sentences, _documents(found), found.skipped)


def read_draft(draft: str, recogniser: Recogniser, *, reader: Reader | None = None) -> app.ReadReports:
    """The draft as the only reading.

    Raises:
        InputError: when it holds no words, or more than one text.
    """
    try:
        written = read_posted([Posted("draft.txt", draft.encode("utf-8", "replace"))], recogniser, reader=reader)
    except InputError as err:
        raise InputError("The draft cannot be checked: it holds no words.\nSend its text.") from err
    if len(written.readings) != 1:
        raise InputError(f"The draft cannot be checked: it holds {len(written.readings)} texts.\nSend one.")
    return replace(written, skipped=())


def _documents(found: app.ReadReports) -> tuple[Document, ...]:
    return tuple(reading.document for reading in found.readings)
