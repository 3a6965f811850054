"""A library whose every word tries to break out of the page it is shown on."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import msgspec

from tellings import flow
from tellings.model.brief import Brief
from tellings.model.library import Arrival, LoggedFetch, Original, Review, Source, Watchlist
from tellings.model.story import Move
from tellings.ports import RulesOnly, Store
from tests import attacks

NOW = datetime(2031, 5, 9, 12, tzinfo=UTC)
STORY = "s0123456789ab"
REPORT = "d0123456789ab"
MARKUP = "<script>document.title='broken'</script>\"'><img src=x onerror=document.title='broken'>"


def fill(store: Store) -> None:
    """One story of one report, briefed, with sources, fetches, watchlists and reviews, all of them hostile."""
    briefing, document = attacks.briefing()
    (brief,) = briefing.stories
    document = replace(document, id=REPORT, bylines=(MARKUP,), language="<b>")
    (reading,) = flow.read_documents([document], RulesOnly())
    page = Original(f"<html><body>{MARKUP}</body></html>".encode(), MARKUP, "text/html")
    store.keep([Arrival(document, page, f"https://{MARKUP}", reading)], now=NOW)
    store.apply_moves([Move("new", STORY, (REPORT,), MARKUP)], now=NOW)
    store.keep_brief(_of_story(brief), made_by=reading.made_by, now=NOW + timedelta(seconds=1))
    store.keep_sources([Source(f"https://a.example/{MARKUP}", "feed", MARKUP, added_at=NOW, failures=3, fault=MARKUP)])
    store.keep_sources([Source("javascript:alert(1)", "feed", "feed", added_at=NOW, next_poll=NOW + timedelta(days=9))])
    store.log_fetches([LoggedFetch("javascript:alert(1)", NOW, "refused", MARKUP, source="javascript:alert(1)")])
    store.keep_watchlist(Watchlist(MARKUP, "title", (f"http://127.0.0.1:1/{MARKUP}",), NOW))
    for verdict in ("confirm", "reject", MARKUP):
        store.keep_reviews([Review(brief.quotations[0].id, STORY, MARKUP, verdict, NOW, MARKUP, "")])
    store.mark_seen("me", [REPORT], now=NOW)


def _of_story(brief: Brief) -> Brief:
    """The brief with ids that a library gives."""
    text = msgspec.json.encode(brief).decode().replace('"d1"', f'"{REPORT}"')
    return replace(msgspec.json.decode(text, type=Brief), id=STORY)
