"""Addresses made of names and ids: they lead where they should and nowhere else."""

import pytest

from tellings.daily.entities import slug_of
from tellings.model.reading import EntityKind
from tellings.model.span import Evidence
from tellings.web.links import entity_path, statement_path, story_path, words_path


@pytest.mark.parametrize(
    ("kind", "name", "path"),
    [
        ("person", "Ilse Marek", "/people/ilse-marek"),
        ("person", "  Zoë  O'Neill-Brul ", "/people/zoe-oneill-brul"),
        ("organisation", "Tessen Basin Organisation", "/organisations/tessen-basin-organisation"),
        ("group", "Harskers", "/organisations/harskers"),
        ("place", "Ōrlan/../x?y#z", "/places/orlan-x-y-z"),
        ("place", "Орлан", "/places/%D0%BE%D1%80%D0%BB%D0%B0%D0%BD"),
        ("place", "…", ""),
        ("event", "Spring Regatta", ""),
        ("person", "a" * 151, ""),
    ],
)
def test_a_name_has_one_address(kind: EntityKind, name: str, path: str) -> None:
    assert entity_path(kind, name) == path


def test_ids_cannot_lead_elsewhere() -> None:
    assert story_path("../x?") == "/stories/..%2Fx%3F"
    assert statement_path("s1", "a/b") == "/stories/s1/statements/a%2Fb"
    assert words_path(Evidence("d/1", 3, 6, "dam")) == "/reports/d%2F1?words=3-6#w3-6"
    assert slug_of("//attacker.example") == "attackerexample"
