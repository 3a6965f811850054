"""A sentence of a draft taken apart, so that each of its clauses can be told by another sentence of the reports."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tellings.lexicon import load_words
from tellings.model.reading import Reading
from tellings.model.span import Span
from tellings.text.spans import overlap
from tellings.text.verbs import find_verb_groups

# Places that a clause is made of, in text order; the rest of the sentence is left out.
Kept = tuple[Span, ...]

_RELATIVE = re.compile(r",\s+(?:both of\s+)?(who|which|whose|where)\s+", re.IGNORECASE)
# A clause without commas on the noun before it: "the seat that it had asked for"; not "said that it had asked".
_DEFINING = re.compile(r"\s+(that|which)\s+(?=(?:it|he|she|they)\s)", re.IGNORECASE)
# What is set between commas after a name or noun: "Marek, 58,", "Velmark, a town of 950 people,".
_ASIDE = re.compile(
    r",\s+((?:aged\s+|now\s+|(?:thought|believed) to be\s+)?\d{1,2}"
    r"|(?:an?|the|one of the)\s+[^,;:()“”\"]{3,80})(?=,|\s{2}|[.;]?$)",
    re.IGNORECASE,
)
_JOINTS = re.compile(r"(?:;|:)\s+|,?\s+(?:and|but|while|whereas|although|though)\s+|,\s+(?:as|with)\s+", re.IGNORECASE)
_WHEN = re.compile(r"^(?:when|while|although|though)\s+([^,;:]+),\s+", re.IGNORECASE)
_LEADING = re.compile(r"^(?:who|which|whose|where)\s+", re.IGNORECASE)
_BREAKS = re.compile(
    r"(?:^|[,;:]\s+|\b(?:and|but|that|when|while|after|before|by|from|with|to|on|in|at)\s+)(?=\S)", re.IGNORECASE
)


def find_clauses(text: str, span: Span, quoted: Sequence[Span], deeds: Sequence[Span]) -> Iterator[tuple[Kept, Kept]]:
    """Every way to take the sentence at ``span`` apart at one joint, the surest first; nothing ``quoted`` is cut.

    All words but those that join are in one clause or another. A clause without a subject keeps that of the sentence,
    a clause on a noun ("which ...") the noun.
    """
    for match in (m for pattern in (_RELATIVE, _DEFINING) for m in pattern.finditer(text, span.start, span.end)):
        if not _within(match.start(), quoted) and (parts := _relative(text, span, match, quoted)):
            yield parts
    for match in _ASIDE.finditer(text, span.start, span.end):
        noun = _noun_before(text, span, match.start())
        if noun and not _within(match.start(), quoted) and not find_verb_groups(text, *match.span(1)):
            yield _around(span, match.start(), match.end()), (noun, Span(*match.span(1)))
    first = _WHEN.match(text[span.start : span.end])
    if first and not _within(span.start + first.end(1), quoted):
        yield (
            (Span(span.start + first.start(1), span.start + first.end(1)),),
            (Span(span.start + first.end(), span.end),),
        )
    yield from _joined(text, span, quoted, deeds)


def keep_only(reading: Reading, sentence: Span, kept: Kept) -> Reading:
    """The reading with what is not kept of the sentence blanked out, so that every place stays what it was."""
    text = reading.document.text
    blank = "".join(
        char if any(s.start <= at < s.end for s in kept) else " "
        for at, char in enumerate(text[sentence.start : sentence.end], sentence.start)
    )
    text = text[: sentence.start] + blank + text[sentence.end :]

    def stays(span: Span) -> bool:
        return not overlap(span, sentence) or any(s.start <= span.start and span.end <= s.end for s in kept)

    return replace(
        reading,
        document=replace(reading.document, text=text),
        mentions=tuple(m for m in reading.mentions if stays(m.span)),
        times=tuple(t for t in reading.times if stays(t.span)),
        quantities=tuple(q for q in reading.quantities if stays(q.span)),
        quotations=tuple(q for q in reading.quotations if any(stays(c) for c in q.content)),
        entities=tuple(
            replace(
                entity,
                mentions=tuple(m for m in entity.mentions if stays(m)),
                roles=tuple(r for r in entity.roles if stays(r.span)),
            )
            for entity in reading.entities
            if any(stays(m) for m in entity.mentions)
        ),
        events=tuple(e for e in reading.events if stays(e.trigger)),
    )


def _relative(text: str, span: Span, match: re.Match[str], quoted: Sequence[Span]) -> tuple[Kept, Kept] | None:
    """The sentence without the clause, and the clause with its noun."""
    noun = _noun_before(text, span, match.start())
    commas = [m.start() for m in re.finditer(r",(?!\d)", text[: span.end])]
    end = next((at for at in commas if at > match.end() and not _within(at, quoted)), span.end)
    if not noun or not find_verb_groups(text, match.end(), end):
        return None
    own = Span(match.start(1) if match.group(1).lower() in ("whose", "where") else match.end(), end)
    return _around(span, match.start(), end), (noun, own)


def _around(span: Span, start: int, end: int) -> Kept:
    places = ((span.start, start), (min(end + 1, span.end), span.end))
    return tuple(Span(one, two) for one, two in places if two > one)


def _noun_before(text: str, span: Span, at: int) -> Span | None:
    """The noun phrase that ends at ``at``: from the last break or verb before it."""
    groups = find_verb_groups(text, span.start, at)
    start = max((g.span.end for g in groups), default=span.start)
    breaks = [m.end() + start for m in _BREAKS.finditer(text[start:at])]
    if breaks and start > span.start:
        start = breaks[-1]
    elif breaks:
        start = next((b for b in reversed(breaks) if text[b - 2 : b] == ", "), start)
    noun = text[start:at]
    start += len(noun) - len(noun.lstrip())
    return Span(start, at) if noun.strip() else None


def _joined(text: str, span: Span, quoted: Sequence[Span], deeds: Sequence[Span]) -> Iterator[tuple[Kept, Kept]]:
    """The sentence cut at a joint with a deed on both sides; a clause that begins with its verb has the first subject.

    A side that ends in the middle of a phrase ("said that he | and Marek prayed") is no clause.
    """
    for match in _JOINTS.finditer(text, span.start, span.end):
        if _within(match.start(), quoted) or match.start() <= span.start or match.end() >= span.end:
            continue
        left, right = Span(span.start, match.start()), Span(match.end(), span.end)
        one, two = find_verb_groups(text, left.start, left.end), find_verb_groups(text, right.start, right.end)
        last = text[left.start : left.end].split()[-1:]
        if not one or not (two or any(overlap(d, right) for d in deeds)) or load_words("function_words") & set(last):
            continue
        starts = [g.span.start for g in two] + [d.start for d in deeds if overlap(d, right)]
        bare = not text[right.start : min(starts)].strip()
        start = one[0].span.start
        yield (left,), ((Span(left.start, start), right) if bare and start > left.start else (right,))


def _within(at: int, quoted: Sequence[Span]) -> bool:
    return any(s.start <= at < s.end for s in quoted)
