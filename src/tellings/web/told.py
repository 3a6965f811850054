"""A story as the desk shows it: the brief made last, what is new for the visitor, and pages cut to size."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from markupsafe import Markup, escape

from tellings.daily.judgements import count_reviews
from tellings.daily.last_brief import find_last_brief
from tellings.daily.stories import find_story
from tellings.exports.outlet_table import OutletTable, lay_table
from tellings.exports.outline import Alone, Outline, Source, Voice, outline
from tellings.exports.strip import Strip, draw_strip
from tellings.exports.told_page import Cite, Line, Page
from tellings.exports.wording import say_as_of
from tellings.model.brief import Actor, Brief, Finding, Statement, TimelineEntry, Utterance
from tellings.model.span import Evidence
from tellings.model.story import Story
from tellings.web.links import entity_path, statement_path, story_path, words_path
from tellings.web.sections import (
    SECTIONS,
    Where,
    count_lines,
    count_pages,
    cut_first,
    cut_page,
    find_places,
    first_ids,
)
from tellings.web.state import Web

COLUMNS = 8
"""Outlets in a table of facts: more cannot be taken in; the visitor may choose others."""

CITED = 6
"""Citations of a line that are shown; of the others it is said how many they are."""

DRAWN = 60
"""Entries of a timeline that are drawn; of a longer one those that matter most."""

COUNTED = {
    "next": "that are expected",
    "timeline": "entries of the timeline",
    "compared": "facts that more than one tells",
    "voices": "quotations",
    "scare": "quoted words",
    "single": "facts that only one tells",
    "entities": "names",
}
"""The sections that have pages of their own, and what their lines are called."""

LAYERS: dict[type[object], str] = {
    Statement: "summary",
    TimelineEntry: "timeline",
    Utterance: "quotations",
    Finding: "findings",
    Actor: "entities",
}

Beside = Callable[[str, str, bool, str], Markup]
"""Layer, id, whether it is new, and its address: what stands at the end of a line."""


@dataclass(frozen=True, slots=True)
class Glance:
    """What the frame of a story's pages says of it; ``pages`` is how many each section has."""

    id: str
    title: str
    as_of: str
    origins: int
    conflicts: int
    said: int
    sections: tuple[str, ...]
    pages: Mapping[str, int]
    documents: frozenset[str]


@dataclass(frozen=True, slots=True)
class Front:
    """A story as far as its pages need it where the pieces they are made of are kept; ``behind`` as in ``Shown``."""

    glance: Glance
    behind: int
    version: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A story ready to be shown: ``behind`` counts reports that the brief does not know yet.

    ``places`` is where each line stands in the whole sections. ``version`` changes when the brief, or what people
    decided on it, changes.
    """

    told: Outline
    places: dict[str, Where]
    behind: int
    version: tuple[object, ...]

    @property
    def brief(self) -> Brief:
        return self.told.brief


def load_shown(web: Web, given: str) -> Shown:
    """The story that ``given`` means, from memory where nothing changed since.

    Raises:
        UsageError: when there is no such story.
    """
    story, version = find_version(web, given)
    told, places = _load_told(web, version)
    return Shown(told, places, len(set(story.documents) - {doc.id for doc in told.brief.documents}), version)


def load_front(web: Web, given: str) -> Front:
    """The same without the brief, which is decoded and laid out only where it was not since it changed.

    Raises:
        UsageError: when there is no such story.
    """
    story, version = find_version(web, given)
    glance: Glance = web.gists.get(("glance", *version), lambda: _glance_at(_load_told(web, version)[0]))
    return Front(glance, len(set(story.documents) - glance.documents), version)


def open_front(web: Web, front: Front) -> Shown:
    """All of the story."""
    return Shown(*_load_told(web, front.version), front.behind, front.version)


def find_version(web: Web, given: str) -> tuple[Story, tuple[object, ...]]:
    """The story that ``given`` means, and what changes when its brief, or what people decided on it, changes.

    Raises:
        UsageError: when there is no such story.
    """
    found = web.store.load_stories([given]) or web.store.load_stories([find_story(web.store, given)])
    (story,) = found
    made = web.store.find_briefed([story.id]).get(story.id)
    return story, (story.id, made or story.documents, find_review_version(web, story.id))


def _load_told(web: Web, version: tuple[object, ...]) -> tuple[Outline, dict[str, Where]]:
    return web.cache.get(("told", *version), lambda: _tell(web, str(version[0])))


def _glance_at(told: Outline) -> Glance:
    return Glance(
        id=told.brief.id,
        title=told.brief.title,
        as_of=say_as_of(told),
        origins=told.origins,
        conflicts=sum(finding.verdict == "conflict" and finding.sure for finding in told.compared),
        said=sum(len(voice.utterances) for voice in told.voices),
        sections=told.sections,
        pages={section: count_pages(told, section) for section in SECTIONS},
        documents=frozenset(doc.id for doc in told.brief.documents),
    )


def find_review_version(web: Web, story: str) -> object:
    """What changes when somebody decides on a line of the story."""
    return count_reviews(web.store, story)


def _tell(web: Web, story: str) -> tuple[Outline, dict[str, Where]]:
    brief = find_last_brief(web.store, story).brief
    told = outline(brief, web.store.load_documents(doc.id for doc in brief.documents))
    # Each finding has a line here, for somebody may decide on it.
    told = replace(told, single=tuple(Alone(alone.source, alone.everything) for alone in told.single))
    return told, find_places(told)


@dataclass(frozen=True)
class DeskPage(Page):
    """A part of a story, linked to the rest of the desk.

    ``all_told`` is the whole story, ``here`` are the ids of the lines on this page, ``fresh`` the reports that the
    visitor has not seen before.
    """

    all_told: Outline | None = None
    beside_with: Beside | None = None
    here: frozenset[str] = frozenset()
    fresh: frozenset[str] = frozenset()
    cited: int = CITED

    @property
    def story(self) -> str:
        """The address of the story."""
        return story_path(self.told.brief.id)

    @property
    def pictured(self) -> bool:
        # They have a page of their own: of a hundred reports they are larger than all the rest.
        return False

    @property
    def whole(self) -> Outline:
        return self.all_told or self.told

    def leads_to(self, source: Source, place: Evidence) -> str:
        return words_path(place)

    def cite(self, evidence: Iterable[Evidence]) -> tuple[Cite, ...]:
        return super().cite(tuple(evidence))

    def cites(
        self, evidence: Iterable[Evidence], line: Line | None = None, *, named: bool = False, more: Markup | str = ""
    ) -> Markup:
        """As on every page; of many places the first few, one a report, and how many more there are."""
        places = [e for e in dict.fromkeys(evidence) if e.doc in self.sources]
        if len(places) <= self.cited + 1:
            return super().cites(places, line, named=named)
        by_report: dict[str, Evidence] = {}
        for e in sorted(places, key=lambda e: (self.sources[e.doc].number, e.start)):
            by_report.setdefault(e.doc, e)
        kept = list(by_report.values())[: self.cited]
        left = len(places) - len(kept)
        if line is None:
            return super().cites(kept, named=named, more=Markup('<span class="fine">+{}</span>').format(left))
        shape = '<a class="cite rest" href="{}/words" title="{} more places in the reports">+{}</a>'
        link = Markup(shape).format(statement_path(self.told.brief.id, line.id), left, left)
        return super().cites(kept, line, named=named, more=link)

    def id_of(self, line: Line, kind: str, number: int | str) -> str:
        return line.id

    def link_to(self, line: Line, kind: str, number: int | str) -> str:
        return f"#{line.id}" if line.id in self.here else statement_path(self.told.brief.id, line.id)

    def total(self, name: str, listed: int) -> int:
        return (
            count_lines(self.whole, name) if name in ("timeline", "compared", "voices", "scare", "single") else listed
        )

    def more(self, name: str, part: Voice | Alone | None = None) -> Markup | str:
        if self.all_told is None:
            return ""
        if part is not None:
            return self._more_of(name, part)
        if name not in COUNTED:
            return ""
        total, here = count_lines(self.whole, name), count_lines(self.told, name)
        if total <= here:
            return ""
        shape = '<p class="all"><a href="{}/sections/{}">{} {:,} {}</a></p>'
        return Markup(shape).format(self.story, name, "Both" if total == 2 else "All", total, COUNTED[name])

    def _more_of(self, name: str, part: Voice | Alone) -> Markup | str:
        """How many lines more there are of one speaker or one report."""
        if isinstance(part, Alone):
            alone = next((a for a in self.whole.single if a.source.number == part.source.number), part)
            lines: tuple[Line, ...] = alone.findings[len(part.findings) :]
        else:
            voice = next((v for v in self.whole.voices if v.utterances[:1] == part.utterances[:1]), part)
            lines = voice.utterances[len(part.utterances) :]
        if not lines:
            return ""
        href = statement_path(self.told.brief.id, lines[0].id)
        return Markup('<p class="all"><a href="{}">{:,} more</a></p>').format(href, len(lines))

    def beside(self, line: Line) -> Markup | str:
        if self.beside_with is None:
            return ""
        new = bool(self.fresh) and self.fresh.issuperset(_told_by(line))
        return self.beside_with(LAYERS[type(line)], line.id, new, statement_path(self.told.brief.id, line.id))

    def name(self, actor: Actor | None, name: str) -> Markup | str:
        href = entity_path(actor.kind, actor.name) if actor is not None else ""
        shown = super().name(actor, name)
        return Markup('<a class="name" href="{}">{}</a>').format(href, shown) if href else escape(shown)

    def table(self, findings: tuple[Finding, ...], chosen: tuple[str, ...] = ()) -> OutletTable:
        """The facts by outlet."""
        return lay_table(findings, self.told.sources, most=COLUMNS, chosen=chosen)


def make_first(shown: Shown, beside: Beside | None, fresh: frozenset[str]) -> DeskPage:
    """What the page of a story shows first."""
    first = cut_first(shown.told)
    return _make(shown, first, _draw(shown.told), beside, fresh, first_ids(first))


def make_whole(shown: Shown) -> DeskPage:
    """All of it, for what is drawn of a whole story."""
    return _make(shown, shown.told, None, None, frozenset(), frozenset())


def make_section(shown: Shown, beside: Beside | None, fresh: frozenset[str], section: str, page: int) -> DeskPage:
    """One page of a whole section."""
    part = cut_page(shown.told, section, page)
    here = frozenset(id_ for id_, where in shown.places.items() if where == Where(section, page))
    return _make(shown, part, _draw(shown.told) if section == "timeline" else None, beside, fresh, here)


def _make(
    shown: Shown,
    told: Outline,
    strip: Strip | None,
    beside: Beside | None,
    fresh: frozenset[str],
    here: frozenset[str],
) -> DeskPage:
    numbers = {entry: number for number, entry in enumerate(shown.told.timeline, start=1)}
    return DeskPage(told, "s", strip, numbers, all_told=shown.told, beside_with=beside, here=here, fresh=fresh)


def _draw(told: Outline) -> Strip | None:
    entries = told.timeline
    if len(entries) > DRAWN:
        entries = tuple(e for e in entries if e in told.major)[:DRAWN]
    return draw_strip(entries, told.brief.as_of)


def _told_by(line: Line) -> Iterable[str]:
    """The reports that tell a line."""
    if isinstance(line, Finding):
        return [doc for telling in line.tellings for doc in telling.documents]
    return line.documents if isinstance(line, Actor) else [e.doc for e in line.evidence]
