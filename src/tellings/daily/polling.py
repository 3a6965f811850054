"""Feeds, sitemaps, lists of feeds and pages asked for, and what they name fetched and kept."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import zip_longest
from time import perf_counter
from urllib.parse import urlsplit

from tellings.daily.careful import read_documents, say_fault
from tellings.daily.keeping import Tally
from tellings.daily.letters import keep_document, keep_page
from tellings.daily.reading import BATCH, Reader, read_page, settle
from tellings.errors import TellingsError
from tellings.model.daily import Progress
from tellings.model.document import Document, Skipped
from tellings.model.fetched import Conditions, Fetched, Refused
from tellings.model.library import Arrival, FetchOutcome, LoggedFetch, Original, Source, SourceKind
from tellings.ports import Fetch, Recogniser, Store
from tellings.readers.canonical import clean_url
from tellings.readers.listing import Entry, Listing, entries_to_fetch, read_entry
from tellings.readers.opening import read_listing
from tellings.service.events import Level, note

EVERY = timedelta(minutes=15)
"""How often a feed is asked unless it is said otherwise: what feeds themselves mostly ask for (ttl 15 to 60)."""

LONGEST_PAUSE = timedelta(days=1)
"""However often a source failed, it is asked once a day."""

PAGES = 16
"""Pages fetched before they are kept: what a killed process fetches again at most."""

THREADS = 8
"""Hosts asked at the same time; one host is never asked twice at once."""

MOST_PAGES = 500
"""Pages of one list that are fetched in one round; the rest has its turn in the next."""

TRIES = 5
"""Rounds in which a page that fails for the moment is asked for again."""

AGAIN = timedelta(days=7)
"""A page that was refused is asked for again after this."""


_Found = tuple[Source, Fetched | None, Listing]
"""A list, the source it is and what its server answered (``None`` for a file)."""


@dataclass(slots=True)
class Round:
    """What polling needs: where to keep, how to fetch and read, the time, and the counts."""

    store: Store
    fetch: Fetch
    reader: Reader
    load: Callable[[], Recogniser]
    clock: Callable[[], datetime]
    tally: Tally
    every: timedelta = EVERY
    watch: Callable[[Progress], None] | None = None
    stop: Callable[[], bool] = bool

    def log(self, fetches: Sequence[LoggedFetch]) -> None:
        """Writes down what was asked and what came of it."""
        self.store.log_fetches(fetches)
        for one in fetches:
            # Addresses may hold keys: a log that goes elsewhere is told the host alone.
            level: Level = "info" if one.outcome == "kept" else "debug"
            note("fetched", level, host=host_of(one.url), outcome=one.outcome, status=one.status, bytes=one.size)

    def ask(self, wanted: Sequence[tuple[str, Conditions | None]]) -> Iterator[Fetched | Refused | None]:
        """The answers, in the order asked; hosts are asked side by side. ``None`` where it is time to stop."""
        if len(wanted) < 2:
            yield from (self.fetch(url, conditions=conditions) for url, conditions in wanted)
            return
        with ThreadPoolExecutor(THREADS) as pool:
            asked = [pool.submit(self._ask_one, url, conditions) for url, conditions in wanted]
            yield from (future.result() for future in asked)

    def _ask_one(self, url: str, conditions: Conditions | None) -> Fetched | Refused | None:
        return None if self.stop() else self.fetch(url, conditions=conditions)


def host_of(address: str) -> str:
    """The host of an address, "" where it has none."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def follow(addresses: Iterable[str], now: datetime) -> tuple[Source, ...]:
    """Addresses as sources that have not been asked yet; what they are shows when they answer."""
    return tuple(Source(address, "page", added_at=now, next_poll=now) for address in dict.fromkeys(addresses))


def poll(sources: Sequence[Source], on: Round) -> None:
    """Asks each source and keeps what is new; a page is kept once, lists are followed from then on.

    Lists of feeds add their feeds, indexes of sitemaps their sitemaps, and these are asked in the same call.
    """
    waiting, asked = list(sources), set[str]()
    while waiting and not on.stop():
        waiting = [source for source in waiting if source.address not in asked]
        asked |= {source.address for source in waiting}
        conditions = [Conditions(source.etag, source.modified) for source in waiting]
        answers = on.ask([(s.address, c) for s, c in zip(waiting, conditions, strict=True)])
        found: list[_Found] = []
        further: list[Source] = []
        for source, answer in zip(waiting, answers, strict=True):
            listing = _take(source, answer, on) if answer else None
            if listing and isinstance(answer, Fetched):
                found.append((source, answer, listing))
                further += _sources_in(listing, on.clock())
        _read_lists(found, on)
        known = {source.address: source for source in on.store.list_sources()}
        new = [source for source in further if source.address not in known]
        on.store.keep_sources(new)
        on.tally.followed += [source.address for source in new]
        # What is followed already keeps its own turn and its pause, however often a list names it.
        on.tally.standing += len(further) - len(new)
        found_due = [known.get(source.address, source) for source in further]
        waiting = [source for source in found_due if is_due(source, on.clock())] if not on.stop() else []


def is_due(source: Source, now: datetime) -> bool:
    """Whether the source may be asked now: its turn has come and it is not paused."""
    return not source.paused and (source.next_poll is None or source.next_poll <= now)


def poll_listings(listings: Sequence[Listing], on: Round) -> None:
    """The same for lists that were not asked for but given as files: they are read once, their feeds are followed."""
    now = on.clock()
    _read_lists([(Source(listing.location, "file"), None, listing) for listing in listings], on)
    known = {source.address: source for source in on.store.list_sources()}
    named = [known.get(source.address, source) for listing in listings for source in _sources_in(listing, now)]
    on.tally.standing += sum(source.paused for source in named)
    poll([source for source in named if not source.paused], on)


def _take(source: Source, answer: Fetched | Refused, on: Round) -> Listing | None:
    """The list the source is, if it is one; a page is kept at once, a refusal is written down."""
    if isinstance(answer, Refused):
        _note_refusal(source, answer, on)
        return None
    if answer.unchanged:
        on.log([_log(answer, "unchanged", source)])
        _bring_up(source, _polled(source, answer, on), on)
        return None
    listing = read_listing(answer.data, answer.final_url, today=on.reader.today)
    if listing is not None:
        return listing
    _keep_pages([(source.address, answer, None)], source.address, on)
    if source.kind != "page":
        fault = "is a page now, no list of reports"
        _bring_up(source, replace(_failed(source, None, on), fault=fault), on)
        on.tally.leave_out([Skipped(source.address, fault)])
    return None


def _sources_in(listing: Listing, now: datetime) -> list[Source]:
    kinds: dict[str, SourceKind] = {"feed": "feed", "sitemap": "sitemap"}
    return [
        Source(entry.url, kinds[entry.kind], title=entry.title or "", added_at=now, next_poll=now)
        for entry in listing.entries
        if entry.url and entry.kind in kinds
    ]


def _read_lists(found: Sequence[_Found], on: Round) -> None:
    """Keeps what the lists hold, fetches what they only name, and notes that they were asked."""
    wanted: list[list[tuple[str, Entry]]] = []
    gave: list[tuple[str, ...]] = []
    for _, answer, listing in found:
        gave.append(_keep_entries(answer, listing, on))
        articles = [(e.url, e) for e in entries_to_fetch(listing) if e.url and e.kind == "article"]
        wanted.append([(url, e) for url, e in articles if not _is_done(url, on)][:MOST_PAGES])
    # By turns, so that one host is not asked for all of its pages in a row while the others wait.
    turns = [
        (source.address, *one)
        for row in zip_longest(*wanted)
        for (source, _, _), one in zip(found, row, strict=True)
        if one
    ]
    failed: set[str] = set()
    for start in range(0, len(turns), PAGES):
        if on.stop():
            on.tally.stopped = True
            return
        some = turns[start : start + PAGES]
        answers = on.ask([(url, None) for _, url, _ in some])
        failed |= _keep_some(list(zip(some, answers, strict=True)), on)
        if on.watch:
            on.watch(on.tally.progress("pages", min(start + PAGES, len(turns)), len(turns)))
    for (source, answer, listing), pages, docs in zip(found, wanted, gave, strict=True):
        complete = source.address not in failed and len(pages) < MOST_PAGES
        if answer is not None:
            on.log([_log(answer, "kept", source, docs)])
            _note_polled(source, answer, listing, complete, on)


def _keep_some(answers: Sequence[tuple[tuple[str, str, Entry], Fetched | Refused | None]], on: Round) -> set[str]:
    """Keeps the pages that came; the sources of which some did not come and should be asked for again."""
    failed: set[str] = set()
    for (source, url, _), answer in answers:
        failed |= {source} if answer is None else set()
        if isinstance(answer, Refused):
            failed |= {source} if answer.passing else set()
            _write_down(url, answer, source, on)
    by_source: dict[str, list[tuple[str, Fetched, Entry | None]]] = {}
    for (source, url, entry), answer in answers:
        if isinstance(answer, Fetched):
            by_source.setdefault(source, []).append((url, answer, entry))
    for source, pages in by_source.items():
        _keep_pages(pages, source, on)
    return failed


def _keep_pages(pages: Sequence[tuple[str, Fetched, Entry | None]], source: str, on: Round) -> None:
    """Reads and keeps pages; each fetch is written down with the reports it brought."""
    begun, before = perf_counter(), on.tally.counts
    items: list[tuple[Document, Fetched | None]] = []
    logged: list[LoggedFetch] = []
    for url, answer, entry in pages:
        known = on.store.find_page(answer.canonical_url, answer.data)
        if known:
            on.tally.known += 1
            logged.append(_log(answer, "known", source, documents=known, url=url))
            continue
        try:
            read = [settle(item, on.reader) for item in read_page(answer, entry, today=on.reader.today)]
        except TellingsError:
            raise
        except Exception as err:  # whatever a page may set off; the others are read
            left_out = keep_page(on.store, answer, url, say_fault(err), now=on.clock())
            on.tally.leave_out([left_out])
            logged.append(_log(answer, "failed", source, reason=left_out.reason, url=url))
            continue
        docs = [item for item in read if isinstance(item, Document)]
        left = [item for item in read if isinstance(item, Skipped)]
        on.tally.leave_out(left)
        items += [(doc, answer) for doc in docs]
        reason = "" if docs else "; ".join(item.reason for item in left) or "holds no report"
        outcome: FetchOutcome = "kept" if docs else "refused"
        logged.append(_log(answer, outcome, source, tuple(d.id for d in docs), reason, url))
    _keep(items, on)
    on.log(logged)
    on.tally.note_read(before, perf_counter() - begun)


def _keep_entries(answer: Fetched | None, listing: Listing, on: Round) -> tuple[str, ...]:
    """The ids of the new reports among those whose whole text stands in the list; all are kept."""
    read = [read_entry(e, f"{listing.location}#{n}") for n, e in enumerate(listing.entries, 1) if e.text]
    settled = [settle(item, on.reader) for item in read]
    on.tally.leave_out(item for item in settled if isinstance(item, Skipped))
    items = [(item, answer) for item in settled if isinstance(item, Document)]
    return tuple(doc for start in range(0, len(items), BATCH) for doc in _keep(items[start : start + BATCH], on))


def _keep(items: Sequence[tuple[Document, Fetched | None]], on: Round) -> tuple[str, ...]:
    kept = on.store.find_kept(doc.id for doc, _ in items)
    on.tally.known += len(kept)
    new = {doc.id: (doc, answer) for doc, answer in items if doc.id not in kept}
    if not new:
        return ()
    beside = [doc for doc, _ in items if doc.id in kept]
    arrivals, failed = read_documents([doc for doc, _ in new.values()], on.load(), beside=beside)
    on.tally.leave_out(keep_document(on.store, doc, why, now=on.clock()) for doc, why in failed)
    fetched = [_as_fetched(arrival, new[arrival.document.id][1]) for arrival in arrivals]
    return on.tally.keep(on.store, fetched, on.clock())


def _as_fetched(arrival: Arrival, answer: Fetched | None) -> Arrival:
    doc = arrival.document
    if answer is None:
        return replace(arrival, address=clean_url(doc.url) if doc.url else None)
    page = doc.url is None or clean_url(doc.url) in (clean_url(answer.final_url), answer.canonical_url)
    address = answer.canonical_url if page else clean_url(doc.url or "")
    return replace(arrival, original=Original(answer.data, answer.final_url, answer.media_type), address=address)


def _is_done(url: str, on: Round) -> bool:
    """Whether the page was fetched before, or was refused and should be left alone."""
    if on.store.find_page(clean_url(url)):
        return True
    last = on.store.list_fetches(url=url, limit=TRIES)
    if not last:
        return False
    if last[0].outcome == "refused":
        return on.clock() - last[0].at < AGAIN
    return last[0].outcome != "failed" or (
        len(last) == TRIES and all(one.outcome == "failed" for one in last) and on.clock() - last[0].at < AGAIN
    )


def _note_polled(source: Source, answer: Fetched, listing: Listing, complete: bool, on: Round) -> None:
    kinds: dict[str, SourceKind] = {"opml": "opml", "sitemap": "sitemap", "sitemap index": "sitemap"}
    kind = kinds.get(listing.kind, "feed")
    polled = replace(_polled(source, answer, on), kind=kind, title=listing.title or source.title)
    if not complete:
        # Its version is not remembered: the pages that are missing are found when it is read again.
        polled = replace(polled, etag="", modified="")
    _bring_up(source, replace(polled, address=answer.moved_to or source.address), on)
    if source.polled_at is None:
        on.tally.followed.append(answer.moved_to or source.address)


def _bring_up(before: Source, after: Source, on: Round) -> None:
    """Keeps how a source stands now, unless it was removed while it was asked; if it was paused it stays so."""
    kept = next((source for source in on.store.list_sources() if source.address == before.address), None)
    if kept is None and before.polled_at is not None:
        return
    on.store.keep_sources([replace(after, paused=after.paused or bool(kept and kept.paused))])
    if after.address != before.address:
        on.store.drop_source(before.address)


def _polled(source: Source, answer: Fetched, on: Round) -> Source:
    now = on.clock()
    on.tally.standing += 1
    return replace(
        source,
        etag=answer.etag,
        modified=answer.last_modified,
        polled_at=now,
        next_poll=now + on.every,
        failures=0,
        fault="",
    )


def _failed(source: Source, refused: Refused | None, on: Round) -> Source:
    now, failures = on.clock(), source.failures + 1
    wait = min(on.every * 2 ** min(failures, 10), LONGEST_PAUSE)
    until = refused.not_before if refused and refused.not_before else now
    return replace(
        source,
        polled_at=now,
        next_poll=max(now + wait, until),
        failures=failures,
        fault=refused.reason if refused else "",
        paused=source.paused or bool(refused and refused.kind == "gone"),
    )


def _note_refusal(source: Source, refused: Refused, on: Round) -> None:
    _write_down(source.address, refused, source.address, on)
    if source.kind != "page" or source.polled_at is not None:
        _bring_up(source, _failed(source, refused, on), on)


def _write_down(url: str, refused: Refused, source: str, on: Round) -> None:
    on.tally.leave_out([Skipped(url, refused.reason)])
    on.log(
        [
            LoggedFetch(
                url=url,
                at=refused.at,
                outcome="failed" if refused.passing else "refused",
                reason=refused.reason,
                final_url=refused.final_url,
                status=refused.status or None,
                source=source,
            )
        ]
    )


def _log(
    answer: Fetched,
    outcome: FetchOutcome,
    source: Source | str,
    documents: tuple[str, ...] = (),
    reason: str = "",
    url: str = "",
) -> LoggedFetch:
    return LoggedFetch(
        url=url or answer.url,
        at=answer.at,
        outcome=outcome,
        reason=reason,
        final_url=answer.final_url,
        status=answer.status,
        size=len(answer.data),
        source=source if isinstance(source, str) else source.address,
        documents=documents,
    )
