"""Entities of several reports made one actor."""

from collections.abc import Sequence

import pytest

from tellings.model.document import Document
from tellings.model.reading import Entity, EntityKind, Reading
from tellings.model.span import Span
from tellings.model.story import MergedActor
from tellings.story.actors import merge_actors


def report(doc: str, *entities: tuple[str, EntityKind] | tuple[str, EntityKind, tuple[str, ...]]) -> Reading:
    """A report with nothing but entities, given as (name, kind) or (name, kind, aliases)."""
    made = tuple(
        Entity(f"e{k}", e[0], e[1], e[2] if len(e) > 2 else (e[0],), (Span(k, k + 1),)) for k, e in enumerate(entities)
    )
    return Reading(Document(doc, doc, "x" * 99), "test", (), (), (), (), (), (), (), made, (), (), ())


def grouped(readings: Sequence[Reading]) -> list[list[tuple[str, str]]]:
    return sorted(sorted(actor.members) for actor in merge_actors(readings))


def only(readings: Sequence[Reading]) -> MergedActor:
    actors = merge_actors(readings)
    assert len(actors) == 1, [(a.name, a.aliases) for a in actors]
    return actors[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ulla Brant", "Ulla Brant"),
        ("Ulla Brant", "Ulla Q. Brant"),
        ("Ulla Brant", "Brant"),
        ("William Brant", "Bill Brant"),
        ("Stanislav Brantov", "Stanyslav Brantov"),
        ("Ulla Brantovich", "Ulla Brantowich"),
        ("Zoë Brant-Cor", "Zoe Brant Cor"),
        ("Hamid al-Barouk", "Hamid Barouk"),
        ("Lu Zhenhai", "Lu"),
    ],
)
def test_forms_of_one_persons_name_are_one_actor(one: str, other: str) -> None:
    assert only([report("d1", (one, "person")), report("d2", (other, "person"))]).kind == "person"


@pytest.mark.parametrize(
    ("one", "other"), [("Ulla Brant", "Ion Brant"), ("Ulla Brant", "Ulla Cor"), ("Lu Zhenhai", "Lu Mingde")]
)
def test_different_people_stay_apart(one: str, other: str) -> None:
    assert len(merge_actors([report("d1", (one, "person")), report("d2", (other, "person"))])) == 2


def test_people_whom_one_report_tells_apart_stay_apart() -> None:
    readings = [
        report("d1", ("Ulla Brant", "person"), ("Ulla Q. Brant", "person")),
        report("d2", ("Ulla Brant", "person")),
    ]
    assert len(merge_actors(readings)) == 2


def test_last_name_that_fits_two_goes_to_nobody() -> None:
    readings = [
        report("d1", ("Ulla Brant", "person")),
        report("d2", ("Ion Brant", "person")),
        report("d3", ("Brant", "person")),
    ]
    assert len(merge_actors(readings)) == 3


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Oxmoor Fishing Organisation", "Oxmoor Fishing Organization"),
        ("Oxmoor Fishing Organisation", "OFO"),
        ("Brant Holdings Ltd.", "Brant Holdings"),
        ("U.S. Harbour Department", "Harbour Department"),
    ],
)
def test_forms_of_one_bodys_name_are_one_actor(one: str, other: str) -> None:
    only([report("d1", (one, "organisation")), report("d2", (other, "organisation"))])


def test_names_of_one_country_are_one_actor() -> None:
    assert only([report("d1", ("U.S.", "place")), report("d2", ("United States", "place"))]).name == "United States"


def test_unsure_kind_follows_the_sure_one() -> None:
    assert only([report("d1", ("Brant", "other")), report("d2", ("Brant", "person"))]).kind == "person"


def test_name_is_the_fullest_and_aliases_hold_all_forms() -> None:
    actor = only(
        [
            report("d1", ("Ulla Brant", "person", ("Brant", "Ulla Brant"))),
            report("d2", ("Brant", "person", ("Brant", "President Brant"))),
        ]
    )
    assert actor.name == "Ulla Brant"
    assert actor.aliases == ("Brant", "President Brant", "Ulla Brant")


def test_order_of_reports_changes_nothing() -> None:
    readings = [
        report("d1", ("Ulla Brant", "person"), ("OFO", "organisation")),
        report("d2", ("Brant", "person"), ("Oxmoor Fishing Organisation", "organisation")),
        report("d3", ("Bel Brant", "person"), ("Oxmoor", "place")),
    ]
    assert merge_actors(readings) == merge_actors(readings[::-1])


def test_every_entity_is_in_exactly_one_actor() -> None:
    readings = [
        report("d1", ("Ulla Brant", "person"), ("Oxmoor", "place"), ("Oxmoor", "organisation")),
        report("d2", ("Ulla Brant", "person"), ("Brant", "person")),
    ]
    members = [member for group in grouped(readings) for member in group]
    assert sorted(members) == [("d1", "e0"), ("d1", "e1"), ("d1", "e2"), ("d2", "e0"), ("d2", "e1")]
    assert len({actor.id for actor in merge_actors(readings)}) == len(merge_actors(readings))


def test_a_given_name_alone_joins_nobody_of_another_report() -> None:
    readings = [report("d1", ("Kevin Harlis", "person")), report("d2", ("Kevin", "person"))]
    assert len(merge_actors(readings)) == 2


def test_a_word_of_no_known_kind_is_whom_another_report_calls_so() -> None:
    named = report("d1", ("Ulla Brantov", "person", ("Ulla Brantov", "Brantov")))
    assert only([named, report("d2", ("Brantov", "other"))]).kind == "person"
    assert only([named, report("d3", ("Brantov", "place"))]).kind == "person"


def test_a_place_that_two_reports_name_is_no_person() -> None:
    named = report("d1", ("Ulla Brantov", "person", ("Ulla Brantov", "Brantov")))
    places = [report(doc, ("Brantov", "place")) for doc in ("d2", "d3")]
    assert sorted(actor.kind for actor in merge_actors([named, *places])) == ["person", "place"]


def test_a_last_name_alone_means_whom_far_more_reports_name() -> None:
    many = [report(f"d{k}", ("Ilse Marek", "person", ("Ilse Marek", "Marek"))) for k in range(6)]
    one = report("d7", ("Orla Marek", "person", ("Orla Marek", "Marek")))
    lone = report("d8", ("Marek", "person"))
    assert [("d0", "e0"), *((f"d{k}", "e0") for k in range(1, 6)), ("d8", "e0")] in grouped([*many, one, lone])
    assert [("d8", "e0")] in grouped([many[0], one, lone])


def test_one_report_that_tells_two_apart_says_nothing_of_the_others() -> None:
    full = report("d0", ("Ilse Marek", "person", ("Ilse Marek", "Marek")))
    both = report("d1", ("Ilse Marek", "person", ("Ilse Marek",)), ("Marek", "person"))
    lone = report("d2", ("Marek", "person"))
    assert grouped([full, both, lone]) == [[("d0", "e0"), ("d1", "e0"), ("d2", "e0")], [("d1", "e1")]]


def test_a_slip_of_one_report_among_many_does_not_name_anybody() -> None:
    many = [report(f"d{k}", ("Ilse Marek", "person")) for k in range(30)]
    assert only([*many, report("d30", ("Ilse Marek Jr.", "person"))]).name == "Ilse Marek"
