"""The small words every readable format shares: headings, verdicts, how an utterance or a step is put."""

import re
from datetime import date

from tellings.exports.characters import shorten, show_line
from tellings.exports.dates import say_day, say_days
from tellings.exports.outline import STEP_WORDS, Outline, counted
from tellings.model.brief import (
    Brief,
    BriefDocument,
    Finding,
    Milestone,
    Statement,
    StatusStep,
    Telling,
    TimelineEntry,
    Verdict,
)
from tellings.model.rewriting import KeptBecause

HEADINGS = {
    "summary": "Summary",
    "next": "Expected next",
    "milestones": "Days that matter",
    "timeline": "Timeline",
    "compared": "Where the reports differ and agree",
    "voices": "Who said what",
    "scare": "Quoted words given to nobody",
    "single": "Only one report says",
    "entities": "Who is who",
    "reviews": "What people decided",
    "sources": "Reports",
    "skipped": "Left out",
}

SHORT_HEADINGS = {
    "summary": "Summary",
    "next": "Next",
    "milestones": "Days",
    "timeline": "Timeline",
    "compared": "Differences",
    "voices": "Who said what",
    "scare": "Quoted words",
    "single": "Only one says",
    "entities": "Who is who",
    "reviews": "Decisions",
    "sources": "Reports",
}

VERDICT_WORDS: dict[Verdict, str] = {
    "conflict": "Conflict",
    "updated": "Updated",
    "compatible": "Compatible",
    "agree": "Agree",
    "single": "Single",
}

VERDICT_MEANS: dict[Verdict, str] = {
    "conflict": "both cannot be true",
    "updated": "things moved on between reports",
    "compatible": "worded differently, both can be true",
    "agree": "the same, however worded",
    "single": "one origin only",
}

PERHAPS_MEANS = "told in like words; whether it is one thing is for you to see"

ORIGINS_MEAN = "Copies of one text, and reports of one outlet or credited to one agency, are one origin however many."

# A heading that repeats a line below it need not be long; a line that ends in one of these takes no comma.
_REPEATED = 80
# Names of origins in a line.
_NAMED = 3
_CLOSED = "?!…”’\"')"
_BY = "according to"

NOTHING = "No report could be read, so there is nothing to tell."


def say_verdict(finding: Finding) -> str:
    """The verdict in a word; "Perhaps" where the words leave open whether the tellings are of one thing."""
    return VERDICT_WORDS[finding.verdict] if finding.sure else "Perhaps one thing"


def say_verdict_means(finding: Finding) -> str:
    """What the verdict means."""
    return VERDICT_MEANS[finding.verdict] if finding.sure else PERHAPS_MEANS


def capital(words: str) -> str:
    """The words with a capital first letter, the rest as it is."""
    return words[:1].upper() + words[1:]


def say_reports(outline: Outline) -> str:
    """ "5 reports, 4 independent origins"."""
    reports = counted(len(outline.sources), "report")
    return f"{reports}, {counted(outline.origins, 'independent origin')}"


def say_origins(finding: Finding) -> str:
    """ "3 reports, 1 origin: Pelorin Press"; who the origins are where they are fewer than the reports."""
    reports = len({doc for telling in finding.tellings for doc in telling.documents})
    origins = counted(finding.origins, "origin")
    if finding.origins >= reports:
        return origins
    named = [show_line(name) for name in finding.named[:_NAMED]]
    more = finding.origins - len(named)
    if named and more > 0:
        named.append(f"{more} more")
    return f"{counted(reports, 'report')}, {origins}" + (f": {', '.join(named)}" if named else "")


def say_stories(count: int) -> str:
    """ "1 story", "2 stories"."""
    return f"{count:,} {'story' if count == 1 else 'stories'}"


def say_as_of(outline: Outline) -> str:
    """The day up to which the reports tell."""
    as_of = outline.brief.as_of
    return f"as of {say_day(as_of)}" if as_of else "dates of the reports not known"


def say_milestone(milestone: Milestone) -> str:
    """The sentences that tell a day best, and how many reports tell of it."""
    words = " ".join(show_line(place.text) for place in milestone.evidence)
    return f"{words} ({counted(milestone.reports, 'report')})"


def say_step(step: StatusStep) -> str:
    """ "6 September 2022: announced by the port authority"."""
    day = f"{say_day(step.as_of)}: " if step.as_of else ""
    return f"{day}{STEP_WORDS[step.step]}{f' by {show_line(step.by)}' if step.by else ''}"


def say_step_words(step: StatusStep, entry: TimelineEntry) -> str:
    """The words of a step; empty where the entry is told in the same."""
    words = show_line(step.what)
    return words if words != show_line(entry.what) else ""


def say_moved(entry: TimelineEntry, outline: Outline) -> str:
    """ "moved to 20 March 2031", "moved from 18 March 2031"; empty for what stayed where it was."""
    days = {e.id: say_days(e.start, e.end, e.grain) for e in outline.timeline}
    told = [
        f"{way} {days[other]}" for way, other in (("to", entry.moved_to), ("from", entry.moved_from)) if other in days
    ]
    return f"moved {' and '.join(told)}" if told else ""


def say_about(finding: Finding, limit: int | None = None) -> str:
    """What a finding is about; never empty, and cut between words where it only repeats one of its tellings."""
    about = show_line(finding.about) or show_line(finding.tellings[0].text)
    repeats = any(show_line(telling.text).startswith(about) for telling in finding.tellings)
    return shorten(about, min(limit or len(about), _REPEATED if repeats else len(about)))


_DAYS = re.compile(r"\d{4}-\d\d-\d\d(?:/\d{4}-\d\d-\d\d)?")


def say_telling(telling: Telling) -> str:
    """The words of a telling with whose word it is, where they do not name that already."""
    words, by = _on_its_day(telling), show_line(telling.attributed_to or "")
    if not by or names(by, words):
        return words
    # The full stop of a sentence does not stand before what goes on with it.
    words = words.rstrip(" .,;:") or words
    return f"{words} ({_BY} {by})" if words[-1] in _CLOSED else f"{words}, {_BY} {by}"


def names(who: str, words: str) -> bool:
    """Whether the words name whoever it is: in full, without what is said of them, or by a name's last part alone."""
    bare = who.partition(",")[0]
    last = bare.rpartition(" ")[2]
    alone = last[:1].isupper() and re.search(rf"(?<!\w){re.escape(last)}(?!\w)", words) is not None
    return bare.casefold() in words.casefold() or alone


def _on_its_day(telling: Telling) -> str:
    """The words of a telling; of a comparison of days, after the day they mean."""
    words = show_line(telling.text)
    if not _DAYS.fullmatch(telling.value):
        return words
    start, _, end = telling.value.partition("/")
    return f"{say_days(date.fromisoformat(start), date.fromisoformat(end or start))}: {words}"


def say_statement(statement: Statement) -> str:
    """The words of a statement; one that was rephrased says so."""
    mark = statement.rephrasing is not None and statement.rephrasing.outcome == "rephrased"
    return f"{show_line(statement.text)} (rephrased)" if mark else show_line(statement.text)


def say_rewriting(brief: Brief) -> str:
    """Who rephrased the summary, how much of it, and why the rest was kept; empty where nobody was asked."""
    told = brief.rewriting
    if told is None:
        return ""
    kept = sum(part.statements for part in told.kept)
    words = f"{told.rephrased} of {counted(told.rephrased + kept, 'statement')} rephrased by {show_line(told.by)} and "
    words += f"checked against the reports, {kept} kept as printed"
    reasons = ", ".join(f"{part.statements} {_KEPT_WORDS[part.because]}" for part in told.kept)
    notes = "".join(f" {capital(show_line(note))}." for note in told.notes)
    return f"{words}: {reasons}.{notes}" if reasons else f"{words}.{notes}"


_KEPT_WORDS: dict[KeptBecause, str] = {
    "name": "for a name",
    "number": "for a number",
    "date": "for a date",
    "negation": "for a negation",
    "status": "for what is certain, and who says so",
    "quotation": "for a quotation",
    "word": "for a word the report does not have",
    "order": "for the order of the words",
    "form": "for its form",
    "unchanged": "left unchanged",
    "composed": "not a sentence of a report",
    "no_answer": "without an answer",
}


def say_furniture(doc: BriefDocument) -> str:
    """How much of the page was set aside, in words; empty when nothing was."""
    characters = sum(mark.end - mark.start for mark in doc.furniture)
    return f"{characters:,} characters of page furniture set aside" if characters else ""


def say_copy(doc: BriefDocument, outline: Outline) -> str:
    """Whose text a report carries; empty when it is its own."""
    if doc.copy_of is None:
        return ""
    numbers = {s.document.id: s.number for s in outline.sources}
    original = f"[{numbers[doc.copy_of]}]" if doc.copy_of in numbers else doc.copy_of
    return f"carries the text of {original} ({doc.copied:.0%})"
