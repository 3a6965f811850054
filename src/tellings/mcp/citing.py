"""Records of the model as rows of a reply: short, neutral, and each with the words it rests on."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import msgspec

from tellings.exports.importance import moves_of
from tellings.exports.outline import Outline
from tellings.exports.wording import say_about
from tellings.mcp.replies import (
    Citation,
    EntryRow,
    FindingRow,
    Line,
    QuotationRow,
    ReportRow,
    StepRow,
    TellingRow,
)
from tellings.mcp.words import neutral_line
from tellings.model.brief import BriefDocument, Finding, Statement, Telling, TimelineEntry, Utterance
from tellings.model.document import Published
from tellings.model.library import Report
from tellings.model.review import Reviewed
from tellings.model.span import Evidence

MOST_CITED = 3
"""Reports cited for one row; the others are counted. Three are enough to look a thing up."""

LONGEST_CITED = 320
"""Characters of the words of a citation: a long sentence of news."""

LONGEST_REPLY = 40_000
"""Bytes of JSON of the rows of one reply, some 10,000 tokens; what does not fit is on the next page."""

SHORT = 160
"""Characters of a title or a name."""

HERE = "tellings://"
"""Links lead to this server's own resources, where no address of a desk was given."""

Row = TypeVar("Row")
Item = TypeVar("Item")


def say_published(published: Published) -> str | None:
    """A day or range of days as ISO 8601 has them."""
    if published.earliest is None or published.latest is None:
        return None
    first, last = published.earliest.isoformat(), published.latest.isoformat()
    return first if first == last else f"{first}/{last}"


def short(text: str | None) -> str:
    """A title or name on one line."""
    return neutral_line(text, SHORT)


def cut_page(
    items: Sequence[Item], make: Callable[[Item], Row], offset: int, limit: int
) -> tuple[list[Row], int | None]:
    """Rows of the items from ``offset`` on, as many as are asked for and fit; and where the next page begins."""
    rows: list[Row] = []
    size = 0
    for item in items[offset : offset + limit]:
        row = make(item)
        size += len(msgspec.json.encode(row))
        if rows and size > LONGEST_REPLY:
            break
        rows.append(row)
    after = offset + len(rows)
    return rows, after if after < len(items) else None


class Citer:
    """Turns evidence into citations; knows the reports of one story. ``base`` is what links begin with."""

    def __init__(self, outline: Outline | None, base: str) -> None:
        self._base = base or HERE
        sources = outline.sources if outline else ()
        self._labels = {source.document.id: source.outlet or source.label for source in sources}
        self._reports = {source.document.id: source.document for source in sources}
        self._order = {source.document.id: number for number, source in enumerate(sources)}
        self._reviewed: dict[str, str] = {}
        for one in outline.brief.reviews if outline else ():
            if one.item and one.state == "stands":
                self._reviewed[one.item] = "; ".join(filter(None, (self._reviewed.get(one.item), _say_review(one))))

    def link_story(self, story: str) -> str:
        """Where a story is shown."""
        return f"{self._base}stories/{story}"

    def link_report(self, doc: str) -> str:
        """Where a report is shown."""
        return f"{self._base}reports/{doc}"

    def cite(self, place: Evidence, report: Report | None = None) -> Citation:
        """One place; ``report`` where it is not one of the story."""
        known = self._reports.get(place.doc)
        published = known.published if known else None
        if report is not None:
            days = (report.earliest, report.latest)
            published = Published(*days, "metadata") if None not in days else None
        label = self._labels.get(place.doc) or (report.outlet or report.title if report else "")
        return Citation(
            report=place.doc,
            outlet=short(label),
            published=say_published(published) if published else None,
            words=neutral_line(place.text, LONGEST_CITED),
            link=f"{self.link_report(place.doc)}#w{place.start}-{place.end}",
        )

    def cite_all(self, evidence: Iterable[Evidence]) -> tuple[tuple[Citation, ...], int]:
        """The first place of each report, those before their copies; and how many more reports there are."""
        first: dict[str, Evidence] = {}
        for place in evidence:
            first.setdefault(place.doc, place)
        ordered = sorted(first.values(), key=lambda place: (self._is_copy(place.doc), self._order.get(place.doc, 0)))
        return tuple(self.cite(place) for place in ordered[:MOST_CITED]), max(0, len(ordered) - MOST_CITED)

    def _is_copy(self, doc: str) -> bool:
        known = self._reports.get(doc)
        return known is not None and known.copy_of is not None

    def row_line(self, line: Statement) -> Line:
        """A sentence of the brief."""
        return Line(line.id, neutral_line(line.text), *self.cite_all(line.evidence), self._reviewed.get(line.id, ""))

    def row_report(self, doc: BriefDocument) -> ReportRow:
        """A report of the story."""
        return ReportRow(
            doc.id,
            short(self._labels.get(doc.id)),
            short(doc.title),
            say_published(doc.published),
            doc.copy_of,
            self.link_report(doc.id),
        )

    def row_entry(self, entry: TimelineEntry) -> EntryRow:
        """An entry of the timeline."""
        citations, more = self.cite_all(entry.evidence)
        return EntryRow(
            id=entry.id,
            start=entry.start,
            end=entry.end,
            what=neutral_line(entry.what),
            status=entry.status,
            place=short(entry.place),
            participants=tuple(map(short, entry.participants[:8])),
            steps=tuple(StepRow(step.as_of, step.step, short(step.by)) for step in moves_of(entry)[:8]),
            citations=citations,
            more=more,
            reviewed=self._reviewed.get(entry.id, ""),
        )

    def row_finding(self, finding: Finding) -> FindingRow:
        """A finding with its first tellings."""
        return FindingRow(
            id=finding.id,
            about=short(say_about(finding)),
            kind=finding.kind,
            verdict=finding.verdict,
            why=neutral_line(finding.why),
            origins=finding.origins,
            tellings=tuple(map(self._row_telling, finding.tellings[:6])),
            reviewed=self._reviewed.get(finding.id, ""),
        )

    def _row_telling(self, telling: Telling) -> TellingRow:
        citations, more = self.cite_all(telling.evidence)
        outlets = dict.fromkeys(short(self._labels.get(doc)) for doc in telling.documents)
        return TellingRow(
            value=short(telling.value),
            unit=short(telling.unit),
            words=neutral_line(telling.text),
            attributed_to=short(telling.attributed_to),
            outlets=tuple(name for name in outlets if name)[:8],
            citations=citations,
            more=more,
        )

    def row_quotation(self, said: Utterance, name: str, role: str) -> QuotationRow:
        """Words with who said them."""
        citations, more = self.cite_all(said.evidence)
        return QuotationRow(
            id=said.id,
            speaker=short(name),
            role=short(said.role or role),
            words=neutral_line(said.text),
            kind=said.kind,
            verb=short(said.cue),
            variants=len(said.variants),
            citations=citations,
            more=more,
            reviewed=self._reviewed.get(said.id, ""),
        )


def _say_review(one: Reviewed) -> str:
    """ "speaker corrected by Ilse Marek (was: the mayor)"."""
    done = {"confirm": "confirmed", "reject": "rejected", "correct": "corrected", "note": "noted on"}.get(
        one.verb, one.verb
    )
    words = f"{one.field} {done} by {one.by}".strip()
    if one.verb == "detach":
        words = f"{one.was} taken off by {one.by}, as not saying so"
    elif one.was:
        words += f" (was: {one.was})"
    return neutral_line(f"{words}: {one.note}" if one.note else words, SHORT)
