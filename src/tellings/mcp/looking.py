"""The tools that look: each takes what was asked and answers with a reply; nothing is changed."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from tellings.daily import desk
from tellings.daily.last_brief import find_last_brief
from tellings.daily.visits import find_changes, find_seen_since
from tellings.errors import UsageError
from tellings.exports.news import lay_out_news
from tellings.exports.outline import Outline, outline, title_of
from tellings.mcp import asks, replies
from tellings.mcp.citing import Citer, cut_page, short
from tellings.mcp.words import neutral_line
from tellings.model.brief import Brief, Finding, TimelineEntry, Utterance
from tellings.model.library import Hit
from tellings.ports import Recogniser, Store

FIRST_LINES, FIRST_EXPECTED, FIRST_COMPARED, FIRST_SOURCES = 12, 5, 8, 25
"""What a brief gives of each section: the whole of a usual story, the head of a large one."""


@dataclass(frozen=True, slots=True)
class Served:
    """What the tools work with: the library, the clock, who reads, how drafts are read, what links begin with.

    ``read`` gives the recogniser, loaded once. ``make_desk`` is for the tools that write.
    """

    store: Store
    clock: Callable[[], datetime]
    read: Callable[[], Recogniser]
    make_desk: Callable[[], desk.Desk]
    reader: str = "me"
    base: str = ""


def list_stories(served: Served, asked: asks.AskStories) -> replies.StoriesReply:
    """Stories of the library."""
    cite = Citer(None, served.base)
    lines = served.store.list_stories(asked.order, limit=asked.limit + 1, offset=asked.offset)
    rows = [
        replies.StoryRow(
            line.id,
            short(line.title),
            line.reports,
            line.outlets,
            line.first,
            line.last,
            line.changed_at,
            cite.link_story(line.id),
        )
        for line in lines[: asked.limit]
    ]
    return replies.StoriesReply(stories=tuple(rows), next_offset=_after(asked.offset, lines, asked.limit))


def brief(served: Served, asked: asks.AskBrief) -> replies.BriefReply:
    """A story in short."""
    if asked.as_of is None:
        last = find_last_brief(served.store, asked.story)
        found, behind = last.brief, last.behind
    else:
        found, behind = desk.show_story(served.store, asked.story, as_of=asked.as_of).briefing.stories[0], 0
    laid, cite = _lay_out(served, found)
    moving = [finding for finding in laid.compared if finding.verdict in ("conflict", "updated")]
    return replies.BriefReply(
        story=found.id,
        title=short(title_of(found)),
        as_of=found.as_of,
        reports=len(found.documents),
        origins=laid.origins,
        behind=behind,
        summary=tuple(map(cite.row_line, found.summary[:FIRST_LINES])),
        expected=tuple(map(cite.row_entry, laid.upcoming[:FIRST_EXPECTED])),
        compared=tuple(map(cite.row_finding, moving[:FIRST_COMPARED])),
        findings=len(found.findings),
        entries=len(found.timeline),
        quotations=len(found.quotations),
        sources=tuple(cite.row_report(source.document) for source in laid.sources[:FIRST_SOURCES]),
        link=cite.link_story(found.id),
    )


def timeline(served: Served, asked: asks.AskTimeline) -> replies.TimelineReply:
    """Entries of the timeline by day."""
    found = find_last_brief(served.store, asked.story).brief
    laid, cite = _lay_out(served, found)

    def fits(entry: TimelineEntry) -> bool:
        start, end = entry.start or entry.end, entry.end or entry.start
        return (
            (not asked.status or entry.status in asked.status)
            and (asked.since is None or (end is not None and end >= asked.since))
            and (asked.until is None or (start is not None and start <= asked.until))
        )

    wanted = [entry for entry in laid.timeline if fits(entry)]
    rows, after = cut_page(wanted, cite.row_entry, asked.offset, asked.limit)
    return replies.TimelineReply(
        story=found.id, title=short(title_of(found)), total=len(wanted), entries=tuple(rows), next_offset=after
    )


def quotations(served: Served, asked: asks.AskQuotations) -> replies.QuotationsReply:
    """Who said what."""
    found = find_last_brief(served.store, asked.story).brief
    laid, cite = _lay_out(served, found)
    spoken = [(voice.name or "", voice.role, said) for voice in laid.voices for said in voice.utterances]
    spoken += [("", "", said) for said in laid.scare]
    words = asked.speaker.casefold().split()

    def fits(one: tuple[str, str, Utterance]) -> bool:
        name, role, said = one
        about = f"{name} {role} {said.role or ''} {said.speaker_name or ''}".casefold()
        return all(word in about for word in words) and (not asked.kind or said.kind in asked.kind)

    wanted = [one for one in spoken if fits(one)]
    rows, after = cut_page(wanted, lambda one: cite.row_quotation(one[2], one[0], one[1]), asked.offset, asked.limit)
    return replies.QuotationsReply(
        story=found.id, title=short(title_of(found)), total=len(wanted), quotations=tuple(rows), next_offset=after
    )


def compare(served: Served, asked: asks.AskCompare) -> replies.CompareReply:
    """What the reports agree and differ on."""
    found = find_last_brief(served.store, asked.story).brief
    laid, cite = _lay_out(served, found)
    outlets = {source.document.id: (source.outlet or source.label).casefold() for source in laid.sources}
    words, outlet = asked.about.casefold().split(), asked.outlet.casefold()

    def fits(finding: Finding) -> bool:
        told = " ".join([finding.about, *(telling.text for telling in finding.tellings)]).casefold()
        by = {outlets.get(doc, "") for telling in finding.tellings for doc in telling.documents}
        return (
            (not asked.verdict or finding.verdict in asked.verdict)
            and all(word in told for word in words)
            and (not outlet or any(outlet in name for name in by))
        )

    everything = (*laid.compared, *(finding for alone in laid.single for finding in alone.everything))
    wanted = [finding for finding in everything if fits(finding)]
    rows, after = cut_page(wanted, cite.row_finding, asked.offset, asked.limit)
    return replies.CompareReply(
        story=found.id, title=short(title_of(found)), total=len(wanted), findings=tuple(rows), next_offset=after
    )


def new_since(served: Served, asked: asks.AskNew) -> replies.NewReply:
    """What is new in a story, or which stories changed."""
    since = read_moment(asked.since) if asked.since else None
    if not asked.story:
        if since is None:
            raise UsageError("Say since when (since: 2031-05-09), or give the id of a story.")
        return _changed_stories(served, since, asked.limit)
    last = find_last_brief(served.store, asked.story).brief
    found = _find_news(served, last, since)
    if found is None:
        # All of it is new: that is the brief.
        told = since.isoformat() if since else ""
        return replies.NewReply(
            since=told, story=last.id, title=short(title_of(last)), new_reports=len(last.documents), everything=True
        )
    _, cite = _lay_out(served, found)
    changes = found.changes
    rows: list[replies.ChangeRow] = []
    further = 0
    for section in lay_out_news(changes) if changes else ():
        further += section.more
        rows += [
            replies.ChangeRow(section.name, neutral_line(row.text), neutral_line(row.was), *cite.cite_all(row.evidence))
            for row in section.rows
        ]
    shown, _ = cut_page(rows, lambda row: row, 0, asked.limit)
    return replies.NewReply(
        since=(changes.since if changes else None) or "",
        story=found.id,
        title=short(title_of(found)),
        new_reports=len(changes.unseen) if changes else 0,
        repeated=changes.repeated if changes else 0,
        further=further + len(rows) - len(shown),
        changes=tuple(shown),
    )


def _find_news(served: Served, last: Brief, since: date | None) -> Brief | None:
    """The brief with what is new in it, ``None`` where nothing was seen; no brief is made anew for it."""
    if since is not None:
        seen, moment = find_seen_since(served.store, last, since), since.isoformat()
    else:
        shown = served.store.load_seen(served.reader, last.id)
        if shown is None:
            return None
        seen, moment = frozenset(shown.documents), shown.at.isoformat(timespec="seconds")
    return find_changes(served.store, last, seen, moment=moment) if seen else None


def _changed_stories(served: Served, since: date, limit: int) -> replies.NewReply:
    moment = since if isinstance(since, datetime) else datetime(since.year, since.month, since.day, tzinfo=UTC)
    cite = Citer(None, served.base)
    changed = [line for line in served.store.list_stories("changed", limit=limit + 1) if line.changed_at >= moment]
    rows = []
    for line in changed[:limit]:
        new = sum(report.kept_at >= moment for report in served.store.list_reports(story=line.id))
        rows.append(replies.ChangedStory(line.id, short(line.title), new, line.changed_at, cite.link_story(line.id)))
    return replies.NewReply(since=moment.isoformat(), stories=tuple(rows), further=len(changed) - len(rows))


def read_moment(given: str) -> date:
    """A day, or a time with its zone (UTC where it has none).

    Raises:
        UsageError: when it is neither.
    """
    try:
        if len(given) <= len("2031-05-09"):
            return date.fromisoformat(given)
        moment = datetime.fromisoformat(given)
    except ValueError as err:
        raise UsageError(f"since: {given[:40]!r} is no day or time. Write 2031-05-09 or 2031-05-09T14:00Z.") from err
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def search(served: Served, asked: asks.AskSearch) -> replies.SearchReply:
    """What meets a query."""
    found = desk.search(
        served.store,
        asked.query,
        now=served.clock(),
        kinds=asked.kind,
        order=asked.order,
        limit=asked.limit + 1,
        offset=asked.offset,
    )
    cite = Citer(None, served.base)
    rows, _ = cut_page(found.hits[: asked.limit], lambda hit: _row_hit(hit, cite), 0, asked.limit)
    after = asked.offset + len(rows) if len(rows) < len(found.hits) else None
    return replies.SearchReply(query=neutral_line(found.query), hits=tuple(rows), next_offset=after)


def _row_hit(hit: Hit, cite: Citer) -> replies.HitRow:
    return replies.HitRow(
        kind=hit.kind,
        text=neutral_line(hit.text),
        speaker=short(hit.speaker),
        title=short(hit.report.title),
        story=hit.report.story or "",
        story_title=short(hit.story_title),
        citation=cite.cite(hit.evidence[0], hit.report),
    )


def check_draft(served: Served, asked: asks.AskCheck) -> replies.CheckReply:
    """A draft tested sentence by sentence."""
    options: dict[str, Any] = {"recogniser": served.read(), "today": served.clock().date()}
    text = io.BytesIO(asked.text.encode("utf-8", "replace"))
    story = desk.find_story(served.store, asked.story)
    checked = desk.check_draft(served.store, "-", story, stdin=text, **options)
    _, cite = _lay_out(served, find_last_brief(served.store, story).brief)
    wanted = [
        sentence
        for sentence in checked.sentences
        if asked.all_sentences or sentence.verdict not in ("supported", "opinion")
    ]
    rows, after = cut_page(
        wanted,
        lambda one: replies.SentenceRow(
            one.start,
            one.end,
            neutral_line(one.text),
            one.verdict,
            neutral_line(one.why),
            *cite.cite_all(one.evidence),
        ),
        0,
        len(wanted),
    )
    return replies.CheckReply(
        story=story,
        supported=checked.supported,
        contradicted=checked.contradicted,
        differs=checked.differs,
        unsupported=checked.unsupported,
        opinion=checked.opinion,
        sentences=tuple(rows),
        cut=after is not None,
    )


def _lay_out(served: Served, found: Brief) -> tuple[Outline, Citer]:
    laid = outline(found, ())
    return laid, Citer(laid, served.base)


def _after(offset: int, found: Sequence[object], limit: int) -> int | None:
    return offset + limit if len(found) > limit else None
