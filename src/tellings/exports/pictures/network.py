"""Who speaks of whom, drawn: speakers on the left, those they name on the right, a line for each pair."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import wrap

from markupsafe import Markup

from tellings.exports.characters import shorten, show_line
from tellings.exports.outline import Outline, counted
from tellings.exports.pictures.picture import Picture, fill_in, short_number
from tellings.exports.pictures.speaking import Speaking, find_speaking

# What a phone can show: so many names a side, each in two lines of so many letters.
_SIDE, _LETTERS, _LINES = 10, 18, 2
_ROW, _LINE, _TOP = 36, 14, 8
# Percent of the width: where the names end on the left, where they begin on the right.
_LEFT, _RIGHT = 36, 64
_THINNEST, _THICKEST = 1.5, 7.0


@dataclass(frozen=True, slots=True)
class Network:
    """``pairs`` are all of them, the strongest first; ``drawn`` is how many of them the picture shows."""

    picture: Picture
    pairs: tuple[Speaking, ...]
    drawn: int


def draw_network(told: Outline) -> Network | None:
    """Speakers and those they speak of, at most ten on each side; ``None`` when nobody names anybody.

    The words of the picture say how much there is; the pairs are for the list that stands beside it.
    """
    pairs = find_speaking(told)
    if not pairs:
        return None
    speakers = _first(pair.speaker for pair in pairs)
    named = _first(pair.of.id for pair in pairs)
    drawn = [pair for pair in pairs if pair.speaker in speakers and pair.of.id in named]
    left = _in_order(speakers, [(pair.speaker, pair.of.id) for pair in drawn], named)
    right = list(dict.fromkeys(pair.of.id for one in left for pair in drawn if pair.speaker == one))
    words = _say(pairs)
    height = 2 * _TOP + _ROW * max(len(left), len(right))
    names = {pair.of.id: pair.of.name for pair in drawn}
    svg = fill_in(
        '<svg class="network" role="img" aria-label="{}" width="100%" height="{}"><title>{}</title>'
        '<svg x="{}%" width="{}%" height="{}" viewBox="0 0 100 {}" preserveAspectRatio="none">{}</svg>{}{}</svg>',
        words,
        height,
        words,
        _LEFT + 1,
        _RIGHT - _LEFT - 2,
        height,
        height,
        Markup("").join(_line(pair, _y(left, pair.speaker, height), _y(right, pair.of.id, height)) for pair in drawn),
        Markup("").join(_name(one, _LEFT, _y(left, one, height), "end") for one in left),
        Markup("").join(_name(names[one], _RIGHT, _y(right, one, height), "start") for one in right),
    )
    return Network(Picture(svg, words), pairs, len(drawn))


def _first(keys: Iterable[str]) -> list[str]:
    """The first few different ones."""
    return list(dict.fromkeys(keys))[:_SIDE]


def _in_order(speakers: Sequence[str], lines: Sequence[tuple[str, str]], named: Sequence[str]) -> list[str]:
    """The speakers who name the same ones beside each other, so that fewer lines cross."""

    def middle(speaker: str) -> float:
        ends = [named.index(of) for one, of in lines if one == speaker]
        return sum(ends) / len(ends) if ends else len(named)

    drawn = {one for one, _ in lines}
    return sorted((s for s in speakers if s in drawn), key=lambda s: (middle(s), speakers.index(s)))


def _y(side: Sequence[str], one: str, height: int) -> float:
    """The middle of a name's row; the shorter side is spread over the whole height."""
    return _TOP + (height - 2 * _TOP) * (side.index(one) + 0.5) / len(side)


def _line(pair: Speaking, start: float, end: float) -> Markup:
    width = min(_THICKEST, _THINNEST + len(pair.utterances) - 1)
    says = f"{show_line(pair.speaker)} speaks of {show_line(pair.of.name)}: {counted(len(pair.utterances), 'time')}"
    return fill_in(
        '<path class="line" d="M0 {}C50 {} 50 {} 100 {}" fill="none" stroke="currentColor" stroke-width="{}" '
        'vector-effect="non-scaling-stroke"><title>{}</title></path>',
        *map(short_number, (start, start, end, end, width)),
        says,
    )


def _name(name: str, x: int, y: float, anchor: str) -> Markup:
    words = show_line(name)
    lines = wrap(words, _LETTERS) or [words]
    if len(lines) > _LINES:
        lines = [*lines[: _LINES - 1], shorten(" ".join(lines[_LINES - 1 :]), _LETTERS)]
    first = y + 4 - (len(lines) - 1) * _LINE / 2
    rows = (
        fill_in('<tspan x="{}%" y="{}">{}</tspan>', x, short_number(first + n * _LINE), line)
        for n, line in enumerate(lines)
    )
    return fill_in('<text text-anchor="{}"><title>{}</title>{}</text>', anchor, words, Markup("").join(rows))


def _say(pairs: Sequence[Speaking]) -> str:
    speakers, named = len({p.speaker for p in pairs}), len({p.of.id for p in pairs})
    best = pairs[0]
    return (
        f"Who speaks of whom: {counted(speakers, 'speaker')}, {named:,} spoken of; most often "
        f"{show_line(best.speaker)} of {show_line(best.of.name)} ({counted(len(best.utterances), 'time')})"
    )
