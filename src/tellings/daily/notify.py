"""Watchlists: what meets a query and was not told yet goes out by webhook, by a command, or into an Atom feed."""

import os
import shlex
import subprocess
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from datetime import datetime
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urlsplit

from tellings.daily.query import read_query, write_query
from tellings.daily.repeats import drop_repeats
from tellings.daily.signing import load_key, sign
from tellings.errors import UsageError
from tellings.exports.as_atom import to_atom
from tellings.exports.as_hits import to_hits_text
from tellings.exports.as_json import to_notice_json
from tellings.model.daily import Hits, Notice
from tellings.model.document import Skipped
from tellings.model.library import Hit, HitKind, Query, Watchlist
from tellings.ports import Store
from tellings.service.events import note
from tellings.text.names import hash_id

LONGEST_NAME = 200

MOST_HITS = 100
"""Hits of one watchlist that are looked at in one round, and that stand in its feed: the newest."""

WEBHOOK_SECONDS, COMMAND_SECONDS = 20.0, 60.0

ROUND_SECONDS = 60.0
"""After this no further target is tried in a round: as long as ``watch`` sleeps between two."""

Send = Callable[[str, Notice, bytes], str]
"""Sends a notice to a target, signed with a key, and says what went wrong, "" where nothing did."""


def add_watchlist(
    store: Store, name: str, query: str | Sequence[str], notify: Sequence[str], *, now: datetime, told: bool = True
) -> Watchlist:
    """The watchlist as kept; what meets it already counts as told, unless ``told`` is false.

    One without targets tells nobody by itself: the desk shows it, and has a feed of it.

    Raises:
        UsageError: when the name, the query or a target cannot be understood.
    """
    asked = read_query(query, today=now.date())
    if not name.strip(" .") or len(name) > LONGEST_NAME or not name.isprintable() or "/" in name:
        raise UsageError(
            f"{name[:80]!r} is no name for a watchlist: give up to {LONGEST_NAME} signs that can be seen, without /."
        )
    watchlist = Watchlist(name, write_query(asked), tuple(_check(target) for target in notify), now)
    store.keep_watchlist(watchlist)
    if told:
        hits = _find(store, asked)
        for target in watchlist.notify:
            store.note_told(name, [_key(target, hit) for hit in hits], now=now)
    return watchlist


def tell_watchlists(store: Store, clock: Callable[[], datetime], send: Send) -> tuple[int, tuple[Skipped, ...]]:
    """How many hits went out to somebody, and what could not be sent: that is tried again in the next round.

    A hit is noted as told after it went out. A process that dies in between sends it again, under the same key. What
    only repeats another hit (see ``drop_repeats``) is noted with it and does not go out.
    No target is tried after ``ROUND_SECONDS``: somebody who does not answer must not hold up what comes in.
    """
    count, faults = 0, []
    begun = clock()
    for watchlist in _in_turn(store.list_watchlists(), begun):
        now = clock()
        query = read_query(watchlist.query, today=now.date())
        hits = _find(store, query)
        fresh = {target: _find_fresh(store, watchlist.name, target, hits) for target in watchlist.notify}
        once = drop_repeats(store, query, hits) if any(fresh.values()) else ()
        key = load_key(store, watchlist.name) if any(map(_is_hook, watchlist.notify)) else b""
        for target, new in fresh.items():
            news = [hit for hit in once if hit in new]
            keys = [_key(target, hit) for hit in new]
            if not news:
                # Repeats are not told later either, when what they repeat is no longer among the newest.
                store.note_told(watchlist.name, keys, now=now)
                continue
            late = (clock() - begun).total_seconds() > ROUND_SECONDS
            whole = once if target.startswith("atom:") else news
            notice = _write_notice(watchlist, target, news, whole, now)
            fault = (
                "there was no time left in this round"
                if late
                else send(target, notice, key if _is_hook(target) else b"")
            )
            _note(watchlist.name, target, len(news), fault)
            if fault:
                faults.append(
                    Skipped(f"watchlist {watchlist.name}, {target}", f"{fault}; tried again in the next round")
                )
            else:
                store.note_told(watchlist.name, keys, now=now)
                count += len(news)
    return count, tuple(faults)


def _in_turn(watchlists: Sequence[Watchlist], now: datetime) -> list[Watchlist]:
    """The watchlists, another one first from minute to minute: one that takes all the time has it not every round."""
    first = int(now.timestamp()) // 60 % len(watchlists) if watchlists else 0
    return [*watchlists[first:], *watchlists[:first]]


def _find_fresh(store: Store, watchlist: str, target: str, hits: Sequence[Hit]) -> list[Hit]:
    told = store.find_told(watchlist, [_key(target, hit) for hit in hits])
    return [hit for hit in hits if _key(target, hit) not in told]


def _write_notice(
    watchlist: Watchlist, target: str, news: Sequence[Hit], whole: Sequence[Hit], now: datetime
) -> Notice:
    """Its key is that of the news, whatever else is in it."""
    key = hash_id("n", *sorted(_key(target, hit) for hit in news))
    return Notice(key=key, watchlist=watchlist.name, query=watchlist.query, at=now, hits=tuple(whole))


def _note(watchlist: str, target: str, hits: int, fault: str) -> None:
    kind = target.partition(":")[0]
    if fault:
        note("not_told", "warning", watchlist=watchlist, target=kind, reason=fault)
    else:
        note("told", watchlist=watchlist, target=kind, hits=hits)


def find_hits(store: Store, query: str, *, now: datetime) -> tuple[Hit, ...]:
    """What meets the query of a watchlist now, newest first, at most ``MOST_HITS``."""
    return _find(store, read_query(query, today=now.date()))


def find_hits_once(store: Store, query: str, *, now: datetime) -> tuple[Hit, ...]:
    """The same without what only repeats another hit: what a watchlist tells of."""
    asked = read_query(query, today=now.date())
    return drop_repeats(store, asked, _find(store, asked))


def _find(store: Store, query: Query) -> tuple[Hit, ...]:
    """One hit a report; where it is asked who said it, the quotations.

    Statements are left out: they are made anew with every brief, and would be told again in other words.
    """
    kinds: tuple[HitKind, ...] = ("quotation",) if query.said else ("report",)
    return store.search(query, kinds=kinds, limit=MOST_HITS)


def send_notice(target: str, notice: Notice, key: bytes = b"") -> str:
    """Sends it, to a webhook signed with the ``key``; what went wrong in words, or ""."""
    kind, _, where = target.partition(":")
    if kind == "command":
        return _run(where, notice)
    if kind == "atom":
        return _write(Path(where), to_atom(notice))
    return _post(target, notice, key)


_TARGETS = "A target is https://... (a webhook), command:PROGRAM ARGUMENTS (gets the text on stdin), or atom:FILE."


def _check(target: str) -> str:
    kind, _, where = target.partition(":")
    try:
        # Spaces and signs that cannot be seen stand in no address: it could never be asked.
        plain = target.isprintable() and " " not in target
        if kind in ("http", "https") and plain and urlsplit(target).hostname:
            return target
        if kind == "command" and shlex.split(where):
            return target
    except ValueError as err:
        raise UsageError(f"The target {target[:200]!r} cannot be understood: {err}.") from err
    if kind == "atom" and where.strip():
        path = Path(where).expanduser().absolute()
        if not path.parent.is_dir():
            raise UsageError(f"The folder of {path} does not exist. Make it first.")
        return f"atom:{path}"
    raise UsageError(f"{target[:200]!r} is no target. {_TARGETS}")


def _key(target: str, hit: Hit) -> str:
    """The same for the same words of the same report, however often they are found."""
    place = hit.evidence[0]
    where = (place.doc,) if hit.kind == "report" else (place.doc, place.start)
    return hash_id("t", target, hit.kind, *where)


def _is_hook(target: str) -> bool:
    return target.startswith(("http://", "https://"))


def _post(url: str, notice: Notice, key: bytes) -> str:
    body = to_notice_json(notice).encode()
    headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "tellings"}
    headers |= sign(key, notice.key, notice.at, body) if key else {}
    request = urllib.request.Request(url, body, headers, method="POST")
    try:
        with urllib.request.build_opener(_NoRedirect).open(request, timeout=WEBHOOK_SECONDS) as answer:
            answer.read(1000)
    except urllib.error.HTTPError as err:
        err.close()
        return f"it answered with status {err.code}"
    except (OSError, ValueError, HTTPException) as err:
        return f"it could not be reached: {getattr(err, 'reason', None) or err}"
    return ""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A hook is where it is said to be: what is sent goes nowhere else."""

    def redirect_request(self, *_: object) -> None:
        """Never."""
        return


def _run(command: str, notice: Notice) -> str:
    text = to_hits_text(Hits(query=notice.query, hits=notice.hits), title=f"{notice.watchlist}: {notice.query}")
    try:
        done = subprocess.run(
            shlex.split(command),
            input=text.encode(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=COMMAND_SECONDS,
            check=False,
            env={**os.environ, "TELLINGS_WATCHLIST": notice.watchlist, "TELLINGS_KEY": notice.key},
        )
    except subprocess.TimeoutExpired:
        return f"the command was not done after {COMMAND_SECONDS:g} s"
    except (OSError, ValueError) as err:
        return f"the command cannot be run: {getattr(err, 'strerror', None) or err}"
    said = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return (
        f"the command ended with {done.returncode}: {said[-1][:200] if said else 'it said nothing'}"
        if done.returncode
        else ""
    )


def _write(path: Path, text: str) -> str:
    """In place of what was there at once, so that who reads the feed never sees half of it."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode())
        os.chmod(name, 0o644)
        os.replace(name, path)
    except OSError as err:
        return f"the file cannot be written: {err.strerror or err}"
    return ""
