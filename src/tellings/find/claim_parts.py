"""Small facts told in passing: where a body has its seat, what is the largest ever of its kind, who denies."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from tellings.find.claim_view import View, change, make_claim
from tellings.lexicon import load_table
from tellings.model.reading import Claim, Entity
from tellings.model.span import Span
from tellings.text.names import fold
from tellings.text.words import content_stems

Names = Sequence[tuple[Span, Entity]]

# Characters between a seat and the body that has it: "Orlan-based maker of ferries Velmark".
NEAR = 40
# Characters of the thing that is a record, and of the words that say since when.
REACH = 90
_JOINED_SEAT = re.compile(r"-(?:based|headquartered)\b")
_SEATED_IN = re.compile(
    r"[^\w]{0,3}\s?(?:which\s+|that\s+)?(?:is|are|has|was)?\s?"
    r"(?:based|headquartered|(?:its\s+)?(?:headquarters|head\s+office|seat))\s+in\s+$"
)
_SINCE = re.compile(
    r"[-\s]ever\b|\bon record\b|\bof all time\b|\bin (?:(?:the|its|their|[\w.’']+)\s){1,3}history\b"
    r"|\bin (?:(?:more than|over|almost|nearly|at least|about)\s)?[\w-]+ (?:years|decades|centuries|generations)\b"
    r"|\bin (?:more than |over |almost |nearly |at least )?a (?:decade|century|generation)\b|\bsince (?:the\s)?\S+",
    re.IGNORECASE,
)
_EVER = re.compile(r"ever|record|all time|history", re.IGNORECASE)
_PHRASE_END = re.compile(
    r"[.;:,()“”\"\n]|\s[-–—]\s|\b(?:and|but|which|who|that|as|after|I|you|we|while|would|will|was|is|were)\b"
)


def parts(view: View, sentence: Span, names: Names) -> Iterator[Claim]:
    """The small facts of one sentence; ``names`` are the places and bodies named in it, in text order."""
    yield from _seats(view, sentence, names)
    yield from _records(view, sentence)
    yield from _denials(view, sentence, names)


def _seats(view: View, sentence: Span, names: Names) -> Iterator[Claim]:
    """ "Orlan-based Velmark", "Velmark, based in Orlan": the place (folded) and the body."""
    for (place, where), (body, who) in pairwise(names):
        if where.kind not in {"place", "group"} or who.kind != "organisation":
            continue
        joined = _JOINED_SEAT.match(view.text, place.end)
        if joined and 0 < body.start - joined.end() <= NEAR:
            yield _seat(view, sentence, Span(place.start, body.end), where, who)
    for (body, who), (place, where) in pairwise(names):
        fits = where.kind == "place" and who.kind == "organisation" and place.start - body.end <= NEAR
        if fits and _SEATED_IN.fullmatch(view.text, body.end, place.start):
            yield _seat(view, sentence, Span(body.start, place.end), where, who)


def _seat(view: View, sentence: Span, focus: Span, where: Entity, who: Entity) -> Claim:
    claim = make_claim(view, "place", sentence, focus, "seat", None)
    return change(claim, names=(fold(where.name),), actors=(who.id,))


def _records(view: View, sentence: Span) -> Iterator[Claim]:
    """ "The largest deal ever": the kind of record, its thing, and since when ("ever", "in a decade")."""
    for match in _superlatives().finditer(view.text, sentence.start, sentence.end):
        reach = view.text[match.end() : min(sentence.end, match.end() + REACH)]
        since = _SINCE.search(reach)
        end = _PHRASE_END.search(reach)
        if since is None or (end is not None and end.start() < since.start()):
            continue
        stop = max(since.end(), end.start() if end is not None and since.start() < 2 else since.end())
        focus = Span(match.start(), match.end() + len(reach[:stop].rstrip()))
        thing = content_stems(reach[: since.start()] if since.start() > 2 else reach[since.end() : stop])
        if not thing:
            continue
        clause, event = view.clause(sentence, focus)
        scope = "ever" if _EVER.search(since.group()) else " ".join(since.group().casefold().split())
        claim = make_claim(view, "other", clause, focus, _kinds()[match.group(1).casefold()], event)
        yield change(
            claim, names=(scope, *sorted(set(thing))), unit="record", about=tuple(sorted(set(view.stems(focus))))
        )


def _denials(view: View, sentence: Span, names: Names) -> Iterator[Claim]:
    """ "Orlan denied the reports": who denies, by the name that stands before the verb in its clause."""
    for event in view.within(sentence):
        if event.lemma not in load_table("claim_frames")["stances"]["denial"] or event.negated:
            continue
        before = [
            (span, who) for span, who in names if event.span.start <= span.start and span.end <= event.trigger.start
        ]
        if before and event.trigger.start - before[-1][0].end <= NEAR:
            claim = make_claim(view, "attribution", event.span, event.span, event.lemma, event)
            yield change(claim, unit="denial", actors=(before[-1][1].id,))


@cache
def _superlatives() -> re.Pattern[str]:
    return re.compile(r"\b(" + "|".join(sorted(_kinds(), key=lambda w: (-len(w), w))) + r")\b", re.IGNORECASE)


@cache
def _kinds() -> dict[str, str]:
    return {form: kind for kind, forms in load_table("claim_frames")["records"].items() for form in forms}


def named_in(names: Names, starts: Sequence[int], sentence: Span) -> Names:
    """The names of ``names``, sorted, that begin in the sentence."""
    return names[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
