"""The forms a brief, what is new and a checked draft can have: those of ``--out``."""

from collections.abc import Callable, Mapping
from typing import Annotated, Literal

from msgspec import Meta

from tellings.web.api.operations import JSON, Answer

Form = Annotated[Literal["json", "html", "md", "txt"], Meta(description="The form of the reply.")]

MEDIA: Mapping[str, str] = {
    "json": JSON,
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}

ALL_FORMS = ("text/html", "text/markdown", "text/plain")
"""What a reply may be beside JSON."""


def answer_in(form: str, render: Callable[[str], str]) -> Answer:
    """The reply in the form that was asked for; a page is for saving: it is never shown by the address of the desk."""
    headers = {"Content-Disposition": f'attachment; filename="tellings.{form}"'} if form == "html" else {}
    return Answer(render(form), MEDIA[form], headers)
