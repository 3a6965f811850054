"""The list of stories: for each what a desk wants to know at a glance, without reading its brief every time."""

from dataclasses import dataclass
from datetime import date, datetime

from tellings.daily.judgements import apply_reviews, load_kept
from tellings.exports.characters import show_line
from tellings.exports.dates import say_day, say_days
from tellings.exports.origins import count_origins, find_origins
from tellings.exports.outline import counted, is_ahead, title_of
from tellings.exports.pictures.picture import Picture
from tellings.exports.pictures.sparkline import draw_sparkline
from tellings.model.brief import Brief
from tellings.model.library import StoryLine, StoryOrder
from tellings.web.state import Web

ON_A_PAGE = 40
"""Stories on one page of the list."""


@dataclass(frozen=True, slots=True)
class Gist:
    """What of a brief stands in the list; ``next`` is what is expected next with its day, ``until`` its last day."""

    title: str
    origins: int
    conflicts: int
    lead: str
    next: str
    until: date | None


@dataclass(frozen=True, slots=True)
class StoryRow:
    """A story in the list: ``unread`` reports of it the visitor has not seen, ``begun`` where some were.

    ``ahead`` is what is expected and still to come, with its day; "" for nothing.
    """

    line: StoryLine
    gist: Gist | None
    unread: int
    begun: bool
    ahead: str
    spark: Picture | None
    ago: str


def list_rows(web: Web, reader: str, order: StoryOrder, page: int) -> tuple[tuple[StoryRow, ...], bool]:
    """One page (from 1) of the list, and whether there is another."""
    store = web.store
    lines = store.list_stories(order, limit=ON_A_PAGE + 1, offset=(page - 1) * ON_A_PAGE)
    shown = lines[:ON_A_PAGE]
    ids = [line.id for line in shown]
    unseen, days, made = store.count_unseen(reader, ids), store.list_days(ids), store.find_briefed(ids)
    now, reviewed = web.clock(), store.count_reviews(ids)
    last = max((line.last for line in shown if line.last), default=None)
    gists = {s: _load_gist(web, s, made.get(s), reviewed.get(s, 0)) for s in ids}
    rows = tuple(
        StoryRow(
            line=line,
            gist=gists[line.id],
            unread=unseen.get(line.id, 0),
            begun=unseen.get(line.id, 0) < line.reports,
            ahead=still_ahead(gists[line.id], now.date()),
            spark=_draw(web, days.get(line.id, ()), last) if line.reports > 1 else None,
            ago=say_ago(line.changed_at, now),
        )
        for line in shown
    )
    return rows, len(lines) > ON_A_PAGE


def _draw(web: Web, days: tuple[date | None, ...], until: date | None) -> Picture | None:
    return web.gists.get(("spark", days, until), lambda: draw_sparkline(days, until=until))


def _load_gist(web: Web, story: str, made: datetime | None, reviewed: int) -> Gist | None:
    """From memory, unless the brief was made anew or decided on; ``None`` where there is no brief yet."""
    if made is None:
        return None
    return web.gists.get((story, made, reviewed), lambda: _sum_up(web, story))


def _sum_up(web: Web, story: str) -> Gist | None:
    # One that another version made is made again by the page of the story.
    brief = load_kept(web.store, story)
    return sum_up(apply_reviews(web.store, brief)) if brief else None


def sum_up(brief: Brief) -> Gist:
    """What the list says of a brief."""
    origins = find_origins(brief.documents, brief.origins)
    coming = [entry for entry in brief.timeline if is_ahead(entry, brief.as_of) and entry.start and entry.end]
    ahead = min(coming, key=lambda entry: (entry.end, entry.start, entry.id), default=None)
    return Gist(
        title=title_of(brief),
        origins=count_origins(origins, origins),
        conflicts=sum(finding.verdict == "conflict" and finding.sure for finding in brief.findings),
        lead=show_line(brief.summary[0].text) if brief.summary else "",
        until=ahead.end if ahead else None,
        next=f"{say_days(ahead.start, ahead.end, ahead.grain)}: {show_line(ahead.what)}" if ahead else "",
    )


def still_ahead(gist: Gist | None, today: date) -> str:
    """What is expected, as long as its days are not over."""
    return gist.next if gist and gist.until and gist.until >= today else ""


def say_ago(then: datetime, now: datetime) -> str:
    """ "just now", "5 minutes ago", "3 hours ago", "2 days ago"; a date beyond a month."""
    minutes = int((now - then).total_seconds() // 60)
    if minutes < 1:
        return "just now"
    if minutes < 60:
        return f"{counted(minutes, 'minute')} ago"
    if minutes < 24 * 60:
        return f"{counted(minutes // 60, 'hour')} ago"
    if minutes < 31 * 24 * 60:
        return f"{counted(minutes // (24 * 60), 'day')} ago"
    return say_day(then.date())
