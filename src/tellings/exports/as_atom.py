"""Hits of a watchlist as an Atom feed (RFC 4287), to be read in any feed reader."""

from datetime import UTC, datetime
from xml.sax.saxutils import escape

from tellings.exports.characters import shorten, show
from tellings.model.daily import Notice
from tellings.model.library import Hit


def to_atom(notice: Notice) -> str:
    """One entry a hit, newest first; the ids stay the same for the same words of the same report.

    An entry links to the report where it came from the web.
    """
    updated = max((hit.report.kept_at for hit in notice.hits), default=notice.at)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"  <id>{_safe(f'urn:tellings:watchlist:{notice.watchlist}')}</id>",
        f"  <title>{_safe(notice.watchlist)}</title>",
        f"  <subtitle>{_safe(notice.query)}</subtitle>",
        f"  <updated>{_stamp(updated)}</updated>",
        '  <generator uri="https://pypi.org/project/tellings/">tellings</generator>',
    ]
    for hit in notice.hits:
        lines += _entry(hit)
    return "\n".join([*lines, "</feed>", ""])


def _entry(hit: Hit) -> list[str]:
    report, place = hit.report, hit.evidence[0]
    address = report.url if report.url and report.url.startswith(("http://", "https://")) else ""
    title = report.title or hit.text
    return [
        "  <entry>",
        f"    <id>urn:tellings:{hit.kind}:{_safe(place.doc)}:{place.start}</id>",
        f"    <title>{_safe(shorten(title, 200))}</title>",
        f"    <updated>{_stamp(report.kept_at)}</updated>",
        f"    <author><name>{_safe(report.outlet or 'unknown')}</name></author>",
        *([f'    <link rel="alternate" href="{_safe(address)}"/>'] if address else []),
        f"    <summary>{_safe(f'{hit.speaker}: {hit.text}' if hit.speaker else hit.text)}</summary>",
        *([f'    <category term="{_safe(report.story)}" label="{_safe(hit.story_title)}"/>'] if report.story else []),
        "  </entry>",
    ]


def _safe(text: str) -> str:
    # XML 1.0 has no place for U+FFFE and U+FFFF; the other characters it forbids are gone after show.
    return escape(show(text).translate({0xFFFE: "\ufffd", 0xFFFF: "\ufffd"}), {'"': "&quot;"})


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
