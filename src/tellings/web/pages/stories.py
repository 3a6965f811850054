"""The list of stories."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from tellings.daily.stories import list_stories
from tellings.web.state import web_of
from tellings.web.templates import render

router = APIRouter(include_in_schema=False)


@router.get("/")
def show_stories(request: Request) -> Response:
    """All stories, the newest first."""
    _, lines = list_stories(web_of(request).store)
    return render(request, "stories.html.jinja", lines=lines)
