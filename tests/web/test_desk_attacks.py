"""A real browser on a desk whose every report attacks it, and on pages of somebody else that try to use it."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, Request

from tellings.library.open import open_library
from tellings.ports import Store
from tests.desk import served
from tests.hostile import NOW, REPORT, STORY, fill

PAGES = (
    "/",
    f"/stories/{STORY}",
    f"/reports/{REPORT}",
    "/search?q=title%20%3Cscript%3Edocument.title%3D%27broken%27%3C%2Fscript%3E",
    "/sources",
    "/watchlists",
    "/drafts",
    "/reviews",
    "/people/%3Cscript%3Edocument.title%3D%27broken%27%3C%2Fscript%3E",
    "/nowhere%3Cscript%3Edocument.title%3D%27broken%27%3C%2Fscript%3E",
    "/docs",
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The hostile library."""
    with open_library(tmp_path_factory.mktemp("hostile") / "library.db", now=NOW) as store:
        fill(store)
        yield store


@pytest.fixture(scope="module")
def address(hostile: Store) -> Iterator[str]:
    """A desk over it."""
    with served(hostile, clock=lambda: NOW) as where:
        yield where


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh browser."""
    context = browser.new_context()
    yield context
    context.close()


def _listen(page: Page, address: str) -> list[str]:
    """What a page does that it should not: scripts refused, dialogs, requests to elsewhere, errors."""
    found: list[str] = []

    def on_dialog(dialog: Dialog) -> None:
        found.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def on_request(asked: Request) -> None:
        if not asked.url.startswith(address):
            found.append(f"asked {asked.url}")

    def on_console(said: ConsoleMessage) -> None:
        if "Content Security Policy" in said.text:
            found.append(said.text)

    page.on("dialog", on_dialog)
    page.on("pageerror", lambda err: found.append(f"error: {err}"))
    page.on("request", on_request)
    page.on("console", on_console)
    return found


@pytest.mark.parametrize("path", PAGES)
def test_nothing_that_a_report_says_happens(context: BrowserContext, address: str, path: str) -> None:
    page = context.new_page()
    found = _listen(page, address)
    page.goto(f"{address}{path}")
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    page.mouse.move(300, 300)
    page.wait_for_timeout(50)

    # A script that slipped in would not run, but the browser would say that it refused it.
    assert found == []
    assert page.title() != "broken"
    assert page.locator("main iframe, main img, main object, main embed").count() == 0


class _Elsewhere(BaseHTTPRequestHandler):
    """A page of somebody else: sends forms and calls to the desk, and looks into it."""

    def __init__(self, desk: str, *given: object) -> None:
        self.desk = desk
        super().__init__(*given)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """The page."""
        body = f"""<!doctype html><title>elsewhere</title>
        <iframe name=in src="{self.desk}/"></iframe>
        <form id=f method=post target=in action="{self.desk}/stories/{STORY}/seen"><input name=csrf value=x></form>
        <script src="{self.desk}/static/desk.js" onload="window.lent = true"></script>
        <script>
        window.results = Promise.all([
          fetch("{self.desk}/api/stories").then(r => r.text(), () => "refused"),
          fetch("{self.desk}/api/stories", {{mode: "no-cors"}}).then(r => r.text(), () => "refused"),
          fetch("{self.desk}/api/moves/undo", {{method: "POST", body: "{{}}", mode: "no-cors"}})
            .then(r => r.text(), () => "refused"),
        ]);
        document.getElementById("f").submit();
        </script>"""
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def elsewhere(address: str) -> Iterator[str]:
    """Where that page is: on another port, which for a browser is the same site."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Elsewhere, address))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_page_of_somebody_else_gets_nothing(
    context: BrowserContext, address: str, elsewhere: str, hostile: Store
) -> None:
    before = hostile.list_moves(undone=True)
    page = context.new_page()
    statuses: dict[str, int] = {}
    page.on("response", lambda answer: statuses.update({f"{answer.request.method} {answer.url}": answer.status}))
    page.goto(elsewhere)
    results = page.evaluate("window.results")
    page.wait_for_timeout(100)

    assert not any(STORY in result for result in results)
    assert page.evaluate("window.lent") is None
    to_desk = {what: status for what, status in statuses.items() if address in what}
    assert to_desk
    assert set(to_desk.values()) == {403}, to_desk
    assert hostile.list_moves(undone=True) == before
