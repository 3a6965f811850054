"""What a library follows: listed, paused, removed, carried elsewhere; and the log of what was fetched and refused."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from tellings.errors import UsageError
from tellings.exports.as_opml import to_opml
from tellings.model.daily import FetchesRecord, SourceLine, SourcesRecord
from tellings.model.library import LONGEST_ADDRESS, FetchOutcome, Source
from tellings.ports import Store

NAMED = 8
"""Sources that are named when the one asked for is not there."""

REFUSALS: tuple[FetchOutcome, ...] = ("refused", "failed")
"""The outcomes of a fetch that brought nothing; each has its reason in the log."""


def list_sources(store: Store) -> SourcesRecord:
    """Everything the library follows, by address."""
    given = store.count_given()
    return SourcesRecord(
        store.where, tuple(_to_line(source, given.get(source.address, 0)) for source in store.list_sources())
    )


def _to_line(source: Source, reports: int) -> SourceLine:
    return SourceLine(
        address=source.address,
        kind=source.kind,
        title=source.title,
        added_at=source.added_at,
        asked_at=source.polled_at,
        due_at=None if source.paused else source.next_poll,
        failures=source.failures,
        fault=source.fault,
        paused=source.paused,
        reports=reports,
    )


def follow_source(store: Store, address: str, *, now: datetime) -> str:
    """The address as it is followed from now on: it is asked in the next round of ``tellings watch``.

    One that was paused or failed is asked again. What it is shows when it answers.

    Raises:
        UsageError: when it is no address of the web.
    """
    address = address.strip()
    try:
        split = urlsplit(address)
        good = split.scheme in ("http", "https") and bool(split.hostname) and not re.search(r"[\s\x00-\x1f]", address)
    except ValueError:
        good = False
    if not good or len(address.encode("utf-8", "replace")) > LONGEST_ADDRESS:
        raise UsageError(
            f"{address[:200]!r} is no address to follow. Give that of a feed, a sitemap or a list of feeds: https://..."
        )
    if split.username or split.password:
        raise UsageError("An address with a password in it is not followed: everybody here would see it.")
    if any(source.address == address for source in store.list_sources()):
        return resume_sources(store, [address], now=now)[0]
    # Not "page": a page is asked once, and what is followed here turns out to be a list or is told as a fault.
    store.keep_sources([Source(address, "feed", added_at=now, next_poll=now)])
    return address


def remove_sources(store: Store, addresses: Sequence[str]) -> tuple[str, ...]:
    """The addresses that are not followed any more; their reports stay.

    Raises:
        UsageError: when one is not there; then none is removed.
    """
    found = [_find(store, address) for address in addresses]
    return tuple(source.address for source in dict.fromkeys(found) if store.drop_source(source.address))


def pause_sources(store: Store, addresses: Sequence[str]) -> tuple[str, ...]:
    """The addresses that are not asked until they are resumed.

    Raises:
        UsageError: when one is not there; then none is paused.
    """
    found = [replace(_find(store, address), paused=True) for address in addresses]
    store.keep_sources(found)
    return tuple(source.address for source in dict.fromkeys(found))


def resume_sources(store: Store, addresses: Sequence[str], *, now: datetime) -> tuple[str, ...]:
    """The addresses that are due from now on, whatever failed before.

    Raises:
        UsageError: when one is not there; then none is resumed.
    """
    found = [replace(_find(store, address), paused=False, next_poll=now, failures=0, fault="") for address in addresses]
    store.keep_sources(found)
    return tuple(source.address for source in dict.fromkeys(found))


def export_opml(store: Store) -> tuple[str, int, int]:
    """The feeds as OPML, how many there are, and how many sources are none (sitemaps, lists of feeds)."""
    sources = store.list_sources()
    feeds = [source for source in sources if source.kind == "feed"]
    text = to_opml([(source.title, source.address) for source in feeds])
    return text, len(feeds), len(sources) - len(feeds)


def list_fetches(
    store: Store, address: str | None = None, *, refused: bool = False, limit: int | None = None
) -> FetchesRecord:
    """The fetch log, the latest first: all of it, of one source, or of one page; ``refused`` leaves what failed alone.

    Raises:
        UsageError: when nothing of this address was ever fetched or followed.
    """
    outcomes = REFUSALS if refused else ()
    if address is None:
        return FetchesRecord(store.where, store.list_fetches(outcomes=outcomes, limit=limit))
    if not store.list_fetches(source=address, limit=1):
        found = store.list_fetches(url=address, outcomes=outcomes, limit=limit)
        if found or store.list_fetches(url=address, limit=1):
            return FetchesRecord(store.where, found)
        address = _find(store, address).address
    return FetchesRecord(store.where, store.list_fetches(source=address, outcomes=outcomes, limit=limit))


def _find(store: Store, given: str) -> Source:
    """The source of this address, or the only one whose address has ``given`` in it."""
    sources = store.list_sources()
    near = [source for source in sources if given and given in source.address]
    for source in sources:
        if source.address == given:
            return source
    if len(near) == 1:
        return near[0]
    if near:
        named = "\n".join(f"  {source.address[:200]}" for source in near[:NAMED])
        raise UsageError(f"{given[:80]!r} is part of {len(near)} addresses. Give more of one:\n{named}")
    some = "\n".join(f"  {source.address[:200]}" for source in sources[:NAMED]) or "  nothing is followed yet"
    raise UsageError(
        f"{store.where} follows nothing at {given[:200]!r}. It follows:\n{some}\nAll of it: tellings sources list"
    )
