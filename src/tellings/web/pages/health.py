"""``/health`` and ``/metrics``, for what looks after servers."""

from dataclasses import asdict

import msgspec
from fastapi import APIRouter, Request
from starlette.responses import Response

from tellings.errors import TellingsError
from tellings.version import VERSION
from tellings.web.metrics import MEDIA_TYPE
from tellings.web.state import Web, allow, open_to_all, web_of

router = APIRouter(include_in_schema=False)

FRESH = 15
"""Seconds for which the counts of the library are not counted again: a large one takes a while."""


@router.api_route("/health", methods=["GET", "HEAD"])
@open_to_all
def say_health(request: Request) -> Response:
    """Whether the desk can answer from its library; anybody may ask."""
    try:
        web_of(request).store.accounts.load("health")
    except TellingsError:
        return _as_json({"status": "the library cannot be used"}, 503)
    return _as_json({"status": "ok"}, 200)


@router.get("/metrics")
@allow("reader")
def say_metrics(request: Request) -> Response:
    """What the desk did, and how much its library holds."""
    web = web_of(request)
    stretch = int(web.clock().timestamp()) // FRESH
    holds = web.cache.get(("counts", stretch), lambda: _count(web))
    return Response(web.metrics.render(holds, VERSION), media_type=MEDIA_TYPE)


def _count(web: Web) -> dict[str, int]:
    return {kind: count for kind, count in asdict(web.store.count()).items() if count is not None}


def _as_json(body: dict[str, str], status: int) -> Response:
    return Response(msgspec.json.encode(body), status, {"Cache-Control": "no-store"}, media_type="application/json")
