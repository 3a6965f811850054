"""Who does what to whom, as far as a clause names both."""

import re
from bisect import bisect_left
from collections import defaultdict
from datetime import date

from tellings.lexicon import load_table
from tellings.model.brief import Relation
from tellings.model.reading import Event, EventStatus, Reading
from tellings.model.span import Evidence, Span
from tellings.model.story import Told
from tellings.text.name_words import known_words
from tellings.text.spans import cite, within
from tellings.text.verbs import find_verb_groups, verb_forms

# Characters between verb and name beyond which the name is hardly the verb's own.
REACH = 40
_HELPERS = re.compile(
    r"\s+(?:(?:is|are|was|were|be|been|has|have|had|will|would|may|might|could|can|to|not|never|also|then|now|expected"
    r"|due|set|scheduled|likely|plans|planned|and|\w+ly)\s+)*",
    re.IGNORECASE,
)
_BE = re.compile(r"\b(?:is|are|was|were|be|been)\b", re.IGNORECASE)
_WITH = re.compile(r"\s+(?:with|to|in|from|at|against|on|for|by)\b", re.IGNORECASE)
# What may part a verb from the next one of its sentence.
_PARTED = re.compile(
    r"[,;:()“”\"—–]|\b(?:and|but|or|that|which|who|whose|as|after|before|while|when|if|because|to|since|until|where|how"
    r"|what|whether|than|though|although)\b",
    re.IGNORECASE,
)
_LINK = re.compile(r"\s+(?:(?:with|to|in|from|at|against|on|for|by|and)\s+)?(?:the\s+)?", re.IGNORECASE)

_Key = tuple[str, str, str, EventStatus]


def relate(told: Told) -> tuple[Relation, ...]:
    """Relations between actors of the story, one for each source, action, target and status, with all places."""
    merged = {member: actor.id for actor in told.actors for member in actor.members}
    periods = {(t.doc, t.span): t.period for t in told.times}
    saying = frozenset(load_table("claim_frames")["saying"]["verbs"]) | {"be"}
    places: dict[_Key, list[Evidence]] = defaultdict(list)
    days: dict[_Key, date] = {}
    for reading in told.readings:
        names = sorted((span, e.id) for e in reading.entities for span in e.mentions)
        for event in reading.events:
            pair = _sides(reading, event, names) if event.lemma not in saying else None
            ends = [merged.get((reading.document.id, end)) for end in pair] if pair else []
            if len(ends) != 2 or not ends[0] or not ends[1] or ends[0] == ends[1]:
                continue
            key: _Key = (ends[0], ends[1], event.lemma, event.status)
            places[key].append(cite(reading.document, event.span.start, event.span.end))
            period = periods.get((reading.document.id, event.time)) if event.time else None
            if period and period.start == period.end:
                days.setdefault(key, period.start)
    return tuple(
        Relation(
            source=key[0],
            target=key[1],
            action=key[2],
            status=key[3],
            when=days.get(key),
            evidence=tuple(dict.fromkeys(places[key])),
        )
        for key in sorted(places)
    )


def _sides(reading: Reading, event: Event, names: list[tuple[Span, str]]) -> tuple[str, str] | None:
    """The entities right before the verb with its helpers and right behind it; ``None`` where more stands between."""
    text = reading.document.text
    at = bisect_left(names, (event.trigger, ""))
    before = names[at - 1] if at and names[at - 1][0].start >= event.span.start else None
    after = names[at] if at < len(names) and names[at][0].start < event.span.end else None
    if not before or not after or before[0].end >= event.trigger.start:
        return None
    lead, link = text[before[0].end : event.trigger.start], text[event.trigger.end : after[0].start]
    if len(lead) > REACH or len(link) > REACH or not _HELPERS.fullmatch(lead) or not _LINK.fullmatch(link):
        return None
    return None if _is_noun(reading, event, before[0], link) else (before[1], after[1])


def _is_noun(reading: Reading, event: Event, source: Span, link: str) -> bool:
    """Whether the word is a noun beside a name: "European sanctions against Tarn", "Orlan talks with Tarn failed"."""
    text = reading.document.text
    lead, name = text[source.end : event.trigger.start], text[source.start : source.end].split()[-1]
    forms = {form for _, form in verb_forms().get(text[event.trigger.start : event.trigger.end].lower(), ())}
    if not forms or not forms.isdisjoint({"past", "participle"}):
        return not forms
    if "ing" in forms:
        return _BE.search(lead) is None
    if lead.strip():
        return False
    if "base" in forms:
        joined = text[: source.start].rstrip().endswith(" and")
        return not (joined or name.endswith("s"))
    if known_words().get(name) == "group" and (not name.endswith("s") or name.endswith("ss")):
        return True
    return _WITH.match(link) is not None and _leads_on(reading, event)


def _leads_on(reading: Reading, event: Event) -> bool:
    """Whether a verb follows in the sentence that has no other subject than what the word is part of."""
    text, end = reading.document.text, event.trigger.end
    for sentence in within(reading.sentences, event.trigger.start, end):
        groups = find_verb_groups(text, sentence.span.start, sentence.span.end)
        after = next((g.span.start for g in groups if g.span.start >= end), None)
        return after is not None and _PARTED.search(text, end, after) is None
    return False
