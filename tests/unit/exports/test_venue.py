"""Where a thing takes place: only where its words put it there."""

from dataclasses import replace

import pytest

from tellings.exports.venue import Venues
from tellings.model.brief import Actor, Brief, TimelineEntry
from tests import harbour

PLACES = ("Harsk", "Orlan", "Tarn", "Velmark", "Harsk Dam", "Port Marek")


def brief_of(text: str, *, cited: str | None = None) -> tuple[Brief, TimelineEntry]:
    brief = harbour.briefing().stories[0]
    places = tuple(Actor(name, name, "place", (name,), (), (), 1) for name in PLACES)
    first = brief.timeline[0].evidence[0]
    words = text if cited is None else cited
    evidence = (replace(first, text=words, end=first.start + len(words)),)
    return replace(brief, entities=places), replace(brief.timeline[0], what=text, evidence=evidence, place="Harsk")


def venue_of(text: str, *, cited: str | None = None) -> str | None:
    brief, entry = brief_of(text, cited=cited)
    place = Venues(brief).of(entry)
    return place.name if place else None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("The Orlan president will travel to Harsk on Friday", "Harsk"),
        ("The minister will fly on Friday to the Orlan city of Harsk", "Harsk"),
        ("He cancelled a trip to Tarn that he was to make this week", "Tarn"),
        ("Inspectors will visit the Harsk Dam in April", "Harsk Dam"),
        ("The group is to hold its annual assembly next month in Port Marek", "Port Marek"),
        ("Elections in Velmark are due in May", "Velmark"),
        ("In Orlan, the minister will open the bridge", "Orlan"),
        ("The ship will dock near the capital, Orlan, on Friday", "Orlan"),
        ("Talks in Orlan on the war in Harsk will resume on Friday", "Orlan"),
        ("Leaders will meet in Tarn to end the war in Harsk on Friday", "Tarn"),
    ],
)
def test_a_place_that_the_words_put_it_in_or_that_a_trip_goes_to_is_its_venue(text: str, place: str) -> None:
    assert venue_of(text) == place


@pytest.mark.parametrize(
    "text",
    [
        "The Orlan minister will resign in May",
        "Orlan's minister will speak on Friday",
        "The president of Harsk will resign in May",
        "The Tarn ambassador to Harsk will be replaced",
        "A letter to Orlan will be sent in May",
        "Harsk-based Velmark will open a plant",
        "A branch will be closed in Harsk Street",
        "Talks at the Orlan embassy will resume",
        "Leaders will sign a deal to end the war in Harsk on Friday",
        "The report on the flood in Orlan is due in May",
        "Investment in Orlan will grow next year",
        "The minister, who was born in Orlan, will resign on Friday",
        "The minister will resign, she said in Orlan",
        "Two towns will vote, in Orlan and in Tarn",
    ],
)
def test_a_place_that_is_only_named_is_none(text: str) -> None:
    assert venue_of(text) is None


def test_the_cited_words_say_it_where_the_line_does_not() -> None:
    assert venue_of("Talks are to resume", cited="In Tarn, talks are to resume on Friday") == "Tarn"


def test_a_brief_without_places_has_no_venue() -> None:
    brief, entry = brief_of("Talks in Orlan will resume")

    assert Venues(replace(brief, entities=())).of(entry) is None
