"""A briefing as a Word document to edit further: headings, lists, a table, each line with its sources."""

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from tellings.exports.characters import show, show_line
from tellings.exports.dates import say_days, say_published
from tellings.exports.formats.plain import last_day, sources_of, web_address
from tellings.exports.outline import Outline, outline, say_status, title_of
from tellings.exports.spoken import say_told
from tellings.exports.wording import HEADINGS, capital, say_about, say_as_of, say_reports, say_telling, say_verdict
from tellings.model.brief import Briefing
from tellings.model.document import Document
from tellings.model.span import Evidence

_STANDS = (1980, 1, 1, 0, 0, 0)
"""When every part of the file was written, as far as the file says: the same brief gives the same bytes."""


def to_docx(briefing: Briefing, documents: Sequence[Document], *, docx: Any) -> bytes:
    """The stories one after another; ``docx`` (python-docx) is handed in."""
    made = docx.Document()
    days = [day for brief in briefing.stories if (day := last_day(brief))]
    day = max(days, default=None)
    moment = datetime(day.year, day.month, day.day) if day else datetime(1980, 1, 1)
    properties = made.core_properties
    properties.title = "; ".join(title_of(brief) for brief in briefing.stories)[:250]
    properties.author = properties.last_modified_by = "tellings"
    properties.created = properties.modified = moment.replace(tzinfo=UTC)
    properties.comments = ""
    for number, brief in enumerate(briefing.stories):
        if number:
            made.add_page_break()
        _Story(made, outline(brief, documents)).write()
    out = BytesIO()
    made.save(out)
    return _settle(out.getvalue())


def _settle(data: bytes) -> bytes:
    """The same archive without the times of its parts."""
    out = BytesIO()
    with ZipFile(BytesIO(data)) as given, ZipFile(out, "w", ZIP_DEFLATED) as settled:
        for name in given.namelist():
            part = ZipInfo(name, _STANDS)
            part.compress_type = ZIP_DEFLATED
            settled.writestr(part, given.read(name))
    return out.getvalue()


class _Story:
    def __init__(self, made: Any, told: Outline) -> None:
        self.made, self.told = made, told

    def write(self) -> None:
        told = self.told
        self.made.add_heading(_words(title_of(told.brief)), 1)
        self.made.add_paragraph(f"{capital(say_as_of(told))} · {say_reports(told)}")
        self._list("summary", [(show_line(said.text), said.evidence) for said in told.brief.summary])
        for name, entries in (("next", told.upcoming), ("timeline", told.timeline)):
            lines = []
            for entry in entries:
                days = say_days(entry.start, entry.end, entry.grain)
                lines.append((f"{days} ({say_status(entry)}): {show_line(entry.what)}", entry.evidence))
            self._list(name, lines)
        self._compared()
        lines = []
        for voice in told.voices:
            for said in voice.utterances:
                who = ", ".join(p for p in (voice.name or "Speaker not known", show_line(said.role or voice.role)) if p)
                lines.append((f"{who}: {say_told(said)}", said.evidence))
        self._list("voices", lines)
        lines = []
        for alone in told.single:
            for finding in alone.findings:
                value = show_line(say_telling(finding.tellings[0]))
                lines.append((f"{say_about(finding)}: {value}", finding.tellings[0].evidence))
        self._list("single", lines)
        self._sources()

    def _list(self, name: str, lines: Sequence[tuple[str, Sequence[Evidence]]]) -> None:
        if not lines:
            return
        self.made.add_heading(HEADINGS[name], 2)
        for words, evidence in lines:
            line = self.made.add_paragraph(style="List Bullet")
            line.add_run(_words(words))
            self._cite(line, evidence)

    def _cite(self, line: Any, evidence: Sequence[Evidence]) -> None:
        numbers = ", ".join(str(source.number) for source, _ in sources_of(evidence, self.told.sources))
        line.add_run(f" [{numbers}]").font.superscript = True

    def _compared(self) -> None:
        if not self.told.compared:
            return
        self.made.add_heading(HEADINGS["compared"], 2)
        table = self.made.add_table(rows=1, cols=4, style="Light Grid Accent 1")
        for cell, words in zip(table.rows[0].cells, ("Fact", "Verdict", "Value", "Reports"), strict=True):
            cell.text = words
        for finding in self.told.compared:
            for number, telling in enumerate(finding.tellings):
                cells = table.add_row().cells
                cells[0].text = _words(say_about(finding)) if number == 0 else ""
                cells[1].text = say_verdict(finding) if number == 0 else ""
                cells[2].text = _words(say_telling(telling))
                cited = sources_of(telling.evidence, self.told.sources)
                cells[3].text = _words(", ".join(f"{source.label} [{source.number}]" for source, _ in cited))

    def _sources(self) -> None:
        self.made.add_heading(HEADINGS["sources"], 2)
        for source in self.told.sources:
            address = web_address(source.document.url)
            said = f"[{source.number}] {source.heading} ({say_published(source.document.published)})"
            self.made.add_paragraph(_words(f"{said} {address}" if address else said))


def _words(text: str) -> str:
    # XML 1.0 has no place for these two; the other characters it forbids are gone after show.
    return show(text).translate({0xFFFE: "\ufffd", 0xFFFF: "\ufffd"})
