"""A draft that was written or sent at the desk, tested against the reports of a story; nothing of it is kept."""

from datetime import date

from tellings import flow
from tellings.daily.judgements import redate, resay
from tellings.daily.local import Posted
from tellings.daily.reading import Reader, settle
from tellings.daily.stories import find_story, name_reports
from tellings.errors import InputError
from tellings.exports.records import record_check
from tellings.model.check import Check
from tellings.model.document import Document, Skipped
from tellings.ports import Recogniser, Store
from tellings.readers.opening import read_bytes
from tellings.text.names import document_id

LONGEST_DRAFT = 30_000
"""Characters of a draft: some 270 sentences, read and tested against 10 reports in 4 s on one core."""


def check_sent(
    store: Store,
    draft: str | Posted,
    given: str,
    recogniser: Recogniser,
    *,
    today: date,
    on_date: date | None = None,
    language: str | None = None,
) -> Check:
    """Each sentence of the draft tested against the reports of the story that ``given`` means.

    A draft that is a ``str`` is what was typed, and every place in the check counts in it; a file is read as any other.
    ``on_date`` is the day the draft is written for, which its "yesterday" counts from; without it and without a day of
    the draft's own, it is that of the latest report.

    Raises:
        InputError: when the draft cannot be read, is not one text or too long, or no report of the story was read.
        UsageError: when there is no such story.
    """
    (story,) = store.load_stories([find_story(store, given)])
    readings = resay(store, story.id, redate(store, story.id, store.load_readings(story.documents)))
    if not readings:
        raise InputError("None of the story's reports was read yet. Start `tellings watch`, or try again in a while.")
    reader = Reader(on_date=on_date, language=language, today=today, max_characters=LONGEST_DRAFT)
    written = _read_typed(draft, reader) if isinstance(draft, str) else _read_file(draft, reader)
    (sentences,) = flow.check_against(flow.read_documents([written], recogniser), readings)
    return record_check(written, sentences, name_reports(store, story.id, readings), ())


def _read_typed(text: str, reader: Reader) -> Document:
    if len(text) > LONGEST_DRAFT:
        raise InputError(f"The draft has {len(text):,} characters: at most {LONGEST_DRAFT:,}. Check it in parts.")
    text = text.encode("utf-8", "replace").decode()
    if not text.strip():
        raise InputError("There is no draft yet: write or paste it, or choose a file.")
    return _settle(Document(document_id(text), "draft", text), reader)


def _read_file(file: Posted, reader: Reader) -> Document:
    found = tuple(read_bytes(file.data, file.name, today=reader.today))
    documents = [item for item in found if isinstance(item, Document)]
    if len(documents) != 1:
        why = "; ".join(i.reason for i in found if isinstance(i, Skipped)) or f"it holds {len(documents)} texts"
        raise InputError(f"The draft cannot be read: {why[:300]}. Give one file with one text.")
    return _settle(documents[0], reader)


def _settle(doc: Document, reader: Reader) -> Document:
    settled = settle(doc, reader)
    if isinstance(settled, Skipped):
        raise InputError(f"The draft cannot be read: {settled.reason}.")
    return settled
