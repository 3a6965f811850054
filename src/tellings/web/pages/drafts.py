"""A draft checked against a story."""

from datetime import date

from fastapi import APIRouter, Request
from starlette.datastructures import UploadFile
from starlette.responses import Response

from tellings.daily.drafts import LONGEST_DRAFT, check_sent
from tellings.daily.local import Posted
from tellings.daily.stories import find_story
from tellings.errors import InputError, UsageError
from tellings.exports.characters import shorten
from tellings.exports.checked import VERDICTS, counts, cut, label_of, say_counts
from tellings.model.check import Check
from tellings.web.links import words_path
from tellings.web.state import Web, allow, form_of, web_of
from tellings.web.templates import render

router = APIRouter(include_in_schema=False)

OFFERED = 200
"""Stories that can be chosen from: the newest."""

LARGEST_FILE = 2 << 20
"""Bytes of a file with a draft: a PDF or a page with its pictures may be large, its text is not."""


@router.get("/drafts")
def show_form(request: Request) -> Response:
    """The empty form, for the story named in the address."""
    return _show(request, story=request.query_params.get("story", ""))


@router.post("/drafts")
@allow("reader")
def check(request: Request) -> Response:
    """The draft with its sentences marked, the reason of each beside it, and the form to go on."""
    web, form = web_of(request), form_of(request)
    story, text, day = (str(form.get(name, "")) for name in ("story", "text", "day"))
    file = form.get("file")
    try:
        draft = _take(text, file if isinstance(file, UploadFile) else None)
        story, on_date = find_story(web.store, story.strip()), _read_day(day)
        # In its turn: reading and testing keep a core busy, and the pages of others are to stay quick.
        with web.language.read() as recogniser:
            checked = check_sent(web.store, draft, story, recogniser, today=web.clock().date(), on_date=on_date)
    except (InputError, UsageError) as err:
        return _show(request, story=story, text=text, day=day, fault=str(err))
    return _show(request, story=story, text=checked.draft.text, day=day, checked=checked)


def _read_day(given: str) -> date | None:
    try:
        return date.fromisoformat(given) if given else None
    except ValueError as err:
        raise UsageError(f"{given[:20]!r} is no day. Write it as 2031-05-09.") from err


def _take(text: str, file: UploadFile | None) -> str | Posted:
    """The draft as it was typed; a file counts where nothing was.

    Raises:
        InputError: when the file is too large.
    """
    # A form sends every end of a line as two characters; places count in the text as it is shown.
    text = text.replace("\r\n", "\n")
    if text.strip() or file is None or not file.filename:
        return text
    data = file.file.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise InputError(f"The file is larger than {LARGEST_FILE >> 20} MiB. Save the draft as text, or paste it.")
    return Posted(shorten(file.filename, 200) or "draft", data)


def _show(
    request: Request,
    *,
    story: str = "",
    text: str = "",
    day: str = "",
    fault: str = "",
    checked: Check | None = None,
) -> Response:
    web = web_of(request)
    return render(
        request,
        "draft.html.jinja",
        status_code=400 if fault else 200,
        stories=_offer(web, story),
        story=story,
        text=text[: 4 * LONGEST_DRAFT],
        day=day[:20],
        fault=fault,
        longest=LONGEST_DRAFT,
        largest=f"{LARGEST_FILE >> 20} MiB",
        check=checked,
        pieces=tuple(cut(checked)) if checked else (),
        called=VERDICTS,
        counts=counts(checked) if checked else (),
        summed=say_counts(checked) if checked else "",
        label_of=label_of,
        words_path=words_path,
    )


def _offer(web: Web, story: str) -> list[tuple[str, str]]:
    """The stories to choose from with their titles; the one that was asked for first, where it is not among them."""
    offered = [(one.id, one.title) for one in web.store.list_stories(limit=OFFERED)]
    if story and story not in dict(offered):
        offered = [(one.id, one.title) for one in web.store.load_stories([story])] + offered
    return offered
