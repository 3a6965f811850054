"""A briefing as Markdown: every line with numbered references to the words it rests on."""

import re
from collections.abc import Iterator, Sequence

from tellings.exports.characters import show_line
from tellings.exports.context import say_around
from tellings.exports.dates import is_corrected, say_day, say_days, say_published
from tellings.exports.importance import moves_of
from tellings.exports.outline import Outline, Source, outline, say_status, title_of
from tellings.exports.reviewed import marks_of, say_marks, say_review, say_reviewed_line
from tellings.exports.spoken import is_denial, say_altered, say_cue, say_variant, say_words
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
    say_telling,
    say_verdict,
    say_verdict_means,
)
from tellings.model.brief import Briefing, Finding, Milestone, TimelineEntry, Utterance, Variant
from tellings.model.document import Document
from tellings.model.span import Evidence

_MARKUP = re.compile(r"([\\`*_\[\]<>|~$^])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_LINE_START = re.compile(r"^(#+|[-+=]+|\d+[.)])(?=\s|$|-|=)")
_LINK = re.compile(r"(?i)\b(https?|ftp|mailto|www)(?=[:.])")


def to_markdown(briefing: Briefing, documents: Sequence[Document]) -> str:
    """The whole briefing; references ``[^n]`` lead to the report, the offsets and the words."""
    notes = _Notes()
    lines: list[str] = []
    outlines = [outline(brief, documents) for brief in briefing.stories]
    if not outlines:
        lines += [f"# {NOTHING}", ""]
    if len(outlines) > 1:
        lines += [f"# {len(outlines)} stories", ""]
        lines += [f"{i}. {escape(title_of(o.brief))} ({say_reports(o)})" for i, o in enumerate(outlines, 1)] + [""]
    for told in outlines:
        lines += _lay_out(told, notes)
    if briefing.skipped:
        lines += [f"## {HEADINGS['skipped']}", ""]
        lines += [f"- {escape(s.location)}: {escape(s.reason)}" for s in briefing.skipped] + [""]
    if notes.lines:
        lines += [*notes.lines, ""]
    models = ", ".join(briefing.generator.models)
    lines.append(f"Made by tellings {escape(briefing.generator.tellings)} ({escape(models)}).")
    return "\n".join(lines) + "\n"


def escape(text: str) -> str:
    """The text on one line, so that no character of it is read as Markdown, HTML or a link."""
    line = _MARKUP.sub(r"\\\1", show_line(text))
    line = _ENTITY.sub("&amp;", line)
    line = _LINK.sub(lambda m: f"{m.group()[0]}<!-- -->{m.group()[1:]}", line)
    return _LINE_START.sub(lambda m: m.group()[:-1] + "\\" + m.group()[-1], line)


class _Notes:
    """References numbered in the order of their first use, across all stories."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.numbers: dict[Evidence, int] = {}

    def refer(self, told: Outline, evidence: Sequence[Evidence], line: str = "") -> str:
        """The references, and what people decided on the ``line`` of this id."""
        said = say_marks(marks_of(told.brief), line) if told.brief.reviews else ""
        numbers = "".join(f"[^{self._number(told, e)}]" for e in dict.fromkeys(evidence))
        return f"{numbers} *({escape(said)})*" if said else numbers

    def _number(self, told: Outline, evidence: Evidence) -> int:
        if evidence not in self.numbers:
            self.numbers[evidence] = len(self.numbers) + 1
            labels = {s.document.id: f"[{s.number}] {s.label}" for s in told.sources}
            label = labels.get(evidence.doc, evidence.doc)
            place = f"characters {evidence.start}–{evidence.end}"
            self.lines.append(f"[^{self.numbers[evidence]}]: {escape(label)}, {place}: “{escape(evidence.text)}”")
        return self.numbers[evidence]


def _lay_out(told: Outline, notes: _Notes) -> list[str]:
    brief = told.brief
    lines = [f"# {escape(title_of(brief))}", "", f"*{capital(say_as_of(told))} · {say_reports(told)}*", ""]
    sections = (
        ("summary", _summary(told, notes)),
        ("next", [_entry(told, e, notes) for e in told.upcoming]),
        ("milestones", [_milestone(told, m, notes) for m in brief.milestones]),
        ("timeline", [_entry(told, e, notes) for e in told.timeline]),
        ("compared", list(_compared(told, notes))),
        ("voices", list(_voices(told, notes))),
        ("scare", [f"- {escape(say_words(u))} {notes.refer(told, u.evidence)}" for u in told.scare]),
        ("single", list(_single(told, notes))),
        ("entities", list(_entities(told, notes))),
        ("reviews", list(_reviews(told, notes))),
        ("sources", [_source(told, s) for s in told.sources]),
    )
    for name, content in sections:
        if content:
            lines += [f"## {HEADINGS[name]}", "", *content, ""]
    return lines


def _summary(told: Outline, notes: _Notes) -> list[str]:
    lines = [f"- {escape(say_statement(s))} {notes.refer(told, s.evidence, s.id)}" for s in told.brief.summary]
    rewriting = say_rewriting(told.brief)
    return [*lines, "", f"*{escape(rewriting)}*"] if lines and rewriting else lines


def _milestone(told: Outline, milestone: Milestone, notes: _Notes) -> str:
    return f"- **{say_day(milestone.day)}** {escape(say_milestone(milestone))} {notes.refer(told, milestone.evidence)}"


def _entry(told_of: Outline, entry: TimelineEntry, notes: _Notes) -> str:
    when = say_days(entry.start, entry.end, entry.grain)
    line = f"- **{when}** ({say_status(entry)}) {escape(entry.what)} "
    line += notes.refer(told_of, entry.evidence, entry.id)
    for step in moves_of(entry):
        words = say_step_words(step, entry)
        told = f"{escape(say_step(step))}{f': {escape(words)}' if words else ''}"
        line += f"\n  - {told} {notes.refer(told_of, step.evidence)}"
    if moved := say_moved(entry, told_of):
        line += f"\n  - {escape(moved)}"
    return line


def _compared(told: Outline, notes: _Notes) -> Iterator[str]:
    for finding in told.compared:
        verdict = f"**{say_verdict(finding)}** ({say_verdict_means(finding)})"
        said = notes.refer(told, (), finding.id)
        yield f"- {verdict}: {escape(say_about(finding))}, {escape(say_origins(finding))}. {escape(finding.why)}{said}"
        yield from (f"  {line}" for line in _tellings(told, finding, notes))


def _tellings(told: Outline, finding: Finding, notes: _Notes) -> Iterator[str]:
    labels = {s.document.id: f"[{s.number}] {s.label}" for s in told.sources}
    for telling in finding.tellings:
        outlets = ", ".join(escape(labels.get(d, d)) for d in telling.documents)
        yield f"- {escape(say_telling(telling))} — {outlets} {notes.refer(told, telling.evidence)}"


def _single(told: Outline, notes: _Notes) -> Iterator[str]:
    for alone in told.single:
        yield f"- \\[{alone.source.number}\\] **{escape(alone.source.label)}**"
        sources = {s.document.id: s for s in told.sources}
        for telling in (t for finding in alone.findings for t in finding.tellings):
            yield f"  - {escape(say_around(telling, sources))} {notes.refer(told, telling.evidence)}"


def _voices(told: Outline, notes: _Notes) -> Iterator[str]:
    for voice in told.voices:
        role = f", {escape(voice.role)}" if voice.role else ""
        yield f"- **{escape(voice.name or 'Speaker not named')}**{role}"
        for said in voice.utterances:
            own = f" — as {escape(voice.other_role(said))}" if voice.other_role(said) else ""
            cue = say_cue(said.kind, said.cue)
            mark = "**" if is_denial(cue) else "*"
            lead = f"{mark}{escape(cue)}{mark} " if cue else ""
            words = f"  - {lead}{escape(say_words(said))} ({said.kind}){own} "
            yield f"{words}{notes.refer(told, said.evidence, said.id)}"
            for variant in said.variants:
                yield f"    - also as {_altered(said, variant)} {notes.refer(told, [variant.evidence])}"


def _altered(said: Utterance, variant: Variant) -> str:
    """Words left out struck through, words put in in bold; the whole wording where little is the same."""
    marks = {"same": "", "out": "~~", "in": "**"}
    parts = say_altered(said, variant)
    if not parts:
        return escape(say_variant(said, variant))
    return " ".join(f"{marks[part.kind]}{escape(part.words)}{marks[part.kind]}" for part in parts)


def _entities(told: Outline, notes: _Notes) -> Iterator[str]:
    for actor in told.brief.entities:
        roles = "".join(f"; {escape(r.text)} {notes.refer(told, r.evidence)}" for r in actor.roles)
        yield f"- {escape(actor.name)} ({actor.kind}){roles}"


def _reviews(told: Outline, notes: _Notes) -> Iterator[str]:
    for one in told.brief.reviews:
        words = escape(say_reviewed_line(one))
        line = f"~~{words}~~" if one.verb == "reject" and one.state == "stands" else words
        yield f"- {line} {notes.refer(told, one.evidence)}\n  - {escape(capital(say_review(one)))}"


def _source(told: Outline, source: Source) -> str:
    doc = source.document
    facts = [
        say_published(doc.published),
        "" if is_corrected(doc.published) else show_line(doc.published.why),
        doc.kind,
        say_copy(doc, told),
        say_furniture(doc),
        ", ".join(map(show_line, doc.bylines)),
        *map(show_line, doc.notes),
    ]
    about = "; ".join(escape(fact) for fact in facts if fact)
    name = f"\\[{source.number}\\] {_head(source)}"
    return f"- {name}\n  {about}\n  {escape(doc.location)}"


def _head(source: Source) -> str:
    return f"**{escape(source.label)}**: {escape(source.name)}" if source.outlet else f"**{escape(source.name)}**"
