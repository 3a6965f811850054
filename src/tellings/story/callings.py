"""In which order it is told what the reports call somebody."""

import re
from collections.abc import Iterable

from tellings.model.brief import ActorRole

_LEANING = re.compile(r"^(?:its|his|her|their|our|my|your|of)\b|['\u2019]s?$", re.I)
"""Roles that lean on words outside them: "its president", "of the council", "the radio's"."""


def order_roles(roles: Iterable[ActorRole]) -> tuple[ActorRole, ...]:
    """What most reports say first; what says little without its sentence last."""
    return tuple(sorted(roles, key=_weigh))


def _weigh(role: ActorRole) -> tuple[bool, int, int, str]:
    docs = {place.doc for place in role.evidence}
    return bool(_LEANING.search(role.text)), -len(docs), -len(role.evidence), role.text
