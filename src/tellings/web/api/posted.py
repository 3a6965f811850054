"""Reports sent along with the question: brief, read, group, new, check. Nothing of them is kept."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from tellings import app
from tellings.daily import posted as use
from tellings.daily.local import Posted
from tellings.daily.reading import Reader
from tellings.errors import InputError
from tellings.exports.as_json import to_record_json
from tellings.model.brief import Briefing
from tellings.model.changes import ChangesRecord
from tellings.model.check import Check
from tellings.model.record import StoriesRecord
from tellings.model.served import ReadingsRecord
from tellings.web.api.forms import ALL_FORMS, Form, answer_in
from tellings.web.api.operations import Answer, Call, Operation
from tellings.web.api.problems import ApiError

LONGEST = 200_000
"""Characters of one posted report or draft: a long magazine piece has 60,000."""

Words = Annotated[str, Meta(max_length=2000)]
Language = Annotated[
    str,
    Meta(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}$", description="Language of the reports: en, fr, pt-BR."),
]
Day = Annotated[date | None, Meta(description="Day of the reports that carry no date.")]
WithModel = Annotated[bool, Meta(description="Read with the shipped encoder and rules, or with rules alone.")]
Moment = Annotated[
    str,
    Meta(
        pattern=r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?)?$",
        description="A day or a time: 2031-05-09, 2031-05-09T14:00:00Z.",
    ),
]


class PostedReport(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A report as it is sent: its text, and what is known beside it. The fields are those of JSON Lines."""

    text: Annotated[str, Meta(min_length=1, max_length=LONGEST)]
    id: Words | None = None
    url: Words | None = None
    title: Words | None = None
    outlet: Words | None = None
    authors: Annotated[tuple[Words, ...], Meta(max_length=100)] = ()
    published: Annotated[Words | None, Meta(description="A day, or a time with its zone.")] = None
    language: Words | None = None


Reports = Annotated[tuple[PostedReport, ...], Meta(max_length=use.MOST)]


class PostedReports(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Reports to read."""

    reports: Reports = ()


class PostedBeside(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Reports to compare, and the brief of what was seen before, where that is known."""

    reports: Reports = ()
    before: Briefing | None = None


class PostedDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A draft, and the reports it is tested against."""

    draft: Annotated[str, Meta(min_length=1, max_length=LONGEST)]
    reports: Annotated[tuple[PostedReport, ...], Meta(min_length=1, max_length=use.MOST)]


class ReadAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the reports are read."""

    date: Day = None
    language: Language | None = None
    model: WithModel = True


class GroupAsked(ReadAsked, frozen=True, forbid_unknown_fields=True):
    """How the reports are read and grouped."""

    stream: Annotated[bool, Meta(description="Take them one by one, as they would have come in.")] = False


class BriefAsked(ReadAsked, frozen=True, forbid_unknown_fields=True):
    """How the reports are read, and the form of the brief."""

    as_of: Annotated[date | None, Meta(description="The state of that day.")] = None
    format: Form = "json"


class NewAsked(ReadAsked, frozen=True, forbid_unknown_fields=True):
    """How the reports are read, and which were seen."""

    since: Moment | None = None
    format: Form = "json"


class CheckAsked(ReadAsked, frozen=True, forbid_unknown_fields=True):
    """How the draft and the reports are read."""

    format: Form = "json"


def read(call: Call[ReadAsked, PostedReports]) -> Answer:
    """Everything found in each report: names, times, numbers, quotations, events and claims, with their places."""
    with call.web.language.read(model=call.asked.model) as recogniser:
        found = use.read_posted(sent(call), recogniser, reader=reader_of(call))
    return Answer(to_record_json(use.record_read(found)))


def group(call: Call[GroupAsked, PostedReports]) -> Answer:
    """The stories that the reports tell."""
    with call.web.language.read(model=call.asked.model) as recogniser:
        found = use.read_posted(sent(call), recogniser, reader=reader_of(call))
        grouped = use.group_posted(found, stream=call.asked.stream)
    return Answer(app.render_grouped(grouped, "json"))


def brief(call: Call[BriefAsked, PostedReports]) -> Answer:
    """One brief for each story that the reports tell."""
    with call.web.language.read(model=call.asked.model) as recogniser:
        found = use.read_posted(sent(call), recogniser, reader=reader_of(call))
        briefed = use.brief_posted(found, recogniser, as_of=call.asked.as_of)
    return answer_in(call.asked.format, lambda form: app.render(briefed, form))


def new(call: Call[NewAsked, PostedBeside]) -> Answer:
    """What is new in the reports for somebody who has seen some of them.

    Say which with `since`, or send the brief made `before`. Reports without a date count as seen, and are named.
    """
    since = read_moment(call.asked.since)
    with call.web.language.read(model=call.asked.model) as recogniser:
        found = use.read_posted(sent(call), recogniser, reader=reader_of(call))
        briefed = use.compare_posted(found, recogniser, since=since, before=call.body.before)
    return answer_in(call.asked.format, lambda form: app.render_changes(briefed, form))


def check(call: Call[CheckAsked, PostedDraft]) -> Answer:
    """Each sentence of a draft tested against the reports: supported, contradicted, differing or not in them."""
    with call.web.language.read(model=call.asked.model) as recogniser:
        reader = reader_of(call)
        found = use.read_posted(sent(call), recogniser, reader=Reader(today=reader.today, language=reader.language))
        checked = use.check_posted(call.body.draft, found, recogniser, reader=reader)
    return answer_in(call.asked.format, lambda form: app.render_check(checked, form))


def sent(call: Call[Any, Any]) -> list[Posted]:
    """The files of the call, or its reports as one.

    Raises:
        InputError: when there are none.
    """
    files = [*call.files, *reports_of(call.body.reports)]
    if not files:
        raise InputError('nothing was sent.\nSend {"reports": [{"text": "..."}]}, JSON Lines, or files.')
    return files


def reports_of(reports: Sequence[PostedReport]) -> list[Posted]:
    """The reports as one file; none where there are none."""
    return [Posted("posted.json", msgspec.json.encode([_as_line(one) for one in reports]))] if reports else []


def _as_line(report: PostedReport) -> dict[str, Any]:
    return {name: value for name, value in msgspec.structs.asdict(report).items() if value not in (None, ())}


def reader_of(call: Call[Any, Any]) -> Reader:
    """How the call wants its reports read; dates in the future of today are not believed."""
    asked = call.asked
    return Reader(
        on_date=asked.date,
        language=asked.language,
        today=call.web.clock().date(),
        max_characters=LONGEST,
        model=asked.model,
    )


def read_moment(given: str | None) -> date | None:
    """The day or time that was given.

    Raises:
        ApiError: when there is no such day.
    """
    if given is None:
        return None
    try:
        return date.fromisoformat(given) if len(given) <= 10 else datetime.fromisoformat(given)
    except ValueError as err:
        raise ApiError(422, f"since: there is no {given[:40]!r} in the calendar. Write 2031-05-09.") from err


_TAG = "posted"

OPERATIONS = (
    Operation("POST", "/read", read, _TAG, ReadingsRecord, asks=ReadAsked, takes=PostedReports, uploads=True),
    Operation("POST", "/group", group, _TAG, StoriesRecord, asks=GroupAsked, takes=PostedReports, uploads=True),
    Operation("POST", "/brief", brief, _TAG, Briefing, ALL_FORMS, BriefAsked, PostedReports, uploads=True),
    Operation("POST", "/new", new, _TAG, ChangesRecord, ALL_FORMS, NewAsked, PostedBeside, uploads=True),
    Operation("POST", "/check", check, _TAG, Check, ALL_FORMS, CheckAsked, PostedDraft),
)
