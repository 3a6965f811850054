"""Notices are signed so that any library for Standard Webhooks accepts them, and nothing else does."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tellings.daily.add import Desk, add
from tellings.daily.notify import add_watchlist, tell_watchlists
from tellings.daily.signing import forget_key, load_key, show_secret, sign
from tellings.errors import UsageError
from tellings.model.daily import Notice
from tests.newsroom import MONDAY, write_lines

HOOK = "https://desk.example/hook"


def test_the_example_of_the_specification_is_signed_as_it_says() -> None:
    key = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    signed = sign(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", datetime.fromtimestamp(1614265330, UTC), b'{"test": 2432232314}')

    assert signed == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_the_secret_shown_is_the_one_used(desk: Desk) -> None:
    add_watchlist(desk.store, "ferry", "Aldis", [HOOK], now=desk.clock())
    shown = show_secret(desk.store, "ferry").secret

    assert shown.startswith("whsec_")
    assert base64.b64decode(shown.removeprefix("whsec_")) == load_key(desk.store, "ferry")
    assert shown not in repr(show_secret(desk.store, "ferry"))


def test_each_watchlist_has_its_own_and_it_can_be_renewed(desk: Desk) -> None:
    for name in ("ferry", "mayor"):
        add_watchlist(desk.store, name, "Aldis", [HOOK], now=desk.clock())
    ferry, mayor = (show_secret(desk.store, name).secret for name in ("ferry", "mayor"))

    assert ferry != mayor
    assert show_secret(desk.store, "ferry").secret == ferry
    assert show_secret(desk.store, "ferry", renew=True).secret != ferry
    assert show_secret(desk.store, "mayor").secret == mayor


def test_a_watchlist_of_the_same_name_gets_another(desk: Desk) -> None:
    before = load_key(desk.store, "ferry")
    forget_key(desk.store, "ferry")

    assert load_key(desk.store, "ferry") != before


def test_there_is_no_secret_of_a_watchlist_that_is_not_there(desk: Desk) -> None:
    with pytest.raises(UsageError, match="there is none"):
        show_secret(desk.store, "ferry")


def test_only_webhooks_are_signed(desk: Desk, tmp_path: Path) -> None:
    add([str(write_lines(tmp_path / "a.jsonl", MONDAY, outlet="a.example"))], desk)
    add_watchlist(desk.store, "ferry", "Aldis", [HOOK, "command:true"], now=desk.clock(), told=False)
    keys: dict[str, bytes] = {}

    def take(target: str, notice: Notice, key: bytes) -> str:
        keys[target] = key
        return ""

    tell_watchlists(desk.store, desk.clock, take)

    assert keys == {HOOK: load_key(desk.store, "ferry"), "command:true": b""}


def test_whoever_changes_a_word_is_found_out() -> None:
    key, at = b"k" * 32, datetime(2031, 5, 9, tzinfo=UTC)
    signature = sign(key, "n1", at, b"{}")["webhook-signature"].removeprefix("v1,")
    other = hmac.new(key, f"n1.{int(at.timestamp())}.".encode() + b"[]", hashlib.sha256).digest()

    assert not hmac.compare_digest(base64.b64decode(signature), other)
