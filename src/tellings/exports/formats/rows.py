"""A briefing as rows of one table: one row for each place that a line rests on. What CSV and Parquet are made of."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from tellings.exports.outline import title_of
from tellings.exports.wording import say_about
from tellings.model.brief import Brief, BriefDocument, Briefing
from tellings.model.span import Evidence


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a brief with one of the places it rests on; what a section does not have is empty.

    ``text`` is the line; ``words`` are those of the report, which stand there from ``word_start`` up to ``word_end``
    (code points). ``who`` said it, gave the value, is named, or does something to ``whom``.
    """

    story: str
    title: str
    section: str
    id: str
    text: str
    doc: str
    outlet: str | None
    report_title: str | None
    url: str | None
    published_earliest: date | None
    published_latest: date | None
    published_basis: str
    word_start: int
    word_end: int
    words: str
    kind: str | None = None
    status: str | None = None
    start: date | None = None
    end: date | None = None
    grain: str | None = None
    who: str | None = None
    role: str | None = None
    whom: str | None = None
    verb: str | None = None
    verdict: str | None = None
    value: str | None = None
    unit: str | None = None
    origins: int | None = None
    sure: bool | None = None
    why: str | None = None


COLUMNS = tuple(field.name for field in fields(Row))


def list_rows(briefing: Briefing) -> Iterator[Row]:
    """The rows of all stories, section by section, in the order of the brief."""
    for brief in briefing.stories:
        yield from _Rows(brief).all()


def as_values(row: Row) -> dict[str, Any]:
    """The row by column."""
    return asdict(row)


class _Rows:
    def __init__(self, brief: Brief) -> None:
        self.brief, self.title = brief, title_of(brief)
        self.documents: dict[str, BriefDocument] = {doc.id: doc for doc in brief.documents}
        self.names = {actor.id: actor.name for actor in brief.entities}

    def all(self) -> Iterator[Row]:
        yield from self._summary()
        yield from self._timeline()
        yield from self._quotations()
        yield from self._findings()
        yield from self._roles()
        yield from self._relations()

    def _row(self, section: str, name: str, text: str, place: Evidence, **more: Any) -> Row:
        doc = self.documents[place.doc]
        day = doc.published
        return Row(
            self.brief.id, self.title, section, name, text, place.doc, doc.outlet, doc.title, doc.url,
            day.earliest, day.latest, day.basis, place.start, place.end, place.text, **more,
        )  # fmt: skip

    def _summary(self) -> Iterator[Row]:
        for said in self.brief.summary:
            yield from (self._row("summary", said.id, said.text, place) for place in said.evidence)

    def _timeline(self) -> Iterator[Row]:
        for entry in self.brief.timeline:
            when = {"start": entry.start, "end": entry.end, "grain": entry.grain}
            for place in entry.evidence:
                yield self._row("timeline", entry.id, entry.what, place, status=entry.status, **when)
            for step in entry.history:
                told = {
                    "status": step.status,
                    "kind": step.step,
                    "who": step.by,
                    "start": step.as_of,
                    "end": step.as_of,
                }
                for place in step.evidence:
                    yield self._row("status", entry.id, step.what or entry.what, place, **told)

    def _quotations(self) -> Iterator[Row]:
        for said in self.brief.quotations:
            more = {"kind": said.kind, "who": said.speaker_name, "role": said.role, "verb": said.cue}
            for place in said.evidence:
                yield self._row("quotation", said.id, said.text, place, **more)

    def _findings(self) -> Iterator[Row]:
        for finding in self.brief.findings:
            more = {
                "kind": finding.kind, "verdict": finding.verdict, "origins": finding.origins, "sure": finding.sure,
                "why": finding.why,
            }  # fmt: skip
            about = say_about(finding)
            for told in finding.tellings:
                value = {"value": told.value, "unit": told.unit, "who": told.attributed_to}
                yield from (self._row("finding", finding.id, about, place, **more, **value) for place in told.evidence)

    def _roles(self) -> Iterator[Row]:
        for actor in self.brief.entities:
            for role in actor.roles:
                more = {"kind": actor.kind, "who": actor.name, "role": role.text}
                text = f"{actor.name}: {role.text}"
                yield from (self._row("role", actor.id, text, place, **more) for place in role.evidence)

    def _relations(self) -> Iterator[Row]:
        for relation in self.brief.relations:
            ends = [self.names.get(name, name) for name in (relation.source, relation.target)]
            more = {
                "status": relation.status, "start": relation.when, "end": relation.when,
                "who": ends[0], "whom": ends[1], "verb": relation.action,
            }  # fmt: skip
            text = f"{ends[0]}: {relation.action} {ends[1]}"
            name = f"{relation.source}-{relation.target}"
            yield from (self._row("relation", name, text, place, **more) for place in relation.evidence)
