"""A briefing as one HTML page: no network, no scripts needed, the sources beside the statements."""

import base64
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tellings.exports import dates, spoken, wording
from tellings.exports.characters import shorten, show, show_around, show_line
from tellings.exports.importance import moves_of
from tellings.exports.news import NEWS_HEADINGS, NOTHING_NEW, lay_out_news, say_news
from tellings.exports.outline import STATUS_WORDS, STEP_WORDS, Outline, Source, counted, outline, title_of
from tellings.exports.strip import Strip, draw_strip
from tellings.model.brief import Briefing, TimelineEntry
from tellings.model.document import Document
from tellings.model.span import Evidence

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_PAGE = Path(__file__).parent / "page"
_POLICY = "default-src 'none'; style-src {style}; script-src {script}; base-uri 'none'; form-action 'none'"
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


@dataclass(frozen=True, slots=True)
class Page:
    """One story ready for the template; ``anchor`` begins every id in it."""

    told: Outline
    anchor: str
    strip: Strip | None
    numbers: dict[TimelineEntry, int]
    reports: tuple[Report, ...]

    def cite(self, evidence: Sequence[Evidence]) -> tuple[Cite, ...]:
        """The links for a line, each place once, in the order of the reports."""
        sources = {s.document.id: s for s in self.told.sources}
        cites: list[Cite] = []
        count: dict[str, int] = {}
        known = {e for e in evidence if e.doc in sources}
        for e in sorted(known, key=lambda e: (sources[e.doc].number, e.start, e.end)):
            source = sources[e.doc]
            nth = count[e.doc] = count.get(e.doc, -1) + 1
            label = f"{source.number}{'' if not nth else _LETTERS[nth - 1] if nth <= len(_LETTERS) else f'.{nth + 1}'}"
            words = show_around(source.text, e.start, e.end) if source.text else shorten(e.text, 300)
            title = f"“{words}” — {source.label}"
            cites.append(Cite(label, source.label, f"#{self.anchor}r{source.number}-{e.start}-{e.end}", title))
        return tuple(cites)

    def sources_of(self, documents: Iterable[str]) -> tuple[Source, ...]:
        """The reports with these ids, in their order."""
        wanted = set(documents)
        return tuple(s for s in self.told.sources if s.document.id in wanted)


def to_html(briefing: Briefing, documents: Sequence[Document]) -> str:
    """One self-contained page; its policy allows its own style and script by their hashes and nothing else."""
    split: list[str] = []
    pages = [_prepare(outline(brief, documents), f"s{n}", split) for n, brief in enumerate(briefing.stories, start=1)]
    from tellings.exports.marked_text import anchor_rules

    style = read_page("page.css") + anchor_rules(split)
    script = read_page("page.js")
    titles = [title_of(page.told.brief) for page in pages]
    return (
        environment()
        .get_template("page.html.jinja")
        .render(
            briefing=briefing,
            pages=pages,
            title=titles[0] if len(titles) == 1 else wording.say_stories(len(titles)) if titles else "No reports",
            style=style,
            script=script,
            policy=policy_of(style=hash_of(style), script=hash_of(script)),
        )
    )


def _prepare(told: Outline, anchor: str, split: list[str]) -> Page:
    backs = _collect_backs(told)
    reports = []
    for source in told.sources:
        prefix = f"{anchor}r{source.number}"
        reports.append(Report(source, prefix, _mark(source, prefix, backs.get(source.document.id, {}), split)))
    return Page(
        told=told,
        anchor=anchor,
        strip=draw_strip(told.timeline, told.brief.as_of),
        numbers={entry: number for number, entry in enumerate(told.timeline, start=1)},
        reports=tuple(reports),
    )


def _mark(source: Source, prefix: str, backs: dict[tuple[int, int], list[str]], split: list[str]) -> "Markup | None":
    from tellings.exports.marked_text import MarkedText

    if source.text is None:
        return None
    marked = MarkedText(source.text, prefix, backs, source.document.furniture)
    text = marked.render()
    split += marked.split
    return text


def _collect_backs(told: Outline) -> dict[str, dict[tuple[int, int], list[str]]]:
    """For each report and cited place the lines of the brief that rest on it, in reading order."""
    backs: dict[str, dict[tuple[int, int], list[str]]] = {}
    for line, evidence in _lines(told):
        for e in evidence:
            lines = backs.setdefault(e.doc, {}).setdefault((e.start, e.end), [])
            if line not in lines:
                lines.append(line)
    return backs


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
    for finding in (*told.compared, *(finding for alone in told.single for finding in alone.findings)):
        for telling in finding.tellings:
            yield f"{wording.VERDICT_WORDS[finding.verdict]}: {wording.say_about(finding)}", telling.evidence
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


@cache
def read_page(name: str) -> str:
    """A file of the folder the pages are made from."""
    return (_PAGE / name).read_text(encoding="utf-8")


def hash_of(content: str) -> str:
    """The source expression of a content security policy that allows exactly ``content``."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def policy_of(*, style: str, script: str) -> str:
    """The policy of a page that may load nothing and run only what is named."""
    return _POLICY.format(style=style, script=script)


@cache
def environment() -> "Environment":
    """Where the templates are, with the words and marks that all pages share; everything shown is escaped."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(_PAGE),
        autoescape=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # Every word shown loses what would act instead of show; what is Markup was made here.
        finalize=lambda value: show(value) if isinstance(value, str) and not isinstance(value, Markup) else value,
    )
    words: dict[str, Callable[..., object]] = {
        name: getattr(room, name) for room in (wording, spoken) for name in dir(room) if name.startswith("say_")
    }
    words |= {"say_day": dates.say_day, "say_days": dates.say_days, "say_published": dates.say_published}
    environment.globals.update(
        words,
        counted=counted,
        capital=wording.capital,
        moves_of=moves_of,
        title_of=title_of,
        line=show_line,
        safe=Markup,
    )
    environment.globals.update(
        headings=wording.HEADINGS,
        short=wording.SHORT_HEADINGS,
        statuses=STATUS_WORDS,
        steps=STEP_WORDS,
        verdicts=wording.VERDICT_WORDS,
        means=wording.VERDICT_MEANS,
        nothing=wording.NOTHING,
        origins_mean=wording.ORIGINS_MEAN,
        is_denial=spoken.is_denial,
        lay_out_news=lay_out_news,
        say_news=say_news,
        news_headings=NEWS_HEADINGS,
        nothing_new=NOTHING_NEW,
    )
    return environment
