"""A briefing as one HTML page: no network, no scripts needed, the sources beside the statements."""

import base64
import hashlib
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tellings.exports import dates, reviewed, spoken, wording
from tellings.exports.characters import show, show_line
from tellings.exports.importance import moves_of
from tellings.exports.news import NEWS_HEADINGS, NOTHING_NEW, lay_out_news, say_news
from tellings.exports.outline import STATUS_WORDS, STEP_WORDS, Outline, Source, counted, outline, say_status, title_of
from tellings.exports.strip import draw_strip
from tellings.exports.told_page import Page, Report, collect_backs
from tellings.model.brief import Briefing
from tellings.model.document import Document

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_PAGE = Path(__file__).parent / "page"
_POLICY = "default-src 'none'; style-src {style}; script-src {script}; base-uri 'none'; form-action 'none'"


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
    backs = collect_backs(told)
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

    from tellings.exports.pictures.coverage import draw_coverage, say_panel
    from tellings.exports.pictures.network import draw_network
    from tellings.exports.pictures.places import list_places

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
        name: getattr(room, name)
        for room in (wording, spoken, reviewed)
        for name in dir(room)
        if name.startswith("say_")
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
        draw_coverage=draw_coverage,
        draw_network=draw_network,
        list_places=list_places,
        say_panel=say_panel,
    )
    environment.globals.update(
        headings=wording.HEADINGS,
        short=wording.SHORT_HEADINGS,
        statuses=STATUS_WORDS,
        say_status=say_status,
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
