import json
import socket
import threading
import time
from typing import Any

import pytest

from tellings.engines.chat import LARGEST, PATIENCE, ChatRewriter
from tellings.errors import UsageError
from tests.unit.engines.endpoint import Answer, Respond, completion, endpoint

SENTENCE = "The dam at Harsk broke on Monday."


def ask(respond: Respond, **options: Any) -> tuple[str, str, list[Any], list[float]]:
    """The text and fault for one statement, what the endpoint was asked, and how long was waited between tries."""
    waits: list[float] = []
    with endpoint(respond) as there:
        rewriter = ChatRewriter(there.url, "tiny", sleep=waits.append, **options)
        answer = rewriter.rewrite(SENTENCE)
    return answer.text, answer.fault, there.asked, waits


def test_a_statement_goes_out_alone_and_its_answer_comes_back() -> None:
    text, fault, asked, _ = ask(lambda body: completion("On Monday, the dam at Harsk broke.\n"))

    assert (text, fault) == ("On Monday, the dam at Harsk broke.", "")
    [(path, headers, body)] = asked
    assert path == "/v1/chat/completions"
    assert "authorization" not in headers
    assert (body["model"], body["temperature"], body["stream"], body["max_tokens"]) == ("tiny", 0, False, 400)
    assert [message["role"] for message in body["messages"]] == ["system", "user"]
    assert body["messages"][1]["content"] == SENTENCE


def test_the_key_goes_with_it_and_stands_in_no_name() -> None:
    _, _, asked, _ = ask(lambda body: completion("Words."), key=" s3cret\n")

    assert asked[0][1]["authorization"] == "Bearer s3cret"
    assert "s3cret" not in ChatRewriter("http://localhost:1/v1", "tiny", key="s3cret").name


def test_what_a_model_thought_aloud_is_left_out() -> None:
    text, _, _, _ = ask(lambda body: completion("<think>\nMonday?\n</think>\n\nThe dam broke."))

    assert text == "The dam broke."


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ((200, b"<html>hello</html>", {}), "no chat completion"),
        ((200, b"", {}), "no chat completion"),
        ((200, b"\xff\xfe\x00", {}), "no chat completion"),
        ((200, b"[" * 200_000, {}), "no chat completion"),
        ((200, b'{"choices": []}', {}), "no chat completion"),
        ((200, b'{"choices": {"0": 1}}', {}), "no chat completion"),
        ((200, b'[{"choices": 1}]', {}), "no chat completion"),
        (completion(None), "without words"),
        (completion(["a"]), "without words"),
        (completion("  \n"), "without words"),
        (completion("<think>a</think>"), "without words"),
        ((200, b" " * (LARGEST + 1), {}), "more than 256 KiB"),
        ((400, b'{"error": "no such model"}', {}), "answered 400"),
        ((401, b"", {}), "answered 401"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_nonsense_is_a_fault_and_not_asked_for_again(answer: Answer, told: str) -> None:
    text, fault, asked, waits = ask(lambda body: answer)

    assert text == ""
    assert told in fault
    assert len(asked) == 1
    assert waits == []


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_endpoint_is_asked_again_with_longer_waits(status: int) -> None:
    answers = iter([(status, b"", {}), (status, b"", {"Retry-After": "7"}), completion("Words.")])
    text, _, asked, waits = ask(lambda body: next(answers))

    assert text == "Words."
    assert len(asked) == 3
    assert waits == [0.5, 7.0]


def test_no_wait_is_endless() -> None:
    _, fault, asked, waits = ask(lambda body: (503, b"", {"Retry-After": "86400"}), retries=1)

    assert fault == "the endpoint answered 503"
    assert (len(asked), waits) == (2, [10.0])


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(status: int) -> None:
    with endpoint(lambda body: completion("Words.")) as other:
        _, fault, _, _ = ask(lambda body: (status, b"", {"Location": f"{other.url}/chat/completions"}), key="s3cret")

    assert fault == f"the endpoint answered {status}"
    assert other.asked == []


def test_a_slow_endpoint_costs_the_timeout_and_no_more() -> None:
    free = threading.Event()

    def wait(body: dict[str, Any]) -> Answer:
        free.wait(20)
        return completion("Words.")

    begun = time.monotonic()
    try:
        with endpoint(wait) as there:
            answer = ChatRewriter(there.url, "tiny", timeout=0.2, retries=1, sleep=lambda s: None).rewrite(SENTENCE)
            took = time.monotonic() - begun
            free.set()
    finally:
        free.set()

    assert "no answer within 0.2 s" in answer.fault or "cannot be reached" in answer.fault
    assert took < 10


def test_an_answer_that_drips_costs_the_timeout_and_no_more() -> None:
    stop = threading.Event()

    def drip(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(65536)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
            while not stop.wait(0.05):
                try:
                    connection.sendall(b" ")
                except OSError:
                    return

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=drip, args=(listener,))
        thread.start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        answer = ChatRewriter(url, "tiny", timeout=0.4, retries=0).rewrite(SENTENCE)
        stop.set()
        thread.join()

    assert answer.fault == "the endpoint gave no answer within 0.4 s"


def test_an_endpoint_that_is_down_is_not_asked_for_ever() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    waits: list[float] = []
    rewriter = ChatRewriter(f"http://127.0.0.1:{port}/v1", "tiny", sleep=waits.append)
    faults = [rewriter.rewrite(SENTENCE).fault for _ in range(5)]

    assert all("cannot be reached" in fault for fault in faults[:PATIENCE])
    assert all("was not asked" in fault for fault in faults[PATIENCE:])
    assert waits == [0.5, 1.0] * PATIENCE


def test_an_answer_in_between_is_a_new_beginning() -> None:
    answers = [(400, b"", {}), completion("Words."), (400, b"", {}), completion("Words.")]
    queue = iter(answers)
    with endpoint(lambda body: next(queue)) as there:
        rewriter = ChatRewriter(there.url, "tiny")
        texts = [rewriter.rewrite(SENTENCE).text for _ in answers]

    assert texts == ["", "Words.", "", "Words."]


@pytest.mark.parametrize(
    "url",
    ["", "localhost:11434", "ftp://orlan.example/v1", "http://", "http://marek:pw@orlan.example", "http://orlan.example/v1?k=1",
     "http://orlan.example:port/", "http://[::1", "file:///etc/passwd", "http://orlan.example/v 1", "x" * 100_000],
    ids=lambda url: url[:30],
)  # fmt: skip
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(UsageError, match="no address of an endpoint"):
        ChatRewriter(url, "tiny")


@pytest.mark.parametrize(
    ("url", "asked"),
    [("http://127.0.0.1:1", "/v1/chat/completions"), ("http://127.0.0.1:1/api/", "/api/chat/completions"),
     ("https://orlan.example/v1/chat/completions", "/v1/chat/completions")],
)  # fmt: skip
def test_an_address_is_completed(url: str, asked: str) -> None:
    assert ChatRewriter(url, "tiny")._url.endswith(asked)


def test_a_key_is_not_sent_unencrypted_over_a_network() -> None:
    with pytest.raises(UsageError, match="unencrypted"):
        ChatRewriter("http://orlan.example/v1", "tiny", key="s3cret")
    for url in ("https://orlan.example/v1", "http://localhost:1/v1", "http://[::1]:1/v1"):
        assert "s3cret" not in json.dumps(ChatRewriter(url, "tiny", key="s3cret").name)


def test_a_model_has_a_name() -> None:
    with pytest.raises(UsageError, match="--rewrite-model"):
        ChatRewriter("http://127.0.0.1:1", " ")
