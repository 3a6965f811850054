"""Where a story takes place: its places as a list with a bar each, for whoever has no map and needs none."""

from dataclasses import dataclass

from tellings.exports.outline import Outline, counted
from tellings.exports.pictures.picture import Picture, fill_in, short_number
from tellings.exports.venue import Venues
from tellings.model.brief import Actor, TimelineEntry

WIDTH, HEIGHT = 120, 12
"""Units of one bar: the whole of it is all reports of the story."""


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place, how much of the story names it, and what the timeline has happen there."""

    place: Actor
    picture: Picture
    entries: tuple[TimelineEntry, ...]


def list_places(told: Outline) -> tuple[PlaceRow, ...]:
    """The places of the story, those that most reports name first."""
    reports = len(told.sources)
    places = [actor for actor in told.brief.entities if actor.kind == "place"]
    places.sort(key=lambda a: (-len(a.documents), -a.mentions, a.name.casefold(), a.id))
    there: dict[str, list[TimelineEntry]] = {}
    venues = Venues(told.brief)
    for entry in told.timeline:
        if venue := venues.of(entry):
            there.setdefault(venue.id, []).append(entry)
    return tuple(PlaceRow(place, _draw(place, reports), tuple(there.get(place.id, ()))) for place in places)


def _draw(place: Actor, reports: int) -> Picture:
    words = f"named in {len(place.documents):,} of {counted(reports, 'report')}, {counted(place.mentions, 'time')}"
    share = len(place.documents) / max(reports, len(place.documents), 1)
    svg = fill_in(
        '<svg class="share" role="img" aria-label="{}" viewBox="0 0 {} {}" width="{}" height="{}"><title>{}</title>'
        '<rect class="whole" width="{}" height="{}" rx="3" fill="none" stroke="currentColor"/>'
        '<rect class="part" width="{}" height="{}" rx="3" fill="currentColor"/></svg>',
        words, WIDTH, HEIGHT, WIDTH, HEIGHT, words, WIDTH, HEIGHT, short_number(WIDTH * share), HEIGHT,
    )  # fmt: skip
    return Picture(svg, words)
