"""What a reviewer may decide on a line: checked against the brief, with the value it had before."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from typing import get_args

from tellings.errors import UsageError
from tellings.model.brief import Brief, BriefDocument, Verdict
from tellings.model.reading import EntityKind, EventStatus
from tellings.model.review import Judgement, QuotedWords, ReviewField, ReviewLayer
from tellings.model.span import Evidence
from tellings.story.overlay_actors import find_actor
from tellings.story.reviewed_lines import Line, list_lines, quote_words
from tellings.text.names import fold

FIELDS: Mapping[ReviewLayer, tuple[ReviewField, ...]] = {
    "summary": ("text",),
    "timeline": ("text", "date", "status"),
    "quotations": ("speaker", "words"),
    "findings": ("text", "verdict"),
    "entities": ("name", "kind"),
    "documents": ("date",),
}
"""What of a line can be corrected."""

VALUES: Mapping[str, tuple[str, ...]] = {
    "status": get_args(EventStatus),
    "verdict": get_args(Verdict),
    "kind": get_args(EntityKind),
}
"""What a field can be, where it is one of a few."""

LONGEST = 4000
"""Characters of a correction or a note: a long paragraph."""

NEARLY = 0.8
"""Likeness of two names (difflib's ratio) from which one may be the other mistyped: a letter or two of a name."""

_QUOTES = "\"'“”‘’„«» "
_COMPARED = ("conflict", "updated")


def pick(given: str, choices: Sequence[str], what: str) -> str:
    """The one of the choices that was given.

    Raises:
        UsageError: when it is none of them.
    """
    if given not in choices:
        raise UsageError(f"{given[:60]!r} is no {what}. Choose one of: {', '.join(choices)}.")
    return given


def clean(words: str, what: str, limit: int = LONGEST) -> str:
    """The words without white space around.

    Raises:
        UsageError: when they are longer than ``limit`` characters.
    """
    words = words.strip().replace("\x00", "")
    if len(words) > limit:
        raise UsageError(f"The {what} has {len(words):,} characters; {limit:,} at most.")
    return words.encode("utf-8", "replace").decode()


def decide(
    brief: Brief,
    line: Line,
    base: Judgement,
    verb: str,
    field: str,
    value: str,
    *,
    before: Mapping[ReviewField, str],
    documents: Sequence[str],
    texts: Mapping[str, str],
    as_typed: bool = False,
) -> Judgement:
    """``base`` as the decision it becomes; ``before`` is what the fields of the line are now.

    Raises:
        UsageError: when the decision does not fit the line.
    """
    value = clean(value, "correction")
    if verb == "correct":
        return _correct(brief, line, base, field, value, before, texts, as_typed=as_typed)
    if verb == "detach":
        return _detach(brief, line, base, documents, texts)
    if verb in ("same", "different"):
        if line.layer != "entities":
            raise UsageError(f"{verb!r} is said of a person, organisation or place, not of the {line.layer}.")
        return (_unite if verb == "same" else _part)(brief, line, base, value, documents)
    if verb == "note":
        if not base.note:
            raise UsageError("A note needs words.")
        return base
    if verb == "reject" and line.layer in ("entities", "documents"):
        raise UsageError(f"One of the {line.layer} cannot be rejected. Choose one of: confirm, note, correct.")
    return replace(base, verb="confirm" if verb == "confirm" else "reject")


def _correct(
    brief: Brief,
    line: Line,
    base: Judgement,
    field: str,
    value: str,
    before: Mapping[ReviewField, str],
    texts: Mapping[str, str],
    *,
    as_typed: bool,
) -> Judgement:
    choices = FIELDS[line.layer]
    chosen = next((each for each in choices if each == field), None)
    if chosen is None:
        raise UsageError(
            f"{field[:60]!r} of the {line.layer} cannot be corrected. Choose one of: {', '.join(choices)}."
        )
    put: tuple[QuotedWords, ...] = ()
    if chosen in VALUES:
        pick(value, VALUES[chosen], chosen)
    elif chosen == "date":
        value = _read_days(value, single=line.layer == "documents")
    elif chosen == "speaker":
        value = _read_name(brief, value, line, as_typed=as_typed)
    elif chosen == "words":
        put = _find_words(line, value, texts)
        value = put[0].exact
    else:
        value = " ".join(value.split())
        if not value:
            raise UsageError(f"The {chosen} cannot be empty. To leave the line out, reject it.")
    told = next((f.tellings for f in brief.findings if f.id == line.id), ())
    if value in _COMPARED and chosen == "verdict" and len(told) < 2:
        raise UsageError(f"There is one telling of it alone: that is no {value}.")
    was = before.get(chosen, "")
    if was == value:
        raise UsageError(f"The {chosen} is {value or 'nobody'!r} already. To say that it is right, confirm it.")
    return replace(base, verb="correct", field=chosen, was=was, now=value, put=put)


def _detach(brief: Brief, line: Line, base: Judgement, documents: Sequence[str], texts: Mapping[str, str]) -> Judgement:
    """The decision that these reports do not say the line; others must."""
    if line.layer in ("entities", "documents"):
        raise UsageError(f"Reports are taken off a line of the brief, not off one of the {line.layer}.")
    now = next((each for each in list_lines(brief) if each.id == line.id), None)
    if now is None:
        raise UsageError("The line was left out already.")
    resting = {e.doc for e in now.evidence}
    sources = [doc for doc in brief.documents if doc.id in resting]
    gone = [doc for doc in sources if doc.id in documents]
    if not documents or len(gone) < len(set(documents)):
        named = ", ".join(f"{doc.id} ({_name_report(doc, brief)})" for doc in sources[:12])
        raise UsageError(f"Say which of the line's own reports do not say so. Choose of: {named}.")
    if len(gone) == len(sources):
        raise UsageError("No other report would be left to say it. Where none says so, reject the line.")
    first = {e.doc: e for e in reversed(now.evidence) if e.doc in documents}
    put = tuple(words for place in first.values() for words in quote_words([place], texts))
    return replace(base, verb="detach", was=", ".join(_name_report(doc, brief) for doc in gone), put=put)


def _name_report(doc: BriefDocument, brief: Brief) -> str:
    """A report as people know it: by its outlet, with its title where the outlet has others in the story."""
    several = sum(each.outlet == doc.outlet for each in brief.documents) > 1
    title = doc.title or doc.location
    return f"{doc.outlet} (“{title}”)" if doc.outlet and several else doc.outlet or title


def _read_days(value: str, *, single: bool) -> str:
    start, _, end = value.partition("/")
    try:
        first, last = date.fromisoformat(start.strip()), date.fromisoformat((end or start).strip())
    except ValueError as err:
        more = "" if single else ", or several days as 2031-05-09/2031-05-11"
        raise UsageError(f"{value[:60]!r} is no day. Write YEAR-MONTH-DAY, for instance 2031-05-09{more}.") from err
    if last < first or (single and last != first):
        raise UsageError(f"{value[:60]!r} is no {'single day' if single else 'stretch of days'}.")
    return first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"


def _read_name(brief: Brief, value: str, line: Line, *, as_typed: bool) -> str:
    """The name as the brief has it, where one of its actors is meant, by name or id; "" is nobody.

    Raises:
        UsageError: when nobody is called so but somebody nearly so, unless the name is meant ``as_typed``.
    """
    value = " ".join(value.split())
    named = next((a for a in brief.entities if a.id == value), None)
    found = named or (find_actor(brief, value, (e.doc for e in line.evidence)) if value else None)
    if found is None and value and not as_typed:
        names = {fold(name): a.name for a in brief.entities for name in (*a.aliases, a.name)}
        near = dict.fromkeys(names[each] for each in get_close_matches(fold(value), names, 3, NEARLY))
        if near:
            raise UsageError(
                f"Nobody in the brief is called {value[:60]!r}. Is it {' or '.join(near)}?\n"
                "Give that name, or say that the name is right as it is typed."
            )
    return found.name if found else value


def _find_words(line: Line, value: str, texts: Mapping[str, str]) -> tuple[QuotedWords, ...]:
    """Where the words stand in the reports that carry the quotation, nearest to where it stood."""
    words = value.strip(_QUOTES).split()
    if not words:
        raise UsageError("The words of a quotation cannot be empty. To leave it out, reject it.")
    pattern = re.compile(r"\s+".join(map(re.escape, words)))
    found: list[Evidence] = []
    for place in line.evidence:
        text = texts.get(place.doc, "")
        spans = [match.span() for match in pattern.finditer(text)]
        if spans and all(e.doc != place.doc for e in found):
            start, end = min(spans, key=lambda span: (abs(span[0] - place.start), span))
            found.append(Evidence(place.doc, start, end, text[start:end]))
    if not found:
        raise UsageError(
            "These words stand in none of the reports that carry the quotation.\n"
            "Copy them from the report: what is quoted must have been printed."
        )
    return quote_words(found, texts)


def _unite(brief: Brief, line: Line, base: Judgement, value: str, documents: Sequence[str]) -> Judgement:
    one = next(a for a in brief.entities if a.id == line.id)
    other = next((a for a in brief.entities if a.id == value), None) or find_actor(brief, value, documents)
    if other is None:
        raise UsageError(f"There is nobody called {value[:60]!r} in the brief. Give a name or an id of `entities`.")
    if other.id == one.id:
        raise UsageError(f"{one.name} and {value} are one already.")
    docs = tuple(sorted({*one.documents, *other.documents}))
    return replace(base, verb="same", names=(one.name, other.name), now=other.name, documents=docs)


def _part(brief: Brief, line: Line, base: Judgement, value: str, documents: Sequence[str]) -> Judgement:
    one = next(a for a in brief.entities if a.id == line.id)
    alias = next((a for a in (one.name, *one.aliases) if fold(a) == fold(value)), None)
    if alias is None:
        called = ", ".join(one.aliases[:8])
        raise UsageError(f"{one.name} is not called {value[:60]!r} in the reports. Choose one of: {called}.")
    if alias == one.name and not documents:
        raise UsageError(f"Say in which reports {one.name} is somebody else.")
    return replace(base, verb="different", names=(one.name, alias), now=alias, documents=tuple(sorted(documents)))
