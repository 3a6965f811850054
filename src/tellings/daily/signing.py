"""Notices to webhooks signed as Standard Webhooks has it, so that who gets one can tell it is ours.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime

from tellings.errors import UsageError
from tellings.model.served import WatchlistSecret
from tellings.ports import Store

KEY_BYTES = 32
"""As long as the digest: the specification asks for 24 to 64."""

_MARK = "whsec_"


def load_key(store: Store, watchlist: str, *, draw: Callable[[int], bytes] = secrets.token_bytes) -> bytes:
    """The key of a watchlist; it is made and kept in the library when it is first asked for."""
    return store.accounts.share_secret(_name(watchlist), draw(KEY_BYTES))


def show_secret(
    store: Store, watchlist: str, *, renew: bool = False, draw: Callable[[int], bytes] = secrets.token_bytes
) -> WatchlistSecret:
    """The secret as whoever checks the signatures needs it; with ``renew`` a new one, and the old one counts no more.

    Raises:
        UsageError: when there is no such watchlist.
    """
    names = [one.name for one in store.list_watchlists()]
    if watchlist not in names:
        known = ", ".join(names[:20]) or "there is none"
        raise UsageError(f"There is no watchlist {watchlist[:60]!r} in {store.where}. Choose one of: {known}.")
    if renew:
        forget_key(store, watchlist)
    return WatchlistSecret(watchlist, _MARK + base64.b64encode(load_key(store, watchlist, draw=draw)).decode())


def forget_key(store: Store, watchlist: str) -> None:
    """Takes the key away: a watchlist of the same name gets another."""
    store.accounts.drop_secret(_name(watchlist))


def sign(key: bytes, message: str, at: datetime, body: bytes) -> Mapping[str, str]:
    """The headers that sign a body sent ``at`` this time under the id ``message``: HMAC-SHA256 over all three."""
    moment = str(int(at.timestamp()))
    digest = hmac.new(key, b".".join((message.encode(), moment.encode(), body)), hashlib.sha256).digest()
    return {
        "webhook-id": message,
        "webhook-timestamp": moment,
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }


def _name(watchlist: str) -> str:
    return f"watchlist {watchlist}"
