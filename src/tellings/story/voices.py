"""Whose word a line is: the name behind a pronoun or a transcript's label, else the source as printed."""

from collections.abc import Mapping, Sequence

from tellings.lexicon import load_table
from tellings.model.reading import Reading
from tellings.model.span import Span

# A printed source longer than this is cut to the name in it.
LONGEST = 120


class Voices:
    """The sources of a story's reports by the places they stand at."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self._readings: Mapping[str, Reading] = {r.document.id: r for r in readings}
        self._names = {(r.document.id, s.span): s.name for r in readings for s in r.speakers}
        self._roles = {(r.document.id, s.span): s.role.text for r in readings for s in r.speakers if s.role}
        self._heads = {
            (r.document.id, part): q.speaker for r in readings for q in r.quotations if q.speaker for part in q.source
        }

    def name(self, doc: str, source: Span | None) -> str | None:
        """The source at ``source`` of report ``doc`` as a reader would want it named; ``None`` for a lone pronoun."""
        if source is None:
            return None
        reading = self._readings[doc]
        printed = " ".join(reading.document.text[source.start : source.end].split())
        head = self._heads.get((doc, source))
        known = self._names.get((doc, head)) if head else None
        bare = printed.lower() in load_table("verb_frames")["pronouns"] or printed.isupper() or len(printed) > LONGEST
        short = known is not None and printed in known
        return known if bare or short else printed

    def titled(self, doc: str, source: Span | None) -> str | None:
        """The source as ``name`` gives it, with the role the report prints for it where that says more."""
        name = self.name(doc, source)
        head = self._heads.get((doc, source)) if source else None
        role = self._roles.get((doc, head)) if head else None
        if name is None or role is None or len(name) + len(role) > LONGEST:
            return name
        role = " ".join(role.split())
        return name if role.casefold() in name.casefold() else f"{name}, {role}"
