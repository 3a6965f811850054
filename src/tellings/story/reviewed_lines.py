"""The lines of a brief that a person can review, and the one that a judgement is about, found by its words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from tellings.model.brief import Brief
from tellings.model.review import Judgement, QuotedWords, ReviewLayer
from tellings.model.span import Evidence, Span
from tellings.text.anchoring import Ground, Quote
from tellings.text.words import tokens

CONTEXT = 32
"""Characters of a report kept before and after reviewed words, as the W3C's examples of text quotes have them."""

ANCHORS = 12
"""Places a judgement is anchored at; a line rests on more only where many reports say the same."""

SAME_PLACE = 0.5
"""A line is the reviewed one when it shares so much of its places ..."""
SAME_WORDS = 0.5
"""... and so many of its words. The ten reports of the example were read by the encoder and by rules alone, and each of
the 324 lines of the one brief looked for in the other: the 296 that are in both were all found; of the 28 others 9 met
a line of nearly the same words, 19 none. With words that merely enclose the reviewed ones let in, three of these met a
line of another speaker."""
SURE_PLACE, FEWER_WORDS = 0.8, 0.3
"""Where the places are nearly the same, fewer common words do: a line may be told from another report's words."""
MOVED_WORDS = 0.8
"""An entry of other days must have so many common words: one sentence may tell of two days."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a brief: its words, of a quotation also as other reports have them, and the places it rests on.

    ``kind`` is that of a finding, "" elsewhere; ``days`` are those of a timeline entry.
    """

    layer: ReviewLayer
    id: str
    text: str
    evidence: tuple[Evidence, ...]
    kind: str = ""
    also: tuple[str, ...] = ()
    days: tuple[date | None, date | None] = (None, None)


def list_lines(brief: Brief) -> tuple[Line, ...]:
    """Every line of a brief that can be reviewed, in the order of the brief; actors and reports are no lines."""
    lines = [Line("summary", s.id, s.text, s.evidence) for s in brief.summary]
    lines += [Line("timeline", e.id, e.what, e.evidence, days=(e.start, e.end)) for e in brief.timeline]
    lines += [
        Line("quotations", q.id, q.text, q.evidence, also=tuple(v.text for v in q.variants)) for q in brief.quotations
    ]
    for finding in brief.findings:
        text = " · ".join([finding.about, *(telling.text for telling in finding.tellings)])
        places = tuple(e for telling in finding.tellings for e in telling.evidence)
        lines.append(Line("findings", finding.id, text, tuple(dict.fromkeys(places)), finding.kind))
    return tuple(lines)


def quote_words(
    evidence: Iterable[Evidence], texts: Mapping[str, str], *, around: int = CONTEXT
) -> tuple[QuotedWords, ...]:
    """The places with ``around`` characters before and after; ``texts`` holds the text of each report."""
    places = list(dict.fromkeys(evidence))[:ANCHORS]
    return tuple(quote_span(e.doc, texts[e.doc], Span(e.start, e.end), around=around) for e in places)


def quote_span(doc: str, text: str, span: Span, *, around: int = CONTEXT) -> QuotedWords:
    """One place in the text of a report, with ``around`` characters before and after."""
    before, after = text[max(0, span.start - around) : span.start], text[span.end : span.end + around]
    return QuotedWords(doc, text[span.start : span.end], before, after, span.start, span.end)


def move_anchors(anchors: Iterable[QuotedWords], brief: Brief, texts: Mapping[str, str]) -> tuple[QuotedWords, ...]:
    """The anchors as they stand in the reports of the brief; those whose words are in none are left out.

    A report that is no more in the story, because a corrected version took its place for instance, is looked for by the
    words and what stood around them; ``texts`` holds what can be looked through.
    """
    here = [doc.id for doc in brief.documents]
    known = set(here)
    grounds: dict[str, Ground] = {}
    found = []
    for anchor in anchors:
        if anchor.doc in known:
            found.append(anchor)
        else:
            for doc in here:
                if doc not in grounds and doc in texts:
                    grounds[doc] = Ground(texts[doc])
            found += _look_through(anchor, grounds)
    return tuple(dict.fromkeys(found))


def _look_through(anchor: QuotedWords, grounds: Mapping[str, Ground]) -> Iterator[QuotedWords]:
    quote = Quote(anchor.exact, anchor.prefix, anchor.suffix)
    for doc, ground in grounds.items():
        span = ground.find(quote)
        if span is not None:
            yield replace(anchor, doc=doc, exact=ground.text[span.start : span.end], start=span.start, end=span.end)


def find_line(judgement: Judgement, anchors: Sequence[QuotedWords], lines: Sequence[Line]) -> Line | None:
    """The line a judgement is about: of those of its layer the one that shares most of its places and words."""
    best: tuple[tuple[float, bool, float], Line] | None = None
    for line in lines:
        if line.layer != judgement.layer or line.kind != judgement.kind:
            continue
        rank = _rank(judgement, anchors, line)
        if rank is not None and (best is None or rank > best[0]):
            best = rank, line
    return best[1] if best else None


def find_resting(anchors: Sequence[QuotedWords], lines: Sequence[Line]) -> tuple[tuple[float, Line], ...]:
    """The lines that rest on these words or a part of them, best first, with how much of the places is the same."""
    shared = ((_share_places(anchors, line.evidence)[0], line) for line in lines)
    return tuple(sorted(((share, line) for share, line in shared if share), key=lambda each: -each[0]))


def _rank(judgement: Judgement, anchors: Sequence[QuotedWords], line: Line) -> tuple[float, bool, float] | None:
    shared, whole = _share_places(anchors, line.evidence)
    if shared < SAME_PLACE:
        return None
    words = max(_share_words(judgement.text, text) for text in (line.text, *line.also))
    if words < SAME_WORDS and not (whole >= SURE_PLACE and words >= FEWER_WORDS):
        return None
    if not _days_meet(judgement.days, line.days) and words < MOVED_WORDS:
        return None
    met = 1.0 if judgement.days == line.days else 0.0
    return round(shared + whole + words + met, 6), line.id == judgement.item, words


def _days_meet(one: tuple[date | None, date | None], other: tuple[date | None, date | None]) -> bool:
    days = (*one, *other)
    if any(day is None for day in days):
        return one == other or one == (None, None)
    return one[0] <= other[1] and other[0] <= one[1]  # type: ignore[operator]


def _share_places(anchors: Sequence[QuotedWords], evidence: Sequence[Evidence]) -> tuple[float, float]:
    """How much of the places is the same: in the reports that both rest on, and in all.

    What more reports say by now does not count against a line; what encloses its words in the same report does.
    """
    one, other = _merge((a.doc, a.start, a.end) for a in anchors), _merge((e.doc, e.start, e.end) for e in evidence)
    here = one.keys() & other.keys()
    common = sum(
        max(0, min(end, to) - max(start, at)) for doc in here for start, end in one[doc] for at, to in other[doc]
    )
    if not common:
        return 0.0, 0.0
    both = _size(one, here) + _size(other, here) - common
    return common / both, common / (_size(one, one) + _size(other, other) - common)


def _size(places: Mapping[str, Sequence[tuple[int, int]]], docs: Iterable[str]) -> int:
    return sum(end - start for doc in docs for start, end in places[doc])


def _merge(places: Iterable[tuple[str, int, int]]) -> dict[str, list[tuple[int, int]]]:
    merged: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for doc, start, end in sorted(places):
        spans = merged[doc]
        if spans and start <= spans[-1][1]:
            spans[-1] = spans[-1][0], max(end, spans[-1][1])
        else:
            spans.append((start, end))
    return merged


def _share_words(one: str, other: str) -> float:
    """The share of common words: of the shorter of the two, but of both where that has two words or one."""
    a, b = _words_of(one), _words_of(other)
    if not a or not b:
        return 1.0 if one == other else 0.0
    common = len(a & b)
    few = min(len(a), len(b))
    return common / few if few > 2 else common / len(a | b)


@lru_cache(maxsize=1 << 13)
def _words_of(text: str) -> frozenset[str]:
    return frozenset(tokens(text))
