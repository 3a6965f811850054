"""The order in which every readable format tells a brief: the same content under the same headings."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from pathlib import PurePath

from tellings.exports.characters import shorten, show_line
from tellings.exports.importance import choose_entries, first_findings, rank_finding
from tellings.exports.origins import count_origins, find_origins
from tellings.exports.spoken import is_denial, say_cue
from tellings.model.brief import Actor, Brief, BriefDocument, Finding, Step, TimelineEntry, Utterance
from tellings.model.document import Document

_LABEL_LIMIT = 28
_ARTICLE = re.compile(r"^(the|an?) ")
_AGENCY = re.compile(r"\b(Agency|Agence|News|Newswire|Press|Wire|Service|Radio|Television|TV)\b|^[A-Z]{2,5}$")
_BYLINE_PARTS = re.compile(r"(?i)^by\s+|\s*[,|/]\s*|\s+for\s+")
_KINDS = ("direct", "turn", "mixed", "indirect", "scare")

STATUS_WORDS = {
    "happened": "happened",
    "under_way": "under way",
    "expected": "expected",
    "possible": "possible",
    "denied": "denied",
    "cancelled": "cancelled",
}

STEP_WORDS: dict[Step, str] = {
    "announced": "announced",
    "expected": "expected",
    "possible": "possible",
    "confirmed": "confirmed",
    "not_confirmed": "not confirmed",
    "postponed": "postponed",
    "under_way": "under way",
    "happened": "happened",
    "denied": "denied",
    "cancelled": "cancelled",
}


@dataclass(frozen=True, slots=True)
class Source:
    """A report as readers meet it: ``number`` counts from 1 in order of publication.

    ``outlet`` is short, and empty when not known: the outlet, or who the report is credited to, or the agency of its
    byline. ``label`` is the outlet, or else the beginning of the title in quotation marks, or else "Report 3".
    ``text`` is ``None`` when the document was not handed to the exporter.
    """

    number: int
    outlet: str
    label: str
    name: str
    document: BriefDocument
    text: str | None

    @property
    def heading(self) -> str:
        """The label and the name, or the name alone where the label is made of it."""
        return f"{self.label}: {self.name}" if self.outlet else self.name


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
    """What one report alone says; a copy of it may carry the same words.

    ``findings`` are its lines. ``folded`` stand word for word in one of these: a reader is spared them, a table is not.
    """

    source: Source
    findings: tuple[Finding, ...]
    folded: tuple[Finding, ...] = ()

    @property
    def everything(self) -> tuple[Finding, ...]:
        """All that the report alone says, the lines first."""
        return (*self.findings, *self.folded)


@dataclass(frozen=True, slots=True)
class Outline:
    """A brief in reading order; every statement, entry and quotation of the brief stands in it, and every finding.

    What one report alone says in words that another such line has, too, is folded into that one.

    ``origins`` counts outlets and agencies, each once however many of its reports or copies there are. ``major`` are
    the entries of the timeline that matter most.
    """

    brief: Brief
    sources: tuple[Source, ...]
    origins: int
    upcoming: tuple[TimelineEntry, ...]
    timeline: tuple[TimelineEntry, ...]
    major: frozenset[TimelineEntry]
    compared: tuple[Finding, ...]
    single: tuple[Alone, ...]
    voices: tuple[Voice, ...]
    scare: tuple[Utterance, ...]

    @property
    def first_compared(self) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
        """Every conflict and update with the first of the others, few of them on offices; and the rest."""
        return first_findings(self.compared)

    def fold(self, entries: Sequence[TimelineEntry]) -> tuple[tuple[bool, tuple[TimelineEntry, ...]], ...]:
        """The entries in their order, cut into those that show at first (``True``) and those folded between them."""
        shown = groupby(entries, key=lambda entry: entry in self.major)
        return tuple((major, tuple(stretch)) for major, stretch in shown)

    @property
    def sections(self) -> tuple[str, ...]:
        """The names of the sections that have something in them, in reading order."""
        filled = {
            "summary": self.brief.summary,
            "next": self.upcoming,
            "milestones": self.brief.milestones,
            "timeline": self.timeline,
            "compared": self.compared,
            "voices": self.voices,
            "scare": self.scare,
            "single": self.single,
            "entities": self.brief.entities,
            "reviews": self.brief.reviews,
            "sources": self.sources,
        }
        return tuple(name for name, content in filled.items() if content)


def outline(brief: Brief, documents: Sequence[Document]) -> Outline:
    """``brief`` arranged for reading: reports numbered by date, voices gathered, conflicts first."""
    texts = {doc.id: doc.text for doc in documents}
    timeline = tuple(sorted(brief.timeline, key=_when))
    sources = number_sources(brief.documents, texts)
    origins = find_origins(brief.documents, brief.origins)
    horizon = brief.as_of or max((e.end for e in timeline if e.status == "happened" and e.end), default=None)
    upcoming = tuple(sorted((e for e in timeline if is_ahead(e, horizon)), key=lambda e: _by(e, sources)))
    decided = frozenset(one.item for one in brief.reviews if one.item)
    findings = sorted((_count_anew(f, origins) for f in brief.findings), key=rank_finding)
    return Outline(
        brief=brief,
        sources=sources,
        origins=count_origins(origins, origins),
        upcoming=upcoming,
        timeline=timeline,
        major=choose_entries(
            timeline,
            upcoming,
            horizon,
            {d.id: d.copy_of or d.id for d in brief.documents},
            days=frozenset(milestone.day for milestone in brief.milestones),
        ),
        compared=tuple(_in_order(f, sources) for f in findings if f.verdict != "single"),
        single=_gather_single([f for f in findings if f.verdict == "single"], sources, decided),
        voices=gather_voices(brief),
        scare=tuple(u for u in brief.quotations if u.kind == "scare"),
    )


def say_status(entry: TimelineEntry) -> str:
    """Where an event stands, in a word; a plan taken off its day is "postponed" where the last word on it says so."""
    off = [step.step for step in entry.history if step.status == "cancelled"]
    put_off = entry.status == "cancelled" and off[-1:] == ["postponed"]
    return STEP_WORDS["postponed"] if put_off else STATUS_WORDS[entry.status]


def counted(number: int, noun: str) -> str:
    """ "1 report", "2 reports"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def title_of(brief: Brief) -> str:
    """The title on one line; never empty."""
    return show_line(brief.title) or "Untitled story"


def number_sources(documents: Sequence[BriefDocument], texts: dict[str, str]) -> tuple[Source, ...]:
    """The reports as readers meet them, in order of publication; ``texts`` by the ids of those that are at hand."""
    ordered = sorted(documents, key=_came_out)
    return tuple(
        Source(number, _outlet(doc), _outlet(doc) or _label(doc, number), _name(doc), doc, texts.get(doc.id))
        for number, doc in enumerate(ordered, start=1)
    )


def _came_out(doc: BriefDocument) -> tuple[date, date, str, str]:
    published = doc.published
    return (published.earliest or date.max, published.latest or date.max, doc.location, doc.id)


def _outlet(doc: BriefDocument) -> str:
    return shorten(doc.outlet or doc.credit or _agency(doc.bylines), _LABEL_LIMIT)


def _agency(bylines: Sequence[str]) -> str:
    """The first part of a byline that is no person but an agency; empty when there is none."""
    parts = (part.strip(" .") for byline in bylines for part in _BYLINE_PARTS.split(show_line(byline)))
    return next((p for p in parts if len(p) <= 2 * _LABEL_LIMIT and p[:1].isupper() and _AGENCY.search(p)), "")


def _label(doc: BriefDocument, number: int) -> str:
    title = shorten(doc.title or "", _LABEL_LIMIT)
    return f"“{title}”" if title else f"Report {number}"


def _name(doc: BriefDocument) -> str:
    return show_line(doc.title or "") or shorten(PurePath(doc.location).name or doc.location, 80) or doc.id


def _when(entry: TimelineEntry) -> tuple[date, date, str, str]:
    start, end = entry.start or entry.end, entry.end or entry.start
    return (start or date.max, end or date.max, entry.what, entry.id)


def _by(entry: TimelineEntry, sources: Sequence[Source]) -> tuple[date, date, int]:
    # What is expected within the year comes after what is expected on a day of it; of one day the newest told is first.
    told = {e.doc for e in entry.evidence}
    newest = max((s.number for s in sources if s.document.id in told), default=0)
    return (entry.end or entry.start or date.max, entry.start or date.max, -newest)


def is_ahead(entry: TimelineEntry, horizon: date | None) -> bool:
    """Whether it is still to come: what began before the last report, or ended, is not."""
    if entry.status not in ("expected", "possible"):
        return False
    start = entry.start or entry.end
    return start is None or horizon is None or start >= horizon


def _count_anew(finding: Finding, origins: dict[str, str]) -> Finding:
    docs = {doc for telling in finding.tellings for doc in telling.documents}
    return replace(finding, origins=min(finding.origins, max(1, count_origins(origins, docs))))


def _in_order(finding: Finding, sources: Sequence[Source]) -> Finding:
    """What moved on is told in the order of the reports."""
    if finding.verdict != "updated":
        return finding
    numbers = {source.document.id: source.number for source in sources}
    tellings = sorted(finding.tellings, key=lambda t: min((numbers.get(e.doc, 0) for e in t.evidence), default=0))
    return replace(finding, tellings=tuple(tellings))


def _gather_single(
    findings: Sequence[Finding], sources: Sequence[Source], decided: frozenset[str]
) -> tuple[Alone, ...]:
    """Under each report what it alone says, each sentence once; what copies carry stands under the first of them.

    A finding of the ids ``decided`` stands alone, whatever else has its words: somebody decided on it.
    """
    gathered: dict[str, list[Finding]] = {}
    for finding in findings:
        docs = {e.doc for telling in finding.tellings for e in telling.evidence}
        first = next((s.document.id for s in sources if s.document.id in docs), "")
        gathered.setdefault(first, []).append(finding)
    return tuple(_fold(s, gathered[s.document.id], decided) for s in sources if s.document.id in gathered)


def _fold(source: Source, findings: Sequence[Finding], decided: frozenset[str]) -> Alone:
    lines = tuple(_once(findings, decided))
    told = {finding.id for finding in lines}
    return Alone(source, lines, tuple(finding for finding in findings if finding.id not in told))


def _once(findings: Sequence[Finding], decided: frozenset[str]) -> Iterator[Finding]:
    """The findings without those whose words stand in another's; that one stands where the first of them stood."""
    told: set[str] = set()
    for finding in findings:
        whole = finding
        # What covers it is wider, and no finding is wider than itself: this ends.
        while whole.id not in decided and (wider := next((f for f in findings if _covers(f, whole)), None)):
            whole = wider
        if whole.id not in told:
            told.add(whole.id)
            yield whole


def _covers(whole: Finding, part: Finding) -> bool:
    """Whether every telling of ``part`` stands, word for word, in a wider place that ``whole`` rests on."""
    return all(
        any(
            place.doc == one.doc
            and place.start <= one.start
            and one.end <= place.end
            and show_line(telling.text) in show_line(said.text)
            and (place.end - place.start, len(said.text), whole.id) > (one.end - one.start, len(telling.text), part.id)
            for said in whole.tellings
            for place in said.evidence
        )
        for telling in part.tellings
        for one in telling.evidence
    )


def gather_voices(brief: Brief) -> tuple[Voice, ...]:
    """Who is quoted with what, as the outline of the brief has it."""
    return _gather_voices([u for u in brief.quotations if u.kind != "scare"], brief.entities, brief.documents)


def _gather_voices(
    utterances: Sequence[Utterance], entities: Sequence[Actor], documents: Sequence[BriefDocument]
) -> tuple[Voice, ...]:
    """Speakers with the most very words first, those not named last.

    Each with denials first, then the very words, then the rest, all by the day of the first report that has them.
    """
    days = {doc.id: doc.published.earliest or doc.published.latest or date.max for doc in documents}
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
        said.sort(key=lambda u: (not is_denial(say_cue(u.kind, u.cue)), u.kind == "indirect", _told_on(u, days)))
        voices.append(Voice(show_line(shown) if shown else None, role, actor, tuple(said)))
    return tuple(sorted(voices, key=_weight))


def _told_on(utterance: Utterance, days: dict[str, date]) -> tuple[date, int]:
    first = min((days.get(e.doc, date.max) for e in utterance.evidence), default=date.max)
    return (first, _KINDS.index(utterance.kind))


def _weight(voice: Voice) -> tuple[bool, int, int, str]:
    verbatim = sum(u.kind != "indirect" for u in voice.utterances)
    return (voice.name is None, -verbatim, -len(voice.utterances), voice.name or "")


def _spoken_name(utterance: Utterance) -> str | None:
    return utterance.speaker_name or utterance.as_printed
