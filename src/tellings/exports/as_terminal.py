"""A briefing to be read in a terminal: news first, 80 columns, colour only when asked for."""

import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from tellings.exports.characters import shorten, show_line
from tellings.exports.dates import say_days, say_published
from tellings.exports.outline import STATUS_WORDS, Outline, Voice, counted, moves_of, outline, title_of
from tellings.exports.terminal_rows import dated_rows, heading, note, rows
from tellings.exports.wording import (
    HEADINGS,
    NOTHING,
    VERDICT_WORDS,
    say_about,
    say_as_of,
    say_by,
    say_copy,
    say_furniture,
    say_reports,
    say_step,
    say_stories,
    say_variant,
    say_words,
)
from tellings.model.brief import Actor, Briefing, Finding, Telling, TimelineEntry
from tellings.model.document import Document, Skipped
from tellings.model.span import Evidence

if TYPE_CHECKING:
    from rich.console import RenderableType

# How much of each section a first look gives; the rest is counted. `full` gives all.
_LIMITS = {
    "timeline": 16,
    "compatible": 8,
    "agree": 4,
    "single": 3,
    "said": 3,
    "voices": 12,
    "scare": 6,
    "entities": 12,
}
_MARKS = {"happened": "●", "under_way": "◐", "expected": "○", "possible": "◌", "denied": "⊘", "cancelled": "✕"}
_STYLES = {"conflict": "bold red", "updated": "yellow", "compatible": "cyan", "agree": "green", "single": "magenta"}


def to_terminal(
    briefing: Briefing, documents: Sequence[Document], *, width: int = 80, colour: bool = False, full: bool = False
) -> str:
    """The briefing in at most ``width`` columns; ``full`` leaves nothing out and gives the offsets of each citation."""
    from rich.console import Console

    out = io.StringIO()
    console = Console(
        file=out,
        width=max(width, 40),
        force_terminal=colour,
        no_color=not colour,
        color_system="standard" if colour else None,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    for item in _lay_out(briefing, documents, full):
        console.print(item)
    # Cells of a grid are filled up with spaces to their width.
    return "\n".join(line.rstrip() for line in out.getvalue().split("\n"))


def to_text(briefing: Briefing, documents: Sequence[Document]) -> str:
    """Everything, in plain characters at 80 columns."""
    return to_terminal(briefing, documents, full=True)


def _lay_out(briefing: Briefing, documents: Sequence[Document], full: bool) -> "Iterator[RenderableType]":
    if not briefing.stories:
        yield NOTHING
    outlines = [outline(brief, documents) for brief in briefing.stories]
    if len(outlines) > 1:
        yield heading(say_stories(len(outlines)))
        yield rows((f"{i}.", f"{title_of(o.brief)} ({say_reports(o)})") for i, o in enumerate(outlines, 1))
    for told in outlines:
        yield from _Sections(told, full).lay_out()
    if briefing.skipped:
        yield from _lay_out_skipped(briefing.skipped)


def _lay_out_skipped(skipped: Sequence[Skipped]) -> "Iterator[RenderableType]":
    yield heading(HEADINGS["skipped"])
    yield rows(("-", f"{show_line(s.location)}: {show_line(s.reason)}") for s in skipped)


class _Sections:
    """The sections of one story, in reading order."""

    def __init__(self, told: Outline, full: bool) -> None:
        self.told = told
        self.full = full
        self.numbers = {s.document.id: s.number for s in told.sources}

    def lay_out(self) -> "Iterator[RenderableType]":
        from rich.text import Text

        yield Text(f"\n{title_of(self.told.brief)}", style="bold")
        yield Text(f"{say_as_of(self.told)} · {say_reports(self.told)}", style="dim")
        yield from self._summary()
        yield from self._upcoming()
        yield from self._timeline()
        yield from self._compared()
        yield from self._voices()
        yield from self._scare()
        yield from self._single()
        yield from self._entities()
        yield from self._sources()

    def _cite(self, evidence: Sequence[Evidence]) -> str:
        if self.full:
            places = dict.fromkeys(f"{self.numbers.get(e.doc, '?')}:{e.start}-{e.end}" for e in evidence)
            return f"[{', '.join(places)}]"
        numbers = sorted({self.numbers[e.doc] for e in evidence if e.doc in self.numbers})
        return f"[{' '.join(map(str, numbers))}]"

    def _limit(self, name: str) -> int | None:
        return None if self.full else _LIMITS[name]

    def _more(self, total: int, name: str, what: str) -> "Iterator[RenderableType]":
        limit = self._limit(name)
        if limit is not None and total > limit:
            noun = counted(total - limit, f"more {what}") if what else f"{total - limit} more"
            yield note(f"     {noun}: -v shows all")

    def _summary(self) -> "Iterator[RenderableType]":
        if self.told.brief.summary:
            yield heading(HEADINGS["summary"])
            yield rows(("•", f"{show_line(s.text)} {self._cite(s.evidence)}") for s in self.told.brief.summary)

    def _upcoming(self) -> "Iterator[RenderableType]":
        if self.told.upcoming:
            yield heading(HEADINGS["next"])
            yield dated_rows((say_days(e.start, e.end, e.grain), self._event(e)) for e in self.told.upcoming)

    def _timeline(self) -> "Iterator[RenderableType]":
        entries = self.told.timeline
        if not self.full:
            # What is expected next stands above; here it is told again only where its status moved.
            entries = tuple(e for e in entries if e not in self.told.upcoming or moves_of(e))
        if not entries:
            return
        yield heading(HEADINGS["timeline"])
        # The latest entries are the news: the old ones are the first to go.
        left_out = 0 if self.full else max(0, len(entries) - _LIMITS["timeline"])
        if left_out:
            yield note(f"     {left_out} earlier: -v shows all")
        marked = (
            (f"{_MARKS[e.status]} {say_days(e.start, e.end, e.grain)}", self._entry(e)) for e in entries[left_out:]
        )
        yield dated_rows(marked)

    def _event(self, entry: TimelineEntry) -> str:
        status = "" if entry.status == "happened" else f" ({STATUS_WORDS[entry.status]})"
        return f"{show_line(entry.what)}{status} {self._cite(entry.evidence)}"

    def _entry(self, entry: TimelineEntry) -> str:
        line = self._event(entry)
        if moves := moves_of(entry):
            line += "\n" + " → ".join(f"{say_step(step)} {self._cite(step.evidence)}" for step in moves)
        return line

    def _compared(self) -> "Iterator[RenderableType]":
        if not self.told.compared:
            return
        yield heading(HEADINGS["compared"])
        for verdict in ("conflict", "updated", "compatible", "agree"):
            findings = [f for f in self.told.compared if f.verdict == verdict]
            limit = self._limit(verdict) if verdict in _LIMITS else None
            for finding in findings[:limit]:
                yield from self._finding(finding)
            if verdict in _LIMITS:
                what = "compatible finding" if verdict == "compatible" else "agreement"
                yield from self._more(len(findings), verdict, what)

    def _finding(self, finding: Finding) -> "Iterator[RenderableType]":
        from rich.text import Text

        verdict = (VERDICT_WORDS[finding.verdict].upper(), _STYLES[finding.verdict])
        about = (f"  {shorten(say_about(finding), 48)}" if say_about(finding) else "", "bold")
        yield Text.assemble("   ", verdict, about, (f"  {counted(finding.origins, 'origin')}", "dim"))
        yield rows(("  ·", self._telling(t)) for t in finding.tellings)
        yield rows([("   ", show_line(finding.why))], style="dim")

    def _telling(self, telling: Telling) -> str:
        by, labels = say_by(telling), self._labels(telling.documents)
        return f"{show_line(telling.text)}{by} {labels} {self._cite(telling.evidence)}"

    def _labels(self, documents: Sequence[str]) -> str:
        labels = {s.document.id: s.label for s in self.told.sources}
        return "— " + ", ".join(dict.fromkeys(labels.get(d, d) for d in documents))

    def _voices(self) -> "Iterator[RenderableType]":
        if not self.told.voices:
            return
        yield heading(HEADINGS["voices"])
        for voice in self.told.voices[: self._limit("voices")]:
            yield from self._voice(voice)
        yield from self._more(len(self.told.voices), "voices", "speaker")

    def _voice(self, voice: Voice) -> "Iterator[RenderableType]":
        from rich.text import Text

        role = f", {voice.role}" if voice.role else ""
        yield Text.assemble("   ", (voice.name or "Speaker not named", "bold"), role, overflow="fold")
        lines = []
        for said in voice.utterances[: self._limit("said")]:
            own = f" — as {voice.other_role(said)}" if voice.other_role(said) else ""
            lines.append(("  ·", f"{say_words(said)}{own} {self._cite(said.evidence)}"))
            lines.extend(
                ("", f"also as {say_variant(said, v)} {self._cite([v.evidence])}") for v in said.variants if self.full
            )
        yield rows(lines)
        yield from self._more(len(voice.utterances), "said", "quotation")

    def _scare(self) -> "Iterator[RenderableType]":
        if self.told.scare:
            yield heading(HEADINGS["scare"])
            shown = self.told.scare[: self._limit("scare")]
            yield rows(("·", f"{say_words(u)} {self._cite(u.evidence)}") for u in shown)
            yield from self._more(len(self.told.scare), "scare", "")

    def _single(self) -> "Iterator[RenderableType]":
        from rich.text import Text

        if self.told.single:
            yield heading(HEADINGS["single"])
        for alone in self.told.single:
            yield Text.assemble("   ", (alone.source.label, "bold"), f" [{alone.source.number}]")
            yield rows(("  ·", self._only(f)) for f in alone.findings[: self._limit("single")])
            yield from self._more(len(alone.findings), "single", "")

    def _only(self, finding: Finding) -> str:
        return "; ".join(f"{show_line(t.text)}{say_by(t)} {self._cite(t.evidence)}" for t in finding.tellings)

    def _entities(self) -> "Iterator[RenderableType]":
        actors = sorted(self.told.brief.entities, key=lambda a: (-len(a.documents), -a.mentions, a.name))
        actors = [a for a in actors if a.roles] if not self.full else actors
        if actors:
            yield heading(HEADINGS["entities"])
            yield rows(("·", self._actor(a)) for a in actors[: self._limit("entities")])
            yield from self._more(len(actors), "entities", "")

    def _actor(self, actor: Actor) -> str:
        roles = "".join(f"; {show_line(role.text)} {self._cite(role.evidence)}" for role in actor.roles)
        return f"{show_line(actor.name)} ({actor.kind}){roles}"

    def _sources(self) -> "Iterator[RenderableType]":
        yield heading(HEADINGS["sources"])
        listed = []
        for source in self.told.sources:
            doc = source.document
            facts = [
                say_published(doc.published),
                show_line(doc.published.why) if doc.published.basis == "inferred" else "",
                doc.kind if doc.kind != "article" else "",
                say_copy(doc, self.told),
                say_furniture(doc),
                *map(show_line, doc.notes),
            ]
            where = show_line(doc.location) if self.full else shorten(doc.location, 120)
            detail = "; ".join(f for f in facts if f)
            listed.append((f"[{source.number}]", f"{source.label}: {source.name}\n{detail}\n{where}"))
        yield rows(listed)
