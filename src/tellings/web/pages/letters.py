"""What could not be read: a page under the sources."""

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from tellings import app
from tellings.daily import desk
from tellings.errors import UsageError
from tellings.exports.as_library import say_moment
from tellings.web.state import form_of, visitor_of, web_of
from tellings.web.templates import render

router = APIRouter(include_in_schema=False)

MOST = 100
"""Dead letters on a page."""


@router.get("/sources/dead-letters")
def list_letters(request: Request) -> Response:
    """What could not be read, the latest first."""
    return _show(request)


@router.post("/sources/dead-letters")
def change_letter(request: Request) -> Response:
    """Tries one again, or throws it away."""
    web, form = web_of(request), form_of(request)
    id_, what = str(form.get("id", "")), str(form.get("do", ""))
    if what not in ("retry", "drop"):
        return _show(request, fault="A dead letter can be tried again or dropped. Nothing was changed.")
    try:
        if what == "drop":
            desk.drop_letters(web.store, [id_])
        else:
            reader = desk.Reader(today=web.clock().date())
            working = desk.Desk(web.store, app.load_fetch(), web.clock, reader=reader)
            with web.language.add(model=False):
                added = desk.retry([id_], working)
            if added.left_out:
                return _show(request, fault="It could not be read this time either.")
    except UsageError as err:
        return _show(request, fault=str(err).partition("\n")[0])
    return RedirectResponse(f"/sources/dead-letters?did={what}", 303)


def _show(request: Request, *, fault: str = "") -> Response:
    letters = desk.list_letters(web_of(request).store, limit=MOST).letters
    did = {"retry": "It was read, and is in the library now.", "drop": "It was dropped."}
    return render(
        request,
        "letters.html.jinja",
        status_code=400 if fault else 200,
        letters=letters,
        fault=fault,
        said=did.get(request.query_params.get("did", ""), ""),
        may_change=visitor_of(request).may("editor"),
        when=say_moment,
        most=MOST,
    )
