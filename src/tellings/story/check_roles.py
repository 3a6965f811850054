"""What a draft calls somebody, laid beside what the reports call them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tellings.lexicon import load_words
from tellings.model.span import Evidence, Span
from tellings.model.story import Told
from tellings.story.check_line import Line, Named
from tellings.story.check_names import STRANGER, Ids, Names
from tellings.story.check_parts import Fault
from tellings.story.check_words import alike, negated_words, words_of
from tellings.text.names import fold
from tellings.text.spans import cite, overlap
from tellings.text.verbs import find_verb_groups

# Characters on either side of a name within which a report may say what somebody is.
AROUND = 110
_APPOSED = re.compile(
    r",\s+((?:an?\s+|the\s+|its\s+|their\s+)?[^,.;:()“”\"]{3,90}?)(?=,|\s+(?:said|says|told|has|had|was|is)\b|[.;]|$)"
)
_BEFORE = re.compile(
    r"(?:^|[,;]\s+|\b(?:by|from|to|of|with|and)\s+)((?:the\s+|an?\s+)?[^\W\d_][^,.;:()“”\"]{2,80}),\s+$"
)
_OF = re.compile(r"\s+(?:of|from|at)\s+(?:the\s+)?((?:[A-Z][\w’'\-]*\s*(?:(?:of|for|the|and)\s+)*){1,7})")
_WORKS = re.compile(
    r",\s+who\s+((?:is|was|works?|worked)\s+(?:(?:for|at|with|as)\s+)?([^,.;:()“”\"]{3,90}?))(?=,|[.;]|$)"
)
_IS = re.compile(
    r"\s+(?:is|was)\s+(?:now\s+|also\s+)?((?:the|an?)\s+[^\W\d_][^,.;:()“”\"]{2,60}?)(?=\s+and\s+(?:is|was|has)\b|,|[.;]|$)"
)
# A role told as a deed: "Marek, who chairs the Orlan Council", "Tarn Hydro, which owns the dam".
_HOLDS = re.compile(
    r"\s*,?\s+(?:(?:who|which)\s+)?((?:chair|head|lead|run|direct|own|edit|coache|manage|speak|represent|found)(?:s|ed)\s+"
    r"(?:for\s+)?[^,.;:()“”\"]{3,70}?)(?=,|[.;]|$|\s+and\s+[a-z]+(?:s|ed)\b|\s{2})"
)
_VERBAL = re.compile(
    r"^(?:who|which|where|when|but|and|or|if|as|while|said|says|told|has|had|was|were|is|are|will|would)\b", re.I
)
# A verb and its object, where a clause set between commas ended: "Marek, who heads the board, praised the crews".
_DEED = re.compile(r"^[a-z]+ed\s+(?:the|an?|its|his|her|their|him|it|them|that|to)\b")
_NEXT = re.compile(r"\.\s+((?:She|He)(?:[’']s|\s+is|\s+was)\s+[^.;\n]+)")
_DIRECTED = re.compile(r"^(?:the\s+|an?\s+)?([A-Z][\w\-]*)(?:[’']s?)?\s+.*\b(?:to|in|from)\s+([A-Z][\w\-]*)$")


@dataclass(frozen=True, slots=True)
class Called:
    """A role the draft gives: where it stands, whose it is, its faults and what it rests on."""

    span: Span
    faults: tuple[Fault, ...]
    evidence: tuple[Evidence, ...]


def check_roles(line: Line, told: Told, names: Names) -> tuple[Called, ...]:
    """Every role or affiliation the draft's sentence gives to somebody the reports name."""
    checked = []
    for name, span in _find_roles(line, names):
        if any(actor.startswith(STRANGER) for actor in name.ids):
            continue
        checked.append(_check(line, name, span, told, names))
    # Whether it is told as a role or as a deed is open: only what the reports bear out as a role is tested as one.
    for name in line.names:
        match = _HOLDS.match(line.reading.document.text, name.span.end, line.span.end)
        held = Span(*match.span(1)) if match else None
        if held and not any(overlap(held, c.span) for c in checked):
            called = _check(line, name, held, told, names)
            checked += [] if called.faults else [called]
    return tuple(checked)


def _find_roles(line: Line, names: Names) -> Iterator[tuple[Named, Span]]:
    """Names with the words that say what they are: from the finder, and set off by commas."""
    reading, text = line.reading, line.reading.document.text
    taken: list[Span] = []
    for entity in reading.entities:
        if entity.kind not in ("person", "other", "event"):
            continue
        holder = next((n for n in line.names if any(overlap(n.span, m) for m in entity.mentions)), None)
        for role in entity.roles:
            counted = any(overlap(value.span, role.span) for value in line.values) and entity.kind != "person"
            # What tells a deed is no role, whatever the finder took it for: "days before the mayor was elected".
            tells = bool(find_verb_groups(text, role.span.start, role.span.end))
            if not holder or counted or tells:
                continue
            if overlap(role.span, line.span) and not overlap(role.span, holder.span):
                taken.append(role.span)
                yield holder, role.span
    for name in line.names:
        works = _WORKS.match(text, name.span.end, line.span.end)
        if works and not negated_words(works.group()) and not any(overlap(Span(*works.span(1)), t) for t in taken):
            taken.append(Span(*works.span(1)))
            yield name, Span(*works.span(1))
        is_a = _IS.match(text, name.span.end, line.span.end) if _is_person(name, names) else None
        span = Span(*is_a.span(1)) if is_a else None
        if span and not any(overlap(span, t) for t in (*taken, *(v.span for v in line.values))):
            taken.append(span)
            yield name, span
        if len(line.words_at(name.span).split()) < 2:
            continue
        match = _APPOSED.match(text, name.span.end, line.span.end)
        span = Span(*match.span(1)) if match else None
        if (
            span
            and text[span.start].islower()
            and _is_set_off(line, name, span)
            and not _VERBAL.match(text[span.start : span.end])
            and not find_verb_groups(text, span.start, span.end)
            and not _DEED.match(text[span.start : span.end])
            and not any(overlap(span, t) for t in taken)
        ):
            taken.append(span)
            yield name, span
        match = _OF.match(text, name.span.end, line.span.end)
        span = Span(match.start(1), match.start(1) + len(match.group(1).rstrip())) if match else None
        if span and not any(overlap(span, t) for t in taken) and not _is_where(line, name, span):
            taken.append(span)
            yield name, span


def _is_person(name: Named, names: Names) -> bool:
    return bool(name.ids) and all(names.kind(actor) == "person" for actor in name.ids)


def _is_where(line: Line, name: Named, span: Span) -> bool:
    """Whether "at" a place says where it happened, not whose somebody is: "met Marek at Lake Orvene"."""
    between = line.reading.document.text[name.span.end : span.start].split()
    places = [m for entity in line.reading.entities if entity.kind == "place" for m in entity.mentions]
    return between[:1] == ["at"] and any(overlap(place, span) for place in places)


def _is_set_off(line: Line, name: Named, span: Span) -> bool:
    """Whether what follows a name and a comma can be a role: closed by a comma, or after the sentence's verb.

    "According to Marek, the dam burst" and "A clerk, Orlan, left the hall" go on with the sentence instead. Words with
    a number of their own, as "a town of 950 people", are tested as what is said, not as what somebody is called.
    """
    text = line.reading.document.text
    if any(overlap(value.span, span) for value in line.values):
        return False
    return text[span.end : span.end + 1] == "," or bool(find_verb_groups(text, line.span.start, name.span.start))


def _check(line: Line, name: Named, span: Span, told: Told, names: Names) -> Called:
    printed = line.words_at(span)
    called = names.name(min(name.ids))
    roles = _roles_of(name.ids, told)
    asked = [_home(word, names) for word in _stems(printed) if word != "work"]
    best: tuple[int, str, Evidence] | None = None
    for text, evidence in roles:
        known = [_home(word, names) for word in _stems(text)]
        missing = [word for word in asked if not any(alike(word, other) for other in known)]
        if not missing and not _reversed(printed, text, names):
            return Called(span, (), (evidence,))
        if best is None or len(missing) < best[0]:
            best = (len(missing), text, evidence)
    around = _around(name.ids, told, names, asked, printed)
    if around:
        return Called(span, (), (around,))
    if best is None:
        return Called(span, (Fault("role", False, f"the reports do not call {called} “{printed}”"),), ())
    why = f"the reports call {called} “{best[1]}”, the draft “{printed}”"
    # A title alone does not gainsay a description: "Rep." and "the top member of the panel" can both hold.
    title = best[0] == len(asked) and best[1].endswith(".")
    return Called(span, (Fault("role", not title, why),), (best[2],))


def _stems(text: str) -> list[str]:
    function = load_words("function_words")
    return [word for word in words_of(text) if word not in function]


def _home(word: str, names: Names) -> str:
    """A people's name as its place, so that "Harskian" and "Harsk" are one word."""
    found = names.find(word)
    return min(found) if len(found) == 1 else word


def _roles_of(ids: Ids, told: Told) -> list[tuple[str, Evidence]]:
    """What each report calls the actor, with all roles of one report also as one."""
    by_doc = {r.document.id: r for r in told.readings}
    found = []
    for actor in told.actors:
        if actor.id not in ids:
            continue
        for doc, entity_id in actor.members:
            reading = by_doc[doc]
            entity = next(e for e in reading.entities if e.id == entity_id)
            for role in entity.roles:
                found.append((" ".join(role.text.split()), cite(reading.document, role.span.start, role.span.end)))
            text = reading.document.text
            for mention in entity.mentions:
                match = _APPOSED.match(text, mention.end, min(len(text), mention.end + AROUND))
                if match and match.group(1)[0].islower() and not _VERBAL.match(match.group(1)):
                    found.append((" ".join(match.group(1).split()), cite(reading.document, *match.span(1))))
    return found


def _around(ids: Ids, told: Told, names: Names, asked: Sequence[str], printed: str) -> Evidence | None:
    """A place where all words of the role stand just beside the name."""
    by_doc = {r.document.id: r for r in told.readings}
    for actor in told.actors:
        if actor.id not in ids:
            continue
        for doc, entity_id in actor.members:
            reading = by_doc[doc]
            text = reading.document.text
            entity = next(e for e in reading.entities if e.id == entity_id)
            others = [m for e in reading.entities if e.kind == "person" and e.id != entity_id for m in e.mentions]
            for mention in entity.mentions:
                for window in _windows(text, mention, others):
                    words = text[window.start : window.end]
                    known = [_home(word, names) for word in _stems(words)]
                    if all(any(alike(w, k) for k in known) for w in asked) and not _reversed(printed, words, names):
                        return cite(reading.document, min(window.start, mention.start), max(window.end, mention.end))
    return None


def _windows(text: str, mention: Span, others: Sequence[Span]) -> Iterator[Span]:
    """What stands beside a name up to the next full stop or other person: before it up to a comma, after it."""
    held = max((o.end for o in others if o.end <= mention.start), default=0)
    following = min((o.start for o in others if o.start >= mention.end), default=len(text))
    before = max(
        text.rfind(". ", 0, mention.start),
        text.rfind("\n", 0, mention.start),
        text.rfind(", ", 0, max(0, mention.start - 2)),
    )
    start = max(before + 1, held, mention.start - AROUND)
    if text[start : mention.start].strip():
        yield Span(start, mention.start)
    stops = [
        at
        for mark in (". ", "\n", "; ", " said", ", who")
        if (at := text.find(mark, mention.end, mention.end + AROUND)) >= 0
    ]
    end = min(*stops, following, len(text), mention.end + AROUND)
    if text[mention.end : end].strip():
        yield Span(mention.end, end)
    own = _NEXT.match(text, mention.end)
    if own:
        yield Span(own.start(1), own.end(1))


def _reversed(printed: str, told: str, names: Names) -> bool:
    """Whether "A's envoy to B" is told as "B's envoy to A"."""
    mine, theirs = _DIRECTED.match(printed), _DIRECTED.match(" ".join(told.split()))
    if not mine or not theirs:
        return False
    one, two = (_home(fold(g), names) for g in mine.groups()), (_home(fold(g), names) for g in theirs.groups())
    return tuple(one) != tuple(two)
