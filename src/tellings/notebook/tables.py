"""Findings, quotations and timelines as tables: one row for each, with the words and the place they stand at."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tellings.engines.parts import load_package
from tellings.exports.outline import Outline, outline
from tellings.exports.spoken import say_words
from tellings.exports.wording import say_about
from tellings.model.brief import Brief, Briefing
from tellings.model.span import Evidence
from tellings.notebook.fragment import draw_table

Row = tuple[Any, ...]

_PLACE = ("outlet", "published", "doc", "from", "to")
_DAYS = frozenset({"start", "end", "published"})
_FOR_PROGRAMS = frozenset({"story", "id", "doc", "from", "to", "grain", "unit"})
"""Columns that a reader of the table is spared."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns. It shows itself in a notebook, and ``to_dataframe`` hands it to pandas.

    ``doc``, ``from`` and ``to`` say where the words stand: ``document.text[from:to]``.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """The rows, each by column."""
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)

    def to_dataframe(self) -> Any:
        """The table as a ``pandas.DataFrame``, days as ``datetime64``.

        Raises:
            MissingPart: when pandas is not installed; the extra ``notebook`` brings it.
        """
        pandas = load_package("pandas", "notebook")
        frame = pandas.DataFrame(list(self.rows), columns=list(self.columns))
        for column in _DAYS.intersection(self.columns):
            # A day that pandas cannot hold is not worth an error.
            frame[column] = pandas.to_datetime(frame[column], errors="coerce")
        return frame

    def _repr_html_(self) -> str:
        shown = [n for n, column in enumerate(self.columns) if column not in _FOR_PROGRAMS]
        rows = [[row[n] for n in shown] for row in self.rows]
        return draw_table(self.name, [self.columns[n] for n in shown], rows)


def list_findings(briefing: Briefing) -> Table:
    """One row for each value of each fact: what it is about, the verdict, the value, who gives it."""
    columns = (
        "story", "id", "about", "kind", "verdict", "origins", "value", "unit", "words", "attributed_to", "reports",
        *_PLACE, "why",
    )  # fmt: skip

    def rows(laid: Outline) -> Iterator[Row]:
        alone = (finding for one in laid.single for finding in one.everything)
        for finding in (*laid.compared, *alone):
            head = (laid.brief.id, finding.id, say_about(finding), finding.kind, finding.verdict, finding.origins)
            for telling in finding.tellings:
                value = (telling.value, telling.unit, telling.text, telling.attributed_to, len(telling.documents))
                yield (*head, *value, *_place(laid, telling.evidence), finding.why)

    return _gather("findings", columns, briefing, rows)


def list_quotations(briefing: Briefing) -> Table:
    """One row for each utterance: who said it, in which role, the words, and the report that has it first."""
    columns = ("story", "id", "speaker", "role", "kind", "words", "verb", "reports", *_PLACE)

    def rows(laid: Outline) -> Iterator[Row]:
        spoken = [(voice.name, voice.role, said) for voice in laid.voices for said in voice.utterances]
        for name, role, said in (*spoken, *((None, "", said) for said in laid.scare)):
            reports = len({place.doc for place in said.evidence})
            words = (said.role or role or None, said.kind, say_words(said), said.cue, reports)
            yield (laid.brief.id, said.id, name, *words, *_place(laid, said.evidence))

    return _gather("quotations", columns, briefing, rows)


def list_timeline(briefing: Briefing) -> Table:
    """One row for each dated thing: its days, what it is, its status, and how many reports tell it."""
    columns = ("story", "id", "start", "end", "grain", "what", "status", "place", "reports", *_PLACE)

    def rows(laid: Outline) -> Iterator[Row]:
        for entry in laid.timeline:
            when = (entry.start or entry.end, entry.end or entry.start, entry.grain)
            reports = len({place.doc for place in entry.evidence})
            told = (entry.what, entry.status, entry.place, reports)
            yield (laid.brief.id, entry.id, *when, *told, *_place(laid, entry.evidence))

    return _gather("timeline", columns, briefing, rows)


def _gather(name: str, columns: tuple[str, ...], briefing: Briefing, rows: Callable[[Outline], Iterator[Row]]) -> Table:
    return Table(name, columns, tuple(row for brief in briefing.stories for row in rows(_lay_out(brief))))


def _lay_out(brief: Brief) -> Outline:
    return outline(brief, ())


def _place(laid: Outline, evidence: Sequence[Evidence]) -> Row:
    """The first place by the order of the reports."""
    known = {source.document.id: source for source in laid.sources}
    first = min(evidence, key=lambda place: (known[place.doc].number if place.doc in known else 0, place.start))
    source = known.get(first.doc)
    published: date | None = source.document.published.earliest if source else None
    return (source.label if source else None, published, first.doc, first.start, first.end)
