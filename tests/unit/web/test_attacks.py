"""Reports that attack the desk: whatever stands in them stays words, on every page, feed and picture."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi.routing import APIRoute
from lxml import etree, html  # type: ignore[import-untyped]
from starlette.testclient import TestClient

from tellings.library.open import open_library
from tellings.ports import Store
from tellings.web.api.families import ROUTERS
from tellings.web.server import PAGES, make_app
from tellings.web.settings import Settings
from tests.hostile import MARKUP, NOW, REPORT, STORY, fill
from tests.unit.web.conftest import ADDRESS

VALUES = {"story": STORY, "doc": REPORT, "report": REPORT}
"""What the variables of a path are filled with; any other one with markup."""

QUERIES = ("", f"?q={quote(MARKUP)}", "?q=title")

STREAMS = ("/events", "/api/library/backup", "/api/doctor")
"""What does not end, or is no text."""

NEVER = {"script", "iframe", "object", "embed", "img", "base", "link", "style", "meta"}
"""Elements that no report may bring in; those of the frame are counted out."""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The hostile library."""
    path: Path = tmp_path_factory.mktemp("hostile")
    with open_library(path / "library.db", now=NOW) as store:
        fill(store)
        yield store


@pytest.fixture(scope="module")
def visitor(hostile: Store) -> Iterator[TestClient]:
    """Somebody who looks at it."""
    app = make_app(hostile, Settings(secret=b"for tests"), clock=lambda: NOW)
    with TestClient(app, base_url=ADDRESS, follow_redirects=True) as client:
        yield client


def _paths(method: str = "GET") -> list[str]:
    routes = [route for part in (*PAGES,) for route in part.router.routes]
    routes += [route for router in ROUTERS for route in router.routes]
    patterns = sorted({r.path for r in routes if isinstance(r, APIRoute) and method in (r.methods or ())})
    return [_fill(pattern) for pattern in patterns if pattern not in STREAMS]


def _fill(pattern: str) -> str:
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda found: quote(VALUES.get(found[1], MARKUP), safe=""), pattern)


@pytest.mark.parametrize("path", _paths())
def test_nothing_of_a_report_acts(visitor: TestClient, path: str) -> None:
    for query in QUERIES:
        answer = visitor.get(path + query)
        kind = answer.headers.get("content-type", "").partition(";")[0]
        assert answer.status_code < 500, path
        assert "nosniff" in answer.headers["x-content-type-options"]
        if kind == "text/html":
            check_page(answer.text)
            assert "script-src 'self'" in answer.headers["content-security-policy"]
        elif kind.endswith("xml"):
            check_feed(answer.content)
        else:
            # A browser shows none of these as a page.
            assert kind in (
                "application/json", "application/problem+json", "application/schema+json", "application/octet-stream",
                "application/x-ndjson", "application/jsonl", "text/plain", "text/markdown", "text/x-opml", "",
            ), kind  # fmt: skip


def test_the_story_is_there_to_attack(visitor: TestClient) -> None:
    assert "document.title" in visitor.get(f"/stories/{STORY}").text


NAMED = (
    "since", "words", "page", "order", "story", "kind", "by", "layer", "item", "day", "until", "offset", "next",
    "did", "address", "name", "verb", "statement", "show", "start", "version", "on", "from", "limit", "q", "outlet",
)  # fmt: skip
"""Names that fields of a query have on the pages; what a page does not know it leaves aside."""

STRANGE = (
    "\u0142",
    "\0",
    "\ud7ff\U0010ffff",
    "-1",
    "9" * 400,
    "2031-13-45",
    "0-99999999999999999999",
    "x" * 2100,
    "%",
    "../..",
)
"""What nobody types."""


@pytest.mark.parametrize("path", [path for path in _paths() if not path.startswith("/api/")])
def test_what_nobody_types_is_no_fault(visitor: TestClient, path: str) -> None:
    for strange in STRANGE:
        for names in (NAMED, NAMED[1:9]):
            answer = visitor.get(path, params=dict.fromkeys(names, strange))
            assert answer.status_code < 500, (path, strange)


BODIES = (
    b"[" * 100_000,
    b'{"a":' * 50_000,
    b'{"reports": [{"text": "\\ud800"}]}',
    b'{"reports": [{"text": "a", "text": "b"}]}',
    b"\xff\xfe\0",
    b"1e999",
    b"9" * 5000,
    b"null",
    b"",
)
"""What is no body of any call, or a hard one to take apart."""


@pytest.mark.parametrize("path", _paths("POST") + _paths("PUT"))
def test_a_body_that_is_none_is_refused_in_order(visitor: TestClient, path: str) -> None:
    for body in BODIES:
        for kind in ("application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "a/b"):
            for method in ("POST", "PUT"):
                answer = visitor.request(method, path, content=body, headers={"content-type": kind})
                assert answer.status_code < 500, (method, path, kind, body[:40])


@pytest.mark.parametrize(
    "words",
    ["<script>1</script>", "<img src=x>", "<p onclick=x>", "<p style=x>", "<a href=javascript:1>",
     "<a href=//a.example>", "<svg><script>1</script></svg>", "<iframe></iframe>", "<form action=data:x>"],
)  # fmt: skip
def test_the_check_sees_what_acts(words: str) -> None:
    with pytest.raises(AssertionError):
        check_page(f"<html><head></head><body>{words}</body></html>")


def check_page(text: str) -> None:
    """Raises where anything in the page came from a report and is not plain words."""
    tree = html.document_fromstring(text)
    head = {element for element in tree.iter() if isinstance(element.tag, str) and element.getparent() is not None
            and element.getparent().tag == "head"}  # fmt: skip
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        assert element in head or element.tag not in NEVER, element.tag
        if element.tag in ("script", "link"):
            assert (element.get("src") or element.get("href") or "").startswith("/"), element.attrib
            assert not (element.text or "").strip()
        for name, value in element.attrib.items():
            assert not name.lower().startswith("on"), name
            assert name not in ("style", "srcdoc", "formaction", "xlink:href", "ping"), name
            if name in ("href", "src", "action"):
                assert re.match(r"(?:https?://|[#?]|/(?!/)|mailto:[\w@.]+$|$)", value), value


def check_feed(data: bytes) -> None:
    """Raises where a feed is no XML, or links to what acts."""
    tree = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    assert not tree.getroottree().docinfo.internalDTD
    for element in tree.iter():
        assert not isinstance(element.tag, str) or not element.tag.startswith("{http://www.w3.org/1999/xhtml}script")
        for name, value in element.attrib.items():
            if name in ("href", "src", "xmlUrl", "htmlUrl"):
                assert re.match(r"(?:https?://|urn:|/(?!/)|$)", value), value
        if element.get("type") == "html":
            check_page(f"<html><head></head><body>{element.text or ''}</body></html>")
