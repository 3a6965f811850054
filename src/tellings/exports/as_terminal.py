"""A briefing to be read in a terminal: news first, 80 columns, colour only when asked for."""

import io
import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING

from tellings.exports.characters import shorten, show_line
from tellings.exports.context import say_around
from tellings.exports.dates import say_day, say_days, say_published
from tellings.exports.importance import moves_of
from tellings.exports.outline import Outline, Voice, counted, outline, say_status, title_of
from tellings.exports.reviewed import marks_of, say_marks, say_review, say_reviewed_line
from tellings.exports.spoken import is_denial, say_altered, say_cue, say_variant, say_words
from tellings.exports.terminal_rows import dated_rows, heading, named, note, rows
from tellings.exports.wording import (
    HEADINGS,
    NOTHING,
    capital,
    say_about,
    say_as_of,
    say_copy,
    say_furniture,
    say_milestone,
    say_moved,
    say_origins,
    say_reports,
    say_rewriting,
    say_statement,
    say_step,
    say_step_words,
    say_stories,
    say_telling,
    say_verdict,
)
from tellings.model.brief import Actor, Briefing, Finding, Telling, TimelineEntry, Utterance, Variant
from tellings.model.document import Document, Skipped
from tellings.model.review import Reviewed
from tellings.model.span import Evidence

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

# How much of each section a first look gives; the rest is counted. `full` gives all.
_LIMITS = {"next": 6, "tellings": 2, "single": 3, "said": 2, "voices": 8, "scare": 4, "entities": 12, "roles": 2}
# Characters of a line at a first look.
_LONGEST = {
    "words": 160,
    "event": 100,
    "step": 130,
    "telling": 104,
    "only": 66,
    "about": 48,
    "role": 66,
    "name": 66,
    "location": 44,
}
_MONTH = re.compile(r"\b([A-Z][a-z]{2})[a-z]+\b")
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
        self.marks = marks_of(told.brief)
        self.by_id = {s.document.id: s for s in told.sources}

    def lay_out(self) -> "Iterator[RenderableType]":
        from rich.text import Text

        yield Text(f"\n{title_of(self.told.brief)}", style="bold")
        yield Text(f"{say_as_of(self.told)} · {say_reports(self.told)}", style="dim")
        yield from self._summary()
        yield from self._upcoming()
        yield from self._milestones()
        yield from self._timeline()
        yield from self._compared()
        yield from self._voices()
        yield from self._scare()
        yield from self._single()
        yield from self._entities()
        yield from self._reviews()
        yield from self._sources()

    def _cite(self, evidence: Sequence[Evidence], line: str = "") -> str:
        """Where the words stand, and what people decided on the ``line`` of this id."""
        said = say_marks(self.marks, line)
        return f"{self._refer(evidence)} ✓ {said}" if said else self._refer(evidence)

    def _refer(self, evidence: Sequence[Evidence]) -> str:
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
            yield rows(("•", f"{say_statement(s)} {self._cite(s.evidence, s.id)}") for s in self.told.brief.summary)
            if rewriting := say_rewriting(self.told.brief):
                yield rows([("", rewriting)], style="dim")

    def _cut(self, line: str, name: str) -> str:
        return show_line(line) if self.full else shorten(line, _LONGEST[name])

    def _days(self, entry: TimelineEntry) -> str:
        days = say_days(entry.start, entry.end, entry.grain)
        return days if self.full else _MONTH.sub(r"\1", days)

    def _upcoming(self) -> "Iterator[RenderableType]":
        upcoming = self.told.upcoming
        if upcoming:
            yield heading(HEADINGS["next"])
            shown = upcoming[: self._limit("next")]
            yield dated_rows(((self._days(e), self._event(e)) for e in shown), wide=self.full)
            yield from self._more(len(upcoming), "next", "")

    def _milestones(self) -> "Iterator[RenderableType]":
        milestones = self.told.brief.milestones
        if milestones:
            yield heading(HEADINGS["milestones"])
            days = (
                (self._short_days(say_day(m.day)), f"{say_milestone(m)} {self._cite(m.evidence)}") for m in milestones
            )
            yield dated_rows(days, wide=self.full)

    def _timeline(self) -> "Iterator[RenderableType]":
        entries = self.told.timeline
        if not self.full:
            # What is expected next stands above; here it is told again only where its status moved.
            entries = tuple(e for e in entries if e not in self.told.upcoming or moves_of(e))
        if not entries:
            return
        yield heading(HEADINGS["timeline"])
        yield dated_rows(self._timeline_rows(entries), wide=self.full)
        folded = sum(len(stretch) for major, stretch in self.told.fold(entries) if not major)
        if folded and not self.full:
            yield note(f"     {counted(folded, 'smaller one')} left out: -v shows all")

    def _timeline_rows(self, entries: Sequence[TimelineEntry]) -> Iterator[tuple[str, str]]:
        for major, stretch in self.told.fold(entries):
            if major or self.full:
                yield from ((f"{_MARKS[e.status]} {self._days(e)}", self._entry(e)) for e in stretch)
            else:
                yield "", f"… {len(stretch)} more"

    def _event(self, entry: TimelineEntry) -> str:
        status = "" if entry.status == "happened" else f" ({say_status(entry)})"
        return f"{self._cut(entry.what, 'event')}{status} {self._cite(entry.evidence, entry.id)}"

    def _entry(self, entry: TimelineEntry) -> str:
        line = self._event(entry)
        for step in moves_of(entry):
            words = say_step_words(step, entry)
            told = f"{say_step(step)}: {words}" if words else say_step(step)
            line += f"\n→ {self._short_days(self._cut(told, 'step'))} {self._cite(step.evidence)}"
        if moved := say_moved(entry, self.told):
            line += f"\n→ {self._short_days(moved)}"
        return line

    def _short_days(self, line: str) -> str:
        return line if self.full else _MONTH.sub(r"\1", line, count=1)

    def _compared(self) -> "Iterator[RenderableType]":
        if not self.told.compared:
            return
        yield heading(HEADINGS["compared"])
        first, rest = (self.told.compared, ()) if self.full else self.told.first_compared
        for finding in first:
            yield from self._finding(finding)
        if rest:
            yield note(f"     {len(rest)} more that agree, are compatible or perhaps of one thing: -v shows all")

    def _finding(self, finding: Finding) -> "Iterator[RenderableType]":
        from rich.text import Text

        verdict = (say_verdict(finding).upper(), _STYLES[finding.verdict] if finding.sure else "dim")
        marks = say_marks(self.marks, finding.id)
        said = f"  ✓ {marks}" if marks else ""
        about = (f"  {say_about(finding, None if self.full else _LONGEST['about'])}", "bold")
        yield Text.assemble("   ", verdict, about, (f"  {say_origins(finding)}", "dim"), said)
        shown = finding.tellings[: self._limit("tellings") if finding.verdict == "agree" else None]
        yield rows(("  ·", self._telling(t)) for t in shown)
        # That reports agree is said by the verdict; why they are not alike is worth a line.
        if self.full or finding.verdict != "agree":
            yield rows([("   ", show_line(finding.why))], style="dim")

    def _telling(self, telling: Telling) -> str:
        words, labels = self._cut(say_telling(telling), "telling"), self._labels(telling.documents)
        return f"{words} {labels} {self._cite(telling.evidence)}"

    def _labels(self, documents: Sequence[str]) -> str:
        labels = {s.document.id: s.label for s in self.told.sources}
        if len(documents) > 1:
            labels = {s.document.id: s.label if s.outlet else f"{s.number} {s.label}" for s in self.told.sources}
        return "— " + ", ".join(dict.fromkeys(labels.get(d, d) for d in documents))

    def _voices(self) -> "Iterator[RenderableType]":
        if not self.told.voices:
            return
        yield heading(HEADINGS["voices"])
        for voice in self.told.voices[: self._limit("voices")]:
            yield from self._voice(voice)
        yield from self._more(len(self.told.voices), "voices", "speaker")

    def _voice(self, voice: Voice) -> "Iterator[RenderableType]":
        name, role = voice.name or "Speaker not named", f", {voice.role}" if voice.role else ""
        hidden = len(voice.utterances) - len(voice.utterances[: self._limit("said")])
        yield named(name, self._cut(name + role, "name")[len(name) :], hidden)
        lines: list[tuple[str, str | Text]] = []
        for said in voice.utterances[: self._limit("said")]:
            lines.append(("  ·", self._said(said, voice.other_role(said))))
            lines.extend(("", self._variant(said, v)) for v in said.variants if self.full)
        yield rows(lines)

    def _variant(self, said: Utterance, variant: Variant) -> "Text":
        """Words left out in [-hyphens-], words put in in {+plus signs+}, as wdiff has it."""
        from rich.text import Text

        parts = say_altered(said, variant)
        if not parts:
            return Text(f"also as {say_variant(said, variant)} {self._cite([variant.evidence])}")
        shown = {"same": ("", "", ""), "out": ("[-", "-]", "red"), "in": ("{+", "+}", "green")}
        pieces = [(f"{shown[p.kind][0]}{p.words}{shown[p.kind][1]} ", shown[p.kind][2]) for p in parts]
        return Text.assemble("also as ", *pieces, self._cite([variant.evidence]))

    def _said(self, said: Utterance, role: str) -> "Text":
        from rich.text import Text

        cue = say_cue(said.kind, said.cue)
        own = f" — as {role}" if role else ""
        words = say_words(said, None if self.full else _LONGEST["words"])
        lead = (f"{cue} ", "bold red" if is_denial(cue) else "italic") if cue else ""
        return Text.assemble(lead, f"{words}{own} {self._cite(said.evidence, said.id)}")

    def _scare(self) -> "Iterator[RenderableType]":
        if self.told.scare:
            yield heading(HEADINGS["scare"])
            shown = self.told.scare[: self._limit("scare")]
            yield rows(("·", f"{say_words(u)} {self._cite(u.evidence)}") for u in shown)
            yield from self._more(len(self.told.scare), "scare", "")

    def _single(self) -> "Iterator[RenderableType]":
        if self.told.single:
            yield heading(HEADINGS["single"])
        for alone in self.told.single:
            shown = alone.findings[: self._limit("single")]
            yield named(alone.source.label, f" [{alone.source.number}]", len(alone.findings) - len(shown))
            yield rows(("  ·", self._only(f)) for f in shown)

    def _only(self, finding: Finding) -> str:
        if not self.full:
            words = self._cut(say_around(finding.tellings[0], self.by_id), "only")
            return f"{words} {self._cite([e for t in finding.tellings for e in t.evidence])}"
        told = ((show_line(say_around(t, self.by_id)), self._cite(t.evidence)) for t in finding.tellings)
        return "; ".join(f"{words} {cited}" for words, cited in told)

    def _entities(self) -> "Iterator[RenderableType]":
        actors = sorted(self.told.brief.entities, key=lambda a: (-len(a.documents), -a.mentions, a.name))
        actors = [a for a in actors if a.roles] if not self.full else actors
        if actors:
            yield heading(HEADINGS["entities"])
            yield rows(("·", self._actor(a)) for a in actors[: self._limit("entities")])
            yield from self._more(len(actors), "entities", "")

    def _actor(self, actor: Actor) -> str:
        # Of one role printed with and without a capital, a first look needs one.
        different = {role.text.casefold(): role for role in reversed(actor.roles)}
        shown = actor.roles if self.full else tuple(different.values())[::-1][: self._limit("roles")]
        told = "".join(f"; {self._cut(role.text, 'role')} {self._cite(role.evidence)}" for role in shown)
        kind = f" ({actor.kind})" if self.full or actor.kind != "person" else ""
        return f"{show_line(actor.name)}{kind}{told}"

    def _reviews(self) -> "Iterator[RenderableType]":
        if self.told.brief.reviews:
            yield heading(HEADINGS["reviews"])
            yield rows(("·", self._review(one)) for one in self.told.brief.reviews)

    def _review(self, one: Reviewed) -> str:
        cited = f" {self._cite(one.evidence)}" if one.evidence else ""
        return f"{say_reviewed_line(one)}{cited}\n{capital(say_review(one))}"

    def _sources(self) -> "Iterator[RenderableType]":
        yield heading(HEADINGS["sources"])
        listed = []
        for source in self.told.sources:
            doc = source.document
            facts = [
                say_published(doc.published),
                show_line(doc.published.why) if doc.published.basis == "inferred" and self.full else "",
                doc.kind if doc.kind != "article" else "",
                say_copy(doc, self.told),
                say_furniture(doc) if self.full else "",
                *(show_line(note) for note in doc.notes if self.full),
            ]
            detail = "; ".join(f for f in facts if f)
            where = show_line(doc.location)
            if not self.full and len(where) > _LONGEST["location"]:
                # The end of a path tells more of it than the beginning.
                where = "…/" + shorten(PurePath(where).name, _LONGEST["location"])
            between = "\n" if self.full else " · "
            listed.append((f"[{source.number}]", f"{source.heading}\n{detail}{between}{where}"))
        yield rows(listed)
