"""Hits of a watchlist, or a story and its reports, as an Atom feed (RFC 4287), to be read in any feed reader."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from urllib.parse import quote
from xml.sax.saxutils import escape

from tellings.exports.characters import shorten, show
from tellings.exports.dates import say_days, say_published
from tellings.exports.formats.plain import last_day, web_address
from tellings.exports.outline import Outline, Source, counted, outline, title_of
from tellings.model.brief import Brief, Briefing
from tellings.model.daily import Notice
from tellings.model.document import Document
from tellings.model.library import Hit, Report

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def to_atom(notice: Notice, *, base: str = "") -> str:
    """One entry a hit, newest first; the ids stay the same for the same words of the same report.

    An entry links to the report where it came from the web; with ``base``, the address of a desk, to its words there.
    """
    updated = max((hit.report.kept_at for hit in notice.hits), default=notice.at)
    name = quote(notice.watchlist, safe="")
    page = f"{base}/watchlists/{name}" if base else ""
    lines = _head(f"urn:tellings:watchlist:{notice.watchlist}", notice.watchlist, notice.query, updated, page)
    for hit in notice.hits:
        lines += _entry(hit, base)
    return "\n".join([*lines, "</feed>", ""])


def to_story_atom(brief: Brief, reports: Sequence[Report], *, base: str) -> str:
    """The brief as it stands, then one entry a report in the order given; ``base`` is the address of a desk.

    The entry of the brief is updated with the last report: a feed reader shows it as changed.
    """
    updated = max((report.kept_at for report in reports), default=_NEVER)
    page = f"{base}/stories/{quote(brief.id, safe='')}"
    lines = _head(f"urn:tellings:story:{brief.id}", brief.title, _say_stretch(reports), updated, page)
    lines += _in_brief(brief, updated, page)
    for report in reports:
        lines += _report(report, base)
    return "\n".join([*lines, "</feed>", ""])


def to_briefing_atom(briefing: Briefing, documents: Sequence[Document]) -> str:
    """Each story in brief, then its reports, the newest first; for a file that no desk stands behind.

    A day is told as its beginning in UTC, since the format asks for a moment; what has no day comes last, as of 1970.
    """
    told = [outline(brief, documents) for brief in briefing.stories]
    updated = max((_updated(one.brief) for one in told), default=_NEVER)
    names = ":".join(quote(one.brief.id, safe="") for one in told)
    title = "; ".join(title_of(one.brief) for one in told) or "No story"
    about = counted(sum(len(one.sources) for one in told), "report")
    lines = _head(f"urn:tellings:briefing:{names}", shorten(title, 200), about, updated, "")
    for one in told:
        lines += _in_brief(one.brief, _updated(one.brief), "")
        lines += _sources(one)
    return "\n".join([*lines, "</feed>", ""])


def _updated(brief: Brief) -> datetime:
    return _begin(last_day(brief))


def _begin(day: date | None) -> datetime:
    return datetime.combine(day, time(), UTC) if day else _NEVER


def _in_brief(brief: Brief, updated: datetime, page: str) -> list[str]:
    said = "".join(f"<p>{escape(show(statement.text))}</p>" for statement in brief.summary)
    return [
        "  <entry>",
        f"    <id>urn:tellings:brief:{_safe(brief.id)}</id>",
        f"    <title>{_safe(shorten(f'In brief: {title_of(brief)}', 200))}</title>",
        f"    <updated>{_stamp(updated)}</updated>",
        "    <author><name>tellings</name></author>",
        *([f'    <link rel="alternate" href="{_safe(page)}"/>'] if page else []),
        f'    <content type="html">{_safe(said)}</content>',
        "  </entry>",
    ]


def _sources(told: Outline) -> list[str]:
    dated = [
        (source.document.published.at or _begin(source.document.published.latest), source) for source in told.sources
    ]
    lines = []
    for moment, source in sorted(dated, key=lambda one: (one[0].astimezone(UTC), -one[1].number), reverse=True):
        lines += _source(told.brief, source, moment)
    return lines


def _source(brief: Brief, source: Source, moment: datetime) -> list[str]:
    doc, address = source.document, web_address(source.document.url)
    return [
        "  <entry>",
        f"    <id>urn:tellings:report:{_safe(quote(brief.id, safe=''))}:{_safe(quote(doc.id, safe=''))}</id>",
        f"    <title>{_safe(shorten(f'{source.heading}', 200))}</title>",
        f"    <updated>{_stamp(moment)}</updated>",
        f"    <author><name>{_safe(source.label)}</name></author>",
        *([f'    <link rel="alternate" href="{_safe(address)}"/>'] if address else []),
        f"    <summary>{_safe(say_published(doc.published))}</summary>",
        "  </entry>",
    ]


def _say_stretch(reports: Sequence[Report]) -> str:
    first = min((report.earliest for report in reports if report.earliest), default=None)
    last = max((report.latest for report in reports if report.latest), default=None)
    return f"{counted(len(reports), 'report')}, {say_days(first, last)}"


def _head(name: str, title: str, subtitle: str, updated: datetime, page: str) -> list[str]:
    links = [
        f'  <link rel="alternate" href="{_safe(page)}"/>',
        f'  <link rel="self" type="application/atom+xml" href="{_safe(page)}/feed.atom"/>',
    ]
    return [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"  <id>{_safe(name)}</id>",
        f"  <title>{_safe(title)}</title>",
        f"  <subtitle>{_safe(subtitle)}</subtitle>",
        f"  <updated>{_stamp(updated)}</updated>",
        '  <generator uri="https://pypi.org/project/tellings/">tellings</generator>',
        *(links if page else []),
    ]


def _report(report: Report, base: str) -> list[str]:
    outlet = report.outlet or "unknown"
    return [
        "  <entry>",
        f"    <id>urn:tellings:report:{_safe(report.id)}</id>",
        f"    <title>{_safe(shorten(f'{outlet}: {report.title or report.location}', 200))}</title>",
        f"    <updated>{_stamp(report.kept_at)}</updated>",
        f"    <author><name>{_safe(outlet)}</name></author>",
        *_links(report, base, ""),
        f"    <summary>{_safe(f'A report of {say_days(report.earliest, report.latest)}')}</summary>",
        "  </entry>",
    ]


def _entry(hit: Hit, base: str) -> list[str]:
    report, place = hit.report, hit.evidence[0]
    words = "" if hit.kind == "report" else f"#w{place.start}-{place.end}"
    title = report.title or hit.text
    return [
        "  <entry>",
        f"    <id>urn:tellings:{hit.kind}:{_safe(place.doc)}:{place.start}</id>",
        f"    <title>{_safe(shorten(title, 200))}</title>",
        f"    <updated>{_stamp(report.kept_at)}</updated>",
        f"    <author><name>{_safe(report.outlet or 'unknown')}</name></author>",
        *_links(report, base, words),
        f"    <summary>{_safe(f'{hit.speaker}: {hit.text}' if hit.speaker else hit.text)}</summary>",
        *([f'    <category term="{_safe(report.story)}" label="{_safe(hit.story_title)}"/>'] if report.story else []),
        "  </entry>",
    ]


def _links(report: Report, base: str, words: str) -> list[str]:
    """To the report on the desk, with its own address beside; without a desk to its own address."""
    own = report.url if report.url and report.url.startswith(("http://", "https://")) else ""
    if not base:
        return [f'    <link rel="alternate" href="{_safe(own)}"/>'] if own else []
    page = f"{base}/reports/{quote(report.id, safe='')}{words}"
    return [
        f'    <link rel="alternate" href="{_safe(page)}"/>',
        *([f'    <link rel="via" href="{_safe(own)}"/>'] if own else []),
    ]


def _safe(text: str) -> str:
    # XML 1.0 has no place for U+FFFE and U+FFFF; the other characters it forbids are gone after show.
    return escape(show(text).translate({0xFFFE: "\ufffd", 0xFFFF: "\ufffd"}), {'"': "&quot;"})


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
