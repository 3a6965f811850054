"""What is new as Markdown or plain text, and as a record; the HTML page is that of the brief."""

from collections.abc import Sequence
from itertools import chain
from textwrap import TextWrapper

from tellings.exports.as_markdown import escape
from tellings.exports.characters import show_line
from tellings.exports.news import NEWS_HEADINGS, NOTHING_NEW, NewsRow, lay_out_news, say_news
from tellings.exports.outline import title_of
from tellings.exports.wording import HEADINGS
from tellings.model.brief import Brief, Briefing
from tellings.model.changes import Changes, ChangesRecord, ComparedReport, ComparedStory
from tellings.model.span import Evidence

# Rows of a section at a first look in a terminal.
FIRST = 12


def record_changes(briefing: Briefing) -> ChangesRecord:
    """The changes of all stories in one record; stories whose briefs carry none are left out."""
    told = [(brief, brief.changes) for brief in briefing.stories if brief.changes]
    changes = [each for _, each in told]
    return ChangesRecord(
        since=next((each.since for each in changes), None),
        stories=tuple(_record_story(brief, each) for brief, each in told),
        new=tuple(chain.from_iterable(each.new for each in changes)),
        changed=tuple(chain.from_iterable(each.changed for each in changes)),
        withdrawn=tuple(chain.from_iterable(each.withdrawn for each in changes)),
        status=tuple(chain.from_iterable(each.status for each in changes)),
        reread=tuple(chain.from_iterable(each.reread for each in changes)),
        undated=tuple(sorted(chain.from_iterable(each.undated for each in changes))),
        skipped=briefing.skipped,
    )


def _record_story(brief: Brief, changes: Changes) -> ComparedStory:
    unseen = set(changes.unseen)
    documents = tuple(
        ComparedReport(d.id, d.location, d.outlet, d.title, d.published, d.id not in unseen) for d in brief.documents
    )
    counts = (changes.further, changes.repeated, changes.borne_out)
    return ComparedStory(brief.id, brief.title, brief.as_of, documents, *counts)


def to_changes_markdown(briefing: Briefing) -> str:
    """What is new in each story; references ``[^n]`` lead to the report, the offsets and the words."""
    notes: dict[Evidence, int] = {}
    lines: list[str] = []
    labels: dict[str, str] = {}
    for brief in briefing.stories:
        labels |= {d.id: d.outlet or d.title or d.location for d in brief.documents}
        if not brief.changes:
            continue
        sections = lay_out_news(brief.changes)
        lines += [f"# {escape(title_of(brief))}", "", f"*{escape(say_news(brief))}*", ""]
        lines += [] if sections else [NOTHING_NEW, ""]
        for section in sections:
            lines += [f"## {NEWS_HEADINGS[section.name]}", ""]
            lines += [line for row in section.rows for line in _mark_row(row, notes)]
            lines += [f"- … {section.more} more"] if section.more else []
            lines.append("")
    if briefing.skipped:
        lines += [f"## {HEADINGS['skipped']}", ""]
        lines += [f"- {escape(s.location)}: {escape(s.reason)}" for s in briefing.skipped] + [""]
    lines += [
        f"[^{number}]: {escape(labels.get(e.doc, e.doc))}, characters {e.start}–{e.end}: “{escape(e.text)}”"
        for e, number in notes.items()
    ]
    return "\n".join(lines) + "\n"


def _mark_row(row: NewsRow, notes: dict[Evidence, int]) -> list[str]:
    def refer(evidence: Sequence[Evidence]) -> str:
        return "".join(f"[^{notes.setdefault(e, len(notes) + 1)}]" for e in dict.fromkeys(evidence))

    lines = [f"- {escape(row.text)} {refer(row.evidence)}"]
    if row.was:
        lines.append(f"  - before: {escape(row.was)} {refer(row.was_evidence)}")
    return lines


def to_changes_text(briefing: Briefing, *, width: int = 80, full: bool = True) -> str:
    """What is new in each story in ``width`` columns; without ``full`` the first rows of each section."""
    first = TextWrapper(width=max(width, 40), initial_indent="  • ", subsequent_indent="    ")
    under = TextWrapper(width=max(width, 40), initial_indent="      ", subsequent_indent="      ")
    lines: list[str] = []
    for brief in briefing.stories:
        if brief.changes:
            lines += ["", *TextWrapper(width=max(width, 40)).wrap(title_of(brief))]
            lines += TextWrapper(width=max(width, 40)).wrap(say_news(brief))
            lines += list(_list_sections(brief, brief.changes, first, under, full=full))
    if briefing.skipped:
        lines += ["", HEADINGS["skipped"].upper(), *(f"  {s.location}: {s.reason}" for s in briefing.skipped)]
    return "\n".join(map(_safe, lines)).lstrip("\n") + "\n"


def _list_sections(brief: Brief, changes: Changes, first: TextWrapper, under: TextWrapper, *, full: bool) -> list[str]:
    numbers = {d.id: number for number, d in enumerate(brief.documents, start=1)}

    def cite(evidence: Sequence[Evidence]) -> str:
        if full:
            places = dict.fromkeys(f"{numbers.get(e.doc, '?')}:{e.start}-{e.end}" for e in evidence)
            return f"[{', '.join(places)}]"
        return f"[{' '.join(str(n) for n in sorted({numbers[e.doc] for e in evidence if e.doc in numbers}))}]"

    lines: list[str] = []
    sections = lay_out_news(changes)
    for section in sections:
        lines += ["", NEWS_HEADINGS[section.name].upper()]
        shown = section.rows if full else section.rows[:FIRST]
        for row in shown:
            lines += first.wrap(f"{row.text} {cite(row.evidence)}")
            lines += under.wrap(f"before: {row.was} {cite(row.was_evidence)}") if row.was else []
        hidden = len(section.rows) - len(shown) + section.more
        lines += [f"    {hidden} more{'' if full else ': -v shows all'}"] if hidden else []
    cited = {e.doc for s in sections for row in s.rows for e in (*row.evidence, *row.was_evidence)}
    reports = [f"  [{n}] {show_line(d.location)}" for d in brief.documents if d.id in cited and (n := numbers[d.id])]
    return [*(lines or ["", NOTHING_NEW]), *(["", HEADINGS["sources"].upper(), *reports] if reports else [])]


def _safe(line: str) -> str:
    return line if not line.strip() else line[: len(line) - len(line.lstrip())] + show_line(line)
