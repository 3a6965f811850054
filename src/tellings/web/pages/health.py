"""``/health`` and ``/metrics``, for what looks after servers."""

import msgspec
from fastapi import APIRouter, Request
from starlette.responses import Response

from tellings.daily.health import find_health, measure
from tellings.model.service import Health
from tellings.web.metrics import MEDIA_TYPE
from tellings.web.state import Web, allow, open_to_all, web_of

router = APIRouter(include_in_schema=False)

FRESH = 15
"""Seconds for which the counts of the library are not counted again: a large one takes a while."""

LOOKED = 5
"""Seconds for which the health is not looked at again, whoever asks."""


@router.api_route("/health", methods=["GET", "HEAD"])
@router.api_route("/health/ready", methods=["GET", "HEAD"])
@open_to_all
def say_ready(request: Request) -> Response:
    """Whether the desk can answer from its library; anybody may ask, what is wrong is told to those let in."""
    web = web_of(request)
    health = web.cache.get(("health", _stretch(web, LOOKED)), lambda: find_health(web.store, now=web.clock()))
    shown = health if request.scope.get("visitor") else Health(health.status, ())
    return _as_json(shown, 503 if health.status == "failing" else 200)


@router.api_route("/health/live", methods=["GET", "HEAD"])
@open_to_all
def say_live(request: Request) -> Response:
    """That the process answers at all: one that does not should be begun anew."""
    return _as_json({"status": "ok"}, 200)


@router.get("/metrics")
@allow("reader")
def say_metrics(request: Request) -> Response:
    """What the desk did, and how its library stands."""
    web = web_of(request)
    standing = web.cache.get(("counts", _stretch(web, FRESH)), lambda: measure(web.store, now=web.clock()))
    return Response(web.metrics.show(standing.counts, standing.asked, standing.free), media_type=MEDIA_TYPE)


def _stretch(web: Web, seconds: int) -> int:
    return int(web.clock().timestamp()) // seconds


def _as_json(told: object, status: int) -> Response:
    return Response(msgspec.json.encode(told), status, {"Cache-Control": "no-store"}, media_type="application/json")
