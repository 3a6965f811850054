"""The templates of the desk: one environment, with the words and marks of the exported pages."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from tellings.exports import as_html
from tellings.exports.characters import shorten
from tellings.version import VERSION
from tellings.web.accounts import form_token
from tellings.web.state import web_of, without_place
from tellings.web.static_files import find_file

_TEMPLATES = Path(__file__).parent / "templates"
_PAGE = Path(as_html.__file__).parent / "page"


@cache
def environment() -> Environment:
    """Where the templates are; those of the exported pages (``story.html.jinja``) can be used too."""
    shared = as_html.environment()
    own = Environment(
        loader=ChoiceLoader([FileSystemLoader(_TEMPLATES), FileSystemLoader(_PAGE)]),
        autoescape=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=shared.finalize,
        auto_reload=False,
    )
    own.globals.update(shared.globals)
    own.globals.update(static=static, version=VERSION, shorten=shorten)
    return own


def compile_all() -> None:
    """Makes every template ready, which takes much longer than to render one."""
    for name in environment().list_templates():
        if name.endswith(".jinja"):
            environment().get_template(name)


@cache
def static(name: str) -> str:
    """The address of a static file; it changes with the file, so that browsers may keep it for ever."""
    digest = hashlib.sha256(find_file(name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"


def render(request: Request, name: str, /, *, status_code: int = 200, **values: Any) -> HTMLResponse:
    """A page from a template that extends ``base.jinja``.

    Templates have ``visitor`` (``None``: has to log in first), ``path``, ``web`` and ``csrf()``, which belongs into
    every form that is posted.
    """
    if "fault" in values:
        values["fault"] = without_place(web_of(request), request.scope.get("visitor"), values["fault"])
    shared = {
        "request": request,
        "web": web_of(request),
        "visitor": request.scope.get("visitor"),
        "path": request.url.path,
        "csrf": lambda: csrf(request),
    }
    return HTMLResponse(environment().get_template(name).render(shared | values), status_code)


def csrf(request: Request) -> Markup:
    """The hidden field that shows that a form was made by this desk for this visitor."""
    return Markup('<input type="hidden" name="csrf" value="{}">').format(form_token(request))
