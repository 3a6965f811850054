"""The calls in the page on using the API do what it says."""

import base64
import hashlib
import hmac
import json
import re
import shlex
import time
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tellings import app
from tellings.ports import RulesOnly
from tests.unit.web.conftest import ADDRESS

PAGE = Path(__file__).parents[4] / "docs" / "how-to" / "use-the-api.md"
WORDS = PAGE.read_text(encoding="utf-8")
CALLS = re.findall(r"^\$ curl (.+)$", WORDS, re.M)
FILES = {
    "reports.jsonl": b'{"text": "The harbour of Orlan reopened on Monday."}\n',
    "page.html": b"<html><body><p>The harbour of Orlan reopened on Monday, Ilse Marek said.</p></body></html>",
    "letter.eml": b"From: ana@desk.example\nSubject: Tarn\n\nThe bridge of Tarn closed on Tuesday, Ana Bel said.\n",
    "marks.annotations.json": b'{"type": "Annotation", "target": "https://courier.example/1", "body": "Ask Tarn."}',
}


def ask(client: TestClient, line: str) -> Any:
    """What the call of curl gets; the options that the page uses."""
    words = shlex.split(line)
    url = next(word for word in words if word.startswith("http"))
    headers, query, data, files, method = {}, {}, None, [], ""
    for option, value in zip(words, [*words[1:], ""], strict=True):
        if option == "-H":
            name, _, said = value.partition(": ")
            headers[name] = said
        elif option in ("-d", "--data-urlencode") and "-G" in words:
            name, _, said = value.partition("=")
            query[name] = said
        elif option in ("-d", "--data-binary"):
            data = FILES[value[1:]] if value.startswith("@") else value.encode()
        elif option == "-F":
            file = value.partition("@")[2]
            files.append(("files", (file, FILES[file])))
        elif option == "-X":
            method = value
    method = method or ("POST" if data or files else "GET")
    assert url.startswith(ADDRESS)
    return client.request(method, url, headers=headers, params=query or None, content=data, files=files or None)


def test_there_are_calls() -> None:
    assert len(CALLS) > 10


def test_every_call_is_answered(client: TestClient, story: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "pick_recogniser", lambda *_: RulesOnly())
    for line in CALLS:
        if "/events" in line:  # a stream without end: it has tests of its own
            continue
        answer = ask(client, line.replace("STORY", story))

        assert answer.status_code == 200, f"{line}\n{answer.text}"


def test_the_lines_that_check_a_signature_do(client: TestClient) -> None:
    program = re.findall(r"^```python\n(.*?)^```$", WORDS, re.M | re.S)[0]
    names: dict[str, Any] = {}
    exec(program, names)
    key, sent, body = b"k" * 32, str(int(time.time())), b"{}"
    right = base64.b64encode(hmac.new(key, f"n1.{sent}.".encode() + body, hashlib.sha256).digest()).decode()
    heads = {"webhook-id": "n1", "webhook-timestamp": sent, "webhook-signature": f"v1,b2xk v1,{right}"}
    secret = "whsec_" + base64.b64encode(key).decode()

    assert names["is_ours"](secret, heads, body)
    assert not names["is_ours"](secret, heads, b"[]")
    assert not names["is_ours"](secret, heads | {"webhook-id": "n2"}, body)
    assert not names["is_ours"](secret, heads | {"webhook-timestamp": str(int(sent) - 999)}, body)


def test_the_problem_on_the_page_is_the_one_that_is_told(client: TestClient) -> None:
    shown = json.loads(re.findall(r"^```json\n(.*?)^```$", WORDS, re.M | re.S)[0])

    assert client.post("/api/read", json={"reports": [{"title": "x"}]}).json() == shown
