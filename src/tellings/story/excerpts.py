"""The part of a long sentence that tells what the sentences beside it tell: what a reader is shown of it."""

import re
from collections.abc import Mapping, Sequence

from tellings.model.span import Span
from tellings.story.facts import Fact
from tellings.story.likeness import STATEMENT_WINDOW, densest_stems

# Characters up to which a sentence is shown whole, about two lines of a terminal; an excerpt is no shorter than LEAST,
# and what is left out at either end no shorter than SPARED.
WHOLE, LEAST, SPARED = 110, 60, 25
# Characters up to which a statement is a heading by itself, words that make one of a part of it,
# and how far behind the shared words the end of the clause may be that goes with them.
HEADING, FEWEST, BEHIND = 60, 3, 35
# Characters from the shared words to the end of their clause; where it is farther off, the cut is between words.
REACH = 90
_WORD = re.compile(r"[^\W_]+(?:[.,][0-9]+)*(?:[’'\-][^\W_]+)*")
_BREAK = re.compile(r"[,;:—–)]\s+|\s+[—–(]\s*|\s-\s")
# Shared words other than names and roles from which a sentence is cut: two that only name somebody tell other things.
PLAIN = 2
_NONE: frozenset[str] = frozenset()
# The end of a clause, before what a heading is about.
_TORN = re.compile(r"^[^,;:—–]{1,20}[,;:—–]\s+(?=\S+\s+\S+\s+\S)")
_PAIRED = (("“", "”"), ("(", ")"), ("[", "]"))


def excerpt(fact: Fact, text: str, beside: Sequence[Fact], weigh: Mapping[str, float]) -> str:
    """The words of a statement on one line, of a long one the clauses that share most with one of those ``beside`` it.

    ``text`` is that of its document, ``weigh`` the importance of each stem in the story. What is left out at either end
    has an ellipsis in its place. A number, a list or a short statement is shown whole.
    """
    whole = _line(text, fact.claim.focus)
    shared = find_shared(fact, text, beside, weigh, plain=PLAIN) if len(whole) > WHOLE else None
    if shared is None:
        return whole
    part = _widen(text, fact.claim.focus, shared)
    words = _line(text, part)
    if len(whole) - len(words) < SPARED or not _is_closed(words):
        return whole
    before = "… " if part.start > fact.claim.focus.start else ""
    return f"{before}{words} …" if part.end < fact.claim.focus.end else f"{before}{words}"


def name_shared(fact: Fact, text: str, beside: Sequence[Fact], weigh: Mapping[str, float]) -> str:
    """What a statement has in common with one of those ``beside`` it, in its own words on one line; a short one whole.

    For a heading: no ellipsis says that the sentence goes on.
    """
    whole = _line(text, fact.claim.focus)
    shared = find_shared(fact, text, beside, weigh) if len(whole) > HEADING else None
    if shared is None:
        return whole
    focus = fact.claim.focus
    near = shared.start - focus.start < SPARED
    end = next((b.start() for b in _BREAK.finditer(text, shared.end, focus.end)), focus.end)
    end = end if end - shared.end <= BEHIND else shared.end
    words = _line(text, Span(focus.start if near else shared.start, end)).rstrip(" .")
    words = words if near else _TORN.sub("", words)
    telling = len(words.split()) >= FEWEST and not words[0].isdigit()
    return words if telling and _is_closed(words) else whole


def find_shared(
    fact: Fact, text: str, beside: Sequence[Fact], weigh: Mapping[str, float], *, plain: int = 0
) -> Span | None:
    """Where the weightiest words of a statement stand together that another report has together too.

    ``None`` where there are none, or fewer than ``plain`` of them are other than names and roles; and for what is no
    statement.
    """
    claim = fact.claim
    if claim.low is not None or claim.kind not in {"other", "attribution"}:
        return None
    others = [other for other in beside if other.member.doc != fact.member.doc]
    found = [(*densest_stems(fact.stems, other.stems, weigh, STATEMENT_WINDOW), other.names) for other in others]
    weight, stems, names = max(found, key=lambda one: (one[0], sorted(one[1])), default=(0.0, _NONE, _NONE))
    if not weight or len(stems - fact.names - names) < plain:
        return None
    words = list(_WORD.finditer(text, claim.span.start, claim.span.end))
    places = [at for s, at in fact.stems if s in stems and at < len(words)]
    runs = [[at for at in places if first <= at < first + STATEMENT_WINDOW] for first in places]
    run = max(runs, key=len, default=[])
    span = Span(words[run[0]].start(), words[run[-1]].end()) if run else claim.span
    return span if claim.focus.start <= span.start and span.end <= claim.focus.end and run else None


def _is_closed(words: str) -> bool:
    return all(words.count(a) == words.count(b) for a, b in _PAIRED)


def _line(text: str, span: Span) -> str:
    return " ".join(text[span.start : span.end].split())


def _widen(text: str, whole: Span, shared: Span) -> Span:
    """The shared words with the rest of their clauses, as many of these as make an excerpt."""
    breaks = list(_BREAK.finditer(text, whole.start, whole.end))
    start, end = shared.start, shared.end
    starts = [whole.start, *(b.end() for b in breaks if b.end() <= shared.start)]
    ends = [*(b.start() for b in breaks if b.start() >= shared.end), whole.end]
    start = _cut_before(text, starts.pop(), start)
    end = _cut_behind(text, ends.pop(0), end)
    while end - start < LEAST and (starts or ends):
        if starts:
            start = _cut_before(text, starts.pop(), start)
        if end - start < LEAST and ends:
            end = _cut_behind(text, ends.pop(0), end)
    start = whole.start if start - whole.start < SPARED else start
    return Span(start, whole.end if whole.end - end < SPARED else end)


def _cut_before(text: str, at: int, words: int) -> int:
    """``at``, or where a word begins within ``REACH`` before ``words``."""
    if words - at <= REACH:
        return at
    space = text.find(" ", words - REACH, words)
    return space + 1 if space >= 0 else words


def _cut_behind(text: str, at: int, words: int) -> int:
    if at - words <= REACH:
        return at
    space = text.rfind(" ", words, words + REACH)
    return space if space >= 0 else words
