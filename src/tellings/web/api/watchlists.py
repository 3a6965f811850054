"""Watchlists: who is told when something comes in, and the secret that what they are told is signed with."""

from dataclasses import replace
from typing import Annotated

import msgspec
from msgspec import Meta

from tellings.daily import desk
from tellings.daily.notify import LONGEST_NAME, find_hits
from tellings.exports.as_json import to_record_json
from tellings.model.daily import Hits
from tellings.model.library import Watchlist
from tellings.model.served import WatchlistSecret, WatchlistsRecord
from tellings.web.api.operations import Answer, Call, Nothing, Operation
from tellings.web.api.problems import ApiError
from tellings.web.state import Visitor

Name = Annotated[str, Meta(min_length=1, max_length=LONGEST_NAME, description="The name of a watchlist.")]
Hook = Annotated[str, Meta(pattern=r"^https?://[^\s]+$", max_length=2000)]


class NameAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which watchlist."""

    name: Name


class SecretAsked(NameAsked, frozen=True, forbid_unknown_fields=True):
    """Which watchlist, and whether it gets a new secret."""

    renew: Annotated[bool, Meta(description="Make a new one; the old one counts no more.")] = False


class Wish(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is waited for, and which webhooks are told; without any it has its feed and its page."""

    query: Annotated[str, Meta(min_length=1, max_length=1000, description="As for search.")]
    notify: Annotated[tuple[Hook, ...], Meta(max_length=20, description="Addresses of webhooks.")] = ()
    all: Annotated[bool, Meta(description="Tell also what is in the library already.")] = False


def list_watchlists(call: Call[Nothing, None]) -> Answer:
    """The watchlists by name. Readers are not shown whom they tell: such addresses let anybody post there."""
    found = tuple(_shown(one, call.visitor) for one in call.web.store.list_watchlists())
    return Answer(to_record_json(WatchlistsRecord(watchlists=found)))


def show_watchlist(call: Call[NameAsked, None]) -> Answer:
    """One watchlist."""
    return Answer(to_record_json(_shown(find_watchlist(call), call.visitor)))


def show_watchlist_hits(call: Call[NameAsked, None]) -> Answer:
    """What meets a watchlist now, newest first."""
    found = find_watchlist(call)
    hits = find_hits(call.web.store, found.query, now=call.web.clock())
    return Answer(desk.to_hits_json(Hits(query=found.query, hits=hits)))


def keep_watchlist(call: Call[NameAsked, Wish]) -> Answer:
    """Makes a watchlist, or gives the one of this name another query and other webhooks.

    Webhooks need the role admin: the server posts to them. Programs and files are told by the command line alone, and
    those that a watchlist tells already stay.
    """
    store, body, name = call.web.store, call.body, call.asked.name
    kept = next((one for one in store.list_watchlists() if one.name == name), None)
    local = tuple(target for target in kept.notify if not target.startswith("http")) if kept else ()
    hooks = {target for target in kept.notify if target.startswith("http")} if kept else set()
    if set(body.notify) - hooks and not call.visitor.may("admin"):
        raise ApiError(403, f"A new webhook needs the role admin; this is a {call.visitor.role}.")
    made = desk.add_watchlist(
        store, name, body.query, (*dict.fromkeys(body.notify), *local), now=call.web.clock(), told=not body.all
    )
    return Answer(to_record_json(_shown(made, call.visitor)))


def drop_watchlist(call: Call[NameAsked, None]) -> Answer:
    """Takes a watchlist away, and its secret; gives what it was."""
    found = find_watchlist(call)
    desk.forget_key(call.web.store, found.name)
    call.web.store.drop_watchlist(found.name)
    return Answer(to_record_json(_shown(found, call.visitor)))


def show_watchlist_secret(call: Call[SecretAsked, None]) -> Answer:
    """What the notices of a watchlist are signed with; it goes into any library for Standard Webhooks."""
    name = find_watchlist(call).name
    return Answer(to_record_json(desk.show_secret(call.web.store, name, renew=call.asked.renew)))


def find_watchlist(call: "Call[NameAsked, None] | Call[SecretAsked, None]") -> Watchlist:
    """The watchlist that the call names.

    Raises:
        ApiError: 404 when there is none.
    """
    for one in call.web.store.list_watchlists():
        if one.name == call.asked.name:
            return one
    raise ApiError(404, f"There is no watchlist {call.asked.name[:80]!r}. /api/watchlists lists them.")


def _shown(watchlist: Watchlist, visitor: Visitor) -> Watchlist:
    return watchlist if visitor.may("editor") else replace(watchlist, notify=())


_TAG = "watchlists"
_NAME = "/watchlists/{name}"

OPERATIONS = (
    Operation("GET", "/watchlists", list_watchlists, _TAG, WatchlistsRecord),
    Operation("GET", f"{_NAME}/hits", show_watchlist_hits, _TAG, Hits, asks=NameAsked),
    Operation("POST", f"{_NAME}/secret", show_watchlist_secret, _TAG, WatchlistSecret, asks=SecretAsked, role="admin"),
    Operation("GET", _NAME, show_watchlist, _TAG, Watchlist, asks=NameAsked),
    Operation("PUT", _NAME, keep_watchlist, _TAG, Watchlist, asks=NameAsked, takes=Wish, role="editor"),
    Operation("DELETE", _NAME, drop_watchlist, _TAG, Watchlist, asks=NameAsked, role="editor"),
)
