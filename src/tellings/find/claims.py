"""Small facts with a slot: counts, lengths of time, firsts, lists of members, dated deeds, statements."""

import re
from collections.abc import Iterator, Sequence

from tellings.find.claim_numbers import length_claims, number_claims
from tellings.find.claim_parts import named_in, parts
from tellings.find.claim_view import View, change, make_claim
from tellings.lexicon import load_table
from tellings.model.document import Document
from tellings.model.reading import (
    Claim,
    Entity,
    Event,
    Quantity,
    Quotation,
    Sentence,
    TimeExpression,
)
from tellings.model.span import Span
from tellings.text.names import fold
from tellings.text.spans import within
from tellings.text.words import content_stems, rarity, tokens

# Characters before a list within which it is said what the list is.
LEAD_IN = 60
# A sentence with fewer content stems says too little to be laid beside another.
FEWEST_STEMS = 4
# One with more is compared clause by clause.
MANY_STEMS = 16
LONGEST = 2000
_NTH = ("first", "second", "third", "fourth", "fifth")
_ORDINAL = re.compile(
    rf"\b({'|'.join(_NTH)})\b(?=[^.;]{{0,60}}?\b(?:in|since|for|this|of)\b)[^.;,]{{3,90}}", re.IGNORECASE
)
_ORDINAL_SCOPE = re.compile(r"\b(?:in|since|this|for|of)\s+(?:the\s+)?\S+.*", re.IGNORECASE)
_LIST_MARK = re.compile(r",|\band\b|\bor\b")
_NOT_LISTED = re.compile(r"\bwith\b|\bexpected\b|\bbut\b|\bnot\b")


def find_claims(
    doc: Document,
    sentences: tuple[Sentence, ...],
    times: tuple[TimeExpression, ...],
    quantities: tuple[Quantity, ...],
    entities: tuple[Entity, ...],
    quotations: tuple[Quotation, ...],
    events: tuple[Event, ...],
) -> tuple[Claim, ...]:
    """Claims in text order. Each is found once, however many sections of a brief will show it."""
    listed = {"place", "organisation", "group"}
    names = [(s, e) for e in entities if e.kind in listed for s in e.mentions]
    names.sort(key=lambda pair: (pair[0].start, pair[0].end))
    starts = [name.start for name, _ in names]
    view = View(doc, entities, quotations, events, times)
    claims: list[Claim] = []
    for sentence in sentences:
        span = sentence.span
        if span.end - span.start > LONGEST:
            continue
        inside = within(quantities, span.start, span.end)
        claims += number_claims(view, span, inside)
        claims += length_claims(view, span, within(times, span.start, span.end))
        claims += _ordinals(view, span)
        named = named_in(names, starts, span)
        claims += _members(view, span, named)
        claims += parts(view, span, named)
        claims += _statement(view, span)
    return tuple(sorted(claims, key=lambda c: (c.span.start, c.span.end, c.focus.start, c.focus.end, c.kind)))


def _ordinals(view: View, sentence: Span) -> Iterator[Claim]:
    """ "first trip abroad in over two years": what is counted, and the scope it is counted in."""
    if not any(map(view.words(sentence).lower().__contains__, _NTH)):
        return
    for match in _ORDINAL.finditer(view.text, sentence.start, sentence.end):
        scope = _ORDINAL_SCOPE.search(match.group())
        if not scope:
            continue
        scoped = Span(match.start() + scope.start(), match.end())
        if any(t.span.start == match.start() for t in view.times) or not within(view.times, scoped.start, scoped.end):
            continue
        noun = content_stems(match.group()[: scope.start()])
        clause, event = view.clause(sentence, Span(match.start(), match.start() + len(match.group(1))))
        if len(noun) < 2 and not (noun and view.actors(clause)):
            continue
        focus = Span(match.start(), match.start() + len(match.group().rstrip()))
        claim = make_claim(view, "duration", sentence, focus, _first_of(noun, view.words(clause)), event)
        yield change(claim, names=(match.group(1).lower(), " ".join(tokens(scope.group())[:8])), unit="ordinal")


def _first_of(noun: Sequence[str], clause: str) -> str:
    """What is done for the first time, nouns and verbs of one kind under one name ("trip" for visits and leaving)."""
    kinds = {form: kind for kind, forms in load_table("claim_frames")["firsts"].items() for form in forms}
    for stem_ in [*reversed(noun), *(content_stems(clause) if "time" in noun else ())]:
        if stem_ in kinds:
            return str(kinds[stem_])
    return noun[-1]


def _members(view: View, sentence: Span, names: Sequence[tuple[Span, Entity]]) -> Iterator[Claim]:
    """A list of three names or more, and what the sentence says the list is."""
    if len(names) < 3:
        return
    run: list[tuple[Span, Entity]] = []
    best: list[tuple[Span, Entity]] = []
    for item in names:
        between = view.text[run[-1][0].end : item[0].start] if run else ""
        if run and (len(between) > 30 or not _LIST_MARK.search(between) or _NOT_LISTED.search(between)):
            run = []
        run.append(item)
        best = run[:] if len(run) > len(best) else best
    if len(best) < 3:
        return
    before = view.text[max(sentence.start, best[0][0].start - LEAD_IN) : best[0][0].start]
    words = " ".join(tokens(before))
    for relation in ("founders", "members"):
        cues = load_table("claim_frames")["membership"][relation]
        if any(cue in words if " " in cue else any(w.startswith(cue) for w in words.split()) for cue in cues):
            focus = Span(best[0][0].start, best[-1][0].end)
            claim = make_claim(view, "membership", sentence, focus, relation, None)
            yield change(claim, names=tuple(sorted({fold(e.name) for _, e in best})))
            return


def _statement(view: View, sentence: Span) -> Iterator[Claim]:
    """The sentence as a whole, or each clause of a long one, where it says enough to be compared."""
    inside = view.within(sentence)
    whole = [(sentence, inside[0] if inside else None)]
    parts = [(e.span, e) for e in inside if _weight(view.stems(e.span)) >= FEWEST_STEMS] if len(inside) > 1 else []
    long = len(parts) > 1 and _weight(view.stems(sentence)) > MANY_STEMS
    for span, event in parts if long else whole:
        if long or _weight(view.stems(span)) >= FEWEST_STEMS:
            source = view.source(span)
            yield make_claim(
                view, "attribution" if source else "other", span, span, event.lemma if event else "", event
            )


def _weight(stems: Sequence[str]) -> int:
    """How many different words of meaning there are that are not in every report."""
    return len({s for s in stems if rarity(s) > 2})
