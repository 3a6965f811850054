"""Each person once, and peoples are groups."""

import json
from dataclasses import replace

import pytest

from tellings.engines.parts import load_package
from tellings.exports.formats.actors import kinds_of, listed_actors
from tellings.exports.formats.table import FORMATS, write_as
from tellings.model.brief import Actor, Brief
from tellings.model.reading import EntityKind
from tests import harbour


def actor(name: str, kind: EntityKind, *aliases: str) -> Actor:
    return Actor(name, name, kind, (name, *aliases), (), ("d1",), 1)


def brief_of(*actors: Actor) -> Brief:
    return replace(harbour.briefing().stories[0], entities=actors)


STORY = (
    actor("Ilse Vesk", "person", "Mrs Vesk"),
    actor("Vesk", "person", "Mr Vesk"),
    actor("Marek", "person"),
    actor("Velmark", "place"),
    actor("Velmarkers", "organisation"),
    actor("Orlanian", "group"),
    actor("Orlanians", "organisation"),
    actor("Velmark Bank", "organisation"),
)


def test_a_lone_part_of_another_persons_name_is_no_person_of_its_own() -> None:
    names = [one.name for one in listed_actors(brief_of(*STORY)) if one.kind == "person"]

    assert names == ["Ilse Vesk", "Marek"]


def test_two_full_names_are_two_people_even_of_one_family() -> None:
    both = (actor("Ilse Vesk", "person"), actor("Tor Vesk", "person", "Vesk"))

    assert listed_actors(brief_of(*both)) == both


def test_a_people_is_a_group_and_a_bank_is_a_body() -> None:
    kinds = kinds_of(brief_of(*STORY))

    assert {name for name, kind in kinds.items() if kind == "group"} == {"Velmarkers", "Orlanian", "Orlanians"}
    assert kinds["Velmark Bank"] == "organisation"


@pytest.mark.parametrize("name", ["stix", "misp", "ninjs", "jsonld", "newsml"])
def test_formats_list_a_person_once_and_a_people_as_no_organisation(name: str) -> None:
    briefing = replace(harbour.briefing(), stories=(replace(brief_of(*STORY), quotations=()),))
    written = str(write_as(FORMATS[name], briefing, harbour.DOCUMENTS, load=load_package))

    assert '"Vesk"' not in written
    assert ">Vesk<" not in written
    if name == "stix":
        classes = {one["name"]: one.get("identity_class") for one in json.loads(written)["objects"] if "name" in one}
        assert (classes["Velmarkers"], classes["Velmark Bank"]) == ("group", "organization")
    if name == "ninjs":
        assert [one["name"] for one in json.loads(written)["organisations"]] == ["Velmark Bank"]
    if name == "misp":
        attributes = json.loads(written)["Event"]["Attribute"]
        assert [one["value"] for one in attributes if one["type"] == "full-name"] == ["Ilse Vesk", "Marek"]
