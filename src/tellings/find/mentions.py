"""Names of people, organisations, places, groups, events and works."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import NamedTuple

from tellings.find.name_agreement import FoundName, agree_kinds
from tellings.find.name_borders import mend_borders
from tellings.find.name_contexts import EMPLOYS, in_context, is_defined_thing, speaks_for, stands_for
from tellings.find.name_kinds import decide, weigh
from tellings.find.name_pieces import find_pieces
from tellings.find.name_signals import SEEN, SEEN_OPENING, SILENCE, SILENT, Backed, back, points_of
from tellings.find.name_tokens import NameToken, split_names
from tellings.model.document import Document
from tellings.model.reading import Block, EntityKind, Mention, Sentence, Signals
from tellings.model.span import Span
from tellings.text.name_words import COMMON, GIVEN, GRAMMAR, HEAD, KNOWN, ROLE, TITLE, word_class
from tellings.text.names import fold

_WINDOW = 4000
"""Characters read at once: no name is longer, and a line of many megabytes stays small in memory."""


_SEEN_HEADLINE = 0.5
"""Score from which the recogniser's name in a headline is one."""
_MOST_SMALL = 2
"""Everyday words in small letters from which a line is no headline but lists names."""


class _Scan(NamedTuple):
    """What one reading of the sentences gives.

    ``small`` are words seen in small letters, ``inside`` counts words and names with a capital inside a sentence,
    ``headlines`` are stretches where everyday words have capitals too, ``backed`` the names the recogniser sees.
    """

    found: list[FoundName]
    small: set[str]
    inside: Counter[str]
    headlines: list[tuple[Span, Signals | None]]
    backed: set[str]


def find_mentions(
    doc: Document, blocks: tuple[Block, ...], sentences: tuple[Sentence, ...], signals: tuple[Signals, ...]
) -> tuple[Mention, ...]:
    """The names of a report in text order, free of overlaps: without title, article and possessive ending.

    Labels of a transcript's turns count ("ANA BEL, BYLINE" is a mention of "ANA BEL"). A word that has its
    capital from the beginning of a sentence is a name only where something else in the report says so.

    Rules draw the borders and weigh the kinds of a name; the recogniser's ``entities`` join what they part, add what
    they miss, and weigh in on the kind, which is agreed over the whole report. Without ``signals`` rules are alone.
    """
    scan = _scan(doc.text, sentences, signals)
    kinds = agree_kinds(
        [f for f in scan.found if (not f.piece.everyday or _is_backed(f, scan)) and not _is_chance(f, scan)]
    )
    mentions = [Mention(f.span, kinds[f.key]) for f in scan.found if f.key in kinds and _is_name(f, kinds[f.key], scan)]
    mentions.extend(_in_headlines(doc.text, scan.headlines, kinds))
    mentions.extend(_labels(doc.text, blocks))
    return tuple(sorted(mentions, key=lambda m: (m.span.start, m.span.end)))


def _scan(text: str, sentences: Sequence[Sentence], signals: Sequence[Signals]) -> _Scan:
    scan = _Scan([], set(), Counter(), [], set())
    # A recogniser that sees no name in a whole report is not one of names.
    seen = signals if any(signal.entities for signal in signals) else repeat(None)
    for sentence, signal in zip(sentences, seen, strict=False):
        for start, end in _windows(text, sentence.span):
            if text[start:end].islower():
                continue
            tokens = split_names(text, start, end)
            if _is_headline(tokens):
                scan.headlines.append((Span(start, end), signal))
                continue
            found = _find(text, tokens, signal)
            scan.found.extend(found)
            scan.small.update([t.text for t in tokens if t.shape == "a"])
            scan.backed.update([f.key for f in found if f.seen >= SEEN])
            for f in found:
                if not f.piece.opening:
                    scan.inside[f.key] += 1
                    if " " in f.key:
                        scan.inside[fold(f.token.text)] += 1
                        scan.inside[fold(tokens[f.piece.last - 1].text)] += 1
    return scan


def _windows(text: str, span: Span) -> Iterator[tuple[int, int]]:
    """The sentence, or pieces of it cut at spaces when it is endless."""
    start = span.start
    while span.end - start > _WINDOW:
        cut = text.rfind(" ", start + 1, start + _WINDOW)
        stop = cut if cut > start else start + _WINDOW
        yield start, stop
        start = stop
    if start < span.end:
        yield start, span.end


def _find(text: str, tokens: list[NameToken], signal: Signals | None = None) -> list[FoundName]:
    found: list[FoundName] = []
    pieces = find_pieces(tokens)
    names = mend_borders(
        tokens,
        in_context(tokens, back(tokens, pieces, signal.entities)) if signal else [Backed(p, None, 0.0) for p in pieces],
    )
    for k, (piece, kind, seen) in enumerate(names):
        span = Span(tokens[piece.first].start, tokens[piece.last - 1].end)
        key = fold(text[span.start : span.end])
        if not key:
            continue
        after = tokens[piece.last].text if piece.last < len(tokens) else ""
        speaks = after in ("'s", "’s") or after in word_class("personal_verbs")
        score = weigh(tokens, piece)
        if kind:
            score[kind] = score.get(kind, 0.0) + points_of(tokens, piece, kind, seen)
        elif seen == SILENT and not speaks:
            for each in score:
                score[each] -= SILENCE
        long = ""
        if signal and not piece.kind and k + 1 < len(names) and speaks_for(tokens, names[k], names[k + 1]):
            score["person"] -= EMPLOYS
            score["organisation"] += 1.0
        if signal and k and found and stands_for(tokens, names[k - 1], names[k]):
            long = found[-1].key
        is_thing = is_defined_thing(tokens, names[k])
        found.append(
            FoundName(span, key, piece, tokens[piece.first], speaks, score, kind, seen if kind else 0.0, long, is_thing)
        )
    return found


def _is_headline(tokens: list[NameToken]) -> bool:
    """Whether everyday words have capitals too, so that a capital says nothing."""
    stops = bool(tokens) and tokens[-1].text == "."
    if stops and "AA" not in [t.shape for t in tokens]:
        return False
    words = [t for t in tokens if t.shape in ("a", "A", "AA") and len(t.text) > 3]
    if sum([t.shape == "AA" for t in words]) > 0.7 * len(words):
        return len(tokens) > 1
    if stops:
        return False
    everyday = [t for t in words[1:] if t.flags & COMMON and not t.flags & (KNOWN | GIVEN | TITLE)]
    small = sum([t.shape == "a" for t in everyday])
    return len(everyday) > 1 and small < _MOST_SMALL and small <= 0.3 * len(everyday)


def _is_backed(f: FoundName, scan: _Scan) -> bool:
    """Whether the recogniser sees the name here, or elsewhere and its capital is not that of its place."""
    if f.piece.everyday and f.heard == "place":
        # "the Republic", "the Island": one in forty of the training documents is labelled a name.
        return False
    if f.piece.everyday and fold(f.token.text) in word_class("generic_bodies"):
        return False
    if f.piece.opening:
        small = f.token.text.lower() in scan.small and f.piece.last - f.piece.first == 1
        return f.seen >= (SEEN_OPENING if f.token.flags & COMMON else SEEN) and not small
    return f.seen >= SEEN or f.key in scan.backed


def _is_chance(f: FoundName, scan: _Scan) -> bool:
    """Whether the capital of a single word is only that of its place."""
    piece, token = f.piece, f.token
    if _is_backed(f, scan):
        return False
    if piece.last - piece.first > 1 or piece.titled or token.shape == "AA":
        return False
    if token.flags & KNOWN and not token.flags & COMMON:
        return False
    if not piece.opening:
        return bool(token.flags & COMMON) and not token.flags & (KNOWN | GIVEN) and scan.inside[f.key] < 2
    if scan.inside[f.key]:
        return False
    if token.text.lower() in scan.small:
        return True
    return bool(token.flags & (COMMON | GRAMMAR | TITLE | ROLE | HEAD)) or (max(f.score.values()) < 1 and not f.speaks)


def _is_name(f: FoundName, kind: EntityKind, scan: _Scan) -> bool:
    """Whether this mention is one of the name: an everyday word must stand for a person or inside a sentence."""
    if f.piece.last - f.piece.first > 1 or f.piece.titled or _is_backed(f, scan):
        return True
    if f.piece.everyday:
        return kind == "person" and (not f.piece.opening or f.speaks)
    doubtful = f.piece.opening and f.token.flags & COMMON and not f.token.flags & KNOWN
    return not (doubtful and f.token.text.lower() in scan.small and not f.speaks)


def _in_headlines(
    text: str, headlines: list[tuple[Span, Signals | None]], kinds: dict[str, EntityKind]
) -> list[Mention]:
    """Names in headlines: those of the body, and what the recogniser sees; without one what no everyday word is in."""
    mentions: list[Mention] = []
    longest = min(8, max((key.count(" ") + 1 for key in kinds), default=1))
    for span, signal in headlines:
        tokens = split_names(text, span.start, span.end)
        words = [fold(t.text) if t.shape else "" for t in tokens]
        taken: set[int] = set()
        at = 0
        while at < len(tokens):
            size = _longest_known(words, at, longest, kinds)
            if size and (size > 1 or _stands_out(tokens[at])):
                kind = kinds[" ".join(words[at : at + size])]
                mentions.append(Mention(Span(tokens[at].start, tokens[at + size - 1].end), kind))
                taken.update(range(at, at + size))
            at += size or 1
        heard = [e.span for e in signal.entities] if signal else []
        muted = [
            t if (k not in taken and _stands_out(t)) or any(e.start <= t.start < e.end for e in heard) else _mute(t)
            for k, t in enumerate(tokens)
        ]
        if signal:
            seen = [f for f in _find(text, muted, signal) if f.seen >= _SEEN_HEADLINE]
            free = [f for f in seen if taken.isdisjoint(range(f.piece.first, f.piece.last))]
            mentions.extend(Mention(f.span, f.piece.kind or f.heard) for f in free if f.heard)
            continue
        for f in _find(text, muted):
            guess = f.piece.kind or (decide(f.score) if f.piece.last - f.piece.first > 1 else None)
            if guess:
                mentions.append(Mention(f.span, guess))
    return mentions


def _stands_out(token: NameToken) -> bool:
    """Whether a word of a headline can be a name."""
    if token.shape not in ("A", "AA"):
        return False
    return bool(token.flags & (KNOWN | GIVEN)) or not token.flags & (COMMON | GRAMMAR | TITLE | ROLE)


def _mute(token: NameToken) -> NameToken:
    return token._replace(shape="a" if token.shape else "")


def _longest_known(words: list[str], at: int, longest: int, kinds: dict[str, EntityKind]) -> int:
    """How many words from ``at`` on make a name of the body; 0 for none."""
    for size in range(min(longest, len(words) - at), 0, -1):
        if words[at] and words[at + size - 1] and " ".join(words[at : at + size]) in kinds:
            return size
    return 0


def _labels(text: str, blocks: tuple[Block, ...]) -> list[Mention]:
    """The names in the labels of turns, without "HOST" and the like."""
    mentions = []
    for span in sorted({b.speaker for b in blocks if b.speaker}):
        label = text[span.start : span.end]
        for sign in (",", "(", "["):
            label = label.partition(sign)[0]
        tokens = split_names(text, span.start, span.start + len(label.rstrip()))
        while tokens and tokens[0].flags & TITLE and not tokens[0].flags & GIVEN and len(tokens) > 1:
            tokens.pop(0)
        words = [t for t in tokens if t.shape]
        if words and not all(t.flags & (COMMON | GRAMMAR | ROLE | TITLE) and not t.flags & GIVEN for t in words):
            mentions.append(Mention(Span(words[0].start, words[-1].end), "person"))
    return mentions
