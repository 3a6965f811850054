"""Watchlists: what comes in is told once, and what could not be sent is sent later."""

import json
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tellings.daily.add import Desk, add
from tellings.daily.notify import add_watchlist, send_notice, tell_watchlists
from tellings.daily.signing import sign
from tellings.errors import UsageError
from tellings.model.daily import Notice
from tests.newsroom import BARLEY, MONDAY, SLOW, TOW, write_lines

HOOK = "https://desk.example/hook"

Hook = tuple[str, list[tuple[bytes, str]]]


class Post:
    """Takes notices; fails as long as ``fault`` says why."""

    def __init__(self) -> None:
        self.notices: list[Notice] = []
        self.fault = ""

    def __call__(self, target: str, notice: Notice, key: bytes) -> str:
        """As ``Send``."""
        if not self.fault:
            self.notices.append(notice)
        return self.fault


@pytest.fixture
def post(desk: Desk, tmp_path: Path) -> Post:
    """A library with one report of the ferry, and a watchlist for it."""
    sent = Post()
    desk.send = sent
    add([str(write_lines(tmp_path / "a.jsonl", MONDAY, outlet="a.example"))], desk)
    add_watchlist(desk.store, "ferry", "Aldis", [HOOK], now=desk.clock())
    return sent


def test_who_does_not_answer_holds_nobody_up(desk: Desk, post: Post, tmp_path: Path) -> None:
    for name in ("second", "third"):
        add_watchlist(desk.store, name, "Aldis", [f"https://{name}.example/hook"], now=desk.clock())
    lines = write_lines(tmp_path / "b.jsonl", SLOW, outlet="b.example")
    begun, late, tried = desk.clock(), [0.0], list[str]()

    def hang(target: str, notice: Notice, key: bytes) -> str:
        tried.append(target)
        late[0] += 61
        return "it could not be reached: timed out"

    desk.send = lambda *_: "not now"
    add([str(lines)], desk)
    count, faults = tell_watchlists(desk.store, lambda: begun + timedelta(seconds=late[0]), hang)
    first = tried[0]
    tell_watchlists(desk.store, lambda: begun + timedelta(seconds=60 + late[0]), hang)

    assert (count, len(faults), len(tried)) == (0, 3, 2)
    assert sum("no time left" in fault.reason for fault in faults) == 2
    assert tried[1] != first


def test_what_was_there_before_is_not_told(desk: Desk, post: Post) -> None:
    assert tell_watchlists(desk.store, desk.clock, post) == (0, ())


def test_what_comes_in_is_told_once(desk: Desk, post: Post, tmp_path: Path) -> None:
    added = add([str(write_lines(tmp_path / "b.jsonl", SLOW, BARLEY, outlet="b.example"))], desk)
    again = add([str(write_lines(tmp_path / "c.jsonl", BARLEY, outlet="c.example"))], desk)

    assert (added.told, again.told) == (1, 0)
    assert [hit.report.outlet for notice in post.notices for hit in notice.hits] == ["b.example"]


def test_who_asks_what_somebody_said_is_told_the_quotation(desk: Desk, post: Post, tmp_path: Path) -> None:
    add_watchlist(desk.store, "mayor", "said:Marek", [HOOK], now=desk.clock())
    add([str(write_lines(tmp_path / "b.jsonl", TOW, outlet="b.example"))], desk)
    (hit,) = next(notice.hits for notice in post.notices if notice.watchlist == "mayor")

    assert (hit.kind, hit.speaker, hit.text) == ("quotation", "Ilse Marek", "It was a long night,")


def test_what_could_not_be_sent_is_sent_later_under_the_same_key(desk: Desk, post: Post, tmp_path: Path) -> None:
    keys: list[str] = []
    post.fault = "it answered with status 503"

    def fail(target: str, notice: Notice, key: bytes) -> str:
        keys.append(notice.key)
        return post.fault

    desk.send = fail
    failed = add([str(write_lines(tmp_path / "b.jsonl", SLOW, outlet="b.example"))], desk)
    post.fault, desk.send = "", post
    told, _ = tell_watchlists(desk.store, desk.clock, post)

    assert failed.told == 0
    assert "503; tried again" in failed.skipped[0].reason
    assert told == 1
    assert [notice.key for notice in post.notices] == keys


@pytest.mark.parametrize("name", ["", " ", "..", "a/b", "a\nb", "a" * 201])
def test_a_watchlist_has_a_name_that_can_be_read(desk: Desk, name: str) -> None:
    with pytest.raises(UsageError, match="no name"):
        add_watchlist(desk.store, name, "Aldis", [HOOK], now=desk.clock())


@pytest.mark.parametrize(
    "target",
    [
        "",
        "desk",
        "ftp://desk.example",
        "command:",
        "command:mail 'x",
        "atom:",
        "atom:/none/here.xml",
        "https://",
        "https://a.example/ b",
        "https://a.example/\n",
    ],
)
def test_a_target_that_cannot_be_told_is_refused(desk: Desk, target: str) -> None:
    with pytest.raises(UsageError):
        add_watchlist(desk.store, "w", "Aldis", [target], now=desk.clock())
    assert desk.store.list_watchlists() == ()


def test_an_atom_feed_holds_the_newest_hits(desk: Desk, post: Post, tmp_path: Path) -> None:
    feed = tmp_path / "ferry.xml"
    add_watchlist(desk.store, "ferry & <co>", "Aldis", [f"atom:{feed}"], now=desk.clock(), told=False)
    tell_watchlists(desk.store, desk.clock, send_notice)
    space = "{http://www.w3.org/2005/Atom}"
    root = ElementTree.parse(feed).getroot()
    (entry,) = root.findall(f"{space}entry")

    assert root.findtext(f"{space}title") == "ferry & <co>"
    assert "Aldis" in (entry.findtext(f"{space}summary") or "")
    link = entry.find(f"{space}link")
    assert link is not None
    assert link.get("href") == "https://a.example/0"


def test_a_command_gets_the_text_and_what_it_says_is_told(desk: Desk, post: Post, tmp_path: Path) -> None:
    out = tmp_path / "mail.txt"
    write = f"import sys,pathlib; pathlib.Path({str(out)!r}).write_bytes(sys.stdin.buffer.read())"
    notice = _notice(desk)
    ran = send_notice(f'command:{sys.executable} -c "{write}"', notice)
    failed = send_notice(f"command:{sys.executable} -c \"import sys; sys.exit('no paper')\"", notice)
    missing = send_notice("command:no-such-program-here", notice)

    assert ran == ""
    assert "Aldis" in out.read_text("utf-8")
    assert "ended with 1: no paper" in failed
    assert "cannot be run" in missing


@pytest.fixture
def hook() -> Iterator[Hook]:
    """A server that takes posts: its address, and what it got with its signature; /no refuses, /away leads away."""
    got: list[tuple[bytes, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = {"/no": 500, "/away": 302}.get(self.path, 204)
            if status == 204:
                got.append((body, self.headers.get("webhook-signature", "")))
            self.send_response(status)
            self.send_header("Location", "/hook")
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", got
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_webhook_gets_json_and_no_redirect_is_followed(desk: Desk, post: Post, hook: Hook) -> None:
    url, got = hook
    notice = _notice(desk)
    key = b"k" * 32

    assert send_notice(f"{url}/hook", notice, key) == ""
    assert send_notice(f"{url}/no", notice) == "it answered with status 500"
    assert send_notice(f"{url}/away", notice) == "it answered with status 302"
    assert [json.loads(body)["format"] for body, _ in got] == ["tellings-notice/1"]
    assert [signature for _, signature in got] == [sign(key, notice.key, notice.at, got[0][0])["webhook-signature"]]
    assert "could not be reached" in send_notice("http://127.0.0.1:9/", notice)


def _notice(desk: Desk) -> Notice:
    notices: list[Notice] = []

    def take(target: str, notice: Notice, key: bytes) -> str:
        notices.append(notice)
        return ""

    add_watchlist(desk.store, "all", "Aldis", [HOOK], now=desk.clock(), told=False)
    tell_watchlists(desk.store, desk.clock, take)
    return notices[0]
