"""Search."""

from typing import get_args
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import Response

from tellings.daily.finding import FoundPage, find_page
from tellings.daily.query import FIELDS
from tellings.errors import UsageError
from tellings.model.library import HitKind, HitOrder
from tellings.web.links import entity_path, story_path, words_path
from tellings.web.state import web_of
from tellings.web.templates import render

router = APIRouter(include_in_schema=False)

AT_ONCE, LAST_PAGE = 20, 500
"""Hits on a page, and the last page there is: who reads on so far should ask more closely."""

LONGEST = 500
"""Characters of a query."""

KIND_WORDS: dict[HitKind, str] = {"report": "Reports", "quotation": "Quotations", "statement": "Statements"}
ORDER_WORDS: dict[HitOrder, str] = {"newest": "Newest first", "best": "Best first"}

EXAMPLES = {
    "words": ("dam gate", "both words, in any form"),
    "phrase": ('"gate failed"', "these words side by side"),
    "person": ('person:"Ilse Marek"', "reports that name somebody"),
    "place": ("place:Tarn", "reports that name a place"),
    "outlet": ("outlet:courier", "reports of an outlet"),
    "said": ('said:"Ilse Marek" gate', "what somebody is quoted with"),
    "since": ("since:2031-05-01 until:yesterday", "days, both included"),
    "not": ("gate -football", "without a word; also not:football"),
}


@router.get("/search")
def search(request: Request) -> Response:
    """The form, and what meets the query; a query that cannot be understood is told in words."""
    web, asked = web_of(request), request.query_params
    query = asked.get("q", "").strip()
    kinds: list[HitKind] = [kind for kind in get_args(HitKind) if kind in asked.getlist("kind")]
    order: HitOrder = "best" if asked.get("order") == "best" else "newest"
    page = _page(asked.get("page", "1"))
    found: FoundPage | None = None
    fault = ""
    try:
        if len(query) > LONGEST:
            raise UsageError(f"The query has {len(query):,} characters: at most {LONGEST} are looked for.")
        if query:
            found = find_page(
                web.store, query, now=web.clock(), kinds=kinds, order=order, limit=AT_ONCE, offset=(page - 1) * AT_ONCE
            )
    except UsageError as err:
        fault = str(err)

    def address(number: int) -> str:
        given = [("q", query), *(("kind", kind) for kind in kinds), ("order", order), ("page", str(number))]
        return f"/search?{urlencode(given)}"

    return render(
        request,
        "search.html.jinja",
        status_code=400 if fault else 200,
        query=query,
        kinds=kinds,
        order=order,
        kind_words=KIND_WORDS,
        order_words=ORDER_WORDS,
        found=found,
        fault=fault,
        page=page,
        first=(page - 1) * AT_ONCE + 1,
        before=address(page - 1) if page > 1 else "",
        after=address(page + 1) if found and found.more and page < LAST_PAGE else "",
        examples=[(*EXAMPLES[name], f"/search?{urlencode({'q': EXAMPLES[name][0]})}") for name in _told()],
        words_path=words_path,
        story_path=story_path,
        entity_path=entity_path,
        watch=f"/watchlists?{urlencode({'query': query})}#new",
    )


def _told() -> list[str]:
    """The fields in their order, as the language has them, after words and phrases."""
    return ["words", "phrase", *(name for name in FIELDS if name in EXAMPLES)]


def _page(given: str) -> int:
    return min(max(int(given), 1), LAST_PAGE) if given.isascii() and given.isdigit() and len(given) < 6 else 1
