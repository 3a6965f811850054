"""How many independent origins stand behind each finding, and who they are: traced from report to report and source."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tellings.model.brief import Finding
from tellings.model.reading import Claim, Quotation, Reading
from tellings.model.span import Evidence, Span
from tellings.model.story import MergedActor, Told
from tellings.story.credits import agency_of, find_helpers
from tellings.story.origins import fold_source
from tellings.text.spans import overlap, within

# Share of the cited words that must be somebody's for them to rest on that one's word.
_MOSTLY = 0.5
_REPORTED = re.compile(r"(?:report|publish|broadcast|air)(?:s|ed|ing)?\b", re.IGNORECASE)
# To whom it was said: a statement made to another newsroom comes from there.
_TOLD = re.compile(
    r"\b(?:told|telling|interview\w* (?:with|by)|speaking to|spoke to)\s+(?:the\s+)?"
    r"((?:[A-Z][\w&.’'\-]*)(?:\s+(?:of|the|and|&|[A-Z][\w&.’'\-]*)){0,5})"
)
# Characters beside the cited words in which "told the Ledger" is looked for.
_BESIDE = 90


@dataclass(frozen=True, slots=True)
class _Source:
    """Where one cited place comes from: the newsroom it is taken from and the actor whose word it is, "" if none."""

    newsroom: str
    actor: str


def trace_origins(told: Told, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """``findings`` in their order, each with its independent origins counted anew and named.

    A report counts as the agency or outlet it belongs to; for a statement it takes from another newsroom ("the Ledger
    reported", "told the Ledger") as that newsroom, a report of the story or not; and one that says it used an agency's
    material as that agency where the agency says the same. Where all reports rest a fact on one person's or body's
    word, that is the one origin; reports that agree on what was said keep their own.
    """
    trail = _Trail(told)
    return tuple(trail.trace(finding) for finding in findings)


class _Trail:
    """The story's reports by newsroom and their places by source."""

    def __init__(self, told: Told) -> None:
        self.readings = {r.document.id: r for r in told.readings}
        self.actors = {actor.id: actor for actor in told.actors}
        self.members = {member: actor.id for actor in told.actors for member in actor.members}
        self.home = {doc: f"o{n}" for n, origin in enumerate(told.origins) for doc in origin.documents}
        self.names = {f"o{n}": origin.name for n, origin in enumerate(told.origins)}
        self.rooms = {fold_source(name): key for key, name in self.names.items() if name}
        for reading in told.readings:
            outlet = reading.document.outlet
            if outlet and reading.document.id in self.home:
                self.rooms.setdefault(fold_source(outlet), self.home[reading.document.id])
        self.helpers = {doc: helpers for doc, r in self.readings.items() if (helpers := find_helpers(r))}

    def trace(self, finding: Finding) -> Finding:
        sources: dict[str, list[_Source]] = {}
        for telling in finding.tellings:
            for evidence in telling.evidence:
                sources.setdefault(evidence.doc, []).append(self._source(evidence))
        keys = {doc: self._key(doc, found) for doc, found in sources.items()}
        for doc, key in list(keys.items()):
            others = {k for d, k in keys.items() if d != doc}
            if key == self.home.get(doc) and (room := self._helper(doc, others)):
                keys[doc] = room
        word = {source.actor for found in sources.values() for source in found}
        if len(keys) > 1 and len(word) == 1 and "" not in word and finding.kind != "attribution":
            name = self.actors[next(iter(word))].name
            why = finding.why if finding.verdict == "single" else f"{finding.why} All rest on the word of {name}."
            return replace(finding, origins=1, named=(name,), why=why)
        distinct = sorted(set(keys.values()))
        named = tuple(sorted({name for key in distinct if (name := self._name(key))}))
        return replace(finding, origins=max(1, len(distinct)), named=named)

    def _name(self, key: str) -> str:
        if key in self.names:
            return self.names[key]
        return self.actors[key].name if key in self.actors else key.removeprefix("room:")

    def _key(self, doc: str, sources: Sequence[_Source]) -> str:
        rooms = {source.newsroom for source in sources}
        if len(rooms) == 1 and (room := next(iter(rooms))):
            return room
        return self.home.get(doc, doc)

    def _helper(self, doc: str, others: Iterable[str]) -> str:
        rooms = (self.rooms.get(fold_source(agency), "") for agency in self.helpers.get(doc, ()))
        return next((room for room in rooms if room in set(others)), "")

    def _source(self, evidence: Evidence) -> _Source:
        reading = self.readings.get(evidence.doc)
        if reading is None:
            return _Source("", "")
        place = Span(evidence.start, evidence.end)
        quotation = _spoken_at(reading, place)
        actor = self._actor(reading, quotation)
        return _Source(self._room(reading, place, quotation, actor), actor.id if actor else "")

    def _actor(self, reading: Reading, quotation: Quotation | None) -> MergedActor | None:
        if quotation is None or quotation.speaker is None:
            return None
        entity = next((s.entity for s in reading.speakers if s.span == quotation.speaker), None)
        actor = self.members.get((reading.document.id, entity)) if entity else None
        return self.actors[actor] if actor else None

    def _room(self, reading: Reading, place: Span, quotation: Quotation | None, actor: MergedActor | None) -> str:
        """The key of the newsroom that the words at ``place`` are taken from; "" where they are the report's own."""
        text = reading.document.text
        own = self.home.get(reading.document.id, "")
        printed = [text[s.start : s.end] for s in quotation.source] if quotation else []
        around = within(reading.sentences, place.start, place.end)
        if around:
            start = max(place.start - _BESIDE, around[0].span.start)
            printed += _TOLD.findall(text[start : min(place.end + _BESIDE, around[-1].span.end)])
        for name in printed:
            known = self.rooms.get(fold_source(agency_of(name) or name)) or (
                f"room:{agency_of(name)}" if agency_of(name) else ""
            )
            if known:
                return "" if known == own else known
        reported = quotation is not None and any(_REPORTED.match(text[s.start : s.end]) for s in quotation.cue)
        return actor.id if reported and actor is not None and actor.kind == "organisation" else ""


def _spoken_at(reading: Reading, place: Span) -> Quotation | None:
    """The quotation most of the words at ``place`` belong to, or the one whose source a claim at ``place`` names."""
    best, covered = None, _MOSTLY * (place.end - place.start)
    for quotation in reading.quotations:
        if quotation.content[-1].end <= place.start or quotation.content[0].start >= place.end:
            continue
        shared = sum(overlap(place, part) for part in quotation.content)
        if shared > covered and quotation.source:
            best, covered = quotation, shared
    if best is not None:
        return best
    named = {c.attributed for c in reading.claims if _at(c, place) and c.attributed is not None}
    return next((q for q in reading.quotations if named.intersection(q.source)), None)


def _at(claim: Claim, place: Span) -> bool:
    return claim.span == place or claim.focus == place
