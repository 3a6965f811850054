"""How many reports of a story came out when, in the space of a few words."""

from collections.abc import Iterable
from datetime import date

from markupsafe import Markup

from tellings.exports.dates import say_day, say_days
from tellings.exports.outline import counted
from tellings.exports.pictures.picture import Picture, fill_in, short_number
from tellings.exports.pictures.stretches import Stretches, count_stretches

WIDTH, HEIGHT = 96, 22
"""Units of the drawing: about as wide as twelve letters, as high as a line."""

_MOST = 32
# A bar is told from its neighbour by the gap, a single report from none by its height.
_GAP, _LOWEST, _WIDEST = 0.25, 3.0, 8.0


def draw_sparkline(days: Iterable[date | None], *, until: date | None = None, noun: str = "report") -> Picture | None:
    """A bar for each day or stretch of days, as high as the reports that came out in it; ``None`` when none is dated.

    ``days`` has one day a report, ``None`` for a report without one. With ``until`` the line goes on to that day, so
    that lines under each other end together and one of a story that rests is empty at its end. ``noun`` is what is
    counted instead of reports.
    """
    given = list(days)
    dated = sorted(day for day in given if day)
    if not dated:
        return None
    stretches = count_stretches(dated, dated[0], max(dated[-1], until or dated[-1]), most=_MOST)
    words = _say(dated, len(given) - len(dated), stretches, noun)
    bars = Markup("").join(_bars(stretches))
    svg = fill_in(
        '<svg class="sparkline" role="img" aria-label="{}" viewBox="0 0 {} {}" width="{}" height="{}">'
        '<title>{}</title>{}<path class="base" d="M0 {}H{}" fill="none" stroke="currentColor"/></svg>',
        words, WIDTH, HEIGHT, WIDTH, HEIGHT, words, bars, short_number(HEIGHT - 0.5), WIDTH,
    )  # fmt: skip
    return Picture(svg, words)


def _bars(stretches: Stretches) -> list[Markup]:
    step = WIDTH / len(stretches.counts)
    width = min(step * (1 - _GAP), _WIDEST)
    most = max(stretches.counts)
    bars = []
    for index, count in enumerate(stretches.counts):
        if not count:
            continue
        height = _LOWEST + (HEIGHT - 2 - _LOWEST) * ((count - 1) / (most - 1) if most > 1 else 0.5)
        # A single bar stands at the end of its line, where the newest is.
        x = index * step + (step - width) / 2 if len(stretches.counts) > 1 else WIDTH - width
        bars.append(
            fill_in(
                '<rect class="{}" x="{}" y="{}" width="{}" height="{}" fill="currentColor"/>',
                "bar most" if count == most and most > 1 else "bar",
                *map(short_number, (x, HEIGHT - 1 - height, width, height)),
            )
        )
    return bars


def _say(dated: list[date], undated: int, stretches: Stretches, noun: str) -> str:
    words = f"{counted(len(dated), noun)}, {say_days(dated[0], dated[-1])}"
    most = max(stretches.counts)
    if dated[0] != dated[-1] and most > 1:
        best = stretches.counts.index(most)
        start, end = stretches.start_of(best), stretches.end_of(best)
        words += f", busiest {say_day(start) if start == end else say_days(start, end)} ({most:,})"
    return f"{words}; {undated:,} without a day" if undated else words
