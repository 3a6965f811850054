"""Names of people, organisations, places, groups, events and works."""

from collections import Counter
from functools import lru_cache
from typing import NamedTuple

from tellings.find.name_kinds import Score, decide, weigh
from tellings.find.name_pieces import Piece, find_pieces
from tellings.find.name_tokens import NameToken, split_names
from tellings.model.document import Document
from tellings.model.reading import Block, EntityKind, Mention, Sentence, Signals
from tellings.model.span import Span
from tellings.text.name_words import COMMON, GIVEN, GRAMMAR, HEAD, KNOWN, ROLE, TITLE, word_class
from tellings.text.names import fold

_fold = lru_cache(maxsize=1 << 16)(fold)
"""Names recur; folding each once saves a third of the time."""


class _Found(NamedTuple):
    span: Span
    key: str
    piece: Piece
    tokens: list[NameToken]
    score: Score


def find_mentions(
    doc: Document, blocks: tuple[Block, ...], sentences: tuple[Sentence, ...], signals: tuple[Signals, ...]
) -> tuple[Mention, ...]:
    """The names of a report in text order, free of overlaps: without title, article and possessive ending.

    Labels of a transcript's turns count ("ANA BEL, BYLINE" is a mention of "ANA BEL"). A word that has its
    capital from the beginning of a sentence is a name only where something else in the report says so.
    """
    found, headlines = _find_all(doc.text, sentences)
    seen = _look_around(found)
    kinds = _kinds([f for f in found if not f.piece.everyday and not _is_chance(f, seen)])
    mentions = [Mention(f.span, kinds[f.key]) for f in found if f.key in kinds and _is_name(f, kinds[f.key], seen)]
    mentions.extend(_in_headlines(doc.text, headlines, kinds))
    mentions.extend(_labels(doc.text, blocks))
    return tuple(sorted(mentions, key=lambda m: m.span))


def _find_all(text: str, sentences: tuple[Sentence, ...]) -> tuple[list[_Found], list[list[NameToken]]]:
    """The names of all sentences but headlines, and the tokens of the headlines."""
    found: list[_Found] = []
    headlines: list[list[NameToken]] = []
    for sentence in sentences:
        tokens = split_names(text, sentence.span.start, sentence.span.end)
        if _is_headline(tokens):
            headlines.append(tokens)
        else:
            found.extend(_find(text, tokens))
    return found, headlines


def _find(text: str, tokens: list[NameToken]) -> list[_Found]:
    found = []
    for piece in find_pieces(tokens):
        span = Span(tokens[piece.first].start, tokens[piece.last - 1].end)
        key = _fold(text[span.start : span.end])
        if key:
            found.append(_Found(span, key, piece, tokens, weigh(tokens, piece)))
    return found


def _is_headline(tokens: list[NameToken]) -> bool:
    """Whether everyday words have capitals too, so that a capital says nothing."""
    words = [t for t in tokens if t.shape in ("a", "A", "AA") and len(t.text) > 3]
    if sum(t.shape == "AA" for t in words) > 0.7 * len(words):
        return len(words) > 1 or len(tokens) > 1
    everyday = [t for t in words[1:] if t.flags & COMMON and not t.flags & (KNOWN | GIVEN | TITLE)]
    return len(everyday) > 1 and sum(t.shape != "a" for t in everyday) >= 0.7 * len(everyday)


class _Seen(NamedTuple):
    """What the rest of the report tells of its words: those in small letters, and names inside sentences."""

    small: frozenset[str]
    inside: Counter[str]


def _look_around(found: list[_Found]) -> _Seen:
    small: set[str] = set()
    inside: Counter[str] = Counter()
    last: list[NameToken] | None = None
    for f in found:
        if not f.piece.opening:
            inside[f.key] += 1
            if " " in f.key:
                inside[_fold(f.tokens[f.piece.first].text)] += 1
                inside[_fold(f.tokens[f.piece.last - 1].text)] += 1
        if f.tokens is not last:
            last = f.tokens
            small.update(t.text for t in last if t.shape == "a")
    return _Seen(frozenset(small), inside)


def _is_chance(f: _Found, seen: _Seen) -> bool:
    """Whether the capital of a single word is only that of its place."""
    piece, token = f.piece, f.tokens[f.piece.first]
    if (
        piece.last - piece.first > 1
        or (token.flags & KNOWN and not token.flags & COMMON)
        or piece.titled
        or token.shape == "AA"
    ):
        return False
    if not piece.opening:
        return bool(token.flags & COMMON) and not token.flags & (KNOWN | GIVEN) and seen.inside[f.key] < 2
    if seen.inside[f.key]:
        return False
    if token.text.lower() in seen.small:
        return True
    return bool(token.flags & (COMMON | GRAMMAR | TITLE | ROLE | HEAD)) or f.score["person"] < 1


def _is_name(f: _Found, kind: EntityKind, seen: _Seen) -> bool:
    """Whether this mention is one of the name: an everyday word must stand for a person or inside a sentence."""
    if f.piece.last - f.piece.first > 1 or f.piece.titled:
        return True
    token = f.tokens[f.piece.first]
    if f.piece.everyday:
        return kind == "person" and (not f.piece.opening or _speaks(f))
    return not (
        f.piece.opening
        and token.flags & COMMON
        and not token.flags & KNOWN
        and token.text.lower() in seen.small
        and not _speaks(f)
    )


def _speaks(f: _Found) -> bool:
    after = f.tokens[f.piece.last] if f.piece.last < len(f.tokens) else None
    return after is not None and (after.text in ("'s", "’s") or after.text in word_class("personal_verbs"))


def _kinds(found: list[_Found]) -> dict[str, EntityKind]:
    """The kind of each name, agreed over all its mentions; last names follow the full name."""
    sums: dict[str, Score] = {}
    titled: Counter[str] = Counter()
    known: dict[str, EntityKind] = {}
    everyday: set[str] = set()
    for f in found:
        token = f.tokens[f.piece.first]
        if token.flags & COMMON and token.shape == "A" and not token.flags & (KNOWN | GIVEN):
            everyday.add(f.key)
        total = sums.setdefault(f.key, dict.fromkeys(f.score, 0.0))
        titled[f.key] += f.piece.titled
        if f.piece.kind:
            known[f.key] = f.piece.kind
        for kind, points in f.score.items():
            total[kind] += points
    kinds: dict[str, EntityKind] = {}
    for key, total in sums.items():
        if known.get(key) == "other":
            kinds[key] = "other"
        elif " " in key:
            kinds[key] = decide(total) or "other"
    persons = {word for key, kind in kinds.items() if kind == "person" for word in key.split()}
    parts: dict[str, EntityKind] = {}
    for key, kind in kinds.items():
        if kind in ("organisation", "place") and key not in known:
            parts.setdefault(key.split()[0], kind)
    for key, total in sums.items():
        if key in kinds:
            continue
        if (key in persons and known.get(key) != "place") or titled[key]:
            total["person"] += 100.0 if key not in known else 4.0
        elif key in parts:
            total[parts[key]] += 2.0
        elif key in everyday:
            # "the Voice", "the Coalition": prepositions tell nothing of the kind of an everyday word.
            kinds[key] = "other"
            continue
        kinds[key] = decide(total) or "other"
    for word in persons:
        kinds.setdefault(word, "person")
    return kinds


def _in_headlines(text: str, headlines: list[list[NameToken]], kinds: dict[str, EntityKind]) -> list[Mention]:
    """Names in headlines: those of the body and of the lexicon, and what no everyday word belongs to."""
    mentions: list[Mention] = []
    longest = min(8, max((key.count(" ") + 1 for key in kinds), default=1))
    for tokens in headlines:
        taken: set[int] = set()
        words = [_fold(t.text) if t.shape else "" for t in tokens]
        at = 0
        while at < len(tokens):
            size = _longest_known(words, at, longest, kinds)
            if size and (size > 1 or _stands_out(tokens[at])):
                mentions.append(
                    Mention(Span(tokens[at].start, tokens[at + size - 1].end), kinds[" ".join(words[at : at + size])])
                )
                taken.update(range(at, at + size))
            at += size or 1
        muted = [
            t if _stands_out(t) and k not in taken else t._replace(shape="a" if t.shape else "")
            for k, t in enumerate(tokens)
        ]
        for f in _find(text, muted):
            kind = decide(f.score)
            if f.piece.kind or (kind and f.piece.last - f.piece.first > 1):
                mentions.append(Mention(f.span, f.piece.kind or kind or "other"))
    return mentions


def _stands_out(token: NameToken) -> bool:
    """Whether a word of a headline can be a name."""
    if token.shape not in ("A", "AA"):
        return False
    return bool(token.flags & (KNOWN | GIVEN)) or not token.flags & (COMMON | GRAMMAR | TITLE | ROLE)


def _longest_known(words: list[str], at: int, longest: int, kinds: dict[str, EntityKind]) -> int:
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
            mentions.append(Mention(Span(tokens[0].start, tokens[-1].end), "person"))
    return mentions
