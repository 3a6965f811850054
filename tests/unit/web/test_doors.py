"""Every page and call there is, tried by somebody who may not: a stranger, and a reader."""

import re

import pytest
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from tellings.daily import accounts as people
from tellings.model.accounts import Account
from tellings.ports import Store
from tellings.web.api.families import ROUTERS
from tellings.web.guard import OPEN
from tellings.web.pages import health
from tellings.web.server import PAGES, make_app
from tellings.web.settings import Settings
from tests.unit.web.conftest import ADDRESS, NOW, token_in

ROUTES = [
    (route, method)
    for router in (*(page.router for page in PAGES), *ROUTERS, health.router)
    for route in router.routes
    if isinstance(route, APIRoute)
    for method in sorted(route.methods or ())
]
"""All of them, with each method."""

HERE = {"origin": ADDRESS}


def _client(store: Store) -> TestClient:
    app = make_app(store, Settings(accounts=True, secret=b"for tests"), clock=lambda: NOW)
    return TestClient(app, base_url=ADDRESS, follow_redirects=False)


def _path(route: APIRoute) -> str:
    return re.sub(r"\{\w+(?::\w+)?\}", "x", route.path)


def test_a_stranger_finds_every_door_shut(store: Store) -> None:
    client = _client(store)
    for route, method in ROUTES:
        if route.path in OPEN:
            continue
        answer = client.request(method, _path(route), headers=HERE)
        assert answer.status_code in (303, 401), (method, route.path)
        assert answer.status_code == 401 or answer.headers["location"].startswith("/login?")


@pytest.mark.parametrize("role", ["reader", "editor"])
def test_what_a_role_does_not_open_stays_shut(store: Store, role: str) -> None:
    client = _client(store)
    account = Account("marek", role, "", NOW)  # type: ignore[arg-type]
    store.accounts.keep(account)
    client.cookies.set("tellings", people.begin_visit(store, account, now=NOW))
    tried = 0
    for route, method in ROUTES:
        default = "reader" if method in ("GET", "HEAD") else "editor"
        needed = getattr(route.endpoint, "allowed", default)
        if needed in (None, "reader", role):
            continue
        tried += 1
        answer = client.request(method, _path(route), headers=HERE, data={"csrf": token_in(client)})
        assert answer.status_code == 403, (method, route.path, answer.status_code)
    assert tried > 3


def test_doors_open_to_strangers_are_marked_and_named() -> None:
    marked = {route.path for route, _ in ROUTES if getattr(route.endpoint, "allowed", "reader") is None}

    assert marked == set(OPEN)
