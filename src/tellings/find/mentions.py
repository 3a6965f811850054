"""Names of people, organisations, places, groups, events and works."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tellings.find.name_kinds import Score, decide, weigh
from tellings.find.name_pieces import Piece, find_pieces
from tellings.find.name_tokens import NameToken, split_names
from tellings.model.document import Document
from tellings.model.reading import Block, EntityKind, Mention, Sentence, Signals
from tellings.model.span import Span
from tellings.text.name_words import COMMON, GIVEN, GRAMMAR, HEAD, KNOWN, ROLE, TITLE, word_class
from tellings.text.names import fold

_WINDOW = 4000
"""Characters read at once: no name is longer, and a line of many megabytes stays small in memory."""


_LEAST_PERSONAL = 1.4
"""Points from which a single word is a person's name: that it says something once (1.3) is true of capitals too."""


class _Found(NamedTuple):
    """A possible name: its place, folded form and first token; ``speaks``: the next word shows a speaker or owner."""

    span: Span
    key: str
    piece: Piece
    token: NameToken
    speaks: bool
    score: Score


class _Scan(NamedTuple):
    """What one reading of the sentences gives.

    ``small`` are words seen in small letters, ``inside`` counts words and names with a capital inside a sentence,
    ``headlines`` are stretches where everyday words have capitals too.
    """

    found: list[_Found]
    small: set[str]
    inside: Counter[str]
    headlines: list[Span]


def find_mentions(
    doc: Document, blocks: tuple[Block, ...], sentences: tuple[Sentence, ...], signals: tuple[Signals, ...]
) -> tuple[Mention, ...]:
    """The names of a report in text order, free of overlaps: without title, article and possessive ending.

    Labels of a transcript's turns count ("ANA BEL, BYLINE" is a mention of "ANA BEL"). A word that has its
    capital from the beginning of a sentence is a name only where something else in the report says so.
    """
    scan = _scan(doc.text, sentences)
    kinds = _kinds([f for f in scan.found if not f.piece.everyday and not _is_chance(f, scan)])
    mentions = [Mention(f.span, kinds[f.key]) for f in scan.found if f.key in kinds and _is_name(f, kinds[f.key], scan)]
    mentions.extend(_in_headlines(doc.text, scan.headlines, kinds))
    mentions.extend(_labels(doc.text, blocks))
    return tuple(sorted(mentions, key=lambda m: (m.span.start, m.span.end)))


def _scan(text: str, sentences: Sequence[Sentence]) -> _Scan:
    scan = _Scan([], set(), Counter(), [])
    for sentence in sentences:
        for start, end in _windows(text, sentence.span):
            if text[start:end].islower():
                continue
            tokens = split_names(text, start, end)
            if _is_headline(tokens):
                scan.headlines.append(Span(start, end))
                continue
            found = _find(text, tokens)
            scan.found.extend(found)
            scan.small.update([t.text for t in tokens if t.shape == "a"])
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


def _find(text: str, tokens: list[NameToken]) -> list[_Found]:
    found = []
    for piece in find_pieces(tokens):
        span = Span(tokens[piece.first].start, tokens[piece.last - 1].end)
        key = fold(text[span.start : span.end])
        if not key:
            continue
        after = tokens[piece.last].text if piece.last < len(tokens) else ""
        speaks = after in ("'s", "’s") or after in word_class("personal_verbs")
        found.append(_Found(span, key, piece, tokens[piece.first], speaks, weigh(tokens, piece)))
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
    return len(everyday) > 1 and sum([t.shape != "a" for t in everyday]) >= 0.7 * len(everyday)


def _is_chance(f: _Found, scan: _Scan) -> bool:
    """Whether the capital of a single word is only that of its place."""
    piece, token = f.piece, f.token
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


def _is_name(f: _Found, kind: EntityKind, scan: _Scan) -> bool:
    """Whether this mention is one of the name: an everyday word must stand for a person or inside a sentence."""
    if f.piece.last - f.piece.first > 1 or f.piece.titled:
        return True
    if f.piece.everyday:
        return kind == "person" and (not f.piece.opening or f.speaks)
    doubtful = f.piece.opening and f.token.flags & COMMON and not f.token.flags & KNOWN
    return not (doubtful and f.token.text.lower() in scan.small and not f.speaks)


def _kinds(found: list[_Found]) -> dict[str, EntityKind]:
    """The kind of each name, agreed over all its mentions; last names follow the full name."""
    sums: dict[str, Score] = {}
    titled: Counter[str] = Counter()
    known: dict[str, EntityKind] = {}
    everyday: set[str] = set()
    for f in found:
        if f.token.flags & COMMON and f.token.shape == "A" and not f.token.flags & (KNOWN | GIVEN):
            everyday.add(f.key)
        titled[f.key] += f.piece.titled
        if f.piece.kind:
            known[f.key] = f.piece.kind
        total = sums.setdefault(f.key, dict.fromkeys(f.score, 0.0))
        for kind, points in f.score.items():
            total[kind] += points
    kinds: dict[str, EntityKind] = {}
    for key, total in sums.items():
        if " " in key:
            kinds[key] = "other" if known.get(key) == "other" else decide(total) or "other"
    parts = {
        word: kinds[key]
        for key in sums
        if kinds.get(key) in ("organisation", "place") and key not in known
        for word in key.split()[:1]
    }
    persons = {word: None for key, kind in kinds.items() if kind == "person" for word in key.split()}
    for key in sums:
        if (
            kinds.get(key) == "other"
            and key.partition(" ")[0] in word_class("name_articles")
            and key.split()[-1] in persons
        ):
            kinds[key] = "person"
    for key, total in sums.items():
        if key not in kinds:
            kinds[key] = _kind_of_one(
                key, total, known.get(key), key in persons or titled[key] > 0, parts.get(key), key in everyday
            )
    for word in persons:
        kinds.setdefault(word, "person")
    return kinds


def _kind_of_one(
    key: str, total: Score, known: EntityKind | None, personal: bool, part_of: EntityKind | None, everyday: bool
) -> EntityKind:
    """The kind of a single word; ``personal``: it is part of a person's name or has a title before it."""
    if personal and known in (None, "other"):
        return "person"
    if known == "other":
        return "other"
    if personal and known != "place":
        total["person"] += 4.0
    elif part_of:
        total[part_of] += 2.0
    elif everyday:
        # "the Voice", "the Coalition": prepositions tell nothing of the kind of an everyday word.
        return "other"
    kind = decide(total) or "other"
    return "other" if kind == "person" and not personal and total["person"] < _LEAST_PERSONAL else kind


def _in_headlines(text: str, headlines: list[Span], kinds: dict[str, EntityKind]) -> list[Mention]:
    """Names in headlines: those of the body and of the lexicon, and what no everyday word belongs to."""
    mentions: list[Mention] = []
    longest = min(8, max((key.count(" ") + 1 for key in kinds), default=1))
    for span in headlines:
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
        muted = [t if k not in taken and _stands_out(t) else _mute(t) for k, t in enumerate(tokens)]
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
