"""The labels other models give to names, as the kinds of this package."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from tellings.errors import UsageError
from tellings.model.reading import EntityKind

_KINDS: dict[EntityKind, str] = {
    "person": "PER PERS PERSON PEOPLE PRS PERSON_NAME HUMAN",
    "organisation": "ORG ORGANISATION ORGANIZATION CORP CORPORATION COMPANY INSTITUTION GPE_ORG AGENCY",
    "place": "LOC LOCATION PLACE GPE GPE_LOC FAC FACILITY BUILDING COUNTRY CITY REGION GEO STREET",
    "group": "NORP GROUP GRP NATIONALITY RELIGION DRV ETHNICITY",
    "event": "EVENT EVT EVE",
    "work": "WORK WORK_OF_ART CREATIVE_WORK CW ART TITLE",
    "other": "MISC MISCELLANEOUS OTHER OTH PRODUCT PROD PRO LAW VEHICLE",
}
KINDS: Mapping[str, EntityKind] = MappingProxyType(
    {label: kind for kind, labels in _KINDS.items() for label in labels.split()}
)
"""Labels of CoNLL, OntoNotes, WikiNER, NorNE and their kin. Dates, numbers and money are no names and stand in none."""


def kind_of(label: str, also: Mapping[str, EntityKind]) -> EntityKind | None:
    """The kind of a label, as ``also`` has it or as it is usually meant; ``None`` for what is no name."""
    return also.get(label) or KINDS.get(label.strip().upper().replace("-", "_").replace(" ", "_"))


def need_kinds(labels: Iterable[str], also: Mapping[str, EntityKind], where: str) -> dict[str, EntityKind]:
    """The labels that are kinds of names, with their kind.

    Raises:
        UsageError: when none of them is, as with ``LABEL_0``.
    """
    listed = sorted(set(labels))
    known = {label: kind for label in listed if (kind := kind_of(label, also))}
    if not known:
        raise UsageError(
            f"{where} has no label that is a kind of name; it has: {', '.join(listed[:20]) or 'none'}.\n"
            "Known are PER, ORG, LOC, GPE, NORP, FAC, EVENT, WORK_OF_ART, MISC and words such as person or location.\n"
            "From Python, say what other labels mean: labels={'GEWAESSER': 'place'}."
        )
    return known
