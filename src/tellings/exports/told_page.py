"""One story ready for a template: where each citation leads, what id each line has, which lines rest on which words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tellings.exports import dates, wording
from tellings.exports.characters import shorten, show, show_around, show_line
from tellings.exports.context import find_around, say_whose
from tellings.exports.news import NEWS_HEADINGS, lay_out_news
from tellings.exports.outline import STEP_WORDS, Alone, Outline, Source, Voice
from tellings.exports.reviewed import marks_of, say_marks
from tellings.exports.strip import Strip
from tellings.model.brief import Actor, Finding, Statement, Telling, TimelineEntry, Utterance
from tellings.model.review import Reviewed
from tellings.model.span import Evidence

if TYPE_CHECKING:
    from markupsafe import Markup

Line = Statement | TimelineEntry | Finding | Utterance | Actor
"""What stands as a line of a page and has an id of its own there."""

_LETTERS = "bcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Cite:
    """A link from a line to cited words; ``label`` is the number of the report, its second place has a letter."""

    label: str
    outlet: str
    href: str
    title: str


@dataclass(frozen=True, slots=True)
class Report:
    """A source with its marked text; ``text`` is ``None`` when the document was not handed over."""

    source: Source
    anchor: str
    text: "Markup | None"


@dataclass(frozen=True)
class Page:
    """One story ready for the template; ``anchor`` begins every id in it.

    What leads elsewhere, and what stands beside a line, is a method: the desk has its own.
    """

    told: Outline
    anchor: str
    strip: Strip | None
    numbers: dict[TimelineEntry, int]
    reports: tuple[Report, ...] = ()
    sources: dict[str, Source] = field(init=False)
    marks: Mapping[str, tuple[Reviewed, ...]] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sources", {s.document.id: s for s in self.told.sources})
        object.__setattr__(self, "marks", marks_of(self.told.brief))

    def cite(self, evidence: Sequence[Evidence]) -> tuple[Cite, ...]:
        """The links for a line, each place once, in the order of the reports."""
        cites: list[Cite] = []
        count: dict[str, int] = {}
        known = {e for e in evidence if e.doc in self.sources}
        for e in sorted(known, key=lambda e: (self.sources[e.doc].number, e.start, e.end)):
            source = self.sources[e.doc]
            nth = count[e.doc] = count.get(e.doc, -1) + 1
            label = f"{source.number}{'' if not nth else _LETTERS[nth - 1] if nth <= len(_LETTERS) else f'.{nth + 1}'}"
            words = show_around(source.text, e.start, e.end) if source.text else shorten(e.text, 300)
            cites.append(Cite(label, source.label, self.leads_to(source, e), f"“{words}” — {source.label}"))
        return tuple(cites)

    def cites(
        self, evidence: Sequence[Evidence], line: Line | None = None, *, named: bool = False, more: "Markup | str" = ""
    ) -> "Markup":
        """The links as they stand in a line, ``named`` with their outlets, then ``more``. Pages have thousands."""
        from markupsafe import Markup, escape

        links = []
        for c in self.cite(evidence):
            outlet = f' <span class="outlet">{escape(c.outlet)}</span>' if named and c.outlet else ""
            title = escape(show(c.title))
            links.append(f'<a class="cite" href="{escape(c.href)}" title="{title}"><b>{c.label}</b>{outlet}</a>')
        links += [escape(more)] if more else []
        return Markup(f'<span class="cites{" named" if named else ""}">{" ".join(links)}</span>\n')

    def in_context(self, telling: Telling) -> "Markup | str":
        """The words of a telling; a few of them, a bare number, stand out in what is printed around them."""
        from markupsafe import Markup

        words, around = wording.say_telling(telling), find_around(telling, self.sources)
        if around is None:
            return words
        return Markup("{}<b>{}</b>{}{}").format(*around, say_whose(telling, "".join(around)))

    def leads_to(self, source: Source, place: Evidence) -> str:
        """Where a citation leads."""
        return f"#{self.anchor}r{source.number}-{place.start}-{place.end}"

    def id_of(self, line: Line, kind: str, number: int | str) -> str:
        """The id of a line; ``kind`` and ``number`` say which it is on the page."""
        return f"{self.anchor}-{kind}-{number}"

    def link_to(self, line: Line, kind: str, number: int | str) -> str:
        """Where a line is to be found."""
        return f"#{self.id_of(line, kind, number)}"

    @property
    def pictured(self) -> bool:
        """Whether pictures stand folded in the sections."""
        return True

    @property
    def whole(self) -> Outline:
        """All there is to tell, where ``told`` is a part of it."""
        return self.told

    def total(self, name: str, listed: int) -> int:
        """How many lines a section has, of which ``listed`` are on this page."""
        return listed

    def more(self, name: str, part: Voice | Alone | None = None) -> "Markup | str":
        """What leads to the lines of a section, or of one ``part`` of it, that are not on this page."""
        return ""

    def beside(self, line: Line) -> "Markup | str":
        """What stands at the end of a line, after its citations: what people decided on it."""
        from markupsafe import Markup

        said = say_marks(self.marks, line.id)
        return Markup(' <span class="fine reviewed">✓ {}</span>').format(show(said)) if said else ""

    def name(self, actor: Actor | None, name: str) -> "Markup | str":
        """The name of somebody as it is shown."""
        return show_line(name)

    def sources_of(self, documents: Iterable[str]) -> tuple[Source, ...]:
        """The reports with these ids, in their order."""
        wanted = set(documents)
        return tuple(s for s in self.told.sources if s.document.id in wanted)


def collect_backs(told: Outline) -> dict[str, dict[tuple[int, int], list[str]]]:
    """For each report and cited place the lines of the brief that rest on it, in reading order."""
    # Each line once, in order: one place may carry hundreds in a large story.
    backs: dict[str, dict[tuple[int, int], dict[str, None]]] = {}
    for line, evidence in _lines(told):
        for e in evidence:
            backs.setdefault(e.doc, {}).setdefault((e.start, e.end), {})[line] = None
    return {doc: {place: list(lines) for place, lines in places.items()} for doc, places in backs.items()}


def _lines(told: Outline) -> Iterator[tuple[str, Sequence[Evidence]]]:
    for section in lay_out_news(told.brief.changes) if told.brief.changes else ():
        for row in section.rows:
            yield f"{NEWS_HEADINGS[section.name]}: {row.text}", (*row.evidence, *row.was_evidence)
    for statement in told.brief.summary:
        yield f"Summary: {statement.text}", statement.evidence
    for milestone in told.brief.milestones:
        yield f"Day that matters: {dates.say_day(milestone.day)}", milestone.evidence
    for entry in told.timeline:
        yield f"Timeline, {dates.say_days(entry.start, entry.end, entry.grain)}: {entry.what}", entry.evidence
        for step in entry.history:
            yield f"Timeline, {STEP_WORDS[step.step]}: {entry.what}", step.evidence
    for finding in (*told.compared, *(finding for alone in told.single for finding in alone.everything)):
        said = f"{wording.say_verdict(finding)}: {wording.say_about(finding)}"
        for telling in finding.tellings:
            yield said, telling.evidence
    for utterance in told.brief.quotations:
        yield f"Quoted: {utterance.speaker_name or utterance.as_printed or 'nobody named'}", utterance.evidence
        for variant in utterance.variants:
            yield f"Quoted otherwise: {utterance.text}", (variant.evidence,)
    for actor in told.brief.entities:
        for role in actor.roles:
            yield f"Role of {actor.name}: {role.text}", role.evidence
    for doc in told.brief.documents:
        if doc.published.evidence:
            yield "Date of the report", doc.published.evidence
