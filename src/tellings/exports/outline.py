"""The order in which every readable format tells a brief: the same content under the same headings."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePath

from tellings.exports.characters import shorten, show_line
from tellings.model.brief import Actor, Brief, BriefDocument, Finding, StatusStep, TimelineEntry, Utterance
from tellings.model.document import Document

_VERDICTS = ("conflict", "updated", "compatible", "agree")
_LABEL_LIMIT = 28
_AT_FIRST = {"compatible": 8, "agree": 4}
_ARTICLE = re.compile(r"^(the|an?) ")
_KINDS = ("direct", "turn", "mixed", "indirect", "scare")

STATUS_WORDS = {
    "happened": "happened",
    "under_way": "under way",
    "expected": "expected",
    "possible": "possible",
    "denied": "denied",
    "cancelled": "cancelled",
}


@dataclass(frozen=True, slots=True)
class Source:
    """A report as readers meet it: ``number`` counts from 1 in order of publication.

    ``outlet`` is short, and empty when not known; ``label`` is the outlet or else "Report 3".
    ``text`` is ``None`` when the document was not handed to the exporter.
    """

    number: int
    outlet: str
    label: str
    name: str
    document: BriefDocument
    text: str | None


@dataclass(frozen=True, slots=True)
class Voice:
    """Everything one speaker is quoted with; ``role`` is the fullest, ``actor`` the entity the speaker is, if one."""

    name: str | None
    role: str
    actor: Actor | None
    utterances: tuple[Utterance, ...]

    def other_role(self, utterance: Utterance) -> str:
        """The role given with an utterance where it adds something to ``role`` and ``name``; else empty."""
        role = show_line(utterance.role or "")
        core = _ARTICLE.sub("", role.casefold())
        return "" if core in f"{self.role} {self.name}".casefold() else role


@dataclass(frozen=True, slots=True)
class Alone:
    """What one report alone says; a copy of it may carry the same words."""

    source: Source
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """A brief in reading order; every statement, entry, quotation and finding of the brief stands in it."""

    brief: Brief
    sources: tuple[Source, ...]
    origins: int
    upcoming: tuple[TimelineEntry, ...]
    timeline: tuple[TimelineEntry, ...]
    compared: tuple[Finding, ...]
    single: tuple[Alone, ...]
    voices: tuple[Voice, ...]
    scare: tuple[Utterance, ...]

    @property
    def first_compared(self) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
        """Every conflict and update with the first of the others, and the rest."""
        counts: dict[str, int] = {}
        first: list[Finding] = []
        rest: list[Finding] = []
        for finding in self.compared:
            nth = counts[finding.verdict] = counts.get(finding.verdict, 0) + 1
            (first if nth <= _AT_FIRST.get(finding.verdict, nth) else rest).append(finding)
        return tuple(first), tuple(rest)

    @property
    def sections(self) -> tuple[str, ...]:
        """The names of the sections that have something in them, in reading order."""
        filled = {
            "summary": self.brief.summary,
            "next": self.upcoming,
            "timeline": self.timeline,
            "compared": self.compared,
            "voices": self.voices,
            "scare": self.scare,
            "single": self.single,
            "entities": self.brief.entities,
            "sources": self.sources,
        }
        return tuple(name for name, content in filled.items() if content)


def outline(brief: Brief, documents: Sequence[Document]) -> Outline:
    """``brief`` arranged for reading: reports numbered by date, voices gathered, conflicts first."""
    texts = {doc.id: doc.text for doc in documents}
    timeline = tuple(sorted(brief.timeline, key=_when))
    sources = _number(brief.documents, texts)
    horizon = brief.as_of or max((e.end for e in timeline if e.status == "happened" and e.end), default=None)
    spoken = tuple(u for u in brief.quotations if u.kind != "scare")
    return Outline(
        brief=brief,
        sources=sources,
        origins=sum(doc.copy_of is None for doc in brief.documents),
        upcoming=tuple(sorted((e for e in timeline if _is_ahead(e, horizon)), key=_by)),
        timeline=timeline,
        compared=tuple(_in_order(f, sources) for verdict in _VERDICTS for f in brief.findings if f.verdict == verdict),
        single=_gather_single([f for f in brief.findings if f.verdict == "single"], sources),
        voices=_gather_voices(spoken, brief.entities),
        scare=tuple(u for u in brief.quotations if u.kind == "scare"),
    )


def counted(number: int, noun: str) -> str:
    """ "1 report", "2 reports"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def title_of(brief: Brief) -> str:
    """The title on one line; never empty."""
    return show_line(brief.title) or "Untitled story"


def moves_of(entry: TimelineEntry) -> tuple[StatusStep, ...]:
    """The steps at which the status became another; empty when it never did."""
    steps = [step for i, step in enumerate(entry.history) if i == 0 or step.status != entry.history[i - 1].status]
    return tuple(steps) if len(steps) > 1 else ()


def _number(documents: Sequence[BriefDocument], texts: dict[str, str]) -> tuple[Source, ...]:
    ordered = sorted(documents, key=_came_out)
    return tuple(
        Source(number, _outlet(doc), _outlet(doc) or f"Report {number}", _name(doc), doc, texts.get(doc.id))
        for number, doc in enumerate(ordered, start=1)
    )


def _came_out(doc: BriefDocument) -> tuple[date, date, str, str]:
    published = doc.published
    return (published.earliest or date.max, published.latest or date.max, doc.location, doc.id)


def _outlet(doc: BriefDocument) -> str:
    return shorten(doc.outlet or doc.credit or "", _LABEL_LIMIT)


def _name(doc: BriefDocument) -> str:
    return show_line(doc.title or "") or shorten(PurePath(doc.location).name or doc.location, 80) or doc.id


def _when(entry: TimelineEntry) -> tuple[date, date, str, str]:
    start, end = entry.start or entry.end, entry.end or entry.start
    return (start or date.max, end or date.max, entry.what, entry.id)


def _by(entry: TimelineEntry) -> tuple[date, date]:
    # What is expected within the year comes after what is expected on a day of it.
    return (entry.end or entry.start or date.max, entry.start or date.max)


def _is_ahead(entry: TimelineEntry, horizon: date | None) -> bool:
    if entry.status not in ("expected", "possible"):
        return False
    end = entry.end or entry.start
    return end is None or horizon is None or end >= horizon


def _in_order(finding: Finding, sources: Sequence[Source]) -> Finding:
    """What moved on is told in the order of the reports."""
    if finding.verdict != "updated":
        return finding
    numbers = {source.document.id: source.number for source in sources}
    tellings = sorted(finding.tellings, key=lambda t: min((numbers.get(e.doc, 0) for e in t.evidence), default=0))
    return replace(finding, tellings=tuple(tellings))


def _gather_single(findings: Sequence[Finding], sources: Sequence[Source]) -> tuple[Alone, ...]:
    """Under each report what it alone says; a finding that copies carry stands under the first of them."""
    gathered: dict[str, list[Finding]] = {}
    for finding in findings:
        docs = {e.doc for telling in finding.tellings for e in telling.evidence}
        first = next((s.document.id for s in sources if s.document.id in docs), "")
        gathered.setdefault(first, []).append(finding)
    return tuple(Alone(s, tuple(gathered[s.document.id])) for s in sources if s.document.id in gathered)


def _gather_voices(utterances: Sequence[Utterance], entities: Sequence[Actor]) -> tuple[Voice, ...]:
    """Speakers with the most very words first, those not named last; each with the very words first."""
    actors = {actor.id: actor for actor in entities}
    gathered: dict[tuple[str, str], list[Utterance]] = {}
    for utterance in utterances:
        key = (utterance.speaker or "", "" if utterance.speaker else _spoken_name(utterance) or "")
        gathered.setdefault(key, []).append(utterance)
    voices = []
    for (actor_id, name), said in gathered.items():
        actor = actors.get(actor_id)
        shown = (actor.name if actor else None) or name or _spoken_name(said[0])
        roles = [show_line(u.role) for u in said if u.role and show_line(u.role) != show_line(shown or "")]
        role = max(dict.fromkeys(roles), key=len, default="")
        said.sort(key=lambda u: _KINDS.index(u.kind))
        voices.append(Voice(show_line(shown) if shown else None, role, actor, tuple(said)))
    return tuple(sorted(voices, key=_weight))


def _weight(voice: Voice) -> tuple[bool, int, int, str]:
    verbatim = sum(u.kind != "indirect" for u in voice.utterances)
    return (voice.name is None, -verbatim, -len(voice.utterances), voice.name or "")


def _spoken_name(utterance: Utterance) -> str | None:
    return utterance.speaker_name or utterance.as_printed
