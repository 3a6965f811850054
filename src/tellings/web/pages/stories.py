"""The list of stories."""

from typing import get_args

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from tellings.model.library import StoryOrder
from tellings.web.overview import list_rows
from tellings.web.state import visitor_of, web_of
from tellings.web.templates import render

router = APIRouter(include_in_schema=False)

ORDERS: dict[StoryOrder, str] = {"changed": "Changed last", "newest": "Newest", "largest": "Most reports"}
"""The orders of the list and what they are called, the one without asking first."""

FURTHEST = 10_000
"""Pages of the list: more than any library has stories."""


@router.get("/")
def show_stories(request: Request, order: str = "changed", page: int = 1) -> Response:
    """All stories in pages: what changed last first, unless another order is asked for."""
    web = web_of(request)
    if order not in get_args(StoryOrder):
        raise HTTPException(400, f"There is no such order. Choose one of: {', '.join(ORDERS)}.")
    page = max(1, min(page, FURTHEST))
    chosen: StoryOrder = next(known for known in ORDERS if known == order)
    rows, more = list_rows(web, visitor_of(request).name, chosen, page)
    return render(request, "stories.html.jinja", rows=rows, more=more, order=order, orders=ORDERS, number=page)
