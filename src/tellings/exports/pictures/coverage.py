"""Who reported when: one small drawing an outlet, all on the same days and of the same scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from tellings.exports.dates import say_days
from tellings.exports.outline import Outline, Source, counted
from tellings.exports.pictures.picture import Picture, fill_in, short_number
from tellings.exports.pictures.stretches import Stretches, count_stretches

WIDTH, HEIGHT = 168, 40
"""Units of one drawing: two stand beside each other on a phone."""

NOT_KNOWN = "Outlet not known"

_MOST, _GAP, _WIDEST = 28, 0.2, 14.0


@dataclass(frozen=True, slots=True)
class Panel:
    """One outlet: its reports, how many of them carry another's text, what it quotes, and what it alone tells.

    ``picture`` is ``None`` where no report of it is dated.
    """

    name: str
    sources: tuple[Source, ...]
    copies: int
    quotations: int
    alone: int
    picture: Picture | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """The outlets by the day of their first report; ``first`` and ``last`` are the days all drawings span."""

    panels: tuple[Panel, ...]
    first: date | None
    last: date | None
    words: str


def draw_coverage(told: Outline) -> Coverage:
    """A drawing for each outlet with a bar for each day: its own reports, and above them those it copied, paler."""
    gathered: dict[str, list[Source]] = {}
    for source in told.sources:
        gathered.setdefault(source.outlet or NOT_KNOWN, []).append(source)
    dated = [day for source in told.sources if (day := _day(source))]
    first, last = (min(dated), max(dated)) if dated else (None, None)
    counts = {name: _count(sources, first, last) for name, sources in gathered.items()} if first and last else {}
    highest = max((max(stretches.counts) for stretches, _ in counts.values()), default=0)
    panels = []
    for name, sources in sorted(gathered.items(), key=_by_first):
        docs = {source.document.id for source in sources}
        copies = sum(source.document.copy_of is not None for source in sources)
        quoted = sum(any(e.doc in docs for e in u.evidence) for u in told.brief.quotations)
        alone = sum(len(one.everything) for one in told.single if one.source.document.id in docs)
        picture = _draw(name, sources, *counts[name], highest) if counts and _days(sources) else None
        panels.append(Panel(name, tuple(sources), copies, quoted, alone, picture))
    return Coverage(tuple(panels), first, last, _say(panels, first, last))


def say_panel(panel: Panel) -> str:
    """ "2 reports, 1 of them copied; 14 quotations; tells 5 points alone"."""
    reports = counted(len(panel.sources), "report")
    if panel.copies:
        reports += ", copied" if panel.copies == len(panel.sources) else f", {panel.copies:,} of them copied"
    parts = [reports]
    if panel.quotations:
        parts.append(counted(panel.quotations, "quotation"))
    if panel.alone:
        parts.append(f"tells {counted(panel.alone, 'point')} alone")
    return "; ".join(parts)


def _count(sources: Sequence[Source], first: date, last: date) -> tuple[Stretches, Stretches]:
    """All reports, and those that are copies, in the same stretches."""
    copied = [source for source in sources if source.document.copy_of is not None]
    whole, part = (count_stretches(_days(some), first, last, most=_MOST) for some in (sources, copied))
    return whole, part


def _draw(name: str, sources: Sequence[Source], whole: Stretches, copied: Stretches, highest: int) -> Picture:
    days = _days(sources)
    words = f"{name}: {counted(len(days), 'report')}, {say_days(days[0], days[-1])}"
    step, unit = WIDTH / len(whole.counts), (HEIGHT - 4) / highest
    width = min(step * (1 - _GAP), _WIDEST)
    bars = []
    for index, (number, part) in enumerate(zip(whole.counts, copied.counts, strict=True)):
        x = index * step + (step - width) / 2
        if number > part:
            bars.append(_bar("own", x, width, HEIGHT - 1 - (number - part) * unit, (number - part) * unit))
        if part:
            bars.append(_bar("copied", x, width, HEIGHT - 1 - number * unit, part * unit))
    svg = fill_in(
        '<svg class="coverage" role="img" aria-label="{}" viewBox="0 0 {} {}" width="{}" height="{}">'
        '<title>{}</title>{}<path class="base" d="M0 {}H{}" fill="none" stroke="currentColor"/></svg>',
        words,
        WIDTH,
        HEIGHT,
        WIDTH,
        HEIGHT,
        words,
        Markup("").join(bars),
        short_number(HEIGHT - 0.5),
        WIDTH,
    )
    return Picture(svg, words)


def _bar(kind: str, x: float, width: float, y: float, height: float) -> Markup:
    return fill_in(
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}" fill="currentColor"/>',
        kind,
        *map(short_number, (x, y, width, height)),
    )


def _day(source: Source) -> date | None:
    return source.document.published.earliest


def _days(sources: Sequence[Source]) -> list[date]:
    return sorted(day for source in sources if (day := _day(source)))


def _by_first(item: tuple[str, list[Source]]) -> tuple[bool, date, int, str]:
    name, sources = item
    return (name == NOT_KNOWN, min(_days(sources), default=date.max), -len(sources), name.casefold())


def _say(panels: Sequence[Panel], first: date | None, last: date | None) -> str:
    known = sum(panel.name != NOT_KNOWN for panel in panels)
    reports = sum(len(panel.sources) for panel in panels)
    when = f", {say_days(first, last)}" if first and last else ""
    return f"{counted(reports, 'report')} of {counted(known, 'outlet')}{when}"
