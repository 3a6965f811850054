"""Hits of a search as short lists to be read by people."""

from textwrap import TextWrapper

from tellings.exports.characters import shorten, show_line
from tellings.exports.dates import say_days
from tellings.exports.outline import counted
from tellings.model.daily import Hits
from tellings.model.library import Hit


def to_hits_text(hits: Hits, *, width: int = 80, title: str = "") -> str:
    """What was found, with the report it stands in, the place of the words and the story."""
    head = title or hits.query
    lines = [shorten(head, max(width, 40)), counted(len(hits.hits), "hit"), ""]
    for hit in hits.hits:
        lines += _list_hit(hit, max(width, 40))
    return "\n".join(lines)


def _list_hit(hit: Hit, width: int) -> list[str]:
    first = TextWrapper(width=width, initial_indent="  • ", subsequent_indent="    ")
    under = TextWrapper(width=width, initial_indent="    ", subsequent_indent="    ")
    report = hit.report
    words = shorten(hit.text, 400)
    said = f"{show_line(hit.speaker)}: {words}" if hit.speaker else words
    facts = [report.outlet or "", say_days(report.earliest, report.latest), shorten(report.title or "", 80)]
    place = hit.evidence[0]
    lines = first.wrap(said)
    lines += under.wrap(" · ".join(show_line(fact) for fact in facts if fact))
    lines += under.wrap(f"{show_line(report.location)} [{place.start}-{place.end}]")
    if report.story:
        lines += under.wrap(
            f"story {report.story}: {shorten(hit.story_title, 80)}" if hit.story_title else report.story
        )
    return [*lines, ""]
