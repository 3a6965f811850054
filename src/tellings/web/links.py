"""Where things stand on the desk: the addresses that pages lead to, made in one place."""

from urllib.parse import quote

from tellings.daily.entities import slug_of
from tellings.model.reading import EntityKind
from tellings.model.span import Evidence

FAMILIES: dict[str, tuple[EntityKind, ...]] = {
    "people": ("person",),
    "organisations": ("organisation", "group"),
    "places": ("place",),
}
"""The families of pages on somebody or something, and which kinds of entity each shows."""

_FAMILY_OF = {kind: family for family, kinds in FAMILIES.items() for kind in kinds}


def entity_path(kind: EntityKind, name: str) -> str:
    """The page on a person, an organisation or a place; "" where there is none."""
    family, slug = _FAMILY_OF.get(kind), slug_of(name)
    return f"/{family}/{quote(slug, safe='-')}" if family and slug else ""


def story_path(story: str) -> str:
    """The page of a story."""
    return f"/stories/{quote(story, safe='')}"


def statement_path(story: str, statement: str) -> str:
    """The permalink of a line of a story's brief: a statement, a quotation, an entry, a finding."""
    return f"{story_path(story)}/statements/{quote(statement, safe='')}"


def words_path(place: Evidence) -> str:
    """The report with these words marked, with scripts and without."""
    return f"/reports/{quote(place.doc, safe='')}?words={place.start}-{place.end}#w{place.start}-{place.end}"
