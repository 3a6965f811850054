"""Atom feeds: of a story as reports come into it, and of what meets a watchlist."""

from tellings.daily.last_brief import find_last_brief
from tellings.daily.notify import find_hits_once
from tellings.exports.as_atom import to_atom, to_story_atom
from tellings.model.daily import Notice
from tellings.web.api.operations import Answer, Call, Operation
from tellings.web.api.stories import StoryAsked, require_story
from tellings.web.api.watchlists import NameAsked, find_watchlist

ENTRIES = 50
"""Reports in the feed of a story: more than come in between two looks of a feed reader."""

ATOM = "application/atom+xml"


def feed_story(call: Call[StoryAsked, None]) -> Answer:
    """A story as an Atom feed: the brief as it stands, then its reports, the last to come in first."""
    store = call.web.store
    story = require_story(store, call.asked.story)
    reports = sorted(store.list_reports(story=story), key=lambda one: (one.kept_at, one.id), reverse=True)
    brief = find_last_brief(store, story).brief
    return Answer(to_story_atom(brief, reports[:ENTRIES], base=_base(call)), f"{ATOM}; charset=utf-8")


def feed_watchlist(call: Call[NameAsked, None]) -> Answer:
    """What meets a watchlist as an Atom feed, each text once, newest first; the ids of the same words stay."""
    found, now = find_watchlist(call), call.web.clock()
    hits = find_hits_once(call.web.store, found.query, now=now)
    # The time of the feed is that of its newest hit: the same reply as long as nothing came in.
    at = max((hit.report.kept_at for hit in hits), default=found.created_at or now)
    notice = Notice(key="", watchlist=found.name, query=found.query, at=at, hits=hits)
    return Answer(to_atom(notice, base=_base(call)), f"{ATOM}; charset=utf-8")


def _base(call: "Call[StoryAsked, None] | Call[NameAsked, None]") -> str:
    """The address of the desk as readers know it."""
    return call.web.settings.public.rstrip("/") or f"{call.url.scheme}://{call.url.netloc}"


OPERATIONS = (
    Operation("GET", "/stories/{story}/feed.atom", feed_story, "feeds", None, (ATOM,), StoryAsked, prefix=""),
    Operation("GET", "/watchlists/{name}/feed.atom", feed_watchlist, "feeds", None, (ATOM,), NameAsked, prefix=""),
)
